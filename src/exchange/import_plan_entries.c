/* Which announced entry is the new version of which old one. */
#include "exchange/import_plan.h"

#include <stdlib.h>
#include <string.h>

/* An entry that may be matched with one of the same hash and group. */
struct plan_item {
    uint64_t hash, group;
    uint32_t order;
    struct import_new *new;       /* an announced entry, or NULL */
    struct import_old_entry *old; /* an old entry, or NULL: one of the two is set */
    const struct import_files_deck *deck;
};
struct plan_items {
    struct plan_item *items;
    size_t count, capacity;
};

static int plan_entries_by_hash(const void *a, const void *b)
{
    const struct plan_item *x = a, *y = b;
    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

static void plan_entries_match(struct import_new *announced, struct import_old_entry *old)
{
    announced->old = old;
    old->matched = true;
}

/* How entries are matched. */
enum plan_by {
    PLAN_BY_ID,
    PLAN_BY_PAIR,   /* question and answer: also for an entry whose id no old one has */
    PLAN_BY_NUMBER, /* an id that is only a number */
    PLAN_BY_QUESTION,
    PLAN_BY_ANSWER, /* only if no other entry of the file or the source has the answer */
};
struct plan_way {
    enum plan_by by;
    size_t offset; /* of the text's hash in struct import_texts */
    bool others;   /* in other files of the same collection */
};

/* ---- by id ---- */

/* Whether the deck's entries may be in the file: its own, or another of the same collection. */
static bool plan_entries_may_come_from(
    const struct import_files_deck *deck, const struct import_old_file *file)
{
    return deck->old == file || import_old_same_family(deck->identity, file->source);
}

/* Whether an equal id, or an equal answer, says something about the file's entries: not if the file
 * was made from another source, in which the same numbers may be other cards. */
static bool plan_entries_trusts(
    const struct import_files_deck *deck, const struct import_old_file *file)
{
    return deck->identified || !*file->source || strcmp(file->source, deck->identity) == 0;
}

/* Whether the entry's id is a mere number, which the next version of a table may give to another
 * entry: it may be the number of the row. */
static bool plan_entries_is_numbered(
    const struct import_files_deck *deck, const struct import_new *announced)
{
    return !deck->identified && announced->texts.id != IMPORT_NO_TEXT &&
           announced->texts.name == IMPORT_NO_TEXT;
}

/* Whether the file is of the same table as the deck, rather than of another with the same name:
 * either it or the deck is known from an earlier import of the table. */
static bool plan_entries_same_table(
    const struct import_files_deck *deck, const struct import_old_file *file)
{
    return deck->old == file || file->taken ||
           (deck->old && import_old_same_family(deck->old->source, file->source));
}

/* Whether two entries with the same id are the same. */
static bool plan_entries_is_sure(const struct import_files_deck *deck,
    const struct import_old_file *file, const struct import_new *announced,
    const struct import_old_entry *old, enum plan_by by)
{
    const struct import_texts *is = &announced->texts, *was = &old->texts;
    bool numbered = plan_entries_is_numbered(deck, announced);
    if (numbered && by == PLAN_BY_ID)
        return is->pair == was->pair;
    return plan_entries_trusts(deck, file) || (!numbered && plan_entries_same_table(deck, file)) ||
           is->question == was->question ||
           (is->answer == was->answer && is->answer != IMPORT_NO_TEXT);
}

/* Matches an announced entry with the old one that has its id, in the deck's own file or, if `own`
 * is not set, in another. */
static void plan_entries_find_id(const struct import_old *old, const struct map *by_id,
    const struct import_files_deck *deck, struct import_new *announced, bool own, enum plan_by by)
{
    size_t cursor;
    for (uint32_t i = map_first(by_id, announced->texts.id, &cursor); i != MAP_NONE;
         i = map_next(by_id, announced->texts.id, &cursor)) {
        struct import_old_entry *one = &old->entries[i];
        const struct import_old_file *file = &old->files[one->file];
        if (one->matched || own != (deck->old == file) || !plan_entries_may_come_from(deck, file) ||
            !plan_entries_is_sure(deck, file, announced, one, by))
            continue;
        plan_entries_match(announced, one);
        return;
    }
}

/* Every deck looks into its own file first: an entry must not be taken from it by another deck. */
static bool plan_entries_by_id(struct import_files *files, const struct plan_way *way)
{
    struct map by_id = {0};
    struct import_old *old = files->old;
    bool ok = true;
    for (size_t i = 0; i < old->count && ok; i++)
        if (old->entries[i].texts.id != IMPORT_NO_TEXT)
            ok = map_add(&by_id, old->entries[i].texts.id, (uint32_t)i);
    for (size_t i = 0; i < 2 * files->count && ok; i++) {
        const struct import_files_deck *deck = &files->decks[i % files->count];
        for (size_t j = 0; j < deck->announced_count; j++) {
            struct import_new *announced = &deck->announced[j];
            if (announced->texts.id != IMPORT_NO_TEXT && !announced->why && !announced->old &&
                !announced->row_number)
                plan_entries_find_id(old, &by_id, deck, announced, i < files->count, way->by);
        }
    }
    map_done(&by_id);
    return ok;
}

/* Whether a number in the deck belonged to another entry before. */
static bool plan_entries_are_renumbered(
    const struct import_old *old, const struct import_files_deck *deck)
{
    for (size_t i = 0; i < deck->announced_count; i++) {
        const struct import_new *announced = &deck->announced[i];
        const struct import_old_entry *was = announced->old;
        if (was && plan_entries_is_numbered(deck, announced) &&
            &old->files[was->file] == deck->old && was->texts.id != announced->texts.id &&
            was->texts.id != IMPORT_NO_TEXT && was->texts.name == IMPORT_NO_TEXT)
            return true;
    }
    return false;
}

/* Numbers that have changed with equal questions and answers are those of the rows. */
static bool plan_entries_by_number(struct import_files *files, const struct plan_way *way)
{
    for (size_t i = 0; i < files->count; i++) {
        const struct import_files_deck *deck = &files->decks[i];
        bool renumbered = plan_entries_are_renumbered(files->old, deck);
        for (size_t j = 0; j < deck->announced_count && renumbered; j++)
            deck->announced[j].row_number = plan_entries_is_numbered(deck, &deck->announced[j]);
    }
    return plan_entries_by_id(files, way);
}

/* ---- by text ---- */

static bool plan_entries_add(struct plan_items *items, const struct plan_way *way,
    const struct import_texts *texts, struct plan_item item)
{
    item.hash = import_texts_at(texts, way->offset);
    item.order = (uint32_t)items->count;
    return item.hash == IMPORT_NO_TEXT ||
           array_add(&items->items, &items->count, &items->capacity, &item, sizeof item);
}

/* Whether the way may match the announced entry. */
static bool plan_entries_is_open(const struct import_new *announced, const struct plan_way *way)
{
    return !announced->why && !announced->old &&
           (announced->texts.id == IMPORT_NO_TEXT || announced->row_number ||
               way->by == PLAN_BY_PAIR);
}

/* Whether the unmatched old entries of the deck's file seem to have been edited, rather than
 * removed from the source. */
static bool plan_entries_seem_edited(
    const struct import_old *old, const struct import_files_deck *deck)
{
    size_t matched = 0;
    for (size_t i = 0; i < deck->old->count; i++)
        matched += old->entries[deck->old->first + i].matched;
    bool single = deck->old->count == 1 && deck->announced_count == 1;
    return single || deck->old->count - matched <= matched;
}

/* Lists a deck's announced entries. */
static bool plan_entries_list_deck(struct plan_items *items, const struct import_old *old,
    const struct import_files_deck *deck, const struct plan_way *way)
{
    bool ok = true;
    if (!way->others && !deck->old)
        return true;
    if (way->by == PLAN_BY_ANSWER &&
        !(plan_entries_trusts(deck, deck->old) && plan_entries_seem_edited(old, deck)))
        return true;
    for (size_t i = 0; i < deck->announced_count && ok; i++) {
        struct import_new *announced = &deck->announced[i];
        if (plan_entries_is_open(announced, way) || way->by == PLAN_BY_ANSWER)
            ok = plan_entries_add(items, way, &announced->texts,
                (struct plan_item){
                    .group = way->others ? 1 : (uint64_t)(deck->old - old->files) + 2,
                    .new = announced,
                    .deck = deck});
    }
    return ok;
}

/* Lists the entries that may be matched and, for answers, all others of their files. The group is
 * the file, or 1 for all files. */
static bool plan_entries_list(
    struct plan_items *items, struct import_files *files, const struct plan_way *way)
{
    struct import_old *old = files->old;
    bool ok = true;
    for (size_t i = 0; i < files->count && ok; i++)
        ok = plan_entries_list_deck(items, old, &files->decks[i], way);
    for (size_t i = 0; i < old->count && ok && items->count; i++) {
        struct import_old_entry *one = &old->entries[i];
        if ((!one->matched || way->by == PLAN_BY_ANSWER) &&
            (way->others || old->files[one->file].taken))
            ok = plan_entries_add(items, way, &one->texts,
                (struct plan_item){.group = way->others ? 1 : one->file + UINT64_C(2), .old = one});
    }
    return ok;
}

static void plan_entries_match_items(struct import_files *files, const struct plan_item *announced,
    const struct plan_item *old, const struct plan_way *way)
{
    const struct import_old_file *file = &files->old->files[old->old->file];
    if (old->old->matched || !plan_entries_is_open(announced->new, way))
        return;
    if (!way->others ||
        (announced->deck->old != file && plan_entries_may_come_from(announced->deck, file)))
        plan_entries_match(announced->new, old->old);
}

/* Matches the items from `begin` to `end`, which have the same hash: each announced entry with the
 * next old one. */
static void plan_entries_match_group(struct import_files *files, const struct plan_item *begin,
    const struct plan_item *end, const struct plan_way *way)
{
    size_t announced = 0, olds = 0;
    for (const struct plan_item *item = begin; item < end; item++) {
        announced += item->new != NULL;
        olds += item->old != NULL;
    }
    if ((way->by == PLAN_BY_ANSWER || way->others) && (announced != 1 || olds != 1))
        return;
    const struct plan_item *next = begin;
    for (const struct plan_item *item = begin; item < end; item++) {
        if (!item->old)
            continue;
        while (next < end && !next->new)
            next++;
        if (next == end)
            return;
        plan_entries_match_items(files, next, item, way);
        next++;
    }
}

static bool plan_entries_by_text(struct import_files *files, const struct plan_way *way)
{
    struct plan_items list = {0};
    bool ok = plan_entries_list(&list, files, way);
    if (ok && list.count)
        qsort(list.items, list.count, sizeof *list.items, plan_entries_by_hash);
    for (size_t i = 0, end; i < list.count && ok; i = end) {
        for (end = i; end < list.count && list.items[end].hash == list.items[i].hash &&
                      list.items[end].group == list.items[i].group;)
            end++;
        plan_entries_match_group(files, &list.items[i], &list.items[end], way);
    }
    free(list.items);
    return ok;
}

enum err_code import_plan_entries(struct import_files *files, struct err *err)
{
    static const struct plan_way ways[] = {{PLAN_BY_ID, 0, true},
        {PLAN_BY_PAIR, offsetof(struct import_texts, pair), false},
        {PLAN_BY_PAIR, offsetof(struct import_texts, bare_pair), false},
        {PLAN_BY_PAIR, offsetof(struct import_texts, pair), true}, {PLAN_BY_NUMBER, 0, true},
        {PLAN_BY_QUESTION, offsetof(struct import_texts, question), false},
        {PLAN_BY_QUESTION, offsetof(struct import_texts, bare_question), false},
        {PLAN_BY_ANSWER, offsetof(struct import_texts, answer), false},
        {PLAN_BY_ANSWER, offsetof(struct import_texts, bare_answer), false}};
    static bool (*const match[])(struct import_files *, const struct plan_way *) = {
        [PLAN_BY_ID] = plan_entries_by_id,
        [PLAN_BY_PAIR] = plan_entries_by_text,
        [PLAN_BY_NUMBER] = plan_entries_by_number,
        [PLAN_BY_QUESTION] = plan_entries_by_text,
        [PLAN_BY_ANSWER] = plan_entries_by_text};
    bool ok = true;
    for (size_t i = 0; i < COUNT(ways) && ok && files->old->count; i++)
        ok = match[ways[i].by](files, &ways[i]);
    enum err_code code = ok ? ERR_NONE : err_memory(err);
    for (size_t i = 0; i < files->count && !code; i++)
        if (files->decks[i].old && files->decks[i].old->path &&
            plan_entries_trusts(&files->decks[i], files->decks[i].old))
            code = import_plan_similar(files, &files->decks[i], err);
    return code;
}
