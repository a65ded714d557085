#include "exchange/anki_occlusion.h"

#include "base/hash.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define SHAPE       "image-occlusion:" /* begins the text of a gap that is a shape */
#define REGIONS_MAX 9999

/* ---- the add-on ---- */

/* The index of the field that identifies a note of the add-on; the number of fields if the type is
 * not the add-on's. */
static size_t occlusion_id_field(const struct anki_note_type *type)
{
    static const char *const names[] = {
        "Image", "Question Mask", "Answer Mask", "Original Mask", "ID (hidden)"};
    size_t field = type->field_count;
    for (size_t i = 0; i < COUNT(names); i++) {
        for (field = 0; field < type->field_count; field++)
            if (strcmp(type->fields[field], names[i]) == 0)
                break;
        if (field == type->field_count)
            break;
    }
    return field;
}

/* Splits an id such as "3f2a-ao-12" into the picture's id and the region's number. Returns the
 * number, or 0 if the id is not of this form. */
static unsigned occlusion_split(const char *id, size_t length, struct buf *picture)
{
    unsigned number = 0, factor = 1;
    buf_clear(picture);
    while (length > 0 && isdigit((unsigned char)id[length - 1]) && factor <= REGIONS_MAX) {
        number += factor * (unsigned)(id[--length] - '0');
        factor *= 10;
    }
    if (length < 2 || id[length - 1] != '-' || number > REGIONS_MAX)
        return 0;
    buf_add(picture, id, length - 1);
    return number;
}

static bool occlusion_take_note(
    struct anki_occlusion_groups *groups, const char *fields, size_t field, struct buf *picture)
{
    for (; field > 0 && fields; field--) {
        fields = strchr(fields, '\x1f');
        fields += fields != NULL;
    }
    unsigned number = fields ? occlusion_split(fields, strcspn(fields, "\x1f"), picture) : 0;
    uint32_t *size = number ? map_text(&groups->by_id, buf_string(picture)) : NULL;
    if (size && *size < number)
        *size = number;
    return !picture->failed && (size || !number);
}

enum err_code anki_occlusion_read_groups(struct anki_occlusion_groups *groups,
    const struct anki_note_types *types, struct anki_database *db, struct err *err)
{
    sqlite3_stmt *row;
    bool used = false, whole = true;
    for (size_t i = 0; i < types->type_count; i++)
        used |= occlusion_id_field(&types->types[i]) < types->types[i].field_count;
    enum err_code code =
        used ? anki_database_query(db, "SELECT mid, flds FROM notes", &row, err) : ERR_NONE;
    if (code || !used)
        return code;
    struct buf picture = {0};
    while (whole && sqlite3_step(row) == SQLITE_ROW) {
        const struct anki_note_type *type =
            anki_note_types_find(types, sqlite3_column_int64(row, 0));
        size_t field = occlusion_id_field(type);
        if (field < type->field_count)
            whole = occlusion_take_note(groups, anki_database_text(row, 1), field, &picture);
    }
    buf_done(&picture);
    code = anki_database_end(db, row, err);
    return whole ? code : err_memory(err);
}

void anki_occlusion_groups_done(struct anki_occlusion_groups *groups)
{
    map_done(&groups->by_id);
}

unsigned anki_occlusion_group_size(const struct anki_occlusion_groups *groups,
    const struct anki_note_type *type, const char *const *fields)
{
    struct buf picture = {0};
    size_t field = groups->by_id.count ? occlusion_id_field(type) : type->field_count;
    uint32_t size = MAP_NONE;
    if (field < type->field_count &&
        occlusion_split(fields[field], strlen(fields[field]), &picture))
        size = map_get(&groups->by_id, hash_text(0, buf_string(&picture)));
    buf_done(&picture);
    return size == MAP_NONE ? 0 : size;
}

/* ---- Anki's own ---- */

/* A region that a card asks for. */
struct occlusion_region {
    unsigned number, count;
    bool placed;
    int across, down; /* its centre, in percent of the picture */
};

/* If a gap that is a shape begins at `text`, returns its number and sets *shape to its properties;
 * otherwise returns 0. */
