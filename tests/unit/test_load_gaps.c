/* Edited entries with several cards: a gap's history follows its text, not its number; the
 * histories of both directions stay with their direction. */
#include "unit/world.h"

static int set_up(void **state)
{
    if (world_set_up(state))
        return -1;
    world_open(*state);
    return 0;
}

/* With an id, and without one. */
static const char *const ids[] = {"", "\n  id: x"};

static void load_cloze(struct world *w, const char *text, size_t id)
{
    char deck[512];
    snprintf(deck, sizeof deck,
        "deck: d\ncards:\n- {q: other, a: one}\n- cloze: '%s'%s\n- {q: another, a: two}\n", text,
        ids[id]);
    world_load(w, deck);
}

/* In a database of its own, a text with gaps that have been rated once, twice and so on. */
static void begin(struct world *w, const char *text, size_t id)
{
    static int number;
    snprintf(w->db, sizeof w->db, "%s/%d.db", w->folder, ++number);
    world_reopen(w);
    load_cloze(w, text, id);
    for (int64_t card = 2; card <= 2 + w->report.added - 3; card++)
        for (int i = 0; i < card - 1; i++)
            rate_card(w, card, i ? REVIEW_CRAM : REVIEW_NEW, 4, at(DAY, 9, i));
}

/* Which answers have which histories, in the order of the gaps. */
static void assert_gaps(const struct world *w, const char *want)
{
    assert_sql(w,
        "SELECT group_concat(answer || ' ' || reviews) FROM (SELECT * FROM cards "
        "JOIN texts USING (card_id) WHERE retired_day IS NULL AND variant > 0 ORDER BY variant)",
        want);
    assert_sound(w);
}

#define RELU "ReLU is {{max(0, x)}}, its slope {{1}} or {{0}}"

static void test_load_gaps__each_edit_keeps_every_history(void **state)
{
    static const struct {
        const char *after, *want;
    } edits[] = {
        {"The ReLU is {{max(0, x)}}; the slope is {{1}} or {{0}}", "max(0, x) 1,1 2,0 3"},
        {"ReLU is {{the positive part}}, its slope {{1}} or {{0}}", "the positive part 1,1 2,0 3"},
        {"ReLU is {{max(0, x)}}, its slope {{one}} or {{0}}", "max(0, x) 1,one 2,0 3"},
        {"ReLU is {{max(0, x)}}, its slope {{1::how steep?}} or {{0}}", "max(0, x) 1,1 2,0 3"},
        /* a gap more: before, between, behind */
        {"{{ReLU}} is {{max(0, x)}}, its slope {{1}} or {{0}}", "ReLU 0,max(0, x) 1,1 2,0 3"},
        {"ReLU is {{max(0, x)}}, its {{slope}} {{1}} or {{0}}", "max(0, x) 1,slope 0,1 2,0 3"},
        {"ReLU is {{max(0, x)}}, so its slope {{1}} or {{0}} or {{-1}}",
            "max(0, x) 1,1 2,0 3,-1 0"},
        /* and another one edited with it */
        {"{{ReLU}} is {{max(0, x) exactly}}, its slope {{1}} or {{0}}",
            "ReLU 0,max(0, x) exactly 1,1 2,0 3"},
        /* a gap less */
        {"ReLU is max(0, x), its slope {{1}} or {{0}}", "1 2,0 3"},
        {"ReLU is {{max(0, x)}}, its slope 1 or {{0}}", "max(0, x) 1,0 3"},
        {"ReLU is {{max(0, x)}}, its slope {{1}}", "max(0, x) 1,1 2"},
        /* one less and one more: another card */
        {"ReLU is {{max(0, x)}}, and {{linear}}, its slope 1 or {{0}}", "max(0, x) 1,linear 0,0 3"},
        {"{{ReLU}} is {{max(0, x)}}, its slope {{1}} or 0", "ReLU 0,max(0, x) 1,1 2"},
        /* the order, and the numbers of Anki */
        {"The slope {{1}} or {{0}} has {{max(0, x)}}, the ReLU", "1 2,0 3,max(0, x) 1"},
        {"ReLU is {{c3::max(0, x)}}, its slope {{c2::1}} or {{c1::0}}", "0 3,1 2,max(0, x) 1"},
    };
    struct world *w = *state;
    for (size_t id = 0; id < COUNT(ids); id++)
        for (size_t i = 0; i < COUNT(edits); i++) {
            begin(w, RELU, id);
            assert_gaps(w, "max(0, x) 1,1 2,0 3");
            load_cloze(w, edits[i].after, id);
            assert_gaps(w, edits[i].want);
        }
}

