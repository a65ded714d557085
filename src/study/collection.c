#include "study/collection.h"

#include "base/buf.h"
#include "base/nearest.h"
#include "deck/foreign.h"
#include "study/folder.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static enum err_code collection_load_entry(struct load *load, struct deck_reader *reader,
    const struct deck_entry *entry, int64_t position, struct card_texts *texts, struct err *err)
{
    struct card card;
    for (unsigned i = 0; deck_entry_card(entry, i, texts, &card); i++) {
        bool duplicate;
        if (card_texts_failed(texts))
            return err_memory(err);
        enum err_code code = load_card(load, &card, position, &duplicate, err);
        if (code)
            return code;
        if (duplicate) {
            deck_mistake_at_id(reader, "another card of this deck has the same id");
            return ERR_NONE;
        }
    }
    return ERR_NONE;
}

/* A file being loaded. It may have to be read a second or third time. */
struct collection_reading {
    struct deck_reader *reader;
    struct store *store;
    const char *path;
    int today;
    enum load_care care;
    bool again; /* the file must be read again */
    int64_t deck_id;
    struct load_report report;
};

static enum err_code collection_read_entries(
    struct collection_reading *r, struct load *load, struct err *err)
{
    struct card_texts texts = {0};
    const struct deck_entry *entry;
    enum err_code code = ERR_NONE;
    for (int64_t position = 1; !code; position++) {
        code = deck_next(r->reader, &entry, err);
        if (code || !entry)
            break;
        code = collection_load_entry(load, r->reader, entry, position, &texts, err);
    }
    card_texts_done(&texts);
    return code;
}

/* Read the rest of the file and ignore it. */
static enum err_code collection_drain(struct collection_reading *r, struct err *err)
{
    const struct deck_entry *entry;
    enum err_code code;
    do
        code = deck_next(r->reader, &entry, err);
    while (!code && entry);
    return code;
}

/* Read the file once, within a transaction. */
static enum err_code collection_read_once(struct collection_reading *r, struct err *err)
{
    struct load *load = NULL;
    enum load_care again = LOAD_EASY;
    enum err_code code = load_begin(r->store, r->path, deck_head(r->reader),
        deck_version(r->reader), r->today, r->care, &load, err);
    if (code == ERR_MISTAKE && !r->again && !collection_drain(r, NULL) &&
        deck_head_came_late(r->reader))
        code = ERR_NONE; /* mistaken for another deck, because its id comes after its cards */
    else if (!code && !(code = collection_read_entries(r, load, err)))
        code = load_end(load, &r->deck_id, &r->report, &again, err);
    bool mistaken = deck_mistakes(r->reader) > 0;
    r->again = again || (deck_head_came_late(r->reader) && !mistaken);
    r->care |= again;
    if (!code && !r->again && mistaken)
        code = ERR_MISTAKE;
    load_free(load);
    return code;
}

static enum err_code collection_read_all(struct collection_reading *r, struct err *err)
{
    for (;;) {
        enum err_code code = store_begin(r->store, err);
        if (code)
            return code;
        code = collection_read_once(r, err);
        if (!code && !r->again)
            return store_commit(r->store, err);
        store_rollback(r->store);
        if (code || (code = deck_rewind(r->reader, err)))
            return code;
    }
}

enum err_code deck_load(struct store *store, const char *path, int today,
    deck_mistake_fn *on_mistake, void *context, int64_t *deck_id, struct load_report *report,
    struct err *err)
{
    struct file_version now, known;
    struct collection_reading r = {.store = store, .path = path, .today = today};
    enum err_code code;
    *report = (struct load_report){0};
    if ((code = deck_file_version(path, &now, err)) ||
        (code = store_deck_at(store, path, deck_id, &known, err)))
        return code;
    if (*deck_id && memcmp(&now, &known, sizeof now) == 0)
        return ERR_NONE;
    bool reported = true; /* whether the reader has reported why the deck is refused */
    code = deck_open(&r.reader, path, on_mistake, context, err);
    if (!code) {
        code = collection_read_all(&r, err);
        reported = deck_mistakes(r.reader) > 0;
    }
    if (code == ERR_MISTAKE && reported)
        err_at(err, code, path, 0, 0, "has mistakes: nothing was changed");
    deck_close(r.reader);
    if (!code) {
        *deck_id = r.deck_id;
        *report = r.report;
    }
    return code;
}

static enum err_code collection_add_deck(struct collection *c, int64_t deck_id, struct err *err)
{
    for (size_t i = 0; i < c->count; i++)
        if (c->deck_ids[i] == deck_id)
            return ERR_NONE;
    bool ok = array_add(&c->deck_ids, &c->count, &c->capacity, &deck_id, sizeof deck_id);
    return ok ? ERR_NONE : err_memory(err);
}

static enum err_code collection_add_file(struct collection *c, const char *path, struct err *err)
{
    int64_t deck_id;
    struct load_report report;
    enum err_code code =
        deck_load(c->store, path, c->today, c->on_mistake, c->context, &deck_id, &report, err);
    if (code)
        return code;
    load_report_add(&c->report, &report);
    return collection_add_deck(c, deck_id, err);
}

/* If the refused file belongs to a known deck, record that deck. */
static enum err_code collection_add_refused(struct collection *c, const char *path, struct err *err)
{
    int64_t deck_id;
    struct file_version version;
    enum err_code code = store_deck_at(c->store, path, &deck_id, &version, err);
    if (code || deck_id == 0)
        return code;
    return known_decks_add(&c->mistaken, deck_id, path) ? ERR_NONE : err_memory(err);
}

