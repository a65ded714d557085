/* A database of an older program is brought up to date when it is opened for writing, with all that
 * it holds; nothing of it changes when that fails, or when it is only read. */
#include "unit/schema_2.h"
#include "unit/sitting.h"

#include "store/changes.h"

static void make_old(const struct world *w)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open(w->db, &db), SQLITE_OK);
    for (size_t i = 0; i < COUNT(schema_2); i++)
        if (sqlite3_exec(db, schema_2[i], NULL, NULL, NULL) != SQLITE_OK)
            fail_msg("%s: %s", schema_2[i], sqlite3_errmsg(db));
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    assert_sql(w, "PRAGMA user_version", "2");
}

#define LOG                                                                                        \
    "SELECT group_concat(review_id || ':' || card_id || ':' || rating || ':' || study_day || "     \
    "iif(undone_ms, 'u', ''), ' ') FROM (SELECT * FROM reviews ORDER BY review_id)"
#define CARDS                                                                                      \
    "SELECT group_concat(card_id || ':' || ifnull(due, '') || ':' || interval || ':' || ease || "  \
    "':' || lapses || iif(retired_day, 'r', ''), ' ') FROM (SELECT * FROM cards ORDER BY card_id)"

static void test_migrate__from_2_with_all_it_holds(void **state)
{
    struct world *w = *state;
    char log[512], cards[512];
    make_old(w);
    raw_text(w->db, LOG, log, sizeof log);
    raw_text(w->db, CARDS, cards, sizeof cards);
    assert_string_equal(
        log, "1:1:4:20484 2:2:1:20484 3:3:5:20484 4:4:3:20484 5:1:5:20485 6:2:4:20485u");
    world_open(w);
    assert_sql(w, "PRAGMA user_version", "5");
    assert_sql(w, LOG, log);
    assert_sql(w, CARDS, cards);
    assert_sql(w, "SELECT group_concat(question) FROM texts", "one,two,three,gone");
    assert_sound(w);
    /* and it works: the day goes on, and the last rating is the one to take back */
    w->deck_id = 1;
    sit(w, ORDINARY, at(DAY + 1, 10, 0));
    assert_left(w, 0, 0, 2);
    struct undone undone;
    assert_int_equal(store_undo(w->store, &w->deck_id, 1, NINE, &undone, &w->err), ERR_NONE);
    assert_int_equal(undone.review_id, 5);
    struct changing changing = {2, NULL, {.kind = CHANGE_SUSPEND}, NINE};
    assert_int_equal(store_change(w->store, &changing, NULL, &w->err), ERR_NONE);
    assert_sql(w, "SELECT change_id FROM changes", "7");
    sit(w, ORDINARY, at(DAY + 1, 10, 0));
    assert_left(w, 0, 0, 2); /* one is due again, and two waits */
    assert_sound(w);
}

/* The rows of cards are what the fold makes of the log: refolding changes nothing. */
static void test_migrate__rows_are_the_fold(void **state)
{
    struct world *w = *state;
    char cards[512];
    make_old(w);
    raw_text(w->db, CARDS, cards, sizeof cards);
    world_open(w);
    for (int64_t card = 1; card <= 4; card++) {
        struct schedule after;
        struct changing changing = {card, NULL, {.kind = CHANGE_RESET}, NINE};
        assert_int_equal(store_change(w->store, &changing, &after, &w->err), ERR_NONE);
        assert_int_equal(store_change_undo(w->store, after.last_change, NINE, &w->err), ERR_NONE);
    }
    assert_sql(w, CARDS, cards);
    assert_sound(w);
}

static void test_migrate__a_reader_leaves_it_as_it_is(void **state)
{
    struct world *w = *state;
    make_old(w);
    assert_int_equal(store_open(&w->store, w->db, STORE_READ, &w->err), ERR_STORE);
    assert_non_null(strstr(w->err.message, "an older drill"));
    assert_sql(w, "PRAGMA user_version", "2");
    assert_sql(w, "SELECT count(*) FROM sqlite_schema WHERE name = 'changes'", "0");
}

/* What stands in the way of a step leaves the step undone, all of it. */
static void test_migrate__whole_or_not_at_all(void **state)
{
    struct world *w = *state;
    make_old(w);
    raw_run(w->db, "CREATE TABLE cards_last_change(x)"); /* the index wants that name */
    assert_int_equal(store_open(&w->store, w->db, STORE_WRITE, &w->err), ERR_STORE);
    assert_sql(w, "PRAGMA user_version", "2");
    assert_sql(w, "SELECT count(*) FROM sqlite_schema WHERE name = 'changes'", "0");
    assert_sql(w, "SELECT count(*) FROM pragma_table_info('cards') WHERE name = 'leech'", "0");
    raw_run(w->db, "DROP TABLE cards_last_change");
    world_open(w);
    assert_sql(w, "PRAGMA user_version", "5");
    assert_sound(w);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_set_up, world_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_migrate__from_2_with_all_it_holds),
        TEST(test_migrate__rows_are_the_fold),
        TEST(test_migrate__a_reader_leaves_it_as_it_is),
        TEST(test_migrate__whole_or_not_at_all),
    };
    return cmocka_run_group_tests_name("migrate", tests, NULL, NULL);
}
