/* Markdown beyond paragraphs and lists: tables, task lists, links, images, formulas. */
#include "text/address.h"
#include "text/md_styled.h"
#include "text/text.h"
#include "view/frame.h"

#include "test.h"

static void assert_lines(const char *markdown, int width, const char *expected)
{
    struct styled styled = {0};
    struct buf out = {0};

    styled_markdown(&styled, markdown, width);
    assert_false(styled.failed);
    styled_print(&styled, &out);
    assert_string_equal(buf_string(&out), expected);
    buf_done(&out);
    styled_done(&styled);
}

/* ---- tables ---- */

static void test_parts__a_table(void **state)
{
    (void)state;
    assert_lines("| a | bcd |\n|---|-----|\n| long | x |\n| `c` | |\n", 40,
        "a    │ bcd\n"
        "─────┼────\n"
        "long │ x\n"
        "c    │\n");
}

static void test_parts__columns_have_sides(void **state)
{
    (void)state;
    assert_lines("|left|centre|right|\n|:--|:-:|--:|\n|a|b|c|\n|漢|de|1234567|\n", 40,
        "left │ centre │   right\n"
        "─────┼────────┼────────\n"
        "a    │   b    │       c\n"
        "漢   │   de   │ 1234567\n");
}

static void test_parts__long_cells_take_several_lines(void **state)
{
    (void)state;
    assert_lines("|a|b|\n|---|---|\n|one two three|x|\n|y|z|\n", 11,
        "a       │ b\n"
        "────────┼──\n"
        "one two │ x\n"
        "three   │\n"
        "        │\n"
        "y       │ z\n");
}

/* Where the words of a row have no room side by side, they are below one another. */
static void test_parts__a_table_too_wide_is_a_list(void **state)
{
    (void)state;
    assert_lines("|Name|Effect|Cost|\n|---|---|---|\n|momentum|faster|none|\n|decay| |some|\n", 16,
        "Name: momentum\n"
        "Effect: faster\n"
        "Cost: none\n"
        "\n"
        "Name: decay\n"
        "Cost: some\n");
}

static void test_parts__a_table_among_other_blocks(void **state)
{
    (void)state;
    assert_lines("x\n\n|a|\n|---|\n|b|\n\ny", 20, "x\n\na\n─\nb\n\ny\n");
    assert_lines("> |a|b|\n> |---|---|\n> |c|d|\n", 20, "│ a │ b\n│ ──┼──\n│ c │ d\n");
    assert_lines("- |a|b|\n  |---|---|\n  |c|d|\n", 20, "• a │ b\n  ──┼──\n  c │ d\n");
}

/* GFM 4.10: a table may follow a text, and ends where another block begins. */
static void test_parts__tables_need_no_blank_lines(void **state)
{
    (void)state;
    assert_lines("x\n|a|b|\n|---|---|\n|c|d|\n# y", 20, "x\n\na │ b\n──┼──\nc │ d\n\ny\n");
    assert_lines(
        "> x\n> |a|\n> |-|\n> |b|\n> ***", 20, "│ x\n│\n│ a\n│ ─\n│ b\n│\n│ ──────────────────\n");
    assert_lines("- x\n  |a|\n  |-|\n- y", 20, "• x\n\n  a\n\n• y\n");
    assert_lines("a|b\n-|-\n~~~\n|c|\n|-|\n~~~", 20, "a │ b\n\n  |c|\n  |-|\n");
}

static void test_parts__what_is_no_table_stays_a_text(void **state)
{
    (void)state;
    assert_lines("x\n|a|b|\n|---|\ny", 40, "x |a|b| |---| y\n");
    assert_lines("x\n|a|b\\|c|\n|---|---|---|", 40, "x |a|b|c| |---|---|---|\n");
    assert_lines("- x\n|a|\n|-|", 20, "• x |a| |-|\n");
    assert_lines("~~~\nx\n|a|\n|-|", 20, "  x\n  |a|\n  |-|\n");
}

static void test_parts__a_formula_with_a_bar_in_a_table(void **state)
{
    (void)state;
    assert_lines(
        "|a|b|\n|---|---|\n|$p(x|y)$|$$z$$|\n", 40, "a      │ b\n───────┼──\np(x|y) │ z\n");
}

