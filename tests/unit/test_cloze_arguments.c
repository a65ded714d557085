/* Gaps as arguments of LaTeX commands: all commands that drill knows. */
#include "deck/cloze.h"

#include "text/math.h"
#include "text/math_parser.h"
#include "text/symbols.h"

#include "test.h"

static void for_each_command(void (*check)(const char *name))
{
    for (size_t row = 0; math_command_names(row); row++) {
        char names[256], *rest = NULL;
        assert_true(
            snprintf(names, sizeof names, "%s", math_command_names(row)) < (int)sizeof names);
        for (char *name = strtok_r(names, " ", &rest); name; name = strtok_r(NULL, " ", &rest))
            check(name);
    }
}

static bool is_shown(const char *latex)
{
    struct buf out = {0};
    bool shown = math_text(&out, latex, strlen(latex), false);
    buf_done(&out);
    return shown;
}

/* Formats 7\name with so many arguments, one of which may be another than =. */
static const char *with_arguments(const char *name, int arguments, int other, const char *argument)
{
    static struct buf latex;
    buf_clear(&latex);
    buf_format(&latex, "7\\%s", name);
    for (int i = 0; i < arguments; i++)
        buf_text(&latex, i == other ? argument : "{=}");
    assert_false(latex.failed);
    return buf_string(&latex);
}

static void check_count(const char *name)
{
    static const char never_shown[] = "begin underbrace overbrace", /* with such an argument */
        whole_list[] = "over choose",                               /* all that follows */
        delimiter[] = "left bigl Bigl biggl Biggl bigr Bigr biggr Biggr middle bigm Bigm biggm "
                      "Biggm big Big bigg Bigg";
    size_t length = strlen(name);
    int want = 0;
    if (symbol_is_among(never_shown, name, length))
        want = 1;
    else if (!symbol_is_among(whole_list, name, length) &&
             !symbol_is_among(delimiter, name, length))
        while (want < 3 && !is_shown(with_arguments(name, want, -1, "")))
            want++;
    if (math_arguments(name, length) != want)
        fail_msg("%s: %d arguments, not %d", name, math_arguments(name, length), want);
}

/* A command's arguments are as many as its reader demands. */
static void test_cloze__the_table_counts_the_arguments_that_are_read(void **state)
{
    (void)state;
    for_each_command(check_count);
    assert_int_equal(math_arguments("alpha", strlen("alpha")), 0);
    assert_int_equal(math_arguments("unknown", strlen("unknown")), 0);
    assert_int_equal(math_arguments("fraction", strlen("frac")), 2);
    assert_int_equal(math_arguments("fra", strlen("fra")), 0);
    assert_int_equal(math_arguments("", 0), 0);
}

/* Asks for the gap in a formula and returns the question's formula without dollar signs. */
static const char *asked(const char *latex)
{
    static struct cloze cloze;
    static struct buf text, question;
    buf_clear(&text);
    buf_clear(&question);
    buf_format(&text, "$%s$", latex);
    assert_true(cloze_read(&cloze, buf_string(&text)));
    cloze_question(&cloze, 1, &question);
    assert_false(text.failed || question.failed);
    buf_cut(&question, question.length - 1);
    return buf_string(&question) + 1;
}

static void check_gap(const char *name)
{
    static const char bases[] = "overset underset stackrel"; /* a word, but no brackets */
    int arguments = math_arguments(name, strlen(name));
    for (int i = 0; i < arguments; i++) {
        bool word_only = i == 1 && symbol_is_among(bases, name, strlen(name));
        bool plain = is_shown(with_arguments(name, arguments, i, "{abcde}")) && !word_only;
        const char *question = asked(with_arguments(name, arguments, i, "{{c1::abcde}}"));
        assert_string_equal(question, with_arguments(name, arguments, i, "{[...]}"));
        if (plain && !is_shown(question))
            fail_msg("%s is not shown", question);
    }
    const char *behind = asked(with_arguments(name, arguments + 1, arguments, "{{c1::12}}"));
    assert_string_equal(behind, with_arguments(name, arguments + 1, arguments, "[...]"));
}

static void test_cloze__a_gap_stays_an_argument_of_any_command(void **state)
{
    (void)state;
    for_each_command(check_gap);
    assert_string_equal(asked("A \\xrightarrow{{c1::f}} B"), "A \\xrightarrow{[...]} B");
    assert_string_equal(asked("\\textcolor{red}{{c1::x}}{{c2::y}}"), "\\textcolor{red}{[...]}y");
    assert_string_equal(asked("\\underbrace{{c1::a+b}}_n"), "\\underbrace{[...]}_n");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cloze__the_table_counts_the_arguments_that_are_read),
        cmocka_unit_test(test_cloze__a_gap_stays_an_argument_of_any_command),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
