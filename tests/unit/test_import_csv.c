/* Tables: delimiters, headers, quotes, encodings, and the formats of Anki, Quizlet and Brainscape.
 */
#include "unit/import_file.h"

#define PLAIN                                                                                      \
    "note: its cells are plain text: if they are marked up, use --markup markdown or --markup "    \
    "html\n"
#define MARKED(sign)                                                                               \
    "note: its cells are Markdown, since they contain " sign                                       \
    ": if they are plain text, use --markup text\n"

static void test_csv__a_header_names_the_columns(void **state)
{
    (void)state;
    ASSERT_READ("Question,Answer,Tags,Hint,Note,ID,Deck\n"
                "amare,to love,\"verb, first one\",like amo,note it,l1,Latin\n",
        "2 deck=Latin question=amare answer=to love id=l1 tags=verb first-one hint=like amo "
        "note=note it\n");
    ASSERT_READ("Back;Front\nthe dog;der Hund\n", "2 question=der Hund answer=the dog\n");
    ASSERT_READ("TERM\tDEFINITION\na\tb\n", "2 question=a answer=b\n");
    ASSERT_READ("Frage|RÜCKSEITE\na|b\n", "2 question=a answer=b\n");
    ASSERT_READ("term,definition,Level,Source\na,b,3,x\n",
        "note: question from term, answer from definition, note from Level, Source: --columns "
        "changes this\n2 question=a answer=b note=**Level**: 3\\n\\n**Source**: x\n");
}

static void test_csv__without_a_header_the_question_comes_first(void **state)
{
    (void)state;
    ASSERT_READ("the cat,die Katze\nthe dog,der Hund\n",
        "1 question=the cat answer=die Katze\n2 question=the dog answer=der Hund\n");
    /* a list of words that begins with the word for a question has no header */
    ASSERT_READ("question,pregunta\nanswer,respuesta\n",
        "1 question=question answer=pregunta\n2 question=answer answer=respuesta\n");
    ASSERT_READ("a,b,c\n",
        "note: question from column 1, answer from column 2, note from column 3: --columns changes "
        "this\n1 question=a answer=b note=c\n");
}

static void test_csv__columns_as_the_user_says(void **state)
{
    (void)state;
    ASSERT_COLUMNS("answer,question,-,tags", "b,a,x,t u\n", "1 question=a answer=b tags=t u\n");
    ASSERT_COLUMNS("answer,question", "Front,Back\na,b\n", "2 question=b answer=a\n");
    struct reading r = {.stop_after = 0};
    struct err err;
    assert_int_equal(read_as(&r, "csv", "question,anser", "a,b\n", 4, &err), ERR_USAGE);
    assert_non_null(strstr(err.message, "anser"));
    assert_int_equal(read_as(&r, "csv", "answer", "a,b\n", 4, &err), ERR_USAGE);
    assert_int_equal(read_as(&r, "csv", "question,question", "a,b\n", 4, &err), ERR_USAGE);
    buf_done(&r.told);
}

static void test_csv__quotes(void **state)
{
    (void)state;
    ASSERT_SHOWN(
        "q,a\r\n\"one, two\",\"a \"\"quote\"\"\"\r\n\"two\r\nlines\",\"x\r\n\r\ny\"\r\nz,\r\n",
        "2 question=one, two answer=a \"quote\"\n" PLAIN "3 question=two\\nlines answer=x\\n\\ny\n"
        "7 question=z\n");
    ASSERT_READ("q,a\n5\" disk,small\n", "2 question=5\" disk answer=small\n");
    ASSERT_READ("q,a\none,1\nbad,\"open\ntwo,2\n",
        "2 question=one answer=1\n3 skipped: an unclosed quote\n4 question=two answer=2\n");
    /* reports the line where the quote opened, on which the row may not begin */
    ASSERT_READ("q,a\n\"one\n1\",\"open\ntwo,2\n",
        "3 skipped: an unclosed quote\n4 question=two answer=2\n");
    ASSERT_READ("q,a,id\n \"one, 1\" , \"a \" ,  x  \n", "2 question=one, 1 answer=a id=x\n");
    ASSERT_SHOWN("q,a\n\"one\" two,\"a\nb\"c\n", PLAIN
        "2 question=one two answer=a\\nbc\n"
        "note: text follows a closing quote on line 2: a quote within a cell is written twice\n");
}

