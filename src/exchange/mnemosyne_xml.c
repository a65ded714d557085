/* Reads two kinds of XML: what Mnemosyne 1.x exported,
 *
 *   <mnemosyne core_version="1" time_of_start="1247706000">
 *     <item id="9cff728f" gr="2" e="2.5" rt_rp_l="1" l_rp="3" n_rp="9">   days since the start
 *       <cat>tag</cat> <Q>question</Q> <A>answer</A>
 *     </item>
 *
 * where the item "ID.inv" is the reverse of ID, and "ID.tr.1" its translation; and the log entries
 * that 2.x shares cards and synchronizes with:
 *
 *   <openSM2sync number_of_entries="3">
 *     <log type="10" o_id="TAG"><name>tag</name></log>
 *     <log type="16" o_id="FACT"><f>question</f><b>answer</b></log>
 *     <log type="6" o_id="CARD" card_t="1" fact="FACT" fact_v="1.1" tags="TAG" gr="-1" .../>
 *   </openSM2sync>  */
#include "exchange/mnemosyne.h"

#include <expat.h>
#include <stdlib.h>
#include <string.h>

#define PARTS_MAX 100 /* attributes and elements of one log entry */

/* An attribute or an element of the log entry or item being read. */
struct mnemosyne_xml_part {
    struct buf name, value;
    bool is_element;
};

struct mnemosyne_xml {
    struct anki_database *db;
    sqlite3_stmt **statements;
    XML_Parser parser;
    unsigned depth;
    bool known, items; /* the root is one of those above; it is of 1.x */
    struct mnemosyne_xml_part parts[PARTS_MAX];
    size_t count;
    long long start;    /* of 1.x: the time of day 0 */
    const char *refuse; /* why reading stopped */
    int result;         /* SQLite's first error */
};

static const char mnemosyne_xml_tables[] =
    "CREATE TABLE facts(_id INTEGER PRIMARY KEY, id TEXT UNIQUE);"
    "CREATE TABLE data_for_fact(_fact_id INTEGER, key TEXT, value TEXT);"
    "CREATE INDEX i_data ON data_for_fact(_fact_id);"
    "CREATE TABLE cards(_id INTEGER PRIMARY KEY, id TEXT UNIQUE, card_type_id TEXT,"
    " _fact_id INTEGER, fact_view_id TEXT, grade INTEGER, next_rep INTEGER, last_rep INTEGER,"
    " easiness REAL, lapses INTEGER, ret_reps_since_lapse INTEGER, extra_data TEXT,"
    " active INTEGER DEFAULT 1);"
    "CREATE TABLE tags(_id INTEGER PRIMARY KEY, id TEXT UNIQUE, name TEXT);"
    "CREATE TABLE tags_for_card(_card_id INTEGER, _tag_id INTEGER);"
    "CREATE INDEX i_tags ON tags_for_card(_card_id);"
    "CREATE TABLE fact_views(id TEXT PRIMARY KEY, q_fact_keys TEXT, a_fact_keys TEXT);"
    "CREATE TABLE log(_id INTEGER PRIMARY KEY, event_type INTEGER, timestamp INTEGER,"
    " object_id TEXT, grade INTEGER, easiness REAL, scheduled_interval INTEGER,"
    " thinking_time INTEGER, next_rep INTEGER);"
    "CREATE TABLE items(_id INTEGER PRIMARY KEY, id TEXT, cat TEXT, q TEXT, a TEXT, gr INTEGER,"
    " e REAL, ac_rp INTEGER, rt_rp INTEGER, lps INTEGER, rt_rp_l INTEGER, l_rp INTEGER,"
    " n_rp INTEGER, u TEXT, parent INTEGER, type TEXT DEFAULT '1');"
    "CREATE UNIQUE INDEX i_items ON items(id);"
    "BEGIN";

/* An item that is the exact reverse or translation of another becomes its second card; any other
 * item is a separate fact. Days of 1.x begin at 03:00 local time. Nine hours more make noon, which
 * has the same date in UTC wherever the user was. */
