/* Runs other programs beside drill: viewers and players. Never by a shell: a program is found on
 * PATH and gets its arguments as they are. It has no terminal, so it cannot spoil the screen:
 * standard input, output and error are /dev/null, and it leads a session of its own. */
#ifndef CMD_LAUNCH_H
#define CMD_LAUNCH_H

#include "base/buf.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* A program with its arguments. Empty if zero-initialized; free with launch_done. */
struct launch {
    char **words; /* the program, and its arguments; NULL after the last */
    size_t count, capacity;
    bool failed; /* memory ran out */
};

/* Appends the words of a command, which blanks separate. There is no quoting. */
void launch_add_words(struct launch *launch, const char *command);
/* Appends a single word as it is. */
void launch_add(struct launch *launch, const char *word);
void launch_done(struct launch *launch);

/* Sets `path` to the program of that name: itself if it contains a slash, otherwise the first in an
 * absolute folder on PATH. Returns false if there is none that may be run. */
bool launch_find(const char *program, struct buf *path);

/* Runs the program once for each target, one run after the other, with the target as its last
 * argument. Returns at once, with the number of the process group in *group. ERR_IO if the first
 * run cannot begin, with the reason in words. */
enum err_code launch_run(const struct launch *launch, const char *const *targets, size_t count,
    pid_t *group, struct err *err);

/* Whether the runs have not all ended. */
bool launch_is_running(pid_t group);
/* Ends the runs. Does nothing if they have ended, or for 0. */
void launch_stop(pid_t group);

#endif
