/* What each key does at each stage, and scrolling. Other keys do nothing. */
#include "view/screen.h"

#include "test.h"

static const enum session_stage stages[] = {SESSION_QUESTION, SESSION_ANSWER, SESSION_OVER};

static struct intent press(enum session_stage stage, uint32_t key)
{
    struct session session = {.stage = stage};
    struct screen screen = {0};

    return screen_key(&screen, &session, key);
}

static void assert_intent(struct intent got, enum session_action action, int lines, bool quit)
{
    assert_int_equal(got.action, action);
    assert_int_equal(got.lines, lines);
    assert_int_equal(got.quit, quit);
}

static void assert_action(enum session_stage stage, uint32_t key, enum session_action action)
{
    assert_intent(press(stage, key), action, 0, false);
}

static void assert_nothing(enum session_stage stage, uint32_t key)
{
    assert_intent(press(stage, key), ACTION_NONE, 0, false);
}

static void assert_quits(enum session_stage stage, uint32_t key)
{
    assert_intent(press(stage, key), ACTION_NONE, 0, true);
}

static void assert_scrolls(enum session_stage stage, uint32_t key, int lines)
{
    assert_intent(press(stage, key), ACTION_NONE, lines, false);
}

static void test_keys__space_and_enter_show_the_answer(void **state)
{
    (void)state;
    assert_action(SESSION_QUESTION, ' ', ACTION_REVEAL);
    assert_action(SESSION_QUESTION, KEY_ENTER_CODE, ACTION_REVEAL);
}

static void test_keys__space_turns_the_page_of_an_answer(void **state)
{
    (void)state;
    assert_scrolls(SESSION_ANSWER, ' ', SCREEN_PAGE);
    assert_scrolls(SESSION_OVER, ' ', SCREEN_PAGE);
}

/* Enter pressed twice must not rate, nor lose the answer. */
static void test_keys__enter_does_nothing_to_an_answer(void **state)
{
    (void)state;
    assert_nothing(SESSION_ANSWER, KEY_ENTER_CODE);
}

static void test_keys__numbers_rate(void **state)
{
    (void)state;
    for (unsigned rating = 1; rating <= 5; rating++) {
        assert_action(SESSION_ANSWER, '0' + rating, ACTION_RATE_1 + rating - 1);
        assert_nothing(SESSION_OVER, '0' + rating);
    }
    for (uint32_t key = '6'; key <= '9'; key++)
        assert_nothing(SESSION_ANSWER, key);
    assert_nothing(SESSION_ANSWER, '0');
}

/* The session answers it with a notice. */
static void test_keys__numbers_reach_the_session_before_the_answer(void **state)
{
    (void)state;
    for (unsigned rating = 1; rating <= 5; rating++)
        assert_action(SESSION_QUESTION, '0' + rating, ACTION_RATE_1 + rating - 1);
}

static void test_keys__h_is_a_hint_before_the_answer(void **state)
{
    (void)state;
    assert_action(SESSION_QUESTION, 'h', ACTION_HINT);
    assert_nothing(SESSION_ANSWER, 'h');
    assert_nothing(SESSION_OVER, 'h');
}

static void test_keys__u_and_backspace_undo_anywhere(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(stages); i++) {
        assert_action(stages[i], 'u', ACTION_UNDO);
        assert_action(stages[i], KEY_BACKSPACE_CODE, ACTION_UNDO);
    }
}

static void test_keys__e_s_b_and_t_change_a_card(void **state)
{
    static const enum session_stage cards[] = {SESSION_QUESTION, SESSION_ANSWER, SESSION_LEECH};

    (void)state;
    for (size_t i = 0; i < COUNT(cards); i++) {
        assert_action(cards[i], 's', ACTION_SUSPEND);
        assert_action(cards[i], 'b', ACTION_BURY);
        assert_action(cards[i], 't', ACTION_LEECH);
        assert_true(press(cards[i], 'e').edit);
    }
    for (const char *key = "sbte"; *key; key++)
        assert_nothing(SESSION_OVER, (uint32_t)*key);
    assert_false(press(SESSION_OVER, 'e').edit);
}

