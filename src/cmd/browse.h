/* The browser screen, opened by "drill browse", or from another screen. */
#ifndef CMD_BROWSE_H
#define CMD_BROWSE_H

#include "cmd/command.h"

/* What to browse. The caller owns all of it. */
struct browsing {
    struct store *store;
    const int64_t *deck_ids;
    size_t deck_count;
    const struct session_options *options; /* only the filter and settings are used */
    const char *search;                    /* the initial search; NULL if there is none */
    const char *greeting;                  /* safe text; NULL if there is none */
    bool typing;                           /* start in the search line */
    int64_t card_id;                       /* the card to select; 0 for the first */
};

/* Browse until the user leaves: on the terminal if it is open, otherwise line by line. Sets
 * *changed if a card was changed or a deck edited. */
enum err_code browse_run(const struct browsing *browsing, bool *changed, struct err *err);

#endif
