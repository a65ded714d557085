/* The terminal: shows frames, reads keys, and is restored however the program ends. There is one
 * terminal, so its state is static. */
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
    enum palette palette;
    bool mouse; /* report clicks */
    enum images images;
};

/* Take over the terminal on standard input and output. ERR_IO, with the terminal untouched, if it
 * cannot show a screen. */
enum err_code terminal_open(const struct terminal_options *options, struct err *err);
/* Restore the terminal; do nothing if it is not open. */
void terminal_close(void);
bool terminal_is_open(void);

/* Discard pending keys. */
void terminal_drop_keys(void);
/* Lend the restored terminal to another program, and take it back. Do nothing if it is not open. */
void terminal_lend(void);
void terminal_take_back(void);

void terminal_size(int *rows, int *cols);
/* Show a frame of the terminal's size; writes only what changed. In a locale without UTF-8, first
 * replaces what cannot be shown (charset_fit). */
void terminal_show(struct frame *frame);

enum terminal_event {
    TERMINAL_NOTHING,
    TERMINAL_KEY,    /* *key is set (see base/key.h); a click gives the key of its zone */
    TERMINAL_REDRAW, /* the screen must be drawn again: after a resize, a stop or Ctrl-L */
    TERMINAL_END,    /* a signal asks the program to end, or the terminal is gone */
};
/* Wait for the next event. Handles Ctrl-Z: restores the terminal, stops, and resumes here. */
enum terminal_event terminal_wait(uint32_t *key);
/* Like terminal_wait, without waiting: TERMINAL_NOTHING if there is no event. */
enum terminal_event terminal_look(uint32_t *key);

/* Whether input or a signal is waiting. */
bool terminal_has_input(void);

/* The signal that asked the program to end; SIGHUP if the terminal is gone; 0 if neither. */
int terminal_signal(void);

/* Call these two with the screen closed. Between them, keys are available without Enter and are not
 * echoed. Keys pressed earlier are discarded. False if there is no terminal to read. */
bool terminal_watch_keys(void);
void terminal_end_watch(void);
/* Whether a key was pressed since terminal_watch_keys. */
bool terminal_key_pressed(void);

#endif
