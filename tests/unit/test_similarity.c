/* How similar two cards are: near-duplicates count as different cards, slightly edited ones as the
 * same. */
#include "base/buf.h"
#include "model/similarity.h"

#include "bench/edits_material.h"
#include "test.h"

static int similar(const char *question, const char *answer, const char *other, const char *another)
{
    struct sketch *a = sketch_new(question, answer), *b = sketch_new(other, another);
    assert_non_null(a);
    assert_non_null(b);
    int likeness = sketch_similarity(a, b);
    assert_int_equal(sketch_similarity(b, a), likeness);
    free(a);
    free(b);
    return likeness;
}

static void assert_apart(const struct material *cards, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < i; j++) {
            const struct material *a = &cards[i], *b = &cards[j];
            int likeness = similar(a->question, a->answer, b->question, b->answer);
            if (strcmp(a->question, b->question) != 0 && likeness >= SIMILAR_ENOUGH)
                fail_msg("%d: %s / %s", likeness, a->question, b->question);
        }
}

static void test_similarity__near_duplicates_are_not_alike(void **state)
{
    (void)state;
    assert_apart(prose, COUNT(prose));
    assert_apart(commands, COUNT(commands));
    assert_apart(vocabulary, COUNT(vocabulary));
    assert_apart(capitals, COUNT(capitals));
    assert_apart(terms, COUNT(terms));
    assert_apart(sums, COUNT(sums));
    assert_apart(shorts, COUNT(shorts));
    assert_apart(cjk, COUNT(cjk));
    assert_apart(code, COUNT(code));
    assert_apart(generic, COUNT(generic));
    assert_apart(others, COUNT(others));
    for (size_t i = 0; i < COUNT(translated); i++)
        assert_apart(&translated[i].before, 2); /* the card, and what it is translated into */
}

static void test_similarity__case_and_punctuation_do_not_count(void **state)
{
    (void)state;
    assert_int_equal(similar("What is a *bias*?", "A shift.", "what is a bias", "a shift"), 1000);
    assert_int_equal(similar("ÉCOLE ΣΟΦΙΑ МИР", "école", "école σοφια мир", "École!"), 1000);
    assert_int_equal(similar("日本の首都は？", "東京。", "日本の首都は", "「東京」"), 1000);
    assert_int_equal(similar("well-known", "- a list", "well known", "* A list"), 1000);
    assert_int_equal(similar("Cafe\u0301 ΟΔΟΣ", "Vrbi\u0107", "CAFÉ οδος", "vrbić"), 1000);
}

static void test_similarity__options_and_numbers_are_taken_literally(void **state)
{
    (void)state;
    assert_true(similar("ls -l", "lists", "ls -L", "lists") < SIMILAR_ENOUGH);
    assert_true(similar("x2", "lists", "X2", "lists") < SIMILAR_ENOUGH);
    assert_true(similar("a && b", "it", "a || b", "it") < SIMILAR_ENOUGH);
}

/* A slip costs 2 letters of the 20 of both cards' questions, which leaves 900. */
static void test_similarity__a_slip_costs_a_letter_on_each_side(void **state)
{
    (void)state;
    assert_int_equal(similar("which water", "same", "whihc water", "same"), 900);
    assert_int_equal(similar("which water", "same", "whicc water", "same"), 900);
    assert_int_equal(similar("which water", "same", "wich water", "same"), 895);   /* 2 of 19 */
    assert_int_equal(similar("which water", "same", "witch waters", "same"), 810); /* 4 of 21 */
    assert_int_equal(similar("the water", "same", "teh water", "same"), 875);      /* 2 of 16 */
    assert_int_equal(similar("in water", "same", "on water", "same"), 429);        /* 8 of 14 */
}

/* 5 letters of 10 on both sides go and come, and count twice for that: 20 of 20. */
static void test_similarity__an_exchanged_word_counts_twice(void **state)
{
    (void)state;
    assert_int_equal(similar("which water", "same", "vapor water", "same"), 0);
    assert_int_equal(similar("which water", "same", "water", "same"), 667); /* 5 of 15 */
}

static void test_similarity__order_counts_where_nothing_else_does(void **state)
{
    (void)state;
    assert_int_equal(similar("man bites dog", "same", "dog bites man", "same"), 850);
    assert_true(similar("km to miles", "a b", "miles to km", "b a") < SIMILAR_ENOUGH);
}

/* Its answer counts half: 4 letters of 20 went for 5 of 21, 17 of 41, which leaves 586. */
static void test_similarity__the_same_question_counts_for_half(void **state)
{
    (void)state;
    assert_int_equal(
        similar("bank", "a house that lends money", "Bank?", "a house which lends money"), 793);
    assert_int_equal(similar("Date?", "1642", "Date?", "1665"), 500);
}

static void test_similarity__a_long_answer_is_enough(void **state)
{
    (void)state;
    const char *answer = "Short waves of light are scattered more by the air than long ones";
    assert_int_equal(similar("Why is the sky blue?", answer, "Explain its color", answer), 1000);
    assert_int_equal(
        similar("Why is the sky blue?", "Rayleigh", "Explain its color", "Rayleigh"), 0);
}

/* Two thousand words: sampled, the same ones on both cards. */
static void test_similarity__long_texts_are_sampled(void **state)
{
    (void)state;
    static char a[16384], b[16384], c[16384];
    char *x = a, *y = b, *z = c;
    for (int i = 0; i < 2000; i++) {
        x += sprintf(x, "w%d ", i);
        y += sprintf(y, i == 1000 ? "other " : "w%d ", i);
        z += sprintf(z, "v%d ", i);
    }
    assert_true(similar(a, "q", b, "q") >= 900);
    assert_true(similar(a, "q", c, "q") < 100);
}

/* A draft's empty answer says nothing, and so does a card of no words. */
static void test_similarity__an_empty_side_says_nothing(void **state)
{
    (void)state;
    assert_int_equal(
        similar("What is a draft?", "", "What is a draft", "One without answer"), 1000);
    assert_int_equal(similar("?", "", "!", ""), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_similarity__near_duplicates_are_not_alike),
        cmocka_unit_test(test_similarity__case_and_punctuation_do_not_count),
        cmocka_unit_test(test_similarity__options_and_numbers_are_taken_literally),
        cmocka_unit_test(test_similarity__a_slip_costs_a_letter_on_each_side),
        cmocka_unit_test(test_similarity__an_exchanged_word_counts_twice),
        cmocka_unit_test(test_similarity__order_counts_where_nothing_else_does),
        cmocka_unit_test(test_similarity__the_same_question_counts_for_half),
        cmocka_unit_test(test_similarity__a_long_answer_is_enough),
        cmocka_unit_test(test_similarity__long_texts_are_sampled),
        cmocka_unit_test(test_similarity__an_empty_side_says_nothing),
    };
    return cmocka_run_group_tests_name("similarity", tests, NULL, NULL);
}
