/* Opens what commands work on: the decks, updated from their files, and the terminal. */
#ifndef CMD_OPENING_H
#define CMD_OPENING_H

#include "cmd/command.h"

/* What a command does with its decks. Returns an exit status. */
typedef int opened_fn(struct collection *collection, struct options *options);

/* Open the database and the decks named on the command line, or all known ones, and call `run`. */
int open_named(struct options *options, enum store_mode mode, opened_fn *run);
/* Like open_named, for writing: an installed deck is opened as the user's copy of it, and no
 * database is created if every deck is refused. */
int open_to_write(struct options *options, opened_fn *run);
/* Like open_to_write, with a backup before anything is loaded. */
int open_to_import(struct options *options, opened_fn *run);
/* Open all known decks for writing, regardless of the arguments. If there is no database
 * yet, use an empty one in memory. */
int open_known(struct options *options, opened_fn *run);

/* Whether every deck file was refused; each refusal has been reported. */
bool all_refused(const struct collection *collection);

/* Open the terminal as options and settings say, unless it is open or --plain was given. Call
 * terminal_close afterwards, even on failure. */
enum err_code screen_open(const struct options *options, struct err *err);
/* If a signal ended a screen, end the program by that signal, as its sender expects; otherwise
 * return `status`. Close everything else before calling it. */
int screen_ended(int status);

#endif
