#include "exchange/import_files.h"

#include "base/hash.h"
#include "base/utf8.h"
#include "deck/cloze.h"
#include "deck/writer.h"
#include "store/decks.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define DECKS_MAX     1000
#define DECK_NAME_MAX 200   /* bytes */
#define PART_MAX      80    /* bytes of a folder's or file's name */
#define TEXT_MAX      65536 /* bytes not yet in the file */
#define SEAL          "# drill import wrote this file, and updates it unless it was edited: "

/* ---- names ---- */

/* Appends a name as a valid deck name: on one line, and not too long. */
static void import_files_clean_name(struct buf *name, const char *given)
{
    for (const char *c = given; *c; c++)
        buf_char(name, (unsigned char)*c < ' ' || *c == 0x7f ? ' ' : *c);
    size_t length = name->length < DECK_NAME_MAX ? name->length : DECK_NAME_MAX;
    length = utf8_cut(name->bytes, length);
    while (length > 0 && name->bytes[length - 1] == ' ')
        length--;
    buf_cut(name, length);
}

/* Appends a part of a deck's name as a folder or file name: a single path component that is safe
 * for shells and ls. */
static void import_files_add_component(struct buf *path, const char *part, size_t length)
{
    size_t begin = path->length, i = 0;
    for (; i < length && path->length - begin < PART_MAX; i++) {
        unsigned char c = (unsigned char)part[i];
        bool ascii = c < 0x80;
        if (!ascii || isalnum(c) || (strchr("._+", c) && path->length > begin))
            buf_char(path, ascii ? (char)tolower(c) : part[i]);
        else if (path->length > begin && path->bytes[path->length - 1] != '-')
            buf_char(path, '-');
    }
    if (i < length && utf8_continues(part[i]))
        utf8_drop_last(path);
    while (path->length > begin && strchr("-.", path->bytes[path->length - 1]))
        buf_cut(path, path->length - 1);
    if (path->length == begin)
        buf_format(path, "deck-%08" PRIx64, hash_add(0, part, length) & 0xffffffff);
}

/* Appends FOLDER/a/b.yaml for A::B. */
static void import_files_add_path(struct buf *path, const char *folder, const char *name)
{
    buf_text(path, folder);
    for (const char *part = name;;) {
        const char *end = strstr(part, "::");
        buf_char(path, '/');
        import_files_add_component(path, part, end ? (size_t)(end - part) : strlen(part));
        if (!end)
            break;
        part = end + 2;
    }
    buf_text(path, ".yaml");
}

static bool import_files_path_is_taken(const struct import_files *files, const char *path)
{
    for (size_t i = 0; i < files->count; i++)
        if (files->decks[i].path && strcmp(files->decks[i].path, path) == 0)
            return true;
    return false;
}

/* Returns the known file of the deck with that id if it exists, else NULL. The caller frees it. */
static char *import_files_known_path(struct store *store, const char *deck)
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

enum err_code import_files_check_path(
    struct store *store, const char *deck, const char *path, struct err *err)
{
    char *known = import_files_known_path(store, deck), *real = realpath(path, NULL);
    bool elsewhere = known && !(real && strcmp(real, known) == 0);
    if (elsewhere)
        err_at(err, ERR_USAGE, known, 0, 0,
            "already holds the deck \"%s\": to update it there, leave out -o", deck);
    free(known);
    free(real);
    return elsewhere ? ERR_USAGE : ERR_NONE;
}

/* Returns the path of the deck's known file, or else a new path, with a hash if another deck has
 * that path. */
static char *import_files_find_path(const struct import_files *files, const char *name)
{
    struct buf path = {0};
    char *found = files->store ? import_files_known_path(files->store, name) : NULL;
    if (found)
        return found;
    import_files_add_path(&path, files->folder, name);
    if (import_files_path_is_taken(files, buf_string(&path))) {
        buf_cut(&path, path.length - strlen(".yaml"));
        buf_format(&path, "-%08" PRIx64 ".yaml", hash_text(0, name) & 0xffffffff);
    }
    found = path.failed ? NULL : strdup(buf_string(&path));
    buf_done(&path);
    return found;
}

/* ---- the seal ---- */

/* Adds lines to the file's hash, which its last line will hold. */
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

