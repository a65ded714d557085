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

/* What is left to do in some decks. */
struct todo {
    struct session_counts left;     /* as a session with these decks would show them now */
    struct session_counts uncapped; /* the same if there were no caps */
    int next_day; /* the next study day with something to do; NO_DAY if there is none */
};

/* A deck; the overview owns its strings. */
struct deck_overview {
    struct deck_facts facts;
    enum deck_file file;
    struct todo todo;
    struct buf sort_name; /* its name with its case folded */
};

/* A folder of deck files. Its decks are next to each other. */
struct folder_overview {
    char *path;          /* absolute; "" for decks without a file. Owned */
    const char *name;    /* the part of path that not all folders share */
    size_t first, count; /* its decks */
    struct todo todo;    /* of those that can be reviewed */
};

/* Free with overview_done. */
struct overview {
    struct deck_overview *decks; /* the collection's decks in its order, then those with mistakes */
    size_t count, capacity;
    struct folder_overview *folders; /* made by overview_group; none if all decks share a folder */
    size_t folder_count;
    struct todo todo; /* of all decks that can be reviewed */
};

/* Survey the collection's decks, and the known decks that it refused. Does not support crams. */
enum err_code overview_make(struct overview *overview, const struct collection *collection,
    const struct session_options *options, struct err *err);
void overview_done(struct overview *overview);

/* Put the decks of each folder together, and survey the folders. */
enum err_code overview_group(struct overview *overview, const struct collection *collection,
    const struct session_options *options, struct err *err);

enum overview_order {
    OVERVIEW_BY_NAME,
    OVERVIEW_BY_DUE, /* most due cards first, then most new ones */
    OVERVIEW_ORDERS
};
/* Sort the folders, and the decks within each. ERR_MEMORY. */
enum err_code overview_sort(struct overview *overview, enum overview_order order, struct err *err);

/* A deck's mastery in percent, rounded: the mean of (last rating - 1) / 4 over its cards. */
int mastery_percent(const struct deck_facts *facts);

#endif
