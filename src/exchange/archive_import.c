/* An archive is read twice:
 *
 *   check ──> merge into the database, and keep the files ──> write the files ──> commit
 *     └─ a mistake: nothing was opened        └─ an error: roll back, and remove what was written
 */
#include "exchange/archive_import.h"

#include "base/file.h"
#include "base/hash.h"
#include "deck/source.h"
#include "exchange/archive_check.h"
#include "exchange/archive_files.h"
#include "exchange/archive_stream.h"
#include "exchange/base64.h"
#include "store/decks.h"
#include "study/settings.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define PROGRESS_EVERY 4096 /* lines */

static bool archive_import_recognizes(const struct import_source *source)
{
    return archive_stream_is_archive(source->file);
}

bool archive_recognize(const char *path)
{
    struct stat there;
    FILE *file = stat(path, &there) == 0 && S_ISREG(there.st_mode) ? fopen(path, "r") : NULL;
    bool recognized = file && archive_stream_is_archive(file);
    if (file)
        fclose(file);
    return recognized;
}

const struct importer importer_archive = {
    "archive", "a drill archive", archive_import_recognizes, NULL};

void archive_imported_done(struct archive_imported *imported)
{
    for (size_t i = 0; i < imported->count; i++) {
        free(imported->placed[i].name);
        free(imported->placed[i].path);
    }
    free(imported->placed);
    *imported = (struct archive_imported){0};
}

/* A deck in the archive that comes with its file. */
struct archive_filed {
    int64_t deck_id; /* in the database */
    bool known, edited;
};

struct archive_importer {
    const struct archive_importing *how;
    struct archive_imported *imported;
    FILE *file;
    struct archive_input input;
    struct archive_check check;
    struct store *store;
    struct archive_merge *merge; /* NULL while the archive is only checked */
    struct archive_files files;
    struct buf settings;
    struct archive_filed *filed;
    size_t filed_count, filed_capacity;
    struct map filed_by_name;
};

/* ---- lines ---- */

static enum err_code archive_import_take_deck(
    struct archive_importer *a, const struct archive_deck *deck, struct err *err)
{
    struct archive_filed filed = {.edited = deck->edited};
    enum err_code code = archive_merge_deck(a->merge, deck, &filed.deck_id, &filed.known, err);
    if (code || !deck->file)
        return code;
    if (!map_add(&a->filed_by_name, hash_text(0, deck->file), (uint32_t)a->filed_count) ||
        !array_add(&a->filed, &a->filed_count, &a->filed_capacity, &filed, sizeof filed))
        return err_memory(err);
    return ERR_NONE;
}

static enum err_code archive_import_take_part(struct archive_importer *a,
    const struct archive_kind *kind, const struct archive_part *part, struct err *err)
{
    struct buf bytes = {0};
    if (part->text)
        buf_text(&bytes, part->text);
    else
        base64_decode(&bytes, part->base64);
    enum err_code code = bytes.failed ? err_memory(err) : ERR_NONE;
    if (!code && kind == &archive_file)
        code = archive_files_keep(&a->files, part->path, &bytes, err);
    else if (!code)
        buf_add(&a->settings, buf_string(&bytes), bytes.length);
    buf_done(&bytes);
    return code;
}

static enum err_code archive_import_take_numbers(
    struct archive_importer *a, const struct archive_head *head, struct err *err)
{
    int64_t card = head->last_card, event = head->last_event;
    return archive_merge_numbers(
        a->merge, card == ARCHIVE_NONE ? 0 : card, event == ARCHIVE_NONE ? 0 : event, err);
}

