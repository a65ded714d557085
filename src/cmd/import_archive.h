/* drill import ARCHIVE: restores what drill export archive wrote. */
#ifndef CMD_IMPORT_ARCHIVE_H
#define CMD_IMPORT_ARCHIVE_H

#include "cmd/command.h"

/* Import the archive named by the only argument, and write its files to `folder`. Returns an exit
 * status. */
int import_archive(struct options *options, const char *folder);

#endif
