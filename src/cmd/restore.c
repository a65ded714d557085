/* drill restore: replace the database with a backup.
 *
 *   find the copy ──> check it ──> read the database ──> ask ──> back it up ──> replace it
 *
 * The database is held once the user agrees, because a rating made between its backup and its
 * replacement would be lost. */
#include "store/restore.h"
#include "base/file.h"
#include "cmd/ask.h"
#include "cmd/backups.h"
#include "cmd/command.h"
#include "text/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct restoring {
    const struct options *options;
    struct backups_progress progress;
    struct backups backups;

    struct buf label; /* the copy's name for the user */
    struct store *copy;
    struct store_facts holds;

    bool there, readable; /* the database exists; it can be read */
    struct store_facts facts;
    struct err why;    /* why the database cannot be read */
    struct store *now; /* the database, held until it is replaced; NULL if it cannot be read */

    int64_t kept;     /* the number of the replaced database's backup; 0 if there is none */
    struct buf aside; /* where the old database was moved; empty if it was not moved */
    bool ended;       /* a signal was caught */
};

static void restoring_done(struct restoring *r)
{
    store_close(r->copy);
    store_close(r->now);
    backups_done(&r->backups);
    buf_done(&r->label);
    buf_done(&r->aside);
}

/* ---- the copy ---- */

/* Open a copy and check every page of it. */
static enum err_code restore_open_copy(struct restoring *r, const char *path, struct err *err)
{
    struct err why;
    enum err_code code = store_open(&r->copy, path, STORE_COPY, err);
    r->progress.what = "Checking the backup";
    if (code || (code = store_check(r->copy, false, backups_go_on, &r->progress, &r->ended, err)))
        return code;
    if (!r->ended && store_read_facts(r->copy, &r->holds, &why))
        return err_at(err, ERR_STORE, path, 0, 0, "is not a backup of a drill database");
    return ERR_NONE;
}

static enum err_code restore_open_backup(
    struct restoring *r, const struct backup_name *name, struct err *err)
{
    struct buf path = {0};
    const struct civil *at = &name->at;
    backups_path(&r->backups, name, &path);
    buf_clear(&r->label);
    buf_format(&r->label, "Backup %lld of %04d-%02d-%02d %02d:%02d (%s)", (long long)name->number,
        at->year, at->month, at->day, at->hour, at->minute, backup_reason_word(name->reason));
    r->backups.spared = name->number;
    enum err_code code =
        path.failed ? err_memory(err) : restore_open_copy(r, buf_string(&path), err);
    buf_done(&path);
    return code;
}

/* Open the newest intact backup. */
static enum err_code restore_open_latest(struct restoring *r, struct err *err)
{
    enum err_code code = ERR_NONE;
    for (size_t i = r->backups.count; i-- > 0;) {
        code = restore_open_backup(r, &r->backups.names[i], err);
        if (!code || code == ERR_MEMORY)
            return code;
        err_set(
            err, code, "%s cannot be restored: trying the one before it", buf_string(&r->label));
        fail(err);
        store_close(r->copy);
        r->copy = NULL;
    }
    return code ? err_at(err, ERR_STORE, buf_string(&r->backups.folder), 0, 0,
                      "no backup here is intact: name a file, or try drill doctor --repair")
                : err_at(err, ERR_STORE, buf_string(&r->backups.folder), 0, 0,
                      "there are no backups here: name a file");
}

static enum err_code restore_open_numbered(struct restoring *r, const char *word, struct err *err)
{
    long long number = strtoll(word, NULL, 10);
    for (size_t i = 0; i < r->backups.count; i++)
        if (r->backups.names[i].number == number)
            return restore_open_backup(r, &r->backups.names[i], err);
    return err_set(err, ERR_USAGE, "there is no backup %s: see drill backup --list", word);
}

static enum err_code restore_find(struct restoring *r, struct err *err)
{
    const char *word = r->options->words[0];
    enum err_code code =
        backups_open(&r->backups, r->options->db, &r->options->settings.backups, err);
    if (code)
        return code;
    if (strcmp(word, "latest") == 0)
        return restore_open_latest(r, err);
    if (*word && word[strspn(word, "0123456789")] == '\0')
        return restore_open_numbered(r, word, err);
    if (file_exists(word) && file_same(word, r->options->db))
        return err_set(err, ERR_USAGE, "%s: is the database itself: name a copy of it", word);
    text_safe(&r->label, word, TEXT_ONE_LINE);
    return restore_open_copy(r, word, err);
}

/* ---- the present database ---- */

/* Check the database, if there is one, and read what it holds. Only a failure that a restore cannot
 * repair is an error. Change nothing. */
