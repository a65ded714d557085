#include "exchange/sheet.h"

#include <stdlib.h>
#include <string.h>

#define CELLS_MAX  4000000
#define OTHERS_MAX 200 /* bytes of names */

void sheet_done(struct sheet *sheet)
{
    buf_done(&sheet->texts);
    buf_done(&sheet->name);
    buf_done(&sheet->others);
    free(sheet->cells);
    *sheet = (struct sheet){0};
}

size_t sheet_keep(struct sheet *sheet, const char *text, size_t length)
{
    size_t begin = sheet->texts.length;
    buf_add(&sheet->texts, text, length);
    buf_char(&sheet->texts, '\0');
    return begin;
}

enum err_code sheet_put(
    struct sheet *sheet, unsigned row, unsigned column, size_t text, struct err *err)
{
    struct sheet_cell cell = {row, column, text};
    if (sheet->texts.failed)
        return err_memory(err);
    if (!sheet->texts.bytes[text])
        return ERR_NONE;
    if (column > SHEET_COLUMNS_MAX || row > SHEET_ROWS_MAX) {
        sheet->beyond++;
        return ERR_NONE;
    }
    if (sheet->count == CELLS_MAX)
        return err_set(err, ERR_MISTAKE, "is too large: a sheet has over 4 million cells");
    return array_add(&sheet->cells, &sheet->count, &sheet->capacity, &cell, sizeof cell)
               ? ERR_NONE
               : err_memory(err);
}

static int sheet_order(const void *a, const void *b)
{
    const struct sheet_cell *one = a, *other = b;
    if (one->row != other->row)
        return one->row < other->row ? -1 : 1;
    return one->column < other->column ? -1 : one->column > other->column;
}

void sheet_sort(struct sheet *sheet)
{
    for (size_t i = 1; i < sheet->count; i++)
        if (sheet_order(&sheet->cells[i - 1], &sheet->cells[i]) > 0) {
            qsort(sheet->cells, sheet->count, sizeof *sheet->cells, sheet_order);
            return;
        }
}

/* Whether some row has several cells. The cells are still as the file has them, row by row. */
static bool sheet_has_pairs(const struct sheet *sheet)
{
    for (size_t i = 1; i < sheet->count; i++)
        if (sheet->cells[i].row == sheet->cells[i - 1].row)
            return true;
    return false;
}

enum err_code sheet_end(struct sheet *sheet, const char *name, struct err *err)
{
    if (!sheet->any && !sheet_has_pairs(sheet)) {
        sheet->count = 0;
        return sheet_add_other(sheet, name, err);
    }
    buf_text(&sheet->name, name);
    return sheet->name.failed ? err_memory(err) : ERR_NONE;
}

enum err_code sheet_add_other(struct sheet *sheet, const char *name, struct err *err)
{
    struct buf *others = &sheet->others;
    bool full = others->length > 3 && strcmp(others->bytes + others->length - 3, "...") == 0;
    const char *comma = others->length ? ", " : "";
    if (!full && others->length + strlen(name) > OTHERS_MAX)
        buf_format(others, "%s...", comma);
    else if (!full)
        buf_format(others, "%s\"%s\"", comma, name);
    return others->failed ? err_memory(err) : ERR_NONE;
}
