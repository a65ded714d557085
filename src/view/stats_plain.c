/* Statistics as text: every page as a table. */
#include "view/stats.h"

#include "view/text_table.h"

#include <stdlib.h>

#define PLAIN_ROWS 26 /* half a year of weeks; --json prints more */

/* Turns a page of one row into a list of its columns, which is easier to read than a wide row. */
static void stats_plain_add_across(const struct dataset *dataset, struct text_table *table)
{
    char text[DATASET_CELL_SIZE];
    for (size_t column = 0; column < dataset->column_count; column++) {
        const char *cell = dataset_cell(dataset, 0, column, text);
        text_table_cell(table, dataset->columns[column].title);
        text_table_cell(table, *cell ? cell : "-");
    }
}

/* The first row to show. A forecast is cut at its end, the past at its beginning. */
static size_t stats_plain_first_row(enum stats_page page, const struct dataset *dataset)
{
    bool ahead = page >= PAGE_FORECAST_DAYS && page <= PAGE_FORECAST_MONTHS;
    return ahead || dataset->row_count <= PLAIN_ROWS ? 0 : dataset->row_count - PLAIN_ROWS;
}

/* Whether people see a column: of the costliest cards, the question gets all the width. */
static bool stats_plain_shows(enum stats_page page, size_t column)
{
    return page != PAGE_COSTLIEST || column == COSTLIEST_MINUTES || column == COSTLIEST_QUESTION;
}

static void stats_plain_add_rows(
    enum stats_page page, const struct dataset *dataset, struct text_table *table)
{
    char text[DATASET_CELL_SIZE];
    size_t first = stats_plain_first_row(page, dataset);
    for (size_t row = first; row < dataset->row_count && row < first + PLAIN_ROWS; row++) {
        for (size_t column = 0; column < dataset->column_count; column++) {
            const char *cell = dataset_cell(dataset, row, column, text);
            if (!stats_plain_shows(page, column))
                continue;
            if (dataset->columns[column].kind == CELL_CARD)
                text_table_line(table, cell);
            else
                text_table_cell(table, *cell ? cell : "-");
        }
    }
}

/* Append a page as a table, at most `width` columns wide. False when out of memory. */
static bool stats_plain_table(
    enum stats_page page, const struct dataset *dataset, int width, struct buf *out)
{
    static const struct text_table_column across[] = {{"", false, false}, {"", true, false}};
    bool one = page == PAGE_TODAY;
    struct text_table_column *columns = calloc(dataset->column_count, sizeof *columns);
    struct text_table table = {.columns = one ? across : columns, .column_count = one ? 2 : 0};
    if (!columns)
        return false;
    for (size_t i = 0; i < dataset->column_count && !one; i++) {
        enum cell_kind kind = dataset->columns[i].kind;
        if (stats_plain_shows(page, i))
            columns[table.column_count++] = (struct text_table_column){dataset->columns[i].title,
                !cell_is_words(kind), cell_is_words(kind) && kind != CELL_DAY};
    }
    if (one)
        stats_plain_add_across(dataset, &table);
    else
        stats_plain_add_rows(page, dataset, &table);
    bool good = text_table_print(&table, width, out);
    text_table_done(&table);
    free(columns);
    return good;
}

bool stats_plain(const struct figures *figures, const char *scope, int width, struct buf *out)
{
    struct dataset dataset = {0};
    bool good = true;
    if (*scope)
        buf_format(out, "Only %s\n\n", scope);
    for (enum stats_page page = 0; page < pages_shown(figures) && good; page++) {
        page_dataset(page, figures, &dataset);
        buf_format(
            out, "%s%s: %s\n", page ? "\n" : "", page_kinds[page].title, page_kinds[page].about);
        good = !dataset.failed && stats_plain_table(page, &dataset, width, out);
        if (dataset.row_count > PLAIN_ROWS)
            buf_format(out, "(%d of %zu rows; for all: --json)\n", PLAIN_ROWS, dataset.row_count);
    }
    dataset_done(&dataset);
    return good;
}
