/* The session line by line, for dumb terminals, screen readers and pipes: the session in, text
 * out; a line in, an intent out. */
#ifndef VIEW_PLAIN_H
#define VIEW_PLAIN_H

#include "base/buf.h"
#include "study/session.h"
#include "view/screen.h"

/* Append what there is to say at this stage, a notice first, and the prompt, without a line feed
 * at its end. All of it is safe. */
void plain_show(const struct session *session, struct buf *out);

/* Append every key there is at this stage, and what it does; the ratings of the card shown. */
void plain_keys(const struct session *session, struct buf *out);
void plain_history(const struct card_history *history, struct buf *out);

/* The key that a word of a line names; an empty one is Enter. KEY_NOTHING where it is none. */
uint32_t plain_key(const char *word, size_t length);
/* What a line asks for. *unclear is set, and nothing asked for, where it is not understood. */
struct intent plain_line(const struct session *session, const char *line, bool *unclear);

/* Append the session's tally, for the end. */
void plain_tally(const struct session *session, struct buf *out);

#endif
