/* All the cards of some decks, to search and to change. The cards are read once; a search goes
 * through them in steps, so that whoever types does not wait for it. */
#ifndef STUDY_BROWSE_H
#define STUDY_BROWSE_H

#include "base/buf.h"
#include "base/date.h"
#include "base/err.h"
#include "model/query.h"
#include "store/cards.h"
#include "store/changes.h"
#include "store/store.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What the list can be sorted by. */
enum browse_column {
    BROWSE_PLACE, /* decks as they were named, cards as in their files */
    BROWSE_STATE, /* new first, mature last */
    BROWSE_DUE,   /* the next first, those never rated last, and so for those below */
    BROWSE_INTERVAL,
    BROWSE_EASE,
    BROWSE_LAPSES,
    BROWSE_COLUMNS
};

struct browse_deck {
    int64_t deck_id;
    size_t first; /* which of cards is its first */
    struct buf name;
    struct buf sought; /* its id and name, folded */
    struct buf tags;   /* folded */
};

/* A place in the order of the list. */
struct browse_place {
    int64_t key; /* what it is sorted by */
    size_t card; /* which of cards */
};

struct browse {
    struct store *store;             /* the caller's */
    const struct tag_filter *filter; /* the caller's */
    int today;
    struct browse_deck *decks;
    size_t deck_count;
    struct listed_cards cards;   /* by BROWSE_PLACE */
    struct browse_place *places; /* of all cards, in the order of the list */
    enum browse_column sorted_by;
    bool descending;

    struct query query;
    size_t *found; /* which of cards pass, in the order of the list: the rows */
    size_t found_count;
    size_t tested; /* how many of places have been; less than cards.count while searching */

    struct browse_change {
        int64_t change_id, card_id;
        enum change_kind kind;
    } * changes; /* made here, and not taken back */
    size_t change_count, change_room;
    bool changed;             /* something has been, here */
    struct buf texts, folded; /* of the card that is tested */
};

/* Read the cards of the decks that pass the filter; every card is a row. store and filter outlive
 * the browse. Free with browse_done, whatever came of it. */
enum err_code browse_open(struct browse *browse, struct store *store, const int64_t *deck_ids,
    size_t deck_count, const struct tag_filter *filter, int today, struct err *err);
void browse_done(struct browse *browse);
/* Read the cards anew, as their decks may have been, and look from the first card on. */
enum err_code browse_reread(struct browse *browse, struct err *err);

/* Look for what was typed, from the first card on. ERR_MEMORY. */
enum err_code browse_search(struct browse *browse, const char *typed, struct err *err);
/* Sort, and look from the first card on. */
void browse_sort(struct browse *browse, enum browse_column column, bool descending);
/* Sort by the next column, the way round in which one looks for trouble: the most lapses first, the
 * least of everything else. */
void browse_sort_next(struct browse *browse);
/* Test the next most cards. */
enum err_code browse_step(struct browse *browse, size_t most, struct err *err);
bool browse_is_searching(const struct browse *browse);

/* The card of a row (below found_count), and its deck. */
const struct listed_card *browse_row(const struct browse *browse, size_t row);
const struct browse_deck *browse_deck(const struct browse *browse, const struct listed_card *card);
/* The questions of the rows from first on, at most so many, each with its NUL, into *questions over
 * what it held. */
enum err_code browse_questions(
    struct browse *browse, size_t first, size_t most, struct buf *questions, struct err *err);

/* Do something to a card (store/changes.h); due is for CHANGE_SET_DUE. The row stays where it is.
 * ERR_STALE where another window has changed it: it has been read anew. */
enum err_code browse_change(struct browse *browse, const struct listed_card *card,
    enum change_kind kind, int due, struct moment at, struct err *err);
/* Take back the last change made here, and tell which it was; its card_id is 0 where there is none.
 * ERR_STALE where it was taken back elsewhere. */
enum err_code browse_undo(
    struct browse *browse, struct moment at, struct browse_change *undone, struct err *err);

#endif
