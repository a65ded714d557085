/* Pictures on the terminal. It is asked what it shows, and answers as real ones do: whole, in
 * pieces, late or not at all; what drill writes then is as the answers say. */
#include "drill.h"

#include "base/buf.h"

#define QUESTION "Which bird is it?"
#define NAME     "[image: a bird] (bird.png)"

/* The answers of three terminals to the questions for kitty's protocol, their names, the size of
 * their cells, and their attributes. */
#define KITTY  "\033_Gi=31;OK\033\\\033P>|kitty(0.26.5)\033\\\033[6;20;10t\033[?62;c"
#define FOOT   "\033P>|foot(1.13.1)\033\\\033[6;20;10t\033[?62;4;22;28;29c"
#define XTERM  "\033P>|XTerm(379)\033\\\033[6;20;10t\033[?64;1;2;6;9;15;16;17;18;21;22;28c"
#define ITERM2 "\033P>|iTerm2 3.4.19\033\\\033[6;20;10t\033[?62;4c"

/* How a picture begins: 320 x 200 pixels are 32 x 10 cells of 10 x 20. */
#define KITTY_IMAGE ",c=32,r=10,m=1"
#define KITTY_CLEAR "\033_Ga=d"
#define SIXEL_IMAGE "\033P0;1;0q"
#define HALF        "\xe2\x96\x80" /* U+2580, upper half block */
#define ITERM_IMAGE "\033]1337;File=inline=1"

/* A picture of 320 x 200 pixels, black above white. */
static const unsigned char bird[] = {0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00,
    0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00, 0x01, 0x40, 0x00, 0x00, 0x00, 0xc8, 0x01, 0x00,
    0x00, 0x00, 0x00, 0xb1, 0x7f, 0x05, 0x06, 0x00, 0x00, 0x00, 0x2a, 0x49, 0x44, 0x41, 0x54, 0x78,
    0xda, 0xed, 0xca, 0xa1, 0x01, 0x00, 0x00, 0x0c, 0x02, 0x20, 0xff, 0x7f, 0x7a, 0x7b, 0xc1, 0x66,
    0x81, 0x4c, 0x02, 0x00, 0x00, 0x00, 0xc0, 0xd0, 0x95, 0x44, 0x51, 0x14, 0x45, 0x51, 0x14, 0x45,
    0x51, 0x14, 0x45, 0xb1, 0xf2, 0x01, 0x5e, 0x02, 0xc3, 0xb5, 0x1f, 0xd7, 0xfe, 0x00, 0x00, 0x00,
    0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82};

/* Whether the parts that pictures need are there; if not, says so. */
static bool pictures_work(void)
{
    char helper[512] = "";
    const char *drill = getenv("DRILL");

    if (drill != NULL && strrchr(drill, '/') != NULL)
        snprintf(
            helper, sizeof helper, "%.*s/drill-picture", (int)(strrchr(drill, '/') - drill), drill);
    if (*helper && access(helper, X_OK) == 0)
        return true;
    print_message("skipped: no %s was built\n", helper);
    return false;
}

/* A card with a picture, one without, and one that is longer than the screen. */
static const char *birds_write(struct world *world)
{
    const char *path = world_text(world, "%s/bird.png", world->home);
    FILE *file = fopen(path, "w");

    if (file == NULL || fwrite(bird, sizeof bird, 1, file) != 1 || fclose(file) != 0)
        world_die(path);
    return world_write(world, "birds.yaml",
        "deck: Birds\n"
        "cards:\n"
        "  - id: c1\n    q: \"![a bird](bird.png)\\n\\n" QUESTION "\"\n"
        "    a: A kestrel.\n"
        "  - id: c2\n    q: And this?\n"
        "    a: \"![a "
        "bird](bird.png)\\n\\n1\\\\\\n2\\\\\\n3\\\\\\n4\\\\\\n5\\\\\\n6\\\\\\n7\\\\\\n8\\\\\\n"
        "9\\\\\\n10\\\\\\n11\\\\\\n12\\\\\\n13\\\\\\n14\\\\\\n15\\\\\\nThe end.\"\n");
}

static size_t written(const struct term *term)
{
    const char *raw;

    return term_raw(term, &raw);
}

/* How often these bytes were written after offset `from`. */
static int count(const struct term *term, size_t from, const char *bytes)
{
    const char *raw;
    size_t length = term_raw(term, &raw), found = 0;

    for (const char *at = raw + from;
         (at = memmem(at, length - (size_t)(at - raw), bytes, strlen(bytes))) != NULL;
         at += strlen(bytes))
        found++;
    return (int)found;
}

