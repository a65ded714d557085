/* Undo takes back the last rating, whoever gave it and whenever. The card is then as if it had
 * never been rated, but the log still has the rating, marked as undone. */
#include "unit/sitting.h"

#include "store/changes.h"
#include "store/switches.h"

static void undo(struct world *w, enum session_notice want)
{
    act(w, ACTION_UNDO, later(NINE, 60000));
    if (w->session.notice != want)
        fail_msg("notice %d, wanted %d", (int)w->session.notice, (int)want);
}

/* Counts of ratings that stand, and of those taken back. */
static void assert_log(const struct world *w, const char *standing, const char *undone)
{
    assert_sql(w, "SELECT count(*) FROM reviews WHERE undone_ms IS NULL", standing);
    assert_sql(w, "SELECT count(*) FROM reviews WHERE undone_ms IS NOT NULL", undone);
    assert_sound(w);
}

static void test_session_undo__the_card_is_shown_with_its_answer(void **state)
{
    struct world *w = *state;
    load_cards(w, 3);
    sit(w, ORDINARY, NINE);
    give(w, 4, NINE);
    undo(w, NOTICE_UNDONE);
    assert_shown(w, "q1", REVIEW_NEW);
    assert_int_equal(w->session.stage, SESSION_ANSWER);
    assert_left(w, 3, 0, 0);
    assert_log(w, "0", "1");
    char want[32];
    snprintf(want, sizeof want, "%lld", (long long)later(NINE, 60000).utc_ms);
    assert_sql(w, "SELECT undone_ms FROM reviews", want);
    act(w, ACTION_RATE_1 + 4, NINE);
    assert_order(w, "q2 q3"); /* the card that was shown comes next, and none twice */
    assert_log(w, "3", "1");
}

static void test_session_undo__the_last_card(void **state)
{
    struct world *w = *state;
    load_cards(w, 1);
    sit(w, ORDINARY, NINE);
    give(w, 4, NINE);
    assert_over(w);
    undo(w, NOTICE_UNDONE);
    assert_shown(w, "q1", REVIEW_NEW);
    assert_left(w, 1, 0, 0);
    act(w, ACTION_RATE_1 + 2, NINE);
    assert_shown(w, "q1", REVIEW_REPEAT);
    give(w, 4, NINE);
    assert_over(w);
    assert_log(w, "2", "1");
}

static void test_session_undo__as_often_as_there_were_ratings(void **state)
{
    struct world *w = *state;
    load_cards(w, 3);
    sit(w, ORDINARY, NINE);
    undo(w, NOTICE_NOTHING_TO_UNDO);
    assert_shown(w, "q1", REVIEW_NEW);
    assert_int_equal(w->session.stage, SESSION_QUESTION);
    give(w, 2, NINE);
    give(w, 4, NINE);
    give(w, 5, NINE);
    give(w, 3, NINE); /* q1 again */
    give(w, 4, NINE); /* and again */
    assert_over(w);
    static const char *const back[] = {"q1", "q1", "q3", "q2", "q1"};
    static const enum review_kind kinds[] = {
        REVIEW_REPEAT, REVIEW_REPEAT, REVIEW_NEW, REVIEW_NEW, REVIEW_NEW};
    for (size_t i = 0; i < COUNT(back); i++) {
        undo(w, NOTICE_UNDONE);
        assert_shown(w, back[i], kinds[i]);
        assert_int_equal(session_tally(&w->session).ratings, 4 - i);
    }
    undo(w, NOTICE_NOTHING_TO_UNDO);
    assert_shown(w, "q1", REVIEW_NEW);
    assert_int_equal(w->session.stage, SESSION_ANSWER); /* as it was */
    assert_left(w, 3, 0, 0);
    struct schedule added = schedule_new(), now = schedule_of(w, card_id(w, "q1"));
    assert_same_schedule(&now, &added);
    act(w, ACTION_RATE_1 + 3, NINE);
    assert_order(w, "q2 q3");
    assert_log(w, "3", "5");
}

static void test_session_undo__a_lapse_is_as_if_it_had_not_been(void **state)
{
    struct world *w = *state;
    load_cards(w, 1);
    make_due(w, "q1", 15, DAY - 3);
    struct schedule before = schedule_of(w, card_id(w, "q1"));
    sit(w, ORDINARY, NINE);
    give(w, 1, NINE);
    assert_int_equal(schedule_of(w, card_id(w, "q1")).lapses, 1);
    undo(w, NOTICE_UNDONE);
    struct schedule after = schedule_of(w, card_id(w, "q1"));
    assert_same_schedule(&after, &before);
    assert_shown(w, "q1", REVIEW_DUE);
    assert_left(w, 0, 0, 1); /* the repeat that was in the queue is gone */
    act(w, ACTION_RATE_1 + 3, NINE);
    assert_over(w);
    assert_int_equal(schedule_of(w, card_id(w, "q1")).due, DAY + 38); /* ceil(15 * 2.5) */
}

