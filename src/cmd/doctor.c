/* drill doctor: look for faults in the database and around it, and repair them. */
#include "study/doctor.h"
#include "base/escape.h"
#include "base/file.h"
#include "cmd/ask.h"
#include "cmd/backups.h"
#include "cmd/command.h"
#include "report/row_writer.h"
#include "store/doctor.h"
#include "text/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FORMAT_VERSION 1
#define LABEL_WIDTH    8 /* columns for the label before each finding */

struct cmd_doctor_look {
    bool json;
    bool quiet; /* do not print advice again */
    struct row_writer rows;
    struct doctor doctor;
    struct store *store; /* NULL if the database cannot be opened */
};

/* ---- printing ---- */

/* Returns the length of the text that fits on a line. Breaks only at spaces if it can, because a
 * hyphen may begin an option. */
static size_t cmd_doctor_fit(const char *text, size_t left, int width, size_t *next)
{
    size_t length = text_line(text, left, width, next), space = length;
    while (*next == length && *next < left && space > 0 && text[space - 1] != ' ')
        space--;
    if (*next > length || *next == left || space == 0)
        return length;
    *next = space;
    return space - 1;
}

/* Print text wrapped to the terminal, with a hanging indent; in a pipe, print it as one line. */
static void cmd_doctor_print_wrapped(const char *label, const char *text)
{
    struct buf safe = {0}, lines = {0};
    int width = isatty(STDOUT_FILENO) ? print_width() - LABEL_WIDTH : 0;
    text_safe(&safe, text, TEXT_ONE_LINE);
    const char *at = buf_string(&safe);
    size_t left = safe.length, next = left;
    do {
        size_t length = width > 0 ? cmd_doctor_fit(at, left, width, &next) : left;
        buf_format(&lines, "%-*s%.*s\n", LABEL_WIDTH, label, (int)length, at);
        label = "";
        at += next;
        left -= next;
    } while (left > 0);
    lines.failed |= safe.failed;
    print_text(stdout, &lines);
    buf_done(&safe);
}

static void cmd_doctor_print_finding(const struct doctor_finding *finding)
{
    struct buf line = {0};
    buf_format(&line, "%s%s%s", finding->message, *finding->remedy ? " " : "", finding->remedy);
    cmd_doctor_print_wrapped(finding->advice ? "advice" : "fault", buf_string(&line));
    print_lost(line.failed);
    buf_done(&line);
}

static void cmd_doctor_put_text(struct row_writer *rows, const char *text)
{
    if (text)
        row_text(rows, text);
    else
        row_word(rows, ""); /* written as null */
}

static void cmd_doctor_print_row(struct row_writer *rows, const struct doctor_finding *finding)
{
    row_word(rows, finding->advice ? "advice" : "fault");
    row_word(rows, finding->kind);
    row_text(rows, finding->message);
    row_text(rows, finding->remedy);
    cmd_doctor_put_text(rows, finding->table);
    if (finding->row)
        row_int(rows, finding->row);
    else
        row_word(rows, "");
    cmd_doctor_put_text(rows, finding->path);
    row_end(rows);
}

static void cmd_doctor_take(void *context, const struct doctor_finding *finding)
{
    struct cmd_doctor_look *look = context;
    if (look->json)
        cmd_doctor_print_row(&look->rows, finding);
    else if (!look->quiet || !finding->advice)
        cmd_doctor_print_finding(finding);
}

static void cmd_doctor_print_end(const struct doctor *doctor)
{
    struct buf line = {0};
    if (!doctor->damaged || doctor->cards) {
        backups_add_count(doctor->ratings, "rating", &line);
        buf_text(&line, " of ");
        backups_add_count(doctor->cards, "card", &line);
        buf_text(&line, ": ");
    }
    if (doctor->faults)
        backups_add_count((int64_t)doctor->faults, "fault", &line);
    else
        buf_text(&line, "no faults");
    print_line(stdout, &line);
}

/* The report of a repair, printed line by line. */
struct cmd_doctor_told {
    bool json;
    size_t count;
};

static void cmd_doctor_tell(void *context, const char *text)
{
    struct cmd_doctor_told *told = context;
    struct buf line = {0};
    if (told->json) {
        buf_text(&line, told->count ? ",\n  " : "\n  ");
        escape_json(&line, text);
        print_text(stdout, &line);
    } else {
        text_safe(&line, text, TEXT_ONE_LINE);
        print_line(stdout, &line);
    }
    told->count++;
}

/* ---- looking ---- */

/* Open the database. If it cannot be opened but holds rows of drill, that is a finding, not an
 * error. */
static enum err_code cmd_doctor_open(struct cmd_doctor_look *look, const char *db, struct err *err)
{
    enum err_code code = store_open(&look->store, db, STORE_READ, err);
    if (code != ERR_STORE || !salvage_is_needed(db))
        return code;
    look->doctor.damaged = true;
    doctor_report(&look->doctor,
        (struct doctor_finding){.kind = "damaged",
            .path = db,
            .remedy = "Run \"drill restore latest\", or \"drill doctor --repair\" to "
                      "rescue what can be read."},
        "The database cannot be opened, because it is damaged.");
    return ERR_NONE;
}

static enum err_code cmd_doctor_examine(
    struct cmd_doctor_look *look, const struct options *options, struct err *err)
{
    const char *db = options->db;
    enum err_code code = cmd_doctor_open(look, db, err);
    if (!code && look->store)
        code = store_examine(look->store, &look->doctor, err);
    return code ? code
                : doctor_surroundings(
                      db, &options->settings.backups, look->store, &look->doctor, err);
}

