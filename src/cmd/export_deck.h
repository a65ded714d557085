/* drill export deck: write a known deck as a deck file. */
#ifndef CMD_EXPORT_DECK_H
#define CMD_EXPORT_DECK_H

#include "cmd/command.h"

/* Write the deck named by --deck or by the second word. Return an exit status. */
int export_deck(struct options *options);

#endif
