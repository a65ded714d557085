#include "cmd/prediction.h"

#include "report/forecast.h"
#include "study/plan.h"

#include <stdint.h>

#define RUNS   100
#define ENOUGH 30000000 /* simulated ratings, which take about a second */

/* Add the present workload to the costs, then simulate each retention and add it, too. Overwrites
 * the retentions in the forecast's regimes. */
static bool prediction_compare(struct prediction *p, const struct predicting *predicting,
    struct forecast *forecast, struct workload_plan *plan)
{
    size_t decks = predicting->sides->deck_count;
    workload_costs_begin(&p->costs);
    workload_costs_add(&p->workload, 0, &p->costs);
    for (size_t i = 0; i < predicting->retention_count; i++) {
        for (size_t deck = 0; deck < decks; deck++)
            forecast->regimes[deck].retention = predicting->retentions[i];
        workload_done(&p->other);
        if (!workload_run(&p->other, plan))
            return false;
        workload_costs_add(&p->other, predicting->retentions[i], &p->costs);
    }
    return !p->costs.failed;
}

static enum err_code prediction_simulate(struct prediction *p, const struct predicting *predicting,
    struct forecast *forecast, const struct plan_today *today, struct err *err)
{
    bool endless = predicting->sides->options->caps.new_cards != CAP_UNSET;
    struct chances chances = habits_chances(&forecast->habits);
    struct workload_plan plan = {.cards = forecast->cards,
        .card_count = forecast->card_count,
        .regimes = forecast->regimes,
        .new_regimes = forecast->new_regimes,
        .new_count = forecast->new_cards,
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
    bool compared = predicting->compares && !predicting->retention_count &&
                    plan.caps.new_cards > 1 &&
                    plan.supply / (size_t)plan.days >= (size_t)plan.caps.new_cards;
    if (!workload_run(&p->workload, &plan) || (compared && !workload_run(&p->other, &half)) ||
        (predicting->retention_count && !prediction_compare(p, predicting, forecast, &plan)))
        return err_memory(err);
    p->outlook = (struct outlook){&p->workload, compared ? &p->other : NULL, plan.caps.new_cards,
        half.caps.new_cards, plan.caps.cards, habits_count(&forecast->habits), forecast->new_cards,
        endless, predicting->retention_count ? &p->costs : NULL};
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
    struct forecast_scope scope = {.deck_ids = sides->deck_ids,
        .deck_count = sides->deck_count,
        .filter = sides->options->filter,
        .today = day,
        .compared = predicting->retention_count ? scheduler_numbered(SCHEDULER_FSRS) : NULL,
        .progress = predicting->progress};
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
    dataset_done(&prediction->costs);
}
