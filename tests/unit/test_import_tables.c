/* Tables that leave something to guess: what is between the cells, whether the first row names the
 * columns, and what the columns are. Each guess is reported with the option that overrides it. */
#include "unit/import_file.h"

#include "deck/csv_columns.h"

#define CHANGES   ": --columns changes this"
#define OR_A_CARD CHANGES ", and --header no makes the first row a card"

static void check_choice(char delimiter, unsigned header, const char *text, const char *wanted)
{
    struct reading r = {.delimiter = delimiter, .header = header};
    check_reading(&r, NULL, NULL, text, strlen(text), wanted);
}

static void check_refused(char delimiter, const char *text, const char *message)
{
    struct reading r = {.delimiter = delimiter};
    struct err err = {0};
    assert_int_equal(read_as(&r, "csv", NULL, text, strlen(text), &err), ERR_MISTAKE);
    assert_string_equal(err.message, message);
    buf_done(&r.told);
}

/* ---- what is between the cells ---- */

static void test_tables__all_rows_choose_the_delimiter(void **state)
{
    (void)state;
    /* the first row alone would be read with any of them */
    ASSERT_READ("en\tto be in\tin\nw1\tone, two; three\nw2\tone, two; three\nw3\tone, two; three\n",
        "note: its cells are separated by tabs: if by semicolons, use --delimiter ';'\n"
        "1 question=en answer=to be in; in\n2 question=w1 answer=one, two; three\n"
        "3 question=w2 answer=one, two; three\n4 question=w3 answer=one, two; three\n"
        "note: more than 2 cells on line 1: the extra cells are added to the answer\n");
    ASSERT_READ("Hund;dog, hound\nKatze;cat, pussy\n",
        "note: its cells are separated by semicolons: if by commas, use --delimiter ','\n"
        "1 question=Hund answer=dog, hound\n2 question=Katze answer=cat, pussy\n");
    /* commas in decimals, and names that only semicolons separate */
    ASSERT_READ("Begriff;Bedeutung\n1,5;2,5\n3,5;4,5\n",
        "2 question=1,5 answer=2,5\n3 question=3,5 answer=4,5\n");
    /* a tab within quotes is no delimiter */
    ASSERT_READ("a1,b1\na2,b2\na3,\"b\t3\"\n", "1 question=a1 answer=b1\n2 question=a2 answer=b2\n"
                                               "3 question=a3 answer=b\t3\n");
}

static void test_tables__a_text_divides_each_line_in_two(void **state)
{
    (void)state;
    ASSERT_READ("dog - a pet, mostly\ncat - a pet - too\nlynx - none\n",
        "note: each line is split at its first \" - \": if that is wrong, use --delimiter\n"
        "1 question=dog answer=a pet, mostly\n2 question=cat answer=a pet - too\n"
        "3 question=lynx answer=none\n");
    ASSERT_READ("a/////b\nc/////d\ne/////\"f\n",
        "note: each line is split at its first \"/////\": if that is wrong, use --delimiter\n"
        "1 question=a answer=b\n2 question=c answer=d\n3 question=e answer=\"f\n");
    /* a blank line has nothing of the line before */
    ASSERT_READ("cat - a pet - too\n\ndog - a pet\nlynx - none\n",
        "note: each line is split at its first \" - \": if that is wrong, use --delimiter\n"
        "1 question=cat answer=a pet - too\n3 question=dog answer=a pet\n"
        "4 question=lynx answer=none\n");
    ASSERT_READ("A list:\n- one\n- two\n- three\n", "unknown\n");
    ASSERT_READ("Usage:\n\t-a\tall\n\t-b\tboth\n\t-c\n", "unknown\n");
}

static void test_tables__the_user_says_what_is_between(void **state)
{
    (void)state;
    check_choice(',', 0, "a;b,c\nd;e,f\n", "1 question=a;b answer=c\n2 question=d;e answer=f\n");
    check_choice('-', 0, "self-taught - autodidact\nx - y\n",
        "1 question=self-taught answer=autodidact\n2 question=x answer=y\n");
    check_choice(':', 0, "dog: a pet\nhour: see 12:30\n",
        "1 question=dog answer=a pet\n2 question=hour answer=see 12:30\n");
    check_choice(' ', 0, "can dog\nca d'or house\nnonsense\n",
        "1 question=can answer=dog\n2 question=ca answer=d'or house\n3 question=nonsense\n");
    check_choice('^', 0, "a^b\nc^d\n", "1 question=a answer=b\n2 question=c answer=d\n");
}

