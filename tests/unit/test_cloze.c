/* Cloze texts. The expected texts were written by hand from the rules in deck/cloze.h, and from
 * CommonMark 0.30 for what Markdown would do to a question. */
#include "deck/cloze.h"

#include "text/text.h"

#include "test.h"

/* Kept, since a failed test leaves in the middle. */
static struct cloze cloze;

static void assert_question(const char *text, int gap, const char *want)
{
    static struct buf got;
    buf_clear(&got);
    assert_true(cloze_read(&cloze, text));
    cloze_question(&cloze, gap, &got);
    assert_false(got.failed);
    assert_string_equal(buf_string(&got), want);
    assert_int_equal(got.length, strlen(want));
}

static void assert_answer(const char *text, int gap, const char *want)
{
    static struct buf got;
    buf_clear(&got);
    assert_true(cloze_read(&cloze, text));
    cloze_answer(&cloze, gap, &got);
    assert_false(got.failed);
    assert_string_equal(buf_string(&got), want);
    assert_int_equal(got.length, strlen(want));
}

static int next_gap(const char *text, int after)
{
    assert_true(cloze_read(&cloze, text));
    return cloze_next_gap(&cloze, after);
}

/* The gaps of text, in the order of asking; ends with 0. */
static void assert_gaps(const char *text, const int *want)
{
    for (int gap = 0;; want++) {
        gap = next_gap(text, gap);
        assert_int_equal(gap, *want);
        if (!gap)
            return;
    }
}

#define GAPS(...)        ((const int[]){__VA_ARGS__, 0})
#define NO_GAP(text)     assert_int_equal(next_gap(text, 0), 0)
#define ONE_GAP(text, g) assert_gaps(text, GAPS(g))

static void test_cloze__gaps_are_numbered_by_their_place(void **state)
{
    (void)state;
    const char *text = "ReLU is {{max(0, x)}}; its slope for x > 0 is {{1}}";
    assert_gaps(text, GAPS(1, 2));
    assert_question(text, 1, "ReLU is [...]; its slope for x > 0 is 1");
    assert_question(text, 2, "ReLU is max(0, x); its slope for x > 0 is [...]");
    assert_answer(text, 1, "max(0, x)");
    assert_answer(text, 2, "1");
}

static void test_cloze__the_same_text_in_two_gaps_is_two_gaps(void **state)
{
    (void)state;
    assert_gaps("{{a}} {{a}} {{a}}", GAPS(1, 2, 3));
    assert_question("{{a}} {{a}} {{a}}", 2, "a [...] a");
}

static void test_cloze__text_without_gaps(void **state)
{
    (void)state;
    NO_GAP("");
    NO_GAP("plain");
    NO_GAP("{a}");
    NO_GAP("{ {a} }");
    assert_question("plain", 1, "plain");
    assert_answer("plain", 1, "");
    assert_question("", 1, "");
}

static void test_cloze__a_gap_may_be_the_whole_text(void **state)
{
    (void)state;
    ONE_GAP("{{a}}", 1);
    assert_question("{{a}}", 1, "[...]");
    assert_answer("{{a}}", 1, "a");
}

static void test_cloze__appends(void **state)
{
    (void)state;
    static struct buf text;
    buf_text(&text, "1. ");
    assert_true(cloze_read(&cloze, "{{a}} b"));
    cloze_question(&cloze, 1, &text);
    buf_text(&text, " | ");
    cloze_answer(&cloze, 1, &text);
    assert_string_equal(buf_string(&text), "1. [...] b | a");
}

static void test_cloze__numbers_as_anki_writes_them(void **state)
{
    (void)state;
    const char *text = "{{c2::Paris}} and {{c1::Lyon}} and {{c2::Nice}}";
    assert_gaps(text, GAPS(1, 2));
    assert_question(text, 1, "Paris and [...] and Nice");
    assert_question(text, 2, "[...] and Lyon and [...]");
    assert_answer(text, 1, "Lyon");
    assert_answer(text, 2, "Paris … Nice");
}

static void test_cloze__numbers_may_be_left_out(void **state)
{
    (void)state;
    const char *text = "{{c7::a}} {{c3::b}} {{c12::c}}";
    assert_gaps(text, GAPS(3, 7, 12));
    assert_int_equal(next_gap(text, 4), 7);
    assert_int_equal(next_gap(text, 12), 0);
    assert_question(text, 12, "a b [...]");
}

