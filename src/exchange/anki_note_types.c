#include "exchange/anki_note_types.h"

#include "base/utf8.h"
#include "exchange/protobuf.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* The queries for both formats return the same columns, in rows sorted by the first column. Those
 * for fields return only the columns up to PART_NAME. */
enum { TYPE_ID, TYPE_NAME, TYPE_KIND, TYPE_CONFIG };
enum { PART_TYPE_ID, PART_NAME, PART_QUESTION, PART_ANSWER, PART_CONFIG };
enum { DECK_ID, DECK_NAME };

/* The members of a JSON object in a column, each name once, with its last value. */
#define MEMBERS(column)                                                                            \
    "(SELECT e.key, e.value, max(e.id) FROM col, json_each(col." column ") e GROUP BY e.key)"

static const struct note_types_sql {
    const char *types, *fields, *templates, *decks;
} from_json =
    {
        "SELECT CAST(m.key AS INTEGER), " JSON_LAST("m.value", "name") ", " JSON_LAST(
            "m.value", "type") ", NULL FROM " MEMBERS("models") " m ORDER BY 1",
        "SELECT CAST(m.key AS INTEGER), " JSON_LAST("f.value", "name") " FROM " MEMBERS(
            "models") " m, json_each(" JSON_LAST("m.value",
            "flds") ") f ORDER BY 1, " JSON_LAST("f.value", "ord"),
        "SELECT CAST(m.key AS INTEGER), " JSON_LAST("t.value", "name") ", " JSON_LAST(
            "t.value", "qfmt") ", " JSON_LAST("t.value",
            "afmt") ", NULL FROM " MEMBERS("models") " m, json_each(" JSON_LAST("m.value",
            "tmpls") ") t "
                     "ORDER BY 1, " JSON_LAST("t.value", "ord"),
        "SELECT CAST(d.key AS INTEGER), " JSON_LAST("d.value", "name") " FROM " MEMBERS(
            "decks") " d ORDER BY 1",
},
  from_tables = {
      "SELECT id, name, NULL, config FROM notetypes ORDER BY id",
      "SELECT ntid, name FROM fields ORDER BY ntid, ord",
      "SELECT ntid, name, NULL, NULL, config FROM templates ORDER BY ntid, ord",
      "SELECT id, replace(name, char(31), '::') FROM decks ORDER BY id",
};

static char *note_types_column_copy(sqlite3_stmt *row, int column)
{
    struct buf clean = {0};
    utf8_add_valid(&clean, anki_database_text(row, column));
    char *copy = clean.failed ? NULL : strdup(buf_string(&clean));
    buf_done(&clean);
    return copy;
}

static struct protobuf note_types_column_message(sqlite3_stmt *row, int column)
{
    const void *bytes = sqlite3_column_blob(row, column);
    return protobuf_of(bytes ? bytes : "", (size_t)sqlite3_column_bytes(row, column));
}

/* ---- note types ---- */

/* The functions note_types_add_... read a row. If it is invalid, they return ERR_MISTAKE without
 * filling *err. */

static enum err_code note_types_add_type(
    struct anki_note_types *t, sqlite3_stmt *row, struct err *err)
{
    enum { KIND = 1 }; /* a field of Notetype.Config; its value 1 means cloze */
    struct protobuf message = note_types_column_message(row, TYPE_CONFIG);
    struct protobuf_field field;
    if (!array_grow(&t->types, t->type_count, &t->type_capacity, sizeof *t->types))
        return err_memory(err);
    struct anki_note_type *type = &t->types[t->type_count++];
    *type = (struct anki_note_type){.id = sqlite3_column_int64(row, TYPE_ID),
        .name = note_types_column_copy(row, TYPE_NAME),
        .cloze = sqlite3_column_int(row, TYPE_KIND) == 1};
    while (protobuf_next(&message, &field))
        if (field.number == KIND && !field.bytes)
            type->cloze = field.value == 1;
    if (!type->name)
        return err_memory(err);
    return message.broken ? ERR_MISTAKE : ERR_NONE;
}

/* The element with that id in a sorted array of structs that begin with their id, or NULL. */
static void *note_types_find(int64_t id, const void *array, size_t count, size_t size)
{
    return count ? bsearch(&id, array, count, size, array_by_number) : NULL;
}

static struct anki_note_type *note_types_find_type(const struct anki_note_types *t, int64_t id)
{
    static_assert(offsetof(struct anki_note_type, id) == 0, "note_types_find compares it");
    return note_types_find(id, t->types, t->type_count, sizeof *t->types);
}

