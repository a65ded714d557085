/* The statements list the columns that the tables have at this schema step, in the order of the row
 * check. A damaged row's check stays wrong, so that the doctor still finds it. */
#include "store/migrate_texts.h"

#include "base/buf.h"
#include "base/hash.h"
#include "deck/cloze.h"
#include "store/card_hash.h"
#include "store/sql_once.h"

#include <stdlib.h>

#define CHECK(before, after)                                                                       \
    "row_check = CASE row_check WHEN row_check(" before ") THEN row_check(" after                  \
    ") ELSE row_check END "
#define CARD_BEFORE "card_id, deck_id, id, variant, position, "
#define CARD_AFTER                                                                                 \
    ", added_day, retired_day, suspended, repetitions, interval, ease, due, repeat_day, lapses, "  \
    "reviews, last_rating, last_review_id, buried_day, leech, last_change_id"
#define DECK_BEFORE                                                                                \
    "deck_id, id, name, description, tags, names_itself, path, device, inode, size, "
#define DECK_AFTER ", new_cap, limit_cap"
#define TEXTS      "card_id, question, answer, hint, note, tags"

/* A query, and the statement that updates some of its rows. */
struct migrate_texts {
    struct store *store;
    sqlite3_stmt *row, *update;
};

static enum err_code migrate_texts_begin(struct migrate_texts *m, struct store *store,
    const char *select, const char *update, struct err *err)
{
    *m = (struct migrate_texts){.store = store, .row = sql_once(store, select, err)};
    if (m->row && (m->update = sql_once(store, update, err)))
        return ERR_NONE;
    sqlite3_finalize(m->row);
    return err->code;
}

/* Run the update, whose parameters are bound. */
static enum err_code migrate_texts_write(struct migrate_texts *m, struct err *err)
{
    sqlite3_step(m->update);
    int result = sqlite3_reset(m->update);
    return result == SQLITE_OK ? ERR_NONE : sql_error(m->store, result, err);
}

static enum err_code migrate_texts_end(struct migrate_texts *m, enum err_code code, struct err *err)
{
    sqlite3_finalize(m->update);
    enum err_code end = sql_once_end(m->store, m->row, code ? NULL : err);
    return code ? code : end;
}

/* ---- hashes ---- */

/* The hashes that earlier versions stored: those of the text as written. */
static struct card_hashes migrate_texts_old_hashes(const struct card *card)
{
    uint64_t content = hash_text(hash_text(3, card->question), card->answer);
    content = hash_text(hash_text(hash_text(content, card->hint), card->note), card->tags);
    return (struct card_hashes){
        (int64_t)(card->id ? hash_text(1, card->id) : hash_text(2, card->question)),
        (int64_t)content};
}

/* A hash that does not match the card's text stays: the doctor has set it. */
static enum err_code migrate_texts_hash_card(struct migrate_texts *m, struct err *err)
{
    enum { CARD_ID, IDENTITY, CONTENT, ID, QUESTION, ANSWER, HINT, NOTE, TAGS };
    const struct card card = {.id = column_text_or_null(m->row, ID),
        .question = column_text(m->row, QUESTION),
        .answer = column_text(m->row, ANSWER),
        .hint = column_text(m->row, HINT),
        .note = column_text(m->row, NOTE),
        .tags = column_text(m->row, TAGS)};
    const struct card_hashes old = migrate_texts_old_hashes(&card);
    const struct card_hashes now = {
        sqlite3_column_int64(m->row, IDENTITY), sqlite3_column_int64(m->row, CONTENT)};
    struct card_hashes new;
    enum err_code code = card_hash(&card, &new, err);
    if (code || (new.identity == old.identity &&new.content == old.content))
        return code;
    sqlite3_bind_int64(m->update, 1, now.identity == old.identity ? new.identity : now.identity);
    sqlite3_bind_int64(m->update, 2, now.content == old.content ? new.content : now.content);
    sqlite3_bind_int64(m->update, 3, sqlite3_column_int64(m->row, CARD_ID));
    return migrate_texts_write(m, err);
}

static enum err_code migrate_texts_hash(struct store *store, struct err *err)
{
    struct migrate_texts m;
    enum err_code code = migrate_texts_begin(&m, store,
        "SELECT card_id, identity, content, id, question, answer, hint, note, t.tags "
        "FROM cards c JOIN texts t USING (card_id) ORDER BY card_id",
        "UPDATE cards SET identity = ?1, content = ?2, " CHECK(CARD_BEFORE
            "identity, content" CARD_AFTER,
            CARD_BEFORE "?1, ?2" CARD_AFTER) "WHERE card_id = ?3",
        err);
    if (code)
        return code;
    while (!code && sqlite3_step(m.row) == SQLITE_ROW)
        code = migrate_texts_hash_card(&m, err);
    return migrate_texts_end(&m, code, err);
}

/* ---- cloze texts ---- */