static void test_tables__what_fits_nothing_is_refused_with_a_guess(void **state)
{
    (void)state;
    check_refused(0, "a;1;2\nb;1\nc;1;2;3\nd;1;2;3;4\n",
        "cannot tell what separates the cells: try --delimiter ';' and --columns "
        "question,answer");
    check_refused(0, "Dear reader,\nthis is a letter.\n",
        "cannot tell what separates the cells: give it with --delimiter, or use --columns "
        "question if each line is one");
    check_refused('|', "a;1\nb;2\n",
        "no line has a '|' between two cells: try --delimiter ';' and --columns question,answer");
    check_choice(';', 0, "a;1;2\nb;1\nc;1;2;3\nd;1;2;3;4\n",
        "1 question=a answer=1; 2\n2 question=b answer=1\n3 question=c answer=1; 2; 3\n"
        "4 question=d answer=1; 2; 3; 4\n"
        "note: more than 2 cells on lines 1, 3 and 4: the extra cells are added to the answer\n");
    ASSERT_COLUMNS("question", "one word\nanother\n", "1 question=one word\n2 question=another\n");
}

/* ---- lines before the rows ---- */

static void test_tables__lines_before_the_rows(void **state)
{
    (void)state;
    ASSERT_READ("# Words, for me\n#\n## more\nFront,Back\na,b\n# no card\nc,d\n",
        "note: lines 1 to 3 are comments, not cards\n5 question=a answer=b\n"
        "6 skipped: a comment\n7 question=c answer=d\n");
    ASSERT_READ("# made by hand\na;b\nc;d\n",
        "note: line 1 is a comment, not a card\n2 question=a answer=b\n3 question=c answer=d\n");
    /* a header that is marked as a comment, and rows and a header that begin with # */
    ASSERT_READ("# Front;Back\na;b\n", "2 question=a answer=b\n");
    ASSERT_READ("#if,begins a condition\n#else,otherwise\nint,a number\n",
        "1 question=#if answer=begins a condition\n2 question=#else answer=otherwise\n"
        "3 question=int answer=a number\n");
    ASSERT_READ("#,word,meaning\n1,a,b\n2,c,d\n",
        "note: question from word, answer from meaning; # left out" CHANGES "\n"
        "2 question=a answer=b\n3 question=c answer=d\n");
    ASSERT_READ("sep=;\nFront;Back\na,1;b\n", "3 question=a,1 answer=b\n");
    ASSERT_READ("\"sep=|\"\na;1|b\nc;2|d\n", "2 question=a;1 answer=b\n3 question=c;2 answer=d\n");
}

static void test_tables__ankis_lines_after_a_spreadsheet(void **state)
{
    (void)state;
    ASSERT_READ(
        "#separator:tab,,,\n#html:true,,,\n#tags column:3,,,\n\"a, b\",<b>c</b>,t,\nd,e,,\n",
        "note: its cells are separated by commas, whatever its first lines say: if that is wrong, "
        "use --delimiter tab\n4 question=a, b answer=**c** tags=t\n5 question=d answer=e\n");
    ASSERT_READ("\"#separator:tab\";\n\"#html:true\";\na;b\nc;d\n",
        "note: its cells are separated by semicolons, whatever its first lines say: if that is "
        "wrong, use --delimiter tab\n3 question=a answer=b\n4 question=c answer=d\n");
    /* a separator that is a delimiter itself is no such trace */
    ASSERT_READ("#separator:;\n#html:true\na;b,c\n", "3 question=a answer=b,c\n");
    ASSERT_READ("#separator:Comma\n#html:true\n\"#columns:Word\",\"Meaning\",Example\na,b,c\n",
        "note: question from Word, answer from Meaning, note from Example" CHANGES "\n"
        "4 question=a answer=b note=**Example**: c\n");
    ASSERT_READ("#separator:Comma\n#html:true\n#deck column:1\nDeck,Front,Back\nD,a,b\n",
        "note: its first row names the columns: if it is a card, use --header no\n"
        "5 deck=D question=a answer=b\n");
}

