/* Spreadsheets, written here as Excel and LibreOffice write them. */
#include "unit/import_file.h"

#include "exchange/sheet_number.h"

#include <zip.h>

#define MIME_ODS "application/vnd.oasis.opendocument.spreadsheet"

struct member {
    const char *name, *text;
};

/* A zip file of these members; one without a name ends them. */
static struct buf zipped(const struct member *members)
{
    struct buf bytes = {0};
    char path[] = "/tmp/drill-sheet-XXXXXX", part[4096];
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, NULL);
    assert_non_null(zip);
    for (; members->name; members++) {
        zip_source_t *source = zip_source_buffer(zip, members->text, strlen(members->text), 0);
        assert_true(zip_file_add(zip, members->name, source, 0) >= 0);
    }
    assert_int_equal(zip_close(zip), 0);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    for (size_t size; (size = fread(part, 1, sizeof part, file)) > 0;)
        buf_add(&bytes, part, size);
    fclose(file);
    unlink(path);
    return bytes;
}

static void check_members(const struct member *members, const char *wanted)
{
    struct buf bytes = zipped(members);
    struct reading r = {.markup = MARKUP_MARKDOWN}; /* the cells as they are */
    check_reading(&r, NULL, NULL, bytes.bytes, bytes.length, wanted);
    buf_done(&bytes);
}

static void check_refused(const void *bytes, size_t size, const char *why)
{
    struct reading r = {.stop_after = 0};
    struct err err = {0};
    assert_int_equal(read_as(&r, NULL, NULL, bytes, size, &err), ERR_MISTAKE);
    if (!strstr(err.message, why))
        fail_msg("\"%s\" does not say \"%s\"", err.message, why);
    assert_string_not_equal(err.file, "");
    buf_done(&r.told);
}

static void check_members_refused(const struct member *members, const char *why)
{
    struct buf bytes = zipped(members);
    check_refused(bytes.bytes, bytes.length, why);
    buf_done(&bytes);
}

/* ---- Excel ---- */

#define WORKBOOK                                                                                   \
    {"xl/workbook.xml",                                                                            \
        "<workbook xmlns:r='r'><sheets><sheet name='Words' sheetId='1' r:id='rId1'/></sheets>"     \
        "</workbook>"},                                                                            \
    {                                                                                              \
        "xl/_rels/workbook.xml.rels",                                                              \
            "<Relationships>"                                                                      \
            "<Relationship Id='rId1' Type='x/worksheet' Target='worksheets/sheet1.xml'/>"          \
            "<Relationship Id='rId2' Type='x/sharedStrings' Target='sharedStrings.xml'/>"          \
            "<Relationship Id='rId3' Type='x/styles' Target='/xl/styles.xml'/>"                    \
            "</Relationships>"                                                                     \
    }
#define SHEET(rows)                                                                                \
    {                                                                                              \
        "xl/worksheets/sheet1.xml", "<worksheet><sheetData>" rows "</sheetData></worksheet>"       \
    }
#define TEXT(cell, text) "<c r='" cell "' t='inlineStr'><is><t>" text "</t></is></c>"
#define HEADER           "<row r='1'>" TEXT("A1", "Question") TEXT("B1", "Answer") "</row>"

#define ASSERT_XLSX(wanted, ...)                                                                   \
    check_members((const struct member[]){WORKBOOK, __VA_ARGS__, {NULL, NULL}}, wanted)
/* A sheet below a header. */
#define ASSERT_ROWS(rows, wanted) ASSERT_XLSX(wanted, SHEET(HEADER rows))