/* What no screen can show is text, with nothing lost. */
static void test_parts__a_table_too_large_is_text(void **state)
{
    struct buf text = {0};
    struct styled styled = {0};

    (void)state;
    buf_text(&text, "before\n\n");
    for (int i = 0; i < 40; i++)
        buf_text(&text, "|a");
    buf_text(&text, "|\n");
    for (int i = 0; i < 40; i++)
        buf_text(&text, "|---");
    buf_text(&text, "|\n|last|\n");
    styled_plain(&styled, "kept", STYLE_PLAIN, 300);
    styled_markdown(&styled, buf_string(&text), 300);
    assert_false(styled.failed);
    assert_int_equal(styled.count, 4);
    assert_non_null(strstr(buf_string(&styled.text), "keptbefore|a|a|a"));
    assert_non_null(strstr(buf_string(&styled.text), "|last|"));
    styled_done(&styled);
    buf_done(&text);
}

static void test_parts__task_lists(void **state)
{
    (void)state;
    assert_lines("- [ ] a long task\n- [x] b\n- c\n", 10, "[ ] a long\n    task\n[x] b\n• c\n");
    assert_lines("9. [x] a\n10. [ ] b\n", 20, "9. [x] a\n10. [ ] b\n");
    assert_lines("- [X] done\n", 20, "[X] done\n");
}

static void test_parts__struck_text_keeps_its_signs(void **state)
{
    (void)state;
    assert_lines("a ~~b~~ c", 20, "a ~~b~~ c\n");
}

static void test_parts__a_single_tilde_is_a_tilde(void **state)
{
    (void)state;
    assert_lines("x~y~z, ~3 of ~4, `~a~`", 40, "x~y~z, ~3 of ~4, ~a~\n");
    assert_lines("~~~\n~x~\n~~~", 40, "  ~x~\n");
    assert_lines("[t](~u/~v) and [~][r~]\n\n[r~]: w", 40, "t (~u/~v) and ~ (w)\n");
    assert_lines("\\~~a~ ~~b~~", 40, "~~a~ ~~b~~\n");
}

/* ---- links ---- */

static void test_parts__addresses_are_behind_links(void **state)
{
    (void)state;
    assert_lines("a [b](http://c.d/e \"t\") f", 40, "a b (http://c.d/e) f\n");
    assert_lines("[b](ch6.md)", 40, "b (ch6.md)\n");
    assert_lines("[](http://c.d)", 40, "(http://c.d)\n");
    assert_lines("[b]()", 40, "b\n");
    assert_lines("[b][1]\n\n[1]: http://c.d", 40, "b (http://c.d)\n");
}

static void test_parts__addresses_are_not_doubled(void **state)
{
    (void)state;
    assert_lines("<http://a.b>", 40, "http://a.b\n");
    assert_lines("[http://a.b](http://a.b)", 40, "http://a.b\n");
    assert_lines("<me@a.b>", 40, "me@a.b\n");
}

static void test_parts__images_are_described(void **state)
{
    (void)state;
    assert_lines("![a *cat*](cat.png)", 40, "[image: a cat] (cat.png)\n");
    assert_lines("[![a](b.png)](http://c.d)", 60, "[image: a] (b.png) (http://c.d)\n");
}

static void assert_address(const char *markdown, const char *text, const char *address)
{
    struct styled styled = {.links_work = true};
    struct frame frame = {0};

    styled_markdown(&styled, markdown, 80);
    assert_string_equal(buf_string(&styled.text), text);
    assert_true(frame_resize(&frame, 1, 80));
    frame_styled(&frame, 0, 0, &styled, 0);
    assert_string_equal(frame_address(&frame, frame_cell(&frame, 0, 0)), address);
    frame_done(&frame);
    styled_done(&styled);
}

static void test_parts__links_are_links_where_they_work(void **state)
{
    (void)state;
    assert_address("[b](http://c.d/e?f=g&amp;h)", "b", "http://c.d/e?f=g&h");
    assert_address("<https://a.b>", "https://a.b", "https://a.b");
    assert_address("<me@a.b>", "me@a.b", "mailto:me@a.b");
    assert_address("![b](http://c.d)", "[image: b]", "http://c.d");
    assert_address("[b](<http://c.d/$x$>)", "b", "http://c.d/$x$");
}

