/* The event loop that every screen runs in: it draws the screen, waits for a key, hands the key to
 * the screen, and starts over until the screen is left or the terminal ends. Where the terminal is
 * not open, it does the same line by line on standard input and output.
 *
 * One screen opens another by running a loop for it from its own key or line, and goes on where it
 * was when that one is left. */
#ifndef TUI_LOOP_H
#define TUI_LOOP_H

#include "base/err.h"
#include "view/frame.h"

#include <stdbool.h>
#include <stdint.h>

struct loop {
    const struct screen_ops *ops;
    void *screen;       /* the screen's own state; the caller's */
    struct frame frame; /* as drawn last */
    bool over;          /* a screen sets this to be left */
};

/* What a step of work has come to. */
enum loop_work {
    LOOP_IDLE, /* there is nothing to do until a key comes */
    LOOP_MORE, /* there is more to do */
    LOOP_DRAW, /* there is something new to show */
};

/* What a screen does. A failure of any function ends the loop. */
struct screen_ops {
    /* Draw into loop->frame, which is blank and has the terminal's size. */
    enum err_code (*draw)(struct loop *loop, struct err *err);
    enum err_code (*key)(struct loop *loop, uint32_t key, struct err *err);
    /* Do a short step of work between drawing and waiting; *work is LOOP_IDLE. Or NULL. */
    enum err_code (*step)(struct loop *loop, enum loop_work *work, struct err *err);

    /* Plain mode, NULL for a screen without one: append what there is to say and the prompt; do
     * what a line asks for, or set *unclear. */
    enum err_code (*print)(struct loop *loop, struct buf *out, struct err *err);
    enum err_code (*line)(struct loop *loop, const char *line, bool *unclear, struct err *err);
};

/* Run a screen until it is left, the terminal ends (see terminal_signal), or input does. */
enum err_code loop_run(const struct screen_ops *ops, void *screen, struct err *err);

/* Within a long step: hand over the keys that have come, without drawing, to a screen whose keys
 * cannot fail. False when the step should end, as the screen is to be left. */
bool loop_poll(void *loop);

#endif
