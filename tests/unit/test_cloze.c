/* Cloze texts. Expected texts are written by hand from the rules in deck/cloze.h; what Markdown
 * would make of a question, from CommonMark 0.30. */
#include "deck/cloze.h"

#include "test.h"

static void assert_question(const char *text, int gap, const char *want)
{
    static struct buf got; /* kept: a failed test leaves in the middle */
    buf_clear(&got);
    cloze_question(text, gap, &got);
    assert_false(got.failed);
    assert_string_equal(buf_string(&got), want);
    assert_int_equal(got.length, strlen(want));
}

static void assert_answer(const char *text, int gap, const char *want)
{
    static struct buf got; /* kept: a failed test leaves in the middle */
    buf_clear(&got);
    cloze_answer(text, gap, &got);
    assert_false(got.failed);
    assert_string_equal(buf_string(&got), want);
    assert_int_equal(got.length, strlen(want));
}

/* The gaps of text, in the order of asking; ends with 0. */
static void assert_gaps(const char *text, const int *want)
{
    for (int gap = 0;; want++) {
        gap = cloze_next_gap(text, gap);
        assert_int_equal(gap, *want);
        if (!gap)
            return;
    }
}

#define GAPS(...)        ((const int[]){__VA_ARGS__, 0})
#define NO_GAP(text)     assert_int_equal(cloze_next_gap(text, 0), 0)
#define ONE_GAP(text, g) assert_gaps(text, GAPS(g))

static void test_cloze__gaps_are_numbered_by_their_place(void **state)
{
    (void)state;
    const char *text = "ReLU is {{max(0, x)}}; its slope for x > 0 is {{1}}";
    assert_gaps(text, GAPS(1, 2));
    assert_question(text, 1, "ReLU is [...]; its slope for x > 0 is 1");
    assert_question(text, 2, "ReLU is max(0, x); its slope for x > 0 is [...]");
    assert_answer(text, 1, "max(0, x)");
    assert_answer(text, 2, "1");
}

static void test_cloze__the_same_text_in_two_gaps_is_two_gaps(void **state)
{
    (void)state;
    assert_gaps("{{a}} {{a}} {{a}}", GAPS(1, 2, 3));
    assert_question("{{a}} {{a}} {{a}}", 2, "a [...] a");
}

static void test_cloze__text_without_gaps(void **state)
{
    (void)state;
    NO_GAP("");
    NO_GAP("plain");
    NO_GAP("{a}");
    NO_GAP("{ {a} }");
    assert_question("plain", 1, "plain");
    assert_answer("plain", 1, "");
    assert_question("", 1, "");
}

static void test_cloze__a_gap_may_be_the_whole_text(void **state)
{
    (void)state;
    ONE_GAP("{{a}}", 1);
    assert_question("{{a}}", 1, "[...]");
    assert_answer("{{a}}", 1, "a");
}

static void test_cloze__appends(void **state)
{
    (void)state;
    static struct buf text;
    buf_text(&text, "1. ");
    cloze_question("{{a}} b", 1, &text);
    buf_text(&text, " | ");
    cloze_answer("{{a}} b", 1, &text);
    assert_string_equal(buf_string(&text), "1. [...] b | a");
}

static void test_cloze__numbers_as_anki_writes_them(void **state)
{
    (void)state;
    const char *text = "{{c2::Paris}} and {{c1::Lyon}} and {{c2::Nice}}";
    assert_gaps(text, GAPS(1, 2));
    assert_question(text, 1, "Paris and [...] and Nice");
    assert_question(text, 2, "[...] and Lyon and [...]");
    assert_answer(text, 1, "Lyon");
    assert_answer(text, 2, "Paris … Nice");
}

static void test_cloze__numbers_may_be_left_out(void **state)
{
    (void)state;
    const char *text = "{{c7::a}} {{c3::b}} {{c12::c}}";
    assert_gaps(text, GAPS(3, 7, 12));
    assert_int_equal(cloze_next_gap(text, 4), 7);
    assert_int_equal(cloze_next_gap(text, 12), 0);
    assert_question(text, 12, "a b [...]");
}

static void test_cloze__c_alone_is_no_number(void **state)
{
    (void)state;
    assert_question("{{c::x}}", 1, "[x]"); /* the text c with the hint x */
    assert_question("{{c1}}", 1, "[...]");
    assert_answer("{{c1}}", 1, "c1");
    assert_answer("{{c1:x}}", 1, "c1:x");
    assert_answer("{{c+1::x}}", 1, "c+1");
    assert_answer("{{cc2::x}}", 1, "cc2");
}

