#include "view/text_edit.h"

#include "base/key.h"
#include "base/utf8.h"
#include "text/text.h"

#include <string.h>

void text_edit_done(struct text_edit *edit)
{
    buf_done(&edit->text);
    *edit = (struct text_edit){.one_line = edit->one_line};
}

void text_edit_set(struct text_edit *edit, const char *text)
{
    buf_clear(&edit->text);
    buf_text(&edit->text, text);
    edit->cursor = edit->text.length;
}

/* ---- clusters ---- */

static bool text_edit_is_ascii(char byte)
{
    return byte >= ' ' && byte < 0x7f;
}

/* The length of the cluster at an offset; a line end is one by itself. 0 at the end. */
static size_t text_edit_cluster(const struct text_edit *e, size_t at)
{
    const char *text = buf_string(&e->text) + at;
    return *text == '\n' ? 1 : text_cluster(text, strcspn(text, "\n"));
}

int text_edit_show(const struct text_edit *e, size_t start, size_t end, struct buf *out)
{
    struct buf part = {0};
    size_t before = out->length;
    buf_add(&part, buf_string(&e->text) + start, end - start);
    text_safe(out, buf_string(&part), TEXT_ONE_LINE);
    out->failed |= part.failed;
    buf_done(&part);
    return out->failed ? 0 : text_width(buf_string(out) + before, out->length - before);
}

static int text_edit_width(const struct text_edit *e, size_t at, size_t length)
{
    struct buf safe = {0};
    if (length == 1 && text_edit_is_ascii(e->text.bytes[at]))
        return 1;
    int width = text_edit_show(e, at, at + length, &safe);
    buf_done(&safe);
    return width;
}

/* ---- rows ---- */

/* Breaks after the last space that fits or, if there is none, where the row is full. */
struct text_edit_row text_edit_row(const struct text_edit *e, size_t start, int width)
{
    const char *text = buf_string(&e->text);
    size_t at = start, after_space = 0;
    for (int columns = 0; at < e->text.length && text[at] != '\n';) {
        size_t length = text_edit_cluster(e, at);
        columns += text_edit_width(e, at, length);
        if (columns > width && at > start) {
            size_t end = after_space ? after_space : at;
            return (struct text_edit_row){start, end, end, false};
        }
        at += length;
        after_space = text[at - 1] == ' ' ? at : after_space;
    }
    bool last = at == e->text.length;
    return (struct text_edit_row){start, at, at + !last, last};
}

/* The row with an offset; *number counts it from 0. */
static struct text_edit_row text_edit_row_of(
    const struct text_edit *e, size_t offset, int width, size_t *number)
{
    struct text_edit_row row = text_edit_row(e, 0, width);
    for (*number = 0; !row.last && row.next <= offset; ++*number)
        row = text_edit_row(e, row.next, width);
    return row;
}

size_t text_edit_rows(const struct text_edit *e, int width, size_t *at)
{
    struct text_edit_row row = text_edit_row_of(e, e->cursor, width, at);
    size_t count = *at + 1;
    for (; !row.last; count++)
        row = text_edit_row(e, row.next, width);
    return count;
}

/* ---- moving ---- */

static size_t text_edit_line_start(const struct text_edit *e)
{
    size_t at = e->cursor;
    while (at > 0 && e->text.bytes[at - 1] != '\n')
        at--;
    return at;
}

static size_t text_edit_line_end(const struct text_edit *e)
{
    return e->cursor + strcspn(buf_string(&e->text) + e->cursor, "\n");
}

/* The offset of the cluster before the cursor. */
static size_t text_edit_before(const struct text_edit *e)
{
    size_t start = text_edit_line_start(e);
    if (start == e->cursor)
        return start > 0 ? start - 1 : 0;
    return start + text_cluster_before(buf_string(&e->text) + start, e->cursor - start);
}

/* The offset of the word before the cursor, on its line; a line end is a word by itself. */
static size_t text_edit_word_before(const struct text_edit *e)
{
    size_t start = text_edit_line_start(e);
    if (start == e->cursor)
        return text_edit_before(e);
    return start + text_word_before(buf_string(&e->text) + start, e->cursor - start);
}

