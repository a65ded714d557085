#include "store/doctor.h"

#include "base/buf.h"
#include "store/doctor_checks.h"
#include "store/log.h"
#include "store/rows.h"
#include "store/sql_once.h"

#include <string.h>

#define RESCUES                                                                                    \
    "Run \"drill restore latest\", or \"drill doctor --repair\" to rescue what can be read."

/* ---- SQLite's own findings ---- */

enum doctor_ill { ILL_FILE, ILL_INDEX, ILL_VALUE };

/* What a line of SQLite's integrity check is about. */
static enum doctor_ill doctor_ill_of(const char *line)
{
    static const struct {
        const char *part;
        enum doctor_ill ill;
    } parts[] = {
        {"missing from index", ILL_INDEX},
        {"wrong # of entries in index", ILL_INDEX},
        {"non-unique entry in index", ILL_INDEX},
        {"rowid not at end-of-record", ILL_INDEX},
        {" value in ", ILL_VALUE},
        {"CHECK constraint failed", ILL_VALUE},
    };
    for (size_t i = 0; i < COUNT(parts); i++)
        if (strstr(line, parts[i].part))
            return parts[i].ill;
    return ILL_FILE;
}

static void doctor_report_damage(struct doctor *doctor, const char *line)
{
    doctor->damaged = true;
    doctor_report(doctor, (struct doctor_finding){.kind = "damaged", .remedy = RESCUES},
        "The database is damaged: %s.", line);
}

static void doctor_report_line(struct doctor *doctor, const char *line)
{
    enum doctor_ill ill = doctor_ill_of(line);
    if (ill == ILL_FILE)
        doctor_report_damage(doctor, line);
    if (ill == ILL_INDEX)
        doctor_report(doctor, (struct doctor_finding){.kind = "index", .remedy = DOCTOR_REPAIRS},
            "An index differs from its table, so cards or ratings may be overlooked: %s.", line);
    if (ill == ILL_VALUE) {
        doctor->damaged = true;
        doctor_report(doctor, (struct doctor_finding){.kind = "value", .remedy = DOCTOR_REPAIRS},
            "A row holds a value that its table does not allow: %s.", line);
    }
}

/* Report a row of the check. Usually, it is one line. For a damaged file, it is a title and several
 * lines, of which the first says enough. */
static void doctor_report_lines(struct doctor *doctor, const char *lines)
{
    struct buf line = {0};
    const char *title_end = strncmp(lines, "***", 3) == 0 ? strchr(lines, '\n') : NULL;
    lines = title_end ? title_end + 1 : lines;
    buf_add(&line, lines, strcspn(lines, "\n"));
    doctor_report_line(doctor, buf_string(&line));
    buf_done(&line);
}

static enum err_code doctor_integrity(struct store *store, struct doctor *doctor, struct err *err)
{
    enum { LINES };
    sqlite3_stmt *row = sql_once(store, "PRAGMA integrity_check", err);
    while (row && sqlite3_step(row) == SQLITE_ROW)
        if (strcmp(column_text(row, LINES), "ok") != 0)
            doctor_report_lines(doctor, column_text(row, LINES));
    return sql_once_end(store, row, err);
}

static enum err_code doctor_foreign_keys(
    struct store *store, struct doctor *doctor, struct err *err)
{
    enum { TABLE, ROW, PARENT };
    sqlite3_stmt *row = sql_once(store, "PRAGMA foreign_key_check", err);
    while (row && sqlite3_step(row) == SQLITE_ROW)
        doctor_report(doctor,
            (struct doctor_finding){.kind = "foreign-key",
                .table = column_text(row, TABLE),
                .row = sqlite3_column_int64(row, ROW),
                .remedy = "drill never writes such a reference: repair the row with the program "
                          "that wrote it."},
            "Row %lld of %s refers to a row of %s that does not exist.",
            (long long)sqlite3_column_int64(row, ROW), column_text(row, TABLE),
            column_text(row, PARENT));
    return sql_once_end(store, row, err);
}

/* ---- rows ---- */

