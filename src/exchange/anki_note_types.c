#include "exchange/anki_note_types.h"

#include "base/buf.h"
#include "deck/import_fields.h"
#include "exchange/protobuf.h"

#include <stdlib.h>
#include <string.h>

#define PARTS_MAX 1000 /* fields, or templates, of a note type */

/* What is asked of either kind of collection; each gives the same columns, by the note type's id.
 */
static const struct {
    const char *types, *fields, *templates, *decks;
} in_json =
    {
        "SELECT CAST(m.key AS INTEGER), json_extract(m.value, '$.name'), "
        "json_extract(m.value, '$.type'), NULL FROM col, json_each(col.models) m ORDER BY 1",
        "SELECT CAST(m.key AS INTEGER), json_extract(f.value, '$.name') "
        "FROM col, json_each(col.models) m, json_each(m.value, '$.flds') f "
        "ORDER BY 1, json_extract(f.value, '$.ord')",
        "SELECT CAST(m.key AS INTEGER), json_extract(t.value, '$.name'), "
        "json_extract(t.value, '$.qfmt'), json_extract(t.value, '$.afmt'), NULL "
        "FROM col, json_each(col.models) m, json_each(m.value, '$.tmpls') t "
        "ORDER BY 1, json_extract(t.value, '$.ord')",
        "SELECT CAST(d.key AS INTEGER), json_extract(d.value, '$.name') "
        "FROM col, json_each(col.decks) d ORDER BY 1",
},
  in_tables = {
      "SELECT id, name, NULL, config FROM notetypes ORDER BY id",
      "SELECT ntid, name FROM fields ORDER BY ntid, ord",
      "SELECT ntid, name, NULL, NULL, config FROM templates ORDER BY ntid, ord",
      "SELECT id, replace(name, char(31), '::') FROM decks ORDER BY id",
};

static char *note_types_column_copy(sqlite3_stmt *row, int column)
{
    const char *text = (const char *)sqlite3_column_text(row, column);
    struct buf clean = {0};
    field_add_utf8(&clean, text ? text : "");
    char *copy = clean.failed ? NULL : strdup(buf_string(&clean));
    buf_done(&clean);
    return copy;
}

static enum err_code note_types_broken(const struct anki_collection *anki, struct err *err)
{
    return err_at(err, ERR_MISTAKE, anki->package, 0, 0,
        "is damaged: a note type in its collection cannot be read");
}

static struct protobuf note_types_column_message(sqlite3_stmt *row, int column)
{
    const void *bytes = sqlite3_column_blob(row, column);
    return protobuf_of(bytes ? bytes : "", (size_t)sqlite3_column_bytes(row, column));
}

/* ---- note types ---- */

static enum err_code note_types_add_type(
    struct anki_collection *anki, sqlite3_stmt *row, struct err *err)
{
    enum { KIND = 1 }; /* of Notetype.Config: 1 is cloze */
    struct protobuf message = note_types_column_message(row, 3);
    struct protobuf_field field;
    if (!array_grow(&anki->types, anki->type_count, &anki->type_capacity, sizeof *anki->types))
        return err_memory(err);
    struct anki_note_type *type = &anki->types[anki->type_count++];
    *type = (struct anki_note_type){.id = sqlite3_column_int64(row, 0),
        .name = note_types_column_copy(row, 1),
        .cloze = sqlite3_column_int(row, 2) == 1};
    while (protobuf_next(&message, &field))
        if (field.number == KIND && !field.bytes)
            type->cloze = field.value == 1;
    if (!type->name)
        return err_memory(err);
    return message.broken ? note_types_broken(anki, err) : ERR_NONE;
}