/* ---- the header ---- */

static void test_tables__a_header_in_twelve_languages(void **state)
{
    (void)state;
    static const char *const headers[] = {"Word;Meaning", "Vorderseite;Rückseite", "Mot;Traduction",
        "Palabra;Significado", "Parola;Traduzione", "Palavra;Tradução", "Woord;Vertaling",
        "Słowo;Tłumaczenie", "Слово;Перевод", "単語;意味", "单词;释义", "단어;뜻", "FRAGE;ANTWORT",
        "СЛОВО;ПЕРЕВОД"};
    for (size_t i = 0; i < COUNT(headers); i++) {
        struct buf text = {0};
        buf_format(&text, "%s\na;b\n", headers[i]);
        ASSERT_READ(buf_string(&text), "2 question=a answer=b\n");
        buf_done(&text);
    }
}

static void test_tables__languages_are_a_header(void **state)
{
    (void)state;
    ASSERT_READ("German,English\nHund,dog\n",
        "note: question from German, answer from English" OR_A_CARD
        "\n2 question=Hund answer=dog\n");
    ASSERT_READ("DE;EN;Kapitel\nHund;dog;1\n",
        "note: question from DE, answer from EN, tags from Kapitel" OR_A_CARD "\n"
        "2 question=Hund answer=dog tags=Kapitel-1\n");
    ASSERT_READ("korean,english,example,example_translation\n봄,spring,봄!,Spring!\n",
        "note: question from korean, answer from english, note from example, "
        "example_translation" OR_A_CARD "\n2 question=봄 answer=spring "
        "note=**example**: 봄!\\n\\n**example_translation**: Spring!\n");
    /* but not in a list of languages */
    ASSERT_READ("German,Deutsch\nEnglish,Englisch\nFrench,Französisch\n",
        "1 question=German answer=Deutsch\n2 question=English answer=Englisch\n"
        "3 question=French answer=Französisch\n");
}

static void test_tables__a_header_looks_unlike_the_cells(void **state)
{
    (void)state;
    ASSERT_READ("Entity,Population\nOslo,700000\nBern,130000\nRoma,2800000\n",
        "note: question from Entity, answer from Population" OR_A_CARD "\n"
        "2 question=Oslo answer=700000\n3 question=Bern answer=130000\n"
        "4 question=Roma answer=2800000\n");
    ASSERT_READ("Zeichen,Laut\nは,ha\nひ,hi\nふ,fu\n",
        "note: question from Zeichen, answer from Laut" OR_A_CARD "\n2 question=は answer=ha\n"
        "3 question=ひ answer=hi\n4 question=ふ answer=fu\n");
    /* a word list has no header, whatever its first word */
    ASSERT_READ("front,Vorderseite\ndoor,Tür\nwall,Wand\n",
        "1 question=front answer=Vorderseite\n2 question=door answer=Tür\n"
        "3 question=wall answer=Wand\n");
    ASSERT_READ("word,Wort\ndoor,Tür\nwall,Wand\n",
        "1 question=word answer=Wort\n2 question=door answer=Tür\n3 question=wall answer=Wand\n");
    ASSERT_READ("What is it?,It is that.\nWho?,She.\n",
        "1 question=What is it? answer=It is that.\n2 question=Who? answer=She.\n");
}

static void test_tables__the_user_says_whether_there_is_one(void **state)
{
    (void)state;
    check_choice(
        0, HEADER_NO, "Front,Back\na,b\n", "1 question=Front answer=Back\n2 question=a answer=b\n");
    check_choice(
        0, HEADER_NO, "DE,EN\nHund,dog\n", "1 question=DE answer=EN\n2 question=Hund answer=dog\n");
    check_choice(0, HEADER_YES, "Hund,dog\nKatze,cat\n",
        "note: question from Hund, answer from dog" CHANGES "\n2 question=Katze answer=cat\n");
}

/* ---- columns ---- */