static const char mnemosyne_xml_items[] =
    "UPDATE items SET parent = (SELECT p._id FROM items p WHERE"
    " p.id = substr(items.id, 1, length(items.id) - 4) AND p.a = items.q AND p.q = items.a)"
    " WHERE id LIKE '%.inv';"
    "UPDATE items SET parent = (SELECT p._id FROM items p WHERE"
    " p.id = substr(items.id, 1, length(items.id) - 5)"
    " AND substr(p.a, instr(p.a, char(10)) + 1) = items.q"
    " AND items.a IN (p.q, p.q || char(10) || substr(p.a, 1, max(instr(p.a, char(10)) - 1, 0))))"
    " WHERE id LIKE '%.tr.1';"
    "UPDATE items SET type = '2'"
    " WHERE _id IN (SELECT parent FROM items WHERE id LIKE '%.inv');"
    "UPDATE items SET type = '3'"
    " WHERE _id IN (SELECT parent FROM items WHERE id LIKE '%.tr.1');"
    "INSERT OR IGNORE INTO facts(_id, id) SELECT _id, CASE WHEN length(id) >= 8"
    " AND substr(id, 1, 1) <> '_' THEN id END FROM items WHERE parent IS NULL;"
    "INSERT OR IGNORE INTO facts(_id) SELECT _id FROM items WHERE parent IS NULL;"
    "INSERT INTO data_for_fact SELECT _id, 'f', q FROM items WHERE parent IS NULL;"
    "INSERT INTO data_for_fact SELECT _id, 'b', a FROM items"
    " WHERE parent IS NULL AND type <> '3';"
    "INSERT INTO data_for_fact SELECT _id, 'p_1', substr(a, 1, instr(a, char(10)) - 1) FROM items"
    " WHERE type = '3' AND instr(a, char(10)) > 0;"
    "INSERT INTO data_for_fact SELECT _id, 'm_1', substr(a, instr(a, char(10)) + 1) FROM items"
    " WHERE type = '3';"
    "INSERT INTO cards(_id, card_type_id, _fact_id, fact_view_id, grade, next_rep, last_rep,"
    " easiness, lapses, ret_reps_since_lapse) SELECT i._id, coalesce(p.type, i.type),"
    " coalesce(i.parent, i._id),"
    " coalesce(p.type, i.type) || iif(i.parent IS NULL, '.1', '.2'),"
    " CASE WHEN i.gr IS NULL OR i.gr < 2 AND (i.u = '1' OR"
    " coalesce(i.ac_rp, 0) <= 1 AND coalesce(i.rt_rp, 0) = 0 AND i.gr = 0) THEN -1 ELSE i.gr END,"
    " ((:start + 32400) / 86400 + coalesce(i.n_rp, 0)) * 86400,"
    " ((:start + 32400) / 86400 + coalesce(i.l_rp, 0)) * 86400,"
    " coalesce(i.e, 2.5), coalesce(i.lps, 0), coalesce(i.rt_rp_l, 0)"
    " FROM items i LEFT JOIN items p ON p._id = i.parent;"
    "INSERT INTO tags(name) SELECT DISTINCT cat FROM items WHERE cat IS NOT NULL;"
    "CREATE INDEX i_names ON tags(name);"
    "INSERT INTO tags_for_card SELECT i._id, t._id FROM items i JOIN tags t ON t.name = i.cat;";

enum mnemosyne_xml_sql {
    SQL_FACT,
    SQL_DATA,
    SQL_DATA_DELETE,
    SQL_FACT_DELETE,
    SQL_CARD,
    SQL_CARD_TAGS_DELETE,
    SQL_CARD_TAG,
    SQL_CARD_DELETE,
    SQL_TAG,
    SQL_VIEW,
    SQL_REPETITION,
    SQL_ITEM,
    SQL_COUNT
};

