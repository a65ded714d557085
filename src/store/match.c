/* At the end of a load, cards may be unmatched on both sides: old cards, which the file no longer
 * has, and added cards, which the database did not have. An old and an added card are one card,
 * edited or moved, by the first of these rules that applies:
 *
 *   they have the same question and answer                             (match_equal.c)
 *   they differ only in spaces and markup, and no other card has that text
 *   they have the same question, and no other card in the deck has it
 *   they have the same answer, and no other card in the deck has it
 *   other cards of their entries are matched with each other           (match_entry.c)
 *   they have the same text, and another deck has lost the old one     (match_moved.c)
 *   their texts are clearly the most similar                           (match_similar.c)
 *   other cards of their entries have been matched in the meantime     (match_entry.c)
 *
 * The old row takes over the new text, and the added row is deleted. Of the cards that stay
 * unmatched, the old ones are retired, and the added ones are new. */
#include "store/match.h"

#include "base/buf.h"
#include "base/normal.h"
#include "store/sql.h"

#include <assert.h>
#include <stdlib.h>

/* Returns false if memory ran out. */
static bool match_read_unmatched(sqlite3_stmt *row, struct unmatched_card *card)
{
    const char *id = column_text_or_null(row, TEXTS_ID);
    const char *question = column_text(row, TEXTS_QUESTION),
               *answer = column_text(row, TEXTS_ANSWER);
    bool ok = true;
    card->variant = column_int(row, TEXTS_VARIANT, CARDS_VARIANT);
    card->id = id ? (uint64_t)identity_of_id(id, &ok) : 0;
    card->entry = id ? card->id : (uint64_t)sqlite3_column_int64(row, TEXTS_POSITION);
    card->hashes[BY_QUESTION] = normal_hash(0, question, &ok);
    card->hashes[BY_ANSWER] = normal_hash(0, answer, &ok);
    card->hashes[BY_TEXTS] = normal_hash(card->hashes[BY_QUESTION], answer, &ok);
    uint64_t kind = (uint64_t)card->variant, bare = normal_hash_bare(kind, question, &ok);
    bare = normal_hash_bare(bare, answer, &ok);
    card->hashes[BY_BARE] = bare == kind ? card->hashes[BY_TEXTS] : bare; /* only markup */
    return ok;
}

static enum err_code match_add_unmatched(
    struct load *load, struct unmatched_cards *list, int64_t card_id, bool retired, struct err *err)
{
    if (!array_grow(&list->cards, list->count, &list->capacity, sizeof *list->cards))
        return err_memory(err);
    struct unmatched_card *card = &list->cards[list->count];
    *card = (struct unmatched_card){.card_id = card_id, .retired = retired};
    sqlite3_stmt *query = sql_query(load->store, SQL_CARD_TEXTS, "i", card_id);
    bool there = sqlite3_step(query) == SQLITE_ROW;
    bool ok = !there || match_read_unmatched(query, card);
    list->count += there;
    return sql_end_list(load->store, query, ok, err);
}

/* Among the cards found by a query, collect added ones, and old ones that are not in the file. */
static enum err_code match_collect_from(
    struct matching *m, sqlite3_stmt *query, bool retired, struct err *err)
{
    enum { CARD_ID };
    struct load *load = m->load;
    enum err_code code = ERR_NONE;
    while (!code && sqlite3_step(query) == SQLITE_ROW) {
        int64_t card_id = column_number(query, CARD_ID, CARDS_CARD_ID);
        bool added = card_id > load->last_card;
        if (added || !card_set_has(&load->found, card_id))
            code = match_add_unmatched(load, added ? &m->added : &m->old, card_id, retired, err);
    }
    enum err_code end = sql_end(load->store, query, code ? NULL : err);
    return code ? code : end;
}

/* Collect the deck's active cards. If an entry has gaps and its id is in the file, collect its
 * retired cards, too, since one of them may be back. */
static enum err_code match_collect(struct matching *m, struct err *err)
{
    struct store *store = m->load->store;
    enum err_code code =
        match_collect_from(m, sql_query(store, SQL_DECK_CARDS, "i", m->load->deck_id), false, err);
    uint64_t last = 0;
    for (size_t i = 0; i < m->added.count && !code; i++) {
        const struct unmatched_card card = m->added.cards[i];
        if (!card.id || card.id == last)
            continue;
        last = card.id;
        code = match_pair_entries(m, last, last, err);
        if (!code && match_kind(card.variant) == KIND_GAP)
            code = match_collect_from(
                m, sql_query(store, SQL_CARD_SIBLINGS_RETIRED, "i", card.card_id), true, err);
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

/* Match the cards that the file no longer has with those that were added, and retire the rest. */
static enum err_code match_unmatched(struct load *load, struct err *err)
{
    struct matching m = {.load = load};
    enum err_code code = match_collect(&m, err);
    for (enum match_by by = BY_TEXTS; by < MATCH_KEYS && !code; by++)
        code = match_equal(&m, by, err);
    if (!code && !(code = match_entries(&m, err)) && !(code = match_take_moved(load, err)) &&
        !(code = match_similar(&m, err)) && !(code = match_entries(&m, err)))
        code = match_retire_unmatched(&m, err);
    assert(code || m.entries.done == m.entries.count);
    free(m.old.cards);
    free(m.added.cards);
    free(m.entries.pairs);
    return code;
}

enum err_code load_end(struct load *load, int64_t *deck_id, struct load_report *report,
    enum load_care *again, struct err *err)
{
    int64_t same_id = 0;
    enum err_code code = ERR_NONE;
    *again = LOAD_EASY;
    if (load->trusts_ids)
        code = sql_read_number(load->store, err, &same_id, SQL_DUPLICATE_IDS, "i", load->last_card);
    if (!code)
        code = load->first ? match_take_moved(load, err) : match_unmatched(load, err);
    if (!code && load->report.retired > 0)
        code = match_give_moved(load, err);
    if (same_id)
        *again |= LOAD_BY_ID;
    if (load->guessed && load->report.retired > load->found_count)
        *again |= LOAD_AS_NEW;
    *deck_id = load->deck_id;
    *report = load->report;
    return code;
}
