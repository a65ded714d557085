/* Markdown as styled lines: the structures of CommonMark, made safe and fitted to the width. The
 * expected lines are laid out as a person would: with bullets and numbers, and a bar beside
 * quotations. Properties of any text are tested in test_styled_any.c. */
#include "text/md_styled.h"
#include "text/text.h"
#include "view/frame.h"

#include "test.h"

#define ACUTE "\xcc\x81" /* U+0301 */

static void add_lines(const struct styled *styled, struct buf *out)
{
    for (size_t i = 0; i < styled->count; i++) {
        buf_add(out, styled->text.bytes + styled->lines[i].start, styled->lines[i].length);
        buf_char(out, '\n');
    }
}

/* The styles of the lines as letters: b bold, e emphasis, c code, f faint, l link, a point for
 * plain. */
static void add_styles(const struct styled *styled, struct buf *out)
{
    static const char letters[STYLE_COUNT] = {'.', 'b', 'e', 'c', 'f', 'l'};

    for (size_t i = 0; i < styled->count; i++) {
        for (size_t at = 0; at < styled->lines[i].length; at++) {
            size_t style = (unsigned char)styled->styles.bytes[styled->lines[i].start + at];
            buf_char(out, style < STYLE_COUNT && letters[style] ? letters[style] : '?');
        }
        buf_char(out, '\n');
    }
}

typedef void add_fn(const struct styled *styled, struct buf *out);

static void assert_styled(const char *markdown, int width, add_fn *add, const char *expected)
{
    struct styled styled = {0};
    struct buf out = {0};

    styled_markdown(&styled, markdown, width);
    assert_false(styled.failed);
    assert_int_equal(styled.text.length, styled.styles.length);
    add(&styled, &out);
    assert_string_equal(buf_string(&out), expected);
    buf_done(&out);
    styled_done(&styled);
}

static void assert_lines(const char *markdown, int width, const char *expected)
{
    assert_styled(markdown, width, add_lines, expected);
}

static void assert_styles(const char *markdown, const char *expected)
{
    assert_styled(markdown, 80, add_styles, expected);
}

/* ---- paragraphs ---- */

static void test_styled__nothing_is_no_lines(void **state)
{
    (void)state;
    assert_lines("", 20, "");
    assert_lines("\n\n", 20, "");
    assert_lines("   ", 20, "");
}

static void test_styled__paragraphs_have_a_line_between(void **state)
{
    (void)state;
    assert_lines("one", 20, "one\n");
    assert_lines("one\n\ntwo", 20, "one\n\ntwo\n");
    assert_lines("one\n\n\n\ntwo\n", 20, "one\n\ntwo\n");
}

static void test_styled__soft_breaks_are_spaces(void **state)
{
    (void)state;
    assert_lines("one\ntwo\nthree", 20, "one two three\n");
    assert_lines("one\ntwo\nthree", 7, "one two\nthree\n");
    assert_lines("one\r\ntwo", 20, "one two\n");
}

static void test_styled__hard_breaks_are_kept(void **state)
{
    (void)state;
    assert_lines("one\\\ntwo", 20, "one\ntwo\n");
    assert_lines("one  \ntwo", 20, "one\ntwo\n");
}

static void test_styled__paragraphs_are_broken_at_spaces(void **state)
{
    (void)state;
    assert_lines("a bias shifts the function", 10, "a bias\nshifts the\nfunction\n");
    assert_lines("漢字漢字", 4, "漢字\n漢字\n");
}

static void test_styled__long_words_are_cut(void **state)
{
    (void)state;
    assert_lines("abcdefghij", 4, "abcd\nefgh\nij\n");
    assert_lines("- abcdefghij", 6, "• abcd\n  efgh\n  ij\n");
}

/* ---- blocks ---- */

static void test_styled__headings(void **state)
{
    (void)state;
    assert_lines("# One\ntext\n\nTwo\n---\nmore", 20, "One\n\ntext\n\nTwo\n\nmore\n");
    assert_styles("# One `c`\ntext", "bbbbc\n\n....\n");
}

static void test_styled__a_list(void **state)
{
    (void)state;
    assert_lines("- one\n- two\n", 20, "• one\n• two\n");
    assert_lines("* one two three\n* four", 9, "• one two\n  three\n• four\n");
    assert_lines("- one\n\n\nafter", 20, "• one\n\nafter\n");
}

