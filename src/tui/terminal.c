/* Signal handlers only write the signal's number into a pipe; terminal_take reads it and acts.
 * Fatal signals (abort, a fault) are the exception: their handler restores the terminal itself,
 * with bytes and modes prepared in advance, which is async-signal-safe. */
#include "tui/terminal.h"

#include "base/key.h"
#include "base/temporary.h"
#include "base/trace.h"
#include "tui/keyboard.h"
#include "tui/output.h"
#include "tui/pictures.h"
#include "tui/raw.h"
#include "tui/styles.h"
#include "view/charset.h"

#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

#define LAST_WAIT_MS  500 /* how long to wait for answers when the screen is left */
#define LAST_KEYS_MAX 16  /* typed meanwhile; then the terminal will not answer, either */
#define MOUSE_OFF     "\033[?1006l\033[?1000l"

static struct {
    bool open;
    SCREEN *screen;
    struct termios before;
    int pipe[2]; /* signal numbers: handlers write them, terminal_take reads them */
    int ended_by;
    char rescue[256]; /* the bytes that restore the terminal */
    size_t rescue_length;
    bool mouse;
    struct frame shown; /* the frame now on the terminal; 0 by 0 cells if unknown */
    enum depth depth;
    struct terminal_options options;
    enum theme theme; /* in use */
    attr_t attrs[STYLE_COUNT];
    short pairs[STYLE_COUNT];
} terminal = {.pipe = {-1, -1}};

/* ---- signals ---- */

static const int waking[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGWINCH, SIGTSTP, SIGCONT};
static const int fatal[] = {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL};

static void terminal_wake(int signal)
{
    int saved = errno;
    unsigned char byte = (unsigned char)signal;
    while (write(terminal.pipe[1], &byte, 1) < 0 && errno == EINTR)
        ;
    errno = saved;
}

static void terminal_rescue(int signal)
{
    size_t done = 0;
    while (done < terminal.rescue_length) {
        ssize_t wrote = write(STDOUT_FILENO, terminal.rescue + done, terminal.rescue_length - done);
        if (wrote <= 0)
            break;
        done += (size_t)wrote;
    }
    tcsetattr(STDIN_FILENO, TCSANOW, &terminal.before);
    raise(signal); /* with SA_RESETHAND, this ends the program */
}

static void terminal_handle(const int *signals, size_t count, void (*handler)(int), int flags)
{
    struct sigaction action = {.sa_handler = handler, .sa_flags = flags};
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < count; i++)
        sigaction(signals[i], &action, NULL);
}

static void terminal_handle_all(bool catch)
{
    terminal_handle(waking, COUNT(waking), catch ? terminal_wake : SIG_DFL, catch ? SA_RESTART : 0);
    terminal_handle(
        fatal, COUNT(fatal), catch ? terminal_rescue : SIG_DFL, catch ? (int)SA_RESETHAND : 0);
    if (!catch)
        temporary_catch_signals();
}

static int terminal_keep_rescue_byte(int byte)
{
    if (terminal.rescue_length < sizeof terminal.rescue)
        terminal.rescue[terminal.rescue_length++] = (char)byte;
    return byte;
}

static void terminal_keep_rescue(void)
{
    const char *const names[] = {"sgr0", "rmkx", "rmcup", "cnorm"};
    const char *const modes[] = {keyboard_paste_mode(false), terminal.mouse ? MOUSE_OFF : ""};
    terminal.rescue_length = 0;
    for (size_t i = 0; i < COUNT(names); i++) {
        const char *bytes = keyboard_capability(names[i]);
        if (bytes)
            tputs(bytes, 1, terminal_keep_rescue_byte);
    }
    for (size_t i = 0; i < COUNT(modes); i++)
        tputs(modes[i], 1, terminal_keep_rescue_byte);
}

/* ---- colours ---- */

static void terminal_set_theme(enum theme theme)
{
    terminal.theme = theme;
    styles_set(theme, terminal.options.palette, terminal.depth, terminal.attrs, terminal.pairs);
}

