#include "exchange/import_old.h"

#include "base/file.h"
#include "store/decks.h"
#include "study/folder.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FILES_MAX  20000 /* below all folders */
#define HEAD_LINES 64    /* in which a deck's source is looked for */

struct import_old_reading {
    struct import_old *old;
    import_old_wanted_fn *wanted;
    void *context;
    size_t looked; /* files looked at */
};

bool import_old_same_family(const char *one, const char *other)
{
    size_t length = strcspn(one, ":");
    return one[length] == ':' && other[strcspn(other, ":")] == ':' &&
           strncmp(one, other, length + 1) == 0;
}

/* ---- one file ---- */

static enum err_code import_old_add_entry(
    struct import_old *old, const struct deck_entry *entry, struct err *err)
{
    struct import_old_entry one = {
        .file = (uint32_t)(old->file_count - 1), .id = strdup(buf_string(&entry->id))};
    if (!one.id || !import_texts_hash(&one.texts, entry) ||
        !array_add(&old->entries, &old->count, &old->capacity, &one, sizeof one)) {
        free(one.id);
        return err_memory(err);
    }
    old->files[old->file_count - 1].count++;
    return ERR_NONE;
}

static void import_old_free_file(struct import_old_file *file)
{
    free(file->path);
    free(file->name);
    free(file->id);
    free(file->source);
}

/* Drops the last file, which turned out to have mistakes. */
static void import_old_drop_file(struct import_old *old)
{
    struct import_old_file *file = &old->files[--old->file_count];
    while (old->count > file->first)
        free(old->entries[--old->count].id);
    import_old_free_file(file);
}

static enum err_code import_old_add_file(
    struct import_old *old, const char *path, const struct deck_head *head, struct err *err)
{
    if (!array_grow(&old->files, old->file_count, &old->file_capacity, sizeof *old->files))
        return err_memory(err);
    struct import_old_file *file = &old->files[old->file_count++];
    *file = (struct import_old_file){.path = strdup(path),
        .name = strdup(buf_string(&head->name)),
        .id = strdup(buf_string(&head->id)),
        .source = strdup(buf_string(&head->source)),
        .first = old->count};
    if (!file->path || !file->name || !file->id || !file->source)
        return err_memory(err);
    enum err_code code = deck_file_version(path, &file->version, err);
    return code ? code : import_seal_read(path, &file->seal, err);
}

static enum err_code import_old_read_entries(
    struct import_old *old, struct deck_reader *reader, struct err *err)
{
    const struct deck_entry *entry = NULL;
    enum err_code code;
    while (!(code = deck_next(reader, &entry, err)) && entry)
        if ((code = import_old_add_entry(old, entry, err)))
            return code;
    return !code && deck_mistakes(reader) ? ERR_MISTAKE : code;
}

/* What a file says about itself, as far as can be told without parsing it. */
struct import_old_look {
    bool imported; /* it has a seal or a source */
    struct buf id, name, source;
};

static void import_old_take_line(struct import_old_look *look, const char *line)
{
    const struct {
        const char *key;
        struct buf *value;
    } keys[] = {{"id:", &look->id}, {"deck:", &look->name}, {"source:", &look->source}};
    for (size_t i = 0; i < COUNT(keys); i++) {
        const char *value = line + strlen(keys[i].key);
        if (strncmp(line, keys[i].key, strlen(keys[i].key)) != 0)
            continue;
        value += strspn(value, " '\"");
        buf_clear(keys[i].value);
        buf_add(keys[i].value, value, strcspn(value, "'\"\r\n"));
        while (keys[i].value->length && keys[i].value->bytes[keys[i].value->length - 1] == ' ')
            buf_cut(keys[i].value, keys[i].value->length - 1);
    }
}

static void import_old_look_at(struct import_old_look *look, FILE *file)
{
    char *line = NULL, tail[160];
    size_t capacity = 0;
    for (unsigned n = 0; n < HEAD_LINES && getline(&line, &capacity, file) > 0; n++)
        import_old_take_line(look, line);
    free(line);
    if (fseek(file, -(long)sizeof tail + 1, SEEK_END) != 0)
        rewind(file);
    tail[fread(tail, 1, sizeof tail - 1, file)] = '\0';
    look->imported = look->source.length > 0 || strstr(tail, IMPORT_SEAL) != NULL;
}

/* A file with mistakes is left alone, unless the import needs it. */
static enum err_code import_old_refuse(struct import_old_reading *r, const char *path,
    const struct import_old_look *look, struct err *err)
{
    bool wanted = r->wanted(
        r->context, buf_string(&look->id), buf_string(&look->name), buf_string(&look->source));
    return wanted
               ? err_at(err, ERR_MISTAKE, path, 0, 0,
                     "has mistakes, which \"drill check\" lists: correct them, then import again")
               : ERR_NONE;
}

static enum err_code import_old_take_deck(struct import_old_reading *r, const char *path,
    const struct import_old_look *look, struct err *err)
{
    struct import_old *old = r->old;
    struct deck_reader *reader;
    enum err_code code = deck_open(&reader, path, ignore_mistake, NULL, err);
    const struct deck_head *head = code ? NULL : deck_head(reader);
    if (!code &&
        (look->imported || r->wanted(r->context, buf_string(&head->id), buf_string(&head->name),
                               buf_string(&head->source))) &&
        !(code = import_old_add_file(old, path, head, err)) &&
        (code = import_old_read_entries(old, reader, err)) == ERR_MISTAKE)
        import_old_drop_file(old);
    deck_close(reader);
    return code == ERR_MISTAKE ? import_old_refuse(r, path, look, err) : code;
}