static void test_styled__numbers_start_where_the_text_does(void **state)
{
    (void)state;
    assert_lines("1. one\n2. two", 20, "1. one\n2. two\n");
    assert_lines("1. one\n1. two", 20, "1. one\n2. two\n");
    assert_lines("0. one\n1. two", 20, "0. one\n1. two\n");
    assert_lines("7) one\n9) two", 20, "7. one\n8. two\n");
    assert_lines("9. nine\n10. ten is long", 9, "9. nine\n10. ten\n    is\n    long\n");
    assert_lines("999999999. a\n1. b", 20, "999999999. a\n1000000000. b\n");
}

static void test_styled__nested_lists(void **state)
{
    (void)state;
    assert_lines("- a\n  - b\n    - c\n- d", 20, "• a\n  • b\n    • c\n• d\n");
    assert_lines("1. a\n   - b\n   - c\n2. d", 20, "1. a\n   • b\n   • c\n2. d\n");
    assert_lines("- 3. a\n  4. b", 20, "• 3. a\n  4. b\n");
    assert_lines("- - a", 20, "• • a\n");
}

static void test_styled__paragraphs_of_an_item_are_indented(void **state)
{
    (void)state;
    assert_lines("- one\n\n  two\n", 20, "• one\n\n  two\n");
}

static void test_styled__an_empty_item_has_its_bullet(void **state)
{
    (void)state;
    assert_lines("-\n- b", 20, "•\n• b\n");
}

static void test_styled__quotations_have_a_bar(void **state)
{
    (void)state;
    assert_lines("> one\n> two", 20, "│ one two\n");
    assert_lines("> one two three", 9, "│ one two\n│ three\n");
    assert_lines("> > one", 20, "│ │ one\n");
    assert_lines("> - one two\n", 7, "│ • one\n│   two\n");
    assert_lines("- > one two\n", 7, "• │ one\n  │ two\n");
    assert_lines("one\n\n> two\n\nthree", 20, "one\n\n│ two\n\nthree\n");
    assert_lines("> one\n>\n> two", 20, "│ one\n│\n│ two\n");
}

static void test_styled__code_blocks_stay_as_they_are(void **state)
{
    (void)state;
    assert_lines("```c\nint a;\n\n    b  *  c;\n```\n", 20, "  int a;\n\n      b  *  c;\n");
    assert_lines("    int a;\n      b_c_d\n", 20, "  int a;\n    b_c_d\n");
    assert_lines("~~~\n**a** <b> &amp; [c](d) - e\n~~~", 40, "  **a** <b> &amp; [c](d) - e\n");
    assert_lines("```\na\tb\n```", 20, "  a   b\n");
    assert_lines("- x\n\n  ```\n  a\n   b\n  ```\n", 20, "• x\n\n    a\n     b\n");
    assert_styles("```\na b\n```\nc", "ffccc\n\n.\n");
    /* CommonMark 5.2: the number of an item has at most nine digits */
    assert_lines("1234567890. ```\n$x^2$", 40, "1234567890. ``` x²\n");
}

static void test_styled__long_code_goes_on_behind_a_mark(void **state)
{
    (void)state;
    assert_lines("```\nabcdefghij  klm\n```", 10, "  abcdefgh\n  ↳ ij  kl\n  ↳ m\n");
    assert_lines("```\nabcdefgh\n```", 10, "  abcdefgh\n");
    assert_styles("> ```\n> a\n> ```", "ffffffc\n"); /* the bar has three bytes */
}

/* The widths of the blocks that are wider than 10 columns, one for each line. */
static void assert_blocks(const char *markdown, const char *lines, const int *blocks)
{
    struct styled styled = {.wide = 20};
    struct buf out = {0};

    styled_markdown(&styled, markdown, 10);
    assert_false(styled.failed);
    add_lines(&styled, &out);
    assert_string_equal(buf_string(&out), lines);
    for (size_t i = 0; i < styled.count; i++)
        assert_int_equal(styled.lines[i].block, blocks[i]);
    buf_done(&out);
    styled_done(&styled);
}

static void test_styled__code_and_tables_may_be_wider(void **state)
{
    (void)state;
    assert_blocks("one two three\n\n```\nabcdefghijklmno\np\n```\n\nfour",
        "one two\nthree\n\n  abcdefghijklmno\n  p\n\nfour\n",
        (const int[]){0, 0, 17, 17, 17, 0, 0});
    assert_blocks("```\nabcdefghijklmnopqrstu\n```", "  abcdefghijklmnopqr\n  ↳ stu\n",
        (const int[]){20, 20});
    assert_blocks("```\nabcdefgh\n```\n\none two three", "  abcdefgh\n\none two\nthree\n",
        (const int[]){0, 0, 0, 0});
    assert_blocks("|abcdefgh|ijklm|\n|-|-|\n|n|o|",
        "abcdefgh │ ijklm\n─────────┼──────\nn        │ o\n", (const int[]){16, 16, 16});
}

