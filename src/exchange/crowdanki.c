#include "exchange/crowdanki.h"

#include "base/file.h"
#include "base/map.h"
#include "deck/cloze.h"
#include "exchange/anki_import.h"
#include "exchange/anki_note_types.h"
#include "exchange/anki_template.h"
#include "exchange/json_file.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define DECKS_MAX 64 /* levels of nesting */

/* A file being read. */
struct crowdanki {
    struct anki_import *import;
    struct import_sink *sink;
    struct anki_note_types types;
    struct map by_uuid;   /* the index of a note type plus one */
    int64_t cards;        /* made so far */
    size_t notes, unused; /* notes, and those without a card */
    bool failed;          /* memory ran out */
};

/* Returns the text of a member; "" if it has none. */
static const char *crowdanki_text(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "";
}

/* ---- note types ---- */

/* Returns the item for that place: the one whose "ord" says so, or else the one at that index. */
static const json_t *crowdanki_item(const json_t *array, size_t place)
{
    for (size_t i = 0; i < json_array_size(array); i++) {
        const json_t *item = json_array_get(array, (place + i) % json_array_size(array));
        const json_t *ord = json_object_get(item, "ord");
        if (json_is_integer(ord) && json_integer_value(ord) == (json_int_t)place)
            return item;
    }
    return json_array_get(array, place);
}

static size_t crowdanki_count(const json_t *array)
{
    size_t count = json_array_size(array);
    return count < ANKI_PARTS_MAX ? count : ANKI_PARTS_MAX;
}

static bool crowdanki_fill_type(struct anki_note_type *type, const json_t *model)
{
    const json_t *fields = json_object_get(model, "flds"),
                 *templates = json_object_get(model, "tmpls");
    bool whole = (type->name = strdup(crowdanki_text(model, "name")));
    type->cloze = json_integer_value(json_object_get(model, "type")) == 1;
    type->fields = calloc(crowdanki_count(fields) + 1, sizeof *type->fields);
    type->templates = calloc(crowdanki_count(templates) + 1, sizeof *type->templates);
    for (size_t i = 0; i < crowdanki_count(fields) && type->fields; i++) {
        type->fields[i] = strdup(crowdanki_text(crowdanki_item(fields, i), "name"));
        whole &= type->fields[i] != NULL;
        type->field_count += type->fields[i] != NULL;
    }
    for (size_t i = 0; i < crowdanki_count(templates) && type->templates; i++) {
        const json_t *item = crowdanki_item(templates, i);
        struct anki_template *template = &type->templates[type->template_count++];
        *template = (struct anki_template){strdup(crowdanki_text(item, "name")),
            strdup(crowdanki_text(item, "qfmt")), strdup(crowdanki_text(item, "afmt"))};
        whole &= template->name && template->question && template->answer;
    }
    return whole && type->fields && type->templates;
}

static bool crowdanki_add_type(struct crowdanki *c, const json_t *model)
{
    struct anki_note_types *t = &c->types;
    uint32_t *number = map_text(&c->by_uuid, crowdanki_text(model, "crowdanki_uuid"));
    if (!number || !array_grow(&t->types, t->type_count, &t->type_capacity, sizeof *t->types))
        return false;
    if (*number)
        return true;
    struct anki_note_type *type = &t->types[t->type_count++];
    *number = (uint32_t)t->type_count;
    *type = (struct anki_note_type){.id = (int64_t)t->type_count};
    return crowdanki_fill_type(type, model);
}

static bool crowdanki_add_types(struct crowdanki *c, const json_t *deck, unsigned depth)
{
    const json_t *models = json_object_get(deck, "note_models"),
                 *children = json_object_get(deck, "children");
    bool whole = true;
    for (size_t i = 0; i < json_array_size(models) && whole; i++)
        whole = crowdanki_add_type(c, json_array_get(models, i));
    for (size_t i = 0; i < json_array_size(children) && whole && depth < DECKS_MAX; i++)
        whole = crowdanki_add_types(c, json_array_get(children, i), depth + 1);
    return whole;
}

