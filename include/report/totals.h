/* Exports totals of the log and the cards by day and by deck. The columns are a contract, as in
 * report/export.h. */
#ifndef REPORT_TOTALS_H
#define REPORT_TOTALS_H

#include "report/export.h"

/* Writes a row for each study day and deck with ratings that were not undone, by day, then in the
 * order in which the decks were added. Columns:
 * study_day,deck,reviews,new,lapses,repeats,seconds,recalled_percent,mean_rating. */
enum err_code export_day_rows(struct store *store, const struct export_range *range,
    struct row_writer *rows, struct err *err);

/* Writes a row for each deck; ignores the range's days. Columns:
 * deck,path,cards,new,learning,young,mature,suspended,due,mastery_percent. */
enum err_code export_deck_rows(struct store *store, const struct export_range *range,
    struct row_writer *rows, struct err *err);

#endif
