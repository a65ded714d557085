#include "deck/import_files.h"

#include "base/hash.h"
#include "deck/cloze.h"
#include "deck/import_previous_ids.h"
#include "deck/writer.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define DECKS_MAX      1000
#define MEDIA_NAME_MAX 200   /* bytes of a deck's name */
#define PART_MAX       80    /* bytes of a folder's or file's name */
#define TEXT_MAX       65536 /* bytes that wait to be written */
#define SEAL           "# drill import wrote this file, and updates it unless it was edited: "

/* ---- names ---- */

/* A name of one line that a deck can have. */
static void import_files_clean_name(struct buf *name, const char *given)
{
    for (const char *c = given; *c; c++)
        buf_char(name, (unsigned char)*c < ' ' || *c == 0x7f ? ' ' : *c);
    size_t length = name->length < MEDIA_NAME_MAX ? name->length : MEDIA_NAME_MAX;
    while (
        length > 0 && length < name->length && ((unsigned char)name->bytes[length] & 0xc0) == 0x80)
        length--;
    while (length > 0 && name->bytes[length - 1] == ' ')
        length--;
    buf_cut(name, length);
}

/* A part of a deck's name as that of a folder or a file: one component of a path, whatever it
 * holds, that no shell and no ls takes for something else. */
static void import_files_add_component(struct buf *path, const char *part, size_t length)
{
    size_t begin = path->length;
    for (size_t i = 0; i < length && path->length - begin < PART_MAX; i++) {
        unsigned char c = (unsigned char)part[i];
        bool ascii = c < 0x80;
        if (!ascii || isalnum(c) || (strchr("._+", c) && path->length > begin))
            buf_char(path, ascii ? (char)tolower(c) : part[i]);
        else if (path->length > begin && path->bytes[path->length - 1] != '-')
            buf_char(path, '-');
    }
    while (path->length > begin && ((unsigned char)path->bytes[path->length - 1] & 0xc0) == 0x80 &&
           path->length - begin >= PART_MAX)
        buf_cut(path, path->length - 1);
    while (path->length > begin && strchr("-.", path->bytes[path->length - 1]))
        buf_cut(path, path->length - 1);
    if (path->length == begin)
        buf_format(path, "deck-%08" PRIx64, hash_add(0, part, length) & 0xffffffff);
}

/* FOLDER/a/b.yaml for A::B. */
static char *import_files_path_of(const struct imported *imported, const char *name)
{
    struct buf path = {0};
    buf_text(&path, imported->folder);
    for (const char *part = name;;) {
        const char *end = strstr(part, "::");
        buf_char(&path, '/');
        import_files_add_component(&path, part, end ? (size_t)(end - part) : strlen(part));
        if (!end)
            break;
        part = end + 2;
    }
    buf_text(&path, ".yaml");
    char *copy = path.failed ? NULL : strdup(buf_string(&path));
    buf_done(&path);
    return copy;
}

static bool import_files_path_is_taken(const struct imported *imported, const char *path)
{
    for (size_t i = 0; i < imported->count; i++)
        if (imported->decks[i].path && strcmp(imported->decks[i].path, path) == 0)
            return true;
    return false;
}

/* Where the deck goes: where it is, or a new file; two names may come to the same one. */
static char *import_files_find_path(const struct imported *imported, const char *name)
{
    char *path = imported->known_path ? imported->known_path(imported->context, name) : NULL;
    if (path)
        return path;
    path = import_files_path_of(imported, name);
    if (path && import_files_path_is_taken(imported, path)) {
        size_t stem = strlen(path) - strlen(".yaml"), size = strlen(path) + 16;
        char *other = malloc(size);
        if (other)
            snprintf(other, size, "%.*s-%08" PRIx64 ".yaml", (int)stem, path,
                hash_text(0, name) & 0xffffffff);
        free(path);
        path = other;
    }
    return path;
}

/* ---- the seal ---- */

/* The hash that ends a file, of what is above it, line by line. */
static uint64_t import_files_hash_lines(uint64_t hash, const char *text, size_t length)
{
    while (length > 0) {
        const char *end = memchr(text, '\n', length);
        size_t size = end ? (size_t)(end - text) + 1 : length;
        hash = hash_add(hash, text, size);
        text += size;
        length -= size;
    }
    return hash;
}

/* Whether the file ends with a seal; if so, the hash that it says, and whether that is the file's.
 */