static void test_cloze__c_alone_is_no_number(void **state)
{
    (void)state;
    assert_question("{{c::x}}", 1, "[x]"); /* the text c with the hint x */
    assert_question("{{c1}}", 1, "[...]");
    assert_answer("{{c1}}", 1, "c1");
    assert_answer("{{c1:x}}", 1, "c1:x");
    assert_answer("{{c+1::x}}", 1, "c+1");
    assert_answer("{{cc2::x}}", 1, "cc2");
}

static void test_cloze__hints(void **state)
{
    (void)state;
    ONE_GAP("{{Paris::a city}} is", 1);
    assert_question("{{Paris::a city}} is", 1, "[a city] is");
    assert_answer("{{Paris::a city}} is", 1, "Paris");
    assert_question("{{c3::Paris::a city}} is", 3, "[a city] is");
    assert_answer("{{c3::Paris::a city}} is", 3, "Paris");
    /* not shown for a gap that is filled */
    assert_question("{{a::h}} {{b::i}}", 2, "a [i]");
    assert_question("{{a:b}}", 1, "[...]");
    assert_answer("{{a:b}}", 1, "a:b");
    assert_question("{{a::}}", 1, "[...]");
    assert_question("{{c1::a::}}", 1, "[...]");
}

static void test_cloze__braces_that_do_not_close_are_text(void **state)
{
    (void)state;
    NO_GAP("{{a");
    NO_GAP("{{");
    NO_GAP("{{a}");
    NO_GAP("a}}");
    NO_GAP("}}{{");
    assert_question("{{a", 1, "{{a");
    ONE_GAP("a}} {{b}} {{c", 1);
    assert_question("a}} {{b}} {{c", 1, "a}} [...] {{c");
    assert_answer("a}} {{b}} {{c", 1, "b");
}

static void test_cloze__braces_within_a_gap(void **state)
{
    (void)state;
    ONE_GAP("{{\\frac{1}{2}}} a", 1);
    assert_question("{{\\frac{1}{2}}} a", 1, "[...] a");
    assert_answer("{{f({x})}} a", 1, "f({x})");
    assert_answer("y = {{\\frac{1}{2}}} z", 1, "\\frac{1}{2}");
    assert_question("{{a}}} b", 1, "[...] b");
}

/* What a nested gap means is not said; that it does no harm is. */
static void test_cloze__nested_gaps_do_no_harm(void **state)
{
    (void)state;
    static const char *const texts[] = {"{{a {{b}} c}}", "{{c1::a {{c2::b}} c}}", "{{{{a}}}}",
        "{{{{{{", "}}}}}}", "{{}}{{}}", "{{{}}}", "{{a{{b{{c}}"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct buf buf = {0};
        int gap = 0, gaps = 0;
        for (; (gap = next_gap(texts[i], gap)); gaps++) {
            cloze_question(&cloze, gap, &buf);
            cloze_answer(&cloze, gap, &buf);
        }
        assert_in_range(gaps, 0, 2);
        assert_false(buf.failed);
        buf_done(&buf);
    }
}

static void test_cloze__line_ends_and_utf8(void **state)
{
    (void)state;
    ONE_GAP("a\n{{b\nc}}\nd", 1);
    assert_question("a\n{{b\nc}}\nd", 1, "a\n[...]\nd");
    assert_answer("a\n{{b\nc}}\nd", 1, "b\nc");
    assert_question("日本の{{首都::都市}}は", 1, "日本の[都市]は");
}

static void test_cloze__a_bracket_after_a_gap_makes_no_link(void **state)
{
    (void)state;
    assert_question("{{f}}(x)", 1, "[...]\\(x)");
    assert_question("{{f::a letter}}(x)", 1, "[a letter]\\(x)");
    assert_question("{{f}}(x) {{g}}(x)", 2, "f(x) [...]\\(x)");
    assert_question("{{f}} (x)", 1, "[...] (x)");
    assert_question("{{f}}[x]\n\n[x]: /u", 1, "[...]\\[x]\n\n[x]: /u");
    assert_question("{{f}}, (x)", 1, "[...], (x)");
}

