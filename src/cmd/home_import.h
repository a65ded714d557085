/* Imports a file from the home screen. */
#ifndef CMD_HOME_IMPORT_H
#define CMD_HOME_IMPORT_H

#include "cmd/command.h"

/* Import a file or a folder as drill import does: print what would change, ask, and import it. The
 * terminal is lent meanwhile. Appends to `notice`, as safe text, that it was imported, or why it
 * cannot be read; nothing if its mistakes were printed, or if the user declined. Returns whether it
 * was read. */
bool home_import(const struct options *options, const char *typed, struct buf *notice);

#endif
