#include "cmd/edit.h"

#include "cmd/command.h"
#include "cmd/launch.h"
#include "cmd/program.h"
#include "deck/source.h"
#include "study/card_line.h"
#include "tui/terminal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

/* ---- the editor, and how it takes a line number ---- */

/* The arguments that follow an editor's command, for the shell: $1 is the file, $2 the line. Each
 * name has a space before and after it, so that a search finds only whole names. */
static const struct {
    const char *names, *arguments;
} forms[] = {
    {" editor sensible-editor vi vim nvim gvim vis nvi nano pico micro ", "\"+$2\" \"$1\""},
    {" emacs emacsclient mg jed joe ne kak gedit ", "\"+$2\" \"$1\""},
    {" hx helix subl zed ", "\"$1:$2\""}, {" code codium cursor ", "-g \"$1:$2\""},
    {"", "\"$1\""}, /* any other editor */
};

static bool edit_is_program(const char *name)
{
    struct buf path = {0};
    bool found = launch_find(name, &path);
    buf_done(&path);
    return found;
}

/* Whether a command runs one program, and so can follow "exec". */
static bool edit_is_one_program(const char *command)
{
    char *words = strdup(command), *rest = words;
    const char *program;
    do
        program = strsep(&rest, " \t");
    while (program && !*program);
    bool one = program && !strpbrk(command, ";&|\n") && edit_is_program(program);
    free(words);
    return one;
}

static const char *edit_chosen_editor(void)
{
    const char *const variables[] = {"VISUAL", "EDITOR"};
    for (size_t i = 0; i < COUNT(variables); i++) {
        const char *editor = getenv(variables[i]);
        if (editor && editor[strspn(editor, " \t")])
            return editor;
    }
    return edit_is_program("editor") ? "editor" : "vi";
}

/* Returns the arguments for the editor in a command such as "/usr/bin/vim -u NONE". */
static const char *edit_arguments(const char *command)
{
    struct buf name = {0};
    command += strspn(command, " \t");
    int length = (int)strcspn(command, " \t"), folder = length;
    while (folder > 0 && command[folder - 1] != '/')
        folder--;
    buf_format(&name, " %.*s ", length - folder, command + folder);
    size_t form = 0;
    while (*forms[form].names && !strstr(forms[form].names, buf_string(&name)))
        form++;
    buf_done(&name);
    return forms[form].arguments;
}

/* ---- running it ---- */

/* The shell runs the user's command as written; the file's name is an argument, never part of the
 * script. With "exec", the editor is drill's own child, so drill notices when it stops. */
static enum err_code edit_open_editor(const char *path, unsigned line, struct err *problem)
{
    struct buf script = {0};
    char number[16];
    const char *editor = edit_chosen_editor();
    buf_format(&script, "%s%s %s", edit_is_one_program(editor) ? "exec " : "", editor,
        edit_arguments(editor));
    snprintf(number, sizeof number, "%u", line);
    const char *const arguments[] = {"sh", "-c", buf_string(&script), editor, path, number, NULL};
    bool ok = !script.failed;
    int status = -1;
    if (ok) {
        fflush(stdout);
        terminal_drop_keys(); /* keys typed ahead were not meant for the editor */
        terminal_lend();
        status = program_run("/bin/sh", (char *const *)arguments);
        terminal_take_back();
    }
    buf_done(&script);
    if (!ok)
        return err_memory(problem);
    if (status == -1 || (WIFEXITED(status) && WEXITSTATUS(status) >= 126))
        return err_set(problem, ERR_IO, "no editor \"%s\": set $VISUAL or $EDITOR", editor);
    return ERR_NONE; /* whatever the editor's status, the file shows what was saved */
}

/* ---- the card ---- */

/* Load a deck from its file. If the file has mistakes, *problem is the first. */
static enum err_code edit_load(
    struct store *store, const char *path, struct load_report *report, struct err *problem)
{
    int64_t deck_id;
    struct err first = {0};
    enum err_code code = deck_load(
        store, path, clock_now().day, keep_first_mistake, &first, &deck_id, report, problem);
    if (code == ERR_MISTAKE && first.code)
        *problem = first;
    return code;
}

static enum err_code edit_file(struct store *store, const char *path, unsigned line,
    struct load_report *report, struct err *problem)
{
    enum err_code code;
    if ((code = edit_open_editor(path, line, problem)) || (code = deck_file_check(path, problem)))
        return code;
    return edit_load(store, path, report, problem);
}

enum err_code edit_card(struct store *store, const struct stored_card *card,
    struct load_report *report, struct err *problem)
{
    struct deck_facts deck = {0};
    unsigned line;
    *report = (struct load_report){0};
    *problem = (struct err){0};
    enum err_code code = store_deck_facts(store, card->deck_id, &deck, problem);
    if (!code && !(code = deck_file_check(deck.path, problem)) &&
        !(code = card_line_find(deck.path, card, &line, problem)))
        code = edit_file(store, deck.path, line, report, problem);
    deck_facts_done(&deck);
    return code;
}

enum err_code edit_deck(
    struct store *store, const char *path, struct load_report *report, struct err *problem)
{
    *report = (struct load_report){0};
    *problem = (struct err){0};
    enum err_code code = deck_file_check(path, problem);
    if (code)
        return code;
    code = edit_load(store, path, report, problem);
    unsigned line = code == ERR_MISTAKE && problem->line ? problem->line : 1;
    return code && code != ERR_MISTAKE ? code : edit_file(store, path, line, report, problem);
}
