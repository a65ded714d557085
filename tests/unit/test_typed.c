/* What was typed, compared with an answer. The expected differences are written by hand: brackets
 * enclose what differs. */
#include "text/typed.h"

#include "test.h"

static const struct typed_rules usual = {.accents = true};
static const struct typed_rules strict = {true, true, true};
static const struct typed_rules loose = {false, false, false};

/* The text with brackets around what differs. */
static void bracket(const struct typed_side *side, struct buf *out)
{
    bool open = false;
    for (size_t i = 0; i < side->text.length; i++) {
        if (side->differs.length && side->differs.bytes[i] != open)
            buf_char(out, open ? ']' : '[');
        open = side->differs.length && side->differs.bytes[i];
        buf_char(out, side->text.bytes[i]);
    }
    buf_text(out, open ? "]" : "");
}

static void check(const char *typed, const char *answer, const struct typed_rules *rules,
    enum typed_verdict verdict, const char *typed_marked, const char *answer_marked)
{
    struct typed_result result = {0};
    struct buf a = {0}, b = {0};
    typed_compare(typed, answer, rules, &result);
    assert_false(result.failed);
    bracket(&result.typed, &a);
    bracket(&result.answer, &b);
    assert_string_equal(buf_string(&a), typed_marked);
    assert_string_equal(buf_string(&b), answer_marked);
    assert_int_equal(result.verdict, verdict);
    buf_done(&a);
    buf_done(&b);
    typed_result_done(&result);
}

static void right(const char *typed, const char *answer, const struct typed_rules *rules)
{
    struct typed_result result = {0};
    typed_compare(typed, answer, rules, &result);
    assert_false(result.failed);
    if (result.verdict != TYPED_RIGHT)
        print_error("\"%s\" is not right for \"%s\"\n", typed, answer);
    assert_int_equal(result.verdict, TYPED_RIGHT);
    typed_result_done(&result);
}

static void wrong(const char *typed, const char *answer, const struct typed_rules *rules)
{
    struct typed_result result = {0};
    typed_compare(typed, answer, rules, &result);
    assert_false(result.failed);
    assert_int_not_equal(result.verdict, TYPED_RIGHT);
    typed_result_done(&result);
}

static void test_typed__same_text_is_right(void **state)
{
    (void)state;
    right("Paris", "Paris", &strict);
    right("  a   b ", "a b", &strict);
    right("das Haus", "das\nHaus", &strict);
}

static void test_typed__nothing_typed_is_no_answer(void **state)
{
    (void)state;
    check("", "yes", &usual, TYPED_NOTHING, "", "yes");
    check(" \t ", "yes", &usual, TYPED_NOTHING, "", "yes");
    check("yes", "", &usual, TYPED_NOTHING, "yes", "");
}

static void test_typed__marks_what_is_missing_extra_and_wrong(void **state)
{
    (void)state;
    check("photosynthsis", "photosynthesis", &usual, TYPED_ALMOST, "photosynthsis",
        "photosynth[e]sis");
    check("ziehmlich", "ziemlich", &usual, TYPED_ALMOST, "zie[h]mlich", "ziemlich");
    check("seperate", "separate", &usual, TYPED_ALMOST, "sep[e]rate", "sep[a]rate");
    check("recieve", "receive", &usual, TYPED_ALMOST, "rec[ie]ve", "rec[ei]ve");
    check("the big dog", "the dog", &usual, TYPED_WRONG, "the [big ]dog", "the dog");
}

static void test_typed__short_answers_allow_no_slip(void **state)
{
    (void)state;
    assert_int_equal(typed_slips_max(3), 0);
    assert_int_equal(typed_slips_max(4), 1);
    assert_int_equal(typed_slips_max(7), 1);
    assert_int_equal(typed_slips_max(8), 2);
    assert_int_equal(typed_slips_max(35), 2);
    assert_int_equal(typed_slips_max(36), 3);
    check("cut", "cat", &usual, TYPED_WRONG, "c[u]t", "c[a]t");
    check("cast", "cost", &usual, TYPED_ALMOST, "c[a]st", "c[o]st");
    check("1915", "1914", &usual, TYPED_ALMOST, "191[5]", "191[4]");
}

static void test_typed__case_counts_only_if_set(void **state)
{
    (void)state;
    right("paris", "Paris", &usual);
    right("ΟΔΟΣ", "οδος", &usual);
    check("das haus", "das Haus", &strict, TYPED_ALMOST, "das [h]aus", "das [H]aus");
    check("NASA", "nasa", &strict, TYPED_ALMOST, "[NASA]", "[nasa]");
}

static void test_typed__accents_count_unless_unset(void **state)
{
    (void)state;
    check("ete", "été", &usual, TYPED_ALMOST, "[e]t[e]", "[é]t[é]");
    right("ete", "été", &loose);
    right("كتب", "كَتَبَ", &loose);
    wrong("か", "が", &loose);
}

static void test_typed__normal_forms_are_the_same(void **state)
{
    (void)state;
    right("e\u0301te\u0301", "\u00e9t\u00e9", &strict);
    right("ＡＢＣ", "ABC", &strict);
    right("ﾊﾞｽ", "バス", &strict);
    right("x2", "x²", &strict);
    right("don’t – “so”", "don't - \"so\"", &strict);
}

static void test_typed__clusters_are_compared_whole(void **state)
{
    (void)state;
    check("नमसते", "नमस्ते", &usual, TYPED_ALMOST, "नम[स]ते", "नम[स्]ते");
    check("👩‍🔬!", "👨‍🔬!", &usual, TYPED_WRONG, "[👩‍🔬]!", "[👨‍🔬]!");
    check("日木語", "日本語", &usual, TYPED_WRONG, "日[木]語", "日[本]語");
    check("كتاب", "كتب", &usual, TYPED_WRONG, "كت[ا]ب", "كتب");
}

