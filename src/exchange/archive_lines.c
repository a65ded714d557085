#include "exchange/archive_lines.h"

#include "base/escape.h"
#include "base/hash.h"
#include "base/utf8.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHUNK        ((size_t)8192) /* bytes, enough for most lines */
#define HEAD(member) offsetof(struct archive_head, member)
#define PART(member) offsetof(struct archive_part, member)
#define END(member)  offsetof(struct archive_end, member)
#define TEXT         0, (int64_t)ARCHIVE_LINE_MAX, NULL
#define LINES        0, INT64_MAX, NULL

static const struct archive_field head_fields[] = {
    {"drill_archive", ARCHIVE_NUMBER, HEAD(version), 1, INT64_MAX, NULL},
    {"written", ARCHIVE_OPTION, HEAD(written), TEXT},
    {"last_card_id", ARCHIVE_NULLABLE, HEAD(last_card), LINES},
    {"last_event_id", ARCHIVE_NULLABLE, HEAD(last_event), LINES},
};
const struct archive_kind archive_head = {NULL, head_fields, COUNT(head_fields), 0};

static const struct archive_field file_fields[] = {
    {"path", ARCHIVE_TEXT, PART(path), 1, 4000, NULL},
    {"text", ARCHIVE_OPTION, PART(text), TEXT},
    {"base64", ARCHIVE_OPTION, PART(base64), TEXT},
};
const struct archive_kind archive_file = {"file", file_fields, COUNT(file_fields), 0};
/* like archive_file, but without a path */
const struct archive_kind archive_settings = {
    "settings", &file_fields[1], COUNT(file_fields) - 1, 0};

static const struct archive_field end_fields[] = {
    {"decks", ARCHIVE_NUMBER, END(decks), LINES},
    {"cards", ARCHIVE_NUMBER, END(cards), LINES},
    {"reviews", ARCHIVE_NUMBER, END(reviews), LINES},
    {"changes", ARCHIVE_NUMBER, END(changes), LINES},
    {"files", ARCHIVE_NUMBER, END(files), LINES},
    {"regimes", ARCHIVE_NULLABLE, END(regimes), LINES},
    {"hash", ARCHIVE_OPTION, END(hash), TEXT},
};
const struct archive_kind archive_end = {"end", end_fields, COUNT(end_fields), 0};

static const struct archive_kind *const kinds[] = {&archive_deck, &archive_regime, &archive_card,
    &archive_review, &archive_change, &archive_settings, &archive_file, &archive_end};

const char *archive_end_hash(
    uint64_t lines, const struct archive_end *end, char text[ARCHIVE_HASH_SIZE])
{
    const int64_t counts[] = {end->decks, end->cards, end->reviews, end->changes, end->files};
    for (size_t i = 0; i < COUNT(counts); i++) {
        snprintf(text, ARCHIVE_HASH_SIZE, "%" PRId64, counts[i]);
        lines = hash_text(lines, text);
    }
    snprintf(text, ARCHIVE_HASH_SIZE, "%016" PRIx64, lines);
    return text;
}

/* ---- writing ---- */

/* Appends a number without buf_format, which would take most of an export's time. */
static void archive_lines_put_number(struct buf *line, int64_t number)
{
    char text[24], *at = text + sizeof text;
    uint64_t left = number < 0 ? -(uint64_t)number : (uint64_t)number;
    do
        *--at = (char)('0' + left % 10);
    while (left /= 10);
    if (number < 0)
        *--at = '-';
    buf_add(line, at, (size_t)(text + sizeof text - at));
}

static void archive_lines_put_value(
    struct buf *line, const struct archive_field *field, const void *member)
{
    const int64_t *number = member;
    if (field->type == ARCHIVE_TEXT || field->type == ARCHIVE_OPTION)
        escape_json(line, *(const char *const *)member);
    else if (field->word)
        buf_format(line, "\"%s\"", field->word(*number));
    else if (field->type == ARCHIVE_FLAG)
        buf_text(line, "true");
    else
        archive_lines_put_number(line, *number);
}

static bool archive_lines_is_text(const struct archive_field *field)
{
    return field->type == ARCHIVE_TEXT || field->type == ARCHIVE_OPTION;
}

