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
    bool rereads; /* decks' files are to be read again */
};

void mend_tell(const struct mend *mend, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Tell what became of rows, whose numbers rise: before, the numbers, after. before ends in a plural
 * and a space; of one row, it is made a singular. */
void mend_tell_rows(const struct mend *mend, const char *before, const int64_t *rows, size_t count,
    const char *after);
/* Run a statement whose parameters, if any, are these numbers. */
enum err_code mend_run(
    const struct mend *mend, const char *sql, const int64_t *numbers, int count, struct err *err);

/* What to do with a value that is out of range: replace it, or drop the row, which means nothing
 * without it. */
enum err_code mend_value(struct mend *mend, const char *table, const char *column, int64_t row,
    const char *value, struct err *err);

/* Set what a card is found by (store/load.c) from its texts as they are now: the hash of all its
 * texts and, if asked, that of its question. The next reading of its deck then sees an edit. */
enum err_code mend_hashes(struct mend *mend, int64_t card_id, bool question, struct err *err);

/* Drop the triggers, which would refuse repairs of the log. Tells which objects are missing. */
enum err_code mend_disarm(struct mend *mend, struct err *err);
/* Repair everything, then make all indexes and triggers that are missing. */
enum err_code mend_everything(struct mend *mend, struct err *err);

/* Give every row its card, and every card its deck and its texts. */
enum err_code mend_orphans(struct mend *mend, struct err *err);

#endif
