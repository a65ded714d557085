/* The terminal: shows frames, reads keys, and is always put back as it was, whatever ends the
 * program. There is one terminal, so its state is the module's own. */
#ifndef TUI_TERMINAL_H
#define TUI_TERMINAL_H

#include "base/err.h"
#include "study/settings.h"
#include "view/frame.h"

#include <stdbool.h>
#include <stdint.h>

struct terminal_options {
    bool colors;
    enum theme theme;
    bool mouse; /* take clicks */
};

/* Take over the terminal of standard input and output. ERR_IO, with the terminal untouched, where
 * it cannot show a screen. */
enum err_code terminal_open(const struct terminal_options *options, struct err *err);
/* Give it back; harmless when it is not open. */
void terminal_close(void);
bool terminal_is_open(void);

/* Forget the keys that have come and were not read yet. */
void terminal_drop_keys(void);
/* Lend it to another program for a while, as it was before it was opened, and take it back. Both do
 * nothing when it is not open. */
void terminal_lend(void);
void terminal_take_back(void);

void terminal_size(int *rows, int *cols);
/* Show a frame of the terminal's size; only what changed is written, and nothing where nothing has.
 */
void terminal_show(const struct frame *frame);

enum terminal_event {
    TERMINAL_NOTHING,
    TERMINAL_KEY,    /* *key is one of base/key.h; a click is the key of its place in the frame */
    TERMINAL_REDRAW, /* its size has changed, or it was given back and taken again */
    TERMINAL_END,    /* a signal asks the program to end, or the terminal is gone */
};
/* Wait for the next event. Signals only wake it; Ctrl-Z gives the terminal back, stops the program,
 * and goes on from here. */
enum terminal_event terminal_wait(uint32_t *key);
/* The same without waiting: TERMINAL_NOTHING where nothing has come. */
enum terminal_event terminal_look(uint32_t *key);

/* The signal that ended terminal_wait, SIGHUP where the terminal is gone; 0 where none has. */
int terminal_signal(void);

#endif