static void test_xlsx__shared_strings(void **state)
{
    (void)state;
    ASSERT_XLSX("2 question=amāre answer=to love\n",
        {"xl/sharedStrings.xml",
            "<sst><si><t>Question</t></si><si><t>Answer</t></si><si><r><t>am</t></r>"
            "<r><rPr><b/></rPr><t>āre</t></r></si><si><t xml:space='preserve'>to "
            "love</t></si></sst>"},
        SHEET("<row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='s'><v>1</v></c></row>"
              "<row r='2'><c r='A2' t='s'><v>2</v></c><c r='B2' t='s'><v>3</v></c>"
              "<c r='C2' t='s'><v>99</v></c></row>"));
}

/* Excel keeps the reading of Japanese words beside them. */
static void test_xlsx__the_reading_is_no_text(void **state)
{
    (void)state;
    ASSERT_XLSX("1 question=日本 answer=Japan\n",
        {"xl/sharedStrings.xml", "<sst><si><t>日本</t><rPh sb='0' eb='2'><t>ニホン</t></rPh>"
                                 "<phoneticPr fontId='1'/></si></sst>"},
        SHEET("<row r='1'><c r='A1' t='s'><v>0</v></c>" TEXT("B1", "Japan") "</row>"));
}

static void test_xlsx__values(void **state)
{
    (void)state;
    ASSERT_ROWS(
        "<row r='2'><c r='A2'><v>3.0</v></c><c r='B2'><v>0.30000000000000004</v></c></row>"
        "<row r='3'><c r='A3' t='b'><v>1</v></c><c r='B3' t='b'><v>0</v></c></row>"
        "<row r='4'><c r='A4' t='e'><v>#N/A</v></c><c r='B4' t='str'><f>A1</f><v>x</v></c></row>"
        "<row r='5'>" TEXT("A5", "a_x000D_&#10;b_x0041_") TEXT("B5", "_x00_") "</row>",
        "2 question=3 answer=0.3\n"
        "3 question=TRUE answer=FALSE\n"
        "4 question=#N/A answer=x\n"
        "5 question=a\\nbA answer=_x00_\n");
}

static void test_xlsx__dates_by_their_style(void **state)
{
    (void)state;
    ASSERT_XLSX("1 question=2024-02-29 answer=2024-02-29 13:30\n2 question=25% answer=45351\n",
        {"xl/styles.xml",
            "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='d/m/yy h:mm'/></numFmts>"
            "<cellStyleXfs><xf numFmtId='9'/></cellStyleXfs>"
            "<cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='164'/><xf numFmtId='9'/>"
            "</cellXfs></styleSheet>"},
        SHEET("<row><c s='1'><v>45351</v></c><c s='2'><v>45351.5625</v></c></row>"
              "<row><c s='3'><v>0.25</v></c><c s='0'><v>45351</v></c></row>"));
}

static void test_xlsx__gaps_titles_and_empty_columns(void **state)
{
    (void)state;
    ASSERT_XLSX("2 skipped: a title above the table\n"
                "7 question=a answer=b tags=t\n"
                "9 question=c tags=u\n",
        SHEET("<row r='2'>" TEXT("B2",
            "My words") "</row>"
                        "<row r='4'>" TEXT("C4", "question") TEXT("D4", "answer")
                            TEXT("F4", "tags") "</row>"
                                               "<row r='7'>" TEXT("C7", "a") TEXT("D7", "b")
                                                   TEXT("F7", "t") "</row>"
                                                                   "<row r='9'>" TEXT("C9", "c")
                                                                       TEXT("F9", "u") "</row>"));
}

/* Line breaks in cells do not count as rows. */
static void test_xlsx__lines_are_rows(void **state)
{
    (void)state;
    ASSERT_ROWS("<row r='2'>" TEXT("A2", "a&#10;b&#13;c")
                    TEXT("B2", "d") "</row>"
                                    "<row r='3'>" TEXT("B3", "only an answer") "</row>",
        "2 question=a\\nb\\nc answer=d\n3 skipped: no question\n");
}

