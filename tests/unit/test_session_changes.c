/* Suspending, burying, marking and editing in a session: what is shown next, what is left for today
 * and tomorrow, and undo. */
#include "unit/sitting.h"

#include "store/changes.h"
#include "study/overview.h"

static struct settings with_leeches(int64_t lapses)
{
    struct settings settings = settings_default();
    settings.leech_lapses = lapses;
    return settings;
}

static void do_and_see(struct world *w, enum session_action action, enum session_notice want)
{
    act(w, action, NINE);
    if (w->session.notice != want)
        fail_msg("notice %d, wanted %d", (int)w->session.notice, (int)want);
}

static void undo(struct world *w, enum change_kind what)
{
    do_and_see(w, ACTION_UNDO, NOTICE_UNDONE);
    assert_int_equal(w->session.undone.change, what);
}

static void test_session_changes__suspend(void **state)
{
    struct world *w = *state;
    load_cards(w, 3);
    sit(w, ORDINARY, NINE);
    do_and_see(w, ACTION_SUSPEND, NOTICE_SUSPENDED);
    assert_shown(w, "q2", REVIEW_NEW);
    assert_left(w, 2, 0, 0);
    act(w, ACTION_REVEAL, NINE);
    do_and_see(w, ACTION_SUSPEND, NOTICE_SUSPENDED); /* at the answer, too */
    assert_shown(w, "q3", REVIEW_NEW);
    undo(w, CHANGE_SUSPEND);
    assert_shown(w, "q2", REVIEW_NEW);
    assert_int_equal(w->session.stage, SESSION_QUESTION);
    assert_left(w, 2, 0, 0);
    assert_order(w, "q2 q3");
    for (int day = DAY; day < DAY + 3; day++) {
        sit(w, ORDINARY, at(day, 10, 0));
        assert_int_equal(session_left(&w->session).new, 0);
    }
    struct changing resume = {card_id(w, "q1"), NULL, {.kind = CHANGE_RESUME}, NINE};
    assert_int_equal(store_change(w->store, &resume, NULL, &w->err), ERR_NONE);
    sit(w, ORDINARY, at(DAY, 10, 0));
    assert_shown(w, "q1", REVIEW_NEW);
    assert_sound(w);
}

static void test_session_changes__bury(void **state)
{
    struct world *w = *state;
    load_cards(w, 4);
    make_due(w, "q1", 6, DAY - 1);
    make_due(w, "q2", 15, DAY - 1);
    sit(w, ORDINARY, NINE);
    assert_left(w, 2, 0, 2);
    do_and_see(w, ACTION_BURY, NOTICE_BURIED);
    assert_left(w, 2, 0, 1);
    while (strcmp(shown(&w->session), "q4") != 0)
        give(w, 4, NINE);
    do_and_see(w, ACTION_BURY, NOTICE_BURIED);
    assert_over(w);
    assert_int_equal(w->session.ahead.day, DAY + 1);
    assert_int_equal(w->session.ahead.cards.due, 2); /* q1, and q3 that was new */
    assert_int_equal(w->session.new_left, 0);
    sit(w, ORDINARY, at(DAY, 20, 0)); /* the same day */
    assert_over(w);
    sit(w, ORDINARY, at(DAY + 1, 9, 0)); /* and the next, by itself */
    assert_left(w, 1, 0, 2);
    sit(w, ORDINARY, at(DAY, 21, 0));
    undo(w, CHANGE_BURY);
    assert_shown(w, "q4", REVIEW_NEW);
    assert_left(w, 1, 0, 0);
    assert_sound(w);
}

static void test_session_changes__no_queue_has_what_rests(void **state)
{
    struct world *w = *state;
    load_cards(w, 3);
    sit(w, ORDINARY, NINE);
    give(w, 2, NINE); /* a repeat of q1 is owed */
    for (enum change_kind kind = CHANGE_SUSPEND; kind <= CHANGE_BURY; kind += 2)
        for (int card = 1; card <= 3; card++) {
            struct schedule after;
            struct changing changing = {card, NULL, {.kind = kind}, NINE};
            struct session_options cram = ORDINARY;
            cram.cram = true;
            assert_int_equal(store_change(w->store, &changing, &after, &w->err), ERR_NONE);
            sit(w, ORDINARY, NINE);
            assert_int_equal(session_left_total(&w->session), 2);
            assert_left(w, card == 1 ? 2 : 1, card != 1, 0);
            sit(w, cram, NINE);
            assert_int_equal(session_left_total(&w->session), 2);
            assert_int_equal(
                store_change_undo(w->store, after.last_change, NINE, &w->err), ERR_NONE);
        }
    sit(w, ORDINARY, NINE);
    assert_left(w, 2, 1, 0);
}

