/* Figures, compared with examples worked out by hand. The ratings are written as a log would
 * contain them. */
#include "report/figures.h"

#include "base/date.h"
#include "report/pages.h"
#include "test.h"

#include <limits.h>

#define TODAY 20484 /* 2026-01-31, a Saturday */

static const struct regime under_sm2;

static int set_up(void **state)
{
    static struct figures figures;
    figures = (struct figures){.since = INT_MIN, .until = INT_MAX, .today = TODAY};
    *state = &figures;
    return figures_begin(&figures, 100) ? 0 : -1;
}

static int tear_down(void **state)
{
    figures_done(*state);
    return 0;
}

/* ---- what a log and a deck hold ---- */

struct given {
    int day, kind, rating, before, after, rating_before;
};

static struct log_row row_at(int day, int kind, int rating, int before, int after)
{
    return (struct log_row){.card_id = 1,
        .reviewed_ms = day * INT64_C(86400000) + 9 * INT64_C(3600000),
        .study_day = day,
        .kind = (enum review_kind)kind,
        .rating = (enum rating)rating,
        .spent_ms = 6000,
        .interval_before = before,
        .interval_after = after};
}

static void give(struct figures *f, const struct given *given, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct given *g = &given[i];
        struct log_row row = row_at(g->day, g->kind, g->rating, g->before, g->after);
        figures_add_rating(f, &row, g->rating_before);
    }
}

static void give_days(struct figures *f, const int *days, size_t count)
{
    for (size_t i = 0; i < count; i++)
        give(f, &(struct given){days[i], REVIEW_CRAM, 4, 0, 0, 0}, 1);
}

static void give_card(struct figures *f, int64_t id, int interval, int ease, int due, int added)
{
    struct card_numbers card = {
        .card_id = id, .schedule = schedule_new(), .added_day = added, .retired_day = NO_DAY};
    if (interval)
        card.schedule = (struct schedule){
            .sm2 = {2, interval, ease}, .interval = interval, .due = due, .repeat_day = NO_DAY};
    figures_add_card(f, &card, &under_sm2);
}

/* ---- shares ---- */

/* By hand, z = 1.96: of 9 in 10, scale 1.38415, middle (0.9 + 0.19207) / 1.38415 = 0.78898, reach
 * 1.96 * sqrt(0.009 + 0.0096036) / 1.38415 = 0.19313: 59.6% to 98.2%. Wilson's own is never below 0
 * or above 1: of 0 in 10, 0 to 3.8415 / 13.8415 = 27.8%; of 1 in 1, 1 / 4.8415 = 20.7% to 100%. */
static void test_figures__shares_have_wilson_s_interval(void **state)
{
    (void)state;
    static const struct {
        int hits, tries;
        struct share want;
    } cases[] = {
        {9, 10, {900, 596, 982}},
        {0, 10, {0, 0, 278}},
        {10, 10, {1000, 722, 1000}},
        {1, 1, {1000, 207, 1000}},
        {1, 2, {500, 95, 905}},
        {2, 3, {667, 208, 939}},
        {900, 1000, {900, 880, 917}},
        {0, 0, {NO_SHARE, NO_SHARE, NO_SHARE}},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct share got = share_of(cases[i].hits, cases[i].tries);
        const struct share *want = &cases[i].want;
        if (got.value != want->value || got.low != want->low || got.high != want->high)
            fail_msg("%d of %d: %lld (%lld to %lld)", cases[i].hits, cases[i].tries,
                (long long)got.value, (long long)got.low, (long long)got.high);
    }
}

/* ---- periods ---- */

static void assert_period(enum period period, const char *day, const char *start, const char *next)
{
    int number;
    char text[DATE_SIZE];
    assert_true(day_parse(day, 0, &number));
    assert_string_equal(date_text(period_of(period, number), text), start);
    assert_string_equal(date_text(period_next(period, period_of(period, number)), text), next);
}

