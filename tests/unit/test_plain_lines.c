/* Plain mode: what each line that the user types does, and what it shows. */
#include "view/plain.h"

#include "test.h"

static struct intent line_at(enum session_stage stage, const char *line, bool *unclear)
{
    struct session session = {.stage = stage};

    return plain_line(&session, line, unclear);
}

static void assert_line(enum session_stage stage, const char *line, enum session_action action)
{
    bool unclear = true;
    struct intent intent = line_at(stage, line, &unclear);

    assert_false(unclear);
    assert_int_equal(intent.action, action);
    assert_false(intent.quit);
}

static void assert_quits(enum session_stage stage, const char *line)
{
    bool unclear = true;

    assert_true(line_at(stage, line, &unclear).quit);
    assert_false(unclear);
}

static void assert_unclear(enum session_stage stage, const char *line)
{
    bool unclear = false;
    struct intent intent = line_at(stage, line, &unclear);

    assert_true(unclear);
    assert_int_equal(intent.action, ACTION_NONE);
    assert_int_equal(intent.lines, 0);
    assert_false(intent.quit);
}

static void test_plain_lines__letters_and_numbers(void **state)
{
    (void)state;
    assert_line(SESSION_QUESTION, "h\n", ACTION_HINT);
    assert_line(SESSION_QUESTION, "u\n", ACTION_UNDO);
    assert_line(SESSION_ANSWER, "u\n", ACTION_UNDO);
    assert_line(SESSION_OVER, "u\n", ACTION_UNDO);
    assert_line(SESSION_OVER, "n\n", ACTION_MORE_NEW);
    assert_line(SESSION_OVER, "c\n", ACTION_CRAM);
    for (unsigned rating = 1; rating <= 5; rating++) {
        char line[] = {(char)('0' + rating), '\n', '\0'};
        assert_line(SESSION_ANSWER, line, ACTION_RATE_1 + rating - 1);
    }
}

/* After an answer is typed, where keys need a colon, it would be easy to write one too many. */
static void test_plain_lines__a_colon_before_a_key(void **state)
{
    bool unclear;
    (void)state;
    assert_line(SESSION_ANSWER, ":u\n", ACTION_UNDO);
    assert_line(SESSION_ANSWER, ":4\n", ACTION_RATE_1 + 3);
    assert_line(SESSION_QUESTION, ":h\n", ACTION_HINT);
    assert_true(line_at(SESSION_ANSWER, ":q\n", &unclear).quit);
    assert_int_equal(line_at(SESSION_QUESTION, ":\n", &unclear).action, ACTION_NONE);
    assert_true(unclear);
}

static void test_plain_lines__an_empty_line_shows_the_answer(void **state)
{
    (void)state;
    assert_line(SESSION_QUESTION, "\n", ACTION_REVEAL);
    assert_line(SESSION_QUESTION, "\r\n", ACTION_REVEAL);
    assert_line(SESSION_QUESTION, "  \t\n", ACTION_REVEAL);
    assert_line(SESSION_ANSWER, "\n", ACTION_NONE); /* and is no mistake */
}

static void test_plain_lines__a_key_s_name_is_the_key(void **state)
{
    bool unclear;
    (void)state;
    assert_int_equal(line_at(SESSION_ANSWER, "ctrl-r\n", &unclear).action, ACTION_REDO);
    assert_false(unclear);
}

static void test_plain_lines__overlays_and_decks(void **state)
{
    bool unclear;
    (void)state;
    assert_int_equal(line_at(SESSION_OVER, "?\n", &unclear).overlay, OVERLAY_KEYS);
    assert_false(unclear);
    assert_int_equal(line_at(SESSION_ANSWER, "i\n", &unclear).overlay, OVERLAY_HISTORY);
    assert_false(unclear);
    assert_true(line_at(SESSION_OVER, "d\n", &unclear).decks);
    assert_false(unclear);
}

