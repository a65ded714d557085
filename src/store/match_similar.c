/* Matches cards with similar text, if one pair is clearly the best. */
#include "store/match.h"

#include "base/hash.h"
#include "model/card.h"
#include "model/pairing.h"
#include "store/sql.h"

#include <stdlib.h>

#define KEPT_MOST 1000 /* cards sampled to estimate how many different words a deck has */

/* A reverse card is compared with its sides swapped, since its question is the entry's answer. */
static struct sketch *match_similar_sketch_of(sqlite3_stmt *row, int variant)
{
    bool reverse = match_kind(variant) == KIND_REVERSE;
    const char *question = column_text(row, reverse ? TEXTS_ANSWER : TEXTS_QUESTION);
    const char *answer = column_text(row, reverse ? TEXTS_QUESTION : TEXTS_ANSWER);
    return sketch_new(question, answer);
}

/* A hash of the text in all gaps of card i's entry, regardless of their order; 0 if there are fewer
 * than two gaps. The list is sorted by entry. */
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

/* Append a candidate with a sketch of its card, unless the card's row is gone. */
static enum err_code match_similar_add(struct store *store, struct candidates *list,
    struct candidate candidate, int variant, struct err *err)
{
    sqlite3_stmt *query = sql_query(store, SQL_CARD_TEXTS, "i", candidate.card_id);
    bool there = sqlite3_step(query) == SQLITE_ROW;
    if (there)
        candidate.sketch = match_similar_sketch_of(query, variant);
    enum err_code code = sql_end(store, query, err);
    if (!code && there && !candidate.sketch)
        code = err_memory(err);
    if (candidate.sketch)
        list->cards[list->count++] = candidate;
    return code;
}

/* Make candidates of the list's unmatched cards. An added card whose row is gone, because a moved
 * card took it over, counts as matched. */
static enum err_code match_similar_sketch(
    struct load *load, struct unmatched_cards *list, struct candidates *candidates, struct err *err)
{
    enum err_code code = ERR_NONE;
    candidates->cards = calloc(list->count + 1, sizeof *candidates->cards);
    if (!candidates->cards)
        return err_memory(err);
    for (size_t i = 0; i < list->count && !code; i++) {
        struct unmatched_card *card = &list->cards[i];
        if (card->matched || card->retired)
            continue;
        struct candidate candidate = {.card_id = card->card_id,
            .entry = card->entry,
            .id = card->id,
            .kind = (int)match_kind(card->variant),
            .gaps = match_similar_hash_gaps(list, i)};
        size_t count = candidates->count;
        code = match_similar_add(load->store, candidates, candidate, card->variant, err);
        card->matched |= !code && candidates->count == count;
    }
    return code;
}

/* Sketch up to KEPT_MOST of the cards that are unchanged in the file, evenly spread. */
static enum err_code match_similar_sketch_kept(
    struct load *load, struct candidates *kept, struct err *err)
{
    enum err_code code = ERR_NONE;
    int64_t listed = (int64_t)load->found.capacity * 8, last = load->last_card;
    int64_t end = listed <= last ? listed : last + 1; /* later cards were added by this load */
    int every = load->found_count / KEPT_MOST + 1, found = 0;
    kept->cards = calloc(KEPT_MOST, sizeof *kept->cards);
    if (!kept->cards)
        return err_memory(err);
    for (int64_t card_id = 1; card_id < end && kept->count < KEPT_MOST && !code; card_id++) {
        struct candidate candidate = {.card_id = card_id};
        if (card_set_has(&load->found, card_id) && found++ % every == 0)
            code = match_similar_add(load->store, kept, candidate, VARIANT_FORWARD, err);
    }
    return code;
}

/* Where text is read from, and the error, if any. */
struct match_similar_texts {
    struct store *store;
    enum err_code code;
    struct err *err;
};

static bool match_similar_slipped(
    void *context, const struct candidate *old, const struct candidate *added)
{
    enum { OLD_QUESTION, QUESTION, OLD_ANSWER, ANSWER };
    struct match_similar_texts *texts = context;
    if (texts->code)
        return false;
    sqlite3_stmt *row =
        sql_query(texts->store, SQL_TEXTS_OF_TWO, "ii", old->card_id, added->card_id);
    bool slipped = sqlite3_step(row) == SQLITE_ROW &&
                   texts_slipped(column_text(row, OLD_QUESTION), column_text(row, QUESTION)) &&
                   texts_slipped(column_text(row, OLD_ANSWER), column_text(row, ANSWER));
    texts->code = sql_end(texts->store, row, texts->err);
    return slipped;
}

static enum err_code match_similar_pair(struct matching *m, const struct candidates *old,
    const struct candidates *added, const struct candidates *kept, struct err *err)
{
    struct match_similar_texts texts = {.store = m->load->store, .err = err};
    if (!pairing_find(old, added, kept, (struct candidate_texts){match_similar_slipped, &texts}))
        return err_memory(err);
    for (size_t i = 0; i < added->count && !texts.code; i++) {
        const struct candidate *best = pairing_of(&added->cards[i], SIMILAR_ENOUGH);
        if (best)
            texts.code = match_pair_entries(m, best->entry, added->cards[i].entry, err);
    }
    return texts.code;
}

static void match_similar_free(struct candidates *list)
{
    for (size_t i = 0; i < list->count; i++)
        free(list->cards[i].sketch);
    free(list->cards);
}

enum err_code match_similar(struct matching *m, struct err *err)
{
    struct candidates old = {0}, added = {0}, kept = {0};
    enum err_code code = match_similar_sketch(m->load, &m->added, &added, err);
    if (!code && added.count > 0)
        code = match_similar_sketch(m->load, &m->old, &old, err);
    if (!code && old.count > 0 && !(code = match_similar_sketch_kept(m->load, &kept, err)))
        code = match_similar_pair(m, &old, &added, &kept, err);
    match_similar_free(&old);
    match_similar_free(&added);
    match_similar_free(&kept);
    return code;
}
