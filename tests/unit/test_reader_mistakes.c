/* Mistakes in a deck's keys, types, names and clozes, and the position reported for each. Lines and
 * columns were counted by hand, in characters from 1. */
#include "unit/deck_file.h"

/* ---- Mistakes in what a deck says ---- */

static void test_reader__unknown_key_and_the_one_meant(void **state)
{
    struct fixture *f = *state;
    ASSERT_MISTAKES(f,
        "dek: x\n"
        "author: me\n"
        "cards:\n"
        "  - qestion: a\n"
        "    answer: b\n"
        "  - question: a\n"
        "    anwser: b\n"
        "    colour: {deep: [1, 2]}\n",
        {1, 1, "\"dek\": did you mean \"deck\""}, {2, 1, "unknown key \"author\""},
        {4, 5, "\"qestion\": did you mean \"question\""},
        {7, 5, "\"anwser\": did you mean \"answer\""}, {8, 5, "unknown key \"colour\""});
    assert_null(strstr(f->told[1].message, "mean"));
    assert_null(strstr(f->told[4].message, "mean"));
}

static void test_reader__keys_in_capitals(void **state)
{
    struct fixture *f = *state;
    ASSERT_MISTAKES(f,
        "DECK: x\n"
        "cards:\n"
        "  - Question: a\n"
        "    ANSWER: b\n"
        "  - Q: a\n"
        "    A: b\n",
        {1, 1, "\"DECK\": did you mean \"deck\""}, {3, 5, "did you mean \"question\""},
        {4, 5, "did you mean \"answer\""}, {5, 5, "\"Q\": did you mean \"q\""},
        {6, 5, "\"A\": did you mean \"a\""});
}

/* A mistake's words may be cut, but not within a character. */
static void test_reader__long_unknown_key_is_cut_between_characters(void **state)
{
    struct fixture *f = *state;
    for (size_t before = 1; before <= 2; before++) {
        char text[1024], *end = put(text, "cards: []\n");
        end = fill(end, 'x', before);
        for (int i = 0; i < 400; i++)
            end = put(end, "é");
        put(end, ": y\n");
        ASSERT_MISTAKES(f, text, {2, 1, "unknown key \"x"});
        const char *at = strstr(f->told[0].message, "xé");
        assert_non_null(at);
        for (at++; strncmp(at, "é", 2) == 0; at += 2)
            ;
        assert_true((unsigned char)*at < 0x80); /* no half of one */
    }
}

static void test_reader__duplicate_key_is_told_with_its_place(void **state)
{
    struct fixture *f = *state;
    ASSERT_MISTAKES(f,
        "deck: x\n"
        "tags: [a]\n"
        "deck: y\n"
        "cards:\n"
        "  - q: a\n"
        "    question: b\n"
        "  - {answer: c, q: d, a: e}\n"
        "  - {q: f, id: g, id: g}\n",
        {3, 1, "duplicate key \"deck\""}, {6, 5, "duplicate key \"question\""},
        {7, 23, "duplicate key \"a\""}, {8, 19, "duplicate key \"id\""});
    assert_int_equal(f->entries, 0);
    assert_text(&deck_head(f->reader)->name, "x");
}

static void test_reader__a_card_without_question(void **state)
{
    struct fixture *f = *state;
    ASSERT_MISTAKES(f,
        "cards:\n"
        "  - answer: a\n"
        "  - q: good\n"
        "  - question:\n"
        "    a: b\n"
        "  -   q: '  '\n"
        "  - {}\n"
        "  - q: ~\n",
        {2, 5, "no question"}, {4, 5, "no question"}, {6, 7, "no question"}, {7, 5, "no question"},
        {8, 5, "no question"});
    assert_int_equal(f->entries, 1);
}

static void test_reader__a_card_without_question_beside_another_mistake(void **state)
{
    struct fixture *f = *state;
    ASSERT_MISTAKES(f,
        "cards:\n"
        "  - answer: a\n"
        "    reverse: maybe\n",
        {2, 5, "no question"}, {3, 14, "\"reverse\""});
}

