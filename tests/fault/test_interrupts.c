/* A signal at any moment of a command that writes a file: the command ends by it, the file is the
 * old one or the new one, and no temporary file stays. The program runs under ptrace, which stops
 * it at each system call; the n-th run gets a signal at the n-th stop that finds a temporary file.
 */
#include "unit/world.h"

#ifdef __linux__

#include "base/temporary.h"
#include "unit/sitting.h"

#include <dirent.h>
#include <limits.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/wait.h>

#define CALL_STOP (SIGTRAP | 0x80) /* see PTRACE_O_TRACESYSGOOD */
#define STOPS_MAX 25               /* a command with more of them is signalled at some of them */

static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
static const char *const folders[] = {"", "tmp", "new"};

static void each_temporary(const struct world *w, void (*take)(const char *path, const char *name))
{
    for (size_t i = 0; i < COUNT(folders); i++) {
        char path[192], file[512];
        DIR *folder = opendir(world_path(w, folders[i], path));
        for (struct dirent *entry; folder && (entry = readdir(folder));) {
            snprintf(file, sizeof file, "%s/%s", path, entry->d_name);
            if (temporary_owner(entry->d_name))
                take(file, entry->d_name);
        }
        if (folder)
            closedir(folder);
    }
}

static int temporaries;

static void count_temporary(const char *path, const char *name)
{
    (void)path, (void)name;
    temporaries++;
}

static int count_temporaries(const struct world *w)
{
    temporaries = 0;
    each_temporary(w, count_temporary);
    return temporaries;
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
    setenv("ASAN_OPTIONS", "detect_leaks=0", 1); /* it traces, too */
    int null = open("/dev/null", O_WRONLY);
    if (chdir(w->folder) != 0 || dup2(null, STDOUT_FILENO) < 0 || dup2(null, STDERR_FILENO) < 0 ||
        ptrace(PTRACE_TRACEME, 0, NULL, NULL) != 0)
        _exit(99);
    execv(arguments[0], (char **)arguments);
    _exit(99);
}

/* Runs the command, and sends it the signal at the n-th stop with a temporary file. Returns how it
 * ended; *stops is how many such stops there were. */
static int run_until(const struct world *w, const char *const *words, int number, int n, int *stops)
{
    int status;
    pid_t child = world_fork();
    if (child == 0)
        become_drill(w, words);
    assert_int_equal(waitpid(child, &status, 0), child);
    *stops = 0;
    if (!WIFSTOPPED(status)) /* not allowed to trace */
        return status;
    long options = PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL;
    assert_int_equal(ptrace(PTRACE_SETOPTIONS, child, NULL, (void *)options), 0);
    for (long pass = 0; *stops < n; pass = 0) {
        assert_int_equal(ptrace(PTRACE_SYSCALL, child, NULL, (void *)pass), 0);
        assert_int_equal(waitpid(child, &status, 0), child);
        if (!WIFSTOPPED(status))
            return status;
        *stops += WSTOPSIG(status) == CALL_STOP && count_temporaries(w);
    }
    assert_int_equal(ptrace(PTRACE_DETACH, child, NULL, (void *)(long)number), 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    return status;
}

/* ---- the commands ---- */

struct command_case {
    const char *output; /* what it writes */
    const char *words[8];
};

static const struct command_case cases[] = {
    {"out", {"export", "reviews", "--force", "-o", "out"}},
    {"out", {"export", "cards", "--force", "-o", "out"}},
    {"out", {"export", "days", "--force", "-o", "out"}},
    {"out", {"export", "decks", "--force", "-o", "out"}},
    {"out", {"export", "deck", "d", "--force", "-o", "out"}},
    {"out", {"export", "anki", "--force", "-o", "out"}},
    {"out", {"stats", "d", "--force", "--html", "out"}},
    {"deck.yaml", {"ids", "deck.yaml"}},
    {"new/table.yaml", {"import", "--force", "-o", "new", "table.csv"}},
    {"new/other.yaml", {"import", "--force", "-o", "new", "other.yaml"}},
};

#define OLD       "deck: d\ncards:\n- {q: q1, a: answer 1}\n- {q: q2, a: answer 2}\n"
#define OLD_TABLE "deck: table\ncards: []\n"

static void make_world(struct world *w)
{
    world_write(w, "deck.yaml", OLD);
    world_write(w, "out", OLD);
    world_write(w, "other.yaml", "cards:\n- {q: one, a: 1}\n");
    world_write(w, "new/other.yaml", OLD);
    world_write(w, "table.csv", "question,answer\none,1\ntwo,2\n");
    world_write(w, "new/table.yaml", OLD_TABLE);
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

static bool is_old(const struct world *w, const char *name)
{
    char path[192], bytes[128] = "";
    FILE *file = fopen(world_path(w, name, path), "r");
    if (file) {
        assert_true(fread(bytes, 1, sizeof bytes - 1, file) > 0);
        fclose(file);
    }
    return strcmp(bytes, OLD) == 0 || strcmp(bytes, OLD_TABLE) == 0;
}

static off_t size_of(const struct world *w, const char *name)
{
    char path[192];
    struct stat file;
    return stat(world_path(w, name, path), &file) == 0 ? file.st_size : -1;
}

static void assert_ended(
    const struct world *w, const struct command_case *c, off_t whole, int n, int status)
{
    const char *why = count_temporaries(w)             ? "a temporary file stays"
                      : is_old(w, c->output)           ? NULL
                      : size_of(w, c->output) != whole ? "the file is neither old nor new"
                                                       : NULL;
    if (why || !WIFSIGNALED(status))
        fail_msg("%s %s: a signal at stop %d: status %d: %s", c->words[0], c->words[1], n, status,
            why ? why : "not ended by it");
}

/* Interrupts a command at every stop, or, where there are many, at STOPS_MAX of them. */
static void interrupt(struct world *w, const struct command_case *c)
{
    int all, stops;
    make_world(w);
    int status = run_until(w, c->words, 0, INT_MAX, &all);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 99)
        skip();
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        fail_msg("%s %s: status %d", c->words[0], c->words[1], status);
    assert_true(all > 3 && !is_old(w, c->output));
    off_t whole = size_of(w, c->output);
    for (int n = 1, i = 0; n <= all; n += 1 + all / STOPS_MAX, i++) {
        int number = numbers[i % (int)COUNT(numbers)];
        make_world(w);
        status = run_until(w, c->words, number, n, &stops);
        assert_int_equal(stops, n);
        assert_ended(w, c, whole, n, status);
        assert_int_equal(WTERMSIG(status), number);
    }
    print_message("# %s %s: %d stops\n", c->words[0], c->words[1], all);
}

static void test_interrupts__leave_no_temporary_file(void **state)
{
    assert_non_null(getenv("DRILL"));
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
