#include "deck/import_previous_ids.h"

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

/* ---- the earlier import ---- */

static enum err_code previous_ids_add(
    struct earlier *earlier, const struct deck_entry *entry, struct err *err)
{
    if (!array_grow(
            &earlier->entries, earlier->count, &earlier->capacity, sizeof *earlier->entries) ||
        earlier->count >= HASH_NONE)
        return err_memory(err);
    struct earlier_entry one = {
        question_hash(entry), answer_hash(entry), strdup(buf_string(&entry->id)), false};
    uint32_t number = (uint32_t)earlier->count;
    if (!one.id)
        return err_memory(err);
    earlier->entries[earlier->count++] = one;
    bool answers = entry->answer.length > 0;
    if (!hashes_add(&earlier->by_id, hash_text(0, one.id), number) ||
        !hashes_add(&earlier->by_question, one.question, number) ||
        (answers && !hashes_add(&earlier->by_answer, one.answer, number)))
        return err_memory(err);
    return ERR_NONE;
}

static void previous_ids_say_nothing(void *context, const struct err *mistake)
{
    (void)context;
    (void)mistake;
}

enum err_code earlier_read(struct earlier *earlier, const char *path, struct err *err)
{
    struct deck_reader *reader;
    const struct deck_entry *entry = NULL;
    enum err_code code = deck_open(&reader, path, previous_ids_say_nothing, NULL, err);
    while (!code && !(code = deck_next(reader, &entry, err)) && entry)
        if (entry->id.length)
            code = previous_ids_add(earlier, entry, err);
    deck_close(reader);
    return code == ERR_MISTAKE ? ERR_NONE : code;
}

void earlier_done(struct earlier *earlier)
{
    for (size_t i = 0; i < earlier->count; i++)
        free(earlier->entries[i].id);
    free(earlier->entries);
    hashes_done(&earlier->by_id);
    hashes_done(&earlier->by_question);
    hashes_done(&earlier->by_answer);
    *earlier = (struct earlier){0};
}

/* Of the entries that ask this, the one that answers this, or else the first. */
static struct earlier_entry *previous_ids_same_question(
    struct earlier *earlier, uint64_t question, uint64_t answer)
{
    struct earlier_entry *found = NULL;
    size_t place;
    for (uint32_t i = hashes_first(&earlier->by_question, question, &place); i != HASH_NONE;
         i = hashes_next(&earlier->by_question, question, &place)) {
        struct earlier_entry *one = &earlier->entries[i];
        if (!one->taken && (!found || (one->answer == answer && found->answer != answer)))
            found = one;
    }
    return found;
}

static struct earlier_entry *previous_ids_same_answer(
    struct earlier *earlier, uint64_t answer, const struct hashes *announced)
{
    struct earlier_entry *found = NULL;
    size_t place, other;
    for (uint32_t i = hashes_first(&earlier->by_answer, answer, &place); i != HASH_NONE;
         i = hashes_next(&earlier->by_answer, answer, &place)) {
        struct earlier_entry *one = &earlier->entries[i];
        if (one->taken || hashes_first(announced, one->question, &other) != HASH_NONE)
            continue;
        if (found)
            return NULL;
        found = one;
    }
    return found;
}

const char *earlier_id(
    struct earlier *earlier, const struct deck_entry *entry, const struct hashes *announced)
{
    uint64_t answer = answer_hash(entry);
    struct earlier_entry *found = previous_ids_same_question(earlier, question_hash(entry), answer);
    if (!found && entry->answer.length)
        found = previous_ids_same_answer(earlier, answer, announced);
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
