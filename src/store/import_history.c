/* First, all cards are found, with their schedules and the times of their ratings. Then the missing
 * reviews are added to the log and to these schedules. At the end each schedule is written once: as
 * imported, or if the card has been rated here since, as it was. */
#include "store/import_history.h"

#include "base/buf.h"
#include "base/hash.h"
#include "base/map.h"
#include "store/load.h"
#include "store/replay.h"
#include "store/sql.h"

#include <stdlib.h>
#include <string.h>

struct import_history_known_card {
    int64_t card_id;
    struct schedule schedule, before; /* with the added reviews; as it was */
    struct sm2 sm2;                   /* this and the next four: as imported now */
    int due, lapses;
    bool suspended, buried;
    char *extra;
    bool set_before; /* it was imported before, as follows */
    struct sm2 sm2_before;
    int due_before, lapses_before;
    bool suspended_before;
    int64_t rated_ms; /* the last rating, or change by hand, that is known here */
    int64_t last_ms;  /* the last imported review */
    int last_ease;    /* and the ease after it */
    size_t added;
};

struct import_history {
    struct store *store;
    struct moment now;
    int64_t next_review;
    struct import_history_known_card *cards;
    size_t count, capacity;
    struct map found; /* card ids */
    struct map times; /* hashes of card ids with times of ratings */
    struct import_history_report report;
};

static uint64_t import_history_time_hash(int64_t card_id, int64_t ms)
{
    return hash_add(hash_add(0, &card_id, sizeof card_id), &ms, sizeof ms);
}

enum err_code import_history_begin(struct store *store, const int64_t *deck_ids, size_t count,
    struct moment now, struct import_history **history, struct err *err)
{
    *history = NULL;
    enum err_code code = store_begin(store, err);
    if (code)
        return code;
    store_defer_checkpoint(store);
    store_widen_cache(store);
    if (!(code = sql_run(store, err, SQL_KNOWN_CREATE, "")))
        code = sql_run(store, err, SQL_KNOWN_CLEAR, "");
    for (size_t i = 0; i < count && !code; i++)
        code = sql_run(store, err, SQL_KNOWN_FILL, "i", deck_ids[i]);
    struct import_history *h = code ? NULL : calloc(1, sizeof *h);
    if (!h) {
        store_rollback(store);
        return code ? code : err_memory(err);
    }
    h->store = store;
    h->now = now;
    *history = h;
    sqlite3_stmt *row = sql_query(store, SQL_NEXT_EVENT, "");
    if (sqlite3_step(row) == SQLITE_ROW)
        h->next_review = sqlite3_column_int64(row, 0);
    return sql_end(store, row, err);
}

/* ---- cards ---- */

static enum err_code import_history_find_card(struct import_history *h,
    const struct import_history_card *card, int64_t *card_id, struct err *err)
{
    *card_id = 0;
    sqlite3_stmt *row = sql_query(h->store, SQL_KNOWN_CARD, "iti", identity_of_id(card->id),
        card->id, (int64_t)card->variant);
    if (sqlite3_step(row) == SQLITE_ROW)
        *card_id = sqlite3_column_int64(row, 0);
    return sql_end(h->store, row, err);
}

static enum err_code import_history_read_times(
    struct import_history *h, struct import_history_known_card *state, struct err *err)
{
    enum { TIME_MS, UNDONE_MS };
    bool ok = true;
    sqlite3_stmt *row = sql_query(h->store, SQL_CARD_TIMES, "i", state->card_id);
    while (ok && sqlite3_step(row) == SQLITE_ROW) {
        int64_t ms = sqlite3_column_int64(row, TIME_MS);
        bool stands = sqlite3_column_type(row, UNDONE_MS) == SQLITE_NULL;
        state->rated_ms = stands && ms > state->rated_ms ? ms : state->rated_ms;
        ok = map_add(&h->times, import_history_time_hash(state->card_id, ms), 0);
    }
    return sql_end_list(h->store, row, ok, err);
}

