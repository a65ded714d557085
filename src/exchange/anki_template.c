#include "exchange/anki_template.h"

#include "exchange/anki_cloze.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define SECTIONS_MAX 64         /* levels of nesting */
#define FILTERS_MAX  16         /* filters before a field */
#define SIDE_MAX     (4u << 20) /* bytes; a template may repeat a long field */

struct template_name {
    const char *text;
    size_t length;
};

static bool template_is(struct template_name name, const char *word)
{
    return name.length == strlen(word) && memcmp(name.text, word, name.length) == 0;
}

static struct template_name template_trimmed(const char *text, size_t length)
{
    while (length > 0 && isspace((unsigned char)*text))
        text++, length--;
    while (length > 0 && isspace((unsigned char)text[length - 1]))
        length--;
    return (struct template_name){text, length};
}

/* ---- fields ---- */

static const char *template_last_part(const char *deck)
{
    for (const char *next; (next = strstr(deck, "::"));)
        deck = next + 2;
    return deck;
}

static const char *template_name(const struct anki_rendering *r)
{
    const struct anki_note_type *type = r->note->type;
    size_t index = type->cloze ? 0 : (size_t)r->card->ord;
    return index < type->template_count ? type->templates[index].name : "";
}

/* The text of the field with that name, or NULL. */
static const char *template_field(const struct anki_rendering *r, struct template_name name)
{
    const struct anki_note_type *type = r->note->type;
    const struct {
        const char *name, *text;
    } given[] = {{"FrontSide", r->front ? r->front : ""}, {"Tags", r->note->tags},
        {"Type", type->name}, {"Deck", r->card->deck},
        {"Subdeck", template_last_part(r->card->deck)}, {"Card", template_name(r)},
        {"CardFlag", ""}};
    for (size_t i = 0; i < type->field_count; i++)
        if (template_is(name, type->fields[i]))
            return r->note->fields[i];
    for (size_t i = 0; i < COUNT(given); i++)
        if (template_is(name, given[i].name))
            return given[i].text;
    return NULL;
}

bool anki_is_blank(const char *text)
{
    static const char *const blank[] = {"br", "br/", "br /", "div", "/div", "div/", "/br"};
    while (*text) {
        size_t length = isspace((unsigned char)*text) ? 1 : 0;
        for (size_t i = 0; *text == '<' && i < COUNT(blank); i++) {
            size_t size = strlen(blank[i]);
            if (strncmp(text + 1, blank[i], size) == 0 && text[size + 1] == '>')
                length = size + 2;
        }
        if (!length)
            return false;
        text += length;
    }
    return true;
}

/* ---- filters ---- */

/* KEEP changes nothing and stands for any unknown filter; NOTHING drops the text. */
enum template_filter { KEEP, TEXT, CLOZE, ONLY, HINT, TYPE, RUBY, BASE, READING, NOTHING };

static void template_add_untagged(const char *text, struct buf *out)
{
    for (bool tag = false; *text; text++) {
        tag = tag || *text == '<';
        if (!tag)
            buf_char(out, *text);
        tag = tag && *text != '>';
    }
}

/* Appends the bases, the readings, or both from ruby text such as " base[reading]". */
static void template_add_ruby(const char *text, struct buf *out, bool base, bool reading)
{
    while (*text) {
        const char *open = strchr(text, '['), *close = open ? strchr(open, ']') : NULL;
        if (!close || strncmp(open, "[sound:", 7) == 0) {
            size_t length = close ? (size_t)(close + 1 - text) : strlen(text);
            buf_add(out, text, length);
            text += length;
            continue;
        }
        const char *begin = open;
        while (begin > text && !strchr(" >", begin[-1]))
            begin--;
        buf_add(out, text, (size_t)((begin > text && begin[-1] == ' ' ? begin - 1 : begin) - text));
        if (base)
            buf_add(out, begin, (size_t)(open - begin));
        if (reading && base)
            buf_format(out, "(%.*s)", (int)(close - open - 1), open + 1);
        else if (reading)
            buf_add(out, open + 1, (size_t)(close - open - 1));
        text = close + 1;
    }
}

/* Appends a field's text after one filter. On the front, collects hints, and omits the answer that
 * the user should type. */
static void template_add_filtered(
    const struct anki_rendering *r, enum template_filter filter, const char *text, struct buf *out)
{
    enum anki_cloze_side back = filter == ONLY ? CLOZE_ONLY : CLOZE_BACK;
    if (filter == TEXT)
        template_add_untagged(text, out);
    else if (filter == CLOZE || filter == ONLY)
        anki_cloze(out, text, r->card->ord + 1, r->front ? back : CLOZE_FRONT);
    else if (filter == RUBY || filter == BASE || filter == READING)
        template_add_ruby(text, out, filter != READING, filter != BASE);
    else if ((filter == HINT || filter == TYPE) && r->front)
        buf_text(out, text);
    else if (filter == HINT && !anki_is_blank(text) && r->hints)
        buf_format(r->hints, "%s%s", r->hints->length ? "<br>" : "", text);
    else if (filter == TYPE && r->typed)
        buf_text(r->typed, text);
}

