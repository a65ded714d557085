/* The forecast and the retired cards: their states at three sizes, compared with stored frames, and
 * their keys. */
#include "screen/frames.h"

#include "view/reader.h"

#define DAY  20484 /* 2026-01-31 */
#define DAYS 60
#define RUNS 5

/* So many minutes and ratings on each day: more with each run, and over time. */
static void fill(int64_t work[RUNS * DAYS * WORKS])
{
    for (int run = 0; run < RUNS; run++)
        for (int day = 0; day < DAYS; day++) {
            int64_t *at = &work[(run * DAYS + day) * WORKS];
            at[WORK_NEW] = 20;
            at[WORK_REVIEWS] = 30 + day + run;
            at[WORK_RATINGS] = 60 + day + 2 * run;
            at[WORK_MS] = at[WORK_RATINGS] * 6000;
        }
}

static void add_cards(struct text_table *table, int count)
{
    for (int i = 1; i <= count; i++) {
        text_table_format(table, "c%d", i);
        text_table_cell(table, "A deck \x1b[31mwith a long name");
        text_table_format(table, "Question %d, which is long enough to be cut off?", i);
        text_table_cell(table, "2026-01-31");
        text_table_format(table, "%d", i * 3);
        text_table_format(table, "%d", i);
        text_table_format(table, "%d", i * 10);
        text_table_cell(table, "4 2026-01-30");
    }
}

/* What is drawn; the outlook and the table may be NULL. */
struct shown {
    enum reader_kind kind;
    const struct outlook *outlook;
    const struct text_table *table;
};

static void draw(struct reader *reader, const struct shown *shown, struct frame *frame)
{
    assert_true(frame_resize(frame, frame->rows, frame->cols));
    assert_true(shown->kind == READER_FORECAST ? reader_draw_forecast(reader, shown->outlook, frame)
                                               : reader_draw_retired(reader, shown->table, frame));
}

static void play(const char *name, const struct shown *shown, const char *keys)
{
    static const int sizes[][2] = {{12, 40}, {24, 80}, {60, 200}};
    struct buf frames = {0};
    for (size_t i = 0; i < COUNT(sizes); i++) {
        struct reader reader = {.kind = shown->kind};
        struct frame frame = {0};
        assert_true(frame_resize(&frame, sizes[i][0], sizes[i][1]));
        for (const char *key = keys; *key; key++) {
            draw(&reader, shown, &frame);
            reader_key(&reader, (unsigned char)*key);
        }
        draw(&reader, shown, &frame);
        add_frame(&frame, &frames);
        frame_done(&frame);
        reader_done(&reader);
    }
    compare(name, &frames);
    buf_done(&frames);
}

/* One rating and one card are not called ratings and cards. */
static void test_reader__forecast_of_one_rating(void **state)
{
    (void)state;
    static int64_t work[DAYS * WORKS];
    for (int day = 0; day < DAYS; day++) {
        work[day * WORKS + WORK_RATINGS] = 1;
        work[day * WORKS + WORK_LEFT] = 4;
        work[day * WORKS + WORK_MS] = 6000;
    }
    const struct workload workload = {DAY, DAYS, 1, work};
    const struct outlook outlook = {&workload, NULL, 1, 0, 1, 1, 60, false, NULL};
    struct buf words = {0};
    assert_true(outlook_words(&outlook, 1000, &words));
    assert_non_null(
        strstr(buf_string(&words), "0.1 minutes a day (0.1 to 0.1), 1 rating (1 to 1).\n"));
    assert_non_null(strstr(buf_string(&words), "The limit of 1 card a day leaves 4 waiting"));
    assert_non_null(strstr(buf_string(&words), "Learned from 1 rating, too few"));
    buf_done(&words);
}

static void test_reader__forecast(void **state)
{
    (void)state;
    static int64_t work[RUNS * DAYS * WORKS];
    fill(work);
    const struct workload workload = {DAY, DAYS, RUNS, work};
    const struct outlook outlook = {&workload, NULL, 20, 10, CAP_UNSET, 500, 300, false, NULL};
    const struct shown shown = {READER_FORECAST, &outlook, NULL};
    play("reader-forecast", &shown, "");
    play("reader-forecast-end", &shown, "G");
    play("reader-forecast-keys", &shown, "?");
}

static void test_reader__forecast_to_come(void **state)
{
    (void)state;
    play("reader-forecast-wait", &(struct shown){READER_FORECAST, NULL, NULL}, "");
}

static void test_reader__retired_cards(void **state)
{
    (void)state;
    struct text_table table = {.columns = retired_columns, .column_count = RETIRED_COLUMNS};
    const struct shown shown = {READER_RETIRED, NULL, &table};
    play("reader-retired-none", &shown, "j");
    add_cards(&table, 30);
    play("reader-retired", &shown, "");
    play("reader-retired-scrolled", &shown, "jj");
    play("reader-retired-end", &shown, "Gj");
    text_table_done(&table);
}

static void test_reader__keys(void **state)
{
    (void)state;
    struct reader reader = {.kind = READER_RETIRED};
    assert_true(reader_key(&reader, 'q').quit);
    assert_true(reader_key(&reader, KEY_ESCAPE_CODE).quit);
    reader_key(&reader, '?');
    assert_false(reader_key(&reader, 'q').quit); /* closes the list of keys, not the screen */
    assert_int_equal(reader_key(&reader, 'F').side, SIDE_FORECAST);
    assert_int_equal(reader_key(&reader, 'F' | KEY_PASTED).side, SIDE_NONE);
}

static void test_reader__every_size_can_be_drawn(void **state)
{
    (void)state;
    static int64_t work[RUNS * DAYS * WORKS];
    fill(work);
    const struct workload workload = {DAY, DAYS, RUNS, work};
    const struct outlook outlook = {&workload, &workload, 20, 10, 100, 5, 3, true, NULL};
    struct text_table table = {.columns = retired_columns, .column_count = RETIRED_COLUMNS};
    add_cards(&table, 3);
    const struct shown both[] = {{READER_FORECAST, &outlook, NULL}, {READER_RETIRED, NULL, &table}};
    for (int rows = 1; rows <= 30; rows += 3)
        for (int cols = 1; cols <= 130; cols += 7)
            for (size_t i = 0; i < COUNT(both); i++) {
                struct reader reader = {.kind = both[i].kind, .ascii = true};
                struct frame frame = {0};
                assert_true(frame_resize(&frame, rows, cols));
                draw(&reader, &both[i], &frame);
                reader_key(&reader, 'G');
                draw(&reader, &both[i], &frame);
                frame_done(&frame);
                reader_done(&reader);
            }
    text_table_done(&table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reader__forecast),
        cmocka_unit_test(test_reader__forecast_of_one_rating),
        cmocka_unit_test(test_reader__forecast_to_come),
        cmocka_unit_test(test_reader__retired_cards),
        cmocka_unit_test(test_reader__keys),
        cmocka_unit_test(test_reader__every_size_can_be_drawn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
