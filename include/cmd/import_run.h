/* Other programs' files on their way to deck files: read, written, and told of. */
#ifndef CMD_IMPORT_RUN_H
#define CMD_IMPORT_RUN_H

#include "cmd/command.h"
#include "deck/import_files.h"
#include "exchange/anki_import.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A line on a terminal that says how far long work has come, from its second second on. */
struct progress {
    bool wanted;
    bool shown;
    int64_t begun_ms, shown_ms;
    const char *unit; /* what is counted: "cards" */
};
/* now_ms is the clock's; all is 0 while nobody knows how many there are. */
void progress_tell(
    struct progress *progress, int64_t now_ms, const char *what, size_t done, size_t all);
void progress_end(struct progress *progress);

/* Where decks go that are imported: the folder of --output; or decks/ where there is one here; or
 * decks/ beside the database. */
void decks_folder(const struct options *options, struct buf *folder);

/* The file of the known deck of that id, where there still is one: the caller's to free. */
char *known_deck_path(struct store *store, const char *deck);
/* ERR_USAGE where the deck of that id is known from another file than path, and so could not be
 * loaded from it. */
enum err_code check_place(struct store *store, const char *deck, const char *path, struct err *err);

/* What an import has made. */
struct imports {
    struct imported files;         /* the deck files */
    struct anki_import **packages; /* those of the sources that are Anki's, for their history */
    size_t package_count;
};
void imports_done(struct imports *imports);

/* Import the files as deck files, told on standard output; *imports says which. With a dry run
 * nothing is written. Returns an exit status; imports_done is due. */
int import_files(struct options *options, char *const *paths, size_t count, const char *folder,
    struct imports *imports);

#endif
