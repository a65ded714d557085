/* The cards that are left over on both sides at the end of a load, for the store's own files. */
#ifndef STORE_MATCH_H
#define STORE_MATCH_H

#include "store/load.h"

/* What cards are matched by, one after the other. */
enum match_by { BY_TEXTS, BY_QUESTION, BY_ANSWER, MATCHES };

/* A card that was not met, or was added. */
struct unmatched_card {
    int64_t card_id;
    uint64_t hashes[MATCHES]; /* of what cards are matched by */
    uint64_t key;             /* what the list is sorted by */
    uint64_t id;              /* hash of its entry's id: it is that and no other; 0 for none */
    uint64_t entry;           /* whose card it is: one number for all cards of an entry */
    int variant;
    bool retired; /* not left over, but of an entry whose id is in the file */
    bool matched;
    bool shared; /* a card that is not left over has the same key */
};
struct unmatched_cards {
    struct unmatched_card *cards;
    size_t count, capacity;
};

/* An old entry and a fresh one that are the same. */
struct entry_pair {
    uint64_t old, added;
};
struct entry_pairs {
    struct entry_pair *pairs;
    size_t count, capacity, done; /* done: whose cards have been matched */
};

struct matching {
    struct load *load;
    struct unmatched_cards old, added;
    struct entry_pairs entries;
};

/* 0 for a card, 1 for its reverse, 2 for a gap: but for equal texts, a history goes from gap to
 * gap, or to a card that asks the same way. */
int match_kind(int variant);
bool match_can_pair(const struct unmatched_card *old, const struct unmatched_card *added);
/* The old card takes the fresh one's texts, and their entries are the same. */
enum err_code match_cards(
    struct matching *m, struct unmatched_card *old, struct unmatched_card *added, struct err *err);
enum err_code match_note_entries(struct matching *m, uint64_t old, uint64_t added, struct err *err);

/* Match the cards of entries that are the same (siblings.c). */
enum err_code match_gaps(struct matching *m, struct err *err);
/* Find the entries that are the same by likeness (model/pairing.h, in alike.c). */
enum err_code match_similar_entries(struct matching *m, struct err *err);

#endif
