/* The table from hashes to numbers. */
#include "base/hashes.h"

#include "test.h"

static void test_hashes__an_empty_table(void **state)
{
    (void)state;
    struct hashes hashes = {0};
    size_t place;
    assert_int_equal(hashes_first(&hashes, 1, &place), HASH_NONE);
    hashes_done(&hashes);
}

/* Hashes that differ in few bits, and one number of each. */
static void test_hashes__many(void **state)
{
    (void)state;
    struct hashes hashes = {0};
    size_t place;
    for (uint32_t i = 0; i < 20000; i++)
        assert_true(hashes_add(&hashes, (uint64_t)i << (i % 40), i));
    assert_int_equal(hashes.count, 20000);
    for (uint32_t i = 0; i < 20000; i++) {
        uint64_t hash = (uint64_t)i << (i % 40);
        uint32_t found = hashes_first(&hashes, hash, &place);
        while (found != i && found != HASH_NONE)
            found = hashes_next(&hashes, hash, &place);
        assert_int_equal(found, i);
    }
    assert_int_equal(hashes_first(&hashes, UINT64_MAX, &place), HASH_NONE);
    hashes_done(&hashes);
}

static void test_hashes__numbers_of_one_hash_keep_their_order(void **state)
{
    (void)state;
    struct hashes hashes = {0};
    size_t place;
    for (uint32_t i = 0; i < 500; i++) {
        assert_true(hashes_add(&hashes, 7, i));
        assert_true(hashes_add(&hashes, i * 3 + 8, i));
    }
    uint32_t found = hashes_first(&hashes, 7, &place);
    for (uint32_t i = 0; i < 500; i++) {
        assert_int_equal(found, i);
        found = hashes_next(&hashes, 7, &place);
    }
    assert_int_equal(found, HASH_NONE);
    hashes_done(&hashes);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hashes__an_empty_table),
        cmocka_unit_test(test_hashes__many),
        cmocka_unit_test(test_hashes__numbers_of_one_hash_keep_their_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
