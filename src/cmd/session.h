/* A review session as a screen of the program. */
#ifndef CMD_SESSION_H
#define CMD_SESSION_H

#include "base/err.h"
#include "study/session.h"

#include <stdbool.h>

/* Run a session until the user leaves it: on the terminal where that is open, else line by line.
 * greeting is safe text shown first; NULL for none. *decks tells whether the user asked for the
 * home screen. */
enum err_code session_run(
    struct session *session, const char *greeting, bool *decks, struct err *err);

#endif
