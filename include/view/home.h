/* The home screen: every deck with what is left to do today. Draws an overview into a frame and
 * turns a key into an action. */
#ifndef VIEW_HOME_H
#define VIEW_HOME_H

#include "study/overview.h"
#include "view/frame.h"
#include "view/overlay.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What the home screen keeps between frames and overviews. Zero-initialize it; free it with
 * home_done. Row 0 stands for all listed decks. */
struct home {
    size_t row, top, page; /* the selected row; the first visible row; rows visible */
    struct buf filter;     /* typed words, each of which a deck's name or id must contain */
    int64_t *marked;       /* the deck_ids of the marked decks */
    size_t marked_count, marked_capacity;
    struct buf notice; /* safe text, shown until the next key */
    bool failed;       /* memory ran out, so that what is listed and chosen is not known */

    const struct settings *settings; /* the caller's; may be NULL */
    struct overlay_view overlay;
};
void home_done(struct home *home);

/* Marks a deck, or removes its mark. */
void home_mark(struct home *home, int64_t deck_id);

enum home_action {
    HOME_NONE,
    HOME_OPEN,
    HOME_BROWSE,
    HOME_QUIT,
    HOME_MARK,
    HOME_WIDEN,
    HOME_ERASE
};

/* Handles a key; typing narrows the list. Returns what the caller must do: HOME_OPEN, HOME_BROWSE,
 * HOME_QUIT, or HOME_NONE. */
enum home_action home_key(struct home *home, const struct overview *overview, uint32_t key);

/* Sets deck_ids (capacity: overview->count) to the decks to open, in order: the marked ones, or
 * else the selected one, or on row 0 all listed ones. Leaves out decks whose files have mistakes
 * and returns the number of the others. Sets a notice if all have mistakes. */
size_t home_chosen(struct home *home, const struct overview *overview, int64_t *deck_ids);

/* Draws into a frame of the given size. False when out of memory. */
bool home_draw(struct home *home, const struct overview *overview, int today, struct frame *frame);

/* Plain mode: appends a numbered list and a prompt. */
void home_plain(const struct overview *overview, int today, struct buf *out);
/* Parses a line: numbers, nothing for all decks, "/" before numbers to browse, "q" to quit. Sets
 * *unclear if the line is not understood. */
enum home_action home_line(
    struct home *home, const struct overview *overview, const char *line, bool *unclear);

#endif
