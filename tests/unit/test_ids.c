/* Ids for a deck file: how they are made, and when the file is not written: if the result would not
 * be the same deck, or if somebody has changed the file. tests/cli/ids.sh tests the written file.
 */
#include "deck/ids.h"
#include "deck/slug.h"
#include "unit/deck_file.h"

static void assert_slug(const char *text, const char *want)
{
    struct buf slug = {0};
    buf_text(&slug, "before"); /* it appends */
    slug_of(text, &slug);
    assert_string_equal(buf_string(&slug) + strlen("before"), want);
    buf_done(&slug);
}

static void test_slug__letters_and_digits_of_any_script(void **state)
{
    (void)state;
    assert_slug("What does a **bias** do?", "what-does-a-bias-do");
    assert_slug("  y = w·x + b…", "y-w-x-b");
    assert_slug("Какой сегодня день?", "Какой-сегодня-день");
    assert_slug("犬、猫", "犬-猫");
    assert_slug("naïve — “no”", "naïve-no");
    assert_slug("🎉 party\n\nnow", "party-now");
    assert_slug("a\xe2\x80\xae"
                "b\xef\xbb\xbf",
        "a-b"); /* what a terminal must not see */
}

static void test_slug__a_text_without_any(void **state)
{
    (void)state;
    assert_slug("", "card");
    assert_slug("?!", "card");
    assert_slug("→ ∑", "card");
}

static void test_slug__ends_with_a_word(void **state)
{
    (void)state;
    /* 40 bytes: all of them, or up to the last word that is whole */
    assert_slug(
        "aaaaaaaaa bbbbbbbbb ccccccccc dddddddddd", "aaaaaaaaa-bbbbbbbbb-ccccccccc-dddddddddd");
    assert_slug("aaaaaaaaa bbbbbbbbb ccccccccc ddddddddddd", "aaaaaaaaa-bbbbbbbbb-ccccccccc");
    assert_slug(
        "aaaaaaaaa bbbbbbbbb ccccccccc dddddddddd e", "aaaaaaaaa-bbbbbbbbb-ccccccccc-dddddddddd");
    /* a word that is longer, of characters of 3 bytes: 13 of them */
    assert_slug("犬犬犬犬犬犬犬犬犬犬犬犬犬犬犬", "犬犬犬犬犬犬犬犬犬犬犬犬犬");
}

static void test_slug__what_yaml_reads_otherwise(void **state)
{
    static const char *const ambiguous[] = {"yes", "no", "null", "y", "12", "1e3", "2026-01-31"};
    static const char *const plain[] = {"yes-2", "nothing", "a12", "犬", "card"};
    (void)state;
    for (size_t i = 0; i < COUNT(ambiguous); i++)
        assert_true(slug_is_ambiguous(ambiguous[i]));
    for (size_t i = 0; i < COUNT(plain); i++)
        assert_false(slug_is_ambiguous(plain[i]));
}

/* ---- a file ---- */

static const char deck[] = "deck: d\ncards:\n- q: a # c\n  a: b\n- {q: c, a: d, id: c}\n";
static const char with_ids[] =
    "deck: d\ncards:\n- id: a\n  q: a # c\n  a: b\n- {q: c, a: d, id: c}\n";

static void read_ids(struct fixture *f, struct deck_ids *ids)
{
    f->told_count = 0;
    assert_int_equal(deck_ids_read(ids, f->path, on_mistake, f, &f->err), ERR_NONE);
    assert_int_equal(deck_ids_choose(ids, &f->err), ERR_NONE);
}

static void assert_file(struct fixture *f, const char *want)
{
    char bytes[512];
    FILE *file = fopen(f->path, "rb");
    assert_non_null(file);
    bytes[fread(bytes, 1, sizeof bytes - 1, file)] = '\0';
    fclose(file);
    assert_string_equal(bytes, want);
}

static void test_ids__written(void **state)
{
    struct fixture *f = *state;
    struct deck_ids ids;
    write_bytes(f, deck, strlen(deck));
    read_ids(f, &ids);
    assert_int_equal(ids.count, 1);
    assert_string_equal(deck_ids_name(&ids, 0), "a");
    assert_int_equal(ids.ids[0].position.line, 3);
    assert_string_equal(buf_string(&ids.name), "d");
    assert_int_equal(deck_ids_write(&ids, &f->err), ERR_NONE);
    deck_ids_done(&ids);
    assert_file(f, with_ids);
}

static void test_ids__that_the_caller_took(void **state)
{
    struct fixture *f = *state;
    struct deck_ids ids;
    write_bytes(f, deck, strlen(deck));
    assert_int_equal(deck_ids_read(&ids, f->path, on_mistake, f, &f->err), ERR_NONE);
    *map_id(&ids.taken, "a") = 1;
    *map_id(&ids.taken, "a-2") = 1;
    assert_int_equal(deck_ids_choose(&ids, &f->err), ERR_NONE);
    assert_string_equal(deck_ids_name(&ids, 0), "a-3");
    deck_ids_done(&ids);
}