static const char *const mnemosyne_xml_texts[SQL_COUNT] = {
    [SQL_FACT] = "INSERT OR IGNORE INTO facts(id) VALUES(?)",
    [SQL_DATA_DELETE] =
        "DELETE FROM data_for_fact WHERE _fact_id = (SELECT _id FROM facts WHERE id = ?)",
    [SQL_DATA] = "INSERT INTO data_for_fact VALUES((SELECT _id FROM facts WHERE id = ?), ?, ?)",
    [SQL_FACT_DELETE] = "DELETE FROM facts WHERE id = ?",
    [SQL_CARD] = "INSERT INTO cards(id, card_type_id, _fact_id, fact_view_id, grade, next_rep,"
                 " last_rep, easiness, lapses, ret_reps_since_lapse, extra_data)"
                 " VALUES(?1, ?2, (SELECT _id FROM facts WHERE id = ?3), ?4, ?5, ?6, ?7, ?8, ?9,"
                 " ?10, ?11) ON CONFLICT(id) DO UPDATE SET card_type_id = ?2,"
                 " _fact_id = excluded._fact_id, fact_view_id = ?4, grade = excluded.grade,"
                 " next_rep = excluded.next_rep, last_rep = excluded.last_rep,"
                 " easiness = excluded.easiness, lapses = excluded.lapses,"
                 " ret_reps_since_lapse = excluded.ret_reps_since_lapse, extra_data = ?11",
    [SQL_CARD_TAGS_DELETE] =
        "DELETE FROM tags_for_card WHERE _card_id = (SELECT _id FROM cards WHERE id = ?)",
    [SQL_CARD_TAG] = "INSERT INTO tags_for_card SELECT c._id, t._id FROM cards c, tags t"
                     " WHERE c.id = ? AND t.id = ?",
    [SQL_CARD_DELETE] = "DELETE FROM cards WHERE id = ?",
    [SQL_TAG] = "INSERT INTO tags(id, name) VALUES(?1, ?2) ON CONFLICT(id) DO UPDATE SET name = ?2",
    [SQL_VIEW] = "INSERT OR REPLACE INTO fact_views VALUES(?, ?, ?)",
    [SQL_REPETITION] = "INSERT INTO log(event_type, object_id, timestamp, grade, easiness,"
                       " scheduled_interval, thinking_time, next_rep)"
                       " VALUES(9, ?, ?, ?, ?, ?, ?, ?)",
    [SQL_ITEM] = "INSERT INTO items(id, cat, q, a, gr, e, ac_rp, rt_rp, lps, rt_rp_l, l_rp, n_rp,"
                 " u) VALUES(iif(EXISTS(SELECT 1 FROM items WHERE id = ?1), NULL, ?1), ?2, ?3,"
                 " coalesce(?4, ''), ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
};

/* ---- rows ---- */

static void mnemosyne_xml_check(struct mnemosyne_xml *x, int result)
{
    if (x->result == SQLITE_OK && result != SQLITE_OK && result != SQLITE_DONE)
        x->result = result;
}

/* Runs a statement. All values are text; SQLite makes numbers of them where the columns are. */
static void mnemosyne_xml_run(
    struct mnemosyne_xml *x, enum mnemosyne_xml_sql sql, const char *const *values, size_t count)
{
    sqlite3_stmt *row = x->statements[sql];
    if (!row) {
        mnemosyne_xml_check(
            x, sqlite3_prepare_v2(x->db->handle, mnemosyne_xml_texts[sql], -1, &row, NULL));
        x->statements[sql] = row;
    }
    if (!row)
        return;
    for (size_t i = 0; i < count; i++)
        mnemosyne_xml_check(x, sqlite3_bind_text(row, (int)i + 1, values[i], -1, SQLITE_TRANSIENT));
    mnemosyne_xml_check(x, sqlite3_step(row));
    sqlite3_reset(row);
}

/* Returns a part of the entry; NULL if it has none of that name. */
static const char *mnemosyne_xml_part(
    const struct mnemosyne_xml *x, const char *name, bool is_element)
{
    for (size_t i = 0; i < x->count; i++)
        if (x->parts[i].is_element == is_element &&
            strcmp(buf_string(&x->parts[i].name), name) == 0)
            return buf_string(&x->parts[i].value);
    return NULL;
}

