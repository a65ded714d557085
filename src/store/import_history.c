/* First, all cards are found, with their schedules and the times of their ratings. Then the missing
 * reviews are added to the log and to these schedules. Finally, each schedule is written once: the
 * imported one, or the previous one if the card has since been rated in drill. */
#include "store/import_history.h"

#include "base/buf.h"
#include "base/hash.h"
#include "base/map.h"
#include "store/load.h"
#include "store/numbers.h"
#include "store/replay.h"
#include "store/sql.h"

#include <stdlib.h>
#include <string.h>

struct import_history_state {
    int64_t card_id;
    struct schedule schedule, before; /* `schedule` includes the added reviews, `before` does not */
    struct import_history_card now;   /* the card in this import; its strings are not kept */
    char *extra;                      /* an owned copy of now.extra; NULL if it is empty */
    bool set_before;                  /* an earlier import set its schedule */
    struct import_history_card then;
    int64_t rated_ms; /* the time of the last rating or manual change in this database */
    int64_t last_ms;  /* the time of the last imported review */
    int last_ease;    /* the ease after the last imported review */
    bool learned;     /* an imported review was not a cram */
    size_t added;
};

struct import_history {
    struct store *store;
    struct moment now;
    int64_t next_review;
    struct import_history_state *cards;
    size_t count, capacity;
    struct map found; /* the ids of cards found so far */
    struct map times; /* hashes of a card's id and the time of a rating */
    struct import_history_report report;
};

static uint64_t import_history_hash(int64_t card_id, int64_t ms)
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
    return numbers_next_event(store, &h->next_review, err);
}

static enum err_code import_history_find_card(struct import_history *h,
    const struct import_history_card *card, int64_t *card_id, struct err *err)
{
    bool ok = true;
    int64_t identity = identity_of_id(card->id, &ok);
    *card_id = 0;
    return ok ? sql_read_number(
                    h->store, err, card_id, SQL_KNOWN_CARD, "ii", identity, (int64_t)card->variant)
              : err_memory(err);
}

static enum err_code import_history_read_times(
    struct import_history *h, struct import_history_state *s, struct err *err)
{
    enum { TIME_MS, UNDONE_MS };
    bool ok = true;
    sqlite3_stmt *row = sql_query(h->store, SQL_CARD_TIMES, "i", s->card_id);
    while (ok && sqlite3_step(row) == SQLITE_ROW) {
        int64_t ms = sqlite3_column_int64(row, TIME_MS);
        bool stands = sqlite3_column_type(row, UNDONE_MS) == SQLITE_NULL;
        s->rated_ms = stands && ms > s->rated_ms ? ms : s->rated_ms;
        ok = map_add(&h->times, import_history_hash(s->card_id, ms), 0);
    }
    return sql_end_list(h->store, row, ok, err);
}

