/* Reads the statistics of a database in one pass. */
#ifndef REPORT_STATS_H
#define REPORT_STATS_H

#include "base/buf.h"
#include "base/err.h"
#include "model/tags.h"
#include "report/figures.h"
#include "store/store.h"

#include <stdbool.h>

struct stats_range {
    const int64_t *deck_ids;
    size_t deck_count;
    struct tag_filter filter;
    int since, until; /* study days, inclusive; INT_MIN and INT_MAX for all */
    int today;
    bool glance; /* read only the last GLANCE_DAYS: fast, and enough for the first two pages */
    void (*progress)(size_t rows); /* called now and then, if not NULL */
    /* Called now and then, if not NULL. Returning false stops the reading; the figures then cover
     * what was read. */
    bool (*go_on)(void *context);
    void *context;
};

/* The caller owns the struct, and frees it with stats_done. */
struct stats {
    struct figures figures;
    struct buf texts;       /* holds the leeches' strings */
    struct regime *regimes; /* in force for each deck of the range */
};

/* Reads the cards and the log. The caller sets figures.left_... afterwards. With `glance`,
 * PAGE_TODAY lacks the figures that need the whole log, and the only other correct page is
 * PAGE_CALENDAR. */
enum err_code stats_read(
    struct stats *stats, struct store *store, const struct stats_range *range, struct err *err);
/* Reads the cards' histories, for the pages that need them (page_needs_histories), if a deck is
 * under a scheduler with a memory; stats_read has read the same range, without `glance`. */
enum err_code stats_read_memories(
    struct stats *stats, struct store *store, const struct stats_range *range, struct err *err);
void stats_done(struct stats *stats);

#endif
