#include "store/fold.h"

#include "base/buf.h"
#include "store/replay.h"
#include "store/sql_once.h"

#include <assert.h>
#include <stdlib.h>

/* the columns of CARDS_SQL */
enum {
    OWN_ID,
    OWN_REPETITIONS,
    OWN_INTERVAL,
    OWN_EASE,
    OWN_DUE,
    OWN_REPEAT_DAY,
    OWN_LAPSES,
    OWN_REVIEWS,
    OWN_LAST_RATING,
    OWN_LAST_REVIEW,
    OWN_SUSPENDED,
    OWN_LEECH,
    OWN_BURIED_DAY,
    OWN_LAST_CHANGE,
    OWN_SM2_INTERVAL,
    OWN_STABILITY,
    OWN_DIFFICULTY,
    OWN_MEMORY_DAY,
    OWN_MEMORY_MS,
    OWN_DECK
};
#define CARDS_SQL                                                                                  \
    "SELECT card_id, repetitions, interval, ease, due, repeat_day, lapses, reviews, last_rating, " \
    "last_review_id, suspended, leech, buried_day, last_change_id, sm2_interval, stability, "      \
    "difficulty, memory_day, memory_ms, deck_id FROM cards NOT INDEXED"

enum {
    EVENT_ID,
    CARD_ID,
    AT_MS,
    OFFSET_MIN,
    DAY,
    REVIEW_KIND,
    CHANGE_KIND,
    RATING,
    REPETITIONS,
    INTERVAL,
    EASE,
    DUE,
    LAPSES,
    IMPORTED,
    UNDONE_MS,
    SCHEDULER,
    COLUMNS
};
/* the tables are read without their indexes, which may be damaged */
#define EVENTS_SQL                                                                                 \
    "SELECT review_id, card_id, reviewed_ms, offset_min, study_day, kind, NULL, rating, NULL, "    \
    "NULL, NULL, due, NULL, imported, undone_ms, scheduler FROM reviews NOT INDEXED "              \
    "UNION ALL "                                                                                   \
    "SELECT change_id, card_id, changed_ms, offset_min, study_day, NULL, kind, NULL, "             \
    "repetitions, interval, ease, due, lapses, imported, undone_ms, NULL "                         \
    "FROM changes NOT INDEXED ORDER BY 1"

static int fold_day(sqlite3_stmt *row, int column)
{
    return sqlite3_column_type(row, column) == SQLITE_NULL ? NO_DAY
                                                           : sqlite3_column_int(row, column);
}

static struct past fold_read_past(sqlite3_stmt *row)
{
    return (struct past){
        .memory.state = {[MEMORY_STABILITY] = bits_float(sqlite3_column_int(row, OWN_STABILITY)),
            [MEMORY_DIFFICULTY] = bits_float(sqlite3_column_int(row, OWN_DIFFICULTY))},
        .day = sqlite3_column_int(row, OWN_MEMORY_DAY),
        .at_ms = sqlite3_column_int64(row, OWN_MEMORY_MS),
    };
}

static struct schedule fold_read_schedule(sqlite3_stmt *row)
{
    bool recalls = sqlite3_column_type(row, OWN_MEMORY_MS) != SQLITE_NULL;
    return (struct schedule){
        .sm2 = {sqlite3_column_int(row, OWN_REPETITIONS),
            sqlite3_column_int(row, recalls ? OWN_SM2_INTERVAL : OWN_INTERVAL),
            sqlite3_column_int(row, OWN_EASE)},
        .interval = sqlite3_column_int(row, OWN_INTERVAL),
        .due = fold_day(row, OWN_DUE),
        .repeat_day = fold_day(row, OWN_REPEAT_DAY),
        .lapses = sqlite3_column_int(row, OWN_LAPSES),
        .reviews = sqlite3_column_int(row, OWN_REVIEWS),
        .last_rating = sqlite3_column_int(row, OWN_LAST_RATING),
        .last_review = sqlite3_column_int64(row, OWN_LAST_REVIEW),
        .suspended = sqlite3_column_int(row, OWN_SUSPENDED),
        .leech = sqlite3_column_int(row, OWN_LEECH),
        .buried_day = fold_day(row, OWN_BURIED_DAY),
        .last_change = sqlite3_column_int64(row, OWN_LAST_CHANGE),
        .past = fold_read_past(row),
    };
}