/* Nothing else gets into a sequence that a terminal obeys. */
static void test_parts__other_addresses_are_text(void **state)
{
    (void)state;
    assert_address("[b](javascript:x)", "b (javascript:x)", "");
    assert_address("[b](file:///etc/passwd)", "b (file:///etc/passwd)", "");
    assert_address("[b](//c.d)", "b (//c.d)", "");
    assert_address("[b](<http://c.d/ e>)", "b", "http://c.d/%20e");
    assert_address("[b](http://c.d/é)", "b", "http://c.d/%C3%A9");
    assert_address("[b](http://c.d/&#27;]x)", "b", "http://c.d/%E2%90%9B]x");
    assert_address("[b](http://c.d/;x)", "b", "http://c.d/;x");
}

static void test_parts__addresses_have_a_most(void **state)
{
    struct buf address = {0}, safe = {0};

    (void)state;
    buf_text(&address, "http://");
    buf_fill(&address, 'x', ADDRESS_MAX - 7);
    assert_true(address_safe(&safe, buf_string(&address)));
    buf_char(&address, 'x');
    assert_false(address_safe(&safe, buf_string(&address)));
    buf_cut(&address, ADDRESS_MAX - 1);
    buf_char(&address, ' '); /* three bytes, encoded */
    buf_clear(&safe);
    assert_false(address_safe(&safe, buf_string(&address)));
    assert_int_equal(safe.length, 0);
    buf_done(&address);
    buf_done(&safe);
}

/* One number is a byte: the links beyond have their address behind them. */
static void test_parts__very_many_links(void **state)
{
    struct buf text = {0};
    struct styled styled = {.links_work = true};

    (void)state;
    for (int i = 1; i <= 300; i++)
        buf_format(&text, "[n](http://%d)\n\n", i);
    styled_markdown(&styled, buf_string(&text), 80);
    assert_false(styled.failed);
    assert_int_equal(styled.lines[2 * 254].length, 1);
    assert_memory_equal(
        buf_string(&styled.text) + styled.lines[2 * 255].start, "n (http://256)", 14);
    styled_done(&styled);
    buf_done(&text);
}

/* ---- formulas ---- */

static void test_parts__formulas_in_a_line(void **state)
{
    (void)state;
    assert_lines("The sum $\\sum_{i=1}^n x_i$ of **$x_1$**.", 40, "The sum ∑ᵢ₌₁ⁿ xᵢ of x₁.\n");
    assert_lines("$a_1$ and $b_1$", 40, "a₁ and b₁\n");
    assert_lines("$a * b$ and $c * d$", 40, "a * b and c * d\n");
    assert_lines("$\\{x\\}$", 40, "{x}\n");
    assert_lines("($x$), $n$-th, 漢$x$字", 40, "(x), n-th, 漢x字\n");
    assert_lines("the $n$th of 2$x$s, a$b$c, $x$$y$", 40, "the nth of 2xs, abc, xy\n");
    assert_lines("# $x^2$", 40, "x²\n");
    assert_lines("$x$ over\ntwo $a\n= b$ lines", 40, "x over two a = b lines\n");
}

static void test_parts__money_is_text(void **state)
{
    static const char *const texts[] = {"$5 and $6", "US$5 and US$6", "$5-$6", "a $ b $ c", "$",
        "$$", "$ x $", "costs 5$ or 6$", "$HOME and $USER", "$5, then $x", "2$x$3"};

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char expected[64];
        snprintf(expected, sizeof expected, "%s\n", texts[i]);
        assert_lines(texts[i], 40, expected);
    }
    assert_lines("\\$x\\$ and $5 and $y$", 40, "$x$ and $5 and y\n");
}

static void test_parts__formulas_beside_emphasis(void **state)
{
    (void)state;
    assert_lines("**Note:**$x$ *(a)*~b", 40, "Note:x (a)~b\n");
    assert_lines("**$x$**", 40, "x\n");
}

static void test_parts__formulas_end_with_their_block(void **state)
{
    (void)state;
    assert_lines("$a\n~~~\nb$", 40, "$a\n\n  b$\n");
    assert_lines("> $a\n> < b$", 40, "│ a < b\n");
    assert_lines("$$a\n> b$$", 40, "  a > b\n");
    assert_lines("> $$a +\n> b$$", 40, "│   a + b\n");
    assert_lines("$a\n\nb$", 40, "$a\n\nb$\n");
    assert_lines("- $a\n- b$", 40, "• $a\n• b$\n");
    assert_lines("$a\n# b$", 40, "$a\n\nb$\n");
}

