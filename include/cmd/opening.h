/* The way from the command line to decks in the database, up to date with their files: the same for
 * every command. */
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

/* A deck_mistake_fn for mistakes that have been told, or are shown otherwise. */
void say_nothing(void *context, const struct err *mistake);

/* Whether deck files were named, and every one refused: each has been told. */
bool all_refused(const struct collection *collection);

#endif