/* By letters, and nothing that needs a screen. */
static void test_plain_lines__every_key(void **state)
{
    struct session session = {.stage = SESSION_QUESTION};
    struct buf out = {0};
    (void)state;
    plain_keys(&session, &out);
    assert_non_null(strstr(buf_string(&out), "  Enter: show the answer\n"));
    assert_non_null(
        strstr(buf_string(&out), "  1, 2, 3, 4, 5: rate it: 1 not at all ... 5 perfectly\n"));
    assert_non_null(strstr(buf_string(&out), "  h: show the hint\n"));
    assert_non_null(strstr(buf_string(&out), "  e: edit the card in its file\n"));
    assert_non_null(strstr(buf_string(&out), "  i: show the card's ratings\n"));
    assert_null(strstr(buf_string(&out), "scroll"));
    assert_non_null(strstr(buf_string(&out), "  ctrl-r: redo what was undone last\n"));

    session.stage = SESSION_OVER;
    buf_clear(&out);
    plain_keys(&session, &out);
    assert_non_null(strstr(buf_string(&out), "  d: back to the list of decks\n"));
    assert_null(strstr(buf_string(&out), "edit"));
    buf_done(&out);
}

static void test_plain_lines__a_history(void **state)
{
    struct event events[] = {{.review = {1, REVIEW_NEW, RATING_WELL, 20484, 0, 0},
                                 .after = {.sm2 = {1, 1, 250}, .interval = 1, .due = 20485}},
        {.is_change = true,
            .change = {.kind = CHANGE_RESET, .day = 20485},
            .after = {.sm2 = {0, 0, 250}, .due = NO_DAY}},
        {.review = {3, REVIEW_CRAM, RATING_NOT_AT_ALL, 20485, 0, 0},
            .after = {.sm2 = {0, 0, 250}, .due = NO_DAY}}};
    struct card_history history = {events, 3, 3, {0}};
    struct buf out = {0};
    (void)state;
    plain_history(&history, &out);
    assert_string_equal(buf_string(&out),
        "  2026-01-31: 4 Well, interval 1 d, ease 2.50, due 2026-02-01, new\n"
        "  2026-02-01: reset, interval none, ease 2.50\n"
        "  2026-02-01: 1 Not at all, interval none, ease 2.50, cram\n");
    buf_clear(&out);
    plain_history(&(struct card_history){0}, &out);
    assert_string_equal(buf_string(&out), "No ratings yet.\n");
    buf_done(&out);
}

static void test_plain_lines__a_history_with_a_memory(void **state)
{
    struct event events[] = {{.review = {1, REVIEW_NEW, RATING_WELL, 20484, 6, 20487},
                                 .after = {.sm2 = {1, 1, 250},
                                     .interval = 3,
                                     .due = 20487,
                                     .past = {{{2.3065F, 2.1181F}}, 20484, 1}}},
        {.review = {2, REVIEW_DUE, RATING_NOT_AT_ALL, 20490, 6, 20491},
            .predicted = 0.8149F,
            .after = {.sm2 = {0, 1, 196},
                .interval = 1,
                .due = 20491,
                .past = {{{12.4F, 7.04F}}, 20490, 2}}},
        {.is_change = true,
            .change = {.kind = CHANGE_RESET, .day = 20491},
            .after = {.sm2 = {0, 0, 250}, .due = NO_DAY}}};
    struct card_history history = {events, 3, 3, {.scheduler = scheduler_numbered(SCHEDULER_FSRS)}};
    struct buf out = {0};
    (void)state;
    plain_history(&history, &out);
    assert_string_equal(buf_string(&out),
        "  2026-01-31: 4 Well, interval 3 d, stability 2.3 d, difficulty 2.1, due 2026-02-03, new\n"
        "  2026-02-06: 1 Not at all, interval 1 d, stability 12 d, difficulty 7.0, recall "
        "predicted "
        "81%, due 2026-02-07, review\n"
        "  2026-02-07: reset, interval none\n");
    buf_done(&out);
}

static void test_plain_lines__q_quits(void **state)
{
    (void)state;
    assert_quits(SESSION_QUESTION, "q\n");
    assert_quits(SESSION_ANSWER, "q\n");
    assert_quits(SESSION_OVER, "q\n");
}

static void test_plain_lines__spaces_and_line_ends_do_not_matter(void **state)
{
    (void)state;
    assert_line(SESSION_ANSWER, "4", ACTION_RATE_1 + 3);
    assert_line(SESSION_ANSWER, "4\r\n", ACTION_RATE_1 + 3);
    assert_line(SESSION_ANSWER, " \t4 \n", ACTION_RATE_1 + 3);
}