/* Follow what is known about the background. Return whether that changes the colours. */
static bool terminal_follow_background(void)
{
    const char *colorfgbg = keyboard_is_awaiting() ? NULL : styles_colorfgbg();
    enum theme theme = theme_resolve(terminal.options.theme, keyboard_background(), colorfgbg);
    if (theme == terminal.theme)
        return false;
    terminal_set_theme(theme);
    frame_done(&terminal.shown);
    return true;
}

static bool terminal_follow_answers(void)
{
    bool recolored = terminal_follow_background();
    return pictures_follow() || recolored;
}

static void terminal_begin_colors(void)
{
    enum theme theme = terminal.options.theme;
    terminal.depth = styles_begin(terminal.options.colors && theme != THEME_MONO);
    terminal_set_theme(theme);
}

/* Ask the terminal what the settings leave to it. */
static void terminal_ask(void)
{
    bool themed = terminal.options.theme == THEME_AUTO && terminal.depth != DEPTH_NONE;
    pictures_open(terminal.options.images, terminal.depth);
    bool background = themed && styles_may_ask(), pictures = pictures_ask();
    if (background || pictures)
        keyboard_ask(background, pictures);
    terminal_follow_answers();
}

/* ---- opening and closing ---- */

static enum err_code terminal_check(struct err *err)
{
    int problem;
    const char *name = getenv("TERM");
    if (!name || !*name)
        return err_set(err, ERR_IO, "TERM is not set: use --plain");
    if (setupterm(NULL, STDOUT_FILENO, &problem) != OK)
        return err_set(err, ERR_IO, "unknown terminal \"%s\": use --plain", name);
    if (!keyboard_capability("cup"))
        return err_set(err, ERR_IO, "a \"%s\" terminal has no full-screen mode: use --plain", name);
    return ERR_NONE;
}

static bool terminal_open_pipe(void)
{
    if (terminal.pipe[0] >= 0)
        return true;
    if (pipe(terminal.pipe) != 0)
        return false;
    for (int i = 0; i < 2; i++) {
        fcntl(terminal.pipe[i], F_SETFD, FD_CLOEXEC);
        fcntl(terminal.pipe[i], F_SETFL, O_NONBLOCK);
    }
    return true;
}

/* Whether poll has found that the terminal is gone: if so, it may report input of 0 bytes. */
static bool terminal_is_gone(const struct pollfd *input)
{
    int left = 0;
    return input->revents & (POLLHUP | POLLERR | POLLNVAL) ||
           (input->revents & POLLIN && ioctl(input->fd, FIONREAD, &left) == 0 && left == 0);
}

/* Wait for the answers that are on their way, so that no other program reads them. */
static void terminal_await_answers(void)
{
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    uint32_t key;
    int keys = 0;
    while (keyboard_is_awaiting()) {
        if (keys >= LAST_KEYS_MAX || poll(&input, 1, LAST_WAIT_MS) <= 0 || terminal_is_gone(&input))
            keyboard_give_up();
        while (keyboard_read(&terminal.shown, &key))
            keys++;
    }
}

/* Restore the terminal. Some terminals hide the cursor again on leaving the alternate screen. */
static void terminal_leave_screen(void)
{
    terminal_await_answers();
    pictures_leave();
    keyboard_mark_pastes(false);
    endwin();
    keyboard_put("cnorm");
}

enum err_code terminal_open(const struct terminal_options *options, struct err *err)
{
    enum err_code code = terminal_check(err);
    if (code)
        return code;
    if (!terminal_open_pipe() || tcgetattr(STDIN_FILENO, &terminal.before) != 0)
        return err_set(err, ERR_IO, "the terminal: %s", strerror(errno));
    del_curterm(cur_term); /* from terminal_check; newterm creates another */
    terminal_handle_all(true);
    terminal.screen = newterm(NULL, stdout, stdin);
    if (!terminal.screen) {
        terminal_handle_all(false);
        return err_set(err, ERR_IO, "the terminal cannot be set up: use --plain");
    }
    terminal.open = true;
    terminal_handle_all(true); /* newterm has installed its own handlers */
    curs_set(0);
    terminal.options = *options;
    terminal.mouse = keyboard_open(options->mouse);
    terminal_keep_rescue();
    terminal_begin_colors();
    terminal_ask();
    return ERR_NONE;
}

