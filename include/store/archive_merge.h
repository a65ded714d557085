/* Merges the rows of an archive into a database, without duplicating existing rows. */
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

/* Begins the transaction that archive_merge_end ends. Rows must come in the order of archive_read:
 * decks before their cards, cards before their events, each kind by ascending number. A card that a
 * known deck's file lacks is retired as of today, a study day. *merge is NULL on failure. */
enum err_code archive_merge_begin(
    struct store *store, int today, struct archive_merge **merge, struct err *err);
/* If this database is empty, take over the highest numbers of deleted rows that the archived
 * database has kept; 0 for none. */
enum err_code archive_merge_numbers(
    struct archive_merge *merge, int64_t cards, int64_t events, struct err *err);

/* Adds a deck, unless a deck here has its id. *deck_id is the deck's number here; *known is set if
 * it was here already. A known deck stays as it is. Its cards are those with the same id or text; a
 * card that it lacks is added as a retired one, because its file lacks it, too. */
enum err_code archive_merge_deck(struct archive_merge *merge, const struct archive_deck *deck,
    int64_t *deck_id, bool *known, struct err *err);
enum err_code archive_merge_card(
    struct archive_merge *merge, const struct archive_card *card, struct err *err);
/* kind is archive_review or archive_change. */
enum err_code archive_merge_event(struct archive_merge *merge, const struct archive_kind *kind,
    const struct archive_event *event, struct err *err);

/* Call after all rows: orders each card's events, and computes its schedule from them. */
enum err_code archive_merge_finish(
    struct archive_merge *merge, struct archive_report *report, struct err *err);
/* Sets the file of an added deck. version is the file's version if drill need not read it. */
enum err_code archive_merge_file(struct archive_merge *merge, int64_t deck_id, const char *path,
    const struct file_version *version, struct err *err);

/* Commits, or rolls back if code is an error, and frees merge, which may be NULL. Returns code, or
 * the error of the commit. */
enum err_code archive_merge_end(struct archive_merge *merge, enum err_code code, struct err *err);

#endif