static void test_xlsx__the_first_sheet_with_cells(void **state)
{
    (void)state;
    check_members(
        (const struct member[]){
            {"xl/workbook.xml",
                "<x:workbook xmlns:x='x' xmlns:r='r'><x:sheets>"
                "<x:sheet name='Hidden' state='hidden' r:id='a'/><x:sheet name='Empty' r:id='b'/>"
                "<x:sheet name='Words' r:id='c'/><x:sheet name='More' r:id='d'/></x:sheets>"
                "</x:workbook>"},
            {"xl/_rels/workbook.xml.rels", "<R><Relationship Id='a' Type='w' Target='a.xml'/>"
                                           "<Relationship Id='b' Type='w' Target='b.xml'/>"
                                           "<Relationship Id='c' Type='w' Target='c.xml'/>"
                                           "<Relationship Id='d' Type='w' Target='d.xml'/></R>"},
            {"xl/a.xml", "<w><row>" TEXT("A1", "h") TEXT("B1", "h") "</row></w>"},
            {"xl/b.xml", "<w><row><c r='A1' s='1'/></row></w>"},
            {"xl/c.xml", "<x:w xmlns:x='x'><x:row><x:c t='str'><x:v>a</x:v></x:c>"
                         "<x:c t='str'><x:v>b</x:v></x:c></x:row></x:w>"},
            {"xl/d.xml", "<w><row>" TEXT("A1", "c") "</row></w>"}, {NULL, NULL}},
        "note: read only the sheet \"Words\": save other sheets as files of their own (\"More\")\n"
        "1 question=a answer=b\n");
}

/* A sheet with one column is a remark, unless there is nothing else. */
static void test_xlsx__a_sheet_of_remarks(void **state)
{
    (void)state;
    struct member members[] = {
        {"xl/workbook.xml", "<w><sheets><sheet name='Read me' id='a'/><sheet name='Words' id='b'/>"
                            "</sheets></w>"},
        {"xl/_rels/workbook.xml.rels", "<R><Relationship Id='a' Type='w' Target='a.xml'/>"
                                       "<Relationship Id='b' Type='w' Target='b.xml'/></R>"},
        {"xl/a.xml", "<w><row>" TEXT("A1", "one") "</row><row>" TEXT("A2", "two") "</row></w>"},
        {"xl/b.xml", "<w><row>" TEXT("A1", "a") TEXT("B1", "b") "</row></w>"}, {NULL, NULL}};
    check_members(members, "note: read only the sheet \"Words\": save other sheets as files of "
                           "their own (\"Read me\")\n"
                           "1 question=a answer=b\n");
    members[3].text = "<w/>";
    struct buf bytes = zipped(members);
    check_told(NULL, "question", bytes.bytes, bytes.length, "1 question=one\n2 question=two\n");
    buf_done(&bytes);
}

static void test_xlsx__formulas_without_results(void **state)
{
    (void)state;
    ASSERT_ROWS("<row r='2'>" TEXT("A2", "a") "<c r='B2'><f>1+1</f></c></row>",
        "note: formulas without a saved result are empty: 1 (save the file again in its program)\n"
        "2 question=a\n");
}

static void test_xlsx__is_refused_when_hostile(void **state)
{
    (void)state;
    check_members_refused(
        (const struct member[]){
            {"xl/workbook.xml", "<!DOCTYPE w [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><w>&b;</w>"},
            {NULL, NULL}},
        "is damaged: line 1 of xl/workbook.xml: it defines entities");
    check_members_refused((const struct member[]){WORKBOOK, SHEET("<row><c></row>"), {NULL, NULL}},
        "of xl/worksheets/sheet1.xml");
    struct buf deep = {0};
    for (int i = 0; i < 300; i++)
        buf_text(&deep, "<a>");
    check_members_refused(
        (const struct member[]){{"xl/workbook.xml", buf_string(&deep)}, {NULL, NULL}},
        "nested too deeply");
    buf_done(&deep);
}

/* ---- LibreOffice ---- */

