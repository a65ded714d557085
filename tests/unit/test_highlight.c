/* Keywords, strings, comments and numbers of the twenty most used languages; the expected styles
 * are marked by hand. */
#include "text/highlight.h"
#include "text/md_styled.h"
#include "text/text.h"

#include "test.h"

#include <stdlib.h>

/* The styles as letters, one below each byte: k keyword, s string, c comment, # number, G a gap, a
 * space for the rest. */
static void assert_code(const char *name, const char *code, const char *expected)
{
    static const char letters[STYLE_COUNT] = {[STYLE_PLAIN] = ' ',
        [STYLE_GAP] = 'G',
        [STYLE_KEYWORD] = 'k',
        [STYLE_STRING] = 's',
        [STYLE_COMMENT] = 'c',
        [STYLE_NUMBER] = '#'};
    struct styled styled = {0};
    struct buf got = {0};
    const struct language *language = language_named(name, strlen(name));
    assert_non_null(language);
    styled_add(&styled, code, strlen(code), STYLE_CODE, 0);
    highlight(&styled, language);
    assert_string_equal(buf_string(&styled.text), code);
    for (size_t i = 0; i < styled.styles.length; i++) {
        char letter = letters[(unsigned char)styled.styles.bytes[i]];
        buf_char(&got, letter ? letter : '?');
    }
    while (got.length && got.bytes[got.length - 1] == ' ')
        buf_cut(&got, got.length - 1);
    assert_string_equal(buf_string(&got), expected);
    buf_done(&got);
    styled_done(&styled);
}

static void test_highlight__the_languages(void **state)
{
    (void)state;
    assert_code("js", "let a = `b ${1}` + 2.5; // c", "kkk     ssssssss   ###  cccc");
    assert_code("json", "{\"a\": [1, true]}", " sss   #  kkkk");
    assert_code("html", "<!-- a --><p class=\"b\">it's</p>", "cccccccccc k       sss       k");
    assert_code(
        "css", "a { top: 1.5em !important } /* b */", "         #####  kkkkkkkkk   ccccccc");
    assert_code("Python", "if x is None: # a", "kk   kk kkkk  ccc");
    assert_code("py", "x = \"\"\"a'\nb\"\"\" + 'c'", "    ssssssssss   sss");
    assert_code("sql", "Select 'it''s' FROM a -- b", "kkkkkk sssssss kkkk   cccc");
    assert_code("ts", "interface A { b: number }", "kkkkkkkkk        kkkkkk");
    assert_code("bash", "if $if; then a ${x#y} $# #b", "kk      kkkk             cc");
    assert_code("java", "char a = '\"', b = 0xFFL;", "kkkk     sss      #####");
    assert_code("c#", "var a = \"b\\\"c\"; // d", "kkk     ssssss  cccc");
    assert_code("c++", "template <int N> x = 1'000'000;", "kkkkkkkk  kkk        #########");
    assert_code("c", "#include <a.h> /* b\nc */ 1e-5", "kkkkkkkk       ccccccccc ####");
    assert_code("php", "function $function() { # a", "kkkkkkkk               ccc");
    assert_code("powershell", "IF ($true) {} <# a #> 'b\\'", "kk  kkkkk     ccccccc ssss");
    assert_code("go", "func a() { b(`c\\`, 'd') }", "kkkk         ssss  sss");
    assert_code("rust", "fn a<'b>(c: &'b str) { '\\n' }", "kk              kkk    ssss");
    assert_code("kotlin", "val a = \"\"\"b\"c\"\"\"", "kkk     sssssssss");
    assert_code("lua", "local a --[[ b\nc ]] -- d", "kkkkk   ccccccccccc cccc");
    assert_code("dart", "final a = 'b'; // c", "kkkkk     sss  cccc");
    assert_code("ruby", "def a = \"#{b}\" # c", "kkk     ssssss ccc");
    assert_code("swift", "guard let a = \"\\\"b\" else", "kkkkk kkk     sssss kkkk");
    assert_code("r", "a <- function(b) TRUE # c", "     kkkkkkkk    kkkk ccc");
}

static void test_highlight__words_and_numbers_end(void **state)
{
    (void)state;
    assert_code("c", "x1 if_ iffy 1..2 if", "            #  # kk");
    assert_code("c", "a.int 3.14f 0b1", "  kkk ##### ###");
    assert_code("python", "été = 1_000", "        #####");
}

static void test_highlight__what_is_not_closed_ends(void **state)
{
    (void)state;
    assert_code("c", "\"a\nint", "ss kkk");
    assert_code("c", "\"a\\", "sss");
    assert_code("c", "/* a\nint", "cccccccc");
    assert_code("python", "\"\"\"a\nif", "sssssss");
    assert_code("c", "'a", "");
    assert_code("c", "'", "");
}

static void test_highlight__unknown_languages(void **state)
{
    static const char *const names[] = {
        "", " ", "brainfuck", "c d", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"};
    (void)state;
    for (size_t i = 0; i < COUNT(names); i++)
        assert_null(language_named(names[i], strlen(names[i])));
}

static void test_highlight__a_gap_in_code_stays_one(void **state)
{
    struct styled styled = {0};
    (void)state;
    styled_marked(&styled, "```c\nif (" TEXT_MARK "1" TEXT_MARK_END ") 2;\n```", 80);
    const char *line = strstr(buf_string(&styled.text), "if (1) 2;");
    const char *styles = styled.styles.bytes + (line - buf_string(&styled.text));
    assert_int_equal(styles[0], STYLE_KEYWORD);
    assert_int_equal(styles[3], STYLE_PLAIN);
    assert_int_equal(styles[4], STYLE_GAP);
    assert_int_equal(styles[7], STYLE_NUMBER);
    styled_done(&styled);
}

/* Any text in any language: the text stays, and each byte of code gets a style. */
static void test_highlight__any_text(void **state)
{
    static const char *const names[] = {"js", "html", "css", "py", "sql", "ts", "sh", "java", "cs",
        "cpp", "c", "php", "ps1", "go", "rs", "kt", "lua", "dart", "rb", "swift", "r"};
    static const char *const parts[] = {"\"", "'", "`", "\"\"\"", "\\", "\n", "/*", "*/", "//", "#",
        "--", "--[[", "]]", "<!--", "-->", "<#", "if", "1", "0x", "e-", ".", "é", "字", " ", "$",
        "@", "<", "/", "{"};
    (void)state;
    srand(1);
    for (int i = 0; i < 20000; i++) {
        struct styled styled = {0};
        struct buf code = {0};
        const char *name = names[(size_t)rand() % COUNT(names)];
        for (int n = rand() % 12; n >= 0; n--)
            buf_text(&code, parts[(size_t)rand() % COUNT(parts)]);
        styled_add(&styled, buf_string(&code), code.length, STYLE_CODE, 0);
        highlight(&styled, language_named(name, strlen(name)));
        assert_string_equal(buf_string(&styled.text), buf_string(&code));
        assert_null(memchr(styled.styles.bytes, STYLE_CODE, styled.styles.length));
        buf_done(&code);
        styled_done(&styled);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_highlight__the_languages),
        cmocka_unit_test(test_highlight__words_and_numbers_end),
        cmocka_unit_test(test_highlight__what_is_not_closed_ends),
        cmocka_unit_test(test_highlight__unknown_languages),
        cmocka_unit_test(test_highlight__a_gap_in_code_stays_one),
        cmocka_unit_test(test_highlight__any_text),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