/* Reads what an earlier import recorded of the card. */
static enum err_code import_history_read_before(
    struct import_history *h, struct import_history_known_card *state, struct err *err)
{
    enum { KIND, REPETITIONS, INTERVAL, EASE, DUE, LAPSES };
    sqlite3_stmt *row = sql_query(h->store, SQL_CARD_IMPORTED, "i", state->card_id);
    while (sqlite3_step(row) == SQLITE_ROW) {
        enum change_kind kind = (enum change_kind)sqlite3_column_int(row, KIND);
        if (kind == CHANGE_SET) {
            state->set_before = true;
            state->sm2_before = (struct sm2){sqlite3_column_int(row, REPETITIONS),
                sqlite3_column_int(row, INTERVAL), sqlite3_column_int(row, EASE)};
            state->due_before = column_day(row, DUE);
            state->lapses_before = sqlite3_column_int(row, LAPSES);
        } else if (kind == CHANGE_SUSPEND || kind == CHANGE_RESUME) {
            state->suspended_before = kind == CHANGE_SUSPEND;
        }
    }
    return sql_end(h->store, row, err);
}

enum err_code import_history_card(struct import_history *h, const struct import_history_card *card,
    size_t *number, struct err *err)
{
    int64_t card_id;
    *number = IMPORT_HISTORY_NONE;
    enum err_code code = import_history_find_card(h, card, &card_id, err);
    if (code || !card_id || map_get(&h->found, (uint64_t)card_id) != MAP_NONE)
        return code;
    if (!map_add(&h->found, (uint64_t)card_id, 0) ||
        !array_grow(&h->cards, h->count, &h->capacity, sizeof *h->cards))
        return err_memory(err);
    struct import_history_known_card *state = &h->cards[h->count];
    *state = (struct import_history_known_card){.card_id = card_id,
        .sm2 = card->sm2,
        .due = card->due,
        .lapses = card->lapses,
        .suspended = card->suspended,
        .buried = card->buried,
        .due_before = NO_DAY,
        .last_ease = EASE_FIRST,
        .extra = *card->extra ? strdup(card->extra) : NULL};
    if (*card->extra && !state->extra)
        return err_memory(err);
    *number = h->count++;
    if (!(code = read_schedule(h->store, card_id, &state->schedule, err)) &&
        !(code = import_history_read_times(h, state, err)))
        code = import_history_read_before(h, state, err);
    state->before = state->schedule;
    return code;
}

/* ---- reviews ---- */

static bool import_history_is_known(const struct import_history *h, int64_t card_id, int64_t ms)
{
    return map_get(&h->times, import_history_time_hash(card_id, ms)) != MAP_NONE;
}

enum err_code import_history_review(
    struct import_history *h, const struct import_history_review *given, struct err *err)
{
    struct import_history_known_card *state = &h->cards[given->number];
    int ease_before = state->last_ease, ease = given->ease ? given->ease : ease_before;
    bool known = import_history_is_known(h, state->card_id, given->at.utc_ms),
         first = state->last_ms == 0;
    enum review_kind kind = first && given->kind == REVIEW_REPEAT ? REVIEW_NEW : given->kind;
    state->last_ms = given->at.utc_ms;
    state->last_ease = ease;
    if (known)
        return ERR_NONE;
    int due = kind == REVIEW_NEW || kind == REVIEW_DUE ? given->at.day + given->interval : NO_DAY;
    enum err_code code = sql_run(h->store, err, SQL_REVIEW_IMPORT, "iiiidiiiiiiid", h->next_review,
        state->card_id, given->at.utc_ms, (int64_t)given->at.offset_min, given->at.day,
        (int64_t)kind, (int64_t)given->rating, given->spent_ms, (int64_t)given->interval_before,
        (int64_t)given->interval, (int64_t)ease_before, (int64_t)ease, due);
    struct review review = {h->next_review++, kind, given->rating, given->at.day};
    state->schedule = schedule_add(state->schedule, &review);
    state->added++;
    h->report.reviews++;
    return code;
}

/* ---- schedules ---- */

