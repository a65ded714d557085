/* A write-ahead log that belongs to another database than the one beside it. SQLite would replay
 * it, so drill refuses in either mode, and changes nothing. A log that does belong is never
 * refused: fault/torture_kill.c tests that with real histories. */
#include "unit/folder.h"
#include "unit/world.h"

#include "base/file.h"

#include <sys/wait.h>

#define DECK "deck: d\ncards:\n- {q: one, a: first}\n- {q: two, a: second}\n"

static void copy(const struct world *w, const char *from, const char *to)
{
    char source[192], target[192];
    assert_int_equal(
        file_copy(world_path(w, from, source), world_path(w, to, target), NULL), ERR_NONE);
}

/* A program that rates so often, and is gone without closing. */
static void rate_and_crash(struct world *w, int count)
{
    pid_t child = world_fork();
    if (child == 0) {
        if (store_open(&w->store, w->db, STORE_WRITE, &w->err))
            _exit(1);
        for (int i = 0; i < count; i++)
            rate_card(w, 1, REVIEW_CRAM, 4, at(DAY, 9, 0));
        _exit(0);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

/* A session with that many ratings, from its beginning to its end. */
static void rate(struct world *w, int count)
{
    world_open(w);
    world_load(w, DECK);
    for (int i = 0; i < count; i++)
        rate_card(w, 1, REVIEW_CRAM, 4, at(DAY, 9, 0));
    world_close(w);
}

static void assert_fits(struct world *w, bool fits)
{
    char before[FOLDER_TEXT], after[FOLDER_TEXT];
    for (int mode = STORE_READ; mode >= STORE_WRITE; mode--) {
        folder_text(w->folder, before);
        enum err_code code = store_open(&w->store, w->db, (enum store_mode)mode, &w->err);
        store_close(w->store);
        w->store = NULL;
        if (code != (fits ? ERR_NONE : ERR_STORE))
            fail_msg("mode %d: error %d: %s", mode, (int)code, w->err.message);
        if (fits)
            continue;
        assert_non_null(strstr(w->err.message, "does not match the drill.db-wal beside it"));
        assert_non_null(strstr(w->err.message, "drill restore"));
        assert_string_equal(folder_text(w->folder, after), before);
    }
}

static void test_wal__of_a_later_session(void **state)
{
    struct world *w = *state;
    rate(w, 1);
    copy(w, "drill.db", "copy.db");
    rate(w, 1);
    rate_and_crash(w, 1);
    copy(w, "copy.db", "drill.db");
    assert_fits(w, false);
}

/* A session copies its log back every 1,000 pages, and begins it anew: the copy is from before. */
static void test_wal__begun_anew_in_one_session(void **state)
{
    struct world *w = *state;
    rate(w, 1);
    copy(w, "drill.db", "copy.db");
    uint64_t hash = file_hash(w->db);
    rate_and_crash(w, 300);
    assert_int_not_equal(file_hash(w->db), hash);
    copy(w, "copy.db", "drill.db");
    assert_fits(w, false);
}

/* What the copy lacks is all in the log, as it is of the session that began with the copy. */
static void test_wal__of_the_session_after_the_copy(void **state)
{
    struct world *w = *state;
    rate(w, 1);
    copy(w, "drill.db", "copy.db");
    rate_and_crash(w, 2);
    copy(w, "copy.db", "drill.db");
    assert_fits(w, true);
    assert_sql(w, "SELECT count(*) FROM reviews", "3");
    assert_sound(w);
}

/* All that differs from the copy that the log began with is one byte of its header. */
static void test_wal__beside_another_kind_of_database(void **state)
{
    struct world *w = *state;
    static const struct {
        long at;
        int byte;
    } kinds[] = {
        {18, 1},    /* a file without a log: as drill's own copies */
        {16, 0x04}, /* pages of 1,024 bytes */
        {68, 0x0f}, /* another program's */
    };
    for (size_t i = 0; i < COUNT(kinds); i++) {
        rate(w, 1);
        copy(w, "drill.db", "copy.db");
        rate_and_crash(w, 1);
        copy(w, "copy.db", "drill.db");
        FILE *file = fopen(w->db, "r+b");
        assert_non_null(file);
        assert_int_equal(fseek(file, kinds[i].at, SEEK_SET), 0);
        assert_int_equal(putc(kinds[i].byte, file), kinds[i].byte);
        assert_int_equal(fclose(file), 0);
        assert_fits(w, false);
        copy(w, "copy.db", "drill.db");
        assert_fits(w, true);
    }
}

static void test_wal__of_an_earlier_session(void **state)
{
    struct world *w = *state;
    rate(w, 1);
    rate_and_crash(w, 1);
    copy(w, "drill.db-wal", "old.db-wal");
    rate(w, 1);
    rate(w, 1);
    copy(w, "old.db-wal", "drill.db-wal");
    assert_fits(w, false);
}

/* A log that a crash cut off, or whose first bytes are lost, is one that SQLite ignores. */
static void test_wal__that_is_ignored(void **state)
{
    struct world *w = *state;
    static const off_t sizes[] = {1, 31, 32, 56, 4000};
    char path[192];
    for (size_t i = 0; i < COUNT(sizes); i++) {
        rate(w, 1);
        copy(w, "drill.db", "copy.db");
        rate(w, 1);
        rate_and_crash(w, 1);
        copy(w, "copy.db", "drill.db");
        assert_int_equal(truncate(world_path(w, "drill.db-wal", path), sizes[i]), 0);
        assert_fits(w, true);
        assert_sound(w);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_set_up, world_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_wal__of_a_later_session),
        TEST(test_wal__begun_anew_in_one_session),
        TEST(test_wal__of_the_session_after_the_copy),
        TEST(test_wal__beside_another_kind_of_database),
        TEST(test_wal__of_an_earlier_session),
        TEST(test_wal__that_is_ignored),
    };
    return cmocka_run_group_tests_name("wal", tests, NULL, NULL);
}
