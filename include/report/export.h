/* Exports: the review log and the cards as rows. Their columns are a
 * contract: a new one comes last, and none is ever renamed. */
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

/* What is exported. */
struct export_range {
    const char *const *decks; /* ids or names of decks; all where there are none */
    size_t deck_count;
    struct tag_filter filter;
    int since, until;              /* study days, both included; INT_MIN and INT_MAX for all */
    int today;                     /* of decks alone: what is due by then */
    void (*progress)(size_t rows); /* told now and then, where it is not NULL */
    const int64_t *card_ids;       /* of the cards alone: sorted; NULL for all */
    size_t card_count;
};

/* Whether the range names the deck. */
bool export_wants_deck(const struct export_range *range, const char *id, const char *name);

/* review_id,reviewed_at,study_day,deck,card,question,kind,rating,seconds,interval_before,
 * interval_after,ease_before,ease_after,due: ratings that stand, in the order they were given. */
enum err_code export_review_rows(struct store *store, const struct export_range *range,
    struct row_writer *rows, struct err *err);

/* deck,card,question,tags,state,repetitions,interval,ease,due,lapses,reviews,last_rating,
 * last_reviewed_at,suspended: the cards that are in their decks' files, in their order. The range
 * narrows by deck, tag and card. */
enum err_code export_card_rows(struct store *store, const struct export_range *range,
    struct row_writer *rows, struct err *err);

/* deck,card,question,retired_day,reviews,lapses,interval,last_rating,last_reviewed_at: the cards
 * that have left their decks' files, by deck, the last retired first; of the count decks at
 * deck_ids, or of all where that is NULL. */
enum err_code export_retired_rows(struct store *store, const int64_t *deck_ids, size_t count,
    struct row_writer *rows, struct err *err);

#endif
