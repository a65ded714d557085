/* drill train: fit FSRS's weights to the user's own log. */
#include "cmd/train.h"
#include "cmd/backups.h"
#include "cmd/opening.h"
#include "store/switches.h"
#include "study/training.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

/* ---- numbers ---- */

#define PLACES 10000 /* four decimal places */

/* Append a number with four decimal places, and a point in every locale. */
static void train_add_decimal(double number, struct buf *out)
{
    long long units = llround(number * PLACES);
    buf_format(out, "%lld.%04lld", units / PLACES, units % PLACES);
}

static void train_add_weights(const int32_t *units, struct buf *out)
{
    buf_char(out, '[');
    for (size_t i = 0; i < WEIGHTS_MAX; i++) {
        buf_text(out, i ? ", " : "");
        train_add_decimal((double)units[i] / WEIGHT_UNIT, out);
    }
    buf_char(out, ']');
}

/* ---- as JSON ---- */

static void train_add_losses(const char *name, const struct train_losses *losses, struct buf *out)
{
    buf_format(out, "\"%s\": {\"log_loss\": ", name);
    train_add_decimal(losses->log_loss, out);
    buf_text(out, ", \"rmse_bins\": ");
    train_add_decimal(losses->rmse_bins, out);
    buf_char(out, '}');
}

/* Why the weights are taken or not, as a word for scripts. */
static const char *train_reason(const struct trained *t)
{
    if (t->refusal == TRAIN_FEW_SCORED)
        return "few-ratings";
    if (t->refusal == TRAIN_FEW_LAPSES)
        return "few-lapses";
    return t->is_better ? "better" : "no-better";
}

static void train_print_json(const struct training *training, bool taken, int64_t spent_ms)
{
    const struct trained *t = &training->trained;
    struct buf out = {0};
    buf_text(&out, "{\"scheduler\": \"fsrs\", \"weights\": ");
    train_add_weights(training->in_use, &out);
    buf_text(&out, ", \"trained\": ");
    train_add_weights(t->weights, &out);
    buf_format(&out,
        ", \"ratings\": %zu, \"scored\": %zu, \"judged\": %zu, \"seconds\": ", t->ratings,
        t->scored, t->judged);
    train_add_decimal((double)spent_ms / 1000, &out);
    buf_text(&out, ", \"losses\": {");
    train_add_losses("sm2", &t->sm2, &out);
    buf_text(&out, ", ");
    train_add_losses("defaults", &t->defaults, &out);
    buf_text(&out, ", ");
    train_add_losses("in_use", &t->in_use, &out);
    buf_text(&out, ", ");
    train_add_losses("trained", &t->learned, &out);
    buf_format(&out, "}, \"better\": %s, \"taken\": %s, \"lapses\": %zu, \"reason\": \"%s\"}",
        t->is_better ? "true" : "false", taken ? "true" : "false", t->lapses, train_reason(t));
    print_line(stdout, &out);
}

/* ---- as text ---- */

static void train_print_measure(
    const char *name, const struct trained *t, bool rmse, struct buf *line)
{
    const struct {
        const char *word;
        const struct train_losses *losses;
    } rows[] = {{"SM-2", &t->sm2}, {"defaults", &t->defaults}, {"in use", &t->in_use},
        {"new", &t->learned}};
    buf_format(line, "%-11s", name);
    for (size_t i = 0; i < COUNT(rows); i++) {
        buf_format(line, "%s %s ", i ? "," : "", rows[i].word);
        train_add_decimal(rmse ? rows[i].losses->rmse_bins : rows[i].losses->log_loss, line);
    }
    print_line(stdout, line);
}

static const char *train_outcome(const struct trained *t, bool taken)
{
    if (t->refusal == TRAIN_FEW_SCORED)
        return "too few to learn from, so the weights in use stay";
    if (t->refusal == TRAIN_FEW_LAPSES)
        return "the weights in use stay";
    if (!t->is_better)
        return "the weights in use predict no worse, and stay";
    return taken ? "the new weights predict better, and are in use now"
                 : "the new weights predict better";
}

static void train_print_few_lapses(const struct trained *t, struct buf *line)
{
    buf_text(line, "With only ");
    backups_add_count((int64_t)t->lapses, "lapse", line);
    buf_text(line, ", how you forget cannot be learned: rate a forgotten card 1 or 2, not 3.");
    print_line(stdout, line);
}

static void train_print_text(const struct training *training, bool taken)
{
    const struct trained *t = &training->trained;
    struct buf line = {0};
    if (t->ratings == 0) {
        puts("No ratings to learn from yet.");
        return;
    }
    buf_text(&line, "FSRS trained on ");
    backups_add_count((int64_t)t->ratings, "rating", &line);
    buf_text(&line, ", ");
    backups_add_number((int64_t)t->scored, &line);
    buf_format(&line, " of them on a later day: %s", train_outcome(t, taken));
    print_line(stdout, &line);
    if (t->refusal == TRAIN_FEW_LAPSES)
        train_print_few_lapses(t, &line);
    if (t->judged == 0)
        return;
    train_print_measure("Log loss:", t, false, &line);
    train_print_measure("RMSE(bins):", t, true, &line);
}

/* ---- the command ---- */

static int train_give_up_own(struct collection *c, struct err *err)
{
    enum err_code code = store_set_weights(c->store, c->deck_ids, c->count,
        scheduler_numbered(SCHEDULER_FSRS), NULL, false, clock_now(), err);
    if (code)
        return fail(err);
    puts("These decks use the weights that all decks share.");
    return printed(EXIT_DONE);
}

static int train_opened(struct collection *c, struct options *options)
{
    struct err err;
    struct training training;
    bool take = !options->dry_run;
    if (options->shared)
        return train_give_up_own(c, &err);
    int64_t begun_ms = clock_monotonic_ms();
    size_t count = options->word_count ? c->count : 0; /* 0: the weights that decks share */
    enum err_code code =
        training_run(c->store, c->deck_ids, count, take, clock_now(), &training, &err);
    if (code)
        return fail(&err);
    take = take && training.trained.is_better;
    if (options->format == FORMAT_JSON)
        train_print_json(&training, take, clock_monotonic_ms() - begun_ms);
    else
        train_print_text(&training, take);
    return printed(EXIT_DONE);
}

int cmd_train(struct options *options)
{
    if (options->shared && !options->word_count)
        return fail_usage("train --shared: name the decks that are to share the weights of all");
    if (options->shared && options->dry_run)
        return fail_usage("train: --shared cannot be combined with --dry-run");
    return open_named(options, options->dry_run ? STORE_READ : STORE_WRITE, train_opened);
}

/* ---- at a session's end ---- */

void train_at_session_end(struct store *store, const struct options *options)
{
    struct err err;
    struct training training;
    bool due = false;
    if (options->settings.train == TRAIN_NEVER)
        return;
    enum err_code code = training_is_due(store, clock_now(), &due, &err);
    if (!code && due)
        code = training_run(store, NULL, 0, true, clock_now(), &training, &err);
    if (code)
        fail(&err); /* the ratings are safe, and the weights in use stay */
    else if (due && (training.trained.is_better || training.trained.refusal == TRAIN_FEW_LAPSES))
        train_print_text(&training, training.trained.is_better);
}
