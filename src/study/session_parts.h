/* What session.c and session_undo.c use of each other. */
#ifndef STUDY_SESSION_PARTS_H
#define STUDY_SESSION_PARTS_H

#include "base/date.h"
#include "base/err.h"
#include "model/schedule.h"

#include <stdbool.h>
#include <stdint.h>

struct session;

/* Whether the session shows a card that is still to be rated. */
bool session_is_asking(const struct session *session);
/* The reason to show the card just read; REVIEW_NONE to skip it. */
enum review_kind session_asked_as(const struct session *session);
/* Show the question of the card just read. */
void session_show(struct session *session, enum review_kind kind, struct moment now);
/* Show the next card. If none is left, plan the new day if one has begun, or end the session. */
enum err_code session_advance(struct session *session, struct moment now, struct err *err);
/* Replan after a card was suspended or buried, or after an undo or redo: siblings, and cards that
 * the caps excluded, may now replace the card or have to give way to it. The card `shown`, 0 if
 * there is none, is left out. */
enum err_code session_follow_plan(struct session *session, int64_t shown, struct err *err);

/* Read the card to show, what is in force for its deck, and how many cards are due when. */
enum err_code session_read_card(struct session *session, int64_t card_id, struct err *err);
/* After how many days a rating of the card shown brings it back, under a scheduler with a memory.
 */
int session_days(const struct session *session, enum rating rating);
/* Count a card that is due on another day than before. */
void session_move_due(struct session *session, int from, int to);

/* Undo the last rating or change, or ask first if it is of an earlier day. */
enum err_code session_undo(struct session *session, struct moment now, struct err *err);
/* Undo what the user was asked about. */
enum err_code session_undo_earlier(struct session *session, struct moment now, struct err *err);
/* Redo what was undone last. */
enum err_code session_redo(struct session *session, struct moment now, struct err *err);
/* Leave nothing to redo: after a new rating or change. */
void session_forget_undone(struct session *session);

#endif
