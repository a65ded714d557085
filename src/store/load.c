/* Loading a deck. Each card of the file is looked for among the deck's cards that no other card of
 * the file has taken yet, by its id, or without one by its texts:
 *
 *   found, nothing changed ──> seen                      (nothing is written)
 *   found, texts changed ────> seen, updated             edited
 *   not found ───────────────> inserted                  added, for now
 *
 * What is left over on both sides at the end is matched in leftovers.c: most edits are. */
#include "store/load.h"

#include "base/hash.h"
#include "model/schedule.h"
#include "store/sql.h"

#include <stdlib.h>
#include <string.h>

/* ---- the deck ---- */

/* The deck that a statement finds, if any. */
struct load_found_deck {
    int64_t deck_id;
    bool names_itself;
    bool unchanged; /* the file is, but for its name, the one that was read last */
    char *other;    /* its path where that is another file, as it was read last; owned */
};

/* The file that the deck was read from last, if that is another one, which is still there. My own
 * may be the one, under a new name, and its old name another file's. */
static char *load_other_file(
    sqlite3_stmt *row, const char *mine, const struct file_version *my_version, bool *capacity)
{
    const char *path = column_text_or_null(row, 8);
    struct file_version now;
    bool was_mine = my_version->device == sqlite3_column_int64(row, 1) &&
                    my_version->inode == sqlite3_column_int64(row, 2);
    if (!path || was_mine || strcmp(path, mine) == 0 || deck_file_version(path, &now, NULL) ||
        (now.device == my_version->device && now.inode == my_version->inode))
        return NULL;
    char *copy = strdup(path);
    *capacity = copy != NULL;
    return copy;
}

static enum err_code load_find_with(struct store *store, sqlite3_stmt *row, const char *path,
    const struct file_version *version, struct load_found_deck *found, struct err *err)
{
    *found = (struct load_found_deck){0};
    bool ok = true;
    if (sqlite3_step(row) == SQLITE_ROW) {
        found->deck_id = sqlite3_column_int64(row, 0);
        found->unchanged = sqlite3_column_int64(row, 3) == version->size &&
                           sqlite3_column_int64(row, 4) == version->modified_ns;
        found->names_itself = sqlite3_column_int(row, 6);
        found->other = load_other_file(row, path, version, &ok);
    }
    enum err_code code = sql_end(store, row, err);
    return code || ok ? code : err_memory(err);
}

/* By the deck's id. Another file may claim it, too. */
static enum err_code load_find_by_id(struct load *load, const char *path,
    const struct deck_head *head, const struct file_version *version, struct err *err)
{
    struct load_found_deck found;
    const char *id = buf_string(&head->id);
    enum err_code code = load_find_with(
        load->store, sql_query(load->store, SQL_DECK_BY_ID, "t", id), path, version, &found, err);
    if (!code && found.other)
        code = err_at(err, ERR_MISTAKE, path, 1, 1,
            "is deck \"%s\", and so is %s: give one of them an \"id:\" of its own", id,
            found.other);
    load->deck_id = found.deck_id;
    free(found.other);
    return code;
}

/* By where the file is, or by the file: its deck was given another name, or an id, or the file was
 * renamed and gives the deck its name. A deleted file's number may be a new file's: load_end sees
 * whether the cards are the same. */
static enum err_code load_find_by_file(struct load *load, const char *path,
    const struct deck_head *head, const struct file_version *version, struct err *err)
{
    struct load_found_deck found;
    struct store *store = load->store;
    bool by_number = false;
    enum err_code code = load_find_with(
        store, sql_query(store, SQL_DECK_BY_PATH, "t", path), path, version, &found, err);
    if (!code && !found.deck_id && load->trust_file) {
        by_number = true;
        code = load_find_with(store,
            sql_query(store, SQL_DECK_BY_FILE, "ii", version->device, version->inode), path,
            version, &found, err);
    }
    if (!code && !found.other && !(found.names_itself && head->names_itself)) {
        load->deck_id = found.deck_id;
        load->guessed = by_number && !found.unchanged && found.deck_id;
    }
    free(found.other);
    return code;
}

