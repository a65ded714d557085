/* Reads Excel's workbooks. Member by member: workbook.xml names the sheets, its .rels says which
 * files hold them, styles.xml which numbers are dates, sharedStrings.xml holds the texts. */
#include "exchange/sheet.h"

#include "base/utf8.h"
#include "exchange/sheet_number.h"
#include "exchange/sheet_xml.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SHEETS_MAX  256
#define FORMATS_MAX 1024
#define STYLES_MAX  65536

struct sheet_xlsx_sheet {
    char *name, *relation; /* the id of its file in the .rels */
    char *path;            /* its file, once known */
    bool hidden;
};

struct sheet_xlsx {
    struct sheet *sheet;
    const struct sheet_members *members;
    struct sheet_xlsx_sheet sheets[SHEETS_MAX];
    size_t sheet_count;
    char *strings_path, *styles_path;
    bool from_1904;
    struct {
        unsigned number;
        enum sheet_format format;
    } formats[FORMATS_MAX]; /* the workbook's own */
    size_t format_count;
    unsigned char *styles; /* enum sheet_format of each style of cells */
    size_t style_count, style_capacity;
    size_t *strings; /* where each shared string begins in the sheet's texts */
    size_t string_count, string_capacity;

    /* while a member is read */
    struct sheet_xml *xml;
    bool in_styles;            /* of cells */
    bool in_text, in_phonetic; /* in <t> or <v>; in the reading of a Japanese text */
    struct buf text;
    unsigned row, column, style;
    char type[12];
    bool has_formula;
    bool only_looking; /* whether there is a cell */
    bool found;
};

static bool sheet_xlsx_fail(struct sheet_xlsx *x)
{
    return err_memory(&x->xml->failure) == ERR_NONE;
}

static bool sheet_xlsx_is(const char *name, const char *wanted)
{
    return strcmp(name, wanted) == 0;
}

/* Reads a member of the package by the handlers. */
static enum err_code sheet_xlsx_read_member(
    struct sheet_xlsx *x, const char *name, struct sheet_xml xml, struct err *err)
{
    struct buf bytes = {0};
    xml.context = x;
    x->xml = &xml;
    enum err_code code = x->members->read(x->members->context, name, &bytes, err);
    if (!code)
        code = sheet_xml_read(&xml, &bytes, x->members->path, name, err);
    buf_done(&bytes);
    return code;
}

static bool sheet_xlsx_end_nothing(void *context, const char *name)
{
    (void)context;
    (void)name;
    return true;
}

/* ---- the workbook ---- */

static bool sheet_xlsx_begin_workbook(
    void *context, const char *name, const char *const *attributes)
{
    struct sheet_xlsx *x = context;
    const char *value;
    if (sheet_xlsx_is(name, "workbookPr") && (value = sheet_xml_value(attributes, "date1904")))
        x->from_1904 = *value == '1' || *value == 't';
    if (!sheet_xlsx_is(name, "sheet") || x->sheet_count == SHEETS_MAX)
        return true;
    struct sheet_xlsx_sheet *sheet = &x->sheets[x->sheet_count];
    const char *title = sheet_xml_value(attributes, "name"),
               *id = sheet_xml_value(attributes, "id");
    const char *state = sheet_xml_value(attributes, "state");
    if (!title || !id)
        return true;
    sheet->hidden = state && !sheet_xlsx_is(state, "visible");
    sheet->name = strdup(title);
    sheet->relation = strdup(id);
    x->sheet_count++;
    return (sheet->name && sheet->relation) || sheet_xlsx_fail(x);
}

/* Returns the path of a target in the package: it is below xl/ unless it begins with a slash. */
static char *sheet_xlsx_path(const char *target)
{
    struct buf path = {0};
    buf_text(&path, *target == '/' ? "" : "xl/");
    buf_text(&path, target + (*target == '/'));
    char *text = path.failed ? NULL : strdup(buf_string(&path));
    buf_done(&path);
    return text;
}

static bool sheet_xlsx_ends(const char *text, const char *end)
{
    size_t length = strlen(text), size = strlen(end);
    return length >= size && sheet_xlsx_is(text + length - size, end);
}

