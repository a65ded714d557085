#include "store/mend.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "store/doctor_checks.h"
#include "store/fold.h"
#include "store/replay.h"
#include "store/row_ranges.h"
#include "store/rows.h"
#include "store/sql_once.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DIGITS_OF(number) #number
#define DIGITS(number)    DIGITS_OF(number)
/* Compute an event's study day from its time, and a time (noon) from its study day. */
#define DAY_OF(ms)                                                                                 \
    "((" ms " + offset_min * 60000 - " DIGITS(DAY_START_HOUR) " * 3600000) / 86400000)"
#define TIME_OF_DAY "(study_day * 86400000 + 43200000 - offset_min * 60000)"
/* a value that only a change of kind CHANGE_SET has; NULL for other changes */
#define IF_SET(value) "CASE kind WHEN 8 THEN " value " END"

/* What messages call a row of a table. */
static const char *const nouns[ROW_TABLES] = {
    [ROW_DECKS] = "deck",
    [ROW_CARDS] = "card",
    [ROW_TEXTS] = "texts of card",
    [ROW_REVIEWS] = "rating",
    [ROW_CHANGES] = "change",
    [ROW_NUMBERS] = "highest number",
    [ROW_REGIMES] = "scheduler in force",
};

/* Substitutes for values out of range. A row with any other bad value is dropped. */
static const struct {
    const char *table, *column, *sql;
} substitutes[] = {
    {"decks", "name", "id"},
    {"decks", "description", "''"},
    {"decks", "tags", "''"},
    {"decks", "names_itself", "0"},
    {"decks", "path", "NULL"},
    {"decks", "device", "0"},
    {"decks", "inode", "0"},
    {"decks", "size", "0"},
    {"decks", "modified_ns", "0"},
    {"decks", "changed_ns", "0"},
    {"decks", "new_cap", "NULL"},
    {"decks", "limit_cap", "NULL"},
    {"decks", "scheduler", "NULL"},
    {"decks", "retention", "NULL"},
    {"cards", "id", "NULL"},
    {"cards", "variant", "0"},
    {"cards", "position", "1"},
    {"cards", "identity", "0"},
    {"cards", "content", "0"},
    {"cards", "added_day", "0"},
    {"cards", "retired_day", "NULL"},
    {"cards", "suspended", "0"},
    {"cards", "repetitions", "0"},
    {"cards", "interval", "0"},
    {"cards", "ease", "250"},
    {"cards", "due", "NULL"},
    {"cards", "repeat_day", "NULL"},
    {"cards", "lapses", "0"},
    {"cards", "reviews", "0"},
    {"cards", "last_rating", "0"},
    {"cards", "last_review_id", "NULL"},
    {"cards", "buried_day", "NULL"},
    {"cards", "leech", "0"},
    {"cards", "last_change_id", "NULL"},
    {"cards", "typed", "NULL"},
    {"cards", "sm2_interval", "NULL"},
    {"cards", "stability", "NULL"},
    {"cards", "difficulty", "NULL"},
    {"cards", "memory_day", "NULL"},
    {"cards", "memory_ms", "NULL"},
    {"texts", "question", "''"},
    {"texts", "answer", "''"},
    {"texts", "hint", "''"},
    {"texts", "note", "''"},
    {"texts", "tags", "''"},
    {"texts", "cloze", "NULL"},
    {"reviews", "reviewed_ms", TIME_OF_DAY},
    {"reviews", "offset_min", "0"},
    {"reviews", "study_day", DAY_OF("reviewed_ms")},
    {"reviews", "spent_ms", "0"},
    {"reviews", "interval_before", "0"},
    {"reviews", "interval_after", "0"},
    {"reviews", "ease_before", "250"},
    {"reviews", "ease_after", "250"},
    {"reviews", "due", "NULL"},
    {"reviews", "undone_ms", "NULL"},
    {"reviews", "imported", "0"},
    {"reviews", "scheduler", "NULL"},
    {"reviews", "retention", "NULL"},
    {"reviews", "stability", "NULL"},
    {"reviews", "difficulty", "NULL"},
    {"changes", "changed_ms", TIME_OF_DAY},
    {"changes", "offset_min", "0"},
    {"changes", "study_day", DAY_OF("changed_ms")},
    {"changes", "review_id", "NULL"},
    {"changes", "imported", "0"},
    {"changes", "repetitions", IF_SET("1")},
    {"changes", "interval", IF_SET("1")},
    {"changes", "ease", IF_SET("250")},
    {"changes", "due", "CASE WHEN kind IN (7, 8) THEN study_day + 1 END"},
    {"changes", "lapses", IF_SET("0")},
    {"changes", "extra", "NULL"},
    {"changes", "undone_ms", "NULL"},
    {"changes", "batch", "NULL"},
    {"regimes", "offset_min", "0"},
    {"regimes", "study_day", DAY_OF("changed_ms")},
    {"regimes", "imported", "0"},
    {"regimes", "undone_ms", "NULL"},
};

