#include "deck/ids.h"

#include "base/file.h"
#include "base/utf8.h"
#include "deck/slug.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

void deck_ids_done(struct deck_ids *ids)
{
    buf_done(&ids->id);
    buf_done(&ids->name);
    buf_done(&ids->names);
    buf_done(&ids->text);
    map_done(&ids->taken);
    free(ids->ids);
    *ids = (struct deck_ids){0};
}

/* ---- reading ---- */

static enum err_code ids_read_text(struct deck_ids *ids, struct err *err)
{
    enum err_code code = file_read(ids->path, &ids->text, err);
    ids->mark = strncmp(buf_string(&ids->text), UTF8_BOM, 3) == 0 ? 3 : 0;
    return code ? code : deck_file_unchanged(ids->path, &ids->version, err);
}

static enum err_code ids_add_entry(struct deck_ids *ids, const struct deck_entry *entry,
    struct deck_reader *reader, struct err *err)
{
    if (entry->id.length) {
        uint32_t *line = map_id(&ids->taken, buf_string(&entry->id));
        if (!line)
            return err_memory(err);
        if (*line)
            deck_mistake_same_id(reader, *line);
        *line = *line ? *line : entry->position.line;
        return ERR_NONE;
    }
    if (!array_grow(&ids->ids, ids->count, &ids->capacity, sizeof *ids->ids))
        return err_memory(err);
    ids->ids[ids->count++] = (struct new_id){entry->position, ids->names.length};
    slug_of(buf_string(entry->cloze.length ? &entry->cloze : &entry->question), &ids->names);
    buf_char(&ids->names, '\0');
    return ids->names.failed ? err_memory(err) : ERR_NONE;
}

static enum err_code ids_read_entries(
    struct deck_ids *ids, struct deck_reader *reader, struct err *err)
{
    const struct deck_entry *entry;
    enum err_code code;
    while (!(code = deck_next(reader, &entry, err)) && entry)
        if ((code = ids_add_entry(ids, entry, reader, err)))
            return code;
    if (!code && deck_mistakes(reader))
        code = ERR_MISTAKE;
    if (code)
        return code;
    buf_text(&ids->id, buf_string(&deck_head(reader)->id));
    buf_text(&ids->name, buf_string(&deck_head(reader)->name));
    ids->version = deck_version(reader);
    return ids->id.failed || ids->name.failed ? err_memory(err) : ERR_NONE;
}

enum err_code deck_ids_read(struct deck_ids *ids, const char *path, deck_mistake_fn *on_mistake,
    void *context, struct err *err)
{
    struct deck_reader *reader;
    *ids = (struct deck_ids){.path = path};
    enum err_code code = deck_open(&reader, path, on_mistake, context, err);
    if (!code && !(code = ids_read_entries(ids, reader, err)))
        code = ids_read_text(ids, err);
    if (code == ERR_MISTAKE)
        err_at(err, code, path, 0, 0, "has mistakes: nothing was changed");
    deck_close(reader);
    return code;
}

/* ---- choosing ---- */

/* Appends the slug, with a suffix if it is taken. suffixes keeps the last suffix of each slug,
 * because many cards may share a slug. Returns false when memory runs out. */
static bool ids_add_free_name(
    struct map *taken, struct map *suffixes, const char *slug, struct buf *names)
{
    size_t start = names->length;
    uint32_t *suffix = map_text(suffixes, slug);
    if (!suffix)
        return false;
    buf_text(names, slug);
    for (;;) {
        uint32_t *number = map_id(taken, buf_string(names) + start);
        if (!number || names->failed)
            return false;
        if (!*number) {
            *number = 1;
            buf_char(names, '\0');
            return true;
        }
        *suffix = *suffix ? *suffix + 1 : 2;
        buf_cut(names, start);
        buf_format(names, "%s-%" PRIu32, slug, *suffix);
    }
}

