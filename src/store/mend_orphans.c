/* The log matters most: if an event's card is gone, the card is recreated as a retired one. When
 * the deck's file is next loaded, the card is found by its text, and gets its position back. */
#include "store/mend.h"

#include "base/buf.h"
#include "store/card_hash.h"
#include "store/cards.h"
#include "store/regimes.h"
#include "store/sql_once.h"

#include <stdlib.h>

#define EVENTS_OF(card)                                                                            \
    "(SELECT study_day FROM reviews WHERE card_id = " card                                         \
    " UNION ALL SELECT study_day FROM changes WHERE card_id = " card ")"
#define NO_CARD "card_id NOT IN (SELECT card_id FROM cards)"

/* Append the numbers returned by a statement. */
static enum err_code mend_orphans_list(
    const struct mend *mend, const char *sql, struct card_ids *ids, struct err *err)
{
    enum { ID };
    bool ok = true;
    sqlite3_stmt *row = sql_once(mend->store, sql, err);
    while (row && ok && sqlite3_step(row) == SQLITE_ROW)
        ok = card_ids_add(ids, sqlite3_column_int64(row, ID));
    enum err_code code = sql_once_end(mend->store, row, err);
    return code || ok ? code : err_memory(err);
}

enum err_code mend_hashes(struct mend *mend, int64_t card_id, bool question, struct err *err)
{
    enum { QUESTION, ANSWER, HINT, NOTE, TAGS };
    struct card_hashes hashes = {0};
    bool ok = true;
    sqlite3_stmt *row = sql_once(
        mend->store, "SELECT question, answer, hint, note, tags FROM texts WHERE card_id = ?", err);
    if (row)
        sqlite3_bind_int64(row, 1, card_id);
    if (row && sqlite3_step(row) == SQLITE_ROW) {
        struct card card = {.question = column_text(row, QUESTION),
            .answer = column_text(row, ANSWER),
            .hint = column_text(row, HINT),
            .note = column_text(row, NOTE),
            .tags = column_text(row, TAGS)};
        ok = !card_hash(&card, &hashes, NULL);
    }
    mend->rereads = true;
    const int64_t numbers[] = {hashes.content, card_id, hashes.identity};
    enum err_code code = sql_once_end(mend->store, row, err);
    code = code || ok ? code : err_memory(err);
    return code ? code
                : mend_run(mend,
                      question ? "UPDATE cards SET content = ?1, identity = ?3 WHERE card_id = ?2"
                               : "UPDATE cards SET content = ?1 WHERE card_id = ?2",
                      numbers, question ? 3 : 2, err);
}

/* Cards are numbered deck by deck as they are loaded, so the previous card is probably in the same
 * deck. */
static enum err_code mend_orphans_make_card(struct mend *mend, int64_t card_id, struct err *err)
{
    const int64_t numbers[] = {card_id, mend->now.day};
    enum err_code code = mend_run(mend,
        "INSERT INTO cards(card_id, deck_id, variant, position, identity, content, added_day, "
        "retired_day) VALUES (?1, ifnull((SELECT deck_id FROM cards WHERE card_id < ?1 "
        "ORDER BY card_id DESC LIMIT 1), ifnull((SELECT min(deck_id) FROM decks), 1)), 0, 1, 0, 0, "
        "ifnull((SELECT min(study_day) FROM " EVENTS_OF("?1") "), ?2), ?2)",
        numbers, 2, err);
    return code ? code : mend_hashes(mend, card_id, true, err);
}

static enum err_code mend_orphans_make_cards(struct mend *mend, struct err *err)
{
    struct card_ids ids = {0};
    enum err_code code = mend_orphans_list(mend,
        "SELECT card_id FROM reviews WHERE " NO_CARD " UNION SELECT card_id FROM changes "
        "WHERE " NO_CARD " ORDER BY 1",
        &ids, err);
    for (size_t i = 0; i < ids.count && !code; i++)
        code = mend_orphans_make_card(mend, ids.ids[i], err);
    if (!code && ids.count)
        mend_tell_rows(mend, "recreated from their events: cards ", ids.ids, ids.count,
            "; the next review will reread their deck");
    mend->rereads |= ids.count > 0;
    free(ids.ids);
    return code;
}

/* Run a statement for each number returned by another, and report the numbers. */
static enum err_code mend_orphans_each(struct mend *mend, const char *list, const char *sql,
    const char *before, const char *after, struct err *err)
{
    struct card_ids ids = {0};
    enum err_code code = mend_orphans_list(mend, list, &ids, err);
    for (size_t i = 0; i < ids.count && !code; i++)
        code = mend_run(mend, sql, &ids.ids[i], 1, err);
    if (!code && ids.count && before)
        mend_tell_rows(mend, before, ids.ids, ids.count, after);
    mend->rereads |= ids.count > 0;
    free(ids.ids);
    return code;
}

