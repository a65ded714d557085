/* What the card shown leads to: its links, pictures and sounds. */
#ifndef STUDY_CARD_LINKS_H
#define STUDY_CARD_LINKS_H

#include "base/buf.h"
#include "base/err.h"
#include "model/card.h"
#include "study/media.h"

#include <stdbool.h>
#include <stddef.h>

struct card_link {
    char *address; /* safe text, as in the deck */
    bool answer;   /* first on the answer's side */
    /* Its file, when it was last looked at; MEDIA_NONE and NULL if it has none that can be opened.
     */
    enum media_kind kind;
    char *path;
};

/* Empty if zero-initialized; free with card_links_done. */
struct card_links {
    struct card_link *list; /* in the order of the card, each address once */
    size_t count, capacity;
};

#define CARD_LINKS_MAX 99 /* more of a card are left out */

/* Replaces the links by those of a card's question, and of its hint and its answer if these are
 * shown. deck_path is as in media_open. ERR_MEMORY, with no links. */
enum err_code card_links_read(struct card_links *links, const struct card *card, bool hint,
    bool answer, const char *deck_path, struct err *err);
void card_links_done(struct card_links *links);

/* Whether a card may have links: false is certain. */
bool card_links_possible(const struct card *card);

/* Whether a link is a sound to play: those first on the answer's side once that is shown and has
 * any, otherwise the question's. */
bool card_links_plays(const struct card_links *links, size_t i);

#endif
