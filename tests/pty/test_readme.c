/* The pictures of the README show what the program draws now. They are drawn here, from the screens
 * of the program on a terminal: UPDATE_PICTURES=1, as make pictures sets it, writes those that
 * differ. */
#include "drill.h"
#include "picture.h"

#include "base/buf.h"
#include "store/sql.h"
#include "store/store.h"
#include "study/session.h"
#include "unit/png_file.h"

#include <limits.h>
#include <sqlite3.h>

#ifndef PICTURES
#define PICTURES "src/doc"
#endif

enum { ROWS = 24, COLS = 80, STUDIED_DAYS = 250, DONE_TODAY = 9 };

static const struct {
    const char *name;
    struct picture_colors colors;
} themes[] = {
    {"dark", {"#16181d", "#e6e6e6", "#3a3f47", "#a0a0a0"}},
    {"light", {"#ffffff", "#24292f", "#d0d7de", "#666666"}},
};

/* ---- the months before ---- */

static const char git_deck[] =
    "deck: Git in anger\n"
    "cards:\n"
    "- {q: Undo the last commit but keep its changes?, a: git reset --soft HEAD~1}\n"
    "- {q: Which commits changed a line?, a: 'git log -L 10,20:file.c'}\n"
    "- {q: Find the commit that broke it?, a: git bisect start}\n"
    "- {q: Bring back a deleted branch?, a: git reflog}\n"
    "- {q: Stage a part of a file?, a: git add -p}\n"
    "- {q: Who wrote this line?, a: git blame file.c}\n";

static const char german_deck[] =
    "deck: German A2\n"
    "tags: [german]\n"
    "cards:\n"
    "- {q: the library, a: die Bibliothek}\n- {q: the bridge, a: die Brücke}\n"
    "- {q: to borrow, a: ausleihen}\n- {q: the experience, a: die Erfahrung}\n"
    "- {q: suddenly, a: plötzlich}\n- {q: the exercise, a: die Übung}\n"
    "- {q: to remember, a: sich erinnern}\n- {q: the neighbour, a: der Nachbar}\n"
    "- {q: probably, a: wahrscheinlich}\n- {q: the size, a: die Größe}\n"
    "- {q: to complain, a: sich beschweren}\n- {q: the receipt, a: die Quittung}\n"
    "- {q: the weather, a: das Wetter}\n- {q: to decide, a: sich entscheiden}\n";

static unsigned chance(uint64_t *seed, unsigned below)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(*seed >> 33) % below;
}

/* A rating as of somebody who learns well. */
static int rating_of(uint64_t *seed)
{
    unsigned one = chance(seed, 100);

    return one < 7 ? 1 : one < 15 ? 2 : one < 37 ? 3 : one < 87 ? 4 : 5;
}

struct studies {
    struct store *store;
    int64_t decks[8];
    size_t deck_count;
    uint64_t seed;
};

/* Reviews what is due on a day, at a few seconds a card; at most so many cards. */
static void study_deck(struct studies *s, size_t deck, int day, int new_cards, int most)
{
    struct session session;
    struct session_options options = {.caps = {new_cards, CAP_UNSET}, .seed = (uint64_t)day};
    struct err err;
    int64_t now_ms = day * MS_A_DAY + (int64_t)(7 * 60 + chance(&s->seed, 60)) * 60000;

    assert_int_equal(
        session_start(&session, s->store, &s->decks[deck], 1, &options, moment_at(now_ms, 0), &err),
        0);
    while (session.stage != SESSION_OVER && most > 0) {
        enum session_action action = ACTION_GO_ON;
        if (session.stage == SESSION_QUESTION)
            action = ACTION_REVEAL;
        if (session.stage == SESSION_ANSWER)
            action = (enum session_action)(ACTION_RATE_1 + rating_of(&s->seed) - 1);
        most -= action != ACTION_REVEAL;
        now_ms += 2000 + chance(&s->seed, 5000);
        assert_int_equal(session_update(&session, action, moment_at(now_ms, 0), &err), 0);
    }
    session_done(&session);
}

/* Studies on most days of the year before world_now, and begins to study on that day. */
static void study(struct world *world)
{
    struct studies s = {.seed = 4};
    struct err err;
    struct known_decks decks = {0};
    const char *database = world_text(world, "%s/data/drill/drill.db", world->home);
    int today = day_from_civil(2026, 3, 2);

    assert_int_equal(store_open(&s.store, database, STORE_WRITE, &err), 0);
    /* no power fails during a test */
    assert_int_equal(sqlite3_exec(s.store->db, "PRAGMA synchronous = OFF", NULL, NULL, NULL), 0);
    assert_int_equal(store_decks(s.store, &decks, &err), 0);
    for (; s.deck_count < decks.count; s.deck_count++)
        s.decks[s.deck_count] = decks.decks[s.deck_count].deck_id;
    for (int day = today - STUDIED_DAYS; day < today; day++)
        for (size_t i = 0; i < s.deck_count && (chance(&s.seed, 24) > 0 || day > today - 20); i++)
            study_deck(&s, i, day, chance(&s.seed, 10) < (i ? 1 : 5), INT_MAX);
    study_deck(&s, 0, today, 8, DONE_TODAY);
    known_decks_done(&decks);
    store_close(s.store);
}

