/* Merges an archive. A row keeps its number from the archive if that is above all numbers in the
 * database; otherwise, it gets the next free one. Merging into an empty database therefore
 * recreates the archived database, row by row. */
#include "store/archive_merge.h"

#include "base/buf.h"
#include "base/hash.h"
#include "store/archive_pairs.h"
#include "store/card_hash.h"
#include "store/history.h"
#include "store/numbers.h"
#include "store/replay.h"
#include "store/sql.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static_assert(ARCHIVE_NONE == INT64_MIN, "sql_query binds this value as NULL");

struct archive_pair *archive_pair_find(const struct archive_pairs *pairs, int64_t theirs)
{
    size_t low = 0, high = pairs->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (pairs->pairs[middle].theirs < theirs)
            low = middle + 1;
        else
            high = middle;
    }
    return low < pairs->count && pairs->pairs[low].theirs == theirs ? &pairs->pairs[low] : NULL;
}

static struct archive_pair *archive_merge_add_pair(struct archive_pairs *pairs, int64_t theirs)
{
    assert(!pairs->count || pairs->pairs[pairs->count - 1].theirs < theirs);
    struct archive_pair pair = {.theirs = theirs};
    bool ok = array_add(&pairs->pairs, &pairs->count, &pairs->capacity, &pair, sizeof pair);
    return ok ? &pairs->pairs[pairs->count - 1] : NULL;
}

/* Returns the number for a new row. */
static int64_t archive_merge_number(int64_t *last, int64_t theirs)
{
    return *last = theirs > *last ? theirs : *last + 1;
}

enum err_code archive_merge_begin(
    struct store *store, int today, struct archive_merge **merge, struct err *err)
{
    *merge = NULL;
    enum err_code code = store_begin(store, err);
    if (code)
        return code;
    store_defer_checkpoint(store);
    store_widen_cache(store);
    struct archive_merge *m = calloc(1, sizeof *m);
    if (!m) {
        store_rollback(store);
        return err_memory(err);
    }
    *m = (struct archive_merge){.store = store, .today = today};
    if (!(code = sql_run(store, err, SQL_KNOWN_CREATE, "")) &&
        !(code = sql_run(store, err, SQL_KNOWN_CLEAR, "")) &&
        !(code = sql_run(store, err, SQL_ARCHIVED_CREATE, "")) &&
        !(code = sql_run(store, err, SQL_ARCHIVED_CLEAR, "")) &&
        !(code = sql_read_number(store, err, &m->last_deck, SQL_DECK_LAST, "")) &&
        !(code = numbers_last_card(store, &m->last_card, err)))
        code = numbers_next_event(store, &m->last_event, err);
    m->merges = --m->last_event > 0;
    if (code)
        archive_merge_end(m, code, NULL);
    else
        *merge = m;
    return code;
}

enum err_code archive_merge_numbers(
    struct archive_merge *m, int64_t cards, int64_t events, struct err *err)
{
    return m->merges || m->last_card > 0 ? ERR_NONE : numbers_set(m->store, cards, events, err);
}

/* ---- decks ---- */

static enum err_code archive_merge_add_deck(struct archive_merge *m,
    const struct archive_deck *deck, struct archive_pair *pair, struct err *err)
{
    pair->added = true;
    pair->ours = archive_merge_number(&m->last_deck, deck->deck_id);
    m->report.added.decks++;
    return sql_run(m->store, err, SQL_MERGE_DECK, "ittttivvvvi", pair->ours, deck->id, deck->name,
        deck->description, deck->tags, deck->names_itself, deck->new_cap, deck->limit_cap,
        deck->scheduler, deck->retention, deck->size);
}

static enum err_code archive_merge_find_deck(
    struct archive_merge *m, const struct archive_deck *deck, int64_t *deck_id, struct err *err)
{
    *deck_id = 0;
    sqlite3_stmt *row = sql_query(m->store, SQL_DECK_BY_ID, "t", deck->id);
    if (sqlite3_step(row) == SQLITE_ROW)
        *deck_id = sqlite3_column_int64(row, FOUND_DECK_ID);
    return sql_end(m->store, row, err);
}

