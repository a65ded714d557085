/* The event loop of every screen: draw, wait for a key, hand it to the screen, until the screen is
 * left or the terminal ends. If the terminal is not open, the loop reads and prints lines instead.
 *
 * A screen opens another by running its loop from a key or line, and resumes when that returns. */
#ifndef TUI_LOOP_H
#define TUI_LOOP_H

#include "base/err.h"
#include "view/frame.h"

#include <stdbool.h>
#include <stdint.h>

struct loop {
    const struct screen_ops *ops;
    void *screen;       /* the screen's state; the caller owns it */
    struct frame frame; /* as last drawn */
    bool over;          /* set by a screen to leave it */
};

/* The outcome of a step of work. */
enum loop_work {
    LOOP_IDLE, /* nothing to do until a key is pressed */
    LOOP_MORE, /* more to do */
    LOOP_DRAW, /* something new to show */
};

/* The functions of a screen. A failure of any of them ends the loop. */
struct screen_ops {
    /* Draw into loop->frame, which is blank and has the terminal's size. */
    enum err_code (*draw)(struct loop *loop, struct err *err);
    enum err_code (*key)(struct loop *loop, uint32_t key, struct err *err);
    /* Do a short step of work between drawing and waiting; *work starts as LOOP_IDLE. May be NULL.
     */
    enum err_code (*step)(struct loop *loop, enum loop_work *work, struct err *err);

    /* For plain mode; NULL if the screen has none. print appends what is new and the prompt; line
     * carries out a line, or sets *unclear. */
    enum err_code (*print)(struct loop *loop, struct buf *out, struct err *err);
    enum err_code (*line)(struct loop *loop, const char *line, bool *unclear, struct err *err);
};

/* Run a screen until it is left, a signal ends it (see terminal_signal), or the input ends. */
enum err_code loop_run(const struct screen_ops *ops, void *screen, struct err *err);

/* During a long step, hand pending keys to the screen without drawing; handling them must not fail.
 * False if the screen is to be left and the step should end. */
bool loop_poll(void *loop);

#endif