/* Starts drill on a terminal that says nothing by itself. */
static struct term *start(struct world *world)
{
    struct term *term = drill_start(world, 24, 80, ARGS(birds_write(world), "--seed=1"));

    term_mute(term);
    assert_waits(term, NAME);
    assert_shows(term, QUESTION);
    return term;
}

/* Starts drill on a terminal that answers. Its picture is on the screen. */
static struct term *start_on(struct world *world, const char *answers)
{
    struct term *term = start(world);

    term_send(term, answers);
    assert_gone(term, NAME);
    assert_shows(term, QUESTION);
    return term;
}

/* ---- protocols ---- */

static void test_kitty(void **state)
{
    struct world *world = *state;

    if (!pictures_work())
        return;
    struct term *term = start_on(world, KITTY);
    assert_true(term_wait_raw(term, 0, KITTY_IMAGE));
    assert_int_equal(count(term, 0, KITTY_IMAGE), 1);
    assert_int_equal(row_of(term, QUESTION), 15); /* below the picture, from row 4, and a blank */
    assert_types(term, " ", "A kestrel.");
    assert_int_equal(row_of(term, QUESTION), 15);
    assert_int_equal(count(term, 0, KITTY_IMAGE), 1); /* it did not move */
    assert_int_equal(count(term, 0, KITTY_CLEAR), 0);
    assert_types(term, "4", "And this?");
    assert_int_equal(count(term, 0, KITTY_CLEAR), 1);
    assert_int_equal(count(term, 0, KITTY_IMAGE), 1);
    assert_quits(term);
    assert_ratings(world, "c1:4");
}

static void test_others(void **state)
{
    static const struct {
        const char *answers, *begin;
    } cases[] = {{FOOT, SIXEL_IMAGE}, {ITERM2, ITERM_IMAGE}, {XTERM, "\033[38;5;"}};
    struct world *world = *state;

    if (!pictures_work())
        return;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct term *term = start_on(world, cases[i].answers);
        assert_true(term_wait_raw(term, 0, cases[i].begin));
        assert_int_equal(row_of(term, QUESTION), 15);
        assert_int_equal(count(term, 0, "\033_Ga=T"), 0);
        assert_quits(term);
        assert_int_equal(count(term, 0, KITTY_CLEAR), 0);
        drill_done(world, term);
    }
}

/* Symbols are on the screen, and go with the card, or below an overlay. */
static void test_symbols_come_and_go(void **state)
{
    struct world *world = *state;

    if (!pictures_work())
        return;
    struct term *term = start_on(world, XTERM);
    assert_non_null(strstr(term_row(term, 9), HALF)); /* where black meets white */
    assert_types(term, "?", "undo the last rating");
    assert_types(term, "?", QUESTION);
    assert_non_null(strstr(term_row(term, 9), HALF));
    assert_types(term, " ", "A kestrel.");
    size_t before = written(term);
    assert_types(term, "4", "And this?");
    assert_true(count(term, before, "Birds") > 0); /* no rows are moved, all are written again */
    for (int row = 5; row < 20; row++)
        assert_string_equal(term_row(term, row), "");
    assert_quits(term);
}

static void set(struct world *world, const char *settings)
{
    mkdir(world_text(world, "%s/config", world->home), 0700);
    mkdir(world_text(world, "%s/config/drill", world->home), 0700);
    world_write(world, "config/drill/config.yaml", settings);
}

static void test_settings_need_no_answer(void **state)
{
    struct world *world = *state;

    if (!pictures_work())
        return;
    set(world, "images: kitty\ntheme: dark\n");
    struct term *term = drill_start(world, 24, 80, ARGS(birds_write(world), "--seed=1"));
    assert_waits(term, QUESTION);
    assert_not(term, NAME);
    assert_true(term_wait_raw(term, 0, ",r=10,m=1"));
    assert_int_equal(count(term, 0, "\033[c"), 0);
    assert_quits(term);
}

