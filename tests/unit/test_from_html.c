/* Converting HTML to Markdown. */
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
    check("a\x02z", "a\ufffdz"); /* as gumbo reads it, with and without a tag beside it */
    check("<b>a</b>\x02z \U0001fffe", "**a**\ufffdz \ufffd");
    check("a \x7f \U0001fffe", "a \ufffd \ufffd");
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
    check("<i>a</i>{{c1::<i>b</i> c}}", "*a*{{c1::_b_ c}}"); /* *a**b* c would be bold */
    check("{{c1::<b>a</b>}}{{c2::<b>b</b>}}", "{{c1::**a**}}{{c2::__b__}}");
    check("{{c1::a<b>:</b>:b::h}}", "{{c1::a\\::b::h}}");
    check("{{c1::a:<i hidden></i>::h}}", "{{c1::a&#58;::h}}");
    check("{{c1::<code>a</code>}}{{c2::<code>b</code>::h}}", "`{{c1::a}}{{c2::b::h}}`");
    check("{{c1::\\(x\\)::h}}42", "{{c1::$x$::h}}&#52;2");
    check("<s>a</s><b>b</b>c", "~~a~~**b**c");
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

/* ---- emphasis where CommonMark lets it begin and end ---- */

static void test_from_html__emphasis_beside_punctuation(void **state)
{
    (void)state;
    check("k<b>-means</b> and ROE<b>(x)</b>y", "k-**means** and ROE(**x**)y");
    check("a <i>sum:</i>b, Return <b>(on Equity)</b>?", "a *sum*:b, Return **(on Equity)**?");
    check("これは<b>「重要」</b>です", "これは「**重要**」です");
    check("10<b>€</b>x", "10€x");
    check("<b>a</b><i>b</i>", "**a***b*");
    check("<b>1. a</b>", "**1. a**");
    check("a<s>b</s>", "&#97;~~b~~");
    check("<u>u</u> <mark>m</mark> <a href='x'><u>l</u></a>", "*u* **m** [l](x)");
}

static void test_from_html__emphasis_is_split_by_blocks_links_and_gaps(void **state)
{
    (void)state;
    check("<b><div>one</div><p>two</p></b>", "**one**\n\n**two**");
    check("<b>one<br>two<br><br>three</b>", "**one\\\ntwo**\n\n**three**");
    check("x {{c1::a <b>b}} c</b> d", "x {{c1::a **b**}} **c** d");
    check("<b>{{c1::x}}</b>y <b>{{c2::z}}</b>", "{{c1::**x**}}y **{{c2::z}}**");
    check("<code>{{c1::f(x)}}</code> {{c2::<code>g</code>::h}}", "`{{c1::f(x)}}` {{c2::`g`::h}}");
}

static void test_from_html__styles_of_css(void **state)
{
    (void)state;
    check("<span style='font-weight:700'>a</span> <b style='font-weight: normal'>b</b>", "**a** b");
    check("<span style='color:red; font-style: italic'>a</span>", "*a*");
    check("<span style='text-decoration: line-through'>a</span>", "~~a~~");
    check("x<span style='vertical-align:super'>2</span>", "x²");
    check("<div style='font-family: Consolas'>a<br>&nbsp; b</div>", "```\na\n  b\n```");
    check("<font face='Courier New'>a_b</font>", "`a_b`");
}

static void test_from_html__what_is_hidden(void **state)
{
    (void)state;
    check("a<span style='display:none'>x</span><i hidden>y</i><!-- z --><button>b</button>"
          "<template>t</template><noscript>n</noscript>c",
        "ac");
    check("<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>", "漢(kan)");
    check("<details><summary>S</summary>text</details>", "S\\\ntext");
}

/* ---- code ---- */

static void test_from_html__code_keeps_lines_and_characters(void **state)
{
    (void)state;
    check("<pre>for i in x:<br>    <b>print</b>(i)</pre>", "```\nfor i in x:\n    print(i)\n```");
    check("<code>a<br>b</code>", "```\na\nb\n```");
    check("x <code>a<br>b</code>", "x `a`\\\n`b`");
    check("<code>a`b</code> <code>`</code>", "``a`b`` `` ` ``");
    check("<pre>```</pre>", "````\n```\n````");
    check("<code>n &lt;= 10<sup>4</sup></code>", "`n <= 10⁴`");
    check("<div>def f():</div><div>&nbsp; &nbsp; return 1</div>",
        "def f():\\\n\u00a0\u00a0\u00a0\u00a0return 1");
}

