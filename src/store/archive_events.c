/* Merges an archive's events with those already in the database, the local ones.
 *
 * If the database has no events, those of the archive are inserted unchanged. Otherwise they are
 * first stored in a temporary table. Then each card's two sequences are merged: events that occur
 * in both are anchors; between two anchors, the earlier event comes first. Event numbers define the
 * order, so a local event that follows an added one must be renumbered, too. Finally, all events
 * without a number get one, in order of time. */
#include "store/archive_pairs.h"

#include "base/buf.h"
#include "base/hash.h"
#include "store/sql.h"

#include <stdlib.h>
#include <string.h>

/* ---- rows ---- */

static enum err_code archive_events_insert(
    struct archive_merge *m, bool is_change, const struct archive_event *e, struct err *err)
{
    if (is_change)
        return sql_run(m->store, err, SQL_MERGE_CHANGE, "iiiiiivivvvvvovv", e->id, e->card_id,
            e->at_ms, e->offset_min, e->study_day, e->kind, e->review_id, e->imported,
            e->repetitions, e->interval, e->ease, e->due, e->lapses, e->extra, e->undone_ms,
            e->batch);
    return sql_run(m->store, err, SQL_MERGE_REVIEW, "iiiiiiiiiiiivivvvvv", e->id, e->card_id,
        e->at_ms, e->offset_min, e->study_day, e->kind, e->rating, e->spent_ms, e->interval_before,
        e->interval_after, e->ease_before, e->ease_after, e->due, e->imported, e->undone_ms,
        e->scheduler, e->retention, e->stability, e->difficulty);
}

static void archive_events_count(struct archive_merge *m, bool is_change)
{
    ++*(is_change ? &m->report.added.changes : &m->report.added.reviews);
}

enum err_code archive_events_add(struct archive_merge *m, const struct archive_kind *kind,
    const struct archive_event *e, struct err *err)
{
    bool is_change = kind == &archive_change;
    if (!m->merges) {
        archive_events_count(m, is_change);
        return archive_events_insert(m, is_change, e, err);
    }
    return sql_run(m->store, err, SQL_ARCHIVED_ADD, "iiiiiiivivvvvvvvvvvvvvvvvvo",
        (int64_t)is_change, e->id, e->card_id, e->at_ms, e->offset_min, e->study_day, e->kind,
        e->due, e->imported, e->undone_ms, e->rating, e->spent_ms, e->interval_before,
        e->interval_after, e->ease_before, e->ease_after, e->review_id, e->repetitions, e->interval,
        e->ease, e->lapses, e->scheduler, e->retention, e->stability, e->difficulty, e->batch,
        e->extra);
}

/* ---- a card's two sequences ---- */

struct archive_item {
    int64_t number; /* of the row in the database, or in the temporary table */
    int64_t id;     /* the event's id in the database, or in the archive */
    bool is_change, archived, placed;
    bool moved; /* a local event that gets a new number */
    int64_t at_ms, kind, rating, undone_ms, review_id, batch;
    struct archive_item *partner; /* the same event in the other sequence; or NULL */
};

struct archive_items {
    struct archive_item *items; /* the local events, then those of the archive */
    size_t count, capacity;
    size_t here; /* the number of local events */
    struct archive_item **order;
    struct map by_key; /* the local events, by hash */
};

/* Appends the rows of SQL_MERGE_EVENTS or SQL_ARCHIVED_EVENTS, which have the same columns. */
static enum err_code archive_events_read(struct archive_merge *m, enum sql sql, int64_t card_id,
    struct archive_items *list, struct err *err)
{
    enum { NUMBER, ID, IS_CHANGE, AT_MS, KIND, RATING, UNDONE_MS, REVIEW_ID, BATCH };
    bool ok = true;
    sqlite3_stmt *row = sql_query(m->store, sql, "i", card_id);
    while (ok && sqlite3_step(row) == SQLITE_ROW) {
        struct archive_item item = {
            .number = sqlite3_column_int64(row, NUMBER),
            .id = sqlite3_column_int64(row, ID),
            .is_change = sqlite3_column_int(row, IS_CHANGE),
            .archived = sql == SQL_ARCHIVED_EVENTS,
            .at_ms = sqlite3_column_int64(row, AT_MS),
            .kind = sqlite3_column_int64(row, KIND),
            .rating = sqlite3_column_int64(row, RATING),
            .undone_ms = sqlite3_column_type(row, UNDONE_MS) == SQLITE_NULL
                             ? ARCHIVE_NONE
                             : sqlite3_column_int64(row, UNDONE_MS),
            .review_id = sqlite3_column_int64(row, REVIEW_ID),
            .batch = sqlite3_column_int64(row, BATCH),
        };
        ok = array_add(&list->items, &list->count, &list->capacity, &item, sizeof item);
    }
    return sql_end_list(m->store, row, ok, err);
}