static void test_reader__cards_that_are_none(void **state)
{
    struct fixture *f = *state;
    ASSERT_MISTAKES(f,
        "cards:\n"
        "  - just a text\n"
        "  - [q, a]\n"
        "  - - q: nested\n"
        "  -\n"
        "  - q: good\n",
        {2, 5, "card"}, {3, 5, "card"}, {4, 5, "card"}, {5, 4, "card"});
    assert_int_equal(f->entries, 1);
}

static void test_reader__wrong_types_in_a_card(void **state)
{
    struct fixture *f = *state;
    ASSERT_MISTAKES(f,
        "cards:\n"
        "  - question: [a, b]\n"
        "    answer:\n"
        "      - c\n"
        "      - d\n"
        "    hint: {e: f}\n"
        "    note:\n"
        "      g: h\n"
        "    id: [i]\n"
        "    tags: math\n"
        "    reverse: [true]\n"
        "  - cloze: ['{{x}}']\n"
        "  - q: x\n"
        "    reverse: 1\n"
        "    tags: {a: b}\n",
        {2, 15, "\"question\""}, {4, 7, "\"answer\""}, {6, 11, "\"hint\""}, {8, 7, "\"note\""},
        {9, 9, "\"id\""}, {10, 11, "\"tags\""}, {11, 14, "\"reverse\""}, {12, 12, "\"cloze\""},
        {14, 14, "\"reverse\""}, {15, 11, "\"tags\""});
}

static void test_reader__wrong_types_in_the_head(void **state)
{
    struct fixture *f = *state;
    ASSERT_MISTAKES(f,
        "deck: [x]\n"
        "id: {a: b}\n"
        "description: []\n"
        "tags: a b\n"
        "cards:\n"
        "  q: x\n",
        {1, 7, "\"deck\""}, {2, 5, "\"id\""}, {3, 14, "\"description\""}, {4, 7, "\"tags\""},
        {6, 3, "\"cards\""});
    ASSERT_MISTAKES(f, "cards: all\n", {1, 8, "\"cards\""});
    ASSERT_MISTAKES(f,
        "scheduler: anki\n"
        "retention: 0.995\n"
        "cards: []\n"
        "retention: 0.9\n",
        {1, 12, "\"scheduler\" must be sm2 or fsrs"},
        {2, 12, "\"retention\" must be from 0.70 to 0.99, with at most four decimals"},
        {4, 1, "duplicate key \"retention\""});
    ASSERT_MISTAKES(f, "scheduler:\nretention: [0.9]\ncards: []\n",
        {1, 11, "\"scheduler\" must be sm2 or fsrs"}, {2, 12, "must be a number from 0.70"});
}

static void test_reader__keys_that_are_no_words(void **state)
{
    struct fixture *f = *state;
    ASSERT_MISTAKES(f,
        "[a, b]: c\n"
        "? {d: e}\n"
        ": [f, {g: h}]\n"
        "cards:\n"
        "- {q: x, [y]: z}\n",
        {1, 1, "key"}, {2, 3, "key"}, {5, 10, "key"});
}

static void test_reader__keys_holding_a_nul_are_unknown(void **state)
{
    struct fixture *f = *state;
    ASSERT_MISTAKES(f, "cards:\n- q: x\n  \"a\\0b\": y\n", {3, 3, "key"});
}

static void test_reader__flags_holding_a_nul_are_none(void **state)
{
    struct fixture *f = *state;
    ASSERT_MISTAKES(
        f, "type: maybe\ncards:\n- q: x\n  type: [true]\n", {1, 7, "\"type\""}, {4, 9, "\"type\""});
    ASSERT_MISTAKES(f, "cards:\n- q: x\n  reverse: \"true\\0 not\"\n", {3, 12, "\"reverse\""});
}

static void test_reader__tags_that_are_none(void **state)
{
    struct fixture *f = *state;
    ASSERT_MISTAKES(f,
        "tags: [a b, 'c,d', \"!e\"]\n"
        "cards:\n"
        "- q: x\n"
        "  tags:\n"
        "  - ''\n"
        "  - [y]\n"
        "  - {k: v}\n"
        "  - good\n"
        "  - \"a\\tb\"\n"
        "  - \"a\\0b\"\n",
        {1, 8, "tag"}, {1, 13, "tag"}, {1, 20, "tag"}, {5, 5, "tag"}, {6, 5, "tag"}, {7, 5, "tag"},
        {9, 5, "tag"}, {10, 5, "tag"});
}