/* Reads the hash in the file's seal, if any, and whether the file was edited afterwards. */
static enum err_code import_files_read_seal(
    const char *path, bool *sealed, uint64_t *recorded, bool *edited, struct err *err)
{
    FILE *file = fopen(path, "r");
    char *line = NULL;
    size_t capacity = 0;
    ssize_t length;
    uint64_t hash = 0;
    if (!file)
        return err_at(err, ERR_IO, path, 0, 0, "%s", strerror(errno));
    *sealed = false;
    *edited = true;
    while ((length = getline(&line, &capacity, file)) > 0) {
        *edited |= *sealed; /* lines follow the seal */
        if (strncmp(line, SEAL, strlen(SEAL)) == 0) {
            *sealed = true;
            *recorded = strtoull(line + strlen(SEAL), NULL, 16);
            *edited = *recorded != hash;
        }
        hash = import_files_hash_lines(hash, line, (size_t)length);
    }
    bool failed = ferror(file) || !feof(file);
    free(line);
    fclose(file);
    return failed ? err_at(err, ERR_IO, path, 0, 0, "cannot be read") : ERR_NONE;
}

/* ---- decks ---- */

/* Sets *same to whether the file at path is the deck with that name, imported or not. */
static enum err_code import_files_is_same_deck(
    const char *path, const char *name, bool *same, struct err *err)
{
    struct deck_reader *reader;
    enum err_code code = deck_open(&reader, path, ignore_mistake, NULL, err);
    *same = !code && strcmp(buf_string(&deck_head(reader)->id), name) == 0;
    deck_close(reader);
    return code == ERR_MISTAKE ? ERR_NONE : code;
}

/* Decides the deck's fate from what exists at its path. */
static enum err_code import_files_look_at_path(
    struct import_files *files, struct import_files_deck *deck, struct err *err)
{
    bool same = false, sealed = false, there = file_exists(deck->path);
    enum err_code code = ERR_NONE;
    deck->edited = true;
    if (there && !(code = import_files_is_same_deck(deck->path, deck->name, &same, err)))
        code = import_files_read_seal(deck->path, &sealed, &deck->old_hash, &deck->edited, err);
    if (!code)
        code = output_check(deck->path, true, &files->in_use[same && sealed], err);
    if (code || !there)
        return code;
    if (same && (code = previous_ids_read(&deck->previous, deck->path, err)))
        return code;
    deck->fate = files->force ? FATE_FORCED : FATE_UPDATED;
    if (files->force || (same && sealed))
        return ERR_NONE;
    return err_at(err, ERR_USAGE, deck->path, 0, 0,
        same
            ? "is a deck of the same name that was not made by an import: use --force to replace it"
            : "already exists and is not the deck \"%s\": use --force to replace it, or -o to "
              "write elsewhere",
        deck->name);
}

/* Creates the missing parent folders of path; import_files_done removes those left empty. */
static enum err_code import_files_make_folders(
    struct import_files *files, const char *path, struct err *err)
{
    for (const char *slash = path; (slash = strchr(slash + 1, '/'));) {
        char *folder = strndup(path, (size_t)(slash - path));
        if (!folder || !array_grow(&files->made, files->made_count, &files->made_capacity,
                           sizeof *files->made)) {
            free(folder);
            return err_memory(err);
        }
        int why = mkdir(folder, 0777) == 0 ? 0 : errno;
        if (why && why != EEXIST)
            err_at(err, ERR_IO, folder, 0, 0, "cannot create the folder: %s", strerror(why));
        if (why)
            free(folder);
        else
            files->made[files->made_count++] = folder;
        if (why && why != EEXIST)
            return ERR_IO;
    }
    return ERR_NONE;
}

static enum err_code import_files_begin_file(
    struct import_files *files, struct import_files_deck *deck, struct err *err)
{
    struct deck_head head = {.caps = CAPS_UNSET, .names_itself = true};
    enum err_code code = ERR_NONE;
    buf_text(&head.name, deck->name);
    buf_text(&head.id, deck->name);
    deck_write_head(&deck->text, &head, true);
    deck->text.failed |= head.name.failed || head.id.failed;
    deck_head_done(&head);
    if (!files->dry_run && !(code = import_files_make_folders(files, deck->path, err)))
        code = atomic_open(&deck->file, deck->path, err);
    return code;
}

