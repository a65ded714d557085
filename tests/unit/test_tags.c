/* Tags: which are valid, and which cards match a filter. */
#include "base/buf.h"
#include "model/tags.h"

#include "test.h"

static void test_tags__valid(void **state)
{
    static const char *const tags[] = {"a", "deep-learning", "math::algebra",
        "math::algebra::group", "c++", "c#", "wow!", "a!b", "1", "_", "ch.6", "a:b",
        "gr\xc3\xb6\xc3\x9f", "\xe6\x95\xb0\xe5\xad\xa6::\xe4\xbb\xa3\xe6\x95\xb0"};
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(tags); i++)
        if (!tag_is_valid(tags[i], strlen(tags[i])))
            fail_msg("\"%s\" is a tag", tags[i]);
}

static void test_tags__invalid(void **state)
{
    static const char *const tags[] = {
        "", " ", ",", "!", "!a", "!!a", "a b", " a", "a ", "a,b", ",a", "a,", "a b,c", "a::b c"};
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(tags); i++)
        if (tag_is_valid(tags[i], strlen(tags[i])))
            fail_msg("\"%s\" is no tag", tags[i]);
}

/* The length counts, not a NUL: tags are read out of the middle of longer text. */
static void test_tags__valid_up_to_the_length(void **state)
{
    static const char unended[] = {'a', 'b', 'c'};

    (void)state;
    assert_true(tag_is_valid("ab cd", 2));
    assert_false(tag_is_valid("ab cd", 3));
    assert_true(tag_is_valid("ab,cd", 2));
    assert_false(tag_is_valid("ab", 0));
    assert_true(tag_is_valid(&"!ab"[1], 2));
    assert_true(tag_is_valid(unended, sizeof unended));
}

static bool have(const char *tags, const char *wanted)
{
    return tags_have(tags, wanted, strlen(wanted));
}

static void test_tags__have(void **state)
{
    (void)state;
    assert_true(have("a b c", "a"));
    assert_true(have("a b c", "b"));
    assert_true(have("a b c", "c"));
    assert_false(have("a b c", "d"));
    assert_false(have("", "a"));
    assert_false(have("ab", "a"));
    assert_false(have("ba", "a"));
    assert_true(have("ab a", "a"));
    assert_true(have("math::algebra", "math::algebra"));
    assert_false(have("math::algebra", "math")); /* the tag itself, unlike a filter */
    assert_true(tags_have("a b", "bcd", 1));     /* the length counts, not a NUL */
    assert_false(tags_have("a bcd", "bcd", 1));
}

static bool passes_1(const char *term, const char *deck_tags, const char *tags)
{
    const struct tag_filter filter = {&term, 1};
    bool ok = true;

    return tag_filter_passes(&filter, deck_tags, tags, &ok) && ok;
}

static bool passes_2(const char *one, const char *two, const char *deck_tags, const char *tags)
{
    const char *const terms[] = {one, two};
    const struct tag_filter filter = {terms, 2};
    bool ok = true;

    return tag_filter_passes(&filter, deck_tags, tags, &ok) && ok;
}

static bool passes_3(
    const char *one, const char *two, const char *three, const char *deck_tags, const char *tags)
{
    const char *const terms[] = {one, two, three};
    const struct tag_filter filter = {terms, 3};
    bool ok = true;

    return tag_filter_passes(&filter, deck_tags, tags, &ok) && ok;
}

static void test_tags__no_terms_let_all_pass(void **state)
{
    static const struct tag_filter none = {NULL, 0};
    bool ok = true;

    (void)state;
    assert_true(tag_filter_passes(&none, "", "", &ok));
    assert_true(tag_filter_passes(&none, "a", "b c", &ok));
}

static void test_tags__one_tag(void **state)
{
    (void)state;
    assert_true(passes_1("a", "", "a"));
    assert_true(passes_1("a", "", "a b c"));
    assert_true(passes_1("b", "", "a b c"));
    assert_true(passes_1("c", "", "a b c"));
    assert_false(passes_1("d", "", "a b c"));
    assert_false(passes_1("a", "", ""));
}

