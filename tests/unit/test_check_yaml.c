/* Warnings of check about text that YAML does not read as it looks. Lines and columns were counted
 * by hand, in characters from 1. */
#include "deck/check.h"

#include "unit/deck_file.h"

/* The warnings are these, and nothing else is told. */
static void assert_warnings(
    struct fixture *f, const char *text, const struct place *places, size_t count)
{
    struct findings findings = {0};
    write_bytes(f, text, strlen(text));
    assert_int_equal(deck_check(f->path, &findings, &f->err), ERR_NONE);
    findings_sort(&findings);
    for (size_t i = 0; i < findings.count && i < count; i++) {
        const struct finding *found = &findings.list[i];
        assert_true(found->warning);
        assert_int_equal(found->line, places[i].line);
        assert_int_equal(found->column, places[i].column);
        if (!strstr(findings_message(&findings, i), places[i].words))
            fail_msg("\"%s\" lacks \"%s\"", findings_message(&findings, i), places[i].words);
    }
    assert_int_equal(findings.count, count);
    findings_done(&findings);
}

#define ASSERT_WARNINGS(f, text, ...)                                                              \
    assert_warnings(f, text, (struct place[]){__VA_ARGS__},                                        \
        sizeof((struct place[]){__VA_ARGS__}) / sizeof(struct place))

static void assert_nothing(struct fixture *f, const char *text)
{
    assert_warnings(f, text, NULL, 0);
}

static void test_check_yaml__escapes_that_are_controls(void **state)
{
    struct fixture *f = *state;
    ASSERT_WARNINGS(f,
        "cards:\n"
        "  - q: \"$\\frac{a}{b}$ and \\beta\"\n"
        "    a: \"\\theta, ä \\rho\"\n"
        "  - cloze: \"{{\\alpha}} \\vec\"\n"
        "    hint: \"\\e[31m\"\n"
        "    note: \"\\x1b \\u0007 \\U0000007F \\N\"\n",
        {2, 10, "\"\\frac\" in double quotes begins with a form feed: write \"\\\\frac\""},
        {2, 27, "\"\\beta\" in double quotes begins with a backspace"},
        {3, 9, "\"\\theta\" in double quotes begins with a tab"},
        {3, 19, "\"\\rho\" in double quotes begins with a carriage return"},
        {4, 15, "\"\\alpha\" in double quotes begins with a bell"},
        {4, 24, "\"\\vec\" in double quotes begins with a vertical tab"}, {5, 12, "an escape"},
        {6, 12, "a control character"}, {6, 17, "a control character"},
        {6, 24, "a control character"}, {6, 35, "a control character"});
}

static void test_check_yaml__line_breaks_in_formulas_and_paths(void **state)
{
    struct fixture *f = *state;
    ASSERT_WARNINGS(f,
        "cards:\n"
        "  - q: \"$x \\neq y$, then\\nothing but a new line\"\n"
        "    a: \"C:\\new\\table\"\n"
        "  - q: \"$$\\nabla\\n\\\\frac$$ costs $5.\\nThen $6\"\n"
        "    a: \"$a\\_b$ but a\\_b\"\n",
        {2, 12, "\"\\neq\" in double quotes begins with a line break"}, {3, 11, "\"\\new\""},
        {3, 15, "\"\\table\""}, {4, 11, "\"\\nabla\""}, {5, 11, "a no-break space"});
}

static void test_check_yaml__escapes_on_later_lines(void **state)
{
    struct fixture *f = *state;
    ASSERT_WARNINGS(f,
        "\xef\xbb\xbf"
        "cards:\r\n"
        "  - {a: b, q: \"one\r\n"
        "      two \\\r\n"
        "      日本 \\f three\"}\r\n",
        {4, 10, "a form feed"});
}

