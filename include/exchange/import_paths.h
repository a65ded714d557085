/* Where the deck files of an import go. */
#ifndef EXCHANGE_IMPORT_PATHS_H
#define EXCHANGE_IMPORT_PATHS_H

#include "base/err.h"
#include "exchange/import_decks.h"
#include "store/store.h"

/* Gives a deck its id and the path of its file: those of its old file, or new ones, numbered if
 * other decks have them. ERR_USAGE if a file is in the way; ERR_MEMORY. */
enum err_code import_paths_give(
    struct import_files *files, struct import_files_deck *deck, struct err *err);

/* Returns ERR_USAGE if the store knows another existing file for the deck, since it would then
 * refuse `path`. */
enum err_code import_paths_check(
    struct store *store, const char *deck, const char *path, struct err *err);

#endif
