/* Tables in Markdown documents. */
#include "unit/import_file.h"

static void test_md_table__a_card_for_each_row(void **state)
{
    (void)state;
    ASSERT_READ("| Question | Answer |\n|---|---|\n| Estonia? | Tallinn |\n| Latvia? | Riga |\n",
        "3 question=Estonia? answer=Tallinn\n4 question=Latvia? answer=Riga\n");
}

static void test_md_table__bars_at_the_ends_may_be_missing(void **state)
{
    (void)state;
    ASSERT_READ("Front | Back | Tags\n:-- | :-: | --:\nEstonia? | Tallinn | north, sea\n",
        "3 question=Estonia? answer=Tallinn tags=north sea\n");
}

static void test_md_table__columns_by_name(void **state)
{
    (void)state;
    ASSERT_READ("|answer|id|question|\n|-|-|-|\n|b|1|a|\n", "3 question=a answer=b id=1\n");
}

static void test_md_table__cells_are_markdown(void **state)
{
    (void)state;
    ASSERT_READ("|q|a|\n|---|---|\n|**bold** and \\*|a \"b\", `c`|\n",
        "3 question=**bold** and \\* answer=a \"b\", `c`\n");
}

static void test_md_table__bars_in_cells(void **state)
{
    (void)state;
    ASSERT_READ("|q|a|\n|---|---|\n|x \\| y|`a \\| b`|\n", "3 question=x | y answer=`a | b`\n");
    /* in code without a backslash, if the row has the right number of cells only then */
    ASSERT_READ("|q|a|\n|---|---|\n|`a|b`|c|\n", "3 question=`a|b` answer=c\n");
    ASSERT_READ("|q|a|\n|---|---|\n|`a|b`|\n", "3 question=`a answer=b`\n");
}

static void test_md_table__breaks_within_a_cell(void **state)
{
    (void)state;
    ASSERT_READ("|q|a|\n|---|---|\n|one<br>two|<BR/>- x<br />- y|\n",
        "3 question=one\\\\ntwo answer=- x\\n- y\n");
    ASSERT_READ("|q|a|\n|---|---|\n|`<br>`|b|\n", "3 question=`<br>` answer=b\n");
}

static void test_md_table__the_title_and_the_headings(void **state)
{
    (void)state;
    ASSERT_READ("# *World* #\n\n## 1. Baltic, states\n\n|q|a|\n|---|---|\n|a|b|\n\n"
                "## Nordic\n|q|a|\n|---|---|\n|c|d|\n",
        "7 deck=World question=a answer=b tags=Baltic-states\n"
        "12 deck=World question=c answer=d tags=Nordic\n");
}

static void test_md_table__one_table_needs_no_tag(void **state)
{
    (void)state;
    ASSERT_READ(
        "# World\n## Words\n|q|a|\n|---|---|\n|a|b|\n", "5 deck=World question=a answer=b\n");
}

static void test_md_table__several_titles_are_tags(void **state)
{
    (void)state;
    ASSERT_READ("# One\n|q|a|\n|---|---|\n|a|b|\n# Two\n|q|a|\n|---|---|\n|c|d|\n",
        "4 question=a answer=b\n8 question=c answer=d tags=Two\n");
}

static void test_md_table__other_text_is_told_once(void **state)
{
    (void)state;
    ASSERT_READ("Text.\n\n|q|a|\n|---|---|\n|a|b|\nMore.\n|q|a|\n|---|---|\n|c|d|\n",
        "5 question=a answer=b\n9 question=c answer=d\n"
        "note: has 2 tables: 2 other lines of text are left out\n");
}

static void test_md_table__code_and_comments_are_no_tables(void **state)
{
    (void)state;
    ASSERT_READ("```\n|q|a|\n|---|---|\n|in|code|\n```\n<!--\n|q|a|\n|---|---|\n|in|comment|\n-->\n"
                "|q|a|\n|---|---|\n|a|b|\n",
        "13 question=a answer=b\nnote: has 1 table: 10 other lines of text are left out\n");
}

static void test_md_table__rows_that_make_no_card(void **state)
{
    (void)state;
    ASSERT_READ("|q|a|\n|---|---|\n| | |\n||nothing asked|\n|a|b|\n",
        "4 skipped: no question\n5 question=a answer=b\n");
}

static void test_md_table__what_is_recognized(void **state)
{
    (void)state;
    /* a table in a long text is hardly a deck, unless its header says so */
#define TEXT "One.\nTwo.\nThree.\nFour.\nFive.\nSix.\nSeven.\nEight.\nNine.\n\n"
    ASSERT_READ(TEXT "|x|y|\n|---|---|\n|a|b|\n", "unknown\n");
    ASSERT_READ(TEXT "|term|definition|\n|---|---|\n|a|b|\n",
        "13 question=a answer=b\nnote: has 1 table: 9 other lines of text are left out\n");
    /* a table in a cell of another table */
    ASSERT_READ_AS("mdtable", "x,\"a | b\n---|---\n1 | 2\"\n",
        "note: has 0 tables: 3 other lines of text are left out\n");
    /* a heading above dashes, and a rule whose cells are no rule */
    ASSERT_READ_AS("mdtable", "q | a\n---\nb | c\n\nq | a\n--- | :-:-\nb | c\n",
        "note: has 0 tables: 6 other lines of text are left out\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_md_table__a_card_for_each_row),
        cmocka_unit_test(test_md_table__bars_at_the_ends_may_be_missing),
        cmocka_unit_test(test_md_table__columns_by_name),
        cmocka_unit_test(test_md_table__cells_are_markdown),
        cmocka_unit_test(test_md_table__bars_in_cells),
        cmocka_unit_test(test_md_table__breaks_within_a_cell),
        cmocka_unit_test(test_md_table__the_title_and_the_headings),
        cmocka_unit_test(test_md_table__one_table_needs_no_tag),
        cmocka_unit_test(test_md_table__several_titles_are_tags),
        cmocka_unit_test(test_md_table__other_text_is_told_once),
        cmocka_unit_test(test_md_table__code_and_comments_are_no_tables),
        cmocka_unit_test(test_md_table__rows_that_make_no_card),
        cmocka_unit_test(test_md_table__what_is_recognized),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
