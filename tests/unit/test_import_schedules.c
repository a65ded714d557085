/* Schedules and ratings that an importer passes on reach the cards that they belong to. */
#include "unit/world.h"

#include "exchange/import_schedules.h"

static const char deck[] = "deck: d\ncards:\n"
                           "  - {id: one, q: one, a: uno, reverse: true}\n"
                           "  - {id: two, q: two, a: due}\n"
                           "  - {id: gaps, cloze: '{{c1::a}} {{c2::b}}'}\n";

static struct moment local(int64_t utc_ms)
{
    return moment_at(utc_ms, 0);
}

static struct moment in_tokyo(int64_t utc_ms)
{
    return moment_at(utc_ms, 9 * 60);
}

static void give_schedule(struct import_schedules *s, int variant, struct sm2 sm2, int due)
{
    assert_true(import_schedules_add(
        s, &(struct import_schedule){
               .variant = variant, .sm2 = sm2, .due = {.day = due}, .lapses = 3}));
}

static void give_rating(
    struct import_schedules *s, int variant, int day, enum review_kind kind, enum rating rating)
{
    assert_true(import_schedules_add_review(s, &(struct import_review){.variant = variant,
                                                   .at_ms = at(day, 9, 0).utc_ms + variant,
                                                   .kind = kind,
                                                   .rating = rating,
                                                   .spent_ms = 4000,
                                                   .interval_before = 2,
                                                   .interval = 5,
                                                   .ease = 236}));
}

static struct import_history_report put_at(struct world *w, struct import_schedules *s, int today,
    struct moment (*local_time)(int64_t utc_ms))
{
    struct import_history *history;
    struct import_history_report report;
    enum err_code code =
        import_history_begin(w->store, &w->deck_id, 1, at(today, 9, 0), &history, &w->err);
    if (!code)
        code = import_schedules_put(s, history, local_time, &w->err);
    if (import_history_end(history, code, &report, &w->err))
        fail_msg("%s", w->err.message);
    assert_sound(w);
    return report;
}

static struct import_history_report put(struct world *w, struct import_schedules *s, int today)
{
    return put_at(w, s, today, local);
}

#define CARD(id, variant)                                                                          \
    "SELECT repetitions || ' ' || interval || ' ' || ease || ' ' || due || ' ' || lapses ||"       \
    " ' ' || reviews FROM cards WHERE id = '" id "' AND variant = " #variant

static void test_import_schedules__reach_their_cards(void **state)
{
    struct world *w = *state;
    struct import_schedules s = {0};
    world_open(w);
    world_load(w, deck);
    import_schedules_entry(&s, "one"); /* a schedule for each direction, and no rating */
    give_schedule(&s, VARIANT_FORWARD, (struct sm2){2, 6, 260}, DAY + 4);
    give_schedule(&s, VARIANT_REVERSE, (struct sm2){1, 1, 130}, DAY);
    import_schedules_entry(&s, NULL); /* left out: what follows belongs to no card */
    give_schedule(&s, VARIANT_FORWARD, (struct sm2){9, 9, 900}, DAY + 9);
    give_rating(&s, VARIANT_FORWARD, DAY - 9, REVIEW_DUE, RATING_WELL);
    import_schedules_entry(&s, "gaps");
    give_rating(&s, 2, DAY - 3, REVIEW_REPEAT, RATING_WELL);
    give_rating(&s, 1, DAY - 3, REVIEW_NEW, RATING_NOT_AT_ALL);
    give_schedule(&s, 2, (struct sm2){4, 50, 270}, DAY + 47);
    struct import_history_report report = put(w, &s, DAY);
    assert_int_equal(report.reviews, 2);
    assert_int_equal(report.schedules, 4);
    assert_sql(w, CARD("one", 0), "2 6 260 20488 3 0");
    assert_sql(w, CARD("one", 1000), "1 1 130 20484 3 0");
    assert_sql(w, CARD("two", 0), "");
    assert_sql(w, CARD("gaps", 2), "4 50 270 20531 3 1");
    /* The first rating of a card that has no schedule: SM-2 starts over, and asks tomorrow. */
    assert_sql(w, CARD("gaps", 1), "1 1 250 20482 1 1");
    assert_sql(w,
        "SELECT group_concat(variant || ' ' || kind || ' ' || rating || ' ' || spent_ms || ' ' ||"
        " interval_before || ' ' || interval_after || ' ' || ease_after, '; ')"
        " FROM reviews JOIN cards USING (card_id)",
        "2 1 4 4000 2 5 236; 1 1 1 4000 2 5 236");
    import_schedules_done(&s);
}

