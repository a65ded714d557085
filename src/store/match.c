/* At the end of a load, cards may be left over on both sides: those of the store that the file did
 * not have, and those of the file that the store did not have, which have been added. Pairs of them
 * are one card that was edited, in this order:
 *
 *   the same question and answer
 *   the same question, where no other card of the deck asks it
 *   the same answer, where no other card of the deck has it
 *   the same text in a deck that has lost it (moves.c)
 *   the most similar texts, where one pair is clearly the best (alike.c)
 *   cards of one entry, where another card of it was found (siblings.c)
 *
 * The old row takes the new texts, and the added row goes. What stays alone is retired, or new. */
#include "store/match.h"

#include "base/buf.h"
#include "base/hash.h"
#include "model/card.h"
#include "store/sql.h"

#include <stdlib.h>

/* ---- collecting ---- */

static void match_read_unmatched(sqlite3_stmt *row, struct unmatched_card *card)
{
    const char *id = column_text_or_null(row, 0);
    card->variant = sqlite3_column_int(row, 1);
    card->id = id ? hash_text(1, id) : 0;
    card->entry = id ? card->id : (uint64_t)sqlite3_column_int64(row, 2);
    card->hashes[BY_QUESTION] = hash_text(0, column_text(row, 3));
    card->hashes[BY_ANSWER] = hash_text(0, column_text(row, 4));
    card->hashes[BY_TEXTS] = hash_text(card->hashes[BY_QUESTION], column_text(row, 4));
}

static enum err_code match_add_unmatched(
    struct load *load, struct unmatched_cards *list, int64_t card_id, bool retired, struct err *err)
{
    if (!array_grow(&list->cards, list->count, &list->capacity, sizeof *list->cards))
        return err_memory(err);
    struct unmatched_card *card = &list->cards[list->count];
    *card = (struct unmatched_card){.card_id = card_id, .retired = retired};
    sqlite3_stmt *query = sql_query(load->store, SQL_CARD_TEXTS, "i", card_id);
    if (sqlite3_step(query) == SQLITE_ROW) {
        match_read_unmatched(query, card);
        list->count++;
    }
    return sql_end(load->store, query, err);
}

/* The deck's cards that are in use: those not met go to old, those added to fresh. */
static enum err_code match_collect_active(struct matching *m, struct err *err)
{
    struct load *load = m->load;
    enum err_code code = ERR_NONE;
    sqlite3_stmt *query = sql_query(load->store, SQL_DECK_CARDS, "i", load->deck_id);
    while (!code && sqlite3_step(query) == SQLITE_ROW) {
        int64_t card_id = sqlite3_column_int64(query, 0);
        if (card_id > load->last_card)
            code = match_add_unmatched(load, &m->added, card_id, false, err);
        else if (!card_set_has(&load->seen, card_id))
            code = match_add_unmatched(load, &m->old, card_id, false, err);
    }
    enum err_code end = sql_end(load->store, query, code ? NULL : err);
    return code ? code : end;
}

/* The retired cards of an entry of the file that has gaps: one of them may be back. */
static enum err_code match_collect_retired(
    struct matching *m, const struct unmatched_card *added, struct err *err)
{
    struct load *load = m->load;
    enum err_code code = ERR_NONE;
    sqlite3_stmt *query = sql_query(load->store, SQL_CARD_SIBLINGS_RETIRED, "i", added->card_id);
    while (!code && sqlite3_step(query) == SQLITE_ROW) {
        int64_t card_id = sqlite3_column_int64(query, 0);
        if (!card_set_has(&load->seen, card_id))
            code = match_add_unmatched(load, &m->old, card_id, true, err);
    }
    enum err_code end = sql_end(load->store, query, code ? NULL : err);
    return code ? code : end;
}

static enum err_code match_collect(struct matching *m, struct err *err)
{
    enum err_code code = match_collect_active(m, err);
    uint64_t last = 0;
    for (size_t i = 0; i < m->added.count && !code; i++) {
        const struct unmatched_card *card = &m->added.cards[i];
        if (!card->id || card->id == last)
            continue;
        last = card->id;
        code = match_note_entries(m, last, last, err);
        if (!code && match_kind(card->variant) == 2)
            code = match_collect_retired(m, card, err);
    }
    return code;
}

/* ---- matching ---- */

int match_kind(int variant)
{
    return variant == VARIANT_FORWARD ? 0 : variant == VARIANT_REVERSE ? 1 : 2;
}

bool match_can_pair(const struct unmatched_card *old, const struct unmatched_card *added)
{
    bool same_texts = old->hashes[BY_TEXTS] == added->hashes[BY_TEXTS];
    return !old->matched && !added->matched && !(old->id && added->id && old->id != added->id) &&
           (same_texts || match_kind(old->variant) == match_kind(added->variant));
}

enum err_code load_take_history(struct store *store, int64_t old, int64_t added, struct err *err)
{
    enum err_code code;
    if ((code = sql_run(store, err, SQL_TEXTS_DELETE, "i", old)) ||
        (code = sql_run(store, err, SQL_ADOPT_TEXTS, "ii", old, added)) ||
        (code = sql_run(store, err, SQL_ADOPT_CARD, "ii", old, added)))
        return code;
    return sql_run(store, err, SQL_CARD_DELETE, "i", added);
}

enum err_code match_note_entries(struct matching *m, uint64_t old, uint64_t added, struct err *err)
{
    struct entry_pairs *list = &m->entries;
    if (!array_grow(&list->pairs, list->count, &list->capacity, sizeof *list->pairs))
        return err_memory(err);
    list->pairs[list->count++] = (struct entry_pair){old, added};
    return ERR_NONE;
}

