/* Deck files according to their documented format: what a deck may contain or omit, and its head
 * above or below the cards. Lines and columns were counted by hand, in characters from 1. */
#include "unit/deck_file.h"

/* ---- What a deck can say ---- */

static void test_reader__the_deck_of_the_design(void **state)
{
    struct fixture *f = *state;
    open_text(f, "deck: Deep Learning Fundamentals   # its name\n"
                 "id: dl-fundamentals                # optional\n"
                 "description: What one learns first\n"
                 "tags: [deep-learning]              # on every card\n"
                 "cards:\n"
                 "  - question: What does a bias do?\n"
                 "    answer: |\n"
                 "      It shifts the **activation function** left or right.\n"
                 "    id: bias                       # optional\n"
                 "    tags: [neuron]\n"
                 "    hint: think of y = wx + b      # shown on request\n"
                 "    note: Goodfellow et al., ch. 6 # shown under the answer\n"
                 "  - q: short keys work too         # q and a\n"
                 "    a: yes\n"
                 "    reverse: true                  # also asked the other way round\n"
                 "  - cloze: ReLU is {{max(0, x)}}; its slope for x > 0 is {{1}}   # two cards\n");
    const struct deck_head *head = deck_head(f->reader);
    assert_text(&head->name, "Deep Learning Fundamentals");
    assert_text(&head->id, "dl-fundamentals");
    assert_text(&head->description, "What one learns first");
    assert_text(&head->tags, "deep-learning");
    assert_true(head->names_itself);

    const struct deck_entry *entry = next(f);
    assert_non_null(entry);
    assert_text(&entry->question, "What does a bias do?");
    assert_text(&entry->answer, "It shifts the **activation function** left or right.");
    assert_text(&entry->id, "bias");
    assert_text(&entry->tags, "neuron");
    assert_text(&entry->hint, "think of y = wx + b");
    assert_text(&entry->note, "Goodfellow et al., ch. 6");
    assert_text(&entry->cloze, "");
    assert_false(entry->reverse);
    assert_int_equal(entry->id_line, 9);
    assert_int_equal(entry->id_column, 9);

    assert_non_null(entry = next(f));
    assert_text(&entry->question, "short keys work too");
    assert_text(&entry->answer, "yes");
    assert_true(entry->reverse);
    assert_text(&entry->id, "");
    assert_text(&entry->tags, "");
    assert_text(&entry->hint, "");
    assert_text(&entry->note, "");
    assert_int_equal(entry->id_line, 0);
    assert_int_equal(entry->id_column, 0);

    assert_non_null(entry = next(f));
    assert_text(&entry->cloze, "ReLU is {{max(0, x)}}; its slope for x > 0 is {{1}}");
    assert_text(&entry->question, "");
    assert_text(&entry->answer, "");
    assert_false(entry->reverse);
    assert_end(f);
    assert_false(deck_head_came_late(f->reader));
}

/* An entry has the last word on whether its answer is typed. */
static void test_reader__type_is_inherited(void **state)
{
    struct fixture *f = *state;
    static const char *const decks[] = {"type: yes\n", "type: no\n", ""};
    for (size_t i = 0; i < COUNT(decks); i++) {
        char text[128];
        snprintf(text, sizeof text, "%scards:\n- q: a\n- {q: b, type: on}\n- {q: c, type: off}\n",
            decks[i]);
        open_text(f, text);
        assert_int_equal(deck_head(f->reader)->type, i == 0);
        const struct deck_entry *entry = next(f);
        assert_int_equal(entry->type, i == 0);
        assert_false(entry->type_given);
        entry = next(f);
        assert_true(entry->type && entry->type_given);
        entry = next(f);
        assert_true(!entry->type && entry->type_given);
        assert_end(f);
    }
    open_text(f, "cards:\n- q: a\ntype: true\n");
    assert_false(next(f)->type);
    assert_end(f);
    assert_true(deck_head_came_late(f->reader));
    assert_int_equal(deck_rewind(f->reader, &f->err), ERR_NONE);
    assert_true(next(f)->type);
    assert_end(f);
}

