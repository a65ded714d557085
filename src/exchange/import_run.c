#include "exchange/import_run.h"

#include "exchange/import_place.h"
#include "exchange/importers.h"
#include "store/decks.h"
#include "store/regimes.h"
#include "store/switches.h"

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#define FILES_MAX      65536 /* open at once: all sources, and one file per deck */
#define PROGRESS_EVERY 256   /* entries */

/* The sources being read. */
struct import_run_reading {
    struct import_run *run;
    struct import_source *source;
    struct import_place place;
    struct buf folder;     /* the last result of import_run_find_folder */
    size_t entries, total; /* entries in all sources: read so far, and in all (0 until known) */
    struct import_sink sink;
};

/* ---- the sink ---- */

static const char *import_run_deck_name(const struct import_run_reading *r, const char *given)
{
    return r->run->deck ? r->run->deck : *given ? given : buf_string(&r->place.stem);
}

static void import_run_take_note(void *context, const char *what)
{
    struct import_run_reading *r = context;
    if (r->run->files.writing) /* report it once, not in both passes */
        r->run->notice(r->run->context, r->source->path, 0, what);
}

static bool import_run_take_skipped(void *context, unsigned line, const char *why)
{
    struct import_run_reading *r = context;
    struct buf what = {0};
    buf_format(&what, "skipped: %s", why);
    if (r->run->files.writing)
        r->run->notice(r->run->context, r->source->path, line, buf_string(&what));
    buf_done(&what);
    return true;
}

static const char *import_run_find_folder(void *context, const char *deck)
{
    struct import_run_reading *r = context;
    const char *path =
        import_files_path(&r->run->files, import_run_deck_name(r, deck), &r->sink.failure);
    const char *slash = path ? strrchr(path, '/') : NULL;
    buf_clear(&r->folder);
    buf_add(&r->folder, slash ? path : ".", slash ? (size_t)(slash - path) : 1);
    return path ? buf_string(&r->folder) : NULL;
}

static enum err_code import_run_report(const struct import_run_reading *r, struct err *err)
{
    return r->run->progress(r->run->context, r->source->path, "cards", r->entries, r->total)
               ? ERR_NONE
               : err_set(err, ERR_IO, "interrupted");
}

/* Makes the schedules of the last entry's deck current. False if memory ran out. */
static bool import_run_choose_schedules(struct import_run *run)
{
    const struct import_files *files = &run->files;
    struct import_run_deck *deck = NULL;
    run->current = NULL;
    if (files->id.length == 0)
        return true;
    for (size_t i = run->deck_count; i > 0 && !deck; i--) /* the last deck is the likeliest */
        if (strcmp(run->decks[i - 1].id, files->holder) == 0)
            deck = &run->decks[i - 1];
    if (!deck) {
        struct import_run_deck one = {.id = strdup(files->holder)};
        if (!one.id ||
            !array_add(&run->decks, &run->deck_count, &run->deck_capacity, &one, sizeof one)) {
            free(one.id);
            return false;
        }
        deck = &run->decks[run->deck_count - 1];
    }
    run->current = &deck->schedules;
    import_schedules_entry(run->current, buf_string(&files->id));
    return true;
}

/* Names the id that two entries have: not every source has lines. */
static void import_run_skip(
    struct import_run_reading *r, const struct deck_entry *entry, unsigned line, const char *why)
{
    struct buf what = {0};
    buf_text(&what, why);
    if (strcmp(why, IMPORT_SAME_ID) == 0)
        buf_format(&what, ": %s", buf_string(&entry->id));
    import_run_take_skipped(r, line, buf_string(&what));
    buf_done(&what);
}

static bool import_run_take_entry(
    void *context, const char *deck, const struct deck_entry *entry, unsigned line)
{
    struct import_run_reading *r = context;
    const char *why;
    r->run->files.source = import_place_identity(&r->place, deck);
    if (r->place.identity.failed)
        return err_memory(&r->sink.failure) == ERR_NONE;
    if (r->sink.failure.code || import_files_add(&r->run->files, import_run_deck_name(r, deck),
                                    entry, &why, &r->sink.failure))
        return false;
    if (why)
        import_run_skip(r, entry, line, why);
    if (!import_run_choose_schedules(r->run))
        return err_memory(&r->sink.failure) == ERR_NONE;
    return ++r->entries % PROGRESS_EVERY || !import_run_report(r, &r->sink.failure);
}