static void test_keys__o_opens_and_v_plays(void **state)
{
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(press(stages[i], 'o').command, CARD_OPEN);
        assert_int_equal(press(stages[i], 'v').command, CARD_PLAY);
    }
    assert_int_equal(press(SESSION_OVER, 'o').command, 0);
    assert_int_equal(press(SESSION_OVER, 'v').command, 0);
}

/* While something is asked, only its answers do anything, and a digit cannot rate. */
static void test_keys__digits_choose_what_to_open(void **state)
{
    struct session session = {.stage = SESSION_ANSWER};
    struct screen screen = {.ask = ASK_WHICH};

    (void)state;
    for (uint32_t key = '1'; key <= '9'; key++) {
        struct intent got = screen_key(&screen, &session, key);
        assert_intent(got, ACTION_NONE, 0, false);
        assert_int_equal(got.command, CARD_OPEN_1 + (int)(key - '1'));
        assert_int_equal(screen_key(&screen, &session, key | KEY_PASTED).command, 0);
    }
    screen.ask = ASK_ADDRESS;
    for (uint32_t key = ' '; key < 0x7f; key++) {
        struct intent got = screen_key(&screen, &session, key);
        assert_intent(got, ACTION_NONE, 0, false);
        assert_int_equal(got.command, key == 'y' ? CARD_OPEN_YES : key == 'n' ? CARD_OPEN_NO : 0);
    }
}

static void test_keys__going_on_from_a_leech(void **state)
{
    (void)state;
    assert_action(SESSION_LEECH, ' ', ACTION_GO_ON);
    assert_action(SESSION_LEECH, KEY_ENTER_CODE, ACTION_GO_ON);
    assert_action(SESSION_LEECH, KEY_ESCAPE_CODE, ACTION_GO_ON);
    assert_action(SESSION_LEECH, 'u', ACTION_UNDO);
    assert_action(SESSION_LEECH, 's', ACTION_SUSPEND);
    assert_nothing(SESSION_LEECH, '1'); /* it has been rated */
    assert_nothing(SESSION_LEECH, 'x');
    assert_scrolls(SESSION_LEECH, 'j', 1);
    assert_quits(SESSION_LEECH, 'q');
}

static void test_keys__n_and_c_go_on_when_it_is_over(void **state)
{
    (void)state;
    assert_action(SESSION_OVER, 'n', ACTION_MORE_NEW);
    assert_action(SESSION_OVER, 'c', ACTION_CRAM);
    for (size_t i = 0; i < 2; i++) {
        assert_nothing(stages[i], 'n');
        assert_nothing(stages[i], 'c');
    }
}

static void test_keys__q_quits_anywhere(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(stages); i++)
        assert_quits(stages[i], 'q');
}

static void test_keys__escape_and_enter_leave_the_summary_only(void **state)
{
    (void)state;
    assert_quits(SESSION_OVER, KEY_ESCAPE_CODE);
    assert_quits(SESSION_OVER, KEY_ENTER_CODE);
    assert_nothing(SESSION_QUESTION, KEY_ESCAPE_CODE);
    assert_nothing(SESSION_ANSWER, KEY_ESCAPE_CODE);
}

static void test_keys__arrows_scroll(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(stages); i++) {
        assert_scrolls(stages[i], KEY_DOWN_CODE, 1);
        assert_scrolls(stages[i], 'j', 1);
        assert_scrolls(stages[i], KEY_UP_CODE, -1);
        assert_scrolls(stages[i], 'k', -1);
        assert_scrolls(stages[i], KEY_PAGE_DOWN_CODE, SCREEN_PAGE);
        assert_scrolls(stages[i], KEY_PAGE_UP_CODE, -SCREEN_PAGE);
        assert_scrolls(stages[i], KEY_CTRL('f'), SCREEN_PAGE);
        assert_scrolls(stages[i], KEY_CTRL('b'), -SCREEN_PAGE);
        assert_scrolls(stages[i], KEY_CTRL('d'), SCREEN_HALF);
        assert_scrolls(stages[i], KEY_CTRL('u'), -SCREEN_HALF);
        assert_scrolls(stages[i], KEY_END_CODE, SCREEN_END);
        assert_scrolls(stages[i], 'G', SCREEN_END);
        assert_scrolls(stages[i], KEY_HOME_CODE, -SCREEN_END);
        assert_scrolls(stages[i], 'g', -SCREEN_END);
    }
}

