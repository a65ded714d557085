/* Copies a database while it is in use, and sums up what a database holds.
 *
 * A copy is one snapshot, in an ordinary SQLite file without a write-ahead log. It is valid only
 * once it is complete: copied, checked against its source and synced to disk. */
#ifndef STORE_BACKUP_H
#define STORE_BACKUP_H

#include "store/store.h"

#include <stdbool.h>
#include <stdint.h>

/* Called often during long work with an estimate of how much is done: 0 to 100. Returns false to
 * end the work early. */
typedef bool backup_go_on_fn(void *context, int percent);

struct backup;

/* The errors of the functions below: ERR_IO if the copy cannot be written, ERR_STORE if the source
 * is damaged, ERR_BUSY, ERR_MEMORY. */

/* Begin to copy the source to the file at path, whose folder must exist. An existing file is
 * replaced. Until backup_close, the source must stay open, and no transaction may begin on it.
 * *backup is NULL on failure. */
enum err_code backup_begin(
    struct backup **backup, struct store *source, const char *path, struct err *err);
/* Do part of the work: a few milliseconds of it or, while checking, as much as go_on allows. A
 * check that go_on ends early starts over in the next step. go_on may be NULL. */
enum err_code backup_step(
    struct backup *backup, backup_go_on_fn *go_on, void *context, struct err *err);
bool backup_is_complete(const struct backup *backup);
/* How much of the work is done, 0 to 100. */
int backup_percent(const struct backup *backup);
/* Removes the file unless the copy is complete. backup_close(NULL) does nothing. */
void backup_close(struct backup *backup);

/* Check every page, row and index of a database: ERR_STORE if it is damaged. If quick is set, do
 * not compare indexes with their tables. Set *ended if go_on ended the check early. */
enum err_code store_check(struct store *store, bool quick, backup_go_on_fn *go_on, void *context,
    bool *ended, struct err *err);

/* The contents of a database, in figures. */
struct store_facts {
    int64_t cards;       /* cards in their decks' files */
    int64_t ratings;     /* without undone ones */
    int64_t last_ms;     /* the time of the last of these ratings; 0 if there are none */
    int last_offset_min; /* local time minus UTC at that time, in minutes */
};
enum err_code store_read_facts(struct store *store, struct store_facts *facts, struct err *err);

/* The last study day on which a card was rated or changed; 0 if none ever was. */
enum err_code store_last_day(struct store *store, int *day, struct err *err);

#endif