static enum err_code archive_import_take(
    struct archive_importer *a, const struct archive_line *line, struct err *err)
{
    const struct archive_kind *kind = line->kind;
    if (kind == &archive_head)
        return archive_import_take_numbers(a, &line->row.head, err);
    if (kind == &archive_deck)
        return archive_import_take_deck(a, &line->row.deck, err);
    if (kind == &archive_regime)
        return archive_merge_regime(a->merge, &line->row.regime, err);
    if (kind == &archive_card)
        return archive_merge_card(a->merge, &line->row.card, err);
    if (kind == &archive_review || kind == &archive_change)
        return archive_merge_event(a->merge, kind, &line->row.event, err);
    if (kind == &archive_file || kind == &archive_settings)
        return archive_import_take_part(a, kind, &line->row.part, err);
    return ERR_NONE;
}

/* Reports progress. ERR_IO if the import is to stop. */
static enum err_code archive_import_tell(const struct archive_importer *a, struct err *err)
{
    return a->how->progress(a->how->context, a->input.line) ? ERR_NONE
                                                            : err_set(err, ERR_IO, "interrupted");
}

static enum err_code archive_import_line(
    struct archive_importer *a, struct buf *text, struct archive_place *place, struct err *err)
{
    struct archive_line line;
    place->line = a->input.line;
    place->length = text->length;
    buf_char(text, '\n');
    place->text = buf_string(text);
    enum err_code code = text->failed ? err_memory(err) : archive_line_read(&line, place, err);
    if (code)
        return code;
    code = archive_check_line(&a->check, &line, place, err);
    if (!code && a->merge)
        code = archive_import_take(a, &line, err);
    bool tell = a->input.line % PROGRESS_EVERY == 0 || line.kind == &archive_file;
    archive_line_done(&line);
    return !code && tell ? archive_import_tell(a, err) : code;
}

/* Reads the archive from end to end. */
static enum err_code archive_import_pass(struct archive_importer *a, struct err *err)
{
    struct buf text = {0};
    struct archive_place place = {.path = a->how->path};
    bool more = true;
    archive_check_done(&a->check);
    a->check = (struct archive_check){0};
    enum err_code code = archive_input_open(&a->input, a->file, a->how->path, err);
    while (!code && !(code = archive_input_next(&a->input, &text, &more, err)) && more)
        code = archive_import_line(a, &text, &place, err);
    place.line = a->input.line;
    if (!code)
        code = archive_check_end(&a->check, &place, err);
    archive_input_close(&a->input);
    buf_done(&text);
    return code;
}

/* Whether the hash in the last line shows that the archive is unchanged since drill wrote it. If
 * so, the slower check of all lines before the merge is not needed. */
static bool archive_import_is_whole(struct archive_importer *a)
{
    struct buf texts[2] = {{0}, {0}}; /* the current line and the one before */
    struct archive_place place = {.path = a->how->path};
    struct archive_line line;
    bool more = true, known = false, whole = false;
    uint64_t hash = 0, before = 0;
    enum err_code code = archive_input_open(&a->input, a->file, a->how->path, NULL);
    for (int i = 0; !code && more; i = 1 - i) {
        code = archive_input_next(&a->input, &texts[i], &more, NULL);
        place.line = a->input.line - !more;
        place.text = buf_string(&texts[more ? i : 1 - i]);
        place.length = texts[more ? i : 1 - i].length;
        bool first = place.line == 1, parsed = !code && (first || !more);
        parsed = parsed && !archive_line_read(&line, &place, NULL);
        if (parsed && first)
            known = line.row.head.version == ARCHIVE_VERSION;
        if (parsed && !more && line.kind == &archive_end)
            whole = archive_check_is_whole(before, &line.row.end);
        if (parsed)
            archive_line_done(&line);
        before = hash;
        buf_char(&texts[i], '\n');
        hash = more ? hash_add(hash, buf_string(&texts[i]), texts[i].length) : hash;
    }
    archive_input_close(&a->input);
    buf_done(&texts[0]);
    buf_done(&texts[1]);
    return known && whole;
}

/* ---- files ---- */

