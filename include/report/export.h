/* Exports the review log and the cards as rows. The columns are a contract: append new ones, and
 * never rename any. */
#ifndef REPORT_EXPORT_H
#define REPORT_EXPORT_H

#include "base/err.h"
#include "model/tags.h"
#include "report/row_writer.h"
#include "store/store.h"

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct export_range {
    const char *const *decks; /* ids or names */
    size_t deck_count;        /* 0 for all decks */
    struct tag_filter filter;
    int since, until;              /* study days, inclusive; INT_MIN and INT_MAX for all */
    int today;                     /* the day by which export_deck_rows counts due cards, and
                                      of the recall in export_card_rows */
    void (*progress)(size_t rows); /* called now and then, if not NULL */
    const int64_t *card_ids;       /* for export_card_rows only: sorted; NULL for all cards */
    size_t card_count;
};

/* Whether the range includes the deck. */
bool export_wants_deck(const struct export_range *range, const char *id, const char *name);

/* Writes the ratings that were not undone, in log order. Columns: review_id,reviewed_at,study_day,
 * deck,card,question,kind,rating,seconds,interval_before,interval_after,ease_before,ease_after,due,
 * scheduler,stability_after,difficulty_after. */
enum err_code export_review_rows(struct store *store, const struct export_range *range,
    struct row_writer *rows, struct err *err);

/* Writes the cards that deck files contain, in file order; ignores the range's days. Columns:
 * deck,card,question,tags,state,repetitions,interval,ease,due,lapses,reviews,last_rating,
 * last_reviewed_at,suspended,scheduler,stability,difficulty,recall. */
enum err_code export_card_rows(struct store *store, const struct export_range *range,
    struct row_writer *rows, struct err *err);

/* Writes the retired cards of the decks in deck_ids (NULL for all), by deck, newest first. Columns:
 * deck,card,question,retired_day,reviews,lapses,interval,last_rating,last_reviewed_at. */
enum err_code export_retired_rows(struct store *store, const int64_t *deck_ids, size_t count,
    struct row_writer *rows, struct err *err);

#endif
