#include "base/temporary.h"

#include "base/buf.h"
#include "base/utf8.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define NAME_MAX_KEPT 100 /* bytes; short enough for the whole name to fit any file system */

/* The signals by which a user, a closed pipe or a resource limit ends the program. */
static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE, SIGXFSZ};
/* The suffixes of SQLite's files beside a database, and of the database itself, longest first. */
static const char *const ends[] = {"-journal", "-wal", "-shm", ""};

/* All temporary files. The list changes only while the signals are blocked, since the handler reads
 * it. */
static struct temporary *temporaries;

/* ---- signals ---- */

static void temporary_fill(sigset_t *set)
{
    sigemptyset(set);
    for (size_t i = 0; i < COUNT(signals); i++)
        sigaddset(set, signals[i]);
}

static void temporary_block_signals(sigset_t *before)
{
    sigset_t set;
    temporary_fill(&set);
    sigprocmask(SIG_BLOCK, &set, before);
}

/* Safe in a signal handler. Never removes the file of another process: the name contains this
 * process's ID, and the list holds only files that this process created. */
static void temporary_unlink(struct temporary *t)
{
    for (size_t i = 0; i < COUNT(ends); i++) {
        strcpy(t->path + t->length, ends[i]);
        unlink(t->path);
    }
}

static void temporary_on_signal(int number)
{
    for (struct temporary *t = temporaries; t; t = t->next)
        if (t->owner == getpid()) /* a forked child inherits its parent's list */
            temporary_unlink(t);
    signal(number, SIG_DFL);
    raise(number); /* ends the program when this handler returns */
}

void temporary_catch_signals(void)
{
    struct sigaction action = {.sa_handler = temporary_on_signal}, now;
    temporary_fill(&action.sa_mask);
    for (size_t i = 0; i < COUNT(signals); i++)
        if (sigaction(signals[i], NULL, &now) == 0 && now.sa_handler == SIG_DFL)
            sigaction(signals[i], &action, NULL);
}

/* ---- names ---- */

const char *temporary_folder(void)
{
    const char *folder = getenv("TMPDIR");
    return folder && *folder ? folder : "/tmp";
}

pid_t temporary_owner(const char *name)
{
    const char *mark = NULL;
    for (const char *at = name; (at = strstr(at, TEMPORARY_MARK)); at++)
        mark = at;
    if (*name != '.' || !mark || mark == name)
        return 0;
    const char *digits = mark + strlen(TEMPORARY_MARK);
    size_t count = strspn(digits, "0123456789"), rest = strlen(digits) - count;
    bool named = count > 0 && count < 10 && rest >= strlen("-XXXXXX") && digits[count] == '-';
    const char *end = named ? digits + count + strlen("-XXXXXX") : "?";
    for (size_t i = 0; i < COUNT(ends); i++)
        if (strcmp(end, ends[i]) == 0)
            return (pid_t)strtol(digits, NULL, 10);
    return 0;
}

static struct temporary *temporary_name(const char *path)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    size_t kept = strlen(name);
    kept = kept < NAME_MAX_KEPT ? kept : utf8_cut(name, NAME_MAX_KEPT);
    size_t size = strlen(path) + sizeof "." TEMPORARY_MARK "4294967295-XXXXXX-journal";
    struct temporary *t = calloc(1, sizeof *t + size);
    if (!t)
        return NULL;
    t->owner = getpid();
    t->length = (size_t)snprintf(t->path, size, "%.*s.%.*s" TEMPORARY_MARK "%ld-XXXXXX",
        (int)(name - path), path, (int)kept, name, (long)t->owner);
    return t;
}

/* ---- files ---- */

enum err_code temporary_make(
    struct temporary **temporary, const char *path, int *fd, struct err *err)
{
    sigset_t before;
    struct temporary *t = *temporary = temporary_name(path);
    if (!t)
        return err_memory(err);
    temporary_block_signals(&before);
    *fd = mkstemp(t->path);
    int failed = errno;
    if (*fd >= 0) {
        t->next = temporaries;
        temporaries = t;
    }
    sigprocmask(SIG_SETMASK, &before, NULL);
    if (*fd >= 0)
        return ERR_NONE;
    free(t);
    *temporary = NULL;
    return err_at(err, ERR_IO, path, 0, 0, "cannot be written: %s", strerror(failed));
}

enum err_code temporary_make_scratch(
    struct temporary **temporary, const char *name, int *fd, struct err *err)
{
    struct buf path = {0};
    *temporary = NULL;
    buf_format(&path, "%s/%s", temporary_folder(), name);
    enum err_code code =
        path.failed ? err_memory(err) : temporary_make(temporary, buf_string(&path), fd, err);
    buf_done(&path);
    return code;
}

static void temporary_forget(struct temporary *temporary)
{
    struct temporary **link = &temporaries;
    while (*link != temporary)
        link = &(*link)->next;
    *link = temporary->next;
    free(temporary);
}

int temporary_rename(struct temporary *temporary, const char *path)
{
    sigset_t before;
    temporary_block_signals(&before);
    int result = rename(temporary->path, path), failed = errno;
    if (result == 0)
        temporary_forget(temporary);
    sigprocmask(SIG_SETMASK, &before, NULL);
    errno = failed;
    return result;
}

void temporary_remove(struct temporary *temporary)
{
    sigset_t before;
    if (!temporary)
        return;
    temporary_block_signals(&before);
    temporary_unlink(temporary);
    temporary_forget(temporary);
    sigprocmask(SIG_SETMASK, &before, NULL);
}