/* Whether the value is left out because it is false, empty or missing. */
static bool archive_lines_is_absent(const struct archive_field *field, const void *member)
{
    const char *text = archive_lines_is_text(field) ? *(const char *const *)member : "";
    switch (field->type) {
    case ARCHIVE_NULLABLE:
    case ARCHIVE_ANY_WORD:
        return *(const int64_t *)member == ARCHIVE_NONE;
    case ARCHIVE_FLAG:
        return *(const int64_t *)member == 0;
    case ARCHIVE_TEXT:
        return !*text;
    case ARCHIVE_OPTION:
        return !text;
    default:
        return false;
    }
}

static bool archive_lines_is_in_range(const struct archive_field *field, const void *member)
{
    const char *text = archive_lines_is_text(field) ? *(const char *const *)member : NULL;
    int64_t number = text ? (int64_t)strlen(text) : *(const int64_t *)member;
    return number >= field->min && number <= field->max && (!field->word || field->word(number));
}

enum err_code archive_line_write(
    struct buf *line, const struct archive_kind *kind, const void *row, struct err *err)
{
    const char *between = kind->name ? ", " : "{";
    if (kind->name)
        buf_format(line, "{\"type\": \"%s\"", kind->name);
    for (size_t i = 0; i < kind->count; i++) {
        const struct archive_field *field = &kind->fields[i];
        const void *member = (const char *)row + field->offset;
        bool needed = field->type == ARCHIVE_TEXT && field->min > 0;
        if (!field->name || (!needed && archive_lines_is_absent(field, member)))
            continue;
        if (!archive_lines_is_in_range(field, member))
            return err_set(err, ERR_STORE,
                "the database is damaged: %s %lld: \"%s\" is out of range: restore it from a "
                "backup",
                kind->name, (long long)*(const int64_t *)row, field->name);
        buf_text(line, between);
        buf_char(line, '"');
        buf_text(line, field->name);
        buf_text(line, "\": ");
        archive_lines_put_value(line, field, member);
        between = ", ";
    }
    buf_text(line, "}\n");
    return line->failed ? err_memory(err) : ERR_NONE;
}

/* ---- reading ---- */

/* The column of a byte: the number of its character, counted from 1. */
static unsigned archive_lines_column(const struct archive_place *place, size_t byte)
{
    unsigned column = 1;
    for (size_t i = 0; i < byte && i < place->length; i++)
        column += !utf8_continues(place->text[i]);
    return column;
}

enum err_code archive_line_refuse(
    const struct archive_place *place, const char *key, struct err *err, const char *format, ...)
{
    struct buf quoted = {0};
    char text[sizeof err->message];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    buf_format(&quoted, "\"%s\"", key ? key : "");
    const char *at = key && !quoted.failed
                         ? memmem(place->text, place->length, quoted.bytes, quoted.length)
                         : NULL;
    unsigned column = at ? archive_lines_column(place, (size_t)(at - place->text)) : 1;
    buf_done(&quoted);
    return err_at(err, ERR_MISTAKE, place->path, place->line, column, "%s", text);
}

static bool archive_lines_take_word(
    const struct archive_field *field, const char *word, int64_t *number)
{
    for (*number = field->min; *number <= field->max; ++*number)
        if (field->word(*number) && strcmp(field->word(*number), word) == 0)
            return true;
    return false;
}

/* Stores a value in the member; false if the value is not of the field's type. */
static bool archive_lines_take_value(
    const struct archive_field *field, const json_t *value, void *member)
{
    int64_t *number = member;
    switch (field->type) {
    case ARCHIVE_NUMBER:
    case ARCHIVE_NULLABLE:
        *number = json_integer_value(value);
        return json_is_integer(value);
    case ARCHIVE_FLAG:
        *number = json_is_true(value);
        return json_is_boolean(value);
    case ARCHIVE_WORD:
    case ARCHIVE_ANY_WORD:
        return json_is_string(value) &&
               archive_lines_take_word(field, json_string_value(value), number);
    default:
        *(const char **)member = json_string_value(value);
        return json_is_string(value);
    }
}

static enum err_code archive_lines_take_field(const struct archive_line *line,
    const struct archive_field *field, void *member, const struct archive_place *place,
    struct err *err)
{
    const json_t *value = json_object_get(line->object, field->name);
    bool needed = field->type == ARCHIVE_NUMBER || field->type == ARCHIVE_WORD ||
                  (field->type == ARCHIVE_TEXT && field->min > 0);
    if (!value && needed)
        return archive_line_refuse(place, NULL, err, "\"%s\" is missing", field->name);
    if (!value)
        return ERR_NONE;
    if (!archive_lines_take_value(field, value, member))
        return archive_line_refuse(
            place, field->name, err, "\"%s\" has the wrong type or an unknown value", field->name);
    return archive_lines_is_in_range(field, member) ? ERR_NONE
                                                    : archive_line_refuse(place, field->name, err,
                                                          "\"%s\" is out of range", field->name);
}

