#include "deck/import_fields.h"

#include "base/hash.h"
#include "base/utf8.h"
#include "deck/cloze.h"
#include "model/tags.h"
#include "text/md_places.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

void field_trim(struct buf *text)
{
    const char *begin = buf_string(text);
    for (const char *c = begin; *c && strchr(" \t\r\n", *c); c++)
        if (*c == '\n')
            begin = c + 1;
    size_t blank = (size_t)(begin - buf_string(text)), length = text->length - blank;
    if (blank)
        memmove(text->bytes, begin, length + 1);
    while (length > 0 && strchr(" \t\r\n", text->bytes[length - 1]))
        length--;
    text->length = length;
    if (text->bytes)
        text->bytes[length] = '\0';
}

void field_add_plain(struct buf *text, const char *line, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char next = i + 1 < length ? (unsigned char)line[i + 1] : ' ';
        bool risky = strchr("*`", line[i]) || (line[i] == '\\' && ispunct(next)) ||
                     (line[i] == '<' && (isalpha(next) || strchr("/!?", next))) ||
                     (i == 0 && strchr("#>", line[i]));
        if (risky && line[i])
            buf_char(text, '\\');
        buf_char(text, line[i]);
    }
}

/* ---- tags and ids ---- */

static void import_fields_add_tag(struct buf *tags, const char *tag, size_t length)
{
    struct buf clean = {0};
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)tag[i];
        if (c > ' ' && c != 0x7f && c != ',' && !(c == '!' && clean.length == 0))
            buf_char(&clean, tag[i]);
        else if (clean.length > 0 && clean.bytes[clean.length - 1] != '-')
            buf_char(&clean, '-');
    }
    while (clean.length > 0 && clean.bytes[clean.length - 1] == '-')
        buf_cut(&clean, clean.length - 1);
    if (clean.length > 0 && !tags_have(buf_string(tags), buf_string(&clean), clean.length)) {
        buf_text(tags, tags->length ? " " : "");
        buf_add(tags, buf_string(&clean), clean.length);
    }
    tags->failed |= clean.failed;
    buf_done(&clean);
}

void field_add_tags(struct buf *tags, const char *cell)
{
    const char *between = strpbrk(cell, ",;") ? ",;\n" : " \t\n";
    while (*cell) {
        size_t length = strcspn(cell, between);
        import_fields_add_tag(tags, cell, length);
        cell += length;
        cell += *cell != '\0';
    }
}

#define ID_MAX 255

void field_add_id(struct buf *id, const char *given)
{
    size_t before = id->length;
    for (const char *c = given; *c; c++)
        buf_format(id, (unsigned char)*c < ' ' || strchr("#%\x7f", *c) ? "%%%02X" : "%c", *c);
    if (id->length - before <= ID_MAX)
        return;
    buf_cut(id, before + utf8_cut(id->bytes + before, ID_MAX - 17));
    buf_format(id, "-%016" PRIx64, hash_text(0, given));
}

void field_add_decoded(struct buf *out, const char *text)
{
    for (; *text; text++) {
        char hex[3] = {0};
        if (*text == '%' && isxdigit((unsigned char)text[1]) && isxdigit((unsigned char)text[2])) {
            memcpy(hex, text + 1, 2);
            buf_char(out, (char)strtol(hex, NULL, 16));
            text += 2;
        } else {
            buf_char(out, *text);
        }
    }
}

/* ---- clozes ---- */

/* Appends a run of the same character with a backslash before each pair. An odd one comes first:
 * of three braces behind a backslash, two would end a gap. */
static void import_fields_add_pairs(struct buf *cloze, char c, size_t count)
{
    buf_fill(cloze, c, count % 2);
    for (size_t i = 1; i < count; i += 2)
        buf_format(cloze, "\\%c%c", c, c);
}

