#include "tui/picture_decode.h"

#include "tui/picture_helper.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/mman.h>
#endif
#ifdef __APPLE__
#include <mach-o/dyld.h>
#endif

#ifndef DRILL_PREFIX
#define DRILL_PREFIX "/usr/local"
#endif

#define DESCRIPTORS_MAX 1024 /* drill has fewer open */

/* The largest file that the helper may write, in bytes: the largest picture. */
#define FILE_MAX (sizeof(struct picture_header) + 4 * PICTURE_PIXELS_MAX * PICTURE_PIXELS_MAX)

/* A run of the helper. */
struct decoding {
    const char *program;
    char max_width[16], max_height[16]; /* its arguments */
    int picture;                        /* what it reads */
    int pixels;                         /* the unnamed file that it writes */
    int alive[2]; /* a pipe that only the helper holds open for writing while it runs */
    int wait_ms;
};

/* ---- in the child ---- */

/* Make the three descriptors 0, 1 and 2, whatever their numbers are, and close all others. */
static void decode_set_descriptors(const struct decoding *decoding)
{
    int from[] = {decoding->picture, decoding->pixels, decoding->alive[1]};
    for (int i = 0; i < 3; i++)
        from[i] = fcntl(from[i], F_DUPFD, 3);
    for (int i = 0; i < 3; i++)
        if (dup2(from[i], i) != i)
            _exit(PICTURE_EXIT_FAILED);
    for (int i = 3; i < DESCRIPTORS_MAX; i++)
        close(i);
}

/* Become the helper: in a session of its own, which the terminal's signals do not reach. It gets
 * nothing from the environment: neither folders of modules nor anything else can be set there. */
static _Noreturn void decode_exec(const struct decoding *decoding)
{
    static char *const environment[] = {"LC_ALL=C", NULL};
    static const int signals[] = {SIGPIPE, SIGXFSZ, SIGXCPU, SIGALRM, SIGCHLD};
    char *const arguments[] = {
        "drill-picture", (char *)decoding->max_width, (char *)decoding->max_height, NULL};
    static const struct rlimit limit = {FILE_MAX, FILE_MAX};
    sigset_t none;
    setsid();
    decode_set_descriptors(decoding);
    for (size_t i = 0; i < COUNT(signals); i++)
        signal(signals[i], SIG_DFL);
    if (setrlimit(RLIMIT_FSIZE, &limit) != 0 || chdir("/") != 0)
        _exit(PICTURE_EXIT_FAILED);
    alarm(PICTURE_SECONDS_MAX + 1); /* if drill is no longer there to end it */
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    execve(decoding->program, arguments, environment);
    _exit(PICTURE_EXIT_NO_PROGRAM);
}

/* ---- in drill ---- */

/* Wait until the helper ends, and return its status from waitpid; end it when time is up, and then
 * return -1. */
static int decode_wait(const struct decoding *decoding, pid_t child)
{
    struct pollfd end = {.fd = decoding->alive[0]};
    bool in_time = poll(&end, 1, decoding->wait_ms) > 0;
    if (!in_time)
        kill(-child, SIGKILL); /* and what a script in its place has started */
    kill(child, SIGKILL);      /* it may have closed the pipe, and go on */
    int status = -1;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    return in_time ? status : -1;
}

/* Run the helper and return its status as decode_wait does. Signals wait until it has ended: none
 * shortens the wait, and no handler runs in the child. -2 if it cannot be started. */
static int decode_run(struct decoding *decoding)
{
    struct sigaction usual = {.sa_handler = SIG_DFL}, was; /* ignored, it would take the status */
    sigset_t all, before;
    sigfillset(&all);
    if (pipe(decoding->alive) != 0)
        return -2;
    sigprocmask(SIG_BLOCK, &all, &before);
    sigaction(SIGCHLD, &usual, &was);
    pid_t child = fork();
    if (child == 0)
        decode_exec(decoding);
    close(decoding->alive[1]);
    int status = child > 0 ? decode_wait(decoding, child) : -2;
    close(decoding->alive[0]);
    sigaction(SIGCHLD, &was, NULL);
    sigprocmask(SIG_SETMASK, &before, NULL);
    return status;
}

static const struct {
    enum picture_exit status;
    const char *message;
} decode_failures[] = {
    {PICTURE_EXIT_UNKNOWN, "not a PNG, JPEG, GIF, WebP or SVG picture"},
    {PICTURE_EXIT_NO_LOADER, "gdk-pixbuf has no loader for this picture"},
    {PICTURE_EXIT_NO_WEBP, "WebP pictures need the package webp-pixbuf-loader"},
    {PICTURE_EXIT_NO_SVG,
        "SVG pictures need the package librsvg2-common (Debian), librsvg2 (Fedora) or librsvg"},
    {PICTURE_EXIT_TOO_LARGE, "the picture has more than 64 million pixels, or more than 64 MB"},
    {PICTURE_EXIT_DAMAGED, "the picture is damaged"},
    {PICTURE_EXIT_NO_PROGRAM,
        "pictures need the package libgdk-pixbuf-2.0-0 (Debian), gdk-pixbuf2 (Fedora, Arch) or "
        "gdk-pixbuf (Homebrew)"},
};

