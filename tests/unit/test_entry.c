/* From the entries of a deck to cards: one card, one for each direction, or one for each gap. */
#include "unit/deck_file.h"

static struct card card_at(struct fixture *f, const struct deck_entry *entry, unsigned index)
{
    struct card card;
    assert_true(deck_entry_card(entry, index, &f->texts, &card));
    return card;
}

static void assert_card(
    const struct card *card, int variant, const char *question, const char *answer)
{
    assert_int_equal(card->variant, variant);
    assert_string_equal(card->question, question);
    assert_string_equal(card->answer, answer);
}

static void assert_cards(struct fixture *f, const struct deck_entry *entry, unsigned count)
{
    struct card card;
    for (unsigned i = 0; i < count + 3; i++)
        assert_int_equal(deck_entry_card(entry, i, &f->texts, &card), i < count);
    assert_false(deck_entry_card(entry, UINT32_MAX, &f->texts, &card));
}

static void test_entry__one_card(void **state)
{
    struct fixture *f = *state;
    open_text(f, "tags: [deck]\ncards:\n"
                 "- {q: Q, a: A, id: I, tags: [t, u], hint: H, note: N}\n- {q: Q}\n");
    const struct deck_entry *entry = next(f);
    struct card card = card_at(f, entry, 0);
    assert_card(&card, VARIANT_FORWARD, "Q", "A");
    assert_string_equal(card.id, "I");
    assert_string_equal(card.tags, "t u"); /* its own */
    assert_string_equal(card.hint, "H");
    assert_string_equal(card.note, "N");
    assert_cards(f, entry, 1);

    entry = next(f);
    card = card_at(f, entry, 0);
    assert_card(&card, VARIANT_FORWARD, "Q", ""); /* a draft */
    assert_null(card.id);
    assert_string_equal(card.tags, "");
    assert_string_equal(card.hint, "");
    assert_string_equal(card.note, "");
    assert_cards(f, entry, 1);
}

static void test_entry__reverse(void **state)
{
    struct fixture *f = *state;
    open_text(f, "cards:\n- {q: Q, a: A, id: I, tags: [t], hint: H, note: N, reverse: true}\n");
    const struct deck_entry *entry = next(f);
    struct card card = card_at(f, entry, 0);
    assert_card(&card, VARIANT_FORWARD, "Q", "A");
    card = card_at(f, entry, 1);
    assert_card(&card, VARIANT_REVERSE, "A", "Q");
    assert_string_equal(card.id, "I");
    assert_string_equal(card.tags, "t");
    assert_string_equal(card.note, "N");
    assert_cards(f, entry, 2);
}

static void test_entry__a_draft_has_no_other_way_round(void **state)
{
    struct fixture *f = *state;
    open_text(f, "cards:\n- {q: Q, reverse: true}\n- {q: Q, a: '', reverse: true}\n");
    assert_cards(f, next(f), 1);
    assert_cards(f, next(f), 1);
}

static void test_entry__a_card_for_each_gap(void **state)
{
    struct fixture *f = *state;
    open_text(f, "cards:\n"
                 "- cloze: ReLU is {{max(0, x)}}; its slope for x > 0 is {{1}}\n"
                 "  id: I\n"
                 "  note: N\n"
                 "- cloze: '{{c5::a}} {{c2::b::hint}} {{c5::c}}'\n");
    const struct deck_entry *entry = next(f);
    struct card card = card_at(f, entry, 0);
    assert_card(&card, 1, "ReLU is [...]; its slope for x > 0 is 1", "max(0, x)");
    assert_string_equal(card.id, "I");
    assert_string_equal(card.note, "N");
    card = card_at(f, entry, 1);
    assert_card(&card, 2, "ReLU is max(0, x); its slope for x > 0 is [...]", "1");
    assert_string_equal(card.id, "I");
    assert_cards(f, entry, 2);

    entry = next(f);
    card = card_at(f, entry, 0);
    assert_card(&card, 2, "a [hint] c", "b");
    assert_null(card.id);
    card = card_at(f, entry, 1);
    assert_card(&card, 5, "[...] b [...]", "a … c");
    assert_cards(f, entry, 2);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    static const struct CMUnitTest tests[] = {
        TEST(test_entry__one_card),
        TEST(test_entry__reverse),
        TEST(test_entry__a_draft_has_no_other_way_round),
        TEST(test_entry__a_card_for_each_gap),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
