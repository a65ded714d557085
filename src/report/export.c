#include "report/export.h"

#include "base/buf.h"
#include "base/date.h"
#include "model/tags.h"
#include "store/export.h"
#include "store/regimes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PROGRESS_ROWS 10000

struct export_job {
    const struct export_range *range; /* the range of reviews and cards to export */
    const int64_t *deck_ids;          /* the decks of retired cards to export; NULL for all */
    size_t deck_count;
    struct row_writer *rows;
    struct buf text; /* scratch, for a cell */
    struct store *store;
    int64_t regime_deck; /* the deck whose regime is below; 0 at first */
    struct regime regime;
    enum err_code code; /* of reading it */
    struct err *err;
};

bool export_wants_deck(const struct export_range *range, const char *id, const char *name)
{
    for (size_t i = 0; i < range->deck_count; i++)
        if (strcmp(range->decks[i], id) == 0 || strcmp(range->decks[i], name) == 0)
            return true;
    return range->deck_count == 0;
}

static bool export_wanted(struct export_job *job, const char *id, const char *name,
    const char *deck_tags, const char *tags)
{
    bool ok = true;
    bool wanted = export_wants_deck(job->range, id, name) &&
                  tag_filter_passes(&job->range->filter, deck_tags, tags, &ok);
    job->rows->failed |= !ok;
    return wanted;
}

static void export_card_cell(struct export_job *job, const char *id, int variant, int64_t card_id)
{
    buf_clear(&job->text);
    card_name(id, variant, card_id, &job->text);
    row_text(job->rows, buf_string(&job->text));
    job->rows->failed |= job->text.failed;
}

static void export_day_cell(struct row_writer *rows, int day)
{
    char date[DATE_SIZE];
    row_word(rows, day == NO_DAY ? "" : date_text(day, date));
}

/* Writes a scheduler's word and a memory's numbers; those are empty under SM-2. */
static void export_memory_cells(struct row_writer *rows, int scheduler, const struct memory *memory)
{
    static const int members[] = {MEMORY_STABILITY, MEMORY_DIFFICULTY};
    row_word(rows, scheduler_numbered(scheduler)->word);
    for (size_t i = 0; i < COUNT(members); i++)
        if (memory->state[MEMORY_STABILITY] > 0)
            row_decimal(rows, llroundf(memory->state[members[i]] * 1000), 3);
        else
            row_word(rows, "");
}

static bool export_put_review(void *context, const struct review_row *row)
{
    char time[TIME_SIZE];
    struct export_job *job = context;
    struct row_writer *rows = job->rows;
    if (!export_wanted(job, row->deck, row->deck_name, row->deck_tags, row->tags))
        return true;
    row_int(rows, row->review_id);
    row_word(rows, moment_text(row->reviewed_ms, row->offset_min, time));
    export_day_cell(rows, row->study_day);
    row_text(rows, row->deck);
    export_card_cell(job, row->id, row->variant, row->card_id);
    row_text(rows, row->question);
    row_word(rows, review_kind_word(row->kind));
    row_int(rows, row->rating);
    row_decimal(rows, (row->spent_ms + 50) / 100, 1); /* more digits would be noise */
    row_int(rows, row->interval_before);
    row_int(rows, row->interval_after);
    row_decimal(rows, row->ease_before, 2);
    row_decimal(rows, row->ease_after, 2);
    export_day_cell(rows, row->due);
    export_memory_cells(rows, row->scheduler ? row->scheduler : SCHEDULER_SM2, &row->memory);
    row_end(rows);
    if (job->range->progress && rows->row % PROGRESS_ROWS == 0)
        job->range->progress(rows->row);
    return !ferror(rows->stream) && !rows->failed;
}

static void export_begin(struct export_job *job, const char *const *names, size_t count)
{
    job->rows->names = names;
    job->rows->count = count;
    row_writer_begin(job->rows);
}

static enum err_code export_end(struct export_job *job, enum err_code code, struct err *err)
{
    row_writer_end(job->rows);
    buf_done(&job->text);
    return !code && job->rows->failed ? err_memory(err) : code;
}

enum err_code export_review_rows(
    struct store *store, const struct export_range *range, struct row_writer *rows, struct err *err)
{
    static const char *const names[] = {"review_id", "reviewed_at", "study_day", "deck", "card",
        "question", "kind", "rating", "seconds", "interval_before", "interval_after", "ease_before",
        "ease_after", "due", "scheduler", "stability_after", "difficulty_after"};
    struct export_job job = {.range = range, .rows = rows};
    export_begin(&job, names, COUNT(names));
    return export_end(
        &job, export_reviews(store, range->since, range->until, export_put_review, &job, err), err);
}

