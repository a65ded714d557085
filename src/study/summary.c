#include "study/summary.h"

#include <stdlib.h>

#define PACE_ENOUGH 5 /* cards after which a session's own pace is used instead of the log's */

void summary_done(struct summary *s)
{
    for (size_t i = 0; i < s->hardest_count; i++)
        free(s->hardest[i].question);
    *s = (struct summary){0};
}

enum err_code summary_read(struct summary *s, const struct plan_scope *scope, struct err *err)
{
    struct store *store = scope->store;
    const int64_t *decks = scope->deck_ids;
    size_t count = scope->deck_count;
    int today = scope->today;
    enum err_code code;
    summary_done(s);
    if ((code = store_days(store, decks, count, today, today, &s->today, err)) ||
        (code = store_days(
             store, decks, count, today - SUMMARY_DAYS, today - 1, &s->before, err)) ||
        (code = store_streak(store, today, &s->streak, err)) ||
        (code = plan_today(scope, &s->caps, err)))
        return code;
    return store_hardest(store, decks, count, today, s->hardest, &s->hardest_count, err);
}

int tally_recall(const struct day_tally *tally)
{
    size_t reviews = tally->reviews;
    return reviews ? (int)((200 * tally->recalled + reviews) / (2 * reviews)) : -1;
}

int64_t tally_pace_ms(const struct day_tally *tally)
{
    return tally->cards ? tally->spent_ms / (int64_t)tally->cards : -1;
}

int64_t pace_estimate_ms(struct pace log, struct pace session, size_t cards_left)
{
    struct pace pace = session.finished >= PACE_ENOUGH || !log.finished ? session : log;
    if (!pace.finished || !pace.spent_ms)
        return -1;
    return pace.spent_ms / (int64_t)pace.finished * (int64_t)cards_left;
}
