/* The encodings of text files: those that are marked, guessed and named. */
#include "text/encoding.h"

#include "test.h"

#include <iconv.h>

/* The first line, the encoding and the note that a file gives. */
struct got {
    enum err_code code;
    struct err err;
    struct buf lines, note;
    char encoding[32];
};

static struct got read_bytes(const char *bytes, size_t size, const char *encoding)
{
    struct got got = {.code = ERR_NONE};
    struct source_lines *lines = calloc(1, sizeof *lines);
    struct buf line = {0};
    FILE *file = tmpfile();
    assert_true(lines && file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    got.code = lines_open(lines, file, "words", encoding, &got.err);
    if (!got.code) {
        snprintf(got.encoding, sizeof got.encoding, "%s", lines->encoding);
        lines_note(lines, &got.note);
        while (lines_next(lines, &line))
            buf_format(&got.lines, "%s\n", buf_string(&line));
        lines_close(lines);
    }
    fclose(file);
    buf_done(&line);
    free(lines);
    return got;
}

static struct buf encoded(const char *text, const char *encoding)
{
    struct buf bytes = {0};
    char out[4096], *in = (char *)text, *to = out;
    size_t left = strlen(text), space = sizeof out;
    iconv_t converter = iconv_open(encoding, "UTF-8");
    assert_true(converter != (iconv_t)-1);
    assert_int_equal(iconv(converter, &in, &left, &to, &space), 0);
    iconv_close(converter);
    buf_add(&bytes, out, sizeof out - space);
    return bytes;
}

static void check(const char *text, const char *encoding, const char *named, const char *wanted)
{
    struct buf bytes = encoded(text, encoding);
    struct got got = read_bytes(bytes.bytes, bytes.length, named);
    assert_int_equal(got.code, ERR_NONE);
    assert_string_equal(got.encoding, wanted);
    assert_string_equal(buf_string(&got.lines), text);
    buf_done(&bytes);
    buf_done(&got.lines);
    buf_done(&got.note);
}

#define ASSERT_GUESSED(text, encoding, wanted) check(text, encoding, NULL, wanted)

/* Word lists of three lines. */
static const char russian[] = "дом,house\nкот,cat\nсобака,dog\n";

static void test_encoding__three_lines_in_cyrillic(void **state)
{
    (void)state;
    ASSERT_GUESSED(russian, "CP1251", "CP1251");
    ASSERT_GUESSED(russian, "KOI8-R", "KOI8-R");
    ASSERT_GUESSED("вопрос,ответ\nстолица,Париж\nдважды два,четыре\n", "KOI8-R", "KOI8-R");
    ASSERT_GUESSED("будинок,house\nкіт,cat\nїжак,hedgehog\n", "CP1251", "CP1251");
}

static void test_encoding__three_lines_of_east_asia(void **state)
{
    (void)state;
    ASSERT_GUESSED("いぬ,dog\nねこ,cat\nたべる,to eat\n", "CP932", "CP932");
    ASSERT_GUESSED("犬,dog\n猫,cat\n学校,school\n", "CP932", "CP932");
    ASSERT_GUESSED("いぬ,dog\nねこ,cat\nたべる,to eat\n", "EUC-JP", "EUC-JP");
    ASSERT_GUESSED("狗,dog\n猫,cat\n学校,school\n", "GB18030", "GB18030");
    ASSERT_GUESSED("狗,dog\n貓,cat\n學校,school\n", "BIG5", "BIG5");
    ASSERT_GUESSED("개,dog\n고양이,cat\n학교,school\n", "EUC-KR", "EUC-KR");
    ASSERT_GUESSED("บ้าน;house\nแมว;cat\nหมา;dog\n", "TIS-620", "TIS-620");
}

static void test_encoding__three_lines_in_other_alphabets(void **state)
{
    (void)state;
    ASSERT_GUESSED("σπίτι;house\nγάτα;cat\nσκύλος;dog\n", "ISO-8859-7", "ISO-8859-7");
    ASSERT_GUESSED("בית;house\nחתול;cat\nכלב;dog\n", "CP1255", "CP1255");
    ASSERT_GUESSED("بيت;house\nقطة;cat\nكلب;dog\nمدرسة;school\n", "CP1256", "CP1256");
}

static void test_encoding__latin_alphabets_of_the_east(void **state)
{
    (void)state;
    ASSERT_GUESSED("żółty;yellow\nłódź;boat\ndziękuję;thanks\n", "CP1250", "CP1250");
    ASSERT_GUESSED("żółty;yellow\nłódź;boat\ndziękuję;thanks\n", "ISO-8859-2", "ISO-8859-2");
    ASSERT_GUESSED("žlutý;yellow\nkůň;horse\nčeština;Czech\n", "CP1250", "CP1250");
    ASSERT_GUESSED("teşekkür;thanks\nağaç;tree\nışık;light\n", "CP1254", "ISO-8859-9");
    ASSERT_GUESSED("ačiū;thanks\nžuvis;fish\nvaikščioti;walk\n", "CP1257", "ISO-8859-13");
}

/* uchardet alone takes several of these for Central European. */
static void test_encoding__western_words_stay_western(void **state)
{
    (void)state;
    ASSERT_GUESSED("q;a\nMüller;ä\n", "CP1252", "WINDOWS-1252");
    ASSERT_GUESSED("café;coffee\n", "CP1252", "WINDOWS-1252");
    ASSERT_GUESSED("naïve;simple\n", "CP1252", "WINDOWS-1252");
    ASSERT_GUESSED("niño;child\naño;year\n", "CP1252", "WINDOWS-1252");
    ASSERT_GUESSED("città;town\nperché;why\n", "CP1252", "WINDOWS-1252");
    ASSERT_GUESSED("pão;bread\ncoração;heart\n", "CP1252", "WINDOWS-1252");
    ASSERT_GUESSED("København;Copenhagen\nÅrhus;Aarhus\n", "CP1252", "WINDOWS-1252");
    ASSERT_GUESSED("it’s;it is\n“so”;20 €\n", "CP1252", "WINDOWS-1252");
}

static void test_encoding__a_guess_is_told(void **state)
{
    (void)state;
    struct buf bytes = encoded(russian, "CP1251");
    struct got got = read_bytes(bytes.bytes, bytes.length, NULL);
    assert_string_equal(
        buf_string(&got.note), "is not UTF-8: read as CP1251 (to change it, use --encoding)");
    buf_done(&got.note);
    buf_done(&got.lines);
    got = read_bytes(bytes.bytes, bytes.length, "cp1251");
    assert_string_equal(buf_string(&got.note), "");
    buf_done(&got.lines);
    buf_done(&bytes);
}

/* A byte that is invalid in the guessed encoding rules it out, wherever the byte is. */
static void test_encoding__a_guess_holds_for_the_whole_file(void **state)
{
    (void)state;
    struct buf bytes = {0};
    for (int i = 0; i < 40000; i++)
        buf_text(&bytes, "\x82\xa2\x82\xca,dog\n"); /* in Shift_JIS */
    struct got got = read_bytes(bytes.bytes, bytes.length, NULL);
    assert_string_equal(got.encoding, "CP932");
    buf_done(&got.note);
    buf_done(&got.lines);
    buf_text(&bytes, "\xff\n");
    got = read_bytes(bytes.bytes, bytes.length, NULL);
    assert_string_equal(got.encoding, "WINDOWS-1252");
    buf_done(&got.note);
    buf_done(&got.lines);
    buf_done(&bytes);
}

static void test_encoding__bytes_far_behind_plain_text(void **state)
{
    (void)state;
    struct buf bytes = {0};
    struct buf words = encoded(russian, "CP1251");
    for (int i = 0; i < 100000; i++)
        buf_text(&bytes, "plain,text\n");
    buf_text(&bytes, buf_string(&words));
    struct got got = read_bytes(bytes.bytes, bytes.length, NULL);
    assert_string_equal(got.encoding, "CP1251");
    buf_done(&got.note);
    buf_done(&got.lines);
    buf_done(&bytes);
    buf_done(&words);
}

static void test_encoding__what_the_user_names(void **state)
{
    (void)state;
    check("žena,woman\n", "ISO-8859-2", "iso-8859-2", "iso-8859-2");
    check("dům,house\n", "UTF-8", "utf-8", "utf-8");
    check("いぬ,dog\n", "ISO-2022-JP", "ISO-2022-JP", "ISO-2022-JP");
    check("ü,umlaut\n", "UTF-16BE", "UTF-16BE", "UTF-16BE");
    check("ü,umlaut\n", "UTF-32LE", "UTF-32LE", "UTF-32LE");
}

static void test_encoding__marks_are_no_text(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t size;
        const char *named;
    } marked[] = {{"\xef\xbb\xbf\xc3\xbc\n", 6, NULL}, {"\xef\xbb\xbf\xc3\xbc\n", 6, "UTF-8"},
        {"\xff\xfe\xfc\0\n\0", 6, NULL}, {"\xff\xfe\xfc\0\n\0", 6, "UTF-16LE"},
        {"\xff\xfe\xfc\0\n\0", 6, "UTF-16"}, {"\xfe\xff\0\xfc\0\n", 6, NULL}};
    for (size_t i = 0; i < sizeof marked / sizeof *marked; i++) {
        struct got got = read_bytes(marked[i].bytes, marked[i].size, marked[i].named);
        assert_string_equal(buf_string(&got.lines), "ü\n");
        buf_done(&got.lines);
        buf_done(&got.note);
    }
}

