#include "cmd/edit.h"

#include "base/file.h"
#include "cmd/command.h"
#include "study/card_line.h"
#include "tui/terminal.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- the editor, and how it takes a line number ---- */

enum line_form {
    LINE_NONE,  /* FILE */
    LINE_PLUS,  /* +LINE FILE */
    LINE_COLON, /* FILE:LINE */
    LINE_GOTO,  /* -g FILE:LINE */
    LINE_FORMS
};

/* The editors of each form, with a space before and after each name. */
static const char *const editors[LINE_FORMS] = {
    [LINE_NONE] = "",
    [LINE_PLUS] = " editor sensible-editor vi vim nvim gvim vis nvi nano pico micro emacs"
                  " emacsclient mg jed joe ne kak gedit ",
    [LINE_COLON] = " hx helix subl zed ",
    [LINE_GOTO] = " code codium cursor ",
};

static bool edit_is_on_path(const char *program)
{
    bool found = false;
    char *folders = strdup(getenv("PATH") ? getenv("PATH") : "");
    char *rest = folders;
    for (char *folder; rest && !found && (folder = strsep(&rest, ":"));) {
        struct buf path = {0};
        buf_format(&path, "%s/%s", folder, program);
        found = access(buf_string(&path), X_OK) == 0;
        buf_done(&path);
    }
    free(folders);
    return found;
}

static const char *edit_chosen_editor(void)
{
    const char *const variables[] = {"VISUAL", "EDITOR"};
    for (size_t i = 0; i < COUNT(variables); i++) {
        const char *editor = getenv(variables[i]);
        if (editor && editor[strspn(editor, " \t")])
            return editor;
    }
    return edit_is_on_path("editor") ? "editor" : "vi";
}

/* Uses the program's name in a command such as "/usr/bin/vim -u NONE". */
static enum line_form edit_form_of(const char *command)
{
    struct buf name = {0};
    command += strspn(command, " \t");
    int length = (int)strcspn(command, " \t"), folder = length;
    while (folder > 0 && command[folder - 1] != '/')
        folder--;
    buf_format(&name, " %.*s ", length - folder, command + folder);
    enum line_form form = LINE_GOTO;
    while (form != LINE_NONE && !strstr(editors[form], buf_string(&name)))
        form--;
    buf_done(&name);
    return form;
}

/* ---- running it ---- */

/* The shell runs the user's command as written, with the file as a separate argument: its name
 * cannot do harm. */
struct edit_call {
    struct buf script, location;
    const char *arguments[7];
};

static void edit_call_make(
    struct edit_call *call, const char *editor, const char *path, unsigned line)
{
    enum line_form form = edit_form_of(editor);
    *call = (struct edit_call){0};
    buf_format(&call->script, "%s \"$@\"", editor);
    if (form == LINE_PLUS)
        buf_format(&call->location, "+%u", line);
    else
        buf_format(&call->location, form == LINE_NONE ? "%s" : "%s:%u", path, line);
    const char *first = form == LINE_GOTO ? "-g" : buf_string(&call->location);
    const char *second = form == LINE_PLUS   ? path
                         : form == LINE_GOTO ? buf_string(&call->location)
                                             : NULL;
    const char *const arguments[] = {
        "sh", "-c", buf_string(&call->script), editor, first, second, NULL};
    memcpy(call->arguments, arguments, sizeof arguments);
}

static void edit_call_done(struct edit_call *call)
{
    buf_done(&call->script);
    buf_done(&call->location);
}

/* Run the editor and wait. Returns the status from waitpid, -1 if it did not start. Meanwhile
 * Ctrl-C and Ctrl-\ reach the editor alone. */
static int edit_run(const struct edit_call *call)
{
    struct sigaction ignore = {.sa_handler = SIG_IGN}, interrupt, quit;
    int status = -1;
    sigaction(SIGINT, &ignore, &interrupt);
    sigaction(SIGQUIT, &ignore, &quit);
    pid_t child = fork();
    if (child == 0) {
        signal(SIGINT, SIG_DFL);
        signal(SIGQUIT, SIG_DFL);
        execv("/bin/sh", (char *const *)call->arguments);
        _exit(127);
    }
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    sigaction(SIGINT, &interrupt, NULL);
    sigaction(SIGQUIT, &quit, NULL);
    return status;
}

static enum err_code edit_open_editor(const char *path, unsigned line, struct err *problem)
{
    struct edit_call call;
    const char *editor = edit_chosen_editor();
    edit_call_make(&call, editor, path, line);
    bool ok = !call.script.failed && !call.location.failed;
    int status = -1;
    if (ok) {
        fflush(stdout);
        terminal_drop_keys(); /* typed-ahead keys were not meant for the editor */
        terminal_lend();
        status = edit_run(&call);
        terminal_take_back();
    }
    edit_call_done(&call);
    if (!ok)
        return err_memory(problem);
    if (status == -1 || (WIFEXITED(status) && WEXITSTATUS(status) >= 126))
        return err_set(problem, ERR_IO, "no editor \"%s\": set $VISUAL or $EDITOR", editor);
    return ERR_NONE; /* whatever its status, the file shows what was saved */
}

/* ---- the card ---- */

static void edit_keep_first(void *context, const struct err *mistake)
{
    struct err *first = context;
    if (!first->code)
        *first = *mistake;
}

static enum err_code edit_check_exists(const char *path, struct err *problem)
{
    return path && file_exists(path)
               ? ERR_NONE
               : err_set(problem, ERR_IO, "the deck's file is gone: %s", path ? path : "");
}

static enum err_code edit_file(struct store *store, const char *path,
    const struct stored_card *card, struct load_report *report, struct err *problem)
{
    unsigned line;
    int64_t deck_id;
    struct err first = {0};
    enum err_code code;
    if ((code = edit_check_exists(path, problem)) ||
        (code = card_line_find(path, card, &line, problem)) ||
        (code = edit_open_editor(path, line, problem)) || (code = edit_check_exists(path, problem)))
        return code;
    code =
        deck_load(store, path, clock_now().day, edit_keep_first, &first, &deck_id, report, problem);
    if (code == ERR_MISTAKE && first.code)
        *problem = first;
    return code;
}

enum err_code edit_card(struct store *store, const struct stored_card *card,
    struct load_report *report, struct err *problem)
{
    struct deck_facts deck = {0};
    *report = (struct load_report){0};
    *problem = (struct err){0};
    enum err_code code = store_deck_facts(store, card->deck_id, &deck, problem);
    if (!code)
        code = edit_file(store, deck.path, card, report, problem);
    deck_facts_done(&deck);
    return code;
}
