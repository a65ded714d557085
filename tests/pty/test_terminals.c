/* Terminals of every kind, with and without colours, in UTF-8 and other locales; and errors that
 * end drill before a session begins. */
#include "drill.h"

#include <ctype.h>

/* Whether the parameters of one SGR sequence set a colour. */
static bool sgr_colors(const char *at, size_t length)
{
    for (size_t i = 0; i < length;) {
        int value = 0;
        for (; i < length && isdigit((unsigned char)at[i]); i++)
            value = value * 10 + (at[i] - '0');
        if ((value >= 30 && value <= 38) || (value >= 40 && value <= 48) || value >= 90)
            return true;
        i++;
    }
    return false;
}

/* Whether drill has set any colour but the default. */
static bool has_colors(const struct term *term)
{
    const char *raw;
    size_t size = term_raw(term, &raw);

    for (size_t i = 0; i + 2 < size; i++) {
        if (raw[i] != '\033' || raw[i + 1] != '[')
            continue;
        size_t length = 0;
        while (i + 2 + length < size && strchr("0123456789;", raw[i + 2 + length]) != NULL)
            length++;
        if (i + 2 + length < size && raw[i + 2 + length] == 'm' && sgr_colors(raw + i + 2, length))
            return true;
    }
    return false;
}

/* Plays a session, through all its screens. */
static void play(struct world *world, const char *const *args)
{
    struct term *term = drill_start(world, 24, 80, args);

    assert_counts(world, term, 2, 0, 0);
    assert_types(term, "3", SAYS_REVEAL_FIRST);
    assert_rates(term, 1, 2);
    assert_counts(world, term, 1, 1, 0);
    assert_types(term, "?", "show the hint");
    assert_types(term, "q", "space answer");
    assert_types(term, "i", "No ratings yet.");
    assert_types(term, "q", "space answer");
    assert_rates(term, 2, 4);
    assert_rates(term, 1, 4);
    assert_waits(term, SAYS_DONE);
    assert_quits(term);
}

static void play_colors(struct world *world, const char *color, bool colors)
{
    const char *deck = deck_write(world, 2);

    play(world, color != NULL ? ARGS(deck, "--color", color) : ARGS(deck));
    assert_int_equal(has_colors(world->terms[0]), colors);
}

static void test_colors(void **state)
{
    play_colors(*state, NULL, true);
}

static void test_no_color(void **state)
{
    world_set(*state, "NO_COLOR=1");
    play_colors(*state, NULL, false);
}

static void test_no_color_is_empty(void **state)
{
    world_set(*state, "NO_COLOR=");
    play_colors(*state, NULL, true);
}

static void test_color_never(void **state)
{
    play_colors(*state, "never", false);
}

static void test_color_always(void **state)
{
    world_set(*state, "NO_COLOR=1");
    play_colors(*state, "always", true);
}

/* NO_COLOR turns off colours, but not attributes such as bold. */
static void test_no_color_is_not_dull(void **state)
{
    struct world *world = *state;

    play_colors(world, "never", false);
    assert_true(raw_has(world->terms[0], "\033[1m", 4) ||
                raw_has(world->terms[0], "\033[0;1m", 6) || raw_has(world->terms[0], ";1m", 3));
}

static void play_term(struct world *world, const char *name)
{
    world_set(world, world_text(world, "TERM=%s", name));
    play(world, ARGS(deck_write(world, 2)));
    assert_true(raw_has(world->terms[0], "━", strlen("━")));
}

/* Reveals an answer, and returns the terminal, to examine what was written. */
static struct term *answer_in(struct world *world, const char *settings)
{
    const char *folder = world_text(world, "%s/drill", world->home);

    mkdir(folder, 0700);
    world_write(world, "drill/config.yaml", world_text(world, "%s\n", settings));
    world_set(world, world_text(world, "XDG_CONFIG_HOME=%s", world->home));
    struct term *term = drill_start(world, 24, 80, ARGS(deck_write(world, 1)));
    assert_waits(term, "Question 1?");
    assert_types(term, " ", "5 Perfectly");
    assert_quits(term);
    return term;
}

#define assert_red(term, color)                                                                    \
    assert_true(                                                                                   \
        raw_has((term), "\033[" color "m1 Not at all", strlen("\033[" color "m1 Not at all")))

static void test_themes(void **state)
{
    struct world *world = *state;

    assert_red(answer_in(world, "theme: dark"), "38;5;203");
    assert_red(answer_in(world, "theme: light"), "38;5;124");
    assert_red(answer_in(world, "theme: auto"), "38;5;131");
    assert_false(has_colors(answer_in(world, "theme: mono")));
    world_set(world, "COLORFGBG=0;15");
    assert_red(answer_in(world, "theme: auto"), "38;5;124");
    world_set(world, "COLORFGBG=15;0");
    assert_red(answer_in(world, "theme: auto"), "38;5;203");
    world_set(world, "COLORFGBG");
    world_set(world, "TERM=xterm");
    assert_red(answer_in(world, "theme: light"), "31");
}

