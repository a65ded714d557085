/* Tests of the harness itself, against shell scripts. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "term.h"

#include "test.h"

#include <signal.h>
#include <unistd.h>

/* Runs a script on a terminal of 6 rows and 30 columns. */
static struct term *script_start(const char *script, const char *const *env)
{
    const char *const argv[] = {"/bin/sh", "-c", script, NULL};
    struct term *term = term_start(6, 30, argv, env);

    assert_non_null(term);
    return term;
}

/* Redirects stderr to a file, since some tests expect diagnostics. */
struct capture {
    int saved;
    FILE *file;
};

static struct capture capture_start(void)
{
    struct capture capture = {dup(STDERR_FILENO), tmpfile()};

    assert_true(capture.saved >= 0);
    assert_non_null(capture.file);
    fflush(stderr);
    assert_true(dup2(fileno(capture.file), STDERR_FILENO) >= 0);
    return capture;
}

/* Ends the capture, and copies as much of the captured text as fits. */
static void capture_end(struct capture *capture, char *text, size_t size)
{
    fflush(stderr);
    assert_true(dup2(capture->saved, STDERR_FILENO) >= 0);
    close(capture->saved);
    rewind(capture->file);
    text[fread(text, 1, size - 1, capture->file)] = '\0';
    fclose(capture->file);
}

static void test_text_and_keys(void **state)
{
    struct term *term = script_start("echo hello; read x; echo \"got <$x>\"; read x", NULL);

    (void)state;
    assert_true(term_wait(term, "hello"));
    assert_string_equal(term_row(term, 0), "hello");
    assert_string_equal(term_row(term, 1), "");
    assert_string_equal(term_row(term, -1), "");
    assert_string_equal(term_row(term, 6), "");
    assert_false(term_shows(term, "got"));
    term_send(term, "abc\n");
    assert_true(term_wait(term, "got <abc>"));
    assert_string_equal(term_row(term, 2), "got <abc>");
    assert_int_equal(kill(term_pid(term), 0), 0);
    term_free(term);
}

static void test_free_kills(void **state)
{
    struct term *term = script_start("trap '' HUP TERM INT; echo up; read x; read x", NULL);
    pid_t pid;

    (void)state;
    assert_true(term_wait(term, "up"));
    pid = term_pid(term);
    term_free(term);
    assert_int_equal(kill(pid, 0), -1);
    term_free(NULL);
}

static void test_two_at_once(void **state)
{
    struct term *first = script_start("echo one; read x; echo \"one $x\"", NULL);
    struct term *second = script_start("echo two; read x; echo \"two $x\"", NULL);

    (void)state;
    assert_true(term_wait(second, "two"));
    assert_true(term_wait(first, "one"));
    term_send(first, "a\n");
    term_send(second, "b\n");
    assert_true(term_wait(first, "one a"));
    term_free(first);
    assert_int_equal(term_exit(second), 0);
    assert_true(term_shows(second, "two b"));
    term_free(second);
}

static void test_wait_gone(void **state)
{
    struct term *term =
        script_start("echo old; read x; clear; printf 'o'; sleep 0.1; echo ' new'; read x", NULL);

    (void)state;
    assert_true(term_wait(term, "old"));
    term_send(term, "\n");
    assert_true(term_wait_gone(term, "old"));
    assert_true(term_wait(term, "o new"));
    term_free(term);
}

static void test_wait_gone_at_end(void **state)
{
    struct term *term = script_start("echo old; read x; clear", NULL);

    (void)state;
    assert_true(term_wait(term, "old"));
    term_send(term, "\n");
    assert_true(term_wait_gone(term, "old"));
    assert_int_equal(term_exit(term), 0);
    term_free(term);
}

static void test_wait_in_vain(void **state)
{
    struct term *term = script_start("echo something; exit 3", NULL);
    struct capture capture = capture_start();
    char said[1000];

    (void)state;
    bool seen = term_wait(term, "nothing");
    bool gone = term_wait_gone(term, "something");
    bool stopped = term_wait_stopped(term);
    capture_end(&capture, said, sizeof said);
    assert_false(seen);
    assert_false(gone);
    assert_false(stopped);
    assert_non_null(strstr(said, "never seen: nothing\n"));
    assert_non_null(strstr(said, "never gone: something\n"));
    assert_non_null(strstr(said, "does not stop\n"));
    assert_non_null(strstr(said, "|something\n"));
    assert_non_null(strstr(said, "program ended with 3\n"));
    term_free(term);
}

