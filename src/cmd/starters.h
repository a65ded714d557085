/* The decks installed with drill. An update replaces these originals, so the user reviews and edits
 * a copy, in decks/ beside the database. */
#ifndef CMD_STARTERS_H
#define CMD_STARTERS_H

#include "cmd/command.h"

/* Return the real path of the originals' folder, which the caller frees; NULL if there is none. The
 * folder is installed with this program, or else below the PREFIX of the build. */
char *starters_folder(void);

/* Command-line arguments; the struct owns them. */
struct starters {
    char **words;
    size_t count, capacity;
};
/* Take the command-line arguments, replacing each original that they name with its copy. An
 * argument names originals by path or folder, or a single one by its name if no other file or deck
 * has that name. A missing copy is made and reported; at a terminal, drill asks first. An existing
 * copy is never overwritten, and a deck known from elsewhere is not copied. Return an exit status;
 * call starters_done even after a failure. */
int starters_take(const struct options *options, struct starters *taken);
void starters_done(struct starters *taken);

#endif
