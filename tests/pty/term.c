/* For openpty(), login_tty(), closefrom() and pipe2(), which are not in POSIX. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "term.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <utmp.h>
#include <vterm.h>

enum {
    /* A program that has written nothing for this long has paused, in milliseconds. */
    QUIET_MS = 20,
    /* A program that waits for the rest of an escape sequence has given up after this long. */
    PIECE_MS = 60,
    /* The most reads at a time, so that the guard ends a program that never stops writing. */
    READS_MAX = 16,
    /* The leader's file descriptor for reports to the test. */
    NEWS_FD = 3,
    UTF8_MAX = 4,
};
_Static_assert(TERM_CELL_SIZE > VTERM_MAX_CHARS_PER_CELL * UTF8_MAX, "a cell's text fits");

struct term {
    VTerm *vterm;
    VTermScreen *screen;
    int rows, cols;
    char *text;    /* the rows as text, `stride` bytes each */
    size_t stride; /* in bytes */
    char *raw;
    size_t raw_len, raw_cap; /* in bytes */
    size_t raw_shown;        /* how many of these bytes the screen has processed */
    int master;
    int slave; /* kept open so that reading works even when no program has the terminal open */
    int news;  /* where the leader's reports arrive; -1 after the last */
    pid_t leader;
    pid_t pid;
    int status; /* what term_exit() returns, once the program has ended */
    bool ended, stopped;
    bool altscreen, cursor_visible, mouse;
    bool mute;
    bool escaped, apc; /* what the screen has yet to process: after ESC, within an APC string */
};

/* A report from the leader to the test: first that the program runs, or the errno if it does not;
 * then each change of its wait status. Small enough for a pipe to transfer it in one piece. */
struct report {
    pid_t pid;
    int value;
};

/* What the leader needs to run the program. */
struct launch {
    const char *const *argv;
    const char **env;
    int slave;
    int news;
};

static _Noreturn void die(const char *what)
{
    perror(what);
    abort();
}

static void *checked(void *memory)
{
    if (memory == NULL)
        die("term: memory");
    return memory;
}

/* Milliseconds on a clock that nobody can set. */
static int64_t clock_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Milliseconds until the deadline; 0 if it has passed. */
static int clock_left(int64_t deadline)
{
    int64_t left = deadline - clock_now();

    return left > 0 ? (int)left : 0;
}

/* --- environment --- */

/* The length of the name in "NAME=value" or "NAME". */
static size_t env_name_len(const char *entry)
{
    return strcspn(entry, "=");
}

/* Points to the variable in env that the entry names, or to the end of env. */
static const char **env_find(const char **env, const char *entry)
{
    size_t len = env_name_len(entry);

    while (*env != NULL && (env_name_len(*env) != len || strncmp(*env, entry, len) != 0))
        env++;
    return env;
}

/* Adds, replaces or removes a variable. env has room for one more entry and the NULL. */
static void env_apply(const char **env, const char *entry)
{
    const char **at = env_find(env, entry);

    if (strchr(entry, '=') != NULL) {
        *at = entry;
        return;
    }
    for (; *at != NULL; at++)
        at[0] = at[1];
}

/* Makes the program's environment. The caller frees the array, but not its entries. */
static const char **env_new(const char *const *changes)
{
    /* The options of sanitizers and profilers also apply to the program under test. */
    static const char *const inherited[] = {"PATH", "ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS",
        "TSAN_OPTIONS", "LLVM_PROFILE_FILE", "GCOV_PREFIX", "GCOV_PREFIX_STRIP"};
    const size_t inherited_count = sizeof inherited / sizeof inherited[0];
    size_t count = inherited_count + 3;

    for (size_t i = 0; changes != NULL && changes[i] != NULL; i++)
        count++;
    const char **env = checked(calloc(count, sizeof *env));
    for (size_t i = 0; i < inherited_count; i++) {
        const char **entry = env_find((const char **)environ, inherited[i]);
        if (*entry != NULL)
            env_apply(env, *entry);
    }
    env_apply(env, "TERM=xterm-256color");
    env_apply(env, "LANG=C.UTF-8");
    for (size_t i = 0; changes != NULL && changes[i] != NULL; i++)
        env_apply(env, changes[i]);
    return env;
}

/* --- the leader: the process between the test and the program --- */

/* The kernel only lets SIGTSTP stop a process if another process group in its session has a process
 * that could continue it, usually the shell. The leader stands in for that shell. It sends each
 * change of the program's state through a pipe, so that the test can poll() for it. */

