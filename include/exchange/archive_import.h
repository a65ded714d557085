/* Imports an archive (drill(5)) in full or not at all. It is first read from end to end, without
 * any changes; then its rows are merged into the database in one transaction, and its files are
 * written without replacing any. Archives are untrusted. */
#ifndef EXCHANGE_ARCHIVE_IMPORT_H
#define EXCHANGE_ARCHIVE_IMPORT_H

#include "base/err.h"
#include "deck/import_source.h"
#include "store/archive_merge.h"

#include <stdbool.h>
#include <stddef.h>

/* Only recognizes archives, since they do not contain entries to read. */
extern const struct importer importer_archive;
/* Whether the file's first bytes are those of an archive; quicker than opening it as a source. */
bool archive_recognize(const char *path);

struct archive_importing {
    const char *db, *path; /* the database; the archive, or "-" */
    const char *folder;    /* where files are written */
    const char *settings;  /* the path of the user's settings; NULL to leave them alone */
    bool dry_run;          /* write nothing */
    int today;             /* the study day */
    /* Opens the database, once the archive is known to be complete. archive_import closes it. */
    enum err_code (*open)(void *context, struct store **store, struct err *err);
    /* Reports how many lines have been read. Returning false ends the import with ERR_IO. */
    bool (*progress)(void *context, size_t lines);
    void *context;
};

enum archive_fate {
    ARCHIVE_WRITTEN,
    ARCHIVE_SAME,  /* a file with the same bytes already exists */
    ARCHIVE_ASIDE, /* another file has its name, so it is written under the next free one */
    ARCHIVE_EXTRA, /* the local deck keeps its own file, so this one gets another name */
};
struct archive_placed {
    char *name, *path; /* in the archive; on the disk */
    enum archive_fate fate;
    bool is_deck;
    bool load; /* the deck was known but had no file, so load this one */
};
enum archive_settings_fate {
    SETTINGS_NONE, /* the archive has no settings, or the same as the user's */
    SETTINGS_WRITTEN,
    SETTINGS_KEPT,    /* the user has other settings, which stay */
    SETTINGS_REFUSED, /* the archived settings contain mistakes, or writing them failed */
};

/* The result of an import. Free with archive_imported_done, even after an error. */
struct archive_imported {
    struct archive_counts counts; /* the contents of the archive */
    struct archive_report report;
    struct archive_placed *placed;
    size_t count, capacity;
    enum archive_settings_fate settings;
};
void archive_imported_done(struct archive_imported *imported);

/* Errors: ERR_MISTAKE, with its line and column, if the archive is damaged or newer than this
 * program; ERR_STORE, ERR_IO, ERR_USAGE, ERR_MEMORY. An error leaves everything unchanged. */
enum err_code archive_import(
    const struct archive_importing *how, struct archive_imported *imported, struct err *err);

#endif
