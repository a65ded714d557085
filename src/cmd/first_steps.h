/* Advice for a new user without decks. */
#ifndef CMD_FIRST_STEPS_H
#define CMD_FIRST_STEPS_H

#include <stdio.h>

/* Tell the user that no decks are known yet, list those found in ., ./decks and the starters'
 * folder, and explain how to write one. */
void print_first_steps(FILE *stream);

#endif
