/* What drill writes outside curses: links, and emoji made of several characters. Otherwise, the
 * screen must be the same. */
#include "drill.h"

#define ADDRESS "https://example.org/a"

static const char *links_write(struct world *world)
{
    return world_write(world, "links.yaml",
        "deck: Them\n"
        "cards:\n"
        "  - q: 'a [link](" ADDRESS ") | end'\n"
        "    a: 'no more of it'\n"
        "  - q: '[\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb] [\xf0\x9f\x91\x8d\xf0\x9f\x8f\xbd] "
        "[\xe2\x9d\xa4\xef\xb8\x8f] end'\n"
        "    a: Answer.\n");
}

static size_t count(const struct term *term, const char *text)
{
    const char *bytes;
    size_t length = term_raw(term, &bytes), found = 0;

    while (length >= strlen(text)) {
        const char *at = memmem(bytes, length, text, strlen(text));
        if (at == NULL)
            break;
        found++;
        length -= (size_t)(at + strlen(text) - bytes);
        bytes = at + strlen(text);
    }
    return found;
}

static void test_links_where_the_terminal_has_them(void **state)
{
    struct world *world = *state;

    world_set(world, "KITTY_WINDOW_ID=1");
    struct term *term = drill_start(world, 24, 80, ARGS(links_write(world)));
    assert_waits(term, "a link | end");
    assert_int_equal(count(term, ";" ADDRESS "\033\\"), 1);
    assert_int_equal(count(term, "\033]8;;\033\\"), 1);
    assert_types(term, " ", SAYS_ASK);
    assert_types(term, "4", "] end");
    assert_not(term, "link");
    assert_quits(term);
    assert_int_equal(count(term, "\033]8;;\033\\"), count(term, ";" ADDRESS "\033\\"));
}

/* A file of the deck's folder is a link, too; what could not be opened is shown as it is written.
 */
static void test_files_are_links_to_this_computer(void **state)
{
    struct world *world = *state;
    char host[256] = "";

    world_set(world, "KITTY_WINDOW_ID=1");
    world_write(world, "a b.png", "\x89PNG\r\n\x1a\n");
    const char *deck = world_write(world, "files.yaml",
        "deck: D\ncards:\n  - q: '[pic](a%20b.png) [db](files.yaml) [up](../../etc/passwd) "
        "[f](file:///etc/passwd) end'\n    a: b\n");
    struct term *term = drill_start(world, 24, 80, ARGS(deck));
    assert_waits(term, "end");
    assert_shows(term, "pic db (files.yaml) up (../../etc/passwd) f (file:///etc/passwd)");
    gethostname(host, sizeof host - 1);
    assert_int_equal(
        count(term, world_text(world, ";file://%s%s/a%%20b.png\033\\", host, world->home)), 1);
    assert_int_equal(count(term, ";file:"), 1);
    assert_quits(term);
}

/* Unchanged rows are not rewritten, except when the whole screen is redrawn. */
static void test_ctrl_l_writes_links_again(void **state)
{
    struct world *world = *state;

    world_set(world, "KITTY_WINDOW_ID=1");
    struct term *term = drill_start(world, 24, 80, ARGS(links_write(world)));
    assert_waits(term, "a link | end");
    term_send(term, "u"); /* shows a notice in another row */
    assert_waits(term, SAYS_NONE_TO_UNDO);
    assert_int_equal(count(term, ADDRESS), 1);
    term_send(term, "\x0c h");
    assert_waits(term, SAYS_ASK);
    assert_true(count(term, ADDRESS) >= 2);
    assert_quits(term);
}

static void test_addresses_where_it_has_not(void **state)
{
    static const char *const terminals[] = {
        "TERM=xterm-256color", "TERM=tmux-256color", "VTE_VERSION=4602"};
    struct world *world = *state;

    for (size_t i = 0; i < sizeof terminals / sizeof *terminals; i++) {
        world_set(world, terminals[i]);
        struct term *term = drill_start(world, 24, 80, ARGS(links_write(world)));
        assert_waits(term, "a link (" ADDRESS ") | end");
        assert_quits(term);
        assert_int_equal(count(term, "\033]8"), 0);
    }
}

/* Even if the terminal shows one emoji as several characters, the text after it is in its place. */
static void test_emoji_of_several_characters(void **state)
{
    struct world *world = *state;
    struct term *term = drill_start(world, 24, 80, ARGS(links_write(world)));

    assert_waits(term, "a link");
    assert_types(term, " ", SAYS_ASK);
    assert_types(term, "4", "] end");
    const char *row = term_row(term, 4);
    int brackets = 0;
    for (const char *at = row; *at; at++)
        brackets += *at == '[' || *at == ']';
    assert_int_equal(brackets, 6);
    assert_non_null(strstr(row, "\xf0\x9f\x91\xa9")); /* at least the first of its characters */
    assert_non_null(strstr(row, "\xf0\x9f\x91\x8d"));
    assert_non_null(strstr(row, "\xe2\x9d\xa4"));
    assert_quits(term);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_links_where_the_terminal_has_them),
        TEST(test_files_are_links_to_this_computer),
        TEST(test_ctrl_l_writes_links_again),
        TEST(test_addresses_where_it_has_not),
        TEST(test_emoji_of_several_characters),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
