/* The hashes by which a card is found. They are stored, so to change them takes a schema step. All
 * are of texts in normal form (base/normal.h). */
#ifndef STORE_CARD_HASH_H
#define STORE_CARD_HASH_H

#include "base/err.h"
#include "model/card.h"

#include <stdbool.h>
#include <stdint.h>

struct card_hashes {
    int64_t identity; /* of the card's id or, without one, its question */
    int64_t content;  /* of what the card says; not of the cloze text, which also tells of others */
};
enum err_code card_hash(const struct card *card, struct card_hashes *hashes, struct err *err);

/* The identity of a card with this id. Sets *ok to false if memory ran out. */
int64_t identity_of_id(const char *id, bool *ok);

#endif