enum err_code deck_ids_choose(struct deck_ids *ids, struct err *err)
{
    struct buf names = {0};
    struct map suffixes = {0};
    bool ok = true;
    for (size_t i = 0; i < ids->count && ok; i++) {
        size_t start = names.length;
        ok = ids_add_free_name(&ids->taken, &suffixes, deck_ids_name(ids, i), &names);
        ids->ids[i].id = start;
    }
    map_done(&suffixes);
    buf_done(&ids->names);
    ids->names = names;
    return ok && !names.failed ? ERR_NONE : err_memory(err);
}

const char *deck_ids_name(const struct deck_ids *ids, size_t i)
{
    return buf_string(&ids->names) + ids->ids[i].id;
}

bool deck_ids_new(struct deck_ids *ids, const char *text, struct buf *id)
{
    struct buf slug = {0};
    struct map suffixes = {0};
    size_t start = id->length;
    slug_of(text, &slug);
    bool ok = !slug.failed && ids_add_free_name(&ids->taken, &suffixes, buf_string(&slug), id);
    buf_cut(id, ok ? id->length - 1 : start); /* without the NUL */
    buf_done(&slug);
    map_done(&suffixes);
    return ok && !id->failed;
}

/* ---- the text ---- */

/* The state of copying the file. */
struct ids_copying {
    const struct buf *from;
    struct buf *to;
    size_t byte, characters; /* position in from, in bytes and in characters */
    const char *line_end;    /* the last line end passed */
};

/* Advances to a character offset in the file; if keep is set, copies the text up to it. */
static void ids_go_to(struct ids_copying *c, size_t characters, bool keep)
{
    const char *bytes = c->from->bytes;
    size_t start = c->byte;
    for (; c->byte < c->from->length; c->byte++) {
        bool begins = !utf8_continues(bytes[c->byte]);
        if (begins && c->characters == characters)
            break;
        c->characters += begins;
        if (bytes[c->byte] == '\r')
            c->line_end = "\r";
        else if (bytes[c->byte] == '\n')
            c->line_end = c->byte && bytes[c->byte - 1] == '\r' ? "\r\n" : "\n";
    }
    if (keep)
        buf_add(c->to, bytes + start, c->byte - start);
}

static char ids_byte_at(const struct ids_copying *c)
{
    return buf_string(c->from)[c->byte];
}

/* Whether a key that ends here is followed by a colon, unlike "? id" or {id}. */
static bool ids_colon_follows(const struct ids_copying *c)
{
    const char *at = buf_string(c->from) + c->byte;
    for (at += strspn(at, " \t\r\n"); *at == '#'; at += strspn(at, " \t\r\n"))
        at += strcspn(at, "\r\n");
    return *at == ':';
}

/* Fills in the missing value of an id key, or replaces its null. */
static void ids_fill_in(struct ids_copying *c, const struct entry_position *at, const char *id)
{
    ids_go_to(c, at->id_key_end, true);
    if (!ids_colon_follows(c)) {
        buf_text(c->to, at->flow ? "" : c->line_end);
        buf_fill(c->to, ' ', at->flow ? 0 : at->indent);
        buf_format(c->to, ": %s", id);
        return;
    }
    ids_go_to(c, at->id_start, true);
    bool space = c->to->length && strchr(" \t\r\n", c->to->bytes[c->to->length - 1]);
    buf_format(c->to, "%s%s", space ? "" : " ", id);
    if (!at->id_block) {
        ids_go_to(c, at->id_end, false);
        return;
    }
    /* a block scalar without text; libyaml takes "|#" for a block scalar and a comment */
    while (ids_byte_at(c) && !strchr(" \t\r\n#", ids_byte_at(c)))
        ids_go_to(c, c->characters + 1, false);
    if (ids_byte_at(c) == '#')
        buf_char(c->to, ' ');
}

/* In a block: adds a line before the first key. */
static void ids_add_line(struct ids_copying *c, const struct entry_position *at, const char *id)
{
    ids_go_to(c, at->begins, true);
    buf_format(c->to, "id: %s%s", id, c->line_end);
    buf_fill(c->to, ' ', at->indent);
}

/* In braces: adds a pair before the first key. A pair directly in brackets, as in [q: a], gets
 * braces. */
