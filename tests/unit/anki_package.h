/* Makes packages in the formats of the three generations of Anki, with SQLite, libzip and libzstd.
 * SQL for the tables that all generations share says what the collection holds. */
#ifndef UNIT_ANKI_PACKAGE_H
#define UNIT_ANKI_PACKAGE_H

#include "unit/world.h"

#include "base/buf.h"

#include <zip.h>
#include <zstd.h>

enum generation { OLDEST = 1, MIDDLE = 2, LATEST = 3 };

/* Tables that have stayed the same. */
static const char *const package_tables =
    "CREATE TABLE notes(id integer primary key, guid text not null, mid integer not null,"
    " mod integer not null, usn integer not null, tags text not null, flds text not null,"
    " sfld integer not null, csum integer not null, flags integer not null, data text not null);"
    "CREATE TABLE cards(id integer primary key, nid integer not null, did integer not null,"
    " ord integer not null, mod integer not null, usn integer not null, type integer not null,"
    " queue integer not null, due integer not null, ivl integer not null, factor integer not null,"
    " reps integer not null, lapses integer not null, left integer not null, odue integer not null,"
    " odid integer not null, flags integer not null, data text not null);"
    "CREATE TABLE revlog(id integer primary key, cid integer not null, usn integer not null,"
    " ease integer not null, ivl integer not null, lastIvl integer not null,"
    " factor integer not null, time integer not null, type integer not null);"
    "CREATE TABLE col(id integer primary key, crt integer not null, mod integer not null,"
    " scm integer not null, ver integer not null, dty integer not null, usn integer not null,"
    " ls integer not null, conf text not null, models text not null, decks text not null,"
    " dconf text not null, tags text not null);";

/* The collection began on 2026-01-11 (DAY - 20) at 04:00 UTC. Note types: 1 both ways, 2 cloze, 3
 * one card of a template with sections. Decks: 10 "Lang::French", 11 "Sci", 12 filtered. */
#define PACKAGE_BEGIN "1768104000"

static const char *const package_json =
    "INSERT INTO col VALUES(1, " PACKAGE_BEGIN ", 1769850000000, 0, 11, 0, 0, 0,"
    " '{\"creationOffset\":0}',"
    " '{\"1\":{\"id\":1,\"name\":\"Both\",\"type\":0,\"flds\":[{\"name\":\"Back\",\"ord\":1},"
    "{\"name\":\"Front\",\"ord\":0}],\"tmpls\":[{\"name\":\"C1\",\"ord\":0,\"qfmt\":\"{{Front}}\","
    "\"afmt\":\"{{FrontSide}}<hr id=answer>{{Back}}\"},{\"name\":\"C2\",\"ord\":1,\"qfmt\":"
    "\"{{Back}}\",\"afmt\":\"{{FrontSide}}<hr id=\\\"answer\\\">{{Front}}\"}]},"
    "\"2\":{\"id\":2,\"name\":\"Cloze\",\"type\":1,\"flds\":[{\"name\":\"Text\",\"ord\":0},"
    "{\"name\":\"Extra\",\"ord\":1}],\"tmpls\":[{\"name\":\"Cloze\",\"ord\":0,\"qfmt\":"
    "\"{{cloze:Text}}\",\"afmt\":\"{{cloze:Text}}<br>{{Extra}}\"}]},"
    "\"3\":{\"id\":3,\"name\":\"Odd\",\"type\":0,\"flds\":[{\"name\":\"A\",\"ord\":0},"
    "{\"name\":\"B\",\"ord\":1}],\"tmpls\":[{\"name\":\"Odd\",\"ord\":0,\"qfmt\":"
    "\"{{#B}}{{Deck}}: {{/B}}{{A}} {{hint:B}}\",\"afmt\":\"<p>{{B}}</p>\"}]}}',"
    " '{\"10\":{\"id\":10,\"name\":\"Lang::French\"},\"11\":{\"id\":11,\"name\":\"Sci\"},"
    "\"12\":{\"id\":12,\"name\":\"Filtered\",\"dyn\":1}}', '{}', '{}');";

/* The same in tables; a template's config is a message of two strings, a note type's of a number.
 */
static const char *const package_tables_18 =
    "CREATE TABLE notetypes(id integer not null primary key, name text not null collate unicase,"
    " mtime_secs integer not null, usn integer not null, config blob not null);"
    "CREATE UNIQUE INDEX idx_notetypes_name ON notetypes(name);"
    "CREATE TABLE fields(ntid integer not null, ord integer not null,"
    " name text not null collate unicase, config blob not null, primary key (ntid, ord))"
    " without rowid;"
    "CREATE TABLE templates(ntid integer not null, ord integer not null,"
    " name text not null collate unicase, mtime_secs integer not null, usn integer not null,"
    " config blob not null, primary key (ntid, ord)) without rowid;"
    "CREATE TABLE decks(id integer primary key not null, name text not null collate unicase,"
    " mtime_secs integer not null, usn integer not null, common blob not null,"
    " kind blob not null);"
    "CREATE TABLE config(key text not null primary key, usn integer not null,"
    " mtime_secs integer not null, val blob not null) without rowid;"
    "INSERT INTO col VALUES(1, " PACKAGE_BEGIN ", 1769850000000, 0, 18, 0, 0, 0, '', '', '', '',"
    " '');"
    "INSERT INTO config VALUES('creationOffset', 0, 0, CAST('0' AS BLOB));"
    "INSERT INTO notetypes VALUES(1, 'Both', 0, 0, x''), (2, 'Cloze', 0, 0, x'0801'),"
    " (3, 'Odd', 0, 0, x'0800');"
    "INSERT INTO fields VALUES(1, 0, 'Front', x''), (1, 1, 'Back', x''), (2, 0, 'Text', x''),"
    " (2, 1, 'Extra', x''), (3, 0, 'A', x''), (3, 1, 'B', x'');"
    "INSERT INTO templates VALUES"
    " (1, 0, 'C1', 0, 0, message('{{Front}}', '{{FrontSide}}<hr id=answer>{{Back}}')),"
    " (1, 1, 'C2', 0, 0, message('{{Back}}', '{{FrontSide}}<hr id=\"answer\">{{Front}}')),"
    " (2, 0, 'Cloze', 0, 0, message('{{cloze:Text}}', '{{cloze:Text}}<br>{{Extra}}')),"
    " (3, 0, 'Odd', 0, 0, message('{{#B}}{{Deck}}: {{/B}}{{A}} {{hint:B}}', '<p>{{B}}</p>'));"
    "INSERT INTO decks VALUES(10, 'Lang' || char(31) || 'French', 0, 0, x'', x''),"
    " (11, 'Sci', 0, 0, x'', x''), (12, 'Filtered', 0, 0, x'', x'');";

