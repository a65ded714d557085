/* Once a pair of cards has proved two entries to be the same, matches their other cards. Gaps are
 * numbered by position, which edits can shift, so an old and a new gap are matched by, in this
 * order:
 *
 *   the same text, if equally many old and new gaps have it
 *   the most similar text, if one pair is clearly the best
 *   the same number, if the cards still unmatched have the same numbers in the old and the new
 *   entry
 *
 * By the last rule, forward and reverse cards are matched even if the numbers of the gaps differ.
 * A gap that an earlier load retired is matched only by its text. */
#include "store/match.h"

#include "model/pairing.h"
#include "store/sql.h"

#include <stdlib.h>

#define GAP_ENOUGH 500 /* the minimum similarity of two versions of a gap */

/* The unmatched cards of one entry. */
struct entry_group {
    struct unmatched_card *cards;
    size_t count;
};

static int match_entry_order(const void *a, const void *b)
{
    const struct unmatched_card *x = a, *y = b;
    if (x->entry != y->entry)
        return x->entry > y->entry ? 1 : -1;
    if (x->retired != y->retired)
        return x->retired - y->retired;
    return x->variant != y->variant ? x->variant - y->variant
                                    : (x->card_id > y->card_id) - (x->card_id < y->card_id);
}

static struct entry_group match_entry_group(const struct unmatched_cards *list, uint64_t entry)
{
    size_t low = 0, high = list->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (list->cards[middle].entry < entry)
            low = middle + 1;
        else
            high = middle;
    }
    size_t end = low;
    while (end < list->count && list->cards[end].entry == entry)
        end++;
    return (struct entry_group){list->cards + low, end - low};
}

/* Count the group's unmatched cards with that answer. */
static size_t match_entry_count_answer(struct entry_group group, uint64_t answer)
{
    size_t count = 0;
    for (size_t i = 0; i < group.count; i++)
        count += !group.cards[i].matched && group.cards[i].hashes[BY_ANSWER] == answer;
    return count;
}

static size_t match_entry_count_unmatched(struct entry_group group)
{
    size_t count = 0;
    for (size_t i = 0; i < group.count; i++)
        count += !group.cards[i].matched;
    return count;
}

/* Match gaps with the same text in order, if equally many have it on both sides. */
static enum err_code match_entry_by_text(
    struct matching *m, struct entry_group old, struct entry_group added, struct err *err)
{
    enum err_code code = ERR_NONE;
    for (size_t i = 0; i < old.count && !code; i++) {
        uint64_t answer = old.cards[i].hashes[BY_ANSWER];
        if (match_entry_count_answer(old, answer) != match_entry_count_answer(added, answer))
            continue;
        for (size_t j = 0; j < added.count && !code; j++)
            if (answer == added.cards[j].hashes[BY_ANSWER] &&
                match_can_pair(&old.cards[i], &added.cards[j]))
                code = match_pair(m, &old.cards[i], &added.cards[j], err);
    }
    return code;
}

static enum err_code match_entry_sketch_answers(
    struct matching *m, struct entry_group group, struct candidate *candidates, struct err *err)
{
    enum err_code code = ERR_NONE;
    for (size_t i = 0; i < group.count && !code; i++) {
        sqlite3_stmt *row = sql_query(m->load->store, SQL_CARD_TEXTS, "i", group.cards[i].card_id);
        candidates[i].entry = i + 1;
        if (!group.cards[i].matched && sqlite3_step(row) == SQLITE_ROW)
            candidates[i].sketch = sketch_new("", column_text(row, TEXTS_ANSWER));
        code = sql_end(m->load->store, row, err);
        if (!code && !group.cards[i].matched && !candidates[i].sketch)
            code = err_memory(err);
    }
    return code;
}

static enum err_code match_entry_best_pairs(struct matching *m, struct entry_group old,
    struct candidate *old_candidates, struct entry_group added, struct candidate *added_candidates,
    struct err *err)
{
    enum err_code code = ERR_NONE;
    for (size_t i = 0; i < old.count; i++)
        for (size_t j = 0; j < added.count; j++)
            if (match_can_pair(&old.cards[i], &added.cards[j]))
                pairing_compare(&old_candidates[i], &added_candidates[j]);
    for (size_t j = 0; j < added.count && !code; j++) {
        const struct candidate *best = pairing_of(&added_candidates[j], GAP_ENOUGH);
        if (best)
            code = match_pair(m, &old.cards[best - old_candidates], &added.cards[j], err);
    }
    return code;
}

