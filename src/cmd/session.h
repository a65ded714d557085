/* The screen of a review session. */
#ifndef CMD_SESSION_H
#define CMD_SESSION_H

#include "base/err.h"
#include "study/session.h"

#include <stdbool.h>

struct session_scope {
    struct store *store;
    const int64_t *deck_ids;
    size_t deck_count;
};

/* Start a session of the decks under the scheduler that is asked for them, and append to the
 * greeting which decks that changes. Call session_done afterwards, even on failure. */
enum err_code session_begin(struct session *session, const struct session_scope *scope,
    const struct session_options *options, struct buf *greeting, struct err *err);

/* Run a session until the user leaves: on the terminal if it is open, otherwise line by line.
 * `greeting` is safe text shown first, or NULL. Set *decks if the user asked for the home
 * screen. */
enum err_code session_run(
    struct session *session, const char *greeting, bool *decks, struct err *err);

#endif
