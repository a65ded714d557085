/* copy pages ──> check the copy ──> sync it ──> complete
 *
 * All steps but the last read the source within one transaction, so the copy is one snapshot
 * however long it takes. Other programs can write meanwhile. */
#include "store/backup.h"

#include "base/file.h"
#include "store/sql.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SYNC_EVERY  8    /* steps; on a slow disk, syncing everything at the end would take long */
#define STEP_PAGES  512  /* 2 MB */
#define CHECK_EVERY 5000 /* instructions of SQLite's virtual machine between calls to go_on */

#define CALLS_PER_PAGE 0.35 /* estimated calls to go_on in a quick check */

/* The progress when a stage ends, in percent. */
#define COPIED  25
#define CHECKED 90

struct backup {
    struct store *source; /* owned by the caller */
    struct store *copy;   /* NULL once checked */
    sqlite3_backup *pages;
    char *path;
    enum { BACKUP_COPIES, BACKUP_CHECKS, BACKUP_SYNCS, BACKUP_IS_COMPLETE } stage;
    int percent, steps;
};

/* ---- failures ---- */

/* Turn an ERR_STORE of the copy into ERR_IO: the copy could not be written. */
static enum err_code backup_blame_copy(enum err_code code, struct err *err)
{
    if (code != ERR_STORE)
        return code;
    err->code = ERR_IO;
    return ERR_IO;
}

/* Set the error for the SQLite result of a step. Damage in the copy comes from its source. */
static enum err_code backup_fail(struct backup *backup, int result, struct err *err)
{
    if ((result & 0xff) == SQLITE_CORRUPT || (result & 0xff) == SQLITE_NOTADB)
        return sql_error(backup->source, result, err);
    return backup_blame_copy(sql_error(backup->copy, result, err), err);
}

/* ---- copying ---- */

/* Remove SQLite's files beside a copy. SQLite says nothing if it cannot remove them itself. */
static void backup_remove_logs(const char *path)
{
    static const char *const endings[] = {"-journal", "-wal"};
    for (size_t i = 0; i < COUNT(endings); i++) {
        struct buf name = {0};
        buf_format(&name, "%s%s", path, endings[i]);
        if (!name.failed)
            unlink(name.bytes);
        buf_done(&name);
    }
}

/* Remove an incomplete copy, left by this run or a killed one. */
static void backup_remove(const char *path)
{
    unlink(path);
    backup_remove_logs(path);
}

/* Create the file for SQLite, which would not restrict access to the owner. */
static enum err_code backup_make_file(const char *path, struct err *err)
{
    backup_remove(path);
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return err_at(err, ERR_IO, path, 0, 0, "cannot be written: %s", strerror(errno));
    close(fd);
    return ERR_NONE;
}

static enum err_code backup_connect(struct backup *backup, struct err *err)
{
    enum err_code code;
    struct buf name = {0};
    buf_format(&name, "%s%s", *backup->path == '/' ? "" : "./", backup->path); /* never a URI */
    backup->copy = store_allocate(backup->path);
    code = name.failed || !backup->copy ? err_memory(err)
                                        : store_connect(backup->copy, buf_string(&name), err);
    buf_done(&name);
    /* SQLite need not sync: if a crash leaves the copy incomplete, it is useless anyway */
    if (!code)
        code = store_run(backup->copy,
            "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = MEMORY;"
            "PRAGMA synchronous = OFF",
            err);
    return backup_blame_copy(code, err);
}

enum err_code backup_begin(
    struct backup **backup, struct store *source, const char *path, struct err *err)
{
    *backup = NULL;
    struct backup *b = calloc(1, sizeof *b);
    if (!b || !(b->path = strdup(path))) {
        free(b);
        return err_memory(err);
    }
    enum err_code code = store_read_begin(source, err);
    b->source = code ? NULL : source;
    if (!code)
        code = store_run(source, "SELECT count(*) FROM sqlite_schema", err); /* starts a snapshot */
    if (!code && !(code = backup_make_file(path, err)) && !(code = backup_connect(b, err)) &&
        !(b->pages = sqlite3_backup_init(b->copy->db, "main", source->db, "main")))
        code = backup_fail(b, sqlite3_extended_errcode(b->copy->db), err);
    if (code)
        backup_close(b);
    else
        *backup = b;
    return code;
}

