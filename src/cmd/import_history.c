#include "cmd/import_history.h"

#include "cmd/interrupts.h"
#include "store/decks.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* The decks of the database that the files are. */
static enum err_code cmd_import_history_find_decks(
    struct store *store, const struct imported *files, struct known_decks *decks, struct err *err)
{
    enum err_code code = ERR_NONE;
    for (size_t i = 0; i < files->count && !code; i++)
        if (files->decks[i].entries)
            code = store_decks_named(store, files->decks[i].name, decks, err);
    return code;
}

static bool cmd_import_history_go_on_history(void *context, size_t done, size_t all)
{
    progress_tell(context, clock_now().utc_ms, "history", done, all);
    return !interrupted();
}

static void cmd_import_history_print_history(const struct anki_history *history)
{
    const struct history_report *report = &history->report;
    printf("history: %zu review%s, %zu schedule%s", report->reviews,
        report->reviews == 1 ? "" : "s", report->schedules, report->schedules == 1 ? "" : "s");
    if (report->kept)
        printf(
            "; %zu card%s rated here since, and kept", report->kept, report->kept == 1 ? "" : "s");
    if (history->passed_over)
        printf("; %zu row%s of the log left out: no ratings, or of no card", history->passed_over,
            history->passed_over == 1 ? "" : "s");
    puts("");
}

static enum err_code cmd_import_history_keep_history(
    struct options *options, struct imports *imports, struct progress *progress, struct err *err)
{
    struct store *store;
    struct known_decks decks = {0};
    enum err_code code = store_open(&store, options->db, STORE_WRITE, err);
    if (!code)
        code = cmd_import_history_find_decks(store, &imports->files, &decks, err);
    int64_t *ids = code ? NULL : calloc(decks.count + 1, sizeof *ids);
    if (!code && !ids)
        code = err_memory(err);
    for (size_t i = 0; i < decks.count && ids; i++)
        ids[i] = decks.decks[i].deck_id;
    for (size_t i = 0; i < imports->package_count && !code; i++) {
        struct anki_history history = {0};
        if (!imports->packages[i])
            continue;
        code = anki_import_history(imports->packages[i], store, ids, decks.count, clock_now(),
            clock_at, &history, cmd_import_history_go_on_history, progress, err);
        progress_end(progress);
        if (!code)
            cmd_import_history_print_history(&history);
    }
    free(ids);
    known_decks_done(&decks);
    store_close(store);
    return code;
}

int import_history(struct options *options, struct imports *imports)
{
    struct sigaction before[INTERRUPTS];
    struct err err;
    struct progress progress = {
        .wanted = isatty(STDERR_FILENO), .begun_ms = clock_now().utc_ms, .unit = "reviews"};
    bool any = false;
    for (size_t i = 0; i < imports->package_count; i++)
        any |= imports->packages[i] != NULL;
    if (!any)
        return EXIT_DONE;
    interrupts_catch(before);
    enum err_code code = cmd_import_history_keep_history(options, imports, &progress, &err);
    progress_end(&progress);
    interrupts_restore(before, code != ERR_NONE);
    return code ? fail(&err) : printed(EXIT_DONE);
}
