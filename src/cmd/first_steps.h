/* What a new user is told, who has no decks yet. */
#ifndef CMD_FIRST_STEPS_H
#define CMD_FIRST_STEPS_H

#include <stdio.h>

/* Say that no decks are known, where there are some, and how to write one. The places that are
 * looked at: this folder, decks in it, and the folder of the starters. */
void print_first_steps(FILE *stream);

#endif