static void test_figures__periods(void **state)
{
    (void)state;
    assert_period(PERIOD_DAY, "2026-01-31", "2026-01-31", "2026-02-01");
    assert_period(PERIOD_WEEK, "2026-01-31", "2026-01-26", "2026-02-02"); /* from Monday on */
    assert_period(PERIOD_WEEK, "2026-02-01", "2026-01-26", "2026-02-02");
    assert_period(PERIOD_WEEK, "2026-02-02", "2026-02-02", "2026-02-09");
    assert_period(PERIOD_WEEK, "1969-12-31", "1969-12-29", "1970-01-05");
    assert_period(PERIOD_MONTH, "2026-01-31", "2026-01-01", "2026-02-01");
    assert_period(PERIOD_MONTH, "2024-02-29", "2024-02-01", "2024-03-01");
    assert_period(PERIOD_MONTH, "2025-12-01", "2025-12-01", "2026-01-01");
    assert_period(PERIOD_MONTH, "2025-04-30", "2025-04-01", "2025-05-01");
}

/* ---- streaks ---- */

static void assert_streaks(struct figures *f, int now, int longest, int days)
{
    struct streaks got = figures_streaks(f);
    if (got.now != now || got.longest != longest || got.days != days)
        fail_msg("%d now, %d longest, %d days; wanted %d, %d, %d", got.now, got.longest, got.days,
            now, longest, days);
}

static void test_figures__streaks(void **state)
{
    struct figures *f = *state;
    assert_streaks(f, 0, 0, 0);
    static const int before[] = {TODAY - 10, TODAY - 9, TODAY - 9, TODAY - 8, TODAY - 2};
    give_days(f, before, COUNT(before));
    assert_streaks(f, 0, 3, 4); /* nothing yesterday: it is over */
    give_days(f, (const int[]){TODAY - 1}, 1);
    assert_streaks(f, 2, 3, 5); /* nothing today yet: it goes on */
    give_days(f, (const int[]){TODAY}, 1);
    assert_streaks(f, 3, 3, 6);
    give_days(f, (const int[]){TODAY + 1}, 1); /* of a clock that ran ahead */
    assert_streaks(f, 3, 3, 6);
    give_days(f, (const int[]){TODAY - 7, TODAY - 6, TODAY - 5, TODAY - 4, TODAY - 3}, 5);
    assert_streaks(f, 11, 11, 11); /* whatever their order */
}

static void test_figures__a_card_added_is_no_day_studied(void **state)
{
    struct figures *f = *state;
    give_card(f, 1, 0, 0, 0, TODAY);
    give_card(f, 2, 0, 0, 0, TODAY - 1);
    assert_streaks(f, 0, 0, 0);
}

/* ---- days ---- */

static void test_figures__a_day(void **state)
{
    struct figures *f = *state;
    static const struct given given[] = {
        {TODAY, REVIEW_NEW, 2, 0, 1, 0},
        {TODAY, REVIEW_REPEAT, 1, 1, 1, 0},
        {TODAY, REVIEW_REPEAT, 4, 1, 1, 0},
        {TODAY, REVIEW_DUE, 3, 20, 45, 4},
        {TODAY, REVIEW_DUE, 2, 20, 1, 4},
        {TODAY, REVIEW_DUE, 5, 21, 60, 3},
        {TODAY, REVIEW_CRAM, 1, 60, 60, 0},
        {TODAY - 1, REVIEW_DUE, 1, 30, 1, 5},
    };
    give(f, given, COUNT(given));
    struct day_figures day = figures_sum(f, TODAY, TODAY);
    assert_int_equal(day.ratings, 7);
    assert_int_equal(day.new, 1);
    assert_int_equal(day.due, 3);
    assert_int_equal(day.repeats, 2);
    assert_int_equal(day.crams, 1);
    assert_int_equal(day.lapses, 2); /* repeats and crams are none */
    assert_int_equal(day.spent_ms, 42000);
    assert_int_equal(day.young.due, 2); /* 20 days are young, 21 mature */
    assert_int_equal(day.young.recalled, 1);
    assert_int_equal(day.mature.due, 1);
    assert_int_equal(day.mature.recalled, 1);
    day = figures_sum(f, TODAY - 1, TODAY);
    assert_int_equal(day.ratings, 8);
    assert_int_equal(day.mature.due, 2);
    assert_int_equal(day.mature.recalled, 1);
    assert_int_equal(figures_sum(f, TODAY + 1, INT_MAX).ratings, 0);
}

