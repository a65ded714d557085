/* Imports an archive (drill(5)), whole or not at all: first it is read from end to end, which
 * changes nothing; then its rows are merged into the database in one transaction, and its files are
 * written, none over another one. Archives are untrusted. */
#ifndef EXCHANGE_ARCHIVE_IMPORT_H
#define EXCHANGE_ARCHIVE_IMPORT_H

#include "base/err.h"
#include "deck/import_source.h"
#include "store/archive_merge.h"

#include <stdbool.h>
#include <stddef.h>

/* Only recognises archives: they are not made of entries. */
extern const struct importer importer_archive;
/* Whether the file is an archive, by its first bytes; quicker than to open it as a source. */
bool archive_recognise(const char *path);

struct archive_importing {
    const char *db, *path; /* the database; the archive, or "-" */
    const char *folder;    /* where files go */
    const char *settings;  /* the path of the user's settings; NULL to leave them alone */
    bool dry_run;          /* write nothing */
    int today;             /* the study day */
    /* Opens the database, once the archive is known to be whole; it is closed at the end. */
    enum err_code (*open)(void *context, struct store **store, struct err *err);
    /* Reports how many lines are read. Returning false ends the import with ERR_IO. */
    bool (*progress)(void *context, size_t lines);
    void *context;
};

enum archive_fate {
    ARCHIVE_WRITTEN,
    ARCHIVE_SAME,  /* a file with the same bytes was there */
    ARCHIVE_ASIDE, /* another file has its name: written under the next free one */
    ARCHIVE_EXTRA, /* the deck has another file here, and keeps it: written beside the decks */
};
struct archive_placed {
    char *name, *path; /* in the archive; on the disk */
    enum archive_fate fate;
    bool is_deck;
    bool load; /* the deck was known here, without a file: load this one */
};
enum archive_settings_fate {
    SETTINGS_NONE, /* the archive has none, or those that are here */
    SETTINGS_WRITTEN,
    SETTINGS_KEPT,    /* there are others here */
    SETTINGS_REFUSED, /* they have mistakes, or cannot be written */
};

/* What an import did. Free with archive_imported_done, also after an error. */
struct archive_imported {
    struct archive_counts counts; /* what the archive holds */
    struct archive_report report;
    struct archive_placed *placed;
    size_t count, capacity;
    enum archive_settings_fate settings;
};
void archive_imported_done(struct archive_imported *imported);

/* Errors: ERR_MISTAKE if the archive is damaged, with its line and column, or newer than this
 * program; ERR_STORE, ERR_IO, ERR_USAGE, ERR_MEMORY. Nothing is changed then. */
enum err_code archive_import(
    const struct archive_importing *how, struct archive_imported *imported, struct err *err);

#endif
