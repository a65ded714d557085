/* What there is to do, deck by deck: for the home screen and for lists. */
#ifndef STUDY_OVERVIEW_H
#define STUDY_OVERVIEW_H

#include "store/decks.h"
#include "study/collection.h"
#include "study/plan.h"
#include "study/session.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum deck_file {
    FILE_READ,     /* the deck is as its file is */
    FILE_GONE,     /* as it was last read: the file is not there */
    FILE_MISTAKEN, /* as it was last read, and not to be reviewed: the file has mistakes now, or
                    * cannot be read */
};

/* A deck; its strings are the overview's. */
struct deck_overview {
    struct deck_facts facts;
    enum deck_file file;
    struct session_counts left; /* as a session of this deck alone would show them now */
    int next_day; /* the study day on which something is to do; NO_DAY where there is none */
};

/* Free with overview_done. */
struct overview {
    struct deck_overview *decks; /* in the order of the collection, then those with mistakes */
    size_t count, capacity;
    struct session_counts left; /* as a session of all decks that can be reviewed would */
    int next_day;
};

/* Survey the collection's decks, and the known decks that it refused. The counts are those of
 * options, which are not a cram's. */
enum err_code overview_make(struct overview *overview, const struct collection *collection,
    const struct session_options *options, struct err *err);
void overview_done(struct overview *overview);

/* A deck's mastery in percent, rounded: the mean of (last rating - 1) / 4 over its cards. */
int mastery_percent(const struct deck_facts *facts);

#endif
