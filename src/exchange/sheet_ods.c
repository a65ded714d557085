/* Reads LibreOffice spreadsheets. Each sheet is a table element in content.xml. */
#include "exchange/sheet.h"

#include "exchange/sheet_number.h"
#include "exchange/sheet_xml.h"

#include <stdlib.h>
#include <string.h>

#define SPACES_MAX 255
#define NONE       0

struct sheet_ods {
    struct sheet *sheet;
    struct sheet_xml xml;
    unsigned depth;
    unsigned spreadsheet, table, cell, paragraph, aside; /* depths of the open elements, or NONE */
    struct buf name, text, value;                        /* of the table, and of the cell */
    unsigned row, column;           /* from 1; of the open row, and of the cell */
    unsigned row_count, cell_count; /* how often they are repeated */
    size_t row_begin;               /* the first of the row's cells */
    bool fixed;                     /* the cell's text was known from its attributes */
    bool reading, found;            /* the table's cells are kept; it has some */
};

static bool sheet_ods_is(const char *name, const char *wanted)
{
    return strcmp(name, wanted) == 0;
}

/* ---- texts ---- */

/* Appends text; makes one space of each run of blanks, and drops blanks that begin a paragraph. */
static void sheet_ods_add_text(void *context, const char *bytes, size_t length)
{
    struct sheet_ods *o = context;
    if (!o->paragraph || o->aside || o->fixed)
        return;
    for (size_t i = 0; i < length; i++) {
        size_t end = o->text.length;
        if (!strchr(" \t\n\r", bytes[i]))
            buf_char(&o->text, bytes[i]);
        else if (end > 0 && !strchr(" \t\n", o->text.bytes[end - 1]))
            buf_char(&o->text, ' ');
    }
}

/* Takes an element in a paragraph: white space that XML would not keep, or content that is not part
 * of the text, such as a note. */
static void sheet_ods_begin_in_text(
    struct sheet_ods *o, const char *name, const char *const *attributes)
{
    if (o->aside || o->fixed)
        return;
    if (sheet_ods_is(name, "s"))
        buf_fill(&o->text, ' ', sheet_xml_number(attributes, "c", 1, SPACES_MAX));
    else if (sheet_ods_is(name, "tab"))
        buf_char(&o->text, '\t');
    else if (sheet_ods_is(name, "line-break"))
        buf_char(&o->text, '\n');
    else if (sheet_ods_is(name, "ruby-text") || sheet_ods_is(name, "note") ||
             sheet_ods_is(name, "annotation"))
        o->aside = o->depth;
}

/* ---- cells ---- */

/* Takes a date or a truth value from the attributes, because the cell shows it in the sheet's
 * language. Keeps the value of any other cell, in case the cell has no text. */
static void sheet_ods_take_value(struct sheet_ods *o, const char *const *attributes)
{
    const char *type = sheet_xml_value(attributes, "value-type");
    const char *date = sheet_xml_value(attributes, "date-value");
    const char *boolean = sheet_xml_value(attributes, "boolean-value");
    const char *value = sheet_xml_value(attributes, "value");
    const char *string = sheet_xml_value(attributes, "string-value");
    if (value)
        sheet_put_number(&o->value, value,
            type && sheet_ods_is(type, "percentage") ? SHEET_PERCENT : SHEET_PLAIN, false);
    else
        buf_text(&o->value, string ? string : "");
    o->fixed = type &&
               ((sheet_ods_is(type, "date") && date) || (sheet_ods_is(type, "boolean") && boolean));
    if (!o->fixed)
        return;
    if (!date) {
        buf_text(&o->text, sheet_ods_is(boolean, "true") ? "TRUE" : "FALSE");
        return;
    }
    size_t day = strcspn(date, "T"), time = date[day] ? strcspn(date + day + 1, ".,") : 0;
    if (time == 8 && strncmp(date + day + 6, ":00", 3) == 0)
        time -= 3;
    buf_add(&o->text, date, day);
    if (time && strncmp(date + day + 1, "00:00", time) != 0) {
        buf_char(&o->text, ' ');
        buf_add(&o->text, date + day + 1, time);
    }
}

static void sheet_ods_begin_cell(
    struct sheet_ods *o, const char *name, const char *const *attributes)
{
    o->cell = o->depth;
    o->cell_count = sheet_xml_number(attributes, "number-columns-repeated", 1, SHEET_ROWS_MAX);
    o->column++;
    o->row += o->row == 0;
    buf_clear(&o->text);
    buf_clear(&o->value);
    sheet_ods_take_value(o, attributes);
    o->fixed |= sheet_ods_is(name, "covered-table-cell");
}

