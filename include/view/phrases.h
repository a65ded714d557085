/* Numbers and events as phrases, the same on every screen and in plain mode. Functions with a
 * parameter `words` write into it and return it; those with a parameter `out` append safe text. */
#ifndef VIEW_PHRASES_H
#define VIEW_PHRASES_H

#include "base/buf.h"
#include "store/decks.h"
#include "study/browse.h"
#include "study/overview.h"
#include "study/session.h"

#define PHRASE_SIZE 32

/* A number of days: "6 d", "1.2 mo", "11 mo", "1.5 y"; "today" for 0, "-" if negative. A month has
 * 30.44 days, a year 365.25. */
const char *phrase_days(int days, char words[PHRASE_SIZE]);
/* When a card comes back: "15 d"; "today, 14 d" if it is first asked again today; in a cram "today"
 * or "no change". At most 13 columns. */
const char *phrase_comeback(struct comeback back, char words[PHRASE_SIZE]);

/* When a deck was last studied: "today", "yesterday", "5 d ago"; "-" for never. */
const char *phrase_studied(const struct deck_facts *facts, int today, char words[PHRASE_SIZE]);
/* When something is next due: "now", "tomorrow", "in 5 d"; "-" for never. */
const char *phrase_next(int day, int today, char words[PHRASE_SIZE]);
/* When a card is due: "today", "tomorrow", "in 5 d", "5 d ago"; "-" for never. */
const char *phrase_day(int day, int today, char words[PHRASE_SIZE]);
/* What is wrong with a deck's file; "" if nothing. */
const char *phrase_file(enum deck_file file);

/* How long something took: "8 s", "2 min 5 s", "1 h 4 min". */
const char *phrase_time(int64_t ms, char words[PHRASE_SIZE]);
/* An estimate of the time left: "~6 min left", "under a minute left". */
const char *phrase_remaining(int64_t ms, char words[PHRASE_SIZE]);
/* A session's time so far and time left, if known: "4 min · ~6 min left"; `brief`: only the time
 * left. */
void phrase_progress(const struct session *session, bool brief, struct buf *out);

/* Advice to check the clock if the last rating is in the future by more than normal drift; else
 * nothing. */
void phrase_clock(struct moment last, struct moment now, struct buf *out);

/* A stability: "0.8 d", "9.4 d", "12 d", "2.5 mo". */
const char *phrase_stability(float stability, char words[PHRASE_SIZE]);
/* A probability: "91%". */
const char *phrase_percent(float share, char words[PHRASE_SIZE]);
/* The history of a schedule: "3 ratings, 1 lapse, ease 2.36". If what is in force keeps a memory,
 * that instead of the ease: "stability 12 d, difficulty 5.3 of 10, recall now 91%". A card that
 * came with a schedule but no ratings has only a memory; nothing for one that has neither. */
void phrase_schedule(
    const struct schedule *schedule, const struct regime *regime, int today, struct buf *out);
/* What a manual change did (`due`: the day set), and what undoing it restored. */
void phrase_changed(enum change_kind kind, int due, int today, struct buf *out);
const char *phrase_undone(enum change_kind change);
/* The same for a step of the browser, which may be of several cards, and what redoing it did. */
void phrase_step(const struct browse_step *step, int today, struct buf *out);
void phrase_step_undone(const struct browse_step *step, struct buf *out);
void phrase_step_redone(const struct browse_step *step, int today, struct buf *out);
/* A rating or change, and when it was made: "4 Well, yesterday 21:03", "burying, 2026-01-31
 * 09:00", "rescheduling of 120 cards, today 09:00". */
void phrase_event(const struct undone *event, int today, struct buf *out);

/* Why an edit of deck files was not made, with the file. */
void phrase_edit_problem(const struct err *problem, struct buf *out);
/* What is odd about the search, as a sentence (query_tell_doubt); nothing if nothing is. */
void phrase_doubt(const struct browse *browse, struct buf *out);

/* What a load changed: "2 new cards, 1 edited, 1 retired"; "" if nothing. */
void phrase_report(const struct load_report *report, struct buf *out);
/* The same after the user edited a deck: "Nothing changed" if nothing. */
void phrase_edited(const struct load_report *report, struct buf *out);
/* If `edited`, why a deck could not be read after an edit; else why a change was not saved. */
void phrase_problem(const struct err *problem, bool edited, struct buf *out);
/* The session's notice, "" if none; sets *warns if the notice reports a failure. */
void phrase_notice(const struct session *session, struct buf *out, bool *warns);

/* What comes next: "Tomorrow: 5 due, 3 new. Then: 3 in 2 d, 1 in 5 d", where the later days count
 * due cards; `brief`: only the first day. */
void phrase_upcoming(const struct session *session, bool brief, struct buf *out);
/* Why there is nothing to review, in one sentence. */
void phrase_nothing(const struct session *session, struct buf *out);

/* Facts about today: the share recalled and the time per card, both compared with earlier days; the
 * streak; how much of the caps is used. A phrase is empty if there is nothing to tell. */
struct day_fact {
    const char *name;
    void (*phrase)(const struct summary *summary, struct buf *out);
};
#define DAY_FACTS 5
extern const struct day_fact day_facts[DAY_FACTS];
void phrase_recall(const struct summary *summary, struct buf *out);
void phrase_pace(const struct summary *summary, struct buf *out);

/* "Added 1 card". */
void phrase_added(size_t cards, struct buf *out);

/* "1 card", "2 cards". */
void phrase_count(size_t count, const char *noun, struct buf *out);

#endif