static enum err_code load_write_deck(struct load *load, const char *path,
    const struct deck_head *head, const struct file_version *v, struct err *err)
{
    const char *id = buf_string(&head->id), *name = buf_string(&head->name);
    const char *about = buf_string(&head->description), *tags = buf_string(&head->tags);
    int64_t named = head->names_itself;
    enum err_code code = sql_run(load->store, err, SQL_DECK_LEAVE_PATH, "ti", path, load->deck_id);
    if (code)
        return code;
    if (load->deck_id)
        return sql_run(load->store, err, SQL_DECK_UPDATE, "ttttitiiiiicci", id, name, about, tags,
            named, path, v->device, v->inode, v->size, v->modified_ns, v->changed_ns,
            head->caps.new_cards, head->caps.cards, load->deck_id);
    load->first = true;
    code = sql_run(load->store, err, SQL_DECK_INSERT, "ttttitiiiiicc", id, name, about, tags, named,
        path, v->device, v->inode, v->size, v->modified_ns, v->changed_ns, head->caps.new_cards,
        head->caps.cards);
    load->deck_id = sqlite3_last_insert_rowid(load->store->db);
    return code;
}

/* List what the deck's cards are found by: made when a deck is loaded again, rather than kept, so
 * that a first load writes everything in the order of the file. */
static enum err_code load_list_known(struct load *load, struct err *err)
{
    enum err_code code;
    if ((code = sql_run(load->store, err, SQL_KNOWN_CREATE, "")) ||
        (code = sql_run(load->store, err, SQL_KNOWN_CLEAR, "")))
        return code;
    return sql_run(load->store, err, SQL_KNOWN_FILL, "i", load->deck_id);
}

enum err_code load_begin(struct store *store, const char *path, const struct deck_head *head,
    struct file_version version, int today, enum load_care care, struct load **load,
    struct err *err)
{
    *load = NULL;
    struct load *l = calloc(1, sizeof *l);
    if (!l)
        return err_memory(err);
    l->store = store;
    store_defer_checkpoint(store);
    l->today = today;
    l->trust_file = !(care & LOAD_AS_NEW);
    enum err_code code = load_find_by_id(l, path, head, &version, err);
    if (!code && !l->deck_id)
        code = load_find_by_file(l, path, head, &version, err);
    if (!code)
        code = load_write_deck(l, path, head, &version, err);
    if (!code) {
        sqlite3_stmt *query = sql_query(store, SQL_CARD_LAST, "");
        if (sqlite3_step(query) == SQLITE_ROW)
            l->last_card = sqlite3_column_int64(query, 0);
        code = sql_end(store, query, err);
        if (store->last_before < 0)
            store->last_before = l->last_card;
    }
    l->trusting = l->first && !(care & LOAD_BY_ID);
    if (!code && !l->trusting)
        code = load_list_known(l, err);
    if (code)
        load_free(l);
    else
        *load = l;
    return code;
}

void load_free(struct load *load)
{
    if (!load)
        return;
    card_set_done(&load->seen);
    free(load);
}

/* ---- a card ---- */

int64_t identity_of_id(const char *id)
{
    return (int64_t)hash_text(1, id);
}

static int64_t load_identity_of(const struct card *card)
{
    return card->id ? identity_of_id(card->id) : (int64_t)hash_text(2, card->question);
}

static int64_t load_content_of(const struct card *card)
{
    uint64_t hash = hash_text(hash_text(3, card->question), card->answer);
    return (int64_t)hash_text(hash_text(hash_text(hash, card->hint), card->note), card->tags);
}

/* The row of the store that the card is. */
struct load_match {
    int64_t card_id; /* 0 where there is none */
    int64_t content, position;
    int variant;
    bool retired;
    bool taken;    /* another entry of the file has what it is found by */
    bool deferred; /* there is one of another answer: leftovers.c decides */
};

static bool load_is_gap(int variant)
{
    return variant != VARIANT_FORWARD && variant != VARIANT_REVERSE;
}

/* Whether the row that the statement is at is the card. One found by its id is, except for a gap,
 * whose number is only its place. One found by its question must say the same: the file may ask the
 * question again further down, with the row's own answer. Only one that was retired is taken back
 * with another answer, where there is no other. */
static bool load_is_card(struct load *load, sqlite3_stmt *row, const struct card *card,
    int64_t content, struct load_match *match)
{
    bool same = sqlite3_column_int64(row, 1) == content, retired = column_day(row, 3) != NO_DAY;
    int variant = sqlite3_column_int(row, 4);
    bool gap = load_is_gap(card->variant);
    if (card_set_has(&load->seen, sqlite3_column_int64(row, 0)) ||
        (gap ? !load_is_gap(variant) : variant != card->variant))
        return false;
    match->deferred |= !same && !retired;
    return same || (card->id ? !gap : retired && !match->deferred);
}

