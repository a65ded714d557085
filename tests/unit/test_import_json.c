#include "unit/import_file.h"

#include "deck/foreign.h"

static void fails(
    const char *name, const char *text, unsigned line, unsigned column, const char *message)
{
    struct reading r = {.stop_after = 0};
    struct err err = {0};
    assert_int_equal(read_as(&r, name, NULL, text, strlen(text), &err), ERR_MISTAKE);
    assert_non_null(strstr(err.message, message));
    assert_int_equal(err.line, line);
    assert_int_equal(err.column, column);
    buf_done(&r.told);
}

static void test_json__a_list_of_cards(void **state)
{
    (void)state;
    ASSERT_READ("[{\"question\": \"a\", \"answer\": \"b\"}, {\"front\": \"c\", \"back\": \"d\"},\n"
                "{\"Term\": \"e\", \"definition\": \"f\"}, {\"Q\": \"g\", \"A\": 4}]",
        "0 question=a answer=b\n0 question=c answer=d\n0 question=e answer=f\n"
        "0 question=g answer=4\n");
}

static void test_json__all_fields(void **state)
{
    (void)state;
    ASSERT_READ("[{\"id\": 7, \"q\": \"a\", \"a\": \"b\", \"hint\": \"c\", \"explanation\": \"d\", "
                "\"tags\": [\"e f\", \"g\"], \"category\": \"Big Cats\", \"reverse\": true, "
                "\"example\": \"x\", \"createdAt\": \"2024\", \"nothing\": null}]",
        "0 question=a answer=b id=7 tags=e-f g Big-Cats hint=c note=d\\n\\nexample: x reverse\n"
        "note: below the answers: example\nnote: left out: createdAt\n");
}

static void test_json__the_last_of_repeated_keys_counts(void **state)
{
    (void)state;
    ASSERT_READ(
        "{\"cards\": [{\"q\": \"a\", \"a\": \"b\", \"a\": \"c\"}]}", "0 question=a answer=c\n");
}

static void test_json__decks_in_decks(void **state)
{
    (void)state;
    ASSERT_READ("{\"name\": \"A\", \"cards\": [{\"q\": \"a\", \"a\": \"b\"}],"
                " \"decks\": [{\"title\": \"B\", \"flashcards\": [{\"q\": \"c\", \"a\": \"d\"}]}]}",
        "0 deck=A question=a answer=b\n0 deck=A::B question=c answer=d\n");
    ASSERT_READ("{\"Biology\": [{\"q\": \"a\", \"a\": \"b\"}], \"Law\": [[\"c\", \"d\"]]}",
        "0 deck=Biology question=a answer=b\n0 deck=Law question=c answer=d\n");
    ASSERT_READ("{\"deck\": {\"title\": \"K\"}, \"cards\": [{\"front\": \"a\", \"back\": \"b\"}]}",
        "0 deck=K question=a answer=b\n");
}

static void test_json__pairs_and_maps(void **state)
{
    (void)state;
    ASSERT_READ("[[\"a\", \"b\"], [\"c\", \"d\", \"e\"], [\"f\"]]",
        "0 question=a answer=b\n0 question=c answer=d note=e\n"
        "0 skipped: item 3: not a question and an answer\n");
    ASSERT_READ("[[\"Question\", \"Answer\"], [\"a\", \"b\"]]", "0 question=a answer=b\n");
    ASSERT_READ("{\"A\": \"Alpha\", \"B\": \"Bravo\", \"C\": \"c\", \"D\": \"d\", \"E\": \"e\", "
                "\"F\": \"f\", \"G\": \"g\", \"H\": \"h\", \"Q\": \"q\"}",
        "0 question=A answer=Alpha\n0 question=B answer=Bravo\n0 question=C answer=c\n"
        "0 question=D answer=d\n0 question=E answer=e\n0 question=F answer=f\n"
        "0 question=G answer=g\n0 question=H answer=h\n0 question=Q answer=q\n");
    ASSERT_READ("{\"b\": \"b\", \"c\": \"d\"}", "0 question=b answer=b\n0 question=c answer=d\n");
    ASSERT_READ("{\"x\": {\"b\": \"b\", \"c\": \"d\"}}",
        "0 deck=x question=b answer=b\n0 deck=x question=c answer=d\n");
}

static void test_json__lines(void **state)
{
    (void)state;
    ASSERT_READ("{\"q\": \"a\", \"a\": \"b\"}\n\n{\"q\": \"c\", \"a\": \"d\"}\n{\"q\": \"e\",\n"
                "{\"a\": \"f\"}\n{\"q\": \"g\", \"a\": \"h\"}\n",
        "4 skipped: invalid JSON: string or '}' expected near '{'\n"
        "1 question=a answer=b\n3 question=c answer=d\n5 skipped: no question\n"
        "6 question=g answer=h\n");
}