/* ---- cards ---- */

/* The cards of a note, as Anki would make them. */
struct crowdanki_cards {
    struct anki_card list[ANKI_PARTS_MAX];
    size_t count;
};

static void crowdanki_add_card(
    struct crowdanki *c, struct crowdanki_cards *cards, int ord, const char *deck)
{
    if (cards->count < ANKI_PARTS_MAX)
        cards->list[cards->count++] =
            (struct anki_card){.id = ++c->cards, .ord = ord, .deck = deck, .extra = ""};
}

/* Whether the front shows a field: it differs from the front of a note without any text. */
static bool crowdanki_shows_field(struct crowdanki *c, const struct anki_note *note,
    const struct anki_note *empty, const struct anki_card *card)
{
    struct buf front = {0}, bare = {0}, hints = {0};
    const char *why, *format = note->type->templates[card->ord].question;
    struct anki_rendering with = {note, card, NULL, &hints, NULL},
                          without = {empty, card, NULL, &hints, NULL};
    bool rendered =
        anki_render(&front, format, &with, &why) && anki_render(&bare, format, &without, &why);
    /* a template that cannot be rendered makes a card, too: its import reports the reason */
    bool shows = !rendered || strcmp(buf_string(&front), buf_string(&bare)) != 0;
    c->failed |= front.failed || bare.failed || hints.failed;
    buf_done(&front);
    buf_done(&bare);
    buf_done(&hints);
    return shows;
}

/* Marks the numbers of the gaps in a field: {{c1::..., or {{c1,2::... */
static void crowdanki_find_gaps(const char *field, bool gaps[CLOZE_GAPS_MAX + 1])
{
    for (const char *c = field; (c = strstr(c, "{{c"));) {
        c += strlen("{{c");
        const char *end = c + strspn(c, "0123456789,");
        if (strncmp(end, "::", 2) != 0)
            continue;
        while (c < end) {
            unsigned long number = strtoul(c, NULL, 10);
            if (number >= 1 && number <= CLOZE_GAPS_MAX)
                gaps[number] = true;
            c += strspn(c, "0123456789");
            c += c < end;
        }
    }
}

/* Whether the text is the field's name, with blanks around it, up to }}. */
static bool crowdanki_is_field(const char *text, const char *name)
{
    text += strspn(text, " \t\n");
    size_t length = strlen(name);
    return strncmp(text, name, length) == 0 &&
           strncmp(text + length + strspn(text + length, " \t\n"), "}}", 2) == 0;
}

static void crowdanki_add_gaps(struct crowdanki *c, struct crowdanki_cards *cards,
    const struct anki_note *note, const char *deck)
{
    bool gaps[CLOZE_GAPS_MAX + 1] = {false};
    const struct anki_note_type *type = note->type;
    const char *format = type->template_count ? type->templates[0].question : "";
    for (const char *at = format; (at = strstr(at, "cloze:"));) {
        at += strlen("cloze:");
        for (size_t i = 0; i < type->field_count; i++)
            if (crowdanki_is_field(at, type->fields[i]))
                crowdanki_find_gaps(note->fields[i], gaps);
    }
    for (int i = 1; i <= CLOZE_GAPS_MAX; i++)
        if (gaps[i])
            crowdanki_add_card(c, cards, i - 1, deck);
}

static void crowdanki_add_cards(struct crowdanki *c, struct crowdanki_cards *cards,
    const struct anki_note *note, const struct anki_note *empty, const char *deck)
{
    if (note->type->cloze) {
        crowdanki_add_gaps(c, cards, note, deck);
        return;
    }
    for (size_t i = 0; i < note->type->template_count; i++) {
        const struct anki_card card = {.ord = (int)i, .deck = deck, .extra = ""};
        if (crowdanki_shows_field(c, note, empty, &card))
            crowdanki_add_card(c, cards, (int)i, deck);
    }
}

/* ---- notes ---- */