/* SM-2: ratings 4, 5, 3 on their due days give the intervals 1, 6, 15 and the ease 2.46. */
static void test_import_schedules__ratings_alone_add_up(void **state)
{
    struct world *w = *state;
    struct import_schedules s = {0};
    world_open(w);
    world_load(w, deck);
    import_schedules_entry(&s, "two");
    give_rating(&s, VARIANT_FORWARD, DAY - 7, REVIEW_NEW, RATING_WELL);
    give_rating(&s, VARIANT_FORWARD, DAY - 6, REVIEW_DUE, RATING_PERFECTLY);
    give_rating(&s, VARIANT_FORWARD, DAY, REVIEW_DUE, RATING_PARTLY);
    put(w, &s, DAY);
    assert_sql(w, CARD("two", 0), "3 15 246 20499 0 3");
    import_schedules_done(&s);
}

static void test_import_schedules__twice_adds_nothing(void **state)
{
    struct world *w = *state;
    struct import_schedules s = {0};
    world_open(w);
    world_load(w, deck);
    import_schedules_entry(&s, "two");
    give_schedule(&s, VARIANT_FORWARD, (struct sm2){2, 6, 260}, DAY + 4);
    give_rating(&s, VARIANT_FORWARD, DAY - 2, REVIEW_DUE, RATING_WELL);
    put(w, &s, DAY);
    struct import_history_report report = put(w, &s, DAY + 1);
    assert_int_equal(report.reviews, 0);
    assert_int_equal(report.schedules, 0);
    assert_sql(w, CARD("two", 0), "2 6 260 20488 3 1");
    import_schedules_done(&s);
}

static void test_import_schedules__suspended(void **state)
{
    struct world *w = *state;
    struct import_schedules s = {0};
    world_open(w);
    world_load(w, deck);
    import_schedules_entry(&s, "two");
    assert_true(import_schedules_add(&s,
        &(struct import_schedule){.sm2 = sm2_new(), .due = {.day = NO_DAY}, .suspended = true}));
    put(w, &s, DAY);
    assert_sql(w, "SELECT group_concat(id) FROM cards WHERE suspended", "two");
    assert_sql(w, "SELECT due IS NULL FROM cards WHERE id = 'two'", "1");
    import_schedules_done(&s);
}

/* DAY is 2026-01-31. */
static void test_import_schedules__a_time_is_due_on_its_local_day(void **state)
{
    static const struct {
        const char *due;
        struct moment (*local)(int64_t utc_ms);
        const char *want;
    } cases[] = {{"2026-02-04T20:00:00.000Z", local, "2 6 260 20488 0 0"},
        {"2026-02-04T20:00:00.000Z", in_tokyo, "2 6 260 20489 0 0"}, /* at 05:00 */
        {"2026-02-04T16:00:00.000Z", in_tokyo, "2 6 260 20488 0 0"}, /* at 01:00, which is late */
        {"2026-02-04T15:00:00.000Z", in_tokyo, "2 6 260 20489 0 0"}, /* midnight: all the day */
        {"2026-02-04T00:00:00.000Z", local, "2 6 260 20488 0 0"}};
    struct world *w = *state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct import_schedules s = {0};
        struct import_schedule schedule = {.sm2 = {2, 6, 260}, .due = {.day = DAY + 9}};
        world_open(w);
        world_load(w, deck);
        assert_true(instant_parse(cases[i].due, &schedule.due.at_ms));
        import_schedules_entry(&s, "two");
        assert_true(import_schedules_add(&s, &schedule));
        put_at(w, &s, DAY, cases[i].local);
        assert_sql(w, CARD("two", 0), cases[i].want);
        import_schedules_done(&s);
        world_close(w);
        unlink(w->db);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            test_import_schedules__reach_their_cards, world_set_up, world_tear_down),
        cmocka_unit_test_setup_teardown(
            test_import_schedules__ratings_alone_add_up, world_set_up, world_tear_down),
        cmocka_unit_test_setup_teardown(
            test_import_schedules__twice_adds_nothing, world_set_up, world_tear_down),
        cmocka_unit_test_setup_teardown(
            test_import_schedules__suspended, world_set_up, world_tear_down),
        cmocka_unit_test_setup_teardown(
            test_import_schedules__a_time_is_due_on_its_local_day, world_set_up, world_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
