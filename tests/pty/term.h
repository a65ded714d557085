/* Runs a program in a pseudo terminal, and shows what a user would see.
 *
 * The program is the foreground job of its own session, as under an interactive shell: keys such as
 * Ctrl-C and Ctrl-Z reach it as signals, and it can be stopped and continued.
 *
 * libvterm makes the screen from the output read so far. Only the functions whose name
 * begins with term_wait, term_exit(), term_send(), term_signal() and term_resize() read output, so
 * the screen does not change between them.
 *
 * Every wait ends after TERM_GUARD_MS, the guard against hangs. That is always a failure: no test
 * passes because time has passed.
 *
 * Rows and columns count from 0. Texts are UTF-8. If memory runs out, the test program ends.
 *
 * Needs libvterm (pkg-config vterm), and -lutil if libc has no openpty(). */
#ifndef TESTS_PTY_TERM_H
#define TESTS_PTY_TERM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/types.h>

/* The maximum length of any wait, in milliseconds. */
#define TERM_GUARD_MS 20000

/* The maximum size of a cell's text, with its NUL. */
#define TERM_CELL_SIZE 25

struct term;

/* Starts argv[0] (looked up in PATH unless it contains a slash) with the arguments argv, ended by
 * NULL, on a terminal of rows x cols, both at least 1.
 *
 * The environment consists of PATH, the options of sanitizers and profilers as the test has them,
 * TERM=xterm-256color and LANG=C.UTF-8. There is no HOME unless the caller sets one. env, ended by
 * NULL, or NULL, holds changes: an entry "NAME=value" adds or replaces a variable, an entry "NAME"
 * removes it. Signals have their defaults, and only the terminal is open.
 *
 * Returns a terminal, which the caller frees with term_free(). On failure, prints the reason to
 * stderr and returns NULL, even if the program cannot be executed. The program is running when this
 * returns, but may not have set up its terminal yet: wait for something that it shows before
 * sending keys. */
struct term *term_start(int rows, int cols, const char *const *argv, const char *const *env);

/* Kills the program's process group if the program is alive. Frees term, which may be NULL, and
 * everything obtained from it. */
void term_free(struct term *term);

/* Reads output until text is visible within one row, then until the program pauses, so that most
 * likely the rest of the same repaint is on the screen, too. The text may have been there before:
 * wait for something new.
 *
 * If the program ends without showing text, or the guard expires, prints the screen to stderr and
 * returns false. */
bool term_wait(struct term *term, const char *text);

/* Reads output until text is in no row and the program pauses, since a repaint may hide text for a
 * moment. If the program ends with text on the screen, or the guard expires, prints the screen to
 * stderr and returns false. */
bool term_wait_gone(struct term *term, const char *text);

/* Reads output until the program has written these bytes, counted from offset `from` of
 * term_raw(). If the program ends without them, or the guard expires, prints the screen to stderr
 * and returns false. */
bool term_wait_raw(struct term *term, size_t from, const char *bytes);

/* Reads output until the program is stopped, for example by SIGTSTP; returns true at once if it
 * already is. If the program ends, or the guard expires, prints the screen to stderr and returns
 * false. To continue the program, send SIGCONT with term_signal(). */
bool term_wait_stopped(struct term *term);

/* Reads output until the program has ended; everything it wrote is then on the screen. If the guard
 * expires, prints the screen to stderr and kills the program. Returns the exit status, 128 + the
 * number of the signal that ended the program, or -1 if the status was lost. May be called again.
 */
int term_exit(struct term *term);

/* Types bytes. Reads output meanwhile, so that neither side blocks the other. Gives up with a
 * message on stderr if the guard expires. Does nothing once the program has ended. */
void term_send(struct term *term, const char *bytes);

/* From now on, the terminal answers no questions, such as for its kind. Send answers with
 * term_send(). To mute it from the beginning, call this before the first wait. */
void term_mute(struct term *term);

/* Waits until the program has read what was typed and pauses, so that what is typed next comes
 * separately: also after ESC, where curses waits a moment for the rest of a sequence. */
void term_wait_read(struct term *term);

/* How many typed bytes the program has not read. Programs that run after it would read them. */
int term_unread(const struct term *term);

/* Changes the terminal's size, both at least 1, which sends SIGWINCH to the program. Strings from
 * term_row() become invalid. */
void term_resize(struct term *term, int rows, int cols);

/* Sends a signal to the program, but not to its group. Does nothing once the program has ended. */
void term_signal(struct term *term, int sig);

/* The program's process id; only valid until it has ended. */
pid_t term_pid(const struct term *term);

/* The text of a row without trailing spaces. A wide character appears once. "" for a row outside
 * the screen. Owned by term; valid until a resize, or until the next call that reads this row
 * (term_row, term_shows, term_print and the waits). */
const char *term_row(struct term *term, int row);

/* A cell as a user sees it. The right half of a wide character has the width 0 and no text; an
 * empty cell is a space. */
struct term_cell {
    char text[TERM_CELL_SIZE];
    int width;       /* in columns */
    int color, back; /* 0xrrggbb; -1 for the terminal's own */
    bool bold, italic, underline, reverse;
};
/* The cell at row and col, which must be on the screen. */
struct term_cell term_cell(struct term *term, int row, int col);

/* Whether text, which must not end in a space, is visible within one row. */
bool term_shows(struct term *term, const char *text);

/* Prints the screen and its state to a file, for a person to read. */
void term_print(struct term *term, FILE *file);

/* Whether the terminal is as a shell expects it: main screen, cursor visible, no mouse reports, and
 * the modes ICANON, ECHO, ISIG, IEXTEN, ICRNL and OPOST on. Prints what is wrong to stderr. Call it
 * after term_exit() or term_wait_stopped(). */
bool term_restored(struct term *term);

/* Sets *bytes to everything that the terminal has received so far, and returns its length. It may
 * contain NULs, and is not ended by one. It is the program's output after the terminal driver has
 * processed it (" " becomes "\r
 * "), including the echo of typed keys if the program left echo on. Owned by term; valid until more
 * output is read. */
size_t term_raw(const struct term *term, const char **bytes);

#endif
