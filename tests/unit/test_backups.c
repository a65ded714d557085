/* The folder of backups: names, which copies are kept, and when one is due. Which ones are kept was
 * worked out by hand with a calendar: 2026-01-31 is a Saturday, 2026-03-31 a Tuesday, 2027-12-31 a
 * Friday. */
#include "unit/world.h"

#include "study/backups.h"

#define NAMES_MAX 800
#define FIRST     20454 /* 2026-01-01 */

struct shelf {
    struct backup_name names[NAMES_MAX];
    size_t count;
    struct backup_settings settings;
};

static struct shelf shelf_new(int days, int weeks, int months)
{
    return (struct shelf){.settings = {.on = true, .days = days, .weeks = weeks, .months = months}};
}

static void put_at(struct shelf *s, int day, int hour, int minute, enum backup_reason reason)
{
    int64_t number = s->count ? s->names[s->count - 1].number + 1 : 1;
    s->names[s->count] = (struct backup_name){number, {0}, reason};
    struct civil *c = &s->names[s->count++].at;
    day_to_civil(day, &c->year, &c->month, &c->day);
    c->hour = hour;
    c->minute = minute;
}

static void put(struct shelf *s, int day, enum backup_reason reason)
{
    put_at(s, day, 21, 14, reason);
}

static void prune(struct shelf *s)
{
    bool goes[NAMES_MAX];
    size_t kept = 0;
    backups_choose(s->names, s->count, &s->settings, goes);
    for (size_t i = 0; i < s->count; i++)
        if (!goes[i])
            s->names[kept++] = s->names[i];
    s->count = kept;
}

/* The dates that are left, oldest first. */
static void assert_dates(const struct shelf *s, const char *want)
{
    struct buf got = {0};
    for (size_t i = 0; i < s->count; i++)
        buf_format(&got, "%s%02d-%02d", i ? " " : "", s->names[i].at.month, s->names[i].at.day);
    assert_string_equal(buf_string(&got), want);
    buf_done(&got);
}

static void assert_numbers(const struct shelf *s, const char *want)
{
    struct buf got = {0};
    for (size_t i = 0; i < s->count; i++)
        buf_format(&got, "%s%d", i ? " " : "", (int)s->names[i].number);
    assert_string_equal(buf_string(&got), want);
    buf_done(&got);
}

/* ---- what is kept ---- */

static void test_backups__keep_days_weeks_and_months(void **state)
{
    (void)state;
    struct shelf s = shelf_new(7, 4, 12);
    for (int day = FIRST; day <= FIRST + 89; day++) /* to 2026-03-31 */
        put(&s, day, BACKUP_DAY);
    prune(&s);
    assert_dates(&s, "01-31 02-28 03-15 03-22 03-25 03-26 03-27 03-28 03-29 03-30 03-31");
}

/* Two years, a copy every day, the old ones deleted after each: as if all were chosen at once. */
static void test_backups__keep_the_same_day_by_day(void **state)
{
    (void)state;
    struct shelf s = shelf_new(7, 4, 12);
    for (int day = FIRST; day <= FIRST + 729; day++) {
        put(&s, day, BACKUP_DAY);
        prune(&s);
    }
    assert_dates(&s, "01-31 02-28 03-31 04-30 05-31 06-30 07-31 08-31 09-30 10-31 11-30 12-12 "
                     "12-19 12-25 12-26 12-27 12-28 12-29 12-30 12-31");
    assert_int_equal(s.names[s.count - 1].number, 730);
}

/* Days without a copy count for nothing: the last seven that have one are kept. */
static void test_backups__keep_days_that_have_a_copy(void **state)
{
    (void)state;
    struct shelf s = shelf_new(3, 0, 0);
    const int days[] = {0, 10, 20, 20, 50};
    for (size_t i = 0; i < COUNT(days); i++)
        put(&s, FIRST + days[i], BACKUP_DAY);
    prune(&s);
    assert_numbers(&s, "2 4 5");
}

