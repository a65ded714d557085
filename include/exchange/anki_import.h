/* Imports an Anki package, or the collection in a profile's folder: writes its notes as entries in
 * deck files, copies its media beside the files, and, once the decks are loaded, adds the review
 * log and the schedules. The package is unpacked once and read twice (see exchange/import_files.h).
 */
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

/* The importer's read function leaves an open struct anki_import in source->unpacked. */
extern const struct importer importer_anki;

/* Whether the folder is one of Anki's profiles, or an unpacked package; sets *path to that of its
 * collection. */
bool anki_import_find_collection(const char *folder, struct buf *path);

/* Unpacks and opens the source, whose path must outlive *import. *import is NULL on failure.
 * Errors: see package_open and anki_collection_open. */
enum err_code anki_import_open(
    struct anki_import **import, const struct import_source *source, struct err *err);
void anki_import_close(struct anki_import *import);

/* The read function of struct importer, for an open package. */
enum err_code anki_import_read(struct anki_import *a, struct import_sink *sink, struct err *err);

/* Reports that `done` of `total` units of work are done; `total` is 0 while unknown. Returning
 * false ends the work with ERR_IO. */
typedef bool import_progress_fn(
    void *context, const char *what, const char *unit, size_t done, size_t total);

/* Writes the media that entries refer to into media/ beside their deck files, without replacing any
 * file. Sets *missing to the number of files that the package lacks. anki_import_close removes the
 * files written, unless anki_import_keep_media was called. */
enum err_code anki_import_media(struct anki_import *import, size_t *missing,
    import_progress_fn *progress, void *context, struct err *err);
void anki_import_keep_media(struct anki_import *import);

/* Anki's buttons 1 (again), 2 (hard), 3 (good) and 4 (easy) become ratings 1, 3, 4 and 5. */
struct anki_history {
    struct import_history_report report;
    size_t ignored; /* log rows that are not answers, or whose cards are not in the decks */
};
/* Adds the log and the schedules to the cards of these decks. `local` converts UTC to local
 * time. */
enum err_code anki_import_history(struct anki_import *import, struct store *store,
    const int64_t *deck_ids, size_t count, struct moment now, struct moment (*local)(int64_t ms),
    struct anki_history *history, import_progress_fn *progress, void *context, struct err *err);

#endif
