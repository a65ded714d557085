/* Killed at any instant: whatever was acknowledged is there, nothing is half there, and the next
 * program goes on as if nothing had happened. A child works and reports through a pipe; the parent
 * kills it at moments that chance picks, the same chance on every machine, though the moments are
 * not. */
#include "unit/world.h"

#include <signal.h>
#include <sys/wait.h>

#define ROUNDS     30
#define LOADS      15
#define CARDS      8
#define LARGE_DECK 4000

static uint64_t random_state = 2026;

static unsigned random_below(unsigned bound)
{
    random_state = random_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(random_state >> 33) % bound;
}

/* Let a moment pass, of a length that no clock is asked for. */
static void spin(unsigned turns)
{
    for (volatile unsigned i = 0; i < turns; i++)
        continue;
}

/* What the child reports: shorter than what a pipe takes in one piece. */
struct report {
    int64_t review_id, card_id;
    int rating; /* 0 where the review was taken back */
    int day;
};

static void write_deck(struct world *w, int count)
{
    FILE *file = fopen(w->deck, "w");
    assert_non_null(file);
    fputs("deck: d\ncards:\n", file);
    for (int i = 1; i <= count; i++)
        fprintf(file, "- {q: q%d, a: answer %d}\n", i, i);
    assert_int_equal(fclose(file), 0);
}

/* ---- killed while rating ---- */

static void send_report(int pipe, struct report report)
{
    if (write(pipe, &report, sizeof report) != sizeof report)
        _exit(4);
}

/* Rate and undo for ever; what happens is decided by seed. */
static void work(struct world *w, unsigned seed, int pipe)
{
    struct err err;
    random_state = seed;
    if (store_open(&w->store, w->db, STORE_WRITE, &err) ||
        deck_load(w->store, w->deck, DAY, world_mistake, w, &w->deck_id, &w->report, &err))
        _exit(2);
    for (int day = DAY;; day += random_below(3) == 0) {
        if (random_below(5) == 0) {
            struct undone undone;
            if (store_undo(w->store, &w->deck_id, 1, at(day, 9, 0), &undone, &err))
                _exit(3);
            if (undone.card_id)
                send_report(pipe, (struct report){undone.review_id, undone.card_id, 0, day});
            continue;
        }
        int64_t card = 1 + random_below(CARDS);
        int rating = 1 + (int)random_below(5);
        struct schedule s = schedule_of(w, card);
        enum review_kind kind = schedule_asks(&s, day);
        int64_t id = rate_card(w, card, kind ? kind : REVIEW_CRAM, rating, at(day, 9, 0));
        send_report(pipe, (struct report){id, card, rating, day});
    }
}

static pid_t start(struct world *w, unsigned seed, int *reports)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = world_fork();
    if (child == 0) {
        close(ends[0]);
        work(w, seed, ends[1]);
    }
    close(ends[1]);
    *reports = ends[0];
    return child;
}

static void kill_and_wait(pid_t child)
{
    int status;
    assert_int_equal(kill(child, SIGKILL), 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGKILL)
        fail_msg("the child ended by itself: %d", status);
}

/* What a report says is in the log. */
static void check_report(const struct world *w, const struct report *report)
{
    char sql[256], want[64];
    snprintf(sql, sizeof sql,
        "SELECT card_id || ' ' || %s || ' ' || (undone_ms IS NOT NULL AND %d = 0) FROM reviews "
        "WHERE review_id = %lld",
        report->rating ? "rating" : "0", report->rating, (long long)report->review_id);
    snprintf(want, sizeof want, "%lld %d %d", (long long)report->card_id, report->rating,
        report->rating == 0);
    assert_sql(w, sql, want);
}

/* Every card's row is what its last rating that stands made of it, and nothing is half written. */
static void check_whole(const struct world *w)
{
    assert_sound(w);
    assert_sql(w,
        "SELECT count(*) FROM cards c JOIN reviews r ON r.review_id = c.last_review_id "
        "WHERE c.interval <> r.interval_after OR c.ease <> r.ease_after OR c.due IS NOT r.due",
        "0");
    assert_sql(w,
        "SELECT count(*) FROM cards WHERE last_review_id IS NULL AND (due IS NOT NULL OR reviews)",
        "0");
    assert_sql(w, "SELECT ifnull(max(review_id), 0) - count(*) FROM reviews", "0"); /* no gaps */
}

/* Returns the highest id among them, or known where that is higher. */
static int64_t check_reports(const struct world *w, const struct buf *reports, int64_t known)
{
    struct report report;
    for (size_t i = 0; i < reports->length; i += sizeof report) {
        memcpy(&report, reports->bytes + i, sizeof report);
        check_report(w, &report);
        if (report.review_id > known)
            known = report.review_id;
    }
    return known;
}