static void mnemosyne_xml_put(
    struct mnemosyne_xml *x, enum mnemosyne_xml_sql sql, const char *const *names, size_t count)
{
    const char *values[16];
    for (size_t i = 0; i < count && i < COUNT(values); i++)
        values[i] = mnemosyne_xml_part(x, names[i] + (*names[i] == '<'), *names[i] == '<');
    mnemosyne_xml_run(x, sql, values, count);
}

#define PUT(x, sql, ...)                                                                           \
    mnemosyne_xml_put(                                                                             \
        x, sql, (const char *const[]){__VA_ARGS__}, COUNT(((const char *const[]){__VA_ARGS__})))

static void mnemosyne_xml_put_fact(struct mnemosyne_xml *x)
{
    PUT(x, SQL_FACT, "o_id");
    PUT(x, SQL_DATA_DELETE, "o_id");
    for (size_t i = 0; i < x->count; i++) {
        const char *key = buf_string(&x->parts[i].name);
        const char *values[] = {mnemosyne_xml_part(x, "o_id", false),
            strncmp(key, "___", 3) == 0 ? key + 3 : key, buf_string(&x->parts[i].value)};
        if (x->parts[i].is_element)
            mnemosyne_xml_run(x, SQL_DATA, values, COUNT(values));
    }
}

static void mnemosyne_xml_put_card(struct mnemosyne_xml *x)
{
    PUT(x, SQL_CARD, "o_id", "card_t", "fact", "fact_v", "gr", "n_rp", "l_rp", "e", "lps",
        "rt_rp_l", "<extra");
    PUT(x, SQL_CARD_TAGS_DELETE, "o_id");
    const char *tags = mnemosyne_xml_part(x, "tags", false);
    struct buf tag = {0};
    while (tags && *tags) {
        size_t length = strcspn(tags, ",");
        buf_clear(&tag);
        buf_add(&tag, tags, length);
        const char *values[] = {mnemosyne_xml_part(x, "o_id", false), buf_string(&tag)};
        mnemosyne_xml_run(x, SQL_CARD_TAG, values, COUNT(values));
        tags += length + (tags[length] == ',');
    }
    buf_done(&tag);
}

static void mnemosyne_xml_put_log(struct mnemosyne_xml *x)
{
    const char *type = mnemosyne_xml_part(x, "type", false);
    switch (type ? atoi(type) : 0) {
    case 6:
    case 7: /* a card added, or edited */
        mnemosyne_xml_put_card(x);
        break;
    case 8:
        PUT(x, SQL_CARD_DELETE, "o_id");
        break;
    case 9:
        PUT(x, SQL_REPETITION, "o_id", "time", "gr", "e", "sch_i", "th_t", "n_rp");
        break;
    case 10:
    case 11: /* a tag */
        PUT(x, SQL_TAG, "o_id", "<name");
        break;
    case 16:
    case 17: /* a fact */
        mnemosyne_xml_put_fact(x);
        break;
    case 18:
        PUT(x, SQL_FACT_DELETE, "o_id");
        break;
    case 19:
    case 20: /* a fact view */
        PUT(x, SQL_VIEW, "o_id", "<q_fact_keys", "<a_fact_keys");
        break;
    default:
        break;
    }
}

/* ---- the parser ---- */

static void mnemosyne_xml_add_part(
    struct mnemosyne_xml *x, const char *name, const char *value, bool is_element)
{
    if (x->count == PARTS_MAX)
        return;
    struct mnemosyne_xml_part *part = &x->parts[x->count++];
    part->is_element = is_element;
    buf_clear(&part->name);
    buf_clear(&part->value);
    buf_text(&part->name, name);
    buf_text(&part->value, value);
}

