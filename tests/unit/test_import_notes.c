/* Notes of Obsidian, Logseq and ki, Markdown with headings or details, SuperMemo's text, and the
 * schedules of Org files. Days are counted from 1970: 2024-01-05 is 19727. */
#include "unit/import_file.h"

/* ---- Obsidian ---- */

static void test_obsidian__lines_blocks_and_gaps(void **state)
{
    (void)state;
    ASSERT_READ("#flashcards\n\nquestion::answer\n- one ::: two\n\n### Long\nquestion\n?\nlong\n"
                "answer\n\nfront\n??\nback\n\nA ==gap== and\n==another==.\n",
        "3 question=question answer=answer\n"
        "4 question=one answer=two reverse\n"
        "6 question=### Long\\nquestion answer=long\\nanswer\n"
        "12 question=front answer=back reverse\n"
        "16 cloze=A {{gap}} and\\n{{another}}.\n");
}

static void test_obsidian__tags_are_decks(void **state)
{
    (void)state;
    ASSERT_READ("---\ntags: [flashcards/bio/cell, exam]\n---\na::b\n\n#flashcards/chem\nc::d\n\n"
                "#flashcards/geo e::f\n\ng::h\n",
        "4 deck=bio::cell question=a answer=b tags=exam\n"
        "7 deck=chem question=c answer=d\n"
        "9 deck=geo question=e answer=f\n"
        "11 deck=chem question=g answer=h\n");
    ASSERT_READ("---\ntags:\n  - flashcards\n  - flashcards/law\n---\na::b\n",
        "6 deck=law question=a answer=b\n");
    ASSERT_READ("#flashcards/x #flashcards/y\na::b\n", "2 deck=x question=a answer=b tags=y\n");
}

static void test_obsidian__a_tag_above_a_block_names_the_deck_of_what_follows(void **state)
{
    (void)state;
    ASSERT_READ("#flashcards/x\na\n?\nb\n\nc\n?\nd\n",
        "2 deck=x question=a answer=b\n6 deck=x question=c answer=d\n");
}

static void test_obsidian__cards_above_the_first_tag_are_left_out(void **state)
{
    (void)state;
    ASSERT_READ("A ==marked== word.\n\na::b\n\n#flashcards\nc::d\n",
        "6 question=c answer=d\nnote: left out 2 cards above the first tag #flashcards\n");
}

static void test_obsidian__schedules(void **state)
{
    (void)state;
    ASSERT_READ("#flashcards\na::b\n<!--SR:!2024-01-05,4,270-->\nc:::d "
                "<!--SR:!2024-01-05,1,230!2024-01-06,60,130-->\n\n"
                "The ==one== and ==two==\n<!--SR:!2000-01-01,1,250!2024-01-05,6,250-->\n",
        "2 question=a answer=b\n"
        "  schedule 0: repetitions=2 interval=4 ease=270 due=19727 lapses=0\n"
        "4 question=c answer=d reverse\n"
        "  schedule 0: repetitions=1 interval=1 ease=230 due=19727 lapses=0\n"
        "  schedule 1000: repetitions=3 interval=60 ease=130 due=19728 lapses=0\n"
        "6 cloze=The {{one}} and {{two}}\n"
        "  schedule 2: repetitions=2 interval=6 ease=250 due=19727 lapses=0\n");
}

static void test_obsidian__schedules_of_fsrs_and_in_callouts(void **state)
{
    (void)state;
    ASSERT_READ("a::b\n<!--SR:!fsrs,2024-01-05T10:00:00.000Z,14.6,14.2,4.0,2,3,2,0,"
                "2023-12-22T10:00:00.000Z-->\nc::d\n> [!sr|card-metadata]\n> "
                "<!--SR:!2024-01-05,4,270-->\n",
        "1 question=a answer=b\n"
        "  schedule 0: repetitions=3 interval=15 ease=250 due=19727 at=1704448800000 lapses=2\n"
        "3 question=c answer=d\n"
        "  schedule 0: repetitions=2 interval=4 ease=270 due=19727 lapses=0\n");
}

