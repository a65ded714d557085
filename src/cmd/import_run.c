#include "cmd/import_run.h"

#include "base/file.h"
#include "cmd/interrupts.h"
#include "cmd/output.h"
#include "deck/import_source.h"
#include "store/decks.h"
#include "text/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILES_MAX 4096 /* open at once: all sources, and a file a deck */

/* An import on its way, file by file. */
struct import_run_importing {
    struct options *options;
    struct store *store;
    struct imported *imported;
    char *const *paths;            /* of the sources */
    struct import_source *sources; /* open from the first pass to the last */
    struct anki_import **packages; /* of the sources that are one; else NULL */
    size_t count;
    struct buf folder;            /* as import_run_take_folder has it */
    struct import_source *source; /* that is being read */
    struct buf stem;              /* the deck's name where nothing else says one */
    size_t entries, all;
    struct progress progress;
    struct import_sink sink;
};

/* ---- progress ---- */

#define QUIET_MS 1000
#define EVERY_MS 100

void progress_tell(
    struct progress *progress, int64_t now_ms, const char *what, size_t done, size_t all)
{
    struct buf safe = {0};
    if (!progress->wanted || now_ms - progress->begun_ms < QUIET_MS ||
        (progress->shown && now_ms - progress->shown_ms < EVERY_MS))
        return;
    text_safe(&safe, what, TEXT_ONE_LINE);
    if (all)
        fprintf(stderr, "\r%s: %zu of %zu %s\033[K", buf_string(&safe), done, all, progress->unit);
    else
        fprintf(stderr, "\r%s: %zu %s\033[K", buf_string(&safe), done, progress->unit);
    buf_done(&safe);
    progress->shown = true;
    progress->shown_ms = now_ms;
}

void progress_end(struct progress *progress)
{
    if (progress->shown)
        fputs("\r\033[K", stderr);
    progress->shown = false;
}

/* ---- what a source gives ---- */

static const char *import_run_deck_name(const struct import_run_importing *in, const char *given)
{
    return in->options->deck_count ? in->options->decks[0] : *given ? given : buf_string(&in->stem);
}

static void import_run_tell(const struct import_run_importing *in, unsigned line, const char *what)
{
    struct buf text = {0};
    buf_text(&text, "drill: ");
    text_safe(&text, in->source->path, TEXT_ONE_LINE);
    if (line)
        buf_format(&text, ":%u", line);
    buf_text(&text, ": ");
    text_safe(&text, what, TEXT_ONE_LINE);
    fprintf(stderr, "%s\n", buf_string(&text));
    buf_done(&text);
}

static bool import_run_take_skipped(void *context, unsigned line, const char *why)
{
    struct import_run_importing *in = context;
    struct buf words = {0};
    if (!in->imported->writing) /* told once is enough */
        return true;
    progress_end(&in->progress);
    buf_format(&words, "skipped: %s", why);
    import_run_tell(in, line, buf_string(&words));
    buf_done(&words);
    return true;
}

static const char *import_run_take_folder(void *context, const char *deck)
{
    struct import_run_importing *in = context;
    const char *path =
        imported_path(in->imported, import_run_deck_name(in, deck), &in->sink.failure);
    const char *slash = path ? strrchr(path, '/') : NULL;
    buf_clear(&in->folder);
    buf_add(&in->folder, slash ? path : ".", slash ? (size_t)(slash - path) : 1);
    return path ? buf_string(&in->folder) : NULL;
}

static void import_run_take_note(void *context, const char *what)
{
    struct import_run_importing *in = context;
    if (!in->imported->writing)
        return;
    progress_end(&in->progress);
    import_run_tell(in, 0, what);
}

static bool import_run_take_entry(
    void *context, const char *deck, const struct deck_entry *entry, unsigned line)
{
    struct import_run_importing *in = context;
    const char *why = NULL;
    if (interrupted())
        return err_set(&in->sink.failure, ERR_IO, "interrupted") == ERR_NONE;
    if (imported_add(in->imported, import_run_deck_name(in, deck), entry, &why, &in->sink.failure))
        return false;
    if (why && !import_run_take_skipped(in, line, why))
        return false;
    in->entries++;
    if (in->entries % 256 == 0)
        progress_tell(&in->progress, clock_now().utc_ms, in->source->path, in->entries, in->all);
    return true;
}

/* ---- a source ---- */

static void import_run_set_stem(struct buf *stem, const char *path)
{
    const char *name = file_name(path);
    buf_clear(stem);
    if (strcmp(path, "-") == 0)
        buf_text(stem, "Imported");
    else
        buf_add(stem, name, file_stem(name));
}