/* ---- lists ---- */

static void test_from_html__lines_that_are_lists(void **state)
{
    (void)state;
    check("1. a<br>2. b", "1. a\n2. b");
    check("Steps:<div>1. a</div><div>2. b</div>end", "Steps:\n\n1. a\n2. b\n\nend");
    check("- a<br>- b", "- a\n- b");
    check("• a<br>• b<br>1. c", "- a\n- b\n\n1\\. c");
    check("1. a<br>3. b<br>2) c", "1\\. a\\\n3. b\\\n2) c");
    check("<ol start=3><li>a</ol><ol><li>b</ol><ul><li>c</ul><ul><li>d</ul>",
        "3. a\n\n1) b\n\n- c\n\n* d");
    check("<ol><li>a<pre>b</pre></li><li>c<p>d</p></li></ol>",
        "1. a\n   ```\n   b\n   ```\n2. c\n\n   d");
}

/* ---- scripts ---- */

static void test_from_html__superscripts_and_subscripts(void **state)
{
    (void)state;
    check("SO<sub>4</sub><sup>2-</sup> 10<sup>&minus;3</sup> 1<sup>st</sup>", "SO₄²⁻ 10⁻³ 1ˢᵗ");
    check("k<sub>cat</sub> x<sup>Q b</sup> a<sup>®</sup><sup>[1]</sup>", "$k_{cat}$ x^(Q b) a®[1]");
    check("x{{c1::<sup>2</sup>}} x<sup>{{c2::3}}</sup>", "x{{c1::²}} x{{c2::³}}");
}

/* ---- formulas ---- */

static void test_from_html__formulas_have_their_source(void **state)
{
    (void)state;
    check("\\( x^2&nbsp;&lt; <b>3</b> \\)", "$x^2 < 3$");
    check("\\[\\begin{array}{c}<br>x \\\\<br><br>y<div>\\end{array}\\]</div>",
        "$$\\begin{array}{c}\nx \\\\\ny\n\\end{array}$$");
    check("\\(a<br>+ b\\)", "$a + b$");
    check("[$]a[/$] [$$]b[/$$] <anki-mathjax block='true'>c</anki-mathjax>", "$a$ $$b$$ $$c$$");
    check("\\begin{align}a&amp;=b\\end{align}", "$$\\begin{align}a&=b\\end{align}$$");
    check("\\(n\\)th \\(x\\)\\(y\\)", "$n$th $x$$y$");
    check("$5 for \\(x\\), $a$", "$5 for $x$, \\$a\\$");
    check("\\(a \\\\) b", "$a$ b");
    check("\\(open <code>\\(a\\)</code>", "\\\\(open `\\(a\\)`");
}

static void test_from_html__latex_text(void **state)
{
    (void)state;
    check("[latex]Radius $r$ and \\textbf{bold}, 5\\%[/latex]", "Radius $r$ and **bold**, 5%");
    check("[latex]\\begin{equation}x^2\\end{equation}[/latex]", "$$x^2$$");
    check("[latex]\\begin{itemize}\\item a $b$ \\item c\\end{itemize}[/latex]", "- a $b$\n- c");
    check("[latex]\\begin{enumerate}<div>&nbsp; \\item a</div><div>&nbsp; \\item b</div>"
          "<div>\\end{enumerate}[/latex]</div>",
        "1. a\n2. b");
    check("[latex]x^2[/latex] [latex]open", "$x^2$ [latex]open");
    check("a\u00adb &shy;&ZeroWidthSpace;c\ufeff", "ab c");
    check("<table><tr><th>a</th><td>b</td></tr><tr><th>c</th><td>d</td></tr></table>",
        "| a | b |\n|---|---|\n| **c** | d |");
    check("[latex]one $a$<br>line[/latex]", "one $a$ line");
    check("[latex]one<br><br>two[/latex]", "one\n\ntwo");
}

