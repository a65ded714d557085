/* drill forecast: estimate the work ahead, as a plot, a table or rows. Reads the current deck
 * files and stores nothing. */
#include "report/forecast.h"
#include "cmd/opening.h"
#include "cmd/row_count.h"
#include "study/plan.h"
#include "view/forecast.h"

#include <langinfo.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define RUNS      100
#define ENOUGH    30000000 /* simulated ratings, which take about a second */
#define NEW_MAX   1000     /* with --new: more cards a day than anyone learns */
#define PLOT_ROWS 17

/* ---- as rows ---- */

static int cmd_forecast_print_rows(const struct workload *workload, const struct options *options)
{
    struct dataset dataset = {0};
    struct row_writer rows = {
        .stream = stdout, .format = row_format(options), .make_safe = rows_make_safe()};
    bool good = workload_dataset(workload, PERIOD_DAY, &dataset);
    if (good)
        dataset_write(&dataset, &rows);
    dataset_done(&dataset);
    return good && !rows.failed ? printed(EXIT_DONE) : fail_memory();
}

/* ---- for people ---- */

static int cmd_forecast_print_outlook(const struct outlook *outlook, const struct options *options)
{
    struct buf out = {0};
    bool ascii = strcmp(nl_langinfo(CODESET), "UTF-8") != 0;
    bool good = outlook_words(outlook, print_width(), &out);
    buf_char(&out, '\n');
    if (options->plain || !isatty(STDOUT_FILENO))
        good = good && outlook_table(outlook, print_width(), &out);
    else
        good = good && outlook_plot(outlook, ascii, PLOT_ROWS, print_width(), &out);
    if (good)
        fputs(buf_string(&out), stdout);
    buf_done(&out);
    return good ? printed(EXIT_DONE) : fail_memory();
}

/* ---- the command ---- */

static int cmd_forecast_report(
    const struct forecast *forecast, const struct plan_today *today, const struct options *options)
{
    bool endless = options->session.caps.new_cards != CAP_UNSET;
    bool rows = options->format != FORMAT_TEXT;
    struct chances chances = habits_chances(&forecast->habits);
    struct workload workload = {0}, other = {0};
    struct workload_plan plan = {.cards = forecast->cards,
        .card_count = forecast->card_count,
        .chances = &chances,
        .first_day = clock_now().day,
        .days = options->days,
        .runs = RUNS,
        .enough = ENOUGH,
        .caps = today->caps,
        .new_used = today->used.new,
        .due_used = today->used.due,
        .supply = endless ? SIZE_MAX : forecast->new_cards,
        .seed = options->seeded ? options->session.seed : 0};
    struct workload_plan half = plan; /* for comparison */
    half.caps.new_cards /= 2;
    /* once new cards run out, a comparison with half as many a day says little */
    bool compared = !rows && plan.caps.new_cards > 1 &&
                    plan.supply / (size_t)plan.days >= (size_t)plan.caps.new_cards;
    int status;
    if (!workload_run(&workload, &plan) || (compared && !workload_run(&other, &half)))
        status = fail_memory();
    else if (rows)
        status = cmd_forecast_print_rows(&workload, options);
    else
        status = cmd_forecast_print_outlook(
            &(struct outlook){&workload, compared ? &other : NULL, plan.caps.new_cards,
                half.caps.new_cards, plan.caps.cards, habits_count(&forecast->habits),
                forecast->new_cards, endless},
            options);
    workload_done(&workload);
    workload_done(&other);
    return status;
}

static int cmd_forecast_run(struct collection *collection, struct options *options)
{
    struct err err;
    struct forecast forecast = {0};
    struct plan_today today;
    struct plan_scope caps = {collection->store, collection->deck_ids, collection->count,
        &options->session, collection->today, 0, false};
    struct forecast_scope scope = {collection->deck_ids, collection->count, options->session.filter,
        collection->today, row_count_begin()};
    enum err_code code = plan_today(&caps, &today, &err);
    if (!code)
        code = forecast_read(&forecast, collection->store, &scope, &err);
    row_count_end();
    int status = code ? fail(&err) : cmd_forecast_report(&forecast, &today, options);
    forecast_done(&forecast);
    return status;
}

int cmd_forecast(struct options *options)
{
    if (options->session.caps.new_cards > NEW_MAX)
        return fail_usage("--new %lld: a forecast takes at most %d new cards a day",
            (long long)options->session.caps.new_cards, NEW_MAX);
    return open_named(options, STORE_READ, cmd_forecast_run);
}
