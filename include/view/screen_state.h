/* What the session's screen keeps between frames. */
#ifndef VIEW_SCREEN_STATE_H
#define VIEW_SCREEN_STATE_H

#include "store/history.h"
#include "study/session.h"
#include "view/card_text.h"
#include "view/keys.h"
#include "view/overlay.h"

#include <stdint.h>

/* Zero-initialize it, except text.styled.links_work: whether the terminal supports links. Free it
 * with screen_done. */
struct screen {
    const char *greeting; /* the caller's safe text, shown until the first key; may be NULL */
    int64_t shown_card;   /* the card_id of the card to which `top` applies */
    enum session_stage shown_stage;
    int top,
        page; /* top: first visible line of the card or summary; page: number of lines visible */
    struct card_text text;
    size_t cursor; /* in session->typed: see view/line.h */
    struct overlay_view overlay;
    struct card_history history; /* read when its overlay opens */
};

/* The bits of card_keys: one for each session stage, and one while the session asks whether to undo
 * an event of an earlier day. */
#define SCREEN_STAGE(stage) (1U << (stage))
#define SCREEN_UNDO_ASKED   SCREEN_STAGE(SESSION_OVER + 1)
unsigned screen_stage(const struct session *session);
/* Whether keys are text of the answer, in the stage SESSION_QUESTION of answer_keys. */
bool screen_is_typing(const struct session *session);
/* The keys that apply now: answer_keys or card_keys. */
const struct key_table *screen_keys(const struct session *session);

#endif
