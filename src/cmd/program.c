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

/* Wait until the program ends, and return its status. If only the program stops, stop the whole
 * job, as Ctrl-Z does; otherwise the terminal would be left without a program that reads it. If the
 * job was stopped as a whole, the stop may be reported only when all of it goes on. */
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
            kill(0, SIGTSTP);
        kill(program, SIGCONT);
    }
}

int program_run(const char *program, char *const *arguments)
{
    struct sigaction ignore = {.sa_handler = SIG_IGN},
                     note = {.sa_handler = program_note_continued};
    struct sigaction interrupt, quit, go_on;
    int status = -1;
    sigaction(SIGINT, &ignore, &interrupt);
    sigaction(SIGQUIT, &ignore, &quit);
    sigaction(SIGCONT, &note, &go_on);
    pid_t child = fork();
    if (child == 0) {
        signal(SIGINT, SIG_DFL);
        signal(SIGQUIT, SIG_DFL);
        execvp(program, arguments);
        _exit(127);
    }
    if (child > 0)
        status = program_wait(child);
    sigaction(SIGINT, &interrupt, NULL);
    sigaction(SIGQUIT, &quit, NULL);
    sigaction(SIGCONT, &go_on, NULL);
    return status;
}