static void test_session_undo__a_repeat_is_owed_again(void **state)
{
    struct world *w = *state;
    load_cards(w, 2);
    sit(w, ORDINARY, NINE);
    give(w, 1, NINE);
    give(w, 4, NINE);
    assert_shown(w, "q1", REVIEW_REPEAT);
    give(w, 5, NINE);
    undo(w, NOTICE_UNDONE);
    assert_shown(w, "q1", REVIEW_REPEAT);
    assert_int_equal(schedule_of(w, card_id(w, "q1")).repeat_day, DAY);
    sit(w, ORDINARY, NINE);
    assert_left(w, 0, 1, 0);
}

static void test_session_undo__of_an_earlier_run(void **state)
{
    struct world *w = *state;
    load_cards(w, 4);
    sit(w, ORDINARY, NINE);
    give(w, 4, NINE);
    give(w, 2, NINE);
    world_reopen(w);
    sit(w, ORDINARY, at(DAY, 20, 0));
    assert_shown(w, "q2", REVIEW_REPEAT);
    give(w, 4, at(DAY, 20, 1));
    assert_shown(w, "q3", REVIEW_NEW);
    undo(w, NOTICE_UNDONE); /* of this run */
    assert_shown(w, "q2", REVIEW_REPEAT);
    undo(w, NOTICE_UNDONE); /* of the earlier one */
    assert_shown(w, "q2", REVIEW_NEW);
    undo(w, NOTICE_UNDONE);
    assert_shown(w, "q1", REVIEW_NEW);
    assert_left(w, 4, 0, 0);
    undo(w, NOTICE_NOTHING_TO_UNDO);
    act(w, ACTION_RATE_1 + 3, at(DAY, 20, 2));
    assert_order(w, "q2 q3 q4");
    assert_log(w, "4", "3");
}

/* What drill undo takes back whole is not for a session, but must not be passed over in silence. */
static void test_session_undo__of_what_several_cards_share(void **state)
{
    struct world *w = *state;
    struct regime_wish wish = {1, SCHEDULER_FSRS, 9000};
    struct switched switched;
    load_cards(w, 3);
    sit(w, ORDINARY, NINE);
    give(w, 4, NINE);
    for (int64_t card = 1; card <= 2; card++) {
        struct changing changing = {.card_id = card,
            .change = {.kind = CHANGE_SET_DUE, .due = DAY + 7, .batch = 2},
            .at = later(NINE, 1000)};
        assert_int_equal(store_change(w->store, &changing, NULL, &w->err), ERR_NONE);
    }
    undo(w, NOTICE_UNDO_BATCH);
    assert_log(w, "1", "0");
    assert_int_equal(
        store_set_regimes(w->store, &wish, 1, later(NINE, 2000), &switched, &w->err), ERR_NONE);
    undo(w, NOTICE_UNDO_SWITCH);

    struct regime_switch last;
    assert_int_equal(store_last_switch(w->store, &last, &w->err), ERR_NONE);
    assert_int_equal(store_undo_switch(w->store, &last, later(NINE, 3000), &w->err), ERR_NONE);
    undo(w, NOTICE_UNDO_BATCH);
    struct undone batch;
    assert_int_equal(
        world_undo(w->store, (int64_t[]){1}, 1, later(NINE, 4000), &batch, &w->err), ERR_NONE);
    assert_int_equal(batch.cards, 2);
    assert_sql(w, "SELECT count(*) FROM cards WHERE due = 20491", "0"); /* DAY + 7 */
    struct undone again = batch;
    assert_int_equal(store_undo(w->store, &again, NINE, &w->err), ERR_STALE);
    assert_int_equal(store_redo(w->store, &batch, &w->err), ERR_NONE);
    assert_sql(w, "SELECT count(*) FROM cards WHERE due = 20491", "2");
    assert_int_equal(store_redo(w->store, &batch, &w->err), ERR_STALE);
    assert_int_equal(store_undo(w->store, &batch, later(NINE, 5000), &w->err), ERR_NONE);
    rate_card(w, 2, REVIEW_NEW, 4, later(NINE, 6000)); /* another card of the batch */
    assert_int_equal(store_redo(w->store, &batch, &w->err), ERR_STALE);
    assert_sql(w, "SELECT count(*) FROM cards WHERE due = 20491", "0");
    assert_sound(w);
}

