/* A program's process is a child of drill, and leads a process group. Its number stays in a table
 * until SIGCHLD's handler has reaped it, so a number in the table is never another program's. */
#include "cmd/launch.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define RUNNING_MAX 64
#define FILES_MAX   1024 /* more than drill opens at once */

static volatile pid_t running[RUNNING_MAX]; /* 0: free */

/* ---- words ---- */

static void launch_add_word(struct launch *launch, const char *word, size_t length)
{
    char *copy = strndup(word, length);
    /* keep an element free for NULL */
    if (!copy || !array_grow(&launch->words, launch->count + 1, &launch->capacity, sizeof copy)) {
        free(copy);
        launch->failed = true;
        return;
    }
    launch->words[launch->count++] = copy;
    launch->words[launch->count] = NULL;
}

void launch_add(struct launch *launch, const char *word)
{
    launch_add_word(launch, word, strlen(word));
}

void launch_add_words(struct launch *launch, const char *command)
{
    for (size_t length; *(command += strspn(command, " \t")); command += length) {
        length = strcspn(command, " \t");
        launch_add_word(launch, command, length);
    }
}

void launch_done(struct launch *launch)
{
    for (size_t i = 0; i < launch->count; i++)
        free(launch->words[i]);
    free(launch->words);
    *launch = (struct launch){0};
}

/* ---- finding programs ---- */

static bool launch_may_run(const char *path)
{
    struct stat file;
    return stat(path, &file) == 0 && S_ISREG(file.st_mode) && access(path, X_OK) == 0;
}

bool launch_find(const char *program, struct buf *path)
{
    const char *folders = getenv("PATH");
    buf_clear(path);
    if (strchr(program, '/')) {
        buf_text(path, program);
        return !path->failed && launch_may_run(program);
    }
    for (size_t length; *program && folders && *folders; folders += length) {
        length = strcspn(folders, ":");
        buf_clear(path);
        buf_format(path, "%.*s/%s", (int)length, folders, program);
        if (*folders == '/' && !path->failed && launch_may_run(buf_string(path)))
            return true;
        length += folders[length] == ':';
    }
    return false;
}

/* ---- running them ---- */

static void launch_reap(int signal)
{
    int saved = errno;
    (void)signal;
    for (size_t i = 0; i < RUNNING_MAX; i++)
        if (running[i] && waitpid(running[i], NULL, WNOHANG) == running[i])
            running[i] = 0;
    errno = saved;
}

/* Holds signals back, so that neither the table changes nor a handler runs in a child. */
static void launch_hold_signals(sigset_t *before)
{
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, before);
}

static void launch_reset_signals(void)
{
    sigset_t none;
    for (int number = 1; number < NSIG; number++)
        signal(number, SIG_DFL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

static void launch_leave_terminal(void)
{
    int nothing = open("/dev/null", O_RDWR);
    setsid();
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO && nothing >= 0; fd++)
        dup2(nothing, fd);
}

/* Closes drill's own files, the database among them: a child that waits for a run to end keeps
 * them otherwise. */
static void launch_close_files(int except)
{
    for (int fd = STDERR_FILENO + 1; fd < FILES_MAX; fd++)
        if (fd != except)
            close(fd);
}

/* Becomes the program. If that fails, writes why into the pipe. */
static _Noreturn void launch_become(const char *path, char *const *words, int pipe)
{
    execv(path, words);
    int problem = errno;
    if (pipe >= 0 && write(pipe, &problem, sizeof problem) < 0)
        _exit(126);
    _exit(127);
}

static volatile sig_atomic_t launch_ended; /* in the child: no further runs */

static void launch_note_end(int signal)
{
    (void)signal;
    launch_ended = 1;
}

/* In the child: runs the program for each target. Only the first run's problem is reported. */
static _Noreturn void launch_all(
    const char *path, char **words, size_t last, const char *const *targets, size_t count, int pipe)
{
    launch_leave_terminal();
    launch_close_files(pipe);
    launch_reset_signals();
    if (count > 1) /* outlive the run that launch_stop ends, so as to reap it */
        signal(SIGTERM, launch_note_end);
    for (size_t i = 0; i + 1 < count && !launch_ended; i++) {
        words[last] = (char *)targets[i];
        pid_t run = fork();
        if (run == 0)
            launch_become(path, words, pipe);
        if (pipe >= 0)
            close(pipe);
        pipe = -1;
        while (run > 0 && waitpid(run, NULL, 0) < 0 && errno == EINTR)
            ;
    }
    if (launch_ended)
        _exit(0);
    signal(SIGTERM, SIG_DFL);
    words[last] = (char *)targets[count - 1];
    launch_become(path, words, pipe);
}

/* Waits until the child has become the program. Returns 0, or an errno. */
static int launch_await(int pipe)
{
    int problem = 0;
    ssize_t got;
    do
        got = read(pipe, &problem, sizeof problem);
    while (got < 0 && errno == EINTR);
    return got == sizeof problem ? problem : 0;
}

/* Starts the child and notes it in a free row of the table. Returns 0, or an errno. */
static int launch_fork(const char *path, char **words, size_t last, const char *const *targets,
    size_t count, pid_t *group)
{
    struct sigaction reap = {.sa_handler = launch_reap, .sa_flags = SA_RESTART | SA_NOCLDSTOP};
    sigset_t before;
    int ends[2];
    size_t row = 0;
    while (row < RUNNING_MAX && running[row])
        row++;
    if (row == RUNNING_MAX)
        return EAGAIN;
    if (pipe(ends) != 0)
        return errno;
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    sigemptyset(&reap.sa_mask);
    sigaction(SIGCHLD, &reap, NULL);
    launch_hold_signals(&before);
    *group = fork();
    int problem = *group < 0 ? errno : 0;
    if (*group == 0)
        launch_all(path, words, last, targets, count, ends[1]);
    running[row] = *group > 0 ? *group : 0;
    sigprocmask(SIG_SETMASK, &before, NULL);
    close(ends[1]);
    problem = problem ? problem : launch_await(ends[0]);
    close(ends[0]);
    return problem;
}

enum err_code launch_run(const struct launch *launch, const char *const *targets, size_t count,
    pid_t *group, struct err *err)
{
    struct buf path = {0};
    struct launch run = {0};
    int problem = 0;
    *group = 0;
    assert(launch->failed || launch->count > 0);
    for (size_t i = 0; i < launch->count; i++)
        launch_add(&run, launch->words[i]);
    launch_add(&run, ""); /* the target's place */
    bool failed = run.failed || launch->failed;
    bool found = !failed && launch->count && launch_find(launch->words[0], &path);
    if (found)
        problem = launch_fork(buf_string(&path), run.words, run.count - 1, targets, count, group);
    enum err_code code = failed || path.failed ? err_memory(err)
                         : !found  ? err_set(err, ERR_IO, "no program \"%s\"", launch->words[0])
                         : problem ? err_set(err, ERR_IO, "\"%s\" cannot be run: %s",
                                         launch->words[0], strerror(problem))
                                   : ERR_NONE;
    buf_done(&path);
    launch_done(&run);
    return code;
}

/* ---- ending them ---- */

bool launch_is_running(pid_t group)
{
    for (size_t i = 0; group && i < RUNNING_MAX; i++)
        if (running[i] == group)
            return true;
    return false;
}

void launch_stop(pid_t group)
{
    sigset_t before;
    launch_hold_signals(&before);
    if (launch_is_running(group))
        kill(-group, SIGTERM);
    sigprocmask(SIG_SETMASK, &before, NULL);
}
