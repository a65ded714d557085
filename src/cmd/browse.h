/* Browsing as a screen of the program, by itself and over a session. */
#ifndef CMD_BROWSE_H
#define CMD_BROWSE_H

#include "cmd/command.h"

/* What is browsed; all of it the caller's. */
struct browsing {
    struct store *store;
    const int64_t *deck_ids;
    size_t deck_count;
    const struct session_options *options; /* its filter and settings */
    const char *search;                    /* what is typed to begin with; NULL for nothing */
    const char *greeting;                  /* safe text; NULL for none */
    bool typing;                           /* begin in the search line */
};

/* Browse until the user leaves: on the terminal where that is open, else line by line. *changed
 * tells whether a card was changed, or a deck edited. */
enum err_code browse_run(const struct browsing *browsing, bool *changed, struct err *err);

#endif