static bool sheet_xlsx_begin_relation(
    void *context, const char *name, const char *const *attributes)
{
    struct sheet_xlsx *x = context;
    const char *id = sheet_xml_value(attributes, "Id"), *type = sheet_xml_value(attributes, "Type");
    const char *target = sheet_xml_value(attributes, "Target");
    char **path = NULL;
    if (!sheet_xlsx_is(name, "Relationship") || !id || !type || !target)
        return true;
    if (sheet_xlsx_ends(type, "/sharedStrings"))
        path = &x->strings_path;
    else if (sheet_xlsx_ends(type, "/styles"))
        path = &x->styles_path;
    for (size_t i = 0; i < x->sheet_count && !path; i++)
        if (sheet_xlsx_is(x->sheets[i].relation, id))
            path = &x->sheets[i].path;
    if (path && !*path)
        *path = sheet_xlsx_path(target);
    return !path || *path || sheet_xlsx_fail(x);
}

/* ---- styles ---- */

static bool sheet_xlsx_add_style(struct sheet_xlsx *x, unsigned number)
{
    enum sheet_format format = sheet_format_numbered(number);
    if (x->style_count == STYLES_MAX)
        return true;
    for (size_t i = 0; i < x->format_count; i++)
        if (x->formats[i].number == number)
            format = x->formats[i].format;
    unsigned char style = (unsigned char)format;
    return array_add(&x->styles, &x->style_count, &x->style_capacity, &style, sizeof style) ||
           sheet_xlsx_fail(x);
}

static bool sheet_xlsx_begin_style(void *context, const char *name, const char *const *attributes)
{
    struct sheet_xlsx *x = context;
    const char *code = sheet_xml_value(attributes, "formatCode");
    unsigned number = sheet_xml_number(attributes, "numFmtId", 0, STYLES_MAX);
    if (sheet_xlsx_is(name, "cellXfs"))
        x->in_styles = true;
    if (sheet_xlsx_is(name, "xf") && x->in_styles)
        return sheet_xlsx_add_style(x, number);
    if (sheet_xlsx_is(name, "numFmt") && code && x->format_count < FORMATS_MAX) {
        x->formats[x->format_count].number = number;
        x->formats[x->format_count++].format = sheet_format_of(code);
    }
    return true;
}

static bool sheet_xlsx_end_style(void *context, const char *name)
{
    struct sheet_xlsx *x = context;
    x->in_styles = x->in_styles && !sheet_xlsx_is(name, "cellXfs");
    return true;
}

/* ---- texts ---- */

static void sheet_xlsx_add_text(void *context, const char *bytes, size_t length)
{
    struct sheet_xlsx *x = context;
    if (x->in_text && !x->in_phonetic)
        buf_add(&x->text, bytes, length);
}

/* Decodes _x000D_ and the like, which Excel writes for characters that XML cannot contain. */
static void sheet_xlsx_decode(struct buf *text)
{
    size_t kept = 0;
    char *bytes = text->bytes;
    if (!text->length || !strstr(bytes, "_x"))
        return;
    for (size_t i = 0; i < text->length; kept++) {
        char digits[5] = {0};
        bool coded = bytes[i] == '_' && bytes[i + 1] == 'x' &&
                     strspn(bytes + i + 2, "0123456789abcdefABCDEF") == 4 && bytes[i + 6] == '_';
        if (!coded) {
            bytes[kept] = bytes[i++];
            continue;
        }
        memcpy(digits, bytes + i + 2, 4);
        unsigned long character = strtoul(digits, NULL, 16);
        size_t size = character ? utf8_encode((uint32_t)character, bytes + kept) : 0;
        i += 7;
        kept += size - 1; /* the loop adds 1 */
    }
    buf_cut(text, kept);
}

static bool sheet_xlsx_begin_string(void *context, const char *name, const char *const *attributes)
{
    struct sheet_xlsx *x = context;
    (void)attributes;
    if (sheet_xlsx_is(name, "si"))
        buf_clear(&x->text);
    x->in_phonetic |= sheet_xlsx_is(name, "rPh");
    x->in_text = sheet_xlsx_is(name, "t");
    return true;
}