static void test_encoding__invalid_bytes_are_told(void **state)
{
    (void)state;
    struct got got = read_bytes("\xe9t\xe9\n", 4, "UTF-8");
    assert_string_equal(buf_string(&got.lines), "\ufffdt\ufffd\n");
    assert_string_equal(
        buf_string(&got.note), "it has bytes that are not valid UTF-8: they became \ufffd");
    buf_done(&got.lines);
    buf_done(&got.note);
}

static void test_encoding__unknown_names(void **state)
{
    (void)state;
    assert_true(encoding_is_known("Shift_JIS") && encoding_is_known("koi8-r"));
    assert_false(encoding_is_known("klingon") || encoding_is_known(""));
    struct got got = read_bytes("a\n", 2, "klingon");
    assert_int_equal(got.code, ERR_USAGE);
    assert_string_equal(got.err.message, "cannot be read as klingon: no such encoding is known");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_encoding__three_lines_in_cyrillic),
        cmocka_unit_test(test_encoding__three_lines_of_east_asia),
        cmocka_unit_test(test_encoding__three_lines_in_other_alphabets),
        cmocka_unit_test(test_encoding__latin_alphabets_of_the_east),
        cmocka_unit_test(test_encoding__western_words_stay_western),
        cmocka_unit_test(test_encoding__a_guess_is_told),
        cmocka_unit_test(test_encoding__a_guess_holds_for_the_whole_file),
        cmocka_unit_test(test_encoding__bytes_far_behind_plain_text),
        cmocka_unit_test(test_encoding__what_the_user_names),
        cmocka_unit_test(test_encoding__marks_are_no_text),
        cmocka_unit_test(test_encoding__invalid_bytes_are_told),
        cmocka_unit_test(test_encoding__unknown_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