void mend_tell(const struct mend *mend, const char *format, ...)
{
    char line[512];
    va_list args;
    va_start(args, format);
    vsnprintf(line, sizeof line, format, args);
    va_end(args);
    mend->told(mend->context, line);
}

void mend_tell_rows(const struct mend *mend, const char *before, const int64_t *rows, size_t count,
    const char *after)
{
    struct buf line = {0};
    buf_text(&line, before);
    if (count == 1) {
        buf_cut(&line, line.length - strlen("s "));
        buf_char(&line, ' ');
    }
    row_ranges_add(&line, rows, count);
    buf_text(&line, after);
    mend->told(mend->context, buf_string(&line));
    buf_done(&line);
}

enum err_code mend_run(
    const struct mend *mend, const char *sql, const int64_t *numbers, int count, struct err *err)
{
    sqlite3_stmt *statement = sql_once(mend->store, sql, err);
    for (int i = 0; i < count && statement; i++)
        sqlite3_bind_int64(statement, i + 1, numbers[i]);
    if (statement)
        sqlite3_step(statement);
    return sql_once_end(mend->store, statement, err);
}

static enum row_table mend_table(const char *name)
{
    return row_table_named(name, strlen(name));
}

/* The name of a table's key. */
static const char *mend_key(enum row_table table)
{
    return row_fields[row_tables[table].id].name;
}

/* ---- values ---- */

/* Replace bytes in text that are not UTF-8, and keep the rest; *mended is false if the value is not
 * text. */
static enum err_code mend_text(const struct mend *mend, enum row_table t, const char *column,
    int64_t row_id, bool *mended, struct err *err)
{
    struct buf select = {0}, update = {0}, text = {0};
    buf_format(&select, "SELECT %s FROM %s WHERE %s = ?", column, row_tables[t].name, mend_key(t));
    buf_format(
        &update, "UPDATE %s SET %s = ?2 WHERE %s = ?1", row_tables[t].name, column, mend_key(t));
    sqlite3_stmt *row = sql_once(mend->store, buf_string(&select), err);
    if (row)
        sqlite3_bind_int64(row, 1, row_id);
    *mended = row && sqlite3_step(row) == SQLITE_ROW && sqlite3_column_type(row, 0) == SQLITE_TEXT;
    if (*mended)
        utf8_add_valid(&text, column_text(row, 0));
    enum err_code code = sql_once_end(mend->store, row, err);
    row = *mended && !code ? sql_once(mend->store, buf_string(&update), err) : NULL;
    if (row) {
        sqlite3_bind_int64(row, 1, row_id);
        sqlite3_bind_text(row, 2, buf_string(&text), -1, SQLITE_STATIC);
        sqlite3_step(row);
    }
    if (*mended && !code)
        code = sql_once_end(mend->store, row, err);
    bool failed = select.failed || update.failed || text.failed;
    buf_done(&select);
    buf_done(&update);
    buf_done(&text);
    return code || !failed ? code : err_memory(err);
}

