/* The input for a workload simulation: the present cards of some decks, and the rating habits in
 * their log. */
#ifndef REPORT_FORECAST_H
#define REPORT_FORECAST_H

#include "base/err.h"
#include "model/tags.h"
#include "report/habits.h"
#include "report/workload.h"
#include "store/store.h"

struct forecast_scope {
    const int64_t *deck_ids;
    size_t deck_count;
    struct tag_filter filter;
    int today;
    /* To compare schedulers: cards of decks under SM-2 also get the memory that this scheduler
     * would have of them. NULL for none. */
    const struct scheduler *compared;
    void (*progress)(size_t rows); /* called now and then, if not NULL */
};

/* The caller owns the struct, and frees it with forecast_done. Suspended and retired cards are left
 * out; a card that is due but buried today counts as due tomorrow. */
struct forecast {
    struct habits habits;
    struct workload_card *cards; /* the cards that have been rated */
    size_t card_count, capacity;
    uint32_t *new_regimes; /* of the new cards, in the order of their numbers */
    size_t new_cards, new_capacity;
    struct regime *regimes; /* by the index of the deck; see struct workload_plan */
};
enum err_code forecast_read(struct forecast *forecast, struct store *store,
    const struct forecast_scope *scope, struct err *err);
void forecast_done(struct forecast *forecast);

#endif
