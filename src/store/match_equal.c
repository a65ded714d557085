/* Matches cards with equal text, questions or answers. Both lists are sorted by the hash of the
 * compared text, and walked in parallel. */
#include "store/match.h"

#include "base/hash.h"
#include "base/normal.h"
#include "store/sql.h"

#include <stdlib.h>

static int match_equal_by_key(const void *a, const void *b)
{
    const struct unmatched_card *x = a, *y = b;
    return (x->key > y->key) - (x->key < y->key);
}

static int match_equal_by_key_and_id(const void *a, const void *b)
{
    const struct unmatched_card *x = a, *y = b;
    int order = match_equal_by_key(a, b);
    return order ? order : (x->card_id > y->card_id) - (x->card_id < y->card_id);
}

/* Drop the matched cards, and sort the rest by their new keys. */
static void match_equal_sort(struct unmatched_cards *list, enum match_by by)
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
        qsort(list->cards, kept, sizeof *list->cards, match_equal_by_key_and_id);
}

static size_t match_equal_end_of_group(const struct unmatched_cards *list, size_t start)
{
    size_t end = start + 1;
    while (end < list->count && list->cards[end].key == list->cards[start].key)
        end++;
    return end;
}

/* Mark the old cards that share their question or answer with another card in the file. */
static enum err_code match_equal_mark_shared(struct matching *m, enum match_by by, struct err *err)
{
    enum { CARD_ID, QUESTION, ANSWER };
    struct load *load = m->load;
    struct unmatched_cards *old = &m->old;
    bool ok = true;
    if (by <= BY_BARE || old->count == 0 || m->added.count == 0)
        return ERR_NONE;
    sqlite3_stmt *query = sql_query(load->store, SQL_DECK_TEXTS, "i", load->deck_id);
    while (sqlite3_step(query) == SQLITE_ROW) {
        int64_t card_id = column_number(query, CARD_ID, CARDS_CARD_ID);
        if (card_id > load->last_card || !card_set_has(&load->found, card_id))
            continue;
        const char *text = column_text(query, by == BY_ANSWER ? ANSWER : QUESTION);
        struct unmatched_card wanted = {.key = normal_hash(0, text, &ok)};
        struct unmatched_card *card =
            bsearch(&wanted, old->cards, old->count, sizeof wanted, match_equal_by_key);
        if (card)
            card->shared = true;
    }
    return sql_end_list(load->store, query, ok, err);
}

/* Whether equal old cards and equal added cards are the same cards. Equal text always proves it.
 * Text that is equal apart from markup proves it if only one card on each side has it. An equal
 * question or answer proves it only if it is not empty, and occurs in one card on each side and in
 * no other card. A gap's answer never does: any text may contain it. */
static bool match_equal_proves(
    const struct unmatched_card *old, size_t old_count, size_t added_count, enum match_by by)
{
    if (by == BY_TEXTS)
        return true;
    return old_count == 1 && added_count == 1 && !old->shared && old->key != hash_text(0, "") &&
           (by != BY_ANSWER || match_kind(old->variant) != KIND_GAP);
}

enum err_code match_equal(struct matching *m, enum match_by by, struct err *err)
{
    struct unmatched_cards *old = &m->old, *added = &m->added;
    match_equal_sort(old, by);
    match_equal_sort(added, by);
    enum err_code code = match_equal_mark_shared(m, by, err);
    for (size_t i = 0, j = 0; i < old->count && j < added->count && !code;) {
        uint64_t key = old->cards[i].key, other = added->cards[j].key;
        size_t i_end = match_equal_end_of_group(old, i), j_end = match_equal_end_of_group(added, j);
        bool same = key == other && match_equal_proves(&old->cards[i], i_end - i, j_end - j, by);
        for (size_t k = 0; same && i + k < i_end && j + k < j_end && !code; k++)
            if (match_can_pair(&old->cards[i + k], &added->cards[j + k]))
                code = match_pair(m, &old->cards[i + k], &added->cards[j + k], err);
        i = key <= other ? i_end : i;
        j = other <= key ? j_end : j;
    }
    return code;
}
