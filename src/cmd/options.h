/* The options of the command line: one table. */
#ifndef CMD_OPTIONS_H
#define CMD_OPTIONS_H

#include "cmd/command.h"

struct option_help {
    const char *name;
    int code; /* a letter where it has a short form */
    const char *argument;
    unsigned commands; /* bits of those that take it */
    const char *help;
};
extern const struct option_help option_table[];
extern const size_t option_count;

/* What parsing the command line comes to. */
struct parsed {
    int status;     /* EXIT_WRONG where it is wrong, which has been said */
    unsigned given; /* a bit for each option of the table that is there */
    bool help, version;
};
/* Take the options out of argv; options->tags and ->decks have room for argc. */
struct parsed parse_options(int argc, char **argv, struct options *options);

#endif
