/* drill export archive: all that drill knows, as a text that comes back. */
#ifndef CMD_EXPORT_ARCHIVE_H
#define CMD_EXPORT_ARCHIVE_H

#include "cmd/command.h"

int export_archive(struct options *options); /* returns an exit status */

#endif
