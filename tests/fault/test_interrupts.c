/* A signal at any moment while a command writes a file: the signal ends the command, the file is
 * the old one or the new one, and no temporary file remains except one of another process. The
 * program runs under ptrace, which stops it at each system call. The n-th run sends the signal at
 * the n-th stop at which a temporary file exists. */
#include "unit/world.h"

#ifdef __linux__

#include "base/temporary.h"
#include "unit/sitting.h"

#include <dirent.h>
#include <limits.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/wait.h>

#define CALL_STOP    (SIGTRAP | 0x80) /* the stop signal with PTRACE_O_TRACESYSGOOD */
#define STOPS_MAX    25 /* a command with more stops is interrupted at this many of them */
#define NOT_ALLOWED  99 /* the exit status of a child that cannot be traced */
#define SOMEONE_ELSE ".out.drill-1-abcdef" /* looks like a temporary file of process 1 */

static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
static const char *const folders[] = {"", "tmp", "new"};

static int count_temporaries(const struct world *w)
{
    int count = 0;
    for (size_t i = 0; i < COUNT(folders); i++) {
        char path[192];
        DIR *folder = opendir(world_path(w, folders[i], path));
        assert_non_null(folder);
        for (struct dirent *entry; (entry = readdir(folder));)
            count += temporary_owner(entry->d_name) > 1;
        closedir(folder);
    }
    return count;
}

/* ---- running ---- */

static void become_drill(const struct world *w, const char *const *words)
{
    const char *arguments[16] = {getenv("DRILL")};
    char tmp[192];
    for (size_t i = 0; words[i]; i++)
        arguments[i + 1] = words[i];
    setenv("TMPDIR", world_path(w, "tmp", tmp), 1);
    setenv("HOME", w->folder, 1);
    setenv("DRILL_DB", w->db, 1);
    setenv("DRILL_NOW", "2026-01-31T09:00", 1);
    setenv("ASAN_OPTIONS", "detect_leaks=0", 1); /* the leak checker uses ptrace, too */
    for (size_t i = 0; i < COUNT(numbers); i++)
        signal(numbers[i], SIG_DFL); /* a background process inherits SIGINT ignored */
    int null = open("/dev/null", O_WRONLY);
    if (chdir(w->folder) != 0 || dup2(null, STDOUT_FILENO) < 0 || dup2(null, STDERR_FILENO) < 0 ||
        ptrace(PTRACE_TRACEME, 0, NULL, NULL) != 0)
        _exit(NOT_ALLOWED);
    execv(arguments[0], (char **)arguments);
    _exit(NOT_ALLOWED);
}

struct blow {
    int number, at; /* the signal; the number of the stop at which to send it */
    bool twice;     /* send it again at the next system call */
};

/* Returns the command's wait status. Sets *stops to the number of stops with a temporary file up to
 * the signal. */
static int strike(
    const struct world *w, const char *const *words, const struct blow *blow, int *stops)
{
    int status;
    void *options = (void *)(long)(PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL);
    void *number = (void *)(long)blow->number;
    pid_t child = world_fork();
    if (child == 0)
        become_drill(w, words);
    *stops = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    if (WIFSTOPPED(status))
        assert_int_equal(ptrace(PTRACE_SETOPTIONS, child, NULL, options), 0);
    while (WIFSTOPPED(status) && *stops < blow->at) {
        assert_int_equal(ptrace(PTRACE_SYSCALL, child, NULL, NULL), 0);
        assert_int_equal(waitpid(child, &status, 0), child);
        *stops += WIFSTOPPED(status) && WSTOPSIG(status) == CALL_STOP && count_temporaries(w) > 0;
    }
    if (WIFSTOPPED(status) && blow->twice) {
        assert_int_equal(ptrace(PTRACE_SYSCALL, child, NULL, number), 0);
        assert_int_equal(waitpid(child, &status, 0), child);
    }
    if (WIFSTOPPED(status)) {
        assert_int_equal(ptrace(PTRACE_DETACH, child, NULL, number), 0);
        assert_int_equal(waitpid(child, &status, 0), child);
    }
    return status;
}

/* ---- the commands ---- */

struct command_case {
    const char *output; /* the file that it writes */
    const char *words[10];
};

static const struct command_case package = {"d.apkg", {"export", "anki", "-o", "d.apkg"}};
static const struct command_case cases[] = {
    {"out", {"export", "reviews", "--force", "-o", "out"}},
    {"out", {"export", "cards", "--force", "-o", "out"}},
    {"out", {"export", "days", "--force", "-o", "out"}},
    {"out", {"export", "decks", "--force", "-o", "out"}},
    {"out", {"export", "deck", "d", "--force", "-o", "out"}},
    {"out", {"export", "anki", "--force", "-o", "out"}},
    {"out", {"export", "archive", "--force", "-o", "out"}},
    {"out", {"stats", "d", "--force", "--html", "out"}},
    {"deck.yaml", {"ids", "deck.yaml"}},
    {"deck.yaml", {"add", "deck.yaml", "-q", "new", "--db", "empty.db"}},
    {"new/table.yaml", {"import", "table.csv", "--force", "-o", "new"}},
    {"new/other.yaml", {"import", "other.yaml", "--force", "-o", "new"}},
    {"new/d.yaml", {"import", "d.apkg", "--force", "-o", "new", "--db", "empty.db"}},
};

