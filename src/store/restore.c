/* prepare DB-restoring ──> the database can be read? ──yes──> write it, in one transaction
 *                             └─no──> replace DB with DB-restoring (swap.h) */
#include "store/restore.h"

#include "base/file.h"
#include "store/numbers.h"
#include "store/rows.h"
#include "store/sql.h"
#include "store/swap.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define STEP_PAGES 512

/* ---- prepare ---- */

/* Ensure that no row number that the old database has used is ever reused. */
static enum err_code restore_raise_numbers(struct store *new, struct store *old, struct err *err)
{
    int64_t card = 0, event = 0;
    enum err_code code = numbers_last_card(old, &card, err);
    if (!code)
        code = numbers_next_event(old, &event, err);
    return code ? code : store_raise_numbers(new, card, event - 1, err);
}

static enum err_code restore_fit(struct store *new, struct store *old, struct err *err)
{
    enum err_code code = store_connect(new, new->path, err);
    if (code || (code = schema_migrate(new, err)) || !old)
        return code;
    return restore_raise_numbers(new, old, err);
}

/* Copy the backup into the file at path, and prepare it to become the database. */
static enum err_code restore_prepare(const char *path, struct store *copy, struct store *now,
    backup_go_on_fn *go_on, void *context, bool *ended, struct err *err)
{
    struct backup *backup;
    enum err_code code = backup_begin(&backup, copy, path, err);
    while (!code && !backup_is_complete(backup) &&
           !(*ended = !go_on(context, backup_percent(backup) / 2)))
        code = backup_step(backup, go_on, context, err);
    backup_close(backup);
    if (code || *ended)
        return code;
    struct store *new = store_allocate(path);
    code = new ? restore_fit(new, now, err) : err_memory(err);
    store_close(new);
    return code ? code : file_sync(path, err);
}

/* ---- a database that can be read ---- */

static enum err_code restore_write(struct store *now, const char *prepared, backup_go_on_fn *go_on,
    void *context, bool *ended, struct err *err)
{
    struct store *new = store_allocate(prepared);
    enum err_code code = new ? store_connect(new, prepared, err) : err_memory(err);
    sqlite3_backup *pages = NULL;
    if (!code && !(pages = sqlite3_backup_init(now->db, "main", new->db, "main")))
        code = sql_error(now, sqlite3_extended_errcode(now->db), err);
    int result = SQLITE_OK, percent = 50;
    while (!code && result == SQLITE_OK && !(*ended = !go_on(context, percent))) {
        result = sqlite3_backup_step(pages, STEP_PAGES);
        int total = sqlite3_backup_pagecount(pages);
        if (total > 0)
            percent = (int)(100 - (int64_t)sqlite3_backup_remaining(pages) * 50 / total);
    }
    sqlite3_backup_finish(pages);
    store_close(new);
    if (code || *ended || result == SQLITE_DONE)
        return code;
    return sql_error(now, result, err);
}

/* ---- either way ---- */

enum err_code store_restore(const char *path, struct store *copy, struct store *now,
    backup_go_on_fn *go_on, void *context, bool *ended, struct buf *aside, struct err *err)
{
    struct buf name = {0};
    buf_format(&name, "%s-restoring", path);
    const char *prepared = buf_string(&name);
    *ended = false;
    enum err_code code = name.failed ? err_memory(err) : folder_make_for(path, err);
    if (!code)
        code = restore_prepare(prepared, copy, now, go_on, context, ended, err);
    if (!code && !*ended)
        code = now ? restore_write(now, prepared, go_on, context, ended, err)
                   : swap_put(path, prepared, aside, err);
    if (!name.failed)
        unlink(prepared);
    buf_done(&name);
    return code;
}

bool restore_is_foreign(const char *path)
{
    enum { APPLICATION_AT = 68 };
    static const unsigned char none[4], ours[4] = {'d', 'r', 'i', 'l'};
    unsigned char header[100];
    FILE *file = fopen(path, "rb");
    bool is_database = file && fread(header, 1, sizeof header, file) == sizeof header &&
                       memcmp(header, "SQLite format 3", 16) == 0;
    if (file)
        fclose(file);
    return is_database && memcmp(header + APPLICATION_AT, ours, 4) != 0 &&
           memcmp(header + APPLICATION_AT, none, 4) != 0;
}
