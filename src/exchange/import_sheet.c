/* Imports spreadsheets: Excel's .xlsx and LibreOffice's .ods. The first sheet with cells is read as
 * a table. Recognizes other spreadsheets, too, to say what to save them as. */
#include "exchange/import_sheet.h"

#include "deck/import_rows.h"
#include "exchange/package.h"
#include "exchange/sheet.h"

#include <stdio.h>
#include <string.h>

#define OLD_EXCEL "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

/* ---- recognizing ---- */

enum import_sheet_kind { KIND_NONE, KIND_XLSX, KIND_ODS, KIND_OLD, KIND_BINARY, KIND_NUMBERS };

/* Whether a package says that it is a spreadsheet of LibreOffice. Other documents of LibreOffice
 * have the same members. */
static bool import_sheet_is_ods(struct package *package)
{
    static const char type[] = "application/vnd.oasis.opendocument.spreadsheet";
    struct buf mime = {0};
    struct err err;
    bool is = package_find_media(package, "mimetype") != PACKAGE_NONE &&
              !package_read_text(package, "mimetype", &mime, &err) &&
              strncmp(buf_string(&mime), type, strlen(type)) == 0;
    buf_done(&mime);
    return is;
}

static enum import_sheet_kind import_sheet_kind_of(struct package *package)
{
    static const struct {
        const char *member;
        enum import_sheet_kind kind;
    } signs[] = {{"xl/workbook.xml", KIND_XLSX}, {"xl/workbook.bin", KIND_BINARY},
        {"Index/Document.iwa", KIND_NUMBERS}, {"Index.zip", KIND_NUMBERS}};
    for (size_t i = 0; i < COUNT(signs); i++)
        if (package_find_media(package, signs[i].member) != PACKAGE_NONE)
            return signs[i].kind;
    return import_sheet_is_ods(package) ? KIND_ODS : KIND_NONE;
}

static bool import_sheet_is_old(const struct import_source *source)
{
    return !source->is_text && source->start.length >= strlen(OLD_EXCEL) &&
           memcmp(source->start.bytes, OLD_EXCEL, strlen(OLD_EXCEL)) == 0;
}

static bool import_sheet_recognizes(const struct import_source *source)
{
    struct package *package;
    struct err err;
    if (import_sheet_is_old(source))
        return true;
    if (source->is_text || source->start.length < 4 ||
        memcmp(source->start.bytes, "PK\3\4", 4) != 0 ||
        package_open_foreign(&package, source->file, source->path, &err))
        return false;
    bool is = import_sheet_kind_of(package) != KIND_NONE;
    package_close(package);
    return is;
}

/* ---- members ---- */

static bool import_sheet_has(void *context, const char *name)
{
    return package_find_media(context, name) != PACKAGE_NONE;
}

static enum err_code import_sheet_read_member(
    void *context, const char *name, struct buf *bytes, struct err *err)
{
    return package_read_text(context, name, bytes, err);
}

static enum err_code import_sheet_refuse(
    enum import_sheet_kind kind, const char *path, struct err *err)
{
    const char *why = kind == KIND_BINARY ? "is a binary Excel file: save it as .xlsx or CSV"
                      : kind == KIND_NUMBERS
                          ? "is a document of Apple's programs: export it as .xlsx or CSV"
                          : "is not a spreadsheet";
    return err_at(err, ERR_MISTAKE, path, 0, 0, "%s", why);
}

static enum err_code import_sheet_read_package(
    struct sheet *sheet, const struct import_source *source, struct err *err)
{
    struct package *package;
    enum err_code code = package_open_foreign(&package, source->file, source->path, err);
    if (code)
        return code;
    const struct sheet_members members = {
        import_sheet_has, import_sheet_read_member, package, source->path};
    enum import_sheet_kind kind = import_sheet_kind_of(package);
    for (int any = 0; any <= 1 && !code && sheet->count == 0; any++) {
        sheet_done(sheet);
        sheet->any = any;
        code = kind == KIND_XLSX  ? sheet_read_xlsx(sheet, &members, err)
               : kind == KIND_ODS ? sheet_read_ods(sheet, &members, err)
                                  : import_sheet_refuse(kind, source->path, err);
    }
    package_close(package);
    return code;
}

/* ---- rows ---- */

/* Returns the index after the last cell of the row that begins at this one. */
static size_t import_sheet_row_end(const struct sheet *sheet, size_t first)
{
    size_t end = first;
    while (end < sheet->count && sheet->cells[end].row == sheet->cells[first].row)
        end++;
    return end;
}

