/* Text made safe, measured and broken into lines. The expected results come from the list of
 * characters that must never pass, and from Unicode: the general categories, UAX #11 (width), UAX
 * #14 (line breaks), UAX #29 (clusters). The checks decode UTF-8 themselves. */
#include "text/text.h"

#include "test.h"

#define ACUTE "\xcc\x81"     /* U+0301 */
#define ZWNJ  "\xe2\x80\x8c" /* U+200C */
#define ZWJ   "\xe2\x80\x8d" /* U+200D */
#define VS16  "\xef\xb8\x8f" /* U+FE0F */

/* ---- UTF-8, apart from the library that text.c uses ---- */

static size_t encode(uint32_t c, char out[5])
{
    size_t length = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    static const unsigned lead[] = {0, 0, 0xc0, 0xe0, 0xf0};

    for (size_t i = length; i-- > 1; c >>= 6)
        out[i] = (char)(0x80 | (c & 0x3f));
    out[0] = (char)(lead[length] | c);
    out[length] = '\0';
    return length;
}

/* The bytes of the character at text, 0 where it is no UTF-8 (RFC 3629). */
static size_t decode(const char *text, size_t length, uint32_t *c)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned char lead = (unsigned char)text[0];
    size_t size = lead < 0x80 ? 1 : lead < 0xc0 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;

    *c = size == 1 ? lead : lead & (0x7fU >> size);
    if (size == 0 || size > length || lead > 0xf4)
        return 0;
    for (size_t i = 1; i < size; i++) {
        if (((unsigned char)text[i] & 0xc0) != 0x80)
            return 0;
        *c = *c << 6 | ((unsigned char)text[i] & 0x3f);
    }
    bool surrogate = *c >= 0xd800 && *c <= 0xdfff;
    return (size > 1 && *c < least[size]) || surrogate || *c > 0x10ffff ? 0 : size;
}

/* The design's list, without the joiners, which may stay. */
static bool is_listed(uint32_t c)
{
    static const uint32_t ranges[][2] = {{0x00, 0x1f}, {0x7f, 0x9f}, {0x61c, 0x61c},
        {0x200b, 0x200b}, {0x200e, 0x200f}, {0x202a, 0x202e}, {0x2060, 0x2069}, {0xfeff, 0xfeff},
        {0xe0000, 0xe007f}};

    for (size_t i = 0; i < COUNT(ranges); i++)
        if (c >= ranges[i][0] && c <= ranges[i][1])
            return true;
    return false;
}

static void check_harmless(const struct buf *out, bool joined)
{
    size_t size;
    uint32_t c;

    assert_false(out->failed);
    for (size_t at = 0; at < out->length; at += size) {
        size = decode(out->bytes + at, out->length - at, &c);
        assert_int_not_equal(size, 0);
        if ((is_listed(c) && c != '\n') || (!joined && (c == 0x200c || c == 0x200d)))
            fail_msg("U+%04X came through in \"%s\"", c, out->bytes);
    }
}

/* ---- text_safe ---- */

static void assert_safe(const char *text, enum text_lines lines, const char *expected)
{
    struct buf out = {0};

    text_safe(&out, text, lines);
    assert_false(out.failed);
    assert_string_equal(buf_string(&out), expected);
    assert_int_equal(out.length, strlen(expected));
    buf_done(&out);
}

static void test_text__ordinary_text_stays(void **state)
{
    static const char *const texts[] = {"", " ", "plain", "two\nlines\n", "\n\n", "Grüße, señor",
        "漢字かな", "한국어", "שלום", "مرحبا", "नमस्ते", "สวัสดี", "∑ αᵢ ≤ π",
        "🎉🇩🇪❤" VS16 "1" VS16 "\u20e3", ("e" ACUTE), "a\u00a0b", "\U0010fffd\ue000", "\ufffd",
        "<U+202E>", "^[ \\e %s %n"};

    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++)
        assert_safe(texts[i], TEXT_LINES, texts[i]);
}

static void test_text__it_is_appended(void **state)
{
    struct buf out = {0};

    (void)state;
    buf_text(&out, "e");
    text_safe(&out, "a", TEXT_LINES);
    text_safe(&out, ACUTE, TEXT_LINES);
    assert_string_equal(buf_string(&out), "ea\u25cc" ACUTE);
    buf_done(&out);
}

