/* Matches cards at the end of a load: which added cards are edits of cards that the file no longer
 * has. match.c runs the steps; match_pair.c holds the code that they share. */
#ifndef STORE_MATCH_H
#define STORE_MATCH_H

#include "store/load.h"

/* Match cards that moved between decks: added cards take over the histories of cards with the same
 * text that other decks lost; retired cards give theirs to cards that other decks added. */
enum err_code match_take_moved(struct load *load, struct err *err);
enum err_code match_give_moved(struct load *load, struct err *err);

/* ---- shared by the steps ---- */

/* What two cards must have in common to be matched; tried in this order. */
enum match_by { BY_TEXTS, BY_BARE, BY_QUESTION, BY_ANSWER, MATCH_KEYS };

/* A card of the deck that is no longer in the file, or that the file added. */
struct unmatched_card {
    int64_t card_id;
    uint64_t hashes[MATCH_KEYS]; /* hashes of the text that cards are matched by */
    uint64_t key;                /* the hash that the list is sorted by */
    uint64_t id;    /* hash of the entry's id, 0 if it has none; different ids never match */
    uint64_t entry; /* the same number for all cards of an entry */
    int variant;
    bool retired; /* retired before this load; its entry's id is in the file */
    bool matched;
    bool shared; /* a card in the file that is not in these lists has the same key */
};
struct unmatched_cards {
    struct unmatched_card *cards;
    size_t count, capacity;
};

/* An old entry and its edited version among the added ones. */
struct entry_pair {
    uint64_t old, added;
};
struct entry_pairs {
    struct entry_pair *pairs;
    size_t count, capacity, done; /* done: how many pairs have had their cards matched */
};

struct matching {
    struct load *load;
    struct unmatched_cards old, added;
    struct entry_pairs entries;
};

/* The columns of SQL_CARD_TEXTS. */
enum { TEXTS_ID, TEXTS_VARIANT, TEXTS_POSITION, TEXTS_QUESTION, TEXTS_ANSWER };

/* The kind of a card. A history passes to a card of another kind only if their texts are equal. */
enum match_kind { KIND_FORWARD, KIND_REVERSE, KIND_GAP };
enum match_kind match_kind(int variant);
/* Whether two cards may be the same: both are unmatched, and their ids and kinds allow it. */
bool match_can_pair(const struct unmatched_card *old, const struct unmatched_card *added);
/* Merge two cards: the old row takes over the added row's text, and their entries are paired. */
enum err_code match_pair(
    struct matching *m, struct unmatched_card *old, struct unmatched_card *added, struct err *err);
enum err_code match_pair_entries(struct matching *m, uint64_t old, uint64_t added, struct err *err);

/* The steps. Match cards with the same text, question or answer. */
enum err_code match_equal(struct matching *m, enum match_by by, struct err *err);
/* Match the other cards of paired entries. */
enum err_code match_entries(struct matching *m, struct err *err);
/* Pair entries by their most similar cards (model/pairing.h). */
enum err_code match_similar(struct matching *m, struct err *err);

#endif
