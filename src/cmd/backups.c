/* The copy of the day:
 *
 *   start: due? ──> copy while the session waits for keys
 *   end:   due? ──> copy within a second ──too slow──> missed: see start
 *                   missed twice: copy with a progress line; any key postpones it */
#include "cmd/backups.h"

#include "text/text.h"
#include "tui/loop.h"
#include "tui/terminal.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define QUIT_MS     1000 /* how long quitting waits for a copy */
#define PATIENCE_MS 300  /* shorter work shows no progress */
#define REDRAW_MS   100
#define MISSES_MAX  2 /* after this many missed copies, quitting waits until the copy is done */
#define SMALL       (INT64_C(8) << 20) /* bytes; quitting waits for smaller databases */

/* ---- progress ---- */

void backups_progress_begin(struct backups_progress *progress)
{
    progress->begun_ms = clock_monotonic_ms();
    progress->shown_ms = 0;
    progress->watches_keys = false;
    interrupts_catch();
}

static void cmd_backups_show(struct backups_progress *progress, int percent, int64_t now_ms)
{
    if (!progress->shown_ms && progress->may_skip)
        progress->watches_keys = terminal_watch_keys();
    fprintf(stderr, "\r%s", progress->what);
    if (percent > 0)
        fprintf(stderr, ": %d %%", percent);
    fprintf(stderr, "%s\033[K", progress->watches_keys ? " (any key to postpone)" : "");
    progress->shown_ms = now_ms;
}

bool backups_go_on(void *context, int percent)
{
    struct backups_progress *progress = context;
    int64_t now_ms = clock_monotonic_ms(), taken_ms = now_ms - progress->begun_ms;
    if (interrupted() || (progress->limit_ms && taken_ms >= progress->limit_ms) ||
        (progress->watches_keys && terminal_key_pressed()))
        return false;
    if (isatty(STDERR_FILENO) && taken_ms >= PATIENCE_MS &&
        now_ms - progress->shown_ms >= REDRAW_MS)
        cmd_backups_show(progress, percent, now_ms);
    return true;
}

void backups_progress_end(struct backups_progress *progress, bool give_up)
{
    if (progress->shown_ms)
        fputs("\r\033[K", stderr);
    if (progress->watches_keys)
        terminal_end_watch();
    interrupts_restore(give_up);
}

/* ---- words ---- */

void backups_add_number(int64_t number, struct buf *out)
{
    if (number >= 1000) {
        backups_add_number(number / 1000, out);
        buf_format(out, ",%03d", (int)(number % 1000));
    } else {
        buf_format(out, "%d", (int)number);
    }
}

void backups_add_count(int64_t number, const char *noun, struct buf *out)
{
    backups_add_number(number, out);
    buf_format(out, " %s%s", noun, number == 1 ? "" : "s");
}

/* ---- a copy ---- */

static void cmd_backups_complain(const struct err *err)
{
    struct buf why = {0};
    if (*err->file)
        buf_format(&why, "%s: ", err->file);
    buf_text(&why, err->message);
    fputs("drill: No backup was made: ", stderr);
    struct buf safe = {0};
    text_safe(&safe, buf_string(&why), TEXT_ONE_LINE);
    bool damaged = err->code == ERR_STORE; /* the database is damaged, not the copy */
    buf_text(&safe, damaged ? "" : "; your ratings are safe");
    print_line(stderr, &safe);
    buf_done(&why);
}

enum err_code backups_make(struct backups *backups, struct store *store, enum backup_reason reason,
    struct backups_progress *progress, struct backup_name *name, bool *complete, struct err *err)
{
    struct backups_copy copy;
    enum err_code code = backups_begin(&copy, backups, store, reason, clock_now(), err);
    *complete = false;
    while (!code && !*complete && backups_go_on(progress, backup_percent(copy.backup)))
        code = backups_step(&copy, complete, backups_go_on, progress, err);
    *name = copy.name;
    backups_leave(&copy);
    return code;
}

enum err_code backups_keep(struct store *store, const struct options *options,
    enum backup_reason reason, struct buf *path, struct err *err)
{
    struct backups backups;
    struct backup_name name;
    struct backups_progress progress = {.what = "Backing up"};
    bool complete = false;
    backups_progress_begin(&progress);
    enum err_code code = backups_open(&backups, options->db, &options->settings.backups, err);
    if (!code)
        code = backups_make(&backups, store, reason, &progress, &name, &complete, err);
    if (complete)
        backups_path(&backups, &name, path);
    backups_done(&backups);
    backups_progress_end(&progress, true);
    return code;
}

