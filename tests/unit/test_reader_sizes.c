/* Deck files that would need unlimited memory or time: the reader's limits, and what it reports.
 * Lines and columns were counted by hand, in characters from 1. */
#include "unit/deck_file.h"

#include "deck/events.h"

#define MIB ((size_t)1 << 20)

static void assert_nested(
    struct fixture *f, const char *before, const char *bracket, unsigned line, unsigned column)
{
    enum { NESTED = 40000 };
    char *text = room_for(f, strlen(before) + NESTED * strlen(bracket)), *end = put(text, before);
    for (int i = 0; i < NESTED; i++)
        end = put(end, bracket);
    assert_int_equal(read_bytes(f, text, strlen(text)), ERR_MISTAKE);
    assert_in_range(f->told_count, 1, 2); /* the wrong type, then the depth */
    const struct err *last = &f->told[f->told_count - 1];
    if (!strcasestr(last->message, "nested") || last->line != line || last->column != column)
        show_told(f);
    assert_non_null(strcasestr(last->message, "nested"));
    assert_int_equal(last->line, line);
    assert_int_equal(last->column, column);
}

static void test_reader__nested_brackets(void **state)
{
    struct fixture *f = *state;
    assert_nested(f, "cards:\n- q: ", "[", 2, 70); /* the 65th */
    assert_nested(f, "cards:\n- q: ", "{", 2, 70);
    assert_nested(f, "cards:\n- q: ", "{a: ", 2, 6 + 64 * 4);
    assert_nested(f, "cards:\n- q:\n    ", "- ", 3, 5 + 64 * 2);
    assert_nested(f, "cards:\n- tags: [", "[", 2, 10 + 64);
    assert_nested(f, "cards:\n", "- ", 2, 3 + 64 * 2);
    assert_nested(f, "nope: ", "[", 1, 7 + 64);
    assert_nested(f, "", "? ", 1, 3 + 64 * 2);
}

static void test_reader__a_deck_of_brackets(void **state)
{
    struct fixture *f = *state;
    char *text = room_for(f, 40000);
    fill(text, '[', 40000);
    assert_int_equal(read_bytes(f, text, 40000), ERR_MISTAKE);
    ASSERT_TOLD(f, {1, 1, "deck"});
    fill(text, '{', 40000);
    assert_int_equal(read_bytes(f, text, 40000), ERR_MISTAKE);
    assert_true(f->told_count >= 1);
}

static void test_reader__64_levels_are_skipped(void **state)
{
    struct fixture *f = *state;
    char text[256], *end = put(text, "nope: ");
    end = fill(fill(end, '[', 64), ']', 64);
    put(end, "\ncards:\n- q: x\n");
    ASSERT_MISTAKES(f, text, {1, 1, "\"nope\""});
    assert_int_equal(f->entries, 1);
}

static void test_reader__a_text_of_1_mib(void **state)
{
    struct fixture *f = *state;
    static const char *const keys[] = {"q: x\n  a", "q", "q: x\n  hint", "q: x\n  note"};
    static const unsigned columns[] = {6, 6, 9, 9};
    char *text = room_for(f, MIB + 100);
    for (size_t i = 0; i < COUNT(keys); i++) {
        for (size_t more = 0; more < 2; more++) {
            char *end = put(text, "cards:\n- ");
            end = put(put(end, keys[i]), ": ");
            end = fill(end, 'x', MIB + more);
            end = put(end, "\n- q: next\n");
            assert_int_equal(read_bytes(f, text, (size_t)(end - text)), ERR_NONE);
            if (more)
                ASSERT_TOLD(f, {i == 1 ? 2 : 3, columns[i], "1 MiB"});
            assert_int_equal(f->told_count, more);
            assert_int_equal(f->entries, 2 - more);
        }
    }
    char *end = put(text, "cards:\n- q: \"");
    end = put(fill(end, 'x', MIB), "\"\n");
    write_bytes(f, text, (size_t)(end - text));
    assert_int_equal(open_deck(f), ERR_NONE);
    const struct deck_entry *entry = next(f);
    assert_int_equal(entry->question.length, MIB);
    assert_int_equal(strlen(buf_string(&entry->question)), MIB);
}

/* Read a file as far as libyaml's events go: the bytes it took. */
static size_t bytes_taken(struct fixture *f)
{
    struct deck_events events;
    f->told_count = 0;
    assert_int_equal(events_open(&events, f->path, on_mistake, f, &f->err), ERR_NONE);
    while (events_next(&events) && events.event.type != YAML_STREAM_END_EVENT)
        ;
    size_t taken = events.source.read;
    events_close(&events);
    return taken;
}

