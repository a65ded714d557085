/* Automatic backups: before a change that cannot be undone, and once for each study day. If a copy
 * cannot be made, a message goes to standard error, and the command continues. */
#ifndef CMD_BACKUPS_H
#define CMD_BACKUPS_H

#include "cmd/command.h"
#include "cmd/interrupts.h"
#include "study/backups.h"

/* Copy the database before it is changed, unless the settings turn backups off. Show progress,
 * and return when the copy is done. Call this outside a transaction, and not for a temporary store.
 */
void backups_before(struct store *store, const struct options *options, enum backup_reason reason);

/* Copy the database even if the settings turn backups off, and append the copy's path. */
enum err_code backups_keep(struct store *store, const struct options *options,
    enum backup_reason reason, struct buf *path, struct err *err);

/* Open the options' database. A database with an older schema, opened for writing, is backed up and
 * updated. */
enum err_code open_database(
    struct store **store, const struct options *options, enum store_mode mode, struct err *err);

/* "41,200", and "41,200 ratings". */
void backups_add_number(int64_t number, struct buf *out);
void backups_add_count(int64_t number, const char *noun, struct buf *out);

/* ---- progress ---- */

/* A progress line on the terminal, for long work. Set `what`; the other members may be zero. */
struct backups_progress {
    const char *what; /* "Backing up" */
    int64_t limit_ms; /* give up after this time; 0 for never */
    bool may_skip;    /* pressing a key gives up */

    int64_t begun_ms, shown_ms; /* shown_ms is 0 until the line is shown */
    bool watches_keys;
};
void backups_progress_begin(struct backups_progress *progress);
/* A backup_go_on_fn. Shows progress; returns false to give up. */
bool backups_go_on(void *progress, int percent);
/* Remove the line. If give_up is set, a signal caught in the meantime then ends the program. */
void backups_progress_end(struct backups_progress *progress, bool give_up);

/* Make a copy in the folder; *complete is false if the copy was given up. */
enum err_code backups_make(struct backups *backups, struct store *store, enum backup_reason reason,
    struct backups_progress *progress, struct backup_name *name, bool *complete, struct err *err);

/* ---- the copy of the day ---- */

/* The state during a session. If an earlier session ended without its copy, the copy is made while
 * this session waits for keys. */
struct backups_session {
    struct store *store;
    const struct options *options;
    struct backups backups;
    struct store *source; /* the snapshot that is copied; NULL if no copy is under way */
    struct backups_copy copy;
};
void backups_session_begin(
    struct backups_session *session, struct store *store, const struct options *options);
/* Make a copy if one is due, within about a second unless two sessions have missed theirs.
 * Call this after closing the screen and before closing the store. */
void backups_session_end(struct backups_session *session);

#endif
