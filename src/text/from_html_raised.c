#include "text/from_html_raised.h"

#include "base/utf8.h"
#include "text/gap.h"
#include "text/math_forms.h"
#include "text/symbols.h"

#include <ctype.h>
#include <string.h>
#include <unictype.h>

/* ---- small characters ---- */

/* The length of a hyphen or dash, which is a minus sign in a script; otherwise 0. */
static size_t from_html_raised_dash(const char *text, size_t length)
{
    static const char *const dashes[] = {"-", "–", "‐", "‑"};
    for (size_t i = 0; i < COUNT(dashes); i++)
        if (strlen(dashes[i]) <= length && memcmp(dashes[i], text, strlen(dashes[i])) == 0)
            return strlen(dashes[i]);
    return 0;
}

/* Appends the text in small characters, with its spaces. If they would not look like a script,
 * appends nothing and returns false. */
static bool from_html_raised_put_small(
    struct buf *out, const char *text, size_t length, enum small_form form)
{
    struct buf script = {0}, words = {0}; /* with − for dashes; words: also without spaces */
    for (size_t at = 0, size; at < length; at += size) {
        size_t dash = from_html_raised_dash(text + at, length - at);
        size = dash ? dash : 1;
        buf_add(&script, dash ? "−" : text + at, dash ? strlen("−") : size);
    }
    for (size_t at = 0; at < script.length; at++)
        buf_add(&words, script.bytes + at, script.bytes[at] != ' ');
    bool small = !words.failed && form_is_small(form, &words);
    for (size_t at = 0, size; at < script.length && small;) {
        const char *c = script.bytes + at, *form_of = c;
        size_t own = *c == ' ' ? 1 : utf8_length(c, script.length - at);
        size = 1;
        if (*c != ' ')
            form_of = symbol_small(form, c, own, &size);
        buf_add(out, form_of, size);
        at += own;
    }
    out->failed |= script.failed || words.failed;
    buf_done(&script);
    buf_done(&words);
    return small;
}

/* ---- what is written instead ---- */

/* Whether an offset is inside a formula. Looks back fewer than 1000 bytes. */
static bool from_html_raised_is_in_formula(const struct doc *doc, size_t at)
{
    const char *text = doc->text.bytes;
    size_t begin = doc->blocks[doc->block_count - 1].start;
    for (size_t i = at; i > begin + 1 && at - i < 1000; i--) {
        if (text[i - 2] != '\\')
            continue;
        if (strchr(")]", text[i - 1]))
            return false;
        if (strchr("([", text[i - 1]))
            return true;
    }
    return false;
}

static bool from_html_raised_is_simple(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (!isalnum((unsigned char)text[i]) && !strchr("+-=,()", text[i]))
            return false;
    return true;
}

/* Whether the text is kept as it is, because it is a reference such as [1] or a symbol such as
 * ®. */
static bool from_html_raised_is_sign(const char *text, size_t length)
{
    uint32_t c;
    bool single = utf8_decode(text, length, &c) == length;
    return (text[0] == '[' && text[length - 1] == ']') ||
           (single && c > 0x7f && uc_is_general_category(c, UC_CATEGORY_S));
}

/* The offset of the letters and digits that the superscript or subscript belongs to; `at` if there
 * are none. */
static size_t from_html_raised_base(const struct doc *doc, size_t at)
{
    size_t base = at, begin = doc->blocks[doc->block_count - 1].start;
    while (base > begin && at - base < 32 && isalnum((unsigned char)doc->text.bytes[base - 1]) &&
           !(doc->styles.bytes[base - 1] & DOC_CODE))
        base--;
    return base;
}

struct from_html_script {
    size_t base, start; /* in the document's text */
    const char *text;
    size_t length;
    char sign;
    uint8_t styles;
};

/* Appends the superscript or subscript. If this includes its base, sets *cut to the base's
 * offset. */
static void from_html_raised_put(
    const struct doc *doc, const struct from_html_script *script, struct buf *out, size_t *cut)
{
    enum small_form form = script->sign == '^' ? SMALL_ABOVE : SMALL_BELOW;
    int length = (int)script->length;
    bool single = utf8_length(script->text, script->length) == script->length;
    if (from_html_raised_put_small(out, script->text, script->length, form))
        return;
    if (from_html_raised_is_in_formula(doc, script->start))
        buf_format(out, "%c{%.*s}", script->sign, length, script->text);
    else if (from_html_raised_is_sign(script->text, script->length))
        buf_add(out, script->text, script->length);
    else if (script->base < script->start && !(script->styles & DOC_CODE) &&
             from_html_raised_is_simple(script->text, script->length)) {
        *cut = script->base;
        buf_format(out, "\\(%.*s%c{%.*s}\\)", (int)(script->start - script->base),
            doc->text.bytes + script->base, script->sign, length, script->text);
    } else
        buf_format(out, single ? "%c%.*s" : "%c(%.*s)", script->sign, length, script->text);
}

/* The length of "{{c1::" at the beginning of a text that is one gap without a hint; otherwise 0. */
static size_t from_html_raised_gap(const char *text)
{
    struct gap gap;
    bool whole = gap_read(text, GAP_TEXT, &gap) && !gap.hint && gap.end > gap.text && !gap.end[2];
    return whole ? (size_t)(gap.text - text) : 0;
}

/* The length of what precedes the text itself: spaces, line breaks, edges of links. */
static size_t from_html_raised_due(const char *text)
{
    const char edges[] = {' ', '\n', DOC_OBJECT, '\0'};
    size_t due = strspn(text, edges);
    while (strncmp(text + due, DOC_NBSP, strlen(DOC_NBSP)) == 0)
        due += strlen(DOC_NBSP);
    return due + strspn(text + due, edges);
}

void from_html_raise(struct doc *doc, size_t start, char sign)
{
    struct buf text = {0}, out = {0};
    if (!doc->block_count || doc_has_failed(doc))
        return;
    size_t begin = doc->blocks[doc->block_count - 1].start;
    start = start < begin ? begin : start;
    start += from_html_raised_due(buf_string(&doc->text) + start);
    buf_add(&text, buf_string(&doc->text) + start, doc->text.length - start);
    const char *shown = buf_string(&text);
    size_t gap = from_html_raised_gap(shown), cut = start;
    if (text.length && !strpbrk(shown, (const char[]){DOC_OBJECT, '\n', '\0'}) && !text.failed) {
        struct from_html_script script = {.start = start,
            .base = gap ? start : from_html_raised_base(doc, start),
            .text = shown + gap,
            .length = text.length - (gap ? gap + 2 : 0),
            .sign = sign,
            .styles = (uint8_t)doc->styles.bytes[start]};
        from_html_raised_put(doc, &script, &out, &cut);
        doc_cut(doc, cut);
        doc_put(doc, shown, gap, script.styles);
        doc_put(doc, buf_string(&out), out.length, script.styles);
        doc_put(doc, "}}", gap ? 2 : 0, script.styles);
    }
    doc->failed |= text.failed || out.failed;
    buf_done(&text);
    buf_done(&out);
}
