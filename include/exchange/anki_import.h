/* A package of Anki's on its way in: its notes become entries of deck files, like what other
 * importers read; its media are put beside these; and when the decks are known, its review log and
 * schedules follow. The package is unpacked once and read twice, as struct imported asks. */
#ifndef EXCHANGE_ANKI_IMPORT_H
#define EXCHANGE_ANKI_IMPORT_H

#include "base/date.h"
#include "base/err.h"
#include "deck/import_source.h"
#include "store/import_history.h"
#include "store/store.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct anki_import;

/* Unpack and open the source, which must outlive it. *import is NULL on failure. Errors as of
 * package_open and anki_store_open. */
enum err_code anki_import_open(
    struct anki_import **import, const struct import_source *source, struct err *err);
void anki_import_close(struct anki_import *import);

/* As the read of an importer. */
enum err_code anki_import_read(
    struct anki_import *import, struct import_sink *sink, struct err *err);

/* Called now and then in long work; returns false to give it up, which ends in ERR_IO. */
typedef bool go_on_fn(void *context, size_t done, size_t all);

/* Put the media that entries named into media/ beside their deck files, never over another file.
 * Those that were put are taken away again when the import is closed, but for
 * anki_import_keep_media. *missing is the number of those that the package does not have. */
enum err_code anki_import_media(
    struct anki_import *import, size_t *missing, go_on_fn *go_on, void *context, struct err *err);
void anki_import_keep_media(struct anki_import *import);

/* What becomes of the log. Anki's buttons 1 (again), 2 (hard), 3 (good), 4 (easy) are ratings 1, 3,
 * 4, 5 here. */
struct anki_history {
    struct history_report report;
    size_t passed_over; /* rows without an answer, or of cards that are not here */
};
/* Add the log and the schedules to the cards of these decks. moment says what the user's clock
 * showed at a time. */
enum err_code anki_import_history(struct anki_import *import, struct store *store,
    const int64_t *deck_ids, size_t count, struct moment now, struct moment (*moment)(int64_t ms),
    struct anki_history *history, go_on_fn *go_on, void *context, struct err *err);

#endif
