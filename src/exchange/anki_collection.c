#include "exchange/anki_collection.h"

#include "base/buf.h"
#include "deck/import_fields.h"
#include "exchange/anki_note_types.h"

#include <assert.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define CARDS_MAX 1000 /* of a note */
/* Reading a million notes takes some hundred million steps of SQLite's virtual machine. */
#define STEPS_EVERY 1000000
#define CALLS_MAX   20000 /* one every STEPS_EVERY steps */

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

static int anki_collection_limit_steps(void *context)
{
    struct anki_collection *anki = context;
    return ++anki->calls > CALLS_MAX;
}

/* Anki's collation, which its indexes use. Nothing is looked up by it, but SQLite requires it. */
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
    sqlite3_progress_handler(anki->db, STEPS_EVERY, anki_collection_limit_steps, anki);
    sqlite3_create_collation(anki->db, "unicase", SQLITE_UTF8, NULL, anki_collection_compare_names);
}

static enum err_code anki_collection_refuse(
    const struct anki_collection *anki, struct err *err, const char *why)
{
    return err_at(err, ERR_MISTAKE, anki->package, 0, 0, "%s", why);
}

/* Reads the first value of the query. *value stays as it is if there is none, or it is NULL. */
static enum err_code anki_collection_read_value(
    struct anki_collection *anki, const char *sql, int64_t *value, struct err *err)
{
    sqlite3_stmt *row;
    enum err_code code = anki_collection_query(anki, sql, &row, err);
    if (code)
        return code;
    if (sqlite3_step(row) == SQLITE_ROW && sqlite3_column_type(row, 0) != SQLITE_NULL)
        *value = sqlite3_column_int64(row, 0);
    return anki_collection_end(anki, row, err);
}

/* Anki makes tables and indexes only. */
static enum err_code anki_collection_check_schema(struct anki_collection *anki, struct err *err)
{
    int64_t odd = 0;
    enum err_code code = anki_collection_read_value(anki,
        "SELECT 1 FROM sqlite_schema WHERE type NOT IN ('table', 'index') "
        "OR sql LIKE 'create virtual%' LIMIT 1",
        &odd, err);
    return code || !odd ? code
                        : anki_collection_refuse(anki, err,
                              "is not to be trusted: its collection holds views, triggers or "
                              "virtual tables");
}

static enum err_code anki_collection_check_pages(struct anki_collection *anki, struct err *err)
{
    sqlite3_stmt *row;
    enum err_code code = anki_collection_query(anki, "PRAGMA quick_check(1)", &row, err);
    if (code)
        return code;
    bool whole = sqlite3_step(row) == SQLITE_ROW && strcmp(anki_collection_text(row, 0), "ok") == 0;
    code = anki_collection_end(anki, row, err);
    return code || whole ? code
                         : anki_collection_refuse(
                               anki, err, "is damaged: its collection is no whole database");
}

static enum err_code anki_collection_read_times(struct anki_collection *anki, struct err *err)
{
    enum { VERSION, BEGIN_S, MODIFIED_MS };
    sqlite3_stmt *row;
    int version = 0;
    int64_t west = INT64_MAX; /* minutes, with JavaScript's sign */
    enum err_code code =
        anki_collection_query(anki, "SELECT ver, crt, mod FROM col LIMIT 1", &row, err);
    if (code)
        return code;
    if (sqlite3_step(row) == SQLITE_ROW) {
        version = sqlite3_column_int(row, VERSION);
        anki->times.begin_s = sqlite3_column_int64(row, BEGIN_S);
        anki->times.modified_ms = sqlite3_column_int64(row, MODIFIED_MS);
    }
    if ((code = anki_collection_end(anki, row, err)))
        return code;
    if (version < 11 || version > 18)
        return anki_collection_refuse(
            anki, err, "holds a collection of an Anki too old or too new to be known");
    anki->in_tables = version >= 15;
    code = anki_collection_read_value(anki,
        version < 14 ? "SELECT json_extract(conf, '$.creationOffset') FROM col"
                     : "SELECT CAST(val AS TEXT) FROM config WHERE key = 'creationOffset'",
        &west, err);
    anki->times.has_offset = west > -1440 && west < 1440;
    anki->times.offset_min = anki->times.has_offset ? -(int)west : 0;
    return code;
}

/* Appends the URI by which SQLite opens the file as immutable. */
static void anki_collection_add_uri(struct buf *name, const char *path)
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
    anki_collection_add_uri(&name, path);
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
        !(code = anki_collection_read_times(a, err)))
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
    return anki->times;
}

/* ---- notes ---- */

/* A card in a filtered deck has its home deck in odid, and its own due in odue. */
static const char notes_sql[] =
    "SELECT n.id, n.mid, n.guid, n.tags, n.flds, c.id, c.ord, "
    "iif(c.odid <> 0, c.odid, c.did), c.type, c.queue, "
    "iif(c.odid <> 0 AND c.odue <> 0, c.odue, c.due), c.ivl, c.factor, c.reps, c.lapses, "
    "CAST(c.data AS TEXT) FROM notes n JOIN cards c ON c.nid = n.id ORDER BY n.id, c.ord, c.id";

enum { NOTE_ID, NOTE_TYPE, NOTE_GUID, NOTE_TAGS, NOTE_FIELDS, CARD_ID, CARD_ORD, CARD_DECK };
enum { CARD_TYPE = CARD_DECK + 1, CARD_QUEUE, CARD_DUE, CARD_INTERVAL, CARD_FACTOR };
enum { CARD_REPETITIONS = CARD_FACTOR + 1, CARD_LAPSES, CARD_EXTRA };