/* ---- a picture on a card ---- */

enum { WIDTH = 384, HEIGHT = 224, ITERATIONS = 96 };

/* How many steps of z = z * z + c stay within a radius of 2. In integers, so that it is the same
 * everywhere. */
static int steps(int column, int row)
{
    const long long one = 1 << 24;
    long long x = one * (column * 3 - 285 * 3) / 384, y = one * (row * 3 - 112 * 3) / 384;
    long long re = 0, im = 0;
    int n = 0;

    while (n < ITERATIONS && re * re + im * im < 4 * one * one) {
        long long next = (re * re - im * im) / one + x;
        im = 2 * re * im / one + y;
        re = next;
        n++;
    }
    return n;
}

/* From blue through white and orange to black. */
static void color(int n, unsigned char rgba[4])
{
    static const unsigned char stops[][4] = {{0, 10, 60, 130}, {5, 30, 110, 190},
        {12, 235, 245, 250}, {26, 250, 170, 30}, {60, 120, 30, 10}, {ITERATIONS, 10, 5, 10}};
    int i = 1;

    while (n > stops[i][0])
        i++;
    for (int c = 0; c < 3; c++) {
        int from = stops[i - 1][0], to = stops[i][0];
        rgba[c] = (unsigned char)((stops[i - 1][c + 1] * (to - n) + stops[i][c + 1] * (n - from)) /
                                  (to - from));
    }
    rgba[3] = 255;
}

static void write_mandelbrot(struct world *world)
{
    static unsigned char pixels[HEIGHT][WIDTH][4];
    const char *path = world_text(world, "%s/set.png", world->home);
    struct buf png = {0};
    FILE *file = fopen(path, "w");

    for (int row = 0; row < HEIGHT; row++)
        for (int column = 0; column < WIDTH; column++)
            color(steps(column, row), pixels[row][column]);
    pictures_png(&png, WIDTH, HEIGHT, HEIGHT, pixels[0][0]);
    assert_non_null(file);
    assert_int_equal(fwrite(png.bytes, 1, png.length, file), png.length);
    assert_int_equal(fclose(file), 0);
    buf_done(&png);
}

static const char fractals_deck[] =
    "deck: Fractals\n"
    "tags: [mathematics]\n"
    "cards:\n"
    "- q: \"![a fractal](set.png)\\n\\nWhat is this set called?\"\n"
    "  a: The **Mandelbrot set**\n"
    "- {q: Which series is it made of?, a: '$z_{n+1} = z_n^2 + c$'}\n"
    "- {q: Who was it named after?, a: Benoit Mandelbrot}\n";

/* ---- the screens ---- */

struct scene {
    const char *name, *title;
    const char *deck;       /* in the home folder, or NULL */
    const char *words[4];   /* the arguments, if it reviews no deck in the home folder */
    const char *waits;      /* what the first screen shows */
    const char *keys[8][2]; /* keys, and what is on the screen then */
};

static const struct scene scenes[] = {
    {"review", "drill dl-fundamentals", NULL, {"dl-fundamentals"}, "space answer",
        {{" ", SAYS_ASK}, {"4", "space answer"}, {" ", SAYS_ASK}, {"5", "space answer"},
            {" ", SAYS_ASK}, {"4", "space answer"}, {" ", SAYS_ASK}}},
    {"history", "drill dl-fundamentals", NULL, {"dl-fundamentals"}, "space answer",
        {{"i", "esc back"}}},
    {"home", "drill", NULL, {NULL}, SAYS_HOME, {{NULL, NULL}}},
    {"browse", "drill browse dl-fundamentals", NULL, {"browse", "dl-fundamentals"}, "/ find",
        {{"/gradient lapses>0\r", "17 of 135 cards"}}},
    {"picture", "drill fractals.yaml", "fractals.yaml", {NULL}, "What is this set called?",
        {{" ", SAYS_ASK}}},
    {"statistics", "drill stats", NULL, {"stats"}, "ratings by day", {{"2", "minutes by day"}}},
};

static void read_whole(const char *path, struct buf *text)
{
    char bytes[4096];
    FILE *file = fopen(path, "r");

    for (size_t got; file != NULL && (got = fread(bytes, 1, sizeof bytes, file)) > 0;)
        buf_add(text, bytes, got);
    if (file != NULL)
        fclose(file);
}

/* Compares a picture with the stored one, or stores it. Returns whether they are equal. */
static bool picture_is(const char *path, const char *svg)
{
    struct buf stored = {0};
    read_whole(path, &stored);
    bool same = strcmp(buf_string(&stored), svg) == 0;
    buf_done(&stored);
    if (!same && getenv("UPDATE_PICTURES") != NULL) {
        FILE *file = fopen(path, "w");
        assert_non_null(file);
        assert_true(fputs(svg, file) >= 0 && fclose(file) == 0);
        return true;
    }
    if (!same)
        fprintf(stderr, "%s is not what drill shows: make pictures draws it\n", path);
    return same;
}

