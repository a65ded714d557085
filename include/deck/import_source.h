/* Reads what other programs and sites give, and hands on the entries of decks. A format is an
 * importer: how to tell it by its first bytes, and how to read it. The importers are in one table,
 * the surest first. They read what is not theirs to trust: every text that they hand on is UTF-8,
 * and what they cannot use is told with its line and why, and passed over. */
#ifndef DECK_IMPORT_SOURCE_H
#define DECK_IMPORT_SOURCE_H

#include "base/err.h"
#include "deck/reader.h"
#include "text/encoding.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Where entries go. entry and skipped return false to stop the import; sink->failure then says
 * why. line counts from 1 and is where the thing begins in the source; 0 where it has no lines. */
struct import_sink {
    /* deck is the name of the deck that the entry belongs to, with :: before each subdeck; "" where
     * the source does not say. The entry lasts until the call returns. */
    bool (*entry)(void *context, const char *deck, const struct deck_entry *entry, unsigned line);
    bool (*skipped)(void *context, unsigned line, const char *why);
    /* Something the user should know of the whole source. */
    void (*note)(void *context, const char *what);
    void *context;
    struct err failure;
    /* The folder of that deck's file, to last until the next call; NULL as entry returns false.
     * For sources with media: others may leave it NULL. */
    const char *(*folder)(void *context, const char *deck);
};

/* A file to be imported. */
struct import_source {
    const char *path;    /* the caller's; "-" is standard input */
    const char *columns; /* what the user says of them; NULL where nothing */
    FILE *file;          /* of a regular file: what is none was copied to one */
    bool is_text;        /* lines are open */
    struct source_lines lines;
    struct buf start; /* the first 64 KiB: UTF-8 and LF where it is text, else bytes as they are */
    struct err no_text; /* why it is no text */
};

struct importer {
    const char *name; /* as --as knows it */
    const char *what; /* for people */
    bool (*recognises)(const struct import_source *source);
    /* Errors: ERR_MISTAKE where the file is nothing of this kind, ERR_IO, ERR_MEMORY, and what the
     * sink failed with. NULL for a deck file, which is taken as it is, and for a package of Anki's,
     * which exchange/anki_import.h reads. */
    enum err_code (*read)(struct import_source *source, struct import_sink *sink, struct err *err);
};
extern const struct importer *const importers[];
extern const size_t importer_count;
/* NULL where there is no format of that name. */
const struct importer *importer_named(const char *name);

/* Errors: ERR_IO, ERR_MEMORY. import_close is due whatever came of it. */
enum err_code import_open(struct import_source *source, const char *path, struct err *err);
void import_close(struct import_source *source);
/* The importer for a source: NULL where nothing is known of its like. */
const struct importer *import_recognise(const struct import_source *source);

/* The importers, one a file. */
extern const struct importer importer_yaml, importer_anki, importer_csv, importer_page,
    importer_markdown, importer_org;

#endif
