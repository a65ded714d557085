/* YAML features that decks do not allow, bytes that are not text, and malformed YAML. Lines and
 * columns were counted by hand, in characters from 1. */
#include "unit/deck_file.h"

/* ---- What YAML has and a deck does not ---- */

static void test_reader__aliases_anchors_and_tags(void **state)
{
    struct fixture *f = *state;
    ASSERT_MISTAKES(f,
        "deck: &name x\n"
        "tags: &tags [a]\n"
        "description: !!int 5\n"
        "cards:\n"
        "- q: *name\n"
        "- &card\n"
        "  q: b\n"
        "- *card\n"
        "- q: c\n"
        "  tags: [*name, &t d, !x e]\n"
        "- !card\n"
        "  q: f\n",
        {1, 7, "anchor"}, {2, 7, "anchor"}, {3, 14, "tag"}, {5, 6, "alias"}, {6, 3, "anchor"},
        {8, 3, "alias"}, {10, 10, "alias"}, {10, 17, "anchor"}, {10, 23, "tag"}, {11, 3, "tag"});
}

static void test_reader__keys_with_anchors(void **state)
{
    struct fixture *f = *state;
    ASSERT_MISTAKES(f,
        "&a deck: x\n"
        "cards:\n"
        "- q: x\n"
        "  *a : y\n"
        "  <<: {a: z}\n",
        {1, 1, "anchor"}, {4, 3, "alias"}, {5, 3, "\"<<\""});
}

static void test_reader__a_whole_deck_with_an_anchor(void **state)
{
    struct fixture *f = *state;
    ASSERT_MISTAKES(f, "--- &a\ncards: []\n", {1, 5, "anchor"});
    ASSERT_MISTAKES(f, "--- !deck\ncards: []\n", {1, 5, "tag"});
}

static void test_reader__directives(void **state)
{
    struct fixture *f = *state;
    ASSERT_MISTAKES(f, "%YAML 1.1\n---\ncards: []\n", {1, 1, "directive"});
    ASSERT_MISTAKES(f, "# c\n%TAG !e! tag:e.org:\n---\ncards: []\n", {2, 1, "directive"});
    assert_int_equal(read_bytes(f, "%YAML 3.0\n---\ncards: []\n", 24), ERR_MISTAKE);
    assert_int_equal(read_bytes(f, "%SOMETHING\n---\ncards: []\n", 25), ERR_MISTAKE);
}

static void test_reader__a_second_document(void **state)
{
    struct fixture *f = *state;
    ASSERT_MISTAKES(f, "cards:\n- q: x\n---\ncards:\n- q: y\n", {3, 1, "second"});
    assert_int_equal(f->entries, 1);
    ASSERT_MISTAKES(f, "cards: []\n...\n---\n{}\n", {3, 1, "second"});
}

/* ---- Bytes that are no text ---- */