static void test_reader__names_are_one_short_line(void **state)
{
    struct fixture *f = *state;
    ASSERT_MISTAKES(f,
        "deck: |\n"
        "  two\n"
        "  lines\n"
        "id: \"a\\nb\"\n"
        "cards:\n"
        "- q: x\n"
        "  id: \"\\e[31m\"\n"
        "- q: y\n"
        "  id: \"a\\x7f\"\n"
        "- q: z\n"
        "  id: \"a\\tb\"\n",
        {1, 7, "\"deck\""}, {4, 5, "\"id\""}, {7, 7, "\"id\""}, {9, 7, "\"id\""},
        {11, 7, "\"id\""});
}

/* In a card's id, what follows '#' says which of its cards. */
static void test_reader__a_hash_may_stand_in_names_but_in_no_cards_id(void **state)
{
    struct fixture *f = *state;
    ASSERT_MISTAKES(f, "deck: C#\nid: c#\ncards:\n- q: x\n  id: a#b\n", {5, 7, "'#'"});
    assert_text(&deck_head(f->reader)->name, "C#");
    assert_text(&deck_head(f->reader)->id, "c#");
}

static void test_reader__names_of_up_to_255_bytes(void **state)
{
    struct fixture *f = *state;
    for (size_t length = 255; length <= 256; length++) {
        char text[600], *end = put(text, "deck: ");
        end = fill(end, 'x', length);
        put(end, "\ncards: []\n");
        assert_int_equal(read_bytes(f, text, strlen(text)), ERR_NONE);
        assert_int_equal(f->told_count, length - 255);
        if (length == 255)
            assert_int_equal(deck_head(f->reader)->name.length, 255);
        else
            ASSERT_TOLD(f, {1, 7, "\"deck\""});
    }
}

static void test_reader__clozes(void **state)
{
    struct fixture *f = *state;
    ASSERT_MISTAKES(f,
        "cards:\n"
        "- cloze: no gap here\n"
        "- cloze: an open {{ gap\n"
        "- cloze:\n"
        "- cloze: '{{good}}'\n"
        "- cloze: '{{a}}'\n"
        "  question: b\n"
        "- answer: c\n"
        "  cloze: '{{a}}'\n"
        "- cloze: '{{a}}'\n"
        "  reverse: true\n"
        "- {q: d, cloze: e}\n",
        {2, 3, "gap"}, {3, 3, "gap"}, {4, 3, "gap"}, {6, 3, "cloze"}, {8, 3, "cloze"},
        {10, 3, "cloze"}, {12, 3, "cloze"});
    assert_int_equal(f->entries, 1);
}

static void test_reader__up_to_500_gaps(void **state)
{
    struct fixture *f = *state;
    char *text = room_for(f, 4096);
    for (int gaps = 500; gaps <= 501; gaps++) {
        char *end = put(text, "cards:\n- cloze: '");
        for (int i = 0; i < gaps; i++)
            end = put(end, "{{x}} ");
        put(end, "'\n");
        if (gaps == 500) {
            assert_int_equal(read_bytes(f, text, strlen(text)), ERR_NONE);
            assert_int_equal(f->told_count, 0);
            assert_int_equal(f->entries, 1);
        } else {
            ASSERT_MISTAKES(f, text, {2, 3, "gaps"});
        }
    }
}

static void test_reader__gaps_numbered_above_500(void **state)
{
    struct fixture *f = *state;
    ASSERT_MISTAKES(f, "cards:\n- cloze: '{{c501::x}}'\n", {2, 3, "gap"});
}

static void test_reader__no_cards(void **state)
{
    struct fixture *f = *state;
    ASSERT_MISTAKES(f, "deck: x\n", {2, 1, "\"cards\""});
    ASSERT_MISTAKES(f, "{deck: x}", {1, 9, "\"cards\""});
}

