#include "study/ahead.h"

#include <stdlib.h>

/* Plan a study day, and add its cards to `shown`, if that is not NULL. */
static enum err_code ahead_plan_day(struct plan_scope scope, int day, struct card_ids *shown,
    struct day_counts *cards, struct err *err)
{
    struct plan plan;
    struct session_options options = *scope.options;
    options.cram = false;
    scope.options = &options;
    scope.today = day;
    scope.extra = 0;
    scope.shown = shown;
    scope.exact = false;
    enum err_code code = plan_make(&scope, &plan, err);
    if (code)
        return code;
    *cards = (struct day_counts){plan.queue.left[REVIEW_NEW], plan.queue.left[REVIEW_DUE]};
    for (size_t i = 0; shown && i < plan.queue.count && !code; i++)
        if (!card_ids_add(shown, plan.queue.cards[i].card_id))
            code = err_memory(err);
    if (shown)
        card_ids_sort(shown);
    plan_done(&plan);
    return code;
}

/* Find the first day after today on which a card becomes due. */
static enum err_code ahead_first_due(const struct plan_scope *scope, int *day, struct err *err)
{
    enum err_code code = ERR_NONE;
    *day = NO_DAY;
    for (size_t i = 0; i < scope->deck_count && !code; i++) {
        int first;
        code = store_first_due(
            scope->store, scope->deck_ids[i], &scope->options->filter, scope->today, &first, err);
        if (first != NO_DAY && (*day == NO_DAY || first < *day))
            *day = first;
    }
    return code;
}

enum err_code ahead_next(
    const struct plan_scope *scope, int *day, struct day_counts *cards, struct err *err)
{
    *day = scope->today + 1; /* when buried siblings return and caps start over */
    enum err_code code = ahead_plan_day(*scope, *day, NULL, cards, err);
    if (!code && !cards->new && !cards->due && !(code = ahead_first_due(scope, day, err)) &&
        *day != NO_DAY)
        code = ahead_plan_day(*scope, *day, NULL, cards, err);
    return code;
}

enum err_code ahead_read(const struct plan_scope *scope, struct ahead *ahead, struct err *err)
{
    struct card_ids shown = {0};
    struct day_counts cards;
    *ahead = (struct ahead){0};
    enum err_code code = ahead_next(scope, &ahead->day, &ahead->cards, err);
    for (int i = 0; i < AHEAD_DAYS && !code; i++) {
        code = ahead_plan_day(*scope, scope->today + 1 + i, &shown, &cards, err);
        ahead->due[i] = code ? 0 : cards.due;
    }
    free(shown.ids);
    return code;
}