static void test_json__options_are_listed_and_the_answer_is_the_text(void **state)
{
    (void)state;
    const char *const wanted = "0 question=a\\n\\n- x\\n- y answer=y\n";
    static const char *const answers[] = {"\"answer\": \"y\"", "\"answer\": \"B\"",
        "\"correct\": \"b)\"", "\"correctIndex\": 1", "\"answerIndex\": 1"};
    for (size_t i = 0; i < COUNT(answers); i++) {
        char text[200];
        snprintf(text, sizeof text, "[{\"question\": \"a\", \"options\": [\"x\", \"y\"], %s}]",
            answers[i]);
        ASSERT_READ(text, wanted);
    }
    ASSERT_READ(
        "[{\"question\": \"a\", \"options\": {\"A\": \"x\", \"B\": \"y\"}, \"answer\": \"B\"}]",
        wanted);
    ASSERT_READ("[{\"question\": \"a\", \"answers\": [{\"text\": \"x\", \"correct\": false}, "
                "{\"text\": \"y\", \"correct\": true}]}]",
        wanted);
    ASSERT_READ(
        "[{\"question\": \"a\", \"optionA\": \"x\", \"optionB\": \"y\", \"answer\": \"B\"}]",
        wanted);
    ASSERT_READ("[{\"question\": \"a\", \"correct_answer\": \"y\", \"incorrect_answers\": "
                "[\"x\"]}]",
        wanted);
}

static void test_json__a_number_names_an_option_where_counting_is_clear(void **state)
{
    (void)state;
    ASSERT_READ("[{\"q\": \"a\", \"options\": [\"x\", \"y\"], \"answer\": 1},"
                " {\"q\": \"b\", \"options\": [\"v\", \"w\"], \"answer\": 0}]",
        "0 question=a\\n\\n- x\\n- y answer=y\n0 question=b\\n\\n- v\\n- w answer=v\n");
    ASSERT_READ("[{\"q\": \"a\", \"options\": [\"x\", \"y\"], \"answer\": 1},"
                " {\"q\": \"b\", \"options\": [\"v\", \"w\"], \"answer\": 2}]",
        "0 question=a\\n\\n- x\\n- y answer=x\n0 question=b\\n\\n- v\\n- w answer=w\n");
    fails("json", "[{\"q\": \"a\", \"options\": [\"x\", \"y\"], \"answer\": 1}]", 0, 0,
        "item 1: its answer is the number of an option, and it is unclear");
    ASSERT_READ("[{\"q\": \"a\", \"options\": [\"1\", \"2\"], \"answer\": 2}]",
        "0 question=a\\n\\n- 1\\n- 2 answer=2\n");
}

static void test_json__options_without_an_answer_are_told(void **state)
{
    (void)state;
    ASSERT_READ("[{\"q\": \"a\", \"options\": [\"x\", \"y\"]}, {\"q\": \"b\", \"a\": \"c\"}]",
        "0 skipped: item 1: it has options, but no answer\n0 question=b answer=c\n");
}

static void test_json__several_right_options(void **state)
{
    (void)state;
    static const char *const answers[] = {"\"AC\"", "\"A, C\"", "[\"A\", \"C\"]", "[\"x\", \"z\"]"};
    for (size_t i = 0; i < COUNT(answers); i++) {
        char text[200];
        snprintf(text, sizeof text,
            "[{\"question\": \"a\", \"options\": [\"x\", \"y\", \"z\"], \"answer\": %s}]",
            answers[i]);
        ASSERT_READ(text, "0 question=a\\n\\n- x\\n- y\\n- z answer=- x\\n- z\n");
    }
}

static void test_json__languages(void **state)
{
    (void)state;
    ASSERT_READ("[{\"english\": \"dog\", \"estonian\": \"koer\"}, {\"english\": \"cat\", "
                "\"estonian\": \"kass\"}]",
        "0 question=dog answer=koer\n0 question=cat answer=kass\n"
        "note: \"english\" is taken as the question and \"estonian\" as the answer\n");
}

static void test_json__plain_text_stays_as_it_is(void **state)
{
    (void)state;
    ASSERT_SHOWN("[{\"q\": \"2*3*4 and a_b_\", \"a\": \"# of planets\\r\\n<int>\"}]",
        "note: its texts are plain text: if they are marked up, use --markup markdown or "
        "--markup html\n0 question=2*3*4 and a_b_ answer=# of planets\\n<int>\n");
}