/* Returns the number of rows with a single cell above a table whose rows mostly have several: a
 * title, or remarks. */
static size_t import_sheet_titles(const struct sheet *sheet)
{
    size_t rows = 0, several = 0, titles = 0;
    for (size_t i = 0, end; i < sheet->count; i = end) {
        end = import_sheet_row_end(sheet, i);
        titles += end - i == 1 && several == 0;
        several += end - i > 1;
        rows++;
    }
    return several * 2 > rows ? titles : 0;
}

static unsigned import_sheet_first_column(const struct sheet *sheet, size_t first)
{
    unsigned column = SHEET_COLUMNS_MAX;
    for (size_t i = first; i < sheet->count; i++)
        if (sheet->cells[i].column < column)
            column = sheet->cells[i].column;
    return column;
}

static enum err_code import_sheet_add_row(struct import_rows *rows, const struct sheet *sheet,
    size_t first, size_t end, unsigned column, struct err *err)
{
    unsigned row = sheet->cells[first].row;
    enum err_code code = ERR_NONE;
    for (size_t i = first; i < end && !code; i++) {
        const char *text = sheet->texts.bytes + sheet->cells[i].text;
        for (; column < sheet->cells[i].column && !code; column++)
            code = import_rows_add(rows, row, "", 0, err);
        if (!code && column == sheet->cells[i].column) /* two cells may have the same position */
            code = import_rows_add(rows, row, text, strlen(text), err);
        column = sheet->cells[i].column + 1;
    }
    return code ? code : import_rows_end(rows, err);
}

static enum err_code import_sheet_add_rows(
    struct import_rows *rows, const struct sheet *sheet, struct import_sink *sink, struct err *err)
{
    size_t titles = import_sheet_titles(sheet);
    unsigned column = import_sheet_first_column(sheet, titles);
    enum err_code code = ERR_NONE;
    for (size_t i = 0; i < titles && !code; i++)
        if (!sink->skipped(sink->context, sheet->cells[i].row, "a title above the table"))
            code = (*err = sink->failure).code;
    for (size_t i = titles, end; i < sheet->count && !code; i = end) {
        end = import_sheet_row_end(sheet, i);
        code = import_sheet_add_row(rows, sheet, i, end, column, err);
    }
    return code;
}

/* ---- notes ---- */

static void import_sheet_note(struct import_sink *sink, struct buf *note)
{
    if (note->length)
        sink->note(sink->context, buf_string(note));
    buf_clear(note);
}

static void import_sheet_note_all(const struct sheet *sheet, struct import_sink *sink)
{
    struct buf note = {0};
    if (sheet->others.length)
        buf_format(&note,
            "read only the sheet \"%s\": save other sheets as files of their own (%s)",
            buf_string(&sheet->name), buf_string(&sheet->others));
    import_sheet_note(sink, &note);
    if (sheet->beyond)
        buf_format(
            &note, "cells after column %d are left out: %zu", SHEET_COLUMNS_MAX, sheet->beyond);
    import_sheet_note(sink, &note);
    if (sheet->unsaved)
        buf_format(&note,
            "formulas without a saved result are empty: %zu (save the file again in its program)",
            sheet->unsaved);
    import_sheet_note(sink, &note);
    buf_done(&note);
}

static enum err_code import_sheet_read(
    struct import_source *source, struct import_sink *sink, struct err *err)
{
    struct sheet sheet = {0};
    struct import_rows rows = {0};
    if (import_sheet_is_old(source))
        return err_at(err, ERR_MISTAKE, source->path, 0, 0,
            "is an old Excel file, or has a password: save it as .xlsx without one, or as CSV");
    enum err_code code = import_sheet_read_package(&sheet, source, err);
    if (!code) {
        sheet_sort(&sheet);
        import_sheet_note_all(&sheet, sink);
        code = import_sheet_add_rows(&rows, &sheet, sink, err);
    }
    if (!code)
        code = import_rows_read(&rows, source->path, &source->choices, "", "", sink, err);
    import_rows_done(&rows);
    sheet_done(&sheet);
    if (code && !*err->file)
        snprintf(err->file, sizeof err->file, "%s", source->path);
    return code;
}

const struct importer importer_sheet = {
    "sheet", "a spreadsheet", import_sheet_recognizes, import_sheet_read};
