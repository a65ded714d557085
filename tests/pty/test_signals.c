/* However the program ends or stops: the terminal is restored, the ratings are kept, and the exit
 * status shows the signal. */
#include "drill.h"

#include <pty.h>
#include <utmp.h>

/* The screens on which the program is ended. One card has been rated before. */
enum stage { AT_QUESTION, AT_ANSWER, AT_SUMMARY, AT_TOO_SMALL, STAGES };

static struct term *start_at(struct world *world, const char *deck, enum stage stage)
{
    struct term *term = drill_start(world, 24, 80, ARGS(deck, "--new", "2"));

    assert_waits(term, "2 new");
    assert_rates(term, 1, 4);
    assert_waits(term, "Question 2?");
    if (stage == AT_ANSWER)
        assert_types(term, " ", "Answer 2.");
    if (stage == AT_SUMMARY) {
        assert_rates(term, 2, 3);
        assert_rates(term, 2, 5);
        assert_waits(term, SAYS_DONE);
    }
    if (stage == AT_TOO_SMALL) {
        term_resize(term, 5, 20);
        assert_waits(term, SAYS_TOO_SMALL);
    }
    return term;
}

/* The signal ended the program, the rating is kept, the terminal restored, and the next start
 * works. */
static void assert_ended_by(struct world *world, struct term *term, int sig, enum stage stage)
{
    assert_int_equal(term_exit(term), 128 + sig);
    assert_true(term_restored(term));
    assert_ratings(world, stage == AT_SUMMARY ? "c1:4 c2:3 c2:5" : "c1:4");
}

static void end_by(struct world *world, int sig, const char *typed)
{
    const char *deck = deck_write(world, 3);

    for (enum stage stage = AT_QUESTION; stage < STAGES; stage++) {
        world_set(world, world_text(world, "DRILL_DB=%s/db%d", world->home, (int)stage));
        struct term *term = start_at(world, deck, stage);
        if (typed != NULL)
            term_send(term, typed);
        else
            term_signal(term, sig);
        assert_ended_by(world, term, sig, stage);
        drill_done(world, term);
    }
    struct term *term = drill_start(world, 24, 80, ARGS(deck));
    assert_waits(term, "Question 2?");
    assert_quits(term);
}

static void test_sigterm(void **state)
{
    end_by(*state, SIGTERM, NULL);
}

static void test_sighup(void **state)
{
    end_by(*state, SIGHUP, NULL);
}

static void test_sigint(void **state)
{
    end_by(*state, SIGINT, NULL);
}

static void test_sigquit(void **state)
{
    end_by(*state, SIGQUIT, NULL);
}

static void test_ctrl_c(void **state)
{
    end_by(*state, SIGINT, "\003");
}

static void test_ctrl_backslash(void **state)
{
    end_by(*state, SIGQUIT, "\034");
}

static void test_sigabrt(void **state)
{
    end_by(*state, SIGABRT, NULL);
}

static void test_sigsegv(void **state)
{
    end_by(*state, SIGSEGV, NULL);
}

static void test_other_faults(void **state)
{
    static const int faults[] = {SIGBUS, SIGFPE, SIGILL};
    struct world *world = *state;
    const char *deck = deck_write(world, 1);

    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        struct term *term = drill_start(world, 24, 80, ARGS(deck));
        assert_waits(term, "Question 1?");
        term_signal(term, faults[i]);
        assert_int_equal(term_exit(term), 128 + faults[i]);
        assert_true(term_restored(term));
    }
}

/* A signal at any moment of the start, before or after drill takes over the terminal. */
static void test_signal_while_starting(void **state)
{
    struct world *world = *state;
    const char *deck = deck_write(world, 3);
    const char *raw;

    for (int i = 0; i < 30; i++) {
        static const int sigs[] = {SIGTERM, SIGINT, SIGHUP};
        struct term *term = drill_start(world, 24, 80, ARGS(deck));
        /* typing reads pending output, which sometimes includes the first part of a screen */
        for (int turn = 0; turn < i && term_raw(term, &raw) == 0; turn++)
            term_send(term, "x");
        term_signal(term, sigs[i % 3]);
        assert_int_equal(term_exit(term), 128 + sigs[i % 3]);
        assert_true(term_restored(term));
        drill_done(world, term);
    }
    struct term *term = drill_start(world, 24, 80, ARGS(deck));
    assert_waits(term, "Question 1?");
    assert_quits(term);
}