static void test_csv__rows_that_cannot_be_cards(void **state)
{
    (void)state;
    ASSERT_READ("q,a,note\n,x,\n\n , ,\na,b,\n", "2 skipped: no question\n5 question=a answer=b\n");
}

static void test_csv__delimiters_are_told_by_how_even_they_are(void **state)
{
    (void)state;
    ASSERT_READ("Hello, you;salve\nGood, bad, ugly;bonus\nx;y\n",
        "1 question=Hello, you answer=salve\n2 question=Good, bad, ugly answer=bonus\n"
        "3 question=x answer=y\n");
    /* and by the quotes: each of these lines has one |, but after a quote that closes */
    ASSERT_READ("\"one\"\t1|2\n\"two\"\t2|3\tx\n\"six\"\t6|7\n",
        "1 question=one answer=1|2\n2 question=two answer=2|3; x\n3 question=six answer=6|7\n"
        "note: more than 2 cells on line 2: the extra cells are added to the answer\n");
    ASSERT_READ("Just a text.\nWith a comma, here.\nAnd lines.\n", "unknown\n");
    ASSERT_READ("one word\n", "unknown\n");
}

static void test_csv__encodings(void **state)
{
    (void)state;
    ASSERT_READ("\xef\xbb\xbf"
                "Front,Back\nä,b\n",
        "2 question=ä answer=b\n");
    ASSERT_READ("Front;Back\nM\xfcller;\x84Zitat\x93\n", "2 question=Müller answer=„Zitat“\n");
    ASSERT_READ("q,a\n\xf6\x9e\x8b\xa0,b\n", "2 question=öž‹\xc2\xa0 answer=b\n");
    ASSERT_READ("q,a\n\xed\xa0\xbf,b\n", "2 question=í\xc2\xa0¿ answer=b\n");
    ASSERT_READ("Front,Back\ra,b\r", "2 question=a answer=b\n");
    static const char little[] =
        "\xff\xfe"
        "F\0r\0o\0n\0t\0\t\0B\0a\0c\0k\0\r\0\n\0\xe4\0\t\0\x3d\xd8\x00\xde\n\0";
    check_told(NULL, NULL, little, sizeof little - 1, "2 question=ä answer=😀\n");
    static const char big[] = "\0q\0,\0a\0\n\0x\0,\0y";
    check_told(NULL, NULL, big, sizeof big - 1, "2 question=x answer=y\n");
    struct reading r = {.stop_after = 0};
    struct err err;
    static const char zero[] = "q,a\nx,\0y\n";
    assert_int_equal(read_as(&r, NULL, NULL, zero, sizeof zero - 1, &err), ERR_NONE);
    assert_string_equal(buf_string(&r.told), "unknown\n");
    buf_done(&r.told);
}

static void test_csv__what_anki_writes(void **state)
{
    (void)state;
    ASSERT_READ("#separator:tab\n#html:true\n#guid column:1\n#notetype column:2\n#deck column:3\n"
                "#tags column:6\n"
                "a#1\tBasic\tLang::Latin\t<b>amare</b>\tto love<br>to like\tverb x::y\n"
                "b%\tCloze\tLang\t{{c1::Rome}} is in {{c2::Italy::where?}}\tmore\t\n"
                "c\tBasic (and reversed card)\tLang\t\"a \"\"b\"\"\"\tx &lt; y\t\n",
        "7 deck=Lang::Latin question=**amare** answer=to love\\\\nto like id=a%231 "
        "tags=verb x::y\n"
        "8 deck=Lang cloze={{c1::Rome}} is in {{c2::Italy::where?}} id=b%25 note=more\n"
        "9 deck=Lang question=a \"b\" answer=x < y id=c reverse\n");
}

static void test_csv__other_lines_of_anki(void **state)
{
    (void)state;
    ASSERT_SHOWN(
        "#separator:Semicolon\n#html:false\n#tags:t1 t2\n#deck:D\n#columns:Back;Front;Extra\n"
        "b;a;n\n#x;a2;\n",
        "6 deck=D question=a answer=b tags=t1 t2 note=n\n7 deck=D question=a2 answer=#x "
        "tags=t1 t2\n");
    ASSERT_SHOWN("#separator:|\nf1|f2|f3|f4\n", "2 question=f1 answer=f2 note=f3\\n\\nf4\n");
}

