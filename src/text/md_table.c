#include "text/md_table.h"

#include "text/text.h"

#include <stdlib.h>
#include <string.h>

#define BETWEEN      " │ "
#define BETWEEN_RULE "─┼─"
#define BETWEEN_COLS 3
#define WORD_MAX     14 /* columns; a longer word may be cut */

void md_table_end_cell(struct md_table *cells)
{
    if (array_grow(&cells->ends, cells->count, &cells->capacity, sizeof *cells->ends))
        cells->ends[cells->count++] = cells->content.text.length;
    else
        cells->content.failed = true;
}

void md_table_clear(struct md_table *cells)
{
    styled_clear(&cells->content);
    cells->count = 0;
    cells->columns = 0;
}

void md_table_done(struct md_table *cells)
{
    styled_done(&cells->content);
    free(cells->ends);
    *cells = (struct md_table){0};
}

static size_t md_table_cell_start(const struct md_table *cells, size_t cell)
{
    return cell ? cells->ends[cell - 1] : 0;
}

static const char *md_table_cell_text(const struct md_table *cells, size_t cell, size_t *length)
{
    size_t start = md_table_cell_start(cells, cell);
    *length = cells->ends[cell] - start;
    return buf_string(&cells->content.text) + start;
}

/* ---- widths of columns ---- */

static int md_table_longest_word(const char *text, size_t length)
{
    int longest = 1;
    for (size_t at = 0; at < length;) {
        const char *space = memchr(text + at, ' ', length - at);
        size_t end = space ? (size_t)(space - text) : length;
        int width = text_width(text + at, end - at);
        longest = width > longest ? width : longest;
        at = end + 1;
    }
    return longest < WORD_MAX ? longest : WORD_MAX;
}

/* Sets the widths that the columns want, at most available, and the least they need. */
static void md_table_measure(const struct md_table *cells, int available, int *widths, int *least)
{
    for (int i = 0; i < cells->columns; i++)
        widths[i] = least[i] = 1;
    for (size_t cell = 0; cell < cells->count; cell++) {
        size_t length;
        const char *text = md_table_cell_text(cells, cell, &length);
        int column = (int)(cell % (size_t)cells->columns);
        int width = text_width(text, length), word = md_table_longest_word(text, length);
        width = width < available ? width : available;
        widths[column] = width > widths[column] ? width : widths[column];
        least[column] = word > least[column] ? word : least[column];
    }
}

/* Narrows the widest columns until all fit. Returns false if words would not fit. */
static bool md_table_fit(const struct md_table *cells, int available, int *widths)
{
    int least[TABLE_COLUMNS_MAX], total = 0;
    md_table_measure(cells, available, widths, least);
    for (int i = 0; i < cells->columns; i++)
        total += widths[i];
    for (; total > available; total--) {
        int widest = -1;
        for (int i = 0; i < cells->columns; i++)
            if (widths[i] > least[i] && (widest < 0 || widths[i] > widths[widest]))
                widest = i;
        if (widest < 0)
            return false;
        widths[widest]--;
    }
    return true;
}

/* ---- rows ---- */

static void md_table_add_spaces(struct styled *styled, int count)
{
    for (; count > 0; count--)
        styled_add(styled, " ", 1, STYLE_PLAIN, 0);
}

/* Adds the part of a cell from *at that fits, and advances *at. */
static void md_table_add_piece(const struct md_table *cells, struct styled *styled, size_t *at,
    size_t end, int column, int width)
{
    const char *text = buf_string(&cells->content.text);
    size_t next = 0, used = *at < end ? text_line(text + *at, end - *at, width, &next) : 0;
    int spare = width - text_width(text + *at, used), before = 0;
    if (cells->sides[column] != CELL_LEFT)
        before = cells->sides[column] == CELL_RIGHT ? spare : spare / 2;
    md_table_add_spaces(styled, before);
    styled_copy(styled, &cells->content, *at, used);
    md_table_add_spaces(styled, spare - before);
    *at += next;
}

static void md_table_add_rule(
    const struct md_table *cells, struct layout *layout, const int *widths, const char *run)
{
    size_t line;
    const char *between = *run == ' ' ? BETWEEN : BETWEEN_RULE;
    layout_begin_line(layout, &line);
    for (int i = 0; i < cells->columns; i++) {
        if (i > 0)
            styled_add(layout->styled, between, strlen(between), STYLE_FAINT, 0);
        for (int col = 0; col < widths[i]; col++)
            styled_add(layout->styled, run, strlen(run), STYLE_FAINT, 0);
    }
    layout_end_line(layout, line);
}

/* Returns whether the row takes several lines. */
static bool md_table_add_row(
    const struct md_table *cells, struct layout *layout, const int *widths, size_t first)
{
    size_t at[TABLE_COLUMNS_MAX], line;
    int lines = 0;
    bool more = true;
    for (int i = 0; i < cells->columns; i++)
        at[i] = md_table_cell_start(cells, first + (size_t)i);
    for (; more; lines++) {
        more = false;
        layout_begin_line(layout, &line);
        for (int i = 0; i < cells->columns; i++) {
            size_t end = cells->ends[first + (size_t)i];
            if (i > 0)
                styled_add(layout->styled, BETWEEN, strlen(BETWEEN), STYLE_FAINT, 0);
            md_table_add_piece(cells, layout->styled, &at[i], end, i, widths[i]);
            more |= at[i] < end;
        }
        layout_end_line(layout, line);
    }
    return lines > 1;
}

/* A blank line follows a row of several lines. */
static void md_table_add_rows(
    const struct md_table *cells, struct layout *layout, const int *widths)
{
    size_t columns = (size_t)cells->columns;
    bool several = false;
    for (size_t first = 0; first + columns <= cells->count; first += columns) {
        if (first == columns)
            md_table_add_rule(cells, layout, widths, "─");
        else if (several)
            md_table_add_rule(cells, layout, widths, " ");
        several = md_table_add_row(cells, layout, widths, first) && first > 0;
    }
}

/* ---- rows as lists ---- */

static void md_table_add_item(
    const struct md_table *cells, struct layout *layout, size_t column, size_t cell)
{
    struct styled *paragraph = &layout->paragraph;
    size_t head = md_table_cell_start(cells, column), start = md_table_cell_start(cells, cell);
    if (cells->ends[cell] == start)
        return;
    styled_copy(paragraph, &cells->content, head, cells->ends[column] - head);
    if (cells->ends[column] > head)
        styled_add(paragraph, ": ", 2, STYLE_STRONG, 0);
    styled_copy(paragraph, &cells->content, start, cells->ends[cell] - start);
    layout_push(layout, "", "  ");
    layout_flush(layout);
    layout_pop(layout);
}

static void md_table_add_items(const struct md_table *cells, struct layout *layout)
{
    size_t columns = (size_t)cells->columns;
    for (size_t cell = columns; cell < cells->count; cell++) {
        md_table_add_item(cells, layout, cell % columns, cell);
        layout->apart = cell % columns == columns - 1;
    }
}

void md_table_layout(struct md_table *cells, struct layout *layout)
{
    int widths[TABLE_COLUMNS_MAX];
    int available = layout_width(layout) - BETWEEN_COLS * (cells->columns - 1);
    layout->styled->failed |= styled_has_failed(&cells->content);
    if (layout->styled->failed || cells->columns == 0)
        return;
    layout_begin_block(layout);
    if (md_table_fit(cells, available, widths))
        md_table_add_rows(cells, layout, widths);
    else
        md_table_add_items(cells, layout);
    layout->apart = true;
}
