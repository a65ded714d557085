/* The CSV reader: the rules of RFC 4180, common deviations from them, line ends, and chunks. */
#include "fault/scarce.h"

#include "deck/csv.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

/* Tell the rows of a text, read in chunks of that many bytes: the line of each, and its cells in
 * brackets; then the line of a quote that is still open, and whether quotes were loose. */
static void tell_rows(struct buf *told, struct csv csv, const char *text, size_t size, size_t chunk)
{
    csv.line = 1;
    for (const char *at = text, *end = text + size; at < end;) {
        const char *chunk_end = (size_t)(end - at) > chunk ? at + chunk : end;
        while (csv_next(&csv, &at, chunk_end) || (chunk_end == end && csv_last(&csv))) {
            buf_format(told, "%u", csv.row_line);
            for (size_t i = 0; i < csv.count; i++) {
                buf_text(told, " [");
                buf_add(told, csv_cell(&csv, i), csv.start[i + 1] - csv.start[i] - 1);
                buf_char(told, ']');
            }
            buf_char(told, '\n');
            if (csv.open_line)
                buf_format(told, "open since %u\n", csv.open_line);
        }
    }
    buf_text(told, csv.loose ? "loose\n" : "");
    assert_false(csv.text.failed);
    csv_done(&csv);
}

/* The rows are the same however the text is cut into chunks. */
static void check_rows(struct csv csv, const char *text, size_t size, const char *wanted)
{
    for (size_t chunk = 1; chunk <= size; chunk++) {
        struct buf told = {0};
        tell_rows(&told, csv, text, size, chunk);
        assert_string_equal(buf_string(&told), wanted);
        buf_done(&told);
    }
}

static const struct csv comma = {.delimiter = ',', .quotes = true};
static const struct csv tab = {.delimiter = '\t', .quotes = true};
static const struct csv space = {.delimiter = ' ', .quotes = true};
static const struct csv no_quotes = {.delimiter = ','};
static const struct csv semicolons = {.delimiter = ',', .quotes = true, .semicolons = true};

#define ASSERT_ROWS_OF(csv, text, wanted) check_rows(csv, text, sizeof(text) - 1, wanted)
#define ASSERT_ROWS(text, wanted)         ASSERT_ROWS_OF(comma, text, wanted)

/* Section 2 of the RFC, rule by rule. */
static void test_csv__rfc_4180(void **state)
{
    (void)state;
    ASSERT_ROWS("aaa,bbb,ccc\r\nzzz,yyy,xxx\r\n", "1 [aaa] [bbb] [ccc]\n2 [zzz] [yyy] [xxx]\n");
    ASSERT_ROWS("aaa,bbb,ccc\r\nzzz,yyy,xxx", "1 [aaa] [bbb] [ccc]\n2 [zzz] [yyy] [xxx]\n");
    ASSERT_ROWS(
        "\"aaa\",\"bbb\",\"ccc\"\r\nzzz,yyy,xxx", "1 [aaa] [bbb] [ccc]\n2 [zzz] [yyy] [xxx]\n");
    ASSERT_ROWS("\"aaa\",\"b\r\nbb\",\"c,c\"\r\nzzz,yyy,xxx\r\n",
        "1 [aaa] [b\r\nbb] [c,c]\n3 [zzz] [yyy] [xxx]\n");
    ASSERT_ROWS("\"aaa\",\"b\"\"bb\",\"ccc\"\r\n", "1 [aaa] [b\"bb] [ccc]\n");
    ASSERT_ROWS("\"\"\"\",\"\"\"a\"\"\"\n", "1 [\"] [\"a\"]\n");
}

static void test_csv__each_end_of_line(void **state)
{
    (void)state;
    ASSERT_ROWS("a\nb\rc\r\nd\n\re", "1 [a]\n2 [b]\n3 [c]\n4 [d]\n5\n6 [e]\n");
    ASSERT_ROWS("a\r\r\nb", "1 [a]\n2\n3 [b]\n");
    ASSERT_ROWS("\"a\nb\rc\r\nd\"\r\"e\r\"\n\"f\"", "1 [a\nb\rc\r\nd]\n5 [e\r]\n7 [f]\n");
}

static void test_csv__empty_cells_and_lines(void **state)
{
    (void)state;
    check_rows(comma, "", 0, "");
    ASSERT_ROWS(",", "1 [] []\n");
    ASSERT_ROWS("a,\n,b\n,,\n", "1 [a] []\n2 [] [b]\n3 [] [] []\n");
    ASSERT_ROWS("\"\"\n\"\",\"\"", "1 []\n2 [] []\n");
    ASSERT_ROWS("\n\na\n \t \n\n", "1\n2\n3 [a]\n4\n5\n");
    ASSERT_ROWS("a\n  ", "1 [a]\n");
}

static void test_csv__blanks_around_cells(void **state)
{
    (void)state;
    ASSERT_ROWS(" a b ,\t\"c, d \" ,  e\n", "1 [a b] [c, d ] [e]\n");
    ASSERT_ROWS("a,  \n", "1 [a] []\n");
    ASSERT_ROWS_OF(tab, "\t a\t \t\"b\" \n", "1 [] [a] [] [b]\n");
}

static void test_csv__delimiters(void **state)
{
    (void)state;
    for (const char *d = ";\t|:"; *d; d++) {
        char text[] = "a,b;c,\"d\"\n";
        text[3] = *d;
        check_rows((struct csv){.delimiter = *d, .quotes = true}, text, sizeof text - 1,
            "1 [a,b] [c,\"d\"]\nloose\n");
    }
    ASSERT_ROWS_OF(space, "a  \"b c\"", "1 [a] [] [b c]\n");
}

