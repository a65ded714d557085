/* Imports notes of ki, which keeps Anki's notes as Markdown:
 *
 *   # Note                  before version 1: ## Any title, and ### for fields
 *   ```
 *   guid: g_4h$n(Ce)        or nid:, without a fence
 *   notetype: Basic         or model:, followed by deck: and tags:
 *   ```
 *   ### Tags
 *   ```
 *   algebra
 *   ```
 *   ## Front
 *   a
 *   ## Back
 *   b
 *
 * The first field is the question or, with gaps, a cloze; the second is the answer, and others
 * are a note. */
#include "deck/import_source.h"

#include "deck/import_fields.h"
#include "deck/note_html.h"
#include "deck/note_text.h"
#include "text/gap.h"

#include <string.h>
#include <strings.h>

enum import_ki_part { PART_NONE, PART_HEAD, PART_TAGS, PART_FIELD };

struct import_ki {
    struct import_sink *sink;
    struct note_fence fence;
    enum import_ki_part part;
    struct buf heading; /* a line that may begin a note or a field */
    unsigned heading_line;
    size_t level; /* of the note's heading */
    unsigned line;
    struct buf deck, tags, type, id;
    struct buf field, name;
    size_t fields;
    struct deck_entry entry;
    struct buf first, second, others;
};

static size_t import_ki_level(const char *line)
{
    size_t level = strspn(line, "#");
    return level >= 1 && level <= 3 && line[level] == ' ' ? level : 0;
}

/* The value of the key, or NULL. */
static const char *import_ki_value(const char *line, const char *key)
{
    size_t length = strlen(key);
    return strncmp(line, key, length) == 0 && line[length] == ':'
               ? line + length + 1 + strspn(line + length + 1, " \t")
               : NULL;
}

static bool import_ki_is_id(const char *line)
{
    return import_ki_value(line, "guid") || import_ki_value(line, "nid");
}

/* ---- notes ---- */

static void import_ki_end_field(struct import_ki *k)
{
    struct buf text = {0};
    if (k->part == PART_TAGS) {
        for (const char *c = buf_string(&k->field); *c; c++)
            buf_char(&k->tags, strchr("\n`", *c) ? ',' : *c);
    } else if (k->part == PART_FIELD) {
        note_put_html(&text, buf_string(&k->field));
        field_trim(&text);
        k->fields++;
        if (k->fields <= 2)
            buf_text(k->fields == 1 ? &k->first : &k->second, buf_string(&text));
        else if (text.length)
            buf_format(&k->others, "%s%s: %s", k->others.length ? "\n\n" : "", buf_string(&k->name),
                buf_string(&text));
        k->first.failed |= text.failed || k->field.failed || k->name.failed;
    }
    buf_clear(&k->field);
    buf_done(&text);
}

static bool import_ki_flush(struct import_ki *k)
{
    struct deck_entry *entry = &k->entry;
    struct gap gap;
    if (k->part == PART_NONE)
        return true;
    import_ki_end_field(k);
    k->part = PART_NONE;
    deck_entry_clear(entry);
    if (gap_find(buf_string(&k->first), GAP_TEXT, &gap)) {
        buf_text(&entry->cloze, buf_string(&k->first));
        buf_text(&entry->note, buf_string(&k->second));
    } else {
        buf_text(&entry->question, buf_string(&k->first));
        buf_text(&entry->answer, buf_string(&k->second));
        entry->reverse = strcasestr(buf_string(&k->type), "revers") != NULL;
    }
    if (k->others.length)
        buf_format(&entry->note, "%s%s", entry->note.length ? "\n\n" : "", buf_string(&k->others));
    field_add_id(&entry->id, buf_string(&k->id));
    field_add_tags(&entry->tags, buf_string(&k->tags));
    entry->note.failed |= k->first.failed || k->second.failed || k->others.failed ||
                          k->tags.failed || k->type.failed || k->id.failed || k->deck.failed;
    if (deck_entry_is_whole(entry) && entry->cloze.length == 0 && entry->question.length == 0)
        return k->sink->skipped(k->sink->context, k->line, "its first field is empty");
    return note_give(k->sink, buf_string(&k->deck), entry, k->line);
}