static bool sheet_ods_end_cell(struct sheet_ods *o)
{
    if (!o->text.length && !o->fixed) /* some programs write only the value of a cell */
        buf_text(&o->text, buf_string(&o->value));
    bool has_text = o->text.length > 0;
    unsigned count = o->cell_count ? o->cell_count : 1, end = o->column + count;
    o->cell = NONE;
    if (o->text.failed || o->value.failed)
        return err_memory(&o->xml.failure) == ERR_NONE;
    o->found |= has_text;
    size_t text =
        has_text && o->reading ? sheet_keep(o->sheet, buf_string(&o->text), o->text.length) : 0;
    for (; o->column < end && has_text && o->reading; o->column++) {
        if (sheet_put(o->sheet, o->row, o->column, text, &o->xml.failure))
            return false;
        if (o->column > SHEET_COLUMNS_MAX)
            break;
    }
    o->column = (end < SHEET_ROWS_MAX ? end : SHEET_ROWS_MAX) - 1;
    return true;
}

/* ---- rows and tables ---- */

static void sheet_ods_begin_row(struct sheet_ods *o, const char *const *attributes)
{
    o->row_count = sheet_xml_number(attributes, "number-rows-repeated", 1, SHEET_ROWS_MAX);
    o->row += o->row <= SHEET_ROWS_MAX;
    o->column = 0;
    o->row_begin = o->sheet->count;
}

/* Repeats the row's cells, if the row says so. */
static bool sheet_ods_end_row(struct sheet_ods *o)
{
    size_t end = o->sheet->count;
    unsigned last = o->row + (o->row_count ? o->row_count - 1 : 0);
    last = last < SHEET_ROWS_MAX ? last : SHEET_ROWS_MAX;
    for (unsigned row = o->row + 1; row <= last && o->row_begin < end; row++)
        for (size_t i = o->row_begin; i < end; i++) {
            struct sheet_cell cell = o->sheet->cells[i];
            if (sheet_put(o->sheet, row, cell.column, cell.text, &o->xml.failure))
                return false;
        }
    o->row = o->row > last ? o->row : last;
    return true;
}

static void sheet_ods_begin_table(struct sheet_ods *o, const char *const *attributes)
{
    const char *name = sheet_xml_value(attributes, "name");
    o->table = o->depth;
    o->row = 0;
    o->found = false;
    o->reading = o->sheet->count == 0;
    buf_clear(&o->name);
    buf_text(&o->name, name ? name : "");
}

static bool sheet_ods_end_table(struct sheet_ods *o)
{
    o->table = NONE;
    const char *name = buf_string(&o->name);
    struct err *err = &o->xml.failure;
    if (o->name.failed)
        return err_memory(err) == ERR_NONE;
    return !o->found || (o->reading ? sheet_end(o->sheet, name, err)
                                    : sheet_add_other(o->sheet, name, err)) == ERR_NONE;
}

static bool sheet_ods_begin(void *context, const char *name, const char *const *attributes)
{
    struct sheet_ods *o = context;
    o->depth++;
    if (o->paragraph) {
        sheet_ods_begin_in_text(o, name, attributes);
    } else if (o->cell) {
        if (sheet_ods_is(name, "p") && o->depth == o->cell + 1) {
            o->paragraph = o->depth;
            if (o->text.length && !o->fixed)
                buf_char(&o->text, '\n');
        }
    } else if (sheet_ods_is(name, "spreadsheet")) {
        o->spreadsheet = o->depth;
    } else if (sheet_ods_is(name, "table") && o->depth == o->spreadsheet + 1) {
        sheet_ods_begin_table(o, attributes);
    } else if (o->table && sheet_ods_is(name, "table-row")) {
        sheet_ods_begin_row(o, attributes);
    } else if (o->table &&
               (sheet_ods_is(name, "table-cell") || sheet_ods_is(name, "covered-table-cell"))) {
        sheet_ods_begin_cell(o, name, attributes);
    }
    return true;
}

static bool sheet_ods_end(void *context, const char *name)
{
    struct sheet_ods *o = context;
    unsigned depth = o->depth--;
    if (depth == o->aside)
        o->aside = NONE;
    else if (depth == o->paragraph)
        o->paragraph = NONE;
    else if (depth == o->cell)
        return sheet_ods_end_cell(o);
    else if (depth == o->table)
        return sheet_ods_end_table(o);
    else if (o->table && !o->cell && sheet_ods_is(name, "table-row"))
        return sheet_ods_end_row(o);
    return true;
}

enum err_code sheet_read_ods(
    struct sheet *sheet, const struct sheet_members *members, struct err *err)
{
    struct buf bytes = {0};
    struct sheet_ods o = {.sheet = sheet,
        .xml = {.begin = sheet_ods_begin, .end = sheet_ods_end, .text = sheet_ods_add_text}};
    o.xml.context = &o;
    enum err_code code = members->read(members->context, "content.xml", &bytes, err);
    if (!code)
        code = sheet_xml_read(&o.xml, &bytes, members->path, "content.xml", err);
    buf_done(&bytes);
    buf_done(&o.name);
    buf_done(&o.text);
    buf_done(&o.value);
    return code;
}
