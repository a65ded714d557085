/* The list of all cards of some decks, for searching and changing them. The cards are read once; a
 * search tests them in steps, so that typing never waits for the search. */
#ifndef STUDY_BROWSE_H
#define STUDY_BROWSE_H

#include "base/buf.h"
#include "base/date.h"
#include "base/err.h"
#include "model/query.h"
#include "store/cards.h"
#include "store/reviews.h"
#include "store/store.h"
#include "study/file_edits.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What the list can be sorted by. */
enum browse_column {
    BROWSE_POSITION, /* decks in the order named, cards in file order */
    BROWSE_STATE,    /* new first, mature last */
    BROWSE_DUE,      /* soonest first; cards never rated come last, also by interval and ease */
    BROWSE_INTERVAL,
    BROWSE_EASE,
    BROWSE_RECALL, /* today; cards without a memory come last, here and by difficulty */
    BROWSE_DIFFICULTY,
    BROWSE_LAPSES,
    BROWSE_COLUMNS
};

struct browse_deck {
    int64_t deck_id;
    size_t first; /* index of its first card in cards */
    struct buf name, tags;
    struct buf names; /* its id and its name, on two lines */
    struct folded folded_names, folded_tags;
    struct regime regime; /* in force for it */
};

/* A card in the order of the list. */
struct browse_order {
    int64_t key; /* what the list is sorted by */
    size_t card; /* index in cards */
};

/* One step of undo: a change made to one card or to several, or an edit of deck files. */
enum browse_edit { EDIT_NONE, EDIT_TAGS, EDIT_MOVE };
struct browse_step {
    enum change_kind kind;
    int due;             /* for CHANGE_SET_DUE */
    size_t first, count; /* its elements of events */
    int64_t card_id;     /* the first of the cards */

    enum browse_edit edit;
    struct file_edit *files; /* in the order in which they are written */
    size_t file_count;
    size_t entries, cards; /* how many were edited; the cards of an entry stay together */
};

struct browse {
    struct store *store;             /* owned by the caller */
    const struct tag_filter *filter; /* owned by the caller */
    int today;
    struct browse_deck *decks;
    size_t deck_count;
    struct listed_cards cards;  /* in the order of BROWSE_POSITION */
    struct browse_order *order; /* all cards, in the order of the list */
    enum browse_column sorted_by;
    bool descending;
    bool disordered; /* a card has changed since, so its row may no longer be in order */

    struct query query;
    size_t *found; /* the rows: indexes of the matching cards, in the order of the list */
    size_t found_count;
    size_t tested; /* how many elements of order were tested; below cards.count while searching */

    struct card_ids marked; /* cards that the user has marked, sorted; a search keeps them */

    struct browse_step *steps; /* what was done in this list; those from step_count on are undone */
    size_t step_count, step_end, step_capacity;
    struct undone *events; /* the changes of all steps, in order */
    size_t event_count, event_capacity;
    bool changed;     /* whether anything was changed, or read again */
    struct buf texts; /* of the card being tested */
    struct folded folded, tags;
};

/* Read the decks' cards. Each card that passes the filter becomes a row. `store` and `filter` must
 * outlive *browse. Call browse_done even after an error. */
enum err_code browse_open(struct browse *browse, struct store *store, const int64_t *deck_ids,
    size_t deck_count, const struct tag_filter *filter, int today, struct err *err);
void browse_done(struct browse *browse);
/* Read the cards again, because their decks may have been reloaded, and restart the search. */
enum err_code browse_reread(struct browse *browse, struct err *err);

/* Start a search for the query typed. It may name the searches in query.saved, which the caller has
 * set. Errors: ERR_MEMORY. */
enum err_code browse_search(struct browse *browse, const char *typed, struct err *err);
/* Sort, and restart the search. */
void browse_sort(struct browse *browse, enum browse_column column, bool descending);
/* Whether a column says something about the decks of the list: the ease is of SM-2, the recall and
 * the difficulty are of FSRS. */
bool browse_has_column(const struct browse *browse, enum browse_column column);
/* Sort by a column, problem cards first: most lapses, highest difficulty, or lowest value in other
 * columns. If the list is sorted by it already, reverse the order. browse_sort_next takes the next
 * column that the list has. */
void browse_sort_by(struct browse *browse, enum browse_column column);
void browse_sort_next(struct browse *browse);
/* Test up to `count` more cards. */
enum err_code browse_step(struct browse *browse, size_t count, struct err *err);
bool browse_is_searching(const struct browse *browse);

/* The card in a row (below found_count), and its deck. */
const struct listed_card *browse_row(const struct browse *browse, size_t row);
const struct browse_deck *browse_deck(const struct browse *browse, const struct listed_card *card);
/* What is in force for a deck of the list. */
const struct regime *browse_regime(const struct browse *browse, int64_t deck_id);
/* Replace the contents of *questions with the questions in up to `count` rows, starting with row
 * `first`. Each has its gap marked (see cloze_mark_question) and ends with a NUL. */
enum err_code browse_questions(
    struct browse *browse, size_t first, size_t count, struct buf *questions, struct err *err);

/* Marks. browse_mark marks a card or unmarks it; browse_mark_found marks all cards in the rows, or
 * unmarks them if all are marked. False when memory runs out. */
bool browse_is_marked(const struct browse *browse, int64_t card_id);
bool browse_mark(struct browse *browse, int64_t card_id);
bool browse_mark_found(struct browse *browse);
void browse_unmark(struct browse *browse);
/* How many decks have marked cards. */
size_t browse_marked_decks(const struct browse *browse);

/* Whether a change would do anything to a card with this schedule. */
bool browse_changes(enum change_kind kind, const struct schedule *schedule, int today);
/* Whether it would do anything to any of the cards, whose ids are sorted. */
bool browse_changes_any(
    const struct browse *browse, const struct card_ids *cards, enum change_kind kind);
/* Change those of the cards to which the change does anything (store/changes.h), all or none; only
 * CHANGE_SET_DUE uses `due`. Rows keep their positions. It is one step of undo, which *step
 * describes. ERR_STALE if another window has changed one of the cards; their rows are then read
 * again. */
enum err_code browse_change(struct browse *browse, const struct card_ids *cards,
    enum change_kind kind, int due, struct moment at, struct browse_step *step, struct err *err);
/* Edit the cards' deck files, then load them: browse_tag adds and removes tags, separated by
 * spaces; browse_move moves the entries to the end of another deck's file. All files are edited, or
 * none. An entry is in the other file, and synced, before it leaves its own. *step describes it;
 * its entries are 0 if there was nothing to do. Call browse_reread afterwards, even after an error.
 * The error names the file. Errors: ERR_MISTAKE if a file has mistakes, or cannot be edited by a
 * program; ERR_STALE if it changes in the meantime; ERR_IO, ERR_MEMORY. */
enum err_code browse_tag(struct browse *browse, const struct card_ids *cards, const char *add,
    const char *remove, struct browse_step *step, struct err *err);
enum err_code browse_move(struct browse *browse, const struct card_ids *cards, int64_t deck_id,
    struct browse_step *step, struct err *err);

/* Undo the last step made in this list, or redo the last one undone, all of it, and return it in
 * *step, whose count and entries are 0 if there is none. After an edit of files, call
 * browse_reread. ERR_STALE if another window has undone it already, or has changed one of its cards
 * since, or if a file was edited since. */
enum err_code browse_undo(
    struct browse *browse, struct moment at, struct browse_step *step, struct err *err);
enum err_code browse_redo(struct browse *browse, struct browse_step *step, struct err *err);

#endif
