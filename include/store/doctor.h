/* Examines a database for faults, and repairs it. Examining changes nothing. */
#ifndef STORE_DOCTOR_H
#define STORE_DOCTOR_H

#include "base/date.h"
#include "base/err.h"
#include "store/finding.h"
#include "store/store.h"

#include <stdbool.h>

/* Examine an open database: SQLite's own checks, its schema, its rows, and whether each card's
 * schedule is what its log adds up to. Damage is a finding, not an error. */
enum err_code store_examine(struct store *store, struct doctor *doctor, struct err *err);

/* Whether the file at path is a drill database that SQLite cannot open: SQLite calls it damaged, or
 * not a database, although it contains drill's rows. */
bool salvage_is_needed(const char *path);

/* Called for each line about a repair: what was done, or "lost: ..." for data that could not be
 * saved. The line is valid only during the call, and may quote the database. */
typedef void repair_fn(void *context, const char *line);

/* Repair a database that SQLite can read, in one transaction: replace values that are out of range,
 * or drop rows that mean nothing without them; give every row its card or deck; recompute all
 * schedules and checksums; create missing indexes and triggers. */
enum err_code store_mend(
    struct store *store, struct moment now, repair_fn *told, void *context, struct err *err);

/* Rebuild a damaged database, in place, from all rows that can be read in it and in its write-ahead
 * log, and mend the result. First, copy the damaged one to the path `kept`, and its log, if any, to
 * that path with -wal. If the program is killed at any point, either the damaged or the new
 * database is there in full, and no log of the old one is ever applied to the new one. ERR_BUSY if
 * another program is writing. */
enum err_code store_rescue(const char *path, const char *kept, struct moment now, repair_fn *told,
    void *context, struct err *err);

#endif
