/* What the programs of "make torture" share: the folder in which drill runs under snare.so, its
 * output, and counts of what was tried and lost. Everything is static, so each program is one file.
 */
#ifndef FAULT_TORTURE_H
#define FAULT_TORTURE_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "base/buf.h"
#include "base/err.h"
#include "base/hash.h"
#include "fault/snare.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PATH_SIZE     256
#define TOLD_MAX      20 /* losses to print; all are counted */
#define HANGS_AFTER_S 60
#define NOW           "2026-03-02T09:00"

struct torture {
    const char *name;
    char drill[PATH_SIZE], library[PATH_SIZE];
    char root[128]; /* the folder that holds everything written */
    char run[160];  /* root/run: drill's working folder */
    char tmp[160];  /* root/tmp: its temporary files, removed after each run */
    const char *now;
    double end; /* when to stop, on the monotonic clock */
    uint64_t seed;
    struct snare *snare;
    /* about the last run: */
    struct buf out, err;
    int status; /* the status from waitpid */
    long lost;
};

/* ---- random numbers and time ---- */

static inline unsigned torture_below(struct torture *t, unsigned bound)
{
    t->seed = t->seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(t->seed >> 33) % bound;
}

static inline double torture_clock(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static inline bool torture_goes_on(const struct torture *t)
{
    return torture_clock() < t->end && t->lost < 1000;
}

/* ---- failures and losses ---- */

static inline void torture_stop(const char *what) __attribute__((noreturn));
static inline void torture_stop(const char *what)
{
    printf("not ok 1 - cannot go on: %s: %s\n", what, strerror(errno));
    exit(1);
}

static inline void torture_lost(struct torture *t, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
static inline void torture_lost(struct torture *t, const char *format, ...)
{
    va_list args;
    if (t->lost++ >= TOLD_MAX)
        return;
    char text[1000];
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    for (char *end; (end = strchr(text, '\n'));)
        *end = ' ';
    printf("# %s\n", text);
    fflush(stdout);
}

/* ---- files ---- */

static inline const char *torture_path(const char *folder, const char *name, char path[PATH_SIZE])
{
    if (snprintf(path, PATH_SIZE, "%s/%s", folder, name) >= PATH_SIZE)
        torture_stop(name);
    return path;
}

static inline bool torture_read(const char *path, struct buf *bytes)
{
    char block[65536];
    ssize_t size;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    buf_clear(bytes);
    if (fd < 0)
        return false;
    while ((size = read(fd, block, sizeof block)) > 0)
        buf_add(bytes, block, (size_t)size);
    close(fd);
    return size == 0 && !bytes->failed;
}

/* The file's time is derived from its bytes, so that a copy of a deck file has the same time. */
static inline void torture_write(const char *path, const char *bytes, size_t size)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    time_t time = 1700000000 + (time_t)(hash_add(0, bytes, size) % 10000000);
    const struct timespec times[2] = {{.tv_sec = time}, {.tv_sec = time}};
    if (fd < 0 || write(fd, bytes, size) != (ssize_t)size || futimens(fd, times) != 0 ||
        close(fd) != 0)
        torture_stop(path);
}

static inline int torture_remove(
    const char *path, const struct stat *file, int type, struct FTW *where)
{
    (void)file, (void)type;
    return where->level ? remove(path) : 0;
}

static inline void torture_empty(const char *folder)
{
    if (mkdir(folder, 0700) != 0 && nftw(folder, torture_remove, 16, FTW_DEPTH | FTW_PHYS) != 0)
        torture_stop(folder);
}

/* Called for each file below a folder, with its path and its path relative to that folder. */
typedef void torture_file_fn(void *context, const char *path, const char *name);

static inline void torture_walk(
    const char *folder, size_t prefix, torture_file_fn *take, void *context)
{
    DIR *entries = opendir(folder);
    if (!entries)
        return;
    for (struct dirent *entry; (entry = readdir(entries));) {
        char path[PATH_SIZE];
        struct stat file;
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        torture_path(folder, entry->d_name, path);
        if (lstat(path, &file) == 0 && S_ISDIR(file.st_mode))
            torture_walk(path, prefix, take, context);
        else
            take(context, path, path + prefix);
    }
    closedir(entries);
}

static inline void torture_each(const char *folder, torture_file_fn *take, void *context)
{
    torture_walk(folder, strlen(folder) + 1, take, context);
}

static inline void torture_copy_file(void *context, const char *path, const char *name)
{
    char target[PATH_SIZE];
    struct buf bytes = {0};
    torture_path(context, name, target);
    for (char *slash = target; (slash = strchr(slash + 1, '/'));) {
        *slash = '\0';
        mkdir(target, 0700);
        *slash = '/';
    }
    if (!torture_read(path, &bytes))
        torture_stop(path);
    torture_write(target, buf_string(&bytes), bytes.length);
    buf_done(&bytes);
}

/* Make `to` an exact copy of the folder `from`. */
static inline void torture_copy(const char *from, const char *to)
{
    char target[PATH_SIZE];
    snprintf(target, sizeof target, "%s", to);
    torture_empty(to);
    torture_each(from, torture_copy_file, target);
}

/* ---- running drill ---- */

/* Become drill with these arguments. @NAME stands for the path of NAME in the folder run. */
static inline void torture_exec(const struct torture *t, const char *const *words, bool snared)
    __attribute__((noreturn));
static inline void torture_exec(const struct torture *t, const char *const *words, bool snared)
{
    char paths[12][PATH_SIZE], page[PATH_SIZE];
    char *argv[14] = {(char *)t->drill};
    for (size_t i = 0; words[i]; i++)
        argv[i + 1] = words[i][0] == '@' ? (char *)torture_path(t->run, words[i] + 1, paths[i])
                                         : (char *)words[i];
    if (snared) {
        setenv("LD_PRELOAD", t->library, 1);
        setenv(SNARE_PAGE, torture_path(t->root, "page", page), 1);
    }
    setenv("DRILL_NOW", t->now, 1);
    alarm(HANGS_AFTER_S);
    execv(t->drill, argv);
    _exit(126);
}

static inline void torture_redirect(const struct torture *t, const char *name, int flags, int to)
{
    char path[PATH_SIZE];
    int fd = open(torture_path(t->root, name, path), flags | O_CLOEXEC, 0600);
    if (fd < 0 || dup2(fd, to) < 0)
        _exit(126);
}

/* Start drill with the file "in" as its input, and the files "out" and "err" as its output;
 * `suffix` is added to their names, to tell several programs apart. */
static inline pid_t torture_start(
    const struct torture *t, const char *const *words, bool snared, const char *suffix)
{
    char in[64], out[64], err[64], path[PATH_SIZE];
    snprintf(in, sizeof in, "in%s", suffix);
    snprintf(out, sizeof out, "out%s", suffix);
    snprintf(err, sizeof err, "err%s", suffix);
    torture_write(
        torture_path(t->root, out, path), "", 0); /* drill may be killed before it opens it */
    torture_write(torture_path(t->root, err, path), "", 0);
    fflush(stdout);
    pid_t child = fork();
    if (child < 0)
        torture_stop("fork");
    if (child == 0) {
        torture_redirect(t, in, O_RDONLY, STDIN_FILENO);
        torture_redirect(t, out, O_WRONLY | O_APPEND, STDOUT_FILENO);
        torture_redirect(t, err, O_WRONLY | O_APPEND, STDERR_FILENO);
        if (chdir(t->run) != 0)
            _exit(126);
        torture_exec(t, words, snared);
    }
    return child;
}

static inline void torture_input(const struct torture *t, const char *suffix, const char *text)
{
    char name[64], path[PATH_SIZE];
    snprintf(name, sizeof name, "in%s", suffix);
    torture_write(torture_path(t->root, name, path), text, strlen(text));
}

/* Wait for the drill started with that suffix, and read its output. */
static inline void torture_ended(struct torture *t, pid_t child, const char *suffix)
{
    char name[64], path[PATH_SIZE];
    if (waitpid(child, &t->status, 0) != child)
        torture_stop("waitpid");
    snprintf(name, sizeof name, "out%s", suffix);
    torture_read(torture_path(t->root, name, path), &t->out);
    snprintf(name, sizeof name, "err%s", suffix);
    torture_read(torture_path(t->root, name, path), &t->err);
}

/* Run drill with this input. `snare` says what should go wrong; if NULL, drill runs without
 * snare.so. */
static inline void torture_run(
    struct torture *t, const char *const *words, const char *input, const struct snare *snare)
{
    torture_input(t, "", input ? input : "");
    if (snare)
        *t->snare = *snare;
    torture_ended(t, torture_start(t, words, snare != NULL, ""), "");
    torture_empty(t->tmp);
}

static inline bool torture_exited(const struct torture *t, int with)
{
    return WIFEXITED(t->status) && WEXITSTATUS(t->status) == with;
}

/* Run a command that should succeed, to prepare a scenario; print the error if it fails. */
#define torture_must(t, input, ...)                                                                \
    do {                                                                                           \
        const char *const must_words[] = {__VA_ARGS__, NULL};                                      \
        torture_run(t, must_words, input, NULL);                                                   \
        if (!torture_exited(t, 0))                                                                 \
            printf("# %s: %s\n", must_words[0], buf_string(&(t)->err));                            \
    } while (0)

/* Whether drill's help lists a command; for two words, whether the first word's help lists the
 * second. */
static inline bool torture_knows(struct torture *t, const char *command)
{
    char first[32], find[48];
    const char *space = strchr(command, ' ');
    snprintf(first, sizeof first, "%.*s", space ? (int)(space - command) : 0, command);
    snprintf(find, sizeof find, space ? "%s" : "drill %s", space ? space + 1 : command);
    const char *const words[] = {"help", space ? first : NULL, NULL};
    torture_run(t, words, NULL, NULL);
    return strstr(buf_string(&t->out), find) != NULL;
}

/* ---- start and end ---- */

static inline struct snare *torture_page(const struct torture *t)
{
    char path[PATH_SIZE];
    int fd = open(torture_path(t->root, "page", path), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0 || ftruncate(fd, sizeof(struct snare)) != 0)
        torture_stop(path);
    void *page = mmap(NULL, sizeof(struct snare), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    if (page == MAP_FAILED)
        torture_stop("mmap");
    return page;
}

static inline const char *torture_library(const char *program, char path[PATH_SIZE])
{
    const char *slash = strrchr(program, '/');
    char name[PATH_SIZE], *real;
    snprintf(name, sizeof name, "%.*s/snare.so", slash ? (int)(slash - program) : 1,
        slash ? program : ".");
    real = realpath(name, NULL);
    snprintf(path, PATH_SIZE, "%s", real ? real : "");
    free(real);
    return path;
}

/* Arguments: SECONDS [SEED]; $DRILL is the drill to test. Prefers a folder in memory, since nothing
 * here must survive a real power loss. */
static inline void torture_begin(struct torture *t, const char *name, int argc, char **argv)
{
    static const char *const unset[] = {
        "DRILL_DB", "DRILL_TRACE", "NO_COLOR", "XDG_CONFIG_HOME", "XDG_DATA_HOME"};
    const char *drill = getenv("DRILL"), *folder = getenv("TMPDIR");
    *t = (struct torture){.name = name, .now = NOW};
    if (argc < 2 || !drill || !realpath(drill, t->drill))
        torture_stop("DRILL=PROGRAM torture_... SECONDS [SEED]");
    t->end = torture_clock() + atof(argv[1]);
    t->seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    if (!folder)
        folder = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
    snprintf(t->root, sizeof t->root, "%.90s/drill-torture-XXXXXX", folder);
    if (!mkdtemp(t->root))
        torture_stop(t->root);
    snprintf(t->run, sizeof t->run, "%s/run", t->root);
    snprintf(t->tmp, sizeof t->tmp, "%s/tmp", t->root);
    torture_empty(t->run);
    torture_empty(t->tmp);
    setenv("TMPDIR", t->tmp, 1);
    for (size_t i = 0; i < COUNT(unset); i++)
        unsetenv(unset[i]);
    setenv("HOME", t->root, 1);
    setenv("LC_ALL", "C.UTF-8", 1);
    setenv("TZ", "UTC", 1);
    t->snare = torture_page(t);
    if (!*torture_library(argv[0], t->library))
        torture_stop("snare.so");
}

/* Print the result: what was tried and how much was lost. Return the exit status. */
static inline int torture_end(struct torture *t, const char *tried)
{
    printf("%s 1 - %s: %s, %ld lost\n1..1\n", t->lost ? "not ok" : "ok", t->name, tried, t->lost);
    torture_empty(t->root);
    rmdir(t->root);
    buf_done(&t->out);
    buf_done(&t->err);
    return t->lost ? 1 : 0;
}

#endif
