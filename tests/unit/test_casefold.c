/* Text without case, in normal form, and without accents. */
#include "base/casefold.h"
#include "base/normal.h"
#include "base/utf8.h"

#include "test.h"

#include <stdlib.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>

static void assert_folds(const char *text, const char *want)
{
    struct buf out = {0};
    casefold_text(&out, text);
    assert_string_equal(buf_string(&out), want);
    buf_done(&out);
}

static void test_fold__letters_of_any_script(void **state)
{
    (void)state;
    assert_folds("", "");
    assert_folds("What DOES a BIAS do? [@Z`{]", "what does a bias do? [@z`{]");
    assert_folds("GRÜN ΛΌΓΟΣ ЖУК Ǆ 日本", "grün λόγοσ жук ǆ 日本");
    assert_folds("Straße ẞ ς ﬁ", "strasse ss σ fi");
    assert_folds("X E\u0301E\u0301 e\u0301a \u0301", "x éé éa \u0301");
    assert_folds("\u1112\u1161\u11ab", "한"); /* jamo, and the syllable of them */
}

/* Of the many ideographs and syllables, and of what is not assigned, some. */
static uint32_t next_step(uint32_t c)
{
    return c >= 0x20000 ? 257 : c >= 0x3400 && c < 0xd7a3 - 61 ? 61 : 1;
}

/* The quick ways give what libunistring gives, for every character, alone and beside others. */
static void test_fold__every_character(void **state)
{
    (void)state;
    static const struct {
        const char *before, *after;
    } around[] = {
        {"", ""}, {"E", ""}, {"É", ""}, {"", "\u0301"}, {"x", "Σ\u0323 y"}, {"e\u0301", "\u0323"}};
    for (uint32_t c = 0x80; c <= 0x10ffff; c += next_step(c)) {
        for (size_t i = 0; i < COUNT(around) && (c < 0xd800 || c > 0xdfff); i++) {
            struct buf text = {0}, out = {0};
            size_t length = 0, size = 0;
            buf_text(&text, around[i].before);
            utf8_add(&text, c);
            buf_text(&text, around[i].after);
            uint8_t *normal =
                u8_normalize(UNINORM_NFC, (const uint8_t *)text.bytes, text.length, NULL, &length);
            uint8_t *want = u8_casefold(normal, length, NULL, UNINORM_NFC, NULL, &size);
            casefold_add(&out, text.bytes, text.length);
            if (out.length != size || memcmp(out.bytes, want, size) != 0)
                fail_msg("U+%04X between \"%s\" and \"%s\": %s", (unsigned)c, around[i].before,
                    around[i].after, out.bytes);
            buf_clear(&out);
            normal_add(&out, text.bytes, text.length);
            if (out.length != length || memcmp(out.bytes, normal, length) != 0)
                fail_msg("U+%04X is not in normal form: %s", (unsigned)c, out.bytes);
            free(normal);
            free(want);
            buf_done(&text);
            buf_done(&out);
        }
    }
}

/* No plain character is the second of a pair that composes. */
static void test_fold__plain_characters_stand_alone(void **state)
{
    (void)state;
    for (ucs4_t c = 0; c <= 0x10ffff; c++) {
        ucs4_t parts[UC_DECOMPOSITION_MAX_LENGTH];
        if (uc_canonical_decomposition(c, parts) == 2 && normal_is_plain(parts[1]))
            fail_msg("U+%04X ends in U+%04X", (unsigned)c, (unsigned)parts[1]);
        if (normal_is_plain(c) && uc_combining_class(c) != 0)
            fail_msg("U+%04X combines", (unsigned)c);
    }
}

static void test_fold__hashes_of_one_letter_are_one(void **state)
{
    (void)state;
    bool ok = true;
    assert_int_equal(normal_hash(1, "re\u0301", &ok), normal_hash(1, "ré", &ok));
    assert_int_not_equal(normal_hash(1, "ré", &ok), normal_hash(1, "re", &ok));
    assert_int_not_equal(normal_hash(1, "Polish", &ok), normal_hash(1, "polish", &ok));
    assert_int_equal(normal_hash_bare(1, "**10⁴** is\\\n`$x^{2}$`\\*", &ok),
        normal_hash_bare(1, "10^4 is _x2_", &ok));
    assert_int_not_equal(normal_hash_bare(1, "a + b", &ok), normal_hash_bare(1, "a - b", &ok));
    assert_int_not_equal(normal_hash_bare(1, "grep -L", &ok), normal_hash_bare(1, "grep -l", &ok));
    assert_int_equal(normal_hash_bare(1, " \\*", &ok), 1);
    assert_true(ok);
}

static bool same(const char *a, const char *b)
{
    bool ok = true;
    return casefold_same(a, strlen(a), b, strlen(b), &ok) && ok;
}

static void test_fold__same(void **state)
{
    (void)state;
    assert_true(same("", ""));
    assert_true(same("Math", "mATH"));
    assert_false(same("Math", "Maths"));
    assert_true(same("Straße", "STRASSE"));
    assert_true(same("É", "e\u0301"));
    assert_false(same("É", "e"));
}

/* Long runs of marks, or of letters that fold to several, take no long time: 64 KB each. */
static void test_fold__long_texts(void **state)
{
    (void)state;
    static const char *const parts[] = {
        "\u0301", "e\u0323\u0301", "ΐ", "\u0345\u0323", "ﬃ", "\xff"};
    for (size_t i = 0; i < COUNT(parts); i++) {
        struct buf text = {0};
        struct folded folded = {0};
        while (text.length < 65536)
            buf_text(&text, parts[i]);
        folded_set(&folded, text.bytes, text.length);
        assert_false(folded_failed(&folded));
        folded_done(&folded);
        buf_done(&text);
    }
}

static void test_fold__what_is_no_utf8(void **state)
{
    (void)state;
    assert_folds("A\xff"
                 "B\xe2\x82",
        "a\xef\xbf\xbd"
        "b\xef\xbf\xbd");
}

static void test_fold__a_part_is_appended(void **state)
{
    (void)state;
    struct buf out = {0};
    buf_text(&out, "X");
    casefold_add(&out, "ÄÖÜ", strlen("ÄÖ"));
    assert_string_equal(buf_string(&out), "Xäö");
    buf_done(&out);
}

static bool has(const char *text, const char *word, size_t length)
{
    bool ok = true;
    return casefold_has(text, word, length, &ok) && ok;
}

static void test_fold__a_word_in_a_text(void **state)
{
    (void)state;
    assert_true(has("Chemistry of the elements", "OF THE", 6));
    assert_true(has("Grün", "GRÜ", strlen("GRÜ")));
    assert_true(has("Français", "FRANCAIS", 8));
    assert_false(has("Francais", "franç", strlen("franç")));
    assert_true(has("anything", "", 0));
    assert_true(has("ab", "abc", 2)); /* of the word, so many bytes count */
    assert_false(has("ab", "abc", 3));
    assert_false(has("", "a", 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fold__letters_of_any_script),
        cmocka_unit_test(test_fold__what_is_no_utf8),
        cmocka_unit_test(test_fold__a_part_is_appended),
        cmocka_unit_test(test_fold__a_word_in_a_text),
        cmocka_unit_test(test_fold__every_character),
        cmocka_unit_test(test_fold__plain_characters_stand_alone),
        cmocka_unit_test(test_fold__hashes_of_one_letter_are_one),
        cmocka_unit_test(test_fold__same),
        cmocka_unit_test(test_fold__long_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