#define ODS(rows)                                                                                  \
    {"mimetype", MIME_ODS},                                                                        \
    {                                                                                              \
        "content.xml",                                                                             \
            "<o:document-content xmlns:o='o' xmlns:t='t' xmlns:x='x'><o:body><o:spreadsheet>"      \
            "<t:table t:name='Words'>" rows "</t:table></o:spreadsheet></o:body>"                  \
            "</o:document-content>"                                                                \
    }
#define CELL(text) "<t:table-cell><x:p>" text "</x:p></t:table-cell>"
#define ASSERT_ODS(rows, wanted)                                                                   \
    check_members((const struct member[]){ODS(rows), {NULL, NULL}}, wanted)

static void test_ods__texts(void **state)
{
    (void)state;
    ASSERT_ODS("<t:table-row>" CELL("Question") CELL(
                   "Answer") "</t:table-row>"
                             "<t:table-row>" CELL("a<x:s x:c='2'/><x:span>b</x:span> \n "
                                                  "c</x:p><x:p>d") "<t:table-cell><o:annotation><x:"
                                                                   "p>remark</x:p></"
                                                                   "o:annotation><x:p>e<x:line-"
                                                                   "break/>f"
                                                                   "</x:p></t:table-cell></"
                                                                   "t:table-row>",
        "2 question=a  b c\\nd answer=e\\nf\n");
}

static void test_ods__values(void **state)
{
    (void)state;
    ASSERT_ODS("<t:table-row><t:table-cell o:value-type='date' o:date-value='2024-02-29T13:30:00'>"
               "<x:p>29/02/24</x:p></t:table-cell>"
               "<t:table-cell o:value-type='boolean' o:boolean-value='true'><x:p>WAHR</x:p>"
               "</t:table-cell></t:table-row>"
               "<t:table-row><t:table-cell o:value-type='float' o:value='7.50'/>"
               "<t:table-cell o:value-type='percentage' o:value='0.5'><x:p>50%</x:p></t:table-cell>"
               "</t:table-row>",
        "1 question=2024-02-29 13:30 answer=TRUE\n2 question=7.5 answer=50%\n");
}

static void test_ods__repeated_cells_and_rows(void **state)
{
    (void)state;
    ASSERT_ODS(
        "<t:table-row t:number-rows-repeated='3'><t:table-cell/></t:table-row>"
        "<t:table-row>" CELL("question") CELL(
            "answer") "</t:table-row>"
                      "<t:table-row t:number-rows-repeated='2'><t:table-cell "
                      "t:number-columns-repeated='2'>"
                      "<x:p>a</x:p></t:table-cell><t:table-cell t:number-columns-repeated='16382'/>"
                      "</t:table-row><t:table-row>" CELL(
                          "b") "<t:covered-table-cell><x:p>hidden</x:p>"
                               "</t:covered-table-cell></t:table-row>"
                               "<t:table-row t:number-rows-repeated='1048500'><t:table-cell "
                               "t:number-columns-repeated='16384'/></t:table-row>",
        "5 question=a answer=a\n6 question=a answer=a\n7 question=b\n");
}

static void test_ods__repeated_without_end(void **state)
{
    (void)state;
    check_members_refused(
        (const struct member[]){ODS("<t:table-row t:number-rows-repeated='4000000000'>"
                                    "<t:table-cell t:number-columns-repeated='4000000000'>"
                                    "<x:p>a</x:p></t:table-cell></t:table-row>"),
            {NULL, NULL}},
        "is too large");
}

/* ---- other programs ---- */

static void test_sheet__what_to_save_it_as(void **state)
{
    (void)state;
    check_refused("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0\0\0", 12, "is an old Excel file");
    check_members_refused((const struct member[]){{"xl/workbook.bin", "x"}, {NULL, NULL}},
        "is a binary Excel file: save it as .xlsx or CSV");
    check_members_refused((const struct member[]){{"Index/Document.iwa", "x"}, {NULL, NULL}},
        "is a document of Apple's programs");
    /* other packages are not its business: exchange/package_foreign.c names them */
    check_members_refused(
        (const struct member[]){{"mimetype", "application/vnd.oasis.opendocument.text"},
            {"content.xml", "<a/>"}, {NULL, NULL}},
        "is a document (ODT)");
}