/* Stops on every screen, and returns to it. */
static void stop_and_continue(struct world *world, const char *typed)
{
    static const char *const shown[STAGES] = {
        "Question 2?", "Answer 2.", SAYS_DONE, SAYS_TOO_SMALL};
    const char *deck = deck_write(world, 3);

    for (enum stage stage = AT_QUESTION; stage < STAGES; stage++) {
        world_set(world, world_text(world, "DRILL_DB=%s/db%d", world->home, (int)stage));
        struct term *term = start_at(world, deck, stage);
        for (int i = 0; i < 3; i++) {
            if (typed != NULL)
                term_send(term, typed);
            else
                term_signal(term, SIGTSTP);
            assert_true(term_wait_stopped(term));
            assert_true(term_restored(term));
            assert_not(term, shown[stage]);
            term_signal(term, SIGCONT);
            assert_waits(term, shown[stage]);
        }
        assert_quits(term);
        drill_done(world, term);
    }
}

static void test_ctrl_z(void **state)
{
    stop_and_continue(*state, "\032");
}

static void test_sigtstp(void **state)
{
    stop_and_continue(*state, NULL);
}

static void test_keys_after_a_stop(void **state)
{
    struct world *world = *state;
    struct term *term = drill_start(world, 24, 80, ARGS(deck_write(world, 3)));

    assert_waits(term, "Question 1?");
    assert_types(term, " ", "Answer 1.");
    term_send(term, "\032");
    assert_true(term_wait_stopped(term));
    term_signal(term, SIGCONT);
    assert_waits(term, "Answer 1.");
    assert_types(term, "4", "Question 2?");
    assert_types(term, "u", "Answer 1.");
    assert_types(term, "5", "Question 2?");
    assert_rates(term, 2, 4);
    assert_quits(term);
    assert_ratings(world, "c1:5 c2:4");
}

static void test_resized_while_stopped(void **state)
{
    struct world *world = *state;
    struct term *term = drill_start(world, 24, 80, ARGS(deck_write(world, 3)));

    assert_waits(term, "Question 1?");
    term_send(term, "\032");
    assert_true(term_wait_stopped(term));
    term_resize(term, 12, 40);
    term_signal(term, SIGCONT);
    assert_waits(term, "3n · 0r · 0d");
    assert_shows(term, "Question 1?");
    term_send(term, "\032");
    assert_true(term_wait_stopped(term));
    term_resize(term, 5, 20);
    term_signal(term, SIGCONT);
    assert_waits(term, SAYS_TOO_SMALL);
    term_resize(term, 24, 80);
    assert_waits(term, "3 new · 0 repeat · 0 due");
    assert_quits(term);
}

static void test_ended_while_stopped(void **state)
{
    static const int sigs[] = {SIGTERM, SIGHUP, SIGINT};
    struct world *world = *state;
    const char *deck = deck_write(world, 3);

    for (size_t i = 0; i < sizeof sigs / sizeof *sigs; i++) {
        struct term *term = drill_start(world, 24, 80, ARGS(deck));
        assert_waits(term, "Question");
        term_send(term, "\032");
        assert_true(term_wait_stopped(term));
        term_signal(term, sigs[i]);
        term_signal(term, SIGCONT);
        assert_int_equal(term_exit(term), 128 + sigs[i]);
        assert_true(term_restored(term));
    }
}

/* SIGSTOP, which cannot be caught, loses nothing. */
static void test_sigstop(void **state)
{
    struct world *world = *state;
    struct term *term = drill_start(world, 24, 80, ARGS(deck_write(world, 2)));

    assert_waits(term, "Question 1?");
    term_signal(term, SIGSTOP);
    assert_true(term_wait_stopped(term));
    term_send(term, " 4");
    term_signal(term, SIGCONT);
    assert_waits(term, "Question 2?");
    assert_quits(term);
    assert_ratings(world, "c1:4");
}

/* Killed at the moment of a rating: it is kept or not, and the next start knows which. */
static void test_sigkill(void **state)
{
    enum { CARDS = 8 };
    struct world *world = *state;
    const char *deck = deck_write(world, CARDS);
    char words[32];

    for (int card = 1; card < CARDS;) {
        struct term *term = drill_start(world, 24, 80, ARGS(deck));
        assert_waits(term, card_question(card, words));
        assert_counts(world, term, CARDS - card + 1, 0, 0);
        assert_types(term, " ", card_answer(card, words));
        term_send(term, "4");
        if (card % 2)
            assert_waits(term, card_question(card + 1, words));
        term_signal(term, SIGKILL);
        assert_int_equal(term_exit(term), 128 + SIGKILL);
        drill_done(world, term);
        int kept = (int)drill_export(world, "reviews")->rows;
        assert_in_range(kept, card % 2 ? card : card - 1, card);
        /* if it was not kept, rate the card again */
        if (kept < card) {
            term = drill_start(world, 24, 80, ARGS(deck));
            assert_rates(term, card, 4);
            assert_quits(term);
            drill_done(world, term);
        }
        card++;
    }
    assert_ratings(world, "c1:4 c2:4 c3:4 c4:4 c5:4 c6:4 c7:4");
}