static void test_cloze__hints(void **state)
{
    (void)state;
    ONE_GAP("{{Paris::a city}} is", 1);
    assert_question("{{Paris::a city}} is", 1, "[a city] is");
    assert_answer("{{Paris::a city}} is", 1, "Paris");
    assert_question("{{c3::Paris::a city}} is", 3, "[a city] is");
    assert_answer("{{c3::Paris::a city}} is", 3, "Paris");
    /* not shown for a gap that is filled */
    assert_question("{{a::h}} {{b::i}}", 2, "a [i]");
    assert_question("{{a:b}}", 1, "[...]");
    assert_answer("{{a:b}}", 1, "a:b");
    assert_question("{{a::}}", 1, "[...]");
    assert_question("{{c1::a::}}", 1, "[...]");
}

static void test_cloze__braces_that_do_not_close_are_text(void **state)
{
    (void)state;
    NO_GAP("{{a");
    NO_GAP("{{");
    NO_GAP("{{a}");
    NO_GAP("a}}");
    NO_GAP("}}{{");
    assert_question("{{a", 1, "{{a");
    ONE_GAP("a}} {{b}} {{c", 1);
    assert_question("a}} {{b}} {{c", 1, "a}} [...] {{c");
    assert_answer("a}} {{b}} {{c", 1, "b");
}

static void test_cloze__braces_within_a_gap(void **state)
{
    (void)state;
    ONE_GAP("{{\\frac{1}{2}}} a", 1);
    assert_question("{{\\frac{1}{2}}} a", 1, "[...] a");
    assert_answer("{{f({x})}} a", 1, "f({x})");
    assert_answer("y = {{\\frac{1}{2}}} z", 1, "\\frac{1}{2}");
    assert_question("{{a}}} b", 1, "[...] b");
}

/* What a nested gap means is not said; that it does no harm is. */
static void test_cloze__nested_gaps_do_no_harm(void **state)
{
    (void)state;
    static const char *const texts[] = {"{{a {{b}} c}}", "{{c1::a {{c2::b}} c}}", "{{{{a}}}}",
        "{{{{{{", "}}}}}}", "{{}}{{}}", "{{{}}}", "{{a{{b{{c}}"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct buf buf = {0};
        int gap = 0, gaps = 0;
        for (; (gap = cloze_next_gap(texts[i], gap)); gaps++) {
            cloze_question(texts[i], gap, &buf);
            cloze_answer(texts[i], gap, &buf);
        }
        assert_in_range(gaps, 0, 2);
        assert_false(buf.failed);
        buf_done(&buf);
    }
}

static void test_cloze__line_ends_and_utf8(void **state)
{
    (void)state;
    ONE_GAP("a\n{{b\nc}}\nd", 1);
    assert_question("a\n{{b\nc}}\nd", 1, "a\n[...]\nd");
    assert_answer("a\n{{b\nc}}\nd", 1, "b\nc");
    assert_question("日本の{{首都::都市}}は", 1, "日本の[都市]は");
}

static void test_cloze__a_bracket_after_a_gap_makes_no_link(void **state)
{
    (void)state;
    assert_question("{{f}}(x)", 1, "[...] (x)");
    assert_question("{{f::a letter}}(x)", 1, "[a letter] (x)");
    assert_question("{{f}}(x) {{g}}(x)", 2, "f(x) [...] (x)");
    assert_question("{{f}} (x)", 1, "[...] (x)");
    assert_question("{{f}}[x]", 1, "[...] [x]");
    assert_question("{{c1::f}}{{c1::g}}", 1, "[...] [...]");
    assert_question("{{f}}, (x)", 1, "[...], (x)");
}

static void test_cloze__a_bracket_from_the_next_gap_makes_no_link(void **state)
{
    (void)state;
    assert_question("{{f}}{{(x)}}", 1, "[...] (x)");
    assert_question("{{f}}{{[x]}}", 1, "[...] [x]");
}

/* CommonMark 4.7: "[label]: word" on a line of its own is no text but a link's definition, and
 * nothing of it is shown. */
