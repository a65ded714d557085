/* Merges the rows of an archive into a database, without doubling what is there. */
#ifndef STORE_ARCHIVE_MERGE_H
#define STORE_ARCHIVE_MERGE_H

#include "base/err.h"
#include "deck/source.h"
#include "store/archive.h"
#include "store/store.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct archive_merge;

/* Begins the transaction that the caller ends with archive_merge_end. Rows must come as
 * archive_read gives them: decks before their cards, cards before their events, each kind by rising
 * number. today is the study day on which cards are retired that a known deck's file lacks. *merge
 * is NULL on failure. */
enum err_code archive_merge_begin(
    struct store *store, int today, struct archive_merge **merge, struct err *err);
/* Take over the highest numbers that the archived database has kept of deleted rows, 0 for none, if
 * this one is empty. */
enum err_code archive_merge_numbers(
    struct archive_merge *merge, int64_t cards, int64_t events, struct err *err);

/* Adds a deck, unless a deck here has its id: *deck_id is its number here, and *known whether it
 * was here. A deck that was here stays as it is. Its cards are those with the same id or texts; a
 * card that it lacks becomes a retired one, because its file lacks it, too. */
enum err_code archive_merge_deck(struct archive_merge *merge, const struct archive_deck *deck,
    int64_t *deck_id, bool *known, struct err *err);
enum err_code archive_merge_card(
    struct archive_merge *merge, const struct archive_card *card, struct err *err);
/* kind is archive_review or archive_change. */
enum err_code archive_merge_event(struct archive_merge *merge, const struct archive_kind *kind,
    const struct archive_event *event, struct err *err);

/* Once all rows are there: puts the events of each card in order, and folds their schedules. */
enum err_code archive_merge_finish(
    struct archive_merge *merge, struct archive_report *report, struct err *err);
/* Sets the file of a deck that was added. version is that of the file if drill need not read it. */
enum err_code archive_merge_file(struct archive_merge *merge, int64_t deck_id, const char *path,
    const struct file_version *version, struct err *err);

/* Commits, or rolls back if code is an error, and frees merge, which may be NULL. Returns code, or
 * the error of the commit. */
enum err_code archive_merge_end(struct archive_merge *merge, enum err_code code, struct err *err);

#endif
