/* The outlook of `drill forecast` for people: in words, as a plot or as a table. */
#ifndef VIEW_FORECAST_H
#define VIEW_FORECAST_H

#include "base/buf.h"
#include "report/workload.h"

#include <stdbool.h>

/* What the outlook is about; all of it the caller's. */
struct outlook {
    const struct workload *workload, *other; /* other: with other_new cards a day; NULL for none */
    int64_t new_cards, other_new;            /* the most new cards a day */
    int64_t limit;                           /* cards a day; CAP_UNSET for none */
    int64_t learned;                         /* ratings that the simulated habits come from */
    size_t supply;                           /* new cards in the decks */
    bool endless;                            /* the simulation never ran out of new cards */
};

/* These append to out and return false when out of memory. width and cols: the most columns. */
bool outlook_words(const struct outlook *outlook, int width, struct buf *out);
bool outlook_table(const struct outlook *outlook, int width, struct buf *out);
bool outlook_plot(const struct outlook *outlook, bool ascii, int rows, int cols, struct buf *out);

#endif
