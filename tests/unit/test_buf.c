/* Byte strings that grow, also when memory runs out. */
#include "base/buf.h"

#include "test.h"

/* More than any machine has: little enough to be asked of malloc, and more than an object can be.
 */
static const size_t too_much[] = {SIZE_MAX / 64, SIZE_MAX / 8, PTRDIFF_MAX - 4096, PTRDIFF_MAX};

/* The address sanitizer ends the program on a request that malloc would only refuse. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "allocator_may_return_null=1";
}

static void assert_text(const struct buf *buf, const char *expected)
{
    assert_false(buf->failed);
    assert_string_equal(buf_string(buf), expected);
    assert_int_equal(buf->length, strlen(expected));
}

static void test_buf__zero_is_empty(void **state)
{
    struct buf buf = {0};

    (void)state;
    assert_non_null(buf_string(&buf));
    assert_text(&buf, "");
    buf_cut(&buf, 0);
    buf_clear(&buf);
    assert_text(&buf, "");
    buf_done(&buf);
}

static void test_buf__appends(void **state)
{
    struct buf buf = {0};

    (void)state;
    buf_text(&buf, "drill");
    assert_text(&buf, "drill");
    buf_char(&buf, ':');
    buf_add(&buf, " what, why, how", 6);
    assert_text(&buf, "drill: what,");
    buf_fill(&buf, '.', 3);
    assert_text(&buf, "drill: what,...");
    buf_format(&buf, "%s=%d", " n", -7);
    assert_text(&buf, "drill: what,... n=-7");
    buf_done(&buf);
}

static void test_buf__appends_of_nothing(void **state)
{
    struct buf buf = {0};

    (void)state;
    buf_text(&buf, "");
    buf_add(&buf, "x", 0);
    buf_fill(&buf, 'x', 0);
    buf_format(&buf, "%s", "");
    assert_text(&buf, "");
    buf_text(&buf, "a");
    buf_text(&buf, "");
    buf_add(&buf, "x", 0);
    buf_fill(&buf, 'x', 0);
    buf_format(&buf, "%s", "");
    assert_text(&buf, "a");
    buf_done(&buf);
}

static void test_buf__holds_any_byte(void **state)
{
    static const char expected[] = {'a', 0, 'b', 0, 0, (char)0xff, 0, 'c'};
    struct buf buf = {0};

    (void)state;
    buf_add(&buf, "a\0b", 3);
    buf_fill(&buf, '\0', 2);
    buf_char(&buf, (char)0xff);
    buf_char(&buf, '\0');
    buf_format(&buf, "%c", 'c');
    assert_int_equal(buf.length, sizeof expected);
    assert_memory_equal(buf.bytes, expected, sizeof expected);
    assert_int_equal(buf.bytes[buf.length], 0);
    buf_done(&buf);
}

static void test_buf__ends_with_a_nul_at_every_length(void **state)
{
    struct buf buf = {0};
    size_t i;

    (void)state;
    for (i = 0; i < 300000; i++) {
        buf_char(&buf, (char)('a' + i % 26));
        assert_int_equal(buf.length, i + 1);
        assert_int_equal(buf.bytes[i + 1], '\0');
        assert_true(buf.capacity > buf.length);
    }
    assert_false(buf.failed);
    for (i = 0; i < 300000; i++)
        assert_int_equal(buf.bytes[i], 'a' + i % 26);
    buf_done(&buf);
}

/* Every start against every length around the sizes at which buffers grow. */
static void test_buf__grows_from_any_length(void **state)
{
    char text[1400];
    size_t before, after;

    (void)state;
    memset(text, 'y', sizeof text);
    for (before = 0; before <= 300; before++) {
        for (after = before; after <= 1300; after += 1 + after % 7) {
            struct buf buf = {0};

            buf_fill(&buf, 'x', before);
            buf_add(&buf, text, after - before);
            assert_int_equal(buf.length, after);
            assert_int_equal(buf_string(&buf)[after], '\0');
            assert_true(before == 0 || buf.bytes[before - 1] == 'x');
            assert_true(before == after || buf.bytes[before] == 'y');
            buf_done(&buf);
        }
    }
}

