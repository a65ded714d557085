/* Finds the cards in data of any shape that flashcard programs write: lists of cards, decks within
 * decks, maps of question to answer, lists of pairs, multiple choice. */
#ifndef DECK_IMPORT_DATA_H
#define DECK_IMPORT_DATA_H

#include "deck/data.h"
#include "deck/import_source.h"

#include <stdbool.h>
#include <stddef.h>

/* Passes the cards to the sink. Sets *found to the number of items taken for cards, including those
 * skipped. Errors: the sink's failure; ERR_MISTAKE if all of them are skipped; ERR_MEMORY. */
enum err_code import_data_read(const struct data *data, const struct import_source *source,
    struct import_sink *sink, size_t *found, struct err *err);

/* Whether there is a card. If `strict`, a card counts only if it is in a list and its keys name its
 * question. */
bool import_data_has_cards(const struct data *data, bool strict);

#endif
