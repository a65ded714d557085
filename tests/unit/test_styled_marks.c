/* Marked parts of a text, which a gap's card shows as its answer. Here they are written as <...>,
 * and as {...} in the expected lines. */
#include "deck/cloze.h"
#include "text/md_styled.h"
#include "text/text.h"

#include "test.h"

/* Appends the lines, with braces around what is in STYLE_GAP. */
static void add_lines(const struct styled *styled, struct buf *out)
{
    for (size_t i = 0; i < styled->count; i++) {
        bool marked = false;
        for (size_t at = 0; at < styled->lines[i].length; at++) {
            size_t byte = styled->lines[i].start + at;
            bool gap = styled->styles.bytes[byte] == STYLE_GAP;
            buf_text(out, gap == marked ? "" : gap ? "{" : "}");
            buf_char(out, styled->text.bytes[byte]);
            marked = gap;
        }
        buf_text(out, marked ? "}\n" : "\n");
    }
}

static void assert_marked(const char *text, int width, const char *want)
{
    static struct buf marked, got;
    static struct styled styled;
    buf_clear(&marked);
    buf_clear(&got);
    styled_clear(&styled);
    for (const char *c = text; *c; c++)
        if (*c == '<')
            buf_text(&marked, TEXT_MARK);
        else if (*c == '>')
            buf_text(&marked, TEXT_MARK_END);
        else
            buf_char(&marked, *c);
    styled_marked(&styled, buf_string(&marked), width);
    assert_false(styled.failed);
    add_lines(&styled, &got);
    assert_string_equal(buf_string(&got), want);
}

static void test_styled_marks__change_nothing_around_them(void **state)
{
    (void)state;
    assert_marked("ReLU is <max(0, x)>; its slope", 40, "ReLU is {max(0, x)}; its slope\n");
    assert_marked("a <_really_> b", 40, "a {really} b\n");
    assert_marked("<**a**>b, *c <d> e*", 40, "{a}b, c {d} e\n");
    assert_marked("a`<b>`c", 40, "a{b}c\n");
    assert_marked("<- a\n- b>\n- c", 40, "• {a}\n• {b}\n• c\n");
    assert_marked("<# a>\n\nb", 40, "{a}\n\nb\n");
    assert_marked("<```\na\n\nb\n```>", 40, "  {a}\n\n  {b}\n");
    assert_marked("    x = <a*b*c>", 40, "  x = {a*b*c}\n");
    assert_marked("| a | <b> |\n|---|---|\n| <c> | d |", 40, "a │ {b}\n──┼──\n{c} │ d\n");
    assert_marked("[<link>](http://x.org)", 40, "{link} (http://x.org)\n");
    assert_marked("<![cat](c.png)>", 40, "{[image: cat]} (c.png)\n");
    assert_marked("a~b <c~d> &amp; <&lt;>", 40, "a~b {c~d} & {<}\n");
    assert_marked("one <two three> four", 9, "one {two}\n{three}\nfour\n");
    assert_marked("a<>b", 40, "ab\n");
}

static void test_styled_marks__in_formulas(void **state)
{
    (void)state;
    assert_marked("a <$x^2$> b", 40, "a {x²} b\n");
    assert_marked("$\\frac{ <\\alpha_1> }{2}$", 40, "{α₁}/2\n");
    assert_marked("$\\frac{<a+b>}{2}$", 40, "{(a + b)}/2\n");
    assert_marked("$x^{<10>} + <y>$", 40, "x{¹⁰} + {y}\n");
    assert_marked("$aa<a>a$", 40, "aa{a}a\n");
    assert_marked("$a <=> b$", 40, "a {=} b\n");
    assert_marked("$\\foo{<ab>}$", 40, "$\\foo{{ab}}$\n"); /* shown as it is written */
    assert_marked("$$\\begin{pmatrix} a & <10> \\\\ c & d \\end{pmatrix}$$", 40,
        "  ⎛ a  {10} ⎞\n  ⎝ c  d  ⎠\n");
    assert_marked("`$<a>$`", 40, "${a}$\n");
}

