/* A fact of Mnemosyne with its cards, as rows of its tables (exchange/mnemosyne.h). Rows of several
 * tables are read side by side, so that only one fact is in memory. */
#ifndef EXCHANGE_MNEMOSYNE_FACT_H
#define EXCHANGE_MNEMOSYNE_FACT_H

#include "exchange/mnemosyne.h"

#include <stdint.h>

#define FIELDS_MAX 64 /* per fact */

struct mnemosyne_card {
    int64_t row;
    int view; /* the number at the end of its fact view's id, from 1 */
    struct buf view_id;
    int gap;   /* from 1 */
    int grade; /* -1 before the first rating */
    int64_t next_s, last_s;
    double easiness;
    int repetitions; /* successes after the first since the last lapse */
    int lapses;
    bool active;
    bool rated;        /* the log has ratings, also if its schedule was reset later */
    bool sent;         /* the card is in an entry that was sent */
    int part, variant; /* the number of that entry, and which of its cards it is */
};

struct mnemosyne_rating {
    size_t card; /* index in cards */
    struct import_review review;
};

/* A query whose first column is a fact's number, in rising order. */
struct mnemosyne_rows {
    sqlite3_stmt *row;
    bool on_row;
};

struct mnemosyne_reader {
    struct anki_database *db;
    const struct html_media *media;
    struct import_sink *sink;
    struct mnemosyne_rows cards_rows, fields_rows, tags_rows, log_rows;
    sqlite3_stmt *view;
    /* The fact being read. */
    int64_t fact;
    struct buf id, type, tags;
    struct mnemosyne_field {
        struct buf key, value;
    } fields[FIELDS_MAX];
    size_t field_count;
    struct mnemosyne_card *cards;
    size_t card_count, card_capacity;
    struct mnemosyne_rating *ratings;
    size_t rating_count, rating_capacity;
    struct deck_entry entry;
    int part; /* number of entries sent */
    size_t inactive, unknown, too_deep;
    bool failed; /* out of memory */
};

#define GRADE_RECALLED 2 /* lowest grade of a recalled card */

/* Begin and end the queries; mnemosyne_end returns `code`, or the first error of a query. */
enum err_code mnemosyne_begin(struct mnemosyne_reader *m, struct err *err);
enum err_code mnemosyne_end(struct mnemosyne_reader *m, enum err_code code, struct err *err);
void mnemosyne_done(struct mnemosyne_reader *m);

/* Reads the fact at which the rows of cards are; there is one if m->cards_rows.on_row. */
void mnemosyne_take_fact(struct mnemosyne_reader *m);
/* Returns the text of a field; "" if there is none of that name. */
const char *mnemosyne_field(const struct mnemosyne_reader *m, const char *key);

/* The study day of a time in seconds; days between two times, 0 if unknown; the ease in
 * hundredths. */
int mnemosyne_day(int64_t seconds);
bool mnemosyne_is_time(int64_t seconds);
int mnemosyne_interval(int64_t from_s, int64_t to_s);
int mnemosyne_ease(double easiness);

#endif
