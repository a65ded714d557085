/* A known deck written as a deck file again, from what the database has of it. */
#ifndef REPORT_DECK_FILE_H
#define REPORT_DECK_FILE_H

#include "base/err.h"
#include "store/store.h"

#include <stdint.h>
#include <stdio.h>

/* Write the deck to stream: its cards in the order of its file; those that are set aside are marked
 * by a comment above them, and those that have left the file stand below as comments. A cloze whose
 * text cannot be made out any more gives a card of its own for each gap, said in a comment. */
enum err_code deck_file_write(struct store *store, int64_t deck_id, FILE *stream, struct err *err);

#endif
