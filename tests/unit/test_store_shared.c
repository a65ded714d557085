/* Several programs on one database take turns, see only what the others have committed, and lose
 * nothing. A second handle or a forked child stands in for another program. */
#include "unit/world.h"

#include "store/sql.h"

#include <sys/wait.h>
#include <time.h>

#define DECK                                                                                       \
    "deck: d\ncards:\n- {q: one, a: first}\n- {q: two, a: second}\n- {q: three, a: third}\n"

/* Waiting is counted in naps: these take no time while hurry is set. */
static bool hurry;

int nanosleep(const struct timespec *nap, struct timespec *left)
{
    return hurry ? 0 : clock_nanosleep(CLOCK_MONOTONIC, 0, nap, left);
}

int usleep(useconds_t us)
{
    struct timespec nap = {.tv_sec = us / 1000000, .tv_nsec = (long)(us % 1000000) * 1000};
    return nanosleep(&nap, NULL);
}

/* A second handle of the same database. */
struct pair {
    struct world *w;
    struct store *other;
};

static int pair_set_up(void **state)
{
    struct pair *pair = calloc(1, sizeof *pair);
    void *world = NULL;
    if (!pair || world_set_up(&world))
        return -1;
    pair->w = world;
    world_open(pair->w);
    world_load(pair->w, DECK);
    *state = pair;
    return (int)store_open(&pair->other, pair->w->db, STORE_WRITE, &pair->w->err);
}

static int pair_tear_down(void **state)
{
    struct pair *pair = *state;
    void *world = pair->w;
    hurry = false;
    store_close(pair->other);
    free(pair);
    return world_tear_down(&world);
}

/* Rate by the other handle, knowing last_review of the card. */
static enum err_code rate_other(
    struct pair *pair, int64_t card, int64_t last_review, int rating, struct schedule *after)
{
    struct rated rated = {.card_id = card,
        .last_review = last_review,
        .kind = last_review ? REVIEW_CRAM : REVIEW_NEW,
        .rating = (enum rating)rating,
        .at = at(DAY, 10, 0)};
    return store_rate(pair->other, &rated, after, &pair->w->err);
}

/* ---- what one sees of the other ---- */

static void test_store_shared__what_is_committed_is_seen(void **state)
{
    struct pair *pair = *state;
    struct schedule after;
    int64_t one = card_id(pair->w, "one");
    assert_int_equal(rate_other(pair, one, 0, 4, &after), ERR_NONE);
    assert_int_equal(schedule_of(pair->w, one).last_review, after.last_review);
    assert_int_equal(schedule_of(pair->w, one).due, DAY + 1);
}

static void test_store_shared__what_is_not_committed_is_not_seen(void **state)
{
    struct pair *pair = *state;
    struct schedule after;
    int64_t one = card_id(pair->w, "one");
    assert_int_equal(store_begin(pair->other, NULL), ERR_NONE);
    assert_int_equal(rate_other(pair, one, 0, 4, &after), ERR_NONE);
    assert_int_equal(schedule_of(pair->w, one).reviews, 0); /* and reading does not wait */
    assert_int_equal(store_commit(pair->other, NULL), ERR_NONE);
    assert_int_equal(schedule_of(pair->w, one).reviews, 1);
}

static void test_store_shared__a_card_rated_elsewhere_is_stale(void **state)
{
    struct pair *pair = *state;
    struct schedule mine = {.due = 77}, theirs;
    int64_t one = card_id(pair->w, "one"), first;
    assert_int_equal(rate_other(pair, one, 0, 4, &theirs), ERR_NONE);
    first = theirs.last_review;
    struct rated rated = {.card_id = one, .kind = REVIEW_NEW, .rating = RATING_BARELY};
    rated.at = at(DAY, 10, 1);
    assert_int_equal(store_rate(pair->w->store, &rated, &mine, &pair->w->err), ERR_STALE);
    assert_int_equal(pair->w->err.code, ERR_STALE);
    assert_true(pair->w->err.message[0]);
    assert_int_equal(mine.due, 77); /* untouched */
    assert_sql(pair->w,
        "SELECT group_concat(rating) FROM (SELECT * FROM reviews ORDER BY review_id)", "4");

    rated.last_review = first;
    rated.kind = REVIEW_CRAM;
    assert_int_equal(store_rate(pair->w->store, &rated, &mine, &pair->w->err), ERR_NONE);
    assert_int_equal(rate_other(pair, one, first, 3, &theirs), ERR_STALE);
    assert_sql(pair->w, "SELECT count(*) FROM reviews", "2");
}