static void test_styled__a_rule_is_a_line_across(void **state)
{
    (void)state;
    assert_lines("---", 4, "────\n");
    assert_lines("***\n", 1, "─\n");
}

/* ---- spans ---- */

static void test_styled__spans_have_styles(void **state)
{
    (void)state;
    assert_lines("a **b** *c* `d` e", 20, "a b c d e\n");
    assert_styles("a **b** *c* `d` e", "..b.e.c..\n");
    assert_styles("__b__ _c_", "b.e\n");
    assert_styles("**b *c* d** *e*", "bbbbb.e\n");
    assert_styles("**b `c`**", "bbc\n");
    assert_styles("**é**x", "bb.\n"); /* two bytes */
}

static void test_styled__prefixes_are_faint(void **state)
{
    (void)state;
    assert_styles("1. a", "fff.\n");
    assert_styles("> a", "ffff.\n"); /* the bar has three bytes */
}

static void test_styled__styles_go_on_in_the_next_line(void **state)
{
    (void)state;
    assert_styled("**one two** three", 4, add_styles, "bbb\nbbb\n....\n.\n");
}

static void test_styled__code_keeps_its_characters(void **state)
{
    (void)state;
    assert_lines("`*a* <b> \\ &amp;`", 40, "*a* <b> \\ &amp;\n");
}

static void test_styled__html_is_text(void **state)
{
    (void)state;
    assert_lines("<b>bold</b>", 40, "<b>bold</b>\n");
    assert_lines("<div>\nx\n</div>", 40, "<div> x </div>\n");
    assert_lines("<!-- c -->", 40, "<!-- c -->\n");
}

static void test_styled__escapes(void **state)
{
    (void)state;
    assert_lines("\\*a\\* \\# \\\\ 3 \\< 4", 40, "*a* # \\ 3 < 4\n");
    assert_lines("snake_case_name 2*3*4", 40, "snake_case_name 234\n");
}

static void test_styled__link_definitions_alone_are_text(void **state)
{
    (void)state;
    assert_lines("[noun]: dog", 40, "[noun]: dog\n");
    assert_lines("\n[a]: b\n[c]: <d> 'e'\n", 40, "[a]: b\n[c]: <d> 'e'\n");
    assert_lines("[a]: b\n\nsee [a]", 40, "see a (b)\n");
}

static void test_styled__entities(void **state)
{
    (void)state;
    assert_lines("&amp; &lt;b&gt; &quot;", 40, "& <b> \"\n");
    assert_lines("a&nbsp;b", 40, "a\u00a0b\n");
    assert_lines("&rarr; &alpha; &times; &mdash;", 40, "→ α × —\n");
    assert_lines("&iacute;&Oslash;&thinsp;&spades;&epsilon;", 40, "íØ\u2009♠ε\n");
    assert_lines("&amp;lt; &nosuch; & AT&T", 40, "&lt; &nosuch; & AT&T\n");
}

/* CommonMark 6.2: every entity of HTML 5, and characters by number. */
static void test_styled__entities_by_number(void **state)
{
    (void)state;
    assert_lines("&#35; &#x41;", 40, "# A\n");
    assert_lines("&#0; &#x110000; &#xD800;", 40, "\ufffd \ufffd \ufffd\n");
}

static void test_styled__entities_do_not_smuggle(void **state)
{
    struct styled styled = {0};

    (void)state;
    styled_markdown(&styled, "&#27;[31m &#x1b; &#x202E; &#155; &#8203; &#10; &#13;", 80);
    assert_int_equal(styled.count, 1);
    /* a line feed by number is a space, and everything else of these a mark */
    assert_string_equal(buf_string(&styled.text), "␛[31m ␛ <U+202E> <U+009B> <U+200B>   ␍");
    styled_done(&styled);
}

static void test_styled__hostile_text_is_marked(void **state)
{
    (void)state;
    assert_lines("\x1b[31m*a*\x07 \u202eb `\u200b`", 60, "␛[31ma␇ <U+202E>b <U+200B>\n");
    assert_lines("```\n\x1b]0;t\x07\n```", 60, "  ␛]0;t␇\n");
}

/* ---- plain text, rules, drawing ---- */

