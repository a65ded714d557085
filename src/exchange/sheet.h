/* A sheet of a spreadsheet: its cells as text, in a grid that is bounded in size. sheet_xlsx.c and
 * sheet_ods.c fill it from the members of a package, and import_sheet.c makes cards of it. */
#ifndef EXCHANGE_SHEET_H
#define EXCHANGE_SHEET_H

#include "base/buf.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SHEET_COLUMNS_MAX 256
#define SHEET_ROWS_MAX    1048576

struct sheet_cell {
    unsigned row, column; /* from 1 */
    size_t text;          /* where it begins in the sheet's texts */
};

/* Zero-initialize it; sheet_done frees it. Has no cells until the first sheet with cells has been
 * read. */
struct sheet {
    struct buf texts; /* each NUL-terminated */
    struct sheet_cell *cells;
    size_t count, capacity;
    struct buf name;   /* of the sheet that was read */
    struct buf others; /* the names of other sheets that have cells, each in quotes */
    bool any;          /* accept a sheet whose rows have just one cell, which usually is a remark */
    size_t beyond;     /* cells in columns after the last one that is read */
    size_t unsaved;    /* formulas whose result was not saved */
};
void sheet_done(struct sheet *sheet);

/* Appends a text to the sheet's texts, and returns where it begins. */
size_t sheet_keep(struct sheet *sheet, const char *text, size_t length);
/* Puts a kept text into a cell. Does nothing if the text is empty. Fails with ERR_MISTAKE if the
 * sheet becomes too large, or with ERR_MEMORY. */
enum err_code sheet_put(
    struct sheet *sheet, unsigned row, unsigned column, size_t text, struct err *err);
/* Sorts the cells by rows and columns. */
void sheet_sort(struct sheet *sheet);
/* Call it at the end of a sheet with cells: keeps the cells and the name, or drops the cells. */
enum err_code sheet_end(struct sheet *sheet, const char *name, struct err *err);
/* Adds the name of another sheet with cells. Errors: ERR_MEMORY. */
enum err_code sheet_add_other(struct sheet *sheet, const char *name, struct err *err);

/* The files in a package. */
struct sheet_members {
    bool (*has)(void *context, const char *name);
    enum err_code (*read)(void *context, const char *name, struct buf *bytes, struct err *err);
    void *context;
    const char *path; /* of the package, for messages */
};

/* Reads the first sheet with cells side by side or, if there is none, the first with any cells;
 * visible sheets come before hidden ones. Errors: ERR_MISTAKE, ERR_MEMORY, and those of `read`. */
enum err_code sheet_read_xlsx(
    struct sheet *sheet, const struct sheet_members *members, struct err *err);
enum err_code sheet_read_ods(
    struct sheet *sheet, const struct sheet_members *members, struct err *err);

#endif
