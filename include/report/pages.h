/* The statistics pages; each is a dataset. Their names and columns are a contract with readers of
 * the JSON: append new columns, and never rename any. */
#ifndef REPORT_PAGES_H
#define REPORT_PAGES_H

#include "report/dataset.h"
#include "report/figures.h"

enum stats_page {
    PAGE_TODAY,
    PAGE_CALENDAR,
    PAGE_FORECAST_DAYS,
    PAGE_FORECAST_WEEKS,
    PAGE_FORECAST_MONTHS,
    PAGE_RECALL_WEEKS,
    PAGE_RECALL_MONTHS,
    PAGE_RATINGS,
    PAGE_CALIBRATION,
    PAGE_INTERVALS,
    PAGE_EASE,
    PAGE_STATES_WEEKS,
    PAGE_STATES_MONTHS,
    PAGE_HOURS,
    PAGE_TIME_DAYS,
    PAGE_TIME_WEEKS,
    PAGE_TIME_MONTHS,
    PAGE_COSTLIEST,
    PAGE_PREDICTIONS, /* this and the following are empty unless a deck is under FSRS */
    PAGE_STABILITY,
    PAGE_DIFFICULTY,
    PAGE_RECALL_NOW,
    PAGE_KNOWN,
    PAGES
};

/* A page's name in JSON, its title and subtitle for people, and the function that makes its
 * dataset, with at most `max` periods. */
struct page_kind {
    const char *name, *title, *about;
    void (*make)(const struct figures *f, struct dataset *d, enum period period, int max);
    enum period period;
    int max;
};
extern const struct page_kind page_kinds[PAGES];

/* Whether the page is about FSRS alone, so that it is shown only if a deck is under FSRS; and
 * whether it also needs every card's history (stats_read_memories). */
static inline bool page_is_of_memories(enum stats_page page)
{
    return page >= PAGE_PREDICTIONS;
}
/* The first page that is not shown. */
static inline enum stats_page pages_shown(const struct figures *figures)
{
    return figures->memories.decks ? PAGES : PAGE_PREDICTIONS;
}
static inline bool page_needs_histories(enum stats_page page)
{
    return page == PAGE_PREDICTIONS || page == PAGE_KNOWN;
}

/* The columns of PAGE_TODAY, which has a single row. */
enum today_column {
    TODAY_DAY,
    TODAY_RATINGS,
    TODAY_NEW,
    TODAY_REVIEWS,
    TODAY_REPEATS,
    TODAY_CRAMS,
    TODAY_LEFT_NEW,
    TODAY_LEFT_REPEAT,
    TODAY_LEFT_DUE,
    TODAY_MINUTES,
    TODAY_PACE,
    TODAY_RECALL,
    TODAY_RECALL_30_DAYS,
    TODAY_STREAK,
    TODAY_LONGEST,
    TODAY_DAYS_STUDIED
};

/* The columns of PAGE_COSTLIEST that people see; the others are for programs. */
enum costliest_column { COSTLIEST_MINUTES, COSTLIEST_QUESTION = 3 };

/* Makes the page's dataset, replacing the contents of *dataset. */
void page_dataset(enum stats_page page, const struct figures *figures, struct dataset *dataset);

#endif