static void test_obsidian__a_schedule_shows_what_separates_and_what_is_a_gap(void **state)
{
    (void)state;
    ASSERT_READ("a;;b\n<!--SR:!2024-01-05,4,270-->\n\nc;;d\n",
        "1 question=a answer=b\n"
        "  schedule 0: repetitions=2 interval=4 ease=270 due=19727 lapses=0\n"
        "4 question=c answer=d\n");
    ASSERT_READ("a;;b\n<!--SR:!2024-01-05,4,270!2024-01-05,4,270-->\n",
        "1 question=a answer=b reverse\n"
        "  schedule 0: repetitions=2 interval=4 ease=270 due=19727 lapses=0\n"
        "  schedule 1000: repetitions=2 interval=4 ease=270 due=19727 lapses=0\n");
    ASSERT_READ("The **one**\n<!--SR:!2024-01-05,4,270-->\n\nand **two**\n",
        "1 cloze=The {{one}}\n"
        "  schedule 1: repetitions=2 interval=4 ease=270 due=19727 lapses=0\n"
        "4 cloze=and {{two}}\n");
    ASSERT_READ("#flashcards\na::b\n\nThe **bold** text.\n", "2 question=a answer=b\n");
    ASSERT_READ("#flashcards\n\nOnly **bold** text.\n", "3 cloze=Only {{bold}} text.\n");
}

static void test_obsidian__bold_text_that_has_no_schedule_of_its_own_is_no_gap(void **state)
{
    (void)state;
    ASSERT_READ("#flashcards\na::b\n\n**Tip**: this is **not** it\n<!--SR:!2024-01-05,4,270-->\n",
        "2 question=a answer=b\n");
}

static void test_obsidian__at_signs(void **state)
{
    (void)state;
    ASSERT_READ("- a ::@:: b <!--SR:!2024-01-05,4,270!2024-01-05,1,250-->\n- c :@: d\n\n"
                "is {@{e}@} <!--SR:!2024-01-05,4,270-->\n",
        "1 question=a answer=b reverse\n"
        "  schedule 0: repetitions=2 interval=4 ease=270 due=19727 lapses=0\n"
        "  schedule 1000: repetitions=1 interval=1 ease=250 due=19727 lapses=0\n"
        "2 question=c answer=d\n"
        "4 cloze=is {{e}}\n"
        "  schedule 1: repetitions=2 interval=4 ease=270 due=19727 lapses=0\n");
}

static void test_obsidian__numbers_and_hints_of_gaps(void **state)
{
    (void)state;
    ASSERT_READ("#flashcards\n==2;;a;;hint== ==1;;b== ==c==^[more][^2] ==d==[^has] a == b == c\n",
        "2 cloze={{c2::a::hint}} {{c1::b}} {{c2::c::more}} {{c2::d}} a == b == c\n");
}

static void test_obsidian__code_formulas_and_comments_are_no_cards(void **state)
{
    (void)state;
    ASSERT_READ("#flashcards\n`std::vector` is a container\n\n```cpp\nstd::a\n==b==\n```\n\n"
                "<!-- c::d\n\ne::f -->\n\ng `h::i` j::k\n\nIf $a==b$ and $c==d$.\n",
        "13 question=g `h::i` j answer=k\n");
}

static void test_obsidian__links_are_readable(void **state)
{
    (void)state;
    ASSERT_READ("#flashcards\n[[Page|alias]] and [[Other#Part]]::![[a b.png|300]] `[[x]]` $[[1]]$ "
                "![[Note]] ^a1b2\n",
        "2 question=alias and Other#Part answer=![a b.png](<a b.png>) `[[x]]` $[[1]]$ Note\n");
}

static void test_obsidian__an_end_mark_allows_blank_lines(void **state)
{
    (void)state;
    ASSERT_READ("#flashcards\na\n?\nb\n\nc\n+++\nd\n?\n\ne\n+++\n",
        "2 question=a answer=b\\n\\nc\n8 question=d answer=e\n");
}