static void test_text__controls_become_pictures(void **state)
{
    (void)state;
    for (uint32_t c = 1; c < 0x20; c++) {
        char text[8], expected[8];
        if (c == '\t' || c == '\n')
            continue;
        snprintf(text, sizeof text, "a%cb", (int)c);
        snprintf(expected, sizeof expected, "a\xe2\x90%cb", (int)(0x80 + c)); /* U+2400 + c */
        assert_safe(text, TEXT_LINES, expected);
        assert_safe(text, TEXT_ONE_LINE, expected);
    }
    assert_safe("\x1b[31mred\x07", TEXT_LINES, "␛[31mred␇");
    assert_safe("a\x7f"
                "b",
        TEXT_LINES, "a␡b");
}

static void test_text__what_must_not_be_obeyed_shows_its_number(void **state)
{
    (void)state;
    for (uint32_t c = 0x80; c <= 0xe007f; c++) {
        char character[5], text[16], expected[24];
        if (!is_listed(c))
            continue;
        encode(c, character);
        snprintf(text, sizeof text, "a%sb", character);
        snprintf(expected, sizeof expected, "a<U+%04X>b", (unsigned)c);
        assert_safe(text, TEXT_LINES, expected);
    }
}

static void check_everywhere(const char *character, bool is_joiner, struct buf *out)
{
    static const char *const around[][2] = {{"", ""}, {"a", "b"}, {"\n", " "}, {"\xff", "👩"}};

    for (size_t i = 0; i < COUNT(around); i++) {
        char text[16];
        snprintf(text, sizeof text, "%s%s%s", around[i][0], character, around[i][1]);
        buf_clear(out);
        text_safe(out, text, TEXT_LINES);
        check_harmless(out, is_joiner && i == 1);
        buf_clear(out);
        text_safe(out, text, TEXT_ONE_LINE);
        check_harmless(out, is_joiner && i == 1);
        assert_null(memchr(buf_string(out), '\n', out->length));
    }
}

static void test_text__no_character_of_unicode_comes_through_harmful(void **state)
{
    struct buf out = {0};
    char character[5];

    (void)state;
    for (uint32_t c = 1; c <= 0x10ffff; c++) {
        encode(c, character); /* surrogates too: they are no UTF-8 */
        check_everywhere(character, c == 0x200c || c == 0x200d, &out);
    }
    buf_done(&out);
}

static void test_text__line_separators_become_marks(void **state)
{
    (void)state;
    assert_safe("a\u2028b\u2029c", TEXT_LINES, "a<U+2028>b<U+2029>c");
    assert_safe("a\xc2\x85|", TEXT_LINES, "a<U+0085>|");
}

static void test_text__joiners_stay_within_words(void **state)
{
    (void)state;
    assert_safe("می" ZWNJ "خواهم", TEXT_LINES, "می" ZWNJ "خواهم");
    assert_safe("क्" ZWJ "ष", TEXT_LINES, "क्" ZWJ "ष"); /* virama, joiner */
    assert_safe("e" ACUTE ZWNJ "e", TEXT_LINES, "e" ACUTE ZWNJ "e");
}

static void test_text__joiners_stay_within_emoji(void **state)
{
    static const char *const emoji[] = {"👩" ZWJ "💻", "👨" ZWJ "👩" ZWJ "👧", "🏳" VS16 ZWJ "🌈",
        "👁" VS16 ZWJ "🗨" VS16, "🧑" ZWJ "⚕" VS16};

    (void)state;
    for (size_t i = 0; i < COUNT(emoji); i++)
        assert_safe(emoji[i], TEXT_LINES, emoji[i]);
}

static void test_text__joiners_stay_after_a_skin_tone(void **state)
{
    (void)state;
    assert_safe("👩🏽" ZWJ "💻", TEXT_LINES, "👩🏽" ZWJ "💻");
}

static void test_text__joiners_elsewhere_become_marks(void **state)
{
    (void)state;
    assert_safe(ZWJ, TEXT_LINES, "<U+200D>");
    assert_safe(ZWJ "a", TEXT_LINES, "<U+200D>a");
    assert_safe("a" ZWNJ, TEXT_LINES, "a<U+200C>");
    assert_safe("a " ZWJ "b", TEXT_LINES, "a <U+200D>b");
    assert_safe("a" ZWJ " b", TEXT_LINES, "a<U+200D> b");
    assert_safe("a" ZWJ "\nb", TEXT_LINES, "a<U+200D>\nb");
    assert_safe("a\n" ZWJ "b", TEXT_LINES, "a\n<U+200D>b");
    assert_safe("a" ZWJ ZWJ "b", TEXT_LINES, "a<U+200D><U+200D>b");
    assert_safe("1" ZWJ "2", TEXT_LINES, "1<U+200D>2");
    assert_safe("a-" ZWNJ "-b", TEXT_LINES, "a-<U+200C>-b");
    assert_safe("a" ZWJ "\x1b", TEXT_LINES, "a<U+200D>␛");
    assert_safe("\x1b" ZWJ "a", TEXT_LINES, "␛<U+200D>a");
    assert_safe("a" ZWJ "\xff", TEXT_LINES, "a<U+200D>\ufffd");
}

