/* The home screen: every known deck, to review or to browse. */
#ifndef CMD_HOME_H
#define CMD_HOME_H

#include "cmd/command.h"

/* What a visit has come to. */
struct home_tally {
    size_t decks; /* known */
    size_t rated; /* cards */
    size_t left;  /* cards to review today */
};

/* Let the user choose among all known decks until they leave, where there are any: on the terminal,
 * which is left open, or line by line. */
enum err_code home_run(
    struct store *store, const struct options *options, struct home_tally *tally, struct err *err);

#endif