static void test_obsidian__clear_cards_need_no_tag(void **state)
{
    (void)state;
    ASSERT_READ(
        "What is the first? :: one\nWhat is the second? :: two\nWhat is the third? :: three\n",
        "1 question=What is the first? answer=one\n2 question=What is the second? answer=two\n"
        "3 question=What is the third? answer=three\n"
        "note: no tag #flashcards: cards are what has :: or a line with only ?\n");
    ASSERT_READ("due:: 2024-01-01\nauthor:: me\nrating:: 5\nUse std::vector and std::map here.\n",
        "unknown\n");
}

/* ---- Logseq ---- */

static void test_logseq__children_are_the_answer(void **state)
{
    (void)state;
    ASSERT_READ("deck:: Maths\n\n- What is a monad? #card #algebra\n  id:: 65-a\n"
                "  collapsed:: true\n\t- A monoid\n- Two? #[[card]]\n\t- one\n\t\t- deep\n"
                "\t- more\n\t  lines\n- no card `#card`\n\t- x\n- empty #card\n",
        "3 deck=Maths question=What is a monad? answer=A monoid id=65-a tags=algebra\n"
        "7 deck=Maths question=Two? answer=- one\\n  - deep\\n- more\\n  lines\n"
        "14 skipped: no answer: nothing is below it\n");
}

static void test_logseq__gaps_are_one_card(void **state)
{
    (void)state;
    ASSERT_READ("- Capital: {{cloze Tallinn \\\\ a city}}, sea: {{cloze Baltic}} #card\n"
                "- List #card\n\t- a {{cloze $x^{2}$}}\n\t- b\n",
        "1 cloze=Capital: {{c1::Tallinn::a city}}, sea: {{c1::Baltic}}\n"
        "2 cloze=List\\n\\n- a {{c1::$x^{2}$}}\\n- b\n");
}

static void test_logseq__properties_are_the_schedule(void **state)
{
    (void)state;
    ASSERT_READ("- a #card\n  card-last-interval:: 8.35\n  card-repeats:: 2\n"
                "  card-ease-factor:: 2.36\n  card-next-schedule:: 2024-01-05T04:00:00.000Z\n"
                "\t- b\n"
                "- c #card\n  card-last-interval:: -1\n  card-repeats:: 1\n"
                "  card-ease-factor:: 2.5\n  card-next-schedule:: 2024-01-05T04:00:00.000Z\n\t- d\n"
                "- e #card\n  card-repeats:: 0\n  card-next-schedule:: nil\n\t- f\n"
                "- g #card\n  card-last-interval:: 4\n"
                "  card-last-reviewed:: 2024-01-01T04:00:00.000Z\n\t- h\n",
        "1 question=a answer=b\n"
        "  schedule 0: repetitions=3 interval=8 ease=236 due=19727 at=1704427200000 lapses=0\n"
        "7 question=c answer=d\n"
        "  schedule 0: repetitions=1 interval=1 ease=250 due=19727 at=1704427200000 lapses=0\n"
        "13 question=e answer=f\n"
        "17 question=g answer=h\n"
        "  schedule 0: repetitions=2 interval=4 ease=250 due=19727 at=1704427200000 lapses=0\n");
}

static void test_logseq__cards_in_cards(void **state)
{
    (void)state;
    ASSERT_READ("- outer #card\n\t- inner #card\n\t\t- deep\n",
        "1 question=outer answer=- inner\\n  - deep\n2 question=inner answer=deep\n");
}

/* ---- ki ---- */

static void test_ki__notes(void **state)
{
    (void)state;
    ASSERT_READ("# Note\n```\nguid: a#1\nnotetype: Basic (and reversed card)\n```\n\n### Tags\n"
                "```\nx\ny\n```\n\n## Front\nf\n\n## Back\nb\n",
        "1 question=f answer=b id=a%231 tags=x y reverse\n");
    ASSERT_READ("## Note\nnid: 12\nmodel: Vocabulary\ndeck: D\ntags: t\nmarkdown: false\n\n"
                "### Word\n<b>w</b>\n\n### Meaning\nm\n\n### Empty\n\n### Reading\nr\n\n---\n\n"
                "## Other\nnid: 13\nmodel: Cloze\n\n### Text\na {{c1::b}}\n\n### Extra\ne\n",
        "1 deck=D question=**w** answer=m id=12 tags=t note=Reading: r\n"
        "21 cloze=a {{c1::b}} id=13 note=e\n");
}

