/* drill forget: delete retired cards, or whole decks, with their history. */
#include "cmd/ask.h"
#include "cmd/backups.h"
#include "cmd/cards.h"
#include "cmd/command.h"
#include "cmd/opening.h"
#include "store/retired.h"
#include "text/text.h"
#include "tui/output.h"
#include "view/phrases.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define QUESTION  "Forget for good? [y/N] "
#define SHOWN_MAX 10 /* more cards than this are only counted, not listed */

/* What to forget: cards, or whole decks. For decks, `cards` holds all of their cards. */
struct forget_doomed {
    struct card_ids cards;
    struct known_decks decks;
    struct buf words; /* a description for the user */
};

static void forget_doomed_done(struct forget_doomed *doomed)
{
    free(doomed->cards.ids);
    known_decks_done(&doomed->decks);
    buf_done(&doomed->words);
}

static enum err_code forget_count_ratings(struct store *store, const struct card_ids *cards,
    size_t first, size_t *ratings, struct err *err)
{
    struct stored_card card = {0};
    enum err_code code = ERR_NONE;
    *ratings = 0;
    for (size_t i = first; i < cards->count && !code; i++) {
        code = store_card(store, cards->ids[i], &card, err);
        *ratings += code ? 0 : (size_t)card.schedule.reviews;
    }
    stored_card_done(&card);
    return code;
}

/* ---- the cards and decks named ---- */

static bool forget_has_card(const struct card_ids *cards, int64_t card_id)
{
    for (size_t i = 0; i < cards->count; i++)
        if (cards->ids[i] == card_id)
            return true;
    return false;
}

static enum err_code forget_add_card(
    struct store *store, const char *word, struct card_ids *cards, struct err *err)
{
    struct stored_card card = {0};
    enum err_code code = named_card(store, word, true, &card, err);
    if (!code && !card.retired)
        code = err_set(err, ERR_USAGE, "%s: still in its deck's file: delete it there first", word);
    if (!code && !forget_has_card(cards, card.card_id)) {
        if (array_grow(&cards->ids, cards->count, &cards->capacity, sizeof *cards->ids))
            cards->ids[cards->count++] = card.card_id;
        else
            code = err_memory(err);
    }
    stored_card_done(&card);
    return code;
}

static enum err_code forget_add_deck(
    struct store *store, const char *word, struct known_decks *decks, struct err *err)
{
    struct known_decks named = {0};
    enum err_code code = named_decks(store, word, &named, err);
    bool known = false;
    struct deck_facts facts = {0};
    if (!code && !(code = store_deck_facts(store, named.decks[0].deck_id, &facts, err)) &&
        named.count > 1 && strcmp(facts.id, word) != 0)
        code = err_set(err, ERR_USAGE, "%s: several decks have this name: use an id, such as %s",
            word, facts.id);
    deck_facts_done(&facts);
    for (size_t i = 0; i < decks->count && !code; i++)
        known |= decks->decks[i].deck_id == named.decks[0].deck_id;
    if (!code && !known && !known_decks_add(decks, named.decks[0].deck_id, named.decks[0].path))
        code = err_memory(err);
    known_decks_done(&named);
    return code;
}

static enum err_code forget_describe_cards(
    struct store *store, struct forget_doomed *doomed, struct err *err)
{
    const struct card_ids *cards = &doomed->cards;
    struct stored_card card = {0};
    size_t ratings;
    enum err_code code = forget_count_ratings(store, cards, 0, &ratings, err);
    for (size_t i = 0; i < cards->count && cards->count <= SHOWN_MAX && !code; i++) {
        code = store_card(store, cards->ids[i], &card, err);
        if (code)
            break;
        card_line(&card, print_width(), &doomed->words);
        buf_char(&doomed->words, '\n');
    }
    history_words(cards->count, ratings, "retired card", &doomed->words);
    buf_char(&doomed->words, '\n');
    stored_card_done(&card);
    return code;
}