static void test_buf__format_of_any_length(void **state)
{
    size_t before, width;

    (void)state;
    for (before = 0; before <= 70; before++) {
        for (width = 1; width <= 600; width += 1 + width % 5) {
            struct buf buf = {0};

            buf_fill(&buf, 'x', before);
            buf_format(&buf, "%*d", (int)width, 7);
            assert_false(buf.failed);
            assert_int_equal(buf.length, before + width);
            assert_int_equal(buf.bytes[before + width - 1], '7');
            assert_int_equal(buf.bytes[before + width], '\0');
            assert_true(before == 0 || buf.bytes[before - 1] == 'x');
            assert_true(width == 1 || buf.bytes[before] == ' ');
            buf_done(&buf);
        }
    }
}

static void test_buf__long_format(void **state)
{
    struct buf buf = {0};

    (void)state;
    buf_format(&buf, "<%0*d>", 1000000, 42);
    assert_int_equal(buf.length, 1000002);
    assert_memory_equal(buf.bytes + 999998, "042>", 5);
    buf_done(&buf);
}

static void test_buf__clear_keeps_the_memory(void **state)
{
    struct buf buf = {0};
    size_t capacity;
    char *bytes;

    (void)state;
    buf_fill(&buf, 'x', 5000);
    bytes = buf.bytes;
    capacity = buf.capacity;
    buf_clear(&buf);
    assert_text(&buf, "");
    assert_ptr_equal(buf.bytes, bytes);
    assert_int_equal(buf.capacity, capacity);
    buf_fill(&buf, 'y', 5000);
    assert_ptr_equal(buf.bytes, bytes);
    assert_int_equal(buf.length, 5000);
    assert_int_equal(buf.bytes[0], 'y');
    buf_done(&buf);
}

static void test_buf__cut(void **state)
{
    struct buf buf = {0};

    (void)state;
    buf_text(&buf, "flashcard");
    buf_cut(&buf, 9);
    assert_text(&buf, "flashcard");
    buf_cut(&buf, 5);
    assert_text(&buf, "flash");
    buf_text(&buf, "light");
    assert_text(&buf, "flashlight");
    buf_cut(&buf, 0);
    assert_text(&buf, "");
    buf_done(&buf);
}

/* There is nothing after the first hundred bytes to drop. */
static void test_buf__cut_never_lengthens(void **state)
{
    struct buf buf = {0};

    (void)state;
    buf_cut(&buf, 100);
    assert_text(&buf, "");
    buf_text(&buf, "card");
    buf_cut(&buf, 100);
    assert_text(&buf, "card");
    buf_cut(&buf, SIZE_MAX);
    assert_text(&buf, "card");
    buf_done(&buf);
}

static void test_buf__failure_drops_what_follows(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(too_much); i++) {
        struct buf buf = {0};

        buf_text(&buf, "before");
        buf_fill(&buf, 'x', too_much[i]);
        assert_true(buf.failed);
        buf_text(&buf, "after");
        buf_char(&buf, 'c');
        buf_add(&buf, "add", 3);
        buf_fill(&buf, 'f', 2);
        buf_format(&buf, "%d", 1);
        assert_true(buf.failed);
        assert_string_equal(buf_string(&buf), "before");
        assert_int_equal(buf.length, 6);
        buf_done(&buf);
    }
}

static void test_buf__failure_of_the_first_append(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(too_much); i++) {
        struct buf buf = {0};

        buf_fill(&buf, 'x', too_much[i]);
        assert_true(buf.failed);
        assert_string_equal(buf_string(&buf), "");
        buf_text(&buf, "after");
        assert_string_equal(buf_string(&buf), "");
        buf_done(&buf);
    }
}

