/* The generated edits of tests/bench/edits.h and edits_few.h, for which make bench prints figures.
 * In each family, at least 99 of 100 small edits keep their history, and no card ever gets
 * another's. */
#include "unit/world.h"

#include "bench/edits_few.h"

#define SEEDS     10
#define FEW_CARDS 1000

static int set_up(void **state)
{
    if (world_set_up(state))
        return -1;
    world_open(*state);
    return 0;
}

static struct edit_result measure(struct world *w, const struct edit_family *family)
{
    struct edit_result result = {0};
    for (uint64_t seed = 1; seed <= SEEDS; seed++)
        if (!edit_measure(family, seed, w->store, w->deck, &result))
            fail_msg("%s, seed %d: does not load", family->name, (int)seed);
    return result;
}

static void test_edits__no_card_has_the_history_of_another(void **state)
{
    for (size_t i = 0; i < EDIT_FAMILIES; i++) {
        struct edit_result result = measure(*state, &edit_families[i]);
        if (result.wrong)
            fail_msg("%s: %d wrong", edit_families[i].name, result.wrong);
    }
}

static void test_edits__small_ones_keep_the_history(void **state)
{
    int edits = 0;
    for (size_t i = 0; i < EDIT_FAMILIES; i++) {
        struct edit_result result = measure(*state, &edit_families[i]);
        if (100 * result.kept < 99 * result.edits)
            fail_msg("%s: %d of %d kept", edit_families[i].name, result.kept, result.edits);
        edits += result.edits;
    }
    assert_true(edits > 1000);
}

/* Of each kind, so many cards that every word is in dozens of them. */
static void check_few(struct world *w, size_t every)
{
    for (size_t i = 0; i < FEW(few_kinds); i++) {
        struct few_result result = {0};
        struct few_deck deck = {&few_kinds[i], FEW_CARDS, every, 2026};
        if (!few_measure(&deck, w->store, w->deck, NULL, &result))
            fail_msg("%s: does not load", few_kinds[i].name);
        if (result.wrong || 100 * result.lost >= result.edits)
            fail_msg("%s: %d of %d lost, %d wrong", few_kinds[i].name, result.lost, result.edits,
                result.wrong);
        assert_in_range(result.edits, 90 * FEW_CARDS / every / 100, FEW_CARDS);
    }
}

static void test_edits__of_all_cards_of_few_words_keep_the_history(void **state)
{
    check_few(*state, 1);
}

static void test_edits__of_some_cards_of_few_words_keep_the_history(void **state)
{
    check_few(*state, 10);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, world_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_edits__no_card_has_the_history_of_another),
        TEST(test_edits__small_ones_keep_the_history),
        TEST(test_edits__of_all_cards_of_few_words_keep_the_history),
        TEST(test_edits__of_some_cards_of_few_words_keep_the_history),
    };
    return cmocka_run_group_tests_name("edits", tests, NULL, NULL);
}
