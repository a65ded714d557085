/* Plain text as Markdown, which is tidy and shows the same text. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "text/md_styled.h"
#include "text/md_write.h"

#include "test.h"

/* What the screen shows of Markdown, without the last line feeds. */
static void show(const char *markdown, struct buf *shown)
{
    struct styled styled = {0};
    styled_markdown(&styled, markdown, 1000);
    styled_print(&styled, shown);
    while (shown->length && shown->bytes[shown->length - 1] == '\n')
        buf_cut(shown, shown->length - 1);
    assert_false(styled.failed);
    styled_done(&styled);
}

static void check(const char *text, const char *wanted)
{
    struct buf out = {0}, shown = {0};
    markdown_put_plain(&out, text);
    assert_false(out.failed);
    assert_string_equal(buf_string(&out), wanted);
    show(buf_string(&out), &shown);
    assert_string_equal(buf_string(&shown), text);
    buf_done(&out);
    buf_done(&shown);
}

static void test_md_write__leaves_what_is_harmless(void **state)
{
    (void)state;
    static const char *const texts[] = {"", "plain", "snake_case_x", "5 * 3", "C#", "C# and F#",
        "1.5", "~5", "a < b > c", "$5", "$5 and $6", "US$5/$6", "a <b>bold</b> tag", "AT&T & co",
        "[a] [b]: c", "a[0] = {1}", "f(x) -> y", "-5", "+1", "a`b", "a*", "x = 1 | y = 2",
        "C:\\dir", "(see: note)", "100%", "#tag", "a! b? c;", "[x] done"};
    for (size_t i = 0; i < COUNT(texts); i++)
        check(texts[i], texts[i]);
}

static void test_md_write__escapes_what_is_markup(void **state)
{
    (void)state;
    check("__init__", "\\_\\_init\\_\\_");
    check("2*3*4", "2\\*3\\*4");
    check("# of planets", "\\# of planets");
    check("&copy; &amp;", "\\&copy; \\&amp;");
    check("~~old~~", "\\~\\~old\\~\\~");
    check("$x$ or $$y$$", "\\$x\\$ or \\$\\$y\\$\\$");
    check("`a` `", "\\`a\\` \\`");
    check("[b](c)", "[b\\](c)");
    check("\\* \\a", "\\\\* \\a");
    check("<https://a.b>", "\\<https://a.b>");
}

static void test_md_write__lines_stay_lines(void **state)
{
    (void)state;
    check("a\nb\n\nc", "a\\\nb\n\nc");
    check("1. a\n2) b\n- c\n+ d\n> e\n---\n===",
        "1\\. a\\\n2) b\\\n\\- c\\\n\\+ d\\\n\\> e\\\n---\\\n\\===");
    check("a\n\u00a0\u00a0b", "a\\\n\u00a0\u00a0b");
    check("| a | b |\n|---|---|", "| a | b |\\\n\\|---|---|");
    check("```\ncode\n```", "\\`\\`\\`\\\ncode\\\n\\`\\`\\`");
}

static void test_md_write__white_space(void **state)
{
    (void)state;
    struct buf out = {0};
    markdown_put_plain(&out, "\n a  \r\n\tb\rc\n \n\n\nd\xff\n");
    assert_string_equal(buf_string(&out), "\u00a0a\\\n\u00a0\u00a0\u00a0\u00a0b\\\nc\n\nd\ufffd");
    buf_done(&out);
}

/* Every pair and triple of punctuation, alone and beside words and spaces. */
static void test_md_write__any_punctuation_is_shown(void **state)
{
    (void)state;
    static const char marks[] = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
    static const char *const frames[] = {"%s", "a%sb", "a %s b", "%sa%s", "a%s b%s", "x\n%s y\n%s"};
    for (const char *a = marks; *a; a++)
        for (const char *b = marks; *b; b++)
            for (size_t i = 0; i < COUNT(frames); i++) {
                char text[64];
                const char pair[] = {*a, *b, '\0'};
                struct buf out = {0}, shown = {0};
                snprintf(text, sizeof text, frames[i], pair, pair);
                markdown_put_plain(&out, text);
                show(buf_string(&out), &shown);
                assert_string_equal(buf_string(&shown), text);
                buf_done(&out);
                buf_done(&shown);
            }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_md_write__leaves_what_is_harmless),
        cmocka_unit_test(test_md_write__escapes_what_is_markup),
        cmocka_unit_test(test_md_write__lines_stay_lines),
        cmocka_unit_test(test_md_write__white_space),
        cmocka_unit_test(test_md_write__any_punctuation_is_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
