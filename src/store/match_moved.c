/* Cards that move from deck to deck: found by all of their texts, for another deck may well have a
 * card that is only alike. Either file may be read first:
 *
 *   the old deck first: it retires the card, and the new one takes it
 *   the new deck first: it has the card as a new one, and the old deck, when it has lost the card,
 *                       gives its history to that
 *   the old deck never, its file being gone: the new one takes what that has
 */
#include "store/load.h"

#include "store/retired.h"
#include "store/rows.h"
#include "store/sql.h"

#include <stdlib.h>
#include <unistd.h>

/* Collect the pairs that a statement tells, an old card and the one that it has become. */
static enum err_code match_moved_collect_pairs(
    struct store *store, sqlite3_stmt *query, struct card_ids *pairs, struct err *err)
{
    bool ok = true;
    while (ok && sqlite3_step(query) == SQLITE_ROW)
        for (int column = 0; column < 2 && ok; column++) {
            ok = array_grow(&pairs->ids, pairs->count, &pairs->capacity, sizeof *pairs->ids);
            if (ok)
                pairs->ids[pairs->count++] = sqlite3_column_int64(query, column);
        }
    enum err_code code = sql_end(store, query, err);
    return code || ok ? code : err_memory(err);
}

/* List cards by their texts, so that the pairs of a list and a deck are found in one go. */
static enum err_code match_moved_list_wanted(struct store *store, struct err *err)
{
    enum err_code code = sql_run(store, err, SQL_WANTED_CREATE, "");
    return code ? code : sql_run(store, err, SQL_WANTED_CLEAR, "");
}

/* ---- taking ---- */

/* Each card goes to one, and each takes one, even where texts are several times the same: a card
 * that was taken counts as seen, one that took is gone. */
static enum err_code match_moved_take(struct load *load, struct card_ids *pairs, struct err *err)
{
    enum err_code code = ERR_NONE;
    int64_t last = 0;
    for (size_t i = 0; i + 1 < pairs->count && !code; i += 2) {
        int64_t old = pairs->ids[i], added = pairs->ids[i + 1];
        if (added == last || card_set_has(&load->seen, old))
            continue;
        last = added;
        if (!(code = load_take_history(load->store, old, added, err)) &&
            !card_set_add(&load->seen, old))
            code = err_memory(err);
        load->report.added--;
        load->report.moved++;
        load->report.retired -= card_set_has(&load->store->retired, old);
    }
    pairs->count = 0;
    return code;
}

/* Append the decks, other than the one loaded, whose file is gone. */
static enum err_code match_moved_lost_decks(
    struct load *load, struct card_ids *lost, struct err *err)
{
    bool ok = true;
    sqlite3_stmt *query = sql_query(load->store, SQL_DECKS, "");
    while (ok && sqlite3_step(query) == SQLITE_ROW) {
        const char *path = column_text_or_null(query, 1);
        int64_t deck_id = sqlite3_column_int64(query, 0);
        if (deck_id == load->deck_id || (path && access(path, F_OK) == 0))
            continue;
        ok = array_grow(&lost->ids, lost->count, &lost->capacity, sizeof *lost->ids);
        if (ok)
            lost->ids[lost->count++] = deck_id;
    }
    enum err_code code = sql_end(load->store, query, err);
    return code || ok ? code : err_memory(err);
}

static enum err_code match_moved_take_from_lost(
    struct load *load, const struct card_ids *lost, struct card_ids *pairs, struct err *err)
{
    struct store *store = load->store;
    enum err_code code;
    if (lost->count == 0)
        return ERR_NONE;
    if ((code = match_moved_list_wanted(store, err)) ||
        (code = sql_run(store, err, SQL_WANTED_FRESH, "ii", load->last_card, load->deck_id)))
        return code;
    for (size_t i = 0; i < lost->count && !code; i++) {
        code = match_moved_collect_pairs(
            store, sql_query(store, SQL_MOVED_FROM, "i", lost->ids[i]), pairs, err);
        if (!code)
            code = match_moved_take(load, pairs, err);
    }
    return code;
}

enum err_code match_moved(struct load *load, struct err *err)
{
    struct store *store = load->store;
    struct card_ids pairs = {0}, lost = {0};
    enum err_code code = ERR_NONE;
    if (load->report.added > 0 &&
        !(code = match_moved_collect_pairs(store,
              sql_query(store, SQL_MOVED_RETIRED, "ii", load->last_card, load->deck_id), &pairs,
              err)) &&
        !(code = match_moved_take(load, &pairs, err)) && load->report.added > 0 &&
        !(code = match_moved_lost_decks(load, &lost, err)))
        code = match_moved_take_from_lost(load, &lost, &pairs, err);
    free(pairs.ids);
    free(lost.ids);
    return code;
}

/* ---- giving ---- */

/* Both have been rated where the new deck was studied before the old one was read again: the
 * reviews of both are the history. */
static enum err_code match_moved_give(
    struct store *store, int64_t old, int64_t there, struct err *err)
{
    enum err_code code = load_take_history(store, old, there, err);
    return code ? code : adopt_history(store, old, there, err);
}

enum err_code load_give_moved(struct load *load, struct err *err)
{
    struct store *store = load->store;
    struct card_ids pairs = {0};
    enum err_code code;
    if ((code = match_moved_list_wanted(store, err)) ||
        (code = sql_run(store, err, SQL_WANTED_LEAVING, "id", load->deck_id, load->today)))
        return code;
    if (sqlite3_changes(store->db) > 0)
        code = match_moved_collect_pairs(
            store, sql_query(store, SQL_MOVED_TO, "id", load->deck_id, load->today), &pairs, err);
    int64_t last = 0;
    for (size_t i = 0; i + 1 < pairs.count && !code; i += 2) {
        int64_t old = pairs.ids[i], there = pairs.ids[i + 1];
        if (there == last || card_set_has(&load->seen, old))
            continue;
        last = there;
        load->report.retired--;
        load->report.moved++;
        load->report.added -= there > load->store->last_before;
        code = card_set_add(&load->seen, old) ? match_moved_give(store, old, there, err)
                                              : err_memory(err);
    }
    free(pairs.ids);
    return code;
}