static void test_figures__ratings_by_state(void **state)
{
    struct figures *f = *state;
    static const struct given given[] = {
        {TODAY, REVIEW_NEW, 4, 0, 1, 0},
        {TODAY, REVIEW_DUE, 3, 1, 6, 4},
        {TODAY, REVIEW_DUE, 5, 2, 7, 4},
        {TODAY, REVIEW_DUE, 5, 20, 45, 4},
        {TODAY, REVIEW_DUE, 1, 21, 1, 3},
        {TODAY, REVIEW_REPEAT, 2, 1, 1, 0},
        {TODAY, REVIEW_CRAM, 2, 1, 1, 0},
    };
    give(f, given, COUNT(given));
    assert_int_equal(f->ratings[STATE_NEW][4 - 1], 1);
    assert_int_equal(f->ratings[STATE_LEARNING][3 - 1], 1);
    assert_int_equal(f->ratings[STATE_YOUNG][5 - 1], 2);
    assert_int_equal(f->ratings[STATE_MATURE][1 - 1], 1);
    assert_int_equal(f->ratings[STATES][2 - 1], 1);
    int all = 0;
    for (int i = 0; i <= STATES; i++)
        for (int q = 0; q < RATINGS; q++)
            all += f->ratings[i][q];
    assert_int_equal(all, 6); /* no cram */
    assert_int_equal(f->next[4 - 1].due, 3);
    assert_int_equal(f->next[4 - 1].recalled, 3);
    assert_int_equal(f->next[3 - 1].due, 1);
    assert_int_equal(f->next[3 - 1].recalled, 0);
    assert_int_equal(f->next[5 - 1].due, 0);
}

static void test_figures__hours_are_of_the_local_time_of_then(void **state)
{
    struct figures *f = *state;
    static const struct {
        int minutes, offset_min, hour;
    } cases[] = {{0, 0, 0}, {59, 0, 0}, {60, 0, 1}, {23 * 60 + 59, 0, 23}, {23 * 60, 60, 0},
        {30, -60, 23}, {5 * 60, 330, 10}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct log_row row = row_at(TODAY, REVIEW_DUE, 3, 6, 15);
        int before = f->hours[cases[i].hour].ratings;
        row.reviewed_ms = TODAY * INT64_C(86400000) + cases[i].minutes * INT64_C(60000);
        row.offset_min = cases[i].offset_min;
        figures_add_rating(f, &row, 4);
        assert_int_equal(f->hours[cases[i].hour].ratings, before + 1);
        assert_int_equal(f->hours[cases[i].hour].recall.recalled, before + 1);
    }
}

static void test_figures__ratings_later_than_until_only_move_cards(void **state)
{
    struct figures *f = *state;
    f->until = TODAY - 1;
    static const struct given given[] = {
        {TODAY - 1, REVIEW_NEW, 4, 0, 1, 0},
        {TODAY, REVIEW_DUE, 4, 1, 6, 4},
    };
    give(f, given, COUNT(given));
    struct day_figures day = figures_sum(f, TODAY, TODAY);
    assert_int_equal(day.ratings, 0);
    assert_int_equal(day.moved[STATE_LEARNING], -1);
    assert_int_equal(day.moved[STATE_YOUNG], 1);
    assert_int_equal(f->next[4 - 1].due, 0);
    assert_int_equal(f->cards[1].ratings, 1);
}

/* ---- cards ---- */

static void test_figures__cards_by_interval_ease_and_due_day(void **state)
{
    struct figures *f = *state;
    static const struct {
        int interval, ease, due, interval_bucket, ease_bucket;
    } cards[] = {
        {1, 130, TODAY - 1, 0, 0},
        {2, 139, TODAY, 1, 0},
        {3, 140, TODAY + 1, 1, 1},
        {4, 250, TODAY + 1, 2, 12},
        {30, 299, TODAY + FORECAST_DAYS - 1, 5, 16},
        {31, 300, TODAY + FORECAST_DAYS, 6, 17},
        {730, 301, TODAY - 500, 10, 17},
        {731, 900, TODAY + 731, 11, 17},
    };
    for (size_t i = 0; i < COUNT(cards); i++) {
        int intervals = f->intervals[cards[i].interval_bucket];
        int eases = f->eases[cards[i].ease_bucket];
        give_card(f, (int64_t)i, cards[i].interval, cards[i].ease, cards[i].due, TODAY - 900);
        assert_int_equal(f->intervals[cards[i].interval_bucket], intervals + 1);
        assert_int_equal(f->eases[cards[i].ease_bucket], eases + 1);
    }
    give_card(f, 50, 0, 0, 0, TODAY);
    assert_int_equal(f->backlog, 2);
    assert_int_equal(f->due[0], 1);
    assert_int_equal(f->due[1], 2);
    assert_int_equal(f->due[731], 1);
    assert_int_equal(f->due[FORECAST_DAYS - 1], 1);
    assert_int_equal(f->states[STATE_NEW], 1);
    assert_int_equal(f->states[STATE_LEARNING], 1);
    assert_int_equal(f->states[STATE_YOUNG], 3);
    assert_int_equal(f->states[STATE_MATURE], 4);
}