static void test_session_undo__of_an_earlier_day(void **state)
{
    struct world *w = *state;
    load_cards(w, 2);
    sit(w, ORDINARY, at(DAY - 3, 9, 0));
    give(w, 4, at(DAY - 3, 9, 0));
    sit(w, ORDINARY, NINE);
    undo(w, NOTICE_UNDO_EARLIER);
    assert_log(w, "1", "0");
    act(w, ACTION_UNDO_EARLIER, NINE);
    assert_shown(w, "q1", REVIEW_NEW);
    act(w, ACTION_RATE_1 + 3, NINE);
    assert_int_equal(schedule_of(w, card_id(w, "q1")).due, DAY + 1);
}

static void test_session_undo__of_a_card_that_is_not_due_without_it(void **state)
{
    struct world *w = *state;
    load_cards(w, 2);
    make_due(w, "q1", 6, DAY + 3);
    rate_card(w, card_id(w, "q1"), REVIEW_CRAM, 4, NINE); /* another program's cram */
    sit(w, ORDINARY, NINE);
    act(w, ACTION_REVEAL, NINE);
    undo(w, NOTICE_UNDONE_ELSEWHERE);
    assert_shown(w, "q2", REVIEW_NEW);
    assert_left(w, 1, 0, 0);
    assert_log(w, "2", "1");
    assert_order(w, "q2");
}

/* A second window on the same deck. */
static void open_window(struct world *w, struct store **store, struct session *session)
{
    struct session_options options = ORDINARY;
    assert_int_equal(store_open(store, w->db, STORE_WRITE, &w->err), ERR_NONE);
    assert_int_equal(
        session_start(session, *store, &w->deck_id, 1, &options, NINE, &w->err), ERR_NONE);
}

static void test_session_undo__of_another_window(void **state)
{
    struct world *w = *state;
    struct store *store;
    struct session other;
    load_cards(w, 4);
    sit(w, ORDINARY, NINE);
    give(w, 4, NINE);
    assert_shown(w, "q2", REVIEW_NEW);
    open_window(w, &store, &other);
    give_in(&other, 4, NINE); /* q2 */
    give_in(&other, 1, NINE); /* q3 */
    undo(w, NOTICE_UNDONE);   /* of q3, which is still to come here */
    assert_shown(w, "q3", REVIEW_NEW);
    undo(w, NOTICE_UNDONE); /* of q2, which is shown here, and no more than once to come */
    assert_shown(w, "q2", REVIEW_NEW);
    assert_left(w, 3, 0, 0);
    undo(w, NOTICE_UNDONE);
    assert_shown(w, "q1", REVIEW_NEW);
    assert_int_equal(session_tally(&w->session).ratings, 0);
    session_done(&other);
    store_close(store);
    act(w, ACTION_RATE_1 + 3, NINE);
    char text[1024];
    assert_int_equal(strlen(play_out(w, NINE, text)), strlen("q2 q3 q4")); /* each once */
    assert_log(w, "4", "3");
}

static void assert_tally(const struct session *s, size_t cards, size_t ratings, int64_t spent_ms)
{
    struct session_tally tally = session_tally(s);
    assert_int_equal(tally.cards, cards);
    assert_int_equal(tally.ratings, ratings);
    assert_int_equal(tally.spent_ms, spent_ms);
}

/* One window rates q1 and q2; the other undoes the latter, and rates it anew. */
static void rate_in_both(struct world *w, struct store **store, struct session *other)
{
    load_cards(w, 3);
    sit(w, ORDINARY, NINE);
    give(w, 4, later(NINE, 5000));
    give(w, 4, later(NINE, 8000));
    open_window(w, store, other);
    act_in(other, ACTION_UNDO, NINE);
    act_in(other, ACTION_RATE_1 + 4, later(NINE, 1000));
}

static void test_session_undo__two_summaries_agree_with_the_log(void **state)
{
    struct world *w = *state;
    struct store *store;
    struct session other;
    rate_in_both(w, &store, &other);
    give(w, 4, later(NINE, 9000)); /* q3, shown since 8 s */
    assert_over(w);
    assert_tally(&w->session, 2, 2, 6000);
    assert_int_equal(w->session.summary.today.cards, 3);
    act_in(&other, ACTION_REVEAL, NINE); /* of q3 */
    assert_int_equal(other.stage, SESSION_OVER);
    assert_tally(&other, 1, 1, 1000);
    assert_int_equal(other.summary.today.cards, 3);
    assert_log(w, "3", "1");
    session_done(&other);
    store_close(store);
}

