/* Reads the log and the cards row by row, for exports. */
#ifndef STORE_EXPORT_H
#define STORE_EXPORT_H

#include "base/err.h"
#include "model/card.h"
#include "model/schedule.h"
#include "store/store.h"

#include <stdbool.h>
#include <stdint.h>

/* A rating that was not undone, with its card. Strings last until the next row. */
struct review_row {
    int64_t review_id, reviewed_ms;
    int offset_min, study_day;
    const char *deck, *deck_name; /* the deck's id, and its name */
    int64_t card_id;
    const char *id; /* the id of the card's entry, NULL if it has none */
    int variant;
    const char *question, *deck_tags, *tags;
    enum review_kind kind;
    enum rating rating;
    int64_t spent_ms;
    int interval_before, interval_after, ease_before, ease_after;
    int due;              /* NO_DAY if the card was only rated in crams */
    int scheduler;        /* that gave the due day: its number; 0 for SM-2 */
    struct memory memory; /* after the rating, as that scheduler had it; zeros for SM-2 */
};

/* A card. Strings last until the next row. */
struct card_row {
    struct schedule schedule;
    int64_t deck_id;
    int retired_day; /* NO_DAY while the card is in its deck's file */
    const char *deck, *deck_name;
    int64_t card_id;
    const char *id;
    int variant;
    const char *question, *deck_tags, *tags;
    const char *cloze;   /* of a retired card: as in struct card; else NULL */
    bool rated;          /* if so, the members below are set */
    int64_t reviewed_ms; /* the time of the last rating */
    int offset_min;
};

/* Call `take` for each row, until it returns false. Reviews come in log order, for study days from
 * `since` to `until` (INT_MIN and INT_MAX for all). Cards that are in their decks' files come in
 * file order; retired cards come by deck, the last retired first. */
typedef bool review_row_fn(void *context, const struct review_row *row);
typedef bool card_row_fn(void *context, const struct card_row *row);
enum err_code export_reviews(
    struct store *store, int since, int until, review_row_fn *take, void *context, struct err *err);
enum err_code export_cards(struct store *store, card_row_fn *take, void *context, struct err *err);
enum err_code export_retired(
    struct store *store, card_row_fn *take, void *context, struct err *err);

/* Every card, including retired ones, without its text. */
struct card_numbers {
    int64_t card_id, deck_id;
    struct schedule schedule;
    int added_day;
    int retired_day; /* NO_DAY while the card is in its deck's file */
};
typedef bool card_numbers_fn(void *context, const struct card_numbers *card);
enum err_code export_numbers(
    struct store *store, card_numbers_fn *take, void *context, struct err *err);

#endif