static void test_from_html__gaps_in_formulas(void **state)
{
    (void)state;
    check("\\(e^{i\\pi} = {{c1::-1}}\\)", "$e^{i\\pi} = {{c1::-1}}$");
    check("\\[{{c1::\\frac{a}{b}}}\\]", "$${{c1::\\frac{a}{b} }}$$");
    check("{{c1::\\(x^{y^{2}}\\)::hint \\(x\\)}}", "{{c1::$x^{y^{2} }$::hint $x$}}");
    check("{{c1::a::b::c}} {{x}}", "{{c1::a::b::c}} \\{{x}}");
    check("{{c1::a}} {{c0::b}}", "{{c1::a}} \\{{c0::b}}");
    check("x<sup>{{c1::2}}</sup> y<sup>{{c1::a}} b}}</sup>", "x{{c1::²}} y^({{c1::a}} b}})");
    check("{{x}}", "{{x}}");
}

static void test_from_html__gaps_of_several_lines_and_blocks(void **state)
{
    (void)state;
    check("{{c1::one<br>two<br>}}", "{{c1::one\\\ntwo}}");
    check("a<br>{{c1::<br>b}}", "a\\\n{{c1::b}}");
    check("<ul><li>{{c1::<p>x</p><p>y</p>}}</li></ul>", "- {{c1::x\n\n  y}}");
    check("{{c1::<ul><li>a</li></ul>}}", "{{c1::\n\n- a\n\n}}");
}

static void test_from_html__entities_once(void **state)
{
    (void)state;
    check("&amp;lt; &amp;amp;lt; &lt;b&gt;", "\\&lt; \\&amp;lt; <b>");
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

static bool reads(const char *begin, const char *unit, size_t count, struct buf *out)
{
    struct buf html = {0};
    buf_text(&html, begin);
    for (size_t i = 0; i < count; i++)
        buf_text(&html, unit);
    bool done = html_to_markdown(out, buf_string(&html), NULL);
    buf_done(&html);
    return done;
}

static void test_from_html__too_deep_by_any_tag(void **state)
{
    (void)state;
    static const char *const units[] = {"<div t=\"</\">", "<div t='</div>'>", "<div =\">", "<br-x>",
        "<ul><li>", "<table><tr><td>", "<li><dd>", "<div></x>", "<div><!-- </div> -->",
        "<div><!--> -->", "<p><blockquote>", "<optgroup>", "<rt><option>", "<h2></h2><rt></h2><h2>",
        "<select><h1></select></h1><optgroup>", "<caption></tbody><table>",
        "<span><div></span></div>", "<div><style></div></style>", "<svg><g d=x/>",
        "<svg><div></svg>", "<select><table></select><td><div></td>", "<div><td></span>"};
    for (size_t i = 0; i < COUNT(units); i++) {
        struct buf out = {0};
        if (reads("", units[i], 4000, &out))
            fail_msg("%s was read", units[i]);
        assert_int_equal(out.length, 0);
        buf_done(&out);
    }
}

static void test_from_html__many_tags_that_are_not_deep(void **state)
{
    (void)state;
    static const struct {
        const char *begin, *unit;
    } texts[] = {{"", "<div t=\"<div>\">x</div>"}, {"", "<br-x>x</BR-X>"}, {"", "<b>x</b>"},
        {"", "<p>x<BR><img src=a><hr>"}, {"", "<a href=\"x\">x"}, {"", "<ul><li>x<li>y</ul>"},
        {"<table><tr>", "<td>x"}, {"<table>", "<tr><td><p>x<td><b>y"}, {"", "<dt>x<dd>y"},
        {"", "<table><tr><td>x<tr><td>y</table>"}, {"x<select>", "<option>y"},
        {"x<select>", "<optgroup><option>y<option>z</optgroup>"}, {"", "x<!-- <div> --><!div>"},
        {"", "x<style><div></style>"}, {"", "x<svg><path d='x'/><g></g></svg>"},
        {"", "<ruby>x<rt>y</ruby>"}, {"", "1 < 2 <3>"}, {"", "<b>x"}, {"", "<B>x</p>"},
        {"", "<p><b>x"}, {"", "<p><font face=Arial size=2>x"}, {"", "<p><b>x<p><i>y"},
        {"", "<div><b>x</div>"}};
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct buf out = {0};
        if (!reads(texts[i].begin, texts[i].unit, 200, &out))
            fail_msg("%s was refused", texts[i].unit);
        assert_true(out.length > 0);
        buf_done(&out);
    }
}

/* Formatting tags that are never closed are as good as one, but the end tags of the others count.
 */