static void test_session_undo__a_session_that_is_left_counts_what_stands(void **state)
{
    struct world *w = *state;
    struct store *store;
    struct session other;
    rate_in_both(w, &store, &other);
    assert_int_equal(session_recount(&w->session, &w->err), ERR_NONE);
    assert_tally(&w->session, 1, 1, 5000);
    assert_int_equal(session_recount(&other, &w->err), ERR_NONE);
    assert_tally(&other, 1, 1, 1000);
    assert_log(w, "2", "1");
    session_done(&other);
    store_close(store);
}

/* The card is shown while the other window rates it, and then takes that back. */
static void test_session_undo__elsewhere_leaves_the_card_here(void **state)
{
    struct world *w = *state;
    struct store *store;
    struct session other;
    load_cards(w, 2);
    sit(w, ORDINARY, NINE);
    act(w, ACTION_REVEAL, NINE);
    open_window(w, &store, &other);
    give_in(&other, 2, NINE);
    act_in(&other, ACTION_UNDO, NINE);
    act(w, ACTION_RATE_1 + 3, NINE);
    assert_int_equal(w->session.notice, NOTICE_NONE);
    assert_log(w, "1", "1");
    act_in(&other, ACTION_RATE_1, NINE); /* there it is rated meanwhile */
    assert_int_equal(other.notice, NOTICE_RATED_ELSEWHERE);
    session_done(&other);
    store_close(store);
}

static void test_session_undo__of_a_cram(void **state)
{
    struct world *w = *state;
    struct session_options cram = ORDINARY;
    cram.cram = true;
    load_cards(w, 2);
    make_due(w, "q1", 6, DAY + 3);
    struct schedule before = schedule_of(w, card_id(w, "q1"));
    sit(w, cram, NINE);
    give(w, 2, NINE);
    give(w, 4, NINE);
    assert_int_equal(session_left(&w->session).cram, 1);
    undo(w, NOTICE_UNDONE);
    assert_int_equal(w->session.kind, REVIEW_CRAM);
    assert_int_equal(session_left(&w->session).cram, 2); /* this one, and the repeat */
    undo(w, NOTICE_UNDONE);
    assert_int_equal(session_left(&w->session).cram, 2); /* each once */
    struct schedule after = schedule_of(w, card_id(w, "q1"));
    assert_same_schedule(&after, &before);
    assert_log(w, "2", "2");
    act(w, ACTION_RATE_1 + 3, NINE);
    give(w, 4, NINE);
    assert_over(w);
    assert_log(w, "4", "2");
    after = schedule_of(w, card_id(w, "q1"));
    assert_int_equal(after.due, before.due);
    assert_int_equal(after.reviews, before.reviews + 1);
}

static void test_session_undo__of_a_card_that_left_the_file(void **state)
{
    struct world *w = *state;
    load_cards(w, 3);
    sit(w, ORDINARY, NINE);
    give(w, 4, NINE);
    give(w, 2, NINE);
    world_load(w, "deck: d\ncards:\n- {q: q1, a: answer 1}\n- {q: q3, a: answer 3}\n");
    sit(w, ORDINARY, NINE);
    assert_shown(w, "q3", REVIEW_NEW);
    act(w, ACTION_REVEAL, NINE);
    undo(w, NOTICE_UNDONE_ELSEWHERE); /* of q2 */
    assert_shown(w, "q3", REVIEW_NEW);
    assert_left(w, 1, 0, 0);
    assert_log(w, "1", "1");
    load_cards(w, 3); /* the text comes back: its history is what was left of it */
    assert_int_equal(schedule_of(w, card_id(w, "q2")).reviews, 0);
    sit(w, ORDINARY, NINE);
    assert_left(w, 2, 0, 0);
}

static void test_session_undo__of_a_card_that_left_the_file_when_it_is_over(void **state)
{
    struct world *w = *state;
    load_cards(w, 1);
    sit(w, ORDINARY, NINE);
    give(w, 4, NINE);
    world_load(w, "deck: d\ncards: []\n");
    undo(w, NOTICE_UNDONE_ELSEWHERE);
    assert_over(w);
    assert_log(w, "0", "1");
    assert_int_equal(session_tally(&w->session).ratings, 0);
}