static void test_reader__scheduling(void **state)
{
    struct fixture *f = *state;
    open_text(f, "scheduler: fsrs\nretention: 0.925\ncards: [{q: a}]\n");
    assert_int_equal(deck_head(f->reader)->scheduling.scheduler, SCHEDULER_FSRS);
    assert_int_equal(deck_head(f->reader)->scheduling.retention, 9250);
    open_text(f, "scheduler: sm2\ncards: [{q: a}]\n");
    assert_int_equal(deck_head(f->reader)->scheduling.scheduler, SCHEDULER_SM2);
    assert_int_equal(deck_head(f->reader)->scheduling.retention, 0);
    open_text(f, "cards: [{q: a}]\nretention: .7\n");
    assert_int_equal(deck_head(f->reader)->scheduling.retention, 0);
    assert_non_null(next(f));
    assert_end(f);
    assert_true(deck_head_came_late(f->reader));
    assert_int_equal(deck_head(f->reader)->scheduling.scheduler, 0);
    assert_int_equal(deck_head(f->reader)->scheduling.retention, 7000);
}

static void test_reader__heads_that_schedule_differently(void **state)
{
    (void)state;
    struct deck_head one = {.scheduling = {SCHEDULER_FSRS, 9000}}, other = one;
    assert_true(deck_head_is_same(&one, &other));
    other.scheduling.scheduler = SCHEDULER_SM2;
    assert_false(deck_head_is_same(&one, &other));
    other = (struct deck_head){.scheduling = {SCHEDULER_FSRS, 8500}};
    assert_false(deck_head_is_same(&one, &other));
}

static void test_reader__plain_scalars_are_text(void **state)
{
    struct fixture *f = *state;
    static const char *const words[] = {"yes", "no", "true", "1", "007", "1.50", "0x1F", "1e3",
        ".inf", "12:30:45", "2026-01-31", "on", "-1", "=", "<", "nullable", "~x"};
    for (size_t i = 0; i < COUNT(words); i++) {
        char text[128];
        snprintf(text, sizeof text, "cards:\n- q: %s\n  a: %s\n", words[i], words[i]);
        open_text(f, text);
        assert_question_and_answer(f, words[i], words[i]);
        assert_end(f);
    }
    open_text(f, "deck: 42\nid: 007\ntags: [1, yes]\ncards:\n- q: x\n  id: 1.0\n  tags: [2, no]\n");
    assert_text(&deck_head(f->reader)->name, "42");
    assert_text(&deck_head(f->reader)->id, "007");
    assert_text(&deck_head(f->reader)->tags, "1 yes");
    const struct deck_entry *entry = next(f);
    assert_text(&entry->id, "1.0");
    assert_text(&entry->tags, "2 no");
}

static void test_reader__styles_of_text(void **state)
{
    struct fixture *f = *state;
    open_text(f, "cards:\n"
                 "- {q: 'it''s', a: \"tab\\there \\u00e9\"}\n"
                 "- q: >-\n"
                 "    folded\n"
                 "    text\n"
                 "  a: |+\n"
                 "    - kept\n"
                 "\n"
                 "      as it is\n"
                 "\n"
                 "\n"
                 "- q: over\n"
                 "    two lines\n"
                 "  a: \"ends with spaces  \"\n"
                 "- ? q\n"
                 "  : explicit\n"
                 "  ? a\n"
                 "  : \"日本語 – ✓ 𝛁\"\n");
    assert_question_and_answer(f, "it's", "tab\there é");
    assert_question_and_answer(f, "folded text", "- kept\n\n  as it is");
    assert_question_and_answer(f, "over two lines", "ends with spaces");
    assert_question_and_answer(f, "explicit", "日本語 – ✓ 𝛁");
    assert_end(f);
}