static void test_reader__a_text_of_20_mib_is_not_read_to_its_end(void **state)
{
    struct fixture *f = *state;
    static const char *const opens[] = {"", "\"", "'"};
    char *text = room_for(f, 20 * MIB + 100);
    for (size_t i = 0; i < COUNT(opens); i++) {
        char *end = put(put(text, "deck: x\ncards:\n- q: "), opens[i]);
        end = put(put(fill(end, 'x', 20 * MIB), opens[i]), "\n");
        assert_int_equal(read_bytes(f, text, (size_t)(end - text)), ERR_MISTAKE);
        assert_int_equal(f->told_count, 1);
        assert_int_equal(f->told[0].line, 3);
        assert_non_null(strstr(f->told[0].message, "text longer than 1"));
        assert_in_range(bytes_taken(f), MIB, 10 * MIB);
    }
}

static void test_reader__the_place_of_a_text_of_20_mib(void **state)
{
    struct fixture *f = *state;
    char *text = room_for(f, 20 * MIB + 100), *end = put(text, "deck: x\ncards:\n- q: |\n");
    while (end < text + 20 * MIB)
        end = put(end, "    a line of it\n");
    assert_int_equal(read_bytes(f, text, (size_t)(end - text)), ERR_MISTAKE);
    assert_int_equal(f->told_count, 1);
    assert_non_null(strstr(f->told[0].message, "text longer than 1"));
    assert_int_equal(f->told[0].line, 3);
    assert_in_range(f->told[0].column, 4, 6); /* behind the key, or where the text begins */
}

/* Many texts are not one text. */
static void test_reader__a_deck_of_20_mib(void **state)
{
    struct fixture *f = *state;
    char *text = room_for(f, 21 * MIB), *end = put(text, "cards:\n");
    unsigned cards = 0;
    for (; end < text + 20 * MIB; cards++) {
        end = put(end, "- q: |\n    ");
        end = put(fill(end, 'x', 500000), "\n");
    }
    assert_int_equal(read_bytes(f, text, (size_t)(end - text)), ERR_NONE);
    assert_int_equal(f->told_count, 0);
    assert_int_equal(f->entries, cards);
}

/* libyaml takes quadratic time for them: what counts is how far it is let. */
static void write_tag_directives(struct fixture *f)
{
    char *text = room_for(f, 2 * MIB + 200), *end = text;
    for (int i = 0; end < text + 2 * MIB; i++)
        end += sprintf(end, "%%TAG !h%d! tag:example.org,2026:%d\n", i, i);
    end = put(end, "---\ncards: []\n");
    write_bytes(f, text, (size_t)(end - text));
}

static void test_reader__many_directives_are_refused_early(void **state)
{
    struct fixture *f = *state;
    write_tag_directives(f);
    assert_int_equal(open_deck(f), ERR_MISTAKE);
    assert_int_equal(f->told_count, 1);
    assert_in_range(bytes_taken(f), 1, MIB / 2);
}

static void test_reader__the_place_of_many_directives(void **state)
{
    struct fixture *f = *state;
    write_tag_directives(f);
    assert_int_equal(open_deck(f), ERR_MISTAKE);
    ASSERT_TOLD(f, {1, 1, ""});
}

/* A deck that opens with a long comment is a deck. */
static void test_reader__a_long_comment_above_the_deck(void **state)
{
    struct fixture *f = *state;
    char *text = room_for(f, 200000), *end = text;
    for (int i = 0; i < 3000; i++)
        end = put(end, "# a line of a comment that goes on and on\n");
    end = put(end, "cards:\n- q: x\n");
    assert_int_equal(read_bytes(f, text, (size_t)(end - text)), ERR_NONE);
    assert_int_equal(f->told_count, 0);
    assert_int_equal(f->entries, 1);
}

static void test_reader__many_tags(void **state)
{
    struct fixture *f = *state;
    char *text = room_for(f, 3 * MIB), *end = put(text, "cards:\n- q: x\n  tags:\n");
    for (int i = 0; i < 3; i++) {
        end = put(end, "  - ");
        end = put(fill(end, 'x', 500000), "\n");
    }
    assert_int_equal(read_bytes(f, text, (size_t)(end - text)), ERR_NONE);
    ASSERT_TOLD(f, {6, 5, "\"tags\""});
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    static const struct CMUnitTest tests[] = {
        TEST(test_reader__nested_brackets),
        TEST(test_reader__a_deck_of_brackets),
        TEST(test_reader__64_levels_are_skipped),
        TEST(test_reader__a_text_of_1_mib),
        TEST(test_reader__a_text_of_20_mib_is_not_read_to_its_end),
        TEST(test_reader__the_place_of_a_text_of_20_mib),
        TEST(test_reader__a_deck_of_20_mib),
        TEST(test_reader__many_directives_are_refused_early),
        TEST(test_reader__the_place_of_many_directives),
        TEST(test_reader__a_long_comment_above_the_deck),
        TEST(test_reader__many_tags),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
