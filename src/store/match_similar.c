/* Matches cards whose texts are similar, if one pair is clearly the best. */
#include "store/match.h"

#include "base/hash.h"
#include "model/pairing.h"
#include "store/sql.h"

#include <stdlib.h>

/* A reverse card is compared with its sides swapped: the answer is what it shows. */
static struct sketch *match_similar_sketch_of(sqlite3_stmt *row, int variant)
{
    bool reverse = match_kind(variant) == KIND_REVERSE;
    const char *question = column_text(row, reverse ? TEXTS_ANSWER : TEXTS_QUESTION);
    const char *answer = column_text(row, reverse ? TEXTS_QUESTION : TEXTS_ANSWER);
    return sketch_new(question, answer);
}

/* A hash of all gap texts in card i's entry, in any order; 0 if there are fewer than two gaps. The
 * list is sorted by entry. */
static uint64_t match_similar_hash_gaps(const struct unmatched_cards *list, size_t i)
{
    uint64_t hash = 0, entry = list->cards[i].entry;
    size_t gaps = 0;
    while (i > 0 && list->cards[i - 1].entry == entry)
        i--;
    for (; i < list->count && list->cards[i].entry == entry; i++) {
        const struct unmatched_card *card = &list->cards[i];
        if (card->retired || match_kind(card->variant) != KIND_GAP)
            continue;
        hash += hash_add(0, &card->hashes[BY_ANSWER], sizeof hash);
        gaps++;
    }
    return gaps > 1 ? hash : 0;
}

/* Make candidates of the list's unmatched cards. An added card whose row is gone, because a moved
 * card took it over, counts as matched. */
static enum err_code match_similar_sketch(struct load *load, struct unmatched_cards *list,
    struct candidate *candidates, size_t *count, struct err *err)
{
    enum err_code code = ERR_NONE;
    for (size_t i = 0; i < list->count && !code; i++) {
        struct unmatched_card *card = &list->cards[i];
        if (card->matched || card->retired)
            continue;
        struct candidate candidate = {.entry = card->entry,
            .id = card->id,
            .kind = (int)match_kind(card->variant),
            .gaps = match_similar_hash_gaps(list, i)};
        sqlite3_stmt *query = sql_query(load->store, SQL_CARD_TEXTS, "i", card->card_id);
        bool there = sqlite3_step(query) == SQLITE_ROW;
        if (there)
            candidate.sketch = match_similar_sketch_of(query, card->variant);
        code = sql_end(load->store, query, err);
        if (!code && there && !candidate.sketch)
            code = err_memory(err);
        if (candidate.sketch)
            candidates[(*count)++] = candidate;
        card->matched |= !code && !there;
    }
    return code;
}

static enum err_code match_similar_pair(struct matching *m, struct candidate *old, size_t old_count,
    struct candidate *added, size_t added_count, struct err *err)
{
    enum err_code code = ERR_NONE;
    if (!pairing_find(old, old_count, added, added_count))
        return err_memory(err);
    for (size_t i = 0; i < added_count && !code; i++) {
        const struct candidate *best = pairing_of(&added[i], SIMILAR_ENOUGH);
        if (best)
            code = match_pair_entries(m, best->entry, added[i].entry, err);
    }
    return code;
}

static void match_similar_free_sketches(struct candidate *candidates, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(candidates[i].sketch);
    free(candidates);
}

enum err_code match_similar(struct matching *m, struct err *err)
{
    size_t old_count = 0, added_count = 0;
    struct candidate *old = calloc(m->old.count + 1, sizeof *old);
    struct candidate *added = calloc(m->added.count + 1, sizeof *added);
    enum err_code code = old && added ? ERR_NONE : err_memory(err);
    if (!code && !(code = match_similar_sketch(m->load, &m->added, added, &added_count, err)) &&
        added_count > 0 && !(code = match_similar_sketch(m->load, &m->old, old, &old_count, err)))
        code = match_similar_pair(m, old, old_count, added, added_count, err);
    match_similar_free_sketches(old, old_count);
    match_similar_free_sketches(added, added_count);
    return code;
}