static void test_reader__an_entry_keeps_nothing_of_the_one_before(void **state)
{
    struct fixture *f = *state;
    open_text(f, "cards:\n"
                 "- {q: q1, a: a1, id: i1, tags: [t1], hint: h1, note: n1, reverse: true}\n"
                 "- {q: q2}\n"
                 "- {cloze: '{{c}}'}\n"
                 "- {q: q4}\n");
    assert_non_null(next(f));
    const struct deck_entry *entry = next(f);
    for (int i = 0; i < 2; i++, assert_non_null(next(f)), entry = next(f)) {
        assert_non_null(entry);
        assert_text(&entry->question, i ? "q4" : "q2");
        assert_text(&entry->answer, "");
        assert_text(&entry->cloze, "");
        assert_text(&entry->id, "");
        assert_text(&entry->tags, "");
        assert_text(&entry->hint, "");
        assert_text(&entry->note, "");
        assert_false(entry->reverse);
        assert_int_equal(entry->id_line, 0);
        if (i)
            break;
    }
}

static void test_reader__tags_are_one_string(void **state)
{
    struct fixture *f = *state;
    open_text(f, "tags: [math::algebra, 'größe', a-b]\n"
                 "cards:\n"
                 "- q: x\n"
                 "  tags:\n"
                 "  - one\n"
                 "  - \"two\"\n"
                 "- q: y\n"
                 "  tags: []\n");
    assert_text(&deck_head(f->reader)->tags, "math::algebra größe a-b");
    assert_text(&next(f)->tags, "one two");
    assert_text(&next(f)->tags, "");
    assert_end(f);
}

static void test_reader__reverse_is_true_or_false(void **state)
{
    struct fixture *f = *state;
    open_text(f, "cards:\n- {q: x, a: y, reverse: false}\n- {q: x, a: y, reverse: true}\n"
                 "- {q: x, a: y}\n");
    assert_false(next(f)->reverse);
    assert_true(next(f)->reverse);
    assert_false(next(f)->reverse);
}

static void test_reader__drafts(void **state)
{
    struct fixture *f = *state;
    open_text(f, "cards:\n- q: one\n- q: two\n  a:\n- q: three\n  a: ''\n- q: four\n  a: |\n\n"
                 "- q: five\n  a: ~\n- q: six\n  a: \"  \"\n");
    static const char *const names[] = {"one", "two", "three", "four", "five", "six"};
    for (size_t i = 0; i < COUNT(names); i++)
        assert_question_and_answer(f, names[i], "");
    assert_end(f);
}

static void test_reader__what_is_said_to_be_text_is_text(void **state)
{
    struct fixture *f = *state;
    open_text(f, "cards:\n- {q: 'null', a: \"~\"}\n- {q: !!str null, a: !!str ~}\n");
    assert_question_and_answer(f, "null", "~");
    assert_question_and_answer(f, "null", "~");
}

static void test_reader__a_deck_of_no_cards(void **state)
{
    struct fixture *f = *state;
    open_text(f, "deck: x\ncards: []\n");
    assert_text(&deck_head(f->reader)->name, "x");
    assert_end(f);
}

static void test_reader__flow_style_and_json(void **state)
{
    struct fixture *f = *state;
    open_text(f, "{\"deck\": \"x\", \"cards\": [{\"q\": \"a\", \"a\": \"b\"}, {\"q\": \"c\"}]}");
    assert_text(&deck_head(f->reader)->name, "x");
    assert_question_and_answer(f, "a", "b");
    assert_question_and_answer(f, "c", "");
    assert_end(f);
}

static void test_reader__a_document_marked_as_such(void **state)
{
    struct fixture *f = *state;
    open_text(f, "# a comment\n---\ncards:\n- q: x\n...\n# the end\n");
    assert_question_and_answer(f, "x", "");
    assert_end(f);
}

/* ---- What it leaves out ---- */

static void test_reader__the_stem_stands_in_for_the_name(void **state)
{
    struct fixture *f = *state;
    open_text(f, "cards: []\n");
    assert_text(&deck_head(f->reader)->name, "my deck");
    assert_text(&deck_head(f->reader)->id, "my deck");
    assert_false(deck_head(f->reader)->names_itself);
    open_text(f, "deck:\nid: ''\ncards: []\n");
    assert_text(&deck_head(f->reader)->name, "my deck");
    assert_text(&deck_head(f->reader)->id, "my deck");
    assert_false(deck_head(f->reader)->names_itself);
}

