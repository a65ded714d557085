/* A disk that is full or fails, at each call in turn: everything acknowledged is kept, anything
 * else is kept completely or not at all, the database opens again, and the error says why. */
#include "fault/shim.h"
#include "unit/sitting.h"

#define CARDS     3
#define LOG_MAX   16
#define ALL_KINDS (SHIM_WRITE | SHIM_SYNC | SHIM_TRUNCATE | SHIM_SHM)

static int set_up(void **state)
{
    shim_install();
    return world_set_up(state);
}

static int tear_down(void **state)
{
    shim_disarm();
    int failed = world_tear_down(state);
    shim_remove();
    return failed;
}

/* ---- what must be in the log ---- */

/* The requested steps, in order: a rating of a card, or undo if `rating` is 0. */
struct step {
    int64_t card_id;
    int rating;
};
struct history {
    struct step steps[LOG_MAX];
    int count;      /* how many were acknowledged */
    bool attempted; /* steps[count] was tried, and failed */
    bool loaded, may_be_loaded;
};

/* The log after the first `count` steps, in the format of assert_log. */
static void log_text(const struct history *h, int count, char text[256])
{
    bool undone[LOG_MAX] = {false};
    struct step ratings[LOG_MAX];
    int rated = 0;
    size_t length = 0;
    for (int i = 0; i < count; i++) {
        if (h->steps[i].rating) {
            ratings[rated++] = h->steps[i];
            continue;
        }
        int last = rated - 1;
        while (last >= 0 && undone[last])
            last--;
        if (last >= 0)
            undone[last] = true;
    }
    text[0] = '\0';
    for (int i = 0; i < rated; i++)
        length += (size_t)snprintf(text + length, 256 - length, "%s%lld:%d%s", i ? " " : "",
            (long long)ratings[i].card_id, ratings[i].rating, undone[i] ? "u" : "");
}

/* Without the shim, the database opens and holds everything acknowledged; it holds the failed last
 * step completely or not at all. */
static void check_kept(struct world *w, const struct history *h, const char *when)
{
    char got[256], sure[256], perhaps[256];
    shim_disarm();
    shim_remove();
    world_open(w);
    assert_sound(w);
    int64_t cards = raw_number(w, "SELECT count(*) FROM cards -- %s", "");
    if (cards != CARDS && (cards != 0 || h->loaded))
        fail_msg("%s: %lld cards", when, (long long)cards);
    assert_sql(w,
        "SELECT count(*) FROM cards c JOIN reviews r ON r.review_id = c.last_review_id "
        "WHERE c.interval <> r.interval_after OR c.ease <> r.ease_after OR c.due IS NOT r.due",
        "0");
    raw_text(w->db,
        "SELECT group_concat(card_id || ':' || rating || iif(undone_ms, 'u', ''), ' ') FROM "
        "(SELECT * FROM reviews ORDER BY review_id)",
        got, sizeof got);
    log_text(h, h->count, sure);
    log_text(h, h->count + h->attempted, perhaps);
    if (strcmp(got, sure) != 0 && strcmp(got, perhaps) != 0)
        fail_msg("%s: the log is \"%s\"; wanted \"%s\" or \"%s\"", when, got, sure, perhaps);
    world_close(w);
    shim_install();
}

/* ---- the scenario ---- */

static void assert_told(const struct err *err, const char *when)
{
    bool words = strstr(err->message, "disk") || strstr(err->message, "cannot be opened");
    if (err->code != ERR_STORE || !words)
        fail_msg("%s: error %d: %s", when, (int)err->code, err->message);
}

/* Try a step up to twice, until it is acknowledged. False if the session cannot continue. */
static bool do_step(struct world *w, struct history *h, int rating, const char *when)
{
    struct session *s = &w->session;
    for (int tries = 0; tries < 2; tries++) {
        enum session_action action =
            rating ? (enum session_action)(ACTION_RATE_1 + rating - 1) : ACTION_UNDO;
        if (rating && s->stage == SESSION_QUESTION &&
            session_update(s, ACTION_REVEAL, NINE, &w->err)) {
            assert_told(&w->err, when);
            return false;
        }
        h->steps[h->count] = (struct step){rating ? s->card.card_id : 0, rating};
        size_t before = s->rating_count;
        enum err_code code = session_update(s, action, NINE, &w->err);
        bool kept = code ? s->rating_count != before : s->notice != NOTICE_NOT_KEPT;
        h->attempted = !kept;
        h->count += kept;
        if (code)
            assert_told(&w->err, when);
        if (code)
            return false;
        if (kept)
            return true;
        assert_told(&s->problem, when);
        if (rating)
            assert_int_equal(s->stage, SESSION_ANSWER); /* the card is still shown */
    }
    return false;
}