/* Whoever runs the tests may have ignored or blocked signals, and cmocka handles some. */
static void signals_reset(void)
{
    sigset_t none;

    for (int sig = 1; sig < NSIG; sig++)
        signal(sig, SIG_DFL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Becomes the program, in the foreground. On failure, writes errno to the gate. */
static _Noreturn void program_exec(const struct launch *launch, int gate)
{
    sigset_t ttou;

    /* A background process that asks for the foreground would be stopped by SIGTTOU. */
    sigemptyset(&ttou);
    sigaddset(&ttou, SIGTTOU);
    sigprocmask(SIG_BLOCK, &ttou, NULL);
    if (setpgid(0, 0) == 0 && tcsetpgrp(STDIN_FILENO, getpid()) == 0) {
        sigprocmask(SIG_UNBLOCK, &ttou, NULL);
        environ = (char **)launch->env;
        execvp(launch->argv[0], (char *const *)launch->argv);
    }
    int error = errno;
    ssize_t written = write(gate, &error, sizeof error);
    (void)written;
    _exit(127);
}

/* Starts the program, and reports whether that worked. */
static struct report program_start(const struct launch *launch)
{
    int gate[2];
    struct report report = {0, 0};

    if (pipe2(gate, O_CLOEXEC) < 0 || (report.pid = fork()) < 0) {
        report.value = errno;
        return report;
    }
    if (report.pid == 0)
        program_exec(launch, gate[1]);
    close(gate[1]);
    /* After success, exec closes the gate and nothing was written. */
    ssize_t got = read(gate[0], &report.value, sizeof report.value);
    if (got != 0 && got != (ssize_t)sizeof report.value)
        report.value = EIO;
    close(gate[0]);
    return report;
}

/* Sends a report to the test; ends the leader if the test is gone. */
static void leader_tell(struct report report)
{
    if (write(NEWS_FD, &report, sizeof report) != (ssize_t)sizeof report)
        _exit(1);
}

static _Noreturn void leader_run(const struct launch *launch)
{
    struct report report;

    signals_reset();
    if (login_tty(launch->slave) < 0)
        _exit(1);
    if (launch->news != NEWS_FD && dup3(launch->news, NEWS_FD, O_CLOEXEC) < 0)
        _exit(1);
    /* Holding another terminal's master open would keep that terminal from hanging up. */
    closefrom(NEWS_FD + 1);
    report = program_start(launch);
    leader_tell(report);
    if (report.value != 0)
        _exit(1);
    do {
        if (waitpid(report.pid, &report.value, WUNTRACED | WCONTINUED) != report.pid)
            _exit(1);
        leader_tell(report);
    } while (!WIFEXITED(report.value) && !WIFSIGNALED(report.value));
    _exit(0);
}

/* --- reading from the program --- */

static int screen_prop_set(VTermProp prop, VTermValue *value, void *user)
{
    struct term *term = user;

    if (prop == VTERM_PROP_ALTSCREEN)
        term->altscreen = value->boolean;
    else if (prop == VTERM_PROP_CURSORVISIBLE)
        term->cursor_visible = value->boolean;
    else if (prop == VTERM_PROP_MOUSE)
        term->mouse = value->number != VTERM_PROP_MOUSE_NONE;
    return 1;
}

/* Sends the terminal's replies to queries, such as for the cursor's position. */
static void screen_reply(const char *bytes, size_t len, void *user)
{
    const struct term *term = user;

    if (term->mute)
        return;
    /* If there is no room, nobody has read for a long time, and nobody misses the reply. */
    ssize_t written = write(term->master, bytes, len);

    (void)written;
}

/* The number of trailing bytes that form an incomplete UTF-8 character. */
static size_t utf8_unfinished(const char *bytes, size_t len)
{
    for (size_t back = 1; back < UTF8_MAX && back <= len; back++) {
        unsigned char c = (unsigned char)bytes[len - back];
        if (c >= 0xc0) {
            size_t whole = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2;
            return back < whole ? back : 0;
        }
        if (c < 0x80)
            return 0;
    }
    return 0;
}

/* Gives the screen whole runs of bytes, without APC strings: libvterm would show them as text. */
static void output_show(struct term *term, const char *bytes, size_t len)
{
    for (size_t i = 0, run; i < len; i += run) {
        const char *escape = memchr(bytes + i, '\033', len - i);
        bool single = term->escaped || escape == bytes + i;
        run = single ? 1 : (size_t)((escape ? escape : bytes + len) - (bytes + i));
        if (term->apc)
            term->apc = !(term->escaped && bytes[i] == '\\');
        else if (term->escaped && bytes[i] == '_')
            term->apc = true;
        else {
            if (term->escaped)
                vterm_input_write(term->vterm, "\033", 1);
            if (escape != bytes + i)
                vterm_input_write(term->vterm, bytes + i, run);
        }
        term->escaped = escape == bytes + i;
    }
}

static void output_take(struct term *term, const char *bytes, size_t len)
{
    if (term->raw_cap - term->raw_len < len) {
        term->raw_cap = 2 * term->raw_cap + len;
        term->raw = checked(realloc(term->raw, term->raw_cap));
    }
    memcpy(term->raw + term->raw_len, bytes, len);
    term->raw_len += len;

    /* libvterm mishandles a character that arrives in two pieces after ASCII text. */
    size_t shown = term->raw_len - utf8_unfinished(term->raw, term->raw_len);
    if (shown > term->raw_shown)
        output_show(term, term->raw + term->raw_shown, shown - term->raw_shown);
    term->raw_shown = shown;
}

/* Reads once from the program without waiting. Returns whether there was any output. */
static bool output_read(struct term *term)
{
    char bytes[4096];
    ssize_t got = read(term->master, bytes, sizeof bytes);

    if (got <= 0)
        return false;
    output_take(term, bytes, (size_t)got);
    return true;
}

/* Reads everything that the program wrote before it ended or stopped. The kernel has all of it
 * ready by then, so there is nothing to wait for. Only processes that the program has started can
 * still add to it. */
static void output_drain(struct term *term)
{
    int64_t deadline = clock_now() + TERM_GUARD_MS;

    while (output_read(term) && clock_left(deadline) > 0)
        continue;
}

static void news_end(struct term *term, int status)
{
    term->ended = true;
    term->stopped = false;
    term->status = status;
    close(term->news);
    term->news = -1;
    output_drain(term);
}

/* Waits for a report about the program, and handles it. */
static void news_read(struct term *term)
{
    struct report report;
    ssize_t got = read(term->news, &report, sizeof report);

    if (got < 0 && errno == EINTR)
        return;
    if (got != (ssize_t)sizeof report)
        news_end(term, -1);
    else if (WIFEXITED(report.value))
        news_end(term, WEXITSTATUS(report.value));
    else if (WIFSIGNALED(report.value))
        news_end(term, 128 + WTERMSIG(report.value));
    else if ((term->stopped = WIFSTOPPED(report.value)))
        output_drain(term);
}

/* Waits up to `timeout` milliseconds for output or a report, then handles what is there. If
 * `typing`, also returns when the terminal accepts input. Returns false if nothing happened. */
static bool term_pump(struct term *term, int timeout, bool typing)
{
    struct pollfd fds[] = {
        {.fd = term->master, .events = (short)(typing ? POLLIN | POLLOUT : POLLIN)},
        {.fd = term->news, .events = POLLIN},
    };
    int ready = poll(fds, 2, timeout);

    if (ready < 0 && errno != EINTR)
        die("term: poll");
    if (ready <= 0)
        return ready < 0;
    if (fds[1].revents != 0)
        news_read(term);
    for (int i = 0; i < READS_MAX && output_read(term); i++)
        continue;
    return true;
}

/* Reads output until there has been none for `quiet` milliseconds, or until the deadline. */
static void term_settle(struct term *term, int quiet, int64_t deadline)
{
    while (clock_left(deadline) > 0 && term_pump(term, quiet, false))
        continue;
}

static void term_complain(struct term *term, const char *what, const char *text)
{
    fprintf(stderr, "term: %s%s\n", what, text);
    term_print(term, stderr);
}

/* --- starting and ending --- */

/* Creates the screen and the buffer for its text. */
static void screen_start(struct term *term)
{
    static const VTermScreenCallbacks callbacks = {.settermprop = screen_prop_set};

    term->vterm = checked(vterm_new(term->rows, term->cols));
    vterm_set_utf8(term->vterm, 1);
    vterm_output_set_callback(term->vterm, screen_reply, term);
    term->screen = vterm_obtain_screen(term->vterm);
    vterm_screen_set_callbacks(term->screen, &callbacks, term);
    vterm_screen_enable_altscreen(term->screen, 1);
    vterm_screen_reset(term->screen, 1);
}

static void text_resize(struct term *term, int rows, int cols)
{
    free(term->text);
    term->rows = rows;
    term->cols = cols;
    term->stride = (size_t)cols * VTERM_MAX_CHARS_PER_CELL * UTF8_MAX + 1;
    term->text = checked(calloc((size_t)rows, term->stride));
}

static struct winsize winsize_of(int rows, int cols)
{
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};

    return size;
}

/* Opens the pty. Returns whether that worked. */
static bool pty_open(struct term *term)
{
    struct winsize size = winsize_of(term->rows, term->cols);
    struct termios modes;

    if (openpty(&term->master, &term->slave, NULL, NULL, &size) < 0)
        return false;
    if (fcntl(term->master, F_SETFD, FD_CLOEXEC) < 0 ||
        fcntl(term->slave, F_SETFD, FD_CLOEXEC) < 0 ||
        fcntl(term->master, F_SETFL, O_NONBLOCK) < 0 || tcgetattr(term->slave, &modes) < 0)
        return false;
#ifdef IUTF8
    /* As terminal emulators do: erasing a character on an input line then erases all its bytes. */
    modes.c_iflag |= IUTF8;
#endif
    return tcsetattr(term->slave, TCSANOW, &modes) == 0;
}

/* Starts the leader, which starts the program. On failure, returns false and sets errno. */
static bool term_launch(struct term *term, const char *const *argv, const char **env)
{
    int news[2];
    struct report report = {0, 0};

    if (pipe2(news, O_CLOEXEC) < 0)
        return false;
    struct launch launch = {argv, env, term->slave, news[1]};
    term->news = news[0];
    term->leader = fork();
    if (term->leader == 0)
        leader_run(&launch);
    int error = errno;
    close(news[1]);
    errno = error;
    if (term->leader < 0)
        return false;
    ssize_t got;
    do
        got = read(term->news, &report, sizeof report);
    while (got < 0 && errno == EINTR);
    errno = got == (ssize_t)sizeof report ? report.value : EIO;
    if (errno != 0)
        return false;
    term->pid = report.pid;
    return true;
}

struct term *term_start(int rows, int cols, const char *const *argv, const char *const *env)
{
    struct term *term = checked(calloc(1, sizeof *term));

    term->master = term->slave = term->news = -1;
    text_resize(term, rows, cols);
    screen_start(term);
    const char **whole_env = env_new(env);
    bool started = pty_open(term) && term_launch(term, argv, whole_env);
    free(whole_env);
    if (!started) {
        fprintf(stderr, "term: cannot start %s: %s\n", argv[0], strerror(errno));
        term_free(term);
        return NULL;
    }
    return term;
}

static void fd_close(int fd)
{
    if (fd >= 0)
        close(fd);
}

static void term_kill(struct term *term)
{
    kill(-term->pid, SIGKILL);
    /* The program may have left its process group. */
    kill(term->pid, SIGKILL);
}

void term_free(struct term *term)
{
    if (term == NULL)
        return;
    if (term->pid > 0) {
        term_pump(term, 0, false);
        if (!term->ended)
            term_kill(term);
    }
    /* After reaping the program, the leader ends at once. */
    while (term->leader > 0 && waitpid(term->leader, NULL, 0) < 0 && errno == EINTR)
        continue;
    fd_close(term->news);
    fd_close(term->slave);
    fd_close(term->master);
    vterm_free(term->vterm);
    free(term->text);
    free(term->raw);
    free(term);
}

int term_exit(struct term *term)
{
    int64_t deadline = clock_now() + TERM_GUARD_MS;

    while (!term->ended && clock_left(deadline) > 0)
        term_pump(term, clock_left(deadline), false);
    if (!term->ended) {
        term_complain(term, "the program does not end", "");
        term_kill(term);
    }
    while (!term->ended)
        term_pump(term, -1, false);
    return term->status;
}

/* --- waiting --- */

bool term_wait(struct term *term, const char *text)
{
    int64_t deadline = clock_now() + TERM_GUARD_MS;

    while (!term_shows(term, text)) {
        if (term->ended || clock_left(deadline) == 0) {
            term_complain(term, "never seen: ", text);
            return false;
        }
        term_pump(term, clock_left(deadline), false);
    }
    if (!term->ended)
        term_settle(term, QUIET_MS, deadline);
    return true;
}

bool term_wait_gone(struct term *term, const char *text)
{
    int64_t deadline = clock_now() + TERM_GUARD_MS;

    while (!term->ended && clock_left(deadline) > 0) {
        bool shown = term_shows(term, text);
        bool quiet = !term_pump(term, shown ? clock_left(deadline) : QUIET_MS, false);
        if (!shown && quiet)
            return true;
    }
    if (term->ended && !term_shows(term, text))
        return true;
    term_complain(term, "never gone: ", text);
    return false;
}

bool term_wait_raw(struct term *term, size_t from, const char *bytes)
{
    int64_t deadline = clock_now() + TERM_GUARD_MS;

    while (!term->raw ||
           memmem(term->raw + from, term->raw_len - from, bytes, strlen(bytes)) == NULL) {
        if (term->ended || clock_left(deadline) == 0) {
            term_complain(term, "never written: ", bytes);
            return false;
        }
        term_pump(term, clock_left(deadline), false);
    }
    return true;
}

bool term_wait_stopped(struct term *term)
{
    int64_t deadline = clock_now() + TERM_GUARD_MS;

    while (!term->stopped) {
        if (term->ended || clock_left(deadline) == 0) {
            term_complain(term, "the program does not stop", "");
            return false;
        }
        term_pump(term, clock_left(deadline), false);
    }
    return true;
}

/* --- controlling the program --- */

void term_send(struct term *term, const char *bytes)
{
    int64_t deadline = clock_now() + TERM_GUARD_MS;
    size_t left = strlen(bytes);

    while (left > 0 && !term->ended) {
        ssize_t written = write(term->master, bytes, left);
        if (written > 0) {
            bytes += written;
            left -= (size_t)written;
            continue;
        }
        if (clock_left(deadline) == 0) {
            term_complain(term, "the program does not read what is typed", "");
            return;
        }
        term_pump(term, clock_left(deadline), true);
    }
}

void term_mute(struct term *term)
{
    term->mute = true;
}

void term_wait_read(struct term *term)
{
    int64_t deadline = clock_now() + TERM_GUARD_MS;

    while (!term->ended && term_unread(term) > 0 && clock_left(deadline) > 0)
        term_pump(term, 1, false);
    term_settle(term, PIECE_MS, deadline);
}

int term_unread(const struct term *term)
{
    int bytes = 0;

    if (ioctl(term->slave, FIONREAD, &bytes) < 0)
        die("term: FIONREAD");
    return bytes;
}

void term_resize(struct term *term, int rows, int cols)
{
    struct winsize size = winsize_of(rows, cols);

    /* Output written for the old size must be displayed at the old size. */
    term_settle(term, 0, clock_now() + TERM_GUARD_MS);
    text_resize(term, rows, cols);
    vterm_set_size(term->vterm, rows, cols);
    if (ioctl(term->master, TIOCSWINSZ, &size) < 0)
        die("term: TIOCSWINSZ");
}

void term_signal(struct term *term, int sig)
{
    term_pump(term, 0, false);
    if (term->ended)
        return;
    /* Otherwise, waiting for the next stop might end at this one. */
    if (sig == SIGCONT)
        term->stopped = false;
    kill(term->pid, sig);
}

pid_t term_pid(const struct term *term)
{
    return term->pid;
}

/* --- looking at the screen --- */

/* Writes the character as UTF-8 to bytes, which has UTF8_MAX bytes, and returns its length. */
static size_t utf8_encode(uint32_t c, char *bytes)
{
    static const unsigned char leads[] = {0, 0, 0xc0, 0xe0, 0xf0};
    size_t len = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;

    for (size_t i = len - 1; i > 0; i--) {
        bytes[i] = (char)(0x80 | (c & 0x3f));
        c >>= 6;
    }
    bytes[0] = (char)(leads[len] | c);
    return len;
}

/* Writes the text of a cell to bytes, and returns its length. */
static size_t cell_text(const VTermScreen *screen, int row, int col, char *bytes)
{
    VTermPos pos = {.row = row, .col = col};
    VTermScreenCell cell;
    size_t len = 0;

    if (!vterm_screen_get_cell(screen, pos, &cell) || cell.chars[0] == 0) {
        bytes[0] = ' ';
        return 1;
    }
    /* the right half of a wide character */
    if (cell.chars[0] == UINT32_MAX)
        return 0;
    for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i] != 0; i++)
        len += utf8_encode(cell.chars[i], bytes + len);
    return len;
}