/* A mark in any other text is shown as what it is. */
static void test_styled_marks__are_not_forged(void **state)
{
    struct styled styled = {0};
    struct buf got = {0};
    (void)state;
    styled_markdown(&styled, "a" TEXT_MARK "b" TEXT_MARK_END, 40);
    add_lines(&styled, &got);
    assert_string_equal(buf_string(&got), "a<U+FDD2>b<U+FDD3>\n");
    buf_done(&got);
    styled_done(&styled);
}

/* ---- any text ---- */

static const char *const pieces[] = {"a", " ", "\n", "\n\n", "- ", "> ", "# ", "1. ", "    ", "*",
    "**", "_", "`", "``", "```\n", "~~", "$", "$$", "$x^2$", "\\frac{1}", "{2}", "\\", "[", "](u)",
    "(", ")", ":", "![", "| b |\n|---|\n", "&amp;", "é", "<", "{{", "}}", "{{c1::", "::", "{{b}}",
    "{{*d*}}", "{{$e$}}", "{{f::g}}"};

static void add_any(struct buf *text, uint64_t *dice)
{
    for (unsigned i = 0; i < 12; i++) {
        *dice = *dice * 6364136223846793005U + 1442695040888963407U;
        buf_text(text, pieces[(*dice >> 33) % COUNT(pieces)]);
    }
}

static void lay(struct styled *styled, const struct buf *text, bool marked)
{
    styled_clear(styled);
    if (marked)
        styled_marked(styled, buf_string(text), 60);
    else
        styled_markdown(styled, buf_string(text), 60);
    assert_false(styled->failed);
}

static void remove_marks(struct buf *text)
{
    for (char *mark; (mark = memmem(text->bytes, text->length, "\xef\xb7", 2));) {
        memmove(mark, mark + 3, text->length - (size_t)(mark - text->bytes) - 2);
        text->length -= 3;
    }
}

/* The sentence with its marks shows the same as without, and so does the question. A question shows
 * its brackets, except beside a fence, in cells that the table has no column for, and around a hint
 * such as "](u)". */
static void test_styled_marks__of_any_cloze(void **state)
{
    static struct buf text, question, sentence;
    static struct cloze cloze;
    static struct styled marked, plain;
    uint64_t dice = 7;
    unsigned asked = 0, hidden = 0;
    (void)state;
    for (unsigned round = 0; round < 20000; round++) {
        buf_clear(&text);
        add_any(&text, &dice);
        assert_true(cloze_read(&cloze, buf_string(&text)));
        for (int gap = 0; (gap = cloze_next_gap(&cloze, gap)); asked++) {
            buf_clear(&sentence);
            buf_clear(&question);
            assert_true(cloze_reveal(buf_string(&text), gap, CLOZE_MARKS, &sentence));
            lay(&marked, &sentence, true);
            remove_marks(&sentence);
            lay(&plain, &sentence, false);
            assert_int_equal(marked.count, plain.count);
            assert_string_equal(buf_string(&marked.text), buf_string(&plain.text));
            cloze_question(&cloze, gap, &question);
            lay(&plain, &question, false);
            hidden += !strchr(buf_string(&plain.text), '[');
            const struct card card = {
                .variant = gap, .question = buf_string(&question), .cloze = buf_string(&text)};
            buf_clear(&sentence);
            cloze_mark_question(&card, &sentence);
            lay(&marked, &sentence, true);
            assert_int_equal(marked.count, plain.count);
            assert_string_equal(buf_string(&marked.text), buf_string(&plain.text));
        }
    }
    assert_true(asked > 10000);
    assert_true(hidden < asked / 400);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_styled_marks__change_nothing_around_them),
        cmocka_unit_test(test_styled_marks__in_formulas),
        cmocka_unit_test(test_styled_marks__are_not_forged),
        cmocka_unit_test(test_styled_marks__of_any_cloze),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
