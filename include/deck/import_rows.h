/* The rows of a table that is not CSV. They are written to a temporary CSV file, which importer_csv
 * reads, so that headers, columns, tags and ids follow the same rules in every table. */
#ifndef DECK_IMPORT_ROWS_H
#define DECK_IMPORT_ROWS_H

#include "deck/import_source.h"

/* Zero-initialize it; import_rows_done frees it. */
struct import_rows {
    FILE *file;
    size_t bytes;         /* written so far */
    unsigned csv_line;    /* lines written so far */
    unsigned (*lines)[2]; /* of each row: its first line in the file, and in the source */
    size_t count, capacity;
    size_t cells;    /* in the row that is being written */
    struct buf told; /* the notes passed on so far, each NUL-terminated */
};

/* Append a cell to the row, which begins on this line of the source, and end the row. Rows without
 * cells are dropped. Errors: ERR_IO, ERR_MEMORY, ERR_MISTAKE if there are too many cells. */
enum err_code import_rows_add(
    struct import_rows *rows, unsigned line, const char *cell, size_t length, struct err *err);
enum err_code import_rows_end(struct import_rows *rows, struct err *err);

/* Passes the rows to the sink, and clears them for the next table. Rows without a cell that names a
 * deck go to `deck`; all rows get the tag. The choices are those of the source. Does not repeat a
 * note from an earlier table. Errors: as for importer.read. */
enum err_code import_rows_read(struct import_rows *rows, const char *path,
    const struct import_choices *choices, const char *deck, const char *tag,
    struct import_sink *sink, struct err *err);
void import_rows_done(struct import_rows *rows);

#endif
