/* What the columns of a table are: by their names, in several languages, or as the user says. */
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

/* What a column of that name holds, letter case and white space aside; COLUMN_NONE where the name
 * says nothing. */
enum csv_column csv_column_named(const char *name);

/* Take what the user says: names with commas between them, "-" for a column to pass over.
 * ERR_USAGE. */
enum err_code csv_columns_parse(struct csv_columns *columns, const char *text, struct err *err);

/* Whether the columns make sense as those of a header: a question, and each kind once. */
bool csv_columns_are_header(const struct csv_columns *columns);
bool csv_columns_have(const struct csv_columns *columns, enum csv_column column);

#endif