static enum err_code archive_import_add_placed(struct archive_importer *a,
    const struct archive_kept *kept, const char *path, struct archive_placed placed,
    struct err *err)
{
    struct archive_imported *to = a->imported;
    placed.name = strdup(kept->name);
    placed.path = strdup(path);
    if (placed.name && placed.path &&
        array_add(&to->placed, &to->count, &to->capacity, &placed, sizeof placed))
        return ERR_NONE;
    free(placed.name);
    free(placed.path);
    return err_memory(err);
}

/* Records the file as the deck's. Unless the file was edited after drill last read it, also records
 * its version, so that drill does not read it again. */
static enum err_code archive_import_set_file(struct archive_importer *a,
    const struct archive_filed *filed, const char *path, struct err *err)
{
    struct file_version version;
    char *real = realpath(path, NULL);
    if (!real)
        return err_at(err, ERR_IO, path, 0, 0, "%s", strerror(errno));
    enum err_code code = deck_file_version(real, &version, err);
    if (filed->edited)
        version = (struct file_version){.size = version.size};
    if (!code)
        code = archive_merge_file(a->merge, filed->deck_id, real, &version, err);
    free(real);
    return code;
}

/* Sets *path to the existing file of a deck that the database already knew, or to NULL. The caller
 * frees it. */
static enum err_code archive_import_known_file(
    struct archive_importer *a, const struct archive_filed *filed, char **path, struct err *err)
{
    struct deck_facts facts;
    *path = NULL;
    if (!filed || !filed->known)
        return ERR_NONE;
    enum err_code code = store_deck_facts(a->store, filed->deck_id, &facts, err);
    if (!code && facts.path && deck_file_exists(facts.path)) {
        *path = facts.path;
        facts.path = NULL;
    }
    if (!code)
        deck_facts_done(&facts);
    return code;
}

static enum err_code archive_import_write(struct archive_importer *a,
    const struct archive_kept *kept, const struct archive_filed *filed, const char *extra_end,
    struct err *err)
{
    struct buf path = {0}, usual = {0};
    bool same;
    enum err_code code = archive_files_find_path(
        &a->files, kept, a->how->folder, extra_end ? extra_end : "", a->how->db, &path, &same, err);
    buf_format(&usual, "%s/%s", a->how->folder, kept->name);
    bool aside = strcmp(buf_string(&usual), buf_string(&path)) != 0;
    struct archive_placed placed = {.fate = same        ? ARCHIVE_SAME
                                            : extra_end ? ARCHIVE_EXTRA
                                            : aside     ? ARCHIVE_ASIDE
                                                        : ARCHIVE_WRITTEN,
        .is_deck = filed != NULL,
        .load = filed && filed->known && !extra_end};
    if (!code && !same && !a->how->dry_run)
        code = archive_files_write(&a->files, kept, buf_string(&path), err);
    if (!code && filed && !filed->known && !a->how->dry_run)
        code = archive_import_set_file(a, filed, buf_string(&path), err);
    if (!code)
        code = archive_import_add_placed(a, kept, buf_string(&path), placed, err);
    buf_done(&path);
    buf_done(&usual);
    return code;
}

/* Places a file. A deck that already has a different file keeps it. The archive's file then gets a
 * name unlike a deck's, since two files cannot be the same deck. */
static enum err_code archive_import_place(
    struct archive_importer *a, const struct archive_kept *kept, struct err *err)
{
    uint32_t number = map_get(&a->filed_by_name, hash_text(0, kept->name));
    const struct archive_filed *filed = number == MAP_NONE ? NULL : &a->filed[number];
    char *here;
    enum err_code code = archive_import_known_file(a, filed, &here, err);
    if (!code && here && archive_files_same(&a->files, kept, here))
        code = archive_import_add_placed(
            a, kept, here, (struct archive_placed){.fate = ARCHIVE_SAME, .is_deck = true}, err);
    else if (!code)
        code = archive_import_write(a, kept, filed, here ? ".archived" : NULL, err);
    free(here);
    return code;
}

/* ---- settings ---- */

