/* Entries that are added to the end of a deck file: no other byte changes, or nothing is written.
 */
#include "deck/append.h"
#include "deck/writer.h"
#include "unit/deck_file.h"

#include <sys/stat.h>

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static const char *file_text(const char *path)
{
    static char text[4096];
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    return text;
}

/* Adds "new: answer" to the deck file. */
static enum err_code add_to(struct fixture *f, const char *text, char *to, size_t size)
{
    struct deck_entry entry = {.reverse = false};
    struct deck_addition addition = {.count = 0};
    snprintf(to, size, "%s/to", f->folder);
    unlink(to);
    write_file(f->path, text);
    buf_text(&entry.question, "new");
    buf_text(&entry.answer, "one\n two");
    deck_addition_add(&addition, &entry);
    enum err_code code = deck_append(f->path, &addition, to, &f->err);
    assert_string_equal(file_text(f->path), text);
    deck_entry_done(&entry);
    deck_addition_done(&addition);
    return code;
}

static void assert_added(struct fixture *f, const char *text, const char *wanted)
{
    char to[160];
    if (add_to(f, text, to, sizeof to))
        fail_msg("%s: %s", text, f->err.message);
    assert_string_equal(file_text(to), wanted);
    unlink(to);
}

static void assert_refused(struct fixture *f, const char *text)
{
    char to[160];
    assert_int_equal(add_to(f, text, to, sizeof to), ERR_MISTAKE);
    unlink(to);
}

static void test_append__below_the_last_entry(void **state)
{
    assert_added(*state, "cards:\n  - q: a\n    a: b\n",
        "cards:\n  - q: a\n    a: b\n\n  - question: new\n    answer: |\n      one\n       two\n");
    assert_added(*state, "cards:\n- q: a\n  a: b", /* no line end */
        "cards:\n- q: a\n  a: b\n\n- question: new\n  answer: |\n    one\n     two\n");
    assert_added(*state, "cards:\n     -  q: a\n",
        "cards:\n     -  q: a\n\n     - question: new\n       answer: |\n         one\n"
        "          two\n");
}

static void test_append__between_the_cards_and_what_follows(void **state)
{
    assert_added(*state,
        "\xef\xbb\xbf"
        "cards:\n  - q: ä\n    a: |\n      x\n\n      y\n# end\ntags: [t]\n",
        "\xef\xbb\xbf"
        "cards:\n  - q: ä\n    a: |\n      x\n\n      y\n\n  - question: new\n    answer: |\n"
        "      one\n       two\n# end\ntags: [t]\n");
    assert_added(*state, "cards:\n  - q: a # why\n  # nothing more\n\n# seal\n",
        "cards:\n  - q: a # why\n\n  - question: new\n    answer: |\n      one\n       two\n"
        "  # nothing more\n\n# seal\n");
    assert_added(*state, "cards:\n  - q: a\n    tags: [x,\n      y]\n    a:\n",
        "cards:\n  - q: a\n    tags: [x,\n      y]\n    a:\n\n  - question: new\n    answer: |\n"
        "      one\n       two\n");
}

#define NEW_IN_BRACES "{\"question\": \"new\", \"answer\": \"one\\n two\"}"

static void test_append__lists_and_entries_in_brackets(void **state)
{
    assert_added(*state, "cards: []\n", "cards: [\n" NEW_IN_BRACES "]\n");
    assert_added(
        *state, "cards: [{q: a, a: b}] # x\n", "cards: [{q: a, a: b},\n" NEW_IN_BRACES "] # x\n");
    assert_added(*state, "cards: [\n  {q: a, a: b},\n]\n",
        "cards: [\n  {q: a, a: b},\n" NEW_IN_BRACES ",\n]\n");
    assert_added(*state, "cards: [q: a]\n", "cards: [q: a,\n" NEW_IN_BRACES "]\n");
    assert_added(*state, "{\"cards\": [{\"q\": \"a\"}]}",
        "{\"cards\": [{\"q\": \"a\"},\n" NEW_IN_BRACES "]}");
    assert_added(*state, "cards:\n- {q: a,\n   a: b} # x\ntags: [y]\n...\n",
        "cards:\n- {q: a,\n   a: b} # x\n\n- question: new\n  answer: |\n    one\n     two\n"
        "tags: [y]\n...\n");
    assert_added(*state, "cards:\n  -\n    q: a\n    a: b\n",
        "cards:\n  -\n    q: a\n    a: b\n\n  - question: new\n    answer: |\n      one\n"
        "       two\n");
}

static void test_append__line_ends_as_in_the_file(void **state)
{
    assert_added(*state, "cards:\r\n  - q: a\r\n    a: b\r\n",
        "cards:\r\n  - q: a\r\n    a: b\r\n\r\n  - question: new\r\n    answer: |\r\n      one\r\n"
        "       two\r\n");
}

static void test_append__not_where_something_else_would_change(void **state)
{
    assert_refused(*state, "cards:\n");
    assert_refused(*state, "cards:\n  - q: a\n    x: b\n"); /* a mistake */
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_append__below_the_last_entry),
        TEST(test_append__between_the_cards_and_what_follows),
        TEST(test_append__lists_and_entries_in_brackets),
        TEST(test_append__line_ends_as_in_the_file),
        TEST(test_append__not_where_something_else_would_change),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