static void test_reader__every_mistake_is_told_in_one_pass(void **state)
{
    struct fixture *f = *state;
    ASSERT_MISTAKES(f,
        "deck: x\n"
        "name: y\n"
        "tags: [no good, fine]\n"
        "cards:\n"
        "  - question: one\n"
        "    answer: [1]\n"
        "    hnit: h\n"
        "    reverse: maybe\n"
        "  - answer: two\n"
        "  - three\n"
        "  - q: four\n"
        "    a: '4'\n"
        "  - q: *five\n"
        "    a: &six 6\n"
        "    note: !seven 7\n"
        "  - cloze: eight\n"
        "  - cloze: '{{9}}'\n"
        "    a: nine\n"
        "  - q: \"te\\0n\"\n"
        "    tags: ['!x']\n"
        "    q: ten\n"
        "    id: 'a\n"
        "\n"
        "      b'\n"
        "deck: z\n"
        "---\n",
        {2, 1, "\"name\""}, {3, 8, "tag"}, {6, 13, "\"answer\""}, {7, 5, "\"hint\""},
        {8, 14, "\"reverse\""}, {9, 5, "question"}, {10, 5, "card"}, {13, 8, "alias"},
        {14, 8, "anchor"}, {15, 11, "tag"}, {16, 5, "gap"}, {17, 5, "cloze"}, {19, 8, "NUL"},
        {20, 12, "tag"}, {21, 5, "duplicate"}, {22, 9, "\"id\""}, {25, 1, "duplicate"},
        {26, 1, "second"});
    assert_int_equal(f->entries, 1);
}

static void test_reader__mistakes_before_broken_yaml_are_told(void **state)
{
    struct fixture *f = *state;
    ASSERT_BROKEN(f,
        "dekc: x\n"
        "cards:\n"
        "- a: y\n"
        "- q: z: zz\n"
        "- b: y\n",
        {1, 1, "\"dekc\""}, {3, 3, "question"}, {4, 7, "YAML"});
}

static void test_reader__columns_count_characters(void **state)
{
    struct fixture *f = *state;
    ASSERT_MISTAKES(
        f, "cards:\n- {q: éé, zz: 1}\n- {q: 日本𝛁, zz: 1}\n", {2, 11, "\"zz\""}, {3, 12, "\"zz\""});
}

static void test_reader__a_mistake_at_an_id(void **state)
{
    struct fixture *f = *state;
    open_text(f, "cards:\n- q: x\n  id: a\n- q: y\n  id:   a\n");
    assert_non_null(next(f));
    assert_non_null(next(f));
    deck_mistake_at_id(f->reader, "duplicate id \"a\" of 100%s");
    ASSERT_TOLD(f, {5, 9, "duplicate id \"a\" of 100%s"});
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    static const struct CMUnitTest tests[] = {
        TEST(test_reader__unknown_key_and_the_one_meant),
        TEST(test_reader__keys_in_capitals),
        TEST(test_reader__long_unknown_key_is_cut_between_characters),
        TEST(test_reader__duplicate_key_is_told_with_its_place),
        TEST(test_reader__a_card_without_question),
        TEST(test_reader__a_card_without_question_beside_another_mistake),
        TEST(test_reader__cards_that_are_none),
        TEST(test_reader__wrong_types_in_a_card),
        TEST(test_reader__wrong_types_in_the_head),
        TEST(test_reader__keys_that_are_no_words),
        TEST(test_reader__keys_holding_a_nul_are_unknown),
        TEST(test_reader__flags_holding_a_nul_are_none),
        TEST(test_reader__tags_that_are_none),
        TEST(test_reader__names_are_one_short_line),
        TEST(test_reader__a_hash_may_stand_in_names_but_in_no_cards_id),
        TEST(test_reader__names_of_up_to_255_bytes),
        TEST(test_reader__clozes),
        TEST(test_reader__up_to_500_gaps),
        TEST(test_reader__gaps_numbered_above_500),
        TEST(test_reader__no_cards),
        TEST(test_reader__every_mistake_is_told_in_one_pass),
        TEST(test_reader__mistakes_before_broken_yaml_are_told),
        TEST(test_reader__columns_count_characters),
        TEST(test_reader__a_mistake_at_an_id),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
