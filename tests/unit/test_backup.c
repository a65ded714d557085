/* A copy is a complete snapshot or does not exist; a restore that is killed leaves the old database
 * or the new one. */
#include "unit/folder.h"
#include "unit/sitting.h"

#include "store/backup.h"
#include "store/restore.h"

#define RATINGS "SELECT count(*) FROM reviews"

static bool go_on(void *context, int percent)
{
    (void)context;
    assert_in_range(percent, 0, 100);
    return true;
}

static bool stop(void *context, int percent)
{
    (void)percent;
    *(int *)context += 1;
    return false;
}

static void finish(struct world *w, struct backup *backup)
{
    enum err_code code = ERR_NONE;
    while (!code && !backup_is_complete(backup))
        code = backup_step(backup, go_on, NULL, &w->err);
    if (code)
        fail_msg("copy: error %d: %s", (int)code, w->err.message);
    assert_int_equal(backup_percent(backup), 100);
    backup_close(backup);
}

/* Copy the database; what happens to it meanwhile is not in the copy. */
static void copy_to(struct world *w, const char *name)
{
    char path[192];
    struct backup *backup;
    assert_int_equal(backup_begin(&backup, w->store, world_path(w, name, path), &w->err), ERR_NONE);
    finish(w, backup);
}

static struct store *open_copy(struct world *w, const char *name)
{
    char path[192];
    struct store *copy;
    enum err_code code = store_open(&copy, world_path(w, name, path), STORE_COPY, &w->err);
    if (code)
        fail_msg("open: %s", w->err.message);
    return copy;
}

static void assert_copy(struct world *w, const char *name, const char *sql, const char *want)
{
    char path[192], text[64];
    assert_string_equal(raw_text(world_path(w, name, path), sql, text, sizeof text), want);
}

static bool there(struct world *w, const char *name)
{
    char path[192];
    return access(world_path(w, name, path), F_OK) == 0;
}

/* ---- copies ---- */

static void test_backup__is_one_snapshot(void **state)
{
    struct world *w = *state;
    char path[192];
    struct store *source;
    struct backup *backup;
    load_cards(w, 3);
    give_history(w, "q1", 2);
    assert_int_equal(store_open(&source, w->db, STORE_READ, &w->err), ERR_NONE);
    assert_int_equal(
        backup_begin(&backup, source, world_path(w, "copy.db", path), &w->err), ERR_NONE);
    give_history(w, "q2", 3);
    finish(w, backup);
    store_close(source);
    assert_copy(w, "copy.db", RATINGS, "2");
    assert_copy(w, "copy.db", "PRAGMA integrity_check", "ok");
    assert_sql(w, RATINGS, "5");
}

/* The header says that there is no write-ahead log, so that none is ever replayed over a copy. */
static void test_backup__is_a_plain_private_file(void **state)
{
    struct world *w = *state;
    unsigned char header[100];
    char path[192];
    struct stat file;
    mode_t mask = umask(0);
    load_cards(w, 1);
    copy_to(w, "copy.db");
    umask(mask);
    FILE *copy = fopen(world_path(w, "copy.db", path), "rb");
    assert_non_null(copy);
    assert_int_equal(fread(header, 1, sizeof header, copy), sizeof header);
    fclose(copy);
    assert_int_equal(header[18], 1);
    assert_int_equal(header[19], 1);
    assert_int_equal(stat(path, &file), 0);
    assert_int_equal(file.st_mode & 07777, 0600);
    assert_false(there(w, "copy.db-wal") || there(w, "copy.db-shm") || there(w, "copy.db-journal"));
}

static void test_backup__left_early_leaves_no_file(void **state)
{
    struct world *w = *state;
    char path[192];
    struct backup *backup;
    load_cards(w, 200); /* enough work for a check to ask whether to go on */
    give_history(w, "q1", 200);
    assert_int_equal(
        backup_begin(&backup, w->store, world_path(w, "copy.db", path), &w->err), ERR_NONE);
    int asked = 0;
    for (int i = 0; i < 20; i++) {
        assert_int_equal(backup_step(backup, stop, &asked, &w->err), ERR_NONE);
        assert_false(backup_is_complete(backup));
    }
    assert_int_equal(asked, 19); /* all steps but the one that copied ended early */
    backup_close(backup);
    assert_false(there(w, "copy.db"));
    give_history(w, "q2", 1); /* the source is free again */
}

