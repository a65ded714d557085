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

/* Whether the folder is one of Anki's profiles, or an unpacked package; sets *path to the path of
 * its collection. */
bool anki_import_find_collection(const char *folder, struct buf *path);

/* Unpacks and opens the source, whose path must outlive *import. *import is NULL on failure.
 * Errors: see package_open and anki_collection_open. */
enum err_code anki_import_open(
    struct anki_import **import, const struct import_source *source, struct err *err);
/* The same for a source that has notes but no collection; its media files are in the folder
 * `media`, which is NULL if there is none. */
enum err_code anki_import_open_folder(struct anki_import **import,
    const struct import_source *source, const char *media, struct err *err);
void anki_import_close(struct anki_import *import);

/* The read function of struct importer, for an open package. */
enum err_code anki_import_read(struct anki_import *a, struct import_sink *sink, struct err *err);

/* The same, note by note: begin a pass, pass on each note, and end the pass. anki_import_note
 * returns false to stop; anki_import_end then says why. `import` is the struct anki_import. */
struct anki_note;
void anki_import_begin(struct anki_import *import, struct import_sink *sink);
bool anki_import_note(void *import, const struct anki_note *note);
enum err_code anki_import_end(struct anki_import *import, struct err *err);

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
/* Forgets which media the entries refer to, since the first pass only guesses where deck files are.
 * `import` may be NULL. */
void anki_import_forget_media(struct anki_import *import);

/* For the media in other programs' packages, whose importers also leave a struct anki_import in
 * source->unpacked. anki_import_of takes over an open package, even if it fails; the path must
 * outlive *import. anki_import_link returns the link from the deck's file to the media file, which
 * is copied if the package has it; NULL for a web address and on failure, which anki_import_failure
 * returns. */
struct package;
enum err_code anki_import_of(
    struct anki_import **import, const char *path, struct package *package, struct err *err);
struct package *anki_import_package(struct anki_import *import);
const char *anki_import_link(
    struct anki_import *import, struct import_sink *sink, const char *deck, const char *name);
const struct err *anki_import_failure(const struct anki_import *import);

/* Anki's buttons 1 (again), 2 (hard), 3 (good) and 4 (easy) become ratings 1, 3, 4 and 5. */
struct anki_history {
    struct import_history_report report;
    size_t ignored; /* log rows that are not answers, or whose cards are not in the decks */
};
/* Whether there is a history to add; `import` may be NULL. */
bool anki_import_has_history(const struct anki_import *import);
/* Adds the log and the schedules to the cards of these decks. `local` converts UTC to local
 * time. */
enum err_code anki_import_history(struct anki_import *import, struct store *store,
    const int64_t *deck_ids, size_t count, struct moment now, struct moment (*local)(int64_t ms),
    struct anki_history *history, import_progress_fn *progress, void *context, struct err *err);

#endif
