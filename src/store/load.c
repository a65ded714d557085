/* Loading a deck. Each card of the file is looked up by what it is found by, its id or its
 * question, among the deck's cards that no other card of the file has taken yet:
 *
 *   found, nothing changed ──> seen                      (nothing is written)
 *   found, texts changed ────> seen, updated             edited
 *   not found ───────────────> inserted                  added, for now
 *
 * What is left over on both sides at the end is matched in leftovers.c. */
#include "store/load.h"

#include "base/hash.h"
#include "model/schedule.h"
#include "store/sql.h"

#include <stdlib.h>
#include <string.h>

/* ---- which cards of the store have been met ---- */

bool load_has_seen(const struct load *load, int64_t card_id)
{
    size_t at = (size_t)card_id / 8;
    return at < load->room && load->seen[at] >> (card_id % 8) & 1;
}

static bool mark_seen(struct load *load, int64_t card_id)
{
    size_t at = (size_t)card_id / 8;
    if (at >= load->room) {
        size_t room = load->room ? load->room : 1024;
        while (room <= at)
            room *= 2;
        unsigned char *seen = realloc(load->seen, room);
        if (!seen)
            return false;
        memset(seen + load->room, 0, room - load->room);
        load->seen = seen;
        load->room = room;
    }
    load->seen[at] |= (unsigned char)(1 << (card_id % 8));
    return true;
}

/* ---- the deck ---- */

/* The deck that a statement finds, if any; *other is set to its path where that is another file
 * which still exists. */
struct found_deck {
    int64_t deck_id;
    bool names_itself;
    char *other; /* owned */
};

static bool is_other_file(const char *path, const char *mine, const struct file_version *version)
{
    struct file_version theirs;
    return path && strcmp(path, mine) != 0 && !deck_file_version(path, &theirs, NULL) &&
           (theirs.device != version->device || theirs.inode != version->inode);
}

static enum err_code find_with(struct store *store, sqlite3_stmt *query, const char *path,
    const struct file_version *version, struct found_deck *found, struct err *err)
{
    *found = (struct found_deck){0};
    bool room = true;
    if (sqlite3_step(query) == SQLITE_ROW) {
        found->deck_id = sqlite3_column_int64(query, 0);
        found->names_itself = sqlite3_column_int(query, 6);
        const char *known = (const char *)sqlite3_column_text(query, 8);
        if (is_other_file(known, path, version))
            room = (found->other = strdup(known)) != NULL;
    }
    enum err_code code = sql_end(store, query, err);
    return code || room ? code : err_memory(err);
}

/* The deck that the file is: 0 for one not known yet. */
static enum err_code find_deck(struct store *store, const char *path, const struct deck_head *head,
    const struct file_version *version, int64_t *deck_id, struct err *err)
{
    struct found_deck found;
    enum err_code code = find_with(store,
        sql_query(store, SQL_DECK_BY_ID, "t", buf_string(&head->id)), path, version, &found, err);
    *deck_id = found.deck_id;
    if (!code && found.other)
        code = err_at(err, ERR_MISTAKE, path, 1, 1,
            "is deck \"%s\", and so is %s: give one of them an \"id:\" of its own",
            buf_string(&head->id), found.other);
    free(found.other);
    if (code || *deck_id || head->names_itself)
        return code;
    /* Its name has changed, or it goes by its file's name, and the file was renamed. */
    code =
        find_with(store, sql_query(store, SQL_DECK_BY_PATH, "t", path), path, version, &found, err);
    if (!code && !found.deck_id)
        code = find_with(store,
            sql_query(store, SQL_DECK_BY_FILE, "ii", version->device, version->inode), path,
            version, &found, err);
    if (!found.names_itself && !found.other)
        *deck_id = found.deck_id;
    free(found.other);
    return code;
}

static enum err_code write_deck(struct load *load, const char *path, const struct deck_head *head,
    const struct file_version *v, struct err *err)
{
    const char *id = buf_string(&head->id), *name = buf_string(&head->name);
    const char *about = buf_string(&head->description), *tags = buf_string(&head->tags);
    int64_t named = head->names_itself;
    enum err_code code = sql_run(load->store, err, SQL_DECK_LEAVE_PATH, "ti", path, load->deck_id);
    if (code)
        return code;
    if (load->deck_id)
        return sql_run(load->store, err, SQL_DECK_UPDATE, "ttttitiiiiii", id, name, about, tags,
            named, path, v->device, v->inode, v->size, v->modified_ns, v->changed_ns,
            load->deck_id);
    load->first = true;
    code = sql_run(load->store, err, SQL_DECK_INSERT, "ttttitiiiii", id, name, about, tags, named,
        path, v->device, v->inode, v->size, v->modified_ns, v->changed_ns);
    load->deck_id = sqlite3_last_insert_rowid(load->store->db);
    return code;
}

/* List what the deck's cards are found by: made when a deck is loaded again, rather than kept, so
 * that a first load writes everything in the order of the file. */