static void test_cloze__a_colon_after_a_gap_makes_no_definition(void **state)
{
    (void)state;
    static const char *const texts[] = {"{{ReLU}}: max(0,x)", "- {{Paris::city}}: France"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        static struct buf buf;
        buf_clear(&buf);
        cloze_question(texts[i], 1, &buf);
        assert_non_null(strchr(buf_string(&buf), ':'));
        if (strstr(buf_string(&buf), "]:"))
            print_error("Markdown shows nothing of \"%s\"\n", buf_string(&buf));
        assert_null(strstr(buf_string(&buf), "]:"));
    }
}

static void test_cloze__the_answer_is_what_is_in_the_gaps(void **state)
{
    (void)state;
    assert_answer("a {{b}} c {{d}}", 1, "b");
    assert_answer("a {{b}} c {{d}}", 2, "d");
    assert_answer("a {{b}} c", 2, "");
    assert_answer("{{c1::a}} and {{c2::b}} and {{c1::c}} and {{c1::d::hint}}", 1, "a … c … d");
    assert_answer("{{c1::a}}{{c1::a}}", 1, "a … a");
    assert_answer("{{*b* `c` $d$}}", 1, "*b* `c` $d$"); /* Markdown stays what it is */
}

static void test_cloze__empty_gaps_add_nothing_to_the_answer(void **state)
{
    (void)state;
    assert_answer("{{}}", 1, "");
    assert_answer("{{::hint}}", 1, "");
    assert_answer("{{c1::}} {{c1::a}}", 1, "a");
    assert_answer("{{c1::a}} {{c1::}}", 1, "a");
    assert_question("{{}} a", 1, "[...] a");
}

static void test_cloze__up_to_500_gaps(void **state)
{
    (void)state;
    static char text[CLOZE_GAPS_MAX * 6 + 6 + 1];
    assert_int_equal(CLOZE_GAPS_MAX, 500);
    for (size_t i = 0; i < 500; i++)
        memcpy(text + i * 6, "{{x}} ", 7);
    assert_int_equal(cloze_next_gap(text, 498), 499);
    assert_int_equal(cloze_next_gap(text, 499), 500);
    assert_int_equal(cloze_next_gap(text, 500), 0);
    memcpy(text + (size_t)500 * 6, "{{y}} ", 7);
    assert_int_equal(cloze_next_gap(text, 500), 501); /* so that the reader can refuse it */
    ONE_GAP("{{c500::x}}", 500);
    assert_question("a {{c500::x}}", 500, "a [...]");
}

static void test_cloze__numbers_without_end_do_no_harm(void **state)
{
    (void)state;
    static const char *const texts[] = {"{{c0::x}}", "{{c501::x}}", "{{c2147483648::x}}",
        "{{c4294967297::x}}", "{{c99999999999999999999999999::x}}"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        int gap = cloze_next_gap(texts[i], 0);
        assert_true(gap >= 1);
        assert_true(gap != 500);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cloze__gaps_are_numbered_by_their_place),
        cmocka_unit_test(test_cloze__the_same_text_in_two_gaps_is_two_gaps),
        cmocka_unit_test(test_cloze__text_without_gaps),
        cmocka_unit_test(test_cloze__a_gap_may_be_the_whole_text),
        cmocka_unit_test(test_cloze__appends),
        cmocka_unit_test(test_cloze__numbers_as_anki_writes_them),
        cmocka_unit_test(test_cloze__numbers_may_be_left_out),
        cmocka_unit_test(test_cloze__c_alone_is_no_number),
        cmocka_unit_test(test_cloze__hints),
        cmocka_unit_test(test_cloze__braces_that_do_not_close_are_text),
        cmocka_unit_test(test_cloze__braces_within_a_gap),
        cmocka_unit_test(test_cloze__nested_gaps_do_no_harm),
        cmocka_unit_test(test_cloze__line_ends_and_utf8),
        cmocka_unit_test(test_cloze__a_bracket_after_a_gap_makes_no_link),
        cmocka_unit_test(test_cloze__a_bracket_from_the_next_gap_makes_no_link),
        cmocka_unit_test(test_cloze__a_colon_after_a_gap_makes_no_definition),
        cmocka_unit_test(test_cloze__the_answer_is_what_is_in_the_gaps),
        cmocka_unit_test(test_cloze__empty_gaps_add_nothing_to_the_answer),
        cmocka_unit_test(test_cloze__up_to_500_gaps),
        cmocka_unit_test(test_cloze__numbers_without_end_do_no_harm),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
