#include "model/schedule.h"

#include <assert.h>

const char *review_kind_word(enum review_kind kind)
{
    static const char *const words[] = {"", "new", "review", "repeat", "cram"};
    static_assert(sizeof words / sizeof *words == REVIEW_CRAM + 1, "a word for each kind");
    return words[kind];
}

const char *change_word(enum change_kind kind)
{
    static const char *const words[] = {
        "", "suspend", "resume", "bury", "leech", "no leech", "reset", "due day", "schedule"};
    static_assert(sizeof words / sizeof *words == CHANGE_LAST + 1, "a word for each kind");
    return words[kind];
}

struct schedule schedule_new(void)
{
    return (struct schedule){
        .sm2 = sm2_new(), .due = NO_DAY, .repeat_day = NO_DAY, .buried_day = NO_DAY};
}

bool schedule_is_alike(const struct schedule *a, const struct schedule *b)
{
    return a->sm2.repetitions == b->sm2.repetitions && a->sm2.interval == b->sm2.interval &&
           a->sm2.ease == b->sm2.ease && a->due == b->due && a->repeat_day == b->repeat_day &&
           a->lapses == b->lapses && a->reviews == b->reviews && a->last_rating == b->last_rating &&
           a->interval == b->interval && a->suspended == b->suspended && a->leech == b->leech &&
           a->buried_day == b->buried_day;
}

bool schedule_is_same(const struct schedule *a, const struct schedule *b)
{
    return schedule_is_alike(a, b) && a->last_review == b->last_review &&
           a->last_change == b->last_change && past_is_same(&a->past, &b->past);
}

struct schedule schedule_add(struct schedule before, const struct review *review)
{
    struct schedule after = before;
    after.reviews++;
    after.last_review = review->review_id;
    if (review->kind == REVIEW_CRAM)
        return after;
    after.repeat_day = rating_asks_again(review->rating) ? review->day : NO_DAY;
    if (review->kind != REVIEW_REPEAT) {
        after.sm2 = sm2_rate(before.sm2, review->rating);
        after.interval = after.sm2.interval;
        after.due = review->day + after.sm2.interval;
        after.lapses += rating_is_lapse(review->rating);
        after.last_rating = (int)review->rating;
    }
    if (review->scheduler)
        after.due = review->due;
    return after;
}

/* Replace the SM-2 state, the due day and the lapses. A card with a due day gets an interval of at
 * least 1 even if it was never rated, because due cards are ordered by their interval. */
static struct schedule schedule_set_schedule(struct schedule s, struct sm2 sm2, int due, int lapses)
{
    s.sm2 = sm2;
    if (due != NO_DAY && sm2.interval < 1)
        s.sm2.interval = 1;
    s.interval = s.sm2.interval;
    s.due = due;
    s.lapses = lapses;
    s.repeat_day = NO_DAY;
    return s;
}

static struct schedule schedule_reset(struct schedule s)
{
    s = schedule_set_schedule(s, sm2_new(), NO_DAY, 0);
    s.last_rating = 0;
    s.leech = false;
    return s;
}

struct schedule schedule_change(struct schedule before, const struct change *change)
{
    struct schedule after = before;
    if (!change->imported)
        after.last_change = change->change_id;
    switch (change->kind) {
    case CHANGE_NONE:
        break;
    case CHANGE_SUSPEND:
    case CHANGE_RESUME:
        after.suspended = change->kind == CHANGE_SUSPEND;
        return after;
    case CHANGE_BURY:
        after.buried_day = change->day;
        return after;
    case CHANGE_LEECH:
    case CHANGE_NOT_LEECH:
        after.leech = change->kind == CHANGE_LEECH;
        return after;
    case CHANGE_RESET:
        return schedule_reset(after);
    case CHANGE_SET_DUE:
        return schedule_set_schedule(after, after.sm2, change->due, after.lapses);
    case CHANGE_SET:
        return schedule_set_schedule(after, change->sm2, change->due, change->lapses);
    }
    return before;
}

struct schedule schedule_with_past(struct schedule schedule, struct past past)
{
    schedule.past = past;
    schedule.interval = schedule.sm2.interval;
    if (past_is_known(&past) && schedule.due != NO_DAY) {
        int days = schedule.due - past.day;
        schedule.interval = days < 1 ? 1 : days > INTERVAL_LONGEST ? INTERVAL_LONGEST : days;
    }
    return schedule;
}

struct past past_review(
    const struct regime *regime, struct past before, const struct review *review, int64_t at_ms)
{
    return review->kind == REVIEW_CRAM
               ? before
               : past_rate(regime, before, review->rating, review->day, at_ms);
}

struct past past_change(
    const struct regime *regime, struct past before, const struct change *change, int64_t at_ms)
{
    bool sets = change->kind == CHANGE_SET;
    if (!sets && change->kind != CHANGE_RESET)
        return before;
    struct past after = {.day = change->day, .at_ms = at_ms};
    if (sets && change->due != NO_DAY && past_is_known(&before)) {
        after.memory = before.memory;
        after.day = before.day;
    } else if (sets && change->due != NO_DAY && change->sm2.interval > 0) {
        after.memory = regime->scheduler->take_over(&regime->weights, change->sm2);
        after.day = change->due - change->sm2.interval;
    }
    return after;
}

bool schedule_makes_leech(const struct schedule *was, const struct schedule *now, int64_t limit)
{
    return now->lapses > was->lapses && limit > 0 && now->lapses >= limit &&
           (now->lapses - limit) % LEECH_AGAIN == 0;
}

bool schedule_rests(const struct schedule *schedule, int today)
{
    return schedule->suspended || schedule->buried_day == today;
}

enum review_kind schedule_asks(const struct schedule *schedule, int today)
{
    if (schedule_rests(schedule, today))
        return REVIEW_NONE;
    if (schedule->due == NO_DAY)
        return REVIEW_NEW;
    if (schedule->due <= today)
        return REVIEW_DUE;
    return schedule->repeat_day == today ? REVIEW_REPEAT : REVIEW_NONE;
}

enum card_state schedule_state(const struct schedule *schedule)
{
    if (schedule->due == NO_DAY)
        return STATE_NEW;
    if (schedule->interval <= 1)
        return STATE_LEARNING;
    return schedule->interval <= 20 ? STATE_YOUNG : STATE_MATURE;
}

const char *card_state_word(enum card_state state)
{
    static const char *const words[] = {"new", "learning", "young", "mature"};
    static_assert(sizeof words / sizeof *words == STATE_MATURE + 1, "a word for each state");
    return words[state];
}