static enum err_code import_files_read_seal(
    const char *path, bool *sealed, uint64_t *said, bool *edited, struct err *err)
{
    FILE *file = fopen(path, "r");
    char *line = NULL;
    size_t capacity = 0;
    ssize_t length;
    uint64_t hash = 0, before = 0;
    if (!file)
        return err_at(err, ERR_IO, path, 0, 0, "%s", strerror(errno));
    *sealed = false;
    *edited = true;
    while ((length = getline(&line, &capacity, file)) > 0) {
        *edited |= *sealed; /* something stands below it */
        if (strncmp(line, SEAL, strlen(SEAL)) == 0) {
            *sealed = true;
            *said = strtoull(line + strlen(SEAL), NULL, 16);
            *edited = *said != before;
        }
        hash = import_files_hash_lines(before, line, (size_t)length);
        before = hash;
    }
    bool failed = ferror(file) || !feof(file);
    free(line);
    fclose(file);
    return failed ? err_at(err, ERR_IO, path, 0, 0, "cannot be read") : ERR_NONE;
}

/* ---- decks ---- */

static void import_files_keep_quiet(void *context, const struct err *mistake)
{
    (void)context;
    (void)mistake;
}

/* Whether the file at path is the deck of that name, made by an earlier import or not. */
static enum err_code import_files_is_same_deck(
    const char *path, const char *name, bool *same, struct err *err)
{
    struct deck_reader *reader;
    enum err_code code = deck_open(&reader, path, import_files_keep_quiet, NULL, err);
    *same = !code && strcmp(buf_string(&deck_head(reader)->id), name) == 0;
    deck_close(reader);
    return code == ERR_MISTAKE ? ERR_NONE : code;
}

/* What is at the path already, and what that means. */
static enum err_code import_files_look_at_path(
    struct imported *imported, struct imported_deck *deck, struct err *err)
{
    bool same = false, sealed = false, there = file_exists(deck->path);
    enum err_code code = ERR_NONE;
    deck->edited = true;
    if (there && !(code = import_files_is_same_deck(deck->path, deck->name, &same, err)))
        code = import_files_read_seal(deck->path, &sealed, &deck->old_hash, &deck->edited, err);
    if (!code && imported->may_write)
        code = imported->may_write(imported->context, deck->path, same && sealed, err);
    if (code || !there)
        return code;
    if (same && (code = earlier_read(&deck->earlier, deck->path, err)))
        return code;
    deck->fate = imported->force ? FATE_FORCED : FATE_UPDATED;
    if (same && (sealed || imported->force))
        return ERR_NONE;
    if (imported->force)
        return ERR_NONE;
    return err_at(err, ERR_USAGE, deck->path, 0, 0,
        same ? "is a deck of the same name, and was not made by an import: --force replaces it"
             : "is there already, and is not the deck \"%s\": --force replaces it, -o writes "
               "elsewhere",
        deck->name);
}

/* Make a folder; what was made is remembered, to be taken away again. */
static enum err_code import_files_make_folder(
    struct imported *imported, const char *folder, struct err *err)
{
    char *made = strdup(folder);
    if (!made || !array_grow(&imported->made, imported->made_count, &imported->made_room,
                     sizeof *imported->made)) {
        free(made);
        return err_memory(err);
    }
    if (mkdir(folder, 0777) == 0) {
        imported->made[imported->made_count++] = made;
        return ERR_NONE;
    }
    int why = errno;
    free(made);
    return why == EEXIST
               ? ERR_NONE
               : err_at(err, ERR_IO, folder, 0, 0, "cannot make the folder: %s", strerror(why));
}

/* Make the folders that lead to path. */
static enum err_code import_files_make_folders(
    struct imported *imported, const char *path, struct err *err)
{
    char *folder = strdup(path);
    enum err_code code = folder ? ERR_NONE : err_memory(err);
    for (char *slash = folder ? strchr(folder + 1, '/') : NULL; slash && !code;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        code = import_files_make_folder(imported, folder, err);
        *slash = '/';
    }
    free(folder);
    return code;
}

static enum err_code import_files_begin_file(
    struct imported *imported, struct imported_deck *deck, struct err *err)
{
    struct deck_head head = {.caps = CAPS_UNSET, .names_itself = true};
    enum err_code code = ERR_NONE;
    buf_text(&head.name, deck->name);
    buf_text(&head.id, deck->name);
    deck_write_head(&deck->text, &head, true);
    deck->text.failed |= head.name.failed || head.id.failed;
    deck_head_done(&head);
    if (!imported->dry_run && !(code = import_files_make_folders(imported, deck->path, err)))
        code = atomic_open(&deck->file, deck->path, err);
    return code;
}

