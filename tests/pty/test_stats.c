/* Statistics on a real terminal: paging, resizing, leaving. */
#include "drill.h"

#include <sqlite3.h>

static struct term *start_with_history(struct world *world)
{
    const char *deck = deck_write(world, 4);
    struct term *term = drill_start(world, 24, 80, ARGS(deck));

    assert_rates(term, 1, 4);
    assert_rates(term, 2, 2);
    assert_quits(term);
    drill_done(world, term);
    term = drill_start(world, 24, 80, ARGS("stats"));
    assert_waits(term, "1 of 12");
    return term;
}

static void test_stats_pages(void **state)
{
    struct world *world = *state;
    struct term *term = start_with_history(world);

    assert_shows(term, "2: 2 new, 0 due, 0 repeat");
    assert_shows(term, "Left     2 new, 0 due, 1 repeat");
    assert_types(term, "\t", "2 ratings on 1 of");
    assert_types(term, "\033OC", "Forecast by day");
    assert_types(term, "j", "Forecast by week");
    assert_types(term, "k", "Forecast by day");
    assert_types(term, "5", "5 of 12");
    assert_types(term, "G", "the cards that took most of your time");
    assert_types(term, "?", "next screen");
    assert_types(term, "q", "the cards that took most of your time");
    assert_quits(term);
}

static void test_stats_of_one_rating(void **state)
{
    struct world *world = *state;
    struct term *term = drill_start(world, 24, 80, ARGS(deck_write(world, 1)));

    assert_rates(term, 1, 4);
    assert_quits(term);
    drill_done(world, term);
    term = drill_start(world, 24, 80, ARGS("stats"));
    assert_waits(term, "1 of 12");
    assert_types(term, "\t", "1 rating on 1 of 365 days");
    assert_quits(term);
}

/* The clock stands still, so no time was spent: log a rating of a minute. */
static void spend_a_minute(struct world *world)
{
    sqlite3 *db;
    char *path = world_text(world, "%s/data/drill/drill.db", world->home);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(
        sqlite3_exec(db,
            "INSERT INTO reviews(review_id, card_id, reviewed_ms, offset_min, study_day, kind, "
            "rating, spent_ms, interval_before, interval_after, ease_before, ease_after, due) "
            "SELECT review_id + 10, card_id, reviewed_ms, offset_min, study_day, 4, 4, 60000, "
            "interval_before, interval_after, ease_before, ease_after, due FROM reviews "
            "WHERE review_id = 1",
            NULL, NULL, NULL),
        SQLITE_OK);
    sqlite3_close(db);
}

/* Enter opens the selected card in browse, where it can be changed; leaving leads back. */
static void test_stats_open_a_costly_card(void **state)
{
    struct world *world = *state;
    struct term *term = start_with_history(world);

    assert_quits(term);
    spend_a_minute(world);
    term = drill_start(world, 24, 80, ARGS("stats"));
    assert_waits(term, "1 of 12");
    assert_types(term, "G", "❯     1.0  Question 1?");
    assert_types(term, "\r", "4 cards");
    assert_types(term, "s", "Suspended until you resume it");
    assert_types(term, "q", "❯     1.0  Question 1?");
    assert_quits(term);
    drill_done(world, term);
    term = drill_start(world, 24, 80, ARGS("browse", "--search", "is:suspended"));
    assert_waits(term, "1 of 4 cards");
    assert_quits(term);
}

static void test_stats_of_every_size(void **state)
{
    struct world *world = *state;
    struct term *term = start_with_history(world);

    term_resize(term, 12, 40);
    assert_waits(term, "Studied");
    term_resize(term, 5, 20);
    assert_gone(term, "Studied");
    term_resize(term, 60, 200);
    assert_waits(term, "Studied");
    assert_quits(term);
}

static void test_stats_clicks(void **state)
{
    struct world *world = *state;
    struct term *term = start_with_history(world);

    assert_clicks(world, term, "n next", "next");
    assert_waits(term, "2 of 12");
    assert_clicks(world, term, "n next", "next");
    assert_waits(term, "Forecast by day");
    assert_clicks(world, term, "n next", "day/week/month");
    assert_waits(term, "Forecast by week");
    term_send(term, "\033[<64;5;5M"); /* the wheel */
    assert_waits(term, "Forecast by day");
    assert_clicks(world, term, "n next", "back");
    assert_waits(term, "2 of 12");
    assert_clicks(world, term, "n next", "keys");
    assert_waits(term, "next screen");
    assert_clicks(world, term, "esc back", "back");
    assert_waits(term, "2 of 12");
    assert_clicks(world, term, "n next", "quit");
    assert_int_equal(term_exit(term), 0);
}

static void test_stats_ended_by_a_signal(void **state)
{
    struct world *world = *state;
    struct term *term = start_with_history(world);

    term_send(term, "\003");
    assert_int_not_equal(term_exit(term), 0);
    assert_true(term_restored(term));
}

/* From a session, and from a browser below the statistics, whose search may hide the card. */
static void test_stats_of_a_session_open_a_costly_card(void **state)
{
    struct world *world = *state;
    struct term *term = start_with_history(world);

    assert_quits(term);
    spend_a_minute(world);
    term = drill_start(world, 24, 80, ARGS("numbers"));
    assert_waits(term, "Question 2?");
    assert_types(term, "S", "1 of 12");
    assert_types(term, "G", "❯     1.0  Question 1?");
    assert_types(term, "\r", "❯ Question 1?");
    assert_types(term, "j", "❯ Question 2?");
    assert_types(term, "S", "❯     1.0  Question 1?"); /* the statistics are still below */
    assert_types(term, "qB", "Search: ");
    assert_types(term, "\033G", "❯ Question 4?");
    assert_types(term, "S", "1 of 12");
    assert_types(term, "G\r", "❯ Question 1?");
    assert_types(term, "/3\r", "❯ Question 3?");
    assert_types(term, "S", "1 of 12");
    assert_types(term, "G\r", "The search does not show this card");
    assert_types(term, "q", "space answer");
    assert_quits(term);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_stats_pages),
        TEST(test_stats_of_one_rating),
        TEST(test_stats_open_a_costly_card),
        TEST(test_stats_of_a_session_open_a_costly_card),
        TEST(test_stats_of_every_size),
        TEST(test_stats_clicks),
        TEST(test_stats_ended_by_a_signal),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