static void test_from_html__formatting_without_end_tags(void **state)
{
    (void)state;
    struct buf html = {0}, wanted = {0};
    buf_text(&html, "a <b>b ");
    buf_text(&wanted, "a **b ");
    for (int i = 0; i < 300; i++) {
        buf_text(&html, "<b>x</b> <font size=2>y ");
        buf_text(&wanted, "x y ");
    }
    buf_text(&html, "c</b> d <b>e</b>");
    buf_text(&wanted, "c** d **e**");
    check(buf_string(&html), buf_string(&wanted));
    buf_clear(&html);
    for (int i = 0; i < 60; i++)
        buf_format(&html, "<p><font color=%d>x", i); /* each would be reopened in all that follow */
    assert_false(html_to_markdown(&wanted, buf_string(&html), NULL));
    buf_done(&html);
    buf_done(&wanted);
}

static void test_from_html__latex_longer_than_a_formula(void **state)
{
    (void)state;
    struct buf html = {0}, wanted = {0};
    for (int i = 0; i < 12000; i++)
        buf_text(&html, "[latex]x^2");
    buf_text(&wanted, buf_string(&html) + strlen("[latex]"));
    buf_text(&html, "[/latex]");
    check(buf_string(&html), buf_string(&wanted));
    buf_done(&html);
    buf_done(&wanted);
}

static void test_from_html__large_tables(void **state)
{
    (void)state;
    struct buf out = {0};
    check("<table><tr><td>a<td colspan=64>b<tr><td>c<td>d</table>", "a\\\nb\\\nc\\\nd");
    assert_true(reads("<table><tr><td>a<td colspan=63>b", "<tr>", 311, &out));
    assert_memory_equal(buf_string(&out), "| a | b |", 9);
    buf_clear(&out);
    assert_true(reads("<table><tr><td>a<td colspan=63>b", "<tr>", 312, &out));
    assert_string_equal(buf_string(&out), "a\\\nb");
    buf_clear(&out);
    assert_true(reads("<table><tr><td>a<tr>", "<td colspan=99></td>", 3000, &out));
    assert_string_equal(buf_string(&out), "a");
    buf_done(&out);
}

/* Each table has 6400 cells, most of which are not in the HTML. */
static void test_from_html__many_tables(void **state)
{
    (void)state;
    struct buf table = {0}, out = {0};
    buf_text(&table, "<table><tr><td>a<td colspan=63>b");
    for (int i = 1; i < 100; i++)
        buf_text(&table, "<tr>");
    buf_text(&table, "</table>");
    assert_true(reads("", buf_string(&table), 5, &out));
    size_t tables = 0;
    for (const char *c = buf_string(&out); (c = strstr(c, "| a | b |")); c++)
        tables++;
    assert_int_equal(tables, 3);
    assert_true(strlen("\n\na\\\nb\n\na\\\nb") < out.length);
    assert_string_equal(
        out.bytes + out.length - strlen("\n\na\\\nb\n\na\\\nb"), "\n\na\\\nb\n\na\\\nb");
    buf_done(&table);
    buf_done(&out);
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
        cmocka_unit_test(test_from_html__emphasis_beside_punctuation),
        cmocka_unit_test(test_from_html__emphasis_is_split_by_blocks_links_and_gaps),
        cmocka_unit_test(test_from_html__styles_of_css),
        cmocka_unit_test(test_from_html__what_is_hidden),
        cmocka_unit_test(test_from_html__code_keeps_lines_and_characters),
        cmocka_unit_test(test_from_html__lines_that_are_lists),
        cmocka_unit_test(test_from_html__superscripts_and_subscripts),
        cmocka_unit_test(test_from_html__formulas_have_their_source),
        cmocka_unit_test(test_from_html__latex_text),
        cmocka_unit_test(test_from_html__gaps_in_formulas),
        cmocka_unit_test(test_from_html__gaps_of_several_lines_and_blocks),
        cmocka_unit_test(test_from_html__entities_once),
        cmocka_unit_test(test_from_html__too_deep),
        cmocka_unit_test(test_from_html__too_deep_by_any_tag),
        cmocka_unit_test(test_from_html__many_tags_that_are_not_deep),
        cmocka_unit_test(test_from_html__formatting_without_end_tags),
        cmocka_unit_test(test_from_html__latex_longer_than_a_formula),
        cmocka_unit_test(test_from_html__large_tables),
        cmocka_unit_test(test_from_html__many_tables),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
