/* Pages copied from study sites. */
#include "unit/import_file.h"

#define SCALE "How well did you know this?\n\n1\nNot at all\n\n2\n\n3\n\n4\n\n5\nPerfectly\n\n"

static void test_page__blocks_with_title_and_scale(void **state)
{
    (void)state;
    ASSERT_READ("Deep Learning\n\n"
                "1\nQ\nWhat is it?\nA\nLearning.\n" SCALE "2\n\nQ\n\nAnd this?\n\nA\n\nTwo.\n",
        "3 deck=Deep Learning question=What is it? answer=Learning.\n"
        "22 deck=Deep Learning question=And this? answer=Two.\n");
}

static void test_page__no_title_no_scale(void **state)
{
    (void)state;
    ASSERT_READ(
        "1\nQ\na?\nA\nb\n2\nQ\nc?\nA\nd\n", "1 question=a? answer=b\n6 question=c? answer=d\n");
}

static void test_page__typographic_quotes_stay(void **state)
{
    (void)state;
    ASSERT_READ(
        "1\nQ\nWhat is “it’s”?\nA\n„so“ – …\n", "1 question=What is “it’s”? answer=„so“ – …\n");
}

static void test_page__bullets_become_lists(void **state)
{
    (void)state;
    ASSERT_READ(
        "1\nQ\na?\nA\nIt has:\n"
        "    •    first\n\n    •\tsecond\n        ◦    below\n          goes on\n    •   third\n"
        "After it.\n",
        "1 question=a? answer=It has:\\n\\n- first\\n- second\\n  - below goes on\\n- "
        "third\\n\\n"
        "After it.\n");
}

static void test_page__numbers_that_are_no_cards(void **state)
{
    (void)state;
    ASSERT_READ("1\nQ\nHow many?\nA\n1. one\n2. two\n\n3\n\n4\nQ\nNext?\nA\n5\n\n6\n",
        "1 question=How many? answer=1. one\\n2. two\\n\\n3\n"
        "10 question=Next? answer=5\\n\\n6\n");
}

static void test_page__lines_of_a_paragraph(void **state)
{
    (void)state;
    ASSERT_READ(
        "1\nQ\na?\nA\nOne line.\nAnother line.\n"
        "A long line that is not at the end of its sentence, which goes\nOn below\nand on.\n\n"
        "Last.\n",
        "1 question=a? answer=One line.\\n\\nAnother line.\\n\\nA long line that is not at the end "
        "of "
        "its sentence, which goes On below and on.\\n\\nLast.\n");
}

static void test_page__what_markdown_would_take_for_its_own(void **state)
{
    (void)state;
    ASSERT_SHOWN("1\nQ\nWhat is a*b*c?\nA\n# no heading <b> \\* x_i < 3\n",
        "1 question=What is a*b*c? answer=# no heading <b> \\* x_i < 3\n");
    ASSERT_SHOWN("1\nQ\n__init__?\nA\n&amp;\n2. two\n4. four\n• `x\n• y` \n",
        "1 question=__init__? answer=&amp;\\n2. two\\n\\n4. four\\n• `x\\n• y`\n");
    /* a pair of stars is one, too, if a line goes on between them */
    ASSERT_SHOWN("1\nQ\na?\nA\nit is *so\nand so* it is\n",
        "1 question=a? answer=it is *so and so* it is\n");
}

static void test_page__drafts_and_empty_cards(void **state)
{
    (void)state;
    ASSERT_READ("1\nQ\nno answer?\n\n2\nQ\nempty answer?\nA\n" SCALE
                "3\nQ\nA\nonly an answer\n4\nQ\n",
        "1 question=no answer?\n5 question=empty answer?\n23 skipped: no question\n"
        "27 skipped: the card is empty\n");
}

static void test_page__what_belongs_to_no_card_is_told(void **state)
{
    (void)state;
    ASSERT_READ("Title\nMenu\n1\nQ\na?\nA\nA\nQ\n" SCALE "Footer\n",
        "2 skipped: it is above the first card\n"
        "23 skipped: it is between a rating scale and the next card\n"
        "3 deck=Title question=a? answer=A\\n\\nQ\n");
}

static void test_page__is_told_from_other_texts(void **state)
{
    (void)state;
    ASSERT_READ("1\nsomething\nQ\nx\n", "unknown\n");
    ASSERT_READ("  7  \n\n\t\nQ \nx\n", "1 question=x\n");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_page__blocks_with_title_and_scale),
        cmocka_unit_test(test_page__no_title_no_scale),
        cmocka_unit_test(test_page__typographic_quotes_stay),
        cmocka_unit_test(test_page__bullets_become_lists),
        cmocka_unit_test(test_page__numbers_that_are_no_cards),
        cmocka_unit_test(test_page__lines_of_a_paragraph),
        cmocka_unit_test(test_page__what_markdown_would_take_for_its_own),
        cmocka_unit_test(test_page__drafts_and_empty_cards),
        cmocka_unit_test(test_page__what_belongs_to_no_card_is_told),
        cmocka_unit_test(test_page__is_told_from_other_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