static int fold_by_id(const void *a, const void *b)
{
    return array_by_number(
        &((const struct folded_card *)a)->card_id, &((const struct folded_card *)b)->card_id);
}

static struct folded_card *fold_find(const struct fold *fold, int64_t card_id)
{
    struct folded_card wanted = {.card_id = card_id};
    return fold->count ? bsearch(&wanted, fold->cards, fold->count, sizeof wanted, fold_by_id)
                       : NULL;
}

/* List the decks that are under a scheduler with a memory. */
static enum err_code fold_list_regimes(struct store *store, struct fold *fold, struct err *err)
{
    enum { DECK_ID };
    bool ok = true;
    size_t capacity = 0, count = 0;
    sqlite3_stmt *row = sql_query(store, SQL_REGIME_DECKS, "");
    while (ok && sqlite3_step(row) == SQLITE_ROW) {
        struct folded_deck deck = {.deck_id = sqlite3_column_int64(row, DECK_ID)};
        ok = array_add(&fold->decks, &fold->deck_count, &capacity, &deck, sizeof deck);
    }
    enum err_code code = sql_end_list(store, row, ok, err);
    for (size_t i = 0; i < fold->deck_count && !code; i++) {
        code = store_regime(store, fold->decks[i].deck_id, &fold->decks[count].regime, err);
        fold->decks[count].deck_id = fold->decks[i].deck_id;
        count += regime_has_memory(&fold->decks[count].regime);
    }
    fold->deck_count = count;
    return code;
}

static const struct regime *fold_regime(const struct fold *fold, int64_t deck_id)
{
    const struct folded_deck *deck =
        fold->deck_count
            ? bsearch(&deck_id, fold->decks, fold->deck_count, sizeof *fold->decks, array_by_number)
            : NULL;
    return deck ? &deck->regime : NULL;
}

static enum err_code fold_list_cards(struct store *store, struct fold *fold, struct err *err)
{
    bool ok = true;
    sqlite3_stmt *row = sql_once(store, CARDS_SQL, err);
    while (row && ok && sqlite3_step(row) == SQLITE_ROW) {
        struct folded_card card = {.card_id = sqlite3_column_int64(row, OWN_ID),
            .schedule = schedule_new(),
            .regime = fold_regime(fold, sqlite3_column_int64(row, OWN_DECK))};
        ok = array_add(&fold->cards, &fold->count, &fold->capacity, &card, sizeof card);
    }
    enum err_code code = sql_once_end(store, row, err);
    return code || ok ? code : err_memory(err);
}

static bool fold_is_legal(sqlite3_stmt *row, int column, enum row_field field)
{
    int type = sqlite3_column_type(row, column);
    return type == SQLITE_NULL ? row_fields[field].null
                               : type == SQLITE_INTEGER &&
                                     row_number_fits(field, sqlite3_column_int64(row, column));
}

/* Whether all values of the event that affect schedules are in range. */
static bool fold_event_is_sane(sqlite3_stmt *row)
{
    if (!fold_is_legal(row, DAY, REVIEWS_STUDY_DAY))
        return false;
    if (sqlite3_column_type(row, CHANGE_KIND) == SQLITE_NULL)
        return fold_is_legal(row, REVIEW_KIND, REVIEWS_KIND) &&
               fold_is_legal(row, RATING, REVIEWS_RATING) && fold_is_legal(row, DUE, REVIEWS_DUE);
    return fold_is_legal(row, CHANGE_KIND, CHANGES_KIND) &&
           fold_is_legal(row, REPETITIONS, CHANGES_REPETITIONS) &&
           fold_is_legal(row, INTERVAL, CHANGES_INTERVAL) &&
           fold_is_legal(row, EASE, CHANGES_EASE) && fold_is_legal(row, DUE, CHANGES_DUE) &&
           fold_is_legal(row, LAPSES, CHANGES_LAPSES);
}

static struct review fold_review(sqlite3_stmt *row)
{
    return (struct review){.review_id = sqlite3_column_int64(row, EVENT_ID),
        .kind = (enum review_kind)sqlite3_column_int(row, REVIEW_KIND),
        .rating = (enum rating)sqlite3_column_int(row, RATING),
        .day = sqlite3_column_int(row, DAY),
        .scheduler = sqlite3_column_int(row, SCHEDULER),
        .due = fold_day(row, DUE)};
}

