/* Known decks, and loading a deck file's cards into them so that every card keeps its history. */
#ifndef STORE_DECKS_H
#define STORE_DECKS_H

#include "base/buf.h"
#include "base/err.h"
#include "deck/reader.h"
#include "store/store.h"

#include <stdbool.h>
#include <stdint.h>

/* A known deck; path is the caller's to free with known_decks_done. */
struct known_deck {
    int64_t deck_id;
    char *path; /* absolute; NULL when another deck has taken its file's place */
};
struct known_decks {
    struct known_deck *decks;
    size_t count, capacity;
};
void known_decks_done(struct known_decks *decks);
/* False when memory runs out; path may be NULL. */
bool known_decks_add(struct known_decks *decks, int64_t deck_id, const char *path);

/* All known decks, in the order in which they came to be known. */
enum err_code store_decks(struct store *store, struct known_decks *decks, struct err *err);
/* The decks with that id, or else that name. */
enum err_code store_decks_named(
    struct store *store, const char *name, struct known_decks *decks, struct err *err);

/* What is said about a deck's caps, by its own file, and what settings name it by. */
struct deck_says {
    struct caps caps;
    struct buf id, name; /* the caller's to free with buf_done */
};
enum err_code store_deck_says(
    struct store *store, int64_t deck_id, struct deck_says *says, struct err *err);

/* What the database knows of a deck. */
struct deck_facts {
    int64_t deck_id;
    /* NULL where there is no such deck; free with deck_facts_done */
    char *id, *name, *tags, *description;
    char *path;         /* NULL as in struct known_deck, too */
    size_t cards;       /* in its file */
    int64_t rating_sum; /* of (last rating - 1) over those that have been rated */
    bool studied;       /* the rest is set */
    int64_t studied_ms; /* of its last rating that stands */
    int studied_offset_min, studied_day;
};
void deck_facts_done(struct deck_facts *facts);
enum err_code store_deck_facts(
    struct store *store, int64_t deck_id, struct deck_facts *facts, struct err *err);

/* Append the name of a deck. */
enum err_code store_deck_name(
    struct store *store, int64_t deck_id, struct buf *name, struct err *err);

/* The deck last read from path, and the version read; *deck_id is 0 where there is none. */
enum err_code store_deck_at(struct store *store, const char *path, int64_t *deck_id,
    struct file_version *version, struct err *err);

/* What changed, in cards. A card that an earlier load of the same store told as retired, or as new,
 * and that has only moved, is taken out of that count: a load may add less than none. */
struct load_report {
    int added, edited, retired;
    int returned; /* retired before, and back in the file */
    int moved;    /* from or to another deck's file, with their history */
};

struct load;

/* What a load takes for granted, as it nearly always may, and load_end says where it may not. */
enum load_care {
    LOAD_EASY = 0,
    LOAD_BY_ID = 1,  /* look for each id of a new deck among those before it: one came twice */
    LOAD_AS_NEW = 2, /* do not look for the deck by its file: it is another deck's old file */
};

/* Begin to load a deck: within store_begin, which the caller commits or rolls back. The deck is
 * the one with the head's id, or the one that path or the file itself was last. ERR_MISTAKE when
 * another file claims the same identity. *load is NULL on failure, else the caller's to free. path
 * is absolute; head must last until load_end. */
enum err_code load_begin(struct store *store, const char *path, const struct deck_head *head,
    struct file_version version, int today, enum load_care care, struct load **load,
    struct err *err);
/* The next card of the file; position counts its entries from 1. *duplicate is set, and the card
 * not taken, when its id has come before. */
enum err_code load_card(
    struct load *load, const struct card *card, int64_t position, bool *duplicate, struct err *err);
/* The file is read to its end: match what was left over on both sides, retire the rest. With *again
 * set, the load must be rolled back, and done once more with that care. */
enum err_code load_end(struct load *load, int64_t *deck_id, struct load_report *report,
    enum load_care *again, struct err *err);
void load_free(struct load *load);

#endif
