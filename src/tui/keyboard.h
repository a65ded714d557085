/* What is typed, clicked and pasted, as keys. For the terminal's own file: curses is open. */
#ifndef TUI_KEYBOARD_H
#define TUI_KEYBOARD_H

#include "view/frame.h"

#include <stdbool.h>
#include <stdint.h>

/* Have keys come one by one, marked where they are pasted, and clicks, where mouse says so and the
 * terminal has one: whether they do is returned. */
bool keyboard_open(bool mouse);
/* Have the terminal mark what is pasted, so that it is not taken for keys; where it can. */
void keyboard_mark_pastes(bool on);
/* Write what a capability of the terminal's description says, where it has it. */
void keyboard_put(const char *capability);

/* Read a key that has come already; false where there is none. A click is the key that the frame
 * shown has there. */
bool keyboard_read(const struct frame *shown, uint32_t *key);
/* How long to wait for the next key, in milliseconds, -1 for ever; after that a paste whose end
 * does not come is over. */
int keyboard_wait_ms(void);
void keyboard_paste_over(void);

#endif