static void test_backups__a_day_ends_at_four(void **state)
{
    (void)state;
    struct shelf s = shelf_new(7, 0, 0);
    put_at(&s, DAY, 22, 0, BACKUP_DAY);
    put_at(&s, DAY + 1, 3, 59, BACKUP_DAY);
    put_at(&s, DAY + 1, 4, 0, BACKUP_DAY);
    assert_int_equal(backup_day(&s.names[1]), DAY);
    assert_int_equal(backup_day(&s.names[2]), DAY + 1);
    prune(&s);
    assert_numbers(&s, "2 3");
}

static void test_backups__a_clock_set_back_costs_no_new_copy(void **state)
{
    (void)state;
    struct shelf s = shelf_new(3, 0, 0);
    put(&s, DAY, BACKUP_DAY);
    put(&s, DAY + 2000, BACKUP_DAY); /* the clock was wrong */
    put(&s, DAY + 1, BACKUP_DAY);
    put(&s, DAY + 1, BACKUP_DAY);
    put(&s, DAY - 400, BACKUP_DAY); /* and is again */
    prune(&s);
    assert_numbers(&s, "2 4 5");
}

static void test_backups__the_newest_never_goes(void **state)
{
    (void)state;
    struct shelf s = shelf_new(0, 0, 0);
    put(&s, DAY, BACKUP_DAY);
    put(&s, DAY + 1, BACKUP_DAY);
    prune(&s);
    assert_numbers(&s, "2");
    put(&s, DAY + 2, BACKUP_DAY);
    prune(&s);
    assert_numbers(&s, "3"); /* so its number is not given again */
    s = shelf_new(7, 4, 12);
    prune(&s); /* of nothing */
    assert_int_equal(s.count, 0);
}

static void test_backups__three_for_each_reason_and_all_by_hand(void **state)
{
    (void)state;
    struct shelf s = shelf_new(1, 0, 0);
    const enum backup_reason reasons[] = {BACKUP_BY_HAND, BACKUP_BEFORE_IMPORT, BACKUP_DAY,
        BACKUP_BEFORE_IMPORT, BACKUP_BEFORE_FORGET, BACKUP_BEFORE_IMPORT, BACKUP_BY_HAND,
        BACKUP_BEFORE_FORGET, BACKUP_BEFORE_IMPORT, BACKUP_BEFORE_IMPORT, BACKUP_DAY,
        BACKUP_BEFORE_FORGET, BACKUP_BEFORE_FORGET, BACKUP_BEFORE_MIGRATION};
    for (size_t i = 0; i < COUNT(reasons); i++)
        put(&s, DAY + (int)i, reasons[i]);
    prune(&s);
    assert_numbers(&s, "1 6 7 8 9 10 11 12 13 14");
}

/* ---- when one is due ---- */

static void test_backups__due_once_a_day_of_study(void **state)
{
    (void)state;
    struct shelf s = shelf_new(7, 4, 12);
    assert_false(backups_are_due(s.names, 0, 0, DAY)); /* nothing was ever done */
    assert_true(backups_are_due(s.names, 0, DAY, DAY));
    assert_true(backups_are_due(s.names, 0, DAY - 9, DAY));
    put(&s, DAY, BACKUP_BEFORE_IMPORT);
    put(&s, DAY, BACKUP_BY_HAND);
    assert_true(backups_are_due(s.names, s.count, DAY, DAY));
    put(&s, DAY, BACKUP_DAY);
    assert_false(backups_are_due(s.names, s.count, DAY, DAY));
    assert_false(backups_are_due(s.names, s.count, DAY, DAY + 1)); /* nothing done since */
    assert_true(backups_are_due(s.names, s.count, DAY + 1, DAY + 1));
}

static void test_backups__due_although_the_clock_was_ahead(void **state)
{
    (void)state;
    struct shelf s = shelf_new(7, 4, 12);
    put(&s, DAY + 2000, BACKUP_DAY);
    assert_true(backups_are_due(s.names, s.count, DAY, DAY));
    put(&s, DAY, BACKUP_DAY);
    assert_false(backups_are_due(s.names, s.count, DAY + 2000, DAY)); /* ratings lie ahead */
    assert_true(backups_are_due(s.names, s.count, DAY + 2000, DAY + 1));
}

