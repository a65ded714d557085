/* At the end of a load, cards may be left over on both sides: those of the store that the file did
 * not have, and those of the file that the store did not have, which have been added. Pairs of them
 * are one card that was edited: the same question and answer; or else the same question; or else
 * the same answer, where no other card has it; or else the most similar texts, where one pair is
 * clearly the best. The old row takes the new texts, and the added row goes. What stays alone is
 * retired, or new. */
#include "base/buf.h"
#include "base/hash.h"
#include "model/similarity.h"
#include "store/load.h"
#include "store/sql.h"

#include <stdlib.h>

#define SIMILAR_MOST                                                                               \
    2000 /* more cards than this left over on a side are not compared one by one                   \
          */

/* What cards are matched by, one after the other. */
enum match_by { BY_TEXTS, BY_QUESTION, BY_ANSWER, MATCHES };

/* A card that was not met, or was added. */
struct leftover {
    int64_t card_id;
    uint64_t hashes[MATCHES]; /* of what cards are matched by */
    uint64_t key;             /* the one that the list is sorted by */
    struct sketch *sketch;    /* NULL until compared; owned by the list */
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
        card->hashes[BY_QUESTION] = hash_text(0, column_text(query, 3));
        card->hashes[BY_ANSWER] = hash_text(0, column_text(query, 4));
        card->hashes[BY_TEXTS] = hash_text(card->hashes[BY_QUESTION], column_text(query, 4));
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
        else if (!load_has_seen(load, card_id))
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

enum err_code load_adopt(struct store *store, int64_t old, int64_t fresh, struct err *err)
{
    enum err_code code;
    if ((code = sql_run(store, err, SQL_TEXTS_DELETE, "i", old)) ||
        (code = sql_run(store, err, SQL_ADOPT_TEXTS, "ii", old, fresh)) ||
        (code = sql_run(store, err, SQL_ADOPT_CARD, "ii", old, fresh)))
        return code;
    return sql_run(store, err, SQL_CARD_DELETE, "i", fresh);
}

static enum err_code adopt(
    struct load *load, struct leftover *old, struct leftover *fresh, struct err *err)
{
    enum err_code code = load_adopt(load->store, old->card_id, fresh->card_id, err);
    if (code)
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

/* Forget what is matched, and sort the rest. */
static void sort_unmatched(struct leftovers *list, enum match_by by)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        struct leftover card = list->cards[i];
        card.key = card.hashes[by];
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

/* Match cards that are equal in something: both lists sorted by it and walked side by side. Of
 * equal questions the first are paired, and so on; an answer that several cards share ("yes"), or
 * an empty one, says nothing. */
static enum err_code match_equal(struct load *load, struct leftovers *old, struct leftovers *fresh,
    enum match_by by, struct err *err)
{
    uint64_t nothing = hash_text(0, "");
    sort_unmatched(old, by);
    sort_unmatched(fresh, by);
    for (size_t i = 0, j = 0; i < old->count && j < fresh->count;) {
        uint64_t key = old->cards[i].key, other = fresh->cards[j].key;
        size_t i_end = end_of_group(old, i), j_end = end_of_group(fresh, j);
        if (key == other && key != nothing &&
            (by != BY_ANSWER || (i_end - i == 1 && j_end - j == 1))) {
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
    sort_unmatched(old, BY_TEXTS);
    sort_unmatched(fresh, BY_TEXTS);
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

enum err_code load_match_leftovers(struct load *load, struct err *err)
{
    struct leftovers old = {0}, fresh = {0};
    enum err_code code = collect_leftovers(load, &old, &fresh, err);
    for (enum match_by by = BY_TEXTS; by < MATCHES && !code; by++)
        code = match_equal(load, &old, &fresh, by, err);
    if (!code)
        code = match_similar(load, &old, &fresh, err);
    if (!code)
        code = retire_unmatched(load, &old, err);
    leftovers_done(&old);
    leftovers_done(&fresh);
    return code;
}
