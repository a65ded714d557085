/* Near-duplicates found by bands, compared with what comparing each card with each finds. */
#include "deck/similar.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define CARDS 3000
#define TEXT  256

static unsigned long long random_state = 2026;

static unsigned random_below(unsigned bound)
{
    random_state = random_state * 6364136223846793005ULL + 1442695040888963407ULL;
    return (unsigned)(random_state >> 33) % bound;
}

static void random_text(char text[TEXT], const char *before, unsigned words)
{
    size_t length = (size_t)snprintf(text, TEXT, "%s", before);
    for (unsigned i = 0; i < words; i++) {
        unsigned letters = 2 + random_below(7);
        text[length++] = ' ';
        for (unsigned l = 0; l < letters; l++)
            text[length++] = (char)('a' + random_below(26));
    }
    text[length] = '\0';
}

/* A typo or two. */
static void edit(char *text)
{
    for (unsigned i = 0, count = 1 + random_below(2); i < count; i++)
        text[random_below((unsigned)strlen(text))] = 'x';
}

/* Cards of a few words, every fifth an edit of one before it. */
static void make_corpus(
    struct alike *alike, char texts[CARDS][2][TEXT], const char *pattern, unsigned words)
{
    for (size_t i = 0; i < CARDS; i++) {
        random_text(texts[i][0], pattern, words);
        random_text(texts[i][1], "", words);
        if (i % 5 == 4) {
            memcpy(texts[i], texts[random_below((unsigned)i)], sizeof texts[i]);
            edit(texts[i][random_below(2)]);
        }
        assert_true(alike_add(alike, texts[i][0], texts[i][1], i));
    }
}

/* How many cards are nearly the same as one before them; of how many that was found. */
static void count_found(const struct alike *alike, int *there, int *found)
{
    *there = *found = 0;
    for (size_t i = 0; i < alike->count; i++) {
        const struct alike_card *card = &alike->cards[i];
        bool has = false;
        for (size_t j = 0; j < i && !has; j++)
            has = sketch_similarity(card->sketch, alike->cards[j].sketch) >= ALIKE_ENOUGH;
        *there += has;
        *found += has && card->first != i;
        assert_true(has || card->first == i); /* nothing is found that is not there */
        assert_int_equal(card->number, i);
    }
}

/* What a caller does after adding, with all the cards' texts at hand. */
static void find(struct alike *alike, char texts[][2][TEXT])
{
    assert_true(alike_look(alike));
    for (size_t i = 0; i < alike->count; i++) {
        struct alike_card *card = &alike->cards[i];
        if (card->wanted)
            assert_true(alike_sketch(card, texts[card->number][0], texts[card->number][1]));
    }
    assert_true(alike_find(alike));
}

static void check_corpus(const char *pattern, unsigned words, int percent)
{
    static char texts[CARDS][2][TEXT];
    struct alike alike = {0};
    int there, found;
    make_corpus(&alike, texts, pattern, words);
    find(&alike, texts);
    for (size_t i = 0; i < CARDS; i++) /* for comparing each with each */
        assert_true(alike_sketch(&alike.cards[i], texts[i][0], texts[i][1]));
    count_found(&alike, &there, &found);
    print_message("# %d of %d near-duplicates found\n", found, there);
    assert_true(there > CARDS / 50);
    assert_true(found * 100 >= there * percent);
    alike_done(&alike);
}

static void test_alike__finds_nearly_all(void **state)
{
    (void)state;
    check_corpus("", 12, 99);
}

static void test_alike__finds_most_among_cards_of_one_pattern(void **state)
{
    (void)state;
    check_corpus("What is the capital of the country that is called", 6, 90);
}

static void test_alike__names_the_first_of_many(void **state)
{
    static char texts[50][2][TEXT];
    struct alike alike = {0};
    (void)state;
    for (size_t i = 0; i < 50; i++) {
        strcpy(texts[i][0], "the very same question");
        strcpy(texts[i][1], "the very same answer");
        assert_true(alike_add(&alike, texts[i][0], texts[i][1], i));
    }
    find(&alike, texts);
    for (size_t i = 0; i < 50; i++)
        assert_int_equal(alike.cards[i].first, 0);
    alike_done(&alike);
}

static void test_alike__texts_too_short_to_compare(void **state)
{
    struct alike alike = {0};
    (void)state;
    assert_true(alike_look(&alike) && alike_find(&alike)); /* none at all */
    assert_true(alike_add(&alike, "a", "", 0));
    assert_true(alike_add(&alike, "a", "b", 0));
    assert_true(alike_look(&alike) && alike_find(&alike));
    assert_int_equal(alike.count, 0);
    alike_done(&alike);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_alike__finds_nearly_all),
        cmocka_unit_test(test_alike__finds_most_among_cards_of_one_pattern),
        cmocka_unit_test(test_alike__names_the_first_of_many),
        cmocka_unit_test(test_alike__texts_too_short_to_compare),
    };
    return cmocka_run_group_tests_name("alike", tests, NULL, NULL);
}