static void test_csv__loose_quotes(void **state)
{
    (void)state;
    ASSERT_ROWS("5\" disk,a \"b\" c\n", "1 [5\" disk] [a \"b\" c]\nloose\n");
    ASSERT_ROWS("\"a\"b,\"c\" \"d\",e\n", "1 [ab] [c \"d\"] [e]\nloose\n");
    ASSERT_ROWS_OF(no_quotes, "\"a\",\"b\n\"\"\n", "1 [\"a\"] [\"b]\n2 [\"\"]\n");
}

static void test_csv__a_quote_that_is_not_closed(void **state)
{
    (void)state;
    ASSERT_ROWS("a\nb,\"c,\nd\n", "1 [a]\n2 [b] [c,\nd\n]\nopen since 2\n");
    ASSERT_ROWS("\"a\nb\",\"c \"\"\n", "1 [a\nb] [c \"\n]\nopen since 2\n");
    ASSERT_ROWS("x\r\n\"", "1 [x]\n2 []\nopen since 2\n");
    ASSERT_ROWS("\"a\n\"", "1 [a\n]\n");
}

static void test_csv__semicolons_end_rows(void **state)
{
    (void)state;
    ASSERT_ROWS_OF(semicolons, "a,b;c,\"d;\";\ne,f", "1 [a] [b]\n1 [c] [d;]\n1 [\ne] [f]\n");
}

static void test_csv__any_byte_is_kept(void **state)
{
    (void)state;
    ASSERT_ROWS("\xff\x01,\"\xef\xbb\xbf\"", "1 [\xff\x01] [\xef\xbb\xbf]\n");
    struct csv csv = {.delimiter = ',', .quotes = true, .line = 1};
    static const char text[] = "a\0b,\"\0\"\n";
    const char *at = text;
    assert_true(csv_next(&csv, &at, text + sizeof text - 1));
    assert_int_equal(csv.count, 2);
    assert_memory_equal(csv.text.bytes, "a\0b\0\0", 6);
    assert_int_equal(csv.start[1], 4);
    assert_int_equal(csv.start[2], 6);
    csv_done(&csv);
}

static void test_csv__lines_that_are_passed_over_count(void **state)
{
    (void)state;
    struct csv csv = {.delimiter = ',', .quotes = true, .line = 3};
    const char text[] = "a\nb\n", *at = text;
    assert_true(csv_next(&csv, &at, text + 4));
    assert_int_equal(csv.row_line, 3);
    csv.line = 10;
    assert_true(csv_next(&csv, &at, text + 4));
    assert_int_equal(csv.row_line, 10);
    assert_false(csv_last(&csv));
    csv_done(&csv);
}

/* A row as long as any; cells beyond the last that fit do not take memory, nor move the next row.
 */
static void test_csv__long_rows(void **state)
{
    (void)state;
    const size_t size = 3000000;
    char *text = malloc(size);
    assert_non_null(text);
    memset(text, 'x', size);
    text[0] = '"';
    text[size / 2] = '\n';
    text[size - 4] = '"';
    memcpy(text + size - 3, "\ny\n", 3);
    struct csv csv = {.delimiter = ',', .quotes = true, .line = 1};
    const char *at = text;
    assert_true(csv_next(&csv, &at, text + size));
    assert_int_equal(csv.count, 1);
    assert_int_equal(strlen(csv_cell(&csv, 0)), size - 5);
    assert_memory_equal(csv_cell(&csv, 0), text + 1, size - 5);
    assert_true(csv_next(&csv, &at, text + size));
    assert_string_equal(csv_cell(&csv, 0), "y");
    assert_int_equal(csv.row_line, 3);
    csv_done(&csv);

    memset(text, ',', size - 3);
    csv = (struct csv){.delimiter = ',', .line = 1};
    at = text;
    assert_true(csv_next(&csv, &at, text + size));
    assert_int_equal(csv.count, CSV_CELLS_MAX);
    assert_true(csv.text.capacity < 4096);
    assert_true(csv_next(&csv, &at, text + size));
    assert_int_equal(csv.count, 1);
    assert_string_equal(csv_cell(&csv, 0), "y");
    csv_done(&csv);
    free(text);
}

static void test_csv__memory_runs_out(void **state)
{
    (void)state;
    static const char text[] = "a,b\nccccccccccccccccccccccccccccccccccccccccccc,"
                               "\"dddddddddddddddddddddddddddddddddddddddddd\"\ne\n";
    long fail_at = 0, failures;
    do {
        struct csv csv = {.delimiter = ',', .quotes = true, .line = 1};
        const char *at = text;
        scarce_arm(++fail_at);
        while (csv_next(&csv, &at, text + sizeof text - 1))
            for (size_t i = 0; i < csv.count; i++)
                assert_true(strlen(csv_cell(&csv, i)) < sizeof text);
        failures = scarce.failures;
        assert_int_equal(csv.text.failed, failures); /* and no row makes it forgotten */
        csv_done(&csv);
        scarce_disarm();
        assert_int_equal(scarce_leaks(), 0);
    } while (failures);
    assert_true(fail_at > 2);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_csv__rfc_4180),
        cmocka_unit_test(test_csv__each_end_of_line),
        cmocka_unit_test(test_csv__empty_cells_and_lines),
        cmocka_unit_test(test_csv__blanks_around_cells),
        cmocka_unit_test(test_csv__delimiters),
        cmocka_unit_test(test_csv__loose_quotes),
        cmocka_unit_test(test_csv__a_quote_that_is_not_closed),
        cmocka_unit_test(test_csv__semicolons_end_rows),
        cmocka_unit_test(test_csv__any_byte_is_kept),
        cmocka_unit_test(test_csv__lines_that_are_passed_over_count),
        cmocka_unit_test(test_csv__long_rows),
        cmocka_unit_test(test_csv__memory_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
