/* Where Anki's gaps begin and end. */
#include "test.h"
#include "text/gap.h"

#include "base/buf.h"

#include <limits.h>
#include <string.h>

static void test_gap__an_opening_has_a_number(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t length;
        int number;
    } openings[] = {{"{{c1::a}}", 6, 1}, {"{{c012::", 8, 12}, {"{{c0::a}}", 0, 0},
        {"{{c::a}}", 0, 0}, {"{{c1:a}}", 0, 0}, {"{{c-1::a}}", 0, 0}, {"{{c 1::a}}", 0, 0},
        {"{{C1::a}}", 0, 0}, {"{c1::a}}", 0, 0}, {"{{c1,2::a}}", 0, 0}, {" {{c1::a}}", 0, 0},
        {"", 0, 0}, {"{{c99999999999999999999::a}}", 25, INT_MAX}};
    for (size_t i = 0; i < COUNT(openings); i++) {
        int number = 0;
        assert_int_equal(gap_opening(openings[i].text, &number), openings[i].length);
        assert_int_equal(number, openings[i].number);
    }
}

static void test_gap__the_next_opening_may_follow_braces(void **state)
{
    (void)state;
    const char *text = "{{a}} {{c0::b}} {{{c1::c}}}";
    assert_ptr_equal(gap_next_opening(text), strstr(text, "{{c1"));
    assert_null(gap_next_opening("{{a}} c1::"));
}

/* Compares the parts, each between bars. */
static void assert_gap(const char *text, enum gap_braces braces, const char *want)
{
    struct gap gap;
    struct buf got = {0};
    if (gap_find(text, braces, &gap)) {
        const char *end = gap_text_end(&gap);
        buf_format(
            &got, "%.*s|%.*s|", (int)(gap.open - text), text, (int)(end - gap.text), gap.text);
        if (gap.hint)
            buf_format(&got, "%.*s|", (int)(gap.end - gap.hint) - 2, gap.hint + 2);
        buf_text(&got, gap.end + 2);
    }
    assert_string_equal(buf_string(&got), want);
    buf_done(&got);
}

static void test_gap__has_a_text_and_perhaps_a_hint(void **state)
{
    (void)state;
    assert_gap("x {{c1::a}} y", GAP_TEXT, "x |a| y");
    assert_gap("{{c1::a::b::c}}", GAP_TEXT, "|a|b::c|");
    assert_gap("{{c1::a}} :: {{c2::b}}", GAP_TEXT, "|a| :: {{c2::b}}");
    assert_gap("{{c1::a::}}", GAP_LATEX, "|a||");
    assert_gap("{{c1::}}", GAP_TEXT, "||");
    assert_gap("{{c1::a} }", GAP_TEXT, "");
    assert_gap("{{c1::a", GAP_LATEX, "");
}

static void test_gap__ends_at_the_first_braces_of_a_text(void **state)
{
    (void)state;
    assert_gap("{{c1::f{x}}} y", GAP_TEXT, "|f{x}| y");
    assert_gap("{{{c1::a}}} y", GAP_TEXT, "{|a|} y");
    assert_gap("{{c1::a {{b}} c}}", GAP_TEXT, "|a {{b| c}}");
    assert_gap("{{c1::\\}}}", GAP_TEXT, "|\\|}");
}

static void test_gap__ends_outside_the_braces_of_latex(void **state)
{
    (void)state;
    assert_gap("x^{{{c1::2}}} y", GAP_LATEX, "x^{|2|} y");
    assert_gap("{{c1::\\frac{x^{2}}{y}::h{i}}}+z", GAP_LATEX, "|\\frac{x^{2}}{y}|h{i}|+z");
    assert_gap("{{c1::\\{a}} b", GAP_LATEX, "|\\{a| b");
    assert_gap("{{c1::\\frac{a}} b", GAP_LATEX, "|\\frac{a| b");
}

static void assert_apart(const char *latex, const char *pairs, const char *want)
{
    struct buf got = {0};
    gap_put_apart(&got, latex, strlen(latex), pairs);
    assert_string_equal(buf_string(&got), want);
    buf_done(&got);
}

static void test_gap__latex_is_put_apart(void **state)
{
    (void)state;
    assert_apart("\\frac{{a}}{b::c}", "{", "\\frac{ {a}}{b::c}");
    assert_apart("\\frac{{a}}{b::c}", "{}:", "\\frac{ {a} }{b: :c}");
    assert_apart("{{{ }{", "{}", "{ { { }{");
    assert_apart("{{a}}", "", "{{a}}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gap__an_opening_has_a_number),
        cmocka_unit_test(test_gap__the_next_opening_may_follow_braces),
        cmocka_unit_test(test_gap__has_a_text_and_perhaps_a_hint),
        cmocka_unit_test(test_gap__ends_at_the_first_braces_of_a_text),
        cmocka_unit_test(test_gap__ends_outside_the_braces_of_latex),
        cmocka_unit_test(test_gap__latex_is_put_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