/* Writes the tags of the deck and the card, without duplicates. */
static void export_tags_cell(struct export_job *job, const char *deck_tags, const char *tags)
{
    struct buf *text = &job->text;
    buf_clear(text);
    buf_text(text, deck_tags);
    for (const char *tag = tags; *tag;) {
        size_t length = strcspn(tag, " ");
        if (!tags_have(deck_tags, tag, length)) {
            buf_text(text, text->length ? " " : "");
            buf_add(text, tag, length);
        }
        tag += length;
        tag += strspn(tag, " ");
    }
    row_text(job->rows, buf_string(text));
    job->rows->failed |= text->failed;
}

/* Writes the last rating and its time. */
static void export_last_cells(struct row_writer *rows, const struct card_row *row)
{
    char time[TIME_SIZE];
    if (row->schedule.last_rating)
        row_int(rows, row->schedule.last_rating);
    else
        row_word(rows, "");
    row_word(rows, row->rated ? moment_text(row->reviewed_ms, row->offset_min, time) : "");
}

static bool export_card_wanted(const struct export_range *range, int64_t card_id)
{
    return !range->card_ids ||
           bsearch(&card_id, range->card_ids, range->card_count, sizeof card_id, array_by_number);
}

/* Reads what is in force for the deck, unless it is the deck of the card before. */
static bool export_read_regime(struct export_job *job, int64_t deck_id)
{
    if (!job->code && job->regime_deck != deck_id)
        job->code = store_regime(job->store, deck_id, &job->regime, job->err);
    job->regime_deck = deck_id;
    return !job->code;
}

/* Writes the scheduler, the memory, and the probability of recall today. */
static void export_scheduler_cells(struct export_job *job, const struct past *past)
{
    struct row_writer *rows = job->rows;
    const struct regime *regime = &job->regime;
    export_memory_cells(rows, regime_number(regime), &past->memory);
    if (past_is_known(past))
        row_decimal(rows, llroundf(past_recall(regime, past, job->range->today) * 1000), 3);
    else
        row_word(rows, "");
}

static bool export_put_card(void *context, const struct card_row *row)
{
    struct export_job *job = context;
    struct row_writer *rows = job->rows;
    const struct schedule *schedule = &row->schedule;
    if (!export_card_wanted(job->range, row->card_id) ||
        !export_wanted(job, row->deck, row->deck_name, row->deck_tags, row->tags))
        return true;
    if (!export_read_regime(job, row->deck_id))
        return false;
    row_text(rows, row->deck);
    export_card_cell(job, row->id, row->variant, row->card_id);
    row_text(rows, row->question);
    export_tags_cell(job, row->deck_tags, row->tags);
    row_word(rows, card_state_word(schedule_state(schedule)));
    row_int(rows, schedule->sm2.repetitions);
    row_int(rows, schedule->interval);
    row_decimal(rows, schedule->sm2.ease, 2);
    export_day_cell(rows, schedule->due);
    row_int(rows, schedule->lapses);
    row_int(rows, schedule->reviews);
    export_last_cells(rows, row);
    row_int(rows, schedule->suspended);
    export_scheduler_cells(job, &schedule->past);
    row_end(rows);
    return !ferror(rows->stream) && !rows->failed;
}

enum err_code export_card_rows(
    struct store *store, const struct export_range *range, struct row_writer *rows, struct err *err)
{
    static const char *const names[] = {"deck", "card", "question", "tags", "state", "repetitions",
        "interval", "ease", "due", "lapses", "reviews", "last_rating", "last_reviewed_at",
        "suspended", "scheduler", "stability", "difficulty", "recall"};
    struct export_job job = {.range = range, .rows = rows, .store = store, .err = err};
    export_begin(&job, names, COUNT(names));
    enum err_code code = export_cards(store, export_put_card, &job, err);
    return export_end(&job, job.code ? job.code : code, err);
}

static bool export_has_deck(const struct export_job *job, int64_t deck_id)
{
    for (size_t i = 0; job->deck_ids && i < job->deck_count; i++)
        if (job->deck_ids[i] == deck_id)
            return true;
    return !job->deck_ids;
}

static bool export_put_retired(void *context, const struct card_row *row)
{
    struct export_job *job = context;
    struct row_writer *rows = job->rows;
    if (!export_has_deck(job, row->deck_id))
        return true;
    row_text(rows, row->deck);
    export_card_cell(job, row->id, row->variant, row->card_id);
    row_text(rows, row->question);
    export_day_cell(rows, row->retired_day);
    row_int(rows, row->schedule.reviews);
    row_int(rows, row->schedule.lapses);
    row_int(rows, row->schedule.interval);
    export_last_cells(rows, row);
    row_end(rows);
    return !ferror(rows->stream) && !rows->failed;
}

enum err_code export_retired_rows(struct store *store, const int64_t *deck_ids, size_t count,
    struct row_writer *rows, struct err *err)
{
    static const char *const names[] = {"deck", "card", "question", "retired_day", "reviews",
        "lapses", "interval", "last_rating", "last_reviewed_at"};
    struct export_job job = {.deck_ids = deck_ids, .deck_count = count, .rows = rows};
    export_begin(&job, names, COUNT(names));
    return export_end(&job, export_retired(store, export_put_retired, &job, err), err);
}
