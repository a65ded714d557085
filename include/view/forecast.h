/* The work to come, for people: in words, and drawn or as a table. */
#ifndef VIEW_FORECAST_H
#define VIEW_FORECAST_H

#include "base/buf.h"
#include "report/workload.h"

#include <stdbool.h>

/* What there is to tell of; the caller's. */
struct outlook {
    const struct workload *workload, *other; /* other: with other_new cards a day */
    int64_t new_cards, other_new;            /* a day, at most */
    int64_t limit;                           /* cards a day; CAP_UNSET for none */
    int64_t learned;                         /* ratings that the habits are of */
    size_t supply;                           /* new cards there are */
    bool endless;                            /* played through as if there were always more */
};

/* Append what it comes to, in a few sentences, each on lines of its own of at most width columns.
 * False when memory ran out. */
bool outlook_words(const struct outlook *outlook, int width, struct buf *out);
/* Append a table of at most width columns. */
bool outlook_table(const struct outlook *outlook, int width, struct buf *out);
/* Append a plot of so many rows and columns. */
bool outlook_plot(const struct outlook *outlook, bool ascii, int rows, int cols, struct buf *out);

#endif
