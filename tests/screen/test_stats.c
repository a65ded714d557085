/* The statistics screens: stored frames, keys, and every page at every size. */
#include "screen/frames.h"

#include "report/figures.h"
#include "text/text.h"
#include "view/screen.h"
#include "view/stats.h"

#include <limits.h>

#define TODAY 20484 /* 2026-01-31 */
#define DAYS  500

static struct figures figures;
static const struct regime under_sm2;
static const char *scope = ""; /* what the figures are narrowed to */

/* Random numbers that resemble a user's; the same every time. */
static unsigned chance(unsigned below)
{
    static unsigned seed = 7;
    seed = seed * 1103515245 + 12345;
    return (seed >> 16) % below;
}

static void add_rating(int day, enum review_kind kind, int rating, int before, int after)
{
    struct log_row row = {.card_id = 1 + (int64_t)chance(40),
        .reviewed_ms = day * INT64_C(86400000) + (7 + (int64_t)chance(3) * 6) * 3600000,
        .study_day = day,
        .kind = kind,
        .rating = (enum rating)rating,
        .spent_ms = 3000 + 1000 * (int64_t)chance(9),
        .interval_before = before,
        .interval_after = after};
    figures_add_rating(&figures, &row, kind == REVIEW_DUE ? 1 + (int)chance(5) : 0);
}

static void add_day(int day)
{
    int more = (day - TODAY + DAYS) / 40;
    for (unsigned i = 0; i < 3; i++)
        add_rating(day, REVIEW_NEW, 2 + (int)chance(4), 0, 1);
    for (int i = 0; i < 6 + more; i++) {
        int before = i % 3 ? 6 : 30, rating = chance(8) ? 3 + (int)chance(3) : 2;
        add_rating(day, REVIEW_DUE, rating, before, rating < 3 ? 1 : before * 2);
        if (rating < 4)
            add_rating(day, REVIEW_REPEAT, 4, 1, 1);
    }
}

static void add_card(int64_t id, int interval, int ease, int due)
{
    struct card_numbers card = {.card_id = id,
        .schedule = {.sm2 = {interval ? 3 : 0, interval, ease},
            .interval = interval,
            .due = interval ? TODAY + due : NO_DAY,
            .repeat_day = NO_DAY,
            .lapses = (int)id % 7},
        .added_day = TODAY - DAYS + (int)id,
        .retired_day = NO_DAY};
    figures_add_card(&figures, &card, &under_sm2);
}

#define RELU "**ReLU** is $\\max(0, x)$, and *so* it is cheap; its slope for x > 0 is "

static int make_figures(void **state)
{
    (void)state;
    static const int intervals[] = {0, 1, 3, 6, 15, 30, 60, 200, 800};
    figures = (struct figures){.since = INT_MIN, .until = INT_MAX, .today = TODAY};
    if (!figures_begin(&figures, 500))
        return -1;
    for (int id = 1; id < 400; id++)
        add_card(id, intervals[id * id % 9], 250 + (int)chance(80) - (int)chance(120),
            (int)chance(40) * (int)chance(12) - 4);
    for (int day = TODAY - DAYS; day <= TODAY; day++)
        if (day % 11 != 3)
            add_day(day);
    figures.left_new = 7;
    figures.left_repeat = 1;
    figures.left_due = 12;
    figures.costliest_count = 3;
    static const char bias[] = "What does a bias do?",
                      red[] = "red \x1b[31m \xe2\x80\xae text\nof two lines, 漢字";
    figures.costliest[0] = (struct costly_card){3, "bias", "Deep Learning", bias, bias};
    figures.costliest[1] = (struct costly_card){4, "#4", "Evil \x1b[31m", red, red};
    figures.costliest[2] = (struct costly_card){
        4, "relu#2", "Deep Learning", RELU "[...]", RELU TEXT_MARK "[...]" TEXT_MARK_END};
    return 0;
}

/* Puts the cards under FSRS: each was rated "Well" and then, when due, mostly recalled. */
static void add_memories(void)
{
    const struct scheduler *fsrs = scheduler_numbered(SCHEDULER_FSRS);
    struct regime regime = {fsrs, RETENTION_DEFAULT, scheduler_weights(fsrs, fsrs->defaults)};
    struct memories_reading reading;
    const struct memories_range range = {INT_MIN, INT_MAX, TODAY - DAYS, TODAY};
    figures.memories.decks = 1;
    assert_true(memories_begin(&reading, &figures.memories, &range));
    for (int id = 1; id < 400; id++) {
        struct memory_step steps[12];
        size_t count = 0;
        struct past past = {.day = TODAY - DAYS + id};
        for (int day = past.day; day <= TODAY && count < COUNT(steps); count++) {
            enum rating rating = chance(8) ? (enum rating)(3 + (int)chance(3)) : RATING_BARELY;
            steps[count] = (struct memory_step){(uint32_t)(day - past.day) & 0xffffff, rating};
            past = past_rate(&regime, past, rating, day, 1);
            day += 1 + (int)fsrs->due(&regime.weights, past.memory, 0.9F) +
                   (int)chance(2 + (unsigned)count);
        }
        memories_add_card(&figures.memories, &regime, &past, TODAY);
        memories_add_history(&reading, &regime, steps, count, &past, INT_MAX);
    }
    memories_end(&reading);
}