static void test_store_shared__a_rating_undone_elsewhere_makes_stale(void **state)
{
    struct pair *pair = *state;
    struct world *w = pair->w;
    struct undone undone;
    struct schedule after;
    int64_t one = card_id(w, "one");
    rate_card(w, one, REVIEW_NEW, 4, at(DAY, 9, 0));
    int64_t second = rate_card(w, one, REVIEW_CRAM, 5, at(DAY, 9, 1));
    assert_int_equal(world_undo(w->store, &w->deck_id, 1, at(DAY, 9, 2), &undone, &w->err), 0);
    assert_int_equal(undone.review_id, second);
    assert_int_equal(rate_other(pair, one, second, 3, &after), ERR_STALE);
}

static void test_store_shared__a_card_that_is_none_is_stale(void **state)
{
    struct pair *pair = *state;
    struct schedule after;
    assert_int_equal(rate_other(pair, 4711, 0, 4, &after), ERR_STALE);
    assert_sql(pair->w, "SELECT count(*) FROM reviews", "0");
}

/* ---- taking turns ---- */

static void test_store_shared__who_waits_too_long_is_told(void **state)
{
    struct pair *pair = *state;
    struct err err = {0};
    assert_int_equal(store_begin(pair->w->store, NULL), ERR_NONE);
    hurry = true;
    assert_int_equal(store_begin(pair->other, &err), ERR_BUSY);
    assert_int_equal(err.code, ERR_BUSY);
    assert_non_null(strstr(err.message, "another program"));
    assert_int_equal(store_commit(pair->w->store, NULL), ERR_NONE);
    assert_int_equal(store_begin(pair->other, &err), ERR_NONE);
    assert_int_equal(store_begin(pair->w->store, &err), ERR_BUSY);
    store_rollback(pair->other);
    assert_int_equal(store_begin(pair->w->store, &err), ERR_NONE);
}

