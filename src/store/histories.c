/* First, the log's ratings are read into an array, 16 bytes each, and put in the order of time.
 * Then they are dealt out to their cards, which keeps that order. */
#include "store/histories.h"

#include "base/buf.h"
#include "store/log.h"
#include "store/sql.h"

#include <assert.h>
#include <limits.h>
#include <stdlib.h>

struct history_rating {
    int64_t at_ms;
    int32_t day;
    uint32_t card : 28, rating : 3, begins : 1; /* card: its index; begins: it was a new card */
};
static_assert(sizeof(struct history_rating) == 16, "a million ratings take 16 MB");
#define CARDS_LAST ((1 << 28) - 1)
#define DAYS_LAST  ((1 << 24) - 1) /* of struct memory_step */

struct histories_reader {
    const struct card_selection *selection;
    int64_t *resets; /* of each card_id: when it was last made new; INT64_MIN if never */
    struct history_rating *ratings;
    size_t count, capacity;
    bool sorted, ok;
};

void histories_done(struct histories *histories)
{
    free(histories->card_ids);
    free(histories->first);
    free(histories->steps);
    free(histories->last_days);
    free(histories->order);
    *histories = (struct histories){0};
}

bool histories_find(const struct histories *h, int64_t card_id, size_t *index)
{
    const int64_t *found =
        h->count ? bsearch(&card_id, h->card_ids, h->count, sizeof *found, array_by_number) : NULL;
    *index = found ? (size_t)(found - h->card_ids) : 0;
    return found;
}

static bool histories_take(void *context, const struct log_row *row)
{
    struct histories_reader *reader = context;
    if (row->kind == REVIEW_CRAM || row->card_id > CARDS_LAST ||
        selection_deck(reader->selection, row->card_id) == NOT_SELECTED ||
        row->reviewed_ms <= reader->resets[row->card_id])
        return true;
    struct history_rating rating = {.at_ms = row->reviewed_ms,
        .day = row->study_day,
        .card = (uint32_t)row->card_id & CARDS_LAST,
        .rating = (uint32_t)row->rating & 7,
        .begins = row->kind == REVIEW_NEW};
    reader->sorted &=
        reader->count == 0 || reader->ratings[reader->count - 1].at_ms <= rating.at_ms;
    reader->ok =
        array_add(&reader->ratings, &reader->count, &reader->capacity, &rating, sizeof rating);
    return reader->ok;
}

struct history_place {
    int64_t at_ms;
    size_t index; /* in the order of the log */
};

static int histories_by_time(const void *a, const void *b)
{
    const struct history_place *x = a, *y = b;
    if (x->at_ms != y->at_ms)
        return x->at_ms < y->at_ms ? -1 : 1;
    return x->index < y->index ? -1 : 1;
}

/* Put the ratings in the order of time; those of one moment stay in the order of the log. */
static bool histories_sort(struct histories_reader *reader)
{
    size_t count = reader->count;
    struct history_place *places = malloc(count * sizeof *places);
    struct history_rating *sorted = malloc(count * sizeof *sorted);
    if (!places || !sorted) {
        free(places);
        free(sorted);
        return false;
    }
    for (size_t i = 0; i < count; i++)
        places[i] = (struct history_place){reader->ratings[i].at_ms, i};
    qsort(places, count, sizeof *places, histories_by_time);
    for (size_t i = 0; i < count; i++)
        sorted[i] = reader->ratings[places[i].index];
    free(places);
    free(reader->ratings);
    reader->ratings = sorted;
    return true;
}

static enum err_code histories_read_resets(
    struct store *store, struct histories_reader *reader, struct err *err)
{
    enum { CARD_ID, AT_MS };
    int64_t count = reader->selection->count;
    reader->resets = malloc(((size_t)count + 1) * sizeof *reader->resets);
    if (!reader->resets)
        return err_memory(err);
    for (int64_t i = 0; i < count; i++)
        reader->resets[i] = INT64_MIN;
    sqlite3_stmt *row = sql_query(store, SQL_RESETS, "");
    while (sqlite3_step(row) == SQLITE_ROW) {
        int64_t card_id = sqlite3_column_int64(row, CARD_ID);
        if (card_id >= 0 && card_id < count)
            reader->resets[card_id] = column_number(row, AT_MS, CHANGES_CHANGED_MS);
    }
    return sql_end(store, row, err);
}

