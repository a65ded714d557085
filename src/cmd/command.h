/* Commands: what all of them are given, and how they report. One file a command. */
#ifndef CMD_COMMAND_H
#define CMD_COMMAND_H

#include "base/date.h"
#include "base/err.h"
#include "report/row_writer.h"
#include "store/store.h"
#include "study/collection.h"
#include "study/session.h"

#include <stdbool.h>
#include <stddef.h>

enum exit_status {
    EXIT_DONE = 0,
    EXIT_NO = 1,    /* nothing due, mistakes found, and the like */
    EXIT_WRONG = 2, /* wrong use, or failure */
};

#define FORECAST_DAYS_USUAL 365
#define FORECAST_DAYS_MAX   1095

enum color_when { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

/* How a table is printed. */
enum text_table_format { FORMAT_TEXT, FORMAT_CSV, FORMAT_JSON, FORMAT_JSONL };

/* The command line, taken apart. */
struct options {
    const char *db; /* never NULL once the command runs */
    enum color_when color;
    struct session_options session;
    struct settings settings; /* read for the commands that plan sessions */
    bool seeded;
    bool plain;
    const char *search; /* NULL for every card */
    bool dry_run;
    bool yes; /* do not ask */
    bool retired;
    bool force;          /* replace files that are there */
    const char *as;      /* the format of what is imported; NULL to see it */
    const char *columns; /* of a table that is imported; NULL to see them */
    enum text_table_format format;
    const char *output; /* NULL for standard output */
    const char *html;   /* the file for a page; "-" for standard output */
    bool raw;
    const char **decks; /* of --deck */
    size_t deck_count;
    int days; /* to look ahead */
    int since, until;
    bool ranged;       /* --since or --until was given */
    const char **tags; /* of --tag */
    size_t tag_count;
    char **words; /* what is no option, less the command */
    size_t word_count;
};

/* A command, as the command line and the help know it. */
enum command_bit {
    REVIEW = 1,
    IMPORT = 2,
    EXPORT = 4,
    DECKS = 8,
    DUE = 16,
    CHECK = 32,
    IDS = 64,
    RETIRED = 128,
    ADOPT = 256,
    FORGET = 512,
    UNDO = 1024,
    STATS = 2048,
    BROWSE = 4096,
    FORECAST = 8192,
    HELP = 16384,
    ALL = 2 * HELP - 1
};
struct command {
    const char *name; /* "" for reviewing, which needs no word */
    enum command_bit bit;
    int (*run)(struct options *options); /* returns an exit status */
    const char *usage, *summary;
    const char *about; /* for its own help: lines, each ended */
};
extern const struct command commands[];
extern const size_t command_count;
/* NULL where there is no such command. */
const struct command *command_named(const char *name);

int cmd_review(struct options *options);
int cmd_import(struct options *options);
int cmd_export(struct options *options);
int cmd_decks(struct options *options);
int cmd_due(struct options *options);
int cmd_check(struct options *options);
int cmd_ids(struct options *options);
int cmd_retired(struct options *options);
int cmd_adopt(struct options *options);
int cmd_forget(struct options *options);
int cmd_undo(struct options *options);
int cmd_stats(struct options *options);
int cmd_browse(struct options *options);
int cmd_forecast(struct options *options);
int cmd_help(struct options *options);

/* Print what there is to know about a command; about all of them for the one without a name. */
int help_show(const struct command *command);

/* Say on standard error "drill: what: why", made safe, and return EXIT_WRONG. */
int fail(const struct err *err);
int fail_usage(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Print a mistake of a deck file; a deck_mistake_fn. */
void print_mistake(void *context, const struct err *mistake);

/* The columns of standard output: the terminal's, or enough for most where there is none. */
int print_width(void);
/* For struct row_writer: what makes texts safe where standard output is a terminal; NULL elsewhere,
 * as programs want texts as they are. */
typedef void make_safe_fn(struct buf *out, const char *text);
make_safe_fn *rows_make_safe(void);
/* The form of a table for programs: CSV where none was asked for. */
enum row_format row_format(const struct options *options);

/* Flush standard output: EXIT_WRONG, and said, where it could not be written; else status. A reader
 * who has seen enough, as head has, is no failure. */
int printed(int status);

/* Read the clock: the program's only one. DRILL_NOW=2026-01-31T09:00 (local time) stands in for
 * it where it is set, and then stands still. */
bool clock_check(struct err *err); /* whether DRILL_NOW can be read */
struct moment clock_now(void);
/* What the user's clock showed at another time. */
struct moment clock_at(int64_t utc_ms);
/* Milliseconds since any fixed moment, whatever DRILL_NOW says; a trace_clock_fn. */
int64_t clock_monotonic_ms(void);

#endif