static enum err_code backup_copy_pages(struct backup *backup, struct err *err)
{
    int result = sqlite3_backup_step(backup->pages, STEP_PAGES);
    int total = sqlite3_backup_pagecount(backup->pages);
    int left = sqlite3_backup_remaining(backup->pages);
    if (total > 0)
        backup->percent = (int)((int64_t)(total - left) * COPIED / total);
    if (result == SQLITE_OK)
        return ++backup->steps % SYNC_EVERY ? ERR_NONE : file_sync(backup->path, err);
    sqlite3_backup_finish(backup->pages);
    backup->pages = NULL;
    backup->stage = BACKUP_CHECKS;
    return result == SQLITE_DONE ? ERR_NONE : backup_fail(backup, result, err);
}

/* ---- checking ---- */

/* Run a statement that returns one number. Return an SQLite result. */
static int backup_number(sqlite3 *db, const char *sql, int64_t *number)
{
    enum { NUMBER };
    sqlite3_stmt *statement = NULL;
    int result = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
    if (result == SQLITE_OK && (result = sqlite3_step(statement)) == SQLITE_ROW) {
        *number = sqlite3_column_int64(statement, NUMBER);
        result = SQLITE_OK;
    }
    sqlite3_finalize(statement);
    return result;
}

struct backup_check {
    backup_go_on_fn *go_on;
    void *context;
    double calls, calls_expected;
    bool ended;
};

static int backup_ask_to_go_on(void *context)
{
    struct backup_check *check = context;
    double part = check->calls++ / check->calls_expected;
    int percent = part < 1 ? (int)(part * 100) : 99;
    check->ended = check->ended || !check->go_on(check->context, percent);
    return check->ended;
}

/* Returns an SQLite result. */
static int backup_run_check(sqlite3 *db, bool quick)
{
    enum { SAYS };
    const char *sql = quick ? "PRAGMA quick_check(1)" : "PRAGMA integrity_check(1)";
    sqlite3_stmt *statement = NULL;
    int result = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
    if (result == SQLITE_OK && (result = sqlite3_step(statement)) == SQLITE_ROW) {
        const char *says = (const char *)sqlite3_column_text(statement, SAYS);
        result = !says ? SQLITE_NOMEM : strcmp(says, "ok") == 0 ? SQLITE_OK : SQLITE_CORRUPT;
    }
    sqlite3_finalize(statement);
    return result;
}

/* Returns an SQLite result, which is also SQLITE_OK if go_on ended the check early. */
static int backup_run_check_on(
    sqlite3 *db, bool quick, backup_go_on_fn *go_on, void *context, bool *ended)
{
    int64_t pages = 0;
    backup_number(db, "PRAGMA page_count", &pages); /* the check will report any error */
    struct backup_check check = {
        .go_on = go_on, .context = context, .calls_expected = 1 + CALLS_PER_PAGE * (double)pages};
    if (go_on)
        sqlite3_progress_handler(db, CHECK_EVERY, backup_ask_to_go_on, &check);
    int result = backup_run_check(db, quick);
    sqlite3_progress_handler(db, 0, NULL, NULL);
    *ended = check.ended;
    return check.ended ? SQLITE_OK : result;
}

enum err_code store_check(struct store *store, bool quick, backup_go_on_fn *go_on, void *context,
    bool *ended, struct err *err)
{
    int result = backup_run_check_on(store->db, quick, go_on, context, ended);
    return result == SQLITE_OK ? ERR_NONE : sql_error(store, result, err);
}

/* Compare the row counts of a table in both databases. Return an SQLite result. */
static int backup_compare_table(sqlite3 *one, sqlite3 *other, const char *table, bool *same)
{
    int64_t rows = 0, other_rows = 0;
    char *sql = table ? sqlite3_mprintf("SELECT count(*) FROM \"%w\"", table) : NULL;
    int result = sql ? backup_number(one, sql, &rows) : SQLITE_NOMEM;
    if (result == SQLITE_OK)
        result = backup_number(other, sql, &other_rows);
    sqlite3_free(sql);
    *same = rows == other_rows;
    return result;
}

