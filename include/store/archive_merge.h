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
 * decks before their regimes and cards, cards before their events, each kind by ascending number. A
 * card that a known deck's file lacks is retired as of `today`, a study day. *merge is NULL on
 * failure. */
enum err_code archive_merge_begin(
    struct store *store, int today, struct archive_merge **merge, struct err *err);
/* If this database is empty, adopts the highest numbers that deleted rows had in the archived
 * database; 0 for none. */
enum err_code archive_merge_numbers(
    struct archive_merge *merge, int64_t cards, int64_t events, struct err *err);

/* Adds a deck, unless the database has a deck with its id. *deck_id is the deck's number in the
 * database; *known is set if the database had the deck, which then stays as it is. Cards of a known
 * deck are matched by id or text. One without a match is added as a retired card, because the
 * deck's file does not have it. */
enum err_code archive_merge_deck(struct archive_merge *merge, const struct archive_deck *deck,
    int64_t *deck_id, bool *known, struct err *err);
enum err_code archive_merge_card(
    struct archive_merge *merge, const struct archive_card *card, struct err *err);
/* Adds what came into force, unless the database has it. In force is the latest in time. */
enum err_code archive_merge_regime(
    struct archive_merge *merge, const struct archive_regime *regime, struct err *err);
/* Adds an event. `kind` is &archive_review or &archive_change. */
enum err_code archive_merge_event(struct archive_merge *merge, const struct archive_kind *kind,
    const struct archive_event *event, struct err *err);

/* Call this after all rows. Orders each card's events, and computes the card's schedule from
 * them. */
enum err_code archive_merge_finish(
    struct archive_merge *merge, struct archive_report *report, struct err *err);
/* Sets the file of an added deck. `version` is the file's version, so that drill does not read the
 * file again. */
enum err_code archive_merge_file(struct archive_merge *merge, int64_t deck_id, const char *path,
    const struct file_version *version, struct err *err);

/* Commits, or rolls back if `code` is an error, and frees `merge`, which may be NULL. Returns
 * `code`, or the error of the commit. */
enum err_code archive_merge_end(struct archive_merge *merge, enum err_code code, struct err *err);

#endif
