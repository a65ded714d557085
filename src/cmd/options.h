/* The options of the command line: one table. */
#ifndef CMD_OPTIONS_H
#define CMD_OPTIONS_H

#include "cmd/command.h"

struct option_help {
    const char *name;
    int code; /* the letter of the short form, or above 255 */
    const char *argument;
    unsigned commands; /* bits of the commands that take it */
    const char *help;
};
extern const struct option_help option_table[];
extern const size_t option_count;

/* The result of parsing the command line. */
struct parsed {
    int status;     /* EXIT_WRONG after an error, which has been reported */
    unsigned given; /* a bit for each option of the table */
    bool help, version;
};
/* Parse argv into options, whose tags and decks have a capacity of argc. */
struct parsed parse_options(int argc, char **argv, struct options *options);

#endif
