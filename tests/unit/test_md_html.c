/* Markdown to HTML and back: what is exported to Anki is imported unchanged. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "exchange/anki_markup.h"
#include "text/md_html.h"

#include "test.h"

/* As an export names media, and an import links to them. */
static const char *name_of(void *context, const char *link, bool *sound)
{
    (void)context;
    if (strncmp(link, "media/", 6) != 0)
        return NULL;
    *sound = strstr(link, ".mp3") != NULL;
    return link + 6;
}

static const char *link_of(void *context, const char *name)
{
    (void)context;
    static char link[256];
    if (strstr(name, "://"))
        return NULL;
    snprintf(link, sizeof link, "media/%s", name);
    return link;
}

static void check(const char *markdown, const char *wanted)
{
    const struct html_media media = {link_of, NULL};
    struct buf html = {0}, back = {0};
    markdown_to_html(&html, markdown, name_of, NULL);
    assert_string_equal(buf_string(&html), wanted);
    assert_true(anki_to_markdown(&back, buf_string(&html), &media));
    assert_string_equal(buf_string(&back), markdown);
    assert_false(html.failed || back.failed);
    buf_done(&html);
    buf_done(&back);
}

static void check_html(const char *markdown, const char *wanted)
{
    struct buf html = {0};
    markdown_to_html(&html, markdown, NULL, NULL);
    assert_string_equal(buf_string(&html), wanted);
    assert_false(html.failed);
    buf_done(&html);
}

static void test_md_html__texts(void **state)
{
    (void)state;
    check("plain", "plain");
    check("", "");
    check("a **b** *c* `d < e`", "a <b>b</b> <i>c</i> <code>d &lt; e</code>");
    check("a < b & \"c\" * <tag>", "a &lt; b &amp; &quot;c&quot; * &lt;tag&gt;");
    check("one\\\ntwo", "one<br>two");
    check("one\n\ntwo", "<p>one</p><p>two</p>");
    check("[text](https://example.org/?a=1&b=2)",
        "<a href=\"https://example.org/?a=1&amp;b=2\">text</a>");
}

static void test_md_html__blocks(void **state)
{
    (void)state;
    check("- one\n- two\n  - three", "<ul><li>one</li><li>two<ul><li>three</li></ul></li></ul>");
    check("3. one\n4. two", "<ol start=\"3\"><li>one</li><li>two</li></ol>");
    check("> quoted", "<blockquote><p>quoted</p></blockquote>");
    check("```\nif a < b:\n  c\n```", "<pre><code>if a &lt; b:\n  c\n</code></pre>");
    check("## Head\n\ntext", "<h2>Head</h2><p>text</p>");
    check("| a | b |\n|---|---|\n| 1 | x \\| y |",
        "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td>x | y</td>"
        "</tr></tbody></table>");
}

static void test_md_html__formulas_and_media(void **state)
{
    (void)state;
    check("[noun\\]: dog", "[noun]: dog");
    check_html("[noun]: dog", "[noun]: dog");
    check("$x_1^2$ and $$\\frac{a}{b}$$", "\\(x_1^2\\) and \\[\\frac{a}{b}\\]");
    check("![alt](media/a.png) ![](<media/b c.png>)",
        "<img src=\"a.png\" alt=\"alt\"> <img src=\"b c.png\">");
    check("[a.mp3](media/a.mp3)", "[sound:a.mp3]");
    check("{{c1::**a**::hint}} b", "{{c1::<b>a</b>::hint}} b");
}

/* ---- Anki gets what the screen shows ---- */

static void test_md_html__formulas_by_the_rule_of_the_screen(void **state)
{
    (void)state;
    check("a$b$c costs $ 7 or 8 $ and $1 to $2", "a\\(b\\)c costs $ 7 or 8 $ and $1 to $2");
    check("`$a_b$`", "<code>$a_b$</code>");
    check("![the $x$ axis](media/a.png)", "<img src=\"a.png\" alt=\"the $x$ axis\">");
    check_html("> $$a <\n> b$$", "<blockquote><p>\\[a &lt;\nb\\]</p></blockquote>");
    check_html("\ufdd0"
               "0\ufdd1 $x$",
        "\ufffd"
        "0\ufdd1 \\(x\\)");
}

static void test_md_html__entities_are_decoded_once(void **state)
{
    (void)state;
    check_html(
        "[t](https://b.example/?x=1&amp;y=2)", "<a href=\"https://b.example/?x=1&amp;y=2\">t</a>");
    check_html("&lt;p> &rarr; &#955; &#31; &none;", "&lt;p&gt; → λ ␟ &amp;none;");
}

