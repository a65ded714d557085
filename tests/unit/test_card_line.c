/* The line of the deck file at which the editor opens a card. */
#include "unit/sitting.h"

#include "study/card_line.h"

#define DECK                                                                                       \
    "deck: d\n"                                                                                    \
    "cards:\n"                                                                                     \
    "  - q: one\n"                                                                                 \
    "    a: first\n"                                                                               \
    "\n"                                                                                           \
    "  # a comment\n"                                                                              \
    "  - a: |\n"                                                                                   \
    "      second\n"                                                                               \
    "      goes on\n"                                                                              \
    "    q: two\n"                                                                                 \
    "    reverse: true\n"                                                                          \
    "  - cloze: '{{a}} and {{b}}'\n"                                                               \
    "  - {q: four, a: x, id: iv}\n"                                                                \
    "  - {q: same, a: 1}\n"                                                                        \
    "  - {q: same, a: 2}\n"

static unsigned line_of(struct world *w, int64_t card)
{
    unsigned line = 0;
    struct stored_card stored = {0};
    assert_int_equal(store_card(w->store, card, &stored, &w->err), ERR_NONE);
    assert_int_equal(card_line_find(w->deck, &stored, &line, &w->err), ERR_NONE);
    stored_card_done(&stored);
    return line;
}

/* The cards are numbered as they stand in the file. */
static void assert_lines(struct world *w, const unsigned want[8])
{
    for (int i = 0; i < 8; i++) {
        unsigned line = line_of(w, i + 1);
        if (line != want[i])
            fail_msg("card %d: line %u, wanted %u", i + 1, line, want[i]);
    }
}

static void test_place__where_the_entry_begins(void **state)
{
    struct world *w = *state;
    world_load(w, DECK);
    assert_lines(w, (const unsigned[]){3, 7, 7, 12, 12, 13, 14, 15});
}

/* Entries that share a line are told apart. */
static void test_place__the_entry_on_a_line(void **state)
{
    struct world *w = *state;
    world_load(w, "deck: d\ncards: [{q: one, a: 1}, {q: two, a: 2, reverse: true}, {q: three}]\n");
    static const char *const questions[] = {"one", "two", "two", "three"};
    for (int i = 0; i < 4; i++) {
        struct stored_card stored = {0};
        struct deck_entry entry = {0};
        assert_int_equal(store_card(w->store, i + 1, &stored, &w->err), ERR_NONE);
        assert_int_equal(card_entry_find(w->deck, &stored, &entry, &w->err), ERR_NONE);
        assert_string_equal(buf_string(&entry.question), questions[i]);
        stored_card_done(&stored);
        deck_entry_done(&entry);
    }
}

/* The file has changed since it was read. */
static void test_place__where_the_entry_has_gone(void **state)
{
    struct world *w = *state;
    world_load(w, DECK);
    world_write(w, "deck.yaml",
        "deck: d\n"
        "cards:\n"
        "  - {q: other words, a: now, id: iv}\n"
        "  - {q: new, a: new}\n"
        "  - {q: one, a: 1}\n"
        "  - {cloze: '{{a}} and {{b}}'}\n"
        "  - {q: two, a: changed, reverse: true}\n"
        "  - {q: same, a: 1}\n");
    /* the second card asked for the answer, which is another now: its place is the second */
    assert_lines(w, (const unsigned[]){5, 7, 4, 6, 6, 3, 8, 8});
}

static void test_place__the_first_mistake(void **state)
{
    struct world *w = *state;
    world_load(w, DECK);
    world_write(w, "deck.yaml",
        "deck: d\ncards:\n- {q: one, a: 1}\n- {q: two, anser: 2}\n- {q: 3, b: 3}\n");
    assert_int_equal(line_of(w, 1), 4);
    world_write(w, "deck.yaml", "deck: d\ncards:\n- {q: one, a: 1}\n- [\n");
    assert_int_equal(line_of(w, 1), 4);
    world_write(w, "deck.yaml", "");
    assert_int_equal(line_of(w, 1), 1);
}

static void test_place__nothing_is_like_it(void **state)
{
    struct world *w = *state;
    world_load(w, DECK);
    world_write(w, "deck.yaml", "deck: d\ncards: []\n");
    assert_int_equal(line_of(w, 1), 1);
    assert_int_equal(remove(w->deck), 0);
    struct stored_card stored = {0};
    unsigned line;
    assert_int_equal(store_card(w->store, 1, &stored, &w->err), ERR_NONE);
    assert_int_equal(card_line_find(w->deck, &stored, &line, &w->err), ERR_IO);
    stored_card_done(&stored);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, sitting_set_up, world_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_place__where_the_entry_begins),
        TEST(test_place__the_entry_on_a_line),
        TEST(test_place__where_the_entry_has_gone),
        TEST(test_place__the_first_mistake),
        TEST(test_place__nothing_is_like_it),
    };
    return cmocka_run_group_tests_name("place", tests, NULL, NULL);
}
