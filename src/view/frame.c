#include "view/frame.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

bool frame_fits(const struct frame *frame)
{
    return frame->rows >= FRAME_ROWS_MIN && frame->cols >= FRAME_COLS_MIN;
}

bool frame_resize(struct frame *frame, int rows, int cols)
{
    if (rows != frame->rows || cols != frame->cols) {
        frame_done(frame);
        frame->cells = malloc((size_t)rows * (size_t)cols * sizeof *frame->cells);
        if (!frame->cells)
            return false;
        frame->rows = rows;
        frame->cols = cols;
    }
    frame->failed = false;
    buf_clear(&frame->addresses);
    frame->zone_count = 0;
    frame->placement_count = 0;
    for (int i = 0; i < rows * cols; i++)
        frame->cells[i] = (struct cell){.text = " ", .width = 1, .style = STYLE_PLAIN};
    return true;
}

void frame_done(struct frame *frame)
{
    free(frame->cells);
    buf_done(&frame->addresses);
    *frame = (struct frame){0};
}

static struct cell *frame_cell_at(struct frame *frame, int row, int col)
{
    assert(row >= 0 && row < frame->rows && col >= 0 && col < frame->cols);
    return &frame->cells[row * frame->cols + col];
}

const struct cell *frame_cell(const struct frame *frame, int row, int col)
{
    return &frame->cells[row * frame->cols + col];
}

/* Blanks the other half of a two-column character before one of its cells is overwritten. */
static void frame_release(struct frame *frame, int row, int col)
{
    struct cell *cell = frame_cell_at(frame, row, col);
    struct cell *other = cell->width == 0 ? cell - 1 : cell->width == 2 ? cell + 1 : cell;
    *other = (struct cell){.text = " ", .width = 1, .style = cell->style};
}

static void frame_put_cluster(struct frame *frame, int row, int col, int width, enum style style,
    const char *text, size_t length)
{
    struct cell *cell = frame_cell_at(frame, row, col);
    for (int i = 0; i < width; i++)
        frame_release(frame, row, col + i);
    memcpy(cell->text, text, length);
    cell->text[length] = '\0';
    cell->width = (uint8_t)width;
    cell->style = (uint8_t)style;
    cell->link = 0;
    for (int i = 1; i < width; i++)
        *frame_cell_at(frame, row, col + i) = (struct cell){.style = (uint8_t)style};
}

int frame_put_part(struct frame *frame, int row, int col, int width, enum style style,
    const char *text, size_t length)
{
    int end = col + width < frame->cols ? col + width : frame->cols;
    if (row < 0 || row >= frame->rows || col < 0)
        return col;
    while (length > 0) {
        size_t size = text_cluster(text, length);
        int columns = text_width(text, size);
        if (col + columns > end)
            break;
        if (columns > 0)
            frame_put_cluster(frame, row, col, columns, style, text, size);
        col += columns;
        text += size;
        length -= size;
    }
    return col;
}

/* Some terminals reorder right-to-left text in each row, so Hebrew and an unrelated number beside
 * it would swap places. A direction mark after the Hebrew prevents that. The mark takes no column,
 * and terminals that do not reorder (xterm, tmux) ignore it; many show the isolates (U+2066 to
 * U+2069) as boxes. Reordering here would not help: terminals that reorder would undo it. */
void frame_isolate(struct frame *frame, int row, int from, int to)
{
    static const char mark[] = "\u200e"; /* left-to-right */
    bool rtl = false;
    if (row < 0 || row >= frame->rows || from < 0 || to > frame->cols)
        return;
    for (int col = from; col < to && !rtl; col++) {
        const char *text = frame_cell(frame, row, col)->text;
        rtl = text_is_rtl(text, strlen(text));
    }
    if (!rtl)
        return;
    struct cell *last = frame_cell_at(frame, row, to - 1);
    if (last->width == 0)
        last--;
    if (strlen(last->text) + strlen(mark) < sizeof last->text)
        strcat(last->text, mark);
}

int frame_put(struct frame *frame, int row, int col, int width, enum style style, const char *text,
    size_t length)
{
    int end = frame_put_part(frame, row, col, width, style, text, length);
    frame_isolate(frame, row, col, end);
    return end;
}

/* Returns the number of an address, counted from 1, adding it if it is new; 0 if there are too many
 * addresses. */
