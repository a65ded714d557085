#include "model/schedule.h"

const char *review_kind_word(enum review_kind kind)
{
    static const char *const words[] = {"", "new", "review", "repeat", "cram"};
    return words[kind];
}

struct schedule schedule_new(void)
{
    return (struct schedule){.sm2 = sm2_new(), .due = NO_DAY, .repeat_day = NO_DAY};
}

struct schedule schedule_add(struct schedule before, const struct review *review)
{
    struct schedule after = before;
    after.reviews++;
    after.last_review = review->review_id;
    if (review->kind == REVIEW_CRAM)
        return after;
    after.repeat_day = rating_asks_again(review->rating) ? review->day : NO_DAY;
    if (review->kind == REVIEW_REPEAT)
        return after;
    after.sm2 = sm2_rate(before.sm2, review->rating);
    after.due = review->day + after.sm2.interval;
    after.lapses += rating_is_lapse(review->rating);
    after.last_rating = (int)review->rating;
    return after;
}

enum review_kind schedule_asks(const struct schedule *schedule, int today)
{
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
    if (schedule->sm2.interval <= 1)
        return STATE_LEARNING;
    return schedule->sm2.interval <= 20 ? STATE_YOUNG : STATE_MATURE;
}

const char *card_state_word(enum card_state state)
{
    static const char *const words[] = {"new", "learning", "young", "mature"};
    return words[state];
}