static void test_plain_lines__what_is_no_choice_is_unclear(void **state)
{
    static const char *const lines[] = {"x\n", "45\n", "0\n", "6\n", "-1\n", "hh\n", "quit\n",
        "é\n", "\xff\n", "\x1b[A\n", "j\n", "G\n", "4x\n", "f2\n", "up\n"};

    (void)state;
    for (size_t i = 0; i < COUNT(lines); i++) {
        assert_unclear(SESSION_QUESTION, lines[i]);
        assert_unclear(SESSION_ANSWER, lines[i]);
        assert_unclear(SESSION_OVER, lines[i]);
    }
    assert_unclear(SESSION_ANSWER, "h\n");
    assert_unclear(SESSION_QUESTION, "n\n");
    assert_unclear(SESSION_OVER, "4\n");
}

/* "o 2" opens the second; nothing else has a number. */
static void test_plain_lines__o_with_a_number(void **state)
{
    static const char *const lines[] = {"o 2\n", "o2\n", " 2o", "2 o\n"};
    bool unclear = true;

    (void)state;
    for (size_t i = 0; i < COUNT(lines); i++) {
        struct intent intent = line_at(SESSION_ANSWER, lines[i], &unclear);
        assert_false(unclear);
        assert_int_equal(intent.command, CARD_OPEN_1 + 1);
        assert_int_equal(intent.action, ACTION_NONE);
    }
    assert_int_equal(line_at(SESSION_QUESTION, "o\n", &unclear).command, CARD_OPEN);
    assert_int_equal(line_at(SESSION_QUESTION, "v\n", &unclear).command, CARD_PLAY);
    assert_unclear(SESSION_OVER, "o 2\n");
    assert_unclear(SESSION_ANSWER, "o 0\n");
    assert_unclear(SESSION_ANSWER, "o 12\n");
    assert_unclear(SESSION_ANSWER, "2 o 2\n");
    assert_unclear(SESSION_ANSWER, "e 2\n");
    assert_unclear(SESSION_ANSWER, "4 4\n");
}

/* What is asked has its own answers: a number is never a rating, and anything else declines. */
static void test_plain_lines__answers_to_what_is_asked(void **state)
{
    const struct session session = {.stage = SESSION_ANSWER};
    struct screen screen = {.ask = ASK_WHICH};

    (void)state;
    assert_int_equal(plain_answer(&screen, &session, "4\n").command, CARD_OPEN_1 + 3);
    assert_int_equal(plain_answer(&screen, &session, "4\n").action, ACTION_NONE);
    assert_int_equal(plain_answer(&screen, &session, "u\n").action, ACTION_NONE);
    assert_int_equal(plain_answer(&screen, &session, "\n").command, CARD_OPEN_NO);
    screen.ask = ASK_ADDRESS;
    assert_int_equal(plain_answer(&screen, &session, "y\n").command, CARD_OPEN_YES);
    assert_int_equal(plain_answer(&screen, &session, "4\n").action, ACTION_NONE);
    assert_int_equal(plain_answer(&screen, &session, "4\n").command, 0);
    assert_false(plain_answer(&screen, &session, "q\n").quit);
}

/* A rating goes into the log: nothing is guessed from a longer line. */
static void test_plain_lines__more_words_are_unclear(void **state)
{
    (void)state;
    assert_unclear(SESSION_ANSWER, "4 5\n");
    assert_unclear(SESSION_ANSWER, "1 or 2\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain_lines__letters_and_numbers),
        cmocka_unit_test(test_plain_lines__a_colon_before_a_key),
        cmocka_unit_test(test_plain_lines__an_empty_line_shows_the_answer),
        cmocka_unit_test(test_plain_lines__a_key_s_name_is_the_key),
        cmocka_unit_test(test_plain_lines__overlays_and_decks),
        cmocka_unit_test(test_plain_lines__every_key),
        cmocka_unit_test(test_plain_lines__a_history),
        cmocka_unit_test(test_plain_lines__a_history_with_a_memory),
        cmocka_unit_test(test_plain_lines__q_quits),
        cmocka_unit_test(test_plain_lines__spaces_and_line_ends_do_not_matter),
        cmocka_unit_test(test_plain_lines__what_is_no_choice_is_unclear),
        cmocka_unit_test(test_plain_lines__o_with_a_number),
        cmocka_unit_test(test_plain_lines__answers_to_what_is_asked),
        cmocka_unit_test(test_plain_lines__more_words_are_unclear),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
