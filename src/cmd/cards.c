#include "cmd/cards.h"

#include "deck/cloze.h"
#include "store/retired.h"
#include "text/text.h"
#include "view/phrases.h"

#include <inttypes.h>
#include <stdlib.h>

#define NAMED_MAX 8 /* cards listed for the user to choose from */

/* If there are several cards, keep only the retired ones or only the present ones, but never drop
 * all. */
static enum err_code cmd_cards_prefer(
    struct store *store, bool retired, struct card_ids *cards, struct err *err)
{
    struct stored_card card = {0};
    enum err_code code = ERR_NONE;
    size_t kept = 0;
    for (size_t i = 0; i < cards->count && cards->count > 1 && !code; i++) {
        code = store_card(store, cards->ids[i], &card, err);
        if (code || !card.card_id || card.retired != retired)
            continue;
        int64_t swapped = cards->ids[kept];
        cards->ids[kept++] = cards->ids[i];
        cards->ids[i] = swapped;
    }
    cards->count = kept ? kept : cards->count;
    stored_card_done(&card);
    return code;
}

static enum err_code cmd_cards_name_choice(
    struct store *store, int64_t card_id, struct buf *names, struct err *err)
{
    struct stored_card card = {0};
    struct deck_facts deck = {0};
    enum err_code code = store_card(store, card_id, &card, err);
    if (!code && !(code = store_deck_facts(store, card.deck_id, &deck, err)) && deck.id) {
        buf_format(names, "%s%s/", names->length ? ", " : "", deck.id);
        card_name(card.card.id, card.card.variant, card_id, names);
        if (card.card.id)
            buf_format(names, " or #%" PRId64, card_id);
    }
    deck_facts_done(&deck);
    stored_card_done(&card);
    return code;
}

static enum err_code cmd_cards_refuse_several(
    struct store *store, const char *word, const struct card_ids *cards, struct err *err)
{
    struct buf names = {0};
    enum err_code code = ERR_NONE;
    for (size_t i = 0; i < cards->count && i < NAMED_MAX && !code; i++)
        code = cmd_cards_name_choice(store, cards->ids[i], &names, err);
    if (!code)
        code = err_set(
            err, ERR_USAGE, "%s: several cards have this name: use %s", word, buf_string(&names));
    buf_done(&names);
    return code;
}

enum err_code named_card(
    struct store *store, const char *word, bool retired, struct stored_card *card, struct err *err)
{
    struct card_ids cards = {0};
    enum err_code code = store_cards_called(store, word, &cards, err);
    if (!code)
        code = cmd_cards_prefer(store, retired, &cards, err);
    if (!code && cards.count == 0)
        code = err_set(err, ERR_USAGE,
            "%s: no such card: see \"drill retired\" and \"drill export cards\"", word);
    else if (!code && cards.count > 1)
        code = cmd_cards_refuse_several(store, word, &cards, err);
    if (!code)
        code = store_card(store, cards.ids[0], card, err);
    free(cards.ids);
    return code;
}

enum err_code named_decks(
    struct store *store, const char *word, struct known_decks *decks, struct err *err)
{
    size_t before = decks->count;
    enum err_code code = store_decks_named(store, word, decks, err);
    return code || decks->count > before
               ? code
               : err_set(err, ERR_USAGE, "%s: no deck has this id or name", word);
}

void card_line(const struct stored_card *card, int width, struct buf *out)
{
    struct buf name = {0}, head = {0}, end = {0};
    card_name(card->card.id, card->card.variant, card->card_id, &name);
    text_safe(&head, buf_string(&name), TEXT_ONE_LINE);
    buf_text(&head, "  ");
    buf_text(&end, " (");
    text_safe(&end, card->deck_name, TEXT_ONE_LINE);
    buf_text(&end, ", ");
    phrase_count((size_t)card->schedule.reviews, "review", &end);
    buf_char(&end, ')');
    int available = width - text_width(buf_string(&head), head.length) -
                    text_width(buf_string(&end), end.length);
    buf_text(out, buf_string(&head));
    cloze_one_line(&card->card, available > 1 ? available : 1, out);
    buf_text(out, buf_string(&end));
    out->failed |= name.failed || head.failed || end.failed;
    buf_done(&name);
    buf_done(&head);
    buf_done(&end);
}

void history_words(size_t cards, size_t ratings, const char *noun, struct buf *out)
{
    phrase_count(cards, noun, out);
    buf_text(out, cards == 1 ? " and its " : " and their ");
    phrase_count(ratings, "rating", out);
}