static void test_exit_status(void **state)
{
    struct term *term = script_start("exit 7", NULL);

    (void)state;
    assert_int_equal(term_exit(term), 7);
    assert_int_equal(term_exit(term), 7);
    /* allowed, but without effect */
    term_send(term, "x");
    term_signal(term, SIGTERM);
    term_free(term);
}

static void test_exit_by_signal(void **state)
{
    struct term *term = script_start("echo up; read x", NULL);

    (void)state;
    assert_true(term_wait(term, "up"));
    term_signal(term, SIGTERM);
    assert_int_equal(term_exit(term), 128 + SIGTERM);
    term_free(term);
}

/* Ctrl-C works even if the test itself ignores and blocks SIGINT. */
static void test_keyboard_signal(void **state)
{
    void (*handler)(int) = signal(SIGINT, SIG_IGN);
    sigset_t set, old;

    (void)state;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigprocmask(SIG_BLOCK, &set, &old);
    struct term *term = script_start("echo up; exec cat", NULL);
    sigprocmask(SIG_SETMASK, &old, NULL);
    signal(SIGINT, handler);
    assert_true(term_wait(term, "up"));
    term_send(term, "\003");
    assert_int_equal(term_exit(term), 128 + SIGINT);
    term_free(term);
}

static void test_stop_and_continue(void **state)
{
    struct term *term = script_start("echo up; exec cat", NULL);

    (void)state;
    assert_true(term_wait(term, "up"));
    for (int i = 0; i < 3; i++) {
        term_send(term, "\032");
        assert_true(term_wait_stopped(term));
        term_signal(term, SIGCONT);
    }
    term_signal(term, SIGTSTP);
    assert_true(term_wait_stopped(term));
    term_signal(term, SIGCONT);
    term_send(term, "\004");
    assert_int_equal(term_exit(term), 0);
    term_free(term);
}

static void test_no_such_program(void **state)
{
    const char *const argv[] = {"/nonexistent/program", NULL};
    struct capture capture = capture_start();
    char said[200];

    (void)state;
    struct term *term = term_start(6, 30, argv, NULL);
    capture_end(&capture, said, sizeof said);
    assert_null(term);
    assert_string_equal(
        said, "term: cannot start /nonexistent/program: No such file or directory\n");
}

static void test_environment(void **state)
{
    const char *const env[] = {"HOME=/home/someone", "LANG=C", "A=1", "AB=2", "A=3", "TERM", NULL};
    const char *const script = "echo \"$HOME $LANG $A $AB ${TERM-none} ${STRAY-none}\"";

    (void)state;
    setenv("STRAY", "1", 1);
    struct term *term = script_start(script, env);
    assert_int_equal(term_exit(term), 0);
    assert_string_equal(term_row(term, 0), "/home/someone C 3 2 none none");
    term_free(term);

    term = script_start("echo ${HOME-none} $LANG $TERM", NULL);
    unsetenv("STRAY");
    assert_int_equal(term_exit(term), 0);
    assert_string_equal(term_row(term, 0), "none C.UTF-8 xterm-256color");
    term_free(term);
}

static void test_resize(void **state)
{
    struct term *term = script_start("trap 'stty size' WINCH; stty size;"
                                     "until read x; do :; done; echo done; stty size",
        NULL);

    (void)state;
    assert_true(term_wait(term, "6 30"));
    term_resize(term, 10, 50);
    assert_true(term_wait(term, "10 50"));
    term_resize(term, 3, 9);
    assert_true(term_wait(term, "3 9"));
    term_send(term, "\n");
    assert_int_equal(term_exit(term), 0);
    assert_string_equal(term_row(term, 0), "done");
    assert_string_equal(term_row(term, 1), "3 9");
    assert_string_equal(term_row(term, 3), "");
    term_free(term);
}

