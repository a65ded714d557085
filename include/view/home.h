/* The home screen: every deck with what is to do today, to choose from. An overview in, a frame
 * out; a key in, an action out. */
#ifndef VIEW_HOME_H
#define VIEW_HOME_H

#include "study/overview.h"
#include "view/frame.h"
#include "view/overlay.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What the home screen keeps between frames and overviews. All of it zero is a new one; free with
 * home_done. The first row stands for all the decks that are listed. */
struct home {
    size_t row;        /* selected */
    size_t top;        /* the first row that is visible */
    size_t page;       /* rows visible at the last drawing */
    struct buf filter; /* typed: words that a deck's name or id must have */
    int64_t *marked;   /* deck_ids */
    size_t marked_count, marked_room;
    struct buf notice; /* safe; shown until the next key */
    bool failed;       /* memory ran out */

    const struct settings *settings; /* the caller's; NULL for none */
    struct overlay_view overlay;
};
void home_done(struct home *home);

/* Mark a deck, or take its mark away. */
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

/* What a key does; typing narrows the list. What is not done yet is HOME_OPEN,
 * HOME_BROWSE or HOME_QUIT. */
enum home_action home_key(struct home *home, const struct overview *overview, uint32_t key);

/* The decks to open, of overview->count at most, in their order: those marked, or else the one
 * selected, or all listed. 0, with a notice, where none of them can be reviewed. */
size_t home_chosen(struct home *home, const struct overview *overview, int64_t *deck_ids);

/* Draw into a frame of the size wanted. False when memory ran out. */
bool home_draw(struct home *home, const struct overview *overview, int today, struct frame *frame);

/* The same line by line: a numbered list and a prompt, appended; and what a line of numbers, "a"
 * for all, or "q" asks for. *unclear is set where it is not understood. */
void home_plain(const struct overview *overview, int today, struct buf *out);
enum home_action home_line(
    struct home *home, const struct overview *overview, const char *line, bool *unclear);

#endif
