/* A load under way, for the store's own files. */
#ifndef STORE_LOAD_H
#define STORE_LOAD_H

#include "store/card_set.h"
#include "store/decks.h"

struct load {
    struct store *store;
    int64_t deck_id;
    int today;
    bool first;           /* the deck had no cards */
    bool trust_file;      /* look for the deck by its file, too */
    bool guessed;         /* and so it was found: whether it is the same, its cards must tell */
    int met;              /* cards of the file that the store had */
    bool trusting;        /* ids are taken to be different, which load_end checks */
    int64_t last_card;    /* the highest card_id before the load */
    struct card_set seen; /* cards of the store that have been met */
    struct load_report report;
};

/* What a card with that id is found by. */
int64_t identity_of_id(const char *id);

/* Match the deck's cards that the file did not have with those that it added: by question, then by
 * answer, then by likeness (leftovers.c); retire the rest. */
enum err_code load_match_rest(struct load *load, struct err *err);

/* The cards that were added take the histories of cards with the same texts that other decks have
 * lost, and so do cards of other decks those that were retired (moves.c). */
enum err_code match_moved(struct load *load, struct err *err);
enum err_code load_give_moved(struct load *load, struct err *err);

/* The old row takes the fresh row's texts and place; the fresh row goes, its reviews stay behind.
 */
enum err_code load_take_history(struct store *store, int64_t old, int64_t added, struct err *err);

#endif
