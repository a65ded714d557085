/* --dry-run: what loading the decks that the command line names would change. */
#ifndef CMD_DRY_RUN_H
#define CMD_DRY_RUN_H

#include "cmd/command.h"

/* Print it, card by card, and change nothing. Returns an exit status. */
int dry_run(struct options *options);

#endif
