#include "exchange/import_texts.h"

#include "base/hash.h"
#include "base/normal.h"
#include "deck/cloze.h"
#include "deck/slug.h"

#include <inttypes.h>
#include <string.h>

/* Hashes a text without the white space at its end, which a deck file drops. */
static uint64_t import_texts_add(uint64_t before, const struct buf *text)
{
    size_t length = text->length;
    while (length > 0 && strchr(" \t\r\n", text->bytes[length - 1]))
        length--;
    return hash_add(before, buf_string(text), length);
}

static uint64_t import_texts_question(const struct deck_entry *entry)
{
    return import_texts_add(import_texts_add(0, &entry->question), &entry->cloze);
}

/* Other programs number all gaps, so {{x}} and {{c1::x}} are alike. */
static uint64_t import_texts_bare_cloze(uint64_t before, const struct deck_entry *entry, bool *ok)
{
    struct buf numbered = {0};
    if (entry->cloze.length)
        cloze_number(buf_string(&entry->cloze), &numbered);
    *ok = *ok && !numbered.failed;
    uint64_t hash = normal_hash_bare(before, buf_string(&numbered), ok);
    buf_done(&numbered);
    return hash;
}

bool import_texts_hash(struct import_texts *t, const struct deck_entry *entry)
{
    bool ok = true;
    const struct buf *const rest[] = {&entry->tags, &entry->hint, &entry->note};
    const char *answer = buf_string(&entry->answer);
    t->question = import_texts_question(entry);
    t->answer = entry->answer.length ? import_texts_add(1, &entry->answer) : IMPORT_NO_TEXT;
    t->pair = import_texts_add(t->question, &entry->answer);
    t->whole = t->pair + entry->reverse + 2U * (entry->type_given && entry->type);
    for (size_t i = 0; i < COUNT(rest); i++)
        t->whole = import_texts_add(t->whole, rest[i]);
    t->bare_question = normal_hash_bare(IMPORT_NO_TEXT, buf_string(&entry->question), &ok);
    t->bare_question = import_texts_bare_cloze(t->bare_question, entry, &ok);
    t->bare_answer = normal_hash_bare(IMPORT_NO_TEXT, answer, &ok);
    t->bare_pair = normal_hash_bare(t->bare_question, answer, &ok);
    t->id = entry->id.length ? normal_hash(1, buf_string(&entry->id), &ok) : IMPORT_NO_TEXT;
    const char *id = buf_string(&entry->id);
    t->name = id[strspn(id, "0123456789")] ? t->id : IMPORT_NO_TEXT;
    return ok;
}

void import_texts_add_id(struct buf *id, const struct deck_entry *entry, bool again)
{
    uint64_t hash =
        hash_text(hash_text(0, buf_string(&entry->question)), buf_string(&entry->cloze));
    bool cloze = entry->cloze.length > 0;
    slug_of(buf_string(cloze ? &entry->cloze : &entry->question), id);
    if (again)
        hash = hash_text(hash, buf_string(&entry->answer));
    buf_format(id, "-%08" PRIx64, hash >> 32 ^ (hash & 0xffffffff));
}