static bool import_run_take_schedule(void *context, const struct import_schedule *schedule)
{
    struct import_run_reading *r = context;
    return !r->run->current || import_schedules_add(r->run->current, schedule) ||
           err_memory(&r->sink.failure) == 0;
}

static bool import_run_take_review(void *context, const struct import_review *review)
{
    struct import_run_reading *r = context;
    return !r->run->current || import_schedules_add_review(r->run->current, review) ||
           err_memory(&r->sink.failure) == 0;
}

static void import_run_take_identity(void *context, const char *deck, const char *identity)
{
    struct import_run_reading *r = context;
    if (!r->run->deck && !r->sink.failure.code)
        import_files_identify(
            &r->run->files, import_run_deck_name(r, deck), identity, &r->sink.failure);
}

static void import_run_take_scheduling(
    void *context, const char *deck, const struct import_scheduling *scheduling)
{
    struct import_run_reading *r = context;
    r->run->files.source = import_place_identity(&r->place, deck);
    if (r->place.identity.failed)
        err_memory(&r->sink.failure);
    else
        import_files_schedule(
            &r->run->files, import_run_deck_name(r, deck), scheduling, &r->sink.failure);
}

/* ---- the sources ---- */

static enum err_code import_run_open_sources(
    struct import_run *run, char *const *paths, size_t count, struct err *err)
{
    enum err_code code = ERR_NONE;
    run->sources = calloc(count, sizeof *run->sources);
    if (!run->sources)
        return err_memory(err);
    while (run->source_count < count && !code) {
        struct import_source *source = &run->sources[run->source_count];
        source->choices = run->choices;
        code = import_source_open(source, paths[run->source_count++], err);
    }
    return code;
}

static enum err_code import_run_choose_importer(const struct import_run *run,
    const struct import_source *source, const struct importer **importer, struct err *err)
{
    *importer = run->as ? importer_named(run->as) : importer_recognize(source);
    if (*importer && !(*importer)->read)
        return err_at(err, ERR_USAGE, source->path, 0, 0,
            "is %s: save it to disk, then import the saved file by itself", (*importer)->what);
    if (*importer)
        return ERR_NONE;
    if (!source->is_text) {
        *err = source->no_text;
        return err->code;
    }
    struct buf names = {0};
    for (size_t i = 0; i < importer_count; i++)
        buf_format(&names, "%s%s", i ? ", " : "", importers[i]->name);
    err_at(err, ERR_USAGE, source->path, 0, 0, "unknown format: name it with --as (one of %s)",
        buf_string(&names));
    buf_done(&names);
    return ERR_USAGE;
}

static void import_run_note_encoding(struct import_run_reading *r)
{
    struct buf note = {0};
    if (r->source->is_text)
        lines_note(&r->source->lines, &note);
    if (note.length)
        import_run_take_note(r, buf_string(&note));
    buf_done(&note);
}

static enum err_code import_run_read_source(
    struct import_run_reading *r, struct import_source *source, struct err *err)
{
    const struct importer *importer;
    size_t before = r->entries;
    r->source = source;
    import_run_note_encoding(r);
    enum err_code code = import_run_choose_importer(r->run, source, &importer, err);
    if (!code)
        code = import_place_set(&r->place, (size_t)(source - r->run->sources), importer, err);
    r->run->files.source_number = r->place.shared;
    if (code || (code = importer->read(source, &r->sink, err)) ||
        (code = import_run_report(r, err)))
        return code;
    if (source->is_text)
        lines_rewind(&source->lines);
    if (r->entries == before && r->run->source_count > 1)
        import_run_take_note(r, "contains no cards");
    return ERR_NONE;
}

static enum err_code import_run_read_sources(struct import_run_reading *r, struct err *err)
{
    enum err_code code = ERR_NONE;
    r->entries = 0;
    for (size_t i = 0; i < r->run->source_count && !code; i++)
        code = import_run_read_source(r, &r->run->sources[i], err);
    if (!code && r->entries == 0)
        code = err_at(err, ERR_MISTAKE, r->source->path, 0, 0, "contains no cards");
    return code;
}

/* ---- files ---- */