static void test_reader__stems(void **state)
{
    struct fixture *f = *state;
    static const char *const names[][2] = {{"a.b.yaml", "a.b"}, {"plain", "plain"},
        {".hidden", ".hidden"}, {"x.yml", "x"}, {"x.", "x"}};
    for (size_t i = 0; i < COUNT(names); i++) {
        snprintf(f->path, sizeof f->path, "%s/%s", f->folder, names[i][0]);
        open_text(f, "cards: []\n");
        assert_text(&deck_head(f->reader)->name, names[i][1]);
        unlink(f->path);
    }
}

/* A name given in the file is one line without control characters: messages and exports rely on it.
 */
static void test_reader__stems_obey_the_rules_of_names(void **state)
{
    struct fixture *f = *state;
    static const char *const names[] = {"two\nlines.yaml", "\x1b[31mred.yaml", "a\x7f"};
    for (size_t i = 0; i < COUNT(names); i++) {
        snprintf(f->path, sizeof f->path, "%s/%s", f->folder, names[i]);
        write_bytes(f, "cards: []\n", 10);
        enum err_code code = open_deck(f);
        unlink(f->path);
        if (code || f->told_count)
            continue; /* refused: as good */
        assert_null(strpbrk(buf_string(&deck_head(f->reader)->name), "\n\x1b\x7f"));
        assert_null(strpbrk(buf_string(&deck_head(f->reader)->id), "\n\x1b\x7f"));
        assert_true(deck_head(f->reader)->name.length > 0);
    }
}

static void test_reader__the_name_stands_in_for_the_id(void **state)
{
    struct fixture *f = *state;
    open_text(f, "deck: Calculus I\ncards: []\n");
    assert_text(&deck_head(f->reader)->id, "Calculus I");
    assert_false(deck_head(f->reader)->names_itself);
    open_text(f, "id: calc\ncards: []\n");
    assert_text(&deck_head(f->reader)->name, "my deck");
    assert_text(&deck_head(f->reader)->id, "calc");
    assert_true(deck_head(f->reader)->names_itself);
}

/* ---- Keys of the deck below its cards, as python's yaml.dump sorts them ---- */

enum where { ABSENT, ABOVE, BELOW, WHERES };

static size_t head_keys_at(char *text, size_t size, const enum where where[4], enum where at)
{
    static const char *const lines[] = {
        "deck: Name\n", "description: words\n", "id: its-id\n", "tags:\n- t1\n- t2\n"};
    size_t length = 0;
    for (size_t i = 0; i < COUNT(lines); i++)
        if (where[i] == at)
            length += (size_t)snprintf(text + length, size - length, "%s", lines[i]);
    return length;
}

static void assert_head(const struct deck_head *head, const enum where where[4], bool whole)
{
    bool known[4];
    for (size_t i = 0; i < COUNT(known); i++)
        known[i] = where[i] == ABOVE || (whole && where[i] == BELOW);
    const char *name = known[0] ? "Name" : "my deck";
    assert_text(&head->name, name);
    assert_text(&head->description, known[1] ? "words" : "");
    assert_text(&head->id, known[2] ? "its-id" : name);
    assert_text(&head->tags, known[3] ? "t1 t2" : "");
    assert_int_equal(head->names_itself, known[2]);
}

static void read_late_head(struct fixture *f, const enum where where[4])
{
    char text[512];
    size_t length = head_keys_at(text, sizeof text, where, ABOVE);
    length += (size_t)snprintf(
        text + length, sizeof text - length, "cards:\n- a: a1\n  q: q1\n- a: a2\n  q: q2\n");
    head_keys_at(text + length, sizeof text - length, where, BELOW);
    bool late = false;
    for (size_t i = 0; i < 4; i++)
        late |= where[i] == BELOW;

    open_text(f, text);
    assert_head(deck_head(f->reader), where, false);
    assert_question_and_answer(f, "q1", "a1");
    assert_false(deck_head_came_late(f->reader));
    assert_question_and_answer(f, "q2", "a2");
    assert_end(f);
    assert_head(deck_head(f->reader), where, true);
    assert_int_equal(deck_head_came_late(f->reader), late);

    for (int again = 0; again < 2; again++) {
        assert_int_equal(deck_rewind(f->reader, &f->err), ERR_NONE);
        assert_head(deck_head(f->reader), where, true);
        assert_false(deck_head_came_late(f->reader));
        assert_question_and_answer(f, "q1", "a1");
        assert_question_and_answer(f, "q2", "a2");
        assert_end(f);
        assert_head(deck_head(f->reader), where, true);
        assert_false(deck_head_came_late(f->reader));
    }
}

