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
        "5 skipped: a [ that is never closed\n6 skipped: a gap without text: []\n"
        "7 skipped: no question\n9 question=draft\n");
}

static void test_markdown__what_gaps_cannot_hold(void **state)
{
    (void)state;
    ASSERT_READ("C: [std::map] ![pic](x.png) \\[no\\] {{x}} [a}}b] {[c] \\\\[d]\n",
        "1 cloze={{std\\::map}} ![pic](x.png) \\[no\\] \\{{x}} {{a\\}}b}} \\{{{c}} "
        "&#92;{{d}}\n");
    ASSERT_READ("C: {[a], [b]} and {[c]\n", "1 cloze=\\{{{a}}, {{b}}\\} and \\{{{c}}\n");
    ASSERT_READ("C: [x] in $a[{{1}}]$ and [$f_{{a}}[0]$]\n",
        "1 cloze={{x}} in $a[{ {1}}]$ and {{$f_{{a}}[0]$}}\n");
}

static void test_markdown__brackets_that_are_no_gaps(void **state)
{
    (void)state;
    ASSERT_READ("C: The [dot product] of $[a, b]$, $$\n[c]\n$$ and `d[0]` in [here](http://x.org), "
                "[this](<y z>), [[notes]], ![pic](x.png): [$e[1]$] and `` ` [f] `` for $5 or [g]\n"
                "```\nh[0]\n```\n",
        "1 cloze=The {{dot product}} of $[a, b]$, $$\\n[c]\\n$$ and `d[0]` in "
        "[here](http://x.org), [this](<y z>), [[notes]], ![pic](x.png): {{$e[1]$}} and "
        "`` ` [f] `` for $5 or {{g}}\\n```\\nh[0]\\n```\n");
    ASSERT_READ(
        "C: [E](of what is unknown) is [x].\n", "1 cloze={{E}}(of what is unknown) is {{x}}.\n");
    ASSERT_READ("Q: a\nA: b\nC: E[[r] - [b]] end\nC: [f[0]]\n",
        "1 question=a answer=b\n"
        "3 skipped: a [ within a gap: write \\[ for a bracket that does not open a gap\n"
        "4 skipped: a [ within a gap: write \\[ for a bracket that does not open a gap\n");
}

static void test_markdown__comments_are_no_text(void **state)
{
    (void)state;
    ASSERT_READ("<!-- one -->\nQ: a <!-- two --> b\nA: c\n<!-- three\nQ: no card\nA: x\n--> d\n\n"
                "<!-- four -->\n\nC: [e] <!-- [f] -->\n",
        "2 question=a  b answer=c\\n\\n\\n\\n d\n11 cloze={{e}}\n");
    ASSERT_READ("Q: `<!-- x -->`?\nA:\n```html\n<!-- y -->\n```\n- z\n",
        "1 question=`<!-- x -->`? answer=```html\\n<!-- y -->\\n```\\n- z\n");
    ASSERT_READ("Q: a\nA: b\n<!-- no end\nQ: c\nA: d\n",
        "1 question=a answer=b\n"
        "3 skipped: a comment that never ends, along with everything after it: close it with "
        "-->\n");
}

static void test_markdown__lists_and_blank_lines_stay(void **state)
{
    (void)state;
    ASSERT_READ("Q: List\nA:\n- one\n  more\n\n- two\n    1. three\n\nLast\n",
        "1 question=List answer=- one\\n  more\\n\\n- two\\n    1. three\\n\\nLast\n");
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
        "1 question=Q *one*? answer=A **bold** and `a*b*` but 2\\*3\\*4.\\n\\n- one\\n  - two\\n\\n"
        "```c\\nx = *p*;\\n```\n");
}

/* The answer to a card with this Org text. */
#define ASSERT_ORG(text, wanted)                                                                   \
    ASSERT_READ("* Q :drill:\n" text "\n", "1 question=Q answer=" wanted "\n")
#define ASSERT_ORG_SHOWN(text, wanted)                                                             \
    ASSERT_SHOWN("* Q :drill:\n" text "\n", "1 question=Q answer=" wanted "\n")
/* The cloze of a card with this text. */
#define ASSERT_ORG_CLOZE(text, wanted)                                                             \
    ASSERT_READ("* Item :drill:\n" text "\n", "1 cloze=" wanted "\n")

