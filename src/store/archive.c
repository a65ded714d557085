#include "store/archive.h"

#include "store/card_set.h"
#include "store/sql.h"

#include <assert.h>

/* A pass over the rows of one kind. */
struct archive_rows {
    const struct archive_kind *kind;
    sqlite3_stmt *query;
    bool more; /* false after the last row */
};

static struct archive_rows archive_read_begin(
    struct store *store, const struct archive_kind *kind, enum sql sql)
{
    struct archive_rows rows = {kind, sql_query(store, sql, ""), false};
    assert(!rows.query || (size_t)sqlite3_column_count(rows.query) == kind->columns + 1);
    rows.more = sqlite3_step(rows.query) == SQLITE_ROW;
    return rows;
}

static void archive_read_row(const struct archive_rows *rows, void *row)
{
    for (size_t i = 0; i < rows->kind->columns; i++) {
        const struct archive_field *field = &rows->kind->fields[i];
        void *member = (char *)row + field->offset;
        bool null = sqlite3_column_type(rows->query, (int)i) == SQLITE_NULL;
        if (field->type == ARCHIVE_OPTION)
            *(const char **)member = column_text_or_null(rows->query, (int)i);
        else if (field->type == ARCHIVE_TEXT)
            *(const char **)member = column_text(rows->query, (int)i);
        else
            *(int64_t *)member = null ? ARCHIVE_NONE : sqlite3_column_int64(rows->query, (int)i);
    }
}

static enum err_code archive_read_decks(
    struct store *store, archive_take_fn *take, void *context, struct err *err)
{
    struct archive_rows rows = archive_read_begin(store, &archive_deck, SQL_ARCHIVE_DECKS);
    enum err_code code = ERR_NONE;
    while (rows.more && !code) {
        struct archive_deck deck = {0};
        archive_read_row(&rows, &deck);
        code = take(context, &archive_deck, &deck, err);
        rows.more = sqlite3_step(rows.query) == SQLITE_ROW;
    }
    enum err_code ended = sql_end(store, rows.query, code ? NULL : err);
    return code ? code : ended;
}

static enum err_code archive_read_regimes(
    struct store *store, archive_take_fn *take, void *context, struct err *err)
{
    struct archive_rows rows = archive_read_begin(store, &archive_regime, SQL_ARCHIVE_REGIMES);
    enum err_code code = ERR_NONE;
    while (rows.more && !code) {
        struct archive_regime regime;
        archive_read_row(&rows, &regime);
        code = take(context, &archive_regime, &regime, err);
        rows.more = sqlite3_step(rows.query) == SQLITE_ROW;
    }
    enum err_code ended = sql_end(store, rows.query, code ? NULL : err);
    return code ? code : ended;
}

static enum err_code archive_read_cards(struct store *store, struct card_set *cards,
    archive_take_fn *take, void *context, struct err *err)
{
    struct archive_rows rows = archive_read_begin(store, &archive_card, SQL_ARCHIVE_CARDS);
    enum err_code code = ERR_NONE;
    while (rows.more && !code) {
        struct archive_card card;
        archive_read_row(&rows, &card);
        if (!(code = take(context, &archive_card, &card, err)) &&
            !card_set_add(cards, card.card_id))
            code = err_memory(err);
        rows.more = sqlite3_step(rows.query) == SQLITE_ROW;
    }
    enum err_code ended = sql_end(store, rows.query, code ? NULL : err);
    return code ? code : ended;
}

/* Reads reviews and changes together by number, since they share one numbering. */
static enum err_code archive_read_events(struct store *store, const struct card_set *cards,
    archive_take_fn *take, void *context, struct err *err)
{
    struct archive_rows rows[] = {
        archive_read_begin(store, &archive_review, SQL_ARCHIVE_REVIEWS),
        archive_read_begin(store, &archive_change, SQL_ARCHIVE_CHANGES),
    };
    struct archive_event events[2];
    enum err_code code = ERR_NONE;
    for (int i = 0; i < 2; i++)
        if (rows[i].more)
            archive_read_row(&rows[i], &events[i]);
    while ((rows[0].more || rows[1].more) && !code) {
        int next = !rows[0].more || (rows[1].more && events[1].id < events[0].id);
        if (!card_set_has(cards, events[next].card_id))
            code = err_at(err, ERR_STORE, store->path, 0, 0,
                "is damaged: %s %lld belongs to no card: run drill doctor", rows[next].kind->name,
                (long long)events[next].id);
        else
            code = take(context, rows[next].kind, &events[next], err);
        if ((rows[next].more = sqlite3_step(rows[next].query) == SQLITE_ROW))
            archive_read_row(&rows[next], &events[next]);
    }
    for (int i = 0; i < 2; i++) {
        enum err_code ended = sql_end(store, rows[i].query, code ? NULL : err);
        code = code ? code : ended;
    }
    return code;
}

enum err_code archive_read(
    struct store *store, archive_take_fn *take, void *context, struct err *err)
{
    struct card_set cards = {0};
    enum err_code code = store_read_begin(store, err);
    if (code)
        return code;
    if (!(code = archive_read_decks(store, take, context, err)) &&
        !(code = archive_read_regimes(store, take, context, err)) &&
        !(code = archive_read_cards(store, &cards, take, context, err)))
        code = archive_read_events(store, &cards, take, context, err);
    store_read_end(store);
    card_set_done(&cards);
    return code;
}