static void test_session_changes__siblings_take_the_place(void **state)
{
    struct world *w = *state;
    world_load(w, "deck: d\ncards:\n- {cloze: '{{one}} and {{two}}'}\n");
    sit(w, ORDINARY, NINE);
    assert_shown(w, "[...] and two", REVIEW_NEW);
    do_and_see(w, ACTION_SUSPEND, NOTICE_SUSPENDED);
    sit(w, ORDINARY, NINE);
    assert_shown(w, "one and [...]", REVIEW_NEW);
}

/* In the same session, too: what is left of it is what another would show. */
static void test_session_changes__others_take_the_place_at_once(void **state)
{
    struct world *w = *state;
    world_load(w, "deck: d\nnew: 3\ncards:\n- {cloze: '{{one}} and {{two}}'}\n"
                  "- {q: q1, a: a}\n- {q: q2, a: a}\n- {q: q3, a: a}\n- {q: q4, a: a}\n");
    sit(w, ORDINARY, NINE);
    assert_shown(w, "[...] and two", REVIEW_NEW);
    assert_left(w, 3, 0, 0);
    do_and_see(w, ACTION_BURY, NOTICE_BURIED); /* its sibling is asked instead */
    assert_left(w, 3, 0, 0);
    do_and_see(w, ACTION_SUSPEND, NOTICE_SUSPENDED); /* q1: the cap has room for q3 */
    assert_shown(w, "q2", REVIEW_NEW);
    assert_left(w, 3, 0, 0);
    assert_order(w, "q2 one and [...] q3");

    sit(w, ORDINARY, NINE);
    undo(w, CHANGE_NONE);
    undo(w, CHANGE_NONE);
    undo(w, CHANGE_NONE);
    undo(w, CHANGE_SUSPEND);
    assert_left(w, 3, 0, 0);
    undo(w, CHANGE_BURY); /* the sibling waits again */
    assert_shown(w, "[...] and two", REVIEW_NEW);
    assert_left(w, 3, 0, 0);
    assert_order(w, "[...] and two q1 q2");
    assert_sound(w);
}

/* Whatever is done: the counts are those of a session that would begin now. */
static void test_session_changes__counts_are_of_now(void **state)
{
    struct world *w = *state;
    struct buf text = {0};
    uint32_t random = 7;
    buf_text(&text, "deck: d\nnew: 5\ncards:\n");
    for (int i = 0; i < 12; i++)
        buf_format(&text, "- {q: q%d, a: a%d, reverse: true}\n", i, i);
    world_load(w, buf_string(&text));
    buf_done(&text);
    make_due(w, "q0", 6, DAY);
    make_due(w, "a0", 6, DAY - 1);
    make_due(w, "q9", 1, DAY);
    sit(w, ORDINARY, NINE);
    for (int i = 0, done = 0; i < 300; i++) {
        static const enum session_action actions[] = {
            ACTION_SUSPEND, ACTION_BURY, ACTION_UNDO, ACTION_UNDO, ACTION_LEECH, ACTION_RATE_1 + 3};
        random = random * 1103515245U + 12345U;
        enum session_action action = actions[(random >> 16) % COUNT(actions)];
        if (w->session.stage == SESSION_OVER || (action == ACTION_UNDO && done == 0))
            action = done > 0 ? ACTION_UNDO : ACTION_NONE;
        if (action >= ACTION_RATE_1)
            act(w, ACTION_REVEAL, NINE);
        act(w, action, NINE);
        done += action == ACTION_UNDO ? -1 : action != ACTION_NONE; /* no earlier day is undone */
        struct session_counts left = session_left(&w->session);
        struct session begun = {0}, kept = w->session;
        w->session = begun;
        sit(w, ORDINARY, NINE);
        assert_left(w, left.new, left.repeat, left.due);
        session_done(&w->session);
        w->session = kept;
    }
    assert_sound(w);
}

