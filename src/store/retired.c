#include "store/retired.h"

#include "store/numbers.h"
#include "store/replay.h"
#include "store/sql.h"

#include <stdlib.h>
#include <string.h>

static enum err_code retired_collect(
    struct store *store, sqlite3_stmt *query, struct card_ids *cards, struct err *err)
{
    enum { CARD_ID };
    bool ok = true;
    while (ok && sqlite3_step(query) == SQLITE_ROW)
        ok = card_ids_add(cards, column_number(query, CARD_ID, CARDS_CARD_ID));
    return sql_end_list(store, query, ok, err);
}

enum err_code store_retired(
    struct store *store, int64_t deck_id, struct card_ids *cards, struct err *err)
{
    return retired_collect(store, sql_query(store, SQL_DECK_RETIRED, "i", deck_id), cards, err);
}

enum err_code store_every_card(
    struct store *store, int64_t deck_id, struct card_ids *cards, struct err *err)
{
    return retired_collect(store, sql_query(store, SQL_DECK_EVERY_CARD, "i", deck_id), cards, err);
}

/* Parse the whole text as a number; 0 if it is not a number. */
static int64_t retired_number_of(const char *text)
{
    size_t digits = strspn(text, "0123456789");
    return digits > 0 && digits < 19 && text[digits] == '\0' ? strtoll(text, NULL, 10) : 0;
}

/* Parse the text after the last # in a name as a variant; -1 if it is not a variant. */
static int retired_variant_of(const char *text)
{
    int64_t gap = retired_number_of(text);
    if (strcmp(text, "r") == 0)
        return VARIANT_REVERSE;
    return gap > 0 && gap < VARIANT_REVERSE ? (int)gap : -1;
}

static enum err_code retired_add_by_id(struct store *store, const char *id, int variant,
    const char *deck, struct card_ids *cards, struct err *err)
{
    sqlite3_stmt *query = sql_query(store, SQL_CARD_CALLED, "tio", id, (int64_t)variant, deck);
    return retired_collect(store, query, cards, err);
}

/* Add the cards that id#variant names; `name` is temporarily cut at the #. */
static enum err_code retired_add_by_variant(
    struct store *store, char *name, const char *deck, struct card_ids *cards, struct err *err)
{
    char *mark = strrchr(name, '#');
    int variant = mark ? retired_variant_of(mark + 1) : -1;
    if (variant < 0)
        return ERR_NONE;
    *mark = '\0';
    enum err_code code = retired_add_by_id(store, name, variant, deck, cards, err);
    *mark = '#';
    return code;
}

static enum err_code retired_add_by_name(
    struct store *store, char *name, const char *deck, struct card_ids *cards, struct err *err)
{
    size_t before = cards->count;
    int64_t number = retired_number_of(*name == '#' ? name + 1 : name);
    enum err_code code = ERR_NONE;
    if (number)
        code = retired_collect(
            store, sql_query(store, SQL_CARD_NUMBERED, "iio", number, number, deck), cards, err);
    if (code || (*name == '#' && cards->count > before)) /* exports write #12 for this card only */
        return code;
    code = retired_add_by_id(store, name, VARIANT_FORWARD, deck, cards, err);
    return code ? code : retired_add_by_variant(store, name, deck, cards, err);
}

enum err_code store_cards_called(
    struct store *store, const char *word, struct card_ids *cards, struct err *err)
{
    char *copy = strdup(word);
    if (!copy)
        return err_memory(err);
    enum err_code code = retired_add_by_name(store, copy, NULL, cards, err);
    for (char *slash = strchr(copy, '/'); slash && !code; slash = strchr(slash + 1, '/')) {
        *slash = '\0'; /* ids and names may contain slashes, so try each one */
        code = retired_add_by_name(store, slash + 1, copy, cards, err);
        *slash = '/';
    }
    free(copy);
    return code;
}

/* ERR_STALE unless the card exists and is retired or, if `retired` is false, present. */
static enum err_code retired_check(struct store *store, int64_t id, bool retired, struct err *err)
{
    struct stored_card card = {0};
    enum err_code code = store_card(store, id, &card, err);
    if (!code && (!card.card_id || card.retired != retired))
        code = err_set(err, ERR_STALE,
            "the cards were changed in another window: nothing was done, try again");
    stored_card_done(&card);
    return code;
}

enum err_code store_adopt(struct store *store, int64_t retired, int64_t present, struct err *err)
{
    enum err_code code = store_begin(store, err);
    if (code)
        return code;
    if (!(code = retired_check(store, retired, true, err)) &&
        !(code = retired_check(store, present, false, err)) &&
        !(code = take_over_texts(store, retired, present, err)))
        code = take_over_history(store, retired, present, err);
    return store_end(store, code, err);
}

/* The log's triggers allow deleting a review or change only after its card. */
static enum err_code retired_forget(struct store *store, int64_t card_id, struct err *err)
{
    enum err_code code;
    if ((code = sql_run(store, err, SQL_TEXTS_DELETE, "i", card_id)) ||
        (code = sql_run(store, err, SQL_CARD_DELETE, "i", card_id)) ||
        (code = sql_run(store, err, SQL_FORGET_REVIEWS, "i", card_id)))
        return code;
    return sql_run(store, err, SQL_FORGET_CHANGES, "i", card_id);
}

enum err_code store_forget_cards(
    struct store *store, const int64_t *card_ids, size_t count, struct err *err)
{
    enum err_code code = store_begin(store, err);
    if (code)
        return code;
    code = numbers_keep(store, err);
    for (size_t i = 0; i < count && !code; i++)
        if (!(code = retired_check(store, card_ids[i], true, err)))
            code = retired_forget(store, card_ids[i], err);
    return store_end(store, code, err);
}

static enum err_code retired_forget_deck(struct store *store, int64_t deck_id, struct err *err)
{
    struct card_ids cards = {0};
    enum err_code code = store_every_card(store, deck_id, &cards, err);
    for (size_t i = 0; i < cards.count && !code; i++)
        code = retired_forget(store, cards.ids[i], err);
    free(cards.ids);
    if (!code)
        code = sql_run(store, err, SQL_FORGET_REGIMES, "i", deck_id);
    return code ? code : sql_run(store, err, SQL_FORGET_DECK, "i", deck_id);
}

enum err_code store_forget_decks(
    struct store *store, const struct known_decks *decks, struct err *err)
{
    enum err_code code = store_begin(store, err);
    if (code)
        return code;
    code = numbers_keep(store, err);
    for (size_t i = 0; i < decks->count && !code; i++)
        code = retired_forget_deck(store, decks->decks[i].deck_id, err);
    return store_end(store, code, err);
}
