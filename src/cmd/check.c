/* drill check: list the mistakes in deck files, and warnings, for people and for editors. */
#include "deck/check.h"
#include "base/map.h"
#include "cmd/command.h"
#include "deck/foreign.h"
#include "report/row_writer.h"
#include "study/folder.h"
#include "text/text.h"
#include "view/phrases.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct cmd_check_run {
    struct row_writer rows;
    bool json;
    struct map files, decks; /* map device and inode, or a deck id, to an index in paths */
    char **paths;
    size_t count, capacity;
    size_t encountered; /* deck files found in folders */
    size_t checked, cards, mistakes, warnings;
    bool failed; /* a file could not be read, which has been reported */
};

/* ---- printing ---- */

static void cmd_check_print_line(
    const char *path, const struct finding *finding, const char *message)
{
    struct buf line = {0};
    text_safe(&line, path, TEXT_ONE_LINE);
    buf_format(
        &line, ":%u:%u: %s", finding->line, finding->column, finding->warning ? "warning: " : "");
    text_safe(&line, message, TEXT_ONE_LINE);
    print_line(stdout, &line);
}

static void cmd_check_print_row(
    struct row_writer *rows, const char *path, const struct finding *finding, const char *message)
{
    row_text(rows, path);
    row_int(rows, finding->line);
    row_int(rows, finding->column);
    row_word(rows, finding->warning ? "warning" : "error");
    row_text(rows, message);
    row_end(rows);
}

static void cmd_check_print_findings(
    struct cmd_check_run *c, const char *path, const struct findings *findings)
{
    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *finding = &findings->list[i];
        if (c->json)
            cmd_check_print_row(&c->rows, path, finding, findings_message(findings, i));
        else
            cmd_check_print_line(path, finding, findings_message(findings, i));
        *(finding->warning ? &c->warnings : &c->mistakes) += 1;
    }
}

/* Prints the sum of the files that could be read, to standard error, because programs read standard
 * output. */
static void cmd_check_print_summary(const struct cmd_check_run *c)
{
    struct buf words = {0};
    phrase_count(c->checked, "file", &words);
    buf_text(&words, ", ");
    phrase_count(c->cards, "card", &words);
    buf_text(&words, ": ");
    if (c->mistakes)
        phrase_count(c->mistakes, "mistake", &words);
    else
        buf_text(&words, "no mistakes");
    if (c->warnings) {
        buf_text(&words, ", ");
        phrase_count(c->warnings, "warning", &words);
    }
    print_line(stderr, &words);
}

/* ---- checking ---- */

/* Give the file a number. Set *again if it was checked before, under this name or another. */
static enum err_code cmd_check_add_path(
    struct cmd_check_run *c, const char *path, bool *again, struct err *err)
{
    struct file_version version;
    char inode[64];
    enum err_code code = deck_file_version(path, &version, err);
    if (code)
        return code;
    snprintf(inode, sizeof inode, "%lld %lld", (long long)version.device, (long long)version.inode);
    uint32_t *number = map_text(&c->files, inode);
    *again = number && *number;
    if (*again)
        return ERR_NONE;
    char *copy = number && array_grow(&c->paths, c->count, &c->capacity, sizeof *c->paths)
                     ? strdup(path)
                     : NULL;
    if (!copy)
        return err_memory(err);
    c->paths[c->count++] = copy;
    *number = (uint32_t)c->count;
    return ERR_NONE;
}

/* Report a second file with the same deck id, because both would be one deck. */
static enum err_code cmd_check_identity(
    struct cmd_check_run *c, struct findings *findings, struct err *err)
{
    const char *id = buf_string(&findings->id);
    uint32_t *number = *id ? map_text(&c->decks, id) : NULL;
    if (*id && !number)
        return err_memory(err);
    if (number && *number)
        findings_add(findings, 1, 1, false,
            "has the same deck id \"%s\" as %s: give one of them a different \"id:\"", id,
            c->paths[*number - 1]);
    else if (number)
        *number = (uint32_t)c->count;
    return findings->failed ? err_memory(err) : ERR_NONE;
}

static enum err_code cmd_check_path(struct cmd_check_run *c, const char *path, struct err *err)
{
    struct findings findings = {0};
    bool again;
    enum err_code code = cmd_check_add_path(c, path, &again, err);
    if (code || again)
        return code;
    if (!(code = deck_check(path, &findings, err)))
        code = cmd_check_identity(c, &findings, err);
    findings_sort(&findings);
    cmd_check_print_findings(c, path, &findings);
    c->checked += !code;
    c->cards += findings.cards;
    findings_done(&findings);
    return code;
}

static enum err_code cmd_check_file(void *context, const char *path, struct err *err)
{
    struct cmd_check_run *c = context;
    enum err_code code = cmd_check_path(c, path, err);
    if (code)
        c->failed = fail(err) != EXIT_DONE;
    return code == ERR_MEMORY ? code : ERR_NONE;
}

static enum err_code cmd_check_file_of_folder(void *context, const char *path, struct err *err)
{
    struct cmd_check_run *c = context;
    struct err note;
    if (!deck_is_foreign(path)) {
        c->encountered++;
        return cmd_check_file(c, path, err);
    }
    err_at(&note, ERR_MISTAKE, path, 0, 0, "skipped: no \"cards:\", so not a deck");
    fail(&note);
    return ERR_NONE;
}

/* Return false if checking must stop. */
static bool cmd_check_word(struct cmd_check_run *c, const char *word)
{
    struct stat file;
    struct err err;
    if (stat(word, &file) != 0 || !S_ISDIR(file.st_mode))
        return !cmd_check_file(c, word, &err);
    size_t before = c->encountered;
    enum err_code code = folder_walk(word, cmd_check_file_of_folder, c, &err);
    if (!code && c->encountered == before)
        code = err_at(&err, ERR_IO, word, 0, 0, "contains no decks");
    if (code && code != ERR_MEMORY) /* an ERR_MEMORY was already reported */
        c->failed = fail(&err) != EXIT_DONE;
    return code != ERR_MEMORY;
}

int cmd_check(struct options *options)
{
    static const char *const names[] = {"file", "line", "column", "severity", "message"};
    struct cmd_check_run c = {.json = options->format == FORMAT_JSON,
        .rows = {.stream = stdout,
            .format = ROW_JSON,
            .names = names,
            .count = COUNT(names),
            .make_safe = rows_make_safe()}};
    if (options->word_count == 0)
        return fail_usage("check what? Name a deck file or a folder of them");
    if (c.json)
        row_writer_begin(&c.rows);
    for (size_t i = 0; i < options->word_count && cmd_check_word(&c, options->words[i]); i++)
        continue;
    if (c.json)
        row_writer_end(&c.rows);
    print_lost(c.rows.failed);
    fflush(stdout);
    if (!c.json && c.checked)
        cmd_check_print_summary(&c);
    int status = printed(c.failed ? EXIT_WRONG : c.mistakes ? EXIT_NO : EXIT_DONE);
    while (c.count)
        free(c.paths[--c.count]);
    free(c.paths);
    map_done(&c.files);
    map_done(&c.decks);
    return status;
}
