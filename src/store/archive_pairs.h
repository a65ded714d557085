/* A merge in progress, for archive_merge.c, which takes decks and cards, and archive_events.c,
 * which puts events in order. */
#ifndef STORE_ARCHIVE_PAIRS_H
#define STORE_ARCHIVE_PAIRS_H

#include "base/map.h"
#include "store/archive.h"
#include "store/card_set.h"

/* A deck or card of the archive, and its number here. */
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
    bool merges;             /* there are events here: those of the archive are kept aside */
    bool settled;            /* archive_merge_settle has run */
    struct card_set found;   /* cards here that are cards of the archive */
    struct card_set touched; /* cards here whose events have changed */
    /* Cards added to known decks, by deck, identity and variant: indexes of cards. They may yet
     * turn out to be cards of these decks. */
    struct map left;
    struct archive_report report;
};

/* The pair of a number in the archive; NULL if there is none. */
struct archive_pair *archive_pair_find(const struct archive_pairs *pairs, int64_t theirs);

/* Adds an event at once, or keeps it aside until archive_events_merge. The card_id is one of here.
 */
enum err_code archive_events_add(struct archive_merge *merge, const struct archive_kind *kind,
    const struct archive_event *event, struct err *err);
/* Merges the events kept aside with those here. Adds the cards that they change to touched. */
enum err_code archive_events_merge(struct archive_merge *merge, struct err *err);

#endif