void field_add_cloze(struct buf *cloze, const char *text, size_t length, bool in_gap)
{
    struct buf copy = {0}, places = {0};
    buf_add(&copy, text, length);
    cloze->failed |= copy.failed || !cloze_places(buf_string(&copy), &places);
    bool prose = !in_gap && !strpbrk(buf_string(&copy), "$`");
    for (size_t i = 0, run; i < length && !cloze->failed; i += run) {
        const char c[] = {text[i], '\0'};
        bool formula = i < places.length && places.bytes[i] == PLACE_FORMULA;
        run = strchr(in_gap ? "{}:" : "{", *c) ? strspn(buf_string(&copy) + i, c) : 1;
        if (run > 1 && !formula)
            import_fields_add_pairs(cloze, *c, run);
        else if (run > 1 && !in_gap)
            for (size_t left = run; left > 0; left--)
                buf_text(cloze, left > 1 ? "{ " : "{");
        else if (prose && ((*c == '}' && i == 0) || (*c == '{' && i + 1 == length)))
            buf_format(cloze, "\\%c", *c); /* a brace beside a gap is not the gap's */
        else
            buf_add(cloze, text + i, run);
    }
    buf_done(&places);
    buf_done(&copy);
}

/* The bracket that closes the one before text, or NULL. */
static const char *import_fields_closing(const char *text)
{
    int depth = 1;
    for (; *text; text++) {
        if (*text == '\\' && text[1])
            text++;
        else if (*text == '[')
            depth++;
        else if (*text == ']' && --depth == 0)
            return text;
    }
    return NULL;
}

static void import_fields_add_gap(
    struct buf *cloze, const char *text, const char *end, const char *number, bool org)
{
    size_t length = (size_t)(end - text);
    const char *hint = org ? strstr(text, "||") : NULL;
    hint = hint && hint < end ? hint : NULL;
    buf_format(cloze, "{{%s", number);
    field_add_cloze(cloze, text, hint ? (size_t)(hint - text) : length, true);
    if (hint && hint + 2 < end) {
        buf_text(cloze, "::");
        field_add_cloze(cloze, hint + 2, (size_t)(end - hint) - 2, true);
    }
    buf_text(cloze, "}}");
}

/* Whether the bracket is Org's own: a date, a checkbox, a count of checked boxes, a footnote. */
static bool import_fields_is_orgs_own(const char *text, const char *end)
{
    size_t length = (size_t)(end - text);
    size_t count = strspn(text, "0123456789/%");
    return (length == 1 && strchr(" X-", *text)) || strncmp(text, "fn:", 3) == 0 ||
           (count == 4 && text[4] == '-') ||
           (count == length && (memchr(text, '/', length) || memchr(text, '%', length)));
}

/* The length of plain text starting with [, ! or a backslash; 0 for a gap, which ends at *end. */
static size_t import_fields_plain_length(const char *text, const char **end, bool org)
{
    const char *image = NULL;
    *end = *text == '[' ? import_fields_closing(text + 1) : NULL;
    if (*text == '\\')
        return text[1] ? 2 : 1;
    if (*text == '!')
        image = text[1] == '[' ? import_fields_closing(text + 2) : NULL;
    if (image)
        return (size_t)(image - text) + 1;
    if (*text == '!')
        return 1;
    bool own = *end && (text[1] == '[' || (org && import_fields_is_orgs_own(text + 1, *end)));
    return own ? (size_t)(*end - text) + 1 : 0;
}

int field_add_brackets(struct buf *cloze, const char *text, const char *number, bool org)
{
    int gaps = 0;
    while (*text) {
        const char *end;
        size_t plain = strcspn(text, "[\\!");
        field_add_cloze(cloze, text, plain, false);
        text += plain;
        if (!*text)
            break;
        plain = import_fields_plain_length(text, &end, org);
        if (plain) {
            buf_add(cloze, text, plain);
            text += plain;
            continue;
        }
        if (!end || end == text + 1)
            return -1;
        import_fields_add_gap(cloze, text + 1, end, number, org);
        gaps++;
        text = end + 1;
    }
    return gaps;
}