static void test_styled__plain_text_is_no_markdown(void **state)
{
    struct styled styled = {0};
    struct buf out = {0};

    (void)state;
    styled_plain(&styled, "*a* # b\n\n- c &amp; \x1b long", STYLE_FAINT, 10);
    add_lines(&styled, &out);
    assert_string_equal(buf_string(&out), "*a* # b\n\n- c &amp;\n␛ long\n");
    for (size_t i = 0; i < styled.styles.length; i++)
        assert_int_equal(styled.styles.bytes[i], STYLE_FAINT);
    assert_int_equal(styled.styles.length, styled.text.length);
    buf_done(&out);
    styled_done(&styled);
}

static void test_styled__parts_are_appended(void **state)
{
    struct styled styled = {0};
    struct buf out = {0};

    (void)state;
    styled_markdown(&styled, "a\n\nb", 10);
    styled_blank(&styled);
    styled_rule(&styled, 3);
    styled_plain(&styled, "c", STYLE_PLAIN, 10);
    styled_markdown(&styled, "- d", 10);
    add_lines(&styled, &out);
    assert_string_equal(buf_string(&out), "a\n\nb\n\n───\nc\n• d\n");
    buf_done(&out);
    styled_done(&styled);
    assert_int_equal(styled.count, 0);
}

static void test_styled__lines_are_drawn_with_their_styles(void **state)
{
    struct styled styled = {0};
    struct frame frame = {0};
    struct buf out = {0};

    (void)state;
    assert_true(frame_resize(&frame, 2, 8));
    styled_markdown(&styled, "a **漢** b\n\nlong words", 20);
    frame_styled(&frame, 0, 1, &styled, 0);
    frame_styled(&frame, 1, 0, &styled, 1); /* empty */
    frame_styled(&frame, 1, 3, &styled, 2); /* clipped */
    frame_dump(&frame, &out);
    assert_string_equal(buf_string(&out), " a 漢 b\n   long\n");
    assert_int_equal(frame_cell(&frame, 0, 1)->style, STYLE_PLAIN);
    assert_int_equal(frame_cell(&frame, 0, 3)->style, STYLE_STRONG);
    assert_int_equal(frame_cell(&frame, 0, 6)->style, STYLE_PLAIN);
    buf_done(&out);
    frame_done(&frame);
    styled_done(&styled);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_styled__nothing_is_no_lines),
        cmocka_unit_test(test_styled__paragraphs_have_a_line_between),
        cmocka_unit_test(test_styled__soft_breaks_are_spaces),
        cmocka_unit_test(test_styled__hard_breaks_are_kept),
        cmocka_unit_test(test_styled__paragraphs_are_broken_at_spaces),
        cmocka_unit_test(test_styled__long_words_are_cut),
        cmocka_unit_test(test_styled__headings),
        cmocka_unit_test(test_styled__a_list),
        cmocka_unit_test(test_styled__numbers_start_where_the_text_does),
        cmocka_unit_test(test_styled__nested_lists),
        cmocka_unit_test(test_styled__paragraphs_of_an_item_are_indented),
        cmocka_unit_test(test_styled__an_empty_item_has_its_bullet),
        cmocka_unit_test(test_styled__quotations_have_a_bar),
        cmocka_unit_test(test_styled__code_blocks_stay_as_they_are),
        cmocka_unit_test(test_styled__long_code_goes_on_behind_a_mark),
        cmocka_unit_test(test_styled__code_and_tables_may_be_wider),
        cmocka_unit_test(test_styled__a_rule_is_a_line_across),
        cmocka_unit_test(test_styled__spans_have_styles),
        cmocka_unit_test(test_styled__prefixes_are_faint),
        cmocka_unit_test(test_styled__styles_go_on_in_the_next_line),
        cmocka_unit_test(test_styled__code_keeps_its_characters),
        cmocka_unit_test(test_styled__html_is_text),
        cmocka_unit_test(test_styled__escapes),
        cmocka_unit_test(test_styled__link_definitions_alone_are_text),
        cmocka_unit_test(test_styled__entities),
        cmocka_unit_test(test_styled__entities_by_number),
        cmocka_unit_test(test_styled__entities_do_not_smuggle),
        cmocka_unit_test(test_styled__hostile_text_is_marked),
        cmocka_unit_test(test_styled__plain_text_is_no_markdown),
        cmocka_unit_test(test_styled__parts_are_appended),
        cmocka_unit_test(test_styled__lines_are_drawn_with_their_styles),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