static enum err_code import_files_add_deck(
    struct imported *imported, const char *name, struct imported_deck **deck, struct err *err)
{
    if (imported->count == DECKS_MAX)
        return err_set(err, ERR_USAGE, "more than %d decks: import them in parts", DECKS_MAX);
    if (!array_grow(
            &imported->decks, imported->count, &imported->capacity, sizeof *imported->decks))
        return err_memory(err);
    char *path = import_files_find_path(imported, name), *copy = strdup(name);
    *deck = &imported->decks[imported->count++];
    **deck = (struct imported_deck){.name = copy, .path = path};
    return copy && path ? import_files_look_at_path(imported, *deck, err) : err_memory(err);
}

static enum err_code import_files_find_deck(
    struct imported *imported, const char *given, struct imported_deck **deck, struct err *err)
{
    struct buf name = {0};
    enum err_code code = ERR_NONE;
    import_files_clean_name(&name, given);
    *deck = NULL;
    for (size_t i = imported->count; i > 0 && !*deck; i--) /* most likely the one before */
        if (strcmp(imported->decks[i - 1].name, buf_string(&name)) == 0)
            *deck = &imported->decks[i - 1];
    if (name.failed)
        code = err_memory(err);
    else if (!*deck)
        code = import_files_add_deck(imported, buf_string(&name), deck, err);
    buf_done(&name);
    return code;
}

/* ---- entries ---- */

/* Why the entry can be none of a deck file; NULL where it can. */
static const char *import_files_refusal(const struct deck_entry *entry)
{
    const struct buf *const texts[] = {
        &entry->question, &entry->answer, &entry->cloze, &entry->tags, &entry->hint, &entry->note};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (texts[i]->length > DECK_FIELD_MAX)
            return "a text of more than 1 MiB";
    if (!entry->cloze.length)
        return entry->question.length ? NULL : "no question";
    if (!cloze_next_gap(buf_string(&entry->cloze), 0))
        return "a cloze without a gap";
    return cloze_next_gap(buf_string(&entry->cloze), CLOZE_GAPS_MAX) ? "more than 500 gaps" : NULL;
}

static uint64_t import_files_whole_hash(const struct deck_entry *entry)
{
    return hash_text(question_hash(entry), buf_string(&entry->answer));
}

static bool import_files_has_id(const struct hashes *ids, const char *id)
{
    size_t place;
    return hashes_first(ids, hash_text(0, id), &place) != HASH_NONE;
}

/* The id of an entry that has none of its own: that of an earlier import, or one of its texts. *why
 * says so where the deck has the same card already. */
static void import_files_find_id(
    struct imported_deck *deck, const struct deck_entry *entry, struct buf *id, const char **why)
{
    size_t place;
    if (hashes_first(&deck->said, import_files_whole_hash(entry), &place) != HASH_NONE) {
        *why = "the same card comes before";
        return;
    }
    const char *before = earlier_id(&deck->earlier, entry, &deck->announced);
    if (before && !import_files_has_id(&deck->ids, before)) {
        buf_text(id, before);
        return;
    }
    id_from_texts(id, entry, false);
    if (import_files_has_id(&deck->ids, buf_string(id)) ||
        import_files_has_id(&deck->earlier.by_id, buf_string(id))) {
        buf_clear(id);
        id_from_texts(id, entry, true);
    }
    if (import_files_has_id(&deck->ids, buf_string(id)))
        *why = "its id would be that of another card: give it one of its own";
}

static enum err_code import_files_flush_text(struct imported_deck *deck, struct err *err)
{
    if (deck->text.failed)
        return err_memory(err);
    deck->hash = import_files_hash_lines(deck->hash, buf_string(&deck->text), deck->text.length);
    if (deck->file.stream && deck->text.length &&
        fwrite(deck->text.bytes, 1, deck->text.length, deck->file.stream) != deck->text.length)
        return err_at(err, ERR_IO, deck->path, 0, 0, "cannot be written: %s", strerror(errno));
    buf_clear(&deck->text);
    return ERR_NONE;
}

