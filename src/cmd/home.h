/* The home screen: all known decks, to review or to browse. */
#ifndef CMD_HOME_H
#define CMD_HOME_H

#include "cmd/command.h"

/* The outcome of a visit. */
struct home_tally {
    size_t decks; /* known decks */
    size_t rated; /* cards rated */
    size_t left;  /* cards still due today */
};

/* Run the home screen until the user leaves; do nothing if no decks are known. The screen runs on
 * the terminal, which stays open, or line by line. `greeting` is safe text shown first. */
enum err_code home_run(struct store *store, const struct options *options, const char *greeting,
    struct home_tally *tally, struct err *err);

#endif
