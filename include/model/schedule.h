/* A card's schedule: the fold of its reviews. SM-2 says when a card comes back; this module adds
 * the rest of what a review log tells: whether a repeat is owed today, lapses, the last rating.
 * Pure: folding the same reviews gives the same schedule on every machine. */
#ifndef MODEL_SCHEDULE_H
#define MODEL_SCHEDULE_H

#include "model/sm2.h"

#include <stdbool.h>
#include <stdint.h>

/* What a rating was given to. Stored in the log: the numbers are for ever. */
enum review_kind {
    REVIEW_NONE = 0,   /* nothing to ask today */
    REVIEW_NEW = 1,    /* the first rating of a card */
    REVIEW_DUE = 2,    /* exported as "review" */
    REVIEW_REPEAT = 3, /* asked again on the day of a rating below 4: the schedule stays */
    REVIEW_CRAM = 4,   /* out of turn: the schedule stays */
};

/* The word for the kind in exports: new, review, repeat, cram. */
const char *review_kind_word(enum review_kind kind);

#define NO_DAY INT32_MIN

struct schedule {
    struct sm2 sm2;
    int due;             /* study day; NO_DAY when never rated */
    int repeat_day;      /* the study day on which a repeat is owed; NO_DAY where none is */
    int lapses;          /* ratings of 1 or 2, repeats and cram not counted */
    int reviews;         /* ratings of every kind */
    int last_rating;     /* repeats and cram not counted; 0 when never rated */
    int64_t last_review; /* the log's id of the last rating of any kind; 0 where none */
};

struct schedule schedule_new(void);

/* One rating in the log. */
struct review {
    int64_t review_id; /* > 0, rising with time */
    enum review_kind kind;
    enum rating rating;
    int day; /* study day */
};

/* The schedule after one more review. */
struct schedule schedule_add(struct schedule before, const struct review *review);

/* What the card would be asked as on that study day: new, due, repeat, or nothing. */
enum review_kind schedule_asks(const struct schedule *schedule, int today);

enum card_state {
    STATE_NEW,      /* never rated */
    STATE_LEARNING, /* interval 1 */
    STATE_YOUNG,    /* 2 to 20 days */
    STATE_MATURE,   /* 21 days or more */
};
enum card_state schedule_state(const struct schedule *schedule);
/* new, learning, young, mature */
const char *card_state_word(enum card_state state);

#endif