static void ids_add_pair(struct ids_copying *c, const struct entry_position *at, const char *id)
{
    const char *key = at->quoted ? "\"id\"" : "id";
    ids_go_to(c, at->opens, true);
    bool bare = at->opens == at->begins || ids_byte_at(c) == '?';
    if (!bare)
        ids_go_to(c, at->first_key, true);
    buf_format(c->to, "%s%s: %s, ", bare ? "{" : "", key, id);
    if (bare) {
        ids_go_to(c, at->last_end, true);
        buf_char(c->to, '}');
    }
}

void deck_ids_text(const struct deck_ids *ids, struct buf *text)
{
    struct ids_copying c = {.from = &ids->text, .to = text, .byte = ids->mark, .line_end = "\n"};
    struct buf quoted = {0};
    buf_add(text, buf_string(&ids->text), ids->mark);
    for (size_t i = 0; i < ids->count; i++) {
        const struct entry_position *at = &ids->ids[i].position;
        const char *id = deck_ids_name(ids, i);
        buf_clear(&quoted);
        bool json = at->flow && at->quoted;
        buf_format(&quoted, json || slug_is_ambiguous(id) ? "\"%s\"" : "%s", id);
        text->failed |= quoted.failed;
        if (at->id_key_end)
            ids_fill_in(&c, at, buf_string(&quoted));
        else if (at->flow)
            ids_add_pair(&c, at, buf_string(&quoted));
        else
            ids_add_line(&c, at, buf_string(&quoted));
    }
    ids_go_to(&c, SIZE_MAX, true);
    buf_done(&quoted);
}

/* ---- writing ---- */

/* Whether new is the old entry with that id, or with its id unchanged if id is NULL. */
static bool ids_same_entry(
    const struct deck_entry *old, const struct deck_entry *new, const char *id)
{
    return id ? strcmp(buf_string(&new->id), id) == 0 && deck_entry_is_same(old, new)
              : deck_entry_is_equal(old, new);
}

static enum err_code ids_same_decks(const struct deck_ids *ids, struct deck_reader *old,
    struct deck_reader *new, bool *same, struct err *err)
{
    const struct deck_entry *was, *is;
    enum err_code code;
    *same = false;
    for (size_t i = 0;;) {
        if ((code = deck_next(old, &was, err)) || (code = deck_next(new, &is, err)) || !was != !is)
            return code;
        if (!was)
            break;
        const char *id = was->id.length ? NULL : i < ids->count ? deck_ids_name(ids, i++) : "";
        if (!ids_same_entry(was, is, id))
            return ERR_NONE;
    }
    *same = !deck_mistakes(new) && deck_head_is_same(deck_head(old), deck_head(new));
    return ERR_NONE;
}

enum err_code deck_ids_compare(const struct deck_ids *ids, const char *path, struct err *err)
{
    struct deck_reader *old = NULL, *new = NULL;
    bool same = false;
    enum err_code code = deck_open(&old, ids->path, ignore_mistake, NULL, err);
    if (!code && !(code = deck_open(&new, path, ignore_mistake, NULL, err)))
        code = ids_same_decks(ids, old, new, &same, err);
    deck_close(old);
    deck_close(new);
    if (code != ERR_MEMORY && code != ERR_IO && !same)
        code = err_at(err, ERR_IO, ids->path, 0, 0,
            "an id cannot be added without changing something else: add it by hand");
    return code;
}

enum err_code deck_ids_write(const struct deck_ids *ids, struct err *err)
{
    struct atomic_file file = {0};
    struct buf text = {0};
    deck_ids_text(ids, &text);
    enum err_code code = text.failed ? err_memory(err) : atomic_open(&file, ids->path, err);
    if (!code && !(code = atomic_write(&file, &text, err)) &&
        !(code = deck_ids_compare(ids, file.temporary->path, err)) &&
        !(code = deck_file_unchanged(ids->path, &ids->version, err)))
        code = atomic_commit(&file, err);
    atomic_discard(&file);
    buf_done(&text);
    return code;
}
