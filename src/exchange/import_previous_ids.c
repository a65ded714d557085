#include "exchange/import_previous_ids.h"

#include "base/hash.h"
#include "deck/slug.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

uint64_t question_hash(const struct deck_entry *entry)
{
    return hash_text(hash_text(0, buf_string(&entry->question)), buf_string(&entry->cloze));
}

uint64_t answer_hash(const struct deck_entry *entry)
{
    return hash_text(1, buf_string(&entry->answer));
}

/* ---- the previous import ---- */

static enum err_code previous_ids_add(
    struct previous_ids *previous, const struct deck_entry *entry, struct err *err)
{
    if (!array_grow(
            &previous->entries, previous->count, &previous->capacity, sizeof *previous->entries) ||
        previous->count >= MAP_NONE)
        return err_memory(err);
    struct previous_entry one = {
        question_hash(entry), answer_hash(entry), strdup(buf_string(&entry->id)), false};
    uint32_t number = (uint32_t)previous->count;
    if (!one.id)
        return err_memory(err);
    previous->entries[previous->count++] = one;
    if (!map_add(&previous->by_id, hash_text(0, one.id), number) ||
        !map_add(&previous->by_question, one.question, number) ||
        (entry->answer.length && !map_add(&previous->by_answer, one.answer, number)))
        return err_memory(err);
    return ERR_NONE;
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
    map_done(&previous->by_id);
    map_done(&previous->by_question);
    map_done(&previous->by_answer);
    *previous = (struct previous_ids){0};
}

/* The entry with this question and answer, or else the first with this question. */
static struct previous_entry *previous_ids_same_question(
    struct previous_ids *previous, uint64_t question, uint64_t answer)
{
    struct previous_entry *found = NULL;
    size_t cursor;
    for (uint32_t i = map_first(&previous->by_question, question, &cursor); i != MAP_NONE;
         i = map_next(&previous->by_question, question, &cursor)) {
        struct previous_entry *one = &previous->entries[i];
        if (!one->taken && (!found || (one->answer == answer && found->answer != answer)))
            found = one;
    }
    return found;
}

static struct previous_entry *previous_ids_same_answer(
    struct previous_ids *previous, uint64_t answer, const struct map *announced)
{
    struct previous_entry *found = NULL;
    size_t cursor;
    for (uint32_t i = map_first(&previous->by_answer, answer, &cursor); i != MAP_NONE;
         i = map_next(&previous->by_answer, answer, &cursor)) {
        struct previous_entry *one = &previous->entries[i];
        if (one->taken || map_get(announced, one->question) != MAP_NONE)
            continue;
        if (found)
            return NULL;
        found = one;
    }
    return found;
}

const char *previous_ids_find(
    struct previous_ids *previous, const struct deck_entry *entry, const struct map *announced)
{
    uint64_t question = question_hash(entry), answer = answer_hash(entry);
    struct previous_entry *found = previous_ids_same_question(previous, question, answer);
    if (!found && entry->answer.length)
        found = previous_ids_same_answer(previous, answer, announced);
    if (found)
        found->taken = true;
    return found ? found->id : NULL;
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