/* Examine everything, and print the findings. */
static enum err_code cmd_doctor_look(
    struct cmd_doctor_look *look, const struct options *options, struct err *err)
{
    static const char *const names[] = {
        "severity", "kind", "message", "advice", "table", "row", "path"};
    look->doctor = (struct doctor){.take = cmd_doctor_take, .context = look, .now = clock_now()};
    look->rows = (struct row_writer){.stream = stdout,
        .format = ROW_JSON,
        .names = names,
        .count = COUNT(names),
        .make_safe = rows_make_safe()};
    if (look->json)
        row_writer_begin(&look->rows);
    enum err_code code = cmd_doctor_examine(look, options, err);
    store_close(look->store);
    look->store = NULL;
    if (look->json)
        row_writer_end(&look->rows);
    else if (!code)
        cmd_doctor_print_end(&look->doctor);
    print_lost(look->rows.failed);
    return code;
}

/* ---- repairing ---- */

static void cmd_doctor_tell_kept(struct cmd_doctor_told *told, const struct buf *kept)
{
    struct buf line = {0};
    buf_format(&line, "copy from before the repair: %s", buf_string(kept));
    cmd_doctor_tell(told, buf_string(&line));
    print_lost(line.failed);
    buf_done(&line);
}

static enum err_code cmd_doctor_mend_database(
    const struct options *options, struct cmd_doctor_told *told, struct err *err)
{
    struct store *store;
    struct buf kept = {0};
    enum err_code code = open_database(&store, options, STORE_WRITE, err);
    if (!code)
        code = backups_keep(store, options, BACKUP_BEFORE_REPAIR, &kept, err);
    if (!code && !(code = store_mend(store, clock_now(), cmd_doctor_tell, told, err)))
        cmd_doctor_tell_kept(told, &kept);
    store_close(store);
    buf_done(&kept);
    return code;
}

static enum err_code cmd_doctor_rescue(
    const char *db, struct cmd_doctor_told *told, struct err *err)
{
    struct buf kept = {0};
    enum err_code code = doctor_name_kept(db, clock_now(), &kept, err);
    if (!code)
        code = store_rescue(db, buf_string(&kept), clock_now(), cmd_doctor_tell, told, err);
    if (!code)
        cmd_doctor_tell_kept(told, &kept);
    buf_done(&kept);
    return code;
}

/* Repair the database, or rebuild it if it is too damaged. */
static enum err_code cmd_doctor_mend_or_rescue(
    const struct options *options, bool damaged, struct cmd_doctor_told *told, struct err *err)
{
    enum err_code code = damaged ? ERR_STORE : cmd_doctor_mend_database(options, told, err);
    return code == ERR_STORE ? cmd_doctor_rescue(options->db, told, err) : code;
}

static enum err_code cmd_doctor_mend_files(
    const char *db, struct cmd_doctor_told *told, struct err *err)
{
    struct store *store;
    enum err_code code = store_open(&store, db, STORE_READ, err);
    if (!code)
        code = doctor_mend_files(db, store, clock_now(), cmd_doctor_tell, told, err);
    store_close(store);
    return code;
}

/* Repair, then look again. With --json, each step adds a member to the object. */
static int cmd_doctor_mend(const struct cmd_doctor_look *found, const struct options *options)
{
    struct cmd_doctor_look again = {.json = found->json, .quiet = true};
    struct cmd_doctor_told told = {.json = found->json};
    struct err err;
    if (told.json)
        fputs(", \"repairs\": [", stdout);
    enum err_code code = cmd_doctor_mend_or_rescue(options, found->doctor.damaged, &told, &err);
    if (!code)
        code = cmd_doctor_mend_files(options->db, &told, &err);
    if (told.json)
        fputs(told.count ? "\n], \"remaining\": " : "], \"remaining\": ", stdout);
    if (!code)
        code = cmd_doctor_look(&again, options, &err);
    else if (told.json)
        puts("[]");
    if (code)
        return fail(&err);
    return again.doctor.faults ? EXIT_NO : EXIT_DONE;
}

static int cmd_doctor_repair(const struct cmd_doctor_look *found, struct options *options)
{
    if (found->doctor.faults == 0) {
        if (!found->json)
            puts("Nothing to repair.");
        return EXIT_DONE;
    }
    if (!can_ask(options))
        return EXIT_WRONG;
    if (!ask(options, "Repair it? A copy of it is made first. [y/N] "))
        return EXIT_NO;
    return cmd_doctor_mend(found, options);
}

static int cmd_doctor_look_and_repair(struct cmd_doctor_look *look, struct options *options)
{
    struct err err;
    if (cmd_doctor_look(look, options, &err))
        return fail(&err);
    if (options->repair)
        return cmd_doctor_repair(look, options);
    return look->doctor.faults ? EXIT_NO : EXIT_DONE;
}

int cmd_doctor(struct options *options)
{
    struct cmd_doctor_look look = {.json = options->format == FORMAT_JSON};
    struct err err;
    if (options->word_count)
        return fail_usage("doctor takes no arguments: --db names another database");
    if (look.json && options->repair && !options->yes)
        return fail_usage("with --json, --repair cannot ask: add --yes");
    if (!file_exists(options->db)) {
        err_at(&err, ERR_IO, options->db, 0, 0, "there is no database yet: review a deck first");
        return fail(&err);
    }
    if (look.json)
        printf("{\"version\": %d, \"findings\": ", FORMAT_VERSION);
    int status = cmd_doctor_look_and_repair(&look, options);
    if (look.json)
        puts("}");
    return printed(status);
}
