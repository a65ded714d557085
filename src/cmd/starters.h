/* The decks installed with drill. An update replaces these originals, so the user reviews and edits
 * a copy, in decks/ beside the database. */
#ifndef CMD_STARTERS_H
#define CMD_STARTERS_H

#include "cmd/command.h"

/* The real path of the folder of originals, to be freed by the caller; NULL if there is none. It is
 * installed with this program, or else below the PREFIX of the build. */
char *starters_folder(void);

/* Words of a command line; the struct owns them. */
struct starters {
    char **words;
    size_t count, capacity;
};
/* Take the words of the command line, replacing each original that they name by its copy. A word
 * names originals by path or folder, or one by its name if no other file or deck has that. A
 * missing copy is made and reported, at a terminal after asking. An existing copy is never written
 * to, and a deck known from elsewhere is not copied. Return an exit status; call starters_done in
 * any case. */
int starters_take(const struct options *options, struct starters *taken);
void starters_done(struct starters *taken);

#endif
