/* Sessions in which answers are typed: which cards ask for it, and what was typed for one card does
 * not reach another. */
#include "unit/sitting.h"

#include "view/plain.h"
#include "view/screen.h"

#define DECK                                                                                       \
    "deck: d\ncards:\n"                                                                            \
    "- {q: q1, a: one, type: true, hint: h1}\n"                                                    \
    "- {q: q2, a: two}\n"                                                                          \
    "- {q: q3, type: true}\n"                                                                      \
    "- {q: q4, a: \"two\\n\\nparagraphs\"}\n"

static struct session_options all_typed(void)
{
    struct session_options options = ORDINARY;
    options.type = true;
    return options;
}

static void type(struct world *w, const char *text)
{
    buf_clear(&w->session.typed);
    buf_text(&w->session.typed, text);
}

static void assert_typing(const struct world *w, const char *question, bool typing)
{
    assert_string_equal(shown(&w->session), question);
    assert_int_equal(w->session.typing, typing);
    assert_string_equal(buf_string(&w->session.typed), "");
}

static void test_session_typed__a_card_asks_for_it(void **state)
{
    struct world *w = *state;
    world_load(w, DECK);
    sit(w, ORDINARY, NINE);
    assert_typing(w, "q1", true);
    give(w, 4, NINE);
    assert_typing(w, "q2", false);
    give(w, 4, NINE);
    assert_typing(w, "q3", false); /* a draft */
}

static void test_session_typed__the_option_asks_for_lines(void **state)
{
    struct world *w = *state;
    world_load(w, DECK);
    sit(w, all_typed(), NINE);
    assert_typing(w, "q1", true);
    give(w, 4, NINE);
    assert_typing(w, "q2", true);
    give(w, 4, NINE);
    assert_typing(w, "q3", false);
    give(w, 4, NINE);
    assert_typing(w, "q4", false);
}

static void test_session_typed__what_was_typed_stays_with_its_card(void **state)
{
    struct world *w = *state;
    world_load(w, DECK);
    sit(w, all_typed(), NINE);
    type(w, "own");
    act(w, ACTION_LEAVE_LINE, NINE);
    assert_false(w->session.typing);
    act(w, ACTION_HINT, NINE);
    assert_true(w->session.typing && w->session.hint_shown);
    assert_string_equal(buf_string(&w->session.typed), "own");
    act(w, ACTION_REVEAL, NINE);
    assert_string_equal(buf_string(&w->session.typed), "own");
    act(w, ACTION_RATE_1 + 3, NINE);
    assert_typing(w, "q2", true);
    type(w, "tow");
    act(w, ACTION_UNDO, NINE);
    assert_int_equal(w->session.stage, SESSION_ANSWER);
    assert_string_equal(buf_string(&w->session.typed), "");
    act(w, ACTION_RATE_1 + 3, NINE);
    assert_typing(w, "q2", true);
    type(w, "tow");
    act(w, ACTION_SUSPEND, NINE);
    assert_typing(w, "q3", false);
    act(w, ACTION_UNDO, NINE);
    assert_typing(w, "q2", true);
}

/* An edit may ask for typing, or change the answer that is compared. */
static void test_session_typed__an_edit_changes_it(void **state)
{
    struct world *w = *state;
    struct load_report report = {0};
    struct err none = {0};
    world_load(w, DECK);
    sit(w, ORDINARY, NINE);
    type(w, "uno");
    act(w, ACTION_LEAVE_LINE, NINE);
    world_load(w, "deck: d\ncards:\n- {q: q1, a: uno, type: true}\n- {q: q2, a: two}\n");
    assert_int_equal(session_edited(&w->session, &report, &none, NINE, &w->err), ERR_NONE);
    assert_true(w->session.typing);
    assert_string_equal(buf_string(&w->session.typed), "uno");
    world_load(w, "deck: d\ncards:\n- {q: q1, a: uno}\n- {q: q2, a: two}\n");
    assert_int_equal(session_edited(&w->session, &report, &none, NINE, &w->err), ERR_NONE);
    assert_false(w->session.typing);
}

