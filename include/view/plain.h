/* The session line by line, for dumb terminals, screen readers and pipes: prints a session as safe
 * text and turns a line into an intent. */
#ifndef VIEW_PLAIN_H
#define VIEW_PLAIN_H

#include "base/buf.h"
#include "study/session.h"
#include "view/screen.h"

/* Appends the notice, the text of this stage, and the prompt, without a final line feed. `links`
 * are those of what is shown of the card, or NULL. */
void plain_show(const struct session *session, const struct card_links *links, struct buf *out);
/* Instead, when the screen asks something (enum screen_ask): appends that, and a prompt. */
void plain_ask(const struct screen *screen, const struct session *session, struct buf *out);

/* Appends every key of this stage and what it does. */
void plain_keys(const struct session *session, struct buf *out);
/* Appends the events of a card. */
void plain_history(const struct card_history *history, struct buf *out);

/* The key that a word names; an empty word is Enter. KEY_NOTHING if the word names no key. */
uint32_t plain_key(const char *word, size_t length);
/* Parses a line. Sets *unclear and returns an empty intent if the line is not understood. */
struct intent plain_line(const struct session *session, const char *line, bool *unclear);
/* Parses the answer to what the screen asks: an empty intent if it is not one of the choices, which
 * then declines. */
struct intent plain_answer(
    const struct screen *screen, const struct session *session, const char *line);

/* Appends the final tally of the session. */
void plain_tally(const struct session *session, struct buf *out);

#endif