/* Reads what an earlier import recorded about the card. */
static enum err_code import_history_read_before(
    struct import_history *h, struct import_history_state *s, struct err *err)
{
    enum { KIND, REPETITIONS, INTERVAL, EASE, DUE, LAPSES };
    sqlite3_stmt *row = sql_query(h->store, SQL_CARD_IMPORTED, "i", s->card_id);
    while (sqlite3_step(row) == SQLITE_ROW) {
        enum change_kind kind = (enum change_kind)column_int(row, KIND, CHANGES_KIND);
        if (kind == CHANGE_SET) {
            s->set_before = true;
            s->then.sm2 = (struct sm2){column_int(row, REPETITIONS, CHANGES_REPETITIONS),
                column_int(row, INTERVAL, CHANGES_INTERVAL), column_int(row, EASE, CHANGES_EASE)};
            s->then.due = column_day(row, DUE, CHANGES_DUE);
            s->then.lapses = column_int(row, LAPSES, CHANGES_LAPSES);
        } else if (kind == CHANGE_SUSPEND || kind == CHANGE_RESUME) {
            s->then.suspended = kind == CHANGE_SUSPEND;
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
    struct import_history_state *s = &h->cards[h->count];
    *s = (struct import_history_state){.card_id = card_id,
        .now = *card,
        .then.due = NO_DAY,
        .last_ease = EASE_FIRST,
        .extra = *card->extra ? strdup(card->extra) : NULL};
    if (*card->extra && !s->extra)
        return err_memory(err);
    *number = h->count++;
    if (!(code = read_schedule(h->store, card_id, &s->schedule, err)) &&
        !(code = import_history_read_times(h, s, err)))
        code = import_history_read_before(h, s, err);
    s->before = s->schedule;
    return code;
}

enum err_code import_history_review(
    struct import_history *h, const struct import_history_review *given, struct err *err)
{
    struct import_history_state *s = &h->cards[given->number];
    int ease_before = s->last_ease, ease = given->ease ? given->ease : ease_before;
    uint64_t hash = import_history_hash(s->card_id, given->at.utc_ms);
    bool known = map_get(&h->times, hash) != MAP_NONE;
    enum review_kind kind = !s->learned && given->kind == REVIEW_REPEAT ? REVIEW_NEW : given->kind;
    s->learned |= kind != REVIEW_CRAM;
    s->last_ms = given->at.utc_ms;
    s->last_ease = ease;
    if (known)
        return ERR_NONE;
    int due = kind == REVIEW_NEW || kind == REVIEW_DUE ? given->at.day + given->interval : NO_DAY;
    enum err_code code =
        sql_insert(h->store, err, SQL_REVIEW_INSERT, ROW_REVIEWS, "iiiidiiiiiiiddivvvv",
            h->next_review, s->card_id, given->at.utc_ms, (int64_t)given->at.offset_min,
            given->at.day, (int64_t)kind, (int64_t)given->rating, given->spent_ms,
            (int64_t)given->interval_before, (int64_t)given->interval, (int64_t)ease_before,
            (int64_t)ease, due, NO_DAY, INT64_C(1), INT64_MIN, INT64_MIN, INT64_MIN, INT64_MIN);
    struct review review = {
        .review_id = h->next_review++, .kind = kind, .rating = given->rating, .day = given->at.day};
    s->schedule = schedule_add(s->schedule, &review);
    s->added++;
    h->report.reviews++;
    return code;
}

static enum err_code import_history_add_change(
    struct import_history *h, struct import_history_state *s, struct change change, struct err *err)
{
    change.imported = true;
    return write_change(h->store, s->card_id, change, 0, h->now,
        change.kind == CHANGE_SET ? s->extra : NULL, &s->schedule, err);
}

static bool import_history_same(const struct import_history_state *s)
{
    const struct import_history_card *now = &s->now, *then = &s->then;
    return s->set_before && now->sm2.repetitions == then->sm2.repetitions &&
           now->sm2.interval == then->sm2.interval && now->sm2.ease == then->sm2.ease &&
           now->due == then->due && now->lapses == then->lapses;
}

/* Whether to set the card's schedule; if so, sets *change. The schedule in the database takes
 * precedence if the card's last rating or change by hand is later than its last imported review. */
static bool import_history_wants_set(
    struct import_history_state *s, struct change *change, struct import_history *h)
{
    bool later = s->rated_ms > s->last_ms;
    bool new = s->now.due == NO_DAY && s->added == 0 && !s->set_before;
    *change = (struct change){
        .kind = CHANGE_SET, .sm2 = s->now.sm2, .due = s->now.due, .lapses = s->now.lapses};
    if (later && !import_history_same(s))
        h->report.kept++;
    if (!later) {
        h->report.schedules += !import_history_same(s) && !new;
        return !new && (!import_history_same(s) || s->added > 0);
    }
    change->sm2 = s->before.sm2;
    change->due = s->before.due;
    change->lapses = s->before.lapses;
    free(s->extra); /* it belongs to the imported schedule, which is not used */
    s->extra = NULL;
    return s->added > 0;
}

static enum err_code import_history_end_card(
    struct import_history *h, struct import_history_state *s, struct err *err)
{
    struct change change;
    const struct import_history_card *now = &s->now;
    enum err_code code = ERR_NONE;
    bool set = import_history_wants_set(s, &change, h), touched = set;
    if (set)
        code = import_history_add_change(h, s, change, err);
    if (!code && now->suspended != s->then.suspended && now->suspended != s->schedule.suspended) {
        touched = true;
        change = (struct change){.kind = now->suspended ? CHANGE_SUSPEND : CHANGE_RESUME};
        code = import_history_add_change(h, s, change, err);
    }
    if (!code && now->buried && s->schedule.buried_day != h->now.day && s->rated_ms <= s->last_ms) {
        touched = true;
        code = import_history_add_change(h, s, (struct change){.kind = CHANGE_BURY}, err);
    }
    if (code || !touched)
        return code;
    return write_changed(h->store, s->card_id, &s->schedule, err);
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