static void test_md_html__struck_text_and_tasks(void **state)
{
    (void)state;
    check("x~y~z", "x~y~z");
    check("a ~~b *c*~~ d", "a <s>b <i>c</i></s> d");
    check("- [x] a\n- [ ] b\n- [X] c", "<ul><li>[x] a</li><li>[ ] b</li><li>[X] c</li></ul>");
    check_html("- [x] a\n\n- b", "<ul><li><p>[x] a</p></li><li><p>b</p></li></ul>");
    check_html("- [ ] \n- b", "<ul><li>[ ]</li><li>b</li></ul>");
}

/* MathJax joins the text of an element, but not of two; Anki reads brackets before entities. */
static void test_md_html__anki_reads_no_markup_in_text(void **state)
{
    (void)state;
    check_html("\\\\(x\\\\) \\\\[y] \\\\{", "\\<span></span>(x\\) \\<span></span>[y] \\{");
    check_html("\\[sound:a.mp3] [LaTeX]x[/latex] [\\$]x[/\\$] [\\$$] [anki:tts]",
        "&#91;sound:a.mp3] &#91;LaTeX]x[/latex] &#91;$]x[/$] &#91;$$] &#91;anki:tts]");
    check_html("\\\\[sound:a]", "\\<span></span>&#91;sound:a]");
    check_html("`\\(x [latex]`", "<code>\\(x &#91;latex]</code>");
    check_html("    \\(x [$]", "<pre><code>\\(x &#91;$]\n</code></pre>");
    check_html("![[sound:a]](b.png)", "<img src=\"b.png\" alt=\"&#91;sound:a]\">");
    check_html("[soun**d:a**] [a]", "[soun<b>d:a</b>] [a]");
}

static void test_md_html__formulas_end_at_their_own_marks(void **state)
{
    (void)state;
    check_html("$\\text{\\)}$ $$\\]$$ $a\\]$",
        "<code>$\\text{\\)}$</code> <code>$$\\]$$</code> \\(a\\]\\)");
    check_html("$$\\begin{cases}(a\\\\)\\\\] b\\end{cases}$$",
        "\\[\\begin{cases}(a\\\\)\\\\ ] b\\end{cases}\\]");
    check_html("$(a\\\\)$", "\\((a\\\\ )\\)");
    check_html("$$ $$", "<code>$$ $$</code>");
    check_html("$[latex] \\(x$", "\\(&#91;latex] \\(x\\)");
}

static void test_md_html__no_link_runs_a_script(void **state)
{
    (void)state;
    check_html("[a **b**](javascript:f(\"x\")) c", "a <b>b</b> (javascript:f(&quot;x&quot;)) c");
    check_html("[a](<&#32;Java&#10;Script:f>)", "a ( Java Script:f)");
    check("[a](javascript.html)", "<a href=\"javascript.html\">a</a>");
}

static void check_from(const char *html, const char *wanted)
{
    const struct html_media media = {link_of, NULL};
    struct buf out = {0};
    assert_true(anki_to_markdown(&out, html, &media));
    assert_string_equal(buf_string(&out), wanted);
    buf_done(&out);
}

static void test_md_html__what_anki_has(void **state)
{
    (void)state;
    check_from("[latex]x^2[/latex] [$]a[/$] [$$]b[/$$]", "$x^2$ $a$ $$b$$");
    check_from("[sound:a b.mp3]", "[a b.mp3](<media/a b.mp3>)");
    check_from("[sound:open", "[sound:open");
    check_from("<img src=\"https://example.org/a.png\">", "![](https://example.org/a.png)");
    check_from("bad \xff\xc0\xaf\xed\xa0\x80 end", "bad \xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"
                                                   "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd end");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_md_html__texts),
        cmocka_unit_test(test_md_html__blocks),
        cmocka_unit_test(test_md_html__formulas_and_media),
        cmocka_unit_test(test_md_html__formulas_by_the_rule_of_the_screen),
        cmocka_unit_test(test_md_html__entities_are_decoded_once),
        cmocka_unit_test(test_md_html__struck_text_and_tasks),
        cmocka_unit_test(test_md_html__anki_reads_no_markup_in_text),
        cmocka_unit_test(test_md_html__formulas_end_at_their_own_marks),
        cmocka_unit_test(test_md_html__no_link_runs_a_script),
        cmocka_unit_test(test_md_html__what_anki_has),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