static enum err_code match_entry_by_similarity(
    struct matching *m, struct entry_group old, struct entry_group added, struct err *err)
{
    if (match_entry_count_unmatched(old) == 0 || match_entry_count_unmatched(added) == 0)
        return ERR_NONE;
    struct candidate *candidates = calloc(old.count + added.count, sizeof *candidates);
    struct candidate *added_candidates = candidates + old.count;
    enum err_code code = candidates ? ERR_NONE : err_memory(err);
    if (!code && !(code = match_entry_sketch_answers(m, old, candidates, err)) &&
        !(code = match_entry_sketch_answers(m, added, added_candidates, err)))
        code = match_entry_best_pairs(m, old, candidates, added, added_candidates, err);
    for (size_t i = 0; candidates && i < old.count + added.count; i++)
        free(candidates[i].sketch);
    free(candidates);
    return code;
}

/* The index of the next unmatched card, starting at i; the group's count if there is none. */
static size_t match_entry_next_unmatched(struct entry_group group, size_t i)
{
    while (i < group.count && group.cards[i].matched)
        i++;
    return i;
}

static bool match_entry_has_same_numbers(struct entry_group old, struct entry_group added)
{
    size_t i = match_entry_next_unmatched(old, 0), j = match_entry_next_unmatched(added, 0);
    while (i < old.count && j < added.count && old.cards[i].variant == added.cards[j].variant) {
        i = match_entry_next_unmatched(old, i + 1);
        j = match_entry_next_unmatched(added, j + 1);
    }
    return i == old.count && j == added.count;
}

/* If one gap hides text that the other shows, they are different gaps, not one edited gap. */
static enum err_code match_entry_same_number(
    struct matching *m, struct unmatched_card *old, struct unmatched_card *added, struct err *err)
{
    int64_t differ = 0;
    enum err_code code = ERR_NONE;
    if (match_kind(old->variant) == KIND_GAP)
        code = sql_read_number(m->load->store, err, &differ, SQL_TEXTS_SHOW_EACH_OTHER, "ii",
            old->card_id, added->card_id);
    return code || differ ? code : match_pair(m, old, added, err);
}

/* Match cards by number; gaps only if all numbers are the same. */
static enum err_code match_entry_by_numbers(
    struct matching *m, struct entry_group old, struct entry_group added, struct err *err)
{
    enum err_code code = ERR_NONE;
    bool all = match_entry_has_same_numbers(old, added);
    for (size_t i = 0; i < old.count && !code; i++)
        for (size_t j = 0; j < added.count && !code; j++) {
            struct unmatched_card *a = &old.cards[i], *b = &added.cards[j];
            bool gap = match_kind(a->variant) == KIND_GAP;
            if (a->variant == b->variant && match_can_pair(a, b) && (all || !gap))
                code = match_entry_same_number(m, a, b, err);
        }
    return code;
}

static enum err_code match_entry_pair(
    struct matching *m, struct entry_group old, struct entry_group added, struct err *err)
{
    struct entry_group now = {old.cards, 0};
    while (now.count < old.count && !now.cards[now.count].retired)
        now.count++;
    struct entry_group retired = {old.cards + now.count, old.count - now.count};
    enum err_code code;
    if ((code = match_entry_by_text(m, now, added, err)) ||
        (code = match_entry_by_similarity(m, now, added, err)) ||
        (code = match_entry_by_numbers(m, now, added, err)) ||
        (code = match_entry_by_text(m, retired, added, err)))
        return code;
    return match_entry_by_similarity(m, retired, added, err);
}

enum err_code match_entries(struct matching *m, struct err *err)
{
    struct entry_pairs *entries = &m->entries;
    enum err_code code = ERR_NONE;
    if (m->old.count > 1)
        qsort(m->old.cards, m->old.count, sizeof *m->old.cards, match_entry_order);
    if (m->added.count > 1)
        qsort(m->added.cards, m->added.count, sizeof *m->added.cards, match_entry_order);
    for (; entries->done < entries->count && !code; entries->done++) {
        struct entry_pair pair = entries->pairs[entries->done];
        struct entry_group old = match_entry_group(&m->old, pair.old),
                           added = match_entry_group(&m->added, pair.added);
        if (match_entry_count_unmatched(old) && match_entry_count_unmatched(added))
            code = match_entry_pair(m, old, added, err);
    }
    return code;
}
