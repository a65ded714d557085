/* Markdown decks of hashcards and repeater, Org files of org-drill, and deck files. */
#include "unit/import_file.h"

/* ---- Markdown ---- */

static void test_markdown__questions_answers_and_clozes(void **state)
{
    (void)state;
    ASSERT_READ("Q: What is the order of a group?\nA: The cardinality of its set.\n\n"
                "C: The [order] of a group is [the cardinality].\n\n"
                "Q:\nList them.\nA:\n\n- one\n- two\n\n",
        "1 question=What is the order of a group? answer=The cardinality of its set.\n"
        "4 cloze=The {{order}} of a group is {{the cardinality}}.\n"
        "6 question=List them. answer=- one\\n- two\n");
}

static void test_markdown__the_head_names_the_deck(void **state)
{
    (void)state;
    ASSERT_READ(
        "---\nname = \"Medicine\"\n---\n\nQ: a\nA: b\n", "5 deck=Medicine question=a answer=b\n");
    ASSERT_READ("---\nname: Law\nother: x\n---\nQ: a\nA: b\n", "5 deck=Law question=a answer=b\n");
}

static void test_markdown__what_is_no_card(void **state)
{
    (void)state;
    ASSERT_READ(
        "# Notes\nSome text.\nterm::what it is\na::b::c\n  Q: indented\nQ: a\nA: b\nmore\n---\n"
        "not the card's\nQ: c\nA: d\n",
        "3 question=term answer=what it is\n6 question=a answer=b\\nmore\n11 question=c "
        "answer=d\n");
}

static void test_markdown__mistakes_are_told(void **state)
{
    (void)state;
    ASSERT_READ("Q: a\nA: b\nA: c\nC: no gap\nC: [open\nC: empty []\nQ:\nA: x\nQ: draft\n",
        "1 question=a answer=b\n3 skipped: an answer without a question\n"
        "4 skipped: a cloze without [gaps]\n"
        "5 skipped: a [ that is empty or never closed\n"
        "6 skipped: a [ that is empty or never closed\n"
        "7 skipped: no question\n9 question=draft\n");
}

static void test_markdown__what_gaps_cannot_hold(void **state)
{
    (void)state;
    ASSERT_READ("C: [std::map] ![pic [1]](x.png) \\[no\\] {{x}} [a}}b] [f[0]]\n",
        "1 cloze={{std\\::map}} ![pic [1]](x.png) \\[no\\] \\{{x}} {{a\\}}b}} {{f[0]}}\n");
    ASSERT_READ("C: {[a], [b]} and {[c]\n", "1 cloze=\\{{{a}}, {{b}}\\} and \\{{{c}}\n");
}

/* ---- Org ---- */

static void test_org__question_and_answer(void **state)
{
    (void)state;
    ASSERT_READ(
        "#+TITLE: Geography\n* Not a card\ntext\n"
        "* Item                        :drill:\nWhat is the capital of Estonia?\n\n"
        "** The Answer\nTallinn.\n"
        "* TODO Capital of Latvia? :drill:geo:baltic:\n  :PROPERTIES:\n  :ID: x#1\n  :END:\n"
        "  SCHEDULED: <2026-01-31 Sat>\n  Riga\n  # a comment\n",
        "4 deck=Geography question=What is the capital of Estonia? answer=Tallinn.\n"
        "9 deck=Geography question=Capital of Latvia? answer=Riga id=x%231 tags=geo baltic\n");
}

static void test_org__gaps(void **state)
{
    (void)state;
    ASSERT_READ(
        "* Fact :drill:\nReactions are mediated by [immunoglobulin E||molecule] and [mast cells].\n"
        "* Cities :drill:\n:PROPERTIES:\n:DRILL_CARD_TYPE: hide1cloze\n:END:\n"
        "[Riga] and [Tallinn] [[http://x.org][here]] [2026-01-31 Sat] [fn:1] [1/2]\n"
        "** Why\nBecause.\n",
        "1 cloze=Reactions are mediated by {{c1::immunoglobulin E::molecule}} and {{c1::mast "
        "cells}}.\n"
        "3 cloze=Cities\\n\\n{{Riga}} and {{Tallinn}} [here](http://x.org) [2026-01-31 Sat] [fn:1] "
        "[1/2] note=Because.\n");
}

static void test_org__two_sides(void **state)
{
    (void)state;
    ASSERT_READ("* Noun :drill:\n:PROPERTIES:\n:DRILL_CARD_TYPE: twosided\n:END:\nTranslate.\n"
                "** Spanish\nla mujer\n** English\nthe woman\n** Example\n¿Quién?\n** More\nx\n",
        "1 question=la mujer answer=the woman hint=Translate. note=¿Quién?\\n\\n**More**\\n\\nx "
        "reverse\n");
}

static void test_org__markup(void **state)
{
    (void)state;
    ASSERT_READ("* Q /one/? :drill:\n  A *bold* and =a*b*= but 2*3*4.\n\n  - one\n    - two\n"
                "  #+BEGIN_SRC c\n  x = *p*;\n  #+END_SRC\n",
        "1 question=Q *one*? answer=A **bold** and `a*b*` but 2*3*4.\\n\\n- one\\n  - two\\n```c\\n"
        "x = *p*;\\n```\n");
}

static void test_org__what_has_no_like_here(void **state)
{
    (void)state;
    ASSERT_READ(
        "* V :drill:\n:PROPERTIES:\n:DRILL_CARD_TYPE: conjugate\n:END:\nx\n* Empty :drill:\n",
        "1 skipped: an unsupported card type\n6 skipped: nothing below the heading\n");
}

/* ---- what is told apart ---- */

static void test_import__deck_files_are_recognised(void **state)
{
    (void)state;
    ASSERT_READ("# mine\n\ndeck: X\ncards: []\n", "a deck file\n");
    ASSERT_READ("---\ncards:\n- {q: a, a: b}\n", "a deck file\n");
    ASSERT_READ("description: x\n", "a deck file\n");
}

static void test_import__other_texts_are_not(void **state)
{
    (void)state;
    ASSERT_READ("", "unknown\n");
    ASSERT_READ("\n\n", "unknown\n");
    ASSERT_READ("Dear reader\n\nthis is a letter.\n", "unknown\n");
    static const char program[] = "\x7f"
                                  "ELF\2\1\0\0";
    check_told(NULL, NULL, program, sizeof program - 1, "unknown\n");
}

static void test_import__formats_have_names(void **state)
{
    (void)state;
    for (size_t i = 0; i < importer_count; i++)
        assert_ptr_equal(importer_named(importers[i]->name), importers[i]);
    assert_null(importer_named("docx"));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_markdown__questions_answers_and_clozes),
        cmocka_unit_test(test_markdown__the_head_names_the_deck),
        cmocka_unit_test(test_markdown__what_is_no_card),
        cmocka_unit_test(test_markdown__mistakes_are_told),
        cmocka_unit_test(test_markdown__what_gaps_cannot_hold),
        cmocka_unit_test(test_org__question_and_answer),
        cmocka_unit_test(test_org__gaps),
        cmocka_unit_test(test_org__two_sides),
        cmocka_unit_test(test_org__markup),
        cmocka_unit_test(test_org__what_has_no_like_here),
        cmocka_unit_test(test_import__deck_files_are_recognised),
        cmocka_unit_test(test_import__other_texts_are_not),
        cmocka_unit_test(test_import__formats_have_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
