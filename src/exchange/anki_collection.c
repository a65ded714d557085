#include "exchange/anki_collection.h"

#include "base/utf8.h"
#include "exchange/anki_database.h"
#include "exchange/anki_note_types.h"
#include "exchange/anki_occlusion.h"
#include "exchange/anki_presets.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define CARDS_MAX 1000 /* cards per note */

struct anki_collection {
    struct anki_database db;
    struct anki_note_types types;
    struct anki_occlusion_groups groups;
    bool in_tables; /* note types and decks have tables; otherwise they are JSON */
    struct anki_times times;
};

/* ---- opening ---- */

static enum err_code anki_collection_read_times(struct anki_collection *anki, struct err *err)
{
    enum { VERSION, BEGIN_S, MODIFIED_MS };
    sqlite3_stmt *row;
    int version = 0;
    int64_t west = INT64_MAX; /* minutes west of UTC, as in JavaScript */
    enum err_code code =
        anki_database_query(&anki->db, "SELECT ver, crt, mod FROM col LIMIT 1", &row, err);
    if (code)
        return code;
    if (sqlite3_step(row) == SQLITE_ROW) {
        version = sqlite3_column_int(row, VERSION);
        anki->times.begin_s = sqlite3_column_int64(row, BEGIN_S);
        anki->times.modified_ms = sqlite3_column_int64(row, MODIFIED_MS);
    }
    if ((code = anki_database_end(&anki->db, row, err)))
        return code;
    if (version < 11 || version > 18)
        return anki_database_refuse(
            &anki->db, err, "was made by a version of Anki that is too old or too new");
    anki->in_tables = version >= 15;
    code = anki_database_read_value(&anki->db,
        version < 14 ? "SELECT " JSON_LAST("conf", "creationOffset") " FROM col"
                     : "SELECT CAST(val AS TEXT) FROM config WHERE key = 'creationOffset'",
        &west, err);
    anki->times.has_offset = west > -1440 && west < 1440;
    anki->times.offset_min = anki->times.has_offset ? -(int)west : 0;
    return code;
}

static enum err_code anki_collection_check_tables(struct anki_database *db, struct err *err)
{
    int64_t found = 0;
    enum err_code code = anki_database_read_value(db,
        "SELECT count(*) FROM sqlite_schema WHERE name IN ('col', 'notes', 'cards', 'revlog')",
        &found, err);
    return code || found == 4 ? code
                              : anki_database_refuse(db, err,
                                    "is not Anki's: its database lacks the tables of a collection");
}

enum err_code anki_collection_open(
    struct anki_collection **anki, const char *path, const char *package, struct err *err)
{
    struct anki_collection *a = calloc(1, sizeof *a);
    enum err_code code;
    *anki = NULL;
    if (!a)
        return err_memory(err);
    if (!(code = anki_database_open(&a->db, path, package, err)) &&
        !(code = anki_collection_check_tables(&a->db, err)) &&
        !(code = anki_collection_read_times(a, err)))
        code = anki_note_types_read(&a->types, &a->db, a->in_tables, err);
    if (!code)
        code = anki_occlusion_read_groups(&a->groups, &a->types, &a->db, err);
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
    anki_occlusion_groups_done(&anki->groups);
    anki_note_types_done(&anki->types);
    anki_database_close(&anki->db);
    free(anki);
}

struct anki_times anki_collection_times(const struct anki_collection *anki)
{
    return anki->times;
}

enum err_code anki_collection_scheduling(struct anki_collection *anki, int64_t deck_id,
    struct import_scheduling *scheduling, struct err *err)
{
    return anki_presets_read(&anki->db, anki->in_tables, deck_id, scheduling, err);
}

/* ---- notes ---- */

/* A card in a filtered deck has its home deck in odid, and its real due day in odue. */
static const char notes_sql[] =
    "SELECT n.id, n.mid, n.guid, n.tags, n.flds, c.id, c.ord, "
    "iif(c.odid <> 0, c.odid, c.did), c.type, c.queue, "
    "iif(c.odid <> 0 AND c.odue <> 0, c.odue, c.due), c.ivl, c.factor, c.reps, c.lapses, "
    "CAST(c.data AS TEXT) FROM notes n JOIN cards c ON c.nid = n.id ORDER BY n.id, c.ord, c.id";

enum { NOTE_ID, NOTE_TYPE, NOTE_GUID, NOTE_TAGS, NOTE_FIELDS, CARD_ID, CARD_ORD, CARD_DECK };
enum { CARD_TYPE = CARD_DECK + 1, CARD_QUEUE, CARD_DUE, CARD_INTERVAL, CARD_FACTOR };
enum { CARD_REPETITIONS = CARD_FACTOR + 1, CARD_LAPSES, CARD_EXTRA };