static void test_parts__code_is_no_formula(void **state)
{
    (void)state;
    assert_lines("`$x^2$`", 40, "$x^2$\n");
    assert_lines("`$a` and `b$`", 40, "$a and b$\n");
    assert_lines("```\n$x^2$ $$y$$\n```", 40, "  $x^2$ $$y$$\n");
    assert_lines("    $x^2$\n", 40, "  $x^2$\n");
    assert_lines(
        "- a\n\n  ~~~\n  x=$y\n  f($z)\n  ~~~\n  $t$", 40, "• a\n\n    x=$y\n    f($z)\n\n  t\n");
    assert_lines("> ```\n> $x\n\n$y$", 40, "│   $x\n\ny\n");
    assert_lines("````\n```\n$x$\n````\n$y$", 40, "  ```\n  $x$\n\ny\n");
    assert_lines("```$x$``` is code", 40, "$x$ is code\n");
    assert_lines("```\n$$\nx\n$$\n```", 40, "  $$\n  x\n  $$\n");
}

static void test_parts__displayed_formulas_have_their_lines(void **state)
{
    (void)state;
    assert_lines("a $$x^2$$ b", 40, "a\n  x²\nb\n");
    assert_lines("$$\nx = y\n$$", 40, "  x = y\n");
    assert_lines("a\n$$\nx\n$$\nb", 40, "a\n  x\nb\n");
    assert_lines("- a\n  $$x$$\n- b", 40, "• a\n    x\n• b\n");
    assert_lines("> $$\n> x\n> + y\n> $$", 40, "│   x + y\n");
    assert_lines("$$\\begin{pmatrix}a\\\\b\\end{pmatrix}$$", 40, "  ⎛ a ⎞\n  ⎝ b ⎠\n");
}

/* Too wide for several lines: on one, which can be broken. */
static void test_parts__wide_displayed_formulas_are_broken(void **state)
{
    (void)state;
    assert_lines("$$a = \\begin{pmatrix}bbbbb\\\\c\\end{pmatrix}$$", 10, "a =\n(bbbbb; c)\n");
}

static void test_parts__unknown_formulas_are_source(void **state)
{
    (void)state;
    assert_lines("a $\\unknown{x}_1 * y$ *b*", 40, "a $\\unknown{x}_1 * y$ b\n");
    assert_lines("$$\\unknown$$", 40, "$$\\unknown$$\n");
}

/* The marks that stand for formulas on their way through Markdown are nobody else's. */
static void test_parts__marks_cannot_be_written(void **state)
{
    (void)state;
    assert_lines("\ufdd0"
                 "0\ufdd1 $x$ &#xfdd0;0&#xfdd1;",
        80, "<U+FDD0>0<U+FDD1> x <U+FDD0>0<U+FDD1>\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parts__a_table),
        cmocka_unit_test(test_parts__columns_have_sides),
        cmocka_unit_test(test_parts__long_cells_take_several_lines),
        cmocka_unit_test(test_parts__a_table_too_wide_is_a_list),
        cmocka_unit_test(test_parts__a_table_among_other_blocks),
        cmocka_unit_test(test_parts__tables_need_no_blank_lines),
        cmocka_unit_test(test_parts__what_is_no_table_stays_a_text),
        cmocka_unit_test(test_parts__a_formula_with_a_bar_in_a_table),
        cmocka_unit_test(test_parts__a_table_too_large_is_text),
        cmocka_unit_test(test_parts__task_lists),
        cmocka_unit_test(test_parts__struck_text_keeps_its_signs),
        cmocka_unit_test(test_parts__a_single_tilde_is_a_tilde),
        cmocka_unit_test(test_parts__addresses_are_behind_links),
        cmocka_unit_test(test_parts__addresses_are_not_doubled),
        cmocka_unit_test(test_parts__images_are_described),
        cmocka_unit_test(test_parts__links_are_links_where_they_work),
        cmocka_unit_test(test_parts__other_addresses_are_text),
        cmocka_unit_test(test_parts__addresses_have_a_most),
        cmocka_unit_test(test_parts__very_many_links),
        cmocka_unit_test(test_parts__formulas_in_a_line),
        cmocka_unit_test(test_parts__money_is_text),
        cmocka_unit_test(test_parts__formulas_beside_emphasis),
        cmocka_unit_test(test_parts__formulas_end_with_their_block),
        cmocka_unit_test(test_parts__code_is_no_formula),
        cmocka_unit_test(test_parts__displayed_formulas_have_their_lines),
        cmocka_unit_test(test_parts__wide_displayed_formulas_are_broken),
        cmocka_unit_test(test_parts__unknown_formulas_are_source),
        cmocka_unit_test(test_parts__marks_cannot_be_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