const char *term_row(struct term *term, int row)
{
    size_t len = 0;

    if (row < 0 || row >= term->rows)
        return "";
    char *text = term->text + (size_t)row * term->stride;
    for (int col = 0; col < term->cols; col++)
        len += cell_text(term->screen, row, col, text + len);
    while (len > 0 && text[len - 1] == ' ')
        len--;
    text[len] = '\0';
    return text;
}

/* One of the 256 colours as xterm shows them; those of libvterm are darker. */
static int color_of_number(const VTermScreen *screen, VTermColor color)
{
    static const int levels[] = {0, 95, 135, 175, 215, 255};
    int number = color.indexed.idx;

    if (number >= 232)
        return (8 + 10 * (number - 232)) * 0x010101;
    if (number >= 16) {
        number -= 16;
        return levels[number / 36] << 16 | levels[number / 6 % 6] << 8 | levels[number % 6];
    }
    vterm_screen_convert_color_to_rgb(screen, &color);
    return color.rgb.red << 16 | color.rgb.green << 8 | color.rgb.blue;
}

static int color_of(const VTermScreen *screen, VTermColor color)
{
    if (VTERM_COLOR_IS_DEFAULT_FG(&color) || VTERM_COLOR_IS_DEFAULT_BG(&color))
        return -1;
    if (VTERM_COLOR_IS_INDEXED(&color))
        return color_of_number(screen, color);
    return color.rgb.red << 16 | color.rgb.green << 8 | color.rgb.blue;
}

