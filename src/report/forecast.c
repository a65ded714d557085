#include "report/forecast.h"

#include "base/buf.h"
#include "store/export.h"
#include "store/selection.h"

#include <limits.h>
#include <stdlib.h>

#define PROGRESS_ROWS 100000

struct forecast_reading {
    const struct forecast_scope *scope;
    struct forecast *forecast;
    struct card_selection selection;
    size_t rows;
    bool failed;
};

static bool forecast_take_card(void *context, const struct card_numbers *card)
{
    struct forecast_reading *reading = context;
    struct forecast *forecast = reading->forecast;
    const struct schedule *schedule = &card->schedule;
    if (selection_deck(&reading->selection, card->card_id) == NOT_SELECTED ||
        card->retired_day != NO_DAY || schedule->suspended)
        return true;
    if (schedule_state(schedule) == STATE_NEW) {
        forecast->new_cards++;
        return true;
    }
    reading->failed = !array_grow(
        &forecast->cards, forecast->card_count, &forecast->capacity, sizeof *forecast->cards);
    if (reading->failed)
        return false;
    int tomorrow = reading->scope->today + 1;
    bool rests = schedule_rests(schedule, reading->scope->today) && schedule->due < tomorrow;
    forecast->cards[forecast->card_count++] =
        (struct workload_card){schedule->sm2, rests ? tomorrow : schedule->due};
    return true;
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

enum err_code forecast_read(struct forecast *forecast, struct store *store,
    const struct forecast_scope *scope, struct err *err)
{
    struct forecast_reading reading = {.scope = scope, .forecast = forecast};
    *forecast = (struct forecast){0};
    enum err_code code = store_select(
        store, scope->deck_ids, scope->deck_count, &scope->filter, &reading.selection, err);
    if (!code)
        code = export_numbers(store, forecast_take_card, &reading, err);
    if (!code && reading.failed)
        code = err_memory(err);
    if (!code)
        code = log_read(store, INT_MIN, INT_MAX, forecast_take_rating, &reading, err);
    selection_done(&reading.selection);
    return code;
}

void forecast_done(struct forecast *forecast)
{
    free(forecast->cards);
    *forecast = (struct forecast){0};
}