static void mnemosyne_xml_refuse(struct mnemosyne_xml *x, const char *why)
{
    x->refuse = why;
    XML_StopParser(x->parser, XML_FALSE);
}

static void mnemosyne_xml_begin_root(
    struct mnemosyne_xml *x, const char *name, const char **attributes)
{
    x->items = strcmp(name, "mnemosyne") == 0;
    x->known = x->items || strcmp(name, "openSM2sync") == 0;
    for (; *attributes; attributes += 2)
        if (strcmp(*attributes, "time_of_start") == 0)
            x->start = atoll(attributes[1]);
    if (!x->known)
        mnemosyne_xml_refuse(x, "is not XML of Mnemosyne");
    else if (x->start < 0 || x->start > UINT32_MAX)
        x->start = 0;
}

/* Appends a tag to the element's text, where someone has forgotten to escape it. */
static void mnemosyne_xml_add_tag(
    struct mnemosyne_xml *x, const char *name, const char **attributes)
{
    struct buf *text = &x->parts[x->count - 1].value;
    buf_format(text, "<%s%s", attributes ? "" : "/", name);
    for (; attributes && *attributes; attributes += 2)
        buf_format(text, " %s=\"%s\"", attributes[0], attributes[1]);
    buf_char(text, '>');
}

static void XMLCALL mnemosyne_xml_begin(void *context, const char *name, const char **attributes)
{
    struct mnemosyne_xml *x = context;
    switch (++x->depth) {
    case 1:
        mnemosyne_xml_begin_root(x, name, attributes);
        break;
    case 2:
        x->count = 0;
        for (; *attributes; attributes += 2)
            mnemosyne_xml_add_part(x, attributes[0], attributes[1], false);
        break;
    case 3:
        mnemosyne_xml_add_part(x, name, "", true);
        break;
    default:
        if (x->count > 0)
            mnemosyne_xml_add_tag(x, name, attributes);
        break;
    }
}

static void XMLCALL mnemosyne_xml_text(void *context, const char *text, int length)
{
    struct mnemosyne_xml *x = context;
    if (x->depth >= 3 && x->count > 0)
        buf_add(&x->parts[x->count - 1].value, text, (size_t)length);
}

static bool mnemosyne_xml_is_whole(const struct mnemosyne_xml *x)
{
    for (size_t i = 0; i < x->count; i++)
        if (x->parts[i].name.failed || x->parts[i].value.failed)
            return false;
    return true;
}

static void XMLCALL mnemosyne_xml_end(void *context, const char *name)
{
    struct mnemosyne_xml *x = context;
    if (x->depth > 3 && x->count > 0)
        mnemosyne_xml_add_tag(x, name, NULL);
    if (--x->depth != 1)
        return;
    if (!mnemosyne_xml_is_whole(x))
        mnemosyne_xml_check(x, SQLITE_NOMEM);
    if (x->items && strcmp(name, "item") == 0)
        PUT(x, SQL_ITEM, "id", "<cat", "<Q", "<A", "gr", "e", "ac_rp", "rt_rp", "lps", "rt_rp_l",
            "l_rp", "n_rp", "u");
    else if (!x->items && strcmp(name, "log") == 0)
        mnemosyne_xml_put_log(x);
    if (x->result != SQLITE_OK)
        XML_StopParser(x->parser, XML_FALSE);
}

/* Entities of a document type can expand to more than memory holds, and Mnemosyne writes none. */
static void XMLCALL mnemosyne_xml_begin_doctype(
    void *context, const char *name, const char *system, const char *public, int has_internal)
{
    (void)name, (void)system, (void)public, (void)has_internal;
    mnemosyne_xml_refuse(
        context, "is unsafe: it has a document type, which Mnemosyne never writes");
}

