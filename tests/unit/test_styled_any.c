/* What must hold for the lines of any Markdown: they fit into the width, follow each other in the
 * text, and have a style for each byte. Tested with deep, long and random text, from fixed seeds.
 */
#include "text/md_styled.h"
#include "text/text.h"
#include "view/frame.h"

#include "test.h"

#define ACUTE "\xcc\x81" /* U+0301 */
#define MIB   ((size_t)1 << 20)

/* Steele, Lea and Flood's splitmix64: the same draws on every machine. */
static uint64_t random_state;

static unsigned random_below(unsigned bound)
{
    uint64_t z = (random_state += UINT64_C(0x9e3779b97f4a7c15));

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    z ^= z >> 31;
    return (unsigned)((z >> 32) % bound);
}

static void check(const struct styled *styled, int width, const char *source)
{
    size_t end = 0;

    assert_false(styled->failed);
    assert_int_equal(styled->text.length, styled->styles.length);
    for (size_t i = 0; i < styled->styles.length; i++)
        assert_true((unsigned char)styled->styles.bytes[i] < STYLE_COUNT);
    for (size_t i = 0; i < styled->count; i++) {
        const char *text = buf_string(&styled->text) + styled->lines[i].start;
        assert_int_equal(styled->lines[i].start, end);
        end += styled->lines[i].length;
        assert_null(memchr(text, '\n', styled->lines[i].length));
        if (text_width(text, styled->lines[i].length) > width)
            fail_msg("wider than %d: \"%.*s\" from \"%.2000s\"", width,
                (int)styled->lines[i].length, text, source);
    }
    assert_int_equal(end, styled->text.length);
}

static void check_markdown(const char *markdown, int width)
{
    struct styled styled = {0};

    styled_markdown(&styled, markdown, width);
    check(&styled, width, markdown);
    styled_done(&styled);
}

/* ---- random text ---- */

static const char *const inline_parts[] = {"word", "a", " ", " ", " ", "*", "**", "_", "`", "``",
    "[", "](x)", "!", "<", ">", "&amp;", "&", "\\", "漢字", "🎉", ("e" ACUTE), ACUTE, "\x1b",
    "\u202e", "\xff", "\t", "areallylongwordthatgoeson", "-", "1.", "  \n", "\n", "\r\n", "\n\n"};
static const char *const flat_starts[] = {
    "# ", "```\n", "    ", "---\n", "\n", "\n\n", "Title\n===\n", "~~~\n", "\t", "| a | b |\n"};
static const char *const nested_starts[] = {"- ", "  - ", "    - ", "1. ", "   7. ", "> ", "> > ",
    "> - ", "- > ", "- - - - x\n", "\n", "\n\n", "  ", "      ", "```\n", "# ", "12345678. "};

static void add_random(struct buf *out, const char *const starts[], size_t count)
{
    for (unsigned lines = 1 + random_below(8); lines > 0; lines--) {
        buf_text(out, starts[random_below((unsigned)count)]);
        for (unsigned i = random_below(12); i > 0; i--)
            buf_text(out, inline_parts[random_below(COUNT(inline_parts))]);
        buf_char(out, '\n');
    }
}

/* Parts that make blocks may follow a line feed among the inline ones, so flat text has them left
 * out where a line could begin with them. */
static void add_random_flat(struct buf *out)
{
    size_t start = out->length;

    add_random(out, flat_starts, COUNT(flat_starts));
    for (size_t i = start; i < out->length; i++)
        if (strchr(">-+*1", out->bytes[i]))
            out->bytes[i] = '_';
}

static void test_styled__random_paragraphs_are_within_the_width(void **state)
{
    (void)state;
    random_state = 1;
    for (int round = 0; round < 1000; round++) {
        struct buf text = {0};
        add_random_flat(&text);
        for (int width = 4; width <= 80; width += round % 3 + 1)
            check_markdown(buf_string(&text), width);
        buf_done(&text);
    }
}

/* Eight levels, most of them of two to four columns, leave room in a hundred. */
static void test_styled__random_markdown_is_within_a_wide_width(void **state)
{
    (void)state;
    random_state = 2;
    for (int round = 0; round < 1000; round++) {
        struct buf text = {0};
        add_random(&text, nested_starts, COUNT(nested_starts));
        for (int width = 100; width <= 130; width += 10)
            check_markdown(buf_string(&text), width);
        buf_done(&text);
    }
}

static void test_styled__random_markdown_is_within_any_width(void **state)
{
    (void)state;
    random_state = 3;
    for (int round = 0; round < 1000; round++) {
        struct buf text = {0};
        add_random(&text, nested_starts, COUNT(nested_starts));
        for (int width = 4; width <= 80; width++)
            check_markdown(buf_string(&text), width);
        buf_done(&text);
    }
}

static void test_styled__random_plain_text_is_within_the_width(void **state)
{
    (void)state;
    random_state = 4;
    for (int round = 0; round < 500; round++) {
        struct buf text = {0};
        add_random(&text, nested_starts, COUNT(nested_starts));
        for (int width = 4; width <= 80; width += 3) {
            struct styled styled = {0};
            styled_plain(&styled, buf_string(&text), STYLE_FAINT, width);
            check(&styled, width, buf_string(&text));
            styled_done(&styled);
        }
        buf_done(&text);
    }
}

static void test_styled__random_bytes_are_within_the_width(void **state)
{
    (void)state;
    random_state = 5;
    for (int round = 0; round < 3000; round++) {
        char text[40];
        for (size_t i = 0; i < sizeof text - 1; i++)
            text[i] = (char)(1 + random_below(255));
        text[sizeof text - 1] = '\0';
        check_markdown(text, 90);
    }
}

