/* The columns of a table: recognized by their names in twelve languages, listed by the user, or
 * assigned by what their cells look like. */
#ifndef DECK_CSV_COLUMNS_H
#define DECK_CSV_COLUMNS_H

#include "base/buf.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

#define COLUMNS_MAX 256

enum csv_column {
    COLUMN_NONE, /* not used, or not known yet */
    COLUMN_QUESTION,
    COLUMN_OPTION, /* one of the answers to choose from, shown with the question */
    COLUMN_ANSWER,
    COLUMN_READING, /* pronunciation, shown with the answer */
    COLUMN_EXAMPLE,
    COLUMN_NOTE,
    COLUMN_HINT,
    COLUMN_TAGS,
    COLUMN_TOPIC, /* one tag, whatever its cells contain */
    COLUMN_DECK,
    COLUMN_ID,
    COLUMN_KIND,  /* Anki's note type */
    COLUMN_FIELD, /* anything else: a note with the column's name */
    COLUMN_OUT,   /* left out: ranks, dates and the like */
    COLUMN_KINDS
};

/* Zero-initialize it; csv_columns_done frees it. */
struct csv_columns {
    enum csv_column of[COLUMNS_MAX];
    size_t count;
    struct buf names;         /* each NUL-terminated */
    size_t name[COLUMNS_MAX]; /* where a column's name begins, plus 1; 0 if it has none */
    bool listed;              /* the user listed the columns */
    bool guessed;             /* some column is not certain from its name */
};
void csv_columns_done(struct csv_columns *columns);

/* How clearly a name says what a column is. */
enum csv_fit {
    FIT_NONE,
    FIT_LIKE_LANGUAGE, /* it contains a language: spanish2, "my French" */
    FIT_PART,          /* it contains a known name */
    FIT_LANGUAGE,
    FIT_WHOLE
};
/* Returns the column with that name, ignoring case and blanks around it. COLUMN_NONE if the name is
 * unknown, or is a language, which may be the question or the answer. */
enum csv_column csv_column_named(const char *name, enum csv_fit *fit);

bool csv_column_names_language(const char *name);

/* Returns the letter or digit at the end of an option's name, by which an answer may refer to it: b
 * for B, "Option B" and option_b. 0 if the name is no option's, or is a wrong one's. */
char csv_column_option(const char *name);

/* Whether a card has only one text of that kind, so that a second such column must be of
 * another. */
bool csv_column_is_single(enum csv_column column);

/* Parses the user's list: names separated by commas, "-" to skip a column. Errors: ERR_USAGE. */
enum err_code csv_columns_parse(struct csv_columns *columns, const char *text, struct err *err);

/* Sets the name of a column. */
void csv_columns_set_name(struct csv_columns *columns, size_t i, const char *name);
/* Returns the name of a column, "" if it has none; valid until the next csv_columns_set_name. */
const char *csv_columns_name(const struct csv_columns *columns, size_t i);

/* Appends what each column became: "question from Word, answer from Meaning; Rank left out". */
void csv_columns_describe(const struct csv_columns *columns, struct buf *out);

bool csv_columns_have(const struct csv_columns *columns, enum csv_column column);
/* The last column whose text a card shows; COLUMNS_MAX if there is none. */
size_t csv_columns_last_text(const struct csv_columns *columns);

#endif