static void test_session_changes__mark(void **state)
{
    struct world *w = *state;
    world_load(w, "deck: d\ncards: [{q: q1, a: b, hint: h, tags: [x]}, {q: q2, a: c}]\n");
    sit(w, ORDINARY, NINE);
    act(w, ACTION_HINT, NINE);
    do_and_see(w, ACTION_LEECH, NOTICE_LEECH);
    assert_shown(w, "q1", REVIEW_NEW);
    assert_string_equal(w->session.card.card.tags, "x leech");
    assert_true(w->session.hint_shown);
    act(w, ACTION_REVEAL, NINE);
    do_and_see(w, ACTION_LEECH, NOTICE_NOT_LEECH);
    assert_int_equal(w->session.stage, SESSION_ANSWER);
    assert_string_equal(w->session.card.card.tags, "x");
    undo(w, CHANGE_NOT_LEECH);
    assert_int_equal(w->session.stage, SESSION_ANSWER); /* nothing moves under the hand */
    assert_string_equal(w->session.card.card.tags, "x leech");
    undo(w, CHANGE_LEECH);
    assert_string_equal(w->session.card.card.tags, "x");
    do_and_see(w, ACTION_LEECH, NOTICE_LEECH);
    act(w, ACTION_RATE_1 + 3, NINE); /* the card can be rated all the same */
    assert_int_equal(w->session.notice, NOTICE_NONE);
    assert_shown(w, "q2", REVIEW_NEW);
    undo(w, CHANGE_NONE); /* the rating first, and then the mark */
    undo(w, CHANGE_LEECH);
    assert_shown(w, "q1", REVIEW_NEW);
    do_and_see(w, ACTION_UNDO, NOTICE_NOTHING_TO_UNDO);
    assert_sound(w);
}

/* From the end, too; and one that was done in another session. */
static void test_session_changes__undo_at_the_end(void **state)
{
    struct world *w = *state;
    load_cards(w, 1);
    sit(w, ORDINARY, NINE);
    do_and_see(w, ACTION_SUSPEND, NOTICE_SUSPENDED);
    assert_over(w);
    act(w, ACTION_SUSPEND, NINE); /* nothing is shown to suspend */
    act(w, ACTION_BURY, NINE);
    act(w, ACTION_LEECH, NINE);
    assert_sql(w, "SELECT count(*) FROM changes", "1");
    sit(w, ORDINARY, NINE);
    assert_over(w);
    undo(w, CHANGE_SUSPEND);
    assert_shown(w, "q1", REVIEW_NEW);
}

/* What is taken back need not be of a card that is asked today. */
static void test_session_changes__undo_of_what_is_not_asked(void **state)
{
    struct world *w = *state;
    load_cards(w, 2);
    sit(w, ORDINARY, NINE);
    give(w, 5, NINE);
    struct changing changing = {card_id(w, "q1"), NULL, {.kind = CHANGE_LEECH}, NINE};
    assert_int_equal(store_change(w->store, &changing, NULL, &w->err), ERR_NONE);
    do_and_see(w, ACTION_UNDO, NOTICE_UNDONE_ELSEWHERE);
    assert_shown(w, "q2", REVIEW_NEW);
    assert_left(w, 1, 0, 0);
}

static void test_session_changes__elsewhere(void **state)
{
    struct world *w = *state;
    load_cards(w, 3);
    static const enum session_action actions[] = {
        ACTION_REVEAL, ACTION_SUSPEND, ACTION_BURY, ACTION_LEECH};
    for (size_t i = 0; i < COUNT(actions); i++) {
        sit(w, ORDINARY, NINE);
        assert_shown(w, "q1", REVIEW_NEW);
        struct schedule after;
        struct changing changing = {card_id(w, "q1"), NULL, {.kind = CHANGE_SUSPEND}, NINE};
        assert_int_equal(store_change(w->store, &changing, &after, &w->err), ERR_NONE);
        do_and_see(w, actions[i], NOTICE_RATED_ELSEWHERE);
        assert_shown(w, "q2", REVIEW_NEW);
        assert_int_equal(store_change_undo(w->store, after.last_change, NINE, &w->err), ERR_NONE);
    }
    assert_sql(w, "SELECT count(*) FROM changes", "4");
}

/* ---- leeches ---- */

/* q1 has lapsed twice, and is due; q2 and q3 are new. */
static struct session_options near_leech(struct world *w, struct settings *settings)
{
    struct session_options options = ORDINARY;
    *settings = with_leeches(3);
    options.settings = settings;
    load_cards(w, 3);
    int64_t card = card_id(w, "q1");
    rate_card(w, card, REVIEW_NEW, 1, at(DAY - 3, 9, 0));
    rate_card(w, card, REVIEW_DUE, 2, at(DAY - 2, 9, 0));
    sit(w, options, NINE);
    assert_shown(w, "q1", REVIEW_DUE);
    act(w, ACTION_REVEAL, NINE);
    return options;
}

