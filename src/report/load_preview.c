#include "report/load_preview.h"

#include "store/retired.h"

#include <stdlib.h>
#include <string.h>

static bool load_preview_same_texts(const struct card *a, const struct card *b)
{
    bool same_id = a->id && b->id ? strcmp(a->id, b->id) == 0 : !a->id == !b->id;
    return same_id && strcmp(a->question, b->question) == 0 && strcmp(a->answer, b->answer) == 0 &&
           strcmp(a->hint, b->hint) == 0 && strcmp(a->note, b->note) == 0 &&
           strcmp(a->tags, b->tags) == 0;
}

static enum card_change load_preview_change_of(
    const struct stored_card *before, const struct stored_card *after)
{
    if (!before->card_id)
        return CARD_NEW;
    if (before->retired != after->retired)
        return after->retired ? CARD_RETIRED : CARD_BACK;
    if (before->deck_id != after->deck_id)
        return CARD_MOVED;
    return load_preview_same_texts(&before->card, &after->card) ? CARD_UNCHANGED : CARD_EDITED;
}

static enum err_code load_preview_report_cards(struct store *before, struct store *after,
    int64_t deck_id, const struct load_preview_sink *sink, bool *more, struct err *err)
{
    struct card_ids cards = {0};
    struct stored_card old = {0}, new = {0};
    enum err_code code = store_every_card(after, deck_id, &cards, err);
    for (size_t i = 0; i < cards.count && *more && !code; i++) {
        if ((code = store_card(before, cards.ids[i], &old, err)) ||
            (code = store_card(after, cards.ids[i], &new, err)))
            break;
        enum card_change change = load_preview_change_of(&old, &new);
        if (change != CARD_UNCHANGED)
            *more = sink->card(sink->context, change, &old, &new);
    }
    stored_card_done(&old);
    stored_card_done(&new);
    free(cards.ids);
    return code;
}

static enum err_code load_preview_report_deck(struct store *before, struct store *after,
    int64_t deck_id, const struct load_preview_sink *sink, bool *more, struct err *err)
{
    struct deck_facts old = {0}, new = {0};
    enum err_code code;
    if (!(code = store_deck_facts(before, deck_id, &old, err)) &&
        !(code = store_deck_facts(after, deck_id, &new, err)))
        *more = sink->deck(sink->context, &old, &new);
    if (!code && *more)
        code = load_preview_report_cards(before, after, deck_id, sink, more, err);
    deck_facts_done(&old);
    deck_facts_done(&new);
    return code;
}

enum err_code load_preview_report(struct store *before, struct store *after,
    const struct load_preview_sink *sink, struct err *err)
{
    struct known_decks decks = {0};
    bool more = true;
    enum err_code code = store_decks(after, &decks, err);
    for (size_t i = 0; i < decks.count && more && !code; i++)
        code = load_preview_report_deck(before, after, decks.decks[i].deck_id, sink, &more, err);
    known_decks_done(&decks);
    return code;
}
