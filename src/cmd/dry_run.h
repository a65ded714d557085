/* --dry-run: a preview of what loading the named decks would change. */
#ifndef CMD_DRY_RUN_H
#define CMD_DRY_RUN_H

#include "cmd/command.h"

/* Print the changes card by card, without making them. Return an exit status. */
int dry_run(struct options *options);

#endif
