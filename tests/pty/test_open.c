/* Opening and playing what a card leads to. The programs are scripts that write their arguments
 * into a pipe, a line for each run: what a test reads is all that has run so far. */
#include "drill.h"

#define PNG              "\x89PNG\r\n\x1a\n"
#define SOUND            "fLaC"
#define SAYS_ASK_ADDRESS "Open this address?"
#define SAYS_ASK_WHICH   "Open which?"

/* Writes a script that records its arguments, and then waits if `waits`. Returns its path. */
static const char *script_write(struct world *world, const char *name, bool waits)
{
    const char *path = world_write(world, name,
        world_text(world,
            "#!/bin/sh\n"
            "test ! -p %s/alive || exec 9>%s/alive\n"
            "test -t 0 || test -t 1 || test -t 2 || n=\"no terminal\"\n"
            "echo noise; echo noise >&2\n"
            "{ for a; do printf '<%%s>' \"$a\"; done; echo \" $n\"; } >%s/record\n%s",
            world->home, world->home, world->home, waits ? "exec sleep 1000\n" : ""));
    assert_int_equal(chmod(path, 0700), 0);
    return path;
}

/* Opens the pipe that scripts write into. */
static int record_open(struct world *world)
{
    const char *path = world_text(world, "%s/record", world->home);

    assert_int_equal(mkfifo(path, 0600), 0);
    int record = open(path, O_RDWR | O_CLOEXEC);
    assert_true(record >= 0);
    return record;
}

/* Waits for the next line. */
static const char *record_line(struct world *world, int record)
{
    char line[1024];
    size_t length = 0;

    do {
        struct pollfd input = {.fd = record, .events = POLLIN};
        assert_int_equal(poll(&input, 1, TERM_GUARD_MS), 1);
        assert_int_equal(read(record, line + length, 1), 1);
        length++;
    } while (line[length - 1] != '\n' && length < sizeof line);
    return world_text(world, "%.*s", (int)length - 1, line);
}

#define assert_record(world, record, expected)                                                     \
    assert_string_equal(record_line((world), (record)), (expected))

/* A deck with one card, and the files a.png, b.png, a.flac and b.flac. */
static const char *card_write(struct world *world, const char *question, const char *answer)
{
    world_write(world, "a.png", PNG);
    world_write(world, "b.png", PNG);
    world_write(world, "a.flac", SOUND);
    world_write(world, "b.flac", SOUND);
    return world_write(world, "deck.yaml",
        world_text(world, "deck: D\ncards:\n  - q: |\n      Q. %s\n    a: |\n      A. %s\n",
            question, answer));
}

static struct term *card_start(struct world *world, const char *question, const char *answer)
{
    struct term *term = drill_start(world, 24, 80, ARGS(card_write(world, question, answer)));

    assert_waits(term, "Q. ");
    assert_waits(term, "answer");
    return term;
}

static void opener_set(struct world *world, const char *arguments)
{
    world_set(
        world, world_text(world, "DRILL_OPEN=%s%s", script_write(world, "open", false), arguments));
}

static void test_a_picture_opens_at_once(void **state)
{
    struct world *world = *state;
    int record = record_open(world);

    opener_set(world, " --one  two");
    struct term *term = card_start(world, "![x](a.png)", "none");
    assert_types(term, "o", "Opened: a.png");
    assert_record(
        world, record, world_text(world, "<--one><two><%s/a.png> no terminal", world->home));
    assert_types(term, " ", SAYS_ASK);
    assert_not(term, "noise");
    assert_quits(term);
    assert_ratings(world, "");
    close(record);
}

static void test_an_address_is_shown_first(void **state)
{
    struct world *world = *state;
    int record = record_open(world);

    opener_set(world, "");
    struct term *term = card_start(world, "[x](https://example.org/a?b=1&c='$(id)';d)", "none");
    assert_types(term, "o", SAYS_ASK_ADDRESS);
    assert_shows(term, "https://example.org/a?b=1&c='$(id)';d");
    assert_types(term, "n", "space answer");
    assert_not(term, SAYS_ASK_ADDRESS);
    assert_types(term, "o", SAYS_ASK_ADDRESS);
    assert_types(term, "q", "space answer"); /* any other key declines, and does nothing else */
    assert_types(term, "o", SAYS_ASK_ADDRESS);
    assert_types(term, "y", "Opened: https://example.org/a");
    assert_record(world, record, "<https://example.org/a?b=1&c='$(id)';d> no terminal");
    assert_quits(term);
    close(record);
}