static void test_palettes(void **state)
{
    struct world *world = *state;

    assert_red(answer_in(world, "{theme: dark, palette: standard}"), "38;5;203");
    assert_red(answer_in(world, "{theme: dark, palette: color-blind}"), "38;5;202");
    assert_red(answer_in(world, "{theme: light, palette: color-blind}"), "38;5;88");
    assert_red(answer_in(world, "palette: color-blind"), "38;5;130");
    assert_false(has_colors(answer_in(world, "{theme: mono, palette: color-blind}")));
}

static void test_term_xterm(void **state)
{
    play_term(*state, "xterm");
}

static void test_term_vt100(void **state)
{
    play_term(*state, "vt100");
    struct world *world = *state;
    assert_false(has_colors(world->terms[0]));
}

static void test_term_linux(void **state)
{
    play_term(*state, "linux");
}

static void test_term_screen(void **state)
{
    play_term(*state, "screen-256color");
}

static void test_term_tmux(void **state)
{
    play_term(*state, "tmux-256color");
}

/* Starts drill, which must fail with an error, on a terminal wide enough to show it in one row. */
static struct term *refuse(struct world *world, const char *const *args)
{
    struct term *term = drill_start(world, 24, 240, args);

    assert_int_equal(term_exit(term), 2);
    assert_true(term_restored(term));
    assert_int_equal(strncmp(term_row(term, 0), "drill: ", 7), 0);
    return term;
}

/* drill cannot use such a terminal: it must not try, and must suggest --plain. */
static void refuse_term(struct world *world, const char *entry, const char *says)
{
    world_set(world, entry);
    struct term *term = refuse(world, ARGS(deck_write(world, 2)));

    assert_shows(term, says);
    assert_shows(term, "--plain");
    assert_false(raw_has(term, "\033", 1));
    term = drill_start(world, 24, 80, ARGS("--plain", deck_write(world, 2)));
    assert_waits(term, "Question 1?");
    assert_types(term, "\n", "Answer 1.");
    assert_types(term, "4\n", "Question 2?");
    assert_types(term, "q\n", "1 card");
    assert_int_equal(term_exit(term), 0);
    assert_ratings(world, "c1:4");
}

static void test_term_dumb(void **state)
{
    refuse_term(*state, "TERM=dumb", "dumb");
}

static void test_term_unknown(void **state)
{
    refuse_term(*state, "TERM=no-such-terminal", "no-such-terminal");
}

static void test_term_hostile(void **state)
{
    refuse_term(*state, "TERM=x\033]0;pwned\a", "pwned");
}

static void test_term_unset(void **state)
{
    refuse_term(*state, "TERM", "TERM");
}

static void test_term_empty(void **state)
{
    refuse_term(*state, "TERM=", "TERM");
}

static void play_locale(struct world *world, const char *entry)
{
    const char *deck =
        world_write(world, "wide.yaml", "deck: Größe\ncards: [{q: 漢字?, a: Übung 😀}]\n");

    world_set(world, entry);
    struct term *term = drill_start(world, 24, 80, ARGS(deck));
    assert_waits(term, "漢字?");
    assert_shows(term, "Größe");
    assert_shows(term, "────");
    assert_shows(term, "1 new · 0 repeat · 0 due");
    assert_types(term, " ", "Übung 😀");
    assert_types(term, "4", SAYS_DONE);
    assert_shows(term, "████");
    assert_quits(term);
}

static void test_locale_c(void **state)
{
    play_locale(*state, "LANG=C");
}

static void test_locale_posix(void **state)
{
    play_locale(*state, "LC_ALL=POSIX");
}

static void test_locale_unset(void **state)
{
    play_locale(*state, "LANG");
}

static void test_locale_unknown(void **state)
{
    play_locale(*state, "LANG=tlh_QO.UTF-8");
}

/* Whether drill has written these bytes. */
static bool wrote(const struct term *term, const char *bytes)
{
    const char *raw;
    size_t size = term_raw(term, &raw);
    return memmem(raw, size, bytes, strlen(bytes)) != NULL;
}

/* ISO 8859-1, as localedef makes it: o with diaeresis is byte f6, sharp s is df, the dot b7. What
 * is missing is never blank, and no byte of UTF-8's line (e2 94 80) is written, also not in a link.
 */
