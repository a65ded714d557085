/* A review session: which card is shown, what a key does to it, what has been rated. The session
 * knows nothing of terminals; a front end shows it and hands it actions. Everything that was rated
 * is on disk before session_update returns. */
#ifndef STUDY_SESSION_H
#define STUDY_SESSION_H

#include "base/date.h"
#include "base/err.h"
#include "model/queue.h"
#include "store/cards.h"
#include "store/decks.h"
#include "store/reviews.h"
#include "store/store.h"
#include "study/plan.h"
#include "study/summary.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum session_stage {
    SESSION_QUESTION,
    SESSION_ANSWER,
    SESSION_LEECH, /* the card just rated has become a leech: what is to be done about it? */
    SESSION_OVER,
};

enum session_action {
    ACTION_NONE,
    ACTION_RATE_1, /* to ACTION_RATE_1 + 4: rate the card */
    ACTION_REVEAL = ACTION_RATE_1 + 5,
    ACTION_HINT,
    ACTION_UNDO,
    ACTION_SUSPEND,  /* the card shown, until it is resumed */
    ACTION_BURY,     /* until tomorrow */
    ACTION_LEECH,    /* mark it as a leech, or as none */
    ACTION_GO_ON,    /* from a leech to the next card */
    ACTION_MORE_NEW, /* when it is over: another helping of new cards */
    ACTION_CRAM,     /* when it is over: go on with any card, the schedule untouched */
};

/* What there is to say about the last action. */
enum session_notice {
    NOTICE_NONE,
    NOTICE_REVEAL_FIRST,     /* a rating before the answer was seen */
    NOTICE_NO_HINT,          /* the card has none */
    NOTICE_UNDONE,           /* the card shown is the one that session.undone was done to */
    NOTICE_UNDONE_ELSEWHERE, /* taken back, of a card that is not asked today */
    NOTICE_NOTHING_TO_UNDO,
    NOTICE_RATED_ELSEWHERE, /* another window rated the card that was shown; here is the next */
    NOTICE_NOT_KEPT,        /* what was asked for could not be written, see problem; nothing is */
    NOTICE_NO_MORE_NEW,
    NOTICE_COMES_AGAIN, /* a card that was failed: it is asked again soon */
    NOTICE_SUSPENDED,   /* the card before; here is the next, and so for the one below */
    NOTICE_BURIED,
    NOTICE_LEECH, /* the card is marked as a leech now */
    NOTICE_NOT_LEECH,
    NOTICE_LEECH_FOUND, /* at SESSION_LEECH, until the next action */
    NOTICE_EDITED,      /* the card's deck was read again, and here is the card */
    NOTICE_NOT_EDITED,  /* it could not be, see problem; all is as it was */
    NOTICE_LEFT_FILE,   /* the card was edited away; here is the next */
};

/* A rating given in this session, and not taken back. */
struct session_rating {
    int64_t review_id, card_id, spent_ms;
    enum rating rating;
    bool first; /* of its card in this session */
};

struct session {
    struct store *store;     /* the caller's */
    const int64_t *deck_ids; /* the caller's */
    size_t deck_count;
    struct session_options options;

    struct buf name; /* of the deck, where there is only one */

    enum session_stage stage;
    struct stored_card card; /* the card shown, unless it is over */
    enum review_kind kind;   /* what it is asked as */
    bool hint_shown;
    int64_t shown_ms; /* when the question came up */

    enum session_notice notice;
    struct err problem;
    struct undone undone;      /* what was taken back last */
    struct load_report edited; /* what the last edit changed */

    struct queue queue;
    size_t extra; /* cards asked for beyond the caps */
    struct session_rating *ratings;
    size_t rating_count, rating_room;
    size_t changes;           /* made by hand, and not taken back */
    struct upcoming upcoming; /* when it is over: what comes after today */
    size_t due_left;          /* when it is over: cards due today, beyond the limit */
    size_t new_left;          /* when it is over: whether there are new cards beyond the cap */
    struct summary summary;   /* when it is over: what the day has come to */
    struct pace pace;         /* of the log when the session began */
    int today;                /* the study day of the last action */
    int planned_day;          /* the study day that the queue was made for */
};

/* Time beyond this is taken for a pause, and does not count as spent on the card. */
#define SPENT_MOST_MS 300000

/* Begin: plan the day and show the first card, or be over. store and deck_ids outlive the session.
 * Errors: ERR_STORE, ERR_BUSY, ERR_MEMORY. session_done is due whatever came of it. */
enum err_code session_start(struct session *session, struct store *store, const int64_t *deck_ids,
    size_t deck_count, const struct session_options *options, struct moment now, struct err *err);
void session_done(struct session *session);

/* Do what the user asked for. An action that makes no sense at this stage is answered by a notice
 * or does nothing. Fails only where the session cannot go on; what was rated is kept. */
enum err_code session_update(
    struct session *session, enum session_action action, struct moment now, struct err *err);

/* The deck file of the card shown was edited: it has been read again, with this report, or could
 * not be, for this problem, whose code is ERR_NONE otherwise. The card stays, with its new texts.
 * Fails as session_update does. */
enum err_code session_edited(struct session *session, const struct load_report *report,
    const struct err *problem, struct moment now, struct err *err);

/* Cards of the session may have been changed meanwhile by somebody who sat here: plan what is left
 * anew, and go on with the card shown, or with the next where it is not asked any more. Fails as
 * session_update does. */
enum err_code session_revisit(struct session *session, struct moment now, struct err *err);

/* What the session is of: the deck of the card shown, or the only deck; not safe to print. */
const char *session_title(const struct session *session);

/* What is left to do today, the card shown included. */
struct session_counts {
    size_t new, repeat, due, cram;
};
struct session_counts session_left(const struct session *session);
size_t session_left_total(const struct session *session);

/* How long what is left will take; -1 where nothing tells. */
int64_t session_remaining_ms(const struct session *session);

/* In how many days the card shown would come back after that rating; 0 for again in this session,
 * -1 in a cram, where no rating changes when it comes back. */
int session_comes_back(const struct session *session, enum rating rating);

/* What the session has come to. */
struct session_tally {
    size_t cards;        /* different cards rated */
    size_t ratings;      /* ratings, repeats included */
    size_t by_rating[6]; /* [1] to [5] */
    size_t finished;     /* ratings after which the card does not come back today */
    int64_t spent_ms;
};
struct session_tally session_tally(const struct session *session);

#endif
