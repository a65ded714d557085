/* A review session: which card is shown, what actions do to it, and what has been rated. A session
 * knows nothing about terminals; a front end shows it and passes it actions. session_update
 * returns only once the rating is on disk. */
#ifndef STUDY_SESSION_H
#define STUDY_SESSION_H

#include "base/date.h"
#include "base/err.h"
#include "model/queue.h"
#include "model/spread.h"
#include "store/cards.h"
#include "store/decks.h"
#include "store/regimes.h"
#include "store/reviews.h"
#include "store/store.h"
#include "study/ahead.h"
#include "study/plan.h"
#include "study/summary.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum session_stage {
    SESSION_QUESTION,
    SESSION_ANSWER,
    SESSION_LEECH, /* the card just rated has become a leech; the user decides what to do */
    SESSION_OVER,
};

enum session_action {
    ACTION_NONE,
    ACTION_RATE_1, /* rate the card 1; add 1 to 4 for the ratings 2 to 5 */
    ACTION_REVEAL = ACTION_RATE_1 + 5,
    ACTION_HINT,
    ACTION_TYPE,       /* type the answer to the card shown */
    ACTION_LEAVE_LINE, /* go on without typing; what was typed stays */
    ACTION_UNDO,
    ACTION_UNDO_EARLIER, /* answer yes: undo an event of an earlier day */
    ACTION_DECLINE,      /* answer no; any other action does, too */
    ACTION_REDO,
    ACTION_SUSPEND,  /* suspend the card shown until it is resumed */
    ACTION_BURY,     /* bury the card shown until tomorrow */
    ACTION_LEECH,    /* mark the card shown as a leech, or unmark it */
    ACTION_GO_ON,    /* go on from a leech to the next card */
    ACTION_MORE_NEW, /* when the session is over: show more new cards */
    ACTION_CRAM,     /* when the session is over: show any cards, without changing schedules */
};

/* What to report about the last action. */
enum session_notice {
    NOTICE_NONE,
    NOTICE_REVEAL_FIRST,     /* a rating was given before the answer was shown */
    NOTICE_NO_HINT,          /* the card has no hint */
    NOTICE_NOT_TYPED,        /* the card has no answer with text to type */
    NOTICE_UNDONE,           /* the card shown is the one whose rating or change was undone */
    NOTICE_UNDONE_ELSEWHERE, /* the action was undone; its card is not shown today */
    NOTICE_UNDO_EARLIER,     /* asks whether to undo an event of an earlier day */
    NOTICE_NOTHING_TO_UNDO,
    NOTICE_REDONE,
    NOTICE_NOTHING_TO_REDO,
    NOTICE_CHANGED_ELSEWHERE, /* another window changed what was to be undone or redone */
    NOTICE_RATED_ELSEWHERE,   /* another window rated the card; the next is shown */
    NOTICE_NOT_KEPT,          /* nothing was saved: see problem */
    NOTICE_NO_MORE_NEW,
    NOTICE_COMES_AGAIN, /* the last card was not recalled, and will be shown again soon */
    NOTICE_SUSPENDED,   /* the last card was suspended; the next is shown */
    NOTICE_BURIED,      /* the last card was buried; the next is shown */
    NOTICE_LEECH,       /* the card is now marked as a leech */
    NOTICE_NOT_LEECH,
    NOTICE_LEECH_FOUND, /* at SESSION_LEECH, until the next action */
    NOTICE_EDITED,      /* the card's deck was read again; the card is still shown */
    NOTICE_NOT_EDITED,  /* the deck could not be read, and nothing has changed: see problem */
    NOTICE_LEFT_FILE,   /* the card is no longer in its file; the next is shown */
};

/* A rating given in this session and not undone. */
struct session_rating {
    int64_t review_id, card_id, spent_ms;
    enum rating rating;
    bool first; /* whether it is the card's first rating in this session */
};

/* An undone event that can be redone. */
struct session_redoable {
    struct undone undone;
    struct session_rating rating; /* its review_id is 0 if the session did not give the rating */
};

struct session {
    struct store *store;     /* owned by the caller */
    const int64_t *deck_ids; /* owned by the caller */
    size_t deck_count;
    struct session_options options;

    struct buf name; /* the deck's name, if there is only one deck */