static void assert_opens(enum session_stage stage, uint32_t key, enum overlay overlay)
{
    struct intent intent = press(stage, key);
    assert_int_equal(intent.overlay, overlay);
    assert_intent(intent, ACTION_NONE, 0, false);
}

static void test_keys__overlays(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(stages); i++) {
        assert_opens(stages[i], '?', OVERLAY_KEYS);
        assert_opens(stages[i], KEY_F1_CODE, OVERLAY_KEYS);
        assert_opens(stages[i], 'i', stages[i] == SESSION_OVER ? OVERLAY_NONE : OVERLAY_HISTORY);
    }
}

static void scroll(struct screen *screen, int lines)
{
    struct session session = {0};
    const struct intent intent = {.lines = lines};
    screen_follow(screen, &session, &intent);
}

static bool closes(enum overlay overlay, uint32_t key)
{
    struct session session = {.stage = SESSION_ANSWER};
    struct screen screen = {.overlay.shown = overlay};
    struct intent intent = screen_key(&screen, &session, key);
    assert_int_equal(intent.action, ACTION_NONE); /* what is not seen is not rated */
    assert_false(intent.quit);
    return intent.close;
}

static void test_keys__an_overlay_is_closed_and_no_more(void **state)
{
    (void)state;
    static const uint32_t close[] = {KEY_ESCAPE_CODE, 'q', KEY_ENTER_CODE};
    for (size_t i = 0; i < COUNT(close); i++)
        assert_true(closes(OVERLAY_KEYS, close[i]));
    assert_true(closes(OVERLAY_KEYS, '?'));
    assert_true(closes(OVERLAY_HISTORY, 'i'));
    assert_false(closes(OVERLAY_HISTORY, '?'));
    for (uint32_t key = '0'; key <= '9'; key++)
        assert_false(closes(OVERLAY_KEYS, key));
    assert_false(closes(OVERLAY_KEYS, 'u'));
}

static void test_keys__an_overlay_scrolls_by_itself(void **state)
{
    (void)state;
    struct screen screen = {.overlay = {OVERLAY_KEYS, 0, 5}, .top = 3, .page = 5};
    scroll(&screen, SCREEN_PAGE);
    assert_int_equal(screen.top, 3);
    assert_int_equal(screen.overlay.top, 4);
}

/* Only y goes on: nothing rates, quits or reveals. */
static void test_keys__a_question_about_undo_takes_yes_or_no(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(stages); i++) {
        struct session session = {.stage = stages[i], .undo_asked = true};
        struct screen screen = {0};
        for (uint32_t key = KEY_NOTHING; key < KEY_UP_CODE + 100; key++) {
            bool no = key == 'n' || key == KEY_ESCAPE_CODE || key == KEY_ENTER_CODE;
            assert_intent(screen_key(&screen, &session, key),
                key == 'y' ? ACTION_UNDO_EARLIER
                : no       ? ACTION_DECLINE
                           : ACTION_NONE,
                0, false);
        }
    }
}

static void test_keys__ctrl_r_redoes(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(stages); i++)
        assert_action(stages[i], KEY_CTRL('r'), ACTION_REDO);
    assert_action(SESSION_LEECH, KEY_CTRL('r'), ACTION_REDO);
}

static void test_keys__what_is_pasted_means_nothing(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(stages); i++)
        for (uint32_t key = KEY_NOTHING; key < 0x80; key++)
            assert_nothing(stages[i], key | KEY_PASTED);
}

static bool has_meaning(uint32_t key)
{
    static const uint32_t keys[] = {' ', KEY_ENTER_CODE, '1', '2', '3', '4', '5', 'h', 'u', 'e',
        's', 'b', 't', 'n', 'c', 'd', 'i', '?', 'q', KEY_TAB_CODE, KEY_CTRL('r'), KEY_CTRL('f'),
        KEY_CTRL('b'), KEY_CTRL('u'), KEY_CTRL('d'), KEY_F1_CODE, KEY_ESCAPE_CODE, 'j', 'k', 'g',
        'G'};

    for (size_t i = 0; i < COUNT(keys); i++)
        if (keys[i] == key)
            return true;
    return key >= KEY_UP_CODE && key <= KEY_BACKSPACE_CODE;
}