static enum err_code forget_find_cards(struct store *store, const struct options *options,
    struct forget_doomed *doomed, struct err *err)
{
    enum err_code code = ERR_NONE;
    if (options->retired && doomed->decks.count == 0)
        code = store_decks(store, &doomed->decks, err);
    for (size_t i = 0; i < doomed->decks.count && options->retired && !code; i++)
        code = store_retired(store, doomed->decks.decks[i].deck_id, &doomed->cards, err);
    for (size_t i = 0; i < options->word_count && !code; i++)
        code = forget_add_card(store, options->words[i], &doomed->cards, err);
    return code ? code : forget_describe_cards(store, doomed, err);
}

static enum err_code forget_describe_decks(
    struct store *store, struct forget_doomed *doomed, struct err *err)
{
    enum err_code code = ERR_NONE;
    for (size_t i = 0; i < doomed->decks.count && !code; i++) {
        const struct known_deck *deck = &doomed->decks.decks[i];
        struct buf name = {0};
        size_t first = doomed->cards.count, ratings = 0;
        if (!(code = store_deck_name(store, deck->deck_id, &name, err)) &&
            !(code = store_every_card(store, deck->deck_id, &doomed->cards, err)))
            code = forget_count_ratings(store, &doomed->cards, first, &ratings, err);
        buf_text(&doomed->words, "deck \"");
        text_safe(&doomed->words, buf_string(&name), TEXT_ONE_LINE);
        buf_text(&doomed->words, "\": ");
        phrase_count(doomed->cards.count - first, "card", &doomed->words);
        buf_text(&doomed->words, " and ");
        phrase_count(ratings, "rating", &doomed->words);
        buf_text(&doomed->words, deck->path ? "; its file stays\n" : "\n");
        buf_done(&name);
    }
    return code;
}

/* ---- the command ---- */

static bool forget_wants_decks(const struct options *options)
{
    return !options->retired && options->word_count == 0;
}

static enum err_code forget_find(struct store *store, const struct options *options,
    struct forget_doomed *doomed, struct err *err)
{
    enum err_code code = ERR_NONE;
    for (size_t i = 0; i < options->deck_count && !code; i++)
        code = forget_add_deck(store, options->decks[i], &doomed->decks, err);
    if (!code)
        code = forget_wants_decks(options) ? forget_describe_decks(store, doomed, err)
                                           : forget_find_cards(store, options, doomed, err);
    return !code && doomed->words.failed ? err_memory(err) : code;
}

static int forget_ask_and_forget(
    struct store *store, const struct options *options, const struct forget_doomed *doomed)
{
    struct err err;
    const struct card_ids *cards = &doomed->cards;
    enum err_code code = ERR_NONE;
    if (!forget_wants_decks(options) && cards->count == 0) {
        puts("No retired cards.");
        return printed(EXIT_NO);
    }
    if (!can_ask(options))
        return EXIT_WRONG;
    print_lost(!output_put(stdout, buf_string(&doomed->words)));
    if (!ask(options, QUESTION))
        return printed(EXIT_NO);
    backups_before(store, options, BACKUP_BEFORE_FORGET);
    if (!forget_wants_decks(options))
        code = store_forget_cards(store, cards->ids, cards->count, &err);
    else
        code = store_forget_decks(store, &doomed->decks, &err);
    if (code)
        return fail(&err);
    puts("Forgotten.");
    return printed(EXIT_DONE);
}

static int forget(struct collection *collection, struct options *options)
{
    struct err err;
    struct forget_doomed doomed = {0};
    int status = forget_find(collection->store, options, &doomed, &err)
                     ? fail(&err)
                     : forget_ask_and_forget(collection->store, options, &doomed);
    forget_doomed_done(&doomed);
    return status;
}

int cmd_forget(struct options *options)
{
    if (options->word_count && (options->retired || options->deck_count))
        return fail_usage("forget which? Either name cards, or use --retired or --deck");
    if (!options->word_count && !options->retired && !options->deck_count)
        return fail_usage("forget what? Name retired cards, or use --retired or --deck DECK");
    return open_known(options, forget);
}