/* Open, load, rate and undo, until something fails for good. */
static void play(struct world *w, struct history *h, const char *when)
{
    static const int steps[] = {4, 2, 0, 5, 3, 0, 0, 1};
    *h = (struct history){.count = 0};
    if (store_open(&w->store, w->db, STORE_WRITE, &w->err)) {
        assert_null(w->store);
        assert_told(&w->err, when);
        return;
    }
    if (world_try_load(w, "deck.yaml", DAY)) {
        assert_told(&w->err, when);
        return;
    }
    h->loaded = true;
    struct session_options options = ORDINARY;
    if (session_start(&w->session, w->store, &w->deck_id, 1, &options, NINE, &w->err)) {
        assert_told(&w->err, when);
        return;
    }
    for (size_t i = 0; i < COUNT(steps); i++)
        if (!do_step(w, h, steps[i], when))
            return;
}

static void remove_database(const struct world *w)
{
    static const char *const ends[] = {"", "-wal", "-shm", "-lock", "-journal"};
    for (size_t i = 0; i < COUNT(ends); i++) {
        char path[192];
        snprintf(path, sizeof path, "%s%s", w->db, ends[i]);
        unlink(path);
    }
}

/* Make every call of these kinds fail in turn. */
static void fail_each(struct world *w, unsigned kinds, bool full, bool for_good)
{
    struct history h;
    world_write(w, "deck.yaml",
        "deck: d\ncards:\n- {q: q1, a: answer 1}\n- {q: q2, a: answer 2}\n"
        "- {q: q3, a: answer 3}\n");
    for (long n = 1;; n++) {
        char when[64];
        snprintf(when, sizeof when, "call %ld%s", n, for_good ? " and on" : "");
        remove_database(w);
        shim.full = full;
        shim_arm(kinds, n, for_good);
        play(w, &h, when);
        world_close(w);
        bool failed = shim.failures > 0;
        check_kept(w, &h, when);
        if (failed)
            continue;
        assert_int_equal(h.count, 8); /* no step failed */
        assert_true(n > 20);
        return;
    }
}

static void test_disk__is_full_for_a_moment(void **state)
{
    fail_each(*state, SHIM_WRITE, true, false);
}

static void test_disk__is_full(void **state)
{
    fail_each(*state, SHIM_WRITE, true, true);
}

static void test_disk__fails_once(void **state)
{
    fail_each(*state, ALL_KINDS, false, false);
}

static void test_disk__fails_for_good(void **state)
{
    fail_each(*state, ALL_KINDS, false, true);
}

static void test_disk__cannot_be_read_once(void **state)
{
    fail_each(*state, SHIM_READ | SHIM_OPEN, false, false);
}

static void test_disk__cannot_be_read(void **state)
{
    fail_each(*state, SHIM_READ | SHIM_OPEN, false, true);
}

/* ---- while the disk is full ---- */

/* The disk is full for a while, and the session survives that. */
static void test_disk__has_room_again(void **state)
{
    struct world *w = *state;
    world_open(w);
    load_cards(w, 3);
    sit(w, ORDINARY, NINE);
    give(w, 4, NINE);
    act(w, ACTION_REVEAL, NINE);
    shim.full = true;
    shim_arm(SHIM_WRITE, 1, true);
    for (int i = 0; i < 3; i++) {
        act(w, ACTION_RATE_1 + 3, NINE);
        assert_int_equal(w->session.notice, NOTICE_NOT_KEPT);
        assert_non_null(strstr(w->session.problem.message, "full"));
        assert_shown(w, "q2", REVIEW_NEW);
        act(w, ACTION_UNDO, NINE);
        assert_int_equal(w->session.notice, NOTICE_NOT_KEPT);
        assert_shown(w, "q2", REVIEW_NEW);
    }
    assert_int_equal(session_tally(&w->session).ratings, 1);
    shim_disarm();
    act(w, ACTION_RATE_1 + 3, NINE);
    assert_int_equal(w->session.notice, NOTICE_NONE);
    give(w, 4, NINE);
    world_reopen(w);
    assert_sql(w, "SELECT count(*) FROM reviews", "3");
    assert_sound(w);
}