static enum template_filter template_filter_named(struct template_name name)
{
    static const struct {
        const char *name;
        enum template_filter filter;
    } filters[] = {{"text", TEXT}, {"cloze", CLOZE}, {"cloze-only", ONLY}, {"hint", HINT},
        {"type", TYPE}, {"furigana", RUBY}, {"kanji", BASE}, {"kana", READING},
        {"tts-voices", NOTHING}};
    for (size_t i = 0; i < COUNT(filters); i++)
        if (template_is(name, filters[i].name))
            return filters[i].filter;
    return name.length > 3 && strncmp(name.text, "tts ", 4) == 0 ? NOTHING : KEEP;
}

/* Appends filter:filter:Field; the filters apply from right to left. */
static void template_put_field(
    const struct anki_rendering *r, struct template_name tag, struct buf *html)
{
    struct template_name filters[FILTERS_MAX];
    size_t count = 0;
    for (const char *colon; count < FILTERS_MAX && !template_field(r, tag) &&
                            (colon = memchr(tag.text, ':', tag.length));) {
        size_t length = (size_t)(colon - tag.text);
        filters[count++] = template_trimmed(tag.text, length);
        tag = template_trimmed(colon + 1, tag.length - length - 1);
    }
    const char *text = template_field(r, tag);
    if (!text)
        return;
    struct buf bufs[2] = {0};
    while (count > 0) {
        enum template_filter filter = template_filter_named(filters[--count]);
        if (filter == CLOZE && count > 0 && template_filter_named(filters[count - 1]) == TYPE)
            filter = ONLY; /* what is typed is compared with the gap alone */
        struct buf *out = &bufs[count % 2];
        if (filter == KEEP)
            continue;
        if (text == buf_string(out)) /* true after an unknown filter was skipped */
            out = &bufs[(count + 1) % 2];
        buf_clear(out);
        template_add_filtered(r, filter, text, out);
        text = buf_string(out);
    }
    buf_text(html, text);
    html->failed |= bufs[0].failed || bufs[1].failed;
    buf_done(&bufs[0]);
    buf_done(&bufs[1]);
}

/* ---- sections ---- */

/* Whether the field of a section is filled. In a cloze note, c1 counts as a filled field on card
 * 1. */
static bool template_is_filled(const struct anki_rendering *r, struct template_name name)
{
    char number[16];
    const char *text = template_field(r, name);
    if (text)
        return !anki_is_blank(text);
    snprintf(number, sizeof number, "c%d", r->card->ord + 1);
    return r->note->type->cloze && template_is(name, number);
}

struct template_section {
    struct template_name name;
    bool shown;
};

static bool template_put_tag(struct template_section *sections, size_t *depth,
    struct template_name tag, struct buf *html, const struct anki_rendering *r, const char **why)
{
    bool shown = *depth == 0 || sections[*depth - 1].shown;
    struct template_name inner = tag.length ? template_trimmed(tag.text + 1, tag.length - 1) : tag;
    char mark = tag.length ? *tag.text : ' ';
    if (strchr("#^", mark)) {
        if (*depth == SECTIONS_MAX)
            *why = "its template nests sections too deeply";
        else
            sections[(*depth)++] = (struct template_section){
                inner, shown && template_is_filled(r, inner) == (mark == '#')};
    } else if (mark == '/') {
        const struct template_section *last = *depth ? &sections[*depth - 1] : NULL;
        if (!last || last->name.length != inner.length ||
            memcmp(last->name.text, inner.text, inner.length) != 0)
            *why = "its template closes a section that is not open";
        else
            --*depth;
    } else if (shown && mark != '!' && mark != ' ') {
        template_put_field(r, tag, html);
    }
    return !*why;
}

bool anki_render(
    struct buf *html, const char *format, const struct anki_rendering *rendering, const char **why)
{
    struct template_section sections[SECTIONS_MAX];
    size_t depth = 0, begin = html->length;
    *why = NULL;
    for (const char *c = format; *c && !*why;) {
        const char *open = strstr(c, "{{"), *close = open ? strstr(open, "}}") : NULL;
        size_t plain = close ? (size_t)(open - c) : strlen(c);
        if (depth == 0 || sections[depth - 1].shown)
            buf_add(html, c, plain);
        c += plain;
        if (!close)
            continue;
        size_t triple = open[2] == '{' && close[2] == '}';
        template_put_tag(sections, &depth,
            template_trimmed(open + 2 + triple, (size_t)(close - open) - 2 - triple), html,
            rendering, why);
        c = close + 2 + triple;
        if (html->length - begin > SIDE_MAX)
            *why = "its template expands it to more than 4 MiB";
    }
    if (depth > 0 && !*why)
        *why = "its template does not close a section";
    return !*why;
}
