/* Decoding, encoding and cutting UTF-8. */
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* The first and last character of each length, and both sides of the surrogates. */
static const struct {
    uint32_t character;
    const char *bytes;
} characters[] = {{0x01, "\x01"}, {0x7f, "\x7f"}, {0x80, "\xc2\x80"}, {0x7ff, "\xdf\xbf"},
    {0x800, "\xe0\xa0\x80"}, {0xd7ff, "\xed\x9f\xbf"}, {0xe000, "\xee\x80\x80"},
    {0xffff, "\xef\xbf\xbf"}, {0x10000, "\xf0\x90\x80\x80"}, {0x10ffff, "\xf4\x8f\xbf\xbf"}};

/* A stray continuation, overlong forms, a surrogate, one beyond Unicode, and one cut short. */
static const char *const invalid[] = {
    "\x80", "\xc0\x80", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82"};

static void test_utf8__characters_go_both_ways(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(characters); i++) {
        const char *bytes = characters[i].bytes, *at = bytes;
        size_t length = strlen(bytes);
        char encoded[UTF8_MAX];
        uint32_t c;
        assert_int_equal(utf8_encode(characters[i].character, encoded), length);
        assert_memory_equal(encoded, bytes, length);
        assert_int_equal(utf8_length(bytes, length), length);
        assert_int_equal(utf8_decode(bytes, length, &c), length);
        assert_int_equal(c, characters[i].character);
        assert_int_equal(utf8_next(&at), characters[i].character);
        assert_ptr_equal(at, bytes + length);
    }
}

static void test_utf8__what_is_no_character(void **state)
{
    char bytes[UTF8_MAX];
    uint32_t c;
    (void)state;
    for (size_t i = 0; i < COUNT(invalid); i++) {
        assert_int_equal(utf8_length(invalid[i], strlen(invalid[i])), 0);
        utf8_decode(invalid[i], strlen(invalid[i]), &c);
        assert_int_equal(c, 0xfffd);
    }
    assert_int_equal(utf8_encode(0xd800, bytes), 0);
    assert_int_equal(utf8_encode(0x110000, bytes), 0);
}

static void test_utf8__each_invalid_byte_is_replaced(void **state)
{
    struct buf text = {0};
    (void)state;
    utf8_add_valid(&text, "a\xc3\xa9\x80\xe2\x82z\xf0\x9f");
    assert_string_equal(buf_string(&text), "a\u00e9\ufffd\ufffd\ufffdz\ufffd\ufffd");
    buf_done(&text);
}

static void test_utf8__a_cut_keeps_characters_whole(void **state)
{
    (void)state;
    static const size_t kept[] = {0, 1, 1, 1, 4, 5};
    for (size_t i = 0; i < COUNT(kept); i++)
        assert_int_equal(utf8_cut("a\xe2\x82\xac"
                                  "b",
                             i),
            kept[i]);
}

static void test_utf8__the_last_character_is_dropped_whole(void **state)
{
    struct buf text = {0};
    (void)state;
    utf8_drop_last(&text);
    buf_text(&text, "a\xe2\x82\xac");
    utf8_drop_last(&text);
    assert_string_equal(buf_string(&text), "a");
    utf8_drop_last(&text);
    assert_int_equal(text.length, 0);
    buf_done(&text);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_utf8__characters_go_both_ways),
        cmocka_unit_test(test_utf8__what_is_no_character),
        cmocka_unit_test(test_utf8__each_invalid_byte_is_replaced),
        cmocka_unit_test(test_utf8__a_cut_keeps_characters_whole),
        cmocka_unit_test(test_utf8__the_last_character_is_dropped_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