void terminal_close(void)
{
    if (!terminal.open)
        return;
    terminal.open = false;
    terminal_leave_screen();
    frame_done(&terminal.shown);
    delscreen(terminal.screen);
    pictures_close();
    raw_done();
    terminal_handle_all(false);
}

bool terminal_is_open(void)
{
    return terminal.open;
}

void terminal_size(int *rows, int *cols)
{
    *rows = LINES;
    *cols = COLS;
}

static void terminal_show_cell(const struct cell *cell, int row, int col)
{
    wchar_t wide[TEXT_CLUSTER_MAX + 1];
    attr_set(terminal.attrs[cell->style], terminal.pairs[cell->style], NULL);
    mvaddnwstr(row, col, wide, raw_for_curses(cell, wide));
}

static bool terminal_same_cell(const struct cell *a, const struct cell *b)
{
    return a->style == b->style && a->width == b->width && a->link == b->link &&
           strcmp(a->text, b->text) == 0;
}

/* Keep a copy of the frame to compare with the next one. If memory runs out, the next one is drawn
 * in full. */
static void terminal_keep(const struct frame *frame)
{
    struct frame *shown = &terminal.shown;
    if (!frame_resize(shown, frame->rows, frame->cols))
        return;
    memcpy(shown->cells, frame->cells,
        (size_t)frame->rows * (size_t)frame->cols * sizeof *frame->cells);
    buf_add(&shown->addresses, buf_string(&frame->addresses), frame->addresses.length);
    memcpy(shown->zones, frame->zones, sizeof shown->zones);
    shown->zone_count = frame->zone_count;
}

void terminal_show(struct frame *frame)
{
    if (!output_is_utf8())
        charset_fit(frame, output_has);
    const struct raw_styles styles = {terminal.attrs, terminal.pairs};
    const struct frame *shown = &terminal.shown, unknown = {0};
    bool whole = shown->rows != frame->rows || shown->cols != frame->cols, changed = whole;
    bool painting = pictures_remove(frame);
    if (whole)
        erase();
    for (int row = 0; row < frame->rows; row++) {
        for (int col = 0; col < frame->cols; col++) {
            const struct cell *cell = frame_cell(frame, row, col);
            if (!whole && terminal_same_cell(cell, frame_cell(shown, row, col)))
                continue;
            changed = true;
            if (cell->width > 0)
                terminal_show_cell(cell, row, col);
        }
    }
    if (changed || painting)
        refresh();
    raw_show(frame, painting ? &unknown : shown, &styles);
    if (painting)
        pictures_paint();
    terminal_keep(frame);
}

/* The terminal may have lost its content: draw the next frame in full, on a clear screen. */
static void terminal_forget_shown(void)
{
    clearok(curscr, TRUE);
    frame_done(&terminal.shown);
    pictures_forget();
}

/* ---- waiting ---- */

static void terminal_resize(void)
{
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0)
        resizeterm(size.ws_row, size.ws_col);
}

/* Not by flushing input, which might cut an answer of the terminal in two. */
void terminal_drop_keys(void)
{
    uint32_t key;
    while (terminal.open && keyboard_read(&terminal.shown, &key))
        ;
}

/* Until terminal_take_back, SIGTSTP has its default action: drill stops with the other program. */
void terminal_lend(void)
{
    const int stop = SIGTSTP;
    if (!terminal.open)
        return;
    terminal_leave_screen();
    terminal_handle(&stop, 1, SIG_DFL, 0);
}

void terminal_take_back(void)
{
    const int stop = SIGTSTP;
    if (!terminal.open)
        return;
    terminal_handle(&stop, 1, terminal_wake, SA_RESTART);
    terminal_resize();
    terminal_forget_shown();
    refresh();
    keyboard_mark_pastes(true);
}