/* ---- names ---- */

static void test_backups__names_are_read_as_written(void **state)
{
    (void)state;
    struct backup_name name;
    struct buf again = {0};
    assert_true(backup_name_read("", "0042-2026-01-31T2114-day.db", &name));
    assert_int_equal(name.number, 42);
    assert_int_equal(name.at.year, 2026);
    assert_int_equal(name.at.minute, 14);
    assert_int_equal(name.reason, BACKUP_DAY);
    assert_true(backup_name_read("x-", "x-12345-2026-12-01T0005-before-migration.db", &name));
    assert_int_equal(name.number, 12345);
    assert_int_equal(name.reason, BACKUP_BEFORE_MIGRATION);
    backup_name_write("x-", &name, &again);
    assert_string_equal(buf_string(&again), "x-12345-2026-12-01T0005-before-migration.db");
    buf_done(&again);
}

static void test_backups__other_names_are_not_ours(void **state)
{
    (void)state;
    static const char *const others[] = {"", "drill.db", "0042-2026-01-31T2114-day.db.old",
        "42-2026-01-31T2114-day.db", "0000-2026-01-31T2114-day.db", "0042-2026-02-30T2114-day.db",
        "0042-2026-01-31T2414-day.db", "0042-2026-01-31T2114-.db", "0042-2026-01-31T2114-week.db",
        "0042-2026-01-31T2114", "0042-2026-01-31", "0042", "x-0042-2026-01-31T2114-day.db",
        "99999999999999999999-2026-01-31T2114-day.db", "0042-2026-01-31T2114-daydb"};
    struct backup_name name;
    for (size_t i = 0; i < COUNT(others); i++)
        if (backup_name_read("", others[i], &name))
            fail_msg("taken: %s", others[i]);
    assert_false(backup_name_read("y-", "0042-2026-01-31T2114-day.db", &name));
}

static void test_backups__time_is_local(void **state)
{
    (void)state;
    /* 2026-01-31T23:30Z is 2026-02-01T05:15 where clocks are 5:45 ahead, and 13:30 10 h behind */
    struct civil c = backup_time(moment_at(INT64_C(1769902200000), 345));
    assert_int_equal(c.month * 100 + c.day, 201);
    assert_int_equal(c.hour * 100 + c.minute, 515);
    c = backup_time(moment_at(INT64_C(1769902200000), -600));
    assert_int_equal(c.month * 100 + c.day, 131);
    assert_int_equal(c.hour * 100 + c.minute, 1330);
}

/* ---- the folder ---- */

static struct backups folder_of(struct world *w, const struct backup_settings *settings)
{
    struct backups backups;
    enum err_code code = backups_open(&backups, w->db, settings, &w->err);
    if (code)
        fail_msg("open: %s", w->err.message);
    return backups;
}

static void make(struct world *w, struct backups *backups, enum backup_reason reason, int day)
{
    struct backups_copy copy;
    bool complete = false;
    enum err_code code = backups_begin(&copy, backups, w->store, reason, at(day, 21, 14), &w->err);
    while (!code && !complete)
        code = backups_step(&copy, &complete, NULL, NULL, &w->err);
    backups_leave(&copy);
    if (code)
        fail_msg("copy: %s", w->err.message);
}

static void test_backups__numbers_rise_and_old_copies_go(void **state)
{
    struct world *w = *state;
    const struct backup_settings settings = {.on = true, .days = 2};
    struct backups backups = folder_of(w, &settings);
    for (int day = DAY; day < DAY + 4; day++)
        make(w, &backups, BACKUP_DAY, day);
    backups_done(&backups);
    backups = folder_of(w, &settings);
    assert_int_equal(backups.count, 2);
    assert_int_equal(backups.names[0].number, 3);
    assert_int_equal(backups.names[1].number, 4);
    backups_done(&backups);
}

