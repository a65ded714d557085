/* What is read from the log, and when: the first screen of statistics is correct before the whole
 * log is read, and everyday commands never read all of it. */
#include "unit/world.h"

#include "bench/history.h"
#include "report/pages.h"
#include "report/stats.h"
#include "store/days.h"
#include "store/log.h"
#include "store/sql.h"
#include "study/overview.h"
#include "study/plan.h"

#include <limits.h>

static const int64_t decks[HISTORY_DECKS] = {1, 2, 3, 4, 5};

static void open_history(struct world *w, int cards, int days, int recall)
{
    struct history history = {
        .cards = cards, .days = days, .last_day = DAY, .recall = recall, .seed = 5};
    char path[160];
    snprintf(path, sizeof path, "%s/history.db", w->folder);
    assert_true(history_write(&history, path));
    store_close(w->store);
    assert_int_equal(store_open(&w->store, path, STORE_READ, &w->err), ERR_NONE);
}

static struct dataset dataset_of(
    struct world *w, enum stats_page page, bool glance, int since, int until)
{
    struct stats stats;
    struct dataset dataset = {0};
    const struct stats_range range = {.deck_ids = decks,
        .deck_count = HISTORY_DECKS,
        .since = since,
        .until = until,
        .today = DAY,
        .glance = glance};
    assert_int_equal(stats_read(&stats, w->store, &range, &w->err), ERR_NONE);
    page_dataset(page, &stats.figures, &dataset);
    stats_done(&stats);
    return dataset;
}

static void compare(struct world *w, enum stats_page page, int since, int until, size_t columns)
{
    struct dataset soon = dataset_of(w, page, true, since, until);
    struct dataset whole = dataset_of(w, page, false, since, until);
    assert_int_equal(soon.row_count, whole.row_count);
    for (size_t row = 0; row < whole.row_count; row++)
        for (size_t column = 0; column < columns; column++)
            assert_int_equal(dataset_value(&soon, row, column), dataset_value(&whole, row, column));
    dataset_done(&soon);
    dataset_done(&whole);
}

static void test_stats__at_a_glance(void **state)
{
    struct world *w = *state;
    open_history(w, 300, 700, 85);
    compare(w, PAGE_TODAY, INT_MIN, INT_MAX, TODAY_STREAK);
    compare(w, PAGE_CALENDAR, INT_MIN, INT_MAX, 4);
    compare(w, PAGE_TIME_DAYS, INT_MIN, INT_MAX, 4);
    compare(w, PAGE_CALENDAR, DAY - 600, DAY - 200, 4);
    compare(w, PAGE_CALENDAR, DAY - 40, INT_MAX, 4);
    struct dataset soon = dataset_of(w, PAGE_TODAY, true, INT_MIN, INT_MAX);
    struct dataset whole = dataset_of(w, PAGE_TODAY, false, INT_MIN, INT_MAX);
    for (int column = TODAY_STREAK; column <= TODAY_DAYS_STUDIED; column++) {
        assert_int_equal(dataset_value(&soon, 0, (size_t)column), NO_VALUE); /* not said wrongly */
        assert_int_not_equal(dataset_value(&whole, 0, (size_t)column), NO_VALUE);
    }
    dataset_done(&soon);
    dataset_done(&whole);
}

/* Steps of SQLite's machine so far in all statements that read the log. */
static int64_t steps(struct world *w)
{
    int64_t sum = 0;
    for (sqlite3_stmt *s = NULL; (s = sqlite3_next_stmt(w->store->db, s));)
        if (strstr(sqlite3_sql(s), "reviews"))
            sum += sqlite3_stmt_status(s, SQLITE_STMTSTATUS_VM_STEP, 1);
    return sum;
}

/* On the morning after, when there is nothing of the day yet. */
static void do_daily_work(struct world *w)
{
    int today = DAY + 1;
    struct collection collection = {.store = w->store, .today = today};
    struct session_options options = {.caps = CAPS_UNSET};
    struct plan_scope scope = {w->store, decks, HISTORY_DECKS, &options, today, 0, NULL, false};
    struct overview overview = {0};
    struct plan plan;
    struct pace pace;
    int streak;
    assert_int_equal(collection_open(&collection, NULL, 0, &w->err), ERR_NONE);
    assert_int_equal(overview_make(&overview, &collection, &options, &w->err), ERR_NONE);
    assert_int_equal(overview.count, HISTORY_DECKS);
    assert_int_equal(plan_make(&scope, &plan, &w->err), ERR_NONE);
    assert_int_equal(store_pace(w->store, &pace, &w->err), ERR_NONE);
    assert_int_equal(store_streak(w->store, today, &streak, &w->err), ERR_NONE);
    plan_done(&plan);
    overview_done(&overview);
    collection_done(&collection);
}

static void test_stats__the_home_screen_and_due_never_scan_the_log(void **state)
{
    struct world *w = *state;
    int64_t size, rows = 0;
    open_history(w, 100, 3000, 40); /* few cards, rated often */
    assert_int_equal(log_size(w->store, &size, &w->err), ERR_NONE);
    sqlite3_stmt *count = NULL;
    assert_int_equal(
        sqlite3_prepare_v2(w->store->db, "SELECT count(*) FROM reviews", -1, &count, NULL),
        SQLITE_OK);
    assert_int_equal(sqlite3_step(count), SQLITE_ROW);
    rows = sqlite3_column_int64(count, 0);
    sqlite3_finalize(count);
    assert_true(size >= rows && rows > 10000);
    steps(w);
    do_daily_work(w);
    int64_t daily = steps(w);
    assert_in_range(daily, 1, rows / 4);
    struct dataset dataset = dataset_of(w, PAGE_TODAY, false, INT_MIN, INT_MAX);
    assert_true(steps(w) > rows); /* this is how a scan would be seen */
    dataset_done(&dataset);
}

/* ---- leaving before the log is read ---- */

struct patience {
    int asked, most; /* how often it is asked, and how often it says yes */
};

static bool go_on(void *context)
{
    struct patience *patience = context;
    return patience->asked++ < patience->most;
}

static int times_asked(struct world *w, int most)
{
    struct stats stats;
    struct patience patience = {0, most};
    const struct stats_range range = {.deck_ids = decks,
        .deck_count = HISTORY_DECKS,
        .since = INT_MIN,
        .until = INT_MAX,
        .today = DAY,
        .go_on = go_on,
        .context = &patience};
    assert_int_equal(stats_read(&stats, w->store, &range, &w->err), ERR_NONE);
    stats_done(&stats);
    return patience.asked;
}

static void test_stats__reading_ends_when_nobody_waits(void **state)
{
    struct world *w = *state;
    open_history(w, 20000, 1500, 85);
    assert_true(times_asked(w, INT_MAX) >= 2);
    assert_int_equal(times_asked(w, 0), 1);
    assert_int_equal(times_asked(w, 1), 2);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, world_set_up, world_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_stats__at_a_glance),
        TEST(test_stats__the_home_screen_and_due_never_scan_the_log),
        TEST(test_stats__reading_ends_when_nobody_waits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
