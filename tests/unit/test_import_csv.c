/* Tables: delimiters, headers, quotes, encodings, what Anki, Quizlet and Brainscape write. */
#include "unit/import_file.h"

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
        "note: unused columns: Level, Source\n2 question=a answer=b\n");
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
        "note: using the first column as the question and the second as the answer, ignoring the "
        "rest: to change this, list the columns with --columns\n1 question=a answer=b\n");
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
    ASSERT_READ(
        "q,a\r\n\"one, two\",\"a \"\"quote\"\"\"\r\n\"two\r\nlines\",\"x\r\n\r\ny\"\r\nz,\r\n",
        "2 question=one, two answer=a \"quote\"\n"
        "3 question=two\\nlines answer=x\\n\\ny\n"
        "7 question=z\n");
    ASSERT_READ("q,a\n5\" disk,small\n", "2 question=5\" disk answer=small\n");
    ASSERT_READ("q,a\none,1\nbad,\"open\ntwo,2\n",
        "2 question=one answer=1\n3 skipped: an unclosed quote\n4 question=two answer=2\n");
    /* the line where it opened is told, which a row may not begin with */
    ASSERT_READ("q,a\n\"one\n1\",\"open\ntwo,2\n",
        "3 skipped: an unclosed quote\n4 question=two answer=2\n");
    ASSERT_READ("q,a,id\n \"one, 1\" , \"a \" ,  x  \n", "2 question=one, 1 answer=a id=x\n");
    ASSERT_READ("q,a\n\"one\" two,\"a\nb\"c\n", "2 question=one two answer=a\\nbc\n");
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
    /* and by where quotes stand: | is in each of these lines once, but behind quotes that close */
    ASSERT_READ("\"one\"\t1|2\n\"two\"\t2|3\tx\n\"six\"\t6|7\n",
        "1 question=one answer=1|2\n2 question=two answer=2|3\n3 question=six answer=6|7\n");
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
    ASSERT_READ(
        "#separator:Semicolon\n#html:false\n#tags:t1 t2\n#deck:D\n#columns:Back;Front;Extra\n"
        "b;a;n\n#x;a2;\n",
        "6 deck=D question=a answer=b tags=t1 t2 note=n\n7 deck=D question=a2 answer=#x "
        "tags=t1 t2\n");
    ASSERT_READ("#separator:|\nf1|f2|f3|f4\n", "2 question=f1 answer=f2 note=f3\\n\\nf4\n");
}

static void test_csv__what_quizlet_writes(void **state)
{
    (void)state;
    ASSERT_READ("der Hund\tthe dog\ndie Katze\tthe cat\nand more\n\nof it\n\"Q\" x\ty\n",
        "1 question=der Hund answer=the dog\n"
        "2 question=die Katze answer=the cat\\nand more\\n\\nof it\n"
        "6 question=\"Q\" x answer=y\n");
    ASSERT_READ("a\tb;c\td;e\tf", "1 question=a answer=b\n1 question=c answer=d\n"
                                  "1 question=e answer=f\n");
    ASSERT_READ("a,b;c,d\n", "1 question=a answer=b\n1 question=c answer=d\n");
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
        cmocka_unit_test(test_csv__a_sink_can_stop),
        cmocka_unit_test(test_csv__long_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
