#include "exchange/import_previous_ids.h"

#include "base/hash.h"
#include "base/normal.h"
#include "deck/slug.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define NOTHING 0 /* the hash of an empty text */

uint64_t question_hash(const struct deck_entry *entry)
{
    return hash_text(hash_text(0, buf_string(&entry->question)), buf_string(&entry->cloze));
}

/* Returns false if memory ran out. */
static bool previous_ids_hash(const struct deck_entry *entry, struct entry_hashes *hashes)
{
    bool ok = true;
    const char *question = buf_string(&entry->question), *answer = buf_string(&entry->answer);
    uint64_t bare = normal_hash_bare(NOTHING, question, &ok);
    *hashes = (struct entry_hashes){
        {question_hash(entry), normal_hash_bare(bare, buf_string(&entry->cloze), &ok)},
        {entry->answer.length ? hash_text(1, answer) : NOTHING,
            normal_hash_bare(NOTHING, answer, &ok)}};
    return ok;
}

/* ---- the previous import ---- */

/* Does not index an empty text, since it cannot tell entries apart. */
static bool previous_ids_index(struct map *map, uint64_t hash, uint32_t number)
{
    return hash == NOTHING || map_add(map, hash, number);
}

static enum err_code previous_ids_add(
    struct previous_ids *previous, const struct deck_entry *entry, struct err *err)
{
    if (!array_grow(
            &previous->entries, previous->count, &previous->capacity, sizeof *previous->entries) ||
        previous->count >= MAP_NONE)
        return err_memory(err);
    struct previous_entry one = {.id = strdup(buf_string(&entry->id))};
    uint32_t number = (uint32_t)previous->count;
    if (!one.id)
        return err_memory(err);
    bool ok = previous_ids_hash(entry, &one.hashes);
    previous->entries[previous->count++] = one;
    uint32_t *known = map_id(&previous->ids, one.id);
    ok = ok && known;
    if (known)
        *known = 1;
    for (enum entry_way way = 0; way < ENTRY_WAYS && ok; way++)
        ok = previous_ids_index(&previous->by_question[way], one.hashes.question[way], number) &&
             previous_ids_index(&previous->by_answer[way], one.hashes.answer[way], number);
    return ok ? ERR_NONE : err_memory(err);
}

enum err_code previous_ids_read(struct previous_ids *previous, const char *path, struct err *err)
{
    struct deck_reader *reader;
    const struct deck_entry *entry = NULL;
    enum err_code code = deck_open(&reader, path, ignore_mistake, NULL, err);
    while (!code && !(code = deck_next(reader, &entry, err)) && entry)
        if (entry->id.length)
            code = previous_ids_add(previous, entry, err);
    deck_close(reader);
    return code == ERR_MISTAKE ? ERR_NONE : code;
}

void previous_ids_done(struct previous_ids *previous)
{
    for (size_t i = 0; i < previous->count; i++)
        free(previous->entries[i].id);
    free(previous->entries);
    map_done(&previous->ids);
    for (enum entry_way way = 0; way < ENTRY_WAYS; way++) {
        map_done(&previous->by_question[way]);
        map_done(&previous->by_answer[way]);
    }
    *previous = (struct previous_ids){0};
}

/* Whether the entry is not taken, and not reserved for a new entry with the same question. */
static bool previous_ids_is_free(const struct previous_entry *one, const struct map *announced)
{
    return !one->taken && map_get(announced, one->hashes.question[ENTRY_WRITTEN]) == MAP_NONE;
}

/* The entry with this question and answer, or else the first with this question. */
static struct previous_entry *previous_ids_same_question(struct previous_ids *previous,
    const struct entry_hashes *hashes, enum entry_way way, const struct map *announced)
{
    struct previous_entry *found = NULL;
    const struct map *map = &previous->by_question[way];
    uint64_t question = hashes->question[way], answer = hashes->answer[way];
    size_t cursor;
    for (uint32_t i = map_first(map, question, &cursor); i != MAP_NONE;
         i = map_next(map, question, &cursor)) {
        struct previous_entry *one = &previous->entries[i];
        bool fits = way == ENTRY_WRITTEN ? !one->taken : previous_ids_is_free(one, announced);
        if (fits &&
            (!found || (one->hashes.answer[way] == answer && found->hashes.answer[way] != answer)))
            found = one;
    }
    return found;
}

static struct previous_entry *previous_ids_same_answer(
    struct previous_ids *previous, uint64_t answer, enum entry_way way, const struct map *announced)
{
    struct previous_entry *found = NULL;
    const struct map *map = &previous->by_answer[way];
    size_t cursor;
    for (uint32_t i = map_first(map, answer, &cursor); i != MAP_NONE;
         i = map_next(map, answer, &cursor)) {
        struct previous_entry *one = &previous->entries[i];
        if (!previous_ids_is_free(one, announced))
            continue;
        if (found)
            return NULL;
        found = one;
    }
    return found;
}

bool previous_ids_find(struct previous_ids *previous, const struct deck_entry *entry,
    const struct map *announced, const char **id)
{
    struct previous_entry *found = NULL;
    struct entry_hashes hashes;
    *id = NULL;
    if (previous->count == 0)
        return true;
    if (!previous_ids_hash(entry, &hashes))
        return false;
    for (enum entry_way way = 0; way < ENTRY_WAYS && !found; way++)
        found = previous_ids_same_question(previous, &hashes, way, announced);
    for (enum entry_way way = 0; way < ENTRY_WAYS && !found; way++)
        found = previous_ids_same_answer(previous, hashes.answer[way], way, announced);
    if (found) {
        found->taken = true;
        *id = found->id;
    }
    return true;
}

/* ---- new ids ---- */

void id_from_texts(struct buf *id, const struct deck_entry *entry, bool again)
{
    uint64_t hash = question_hash(entry);
    bool cloze = entry->cloze.length > 0;
    slug_of(buf_string(cloze ? &entry->cloze : &entry->question), id);
    if (again)
        hash = hash_text(hash, buf_string(&entry->answer));
    buf_format(id, "-%08" PRIx64, hash >> 32 ^ (hash & 0xffffffff));
}
