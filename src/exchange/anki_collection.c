#include "exchange/anki_collection.h"

#include "base/buf.h"
#include "deck/import_fields.h"
#include "exchange/anki_note_types.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define FIELDS_MAX 1000
#define CARDS_MAX  1000 /* of a note */
/* A collection of a million notes takes some hundred million steps of SQLite's machine. */
#define STEPS_AT_ONCE 1000000
#define STEPS_MAX     20000 /* times that many */

enum err_code anki_collection_error(const struct anki_collection *anki, int result, struct err *err)
{
    if ((result & 0xff) == SQLITE_NOMEM)
        return err_memory(err);
    if ((result & 0xff) == SQLITE_INTERRUPT)
        return err_at(err, ERR_MISTAKE, anki->package, 0, 0,
            "is not to be trusted: reading its collection takes without end");
    return err_at(err, ERR_MISTAKE, anki->package, 0, 0,
        "holds a collection that is damaged, or none of Anki's: %s",
        anki->db ? sqlite3_errmsg(anki->db) : sqlite3_errstr(result));
}

enum err_code anki_collection_query(
    struct anki_collection *anki, const char *sql, sqlite3_stmt **query, struct err *err)
{
    int result = sqlite3_prepare_v2(anki->db, sql, -1, query, NULL);
    return result == SQLITE_OK ? ERR_NONE : anki_collection_error(anki, result, err);
}

enum err_code anki_collection_end(
    struct anki_collection *anki, sqlite3_stmt *query, struct err *err)
{
    int result = sqlite3_finalize(query);
    return result == SQLITE_OK ? ERR_NONE : anki_collection_error(anki, result, err);
}

static const char *anki_collection_text(sqlite3_stmt *row, int column)
{
    const char *found = (const char *)sqlite3_column_text(row, column);
    return found ? found : "";
}

/* ---- opening ---- */

static int anki_collection_count_steps(void *context)
{
    struct anki_collection *anki = context;
    return ++anki->steps > STEPS_MAX;
}

/* Anki's order of names, which its indexes have. We look nothing up by it, but must know it. */
static int anki_collection_compare_names(
    void *context, int a_size, const void *a, int b_size, const void *b)
{
    (void)context;
    int order = strncasecmp(a, b, (size_t)(a_size < b_size ? a_size : b_size));
    return order ? order : a_size - b_size;
}