/* Replace a value, or drop its row if there is no substitute; `s` is the substitute's index. */
static enum err_code mend_substitute(
    const struct mend *mend, enum row_table t, size_t s, int64_t row, struct err *err)
{
    struct buf sql = {0};
    bool mended = false;
    enum err_code code = ERR_NONE;
    if (s < COUNT(substitutes) && strcmp(substitutes[s].sql, "''") == 0)
        code = mend_text(mend, t, substitutes[s].column, row, &mended, err);
    if (code || mended)
        return code;
    if (s < COUNT(substitutes))
        buf_format(&sql, "UPDATE %s SET %s = %s WHERE %s = ?", row_tables[t].name,
            substitutes[s].column, substitutes[s].sql, mend_key(t));
    else
        buf_format(&sql, "DELETE FROM %s WHERE %s = ?", row_tables[t].name, mend_key(t));
    code = sql.failed ? err_memory(err) : mend_run(mend, buf_string(&sql), &row, 1, err);
    buf_done(&sql);
    return code;
}

enum err_code mend_value(struct mend *mend, const char *table, const char *column, int64_t row,
    const char *value, struct err *err)
{
    enum row_table t = mend_table(table);
    size_t s = 0;
    while (s < COUNT(substitutes) &&
           (strcmp(substitutes[s].table, table) != 0 || strcmp(substitutes[s].column, column) != 0))
        s++;
    mend->rereads |= t <= ROW_TEXTS;
    enum err_code code = mend_substitute(mend, t, s, row, err);
    if (!code && t == ROW_TEXTS)
        code = mend_hashes(mend, row, false, err);
    if (!code)
        mend_tell(mend, "%s: %s %lld, whose %s was %.40s",
            s < COUNT(substitutes) ? "repaired" : "lost", nouns[t], (long long)row, column,
            *value ? value : "not valid text");
    return code;
}

/* Bad rows found during verification, to be changed once it has ended. */
struct mend_bad {
    struct mend_bad_row {
        enum bad_row_fault fault;
        const char *table, *column; /* pointers into static tables */
        int64_t row;
        char value[48];
    } * rows;
    size_t count, capacity;
    bool failed;
};

static bool mend_take_bad(void *context, const struct bad_row *bad)
{
    struct mend_bad *list = context;
    struct mend_bad_row row = {bad->fault, bad->table, bad->column, bad->row_id, ""};
    if (bad->fault == BAD_ROW_VALUE)
        snprintf(row.value, sizeof row.value, "%s", bad->value);
    list->failed = !array_add(&list->rows, &list->count, &list->capacity, &row, sizeof row);
    return !list->failed;
}

static enum err_code mend_list_bad(const struct mend *mend, struct mend_bad *list, struct err *err)
{
    *list = (struct mend_bad){0};
    enum err_code code = store_verify_rows(mend->store, mend_take_bad, list, err);
    return code || !list->failed ? code : err_memory(err);
}

static enum err_code mend_tell_doubtful(
    struct mend *mend, const struct mend_bad *list, enum row_table t, struct err *err)
{
    size_t count = 0;
    char after[64];
    int64_t *rows = calloc(list->count + 1, sizeof *rows);
    if (!rows)
        return err_memory(err);
    for (size_t i = 0; i < list->count; i++)
        if (list->rows[i].fault == BAD_ROW_CHECK &&
            strcmp(list->rows[i].table, row_tables[t].name) == 0)
            rows[count++] = list->rows[i].row;
    qsort(rows, count, sizeof *rows, array_by_number);
    snprintf(after, sizeof after, " of %s", row_tables[t].name);
    mend->rereads |= count > 0 && t <= ROW_TEXTS;
    if (count)
        mend_tell_rows(mend, "kept, but doubtful (wrong checksum): rows ", rows, count, after);
    free(rows);
    return ERR_NONE;
}

