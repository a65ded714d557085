/* Finding near-duplicates with bands gives the same result as comparing all pairs. */
#include "deck/similar.h"

#include "test.h"

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
    struct similar *similar, char texts[CARDS][2][TEXT], const char *pattern, unsigned words)
{
    for (size_t i = 0; i < CARDS; i++) {
        random_text(texts[i][0], pattern, words);
        random_text(texts[i][1], "", words);
        if (i % 5 == 4) {
            memcpy(texts[i], texts[random_below((unsigned)i)], sizeof texts[i]);
            edit(texts[i][random_below(2)]);
        }
        assert_true(similar_add(similar, texts[i][0], texts[i][1], i));
    }
}

/* How many cards are nearly the same as one before them; of how many that was found. */
static void count_found(const struct similar *similar, int *there, int *found)
{
    *there = *found = 0;
    for (size_t i = 0; i < similar->count; i++) {
        const struct similar_card *card = &similar->cards[i];
        bool has = false;
        for (size_t j = 0; j < i && !has; j++)
            has = sketch_similarity(card->sketch, similar->cards[j].sketch) >= NEARLY_SAME;
        *there += has;
        *found += has && card->first != i;
        assert_true(has || card->first == i); /* nothing is found that is not there */
        assert_int_equal(card->number, i);
    }
}

/* What a caller does after adding, with all the cards' texts at hand. */
static void find(struct similar *similar, char texts[][2][TEXT])
{
    assert_true(similar_find_candidates(similar));
    for (size_t i = 0; i < similar->count; i++) {
        struct similar_card *card = &similar->cards[i];
        if (card->candidate)
            assert_true(similar_sketch(card, texts[card->number][0], texts[card->number][1]));
    }
    assert_true(similar_find(similar));
}

static void check_corpus(const char *pattern, unsigned words, int percent)
{
    static char texts[CARDS][2][TEXT];
    struct similar similar = {0};
    int there, found;
    make_corpus(&similar, texts, pattern, words);
    find(&similar, texts);
    for (size_t i = 0; i < CARDS; i++) /* for comparing each with each */
        assert_true(similar_sketch(&similar.cards[i], texts[i][0], texts[i][1]));
    count_found(&similar, &there, &found);
    print_message("# %d of %d near-duplicates found\n", found, there);
    assert_true(there > CARDS / 50);
    assert_true(found * 100 >= there * percent);
    similar_done(&similar);
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
    struct similar similar = {0};
    (void)state;
    for (size_t i = 0; i < 50; i++) {
        strcpy(texts[i][0], "the very same question");
        strcpy(texts[i][1], "the very same answer");
        assert_true(similar_add(&similar, texts[i][0], texts[i][1], i));
    }
    find(&similar, texts);
    for (size_t i = 0; i < 50; i++)
        assert_int_equal(similar.cards[i].first, 0);
    similar_done(&similar);
}

static void test_alike__texts_too_short_to_compare(void **state)
{
    struct similar similar = {0};
    (void)state;
    assert_true(similar_find_candidates(&similar) && similar_find(&similar)); /* none at all */
    assert_true(similar_add(&similar, "a", "", 0));
    assert_true(similar_add(&similar, "a", "b", 0));
    assert_true(similar_find_candidates(&similar) && similar_find(&similar));
    assert_int_equal(similar.count, 0);
    similar_done(&similar);
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