static bool import_ki_begin_note(struct import_ki *k)
{
    struct buf *const texts[] = {
        &k->deck, &k->tags, &k->type, &k->id, &k->field, &k->first, &k->second, &k->others};
    if (!import_ki_flush(k))
        return false;
    for (size_t i = 0; i < COUNT(texts); i++)
        buf_clear(texts[i]);
    k->level = import_ki_level(buf_string(&k->heading));
    k->line = k->heading_line;
    k->fields = 0;
    k->part = PART_HEAD;
    k->fence = (struct note_fence){0};
    buf_clear(&k->heading);
    return true;
}

/* Takes a heading that begins no note: it begins a field, or is text. */
static void import_ki_take_heading(struct import_ki *k)
{
    const char *line = buf_string(&k->heading);
    size_t level = import_ki_level(line);
    const char *name = line + level + strspn(line + level, " ");
    bool tags = k->level == 1 && level == 3 && strcasecmp(name, "Tags") == 0;
    if (level && k->part != PART_NONE && (level == k->level + 1 || tags)) {
        import_ki_end_field(k);
        k->part = tags ? PART_TAGS : PART_FIELD;
        buf_clear(&k->name);
        buf_text(&k->name, name);
    } else if (level) {
        buf_format(&k->field, "%s\n", line);
    }
    buf_clear(&k->heading);
}

/* ---- lines ---- */

static void import_ki_take_key(struct import_ki *k, const char *line)
{
    static const char *const keys[] = {"guid", "nid", "notetype", "model", "deck", "tags"};
    struct buf *const to[] = {&k->id, &k->id, &k->type, &k->type, &k->deck, &k->tags};
    for (size_t i = 0; i < COUNT(keys); i++) {
        const char *value = import_ki_value(line, keys[i]);
        if (value) {
            buf_clear(to[i]);
            buf_text(to[i], value);
            field_trim(to[i]);
        }
    }
}

static bool import_ki_take_line(void *context, struct buf *text, unsigned number)
{
    struct import_ki *k = context;
    const char *line = buf_string(text);
    bool fence = strncmp(line, "```", 3) == 0;
    if (k->heading.length && import_ki_is_id(line)) {
        if (!import_ki_begin_note(k))
            return false;
    } else if (k->heading.length && !note_is_blank(line) && !fence) {
        import_ki_take_heading(k);
    } else if (k->heading.length && fence && import_ki_level(buf_string(&k->heading)) == 3) {
        import_ki_take_heading(k);
    }
    if (k->part == PART_HEAD && !k->heading.length) {
        import_ki_take_key(k, line);
        if (!import_ki_level(line))
            return true;
    }
    bool code = k->part == PART_FIELD && note_fence_takes(&k->fence, line);
    if (!code && import_ki_level(line)) {
        buf_clear(&k->heading);
        buf_text(&k->heading, line);
        k->heading_line = number;
        return !k->heading.failed || err_memory(&k->sink->failure) == ERR_NONE;
    } else if (k->part != PART_HEAD && strcmp(line, "---") != 0) {
        buf_format(&k->field, "%s\n", line);
    }
    return true;
}

static bool import_ki_finish(void *context)
{
    struct import_ki *k = context;
    import_ki_take_heading(k);
    return import_ki_flush(k);
}

static enum err_code import_ki_read(
    struct import_source *source, struct import_sink *sink, struct err *err)
{
    struct import_ki k = {.sink = sink};
    enum err_code code =
        import_source_each_line(source, sink, import_ki_take_line, import_ki_finish, &k, err);
    struct buf *const texts[] = {&k.heading, &k.deck, &k.tags, &k.type, &k.id, &k.field, &k.name,
        &k.first, &k.second, &k.others};
    for (size_t i = 0; i < COUNT(texts); i++)
        buf_done(texts[i]);
    deck_entry_done(&k.entry);
    return code;
}

/* Recognizes a heading right above guid: or nid:, which may be in a fence. */
static bool import_ki_recognizes(const struct import_source *source)
{
    const char *line = source->is_text ? buf_string(&source->start) : "";
    bool heading = false;
    for (; *line; line += strcspn(line, "\n"), line += *line == '\n') {
        if (heading && import_ki_is_id(line))
            return true;
        heading =
            import_ki_level(line) || (heading && (*line == '\n' || strncmp(line, "```\n", 4) == 0));
    }
    return false;
}

const struct importer importer_ki = {
    "ki", "Anki notes as Markdown by ki", import_ki_recognizes, import_ki_read};