static void test_csv__what_quizlet_writes(void **state)
{
    (void)state;
    ASSERT_SHOWN("der Hund\tthe dog\ndie Katze\tthe cat\nand more\n\nof it\n\"Q\" x\ty\n",
        "1 question=der Hund answer=the dog\n" PLAIN
        "2 question=die Katze answer=the cat\\nand more\\n\\nof it\n"
        "6 question=\"Q\" x answer=y\n");
    ASSERT_READ("a\tb;c\td;e\tf", "1 question=a answer=b\n1 question=c answer=d\n"
                                  "1 question=e answer=f\n");
    ASSERT_READ("a,b;c,d\n", "1 question=a answer=b\n1 question=c answer=d\n");
}

/* ---- markup ---- */

static void test_csv__plain_text_is_shown_as_it_is(void **state)
{
    (void)state;
    ASSERT_SHOWN("#separator:tab\n#html:false\n"
                 "q\t__init__ and 2*3*4\n&copy;\t# of planets\n<b>x</b>\ta\\_b `c` **d**\n"
                 "1. x\t- x\n[a](http://x.org)\t$x$ ~~y~~\n",
        PLAIN "3 question=q answer=__init__ and 2*3*4\n"
              "4 question=&copy; answer=# of planets\n"
              "5 question=<b>x</b> answer=a\\_b `c` **d**\n"
              "6 question=1. x answer=- x\n"
              "7 question=[a](http://x.org) answer=$x$ ~~y~~\n");
    ASSERT_SHOWN("Front,Back\n__init__,\"if x:\n    y = a*b*c\n\n\tz\"\n",
        PLAIN "2 question=__init__ answer=if x:\\n\xc2\xa0\xc2\xa0\xc2\xa0\xc2\xa0y = a*b*c\\n\\n"
              "\xc2\xa0\xc2\xa0\xc2\xa0\xc2\xa0z\n");
    ASSERT_SHOWN("Front,Back\nword,plain\n", "2 question=word answer=plain\n");
}

static void test_csv__gaps_stay_in_plain_text(void **state)
{
    (void)state;
    ASSERT_READ("#separator:tab\n#html:false\n"
                "{{c1::a*b*c::x*y*z}} and {{c2::__d__}} {{no}}\n{{c1::f{x}}} {{{c2::y}}}\n",
        PLAIN "3 cloze={{c1::a\\*b\\*c::x\\*y\\*z}} and {{c2::\\_\\_d\\_\\_}} \\{{no}}\n"
              "4 cloze={{c1::f{x}}} &#123;{{c2::y}}&#125;\n");
    /* a gap after a brace makes a cloze, and {{c0:: makes none */
    ASSERT_READ("#separator:tab\n#html:false\n{{{c1::a}} b}\tx\n{{c0::a}}\tx\n",
        PLAIN "3 cloze=&#123;{{c1::a}} b} note=x\n4 question={{c0::a}} answer=x\n");
    /* a list's mark beside a gap makes no list item, and a backslash does not escape the gap */
    ASSERT_READ("#separator:tab\n#html:false\n{{c1::- a}} #\n{{c1::1}}. b\\{{c2::c\\}}\n",
        PLAIN "3 cloze={{c1::\\- a}} #\n4 cloze={{c1::1}}\\. b&#92;{{c2::c&#92;}}\n");
    /* an opening that never closes is not a gap */
    ASSERT_READ("#separator:tab\n#html:false\n{{c1::a {{c1::b\tx\n",
        PLAIN "3 cloze=\\{{c1::a \\{{c1::b note=x\n");
}

static void test_csv__formulas_of_anki_stay_in_plain_text(void **state)
{
    (void)state;
    ASSERT_READ("#separator:tab\n#html:false\nq\t\\(a_1 < b_2\\) *i*\n",
        PLAIN "3 question=q answer=$a_1 < b_2$ \\*i\\*\n");
}

static void test_csv__plain_markdown_is_recognized(void **state)
{
    (void)state;
    ASSERT_SHOWN("q,a\nx,It is **bold**.\ny,__z__\n",
        MARKED("**bold** text") "2 question=x answer=It is bold.\n3 question=y answer=z\n");
    ASSERT_SHOWN("q,a\nx,\"These:\n- one\n- *two*\"\n",
        MARKED("a list") "2 question=x answer=These:\\n• one\\n• two\n");
    ASSERT_SHOWN(
        "q,a\nx,\"```c\na*b*c\n```\"\n", MARKED("a block of code") "2 question=x answer=  a*b*c\n");
    ASSERT_SHOWN("q,a\nx,see [this](http://x.org)\n",
        MARKED("a link") "2 question=x answer=see this (http://x.org)\n");
    ASSERT_SHOWN("q,a\nx,$\\alpha^2$\n", MARKED("a formula") "2 question=x answer=α²\n");
    ASSERT_SHOWN("q,a\nx,\"|a|b|\n|---|---|\n|1|2|\"\n",
        MARKED("a table") "2 question=x answer=a │ b\\n──┼──\\n1 │ 2\n");
    ASSERT_SHOWN(
        "q,a\n`x`,run `y`\n", MARKED("`code` in several cells") "2 question=x answer=run y\n");
}

