#include "cmd/program.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile sig_atomic_t program_continued; /* drill was stopped, and goes on */

static void program_note_continued(int signal)
{
    (void)signal;
    program_continued = 1;
}

/* Block or unblock SIGTSTP; *before, if not NULL, becomes the mask before. */
static void program_mask_stop(int how, sigset_t *before)
{
    sigset_t stop;
    sigemptyset(&stop);
    sigaddset(&stop, SIGTSTP);
    sigprocmask(how, &stop, before);
}

/* Stop the whole job, drill included, which goes on at SIGCONT. SIGTSTP is blocked, so one that
 * Ctrl-Z has sent as well does not stop drill a second time. */
static void program_stop_job(void)
{
    kill(0, SIGTSTP);
    program_mask_stop(SIG_UNBLOCK, NULL);
    program_mask_stop(SIG_BLOCK, NULL);
}

/* Let the program go on. SIGCONT drops a Ctrl-Z that came before it, so send that again. */
static void program_continue(pid_t program)
{
    sigset_t pending;
    kill(program, SIGCONT);
    if (sigpending(&pending) == 0 && sigismember(&pending, SIGTSTP))
        kill(program, SIGTSTP);
}

/* Wait until the program ends, and return its status. When the program stops, stop the whole job;
 * otherwise the terminal would be left without a program that reads it. If the job was stopped as a
 * whole, the stop may be reported only when all of it goes on. */
static int program_wait(pid_t program)
{
    int status = -1;
    for (;;) {
        program_continued = 0;
        pid_t reported = waitpid(program, &status, WUNTRACED);
        bool stopped = reported == program && WIFSTOPPED(status);
        if (!stopped && (reported >= 0 || errno != EINTR))
            return status;
        if (stopped && !program_continued)
            program_stop_job();
        program_continue(program);
    }
}

/* Forget a Ctrl-Z that the program did not obey, and let the next one stop drill again. */
static void program_restore_stop(const sigset_t *before)
{
    struct sigaction ignore = {.sa_handler = SIG_IGN}, stop;
    sigaction(SIGTSTP, &ignore, &stop); /* drops a pending signal */
    sigaction(SIGTSTP, &stop, NULL);
    sigprocmask(SIG_SETMASK, before, NULL);
}

int program_run(const char *program, char *const *arguments)
{
    struct sigaction ignore = {.sa_handler = SIG_IGN},
                     note = {.sa_handler = program_note_continued};
    struct sigaction interrupt, quit, go_on;
    sigset_t before;
    int status = -1;
    program_mask_stop(SIG_BLOCK, &before);
    sigaction(SIGINT, &ignore, &interrupt);
    sigaction(SIGQUIT, &ignore, &quit);
    sigaction(SIGCONT, &note, &go_on);
    pid_t child = fork();
    if (child == 0) {
        signal(SIGINT, SIG_DFL);
        signal(SIGQUIT, SIG_DFL);
        sigprocmask(SIG_SETMASK, &before, NULL);
        execvp(program, arguments);
        _exit(127);
    }
    if (child > 0)
        status = program_wait(child);
    sigaction(SIGINT, &interrupt, NULL);
    sigaction(SIGQUIT, &quit, NULL);
    sigaction(SIGCONT, &go_on, NULL);
    program_restore_stop(&before);
    return status;
}
