/* drill forecast: estimate the work ahead, as a plot, a table or rows. Reads the current deck
 * files and stores nothing. */
#include "view/forecast.h"
#include "cmd/first_steps.h"
#include "cmd/opening.h"
#include "cmd/prediction.h"
#include "cmd/row_count.h"
#include "cmd/scope.h"
#include "tui/output.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define NEW_MAX       1000 /* with --new: more cards a day than anyone learns */
#define PLOT_ROWS_MIN 8

/* ---- as rows ---- */

static int cmd_forecast_print_rows(
    const struct prediction *prediction, const struct options *options)
{
    struct dataset days = {0};
    struct row_writer rows = {
        .stream = stdout, .format = row_format(options), .make_safe = rows_make_safe()};
    bool compares = options->retention_count,
         good = compares || workload_dataset(&prediction->workload, PERIOD_DAY, &days);
    if (good)
        dataset_write(compares ? &prediction->costs : &days, &rows);
    dataset_done(&days);
    return good && !rows.failed ? printed(EXIT_DONE) : fail_memory();
}

/* ---- for people ---- */

static int cmd_forecast_lines(const struct buf *text)
{
    int lines = 0;
    for (const char *at = buf_string(text); (at = strchr(at, '\n')); at++)
        lines++;
    return lines;
}

/* Print what the forecast is about, then the plot or the table, then the words, which are read
 * last. A plot fills the rest of the terminal, but for a blank line and the prompt. */
static int cmd_forecast_print_outlook(const struct outlook *outlook, const struct options *options)
{
    struct buf out = {0}, words = {0}, scope = {0};
    bool ascii = !output_is_utf8();
    bool good = outlook_words(outlook, print_width(), &words);
    scope_words(options, &scope);
    if (scope.length)
        buf_format(&out, "Only %s\n", buf_string(&scope));
    int rows = print_height() - cmd_forecast_lines(&out) - cmd_forecast_lines(&words) - 2;
    rows = rows < PLOT_ROWS_MIN ? PLOT_ROWS_MIN : rows;
    if (options->retention_count)
        good = good && outlook_costs(outlook, print_width(), &out);
    else if (options->plain || !isatty(STDOUT_FILENO))
        good = good && outlook_table(outlook, print_width(), &out);
    else
        good = good && outlook_plot(outlook, ascii, rows, print_width(), &out);
    buf_format(&out, "\n%s", buf_string(&words));
    good = good && !out.failed && !scope.failed;
    out.failed |= !good;
    buf_done(&scope);
    buf_done(&words);
    print_text(stdout, &out);
    return printed(EXIT_DONE);
}

/* ---- the command ---- */

static int cmd_forecast_report(const struct prediction *prediction, const struct options *options)
{
    return options->format == FORMAT_TEXT
               ? cmd_forecast_print_outlook(&prediction->outlook, options)
               : cmd_forecast_print_rows(prediction, options);
}

static int cmd_forecast_run(struct collection *collection, struct options *options)
{
    if (first_steps_instead(collection, options))
        return printed(EXIT_DONE);
    struct err err;
    struct prediction prediction;
    struct sides sides = {.store = collection->store,
        .deck_ids = collection->deck_ids,
        .deck_count = collection->count,
        .options = &options->session};
    const struct predicting predicting = {.sides = &sides,
        .days = options->days,
        .seed = options->seeded ? options->session.seed : 0,
        .compares = options->format == FORMAT_TEXT,
        .retentions = options->retentions,
        .retention_count = options->retention_count,
        .progress = row_count_begin()};
    enum err_code code = predict(&prediction, &predicting, &err);
    row_count_end();
    int status = code ? fail(&err) : cmd_forecast_report(&prediction, options);
    prediction_done(&prediction);
    return status;
}

int cmd_forecast(struct options *options)
{
    if (options->session.caps.new_cards > NEW_MAX)
        return fail_usage("--new %lld: a forecast takes at most %d new cards a day",
            (long long)options->session.caps.new_cards, NEW_MAX);
    return open_named(options, STORE_READ, cmd_forecast_run);
}