/* What a killed run left is replaced, and so is its log. */
static void test_backup__replaces_what_a_killed_run_left(void **state)
{
    struct world *w = *state;
    load_cards(w, 1);
    world_write(w, "copy.db", "half a copy");
    world_write(w, "copy.db-wal", "and half a log");
    copy_to(w, "copy.db");
    assert_copy(w, "copy.db", "SELECT count(*) FROM cards", "1");
}

static void damage(struct world *w, const char *name, long from, int bytes)
{
    char path[192];
    FILE *file = fopen(world_path(w, name, path), "r+b");
    assert_non_null(file);
    assert_int_equal(fseek(file, from, SEEK_SET), 0);
    while (bytes-- > 0)
        assert_int_equal(fputc('x', file), 'x');
    assert_int_equal(fclose(file), 0);
}

static void test_backup__of_a_damaged_database_is_refused(void **state)
{
    struct world *w = *state;
    char path[192];
    struct backup *backup;
    load_cards(w, 200);
    world_close(w);
    damage(w, "drill.db", 5 * 4096L, 2 * 4096);
    world_open(w);
    enum err_code code = backup_begin(&backup, w->store, world_path(w, "copy.db", path), &w->err);
    while (!code && !backup_is_complete(backup))
        code = backup_step(backup, NULL, NULL, &w->err);
    assert_int_equal(code, ERR_STORE);
    assert_string_equal(w->err.file, w->db); /* the database is to blame, not the copy */
    backup_close(backup);
    assert_false(there(w, "copy.db"));
}

static void test_backup__facts(void **state)
{
    struct world *w = *state;
    struct store_facts facts;
    struct undone undone;
    int day;
    assert_int_equal(store_last_day(w->store, &day, &w->err), ERR_NONE);
    assert_int_equal(day, 0);
    load_cards(w, 4);
    rate_on(w, "q1", 4, DAY);
    rate_on(w, "q2", 4, DAY + 1);
    rate_on(w, "q3", 4, DAY + 2);
    assert_int_equal(world_undo(w->store, &w->deck_id, 1, at(DAY + 2, 10, 0), &undone, &w->err), 0);
    world_load(w, "deck: d\ncards:\n- {q: q1, a: answer 1}\n- {q: q2, a: answer 2}\n");
    assert_int_equal(store_read_facts(w->store, &facts, &w->err), ERR_NONE);
    assert_int_equal(facts.cards, 2);
    assert_int_equal(facts.ratings, 2);
    assert_int_equal(facts.last_ms, at(DAY + 1, 9, 0).utc_ms);
    assert_int_equal(store_last_day(w->store, &day, &w->err), ERR_NONE);
    assert_int_equal(day, DAY + 2); /* something was done, even if it was undone */
}

static void test_backup__only_a_copy_that_exists_is_opened(void **state)
{
    struct world *w = *state;
    char path[192];
    struct store *copy;
    assert_int_equal(
        store_open(&copy, world_path(w, "none.db", path), STORE_COPY, &w->err), ERR_STORE);
    assert_null(copy);
    assert_false(there(w, "none.db"));
}

/* ---- restoring ---- */

static void restore(struct world *w, const char *name, struct store *now, struct buf *aside)
{
    bool ended;
    struct store *copy = open_copy(w, name);
    enum err_code code = store_restore(w->db, copy, now, go_on, NULL, &ended, aside, &w->err);
    if (code)
        fail_msg("restore: error %d: %s", (int)code, w->err.message);
    assert_false(ended);
    store_close(copy);
    assert_false(there(w, "drill.db-restoring") || there(w, "drill.db-restored"));
}

