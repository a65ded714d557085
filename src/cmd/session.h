/* The screen of a review session. */
#ifndef CMD_SESSION_H
#define CMD_SESSION_H

#include "base/err.h"
#include "study/session.h"

#include <stdbool.h>

/* Run a session until the user leaves: on the terminal if it is open, otherwise line by line.
 * `greeting` is safe text shown first, or NULL. Set *decks if the user asked for the home
 * screen. */
enum err_code session_run(
    struct session *session, const char *greeting, bool *decks, struct err *err);

#endif
