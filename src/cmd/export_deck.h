/* drill export deck: a known deck as a deck file. */
#ifndef CMD_EXPORT_DECK_H
#define CMD_EXPORT_DECK_H

#include "cmd/command.h"

/* Write the deck that --deck or the second word names; returns an exit status. */
int export_deck(struct options *options);

#endif