/* Another program that has the database open sees what was restored. */
static void test_backup__restored_into_a_database_in_use(void **state)
{
    struct world *w = *state;
    struct store *other;
    struct store_facts facts;
    struct buf aside = {0};
    load_cards(w, 3);
    give_history(w, "q1", 2);
    copy_to(w, "copy.db");
    give_history(w, "q2", 3);
    assert_int_equal(store_open(&other, w->db, STORE_WRITE, &w->err), ERR_NONE);
    restore(w, "copy.db", w->store, &aside);
    assert_int_equal(aside.length, 0);
    assert_int_equal(store_read_facts(other, &facts, &w->err), ERR_NONE);
    assert_int_equal(facts.ratings, 2);
    store_close(other);
    world_reopen(w);
    assert_sql(w, RATINGS, "2");
    assert_sql(w, "PRAGMA journal_mode", "wal");
    assert_sql(w, "PRAGMA integrity_check", "ok");
    give_history(w, "q3", 1);
}

static void test_backup__restore_left_early_changes_nothing(void **state)
{
    struct world *w = *state;
    bool ended;
    int asked = 0;
    load_cards(w, 3);
    copy_to(w, "copy.db");
    give_history(w, "q2", 3);
    struct store *copy = open_copy(w, "copy.db");
    assert_int_equal(
        store_restore(w->db, copy, w->store, stop, &asked, &ended, NULL, &w->err), ERR_NONE);
    assert_true(ended);
    store_close(copy);
    assert_sql(w, RATINGS, "3");
    assert_false(there(w, "drill.db-restoring"));
}

/* Numbers that were given after the copy was made are not given again. */
static void test_backup__restore_keeps_the_highest_numbers(void **state)
{
    struct world *w = *state;
    const char *numbers = "CREATE TABLE IF NOT EXISTS numbers(number_id INTEGER PRIMARY KEY,"
                          "  last INTEGER NOT NULL, row_check INTEGER) STRICT;"
                          "INSERT OR REPLACE INTO numbers(number_id, last) VALUES(1, 10), (2, 90)";
    load_cards(w, 3);
    world_close(w);
    raw_run(w->db, numbers);
    world_open(w);
    copy_to(w, "copy.db");
    raw_run(w->db, "UPDATE numbers SET last = 70");
    world_reopen(w);
    restore(w, "copy.db", w->store, NULL);
    assert_sql(w, "SELECT group_concat(last, ' ') FROM numbers WHERE number_id < 3", "70 90");
}

/* The old database is damaged, and its log is of no use to the new one. */
static void ruin(struct world *w)
{
    world_close(w);
    damage(w, "drill.db", 0, 4096);
    world_write(w, "drill.db-wal", "old log");
    world_write(w, "drill.db-shm", "old index");
}

static void assert_restored(struct world *w)
{
    assert_sql(w, RATINGS, "2");
    assert_sql(w, "PRAGMA integrity_check", "ok");
    char path[192], text[16] = "";
    FILE *log = fopen(world_path(w, "drill.db-replaced-1-wal", path), "r");
    assert_non_null(log);
    assert_non_null(fgets(text, sizeof text, log));
    fclose(log);
    assert_string_equal(text, "old log");
    assert_true(there(w, "drill.db-replaced-1"));
    assert_true(there(w, "drill.db-replaced-1-shm"));
    assert_false(there(w, "drill.db-restored"));
}

static void test_backup__restored_over_a_damaged_database(void **state)
{
    struct world *w = *state;
    struct buf aside = {0};
    load_cards(w, 3);
    give_history(w, "q1", 2);
    copy_to(w, "copy.db");
    give_history(w, "q2", 3);
    ruin(w);
    restore(w, "copy.db", NULL, &aside);
    assert_string_equal(buf_string(&aside) + strlen(w->db), "-replaced-1");
    buf_done(&aside);
    assert_restored(w);
    ruin(w); /* once more: what was moved aside stays */
    restore(w, "copy.db", NULL, &aside);
    assert_string_equal(buf_string(&aside) + strlen(w->db), "-replaced-2");
    buf_done(&aside);
    assert_restored(w);
}