enum err_code archive_merge_deck(struct archive_merge *m, const struct archive_deck *deck,
    int64_t *deck_id, bool *known, struct err *err)
{
    struct archive_pair *pair = archive_merge_add_pair(&m->decks, deck->deck_id);
    if (!pair)
        return err_memory(err);
    enum err_code code = archive_merge_find_deck(m, deck, &pair->ours, err);
    if (!code && pair->ours)
        code = sql_run(m->store, err, SQL_MERGE_KNOWN, "i", pair->ours);
    else if (!code)
        code = archive_merge_add_deck(m, deck, pair, err);
    *deck_id = pair->ours;
    *known = !pair->added;
    return code;
}

enum err_code archive_merge_file(struct archive_merge *m, int64_t deck_id, const char *path,
    const struct file_version *v, struct err *err)
{
    enum err_code code = sql_run(m->store, err, SQL_DECK_LEAVE_PATH, "ti", path, deck_id);
    return code ? code
                : sql_run(m->store, err, SQL_MERGE_FILE, "tiiiiii", path, v->device, v->inode,
                      v->size, m->lacks_clozes ? 0 : v->modified_ns,
                      m->lacks_clozes ? 0 : v->changed_ns, deck_id);
}

/* ---- cards ---- */

/* Whether the row of SQL_MERGE_FIND is the card: it has the same text or the same id, and no
 * different id. A gap's number is only its position, so a gap must have the same text. */
static bool archive_merge_is_card(
    sqlite3_stmt *row, const struct card *card, const struct card_hashes *hashes)
{
    enum { CARD_ID, CONTENT, VARIANT, ID, IDENTITY };
    bool same_texts = sqlite3_column_int64(row, CONTENT) == hashes->content;
    bool both_ids = card->id && sqlite3_column_type(row, ID) != SQLITE_NULL;
    bool same_id = both_ids && sqlite3_column_int64(row, IDENTITY) == hashes->identity;
    int variant = column_int(row, VARIANT, CARDS_VARIANT);
    if (both_ids && !same_id)
        return false;
    if (variant_is_gap(card->variant))
        return variant_is_gap(variant) && same_texts;
    return variant == card->variant && (same_texts || same_id);
}

static enum err_code archive_merge_find_card(struct archive_merge *m, const struct card *card,
    const struct card_hashes *hashes, int64_t deck_id, int64_t *card_id, struct err *err)
{
    enum { CARD_ID };
    *card_id = 0;
    sqlite3_stmt *row = sql_query(m->store, SQL_MERGE_FIND, "iiii", hashes->identity,
        hashes->content, deck_id, (int64_t)card->variant);
    while (!*card_id && sqlite3_step(row) == SQLITE_ROW)
        if (!card_set_has(&m->found, sqlite3_column_int64(row, CARD_ID)) &&
            archive_merge_is_card(row, card, hashes))
            *card_id = sqlite3_column_int64(row, CARD_ID);
    return sql_end(m->store, row, err);
}

static uint64_t archive_merge_left_hash(int64_t deck_id, int64_t identity, int64_t variant)
{
    uint64_t hash = hash_add((uint64_t)deck_id, &identity, sizeof identity);
    return hash_add(hash, &variant, sizeof variant);
}

/* Adds a card. In a known deck, the card becomes a retired one, because the deck's file does not
 * have it. */
