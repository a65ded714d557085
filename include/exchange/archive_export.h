/* Writes all that the database holds as an archive (exchange/archive_lines.h, drill(5)): decks with
 * their files, cards, the whole log with what was undone, the user's settings, and the files that
 * cards link to. */
#ifndef EXCHANGE_ARCHIVE_EXPORT_H
#define EXCHANGE_ARCHIVE_EXPORT_H

#include "base/date.h"
#include "base/err.h"
#include "store/store.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct archive_exporting {
    const char *output;   /* the archive's path, which must not be one of the files in it */
    const char *settings; /* the path of the user's settings, which may be missing; or NULL */
    bool media;           /* also what cards link to in their deck's folder */
    bool compress;        /* by zstd */
    struct moment now;
    /* Tells that the file of a deck is missing: only its cards are archived. */
    void (*notice)(void *context, const char *path, const char *what);
    /* Reports how many lines are written. Returning false ends the export with ERR_IO. */
    bool (*progress)(void *context, size_t lines);
    void *context;
};
struct archive_exported {
    size_t decks, cards, reviews, changes;
    size_t files, media; /* deck files; other files */
};

/* Writes to file. Errors: ERR_STORE, ERR_IO (also if a file changes meanwhile), ERR_USAGE,
 * ERR_MEMORY. */
enum err_code archive_export(struct store *store, FILE *file, const struct archive_exporting *how,
    struct archive_exported *written, struct err *err);

#endif
