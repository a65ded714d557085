#include "cmd/prediction.h"

#include "report/forecast.h"
#include "study/plan.h"

#include <stdint.h>

#define RUNS   100
#define ENOUGH 30000000 /* simulated ratings, which take about a second */

static enum err_code prediction_simulate(struct prediction *p, const struct predicting *predicting,
    const struct forecast *forecast, const struct plan_today *today, struct err *err)
{
    bool endless = predicting->sides->options->caps.new_cards != CAP_UNSET;
    struct chances chances = habits_chances(&forecast->habits);
    struct workload_plan plan = {.cards = forecast->cards,
        .card_count = forecast->card_count,
        .chances = &chances,
        .first_day = clock_now().day,
        .days = predicting->days,
        .runs = RUNS,
        .enough = ENOUGH,
        .caps = today->caps,
        .new_used = today->used.new,
        .due_used = today->used.due,
        .supply = endless ? SIZE_MAX : forecast->new_cards,
        .seed = predicting->seed,
        .go_on = predicting->go_on,
        .context = predicting->context};
    struct workload_plan half = plan; /* for comparison */
    half.caps.new_cards /= 2;
    /* once new cards run out, a comparison with half as many a day says little */
    bool compared = predicting->compares && plan.caps.new_cards > 1 &&
                    plan.supply / (size_t)plan.days >= (size_t)plan.caps.new_cards;
    if (!workload_run(&p->workload, &plan) || (compared && !workload_run(&p->other, &half)))
        return err_memory(err);
    p->outlook = (struct outlook){&p->workload, compared ? &p->other : NULL, plan.caps.new_cards,
        half.caps.new_cards, plan.caps.cards, habits_count(&forecast->habits), forecast->new_cards,
        endless};
    return ERR_NONE;
}

enum err_code predict(
    struct prediction *prediction, const struct predicting *predicting, struct err *err)
{
    const struct sides *sides = predicting->sides;
    struct forecast forecast = {0};
    struct plan_today today;
    int day = clock_now().day;
    struct plan_scope caps = {
        sides->store, sides->deck_ids, sides->deck_count, sides->options, day, 0, NULL, false};
    struct forecast_scope scope = {
        sides->deck_ids, sides->deck_count, sides->options->filter, day, predicting->progress};
    *prediction = (struct prediction){0};
    enum err_code code = plan_today(&caps, &today, err);
    if (!code)
        code = forecast_read(&forecast, sides->store, &scope, err);
    if (!code)
        code = prediction_simulate(prediction, predicting, &forecast, &today, err);
    forecast_done(&forecast);
    return code;
}

void prediction_done(struct prediction *prediction)
{
    workload_done(&prediction->workload);
    workload_done(&prediction->other);
}