static void test_typed__punctuation_at_the_edge_of_words_is_free(void **state)
{
    (void)state;
    right("it shifts left", "It shifts left.", &usual);
    right("a, b; c", "a b c", &usual);
    right("Cómo estás", "¿Cómo estás?", &usual);
    right("he said no", "he said \"no\".", &usual);
    right("はいそうです", "はい、そうです。", &usual);
    right("a b", "a … b", &usual);
    wrong("314", "3.14", &usual);
    wrong("dont", "don't", &usual);
    wrong("x", "!x", &usual);
    wrong("5", "-5", &usual);
    check("yes", "yes.", &strict, TYPED_ALMOST, "yes", "yes[.]");
}

static void test_typed__markdown_is_not_typed(void **state)
{
    (void)state;
    right("bold and code", "**bold** and `code`", &strict);
    right("a link", "a [link](https://example.org)", &strict);
    right("a link (there)", "a [link](there.md) (there)", &strict);
    right("text", "text ![a picture](x.png)", &strict);
}

static void test_typed__code_is_compared_exactly(void **state)
{
    (void)state;
    right("x = y;", "`x = y;`", &usual);
    check("Printf", "`printf`", &usual, TYPED_ALMOST, "[P]rintf", "[p]rintf");
    check("x = y", "`x = y;`", &usual, TYPED_ALMOST, "x = y", "x = y[;]");
}

static void test_typed__formulas_are_typed_as_unicode_or_latex(void **state)
{
    (void)state;
    right("x²", "$x^2$", &usual);
    right("x^2", "$x^2$", &usual);
    right("\\frac{a}{b}+1", "$\\frac{a}{b} + 1$", &usual);
    right("$x^2$", "$x^2$", &usual);
    wrong("x^3", "$x^2$", &usual);
}

static void test_typed__unlike_texts_are_not_similar(void **state)
{
    struct typed_result result = {0};
    (void)state;
    typed_compare("mitochondria", "chloroplast", &usual, &result);
    assert_int_equal(result.verdict, TYPED_WRONG);
    assert_false(result.similar);
    typed_compare("photosyntesis", "photosynthesis", &usual, &result);
    assert_true(result.similar);
    typed_result_done(&result);
}

static void test_typed__text_is_made_safe(void **state)
{
    (void)state;
    check("a\x1b[31m", "ab", &usual, TYPED_WRONG, "a[␛[31m]", "a[b]");
}

/* A long text with one change in the middle is aligned; two long texts without anything in common
 * are too much to align, and are simply wrong. */
static void test_typed__long_texts_have_bounded_cost(void **state)
{
    struct buf a = {0}, b = {0}, c = {0};
    struct typed_result result = {0};
    (void)state;
    for (int i = 0; i < 4000; i++) {
        buf_text(&a, "ab");
        buf_text(&b, i == 2000 ? "aab" : "ab");
        buf_text(&c, "xy");
    }
    typed_compare(buf_string(&a), buf_string(&b), &usual, &result);
    assert_int_equal(result.verdict, TYPED_ALMOST);
    typed_compare(buf_string(&c), buf_string(&b), &usual, &result);
    assert_int_equal(result.verdict, TYPED_WRONG);
    assert_false(result.similar);
    typed_result_done(&result);
    buf_done(&a);
    buf_done(&b);
    buf_done(&c);
}

static void test_typed__short_answers_have_one_line(void **state)
{
    struct buf words = {0};
    (void)state;
    assert_true(typed_is_short("a word"));
    assert_true(typed_is_short("**one**\nparagraph"));
    assert_false(typed_is_short("two\n\nparagraphs"));
    assert_false(typed_is_short("![picture](x.png) and text"));
    assert_false(typed_is_short(""));
    for (int i = 0; i < TYPED_COLUMNS_MAX; i++)
        buf_char(&words, 'w');
    assert_true(typed_is_short(buf_string(&words)));
    buf_char(&words, 'w');
    assert_false(typed_is_short(buf_string(&words)));
    assert_true(typed_is_possible(buf_string(&words)));
    assert_true(typed_is_possible("two\n\nparagraphs"));
    assert_false(typed_is_possible("![picture](x.png)"));
    assert_false(typed_is_possible(""));
    buf_done(&words);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_typed__same_text_is_right),
        cmocka_unit_test(test_typed__nothing_typed_is_no_answer),
        cmocka_unit_test(test_typed__marks_what_is_missing_extra_and_wrong),
        cmocka_unit_test(test_typed__short_answers_allow_no_slip),
        cmocka_unit_test(test_typed__case_counts_only_if_set),
        cmocka_unit_test(test_typed__accents_count_unless_unset),
        cmocka_unit_test(test_typed__normal_forms_are_the_same),
        cmocka_unit_test(test_typed__clusters_are_compared_whole),
        cmocka_unit_test(test_typed__punctuation_at_the_edge_of_words_is_free),
        cmocka_unit_test(test_typed__markdown_is_not_typed),
        cmocka_unit_test(test_typed__code_is_compared_exactly),
        cmocka_unit_test(test_typed__formulas_are_typed_as_unicode_or_latex),
        cmocka_unit_test(test_typed__unlike_texts_are_not_similar),
        cmocka_unit_test(test_typed__text_is_made_safe),
        cmocka_unit_test(test_typed__long_texts_have_bounded_cost),
        cmocka_unit_test(test_typed__short_answers_have_one_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