static void test_reader__binary(void **state)
{
    struct fixture *f = *state;
    static const char elf[] = "\x7f"
                              "ELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\x3e\0";
    static const char png[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
    static const char gzip[] = "\x1f\x8b\x08\0\0\0\0\0\0\x03";
    assert_int_equal(read_bytes(f, elf, sizeof elf - 1), ERR_MISTAKE);
    ASSERT_TOLD(f, {1, 1, "text file"});
    assert_int_equal(read_bytes(f, png, sizeof png - 1), ERR_MISTAKE);
    ASSERT_TOLD(f, {1, 1, "UTF-8"});
    assert_int_equal(read_bytes(f, gzip, sizeof gzip - 1), ERR_MISTAKE);
    ASSERT_TOLD(f, {1, 1, "text file"});
}

static void test_reader__nul_by_escape(void **state)
{
    struct fixture *f = *state;
    ASSERT_MISTAKES(f,
        "deck: \"\\0\"\n"
        "cards:\n"
        "- q: \"a\\0b\"\n"
        "- q: x\n"
        "  a: \"\\x00\"\n"
        "- cloze: \"{{a}}\\u0000\"\n"
        "- q: y\n"
        "  id: \"y\\0\"\n",
        {1, 7, "NUL"}, {3, 6, "NUL"}, {5, 6, "NUL"}, {6, 10, "NUL"}, {8, 7, "NUL"});
}

static void test_reader__raw_nul(void **state)
{
    struct fixture *f = *state;
    static const char text[] = "cards:\n- q: a\0b\n";
    assert_int_equal(read_bytes(f, text, sizeof text - 1), ERR_MISTAKE);
    ASSERT_TOLD(f, {2, 7, "control character"});
    static const char head[] = "cards: []\n\0";
    assert_int_equal(read_bytes(f, head, sizeof head - 1), ERR_MISTAKE);
    ASSERT_TOLD(f, {2, 1, "control character"});
}

static void test_reader__escape_character(void **state)
{
    struct fixture *f = *state;
    ASSERT_BROKEN(f, "cards:\n- q: é\x1b[31m\n", {2, 7, "control character"});
}

static void test_reader__byte_order_mark(void **state)
{
    struct fixture *f = *state;
    open_text(f, "\xef\xbb\xbf"
                 "deck: x\ncards:\n- q: y\n  id: z\n");
    assert_text(&deck_head(f->reader)->name, "x");
    const struct deck_entry *entry = next(f);
    assert_int_equal(entry->id_line, 4);
    assert_int_equal(entry->id_column, 7);
    assert_end(f);
    ASSERT_MISTAKES(f,
        "\xef\xbb\xbf"
        "dekc: x\ncards: []\n",
        {1, 1, "\"deck\""});
    ASSERT_MISTAKES(f,
        "\xef\xbb\xbf"
        "{dekc: x, cards: []}\n",
        {1, 2, "\"deck\""});
    ASSERT_BROKEN(f, "\xef\xbb\xbf\xff", {1, 1, "UTF-8"});
    ASSERT_BROKEN(f,
        "\xef\xbb\xbf"
        "a\x01",
        {1, 2, "control character"});
    ASSERT_BROKEN(f,
        "\xef\xbb\xbf"
        "a: b\nc\x01",
        {2, 2, "control character"});
    ASSERT_BROKEN(f, "\xef\xbb\xbf@", {1, 1, "YAML"});
}

static void test_reader__byte_order_mark_and_late_head(void **state)
{
    struct fixture *f = *state;
    open_text(f, "\xef\xbb\xbf"
                 "cards:\n- q: y\ndeck: x\n");
    assert_question_and_answer(f, "y", "");
    assert_end(f);
    assert_int_equal(deck_rewind(f->reader, &f->err), ERR_NONE);
    assert_question_and_answer(f, "y", "");
    assert_end(f);
    assert_text(&deck_head(f->reader)->name, "x");
}

static void test_reader__utf16(void **state)
{
    struct fixture *f = *state;
    static const char text[] = "deck: x\ncards: []\n";
    for (int kind = 0; kind < 4; kind++) {
        bool big = kind & 1, marked = kind & 2;
        char bytes[2 * sizeof text];
        size_t size = 0;
        if (marked) {
            bytes[size++] = big ? '\xfe' : '\xff';
            bytes[size++] = big ? '\xff' : '\xfe';
        }
        for (size_t i = 0; i < sizeof text - 1; i++) {
            bytes[size + big] = text[i];
            bytes[size + !big] = '\0';
            size += 2;
        }
        assert_int_equal(read_bytes(f, bytes, size), ERR_MISTAKE);
        ASSERT_TOLD(f, {1, 1, "UTF-16"});
    }
    assert_int_equal(read_bytes(f, "\xff\xfe", 2), ERR_MISTAKE);
    ASSERT_TOLD(f, {1, 1, "UTF-16"});
}

static void test_reader__invalid_utf8(void **state)
{
    struct fixture *f = *state;
    ASSERT_BROKEN(f, "\x80", {1, 1, "UTF-8"});
    ASSERT_BROKEN(f, "deck: x\ncards:\n- q: caf\xe9\n", {3, 9, "UTF-8"}); /* Latin-1 */
    ASSERT_BROKEN(f, "deck: éé\xff\n", {1, 9, "UTF-8"});
    ASSERT_BROKEN(f, "a: \xc3", {1, 4, "UTF-8"});                 /* cut short */
    ASSERT_BROKEN(f, "a: \xc0\xaf\n", {1, 4, "UTF-8"});           /* too long a form of "/" */
    ASSERT_BROKEN(f, "a: b\n\xed\xa0\x80\n", {2, 1, "Unicode"});  /* a surrogate */
    ASSERT_BROKEN(f, "a: \xf4\x90\x80\x80\n", {1, 4, "Unicode"}); /* above U+10FFFF */
}

/* libyaml reads in blocks of 16 KiB: the place must be right behind the first one, too. */
static void test_reader__invalid_utf8_far_below(void **state)
{
    struct fixture *f = *state;
    char *text = room_for(f, 50000), *end = put(text, "cards:\r\n");
    for (int i = 0; i < 2000; i++)
        end = put(end, "- q: éé\r\n");
    put(end, "- q: é\xff\r\n");
    assert_int_equal(read_bytes(f, text, strlen(text)), ERR_MISTAKE);
    ASSERT_TOLD(f, {2002, 7, "UTF-8"});
}

static void test_reader__carriage_returns(void **state)
{
    struct fixture *f = *state;
    open_text(f, "deck: x\r\ncards:\r\n- q: y\r\n  a: |\r\n    one\r\n    two\r\n  id: z\r\n");
    assert_text(&deck_head(f->reader)->name, "x");
    const struct deck_entry *entry = next(f);
    assert_text(&entry->question, "y");
    assert_text(&entry->answer, "one\ntwo");
    assert_int_equal(entry->id_line, 7);
    assert_int_equal(entry->id_column, 7);
    assert_end(f);
    ASSERT_MISTAKES(f, "deck: x\r\ncards:\r\n- q: y\r\n  b: c\r\n- q: *z\r\n", {4, 3, "\"b\""},
        {5, 6, "alias"});
    ASSERT_BROKEN(f, "deck: x\r\ncards:\r\n- q: y\xff\r\n", {3, 7, "UTF-8"});
}

/* ---- Broken YAML ---- */

static void test_reader__tabs_do_not_indent(void **state)
{
    struct fixture *f = *state;
    ASSERT_BROKEN(f, "deck: x\ncards:\n\t- q: y\n", {3, 1, "tab"});
    ASSERT_BROKEN(f, "cards:\n- q: y\n\ta: z\n", {3, 1, "tab"});
}

static void test_reader__texts_that_want_quotes(void **state)
{
    struct fixture *f = *state;
    ASSERT_BROKEN(f, "cards:\n- q: what: why\n", {2, 10, "quote"});
    ASSERT_BROKEN(f, "cards:\n- q: @home\n", {2, 6, "quote"});
    ASSERT_BROKEN(f, "cards:\n- q: `code`\n", {2, 6, "quote"});
    ASSERT_BROKEN(f, "cards:\n- q: %d\n", {2, 6, "quote"});
    ASSERT_BROKEN(f, "cards:\n- q: \"a\" b\n", {2, 10, "quote"});
}

/* Whether a mistake in line 2 says what to do. */
static void assert_quotes_advised(struct fixture *f, const char *text)
{
    write_bytes(f, text, strlen(text));
    enum err_code code = open_deck(f);
    if (!code)
        read_on(f);
    for (unsigned i = 0; i < f->told_count && i < TOLD_MAX; i++)
        if (f->told[i].line == 2 && strcasestr(f->told[i].message, "quote"))
            return;
    show_told(f);
    fail_msg("no advice to quote for: %s", text);
}

static void test_reader__gaps_that_want_quotes(void **state)
{
    assert_quotes_advised(*state, "cards:\n- cloze: {{ReLU}}\n");
    assert_quotes_advised(*state, "cards:\n- cloze: {{ReLU}} is simple\n");
}

static void test_reader__bold_that_wants_quotes(void **state)
{
    assert_quotes_advised(*state, "cards:\n- q: **What** is it?\n");
    assert_quotes_advised(*state, "cards:\n- q: *What* is it?\n");
}

static void test_reader__markdown_that_wants_quotes(void **state)
{
    assert_quotes_advised(*state, "cards:\n- q: [x] done\n");
    assert_quotes_advised(*state, "cards:\n- q: !important\n");
    assert_quotes_advised(*state, "cards:\n- q: > cited\n");
    assert_quotes_advised(*state, "cards:\n- q: - item\n");
    assert_quotes_advised(*state, "cards:\n- q: ? unknown\n");
}

static void test_reader__an_open_quote(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(read_bytes(f, "cards:\n- q: \"open\n", 18), ERR_MISTAKE);
    assert_int_equal(f->told_count, 1);
    assert_in_range(f->told[0].line, 2, 3);
    assert_non_null(strcasestr(f->told[0].message, "quote"));
}

/* ---- merge conflicts ---- */

#define OURS   "<<<<<<< HEAD\n"
#define BASE   "||||||| 5fd1e2a\n"
#define MIDDLE "=======\n"
#define THEIRS ">>>>>>> other\n"

static void test_reader__conflicts_are_called_by_their_name(void **state)
{
    static const struct {
        const char *text;
        unsigned line;
    } conflicts[] = {
        {OURS "deck: x\n" MIDDLE "deck: y\n" THEIRS "cards: []\n", 1},
        {"cards:\n" OURS "- q: a\n  a: b\n" MIDDLE "- q: a\n" THEIRS, 2},
        {"cards:\n- q: a\n  a: |\n    b\n" OURS "    c\n\n    d\n" MIDDLE "    e\n" THEIRS, 5},
        {"cards:\r\n- q: a\r\n<<<<<<< HEAD\r\n\r\n\r\n  a: b\r\n=======\r\n", 3},
        {"{cards: [\n" OURS "{q: a},\n" BASE "{q: c},\n" MIDDLE "{q: b},\n" THEIRS "]}\n", 2},
        {"cards:\n- q: a\n  a: b\n" THEIRS, 4},
        {"cards:\n- q: a\n" MIDDLE "  a: b\n" THEIRS, 3},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < COUNT(conflicts); i++)
        ASSERT_BROKEN(f, conflicts[i].text, {conflicts[i].line, 1, "Git conflict markers"});
}

static void test_reader__other_mistakes_are_no_conflicts(void **state)
{
    struct fixture *f = *state;
    ASSERT_BROKEN(f, "cards:\n- q: a\n========\n- q: b\n", {4, 1, "YAML"});
    ASSERT_BROKEN(
        f, "cards:\n- q: |\n   <<<<<<< HEAD\n- q: b\n  a: b\n bad: :\n\t", {6, 2, "YAML"});
    ASSERT_BROKEN(
        f, "cards:\n- q: \"a\n=======\n\n\n\"\n- q: b\n  a: b\n bad: :\n\t", {9, 2, "YAML"});
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    static const struct CMUnitTest tests[] = {
        TEST(test_reader__conflicts_are_called_by_their_name),
        TEST(test_reader__other_mistakes_are_no_conflicts),
        TEST(test_reader__aliases_anchors_and_tags),
        TEST(test_reader__keys_with_anchors),
        TEST(test_reader__a_whole_deck_with_an_anchor),
        TEST(test_reader__directives),
        TEST(test_reader__a_second_document),
        TEST(test_reader__binary),
        TEST(test_reader__nul_by_escape),
        TEST(test_reader__raw_nul),
        TEST(test_reader__escape_character),
        TEST(test_reader__byte_order_mark),
        TEST(test_reader__byte_order_mark_and_late_head),
        TEST(test_reader__utf16),
        TEST(test_reader__invalid_utf8),
        TEST(test_reader__invalid_utf8_far_below),
        TEST(test_reader__carriage_returns),
        TEST(test_reader__tabs_do_not_indent),
        TEST(test_reader__texts_that_want_quotes),
        TEST(test_reader__gaps_that_want_quotes),
        TEST(test_reader__bold_that_wants_quotes),
        TEST(test_reader__markdown_that_wants_quotes),
        TEST(test_reader__an_open_quote),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