static void crowdanki_put_tags(struct buf *tags, const json_t *list)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *tag = json_string_value(json_array_get(list, i));
        buf_format(tags, " %s", tag ? tag : "");
    }
}

/* Fills `fields` with those of the note. */
static void crowdanki_take_fields(
    const json_t *json, const char **fields, const char **blank, size_t count)
{
    const json_t *list = json_object_get(json, "fields");
    for (size_t i = 0; i < count; i++) {
        const char *text = json_string_value(json_array_get(list, i));
        fields[i] = text ? text : "";
        blank[i] = "";
    }
}

static bool crowdanki_send_note(
    struct crowdanki *c, const struct anki_note *note, const char **blank, const char *deck)
{
    struct crowdanki_cards *cards = calloc(1, sizeof *cards);
    struct anki_note empty = *note, whole = *note;
    bool more = false;
    empty.fields = blank;
    c->failed |= !cards;
    if (cards) {
        crowdanki_add_cards(c, cards, note, &empty, deck);
        whole.cards = cards->list;
        whole.card_count = cards->count;
        c->unused += cards->count == 0;
        more = !c->failed && anki_import_note(c->import, &whole);
    }
    free(cards);
    return more;
}

static bool crowdanki_take_note(struct crowdanki *c, const json_t *json, const char *deck)
{
    const uint32_t *number = map_text(&c->by_uuid, crowdanki_text(json, "note_model_uuid"));
    c->failed |= !number;
    c->notes++;
    if (!number || !*number)
        return number && c->sink->skipped(c->sink->context, 0, "its note type is not in the file");
    const struct anki_note_type *type = &c->types.types[*number - 1];
    const char **fields = calloc(type->field_count + 1, sizeof *fields);
    const char **blank = calloc(type->field_count + 1, sizeof *blank);
    struct buf tags = {0};
    bool more = false;
    if (fields && blank) {
        crowdanki_take_fields(json, fields, blank, type->field_count);
        crowdanki_put_tags(&tags, json_object_get(json, "tags"));
    }
    c->failed |= !fields || !blank || tags.failed;
    struct anki_note note = {.type = type,
        .guid = crowdanki_text(json, "guid"),
        .tags = buf_string(&tags),
        .fields = fields};
    if (!c->failed)
        more = crowdanki_send_note(c, &note, blank, deck);
    free(fields);
    free(blank);
    buf_done(&tags);
    return more;
}

/* ---- decks ---- */

/* Appends the full name of a deck. A child has only its own part of it, or in older files all. */
static void crowdanki_put_name(struct buf *name, const char *parent, const json_t *deck)
{
    const char *own = crowdanki_text(deck, "name");
    size_t length = strlen(parent);
    bool whole = length == 0 || (strncmp(own, parent, length) == 0 && own[length] == ':');
    buf_format(name, "%s%s", whole ? "" : parent, whole ? "" : "::");
    buf_text(name, own);
}

static bool crowdanki_take_deck(
    struct crowdanki *c, const json_t *deck, const char *parent, unsigned depth)
{
    const json_t *notes = json_object_get(deck, "notes"),
                 *children = json_object_get(deck, "children");
    const char *uuid = crowdanki_text(deck, "crowdanki_uuid");
    struct buf name = {0}, identity = {0};
    bool more = true;
    crowdanki_put_name(&name, parent, deck);
    buf_format(&identity, "anki:%s", uuid);
    c->failed |= name.failed || identity.failed;
    if (*uuid && json_array_size(notes) && !c->failed)
        c->sink->identity(c->sink->context, buf_string(&name), buf_string(&identity));
    for (size_t i = 0; i < json_array_size(notes) && more && !c->failed; i++)
        more = crowdanki_take_note(c, json_array_get(notes, i), buf_string(&name));
    for (size_t i = 0; i < json_array_size(children) && more && !c->failed && depth < DECKS_MAX;
         i++)
        more = crowdanki_take_deck(c, json_array_get(children, i), buf_string(&name), depth + 1);
    buf_done(&name);
    buf_done(&identity);
    return more && !c->failed;
}

/* ---- the importer ---- */