static void test_tables__columns_by_name(void **state)
{
    (void)state;
    ASSERT_READ("rank,kanji,reading,english,Example sentence,pos,notes,Hint,category,id\n"
                "1,水,みず,water,水を飲む,noun,wet,H2O,Food & drink,k1\n"
                "2,火,ひ,fire,,noun,,,,k2\n",
        "note: question from kanji, answer from english, reading from reading, hint from Hint, "
        "note "
        "from Example sentence, pos, notes, tags from category, id from id; rank left out" CHANGES
        "\n2 question=水 answer=みず\\n\\nwater id=k1 tags=Food-&-drink hint=H2O "
        "note=**Example sentence**: 水を飲む\\n\\n**pos**: noun\\n\\nwet\n"
        "3 question=火 answer=ひ\\n\\nfire id=k2 note=**pos**: noun\n");
    ASSERT_READ("Word,German explanation,English translation\na,b,c\n",
        "note: question from Word, answer from English translation, note from German "
        "explanation" OR_A_CARD "\n2 question=a answer=c note=**German explanation**: b\n");
    ASSERT_READ("question,option_a,option_b,correct_answer\nq,x,y,b\n",
        "note: question from question, option_a, option_b, answer from correct_answer" OR_A_CARD
        "\n"
        "2 question=q\\n\\n**option_a**: x\\n\\n**option_b**: y answer=y\n");
}

static void test_tables__columns_named_twice(void **state)
{
    (void)state;
    ASSERT_READ("question,answer,answer\nq,a,b\n",
        "note: question from question, answer from answer, note from answer" CHANGES
        "\n2 question=q answer=a note=**answer**: b\n");
    /* a table of Markdown without its line of dashes */
    ASSERT_READ("| Q | A |\n| q1 | a1 |\n| q2 | a2 |\n",
        "2 question=q1 answer=a1\n3 question=q2 answer=a2\n");
    ASSERT_READ("Question,Prompt,Answer,Solution,Answer\nq,p,a,s,b\n",
        "note: question from Question, answer from Answer, note from Prompt, Solution, "
        "Answer" CHANGES
        "\n2 question=q answer=a note=**Prompt**: p\\n\\n**Solution**: s\\n\\n**Answer**: b\n");
}

static void check_choices(const char *header, const char *answer, const char *wanted)
{
    struct reading r = {.shown = true};
    struct err err = {0};
    struct buf text = {0};
    buf_format(&text, "%s\nWhat?,w,x,y,AB,%s\n", header, answer);
    assert_int_equal(read_as(&r, NULL, NULL, text.bytes, text.length, &err), ERR_NONE);
    const char *got = strstr(buf_string(&r.told), " answer=");
    assert_non_null(got);
    assert_string_equal(got, wanted);
    assert_non_null(strstr(buf_string(&r.told), ": x\\n")); /* the options are shown */
    buf_done(&text);
    buf_done(&r.told);
}

static void test_tables__the_answer_of_multiple_choice(void **state)
{
    (void)state;
    static const char *const headers[] = {"question,A,B,C,D,answer", "question,a,b,c,d,answer",
        "Question,A,B,C,D,Answer", "question,A,B,C,D,correct_answer",
        "question,option_a,option_b,option_c,option_d,correct",
        "Question,OptionA,OptionB,OptionC,OptionD,Correct option",
        "question,option1,option2,option3,option4,correct"};
    for (size_t i = 0; i < COUNT(headers); i++) {
        check_choices(headers[i], "B", " answer=x\n");
        check_choices(headers[i], "(b)", " answer=x\n");
        check_choices(headers[i], "B.", " answer=x\n");
        check_choices(headers[i], "\"A, C\"", " answer=w\\n\\ny\n");
        check_choices(headers[i], "ACD", " answer=w\\n\\ny\\n\\nAB\n");
        check_choices(headers[i], "y", " answer=y\n");
        /* texts of their own: that of an option, a letter without an option, a name */
        check_choices(headers[i], "AB", " answer=AB\n");
        check_choices(headers[i], "F", " answer=F\n");
        check_choices(headers[i], "vitamin B", " answer=vitamin B\n");
    }
    check_choices(
        "question,option_a,option_b,option_c,option_d,correct", "Option B", " answer=x\n");
    check_choices("question,option1,option2,option3,option4,correct", "2", " answer=x\n");
    check_choices("question,A,B,C,D,answer", "2", " answer=2\n");
    /* answers that are wrong have no names that an answer could use */
    check_choices("question,wrong1,wrong2,wrong3,wrong4,answer", "2", " answer=2\n");
    /* a letter alone says less than a name */
    ASSERT_READ("front,A,back\nq,x,y\n", "note: question from front, answer from back, note from "
                                         "A" CHANGES "\n2 question=q answer=y note=**A**: x\n");
    ASSERT_READ("q,a\nx,y\n", "2 question=x answer=y\n");
}