static void test_reader__head_above_and_below_in_every_way(void **state)
{
    struct fixture *f = *state;
    enum where where[4];
    for (int i = 0; i < WHERES * WHERES * WHERES * WHERES; i++) {
        for (int key = 0, rest = i; key < 4; key++, rest /= WHERES)
            where[key] = (enum where)(rest % WHERES);
        read_late_head(f, where);
    }
}

static void test_reader__as_python_dumps_it(void **state)
{
    struct fixture *f = *state;
    open_text(f, "cards:\n"
                 "- answer: 'It shifts the function.\n"
                 "\n"
                 "    Left or right.'\n"
                 "  question: What does a bias do?\n"
                 "  reverse: true\n"
                 "  tags:\n"
                 "  - neuron\n"
                 "- cloze: a {{b}}\n"
                 "deck: Sorted\n"
                 "id: sorted\n"
                 "tags:\n"
                 "- deep-learning\n");
    assert_question_and_answer(
        f, "What does a bias do?", "It shifts the function.\nLeft or right.");
    assert_text(&next(f)->cloze, "a {{b}}");
    assert_end(f);
    assert_true(deck_head_came_late(f->reader));
    assert_int_equal(deck_rewind(f->reader, &f->err), ERR_NONE);
    assert_text(&deck_head(f->reader)->name, "Sorted");
    assert_text(&deck_head(f->reader)->id, "sorted");
    assert_text(&deck_head(f->reader)->tags, "deep-learning");
}

static void test_reader__mistakes_below_the_cards(void **state)
{
    struct fixture *f = *state;
    ASSERT_MISTAKES(f,
        "deck: x\n"
        "cards:\n"
        "- q: a\n"
        "deck: y\n"
        "tags: t\n"
        "cards:\n"
        "- q: b\n"
        "idd: z\n"
        "id: [1]\n",
        {4, 1, "duplicate key \"deck\""}, {5, 7, "\"tags\""}, {6, 1, "duplicate key \"cards\""},
        {8, 1, "\"id\""}, {9, 5, "\"id\""});
    assert_int_equal(f->entries, 1);
    assert_text(&deck_head(f->reader)->name, "x");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    static const struct CMUnitTest tests[] = {
        TEST(test_reader__the_deck_of_the_design),
        TEST(test_reader__type_is_inherited),
        TEST(test_reader__scheduling),
        TEST(test_reader__heads_that_schedule_differently),
        TEST(test_reader__plain_scalars_are_text),
        TEST(test_reader__styles_of_text),
        TEST(test_reader__an_entry_keeps_nothing_of_the_one_before),
        TEST(test_reader__tags_are_one_string),
        TEST(test_reader__reverse_is_true_or_false),
        TEST(test_reader__drafts),
        TEST(test_reader__what_is_said_to_be_text_is_text),
        TEST(test_reader__a_deck_of_no_cards),
        TEST(test_reader__flow_style_and_json),
        TEST(test_reader__a_document_marked_as_such),
        TEST(test_reader__the_stem_stands_in_for_the_name),
        TEST(test_reader__stems),
        TEST(test_reader__stems_obey_the_rules_of_names),
        TEST(test_reader__the_name_stands_in_for_the_id),
        TEST(test_reader__head_above_and_below_in_every_way),
        TEST(test_reader__as_python_dumps_it),
        TEST(test_reader__mistakes_below_the_cards),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