static void test_tags__of_the_deck_or_the_card(void **state)
{
    (void)state;
    assert_true(passes_1("a", "a", ""));
    assert_true(passes_1("a", "x a", "b"));
    assert_true(passes_1("a", "b", "x a"));
    assert_false(passes_1("a", "b", "c"));
    assert_true(passes_1("a,b", "a", "b"));
    assert_true(passes_1("a,b", "b", "a"));
    assert_false(passes_1("!a", "a", "b"));
    assert_false(passes_1("!a", "b", "a"));
    /* The two strings do not run together. */
    assert_false(passes_1("ab", "a", "b"));
}

static void test_tags__whole_tags_only(void **state)
{
    (void)state;
    assert_false(passes_1("math", "", "mathematics"));
    assert_false(passes_1("mathematics", "", "math"));
    assert_false(passes_1("math", "", "aftermath"));
    assert_false(passes_1("math", "", "math-easy"));
    assert_false(passes_1("math", "", "xmath mathx"));
    assert_true(passes_1("math", "", "xmath mathx math"));
    assert_true(passes_1("math", "", "math mathx"));
}

static void test_tags__commas_ask_for_all(void **state)
{
    (void)state;
    assert_true(passes_1("a,b", "", "a b"));
    assert_true(passes_1("a,b", "", "b x a"));
    assert_false(passes_1("a,b", "", "a"));
    assert_false(passes_1("a,b", "", "b"));
    assert_false(passes_1("a,b,c", "", "a b"));
    assert_true(passes_1("a,b,c", "", "c b a"));
    assert_true(passes_1("a,a", "", "a"));
}

static void test_tags__terms_ask_for_any(void **state)
{
    (void)state;
    assert_true(passes_2("a", "b", "", "a"));
    assert_true(passes_2("a", "b", "", "b"));
    assert_true(passes_2("a", "b", "", "a b"));
    assert_false(passes_2("a", "b", "", "c"));
    assert_false(passes_2("a", "b", "", ""));
    assert_true(passes_2("a,b", "c", "", "c"));
    assert_true(passes_2("a,b", "c", "", "a b"));
    assert_false(passes_2("a,b", "c", "", "a"));
    assert_true(passes_3("a", "b", "c", "", "c"));
}

static void test_tags__exclamation_asks_for_none(void **state)
{
    (void)state;
    assert_true(passes_1("!a", "", ""));
    assert_true(passes_1("!a", "", "b"));
    assert_false(passes_1("!a", "", "a"));
    assert_false(passes_1("!a", "", "b a"));
    assert_true(passes_1("!a,!b", "", "c"));
    assert_false(passes_1("!a,!b", "", "a"));
    assert_false(passes_1("!a,!b", "", "b"));
    assert_true(passes_1("!a", "", "ab"));
}

static void test_tags__with_and_without_in_one_term(void **state)
{
    (void)state;
    assert_true(passes_1("a,!b", "", "a"));
    assert_false(passes_1("a,!b", "", "a b"));
    assert_false(passes_1("a,!b", "", ""));
    assert_false(passes_1("a,!b", "", "b"));
    assert_true(passes_1("!b,a", "", "a"));
    assert_false(passes_1("!b,a", "", "b"));
    assert_false(passes_1("!b,a", "", ""));
}

