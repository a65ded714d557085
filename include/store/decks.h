/* Lists known decks, and loads deck files into them so that every card keeps its history. */
#ifndef STORE_DECKS_H
#define STORE_DECKS_H

#include "base/buf.h"
#include "base/err.h"
#include "deck/reader.h"
#include "store/store.h"

#include <stdbool.h>
#include <stdint.h>

/* A known deck. Free with known_decks_done. */
struct known_deck {
    int64_t deck_id;
    char *path; /* absolute; NULL if the file at the deck's path is now another deck's */
};
struct known_decks {
    struct known_deck *decks;
    size_t count, capacity;
};
void known_decks_done(struct known_decks *decks);
/* Add a deck, whose path may be NULL. False when memory runs out. */
bool known_decks_add(struct known_decks *decks, int64_t deck_id, const char *path);
/* The deck_ids, in the order of the decks; the caller frees them. NULL if memory runs out. */
int64_t *known_decks_ids(const struct known_decks *decks);

/* List all known decks, in the order in which they were first loaded. */
enum err_code store_decks(struct store *store, struct known_decks *decks, struct err *err);
/* List the decks whose id is `name`, then those whose name is `name`. */
enum err_code store_decks_named(
    struct store *store, const char *name, struct known_decks *decks, struct err *err);

/* The caps and the scheduling that a deck's file sets, and the names by which settings refer to the
 * deck. */
struct stored_caps {
    struct caps caps;
    struct scheduling scheduling;
    struct buf id, name; /* freed by the caller with buf_done */
};
enum err_code store_deck_caps(
    struct store *store, int64_t deck_id, struct stored_caps *stored, struct err *err);

/* A deck's data in the database. */
struct deck_facts {
    int64_t deck_id;
    /* NULL if there is no such deck; free with deck_facts_done */
    char *id, *name, *tags, *description;
    char *path;         /* also NULL if the file at that path now holds another deck */
    size_t cards;       /* the number of cards in its file */
    int64_t rating_sum; /* the sum of (last rating - 1) over rated cards */
    bool studied;       /* if so, the members below are set */
    int64_t studied_ms; /* the time of its last rating that was not undone */
    int studied_offset_min, studied_day;
};
void deck_facts_done(struct deck_facts *facts);
enum err_code store_deck_facts(
    struct store *store, int64_t deck_id, struct deck_facts *facts, struct err *err);

/* Append a deck's name to `name`. */
enum err_code store_deck_name(struct store *store, int64_t id, struct buf *name, struct err *err);

/* Find the deck last read from path, and the file's version at that time; *deck_id is 0 if there is
 * no such deck. */
enum err_code store_deck_at(struct store *store, const char *path, int64_t *deck_id,
    struct file_version *version, struct err *err);

/* How many cards a load changed. A card that an earlier load of the same store reported as retired
 * or added, and that turns out to have moved, is subtracted again, so counts may be negative. */
struct load_report {
    int added, edited, retired;
    int returned; /* retired before, and now back in the file */
    int moved;    /* cards moved from or to another deck's file, with their histories */
    int twice;    /* cards among those added that are also in another deck: store_count_twice */
};
/* Add the counts of another load to a sum. */
void load_report_add(struct load_report *sum, const struct load_report *report);

/* Count the cards that the loads of this store have added and that another deck had before, and
 * still has, with the same text: perhaps they were to be moved. Call it after all loads. */
enum err_code store_count_twice(struct store *store, int *count, struct err *err);

struct load;

/* Shortcuts that a load must not take. */
enum load_care {
    LOAD_EASY = 0,
    LOAD_BY_ID = 1,  /* check each id of a new deck against earlier ids, since one occurs twice */
    LOAD_AS_NEW = 2, /* do not look the deck up by inode, which was another deck's */
};

/* Begin loading a deck within a transaction that the caller ends. The deck is the one with the
 * head's id, else the one last read from path, else the one last read from the same file under
 * another path. ERR_MISTAKE if another file has the same id. *load is NULL on failure; else free it
 * with load_free. `path` is absolute; `head` must last until load_end. */
enum err_code load_begin(struct store *store, const char *path, const struct deck_head *head,
    struct file_version version, int day, enum load_care care, struct load **load, struct err *err);
/* Load the next card in the file; `position` is its entry's, counted from 1. If an earlier entry
 * has the card's id, *duplicate is set, and the card is ignored. */
enum err_code load_card(
    struct load *load, const struct card *card, int64_t position, bool *duplicate, struct err *err);
/* End the load: match the cards still unmatched in the database and the file, and retire the rest.
 * If *again is set, the caller must roll back, then load again with *again added to `care`. */
enum err_code load_end(struct load *load, int64_t *deck_id, struct load_report *report,
    enum load_care *again, struct err *err);
void load_free(struct load *load);

#endif
