/* Statistics of a database: its figures, read in one go. */
#ifndef REPORT_STATS_H
#define REPORT_STATS_H

#include "base/buf.h"
#include "base/err.h"
#include "model/tags.h"
#include "report/figures.h"
#include "store/store.h"

#include <stdbool.h>

/* What they are of. */
struct stats_range {
    const int64_t *deck_ids;
    size_t deck_count;
    struct tag_filter filter;
    int since, until; /* study days, both included; INT_MIN and INT_MAX for all */
    int today;
    bool glance; /* only what the first two pages show, of the last GLANCE_DAYS: soon read */
    void (*progress)(size_t rows); /* told now and then, where it is not NULL */
    /* Asked now and then, where it is not NULL: false ends the reading, the figures being those of
     * what was read. */
    bool (*go_on)(void *context);
    void *context;
};

/* The caller owns the struct, and frees what it holds with stats_done. */
struct stats {
    struct figures figures;
    struct buf texts; /* of its leeches */
};

/* Read the cards and the log once. figures.left_... are for the caller to fill in. At a glance,
 * what needs the whole log is left out of PAGE_TODAY; of the other pages, PAGE_CALENDAR alone is
 * right. */
enum err_code stats_read(
    struct stats *stats, struct store *store, const struct stats_range *range, struct err *err);
void stats_done(struct stats *stats);

#endif
