/* A card's text, laid out: the question with the answer below it, or a sentence with a gap's answer
 * in place. */
#include "view/card_text.h"

#include "test.h"

static const struct card gap = {.variant = 2,
    .question = "ReLU is max(0, x); its slope is [a number]",
    .answer = "1",
    .cloze = "ReLU is {{max(0, x)}}; its slope is {{1::a number}}",
    .hint = "think",
    .note = "ch. 6",
    .tags = ""};

static void assert_laid(const struct card *card, bool hint, bool answer, int width, int rows,
    const char *lines, int begins)
{
    struct card_text text = {.hash = 0};
    struct buf got = {0};
    const struct card_face face = {.card = card, .hint = hint, .answer = answer};
    card_text_lay(&text, &face, width, rows);
    styled_print(&text.styled, &got);
    assert_false(got.failed);
    assert_string_equal(buf_string(&got), lines);
    assert_int_equal(text.answer, begins);
    buf_done(&got);
    card_text_done(&text);
}

static void test_card_text__a_gap_is_answered_in_its_sentence(void **state)
{
    (void)state;
    assert_laid(&gap, false, false, 80, 99, "ReLU is max(0, x); its slope is [a number]\n", 1);
    assert_laid(&gap, false, true, 80, 99, "ReLU is max(0, x); its slope is 1\n\nNote: ch. 6\n", 0);
    assert_laid(&gap, true, true, 80, 4,
        "ReLU is max(0, x); its slope is 1\n\nHint: think\nNote: ch. 6\n", 0);
    assert_laid(&gap, false, true, 18, 0, "ReLU is max(0, x);\nits slope is 1\nNote: ch. 6\n", 1);
}

/* What of the card's text is styled as a gap, line by line. */
static void assert_gaps(const struct card *card, bool answer, const char *want)
{
    struct card_text text = {.hash = 0};
    struct buf got = {0};
    const struct card_face face = {.card = card, .answer = answer};
    card_text_lay(&text, &face, 80, false);
    for (size_t i = 0; i < text.styled.text.length; i++)
        if (text.styled.styles.bytes[i] == STYLE_GAP)
            buf_char(&got, text.styled.text.bytes[i]);
    assert_string_equal(buf_string(&got), want);
    buf_done(&got);
    card_text_done(&text);
}

static void test_card_text__gaps_are_styled(void **state)
{
    struct card without = gap, plain = gap;
    (void)state;
    assert_gaps(&gap, false, "[a number]");
    assert_gaps(&gap, true, "1");
    without.cloze = NULL;
    without.question = "a [...] and [b]";
    assert_gaps(&without, false, "[...]");
    plain.variant = VARIANT_FORWARD;
    plain.cloze = NULL;
    plain.question = "What is a[...]?";
    assert_gaps(&plain, false, "");
    assert_gaps(&plain, true, "");
}

/* In bold, in a formula, in code and before parentheses, which a backslash keeps from being an
 * address; the gap of the sibling and brackets of the text itself are not styled. */
static void test_card_text__all_brackets_of_a_gap_are_styled(void **state)
{
    static const char text[] = "**{{c1::one}}** and $x + {{c1::2::n}}$, {{c2::two}}, [b] or "
                               "`{{c1::f}}`; {{c1::g}}(x)";
    struct card card = {.variant = 1, .answer = "a", .hint = "", .note = "", .cloze = text};
    struct cloze cloze = {0};
    struct buf question = {0};
    (void)state;
    assert_true(cloze_read(&cloze, text));
    cloze_question(&cloze, 1, &question);
    card.question = buf_string(&question);
    assert_gaps(&card, false, "[...][n][...][...]");
    assert_gaps(&card, true, "one2fg");
    buf_done(&question);
    cloze_done(&cloze);
}

/* As a card that was stored without its cloze text. */
static void test_card_text__without_the_sentence_the_answer_is_below(void **state)
{
    struct card card = gap;
    (void)state;
    card.cloze = NULL;
    card.note = "";
    assert_laid(&card, false, true, 80, 0,
        "ReLU is max(0, x); its slope is [a number]\n────────────\n1\n", 1);
    card.cloze = "another {{text}}"; /* it has no gap 2 */
    assert_laid(&card, false, true, 80, 0,
        "ReLU is max(0, x); its slope is [a number]\n────────────\n1\n", 1);
}

/* Question, rule, answer and note, with blank lines between them where there are rows. */
static void test_card_text__blank_lines_give_way(void **state)
{
    const struct card card = {
        .question = "one", .answer = "two", .hint = "", .note = "three", .tags = ""};
    const struct card_face face = {.card = &card, .answer = true};
    static const int rows[][2] = {{7, 7}, {6, 6}, {5, 5}, {4, 4}, {7, 7}, {9, 7}, {0, 4}};
    struct card_text text = {.hash = 0};
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        card_text_lay(&text, &face, 80, rows[i][0]);
        assert_int_equal(text.styled.count, rows[i][1]);
        assert_int_equal(text.answer, 1);
    }
    card_text_done(&text);
}

static void test_card_text__an_empty_gap_is_a_draft(void **state)
{
    struct card card = {.variant = 1,
        .question = "a [...]",
        .answer = "",
        .cloze = "a {{}}",
        .hint = "",
        .note = "",
        .tags = ""};
    (void)state;
    assert_laid(&card, false, true, 80, 0,
        "a [...]\n────────────\nA draft: this card has no answer yet.\n", 1);
}

static void test_card_text__the_sentence_is_laid_out_again_when_it_changes(void **state)
{
    struct card_text text = {.hash = 0};
    struct card card = gap;
    const struct card_face face = {.card = &card, .answer = true};
    struct buf got = {0};
    (void)state;
    card_text_lay(&text, &face, 80, 0);
    card.cloze = "ReLU is {{max(0, x)}}; its slope is {{1::a number}}!";
    card_text_lay(&text, &face, 80, 0);
    styled_print(&text.styled, &got);
    assert_non_null(strstr(buf_string(&got), "is 1!"));
    buf_done(&got);
    card_text_done(&text);
}

static void test_card_text__line_by_line_brackets_mark_it(void **state)
{
    struct buf got = {0};
    struct card card = {.variant = 0, .question = "q", .answer = "a", .hint = "", .note = ""};
    (void)state;
    assert_true(card_text_sentence(&gap, CLOZE_BRACKETS, &got));
    assert_string_equal(buf_string(&got), "ReLU is max(0, x); its slope is [1]");
    assert_false(card_text_sentence(&card, CLOZE_BRACKETS, &got));
    buf_done(&got);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_card_text__a_gap_is_answered_in_its_sentence),
        cmocka_unit_test(test_card_text__gaps_are_styled),
        cmocka_unit_test(test_card_text__all_brackets_of_a_gap_are_styled),
        cmocka_unit_test(test_card_text__without_the_sentence_the_answer_is_below),
        cmocka_unit_test(test_card_text__blank_lines_give_way),
        cmocka_unit_test(test_card_text__an_empty_gap_is_a_draft),
        cmocka_unit_test(test_card_text__the_sentence_is_laid_out_again_when_it_changes),
        cmocka_unit_test(test_card_text__line_by_line_brackets_mark_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
