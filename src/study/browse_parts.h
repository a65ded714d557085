/* What the sources of browsing share. */
#ifndef STUDY_BROWSE_PARTS_H
#define STUDY_BROWSE_PARTS_H

#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

struct browse;
struct browse_step;
struct listed_card;

/* Unmark the cards that are no longer in the list. False when memory runs out. */
bool browse_keep_marks(struct browse *browse);

/* Add a step that was just made; false when memory runs out. browse_forget_undone frees the steps
 * that were undone. */
bool browse_add_step(struct browse *browse, const struct browse_step *step);
void browse_forget_undone(struct browse *browse);

/* Write the files of a step, which undoes or redoes it, and load them. */
enum err_code browse_swap_files(
    struct browse *browse, struct browse_step *step, bool backwards, struct err *err);

/* A card's sort key, for an enum browse_column; INT64_MAX sorts last in both directions. */
int64_t browse_key_of(const struct browse *browse, const struct listed_card *card, unsigned column);

#endif