static void test_json__markup_is_recognized(void **state)
{
    (void)state;
    ASSERT_READ("[{\"q\": \"a\", \"a\": \"**b** c\"}]",
        "note: its texts are Markdown, since they contain **bold** text: if they are plain text, "
        "use --markup text\n0 question=a answer=**b** c\n");
    ASSERT_READ("[{\"q\": \"a<br>b\", \"a\": \"<b>c</b> &lt;d&gt;\"}]",
        "note: its texts are HTML, since they contain <br>: if they are plain text, "
        "use --markup text\n0 question=a\\\\nb answer=**c** <d>\n");
    /* a question about HTML is not HTML */
    ASSERT_SHOWN("[{\"q\": \"What does <b>x</b> do in HTML?\", \"a\": \"bold\"}]",
        "0 question=What does <b>x</b> do in HTML? answer=bold\n");
}

static void test_json__gaps(void **state)
{
    (void)state;
    ASSERT_READ("[{\"text\": \"A {{c1::b}}\", \"extra\": \"c\"}, {\"cloze\": \"{{d}} e\"}]",
        "0 cloze=A {{c1::b}} note=c\n0 cloze={{d}} e\n");
}

static void test_json__drills_own_list_of_cards_is_refused(void **state)
{
    (void)state;
    fails(NULL,
        "[\n  {\"deck\": \"X\", \"card\": \"#1\", \"question\": \"What **x**?\", \"tags\": "
        "\"a b\", \"state\": \"new\", \"repetitions\": 0, \"due\": null}\n]\n",
        0, 0, "has no answers: import what \"drill export deck\"");
}

static void test_json__a_mistake_has_line_and_column(void **state)
{
    (void)state;
    fails(NULL, "[{\"q\": \"a\"},\n {\"q\": }]", 2, 8, "invalid JSON");
}

static void test_json__without_cards_says_what_is_expected(void **state)
{
    (void)state;
    static const char *const texts[] = {"{}", "[1, 2]",
        "{\"name\": \"x\", \"version\": \"1.0\", \"needs\": {\"react\": \"^18\"}}",
        "{\"compilerOptions\": {\"target\": \"es5\", \"strict\": true}}",
        "[{\"name\": \"a\", \"file\": \"b\"}, {\"name\": \"c\", \"file\": \"d\"}]", "[[], {}]"};
    for (size_t i = 0; i < COUNT(texts); i++)
        fails("json", texts[i], 0, 0, "is JSON, but has no list of cards");
}

static void test_json__deep_nesting_is_refused(void **state)
{
    (void)state;
    char text[400];
    memset(text, '[', 100);
    memset(text + 100, ']', 100);
    text[200] = '\0';
    fails("json", text, 0, 0, "nested deeper than 64 levels");
}

static void test_json__a_link_in_brackets_is_not_json(void **state)
{
    (void)state;
    ASSERT_READ("[a](http://x)\tb\n", "note: its cells are Markdown, since they contain a link: if "
                                      "they are plain text, use --markup text\n"
                                      "1 question=[a](http://x) answer=b\n");
}

/* ---- YAML ---- */

static void test_other_yaml__lists(void **state)
{
    (void)state;
    ASSERT_READ("# cards\n- question: a\n  answer: |\n    b\n\n    c\n  tags: [x, y]\n"
                "- front: d\n  back: \"4\"\n",
        "2 question=a answer=b\\n\\nc tags=x y\n8 question=d answer=4\n");
    ASSERT_READ("flashcards:\n- term: a\n  definition: b\n  code_example: |\n    x\n    y\n",
        "2 question=a answer=b note=code_example:\\n\\n```\\nx\\ny\\n```\n"
        "note: below the answers: code_example\n");
}

static void test_other_yaml__by_topic(void **state)
{
    (void)state;
    ASSERT_READ("Biology:\n- q: a\n  a: b\nLaw:\n  Civil:\n  - q: c\n    a: d\n",
        "2 deck=Biology question=a answer=b\n6 deck=Law::Civil question=c answer=d\n");
}

static void test_other_yaml__maps_and_pairs_by_name(void **state)
{
    (void)state;
    ASSERT_READ_AS("yaml-list", "France: Paris\n2+2: 4\n",
        "1 question=France answer=Paris\n2 question=2+2 answer=4\n");
    ASSERT_READ_AS(
        "yaml-list", "- [a, b]\n- c: d\n", "1 question=a answer=b\n2 question=c answer=d\n");
}

