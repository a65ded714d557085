/* The members of spreadsheets. The first byte says which program wrote them; NULs divide the rest.
 * Checks that the cells are within bounds and valid UTF-8. Without libFuzzer, replay.c runs it. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "fuzz.h"

#include "base/utf8.h"
#include "exchange/sheet.h"
#include "exchange/sheet_number.h"

#include <string.h>

static const char workbook[] =
    "<workbook><sheets><sheet name='a' r:id='1'/><sheet name='b' r:id='2'/></sheets></workbook>";
static const char relations[] =
    "<R><Relationship Id='1' Type='w' Target='1.xml'/>"
    "<Relationship Id='2' Type='w' Target='2.xml'/>"
    "<Relationship Id='3' Type='/styles' Target='styles.xml'/>"
    "<Relationship Id='4' Type='/sharedStrings' Target='strings.xml'/></R>";

/* The parts of the input. */
struct parts {
    const char *at[8];
    size_t size[8], count;
};

static const char *const names[] = {"xl/1.xml", "xl/strings.xml", "xl/styles.xml", "xl/2.xml"};

static bool has(void *context, const char *name)
{
    const struct parts *parts = context;
    for (size_t i = 0; i < COUNT(names) && i < parts->count; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return strncmp(name, "xl/_rels", 8) == 0;
}

static enum err_code read_member(
    void *context, const char *name, struct buf *bytes, struct err *err)
{
    const struct parts *parts = context;
    (void)err;
    if (strcmp(name, "xl/workbook.xml") == 0)
        buf_text(bytes, workbook);
    else if (strcmp(name, "xl/_rels/workbook.xml.rels") == 0)
        buf_text(bytes, relations);
    else if (strcmp(name, "content.xml") == 0)
        buf_add(bytes, parts->at[0], parts->size[0]);
    for (size_t i = 0; i < COUNT(names) && i < parts->count; i++)
        if (strcmp(names[i], name) == 0)
            buf_add(bytes, parts->at[i], parts->size[i]);
    return ERR_NONE;
}

static void check(struct sheet *sheet)
{
    sheet_sort(sheet);
    for (size_t i = 0; i < sheet->count; i++) {
        const struct sheet_cell *cell = &sheet->cells[i];
        MUST(cell->row >= 1 && cell->row <= SHEET_ROWS_MAX);
        MUST(cell->column >= 1 && cell->column <= SHEET_COLUMNS_MAX);
        MUST(cell->text < sheet->texts.length && sheet->texts.bytes[cell->text]);
        MUST(i == 0 || cell[-1].row <= cell->row);
    }
    for (size_t i = 0, size; i < sheet->texts.length; i += size) {
        size = sheet->texts.bytes[i] ? utf8_length(sheet->texts.bytes + i, sheet->texts.length - i)
                                     : 1;
        MUST(size > 0);
    }
}

static void check_number(const struct parts *parts, uint8_t format)
{
    struct buf code = {0}, number = {0}, out = {0};
    buf_add(&code, parts->at[0], parts->size[0]);
    if (parts->count > 1)
        buf_add(&number, parts->at[1], parts->size[1]);
    sheet_put_number(&out, buf_string(&number), sheet_format_of(buf_string(&code)), format & 4);
    MUST(!out.failed);
    buf_done(&code);
    buf_done(&number);
    buf_done(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct parts parts = {.count = 0};
    struct sheet sheet = {0};
    struct err err = {0};
    if (size < 2)
        return 0;
    const char *at = (const char *)bytes + 1, *end = (const char *)bytes + size;
    while (parts.count < COUNT(parts.at) && at <= end) {
        const char *nul = at < end ? memchr(at, 0, (size_t)(end - at)) : NULL;
        parts.at[parts.count] = at;
        parts.size[parts.count++] = (size_t)((nul ? nul : end) - at);
        at = (nul ? nul : end) + 1;
    }
    const struct sheet_members members = {has, read_member, &parts, "fuzz"};
    if ((bytes[0] & 3) == 0)
        sheet_read_xlsx(&sheet, &members, &err);
    else if ((bytes[0] & 3) == 1)
        sheet_read_ods(&sheet, &members, &err);
    else
        check_number(&parts, bytes[0]);
    check(&sheet);
    sheet_done(&sheet);
    return 0;
}