/* Sets each member to its default, the value that a missing key stands for. */
static void archive_lines_clear(const struct archive_kind *kind, void *row)
{
    for (size_t i = 0; i < kind->count; i++) {
        void *member = (char *)row + kind->fields[i].offset;
        if (kind->fields[i].type == ARCHIVE_TEXT)
            *(const char **)member = "";
        else if (kind->fields[i].type == ARCHIVE_OPTION)
            *(const char **)member = NULL;
        else
            *(int64_t *)member =
                kind->fields[i].type == ARCHIVE_NULLABLE || kind->fields[i].type == ARCHIVE_ANY_WORD
                    ? ARCHIVE_NONE
                    : 0;
    }
}

static enum err_code archive_lines_find_kind(
    struct archive_line *line, const struct archive_place *place, struct err *err)
{
    const char *type = json_string_value(json_object_get(line->object, "type"));
    if (!type)
        return archive_line_refuse(place, NULL, err, "\"type\" is missing");
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (strcmp(kinds[i]->name, type) == 0)
            line->kind = kinds[i];
    return ERR_NONE;
}

/* Jansson cannot handle running out of memory: it aborts, or worse. So everything it allocates for
 * a line comes from the line's own chunks, and if memory runs out, longjmp leaves Jansson. */
struct archive_chunk {
    struct archive_chunk *next;
    size_t size, used;
    max_align_t bytes[];
};
static _Thread_local struct archive_line *archive_lines_reading;
static _Thread_local jmp_buf archive_lines_lost;

static void *archive_lines_allocate(size_t size)
{
    struct archive_line *line = archive_lines_reading;
    struct archive_chunk *chunk = line->memory;
    size = (size + sizeof(max_align_t) - 1) / sizeof(max_align_t) * sizeof(max_align_t);
    if (!chunk || chunk->size - chunk->used < size) {
        size_t room = size > CHUNK ? size : CHUNK;
        chunk = malloc(sizeof *chunk + room);
        if (!chunk)
            longjmp(archive_lines_lost, 1);
        *chunk = (struct archive_chunk){line->memory, room, 0};
        line->memory = chunk;
    }
    chunk->used += size;
    return (char *)chunk->bytes + chunk->used - size;
}

static void archive_lines_keep(void *memory)
{
    (void)memory; /* freed with the line */
}

/* False if memory runs out. If the text is not JSON, line->object is NULL, and *error has the
 * reason. */
static bool archive_lines_parse(
    struct archive_line *line, const struct archive_place *place, json_error_t *error)
{
    archive_lines_reading = line;
    if (setjmp(archive_lines_lost))
        return false;
    json_set_alloc_funcs(archive_lines_allocate, archive_lines_keep);
    line->object = json_loadb(place->text, place->length, JSON_REJECT_DUPLICATES, error);
    return true;
}

enum err_code archive_line_read(
    struct archive_line *line, const struct archive_place *place, struct err *err)
{
    json_error_t error;
    *line = (struct archive_line){.kind = place->line == 1 ? &archive_head : NULL};
    if (!archive_lines_parse(line, place, &error)) {
        archive_line_done(line);
        return err_memory(err);
    }
    if (!line->object) {
        archive_line_done(line);
        return err_at(err, ERR_MISTAKE, place->path, place->line,
            error.column > 0 ? (unsigned)error.column : 1, "is damaged here: %s", error.text);
    }
    enum err_code code = ERR_NONE;
    if (!json_is_object(line->object))
        code = archive_line_refuse(place, NULL, err, "is damaged here: not an object");
    else if (!line->kind)
        code = archive_lines_find_kind(line, place, err);
    if (line->kind)
        archive_lines_clear(line->kind, &line->row);
    for (size_t i = 0; line->kind && i < line->kind->count && !code; i++)
        if (line->kind->fields[i].name)
            code = archive_lines_take_field(line, &line->kind->fields[i],
                (char *)&line->row + line->kind->fields[i].offset, place, err);
    if (code)
        archive_line_done(line);
    return code;
}

void archive_line_done(struct archive_line *line)
{
    for (struct archive_chunk *chunk = line->memory, *next; chunk; chunk = next) {
        next = chunk->next;
        free(chunk);
    }
    line->memory = NULL;
}
