/* The check of a row, and how a damaged row is handled. */
#include "unit/world.h"

#include "store/cards.h"
#include "store/export.h"
#include "store/history.h"
#include "store/retired.h"
#include "store/sql.h"

#include <limits.h>

/* ---- the check itself ---- */

/* A connection with the SQL functions. */
static struct store *functions(void)
{
    static struct store store;
    store = (struct store){.path = "test.db"};
    assert_int_equal(sqlite3_open(":memory:", &store.db), SQLITE_OK);
    assert_int_equal(row_check_register(store.db), SQLITE_OK);
    return &store;
}

static int64_t number_of(const struct store *store, const char *sql)
{
    sqlite3_stmt *row;
    if (sqlite3_prepare_v2(store->db, sql, -1, &row, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(store->db));
    assert_int_equal(sqlite3_step(row), SQLITE_ROW);
    int64_t number = sqlite3_column_int64(row, 0);
    sqlite3_finalize(row);
    return number;
}

/* The most columns that a table has: every place of the check is tried. */
#define PLACES 23

/* The check of PLACES numbers that are 1000, 1001, ..., with another expression at one place. */
static int64_t check_with(const struct store *store, int place, const char *expression)
{
    char sql[1024] = "SELECT row_check(";
    size_t end = strlen(sql);
    for (int i = 0; i < PLACES; i++)
        end += (size_t)(i == place ? snprintf(sql + end, sizeof sql - end, "%s, ", expression)
                                   : snprintf(sql + end, sizeof sql - end, "%d, ", 1000 + i));
    snprintf(sql + end - 2, sizeof sql - end, ")");
    return number_of(store, sql);
}

static void test_row_check__each_bit_of_each_number_counts(void **state)
{
    (void)state;
    struct store *store = functions();
    char flipped[32];
    int64_t whole = check_with(store, -1, "");
    assert_true(whole >= INT32_MIN && whole <= INT32_MAX);
    for (int place = 0; place < PLACES; place++)
        for (int bit = 0; bit < 63; bit++) {
            snprintf(
                flipped, sizeof flipped, "%lld", (long long)((1000 + place) ^ INT64_C(1) << bit));
            if (check_with(store, place, flipped) == whole)
                fail_msg("bit %d of value %d is not in the check", bit, place);
        }
    sqlite3_close(store->db);
}

static void test_row_check__null_zero_and_empty_differ(void **state)
{
    (void)state;
    struct store *store = functions();
    static const char *const empty[] = {"NULL", "0", "''", "x''", "0.0"};
    for (int place = 0; place < PLACES; place++)
        for (size_t i = 0; i < COUNT(empty); i++)
            for (size_t j = 0; j < i; j++)
                assert_int_not_equal(
                    check_with(store, place, empty[i]), check_with(store, place, empty[j]));
    sqlite3_close(store->db);
}

static void test_row_check__places_count(void **state)
{
    (void)state;
    struct store *store = functions();
    static const char *const pairs[][2] = {{"row_check(1, 2, 3)", "row_check(1, 3, 2)"},
        {"row_check(1, 0, NULL)", "row_check(1, NULL, 0)"},
        {"row_check(1, 'a', 'b')", "row_check(1, 'b', 'a')"},
        {"row_check(1, 'ab', 'c')", "row_check(1, 'a', 'bc')"},
        {"row_check(1, 'a')", "row_check(1, 'A')"}, {"row_check(1, 'a')", "row_check(2, 'a')"},
        {"row_check(1, 'a')", "row_check(1, 'a' || char(0))"},
        {"row_check(1, 5)", "row_check(1, '5')"}};
    for (size_t i = 0; i < COUNT(pairs); i++) {
        char sql[128];
        snprintf(sql, sizeof sql, "SELECT %s <> %s", pairs[i][0], pairs[i][1]);
        if (!number_of(store, sql))
            fail_msg("%s", sql);
    }
    /* a column that a later schema adds leaves the checks as they are */
    assert_int_equal(number_of(store, "SELECT row_check(1, 2) = row_check(1, 2, NULL)"), 1);
    sqlite3_close(store->db);
}

static void test_row_check__each_bit_of_a_text_counts(void **state)
{
    (void)state;
    struct store *store = functions();
    assert_int_equal(
        number_of(store, "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < "
                         "6), at(p) AS (SELECT 1 UNION ALL SELECT p + 1 FROM at WHERE p < 40), "
                         "t(s) AS (SELECT 'What does a bias do? Shifts a function.') "
                         "SELECT count(*) FROM n, at, t WHERE row_check(1, s) = row_check(1, "
                         "substr(s, 1, p - 1) || char((unicode(substr(s, p, 1)) | (1 << i)) - "
                         "(unicode(substr(s, p, 1)) & (1 << i))) || substr(s, p + 1)) "
                         "AND p <= length(s)"),
        0);
    sqlite3_close(store->db);
}

/* ---- the table of columns ---- */

static void test_row_check__the_table_is_the_schema(void **state)
{
    struct world *w = *state;
    char sql[256], want[1024];
    for (enum row_table table = 0; table < ROW_TABLES; table++) {
        const struct row_table_facts *facts = &row_tables[table];
        struct buf names = {0};
        for (int i = 0; i < facts->count; i++) {
            const struct row_field_facts *f = &row_fields[facts->id + (enum row_field)i];
            buf_format(&names, "%s%s%s ", f->name, f->kind == ROW_NUMBER ? "" : "+",
                f->null || i == 0 ? "?" : "");
        }
        snprintf(sql, sizeof sql,
            "SELECT group_concat(name || iif(type = 'TEXT', '+', '') || iif(\"notnull\", '', '?') "
            "|| ' ', '') FROM pragma_table_info('%s') WHERE name <> 'row_check'",
            facts->name);
        raw_text(w->db, sql, want, sizeof want);
        assert_string_equal(buf_string(&names), want);
        buf_done(&names);
    }
    assert_sql(w,
        "SELECT count(*) FROM sqlite_schema s WHERE type = 'table' AND NOT EXISTS "
        "(SELECT 1 FROM pragma_table_info(s.name) WHERE name = 'row_check')",
        "0");
}

/* ---- rows ---- */

struct bad_rows {
    int checks, unchecked, values;
    char last[128];
};

static bool count_bad(void *context, const struct bad_row *bad)
{
    struct bad_rows *rows = context;
    rows->checks += bad->fault == BAD_ROW_CHECK;
    rows->unchecked += bad->fault == BAD_ROW_UNCHECKED;
    rows->values += bad->fault == BAD_ROW_VALUE;
    snprintf(rows->last, sizeof rows->last, "%s %lld %s=%s", bad->table, (long long)bad->row_id,
        bad->column ? bad->column : "", bad->value ? bad->value : "");
    return true;
}

static void assert_bad(struct world *w, int checks, int unchecked, int values, const char *last)
{
    struct bad_rows rows = {0};
    assert_int_equal(store_verify_rows(w->store, count_bad, &rows, &w->err), ERR_NONE);
    assert_int_equal(rows.checks, checks);
    assert_int_equal(rows.unchecked, unchecked);
    assert_int_equal(rows.values, values);
    assert_string_equal(rows.last, last);
}

static void rated_deck(struct world *w)
{
    world_load(w, "deck: d\ncards:\n- {q: q1, a: a1}\n- {q: q2, a: a2}\n- {q: q3, a: a3}\n");
    rate_on(w, "q1", 4, DAY);
    rate_on(w, "q2", 1, DAY);
}

static void test_row_check__what_drill_writes_is_whole(void **state)
{
    struct world *w = *state;
    struct undone undone;
    rated_deck(w);
    assert_bad(w, 0, 0, 0, "");
    world_load(w, "deck: d\ncards:\n- {q: q2, a: a2}\n- {q: q1, a: edited}\n- {q: new, a: b}\n");
    assert_int_equal(world_undo(w->store, &w->deck_id, 1, at(DAY, 9, 0), &undone, &w->err), 0);
    assert_int_equal(undone.review_id, 2);
    world_load(w, "deck: d\ncards:\n- {q: new, a: b}\n");
    world_load(w, "deck: d\ncards:\n- {q: new, a: b}\n- {q: q1, a: edited}\n");
    assert_bad(w, 0, 0, 0, "");
    assert_sql(w,
        "SELECT count(*) FROM (SELECT row_check FROM cards UNION ALL SELECT row_check "
        "FROM decks UNION ALL SELECT row_check FROM texts UNION ALL SELECT row_check "
        "FROM reviews) WHERE row_check IS NULL",
        "0");
}

static bool pass_review(void *context, const struct review_row *row)
{
    (void)context, (void)row;
    return true;
}

static void assert_damaged(struct world *w, enum err_code code, const char *words)
{
    assert_int_equal(code, ERR_STORE);
    assert_string_equal(w->err.message, words);
    assert_string_equal(w->err.file, w->db);
}

static void test_row_check__a_damaged_row_is_refused(void **state)
{
    struct world *w = *state;
    struct stored_card card = {0};
    struct schedule after;
    rated_deck(w);
    raw_run(w->db, "UPDATE texts SET question = 'q!' WHERE card_id = 1;"
                   "UPDATE reviews SET undone_ms = 5 WHERE review_id = 2;"
                   "UPDATE cards SET position = 9 WHERE card_id = 3");
    assert_damaged(w, store_card(w->store, 1, &card, &w->err),
        "damaged: texts, row 1: its checksum is wrong: run drill doctor");
    assert_damaged(w, export_reviews(w->store, INT_MIN, INT_MAX, pass_review, NULL, &w->err),
        "damaged: reviews, row 2: its checksum is wrong: run drill doctor");
    struct rated rated = {.card_id = 3, .kind = REVIEW_NEW, .rating = 4, .at = at(DAY, 9, 0)};
    assert_damaged(w, store_rate(w->store, &rated, &after, &w->err),
        "damaged: cards, row 3: its checksum is wrong: run drill doctor");
    assert_sql(w, "SELECT count(*) FROM reviews", "2");
    assert_bad(w, 3, 0, 0, "reviews 2 =");
    stored_card_done(&card);
}

/* An update of one column must not give the row a right check for what is wrong in another. */
static void test_row_check__an_update_hides_no_damage(void **state)
{
    struct world *w = *state;
    rated_deck(w);
    raw_run(w->db, "UPDATE cards SET lapses = 7 WHERE card_id = 3");
    world_write(w, "deck.yaml", "deck: d\ncards:\n- {q: q3, a: a3}\n- {q: q1, a: a1}\n");
    assert_int_equal(world_try_load(w, "deck.yaml", DAY), ERR_STORE);
    assert_bad(w, 1, 0, 0, "cards 3 =");
    assert_sql(w, "SELECT position FROM cards WHERE card_id = 3", "3");
}

static void test_row_check__another_programs_row_is_accepted(void **state)
{
    struct world *w = *state;
    struct stored_card card = {0};
    rated_deck(w);
    raw_run(w->db, "UPDATE cards SET position = 9, row_check = NULL WHERE card_id = 3");
    assert_int_equal(store_card(w->store, 3, &card, &w->err), ERR_NONE);
    assert_bad(w, 0, 1, 0, "cards 3 =");
    rate_on(w, "q3", 4, DAY); /* writes the check */
    assert_bad(w, 0, 0, 0, "");
    stored_card_done(&card);
}

static void test_row_check__a_bad_value_is_named(void **state)
{
    struct world *w = *state;
    struct card_history history = {0};
    rated_deck(w);
    raw_run(w->db, "PRAGMA ignore_check_constraints = ON; DROP TRIGGER reviews_are_fixed;"
                   "UPDATE reviews SET kind = 100000000, row_check = NULL WHERE review_id = 2;"
                   "UPDATE texts SET answer = CAST(x'6180' AS TEXT), row_check = NULL "
                   "WHERE card_id = 2");
    assert_damaged(w, card_history_read(w->store, 2, &history, &w->err),
        "damaged: reviews, row 2: kind is 100000000 (1 to 4): run drill doctor");
    assert_bad(w, 0, 2, 2, "reviews 2 kind=100000000");
    card_history_done(&history);
}

/* A due day that does not exist is no day to promise a card for. */
static void test_row_check__a_bad_day_is_no_next_day(void **state)
{
    struct world *w = *state;
    int day;
    struct tag_filter all = {.count = 0};
    rated_deck(w);
    raw_run(w->db, "UPDATE cards SET due = 2147483647, row_check = NULL");
    assert_damaged(w, store_first_due(w->store, w->deck_id, &all, DAY, &day, &w->err),
        "damaged: cards, row 1: due is 2147483647 (-10000000 to 10000000): run drill doctor");
}

static void test_row_check__numbers_are_given_once(void **state)
{
    struct world *w = *state;
    int64_t last = 3;
    rated_deck(w);
    world_load(w, "deck: d\ncards:\n- {q: q1, a: a1}\n- {q: q2, a: a2}\n");
    assert_int_equal(store_forget_cards(w->store, &last, 1, &w->err), ERR_NONE);
    world_load(w, "deck: d\ncards:\n- {q: q1, a: a1}\n- {q: q2, a: a2}\n- {q: other, a: b}\n");
    assert_sql(w, "SELECT max(card_id) FROM cards", "4");
    assert_int_equal(store_raise_numbers(w->store, 100, 50, &w->err), ERR_NONE);
    assert_int_equal(store_raise_numbers(w->store, 10, 5, &w->err), ERR_NONE);
    rate_on(w, "other", 4, DAY);
    assert_sql(w, "SELECT max(review_id) FROM reviews", "51");
    world_load(w, "deck: d\ncards:\n- {q: q1, a: a1}\n- {q: totally, a: different}\n");
    assert_sql(w, "SELECT max(card_id) FROM cards", "101");
    assert_bad(w, 0, 0, 0, "");
}

static int set_up(void **state)
{
    int result = world_set_up(state);
    if (!result)
        world_open(*state);
    return result;
}

#define WORLD(test) cmocka_unit_test_setup_teardown(test, set_up, world_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_row_check__each_bit_of_each_number_counts),
        cmocka_unit_test(test_row_check__null_zero_and_empty_differ),
        cmocka_unit_test(test_row_check__places_count),
        cmocka_unit_test(test_row_check__each_bit_of_a_text_counts),
        WORLD(test_row_check__the_table_is_the_schema),
        WORLD(test_row_check__what_drill_writes_is_whole),
        WORLD(test_row_check__a_damaged_row_is_refused),
        WORLD(test_row_check__an_update_hides_no_damage),
        WORLD(test_row_check__another_programs_row_is_accepted),
        WORLD(test_row_check__a_bad_value_is_named),
        WORLD(test_row_check__a_bad_day_is_no_next_day),
        WORLD(test_row_check__numbers_are_given_once),
    };
    return cmocka_run_group_tests_name("row_check", tests, NULL, NULL);
}