static void test_org__lines_of_an_answer(void **state)
{
    (void)state;
    ASSERT_ORG_SHOWN(
        "  Product owner\n  Scrum master\n  Developer", "Product owner\\nScrum master\\nDeveloper");
    ASSERT_ORG_SHOWN(" while x:\n   if y:\n     z\n - a\n   b\n     c",
        "while x:\\n\xc2\xa0\xc2\xa0if y:\\n\xc2\xa0\xc2\xa0\xc2\xa0\xc2\xa0z\\n"
        "• a\\n  b\\n  \xc2\xa0\xc2\xa0"
        "c");
    ASSERT_ORG_SHOWN("One \\\\\ntwo.\n\nThree.", "One\\ntwo.\\n\\nThree.");
    /* an editor filled this at column 70, and would have put no other word on any of its lines */
    ASSERT_ORG_SHOWN("The quick brown fox jumps over the lazy dog, and the dog does not mind\n"
                     "at all, because it is lazy and wants to sleep in the sun for the rest\n"
                     "of the day.",
        "The quick brown fox jumps over the lazy dog, and the dog does not mind at all, because it "
        "is lazy and wants to sleep in the sun for the rest of the day.");
    /* this one nobody filled: of has room behind sun */
    ASSERT_ORG_SHOWN("The quick brown fox jumps over the lazy dog, and the dog does not mind\n"
                     "at all, because it is lazy and wants to sleep in the sun\nof the day.",
        "The quick brown fox jumps over the lazy dog, and the dog does not mind\\n"
        "at all, because it is lazy and wants to sleep in the sun\\nof the day.");
}

static void test_org__text_that_is_markup_elsewhere(void **state)
{
    (void)state;
    ASSERT_ORG_SHOWN("2*3*4, __init__, `x`, <b>, &amp;, a\\_b, # x, ~~z~~",
        "2*3*4, __init__, `x`, <b>, &amp;, a\\_b, # x, ~~z~~");
    ASSERT_ORG_SHOWN("> not quoted\n#hash\n*bold* a*b and *c /d*/ e* f", /* d*, within c, is it */
        "> not quoted\\n#hash\\nbold a*b and c d* e f");
    ASSERT_ORG_SHOWN("[2026-01-31 Sat] <2026-02-01 Sun> [1/3] [33%] [fn:1] [X]",
        "[2026-01-31 Sat] <2026-02-01 Sun> [1/3] [33%] [fn:1] [X]");
}

static void test_org__emphasis_code_links_formulas(void **state)
{
    (void)state;
    ASSERT_ORG("~code~ =verb= *bold* /it/ _un_ +st+ ~a`b~",
        "`code` `verb` **bold** *it* *un* ~~st~~ `` a`b ``");
    ASSERT_ORG("*bold /both/*, /it _once_/", "**bold *both***, *it once*");
    ASSERT_ORG("[[https://x.org][a *b* [c] ]] [[file:my pic.png]] <https://y.org>",
        "[a **b** \\[c\\] ](https://x.org) [file:my pic.png](<my pic.png>) <https://y.org>");
    ASSERT_ORG("Wow![[x][y]] a*b ~c~ *d*", "Wow&#33;[y](x) a\\*b `c` **d**");
    ASSERT_ORG("$x^2$ \\(y\\) \\( z \\) \\[w\\] f\\(x\\)s $5 or $6",
        "$x^2$ $y$ $z$ $$w$$ &#102;$x$&#115; \\$5 or \\$6");
    ASSERT_ORG("\\begin{align}\na &= b \\\\\n\\end{align}",
        "$$\\begin{align}\\na &= b \\\\\\n\\end{align}$$");
}

static void test_org__tables(void **state)
{
    (void)state;
    ASSERT_ORG("| a | *b* |\n|---+---|\n| 1 |  |\n| 2 | ~x~ | 3 |\n#+TBLFM: $1=1",
        "| a | **b** | |\\n|---|---|---|\\n| 1 | | |\\n| 2 | `x` | 3 |");
    ASSERT_ORG("Two:\n|----|\n| <l> |\n| a |\n| b |", "Two:\\n\\n| a |\\n|---|\\n| b |");
    ASSERT_ORG_SHOWN("| a | b |\n| 1 | 2 |", "a │ b\\n──┼──\\n1 │ 2");
}

