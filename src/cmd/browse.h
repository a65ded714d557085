/* The browser screen, as "drill browse" and as a side screen. */
#ifndef CMD_BROWSE_H
#define CMD_BROWSE_H

#include "cmd/sides.h"

/* What to browse besides the decks. The caller owns all of it. */
struct browsing {
    struct sides *sides;  /* the decks */
    const char *search;   /* the initial search; NULL if there is none */
    const char *greeting; /* safe text; NULL if there is none */
    bool typing;          /* start in the search line */
};

/* Browse until the user leaves: on the terminal if it is open, otherwise line by line. */
enum err_code browse_run(const struct browsing *browsing, struct err *err);

/* Browse decks that are open for writing, as "drill browse" does. `below` has a bit for each side
 * screen that the user can return to; `card_id` is the card to select first, or 0. Returns an exit
 * status. */
int browse_decks(
    struct collection *collection, struct options *options, unsigned below, int64_t card_id);

#endif
