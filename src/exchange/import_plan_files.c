/* Which deck goes to which file. */
#include "exchange/import_plan.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define HITS_MAX ((size_t)1 << 23) /* more are not counted, to limit memory */

/* A text or an id. */
struct plan_key {
    uint64_t hash;
    uint32_t of;    /* an announced deck's or an old file's index */
    uint32_t entry; /* the index of the announced entry in its deck */
};
struct plan_keys {
    struct plan_key *keys;
    size_t count, capacity;
};

/* An announced entry shares a text or an id with an entry in an old file. */
struct plan_hit {
    uint32_t deck, file, entry;
};

struct plan_score {
    uint32_t deck, file;
    size_t common; /* entries */
};

struct plan_scores {
    struct plan_hit *hits;
    size_t hit_count, hit_capacity;
    struct plan_score *scores;
    size_t count, capacity;
};

/* ---- counting ---- */

static int plan_files_by_hash(const void *a, const void *b)
{
    const struct plan_key *x = a, *y = b;
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return (x->of > y->of) - (x->of < y->of);
}

static int plan_files_by_pair(const void *a, const void *b)
{
    const struct plan_hit *x = a, *y = b;
    if (x->deck != y->deck)
        return x->deck < y->deck ? -1 : 1;
    if (x->file != y->file)
        return x->file < y->file ? -1 : 1;
    return (x->entry > y->entry) - (x->entry < y->entry);
}

/* The texts that are compared, as offsets in struct import_texts. */
static const struct plan_text {
    size_t offset;
    bool identified; /* counts only if the source itself identifies its decks */
} plan_texts[] = {{offsetof(struct import_texts, id), true},
    {offsetof(struct import_texts, name), false}, {offsetof(struct import_texts, question), false},
    {offsetof(struct import_texts, bare_question), false}};

static bool plan_files_add_key(struct plan_keys *keys, uint64_t hash, size_t of, size_t entry)
{
    struct plan_key key = {hash, (uint32_t)of, (uint32_t)entry};
    return hash == IMPORT_NO_TEXT ||
           array_add(&keys->keys, &keys->count, &keys->capacity, &key, sizeof key);
}

/* Drops repeated keys of a sorted list. */
static void plan_files_drop_repeated(struct plan_keys *list)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++)
        if (i == 0 || list->keys[i].hash != list->keys[i - 1].hash ||
            list->keys[i].of != list->keys[i - 1].of)
            list->keys[kept++] = list->keys[i];
    list->count = kept;
}

/* Adds a hit for each old file that has one of the keys of an announced entry. */
static bool plan_files_join(
    struct plan_scores *scores, const struct plan_keys *announced, const struct plan_keys *old)
{
    bool ok = true;
    for (size_t i = 0, j = 0; i < announced->count && ok; i++) {
        const struct plan_key *key = &announced->keys[i];
        while (j < old->count && old->keys[j].hash < key->hash)
            j++;
        for (size_t k = j; k < old->count && old->keys[k].hash == key->hash && ok; k++) {
            struct plan_hit hit = {key->of, old->keys[k].of, key->entry};
            if (scores->hit_count < HITS_MAX)
                ok = array_add(
                    &scores->hits, &scores->hit_count, &scores->hit_capacity, &hit, sizeof hit);
        }
    }
    return ok;
}

static bool plan_files_find_hits(
    struct plan_scores *scores, const struct import_files *files, const struct plan_text *text)
{
    struct plan_keys new = {0}, old = {0};
    bool ok = true;
    for (size_t i = 0; i < files->count; i++)
        for (size_t j = 0; j < files->decks[i].announced_count && ok; j++)
            if (files->decks[i].identified || !text->identified)
                ok = plan_files_add_key(
                    &new, import_texts_at(&files->decks[i].announced[j].texts, text->offset), i, j);
    for (size_t i = 0; i < files->old->count && ok; i++)
        ok = plan_files_add_key(&old, import_texts_at(&files->old->entries[i].texts, text->offset),
            files->old->entries[i].file, 0);
    if (ok && new.count && old.count) {
        qsort(new.keys, new.count, sizeof *new.keys, plan_files_by_hash);
        qsort(old.keys, old.count, sizeof *old.keys, plan_files_by_hash);
        plan_files_drop_repeated(&old);
        ok = plan_files_join(scores, &new, &old);
    }
    free(new.keys);
    free(old.keys);
    return ok;
}