static void test_org__lists_and_blocks(void **state)
{
    (void)state;
    ASSERT_ORG("Text\n- one\n  more\n  + two\n\n    below\n- [ ] three\n- [X] four\nafter",
        "Text\\n\\n- one\\\\n  more\\n  - two\\n\\n    below\\n- [ ] three\\n- [x] "
        "four\\n\\nafter");
    ASSERT_ORG("1. one\n   #+BEGIN_SRC sh\n     # no comment\n     ,* x `\n   #+END_SRC\n2) two",
        "1. one\\n\\n   ```sh\\n   # no comment\\n   * x `\\n   ```\\n2) two");
    ASSERT_ORG("#+begin_example\n```\n[x]\n#+end_example\n: fixed\n:   "
               "it\n-----\n#+begin_quote\nq\n#+end_quote",
        "````\\n```\\n[x]\\n````\\n\\n```\\nfixed\\n  it\\n```\\n\\n---\\n\\nq");
}

static void test_org__brackets_that_are_no_gaps(void **state)
{
    (void)state;
    ASSERT_ORG_CLOZE(
        "[a] ~x[0]~ =y[1]= $z[2]$ \\(w[3]\\) \\[v\\] [[https://x.org][u]] [fn:1] [X] [2/3]",
        "{{c1::a}} `x[0]` `y[1]` $z[2]$ $w[3]$ $$v$$ [u](https://x.org) [fn:1] [X] [2/3]");
    ASSERT_ORG_CLOZE("- [ ] [*a*||b /c/]\n#+BEGIN_SRC c\nx[1];\n#+END_SRC",
        "- [ ] {{c1::**a**::b *c*}}\\n\\n```c\\nx[1];\\n```");
    ASSERT_ORG_CLOZE("{{x}} [std::map] {[a}}b] ~{{c}}~ [~d::e~] [$f_{{g}}$] [2*3*4]",
        "\\{{x}} {{c1::std\\::map}} &#123;{{c1::a\\}}b}} `\\{{c}}` {{c1::`d\\::e`}} "
        "{{c1::$f_{{g}}$}} {{c1::2\\*3\\*4}}");
    ASSERT_ORG_CLOZE("[#] x\n[1]. y", "{{c1::\\#}} x\\\\n{{c1::1}}\\. y");
    ASSERT_ORG_SHOWN("no [ gap, [] none", "no [ gap, [] none");
    /* a gap may go over lines, even over what would be items, but not over a blank line */
    ASSERT_ORG_CLOZE(
        "- [one\n  - two] three\n- four", "- {{c1::one\\\\n  \\- two}} three\\n- four");
    ASSERT_ORG_SHOWN("[one\n\ntwo]", "[one\\n\\ntwo]");
}

static void test_org__what_has_no_like_here(void **state)
{
    (void)state;
    ASSERT_READ(
        "* V :drill:\n:PROPERTIES:\n:DRILL_CARD_TYPE: conjugate\n:END:\nx\n* Empty :drill:\n",
        "1 skipped: an unsupported card type\n6 skipped: nothing below the heading\n");
}

/* ---- what is told apart ---- */

static void test_import__deck_files_are_recognized(void **state)
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
        cmocka_unit_test(test_markdown__brackets_that_are_no_gaps),
        cmocka_unit_test(test_markdown__comments_are_no_text),
        cmocka_unit_test(test_markdown__lists_and_blank_lines_stay),
        cmocka_unit_test(test_org__question_and_answer),
        cmocka_unit_test(test_org__gaps),
        cmocka_unit_test(test_org__two_sides),
        cmocka_unit_test(test_org__markup),
        cmocka_unit_test(test_org__lines_of_an_answer),
        cmocka_unit_test(test_org__text_that_is_markup_elsewhere),
        cmocka_unit_test(test_org__emphasis_code_links_formulas),
        cmocka_unit_test(test_org__tables),
        cmocka_unit_test(test_org__lists_and_blocks),
        cmocka_unit_test(test_org__brackets_that_are_no_gaps),
        cmocka_unit_test(test_org__what_has_no_like_here),
        cmocka_unit_test(test_import__deck_files_are_recognized),
        cmocka_unit_test(test_import__other_texts_are_not),
        cmocka_unit_test(test_import__formats_have_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
