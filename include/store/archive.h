/* Everything that the database holds, row by row, for archives. The tables of fields define the
 * rows: exchange/archive_lines.h uses them to write and read rows as text, and this layer's
 * statements read columns in the same order. store/archive_merge.h merges such rows into a
 * database. */
#ifndef STORE_ARCHIVE_H
#define STORE_ARCHIVE_H

#include "base/err.h"
#include "store/store.h"

#include <stddef.h>
#include <stdint.h>

#define ARCHIVE_NONE INT64_MIN /* a number that is NULL in the database */

/* Numbers are int64_t, strings const char *. Strings last as long as the row. */
struct archive_deck {
    int64_t deck_id;
    const char *id, *name, *description, *tags;
    int64_t names_itself, new_cap, limit_cap, scheduler, retention;
    int64_t size; /* of the deck's file as last read */
    /* Not in an archive, since the path and the file's version belong to another machine. */
    const char *path;
    int64_t device, inode, modified_ns, changed_ns;
    /* Facts about the file that only the archive has. */
    const char *file; /* its path in the archive; NULL if it has none */
    int64_t edited;   /* the file has been edited since drill last read it */
};

struct archive_card {
    int64_t card_id, deck_id;
    const char *id; /* NULL if the card's entry has none */
    int64_t variant, position, added_day, retired_day;
    const char *question, *answer, *hint, *note, *tags;
    const char *cloze; /* NULL if the card asks for no gap, or in an archive of an older program */
    /* The result of folding its events. */
    int64_t suspended, repetitions, interval, ease, due, repeat_day, lapses, reviews, last_rating,
        last_review_id, leech, buried_day, last_change_id;
    int64_t typed; /* the answer is typed */
};

/* A review or a change. */
struct archive_event {
    int64_t id, card_id, at_ms, offset_min, study_day, kind, due, imported, undone_ms;
    int64_t rating, spent_ms, interval_before, interval_after, ease_before, ease_after;
    int64_t review_id, repetitions, interval, ease, lapses;
    const char *extra; /* NULL if there is none */
};

enum archive_type {
    ARCHIVE_NUMBER,   /* always present */
    ARCHIVE_NULLABLE, /* a number; absent for ARCHIVE_NONE */
    ARCHIVE_FLAG,     /* true or false; absent for 0 */
    ARCHIVE_WORD,     /* a number that archives write as a word */
    ARCHIVE_TEXT,     /* absent if empty */
    ARCHIVE_OPTION,   /* a string; absent for NULL */
};
struct archive_field {
    const char *name; /* NULL if the column is not in an archive */
    enum archive_type type;
    size_t offset;    /* in the row's struct */
    int64_t min, max; /* of a number; for text, of its length in bytes */
    const char *(*word)(int64_t number);
};
struct archive_kind {
    const char *name; /* the "type" of rows of this kind */
    const struct archive_field *fields;
    size_t count;
    size_t columns; /* the first `columns` fields are database columns */
};
extern const struct archive_kind archive_deck, archive_card, archive_review, archive_change;

/* Calls `take` for each row: decks, cards, then reviews and changes together, each by ascending
 * number. The row is the struct of its kind. An error from `take` ends the reading. */
typedef enum err_code archive_take_fn(
    void *context, const struct archive_kind *kind, const void *row, struct err *err);
enum err_code archive_read(
    struct store *store, archive_take_fn *take, void *context, struct err *err);

/* The results of a merge: see store/archive_merge.h. */
struct archive_counts {
    size_t decks, cards, reviews, changes;
};
struct archive_report {
    struct archive_counts added; /* rows that the database did not have */
    size_t undone;               /* events that the database had, now marked as undone */
    size_t refolded; /* added cards whose events give a different schedule from the archive's */
};

#endif
