/* Safe text is measured and broken into lines: widths follow UAX #11, clusters UAX #29, line breaks
 * UAX #14. test_text.c tests how text is made safe. */
#include "text/text.h"

#include "test.h"

#include <unilbrk.h>

#define ACUTE "\xcc\x81"     /* U+0301 */
#define ZWJ   "\xe2\x80\x8d" /* U+200D */

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

/* ---- width ---- */

static void test_text__width(void **state)
{
    static const struct {
        const char *text;
        int width;
    } cases[] = {{"", 0}, {" ", 1}, {"abc", 3}, {"é", 1}, {"e" ACUTE, 1}, {"\u25cc" ACUTE, 1},
        {"a" ACUTE ACUTE ACUTE ACUTE "b", 2}, {"漢字", 4}, {"한", 2}, {"\u1112\u1161\u11ab", 2},
        {"\uff21", 2} /* fullwidth A */, {"\uff71", 1} /* halfwidth katakana */, {"\u3000", 2},
        {"שלום", 4}, {"שָׁלוֹם", 4}, {"\u0e01\u0e34", 1} /* Thai vowel above */, {"🎉", 2}, {"⚡", 2},
        {"🇩🇪", 2}, {"─│•", 3}, {"…·", 2}, {"␛", 1}, {"\ufffd", 1}, {"<U+202E>", 8}, {"\u00a0", 1}};

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_int_equal(text_width(cases[i].text, strlen(cases[i].text)), cases[i].width);
}

/* UTS #51: one picture, two columns, however many characters it is made of. */
static void test_text__width_of_emoji(void **state)
{
    static const char *const emoji[] = {"\U0001f44d" /* thumbs up */,
        "\U0001f44d\U0001f3fd" /* with a skin tone */, "\u2764\ufe0f" /* a heart as a picture */,
        "\U0001f469\u200d\U0001f4bb" /* woman, computer */,
        "\U0001f469\U0001f3fd\u200d\u2764\ufe0f\u200d\U0001f469" /* two women, a heart */,
        "\U0001f1e9\U0001f1ea" /* a flag */};
    struct buf several = {0};

    (void)state;
    for (size_t i = 0; i < COUNT(emoji); i++) {
        size_t length = strlen(emoji[i]);
        assert_int_equal(text_width(emoji[i], length), 2);
        assert_int_equal(text_cluster(emoji[i], length), length);
        buf_clear(&several);
        buf_format(&several, "%s%sx%s", emoji[i], emoji[i], emoji[i]);
        assert_int_equal(text_width(buf_string(&several), several.length), 7);
    }
    buf_done(&several);
    assert_int_equal(text_width("\u2764", 3), 1);
    assert_int_equal(text_width("a\U0001f3fd", 5), 3); /* a tone by itself is a swatch */
    assert_int_equal(text_width("\U0001f469\u200dx", 8), 3);
}

static void test_text__from_right_to_left(void **state)
{
    (void)state;
    assert_true(text_is_rtl("a \u05d0", 4)); /* Hebrew */
    assert_true(text_is_rtl("\u0627", 2));   /* Arabic */
    assert_false(text_is_rtl("abc 123 (é) 漢 ", 18));
    assert_false(text_is_rtl("", 0));
}

static void test_text__width_is_of_length_bytes(void **state)
{
    (void)state;
    assert_int_equal(text_width("漢字", 3), 2);
    assert_int_equal(text_width("abc", 0), 0);
}

/* ---- clusters ---- */

static void assert_cluster(const char *cluster)
{
    char text[64];
    size_t length = strlen(cluster);

    assert_int_equal(text_cluster(cluster, length), length);
    strcpy(text, cluster);
    strcat(text, "x");
    assert_int_equal(text_cluster(text, length + 1), length);
}

static void test_text__clusters(void **state)
{
    static const char *const clusters[] = {"a", " ", "é", "e" ACUTE, "a" ACUTE ACUTE ACUTE ACUTE,
        "漢", "\u1112\u1161\u11ab", "नि", "กำ", "🎉", "👩🏽", "❤\ufe0f", "1\ufe0f\u20e3"};

    (void)state;
    for (size_t i = 0; i < COUNT(clusters); i++)
        assert_cluster(clusters[i]);
    assert_int_equal(text_cluster("漢字", strlen("漢字")), strlen("漢"));
}

static void test_text__a_flag_is_a_cluster(void **state)
{
    (void)state;
    assert_cluster("🇩🇪");
    assert_int_equal(text_cluster("🇩🇪🇫🇷", strlen("🇩🇪🇫🇷")), strlen("🇩🇪"));
}

/* GB11 */
static void test_text__joined_emoji_are_a_cluster(void **state)
{
    (void)state;
    assert_cluster("👩" ZWJ "💻");
    assert_cluster("👨" ZWJ "👩" ZWJ "👧" ZWJ "👦");
}

static void test_text__the_end_is_no_cluster(void **state)
{
    (void)state;
    assert_int_equal(text_cluster("", 0), 0);
    assert_int_equal(text_cluster("abc", 0), 0);
}

