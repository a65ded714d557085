/* The side screens: browser, statistics, forecast and retired cards, of the decks of the screen
 * that opens them. Each leads back to that screen. If the one asked for is already open further
 * down, those above it close instead, so that at most one of each is open. */
#ifndef CMD_SIDES_H
#define CMD_SIDES_H

#include "cmd/command.h"
#include "tui/loop.h"
#include "view/keys.h"

/* The decks, and which screens are open. The caller sets the first four members, and owns what they
 * point to. */
struct sides {
    struct store *store;
    const int64_t *deck_ids;
    size_t deck_count;
    const struct session_options *options;
    unsigned open;           /* a bit for each: 1U << enum side_screen */
    enum side_screen wanted; /* one that is open further down; SIDE_NONE */
    int64_t card_id;         /* the card that the browser selects next; 0 for none */
    bool changed;            /* a card was changed or a deck edited */
};

/* Open a side screen over the screen `here` (SIDE_NONE if that is no side screen), and return when
 * `here` is shown again, or when it must close, which sets loop->over. In plain mode, print what
 * the screen shows; only browsing then takes lines. */
enum err_code sides_open(struct sides *sides, enum side_screen here, enum side_screen side,
    struct loop *loop, struct err *err);

/* The side screens themselves: cmd/browse.c, stats.c, forecast_screen.c, retired.c. */
enum err_code browse_side(struct sides *sides, struct err *err);
enum err_code stats_side(struct sides *sides, struct err *err);
enum err_code forecast_side(struct sides *sides, struct err *err);
enum err_code retired_side(struct sides *sides, struct err *err);

#endif