static enum err_code import_files_add_deck(
    struct import_files *files, const char *name, struct import_files_deck **deck, struct err *err)
{
    if (files->count == DECKS_MAX)
        return err_set(err, ERR_USAGE, "more than %d decks: import them in batches", DECKS_MAX);
    if (!array_grow(&files->decks, files->count, &files->capacity, sizeof *files->decks))
        return err_memory(err);
    char *path = import_files_find_path(files, name), *copy = strdup(name);
    *deck = &files->decks[files->count++];
    **deck = (struct import_files_deck){.name = copy, .path = path};
    return copy && path ? import_files_look_at_path(files, *deck, err) : err_memory(err);
}

static enum err_code import_files_find_deck(
    struct import_files *files, const char *given, struct import_files_deck **deck, struct err *err)
{
    struct buf name = {0};
    enum err_code code = ERR_NONE;
    import_files_clean_name(&name, given);
    *deck = NULL;
    for (size_t i = files->count; i > 0 && !*deck; i--) /* the last deck is the likeliest */
        if (strcmp(files->decks[i - 1].name, buf_string(&name)) == 0)
            *deck = &files->decks[i - 1];
    if (name.failed)
        code = err_memory(err);
    else if (!*deck)
        code = import_files_add_deck(files, buf_string(&name), deck, err);
    buf_done(&name);
    return code;
}

/* ---- entries ---- */

/* Sets *why if a deck file cannot hold the cloze text. */
static enum err_code import_files_refuse_cloze(const char *text, const char **why, struct err *err)
{
    struct cloze cloze = {0};
    enum err_code code = cloze_read(&cloze, text) ? ERR_NONE : err_memory(err);
    if (!cloze_next_gap(&cloze, 0))
        *why = "a cloze without a gap";
    else if (cloze_next_gap(&cloze, CLOZE_GAPS_MAX))
        *why = "more than 500 gaps";
    cloze_done(&cloze);
    return code;
}

/* Sets *why if a deck file cannot hold the entry. */
static enum err_code import_files_refuse(
    const struct deck_entry *entry, const char **why, struct err *err)
{
    const struct buf *const texts[] = {
        &entry->question, &entry->answer, &entry->cloze, &entry->tags, &entry->hint, &entry->note};
    for (size_t i = 0; i < COUNT(texts); i++)
        if (texts[i]->length > DECK_FIELD_MAX)
            *why = "text longer than 1 MiB";
    if (*why)
        return ERR_NONE;
    if (entry->cloze.length)
        return import_files_refuse_cloze(buf_string(&entry->cloze), why, err);
    if (!entry->question.length)
        *why = "no question";
    return ERR_NONE;
}

static uint64_t import_files_whole_hash(const struct deck_entry *entry)
{
    return hash_text(question_hash(entry), buf_string(&entry->answer));
}

static bool import_files_has_id(struct map *ids, const char *id, bool *failed)
{
    const uint32_t *known = map_id(ids, id);
    *failed |= !known;
    return known && *known;
}

/* Appends the entry's previous id, or one made from its text. Sets *why if the entry is a
 * duplicate, or another has that id. */
static void import_files_find_id(struct import_files_deck *deck, const struct deck_entry *entry,
    struct buf *id, const char **why)
{
    if (map_get(&deck->cards, import_files_whole_hash(entry)) != MAP_NONE) {
        *why = "the same card appears earlier";
        return;
    }
    const char *before;
    id->failed |= !previous_ids_find(&deck->previous, entry, &deck->announced, &before);
    if (before && !import_files_has_id(&deck->ids, before, &id->failed)) {
        buf_text(id, before);
        return;
    }
    id_from_texts(id, entry, false);
    if (import_files_has_id(&deck->ids, buf_string(id), &id->failed) ||
        import_files_has_id(&deck->previous.ids, buf_string(id), &id->failed)) {
        buf_clear(id);
        id_from_texts(id, entry, true);
    }
    if (import_files_has_id(&deck->ids, buf_string(id), &id->failed))
        *why = "it would get the id of another card: give it a different id";
}