/* ---- headings ---- */

static const char headings_note[] =
    "note: its headings ## are the questions; --as chooses another format\n";

static void check_headings(const char *text, const char *cards)
{
    struct buf wanted = {0};
    buf_format(&wanted, "%s%s", cards, headings_note);
    ASSERT_READ(text, buf_string(&wanted));
    buf_done(&wanted);
}

static void test_headings__questions_and_answers(void **state)
{
    (void)state;
    check_headings("# Capitals\n\n## Of Estonia?\n\nTallinn\n\n### Where\nnorth\n\n## Of Latvia? "
                   "##\n\n```\n## no heading?\n```\n",
        "3 deck=Capitals question=Of Estonia? answer=Tallinn\\n\\n### Where\\nnorth\n"
        "10 deck=Capitals question=Of Latvia? answer=```\\n## no heading?\\n```\n");
}

static void test_headings__mdanki(void **state)
{
    (void)state;
    check_headings("# Deck\n\n## YAGNI\n\nWhy?\n\n%\n\nBecause\n\n## Tree\n\nNodes\n\n"
                   "[#algorithms](a.md) [#binary tree]()\n",
        "3 deck=Deck question=YAGNI\\n\\nWhy? answer=Because\n"
        "11 deck=Deck question=Tree answer=Nodes tags=algorithms binary-tree\n");
}

static void test_headings__sections_are_tags_and_numbers_may_precede(void **state)
{
    (void)state;
    ASSERT_READ("# React\n\n## Core parts\n\n1. ### What is it?\n\n    A library\n\n"
                "    **[Back](#top)**\n\n2. ### Why?\n\n    Because\n",
        "5 deck=React question=What is it? answer=A library tags=Core-parts\n"
        "11 deck=React question=Why? answer=Because tags=Core-parts\n"
        "note: its headings ### are the questions; --as chooses another format\n");
}

static void test_headings__a_text_is_no_deck(void **state)
{
    (void)state;
    ASSERT_READ(
        "# Program\n\nIt does things.\n\n## Install\n\nmake\n\n## Use\n\nrun\n", "unknown\n");
    ASSERT_READ("# Notes\n\ntext\n\n# More\n\ntext\n", "unknown\n");
    ASSERT_READ_AS("headings", "# Program\n\nIt does things.\n\n## Install\n\nmake\n",
        "5 deck=Program question=Install answer=make\n"
        "note: its headings ## are the questions; --as chooses another format\n");
}

/* ---- details ---- */

static void test_details__summaries_are_questions(void **state)
{
    (void)state;
    ASSERT_READ("<details><summary>Capital of <b>Estonia</b>?</summary>\nTallinn\n</details>\n\n"
                "<details>\n<summary>Code?</summary>\n\n```html\n<summary>x</summary>\n```\n"
                "It is `<b>` &amp; **bold**<br>x\n</details>\n",
        "1 question=Capital of **Estonia**? answer=Tallinn\n"
        "5 question=Code? answer=```html\\n<summary>x</summary>\\n```\\n\\nIt is `<b>` &amp; "
        "**bold**  \\nx\n"
        "note: each of its <details> is a card\n");
}

static void test_details__a_label_leaves_the_question_above(void **state)
{
    (void)state;
    ASSERT_READ("### 1. Which?\n\n- A\n- B\n\n<details><summary><b>Answer</b></summary>\n<p>\n\n"
                "#### B\n\nBecause.\n\n</p>\n</details>\n\n---\n\n### 2. What?\n"
                "<details><summary>Show</summary>That</details>\n",
        "6 question=1. Which?\\n\\n- A\\n- B answer=#### B\\n\\nBecause.\n"
        "19 question=2. What? answer=That\n"
        "note: each of its <details> is a card\n");
}