/* A note being read; it has a row for each of its cards. */
struct anki_collection_note_rows {
    struct anki_collection *anki;
    struct anki_note note;
    int64_t note_id;
    struct buf guid, tags, texts; /* texts: the fields, each ended by a NUL */
    const char *fields[ANKI_PARTS_MAX];
    struct anki_card cards[CARDS_MAX];
    struct buf extras[CARDS_MAX];
};

static void anki_collection_copy_text(struct buf *buf, sqlite3_stmt *row, int column)
{
    buf_clear(buf);
    field_add_utf8(buf, anki_collection_text(row, column));
}

static void anki_collection_begin_note(struct anki_collection_note_rows *rows, sqlite3_stmt *row)
{
    const struct anki_note_type *type =
        anki_note_types_find(rows->anki, sqlite3_column_int64(row, NOTE_TYPE));
    assert(type->field_count <= ANKI_PARTS_MAX);
    rows->note_id = sqlite3_column_int64(row, NOTE_ID);
    rows->note.type = type;
    anki_collection_copy_text(&rows->guid, row, NOTE_GUID);
    anki_collection_copy_text(&rows->tags, row, NOTE_TAGS);
    anki_collection_copy_text(&rows->texts, row, NOTE_FIELDS);
    char *c = rows->texts.bytes;
    for (size_t i = 0; i < type->field_count; i++) {
        rows->fields[i] = c ? c : "";
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

static int anki_collection_int(sqlite3_stmt *row, int column, int min, int max)
{
    int64_t number = sqlite3_column_int64(row, column);
    return number < min ? min : number > max ? max : (int)number;
}

static void anki_collection_add_card(struct anki_collection_note_rows *rows, sqlite3_stmt *row)
{
    if (rows->note.card_count == CARDS_MAX)
        return;
    size_t number = rows->note.card_count++;
    struct buf *extra = &rows->extras[number];
    anki_collection_copy_text(extra, row, CARD_EXTRA);
    rows->cards[number] = (struct anki_card){
        .id = sqlite3_column_int64(row, CARD_ID),
        .ord = anki_collection_int(row, CARD_ORD, 0, 100000),
        .deck = anki_deck_name(rows->anki, sqlite3_column_int64(row, CARD_DECK)),
        .type = sqlite3_column_int(row, CARD_TYPE),
        .queue = sqlite3_column_int(row, CARD_QUEUE),
        .due = sqlite3_column_int64(row, CARD_DUE),
        .interval = anki_collection_int(row, CARD_INTERVAL, 0, INT32_MAX),
        .factor = anki_collection_int(row, CARD_FACTOR, 0, 1000000),
        .repetitions = anki_collection_int(row, CARD_REPETITIONS, 0, 1000000),
        .lapses = anki_collection_int(row, CARD_LAPSES, 0, 1000000),
        .extra = buf_string(extra),
    };
}

static enum err_code anki_collection_take_rows(
    struct anki_collection_note_rows *rows, anki_note_fn *take, void *context, struct err *err)
{
    sqlite3_stmt *row;
    bool more = true;
    enum err_code code = anki_collection_query(rows->anki, notes_sql, &row, err);
    if (code)
        return code;
    while (more && sqlite3_step(row) == SQLITE_ROW) {
        bool begins = !rows->note.type || sqlite3_column_int64(row, NOTE_ID) != rows->note_id;
        if (begins && rows->note.type && rows->note.card_count)
            more = take(context, &rows->note);
        if (begins)
            anki_collection_begin_note(rows, row);
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
    static const char sql[] =
        "SELECT id, cid, ease, ivl, lastIvl, factor, time, type FROM revlog ORDER BY id";
    enum { AT_MS, CARD, BUTTON, INTERVAL, INTERVAL_BEFORE, FACTOR, SPENT_MS, KIND };
    sqlite3_stmt *row;
    bool more = true;
    enum err_code code = anki_collection_query(anki, sql, &row, err);
    if (code)
        return code;
    while (more && sqlite3_step(row) == SQLITE_ROW) {
        struct anki_review review = {.at_ms = sqlite3_column_int64(row, AT_MS),
            .card = sqlite3_column_int64(row, CARD),
            .button = anki_collection_int(row, BUTTON, 0, 4),
            .interval = anki_collection_int(row, INTERVAL, INT32_MIN, INT32_MAX),
            .interval_before = anki_collection_int(row, INTERVAL_BEFORE, INT32_MIN, INT32_MAX),
            .factor = anki_collection_int(row, FACTOR, 0, 1000000),
            .spent_ms = anki_collection_int(row, SPENT_MS, 0, INT32_MAX),
            .kind = anki_collection_int(row, KIND, 0, 5)};
        more = take(context, &review);
    }
    return anki_collection_end(anki, row, err);
}

enum err_code anki_collection_review_count(
    struct anki_collection *anki, size_t *count, struct err *err)
{
    int64_t rows = 0;
    enum err_code code =
        anki_collection_read_value(anki, "SELECT count(*) FROM revlog", &rows, err);
    *count = (size_t)rows;
    return code;
}

/* ---- JSON ---- */

enum err_code json_members(
    const char *json, json_member_fn *take, void *context, const char *package, struct err *err)
{
    enum { KEY, VALUE };
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
            code = take(
                context, anki_collection_text(row, KEY), anki_collection_text(row, VALUE), err);
        if (code)
            sqlite3_finalize(row);
        else
            code = anki_collection_end(&none, row, err);
    }
    sqlite3_close(none.db);
    return code;
}
