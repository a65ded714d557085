/* Opens and decodes the pictures of the card that a session shows. */
#ifndef CMD_CARD_PICTURES_H
#define CMD_CARD_PICTURES_H

#include "base/buf.h"
#include "store/cards.h"
#include "text/md_links.h"
#include "view/card_text.h"

#include <stdint.h>

/* Empty if zero-initialized; free with shown_pictures_done. */
struct shown_pictures {
    struct md_links links; /* of the card */
    size_t next;           /* the first link that has not been looked at */
    uint64_t hash;         /* of everything that the pictures depend on */
    int64_t spent_ms;      /* on the pictures of this card so far */
    struct buf failure;    /* safe text: why the first picture of this session could not be shown */
};
/* Bring *pictures up to date with the card; NULL if none is shown. Stops when a key is pressed, and
 * goes on in the next call. A picture that cannot be shown is left out, and so are those left after
 * some seconds. */
void shown_pictures_follow(struct shown_pictures *shown, struct store *store,
    const struct stored_card *card, struct card_pictures *pictures);
void shown_pictures_done(struct shown_pictures *shown);

#endif