/* At the answer, digits rate, except while drill asks which of several to open. */
static void test_a_digit_after_o_opens_and_cannot_rate(void **state)
{
    struct world *world = *state;
    int record = record_open(world);

    opener_set(world, "");
    struct term *term =
        card_start(world, "![x](a.png) ![x](b.png)", "[y](https://example.org/) end");
    assert_types(term, " ", SAYS_ASK);
    assert_types(term, "o", SAYS_ASK_WHICH);
    assert_not(term, SAYS_ASK);
    assert_shows(term, "1 a.png");
    assert_shows(term, "3 https://example.org/");
    assert_types(term, "2", "Opened: b.png");
    assert_record(world, record, world_text(world, "<%s/b.png> no terminal", world->home));
    assert_types(term, "o", SAYS_ASK_WHICH);
    assert_types(term, "5", "nothing with that number");
    assert_types(term, "o", SAYS_ASK_WHICH);
    assert_types(term, "\033", SAYS_ASK);
    assert_types(term, "o", SAYS_ASK_WHICH);
    assert_types(term, "3", SAYS_ASK_ADDRESS);
    term_send(term, "4");
    assert_gone(term, SAYS_ASK_ADDRESS);
    assert_shows(term, SAYS_ASK);
    assert_quits(term);
    assert_ratings(world, "");
    close(record);
}

static void test_a_digit_before_o_opens_on_a_question(void **state)
{
    struct world *world = *state;
    int record = record_open(world);

    opener_set(world, "");
    struct term *term = card_start(world, "![x](a.png) ![x](b.png)", "none");
    assert_types(term, "2o", "Opened: b.png");
    assert_record(world, record, world_text(world, "<%s/b.png> no terminal", world->home));
    assert_types(term, "o", SAYS_ASK_WHICH); /* the digit counts once */
    assert_types(term, "1", "Opened: a.png");
    assert_record(world, record, world_text(world, "<%s/a.png> no terminal", world->home));
    assert_quits(term);
    close(record);
}

static void test_a_question_opens_only_its_own(void **state)
{
    struct world *world = *state;

    opener_set(world, "");
    struct term *term = card_start(world, "none", "![x](a.png)");
    assert_not(term, "o open");
    assert_types(term, "o", "nothing to open");
    assert_types(term, " ", "  o open");
    assert_quits(term);
}

static void test_what_decks_must_not_open(void **state)
{
    static const struct {
        const char *address, *says;
    } cases[] = {
        {"javascript:alert(1)", "only http"},
        {"file:///etc/passwd", "only http"},
        {"-flag", "no such file"},
        {"https://a;rm -rf", "host is not valid"},
        {"https://`id`/", "host is not valid"},
        {"https://example.com@evil.example/", "user's name before its host"},
        {"https:///path", "has no host"},
        {"../../etc/passwd", "not in the deck's folder"},
        {"/etc/passwd", "not in the deck's folder"},
        {"deck.yaml", "not a picture, sound, video or PDF"},
    };
    struct world *world = *state;
    int record = record_open(world);

    opener_set(world, "");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct term *term =
            card_start(world, world_text(world, "[x](<%s>)", cases[i].address), "![x](a.png)");
        assert_types(term, "o", "Not opened");
        assert_shows(term, cases[i].says);
        assert_quits(term);
        drill_done(world, term);
    }
    struct term *term = card_start(world, "![x](a.png)", "none");
    assert_types(term, "o", "Opened: a.png");
    assert_record(world, record, world_text(world, "<%s/a.png> no terminal", world->home));
    assert_quits(term);
    close(record);
}

static void test_a_small_window_does_not_hide_where_it_leads(void **state)
{
    struct world *world = *state;
    const char *deck = card_write(world,
        "[x](https://example.org.this.is.a.very.long.name.that.goes.on.and.on.and.on.and.on.and."
        "on.and.on.and.on.and.on.and.on.and.on.and.on.and.on.and.on.and.on.evil.example/)",
        "none");

    opener_set(world, "");
    struct term *term = drill_start(world, 10, 32, ARGS(deck));
    assert_waits(term, "Q. ");
    assert_types(term, "o", "too small for");
    assert_types(term, "y", "Not opened");
    assert_quits(term);
}

