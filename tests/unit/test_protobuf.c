/* Protocol buffers. The bytes come from the encoding guide, or were made by hand. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "exchange/protobuf.h"

#include "test.h"

static void test_protobuf__fields(void **state)
{
    (void)state;
    /* 1: 150; 2: "testing"; 3: a fixed64 1; 4: a fixed32 2; 255: 0 */
    static const char bytes[] =
        "\x08\x96\x01\x12\x07testing\x19\1\0\0\0\0\0\0\0\x25\2\0\0\0\xf8\x0f\0";
    struct protobuf message = protobuf_of(bytes, sizeof bytes - 1);
    struct protobuf_field field;
    assert_true(protobuf_next(&message, &field));
    assert_int_equal(field.number, 1);
    assert_int_equal(field.value, 150);
    assert_null(field.bytes);
    assert_true(protobuf_next(&message, &field));
    assert_int_equal(field.number, 2);
    assert_int_equal(field.length, 7);
    assert_memory_equal(field.bytes, "testing", 7);
    assert_true(protobuf_next(&message, &field));
    assert_int_equal(field.value, 1);
    assert_true(protobuf_next(&message, &field));
    assert_int_equal(field.value, 2);
    assert_true(protobuf_next(&message, &field));
    assert_int_equal(field.number, 255);
    assert_false(protobuf_next(&message, &field));
    assert_false(message.broken);
}

static void check_broken(const char *bytes, size_t length)
{
    struct protobuf message = protobuf_of(bytes, length);
    struct protobuf_field field;
    while (protobuf_next(&message, &field))
        ;
    assert_true(message.broken);
    assert_false(protobuf_next(&message, &field));
}

static void test_protobuf__what_is_none(void **state)
{
    (void)state;
    check_broken("\x08", 1);                                              /* no value */
    check_broken("\x08\x80", 2);                                          /* it does not end */
    check_broken("\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 12); /* it is too long */
    check_broken("\x12\x05"
                 "abc",
        5); /* bytes are missing */
    check_broken("\x12\xff\xff\xff\xff\xff\xff\xff\xff\x7f"
                 "abc",
        13);
    check_broken("\x19\1\2\3", 4);
    check_broken("\x0b", 1); /* a group, which nobody uses any more */
    check_broken("\x00\x01", 2);
    struct protobuf empty = protobuf_of("", 0);
    struct protobuf_field field;
    assert_false(protobuf_next(&empty, &field));
    assert_false(empty.broken);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_protobuf__fields),
        cmocka_unit_test(test_protobuf__what_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