static bool sheet_xlsx_end_string(void *context, const char *name)
{
    struct sheet_xlsx *x = context;
    x->in_text = false;
    x->in_phonetic = x->in_phonetic && !sheet_xlsx_is(name, "rPh");
    if (!sheet_xlsx_is(name, "si"))
        return true;
    sheet_xlsx_decode(&x->text);
    size_t begin = sheet_keep(x->sheet, buf_string(&x->text), x->text.length);
    bool added =
        array_add(&x->strings, &x->string_count, &x->string_capacity, &begin, sizeof begin);
    return (added && !x->text.failed && !x->sheet->texts.failed) || sheet_xlsx_fail(x);
}

/* ---- cells ---- */

/* Sets the position from "BC12", if there is one. */
static void sheet_xlsx_take_position(struct sheet_xlsx *x, const char *position)
{
    unsigned column = 0;
    for (; position && *position >= 'A' && *position <= 'Z' && column <= SHEET_ROWS_MAX; position++)
        column = column * 26 + (unsigned)(*position - 'A') + 1;
    x->column = column ? column : x->column + 1;
    unsigned long row = position ? strtoul(position, NULL, 10) : 0;
    if (row > 0)
        x->row = row < SHEET_ROWS_MAX ? (unsigned)row : SHEET_ROWS_MAX + 1;
    x->row += x->row == 0;
}

static void sheet_xlsx_begin_cell(struct sheet_xlsx *x, const char *const *attributes)
{
    const char *type = sheet_xml_value(attributes, "t");
    sheet_xlsx_take_position(x, sheet_xml_value(attributes, "r"));
    x->style = sheet_xml_number(attributes, "s", 0, STYLES_MAX);
    x->has_formula = false;
    buf_clear(&x->text);
    snprintf(x->type, sizeof x->type, "%s", type ? type : "n");
}

static bool sheet_xlsx_begin_grid(void *context, const char *name, const char *const *attributes)
{
    struct sheet_xlsx *x = context;
    if (sheet_xlsx_is(name, "row")) {
        x->row = sheet_xml_number(attributes, "r", x->row + 1, SHEET_ROWS_MAX + 1);
        x->column = 0;
    } else if (sheet_xlsx_is(name, "c")) {
        sheet_xlsx_begin_cell(x, attributes);
    }
    x->has_formula |= sheet_xlsx_is(name, "f");
    x->in_phonetic |= sheet_xlsx_is(name, "rPh");
    x->in_text = sheet_xlsx_is(name, "t") || sheet_xlsx_is(name, "v");
    return true;
}

/* Keeps the cell's text, and returns where it begins. */
static size_t sheet_xlsx_keep_cell(struct sheet_xlsx *x)
{
    struct buf number = {0};
    const char *text = buf_string(&x->text);
    if (sheet_xlsx_is(x->type, "b"))
        return sheet_keep(x->sheet, *text == '1' ? "TRUE" : "FALSE", *text == '1' ? 4 : 5);
    if (!sheet_xlsx_is(x->type, "n")) {
        sheet_xlsx_decode(&x->text);
        return sheet_keep(x->sheet, buf_string(&x->text), x->text.length);
    }
    enum sheet_format format =
        x->style < x->style_count ? (enum sheet_format)x->styles[x->style] : SHEET_PLAIN;
    if (x->text.length)
        sheet_put_number(&number, text, format, x->from_1904);
    size_t begin = sheet_keep(x->sheet, buf_string(&number), number.length);
    x->sheet->texts.failed |= number.failed;
    buf_done(&number);
    return begin;
}

static bool sheet_xlsx_end_cell(struct sheet_xlsx *x)
{
    size_t begin;
    if (x->text.failed)
        return sheet_xlsx_fail(x);
    x->sheet->unsaved += x->has_formula && !x->text.length && !sheet_xlsx_is(x->type, "str");
    if (!x->text.length)
        return true;
    if (sheet_xlsx_is(x->type, "s")) {
        unsigned long index = strtoul(buf_string(&x->text), NULL, 10);
        if (index >= x->string_count)
            return true;
        begin = x->strings[index];
    } else {
        begin = sheet_xlsx_keep_cell(x);
    }
    if (x->sheet->texts.failed)
        return sheet_xlsx_fail(x);
    x->found |= x->sheet->texts.bytes[begin] != '\0';
    if (x->only_looking)
        return !x->found;
    return sheet_put(x->sheet, x->row, x->column, begin, &x->xml->failure) == ERR_NONE;
}