static void test_check_yaml__what_is_written_otherwise_is_meant(void **state)
{
    struct fixture *f = *state;
    assert_nothing(f, "deck: d\n"
                      "cards:\n"
                      "  - q: '$\\frac{a}{b}$ C:\\new'\n"
                      "    a: $\\theta$ \\beta\n"
                      "    note: |\n"
                      "      \\rho\tand a tab\n"
                      "  - q: \"$\\\\frac{a}{b}$ C:\\\\new \\\" \\u00e4 \\\\\"\n"
                      "    a: \"one\\ntwo\\n\\nQ:\\nthree\ttab\"\n");
}

static void test_check_yaml__at_most_five_for_a_text(void **state)
{
    struct fixture *f = *state;
    ASSERT_WARNINGS(f, "cards:\n- {q: \"\\a\\a\\a\\a\\a\\a\\a\\a\", a: b}\n", {2, 8, "a bell"},
        {2, 10, "a bell"}, {2, 12, "a bell"}, {2, 14, "a bell"}, {2, 16, "a bell"});
}

static void test_check_yaml__comments_that_cut_a_text_off(void **state)
{
    struct fixture *f = *state;
    ASSERT_WARNINGS(f,
        "deck: C #\n"
        "cards:\n"
        "  - q: What does # mean?\n"
        "    a: ü use   #id here\n"
        "  - question: it goes on\n"
        "      in two lines\t#2\n"
        "    answer: #x\n",
        {1, 9, "\"#\""}, {3, 18, "\"#\""}, {4, 16, "the text ends here, because \" #\""},
        {5, 5, "draft"}, {6, 20, "\"#2\""}, {7, 13, "\"#x\""});
}

static void test_check_yaml__comments_that_are_meant(void **state)
{
    struct fixture *f = *state;
    assert_nothing(f, "deck: d   # a name\n"
                      "tags: [a] # on every card\n"
                      "cards: # the list\n"
                      "  - q: short keys  # apart\n"
                      "    a: 'quoted' #id\n"
                      "    id: x #y\n"
                      "    reverse: true # both ways\n"
                      "  - {q: \"a\" , # b\n"
                      "     a: C#, note: a#b}\n"
                      "  - q: | #c\n"
                      "      text #d\n"
                      "    a: b\n"
                      "    # a line\n"
                      "#end\n");
}

static void test_check_yaml__other_values_are_no_texts(void **state)
{
    struct fixture *f = *state;
    struct findings findings = {0};
    const char *text = "cards:\n"
                       "  - {q: [{a: \"\\f\"}, \"\\f\"], a: {q: x #y\n}, [a]: \"\\f\"}\n"
                       "  - q: *alias\n"
                       "    a: \"\\f\"\n"
                       "    x: [[[[]]]] #y\n";
    write_bytes(f, text, strlen(text));
    assert_int_equal(deck_check(f->path, &findings, &f->err), ERR_NONE);
    findings_sort(&findings);
    size_t warnings = 0;
    for (size_t i = 0; i < findings.count; i++)
        warnings += findings.list[i].warning;
    assert_int_equal(warnings, 3); /* an a in q, a q in a, and the alias's neighbour */
    findings_done(&findings);
}

static void test_check_yaml__stops_at_invalid_yaml(void **state)
{
    struct fixture *f = *state;
    struct findings findings = {0};
    const char *text = "cards:\n- q: \"\\f\"\n  a: b\n c: d\n";
    write_bytes(f, text, strlen(text));
    assert_int_equal(deck_check(f->path, &findings, &f->err), ERR_NONE);
    findings_sort(&findings);
    assert_int_equal(findings.count, 2);
    assert_true(findings.list[0].warning);
    assert_false(findings.list[1].warning);
    findings_done(&findings);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_check_yaml__escapes_that_are_controls),
        TEST(test_check_yaml__line_breaks_in_formulas_and_paths),
        TEST(test_check_yaml__escapes_on_later_lines),
        TEST(test_check_yaml__what_is_written_otherwise_is_meant),
        TEST(test_check_yaml__at_most_five_for_a_text),
        TEST(test_check_yaml__comments_that_cut_a_text_off),
        TEST(test_check_yaml__comments_that_are_meant),
        TEST(test_check_yaml__other_values_are_no_texts),
        TEST(test_check_yaml__stops_at_invalid_yaml),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
