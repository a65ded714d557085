/* Adds another program's log and schedules to cards: its ratings become reviews, and its schedules
 * become changes that are marked as imported (model/schedule.h). An import is one transaction. Data
 * that the database already has (a review of the same card and time, the last imported schedule) is
 * not added again; a card that was rated in drill after its last imported review keeps its
 * schedule. */
#ifndef STORE_IMPORT_HISTORY_H
#define STORE_IMPORT_HISTORY_H

#include "base/buf.h"
#include "base/date.h"
#include "base/err.h"
#include "model/schedule.h"
#include "store/store.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct import_history;

/* Begins the transaction; only cards in these decks are found. `now` is the time of the import.
 * *history is NULL on failure; otherwise, call import_history_end. */
enum err_code import_history_begin(struct store *store, const int64_t *deck_ids, size_t count,
    struct moment now, struct import_history **history, struct err *err);

/* A card's schedule in the other program. */
struct import_history_card {
    const char *id; /* the id of its entry */
    int variant;
    struct sm2 sm2;
    int due; /* NO_DAY for a new card */
    int lapses;
    bool suspended;
    bool buried;       /* buried for today */
    const char *extra; /* the rest of its schedule, as JSON; "" if there is none */
};
/* Finds a card, whose strings may be freed afterwards. Pass *number to import_history_review. */
#define IMPORT_HISTORY_NONE SIZE_MAX /* *number if no card is found */
enum err_code import_history_card(struct import_history *history,
    const struct import_history_card *card, size_t *number, struct err *err);

/* A rating. The caller first finds all cards, then adds each card's ratings in order of time. */
struct import_history_review {
    size_t number;
    struct moment at;
    enum review_kind kind; /* REVIEW_REPEAT becomes REVIEW_NEW if only crams came before */
    enum rating rating;
    int64_t spent_ms;
    int interval_before, interval; /* days */
    int ease;                      /* hundredths; 0 if unknown */
};
enum err_code import_history_review(
    struct import_history *history, const struct import_history_review *review, struct err *err);

struct import_history_report {
    size_t reviews;   /* reviews added */
    size_t schedules; /* imported schedules that were set */
    size_t kept;      /* cards left unchanged, because they were rated in drill later */
};
/* Commits the transaction, or rolls it back if `code` is an error, and frees `history`, which may
 * be NULL. Returns `code`, or the error of the commit. */
enum err_code import_history_end(struct import_history *history, enum err_code code,
    struct import_history_report *report, struct err *err);

/* Appends the rest of the card's imported schedule, unless the card has been rated in drill since;
 * last_review is from the card's schedule. */
enum err_code store_imported_extra(
    struct store *store, int64_t card_id, int64_t last_review, struct buf *extra, struct err *err);

#endif
