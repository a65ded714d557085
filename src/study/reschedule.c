#include "study/reschedule.h"

#include "base/buf.h"
#include "store/cards.h"
#include "store/history.h"
#include "store/regimes.h"

#include <stdlib.h>

struct reschedule_deck {
    struct store *store;
    struct regime regime;
    const struct spread *spread;
    struct spread_load load; /* with the moves so far */
    struct reschedule *plan;
};

/* ---- where a card belongs ---- */

/* The due day that the memory gives. The present one stays if fuzz could have chosen it, or if the
 * card is due now either way. */
static int reschedule_by_memory(struct reschedule_deck *d, const struct listed_card *card)
{
    const struct schedule *s = &card->schedule;
    int min, max, today = d->load.today;
    float interval = past_interval(&d->regime, &s->past);
    spread_range(interval, &min, &max);
    int first = s->past.day + min, last = s->past.day + max;
    if ((s->due >= first && s->due <= last) || (s->due <= today && first <= today))
        return s->due;
    struct spread_card spread = {
        .card_id = card->card_id, .reviews = s->reviews - 1, .rated = s->past.day};
    return s->past.day + spread_days(d->spread, &d->load, &spread, interval);
}

static bool reschedule_find_rating(void *context, const struct event *event)
{
    int *day = context;
    bool resets = event->is_change && event->after.due == NO_DAY;
    bool rates = !event->is_change && event->review.kind != REVIEW_CRAM &&
                 event->review.kind != REVIEW_REPEAT;
    if (resets || rates)
        *day = resets ? NO_DAY : event->review.day;
    return true;
}

/* The due day that SM-2 gives: its interval after the last rating that it counts. A card that was
 * only rated elsewhere stays. */
static enum err_code reschedule_by_sm2(
    struct reschedule_deck *d, const struct listed_card *card, int *due, struct err *err)
{
    int day = NO_DAY, today = d->load.today;
    enum err_code code = store_history(d->store, card->card_id, reschedule_find_rating, &day, err);
    if (code || day == NO_DAY)
        return code;
    day += card->schedule.sm2.interval;
    if (*due > today || day > today) /* otherwise it is due now either way */
        *due = day > today ? day : today;
    return ERR_NONE;
}

/* ---- the plan ---- */

static void reschedule_count(struct reschedule_deck *d, int due, int more)
{
    if (due >= d->load.today && due - d->load.today < SPREAD_LOAD_DAYS)
        d->load.due[due - d->load.today] += more;
}

static enum err_code reschedule_card(
    struct reschedule_deck *d, const struct listed_card *card, struct err *err)
{
    const struct schedule *s = &card->schedule;
    struct due_move move = {card->card_id, s->due};
    enum err_code code = ERR_NONE;
    int end = d->load.today + RESCHEDULE_DAYS;
    if (s->due == NO_DAY)
        return ERR_NONE;
    reschedule_count(d, s->due, -1);
    if (past_is_known(&s->past))
        move.due = reschedule_by_memory(d, card);
    else if (!regime_has_memory(&d->regime))
        code = reschedule_by_sm2(d, card, &move.due, err);
    reschedule_count(d, move.due, 1);
    d->plan->rated++;
    d->plan->before += !s->suspended && s->due < end;
    d->plan->after += !s->suspended && move.due < end;
    if (code || move.due == s->due)
        return code;
    return array_add(&d->plan->moves, &d->plan->count, &d->plan->capacity, &move, sizeof move)
               ? ERR_NONE
               : err_memory(err);
}

static enum err_code reschedule_deck(struct reschedule_deck *d, int64_t deck_id, struct err *err)
{
    struct listed_cards cards = {0};
    const struct tag_filter all = {0};
    enum err_code code = store_regime(d->store, deck_id, &d->regime, err);
    if (!code)
        code = store_listed(d->store, deck_id, &all, &cards, err);
    for (size_t i = 0; i < cards.count && !code; i++)
        code = reschedule_card(d, &cards.cards[i], err);
    free(cards.cards);
    return code;
}

enum err_code reschedule_plan(struct store *store, const int64_t *deck_ids, size_t count,
    const struct spread *spread, int today, struct reschedule *plan, struct err *err)
{
    struct reschedule_deck d = {
        .store = store, .spread = spread, .load = {.today = today}, .plan = plan};
    *plan = (struct reschedule){0};
    enum err_code code = store_due_counts(store, today, d.load.due, SPREAD_LOAD_DAYS, err);
    for (size_t i = 0; i < count && !code; i++)
        code = reschedule_deck(&d, deck_ids[i], err);
    return code;
}

enum err_code reschedule_apply(
    struct store *store, const struct reschedule *plan, struct moment now, struct err *err)
{
    return store_move_due(store, plan->moves, plan->count, now, err);
}

void reschedule_done(struct reschedule *plan)
{
    free(plan->moves);
    *plan = (struct reschedule){0};
}