static enum err_code backup_compare(struct backup *backup, struct err *err)
{
    enum { NAME };
    static const char sql[] = "SELECT name FROM sqlite_schema"
                              "  WHERE type = 'table' AND name NOT LIKE 'sqlite%'";
    sqlite3_stmt *tables = NULL;
    bool same = true;
    int result = sqlite3_prepare_v2(backup->source->db, sql, -1, &tables, NULL);
    while (result == SQLITE_OK && same && sqlite3_step(tables) == SQLITE_ROW)
        result = backup_compare_table(backup->source->db, backup->copy->db,
            (const char *)sqlite3_column_text(tables, NAME), &same);
    int ended = sqlite3_finalize(tables);
    if (result != SQLITE_OK || ended != SQLITE_OK)
        return backup_fail(backup, result != SQLITE_OK ? result : ended, err);
    return same ? ERR_NONE : err_at(err, ERR_IO, backup->path, 0, 0, "differs from the database");
}

struct backup_copy_check {
    backup_go_on_fn *go_on;
    void *context;
};

/* A backup_go_on_fn that scales the check's progress to that of the whole backup. */
static bool backup_go_on_checking(void *context, int percent)
{
    const struct backup_copy_check *check = context;
    return check->go_on(check->context, COPIED + percent * (CHECKED - COPIED) / 100);
}

static enum err_code backup_check_copy(
    struct backup *backup, backup_go_on_fn *go_on, void *context, struct err *err)
{
    struct backup_copy_check check = {go_on, context};
    bool ended = false;
    int result = backup_run_check_on(
        backup->copy->db, true, go_on ? backup_go_on_checking : NULL, &check, &ended);
    if (result != SQLITE_OK)
        return backup_fail(backup, result, err);
    enum err_code code = ended ? ERR_NONE : backup_compare(backup, err);
    if (code || ended)
        return code;
    /* the copied header says that there is a write-ahead log, but the copy has none */
    if ((code = store_run(backup->copy, "PRAGMA journal_mode = DELETE", err)))
        return backup_blame_copy(code, err);
    store_close(backup->copy);
    backup->copy = NULL;
    backup_remove_logs(backup->path);
    store_read_end(backup->source);
    backup->stage = BACKUP_SYNCS;
    backup->percent = CHECKED;
    return ERR_NONE;
}

/* ---- all steps ---- */

enum err_code backup_step(
    struct backup *backup, backup_go_on_fn *go_on, void *context, struct err *err)
{
    enum err_code code = ERR_NONE;
    switch (backup->stage) {
    case BACKUP_COPIES:
        return backup_copy_pages(backup, err);
    case BACKUP_CHECKS:
        return backup_check_copy(backup, go_on, context, err);
    case BACKUP_SYNCS:
        if ((code = file_sync(backup->path, err)))
            return code;
        backup->stage = BACKUP_IS_COMPLETE;
        backup->percent = 100;
        return ERR_NONE;
    case BACKUP_IS_COMPLETE:
        break;
    }
    return ERR_NONE;
}

bool backup_is_complete(const struct backup *backup)
{
    return backup->stage == BACKUP_IS_COMPLETE;
}

int backup_percent(const struct backup *backup)
{
    return backup->percent;
}

void backup_close(struct backup *backup)
{
    if (!backup)
        return;
    sqlite3_backup_finish(backup->pages);
    store_close(backup->copy);
    if (backup->source && backup->stage < BACKUP_SYNCS)
        store_read_end(backup->source);
    if (!backup_is_complete(backup))
        backup_remove(backup->path);
    free(backup->path);
    free(backup);
}

/* ---- what a database holds ---- */

enum err_code store_read_facts(struct store *store, struct store_facts *facts, struct err *err)
{
    enum { CARDS, RATINGS, LAST_MS, LAST_OFFSET_MIN };
    *facts = (struct store_facts){0};
    sqlite3_stmt *row = sql_query(store, SQL_FACTS, "");
    if (sqlite3_step(row) == SQLITE_ROW)
        *facts = (struct store_facts){sqlite3_column_int64(row, CARDS),
            sqlite3_column_int64(row, RATINGS), sqlite3_column_int64(row, LAST_MS),
            sqlite3_column_int(row, LAST_OFFSET_MIN)};
    return sql_end(store, row, err);
}

enum err_code store_last_day(struct store *store, int *day, struct err *err)
{
    int64_t last = 0;
    enum err_code code = sql_read_number(store, err, &last, SQL_LAST_DAY, "");
    *day = (int)last;
    return code;
}