/* A term of only '!' always counts; the others are a choice. */
static void test_tags__every_without_and_any_other(void **state)
{
    (void)state;
    assert_true(passes_2("!a", "!b", "", "c"));
    assert_false(passes_2("!a", "!b", "", "a"));
    assert_false(passes_2("!a", "!b", "", "b"));
    assert_true(passes_2("a", "!b", "", "a"));
    assert_false(passes_2("a", "!b", "", "a b"));
    assert_false(passes_2("a", "!b", "", "c"));
    assert_false(passes_2("a", "!b", "", ""));
    assert_false(passes_2("!b", "a", "", "a b"));
    assert_true(passes_2("!b", "a", "", "a"));
    assert_true(passes_3("a", "!x", "b", "", "b"));
    assert_true(passes_3("a", "!x", "b", "", "a"));
    assert_false(passes_3("a", "!x", "b", "", "b x"));
    assert_false(passes_3("a", "!x", "b", "", "c"));
    /* A '!' beside a plain tag binds that term alone. */
    assert_true(passes_2("a,!b", "c", "", "b c"));
    assert_true(passes_2("a,!b", "c", "", "a b c"));
    assert_false(passes_2("a,!b", "c", "", "a b"));
}

static void test_tags__nested_is_a_kind_of(void **state)
{
    (void)state;
    assert_true(passes_1("math", "", "math::algebra"));
    assert_true(passes_1("math", "", "math::algebra::group"));
    assert_true(passes_1("math::algebra", "", "math::algebra::group"));
    assert_true(passes_1("math::algebra", "", "math::algebra"));
    assert_true(passes_1("math", "math::algebra", ""));
    assert_true(passes_1("math,art", "", "art::gothic math::algebra"));
    assert_false(passes_1("math::algebra", "", "math"));
    assert_false(passes_1("math::algebra", "", "math::analysis"));
    assert_false(passes_1("math::alg", "", "math::algebra"));
    assert_false(passes_1("algebra", "", "math::algebra"));
    assert_false(passes_1("math", "", "art::math"));
    assert_false(passes_1("mat", "", "math::algebra"));
    /* One colon nests nothing. */
    assert_false(passes_1("math", "", "math:algebra"));
    assert_false(passes_1("math:", "", "math::algebra"));
    assert_false(passes_1("math", "", "math:"));
}

static void test_tags__case_and_normal_form_do_not_count(void **state)
{
    (void)state;
    assert_true(passes_1("MATH", "", "math::algebra"));
    assert_true(passes_1("math::ALGEBRA", "Math::Algebra::group", ""));
    assert_false(passes_1("!Math", "", "mATH"));
    assert_true(passes_1("größe", "", "a GRÖSSE::x"));
    assert_true(passes_1("e\u0301te\u0301", "", "ÉTÉ"));
    assert_false(passes_1("ete", "", "été")); /* an accent counts, unlike in a search */
    assert_false(passes_1("größe", "", "größer"));
}

static void test_tags__nested_is_excluded_with_its_kind(void **state)
{
    (void)state;
    assert_false(passes_1("!math", "", "math::algebra"));
    assert_true(passes_1("!math::algebra", "", "math"));
    assert_true(passes_1("!math::algebra", "", "math::analysis"));
    assert_true(passes_1("math,!math::algebra", "", "math::analysis"));
    assert_false(passes_1("math,!math::algebra", "", "math::algebra::group"));
}

/* All cards with any of six tags against random filters, with sets of bits in place of text. */
#define TAGS 6
static const char *const names[TAGS] = {"a", "a::b", "a::b::c", "b", "a::bc", "ab"};
/* Which tags are of the kind of each: bit i stands for names[i]. */
static const unsigned kinds[TAGS] = {027, 006, 004, 010, 020, 040};

static uint64_t random_state;

/* Steele, Lea and Flood's splitmix64: the same filters on every machine. */
static unsigned random_below(unsigned bound)
{
    uint64_t z = (random_state += UINT64_C(0x9e3779b97f4a7c15));

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    z ^= z >> 31;
    return (unsigned)((z >> 32) % bound);
}

struct drawn_term {
    int wanted[3], unwanted[3]; /* numbers of names */
    int wanted_count, unwanted_count;
    char text[64];
};

