/* drill backup: copy the database into the folder of backups or to a file, or list the backups. */
#include "base/file.h"
#include "cmd/backups.h"
#include "cmd/command.h"
#include "study/output.h"
#include "text/text.h"
#include "view/text_table.h"

#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- making a copy ---- */

static int cmd_backup_report(const char *path)
{
    struct err err;
    struct store *copy;
    struct store_facts facts;
    struct buf line = {0};
    enum err_code code = store_open(&copy, path, STORE_COPY, &err);
    if (!code)
        code = store_read_facts(copy, &facts, &err);
    store_close(copy);
    if (code)
        return fail(&err);
    text_safe(&line, path, TEXT_ONE_LINE);
    buf_text(&line, ": ");
    backups_add_count(facts.cards, "card", &line);
    buf_text(&line, ", ");
    backups_add_count(facts.ratings, "rating", &line);
    print_line(stdout, &line);
    return printed(EXIT_DONE);
}

/* Copy to the backup folder, and append the copy's path to `path`. */
static enum err_code cmd_backup_to_folder(const struct options *options, struct store *store,
    struct backups_progress *progress, struct buf *path, bool *complete, struct err *err)
{
    struct backups backups;
    struct backup_name name;
    enum err_code code = backups_open(&backups, options->db, &options->settings.backups, err);
    if (!code)
        code = backups_make(&backups, store, BACKUP_BY_HAND, progress, &name, complete, err);
    if (!code && *complete)
        backups_path(&backups, &name, path);
    backups_done(&backups);
    return code;
}

static enum err_code cmd_backup_copy(struct store *store, const char *path,
    struct backups_progress *progress, bool *complete, struct err *err)
{
    struct backup *backup;
    enum err_code code = backup_begin(&backup, store, path, err);
    while (!code && !backup_is_complete(backup) && backups_go_on(progress, backup_percent(backup)))
        code = backup_step(backup, backups_go_on, progress, err);
    *complete = !code && backup_is_complete(backup);
    backup_close(backup);
    return code;
}

static enum err_code cmd_backup_rename(const char *from, const char *to, struct err *err)
{
    char *folder = strdup(to);
    enum err_code code = folder ? ERR_NONE : err_memory(err);
    if (!code && rename(from, to) != 0) {
        code = err_at(err, ERR_IO, to, 0, 0, "cannot be written");
        unlink(from);
    }
    if (!code)
        code = file_sync(dirname(folder), err);
    free(folder);
    return code;
}

/* Copy to the file named on the command line. */
static enum err_code cmd_backup_to_file(const struct options *options, struct store *store,
    struct backups_progress *progress, struct buf *path, bool *complete, struct err *err)
{
    const struct in_use in_use = {.db = options->db, .store = store};
    const char *to = options->words[0];
    struct stat there;
    struct buf temporary = {0};
    buf_text(path, to);
    buf_format(&temporary, "%s-copying", to);
    enum err_code code = path->failed || temporary.failed
                             ? err_memory(err)
                             : output_check(to, options->force, &in_use, err);
    if (!code && stat(to, &there) == 0 && !S_ISREG(there.st_mode))
        code = err_at(err, ERR_USAGE, to, 0, 0, "is not a file: name a file to copy to");
    if (!code)
        code = cmd_backup_copy(store, buf_string(&temporary), progress, complete, err);
    if (!code && *complete)
        code = cmd_backup_rename(buf_string(&temporary), to, err);
    buf_done(&temporary);
    return code;
}

static int cmd_backup_make(const struct options *options)
{
    struct err err;
    struct store *store;
    struct buf path = {0};
    struct backups_progress progress = {.what = "Backing up"};
    bool complete = false;
    if (store_open(&store, options->db, STORE_COPY, &err))
        return fail(&err);
    backups_progress_begin(&progress);
    enum err_code code = (options->word_count ? cmd_backup_to_file : cmd_backup_to_folder)(
        options, store, &progress, &path, &complete, &err);
    backups_progress_end(&progress, true);
    if (!code && path.failed)
        code = err_memory(&err);
    int status = EXIT_WRONG;
    if (code)
        fail(&err);
    else if (complete)
        status = cmd_backup_report(buf_string(&path));
    buf_done(&path);
    store_close(store);
    return status;
}

/* ---- listing the copies ---- */

/* A row of the list; `readable` is false if the copy is damaged. */
struct cmd_backup_entry {
    const struct backup_name *name;
    struct buf path;
    int64_t size;
    bool readable;
    struct store_facts facts;
};

