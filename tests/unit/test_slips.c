/* Cards that differ only by slips, in decks of few words and in others. */
#include "model/slips.h"

#include "test.h"

#include "bench/edits_few.h"

#define CARDS 1000

static struct candidates old, added, kept;
static struct slips slips;
static struct few_card texts[3 * CARDS]; /* by card_id */
static int64_t text_count;

static void put(struct candidates *list, const char *question, const char *answer)
{
    struct candidate *card = &list->cards[list->count];
    assert_true(list->count < CARDS);
    *card = (struct candidate){
        .sketch = sketch_new(question, answer), .card_id = text_count, .entry = ++list->count};
    strcpy(texts[text_count].question, question);
    strcpy(texts[text_count++].answer, answer);
    assert_non_null(card->sketch);
}

static int set_up(void **state)
{
    static struct candidate cards[3][CARDS];
    (void)state;
    old = (struct candidates){cards[0], 0};
    added = (struct candidates){cards[1], 0};
    kept = (struct candidates){cards[2], 0};
    slips = (struct slips){0};
    text_count = 0;
    return 0;
}

static int tear_down(void **state)
{
    struct candidates *lists[] = {&old, &added, &kept};
    (void)state;
    for (size_t l = 0; l < FEW(lists); l++)
        for (size_t i = 0; i < lists[l]->count; i++)
            free(lists[l]->cards[i].sketch);
    free(slips.pairs);
    return 0;
}

/* The times table, in words, from 2 * 2 to 33 * 33. */
static void put_table(struct candidates *list)
{
    struct few_card card;
    for (size_t i = 0; i < CARDS - 10; i++) {
        few_times_table(i, CARDS, &card);
        put(list, card.question, card.answer);
    }
}

static bool slipped(void *context, const struct candidate *a, const struct candidate *b)
{
    const struct few_card *x = &texts[a->card_id], *y = &texts[b->card_id];
    (void)context;
    return texts_slipped(x->question, y->question) && texts_slipped(x->answer, y->answer);
}

/* The old card that added card i is by slips; NULL for none. */
static const struct candidate *slip_of(size_t i)
{
    assert_true(slips_find(&slips, &old, &added, &kept, (struct candidate_texts){slipped, NULL}));
    assert_true(slips_settle(&slips, &old, &added));
    return added.cards[i].slip;
}

static void test_slips__are_found_at_the_start_of_a_word_and_in_short_texts(void **state)
{
    (void)state;
    put_table(&kept);
    put(&old, "What is two times three?", "six");
    put(&added, "What is dwo times three?", "sox");
    assert_ptr_equal(slip_of(0), &old.cards[0]);
}

static void test_slips__are_mended_as_well_as_made(void **state)
{
    (void)state;
    put_table(&kept);
    put(&old, "What is dwo times three?", "sox");
    put(&added, "What is two times three?", "six");
    assert_ptr_equal(slip_of(0), &old.cards[0]);
}

/* The same words, but not in the same order. */
static void test_slips__keep_the_order_of_words(void **state)
{
    (void)state;
    put_table(&kept);
    put(&old, "What is seven times eight?", "fifty-six");
    put(&old, "What is eight times seven?", "fifty-six");
    put(&added, "Whta is eight times seven?", "fifty-sox");
    assert_ptr_equal(slip_of(0), &old.cards[1]);
}

/* Eighty is no slip of eight: other cards have it. */
static void test_slips__make_no_words_that_the_deck_has(void **state)
{
    (void)state;
    put_table(&kept);
    put(&kept, "What is eighty times nine?", "seven hundred and twenty");
    put(&old, "What is eight times two?", "sixteen");
    put(&added, "What is eighty times two?", "sixteen");
    assert_null(slip_of(0));
}

static void test_slips__change_no_digits(void **state)
{
    (void)state;
    for (int i = 0; i < 100; i++)
        put(&kept, "What happened on 17 March?", "The battle of 1805 began");
    put(&old, "What happened on 17 March?", "The battle of 1805 ended");
    put(&added, "What happened on 27 March?", "The battle of 1805 endet");
    assert_null(slip_of(0));
}

/* In a deck where every card brings words of its own, a new word is a new card. */
static void test_slips__prove_nothing_among_many_words(void **state)
{
    (void)state;
    for (size_t i = 0; i < 200; i++) {
        struct few_card card;
        few_phrase(i % 100, CARDS, &card);
        sprintf(card.question + strlen(card.question), " %c%cx", 'a' + (char)(i % 20),
            'a' + (char)(i / 20));
        put(&kept, card.question, card.question);
    }
    put(&old, "die Maus", "the mouse");
    put(&added, "die Laus", "the louse");
    assert_null(slip_of(0));
}