static void test_session_undo__of_the_session_s_decks_only(void **state)
{
    struct world *w = *state;
    load_cards(w, 2);
    rate_on(w, "q1", 4, DAY);
    int64_t first = w->deck_id;
    world_write(w, "e.yaml", "deck: e\ncards:\n- {q: e1}\n- {q: e2}\n");
    world_load_file(w, "e.yaml", DAY);
    sit(w, ORDINARY, NINE);
    undo(w, NOTICE_NOTHING_TO_UNDO);
    give(w, 4, NINE);
    undo(w, NOTICE_UNDONE);
    assert_shown(w, "e1", REVIEW_NEW);
    undo(w, NOTICE_NOTHING_TO_UNDO);
    assert_int_equal(schedule_of(w, card_id(w, "q1")).reviews, 1);
    act(w, ACTION_RATE_1 + 3, NINE); /* e1, after q1 */
    int64_t both[] = {w->deck_id, first};
    struct session_options options = ORDINARY;
    session_done(&w->session);
    assert_int_equal(
        session_start(&w->session, w->store, both, 2, &options, NINE, &w->err), ERR_NONE);
    undo(w, NOTICE_UNDONE);
    assert_shown(w, "e1", REVIEW_NEW);
    undo(w, NOTICE_UNDONE);
    assert_shown(w, "q1", REVIEW_NEW);
    session_done(&w->session); /* both is on the stack */
}

static void test_session_undo__of_a_card_outside_the_tags(void **state)
{
    struct world *w = *state;
    static const char *const terms[] = {"a"};
    struct session_options options = ORDINARY;
    options.filter = (struct tag_filter){terms, 1};
    world_load(w, "deck: d\ncards:\n- {q: one, tags: [b]}\n- {q: two, tags: [a]}\n");
    rate_on(w, "one", 4, DAY);
    sit(w, options, NINE);
    assert_shown(w, "two", REVIEW_NEW);
    act(w, ACTION_UNDO, NINE);
    assert_log(w, "0", "1");
    act(w, ACTION_REVEAL, NINE); /* whichever is shown, both notices are true to what was done */
    if (w->session.stage == SESSION_ANSWER && strcmp(shown(&w->session), "one") == 0)
        act(w, ACTION_RATE_1 + 3, NINE);
    assert_string_equal(shown(&w->session), "two"); /* not lost */
}

static void test_session_undo__time_and_tally(void **state)
{
    struct world *w = *state;
    load_cards(w, 2);
    sit(w, ORDINARY, NINE);
    give(w, 4, later(NINE, 5000));
    give(w, 3, later(NINE, 9000));
    undo(w, NOTICE_UNDONE);
    struct session_tally tally = session_tally(&w->session);
    assert_int_equal(tally.cards, 1);
    assert_int_equal(tally.ratings, 1);
    assert_int_equal(tally.by_rating[3], 0);
    assert_int_equal(tally.spent_ms, 5000);
    act(w, ACTION_RATE_1 + 3, later(NINE, 62000)); /* two seconds after the undo */
    tally = session_tally(&w->session);
    assert_int_equal(tally.cards, 2);
    assert_int_equal(tally.spent_ms, 7000);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, sitting_set_up, world_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_session_undo__the_card_is_shown_with_its_answer),
        TEST(test_session_undo__the_last_card),
        TEST(test_session_undo__as_often_as_there_were_ratings),
        TEST(test_session_undo__a_lapse_is_as_if_it_had_not_been),
        TEST(test_session_undo__a_repeat_is_owed_again),
        TEST(test_session_undo__of_an_earlier_run),
        TEST(test_session_undo__of_what_several_cards_share),
        TEST(test_session_undo__of_an_earlier_day),
        TEST(test_session_undo__of_a_card_that_is_not_due_without_it),
        TEST(test_session_undo__of_another_window),
        TEST(test_session_undo__two_summaries_agree_with_the_log),
        TEST(test_session_undo__a_session_that_is_left_counts_what_stands),
        TEST(test_session_undo__elsewhere_leaves_the_card_here),
        TEST(test_session_undo__of_a_cram),
        TEST(test_session_undo__of_a_card_that_left_the_file),
        TEST(test_session_undo__of_a_card_that_left_the_file_when_it_is_over),
        TEST(test_session_undo__of_the_session_s_decks_only),
        TEST(test_session_undo__of_a_card_outside_the_tags),
        TEST(test_session_undo__time_and_tally),
    };
    return cmocka_run_group_tests_name("session_undo", tests, NULL, NULL);
}
