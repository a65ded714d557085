/* From HTML to Markdown. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "text/from_html.h"

#include "test.h"

static void check(const char *html, const char *wanted)
{
    struct buf out = {0};
    buf_text(&out, "before");
    assert_true(html_to_markdown(&out, html, NULL));
    assert_false(out.failed);
    assert_memory_equal(buf_string(&out), "before", 6);
    assert_string_equal(buf_string(&out) + 6, wanted);
    buf_done(&out);
}

static void test_from_html__text_and_entities(void **state)
{
    (void)state;
    check("plain", "plain");
    check("a &lt; b &amp;&nbsp;c &auml; &#x1F600;", "a < b & c ä 😀");
    check("  two \n words  ", "two words");
    check("", "");
    check("<script>x</script><style>y</style>z", "z");
}

static void test_from_html__lines_and_paragraphs(void **state)
{
    (void)state;
    check("a<br>b", "a\\\nb");
    check("a<br><br>b<br>", "a\n\nb");
    check("<div>a</div><div>b</div>", "a\\\nb");
    check("a<div>b</div><div><br></div><div>c</div>", "a\\\nb\n\nc");
    check("<p>a</p>\n<p>b</p>", "a\n\nb");
    check("<h2>T</h2>x<hr>y", "## T\n\nx\n\n---\n\ny");
    check("<blockquote>a<p>b</p></blockquote>c", "> a\n>\n> b\n\nc");
}

static void test_from_html__emphasis_and_code(void **state)
{
    (void)state;
    check("x <b>bold</b> <i>it</i><em> em </em>y", "x **bold** *it em* y");
    check("<s>a</s> <del>b </del>c<strike>d</strike>", "~~a~~ ~~b~~ &#99;~~d~~");
    check("<b><b>once</b></b><b></b>", "**once**");
    check("<code>a*b_c</code>", "`a*b_c`");
    check("<pre>a\n  b*\n</pre>after", "```\na\n  b*\n```\n\nafter");
    check("<pre><code>x</code></pre>", "```\nx\n```");
}

static void test_from_html__lists(void **state)
{
    (void)state;
    check("has<ul><li>a</li><li>b<ol><li>c</li><li>d</li></ol></li></ul>end",
        "has\n\n- a\n- b\n  1. c\n  2. d\n\nend");
    check("<ol><li>a<br>b</li></ol>", "1. a\\\n   b");
}

static void test_from_html__tables(void **state)
{
    (void)state;
    check("<table><tr><th>H</th><th>I|J</th></tr><tr><td>1</td><td>a<br>b</td></tr></table>",
        "| H | I\\|J |\n|---|---|\n| 1 | a b |");
}

static void test_from_html__links_and_images(void **state)
{
    (void)state;
    check("<a href=\"http://x.org/a b\">here</a>", "[here](<http://x.org/a b>)");
    check("<img src=\"a.png\" alt=\"A\"> <img>", "![A](a.png)");
}

static void test_from_html__what_markdown_would_take_for_its_own(void **state)
{
    (void)state;
    check("a*b* `c` _d_ e_f &lt;b&gt; 1 &lt; 2", "a\\*b\\* \\`c\\` \\_d\\_ e_f <b> 1 < 2");
    check("# a<br>- b<br>&gt; c -d", "\\# a\\\n\\- b\\\n\\> c -d");
}

static void test_from_html__formulas_and_gaps_stay(void **state)
{
    (void)state;
    check("<b>x</b>\\(a*b_1 &lt; c\\) and \\[x\\]", "**x**$a*b_1 < c$ and $$x$$");
    check("<i>{{c1::a*b::h}}</i>", "*{{c1::a\\*b::h}}*");
}

static void test_from_html__too_deep(void **state)
{
    (void)state;
    struct buf html = {0}, out = {0};
    for (int i = 0; i < 10000; i++)
        buf_text(&html, "<div><b>");
    assert_false(html_to_markdown(&out, buf_string(&html), NULL));
    assert_int_equal(out.length, 0);
    buf_done(&html);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_from_html__text_and_entities),
        cmocka_unit_test(test_from_html__lines_and_paragraphs),
        cmocka_unit_test(test_from_html__emphasis_and_code),
        cmocka_unit_test(test_from_html__lists),
        cmocka_unit_test(test_from_html__tables),
        cmocka_unit_test(test_from_html__links_and_images),
        cmocka_unit_test(test_from_html__what_markdown_would_take_for_its_own),
        cmocka_unit_test(test_from_html__formulas_and_gaps_stay),
        cmocka_unit_test(test_from_html__too_deep),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
