/* The event loop of every screen: draws, waits for a key and hands it to the screen, until the
 * screen is left or the terminal is gone. Without a terminal, it reads and prints lines instead.
 *
 * A screen opens another by running the other's loop inside its own key or line function. */
#ifndef TUI_LOOP_H
#define TUI_LOOP_H

#include "base/err.h"
#include "view/frame.h"

#include <stdbool.h>
#include <stdint.h>

struct loop {
    const struct screen_ops *ops;
    void *screen;       /* the screen's state; the caller owns it */
    struct frame frame; /* the frame last drawn */
    bool over;          /* the screen sets this to end the loop */
};

/* The outcome of a step of work. */
enum loop_work {
    LOOP_IDLE, /* nothing to do until a key is pressed */
    LOOP_MORE, /* more to do */
    LOOP_DRAW, /* something new to show */
};

/* The functions of a screen. A failure in any of them ends the loop. */
struct screen_ops {
    /* Draw into loop->frame, which is blank and has the terminal's size. */
    enum err_code (*draw)(struct loop *loop, struct err *err);
    enum err_code (*key)(struct loop *loop, uint32_t key, struct err *err);
    /* Do a short step of work between drawing and waiting; *work starts as LOOP_IDLE. May be NULL.
     */
    enum err_code (*step)(struct loop *loop, enum loop_work *work, struct err *err);

    /* For plain mode; NULL if the screen has no plain mode. `print` appends what is new and the
     * prompt; `line` carries out a line, or sets *unclear if it cannot understand the line. */
    enum err_code (*print)(struct loop *loop, struct buf *out, struct err *err);
    enum err_code (*line)(struct loop *loop, const char *line, bool *unclear, struct err *err);
};

/* Run a screen until the user leaves it, a signal ends it (see terminal_signal), or input ends.
 * ERR_IO if output cannot be printed; the lines already read have then been carried out. */
enum err_code loop_run(const struct screen_ops *ops, void *screen, struct err *err);

/* Does a few milliseconds of work while any screen waits for a key. Returns false when there is
 * nothing more to do. `step` may be NULL. */
typedef bool loop_idle_fn(void *context);
void loop_when_idle(loop_idle_fn *step, void *context);

/* During a long step, hand pending keys to the screen without drawing; handling them must not fail.
 * Return false when the loop must end; the step should then stop. */
bool loop_poll(void *loop);

#endif
