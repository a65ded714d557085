#include "deck/bracket_cloze.h"

#include "deck/import_fields.h"

#include <stdbool.h>
#include <string.h>

#define SPAN_MAX 4096 /* bytes in which code or a formula within a line must close */

/* The first occurrence within SPAN_MAX bytes, or NULL. */
static const char *bracket_cloze_find(const char *from, const char *what)
{
    return memmem(from, strnlen(from, SPAN_MAX), what, strlen(what));
}

/* ---- spans that keep their brackets ----
 *
 * Each function returns the length of the span that begins at c, or 0. */

static size_t bracket_cloze_code(const char *text, const char *c)
{
    size_t ticks = strspn(c, "`");
    if (ticks >= 3 && (c == text || c[-1] == '\n')) {
        const char *close = strstr(c, "\n```");
        return close ? (size_t)(close - c) + 1 + strspn(close + 1, "`") : strlen(c);
    }
    for (const char *close = c + ticks; (close = bracket_cloze_find(close, "`"));) {
        size_t run = strspn(close, "`");
        close += run;
        if (run == ticks)
            return (size_t)(close - c);
        if (close - c > SPAN_MAX)
            break;
    }
    return ticks;
}

static size_t bracket_cloze_formula(const char *c)
{
    const char *sign = c[1] == '$' ? "$$" : "$";
    size_t size = strlen(sign);
    const char *close = bracket_cloze_find(c + size, sign);
    bool closes = close && close > c + size &&
                  (size == 2 || (!strchr(" \n", c[1]) && !strchr(" \n", close[-1])));
    return closes ? (size_t)(close - c) + size : 0;
}

/* The bracket that closes the one before c, or NULL; *nested is whether another opens within. */
static const char *bracket_cloze_closing(const char *text, const char *c, bool *nested);

/* (address), behind a bracket that closes. */
static size_t bracket_cloze_address(const char *c)
{
    const char *close = *c == '(' ? bracket_cloze_find(c, ")") : NULL;
    size_t length = close ? (size_t)(close - c) + 1 : 0;
    bool spaced = length && strcspn(c, " \n") < length;
    return spaced && c[1] != '<' && !memchr(c, '"', length) ? 0 : length;
}

/* An image, or with a link also that, as far as its address. */
static size_t bracket_cloze_link(const char *text, const char *c)
{
    bool nested = false;
    const char *open = c + (*c == '!');
    const char *close = *open == '[' ? bracket_cloze_closing(text, open + 1, &nested) : NULL;
    size_t address = close && !nested ? bracket_cloze_address(close + 1) : 0;
    return address ? (size_t)(close - c) + 1 + address : 0;
}

/* [[...]], a link in notes. */
static size_t bracket_cloze_wiki(const char *c)
{
    const char *close = c[1] == '[' ? bracket_cloze_find(c, "]]") : NULL;
    size_t inside = close ? strcspn(c + 2, "[]") : 0;
    return close && c + 2 + inside == close ? inside + 4 : 0;
}

static size_t bracket_cloze_span(const char *text, const char *c)
{
    size_t length = 0;
    switch (*c) {
    case '\\':
        return c[1] ? 2 : 1;
    case '`':
        return bracket_cloze_code(text, c);
    case '$':
        return bracket_cloze_formula(c);
    case '!':
        return c[1] == '[' ? bracket_cloze_link(text, c) : 0;
    case '[':
        length = bracket_cloze_wiki(c);
        return length ? length : bracket_cloze_link(text, c);
    default:
        return 0;
    }
}

static const char *bracket_cloze_closing(const char *text, const char *c, bool *nested)
{
    while (*c && *c != ']') {
        size_t length = *c == '[' ? bracket_cloze_wiki(c) : bracket_cloze_span(text, c);
        *nested |= !length && *c == '[';
        c += length ? length : 1;
    }
    return *c ? c : NULL;
}

/* ---- the cloze ---- */

/* Appends Markdown outside gaps, or inside one, up to the next bracket. Returns where it stopped.
 */
static const char *bracket_cloze_put_text(
    struct buf *cloze, const char *text, const char *c, const char *end)
{
    bool in_gap = end != NULL;
    while (*c && c != end && (*c != '[' || in_gap)) {
        size_t length = bracket_cloze_span(text, c), plain = strcspn(c + 1, "\\`$![") + 1;
        if (!length && end)
            plain = plain < (size_t)(end - c) ? plain : (size_t)(end - c);
        field_add_literal(cloze, c, length ? length : plain, in_gap, length && *c == '$');
        c += length ? length : plain;
    }
    return c;
}

const char *bracket_cloze(struct buf *cloze, const char *text)
{
    bool gaps = false;
    for (const char *c = text; *(c = bracket_cloze_put_text(cloze, text, c, NULL));) {
        bool nested = false;
        size_t length = bracket_cloze_span(text, c);
        if (length) {
            field_add_literal(cloze, c, length, false, false);
            c += length;
            continue;
        }
        const char *close = bracket_cloze_closing(text, c + 1, &nested);
        if (!close || close == c + 1 || nested)
            return nested  ? "a [ within a gap: write \\[ for a bracket that is no gap"
                   : close ? "a gap without text: []"
                           : "a [ that is never closed";
        field_disarm_last(cloze);
        buf_text(cloze, "{{");
        bracket_cloze_put_text(cloze, text, c + 1, close);
        buf_text(cloze, "}}");
        gaps = true;
        c = close + 1;
    }
    return gaps ? NULL : "a cloze without [gaps]";
}
