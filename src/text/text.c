#include "text/text.h"

#include "base/err.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <unictype.h>
#include <unigbrk.h>
#include <unilbrk.h>
#include <uniwidth.h>

#define COMBINING_MAX 4
#define ZWNJ          0x200c
#define ZWJ           0x200d
#define MARK          0xfdd2 /* TEXT_MARK */
#define MARK_END      0xfdd3
#define PICTURE       0xfe0f /* U+FE0F shows an emoji as a picture */

static bool text_is_combining(ucs4_t c)
{
    return uc_is_general_category(c, UC_CATEGORY_M);
}

static bool text_is_joinable(ucs4_t c)
{
    return uc_is_property(c, UC_PROPERTY_ALPHABETIC) ||
           uc_is_property(c, UC_PROPERTY_EXTENDED_PICTOGRAPHIC) ||
           uc_is_property(c, UC_PROPERTY_EMOJI_MODIFIER);
}

/* Whether a character is a control, a format character, a line separator, or unassigned. A later
 * version of Unicode may make an unassigned character any of these, with any width. */
static bool text_is_hidden(ucs4_t c)
{
    uc_general_category_t hidden =
        uc_general_category_or(uc_general_category_or(UC_CATEGORY_Cc, UC_CATEGORY_Cf),
            uc_general_category_or(UC_CATEGORY_Zl, UC_CATEGORY_Zp));
    return uc_is_general_category(c, uc_general_category_or(hidden, UC_CATEGORY_Cn));
}

/* Appends a control picture or a number for a character that a terminal must not act on. */
static void text_add_mark(struct buf *out, ucs4_t c)
{
    if (c < 0x20)
        utf8_add(out, 0x2400 + c);
    else if (c == 0x7f)
        utf8_add(out, 0x2421);
    else
        buf_format(out, "<U+%04X>", (unsigned)c);
}

struct text_safe_state {
    bool base;     /* the last character can have combining marks */
    bool joinable; /* the last character can be joined with the next */
    int combining; /* number of combining marks on the last character */
    int column;    /* column in characters, for tabs */
};

static void text_add_combining(struct buf *out, ucs4_t c, struct text_safe_state *state)
{
    if (!state->base)
        utf8_add(out, 0x25cc); /* dotted circle */
    state->base = true;
    state->combining++;
    if (state->combining <= COMBINING_MAX) {
        utf8_add(out, c);
    } else if (state->combining == COMBINING_MAX + 1) {
        utf8_add(out, 0x2026); /* an ellipsis for the rest */
        state->joinable = false;
    }
}

static void text_add_space(
    struct buf *out, ucs4_t c, enum text_lines lines, struct text_safe_state *state)
{
    size_t spaces = c == '\t' ? (size_t)(4 - state->column % 4) : lines == TEXT_ONE_LINE;
    if (spaces)
        buf_fill(out, ' ', spaces);
    else
        buf_char(out, '\n');
    *state = (struct text_safe_state){.column = spaces ? state->column + (int)spaces : 0};
}

static void text_add_safe(
    struct buf *out, ucs4_t c, ucs4_t after, enum text_lines lines, struct text_safe_state *state)
{
    if (c == '\n' || c == '\t') {
        text_add_space(out, c, lines, state);
        return;
    }
    if (lines == TEXT_MARKED && (c == MARK || c == MARK_END)) {
        utf8_add(out, c);
        return;
    }
    if (text_is_combining(c)) {
        text_add_combining(out, c, state);
        return;
    }
    bool joins = (c == ZWJ || c == ZWNJ) && state->joinable && text_is_joinable(after);
    bool marked = text_is_hidden(c) && !joins;
    if (marked)
        text_add_mark(out, c);
    else
        utf8_add(out, c);
    *state = (struct text_safe_state){.base = !marked && !joins && c != ' ',
        .joinable = !marked && text_is_joinable(c),
        .column = state->column + 1};
}

void text_safe(struct buf *out, const char *text, enum text_lines lines)
{
    const char *end = text + strlen(text);
    struct text_safe_state state = {0};
    while (text < end) {
        uint32_t c, after = 0;
        text += utf8_decode(text, (size_t)(end - text), &c);
        if (c == '\r' && *text == '\n')
            continue;
        if (text < end)
            utf8_decode(text, (size_t)(end - text), &after);
        text_add_safe(out, c, after, lines, &state);
    }
}

/* The emoji that the next character may extend. */
struct text_emoji {
    bool begun;  /* a pictograph came last, perhaps with modifiers */
    bool joined; /* a joiner follows the pictograph */
    int width;   /* columns of the pictograph */
};

/* How many columns a character adds. An emoji of several characters is as wide as a single one;
 * shown as a picture, an emoji is two columns wide (UAX #11, UTS #51). */
static int text_added_width(ucs4_t c, struct text_emoji *emoji)
{
    int width = uc_width(c, "UTF-8");
    if (c < 0x300) {
        *emoji = (struct text_emoji){0};
        return width > 0 ? width : 0;
    }
    if (emoji->begun && (c == PICTURE || uc_is_property(c, UC_PROPERTY_EMOJI_MODIFIER))) {
        width = 2 - emoji->width;
        emoji->width = 2;
        return width;
    }
    if (emoji->begun && width <= 0) { /* marks and joiners extend an emoji */
        emoji->joined = c == ZWJ;
        return 0;
    }
    bool picture = uc_is_property(c, UC_PROPERTY_EXTENDED_PICTOGRAPHIC);
    if (picture && emoji->joined)
        width = 2 - emoji->width;
    *emoji = (struct text_emoji){picture, false, picture && emoji->joined ? 2 : width};
    return width > 0 ? width : 0;
}

