/* What the session's screen keeps between frames. */
#ifndef VIEW_SCREEN_STATE_H
#define VIEW_SCREEN_STATE_H

#include "store/history.h"
#include "study/card_links.h"
#include "study/session.h"
#include "view/card_text.h"
#include "view/overlay.h"

#include <stdint.h>

/* What is asked before something is opened: which of several, or whether to open an address. */
enum screen_ask { ASK_NOTHING, ASK_WHICH, ASK_ADDRESS };

/* Zero-initialize it, except host and text.styled.links_work: whether the terminal supports links.
 * Free it with screen_done. */
struct screen {
    const char *greeting; /* the caller's safe text, shown until the first key; may be NULL */
    int64_t shown_card;   /* the card_id of the card to which `top` applies */
    enum session_stage shown_stage;
    int top,
        page; /* top: first visible line of the card or summary; page: number of lines visible */
    struct card_text text;
    struct overlay_view overlay;
    struct card_history history; /* read when its overlay opens */
    struct card_links links;     /* of what is shown of the card */
    const char *host;            /* the computer's name, for links to files; "" if unknown */
    enum screen_ask ask;
    size_t asked;     /* the link whose address is shown, for ASK_ADDRESS */
    bool asked_whole; /* all of its host is on the screen */
};

/* The bits of card_keys: one for each session stage, one while the session asks whether to undo an
 * event of an earlier day, and one for each question of enum screen_ask. */
#define SCREEN_STAGE(stage) (1U << (stage))
#define SCREEN_UNDO_ASKED   SCREEN_STAGE(SESSION_OVER + 1)
#define SCREEN_ASK_WHICH    SCREEN_STAGE(SESSION_OVER + 2)
#define SCREEN_ASK_ADDRESS  SCREEN_STAGE(SESSION_OVER + 3)
unsigned screen_stage(const struct session *session);
/* The same, with what the screen asks. */
unsigned screen_stage_asked(const struct screen *screen, const struct session *session);

/* The conditions for the footer (enum foot_when) that hold with these links. */
unsigned screen_when_links(const struct card_links *links);

/* The commands of card_keys (struct intent). CARD_OPEN_1 + n opens the link n. */
enum card_command {
    CARD_OPEN = 1, /* open the only link, or ask which */
    CARD_PLAY,     /* play the sounds shown, or stop what plays */
    CARD_OPEN_YES, /* open the address asked about */
    CARD_OPEN_NO,
    CARD_OPEN_1,
};
#define CARD_CHOICES 9 /* links that have a digit */

#endif
