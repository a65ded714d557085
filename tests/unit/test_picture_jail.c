/* What drill-picture can no longer do once it decodes: each in a child that has limited itself. */
#include "tui/picture_jail.h"

#include "base/buf.h"

#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define NO_LANDLOCK 77
#define FONTS       "/etc/fonts/fonts.conf"

/* ---- what a child tries; true if it could ---- */

static bool jail_open(void)
{
    return open("/etc/passwd", O_RDONLY) >= 0;
}

static bool jail_create(void)
{
    return open("/tmp/drill-test-jail", O_WRONLY | O_CREAT, 0600) >= 0;
}

static bool jail_remove(void)
{
    return unlink("/tmp/drill-test-jail") == 0 || errno == ENOENT;
}

static bool jail_folder(void)
{
    return mkdir("/tmp/drill-test-jail", 0700) == 0;
}

static bool jail_socket(void)
{
    return socket(AF_INET, SOCK_STREAM, 0) >= 0 || socket(AF_UNIX, SOCK_STREAM, 0) >= 0;
}

static bool jail_fork(void)
{
    pid_t child = fork();
    if (child == 0)
        _exit(0);
    return child > 0;
}

static bool jail_exec(void)
{
    char *const arguments[] = {"true", NULL};
    execv("/bin/true", arguments);
    return errno != EPERM;
}

static bool jail_kill(void)
{
    return kill(getppid(), 0) == 0;
}

static bool jail_code(void)
{
    return mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) !=
           MAP_FAILED;
}

static bool jail_more_memory(void)
{
    struct rlimit limit = {RLIM_INFINITY, RLIM_INFINITY};
    return setrlimit(RLIMIT_AS, &limit) == 0;
}

static bool jail_all_memory(void)
{
#ifdef __SANITIZE_ADDRESS__
    return false; /* no limit then */
#else
    return malloc((size_t)1 << 30) != NULL;
#endif
}

static void *jail_add(void *number)
{
    ++*(int *)number;
    return NULL;
}

static bool jail_thread(void)
{
    pthread_t thread;
    int number = 1;
    return pthread_create(&thread, NULL, jail_add, &number) == 0 &&
           pthread_join(thread, NULL) == 0 && number == 2;
}

static bool jail_memory(void)
{
    volatile char *bytes = malloc(10000000);
    if (bytes)
        bytes[0] = 'x';
    return bytes && bytes[0] == 'x';
}

static bool jail_font(void)
{
    char byte;
    int fd = open(FONTS, O_RDONLY);
    return fd >= 0 && read(fd, &byte, 1) == 1;
}

/* ---- */

/* Whether a jailed child could do it: 1 if so, 0 if not; NO_LANDLOCK if it cannot read fonts only.
 */
static int jail_allows(bool (*attempt)(void), bool fonts)
{
    int status;
    pid_t child = fork();
    if (child == 0) {
        if (!jail_limit())
            _exit(10);
        if (fonts && !jail_limit_to_fonts())
            _exit(NO_LANDLOCK);
        if (!jail_close(fonts))
            _exit(11);
        _exit(attempt() ? 1 : 0);
    }
    assert_true(child > 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    if (WEXITSTATUS(status) == NO_LANDLOCK)
        printf("# skipped: this kernel has no Landlock\n");
    else
        assert_in_range(WEXITSTATUS(status), 0, 1);
    return WEXITSTATUS(status);
}

static const struct {
    const char *name;
    bool (*attempt)(void);
} jail_forbidden[] = {
    {"open a file", jail_open},
    {"create a file", jail_create},
    {"remove a file", jail_remove},
    {"make a folder", jail_folder},
    {"open a socket", jail_socket},
    {"fork", jail_fork},
    {"run a program", jail_exec},
    {"signal drill", jail_kill},
    {"map code", jail_code},
    {"raise its limit", jail_more_memory},
    {"take all memory", jail_all_memory},
};

static void test_picture_jail__denies(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(jail_forbidden); i++)
        if (jail_allows(jail_forbidden[i].attempt, false) == 1)
            fail_msg("it could %s", jail_forbidden[i].name);
}

static void test_picture_jail__denies_with_fonts(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(jail_forbidden); i++)
        if (jail_allows(jail_forbidden[i].attempt, true) == 1)
            fail_msg("it could %s", jail_forbidden[i].name);
}

static void test_picture_jail__allows(void **state)
{
    (void)state;
    assert_int_equal(jail_allows(jail_memory, false), 1);
    assert_int_equal(jail_allows(jail_thread, false), 1);
    assert_int_equal(jail_allows(jail_font, false), 0);
    if (access(FONTS, R_OK) == 0)
        assert_int_not_equal(jail_allows(jail_font, true), 0);
}

int main(void)
{
#ifdef __linux__
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_picture_jail__denies),
        cmocka_unit_test(test_picture_jail__denies_with_fonts),
        cmocka_unit_test(test_picture_jail__allows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
#else
    printf("1..1\nok 1 # SKIP only Linux denies all of this\n");
    return 0;
#endif
}