static enum err_code restore_look(struct restoring *r, struct err *err)
{
    const char *db = r->options->db;
    struct store *store = NULL;
    r->there = file_exists(db);
    if (r->there && restore_is_foreign(db))
        return err_at(err, ERR_STORE, db, 0, 0,
            "is another program's database: choose another file with --db");
    r->progress.what = "Checking the database";
    enum err_code code = r->there ? store_open(&store, db, STORE_COPY, &r->why) : ERR_NONE;
    if (store &&
        !(code = store_check(store, true, backups_go_on, &r->progress, &r->ended, &r->why)))
        code = store_read_facts(store, &r->facts, &r->why);
    store_close(store);
    r->readable = r->there && !code;
    if (code != ERR_BUSY && code != ERR_MEMORY)
        return ERR_NONE;
    *err = r->why;
    return code;
}

/* ---- asking ---- */

static void restore_add_last(const struct store_facts *facts, struct buf *out)
{
    char time[TIME_SIZE];
    if (facts->ratings)
        buf_format(out, ", last %.10s %.5s",
            moment_text(facts->last_ms, facts->last_offset_min, time), time + 11);
}

/* "41,200 ratings, 12 fewer than now, last 2026-01-30 21:14" */
static void restore_describe(const struct restoring *r, struct buf *out)
{
    int64_t more = r->holds.ratings - r->facts.ratings;
    buf_format(out, "%s: ", buf_string(&r->label));
    backups_add_count(r->holds.ratings, "rating", out);
    if (r->readable && more == 0)
        buf_text(out, ", as many as now");
    else if (r->readable) {
        buf_text(out, ", ");
        backups_add_number(more > 0 ? more : -more, out);
        buf_text(out, more > 0 ? " more than now" : " fewer than now");
    }
    restore_add_last(&r->holds, out);
    buf_char(out, '\n');
    if (r->readable) {
        buf_text(out, "Now: ");
        backups_add_count(r->facts.ratings, "rating", out);
        restore_add_last(&r->facts, out);
        buf_text(out, r->options->settings.backups.on
                          ? "; kept as a backup\n"
                          : "; not kept: your settings turn backups off\n");
    } else if (r->there) {
        int length = (int)strcspn(r->why.message, ":"); /* omits the advice after the colon */
        buf_format(out, "The database %.*s; its files will be kept beside the restored one\n",
            length, r->why.message);
    }
}

/* ---- replacing ---- */

static enum err_code restore_keep(struct restoring *r, struct err *err)
{
    struct backup_name name;
    bool complete;
    enum err_code code = open_database(&r->now, r->options, STORE_WRITE, err);
    if (code || (code = store_hold(r->now, err)) || !r->options->settings.backups.on)
        return code;
    r->progress.what = "Backing up";
    code = backups_make(
        &r->backups, r->now, BACKUP_BEFORE_RESTORE, &r->progress, &name, &complete, err);
    r->ended = !code && !complete;
    r->kept = name.number;
    return code;
}

static enum err_code restore_replace(struct restoring *r, struct err *err)
{
    enum err_code code = r->readable ? restore_keep(r, err) : ERR_NONE;
    r->progress.what = "Restoring";
    if (code || r->ended)
        return code;
    char *real = realpath(r->options->db, NULL); /* of a symbolic link, replace the target */
    code = store_restore(real ? real : r->options->db, r->copy, r->now, backups_go_on, &r->progress,
        &r->ended, &r->aside, err);
    free(real);
    return code;
}

static int restore_report(const struct restoring *r)
{
    struct buf line = {0};
    buf_text(&line, "Restored.");
    if (r->kept)
        buf_format(&line, " To go back: drill restore %lld", (long long)r->kept);
    if (r->aside.length) {
        buf_text(&line, " The old database is now ");
        text_safe(&line, buf_string(&r->aside), TEXT_ONE_LINE);
    }
    print_line(stdout, &line);
    return printed(EXIT_DONE);
}

static int restore_ask_and_replace(struct restoring *r)
{
    struct err err;
    struct buf words = {0};
    restore_describe(r, &words);
    print_text(stdout, &words);
    if (!ask(r->options, "Restore it? [y/N] "))
        return printed(EXIT_NO);
    backups_progress_begin(&r->progress);
    enum err_code code = restore_replace(r, &err);
    backups_progress_end(&r->progress, r->ended);
    if (code)
        return fail(&err);
    return r->ended ? EXIT_WRONG : restore_report(r);
}

static int restore_run(struct restoring *r)
{
    struct err err;
    backups_progress_begin(&r->progress);
    enum err_code code = restore_find(r, &err);
    if (!code && !r->ended)
        code = restore_look(r, &err);
    backups_progress_end(&r->progress, true);
    if (code)
        return fail(&err);
    return !r->ended && can_ask(r->options) ? restore_ask_and_replace(r) : EXIT_WRONG;
}

int cmd_restore(struct options *options)
{
    struct restoring r = {.options = options};
    if (options->word_count != 1)
        return fail_usage("restore what? Name a backup: latest, a number from "
                          "\"drill backup --list\", or a file");
    int status = restore_run(&r);
    restoring_done(&r);
    return status;
}
