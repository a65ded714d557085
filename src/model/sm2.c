#include "model/sm2.h"

#include <assert.h>
#include <stdint.h>

const char *rating_words(enum rating rating)
{
    static const char *const words[] = {"", "Not at all", "Barely", "Partly", "Well", "Perfectly"};
    static_assert(sizeof words / sizeof *words == RATING_PERFECTLY + 1, "words for each rating");
    return words[rating];
}

bool rating_is_lapse(enum rating rating)
{
    return rating < RATING_PARTLY;
}

bool rating_asks_again(enum rating rating)
{
    return rating < RATING_WELL;
}

struct sm2 sm2_new(void)
{
    static_assert(EASE_FIRST >= EASE_FLOOR, "a new card has a valid ease");
    return (struct sm2){.ease = EASE_FIRST};
}

static int sm2_next_ease(int ease, int miss)
{
    int next = ease + 10 - miss * (8 + miss * 2);
    return next < EASE_FLOOR ? EASE_FLOOR : next;
}

static int sm2_next_interval(int repetition, int interval, int ease)
{
    if (repetition <= 2)
        return repetition == 1 ? 1 : 6;
    int64_t next = ((int64_t)interval * ease + 99) / 100;
    return next > INTERVAL_LONGEST ? INTERVAL_LONGEST : (int)next;
}

struct sm2 sm2_rate(struct sm2 before, enum rating rating)
{
    if (rating_is_lapse(rating))
        return (struct sm2){.repetitions = 1, .interval = 1, .ease = before.ease};
    int ease = sm2_next_ease(before.ease, RATING_PERFECTLY - (int)rating);
    int repetitions = before.repetitions + 1;
    return (struct sm2){repetitions, sm2_next_interval(repetitions, before.interval, ease), ease};
}