static enum err_code archive_merge_add_card(struct archive_merge *m,
    const struct archive_card *from, const struct card_hashes *hashes,
    const struct archive_pair *deck, struct archive_pair *pair, struct err *err)
{
    int64_t retired_day = from->retired_day;
    if (!deck->added && retired_day == ARCHIVE_NONE)
        retired_day = m->today;
    pair->added = true;
    m->lacks_clozes |= variant_is_gap((int)from->variant) && !from->cloze;
    pair->ours = archive_merge_number(&m->last_card, from->card_id);
    m->report.added.cards++;
    uint64_t left = archive_merge_left_hash(deck->ours, hashes->identity, from->variant);
    if (!deck->added && !map_add(&m->left, left, (uint32_t)(m->cards.count - 1)))
        return err_memory(err);
    enum err_code code =
        sql_run(m->store, err, SQL_MERGE_CARD, "iioiiiiiviiiivviiivivvi", pair->ours, deck->ours,
            from->id, from->variant, from->position, hashes->identity, hashes->content,
            from->added_day, retired_day, from->suspended, from->repetitions, from->interval,
            from->ease, from->due, from->repeat_day, from->lapses, from->reviews, from->last_rating,
            from->last_review_id, from->leech, from->buried_day, from->last_change_id, from->typed);
    return code ? code
                : sql_run(m->store, err, SQL_TEXTS_INSERT, "ittttto", pair->ours, from->question,
                      from->answer, from->hint, from->note, from->tags, from->cloze);
}

enum err_code archive_merge_card(
    struct archive_merge *m, const struct archive_card *from, struct err *err)
{
    const struct archive_pair *deck = archive_pair_find(&m->decks, from->deck_id);
    struct archive_pair *pair = archive_merge_add_pair(&m->cards, from->card_id);
    const struct card card = {.id = from->id,
        .variant = (int)from->variant,
        .question = from->question,
        .answer = from->answer,
        .cloze = from->cloze,
        .hint = from->hint,
        .note = from->note,
        .tags = from->tags};
    assert(deck);
    if (!pair)
        return err_memory(err);
    struct card_hashes hashes;
    enum err_code code = card_hash(&card, &hashes, err);
    if (!code && !deck->added)
        code = archive_merge_find_card(m, &card, &hashes, deck->ours, &pair->ours, err);
    if (!code && !pair->ours)
        return archive_merge_add_card(m, from, &hashes, deck, pair, err);
    return code || card_set_add(&m->found, pair->ours) ? code : err_memory(err);
}

/* Finds the only unpaired local card that has the added card's variant and its id or question.
 * *card_id is 0 if there is none, or more than one. */
static enum err_code archive_merge_find_left(
    struct archive_merge *m, int64_t added, int64_t *card_id, struct err *err)
{
    enum { CARD_ID };
    size_t count = 0;
    sqlite3_stmt *row = sql_query(m->store, SQL_MERGE_FIND_LEFT, "i", added);
    while (sqlite3_step(row) == SQLITE_ROW)
        if (!card_set_has(&m->found, sqlite3_column_int64(row, CARD_ID)) && !count++)
            *card_id = sqlite3_column_int64(row, CARD_ID);
    *card_id = count == 1 ? *card_id : 0;
    return sql_end(m->store, row, err);
}

/* Replaces an added card with the local card that it turned out to be. Only the answer or the text
 * of the gap differs; the local text is kept. */
static enum err_code archive_merge_take_back(
    struct archive_merge *m, struct archive_pair *pair, int64_t card_id, struct err *err)
{
    enum err_code code;
    if ((code = sql_run(m->store, err, SQL_CARD_DELETE, "i", pair->ours)) ||
        (code = sql_run(m->store, err, SQL_TEXTS_DELETE, "i", pair->ours)))
        return code;
    pair->ours = card_id;
    pair->added = false;
    m->report.added.cards--;
    return card_set_add(&m->found, card_id) ? ERR_NONE : err_memory(err);
}

/* Pairs the remaining cards once all others are paired, but only where neither card could match any
 * other in the deck. Runs before the first event is added, since events refer to cards. */