static void test_csv__little_of_it_is_plain_text(void **state)
{
    (void)state;
    ASSERT_SHOWN("q,a\n`x`,f**k and s**t\n", PLAIN "2 question=`x` answer=f**k and s**t\n");
    ASSERT_SHOWN("q,a\nx,\"- one\"\ny,\"Say:\n- a\n- b\nand so on\"\n",
        PLAIN "2 question=x answer=- one\n3 question=y answer=Say:\\n- a\\n- b\\nand so on\n");
    /* Markdown would make one line of one and two */
    ASSERT_SHOWN("q,a\nx,\"- a\n- b\"\ny,\"one\ntwo\"\n",
        PLAIN "2 question=x answer=- a\\n- b\n4 question=y answer=one\\ntwo\n");
    ASSERT_SHOWN("q,a\n$5 or $6,\"f(*a, **b)\"\n", PLAIN "2 question=$5 or $6 answer=f(*a, **b)\n");
}

static void test_csv__markup_as_the_user_says(void **state)
{
    (void)state;
    ASSERT_MARKUP(MARKUP_TEXT, "q,a\nx,**y**\n", "2 question=x answer=**y**\n");
    ASSERT_MARKUP(MARKUP_MARKDOWN, "q,a\nx,__y__\n", "2 question=x answer=y\n");
    ASSERT_MARKUP(MARKUP_HTML, "q,a\nx,<b>1</b> &lt; 2*3*4\n", "2 question=x answer=1 < 2*3*4\n");
    ASSERT_MARKUP(MARKUP_TEXT, "#separator:tab\n#html:true\nx\t<b>\n", "3 question=x answer=<b>\n");
}

static void test_csv__a_sink_can_stop(void **state)
{
    (void)state;
    struct reading r = {.stop_after = 2};
    struct err err;
    assert_int_equal(read_as(&r, NULL, NULL, "a,b\nc,d\ne,f\n", 12, &err), ERR_USAGE);
    assert_string_equal(err.message, "stopped");
    assert_int_equal(r.entries, 2);
    buf_done(&r.told);
}

static void test_csv__long_lines(void **state)
{
    (void)state;
    size_t size = SOURCE_LINE_MAX + 100;
    char *text = malloc(size);
    assert_non_null(text);
    memset(text, 'x', size);
    memcpy(text, "a,b\n", 4);
    memcpy(text + size - 5, "\nc,d\n", 5);
    check_told(NULL, NULL, text, size,
        "1 question=a answer=b\n2 skipped: a line longer than 4 MiB\n3 question=c answer=d\n");
    free(text);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_csv__a_header_names_the_columns),
        cmocka_unit_test(test_csv__without_a_header_the_question_comes_first),
        cmocka_unit_test(test_csv__columns_as_the_user_says),
        cmocka_unit_test(test_csv__quotes),
        cmocka_unit_test(test_csv__rows_that_cannot_be_cards),
        cmocka_unit_test(test_csv__delimiters_are_told_by_how_even_they_are),
        cmocka_unit_test(test_csv__encodings),
        cmocka_unit_test(test_csv__what_anki_writes),
        cmocka_unit_test(test_csv__other_lines_of_anki),
        cmocka_unit_test(test_csv__what_quizlet_writes),
        cmocka_unit_test(test_csv__plain_text_is_shown_as_it_is),
        cmocka_unit_test(test_csv__gaps_stay_in_plain_text),
        cmocka_unit_test(test_csv__formulas_of_anki_stay_in_plain_text),
        cmocka_unit_test(test_csv__plain_markdown_is_recognized),
        cmocka_unit_test(test_csv__little_of_it_is_plain_text),
        cmocka_unit_test(test_csv__markup_as_the_user_says),
        cmocka_unit_test(test_csv__a_sink_can_stop),
        cmocka_unit_test(test_csv__long_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