/* Compares two events by time; 0 if they are the same event. */
static int archive_events_compare(const struct archive_item *a, const struct archive_item *b)
{
    const int64_t keys[][2] = {{a->at_ms, b->at_ms}, {a->is_change, b->is_change},
        {a->kind, b->kind}, {a->rating, b->rating}};
    for (size_t i = 0; i < COUNT(keys); i++)
        if (keys[i][0] != keys[i][1])
            return keys[i][0] < keys[i][1] ? -1 : 1;
    return 0;
}

static uint64_t archive_events_hash(const struct archive_item *item)
{
    const int64_t key[] = {item->at_ms, item->is_change, item->kind, item->rating};
    return hash_add(0, key, sizeof key);
}

/* Pairs each archived event with the first equal local event that is still unpaired. */
static bool archive_events_pair(struct archive_items *list)
{
    for (size_t i = 0; i < list->here; i++)
        if (!map_add(&list->by_key, archive_events_hash(&list->items[i]), (uint32_t)i))
            return false;
    for (size_t i = list->here; i < list->count; i++) {
        struct archive_item *theirs = &list->items[i];
        uint64_t hash = archive_events_hash(theirs);
        size_t slot;
        uint32_t at = map_first(&list->by_key, hash, &slot);
        while (at != MAP_NONE &&
               (list->items[at].partner || archive_events_compare(&list->items[at], theirs) != 0))
            at = map_next(&list->by_key, hash, &slot);
        if (at != MAP_NONE) {
            theirs->partner = &list->items[at];
            list->items[at].partner = theirs;
        }
    }
    return true;
}

/* Whether the local event comes next rather than the archived one. An event that has a partner
 * waits until all events before its partner are placed, unless the partner itself is placed
 * already. */
static bool archive_events_ours_first(
    const struct archive_item *ours, const struct archive_item *theirs)
{
    bool ours_waits = ours->partner && ours->partner >= theirs;
    bool theirs_waits = theirs->partner && theirs->partner >= ours;
    if (ours_waits != theirs_waits)
        return theirs_waits;
    return ours_waits || archive_events_compare(ours, theirs) <= 0;
}

/* Sets `order` to the merged sequence: all items except archived ones that also exist locally. */
static size_t archive_events_order(struct archive_items *list)
{
    struct archive_item *ours = list->items, *theirs = ours + list->here;
    const struct archive_item *ours_end = theirs, *theirs_end = ours + list->count;
    size_t count = 0;
    while (ours < ours_end || theirs < theirs_end) {
        if (theirs < theirs_end && theirs->partner && theirs->partner->placed) {
            theirs++;
            continue;
        }
        bool first =
            theirs == theirs_end || (ours < ours_end && archive_events_ours_first(ours, theirs));
        struct archive_item *next = first ? ours++ : theirs++;
        next->placed = true;
        list->order[count++] = next;
    }
    return count;
}

/* ---- batches ---- */

static bool archive_events_add_batch(struct archive_merge *m, int64_t theirs, int64_t ours)
{
    struct archive_pair pair = {.theirs = theirs, .ours = ours};
    struct archive_pairs *batches = &m->batches;
    return map_add(&m->batches_by_number, (uint64_t)theirs, (uint32_t)batches->count) &&
           array_add(&batches->pairs, &batches->count, &batches->capacity, &pair, sizeof pair);
}

/* Notes which batches are the same: those of a change that both have. */
static bool archive_events_pair_batches(struct archive_merge *m, const struct archive_items *list)
{
    bool ok = true;
    for (size_t i = list->here; i < list->count && ok; i++) {
        const struct archive_item *theirs = &list->items[i], *ours = theirs->partner;
        if (ours && ours->batch && theirs->batch &&
            map_get(&m->batches_by_number, (uint64_t)theirs->batch) == MAP_NONE)
            ok = archive_events_add_batch(m, theirs->batch, ours->batch);
    }
    return ok;
}

