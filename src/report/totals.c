#include "report/totals.h"

#include "base/date.h"
#include "store/decks.h"
#include "store/export.h"
#include "store/log.h"
#include "store/selection.h"
#include "study/overview.h"

#include <stdlib.h>

/* A deck's totals: for its ratings on one day, or for its cards now. */
struct totals {
    size_t ratings, new, lapses, repeats;
    size_t due, recalled; /* ratings of cards that were due */
    size_t counted;       /* ratings other than repeats and crams; rating_sum is their sum */
    int64_t rating_sum, spent_ms;

    size_t states[STATE_MATURE + 1], cards, suspended, due_now;
    int64_t last_rating_sum; /* as in struct deck_facts */
};

struct totals_job {
    const struct export_range *range;
    struct row_writer *rows;
    struct deck_facts *decks;
    int64_t *deck_ids;
    struct totals *totals; /* one for each deck */
    size_t count, capacity;
    struct card_selection selection;
    int day; /* the day that totals covers */
};

/* ---- the decks ---- */

static void totals_job_done(struct totals_job *job)
{
    for (size_t i = 0; i < job->count; i++)
        deck_facts_done(&job->decks[i]);
    free(job->decks);
    free(job->deck_ids);
    free(job->totals);
    selection_done(&job->selection);
}

static enum err_code totals_add_deck(
    struct totals_job *job, struct store *store, int64_t deck_id, struct err *err)
{
    struct deck_facts *facts = &job->decks[job->count];
    enum err_code code = store_deck_facts(store, deck_id, facts, err);
    if (code || !facts->id || !export_wants_deck(job->range, facts->id, facts->name)) {
        deck_facts_done(facts);
        return code;
    }
    job->deck_ids[job->count++] = deck_id;
    return ERR_NONE;
}

static enum err_code totals_find_decks(struct totals_job *job, struct store *store, struct err *err)
{
    struct known_decks known = {0};
    enum err_code code = store_decks(store, &known, err);
    job->decks = calloc(known.count + 1, sizeof *job->decks);
    job->deck_ids = calloc(known.count + 1, sizeof *job->deck_ids);
    job->totals = calloc(known.count + 1, sizeof *job->totals);
    if (!code && !(job->decks && job->deck_ids && job->totals))
        code = err_memory(err);
    for (size_t i = 0; i < known.count && !code; i++)
        code = totals_add_deck(job, store, known.decks[i].deck_id, err);
    known_decks_done(&known);
    return code ? code
                : store_select(
                      store, job->deck_ids, job->count, &job->range->filter, &job->selection, err);
}

/* ---- days ---- */

/* Writes sum / count * scale / 10^decimals, rounded; an empty cell if count is 0. */
static void totals_mean_cell(
    struct row_writer *rows, int64_t sum, size_t count, int scale, int decimals)
{
    int64_t n = (int64_t)count;
    if (n)
        row_decimal(rows, (2 * sum * scale + n) / (2 * n), decimals);
    else
        row_word(rows, "");
}

static void totals_put_day(struct totals_job *job)
{
    char date[DATE_SIZE];
    struct row_writer *rows = job->rows;
    for (size_t i = 0; i < job->count; i++) {
        struct totals *t = &job->totals[i];
        if (!t->ratings)
            continue;
        row_word(rows, date_text(job->day, date));
        row_text(rows, job->decks[i].id);
        row_int(rows, (int64_t)t->ratings);
        row_int(rows, (int64_t)t->new);
        row_int(rows, (int64_t)t->lapses);
        row_int(rows, (int64_t)t->repeats);
        row_decimal(rows, (t->spent_ms + 50) / 100, 1);
        totals_mean_cell(rows, (int64_t)t->recalled, t->due, 1000, 1);
        totals_mean_cell(rows, t->rating_sum, t->counted, 100, 2);
        row_end(rows);
        *t = (struct totals){0};
    }
}