static enum err_code import_files_flush_text(struct import_files_deck *deck, struct err *err)
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

static enum err_code import_files_write_entry(struct import_files *files,
    struct import_files_deck *deck, const struct deck_entry *entry, const char **why,
    struct err *err)
{
    struct deck_entry named = *entry; /* a shallow copy: the caller owns the strings */
    struct buf id = {0};
    enum err_code code = ERR_NONE;
    if (!entry->id.length) {
        import_files_find_id(deck, entry, &id, why);
        named.id = id;
    } else if (import_files_has_id(&deck->ids, buf_string(&entry->id), &id.failed)) {
        *why = "an earlier card has the same id";
    }
    if (id.failed)
        code = err_memory(err);
    else if (!*why && deck->entries++ == 0)
        code = import_files_begin_file(files, deck, err);
    if (!*why && !code) {
        deck_write_entry(&deck->text, &named);
        uint32_t *known = map_id(&deck->ids, buf_string(&named.id));
        if (!known || !map_add(&deck->cards, import_files_whole_hash(entry), 0))
            code = err_memory(err);
        else if (deck->text.length > TEXT_MAX)
            code = import_files_flush_text(deck, err);
        if (known)
            *known = 1;
    }
    buf_clear(&files->id);
    if (!*why && !code)
        buf_text(&files->id, buf_string(&named.id));
    buf_done(&id);
    return files->id.failed && !code ? err_memory(err) : code;
}

enum err_code import_files_add(struct import_files *files, const char *name,
    const struct deck_entry *entry, const char **why, struct err *err)
{
    struct import_files_deck *deck;
    *why = NULL;
    buf_clear(&files->id);
    enum err_code code = import_files_refuse(entry, why, err);
    if (!code && !*why)
        code = import_files_find_deck(files, name, &deck, err);
    if (code || *why)
        return code;
    if (files->writing)
        return import_files_write_entry(files, deck, entry, why, err);
    deck->entries++;
    return map_add(&deck->announced, question_hash(entry), 0) ? ERR_NONE : err_memory(err);
}

const char *import_files_path(struct import_files *files, const char *name, struct err *err)
{
    struct import_files_deck *deck;
    return import_files_find_deck(files, name, &deck, err) ? NULL : deck->path;
}

void import_files_begin_writing(struct import_files *files)
{
    files->writing = true;
    for (size_t i = 0; i < files->count; i++)
        files->decks[i].entries = 0;
}

/* ---- the files ---- */

/* Completes the file's text and decides the file's fate. */
static enum err_code import_files_end_file(
    struct import_files *files, struct import_files_deck *deck, struct err *err)
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
    if (deck->fate == FATE_UPDATED && deck->edited && !files->force)
        return err_at(err, ERR_USAGE, deck->path, 0, 0,
            "was edited after it was imported: use --force to replace it, or -o to write "
            "elsewhere");
    return import_files_flush_text(deck, err);
}

enum err_code import_files_commit(struct import_files *files, struct err *err)
{
    enum err_code code = ERR_NONE;
    for (size_t i = 0; i < files->count && !code; i++)
        code = import_files_end_file(files, &files->decks[i], err);
    for (size_t i = 0; i < files->count && !code; i++) {
        struct import_files_deck *deck = &files->decks[i];
        if (deck->fate == FATE_SAME || deck->fate == FATE_KEPT)
            atomic_discard(&deck->file);
        else if (deck->file.stream)
            code = atomic_commit(&deck->file, err);
    }
    return code;
}

void import_files_done(struct import_files *files)
{
    for (size_t i = 0; i < files->count; i++) {
        struct import_files_deck *deck = &files->decks[i];
        atomic_discard(&deck->file);
        previous_ids_done(&deck->previous);
        map_done(&deck->announced);
        map_done(&deck->ids);
        map_done(&deck->cards);
        buf_done(&deck->text);
        free(deck->name);
        free(deck->path);
    }
    for (size_t i = files->made_count; i > 0; i--) {
        rmdir(files->made[i - 1]); /* fails unless it is empty */
        free(files->made[i - 1]);
    }
    free(files->made);
    buf_done(&files->id);
    free(files->decks);
    *files = (struct import_files){0};
}
