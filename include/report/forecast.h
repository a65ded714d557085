/* What the work to come follows from: the cards of some decks as they are, and the habits that
 * their log tells of. */
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
    void (*progress)(size_t rows); /* told now and then, where it is not NULL */
};

/* The caller owns the struct, and frees what it holds with forecast_done. Cards that are set aside
 * or have left their decks do not count; one buried today is due tomorrow. */
struct forecast {
    struct habits habits;
    struct workload_card *cards; /* rated ones */
    size_t card_count, capacity;
    size_t new_cards;
};
enum err_code forecast_read(struct forecast *forecast, struct store *store,
    const struct forecast_scope *scope, struct err *err);
void forecast_done(struct forecast *forecast);

#endif
