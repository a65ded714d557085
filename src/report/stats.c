#include "report/stats.h"

#include "deck/cloze.h"
#include "store/cards.h"
#include "store/export.h"
#include "store/histories.h"
#include "store/log.h"
#include "store/regimes.h"
#include "store/selection.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#define PROGRESS_ROWS 100000

struct stats_reading {
    struct store *store;
    const struct stats_range *range;
    struct figures *figures;
    struct regime *regimes;
    struct card_selection selection;
    size_t rows;     /* log rows read so far */
    uint8_t *before; /* by card_id: the last rating, ignoring repeats and crams */
    enum err_code code;
    struct err *err;
};

static bool stats_take_card(void *context, const struct card_numbers *card)
{
    struct stats_reading *reading = context;
    int32_t deck = selection_deck(&reading->selection, card->card_id);
    if (deck != NOT_SELECTED)
        figures_add_card(reading->figures, card, &reading->regimes[deck]);
    return !reading->figures->failed;
}

/* Returns the card's previous rating, which may precede the first day read; 0 if none is known. */
static int stats_rating_before(struct stats_reading *reading, const struct log_row *row)
{
    int rating = reading->before[row->card_id];
    if (!rating && !reading->range->glance && row->kind == REVIEW_DUE &&
        reading->range->since != INT_MIN)
        reading->code =
            log_rating_before(reading->store, row->card_id, row->review_id, &rating, reading->err);
    return rating;
}

static bool stats_report_progress(const struct stats_reading *reading)
{
    const struct stats_range *range = reading->range;
    if (range->progress)
        range->progress(reading->rows);
    return !range->go_on || range->go_on(range->context);
}

static bool stats_take_rating(void *context, const struct log_row *row)
{
    struct stats_reading *reading = context;
    if (++reading->rows % PROGRESS_ROWS == 0 && !stats_report_progress(reading))
        return false;
    if (selection_deck(&reading->selection, row->card_id) == NOT_SELECTED)
        return true;
    figures_add_rating(reading->figures, row, stats_rating_before(reading, row));
    if (row->kind == REVIEW_NEW || row->kind == REVIEW_DUE)
        reading->before[row->card_id] = (uint8_t)row->rating;
    return !reading->figures->failed && !reading->code;
}

/* Returns the first day whose ratings are read. */
static int stats_first_day(const struct stats_range *range)
{
    int last = range->until < range->today ? range->until : range->today;
    int first = range->glance ? last - (GLANCE_DAYS - 1) : INT_MIN;
    return first > range->since ? first : range->since;
}

static enum err_code stats_read_regimes(struct stats_reading *reading)
{
    const struct stats_range *range = reading->range;
    enum err_code code = ERR_NONE;
    for (size_t i = 0; i < range->deck_count && !code; i++) {
        code = store_regime(reading->store, range->deck_ids[i], &reading->regimes[i], reading->err);
        reading->figures->memories.decks += regime_has_memory(&reading->regimes[i]);
    }
    return code;
}

static enum err_code stats_read_all(struct stats_reading *reading)
{
    const struct stats_range *range = reading->range;
    enum err_code code = store_select(reading->store, range->deck_ids, range->deck_count,
        &range->filter, &reading->selection, reading->err);
    if (code)
        return code;
    reading->before = calloc((size_t)reading->selection.count + 1, 1);
    if (!reading->before || !figures_begin(reading->figures, reading->selection.count))
        return err_memory(reading->err);
    code = stats_read_regimes(reading);
    if (!code)
        code = export_numbers(reading->store, stats_take_card, reading, reading->err);
    if (!code) /* read up to now, because states are computed backwards from now */
        code = log_read(reading->store, stats_first_day(range), INT_MAX, stats_take_rating, reading,
            reading->err);
    if (!code)
        code = reading->code;
    return !code && reading->figures->failed ? err_memory(reading->err) : code;
}

/* ---- the costliest cards ---- */

/* Appends a string with its NUL, and returns its offset. */
static size_t stats_keep(struct buf *texts, const char *text)
{
    size_t offset = texts->length;
    buf_add(texts, text, strlen(text) + 1);
    return offset;
}