static struct change fold_change(sqlite3_stmt *row)
{
    return (struct change){.change_id = sqlite3_column_int64(row, EVENT_ID),
        .kind = (enum change_kind)sqlite3_column_int(row, CHANGE_KIND),
        .day = sqlite3_column_int(row, DAY),
        .sm2 = {sqlite3_column_int(row, REPETITIONS), sqlite3_column_int(row, INTERVAL),
            sqlite3_column_int(row, EASE)},
        .due = fold_day(row, DUE),
        .lapses = sqlite3_column_int(row, LAPSES),
        .imported = sqlite3_column_int(row, IMPORTED)};
}

/* Add an event to the card's memory, unless it comes before one that was added. */
static void fold_add_past(struct folded_card *card, const struct past *past)
{
    card->late |= past->at_ms < card->schedule.past.at_ms;
    card->schedule.past = *past;
}

static void fold_add(struct folded_card *card, sqlite3_stmt *row)
{
    struct schedule before = card->schedule;
    int64_t at_ms = sqlite3_column_int64(row, AT_MS);
    if (sqlite3_column_type(row, CHANGE_KIND) == SQLITE_NULL) {
        struct review review = fold_review(row);
        card->schedule = schedule_add(before, &review);
        if (card->regime && review.kind != REVIEW_CRAM) {
            struct past after = past_review(card->regime, before.past, &review, at_ms);
            fold_add_past(card, &after);
        }
    } else {
        struct change change = fold_change(row);
        card->schedule = schedule_change(before, &change);
        if (card->regime) {
            struct past after = past_change(card->regime, before.past, &change, at_ms);
            fold_add_past(card, &after);
        }
    }
}

/* The card whose schedule the event changes; NULL if it was undone, or there is no such card. */
static struct folded_card *fold_card_of(const struct fold *fold, sqlite3_stmt *row)
{
    if (sqlite3_column_type(row, UNDONE_MS) != SQLITE_NULL)
        return NULL;
    return fold_find(fold, sqlite3_column_int64(row, CARD_ID));
}

static void fold_event(struct fold *fold, sqlite3_stmt *row)
{
    struct folded_card *card = fold_card_of(fold, row);
    if (!card)
        return;
    card->doubtful |= !fold_event_is_sane(row);
    if (!card->doubtful)
        fold_add(card, row);
}

/* ---- memories of events that are not in the order of time ---- */

struct late_event {
    struct folded_card *card;
    int64_t at_ms, id;
    bool is_change;
    struct review review;
    struct change change;
};

static int fold_by_time(const void *a, const void *b)
{
    const struct late_event *x = a, *y = b;
    const int64_t keys[][2] = {
        {x->card->card_id, y->card->card_id}, {x->at_ms, y->at_ms}, {x->id, y->id}};
    for (size_t i = 0; i < COUNT(keys); i++)
        if (keys[i][0] != keys[i][1])
            return keys[i][0] < keys[i][1] ? -1 : 1;
    return 0;
}

/* Fold the memory of the cards whose events are not in the order of time: once more, in order. */
static void fold_late_events(struct late_event *events, size_t count)
{
    if (count)
        qsort(events, count, sizeof *events, fold_by_time);
    for (size_t i = 0; i < count; i++) {
        const struct late_event *e = &events[i];
        struct past *past = &e->card->schedule.past;
        if (i == 0 || events[i - 1].card != e->card)
            *past = (struct past){0};
        *past = e->is_change ? past_change(e->card->regime, *past, &e->change, e->at_ms)
                             : past_review(e->card->regime, *past, &e->review, e->at_ms);
    }
}

