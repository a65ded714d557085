/* Signals do nothing but write their number into a pipe; the loop that waits for keys reads it and
 * acts. Only those that nothing can follow (abort, a fault) act in their handler: they put the
 * terminal back with bytes and modes kept ready, which is all that is safe there. */
#include "tui/terminal.h"

#include "view/screen.h"

#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>

#define ESCAPE_WAIT_MS 25 /* how long the rest of a key's sequence may take */
#define CTRL_L         0x0c

static struct {
    bool open;
    SCREEN *screen;
    struct termios before;
    int pipe[2]; /* signals: written by handlers, read by terminal_wait */
    int ended_by;
    char rescue[256]; /* the bytes that put the terminal back */
    size_t rescue_length;
    attr_t attrs[STYLE_COUNT];
    short pairs[STYLE_COUNT];
} terminal = {.pipe = {-1, -1}};

/* ---- styles ---- */

/* Colours of the 256 and of the 8; -1 is the terminal's own. Every style differs by more than its
 * colour, or stands beside words that say the same. */
static const struct look {
    short color_256, color_8;
    attr_t attrs;
} looks[STYLE_COUNT] = {
    [STYLE_PLAIN] = {-1, -1, A_NORMAL},
    [STYLE_STRONG] = {-1, -1, A_BOLD},
    [STYLE_EMPHASIS] = {-1, -1, A_ITALIC},
    [STYLE_CODE] = {73, COLOR_CYAN, A_NORMAL},
    [STYLE_FAINT] = {-1, -1, A_DIM},
    [STYLE_TITLE] = {-1, -1, A_BOLD},
    [STYLE_KEY] = {-1, -1, A_BOLD},
    [STYLE_NOTICE] = {-1, -1, A_REVERSE},
    [STYLE_WARNING] = {203, COLOR_RED, A_BOLD | A_REVERSE},
    [STYLE_BAR] = {75, COLOR_BLUE, A_BOLD},
    [STYLE_BAR_REST] = {-1, -1, A_DIM},
    [STYLE_NEW] = {75, COLOR_BLUE, A_NORMAL},
    [STYLE_REPEAT] = {203, COLOR_RED, A_NORMAL},
    [STYLE_DUE] = {71, COLOR_GREEN, A_NORMAL},
    [STYLE_RATING_1] = {203, COLOR_RED, A_NORMAL},
    [STYLE_RATING_1 + 1] = {208, COLOR_YELLOW, A_NORMAL},
    [STYLE_RATING_1 + 2] = {178, COLOR_YELLOW, A_NORMAL},
    [STYLE_RATING_1 + 3] = {72, COLOR_GREEN, A_NORMAL},
    [STYLE_RATING_1 + 4] = {75, COLOR_BLUE, A_NORMAL},
};

static void init_styles(bool colors)
{
    bool colored = colors && has_colors() && start_color() == OK && use_default_colors() == OK;
    for (short i = 0; i < STYLE_COUNT; i++) {
        short color = COLORS >= 256 ? looks[i].color_256 : looks[i].color_8;
        terminal.attrs[i] = looks[i].attrs;
        terminal.pairs[i] = 0;
        if (!colored || color < 0)
            continue;
        if (init_pair((short)(i + 1), color, -1) == OK)
            terminal.pairs[i] = (short)(i + 1);
    }
}

/* ---- signals ---- */

static const int waking[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGWINCH, SIGTSTP, SIGCONT};
static const int fatal[] = {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL};

static void wake(int signal)
{
    int saved = errno;
    unsigned char byte = (unsigned char)signal;
    while (write(terminal.pipe[1], &byte, 1) < 0 && errno == EINTR)
        ;
    errno = saved;
}

static void rescue(int signal)
{
    size_t done = 0;
    while (done < terminal.rescue_length) {
        ssize_t wrote = write(STDOUT_FILENO, terminal.rescue + done, terminal.rescue_length - done);
        if (wrote <= 0)
            break;
        done += (size_t)wrote;
    }
    tcsetattr(STDIN_FILENO, TCSANOW, &terminal.before);
    raise(signal); /* SA_RESETHAND: this time it ends the program */
}

static void handle(const int *signals, size_t count, void (*handler)(int), int flags)
{
    struct sigaction action = {.sa_handler = handler, .sa_flags = flags};
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < count; i++)
        sigaction(signals[i], &action, NULL);
}

static void handle_signals(void)
{
    handle(waking, sizeof waking / sizeof *waking, wake, SA_RESTART);
    handle(fatal, sizeof fatal / sizeof *fatal, rescue, (int)SA_RESETHAND);
}