static enum err_code import_run_write_media(struct import_run_reading *r, struct err *err)
{
    struct import_run *run = r->run;
    enum err_code code = ERR_NONE;
    for (size_t i = 0; i < run->source_count && !code; i++) {
        size_t missing = 0;
        struct buf note = {0};
        r->source = &run->sources[i];
        if (r->source->unpacked)
            code =
                anki_import_media(r->source->unpacked, &missing, run->progress, run->context, err);
        if (!code && missing) {
            buf_format(&note, "%zu media file%s that cards use %s missing from the package",
                missing, missing == 1 ? "" : "s", missing == 1 ? "is" : "are");
            import_run_take_note(r, buf_string(&note));
        }
        buf_done(&note);
    }
    return code;
}

static enum err_code import_run_read_and_write(struct import_run_reading *r, struct err *err)
{
    struct import_run *run = r->run;
    enum err_code code = import_run_read_sources(r, err);
    if (code)
        return code;
    r->total = r->entries;
    for (size_t i = 0; i < run->source_count; i++)
        anki_import_forget_media(run->sources[i].unpacked);
    if ((code = import_files_begin_writing(&run->files, err)))
        return code;
    if (!(code = import_run_read_sources(r, err)) && !run->files.dry_run)
        code = import_run_write_media(r, err);
    return code;
}

static void import_run_raise_file_limit(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= FILES_MAX)
        return;
    limit.rlim_cur = limit.rlim_max < FILES_MAX ? limit.rlim_max : FILES_MAX;
    setrlimit(RLIMIT_NOFILE, &limit);
}

enum err_code import_run_files(
    struct import_run *run, char *const *paths, size_t count, struct err *err)
{
    struct store *store;
    struct import_run_reading r = {.run = run,
        .sink = {import_run_take_entry, import_run_take_skipped, import_run_take_note, &r, {0},
            import_run_find_folder, import_run_take_schedule, import_run_take_review,
            import_run_take_identity, import_run_take_scheduling}};
    enum err_code code = store_open(&store, run->db, STORE_READ, err);
    if (code)
        return code;
    run->files.store = store;
    run->files.elsewhere = run->elsewhere;
    run->files.named = run->deck != NULL;
    import_run_raise_file_limit();
    code = import_run_open_sources(run, paths, count, err);
    r.place.sources = run->sources;
    r.place.source_count = run->source_count;
    r.place.names = run->names;
    r.place.deck = run->deck;
    if (!code)
        code = import_run_read_and_write(&r, err);
    run->files.store = NULL;
    store_close(store);
    import_place_done(&r.place);
    buf_done(&r.folder);
    return code;
}

enum err_code import_run_commit(struct import_run *run, struct err *err)
{
    enum err_code code = import_files_commit(&run->files, err);
    for (size_t i = 0; i < run->source_count && !code; i++)
        if (run->sources[i].unpacked)
            anki_import_keep_media(run->sources[i].unpacked);
    return code;
}

/* ---- history ---- */

/* Puts into force how the source schedules a deck, and the weights of its scheduler. Weights that
 * were imported before are passed over: drill may have trained better ones since. */
static enum err_code import_run_schedule_deck(struct store *store, int64_t deck_id,
    const struct import_files_deck *deck, struct moment now, struct err *err)
{
    const struct scheduling *wanted = &deck->scheduled.scheduling;
    const struct scheduler *scheduler = scheduler_numbered(wanted->scheduler);
    const struct regime_wish wish = {
        deck_id, wanted->scheduler, scheduling_or(*wanted, SCHEDULING_DEFAULT).retention};
    bool known = false;
    struct switched switched;
    enum err_code code = ERR_NONE;
    if (deck->scheduled.has_weights)
        code = store_weights_were_imported(
            store, deck_id, scheduler, deck->scheduled.weights, &known, err);
    if (!code && deck->scheduled.has_weights && !known)
        code = store_set_weights(
            store, &deck_id, 1, scheduler, deck->scheduled.weights, true, now, err);
    return code || !deck->adopts ? code : store_set_regimes(store, &wish, 1, now, &switched, err);
}

