/* Turns typing, clicks and pastes into keys, and takes the answers of the terminal from among them.
 * Used only by terminal.c; curses must be open. */
#ifndef TUI_KEYBOARD_H
#define TUI_KEYBOARD_H

#include "view/frame.h"
#include "view/picture_choice.h"

#include <stdbool.h>
#include <stdint.h>

/* Set up curses to deliver keys one by one, to recognize pastes and, if `mouse` is set, to deliver
 * clicks. Return whether clicks work. */
bool keyboard_open(bool mouse);
/* Ask the terminal to mark pasted text (bracketed paste), or no longer to do so. */
void keyboard_mark_pastes(bool on);
/* The bytes that ask for it; "" if the terminal might print them. */
const char *keyboard_paste_mode(bool on);
/* A terminfo capability; NULL if the terminal does not have it. */
const char *keyboard_capability(const char *name);
/* Write a capability, if the terminal has it. */
void keyboard_put(const char *capability);

/* Read a pending key; false if there is none. A click gives the key of its zone in the frame. */
bool keyboard_read(const struct frame *shown, uint32_t *key);
/* How long to wait for the next key, in milliseconds; -1 for no limit. Only a paste, an unfinished
 * sequence and an answer have a limit: when it expires, call keyboard_give_up. */
int keyboard_wait_ms(void);
void keyboard_give_up(void);

/* Ask the terminal for the colour of its background, or how it shows pictures, or both. Its answers
 * are read among the keys. */
void keyboard_ask(bool background, bool pictures);
/* Whether the terminal still has to answer. */
bool keyboard_is_awaiting(void);
/* The terminal's answer, such as "rgb:ffff/ffff/ffff"; "" if there is none. */
const char *keyboard_background(void);
/* What it has answered about pictures. */
const struct picture_answers *keyboard_answers(void);

#endif