/* Add a deck file that the user did not name directly. Report and skip a bad one. */
static enum err_code collection_add_file_among_others(
    struct collection *c, const char *path, struct err *err)
{
    enum err_code code = collection_add_file(c, path, err);
    if (code != ERR_MISTAKE && code != ERR_IO)
        return code;
    if (err->line == 0 && code == ERR_MISTAKE)
        err_at(err, code, path, 0, 0, "skipped: it has mistakes");
    c->on_mistake(c->context, err);
    c->refused++;
    return collection_add_refused(c, path, err);
}

/* Add a file from a folder. If it is not a deck and never was one, skip it with a note. */
static enum err_code collection_add_file_of_folder(void *context, const char *path, struct err *err)
{
    struct collection *c = context;
    int64_t deck_id;
    struct file_version version;
    enum err_code code = store_deck_at(c->store, path, &deck_id, &version, err);
    if (code)
        return code;
    if (deck_id == 0 && deck_is_foreign(path)) {
        struct err note;
        err_at(&note, ERR_MISTAKE, path, 0, 0, "skipped: no \"cards:\", so not a deck");
        c->on_mistake(c->context, &note);
        return ERR_NONE;
    }
    c->found++;
    return collection_add_file_among_others(c, path, err);
}

static enum err_code collection_add_folder(struct collection *c, const char *path, struct err *err)
{
    size_t found = c->found;
    enum err_code code = folder_walk(path, collection_add_file_of_folder, c, err);
    if (!code && c->found == found)
        code = err_at(err, ERR_IO, path, 0, 0, "contains no decks");
    return code;
}

typedef enum err_code collection_file_fn(struct collection *c, const char *path, struct err *err);

/* Add a known deck from its file, or as it was last read if the file is gone. */
static enum err_code collection_add_known(
    struct collection *c, const struct known_deck *deck, collection_file_fn *add, struct err *err)
{
    if (!deck->path || !deck_file_exists(deck->path))
        return collection_add_deck(c, deck->deck_id, err);
    return add(c, deck->path, err);
}

static enum err_code collection_add_all_known(
    struct collection *c, const struct known_decks *decks, struct err *err)
{
    enum err_code code = ERR_NONE;
    for (size_t i = 0; i < decks->count && !code; i++)
        code = collection_add_known(c, &decks->decks[i], collection_add_file_among_others, err);
    return code;
}

enum err_code collection_nearest(
    struct store *store, const char *word, struct buf *nearest, struct err *err)
{
    struct known_decks decks = {0};
    enum err_code code = store_decks(store, &decks, err);
    for (size_t i = 0; i < decks.count && !code; i++) {
        struct stored_caps stored;
        code = store_deck_caps(store, decks.decks[i].deck_id, &stored, err);
        const char *const names[] = {
            buf_string(nearest), buf_string(&stored.id), buf_string(&stored.name)};
        const char *name = code ? NULL : nearest_word(word, names, COUNT(names));
        if (name && name != names[0]) {
            buf_clear(nearest);
            buf_text(nearest, name);
        }
        buf_done(&stored.id);
        buf_done(&stored.name);
    }
    known_decks_done(&decks);
    return !code && nearest->failed ? err_memory(err) : code;
}

/* Return the error for a word that names no file or deck. */
static enum err_code collection_unknown(struct collection *c, const char *word, struct err *err)
{
    struct buf nearest = {0};
    enum err_code code = collection_nearest(c->store, word, &nearest, err);
    if (!code && nearest.length)
        code = err_at(err, ERR_IO, word, 0, 0, "no such file or known deck: did you mean \"%s\"?",
            buf_string(&nearest));
    else if (!code)
        code = err_at(err, ERR_IO, word, 0, 0,
            "no such file or known deck: \"drill decks\" lists the known decks");
    buf_done(&nearest);
    return code;
}

static enum err_code collection_add_word(struct collection *c, const char *word, struct err *err)
{
    struct stat file;
    enum err_code code;
    if (stat(word, &file) == 0) {
        char *path = realpath(word, NULL);
        if (!path)
            return err_at(err, ERR_IO, word, 0, 0, "%s", strerror(errno));
        code = S_ISDIR(file.st_mode) ? collection_add_folder(c, path, err)
                                     : collection_add_file(c, path, err);
        free(path);
        return code;
    }
    int why = errno;
    struct known_decks decks = {0};
    code = store_decks_named(c->store, word, &decks, err);
    if (!code && decks.count)
        code = collection_add_known(c, &decks.decks[0], collection_add_file, err);
    else if (!code && why == ENOENT)
        code = collection_unknown(c, word, err);
    else if (!code)
        code = err_at(err, ERR_IO, word, 0, 0, "%s", strerror(why));
    known_decks_done(&decks);
    return code;
}

enum err_code collection_open(
    struct collection *c, char *const *words, size_t count, struct err *err)
{
    struct known_decks decks = {0};
    enum err_code code = ERR_NONE;
    if (count == 0 && !(code = store_decks(c->store, &decks, err)))
        code = collection_add_all_known(c, &decks, err);
    for (size_t i = 0; i < count && !code; i++)
        code = collection_add_word(c, words[i], err);
    known_decks_done(&decks);
    if (!code && c->report.added > 0)
        code = store_count_twice(c->store, &c->report.twice, err);
    return code;
}

void collection_done(struct collection *c)
{
    known_decks_done(&c->mistaken);
    free(c->deck_ids);
    c->deck_ids = NULL;
    c->count = c->capacity = 0;
}