static enum err_code mend_values(struct mend *mend, struct err *err)
{
    struct mend_bad list;
    enum err_code code = mend_list_bad(mend, &list, err);
    for (size_t i = 0; i < list.count && !code; i++)
        if (list.rows[i].fault == BAD_ROW_VALUE)
            code = mend_value(mend, list.rows[i].table, list.rows[i].column, list.rows[i].row,
                list.rows[i].value, err);
    for (size_t i = 0; i < list.count && !code; i++)
        if (list.rows[i].fault == BAD_ROW_CHECK && strcmp(list.rows[i].table, "texts") == 0)
            code = mend_hashes(mend, list.rows[i].row, false, err);
    for (enum row_table t = 0; t < ROW_TABLES && !code; t++)
        code = mend_tell_doubtful(mend, &list, t, err);
    free(list.rows);
    return code;
}

/* Recompute every row checksum that is wrong or missing. */
static enum err_code mend_sums(const struct mend *mend, struct err *err)
{
    struct mend_bad list;
    enum err_code code = mend_list_bad(mend, &list, err);
    for (size_t i = 0; i < list.count && !code; i++) {
        enum row_table t = mend_table(list.rows[i].table);
        struct buf sql = {0};
        buf_format(
            &sql, "UPDATE %s SET row_check = NULL WHERE %s = ?", row_tables[t].name, mend_key(t));
        code = sql.failed ? err_memory(err)
                          : mend_run(mend, buf_string(&sql), &list.rows[i].row, 1, err);
        buf_done(&sql);
    }
    bool none = list.count == 0;
    free(list.rows);
    return code || none ? code : row_check_fill(mend->store, err);
}

/* ---- the log ---- */

#define DAY_DIFFERS(ms) "abs((" ms " + offset_min * 60000) / 86400000 - study_day) > 1"
#define DAY_BEFORE(table, id)                                                                      \
    "ifnull((SELECT study_day FROM " table " b WHERE b." id " < " table "." id " ORDER BY " id     \
    " DESC LIMIT 1), study_day)"

/* If a time and a study day contradict each other, keep the one nearer to the previous event. Then
 * renumber changes that have the same number as a rating. */
static enum err_code mend_log(const struct mend *mend, struct err *err)
{
    static const struct {
        const char *sql, *line;
    } steps[] = {
        {"UPDATE reviews SET study_day = " DAY_OF("reviewed_ms") " WHERE " DAY_DIFFERS(
             "reviewed_ms") " AND abs(" DAY_OF("reviewed_ms") " - " DAY_BEFORE("reviews",
             "review_id") ") < abs(study_day - " DAY_BEFORE("reviews", "review_id") ")",
            "ratings moved to the study day of their timestamp: %d"},
        {"UPDATE reviews SET reviewed_ms = " TIME_OF_DAY " WHERE " DAY_DIFFERS("reviewed_ms"),
            "ratings whose time was set to noon on their study day: %d"},
        {"UPDATE changes SET study_day = " DAY_OF("changed_ms") " WHERE " DAY_DIFFERS(
             "changed_ms") " AND abs(" DAY_OF("changed_ms") " - " DAY_BEFORE("changes",
             "change_id") ") < abs(study_day - " DAY_BEFORE("changes", "change_id") ")",
            "changes moved to the study day of their timestamp: %d"},
        {"UPDATE changes SET changed_ms = " TIME_OF_DAY " WHERE " DAY_DIFFERS("changed_ms"),
            "changes whose time was set to noon on their study day: %d"},
        {"UPDATE changes SET change_id = change_id + max((SELECT max(change_id) FROM changes), "
         "(SELECT max(review_id) FROM reviews)) "
         "WHERE change_id IN (SELECT review_id FROM reviews)",
            "changes renumbered, because ratings had the same numbers: %d"},
        {"UPDATE reviews SET scheduler = NULL, retention = NULL, stability = NULL, "
         "difficulty = NULL WHERE scheduler NOT NULL AND due IS NULL",
            "ratings without a due day, which is now the one that SM-2 gives: %d"},
    };
    enum err_code code = ERR_NONE;
    for (size_t i = 0; i < COUNT(steps) && !code; i++) {
        int before = sqlite3_total_changes(mend->store->db);
        char line[128];
        code = mend_run(mend, steps[i].sql, NULL, 0, err);
        int count = sqlite3_total_changes(mend->store->db) - before;
        snprintf(line, sizeof line, steps[i].line, count);
        if (!code && count > 0)
            mend->told(mend->context, line);
    }
    return code;
}

