/* Loading a deck. Each card of the file is looked up by what it is found by, its id or its
 * question, among the deck's cards that no other card of the file has taken yet:
 *
 *   found, nothing changed ──> seen                      (nothing is written)
 *   found, texts changed ────> seen, updated             edited
 *   not found ───────────────> inserted                  added, for now
 *
 * At the end, what was not seen on the one side and what was added on the other are matched: first
 * by question, then by answer, then by likeness. A pair is one card that was edited: the old row
 * takes the new texts. What stays alone is retired, or new. */
#include "store/decks.h"

#include "base/buf.h"
#include "base/hash.h"
#include "model/schedule.h"
#include "model/similarity.h"
#include "store/sql.h"

#include <stdlib.h>
#include <string.h>

#define SIMILAR_MOST                                                                               \
    2000 /* more cards than this left over on a side are not compared one by one                   \
          */

struct load {
    struct store *store;
    int64_t deck_id;
    int today;
    bool first;          /* the deck had no cards */
    int64_t last_card;   /* the highest card_id before the load */
    unsigned char *seen; /* a bit for each card_id up to room * 8 */
    size_t room;
    struct load_report report;
};

/* ---- which cards of the store have been met ---- */

static bool is_seen(const struct load *load, int64_t card_id)
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

enum err_code load_begin(struct store *store, const char *path, const struct deck_head *head,
    struct file_version version, int today, struct load **load, struct err *err)
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
    sqlite3_stmt *query = sql_query(load->store, SQL_CARD_FIND, "ii", load->deck_id, identity);
    while (!match->card_id && sqlite3_step(query) == SQLITE_ROW) {
        int64_t card_id = sqlite3_column_int64(query, 0);
        if (is_seen(load, card_id)) {
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
    if (card->id || !load->first) /* in a new deck only ids can have come before */
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

/* ---- what is left over ---- */

/* A card that was not met, or was added. */
struct leftover {
    int64_t card_id;
    uint64_t question, answer; /* hashes */
    uint64_t key;              /* the one of them that the list is sorted by */
    struct sketch *sketch;     /* NULL until compared; owned by the list */
    int variant;
    bool named; /* has an id: it is that id and no other */
    bool matched;
};
struct leftovers {
    struct leftover *cards;
    size_t count, room;
};

static void leftovers_done(struct leftovers *list)
{
    for (size_t i = 0; i < list->count; i++)
        free(list->cards[i].sketch);
    free(list->cards);
}

static enum err_code add_leftover(
    struct load *load, struct leftovers *list, int64_t card_id, struct err *err)
{
    if (!array_grow(&list->cards, list->count, &list->room, sizeof *list->cards))
        return err_memory(err);
    struct leftover *card = &list->cards[list->count];
    *card = (struct leftover){.card_id = card_id};
    sqlite3_stmt *query = sql_query(load->store, SQL_CARD_TEXTS, "i", card_id);
    if (sqlite3_step(query) == SQLITE_ROW) {
        card->named = sqlite3_column_type(query, 0) != SQLITE_NULL;
        card->variant = sqlite3_column_int(query, 1);
        card->question = hash_text(0, column_text(query, 3));
        card->answer = hash_text(0, column_text(query, 4));
        list->count++;
    }
    return sql_end(load->store, query, err);
}

/* The deck's cards that are in use: those not met go to old, those added to fresh. */
static enum err_code collect_leftovers(
    struct load *load, struct leftovers *old, struct leftovers *fresh, struct err *err)
{
    enum err_code code = ERR_NONE;
    sqlite3_stmt *query = sql_query(load->store, SQL_DECK_CARDS, "i", load->deck_id);
    while (!code && sqlite3_step(query) == SQLITE_ROW) {
        int64_t card_id = sqlite3_column_int64(query, 0);
        if (card_id > load->last_card)
            code = add_leftover(load, fresh, card_id, err);
        else if (!is_seen(load, card_id))
            code = add_leftover(load, old, card_id, err);
    }
    enum err_code end = sql_end(load->store, query, code ? NULL : err);
    return code ? code : end;
}

static bool can_be_one(const struct leftover *old, const struct leftover *fresh)
{
    return !old->matched && !fresh->matched && old->variant == fresh->variant &&
           !(old->named && fresh->named);
}

/* The old row takes the added row's texts and place; the added row goes. */
static enum err_code adopt(
    struct load *load, struct leftover *old, struct leftover *fresh, struct err *err)
{
    struct store *store = load->store;
    enum err_code code;
    if ((code = sql_run(store, err, SQL_ADOPT_TEXTS_DELETE, "i", old->card_id)) ||
        (code = sql_run(store, err, SQL_ADOPT_TEXTS, "ii", old->card_id, fresh->card_id)) ||
        (code = sql_run(store, err, SQL_ADOPT_CARD, "ii", old->card_id, fresh->card_id)) ||
        (code = sql_run(store, err, SQL_ADOPT_DELETE, "i", fresh->card_id)))
        return code;
    old->matched = fresh->matched = true;
    load->report.added--;
    load->report.edited++;
    return ERR_NONE;
}

static int by_key(const void *a, const void *b)
{
    const struct leftover *x = a, *y = b;
    return x->key != y->key ? (x->key > y->key ? 1 : -1)
                            : (x->card_id > y->card_id) - (x->card_id < y->card_id);
}

/* Forget what is matched, and sort the rest by question or answer. */
static void sort_unmatched(struct leftovers *list, bool by_answer)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        struct leftover card = list->cards[i];
        card.key = by_answer ? card.answer : card.question;
        if (!card.matched)
            list->cards[kept++] = card;
    }
    list->count = kept;
    if (kept > 1)
        qsort(list->cards, kept, sizeof *list->cards, by_key);
}

