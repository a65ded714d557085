/* The source of an import, and the interface of importers. An importer is a format: how to
 * recognize its files by their first bytes, and how to read one into deck entries. The table of
 * importers is in exchange/importers.h. Importers do not trust their input: they pass on only
 * UTF-8, skip what they cannot use, and report its line and the reason. */
#ifndef DECK_IMPORT_SOURCE_H
#define DECK_IMPORT_SOURCE_H

#include "base/date.h"
#include "base/err.h"
#include "deck/markup.h"
#include "deck/reader.h"
#include "model/schedule.h"
#include "model/scheduling.h"
#include "text/encoding.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* When a card is due. */
struct import_due {
    int day;       /* the study day; NO_DAY for a new card */
    int64_t at_ms; /* the time in UTC, if the source has it: the study day is then local; else 0 */
};

/* A card's schedule in another program. */
struct import_schedule {
    int variant; /* which of its entry's cards (model/card.h) */
    struct sm2 sm2;
    struct import_due due;
    int lapses;
    bool suspended;
};

/* A rating in another program. */
struct import_review {
    int variant;
    int64_t at_ms;         /* UTC */
    enum review_kind kind; /* REVIEW_REPEAT becomes REVIEW_NEW if only crams came before */
    enum rating rating;
    int64_t spent_ms;              /* 0 if unknown */
    int interval_before, interval; /* days; 0 if unknown */
    int ease;                      /* hundredths; 0 if unknown */
};

/* How another program schedules a deck. */
struct import_scheduling {
    struct scheduling scheduling;
    bool has_weights;
    int32_t weights[WEIGHTS_MAX]; /* of the scheduler, in units of 1/WEIGHT_UNIT */
};

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
    /* A schedule or a rating of a card of the last entry; a card's ratings come in order of time.
     * For sources with history. Return false to stop, as `entry` does. */
    bool (*schedule)(void *context, const struct import_schedule *schedule);
    bool (*review)(void *context, const struct import_review *review);
    /* Gives the deck an identity, such as "anki:1398130088495", which it keeps when it is exported
     * again, even under another name. Call it before the deck's first entry. A deck without an
     * identity is known by the name of the source's file. */
    void (*identity)(void *context, const char *deck, const char *identity);
    /* Says how the deck is scheduled. Call it before the deck's first entry. */
    void (*scheduling)(void *context, const char *deck, const struct import_scheduling *scheduling);
};

/* Notes how many there are of something, if any. `one` and `several` follow the number. */
void import_note_count(
    const struct import_sink *sink, size_t count, const char *one, const char *several);

/* What the user says about a source, for what the source itself leaves open. drill decides whatever
 * is zero. */
struct import_choices {
    const char *columns;  /* the list of the source's columns, or NULL */
    const char *encoding; /* a name for iconv, or NULL */
    char delimiter;       /* between cells, or 0 */
    enum { HEADER_UNKNOWN, HEADER_YES, HEADER_NO } header; /* the first row names the columns */
    enum markup markup;                                    /* of its cells */
};

/* Why a list of cards that drill itself exported is refused: it would make cards without answers.
 */
#define IMPORT_OWN_CARDS                                                                           \
    "is a list that \"drill export cards\" wrote, and has no answers: import what \"drill export " \
    "deck\" or \"drill export archive\" writes"

/* Returns the delimiter that a word such as "tab" or the delimiter itself names; 0 if it names
 * none. */
char import_delimiter_named(const char *name);

/* A file to import. */
struct import_source {
    const char *path; /* owned by the caller; "-" is standard input */
    struct import_choices choices;
    FILE *file;   /* a regular file; other input is first copied to one */
    bool is_text; /* the file is text, and `lines` is open */
    struct source_lines lines;
    struct buf start;   /* the first 64 KiB: text as UTF-8 with LF, anything else unchanged */
    struct err no_text; /* why the file is not text */
    void *unpacked;     /* what an importer of packages keeps between readings; exchange frees it */
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
/* Like import_source_open, for an open regular file. import_source_close closes it. */
enum err_code import_source_take(
    struct import_source *source, FILE *file, const char *path, struct err *err);
void import_source_close(struct import_source *source);

/* For importers of text: passes each line to `take`, and calls `finish` at the end. Both return
 * false to stop once the sink has failed. Lines that are too long are skipped. Errors: as for
 * importer.read. */
typedef bool import_line_fn(void *context, struct buf *line, unsigned number);
enum err_code import_source_each_line(struct import_source *source, struct import_sink *sink,
    import_line_fn *take, bool (*finish)(void *context), void *context, struct err *err);

/* Whether a file in these formats certainly has cards, for files that the user has not named: its
 * header, or the keys of its values, say so. */
bool import_csv_is_sure(struct import_source *source);
bool import_yaml_is_sure(struct import_source *source);
bool import_md_table_is_sure(struct import_source *source);

/* The importers of this folder, one per file. */
extern const struct importer importer_yaml, importer_other_yaml, importer_csv, importer_page,
    importer_markdown, importer_org, importer_obsidian, importer_logseq, importer_ki,
    importer_details, importer_headings, importer_supermemo, importer_md_table;

#endif