static void test_programs_that_are_not_there(void **state)
{
    struct world *world = *state;
    const char *script = world_write(world, "broken", "no program\n");

    world_set(world, world_text(world, "PATH=%s", world->home));
    struct term *term = card_start(world, "![x](a.png) [y](a.flac)", "none");
    assert_types(term, "o1", "Not opened: no ");
    assert_shows(term, "set $DRILL_OPEN");
    assert_types(term, "v", "No program plays sounds");
    assert_quits(term);
    world_set(world, "DRILL_OPEN=nowhere");
    term = card_start(world, "![x](a.png)", "none");
    assert_types(term, "o", "Not opened: no program \"nowhere\"");
    assert_quits(term);
    assert_int_equal(chmod(script, 0700), 0);
    world_set(world, world_text(world, "DRILL_OPEN=%s", script));
    term = card_start(world, "![x](a.png)", "none");
    assert_types(term, "o", "Exec format error"); /* no shell is given what has no #! */
    assert_quits(term);
}

/* ---- sounds ---- */

static void player_set(struct world *world, const char *setting)
{
    const char *path = world_text(world, "%s/config/drill", world->home);

    mkdir(world_text(world, "%s/config", world->home), 0700);
    mkdir(path, 0700);
    world_write(world, "config/drill/config.yaml", setting);
}

static void test_v_plays_the_sounds_of_the_side_shown(void **state)
{
    struct world *world = *state;
    int record = record_open(world);

    player_set(world, world_text(world, "play: %s -x\n", script_write(world, "play", false)));
    struct term *term = card_start(world, "[x](a.flac) ![p](a.png)", "[y](b.flac) [z](a.flac)");
    assert_shows(term, "v play");
    term_send(term, "v");
    assert_record(world, record, world_text(world, "<-x><%s/a.flac> no terminal", world->home));
    assert_types(term, " ", SAYS_ASK);
    term_send(term, "v");
    assert_record(world, record, world_text(world, "<-x><%s/b.flac> no terminal", world->home));
    assert_quits(term);
    close(record);
}

static void test_sounds_play_one_after_the_other_when_shown(void **state)
{
    struct world *world = *state;
    int record = record_open(world);

    player_set(world, world_text(world, "play: auto %s\n", script_write(world, "play", false)));
    struct term *term = card_start(world, "[x](a.flac)", "[y](b.flac) [z](c.flac)");
    world_write(world, "c.flac", SOUND);
    assert_record(world, record, world_text(world, "<%s/a.flac> no terminal", world->home));
    assert_types(term, " ", SAYS_ASK);
    assert_record(world, record, world_text(world, "<%s/b.flac> no terminal", world->home));
    assert_record(world, record, world_text(world, "<%s/c.flac> no terminal", world->home));
    assert_quits(term);
    close(record);
}

/* The player has another pipe open as long as it runs. */
static void test_leaving_the_card_ends_its_sounds(void **state)
{
    static const char *const keys[] = {"v", "4", "b", "q"};
    struct world *world = *state;
    int record = record_open(world);
    const char *path = world_text(world, "%s/alive", world->home);

    assert_int_equal(mkfifo(path, 0600), 0);
    player_set(world, world_text(world, "play: %s\n", script_write(world, "play", true)));
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        struct pollfd alive = {.fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)};
        world_set(world, world_text(world, "XDG_DATA_HOME=%s/data%zu", world->home, i));
        struct term *term = card_start(world, "none", "[y](b.flac) [z](a.flac)");
        assert_types(term, " ", SAYS_ASK);
        term_send(term, "v");
        assert_record(world, record, world_text(world, "<%s/b.flac> no terminal", world->home));
        assert_int_equal(poll(&alive, 1, 0), 0);
        term_send(term, keys[i]);
        assert_int_equal(poll(&alive, 1, TERM_GUARD_MS), 1);
        assert_true(alive.revents & POLLHUP);
        close(alive.fd);
        term_send(term, *keys[i] == 'q' ? "" : "q");
        assert_int_equal(term_exit(term), 0);
        drill_done(world, term);
    }
    close(record);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_a_picture_opens_at_once),
        TEST(test_an_address_is_shown_first),
        TEST(test_a_digit_after_o_opens_and_cannot_rate),
        TEST(test_a_digit_before_o_opens_on_a_question),
        TEST(test_a_question_opens_only_its_own),
        TEST(test_what_decks_must_not_open),
        TEST(test_a_small_window_does_not_hide_where_it_leads),
        TEST(test_programs_that_are_not_there),
        TEST(test_v_plays_the_sounds_of_the_side_shown),
        TEST(test_sounds_play_one_after_the_other_when_shown),
        TEST(test_leaving_the_card_ends_its_sounds),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