static void term_draw(struct drawn_term *term)
{
    unsigned pieces = 1 + random_below(3), i;

    memset(term, 0, sizeof *term);
    for (i = 0; i < pieces; i++) {
        int tag = (int)random_below(TAGS);

        if (i > 0)
            strcat(term->text, ",");
        if (random_below(2)) {
            term->wanted[term->wanted_count++] = tag;
        } else {
            strcat(term->text, "!");
            term->unwanted[term->unwanted_count++] = tag;
        }
        strcat(term->text, names[tag]);
    }
}

static bool term_holds(const struct drawn_term *term, unsigned card)
{
    int i;

    for (i = 0; i < term->wanted_count; i++)
        if (!(card & kinds[term->wanted[i]]))
            return false;
    for (i = 0; i < term->unwanted_count; i++)
        if (card & kinds[term->unwanted[i]])
            return false;
    return true;
}

static bool terms_hold(const struct drawn_term *terms, unsigned count, unsigned card)
{
    bool choice = false, chosen = false;
    unsigned i;

    for (i = 0; i < count; i++) {
        if (terms[i].wanted_count > 0) {
            choice = true;
            chosen = chosen || term_holds(&terms[i], card);
        } else if (!term_holds(&terms[i], card)) {
            return false;
        }
    }
    return chosen || !choice;
}

static void set_text(unsigned set, char text[64])
{
    int i;

    text[0] = '\0';
    for (i = 0; i < TAGS; i++) {
        if (!(set & 1U << i))
            continue;
        if (text[0])
            strcat(text, " ");
        strcat(text, names[i]);
    }
}

static void test_tags__matches_sets(void **state)
{
    int round, passed = 0;

    (void)state;
    random_state = 4;
    for (round = 0; round < 50000; round++) {
        struct drawn_term drawn[3];
        const char *terms[3];
        struct tag_filter filter = {terms, random_below(4)};
        unsigned deck = random_below(1 << TAGS) & random_below(1 << TAGS);
        unsigned card = random_below(1 << TAGS) & random_below(1 << TAGS);
        char deck_text[64], card_text[64];
        bool expected, ok = true;
        size_t i;

        for (i = 0; i < filter.count; i++) {
            term_draw(&drawn[i]);
            terms[i] = drawn[i].text;
        }
        set_text(deck, deck_text);
        set_text(card, card_text);
        expected = terms_hold(drawn, (unsigned)filter.count, deck | card);
        if (tag_filter_passes(&filter, deck_text, card_text, &ok) != expected || !ok)
            fail_msg("\"%s\" and \"%s\" should%s pass %zu: %s  %s  %s", deck_text, card_text,
                expected ? "" : " not", filter.count, filter.count > 0 ? terms[0] : "",
                filter.count > 1 ? terms[1] : "", filter.count > 2 ? terms[2] : "");
        passed += expected;
    }
    assert_in_range(passed, 15000, 40000); /* the drawing favours neither answer too much */
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tags__valid),
        cmocka_unit_test(test_tags__invalid),
        cmocka_unit_test(test_tags__valid_up_to_the_length),
        cmocka_unit_test(test_tags__have),
        cmocka_unit_test(test_tags__no_terms_let_all_pass),
        cmocka_unit_test(test_tags__one_tag),
        cmocka_unit_test(test_tags__of_the_deck_or_the_card),
        cmocka_unit_test(test_tags__whole_tags_only),
        cmocka_unit_test(test_tags__commas_ask_for_all),
        cmocka_unit_test(test_tags__terms_ask_for_any),
        cmocka_unit_test(test_tags__exclamation_asks_for_none),
        cmocka_unit_test(test_tags__with_and_without_in_one_term),
        cmocka_unit_test(test_tags__every_without_and_any_other),
        cmocka_unit_test(test_tags__nested_is_a_kind_of),
        cmocka_unit_test(test_tags__nested_is_excluded_with_its_kind),
        cmocka_unit_test(test_tags__case_and_normal_form_do_not_count),
        cmocka_unit_test(test_tags__matches_sets),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
