#include "report/export.h"

#include "base/buf.h"
#include "base/date.h"
#include "model/tags.h"
#include "store/export.h"

#include <string.h>

struct job {
    const struct export_range *range;
    struct csv *csv;
    struct buf text; /* for cells that are put together */
};

static void header(struct csv *csv, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        csv_word(csv, names[i]);
    csv_end_row(csv);
}

static bool deck_wanted(const struct export_range *range, const char *id, const char *name)
{
    for (size_t i = 0; i < range->deck_count; i++)
        if (strcmp(range->decks[i], id) == 0 || strcmp(range->decks[i], name) == 0)
            return true;
    return range->deck_count == 0;
}

/* A card by name: its id, with what is asked of its entry where that is not the plain question
 * (bias#r the other way round, relu#2 its second gap); a card without an id by its number. */
static void card_cell(struct job *job, const char *id, int variant, int64_t card_id)
{
    struct buf *text = &job->text;
    buf_clear(text);
    if (!id)
        buf_format(text, "#%lld", (long long)card_id);
    else if (variant == VARIANT_FORWARD)
        buf_text(text, id);
    else if (variant == VARIANT_REVERSE)
        buf_format(text, "%s#r", id);
    else
        buf_format(text, "%s#%d", id, variant);
    csv_text(job->csv, buf_string(text));
    job->csv->failed |= text->failed;
}

static void day_cell(struct csv *csv, int day)
{
    char date[DATE_SIZE];
    csv_word(csv, day == NO_DAY ? "" : date_text(day, date));
}

static void moment_cell(struct csv *csv, int64_t utc_ms, int offset_min)
{
    char time[TIME_SIZE];
    csv_word(csv, moment_text(utc_ms, offset_min, time));
}

/* Seconds with one decimal: finer than that says nothing about a person. */
static void seconds_cell(struct job *job, int64_t ms)
{
    int64_t tenths = (ms + 50) / 100;
    buf_clear(&job->text);
    buf_format(&job->text, "%lld.%lld", (long long)(tenths / 10), (long long)(tenths % 10));
    csv_word(job->csv, buf_string(&job->text));
    job->csv->failed |= job->text.failed;
}

static bool put_review(void *context, const struct review_row *row)
{
    struct job *job = context;
    struct csv *csv = job->csv;
    if (row->study_day < job->range->since || row->study_day > job->range->until ||
        !deck_wanted(job->range, row->deck, row->deck_name))
        return true;
    csv_int(csv, row->review_id);
    moment_cell(csv, row->reviewed_ms, row->offset_min);
    day_cell(csv, row->study_day);
    csv_text(csv, row->deck);
    card_cell(job, row->id, row->variant, row->card_id);
    csv_text(csv, row->question);
    csv_word(csv, review_kind_word(row->kind));
    csv_int(csv, row->rating);
    seconds_cell(job, row->spent_ms);
    csv_int(csv, row->interval_before);
    csv_int(csv, row->interval_after);
    csv_hundredths(csv, row->ease_before);
    csv_hundredths(csv, row->ease_after);
    day_cell(csv, row->due);
    csv_end_row(csv);
    return !ferror(csv->stream) && !csv->failed;
}

enum err_code export_review_csv(
    struct store *store, const struct export_range *range, struct csv *csv, struct err *err)
{
    static const char *const names[] = {"review_id", "reviewed_at", "study_day", "deck", "card",
        "question", "kind", "rating", "seconds", "interval_before", "interval_after", "ease_before",
        "ease_after", "due"};
    struct job job = {.range = range, .csv = csv};
    header(csv, names, sizeof names / sizeof *names);
    enum err_code code = export_reviews(store, put_review, &job, err);
    if (!code && csv->failed)
        code = err_memory(err);
    buf_done(&job.text);
    return code;
}

/* The deck's tags and the card's own, each once. */
static void tags_cell(struct job *job, const char *deck_tags, const char *tags)
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
    csv_text(job->csv, buf_string(text));
    job->csv->failed |= text->failed;
}

static bool put_card(void *context, const struct card_row *row)
{
    struct job *job = context;
    struct csv *csv = job->csv;
    const struct schedule *schedule = &row->schedule;
    if (!deck_wanted(job->range, row->deck, row->deck_name))
        return true;
    csv_text(csv, row->deck);
    card_cell(job, row->id, row->variant, row->card_id);
    csv_text(csv, row->question);
    tags_cell(job, row->deck_tags, row->tags);
    csv_word(csv, card_state_word(schedule_state(schedule)));
    csv_int(csv, schedule->sm2.repetitions);
    csv_int(csv, schedule->sm2.interval);
    csv_hundredths(csv, schedule->sm2.ease);
    day_cell(csv, schedule->due);
    csv_int(csv, schedule->lapses);
    csv_int(csv, schedule->reviews);
    if (schedule->last_rating)
        csv_int(csv, schedule->last_rating);
    else
        csv_word(csv, "");
    if (row->rated)
        moment_cell(csv, row->reviewed_ms, row->offset_min);
    else
        csv_word(csv, "");
    csv_int(csv, row->suspended);
    csv_end_row(csv);
    return !ferror(csv->stream) && !csv->failed;
}

enum err_code export_card_csv(
    struct store *store, const struct export_range *range, struct csv *csv, struct err *err)
{
    static const char *const names[] = {"deck", "card", "question", "tags", "state", "repetitions",
        "interval", "ease", "due", "lapses", "reviews", "last_rating", "last_reviewed_at",
        "suspended"};
    struct job job = {.range = range, .csv = csv};
    header(csv, names, sizeof names / sizeof *names);
    enum err_code code = export_cards(store, put_card, &job, err);
    if (!code && csv->failed)
        code = err_memory(err);
    buf_done(&job.text);
    return code;
}
