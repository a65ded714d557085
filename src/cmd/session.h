/* The screen of a review session. */
#ifndef CMD_SESSION_H
#define CMD_SESSION_H

#include "base/err.h"
#include "study/session.h"

#include <stdbool.h>

/* Unless it is a cram: put into force what settings, deck files and command line say of schedulers,
 * and append to the greeting what that changed. Start a session. Call session_done even after an
 * error. */
enum err_code session_begin(struct session *session, struct store *store, const int64_t *deck_ids,
    size_t count, const struct session_options *options, struct buf *greeting, struct err *err);

/* Run a session until the user leaves: on the terminal if it is open, otherwise line by line.
 * `greeting` is safe text shown first, or NULL. Set *decks if the user asked for the home
 * screen. */
enum err_code session_run(
    struct session *session, const char *greeting, bool *decks, struct err *err);

#endif
