/* A merge in progress, shared by archive_merge.c, which merges decks and cards, and
 * archive_events.c, which puts events in order. */
#ifndef STORE_ARCHIVE_PAIRS_H
#define STORE_ARCHIVE_PAIRS_H

#include "base/map.h"
#include "store/archive.h"
#include "store/card_set.h"

/* The number of a deck or card in the archive, and its number in the database. */
struct archive_pair {
    int64_t theirs, ours;
    bool added; /* the database did not have the deck or card */
};
/* Sorted by the number in the archive. */
struct archive_pairs {
    struct archive_pair *pairs;
    size_t count, capacity;
};

struct archive_merge {
    struct store *store;
    int today;
    struct archive_pairs decks, cards;
    int64_t last_deck, last_card, last_event, last_regime; /* the highest numbers given so far */
    int64_t own_regimes; /* the highest number of a regime before the merge */
    bool merges;   /* the database has events, so those of the archive wait in a temporary table */
    bool settled;  /* archive_merge_settle has run */
    bool switched; /* something else may be in force for a deck */
    bool lacks_clozes;       /* from an older program: all deck files must be read again */
    struct card_set found;   /* local cards that the archive also has */
    struct card_set touched; /* local cards whose events have changed */
    /* The cards added to known decks, as indexes in `cards`, by deck, identity and variant. Such a
     * card may still turn out to be an edited version of a card in the deck. */
    struct map left;
    struct archive_pairs batches; /* of changes that are undone together, in no order */
    struct map batches_by_number; /* indexes in `batches`, by the number in the archive */
    struct archive_report report;
};

/* Returns the pair for a number in the archive; NULL if there is none. */
struct archive_pair *archive_pair_find(const struct archive_pairs *pairs, int64_t theirs);

/* Adds an event at once, or stores it for archive_events_merge. Its card_id must be the local
 * one. */
enum err_code archive_events_add(struct archive_merge *merge, const struct archive_kind *kind,
    const struct archive_event *event, struct err *err);
/* Merges the stored events with the local ones. Adds to `touched` the cards whose events change. */
enum err_code archive_events_merge(struct archive_merge *merge, struct err *err);

#endif
