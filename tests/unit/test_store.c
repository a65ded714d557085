/* A healthy database: how it is created, and what its transactions and its log guarantee. Reading
 * without a trace is in test_store_read.c, refusals are in test_store_refuse.c, several programs in
 * test_store_shared.c. */
#include "unit/folder.h"
#include "unit/world.h"

#include "store/lock.h"

#include <limits.h>

#define DECK "deck: d\ncards:\n- {q: one, a: first}\n- {q: two, a: second}\n"

/* ---- making it ---- */

static void test_store__a_new_database_has_its_folders(void **state)
{
    struct world *w = *state;
    snprintf(w->db, sizeof w->db, "%s/data/drill/drill.db", w->folder);
    world_open(w);
    world_load(w, DECK);
    world_close(w);
    assert_sound(w);
    assert_sql(w, "SELECT count(*) FROM cards", "2");
}

static void assert_mode(const struct world *w, const char *name, unsigned want, mode_t mask)
{
    char path[192];
    struct stat file;
    assert_int_equal(stat(world_path(w, name, path), &file), 0);
    if ((file.st_mode & 07777) != want)
        fail_msg("umask %03o: %s is %04o, not %04o", (unsigned)mask, name,
            (unsigned)(file.st_mode & 07777), want);
}

static void check_modes(struct world *w, mode_t mask)
{
    char name[192];
    snprintf(w->db, sizeof w->db, "%s/%03o/drill/drill.db", w->folder, (unsigned)mask);
    mode_t before = umask(mask);
    enum err_code code = store_open(&w->store, w->db, STORE_WRITE, &w->err);
    if (!code && !(code = store_begin(w->store, &w->err))) /* so that -wal and -shm are there */
        code = store_commit(w->store, &w->err);
    umask(before);
    if (code)
        fail_msg("umask %03o: error %d: %s", (unsigned)mask, (int)code, w->err.message);
    static const struct {
        const char *format;
        unsigned mode;
    } files[] = {{"%03o", 0700}, {"%03o/drill", 0700}, {"%03o/drill/drill.db", 0600},
        {"%03o/drill/drill.db-wal", 0600}, {"%03o/drill/drill.db-shm", 0600},
        {"%03o/drill/drill.db-lock", 0600}};
    for (size_t i = 0; i < COUNT(files); i++) {
        snprintf(name, sizeof name, files[i].format, (unsigned)mask);
        assert_mode(w, name, files[i].mode, mask);
    }
    world_close(w);
}

static void test_store__only_its_owner_reads_it(void **state)
{
    static const mode_t masks[] = {0, 002, 022, 027, 077};
    for (size_t i = 0; i < COUNT(masks); i++)
        check_modes(*state, masks[i]);
}

/* A umask may take from the owner, too; drill needs its own files all the same. */
static void test_store__its_owner_can_use_it_under_any_umask(void **state)
{
    static const mode_t masks[] = {0177, 0277, 0377, 0777};
    for (size_t i = 0; i < COUNT(masks); i++)
        check_modes(*state, masks[i]);
}

static void test_store__folders_that_are_there_keep_their_modes(void **state)
{
    struct world *w = *state;
    assert_int_equal(chmod(w->folder, 0755), 0);
    world_open(w);
    assert_mode(w, "", 0755, 0);
}

