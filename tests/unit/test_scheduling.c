/* What a review puts into force at its start: for each deck what the command line, the settings and
 * its file ask for; nothing twice. */
#include "unit/world.h"

#include "store/regimes.h"
#include "store/switches.h"
#include "study/scheduling.h"

enum { SM2 = SCHEDULER_SM2, FSRS = SCHEDULER_FSRS };

static int set_up(void **state)
{
    world_set_up(state);
    world_open(*state);
    return 0;
}

static size_t follow(struct world *w, const struct session_options *options, int64_t at_ms)
{
    struct switched switched;
    assert_int_equal(scheduling_follow(w->store, &w->deck_id, 1, options,
                         (struct moment){.utc_ms = at_ms, .day = 20000}, &switched, &w->err),
        ERR_NONE);
    return switched.count;
}

static void assert_force(struct world *w, int scheduler, int retention)
{
    struct regime regime;
    assert_int_equal(store_regime(w->store, w->deck_id, &regime, &w->err), ERR_NONE);
    assert_int_equal(regime_number(&regime), scheduler);
    if (scheduler != SM2)
        assert_int_equal(regime.retention, retention);
}

/* The steps follow each other: what was in force before says what changes. */
static void test_scheduling__what_is_asked_is_in_force(void **state)
{
    static const struct {
        const char *head;
        struct scheduling asked, general, wanted;
        size_t switched;
        const char *rows; /* in the log afterwards */
    } steps[] = {
        {"", {0}, {0}, {SM2, 0}, 0, "0"},
        {"", {0}, {0, 8000}, {SM2, 0}, 0, "0"},
        {"scheduler: fsrs\n", {0}, {0, 8000}, {FSRS, 8000}, 1, "1"},
        {"scheduler: fsrs\n", {0}, {SM2, 8000}, {FSRS, 8000}, 0, "1"},
        {"scheduler: fsrs\nretention: 0.85\n", {0}, {SM2, 8000}, {FSRS, 8500}, 0, "2"},
        {"scheduler: fsrs\nretention: 0.85\n", {0, 9500}, {0}, {FSRS, 9500}, 0, "3"},
        {"scheduler: fsrs\n", {SM2, 0}, {FSRS, 0}, {SM2, 0}, 1, "4"},
        {"", {0}, {FSRS, 0}, {FSRS, 9000}, 1, "5"},
        {"", {0}, {0}, {SM2, 0}, 1, "6"},
    };
    struct world *w = *state;
    for (size_t i = 0; i < COUNT(steps); i++) {
        char deck[128];
        struct settings settings = settings_default();
        settings.scheduling = steps[i].general;
        struct session_options options = {
            .scheduling = steps[i].asked, .settings = &settings, .caps = CAPS_UNSET};
        snprintf(deck, sizeof deck, "deck: d\n%scards: [{q: a}]\n", steps[i].head);
        world_load(w, deck);
        if (i == 0)
            rate_on(w, "a", 4, 19990);
        size_t switched = follow(w, &options, 1000 + (int64_t)i);
        assert_int_equal(switched, steps[i].switched);
        assert_force(w, steps[i].wanted.scheduler, steps[i].wanted.retention);
        assert_sql(w, "SELECT count(*) FROM regimes", steps[i].rows);
        settings_done(&settings);
    }
}

static void test_scheduling__undoing_a_switch_holds(void **state)
{
    struct world *w = *state;
    struct regime_switch last;
    struct session_options options = {.scheduling = {FSRS, 0}, .caps = CAPS_UNSET};
    world_load(w, "deck: d\ncards: [{q: a}]\n");
    rate_on(w, "a", 4, 19990);
    assert_int_equal(follow(w, &options, 1000), 1);
    assert_int_equal(store_last_switch(w->store, &last, &w->err), ERR_NONE);
    assert_int_equal(
        store_undo_switch(w->store, &last, (struct moment){.utc_ms = 1001}, &w->err), ERR_NONE);
    assert_int_equal(follow(w, &options, 1002), 0);
    assert_force(w, SM2, 0);
}

/* A review that changes nothing does not wait for another window's writing. */
static void test_scheduling__nothing_to_change_needs_no_lock(void **state)
{
    struct world *w = *state;
    struct session_options options = {.caps = CAPS_UNSET};
    world_load(w, "deck: d\ncards: [{q: a}]\n");
    sqlite3 *other;
    assert_int_equal(sqlite3_open(w->db, &other), SQLITE_OK);
    assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(follow(w, &options, 1000), 0);
    sqlite3_close(other);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, world_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_scheduling__what_is_asked_is_in_force),
        TEST(test_scheduling__undoing_a_switch_holds),
        TEST(test_scheduling__nothing_to_change_needs_no_lock),
    };
    return cmocka_run_group_tests_name("scheduling", tests, NULL, NULL);
}