enum err_code match_cards(
    struct matching *m, struct unmatched_card *old, struct unmatched_card *added, struct err *err)
{
    struct load *load = m->load;
    enum err_code code = load_take_history(load->store, old->card_id, added->card_id, err);
    if (code)
        return code;
    old->matched = added->matched = true;
    load->report.added--;
    load->report.edited += !old->retired;
    load->report.returned += old->retired;
    return match_note_entries(m, old->entry, added->entry, err);
}

static int match_by_key(const void *a, const void *b)
{
    const struct unmatched_card *x = a, *y = b;
    return x->key != y->key ? (x->key > y->key ? 1 : -1)
                            : (x->card_id > y->card_id) - (x->card_id < y->card_id);
}

static int match_by_key_alone(const void *a, const void *b)
{
    const struct unmatched_card *x = a, *y = b;
    return (x->key > y->key) - (x->key < y->key);
}

/* Forget what is matched, and sort the rest. */
static void match_sort_unmatched(struct unmatched_cards *list, enum match_by by)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        struct unmatched_card card = list->cards[i];
        card.key = card.hashes[by];
        if (!card.matched)
            list->cards[kept++] = card;
    }
    list->count = kept;
    if (kept > 1)
        qsort(list->cards, kept, sizeof *list->cards, match_by_key);
}

static size_t match_end_of_group(const struct unmatched_cards *list, size_t start)
{
    size_t end = start + 1;
    while (end < list->count && list->cards[end].key == list->cards[start].key)
        end++;
    return end;
}

/* A card of the file that is not left over may ask the same question, or have the same answer:
 * then that says nothing. Both lists are sorted by it. */
static enum err_code match_mark_shared(struct matching *m, enum match_by by, struct err *err)
{
    struct load *load = m->load;
    struct unmatched_cards *old = &m->old;
    if (by == BY_TEXTS || old->count == 0 || m->added.count == 0)
        return ERR_NONE;
    sqlite3_stmt *query = sql_query(load->store, SQL_DECK_TEXTS, "i", load->deck_id);
    while (sqlite3_step(query) == SQLITE_ROW) {
        int64_t card_id = sqlite3_column_int64(query, 0);
        if (card_id > load->last_card || !card_set_has(&load->seen, card_id))
            continue;
        struct unmatched_card wanted = {
            .key = hash_text(0, column_text(query, by == BY_ANSWER ? 2 : 1))};
        struct unmatched_card *card =
            bsearch(&wanted, old->cards, old->count, sizeof wanted, match_by_key_alone);
        if (card)
            card->shared = true;
    }
    return sql_end(load->store, query, err);
}

/* Whether cards that are equal in something are the same card, where there are that many on both
 * sides: always where they are equal in all; else where no other card of the deck has it, and it
 * says something. The words of a gap do not say which text it is in. */
static bool match_is_telling(
    const struct unmatched_card *old, size_t old_count, size_t added_count, enum match_by by)
{
    if (by == BY_TEXTS)
        return true;
    return old_count == 1 && added_count == 1 && !old->shared && old->key != hash_text(0, "") &&
           (by == BY_QUESTION || match_kind(old->variant) != 2);
}

/* Match cards that are equal in something: both lists sorted by it and walked side by side. */
static enum err_code match_equal(struct matching *m, enum match_by by, struct err *err)
{
    struct unmatched_cards *old = &m->old, *added = &m->added;
    match_sort_unmatched(old, by);
    match_sort_unmatched(added, by);
    enum err_code code = match_mark_shared(m, by, err);
    for (size_t i = 0, j = 0; i < old->count && j < added->count && !code;) {
        uint64_t key = old->cards[i].key, other = added->cards[j].key;
        size_t i_end = match_end_of_group(old, i), j_end = match_end_of_group(added, j);
        bool same = key == other && match_is_telling(&old->cards[i], i_end - i, j_end - j, by);
        for (size_t k = 0; same && i + k < i_end && j + k < j_end && !code; k++)
            if (match_can_pair(&old->cards[i + k], &added->cards[j + k]))
                code = match_cards(m, &old->cards[i + k], &added->cards[j + k], err);
        i = key <= other ? i_end : i;
        j = other <= key ? j_end : j;
    }
    return code;
}

static enum err_code match_retire_unmatched(struct matching *m, struct err *err)
{
    struct load *load = m->load;
    enum err_code code = ERR_NONE;
    for (size_t i = 0; i < m->old.count && !code; i++) {
        const struct unmatched_card *card = &m->old.cards[i];
        if (card->matched || card->retired)
            continue;
        code = sql_run(load->store, err, SQL_CARD_RETIRE, "di", load->today, card->card_id);
        load->report.retired++;
        if (!code && !card_set_add(&load->store->retired, card->card_id))
            code = err_memory(err);
    }
    return code;
}

enum err_code load_match_rest(struct load *load, struct err *err)
{
    struct matching m = {.load = load};
    enum err_code code = match_collect(&m, err);
    for (enum match_by by = BY_TEXTS; by < MATCHES && !code; by++)
        code = match_equal(&m, by, err);
    if (code || (code = match_gaps(&m, err)) || (code = match_moved(load, err)) ||
        (code = match_similar_entries(&m, err)) || (code = match_gaps(&m, err)))
        goto out;
    code = match_retire_unmatched(&m, err);
out:
    free(m.old.cards);
    free(m.added.cards);
    free(m.entries.pairs);
    return code;
}
