/* One run of `drill import`, without a terminal or a clock:
 *
 *   import_run_files     recognizes and reads the sources twice, writes their deck files and media
 *   import_run_commit    moves the deck files into place
 *   (the caller loads them)
 *   import_run_history   adds the sources' reviews and schedules to the loaded cards */
#ifndef EXCHANGE_IMPORT_RUN_H
#define EXCHANGE_IMPORT_RUN_H

#include "base/date.h"
#include "base/err.h"
#include "deck/import_source.h"
#include "exchange/anki_import.h"
#include "exchange/import_files.h"
#include "exchange/import_schedules.h"

#include <stdbool.h>
#include <stddef.h>

/* Shows the user a notice about a source, or about one of its lines if `line` is not 0. */
typedef void import_notice_fn(void *context, const char *path, unsigned line, const char *what);

struct import_run {
    /* Set by the caller. */
    const char *db;
    const char *as; /* the format of all sources; NULL to recognize it */
    struct import_choices choices;
    char *const *names; /* a name for each source's deck if the source gives none; NULL, or an
                           element that is NULL, to use the file's name */
    const char *deck;   /* a name for the only deck; NULL to use the names in the sources */
    bool elsewhere;     /* refuse decks whose known files are outside files.folder */
    import_progress_fn *progress;
    import_notice_fn *notice;
    void *context; /* passed to progress and notice */

    struct import_files files; /* folder, force and dry_run are set by the caller */
    struct import_source *sources;
    size_t source_count;
    /* What sources that are not Anki packages say of the cards of each deck. Two decks may have
     * cards with the same id. */
    struct import_run_deck {
        char *id;
        struct import_schedules schedules;
    } * decks;
    size_t deck_count, deck_capacity;
    struct import_schedules *current; /* the last entry's; NULL if it was left out */
    struct anki_history *histories;   /* one per package whose history has been added, and one for
                                         all that is in `decks` */
    size_t history_count;
};

/* The paths must outlive the run. Errors: ERR_USAGE, ERR_MISTAKE, ERR_IO, ERR_MEMORY. */
enum err_code import_run_files(
    struct import_run *run, char *const *paths, size_t count, struct err *err);
/* Errors: ERR_USAGE, ERR_IO, ERR_MEMORY. In a dry run, only decides what would happen. */
enum err_code import_run_commit(struct import_run *run, struct err *err);
/* `local` converts UTC to local time. Errors: see anki_import_history. */
enum err_code import_run_history(struct import_run *run, struct moment now,
    struct moment (*local)(int64_t utc_ms), struct err *err);
/* Frees the run, and removes what was not committed. */
void import_run_done(struct import_run *run);

#endif