/* The gaps of one entry. */
struct migrate_texts_entry {
    int64_t deck_id, position;
    struct migrate_texts_gap {
        int64_t card_id;
        int variant;
        size_t question, answer; /* offsets in texts */
    } * gaps;
    size_t count, capacity;
    struct buf texts, cloze;
};

static size_t migrate_texts_keep(struct buf *texts, const char *text)
{
    size_t offset = texts->length;
    buf_text(texts, text);
    buf_char(texts, '\0');
    return offset;
}

/* Rebuild the entry's cloze text; false if it cannot be derived from the entry's cards. */
static bool migrate_texts_rebuild(struct migrate_texts_entry *entry, struct card *cards)
{
    for (size_t i = 0; i < entry->count; i++)
        cards[i] = (struct card){.variant = entry->gaps[i].variant,
            .question = entry->texts.bytes + entry->gaps[i].question,
            .answer = entry->texts.bytes + entry->gaps[i].answer};
    buf_clear(&entry->cloze);
    return cloze_rebuild(cards, entry->count, &entry->cloze);
}

/* Write the cloze text of the entry read so far, and begin the next one. */
static enum err_code migrate_texts_end_entry(
    struct migrate_texts *m, struct migrate_texts_entry *entry, struct err *err)
{
    struct card *cards = calloc(entry->count + 1, sizeof *cards);
    if (!cards || entry->texts.failed) {
        free(cards);
        return err_memory(err);
    }
    enum err_code code = ERR_NONE;
    bool told = entry->count > 0 && migrate_texts_rebuild(entry, cards);
    if (entry->cloze.failed)
        code = err_memory(err);
    for (size_t i = 0; i < entry->count && told && !code; i++) {
        const char *cloze = buf_string(&entry->cloze);
        sqlite3_bind_text64(m->update, 1, cloze, entry->cloze.length, SQLITE_STATIC, SQLITE_UTF8);
        sqlite3_bind_int64(m->update, 2, entry->gaps[i].card_id);
        code = migrate_texts_write(m, err);
    }
    free(cards);
    entry->count = 0;
    buf_clear(&entry->texts);
    return code;
}

static enum err_code migrate_texts_add_gap(
    struct migrate_texts *m, struct migrate_texts_entry *entry, struct err *err)
{
    enum { CARD_ID, DECK_ID, POSITION, VARIANT, QUESTION, ANSWER };
    int64_t deck_id = sqlite3_column_int64(m->row, DECK_ID);
    int64_t position = sqlite3_column_int64(m->row, POSITION);
    enum err_code code = ERR_NONE;
    if (deck_id != entry->deck_id || position != entry->position)
        code = migrate_texts_end_entry(m, entry, err);
    if (code)
        return code;
    entry->deck_id = deck_id;
    entry->position = position;
    const struct migrate_texts_gap gap = {sqlite3_column_int64(m->row, CARD_ID),
        sqlite3_column_int(m->row, VARIANT),
        migrate_texts_keep(&entry->texts, column_text(m->row, QUESTION)),
        migrate_texts_keep(&entry->texts, column_text(m->row, ANSWER))};
    return array_add(&entry->gaps, &entry->count, &entry->capacity, &gap, sizeof gap)
               ? ERR_NONE
               : err_memory(err);
}

/* Skips retired cards, since the position of a retired card may be another entry's by now. */
static enum err_code migrate_texts_fill_clozes(struct store *store, struct err *err)
{
    struct migrate_texts m;
    struct migrate_texts_entry entry = {0};
    enum err_code code = migrate_texts_begin(&m, store,
        "SELECT card_id, deck_id, position, variant, question, answer "
        "FROM cards JOIN texts USING (card_id) WHERE retired_day IS NULL "
        "AND variant BETWEEN 1 AND 999 ORDER BY deck_id, position, variant",
        "UPDATE texts SET cloze = ?1, " CHECK(TEXTS, TEXTS ", ?1") "WHERE card_id = ?2", err);
    if (code)
        return code;
    while (!code && sqlite3_step(m.row) == SQLITE_ROW)
        code = migrate_texts_add_gap(&m, &entry, err);
    if (!code)
        code = migrate_texts_end_entry(&m, &entry, err);
    free(entry.gaps);
    buf_done(&entry.texts);
    buf_done(&entry.cloze);
    return migrate_texts_end(&m, code, err);
}

/* ---- the step ---- */

/* Make all deck files seem changed, so that the next start reads them again. */
static enum err_code migrate_texts_forget_files(struct store *store, struct err *err)
{
    sqlite3_stmt *update = sql_once(store,
        "UPDATE decks SET modified_ns = 0, changed_ns = 0, " CHECK(
            DECK_BEFORE "modified_ns, changed_ns" DECK_AFTER, DECK_BEFORE "0, 0" DECK_AFTER),
        err);
    if (update)
        sqlite3_step(update);
    return sql_once_end(store, update, err);
}

enum err_code migrate_texts(struct store *store, struct err *err)
{
    enum err_code code;
    if ((code = migrate_texts_hash(store, err)) || (code = migrate_texts_fill_clozes(store, err)))
        return code;
    return migrate_texts_forget_files(store, err);
}