/* Whether the file contains exactly the settings in the buffer. */
static bool archive_import_same_settings(const struct buf *settings, const char *path)
{
    FILE *file = fopen(path, "r");
    size_t at = 0;
    int c;
    while (file && (c = getc(file)) != EOF && at < settings->length &&
           c == (unsigned char)settings->bytes[at])
        at++;
    bool same = file && at == settings->length && feof(file);
    if (file)
        fclose(file);
    return same;
}

/* Writes the settings, unless they have mistakes. Those that play sounds are refused, too: only the
 * user may name a program that runs. */
static enum err_code archive_import_write_settings(
    const struct archive_importer *a, const char *path, struct err *err)
{
    struct atomic_file file = {0};
    struct settings settings = settings_default();
    enum err_code code = folder_make_for(path, err);
    if (code || (code = atomic_open(&file, path, err)))
        return code;
    fwrite(a->settings.bytes, 1, a->settings.length, file.stream);
    if (fflush(file.stream) != 0 || !file.temporary)
        code = err_at(err, ERR_IO, path, 0, 0, "cannot be written");
    else if (!(code = settings_read(&settings, file.temporary->path, ignore_mistake, NULL, err)))
        code = settings.play.automatic || settings.play.program.length ? settings_refuse(path, err)
                                                                       : atomic_commit(&file, err);
    settings_done(&settings);
    atomic_discard(&file);
    return code;
}

/* Cannot fail: problems with the settings must not keep the history from being imported. */
static enum archive_settings_fate archive_import_settings(const struct archive_importer *a)
{
    const char *path = a->how->settings;
    if (!a->settings.length || !path)
        return SETTINGS_NONE;
    if (file_exists(path))
        return archive_import_same_settings(&a->settings, path) ? SETTINGS_NONE : SETTINGS_KEPT;
    return a->how->dry_run || !archive_import_write_settings(a, path, NULL) ? SETTINGS_WRITTEN
                                                                            : SETTINGS_REFUSED;
}

/* ---- the import ---- */

static enum err_code archive_import_merge(struct archive_importer *a, struct err *err)
{
    enum err_code code = archive_merge_begin(a->store, a->how->today, &a->merge, err);
    if (!code && !(code = archive_import_pass(a, err)))
        code = archive_merge_finish(a->merge, &a->imported->report, err);
    if (!code)
        code = archive_import_tell(a, err);
    for (size_t i = 0; i < a->files.count && !code; i++)
        code = archive_import_place(a, &a->files.kept[i], err);
    code = archive_merge_end(a->merge, code, err);
    if (code)
        archive_files_remove(&a->files);
    else
        a->imported->settings = archive_import_settings(a);
    return code;
}

static enum err_code archive_import_run(struct archive_importer *a, struct err *err)
{
    enum err_code code = import_source_open_file(&a->file, a->how->path, err);
    if (!code && !archive_import_is_whole(a))
        code = archive_import_pass(a, err);
    if (code)
        return code;
    code = a->how->open(a->how->context, &a->store, err);
    if (!code)
        code = archive_import_merge(a, err);
    store_close(a->store);
    const struct archive_end *seen = &a->check.seen;
    a->imported->counts = (struct archive_counts){
        (size_t)seen->decks, (size_t)seen->cards, (size_t)seen->reviews, (size_t)seen->changes};
    return code;
}

enum err_code archive_import(
    const struct archive_importing *how, struct archive_imported *imported, struct err *err)
{
    struct archive_importer *a = calloc(1, sizeof *a);
    *imported = (struct archive_imported){0};
    if (!a)
        return err_memory(err);
    a->how = how;
    a->imported = imported;
    enum err_code code = archive_import_run(a, err);
    if (a->file)
        fclose(a->file);
    archive_check_done(&a->check);
    archive_files_done(&a->files);
    buf_done(&a->settings);
    map_done(&a->filed_by_name);
    free(a->filed);
    free(a);
    return code;
}