static enum err_code list_known(struct load *load, struct err *err)
{
    enum err_code code;
    if ((code = sql_run(load->store, err, SQL_KNOWN_CREATE, "")) ||
        (code = sql_run(load->store, err, SQL_KNOWN_CLEAR, "")))
        return code;
    return sql_run(load->store, err, SQL_KNOWN_FILL, "i", load->deck_id);
}

enum err_code load_begin(struct store *store, const char *path, const struct deck_head *head,
    struct file_version version, int today, bool careful, struct load **load, struct err *err)
{
    *load = NULL;
    struct load *l = calloc(1, sizeof *l);
    if (!l)
        return err_memory(err);
    l->store = store;
    l->today = today;
    enum err_code code = find_deck(store, path, head, &version, &l->deck_id, err);
    if (!code)
        code = write_deck(l, path, head, &version, err);
    if (!code) {
        sqlite3_stmt *query = sql_query(store, SQL_CARD_LAST, "");
        if (sqlite3_step(query) == SQLITE_ROW)
            l->last_card = sqlite3_column_int64(query, 0);
        code = sql_end(store, query, err);
    }
    l->trusting = l->first && !careful;
    if (!code && !l->trusting)
        code = list_known(l, err);
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
    free(load->seen);
    free(load);
}

/* ---- a card ---- */

static int64_t identity_of(const struct card *card)
{
    uint64_t hash = hash_text(card->id ? 1 : 2, card->id ? card->id : card->question);
    return (int64_t)hash_add(hash, &(char){(char)(card->variant & 0x7f)}, 1);
}

static int64_t content_of(const struct card *card)
{
    uint64_t hash = hash_text(hash_text(3, card->question), card->answer);
    return (int64_t)hash_text(hash_text(hash_text(hash, card->hint), card->note), card->tags);
}

/* The row of the store that the card is. */
struct match {
    int64_t card_id; /* 0 where there is none */
    int64_t content, position;
    bool retired;
    bool taken; /* there is one, but another card of the file has it */
};

static enum err_code find_card(
    struct load *load, int64_t identity, struct match *match, struct err *err)
{
    *match = (struct match){0};
    sqlite3_stmt *query = sql_query(load->store, SQL_CARD_FIND, "i", identity);
    while (!match->card_id && sqlite3_step(query) == SQLITE_ROW) {
        int64_t card_id = sqlite3_column_int64(query, 0);
        if (load_has_seen(load, card_id)) {
            match->taken = true;
            continue;
        }
        match->card_id = card_id;
        match->content = sqlite3_column_int64(query, 1);
        match->position = sqlite3_column_int64(query, 2);
        match->retired = column_day(query, 3) != NO_DAY;
    }
    return sql_end(load->store, query, err);
}

static enum err_code insert_card(struct load *load, const struct card *card, int64_t position,
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

static enum err_code update_card(struct load *load, const struct match *match,
    const struct card *card, int64_t position, int64_t content, struct err *err)
{
    bool edited = match->content != content;
    if (!edited && !match->retired)
        return match->position == position
                   ? ERR_NONE
                   : sql_run(load->store, err, SQL_CARD_MOVE, "ii", position, match->card_id);
    load->report.returned += match->retired;
    load->report.edited += edited && !match->retired;
    enum err_code code =
        sql_run(load->store, err, SQL_CARD_UPDATE, "iii", position, content, match->card_id);
    if (code || !edited)
        return code;
    return sql_run(load->store, err, SQL_TEXTS_UPDATE, "ttttti", card->question, card->answer,
        card->hint, card->note, card->tags, match->card_id);
}

enum err_code load_card(
    struct load *load, const struct card *card, int64_t position, bool *duplicate, struct err *err)
{
    struct match match = {0};
    int64_t identity = identity_of(card), content = content_of(card);
    enum err_code code = ERR_NONE;
    if (!load->trusting)
        code = find_card(load, identity, &match, err);
    *duplicate = !code && !match.card_id && match.taken && card->id;
    if (code || *duplicate)
        return code;
    if (match.card_id)
        code = update_card(load, &match, card, position, content, err);
    else
        code = insert_card(load, card, position, identity, content, &match.card_id, err);
    if (!code && !mark_seen(load, match.card_id))
        code = err_memory(err);
    return code;
}

static enum err_code find_duplicates(struct load *load, bool *found, struct err *err)
{
    sqlite3_stmt *query = sql_query(load->store, SQL_DUPLICATE_IDS, "i", load->last_card);
    *found = sqlite3_step(query) == SQLITE_ROW;
    return sql_end(load->store, query, err);
}

enum err_code load_end(struct load *load, int64_t *deck_id, struct load_report *report,
    bool *duplicates, struct err *err)
{
    enum err_code code = ERR_NONE;
    *duplicates = false;
    if (load->trusting)
        code = find_duplicates(load, duplicates, err);
    if (!code && !load->first)
        code = load_match_leftovers(load, err);
    *deck_id = load->deck_id;
    *report = load->report;
    return code;
}
