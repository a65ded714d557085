/* What the session's screen keeps between frames: its parts draw from it. */
#ifndef VIEW_SCREEN_STATE_H
#define VIEW_SCREEN_STATE_H

#include "store/history.h"
#include "study/session.h"
#include "view/card_text.h"
#include "view/overlay.h"

#include <stdint.h>

/* All of it zero is a new one; text.styled.links_work tells what the terminal can do. Free with
 * screen_done. */
struct screen {
    const char *greeting; /* safe text shown until the first key; the caller's; NULL for none */
    int64_t shown_card;   /* what top belongs to */
    enum session_stage shown_stage;
    int top;  /* the first line of the card, or of the summary, that is visible */
    int page; /* lines visible at the last drawing */
    struct card_text text;
    struct overlay_view overlay;
    struct card_history history; /* read when its overlay is opened */
};

/* A stage's bit in the table of keys. */
#define SCREEN_STAGE(stage) (1U << (stage))

#endif
