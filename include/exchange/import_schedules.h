/* The schedules and ratings that importers read beside the entries, kept until the deck files are
 * loaded. Anki's are not among them: its collection is read again (exchange/anki_import.h). */
#ifndef EXCHANGE_IMPORT_SCHEDULES_H
#define EXCHANGE_IMPORT_SCHEDULES_H

#include "base/buf.h"
#include "base/date.h"
#include "base/err.h"
#include "deck/import_source.h"
#include "store/import_history.h"

#include <stdbool.h>
#include <stddef.h>

/* A card with history. */
struct import_schedules_card {
    size_t id; /* offset of its entry's id in `ids` */
    bool scheduled;
    struct import_schedule schedule; /* only `variant` is set if the card has no schedule */
    size_t first;                    /* the index in `reviews` of its entry's first review */
    size_t number;                   /* in import_history_review; set by import_schedules_put */
};
struct import_schedules_review {
    struct import_review review;
    size_t card; /* index in cards */
};

/* Empty if zero-initialized; free with import_schedules_done. */
struct import_schedules {
    struct import_schedules_card *cards;
    size_t count, capacity;
    struct import_schedules_review *reviews;
    size_t review_count, review_capacity;
    struct buf ids; /* NUL-terminated */
    size_t entry;   /* offset of the last entry's id; SIZE_MAX if it was left out */
    size_t entry_begin, entry_review; /* the last entry's first indices in cards and reviews */
};

/* Begins an entry: what is added next belongs to it. NULL if the entry was left out, so that what
 * is added next is ignored. */
void import_schedules_entry(struct import_schedules *schedules, const char *id);
/* False if memory ran out. */
bool import_schedules_add(
    struct import_schedules *schedules, const struct import_schedule *schedule);
bool import_schedules_add_review(
    struct import_schedules *schedules, const struct import_review *review);

/* Adds everything to the cards in the database. `local` converts UTC to local time. */
enum err_code import_schedules_put(struct import_schedules *schedules,
    struct import_history *history, struct moment (*local)(int64_t utc_ms), struct err *err);
void import_schedules_done(struct import_schedules *schedules);

#endif