static void test_cloze__a_bracket_from_the_next_gap_makes_no_link(void **state)
{
    (void)state;
    assert_question("{{f}}{{(x)}}", 1, "[...]\\(x)");
    assert_question("{{f}}{{[x]}}\n\n[x]: /u", 1, "[...]\\[x]\n\n[x]: /u");
}

/* A backslash would be seen in code, and is not needed where CommonMark 6.3 makes no link. */
static void test_cloze__nothing_is_added_where_there_is_no_link(void **state)
{
    (void)state;
    assert_question("`{{f}}(x)`", 1, "`[...](x)`");
    assert_question("```\n{{f}}(x)\n```", 1, "```\n[...](x)\n```");
    assert_question("a\n\n    {{f}}(x)", 1, "a\n\n    [...](x)");
    assert_question("$y = {{f}}(x)$", 1, "$y = [...](x)$");
    assert_question("{{f}}(x y)", 1, "[...](x y)"); /* no link: a destination has no space */
    assert_question("{{f}}(x", 1, "[...](x");
    assert_question("{{f}}[x]", 1, "[...][x]"); /* no definition of x */
    assert_question("{{c1::f}}{{c1::g}}", 1, "[...][...]");
    assert_question("one {{epoch}}: a pass", 1, "one [...]: a pass");
    assert_question("a\n{{b}}: c", 1, "a\n[...]: c"); /* a definition interrupts no paragraph */
}

static void test_cloze__a_backslash_makes_braces_and_colons_text(void **state)
{
    (void)state;
    NO_GAP("\\{{a}}");
    assert_question("\\{{a}} {{b}}", 1, "{{a}} [...]");
    assert_question("`\\{{ user.name }}` prints {{it}}", 1, "`{{ user.name }}` prints [...]");
    assert_question("{{std\\::map::a container}}", 1, "[a container]");
    assert_answer("{{std\\::map::a container}}", 1, "std::map");
    assert_answer("{{c2::\\::1}}", 2, "::1");
    assert_answer("{{ {a: {b: 1\\}}} }} c", 1, " {a: {b: 1\\}");
    assert_answer("{{a \\{{b\\}} c}}", 1, "a {{b}} c");
    assert_answer("{{a\\}}}}", 1, "a}}");
    assert_answer("{{f(\\{x\\}}}", 1, "f(\\{x\\}"); /* Markdown's, and the gap's end */
    assert_question("\\\\{{a}}", 1, "\\\\[...]");   /* Markdown's backslash, and a gap */
    assert_question("{{a::x\\::y}}", 1, "[x::y]");
}

/* Numbered gaps and those within braces leave the outer brace outside. */
static void test_cloze__a_brace_around_gaps_stays_outside(void **state)
{
    (void)state;
    assert_question("{{{c1::x}}}", 1, "{[...]}");
    assert_question("{ {{a}}, {{b}}}", 2, "{ a, [...]}");
    assert_question("{\"a\": {\"b\": {{1}}}}", 1, "{\"a\": {\"b\": [...]}}");
    assert_answer("{ {{f({x})}}}", 1, "f({x})");
    assert_question("\\{{{a}}, {{b}}\\}", 1, "\\{[...], b\\}");
    assert_question("\\{{{a}}, {{b}}}", 2, "\\{a, [...]}");
    assert_question("\\{{{{a}}", 1, "{{[...]");
    assert_question("{{{1, 2}}}", 1, "[...]");
    assert_answer("{{{1, 2}}}", 1, "{1, 2}");
}

static void test_cloze__a_gap_in_a_formula_is_asked_there(void **state)
{
    (void)state;
    const char *half = "half of $\\frac{ {{\\alpha_1}} }{2}$";
    ONE_GAP(half, 1);
    assert_question(half, 1, "half of $\\frac{ [...] }{2}$");
    assert_answer(half, 1, "\\alpha_1");
    assert_question("$\\frac{{{c1::a}}}{{{c2::b}}}$", 1, "$\\frac{[...]}{b}$");
    assert_question("$\\frac{{{a}}}{2}$", 1, "$\\frac{[...]}{2}$");
    assert_question("${{\\frac{x}{y^{z}} + 1}}$", 1, "$[...]$");
    assert_answer("${{\\frac{x}{y^{z}} + 1}}$", 1, "\\frac{x}{y^{z}} + 1");
    assert_question("$\\{{{a}}\\}$", 1, "$\\{[...]\\}$"); /* LaTeX's own brace */
    NO_GAP("${{a}\\over{b}}$");
    assert_answer("{{c1::$\\frac{x}{y^{z}}$}}", 1, "$\\frac{x}{y^{z}}$");
    assert_answer("{{$f :: A$}}", 1, "$f :: A$");
    assert_question("$x \\:: {{y}}$", 1, "$x \\:: [...]$");     /* nothing of LaTeX is removed */
    assert_question("`$\\{{a}}$` {{b}}", 1, "`${{a}}$` [...]"); /* code is no formula */
}