static void test_tables__what_is_beside_the_answer_is_none(void **state)
{
    (void)state;
    ASSERT_READ("question,tags\na,t u\nb,\n",
        "note: question from question, tags from "
        "tags" CHANGES "\n2 question=a tags=t u\n3 question=b\n");
    ASSERT_READ("Question,Hint,Note,Example,Chapter,Id\nq,h,n,e,c,i\n",
        "note: question from Question, hint from Hint, note from Note, Example, tags from Chapter, "
        "id from Id" CHANGES "\n2 question=q id=i tags=c hint=h note=n\\n\\n**Example**: e\n");
    /* a word's reading is shown with the answer, and two columns are a question and an answer */
    ASSERT_READ("Kanji,Reading\n水,みず\n",
        "note: question from Kanji, answer from Reading" CHANGES "\n2 question=水 answer=みず\n");
    ASSERT_READ("Term,Date\nHastings,1066-10-14\n",
        "note: question from Term, answer from Date" CHANGES
        "\n2 question=Hastings answer=1066-10-14\n");
}

static void test_tables__columns_without_names(void **state)
{
    (void)state;
    ASSERT_READ("1,uno,one,x\n2,due,two,\n3,tre,three,y\n",
        "note: question from column 2, answer from column 3, note from column 4; column 1 left "
        "out" CHANGES "\n1 question=uno answer=one note=x\n2 question=due answer=two\n"
        "3 question=tre answer=three note=y\n");
    ASSERT_READ("爱,ài,to love\n八,bā,eight\n",
        "note: question from column 1, answer from column 3, reading from column 2" CHANGES "\n"
        "1 question=爱 answer=ài\\n\\nto love\n2 question=八 answer=bā\\n\\neight\n");
    /* two columns are a question and an answer, even if one counts */
    ASSERT_READ("1,H\n2,He\n3,Li\n",
        "1 question=1 answer=H\n2 question=2 answer=He\n3 question=3 answer=Li\n");
}

static void test_tables__columns_that_are_no_text(void **state)
{
    (void)state;
    ASSERT_READ("id;word;definition;tags;created_at\n8a;x;y;\"[\"\"GRE\"\"]\";2026-01-31 10:00\n"
                "c2;v;w;[];2026-02-01 10:00\n",
        "note: question from word, answer from definition, tags from tags, id from id; created_at "
        "left out" CHANGES "\n2 question=x answer=y id=8a tags=GRE\n3 question=v answer=w id=c2\n");
    /* a repeated id is a mistake in its row: the others are ids */
    ASSERT_READ("id,question,answer\na1,q1,1\na2,q2,2\na3,q3,3\na3,q4,4\n",
        "2 question=q1 answer=1 id=a1\n3 question=q2 answer=2 id=a2\n"
        "4 question=q3 answer=3 id=a3\n5 question=q4 answer=4 id=a3\n");
    /* a value that rows share is not an id */
    ASSERT_READ("Id,Front,Back\n7,a,b\n7,c,d\n",
        "note: question from Front, answer from Back, note from Id" CHANGES "\n"
        "2 question=a answer=b note=**Id**: 7\n3 question=c answer=d note=**Id**: 7\n");
}