static void make_leech(struct world *w)
{
    do_and_see(w, ACTION_RATE_1 + 1, NOTICE_LEECH_FOUND);
    assert_int_equal(w->session.stage, SESSION_LEECH);
    assert_string_equal(w->session.card.card.question, "q1");
    assert_string_equal(w->session.card.card.tags, "leech");
    assert_int_equal(w->session.card.schedule.lapses, 3);
    assert_left(w, 2, 1, 0); /* its repeat is in the queue */
    assert_int_equal(session_tally(&w->session).ratings, 1);
}

static void test_session_changes__a_leech_is_shown_once_more(void **state)
{
    struct world *w = *state;
    struct settings settings;
    near_leech(w, &settings);
    make_leech(w);
    act(w, ACTION_RATE_1, NINE); /* these are no answers to it */
    act(w, ACTION_REVEAL, NINE);
    act(w, ACTION_HINT, NINE);
    assert_int_equal(w->session.stage, SESSION_LEECH);
    do_and_see(w, ACTION_GO_ON, NOTICE_NONE);
    assert_shown(w, "q2", REVIEW_NEW);
    assert_order(w, "q2 q3 q1");
    assert_sql(w, "SELECT count(*) FROM reviews WHERE rating = 2", "2");
    assert_sound(w);
}

static void test_session_changes__a_leech_is_suspended(void **state)
{
    struct world *w = *state;
    struct settings settings;
    near_leech(w, &settings);
    make_leech(w);
    do_and_see(w, ACTION_SUSPEND, NOTICE_SUSPENDED);
    assert_shown(w, "q2", REVIEW_NEW);
    assert_left(w, 2, 0, 0); /* and so is its repeat */
    undo(w, CHANGE_SUSPEND);
    assert_shown(w, "q1", REVIEW_REPEAT);
    assert_left(w, 2, 1, 0);
    do_and_see(w, ACTION_UNDO, NOTICE_UNDONE); /* the rating, with the mark */
    assert_int_equal(w->session.undone.change, CHANGE_NONE);
    assert_shown(w, "q1", REVIEW_DUE);
    assert_int_equal(w->session.stage, SESSION_ANSWER);
    assert_string_equal(w->session.card.card.tags, "");
    assert_left(w, 2, 0, 1);
    assert_int_equal(session_tally(&w->session).ratings, 0);
    assert_sound(w);
}

static void test_session_changes__a_leech_is_no_leech(void **state)
{
    struct world *w = *state;
    struct settings settings;
    struct session_options options = near_leech(w, &settings);
    make_leech(w);
    do_and_see(w, ACTION_UNDO, NOTICE_UNDONE);
    assert_shown(w, "q1", REVIEW_DUE);
    assert_left(w, 2, 0, 1);
    make_leech(w);
    do_and_see(w, ACTION_LEECH, NOTICE_NOT_LEECH);
    assert_shown(w, "q2", REVIEW_NEW);
    assert_false(schedule_of(w, card_id(w, "q1")).leech);
    act(w, ACTION_GO_ON, NINE); /* means nothing here */
    assert_shown(w, "q2", REVIEW_NEW);
    sit(w, options, at(DAY + 1, 9, 0)); /* its fourth lapse is none of those */
    assert_shown(w, "q1", REVIEW_DUE);
    give(w, 1, at(DAY + 1, 9, 0));
}

static void test_session_changes__no_leech_by_itself(void **state)
{
    struct world *w = *state;
    struct settings settings;
    near_leech(w, &settings);
    settings.leech_lapses = 0;
    act(w, ACTION_RATE_1, NINE);
    assert_shown(w, "q2", REVIEW_NEW);
    assert_sql(w, "SELECT count(*) FROM changes", "0");
}

/* ---- edited ---- */

static const struct err no_problem;

static void edit(struct world *w, const char *text, enum session_notice want)
{
    world_write(w, "deck.yaml", text);
    struct err err, problem = no_problem;
    if (world_try_load(w, "deck.yaml", DAY))
        problem = w->told[0];
    assert_int_equal(session_edited(&w->session, &w->report, &problem, NINE, &err), ERR_NONE);
    assert_int_equal(w->session.notice, want);
}

