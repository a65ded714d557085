/* Backups and restores while memory runs out or the disk fails, once or permanently: every copy is
 * whole, the database is the old one or the new one, and the error says why. */
#include "fault/scarce.h"
#include "fault/shim.h"
#include "unit/sitting.h"

#include "store/restore.h"
#include "study/backups.h"

#include <dirent.h>

static const struct backup_settings settings = {.on = true, .days = 7};

/* The address sanitizer's realpath() allocates without scarce.h noticing. The sanitizer looks for
 * leaks itself. */
#ifdef __SANITIZE_ADDRESS__
#define assert_no_leak() ((void)0)
#else
#define assert_no_leak() assert_int_equal(scarce_leaks(), 0)
#endif

/* Which call to fail next: each of the first 60, then one in seven. */
static long next_failure(long n)
{
    return n < 60 ? n + 1 : n + 7;
}

static bool go_on(void *context, int percent)
{
    (void)context, (void)percent;
    return true;
}

static int set_up(void **state)
{
    shim_install();
    if (world_set_up(state))
        return -1;
    struct world *w = *state;
    world_open(w);
    load_cards(w, 40);
    give_history(w, "q1", 2);
    return 0;
}

static int tear_down(void **state)
{
    scarce_disarm();
    shim_disarm();
    int failed = world_tear_down(state);
    shim_remove();
    return failed;
}

static void copy_path(const struct world *w, const char *name, char path[512])
{
    snprintf(path, 512, "%s/backups/%s", w->folder, name);
}

/* Count the copies, and remove them. Each must be whole, and no temporary file may remain. */
static int count_copies(const struct world *w, long n)
{
    char path[512], text[64];
    int count = 0;
    copy_path(w, "", path);
    DIR *folder = opendir(path);
    for (struct dirent *entry; folder && (entry = readdir(folder));) {
        if (strncmp(entry->d_name, ".copying", 8) == 0)
            fail_msg("%ld: %s is left", n, entry->d_name);
        if (entry->d_name[0] == '.')
            continue;
        count++;
        copy_path(w, entry->d_name, path);
        if (strcmp(raw_text(path, "PRAGMA integrity_check", text, sizeof text), "ok") != 0 ||
            strcmp(raw_text(path, "SELECT count(*) FROM reviews", text, sizeof text), "2") != 0)
            fail_msg("%ld: %s is not whole: %s", n, entry->d_name, text);
        assert_int_equal(unlink(path), 0);
    }
    if (folder)
        closedir(folder);
    return count;
}

static enum err_code copy_once(struct world *w, struct err *err)
{
    struct backups backups = {0};
    struct backups_copy copy;
    struct store *store;
    bool complete = false;
    enum err_code code = store_open(&store, w->db, STORE_READ, err);
    if (!code)
        code = backups_open(&backups, w->db, &settings, err);
    if (!code) {
        code = backups_begin(&copy, &backups, store, BACKUP_DAY, NINE, err);
        while (!code && !complete)
            code = backups_step(&copy, &complete, go_on, NULL, err);
        backups_leave(&copy);
    }
    backups_done(&backups);
    store_close(store);
    return code;
}

static void test_backup_faults__memory_runs_out_in_a_copy(void **state)
{
    struct world *w = *state;
    for (long n = 1;; n = next_failure(n)) {
        struct err err = {0};
        scarce_arm(n);
        enum err_code code = copy_once(w, &err);
        scarce_disarm();
        if (code && (code != ERR_MEMORY || !strstr(err.message, "memory")))
            fail_msg("allocation %ld: error %d: %s", n, (int)code, err.message);
        assert_no_leak();
        assert_int_equal(count_copies(w, n), code ? 0 : 1);
        if (scarce.failures == 0)
            break;
    }
    rate_on(w, "q2", 4, DAY); /* the database is not locked */
}