static inline int package_compare(void *context, int a, const void *x, int b, const void *y)
{
    (void)context;
    int order = memcmp(x, y, (size_t)(a < b ? a : b));
    return order ? order : a - b;
}

/* message(A, B): fields 1 and 2 of a protocol buffer, each shorter than 128 bytes. */
static inline void package_message(sqlite3_context *context, int count, sqlite3_value **values)
{
    struct buf out = {0};
    for (int i = 0; i < count; i++) {
        const char *text = (const char *)sqlite3_value_text(values[i]);
        assert_true(strlen(text) < 128);
        buf_char(&out, (char)((i + 1) << 3 | 2));
        buf_char(&out, (char)strlen(text));
        buf_text(&out, text);
    }
    sqlite3_result_blob(context, buf_string(&out), (int)out.length, SQLITE_TRANSIENT);
    buf_done(&out);
}

static inline void package_sql(sqlite3 *db, const char *sql)
{
    char *message = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK)
        fail_msg("%s in: %.200s", message, sql);
}

/* A collection, its notes and the rest by SQL. */
static inline void package_collection_file(
    const char *path, enum generation generation, const char *sql)
{
    sqlite3 *db;
    unlink(path);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    sqlite3_create_collation(db, "unicase", SQLITE_UTF8, NULL, package_compare);
    sqlite3_create_function(db, "message", 2, SQLITE_UTF8, NULL, package_message, NULL, NULL);
    package_sql(db, package_tables);
    package_sql(db, generation == LATEST ? package_tables_18 : package_json);
    package_sql(db, sql);
    sqlite3_close(db);
}

static inline struct buf package_file_bytes(const char *path)
{
    struct buf all = {0};
    char bytes[4096];
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    for (size_t size; (size = fread(bytes, 1, sizeof bytes, file)) > 0;)
        buf_add(&all, bytes, size);
    fclose(file);
    return all;
}

static inline void package_put(
    zip_t *zip, const char *name, const char *bytes, size_t length, bool zstd)
{
    size_t capacity = zstd ? ZSTD_compressBound(length) : length;
    char *copy = malloc(capacity + 1);
    assert_non_null(copy);
    if (zstd)
        length = ZSTD_compress(copy, capacity, bytes, length, 1);
    else
        memcpy(copy, bytes, length);
    if (length == 0) { /* which libzip does not free */
        free(copy);
        copy = NULL;
    }
    zip_source_t *source = zip_source_buffer(zip, copy, length, copy != NULL);
    assert_true(zip_file_add(zip, name, source, ZIP_FL_OVERWRITE) >= 0);
}

/* The list of one medium, "heart one.png". */
static inline void package_put_media(zip_t *zip, enum generation generation)
{
    static const char list[] = "\x0a\x11\x0a\x0dheart one.png\x10\x03";
    static const char json[] = "{\"0\": \"heart one.png\"}";
    bool zstd = generation == LATEST;
    package_put(zip, "media", zstd ? list : json, zstd ? sizeof list - 1 : sizeof json - 1, zstd);
    package_put(zip, "0", "PNG", 3, zstd);
}

static inline zip_t *package_begin(const char *path)
{
    zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, NULL);
    assert_non_null(zip);
    return zip;
}

static inline void package_end(zip_t *zip)
{
    if (zip_close(zip) != 0)
        fail_msg("%s", zip_strerror(zip));
}

/* A whole package. As Anki does, one of the two later generations gets a dummy of the first. */
static inline void package_make(const char *path, enum generation generation, const char *sql)
{
    static const char *const names[] = {
        "", "collection.anki2", "collection.anki21", "collection.anki21b"};
    const char meta[] = {0x08, (char)generation};
    char collection[256];
    zip_t *zip = package_begin(path);
    snprintf(collection, sizeof collection, "%s.collection", path);
    if (generation != OLDEST) {
        package_collection_file(collection, OLDEST,
            "INSERT INTO notes VALUES(9, 'dummy', 1, 0, 0, '', 'Please update' || char(31), 0, 0, "
            "0,"
            " ''); INSERT INTO cards VALUES(9, 9, 10, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, "
            "'');");
        struct buf dummy = package_file_bytes(collection);
        package_put(zip, names[OLDEST], dummy.bytes, dummy.length, false);
        package_put(zip, "meta", meta, sizeof meta, false);
        buf_done(&dummy);
    }
    package_collection_file(collection, generation, sql);
    struct buf real = package_file_bytes(collection);
    package_put(zip, names[generation], real.bytes, real.length, generation == LATEST);
    package_put_media(zip, generation);
    package_end(zip);
    buf_done(&real);
    unlink(collection);
}

#endif