static enum err_code mnemosyne_xml_parse(
    struct mnemosyne_xml *x, const struct mnemosyne_bytes *bytes, const char *path, struct err *err)
{
    char part[65536];
    size_t size;
    enum XML_Status status;
    do {
        size = bytes->next(bytes->context, part, sizeof part);
        status = XML_Parse(x->parser, part, (int)size, size == 0);
    } while (status == XML_STATUS_OK && size > 0);
    if (status == XML_STATUS_OK)
        return ERR_NONE;
    enum XML_Error error = XML_GetErrorCode(x->parser);
    if (error == XML_ERROR_NO_MEMORY)
        mnemosyne_xml_check(x, SQLITE_NOMEM);
    if (x->result != SQLITE_OK)
        return ERR_NONE; /* the caller looks at it */
    if (x->refuse)
        return err_at(err, ERR_MISTAKE, path, 0, 0, "%s", x->refuse);
    return err_at(err, ERR_MISTAKE, path, (unsigned)XML_GetCurrentLineNumber(x->parser), 0,
        "is damaged: its XML of Mnemosyne cannot be read here: %s", XML_ErrorString(error));
}

/* Makes facts and cards of the items of 1.x. */
static void mnemosyne_xml_make_cards(struct mnemosyne_xml *x)
{
    const char *sql = mnemosyne_xml_items;
    while (*sql && x->result == SQLITE_OK) {
        sqlite3_stmt *row = NULL;
        mnemosyne_xml_check(x, sqlite3_prepare_v2(x->db->handle, sql, -1, &row, &sql));
        int start = row ? sqlite3_bind_parameter_index(row, ":start") : 0;
        if (start)
            sqlite3_bind_int64(row, start, x->start);
        if (row)
            mnemosyne_xml_check(x, sqlite3_step(row));
        sqlite3_finalize(row);
    }
}

static enum err_code mnemosyne_xml_fill(
    struct mnemosyne_xml *x, const struct mnemosyne_bytes *bytes, const char *path, struct err *err)
{
    XML_SetUserData(x->parser, x);
    XML_SetElementHandler(x->parser, mnemosyne_xml_begin, mnemosyne_xml_end);
    XML_SetCharacterDataHandler(x->parser, mnemosyne_xml_text);
    XML_SetStartDoctypeDeclHandler(x->parser, mnemosyne_xml_begin_doctype);
    mnemosyne_xml_check(x, sqlite3_open("", &x->db->handle)); /* a private temporary file */
    if (x->result == SQLITE_OK)
        mnemosyne_xml_check(x, sqlite3_exec(x->db->handle, mnemosyne_xml_tables, NULL, NULL, NULL));
    enum err_code code =
        x->result == SQLITE_OK ? mnemosyne_xml_parse(x, bytes, path, err) : ERR_NONE;
    if (!code && x->items)
        mnemosyne_xml_make_cards(x);
    for (size_t i = 0; i < SQL_COUNT; i++)
        sqlite3_finalize(x->statements[i]);
    if (!code && x->result == SQLITE_OK)
        mnemosyne_xml_check(x, sqlite3_exec(x->db->handle, "COMMIT", NULL, NULL, NULL));
    if (code || x->result == SQLITE_OK)
        return code;
    if ((x->result & 0xff) == SQLITE_NOMEM)
        return err_memory(err);
    return err_set(err, ERR_IO, "cannot sort the cards in a temporary database: %s",
        sqlite3_errstr(x->result));
}

enum err_code mnemosyne_xml_read(struct anki_database *db, const struct mnemosyne_bytes *bytes,
    const char *path, struct err *err)
{
    sqlite3_stmt *statements[SQL_COUNT] = {0};
    struct mnemosyne_xml *x = calloc(1, sizeof *x);
    *db = (struct anki_database){.package = path};
    if (!x)
        return err_memory(err);
    x->db = db;
    x->statements = statements;
    x->parser = XML_ParserCreate(NULL);
    enum err_code code = x->parser ? mnemosyne_xml_fill(x, bytes, path, err) : err_memory(err);
    for (size_t i = 0; i < PARTS_MAX; i++) {
        buf_done(&x->parts[i].name);
        buf_done(&x->parts[i].value);
    }
    if (x->parser)
        XML_ParserFree(x->parser);
    free(x);
    return code;
}