static enum err_code fold_late(struct store *store, struct fold *fold, struct err *err)
{
    bool any = false, ok = true;
    struct late_event *events = NULL;
    size_t count = 0, capacity = 0;
    for (size_t i = 0; i < fold->count; i++)
        any |= fold->cards[i].late;
    sqlite3_stmt *row = any ? sql_once(store, EVENTS_SQL, err) : NULL;
    while (row && ok && sqlite3_step(row) == SQLITE_ROW) {
        struct folded_card *card = fold_card_of(fold, row);
        if (card && card->late && !card->doubtful) {
            struct late_event event = {.card = card,
                .at_ms = sqlite3_column_int64(row, AT_MS),
                .id = sqlite3_column_int64(row, EVENT_ID),
                .is_change = sqlite3_column_type(row, CHANGE_KIND) != SQLITE_NULL,
                .review = fold_review(row),
                .change = fold_change(row)};
            ok = array_add(&events, &count, &capacity, &event, sizeof event);
        }
    }
    enum err_code code = any ? sql_once_end(store, row, err) : ERR_NONE;
    if (!code && ok)
        fold_late_events(events, count);
    free(events);
    return code || ok ? code : err_memory(err);
}

static void fold_pass_on(sqlite3_stmt *row, folded_event_fn *take, void *context)
{
    if (fold_is_legal(row, DAY, REVIEWS_STUDY_DAY) &&
        fold_is_legal(row, OFFSET_MIN, REVIEWS_OFFSET_MIN))
        take(context, &(struct folded_event){.id = sqlite3_column_int64(row, EVENT_ID),
                          .is_change = sqlite3_column_type(row, CHANGE_KIND) != SQLITE_NULL,
                          .imported = sqlite3_column_int(row, IMPORTED),
                          .at_ms = sqlite3_column_int64(row, AT_MS),
                          .offset_min = sqlite3_column_int(row, OFFSET_MIN),
                          .day = sqlite3_column_int(row, DAY)});
}

enum err_code fold_log(
    struct store *store, struct fold *fold, folded_event_fn *take, void *context, struct err *err)
{
    enum err_code code;
    *fold = (struct fold){0};
    if ((code = fold_list_regimes(store, fold, err)) || (code = fold_list_cards(store, fold, err)))
        return code;
    if (fold->count) /* a damaged table may be out of order */
        qsort(fold->cards, fold->count, sizeof *fold->cards, fold_by_id);
    sqlite3_stmt *row = sql_once(store, EVENTS_SQL, err);
    assert(!row || sqlite3_column_count(row) == COLUMNS);
    while (row && sqlite3_step(row) == SQLITE_ROW) {
        fold_event(fold, row);
        if (take)
            fold_pass_on(row, take, context);
    }
    if ((code = sql_once_end(store, row, err)) || (code = fold_late(store, fold, err)))
        return code;
    for (size_t i = 0; i < fold->count; i++)
        if (fold->cards[i].regime)
            fold->cards[i].schedule =
                schedule_with_past(fold->cards[i].schedule, fold->cards[i].schedule.past);
    return ERR_NONE;
}

void fold_done(struct fold *fold)
{
    free(fold->cards);
    free(fold->decks);
    *fold = (struct fold){0};
}

enum err_code fold_compare(struct store *store, const struct fold *fold, fold_differs_fn *differs,
    void *context, struct err *err)
{
    enum err_code code = ERR_NONE;
    sqlite3_stmt *row = sql_once(store, CARDS_SQL, err);
    while (row && !code && sqlite3_step(row) == SQLITE_ROW) {
        struct schedule stored = fold_read_schedule(row);
        int64_t card_id = sqlite3_column_int64(row, OWN_ID);
        const struct folded_card *card = fold_find(fold, card_id);
        if (card && !card->doubtful && !schedule_is_same(&stored, &card->schedule))
            code = differs(context, card_id, &stored, &card->schedule, err);
    }
    enum err_code ended = sql_once_end(store, row, code ? &(struct err){0} : err);
    return code ? code : ended;
}

struct fold_writer {
    struct store *store;
    size_t written;
};

static enum err_code fold_write(void *context, int64_t card_id, const struct schedule *row,
    const struct schedule *log, struct err *err)
{
    struct fold_writer *writer = context;
    (void)row;
    writer->written++;
    return write_schedule(writer->store, card_id, log, err);
}

enum err_code fold_and_write(struct store *store, size_t *written, struct err *err)
{
    struct fold fold;
    struct fold_writer writer = {store, 0};
    enum err_code code = fold_log(store, &fold, NULL, NULL, err);
    if (!code)
        code = fold_compare(store, &fold, fold_write, &writer, err);
    fold_done(&fold);
    if (written)
        *written = writer.written;
    return code;
}