/* Another program is making one: it is left alone, and nothing is written. */
static void test_backups__one_program_at_a_time(void **state)
{
    struct world *w = *state;
    const struct backup_settings settings = {.on = true, .days = 2};
    struct backups backups = folder_of(w, &settings), other = folder_of(w, &settings);
    struct backups_copy copy, refused;
    struct store *source;
    assert_int_equal(store_open(&source, w->db, STORE_READ, &w->err), ERR_NONE);
    assert_int_equal(
        backups_begin(&copy, &backups, source, BACKUP_DAY, at(DAY, 9, 0), &w->err), ERR_NONE);
    assert_int_equal(
        backups_begin(&refused, &other, w->store, BACKUP_DAY, at(DAY, 9, 0), &w->err), ERR_BUSY);
    backups_leave(&refused);
    bool complete = false;
    while (!complete)
        assert_int_equal(backups_step(&copy, &complete, NULL, NULL, &w->err), ERR_NONE);
    backups_leave(&copy);
    make(w, &other, BACKUP_DAY, DAY); /* its list is old: the number is taken from the folder */
    assert_int_equal(other.names[other.count - 1].number, 2);
    store_close(source);
    backups_done(&backups);
    backups_done(&other);
}

static void test_backups__misses_are_counted_until_a_copy(void **state)
{
    struct world *w = *state;
    const struct backup_settings settings = {.on = true, .days = 2};
    struct backups backups = folder_of(w, &settings);
    assert_int_equal(backups_missed(&backups), 0);
    make(w, &backups, BACKUP_BY_HAND, DAY);
    backups_miss(&backups);
    backups_miss(&backups);
    make(w, &backups, BACKUP_BEFORE_IMPORT, DAY);
    assert_int_equal(backups_missed(&backups), 2);
    make(w, &backups, BACKUP_DAY, DAY);
    assert_int_equal(backups_missed(&backups), 0);
    backups_done(&backups);
}

/* A copy that is being restored is not deleted for the copy made before. */
static void test_backups__a_copy_in_use_is_spared(void **state)
{
    struct world *w = *state;
    const struct backup_settings settings = {.on = true};
    struct backups backups = folder_of(w, &settings);
    for (int i = 0; i < 3; i++)
        make(w, &backups, BACKUP_BEFORE_RESTORE, DAY);
    backups.spared = 1;
    make(w, &backups, BACKUP_BEFORE_RESTORE, DAY);
    backups_done(&backups);
    backups = folder_of(w, &settings);
    assert_int_equal(backups.count, 4);
    make(w, &backups, BACKUP_BEFORE_RESTORE, DAY);
    backups_done(&backups);
    backups = folder_of(w, &settings);
    assert_int_equal(backups.count, 3);
    assert_int_equal(backups.names[0].number, 3);
    backups_done(&backups);
}

static int set_up_open(void **state)
{
    if (world_set_up(state))
        return -1;
    world_open(*state);
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up_open, world_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_backups__keep_days_weeks_and_months),
        cmocka_unit_test(test_backups__keep_the_same_day_by_day),
        cmocka_unit_test(test_backups__keep_days_that_have_a_copy),
        cmocka_unit_test(test_backups__a_day_ends_at_four),
        cmocka_unit_test(test_backups__a_clock_set_back_costs_no_new_copy),
        cmocka_unit_test(test_backups__the_newest_never_goes),
        cmocka_unit_test(test_backups__three_for_each_reason_and_all_by_hand),
        cmocka_unit_test(test_backups__due_once_a_day_of_study),
        cmocka_unit_test(test_backups__due_although_the_clock_was_ahead),
        cmocka_unit_test(test_backups__names_are_read_as_written),
        cmocka_unit_test(test_backups__other_names_are_not_ours),
        cmocka_unit_test(test_backups__time_is_local),
        TEST(test_backups__numbers_rise_and_old_copies_go),
        TEST(test_backups__one_program_at_a_time),
        TEST(test_backups__misses_are_counted_until_a_copy),
        TEST(test_backups__a_copy_in_use_is_spared),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
