/* The human-readable output of `drill forecast`: sentences, a plot or a table. */
#ifndef VIEW_FORECAST_H
#define VIEW_FORECAST_H

#include "base/buf.h"
#include "report/workload.h"
#include "view/frame.h"

#include <stdbool.h>

/* The data behind the outlook; the caller owns all of it. */
struct outlook {
    const struct workload *workload, *other; /* other: with other_new new cards a day, or NULL */
    int64_t new_cards, other_new;            /* maximum number of new cards a day */
    int64_t limit;                           /* maximum number of cards a day; CAP_UNSET if none */
    int64_t learned;                         /* number of ratings used to estimate the habits */
    size_t supply;                           /* number of new cards in the decks */
    bool endless;                            /* the simulation never ran out of new cards */
    const struct dataset *costs;             /* of the retentions compared, or NULL */
};

/* Append the outlook, at most `width` or `cols` columns wide. False when out of memory. */
bool outlook_words(const struct outlook *outlook, int width, struct buf *out);
bool outlook_table(const struct outlook *outlook, int width, struct buf *out);
/* The comparison of retentions. */
bool outlook_costs(const struct outlook *outlook, int width, struct buf *out);
bool outlook_plot(const struct outlook *outlook, bool ascii, int rows, int cols, struct buf *out);
/* Draws the plot into the first rows of a frame. False when out of memory. */
bool outlook_draw(const struct outlook *outlook, bool ascii, int rows, struct frame *frame);

#endif
