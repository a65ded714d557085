/* A card's schedule: the result of its reviews and of the changes made by hand between them. The
 * scheduler in force decides when a card comes back; this module derives the rest from the log:
 * whether a repeat is owed today, the number of lapses, the last rating, and whether the card is
 * shown at all. Pure: replaying the same events gives the same schedule on every machine.
 *
 * Two things are folded from the same log. Everything but the memory is folded in the order of the
 * events' numbers; SM-2's state goes on under every scheduler, so that a return to SM-2 is as exact
 * as if one had never left. The memory of another scheduler (model/past.h) is folded in the order
 * of time, since imported events have later numbers but earlier times. */
#ifndef MODEL_SCHEDULE_H
#define MODEL_SCHEDULE_H

#include "model/past.h"
#include "model/sm2.h"

#include <stdbool.h>
#include <stdint.h>

/* Why a rated card was shown. The log stores these numbers, so they must never change. */
enum review_kind {
    REVIEW_NONE = 0,   /* not shown today */
    REVIEW_NEW = 1,    /* the first rating of a new card */
    REVIEW_DUE = 2,    /* exported as "review" */
    REVIEW_REPEAT = 3, /* shown again on the day of a rating below 4; leaves the schedule alone */
    REVIEW_CRAM = 4,   /* shown out of turn; leaves the schedule alone */
};

/* The word for the kind in exports: new, review, repeat, cram. */
const char *review_kind_word(enum review_kind kind);

#define NO_DAY INT32_MIN

struct schedule {
    struct sm2 sm2;      /* the state in SM-2, even if another scheduler is in force */
    int interval;        /* in force, in days: that of SM-2 or, where another scheduler knows the
                            card, from its last rating to its due day; 0 when never rated */
    int due;             /* study day; NO_DAY for a new card */
    int repeat_day;      /* the study day on which a repeat is owed; NO_DAY if none is owed */
    int lapses;          /* ratings of 1 or 2, not counting repeats and crams */
    int reviews;         /* ratings of every kind */
    int last_rating;     /* not counting repeats and crams; 0 when never rated, or reset */
    int64_t last_review; /* the id of the last rating of any kind; 0 if there is none */

    bool suspended;      /* not shown until resumed */
    bool leech;          /* marked as a leech, by hand or for its lapses */
    int buried_day;      /* the study day on which it is not shown; NO_DAY if not buried */
    int64_t last_change; /* the id of the last change that was not imported; 0 if there is none */

    struct past past; /* under SM-2, all zeros */
};

struct schedule schedule_new(void);
/* Whether two schedules are the same; schedule_is_alike ignores the ids of their last events. */
bool schedule_is_same(const struct schedule *a, const struct schedule *b);
bool schedule_is_alike(const struct schedule *a, const struct schedule *b);

/* One rating in the log. */
struct review {
    int64_t review_id; /* > 0, rising with time */
    enum review_kind kind;
    enum rating rating;
    int day;       /* study day */
    int scheduler; /* the number of the scheduler that gave the due day; 0 for SM-2 */
    int due;       /* unless given by SM-2 */
};

/* The schedule after one more review. A due day that SM-2 did not give is taken from the review;
 * repeats have one, too. The memory stays. */
struct schedule schedule_add(struct schedule before, const struct review *review);

/* Changes made to a card by hand. The database stores these numbers, so they must never change. */
enum change_kind {
    CHANGE_NONE = 0,
    CHANGE_SUSPEND = 1,
    CHANGE_RESUME = 2,
    CHANGE_BURY = 3, /* not shown on the study day of the change */
    CHANGE_LEECH = 4,
    CHANGE_NOT_LEECH = 5,
    CHANGE_RESET = 6,   /* makes the card new, and not a leech; its ratings stay in the log */
    CHANGE_SET_DUE = 7, /* sets the due day; ease and interval stay */
    CHANGE_SET = 8,     /* sets the whole schedule */
};
#define CHANGE_LAST CHANGE_SET

/* The word for the change: suspend, resume, bury, leech, no leech, reset, due day, schedule. */
const char *change_word(enum change_kind kind);

struct change {
    int64_t change_id; /* > 0, numbered together with reviews */
    enum change_kind kind;
    int day;        /* the study day on which it was made */
    int due;        /* for CHANGE_SET_DUE and CHANGE_SET, where NO_DAY makes the card new */
    struct sm2 sm2; /* for CHANGE_SET */
    int lapses;     /* for CHANGE_SET */
    bool imported;  /* from another program, so undo skips it */
    int64_t batch;  /* the id of the first of the changes that are undone together; else 0 */
};

/* The schedule after a change. A change that sets when the card is due cancels an owed repeat. The
 * memory stays. */
struct schedule schedule_change(struct schedule before, const struct change *change);

/* The same schedule with this memory, and the interval in force that follows from it. */
struct schedule schedule_with_past(struct schedule schedule, struct past past);

/* The memory after a review or a change, which happened at at_ms. Crams and changes that do not
 * reset a card leave it alone; a whole schedule from elsewhere gives one to a card without. */
struct past past_review(
    const struct regime *regime, struct past before, const struct review *review, int64_t at_ms);
struct past past_change(
    const struct regime *regime, struct past before, const struct change *change, int64_t at_ms);

/* Whether the rating that led from `was` to `now` is a lapse that makes the card a leech. Lapse
 * number `limit` does, and so does every LEECH_AGAIN-th lapse after it. A limit of 0 means
 * never. */
#define LEECH_LAPSES 8 /* the default limit */
#define LEECH_AGAIN  4
bool schedule_makes_leech(const struct schedule *was, const struct schedule *now, int64_t limit);

/* Whether the card is suspended, or buried for the study day `today`. */
bool schedule_rests(const struct schedule *schedule, int today);

/* Why the card is to be shown on the study day `today`: REVIEW_NEW, _DUE, _REPEAT or _NONE. */
enum review_kind schedule_asks(const struct schedule *schedule, int today);

enum card_state {
    STATE_NEW,      /* no due day: never rated, or reset */
    STATE_LEARNING, /* an interval of 1 day */
    STATE_YOUNG,    /* an interval of 2 to 20 days */
    STATE_MATURE,   /* an interval of 21 days or more */
};
enum card_state schedule_state(const struct schedule *schedule);
/* The word for the state: new, learning, young, mature. */
const char *card_state_word(enum card_state state);

#endif
