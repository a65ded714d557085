#include "store/fold.h"

#include "base/buf.h"
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
    OWN_LAST_CHANGE
};
#define CARDS_SQL                                                                                  \
    "SELECT card_id, repetitions, interval, ease, due, repeat_day, lapses, reviews, last_rating, " \
    "last_review_id, suspended, leech, buried_day, last_change_id FROM cards NOT INDEXED"

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
    COLUMNS
};
/* the tables are read without their indexes, which may be damaged */
#define EVENTS_SQL                                                                                 \
    "SELECT review_id, card_id, reviewed_ms, offset_min, study_day, kind, NULL, rating, NULL, "    \
    "NULL, NULL, NULL, NULL, imported, undone_ms FROM reviews NOT INDEXED "                        \
    "UNION ALL "                                                                                   \
    "SELECT change_id, card_id, changed_ms, offset_min, study_day, NULL, kind, NULL, "             \
    "repetitions, interval, ease, due, lapses, imported, undone_ms FROM changes NOT INDEXED "      \
    "ORDER BY 1"

static int fold_day(sqlite3_stmt *row, int column)
{
    return sqlite3_column_type(row, column) == SQLITE_NULL ? NO_DAY
                                                           : sqlite3_column_int(row, column);
}

static struct schedule fold_read_schedule(sqlite3_stmt *row)
{
    return (struct schedule){
        .sm2 = {sqlite3_column_int(row, OWN_REPETITIONS), sqlite3_column_int(row, OWN_INTERVAL),
            sqlite3_column_int(row, OWN_EASE)},
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

static enum err_code fold_list_cards(struct store *store, struct fold *fold, struct err *err)
{
    bool ok = true;
    sqlite3_stmt *row = sql_once(store, CARDS_SQL, err);
    while (row && ok && sqlite3_step(row) == SQLITE_ROW) {
        struct folded_card card = {
            .card_id = sqlite3_column_int64(row, OWN_ID), .schedule = schedule_new()};
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
               fold_is_legal(row, RATING, REVIEWS_RATING);
    return fold_is_legal(row, CHANGE_KIND, CHANGES_KIND) &&
           fold_is_legal(row, REPETITIONS, CHANGES_REPETITIONS) &&
           fold_is_legal(row, INTERVAL, CHANGES_INTERVAL) &&
           fold_is_legal(row, EASE, CHANGES_EASE) && fold_is_legal(row, DUE, CHANGES_DUE) &&
           fold_is_legal(row, LAPSES, CHANGES_LAPSES);
}

static struct schedule fold_add(struct schedule before, sqlite3_stmt *row)
{
    if (sqlite3_column_type(row, CHANGE_KIND) == SQLITE_NULL)
        return schedule_add(
            before, &(struct review){.review_id = sqlite3_column_int64(row, EVENT_ID),
                        .kind = (enum review_kind)sqlite3_column_int(row, REVIEW_KIND),
                        .rating = (enum rating)sqlite3_column_int(row, RATING),
                        .day = sqlite3_column_int(row, DAY)});
    return schedule_change(
        before, &(struct change){.change_id = sqlite3_column_int64(row, EVENT_ID),
                    .kind = (enum change_kind)sqlite3_column_int(row, CHANGE_KIND),
                    .day = sqlite3_column_int(row, DAY),
                    .sm2 = {sqlite3_column_int(row, REPETITIONS), sqlite3_column_int(row, INTERVAL),
                        sqlite3_column_int(row, EASE)},
                    .due = fold_day(row, DUE),
                    .lapses = sqlite3_column_int(row, LAPSES),
                    .imported = sqlite3_column_int(row, IMPORTED)});
}

static void fold_event(struct fold *fold, sqlite3_stmt *row)
{
    struct folded_card *card = fold_find(fold, sqlite3_column_int64(row, CARD_ID));
    if (!card || sqlite3_column_type(row, UNDONE_MS) != SQLITE_NULL)
        return;
    card->doubtful |= !fold_event_is_sane(row);
    if (!card->doubtful)
        card->schedule = fold_add(card->schedule, row);
}

enum err_code fold_log(
    struct store *store, struct fold *fold, folded_event_fn *take, void *context, struct err *err)
{
    *fold = (struct fold){0};
    enum err_code code = fold_list_cards(store, fold, err);
    if (code)
        return code;
    if (fold->count) /* a damaged table may be out of order */
        qsort(fold->cards, fold->count, sizeof *fold->cards, fold_by_id);
    sqlite3_stmt *row = sql_once(store, EVENTS_SQL, err);
    assert(!row || sqlite3_column_count(row) == COLUMNS);
    while (row && sqlite3_step(row) == SQLITE_ROW) {
        fold_event(fold, row);
        if (take && fold_is_legal(row, DAY, REVIEWS_STUDY_DAY) &&
            fold_is_legal(row, OFFSET_MIN, REVIEWS_OFFSET_MIN))
            take(context, &(struct folded_event){.id = sqlite3_column_int64(row, EVENT_ID),
                              .is_change = sqlite3_column_type(row, CHANGE_KIND) != SQLITE_NULL,
                              .imported = sqlite3_column_int(row, IMPORTED),
                              .at_ms = sqlite3_column_int64(row, AT_MS),
                              .offset_min = sqlite3_column_int(row, OFFSET_MIN),
                              .day = sqlite3_column_int(row, DAY)});
    }
    return sql_once_end(store, row, err);
}

void fold_done(struct fold *fold)
{
    free(fold->cards);
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