static void test_tables__tags(void **state)
{
    (void)state;
    ASSERT_READ("q,a,tags\n1,2,\"[\"\"a b\"\", \"\"c\"\"]\"\n3,4,\"['d', 'e']\"\n5,6,[]\n"
                "7,8,x y\n9,10,\"x y, z\"\n11,12,x;y\n",
        "2 question=1 answer=2 tags=a-b c\n3 question=3 answer=4 tags=d e\n4 question=5 answer=6\n"
        "5 question=7 answer=8 tags=x y\n6 question=9 answer=10 tags=x-y z\n"
        "7 question=11 answer=12 tags=x y\n");
}

/* ---- cells beyond the last column ---- */

static void test_tables__surplus_cells_are_kept_and_told(void **state)
{
    (void)state;
    ASSERT_READ("Front,Back\nCapital of France,Paris, the city of light\nok,fine,\n",
        "2 question=Capital of France answer=Paris, the city of light\n3 question=ok answer=fine\n"
        "note: more than 2 cells on line 2: the extra cells are added to the answer\n");
    ASSERT_READ("Front,Back,Tags\na,b,t,u\nc,d,v\n",
        "2 question=a answer=b tags=t u\n3 question=c answer=d tags=v\n"
        "note: more than 3 cells on line 2: the extra cells are added to the tags\n");
    ASSERT_READ("Front,Back,Id\na,b,1,x\nc,d,2\n",
        "2 question=a answer=b id=1 note=x\n3 question=c answer=d id=2\n"
        "note: more than 3 cells on line 2: the extra cells are added to the note\n");
    ASSERT_COLUMNS("question,answer", "a,b,c,d\ne,f,g,h\n",
        "note: columns 3 to 4 left out: --columns does not list them\n1 question=a answer=b\n"
        "2 question=e answer=f\n");
}

static void test_tables__stray_quotes_are_told(void **state)
{
    (void)state;
    ASSERT_SHOWN("a,b\n\"unclosed cell,c\nd,e\n\"f\",g\nh,i\n",
        "1 question=a answer=b\n"
        "note: its cells are plain text: if they are marked up, use --markup markdown or --markup "
        "html\n2 question=unclosed cell,c\\nd,e\\nf\" answer=g\n5 question=h answer=i\n"
        "note: text follows a closing quote on line 2: a quote within a cell is written twice\n");
    ASSERT_SHOWN("x,\"He said \\\"hi\\\"\"\ny,z\nv,\"a\"b\n",
        "note: its cells are plain text: if they are marked up, use --markup markdown or --markup "
        "html\n1 question=x answer=He said \\hi\\\"\"\n2 question=y answer=z\n3 question=v "
        "answer=ab\n"
        "note: text follows a closing quote on lines 1 and 3: a quote within a cell is written "
        "twice\n");
    /* these are as they should be */
    ASSERT_READ("a,5\" wide\nb,\"so \"\"called\"\"\"\n",
        "1 question=a answer=5\" wide\n2 question=b answer=so \"called\"\n");
}

static void test_tables__cells_beyond_the_256th(void **state)
{
    (void)state;
    struct buf text = {0};
    buf_text(&text, "a,b");
    buf_fill(&text, ',', 255);
    buf_text(&text, "x\nc,d\ne,f\n");
    ASSERT_READ(buf_string(&text), "1 skipped: its cells after the 256th\n1 question=a answer=b\n"
                                   "2 question=c answer=d\n3 question=e answer=f\n");
    buf_done(&text);
}

/* ---- what sites export ---- */

static void test_tables__what_sites_export(void **state)
{
    (void)state;
    /* NotebookLM: quoted where need be, without a header */
    ASSERT_READ(
        "\"What, in short, is a cell?\",The unit of life.\nWho named it?,\"Hooke, in 1665\"\n",
        "1 question=What, in short, is a cell? answer=The unit of life.\n"
        "2 question=Who named it? answer=Hooke, in 1665\n");
    /* Brainscape's file for imports; StudyStack's, with a header and tabs; Knowt's, as Quizlet's */
    ASSERT_READ("\"Q 1\",\"A 1\"\n\"Q 2\",\"A 2\"\n",
        "1 question=Q 1 answer=A 1\n2 question=Q 2 answer=A 2\n");
    ASSERT_READ("Term\tDefinition\nx\ty\n", "2 question=x answer=y\n");
    ASSERT_READ("one\t1;two\t2;three\t3;", "1 question=one answer=1\n1 question=two answer=2\n"
                                           "1 question=three answer=3\n");
    /* Quizlet with a separator of the user's own */
    ASSERT_READ("hund---dog\nkatze---cat, tom-cat\nmaus---mouse\n",
        "note: each line is split at its first \"---\": if that is wrong, use --delimiter\n"
        "1 question=hund answer=dog\n2 question=katze answer=cat, tom-cat\n"
        "3 question=maus answer=mouse\n");
}