static void test_details__a_summary_again_and_again_is_a_label(void **state)
{
    (void)state;
    ASSERT_READ("### One\n<details><summary><b>Jawaban</b></summary>A</details>\n\n"
                "### Two\n<details><summary><b>Jawaban</b></summary>B</details>\n",
        "2 question=One answer=A\n5 question=Two answer=B\n"
        "note: each of its <details> is a card\n");
}

static void test_details__others_hold_sections(void **state)
{
    (void)state;
    ASSERT_READ("<details><summary>Part</summary>\n<details><summary>Q?</summary>A</details>\n"
                "</details>\n",
        "2 question=Q? answer=A\nnote: each of its <details> is a card\n");
    ASSERT_READ("<html><details><summary>Q?</summary>A</details></html>\n", "unknown\n");
}

/* ---- SuperMemo ---- */

static void test_supermemo__lines_of_questions_and_answers(void **state)
{
    (void)state;
    ASSERT_READ("Q: What is the\nQ: capital?\nA: Tallinn\nA: 2*3*4\n\nQ: a &lt; <b>b</b>\nA: c\n"
                "Q: next\nA: d\n",
        "1 question=What is the\\\\ncapital? answer=Tallinn\\\\n2\\*3\\*4\n"
        "6 question=a < **b** answer=c\n8 question=next answer=d\n");
}

/* ---- Org ---- */

static void test_org_fc__cards_and_their_schedules(void **state)
{
    (void)state;
    ASSERT_READ("* Two times two? :fc:maths:\n:PROPERTIES:\n:FC_TYPE: double\n:ID: a-b\n:END:\n"
                ":REVIEW_DATA:\n| position | ease | box | interval | due |\n|---+---|\n"
                "| front | 2.5 | 3 | 6.00 | 2024-01-05T10:10:10Z |\n"
                "| back | 1.8 | 4 | 20.4 | 2024-01-06T10:10:10Z |\n:END:\n** Back\nfour\n"
                "* Short :fc:suspended:\n:PROPERTIES:\n:FC_TYPE: normal\n:END:\n:REVIEW_DATA:\n"
                "| position | ease | box | interval | due |\n|---|\n"
                "| front | 2.5 | 0 | 0 | 2024-01-05T10:10:10Z |\n:END:\nbody [with brackets]\n",
        "1 question=Two times two? answer=four id=a-b tags=maths reverse\n"
        "  schedule 0: repetitions=2 interval=6 ease=250 due=19727 at=1704449410000 lapses=0\n"
        "  schedule 1000: repetitions=3 interval=20 ease=180 due=19728 at=1704535810000 lapses=0\n"
        "14 question=Short answer=body [with brackets]\n");
}

static void test_org_fc__holes(void **state)
{
    (void)state;
    ASSERT_READ("* Title :fc:\n:PROPERTIES:\n:FC_TYPE: cloze\n:END:\n:REVIEW_DATA:\n"
                "| position | ease | box | interval | due |\n|---|\n"
                "| 0 | 2.5 | 3 | 6.0 | 2024-01-05T10:10:10Z |\n"
                "| 1 | 2.0 | 2 | 1.0 | 2024-01-06T10:10:10Z |\n:END:\n"
                "A {{hole}@1} and {{$\\frac{1}{2}$}{a hint}@0}.\n#+begin_src c\n"
                "{{int}@2} x = {1};\n}\n#+end_src\n",
        "1 cloze=Title\\n\\nA {{hole}} and {{$\\frac{1}{2}$::a hint}}.\\n\\n```c\\n{{int}} x = "
        "{1};\\n}\\n```\n"
        "  schedule 2: repetitions=2 interval=6 ease=250 due=19727 at=1704449410000 lapses=0\n"
        "  schedule 1: repetitions=1 interval=1 ease=200 due=19728 at=1704535810000 lapses=0\n");
}

