#include "exchange/mochi.h"

#include "deck/import_fields.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* ---- templates ---- */

/* Returns the card's value of the field that the template calls by that name; NULL if it has
 * none. */
static const json_t *mochi_value(
    const json_t *template, const json_t *card, const char *name, size_t length)
{
    const char *key;
    json_t *field, *fields = (json_t *)mochi_get(template, "fields");
    json_object_foreach(fields, key, field)
    {
        const char *title = mochi_text(field, "name");
        if (strlen(title) == length && strncmp(title, name, length) == 0)
            return json_object_get(mochi_get(card, "fields"), key);
    }
    return NULL;
}

/* A part of a template: <<Field>>, <<#Field>> and <<^Field>>, which begin a part that is shown if
 * the field has a value or has none, and <</Field>>, which ends it. */
struct mochi_mark {
    char kind; /* #, ^, / or 0 */
    const char *name;
    size_t length;
    const char *end;
};

static bool mochi_read_mark(const char *text, struct mochi_mark *mark)
{
    const char *close = strncmp(text, "<<", 2) == 0 ? strpbrk(text + 2, "<>\n") : NULL;
    if (!close || strncmp(close, ">>", 2) != 0)
        return false;
    text += 2;
    while (*text == ' ')
        text++;
    mark->kind = *text && strchr("#^/", *text) ? *text++ : 0;
    while (*text == ' ')
        text++;
    mark->name = text;
    mark->length = text < close ? (size_t)(close - text) : 0;
    while (mark->length && text[mark->length - 1] == ' ')
        mark->length--;
    mark->end = close + 2;
    return true;
}

void mochi_render(struct buf *out, const json_t *template, const json_t *card)
{
    struct mochi_mark mark;
    unsigned hidden = 0; /* parts that are open and not shown */
    for (const char *c = mochi_text(template, "content"); *c;) {
        if (!mochi_read_mark(c, &mark)) {
            if (!hidden)
                buf_char(out, *c);
            c++;
            continue;
        }
        const json_t *field = mochi_value(template, card, mark.name, mark.length);
        bool is = json_is_true(mochi_get(field, "value")) || *mochi_text(field, "value");
        if (mark.kind == '/')
            hidden -= hidden > 0;
        else if (mark.kind)
            hidden += hidden || (mark.kind == '#') != is;
        else if (!hidden)
            buf_text(out, mochi_text(field, "value"));
        c = mark.end;
    }
}

/* ---- sides ---- */

static bool mochi_is_rule(const char *line, size_t length)
{
    while (length && isspace((unsigned char)line[length - 1]))
        length--;
    return length >= 3 && strspn(line, "-") == length;
}

void mochi_divide(const char *content, struct buf *front, struct buf *rest)
{
    bool fenced = false, behind = false;
    for (const char *line = content; *line;) {
        size_t length = strcspn(line, "\n");
        if (strncmp(line, "```", 3) == 0 || strncmp(line, "~~~", 3) == 0)
            fenced = !fenced;
        if (!fenced && mochi_is_rule(line, length)) {
            field_trim(rest);
            if (rest->length) /* without a blank line, the text above would become a heading */
                buf_text(rest, "\n\n---\n\n");
            behind = true;
        } else {
            buf_add(behind ? rest : front, line, length);
            buf_char(behind ? rest : front, '\n');
        }
        line += length + (line[length] == '\n');
    }
    field_trim(front);
    field_trim(rest);
}

/* ---- gaps ---- */

/* Appends a gap whose content is between the braces. All gaps without a number are asked for at
 * once. */
static void mochi_add_gap(struct buf *cloze, const char *text, size_t length)
{
    const char *digits = text + (*text == 'c');
    char *end;
    long number = isdigit((unsigned char)*digits) ? strtol(digits, &end, 10) : 0;
    if (number > 0 && number < 1000 && strncmp(end, "::", 2) == 0 && end + 2 <= text + length) {
        length -= (size_t)(end + 2 - text);
        text = end + 2;
    } else {
        number = 1;
    }
    field_disarm_last(cloze);
    buf_format(cloze, "{{c%ld::", number);
    field_add_cloze(cloze, text, length, true);
    buf_text(cloze, "}}");
}

bool mochi_add_gaps(struct buf *cloze, const char *text)
{
    bool found = false, code = false;
    const char *from = text;
    for (const char *c = text; *c;) {
        const char *end = NULL;
        if (*c == '`')
            code = !code;
        else if (!code && strncmp(c, "{{", 2) == 0)
            end = strstr(c + 2, "}}");
        if (!end || end == c + 2) {
            c++;
            continue;
        }
        field_add_cloze(cloze, from, (size_t)(c - from), false);
        mochi_add_gap(cloze, c + 2, (size_t)(end - c - 2));
        from = c = end + 2;
        found = true;
    }
    field_add_cloze(cloze, from, strlen(from), false);
    return found;
}
