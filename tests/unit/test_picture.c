/* How many cells a picture takes. */
#include "view/picture.h"

#include "base/buf.h"

#include "test.h"

static void test_picture__fit(void **state)
{
    (void)state;
    static const struct {
        int width, height, max_rows, max_cols, cell_width, cell_height, rows, cols;
    } cases[] = {
        /* small ones keep their pixels, rounded up to cells */
        {80, 32, 20, 60, 8, 16, 2, 10},
        {81, 33, 20, 60, 8, 16, 3, 11},
        {1, 1, 20, 60, 8, 16, 1, 1},
        /* too wide: 480 of 4,000 pixels, and 480 x 1,000 / 4,000 = 120 in height */
        {4000, 1000, 20, 60, 8, 16, 8, 60},
        /* too high: 320 of 4,000 pixels, and 80 in width */
        {1000, 4000, 20, 60, 8, 16, 20, 10},
        /* both: the height counts */
        {1000, 1000, 20, 60, 8, 16, 20, 40},
        /* larger cells: 1,200 x 800 pixels */
        {1000, 500, 20, 60, 20, 40, 13, 50},
        /* a size that is not known is 8 x 16 */
        {80, 32, 20, 60, 0, 0, 2, 10},
        {80, 32, 20, 60, 10, 0, 2, 10},
        /* extreme shapes stay visible */
        {10000, 1, 20, 60, 8, 16, 1, 60},
        {1, 10000, 20, 60, 8, 16, 20, 1},
        {8000, 8000, 1, 60, 8, 16, 1, 2},
        /* nothing */
        {0, 5, 20, 60, 8, 16, 0, 0},
        {5, -1, 20, 60, 8, 16, 0, 0},
        {5, 5, 0, 60, 8, 16, 0, 0},
        {5, 5, 20, 0, 8, 16, 0, 0},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        int rows = -1, cols = -1;
        picture_fit(cases[i].width, cases[i].height, cases[i].max_rows, cases[i].max_cols,
            cases[i].cell_width, cases[i].cell_height, &rows, &cols);
        if (rows != cases[i].rows || cols != cases[i].cols)
            fail_msg("%d x %d: %d rows, %d columns", cases[i].width, cases[i].height, rows, cols);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_picture__fit)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
