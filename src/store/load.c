/* Loading a deck. Each card in the file is looked up among the deck's cards that no earlier card of
 * the file matched, by its id or, without one, by its text:
 *
 *   found, unchanged ─────> position updated if it moved
 *   found, text changed ──> updated                           edited
 *   not found ────────────> inserted                          added, for now
 *
 * At the end, match.c matches the unmatched cards of both sides, which finds most edited cards. */
#include "store/load.h"

#include "model/schedule.h"
#include "store/numbers.h"
#include "store/sql.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* The deck found by a statement, if any. */
struct load_found_deck {
    int64_t deck_id;
    bool names_itself;
    bool unchanged; /* its file has the size and time of the version last read */
    char *other;    /* the path of another file of this deck; owned, or NULL */
};

/* Returns the path that the deck was last read from, if a different file is there now; otherwise
 * NULL. If the deck was last read from the file now at `mine`, that file was only renamed: NULL,
 * even if its old name is now another file's. */
static char *load_other_file(
    sqlite3_stmt *row, const char *mine, const struct file_version *my_version, bool *ok)
{
    const char *path = column_text_or_null(row, FOUND_PATH);
    struct file_version now;
    bool was_mine = my_version->device == sqlite3_column_int64(row, FOUND_DEVICE) &&
                    my_version->inode == sqlite3_column_int64(row, FOUND_INODE);
    if (!path || was_mine || strcmp(path, mine) == 0 || deck_file_version(path, &now, NULL) ||
        (now.device == my_version->device && now.inode == my_version->inode))
        return NULL;
    char *copy = strdup(path);
    *ok = copy != NULL;
    return copy;
}

static enum err_code load_find_with(struct store *store, sqlite3_stmt *row, const char *path,
    const struct file_version *version, struct load_found_deck *found, struct err *err)
{
    *found = (struct load_found_deck){0};
    bool ok = true;
    if (sqlite3_step(row) == SQLITE_ROW) {
        found->deck_id = column_number(row, FOUND_DECK_ID, DECKS_DECK_ID);
        found->unchanged = sqlite3_column_int64(row, FOUND_SIZE) == version->size &&
                           sqlite3_column_int64(row, FOUND_MODIFIED_NS) == version->modified_ns;
        found->names_itself = sqlite3_column_int(row, FOUND_NAMES_ITSELF);
        found->other = load_other_file(row, path, version, &ok);
    }
    return sql_end_list(store, row, ok, err);
}

/* Find the deck by its id. Fail if another file claims the same id. */
static enum err_code load_find_by_id(struct load *load, const char *path,
    const struct deck_head *head, const struct file_version *version, struct err *err)
{
    struct load_found_deck found;
    const char *id = buf_string(&head->id);
    enum err_code code = load_find_with(
        load->store, sql_query(load->store, SQL_DECK_BY_ID, "t", id), path, version, &found, err);
    if (!code && found.other)
        code = err_at(err, ERR_MISTAKE, path, 1, 1,
            "has the same deck id \"%s\" as %s: give one of them a different \"id:\"", id,
            found.other);
    load->deck_id = found.deck_id;
    free(found.other);
    return code;
}

/* Find the deck by the file's path or inode: the deck may have been given another name or an id, or
 * the file that it is named after may have been renamed. A new file may have reused a deleted
 * file's inode, so load_end checks whether the cards are the same. */