static enum err_code import_run_schedule_decks(
    struct import_run *run, struct store *store, struct moment now, struct err *err)
{
    enum err_code code = ERR_NONE;
    for (size_t i = 0; i < run->files.count && !code; i++) {
        const struct import_files_deck *deck = &run->files.decks[i];
        struct known_decks found = {0};
        if (!deck->has_file || !deck->scheduled.scheduling.scheduler)
            continue;
        code = store_decks_named(store, deck->id, &found, err);
        if (!code && found.count)
            code = import_run_schedule_deck(store, found.decks[0].deck_id, deck, now, err);
        known_decks_done(&found);
    }
    return code;
}

/* Adds what is known of a deck's cards to them, and its counts to the report. */
static enum err_code import_run_add_schedules(struct import_run_deck *deck, struct store *store,
    struct moment now, struct moment (*local)(int64_t utc_ms), struct import_history_report *report,
    struct err *err)
{
    struct import_history *history = NULL;
    struct import_history_report added = {0};
    struct known_decks found = {0};
    enum err_code code = store_decks_named(store, deck->id, &found, err);
    if (!code && found.count &&
        !(code = import_history_begin(store, &found.decks[0].deck_id, 1, now, &history, err)))
        code = import_schedules_put(&deck->schedules, history, local, err);
    code = import_history_end(history, code, &added, err);
    known_decks_done(&found);
    report->reviews += added.reviews;
    report->schedules += added.schedules;
    report->kept += added.kept;
    return code;
}

/* Adds the packages' histories to the cards of the decks that were written. */
static enum err_code import_run_add_histories(struct import_run *run, struct store *store,
    struct moment now, struct moment (*local)(int64_t utc_ms), struct err *err)
{
    struct known_decks decks = {0};
    enum err_code code = ERR_NONE;
    for (size_t i = 0; i < run->files.count && !code; i++)
        if (run->files.decks[i].has_file)
            code = store_decks_named(store, run->files.decks[i].id, &decks, err);
    int64_t *ids = calloc(decks.count + 1, sizeof *ids);
    if (!code && !ids)
        code = err_memory(err);
    for (size_t i = 0; i < decks.count && ids; i++)
        ids[i] = decks.decks[i].deck_id;
    for (size_t i = 0; i < run->source_count && !code; i++)
        if (anki_import_has_history(run->sources[i].unpacked) &&
            !(code = anki_import_history(run->sources[i].unpacked, store, ids, decks.count, now,
                  local, &run->histories[run->history_count], run->progress, run->context, err)))
            run->history_count++;
    bool any = false;
    for (size_t i = 0; i < run->deck_count && !code; i++) {
        any |= run->decks[i].schedules.count > 0;
        if (run->decks[i].schedules.count)
            code = import_run_add_schedules(
                &run->decks[i], store, now, local, &run->histories[run->history_count].report, err);
    }
    run->history_count += !code && any;
    free(ids);
    known_decks_done(&decks);
    return code;
}

static bool import_run_has_schedules(const struct import_run *run)
{
    for (size_t i = 0; i < run->deck_count; i++)
        if (run->decks[i].schedules.count)
            return true;
    return false;
}

enum err_code import_run_history(struct import_run *run, struct moment now,
    struct moment (*local)(int64_t utc_ms), struct err *err)
{
    struct store *store;
    size_t i = 0;
    while (i < run->source_count && !anki_import_has_history(run->sources[i].unpacked))
        i++;
    if (i == run->source_count && !import_run_has_schedules(run))
        return ERR_NONE;
    run->histories = calloc(run->source_count + 1, sizeof *run->histories);
    if (!run->histories)
        return err_memory(err);
    enum err_code code = store_open(&store, run->db, STORE_WRITE, err);
    if (!code)
        code = import_run_schedule_decks(run, store, now, err);
    if (!code)
        code = import_run_add_histories(run, store, now, local, err);
    store_close(store);
    return code;
}

void import_run_done(struct import_run *run)
{
    for (size_t i = 0; i < run->source_count; i++) {
        anki_import_close(run->sources[i].unpacked);
        import_source_close(&run->sources[i]);
    }
    free(run->sources);
    free(run->histories);
    for (size_t i = 0; i < run->deck_count; i++) {
        import_schedules_done(&run->decks[i].schedules);
        free(run->decks[i].id);
    }
    free(run->decks);
    import_files_done(&run->files);
    run->sources = NULL;
    run->histories = NULL;
    run->decks = NULL;
    run->current = NULL;
    run->deck_count = run->deck_capacity = 0;
    run->source_count = run->history_count = 0;
}