static enum err_code crowdanki_open(
    struct anki_import **import, const struct import_source *source, struct err *err)
{
    struct buf media = {0};
    const char *name = file_name(source->path);
    bool piped = strcmp(source->path, "-") == 0;
    buf_add(&media, source->path, (size_t)(name - source->path));
    buf_text(&media, "media");
    enum err_code code = media.failed ? err_memory(err)
                                      : anki_import_open_folder(
                                            import, source, piped ? NULL : buf_string(&media), err);
    buf_done(&media);
    return code;
}

static void crowdanki_tell(const struct crowdanki *c)
{
    struct buf note = {0};
    if (c->unused)
        buf_format(&note, "%zu of %zu note%s: no template shows any of the note's fields",
            c->unused, c->notes, c->notes == 1 ? "" : "s");
    if (note.length)
        c->sink->note(c->sink->context, buf_string(&note));
    buf_done(&note);
}

static enum err_code crowdanki_read_json(
    struct import_source *source, struct import_sink *sink, const json_t *deck, struct err *err)
{
    struct crowdanki c = {.import = source->unpacked, .sink = sink};
    enum err_code code;
    anki_import_begin(c.import, sink);
    bool done = crowdanki_add_types(&c, deck, 0) && crowdanki_take_deck(&c, deck, "", 0);
    code = anki_import_end(c.import, err);
    if (!code && (c.failed || !done))
        code = err_memory(err);
    if (!code)
        crowdanki_tell(&c);
    anki_note_types_done(&c.types);
    map_done(&c.by_uuid);
    return code;
}

static enum err_code crowdanki_read(
    struct import_source *source, struct import_sink *sink, struct err *err)
{
    struct anki_import *import = source->unpacked;
    struct buf text = {0};
    json_error_t error;
    enum err_code code = import ? ERR_NONE : crowdanki_open(&import, source, err);
    source->unpacked = import;
    if (!code)
        code = json_file_text(source, &text, err);
    json_t *deck = code ? NULL : json_loadb(buf_string(&text), text.length, 0, &error);
    buf_done(&text);
    if (!code && !deck)
        code = json_file_refuse(source, &error, 1, err);
    else if (!code && !json_is_array(json_object_get(deck, "note_models")))
        code = err_at(err, ERR_MISTAKE, source->path, 0, 0,
            "is not a CrowdAnki deck: it has no \"note_models\"");
    else if (!code)
        code = crowdanki_read_json(source, sink, deck, err);
    json_decref(deck);
    return code;
}

static bool crowdanki_recognizes(const struct import_source *source)
{
    const char *start = buf_string(&source->start), *type = strstr(start, "\"__type__\"");
    if (!json_file_begins(source) || !type)
        return false;
    type += strlen("\"__type__\"");
    type += strspn(type, " \t\r\n:");
    return strncmp(type, "\"Deck\"", strlen("\"Deck\"")) == 0;
}

const struct importer importer_crowdanki = {
    "crowdanki", "a CrowdAnki deck", crowdanki_recognizes, crowdanki_read};

/* ---- folders ---- */

static bool crowdanki_is_deck(const char *path)
{
    struct err err;
    struct import_source *source = calloc(1, sizeof *source);
    bool is = source && file_exists(path) && !import_source_open(source, path, &err) &&
              crowdanki_recognizes(source);
    if (source)
        import_source_close(source);
    free(source);
    return is;
}

char *crowdanki_file_in(const char *folder)
{
    char *whole = realpath(folder, NULL), *found = NULL;
    const char *name = whole ? file_name(whole) : "";
    struct buf paths[2] = {0};
    buf_format(&paths[0], "%s/deck.json", folder);
    buf_format(&paths[1], "%s/%s.json", folder, name);
    for (size_t i = 0; i < COUNT(paths); i++) {
        if (!found && !paths[i].failed && crowdanki_is_deck(buf_string(&paths[i])))
            found = strdup(buf_string(&paths[i]));
        buf_done(&paths[i]);
    }
    free(whole);
    return found;
}
