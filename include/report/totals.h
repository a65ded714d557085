/* Exports of what the log and the cards add up to: days, decks. Their columns are a contract, as
 * those of report/export.h are. */
#ifndef REPORT_TOTALS_H
#define REPORT_TOTALS_H

#include "report/export.h"

/* study_day,deck,reviews,new,lapses,repeats,seconds,recalled_percent,mean_rating: a row for each
 * study day and deck with ratings that stand, by day, then in the order in which the decks came. */
enum err_code export_day_rows(struct store *store, const struct export_range *range,
    struct row_writer *rows, struct err *err);

/* deck,path,cards,new,learning,young,mature,suspended,due,mastery_percent: a row for each deck. The
 * range narrows by deck and tag alone. */
enum err_code export_deck_rows(struct store *store, const struct export_range *range,
    struct row_writer *rows, struct err *err);

#endif
