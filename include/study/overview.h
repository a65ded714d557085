/* The work left to do, deck by deck, for the home screen and for lists. */
#ifndef STUDY_OVERVIEW_H
#define STUDY_OVERVIEW_H

#include "store/decks.h"
#include "study/collection.h"
#include "study/plan.h"
#include "study/session.h"

#include <stddef.h>

enum deck_file {
    FILE_READ,     /* the deck matches its file */
    FILE_GONE,     /* the file is missing: the deck is used as last read */
    FILE_MISTAKEN, /* the file has mistakes or is unreadable: like FILE_GONE, but not reviewed */
};

/* A deck; the overview owns its strings. */
struct deck_overview {
    struct deck_facts facts;
    enum deck_file file;
    struct session_counts left; /* as a session with only this deck would show them now */
    int next_day; /* the next study day with something to do; NO_DAY if there is none */
};

/* Free with overview_done. */
struct overview {
    struct deck_overview *decks; /* the collection's decks in its order, then those with mistakes */
    size_t count, capacity;
    struct session_counts left; /* as a session with all reviewable decks would show them */
    int next_day;
};

/* Survey the collection's decks, and the known decks that it refused. Does not support crams. */
enum err_code overview_make(struct overview *overview, const struct collection *collection,
    const struct session_options *options, struct err *err);
void overview_done(struct overview *overview);

/* A deck's mastery in percent, rounded: the mean of (last rating - 1) / 4 over its cards. */
int mastery_percent(const struct deck_facts *facts);

#endif