struct term_cell term_cell(struct term *term, int row, int col)
{
    VTermScreenCell seen;
    struct term_cell cell = {0};

    vterm_screen_get_cell(term->screen, (VTermPos){.row = row, .col = col}, &seen);
    cell_text(term->screen, row, col, cell.text);
    cell.width = seen.chars[0] == UINT32_MAX ? 0 : seen.width;
    cell.color = color_of(term->screen, seen.fg);
    cell.back = color_of(term->screen, seen.bg);
    cell.bold = seen.attrs.bold;
    cell.italic = seen.attrs.italic;
    cell.underline = seen.attrs.underline != VTERM_UNDERLINE_OFF;
    cell.reverse = seen.attrs.reverse;
    return cell;
}

bool term_shows(struct term *term, const char *text)
{
    for (int row = 0; row < term->rows; row++) {
        if (strstr(term_row(term, row), text) != NULL)
            return true;
    }
    return false;
}

void term_print(struct term *term, FILE *file)
{
    VTermPos cursor;

    vterm_state_get_cursorpos(vterm_obtain_state(term->vterm), &cursor);
    fprintf(file, "+-- %d x %d, %s screen, cursor %s at %d, %d; program ", term->rows, term->cols,
        term->altscreen ? "alternate" : "main", term->cursor_visible ? "visible" : "hidden",
        cursor.row, cursor.col);
    if (term->ended)
        fprintf(file, "ended with %d\n", term->status);
    else
        fprintf(file, "%s\n", term->stopped ? "stopped" : "running");
    for (int row = 0; row < term->rows; row++)
        fprintf(file, "|%s\n", term_row(term, row));
    fprintf(file, "+--\n");
}