#define OLD "deck: d\ncards:\n- {q: q1, a: answer 1}\n- {q: q2, a: answer 2}\n"

static const struct {
    const char *name, *text;
} files[] = {{"deck.yaml", OLD}, {"out", OLD},
    {"new/table.yaml", "deck: table\ncards:\n- {q: one, a: 1}\n"}, {"new/other.yaml", OLD},
    {"new/d.yaml", OLD}, {SOMEONE_ELSE, OLD}, {"other.yaml", "cards:\n- {q: one, a: 1}\n"},
    {"table.csv", "question,answer\none,1\ntwo,2\n"}};

static void make_world(struct world *w)
{
    static const char *const none[] = {"empty.db", "empty.db-wal", "empty.db-shm"};
    char path[192];
    for (size_t i = 0; i < COUNT(files); i++)
        world_write(w, files[i].name, files[i].text);
    for (size_t i = 0; i < COUNT(none); i++)
        unlink(world_path(w, none[i], path));
}

/* Runs a command to its end. Sets *stops to the number of stops with a temporary file. */
static void run(const struct world *w, const struct command_case *c, int *stops)
{
    const struct blow none = {.at = INT_MAX};
    int status = strike(w, c->words, &none, stops);
    if (WIFEXITED(status) && WEXITSTATUS(status) == NOT_ALLOWED)
        skip();
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        fail_msg("%s %s: status %d", c->words[0], c->words[1], status);
    assert_true(*stops > 3);
}

static int set_up(void **state)
{
    if (sitting_set_up(state))
        return -1;
    struct world *w = *state;
    char path[192];
    for (size_t i = 1; i < COUNT(folders); i++)
        assert_int_equal(mkdir(world_path(w, folders[i], path), 0700), 0);
    load_cards(w, 2);
    make_due(w, "q1", 6, DAY);
    world_close(w);
    return 0;
}

/* ---- judging ---- */

static off_t size_of(const struct world *w, const char *name)
{
    char path[192];
    struct stat file;
    return stat(world_path(w, name, path), &file) == 0 ? file.st_size : -1;
}

static bool is_old(const struct world *w, const char *name)
{
    char path[192], bytes[sizeof OLD + 1] = "";
    size_t i = 0;
    while (strcmp(files[i].name, name) != 0)
        i++;
    FILE *file = fopen(world_path(w, name, path), "r");
    assert_non_null(file);
    assert_true(fread(bytes, 1, sizeof bytes - 1, file) > 0);
    fclose(file);
    return strcmp(bytes, files[i].text) == 0;
}

static void assert_ended(const struct world *w, const struct command_case *c, off_t whole,
    const struct blow *blow, int status)
{
    const char *why = !WIFSIGNALED(status) || WTERMSIG(status) != blow->number
                          ? "it does not end by the signal"
                      : count_temporaries(w)         ? "a temporary file stays"
                      : size_of(w, SOMEONE_ELSE) < 0 ? "another's temporary file is gone"
                      : !is_old(w, c->output) && size_of(w, c->output) != whole
                          ? "the file is neither old nor new"
                          : NULL;
    if (why)
        fail_msg("%s %s: signal %d at stop %d: status %d: %s", c->words[0], c->words[1],
            blow->number, blow->at, status, why);
}

/* Interrupts a command at every stop or, if there are too many, at STOPS_MAX of them. */
static void interrupt(struct world *w, const struct command_case *c)
{
    int all, stops;
    make_world(w);
    run(w, c, &all);
    assert_false(is_old(w, c->output));
    off_t whole = size_of(w, c->output);
    struct blow blow = {.at = 1};
    for (int i = 0; blow.at <= all; i++) {
        blow.number = numbers[i % (int)COUNT(numbers)];
        blow.twice = i % 2;
        make_world(w);
        int status = strike(w, c->words, &blow, &stops);
        assert_int_equal(stops, blow.at);
        assert_ended(w, c, whole, &blow, status);
        blow.at += 1 + all / STOPS_MAX;
    }
    print_message("# %s %s: %d stops\n", c->words[0], c->words[1], all);
}

static void test_interrupts__leave_no_temporary_file(void **state)
{
    int stops;
    assert_non_null(getenv("DRILL"));
    run(*state, &package, &stops);
    for (size_t i = 0; i < COUNT(cases); i++)
        interrupt(*state, &cases[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            test_interrupts__leave_no_temporary_file, set_up, world_tear_down),
    };
    return cmocka_run_group_tests_name("interrupts", tests, NULL, NULL);
}

#else

int main(void)
{
    puts("1..1\nok 1 - interrupts # SKIP needs Linux's ptrace");
    return 0;
}

#endif
