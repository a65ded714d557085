/* The parts of the importer of tables: the lines before the rows, and rows as entries. */
#ifndef DECK_IMPORT_CSV_H
#define DECK_IMPORT_CSV_H

#include "deck/csv_columns.h"
#include "deck/csv_profile.h"
#include "deck/dialect.h"
#include "deck/import_source.h"

#include <stdbool.h>
#include <stddef.h>

/* A row, kept until the next one begins, since more lines may continue it. Cells are as in struct
 * csv. */
struct text_row {
    struct buf cells;
    size_t start[CSV_CELLS_MAX + 1], count;
    unsigned line; /* 0 if there is no row */
};

/* Lines with the same oddity, reported at the end: the first few by number, and how many there
 * are. */
struct text_lines {
    unsigned first[8];
    size_t count;
};

struct text_table {
    struct csv csv;
    struct dialect dialect;
    struct csv_columns columns;
    struct csv_profile profile;
    struct import_sink *sink;
    bool stopped, failed;
    bool headed, has_header; /* the first row names the columns; that row has not been read yet */
    bool anki, respaced;     /* there are Anki's header lines; a spreadsheet has rewritten them */
    bool comments;           /* the table begins with lines of comments */
    char delimiter;          /* that the user or the file names; or 0 */
    enum markup markup;      /* of the cells */
    const char *guess;       /* a note to show once a guessed markup changes a cell; or NULL */
    unsigned skipped;        /* lines before the first row */
    struct buf deck, tags, kind;      /* for every row, from Anki's header lines */
    struct text_row row;              /* the previous row */
    unsigned blank_lines;             /* after it */
    struct text_lines surplus, stray; /* rows with cells beyond the last column; with text after a
                                         closing quote */
    struct deck_entry entry;
    struct buf entry_deck;
    bool cloze; /* the question's plain text has gaps */
};

/* Reads the lines before the rows, given the beginning of the file: Anki's header lines, Excel's
 * sep=; and comments. Finds the dialect; returns how well it fits. */
enum dialect_fit import_csv_read_preamble(struct text_table *t, const char *text, char given);
/* Whether the first line is one of Anki's header lines. */
bool import_csv_is_anki(const char *text);
/* Returns the text after that many lines. */
const char *import_csv_after_lines(const char *text, unsigned lines);

const char *import_csv_cell(const struct text_row *row, size_t i);

/* Lists the columns of the row's options that its answer names: B, (B), "Option B", option_2, or
 * several as "A, C". Returns how many; 0 if the answer is a text of its own, or that of an option.
 */
#define CSV_OPTIONS_MAX 16
size_t import_csv_find_options(
    const struct text_table *t, const char *answer, size_t columns[CSV_OPTIONS_MAX]);

/* Takes the row that the reader has just completed, and passes on the one before it. */
void import_csv_take_row(struct text_table *t);
/* Passes on the last row. Returns false if the sink failed. */
bool import_csv_flush_row(struct text_table *t);
void import_csv_skip_row(struct text_table *t, unsigned line, const char *why);
/* Reports the oddities of rows. */
void import_csv_tell_rows(struct text_table *t);

#endif