/* Adds up the hits, counting each entry once for each file. */
static bool plan_files_count(struct plan_scores *scores)
{
    const struct plan_hit *last = NULL;
    struct plan_score *score = NULL;
    if (scores->hit_count)
        qsort(scores->hits, scores->hit_count, sizeof *scores->hits, plan_files_by_pair);
    for (size_t i = 0; i < scores->hit_count; i++) {
        const struct plan_hit *hit = &scores->hits[i];
        if (last && last->deck == hit->deck && last->file == hit->file && last->entry == hit->entry)
            continue;
        if (!last || last->deck != hit->deck || last->file != hit->file) {
            struct plan_score one = {hit->deck, hit->file, 0};
            if (!array_add(&scores->scores, &scores->count, &scores->capacity, &one, sizeof one))
                return false;
            score = &scores->scores[scores->count - 1];
        }
        score->common++;
        last = hit;
    }
    return true;
}

static struct plan_score plan_files_score_of(
    const struct plan_scores *scores, size_t deck, size_t file)
{
    size_t low = 0, high = scores->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct plan_score *score = &scores->scores[middle];
        if (score->deck < deck || (score->deck == deck && score->file < file))
            low = middle + 1;
        else
            high = middle;
    }
    if (low < scores->count && scores->scores[low].deck == deck && scores->scores[low].file == file)
        return scores->scores[low];
    return (struct plan_score){0};
}

/* ---- choosing ---- */

/* A deck and a file that it may be in. */
struct plan_pair {
    const struct import_files *files;
    const struct import_files_deck *deck;
    const struct import_old_file *old;
    struct plan_score score;
    size_t fewer; /* the number of entries in the deck or in the file, whichever is smaller */
};

static bool plan_files_same_name(const struct plan_pair *p)
{
    return strcmp(p->old->id, p->deck->name) == 0 || strcmp(p->old->name, p->deck->name) == 0;
}

static bool plan_files_is_named(const struct plan_pair *p)
{
    return p->files->named && plan_files_same_name(p);
}

/* Whether both have one card, with the same answer: its question was edited. */
static bool plan_files_is_edited_card(const struct plan_pair *p)
{
    if (p->old->count != 1 || p->deck->announced_count != 1)
        return false;
    const struct import_texts *old = &p->files->old->entries[p->old->first].texts;
    return old->answer != IMPORT_NO_TEXT && old->answer == p->deck->announced[0].texts.answer;
}

static bool plan_files_same_source(const struct plan_pair *p)
{
    if (p->files->named || strcmp(p->old->source, p->deck->identity) != 0)
        return false;
    return (p->deck->identified && plan_files_same_name(p)) || p->old->count == 0 ||
           plan_files_is_edited_card(p) ||
           (p->score.common > 0 && p->score.common * 10 >= p->fewer);
}

static bool plan_files_same_deck(const struct plan_pair *p)
{
    if (p->files->named || !plan_files_same_name(p))
        return false;
    if (p->old->count == 0 || (p->old->seal.sealed && !*p->old->source))
        return true;
    return p->score.common > 0 && p->score.common * 2 >= p->fewer;
}

static bool plan_files_same_entries(const struct plan_pair *p)
{
    return !p->files->named && p->deck->identified &&
           (!*p->old->source || import_old_same_family(p->old->source, p->deck->identity)) &&
           p->score.common > 0 && p->score.common * 2 >= p->old->count &&
           p->score.common * 2 >= p->deck->announced_count;
}

typedef bool plan_rule(const struct plan_pair *pair);
static plan_rule *const plan_rules[] = {
    plan_files_is_named, plan_files_same_source, plan_files_same_deck, plan_files_same_entries};

static void plan_files_choose(
    struct import_files *files, size_t number, plan_rule *rule, const struct plan_scores *scores)
{
    struct import_files_deck *deck = &files->decks[number];
    size_t best = 0;
    for (size_t i = 0; i < files->old->file_count; i++) {
        struct import_old_file *old = &files->old->files[i];
        struct plan_pair pair = {files, deck, old, plan_files_score_of(scores, number, i),
            old->count < deck->announced_count ? old->count : deck->announced_count};
        if (old->taken || !rule(&pair) || (deck->old && pair.score.common <= best))
            continue;
        deck->old = old;
        best = pair.score.common;
    }
    if (deck->old)
        deck->old->taken = true;
}

enum err_code import_plan_files(struct import_files *files, struct err *err)
{
    struct plan_scores scores = {0};
    bool ok = true;
    for (size_t i = 0; i < COUNT(plan_texts) && ok; i++)
        ok = plan_files_find_hits(&scores, files, &plan_texts[i]);
    ok = ok && plan_files_count(&scores);
    for (size_t rule = 0; rule < COUNT(plan_rules) && ok; rule++)
        for (size_t i = 0; i < files->count; i++)
            if (!files->decks[i].old && !files->decks[i].joined)
                plan_files_choose(files, i, plan_rules[rule], &scores);
    free(scores.hits);
    free(scores.scores);
    return ok ? ERR_NONE : err_memory(err);
}