static int64_t pragma(const struct world *w, const char *sql)
{
    sqlite3_stmt *row;
    assert_int_equal(sqlite3_prepare_v2(w->store->db, sql, -1, &row, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(row), SQLITE_ROW);
    int64_t number = sqlite3_column_int64(row, 0);
    sqlite3_finalize(row);
    return number;
}

static void test_store__writes_are_durable(void **state)
{
    struct world *w = *state;
    for (int i = 0; i < 2; i++, world_close(w)) { /* made new, and opened again */
        world_open(w);
        assert_int_equal(pragma(w, "PRAGMA synchronous"), 2); /* FULL */
        assert_sql(w, "PRAGMA journal_mode", "wal");
    }
}

static void test_store__all_tables_are_strict(void **state)
{
    struct world *w = *state;
    world_open(w);
    assert_sql(w, "SELECT count(*) >= 4 FROM pragma_table_list WHERE strict", "1");
    assert_sql(w,
        "SELECT group_concat(name) FROM pragma_table_list "
        "WHERE NOT strict AND name NOT LIKE 'sqlite_%'",
        "");
}

static void test_store__is_marked_as_ours(void **state)
{
    struct world *w = *state;
    world_open(w);
    assert_sql(w, "PRAGMA application_id", "1685219692"); /* "dril" in ASCII, big-endian */
    assert_sql(w, "SELECT user_version >= 1 FROM pragma_user_version", "1");
}

static void test_store__opened_again_it_is_as_it_was(void **state)
{
    struct world *w = *state;
    char before[64], after[64];
    world_open(w);
    world_load(w, DECK);
    rate_on(w, "one", 4, DAY);
    raw_text(w->db, "PRAGMA schema_version", before, sizeof before);
    world_reopen(w);
    raw_text(w->db, "PRAGMA schema_version", after, sizeof after);
    assert_string_equal(before, after);
    assert_int_equal(reviews_of(w, "one"), 1);
    assert_int_equal(reviews_of(w, "two"), 0);
}

static void test_store__an_empty_file_becomes_a_database(void **state)
{
    struct world *w = *state;
    world_write(w, "drill.db", "");
    world_open(w);
    world_load(w, DECK);
    world_close(w);
    assert_sound(w);
}

static void test_store__lives_in_memory(void **state)
{
    struct world *w = *state;
    char before[FOLDER_TEXT], after[FOLDER_TEXT];
    world_write(w, "deck.yaml", DECK);
    folder_text(w->folder, before);
    assert_int_equal(store_open(&w->store, ":memory:", STORE_WRITE, &w->err), ERR_NONE);
    world_load_file(w, "deck.yaml", DAY);
    assert_report(w, 2, 0, 0, 0);
    assert_string_equal(folder_text(w->folder, after), before);
    assert_int_not_equal(access(":memory:", F_OK), 0);
}

/* What SQLite would take for a URI is the name of a file, like any other. */
static void test_store__any_name_is_a_name(void **state)
{
    struct world *w = *state;
    static const char *const names[] = {"file:drill.db", "file:x?mode=memory", "100%25?#&.db",
        ":x:", "a b\n\"'.db", "drill.db?immutable=1"};
    char here[PATH_MAX], path[192];
    assert_non_null(getcwd(here, sizeof here));
    world_write(w, "deck.yaml", DECK);
    assert_int_equal(chdir(w->folder), 0);
    for (size_t i = 0; i < COUNT(names); i++) {
        snprintf(w->db, sizeof w->db, "%s", names[i]);
        world_open(w);
        world_load_file(w, "deck.yaml", DAY);
        world_close(w);
        struct stat file;
        assert_int_equal(stat(world_path(w, names[i], path), &file), 0);
        if (file.st_size < 4096 || (file.st_mode & 07777) != 0600)
            fail_msg("%s: %ld bytes, %04o", names[i], (long)file.st_size,
                (unsigned)(file.st_mode & 07777));
        assert_int_equal(store_open(&w->store, w->db, STORE_READ, &w->err), ERR_NONE);
        struct known_decks decks = {0};
        assert_int_equal(store_decks(w->store, &decks, &w->err), ERR_NONE);
        assert_int_equal(decks.count, 1);
        known_decks_done(&decks);
        world_close(w);
    }
    assert_int_equal(chdir(here), 0);
}

/* ---- transactions ---- */

static void begin(struct world *w)
{
    assert_int_equal(store_begin(w->store, &w->err), ERR_NONE);
}

static void commit(struct world *w)
{
    assert_int_equal(store_commit(w->store, &w->err), ERR_NONE);
}

static void test_store__a_rollback_forgets(void **state)
{
    struct world *w = *state;
    world_open(w);
    world_load(w, DECK);
    int64_t one = card_id(w, "one");
    begin(w);
    rate_card(w, one, REVIEW_NEW, 4, at(DAY, 9, 0));
    assert_int_equal(schedule_of(w, one).reviews, 1); /* itself it sees what it writes */
    assert_sql(w, "SELECT count(*) FROM reviews", "0");
    store_rollback(w->store);
    assert_int_equal(schedule_of(w, one).reviews, 0);
    store_rollback(w->store); /* with nothing open, nothing happens */
    rate_card(w, one, REVIEW_NEW, 4, at(DAY, 9, 0));
    assert_sql(w, "SELECT count(*) FROM reviews", "1");
}

static void test_store__the_outermost_commit_keeps(void **state)
{
    struct world *w = *state;
    world_open(w);
    world_load(w, DECK);
    int64_t one = card_id(w, "one"), two = card_id(w, "two");
    begin(w);
    begin(w);
    rate_card(w, one, REVIEW_NEW, 4, at(DAY, 9, 0));
    commit(w);
    begin(w);
    rate_card(w, two, REVIEW_NEW, 4, at(DAY, 9, 1));
    begin(w);
    rate_card(w, two, REVIEW_CRAM, 4, at(DAY, 9, 2));
    commit(w);
    commit(w);
    assert_sql(w, "SELECT count(*) FROM reviews", "0");
    commit(w);
    assert_sql(w, "SELECT count(*) FROM reviews", "3");
}

static void test_store__an_inner_rollback_leaves_the_outer(void **state)
{
    struct world *w = *state;
    world_open(w);
    world_load(w, DECK);
    int64_t one = card_id(w, "one"), two = card_id(w, "two");
    begin(w);
    rate_card(w, one, REVIEW_NEW, 4, at(DAY, 9, 0));
    begin(w);
    rate_card(w, two, REVIEW_NEW, 4, at(DAY, 9, 1));
    begin(w);
    rate_card(w, two, REVIEW_CRAM, 4, at(DAY, 9, 2));
    commit(w);
    store_rollback(w->store); /* what was committed within goes, too */
    assert_int_equal(schedule_of(w, two).reviews, 0);
    begin(w);
    rate_card(w, one, REVIEW_CRAM, 4, at(DAY, 9, 3));
    store_rollback(w->store);
    commit(w);
    assert_sql(w,
        "SELECT group_concat(card_id = (SELECT card_id FROM texts WHERE question = 'one')"
        ") FROM reviews",
        "1");
}

static void test_store__an_outer_rollback_takes_the_inner_along(void **state)
{
    struct world *w = *state;
    world_open(w);
    world_load(w, DECK);
    int64_t one = card_id(w, "one");
    begin(w);
    begin(w);
    rate_card(w, one, REVIEW_NEW, 4, at(DAY, 9, 0));
    commit(w);
    store_rollback(w->store);
    assert_sql(w, "SELECT count(*) FROM reviews", "0");
    rate_card(w, one, REVIEW_NEW, 4, at(DAY, 9, 0));
    assert_sql(w, "SELECT count(*) FROM reviews", "1");
}

static void test_store__closing_rolls_back_what_is_open(void **state)
{
    struct world *w = *state;
    world_open(w);
    world_load(w, DECK);
    int64_t one = card_id(w, "one");
    begin(w);
    begin(w);
    rate_card(w, one, REVIEW_NEW, 4, at(DAY, 9, 0));
    world_reopen(w);
    assert_int_equal(schedule_of(w, one).reviews, 0);
    assert_sound(w);
}

static void test_store__closing_nothing_does_nothing(void **state)
{
    (void)state;
    store_close(NULL);
}

/* ---- the log ---- */

static void assert_forbidden(const struct world *w, const char *sql)
{
    sqlite3 *db = raw_open(w->db);
    int result = sqlite3_exec(db, sql, NULL, NULL, NULL);
    sqlite3_close(db);
    if (result == SQLITE_OK)
        fail_msg("the log let pass: %s", sql);
}

#define LOG_SUM                                                                                    \
    "SELECT group_concat(review_id || '|' || card_id || '|' || reviewed_ms || '|' || offset_min "  \
    "|| '|' || study_day || '|' || kind || '|' || rating || '|' || spent_ms || '|' || "            \
    "interval_before || '|' || interval_after || '|' || ease_before || '|' || ease_after || '|' "  \
    "|| due || '|' || ifnull(undone_ms, '-')) FROM reviews"

static void test_store__the_log_is_only_added_to(void **state)
{
    struct world *w = *state;
    char before[512];
    world_open(w);
    world_load(w, DECK);
    rate_on(w, "one", 4, DAY);
    rate_on(w, "two", 2, DAY);
    raw_text(w->db, LOG_SUM, before, sizeof before);
    static const char *const columns[] = {"review_id", "card_id", "reviewed_ms", "offset_min",
        "study_day", "kind", "rating", "spent_ms", "interval_before", "interval_after",
        "ease_before", "ease_after", "due"};
    for (size_t i = 0; i < COUNT(columns); i++) {
        char *sql = sqlite3_mprintf("UPDATE reviews SET %s = %s + 1", columns[i], columns[i]);
        assert_forbidden(w, sql);
        sqlite3_free(sql);
    }
    assert_forbidden(w, "DELETE FROM reviews");
    assert_forbidden(w, "DELETE FROM reviews WHERE review_id = 2");
    assert_forbidden(w, "UPDATE reviews SET undone_ms = 1, rating = 5");
    assert_sql(w, LOG_SUM, before);
}

/* SQLite fires no delete trigger for a row that REPLACE pushes out, unless told to. */
static void test_store__the_log_cannot_be_replaced(void **state)
{
    struct world *w = *state;
    world_open(w);
    world_load(w, DECK);
    int64_t review = rate_on(w, "one", 4, DAY);
    assert_true(review > 0);
    assert_forbidden(w,
        "INSERT OR REPLACE INTO reviews SELECT review_id, card_id, reviewed_ms, offset_min, "
        "study_day, kind, 5, spent_ms, interval_before, interval_after, ease_before, ease_after, "
        "due, undone_ms FROM reviews");
    assert_sql(
        w, "SELECT group_concat(rating) FROM (SELECT * FROM reviews ORDER BY review_id)", "4");
}

/* ---- by a link ---- */

static void test_store__a_link_to_it_has_the_same_log_and_lock(void **state)
{
    struct world *w = *state;
    char link[192];
    world_open(w);
    world_load(w, DECK);
    assert_int_equal(symlink("drill.db", world_path(w, "link.db", link)), 0);
    struct store *other;
    assert_int_equal(store_open(&other, link, STORE_WRITE, &w->err), ERR_NONE);
    assert_int_equal(store_begin(other, &w->err), ERR_NONE);
    assert_false(lock_try(w->store));
    store_rollback(other);
    store_close(other);
    rate_on(w, "one", 4, DAY);
    assert_int_equal(store_open(&other, link, STORE_READ, &w->err), ERR_NONE);
    store_close(other);
    static const char *const ends[] = {"-lock", "-wal", "-shm"};
    for (size_t i = 0; i < COUNT(ends); i++) {
        char path[256];
        snprintf(path, sizeof path, "%s%s", link, ends[i]);
        assert_int_equal(access(path, F_OK), -1);
    }
}

static void test_store__a_link_to_nothing_makes_its_target(void **state)
{
    struct world *w = *state;
    char link[192];
    assert_int_equal(symlink(w->db, world_path(w, "link.db", link)), 0);
    assert_int_equal(store_open(&w->store, link, STORE_WRITE, &w->err), ERR_NONE);
    world_close(w);
    assert_sql(w, "PRAGMA integrity_check", "ok");
}

static void test_store__a_lock_that_is_a_link_is_not_followed(void **state)
{
    struct world *w = *state;
    char lock[192], target[192], before[FOLDER_TEXT], after[FOLDER_TEXT];
    world_open(w);
    world_load(w, DECK);
    world_close(w);
    world_write(w, "target", "of somebody else\n");
    assert_int_equal(chmod(world_path(w, "target", target), 0644), 0);
    assert_int_equal(unlink(world_path(w, "drill.db-lock", lock)), 0);
    assert_int_equal(symlink(target, lock), 0);
    folder_text(w->folder, before);
    assert_int_equal(store_open(&w->store, w->db, STORE_WRITE, &w->err), ERR_STORE);
    assert_non_null(strstr(w->err.file, "drill.db-lock"));
    assert_non_null(strstr(w->err.message, "link"));
    assert_string_equal(folder_text(w->folder, after), before);
    assert_int_equal(store_open(&w->store, w->db, STORE_READ, &w->err), ERR_NONE);
    world_close(w);
    assert_int_equal(unlink(lock), 0);
    assert_int_equal(mkfifo(lock, 0600), 0);
    assert_int_equal(store_open(&w->store, w->db, STORE_WRITE, &w->err), ERR_STORE);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_set_up, world_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_store__a_new_database_has_its_folders),
        TEST(test_store__only_its_owner_reads_it),
        TEST(test_store__its_owner_can_use_it_under_any_umask),
        TEST(test_store__folders_that_are_there_keep_their_modes),
        TEST(test_store__writes_are_durable),
        TEST(test_store__all_tables_are_strict),
        TEST(test_store__is_marked_as_ours),
        TEST(test_store__opened_again_it_is_as_it_was),
        TEST(test_store__an_empty_file_becomes_a_database),
        TEST(test_store__lives_in_memory),
        TEST(test_store__a_rollback_forgets),
        TEST(test_store__the_outermost_commit_keeps),
        TEST(test_store__an_inner_rollback_leaves_the_outer),
        TEST(test_store__an_outer_rollback_takes_the_inner_along),
        TEST(test_store__closing_rolls_back_what_is_open),
        TEST(test_store__closing_nothing_does_nothing),
        TEST(test_store__the_log_is_only_added_to),
        TEST(test_store__the_log_cannot_be_replaced),
        TEST(test_store__any_name_is_a_name),
        TEST(test_store__a_link_to_it_has_the_same_log_and_lock),
        TEST(test_store__a_link_to_nothing_makes_its_target),
        TEST(test_store__a_lock_that_is_a_link_is_not_followed),
    };
    return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