/* Returns `is`; if it is false, says what is wrong. */
static bool restored_if(bool is, const char *wrong)
{
    if (!is)
        fprintf(stderr, "term: not restored: %s\n", wrong);
    return is;
}

bool term_restored(struct term *term)
{
    struct termios modes;
    bool good = true;

    if (tcgetattr(term->slave, &modes) < 0)
        die("term: tcgetattr");
    good &= restored_if(!term->altscreen, "still on the alternate screen");
    good &= restored_if(term->cursor_visible, "cursor hidden");
    good &= restored_if(!term->mouse, "mouse reports on");
    good &= restored_if((modes.c_lflag & ICANON) != 0, "ICANON off");
    good &= restored_if((modes.c_lflag & ECHO) != 0, "ECHO off");
    good &= restored_if((modes.c_lflag & ISIG) != 0, "ISIG off");
    good &= restored_if((modes.c_lflag & IEXTEN) != 0, "IEXTEN off");
    good &= restored_if((modes.c_iflag & ICRNL) != 0, "ICRNL off");
    good &= restored_if((modes.c_oflag & OPOST) != 0, "OPOST off");
    return good;
}

size_t term_raw(const struct term *term, const char **bytes)
{
    *bytes = term->raw != NULL ? term->raw : "";
    return term->raw_len;
}
