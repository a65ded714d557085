/* Writes a known deck, as stored in the database, to a deck file. */
#ifndef REPORT_DECK_FILE_H
#define REPORT_DECK_FILE_H

#include "base/err.h"
#include "store/store.h"

#include <stdint.h>
#include <stdio.h>

/* Writes the deck's cards in the order of its file. A comment marks suspended cards; retired cards
 * follow as comments. If a cloze text cannot be rebuilt, each gap becomes an entry, with a comment
 * that names the original one. */
enum err_code deck_file_write(struct store *store, int64_t deck_id, FILE *stream, struct err *err);

#endif