static void test_text__no_joiner_after_punctuation_with_an_accent(void **state)
{
    (void)state;
    assert_safe("-" ACUTE ZWJ "a", TEXT_LINES, "-" ACUTE "<U+200D>a");
}

static void test_text__no_joiner_after_the_ellipsis_of_marks(void **state)
{
    (void)state;
    assert_safe("a" ACUTE ACUTE ACUTE ACUTE ACUTE ZWJ "b", TEXT_LINES,
        "a" ACUTE ACUTE ACUTE ACUTE "…<U+200D>b");
}

static void test_text__four_combining_marks_stay(void **state)
{
    static const char four[] = "a" ACUTE ACUTE ACUTE ACUTE;

    (void)state;
    assert_safe(four, TEXT_LINES, four);
    assert_safe("a" ACUTE ACUTE ACUTE ACUTE "b" ACUTE ACUTE ACUTE ACUTE, TEXT_LINES,
        "a" ACUTE ACUTE ACUTE ACUTE "b" ACUTE ACUTE ACUTE ACUTE);
    assert_safe("a\u0300\u0330\u20dd\u0489", TEXT_LINES, "a\u0300\u0330\u20dd\u0489"); /* Mn, Me */
}

/* What stands for the marks too many is not laid down: a sign, or nothing. */
static void test_text__a_fifth_combining_mark_does_not(void **state)
{
    struct buf in = {0}, out = {0};
    size_t marks = 0;

    (void)state;
    buf_text(&in, "a");
    for (int i = 0; i < 1000; i++)
        buf_text(&in, ACUTE);
    buf_text(&in, "b");
    text_safe(&out, buf_string(&in), TEXT_LINES);
    for (const char *at = buf_string(&out); (at = strstr(at, ACUTE)); at += strlen(ACUTE))
        marks++;
    assert_int_equal(marks, 4);
    assert_int_equal(buf_string(&out)[out.length - 1], 'b');
    assert_true(out.length < 20);
    buf_done(&in);
    buf_done(&out);
}

static void test_text__a_leading_combining_mark_stands_on_a_circle(void **state)
{
    (void)state;
    assert_safe(ACUTE, TEXT_LINES, "\u25cc" ACUTE);
    assert_safe(ACUTE ACUTE "a", TEXT_LINES, "\u25cc" ACUTE ACUTE "a");
    assert_safe("a\n" ACUTE, TEXT_LINES, "a\n\u25cc" ACUTE);
    assert_safe("a\n" ACUTE, TEXT_ONE_LINE, "a \u25cc" ACUTE);
    assert_safe("a " ACUTE, TEXT_LINES, "a \u25cc" ACUTE);
    assert_safe("abcd\t" ACUTE, TEXT_LINES, "abcd    \u25cc" ACUTE);
    assert_safe("\x1b" ACUTE, TEXT_LINES, "␛\u25cc" ACUTE);
    assert_safe("\u0903", TEXT_LINES, "\u25cc\u0903"); /* a spacing mark, Mc */
}

static void test_text__marks_are_counted_anew_on_a_new_line(void **state)
{
    (void)state;
    assert_safe("a" ACUTE ACUTE ACUTE ACUTE "\n" ACUTE, TEXT_LINES,
        "a" ACUTE ACUTE ACUTE ACUTE "\n\u25cc" ACUTE);
}

/* How many U+FFFD stand for a faulty sequence is not laid down; that nothing else is lost, is. */
static void assert_replaced(const char *faulty)
{
    char text[32];
    struct buf out = {0};
    size_t length;

    snprintf(text, sizeof text, "a%s(\n", faulty);
    text_safe(&out, text, TEXT_LINES);
    length = out.length;
    assert_true(length >= 6 && (length - 3) % 3 == 0);
    assert_memory_equal(out.bytes, "a", 1);
    for (size_t at = 1; at < length - 2; at += 3)
        assert_memory_equal(out.bytes + at, "\xef\xbf\xbd", 3);
    assert_string_equal(out.bytes + length - 2, "(\n");
    buf_done(&out);
}

