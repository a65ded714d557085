/* Adds entries to a deck file, all or none:
 *
 *   adding_open ──> adding_add, each entry ──> adding_write
 *
 * The file is read when it is opened, and refused if it has mistakes, or if it changes before it is
 * written. The caller loads the deck afterwards (deck_load in study/collection.h). */
#ifndef STUDY_ADDING_H
#define STUDY_ADDING_H

#include "base/err.h"
#include "base/map.h"
#include "deck/append.h"
#include "deck/ids.h"
#include "store/store.h"

#include <stdbool.h>

/* Free it with adding_done, even after an error. */
struct adding {
    struct deck_ids ids; /* of the file as it was read */
    bool gives_ids;      /* the deck's entries have ids, so new ones get one, too */
    struct map texts;    /* the texts of its entries, and of those added */
    struct deck_addition addition;
};

/* Appends `text` as a card's tags, which may be separated by spaces or commas. False, with *wrong
 * and *length set to the first that cannot be a tag. */
bool adding_tags(const char *text, struct buf *tags, const char **wrong, size_t *length);
/* Why an entry cannot be a card, as advice; NULL if it can. Sets *ok to false if memory ran out. */
const char *adding_mistake(const struct deck_entry *entry, bool *ok);

/* Reads the deck file at `path`, which must last as long as *adding. Errors: ERR_IO, ERR_MEMORY,
 * ERR_STORE; ERR_MISTAKE if the file has mistakes, which are all reported. */
enum err_code adding_open(struct adding *adding, struct store *store, const char *path,
    deck_mistake_fn *on_mistake, void *context, struct err *err);
/* Adds an entry, and gives it an id if the deck has ids. Sets *known, and adds nothing, if the deck
 * has the same question and answer, or the same cloze text. ERR_MEMORY. */
enum err_code adding_add(
    struct adding *adding, struct deck_entry *entry, bool *known, struct err *err);
/* Writes the file, unless nothing was added. On failure the file is unchanged. ERR_IO, ERR_MEMORY,
 * ERR_MISTAKE. */
enum err_code adding_write(struct adding *adding, struct err *err);
void adding_done(struct adding *adding);

/* Writes `entry` in place of one of the file that says the same as `was`, that at was's line if
 * there are several. ERR_IO also if there is none, because the file has been edited; ERR_MISTAKE if
 * the file has mistakes, or if something else would change. On failure the file is unchanged. If
 * `entry` is NULL, only checks that one can be replaced. Sets *number to its number, from 0. */
enum err_code adding_replace(const char *path, const struct deck_entry *was,
    const struct deck_entry *entry, size_t *number, struct err *err);

/* Reserves the ids of a deck's retired cards: a new card with such an id would inherit the retired
 * card's history. The deck may be known by its id, or by its name if the file had no id before. */
enum err_code adding_spare_retired(struct store *store, struct deck_ids *ids, struct err *err);

#endif