/* Both may be both, so neither is; but a card that can be only one takes it from the others. */
static void test_slips__are_settled_by_what_is_left(void **state)
{
    (void)state;
    put_table(&kept);
    put(&old, "What is six times ten?", "sixty");
    put(&old, "What is six times two?", "sixty");
    put(&added, "What is six times teo?", "sixtu");
    assert_null(slip_of(0));
    slips.count = 0;
    put(&added, "What si six times ten?", "sxity");
    assert_ptr_equal(slip_of(1), &old.cards[0]);
    assert_ptr_equal(added.cards[0].slip, &old.cards[1]);
}

static void test_slips__of_one_card_are_not_two(void **state)
{
    (void)state;
    put_table(&kept);
    put(&old, "What is six times ten?", "sixty");
    put(&added, "What is six times tem?", "sixtu");
    put(&added, "What is sux times ten?", "sxity");
    assert_null(slip_of(0));
    assert_null(added.cards[1].slip);
}

static void test_slips__leave_other_ids_and_kinds_alone(void **state)
{
    (void)state;
    put_table(&kept);
    put(&old, "What is two times three?", "six");
    put(&added, "What is dwo times three?", "sox");
    old.cards[0].id = 1;
    added.cards[0].id = 2;
    assert_null(slip_of(0));
    added.cards[0].id = 1;
    added.cards[0].kind = 1;
    assert_null(slip_of(0));
    added.cards[0].kind = 0;
    assert_ptr_equal(slip_of(0), &old.cards[0]);
}

/* Escribir is no slip of recibir, though it has the same letters and one more. */
static void test_slips__are_confirmed_by_the_texts(void **state)
{
    (void)state;
    for (int i = 0; i < 50; i++)
        put(&kept, "Conjuga: recibir, nosotros", "recibimos");
    put(&old, "Conjuga: recibir, ellos", "reciben");
    put(&added, "Conjuga: escribir, ellos", "escriben");
    assert_null(slip_of(0));
    assert_int_equal(slips.count, 0);
}

/* Every second card goes, and the others come. */
static void test_slips__are_no_other_cards_of_the_same_words(void **state)
{
    for (size_t k = 0; k < FEW(few_kinds); k++) {
        set_up(state);
        for (size_t i = 0; i < CARDS; i++) {
            struct few_card card;
            few_kinds[k].make(i, CARDS, &card);
            put(i % 2 ? &added : &old, card.question, card.answer);
        }
        slip_of(0);
        assert_int_equal(slips.count, 0);
        tear_down(state);
    }
    set_up(state);
}

static void test_slips__in_texts(void **state)
{
    (void)state;
    static const char *const same[][2] = {{"", ""}, {"six", "six"}, {"six", "sex"}, {"six", "ix"},
        {"six", "sixx"}, {"six", "isx"}, {"six", "sxi"}, {"a", ""},
        {"d\xc3\xad"
         "a",
            "dia"},
        {"\xc3\xad", "\xc3\xb3"}, {"two two", "two tow"}};
    static const char *const different[][2] = {{"six", "s"}, {"six", "xis"}, {"six", "sic it"},
        {"ab", "ba "}, {"pate", "tema"}, {"two two", "tow tow"}, {"", "ab"}};
    for (size_t i = 0; i < FEW(same); i++)
        assert_true(texts_slipped(same[i][0], same[i][1]) && texts_slipped(same[i][1], same[i][0]));
    for (size_t i = 0; i < FEW(different); i++)
        assert_false(texts_slipped(different[i][0], different[i][1]) ||
                     texts_slipped(different[i][1], different[i][0]));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_slips__are_found_at_the_start_of_a_word_and_in_short_texts),
        TEST(test_slips__are_mended_as_well_as_made),
        TEST(test_slips__keep_the_order_of_words),
        TEST(test_slips__make_no_words_that_the_deck_has),
        TEST(test_slips__change_no_digits),
        TEST(test_slips__prove_nothing_among_many_words),
        TEST(test_slips__are_settled_by_what_is_left),
        TEST(test_slips__of_one_card_are_not_two),
        TEST(test_slips__leave_other_ids_and_kinds_alone),
        TEST(test_slips__are_confirmed_by_the_texts),
        TEST(test_slips__are_no_other_cards_of_the_same_words),
        TEST(test_slips__in_texts),
    };
    return cmocka_run_group_tests_name("slips", tests, NULL, NULL);
}
