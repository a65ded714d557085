/* The hashes by which a card is found. They are stored, so changing them takes a schema step. Text
 * is hashed in its normal form (base/normal.h). */
#ifndef STORE_CARD_HASH_H
#define STORE_CARD_HASH_H

#include "base/err.h"
#include "model/card.h"

#include <stdbool.h>
#include <stdint.h>

struct card_hashes {
    int64_t identity; /* of the card's id or, without one, its question */
    int64_t content;  /* of all its text except the cloze text, which has other gaps, too */
};
enum err_code card_hash(const struct card *card, struct card_hashes *hashes, struct err *err);

/* The identity of a card with this id. Sets *ok to false if memory ran out. */
int64_t identity_of_id(const char *id, bool *ok);

#endif
