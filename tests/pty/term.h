/*
 * Runs a program in a pseudo terminal and shows what a person would see.
 *
 * The program is the foreground job of a session of its own, as under an
 * interactive shell: keys such as Ctrl-C and Ctrl-Z reach it as signals, and
 * it can be stopped and continued.
 *
 * The screen is the one that libvterm makes of the output read so far. Output
 * is read by term_wait(), term_wait_gone(), term_wait_stopped(), term_exit(),
 * term_send(), term_signal() and term_resize() only, so the screen holds still
 * between them.
 *
 * Every wait ends by itself after TERM_GUARD_MS. That is a guard against hangs
 * and always a failure: no test passes because time went by.
 *
 * Rows and columns count from 0. Texts are UTF-8. Running out of memory ends
 * the test program.
 *
 * Needs libvterm (pkg-config vterm), and -lutil where libc has no openpty().
 */
#ifndef TESTS_PTY_TERM_H
#define TESTS_PTY_TERM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/types.h>

/* The longest that any wait lasts, in milliseconds. */
#define TERM_GUARD_MS 20000

struct term;

/*
 * Starts argv[0] (looked up in PATH unless it has a slash) with the NULL-ended
 * arguments argv on a terminal of rows x cols, both at least 1.
 *
 * Its environment is PATH and the sanitizers' and profiler's options as the
 * test has them, TERM=xterm-256color and LANG=C.UTF-8; there is no HOME unless
 * the caller gives one. env, NULL or NULL-ended, holds what differs: an entry
 * "NAME=value" adds or replaces, an entry "NAME" removes. Signals are as by
 * default, and no file is open but the terminal.
 *
 * Returns a terminal to be freed with term_free(), or NULL, having said why on
 * stderr; a program that cannot be executed is such a failure. Once this has
 * returned, the program is running, but it may not have set up its terminal
 * yet: wait for something it shows before sending keys.
 */
struct term *term_start(int rows, int cols, const char *const *argv, const char *const *env);

/*
 * Kills the program's process group if the program is alive, and frees term,
 * which may be NULL, with everything got from it.
 */
void term_free(struct term *term);

/*
 * Reads output until text is visible within one row, then until the program
 * pauses, so that the rest of the same repaint is most likely on the screen
 * too. Nothing can tell that text from an older one alike: wait for something
 * that was not there before.
 *
 * Returns false, having printed the screen on stderr, when the program ended
 * without showing text or the guard expired.
 */
bool term_wait(struct term *term, const char *text);

/*
 * Reads output until text is in no row and the program pauses, so that text
 * missing in the midst of a repaint does not count. Returns false, having
 * printed the screen on stderr, when the program ended with text on the screen
 * or the guard expired.
 */
bool term_wait_gone(struct term *term, const char *text);

/*
 * Reads output until the program is stopped (as by SIGTSTP); true at once when
 * it is already. Returns false, having printed the screen on stderr, when it
 * ended or the guard expired. term_signal() with SIGCONT continues it.
 */
bool term_wait_stopped(struct term *term);

/*
 * Reads output until the program has ended, which the guard brings about with
 * SIGKILL, having printed the screen on stderr. All that the program wrote is
 * on the screen then. Returns its exit status, 128 + the number of the signal
 * that ended it, or -1 if that was lost. May be called again.
 */
int term_exit(struct term *term);

/*
 * Types bytes. Reads output meanwhile as needed, so that neither side blocks
 * the other. Gives up with a word on stderr when the guard expires; does
 * nothing once the program has ended.
 */
void term_send(struct term *term, const char *bytes);

/*
 * Changes the size of the terminal, both at least 1, whereupon the program
 * gets SIGWINCH. Ends the validity of what term_row() returned.
 */
void term_resize(struct term *term, int rows, int cols);

/* Sends signal sig to the program, not its group. Does nothing once it ended. */
void term_signal(struct term *term, int sig);

/* The program's process, for as long as it has not ended. */
pid_t term_pid(const struct term *term);

/*
 * The text of a row without its trailing spaces; a wide character is there
 * once. "" for a row that the screen has not. Owned by term; valid until the
 * next call that takes this row into account (term_row, term_shows, term_print
 * and the waits), or a resize.
 */
const char *term_row(struct term *term, int row);

/* Whether text, which must not end in a space, is visible within one row. */
bool term_shows(struct term *term, const char *text);

/* Prints the screen, with its state, to file for a person to read. */
void term_print(struct term *term, FILE *file);

/*
 * Whether the terminal is as a shell would want it back: main screen, cursor
 * visible, no mouse reports, and the modes ICANON, ECHO, ISIG, IEXTEN, ICRNL
 * and OPOST on. Says on stderr what is not. For use after term_exit() or
 * term_wait_stopped().
 */
bool term_restored(struct term *term);

/*
 * All bytes that the terminal has got so far, through *bytes; they may include
 * NUL and are not NUL-ended. This is what the program wrote, after the
 * terminal driver's output processing ("\n" to "\r\n") and with its echo of
 * typed keys where the program left that on. Returns their number. Owned by
 * term; valid until more output is read.
 */
size_t term_raw(const struct term *term, const char **bytes);

#endif
