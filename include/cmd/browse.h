/* Browsing, by itself and over a session. */
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
    bool typing;                           /* begin in the line of the search */
};

/* Browse on the terminal, which is open, or line by line, until the user leaves. *changed tells
 * whether a card was changed, or a deck edited. */
enum err_code browse_on_screen(const struct browsing *browsing, bool *changed, struct err *err);
enum err_code browse_in_lines(const struct browsing *browsing, bool *changed, struct err *err);

#endif