static void test_other_yaml__documents(void **state)
{
    (void)state;
    ASSERT_READ_AS("yaml-list", "front: a\nback: b\n---\nfront: c\nback: d\n",
        "1 question=a answer=b\n4 question=c answer=d\n");
}

static void test_other_yaml__a_deck_file_stays_one(void **state)
{
    (void)state;
    ASSERT_READ("deck: x\ncards:\n- question: a\n", "a deck file\n");
    ASSERT_READ("deck: x\ncards:\n- Question: a\n  colour: b\n", "a deck file\n");
    ASSERT_READ("deck: x\ncards:\n- front: a\n  back: b\n", "3 deck=x question=a answer=b\n");
}

static void test_other_yaml__markdown_is_not_yaml(void **state)
{
    (void)state;
    ASSERT_READ("Q: a\nA: b\n\nQ: c\nA: d\n", "1 question=a answer=b\n4 question=c answer=d\n");
}

static void test_other_yaml__mistakes(void **state)
{
    (void)state;
    fails("yaml-list", "- q: a\n  a: b: c\n", 2, 7, "invalid YAML");
    fails("yaml-list", "version: 2\n", 0, 0, "has no list of cards");
    char text[200];
    memset(text, '[', 100);
    text[100] = '\0';
    fails("yaml-list", text, 1, 64, "nested deeper than 64 levels");
}

static void test_other_yaml__aliases_are_left_out(void **state)
{
    (void)state;
    ASSERT_READ_AS("yaml-list", "- q: &x a\n  a: b\n- q: c\n  a: *x\n",
        "1 question=a answer=b\n3 question=c\nnote: YAML aliases (*name) are left out\n");
}

static void test_other_yaml__a_deck_of_another_program_is_known(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool other;
    } cases[] = {{"- front: a\n  back: b\n", true}, {"France: Paris\nEstonia: Tallinn\n", true},
        {"version: 1\ncards:\n- front: a\n  back: b\n", true},
        {"deck: x\ncards:\n- question: a\n  anwser: b\n", false},
        {"deck: x\ncard:\n- question: a\n", false}, {"deck: x\ncards: {q: a}\n", false},
        {"services:\n  web:\n    image: x\n", false}, {"[", false}, {"", false}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        char path[] = "/tmp/drill-import-XXXXXX";
        int fd = mkstemp(path);
        assert_true(fd >= 0);
        assert_int_equal(
            write(fd, cases[i].text, strlen(cases[i].text)), (ssize_t)strlen(cases[i].text));
        close(fd);
        if (deck_is_other_shape(path) != cases[i].other)
            fail_msg("%s", cases[i].text);
        unlink(path);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_json__a_list_of_cards),
        cmocka_unit_test(test_json__all_fields),
        cmocka_unit_test(test_json__the_last_of_repeated_keys_counts),
        cmocka_unit_test(test_json__decks_in_decks),
        cmocka_unit_test(test_json__pairs_and_maps),
        cmocka_unit_test(test_json__lines),
        cmocka_unit_test(test_json__options_are_listed_and_the_answer_is_the_text),
        cmocka_unit_test(test_json__a_number_names_an_option_where_counting_is_clear),
        cmocka_unit_test(test_json__options_without_an_answer_are_told),
        cmocka_unit_test(test_json__several_right_options),
        cmocka_unit_test(test_json__languages),
        cmocka_unit_test(test_json__plain_text_stays_as_it_is),
        cmocka_unit_test(test_json__markup_is_recognized),
        cmocka_unit_test(test_json__gaps),
        cmocka_unit_test(test_json__drills_own_list_of_cards_is_refused),
        cmocka_unit_test(test_json__a_mistake_has_line_and_column),
        cmocka_unit_test(test_json__without_cards_says_what_is_expected),
        cmocka_unit_test(test_json__deep_nesting_is_refused),
        cmocka_unit_test(test_json__a_link_in_brackets_is_not_json),
        cmocka_unit_test(test_other_yaml__lists),
        cmocka_unit_test(test_other_yaml__by_topic),
        cmocka_unit_test(test_other_yaml__maps_and_pairs_by_name),
        cmocka_unit_test(test_other_yaml__documents),
        cmocka_unit_test(test_other_yaml__a_deck_file_stays_one),
        cmocka_unit_test(test_other_yaml__markdown_is_not_yaml),
        cmocka_unit_test(test_other_yaml__mistakes),
        cmocka_unit_test(test_other_yaml__aliases_are_left_out),
        cmocka_unit_test(test_other_yaml__a_deck_of_another_program_is_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