static void test_session_typed__any_answer_may_be_typed(void **state)
{
    struct world *w = *state;
    world_load(w, "deck: d\ncards:\n- {q: q1, a: one}\n- {q: q2}\n");
    sit(w, ORDINARY, NINE);
    act(w, ACTION_TYPE, NINE);
    assert_true(w->session.typing);
    give(w, 4, NINE);
    act(w, ACTION_TYPE, NINE);
    assert_false(w->session.typing); /* a draft has none */
    assert_int_equal(w->session.notice, NOTICE_NOT_TYPED);
}

static void test_session_typed__a_picture_is_not_typed(void **state)
{
    struct world *w = *state;
    world_load(w, "deck: d\ncards:\n- {q: q1, a: '![p](p.png)', type: true}\n");
    sit(w, ORDINARY, NINE);
    assert_typing(w, "q1", false);
    act(w, ACTION_TYPE, NINE);
    assert_typing(w, "q1", false);
    assert_int_equal(w->session.notice, NOTICE_NOT_TYPED);
}

/* ---- keys ---- */

static struct intent press(struct world *w, struct screen *screen, uint32_t key)
{
    struct intent intent = screen_key(screen, &w->session, key);
    screen_follow(screen, &w->session, &intent);
    act(w, intent.action, NINE);
    return intent;
}

static void test_session_typed__keys_are_letters(void **state)
{
    struct world *w = *state;
    struct screen screen = {0};
    world_load(w, DECK);
    sit(w, ORDINARY, NINE);
    static const uint32_t keys[] = {'q', '?', '4', ' ', 'h', 0x65e5};
    for (size_t i = 0; i < COUNT(keys); i++)
        assert_false(press(w, &screen, keys[i]).quit);
    assert_string_equal(buf_string(&w->session.typed), "q?4 h日");
    press(w, &screen, KEY_LEFT_CODE);
    press(w, &screen, KEY_BACKSPACE_CODE);
    press(w, &screen, KEY_CTRL('r')); /* nothing is redone */
    assert_string_equal(buf_string(&w->session.typed), "q?4 日");
    press(w, &screen, KEY_ENTER_CODE);
    assert_int_equal(w->session.stage, SESSION_ANSWER);
    press(w, &screen, KEY_ENTER_CODE); /* does not rate */
    assert_int_equal(w->session.stage, SESSION_ANSWER);
    press(w, &screen, '4');
    assert_shown(w, "q2", REVIEW_NEW);
    screen_done(&screen);
}

static void test_session_typed__a_paste_is_one_line(void **state)
{
    struct world *w = *state;
    struct screen screen = {0};
    world_load(w, DECK);
    sit(w, ORDINARY, NINE);
    static const uint32_t keys[] = {'o', '\n', 'n', '\t', 'e', 0x03, 0x1b, 0x7f, 0x9b};
    for (size_t i = 0; i < COUNT(keys); i++)
        press(w, &screen, KEY_PASTED | keys[i]);
    assert_string_equal(buf_string(&w->session.typed), "o n e");
    assert_int_equal(w->session.stage, SESSION_QUESTION);
    screen_done(&screen);
}

static void test_session_typed__escape_leaves_and_tab_returns(void **state)
{
    struct world *w = *state;
    struct screen screen = {0};
    world_load(w, DECK);
    sit(w, ORDINARY, NINE);
    press(w, &screen, 'x');
    press(w, &screen, KEY_ESCAPE_CODE);
    assert_true(press(w, &screen, 'q').quit);
    press(w, &screen, KEY_TAB_CODE);
    press(w, &screen, 'y');
    assert_string_equal(buf_string(&w->session.typed), "xy");
    screen_done(&screen);
}

/* ---- line by line ---- */

static struct intent line(struct world *w, const char *text)
{
    struct screen screen = {0};
    bool unclear = true;
    struct intent intent = plain_line(&w->session, text, &unclear);
    assert_false(unclear);
    screen_follow(&screen, &w->session, &intent);
    act(w, intent.action, NINE);
    screen_done(&screen);
    return intent;
}

static void assert_says(const struct world *w, const char *words)
{
    struct buf out = {0};
    const struct card_links none = {0};
    plain_show(&w->session, &none, &out);
    if (!strstr(buf_string(&out), words))
        fail_msg("\"%s\" is not in:\n%s", words, buf_string(&out));
    buf_done(&out);
}