/* LaTeX's arguments are one character unless braces group them. */
static void test_cloze__a_gap_stays_one_argument(void **state)
{
    (void)state;
    assert_question("$x^{{10}} + y^{{2}}$", 1, "$x^{[...]} + y^2$");
    assert_question("$x^{{10}} + y^{{2}}$", 2, "$x^{10} + y^{[...]}$");
    assert_question("$\\frac{{ab}}{{cd}}$", 1, "$\\frac{[...]}{cd}$");
    assert_question("$\\frac{{ab}}{{cd}}$", 2, "$\\frac{ab}{[...]}$");
    assert_question("$\\sqrt[3]{{x}} + {{y}}$", 1, "$\\sqrt[3]{[...]} + y$");
    assert_question("$\\frac{{1}}{{2}}$", 2, "$\\frac1{[...]}$");
    assert_question("$\\alpha{{x}}{{y}}$", 2, "$\\alpha{x}[...]$");
    assert_question("$\\alpha{{x}}$", 1, "$\\alpha[...]$");
    assert_question("$a^{2}{{x}}$", 1, "$a^{2}[...]$");
    assert_question("$x = {{y::a city}}$", 1, "$x = [\\text{a city}]$");
}

static void assert_reveals(const char *text, int gap, enum cloze_marks marks, const char *want)
{
    static struct buf got;
    buf_clear(&got);
    assert_int_equal(cloze_reveal(text, gap, marks, &got), *want != '\0');
    assert_string_equal(buf_string(&got), want);
}

static void test_cloze__an_answer_is_revealed_in_its_sentence(void **state)
{
    (void)state;
    const char *text = "{{c2::Paris::city}} and {{c1::Lyon}} and {{c2::Nice}}";
    assert_reveals(text, 1, CLOZE_BRACKETS, "Paris and [Lyon] and Nice");
    assert_reveals(text, 2, CLOZE_BRACKETS, "[Paris] and Lyon and [Nice]");
    assert_reveals(text, 2, CLOZE_MARKS,
        TEXT_MARK "Paris" TEXT_MARK_END " and Lyon and " TEXT_MARK "Nice" TEXT_MARK_END);
    assert_reveals(text, 3, CLOZE_MARKS, "");
    assert_reveals("{{f}}(x)", 1, CLOZE_BRACKETS, "[f]\\(x)");
    assert_reveals("$x^{{10}}$", 1, CLOZE_MARKS, "$x^{" TEXT_MARK "10" TEXT_MARK_END "}$");
    assert_reveals("a" TEXT_MARK "{{b" TEXT_MARK_END "}}", 1, CLOZE_MARKS,
        "a\uFFFD" TEXT_MARK "b\uFFFD" TEXT_MARK_END);
}

static void assert_marks(const char *text, int variant, const char *question, const char *want)
{
    static struct buf got;
    const struct card card = {.variant = variant, .question = question, .cloze = text};
    buf_clear(&got);
    cloze_mark_question(&card, &got);
    assert_string_equal(buf_string(&got), want);
}

