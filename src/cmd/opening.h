/* What commands open before they start: the decks that the command line names, brought up to date
 * with their files, and the terminal. */
#ifndef CMD_OPENING_H
#define CMD_OPENING_H

#include "cmd/command.h"

/* What a command does with its decks; returns an exit status. */
typedef int opened_fn(struct collection *collection, struct options *options);

/* Open the database, open the decks that the command line names, all known ones where it names
 * none, and run. */
int open_named(struct options *options, enum store_mode mode, opened_fn *run);
/* As open_named for writing; but where there is no database yet, a deck with mistakes makes none,
 * and an installed deck is opened as the user's copy of it. */
int open_to_write(struct options *options, opened_fn *run);
/* As open_to_write, of all known decks: the words of the command line are none. Where there is no
 * database yet, an empty one that nobody sees stands in. */
int open_known(struct options *options, opened_fn *run);

/* Whether deck files were named, and every one refused: each has been reported. */
bool all_refused(const struct collection *collection);

/* Open the terminal as the command line and the settings want it; does nothing in plain mode, and
 * where it is open. terminal_close is due whatever came of it. */
enum err_code screen_open(const struct options *options, struct err *err);
/* Where a signal ended a screen, die of it, as its sender expects; else return status. All that the
 * command opened is closed by then. */
int screen_ended(int status);

#endif