static void drop_memories(void)
{
    figures.memories = (struct memories){0};
}

static int drop_figures(void **state)
{
    (void)state;
    figures_done(&figures);
    return 0;
}

static void draw_at(
    enum stats_page page, bool ascii, bool help, int rows, int cols, struct buf *out)
{
    struct stats_view view = {.scope = scope,
        .page = page,
        .ascii = ascii,
        .overlay.shown = help ? OVERLAY_KEYS : OVERLAY_NONE};
    struct frame frame = {0};
    assert_true(frame_resize(&frame, rows, cols));
    assert_true(stats_draw(&view, &figures, &frame));
    add_frame(&frame, out);
    frame_done(&frame);
    stats_view_done(&view);
}

static void show(const char *name, enum stats_page page, bool ascii)
{
    struct buf frames = {0};
    draw_at(page, ascii, false, 24, 80, &frames);
    draw_at(page, ascii, false, 12, 40, &frames);
    if (page == PAGE_CALENDAR || page == PAGE_RATINGS || page == PAGE_CALIBRATION ||
        page == PAGE_PREDICTIONS || page == PAGE_KNOWN)
        draw_at(page, ascii, false, 60, 200, &frames);
    compare(name, &frames);
    buf_done(&frames);
}

static void test_stats__pages(void **state)
{
    (void)state;
    for (enum stats_page page = 0; page < PAGE_PREDICTIONS; page++) {
        char name[64];
        snprintf(name, sizeof name, "stats-%s", page_kinds[page].name);
        show(name, page, false);
    }
}

static void test_stats__pages_about_fsrs(void **state)
{
    (void)state;
    add_memories();
    for (enum stats_page page = PAGE_PREDICTIONS; page < PAGES; page++) {
        char name[64];
        snprintf(name, sizeof name, "stats-%s", page_kinds[page].name);
        show(name, page, false);
    }
    show("stats-ascii-predictions", PAGE_PREDICTIONS, true);
    drop_memories();
    figures.memories.decks = 1;
    show("stats-predictions-reading", PAGE_PREDICTIONS, false);
    drop_memories();
}

/* A deck under FSRS whose cards were never rated. */
static void test_stats__nothing_for_fsrs_yet(void **state)
{
    (void)state;
    figures.memories.decks = 1;
    show("stats-known-reading", PAGE_KNOWN, false);
    figures.memories.complete = true;
    figures.memories.known[0] = (struct known){.day = TODAY};
    figures.memories.known_count = 1;
    show("stats-predictions-none", PAGE_PREDICTIONS, false);
    show("stats-stability-none", PAGE_STABILITY, false);
    show("stats-known-none", PAGE_KNOWN, false);
    drop_memories();
}

static void test_stats__in_ascii(void **state)
{
    (void)state;
    show("stats-ascii-calendar", PAGE_CALENDAR, true);
    show("stats-ascii-forecast", PAGE_FORECAST_DAYS, true);
    show("stats-ascii-recall", PAGE_RECALL_WEEKS, true);
    show("stats-ascii-states", PAGE_STATES_WEEKS, true);
    show("stats-ascii-calibration", PAGE_CALIBRATION, true);
}

/* In ASCII mode, everything except the texts of cards is ASCII. */
static void test_stats__ascii_is_ascii(void **state)
{
    (void)state;
    for (enum stats_page page = 0; page < PAGE_COSTLIEST; page++) {
        struct buf frames = {0};
        draw_at(page, true, false, 40, 120, &frames);
        for (size_t i = 0; i < frames.length; i++)
            if ((unsigned char)frames.bytes[i] > 0x7e)
                fail_msg(
                    "%s has a byte %02x", page_kinds[page].name, (unsigned char)frames.bytes[i]);
        buf_done(&frames);
    }
}

/* Figures that need the whole log stay empty until it has been read. */
static void test_stats__at_a_glance(void **state)
{
    (void)state;
    figures.glance = true;
    show("stats-glance", PAGE_TODAY, false);
    figures.glance = false;
}

static void test_stats__what_they_are_narrowed_to(void **state)
{
    (void)state;
    scope = "spanish.yaml, tag verb, since 2025-01-01";
    show("stats-narrowed", PAGE_EASE, false);
    scope = "";
}