/* The sqlite3 shell and its like know nothing of our lock. */
static void test_store_shared__waits_for_programs_that_are_not_drill(void **state)
{
    struct pair *pair = *state;
    struct err err = {0};
    sqlite3 *shell = raw_open(pair->w->db);
    assert_int_equal(sqlite3_exec(shell, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    hurry = true;
    assert_int_equal(store_begin(pair->other, &err), ERR_BUSY);
    assert_int_equal(sqlite3_exec(shell, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(shell);
    assert_int_equal(store_begin(pair->w->store, &err), ERR_NONE); /* the lock was given back */
    assert_int_equal(store_commit(pair->w->store, &err), ERR_NONE);
}

static void test_store_shared__closing_waits_for_nobody(void **state)
{
    struct pair *pair = *state;
    struct schedule after;
    int64_t one = card_id(pair->w, "one");
    assert_int_equal(store_begin(pair->other, NULL), ERR_NONE);
    assert_int_equal(rate_other(pair, one, 0, 4, &after), ERR_NONE);
    hurry = true;
    world_close(pair->w);
    assert_int_equal(store_commit(pair->other, &pair->w->err), ERR_NONE);
    world_open(pair->w);
    assert_int_equal(schedule_of(pair->w, one).reviews, 1);
    assert_sound(pair->w);
}

static void test_store_shared__opening_waits_its_turn(void **state)
{
    struct pair *pair = *state;
    assert_int_equal(store_begin(pair->other, NULL), ERR_NONE);
    hurry = true;
    struct store *third;
    assert_int_equal(store_open(&third, pair->w->db, STORE_READ, &pair->w->err), ERR_NONE);
    store_close(third); /* reading needs no turn */
    assert_int_equal(store_commit(pair->other, &pair->w->err), ERR_NONE);
    assert_sound(pair->w);
}

/* ---- at once ---- */

/* Let count children loose at the same time on work, which exits with 0; wait for all. */
static void race(struct world *w, int count, void (*work)(struct world *, int))
{
    int start[2];
    pid_t children[16];
    assert_true(count <= (int)COUNT(children));
    assert_int_equal(pipe(start), 0);
    for (int i = 0; i < count; i++) {
        children[i] = world_fork();
        if (children[i] == 0) {
            char byte;
            close(start[1]);
            if (read(start[0], &byte, 1) < 0) /* ends when the parent closes it */
                _exit(9);
            work(w, i);
            _exit(0);
        }
    }
    close(start[0]);
    close(start[1]);
    int wrong = 0;
    for (int i = 0; i < count; i++) {
        int status;
        assert_int_equal(waitpid(children[i], &status, 0), children[i]);
        wrong += status != 0;
    }
    assert_int_equal(wrong, 0);
}

static void open_first(struct world *w, int number)
{
    (void)number;
    if (store_open(&w->store, w->db, STORE_WRITE, &w->err)) {
        print_error("open: %s\n", w->err.message);
        _exit(2);
    }
    store_close(w->store);
}

static void test_store_shared__many_first_opens_at_once(void **state)
{
    struct world *w = *state;
    for (int i = 0; i < 40; i++) {
        snprintf(w->db, sizeof w->db, "%s/drill-%d.db", w->folder, i);
        race(w, 6, open_first);
        assert_sound(w);
        assert_sql(w, "PRAGMA journal_mode", "wal");
    }
}

static void rate_own_card(struct world *w, int number)
{
    static const char *const questions[] = {"one", "two", "three"};
    if (store_open(&w->store, w->db, STORE_WRITE, &w->err))
        _exit(2);
    int64_t card = card_id(w, questions[number]);
    for (int i = 0; i < 60; i++)
        rate_card(w, card, i ? REVIEW_CRAM : REVIEW_NEW, 4, at(DAY, 9, i));
    store_close(w->store);
}

static void test_store_shared__no_rating_is_lost(void **state)
{
    struct world *w = *state;
    world_open(w);
    world_load(w, DECK);
    world_close(w);
    race(w, 3, rate_own_card);
    assert_sql(
        w, "SELECT group_concat(reviews) FROM (SELECT * FROM cards ORDER BY card_id)", "60,60,60");
    assert_sql(w, "SELECT count(*) FROM reviews", "180");
    assert_sound(w);
}

/* Sixty ratings that were taken, however many were refused as stale. */
static void rate_same_card(struct world *w, int number)
{
    (void)number;
    if (store_open(&w->store, w->db, STORE_WRITE, &w->err))
        _exit(2);
    int64_t card = card_id(w, "one");
    for (int taken = 0; taken < 60;) {
        struct schedule now = schedule_of(w, card), after;
        struct rated rated = {.card_id = card,
            .last_review = now.last_review,
            .kind = now.reviews ? REVIEW_CRAM : REVIEW_NEW,
            .rating = RATING_WELL,
            .at = at(DAY, 9, taken)};
        enum err_code code = store_rate(w->store, &rated, &after, &w->err);
        if (code && code != ERR_STALE) {
            print_error("rate: %s\n", w->err.message);
            _exit(3);
        }
        if (!code && after.reviews != now.reviews + 1)
            _exit(4);
        taken += !code;
    }
    store_close(w->store);
}

static void test_store_shared__of_two_ratings_at_once_one_is_stale(void **state)
{
    struct world *w = *state;
    world_open(w);
    world_load(w, DECK);
    world_close(w);
    race(w, 2, rate_same_card);
    assert_sql(
        w, "SELECT reviews FROM cards JOIN texts USING (card_id) WHERE question = 'one'", "120");
    assert_sql(w, "SELECT count(*) FROM reviews WHERE kind = 1", "1");
    assert_sound(w);
}

#define TEST(name)      cmocka_unit_test_setup_teardown(name, world_set_up, world_tear_down)
#define TEST_PAIR(name) cmocka_unit_test_setup_teardown(name, pair_set_up, pair_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PAIR(test_store_shared__what_is_committed_is_seen),
        TEST_PAIR(test_store_shared__what_is_not_committed_is_not_seen),
        TEST_PAIR(test_store_shared__a_card_rated_elsewhere_is_stale),
        TEST_PAIR(test_store_shared__a_rating_undone_elsewhere_makes_stale),
        TEST_PAIR(test_store_shared__a_card_that_is_none_is_stale),
        TEST_PAIR(test_store_shared__who_waits_too_long_is_told),
        TEST_PAIR(test_store_shared__waits_for_programs_that_are_not_drill),
        TEST_PAIR(test_store_shared__closing_waits_for_nobody),
        TEST_PAIR(test_store_shared__opening_waits_its_turn),
        TEST(test_store_shared__many_first_opens_at_once),
        TEST(test_store_shared__no_rating_is_lost),
        TEST(test_store_shared__of_two_ratings_at_once_one_is_stale),
    };
    return cmocka_run_group_tests_name("store_shared", tests, NULL, NULL);
}
