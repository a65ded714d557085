/* Formulas: the expected Unicode is what a person would write for the LaTeX, on one line. A formula
 * with anything unknown is refused as a whole. */
#include "text/math.h"

#include "test.h"
#include "text/math_parser.h"
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
    assert_math("f := g", "f := g");
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

static void test_math__what_does_not_hold_together_is_in_parentheses(void **state)
{
    (void)state;
    assert_math("\\frac{1}{\\sigma\\sqrt{2\\pi}}", "1/(σ√(2π))");
    assert_math("\\frac{1}{a(b+c)}", "1/(a(b + c))");
    assert_math("\\frac{1}{|x|}", "1/|x|");
    assert_math("\\frac{P(B|A)P(A)}{P(B)}", "P(B|A)P(A)/P(B)");
    assert_math("\\frac{1}{p(x|y)} + \\frac{1}{p(1-p)}", "1/p(x|y) + 1/(p(1 − p))");
    assert_math("\\frac{-1}{n}", "(−1)/n");
    assert_math("\\frac{\\sin x}{x}", "(sin x)/x");
    assert_math("\\frac{\\sum_i x_i}{n}", "(∑ᵢ xᵢ)/n");
    assert_math("\\frac{1}{n}\\sum_i x_i", "(1/n) ∑ᵢ xᵢ");
    assert_math("\\frac{a}{b}/c", "(a/b)/c");
    assert_math("1/\\frac{a}{b}", "1/(a/b)");
    assert_math("a \\bmod \\frac{b}{c}", "a mod (b/c)");
    assert_math("\\sin\\frac{x}{2}", "sin(x/2)");
    assert_math("\\frac{a}{b}!", "(a/b)!");
    assert_math("{a+b}^2", "(a + b)²");
    assert_math("\\frac12^2", "(½)²");
    assert_math("\\sqrt{x}^2 + \\sqrt{x^2}", "(√x)² + √(x²)");
    assert_math("\\sqrt2\\frac34", "√2 (¾)");
    assert_math("\\left.\\frac{a}{b}\\right|_0", "(a/b)|₀");
    assert_refused("\\left|a|b|c\\right|"); /* which bar closes? */
}

static void test_math__derivatives_keep_their_look(void **state)
{
    (void)state;
    assert_math("\\frac{\\partial^2 f}{\\partial x^2}", "∂²f/∂x²");
    assert_math("\\frac{\\partial^2 f}{\\partial x\\partial y}", "∂²f/∂x∂y");
    assert_math("\\frac{d}{dx}f", "(d/dx)f");
    assert_math("\\frac{d(uv)}{dt}", "d(uv)/dt");
    assert_math("\\frac{a}{dx}", "a/(dx)");
}

static void test_math__scripts_belong_to_one_base(void **state)
{
    (void)state;
    assert_math("W_Q^2", "W²_Q"); /* W_Q² might be that of Q */
    assert_math("x^{y'} + x^{k*}", "x^(y′) + x^(k*)");
    assert_math("{x_i}^2 + {x_i}_j", "xᵢ² + (xᵢ)ⱼ");
    assert_math("a\\sqrt[n]{x}", "a(ⁿ√x)");
    assert_math("T^a{}_b", "Tᵃ_b");
    assert_math("^{14}C", "¹⁴C");
    assert_math("\\overline{AB}^2", "(A\u0305B\u0305)²");
    assert_math("\\overline{A}\\overline{B}", "A\u0305 B\u0305");
}

static void test_math__one_above_another(void **state)
{
    (void)state;
    assert_math("{a \\over b} + \\left(c+d \\over e\\right)", "a/b + ((c + d)/e)");
    assert_math("{n \\choose k}", "C(n, k)");
    assert_math("a \\stackrel{\\text{def}}{=} b", "a =ᵈᵉᶠ b");
    assert_math("A \\xrightarrow{f} B", "A →ᶠ B");
    assert_math("\\underset{x}{\\operatorname{argmax}} f", "argmaxₓ f");
    assert_math("\\operatorname*{arg\\,max}_x f", "arg maxₓ f");
    assert_math("\\sum_{\\substack{i<n\\\\j<m}} x", "∑_(i<n, j<m) x");
    assert_refused("\\underbrace{a+b}_{n}");
    assert_refused("\\overbrace{a+b}^{n}");
    assert_refused("\\overset{n}{x}");
}