/* A failed write releases its lock. */
static void test_disk__failure_keeps_nobody_waiting(void **state)
{
    struct world *w = *state;
    world_open(w);
    load_cards(w, 3);
    shim_remove();
    struct store *other;
    assert_int_equal(store_open(&other, w->db, STORE_WRITE, &w->err), ERR_NONE);
    sit(w, ORDINARY, NINE);
    act(w, ACTION_REVEAL, NINE);
    for (long n = 1; n < 8; n++) {
        shim_arm(ALL_KINDS, n, true);
        act(w, ACTION_RATE_1 + 3, NINE);
        bool kept = w->session.notice != NOTICE_NOT_KEPT;
        shim_disarm();
        assert_int_equal(store_begin(other, &w->err), ERR_NONE);
        assert_int_equal(store_commit(other, &w->err), ERR_NONE);
        if (kept)
            break;
    }
    store_close(other);
    shim_install();
}

/* ---- reading, where SQLite cannot make its index beside the database ---- */

static void open_reader_without_index(struct world *w, struct store **reader)
{
    if (!w->store) {
        world_open(w);
        load_cards(w, 2);
        rate_card(w, 1, REVIEW_NEW, 4, NINE);
    }
    shim_arm(SHIM_SHM, 1, true);
    assert_int_equal(store_open(reader, w->db, STORE_READ, &w->err), ERR_NONE);
    shim_disarm();
}

static enum err_code read_card(struct store *store, int64_t card, int *reviews, struct err *err)
{
    struct stored_card stored = {0};
    enum err_code code = store_card(store, card, &stored, err);
    *reviews = code ? -1 : stored.schedule.reviews;
    stored_card_done(&stored);
    return code;
}

static void test_disk__a_reader_needs_no_index(void **state)
{
    struct world *w = *state;
    struct store *reader;
    int reviews;
    open_reader_without_index(w, &reader);
    assert_int_equal(read_card(reader, 1, &reviews, &w->err), ERR_NONE);
    assert_int_equal(reviews, 1); /* the rating is only in the write-ahead log */
    rate_card(w, 1, REVIEW_CRAM, 4, NINE);
    assert_int_equal(read_card(reader, 1, &reviews, &w->err), ERR_NONE);
    assert_int_equal(reviews, 1); /* the reader sees the state when it opened the database */
    store_close(reader);
    assert_sound(w);
}

/* Such a reader takes no locks, so a checkpoint may replace pages while it reads: it must fail
 * rather than mix old and new pages. */
static void test_disk__a_reader_without_index_sees_no_mix(void **state)
{
    struct world *w = *state;
    struct store *reader;
    int reviews;
    open_reader_without_index(w, &reader);
    raw_run(w->db, "PRAGMA wal_checkpoint");
    assert_int_equal(read_card(reader, 1, &reviews, &w->err), ERR_BUSY);
    store_close(reader);

    open_reader_without_index(w, &reader); /* the whole log has been checkpointed */
    rate_card(w, 2, REVIEW_CRAM, 4, NINE); /* restarts the log */
    assert_int_equal(read_card(reader, 1, &reviews, &w->err), ERR_BUSY);
    store_close(reader);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_disk__is_full_for_a_moment),
        TEST(test_disk__is_full),
        TEST(test_disk__fails_once),
        TEST(test_disk__fails_for_good),
        TEST(test_disk__cannot_be_read_once),
        TEST(test_disk__cannot_be_read),
        TEST(test_disk__has_room_again),
        TEST(test_disk__failure_keeps_nobody_waiting),
        TEST(test_disk__a_reader_needs_no_index),
        TEST(test_disk__a_reader_without_index_sees_no_mix),
    };
    return cmocka_run_group_tests_name("disk", tests, NULL, NULL);
}
