/* A card's text on one line: how Markdown is shortened, and where the line begins. */
#include "test.h"
#include "text/one_line.h"

#include "text/text.h"

#include <string.h>

#define GAP(bracket) TEXT_MARK bracket TEXT_MARK_END
#define DOTS         GAP("[...]")

static void assert_fitted(const char *markdown, int width, const char *expected)
{
    struct buf line = {0};
    one_line(&line, markdown, width);
    assert_false(line.failed);
    assert_string_equal(buf_string(&line), expected);
    assert_true(text_width(expected, strlen(expected)) <= width);
    buf_done(&line);
}

static void assert_line(const char *markdown, const char *expected)
{
    assert_fitted(markdown, 1000, expected);
}

static void test_one_line__markup_is_gone(void **state)
{
    (void)state;
    assert_line("What is the **chain *rule*** for `f(x)`?", "What is the chain rule for f(x)?");
    assert_line("# A title\n\nand text", "A title and text");
    assert_line("> said\n> twice", "said twice");
    assert_line("```c\nint x;\n\n  f(x);\n```", "int x; f(x);");
    assert_line("2 \\* 3 &amp; a_b_c, __init__", "2 * 3 & a_b_c, init");
    assert_line("~~old~~ a~b~c", "~~old~~ a~b~c");
    assert_line("<b>no HTML</b>", "<b>no HTML</b>");
}

static void test_one_line__formulas_are_in_unicode(void **state)
{
    (void)state;
    assert_line("the rule $\\frac{dy}{dx}$ and $$x^2$$ too", "the rule dy/dx and x² too");
    assert_line("unknown $\\foo x$", "unknown $\\foo x$");
}

static void test_one_line__links_and_images_are_their_texts(void **state)
{
    (void)state;
    assert_line("![cat](a.png) which animal?", "[image: cat] which animal?");
    assert_line("![](cat.png)", "[image: cat.png]");
    assert_line("see [the *page*](https://a.example)", "see the page");
    assert_line("[](https://a.example)", "https://a.example");
    assert_line("[![](b.png)](https://a.example)", "[image: b.png]");
}

static void test_one_line__blocks_follow_one_another(void **state)
{
    (void)state;
    assert_line("one\n\ntwo  \nthree\nfour", "one two three four");
    assert_line("Which?\n\n- a\n- b\n  1. c\n  2. d\n- e", "Which? • a • b 1. c 2. d • e");
    assert_line("3. c\n4. d\n\n   e", "3. c 4. d e");
    assert_line("- [x] done\n- [ ] open", "[x] done [ ] open");
    assert_line("1. [X] done", "1. [X] done");
    assert_line("| a | b |\n|---|---|\n| 1 | |\n| | 4 |", "a │ b; 1 │; │ 4");
    assert_line("a\n\n---\n\nb", "a ─── b");
    assert_line("-", "•");
    assert_line("", "");
    assert_line(" \n\n ", "");
}

static void test_one_line__text_is_safe(void **state)
{
    (void)state;
    assert_line("red \033[31m &#x1b;[0m &#x202e;x", "red ␛[31m ␛[0m <U+202E>x");
    assert_fitted("a \001 " DOTS, 40, "a ␁ [...]");
}

static void test_one_line__cuts_the_end(void **state)
{
    (void)state;
    assert_fitted("**Where** does a long line end?", 10, "Where doe…");
    assert_fitted("no gap [...] in a card of its own", 10, "no gap [.…");
    assert_fitted("a $\\frac{1}{2}$", 3, "a ½");
}

#define RELU "ReLU is $\\max(0, x)$; its **slope** for x > 0 is " DOTS

static void test_one_line__begins_near_the_gap(void **state)
{
    (void)state;
    assert_fitted(RELU, 47, "ReLU is max(0, x); its slope for x > 0 is [...]");
    assert_fitted(RELU, 27, "… slope for x > 0 is [...]");
    assert_fitted(RELU, 26, "… slope for x > 0 is [...]");
    assert_fitted(RELU, 25, "… for x > 0 is [...]");
    assert_fitted(RELU, 8, "… [...]");
    assert_fitted(RELU, 7, "… [...]");
    assert_fitted(RELU, 4, "… […");
}

static void test_one_line__shows_what_follows_the_gap(void **state)
{
    (void)state;
    assert_fitted(DOTS " is a gap at the beginning", 14, "[...] is a ga…");
    assert_fitted("so a gap " DOTS " in the middle of all", 20, "so a gap [...] in t…");
    assert_fitted("it has a gap " DOTS " in the middle of all", 18, "… a gap [...] in …");
    assert_fitted("it has a gap " DOTS ".", 18, "… has a gap [...].");
}

/* A gap that is asked for by a hint, among brackets that are none of it. */
static void test_one_line__finds_the_gap_among_brackets(void **state)
{
    (void)state;
    assert_fitted("see [1] and a[0]: a cat is an " GAP("[animal]"), 20, "… cat is an [animal]");
    assert_fitted("[...] is what it hides as " GAP("[x]"), 16, "… hides as [x]");
    assert_fitted("the list is " GAP("[a[0] or a[1]]") " in C", 21, "… is [a[0] or a[1]] …");
    assert_fitted("this is a long text of " GAP("[**x** &amp; y]") "&gt;", 14, "… of [x & y]>");
    assert_fitted("the sum of it is $x + " GAP("[...]") "$", 14, "… is x + [...]");
    assert_fitted("the sum of [it] is $[x] + " GAP("[hint]") "$", 12, "… + [hint]");
    assert_fitted("there is none at all", 10, "there is …");
}

static void test_one_line__begins_at_the_first_gap(void **state)
{
    (void)state;
    assert_fitted("a text with " DOTS " and then a " DOTS " twice", 16, "… with [...] an…");
}

static void test_one_line__words_without_spaces_break_anywhere(void **state)
{
    (void)state;
    assert_fitted("日本語の質問はとても長い" DOTS, 16, "… ても長い[...]");
}

static void test_one_line__reads_the_beginning_of_a_long_text(void **state)
{
    (void)state;
    struct buf text = {0};
    while (text.length < 1 << 20)
        buf_text(&text, "ä*a* ");
    assert_fitted(buf_string(&text), 10, "äa äa äa …");
    buf_done(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_line__markup_is_gone),
        cmocka_unit_test(test_one_line__formulas_are_in_unicode),
        cmocka_unit_test(test_one_line__links_and_images_are_their_texts),
        cmocka_unit_test(test_one_line__blocks_follow_one_another),
        cmocka_unit_test(test_one_line__text_is_safe),
        cmocka_unit_test(test_one_line__cuts_the_end),
        cmocka_unit_test(test_one_line__begins_near_the_gap),
        cmocka_unit_test(test_one_line__shows_what_follows_the_gap),
        cmocka_unit_test(test_one_line__finds_the_gap_among_brackets),
        cmocka_unit_test(test_one_line__begins_at_the_first_gap),
        cmocka_unit_test(test_one_line__words_without_spaces_break_anywhere),
        cmocka_unit_test(test_one_line__reads_the_beginning_of_a_long_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
