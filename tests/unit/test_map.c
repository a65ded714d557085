/* The hash map. */
#include "base/map.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static void test_map__an_empty_map(void **state)
{
    struct map map = {0};
    size_t slot;
    (void)state;
    assert_int_equal(map_first(&map, 1, &slot), MAP_NONE);
    assert_int_equal(map_get(&map, 0), MAP_NONE);
    map_done(&map);
}

/* Hashes that differ in few bits, and one number of each. */
static void test_map__many(void **state)
{
    struct map map = {0};
    size_t slot;
    (void)state;
    for (uint32_t i = 0; i < 20000; i++)
        assert_true(map_add(&map, (uint64_t)i << (i % 40), i));
    assert_int_equal(map.count, 20000);
    for (uint32_t i = 0; i < 20000; i++) {
        uint64_t hash = (uint64_t)i << (i % 40);
        uint32_t found = map_first(&map, hash, &slot);
        while (found != i && found != MAP_NONE)
            found = map_next(&map, hash, &slot);
        assert_int_equal(found, i);
    }
    assert_int_equal(map_get(&map, UINT64_MAX), MAP_NONE);
    map_done(&map);
}

static void test_map__numbers_of_one_hash_keep_their_order(void **state)
{
    struct map map = {0};
    size_t slot;
    (void)state;
    for (uint32_t i = 0; i < 500; i++) {
        assert_true(map_add(&map, 7, i));
        assert_true(map_add(&map, i * 3 + 8, i));
    }
    uint32_t found = map_first(&map, 7, &slot);
    for (uint32_t i = 0; i < 500; i++) {
        assert_int_equal(found, i);
        found = map_next(&map, 7, &slot);
    }
    assert_int_equal(found, MAP_NONE);
    map_done(&map);
}

static void test_map__keeps_the_number_of_each_text(void **state)
{
    struct map map = {0};
    char text[16];
    (void)state;
    for (uint32_t i = 1; i <= 20000; i++) {
        snprintf(text, sizeof text, "text %u", i);
        uint32_t *number = map_text(&map, text);
        assert_non_null(number);
        assert_int_equal(*number, 0);
        *number = i;
    }
    for (uint32_t i = 1; i <= 20000; i++) {
        snprintf(text, sizeof text, "text %u", i);
        assert_int_equal(*map_text(&map, text), i);
    }
    assert_int_equal(map.count, 20000);
    map_done(&map);
    assert_int_equal(*map_text(&map, "text 1"), 0);
    map_done(&map);
}

static void test_map__an_empty_text_is_one(void **state)
{
    struct map map = {0};
    (void)state;
    *map_text(&map, "") = 7;
    assert_int_equal(*map_text(&map, "a"), 0);
    assert_int_equal(*map_text(&map, ""), 7);
    map_done(&map);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_map__an_empty_map),
        cmocka_unit_test(test_map__many),
        cmocka_unit_test(test_map__numbers_of_one_hash_keep_their_order),
        cmocka_unit_test(test_map__keeps_the_number_of_each_text),
        cmocka_unit_test(test_map__an_empty_text_is_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
