#include "study/adding.h"

#include "base/file.h"
#include "base/hash.h"
#include "model/tags.h"
#include "store/retired.h"

#include <stdlib.h>
#include <string.h>

/* ---- entries ---- */

bool adding_tags(const char *text, struct buf *tags, const char **wrong, size_t *length)
{
    for (text += strspn(text, " ,\t\n"); *text; text += strspn(text, " ,\t\n")) {
        *length = strcspn(text, " ,\t\n");
        *wrong = text;
        if (!tag_is_valid(text, *length))
            return false;
        if (!tags_have(buf_string(tags), text, *length)) {
            buf_text(tags, tags->length ? " " : "");
            buf_add(tags, text, *length);
        }
        text += *length;
    }
    *wrong = NULL;
    return true;
}

static bool adding_is_blank(const struct buf *text)
{
    const char *bytes = buf_string(text);
    return bytes[strspn(bytes, " \t\r\n")] == '\0';
}

const char *adding_mistake(const struct deck_entry *entry, bool *ok)
{
    struct cloze cloze = {0};
    const char *mistake = NULL;
    if (adding_is_blank(&entry->cloze))
        return adding_is_blank(&entry->question) ? "Write a question first" : NULL;
    if (!cloze_read(&cloze, buf_string(&entry->cloze)))
        *ok = false;
    else if (!cloze_next_gap(&cloze, 0))
        mistake = "No gap yet: put {{...}} around the part to hide";
    else if (cloze_next_gap(&cloze, CLOZE_GAPS_MAX))
        mistake = "More than 500 gaps: make several cards of it";
    cloze_done(&cloze);
    return mistake;
}

/* A hash of what makes two entries the same card for the user, without white space at the ends. */
static uint64_t adding_hash(const struct deck_entry *entry)
{
    const struct buf *const texts[] = {&entry->question, &entry->answer, &entry->cloze};
    uint64_t hash = 0;
    for (size_t i = 0; i < COUNT(texts); i++) {
        const char *text = buf_string(texts[i]);
        size_t length = strlen(text);
        while (length > 0 && strchr(" \t\r\n", text[length - 1]))
            length--;
        hash = hash_add(hash, text, length);
    }
    return hash;
}

/* ---- ids of retired cards ---- */

static enum err_code adding_spare_deck(
    struct store *store, int64_t deck_id, struct map *taken, struct err *err)
{
    struct card_ids cards = {0};
    struct stored_card card = {0};
    enum err_code code = store_retired(store, deck_id, &cards, err);
    for (size_t i = 0; i < cards.count && !code; i++) {
        code = store_card(store, cards.ids[i], &card, err);
        uint32_t *number = code || !card.card.id ? NULL : map_id(taken, card.card.id);
        if (number)
            *number = *number ? *number : 1;
        else if (!code && card.card.id)
            code = err_memory(err);
    }
    stored_card_done(&card);
    free(cards.ids);
    return code;
}

enum err_code adding_spare_retired(struct store *store, struct deck_ids *ids, struct err *err)
{
    const char *const names[] = {buf_string(&ids->id), buf_string(&ids->name)};
    enum err_code code = ERR_NONE;
    for (size_t n = 0; n < COUNT(names) && !code; n++) {
        struct known_decks decks = {0};
        code = store_decks_named(store, names[n], &decks, err);
        for (size_t i = 0; i < decks.count && !code; i++)
            code = adding_spare_deck(store, decks.decks[i].deck_id, &ids->taken, err);
        known_decks_done(&decks);
    }
    return code;
}

/* ---- the file ---- */

static enum err_code adding_read_texts(struct adding *a, struct err *err)
{
    struct deck_reader *reader;
    const struct deck_entry *entry = NULL;
    enum err_code code = deck_open(&reader, a->ids.path, ignore_mistake, NULL, err);
    while (!code && !(code = deck_next(reader, &entry, err)) && entry)
        if (!map_add(&a->texts, adding_hash(entry), 0))
            code = err_memory(err);
    deck_close(reader);
    return code;
}

enum err_code adding_open(struct adding *a, struct store *store, const char *path,
    deck_mistake_fn *on_mistake, void *context, struct err *err)
{
    *a = (struct adding){.addition.in_style = true};
    enum err_code code = deck_ids_read(&a->ids, path, on_mistake, context, err);
    a->gives_ids = !code && a->ids.taken.count > 0;
    if (!code && a->gives_ids)
        code = adding_spare_retired(store, &a->ids, err);
    return code ? code : adding_read_texts(a, err);
}

enum err_code adding_add(struct adding *a, struct deck_entry *entry, bool *known, struct err *err)
{
    uint64_t hash = adding_hash(entry);
    *known = map_get(&a->texts, hash) != MAP_NONE;
    if (*known)
        return ERR_NONE;
    const struct buf *text = entry->cloze.length ? &entry->cloze : &entry->question;
    if (!map_add(&a->texts, hash, 0) ||
        (a->gives_ids && !entry->id.length && !deck_ids_new(&a->ids, buf_string(text), &entry->id)))
        return err_memory(err);
    deck_addition_add(&a->addition, entry);
    return ERR_NONE;
}

enum err_code adding_write(struct adding *a, struct err *err)
{
    struct atomic_file file = {0};
    if (a->addition.count == 0)
        return ERR_NONE;
    enum err_code code = atomic_open(&file, a->ids.path, err);
    if (!code && !(code = deck_append(a->ids.path, &a->addition, file.temporary->path, err)) &&
        !(code = deck_file_unchanged(a->ids.path, &a->ids.version, err)))
        code = atomic_commit(&file, err);
    atomic_discard(&file);
    return code;
}

void adding_done(struct adding *a)
{
    deck_ids_done(&a->ids);
    map_done(&a->texts);
    deck_addition_done(&a->addition);
}

/* ---- in place of another ---- */

/* Sets *number to that of the entry to replace, from 0, and *version to that of the file. */
static enum err_code adding_find(const char *path, const struct deck_entry *was, size_t *number,
    struct file_version *version, struct err *err)
{
    struct deck_reader *reader;
    const struct deck_entry *entry = NULL;
    bool found = false, there = false;
    enum err_code code = deck_open(&reader, path, ignore_mistake, NULL, err);
    for (size_t i = 0; !code && !(code = deck_next(reader, &entry, err)) && entry; i++) {
        if (there || !deck_entry_is_equal(entry, was))
            continue;
        there = entry->position.line == was->position.line;
        *number = there || !found ? i : *number;
        found = true;
    }
    if (!code)
        *version = deck_version(reader);
    if (!code && deck_mistakes(reader))
        code = err_at(err, ERR_MISTAKE, path, 0, 0, "has mistakes: nothing was changed");
    else if (!code && !found)
        code = err_at(err, ERR_IO, path, 0, 0, "the card has changed in its file meanwhile");
    deck_close(reader);
    return code;
}

enum err_code adding_replace(const char *path, const struct deck_entry *was,
    const struct deck_entry *entry, size_t *number, struct err *err)
{
    struct atomic_file file = {0};
    struct file_version version;
    *number = 0;
    enum err_code code = adding_find(path, was, number, &version, err);
    if (!code && !entry)
        code = deck_replace(path, *number, was, NULL, err);
    else if (!code && !(code = atomic_open(&file, path, err)) &&
             !(code = deck_replace(path, *number, entry, file.temporary->path, err)) &&
             !(code = deck_file_unchanged(path, &version, err)))
        code = atomic_commit(&file, err);
    atomic_discard(&file);
    return code;
}