static enum err_code import_old_take_file(
    struct import_old_reading *r, const char *path, struct err *err)
{
    struct import_old_look look = {.imported = false};
    r->looked++;
    FILE *file = fopen(path, "r");
    if (!file && (errno == EACCES || errno == ENOENT))
        return ERR_NONE;
    if (!file)
        return err_at(err, ERR_IO, path, 0, 0, "%s", strerror(errno));
    import_old_look_at(&look, file);
    fclose(file);
    bool failed = look.id.failed || look.name.failed || look.source.failed;
    enum err_code code = failed ? err_memory(err) : import_old_take_deck(r, path, &look, err);
    buf_done(&look.id);
    buf_done(&look.name);
    buf_done(&look.source);
    return code;
}

/* ---- all files ---- */

/* A folder_file_fn. */
static enum err_code import_old_take_path(void *context, const char *path, struct err *err)
{
    struct import_old_reading *r = context;
    char *real = realpath(path, NULL);
    bool gone = !real && errno != ENOMEM;
    uint32_t *seen = real ? map_text(&r->old->paths, real) : NULL;
    enum err_code code = gone || seen ? ERR_NONE : err_memory(err);
    if (seen && !*seen && r->old->paths.count < FILES_MAX) {
        *seen = 1;
        code = import_old_take_file(r, real, err);
    }
    free(real);
    return code;
}

/* Whether all of a folder may be searched: not the home folder or one above it. */
static bool import_old_is_narrow(const char *folder)
{
    const char *given = getenv("HOME");
    char *home = given ? realpath(given, NULL) : NULL;
    size_t length = strlen(folder);
    bool above =
        home && strncmp(home, folder, length) == 0 && (home[length] == '\0' || home[length] == '/');
    free(home);
    return length > 1 && !above;
}

static enum err_code import_old_walk(
    struct import_old_reading *r, const char *folder, struct err *err)
{
    char *real = realpath(folder, NULL);
    bool gone = !real && errno != ENOMEM;
    uint32_t *seen = real ? map_text(&r->old->paths, real) : NULL;
    enum err_code code = gone || seen ? ERR_NONE : err_memory(err);
    if (seen && !*seen && import_old_is_narrow(real)) {
        *seen = 1;
        size_t looked = r->looked;
        code = folder_walk(real, import_old_take_path, r, err);
        if (code == ERR_IO && r->looked == looked)
            code = ERR_NONE; /* it contains no deck files */
    }
    free(real);
    return code;
}

/* Refuses a wanted deck whose file cannot be read: without it, its cards would seem new. */
static enum err_code import_old_refuse_closed(struct import_old_reading *r, struct store *store,
    const struct known_deck *deck, struct err *err)
{
    struct deck_facts facts = {0};
    if (access(deck->path, R_OK) == 0 || errno != EACCES)
        return ERR_NONE;
    enum err_code code = store_deck_facts(store, deck->deck_id, &facts, err);
    if (!code && facts.id && r->wanted(r->context, facts.id, facts.name, ""))
        code = err_at(err, ERR_IO, deck->path, 0, 0, "%s", strerror(EACCES));
    deck_facts_done(&facts);
    return code;
}

static enum err_code import_old_take_known(struct import_old_reading *r, struct store *store,
    const struct known_decks *decks, struct err *err)
{
    enum err_code code = ERR_NONE;
    for (size_t i = 0; i < decks->count && !code; i++) {
        if (!decks->decks[i].path)
            continue;
        code = import_old_refuse_closed(r, store, &decks->decks[i], err);
        if (!code)
            code = import_old_take_path(r, decks->decks[i].path, err);
    }
    for (size_t i = 0; i < decks->count && !code; i++) {
        const char *path = decks->decks[i].path, *slash = path ? strrchr(path, '/') : NULL;
        char *folder = slash ? strndup(path, (size_t)(slash - path)) : NULL;
        if (slash && !folder)
            code = err_memory(err);
        if (folder)
            code = import_old_walk(r, folder, err);
        free(folder);
    }
    return code;
}

enum err_code import_old_read(struct import_old *old, struct store *store, const char *folder,
    import_old_wanted_fn *wanted, void *context, struct err *err)
{
    struct import_old_reading r = {old, wanted, context, 0};
    struct known_decks decks = {0};
    enum err_code code = store ? store_decks(store, &decks, err) : ERR_NONE;
    if (!code)
        code = import_old_take_known(&r, store, &decks, err);
    if (!code)
        code = import_old_walk(&r, folder, err);
    known_decks_done(&decks);
    return code;
}

void import_old_done(struct import_old *old)
{
    for (size_t i = 0; i < old->file_count; i++)
        import_old_free_file(&old->files[i]);
    for (size_t i = 0; i < old->count; i++) {
        free(old->entries[i].id);
        free(old->entries[i].answer);
    }
    free(old->files);
    free(old->entries);
    map_done(&old->paths);
    *old = (struct import_old){0};
}