static void test_stats__help(void **state)
{
    (void)state;
    struct buf frames = {0};
    draw_at(PAGE_RATINGS, false, true, 24, 80, &frames);
    draw_at(PAGE_RATINGS, false, true, 12, 40, &frames);
    compare("stats-help", &frames);
    buf_done(&frames);
}

static void test_stats__every_size_can_be_drawn(void **state)
{
    (void)state;
    for (enum stats_page page = 0; page < PAGES; page++)
        for (int rows = 1; rows <= 62; rows += rows < 30 ? 1 : 8)
            for (int cols = 1; cols <= 240; cols += cols < 40 ? 3 : 31) {
                struct buf frames = {0};
                scope = rows % 2 ? "d.yaml, tag verb" : "";
                draw_at(page, cols % 2, page == PAGE_TODAY && rows % 2, rows, cols, &frames);
                buf_done(&frames);
            }
}

/* ---- no data, and very much ---- */

static void test_stats__nothing_and_very_much(void **state)
{
    (void)state;
    struct figures kept = figures;
    for (int much = 0; much <= 1; much++) {
        figures = (struct figures){.since = INT_MIN, .until = INT_MAX, .today = TODAY};
        assert_true(figures_begin(&figures, 10));
        for (int state_of = 0; much && state_of <= STATES; state_of++)
            for (int i = 0; i < RATINGS; i++)
                figures.ratings[state_of][i] = INT_MAX / 8;
        for (int i = 0; much && i < FORECAST_DAYS; i++)
            figures.due[i] = i % 2 ? INT_MAX : 0;
        for (enum stats_page page = 0; page < PAGES; page++) {
            struct buf frames = {0};
            draw_at(page, false, false, 24, 80, &frames);
            buf_done(&frames);
        }
        figures_done(&figures);
    }
    figures = kept;
}

/* ---- keys ---- */

static enum stats_page after(enum stats_page page, const uint32_t *keys, size_t count)
{
    struct stats_view view = {.page = page};
    for (size_t i = 0; i < count; i++)
        assert_false(stats_key(&view, &figures, keys[i]).quit);
    return view.page;
}
#define AFTER(page, ...)                                                                           \
    after(page, (const uint32_t[]){__VA_ARGS__},                                                   \
        sizeof((const uint32_t[]){__VA_ARGS__}) / sizeof(uint32_t))

static void test_stats__keys(void **state)
{
    (void)state;
    assert_int_equal(AFTER(PAGE_TODAY, '\t'), PAGE_CALENDAR);
    assert_int_equal(AFTER(PAGE_TODAY, KEY_RIGHT_CODE, KEY_RIGHT_CODE), PAGE_FORECAST_DAYS);
    assert_int_equal(AFTER(PAGE_FORECAST_MONTHS, '\t'), PAGE_RECALL_WEEKS);
    assert_int_equal(AFTER(PAGE_RECALL_MONTHS, KEY_LEFT_CODE), PAGE_FORECAST_DAYS);
    assert_int_equal(AFTER(PAGE_TODAY, KEY_LEFT_CODE), PAGE_COSTLIEST); /* wraps around */
    assert_int_equal(AFTER(PAGE_COSTLIEST, ' '), PAGE_TODAY);
    assert_int_equal(AFTER(PAGE_FORECAST_DAYS, KEY_DOWN_CODE), PAGE_FORECAST_WEEKS);
    assert_int_equal(AFTER(PAGE_FORECAST_DAYS, 'k'), PAGE_FORECAST_MONTHS);
    assert_int_equal(AFTER(PAGE_FORECAST_MONTHS, 'j'), PAGE_FORECAST_DAYS);
    assert_int_equal(AFTER(PAGE_EASE, KEY_DOWN_CODE), PAGE_EASE);
    assert_int_equal(AFTER(PAGE_TODAY, '4'), PAGE_RECALL_WEEKS);
    assert_int_equal(AFTER(PAGE_TODAY, '9'), PAGE_STATES_WEEKS);
    assert_int_equal(AFTER(PAGE_TODAY, '0'), PAGE_HOURS);
    assert_int_equal(AFTER(PAGE_HOURS, 'G'), PAGE_COSTLIEST);
    assert_int_equal(AFTER(PAGE_HOURS, KEY_HOME_CODE), PAGE_TODAY);
    assert_int_equal(AFTER(PAGE_HOURS, 'x', 0x65e5, KEY_NOTHING), PAGE_HOURS);
}