static enum err_code import_files_write_entry(struct imported *imported, struct imported_deck *deck,
    const struct deck_entry *entry, const char **why, struct err *err)
{
    struct deck_entry named = *entry; /* the texts stay the caller's */
    struct buf id = {0};
    enum err_code code = ERR_NONE;
    if (!entry->id.length) {
        import_files_find_id(deck, entry, &id, why);
        named.id = id;
    } else if (import_files_has_id(&deck->ids, buf_string(&entry->id))) {
        *why = "a card with the same id comes before";
    }
    if (!*why && deck->entries++ == 0)
        code = import_files_begin_file(imported, deck, err);
    if (!*why && !code) {
        deck_write_entry(&deck->text, &named);
        if (!hashes_add(&deck->ids, hash_text(0, buf_string(&named.id)), 0) ||
            !hashes_add(&deck->said, import_files_whole_hash(entry), 0) || id.failed)
            code = err_memory(err);
        else if (deck->text.length > TEXT_MAX)
            code = import_files_flush_text(deck, err);
    }
    buf_done(&id);
    return code;
}

enum err_code imported_add(struct imported *imported, const char *name,
    const struct deck_entry *entry, const char **why, struct err *err)
{
    struct imported_deck *deck;
    *why = import_files_refusal(entry);
    if (*why)
        return ERR_NONE;
    enum err_code code = import_files_find_deck(imported, name, &deck, err);
    if (code)
        return code;
    if (imported->writing)
        return import_files_write_entry(imported, deck, entry, why, err);
    deck->entries++;
    return hashes_add(&deck->announced, question_hash(entry), 0) ? ERR_NONE : err_memory(err);
}

const char *imported_path(struct imported *imported, const char *name, struct err *err)
{
    struct imported_deck *deck;
    return import_files_find_deck(imported, name, &deck, err) ? NULL : deck->path;
}

void imported_begin_writing(struct imported *imported)
{
    imported->writing = true;
    for (size_t i = 0; i < imported->count; i++)
        imported->decks[i].entries = 0;
}

/* ---- the end ---- */

/* Write what is left of the file, and say what is to become of it. */
static enum err_code import_files_end_file(
    struct imported *imported, struct imported_deck *deck, struct err *err)
{
    enum err_code code = import_files_flush_text(deck, err);
    uint64_t hash = deck->hash;
    if (code || deck->entries == 0)
        return code;
    buf_char(&deck->text, '\n');
    hash = import_files_hash_lines(hash, "\n", 1);
    buf_format(&deck->text, SEAL "%016" PRIx64 "\n", hash);
    if (deck->fate == FATE_UPDATED && hash == deck->old_hash)
        deck->fate = deck->edited ? FATE_KEPT : FATE_SAME;
    if (deck->fate == FATE_FORCED && hash == deck->old_hash && !deck->edited)
        deck->fate = FATE_SAME;
    if (deck->fate == FATE_UPDATED && deck->edited && !imported->force)
        return err_at(err, ERR_USAGE, deck->path, 0, 0,
            "was edited since it was imported: --force replaces it, -o writes elsewhere");
    return import_files_flush_text(deck, err);
}

enum err_code imported_commit(struct imported *imported, struct err *err)
{
    enum err_code code = ERR_NONE;
    for (size_t i = 0; i < imported->count && !code; i++)
        code = import_files_end_file(imported, &imported->decks[i], err);
    for (size_t i = 0; i < imported->count && !code; i++) {
        struct imported_deck *deck = &imported->decks[i];
        if (deck->fate == FATE_SAME || deck->fate == FATE_KEPT)
            atomic_discard(&deck->file);
        else if (deck->file.stream)
            code = atomic_commit(&deck->file, err);
    }
    return code;
}

void imported_done(struct imported *imported)
{
    for (size_t i = 0; i < imported->count; i++) {
        struct imported_deck *deck = &imported->decks[i];
        atomic_discard(&deck->file);
        earlier_done(&deck->earlier);
        hashes_done(&deck->announced);
        hashes_done(&deck->ids);
        hashes_done(&deck->said);
        buf_done(&deck->text);
        free(deck->name);
        free(deck->path);
    }
    for (size_t i = imported->made_count; i > 0; i--) {
        rmdir(imported->made[i - 1]); /* which goes where nothing has come to be in it */
        free(imported->made[i - 1]);
    }
    free(imported->made);
    free(imported->decks);
    *imported = (struct imported){0};
}
