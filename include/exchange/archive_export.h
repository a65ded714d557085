/* Writes everything in the database as an archive (exchange/archive_lines.h, drill(5)): decks with
 * their files, cards, the whole log including undone ratings and changes, the user's settings, and
 * the files that cards link to. */
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
    bool media;           /* include the files that cards link to in their deck's folder */
    bool compress;        /* with zstd */
    struct moment now;
    /* Reports that a deck's file is missing; the archive then has only its cards and their
     * history. */
    void (*notice)(void *context, const char *path, const char *what);
    void *context;
    void (*progress)(size_t lines); /* called now and then, if not NULL */
};
struct archive_exported {
    size_t decks, cards, reviews, changes;
    size_t files, media; /* deck files; other files */
};

/* Writes the archive to `file`. Errors: ERR_STORE, ERR_IO (also if a source file changes during the
 * export), ERR_USAGE, ERR_MEMORY. */
enum err_code archive_export(struct store *store, FILE *file, const struct archive_exporting *how,
    struct archive_exported *written, struct err *err);

#endif
