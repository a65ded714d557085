/* Formulas: what a person would write by hand for the LaTeX, in Unicode and on one line; and that
 * what is not understood is refused whole. */
#include "text/math.h"

#include "test.h"
#include "text/symbols.h"
#include "text/text.h"

static void assert_shown(const char *latex, bool display, const char *expected)
{
    struct buf out = {0};

    buf_text(&out, ">");
    if (!math_text(&out, latex, strlen(latex), display))
        fail_msg("refused: %s", latex);
    assert_string_equal(buf_string(&out) + 1, expected);
    buf_done(&out);
}

static void assert_math(const char *latex, const char *expected)
{
    assert_shown(latex, false, expected);
}

static void assert_refused(const char *latex)
{
    for (int display = 0; display <= 1; display++) {
        struct buf out = {0};
        buf_text(&out, ">");
        if (math_text(&out, latex, strlen(latex), display))
            fail_msg("not refused: %s", latex);
        assert_string_equal(buf_string(&out), ">");
        buf_done(&out);
    }
}

static void test_math__letters_and_symbols(void **state)
{
    (void)state;
    assert_math("x", "x");
    assert_math("\\alpha\\beta\\Gamma", "αβΓ");
    assert_math("\\alpha x", "αx");
    assert_math("\\infty", "∞");
    assert_math("a \\ldots z", "a…z");
    assert_math("\\{\\}\\_\\%\\#\\&\\$", "{}_%#&$");
    assert_math("日本", "日本");
}

static void test_math__space_is_TeX_s(void **state)
{
    (void)state;
    assert_math("a+b", "a + b");
    assert_math("a   +b=c", "a + b = c");
    assert_math("-a", "−a");
    assert_math("a=-b", "a = −b");
    assert_math("a\\cdot-b", "a · −b");
    assert_math("(-1,+2)", "(−1, +2)");
    assert_math("f(x,y)", "f(x, y)");
    assert_math("p(x|y)", "p(x|y)");
    assert_math("p(x\\mid y)", "p(x | y)");
    assert_math("x y z", "xyz");
    assert_math("n!", "n!");
    assert_math("a/b", "a/b");
    assert_math("f: A \\to B", "f: A → B");
    assert_math("a\\,b\\quad c\\!d", "a b  cd");
    assert_math("a≤b", "a ≤ b");
}

static void test_math__relations_and_arrows(void **state)
{
    (void)state;
    assert_math("a \\le b \\neq c", "a ≤ b ≠ c");
    assert_math("x \\in \\mathbb{R}", "x ∈ ℝ");
    assert_math("A \\subseteq B \\cup C", "A ⊆ B ∪ C");
    assert_math("A \\Rightarrow B \\iff C", "A ⇒ B ⟺ C");
    assert_math("a \\not= b", "a ≠ b");
    assert_math("a \\not\\in b", "a ∉ b");
}

static void test_math__scripts_in_small_characters(void **state)
{
    (void)state;
    assert_math("x^2", "x²");
    assert_math("x_i^2", "xᵢ²");
    assert_math("x^2_i", "xᵢ²");
    assert_math("x_{t-1}", "xₜ₋₁");
    assert_math("e^{-x}", "e⁻ˣ");
    assert_math("x^{(i)}", "x⁽ⁱ⁾");
    assert_math("A^T B^\\top", "AᵀBᵀ");
    assert_math("90^\\circ", "90°");
    assert_math("f' + f''", "f′ + f′′");
    assert_math("f'_i", "fᵢ′");
}

static void test_math__scripts_without_small_characters(void **state)
{
    (void)state;
    assert_math("W_Q", "W_Q");
    assert_math("W_Q X", "W_Q X"); /* not W_QX */
    assert_math("P_\\theta(x)", "P_θ(x)");
    assert_math("x^{n \\times d}", "x^(n×d)");
    assert_math("x_{i,j}", "x_(i,j)");
    assert_math("x^{y^2}", "x^(y²)");
    assert_math("x^\\infty", "x^∞");
}

static void test_math__fractions(void **state)
{
    (void)state;
    assert_math("\\frac{a}{b}", "a/b");
    assert_math("\\frac12", "½");
    assert_math("\\frac{3}{4}", "¾");
    assert_math("\\frac{1}{9}", "1/9");
    assert_math("\\frac{a+b}{c}", "(a + b)/c");
    assert_math("\\frac{a}{b+c}", "a/(b + c)");
    assert_math("\\frac{a}{bc}", "a/(bc)");
    assert_math("\\frac{a}{2b}", "a/(2b)");
    assert_math("\\frac{a}{10}", "a/10");
    assert_math("\\frac{\\partial L}{\\partial w}", "∂L/∂w");
    assert_math("\\frac{dy}{dx}", "dy/dx");
    assert_math("\\frac{\\frac{a}{b}}{c}", "(a/b)/c");
    assert_math("\\frac{a}{b}^2", "(a/b)²");
    assert_math("\\frac{a}{b}c", "(a/b)c"); /* not a/bc, nor a/b c, which reads like it */
    assert_math("\\frac{f(x)}{g(x)}", "f(x)/g(x)");
    assert_math("\\frac{a}{(b+1)(c+1)}", "a/((b + 1)(c + 1))");
    assert_math("\\frac{a}{2(b+1)}", "a/(2(b + 1))");
}