static struct anki_note_type *note_types_find_type(const struct anki_collection *anki, int64_t id)
{
    size_t low = 0, high = anki->type_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (anki->types[middle].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < anki->type_count && anki->types[low].id == id ? &anki->types[low] : NULL;
}

static enum err_code note_types_add_field(
    struct anki_collection *anki, sqlite3_stmt *row, struct err *err)
{
    struct anki_note_type *type = note_types_find_type(anki, sqlite3_column_int64(row, 0));
    if (!type)
        return ERR_NONE;
    if (type->field_count == PARTS_MAX)
        return note_types_broken(anki, err);
    if (!array_grow(&type->fields, type->field_count, &type->field_capacity, sizeof *type->fields))
        return err_memory(err);
    char *name = note_types_column_copy(row, 1);
    type->fields[type->field_count] = name;
    type->field_count += name != NULL;
    return name ? ERR_NONE : err_memory(err);
}

static char *note_types_text_of(const struct protobuf_field *field)
{
    return strndup(field->bytes, field->length);
}

/* Template.Config: the two sides. */
static bool note_types_read_sides(struct protobuf *message, struct anki_template *template)
{
    enum { QUESTION = 1, ANSWER = 2 };
    struct protobuf_field field;
    while (protobuf_next(message, &field)) {
        char **side = field.number == QUESTION ? &template->question
                      : field.number == ANSWER ? &template->answer
                                               : NULL;
        if (!side || !field.bytes)
            continue;
        free(*side);
        *side = note_types_text_of(&field);
    }
    return !message->broken;
}

static enum err_code note_types_add_template(
    struct anki_collection *anki, sqlite3_stmt *row, struct err *err)
{
    struct anki_note_type *type = note_types_find_type(anki, sqlite3_column_int64(row, 0));
    struct protobuf message = note_types_column_message(row, 4);
    if (!type)
        return ERR_NONE;
    if (type->template_count == PARTS_MAX)
        return note_types_broken(anki, err);
    if (!array_grow(&type->templates, type->template_count, &type->template_capacity,
            sizeof *type->templates))
        return err_memory(err);
    struct anki_template *template = &type->templates[type->template_count++];
    *template = (struct anki_template){note_types_column_copy(row, 1),
        note_types_column_copy(row, 2), note_types_column_copy(row, 3)};
    bool whole = note_types_read_sides(&message, template);
    if (!template->name || !template->question || !template->answer)
        return err_memory(err);
    return whole ? ERR_NONE : note_types_broken(anki, err);
}

const struct anki_note_type *anki_note_types_find(const struct anki_collection *anki, int64_t id)
{
    static const struct anki_note_type none = {.name = (char *)""};
    const struct anki_note_type *type = note_types_find_type(anki, id);
    return type ? type : &none;
}

/* ---- decks ---- */

static enum err_code note_types_add_deck(
    struct anki_collection *anki, sqlite3_stmt *row, struct err *err)
{
    if (!array_grow(&anki->decks, anki->deck_count, &anki->deck_capacity, sizeof *anki->decks))
        return err_memory(err);
    char *name = note_types_column_copy(row, 1);
    anki->decks[anki->deck_count] = (struct anki_deck){sqlite3_column_int64(row, 0), name};
    anki->deck_count += name != NULL;
    return name ? ERR_NONE : err_memory(err);
}

const char *anki_deck_name(const struct anki_collection *anki, int64_t id)
{
    size_t low = 0, high = anki->deck_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (anki->decks[middle].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < anki->deck_count && anki->decks[low].id == id ? anki->decks[low].name : "";
}

/* ---- all of it ---- */

static enum err_code note_types_each_row(struct anki_collection *anki, const char *sql,
    enum err_code (*take)(struct anki_collection *anki, sqlite3_stmt *row, struct err *err),
    struct err *err)
{
    sqlite3_stmt *row;
    enum err_code code = anki_collection_query(anki, sql, &row, err);
    if (code)
        return code;
    while (!code && sqlite3_step(row) == SQLITE_ROW)
        code = take(anki, row, err);
    if (!code)
        return anki_collection_end(anki, row, err);
    sqlite3_finalize(row);
    return code;
}

enum err_code anki_note_types_read(struct anki_collection *anki, struct err *err)
{
    enum err_code code;
    bool tables = anki->in_tables;
    if ((code = note_types_each_row(
             anki, tables ? in_tables.types : in_json.types, note_types_add_type, err)) ||
        (code = note_types_each_row(
             anki, tables ? in_tables.fields : in_json.fields, note_types_add_field, err)) ||
        (code = note_types_each_row(
             anki, tables ? in_tables.templates : in_json.templates, note_types_add_template, err)))
        return code;
    return note_types_each_row(
        anki, tables ? in_tables.decks : in_json.decks, note_types_add_deck, err);
}

void anki_note_types_done(struct anki_collection *anki)
{
    for (size_t i = 0; i < anki->type_count; i++) {
        struct anki_note_type *type = &anki->types[i];
        for (size_t j = 0; j < type->field_count; j++)
            free(type->fields[j]);
        for (size_t j = 0; j < type->template_count; j++) {
            free(type->templates[j].name);
            free(type->templates[j].question);
            free(type->templates[j].answer);
        }
        free(type->fields);
        free(type->templates);
        free(type->name);
    }
    for (size_t i = 0; i < anki->deck_count; i++)
        free(anki->decks[i].name);
    free(anki->types);
    free(anki->decks);
}