static void test_tables__html_is_recognized(void **state)
{
    (void)state;
    ASSERT_READ("q1\ta<br>b\nq2\t<b>c</b>\n",
        "note: its cells are HTML, since they contain <br>: if they are plain text, use --markup "
        "text\n1 question=q1 answer=a\\\\nb\n2 question=q2 answer=**c**\n");
    /* not in a deck about HTML */
    ASSERT_SHOWN("<br>\tbreaks a line\n</b>\tends bold text\n<body>\tthe page\n",
        "1 question=<br> answer=breaks a line\n2 question=</b> answer=ends bold text\n"
        "3 question=<body> answer=the page\n");
}

/* ---- names ---- */

static void test_tables__names_of_columns(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        enum csv_column column;
        enum csv_fit fit;
    } names[] = {{" Word ", COLUMN_QUESTION, FIT_WHOLE}, {"CardID", COLUMN_ID, FIT_WHOLE},
        {"card_id", COLUMN_ID, FIT_WHOLE}, {"Answer (short)", COLUMN_ANSWER, FIT_PART},
        {"word meaning", COLUMN_ANSWER, FIT_PART}, {"Antwort B", COLUMN_OPTION, FIT_PART},
        {"opcion1", COLUMN_OPTION, FIT_PART}, {"spanish2", COLUMN_NONE, FIT_LIKE_LANGUAGE},
        {"Français", COLUMN_NONE, FIT_LANGUAGE}, {"zh-CN", COLUMN_NONE, FIT_LANGUAGE},
        {"nonsense", COLUMN_NONE, FIT_NONE}, {"", COLUMN_NONE, FIT_NONE},
        {"Which of these words is the right answer to all of the questions that were asked here, "
         "and in the rest of the world, today?",
            COLUMN_NONE, FIT_NONE}};
    for (size_t i = 0; i < COUNT(names); i++) {
        enum csv_fit fit;
        assert_int_equal(csv_column_named(names[i].name, &fit), names[i].column);
        assert_int_equal(fit, names[i].fit);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tables__all_rows_choose_the_delimiter),
        cmocka_unit_test(test_tables__a_text_divides_each_line_in_two),
        cmocka_unit_test(test_tables__the_user_says_what_is_between),
        cmocka_unit_test(test_tables__what_fits_nothing_is_refused_with_a_guess),
        cmocka_unit_test(test_tables__lines_before_the_rows),
        cmocka_unit_test(test_tables__ankis_lines_after_a_spreadsheet),
        cmocka_unit_test(test_tables__a_header_in_twelve_languages),
        cmocka_unit_test(test_tables__languages_are_a_header),
        cmocka_unit_test(test_tables__a_header_looks_unlike_the_cells),
        cmocka_unit_test(test_tables__the_user_says_whether_there_is_one),
        cmocka_unit_test(test_tables__columns_by_name),
        cmocka_unit_test(test_tables__columns_named_twice),
        cmocka_unit_test(test_tables__the_answer_of_multiple_choice),
        cmocka_unit_test(test_tables__what_is_beside_the_answer_is_none),
        cmocka_unit_test(test_tables__columns_without_names),
        cmocka_unit_test(test_tables__columns_that_are_no_text),
        cmocka_unit_test(test_tables__tags),
        cmocka_unit_test(test_tables__surplus_cells_are_kept_and_told),
        cmocka_unit_test(test_tables__stray_quotes_are_told),
        cmocka_unit_test(test_tables__cells_beyond_the_256th),
        cmocka_unit_test(test_tables__what_sites_export),
        cmocka_unit_test(test_tables__html_is_recognized),
        cmocka_unit_test(test_tables__names_of_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
