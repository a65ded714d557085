/* Numbers and events in words, the same on every screen and in plain mode. */
#ifndef VIEW_PHRASES_H
#define VIEW_PHRASES_H

#include "base/buf.h"
#include "store/decks.h"
#include "study/overview.h"
#include "study/session.h"

#define PHRASE_SIZE 32

/* When a card comes back: "again today" for 0, "no change" for -1, "tomorrow", "6 d", "2 mo",
 * "1.5 y". Months are of 30.44 days, years of 365.25. Returns words. */
const char *phrase_due(int days, char words[PHRASE_SIZE]);
/* As phrase_due where there is little room: "today", "-", "1 d". */
const char *phrase_due_short(int days, char words[PHRASE_SIZE]);

/* When a deck was studied last, "today", "yesterday", "5 d ago"; when there is something to do
 * next, "now", "tomorrow", "in 5 d"; "-" for never. What there is to say of a deck's file; "" where
 * all is well. */
const char *phrase_studied(const struct deck_facts *facts, int today, char words[PHRASE_SIZE]);
const char *phrase_next(int day, int today, char words[PHRASE_SIZE]);
const char *phrase_file(enum deck_file file);

/* How long something took: "8 s", "2 min 5 s", "1 h 4 min". */
const char *phrase_time(int64_t ms, char words[PHRASE_SIZE]);

/* How long something will take, by an estimate: "~6 min left", "under a minute left". Returns
 * words. */
const char *phrase_remaining(int64_t ms, char words[PHRASE_SIZE]);
/* The time a session has taken, and is likely to take: "4 min · ~6 min left", as far as it is
 * known; only what is left where it is to be brief. Appended. */
void phrase_progress(const struct session *session, bool brief, struct buf *out);

/* When a card is due: "today", "tomorrow", "in 5 d", "5 d ago"; "-" for never. */
const char *phrase_day(int day, int today, char words[PHRASE_SIZE]);
/* What a schedule has come to: "3 ratings, 1 lapse, ease 2.36". Appended. */
void phrase_schedule(const struct schedule *schedule, struct buf *out);
/* What was done to a card by hand; due is the day that was set. What taking that back, or a rating,
 * has come to. Appended. */
void phrase_changed(enum change_kind kind, int due, int today, struct buf *out);
const char *phrase_undone(enum change_kind change);

/* The same of a deck that was edited and read again; "Nothing was changed". Why it was not read
 * again, or why something was not kept. Appended. */
void phrase_edited(const struct load_report *report, struct buf *out);
void phrase_problem(const struct err *problem, bool edited, struct buf *out);

/* What the session has to say about the last action; "" for nothing. *warns where it failed. Safe
 * text, appended. */
void phrase_notice(const struct session *session, struct buf *out, bool *warns);

/* What loading changed: "2 new, 1 edited, 1 retired"; "" where nothing was. Appended. */
void phrase_report(const struct load_report *report, struct buf *out);

/* When the next cards come: "Next: 5 cards tomorrow, then 3 in 2 d, 1 in 5 d"; the first of these
 * alone where it is to be brief. Appended. */
void phrase_upcoming(const struct session *session, bool brief, struct buf *out);

/* Why there is nothing to review, in one sentence. Appended. */
void phrase_nothing(const struct session *session, struct buf *out);

/* Of a day beside those before it: the share recalled, the time for a card; on how many days up to
 * it there were ratings; how many cards of a cap are used, CAP_UNSET for none. Appended. */
void phrase_recall(const struct summary *summary, struct buf *out);
void phrase_pace(const struct summary *summary, struct buf *out);
void phrase_streak(const struct summary *summary, struct buf *out);
void phrase_cap(size_t used, int64_t cap, struct buf *out);

/* "1 card", "2 cards". Appended. */
void phrase_count(size_t count, const char *noun, struct buf *out);

#endif