/* ERR_NONE if the status says that the helper has written the picture. */
static enum err_code decode_judge(int status, struct err *err)
{
    if (status == -2)
        return err_set(err, ERR_IO, "cannot start drill-picture: %s", strerror(errno));
    if (status == -1)
        return err_set(err, ERR_IO, "decoding took too long");
    if (WIFSIGNALED(status))
        return err_set(err, ERR_IO, "the picture is damaged, or needs too much memory");
    for (size_t i = 0; i < COUNT(decode_failures); i++)
        if (WEXITSTATUS(status) == (int)decode_failures[i].status)
            return err_set(err, ERR_IO, "%s", decode_failures[i].message);
    if (WEXITSTATUS(status) != PICTURE_EXIT_DONE)
        return err_set(err, ERR_IO, "drill-picture failed (exit status %d)", WEXITSTATUS(status));
    return ERR_NONE;
}

static bool decode_read_bytes(int fd, void *bytes, size_t length, off_t offset)
{
    char *to = bytes;
    while (length) {
        ssize_t got = pread(fd, to, length, offset);
        if (got <= 0)
            return false;
        to += got;
        offset += got;
        length -= (size_t)got;
    }
    return true;
}

static enum err_code decode_take(
    int fd, int max_width, int max_height, struct picture *picture, struct err *err)
{
    struct picture_header header;
    if (!decode_read_bytes(fd, &header, sizeof header, 0) ||
        memcmp(header.magic, PICTURE_MAGIC, sizeof header.magic) != 0 || header.width < 1 ||
        header.height < 1 || header.width > (uint32_t)max_width ||
        header.height > (uint32_t)max_height)
        return err_set(err, ERR_IO, "drill-picture failed: it wrote no picture");
    size_t size = (size_t)header.width * header.height * 4;
    unsigned char *rgba = malloc(size);
    if (!rgba)
        return err_memory(err);
    if (!decode_read_bytes(fd, rgba, size, sizeof header)) {
        free(rgba);
        return err_set(err, ERR_IO, "drill-picture failed: it wrote no picture");
    }
    *picture = (struct picture){(int)header.width, (int)header.height, rgba};
    return ERR_NONE;
}

/* A file without a name, in memory where possible; -1 on failure. */
static int decode_open_pixels(void)
{
#ifdef __linux__
    return memfd_create("drill-picture", MFD_CLOEXEC);
#else
    char name[] = "/tmp/drill-picture-XXXXXX";
    int fd = mkstemp(name);
    if (fd >= 0)
        unlink(name);
    return fd;
#endif
}

enum err_code picture_decode_with(const char *program, int wait_ms, int fd, int max_width,
    int max_height, struct picture *picture, struct err *err)
{
    assert(max_width >= 1 && max_width <= PICTURE_PIXELS_MAX);
    assert(max_height >= 1 && max_height <= PICTURE_PIXELS_MAX);
    struct decoding decoding = {.program = program, .picture = fd, .wait_ms = wait_ms};
    struct stat file;
    *picture = (struct picture){0};
    if (fstat(fd, &file) != 0 || !S_ISREG(file.st_mode) || lseek(fd, 0, SEEK_SET) != 0)
        return err_set(err, ERR_IO, "not a file");
    decoding.pixels = decode_open_pixels();
    if (decoding.pixels < 0)
        return err_set(err, ERR_IO, "cannot keep the picture: %s", strerror(errno));
    snprintf(decoding.max_width, sizeof decoding.max_width, "%d", max_width);
    snprintf(decoding.max_height, sizeof decoding.max_height, "%d", max_height);
    enum err_code code = decode_judge(decode_run(&decoding), err);
    if (!code)
        code = decode_take(decoding.pixels, max_width, max_height, picture, err);
    close(decoding.pixels);
    return code;
}

void picture_done(struct picture *picture)
{
    free(picture->rgba);
    *picture = (struct picture){0};
}

/* ---- finding it ---- */

/* The path of this program's file, in full; false if the system does not tell. */
static bool decode_own_path(char path[PATH_MAX])
{
#ifdef __APPLE__
    char unresolved[PATH_MAX];
    uint32_t size = sizeof unresolved;
    return _NSGetExecutablePath(unresolved, &size) == 0 && realpath(unresolved, path);
#else
    ssize_t length = readlink("/proc/self/exe", path, PATH_MAX - 1);
    if (length <= 0)
        return false;
    path[length] = '\0';
    return true;
#endif
}

/* Find the helper: beside this program, as it was built; in libexec beside this program's folder;
 * or where drill was to be installed. False if it is in none of these. */
static bool decode_find(struct buf *path)
{
    static const char *const places[] = {"drill-picture", "../libexec/drill/drill-picture"};
    char own[PATH_MAX];
    char *slash = decode_own_path(own) ? strrchr(own, '/') : NULL;
    for (size_t i = 0; slash && i < COUNT(places); i++) {
        buf_clear(path);
        buf_add(path, own, (size_t)(slash - own) + 1);
        buf_text(path, places[i]);
        if (access(buf_string(path), X_OK) == 0)
            return true;
    }
    buf_clear(path);
    buf_text(path, DRILL_PREFIX "/libexec/drill/drill-picture");
    return access(buf_string(path), X_OK) == 0;
}

enum err_code picture_decode(
    int fd, int max_width, int max_height, struct picture *picture, struct err *err)
{
    struct buf program = {0};
    enum err_code code;
    *picture = (struct picture){0};
    if (!decode_find(&program))
        code = err_set(err, ERR_IO, "drill-picture is missing: install drill again");
    else
        code = picture_decode_with(buf_string(&program), PICTURE_SECONDS_MAX * 1000, fd, max_width,
            max_height, picture, err);
    if (program.failed)
        code = err_memory(err);
    buf_done(&program);
    return code;
}
