/* What browse.c, browse_marks.c and browse_changes.c share. */
#ifndef STUDY_BROWSE_PARTS_H
#define STUDY_BROWSE_PARTS_H

#include "study/browse.h"

/* Unmark the cards that are no longer in the list. False when memory runs out. */
bool browse_keep_marks(struct browse *browse);

/* A card's sort key; INT64_MAX sorts last in both directions. */
int64_t browse_key_of(const struct listed_card *card, enum browse_column column);

#endif