/* Lengths that wrap around when added to, or doubled, are refused like any other. */
static void test_buf__lengths_near_the_end_of_size_t(void **state)
{
    static const size_t lengths[] = {SIZE_MAX, SIZE_MAX - 1, SIZE_MAX - 5, SIZE_MAX - 6,
        SIZE_MAX - 7, SIZE_MAX - 64, SIZE_MAX / 2, SIZE_MAX / 2 + 1, SIZE_MAX / 2 + 2};
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(lengths); i++) {
        struct buf buf = {0};

        buf_text(&buf, "before");
        buf_fill(&buf, 'x', lengths[i]);
        assert_true(buf.failed);
        assert_string_equal(buf_string(&buf), "before");
        buf_done(&buf);
    }
}

static void test_buf__clear_forgets_the_failure(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(too_much); i++) {
        struct buf buf = {0};

        buf_text(&buf, "before");
        buf_fill(&buf, 'x', too_much[i]);
        assert_true(buf.failed);
        buf_clear(&buf);
        assert_text(&buf, "");
        buf_text(&buf, "after");
        assert_text(&buf, "after");
        buf_done(&buf);
    }
}

/* Arrays */

static void test_buf__array_grows(void **state)
{
    struct pair {
        int64_t a;
        char b;
    } *pairs = NULL;
    size_t capacity = 0, count, grown = 0;

    (void)state;
    for (count = 0; count < 100000; count++) {
        size_t before = capacity;

        assert_true(array_grow(&pairs, count, &capacity, sizeof *pairs));
        assert_true(capacity > count);
        assert_true(capacity >= before);
        grown += capacity != before;
        pairs[count].a = (int64_t)count * 3;
        pairs[count].b = (char)count;
    }
    for (count = 0; count < 100000; count++) {
        assert_int_equal(pairs[count].a, count * 3);
        assert_int_equal(pairs[count].b, (char)count);
    }
    assert_true(grown < 100); /* by a factor, not by one at a time */
    free(pairs);
}

static void test_buf__array_with_room_stays(void **state)
{
    int *numbers = NULL, *before;
    size_t capacity = 0, room_before, count;

    (void)state;
    assert_true(array_grow(&numbers, 0, &capacity, sizeof *numbers));
    before = numbers;
    room_before = capacity;
    for (count = 0; count < room_before; count++)
        assert_true(array_grow(&numbers, count, &capacity, sizeof *numbers));
    assert_ptr_equal(numbers, before);
    assert_int_equal(capacity, room_before);
    free(numbers);
}

/* As if the array were as long as one can be: whatever is asked for next is too much. */
static void test_buf__array_out_of_memory(void **state)
{
    static const size_t counts[] = {PTRDIFF_MAX / 8, PTRDIFF_MAX / 8 - 1, PTRDIFF_MAX / 9};
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(counts); i++) {
        int64_t *numbers = NULL, *before;
        size_t capacity = 0, claimed = counts[i];

        assert_true(array_grow(&numbers, 0, &capacity, sizeof *numbers));
        numbers[0] = 42;
        before = numbers;
        assert_false(array_grow(&numbers, counts[i], &claimed, sizeof *numbers));
        assert_ptr_equal(numbers, before);
        assert_int_equal(claimed, counts[i]);
        assert_int_equal(numbers[0], 42);
        free(numbers);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_buf__zero_is_empty),
        cmocka_unit_test(test_buf__appends),
        cmocka_unit_test(test_buf__appends_of_nothing),
        cmocka_unit_test(test_buf__holds_any_byte),
        cmocka_unit_test(test_buf__ends_with_a_nul_at_every_length),
        cmocka_unit_test(test_buf__grows_from_any_length),
        cmocka_unit_test(test_buf__format_of_any_length),
        cmocka_unit_test(test_buf__long_format),
        cmocka_unit_test(test_buf__clear_keeps_the_memory),
        cmocka_unit_test(test_buf__cut),
        cmocka_unit_test(test_buf__cut_never_lengthens),
        cmocka_unit_test(test_buf__failure_drops_what_follows),
        cmocka_unit_test(test_buf__failure_of_the_first_append),
        cmocka_unit_test(test_buf__lengths_near_the_end_of_size_t),
        cmocka_unit_test(test_buf__clear_forgets_the_failure),
        cmocka_unit_test(test_buf__array_grows),
        cmocka_unit_test(test_buf__array_with_room_stays),
        cmocka_unit_test(test_buf__array_out_of_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