/* A note being read. The query returns a row for each of its cards. */
struct anki_collection_note_rows {
    struct anki_collection *anki;
    struct anki_note note;
    int64_t note_id;
    struct buf guid, tags, texts; /* texts holds the fields, each NUL-terminated */
    const char *fields[ANKI_PARTS_MAX];
    struct anki_card cards[CARDS_MAX];
    struct buf extras[CARDS_MAX];
    bool failed; /* memory ran out: a text may be missing */
};

static void anki_collection_copy_text(
    struct anki_collection_note_rows *rows, struct buf *buf, sqlite3_stmt *row, int column)
{
    buf_clear(buf);
    utf8_add_valid(buf, anki_database_text(row, column));
    rows->failed |= buf->failed;
}

static void anki_collection_begin_note(struct anki_collection_note_rows *rows, sqlite3_stmt *row)
{
    const struct anki_note_type *type =
        anki_note_types_find(&rows->anki->types, sqlite3_column_int64(row, NOTE_TYPE));
    assert(type->field_count <= ANKI_PARTS_MAX);
    rows->note_id = sqlite3_column_int64(row, NOTE_ID);
    rows->note.type = type;
    anki_collection_copy_text(rows, &rows->guid, row, NOTE_GUID);
    anki_collection_copy_text(rows, &rows->tags, row, NOTE_TAGS);
    anki_collection_copy_text(rows, &rows->texts, row, NOTE_FIELDS);
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
    rows->note.regions = anki_occlusion_group_size(&rows->anki->groups, type, rows->fields);
    rows->note.cards = rows->cards;
    rows->note.card_count = 0;
}

static void anki_collection_add_card(struct anki_collection_note_rows *rows, sqlite3_stmt *row)
{
    if (rows->note.card_count == CARDS_MAX)
        return;
    size_t number = rows->note.card_count++;
    struct buf *extra = &rows->extras[number];
    anki_collection_copy_text(rows, extra, row, CARD_EXTRA);
    rows->cards[number] = (struct anki_card){
        .id = sqlite3_column_int64(row, CARD_ID),
        .ord = anki_database_int(row, CARD_ORD, 0, 100000),
        .deck = anki_note_types_deck(&rows->anki->types, sqlite3_column_int64(row, CARD_DECK)),
        .deck_id = sqlite3_column_int64(row, CARD_DECK),
        .type = sqlite3_column_int(row, CARD_TYPE),
        .queue = sqlite3_column_int(row, CARD_QUEUE),
        .due = sqlite3_column_int64(row, CARD_DUE),
        .interval = anki_database_int(row, CARD_INTERVAL, 0, INT32_MAX),
        .factor = anki_database_int(row, CARD_FACTOR, 0, 1000000),
        .repetitions = anki_database_int(row, CARD_REPETITIONS, 0, 1000000),
        .lapses = anki_database_int(row, CARD_LAPSES, 0, 1000000),
        .extra = buf_string(extra),
    };
}

static enum err_code anki_collection_take_rows(
    struct anki_collection_note_rows *rows, anki_note_fn *take, void *context, struct err *err)
{
    sqlite3_stmt *row;
    bool more = true;
    enum err_code code = anki_database_query(&rows->anki->db, notes_sql, &row, err);
    if (code)
        return code;
    while (more && !rows->failed && sqlite3_step(row) == SQLITE_ROW) {
        bool begins = !rows->note.type || sqlite3_column_int64(row, NOTE_ID) != rows->note_id;
        if (begins && rows->note.type && rows->note.card_count)
            more = take(context, &rows->note);
        if (begins)
            anki_collection_begin_note(rows, row);
        anki_collection_add_card(rows, row);
    }
    code = anki_database_end(&rows->anki->db, row, err);
    if (!code && more && !rows->failed && rows->note.type && rows->note.card_count)
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
    bool failed = rows->failed;
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
    enum err_code code = anki_database_query(&anki->db, sql, &row, err);
    if (code)
        return code;
    while (more && sqlite3_step(row) == SQLITE_ROW) {
        struct anki_review review = {.at_ms = sqlite3_column_int64(row, AT_MS),
            .card = sqlite3_column_int64(row, CARD),
            .button = anki_database_int(row, BUTTON, 0, 4),
            .interval = anki_database_int(row, INTERVAL, INT32_MIN, INT32_MAX),
            .interval_before = anki_database_int(row, INTERVAL_BEFORE, INT32_MIN, INT32_MAX),
            .factor = anki_database_int(row, FACTOR, 0, 1000000),
            .spent_ms = anki_database_int(row, SPENT_MS, 0, INT32_MAX),
            .kind = anki_database_int(row, KIND, 0, 5)};
        more = take(context, &review);
    }
    return anki_database_end(&anki->db, row, err);
}

enum err_code anki_collection_review_count(
    struct anki_collection *anki, size_t *count, struct err *err)
{
    int64_t rows = 0;
    enum err_code code =
        anki_database_read_value(&anki->db, "SELECT count(*) FROM revlog", &rows, err);
    *count = (size_t)rows;
    return code;
}