static enum err_code load_find_card(struct load *load, const struct card *card, int64_t identity,
    int64_t content, int64_t position, struct load_match *match, struct err *err)
{
    sqlite3_stmt *row = sql_query(load->store, SQL_CARD_FIND, "ii", identity, content);
    while (!match->card_id && sqlite3_step(row) == SQLITE_ROW) {
        match->taken |= card_set_has(&load->seen, sqlite3_column_int64(row, 0)) &&
                        sqlite3_column_int64(row, 2) != position;
        if (!load_is_card(load, row, card, content, match))
            continue;
        match->card_id = sqlite3_column_int64(row, 0);
        match->content = sqlite3_column_int64(row, 1);
        match->position = sqlite3_column_int64(row, 2);
        match->variant = sqlite3_column_int(row, 4);
        match->retired = column_day(row, 3) != NO_DAY;
    }
    return sql_end(load->store, row, err);
}

static enum err_code load_insert_card(struct load *load, const struct card *card, int64_t position,
    int64_t identity, int64_t content, int64_t *card_id, struct err *err)
{
    enum err_code code = sql_run(load->store, err, SQL_CARD_INSERT, "ioiiiid", load->deck_id,
        card->id, (int64_t)card->variant, position, identity, content, load->today);
    if (code)
        return code;
    *card_id = sqlite3_last_insert_rowid(load->store->db);
    load->report.added++;
    if (card->id && !load->trusting)
        code = sql_run(load->store, err, SQL_KNOWN_ADD, "ii", identity, *card_id);
    if (code)
        return code;
    return sql_run(load->store, err, SQL_TEXTS_INSERT, "ittttt", *card_id, card->question,
        card->answer, card->hint, card->note, card->tags);
}

static enum err_code load_update_card(struct load *load, const struct load_match *match,
    const struct card *card, int64_t position, int64_t content, struct err *err)
{
    bool edited = match->content != content;
    if (!edited && !match->retired)
        return match->position == position && match->variant == card->variant
                   ? ERR_NONE
                   : sql_run(load->store, err, SQL_CARD_MOVE, "iii", position,
                         (int64_t)card->variant, match->card_id);
    load->report.returned += match->retired;
    load->report.edited += edited && !match->retired;
    enum err_code code = sql_run(load->store, err, SQL_CARD_UPDATE, "iiii", position,
        (int64_t)card->variant, content, match->card_id);
    if (code || !edited)
        return code;
    return sql_run(load->store, err, SQL_TEXTS_UPDATE, "ttttti", card->question, card->answer,
        card->hint, card->note, card->tags, match->card_id);
}

enum err_code load_card(
    struct load *load, const struct card *card, int64_t position, bool *duplicate, struct err *err)
{
    struct load_match match = {0};
    int64_t identity = load_identity_of(card), content = load_content_of(card);
    enum err_code code = ERR_NONE;
    if (!load->trusting)
        code = load_find_card(load, card, identity, content, position, &match, err);
    *duplicate = !code && match.taken && card->id;
    if (code || *duplicate)
        return code;
    load->met += match.card_id != 0;
    if (match.card_id)
        code = load_update_card(load, &match, card, position, content, err);
    else
        code = load_insert_card(load, card, position, identity, content, &match.card_id, err);
    if (!code && !card_set_add(&load->seen, match.card_id))
        code = err_memory(err);
    return code;
}

static enum err_code load_find_duplicates(struct load *load, bool *found, struct err *err)
{
    sqlite3_stmt *query = sql_query(load->store, SQL_DUPLICATE_IDS, "i", load->last_card);
    *found = sqlite3_step(query) == SQLITE_ROW;
    return sql_end(load->store, query, err);
}

enum err_code load_end(struct load *load, int64_t *deck_id, struct load_report *report,
    enum load_care *again, struct err *err)
{
    bool duplicates = false;
    enum err_code code = ERR_NONE;
    *again = LOAD_EASY;
    if (load->trusting)
        code = load_find_duplicates(load, &duplicates, err);
    if (!code)
        code = load->first ? match_moved(load, err) : load_match_rest(load, err);
    if (!code && load->report.retired > 0)
        code = load_give_moved(load, err);
    if (duplicates)
        *again |= LOAD_BY_ID;
    if (load->guessed && load->report.retired > load->met)
        *again |= LOAD_AS_NEW;
    *deck_id = load->deck_id;
    *report = load->report;
    return code;
}