/* Killed after each step of moving the old files aside: whoever opens it next finishes. */
static void test_backup__a_killed_restore_is_finished_by_the_next(void **state)
{
    struct world *w = *state;
    static const char *const moves[] = {"", "-wal", "-shm", "-journal", "link", "unlink"};
    char from[192], to[192];
    load_cards(w, 3);
    give_history(w, "q1", 2);
    copy_to(w, "copy.db");
    for (size_t killed_at = 0; killed_at <= COUNT(moves); killed_at++) {
        for (int mode = STORE_WRITE; mode <= STORE_READ; mode++) {
            if (!w->store)
                world_open(w);
            copy_to(w, "drill.db-restored");
            ruin(w);
            world_write(w, "drill.db-journal", "old journal");
            for (size_t i = 1; i <= killed_at && i < COUNT(moves); i++) {
                const char *ending = *moves[i] == '-' ? moves[i] : "";
                snprintf(from, sizeof from, "%s%s", w->db, ending);
                snprintf(to, sizeof to, "%s-replaced-1%s", w->db, ending);
                if (*moves[i] == 'u')
                    assert_int_equal(unlink(from), 0);
                else
                    assert_int_equal(*moves[i] == 'l' ? link(from, to) : rename(from, to), 0);
            }
            enum err_code code = store_open(&w->store, w->db, (enum store_mode)mode, &w->err);
            if (code)
                fail_msg("killed at %zu: %s", killed_at, w->err.message);
            world_close(w);
            assert_restored(w);
            const char *const left[] = {"", "-wal", "-shm", "-journal"};
            for (size_t i = 0; i < COUNT(left); i++) {
                snprintf(to, sizeof to, "%s-replaced-1%s", w->db, left[i]);
                assert_int_equal(remove(to), 0);
            }
        }
    }
}

/* The database is moved after its log, so that what is left says where the log went. */
static void test_backup__the_log_is_moved_first(void **state)
{
    struct world *w = *state;
    char blocks[192];
    bool ended;
    load_cards(w, 3);
    give_history(w, "q1", 2);
    copy_to(w, "copy.db");
    ruin(w);
    snprintf(blocks, sizeof blocks, "%s-replaced-1-wal", w->db);
    assert_int_equal(mkdir(blocks, 0700), 0);
    struct store *copy = open_copy(w, "copy.db");
    assert_int_equal(
        store_restore(w->db, copy, NULL, go_on, NULL, &ended, NULL, &w->err), ERR_STORE);
    store_close(copy);
    assert_true(there(w, "drill.db"));
    assert_true(there(w, "drill.db-restored"));
    assert_int_equal(rmdir(blocks), 0);
    world_open(w);
    world_close(w);
    assert_restored(w);
}

/* A file that was prepared but not decided upon is no database: the old one stays. */
static void test_backup__killed_while_preparing_keeps_the_old(void **state)
{
    struct world *w = *state;
    load_cards(w, 3);
    copy_to(w, "copy.db");
    give_history(w, "q1", 2);
    world_write(w, "drill.db-restoring", "half a copy");
    world_reopen(w);
    assert_sql(w, RATINGS, "2");
    restore(w, "copy.db", w->store, NULL);
    assert_sql(w, RATINGS, "0");
}

static void test_backup__foreign_databases_are_told(void **state)
{
    struct world *w = *state;
    char path[192];
    world_path(w, "other.db", path);
    world_write(w, "other.db", "");
    assert_false(restore_is_foreign(path));
    raw_run(path, "CREATE TABLE t(x); PRAGMA application_id = 1");
    assert_true(restore_is_foreign(path));
    world_close(w);
    assert_false(restore_is_foreign(w->db));
    damage(w, "drill.db", 0, 100);
    assert_false(restore_is_foreign(w->db));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, sitting_set_up, world_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_backup__is_one_snapshot),
        TEST(test_backup__is_a_plain_private_file),
        TEST(test_backup__left_early_leaves_no_file),
        TEST(test_backup__replaces_what_a_killed_run_left),
        TEST(test_backup__of_a_damaged_database_is_refused),
        TEST(test_backup__facts),
        TEST(test_backup__only_a_copy_that_exists_is_opened),
        TEST(test_backup__restored_into_a_database_in_use),
        TEST(test_backup__restore_left_early_changes_nothing),
        TEST(test_backup__restore_keeps_the_highest_numbers),
        TEST(test_backup__restored_over_a_damaged_database),
        TEST(test_backup__a_killed_restore_is_finished_by_the_next),
        TEST(test_backup__the_log_is_moved_first),
        TEST(test_backup__killed_while_preparing_keeps_the_old),
        TEST(test_backup__foreign_databases_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
