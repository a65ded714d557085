/* Where new deck files go. */
#ifndef CMD_DECK_FOLDER_H
#define CMD_DECK_FOLDER_H

#include "cmd/command.h"

/* Append the folder for new decks: that of --output, or else decks/ in the current folder if that
 * exists, or else decks/ beside the database. */
void deck_folder(const struct options *options, struct buf *folder);

#endif