/* ---- numbers ---- */

static void check_number(
    const char *number, enum sheet_format format, bool from_1904, const char *wanted)
{
    struct buf out = {0};
    sheet_put_number(&out, number, format, from_1904);
    assert_string_equal(buf_string(&out), wanted);
    buf_done(&out);
}

static void test_sheet__numbers(void **state)
{
    (void)state;
    check_number("3.0", SHEET_PLAIN, false, "3");
    check_number("-0.5", SHEET_PLAIN, false, "-0.5");
    check_number("1.0000000000000001E-2", SHEET_PLAIN, false, "0.01");
    check_number("123456789012345", SHEET_PLAIN, false, "123456789012345");
    check_number("1e400", SHEET_PLAIN, false, "1e400");
    check_number("0x10", SHEET_PLAIN, false, "0x10");
    check_number("nan", SHEET_DATE, false, "nan");
    check_number("0.57", SHEET_PERCENT, false, "57%");
    check_number("1", SHEET_DATE, false, "1900-01-01");
    check_number("59", SHEET_DATE, false, "1900-02-28");
    check_number("61", SHEET_DATE, false, "1900-03-01");
    check_number("25569", SHEET_DATE, false, "1970-01-01");
    check_number("0", SHEET_DATE, true, "1904-01-01");
    check_number("45351.999999", SHEET_DATE_TIME, false, "2024-03-01");
    check_number("0.3125", SHEET_TIME, false, "07:30");
    check_number("1.5", SHEET_TIME, true, "36:00");
    check_number("1e9", SHEET_DATE, false, "1000000000");
}

static void test_sheet__format_codes(void **state)
{
    (void)state;
    static const struct {
        const char *code;
        enum sheet_format format;
    } codes[] = {{"General", SHEET_PLAIN}, {"#,##0.00 \"days\"", SHEET_PLAIN},
        {"[Magenta]0.0", SHEET_PLAIN}, {"0\\d", SHEET_PLAIN}, {"0.0%;d", SHEET_PERCENT},
        {"[$-409]d-mmm-yy", SHEET_DATE}, {"yyyy\\-mm\\-dd hh:mm", SHEET_DATE_TIME},
        {"[h]:mm", SHEET_TIME}, {"h:mm AM/PM", SHEET_TIME}, {"\"open", SHEET_PLAIN}};
    for (size_t i = 0; i < COUNT(codes); i++)
        assert_int_equal(sheet_format_of(codes[i].code), codes[i].format);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_xlsx__shared_strings),
        cmocka_unit_test(test_xlsx__the_reading_is_no_text),
        cmocka_unit_test(test_xlsx__values),
        cmocka_unit_test(test_xlsx__dates_by_their_style),
        cmocka_unit_test(test_xlsx__gaps_titles_and_empty_columns),
        cmocka_unit_test(test_xlsx__lines_are_rows),
        cmocka_unit_test(test_xlsx__the_first_sheet_with_cells),
        cmocka_unit_test(test_xlsx__a_sheet_of_remarks),
        cmocka_unit_test(test_xlsx__formulas_without_results),
        cmocka_unit_test(test_xlsx__is_refused_when_hostile),
        cmocka_unit_test(test_ods__texts),
        cmocka_unit_test(test_ods__values),
        cmocka_unit_test(test_ods__repeated_cells_and_rows),
        cmocka_unit_test(test_ods__repeated_without_end),
        cmocka_unit_test(test_sheet__what_to_save_it_as),
        cmocka_unit_test(test_sheet__numbers),
        cmocka_unit_test(test_sheet__format_codes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