static uint8_t frame_address_number(struct frame *frame, const char *address)
{
    uint8_t number = 1;
    const char *at = buf_string(&frame->addresses), *end = at + frame->addresses.length;
    for (; at < end && strcmp(at, address) != 0; at += strlen(at) + 1)
        if (number++ == UINT8_MAX)
            return 0;
    if (at == end)
        buf_add(&frame->addresses, address, strlen(address) + 1);
    frame->failed |= frame->addresses.failed;
    return frame->addresses.failed ? 0 : number;
}

void frame_link(struct frame *frame, int row, int from, int to, const char *address)
{
    uint8_t number = frame_address_number(frame, address);
    for (int col = from; col < to && col < frame->cols; col++)
        frame_cell_at(frame, row, col)->link = number;
}

const char *frame_address(const struct frame *frame, const struct cell *cell)
{
    const char *at = buf_string(&frame->addresses);
    for (int number = cell->link; number > 1; number--)
        at += strlen(at) + 1;
    return cell->link ? at : "";
}

int frame_text(struct frame *frame, int row, int col, enum style style, const char *text)
{
    return frame_put(frame, row, col, frame->cols, style, text, strlen(text));
}

void frame_run(struct frame *frame, int row, int col, int count, enum style style, const char *text)
{
    for (int i = 0; i < count; i++)
        frame_text(frame, row, col + i, style, text);
}

/* Shows a row of a picture, if it is within the frame. */
static void frame_picture_row(
    struct frame *frame, int row, int col, const struct picture_row *picture)
{
    size_t count = frame->placement_count;
    struct placement *last = count ? &frame->placements[count - 1] : NULL;
    col += picture->col;
    if (row < 0 || row >= frame->rows || col < 0 || col + picture->cols > frame->cols)
        return;
    if (last && last->id == picture->id && last->col == col && last->row + last->count == row &&
        last->first + last->count == picture->row)
        last->count++;
    else if (count < PLACEMENTS_MAX)
        frame->placements[frame->placement_count++] = (struct placement){
            picture->id, row, col, picture->rows, picture->cols, picture->row, 1};
}

void frame_styled(struct frame *frame, int row, int col, const struct styled *styled, size_t line)
{
    const char *text = buf_string(&styled->text) + styled->lines[line].start;
    const char *styles = buf_string(&styled->styles) + styled->lines[line].start;
    const char *links = buf_string(&styled->links) + styled->lines[line].start;
    int begin = col;
    for (size_t at = 0, length = styled->lines[line].length; at < length;) {
        size_t run = at + 1;
        while (run < length && styles[run] == styles[at] && links[run] == links[at])
            run++;
        int end = frame_put_part(
            frame, row, col, frame->cols, (enum style)styles[at], text + at, run - at);
        if (links[at])
            frame_link(frame, row, col, end, styled_link(styled, (uint8_t)links[at]));
        col = end;
        at = run;
    }
    frame_isolate(frame, row, begin, col);
    if (styled->lines[line].picture.id)
        frame_picture_row(frame, row, begin, &styled->lines[line].picture);
}

void frame_copy_row(struct frame *frame, int row, int col, const struct frame *from, int from_row)
{
    for (int i = 0; i < from->cols && col + i < frame->cols; i++)
        *frame_cell_at(frame, row, col + i) = *frame_cell(from, from_row, i);
}

static void frame_add_zone(struct frame *frame, struct zone zone)
{
    if (frame->zone_count < ZONES_MAX)
        frame->zones[frame->zone_count++] = zone;
}

void frame_zone(struct frame *frame, int row, int col, int rows, int cols, uint32_t key)
{
    frame_add_zone(frame, (struct zone){row, col, rows, cols, key, 0});
}

void frame_zone_rows(struct frame *frame, int row, int col, int rows, int cols, uint32_t key)
{
    frame_add_zone(frame, (struct zone){row, col, rows, cols, key, 1});
}

uint32_t frame_key_at(const struct frame *frame, int row, int col)
{
    for (size_t i = 0; i < frame->zone_count; i++) {
        const struct zone *z = &frame->zones[i];
        if (row >= z->row && row < z->row + z->rows && col >= z->col && col < z->col + z->cols)
            return z->key + z->step * (uint32_t)(row - z->row);
    }
    return 0;
}

void frame_dump(const struct frame *frame, struct buf *out)
{
    for (int row = 0; row < frame->rows; row++) {
        size_t end = out->length;
        for (int col = 0; col < frame->cols; col++) {
            const char *text = frame_cell(frame, row, col)->text;
            buf_text(out, text);
            if (text[0] && strcmp(text, " ") != 0)
                end = out->length;
        }
        buf_cut(out, end);
        buf_char(out, '\n');
    }
}
