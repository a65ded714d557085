/* Parts of a repair (store_mend in include/store/doctor.h). */
#ifndef STORE_MEND_H
#define STORE_MEND_H

#include "base/date.h"
#include "store/doctor.h"

struct mend {
    struct store *store;
    struct moment now;
    repair_fn *told;
    void *context;
    bool rereads; /* deck files must be read again */
};

void mend_tell(const struct mend *mend, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Report what happened to rows, in one line: `before`, the rows' numbers, `after`. The numbers must
 * ascend. `before` must end in "s "; for a single row, the s is dropped. */
void mend_tell_rows(const struct mend *mend, const char *before, const int64_t *rows, size_t count,
    const char *after);
/* Run a statement with the numbers, if any, as parameters. */
enum err_code mend_run(
    const struct mend *mend, const char *sql, const int64_t *numbers, int count, struct err *err);

/* Repair a value that is out of range: replace it, or drop the row if it means nothing without the
 * value. */
enum err_code mend_value(struct mend *mend, const char *table, const char *column, int64_t row,
    const char *value, struct err *err);

/* Recompute the hashes by which a load finds the card (store/load.c) from its current text: that of
 * all its text and, if `question` is set, that of its question. The next load of the deck then
 * treats the file's text as an edit. */
enum err_code mend_hashes(struct mend *mend, int64_t card_id, bool question, struct err *err);

/* Drop the triggers, which would refuse repairs of the log. Reports missing objects. */
enum err_code mend_disarm(struct mend *mend, struct err *err);
/* Repair everything, then create any missing indexes and triggers. */
enum err_code mend_everything(struct mend *mend, struct err *err);

/* Ensure that every row has its card, and every card its deck and its text. */
enum err_code mend_orphans(struct mend *mend, struct err *err);

#endif