/* Restore the terminal, stop like any other program, and take the terminal back on resuming. */
static void terminal_suspend(void)
{
    terminal_lend();
    raise(SIGTSTP);
    terminal_take_back();
}

static enum terminal_event terminal_act_on(int signal)
{
    switch (signal) {
    case SIGWINCH:
    case SIGCONT: /* the content may be lost, even at the same size */
        terminal_resize();
        terminal_forget_shown();
        return TERMINAL_REDRAW;
    case SIGTSTP:
        terminal_suspend();
        return TERMINAL_REDRAW;
    default:
        terminal.ended_by = signal;
        return TERMINAL_END;
    }
}

static enum terminal_event terminal_gone(void)
{
    terminal.ended_by = SIGHUP; /* the terminal's SIGHUP may come later, or never */
    return TERMINAL_END;
}

static void terminal_trace_key(uint32_t key)
{
    char name[KEY_NAME_SIZE];
    uint32_t plain = key & ~KEY_PASTED;
    trace_line(key == plain ? "key" : "pasted", "%s", plain ? key_word(plain, name) : "unknown");
}

/* The signal that the key sends while the terminal handles such keys itself; 0 if there is none. */
static int terminal_signal_of(uint32_t key)
{
    static const struct {
        int character, signal;
    } keys[] = {{VINTR, SIGINT}, {VQUIT, SIGQUIT}, {VSUSP, SIGTSTP}};
    for (size_t i = 0; key && i < COUNT(keys); i++)
        if (terminal.before.c_cc[keys[i].character] == key)
            return keys[i].signal;
    return 0;
}

static enum terminal_event terminal_take(uint32_t *key)
{
    unsigned char signal;
    if (terminal.ended_by)
        return TERMINAL_END;
    if (read(terminal.pipe[0], &signal, 1) == 1)
        return terminal_act_on(signal);
    bool pressed = keyboard_read(&terminal.shown, key);
    bool followed = terminal_follow_answers();
    if (!pressed)
        return followed ? TERMINAL_REDRAW : TERMINAL_NOTHING;
    terminal_trace_key(*key);
    int sent = terminal_signal_of(*key);
    if (sent) {
        kill(0, sent); /* to the whole job, as a terminal does: drill may be part of a script */
        return TERMINAL_NOTHING;
    }
    if (*key != KEY_CTRL('l'))
        return TERMINAL_KEY;
    terminal_forget_shown();
    return TERMINAL_REDRAW;
}

/* Wait up to wait_ms for input or a signal. Return TERMINAL_END if the terminal is gone, otherwise
 * TERMINAL_NOTHING. */
static enum terminal_event terminal_await(int wait_ms)
{
    struct pollfd sources[] = {
        {.fd = terminal.pipe[0], .events = POLLIN}, {.fd = STDIN_FILENO, .events = POLLIN}};
    int ready = poll(sources, 2, wait_ms);
    if (ready < 0 && errno != EINTR)
        return terminal_gone();
    if (terminal_is_gone(&sources[1]))
        return terminal_gone();
    if (ready == 0 && wait_ms != 0)
        keyboard_give_up();
    return TERMINAL_NOTHING;
}

enum terminal_event terminal_look(uint32_t *key)
{
    enum terminal_event event = terminal_take(key);
    return event == TERMINAL_NOTHING ? terminal_await(0) : event;
}

enum terminal_event terminal_wait(uint32_t *key)
{
    enum terminal_event event;
    while ((event = terminal_take(key)) == TERMINAL_NOTHING)
        if ((event = terminal_await(keyboard_wait_ms())) != TERMINAL_NOTHING)
            break;
    return event;
}

static bool terminal_readable(int fd)
{
    struct pollfd source = {.fd = fd, .events = POLLIN};
    return poll(&source, 1, 0) > 0;
}

bool terminal_has_input(void)
{
    return terminal_readable(terminal.pipe[0]) || terminal_readable(STDIN_FILENO);
}

int terminal_signal(void)
{
    return terminal.ended_by;
}