static void copy_on_a_failing_disk(struct world *w, bool for_good)
{
    for (long n = 1;; n = next_failure(n)) {
        struct err err = {0};
        shim_arm(SHIM_READ | SHIM_WRITE | SHIM_SYNC | SHIM_TRUNCATE | SHIM_OPEN, n, for_good);
        enum err_code code = copy_once(w, &err);
        long failures = shim.failures;
        shim_disarm();
        if (code && ((code != ERR_STORE && code != ERR_IO) || !*err.message))
            fail_msg("call %ld: error %d: %s", n, (int)code, err.message);
        assert_int_equal(count_copies(w, n), code ? 0 : 1);
        if (failures == 0)
            break;
    }
    rate_on(w, "q2", 4, DAY);
}

static void test_backup_faults__the_disk_fails_in_a_copy(void **state)
{
    copy_on_a_failing_disk(*state, false);
}

static void test_backup_faults__the_disk_is_gone_in_a_copy(void **state)
{
    copy_on_a_failing_disk(*state, true);
}

/* ---- restoring ---- */

/* Restore the copy at path over the database with five ratings. */
static enum err_code restore_once(struct world *w, const char *path, struct err *err)
{
    struct store *copy;
    bool ended;
    enum err_code code = store_open(&copy, path, STORE_COPY, err);
    if (!code)
        code = store_restore(w->db, copy, w->store, go_on, NULL, &ended, NULL, err);
    store_close(copy);
    return code;
}

static void make_five(struct world *w)
{
    world_reopen(w);
    if (reviews_of(w, "q1") == 2 && reviews_of(w, "q2") == 0)
        give_history(w, "q2", 3);
}

/* The database is the old one or the new one, and works. */
static void check_restored(struct world *w, enum err_code code, long n)
{
    char text[64];
    world_close(w);
    world_open(w);
    assert_sound(w);
    raw_text(w->db, "SELECT count(*) FROM reviews", text, sizeof text);
    if (strcmp(text, "2") != 0 && (strcmp(text, "5") != 0 || !code))
        fail_msg("%ld: error %d, and %s ratings", n, (int)code, text);
}

static void make_copy(struct world *w, char path[512])
{
    struct backup *backup;
    snprintf(path, 512, "%s/copy.db", w->folder);
    assert_int_equal(backup_begin(&backup, w->store, path, &w->err), ERR_NONE);
    while (!backup_is_complete(backup))
        assert_int_equal(backup_step(backup, NULL, NULL, &w->err), ERR_NONE);
    backup_close(backup);
}

static void test_backup_faults__memory_runs_out_in_a_restore(void **state)
{
    struct world *w = *state;
    char path[512];
    make_copy(w, path);
    for (long n = 1;; n = next_failure(n)) {
        struct err err = {0};
        make_five(w);
        scarce_arm(n);
        enum err_code code = restore_once(w, path, &err);
        scarce_disarm();
        if (code && (code != ERR_MEMORY || !strstr(err.message, "memory")))
            fail_msg("allocation %ld: error %d: %s", n, (int)code, err.message);
        check_restored(w, code, n);
        if (scarce.failures == 0)
            break;
    }
}

static void restore_on_a_failing_disk(struct world *w, bool for_good)
{
    char path[512];
    make_copy(w, path);
    for (long n = 1;; n = next_failure(n)) {
        struct err err = {0};
        make_five(w);
        shim_arm(SHIM_READ | SHIM_WRITE | SHIM_SYNC | SHIM_TRUNCATE | SHIM_OPEN, n, for_good);
        enum err_code code = restore_once(w, path, &err);
        long failures = shim.failures;
        shim_disarm();
        check_restored(w, code, n);
        if (failures == 0)
            break;
    }
}

static void test_backup_faults__the_disk_fails_in_a_restore(void **state)
{
    restore_on_a_failing_disk(*state, false);
}

static void test_backup_faults__the_disk_is_gone_in_a_restore(void **state)
{
    restore_on_a_failing_disk(*state, true);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_backup_faults__memory_runs_out_in_a_copy),
        TEST(test_backup_faults__the_disk_fails_in_a_copy),
        TEST(test_backup_faults__the_disk_is_gone_in_a_copy),
        TEST(test_backup_faults__memory_runs_out_in_a_restore),
        TEST(test_backup_faults__the_disk_fails_in_a_restore),
        TEST(test_backup_faults__the_disk_is_gone_in_a_restore),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
