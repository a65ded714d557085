/* The links and images of a Markdown text. */
#include "test.h"
#include "text/md_links.h"

#include "base/buf.h"
#include "text/text.h"

#include <string.h>

/* Expects one line for each: ! before the address of an image. */
static void assert_links(const char *markdown, const char *expected)
{
    struct md_links links = {0};
    struct buf text = {0};
    md_links_read(&links, markdown);
    assert_false(links.failed);
    for (size_t i = 0; i < links.count; i++)
        buf_format(&text, "%s%s\n", links.list[i].image ? "!" : "", links.list[i].address);
    assert_string_equal(buf_string(&text), expected);
    buf_done(&text);
    md_links_done(&links);
}

static void test_md_links__are_in_the_order_of_the_text(void **state)
{
    (void)state;
    assert_links("", "");
    assert_links("no link, [brackets] (round) ![neither]", "");
    assert_links("[a](one.png) and ![b](two.png), <https://example.org>",
        "one.png\n!two.png\nhttps://example.org\n");
    assert_links("> - ![a](1.png)\n>   1. [b](2.mp3)\n\n# [c](3.pdf)", "!1.png\n2.mp3\n3.pdf\n");
    assert_links("| a | b |\n|---|---|\n| [x](1) | ![y](2) |", "1\n!2\n");
}

static void test_md_links__a_picture_may_be_in_a_link(void **state)
{
    (void)state;
    assert_links("[![a](small.png)](https://a.org/big.png)", "https://a.org/big.png\n!small.png\n");
    assert_links("![a ![b](in.png)](out.png)", "!out.png\n!in.png\n");
}

static void test_md_links__titles_references_and_escapes_are_markdown(void **state)
{
    (void)state;
    assert_links("[a](<my file.png> \"a title\") ![b](x\\).png 'y')", "my file.png\n!x).png\n");
    assert_links("[a][r] ![r]\n\n[r]: there.png", "there.png\n!there.png\n");
    assert_links("[a](?x=1&amp;y=%20&copy;)", "?x=1&y=%20©\n");
    assert_links("\\[a](one) !\\[b](two) [c] (three) [d](not a link)", "");
    assert_links("[a](javascript:alert(1)) [b](file:///etc/passwd)",
        "javascript:alert(1)\nfile:///etc/passwd\n");
    assert_links("[empty]() ![]() [b](<>)", "");
}

static void test_md_links__code_and_formulas_have_none(void **state)
{
    (void)state;
    assert_links("`[a](one)` ``![b](two)``\n\n    [c](three)\n\n```\n![d](four)\n```", "");
    assert_links("$[a](x)$ and $$![b](y)$$", "");
    assert_links("<img src=\"a.png\"> <a href=\"b\">", "");
    assert_links("[a](cost$5$.png)", "cost$5$.png\n");
}

static void test_md_links__text_is_safe_and_gaps_do_not_matter(void **state)
{
    (void)state;
    assert_links("![" TEXT_MARK "[...]" TEXT_MARK_END "](a.png)", "!a.png\n");
    assert_links(TEXT_MARK "[a](b.png)" TEXT_MARK_END, "b.png\n");
    assert_links("[a](x\033[31m.png)", "x␛[31m.png\n");
    assert_links("[a](https://a.org/\u202Egnp.exe)", "https://a.org/<U+202E>gnp.exe\n");
    assert_links("[a](b\xff.png)", "b\uFFFD.png\n");
}

static void test_md_links__are_appended(void **state)
{
    (void)state;
    struct md_links links = {0};
    md_links_read(&links, "[a](1)");
    md_links_read(&links, "plain");
    md_links_read(&links, "![b](2)");
    assert_int_equal(links.count, 2);
    assert_string_equal(links.list[1].address, "2");
    md_links_done(&links);
    assert_int_equal(links.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_md_links__are_in_the_order_of_the_text),
        cmocka_unit_test(test_md_links__a_picture_may_be_in_a_link),
        cmocka_unit_test(test_md_links__titles_references_and_escapes_are_markdown),
        cmocka_unit_test(test_md_links__code_and_formulas_have_none),
        cmocka_unit_test(test_md_links__text_is_safe_and_gaps_do_not_matter),
        cmocka_unit_test(test_md_links__are_appended),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