static void test_kill__no_acknowledged_rating_is_lost(void **state)
{
    struct world *w = *state;
    int64_t known = 0; /* the log, up to the last round */
    write_deck(w, CARDS);
    for (unsigned round = 0; round < ROUNDS; round++) {
        struct report report;
        int reports;
        unsigned wait_for = 1 + random_below(40), moment = random_below(300000);
        pid_t child = start(w, round, &reports);
        struct buf got = {0}; /* all reports, one after the other */
        bool killed = false;
        for (unsigned i = 0; read(reports, &report, sizeof report) == sizeof report; i++) {
            buf_add(&got, (const char *)&report, sizeof report);
            if (i + 1 == wait_for) {
                spin(moment);
                kill_and_wait(child); /* what it had reported until then is still to be read */
                killed = true;
            }
        }
        assert_true(killed);
        world_open(w);
        check_whole(w);
        int64_t highest = check_reports(w, &got, known);
        int64_t count = raw_number(w, "SELECT count(*) FROM reviews -- %s", "");
        if (count < highest || count > highest + 1) /* one may be there unacknowledged */
            fail_msg("round %u: %lld reviews, %lld acknowledged", round, (long long)count,
                (long long)highest);
        known = count;
        buf_done(&got);
        close(reports);
        world_close(w);
    }
    assert_true(known > ROUNDS);
}

/* As it is between the kill and the next program: the log as the last one left it. */
static void test_kill__the_next_reader_sees_it_all(void **state)
{
    struct world *w = *state;
    struct report report = {0};
    int reports;
    write_deck(w, CARDS);
    pid_t child = start(w, 99, &reports);
    for (int i = 0; i < 20 || report.rating == 0; i++)
        assert_int_equal(read(reports, &report, sizeof report), sizeof report);
    kill_and_wait(child);
    assert_int_equal(store_open(&w->store, w->db, STORE_READ, &w->err), ERR_NONE);
    struct stored_card card = {0};
    assert_int_equal(store_card(w->store, report.card_id, &card, &w->err), ERR_NONE);
    assert_true(card.schedule.reviews > 0);
    stored_card_done(&card);
    while (read(reports, &report, sizeof report) == sizeof report)
        continue;
    close(reports);
    world_close(w);
    check_whole(w);
}

/* ---- killed while making the database, and loading ---- */

static void load_large(struct world *w)
{
    struct err err;
    if (store_open(&w->store, w->db, STORE_WRITE, &err) ||
        deck_load(w->store, w->deck, DAY, world_mistake, w, &w->deck_id, &w->report, &err))
        _exit(2);
    store_close(w->store);
    _exit(0);
}

static off_t size_of(const struct world *w, const char *end)
{
    char path[192];
    struct stat file;
    snprintf(path, sizeof path, "%s%s", w->db, end);
    return stat(path, &file) == 0 ? file.st_size : -1;
}

/* Wait until the database and its log have grown to that size, or the child has ended. */
static void wait_for_size(const struct world *w, pid_t child, off_t size)
{
    siginfo_t info = {0};
    while (size_of(w, "") + size_of(w, "-wal") < size)
        if (waitid(P_PID, (id_t)child, &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid)
            return;
}

static void test_kill__a_deck_is_loaded_whole_or_not_at_all(void **state)
{
    struct world *w = *state;
    int whole = 0, none = 0;
    write_deck(w, LARGE_DECK);
    for (unsigned round = 0; round < LOADS; round++) {
        snprintf(w->db, sizeof w->db, "%s/%u.db", w->folder, round);
        off_t size = round < 10 ? 1 : (off_t)random_below(1200000);
        pid_t child = world_fork();
        if (child == 0)
            load_large(w);
        wait_for_size(w, child, size);
        spin(random_below(round < 10 ? 10000000 : 100000));
        kill(child, SIGKILL);
        assert_int_equal(waitpid(child, NULL, 0), child);
        world_open(w); /* whatever it was that the kill left */
        int64_t cards = raw_number(w, "SELECT count(*) FROM cards -- %s", "");
        int64_t decks = raw_number(w, "SELECT count(*) FROM decks -- %s", "");
        if (!(cards == 0 && decks == 0) && !(cards == LARGE_DECK && decks == 1))
            fail_msg("%lld decks, %lld cards", (long long)decks, (long long)cards);
        whole += cards != 0;
        none += cards == 0;
        world_load_file(w, "deck.yaml", DAY);
        assert_sql(w, "SELECT count(*) FROM cards", "4000");
        assert_sound(w);
        world_close(w);
    }
    assert_int_equal(whole + none, LOADS);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_set_up, world_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_kill__no_acknowledged_rating_is_lost),
        TEST(test_kill__the_next_reader_sees_it_all),
        TEST(test_kill__a_deck_is_loaded_whole_or_not_at_all),
    };
    return cmocka_run_group_tests_name("kill", tests, NULL, NULL);
}