static void test_session_typed__a_line_is_the_answer(void **state)
{
    struct world *w = *state;
    world_load(w, DECK);
    sit(w, ORDINARY, NINE);
    assert_says(w, "Type the answer. Enter: answer, :h: hint, :u: undo, :?: keys, :q: quit > ");
    line(w, "on\n");
    assert_says(w, "Wrong   on\nAnswer  on[e]\nAnswer: one\n");
    assert_says(w, "  1 Not at all: today, 1 d (suggested)\n");
    line(w, "4");
    assert_shown(w, "q2", REVIEW_NEW);
    assert_says(w, "\nEnter: answer, u: undo");
}

static void test_session_typed__right_lines_suggest_4(void **state)
{
    struct world *w = *state;
    world_load(w, DECK);
    sit(w, ORDINARY, NINE);
    line(w, "One.");
    assert_says(w, "Right   One.\nAnswer: one\n");
    assert_says(w, "  4 Well: 1 d (suggested)\n");
}

static void test_session_typed__an_empty_line_shows_the_answer(void **state)
{
    struct world *w = *state;
    world_load(w, DECK);
    sit(w, ORDINARY, NINE);
    line(w, "");
    assert_int_equal(w->session.stage, SESSION_ANSWER);
    assert_says(w, "Answer: one\nHow well did you know this?\n  1 Not at all: today, 1 d\n");
}

static void test_session_typed__keys_follow_a_colon(void **state)
{
    struct world *w = *state;
    world_load(w, DECK);
    sit(w, ORDINARY, NINE);
    assert_true(line(w, ":q\n").quit);
    assert_int_equal(line(w, ":?").overlay, OVERLAY_KEYS);
    line(w, ":h");
    assert_true(w->session.hint_shown);
    assert_int_equal(w->session.stage, SESSION_QUESTION);
    line(w, "q");
    assert_int_equal(w->session.stage, SESSION_ANSWER);
    assert_string_equal(buf_string(&w->session.typed), "q");
}

static void test_session_typed__the_keys_are_listed_with_it(void **state)
{
    struct world *w = *state;
    struct buf out = {0};
    world_load(w, DECK);
    sit(w, ORDINARY, NINE);
    plain_keys(&w->session, &out);
    assert_non_null(strstr(buf_string(&out), "  Enter: show the answer\n"));
    assert_non_null(strstr(buf_string(&out), "  :h: show the hint\n"));
    assert_non_null(strstr(buf_string(&out), ":/, :B: "));
    assert_null(strstr(buf_string(&out), "tab"));
    buf_done(&out);
}

static void test_session_typed__other_colons_are_text(void **state)
{
    static const char *const answers[] = {":wq", ":", ": q", " :q", "::q", ":j"};
    struct world *w = *state;
    world_load(w, DECK);
    for (size_t i = 0; i < COUNT(answers); i++) {
        sit(w, ORDINARY, NINE);
        assert_false(line(w, answers[i]).quit);
        assert_int_equal(w->session.stage, SESSION_ANSWER);
        assert_string_equal(buf_string(&w->session.typed), answers[i]);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, sitting_set_up, world_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_session_typed__a_card_asks_for_it),
        TEST(test_session_typed__the_option_asks_for_lines),
        TEST(test_session_typed__what_was_typed_stays_with_its_card),
        TEST(test_session_typed__an_edit_changes_it),
        TEST(test_session_typed__any_answer_may_be_typed),
        TEST(test_session_typed__a_picture_is_not_typed),
        TEST(test_session_typed__keys_are_letters),
        TEST(test_session_typed__a_paste_is_one_line),
        TEST(test_session_typed__escape_leaves_and_tab_returns),
        TEST(test_session_typed__a_line_is_the_answer),
        TEST(test_session_typed__right_lines_suggest_4),
        TEST(test_session_typed__an_empty_line_shows_the_answer),
        TEST(test_session_typed__keys_follow_a_colon),
        TEST(test_session_typed__the_keys_are_listed_with_it),
        TEST(test_session_typed__other_colons_are_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
