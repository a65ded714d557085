/* Commands: their table, their options, and how they report. One file per command. */
#ifndef CMD_COMMAND_H
#define CMD_COMMAND_H

#include "base/buf.h"
#include "base/date.h"
#include "base/err.h"
#include "deck/import_source.h"
#include "report/row_writer.h"
#include "store/store.h"
#include "study/collection.h"
#include "study/session.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum exit_status {
    EXIT_DONE = 0,
    EXIT_NO = 1,    /* nothing due, mistakes found, a question declined */
    EXIT_WRONG = 2, /* wrong usage or failure */
};

#define FORECAST_DAYS_USUAL 365
#define FORECAST_DAYS_MAX   1095
#define RETENTIONS_MAX      10 /* to compare in a forecast */

enum color_when { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

enum output_format { FORMAT_TEXT, FORMAT_CSV, FORMAT_JSON, FORMAT_JSONL };

/* The parsed command line. */
struct options {
    const char *program; /* how drill was called */
    const char *db;      /* not NULL once the command runs */
    const char *config;  /* the settings file, "" if there is none; also not NULL */
    enum color_when color;
    struct session_options session;
    struct settings settings; /* only read for commands that plan sessions or make backups */
    bool seeded;
    bool plain;
    const char *search; /* NULL for all cards */
    bool dry_run;
    bool yes;
    bool retired;
    bool list;
    bool repair;
    bool force;     /* replace existing files */
    bool replace;   /* retire the cards that an imported source no longer has */
    const char *as; /* the format of the files to import; NULL to detect it */
    struct import_choices choices;
    enum output_format format;
    const char *format_text; /* the value of --format: a format's name, or due's template */
    const char *output;      /* NULL for standard output */
    const char *html;        /* NULL for no page; "-" for standard output */
    bool raw;
    bool media;         /* archive the files that cards link to */
    bool shared;        /* train: let the decks share weights with the others again */
    const char **decks; /* the values of --deck */
    size_t deck_count;
    int days; /* the number of days to forecast */
    int retentions[RETENTIONS_MAX];
    size_t retention_count;
    int since, until;
    bool ranged;       /* --since or --until was given */
    const char **tags; /* the values of --tag */
    size_t tag_count;
    struct added_card {
        const char *question, *answer, *cloze, *tags, *hint, *note; /* NULL if not given */
        bool reverse;
    } card;        /* the card to add */
    void *context; /* for the command's own function, between its steps */
    char **words;  /* the arguments after the command */
    size_t word_count;
};

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
    BACKUP = 16384,
    RESTORE = 32768,
    DOCTOR = 65536,
    ADD = 131072,
    NEW = 262144,
    TRAIN = 524288,
    RESCHEDULE = 1048576,
    HELP = 2097152,
    ALL = 2 * HELP - 1
};
typedef int command_fn(struct options *options); /* returns an exit status */
struct command {
    const char *name; /* "" for the command that reviews */
    enum command_bit bit;
    command_fn *run;
    const char *usage, *summary;
    const char *about; /* complete lines for the command's help */
};
extern const struct command commands[];
extern const size_t command_count;
/* Returns NULL if there is no such command. */
const struct command *command_named(const char *name);
/* Returns the name of the command that a misspelt word is close to; NULL if there is none. */
const char *command_nearest(const char *word);
/* Report that a word is no command, with the nearest one. */
int fail_command(const char *word);

command_fn cmd_review, cmd_import, cmd_export, cmd_decks, cmd_due, cmd_check, cmd_ids, cmd_retired,
    cmd_adopt, cmd_forget, cmd_undo, cmd_stats, cmd_browse, cmd_forecast, cmd_backup, cmd_restore,
    cmd_doctor, cmd_add, cmd_new, cmd_train, cmd_reschedule, cmd_help;

/* Print the help on a command, or the overview for the command named "". */
int help_show(const struct command *command);

/* Print "drill: what: why" to standard error, made safe, and return EXIT_WRONG. */
int fail(const struct err *err);
int fail_memory(void);
int fail_usage(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* A deck_mistake_fn: print a mistake in a deck file. */
void print_mistake(void *context, const struct err *mistake);

/* The columns of the terminal on standard output, or 100 without a terminal. */
int print_width(void);
/* The rows of that terminal, or 24. */
int print_height(void);
/* For struct row_writer: returns a function that makes text safe if standard output is a terminal,
 * and otherwise NULL, because programs need the text unchanged. */
typedef void make_safe_fn(struct buf *out, const char *text);
make_safe_fn *rows_make_safe(void);
/* The format of rows for programs: CSV by default. */
enum row_format row_format(const struct options *options);

/* Print a buffer and free it; print_line adds a line feed. If the buffer could not be filled for
 * lack of memory, print nothing: ask() then answers no, and printed() reports the failure. */
void print_text(FILE *stream, struct buf *text);
void print_line(FILE *stream, struct buf *line);
/* The same for what was printed otherwise: `lost` says whether memory ran out for it. */
void print_lost(bool lost);
/* Whether memory sufficed for all that was to be printed. */
bool print_is_whole(void);

/* Flush standard output. Return `status`, or report what could not be printed and return
 * EXIT_WRONG. A reader that has closed the pipe, such as head, is not an error. */
int printed(int status);

/* The program's only clock. DRILL_NOW=2026-01-31T09:00 (local time) replaces and stops it. */
struct moment clock_now(void);
/* False, with *err set, if DRILL_NOW is set but is not a time. */
bool clock_check(struct err *err);
/* Returns the moment at utc_ms, as the user's clock shows it. */
struct moment clock_at(int64_t utc_ms);
/* A trace_clock_fn: milliseconds since some fixed moment, regardless of DRILL_NOW. */
int64_t clock_monotonic_ms(void);

#endif
