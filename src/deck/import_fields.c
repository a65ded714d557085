#include "deck/import_fields.h"

#include "base/hash.h"
#include "base/utf8.h"
#include "deck/cloze.h"
#include "deck/mixed_text.h"
#include "model/tags.h"
#include "text/gap.h"
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
    size_t before = id->length, length = strlen(given), begin = strspn(given, " \t\r\n");
    while (length > begin && strchr(" \t\r\n", given[length - 1]))
        length--; /* a deck file does not keep it */
    for (const char *c = given + begin; c < given + length; c++)
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

#define BRACKETS_MAX    16   /* open at once */
#define BRACKET_GAP_MAX 4096 /* bytes between brackets */

const char *field_closing_bracket(const char *open, const char *end)
{
    int depth = 0;
    for (const char *c = open; c < end && c - open < BRACKET_GAP_MAX; c++) {
        depth += *c == '[';
        depth -= *c == ']';
        if (depth == 0)
            return c;
        if (depth > BRACKETS_MAX)
            return NULL;
    }
    return NULL;
}

/* Appends a run of the same character with a backslash before each pair. An odd one comes first,
 * because if a backslash preceded three braces, the last two would still end a gap. */
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
        if (run > 1 && formula)
            field_add_latex(cloze, text + i, run, in_gap);
        else if (run > 1)
            import_fields_add_pairs(cloze, *c, run);
        else if (prose && *c == '}' && i == 0)
            buf_text(cloze, "\\}"); /* otherwise a gap right before it would end later */
        else
            buf_add(cloze, text + i, run);
    }
    buf_done(&places);
    buf_done(&copy);
}

/* Within a gap, the braces of a whole formula do not end it. */
void field_add_latex(struct buf *cloze, const char *latex, size_t length, bool in_gap)
{
    gap_put_apart(cloze, latex, length, in_gap ? "" : "{");
}

void field_disarm_last(struct buf *cloze)
{
    char last = cloze->length ? cloze->bytes[cloze->length - 1] : '\0';
    bool escaped = cloze->length > 1 && cloze->bytes[cloze->length - 2] == '\\';
    if (last == '{' && !escaped) {
        buf_cut(cloze, cloze->length - 1);
        buf_text(cloze, "\\{");
    } else if (last == '\\') {
        buf_cut(cloze, cloze->length - 1 - escaped);
        buf_text(cloze, "&#92;");
    }
}

static void import_fields_add_gap(struct mixed_text *mixed, const struct gap *gap)
{
    const char *end = gap_text_end(gap);
    mixed_text_keep(mixed, gap->open, (size_t)(gap->text - gap->open));
    mixed_text_add(mixed, gap->text, (size_t)(end - gap->text));
    if (gap->hint) {
        mixed_text_keep(mixed, "::", 2);
        mixed_text_add(mixed, gap->hint + 2, (size_t)(gap->end - gap->hint) - 2);
    }
    mixed_text_keep(mixed, "}}", 2);
}

void field_add_plain_cloze(struct buf *cloze, const char *text)
{
    struct mixed_text mixed = {0};
    bool closed = true; /* false once no }} can follow */
    for (const char *open; (open = strstr(text, "{{"));) {
        struct gap gap;
        while (open[2] == '{') /* in a longer run, the last two braces open the gap */
            open++;
        mixed_text_add(&mixed, text, (size_t)(open - text));
        bool numbered = closed && gap_opening(open, NULL),
             found = numbered && gap_read(open, GAP_TEXT, &gap);
        closed &= found || !numbered;
        if (found)
            import_fields_add_gap(&mixed, &gap);
        else
            mixed_text_keep(&mixed, "\\{{", 3);
        text = found ? gap.end + 2 : open + 2;
    }
    mixed_text_add(&mixed, text, strlen(text));
    mixed_text_put(&mixed, cloze);
    mixed_text_done(&mixed);
}