/* Gives the event's batch its number in this database. A batch that is new here gets that of its
 * first event. */
static enum err_code archive_events_number_batch(
    struct archive_merge *m, struct archive_event *event, struct err *err)
{
    if (event->batch == ARCHIVE_NONE)
        return ERR_NONE;
    if (event->batch < 0) { /* a local event */
        event->batch = -event->batch;
        return ERR_NONE;
    }
    uint32_t known = map_get(&m->batches_by_number, (uint64_t)event->batch);
    if (known == MAP_NONE && !archive_events_add_batch(m, event->batch, event->id))
        return err_memory(err);
    event->batch = known == MAP_NONE ? event->id : m->batches.pairs[known].ours;
    return ERR_NONE;
}

/* ---- a card ---- */

/* How a change refers to the rating that made the card a leech: by the rating's number in the
 * database or, before it has one, by its negated number in the temporary table. 0 if there is no
 * such rating. */
static int64_t archive_events_rating_of(
    const struct archive_items *list, const struct archive_item *change)
{
    size_t from = change->archived ? list->here : 0,
           to = change->archived ? list->count : list->here;
    for (size_t i = from; i < to && change->is_change && change->review_id; i++) {
        const struct archive_item *rating = &list->items[i];
        if (rating->is_change || rating->id != change->review_id)
            continue;
        rating = rating->archived && rating->partner ? rating->partner : rating;
        return rating->archived || rating->moved ? -rating->number : rating->id;
    }
    return 0;
}

/* Copies a local event into the temporary table. */
static enum err_code archive_events_take(
    struct archive_merge *m, struct archive_item *item, struct err *err)
{
    enum err_code code = sql_run(m->store, err,
        item->is_change ? SQL_ARCHIVED_TAKE_CHANGE : SQL_ARCHIVED_TAKE_REVIEW, "i", item->id);
    item->moved = true;
    item->number = sqlite3_last_insert_rowid(m->store->db);
    return code;
}

/* Deletes the copied events. An event cannot be deleted while its card exists, so the card
 * temporarily gets another number. */
static enum err_code archive_events_delete(
    struct archive_merge *m, int64_t card_id, const struct archive_items *list, struct err *err)
{
    enum err_code code = sql_run(m->store, err, SQL_CARD_SET_ASIDE, "i", card_id);
    for (size_t i = 0; i < list->here && !code; i++)
        if (list->items[i].moved)
            code = sql_run(m->store, err,
                list->items[i].is_change ? SQL_MERGE_DELETE_CHANGE : SQL_MERGE_DELETE_REVIEW, "i",
                list->items[i].id);
    return code ? code : sql_run(m->store, err, SQL_CARD_PUT_BACK, "i", -card_id);
}

/* Gives each event, from the first added one on, its place in the numbering order. */
static enum err_code archive_events_place(struct archive_merge *m, int64_t card_id,
    struct archive_items *list, size_t count, struct err *err)
{
    size_t first = 0;
    int64_t moment = INT64_MIN;
    bool moves = false;
    enum err_code code = ERR_NONE;
    while (first < count && !list->order[first]->archived)
        first++;
    for (size_t i = first; i < count && !code; i++) {
        struct archive_item *item = list->order[i];
        moment = item->at_ms > moment ? item->at_ms : moment;
        moves |= !item->archived;
        if (item->archived)
            archive_events_count(m, item->is_change);
        else
            code = archive_events_take(m, item, err);
        if (!code)
            code = sql_run(m->store, err, SQL_ARCHIVED_PLACE, "iini", moment, (int64_t)i,
                archive_events_rating_of(list, item), item->number);
    }
    if (!code && first < count && !card_set_add(&m->touched, card_id))
        code = err_memory(err);
    return code || !moves ? code : archive_events_delete(m, card_id, list, err);
}