static void test_org_drill__properties_are_the_schedule(void **state)
{
    (void)state;
    ASSERT_READ(
        "* a :drill:\nSCHEDULED: <2024-01-05 Fri>\n:PROPERTIES:\n:DRILL_LAST_INTERVAL: 4.14\n"
        ":DRILL_EASE: 2.6\n:DRILL_TOTAL_REPEATS: 2\n:DRILL_FAILURE_COUNT: 1\n:END:\nb\n"
        "* c :drill:\n:PROPERTIES:\n:DRILL_LAST_INTERVAL: 0.0\n:END:\nd\n",
        "1 question=a answer=b\n"
        "  schedule 0: repetitions=2 interval=4 ease=260 due=19727 lapses=1\n"
        "10 question=c answer=d\n");
}

/* ---- recognizing formats ---- */

static void test_notes__are_no_deck_files(void **state)
{
    (void)state;
    ASSERT_READ("---\ntags: [x]\n---\nSome text.\n", "unknown\n");
    ASSERT_READ("---\ntags: [x]\ncards:\n  - question: a\n    answer: b\n---\n", "a deck file\n");
    ASSERT_READ("tags:: [[a]]\ntitle:: b\n", "unknown\n");
}

static void test_notes__leave_other_formats_alone(void **state)
{
    (void)state;
    ASSERT_READ("Q: What is a::b?\nA: c\n", "1 question=What is a::b? answer=c\n");
    ASSERT_READ("Q: a\nA: b\n\nQ: c\nA: d\n", "1 question=a answer=b\n4 question=c answer=d\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_obsidian__lines_blocks_and_gaps),
        cmocka_unit_test(test_obsidian__tags_are_decks),
        cmocka_unit_test(test_obsidian__a_tag_above_a_block_names_the_deck_of_what_follows),
        cmocka_unit_test(test_obsidian__cards_above_the_first_tag_are_left_out),
        cmocka_unit_test(test_obsidian__schedules),
        cmocka_unit_test(test_obsidian__schedules_of_fsrs_and_in_callouts),
        cmocka_unit_test(test_obsidian__a_schedule_shows_what_separates_and_what_is_a_gap),
        cmocka_unit_test(test_obsidian__bold_text_that_has_no_schedule_of_its_own_is_no_gap),
        cmocka_unit_test(test_obsidian__at_signs),
        cmocka_unit_test(test_obsidian__numbers_and_hints_of_gaps),
        cmocka_unit_test(test_obsidian__code_formulas_and_comments_are_no_cards),
        cmocka_unit_test(test_obsidian__links_are_readable),
        cmocka_unit_test(test_obsidian__an_end_mark_allows_blank_lines),
        cmocka_unit_test(test_obsidian__clear_cards_need_no_tag),
        cmocka_unit_test(test_logseq__children_are_the_answer),
        cmocka_unit_test(test_logseq__gaps_are_one_card),
        cmocka_unit_test(test_logseq__properties_are_the_schedule),
        cmocka_unit_test(test_logseq__cards_in_cards),
        cmocka_unit_test(test_ki__notes),
        cmocka_unit_test(test_headings__questions_and_answers),
        cmocka_unit_test(test_headings__mdanki),
        cmocka_unit_test(test_headings__sections_are_tags_and_numbers_may_precede),
        cmocka_unit_test(test_headings__a_text_is_no_deck),
        cmocka_unit_test(test_details__summaries_are_questions),
        cmocka_unit_test(test_details__a_label_leaves_the_question_above),
        cmocka_unit_test(test_details__a_summary_again_and_again_is_a_label),
        cmocka_unit_test(test_details__others_hold_sections),
        cmocka_unit_test(test_supermemo__lines_of_questions_and_answers),
        cmocka_unit_test(test_org_fc__cards_and_their_schedules),
        cmocka_unit_test(test_org_fc__holes),
        cmocka_unit_test(test_org_drill__properties_are_the_schedule),
        cmocka_unit_test(test_notes__are_no_deck_files),
        cmocka_unit_test(test_notes__leave_other_formats_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
