/* Advice for a new user without decks. */
#ifndef CMD_FIRST_STEPS_H
#define CMD_FIRST_STEPS_H

#include "cmd/command.h"
#include "study/collection.h"

#include <stdio.h>

/* Tell the user that no decks are known yet, list those found in ., ./decks and the starters'
 * folder, and explain how to write one. */
void print_first_steps(FILE *stream);

/* Print the same on standard output and return true if a report for people is about all decks, and
 * there are none. */
bool first_steps_instead(const struct collection *collection, const struct options *options);

#endif