/* --- a terminal that disappears --- */

struct hangup {
    int master;
    pid_t pid; /* the session leader */
    int alive; /* reaches its end when the program has ended */
};

/* Starts drill on a new terminal. If `leads`, drill is its session leader; otherwise, the leader
 * ignores hangups, so that drill learns of one only by reading from the terminal. */
static struct hangup hangup_start(struct world *world, const char *deck, bool leads)
{
    struct winsize size = {.ws_row = 24, .ws_col = 80};
    const char **argv = drill_argv(world, ARGS(deck));
    struct hangup hangup;
    int slave, alive[2];

    assert_int_equal(pipe2(alive, O_CLOEXEC), 0);
    assert_int_equal(openpty(&hangup.master, &slave, NULL, NULL, &size), 0);
    hangup.alive = alive[0];
    if ((hangup.pid = fork()) == 0) {
        close(hangup.master);
        login_tty(slave);
        signal(SIGHUP, leads ? SIG_DFL : SIG_IGN);
        setenv("TERM", "xterm-256color", 1);
        for (size_t i = 0; world->env[i] != NULL; i++)
            putenv(world->env[i]);
        pid_t program = leads ? 0 : fork();
        if (program == 0) {
            signal(SIGHUP, SIG_DFL);
            dup(alive[1]); /* the copy lacks O_CLOEXEC, so the program inherits it */
            execv(argv[0], (char *const *)argv);
        }
        close(alive[1]);
        waitpid(program, NULL, 0);
        _exit(0);
    }
    close(alive[1]);
    close(slave);
    return hangup;
}

static bool ready_within_guard(int fd)
{
    struct pollfd ready = {.fd = fd, .events = POLLIN};

    return poll(&ready, 1, TERM_GUARD_MS) == 1;
}

/* Reads until the program has written text. */
static void hangup_wait(struct hangup *hangup, const char *text)
{
    char bytes[65536];
    size_t length = 0;

    while (memmem(bytes, length, text, strlen(text)) == NULL) {
        assert_true(length < sizeof bytes && ready_within_guard(hangup->master));
        ssize_t got = read(hangup->master, bytes + length, sizeof bytes - length);
        assert_true(got > 0);
        length += (size_t)got;
    }
}

/* Rates a card, takes the terminal away, and returns the leader's wait status. */
static int hangup_play(struct world *world, bool leads)
{
    struct hangup hangup = hangup_start(world, deck_write(world, 3), leads);
    char byte;
    int status;

    hangup_wait(&hangup, "Question 1?");
    assert_int_equal(write(hangup.master, " 4 ", 3), 3);
    hangup_wait(&hangup, "Answer 2.");
    close(hangup.master);
    bool ended = ready_within_guard(hangup.alive) && read(hangup.alive, &byte, 1) == 0;
    if (!ended)
        kill(-hangup.pid, SIGKILL);
    assert_int_equal(waitpid(hangup.pid, &status, 0), hangup.pid);
    close(hangup.alive);
    assert_true(ended);
    assert_ratings(world, "c1:4");
    return status;
}

/* drill may notice either the signal or the terminal first, depending on timing. */
static void test_terminal_gone(void **state)
{
    struct world *world = *state;

    for (int i = 0; i < 8; i++) {
        world_set(world, world_text(world, "DRILL_DB=%s/db%d", world->home, i));
        int status = hangup_play(world, true);
        assert_true(WIFSIGNALED(status));
        assert_int_equal(WTERMSIG(status), SIGHUP);
    }
}

static void test_terminal_gone_without_a_signal(void **state)
{
    hangup_play(*state, false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_sigterm),
        TEST(test_sighup),
        TEST(test_sigint),
        TEST(test_sigquit),
        TEST(test_ctrl_c),
        TEST(test_ctrl_backslash),
        TEST(test_sigabrt),
        TEST(test_sigsegv),
        TEST(test_other_faults),
        TEST(test_signal_while_starting),
        TEST(test_ctrl_z),
        TEST(test_sigtstp),
        TEST(test_keys_after_a_stop),
        TEST(test_resized_while_stopped),
        TEST(test_ended_while_stopped),
        TEST(test_sigstop),
        TEST(test_sigkill),
        TEST(test_terminal_gone),
        TEST(test_terminal_gone_without_a_signal),
    };

    cores_off();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