/* Runs a shell command in the home folder. */
static void world_sh(struct world *world, const char *command)
{
    assert_int_equal(system(world_text(world, "cd %s && %s", world->home, command)), 0);
}

/* Whether pictures look as they do in the stored one: each version of chafa draws its own blocks.
 */
static bool chafa_draws(void)
{
    bool draws = system("pkg-config --max-version=1.12.999 chafa") == 0;
    if (!draws)
        print_message("skipped: the picture on a card is one that chafa 1.12 drew\n");
    return draws;
}

static bool scene_is(struct world *world, const struct scene *scene, size_t theme)
{
    char *svg;
    size_t size;
    FILE *out = open_memstream(&svg, &size);
    const char *path = world_text(world, PICTURES "/%s-%s.svg", scene->name, themes[theme].name);

    world_sh(
        world, "rm -rf data && cp -R studied data"); /* the scene before may have rated cards */
    struct term *term = drill_start(world, ROWS, COLS,
        scene->deck ? ARGS(world_text(world, "%s/%s", world->home, scene->deck)) : scene->words);
    assert_non_null(out);
    assert_waits(term, scene->waits);
    for (size_t i = 0; i < sizeof scene->keys / sizeof *scene->keys && scene->keys[i][0]; i++)
        assert_types(term, scene->keys[i][0], scene->keys[i][1]);
    term_wait_read(term);
    picture_write(term, ROWS, COLS, scene->title, &themes[theme].colors, out);
    fclose(out);
    world_keep(world, svg);
    drill_done(world, term);
    return picture_is(path, svg);
}

static void test_pictures(void **state)
{
    static const char *const folders[] = {
        "science", "computing", "languages", "config", "config/drill"};
    struct world *world = *state;
    struct buf deck = {0};
    bool same = true;

    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        assert_int_equal(mkdir(world_text(world, "%s/%s", world->home, folders[i]), 0700), 0);
    read_whole("decks/dl-fundamentals.yaml", &deck);
    assert_true(deck.length > 0);
    drill_output(world, 0,
        ARGS("import", world_write(world, "science/dl-fundamentals.yaml", buf_string(&deck)),
            world_write(world, "computing/git.yaml", git_deck),
            world_write(world, "languages/german.yaml", german_deck)));
    buf_done(&deck);
    study(world);
    world_sh(world, "mv data studied");
    write_mandelbrot(world);
    world_write(world, "fractals.yaml", fractals_deck);
    world_set(world, "COLORTERM=truecolor");
    for (size_t theme = 0; theme < sizeof themes / sizeof *themes; theme++) {
        world_write(world, "config/drill/config.yaml",
            world_text(world, "theme: %s\nnew: 12\nimages: symbols\n", themes[theme].name));
        for (size_t i = 0; i < sizeof scenes / sizeof *scenes; i++)
            if (!scenes[i].deck || chafa_draws())
                same &= scene_is(world, &scenes[i], theme);
    }
    assert_true(same);
}

/* Half blocks in two true colours, as pictures on cards are made of; texts; what is reversed. */
static void test_drawing(void **state)
{
    static const char *const want[] = {
        "<path fill=\"#ff0000\" d=\"M0 0h18v18h-18z\"/>\n", /* behind both blocks */
        "<path fill=\"#123456\" d=\"M0 0h18v9h-18z\"/>\n",  /* the upper halves, joined */
        "<text x=\"27\" y=\"13\" textLength=\"27\" font-weight=\"bold\">a&lt;b</text>\n",
        "<path fill=\"#eeeeee\" d=\"M0 18h9v18h-9z\"/>\n",
        "<text x=\"0\" y=\"31\" textLength=\"9\" fill=\"#000000\">c</text>\n",
        "<text x=\"9\" y=\"31\" textLength=\"18\" lengthAdjust=\"spacingAndGlyphs\"",
        " fill=\"#5faf5f\">日</text>\n",
    };
    static const struct picture_colors colors = {"#000000", "#eeeeee", "#111111", "#222222"};
    struct world *world = *state;
    char *svg;
    size_t size;
    FILE *out = open_memstream(&svg, &size);
    struct term *term = term_start(2, 10,
        ARGS("printf", "\033[38;2;18;52;86;48;2;255;0;0m▀▀\033[0m \033[1ma<b\033[0m\r\n"
                       "\033[7mc\033[0;38;5;71m日"),
        NULL);

    assert_non_null(term);
    assert_non_null(out);
    assert_waits(term, "日");
    picture_write(term, 2, 10, "a title", &colors, out);
    fclose(out);
    world_keep(world, svg);
    term_free(term);
    for (size_t i = 0; i < sizeof want / sizeof *want; i++)
        if (strstr(svg, want[i]) == NULL)
            fail_msg("%s is not in this:\n%s", want[i], svg);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_pictures),
        TEST(test_drawing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