/* Marks local events as undone if they are undone in the archive. */
static enum err_code archive_events_undo(
    struct archive_merge *m, int64_t card_id, const struct archive_items *list, struct err *err)
{
    enum err_code code = ERR_NONE;
    for (size_t i = 0; i < list->here && !code; i++) {
        const struct archive_item *ours = &list->items[i], *theirs = ours->partner;
        if (!theirs || theirs->undone_ms == ARCHIVE_NONE || ours->undone_ms != ARCHIVE_NONE)
            continue;
        m->report.undone++;
        code = sql_run(m->store, err, ours->is_change ? SQL_CHANGE_UNDO : SQL_REVIEW_UNDO, "viv",
            theirs->undone_ms, ours->id, INT64_MIN);
        if (!code && !card_set_add(&m->touched, card_id))
            code = err_memory(err);
    }
    return code;
}

static enum err_code archive_events_merge_card(
    struct archive_merge *m, int64_t card_id, struct archive_items *list, struct err *err)
{
    enum err_code code = archive_events_read(m, SQL_MERGE_EVENTS, card_id, list, err);
    list->here = list->count;
    if (code || (code = archive_events_read(m, SQL_ARCHIVED_EVENTS, card_id, list, err)) ||
        list->count == list->here)
        return code;
    list->order = calloc(list->count, sizeof(*list->order));
    if (!list->order || !archive_events_pair(list))
        return err_memory(err);
    if (!archive_events_pair_batches(m, list))
        return err_memory(err);
    if ((code = archive_events_undo(m, card_id, list, err)))
        return code;
    return archive_events_place(m, card_id, list, archive_events_order(list), err);
}

/* ---- numbers ---- */

/* Reads a row of SQL_ARCHIVED_PLACED. */
static void archive_events_read_placed(
    sqlite3_stmt *row, int64_t *number, bool *is_change, struct archive_event *e)
{
    enum { NUMBER, IS_CHANGE, FIRST };
    int64_t *const members[] = {&e->id, &e->card_id, &e->at_ms, &e->offset_min, &e->study_day,
        &e->kind, &e->due, &e->imported, &e->undone_ms, &e->rating, &e->spent_ms,
        &e->interval_before, &e->interval_after, &e->ease_before, &e->ease_after, &e->review_id,
        &e->repetitions, &e->interval, &e->ease, &e->lapses, &e->scheduler, &e->retention,
        &e->stability, &e->difficulty, &e->batch};
    *number = sqlite3_column_int64(row, NUMBER);
    *is_change = sqlite3_column_int(row, IS_CHANGE);
    for (int i = 0; i < (int)COUNT(members); i++)
        *members[i] = sqlite3_column_type(row, FIRST + i) == SQLITE_NULL
                          ? ARCHIVE_NONE
                          : sqlite3_column_int64(row, FIRST + i);
    e->extra = column_text_or_null(row, FIRST + (int)COUNT(members));
}

static enum err_code archive_events_number(struct archive_merge *m, struct err *err)
{
    enum err_code code = ERR_NONE;
    sqlite3_stmt *row = sql_query(m->store, SQL_ARCHIVED_PLACED, "");
    while (!code && sqlite3_step(row) == SQLITE_ROW) {
        struct archive_event event;
        int64_t number;
        bool is_change;
        archive_events_read_placed(row, &number, &is_change, &event);
        event.id = ++m->last_event;
        if (event.review_id < 0 && event.review_id != ARCHIVE_NONE)
            code = sql_read_number(
                m->store, err, &event.review_id, SQL_ARCHIVED_NUMBER, "i", -event.review_id);
        if (!code)
            code = archive_events_number_batch(m, &event, err);
        if (!code && !(code = archive_events_insert(m, is_change, &event, err)))
            code = sql_run(m->store, err, SQL_ARCHIVED_NUMBERED, "ii", event.id, number);
    }
    enum err_code ended = sql_end(m->store, row, code ? NULL : err);
    return code ? code : ended;
}

enum err_code archive_events_merge(struct archive_merge *m, struct err *err)
{
    enum err_code code = sql_run(m->store, err, SQL_ARCHIVED_INDEX, "");
    for (size_t i = 0; i < m->cards.count && !code; i++) {
        struct archive_items list = {0};
        code = archive_events_merge_card(m, m->cards.pairs[i].ours, &list, err);
        free(list.items);
        free(list.order);
        map_done(&list.by_key);
    }
    return code ? code : archive_events_number(m, err);
}