/* A tmux that passes sequences on, or not; the pane is at row 1 + 5, column 40 of its terminal. */
static void test_tmux(void **state)
{
    static const struct {
        const char *images, *answer, *begin, *not ;
    } cases[] = {{"kitty", "1 5 40 top on", "\033Ptmux;", "nothing"},
        {"kitty", "on 5 40 top on", "\033[11;45H", "nothing"}, /* row 4 + 6, column 4 + 40 */
        {"kitty", "0 5 40 top on", HALF, "tmux;"}, {"sixel", "", HALF, "tmux;"},
        {"auto", "1 5 40 top on", HALF, "tmux;"}, {"symbols", "1 5 40 top on", HALF, "tmux;"}};
    struct world *world = *state;

    if (!pictures_work())
        return;
    world_set(world, "TERM=tmux-256color");
    world_set(world, "TMUX=/tmp/no-such-socket,1,0");
    world_set(world, world_text(world, "PATH=%s:%s", world->home, getenv("PATH")));
    for (size_t i = 0; i < COUNT(cases); i++) {
        set(world, world_text(world, "images: %s\n", cases[i].images));
        const char *tmux = world_write(
            world, "tmux", world_text(world, "#!/bin/sh\necho '%s'\n", cases[i].answer));
        assert_int_equal(chmod(tmux, 0700), 0);
        struct term *term = drill_start(world, 24, 80, ARGS(birds_write(world), "--seed=1"));
        assert_waits(term, QUESTION);
        assert_not(term, NAME);
        assert_true(term_wait_raw(term, 0, cases[i].begin));
        assert_quits(term);
        assert_int_equal(count(term, 0, cases[i].not ), 0);
        drill_done(world, term);
    }
}

/* ---- answers ---- */

/* Cut in two at each place, with the answers to other questions between them. */
static void test_answers_in_two_pieces(void **state)
{
    static const char answers[] = "\033_Gi=31;OK\033\\\033P>|kitty(0.26.5)\033\\\033[6;20;10t"
                                  "\033]11;rgb:0/0/0\033\\\033[?62;4;c";
    struct world *world = *state;

    if (!pictures_work())
        return;
    for (int at = 1; at < (int)strlen(answers); at++) {
        struct term *term = start(world);
        term_send(term, world_text(world, "%.*s", at, answers));
        term_wait_read(term);
        term_send(term, answers + at);
        assert_gone(term, NAME);
        assert_true(term_wait_raw(term, 0, KITTY_IMAGE));
        assert_quits(term);
        drill_done(world, term);
    }
    assert_ratings(world, "");
}

/* The user does not wait for the terminal. */
static void test_late_answers(void **state)
{
    struct world *world = *state;

    if (!pictures_work())
        return;
    struct term *term = start(world);
    assert_types(term, " ", "A kestrel.");
    assert_shows(term, NAME);
    term_send(term, KITTY "u");
    assert_gone(term, NAME);
    assert_waits(term, SAYS_NONE_TO_UNDO);
    assert_true(term_wait_raw(term, 0, KITTY_IMAGE));
    assert_types(term, "4", "And this?");
    assert_quits(term);
    assert_ratings(world, "c1:4");
}

/* ---- the screen ---- */

/* The answer of the second card: a picture of 10 rows and 16 lines, more than the screen has. */
static void test_scrolling_crops(void **state)
{
    struct world *world = *state;

    if (!pictures_work())
        return;
    struct term *term = start_on(world, KITTY);
    assert_types(term, " ", "A kestrel.");
    assert_types(term, "4", "And this?");
    assert_types(term, " ", SAYS_ASK);
    assert_true(term_wait_raw(term, 0, KITTY_CLEAR));
    size_t before = written(term);
    assert_types(term, "G", "The end.");
    assert_true(count(term, before, KITTY_CLEAR) >= 1);
    assert_int_equal(count(term, before, KITTY_IMAGE), 0);
    before = written(term);
    term_send(term, "g");
    assert_true(term_wait_raw(term, before, KITTY_IMAGE));
    before = written(term);
    term_send(term, "jjj");
    assert_true(term_wait_raw(term, before, ",c=32,r=9,m=1"));
    assert_quits(term);
}

/* A notice in another row leaves it alone; Ctrl-L, another size and coming back do not. */
static void test_painted_again_only_if_need_be(void **state)
{
    struct world *world = *state;

    if (!pictures_work())
        return;
    struct term *term = start_on(world, KITTY);
    assert_true(term_wait_raw(term, 0, KITTY_IMAGE));
    size_t before = written(term);
    assert_types(term, "u", SAYS_NONE_TO_UNDO);
    assert_int_equal(count(term, before, "\033_G"), 0);
    term_send(term, "\x0c");
    assert_true(term_wait_raw(term, before, KITTY_IMAGE));
    before = written(term);
    term_resize(term, 24, 70);
    assert_true(term_wait_raw(term, before, KITTY_IMAGE));
    before = written(term);
    term_send(term, "\x1a");
    assert_true(term_wait_stopped(term));
    assert_true(term_restored(term));
    assert_int_equal(count(term, before, KITTY_CLEAR), 1);
    term_signal(term, SIGCONT);
    assert_true(term_wait_raw(term, before, KITTY_IMAGE));
    before = written(term);
    assert_quits(term);
    assert_int_equal(count(term, before, KITTY_CLEAR), 1);
}

