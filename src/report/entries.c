#include "report/entries.h"

#include "base/normal.h"
#include "store/retired.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* The cards of one entry, read so far. */
struct entries_group {
    struct store *store;
    struct stored_card *cards;
    struct card *plain; /* the member `card` of each element of `cards` */
    size_t count, capacity, plain_capacity;
    entry_cards_fn *take;
    void *context;
};

/* Ids are compared as decks are: siblings may have been stored with different forms of a letter. */
static bool entries_have_same_id(const char *a, const char *b)
{
    bool ok = true;
    return a && b ? strcmp(a, b) == 0 || normal_hash(0, a, &ok) == normal_hash(0, b, &ok)
                  : !a && !b;
}

/* Whether the card belongs to the group's entry. Active cards of one entry have its position. For
 * retired cards that is not enough: the position is an old one, and may have been another entry's,
 * too. */
static bool entries_belongs(const struct entries_group *g, const struct stored_card *card)
{
    if (g->count == 0)
        return true;
    const struct stored_card *last = &g->cards[g->count - 1];
    const char *cloze = card->card.cloze, *last_cloze = last->card.cloze;
    if (last->retired != card->retired || last->position != card->position ||
        card->card.variant <= last->card.variant ||
        !entries_have_same_id(last->card.id, card->card.id))
        return false;
    if (card->card.variant == VARIANT_REVERSE)
        return last->card.variant == VARIANT_FORWARD &&
               strcmp(card->card.question, last->card.answer) == 0;
    return variant_is_gap(last->card.variant) &&
           !(cloze && last_cloze && strcmp(cloze, last_cloze) != 0);
}

static enum err_code entries_hand_on(struct entries_group *g, struct err *err)
{
    const struct entry_cards cards = {g->cards, g->plain, g->count};
    enum err_code code = g->count ? g->take(g->context, &cards, err) : ERR_NONE;
    g->count = 0;
    return code;
}

/* Adds a card to the group. If it belongs to another entry, passes the old group to `take`
 * first. */
static enum err_code entries_take_card(struct entries_group *g, int64_t card_id, struct err *err)
{
    size_t before = g->capacity;
    if (!array_grow(&g->cards, g->count, &g->capacity, sizeof *g->cards) ||
        !array_grow(&g->plain, g->count, &g->plain_capacity, sizeof *g->plain))
        return err_memory(err);
    if (g->capacity > before)
        memset(g->cards + before, 0, (g->capacity - before) * sizeof *g->cards);
    struct stored_card *card = &g->cards[g->count];
    enum err_code code = store_card(g->store, card_id, card, err);
    if (!code && !card->card_id)
        code = err_set(err, ERR_STORE,
            "the database is damaged: card %" PRId64 " has no text: run drill doctor", card_id);
    if (!code && !entries_belongs(g, card)) {
        struct stored_card first = g->cards[0];
        code = entries_hand_on(g, err);
        g->cards[0] = *card;
        *card = first; /* keeps its memory for reuse */
    }
    g->plain[g->count] = g->cards[g->count].card;
    g->count++;
    return code;
}

enum err_code entries_read(
    struct store *store, int64_t deck_id, entry_cards_fn *take, void *context, struct err *err)
{
    struct entries_group g = {.store = store, .take = take, .context = context};
    struct card_ids ids = {0};
    enum err_code code = store_every_card(store, deck_id, &ids, err);
    for (size_t i = 0; i < ids.count && !code; i++)
        code = entries_take_card(&g, ids.ids[i], err);
    if (!code)
        code = entries_hand_on(&g, err);
    free(ids.ids);
    for (size_t i = 0; i < g.capacity; i++)
        stored_card_done(&g.cards[i]);
    free(g.cards);
    free(g.plain);
    return code;
}