static void test_stats__help_and_leaving(void **state)
{
    (void)state;
    struct stats_view view = {.page = PAGE_EASE};
    stats_key(&view, &figures, '?');
    assert_true(view.overlay.shown);
    /* closes the help, not the screen */
    assert_false(stats_key(&view, &figures, 'q').quit);
    assert_false(view.overlay.shown);
    stats_key(&view, &figures, '?');
    stats_key(&view, &figures, '?');
    assert_false(view.overlay.shown);
    assert_int_equal(view.page, PAGE_EASE);
    assert_true(stats_key(&view, &figures, KEY_ESCAPE_CODE).quit);
    assert_int_equal(stats_key(&view, &figures, 'B').side, SIDE_BROWSE);
    assert_int_equal(stats_key(&view, &figures, 'F').side, SIDE_FORECAST);
    assert_int_equal(stats_key(&view, &figures, 'R').side, SIDE_RETIRED);
    assert_int_equal(stats_key(&view, &figures, 'S').side, SIDE_NONE);
}

static void test_stats__a_costly_card_is_selected_and_opened(void **state)
{
    (void)state;
    struct stats_view view = {.page = PAGE_COSTLIEST};
    stats_key(&view, &figures, KEY_UP_CODE);
    assert_int_equal(view.card, 0);
    for (int i = 0; i < 5; i++)
        stats_key(&view, &figures, 'j');
    assert_int_equal(view.card, 2); /* the last of three */
    assert_int_equal(view.open, 0);
    stats_key(&view, &figures, 'k');
    assert_int_equal(stats_key(&view, &figures, KEY_ENTER_CODE).side, SIDE_BROWSE);
    assert_int_equal(view.open, figures.costliest[1].card_id);
    assert_int_equal(view.page, PAGE_COSTLIEST);
    assert_int_equal(stats_key(&view, &figures, 'B').side, SIDE_BROWSE);
    assert_int_equal(view.open, 0); /* no card in particular */
    view = (struct stats_view){.page = PAGE_EASE};
    /* there is no card to open */
    assert_int_equal(stats_key(&view, &figures, KEY_ENTER_CODE).side, SIDE_NONE);
    assert_int_equal(view.open, 0);
}

static void test_stats__no_costly_card_to_open(void **state)
{
    (void)state;
    const struct figures none = {.costliest_count = 0};
    struct stats_view view = {.page = PAGE_COSTLIEST};
    stats_key(&view, &none, 'j');
    assert_int_equal(stats_key(&view, &none, KEY_ENTER_CODE).side, SIDE_NONE);
    assert_int_equal(view.card, 0);
    assert_int_equal(view.open, 0);
}

/* The selected card is on the screen, however small that is. */
static void test_stats__costly_cards_scroll(void **state)
{
    (void)state;
    struct stats_view view = {.page = PAGE_COSTLIEST};
    struct frame frame = {0};
    struct buf text = {0};
    struct figures many = figures;
    for (many.costliest_count = 3; many.costliest_count < COSTLIEST_MAX; many.costliest_count++)
        many.costliest[many.costliest_count] = many.costliest[1];
    for (int i = 0; i < COSTLIEST_MAX; i++)
        stats_key(&view, &many, KEY_DOWN_CODE);
    assert_int_equal(view.card, COSTLIEST_MAX - 1);
    assert_true(frame_resize(&frame, 12, 40));
    assert_true(stats_draw(&view, &many, &frame));
    add_frame(&frame, &text);
    assert_non_null(strstr(buf_string(&text), "❯"));
    assert_null(strstr(buf_string(&text), "bias"));
    buf_done(&text);
    frame_done(&frame);
    stats_view_done(&view);
}

/* ---- as text ---- */

static void test_stats__as_text(void **state)
{
    (void)state;
    struct buf out = {0};
    assert_true(stats_plain(&figures, "d.yaml, since 2025-01-01", 80, &out));
    compare("stats-plain", &out);
    buf_done(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_stats__pages),
        cmocka_unit_test(test_stats__pages_about_fsrs),
        cmocka_unit_test(test_stats__nothing_for_fsrs_yet),
        cmocka_unit_test(test_stats__in_ascii),
        cmocka_unit_test(test_stats__ascii_is_ascii),
        cmocka_unit_test(test_stats__at_a_glance),
        cmocka_unit_test(test_stats__what_they_are_narrowed_to),
        cmocka_unit_test(test_stats__help),
        cmocka_unit_test(test_stats__every_size_can_be_drawn),
        cmocka_unit_test(test_stats__nothing_and_very_much),
        cmocka_unit_test(test_stats__keys),
        cmocka_unit_test(test_stats__help_and_leaving),
        cmocka_unit_test(test_stats__a_costly_card_is_selected_and_opened),
        cmocka_unit_test(test_stats__no_costly_card_to_open),
        cmocka_unit_test(test_stats__costly_cards_scroll),
        cmocka_unit_test(test_stats__as_text),
    };
    return cmocka_run_group_tests_name("stats", tests, make_figures, drop_figures);
}