/* Delete what cannot be read, and so is not in force. */
static enum err_code mend_orphans_regimes(struct mend *mend, struct err *err)
{
    enum { REGIME_ID, DECK_ID, SCHEDULER, RETENTION, WEIGHTS };
    struct card_ids ids = {0};
    bool ok = true;
    sqlite3_stmt *row = sql_once(mend->store,
        "SELECT regime_id, deck_id, scheduler, retention, weights FROM regimes ORDER BY 1", err);
    while (row && ok && sqlite3_step(row) == SQLITE_ROW)
        if (!regime_is_readable(sqlite3_column_type(row, DECK_ID) == SQLITE_NULL,
                sqlite3_column_int(row, SCHEDULER), sqlite3_column_int(row, RETENTION),
                column_text_or_null(row, WEIGHTS)))
            ok = card_ids_add(&ids, sqlite3_column_int64(row, REGIME_ID));
    enum err_code code = sql_once_end(mend->store, row, err);
    code = code || ok ? code : err_memory(err);
    for (size_t i = 0; i < ids.count && !code; i++)
        code = mend_run(mend, "DELETE FROM regimes WHERE regime_id = ?", &ids.ids[i], 1, err);
    if (!code && ids.count)
        mend_tell_rows(mend, "dropped: rows ", ids.ids, ids.count,
            " of regimes, which could not be read; the next start follows the settings");
    free(ids.ids);
    return code;
}

enum err_code mend_orphans(struct mend *mend, struct err *err)
{
    static const struct {
        const char *list, *sql;
        const char *before, *after; /* around the numbers; NULL to report nothing */
    } steps[] = {
        {"SELECT card_id FROM texts WHERE " NO_CARD " ORDER BY 1",
            "DELETE FROM texts WHERE card_id = ?", "lost: cards ",
            ", which had no ratings; the next review will reread their deck"},
        {"SELECT DISTINCT deck_id FROM cards "
         "WHERE deck_id NOT IN (SELECT deck_id FROM decks) ORDER BY 1",
            "INSERT INTO decks(deck_id, id, name, description, tags, names_itself, path, device, "
            "inode, size, modified_ns, changed_ns) VALUES (?1, 'rescued-' || ?1, "
            "'Rescued deck ' || ?1, '', '', 0, NULL, 0, 0, 0, 0, 0)",
            "lost: decks ",
            ", now named \"Rescued deck NUMBER\"; review the deck files to get the cards back"},
        {"SELECT card_id FROM cards WHERE card_id NOT IN (SELECT card_id FROM texts) ORDER BY 1",
            "INSERT INTO texts(card_id, question, answer, hint, note, tags) "
            "VALUES (?, '', '', '', '', '')",
            "lost: the texts of cards ", "; the next review will reread their deck"},
        {"SELECT change_id FROM changes WHERE review_id NOT NULL AND review_id NOT IN (SELECT "
         "review_id FROM reviews)",
            "UPDATE changes SET review_id = NULL WHERE change_id = ?",
            "kept, without the ratings that made them: changes ", ""},
        {"SELECT regime_id FROM regimes WHERE deck_id NOT NULL AND deck_id NOT IN (SELECT deck_id "
         "FROM decks)",
            "DELETE FROM regimes WHERE regime_id = ?", "dropped: rows ",
            " of regimes, whose deck does not exist"},
        /* only retired cards are found by their text when it turns up in another deck */
        {"SELECT card_id FROM cards WHERE retired_day IS NULL AND deck_id IN "
         "(SELECT deck_id FROM decks WHERE path IS NULL AND id = 'rescued-' || deck_id)",
            "UPDATE cards SET retired_day = added_day WHERE card_id = ?", NULL, NULL},
        /* a load gives new text to a card found by its question only if the card is retired */
        {"SELECT card_id FROM cards JOIN texts USING (card_id) "
         "WHERE question = '' AND answer = '' AND content <> 0",
            "UPDATE cards SET content = 0, retired_day = ifnull(retired_day, added_day) "
            "WHERE card_id = ?",
            NULL, NULL},
    };
    enum err_code code = mend_orphans_make_cards(mend, err);
    for (size_t i = 0; i < COUNT(steps) && !code; i++)
        code = mend_orphans_each(
            mend, steps[i].list, steps[i].sql, steps[i].before, steps[i].after, err);
    return code ? code : mend_orphans_regimes(mend, err);
}