static enum err_code archive_merge_settle(struct archive_merge *m, struct err *err)
{
    enum err_code code = ERR_NONE;
    for (size_t i = 0; i < m->left.capacity && !m->settled && !code; i++) {
        const struct map_slot *left = &m->left.slots[i];
        size_t slot;
        int64_t card_id = 0;
        if (!left->used || map_first(&m->left, left->hash, &slot) != left->number ||
            map_next(&m->left, left->hash, &slot) != MAP_NONE)
            continue;
        struct archive_pair *pair = &m->cards.pairs[left->number];
        code = archive_merge_find_left(m, pair->ours, &card_id, err);
        if (!code && card_id)
            code = archive_merge_take_back(m, pair, card_id, err);
    }
    m->settled = true;
    return code;
}

/* ---- events ---- */

/* Copies only the members that this kind of event has. */
static struct archive_event archive_merge_pick(
    const struct archive_kind *kind, const struct archive_event *from)
{
    struct archive_event event = {.rating = ARCHIVE_NONE,
        .spent_ms = ARCHIVE_NONE,
        .interval_before = ARCHIVE_NONE,
        .interval_after = ARCHIVE_NONE,
        .ease_before = ARCHIVE_NONE,
        .ease_after = ARCHIVE_NONE,
        .review_id = ARCHIVE_NONE,
        .repetitions = ARCHIVE_NONE,
        .interval = ARCHIVE_NONE,
        .ease = ARCHIVE_NONE,
        .lapses = ARCHIVE_NONE};
    for (size_t i = 0; i < kind->count; i++) {
        size_t offset = kind->fields[i].offset;
        bool text = kind->fields[i].type == ARCHIVE_OPTION;
        memcpy((char *)&event + offset, (const char *)from + offset,
            text ? sizeof event.extra : sizeof event.id);
    }
    return event;
}

enum err_code archive_merge_event(struct archive_merge *m, const struct archive_kind *kind,
    const struct archive_event *from, struct err *err)
{
    enum err_code code = archive_merge_settle(m, err);
    const struct archive_pair *pair = archive_pair_find(&m->cards, from->card_id);
    struct archive_event event = archive_merge_pick(kind, from);
    assert(pair);
    if (code)
        return code;
    event.card_id = pair->ours;
    if (!m->merges && !card_set_add(&m->touched, pair->ours))
        return err_memory(err);
    return archive_events_add(m, kind, &event, err);
}

/* ---- schedules ---- */

/* Computes a card's schedule from its events. Until then, an added card has the schedule from the
 * archive. */
static enum err_code archive_merge_fold(
    struct archive_merge *m, const struct archive_pair *pair, struct err *err)
{
    struct schedule before, after;
    enum err_code code;
    if ((code = read_schedule(m->store, pair->ours, &before, err)) ||
        (code = replay_fold(m->store, pair->ours, &after, err)))
        return code;
    m->report.refolded += pair->added && !schedule_is_alike(&before, &after);
    return schedule_is_same(&before, &after) ? ERR_NONE
                                             : write_schedule(m->store, pair->ours, &after, err);
}

enum err_code archive_merge_finish(
    struct archive_merge *m, struct archive_report *report, struct err *err)
{
    enum err_code code = archive_merge_settle(m, err);
    if (!code && m->merges)
        code = archive_events_merge(m, err);
    for (size_t i = 0; i < m->cards.count && !code; i++)
        if (m->cards.pairs[i].added || card_set_has(&m->touched, m->cards.pairs[i].ours))
            code = archive_merge_fold(m, &m->cards.pairs[i], err);
    *report = m->report;
    return code ? code : row_check_fill(m->store, err);
}

enum err_code archive_merge_end(struct archive_merge *m, enum err_code code, struct err *err)
{
    if (!m)
        return code;
    code = store_end(m->store, code, err);
    free(m->decks.pairs);
    free(m->cards.pairs);
    card_set_done(&m->found);
    card_set_done(&m->touched);
    map_done(&m->left);
    free(m);
    return code;
}