void backups_before(struct store *store, const struct options *options, enum backup_reason reason)
{
    struct err err;
    struct buf path = {0};
    if (options->settings.backups.on && backups_keep(store, options, reason, &path, &err))
        cmd_backups_complain(&err);
    buf_done(&path);
}

/* ---- a database of an older drill ---- */

struct backups_migration {
    const struct options *options;
    struct backups_progress progress;
};

static void cmd_backups_before_migration(void *context, struct store *store)
{
    struct backups_migration *migration = context;
    backups_before(store, migration->options, BACKUP_BEFORE_MIGRATION);
    migration->progress.begun_ms = clock_monotonic_ms();
}

static void cmd_backups_show_migration(void *context, int64_t done, int64_t total)
{
    struct backups_migration *migration = context;
    backups_go_on(&migration->progress, total > 0 ? (int)(done * 100 / total) : 0);
}

enum err_code open_database(
    struct store **store, const struct options *options, enum store_mode mode, struct err *err)
{
    struct backups_migration context = {options, {.what = "Updating the database"}};
    const struct store_migration migration = {
        cmd_backups_before_migration, cmd_backups_show_migration, &context};
    enum err_code code = store_open_migrating(store, options->db, mode, &migration, err);
    if (context.progress.shown_ms)
        fputs("\r\033[K", stderr);
    return code;
}

/* ---- the copy of the day ---- */

/* List the existing copies, and set *due to whether a new one is due. */
static enum err_code cmd_backups_look(struct backups_session *session, bool *due, struct err *err)
{
    const struct backup_settings *settings = &session->options->settings.backups;
    int last_day = 0;
    enum err_code code = settings->on ? store_last_day(session->store, &last_day, err) : ERR_NONE;
    *due = false;
    if (code || last_day == 0)
        return code;
    backups_done(&session->backups);
    code = backups_open(&session->backups, session->options->db, settings, err);
    if (!code)
        *due = backups_are_due(
            session->backups.names, session->backups.count, last_day, clock_now().day);
    return code;
}

static void cmd_backups_session_stop(struct backups_session *session)
{
    loop_when_idle(NULL, NULL);
    if (!session->source)
        return;
    backups_leave(&session->copy);
    store_close(session->source);
    session->source = NULL;
}

static bool cmd_backups_may_go_on(void *context, int percent)
{
    (void)context;
    (void)percent;
    return !terminal_has_input();
}

/* A loop_idle_fn. Failures are not reported, since the copy is tried again at the session's end. */
static bool cmd_backups_session_step(void *context)
{
    struct backups_session *session = context;
    struct err err;
    bool complete;
    if (!backups_step(&session->copy, &complete, cmd_backups_may_go_on, NULL, &err) && !complete)
        return true;
    cmd_backups_session_stop(session);
    return false;
}

void backups_session_begin(
    struct backups_session *session, struct store *store, const struct options *options)
{
    struct err err;
    bool due;
    *session = (struct backups_session){.store = store, .options = options};
    if (cmd_backups_look(session, &due, &err) || !due ||
        store_open(&session->source, options->db, STORE_READ, &err))
        return;
    if (!backups_begin(
            &session->copy, &session->backups, session->source, BACKUP_DAY, clock_now(), &err)) {
        loop_when_idle(cmd_backups_session_step, session);
        return;
    }
    store_close(session->source);
    session->source = NULL;
}

static int64_t cmd_backups_limit_ms(const struct backups_session *session)
{
    struct stat file;
    bool small = stat(session->options->db, &file) == 0 && file.st_size < SMALL;
    return small || backups_missed(&session->backups) >= MISSES_MAX ? 0 : QUIT_MS;
}

static enum err_code cmd_backups_make_day(struct backups_session *session, struct err *err)
{
    struct backup_name name;
    struct backups_progress progress = {
        .what = "Backing up", .limit_ms = cmd_backups_limit_ms(session), .may_skip = true};
    bool complete;
    backups_progress_begin(&progress);
    enum err_code code = backups_make(
        &session->backups, session->store, BACKUP_DAY, &progress, &name, &complete, err);
    backups_progress_end(&progress, false);
    if (!code && !complete) {
        backups_miss(&session->backups);
        fputs("Backup postponed: drill will make it the next time you study.\n", stderr);
    }
    return code == ERR_BUSY ? ERR_NONE : code; /* another program is making the copy */
}

void backups_session_end(struct backups_session *session)
{
    struct err err;
    bool due = false;
    cmd_backups_session_stop(session);
    enum err_code code = terminal_signal() ? ERR_NONE : cmd_backups_look(session, &due, &err);
    if (!code && due)
        code = cmd_backups_make_day(session, &err);
    backups_done(&session->backups);
    if (code)
        cmd_backups_complain(&err);
}
