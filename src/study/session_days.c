/* After how many days a rating brings back the card shown, under a scheduler with a memory. The
 * same function announces the days and gives them to the rating. */
#include "study/session.h"

#include "study/session_parts.h"

/* The session's load, without the card shown. */
static struct spread_load session_days_load(const struct session *s)
{
    struct spread_load load = s->load;
    int due = s->card.schedule.due;
    if (due != NO_DAY && due >= load.today && due - load.today < SPREAD_LOAD_DAYS &&
        load.due[due - load.today] > 0)
        load.due[due - load.today]--;
    return load;
}

int session_days(const struct session *s, enum rating rating)
{
    const struct schedule *schedule = &s->card.schedule;
    struct past after = past_rate(&s->regime, schedule->past, rating, s->today, s->shown_ms);
    struct spread_load load = session_days_load(s);
    struct spread_card card = {
        .card_id = s->card.card_id, .reviews = schedule->reviews, .rated = s->today};
    return spread_days(
        &session_settings(&s->options)->spread, &load, &card, past_interval(&s->regime, &after));
}

enum err_code session_read_card(struct session *s, int64_t card_id, struct err *err)
{
    enum err_code code;
    if ((code = store_card(s->store, card_id, &s->card, err)) ||
        (code = store_regime(s->store, s->card.deck_id, &s->regime, err)))
        return code;
    bool loads = regime_has_memory(&s->regime) && session_settings(&s->options)->spread.fuzz;
    if (!loads || (s->load_known && s->load.today == s->today))
        return ERR_NONE;
    s->load = (struct spread_load){.today = s->today};
    s->load_known = true;
    return store_due_counts(s->store, s->today, s->load.due, SPREAD_LOAD_DAYS, err);
}

static void session_days_count(struct session *s, int due, int more)
{
    if (due != NO_DAY && due >= s->load.today && due - s->load.today < SPREAD_LOAD_DAYS)
        s->load.due[due - s->load.today] += more;
}

void session_move_due(struct session *s, int from, int to)
{
    session_days_count(s, from, -1);
    session_days_count(s, to, 1);
}
