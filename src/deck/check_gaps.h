/* Warns about cloze texts that may not be read as they are meant. */
#ifndef DECK_CHECK_GAPS_H
#define DECK_CHECK_GAPS_H

#include "deck/reader.h"

/* Calls warn for each suspicious gap of the entry, whose cloze text has been read into *cloze.
 * Returns false if memory ran out. */
bool check_gaps(const struct deck_entry *entry, const struct cloze *cloze, deck_mistake_fn *warn,
    void *context);

#endif