/* Hangul leads without end are one cluster by UAX #29: it is cut, between characters. */
static void test_text__a_cluster_without_end_is_cut(void **state)
{
    static const char *const units[] = {"\u1100", "\u0600", ("👩" ZWJ), ACUTE};

    (void)state;
    for (size_t i = 0; i < COUNT(units); i++) {
        struct buf text = {0};
        while (text.length < 1000)
            buf_text(&text, units[i]);
        for (size_t at = 0; at < text.length;) {
            size_t size = text_cluster(text.bytes + at, text.length - at);
            assert_in_range(size, 1, TEXT_CLUSTER_MAX);
            at += size;
            assert_int_not_equal((unsigned char)text.bytes[at] & 0xc0, 0x80);
        }
        buf_done(&text);
    }
}

/* ---- lines ---- */

/* Break text to width and compare with the lines expected, which are joined by line feeds. */
static void assert_lines(const char *text, int width, const char *expected)
{
    struct buf lines = {0};
    size_t length = strlen(text), next = 0;

    for (size_t at = 0; at < length; at += next) {
        size_t used = text_line(text + at, length - at, width, &next);
        assert_true(next > 0);
        buf_text(&lines, at ? "\n" : "");
        buf_add(&lines, text + at, used);
    }
    assert_string_equal(buf_string(&lines), expected);
    buf_done(&lines);
}

static void test_text__nothing_is_one_empty_line(void **state)
{
    size_t next = 1;

    (void)state;
    assert_int_equal(text_line("", 0, 10, &next), 0);
    assert_int_equal(next, 0);
}

static void test_text__lines_break_at_spaces(void **state)
{
    (void)state;
    assert_lines("one two three", 20, "one two three");
    assert_lines("one two three", 13, "one two three");
    assert_lines("one two three", 12, "one two\nthree");
    assert_lines("one two three", 7, "one two\nthree");
    assert_lines("one two three", 6, "one\ntwo\nthree");
    assert_lines("one two three", 5, "one\ntwo\nthree");
    assert_lines("a b c", 1, "a\nb\nc");
}

static void test_text__spaces_at_a_break_are_passed_over(void **state)
{
    size_t next;

    (void)state;
    assert_lines("one    two", 3, "one\ntwo");
    assert_lines("one    two", 5, "one\ntwo");
    assert_lines("one    two", 10, "one    two");
    assert_int_equal(text_line("one   ", 6, 3, &next), 3);
    assert_int_equal(next, 6);
    assert_int_equal(text_line("    ", 4, 2, &next), 0);
    assert_int_equal(next, 4);
}

static void test_text__leading_spaces_stay_where_the_line_fits(void **state)
{
    (void)state;
    assert_lines("    x", 5, "    x");
    assert_lines("  one two", 6, "  one\ntwo");
}

static void test_text__leading_spaces_make_no_empty_line(void **state)
{
    size_t next;

    (void)state;
    assert_int_not_equal(text_line("  abc", 5, 4, &next), 0);
}

static void test_text__long_words_are_cut(void **state)
{
    (void)state;
    assert_lines("abcdefghij", 4, "abcd\nefgh\nij");
    assert_lines("a bcdefgh", 4, "a\nbcde\nfgh");
    assert_lines("abc", 1, "a\nb\nc");
    assert_lines("e" ACUTE "e" ACUTE "e" ACUTE, 1, "e" ACUTE "\ne" ACUTE "\ne" ACUTE);
    assert_lines("\u1112\u1161\u11ab\u1112\u1161\u11ab", 3,
        "\u1112\u1161\u11ab\n\u1112\u1161\u11ab"); /* not within a syllable */
}

static void test_text__hyphens_and_dashes_break(void **state)
{
    (void)state;
    assert_lines("well-known", 6, "well-\nknown");
    assert_lines("well-known", 5, "well-\nknown");
    assert_lines("well\u2011known", 6, "well\u2011k\nnown"); /* no-break hyphen: cut */
}

static void test_text__no_break_spaces_hold(void **state)
{
    (void)state;
    assert_lines("a 10\u00a0km", 6, "a\n10\u00a0km");
}

static void test_text__cjk_breaks_anywhere_but_before_closing_marks(void **state)
{
    (void)state;
    assert_lines("漢字漢字", 4, "漢字\n漢字");
    assert_lines("漢字漢字", 5, "漢字\n漢字");
    assert_lines("漢字漢字", 2, "漢\n字\n漢\n字");
    assert_lines("漢字。", 4, "漢\n字。");       /* LB13 */
    assert_lines("漢「字」", 4, "漢\n「字\n」"); /* LB14; then there is no place: cut */
    assert_lines("ab漢字", 4, "ab漢\n字");
}

static void test_text__a_wide_character_is_alone_where_it_does_not_fit(void **state)
{
    (void)state;
    assert_lines("漢字", 1, "漢\n字");
    assert_lines("a漢b", 1, "a\n漢\nb");
}

/* LB13 and LB14 hold across spaces. */
static void test_text__no_break_before_an_exclamation_mark_after_a_space(void **state)
{
    (void)state;
    assert_lines("un mot !", 6, "un\nmot !");
}