/* In the list of cards, a card shown alone has its pictures, the list has none, and the session has
 * its own again. */
static void test_browse(void **state)
{
    struct world *world = *state;

    if (!pictures_work())
        return;
    struct term *term = start_on(world, KITTY);
    assert_true(term_wait_raw(term, 0, KITTY_IMAGE));
    size_t before = written(term);
    assert_types(term, "B\033", "/ find");
    assert_true(term_wait_raw(term, before, KITTY_CLEAR));
    assert_shows(term, NAME);
    before = written(term);
    assert_types(term, "\r", "space answer");
    assert_true(term_wait_raw(term, before, KITTY_IMAGE));
    assert_gone(term, NAME);
    before = written(term);
    assert_types(term, "\033", "/ find");
    assert_true(term_wait_raw(term, before, KITTY_CLEAR));
    assert_shows(term, NAME);
    before = written(term);
    assert_types(term, "q", "space answer");
    assert_true(term_wait_raw(term, before, KITTY_IMAGE));
    assert_quits(term);
}

/* ---- where there are none ---- */

static void test_none(void **state)
{
    static const char *const terminals[] = {"TERM=linux", "TERM=vt100", "LC_ALL=C"};
    struct world *world = *state;

    for (size_t i = 0; i < COUNT(terminals); i++) {
        world_set(world, terminals[i]);
        struct term *term = drill_start(world, 24, 80, ARGS(birds_write(world), "--seed=1"));
        term_mute(term);
        assert_waits(term, QUESTION);
        term_send(term, XTERM);
        term_wait_read(term);
        assert_types(term, " ", "A kestrel.");
        assert_shows(term, NAME);
        assert_quits(term);
        drill_done(world, term);
    }
    const char *plain = drill_output(world, 0, ARGS(birds_write(world), "--seed=1", "--plain"));
    assert_non_null(strstr(plain, NAME));
    assert_null(strchr(plain, '\033'));
}

/* A card whose pictures are never done is shown without them, not after all of them. */
static void test_a_helper_that_hangs(void **state)
{
    struct world *world = *state;
    const char *drill = world_text(world, "%s", getenv("DRILL")),
               *copy = world_text(world, "%s/drill", world->home);
    struct stat file;

    assert_int_equal(stat(drill, &file), 0);
    char *bytes = malloc((size_t)file.st_size);
    FILE *from = fopen(drill, "r"), *to = fopen(copy, "w");
    if (bytes == NULL || from == NULL || to == NULL ||
        fread(bytes, (size_t)file.st_size, 1, from) != 1 ||
        fwrite(bytes, (size_t)file.st_size, 1, to) != 1 || fclose(from) != 0 || fclose(to) != 0)
        world_die(copy);
    free(bytes);
    chmod(copy, 0700);
    chmod(world_write(world, "drill-picture", "#!/bin/sh\nexec tail -f /dev/null\n"), 0700);
    birds_write(world);
    const char *deck = world_write(world, "many.yaml",
        "cards:\n- q: \"" QUESTION " ![](bird.png) ![](bird.png) ![](bird.png) ![](bird.png) "
        "![](bird.png) ![](bird.png) ![](bird.png) ![](bird.png)\"\n  a: A kestrel.\n");
    setenv("DRILL", copy, 1);
    struct term *term = drill_start(world, 24, 80, ARGS(deck));
    setenv("DRILL", drill, 1);
    term_mute(term);
    assert_waits(term, QUESTION);
    term_send(term, KITTY);
    assert_types(term, " ", "A kestrel.");
    assert_types(term, "4", SAYS_DONE);
    assert_quits(term);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_kitty),
        TEST(test_others),
        TEST(test_symbols_come_and_go),
        TEST(test_settings_need_no_answer),
        TEST(test_tmux),
        TEST(test_answers_in_two_pieces),
        TEST(test_late_answers),
        TEST(test_scrolling_crops),
        TEST(test_painted_again_only_if_need_be),
        TEST(test_browse),
        TEST(test_none),
        TEST(test_a_helper_that_hangs),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