static void test_text__what_is_no_utf8_is_replaced(void **state)
{
    static const char *const faulty[] = {"\x80", "\xbf", "\xfe", "\xff", "\xc0\x80", "\xc1\xbf",
        "\xc0\xaf", "\xe0\x80\x80", "\xe0\x9f\xbf", "\xf0\x80\x80\x80",
        "\xf0\x8f\xbf\xbf",                                             /* overlong */
        "\xed\xa0\x80", "\xed\xbf\xbf", "\xed\xa0\xbd\xed\xb2\xa9",     /* surrogates */
        "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xf8\x88\x80\x80\x80", /* beyond Unicode */
        "\xc3", "\xe2", "\xe2\x82", "\xf0", "\xf0\x9f", "\xf0\x9f\x92", /* truncated */
        "\xe2\x82\xc3", "\xc3\xc3"};

    (void)state;
    for (size_t i = 0; i < COUNT(faulty); i++)
        assert_replaced(faulty[i]);
}

static void test_text__a_truncated_end_is_replaced(void **state)
{
    (void)state;
    assert_safe("a\xc3", TEXT_LINES, "a\ufffd");
    assert_safe("\xff", TEXT_LINES, "\ufffd");
    assert_safe("\x9b"
                "2J",
        TEXT_LINES,
        "\ufffd"
        "2J");
}

static void test_text__tabs_go_to_the_next_stop_of_four(void **state)
{
    (void)state;
    assert_safe("\t", TEXT_LINES, "    ");
    assert_safe("a\tb", TEXT_LINES, "a   b");
    assert_safe("abc\tb", TEXT_LINES, "abc b");
    assert_safe("abcd\tb", TEXT_LINES, "abcd    b");
    assert_safe("a\t\tb", TEXT_LINES, "a       b");
    assert_safe("abc\n\tb", TEXT_LINES, "abc\n    b");
    assert_safe("ab\tc", TEXT_ONE_LINE, "ab  c");
}

static void test_text__line_ends(void **state)
{
    (void)state;
    assert_safe("a\r\nb\r\n", TEXT_LINES, "a\nb\n");
    assert_safe("a\r\nb\nc", TEXT_ONE_LINE, "a b c");
    assert_safe("a\rb", TEXT_LINES, "a␍b");
    assert_safe("a\r", TEXT_LINES, "a␍");
    assert_safe("a\r\r\nb", TEXT_LINES, "a␍\nb");
    assert_safe("a\n\tb", TEXT_ONE_LINE, "a   b"); /* column 2 to column 4 */
}

/* Random bytes: whatever they are, what comes out is harmless. */
static void test_text__random_bytes_come_out_harmless(void **state)
{
    uint32_t random = 1;
    struct buf out = {0};

    (void)state;
    for (int round = 0; round < 20000; round++) {
        char text[24];
        for (size_t i = 0; i < sizeof text - 1; i++) {
            random = random * 1664525U + 1013904223U; /* Numerical Recipes */
            text[i] = (char)(random >> 24);
        }
        text[sizeof text - 1] = '\0';
        buf_clear(&out);
        text_safe(&out, text, TEXT_ONE_LINE);
        check_harmless(&out, true);
        assert_null(memchr(buf_string(&out), '\n', out.length));
    }
    buf_done(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text__ordinary_text_stays),
        cmocka_unit_test(test_text__it_is_appended),
        cmocka_unit_test(test_text__controls_become_pictures),
        cmocka_unit_test(test_text__what_must_not_be_obeyed_shows_its_number),
        cmocka_unit_test(test_text__no_character_of_unicode_comes_through_harmful),
        cmocka_unit_test(test_text__line_separators_become_marks),
        cmocka_unit_test(test_text__joiners_stay_within_words),
        cmocka_unit_test(test_text__joiners_stay_within_emoji),
        cmocka_unit_test(test_text__joiners_stay_after_a_skin_tone),
        cmocka_unit_test(test_text__joiners_elsewhere_become_marks),
        cmocka_unit_test(test_text__no_joiner_after_punctuation_with_an_accent),
        cmocka_unit_test(test_text__no_joiner_after_the_ellipsis_of_marks),
        cmocka_unit_test(test_text__four_combining_marks_stay),
        cmocka_unit_test(test_text__a_fifth_combining_mark_does_not),
        cmocka_unit_test(test_text__a_leading_combining_mark_stands_on_a_circle),
        cmocka_unit_test(test_text__marks_are_counted_anew_on_a_new_line),
        cmocka_unit_test(test_text__what_is_no_utf8_is_replaced),
        cmocka_unit_test(test_text__a_truncated_end_is_replaced),
        cmocka_unit_test(test_text__tabs_go_to_the_next_stop_of_four),
        cmocka_unit_test(test_text__line_ends),
        cmocka_unit_test(test_text__random_bytes_come_out_harmless),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