static size_t end_of_group(const struct leftovers *list, size_t start)
{
    size_t end = start + 1;
    while (end < list->count && list->cards[end].key == list->cards[start].key)
        end++;
    return end;
}

/* Match cards of equal question, or answer: both lists sorted by it and walked side by side.
 * Equal questions are paired in order; an answer that several cards share ("yes"), or an empty
 * one, says nothing. */
static enum err_code match_equal(struct load *load, struct leftovers *old, struct leftovers *fresh,
    bool by_answer, struct err *err)
{
    uint64_t nothing = hash_text(0, "");
    sort_unmatched(old, by_answer);
    sort_unmatched(fresh, by_answer);
    for (size_t i = 0, j = 0; i < old->count && j < fresh->count;) {
        uint64_t key = old->cards[i].key, other = fresh->cards[j].key;
        size_t i_end = end_of_group(old, i), j_end = end_of_group(fresh, j);
        if (key == other && key != nothing && (!by_answer || (i_end - i == 1 && j_end - j == 1))) {
            for (size_t k = 0; i + k < i_end && j + k < j_end; k++) {
                if (!can_be_one(&old->cards[i + k], &fresh->cards[j + k]))
                    continue;
                enum err_code code = adopt(load, &old->cards[i + k], &fresh->cards[j + k], err);
                if (code)
                    return code;
            }
        }
        i = key <= other ? i_end : i;
        j = other <= key ? j_end : j;
    }
    return ERR_NONE;
}

static enum err_code sketch_all(struct load *load, struct leftovers *list, struct err *err)
{
    for (size_t i = 0; i < list->count; i++) {
        struct leftover *card = &list->cards[i];
        if (!(card->sketch = malloc(sizeof *card->sketch)))
            return err_memory(err);
        *card->sketch = (struct sketch){{0}};
        sqlite3_stmt *query = sql_query(load->store, SQL_CARD_TEXTS, "i", card->card_id);
        if (sqlite3_step(query) == SQLITE_ROW)
            *card->sketch = sketch_of(column_text(query, 3), column_text(query, 4));
        enum err_code code = sql_end(load->store, query, err);
        if (code)
            return code;
    }
    return ERR_NONE;
}

/* The card of the list most like this one, if it is so clearly. */
static struct leftover *clear_best(const struct leftover *card, struct leftovers *list, bool is_old)
{
    struct leftover *best = NULL;
    int first = 0, second = 0;
    for (size_t i = 0; i < list->count; i++) {
        struct leftover *other = &list->cards[i];
        if (!other->sketch || !can_be_one(is_old ? card : other, is_old ? other : card))
            continue;
        int alike = sketch_similarity(card->sketch, other->sketch);
        if (alike > first) {
            second = first;
            first = alike;
            best = other;
        } else if (alike > second) {
            second = alike;
        }
    }
    return first >= SIMILAR_ENOUGH && first - second >= SIMILAR_MARGIN ? best : NULL;
}

static enum err_code match_similar(
    struct load *load, struct leftovers *old, struct leftovers *fresh, struct err *err)
{
    enum err_code code;
    sort_unmatched(old, true);
    sort_unmatched(fresh, true);
    if (old->count > SIMILAR_MOST || fresh->count > SIMILAR_MOST)
        return ERR_NONE;
    if ((code = sketch_all(load, old, err)) || (code = sketch_all(load, fresh, err)))
        return code;
    for (size_t i = 0; i < old->count && !code; i++) {
        struct leftover *card = &old->cards[i];
        struct leftover *best = clear_best(card, fresh, true);
        if (best && clear_best(best, old, false) == card)
            code = adopt(load, card, best, err);
    }
    return code;
}

static enum err_code retire_unmatched(
    struct load *load, const struct leftovers *old, struct err *err)
{
    for (size_t i = 0; i < old->count; i++) {
        if (old->cards[i].matched)
            continue;
        enum err_code code =
            sql_run(load->store, err, SQL_CARD_RETIRE, "di", load->today, old->cards[i].card_id);
        if (code)
            return code;
        load->report.retired++;
    }
    return ERR_NONE;
}

enum err_code load_end(
    struct load *load, int64_t *deck_id, struct load_report *report, struct err *err)
{
    struct leftovers old = {0}, fresh = {0};
    enum err_code code = ERR_NONE;
    if (!load->first) {
        if ((code = collect_leftovers(load, &old, &fresh, err)) ||
            (code = match_equal(load, &old, &fresh, false, err)) ||
            (code = match_equal(load, &old, &fresh, true, err)) ||
            (code = match_similar(load, &old, &fresh, err)))
            goto out;
        code = retire_unmatched(load, &old, err);
    }
out:
    leftovers_done(&old);
    leftovers_done(&fresh);
    *deck_id = load->deck_id;
    *report = load->report;
    return code;
}
