/* What browse.c needs of browse_marks.c. */
#ifndef STUDY_BROWSE_PARTS_H
#define STUDY_BROWSE_PARTS_H

#include "study/browse.h"

/* Unmark the cards that are no longer in the list. False when memory runs out. */
bool browse_keep_marks(struct browse *browse);

#endif
