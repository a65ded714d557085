/* Random formulas are written in LaTeX as people write it, converted, and evaluated: the Unicode
 * must have the same value as the LaTeX, however one reads it. */
#include "text/math.h"

#include "test.h"
#include "unit/math_tree.h"
#include "unit/math_value.h"

/* ---- its value ---- */

static uint64_t scripted(uint64_t name, bool below, uint64_t index, bool above, uint64_t exponent)
{
    struct value_scripts scripts = {
        .has_below = below, .below = index, .has_above = above, .above = exponent};
    return value_scripted(value_of(VALUE_NAME, name, 0, 0), &scripts);
}

static uint64_t worth(const struct tree *t);

static uint64_t worth_of_named(const struct tree *t)
{
    uint64_t a = worth(t->a), lower, d;
    switch (t->kind) {
    case FUNCTION:
        return value_of(
            VALUE_NAME, scripted(t->which % 5 + 1, false, 0, t->which / 5 == 1, 2), a, 0);
    case LIMIT:
        lower = value_of(VALUE_RELATION, U'→', value_letter('x'), worth(t->b));
        return value_of(VALUE_NAME, scripted(6, true, lower, false, 0), a, 0);
    case BIG:
        lower = value_of(VALUE_RELATION, '=', value_letter('i'), worth(t->b));
        return value_of(
            VALUE_NAME, scripted(7 + t->which % 2, true, lower, true, worth(t->c)), a, 0);
    default: /* an integral */
        d = value_times(value_letter('d'), value_letter('x'));
        return value_of(
            VALUE_NAME, scripted(9, true, worth(t->b), true, worth(t->c)), value_times(a, d), 0);
    }
}

static uint64_t worth(const struct tree *t)
{
    uint64_t a = t->a ? worth(t->a) : 0, b = t->b ? worth(t->b) : 0;
    switch (t->kind) {
    case NUMBER:
        return t->which;
    case LETTER:
        return value_letter(letters[t->which].letter);
    case SUM:
        return value_plus(a, b);
    case DIFFERENCE:
        return value_plus(a, value_minus(b));
    case NEGATIVE:
        return value_minus(a);
    case PRODUCT:
    case TIMES:
        return value_times(a, b);
    case FRACTION:
    case SLASH:
        return value_times(a, value_inverse(b));
    case POWER:
        return value_of(VALUE_POWER, a, b, 0);
    case INDEX:
        return value_of(VALUE_INDEX, a, b, 0);
    case ROOT:
        return value_of(VALUE_ROOT, t->which % 6 < 3 ? 2 : t->which % 6, a, 0);
    case FACTORIAL:
        return value_of(VALUE_FACTORIAL, a, 0, 0);
    case PRIMED:
        return value_of(VALUE_PRIMED, a, t->which % 2 + 1, 0);
    case CALL:
        return value_of(
            VALUE_NAME, t->which % 2 ? 'f' : 'g', value_letter(t->which % 2 ? 'f' : 'g'), a);
    case BINOMIAL:
        return value_of(VALUE_BINOMIAL, a, b, 0);
    case ABSOLUTE:
        return value_of(VALUE_ABSOLUTE, a, 0, 0);
    case MARK:
        return value_of(VALUE_MARK, a, marks[t->which % 5].mark, 0);
    case LINE:
        return value_of(VALUE_LINE, a, 0, 0);
    default:
        return worth_of_named(t);
    }
}

/* ---- the tests ---- */

static void check(const struct tree *t, const char *latex, const char *unicode)
{
    uint64_t expected = worth(t);
    for (int tight = 0; tight <= 1; tight++) {
        const char *wrong;
        uint64_t value = math_value(unicode, tight, &wrong);
        if (wrong || value != expected)
            fail_msg("%s is shown as %s (%s)", latex, unicode, wrong ? wrong : "another value");
    }
}

static void test_math__random_formulas_keep_their_meaning(void **state)
{
    enum { FORMULAS = 100000 };
    int refused = 0;
    struct buf latex = {0}, out = {0};
    (void)state;
    pool.state = 12;
    for (int i = 0; i < FORMULAS; i++) {
        pool.count = 0;
        buf_clear(&latex);
        buf_clear(&out);
        const struct tree *tree = grow(1 + i % 4);
        write_tree(&latex, tree, LEVEL_SUM);
        if (math_text(&out, latex.bytes, latex.length, i % 2))
            check(tree, latex.bytes, out.bytes);
        else
            refused++;
    }
    assert_true(refused < FORMULAS / 100);
    buf_done(&latex);
    buf_done(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_math__random_formulas_keep_their_meaning),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
