#include "report/stats.h"

#include "store/cards.h"
#include "store/export.h"
#include "store/log.h"
#include "store/selection.h"

#include <limits.h>
#include <stdlib.h>

#define PROGRESS_ROWS 100000

struct stats_read_reading {
    struct store *store;
    const struct stats_range *range;
    struct figures *figures;
    struct card_selection selection;
    size_t rows;     /* of the log, so far */
    uint8_t *before; /* by card_id: the last rating so far that is no repeat and no cram */
    enum err_code code;
    struct err *err;
};

static bool stats_read_take_card(void *context, const struct card_numbers *card)
{
    struct stats_read_reading *reading = context;
    if (selection_deck(&reading->selection, card->card_id) != NOT_SELECTED)
        figures_add_card(reading->figures, card);
    return !reading->figures->failed;
}

/* The rating before this one, which may be of a day before the first that is read. */
static int stats_read_rating_before(struct stats_read_reading *reading, const struct log_row *row)
{
    int rating = reading->before[row->card_id];
    if (!rating && !reading->range->glance && row->kind == REVIEW_DUE &&
        reading->range->since != INT_MIN)
        reading->code =
            log_rating_before(reading->store, row->card_id, row->review_id, &rating, reading->err);
    return rating;
}

static bool stats_read_report_progress(const struct stats_read_reading *reading)
{
    const struct stats_range *range = reading->range;
    if (range->progress)
        range->progress(reading->rows);
    return !range->go_on || range->go_on(range->context);
}

static bool stats_read_take_rating(void *context, const struct log_row *row)
{
    struct stats_read_reading *reading = context;
    if (++reading->rows % PROGRESS_ROWS == 0 && !stats_read_report_progress(reading))
        return false;
    if (selection_deck(&reading->selection, row->card_id) == NOT_SELECTED)
        return true;
    figures_add_rating(reading->figures, row, stats_read_rating_before(reading, row));
    if (row->kind == REVIEW_NEW || row->kind == REVIEW_DUE)
        reading->before[row->card_id] = (uint8_t)row->rating;
    return !reading->figures->failed && !reading->code;
}

/* The first day of which ratings are read. */
static int stats_read_first_day(const struct stats_range *range)
{
    int last = range->until < range->today ? range->until : range->today;
    int first = range->glance ? last - (GLANCE_DAYS - 1) : INT_MIN;
    return first > range->since ? first : range->since;
}

static enum err_code stats_read_all(struct stats_read_reading *reading)
{
    const struct stats_range *range = reading->range;
    enum err_code code = store_select(reading->store, range->deck_ids, range->deck_count,
        &range->filter, &reading->selection, reading->err);
    if (code)
        return code;
    reading->before = calloc((size_t)reading->selection.count + 1, 1);
    if (!reading->before || !figures_begin(reading->figures, reading->selection.count))
        return err_memory(reading->err);
    code = export_numbers(reading->store, stats_read_take_card, reading, reading->err);
    if (!code) /* to the end: states are counted back from now */
        code = log_read(reading->store, stats_read_first_day(range), INT_MAX,
            stats_read_take_rating, reading, reading->err);
    if (!code)
        code = reading->code;
    return !code && reading->figures->failed ? err_memory(reading->err) : code;
}

/* ---- leeches ---- */

/* Keep a text, with its NUL, and return where it begins. */
static size_t stats_read_keep(struct buf *texts, const char *text)
{
    size_t at = texts->length;
    buf_text(texts, text);
    buf_char(texts, '\0');
    return at;
}

static enum err_code stats_read_name_leeches(
    struct stats *stats, struct store *store, struct err *err)
{
    int64_t ids[LEECHES_MAX];
    size_t places[LEECHES_MAX][3];
    struct stored_card card = {0};
    struct buf name = {0};
    enum err_code code = ERR_NONE;
    struct figures *figures = &stats->figures;
    size_t count = figures_costly(figures, ids, LEECHES_MAX);
    for (size_t i = 0; i < count && !code; i++) {
        if ((code = store_card(store, ids[i], &card, err)))
            break;
        buf_clear(&name);
        card_name(card.card.id, card.card.variant, ids[i], &name);
        places[i][0] = stats_read_keep(&stats->texts, buf_string(&name));
        places[i][1] = stats_read_keep(&stats->texts, card.deck_name);
        places[i][2] = stats_read_keep(&stats->texts, card.card.question);
        stats->texts.failed |= name.failed;
    }
    stored_card_done(&card);
    buf_done(&name);
    if (!code && stats->texts.failed)
        code = err_memory(err);
    for (size_t i = 0; i < count && !code; i++) /* the texts stay where they are now */
        figures->leeches[figures->leech_count++] =
            (struct leech){ids[i], stats->texts.bytes + places[i][0],
                stats->texts.bytes + places[i][1], stats->texts.bytes + places[i][2]};
    return code;
}

enum err_code stats_read(
    struct stats *stats, struct store *store, const struct stats_range *range, struct err *err)
{
    *stats = (struct stats){.figures = {.since = range->since,
                                .until = range->until,
                                .today = range->today,
                                .glance = range->glance}};
    struct stats_read_reading reading = {
        .store = store, .range = range, .figures = &stats->figures, .err = err};
    enum err_code code = stats_read_all(&reading);
    selection_done(&reading.selection);
    free(reading.before);
    return code || range->glance ? code : stats_read_name_leeches(stats, store, err);
}

void stats_done(struct stats *stats)
{
    figures_done(&stats->figures);
    buf_done(&stats->texts);
}