/* Moves the cursor to the row above or below, as near to its column as possible. */
static bool text_edit_move_row(struct text_edit *e, int rows, int width)
{
    size_t number, above = 0;
    struct text_edit_row row = text_edit_row_of(e, e->cursor, width, &number);
    if (rows < 0 ? number == 0 : row.last)
        return false;
    int wanted = 0, columns = 0;
    for (size_t at = row.start; at < e->cursor; at += text_edit_cluster(e, at))
        wanted += text_edit_width(e, at, text_edit_cluster(e, at));
    if (rows < 0)
        row = text_edit_row_of(e, row.start - 1, width, &above);
    else
        row = text_edit_row(e, row.next, width);
    size_t at = row.start, end = row.end;
    while (at < end) {
        size_t length = text_edit_cluster(e, at);
        columns += text_edit_width(e, at, length);
        if (columns > wanted || (at + length == row.next && !row.last))
            break; /* behind a row's last character begins the next row */
        at += length;
    }
    e->cursor = at;
    return true;
}

/* ---- changing ---- */

/* Replaces the bytes from `start` to `end` by others, and puts the cursor behind them. */
static void text_edit_replace(
    struct text_edit *e, size_t start, size_t end, const char *bytes, size_t length)
{
    struct buf text = {0};
    const char *old = buf_string(&e->text);
    e->full = length && e->text.length - (end - start) + length > TEXT_EDIT_MAX;
    if (e->full)
        return;
    buf_add(&text, old, start);
    buf_add(&text, bytes, length);
    buf_add(&text, old + end, e->text.length - end);
    if (text.failed) { /* what was typed before stays */
        buf_done(&text);
        e->text.failed = true;
        return;
    }
    buf_done(&e->text);
    e->text = text;
    e->cursor = start + length;
}

static void text_edit_insert(struct text_edit *e, uint32_t character)
{
    char bytes[UTF8_MAX];
    bool space = e->one_line && (character == '\n' || character == '\t');
    size_t length = utf8_encode(space ? ' ' : character, bytes);
    text_edit_replace(e, e->cursor, e->cursor, bytes, length);
}

static void text_edit_cut(struct text_edit *e, size_t start, size_t end)
{
    text_edit_replace(e, start, end, "", 0);
}

/* ---- keys ---- */

static bool text_edit_do(struct text_edit *e, uint32_t key)
{
    size_t start = text_edit_line_start(e), end = text_edit_line_end(e), at = e->cursor;
    switch (key) {
    case KEY_LEFT_CODE:
        e->cursor = text_edit_before(e);
        return true;
    case KEY_RIGHT_CODE:
        e->cursor += text_edit_cluster(e, at);
        return true;
    case KEY_HOME_CODE:
    case KEY_CTRL('a'):
        e->cursor = start;
        return true;
    case KEY_END_CODE:
    case KEY_CTRL('e'):
        e->cursor = end;
        return true;
    case KEY_BACKSPACE_CODE:
        text_edit_cut(e, text_edit_before(e), at);
        return true;
    case KEY_DELETE_CODE:
    case KEY_CTRL('d'):
        text_edit_cut(e, at, at + text_edit_cluster(e, at));
        return true;
    case KEY_CTRL('w'):
        text_edit_cut(e, text_edit_word_before(e), at);
        return true;
    case KEY_CTRL('u'):
        text_edit_cut(e, start, at);
        return true;
    case KEY_CTRL('k'):
        text_edit_cut(e, at, end > at ? end : at + text_edit_cluster(e, at));
        return true;
    default:
        return false;
    }
}

bool text_edit_key(struct text_edit *e, uint32_t key, int width)
{
    uint32_t character = key & ~KEY_PASTED;
    bool pasted = key & KEY_PASTED;
    e->full = false;
    if (key_is_text(character) || (pasted && (character == '\n' || character == '\t')) ||
        (key == KEY_ENTER_CODE && !e->one_line)) {
        text_edit_insert(e, character);
        return true;
    }
    if (pasted)
        return true;
    if (key == KEY_UP_CODE || key == KEY_DOWN_CODE)
        return text_edit_move_row(e, key == KEY_UP_CODE ? -1 : 1, width);
    return text_edit_do(e, key);
}
