/* Matches cards that moved between decks. All of their text must be equal, since another deck may
 * well have a card that is only similar. Either file may be read first:
 *
 *   the old deck first: it retires the card, and the new deck takes over its history
 *   the new deck first: it adds the card, and the old deck, on losing the card, gives its history
 *   the old deck never (its file is gone): the new deck takes over its cards' histories, and if the
 *   file comes back, it is read again */
#include "store/match.h"

#include "base/buf.h"
#include "store/replay.h"
#include "store/sql.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

/* Pairs of cards with the same text, one in the losing deck and one in the gaining deck. */
struct moved_pairs {
    struct moved_pair {
        int64_t old, added;
    } * pairs;
    size_t count, capacity;
};

/* Replace *pairs with those found by a statement. */
static enum err_code match_moved_find_pairs(
    struct store *store, sqlite3_stmt *row, struct moved_pairs *pairs, struct err *err)
{
    enum { OLD, ADDED };
    bool ok = true;
    pairs->count = 0;
    while (ok && sqlite3_step(row) == SQLITE_ROW) {
        struct moved_pair pair = {
            column_number(row, OLD, CARDS_CARD_ID), column_number(row, ADDED, CARDS_CARD_ID)};
        ok = array_add(&pairs->pairs, &pairs->count, &pairs->capacity, &pair, sizeof pair);
    }
    return sql_end_list(store, row, ok, err);
}

/* Empty the table of wanted text. Joined with it, one query finds all pairs for a deck. */
static enum err_code match_moved_clear_wanted(struct store *store, struct err *err)
{
    enum err_code code = sql_run(store, err, SQL_WANTED_CREATE, "");
    return code ? code : sql_run(store, err, SQL_WANTED_CLEAR, "");
}

/* Take the next pair whose cards are both still unpaired: if several cards have the same text, each
 * is paired only once. An old card is marked as found once it is paired. */
static const struct moved_pair *match_moved_next(
    struct load *load, const struct moved_pairs *pairs, size_t *next, int64_t *last)
{
    while (*next < pairs->count) {
        const struct moved_pair *pair = &pairs->pairs[(*next)++];
        if (pair->added != *last && !card_set_has(&load->found, pair->old)) {
            *last = pair->added;
            return pair;
        }
    }
    return NULL;
}

static enum err_code match_moved_take(
    struct load *load, sqlite3_stmt *row, struct moved_pairs *pairs, struct err *err)
{
    size_t next = 0;
    int64_t last = 0;
    enum err_code code = match_moved_find_pairs(load->store, row, pairs, err);
    for (const struct moved_pair *pair;
         !code && (pair = match_moved_next(load, pairs, &next, &last));) {
        if (!(code = take_over_texts(load->store, pair->old, pair->added, err)) &&
            !(code = replay_schedule(load->store, pair->old, err)) &&
            !card_set_add(&load->found, pair->old))
            code = err_memory(err);
        load->report.added--;
        load->report.moved++;
        load->report.retired -= card_set_has(&load->store->retired, pair->old);
    }
    return code;
}

/* Whether the deck's file is gone, and not merely out of reach for now. */
static bool match_moved_is_gone(const struct known_deck *deck)
{
    return !deck->path || (access(deck->path, F_OK) != 0 && (errno == ENOENT || errno == ENOTDIR));
}

static enum err_code match_moved_take_from(
    struct load *load, int64_t deck_id, struct moved_pairs *pairs, struct err *err)
{
    int moved = load->report.moved;
    enum err_code code =
        match_moved_take(load, sql_query(load->store, SQL_MOVED_FROM, "i", deck_id), pairs, err);
    return code || load->report.moved == moved
               ? code
               : sql_run(load->store, err, SQL_DECK_UNREAD, "i", deck_id);
}

/* Take over histories from other decks whose files are gone. */
static enum err_code match_moved_take_from_lost(
    struct load *load, struct moved_pairs *pairs, struct err *err)
{
    struct store *store = load->store;
    struct known_decks decks = {0};
    bool listed = false;
    enum err_code code = store_decks(store, &decks, err);
    for (size_t i = 0; i < decks.count && !code; i++) {
        const struct known_deck *deck = &decks.decks[i];
        if (deck->deck_id == load->deck_id || !match_moved_is_gone(deck))
            continue;
        if (!listed && !(code = match_moved_clear_wanted(store, err)))
            code = sql_run(store, err, SQL_WANTED_ADDED, "ii", load->last_card, load->deck_id);
        listed = true;
        if (!code)
            code = match_moved_take_from(load, deck->deck_id, pairs, err);
    }
    known_decks_done(&decks);
    return code;
}

enum err_code match_take_moved(struct load *load, struct err *err)
{
    struct moved_pairs pairs = {0};
    enum err_code code = ERR_NONE;
    if (load->report.added > 0)
        code = match_moved_take(load,
            sql_query(load->store, SQL_MOVED_RETIRED, "ii", load->last_card, load->deck_id), &pairs,
            err);
    if (!code && load->report.added > 0)
        code = match_moved_take_from_lost(load, &pairs, err);
    free(pairs.pairs);
    return code;
}

/* If the new deck was studied before the old one was read again, both cards have been rated, and
 * the merged history has the reviews of both. */
static enum err_code match_moved_give(
    struct load *load, const struct moved_pair *pair, struct err *err)
{
    load->report.retired--;
    load->report.moved++;
    load->report.added -= pair->added > load->store->last_before;
    if (!card_set_add(&load->found, pair->old))
        return err_memory(err);
    enum err_code code = take_over_texts(load->store, pair->old, pair->added, err);
    return code ? code : take_over_history(load->store, pair->old, pair->added, err);
}

enum err_code match_give_moved(struct load *load, struct err *err)
{
    struct store *store = load->store;
    struct moved_pairs pairs = {0};
    enum err_code code;
    if ((code = match_moved_clear_wanted(store, err)) ||
        (code = sql_run(store, err, SQL_WANTED_RETIRED, "id", load->deck_id, load->today)))
        return code;
    if (sqlite3_changes(store->db) > 0)
        code = match_moved_find_pairs(
            store, sql_query(store, SQL_MOVED_TO, "id", load->deck_id, load->today), &pairs, err);
    size_t next = 0;
    int64_t last = 0;
    for (const struct moved_pair *pair;
         !code && (pair = match_moved_next(load, &pairs, &next, &last));)
        code = match_moved_give(load, pair, err);
    free(pairs.pairs);
    return code;
}