static void test_resize_on_alternate_screen(void **state)
{
    struct term *term = script_start("printf '\\033[?1049h\\033[6;30Hx'; read x;"
                                     "printf '\\033[20;80Hyz'; read x; printf '\\033[?1049l'",
        NULL);

    (void)state;
    assert_true(term_wait(term, "x"));
    term_resize(term, 20, 81);
    term_send(term, "\n");
    assert_true(term_wait(term, "yz"));
    term_resize(term, 1, 1);
    term_resize(term, 20, 81);
    term_send(term, "\n");
    assert_int_equal(term_exit(term), 0);
    assert_true(term_restored(term));
    term_free(term);
}

/* Runs a script to its end, and checks what term_restored() complains about; NULL for nothing. */
static void restored_check(const char *script, const char *wrong)
{
    struct term *term = script_start(script, NULL);
    struct capture capture;
    char said[500];

    assert_int_equal(term_exit(term), 0);
    capture = capture_start();
    bool restored = term_restored(term);
    capture_end(&capture, said, sizeof said);
    assert_int_equal(restored, wrong == NULL);
    if (wrong == NULL)
        assert_string_equal(said, "");
    else
        assert_non_null(strstr(said, wrong));
    term_free(term);
}

static void test_restored(void **state)
{
    (void)state;
    restored_check("echo plain", NULL);
    restored_check("s=$(stty -g); stty raw -echo; printf '\\033[?1049h\\033[?25l\\033[?1002h';"
                   "stty \"$s\"; printf '\\033[?1002l\\033[?25h\\033[?1049l'",
        NULL);
    restored_check("printf '\\033[?1049h'", "alternate screen");
    restored_check("printf '\\033[?25l'", "cursor");
    restored_check("printf '\\033[?1000h'", "mouse");
    restored_check("stty -icanon", "ICANON");
    restored_check("stty -echo", "ECHO");
    restored_check("stty -isig", "ISIG");
    restored_check("stty -iexten", "IEXTEN");
    restored_check("stty -icrnl", "ICRNL");
    restored_check("stty -opost", "OPOST");
}

static void test_alternate_screen(void **state)
{
    struct term *term = script_start("echo main; read x; printf '\\033[?1049h\\033[Hother'; read x;"
                                     "printf '\\033[?1049l'; read x",
        NULL);

    (void)state;
    assert_true(term_wait(term, "main"));
    term_send(term, "\n");
    assert_true(term_wait(term, "other"));
    assert_false(term_shows(term, "main"));
    term_send(term, "\n");
    assert_true(term_wait_gone(term, "other"));
    assert_true(term_wait(term, "main"));
    assert_true(term_restored(term));
    term_free(term);
}

static void test_wide_characters(void **state)
{
    /* Ideographs, a combining accent, a character beyond the basic plane, and trailing spaces. */
    struct term *term = script_start("printf '漢字|x\\n'; printf 'e\\314\\201|\\n';"
                                     "printf '😀!  \\n'; printf '\\033[4;5H字'",
        NULL);

    (void)state;
    assert_int_equal(term_exit(term), 0);
    assert_string_equal(term_row(term, 0), "漢字|x");
    assert_string_equal(term_row(term, 1), "e\xcc\x81|");
    assert_string_equal(term_row(term, 2), "😀!");
    assert_string_equal(term_row(term, 3), "    字");
    assert_true(term_shows(term, "字|"));
    term_free(term);
}

static void test_character_in_pieces(void **state)
{
    struct term *term = script_start("stty -echo; printf 'a\\346\\274'; read x; printf '\\242b';"
                                     "printf '\\360\\237'; read x; printf '\\230\\200e';"
                                     "read x; printf '\\314\\201'",
        NULL);

    (void)state;
    assert_true(term_wait(term, "a"));
    term_send(term, "\n");
    assert_true(term_wait(term, "a漢b"));
    term_send(term, "\n");
    assert_true(term_wait(term, "a漢b😀e"));
    term_send(term, "\n");
    assert_int_equal(term_exit(term), 0);
    assert_string_equal(term_row(term, 0), "a漢b😀e\xcc\x81");
    term_free(term);
}

static void test_query_is_answered(void **state)
{
    struct term *term = script_start("stty raw -echo; printf '\\033[6n';"
                                     "r=$(dd bs=1 count=6 2>/dev/null | tail -c +2);"
                                     "stty sane; echo \"got $r\"",
        NULL);

    (void)state;
    assert_true(term_wait(term, "got [1;1R"));
    assert_int_equal(term_exit(term), 0);
    term_free(term);
}