static void test_locale_latin_1(void **state)
{
    struct world *world = *state;
    const char *deck = world_write(world, "latin.yaml",
        "deck: Größe\ncards: [{q: 漢字 →, a: '[Straße](https://example.org/) und ∑'}]\n");
    const char *make = "localedef -i de_DE -f ISO-8859-1 '%s/xx' >/dev/null 2>&1";
    if (system(world_text(world, make, world->home)) != 0)
        skip(); /* no localedef, or no sources for it */
    world_set(world, world_text(world, "LOCPATH=%s", world->home));
    world_set(world, "LC_ALL=xx");
    struct term *term = drill_start(world, 24, 80, ARGS(deck));
    assert_waits(term, "???? >");
    assert_shows(term, "--------");
    assert_true(wrote(term, "Gr\xf6\xdf"
                            "e"));
    assert_true(wrote(term, " \xb7 "));
    assert_types(term, " ", "und ?");
    assert_true(wrote(term, "https://example.org/"));
    assert_true(wrote(term, "Stra\xdf"
                            "e"));
    assert_types(term, "4", SAYS_DONE);
    assert_shows(term, "####");
    assert_false(wrote(term, "\xe2"));
    assert_quits(term);
    drill_done(world, term);
    term = drill_start(world, 24, 80, ARGS("--plain", deck)); /* and line by line */
    assert_waits(term, "d: decks");
    assert_types(term, "d\r", "1. Gr");
    assert_true(wrote(term, "Gr\xf6\xdf"
                            "e"));
    assert_false(wrote(term, "\xc3"));
    term_send(term, "q\r");
    assert_int_equal(term_exit(term), 0);
    const char *cards = drill_output(world, 0, ARGS("browse", "--search", "und"));
    assert_non_null(strstr(cards, "???? >")); /* tables for people, too */
    assert_null(strstr(cards, "\xe2"));
    cards = drill_output(world, 0, ARGS("export", "cards")); /* but not what programs read */
    assert_non_null(strstr(cards, "漢字 →"));
    assert_non_null(strstr(cards, "Größe"));
}

static const char bad_deck[] = "deck: Bad\n"
                               "cards:\n"
                               "  - question: Fine?\n"
                               "    answer: yes\n"
                               "  - answer: no question\n"
                               "  - question: Q\n"
                               "    anwser: misspelt\n";

static void test_bad_deck(void **state)
{
    struct world *world = *state;
    const char *deck = world_write(world, "bad.yaml", bad_deck);
    struct term *term = refuse(world, ARGS(deck));

    assert_shows(term, "bad.yaml:5:5: ");
    assert_shows(term, "bad.yaml:7:5: ");
    assert_false(raw_has(term, "\033", 1));
    assert_int_equal(access(world_text(world, "%s/data", world->home), F_OK), -1);
    assert_int_equal(access(world_text(world, "%s/config", world->home), F_OK), -1);
}

/* Mistakes in a deck's file do not change what is known about the deck. */
static void test_deck_gone_bad(void **state)
{
    struct world *world = *state;
    const char *deck = deck_write(world, 2);
    struct term *term = drill_start(world, 24, 80, ARGS(deck));

    assert_rates(term, 1, 4);
    assert_quits(term);
    const char *cards = drill_output(world, 0, ARGS("export", "cards"));
    world_write(world, "numbers.yaml", bad_deck);
    term = refuse(world, ARGS(deck));
    assert_shows(term, "numbers.yaml:5:5: ");
    assert_string_equal(drill_output(world, 0, ARGS("export", "cards")), cards);
    deck_write(world, 2);
    term = drill_start(world, 24, 80, ARGS(deck));
    assert_waits(term, "Question 2?");
    assert_counts(world, term, 1, 0, 0);
    assert_quits(term);
}

static void test_no_deck(void **state)
{
    struct world *world = *state;
    struct term *term = refuse(world, ARGS("nowhere.yaml"));

    assert_shows(term, "nowhere.yaml");
    refuse(world, ARGS("--db", world_text(world, "%s/none.db", world->home)));
    assert_int_equal(access(world_text(world, "%s/data", world->home), F_OK), -1);
    assert_int_equal(access(world_text(world, "%s/none.db", world->home), F_OK), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_colors),
        TEST(test_no_color),
        TEST(test_no_color_is_empty),
        TEST(test_color_never),
        TEST(test_color_always),
        TEST(test_no_color_is_not_dull),
        TEST(test_themes),
        TEST(test_palettes),
        TEST(test_term_xterm),
        TEST(test_term_vt100),
        TEST(test_term_linux),
        TEST(test_term_screen),
        TEST(test_term_tmux),
        TEST(test_term_dumb),
        TEST(test_term_unknown),
        TEST(test_term_hostile),
        TEST(test_term_unset),
        TEST(test_term_empty),
        TEST(test_locale_c),
        TEST(test_locale_posix),
        TEST(test_locale_unset),
        TEST(test_locale_unknown),
        TEST(test_locale_latin_1),
        TEST(test_bad_deck),
        TEST(test_deck_gone_bad),
        TEST(test_no_deck),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