static void test_math__roots(void **state)
{
    (void)state;
    assert_math("\\sqrt{x}", "√x");
    assert_math("\\sqrt x", "√x");
    assert_math("\\sqrt{d_k}", "√dₖ");
    assert_math("\\sqrt{2x}", "√(2x)");
    assert_math("\\sqrt{10}", "√10");
    assert_math("\\sqrt[3]{x}", "∛x");
    assert_math("\\sqrt[n]{x}", "ⁿ√x");
    assert_math("2\\sqrt2", "2√2");
}

static void test_math__sums_and_functions(void **state)
{
    (void)state;
    assert_math("\\sum_{i=1}^{n} x_i", "∑ᵢ₌₁ⁿ xᵢ");
    assert_math("\\sum_{i \\in S} x_i", "∑_(i∈S) xᵢ");
    assert_math("\\prod\\limits_k a_k", "∏ₖ aₖ");
    assert_math("\\int_0^1 f(x)\\,dx", "∫₀¹ f(x) dx");
    assert_math("\\log x", "log x");
    assert_math("\\log(x)", "log(x)");
    assert_math("x\\log x", "x log x");
    assert_math("-\\log p", "−log p");
    assert_math("\\sin^2 x", "sin² x");
    assert_math("\\lim_{x\\to0} f(x)", "lim_(x→0) f(x)");
    assert_math("\\operatorname{softmax}(x)_i", "softmax(x)ᵢ");
    assert_math("a \\bmod n \\equiv b \\pmod n", "a mod n ≡ b (mod n)");
    assert_math("\\binom{n}{k}", "C(n, k)");
}

static void test_math__accents_and_alphabets(void **state)
{
    (void)state;
    assert_math("\\hat{y}", "ŷ"); /* one character */
    assert_math("\\bar x", "x\u0304");
    assert_math("\\tilde n", "ñ");
    assert_math("\\vec v", "v\u20d7");
    assert_math("\\overline{AB}", "A\u0305B\u0305");
    assert_math("\\mathbb{E}\\mathbb{Z}", "𝔼ℤ");
    assert_math("\\mathcal{L}\\mathcal N", "ℒ𝒩");
    assert_math("\\mathbf{Wx1}", "𝐖𝐱𝟏");
    assert_refused("\\hat{xy}");
    assert_refused("\\hat{\\hat{\\hat{\\hat{\\hat{\\hat{\\hat x}}}}}}");
}

static void test_math__words(void **state)
{
    (void)state;
    assert_math("x \\text{ if } y", "x if y");
    assert_math("\\text{loss} L", "loss L");
    assert_math("3\\text{ kg}", "3 kg");
    assert_math("\\mathrm{d}x", "dx");
    assert_math("\\text{a\\_b}", "a_b");
    assert_math("h_{\\text{max}}", "hₘₐₓ");
    assert_refused("\\text{\\alpha}");
}

static void test_math__delimiters(void **state)
{
    (void)state;
    assert_math("\\left(\\frac{a}{b}\\right)", "(a/b)");
    assert_math("\\left\\{ x \\right\\}", "{x}");
    assert_math("\\left. x \\right|_0", "x|₀");
    assert_math("\\|w\\|_2^2", "‖w‖₂²");
    assert_math("\\langle a, b \\rangle", "⟨a, b⟩");
    assert_math("\\bigl[a\\bigr]", "[a]");
}

#define MATRIX "\\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}"
#define CASES  "f = \\begin{cases} x & \\text{if } x > 0 \\\\ 0 & \\text{otherwise} \\end{cases}"

static void test_math__matrices_on_one_line(void **state)
{
    (void)state;
    assert_math(MATRIX, "(a, b; c, d)");
    assert_math("\\begin{bmatrix} 1 \\\\ 2 \\\\ \\end{bmatrix}", "[1; 2]");
    assert_math(CASES, "f = {x, if x > 0; 0, otherwise}");
    assert_math("\\begin{aligned} a &= b \\\\ &= c \\end{aligned}", "a = b; = c");
    assert_math("\\begin{array}{cc} 1 & 2 \\end{array}", "[1, 2]");
}