static void cmd_backup_look(const struct backups *backups, size_t i, struct cmd_backup_entry *entry)
{
    struct err err;
    struct stat file;
    struct store *store = NULL;
    buf_clear(&entry->path);
    entry->name = &backups->names[i];
    backups_path(backups, entry->name, &entry->path);
    const char *path = buf_string(&entry->path);
    entry->size = stat(path, &file) == 0 ? (int64_t)file.st_size : 0;
    entry->readable = !store_open(&store, path, STORE_COPY, &err) &&
                      !store_read_facts(store, &entry->facts, &err);
    store_close(store);
}

static void cmd_backup_size(int64_t bytes, struct text_table *table)
{
    if (bytes < 1000000)
        text_table_format(table, "%lld kB", (long long)(bytes + 999) / 1000);
    else
        text_table_format(
            table, "%lld.%lld MB", (long long)(bytes / 1000000), (long long)(bytes / 100000 % 10));
}

static void cmd_backup_print_table(const struct backups *backups)
{
    static const struct text_table_column columns[] = {{"number", true, false},
        {"made", false, false}, {"reason", false, false}, {"size", true, false},
        {"cards", true, false}, {"ratings", true, false}};
    struct text_table table = {.columns = columns, .column_count = COUNT(columns)};
    struct cmd_backup_entry entry = {0};
    struct buf out = {0};
    for (size_t i = 0; i < backups->count; i++) {
        cmd_backup_look(backups, i, &entry);
        const struct civil *at = &entry.name->at;
        text_table_format(&table, "%lld", (long long)entry.name->number);
        text_table_format(
            &table, "%04d-%02d-%02d %02d:%02d", at->year, at->month, at->day, at->hour, at->minute);
        text_table_cell(&table, backup_reason_word(entry.name->reason));
        cmd_backup_size(entry.size, &table);
        if (entry.readable) {
            text_table_format(&table, "%lld", (long long)entry.facts.cards);
            text_table_format(&table, "%lld", (long long)entry.facts.ratings);
        } else {
            text_table_cell(&table, "damaged");
            text_table_cell(&table, "");
        }
    }
    out.failed |= entry.path.failed || !text_table_print(&table, print_width(), &out);
    buf_text(&out, "in ");
    text_safe(&out, buf_string(&backups->folder), TEXT_ONE_LINE);
    if (backups->count)
        print_line(stdout, &out);
    else
        puts("No backups yet.");
    buf_done(&out);
    buf_done(&entry.path);
    text_table_done(&table);
}

static void cmd_backup_print_rows(const struct backups *backups, enum row_format format)
{
    static const char *const names[] = {
        "number", "time", "reason", "size", "cards", "ratings", "file"};
    struct row_writer rows = {.stream = stdout,
        .format = format,
        .names = names,
        .count = COUNT(names),
        .make_safe = rows_make_safe()};
    struct cmd_backup_entry entry = {0};
    row_writer_begin(&rows);
    for (size_t i = 0; i < backups->count; i++) {
        char time[TIME_SIZE];
        cmd_backup_look(backups, i, &entry);
        const struct civil *at = &entry.name->at;
        snprintf(time, sizeof time, "%04d-%02d-%02dT%02d:%02d", at->year, at->month, at->day,
            at->hour, at->minute);
        row_int(&rows, entry.name->number);
        row_word(&rows, time);
        row_word(&rows, backup_reason_word(entry.name->reason));
        row_int(&rows, entry.size);
        const int64_t counts[] = {entry.facts.cards, entry.facts.ratings};
        for (size_t c = 0; c < COUNT(counts); c++)
            if (entry.readable)
                row_int(&rows, counts[c]);
            else
                row_word(&rows, "");
        row_text(&rows, buf_string(&entry.path));
        row_end(&rows);
    }
    row_writer_end(&rows);
    print_lost(rows.failed || entry.path.failed);
    buf_done(&entry.path);
}

static int cmd_backup_list(const struct options *options)
{
    struct err err;
    struct backups backups;
    enum err_code code = backups_open(&backups, options->db, &options->settings.backups, &err);
    if (!code && options->format == FORMAT_TEXT)
        cmd_backup_print_table(&backups);
    else if (!code)
        cmd_backup_print_rows(&backups, row_format(options));
    backups_done(&backups);
    return code ? fail(&err) : printed(EXIT_DONE);
}

int cmd_backup(struct options *options)
{
    if (options->list && options->word_count)
        return fail_usage("--list takes no file");
    if (!options->list && options->format != FORMAT_TEXT)
        return fail_usage("--json needs --list");
    if (options->word_count > 1)
        return fail_usage("backup takes one file at most");
    return options->list ? cmd_backup_list(options) : cmd_backup_make(options);
}
