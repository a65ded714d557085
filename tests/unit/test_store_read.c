/* Reading leaves no trace: STORE_READ, as "drill due" and the exports use it. */
#include "unit/folder.h"
#include "unit/world.h"

#include <sys/wait.h>

#define DECK "deck: d\ncards:\n- {q: one, a: first}\n- {q: two, a: second}\n"

static void open_reading(struct world *w)
{
    enum err_code code = store_open(&w->store, w->db, STORE_READ, &w->err);
    if (code)
        fail_msg("open: error %d: %s", (int)code, w->err.message);
}

/* What "drill due" does: load the deck, as it may have changed, in a transaction that nobody sees.
 */
static void dry_run(struct world *w, size_t left)
{
    open_reading(w);
    struct collection c = {
        .store = w->store, .today = DAY, .on_mistake = world_mistake, .context = w};
    char *words[] = {w->deck};
    assert_int_equal(collection_open(&c, words, 1, &w->err), ERR_NONE);
    struct session_options options = {.caps = CAPS_UNSET};
    assert_int_equal(session_start(&w->session, w->store, c.deck_ids, c.count, &options,
                         at(DAY, 10, 0), &w->err),
        ERR_NONE);
    assert_int_equal(session_left_total(&w->session), left);
    collection_done(&c);
    world_close(w);
}

static void test_store_read__a_missing_database_makes_nothing(void **state)
{
    struct world *w = *state;
    static const char *const paths[] = {"%s/drill.db", "%s/no/such/folder/drill.db"};
    char before[FOLDER_TEXT], after[FOLDER_TEXT];
    world_write(w, "deck.yaml", DECK);
    folder_text(w->folder, before);
    for (size_t i = 0; i < COUNT(paths); i++) {
        snprintf(w->db, sizeof w->db, paths[i], w->folder);
        dry_run(w, 2);
        assert_string_equal(folder_text(w->folder, after), before);
    }
}

static void test_store_read__an_empty_file_leaves_it_empty(void **state)
{
    struct world *w = *state;
    char before[FOLDER_TEXT], after[FOLDER_TEXT];
    world_write(w, "deck.yaml", DECK);
    world_write(w, "drill.db", "");
    folder_text(w->folder, before);
    dry_run(w, 2);
    assert_string_equal(folder_text(w->folder, after), before);
}

static void test_store_read__changes_nothing(void **state)
{
    struct world *w = *state;
    char before[FOLDER_TEXT], after[FOLDER_TEXT];
    world_open(w);
    world_load(w, DECK);
    rate_on(w, "one", 4, DAY);
    world_close(w);
    world_write(w, "deck.yaml", DECK "- {q: three, a: third}\n");
    folder_text(w->folder, before);
    dry_run(w, 2); /* two and three */
    assert_string_equal(folder_text(w->folder, after), before);
    char path[192];
    assert_int_equal(unlink(world_path(w, "drill.db-lock", path)), 0); /* a backup copy's state */
    folder_text(w->folder, before);
    dry_run(w, 2);
    assert_string_equal(folder_text(w->folder, after), before);
}

/* Killed before the first deck was loaded: no older drill's, and nothing to be lost. */
static void test_store_read__an_interrupted_first_load_is_as_good_as_none(void **state)
{
    struct world *w = *state;
    char before[FOLDER_TEXT], after[FOLDER_TEXT];
    world_write(w, "deck.yaml", DECK);
    for (int version = 0; version < 3; version++) {
        char sql[64];
        world_open(w);
        world_close(w);
        if (version == 0) {
            assert_int_equal(unlink(w->db), 0);
            world_write(w, "drill.db", "");
            raw_run(w->db, "PRAGMA journal_mode = WAL");
        } else {
            snprintf(sql, sizeof sql, "PRAGMA user_version = %d", version);
            raw_run(w->db, sql);
        }
        folder_text(w->folder, before);
        dry_run(w, 2);
        assert_string_equal(folder_text(w->folder, after), before);
        assert_int_equal(unlink(w->db), 0);
    }
}

