/* Imports an Anki package: its notes become entries of deck files, its media are put beside these
 * files, and once the decks are loaded, its review log and schedules are added to their cards. The
 * package is unpacked once and read twice, as exchange/import_files.h wants it. */
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

/* Its read opens the struct anki_import, keeps it in source->unpacked, and leaves it open. */
extern const struct importer importer_anki;

/* Unpacks and opens the source, whose path must outlive it. *import is NULL on failure. Errors as
 * of package_open and anki_collection_open. */
enum err_code anki_import_open(
    struct anki_import **import, const struct import_source *source, struct err *err);
void anki_import_close(struct anki_import *import);

/* As the read of an importer. */
enum err_code anki_import_read(
    struct anki_import *import, struct import_sink *sink, struct err *err);

/* Called during long work, which it stops by returning false: that is then an ERR_IO. done counts
 * what unit names; total is 0 if it is not known. */
typedef bool import_progress_fn(
    void *context, const char *what, const char *unit, size_t done, size_t total);

/* Puts the media that entries name into media/ beside their deck files, never over another file.
 * anki_import_close removes them, unless anki_import_keep_media is called. *missing is the number
 * of those that are not in the package. */
enum err_code anki_import_media(struct anki_import *import, size_t *missing,
    import_progress_fn *progress, void *context, struct err *err);
void anki_import_keep_media(struct anki_import *import);

/* What the log and the schedules came to. Anki's buttons 1 (again), 2 (hard), 3 (good) and 4 (easy)
 * become ratings 1, 3, 4 and 5. */
struct anki_history {
    struct import_history_report report;
    size_t ignored; /* rows of the log that are no answers, or of cards that are not here */
};
/* Adds the log and the schedules to the cards of these decks. local converts a time to that of the
 * user's clock. */
enum err_code anki_import_history(struct anki_import *import, struct store *store,
    const int64_t *deck_ids, size_t count, struct moment now, struct moment (*local)(int64_t ms),
    struct anki_history *history, import_progress_fn *progress, void *context, struct err *err);

#endif