static enum err_code import_history_add_change(struct import_history *h,
    struct import_history_known_card *state, struct change change, struct err *err)
{
    bool set = change.kind == CHANGE_SET;
    change.imported = true;
    change.day = h->now.day;
    enum err_code code = sql_run(h->store, err, SQL_CHANGE_INSERT, "iiidinicccdco", state->card_id,
        h->now.utc_ms, (int64_t)h->now.offset_min, h->now.day, (int64_t)change.kind, (int64_t)0,
        (int64_t)1, set ? (int64_t)change.sm2.repetitions : -1,
        set ? (int64_t)change.sm2.interval : -1, set ? (int64_t)change.sm2.ease : -1,
        set ? change.due : NO_DAY, set ? (int64_t)change.lapses : -1, set ? state->extra : NULL);
    change.change_id = sqlite3_last_insert_rowid(h->store->db);
    state->schedule = schedule_change(state->schedule, &change);
    return code;
}

static bool import_history_is_as_before(const struct import_history_known_card *s)
{
    const struct sm2 *now = &s->sm2, *before = &s->sm2_before;
    return s->set_before && now->repetitions == before->repetitions &&
           now->interval == before->interval && now->ease == before->ease &&
           s->due == s->due_before && s->lapses == s->lapses_before;
}

/* Whether to set the card's schedule, and if so, the change. The schedule here takes precedence if
 * its last rating is later than the last one imported. */
static bool import_history_wanted_change(
    struct import_history_known_card *s, struct change *change, struct import_history *h)
{
    bool later = s->rated_ms > s->last_ms;
    bool new = s->due == NO_DAY && s->added == 0 && !s->set_before;
    *change =
        (struct change){.kind = CHANGE_SET, .sm2 = s->sm2, .due = s->due, .lapses = s->lapses};
    if (later && !import_history_is_as_before(s))
        h->report.kept++;
    if (!later) {
        h->report.schedules += !import_history_is_as_before(s) && !new;
        return !new && (!import_history_is_as_before(s) || s->added > 0);
    }
    change->sm2 = s->before.sm2;
    change->due = s->before.due;
    change->lapses = s->before.lapses;
    free(s->extra); /* it belongs to the imported schedule */
    s->extra = NULL;
    return s->added > 0;
}

static enum err_code import_history_end_card(
    struct import_history *h, struct import_history_known_card *state, struct err *err)
{
    struct change change;
    enum err_code code = ERR_NONE;
    bool set = import_history_wanted_change(state, &change, h), touched = set;
    if (set)
        code = import_history_add_change(h, state, change, err);
    if (!code && state->suspended != state->suspended_before &&
        state->suspended != state->schedule.suspended) {
        touched = true;
        code = import_history_add_change(h, state,
            (struct change){.kind = state->suspended ? CHANGE_SUSPEND : CHANGE_RESUME}, err);
    }
    if (!code && state->buried && state->schedule.buried_day != h->now.day &&
        state->rated_ms <= state->last_ms) {
        touched = true;
        code = import_history_add_change(h, state, (struct change){.kind = CHANGE_BURY}, err);
    }
    return code || !touched ? code
                            : write_schedule(h->store, state->card_id, &state->schedule, err);
}

enum err_code import_history_end(struct import_history *h, enum err_code code,
    struct import_history_report *report, struct err *err)
{
    if (!h)
        return code;
    for (size_t i = 0; i < h->count && !code; i++)
        code = import_history_end_card(h, &h->cards[i], err);
    *report = h->report;
    code = store_end(h->store, code, err);
    for (size_t i = 0; i < h->count; i++)
        free(h->cards[i].extra);
    free(h->cards);
    map_done(&h->times);
    map_done(&h->found);
    free(h);
    return code;
}

enum err_code store_imported_extra(
    struct store *store, int64_t card_id, int64_t last_review, struct buf *extra, struct err *err)
{
    sqlite3_stmt *row = sql_query(store, SQL_CARD_EXTRA, "ii", card_id, last_review);
    if (sqlite3_step(row) == SQLITE_ROW)
        buf_text(extra, column_text(row, 0));
    return sql_end(store, row, err);
}