static int occlusion_gap(const char *text, const char **shape)
{
    char *end;
    if (strncmp(text, "{{c", 3) != 0 || !isdigit((unsigned char)text[3]))
        return 0;
    long number = strtol(text + 3, &end, 10);
    if (number < 1 || number > REGIONS_MAX || strncmp(end, "::" SHAPE, 2 + strlen(SHAPE)) != 0)
        return 0;
    *shape = end + 2 + strlen(SHAPE);
    return (int)number;
}

/* Reads a property such as "left=.25" of a shape; false if the shape does not have it. */
static bool occlusion_property(const char *shape, size_t length, const char *name, double *value)
{
    size_t size = strlen(name);
    for (const char *c = shape; (c = memchr(c, ':', length - (size_t)(c - shape))); c++)
        if (length - (size_t)(c - shape) > size + 2 && strncmp(c + 1, name, size) == 0 &&
            c[size + 1] == '=') {
            *value = strtod(c + size + 2, NULL);
            return *value >= 0 && *value <= 1;
        }
    return false;
}

static void occlusion_place(struct occlusion_region *region, const char *shape)
{
    size_t length = strcspn(shape, "}");
    double left, top, width = 0, height = 0;
    if (!occlusion_property(shape, length, "left", &left) ||
        !occlusion_property(shape, length, "top", &top))
        return;
    if (occlusion_property(shape, length, "rx", &width) &&
        occlusion_property(shape, length, "ry", &height)) {
        width *= 2;
        height *= 2;
    } else {
        occlusion_property(shape, length, "width", &width);
        occlusion_property(shape, length, "height", &height);
    }
    region->placed = true;
    region->across = (int)((left + width / 2) * 100 + 0.5);
    region->down = (int)((top + height / 2) * 100 + 0.5);
}

/* Finds the card's region in a field of shapes. Regions are numbered by counting the gap numbers in
 * use, so that no number is missing. False if the field has no shapes, or none for this card. */
static bool occlusion_find_shape(
    struct occlusion_region *region, const char *field, const struct anki_card *card)
{
    bool used[REGIONS_MAX + 1] = {false}, found = false;
    const char *shape;
    *region = (struct occlusion_region){0};
    for (const char *c = field; (c = strstr(c, "{{c")); c++) {
        int number = occlusion_gap(c, &shape);
        if (!number)
            continue;
        if (number == card->ord + 1 && !found)
            occlusion_place(region, shape);
        found |= number == card->ord + 1;
        region->count += !used[number];
        region->number += !used[number] && number <= card->ord + 1;
        used[number] = true;
    }
    return found;
}

static bool occlusion_find(
    struct occlusion_region *region, const struct anki_note *note, const struct anki_card *card)
{
    const struct anki_note_type *type = note->type;
    for (size_t i = 0; type->cloze && i < type->field_count; i++)
        if (strstr(note->fields[i], SHAPE) && occlusion_find_shape(region, note->fields[i], card))
            return true;
    if (!note->regions)
        return false;
    struct buf picture = {0};
    const char *id = note->fields[occlusion_id_field(type)];
    *region = (struct occlusion_region){
        .number = occlusion_split(id, strlen(id), &picture), .count = note->regions};
    buf_done(&picture);
    return true;
}

bool anki_occlusion_is(const struct anki_note *note)
{
    const char *shape;
    for (size_t i = 0; note->type->cloze && i < note->type->field_count; i++)
        for (const char *c = note->fields[i]; (c = strstr(c, "{{c")); c++)
            if (occlusion_gap(c, &shape))
                return true;
    return note->regions > 0;
}

void anki_occlusion_ask(
    struct buf *question, const struct anki_note *note, const struct anki_card *card)
{
    struct occlusion_region region;
    if (!occlusion_find(&region, note, card))
        return;
    buf_format(question, "%sWhich part is hidden? Region %u of %u", question->length ? "\n\n" : "",
        region.number, region.count);
    if (region.placed)
        buf_format(question, ", at %d%% across and %d%% down", region.across, region.down);
    buf_char(question, '.');
}