static enum err_code load_find_by_file(struct load *load, const char *path,
    const struct deck_head *head, const struct file_version *version, struct err *err)
{
    struct load_found_deck found;
    struct store *store = load->store;
    bool by_inode = false;
    enum err_code code = load_find_with(
        store, sql_query(store, SQL_DECK_BY_PATH, "t", path), path, version, &found, err);
    if (!code && !found.deck_id && load->by_file) {
        by_inode = true;
        code = load_find_with(store,
            sql_query(store, SQL_DECK_BY_FILE, "ii", version->device, version->inode), path,
            version, &found, err);
    }
    if (!code && !found.other && !(found.names_itself && head->names_itself)) {
        load->deck_id = found.deck_id;
        load->guessed = by_inode && !found.unchanged && found.deck_id;
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
    int64_t scheduler = head->scheduling.scheduler, retention = head->scheduling.retention;
    enum err_code code = sql_run(load->store, err, SQL_DECK_LEAVE_PATH, "ti", path, load->deck_id);
    if (code)
        return code;
    if (load->deck_id)
        return sql_run(load->store, err, SQL_DECK_UPDATE, "ttttitiiiiiccnni", id, name, about, tags,
            named, path, v->device, v->inode, v->size, v->modified_ns, v->changed_ns,
            head->caps.new_cards, head->caps.cards, scheduler, retention, load->deck_id);
    load->first = true;
    if ((code = sql_read_number(load->store, err, &load->deck_id, SQL_DECK_LAST, "")))
        return code;
    return sql_insert(load->store, err, SQL_DECK_INSERT, ROW_DECKS, "ittttitiiiiiccnn",
        ++load->deck_id, id, name, about, tags, named, path, v->device, v->inode, v->size,
        v->modified_ns, v->changed_ns, head->caps.new_cards, head->caps.cards, scheduler,
        retention);
}

/* Build the index by which load_find_card finds the deck's cards. It is temporary and rebuilt on
 * each reload; a permanent index would make a first load write out of file order. */
static enum err_code load_list_known(struct load *load, struct err *err)
{
    enum err_code code;
    if ((code = sql_run(load->store, err, SQL_KNOWN_CREATE, "")) ||
        (code = sql_run(load->store, err, SQL_KNOWN_CLEAR, "")))
        return code;
    return sql_run(load->store, err, SQL_KNOWN_FILL, "i", load->deck_id);
}

enum err_code load_begin(struct store *store, const char *path, const struct deck_head *head,
    struct file_version version, int day, enum load_care care, struct load **load, struct err *err)
{
    assert(store->depth > 0);
    *load = NULL;
    struct load *l = calloc(1, sizeof *l);
    if (!l)
        return err_memory(err);
    l->store = store;
    store_defer_checkpoint(store);
    l->today = day;
    l->by_file = !(care & LOAD_AS_NEW);
    enum err_code code = load_find_by_id(l, path, head, &version, err);
    if (!code && !l->deck_id)
        code = load_find_by_file(l, path, head, &version, err);
    if (!code)
        code = load_write_deck(l, path, head, &version, err);
    if (!code) {
        code = numbers_last_card(store, &l->last_card, err);
        l->last_given = l->last_card;
        if (store->last_before < 0)
            store->last_before = l->last_card;
    }
    l->trusts_ids = l->first && !(care & LOAD_BY_ID);
    if (!code && !l->trusts_ids)
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
    card_set_done(&load->found);
    free(load);
}

/* The database row for a card in the file. */
struct load_match {
    int64_t card_id; /* 0 if there is none */
    int64_t content, position;
    int variant;
    bool retired, typed;
    bool taken;    /* another entry of the file has the same id or question */
    bool deferred; /* a row has the same question but another answer: match.c decides */
};

/* The columns of SQL_CARD_FIND. */
enum { CARD_ID, CONTENT, POSITION, RETIRED_DAY, VARIANT, TYPED };

/* Whether the statement's row is the card. A row found by its id is the card, unless it is a gap,
 * whose number is only its position. A row found by its question must have the same text, too: the
 * file may repeat the question further down, with the row's own answer. Only a retired row may
 * return with another answer, if no other row has the question. */
static bool load_is_card(struct load *load, sqlite3_stmt *row, const struct card *card,
    int64_t content, struct load_match *match)
{
    bool same = sqlite3_column_int64(row, CONTENT) == content;
    bool retired = column_day(row, RETIRED_DAY, CARDS_RETIRED_DAY) != NO_DAY;
    int variant = column_int(row, VARIANT, CARDS_VARIANT);
    bool gap = variant_is_gap(card->variant);
    if (card_set_has(&load->found, column_number(row, CARD_ID, CARDS_CARD_ID)) ||
        (gap ? !variant_is_gap(variant) : variant != card->variant))
        return false;
    match->deferred |= !same && !retired;
    return same || (card->id ? !gap : retired && !match->deferred);
}

static enum err_code load_find_card(struct load *load, const struct card *card,
    const struct card_hashes *hashes, int64_t position, struct load_match *match, struct err *err)
{
    sqlite3_stmt *row =
        sql_query(load->store, SQL_CARD_FIND, "ii", hashes->identity, hashes->content);
    while (!match->card_id && sqlite3_step(row) == SQLITE_ROW) {
        match->taken |= card_set_has(&load->found, column_number(row, CARD_ID, CARDS_CARD_ID)) &&
                        column_number(row, POSITION, CARDS_POSITION) != position;
        if (!load_is_card(load, row, card, hashes->content, match))
            continue;
        match->card_id = column_number(row, CARD_ID, CARDS_CARD_ID);
        match->content = sqlite3_column_int64(row, CONTENT);
        match->position = column_number(row, POSITION, CARDS_POSITION);
        match->variant = column_int(row, VARIANT, CARDS_VARIANT);
        match->retired = column_day(row, RETIRED_DAY, CARDS_RETIRED_DAY) != NO_DAY;
        match->typed = column_number(row, TYPED, CARDS_TYPED);
    }
    return sql_end(load->store, row, err);
}

static enum err_code load_insert_card(struct load *load, const struct card *card, int64_t position,
    const struct card_hashes *hashes, int64_t *card_id, struct err *err)
{
    if (load->last_given >= ROW_CARD_ID_LAST)
        return err_at(err, ERR_STORE, load->store->path, 0, 0,
            "has no card numbers left: no card can be added");
    *card_id = ++load->last_given;
    struct sm2 new = sm2_new();
    enum err_code code = sql_insert(load->store, err, SQL_CARD_INSERT, ROW_CARDS, "iioiiiiddiiii",
        *card_id, load->deck_id, card->id, (int64_t)card->variant, position, hashes->identity,
        hashes->content, load->today, NO_DAY, INT64_C(0), (int64_t) new.repetitions,
        (int64_t) new.interval, (int64_t) new.ease);
    if (code)
        return code;
    load->report.added++;
    if (card->id && !load->trusts_ids)
        code = sql_run(load->store, err, SQL_KNOWN_ADD, "ii", hashes->identity, *card_id);
    if (code)
        return code;
    if (card->typed)
        code = sql_run(load->store, err, SQL_CARD_TYPED, "ii", INT64_C(1), *card_id);
    if (code)
        return code;
    return sql_insert(load->store, err, SQL_TEXTS_INSERT, ROW_TEXTS, "ittttto", *card_id,
        card->question, card->answer, card->hint, card->note, card->tags, card->cloze);
}

/* Whether the stored text may differ from the card's although their hashes are equal. Accented
 * letters have several encodings, and the cloze text contains the hints of all gaps. */
static bool load_may_differ(const struct card *card)
{
    const char *const texts[] = {card->question, card->answer, card->hint, card->note, card->tags};
    for (size_t i = 0; i < COUNT(texts); i++)
        for (const char *c = texts[i]; *c; c++)
            if ((unsigned char)*c >= 0x80)
                return true;
    return card->cloze != NULL;
}

static enum err_code load_update_card(struct load *load, const struct load_match *match,
    const struct card *card, int64_t position, int64_t content, struct err *err)
{
    bool edited = match->content != content, retyped = match->typed != card->typed;
    bool moved = match->position != position || match->variant != card->variant;
    enum err_code code = ERR_NONE;
    load->report.returned += match->retired;
    load->report.edited += (edited || retyped) && !match->retired;
    if (edited || match->retired)
        code = sql_run(load->store, err, SQL_CARD_UPDATE, "iiii", position, (int64_t)card->variant,
            content, match->card_id);
    else if (moved)
        code = sql_run(load->store, err, SQL_CARD_MOVE, "iii", position, (int64_t)card->variant,
            match->card_id);
    if (!code && retyped)
        code =
            sql_run(load->store, err, SQL_CARD_TYPED, "ii", (int64_t)card->typed, match->card_id);
    if (code || (!edited && !load_may_differ(card)))
        return code;
    return sql_run(load->store, err, SQL_TEXTS_UPDATE, "tttttoi", card->question, card->answer,
        card->hint, card->note, card->tags, card->cloze, match->card_id);
}

enum err_code load_card(
    struct load *load, const struct card *card, int64_t position, bool *duplicate, struct err *err)
{
    assert(position > 0);
    struct load_match match = {0};
    struct card_hashes hashes;
    enum err_code code = card_hash(card, &hashes, err);
    if (!code && !load->trusts_ids)
        code = load_find_card(load, card, &hashes, position, &match, err);
    *duplicate = !code && match.taken && card->id;
    if (code || *duplicate)
        return code;
    load->found_count += match.card_id != 0;
    if (match.card_id)
        code = load_update_card(load, &match, card, position, hashes.content, err);
    else
        code = load_insert_card(load, card, position, &hashes, &match.card_id, err);
    if (!code && !card_set_add(&load->found, match.card_id))
        code = err_memory(err);
    return code;
}