/* Where too much has changed to know the text, the id still does. */
static void test_load_gaps__an_id_keeps_every_history(void **state)
{
    struct world *w = *state;
    begin(w, RELU, 1);
    load_cloze(w, "A rectifier: {{the positive part}}, of slope {{one}} or {{0}}", 1);
    assert_gaps(w, "the positive part 1,one 2,0 3");
    load_cloze(w, "ReLU is {{the positive part}}, its slope {{0}}, not {{-1}}", 1);
    assert_gaps(w, "the positive part 1,0 3,-1 0");
    begin(w, RELU, 1);
    load_cloze(w, "{{Rectifiers}} have {{0}} for {{what is negative}}", 1);
    assert_gaps(w, "Rectifiers 0,0 3,what is negative 0");
}

static void test_load_gaps__a_gap_that_comes_back_has_its_history(void **state)
{
    struct world *w = *state;
    for (size_t id = 0; id < COUNT(ids); id++) {
        begin(w, "ReLU is {{max(0, x)}}, its slope {{1}}", id);
        load_cloze(w, "ReLU is max(0, x), its slope {{1}}", id);
        assert_report(w, 0, 0, 1, 0);
        load_cloze(w, "ReLU is {{max(0, x)}}, its slope {{1}}", id);
        assert_report(w, 0, 0, 0, 1);
        assert_gaps(w, "max(0, x) 1,1 2");
    }
}

/* By the id, even where the text around it has changed while it was away; not so another text. */
static void test_load_gaps__an_id_brings_back_a_gap_by_its_text(void **state)
{
    struct world *w = *state;
    begin(w, "ReLU is {{max(0, x)}}, its slope {{1}}", 1);
    load_cloze(w, "ReLU is {{max(0, x)}}, its slope 1", 1);
    load_cloze(w, "A ReLU is {{max(0, x)}}, its {{slope}} one", 1);
    assert_gaps(w, "max(0, x) 1,slope 0");
    load_cloze(w, "A ReLU is {{max(0, x)}}, its {{slope}} {{1}}", 1);
    assert_report(w, 0, 2, 0, 1);
    assert_gaps(w, "max(0, x) 1,slope 0,1 2");
}

static void test_load_gaps__two_gaps_of_one_text_stay_in_order(void **state)
{
    struct world *w = *state;
    for (size_t id = 0; id < COUNT(ids); id++) {
        begin(w, "From {{1}} to {{2}} and from {{1}} to {{3}}", id);
        load_cloze(w, "First from {{1}} to {{2}}, then from {{1}} to {{3}}", id);
        assert_gaps(w, "1 1,2 2,1 3,3 4");
    }
}

/* Two texts that are alike, with the same words in their gaps, and both edited. */
static void test_load_gaps__of_two_texts_stay_apart(void **state)
{
    struct world *w = *state;
    world_load(w, "deck: d\ncards:\n- cloze: 'The {{left}} half of the brain moves the {{right}} "
                  "hand'\n- cloze: 'The {{right}} half of the brain moves the {{left}} hand'\n");
    world_load(w, "deck: d\ncards:\n- cloze: 'The {{right}} half of the brain moves the {{left}} "
                  "hand.'\n- cloze: 'The {{left}} half of the brain moves the {{right}} hand.'\n");
    assert_sql(w,
        "SELECT count(*) FROM cards JOIN texts USING (card_id) WHERE retired_day IS NULL AND "
        "((card_id = 1 AND NOT (answer = 'left' AND question LIKE '%right hand.')) OR "
        "(card_id = 2 AND NOT (answer = 'right' AND question LIKE 'The left half%')) OR "
        "(card_id = 3 AND NOT (answer = 'right' AND question LIKE '%left hand.')) OR "
        "(card_id = 4 AND NOT (answer = 'left' AND question LIKE 'The right half%')))",
        "0");
}

