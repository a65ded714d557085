/* Cards are paired only if one pair is clearly the best. */
#include "model/pairing.h"

#include "test.h"

#define MOST 100

struct sides {
    struct candidate old[MOST], added[MOST];
    size_t old_count, added_count;
};

static void add(struct candidate *side, size_t *count, const char *question, const char *answer)
{
    side[*count] = (struct candidate){.sketch = sketch_new(question, answer), .entry = *count + 1};
    assert_non_null(side[(*count)++].sketch);
}

static void add_old(struct sides *s, const char *question, const char *answer)
{
    add(s->old, &s->old_count, question, answer);
}

static void add_fresh(struct sides *s, const char *question, const char *answer)
{
    add(s->added, &s->added_count, question, answer);
}

/* These are decks of too few words for slips. */
static bool no_slip(void *context, const struct candidate *old, const struct candidate *added)
{
    (void)context, (void)old, (void)added;
    return false;
}

static const struct candidate_texts no_slips = {no_slip, NULL};

/* The old card that fresh card i is, counted from 0; -1 for none. Ends the sides' use. */
static int pair_of(struct sides *s, size_t i)
{
    assert_true(pairing_find(&(struct candidates){s->old, s->old_count},
        &(struct candidates){s->added, s->added_count}, &(struct candidates){0}, no_slips));
    const struct candidate *old = pairing_of(&s->added[i], SIMILAR_ENOUGH);
    for (size_t j = 0; j < s->old_count; j++)
        free(s->old[j].sketch);
    for (size_t j = 0; j < s->added_count; j++)
        free(s->added[j].sketch);
    return old ? (int)(old - s->old) : -1;
}

static void test_pairing__the_one_that_is_alike(void **state)
{
    (void)state;
    struct sides s = {.old_count = 0};
    add_old(&s, "What is a bias?", "A shift of the activation");
    add_old(&s, "What is a glacier?", "A body of ice that moves");
    add_fresh(&s, "What is a bias", "A shift of teh activation.");
    add_fresh(&s, "What is a glacir?", "A body of ice that movs");
    assert_int_equal(pair_of(&s, 1), 1);
}

/* Both fresh cards may be the old one, by a letter: neither is. */
static void test_pairing__a_rival_leaves_it_open(void **state)
{
    (void)state;
    struct sides s = {.old_count = 0};
    add_old(&s, "What is a glacier?", "A body of ice that moves");
    add_fresh(&s, "What is a glacir?", "A body of ice that movs");
    add_fresh(&s, "What is a glacer?", "A body of ice that mves");
    assert_int_equal(pair_of(&s, 0), -1);
}

static void test_pairing__cards_of_one_entry_are_no_rivals(void **state)
{
    (void)state;
    struct sides s = {.old_count = 0};
    add_old(&s, "What is a glacier?", "A body of ice that moves");
    add_fresh(&s, "What is a glacir?", "A body of ice that movs");
    add_fresh(&s, "What is a glacer?", "A body of ice that mves");
    s.added[1].entry = s.added[0].entry;
    assert_int_equal(pair_of(&s, 0), 0);
}

static void test_pairing__other_ids_and_kinds_are_other_cards(void **state)
{
    (void)state;
    for (int kind = 0; kind < 2; kind++) {
        struct sides s = {.old_count = 0};
        add_old(&s, "What is a glacier?", "A body of ice that moves");
        add_fresh(&s, "What is a glacier?", "A body of ice that moves");
        s.old[0].id = 1;
        s.added[0].id = kind ? 1 : 2;
        s.added[0].kind = kind;
        assert_int_equal(pair_of(&s, 0), -1);
    }
}

static void test_pairing__the_same_gaps_are_half_of_it(void **state)
{
    (void)state;
    for (uint64_t gaps = 0; gaps < 2; gaps++) {
        struct sides s = {.old_count = 0};
        add_old(&s, "ReLU is [...], its slope 1", "max");
        add_fresh(&s, "The ReLU is [...] with slope 1", "max");
        s.old[0].gaps = s.added[0].gaps = gaps;
        assert_int_equal(pair_of(&s, 0), gaps ? 0 : -1);
    }
}

/* More cards than a word may have to tell something: each still has words of its own. */
static void test_pairing__among_many_of_one_pattern(void **state)
{
    (void)state;
    struct sides s = {.old_count = 0};
    for (int i = 0; i < MOST; i++) {
        char question[64], answer[64];
        snprintf(question, sizeof question, "What is the capital of country %d?", i);
        snprintf(answer, sizeof answer, "The capital of it is city %d", i);
        add_old(&s, question, answer);
        snprintf(question, sizeof question, "What is the captial of country %d", MOST - 1 - i);
        snprintf(answer, sizeof answer, "The capital of it is ctiy %d", MOST - 1 - i);
        add_fresh(&s, question, answer);
    }
    assert_int_equal(pair_of(&s, 10), 89);
}

static void test_pairing__of_nothing_is_nothing(void **state)
{
    (void)state;
    struct sides s = {.old_count = 0};
    assert_true(pairing_find(&(struct candidates){s.old, 0}, &(struct candidates){s.added, 0},
        &(struct candidates){0}, no_slips));
    add_fresh(&s, "", "");
    assert_int_equal(pair_of(&s, 0), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pairing__the_one_that_is_alike),
        cmocka_unit_test(test_pairing__a_rival_leaves_it_open),
        cmocka_unit_test(test_pairing__cards_of_one_entry_are_no_rivals),
        cmocka_unit_test(test_pairing__other_ids_and_kinds_are_other_cards),
        cmocka_unit_test(test_pairing__the_same_gaps_are_half_of_it),
        cmocka_unit_test(test_pairing__among_many_of_one_pattern),
        cmocka_unit_test(test_pairing__of_nothing_is_nothing),
    };
    return cmocka_run_group_tests_name("pairing", tests, NULL, NULL);
}