/* A program that is gone without closing: what it wrote last is in the write-ahead log. */
static void crash_after_rating(struct world *w)
{
    world_open(w);
    world_load(w, DECK);
    world_close(w);
    pid_t child = world_fork();
    if (child == 0) {
        if (store_open(&w->store, w->db, STORE_WRITE, &w->err))
            _exit(1);
        rate_on(w, "one", 4, DAY);
        _exit(0);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

static void test_store_read__after_a_crash_changes_nothing(void **state)
{
    struct world *w = *state;
    char before[FOLDER_TEXT], after[FOLDER_TEXT];
    crash_after_rating(w);
    folder_text(w->folder, before);
    assert_non_null(strstr(before, "drill.db-wal"));
    dry_run(w, 1); /* and it sees the rating */
    dry_run(w, 1);
    assert_string_equal(folder_text(w->folder, after), before);
}

static void test_store_read__a_crash_is_put_right_by_the_next_writer(void **state)
{
    struct world *w = *state;
    char after[FOLDER_TEXT];
    crash_after_rating(w);
    world_open(w);
    assert_int_equal(reviews_of(w, "one"), 1);
    world_close(w);
    folder_text(w->folder, after);
    assert_null(strstr(after, "drill.db-wal"));
    assert_sound(w);
}

/* ---- where writing is not allowed ---- */

static void read_in_child(struct world *w)
{
    char before[FOLDER_TEXT], after[FOLDER_TEXT];
    folder_text(w->folder, before);
    if (store_open(&w->store, w->db, STORE_READ, &w->err)) {
        print_error("open: %s\n", w->err.message);
        _exit(2);
    }
    struct day_counts counts;
    if (store_rated_on(w->store, w->deck_id, DAY, &counts, &w->err) || counts.new != 1)
        _exit(3);
    store_close(w->store);
    if (strcmp(folder_text(w->folder, after), before) != 0) {
        print_error("%s---\n%s", before, after);
        _exit(4);
    }
}

static void test_store_read__a_read_only_file_is_read(void **state)
{
    struct world *w = *state;
    world_open(w);
    world_load(w, DECK);
    rate_on(w, "one", 4, DAY);
    world_close(w);
    give_away(w, "", 0700);
    give_away(w, "deck.yaml", 0600);
    give_away(w, "drill.db-lock", 0600);
    give_away(w, "drill.db", 0400);
    as_nobody(w, read_in_child);
}

/* As on a medium that cannot be written: nothing can be made beside it, and nothing need be. */
static void test_store_read__a_read_only_folder_is_read(void **state)
{
    struct world *w = *state;
    world_open(w);
    world_load(w, DECK);
    rate_on(w, "one", 4, DAY);
    world_close(w);
    give_away(w, "deck.yaml", 0400);
    give_away(w, "drill.db-lock", 0400);
    give_away(w, "drill.db", 0400);
    give_away(w, "", 0500);
    as_nobody(w, read_in_child);
    give_away(w, "", 0700);
}

/* ... with a rating that is still in the log alone; and a dry run changes nothing but memory. */
static void read_log_in_child(struct world *w)
{
    char before[FOLDER_TEXT], after[FOLDER_TEXT];
    folder_text(w->folder, before);
    dry_run(w, 2); /* two and three */
    if (strcmp(folder_text(w->folder, after), before) != 0) {
        print_error("%s---\n%s", before, after);
        _exit(4);
    }
}

static void test_store_read__a_log_is_read_where_nothing_can_be_written(void **state)
{
    struct world *w = *state;
    char path[192];
    static const struct {
        mode_t folder, file;
    } modes[] = {{0500, 0600}, {0500, 0400}, {0700, 0400}};
    crash_after_rating(w);
    world_write(w, "deck.yaml", DECK "- {q: three, a: third}\n");
    for (size_t i = 0; i < COUNT(modes); i++) {
        unlink(world_path(w, "drill.db-shm", path));
        give_away(w, "deck.yaml", 0400);
        world_write(w, "drill.db-lock", "");
        give_away(w, "drill.db-lock", 0600);
        give_away(w, "drill.db-wal", modes[i].file);
        give_away(w, "drill.db", modes[i].file);
        give_away(w, "", modes[i].folder);
        as_nobody(w, read_log_in_child);
        assert_int_equal(unlink(world_path(w, "drill.db-lock", path)), 0);
        as_nobody(w, read_log_in_child);
        give_away(w, "", 0700);
    }
}

/* The same for what an interrupted first load left, and for a copy that has no log of its own. */
static void read_nothing_in_child(struct world *w)
{
    dry_run(w, 2);
}

static void test_store_read__any_kind_is_read_where_nothing_can_be_written(void **state)
{
    struct world *w = *state;
    world_open(w);
    world_close(w);
    world_write(w, "deck.yaml", DECK);
    raw_run(w->db, "PRAGMA user_version = 1");
    give_away(w, "deck.yaml", 0400);
    give_away(w, "drill.db", 0400);
    give_away(w, "", 0500);
    as_nobody(w, read_nothing_in_child);
    give_away(w, "", 0700);
    assert_int_equal(unlink(w->db), 0);

    crash_after_rating(w);
    raw_run(w->db, "PRAGMA journal_mode = DELETE");
    give_away(w, "drill.db-lock", 0600);
    give_away(w, "drill.db", 0400);
    give_away(w, "", 0500);
    as_nobody(w, read_in_child);
    give_away(w, "", 0700);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_set_up, world_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_store_read__a_missing_database_makes_nothing),
        TEST(test_store_read__an_empty_file_leaves_it_empty),
        TEST(test_store_read__changes_nothing),
        TEST(test_store_read__an_interrupted_first_load_is_as_good_as_none),
        TEST(test_store_read__after_a_crash_changes_nothing),
        TEST(test_store_read__a_crash_is_put_right_by_the_next_writer),
        TEST(test_store_read__a_read_only_file_is_read),
        TEST(test_store_read__a_read_only_folder_is_read),
        TEST(test_store_read__a_log_is_read_where_nothing_can_be_written),
        TEST(test_store_read__any_kind_is_read_where_nothing_can_be_written),
    };
    return cmocka_run_group_tests_name("store_read", tests, NULL, NULL);
}