static enum err_code mend_schedules(const struct mend *mend, struct err *err)
{
    size_t written = 0;
    enum err_code code = fold_and_write(mend->store, &written, err);
    if (!code && written)
        mend_tell(mend, "recomputed: %zu schedule%s", written, written == 1 ? "" : "s");
    return code;
}

/* ---- the schema ---- */

static enum err_code mend_execute(const struct mend *mend, const char *sql, struct err *err)
{
    int result = sqlite3_exec(mend->store->db, sql, NULL, NULL, NULL);
    return result == SQLITE_OK ? ERR_NONE : sql_error(mend->store, result, err);
}

static enum err_code mend_drop(
    const struct mend *mend, const struct schema_object *object, struct err *err)
{
    struct buf sql = {0};
    /* the name can be trusted, since it is from a new database */
    buf_format(&sql, "DROP %s %s", object->type, object->name);
    enum err_code code = sql.failed ? err_memory(err) : mend_execute(mend, buf_string(&sql), err);
    buf_done(&sql);
    return code;
}

/* Report a missing or altered object, and drop any trigger, since triggers would refuse log
 * repairs. */
static enum err_code mend_disarm_object(
    void *context, const struct schema_object *object, enum schema_state state, struct err *err)
{
    const struct mend *mend = context;
    if (state != SCHEMA_SAME)
        mend_tell(mend, "recreated: the %s %s", object->type, object->name);
    bool drops = strcmp(object->type, "trigger") == 0 && state != SCHEMA_MISSING;
    return drops ? mend_drop(mend, object, err) : ERR_NONE;
}

static enum err_code mend_rearm(
    void *context, const struct schema_object *object, enum schema_state state, struct err *err)
{
    const struct mend *mend = context;
    enum err_code code = ERR_NONE;
    if (strcmp(object->type, "table") == 0 || state == SCHEMA_SAME)
        return ERR_NONE;
    if (state == SCHEMA_ALTERED)
        code = mend_drop(mend, object, err);
    return code ? code : mend_execute(mend, object->sql, err);
}

/* ---- the whole repair ---- */

enum err_code mend_disarm(struct mend *mend, struct err *err)
{
    return schema_compare(mend->store, mend_disarm_object, mend, err);
}

enum err_code mend_everything(struct mend *mend, struct err *err)
{
    enum err_code code;
    if ((code = mend_values(mend, err)) || (code = mend_orphans(mend, err)) ||
        (code = mend_log(mend, err)))
        return code;
    if (mend->rereads &&
        (code = mend_run(mend, "UPDATE decks SET modified_ns = 0, changed_ns = 0", NULL, 0, err)))
        return code;
    /* checks come first, since a schedule is written only to an intact row */
    if ((code = mend_sums(mend, err)) || (code = mend_schedules(mend, err)))
        return code;
    return schema_compare(mend->store, mend_rearm, mend, err);
}

enum err_code store_mend(
    struct store *store, struct moment now, repair_fn *told, void *context, struct err *err)
{
    struct mend mend = {store, now, told, context, false};
    enum err_code code = store_begin(store, err);
    if (code)
        return code;
    if (!(code = mend_execute(&mend, "REINDEX", err)) && !(code = mend_disarm(&mend, err)))
        code = mend_everything(&mend, err);
    return store_end(store, code, err);
}
