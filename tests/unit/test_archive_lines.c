/* The lines of archives, and the rows that they hold. */
#include "exchange/archive_lines.h"

#include "exchange/archive_paths.h"
#include "exchange/base64.h"
#include "model/scheduler.h"

#include "test.h"

/* Reads a text as the second line of an archive. */
static enum err_code read_line(struct archive_line *line, const char *text, struct err *err)
{
    const struct archive_place place = {"x.jsonl", 2, text, strlen(text)};
    return archive_line_read(line, &place, err);
}

static void test_archive_lines__come_back(void **state)
{
    struct archive_event event = {.id = INT64_C(9007199254740991),
        .card_id = 100000000,
        .at_ms = -INT64_C(259200000000000),
        .offset_min = -720,
        .study_day = -3000000,
        .kind = 4,
        .due = ARCHIVE_NONE,
        .undone_ms = 0,
        .rating = 5,
        .ease_before = 130,
        .ease_after = 130,
        .scheduler = SCHEDULER_FSRS,
        .retention = 9000,
        .stability = 0x3f800000, /* 1 */
        .difficulty = ARCHIVE_NONE};
    struct archive_line line;
    struct buf text = {0};
    struct err err;
    (void)state;
    assert_int_equal(archive_line_write(&text, &archive_review, &event, &err), ERR_NONE);
    assert_string_equal(buf_string(&text),
        "{\"type\": \"review\", \"review_id\": 9007199254740991, \"card_id\": 100000000, "
        "\"reviewed_ms\": -259200000000000, \"offset_min\": -720, \"study_day\": -3000000, "
        "\"kind\": \"cram\", \"rating\": 5, \"spent_ms\": 0, \"interval_before\": 0, "
        "\"interval_after\": 0, \"ease_before\": 130, \"ease_after\": 130, \"undone\": 0, "
        "\"scheduler\": \"fsrs\", \"retention\": 9000, \"stability\": 1065353216}\n");
    assert_int_equal(read_line(&line, buf_string(&text), &err), ERR_NONE);
    assert_ptr_equal(line.kind, &archive_review);
    for (size_t i = 0; i < archive_review.count; i++) {
        size_t offset = archive_review.fields[i].offset;
        assert_memory_equal((char *)&line.row + offset, (char *)&event + offset, sizeof event.id);
    }
    archive_line_done(&line);
    event.rating = 6; /* no database has that unless it is damaged */
    assert_int_equal(archive_line_write(&text, &archive_review, &event, &err), ERR_STORE);
    assert_non_null(strstr(err.message, "review 9007199254740991: \"rating\" is out of range"));
    buf_done(&text);
}

static void test_archive_lines__texts_keep_every_character(void **state)
{
    const struct archive_part part = {
        "a/b.yaml", "\x01\x1f \"\\/ \x7f\xc2\x80 \xc3\xa9 \xf0\x9f\x98\x80 \xe2\x80\xa8\n", NULL};
    struct archive_line line;
    struct buf text = {0};
    struct err err;
    (void)state;
    assert_int_equal(archive_line_write(&text, &archive_file, &part, &err), ERR_NONE);
    assert_int_equal(read_line(&line, buf_string(&text), &err), ERR_NONE);
    assert_string_equal(line.row.part.path, part.path);
    assert_string_equal(line.row.part.text, part.text);
    assert_null(line.row.part.base64);
    archive_line_done(&line);
    assert_int_equal(
        read_line(&line, "{\"type\": \"settings\", \"text\": \"\\ud83d\\ude00\\u00e9\"}", &err),
        ERR_NONE);
    assert_string_equal(line.row.part.text, "\xf0\x9f\x98\x80\xc3\xa9");
    archive_line_done(&line);
    buf_done(&text);
}

static void test_archive_lines__mistakes_have_a_column(void **state)
{
    const struct {
        const char *text, *message;
        unsigned column;
    } cases[] = {
        {"[]", "not an object", 1},
        {"{\"x\": 1}", "\"type\" is missing", 1},
        {"{\"type\": \"file\", \"path\": 7}", "\"path\" has the wrong type", 18},
        {"{\"type\": \"file\", \"text\": \"\xc3\xa9\", \"path\": \"\"}", "out of range", 31},
        {"{\"type\": \"file\", \"path\": \"x\", \"path\": \"y\"}", "duplicate", 36},
        {"{\"type\": \"file\", \"path\": \"\\u0000\"}", "\\u0000", 33},
        {"{\"type\": \"end\", \"decks\": 1.5}", "\"decks\" has the wrong type", 17},
        {"{\"type\": \"end\", \"decks\": 9223372036854775808}", "too big", 44},
        {"{\"type\": \"end\"} x", "end of file expected", 17},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct archive_line line;
        struct err err;
        assert_int_equal(read_line(&line, cases[i].text, &err), ERR_MISTAKE);
        if (!strstr(err.message, cases[i].message) || err.line != 2 ||
            err.column != cases[i].column)
            fail_msg("%s: %u:%u: %s", cases[i].text, err.line, err.column, err.message);
    }
}

static void test_archive_lines__base64(void **state)
{
    /* RFC 4648, section 10 */
    static const char *const vectors[][2] = {{"", ""}, {"f", "Zg=="}, {"fo", "Zm8="},
        {"foo", "Zm9v"}, {"foob", "Zm9vYg=="}, {"fooba", "Zm9vYmE="}, {"foobar", "Zm9vYmFy"}};
    static const char *const wrong[] = {
        "Zg=", "Z", "Zg==Zg==", "Zm9v\n", "Zh==", "Zm9=", "=", "====", "Zm 9", "Zg=a"};
    (void)state;
    for (size_t i = 0; i < COUNT(vectors); i++) {
        struct buf text = {0}, bytes = {0};
        base64_encode(&text, vectors[i][0], strlen(vectors[i][0]));
        assert_string_equal(buf_string(&text), vectors[i][1]);
        assert_true(base64_decode(&bytes, vectors[i][1]));
        assert_string_equal(buf_string(&bytes), vectors[i][0]);
        buf_done(&text);
        buf_done(&bytes);
    }
    for (size_t i = 0; i < COUNT(wrong); i++) {
        struct buf bytes = {0};
        if (base64_decode(&bytes, wrong[i]))
            fail_msg("%s is Base64", wrong[i]);
        buf_done(&bytes);
    }
}

static void test_archive_lines__paths(void **state)
{
    static const char *const safe[] = {"a", "a/b.yaml", "a b/\xc3\xa9", "a..b", "a/b..", "~"};
    static const char *const unsafe[] = {"", "/", "/a", "a/", "a//b", ".", "..", "../a", "a/../b",
        "a/..", ".a", "a/.b", "./a", "a\nb", "a\\b", "a/\x7f"};
    (void)state;
    for (size_t i = 0; i < COUNT(safe); i++)
        assert_true(archive_path_is_safe(safe[i]));
    for (size_t i = 0; i < COUNT(unsafe); i++)
        if (archive_path_is_safe(unsafe[i]))
            fail_msg("\"%s\" is safe", unsafe[i]);
    struct buf path = {0};
    archive_path_add_safe(&path, ".a/..b/c\n\\d");
    assert_string_equal(buf_string(&path), "_a/_.b/c__d");
    assert_true(archive_path_is_safe(buf_string(&path)));
    buf_done(&path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_archive_lines__come_back),
        cmocka_unit_test(test_archive_lines__texts_keep_every_character),
        cmocka_unit_test(test_archive_lines__mistakes_have_a_column),
        cmocka_unit_test(test_archive_lines__base64),
        cmocka_unit_test(test_archive_lines__paths),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