int text_width(const char *text, size_t length)
{
    int width = 0;
    struct text_emoji emoji = {0};
    for (const char *end = text + length; text < end;) {
        uint32_t c;
        text += utf8_decode(text, (size_t)(end - text), &c);
        width += text_added_width(c, &emoji);
    }
    return width;
}

bool text_is_rtl(const char *text, size_t length)
{
    for (const char *end = text + length; text < end;) {
        uint32_t c = (unsigned char)*text;
        text += c < 0x80 ? 1 : utf8_decode(text, (size_t)(end - text), &c);
        int category = c < 0x590 ? UC_BIDI_L : uc_bidi_category(c);
        if (category == UC_BIDI_R || category == UC_BIDI_AL || category == UC_BIDI_AN)
            return true;
    }
    return false;
}

size_t text_cluster(const char *text, size_t length)
{
    enum { WINDOW = TEXT_CLUSTER_MAX + 5 }; /* the longest cluster plus one character */
    const uint8_t *start = (const uint8_t *)text;
    char breaks[WINDOW];
    size_t window = length < WINDOW ? length : WINDOW, size = 1;
    if (length < 2 || (start[0] < 0x80 && start[1] < 0x80))
        return length ? 1 : 0;
    u8_grapheme_breaks(start, window, breaks);
    while (size < window && !breaks[size])
        size++;
    while (size <= TEXT_CLUSTER_MAX && text_width(text, size) > 2)
        size = utf8_cut(text, size - 1);
    if (size > 0 && size <= TEXT_CLUSTER_MAX)
        return size;
    size_t first = utf8_length(text, length);
    return first ? first : 1;
}

size_t text_cluster_before(const char *text, size_t at)
{
    size_t start = 0;
    for (size_t next = 0; next < at; next += text_cluster(text + next, at - next))
        start = next;
    return start;
}

size_t text_word_before(const char *text, size_t at)
{
    while (at > 0 && text[at - 1] == ' ')
        at--;
    while (at > 0 && text[at - 1] != ' ')
        at--;
    return at;
}

size_t text_fit(const char *text, size_t length, int width)
{
    size_t used = 0;
    for (int columns = 0; used < length;) {
        size_t size = text_cluster(text + used, length - used);
        columns += text_width(text + used, size);
        if (columns > width && used > 0)
            break;
        used += size;
    }
    return used;
}

/* Returns the last offset from 1 to `most` at which the line may be broken, or `hard` if there is
 * none. */
static size_t text_last_break(const char *text, size_t length, size_t most, size_t hard)
{
    size_t look = most + 1; /* whether to break at offset `most` depends on the next character */
    while (look < length && utf8_continues(text[look]))
        look++;
    char *breaks = malloc(look);
    if (!breaks)
        return hard;
    u8_possible_linebreaks((const uint8_t *)text, look, "UTF-8", breaks);
    size_t at = most;
    while (at > 0 && breaks[at] != UC_BREAK_POSSIBLE)
        at--;
    free(breaks);
    return at > 0 ? at : hard;
}

size_t text_line(const char *text, size_t length, int width, size_t *next)
{
    size_t used = text_fit(text, length, width), behind = used;
    while (behind < length && text[behind] == ' ') /* spaces may exceed the width */
        behind++;
    *next = behind < length ? text_last_break(text, length, behind, used) : behind;
    while (*next < length && text[*next] == ' ')
        ++*next;
    used = *next < used ? *next : used;
    while (used > 0 && text[used - 1] == ' ')
        used--;
    return used;
}

int text_fitted(struct buf *out, const char *text, int width)
{
    size_t length = strlen(text), used = 0;
    int columns = text_width(text, length);
    if (columns <= width) {
        buf_add(out, text, length);
        return columns;
    }
    for (columns = 0; used < length;) {
        size_t size = text_cluster(text + used, length - used);
        int next = text_width(text + used, size);
        if (columns + next > width - 1)
            break;
        columns += next;
        used += size;
    }
    buf_add(out, text, used);
    buf_text(out, "…");
    return columns + 1;
}

void text_fitted_message(struct buf *out, const char *message, int width)
{
    const char *last = err_last_part(message);
    int front = last ? width - text_width(last, strlen(last)) : 0;
    if (!last || text_width(message, strlen(message)) <= width) {
        text_fitted(out, message, width);
    } else if (front < 2) {
        buf_text(out, last + strlen(": "));
    } else {
        struct buf before = {0};
        buf_add(&before, message, (size_t)(last - message));
        text_fitted(out, buf_string(&before), front);
        buf_text(out, last);
        out->failed |= before.failed;
        buf_done(&before);
    }
}

void text_fitted_end(struct buf *out, const char *text, int width)
{
    bool cut = false;
    for (size_t length = strlen(text); length && text_width(text, length) > width - cut;
         cut = true) {
        size_t size = text_cluster(text, length);
        text += size;
        length -= size;
    }
    buf_text(out, cut ? "…" : "");
    buf_text(out, text);
}