static void test_keys__all_others_do_nothing(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(stages); i++) {
        for (uint32_t key = KEY_NOTHING; key < KEY_UP_CODE + 100; key++)
            if (!has_meaning(key))
                assert_nothing(stages[i], key);
        assert_nothing(stages[i], UINT32_MAX);
    }
}

/* ---- scrolling ---- */

static void assert_top(int top, int page, int lines, int expected)
{
    struct screen screen = {.top = top, .page = page};

    scroll(&screen, lines);
    assert_int_equal(screen.top, expected);
    assert_int_equal(screen.page, page);
}

static void test_keys__scrolling_by_lines(void **state)
{
    (void)state;
    assert_top(5, 10, 1, 6);
    assert_top(5, 10, -1, 4);
    assert_top(5, 10, 0, 5);
    assert_top(0, 10, -1, 0);
}

static void test_keys__scrolling_by_half_pages(void **state)
{
    (void)state;
    assert_top(5, 10, SCREEN_HALF, 10);
    assert_top(20, 10, -SCREEN_HALF, 15);
    assert_top(5, 1, SCREEN_HALF, 6);
}

/* A page keeps a line of the one before. */
static void test_keys__scrolling_by_pages(void **state)
{
    (void)state;
    assert_top(5, 10, SCREEN_PAGE, 14);
    assert_top(20, 10, -SCREEN_PAGE, 11);
    assert_top(5, 10, -SCREEN_PAGE, 0);
    assert_top(5, 10, SCREEN_HALF, 10);
    assert_top(7, 10, -SCREEN_HALF, 2);
}

static void test_keys__a_page_of_one_line_moves_on(void **state)
{
    struct screen screen = {.top = 5, .page = 1};

    (void)state;
    scroll(&screen, SCREEN_PAGE);
    assert_true(screen.top > 5);
    screen.top = 5;
    scroll(&screen, SCREEN_HALF);
    assert_true(screen.top > 5);
}

static void test_keys__scrolling_to_the_ends(void **state)
{
    struct screen screen = {.top = 5, .page = 10};

    (void)state;
    scroll(&screen, SCREEN_END);
    assert_true(screen.top >= SCREEN_END); /* drawing brings it back */
    scroll(&screen, -SCREEN_END);
    scroll(&screen, -SCREEN_END);
    assert_int_equal(screen.top, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_keys__space_and_enter_show_the_answer),
        cmocka_unit_test(test_keys__space_turns_the_page_of_an_answer),
        cmocka_unit_test(test_keys__enter_does_nothing_to_an_answer),
        cmocka_unit_test(test_keys__numbers_rate),
        cmocka_unit_test(test_keys__numbers_reach_the_session_before_the_answer),
        cmocka_unit_test(test_keys__h_is_a_hint_before_the_answer),
        cmocka_unit_test(test_keys__u_and_backspace_undo_anywhere),
        cmocka_unit_test(test_keys__e_s_b_and_t_change_a_card),
        cmocka_unit_test(test_keys__o_opens_and_v_plays),
        cmocka_unit_test(test_keys__digits_choose_what_to_open),
        cmocka_unit_test(test_keys__going_on_from_a_leech),
        cmocka_unit_test(test_keys__n_and_c_go_on_when_it_is_over),
        cmocka_unit_test(test_keys__q_quits_anywhere),
        cmocka_unit_test(test_keys__escape_and_enter_leave_the_summary_only),
        cmocka_unit_test(test_keys__arrows_scroll),
        cmocka_unit_test(test_keys__overlays),
        cmocka_unit_test(test_keys__an_overlay_is_closed_and_no_more),
        cmocka_unit_test(test_keys__an_overlay_scrolls_by_itself),
        cmocka_unit_test(test_keys__a_question_about_undo_takes_yes_or_no),
        cmocka_unit_test(test_keys__ctrl_r_redoes),
        cmocka_unit_test(test_keys__what_is_pasted_means_nothing),
        cmocka_unit_test(test_keys__all_others_do_nothing),
        cmocka_unit_test(test_keys__scrolling_by_lines),
        cmocka_unit_test(test_keys__scrolling_by_half_pages),
        cmocka_unit_test(test_keys__scrolling_by_pages),
        cmocka_unit_test(test_keys__a_page_of_one_line_moves_on),
        cmocka_unit_test(test_keys__scrolling_to_the_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