static void test_math__matrices_on_several_lines(void **state)
{
    (void)state;
    assert_shown("A = " MATRIX " + B", true, "A = ⎛ a  b ⎞ + B\n    ⎝ c  d ⎠");
    assert_shown(CASES, true, "f = ⎧ x  if x > 0\n    ⎩ 0  otherwise");
    assert_shown(
        "\\begin{bmatrix} 1 \\\\ 10 \\\\ 100 \\end{bmatrix} x", true, "⎡  1  ⎤\n⎢ 10  ⎥x\n⎣ 100 ⎦");
    assert_shown("a &= b + c \\\\ &= d", true, "a = b + c\n  = d");
    assert_shown("\\frac{" MATRIX "}{2}", true, "(a, b; c, d)/2");
    assert_shown("x = 1", true, "x = 1");
}

static void test_math__what_is_not_understood_is_refused(void **state)
{
    static const char *const refused[] = {"", " ", "\\", "\\unknown", "x + \\unknown{y}", "{", "}",
        "x}", "{x", "x^", "x^2^3", "x_1_2", "\\frac", "\\frac{a}", "\\frac{}{b}", "\\sqrt",
        "\\sqrt[", "\\sqrt[x", "\\text", "\\text{", "\\left", "\\hat", "\\hat{}", "\\begin",
        "\\begin{", "\\begin{nosuch}x\\end{nosuch}", "\\begin{matrix}",
        "\\begin{matrix}x\\end{cases}", "\\end{matrix}", "#", "$", "%", "\\operatorname",
        "\\binom{n}"};

    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        assert_refused(refused[i]);
}

static void test_math__deep_wide_and_long_ones_are_refused(void **state)
{
    struct buf latex = {0};

    (void)state;
    for (int i = 0; i < 1000; i++)
        buf_text(&latex, "\\sqrt{");
    buf_fill(&latex, '}', 1000);
    assert_refused(buf_string(&latex));
    buf_clear(&latex);
    buf_text(&latex, "\\begin{matrix}");
    buf_fill(&latex, '&', 100);
    buf_text(&latex, "\\end{matrix}");
    assert_refused(buf_string(&latex));
    buf_clear(&latex);
    buf_fill(&latex, 'x', 5000);
    assert_refused(buf_string(&latex));
    buf_done(&latex);
}

/* ---- the tables ---- */

static void test_math__every_symbol_is_found_and_safe(void **state)
{
    (void)state;
    for (size_t i = 0; i < symbol_count; i++) {
        const struct symbol *symbol = &symbol_table[i];
        struct buf safe = {0};
        assert_ptr_equal(symbol_named(symbol->name, strlen(symbol->name)), symbol);
        text_safe(&safe, symbol->text, TEXT_ONE_LINE);
        assert_string_equal(buf_string(&safe), symbol->text);
        assert_true(text_width(symbol->text, strlen(symbol->text)) >= 1);
        buf_done(&safe);
    }
    assert_null(symbol_named("alph", 4));
    assert_null(symbol_named("alphaa", 6));
    assert_null(symbol_named("", 0));
}

static void assert_small(enum small_form form, const char *character, const char *expected)
{
    size_t size = 0;
    const char *small = symbol_small(form, character, strlen(character), &size);

    assert_non_null(small);
    assert_int_equal(size, strlen(expected));
    assert_memory_equal(small, expected, size);
}

static void test_math__small_forms(void **state)
{
    size_t size;

    (void)state;
    assert_small(SMALL_ABOVE, "2", "²");
    assert_small(SMALL_ABOVE, "⊤", "ᵀ");
    assert_small(SMALL_BELOW, "x", "ₓ");
    assert_null(symbol_small(SMALL_ABOVE, "q", 1, &size));
    assert_null(symbol_small(SMALL_BELOW, "b", 1, &size));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_math__letters_and_symbols),
        cmocka_unit_test(test_math__space_is_TeX_s),
        cmocka_unit_test(test_math__relations_and_arrows),
        cmocka_unit_test(test_math__scripts_in_small_characters),
        cmocka_unit_test(test_math__scripts_without_small_characters),
        cmocka_unit_test(test_math__fractions),
        cmocka_unit_test(test_math__roots),
        cmocka_unit_test(test_math__sums_and_functions),
        cmocka_unit_test(test_math__accents_and_alphabets),
        cmocka_unit_test(test_math__words),
        cmocka_unit_test(test_math__delimiters),
        cmocka_unit_test(test_math__matrices_on_one_line),
        cmocka_unit_test(test_math__matrices_on_several_lines),
        cmocka_unit_test(test_math__what_is_not_understood_is_refused),
        cmocka_unit_test(test_math__deep_wide_and_long_ones_are_refused),
        cmocka_unit_test(test_math__every_symbol_is_found_and_safe),
        cmocka_unit_test(test_math__small_forms),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
