/* The folder of a database's backups: how the backups are named and numbered, which are kept, and
 * when the next one is due.
 *
 *   backups/0042-2026-01-31T2114-day.db     number, local time, reason
 *
 * If the database is not called drill.db, its name without the extension precedes the number, so
 * that several databases can share a folder. A new copy gets the highest number there plus 1. The
 * newest copy is never deleted, so no number is used twice. */
#ifndef STUDY_BACKUPS_H
#define STUDY_BACKUPS_H

#include "base/buf.h"
#include "base/date.h"
#include "store/backup.h"
#include "study/settings.h"

#include <stdbool.h>
#include <stddef.h>

enum backup_reason {
    BACKUP_DAY, /* the daily copy, made if something was done on that study day */
    BACKUP_BEFORE_MIGRATION,
    BACKUP_BEFORE_IMPORT,
    BACKUP_BEFORE_FORGET,
    BACKUP_BEFORE_ADOPT,
    BACKUP_BEFORE_RESTORE,
    BACKUP_BEFORE_REPAIR,
    BACKUP_BY_HAND, /* made by "drill backup"; drill never deletes it */
    BACKUP_REASONS
};

/* ---- names ---- */

struct backup_name {
    int64_t number;  /* counted from 1 */
    struct civil at; /* local time, to the minute */
    enum backup_reason reason;
};

/* "day", "before-import", ... */
const char *backup_reason_word(enum backup_reason reason);
/* The moment's local time, to the minute. */
struct civil backup_time(struct moment moment);
/* The study day on which the copy was made. */
int backup_day(const struct backup_name *name);
/* Parse a file name. `prefix` is "", or a database's name and '-'. False if `file` is not the name
 * of a backup with that prefix. */
bool backup_name_read(const char *prefix, const char *file, struct backup_name *name);
void backup_name_write(const char *prefix, const struct backup_name *name, struct buf *file);

/* ---- rules; names are sorted by number ---- */

#define BACKUPS_KEPT_BEFORE 3 /* copies kept for each BACKUP_BEFORE_ reason */

/* Set goes[i] to whether to delete copy i. Keep the newest daily copy of each of the last days,
 * weeks (from Monday) and months that have one, the last BACKUPS_KEPT_BEFORE copies for each
 * BACKUP_BEFORE_ reason, all copies made by hand, and the newest copy of all. */
void backups_choose(const struct backup_name *names, size_t count,
    const struct backup_settings *settings, bool *goes);

/* Whether a copy is due: something was done after the study day of the last daily copy. last_day is
 * the last study day on which something was done, or 0. Days after `today` come from a wrong clock:
 * copies made on them are ignored, and such a last_day counts as `today`. */
bool backups_are_due(const struct backup_name *names, size_t count, int last_day, int today);

/* ---- the folder ---- */

/* Owned by the caller; free with backups_done. */
struct backups {
    const struct backup_settings *settings;
    struct buf folder; /* may not exist yet */
    struct buf prefix;
    struct backup_name *names; /* sorted by number */
    size_t count, capacity;
    int64_t spared; /* the number of a copy in use, which is not deleted; or 0 */
};

/* Find the folder of the database at db, and list its copies. Creates nothing. */
enum err_code backups_open(struct backups *backups, const char *db,
    const struct backup_settings *settings, struct err *err);
void backups_done(struct backups *backups);
/* Append the path of a copy. */
void backups_path(const struct backups *backups, const struct backup_name *name, struct buf *path);

/* How many sessions since the last daily copy ended without a copy although one was due. */
int backups_missed(const struct backups *backups);
/* Count one more such session. Cannot fail: if the folder is not writable, nothing is counted. */
void backups_miss(const struct backups *backups);

/* ---- making a copy ---- */

/* A copy being made. The folder is locked from backups_begin to backups_leave. */
struct backups_copy {
    struct backups *backups;
    struct backup_name name; /* the number is set at the end */
    struct buf temporary;
    struct backup *backup;
    int lock_fd;
};

/* Begin a copy of the source. ERR_BUSY if another program is making one in this folder. */
enum err_code backups_begin(struct backups_copy *copy, struct backups *backups,
    struct store *source, enum backup_reason reason, struct moment now, struct err *err);
/* Do a step; see backup_step. The last step gives the copy its name, then deletes old copies. */
enum err_code backups_step(struct backups_copy *copy, bool *complete, backup_go_on_fn *go_on,
    void *context, struct err *err);
/* Discard the copy if it is incomplete, and unlock the folder. */
void backups_leave(struct backups_copy *copy);

#endif
