#include "cmd/home_import.h"

#include "base/path.h"
#include "cmd/ask.h"
#include "cmd/program.h"
#include "text/text.h"
#include "tui/terminal.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* "-" would mean standard input. */
static void home_import_path(const char *typed, struct buf *path)
{
    path_expand(typed, path);
    if (strcmp(buf_string(path), "-") == 0) {
        buf_clear(path);
        buf_text(path, "./-");
    }
}

/* Not in this process: a program that opens and closes the database's file, because it is what is
 * to be imported, would lose the locks of all that have it open. */
static bool home_import_run(const struct options *options, const char *path, bool dry_run)
{
    static const char self[] = "/proc/self/exe";
    const char *program = access(self, X_OK) == 0 ? self : options->program;
    const char *const arguments[] = {
        options->program, "import", "--db", options->db, "--", path, NULL};
    const char *const rehearsal[] = {
        options->program, "import", "--dry-run", "--db", options->db, "--", path, NULL};
    int status = program_run(program, (char *const *)(dry_run ? rehearsal : arguments));
    return status != -1 && WIFEXITED(status) && WEXITSTATUS(status) <= EXIT_NO;
}

/* Print what would change, ask, and import it. Returns whether it was imported. */
static bool home_import_ask(const struct options *options, const char *path)
{
    fflush(stdout);
    return home_import_run(options, path, true) && ask(options, "Import this? [y/N] ") &&
           home_import_run(options, path, false);
}

static void home_import_print_title(const char *path)
{
    struct buf title = {0};
    buf_text(&title, "\nImport ");
    text_safe(&title, path, TEXT_ONE_LINE);
    print_line(stdout, &title);
}

static void home_import_wait(void)
{
    char *line = NULL;
    size_t capacity = 0;
    fputs("\nPress enter to go back to your decks. ", stdout);
    fflush(stdout);
    if (getline(&line, &capacity, stdin) < 0)
        clearerr(stdin);
    free(line);
}

static void home_import_note_interrupt(int signal)
{
    (void)signal;
}

/* On a terminal, Ctrl-C ends the import, or answers no, but does not end drill. */
static bool home_import_lent(const struct options *options, const char *path)
{
    struct sigaction note = {.sa_handler = home_import_note_interrupt}, before;
    if (!terminal_is_open())
        return home_import_ask(options, path);
    terminal_drop_keys(); /* keys typed ahead were not meant as answers */
    terminal_lend();
    sigaction(SIGINT, &note, &before);
    home_import_print_title(path);
    bool imported = home_import_ask(options, path);
    clearerr(stdin); /* an interrupted question */
    home_import_wait();
    sigaction(SIGINT, &before, NULL);
    terminal_take_back();
    return imported;
}

bool home_import(const struct options *options, const char *typed, struct buf *notice)
{
    struct buf path = {0};
    home_import_path(typed, &path);
    bool readable = !path.failed && access(buf_string(&path), R_OK) == 0;
    if (path.failed)
        notice->failed = true;
    else if (!path.length)
        buf_text(notice, "Import what? Type the path of a file or a folder");
    else if (!readable)
        buf_format(notice, "Cannot be read: %s", strerror(errno));
    else if (home_import_lent(options, path.bytes)) {
        buf_text(notice, "Imported ");
        text_safe(notice, path.bytes, TEXT_ONE_LINE);
    }
    buf_done(&path);
    return readable;
}