static bool sheet_xlsx_end_grid(void *context, const char *name)
{
    struct sheet_xlsx *x = context;
    x->in_text = false;
    x->in_phonetic = x->in_phonetic && !sheet_xlsx_is(name, "rPh");
    return !sheet_xlsx_is(name, "c") || sheet_xlsx_end_cell(x);
}

/* ---- the sheets ---- */

static const struct sheet_xml sheet_xlsx_grid = {
    .begin = sheet_xlsx_begin_grid, .end = sheet_xlsx_end_grid, .text = sheet_xlsx_add_text};

/* Whether the sheet has a file that is in the package and that no earlier sheet has. */
static bool sheet_xlsx_has_file(const struct sheet_xlsx *x, const struct sheet_xlsx_sheet *sheet)
{
    for (const struct sheet_xlsx_sheet *other = x->sheets; other < sheet && sheet->path; other++)
        if (other->path && sheet_xlsx_is(other->path, sheet->path))
            return false;
    return sheet->path && x->members->has(x->members->context, sheet->path);
}

static enum err_code sheet_xlsx_read_sheet(
    struct sheet_xlsx *x, const struct sheet_xlsx_sheet *sheet, struct err *err)
{
    x->row = x->column = 0;
    x->in_text = x->in_phonetic = x->found = false;
    x->only_looking = x->sheet->count > 0;
    if (!sheet_xlsx_has_file(x, sheet))
        return ERR_NONE;
    enum err_code code = sheet_xlsx_read_member(x, sheet->path, sheet_xlsx_grid, err);
    if (code || !x->found)
        return code;
    return x->only_looking ? sheet_add_other(x->sheet, sheet->name, err)
                           : sheet_end(x->sheet, sheet->name, err);
}

static enum err_code sheet_xlsx_read_optional(
    struct sheet_xlsx *x, const char *path, struct sheet_xml xml, struct err *err)
{
    return path && x->members->has(x->members->context, path)
               ? sheet_xlsx_read_member(x, path, xml, err)
               : ERR_NONE;
}

static enum err_code sheet_xlsx_read_all(struct sheet_xlsx *x, struct err *err)
{
    static const struct sheet_xml workbook = {
        .begin = sheet_xlsx_begin_workbook, .end = sheet_xlsx_end_nothing};
    static const struct sheet_xml relations = {
        .begin = sheet_xlsx_begin_relation, .end = sheet_xlsx_end_nothing};
    static const struct sheet_xml styles = {
        .begin = sheet_xlsx_begin_style, .end = sheet_xlsx_end_style};
    static const struct sheet_xml strings = {.begin = sheet_xlsx_begin_string,
        .end = sheet_xlsx_end_string,
        .text = sheet_xlsx_add_text};
    enum err_code code = sheet_xlsx_read_member(x, "xl/workbook.xml", workbook, err);
    if (!code)
        code = sheet_xlsx_read_optional(x, "xl/_rels/workbook.xml.rels", relations, err);
    if (!code)
        code = sheet_xlsx_read_optional(x, x->styles_path, styles, err);
    if (!code)
        code = sheet_xlsx_read_optional(x, x->strings_path, strings, err);
    for (int hidden = 0; hidden <= 1; hidden++)
        for (size_t i = 0; i < x->sheet_count && !code; i++)
            if (x->sheets[i].hidden == hidden && !(hidden && x->sheet->count))
                code = sheet_xlsx_read_sheet(x, &x->sheets[i], err);
    return code;
}

enum err_code sheet_read_xlsx(
    struct sheet *sheet, const struct sheet_members *members, struct err *err)
{
    struct sheet_xlsx *x = calloc(1, sizeof *x);
    if (!x)
        return err_memory(err);
    x->sheet = sheet;
    x->members = members;
    enum err_code code = sheet_xlsx_read_all(x, err);
    for (size_t i = 0; i < x->sheet_count; i++) {
        free(x->sheets[i].name);
        free(x->sheets[i].relation);
        free(x->sheets[i].path);
    }
    free(x->strings_path);
    free(x->styles_path);
    free(x->styles);
    free(x->strings);
    buf_done(&x->text);
    free(x);
    return code;
}
