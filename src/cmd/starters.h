/* The decks that are installed with drill. They are originals, which an update replaces: whoever
 * reviews one gets a copy to edit, in decks/ beside the database. */
#ifndef CMD_STARTERS_H
#define CMD_STARTERS_H

#include "cmd/command.h"

/* The folder of the originals, with no links in its path, for the caller to free; NULL where there
 * is none. It is the one installed with this program, or else the one below the built PREFIX. */
char *starters_folder(void);

/* The words of a command line; they belong to the struct. */
struct starters {
    char **words;
    size_t count, capacity;
};
/* Take the words of the command line, with the copy in place of each original that they name, by
 * its path or folder, or by its name where no other file or deck has that. A missing copy is made,
 * and told; at a terminal, the user is asked first. A copy that is there is never written to, and
 * of a deck known from elsewhere none is made. Returns an exit status; starters_done is due. */
int starters_take(const struct options *options, struct starters *taken);
void starters_done(struct starters *taken);

#endif