static enum err_code stats_name_costliest(struct stats *stats, struct store *store, struct err *err)
{
    int64_t ids[COSTLIEST_MAX];
    size_t offsets[COSTLIEST_MAX][4];
    struct stored_card card = {0};
    struct buf name = {0};
    enum err_code code = ERR_NONE;
    struct figures *figures = &stats->figures;
    size_t count = figures_costly(figures, ids, COSTLIEST_MAX);
    for (size_t i = 0; i < count && !code; i++) {
        if ((code = store_card(store, ids[i], &card, err)))
            break;
        buf_clear(&name);
        card_name(card.card.id, card.card.variant, ids[i], &name);
        offsets[i][0] = stats_keep(&stats->texts, buf_string(&name));
        offsets[i][1] = stats_keep(&stats->texts, card.deck_name);
        offsets[i][2] = stats_keep(&stats->texts, card.card.question);
        offsets[i][3] = stats->texts.length;
        cloze_mark_question(&card.card, &stats->texts);
        buf_char(&stats->texts, '\0');
        stats->texts.failed |= name.failed;
    }
    stored_card_done(&card);
    buf_done(&name);
    if (!code && stats->texts.failed)
        code = err_memory(err);
    for (size_t i = 0; i < count && !code; i++) /* texts.bytes no longer moves */
        figures->costliest[figures->costliest_count++] = (struct costly_card){ids[i],
            stats->texts.bytes + offsets[i][0], stats->texts.bytes + offsets[i][1],
            stats->texts.bytes + offsets[i][2], stats->texts.bytes + offsets[i][3]};
    return code;
}

enum err_code stats_read(
    struct stats *stats, struct store *store, const struct stats_range *range, struct err *err)
{
    *stats = (struct stats){.figures = {.since = range->since,
                                .until = range->until,
                                .today = range->today,
                                .glance = range->glance}};
    stats->regimes = calloc(range->deck_count + 1, sizeof *stats->regimes);
    struct stats_reading reading = {.store = store,
        .range = range,
        .figures = &stats->figures,
        .regimes = stats->regimes,
        .err = err};
    enum err_code code = stats->regimes ? stats_read_all(&reading) : err_memory(err);
    selection_done(&reading.selection);
    free(reading.before);
    return code || range->glance ? code : stats_name_costliest(stats, store, err);
}

/* ---- the cards' histories ---- */

struct stats_histories {
    struct card_selection selection; /* of the decks under a scheduler with a memory */
    struct histories histories;
    const struct regime **regimes; /* of these decks */
    struct memories_reading reading;
};

static bool stats_take_history(void *context, const struct card_numbers *card)
{
    struct stats_histories *h = context;
    int32_t deck = selection_deck(&h->selection, card->card_id);
    if (deck == NOT_SELECTED || !past_is_known(&card->schedule.past))
        return true;
    size_t i;
    bool found = histories_find(&h->histories, card->card_id, &i);
    uint32_t first = found ? h->histories.first[i] : 0, end = found ? h->histories.first[i + 1] : 0;
    memories_add_history(&h->reading, h->regimes[deck], h->histories.steps + first, end - first,
        &card->schedule.past, card->retired_day == NO_DAY ? INT_MAX : card->retired_day);
    return true;
}

static struct memories_range stats_memories_range(const struct figures *f)
{
    size_t i = 0;
    int last = f->until < f->today ? f->until : f->today;
    while (i < f->day_count && !f->days[i].ratings)
        i++;
    int first = i < f->day_count ? f->days[i].day : last;
    return (struct memories_range){f->since, f->until, first > f->since ? first : f->since, last};
}

static enum err_code stats_read_histories(struct stats *stats, struct store *store,
    const struct stats_range *range, struct stats_histories *h, struct err *err)
{
    size_t count = 0;
    int64_t *deck_ids = calloc(range->deck_count + 1, sizeof *deck_ids);
    h->regimes = calloc(range->deck_count + 1, sizeof(const struct regime *));
    for (size_t i = 0; deck_ids && h->regimes && i < range->deck_count; i++)
        if (regime_has_memory(&stats->regimes[i])) {
            h->regimes[count] = &stats->regimes[i];
            deck_ids[count++] = range->deck_ids[i];
        }
    enum err_code code = deck_ids && h->regimes ? store_select(store, deck_ids, count,
                                                      &range->filter, &h->selection, err)
                                                : err_memory(err);
    free(deck_ids);
    return code ? code : store_histories(store, &h->selection, &h->histories, err);
}

enum err_code stats_read_memories(
    struct stats *stats, struct store *store, const struct stats_range *range, struct err *err)
{
    struct stats_histories h = {0};
    struct memories_range days = stats_memories_range(&stats->figures);
    if (!stats->figures.memories.decks || stats->figures.memories.complete)
        return ERR_NONE;
    enum err_code code = stats_read_histories(stats, store, range, &h, err);
    if (!code && !memories_begin(&h.reading, &stats->figures.memories, &days))
        code = err_memory(err);
    if (!code) {
        code = export_numbers(store, stats_take_history, &h, err);
        memories_end(&h.reading);
    }
    histories_done(&h.histories);
    selection_done(&h.selection);
    free(h.regimes);
    return code;
}

void stats_done(struct stats *stats)
{
    free(stats->regimes);
    stats->regimes = NULL;
    figures_done(&stats->figures);
    buf_done(&stats->texts);
}