static void test_session_changes__edited(void **state)
{
    struct world *w = *state;
    world_load(w, "deck: d\ncards: [{q: q1, a: old, hint: h}, {q: q2, a: b}, {q: q3, a: c}]\n");
    sit(w, ORDINARY, NINE);
    act(w, ACTION_HINT, NINE);
    act(w, ACTION_REVEAL, NINE);
    edit(w, "deck: new name\ncards: [{q: q1, a: new}, {q: q3, a: c}, {q: q4, a: d}]\n",
        NOTICE_EDITED);
    assert_int_equal(w->session.stage, SESSION_ANSWER);
    assert_shown(w, "q1", REVIEW_NEW);
    assert_string_equal(w->session.card.card.answer, "new");
    assert_string_equal(session_title(&w->session), "new name");
    assert_false(w->session.hint_shown);
    assert_int_equal(w->session.edited.edited, 1);
    act(w, ACTION_RATE_1 + 4, NINE);
    assert_order(w, "q3"); /* q2 has gone, and q4 is for the next plan */
    sit(w, ORDINARY, NINE);
    assert_order(w, "q4");
}

static void test_session_changes__edited_away(void **state)
{
    struct world *w = *state;
    load_cards(w, 2);
    sit(w, ORDINARY, NINE);
    edit(w, "deck: d\ncards: [{q: q2, a: answer 2}]\n", NOTICE_LEFT_FILE);
    assert_shown(w, "q2", REVIEW_NEW);
    edit(w, "deck: d\ncards: [{q: some other thing, a: altogether}]\n", NOTICE_LEFT_FILE);
    assert_over(w);
    edit(w, "deck: d\ncards: [{q: q2, a: answer 2}]\n", NOTICE_EDITED);
    assert_over(w);
}

static void test_session_changes__edited_wrongly(void **state)
{
    struct world *w = *state;
    load_cards(w, 2);
    sit(w, ORDINARY, NINE);
    act(w, ACTION_REVEAL, NINE);
    edit(w, "deck: d\ncards:\n- {q: q1, anser: x}\n", NOTICE_NOT_EDITED);
    assert_int_equal(w->session.problem.line, 3);
    assert_shown(w, "q1", REVIEW_NEW);
    assert_int_equal(w->session.stage, SESSION_ANSWER);
    assert_string_equal(w->session.card.card.answer, "answer 1");
    assert_sql(w, "SELECT count(*) FROM cards WHERE retired_day IS NULL", "2");
    act(w, ACTION_RATE_1 + 3, NINE);
    assert_order(w, "q2");
}

static void test_session_changes__a_leech_is_edited(void **state)
{
    struct world *w = *state;
    struct settings settings;
    near_leech(w, &settings);
    make_leech(w);
    edit(w, "deck: d\ncards: [{q: q1, anser: x}]\n", NOTICE_NOT_EDITED);
    assert_int_equal(w->session.stage, SESSION_LEECH); /* e again mends it */
    edit(w, "deck: d\ncards: [{q: q1, a: easier}, {q: q2, a: answer 2}, {q: q3, a: answer 3}]\n",
        NOTICE_EDITED);
    assert_shown(w, "q2", REVIEW_NEW);
    assert_order(w, "q2 q3 q1");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, sitting_set_up, world_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_session_changes__suspend),
        TEST(test_session_changes__bury),
        TEST(test_session_changes__no_queue_has_what_rests),
        TEST(test_session_changes__siblings_take_the_place),
        TEST(test_session_changes__others_take_the_place_at_once),
        TEST(test_session_changes__counts_are_of_now),
        TEST(test_session_changes__mark),
        TEST(test_session_changes__undo_at_the_end),
        TEST(test_session_changes__undo_of_what_is_not_asked),
        TEST(test_session_changes__elsewhere),
        TEST(test_session_changes__a_leech_is_shown_once_more),
        TEST(test_session_changes__a_leech_is_suspended),
        TEST(test_session_changes__a_leech_is_no_leech),
        TEST(test_session_changes__no_leech_by_itself),
        TEST(test_session_changes__edited),
        TEST(test_session_changes__edited_away),
        TEST(test_session_changes__edited_wrongly),
        TEST(test_session_changes__a_leech_is_edited),
    };
    return cmocka_run_group_tests_name("session_changes", tests, NULL, NULL);
}
