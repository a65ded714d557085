/* What the packages of an import know of cards, once their deck files have been loaded. */
#ifndef CMD_IMPORT_HISTORY_H
#define CMD_IMPORT_HISTORY_H

#include "cmd/import_run.h"

/* Add the packages' history to their cards, and print what that was. Returns an exit status. */
int import_history(struct options *options, struct imports *imports);

#endif
