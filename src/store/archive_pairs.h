/* A merge in progress, shared by archive_merge.c, which merges decks and cards, and
 * archive_events.c, which puts events in order. */
#ifndef STORE_ARCHIVE_PAIRS_H
#define STORE_ARCHIVE_PAIRS_H

#include "base/map.h"
#include "store/archive.h"
#include "store/card_set.h"

/* The number of a deck or card in the archive, and its number here. */
struct archive_pair {
    int64_t theirs, ours;
    bool added; /* it was not here */
};
/* Sorted by theirs. */
struct archive_pairs {
    struct archive_pair *pairs;
    size_t count, capacity;
};

struct archive_merge {
    struct store *store;
    int today;
    struct archive_pairs decks, cards;
    int64_t last_deck, last_card, last_event; /* the highest numbers given so far */
    bool merges;             /* the database has events, so those of the archive are kept aside */
    bool settled;            /* archive_merge_settle has run */
    bool lacks_clozes;       /* the archive is of an older program: its decks are read again */
    struct card_set found;   /* cards here that the archive also has */
    struct card_set touched; /* cards here whose events have changed */
    /* Indexes into cards, by deck, identity and variant: cards added to known decks, which may
     * still turn out to be cards of these decks. */
    struct map left;
    struct archive_report report;
};

/* Returns the pair for a number in the archive; NULL if there is none. */
struct archive_pair *archive_pair_find(const struct archive_pairs *pairs, int64_t theirs);

/* Adds an event at once, or keeps it for archive_events_merge. Its card_id is the one here. */
enum err_code archive_events_add(struct archive_merge *merge, const struct archive_kind *kind,
    const struct archive_event *event, struct err *err);
/* Merges the kept events with those here. Adds the cards whose events change to touched. */
enum err_code archive_events_merge(struct archive_merge *merge, struct err *err);

#endif