/* Read the ratings of the selected cards, in the order of time. */
static enum err_code histories_read(
    struct store *store, struct histories_reader *reader, struct err *err)
{
    enum err_code code = histories_read_resets(store, reader, err);
    if (!code)
        code = log_read(store, INT_MIN, INT_MAX, histories_take, reader, err);
    if (code || !reader->ok)
        return code ? code : err_memory(err);
    return reader->sorted || histories_sort(reader) ? ERR_NONE : err_memory(err);
}

/* ---- dealing them out ---- */

/* Count each card's ratings, and number the cards that have any: slots[card_id] becomes 1 + the
 * card's index in the histories. A card whose beginning is not in the log gets none. */
static bool histories_number(
    const struct histories_reader *reader, uint32_t *slots, struct histories *h)
{
    for (size_t i = 0; i < reader->count; i++) {
        const struct history_rating *rating = &reader->ratings[i];
        slots[rating->card] += slots[rating->card] > 0 || rating->begins;
    }
    for (int64_t i = 0; i < reader->selection->count; i++)
        h->count += slots[i] > 0;
    h->card_ids = malloc((h->count + 1) * sizeof *h->card_ids);
    h->first = calloc(h->count + 2, sizeof *h->first);
    if (!h->card_ids || !h->first)
        return false;
    size_t next = 0;
    for (int64_t i = 0; i < reader->selection->count; i++)
        if (slots[i] > 0) {
            h->card_ids[next] = i;
            h->first[next + 1] = h->first[next] + slots[i];
            slots[i] = (uint32_t)++next;
        }
    return true;
}

static bool histories_deal(
    const struct histories_reader *reader, const uint32_t *slots, struct histories *h)
{
    size_t total = h->first[h->count];
    uint32_t *next = malloc((h->count + 1) * sizeof *next);
    h->steps = malloc((total + 1) * sizeof *h->steps);
    h->order = malloc((total + 1) * sizeof *h->order);
    h->last_days = malloc((h->count + 1) * sizeof *h->last_days);
    bool ok = next && h->last_days && h->steps && h->order;
    for (size_t i = 0; ok && i < h->count; i++)
        next[i] = h->first[i];
    uint32_t order = 0;
    for (size_t i = 0; ok && i < reader->count; i++) {
        const struct history_rating *rating = &reader->ratings[i];
        size_t card = slots[rating->card] - (size_t)1;
        if (slots[rating->card] == 0 || (next[card] == h->first[card] && !rating->begins))
            continue;
        int64_t gap = next[card] > h->first[card] ? (int64_t)rating->day - h->last_days[card] : 0;
        gap = gap < 0 ? 0 : gap > DAYS_LAST ? DAYS_LAST : gap;
        h->order[next[card]] = order++;
        h->steps[next[card]++] =
            (struct memory_step){.days = (uint32_t)gap & DAYS_LAST, .rating = rating->rating};
        h->last_days[card] = rating->day;
    }
    free(next);
    return ok;
}

enum err_code store_histories(struct store *store, const struct card_selection *selection,
    struct histories *histories, struct err *err)
{
    struct histories_reader reader = {.selection = selection, .sorted = true, .ok = true};
    *histories = (struct histories){0};
    enum err_code code = histories_read(store, &reader, err);
    uint32_t *slots = code ? NULL : calloc((size_t)selection->count + 1, sizeof *slots);
    bool ok = slots && histories_number(&reader, slots, histories) &&
              histories_deal(&reader, slots, histories);
    free(slots);
    free(reader.ratings);
    free(reader.resets);
    if (code || !ok)
        histories_done(histories);
    return code || ok ? code : err_memory(err);
}
