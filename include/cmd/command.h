/* Commands: what all of them are given, and how they report. One file a command. */
#ifndef CMD_COMMAND_H
#define CMD_COMMAND_H

#include "base/date.h"
#include "base/err.h"
#include "store/store.h"
#include "study/collection.h"
#include "study/session.h"

#include <stdbool.h>
#include <stddef.h>

enum exit_status {
    EXIT_DONE = 0,
    EXIT_NO = 1,    /* nothing due, and the like */
    EXIT_WRONG = 2, /* wrong use, or failure */
};

enum color_when { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

/* The command line, taken apart. */
struct options {
    const char *db; /* never NULL once the command runs */
    enum color_when color;
    struct session_options session;
    bool seeded;
    bool plain;
    const char *output; /* NULL for standard output */
    bool raw;
    const char **decks; /* of --deck */
    size_t deck_count;
    int since, until;
    bool ranged;       /* --since or --until was given */
    const char **tags; /* of --tag */
    size_t tag_count;
    char **words; /* what is no option, less the command */
    size_t word_count;
};

/* Each returns an exit status. */
int cmd_review(struct options *options);
int cmd_due(struct options *options);
int cmd_export(struct options *options);

/* Say on standard error "drill: what: why", made safe, and return EXIT_WRONG. */
int fail(const struct err *err);
int fail_usage(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Print a mistake of a deck file; a deck_mistake_fn. */
void print_mistake(void *context, const struct err *mistake);

/* Read the clock: the program's only one. DRILL_NOW=2026-01-31T09:00 (local time) stands in for
 * it where it is set, and then stands still. */
bool clock_check(struct err *err); /* whether DRILL_NOW can be read */
struct moment clock_now(void);

#endif