static void anki_collection_harden(struct anki_collection *anki)
{
    sqlite3_db_config(anki->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(anki->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(anki->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    sqlite3_db_config(anki->db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
    sqlite3_limit(anki->db, SQLITE_LIMIT_LENGTH, 256 << 20);
    sqlite3_limit(anki->db, SQLITE_LIMIT_SQL_LENGTH, 1 << 20);
    sqlite3_limit(anki->db, SQLITE_LIMIT_COLUMN, 100);
    sqlite3_limit(anki->db, SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_progress_handler(anki->db, STEPS_AT_ONCE, anki_collection_count_steps, anki);
    sqlite3_create_collation(anki->db, "unicase", SQLITE_UTF8, NULL, anki_collection_compare_names);
}

static enum err_code anki_collection_refuse(
    const struct anki_collection *anki, struct err *err, const char *why)
{
    return err_at(err, ERR_MISTAKE, anki->package, 0, 0, "%s", why);
}

/* Tables and indexes are all that Anki makes. */
static enum err_code anki_collection_check_schema(struct anki_collection *anki, struct err *err)
{
    sqlite3_stmt *row;
    bool odd = false;
    enum err_code code = anki_collection_query(anki,
        "SELECT 1 FROM sqlite_schema WHERE type NOT IN ('table', 'index') "
        "OR sql LIKE 'create virtual%' LIMIT 1",
        &row, err);
    if (code)
        return code;
    odd = sqlite3_step(row) == SQLITE_ROW;
    if ((code = anki_collection_end(anki, row, err)))
        return code;
    return odd ? anki_collection_refuse(anki, err,
                     "is not to be trusted: its collection holds views, triggers or virtual tables")
               : ERR_NONE;
}

static enum err_code anki_collection_check_pages(struct anki_collection *anki, struct err *err)
{
    sqlite3_stmt *row;
    enum err_code code = anki_collection_query(anki, "PRAGMA quick_check(1)", &row, err);
    if (code)
        return code;
    bool whole = sqlite3_step(row) == SQLITE_ROW && strcmp(anki_collection_text(row, 0), "ok") == 0;
    if ((code = anki_collection_end(anki, row, err)))
        return code;
    return whole ? ERR_NONE
                 : anki_collection_refuse(
                       anki, err, "is damaged: its collection is no whole database");
}

static enum err_code anki_collection_read_begin(struct anki_collection *anki, struct err *err)
{
    sqlite3_stmt *row;
    enum err_code code =
        anki_collection_query(anki, "SELECT ver, crt, mod FROM col LIMIT 1", &row, err);
    if (code)
        return code;
    bool there = sqlite3_step(row) == SQLITE_ROW;
    int version = there ? sqlite3_column_int(row, 0) : 0;
    anki->begin.seconds = there ? sqlite3_column_int64(row, 1) : 0;
    anki->begin.modified_ms = there ? sqlite3_column_int64(row, 2) : 0;
    if ((code = anki_collection_end(anki, row, err)))
        return code;
    if (version < 11 || version > 18)
        return anki_collection_refuse(
            anki, err, "holds a collection of an Anki too old or too new to be known");
    anki->in_tables = version >= 15;
    code = anki_collection_query(anki,
        version < 14 ? "SELECT json_extract(conf, '$.creationOffset') FROM col"
                     : "SELECT CAST(val AS TEXT) FROM config WHERE key = 'creationOffset'",
        &row, err);
    if (code)
        return code;
    if (sqlite3_step(row) == SQLITE_ROW && sqlite3_column_type(row, 0) != SQLITE_NULL) {
        int west = sqlite3_column_int(row, 0); /* minutes, as JavaScript has it */
        anki->begin.known = west > -1440 && west < 1440;
        anki->begin.offset_min = -west;
    }
    return anki_collection_end(anki, row, err);
}

/* The name by which SQLite opens a file as one that nobody changes. */
static void anki_collection_add_name(struct buf *name, const char *path)
{
    buf_text(name, "file:");
    for (; *path; path++)
        buf_format(name, strchr("%?#", *path) ? "%%%02x" : "%c", (unsigned char)*path);
    buf_text(name, "?mode=ro&immutable=1");
}

enum err_code anki_collection_open(
    struct anki_collection **anki, const char *path, const char *package, struct err *err)
{
    struct buf name = {0};
    struct anki_collection *a = calloc(1, sizeof *a);
    enum err_code code = ERR_NONE;
    *anki = NULL;
    anki_collection_add_name(&name, path);
    if (!a || name.failed || !(a->package = strdup(package)))
        code = err_memory(err);
    if (!code) {
        int result = sqlite3_open_v2(buf_string(&name), &a->db,
            SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, NULL);
        code = result == SQLITE_OK ? ERR_NONE : anki_collection_error(a, result, err);
    }
    if (!code)
        anki_collection_harden(a);
    if (!code && !(code = anki_collection_check_schema(a, err)) &&
        !(code = anki_collection_check_pages(a, err)) &&
        !(code = anki_collection_read_begin(a, err)))
        code = anki_note_types_read(a, err);
    buf_done(&name);
    if (code)
        anki_collection_close(a);
    else
        *anki = a;
    return code;
}

void anki_collection_close(struct anki_collection *anki)
{
    if (!anki)
        return;
    anki_note_types_done(anki);
    sqlite3_close(anki->db);
    free(anki->package);
    free(anki);
}

struct anki_times anki_collection_times(const struct anki_collection *anki)
{
    return anki->begin;
}

/* ---- notes ---- */

/* A note as its rows are read: one for each of its cards. */
struct anki_collection_note_rows {
    struct anki_collection *anki;
    struct anki_note note;
    int64_t note_id;
    struct buf guid, tags, texts; /* texts: the fields, each ended by a NUL */
    const char *fields[FIELDS_MAX];
    struct anki_card cards[CARDS_MAX];
    struct buf extras[CARDS_MAX];
};

static void anki_collection_keep(struct buf *buf, const char *text)
{
    buf_clear(buf);
    field_add_utf8(buf, text);
}

static void anki_collection_begin_note(struct anki_collection_note_rows *rows, sqlite3_stmt *row)
{
    const struct anki_note_type *type = rows->note.type;
    size_t count = 0;
    anki_collection_keep(&rows->guid, anki_collection_text(row, 2));
    anki_collection_keep(&rows->tags, anki_collection_text(row, 3));
    anki_collection_keep(&rows->texts, anki_collection_text(row, 4));
    for (char *c = rows->texts.bytes; count < type->field_count; count++) {
        rows->fields[count] = c ? c : "";
        char *end = c ? strchr(c, '\x1f') : NULL;
        if (end)
            *end = '\0';
        c = end ? end + 1 : NULL;
    }
    rows->note.guid = buf_string(&rows->guid);
    rows->note.tags = buf_string(&rows->tags);
    rows->note.fields = rows->fields;
    rows->note.cards = rows->cards;
    rows->note.card_count = 0;
}

static int anki_collection_clamp(int64_t number, int least, int most)
{
    return number < least ? least : number > most ? most : (int)number;
}

static void anki_collection_add_card(struct anki_collection_note_rows *rows, sqlite3_stmt *row)
{
    if (rows->note.card_count == CARDS_MAX)
        return;
    size_t place = rows->note.card_count++;
    struct buf *extra = &rows->extras[place];
    anki_collection_keep(extra, anki_collection_text(row, 15));
    rows->cards[place] = (struct anki_card){
        .id = sqlite3_column_int64(row, 5),
        .ord = anki_collection_clamp(sqlite3_column_int64(row, 6), 0, 100000),
        .deck = anki_deck_name(rows->anki, sqlite3_column_int64(row, 7)),
        .type = sqlite3_column_int(row, 8),
        .queue = sqlite3_column_int(row, 9),
        .due = sqlite3_column_int64(row, 10),
        .interval = anki_collection_clamp(sqlite3_column_int64(row, 11), 0, INT32_MAX),
        .factor = anki_collection_clamp(sqlite3_column_int64(row, 12), 0, 1000000),
        .repetitions = anki_collection_clamp(sqlite3_column_int64(row, 13), 0, 1000000),
        .lapses = anki_collection_clamp(sqlite3_column_int64(row, 14), 0, 1000000),
        .extra = buf_string(extra),
    };
}

/* A card in a filtered deck (odid) is due, and at home, where it was before. */
static const char notes_sql[] =
    "SELECT n.id, n.mid, n.guid, n.tags, n.flds, c.id, c.ord, "
    "iif(c.odid <> 0, c.odid, c.did), c.type, c.queue, "
    "iif(c.odid <> 0 AND c.odue <> 0, c.odue, c.due), c.ivl, c.factor, c.reps, c.lapses, "
    "CAST(c.data AS TEXT) FROM notes n JOIN cards c ON c.nid = n.id ORDER BY n.id, c.ord, c.id";

static enum err_code anki_collection_take_rows(
    struct anki_collection_note_rows *rows, anki_note_fn *take, void *context, struct err *err)
{
    sqlite3_stmt *row;
    bool more = true;
    enum err_code code = anki_collection_query(rows->anki, notes_sql, &row, err);
    if (code)
        return code;
    while (more && sqlite3_step(row) == SQLITE_ROW) {
        int64_t note_id = sqlite3_column_int64(row, 0);
        bool begins = !rows->note.type || note_id != rows->note_id;
        if (begins && rows->note.type && rows->note.card_count)
            more = take(context, &rows->note);
        if (begins) {
            rows->note_id = note_id;
            rows->note.type = anki_note_types_find(rows->anki, sqlite3_column_int64(row, 1));
            anki_collection_begin_note(rows, row);
        }
        anki_collection_add_card(rows, row);
    }
    code = anki_collection_end(rows->anki, row, err);
    if (!code && more && rows->note.type && rows->note.card_count)
        take(context, &rows->note);
    return code;
}

enum err_code anki_collection_notes(
    struct anki_collection *anki, anki_note_fn *take, void *context, struct err *err)
{
    struct anki_collection_note_rows *rows = calloc(1, sizeof *rows);
    if (!rows)
        return err_memory(err);
    rows->anki = anki;
    enum err_code code = anki_collection_take_rows(rows, take, context, err);
    bool failed = rows->guid.failed || rows->tags.failed || rows->texts.failed;
    buf_done(&rows->guid);
    buf_done(&rows->tags);
    buf_done(&rows->texts);
    for (size_t i = 0; i < CARDS_MAX; i++)
        buf_done(&rows->extras[i]);
    free(rows);
    return !code && failed ? err_memory(err) : code;
}

/* ---- reviews ---- */

enum err_code anki_collection_reviews(
    struct anki_collection *anki, anki_review_fn *take, void *context, struct err *err)
{
    sqlite3_stmt *row;
    bool more = true;
    enum err_code code = anki_collection_query(anki,
        "SELECT id, cid, ease, ivl, lastIvl, factor, time, type FROM revlog ORDER BY id", &row,
        err);
    if (code)
        return code;
    while (more && sqlite3_step(row) == SQLITE_ROW) {
        struct anki_review review = {.at_ms = sqlite3_column_int64(row, 0),
            .card = sqlite3_column_int64(row, 1),
            .button = anki_collection_clamp(sqlite3_column_int64(row, 2), 0, 4),
            .interval = anki_collection_clamp(sqlite3_column_int64(row, 3), INT32_MIN, INT32_MAX),
            .interval_before =
                anki_collection_clamp(sqlite3_column_int64(row, 4), INT32_MIN, INT32_MAX),
            .factor = anki_collection_clamp(sqlite3_column_int64(row, 5), 0, 1000000),
            .spent_ms = anki_collection_clamp(sqlite3_column_int64(row, 6), 0, INT32_MAX),
            .kind = anki_collection_clamp(sqlite3_column_int64(row, 7), 0, 5)};
        more = take(context, &review);
    }
    return anki_collection_end(anki, row, err);
}

enum err_code anki_collection_review_count(
    struct anki_collection *anki, size_t *count, struct err *err)
{
    sqlite3_stmt *row;
    enum err_code code = anki_collection_query(anki, "SELECT count(*) FROM revlog", &row, err);
    if (code)
        return code;
    *count = sqlite3_step(row) == SQLITE_ROW ? (size_t)sqlite3_column_int64(row, 0) : 0;
    return anki_collection_end(anki, row, err);
}

/* ---- JSON ---- */

enum err_code json_members(
    const char *json, json_member_fn *take, void *context, const char *package, struct err *err)
{
    struct anki_collection none = {.package = (char *)package};
    sqlite3_stmt *row = NULL;
    enum err_code code = ERR_NONE;
    int result = sqlite3_open(":memory:", &none.db);
    if (result != SQLITE_OK)
        code = anki_collection_error(&none, result, err);
    if (!code &&
        !(code = anki_collection_query(&none, "SELECT key, value FROM json_each(?)", &row, err))) {
        sqlite3_bind_text(row, 1, json, -1, SQLITE_STATIC);
        while (!code && sqlite3_step(row) == SQLITE_ROW)
            code = take(context, anki_collection_text(row, 0), anki_collection_text(row, 1), err);
        if (code)
            sqlite3_finalize(row);
        else
            code = anki_collection_end(&none, row, err);
    }
    sqlite3_close(none.db);
    return code;
}
