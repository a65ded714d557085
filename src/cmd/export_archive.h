/* drill export archive: everything that drill knows, as text that drill can import again. */
#ifndef CMD_EXPORT_ARCHIVE_H
#define CMD_EXPORT_ARCHIVE_H

#include "cmd/command.h"

int export_archive(struct options *options); /* returns an exit status */

#endif
