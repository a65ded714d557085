/* Moves the history of an entry along when an import moves the entry to another deck's file. A load
 * finds moved cards by their text; an import also knows the ones that were edited on the way. */
#ifndef EXCHANGE_IMPORT_MOVES_H
#define EXCHANGE_IMPORT_MOVES_H

#include "base/err.h"
#include "exchange/import_files.h"
#include "store/decks.h"
#include "store/store.h"

/* Merges each retired card of a moved entry with the card that was added for it. Call it once the
 * decks are loaded; corrects `report`, which is of that load. */
enum err_code import_moves_follow(const struct import_files *files, struct store *store,
    struct load_report *report, struct err *err);

#endif
