/* The columns of a table, recognized by names in several languages or listed by the user. */
#ifndef DECK_CSV_COLUMNS_H
#define DECK_CSV_COLUMNS_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

#define COLUMNS_MAX 256

enum csv_column {
    COLUMN_NONE, /* not used */
    COLUMN_QUESTION,
    COLUMN_ANSWER,
    COLUMN_TAGS,
    COLUMN_HINT,
    COLUMN_NOTE,
    COLUMN_ID,
    COLUMN_DECK,
    COLUMN_KIND, /* Anki's note type */
};

struct csv_columns {
    enum csv_column of[COLUMNS_MAX];
    size_t count;
};

/* Returns the column with that name, ignoring case and blanks around it; COLUMN_NONE if unknown. */
enum csv_column csv_column_named(const char *name);

/* Parses the user's list: names separated by commas, "-" to skip a column. Errors: ERR_USAGE. */
enum err_code csv_columns_parse(struct csv_columns *columns, const char *text, struct err *err);

/* Whether the columns make a header: no duplicates, and a question, alone or with other known
 * columns. */
bool csv_columns_are_header(const struct csv_columns *columns);
bool csv_columns_have(const struct csv_columns *columns, enum csv_column column);

#endif
