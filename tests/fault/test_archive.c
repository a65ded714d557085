/* Memory runs out, at each allocation in turn, while an archive is imported into a database that
 * already has some of it: no crash, no leak, an error that says so, nothing added to the database,
 * and no files left. */
#include "fault/scarce.h"

#include "base/file.h"
#include "exchange/archive_export.h"
#include "exchange/archive_import.h"
#include "unit/world.h"

static bool go_on(void *context, size_t lines)
{
    (void)context, (void)lines;
    return true;
}

static void tell(void *context, const char *path, const char *what)
{
    (void)context, (void)path, (void)what;
}

/* Archive the world's database, with its one media file. */
static void make_archive(struct world *w, const char *path)
{
    struct archive_exported written;
    const struct archive_exporting how = {
        .output = path, .media = true, .now = at(DAY, 9, 0), .notice = tell};
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(archive_export(w->store, file, &how, &written, &w->err), ERR_NONE);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(written.media, 1);
}

static enum err_code open_to_write(void *context, struct store **store, struct err *err)
{
    return store_open(store, context, STORE_WRITE, err);
}

static enum err_code import(const struct world *w, const char *path, struct err *err)
{
    struct archive_imported imported;
    char folder[192];
    const struct archive_importing how = {.db = w->db,
        .path = path,
        .folder = world_path(w, "new", folder),
        .today = DAY + 9,
        .open = open_to_write,
        .progress = go_on,
        .context = (char *)w->db};
    enum err_code code = archive_import(&how, &imported, err);
    archive_imported_done(&imported);
    return code;
}

static void test_archive__memory_runs_out(void **state)
{
    struct world *w = *state;
    char archive[192], folder[192], here[192], before[192], count[32];
    struct err err;
    world_path(w, "x.jsonl", archive);
    world_path(w, "new", folder);
    world_path(w, "before.db", before);
    world_write(w, "m.png", "medium");
    world_open(w);
    world_load(w, "deck: A\ncards:\n  - {q: '![](m.png)', a: a1}\n  - {q: q2, a: a2, id: i}\n");
    rate_on(w, "q2", 2, DAY);
    world_close(w);
    assert_int_equal(file_copy(w->db, before, &err), ERR_NONE);
    world_open(w);
    rate_on(w, "q2", 4, DAY + 1);
    world_write(w, "other.yaml", "deck: B\ncards:\n  - {q: q3, a: a3}\n");
    world_load_file(w, "other.yaml", DAY + 1);
    rate_on(w, "q3", 4, DAY + 1);
    make_archive(w, archive);
    world_close(w);
    unlink(world_path(w, "other.yaml", here));
    long failures = 1;
    for (long n = 1; failures; n++) {
        assert_int_equal(file_copy(before, w->db, &err), ERR_NONE);
        err = (struct err){0};
        scarce_arm(n);
        enum err_code code = import(w, archive, &err);
        scarce_disarm();
        failures = scarce.failures;
        if (scarce_leaks() != 0)
            fail_msg("allocation %ld: %ld blocks leak", n, scarce_leaks());
        bool whole = code == ERR_NONE;
        raw_text(w->db, "SELECT count(*) FROM reviews", count, sizeof count);
        if (strcmp(count, whole ? "3" : "1") != 0 || file_exists(folder) != whole)
            fail_msg("allocation %ld: error %d: %s; %s ratings", n, (int)code, err.message, count);
        if (code && code != ERR_MEMORY && code != ERR_IO && code != ERR_STORE)
            fail_msg("allocation %ld: error %d: %s", n, (int)code, err.message);
        unlink(world_path(w, "new/other.yaml", here));
        unlink(world_path(w, "new/m.png", here));
        rmdir(folder);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            test_archive__memory_runs_out, world_set_up, world_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