static enum err_code import_run_choose_importer(
    const struct import_run_importing *in, const struct importer **importer, struct err *err)
{
    const struct import_source *source = in->source;
    *importer = in->options->as ? importer_named(in->options->as) : import_recognise(source);
    if (*importer == &importer_yaml)
        return err_at(err, ERR_USAGE, source->path, 0, 0, "a deck file has to lie on the disk");
    if (*importer)
        return ERR_NONE;
    if (!source->is_text) {
        *err = source->no_text;
        return err->code;
    }
    struct buf names = {0};
    for (size_t i = 0; i < importer_count; i++)
        buf_format(&names, "%s%s", i ? ", " : "", importers[i]->name);
    err_at(err, ERR_USAGE, source->path, 0, 0, "cannot tell what this is: say with --as, one of %s",
        buf_string(&names));
    buf_done(&names);
    return ERR_USAGE;
}

static void import_run_note_encoding(struct import_run_importing *in)
{
    struct buf note = {0};
    if (in->source->is_text && strcmp(in->source->lines.encoding, "UTF-8") != 0) {
        buf_format(&note, "is not UTF-8, and was read as %s", in->source->lines.encoding);
        import_run_take_note(in, buf_string(&note));
    }
    buf_done(&note);
}

/* A package is unpacked once, and then stays open. */
static enum err_code import_run_read_package(
    struct import_run_importing *in, size_t i, struct err *err)
{
    enum err_code code = ERR_NONE;
    if (!in->packages[i])
        code = anki_import_open(&in->packages[i], in->source, err);
    return code ? code : anki_import_read(in->packages[i], &in->sink, err);
}

/* Read all sources from their beginnings. */
static enum err_code import_run_read_sources(struct import_run_importing *in, struct err *err)
{
    enum err_code code = ERR_NONE;
    const struct importer *importer;
    in->entries = 0;
    for (size_t i = 0; i < in->count && !code; i++) {
        size_t before = in->entries;
        in->source = &in->sources[i];
        import_run_set_stem(&in->stem, in->source->path);
        import_run_note_encoding(in);
        if ((code = import_run_choose_importer(in, &importer, err)) ||
            (code = importer == &importer_anki ? import_run_read_package(in, i, err)
                                               : importer->read(in->source, &in->sink, err)))
            return code;
        if (in->source->is_text)
            lines_rewind(&in->source->lines);
        if (in->entries == before)
            code = err_at(err, ERR_MISTAKE, in->source->path, 0, 0, "holds no cards");
    }
    return code;
}

static enum err_code import_run_open_sources(
    struct import_run_importing *in, size_t count, struct err *err)
{
    enum err_code code = ERR_NONE;
    in->sources = calloc(count, sizeof *in->sources);
    in->packages = calloc(count, sizeof(struct anki_import *));
    if (!in->sources || !in->packages)
        return err_memory(err);
    for (in->count = 0; in->count < count && !code;) {
        struct import_source *source = &in->sources[in->count++];
        source->columns = in->options->columns;
        code = import_open(source, in->paths[in->count - 1], err);
    }
    return code;
}

static void import_run_close_sources(struct import_run_importing *in)
{
    for (size_t i = 0; i < in->count; i++)
        import_close(&in->sources[i]);
    free(in->sources);
}

/* ---- where decks are ---- */

void decks_folder(const struct options *options, struct buf *folder)
{
    struct stat stat_of;
    const char *slash = strrchr(options->db, '/');
    if (options->output)
        buf_text(folder, options->output);
    else if (stat("decks", &stat_of) == 0 && S_ISDIR(stat_of.st_mode))
        buf_text(folder, "decks");
    else if (slash)
        buf_format(folder, "%.*s/decks", (int)(slash - options->db), options->db);
    else
        buf_text(folder, "decks");
}

char *known_deck_path(struct store *store, const char *deck)
{
    struct known_decks decks = {0};
    struct deck_facts facts = {0};
    char *path = NULL;
    if (!store_decks_named(store, deck, &decks, NULL) && decks.count &&
        !store_deck_facts(store, decks.decks[0].deck_id, &facts, NULL) && facts.id &&
        strcmp(facts.id, deck) == 0 && facts.path && file_exists(facts.path))
        path = strdup(facts.path);
    deck_facts_done(&facts);
    known_decks_done(&decks);
    return path;
}

static char *import_run_known_path(void *context, const char *deck)
{
    return known_deck_path(((struct import_run_importing *)context)->store, deck);
}

/* A deck file that an earlier import made is brought up to date even if it is named, too. */
static enum err_code import_run_may_write(
    void *context, const char *path, bool again, struct err *err)
{
    const struct import_run_importing *in = context;
    const struct options *options = in->options;
    const struct in_use in_use = {options->db, NULL, again ? in->paths : options->words,
        again ? in->count : options->word_count};
    return output_check(path, true, &in_use, err);
}

enum err_code check_place(struct store *store, const char *deck, const char *path, struct err *err)
{
    char *known = known_deck_path(store, deck), *real = realpath(path, NULL);
    bool elsewhere = known && !(real && strcmp(real, known) == 0);
    if (elsewhere)
        err_at(err, ERR_USAGE, known, 0, 0,
            "is the deck \"%s\" already: leave out -o to update it there", deck);
    free(known);
    free(real);
    return elsewhere ? ERR_USAGE : ERR_NONE;
}

