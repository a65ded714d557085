/* drill export anki: known decks as a package that Anki imports. */
#ifndef CMD_EXPORT_ANKI_H
#define CMD_EXPORT_ANKI_H

#include "cmd/command.h"

int export_anki(struct options *options); /* returns an exit status */

#endif
