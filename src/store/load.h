/* A load in progress, for load.c and the steps that match cards at its end (store/match.h). */
#ifndef STORE_LOAD_H
#define STORE_LOAD_H

#include "store/card_hash.h"
#include "store/card_set.h"
#include "store/decks.h"

struct load {
    struct store *store;
    int64_t deck_id;
    int today;
    bool first;            /* the deck is new to the database */
    bool by_file;          /* look for the deck by its file's device and inode, too */
    bool guessed;          /* the deck was found by its file, and its cards must confirm it */
    bool trusts_ids;       /* assume that every id is new; load_end verifies this */
    int64_t last_card;     /* the highest card_id given before the load */
    int64_t last_given;    /* the highest card_id given so far */
    struct card_set found; /* the database's cards that are in the file */
    int found_count;       /* number of cards in the file that the database already had */
    struct load_report report;
};

#endif
