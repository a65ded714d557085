/* The backups that drill makes by itself: before a change that cannot be undone, and for each study
 * day. A copy that cannot be made is reported on standard error, and ends no command. */
#ifndef CMD_BACKUPS_H
#define CMD_BACKUPS_H

#include "cmd/command.h"
#include "cmd/interrupts.h"
#include "study/backups.h"

/* Copy the database before it is changed, unless the settings turn backups off. Shows progress;
 * waits until it is done. Call it outside a transaction, with a store that is not a temporary one.
 */
void backups_before(struct store *store, const struct options *options, enum backup_reason reason);

/* The same, whatever the settings say of backups; the path of the copy is appended. */
enum err_code backups_keep(struct store *store, const struct options *options,
    enum backup_reason reason, struct buf *path, struct err *err);

/* Open the options' database, for writing with a copy of an older one before it is updated. */
enum err_code open_database(
    struct store **store, const struct options *options, enum store_mode mode, struct err *err);

/* "41,200", and "41,200 ratings". */
void backups_add_number(int64_t number, struct buf *out);
void backups_add_count(int64_t number, const char *noun, struct buf *out);

/* ---- progress ---- */

/* A line on the terminal while something takes long. Begins as zeros but for the first member. */
struct backups_progress {
    const char *what; /* "Backing up" */
    int64_t limit_ms; /* give up after this time; 0 for never */
    bool may_skip;    /* a key gives up */

    int64_t begun_ms, shown_ms; /* shown_ms is 0 until the line is shown */
    bool watches_keys;
};
void backups_progress_begin(struct backups_progress *progress);
/* A backup_go_on_fn. Shows how far the work is; false when it should be given up. */
bool backups_go_on(void *progress, int percent);
/* Remove the line. With give_up, a signal that came meanwhile then ends the program. */
void backups_progress_end(struct backups_progress *progress, bool give_up);

/* Make a copy in the folder; *complete is false if it was given up. */
enum err_code backups_make(struct backups *backups, struct store *store, enum backup_reason reason,
    struct backups_progress *progress, struct backup_name *name, bool *complete, struct err *err);

/* ---- the copy of the day ---- */

/* During a session: if a session before ended without the copy that was due, make it while this one
 * waits for keys. */
struct backups_session {
    struct store *store;
    const struct options *options;
    struct backups backups;
    struct store *source; /* the snapshot, and what is copied from it; NULL if nothing is */
    struct backups_copy copy;
};
void backups_session_begin(
    struct backups_session *session, struct store *store, const struct options *options);
/* Call it when the screen is closed, before the store is. If a copy is due, make it; that takes
 * about a second at most, unless two sessions have missed it. */
void backups_session_end(struct backups_session *session);

#endif
