#include "text/md_table.h"

#include "text/text.h"

#include <stdlib.h>
#include <string.h>

#define BETWEEN      " │ "
#define BETWEEN_RULE "─┼─"
#define BETWEEN_COLS 3
#define WORD_MAX     14 /* columns; a longer word may be broken */

void md_table_end_cell(struct md_table *table)
{
    if (array_grow(&table->ends, table->count, &table->capacity, sizeof *table->ends))
        table->ends[table->count++] = table->content.text.length;
    else
        table->content.failed = true;
}

void md_table_clear(struct md_table *table)
{
    styled_clear(&table->content);
    table->count = 0;
    table->columns = 0;
}

void md_table_done(struct md_table *table)
{
    styled_done(&table->content);
    free(table->ends);
    *table = (struct md_table){0};
}

static size_t md_table_cell_start(const struct md_table *table, size_t cell)
{
    return cell ? table->ends[cell - 1] : 0;
}

static const char *md_table_cell_text(const struct md_table *table, size_t cell, size_t *length)
{
    size_t start = md_table_cell_start(table, cell);
    *length = table->ends[cell] - start;
    return buf_string(&table->content.text) + start;
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

/* Sets the width that each column would take, at most `available`, and the least width that it
 * needs. */
static void md_table_measure(struct md_table *table, int available, int *least)
{
    int *widths = table->widths;
    for (int i = 0; i < table->columns; i++)
        widths[i] = least[i] = 1;
    for (size_t cell = 0; cell < table->count; cell++) {
        size_t length;
        const char *text = md_table_cell_text(table, cell, &length);
        int column = (int)(cell % (size_t)table->columns);
        int width = text_width(text, length), word = md_table_longest_word(text, length);
        width = width < available ? width : available;
        widths[column] = width > widths[column] ? width : widths[column];
        least[column] = word > least[column] ? word : least[column];
    }
}

/* Narrows the widest columns until all fit. Returns false if that would break words. */
static bool md_table_fit(struct md_table *table, int available)
{
    int least[TABLE_COLUMNS_MAX], total = 0, *widths = table->widths;
    md_table_measure(table, available, least);
    for (int i = 0; i < table->columns; i++)
        total += widths[i];
    for (; total > available; total--) {
        int widest = -1;
        for (int i = 0; i < table->columns; i++)
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

/* Adds as much of a cell as fits, from *at up to `end`, and advances *at. */
static void md_table_add_piece(
    const struct md_table *table, struct styled *styled, size_t *at, size_t end, int column)
{
    int width = table->widths[column];
    const char *text = buf_string(&table->content.text);
    size_t next = 0, used = *at < end ? text_line(text + *at, end - *at, width, &next) : 0;
    int spare = width - text_width(text + *at, used), before = 0;
    if (table->sides[column] != CELL_LEFT)
        before = table->sides[column] == CELL_RIGHT ? spare : spare / 2;
    md_table_add_spaces(styled, before);
    styled_copy(styled, &table->content, *at, used);
    md_table_add_spaces(styled, spare - before);
    *at += next;
}

static void md_table_add_rule(const struct md_table *table, struct layout *layout, const char *run)
{
    size_t line;
    const char *between = *run == ' ' ? BETWEEN : BETWEEN_RULE;
    layout_begin_line(layout, &line);
    for (int i = 0; i < table->columns; i++) {
        if (i > 0)
            styled_add(layout->styled, between, strlen(between), STYLE_FAINT, 0);
        for (int col = 0; col < table->widths[i]; col++)
            styled_add(layout->styled, run, strlen(run), STYLE_FAINT, 0);
    }
    layout_end_line(layout, line);
}

/* Adds a row. Returns whether it takes several lines. */
static bool md_table_add_row(const struct md_table *table, struct layout *layout, size_t first)
{
    size_t at[TABLE_COLUMNS_MAX], line;
    int lines = 0;
    bool more = true;
    for (int i = 0; i < table->columns; i++)
        at[i] = md_table_cell_start(table, first + (size_t)i);
    for (; more; lines++) {
        more = false;
        layout_begin_line(layout, &line);
        for (int i = 0; i < table->columns; i++) {
            size_t end = table->ends[first + (size_t)i];
            if (i > 0)
                styled_add(layout->styled, BETWEEN, strlen(BETWEEN), STYLE_FAINT, 0);
            md_table_add_piece(table, layout->styled, &at[i], end, i);
            more |= at[i] < end;
        }
        layout_end_line(layout, line);
    }
    return lines > 1;
}

/* Adds all rows, with a rule below the header, and a line of empty cells below a row of several
 * lines. */
static void md_table_add_rows(const struct md_table *table, struct layout *layout)
{
    size_t columns = (size_t)table->columns;
    bool several = false;
    for (size_t first = 0; first + columns <= table->count; first += columns) {
        if (first == columns)
            md_table_add_rule(table, layout, "─");
        else if (several)
            md_table_add_rule(table, layout, " ");
        several = md_table_add_row(table, layout, first) && first > 0;
    }
}

/* ---- rows as lists ---- */

static void md_table_add_item(
    const struct md_table *table, struct layout *layout, size_t column, size_t cell)
{
    struct styled *paragraph = &layout->paragraph;
    size_t head = md_table_cell_start(table, column), start = md_table_cell_start(table, cell);
    if (table->ends[cell] == start)
        return;
    styled_copy(paragraph, &table->content, head, table->ends[column] - head);
    if (table->ends[column] > head)
        styled_add(paragraph, ": ", 2, STYLE_STRONG, 0);
    styled_copy(paragraph, &table->content, start, table->ends[cell] - start);
    layout_push(layout, "", "  ");
    layout_flush(layout);
    layout_pop(layout);
}

static void md_table_add_items(const struct md_table *table, struct layout *layout)
{
    size_t columns = (size_t)table->columns;
    for (size_t cell = columns; cell < table->count; cell++) {
        md_table_add_item(table, layout, cell % columns, cell);
        layout->apart = cell % columns == columns - 1;
    }
}

void md_table_layout(struct md_table *table, struct layout *layout)
{
    layout->styled->failed |= styled_has_failed(&table->content);
    if (layout->styled->failed || table->columns == 0)
        return;
    layout_begin_block(layout);
    layout_begin_wide(layout);
    bool fits = md_table_fit(table, layout_width(layout) - BETWEEN_COLS * (table->columns - 1));
    if (fits)
        md_table_add_rows(table, layout);
    layout_end_wide(layout);
    if (!fits)
        md_table_add_items(table, layout);
    layout->apart = true;
}
