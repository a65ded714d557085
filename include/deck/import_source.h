/* The source of an import, and the interface of importers. An importer is a format: how to
 * recognize its files by their first bytes, and how to read one into deck entries. The table of
 * importers is in exchange/importers.h. Importers do not trust their input: they pass on only
 * UTF-8, skip what they cannot use, and report its line and the reason. */
#ifndef DECK_IMPORT_SOURCE_H
#define DECK_IMPORT_SOURCE_H

#include "base/err.h"
#include "deck/markup.h"
#include "deck/reader.h"
#include "text/encoding.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Receives what an importer reads. `entry` and `skipped` return false to stop the import, with the
 * reason in `failure`. `line` is where the item begins, from 1; 0 in sources without lines. */
struct import_sink {
    /* `deck` is the name of the entry's deck, with :: before each subdeck; "" if the source does
     * not name one. The entry is valid during the call. */
    bool (*entry)(void *context, const char *deck, const struct deck_entry *entry, unsigned line);
    bool (*skipped)(void *context, unsigned line, const char *why);
    /* Reports something about the source as a whole. */
    void (*note)(void *context, const char *what);
    void *context;
    struct err failure;
    /* Returns the folder that holds the deck's file, valid until the next call; NULL stops the
     * import, as false from `entry` does. Needed only for sources with media. */
    const char *(*folder)(void *context, const char *deck);
};

/* A file to import. */
struct import_source {
    const char *path;    /* owned by the caller; "-" is standard input */
    const char *columns; /* the user's list of its columns, or NULL */
    enum markup markup;  /* the markup of its cells, if the user gave one */
    FILE *file;          /* a regular file; other input is first copied to one */
    bool is_text;        /* the file is text, and `lines` is open */
    struct source_lines lines;
    struct buf start;   /* the first 64 KiB: text as UTF-8 with LF, anything else unchanged */
    struct err no_text; /* why the file is not text */
    void *unpacked;     /* for importers of packages, to keep between readings; exchange frees it */
};

struct importer {
    const char *name; /* the argument of --as */
    const char *what; /* what messages call the format */
    bool (*recognizes)(const struct import_source *source);
    /* Errors: ERR_MISTAKE if the file is not in this format; ERR_IO, ERR_MEMORY; the sink's
     * failure. `read` is NULL for deck files and archives, which are not converted to deck files.
     */
    enum err_code (*read)(struct import_source *source, struct import_sink *sink, struct err *err);
};

/* Opens a file to import. Anything but a regular file is first copied to one. *file is NULL on
 * failure. */
enum err_code import_source_open_file(FILE **file, const char *path, struct err *err);
/* Errors: ERR_IO, ERR_MEMORY. Close the source even after an error. */
enum err_code import_source_open(struct import_source *source, const char *path, struct err *err);
void import_source_close(struct import_source *source);

/* For importers of text: passes each line to `take`, and calls `finish` at the end. Both return
 * false to stop once the sink has failed. Lines that are too long are skipped. Errors: as for
 * importer.read. */
typedef bool import_line_fn(void *context, struct buf *line, unsigned number);
enum err_code import_source_each_line(struct import_source *source, struct import_sink *sink,
    import_line_fn *take, bool (*finish)(void *context), void *context, struct err *err);

/* The importers of this folder, one per file. */
extern const struct importer importer_yaml, importer_csv, importer_page, importer_markdown,
    importer_org;

#endif