/* é is one letter, however the file stores it. */
static void test_ids__in_normal_form(void **state)
{
    static const char accents[] = "deck: d\ncards:\n- {q: x, a: y, id: é}\n- {q: e\u0301, a: y}\n";
    static const char twice[] =
        "deck: d\ncards:\n- {q: x, a: y, id: é}\n- {q: z, a: y, id: e\u0301}\n";
    struct fixture *f = *state;
    struct deck_ids ids;
    write_bytes(f, accents, strlen(accents));
    read_ids(f, &ids);
    assert_string_equal(deck_ids_name(&ids, 0), "e\u0301-2");
    deck_ids_done(&ids);
    write_bytes(f, twice, strlen(twice));
    assert_int_equal(deck_ids_read(&ids, f->path, on_mistake, f, &f->err), ERR_MISTAKE);
    deck_ids_done(&ids);
}

/* The file changed after it was read: in place, or by another file that was put there. */
static void test_ids__never_over_a_changed_file(void **state)
{
    static const char theirs[] = "deck: d\ncards:\n- q: a # c\n  a: changed\n";
    struct fixture *f = *state;
    struct deck_ids ids;
    char other[160];
    for (int replaced = 0; replaced < 2; replaced++) {
        write_bytes(f, deck, strlen(deck));
        read_ids(f, &ids);
        if (replaced) {
            snprintf(other, sizeof other, "%s2", f->path);
            assert_int_equal(rename(f->path, other), 0);
            write_bytes(f, deck, strlen(deck)); /* even by the same bytes */
            assert_int_equal(unlink(other), 0);
        } else {
            write_bytes(f, theirs, strlen(theirs));
        }
        assert_int_equal(deck_ids_write(&ids, &f->err), ERR_IO);
        deck_ids_done(&ids);
        assert_file(f, replaced ? deck : theirs);
    }
}

/* Texts that are not the deck with its ids, however they came about, are seen. */
static void test_ids__damage_is_seen(void **state)
{
    static const char *const damaged[] = {
        "deck: d\ncards:\n- q: a # c\n  a: b\n- {q: c, a: d, id: c}\n",      /* no id */
        "deck: d\ncards:\n- id: x\n  q: a\n  a: b\n- {q: c, a: d, id: c}\n", /* another id */
        "deck: d\ncards:\n- id: a\n  q: a\n  a: B\n- {q: c, a: d, id: c}\n", /* an answer */
        "deck: d\ncards:\n- id: a\n  q: a\n  a: b\n- {q: c, a: d}\n",        /* an id lost */
        "deck: d\ncards:\n- id: a\n  q: a\n  a: b\n",                        /* a card lost */
        "deck: d\ncards:\n- id: a\n  q: a\n  a: b\n- {q: c, a: d, id: c}\n- q: x\n", /* one more */
        "deck: D\ncards:\n- id: a\n  q: a\n  a: b\n- {q: c, a: d, id: c}\n",         /* the name */
        "deck: d\ntags: [t]\ncards:\n- id: a\n  q: a\n  a: b\n- {q: c, a: d, id: c}\n",
        "deck: d\nnew: 3\ncards:\n- id: a\n  q: a\n  a: b\n- {q: c, a: d, id: c}\n",
        "deck: d\ncards:\n- id: a\n  q: a\n  a: b\n  reverse: yes\n- {q: c, a: d, id: c}\n",
        "deck: d\ncards:\n- id: a\n  q: a\n  a: b\n- {q: c, a: d, id: c}\n- qq: x\n", /* a mistake
                                                                                       */
        "deck: d\ncards:\n- id: a\n  q: [\n",
        "",
    };
    struct fixture *f = *state;
    struct deck_ids ids;
    char other[160];
    snprintf(other, sizeof other, "%s2", f->path);
    write_bytes(f, deck, strlen(deck));
    read_ids(f, &ids);
    for (size_t i = 0; i <= COUNT(damaged); i++) {
        const char *text = i < COUNT(damaged) ? damaged[i] : with_ids;
        FILE *file = fopen(other, "w");
        assert_non_null(file);
        assert_true(fputs(text, file) >= 0);
        assert_int_equal(fclose(file), 0);
        enum err_code code = deck_ids_compare(&ids, other, &f->err);
        if (code != (i < COUNT(damaged) ? ERR_IO : ERR_NONE))
            fail_msg("error %d for: %s", (int)code, text);
    }
    unlink(other);
    deck_ids_done(&ids);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_slug__letters_and_digits_of_any_script),
        cmocka_unit_test(test_slug__a_text_without_any),
        cmocka_unit_test(test_slug__ends_with_a_word),
        cmocka_unit_test(test_slug__what_yaml_reads_otherwise),
        TEST(test_ids__written),
        TEST(test_ids__that_the_caller_took),
        TEST(test_ids__in_normal_form),
        TEST(test_ids__never_over_a_changed_file),
        TEST(test_ids__damage_is_seen),
    };
    return cmocka_run_group_tests_name("ids", tests, NULL, NULL);
}
