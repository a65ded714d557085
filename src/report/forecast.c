#include "report/forecast.h"

#include "base/buf.h"
#include "store/export.h"
#include "store/histories.h"
#include "store/regimes.h"
#include "store/selection.h"

#include <limits.h>
#include <stdlib.h>

#define PROGRESS_ROWS 100000

struct forecast_reading {
    struct store *store;
    const struct forecast_scope *scope;
    struct forecast *forecast;
    struct card_selection selection;
    struct histories histories; /* only read to compare schedulers */
    struct memory *memories;    /* what each history adds up to */
    size_t rows;
    bool failed;
};

/* ---- schedulers ---- */

static bool forecast_is_compared(const struct regime *regime)
{
    return regime->scheduler && regime->retention == 0;
}

static enum err_code forecast_compare(
    struct forecast_reading *reading, int64_t deck_id, struct regime *regime, struct err *err)
{
    const struct scheduler *scheduler = reading->scope->compared;
    int32_t units[WEIGHTS_MAX];
    enum err_code code = store_weights(reading->store, deck_id, scheduler, units, err);
    if (!code)
        *regime = (struct regime){scheduler, 0, scheduler_weights(scheduler, units)};
    return code;
}

static enum err_code forecast_read_regimes(struct forecast_reading *reading, struct err *err)
{
    const struct forecast_scope *scope = reading->scope;
    struct forecast *forecast = reading->forecast;
    enum err_code code = ERR_NONE;
    forecast->regimes = calloc(scope->deck_count + 1, sizeof *forecast->regimes);
    if (!forecast->regimes)
        return err_memory(err);
    for (size_t i = 0; i < scope->deck_count && !code; i++) {
        struct regime *regime = &forecast->regimes[i];
        code = store_regime(reading->store, scope->deck_ids[i], regime, err);
        if (!code && scope->compared && !regime_has_memory(regime))
            code = forecast_compare(reading, scope->deck_ids[i], regime, err);
    }
    return code;
}

/* ---- memories to compare with ---- */

/* Replays runs of cards that are of the same deck. */
static void forecast_replay(struct forecast_reading *reading)
{
    const struct histories *h = &reading->histories;
    for (size_t i = 0, end; i < h->count; i = end) {
        int32_t deck = selection_deck(&reading->selection, h->card_ids[i]);
        const struct regime *regime = &reading->forecast->regimes[deck];
        end = i + 1;
        while (end < h->count && selection_deck(&reading->selection, h->card_ids[end]) == deck)
            end++;
        if (forecast_is_compared(regime))
            scheduler_replay_cards(regime->scheduler, &regime->weights, h->steps, h->first + i,
                end - i, reading->memories + i);
    }
}

static enum err_code forecast_read_memories(struct forecast_reading *reading, struct err *err)
{
    enum err_code code =
        store_histories(reading->store, &reading->selection, &reading->histories, err);
    if (code)
        return code;
    reading->memories = calloc(reading->histories.count + 1, sizeof *reading->memories);
    if (!reading->memories)
        return err_memory(err);
    forecast_replay(reading);
    return ERR_NONE;
}

/* The memory that the compared scheduler would have; a card without a history has its state in
 * SM-2 to go by. */
static struct past forecast_past(const struct forecast_reading *reading,
    const struct regime *regime, const struct card_numbers *card)
{
    const struct schedule *schedule = &card->schedule;
    size_t i;
    if (histories_find(&reading->histories, card->card_id, &i))
        return (struct past){
            .memory = reading->memories[i], .day = reading->histories.last_days[i]};
    return (struct past){.memory = regime->scheduler->take_over(&regime->weights, schedule->sm2),
        .day = schedule->due - schedule->sm2.interval};
}

/* ---- cards and ratings ---- */

static bool forecast_add_new(struct forecast *forecast, uint32_t regime)
{
    return array_add(&forecast->new_regimes, &forecast->new_cards, &forecast->new_capacity, &regime,
        sizeof regime);
}

static bool forecast_add_rated(
    struct forecast_reading *reading, const struct card_numbers *card, uint32_t deck)
{
    struct forecast *forecast = reading->forecast;
    const struct schedule *schedule = &card->schedule;
    const struct regime *regime = &forecast->regimes[deck];
    int tomorrow = reading->scope->today + 1;
    bool rests = schedule_rests(schedule, reading->scope->today) && schedule->due < tomorrow;
    struct workload_card rated = {
        .sm2 = schedule->sm2, .due = rests ? tomorrow : schedule->due, .regime = deck};
    if (forecast_is_compared(regime))
        rated.past = forecast_past(reading, regime, card);
    else if (regime_has_memory(regime)) /* in a damaged database, others may have one, too */
        rated.past = schedule->past;
    return array_add(
        &forecast->cards, &forecast->card_count, &forecast->capacity, &rated, sizeof rated);
}

static bool forecast_take_card(void *context, const struct card_numbers *card)
{
    struct forecast_reading *reading = context;
    int32_t deck = selection_deck(&reading->selection, card->card_id);
    if (deck == NOT_SELECTED || card->retired_day != NO_DAY || card->schedule.suspended)
        return true;
    reading->failed = schedule_state(&card->schedule) == STATE_NEW
                          ? !forecast_add_new(reading->forecast, (uint32_t)deck)
                          : !forecast_add_rated(reading, card, (uint32_t)deck);
    return !reading->failed;
}

static bool forecast_take_rating(void *context, const struct log_row *row)
{
    struct forecast_reading *reading = context;
    if (++reading->rows % PROGRESS_ROWS == 0 && reading->scope->progress)
        reading->scope->progress(reading->rows);
    if (selection_deck(&reading->selection, row->card_id) != NOT_SELECTED)
        habits_add(&reading->forecast->habits, row);
    return true;
}

static enum err_code forecast_read_all(struct forecast_reading *reading, struct err *err)
{
    const struct forecast_scope *scope = reading->scope;
    enum err_code code;
    if ((code = store_select(reading->store, scope->deck_ids, scope->deck_count, &scope->filter,
             &reading->selection, err)) ||
        (code = forecast_read_regimes(reading, err)) ||
        (scope->compared && (code = forecast_read_memories(reading, err))) ||
        (code = log_read(reading->store, INT_MIN, INT_MAX, forecast_take_rating, reading, err)) ||
        (code = export_numbers(reading->store, forecast_take_card, reading, err)))
        return code;
    return reading->failed ? err_memory(err) : ERR_NONE;
}

enum err_code forecast_read(struct forecast *forecast, struct store *store,
    const struct forecast_scope *scope, struct err *err)
{
    struct forecast_reading reading = {.store = store, .scope = scope, .forecast = forecast};
    *forecast = (struct forecast){0};
    enum err_code code = forecast_read_all(&reading, err);
    selection_done(&reading.selection);
    histories_done(&reading.histories);
    free(reading.memories);
    return code;
}

void forecast_done(struct forecast *forecast)
{
    free(forecast->cards);
    free(forecast->new_regimes);
    free(forecast->regimes);
    *forecast = (struct forecast){0};
}
