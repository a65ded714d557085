/* Finds the decks that already have a question, among all known decks, while it is typed: the cards
 * are read once, and a question is then looked up by its hash. */
#ifndef STUDY_TWINS_H
#define STUDY_TWINS_H

#include "base/buf.h"
#include "base/err.h"
#include "base/map.h"
#include "store/store.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Empty if zero-initialized; free it with twins_done. */
struct twins {
    struct map exact; /* questions as they are, in normal form */
    struct map loose; /* without case, accents, spaces, and signs of ASCII */
    struct twin_deck {
        int64_t deck_id;
        char *name;
    } * decks; /* the numbers in both maps */
    size_t count, capacity;
};
/* Reads all cards in their decks' files. ERR_MEMORY, ERR_STORE. */
enum err_code twins_read(struct twins *twins, struct store *store, struct err *err);
/* Adds a question of the deck. ERR_MEMORY. */
enum err_code twins_add(struct twins *twins, int64_t deck_id, const char *deck_name,
    const char *question, struct err *err);
/* Returns the name of a deck that has the question, or one that differs only in what `loose` leaves
 * out; *exact says which. Prefers the deck with that deck_id. NULL if there is none. Sets *ok to
 * false if memory ran out. */
const char *twins_find(
    const struct twins *twins, int64_t deck_id, const char *question, bool *exact, bool *ok);
/* Whether two questions are the same, or differ only in what `loose` leaves out. Sets *ok to false
 * if memory ran out. */
bool twins_are_alike(const char *a, const char *b, bool *ok);
void twins_done(struct twins *twins);

#endif
