/* Memory runs out, at each allocation in turn: no crash, no leak, an error that says so, and
 * nothing acknowledged is lost. */
#include "fault/scarce.h"
#include "fault/shim.h"
#include "unit/sitting.h"

#include "report/export.h"
#include "report/stats.h"
#include "report/totals.h"
#include "study/overview.h"
#include "view/home.h"
#include "view/screen.h"
#include "view/stats.h"

#define ROWS 24
#define COLS 80

static const char deck_text[] =
    "deck: Deck of *marks*\ntags: [all]\ncards:\n"
    "- {q: 'What is `a`, and **why**?', a: \"First\\n- one\\n- two\\n\\n    code\\n\", hint: h, "
    "note: n}\n"
    "- {q: two, a: second, tags: [t]}\n- {cloze: 'A {{gap}} and {{another::hint}}', id: x}\n"
    "- {q: last, a: fourth, reverse: true, tags: [t, u]}\n";

/* Counts complaints. A test continues after one, to report more, but stops at WRONG_MAX. */
#define WRONG_MAX 12
static int wrong;

static void complain(long n, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void complain(long n, const char *format, ...)
{
    char text[4096];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    print_error("allocation %ld: %s\n", n, text);
    wrong++;
}

static int set_up(void **state)
{
    shim_install(); /* because it does not wait for the disk */
    if (world_set_up(state))
        return -1;
    world_write(*state, "deck.yaml", deck_text);
    return 0;
}

static int tear_down(void **state)
{
    scarce_disarm();
    wrong = 0;
    int failed = world_tear_down(state);
    shim_remove();
    return failed;
}

static void remove_database(const struct world *w)
{
    static const char *const ends[] = {"", "-wal", "-shm", "-lock"};
    for (size_t i = 0; i < COUNT(ends); i++) {
        char path[192];
        snprintf(path, sizeof path, "%s%s", w->db, ends[i]);
        unlink(path);
    }
}

/* ---- a session ---- */

/* What happened in a session in which one allocation failed. */
struct play {
    bool loaded;
    int ratings, undone; /* how many were acknowledged */
    struct err err;      /* the reported failure, if any */
};

/* Draw the session. Returns what was drawn, which the caller frees; NULL if memory ran out. */
static char *draw(struct world *w)
{
    struct frame frame = {0};
    struct screen screen = {0};
    struct buf dump = {0};
    bool drawn = frame_resize(&frame, ROWS, COLS) && screen_draw(&screen, &w->session, &frame);
    bool armed = scarce.armed;
    scarce.armed = false; /* the test's own allocations do not count */
    if (drawn)
        frame_dump(&frame, &dump);
    scarce.armed = armed;
    screen_done(&screen);
    frame_done(&frame);
    return dump.bytes;
}

static void draw_and_forget(struct world *w)
{
    char *text = draw(w);
    bool armed = scarce.armed;
    scarce.armed = false;
    free(text);
    scarce.armed = armed;
}

/* Do an action; try again once if it was not kept. False if the session cannot continue. */
static bool update(struct world *w, struct play *play, enum session_action action)
{
    struct session *s = &w->session;
    for (int tries = 0; tries < 2; tries++) {
        size_t before = s->rating_count;
        enum err_code code = session_update(s, action, NINE, &play->err);
        play->ratings += s->rating_count > before;
        play->undone += s->rating_count < before;
        if (code)
            return false;
        if (s->notice != NOTICE_NOT_KEPT)
            return true;
        play->err = s->problem;
    }
    return false;
}

static void play_session(struct world *w, struct play *play)
{
    static const enum session_action actions[] = {ACTION_HINT, ACTION_REVEAL, ACTION_RATE_1 + 1,
        ACTION_UNDO, ACTION_RATE_1 + 3, ACTION_REVEAL, ACTION_RATE_1 + 4};
    struct session_options options = ORDINARY;
    options.caps.new_cards = 2; /* few enough to reach the end */
    *play = (struct play){.loaded = false};
    if (store_open(&w->store, w->db, STORE_WRITE, &play->err) ||
        deck_load(w->store, w->deck, DAY, world_mistake, w, &w->deck_id, &w->report, &play->err))
        return;
    play->loaded = true;
    if (session_start(&w->session, w->store, &w->deck_id, 1, &options, NINE, &play->err))
        return;
    draw_and_forget(w);
    for (size_t i = 0; i < COUNT(actions); i++) {
        if (!update(w, play, actions[i]))
            return;
        draw_and_forget(w);
    }
}

static void check_play(struct world *w, const struct play *play, long n)
{
    if (play->err.code && play->err.code != ERR_MEMORY)
        complain(n, "error %d: %s", (int)play->err.code, play->err.message);
    if (play->err.code && !strstr(play->err.message, "memory"))
        complain(n, "\"%s\"", play->err.message);
    world_open(w);
    assert_sound(w);
    int64_t cards = raw_number(w, "SELECT count(*) FROM cards -- %s", "");
    if (cards != 6 && (cards != 0 || play->loaded))
        complain(n, "%lld cards", (long long)cards);
    int64_t rated = raw_number(w, "SELECT count(*) FROM reviews -- %s", "");
    int64_t undone = raw_number(w, "SELECT count(undone_ms) FROM reviews -- %s", "");
    if (rated != play->ratings || undone != play->undone)
        complain(n, "%lld ratings, %lld taken back; acknowledged %d, %d", (long long)rated,
            (long long)undone, play->ratings, play->undone);
    world_close(w);
}

/* Which allocation to fail next: each of the first 150, then one in 13. make torture fails all of
 * them. */
static long next_failure(long n)
{
    return n + (n < 150 ? FAILURE_STEP : 13 * FAILURE_STEP);
}

static void test_memory__a_session(void **state)
{
    struct world *w = *state;
    struct play play;
    play_session(w, &play); /* also makes libraries allocate what they keep */
    world_close(w);
    assert_int_equal(play.ratings, 3);
    assert_int_equal(play.undone, 1);
    for (long n = 1; wrong < WRONG_MAX; n = next_failure(n)) {
        remove_database(w);
        scarce_arm(n);
        play_session(w, &play);
        world_close(w);
        scarce_disarm();
        if (scarce_leaks() != 0)
            complain(n, "%ld blocks are lost", scarce_leaks());
        check_play(w, &play, n);
        if (scarce.failures == 0)
            break;
    }
    assert_int_equal(wrong, 0);
}

/* A card must never be drawn with a part missing: the user would rate it as if it were whole. */
static void draw_each(struct world *w, const char *what)
{
    char *whole = draw(w);
    assert_non_null(whole);
    for (long n = 1; wrong < WRONG_MAX; n += FAILURE_STEP) {
        scarce_arm(n);
        char *text = draw(w);
        scarce_disarm();
        if (text && strcmp(text, whole) != 0)
            complain(n, "%s is drawn, but not whole", what);
        free(text);
        if (scarce.failures == 0)
            break;
    }
    free(whole);
}

static void test_memory__a_frame_is_whole_or_refused(void **state)
{
    struct world *w = *state;
    world_open(w);
    world_load_file(w, "deck.yaml", DAY);
    struct session_options options = ORDINARY;
    options.caps.new_cards = 1;
    sit(w, options, NINE);
    act(w, ACTION_HINT, NINE);
    draw_each(w, "the question");
    act(w, ACTION_REVEAL, NINE);
    draw_each(w, "the answer");
    act(w, ACTION_RATE_1 + 3, NINE);
    assert_over(w);
    draw_each(w, "the summary");
    assert_int_equal(wrong, 0);
}

/* Survey the decks and draw the home screen. Returns what was drawn, which the caller frees; NULL
 * if memory ran out. */
static char *draw_home(struct world *w, struct err *err)
{
    struct session_options options = ORDINARY;
    struct collection c = {
        .store = w->store, .today = DAY, .on_mistake = world_mistake, .context = w};
    struct overview overview = {0};
    struct home home = {0};
    struct frame frame = {0};
    struct buf dump = {0};
    bool drawn = !collection_open(&c, NULL, 0, err) &&
                 !overview_make(&overview, &c, &options, err) &&
                 !overview_group(&overview, &c, &options, err) &&
                 !overview_sort(&overview, OVERVIEW_BY_DUE, err) &&
                 frame_resize(&frame, ROWS, COLS) && home_draw(&home, &overview, DAY, &frame);
    bool armed = scarce.armed;
    scarce.armed = false;
    if (drawn)
        frame_dump(&frame, &dump);
    scarce.armed = armed;
    home_done(&home);
    frame_done(&frame);
    overview_done(&overview);
    collection_done(&c);
    return dump.bytes;
}

static void test_memory__the_home_screen(void **state)
{
    struct world *w = *state;
    struct err err = {0};
    char path[192];
    assert_int_equal(mkdir(world_path(w, "in", path), 0700), 0);
    world_write(w, "in/deck.yaml", "deck: Another\ncards: [{q: one, a: b}]\n");
    world_open(w);
    world_load_file(w, "deck.yaml", DAY);
    world_load_file(w, "in/deck.yaml", DAY);
    char *whole = draw_home(w, &err);
    assert_non_null(strstr(whole, "All 2 decks"));
    assert_non_null(strstr(whole, "/in/"));
    for (long n = 1; wrong < WRONG_MAX; n += FAILURE_STEP) {
        scarce_arm(n);
        char *text = draw_home(w, &err);
        scarce_disarm();
        if (text && strcmp(text, whole) != 0)
            complain(n, "the home screen is drawn, but not whole");
        if (!text && err.code && err.code != ERR_MEMORY)
            complain(n, "error %d: %s", (int)err.code, err.message);
        free(text);
        if (scarce.failures == 0)
            break;
    }
    free(whole);
    assert_int_equal(wrong, 0);
}

/* A session limited to some tags: if it starts at all, no card is missing. */
static void test_memory__a_session_of_some_tags(void **state)
{
    struct world *w = *state;
    static const char *const terms[] = {"t"};
    struct session_options options = ORDINARY;
    options.filter = (struct tag_filter){terms, 1};
    options.settings = &siblings_together;
    world_open(w);
    world_load_file(w, "deck.yaml", DAY);
    rate_on(w, "two", 2, DAY);
    rate_on(w, "last", 4, DAY - 1);
    world_close(w);
    for (long n = 1; wrong < WRONG_MAX; n += FAILURE_STEP) {
        world_open(w);
        struct err err = {0};
        scarce_arm(n);
        enum err_code code =
            session_start(&w->session, w->store, &w->deck_id, 1, &options, NINE, &err);
        scarce_disarm();
        struct session_counts left = session_left(&w->session);
        if (code && code != ERR_MEMORY)
            complain(n, "error %d: %s", (int)code, err.message);
        if (!code && (left.new != 1 || left.repeat != 1 || left.due != 1))
            complain(
                n, "begins with %zu new, %zu repeats, %zu due", left.new, left.repeat, left.due);
        world_close(w);
        if (scarce.failures == 0)
            break;
    }
    assert_int_equal(wrong, 0);
}

/* ---- loading a changed deck ---- */

static const char edited_text[] =
    "deck: Deck of *marks*\ncards:\n- {q: new, a: card}\n"
    "- {cloze: 'A {{gap}}, {{another::hint}} and {{more}}', id: x}\n"
    "- {q: 'What is `a`, and **when**?', a: \"First\\n- one\\n- three\\n\\n    code\\n\"}\n"
    "- {q: zwei, a: second, tags: [t]}\ntags: [late]\n";

static void test_memory__loading_a_changed_deck(void **state)
{
    struct world *w = *state;
    for (long n = 1; wrong < WRONG_MAX; n = next_failure(n)) {
        remove_database(w);
        world_write(w, "deck.yaml", deck_text);
        world_open(w);
        world_load_file(w, "deck.yaml", DAY);
        give_history(w, "two", 2);
        world_close(w);
        world_write(w, "deck.yaml", edited_text);
        struct err err = {0};
        int64_t deck_id;
        scarce_arm(n);
        enum err_code code = store_open(&w->store, w->db, STORE_WRITE, &err);
        if (!code)
            code = deck_load(w->store, w->deck, DAY, world_mistake, w, &deck_id, &w->report, &err);
        world_close(w);
        scarce_disarm();
        if (code && (code != ERR_MEMORY || !strstr(err.message, "memory")))
            complain(n, "error %d: %s", (int)code, err.message);
        if (scarce_leaks() != 0)
            complain(n, "%ld blocks are lost", scarce_leaks());
        world_open(w);
        assert_sound(w);
        assert_history(w, code ? "two" : "zwei", 2);
        assert_sql(w, "SELECT count(*) FROM cards WHERE retired_day IS NULL", "6");
        assert_sql(w, "SELECT count(*) FROM texts WHERE question = 'new'", code ? "0" : "1");
        world_close(w);
        if (scarce.failures == 0)
            break;
    }
    assert_int_equal(wrong, 0);
}

static void count_mistake(void *context, const struct err *mistake)
{
    (void)mistake;
    ++*(int *)context;
}

static void test_memory__a_deck_with_mistakes(void **state)
{
    struct world *w = *state;
    world_open(w);
    world_load_file(w, "deck.yaml", DAY);
    world_write(w, "deck.yaml",
        "cards:\n- {q: one, id: a}\n- {q: two, ansewr: x}\n- {q: 3, id: a}\n"
        "deck: late\nnonsense: [1, {2: 3}]\n");
    for (long n = 1; wrong < WRONG_MAX; n += FAILURE_STEP) {
        struct err err = {0};
        int64_t deck_id;
        int told = 0;
        scarce_arm(n);
        enum err_code code =
            deck_load(w->store, w->deck, DAY, count_mistake, &told, &deck_id, &w->report, &err);
        scarce_disarm();
        if (code != ERR_MEMORY && (code != ERR_MISTAKE || told < 3))
            complain(n, "error %d: %s, %d told", (int)code, err.message, told);
        if (scarce.failures == 0)
            break;
    }
    assert_sql(w, "SELECT count(*) FROM cards WHERE retired_day IS NULL", "6");
    assert_sound(w);
    assert_int_equal(wrong, 0);
}

/* ---- exports ---- */

static void test_memory__exports_are_whole_or_fail(void **state)
{
    struct world *w = *state;
    /* large enough for the whole export, so stdio allocates nothing */
    static char buffer[1 << 16];
    char whole[4096] = "";
    world_open(w);
    world_load_file(w, "deck.yaml", DAY);
    rate_on(w, "two", 2, DAY);
    world_close(w);
    for (long n = 0; wrong < WRONG_MAX; n += FAILURE_STEP) {
        world_open(w);
        FILE *file = tmpfile();
        assert_non_null(file);
        assert_int_equal(setvbuf(file, buffer, _IOFBF, sizeof buffer), 0);
        struct row_writer rows = {.stream = file};
        struct export_range range = {.since = INT_MIN, .until = INT_MAX};
        struct err err = {0};
        scarce_arm(n);
        enum err_code code = export_card_rows(w->store, &range, &rows, &err);
        if (!code)
            code = export_review_rows(w->store, &range, &rows, &err);
        if (!code)
            code = export_day_rows(w->store, &range, &rows, &err);
        if (!code)
            code = export_deck_rows(w->store, &range, &rows, &err);
        scarce_disarm();
        char got[4096];
        rewind(file);
        got[fread(got, 1, sizeof got - 1, file)] = '\0';
        fclose(file);
        if (n == 0)
            strcpy(whole, got);
        else if (code && code != ERR_MEMORY)
            complain(n, "error %d: %s", (int)code, err.message);
        else if (!code && strcmp(got, whole) != 0)
            complain(n, "exported, but not whole:\n%s", got);
        world_close(w);
        if (n > 0 && scarce.failures == 0)
            break;
    }
    assert_int_equal(wrong, 0);
}

/* ---- statistics ---- */

static enum err_code read_and_print(struct world *w, struct buf *text, struct err *err)
{
    struct stats stats;
    struct stats_range range = {
        .deck_ids = &w->deck_id, .deck_count = 1, .since = DAY, .until = INT_MAX, .today = DAY + 1};
    enum err_code code = stats_read(&stats, w->store, &range, err);
    if (!code && (!stats_plain(&stats.figures, "deck", 80, text) || text->failed))
        code = ERR_MEMORY;
    stats_done(&stats);
    return code;
}

static void test_memory__statistics_are_whole_or_fail(void **state)
{
    struct world *w = *state;
    struct buf whole = {0};
    world_open(w);
    world_load_file(w, "deck.yaml", DAY);
    rate_on(w, "two", 4, DAY - 1);
    rate_on(w, "two", 4, DAY);
    world_close(w);
    for (long n = 0; wrong < WRONG_MAX; n += FAILURE_STEP) {
        struct buf text = {0};
        struct err err = {0};
        world_open(w);
        scarce_arm(n);
        enum err_code code = read_and_print(w, &text, &err);
        scarce_disarm();
        if (n == 0)
            buf_text(&whole, buf_string(&text));
        else if (code && code != ERR_MEMORY)
            complain(n, "error %d: %s", (int)code, err.message);
        else if (!code && strcmp(buf_string(&text), buf_string(&whole)) != 0)
            complain(n, "printed, but not whole:\n%s", buf_string(&text));
        buf_done(&text);
        world_close(w);
        if (n > 0 && scarce.failures == 0)
            break;
    }
    assert_non_null(strstr(buf_string(&whole), "two"));
    buf_done(&whole);
    assert_int_equal(wrong, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_memory__a_session),
        TEST(test_memory__a_frame_is_whole_or_refused),
        TEST(test_memory__the_home_screen),
        TEST(test_memory__a_session_of_some_tags),
        TEST(test_memory__loading_a_changed_deck),
        TEST(test_memory__a_deck_with_mistakes),
        TEST(test_memory__exports_are_whole_or_fail),
        TEST(test_memory__statistics_are_whole_or_fail),
    };
    return cmocka_run_group_tests_name("memory", tests, NULL, NULL);
}