static bool doctor_take_bad_row(void *context, const struct bad_row *bad)
{
    static const char *const kinds[] = {
        [BAD_ROW_CHECK] = "checksum", [BAD_ROW_UNCHECKED] = "unchecked", [BAD_ROW_VALUE] = "value"};
    struct doctor *doctor = context;
    struct doctor_finding finding = {.kind = kinds[bad->fault],
        .advice = bad->fault == BAD_ROW_UNCHECKED,
        .table = bad->table,
        .row = bad->row_id,
        .remedy = DOCTOR_REPAIRS};
    if (bad->fault == BAD_ROW_VALUE)
        doctor_report(doctor, finding, "Row %lld of %s is out of range: its %s is %.40s.",
            (long long)bad->row_id, bad->table, bad->column,
            *bad->value ? bad->value : "not valid text");
    else
        doctor_report(doctor, finding,
            bad->fault == BAD_ROW_CHECK
                ? "Row %lld of %s is not as drill wrote it: its checksum is wrong."
                : "Row %lld of %s was written by another program: it has no checksum.",
            (long long)bad->row_id, bad->table);
    return true;
}

static enum err_code doctor_rows(struct store *store, struct doctor *doctor, struct err *err)
{
    return store_verify_rows(store, doctor_take_bad_row, doctor, err);
}

static enum err_code doctor_count(struct store *store, struct doctor *doctor, struct err *err)
{
    enum { CARDS, RATINGS };
    sqlite3_stmt *row = sql_once(store,
        "SELECT (SELECT count(*) FROM cards NOT INDEXED), "
        "(SELECT count(*) FROM reviews NOT INDEXED WHERE undone_ms IS NULL)",
        err);
    if (row && sqlite3_step(row) == SQLITE_ROW) {
        doctor->cards = sqlite3_column_int64(row, CARDS);
        doctor->ratings = sqlite3_column_int64(row, RATINGS);
    }
    return sql_once_end(store, row, err);
}

/* Report a clock that was ahead for a while, or is behind now. */
static enum err_code doctor_clock(struct store *store, struct doctor *doctor, struct err *err)
{
    enum { REVIEW_ID, AT_MS, OFFSET_MIN };
    char then[TIME_SIZE], now[TIME_SIZE];
    sqlite3_stmt *row = sql_once(store,
        "SELECT review_id, reviewed_ms, offset_min FROM reviews WHERE undone_ms IS NULL "
        "AND imported = 0 ORDER BY review_id DESC LIMIT 1",
        err);
    if (row && sqlite3_step(row) == SQLITE_ROW &&
        sqlite3_column_int64(row, AT_MS) > doctor->now.utc_ms + CLOCK_DRIFT_MS)
        doctor_report(doctor,
            (struct doctor_finding){.kind = "clock",
                .table = "reviews",
                .row = sqlite3_column_int64(row, REVIEW_ID),
                .remedy = "Check the clock. If it is correct now, \"drill undo\" takes the last "
                          "rating back, and you can rate its card again."},
            "The last rating is from %s, but the clock says %s, so cards come up late.",
            moment_text(
                sqlite3_column_int64(row, AT_MS), sqlite3_column_int(row, OFFSET_MIN), then),
            moment_text(doctor->now.utc_ms, doctor->now.offset_min, now));
    return sql_once_end(store, row, err);
}

/* ---- the examination ---- */

/* Whether the last error means that the file cannot be read as a database. */
static bool doctor_met_damage(struct store *store)
{
    int result = sqlite3_errcode(store->db) & 0xff;
    return result == SQLITE_CORRUPT || result == SQLITE_NOTADB || result == SQLITE_IOERR ||
           result == SQLITE_ERROR; /* a table or column is missing */
}

enum err_code store_examine(struct store *store, struct doctor *doctor, struct err *err)
{
    static doctor_check_fn *const checks[] = {doctor_integrity, doctor_foreign_keys, doctor_schema,
        doctor_rows, doctor_orphans, doctor_regimes, doctor_log, doctor_clock, doctor_count};
    enum err_code code = store_read_begin(store, err);
    for (size_t i = 0; i < COUNT(checks) && !code; i++) {
        *err = (struct err){0};
        code = checks[i](store, doctor, err);
        if (code == ERR_STORE && doctor_met_damage(store)) {
            code = ERR_NONE;
            if (!doctor->damaged)
                doctor_report_damage(doctor, sqlite3_errmsg(store->db));
        }
    }
    doctor_end_kind(doctor);
    store_read_end(store);
    return code;
}
