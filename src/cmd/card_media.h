/* Opens and plays what the card shown leads to. */
#ifndef CMD_CARD_MEDIA_H
#define CMD_CARD_MEDIA_H

#include "base/buf.h"
#include "base/err.h"
#include "study/session.h"
#include "view/screen.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* Zero-initialize it; end it with card_media_done, which also ends the sounds. */
struct card_media {
    struct buf said;          /* safe text: what was opened, or why nothing was; "" for nothing */
    pid_t player;             /* what plays sounds, or 0 */
    int64_t card;             /* the card_id of the card last looked at; 0 if there was none */
    enum session_stage stage; /* and its stage */
    bool told;                /* that automatic playing does not work */
};

/* Call this after anything that may have changed the card shown or its side. Reads the links of
 * what is now shown, ends the sounds of a card that is no longer shown, and begins those of this
 * side if the settings say so. ERR_STORE, ERR_MEMORY. */
enum err_code card_media_look(struct card_media *media, struct screen *screen,
    const struct session *session, struct err *err);

/* Carries out a card_command (view/screen.h). What has to be asked first, the screen asks;
 * problems are said. ERR_MEMORY. */
enum err_code card_media_follow(struct card_media *media, struct screen *screen,
    const struct session *session, int command, struct err *err);

void card_media_done(struct card_media *media);

#endif
