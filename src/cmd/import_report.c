#include "cmd/import_report.h"

#include "cmd/command.h"
#include "cmd/interrupts.h"
#include "text/one_line.h"
#include "text/text.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PATIENCE_MS 1000 /* shorter work shows no progress */
#define REDRAW_MS   100

void import_report_clear(struct import_report *report)
{
    if (report->shown)
        fputs("\r\033[K", stderr);
    report->shown = false;
}

bool import_report_progress(
    void *context, const char *what, const char *unit, size_t done, size_t total)
{
    struct import_report *report = context;
    struct buf safe = {0};
    if (interrupted())
        return false;
    int64_t now_ms = clock_now().utc_ms;
    if (!isatty(STDERR_FILENO) || now_ms - report->begun_ms < PATIENCE_MS ||
        (report->shown && now_ms - report->shown_ms < REDRAW_MS))
        return true;
    text_safe(&safe, what, TEXT_ONE_LINE);
    fprintf(stderr, "\r%s: %zu ", buf_string(&safe), done);
    if (total)
        fprintf(stderr, "of %zu ", total);
    fprintf(stderr, "%s\033[K", unit);
    buf_done(&safe);
    report->shown = true;
    report->shown_ms = now_ms;
    return true;
}

void import_report_notice(void *context, const char *path, unsigned line, const char *what)
{
    struct buf text = {0};
    import_report_clear(context);
    buf_text(&text, "drill: ");
    text_safe(&text, path, TEXT_ONE_LINE);
    if (line)
        buf_format(&text, ":%u", line);
    buf_text(&text, ": ");
    text_safe(&text, what, TEXT_ONE_LINE);
    print_line(stderr, &text);
}

/* ---- what was done ---- */

static const char *import_report_plural(size_t count)
{
    return count == 1 ? "" : "s";
}

/* The changes to entries, in the order in which they are reported. */
static const struct {
    enum import_change change;
    const char *words; /* after a count */
    const char *sign;  /* before a card in the list of --dry-run */
} import_report_changes[] = {
    {CHANGE_IS_NEW, "new", "new"},
    {CHANGE_IS_EDIT, "changed", "changed"},
    {CHANGE_IS_MOVE, "moved here", "moved"},
    {CHANGE_IS_RETIRE, "retired", "retired"},
    {CHANGE_IS_STAY, "kept although the source does not have them", "kept"},
    {CHANGE_IS_LEFT, "changed in the source, left as you edited them", "left"},
};
static_assert(COUNT(import_report_changes) == IMPORT_CHANGES, "each change is told");

/* Appends "2 new, 1 changed". */
static void import_report_add_changes(struct buf *line, const struct import_files_deck *deck)
{
    const char *between = ": ";
    for (size_t i = 0; i < COUNT(import_report_changes); i++) {
        size_t count = deck->changes[import_report_changes[i].change];
        if (count == 0)
            continue;
        buf_format(line, "%s%zu %s", between, count, import_report_changes[i].words);
        between = ", ";
    }
}

/* Says that a different deck already has the name, so this one is known by another id. */
static void import_report_add_other_name(struct buf *line, const struct import_files_deck *deck)
{
    buf_text(line, " as the deck \"");
    text_safe(line, deck->id, TEXT_ONE_LINE);
    buf_text(line, "\": a different one is called \"");
    text_safe(line, deck->name, TEXT_ONE_LINE);
    buf_char(line, '"');
}

void import_report_files(const struct import_files *files)
{
    static const char *const done[] = {[FATE_NEW] = "written",
        [FATE_UPDATED] = "updated",
        [FATE_SAME] = "unchanged",
        [FATE_ADDED] = "added to, below what you edited",
        [FATE_KEPT] = "kept with your edits",
        [FATE_FORCED] = "replaced"};
    static const char *const would[] = {[FATE_NEW] = "would be written",
        [FATE_UPDATED] = "would be updated",
        [FATE_SAME] = "would not change",
        [FATE_ADDED] = "would be added to, below what you edited",
        [FATE_KEPT] = "would be kept with your edits",
        [FATE_FORCED] = "would be replaced"};
    static_assert(sizeof done == sizeof would, "done and would each name every fate");
    for (size_t i = 0; i < files->count; i++) {
        const struct import_files_deck *deck = &files->decks[i];
        struct buf line = {0};
        if (!deck->has_file || (!deck->entries && deck->fate == FATE_SAME))
            continue;
        text_safe(&line, deck->path, TEXT_ONE_LINE);
        if (deck->entries)
            buf_format(&line, ": %zu card%s", deck->entries, import_report_plural(deck->entries));
        buf_format(
            &line, "%s %s", deck->entries ? "," : ":", (files->dry_run ? would : done)[deck->fate]);
        if (deck->renamed) {
            buf_text(&line, ", now called \"");
            text_safe(&line, deck->name, TEXT_ONE_LINE);
            buf_char(&line, '"');
        }
        if (deck->fate != FATE_NEW)
            import_report_add_changes(&line, deck);
        else if (strcmp(deck->id, deck->name) != 0)
            import_report_add_other_name(&line, deck);
        print_line(stdout, &line);
    }
}

void import_report_change(void *context, const struct import_files_deck *deck,
    enum import_change change, const struct deck_entry *entry)
{
    struct import_report *report = context;
    struct buf line = {0};
    size_t i = 0;
    while (import_report_changes[i].change != change)
        i++;
    import_report_clear(report);
    if (report->deck != deck)
        text_safe(&line, deck->path, TEXT_ONE_LINE);
    if (report->deck != deck)
        print_line(stdout, &line);
    report->deck = deck;
    line = (struct buf){0};
    buf_format(&line, "  %-8s ", import_report_changes[i].sign);
    const struct buf *question = entry->cloze.length ? &entry->cloze : &entry->question;
    one_line(&line, buf_string(question), print_width() - (int)line.length);
    print_line(stdout, &line);
}

void import_report_history(const struct anki_history *history)
{
    const struct import_history_report *report = &history->report;
    printf("history: ");
    if (report->reviews)
        printf("%zu review%s", report->reviews, import_report_plural(report->reviews));
    if (report->schedules)
        printf("%s%zu schedule%s", report->reviews ? ", " : "", report->schedules,
            import_report_plural(report->schedules));
    if (!report->reviews && !report->schedules)
        printf("nothing new");
    if (report->kept)
        printf("; %zu card%s rated in drill later: schedule kept", report->kept,
            import_report_plural(report->kept));
    if (history->ignored)
        printf("; %zu log row%s skipped: no rating, or no such card", history->ignored,
            import_report_plural(history->ignored));
    puts("");
}