/* With --output: whether a deck is known from elsewhere. */
static enum err_code import_run_check_places(
    const struct imported *imported, struct store *store, struct err *err)
{
    enum err_code code = ERR_NONE;
    for (size_t i = 0; i < imported->count && !code; i++)
        code = check_place(store, imported->decks[i].name, imported->decks[i].path, err);
    return code;
}

/* ---- all of it ---- */

static void import_run_print_files(const struct imported *imported)
{
    static const char *const done[] = {[FATE_NEW] = "written",
        [FATE_UPDATED] = "updated",
        [FATE_SAME] = "as it was",
        [FATE_FORCED] = "replaced",
        [FATE_KEPT] = "left as you edited it: there is nothing new to import"};
    static const char *const would[] = {[FATE_NEW] = "would be written",
        [FATE_UPDATED] = "would be updated",
        [FATE_SAME] = "would stay as it is",
        [FATE_FORCED] = "would be replaced",
        [FATE_KEPT] = "would stay as you edited it"};
    for (size_t i = 0; i < imported->count; i++) {
        const struct imported_deck *deck = &imported->decks[i];
        struct buf line = {0};
        if (deck->entries == 0)
            continue;
        text_safe(&line, deck->path, TEXT_ONE_LINE);
        printf("%s: %zu card%s, %s\n", buf_string(&line), deck->entries,
            deck->entries == 1 ? "" : "s", (imported->dry_run ? would : done)[deck->fate]);
        buf_done(&line);
    }
}

static bool import_run_go_on_media(void *context, size_t done, size_t all)
{
    struct import_run_importing *in = context;
    progress_tell(&in->progress, clock_now().utc_ms, in->source->path, done, all);
    return !interrupted();
}

static enum err_code import_run_put_media(struct import_run_importing *in, struct err *err)
{
    enum err_code code = ERR_NONE;
    in->progress.unit = "files";
    for (size_t i = 0; i < in->count && !code; i++) {
        size_t missing = 0;
        struct buf note = {0};
        in->source = &in->sources[i];
        if (in->packages[i])
            code = anki_import_media(in->packages[i], &missing, import_run_go_on_media, in, err);
        if (!code && missing) {
            buf_format(&note, "%zu media file%s that cards name %s not in the package", missing,
                missing == 1 ? "" : "s", missing == 1 ? "is" : "are");
            import_run_take_note(in, buf_string(&note));
        }
        buf_done(&note);
    }
    return code;
}

static enum err_code import_run_read_and_write(
    struct import_run_importing *in, size_t count, struct err *err)
{
    enum err_code code = import_run_open_sources(in, count, err);
    if (!code)
        code = import_run_read_sources(in, err);
    if (!code && in->options->output)
        code = import_run_check_places(in->imported, in->store, err);
    if (code)
        return code;
    in->all = in->entries;
    imported_begin_writing(in->imported);
    if (!(code = import_run_read_sources(in, err)) && !in->options->dry_run)
        code = import_run_put_media(in, err);
    if (!code)
        code = imported_commit(in->imported, err);
    for (size_t i = 0; i < in->count && !code; i++)
        if (in->packages[i])
            anki_import_keep_media(in->packages[i]);
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

int import_files(struct options *options, char *const *paths, size_t count, const char *folder,
    struct imports *imports)
{
    struct sigaction before[INTERRUPTS];
    struct err err;
    struct imported *imported = &imports->files;
    struct import_run_importing in = {.options = options,
        .imported = imported,
        .paths = paths,
        .sink = {import_run_take_entry, import_run_take_skipped, import_run_take_note, &in, {0},
            import_run_take_folder},
        .progress = {
            .wanted = isatty(STDERR_FILENO), .begun_ms = clock_now().utc_ms, .unit = "cards"}};
    *imported = (struct imported){.folder = folder,
        .force = options->force,
        .dry_run = options->dry_run,
        .may_write = import_run_may_write,
        .context = &in};
    if (store_open(&in.store, options->db, STORE_READ, &err))
        return fail(&err);
    if (!options->output)
        imported->known_path = import_run_known_path;
    import_run_raise_file_limit();
    interrupts_catch(before);
    enum err_code code = import_run_read_and_write(&in, count, &err);
    store_close(in.store);
    import_run_close_sources(&in);
    progress_end(&in.progress);
    buf_done(&in.stem);
    buf_done(&in.folder);
    imports->packages = in.packages;
    imports->package_count = in.packages ? count : 0;
    if (code)
        imports_done(imports);
    interrupts_restore(before, code != ERR_NONE);
    if (!code)
        import_run_print_files(imported);
    return code ? fail(&err) : printed(EXIT_DONE);
}

void imports_done(struct imports *imports)
{
    for (size_t i = 0; i < imports->package_count; i++)
        anki_import_close(imports->packages[i]);
    free(imports->packages);
    imported_done(&imports->files);
    *imports = (struct imports){0};
}
