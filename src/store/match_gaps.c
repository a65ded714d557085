/* The cards of an entry that was edited: found by any one of them, it has all of their histories.
 * Gaps are numbered by their place, so a history follows the gap's own text:
 *
 *   the same text, where as many gaps of the entry have it on both sides
 *   the text most alike, where one pair is clearly the best
 *   the same number, where the numbers of all that are left are the same: and so, too, forward goes
 *   to forward, and reverse to reverse
 *
 * A gap that was retired earlier is back only by its own text. */
#include "store/match.h"

#include "base/buf.h"
#include "model/pairing.h"
#include "store/sql.h"

#include <stdlib.h>
#include <string.h>

#define GAP_ENOUGH 500 /* how alike the texts of two gaps of one entry are that are one */

/* The leftovers of one entry. */
struct match_gaps_group {
    struct unmatched_card *cards;
    size_t count;
};

static int match_gaps_by_entry(const void *a, const void *b)
{
    const struct unmatched_card *x = a, *y = b;
    if (x->entry != y->entry)
        return x->entry > y->entry ? 1 : -1;
    if (x->retired != y->retired)
        return x->retired - y->retired;
    return x->variant != y->variant ? x->variant - y->variant
                                    : (x->card_id > y->card_id) - (x->card_id < y->card_id);
}

static struct match_gaps_group match_gaps_group_of(
    const struct unmatched_cards *list, uint64_t entry)
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
    return (struct match_gaps_group){list->cards + low, end - low};
}

/* How many cards of the group are left with that answer. */
static size_t match_gaps_with_answer(struct match_gaps_group group, uint64_t answer)
{
    size_t count = 0;
    for (size_t i = 0; i < group.count; i++)
        count += !group.cards[i].matched && group.cards[i].hashes[BY_ANSWER] == answer;
    return count;
}

static size_t match_gaps_left(struct match_gaps_group group)
{
    size_t count = 0;
    for (size_t i = 0; i < group.count; i++)
        count += !group.cards[i].matched;
    return count;
}

/* Match gaps of the same text, in their order, where as many have it on both sides. */
static enum err_code match_gaps_match_same(
    struct matching *m, struct match_gaps_group old, struct match_gaps_group added, struct err *err)
{
    enum err_code code = ERR_NONE;
    for (size_t i = 0; i < old.count && !code; i++) {
        uint64_t answer = old.cards[i].hashes[BY_ANSWER];
        if (match_gaps_with_answer(old, answer) != match_gaps_with_answer(added, answer))
            continue;
        for (size_t j = 0; j < added.count && !code; j++)
            if (answer == added.cards[j].hashes[BY_ANSWER] &&
                match_can_pair(&old.cards[i], &added.cards[j]))
                code = match_cards(m, &old.cards[i], &added.cards[j], err);
    }
    return code;
}

/* ---- gaps whose text was edited ---- */

static enum err_code match_gaps_sketch_answers(struct matching *m, struct match_gaps_group group,
    struct candidate *candidates, struct err *err)
{
    enum err_code code = ERR_NONE;
    for (size_t i = 0; i < group.count && !code; i++) {
        sqlite3_stmt *query =
            sql_query(m->load->store, SQL_CARD_TEXTS, "i", group.cards[i].card_id);
        candidates[i].entry = i + 1;
        if (!group.cards[i].matched && sqlite3_step(query) == SQLITE_ROW)
            candidates[i].sketch = sketch_new("", column_text(query, 4));
        code = sql_end(m->load->store, query, err);
        if (!code && !group.cards[i].matched && !candidates[i].sketch)
            code = err_memory(err);
    }
    return code;
}

static enum err_code match_gaps_match_pairs(struct matching *m, struct match_gaps_group old,
    struct candidate *olds, struct match_gaps_group added, struct candidate *freshes,
    struct err *err)
{
    enum err_code code = ERR_NONE;
    for (size_t i = 0; i < old.count; i++)
        for (size_t j = 0; j < added.count; j++)
            if (match_can_pair(&old.cards[i], &added.cards[j]))
                pairing_compare(&olds[i], &freshes[j]);
    for (size_t j = 0; j < added.count && !code; j++) {
        const struct candidate *best = pairing_of(&freshes[j], GAP_ENOUGH);
        if (best)
            code = match_cards(m, &old.cards[best - olds], &added.cards[j], err);
    }
    return code;
}

static enum err_code match_gaps_match_alike(
    struct matching *m, struct match_gaps_group old, struct match_gaps_group added, struct err *err)
{
    if (match_gaps_left(old) == 0 || match_gaps_left(added) == 0)
        return ERR_NONE;
    struct candidate *candidates = calloc(old.count + added.count, sizeof *candidates);
    struct candidate *freshes = candidates + old.count;
    enum err_code code = candidates ? ERR_NONE : err_memory(err);
    if (!code && !(code = match_gaps_sketch_answers(m, old, candidates, err)) &&
        !(code = match_gaps_sketch_answers(m, added, freshes, err)))
        code = match_gaps_match_pairs(m, old, candidates, added, freshes, err);
    for (size_t i = 0; candidates && i < old.count + added.count; i++)
        free(candidates[i].sketch);
    free(candidates);
    return code;
}