static enum err_code note_types_add_field(
    struct anki_note_types *t, sqlite3_stmt *row, struct err *err)
{
    struct anki_note_type *type = note_types_find_type(t, sqlite3_column_int64(row, PART_TYPE_ID));
    if (!type)
        return ERR_NONE;
    if (type->field_count == ANKI_PARTS_MAX)
        return ERR_MISTAKE;
    if (!array_grow(&type->fields, type->field_count, &type->field_capacity, sizeof *type->fields))
        return err_memory(err);
    char *name = note_types_column_copy(row, PART_NAME);
    type->fields[type->field_count] = name;
    type->field_count += name != NULL;
    return name ? ERR_NONE : err_memory(err);
}

/* Reads both sides from a Template.Config. */
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
        *side = strndup(field.bytes, field.length);
    }
    return !message->broken;
}

static enum err_code note_types_add_template(
    struct anki_note_types *t, sqlite3_stmt *row, struct err *err)
{
    struct anki_note_type *type = note_types_find_type(t, sqlite3_column_int64(row, PART_TYPE_ID));
    struct protobuf message = note_types_column_message(row, PART_CONFIG);
    if (!type)
        return ERR_NONE;
    if (type->template_count == ANKI_PARTS_MAX)
        return ERR_MISTAKE;
    if (!array_grow(&type->templates, type->template_count, &type->template_capacity,
            sizeof *type->templates))
        return err_memory(err);
    struct anki_template *template = &type->templates[type->template_count++];
    *template = (struct anki_template){note_types_column_copy(row, PART_NAME),
        note_types_column_copy(row, PART_QUESTION), note_types_column_copy(row, PART_ANSWER)};
    bool whole = note_types_read_sides(&message, template);
    if (!template->name || !template->question || !template->answer)
        return err_memory(err);
    return whole ? ERR_NONE : ERR_MISTAKE;
}

const struct anki_note_type *anki_note_types_find(const struct anki_note_types *t, int64_t id)
{
    static const struct anki_note_type none = {.name = (char *)""};
    const struct anki_note_type *type = note_types_find_type(t, id);
    return type ? type : &none;
}

/* ---- decks ---- */

static enum err_code note_types_add_deck(
    struct anki_note_types *t, sqlite3_stmt *row, struct err *err)
{
    if (!array_grow(&t->decks, t->deck_count, &t->deck_capacity, sizeof *t->decks))
        return err_memory(err);
    char *name = note_types_column_copy(row, DECK_NAME);
    t->decks[t->deck_count] = (struct anki_deck){sqlite3_column_int64(row, DECK_ID), name};
    t->deck_count += name != NULL;
    return name ? ERR_NONE : err_memory(err);
}

const char *anki_note_types_deck(const struct anki_note_types *t, int64_t id)
{
    static_assert(offsetof(struct anki_deck, id) == 0, "note_types_find compares it");
    const struct anki_deck *deck = note_types_find(id, t->decks, t->deck_count, sizeof *t->decks);
    return deck ? deck->name : "";
}

/* ---- the collection ---- */

static enum err_code note_types_each_row(struct anki_note_types *t, struct anki_database *db,
    const char *sql,
    enum err_code (*take)(struct anki_note_types *t, sqlite3_stmt *row, struct err *err),
    struct err *err)
{
    sqlite3_stmt *row;
    enum err_code code = anki_database_query(db, sql, &row, err);
    if (code)
        return code;
    while (!code && sqlite3_step(row) == SQLITE_ROW)
        code = take(t, row, err);
    if (!code)
        return anki_database_end(db, row, err);
    sqlite3_finalize(row);
    return code == ERR_MISTAKE ? anki_database_refuse(db, err,
                                     "is damaged: a note type in its collection cannot be read")
                               : code;
}

enum err_code anki_note_types_read(
    struct anki_note_types *t, struct anki_database *db, bool in_tables, struct err *err)
{
    const struct note_types_sql *sql = in_tables ? &from_tables : &from_json;
    enum err_code code;
    if ((code = note_types_each_row(t, db, sql->types, note_types_add_type, err)) ||
        (code = note_types_each_row(t, db, sql->fields, note_types_add_field, err)) ||
        (code = note_types_each_row(t, db, sql->templates, note_types_add_template, err)))
        return code;
    return note_types_each_row(t, db, sql->decks, note_types_add_deck, err);
}

void anki_note_types_done(struct anki_note_types *t)
{
    for (size_t i = 0; i < t->type_count; i++) {
        struct anki_note_type *type = &t->types[i];
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
    for (size_t i = 0; i < t->deck_count; i++)
        free(t->decks[i].name);
    free(t->types);
    free(t->decks);
}
