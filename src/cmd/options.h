/* The options of the command line: one table. */
#ifndef CMD_OPTIONS_H
#define CMD_OPTIONS_H

#include "cmd/command.h"

struct option_help {
    const char *name;
    int code; /* the letter of the short form, or a number above 255 if there is none */
    const char *argument;
    unsigned commands; /* bits of the commands that take it */
    const char *help;
};
extern const struct option_help option_table[];
extern const size_t option_count;

/* The result of parsing the command line. */
struct parsed {
    int status;     /* EXIT_WRONG after an error, which has been reported */
    uint64_t given; /* a bit for each option of the table */
    bool help, version;
};
/* Parse argv into *options, whose arrays `tags` and `decks` have room for argc elements each. */
struct parsed parse_options(int argc, char **argv, struct options *options);

/* Set options->format to the format with this name. False, after reporting it, for any other word.
 */
bool options_take_format(const char *word, struct options *options);

#endif