static void test_figures__ease_counts_under_sm2_alone(void **state)
{
    struct figures *f = *state;
    const struct regime fsrs = {.scheduler = scheduler_numbered(SCHEDULER_FSRS)};
    struct card_numbers card = {.card_id = 1,
        .schedule = {.sm2 = {2, 6, 250}, .interval = 9, .due = TODAY, .repeat_day = NO_DAY},
        .added_day = TODAY - 9,
        .retired_day = NO_DAY};
    figures_add_card(f, &card, &fsrs);
    assert_int_equal(f->eases[12], 0);
    assert_int_equal(f->states[STATE_YOUNG], 1);
    card.card_id = 2;
    figures_add_card(f, &card, &under_sm2);
    assert_int_equal(f->eases[12], 1);
    assert_int_equal(f->states[STATE_YOUNG], 2);
}

static void test_figures__what_is_set_aside_or_retired_is_not_due(void **state)
{
    struct figures *f = *state;
    struct card_numbers card = {.card_id = 1,
        .schedule = {.sm2 = {2, 6, 250},
            .interval = 6,
            .due = TODAY,
            .repeat_day = NO_DAY,
            .suspended = true},
        .added_day = TODAY - 9,
        .retired_day = NO_DAY};
    figures_add_card(f, &card, &under_sm2);
    assert_int_equal(f->due[0], 0);
    assert_int_equal(f->states[STATE_YOUNG], 1);
    card.retired_day = TODAY - 1;
    card.schedule.suspended = false;
    figures_add_card(f, &card, &under_sm2);
    assert_int_equal(f->due[0], 0);
    assert_int_equal(f->states[STATE_YOUNG], 1);
}

static void test_figures__costly_cards(void **state)
{
    struct figures *f = *state;
    static const int seconds[] = {5, 30, 0, 20, 30, 1};
    int64_t ids[4];
    for (int id = 0; id < (int)COUNT(seconds); id++) {
        give_card(f, id, 6, 250, TODAY, TODAY - 9);
        f->cards[id].spent_ms = seconds[id] * 1000;
    }
    f->cards[20].spent_ms = 99000; /* in no deck any more */
    assert_int_equal(figures_costly(f, ids, 3), 3);
    assert_int_equal(ids[0], 1);
    assert_int_equal(ids[1], 4);
    assert_int_equal(ids[2], 3);
    assert_int_equal(figures_costly(f, ids, 1), 1);
    assert_int_equal(ids[0], 1);
    int64_t many[20];
    assert_int_equal(figures_costly(f, many, 20), 5); /* no time, no cost */
    assert_int_equal(many[4], 5);
}

/* ---- pages ---- */

/* The cell of a column, by the names that programs use. */
static int64_t cell(const struct dataset *dataset, size_t row, const char *name)
{
    for (size_t i = 0; i < dataset->column_count; i++)
        if (strcmp(dataset->columns[i].name, name) == 0)
            return dataset_value(dataset, row, i);
    fail_msg("there is no column %s", name);
    return 0;
}

/* A card rated 4 on Monday the 19th, 4 on the 20th, 4 on the 26th: new, learning, young (6), young
 * (15). A second one, added on the 21st, is still new. A third, mature, left on the 28th. */