static void test_cloze__a_question_marks_what_it_asks_for(void **state)
{
    (void)state;
    assert_marks("a[0], {{c1::[x]}}, {{c2::b::h[1]}}, {{c2::c}}", 2, "a[0], [x], [h[1]], [...]",
        "a[0], [x], " TEXT_MARK "[h[1]]" TEXT_MARK_END ", " TEXT_MARK "[...]" TEXT_MARK_END);
    assert_marks("$x^{{2::n}}$", 1, "$x^{[n]}$", "$x^{" TEXT_MARK "[n]" TEXT_MARK_END "}$");
    assert_marks("{{c1::f::g}}(x) {{c2::b}} {{c1::c}}(y), {{c1::d}}", 1,
        "[g]\\(x) b [...]\\(y), [...]",
        TEXT_MARK "[g]" TEXT_MARK_END "\\(x) b " TEXT_MARK "[...]" TEXT_MARK_END "\\(y), " TEXT_MARK
                  "[...]" TEXT_MARK_END);
    assert_marks("{{f::g}}(x)", 1, "[g]\\(x)", TEXT_MARK "[g]" TEXT_MARK_END "\\(x)");
    assert_marks("{{a}} b", 1, "another [...] b", "another [...] b");
    assert_marks(NULL, 1, "[a] [...] b", "[a] " TEXT_MARK "[...]" TEXT_MARK_END " b");
    assert_marks(NULL, 1, "[a] b", "[a] b");
    assert_marks(NULL, VARIANT_FORWARD, "[...]" TEXT_MARK, "[...]\uFFFD");
}

static void assert_faults(const char *text, const char *want)
{
    char got[64] = "";
    assert_true(cloze_read(&cloze, text));
    for (size_t i = 0; i < cloze.fault_count; i++)
        snprintf(got + strlen(got), sizeof got - strlen(got), "%c%zu ",
            "cops"[(int)cloze.faults[i].fault], cloze.faults[i].at);
    assert_string_equal(got, want);
}

/* c: {{ that is not closed, o: }} that is not opened, p: a gap in a gap, s: a split formula */
static void test_cloze__faults_are_found_where_they_are(void **state)
{
    (void)state;
    assert_faults("{{a}} {b} {{c}}", "");
    assert_faults("x {{a", "c2 ");
    assert_faults("x }} {{a}}", "o2 ");
    assert_faults("{ x }} {{a}}", "o4 ");
    assert_faults("{{c1::a {{c2::b}} c}}", "p8 o19 ");
    assert_faults("{{$a}} + b$", "s2 ");
    assert_faults("{{$5}} and {{$6}}", "");
    assert_faults("$x^{y^{2}}$ {{a}}", "");
    assert_faults("`{{f({a: {b: {{c}}}})}}`", "p13 o21 ");
    assert_faults("\\{{a}} {{b}}", "");
}

static void test_cloze__long_texts_do_no_harm(void **state)
{
    (void)state;
    enum { LENGTH = 65536 };
    static const char *const pieces[] = {"{", "}", "{{", "{{a}}", "{{a}}(", "$", "${{a}}$ ", "$a",
        "`", "{{c1::f}}(x)", "\\{{", "\\}}", "::", "$\\frac{", "{{$x^{", "]", "\n{{a}}: b\n\n",
        "{{c7::"};
    static char text[LENGTH + 1];
    static struct buf got;
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        for (size_t at = 0; at < LENGTH; at++)
            text[at] = pieces[i][at % strlen(pieces[i])];
        buf_clear(&got);
        assert_true(cloze_read(&cloze, text));
        cloze_question(&cloze, 1, &got);
        cloze_reveal(text, 1, CLOZE_MARKS, &got);
        assert_false(got.failed);
    }
}

/* CommonMark 4.7: "[label]: word" on a line of its own is no text but a link's definition, and
 * nothing of it is shown, unless the text has nothing else. */
static void test_cloze__a_colon_after_a_gap_makes_no_definition(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "{{ReLU}}: max(0,x)\n\n(a function)", "- {{Paris::city}}: France"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        static struct buf buf;
        buf_clear(&buf);
        assert_true(cloze_read(&cloze, texts[i]));
        cloze_question(&cloze, 1, &buf);
        assert_non_null(strchr(buf_string(&buf), ':'));
        if (strstr(buf_string(&buf), "]:"))
            print_error("Markdown shows nothing of \"%s\"\n", buf_string(&buf));
        assert_null(strstr(buf_string(&buf), "]:"));
    }
}

static void test_cloze__the_answer_is_what_is_in_the_gaps(void **state)
{
    (void)state;
    assert_answer("a {{b}} c {{d}}", 1, "b");
    assert_answer("a {{b}} c {{d}}", 2, "d");
    assert_answer("a {{b}} c", 2, "");
    assert_answer("{{c1::a}} and {{c2::b}} and {{c1::c}} and {{c1::d::hint}}", 1, "a … c … d");
    assert_answer("{{c1::a}}{{c1::a}}", 1, "a … a");
    assert_answer("{{*b* `c` $d$}}", 1, "*b* `c` $d$"); /* Markdown stays what it is */
}

