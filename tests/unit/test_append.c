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
static enum err_code add_in(
    struct fixture *f, const char *text, bool in_style, char *to, size_t size)
{
    struct deck_entry entry = {.reverse = false};
    struct deck_addition addition = {.in_style = in_style};
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

static enum err_code add_to(struct fixture *f, const char *text, char *to, size_t size)
{
    return add_in(f, text, false, to, size);
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

/* Indented further than the dashes, a comment would become part of a new entry's last text. */
static void test_append__below_comments_of_the_last_entry(void **state)
{
    assert_added(*state, "cards:\n- q: a\n\n    # why\n# end\n",
        "cards:\n- q: a\n\n    # why\n\n- question: new\n  answer: |\n    one\n     two\n# end\n");
    assert_added(*state, "cards:\n- q: a # b\n    # why", /* no line end */
        "cards:\n- q: a # b\n    # why\n\n- question: new\n  answer: |\n    one\n     two\n");
}

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

/* ---- in the file's own style ---- */

static void assert_in_style(struct fixture *f, const char *text, const char *wanted)
{
    char to[160];
    if (add_in(f, text, true, to, sizeof to))
        fail_msg("%s: %s", text, f->err.message);
    assert_string_equal(file_text(to), wanted);
    unlink(to);
}

static void test_append__short_keys_and_spacing_as_in_the_file(void **state)
{
    assert_in_style(*state, "cards:\n- q: a\n  a: b\n- q: c\n  a: d\n",
        "cards:\n- q: a\n  a: b\n- q: c\n  a: d\n- q: new\n  a: |\n    one\n     two\n");
    assert_in_style(*state, "cards:\n  - q: a\n\n  - q: c # x\n  # end\n...\n",
        "cards:\n  - q: a\n\n  - q: c # x\n\n  - q: new\n    a: |\n      one\n       two\n"
        "  # end\n...\n");
    assert_in_style(*state, "cards:\n    - question: a\n    - question: c\nid: x\n",
        "cards:\n    - question: a\n    - question: c\n    - question: new\n      answer: |\n"
        "        one\n         two\nid: x\n");
    assert_in_style(*state, "cards:\r\n- q: a\r\n- q: c", /* CR LF, no line end */
        "cards:\r\n- q: a\r\n- q: c\r\n- q: new\r\n  a: |\r\n    one\r\n     two\r\n");
}

/* Adds two entries with ids. */
static void test_append__ids_where_the_file_has_them(void **state)
{
    struct fixture *f = *state;
    struct deck_addition addition = {.in_style = true};
    static const char text[] = "cards:\n- id: a\n  q: a\n- id: b\n  q: b\n";
    char to[160];
    snprintf(to, sizeof to, "%s/to", f->folder);
    write_file(f->path, text);
    for (int i = 0; i < 3; i++) {
        struct deck_entry entry = {.reverse = i == 1};
        buf_text(&entry.question, i == 1 ? "x\n\n    id: no\n" : "y");
        buf_text(&entry.id, i == 0 ? "c" : i == 1 ? "d" : "");
        deck_addition_add(&addition, &entry);
        deck_entry_done(&entry);
    }
    assert_int_equal(deck_append(f->path, &addition, to, &f->err), ERR_NONE);
    char want[256];
    snprintf(want, sizeof want,
        "%s- id: c\n  q: y\n- id: d\n  q: |\n    x\n\n        id: no\n  reverse: true\n- q: y\n",
        text);
    assert_string_equal(file_text(to), want);
    unlink(to);
    deck_addition_done(&addition);
}

static void test_append__an_empty_list_becomes_a_block(void **state)
{
    assert_in_style(*state, "deck: d\ncards: []\n",
        "deck: d\ncards:\n\n  - question: new\n    answer: |\n      one\n       two\n");
    assert_in_style(*state, "cards: [] # none yet\nid: x",
        "cards: # none yet\n\n  - question: new\n    answer: |\n      one\n       two\nid: x");
    assert_in_style(*state, "cards: [ ]",
        "cards:\n\n  - question: new\n    answer: |\n      one\n       two\n");
    /* where a block cannot be, or would lose a comment, it stays a list in brackets */
    assert_in_style(*state, "{cards: []}\n", "{cards: [\n" NEW_IN_BRACES "]}\n");
    assert_in_style(*state, "cards: [ # x\n]\n", "cards: [\n" NEW_IN_BRACES " # x\n]\n");
}

/* ---- in place of another ---- */

static enum err_code replace_in(
    struct fixture *f, const char *text, size_t number, char *to, size_t size)
{
    struct deck_entry entry = {.reverse = true};
    snprintf(to, size, "%s/to", f->folder);
    unlink(to);
    write_file(f->path, text);
    buf_text(&entry.question, "new");
    buf_text(&entry.answer, "one\n two");
    enum err_code code = deck_replace(f->path, number, &entry, to, &f->err);
    assert_string_equal(file_text(f->path), text);
    deck_entry_done(&entry);
    return code;
}

static void assert_replaced(struct fixture *f, const char *text, size_t number, const char *wanted)
{
    char to[160];
    if (replace_in(f, text, number, to, sizeof to))
        fail_msg("%s: %s", text, f->err.message);
    assert_string_equal(file_text(to), wanted);
    unlink(to);
}

static void test_append__replaces_an_entry_and_nothing_else(void **state)
{
    assert_replaced(*state, "cards:\n- q: a # x\n# y\n- q: ä\n  a: |\n    b\n\n\n# z\n- q: c\n", 1,
        "cards:\n- q: a # x\n# y\n- q: new\n  a: |\n    one\n     two\n  reverse: true\n\n\n# z\n"
        "- q: c\n");
    assert_replaced(*state, "cards:\n  -   question: a # x\n\n  - q: c", 0,
        "cards:\n  -   question: new\n      answer: |\n        one\n         two\n"
        "      reverse: true # x\n\n  - q: c");
    assert_replaced(*state, "cards:\n- id:\n  a: x\n  q: y\n", 0,
        "cards:\n- q: new\n  a: |\n    one\n     two\n  reverse: true\n");
    assert_replaced(*state, "cards:\r\n  - q: '# a'\r\n", 0,
        "cards:\r\n  - q: new\r\n    a: |\r\n      one\r\n       two\r\n    reverse: true\r\n");
    assert_replaced(*state, "{\"cards\": [{\"q\": \"a\"}, {\"q\": \"c\"}]}", 1,
        "{\"cards\": [{\"q\": \"a\"}, {\"question\": \"new\", \"answer\": \"one\\n two\", "
        "\"reverse\": true}]}");
}

static void assert_not_replaced(struct fixture *f, const char *text, size_t number)
{
    char to[160];
    assert_int_equal(replace_in(f, text, number, to, sizeof to), ERR_MISTAKE);
    assert_int_not_equal(access(to, F_OK), 0);
}

static void test_append__leaves_an_entry_with_comments(void **state)
{
    assert_not_replaced(*state, "cards:\n- q: a\n  # x\n  a: b\n", 0);
    assert_not_replaced(*state, "cards:\n- q: a # x\n  a: b\n", 0);
    assert_not_replaced(*state, "cards:\n- q: ä\n- q: a\n  a: | # x\n    b\n", 1);
    assert_not_replaced(*state, "cards: [{q: a, # x\n a: b}]\n", 0);
    assert_not_replaced(*state, "cards:\n- q: a\n", 1);         /* no such entry */
    assert_not_replaced(*state, "cards:\n- q: a\n  x: b\n", 0); /* a mistake */
}

/* The error names the file that the user knows, and says why. */
static void test_append__disk_full(void **state)
{
    struct fixture *f = *state;
    struct deck_entry entry = {.reverse = false};
    struct deck_addition addition = {.in_style = false};
    if (access("/dev/full", W_OK) != 0)
        skip();
    write_file(f->path, "cards:\n- q: a\n");
    buf_text(&entry.question, "new");
    deck_addition_add(&addition, &entry);
    assert_int_equal(deck_append(f->path, &addition, "/dev/full", &f->err), ERR_IO);
    assert_string_equal(f->err.file, f->path);
    assert_string_equal(f->err.message, "cannot be written: No space left on device");
    deck_entry_done(&entry);
    deck_addition_done(&addition);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_append__below_the_last_entry),
        TEST(test_append__between_the_cards_and_what_follows),
        TEST(test_append__below_comments_of_the_last_entry),
        TEST(test_append__lists_and_entries_in_brackets),
        TEST(test_append__line_ends_as_in_the_file),
        TEST(test_append__not_where_something_else_would_change),
        TEST(test_append__short_keys_and_spacing_as_in_the_file),
        TEST(test_append__ids_where_the_file_has_them),
        TEST(test_append__an_empty_list_becomes_a_block),
        TEST(test_append__replaces_an_entry_and_nothing_else),
        TEST(test_append__leaves_an_entry_with_comments),
        TEST(test_append__disk_full),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