/* ---- the rest of an entry ---- */

/* Where the next card is that is left, from at on; the group's count where there is none. */
static size_t match_gaps_next_left(struct match_gaps_group group, size_t at)
{
    while (at < group.count && group.cards[at].matched)
        at++;
    return at;
}

static bool match_gaps_same_numbers(struct match_gaps_group old, struct match_gaps_group added)
{
    size_t i = match_gaps_next_left(old, 0), j = match_gaps_next_left(added, 0);
    while (i < old.count && j < added.count && old.cards[i].variant == added.cards[j].variant) {
        i = match_gaps_next_left(old, i + 1);
        j = match_gaps_next_left(added, j + 1);
    }
    return i == old.count && j == added.count;
}

struct match_gaps_texts {
    struct buf question, answer;
};

static enum err_code match_gaps_read_texts(
    struct matching *m, int64_t card_id, struct match_gaps_texts *texts, struct err *err)
{
    sqlite3_stmt *query = sql_query(m->load->store, SQL_CARD_TEXTS, "i", card_id);
    if (sqlite3_step(query) == SQLITE_ROW) {
        buf_text(&texts->question, column_text(query, 3));
        buf_text(&texts->answer, column_text(query, 4));
    }
    enum err_code code = sql_end(m->load->store, query, err);
    bool failed = texts->question.failed || texts->answer.failed;
    return code || !failed ? code : err_memory(err);
}

static void match_gaps_texts_done(struct match_gaps_texts *texts)
{
    buf_done(&texts->question);
    buf_done(&texts->answer);
}

/* Whether one asks what the other shows: then it is no gap whose text was edited, but another. */
static bool match_gaps_holds(const struct match_gaps_texts *a, const struct match_gaps_texts *b)
{
    return strstr(buf_string(&a->question), buf_string(&b->answer)) ||
           strstr(buf_string(&b->question), buf_string(&a->answer));
}

static enum err_code match_gaps_match_number(
    struct matching *m, struct unmatched_card *old, struct unmatched_card *added, struct err *err)
{
    struct match_gaps_texts before = {0}, after = {0};
    bool gap = match_kind(old->variant) == 2;
    enum err_code code = ERR_NONE;
    if (gap && !(code = match_gaps_read_texts(m, old->card_id, &before, err)))
        code = match_gaps_read_texts(m, added->card_id, &after, err);
    if (!code && !(gap && match_gaps_holds(&before, &after)))
        code = match_cards(m, old, added, err);
    match_gaps_texts_done(&before);
    match_gaps_texts_done(&after);
    return code;
}

/* Match what is left by its number; gaps, where that is the same for all. */
static enum err_code match_gaps_match_numbers(
    struct matching *m, struct match_gaps_group old, struct match_gaps_group added, struct err *err)
{
    enum err_code code = ERR_NONE;
    bool all = match_gaps_same_numbers(old, added);
    for (size_t i = 0; i < old.count && !code; i++)
        for (size_t j = 0; j < added.count && !code; j++) {
            struct unmatched_card *a = &old.cards[i], *b = &added.cards[j];
            bool gap = match_kind(a->variant) == 2;
            if (a->variant == b->variant && match_can_pair(a, b) && (all || !gap))
                code = match_gaps_match_number(m, a, b, err);
        }
    return code;
}

static enum err_code match_gaps_match_entry(
    struct matching *m, struct match_gaps_group old, struct match_gaps_group added, struct err *err)
{
    struct match_gaps_group now = {old.cards, 0};
    while (now.count < old.count && !now.cards[now.count].retired)
        now.count++;
    struct match_gaps_group retired = {old.cards + now.count, old.count - now.count};
    enum err_code code;
    if ((code = match_gaps_match_same(m, now, added, err)) ||
        (code = match_gaps_match_alike(m, now, added, err)) ||
        (code = match_gaps_match_numbers(m, now, added, err)) ||
        (code = match_gaps_match_same(m, retired, added, err)))
        return code;
    return match_gaps_match_alike(m, retired, added, err);
}

enum err_code match_gaps(struct matching *m, struct err *err)
{
    struct entry_pairs *entries = &m->entries;
    enum err_code code = ERR_NONE;
    if (m->old.count > 1)
        qsort(m->old.cards, m->old.count, sizeof *m->old.cards, match_gaps_by_entry);
    if (m->added.count > 1)
        qsort(m->added.cards, m->added.count, sizeof *m->added.cards, match_gaps_by_entry);
    for (; entries->done < entries->count && !code; entries->done++) {
        struct entry_pair pair = entries->pairs[entries->done];
        struct match_gaps_group old = match_gaps_group_of(&m->old, pair.old),
                                added = match_gaps_group_of(&m->added, pair.added);
        if (match_gaps_left(old) && match_gaps_left(added))
            code = match_gaps_match_entry(m, old, added, err);
    }
    return code;
}
