/* Curses does not know what this file writes. That is safe as long as the cells show the characters
 * that curses expects, the cursor is put back, and attributes are off at the end. When curses
 * changes a row, it may rewrite any of its cells, which loses links. So this file writes every
 * changed row again. */
#include "tui/raw.h"

#include "base/utf8.h"
#include "tui/output.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <term.h>
#include <unistd.h>
#include <wchar.h>

/* The bytes to write; static so that the memory is reused. */
static struct buf bytes;

/* ---- characters ---- */

/* The text must be valid UTF-8, as all text in frames is. */
static int raw_to_wide(const char *text, wchar_t *wide)
{
    int length = 0;
    while (*text)
        wide[length++] = (wchar_t)utf8_next(&text);
    wide[length] = L'\0';
    return length;
}

/* The width on a terminal that shows characters one by one, as curses does. */
static int raw_plain_width(const wchar_t *wide)
{
    int width = 0;
    for (; *wide; wide++)
        width += wcwidth(*wide) > 0 ? wcwidth(*wide) : 0;
    return width;
}

/* Whether curses and many terminals misjudge the width of an emoji, which is two columns: they
 * count one if the emoji has a picture selector (U+FE0F), four if it has a modifier or is joined to
 * another. */
static bool raw_is_odd(const struct cell *cell)
{
    wchar_t wide[TEXT_CLUSTER_MAX + 1];
    if (cell->width == 0 || strlen(cell->text) < 2)
        return false;
    bool picture = strstr(cell->text, "\ufe0f") && cell->width == 2;
    return raw_to_wide(cell->text, wide) > 1 && (picture || raw_plain_width(wide) != cell->width);
}

int raw_for_curses(const struct cell *cell, wchar_t wide[TEXT_CLUSTER_MAX + 1])
{
    int length = raw_to_wide(cell->text, wide);
    if (!raw_is_odd(cell))
        return length;
    length = 1;
    if (wcwidth(wide[0]) < cell->width)
        wide[length++] = L' ';
    return length;
}

/* ---- writing ---- */

static int raw_add_byte(int byte)
{
    buf_char(&bytes, (char)byte);
    return byte;
}

static void raw_add_move(int row, int col)
{
    const char *move = tiparm(cursor_address, row, col);
    if (move)
        tputs(move, 1, raw_add_byte);
}

static void raw_add_link(const char *address, int number)
{
    if (*address)
        buf_format(&bytes, "\033]8;id=drill%d;%s\033\\", number, address);
    else
        buf_text(&bytes, "\033]8;;\033\\");
}

/* Mark the cells of a row that curses has not shown correctly. */
static void raw_find_cells(
    const struct frame *frame, const struct frame *before, int row, bool *cells)
{
    memset(cells, 0, (size_t)frame->cols);
    for (int col = 0; col < frame->cols; col++) {
        const struct cell *cell = frame_cell(frame, row, col);
        wchar_t wide[TEXT_CLUSTER_MAX + 1];
        cells[col] |= cell->link || (before && frame_cell(before, row, col)->link);
        if (!raw_is_odd(cell))
            continue;
        raw_to_wide(cell->text, wide);
        int taken = raw_plain_width(wide); /* a terminal may have overwritten the next cells */
        for (int i = 0; i < taken && col + taken <= frame->cols; i++)
            cells[col + i] = true;
    }
}

static void raw_add_cells(
    const struct frame *frame, int row, const bool *cells, const struct raw_styles *styles)
{
    int cursor = -1, link = 0;
    for (int col = 0; col < frame->cols; col++) {
        const struct cell *cell = frame_cell(frame, row, col);
        if (!cells[col] || cell->width == 0)
            continue;
        if (cell->link != link)
            raw_add_link(frame_address(frame, cell), cell->link);
        if (cursor != col)
            raw_add_move(row, col);
        vid_puts(styles->attrs[cell->style], styles->pairs[cell->style], NULL, raw_add_byte);
        output_encode(cell->text, &bytes);
        link = cell->link;
        cursor = raw_is_odd(cell) ? -1 : col + cell->width;
    }
    if (link)
        raw_add_link("", 0);
}

static void raw_write_all(const char *text, size_t length)
{
    while (length > 0) {
        ssize_t wrote = write(STDOUT_FILENO, text, length);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote <= 0)
            return;
        text += wrote;
        length -= (size_t)wrote;
    }
}

/* Whether the frames have the same link addresses. Cells hold only the numbers of links, which may
 * stand for other addresses in the new frame. */
static bool raw_same_addresses(const struct frame *frame, const struct frame *before)
{
    const struct buf *now = &frame->addresses, *then = &before->addresses;
    return now->length == then->length &&
           memcmp(buf_string(now), buf_string(then), now->length) == 0;
}

static bool raw_same_row(const struct frame *frame, const struct frame *before, int row)
{
    return memcmp(frame_cell(frame, row, 0), frame_cell(before, row, 0),
               (size_t)frame->cols * sizeof(struct cell)) == 0;
}

void raw_show(
    const struct frame *frame, const struct frame *before, const struct raw_styles *styles)
{
    bool *cells = malloc((size_t)frame->cols + 1);
    if (before->rows != frame->rows || before->cols != frame->cols)
        before = NULL;
    bool same = before && raw_same_addresses(frame, before);
    buf_clear(&bytes);
    for (int row = 0; cells && row < frame->rows; row++) {
        if (same && raw_same_row(frame, before, row))
            continue;
        raw_find_cells(frame, before, row, cells);
        raw_add_cells(frame, row, cells, styles);
    }
    free(cells);
    if (!bytes.length || bytes.failed)
        return;
    vid_puts(A_NORMAL, 0, NULL, raw_add_byte);
    raw_add_move(getcury(curscr), getcurx(curscr));
    raw_write_all(bytes.bytes, bytes.length);
}

void raw_write(const struct buf *written)
{
    if (written->failed || !written->length)
        return;
    buf_clear(&bytes);
    raw_add_move(getcury(curscr), getcurx(curscr));
    raw_write_all(written->bytes, written->length);
    if (!bytes.failed)
        raw_write_all(bytes.bytes, bytes.length);
}

void raw_done(void)
{
    buf_done(&bytes);
}