static void test_cloze__empty_gaps_add_nothing_to_the_answer(void **state)
{
    (void)state;
    assert_answer("{{}}", 1, "");
    assert_answer("{{::hint}}", 1, "");
    assert_answer("{{c1::}} {{c1::a}}", 1, "a");
    assert_answer("{{c1::a}} {{c1::}}", 1, "a");
    assert_question("{{}} a", 1, "[...] a");
}

static void test_cloze__up_to_500_gaps(void **state)
{
    (void)state;
    static char text[CLOZE_GAPS_MAX * 6 + 6 + 1];
    assert_int_equal(CLOZE_GAPS_MAX, 500);
    for (size_t i = 0; i < 500; i++)
        memcpy(text + i * 6, "{{x}} ", 7);
    assert_int_equal(next_gap(text, 498), 499);
    assert_int_equal(next_gap(text, 499), 500);
    assert_int_equal(next_gap(text, 500), 0);
    memcpy(text + (size_t)500 * 6, "{{y}} ", 7);
    assert_int_equal(next_gap(text, 500), 501); /* so that the reader can refuse it */
    ONE_GAP("{{c500::x}}", 500);
    assert_question("a {{c500::x}}", 500, "a [...]");
}

static void test_cloze__numbers_without_end_do_no_harm(void **state)
{
    (void)state;
    static const char *const texts[] = {"{{c0::x}}", "{{c501::x}}", "{{c2147483648::x}}",
        "{{c4294967297::x}}", "{{c99999999999999999999999999::x}}"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        int gap = next_gap(texts[i], 0);
        assert_true(gap >= 1);
        assert_true(gap != 500);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cloze__gaps_are_numbered_by_their_place),
        cmocka_unit_test(test_cloze__the_same_text_in_two_gaps_is_two_gaps),
        cmocka_unit_test(test_cloze__text_without_gaps),
        cmocka_unit_test(test_cloze__a_gap_may_be_the_whole_text),
        cmocka_unit_test(test_cloze__appends),
        cmocka_unit_test(test_cloze__numbers_as_anki_writes_them),
        cmocka_unit_test(test_cloze__numbers_may_be_left_out),
        cmocka_unit_test(test_cloze__c_alone_is_no_number),
        cmocka_unit_test(test_cloze__hints),
        cmocka_unit_test(test_cloze__braces_that_do_not_close_are_text),
        cmocka_unit_test(test_cloze__braces_within_a_gap),
        cmocka_unit_test(test_cloze__nested_gaps_do_no_harm),
        cmocka_unit_test(test_cloze__line_ends_and_utf8),
        cmocka_unit_test(test_cloze__a_bracket_after_a_gap_makes_no_link),
        cmocka_unit_test(test_cloze__a_bracket_from_the_next_gap_makes_no_link),
        cmocka_unit_test(test_cloze__nothing_is_added_where_there_is_no_link),
        cmocka_unit_test(test_cloze__a_backslash_makes_braces_and_colons_text),
        cmocka_unit_test(test_cloze__a_brace_around_gaps_stays_outside),
        cmocka_unit_test(test_cloze__a_gap_in_a_formula_is_asked_there),
        cmocka_unit_test(test_cloze__a_gap_stays_one_argument),
        cmocka_unit_test(test_cloze__an_answer_is_revealed_in_its_sentence),
        cmocka_unit_test(test_cloze__a_question_marks_what_it_asks_for),
        cmocka_unit_test(test_cloze__faults_are_found_where_they_are),
        cmocka_unit_test(test_cloze__long_texts_do_no_harm),
        cmocka_unit_test(test_cloze__a_colon_after_a_gap_makes_no_definition),
        cmocka_unit_test(test_cloze__the_answer_is_what_is_in_the_gaps),
        cmocka_unit_test(test_cloze__empty_gaps_add_nothing_to_the_answer),
        cmocka_unit_test(test_cloze__up_to_500_gaps),
        cmocka_unit_test(test_cloze__numbers_without_end_do_no_harm),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