/* ---- narrow ---- */

static void test_styled__the_narrowest_widths(void **state)
{
    (void)state;
    for (int width = 1; width <= 4; width++)
        check_markdown("hello to you", width);
}

static void test_styled__a_list_in_few_columns(void **state)
{
    (void)state;
    check_markdown("- a list's item", 4);
}

/* The least screen, 24 columns, has 22 for the card. */
static void test_styled__large_nested_numbers_leave_room_for_text(void **state)
{
    (void)state;
    check_markdown("123456789. 123456789. 123456789. text", 22);
}

/* ---- deep ---- */

/* Whatever the depth, the words are there. */
static void check_deep(const char *unit, int depth, int width)
{
    struct buf text = {0};
    struct styled styled = {0};

    for (int i = 0; i < depth; i++)
        buf_text(&text, unit);
    buf_text(&text, "inmost");
    styled_markdown(&styled, buf_string(&text), width);
    check(&styled, width, unit);
    assert_non_null(strstr(buf_string(&styled.text), "inmost"));
    styled_done(&styled);
    buf_done(&text);
}

static void test_styled__deep_nesting_keeps_the_text(void **state)
{
    static const char *const units[] = {"> ", "- ", "1. ", "> - ", "- > 1. ", ">"};
    static const int depths[] = {1, 2, 7, 8, 9, 10, 16, 17, 100, 101, 5000};

    (void)state;
    for (size_t i = 0; i < COUNT(units); i++)
        for (size_t j = 0; j < COUNT(depths); j++)
            check_deep(units[i], depths[j], 60);
}

static void add_nested_items(struct buf *text, int depth)
{
    for (int level = 0; level < depth; level++) {
        buf_fill(text, ' ', (size_t)level * 3);
        buf_format(text, "1. down%d\n", level);
    }
    for (int level = depth; level-- > 0;) {
        buf_fill(text, ' ', (size_t)level * 3);
        buf_format(text, "2. up%d\n", level);
    }
}

/* Back from below the deepest level shown, lists go on as they began. */
static void check_numbers(int depth)
{
    struct buf text = {0};
    struct styled styled = {0};

    add_nested_items(&text, depth);
    styled_markdown(&styled, buf_string(&text), 80);
    check(&styled, 80, buf_string(&text));
    assert_int_equal(styled.count, 2 * depth);
    for (int i = 0; i < depth; i++) {
        char down[32], up[32];
        snprintf(down, sizeof down, "1. down%d", i);
        snprintf(up, sizeof up, "2. up%d", i);
        assert_non_null(strstr(buf_string(&styled.text), down));
        assert_non_null(strstr(buf_string(&styled.text), up));
    }
    styled_done(&styled);
    buf_done(&text);
}

static void test_styled__numbers_of_four_nested_lists(void **state)
{
    (void)state;
    for (int depth = 1; depth <= 4; depth++)
        check_numbers(depth);
}

static void test_styled__numbers_of_lists_nested_deeper(void **state)
{
    (void)state;
    check_numbers(5);
    check_numbers(20);
}

/* ---- long ---- */

static void check_long(const char *unit)
{
    struct buf text = {0};

    while (text.length < MIB)
        buf_text(&text, unit);
    check_markdown(buf_string(&text), 72);
    buf_done(&text);
}

/* A line too slow by the square of its length would not come to an end here. */
static void test_styled__a_mebibyte(void **state)
{
    static const char *const units[] = {"word ", "x", "漢", "- a\n", "> a\n", "a\n\n", "*a ", "[",
        "](", "`a", "<", "&", "\\", ACUTE, "\u1100", "    a\n", "| a ", "_a*b", "\x1b", "\xff"};

    (void)state;
    for (size_t i = 0; i < COUNT(units); i++)
        check_long(units[i]);
}

static void test_styled__a_mebibyte_loses_no_letter(void **state)
{
    struct buf text = {0};
    struct styled styled = {0};
    size_t letters = 0;

    (void)state;
    while (text.length < MIB)
        buf_text(&text, "abcdefg hij ");
    styled_markdown(&styled, buf_string(&text), 5);
    check(&styled, 5, "a mebibyte");
    for (size_t i = 0; i < styled.text.length; i++)
        letters += styled.text.bytes[i] != ' ';
    assert_int_equal(letters, text.length / 12 * 10);
    styled_done(&styled);
    buf_done(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_styled__random_paragraphs_are_within_the_width),
        cmocka_unit_test(test_styled__random_markdown_is_within_a_wide_width),
        cmocka_unit_test(test_styled__random_markdown_is_within_any_width),
        cmocka_unit_test(test_styled__random_plain_text_is_within_the_width),
        cmocka_unit_test(test_styled__random_bytes_are_within_the_width),
        cmocka_unit_test(test_styled__the_narrowest_widths),
        cmocka_unit_test(test_styled__a_list_in_few_columns),
        cmocka_unit_test(test_styled__large_nested_numbers_leave_room_for_text),
        cmocka_unit_test(test_styled__deep_nesting_keeps_the_text),
        cmocka_unit_test(test_styled__numbers_of_four_nested_lists),
        cmocka_unit_test(test_styled__numbers_of_lists_nested_deeper),
        cmocka_unit_test(test_styled__a_mebibyte),
        cmocka_unit_test(test_styled__a_mebibyte_loses_no_letter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
