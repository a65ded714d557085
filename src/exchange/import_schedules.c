#include "exchange/import_schedules.h"

#include <stdlib.h>
#include <string.h>

void import_schedules_entry(struct import_schedules *s, const char *id)
{
    s->entry = id ? s->ids.length : SIZE_MAX;
    s->entry_begin = s->count;
    s->entry_review = s->review_count;
    if (id)
        buf_add(&s->ids, id, strlen(id) + 1);
}

/* Returns the last entry's card with that variant, which is added if need be; NULL if memory ran
 * out. */
static struct import_schedules_card *import_schedules_card_of(
    struct import_schedules *s, int variant)
{
    for (size_t i = s->entry_begin; i < s->count; i++)
        if (s->cards[i].schedule.variant == variant)
            return &s->cards[i];
    if (!array_grow(&s->cards, s->count, &s->capacity, sizeof *s->cards))
        return NULL;
    struct import_schedules_card *card = &s->cards[s->count++];
    *card = (struct import_schedules_card){.id = s->entry,
        .first = s->entry_review,
        .schedule = {.variant = variant, .sm2 = sm2_new(), .due = {.day = NO_DAY}}};
    return card;
}

bool import_schedules_add(struct import_schedules *s, const struct import_schedule *schedule)
{
    if (s->entry == SIZE_MAX)
        return true;
    struct import_schedules_card *card = import_schedules_card_of(s, schedule->variant);
    if (!card || s->ids.failed)
        return false;
    card->schedule = *schedule;
    card->scheduled = true;
    return true;
}

bool import_schedules_add_review(struct import_schedules *s, const struct import_review *review)
{
    if (s->entry == SIZE_MAX)
        return true;
    struct import_schedules_card *card = import_schedules_card_of(s, review->variant);
    struct import_schedules_review one = {.review = *review};
    if (!card || s->ids.failed)
        return false;
    one.card = (size_t)(card - s->cards);
    return array_add(&s->reviews, &s->review_count, &s->review_capacity, &one, sizeof one);
}

/* ---- into the database ---- */

/* Whether the review is of the card's entry. An entry without reviews begins at the same index as
 * the next entry that has some, so the index alone does not say. */
static bool import_schedules_is_near(
    const struct import_schedules *s, size_t review, const struct import_schedules_card *card)
{
    return review < s->review_count && s->cards[s->reviews[review].card].id == card->id;
}

/* Sets the card's schedule to what its reviews add up to, for sources that have only those. */
static void import_schedules_fold(const struct import_schedules *s, size_t number,
    struct moment (*local)(int64_t utc_ms), struct import_history_card *card)
{
    struct schedule schedule = schedule_new();
    for (size_t i = s->cards[number].first; import_schedules_is_near(s, i, &s->cards[number]);
         i++) {
        const struct import_review *given = &s->reviews[i].review;
        if (s->reviews[i].card != number)
            continue;
        bool first = schedule.reviews == 0 && given->kind == REVIEW_REPEAT;
        struct review review = {.review_id = (int64_t)i + 1,
            .kind = first ? REVIEW_NEW : given->kind,
            .rating = given->rating,
            .day = local(given->at_ms).day};
        schedule = schedule_add(schedule, &review);
    }
    card->sm2 = schedule.sm2;
    card->due = schedule.due;
    card->lapses = schedule.lapses;
}

/* A source that has only days writes the midnight at which a day begins, when the study day before
 * it has not ended. */
static int import_schedules_due_day(
    const struct import_due *due, struct moment (*local)(int64_t utc_ms))
{
    if (!due->at_ms)
        return due->day;
    struct moment moment = local(due->at_ms);
    int64_t local_ms = due->at_ms + moment.offset_min * INT64_C(60000);
    return local_ms % MS_A_DAY == 0 ? (int)(local_ms / MS_A_DAY) : moment.day;
}

static enum err_code import_schedules_find_card(struct import_schedules *s, size_t number,
    struct import_history *history, struct moment (*local)(int64_t utc_ms), struct err *err)
{
    struct import_schedules_card *card = &s->cards[number];
    struct import_history_card found = {.id = buf_string(&s->ids) + card->id,
        .variant = card->schedule.variant,
        .sm2 = card->schedule.sm2,
        .due = import_schedules_due_day(&card->schedule.due, local),
        .lapses = card->schedule.lapses,
        .suspended = card->schedule.suspended,
        .extra = ""};
    if (!card->scheduled)
        import_schedules_fold(s, number, local, &found);
    return import_history_card(history, &found, &card->number, err);
}

static enum err_code import_schedules_put_review(const struct import_schedules *s, size_t number,
    struct import_history *history, struct moment (*local)(int64_t utc_ms), struct err *err)
{
    const struct import_review *given = &s->reviews[number].review;
    struct import_history_review review = {.number = s->cards[s->reviews[number].card].number,
        .at = local(given->at_ms),
        .kind = given->kind,
        .rating = given->rating,
        .spent_ms = given->spent_ms,
        .interval_before = given->interval_before,
        .interval = given->interval,
        .ease = given->ease};
    if (review.number == IMPORT_HISTORY_NONE)
        return ERR_NONE;
    return import_history_review(history, &review, err);
}

enum err_code import_schedules_put(struct import_schedules *s, struct import_history *history,
    struct moment (*local)(int64_t utc_ms), struct err *err)
{
    enum err_code code = ERR_NONE;
    for (size_t i = 0; i < s->count && !code; i++)
        code = import_schedules_find_card(s, i, history, local, err);
    for (size_t i = 0; i < s->review_count && !code; i++)
        code = import_schedules_put_review(s, i, history, local, err);
    return code;
}

void import_schedules_done(struct import_schedules *s)
{
    free(s->cards);
    free(s->reviews);
    buf_done(&s->ids);
    *s = (struct import_schedules){0};
}