static void test_text__no_break_after_an_opening_bracket_and_a_space(void **state)
{
    (void)state;
    assert_lines("foo ( bar", 5, "foo\n( bar");
}

static void add_random_text(struct buf *text)
{
    static const char *const parts[] = {" ", " ", "  ", "a", "bc", "word", "longerword", "-", "漢",
        "字", ("e" ACUTE), "🎉", "한", "é"};

    for (unsigned i = 1 + random_below(40); i > 0; i--)
        buf_text(text, parts[random_below(COUNT(parts))]);
}

/* One line: within the width, nothing lost but spaces, and cut only where UAX #14 has no place. */
static void check_line(const char *text, size_t length, int width)
{
    size_t next, used = text_line(text, length, width, &next);
    bool fits = text_width(text, used) <= width || text_cluster(text, used) == used;

    assert_true(fits && used <= next && next <= length && next > 0);
    assert_true(used == 0 || text[used - 1] != ' ');
    for (size_t i = used; i < next; i++)
        assert_int_equal(text[i], ' ');
    if (next == length || used < next)
        return;
    char *places = calloc(length, 1);
    assert_non_null(places);
    u8_possible_linebreaks((const uint8_t *)text, length, "UTF-8", places);
    for (size_t i = 1; i < next && places[next] != UC_BREAK_POSSIBLE; i++)
        assert_int_not_equal(places[i], UC_BREAK_POSSIBLE);
    free(places);
}

static void test_text__random_text_breaks_well(void **state)
{
    (void)state;
    random_state = 20260131;
    for (int round = 0; round < 2000; round++) {
        struct buf text = {0};
        add_random_text(&text);
        for (int width = 1; width <= 24; width++) {
            size_t next;
            for (size_t at = 0; at < text.length; at += next) {
                check_line(text.bytes + at, text.length - at, width);
                text_line(text.bytes + at, text.length - at, width, &next);
            }
        }
        buf_done(&text);
    }
}

static void test_text__a_line_is_as_long_as_it_can_be(void **state)
{
    (void)state;
    for (int width = 1; width <= 20; width++) {
        size_t next;
        assert_int_equal(
            text_line("a a a a a a a a a a ", 20, width, &next), (width + 1) / 2 * 2 - 1);
    }
}

/* ---- messages that do not fit ---- */

static void test_text__a_message_keeps_its_last_part(void **state)
{
    static const char message[] = "Not saved: its file is read-only: check its folder";
    static const struct {
        const char *message;
        int width;
        const char *shown;
    } cases[] = {
        {message, 50, message}, /* just fits */
        {message, 49, "Not saved: its file is read-on…: check its folder"},
        {message, 21, "No…: check its folder"}, {message, 20, "N…: check its folder"},
        {message, 19, "check its folder"},
        {message, 10, "check its folder"}, /* for more than one line */
        {"No parts at all", 10, "No parts …"}, {"漢字漢字: try", 10, "漢字…: try"},
        {"漢字漢字: try", 9, "漢…: try"}, /* two wide characters would be a column too many */
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct buf out = {0};
        text_fitted_message(&out, cases[i].message, cases[i].width);
        assert_string_equal(buf_string(&out), cases[i].shown);
        buf_done(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text__width),
        cmocka_unit_test(test_text__width_of_emoji),
        cmocka_unit_test(test_text__from_right_to_left),
        cmocka_unit_test(test_text__width_is_of_length_bytes),
        cmocka_unit_test(test_text__clusters),
        cmocka_unit_test(test_text__a_flag_is_a_cluster),
        cmocka_unit_test(test_text__joined_emoji_are_a_cluster),
        cmocka_unit_test(test_text__the_end_is_no_cluster),
        cmocka_unit_test(test_text__a_cluster_without_end_is_cut),
        cmocka_unit_test(test_text__nothing_is_one_empty_line),
        cmocka_unit_test(test_text__lines_break_at_spaces),
        cmocka_unit_test(test_text__spaces_at_a_break_are_passed_over),
        cmocka_unit_test(test_text__leading_spaces_stay_where_the_line_fits),
        cmocka_unit_test(test_text__leading_spaces_make_no_empty_line),
        cmocka_unit_test(test_text__long_words_are_cut),
        cmocka_unit_test(test_text__hyphens_and_dashes_break),
        cmocka_unit_test(test_text__no_break_spaces_hold),
        cmocka_unit_test(test_text__cjk_breaks_anywhere_but_before_closing_marks),
        cmocka_unit_test(test_text__a_wide_character_is_alone_where_it_does_not_fit),
        cmocka_unit_test(test_text__no_break_before_an_exclamation_mark_after_a_space),
        cmocka_unit_test(test_text__no_break_after_an_opening_bracket_and_a_space),
        cmocka_unit_test(test_text__random_text_breaks_well),
        cmocka_unit_test(test_text__a_line_is_as_long_as_it_can_be),
        cmocka_unit_test(test_text__a_message_keeps_its_last_part),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
