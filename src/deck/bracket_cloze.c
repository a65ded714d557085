#include "deck/bracket_cloze.h"

#include "deck/import_fields.h"

#include <stdbool.h>
#include <string.h>

#define SPAN_MAX 4096 /* bytes within which inline code or an inline formula must close */

/* The first occurrence within SPAN_MAX bytes, or NULL. */
static const char *bracket_cloze_find(const char *from, const char *what)
{
    return memmem(from, strnlen(from, SPAN_MAX), what, strlen(what));
}

/* ---- spans whose brackets are not gaps ----
 *
 * Each function returns the length of the span that begins at `c`, or 0 if there is none. */

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

/* The (address) of a link, after a closing bracket. */
static size_t bracket_cloze_address(const char *c)
{
    const char *close = *c == '(' ? bracket_cloze_find(c, ")") : NULL;
    size_t length = close ? (size_t)(close - c) + 1 : 0;
    bool spaced = length && strcspn(c, " \n") < length;
    return spaced && c[1] != '<' && !memchr(c, '"', length) ? 0 : length;
}

static size_t bracket_cloze_image(const char *c)
{
    const char *close = c[1] == '[' ? field_closing_bracket(c + 1, c + strnlen(c, SPAN_MAX)) : NULL;
    size_t address = close ? bracket_cloze_address(close + 1) : 0;
    return address ? (size_t)(close - c) + 1 + address : 0;
}

/* [[...]], a wiki link. */
static size_t bracket_cloze_wiki(const char *c)
{
    const char *close = c[1] == '[' ? bracket_cloze_find(c, "]]") : NULL;
    size_t inside = close ? strcspn(c + 2, "[]") : 0;
    return close && c + 2 + inside == close ? inside + 4 : 0;
}

/* Any of the spans above, except the address of a link. */
static size_t bracket_cloze_span(const char *text, const char *c)
{
    switch (*c) {
    case '\\':
        return c[1] ? 2 : 1;
    case '`':
        return bracket_cloze_code(text, c);
    case '$':
        return bracket_cloze_formula(c);
    case '!':
        return bracket_cloze_image(c);
    case '[':
        return bracket_cloze_wiki(c);
    default:
        return 0;
    }
}

/* Returns the next bracket outside such spans, opening or closing, or the end of the text. */
static const char *bracket_cloze_next_bracket(const char *text, const char *c)
{
    for (size_t length; *c && *c != ']'; c += length ? length : 1)
        if (!(length = bracket_cloze_span(text, c)) && *c == '[')
            break;
    return c;
}

/* ---- the cloze ---- */

/* Appends Markdown: in a gap, up to the gap's `end`; outside, where `end` is NULL, up to the next
 * opening bracket. Returns where it stopped. */
static const char *bracket_cloze_put_text(
    struct buf *cloze, const char *text, const char *c, const char *end)
{
    bool in_gap = end != NULL;
    while (*c && (in_gap ? c < end : *c != '[')) {
        size_t length = bracket_cloze_span(text, c), plain = strcspn(c + 1, "\\`$![") + 1;
        if (in_gap && plain > (size_t)(end - c))
            plain = (size_t)(end - c);
        if (length && *c == '$')
            field_add_latex(cloze, c, length, in_gap);
        else
            field_add_cloze(cloze, c, length ? length : plain, in_gap);
        c += length ? length : plain;
    }
    return c;
}

const char *bracket_cloze(struct buf *cloze, const char *text)
{
    bool gaps = false;
    for (const char *c = text; *(c = bracket_cloze_put_text(cloze, text, c, NULL));) {
        size_t wiki = bracket_cloze_wiki(c);
        const char *close = wiki ? c + wiki - 1 : bracket_cloze_next_bracket(text, c + 1);
        size_t address = *close == ']' ? bracket_cloze_address(close + 1) : 0;
        if (wiki || address) {
            field_add_cloze(cloze, c, (size_t)(close - c) + 1 + address, false);
            c = close + 1 + address;
            continue;
        }
        if (*close != ']' || close == c + 1)
            return *close == '['
                       ? "a [ within a gap: write \\[ for a bracket that does not open a gap"
                   : *close == ']' ? "a gap without text: []"
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
