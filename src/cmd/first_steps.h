/* Advice for a new user without decks. */
#ifndef CMD_FIRST_STEPS_H
#define CMD_FIRST_STEPS_H

#include <stdio.h>

/* Print that no decks are known yet, any that were found (in ., ./decks and the folder of the
 * starters), and how to write one. */
void print_first_steps(FILE *stream);

#endif