static void load_reverse(struct world *w, const char *question, const char *answer, bool reverse)
{
    char deck[512];
    snprintf(deck, sizeof deck, "deck: d\ncards:\n- {q: '%s', a: '%s', reverse: %s}\n", question,
        answer, reverse ? "true" : "false");
    world_load(w, deck);
}

static void test_load_gaps__both_directions_are_edited_and_come_back(void **state)
{
    struct world *w = *state;
    load_reverse(w, "der Hund", "the dog", true);
    give_history(w, "der Hund", 1);
    give_history(w, "the dog", 2);
    load_reverse(w, "der große Hund", "the dog", true);
    assert_report(w, 0, 2, 0, 0);
    load_reverse(w, "der große Hund", "the big dog", true);
    assert_report(w, 0, 2, 0, 0);
    load_reverse(w, "Der Große Hund.", "The big dog!", true);
    assert_report(w, 0, 2, 0, 0);
    load_reverse(w, "Der Große Hund.", "The big dog!", false);
    assert_report(w, 0, 0, 1, 0);
    load_reverse(w, "Der Große Hund.", "The big dog!", true);
    assert_report(w, 0, 0, 0, 1);
    assert_history(w, "Der Große Hund.", 1);
    assert_history(w, "The big dog!", 2);
    load_reverse(w, "Der große Hund", "The big dog.", false); /* edited, and one way */
    assert_report(w, 0, 1, 1, 0);
    load_reverse(w, "Der Große Hund.", "The big dog!", true); /* and back */
    assert_history(w, "Der Große Hund.", 1);
    assert_history(w, "The big dog!", 2);
    world_load(w, "deck: d\ncards:\n- {q: The big dog!, a: Der Große Hund.}\n"
                  "- {q: Der Große Hund., a: The big dog!}\n"); /* two entries are made of it */
    assert_report(w, 0, 1, 0, 0);
    assert_history(w, "Der Große Hund.", 1);
    assert_history(w, "The big dog!", 2);
}

/* A hint is no part of the other gaps, but of their text; and a new text takes the place of the
 * old. */
static void test_load_gaps__the_entry_s_text_is_kept(void **state)
{
    struct world *w = *state;
    static const char *const texts[] = {"ReLU is {{max(0, x)}}, its slope {{1}}",
        "ReLU is {{max(0, x)}}, its slope {{1::how steep?}}",
        "The ReLU is {{max(0, x)}}, its slope {{1}}"};
    static const int edited[] = {0, 1, 2};
    for (size_t id = 0; id < COUNT(ids); id++) {
        begin(w, texts[0], id);
        for (size_t i = 0; i < COUNT(texts); i++) {
            char want[256];
            load_cloze(w, texts[i], id);
            assert_report(w, 0, edited[i], 0, 0);
            snprintf(want, sizeof want, "-; %s; %s; -", texts[i], texts[i]);
            assert_sql(w,
                "SELECT group_concat(ifnull(cloze, '-'), '; ') FROM "
                "(SELECT * FROM texts ORDER BY card_id)",
                want);
        }
        assert_sound(w);
    }
}

/* Without what sets it apart from the text of another conversion, a gap is the same. */
static void test_load_gaps__converted_anew(void **state)
{
    struct world *w = *state;
    for (size_t id = 0; id < COUNT(ids); id++) {
        begin(w, "\\*x\\* is {{\\*}} : {{104}}", id);
        load_cloze(w, "*x* is {{*}}: {{10⁴}}", id);
        assert_report(w, 0, 2, 0, 0);
        assert_gaps(w, "* 1,10⁴ 2");
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, world_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_load_gaps__each_edit_keeps_every_history),
        TEST(test_load_gaps__an_id_keeps_every_history),
        TEST(test_load_gaps__a_gap_that_comes_back_has_its_history),
        TEST(test_load_gaps__an_id_brings_back_a_gap_by_its_text),
        TEST(test_load_gaps__two_gaps_of_one_text_stay_in_order),
        TEST(test_load_gaps__of_two_texts_stay_apart),
        TEST(test_load_gaps__both_directions_are_edited_and_come_back),
        TEST(test_load_gaps__the_entry_s_text_is_kept),
        TEST(test_load_gaps__converted_anew),
    };
    return cmocka_run_group_tests_name("load_gaps", tests, NULL, NULL);
}