static void test_figures__states_are_counted_back_from_now(void **state)
{
    struct figures *f = *state;
    struct dataset dataset = {0};
    const int monday = TODAY - 12;
    const struct given given[] = {
        {monday, REVIEW_NEW, 4, 0, 1, 0},
        {monday + 1, REVIEW_DUE, 4, 1, 6, 4},
        {monday + 7, REVIEW_DUE, 4, 6, 15, 4},
    };
    struct card_numbers gone = {.card_id = 3,
        .schedule = {.sm2 = {4, 40, 250}, .interval = 40, .due = TODAY, .repeat_day = NO_DAY},
        .added_day = monday,
        .retired_day = monday + 9};
    give_card(f, 1, 15, 250, monday + 22, monday);
    give_card(f, 2, 0, 0, 0, monday + 2);
    figures_add_card(f, &gone, &under_sm2);
    give(f, given, COUNT(given));
    page_dataset(PAGE_STATES_WEEKS, f, &dataset);
    assert_int_equal(dataset.row_count, 2);
    assert_int_equal(cell(&dataset, 0, "from"), monday);
    assert_int_equal(cell(&dataset, 0, "new"), 1);
    assert_int_equal(cell(&dataset, 0, "learning"), 0);
    assert_int_equal(cell(&dataset, 0, "young"), 1);
    assert_int_equal(cell(&dataset, 0, "mature"), 1);
    assert_int_equal(cell(&dataset, 1, "new"), 1);
    assert_int_equal(cell(&dataset, 1, "young"), 1);
    assert_int_equal(cell(&dataset, 1, "mature"), 0);
    dataset_done(&dataset);
}

static void test_figures__the_forecast_has_the_overdue_on_top(void **state)
{
    struct figures *f = *state;
    struct dataset dataset = {0};
    static const int due[] = {-3, 0, 1, 1, 2, 31, 59, 60};
    for (int i = 0; i < (int)COUNT(due); i++)
        give_card(f, i, 6, 250, TODAY + due[i], TODAY - 9);
    page_dataset(PAGE_FORECAST_DAYS, f, &dataset);
    assert_int_equal(dataset.row_count, 60);
    assert_int_equal(cell(&dataset, 0, "due"), 1);
    assert_int_equal(cell(&dataset, 0, "overdue"), 1);
    assert_int_equal(cell(&dataset, 1, "due"), 2);
    assert_int_equal(cell(&dataset, 1, "overdue"), 0);
    assert_int_equal(cell(&dataset, 59, "due"), 1);
    page_dataset(PAGE_FORECAST_WEEKS, f, &dataset); /* today is a Saturday */
    assert_int_equal(cell(&dataset, 0, "from"), TODAY - 5);
    assert_int_equal(cell(&dataset, 0, "due"), 3);
    assert_int_equal(cell(&dataset, 0, "overdue"), 1);
    assert_int_equal(cell(&dataset, 1, "due"), 1);
    page_dataset(
        PAGE_FORECAST_MONTHS, f, &dataset); /* January's last day; 2026-03-03 is 31 later */
    assert_int_equal(cell(&dataset, 0, "due"), 1);
    assert_int_equal(cell(&dataset, 1, "due"), 3);
    assert_int_equal(cell(&dataset, 2, "due"), 2);
    assert_int_equal(cell(&dataset, 3, "due"), 1); /* April 1 */
    dataset_done(&dataset);
}

static void test_figures__every_page_of_nothing(void **state)
{
    struct figures *f = *state;
    struct dataset dataset = {0};
    for (enum stats_page page = 0; page < PAGES; page++) {
        page_dataset(page, f, &dataset);
        assert_false(dataset.failed);
    }
    page_dataset(PAGE_TODAY, f, &dataset);
    assert_int_equal(cell(&dataset, 0, "recalled_percent"), NO_VALUE);
    assert_int_equal(cell(&dataset, 0, "seconds_per_rating"), NO_VALUE);
    assert_int_equal(cell(&dataset, 0, "streak"), 0);
    page_dataset(PAGE_RECALL_WEEKS, f, &dataset);
    assert_int_equal(dataset.row_count, 1);
    dataset_done(&dataset);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_figures__shares_have_wilson_s_interval),
        cmocka_unit_test(test_figures__periods),
        TEST(test_figures__streaks),
        TEST(test_figures__a_card_added_is_no_day_studied),
        TEST(test_figures__a_day),
        TEST(test_figures__ratings_by_state),
        TEST(test_figures__hours_are_of_the_local_time_of_then),
        TEST(test_figures__ratings_later_than_until_only_move_cards),
        TEST(test_figures__cards_by_interval_ease_and_due_day),
        TEST(test_figures__ease_counts_under_sm2_alone),
        TEST(test_figures__what_is_set_aside_or_retired_is_not_due),
        TEST(test_figures__costly_cards),
        TEST(test_figures__states_are_counted_back_from_now),
        TEST(test_figures__the_forecast_has_the_overdue_on_top),
        TEST(test_figures__every_page_of_nothing),
    };
    return cmocka_run_group_tests_name("figures", tests, NULL, NULL);
}