static void default_signals(void)
{
    handle(waking, sizeof waking / sizeof *waking, SIG_DFL, 0);
    handle(fatal, sizeof fatal / sizeof *fatal, SIG_DFL, 0);
}

static int keep_rescue_byte(int byte)
{
    if (terminal.rescue_length < sizeof terminal.rescue)
        terminal.rescue[terminal.rescue_length++] = (char)byte;
    return byte;
}

static void keep_rescue(void)
{
    const char *const names[] = {"sgr0", "rmkx", "cnorm", "rmcup"};
    terminal.rescue_length = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *bytes = tigetstr(names[i]);
        if (bytes && bytes != (const char *)-1)
            tputs(bytes, 1, keep_rescue_byte);
    }
}

/* ---- opening and closing ---- */

static enum err_code check_terminal(struct err *err)
{
    int problem;
    const char *name = getenv("TERM");
    if (!name || !*name)
        return err_set(err, ERR_IO, "TERM is not set: use --plain");
    if (setupterm(NULL, STDOUT_FILENO, &problem) != OK)
        return err_set(err, ERR_IO, "the terminal \"%s\" is not known here: use --plain", name);
    const char *moves = tigetstr("cup");
    if (!moves || moves == (const char *)-1)
        return err_set(err, ERR_IO, "a \"%s\" terminal cannot show a screen: use --plain", name);
    return ERR_NONE;
}

static bool open_pipe(void)
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

enum err_code terminal_open(bool colors, struct err *err)
{
    enum err_code code = check_terminal(err);
    if (code)
        return code;
    if (!open_pipe() || tcgetattr(STDIN_FILENO, &terminal.before) != 0)
        return err_set(err, ERR_IO, "the terminal: %s", strerror(errno));
    keep_rescue();
    del_curterm(cur_term); /* check_terminal's; newterm makes its own */
    handle_signals();
    terminal.screen = newterm(NULL, stdout, stdin);
    if (!terminal.screen) {
        default_signals();
        return err_set(err, ERR_IO, "the terminal cannot be set up: use --plain");
    }
    terminal.open = true;
    handle_signals(); /* curses has put handlers of its own */
    cbreak();
    noecho();
    intrflush(stdscr, FALSE);
    keypad(stdscr, TRUE);
    set_escdelay(ESCAPE_WAIT_MS);
    curs_set(0);
    init_styles(colors);
    return ERR_NONE;
}

void terminal_close(void)
{
    if (!terminal.open)
        return;
    terminal.open = false;
    endwin();
    delscreen(terminal.screen);
    default_signals();
}

/* ---- showing ---- */

void terminal_size(int *rows, int *cols)
{
    *rows = LINES;
    *cols = COLS;
}

/* Frames hold valid UTF-8 only. */
static size_t to_wide(const char *text, wchar_t *wide)
{
    size_t length = 0;
    for (const unsigned char *at = (const unsigned char *)text; *at;) {
        int more = *at >= 0xf0 ? 3 : *at >= 0xe0 ? 2 : *at >= 0xc0 ? 1 : 0;
        unsigned c = more ? *at & (0x3fU >> more) : *at;
        for (at++; more > 0; more--)
            c = c << 6 | (*at++ & 0x3fU);
        wide[length++] = (wchar_t)c;
    }
    wide[length] = L'\0';
    return length;
}

static void show_cell(const struct cell *cell, int row, int col)
{
    wchar_t wide[TEXT_CLUSTER_MOST + 1];
    attr_set(terminal.attrs[cell->style], terminal.pairs[cell->style], NULL);
    mvaddnwstr(row, col, wide, (int)to_wide(cell->text, wide));
}

void terminal_show(const struct frame *frame)
{
    erase();
    for (int row = 0; row < frame->rows; row++)
        for (int col = 0; col < frame->cols; col++)
            if (frame_cell(frame, row, col)->width > 0)
                show_cell(frame_cell(frame, row, col), row, col);
    refresh();
}

/* ---- waiting ---- */

