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

static void plan_entries_match(struct import_new *new, struct import_old_entry *old)
{
    new->old = old;
    old->matched = true;
}

/* ---- by id ---- */

/* Whether the deck's entries may be in the file: its own, or another of the same collection. */
static bool plan_entries_may_come_from(
    const struct import_files_deck *deck, const struct import_old_file *file)
{
    return deck->old == file || import_old_same_family(deck->identity, file->source);
}

/* Matches an announced entry with the old one that has its id, preferably one in the deck's own
 * file. */
static void plan_entries_find_id(const struct import_old *old, const struct map *by_id,
    const struct import_files_deck *deck, struct import_new *new)
{
    size_t cursor;
    struct import_old_entry *found = NULL;
    for (uint32_t i = map_first(by_id, new->texts.id, &cursor); i != MAP_NONE;
         i = map_next(by_id, new->texts.id, &cursor)) {
        struct import_old_entry *one = &old->entries[i];
        bool own = deck->old == &old->files[one->file];
        bool surely = own || deck->identified || one->texts.question == new->texts.question ||
                      one->texts.answer == new->texts.answer;
        if (!one->matched && surely && plan_entries_may_come_from(deck, &old->files[one->file]) &&
            (!found || own))
            found = one;
        if (own)
            break;
    }
    if (found)
        plan_entries_match(new, found);
}

static bool plan_entries_by_id(struct import_files *files)
{
    struct map by_id = {0};
    struct import_old *old = files->old;
    bool ok = true;
    for (size_t i = 0; i < old->count && ok; i++)
        if (old->entries[i].texts.id != IMPORT_NO_TEXT)
            ok = map_add(&by_id, old->entries[i].texts.id, (uint32_t)i);
    for (size_t i = 0; i < files->count && ok; i++) {
        const struct import_files_deck *deck = &files->decks[i];
        for (size_t j = 0; j < deck->announced_count; j++)
            if (deck->announced[j].texts.id != IMPORT_NO_TEXT && !deck->announced[j].why)
                plan_entries_find_id(old, &by_id, deck, &deck->announced[j]);
    }
    map_done(&by_id);
    return ok;
}

/* ---- by text ---- */

/* How entries without ids are matched, in this order. */
static const struct plan_way {
    size_t offset;    /* of the hash in struct import_texts */
    bool other_files; /* of the same source, not the deck's own */
    bool only;        /* only if a single entry on each side has the hash */
} plan_ways[] = {{offsetof(struct import_texts, pair), false, false},
    {offsetof(struct import_texts, bare_pair), false, false},
    {offsetof(struct import_texts, question), false, false},
    {offsetof(struct import_texts, bare_question), false, false},
    {offsetof(struct import_texts, pair), true, true},
    {offsetof(struct import_texts, answer), false, true},
    {offsetof(struct import_texts, bare_answer), false, true}};

static bool plan_entries_add(struct plan_items *items, const struct plan_way *way,
    const struct import_texts *texts, struct plan_item item)
{
    item.hash = *(const uint64_t *)(const void *)((const char *)texts + way->offset);
    item.order = (uint32_t)items->count;
    return item.hash == IMPORT_NO_TEXT ||
           array_add(&items->items, &items->count, &items->capacity, &item, sizeof item);
}

/* Lists the unmatched entries without ids, and the unmatched old ones of their files. The group is
 * the file, or 1 for all files of a source. */
static bool plan_entries_list(
    struct plan_items *items, struct import_files *files, const struct plan_way *way)
{
    struct import_old *old = files->old;
    bool ok = true;
    for (size_t i = 0; i < files->count; i++) {
        struct import_files_deck *deck = &files->decks[i];
        uint64_t group = deck->old ? (uint64_t)(deck->old - old->files) + 2 : 0;
        for (size_t j = 0; j < deck->announced_count && ok; j++) {
            struct import_new *new = &deck->announced[j];
            if (!new->why && !new->old &&new->texts.id == IMPORT_NO_TEXT &&
                (way->other_files || group))
                ok = plan_entries_add(items, way, &new->texts,
                    (struct plan_item){
                        .group = way->other_files ? 1 : group, .new = new, .deck = deck});
        }
    }
    for (size_t i = 0; i < old->count && ok && items->count; i++) {
        struct import_old_entry *one = &old->entries[i];
        if (!one->matched && (way->other_files || old->files[one->file].taken))
            ok = plan_entries_add(items, way, &one->texts,
                (struct plan_item){
                    .group = way->other_files ? 1 : one->file + UINT64_C(2), .old = one});
    }
    return ok;
}

/* Matches the items from `begin` to `end`, which have the same hash: each announced entry with the
 * next old one. */
static void plan_entries_match_group(struct import_files *files, struct plan_item *begin,
    struct plan_item *end, const struct plan_way *way)
{
    size_t news = 0, olds = 0;
    for (struct plan_item *item = begin; item < end; item++) {
        news += item->new != NULL;
        olds += item->old != NULL;
    }
    if (way->only && (news != 1 || olds != 1))
        return;
    struct plan_item *new = begin;
    for (struct plan_item *item = begin; item < end; item++) {
        if (!item->old)
            continue;
        while (new < end && !new->new)
            new ++;
        if (new == end)
            return;
        if (!way->other_files ||
            (new->deck->old != &files->old->files[item->old->file] &&
                plan_entries_may_come_from(new->deck, &files->old->files[item->old->file])))
            plan_entries_match(new->new, item->old);
        new ++;
    }
}

/* Whether the unmatched old entries seem to have been edited, rather than removed from the source.
 * For the ways that compare only answers. */
static bool plan_entries_seem_edited(const struct import_files *files)
{
    size_t matched = 0, left = 0, new = 0;
    for (size_t i = 0; i < files->old->count; i++) {
        const struct import_old_entry *one = &files->old->entries[i];
        matched += one->matched;
        left += !one->matched && files->old->files[one->file].taken;
    }
    for (size_t i = 0; i < files->count; i++)
        for (size_t j = 0; j < files->decks[i].announced_count; j++)
            new += !files->decks[i].announced[j].old && !files->decks[i].announced[j].why;
    return left <= matched || left <= new;
}

static bool plan_entries_by_text(struct import_files *files, const struct plan_way *way)
{
    struct plan_items list = {0};
    bool answers = way->only && !way->other_files;
    bool ok = (answers && !plan_entries_seem_edited(files)) || plan_entries_list(&list, files, way);
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
    if (files->old->count == 0)
        return ERR_NONE;
    bool ok = plan_entries_by_id(files);
    for (size_t i = 0; i < COUNT(plan_ways) && ok; i++)
        ok = plan_entries_by_text(files, &plan_ways[i]);
    enum err_code code = ok ? ERR_NONE : err_memory(err);
    for (size_t i = 0; i < files->count && !code; i++)
        if (files->decks[i].old)
            code = import_plan_similar(files, &files->decks[i], err);
    return code;
}