static void test_raw_output(void **state)
{
    struct term *term = script_start("printf 'a\\000\\033[1mb\\n'", NULL);
    const char expected[] = "a\0\033[1mb\r\n";
    const char *bytes;

    (void)state;
    assert_int_equal(term_exit(term), 0);
    assert_int_equal(term_raw(term, &bytes), sizeof expected - 1);
    assert_memory_equal(bytes, expected, sizeof expected - 1);
    term_free(term);

    term = script_start(":", NULL);
    assert_int_equal(term_exit(term), 0);
    assert_int_equal(term_raw(term, &bytes), 0);
    assert_non_null(bytes);
    term_free(term);
}

/* Output written just before the end is not lost. */
static void test_output_is_complete(void **state)
{
    const char *bytes;

    (void)state;
    for (int i = 0; i < 10; i++) {
        struct term *term = script_start("head -c 300000 /dev/zero | tr '\\000' x; echo end", NULL);
        assert_int_equal(term_exit(term), 0);
        assert_int_equal(term_raw(term, &bytes), 300000 + strlen("end\r\n"));
        assert_true(term_shows(term, "end"));
        term_free(term);
    }
}

/* Typing more than the terminal buffers, while the program writes as much, blocks neither side. */
static void test_much_typing(void **state)
{
    enum { COUNT = 200000 };
    struct term *term = script_start("stty raw -echo; echo go; head -c 200000", NULL);
    char *keys = malloc(COUNT + 1);
    const char *bytes;

    (void)state;
    assert_non_null(keys);
    memset(keys, 'k', COUNT);
    keys[COUNT] = '\0';
    assert_true(term_wait(term, "go"));
    term_send(term, keys);
    assert_int_equal(term_exit(term), 0);
    assert_int_equal(term_raw(term, &bytes), COUNT + strlen("go\n"));
    free(keys);
    term_free(term);
}

static void test_no_files_inherited(void **state)
{
    struct term *other = script_start("read x", NULL);
    struct term *term = script_start("ls -C /proc/$$/fd; :", NULL);

    (void)state;
    assert_int_equal(term_exit(term), 0);
    assert_string_equal(term_row(term, 0), "0  1  2");
    term_free(term);
    term_free(other);
}

static void test_mute(void **state)
{
    struct term *term = script_start("printf '\\033[c'; echo asked; read x; echo \"<$x>\"", NULL);

    (void)state;
    term_mute(term);
    assert_true(term_wait_raw(term, 0, "asked"));
    term_send(term, "me\n");
    assert_true(term_wait(term, "<me>"));
    term_free(term);
}

/* What the program has left can be read after it. */
static void test_what_was_read(void **state)
{
    struct term *term = script_start("read x; echo \"<$x>\"; read y; exit", NULL);

    (void)state;
    term_send(term, "one\n");
    term_wait_read(term);
    assert_int_equal(term_unread(term), 0);
    assert_true(term_wait(term, "<one>"));
    term_send(term, "two\nmore\n");
    assert_int_equal(term_exit(term), 0);
    assert_int_equal(term_unread(term), strlen("more\n"));
    term_free(term);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text_and_keys),
        cmocka_unit_test(test_free_kills),
        cmocka_unit_test(test_two_at_once),
        cmocka_unit_test(test_wait_gone),
        cmocka_unit_test(test_wait_gone_at_end),
        cmocka_unit_test(test_wait_in_vain),
        cmocka_unit_test(test_exit_status),
        cmocka_unit_test(test_exit_by_signal),
        cmocka_unit_test(test_keyboard_signal),
        cmocka_unit_test(test_stop_and_continue),
        cmocka_unit_test(test_no_such_program),
        cmocka_unit_test(test_environment),
        cmocka_unit_test(test_resize),
        cmocka_unit_test(test_resize_on_alternate_screen),
        cmocka_unit_test(test_restored),
        cmocka_unit_test(test_alternate_screen),
        cmocka_unit_test(test_wide_characters),
        cmocka_unit_test(test_character_in_pieces),
        cmocka_unit_test(test_query_is_answered),
        cmocka_unit_test(test_raw_output),
        cmocka_unit_test(test_output_is_complete),
        cmocka_unit_test(test_much_typing),
        cmocka_unit_test(test_no_files_inherited),
        cmocka_unit_test(test_mute),
        cmocka_unit_test(test_what_was_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