static uint32_t key_of(int code, wint_t character)
{
    static const struct {
        int code;
        uint32_t key;
    } keys[] = {
        {KEY_ENTER, KEY_ENTER_CODE},
        {KEY_UP, KEY_UP_CODE},
        {KEY_DOWN, KEY_DOWN_CODE},
        {KEY_PPAGE, KEY_PAGE_UP_CODE},
        {KEY_NPAGE, KEY_PAGE_DOWN_CODE},
        {KEY_HOME, KEY_HOME_CODE},
        {KEY_END, KEY_END_CODE},
        {KEY_BACKSPACE, KEY_BACKSPACE_CODE},
    };
    if (code == OK) {
        if (character == '\r')
            return KEY_ENTER_CODE;
        return character == 0x7f || character == '\b' ? KEY_BACKSPACE_CODE : (uint32_t)character;
    }
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if ((wint_t)keys[i].code == character)
            return keys[i].key;
    return KEY_NOTHING;
}

static void resize(void)
{
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0)
        resizeterm(size.ws_row, size.ws_col);
}

/* Others stop with SIGTSTP meanwhile, and so does this program. */
void terminal_lend(void)
{
    const int stop = SIGTSTP;
    if (!terminal.open)
        return;
    endwin();
    handle(&stop, 1, SIG_DFL, 0);
}

void terminal_take_back(void)
{
    const int stop = SIGTSTP;
    if (!terminal.open)
        return;
    handle(&stop, 1, wake, SA_RESTART);
    resize();
    clearok(curscr, TRUE);
    refresh();
}

/* Give the terminal back, stop as any program would, and take it again when continued. */
static void suspend(void)
{
    terminal_lend();
    raise(SIGTSTP);
    terminal_take_back();
}

static enum terminal_event act_on(int signal)
{
    switch (signal) {
    case SIGWINCH:
    case SIGCONT: /* what was shown may be gone, even where the size is as before */
        resize();
        clearok(curscr, TRUE);
        return TERMINAL_REDRAW;
    case SIGTSTP:
        suspend();
        return TERMINAL_REDRAW;
    default:
        terminal.ended_by = signal;
        return TERMINAL_END;
    }
}

/* What has come already; ERR where nothing has. */
static int read_code(wint_t *character)
{
    nodelay(stdscr, TRUE);
    return get_wch(character);
}

/* Pass over what follows the introducer of a sequence, up to its last byte (ECMA-48, 5.4). */
static void skip_sequence(void)
{
    wint_t character;
    while (read_code(&character) == OK && (character < '@' || character > '~'))
        ;
}

/* After ESC: whether it began a sequence that terminfo does not know, which is passed over, as no
 * digit in it is a rating. Otherwise it was the Escape key. */
static bool skip_unknown(void)
{
    wint_t character;
    int code = read_code(&character);
    bool introduced = code == OK && (character == '[' || character == 'O');
    if (introduced && character == '[')
        skip_sequence();
    else if (introduced)
        read_code(&character);
    else if (code == OK)
        unget_wch((wchar_t)character);
    return introduced;
}

/* A key that has come already; false where there is none. */
static bool read_key(uint32_t *key)
{
    wint_t character;
    int code;
    do
        code = read_code(&character);
    while (code == KEY_CODE_YES && character == KEY_RESIZE); /* resize() makes one: no key */
    *key = code == ERR ? KEY_NOTHING : key_of(code, character);
    if (code == KEY_CODE_YES && character == KEY_MOUSE)
        skip_sequence(); /* curses knows how it begins, and was not asked to read it */
    if (*key == KEY_ESCAPE_CODE && skip_unknown())
        *key = KEY_NOTHING;
    return code != ERR;
}

static enum terminal_event gone(void)
{
    terminal.ended_by = SIGHUP; /* as the signal would say, which may come later or not at all */
    return TERMINAL_END;
}

enum terminal_event terminal_wait(uint32_t *key)
{
    for (;;) {
        struct pollfd sources[] = {
            {.fd = terminal.pipe[0], .events = POLLIN}, {.fd = STDIN_FILENO, .events = POLLIN}};
        unsigned char signal;
        if (read(terminal.pipe[0], &signal, 1) == 1)
            return act_on(signal);
        if (read_key(key)) {
            if (*key != CTRL_L)
                return TERMINAL_KEY;
            clearok(curscr, TRUE);
            return TERMINAL_REDRAW;
        }
        if (poll(sources, 2, -1) < 0 && errno != EINTR)
            return gone();
        int left = 0; /* readable, and nothing to read: the terminal is gone */
        if (sources[1].revents & (POLLHUP | POLLERR | POLLNVAL) ||
            (sources[1].revents & POLLIN && ioctl(STDIN_FILENO, FIONREAD, &left) == 0 && left == 0))
            return gone();
    }
}

int terminal_signal(void)
{
    return terminal.ended_by;
}