static bool totals_add_rating(void *context, const struct log_row *row)
{
    struct totals_job *job = context;
    int32_t deck = selection_deck(&job->selection, row->card_id);
    if (row->study_day != job->day) {
        totals_put_day(job);
        job->day = row->study_day;
    }
    if (deck == NOT_SELECTED)
        return true;
    struct totals *t = &job->totals[deck];
    bool counts = row->kind == REVIEW_NEW || row->kind == REVIEW_DUE;
    t->ratings++;
    t->new += row->kind == REVIEW_NEW;
    t->repeats += row->kind == REVIEW_REPEAT;
    t->lapses += counts && rating_is_lapse(row->rating);
    t->due += row->kind == REVIEW_DUE;
    t->recalled += row->kind == REVIEW_DUE && !rating_is_lapse(row->rating);
    t->counted += counts;
    t->rating_sum += counts ? (int)row->rating : 0;
    t->spent_ms += row->spent_ms;
    return !ferror(job->rows->stream) && !job->rows->failed;
}

static void totals_begin(struct row_writer *rows, const char *const *names, size_t count)
{
    rows->names = names;
    rows->count = count;
    row_writer_begin(rows);
}

static enum err_code totals_end(struct totals_job *job, enum err_code code, struct err *err)
{
    row_writer_end(job->rows);
    totals_job_done(job);
    return !code && job->rows->failed ? err_memory(err) : code;
}

enum err_code export_day_rows(
    struct store *store, const struct export_range *range, struct row_writer *rows, struct err *err)
{
    static const char *const names[] = {"study_day", "deck", "reviews", "new", "lapses", "repeats",
        "seconds", "recalled_percent", "mean_rating"};
    struct totals_job job = {.range = range, .rows = rows};
    totals_begin(rows, names, COUNT(names));
    enum err_code code = totals_find_decks(&job, store, err);
    if (!code)
        code = log_read_by_day(store, range->since, range->until, totals_add_rating, &job, err);
    if (!code)
        totals_put_day(&job);
    return totals_end(&job, code, err);
}

/* ---- decks ---- */

static bool totals_add_card(void *context, const struct card_numbers *card)
{
    struct totals_job *job = context;
    int32_t deck = selection_deck(&job->selection, card->card_id);
    if (deck == NOT_SELECTED || card->retired_day != NO_DAY)
        return true;
    struct totals *t = &job->totals[deck];
    const struct schedule *schedule = &card->schedule;
    t->cards++;
    t->states[schedule_state(schedule)]++;
    t->suspended += schedule->suspended;
    t->due_now +=
        !schedule->suspended && schedule->due != NO_DAY && schedule->due <= job->range->today;
    t->last_rating_sum += schedule->last_rating ? schedule->last_rating - 1 : 0;
    return true;
}

static void totals_put_deck(struct totals_job *job, size_t i)
{
    struct row_writer *rows = job->rows;
    const struct totals *t = &job->totals[i];
    struct deck_facts facts = {.cards = t->cards, .rating_sum = t->last_rating_sum};
    row_text(rows, job->decks[i].id);
    row_text(rows, job->decks[i].path ? job->decks[i].path : "");
    row_int(rows, (int64_t)t->cards);
    for (int state = STATE_NEW; state <= STATE_MATURE; state++)
        row_int(rows, (int64_t)t->states[state]);
    row_int(rows, (int64_t)t->suspended);
    row_int(rows, (int64_t)t->due_now);
    row_int(rows, mastery_percent(&facts));
    row_end(rows);
}

enum err_code export_deck_rows(
    struct store *store, const struct export_range *range, struct row_writer *rows, struct err *err)
{
    static const char *const names[] = {"deck", "path", "cards", "new", "learning", "young",
        "mature", "suspended", "due", "mastery_percent"};
    struct totals_job job = {.range = range, .rows = rows};
    totals_begin(rows, names, COUNT(names));
    enum err_code code = totals_find_decks(&job, store, err);
    if (!code)
        code = export_numbers(store, totals_add_card, &job, err);
    for (size_t i = 0; i < job.count && !code; i++)
        totals_put_deck(&job, i);
    return totals_end(&job, code, err);
}