    enum session_stage stage;
    struct stored_card card; /* the card shown, unless the session is over */
    struct regime regime;    /* what is in force for its deck */
    struct spread_load load; /* cards due on the days from today, if load_known */
    bool load_known;
    enum review_kind kind; /* why the card is shown */
    bool hint_shown;
    bool typing;      /* at the question: the answer is being typed */
    struct buf typed; /* what was typed as the answer; the front end changes it */
    int64_t shown_ms; /* when the question was shown */

    enum session_notice notice;
    struct err problem;
    struct undone undone; /* what was undone or redone last, or is asked about */
    bool undo_asked;      /* the user is asked whether to undo an event of an earlier day */
    int undo_day;         /* the earlier day on which undo may go on without asking, or NO_DAY */
    struct session_redoable *redoable; /* the last undone is the first to be redone */
    size_t redo_count, redo_capacity;
    struct load_report edited; /* what the last edit changed */

    struct queue queue;
    size_t extra; /* cards the user asked for beyond the caps */
    struct session_rating *ratings;
    size_t rating_count, rating_capacity;
    size_t changes;         /* changes made by hand and not undone */
    struct ahead ahead;     /* when the session is over: the days after today */
    size_t due_left;        /* when the session is over: due cards that the caps exclude */
    size_t new_left;        /* likewise for new cards: a lower bound, 0 only if there are none */
    struct summary summary; /* when the session is over: the summary of the day */
    struct pace pace;       /* the log's pace when the session began */
    int today;              /* the study day of the last action */
    int planned_day;        /* the study day that the queue was made for */
};

/* The most time that counts as spent on a rating; anything beyond was a pause. */
#define SPENT_MAX_MS 300000

/* Plan the day and show the first card; if there is none, end the session. `store` and `deck_ids`
 * must outlive the session. Errors: ERR_STORE, ERR_BUSY, ERR_MEMORY. Call session_done even after
 * an error. */
enum err_code session_start(struct session *session, struct store *store, const int64_t *deck_ids,
    size_t deck_count, const struct session_options *options, struct moment now, struct err *err);
void session_done(struct session *session);

/* Perform an action. One that makes no sense at this stage sets a notice or does nothing. Fails
 * only if the session cannot go on; ratings given so far are kept. */
enum err_code session_update(
    struct session *session, enum session_action action, struct moment now, struct err *err);

/* Call this after the deck file of the card shown was edited and loaded again, with the load's
 * report. If loading failed, `problem` says why; otherwise its code is ERR_NONE. The card stays,
 * with its new text. Fails like session_update. */
enum err_code session_edited(struct session *session, const struct load_report *report,
    const struct err *problem, struct moment now, struct err *err);

/* Call this when another screen may have changed cards in the session. Plans the rest again, and
 * goes on with the card shown, or with the next if it should no longer be shown. Fails like
 * session_update. */
enum err_code session_revisit(struct session *session, struct moment now, struct err *err);

/* Forget this session's ratings that another window has undone, so that the tally agrees with the
 * log. Not needed once the session is over. Fails like session_update. */
enum err_code session_recount(struct session *session, struct err *err);

/* The name of the card's deck; when the session is over, of the only deck, or "drill". Not made
 * safe for the terminal. */
const char *session_title(const struct session *session);

/* The cards left for today, including the card shown. */
struct session_counts {
    size_t new, repeat, due, cram;
};
struct session_counts session_left(const struct session *session);
size_t session_left_total(const struct session *session);

/* The estimated time for the cards left; -1 if it is unknown. */
int64_t session_remaining_ms(const struct session *session);

/* When a card comes back after a rating. */
struct comeback {
    bool today; /* it is asked again today */
    int days;   /* in how many days it is due; -1 in a cram, where ratings change no schedule */
};
struct comeback session_comes_back(const struct session *session, enum rating rating);

/* Counts a session's ratings. */
struct session_tally {
    size_t cards;        /* different cards rated */
    size_t ratings;      /* ratings, including repeats */
    size_t by_rating[6]; /* elements [1] to [5] are used */
    size_t finished;     /* ratings after which the card does not come back today */
    int64_t spent_ms;
};
struct session_tally session_tally(const struct session *session);

#endif