static void test_math__looks_are_left_out(void **state)
{
    (void)state;
    assert_math("\\textcolor{red}{x}^2 + \\color{blue}{y}", "x² + y");
    assert_math("\\large x + {\\rm d}x", "x + dx");
    assert_math("\\boxed{x}", "x");
    assert_math("x \\tag{1}", "x  (1)");
    assert_math("x \\tag{1\na}", "x  (1 a)");
    assert_refused("\\cancel{x}");
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
    assert_math("a\\limsup_n x_n", "a lim supₙ xₙ");
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
    assert_math("\\boldsymbol{\\theta\\Sigma}", "𝛉𝚺");
    assert_math("\\bar{x_i}", "x\u0304ᵢ");
    assert_math("\\hat{y_{12}}+1", "ŷ₁₂ + 1");
    assert_math("\\bar{x_i}^2", "x\u0304ᵢ²"); /* as x_i^2 */
    assert_refused("\\bar{x^2}");             /* not the square of a mean */
    assert_refused("\\bar{x_i^2}");
    assert_refused("\\bar{(a+b)_i}");
    assert_refused("\\hat{xy_i}");
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
    assert_math("\\mathrm{H_2O}", "H₂O");
    assert_math("3\\mathrm{~s} + 5\\mathrm{\\,kg}", "3 s + 5 kg");
    assert_math("\\mathbf{9 4 . 2}", "𝟗𝟒.𝟐");
    assert_math("\\mathbb{CP}^n + x{_1}", "ℂℙⁿ + x₁");
    assert_math("a + ... + b", "a + ... + b");
    assert_math("x\\mathrm{min}y", "x min y");
    assert_math("x = \\frac{a}{b}.", "x = a/b.");
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
    assert_math("\\big(-x\\big)", "(−x)");
    assert_math("\\left< a \\right>", "⟨a⟩");
    assert_math("90\\degree + 90°", "90° + 90°");
    assert_math("||a|-|b||", "||a| − |b||");
    assert_math("|-x| + f\\big|_0 + 1", "|−x| + f|₀ + 1");
    assert_math("\\sqrt{x}/-y", "√x/−y");
    assert_refused("\\left( x");
    assert_refused("x \\right)");
    assert_refused("\\left x \\right)");
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
    assert_math(
        "\\begin{aligned}[t] a \\\\[4pt] b \\\\* c \\\\ [1,2] \\end{aligned}", "a; b; c; [1, 2]");
    assert_math("\\left(\\begin{array}{c} 1 \\\\ 2 \\end{array}\\right)", "(1; 2)");
    assert_math("\\begin{array}{cc|c} 1 & 2 & 3 \\end{array}", "[1, 2 | 3]");
    assert_refused("\\begin{array}{|c|} 1 \\end{array}");
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
    assert_shown("\\left(\\begin{array}{c|c} 1 & 2 \\\\ 3 & 4 \\end{array}\\right)", true,
        "( 1 │ 2 )\n  3 │ 4");
    assert_shown("x = 1", true, "x = 1");
}

static void test_math__what_is_not_understood_is_refused(void **state)
{
    static const char *const refused[] = {"", " ", "&", "& \\\\ &", "\\", "\\unknown",
        "x + \\unknown{y}", "{", "}", "x}", "{x", "x^", "x^2^3", "x_1_2", "\\frac", "\\frac{a}",
        "\\frac{}{b}", "\\sqrt", "\\sqrt[", "\\sqrt[x", "\\text", "\\text{", "\\left", "\\hat",
        "\\hat{}", "\\begin", "\\begin{", "\\begin{nosuch}x\\end{nosuch}", "\\begin{matrix}",
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

static void test_math__no_symbol_vanishes(void **state)
{
    (void)state;
    for (size_t i = 0; i < symbol_count; i++) {
        struct buf latex = {0}, out = {0};
        buf_format(&latex, "(a\\%s b)", symbol_table[i].name);
        assert_true(math_text(&out, latex.bytes, latex.length, false));
        assert_non_null(strstr(out.bytes, symbol_table[i].text));
        assert_true(out.bytes[1] == 'a' && out.bytes[out.length - 2] == 'b');
        buf_done(&latex);
        buf_done(&out);
    }
}

/* Whether the formula made of the template differs if the last such digit is another. */
static bool depends_on(const char *template, const char *name, char digit)
{
    struct buf latex = {0}, out = {0}, other = {0};
    buf_format(&latex, template, name);
    char *at = strrchr(latex.bytes, digit);
    assert_true(math_text(&out, latex.bytes, latex.length, false));
    *at = '5';
    assert_true(math_text(&other, latex.bytes, latex.length, false));
    bool differs = strcmp(out.bytes, other.bytes) != 0;
    buf_done(&latex);
    buf_done(&out);
    buf_done(&other);
    return differs;
}

static const char *accepted_template(const char *name)
{
    static const char *const templates[] = {"7\\%s{88}{999}6", "7\\%s={88}{999}6", "7\\%s(88{999}6",
        "7\\%s|88\\right|{999}6", "7\\%s{88}={999}6"};
    for (size_t i = 0; i < sizeof templates / sizeof *templates; i++) {
        struct buf latex = {0}, out = {0};
        buf_format(&latex, templates[i], name);
        bool accepted = math_text(&out, latex.bytes, latex.length, false);
        buf_done(&latex);
        buf_done(&out);
        if (accepted)
            return templates[i];
    }
    return NULL;
}

static void test_math__no_argument_vanishes(void **state)
{
    static const char invisible[] = "hspace phantom hphantom vphantom label color textcolor",
                      elsewhere[] =
                          "begin hat widehat tilde widetilde bar vec overrightarrow dot "
                          "ddot dddot check breve acute grave mathring overset stackrel underset "
                          "underbrace overbrace";
    (void)state;
    for (size_t row = 0; math_command_names(row); row++) {
        char names[256], *rest = NULL;
        assert_true(
            snprintf(names, sizeof names, "%s", math_command_names(row)) < (int)sizeof names);
        for (char *name = strtok_r(names, " ", &rest); name; name = strtok_r(NULL, " ", &rest)) {
            const char *template = accepted_template(name);
            if (symbol_is_among(elsewhere, name, strlen(name)))
                continue;
            if (!template)
                fail_msg("no template is accepted for %s", name);
            if (!depends_on(template, name, '7') || !depends_on(template, name, '9') ||
                depends_on(template, name, '8') == symbol_is_among(invisible, name, strlen(name)))
                fail_msg("an argument of %s vanishes", name);
        }
    }
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
        cmocka_unit_test(test_math__what_does_not_hold_together_is_in_parentheses),
        cmocka_unit_test(test_math__derivatives_keep_their_look),
        cmocka_unit_test(test_math__scripts_belong_to_one_base),
        cmocka_unit_test(test_math__one_above_another),
        cmocka_unit_test(test_math__looks_are_left_out),
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
        cmocka_unit_test(test_math__no_symbol_vanishes),
        cmocka_unit_test(test_math__no_argument_vanishes),
        cmocka_unit_test(test_math__small_forms),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
