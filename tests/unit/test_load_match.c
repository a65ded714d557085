/* A card keeps its history if its text is edited or its deck reordered. It is found by its id;
 * without one, by its question, then by its answer, then by the most similar text if one pair is
 * clearly the best. The tests tell cards apart by their history: the number of their ratings. */
#include "unit/world.h"

static int set_up(void **state)
{
    if (world_set_up(state))
        return -1;
    world_open(*state);
    return 0;
}

/* ---- by id ---- */

static void test_load_match__by_id_whatever_else_changes(void **state)
{
    struct world *w = *state;
    world_load(
        w, "cards:\n- {id: a, q: What is a bias?, a: A shift}\n- {id: b, q: two, a: second}\n");
    give_history(w, "What is a bias?", 1);
    give_history(w, "two", 2);
    struct schedule before = schedule_of(w, card_id(w, "two"));
    world_load(w, "cards:\n- {id: b, q: What is a bias?, a: A shift}\n- {id: a, q: x, a: y}\n");
    assert_report(w, 0, 2, 0, 0);
    assert_history(w, "x", 1);
    assert_history(w, "What is a bias?", 2);
    struct schedule after = schedule_of(w, card_id(w, "What is a bias?"));
    assert_int_equal(after.due, before.due);
    assert_int_equal(after.sm2.ease, before.sm2.ease);
    assert_int_equal(after.sm2.interval, before.sm2.interval);
    assert_int_equal(after.last_review, before.last_review);
}

static void test_load_match__another_id_is_another_card(void **state)
{
    struct world *w = *state;
    world_load(w, "cards:\n- {id: a, q: one, a: first}\n");
    give_history(w, "one", 1);
    world_load(w, "cards:\n- {id: b, q: one, a: first}\n");
    assert_report(w, 1, 0, 1, 0);
    assert_history(w, "one", 0);
    world_load(w, "cards:\n- {id: a, q: one, a: first}\n");
    assert_report(w, 0, 0, 1, 1);
    assert_history(w, "one", 1);
}

static void test_load_match__an_id_given_later_keeps_the_history(void **state)
{
    struct world *w = *state;
    world_load(w, "cards:\n- {q: one, a: first}\n- {q: two, a: second}\n- {q: three, a: third}\n");
    give_history(w, "one", 1);
    give_history(w, "two", 2);
    give_history(w, "three", 3);
    world_load(w, "cards:\n- {q: two, a: second, id: b}\n- {q: one, a: first, id: a}\n"
                  "- {q: three, a: third}\n");
    assert_int_equal(w->report.added, 0);
    assert_int_equal(w->report.retired, 0);
    assert_history(w, "one", 1);
    assert_history(w, "two", 2);
    assert_history(w, "three", 3);
    world_load(w, "cards:\n- {q: uno, a: primo, id: a}\n- {q: dos, a: segundo, id: b}\n"
                  "- {q: three, a: third}\n");
    assert_history(w, "uno", 1);
    assert_history(w, "dos", 2);
    assert_sql(w, "SELECT count(*) FROM cards", "3");
}

static void test_load_match__an_id_given_with_an_edit_keeps_the_history(void **state)
{
    struct world *w = *state;
    world_load(w, "cards:\n- {q: one, a: first}\n- {q: two, a: second}\n");
    give_history(w, "one", 1);
    give_history(w, "two", 2);
    world_load(w, "cards:\n- {q: uno, a: first, id: a}\n- {q: two, a: segundo, id: b}\n");
    assert_report(w, 0, 2, 0, 0);
    assert_history(w, "uno", 1);
    assert_history(w, "two", 2);
}

static void test_load_match__an_id_taken_away_keeps_the_history(void **state)
{
    struct world *w = *state;
    world_load(w, "cards:\n- {q: one, a: first, id: a}\n- {q: two, a: second, id: b}\n");
    give_history(w, "one", 1);
    give_history(w, "two", 2);
    world_load(w, "cards:\n- {q: one, a: first}\n- {q: two, a: segundo}\n");
    assert_int_equal(w->report.added, 0);
    assert_int_equal(w->report.retired, 0);
    assert_history(w, "one", 1);
    assert_history(w, "two", 2);
}

/* ---- by question, by answer ---- */

static void test_load_match__by_question_when_the_answer_is_edited(void **state)
{
    struct world *w = *state;
    world_load(w, "cards:\n- {q: one, a: first}\n- {q: two, a: second}\n");
    give_history(w, "one", 1);
    give_history(w, "two", 2);
    world_load(w, "cards:\n- {q: one, a: second}\n- {q: two, a: first}\n");
    assert_report(w, 0, 2, 0, 0);
    assert_history(w, "one", 1);
    assert_history(w, "two", 2);
}

static void test_load_match__by_answer_when_the_question_is_edited(void **state)
{
    struct world *w = *state;
    world_load(w, "cards:\n- {q: one, a: first}\n- {q: two, a: second}\n- {q: three, a: third}\n");
    give_history(w, "one", 1);
    give_history(w, "two", 2);
    world_load(
        w, "cards:\n- {q: Welches?, a: second}\n- {q: Wie?, a: first}\n- {q: three, a: third}\n");
    assert_report(w, 0, 2, 0, 0);
    assert_history(w, "Wie?", 1);
    assert_history(w, "Welches?", 2);
    assert_history(w, "three", 0);
}

static void test_load_match__a_shared_answer_says_nothing(void **state)
{
    struct world *w = *state;
    world_load(w, "cards:\n- {q: Is ReLU convex?, a: 'yes'}\n- {q: Has SGD noise?, a: 'yes'}\n"
                  "- {q: Is MSE differentiable?, a: 'yes'}\n");
    give_history(w, "Is ReLU convex?", 1);
    give_history(w, "Has SGD noise?", 2);
    give_history(w, "Is MSE differentiable?", 3);
    world_load(w,
        "cards:\n- {q: May a prior be flat?, a: 'yes'}\n- {q: Do GANs collapse?, a: 'yes'}\n"
        "- {q: Is MSE differentiable?, a: 'yes'}\n");
    assert_report(w, 2, 0, 2, 0);
    assert_history(w, "May a prior be flat?", 0);
    assert_history(w, "Do GANs collapse?", 0);
    assert_history(w, "Is MSE differentiable?", 3);
}

static void test_load_match__an_empty_answer_says_nothing(void **state)
{
    struct world *w = *state;
    world_load(w, "cards:\n- {q: What is a draft?}\n");
    give_history(w, "What is a draft?", 1);
    world_load(w, "cards:\n- {q: Why overfit?, a: ''}\n");
    assert_report(w, 1, 0, 1, 0);
    assert_history(w, "Why overfit?", 0);
}

/* Cards with the same question are different cards if their answers differ. */
static void test_load_match__of_one_question_the_answer_decides(void **state)
{
    struct world *w = *state;
    world_load(w, "cards:\n- {q: bank, a: of a river, id: r}\n- {q: bank, a: of money, id: m}\n");
    world_load(w, "cards:\n- {q: bank, a: of money}\n- {q: bank, a: of a river}\n");
    assert_sql(w,
        "SELECT group_concat(card_id || answer) FROM (SELECT * FROM cards JOIN texts "
        "USING (card_id) WHERE retired_day IS NULL ORDER BY position)",
        "2of money,1of a river");
}

#define ANSWERS                                                                                    \
    "SELECT group_concat(answer || card_id) FROM (SELECT * FROM cards JOIN texts USING (card_id) " \
    "WHERE retired_day IS NULL ORDER BY card_id)"

static void test_load_match__cards_of_one_question_are_reordered(void **state)
{
    struct world *w = *state;
    world_load(w, "cards:\n- {q: bank, a: river}\n- {q: bank, a: money}\n");
    assert_sql(w, ANSWERS, "river1,money2");
    world_load(w, "cards:\n- {q: bank, a: money}\n- {q: bank, a: river}\n");
    assert_report(w, 0, 0, 0, 0);
    assert_sql(w, ANSWERS, "river1,money2");
}

static void test_load_match__one_of_two_of_one_question_is_deleted(void **state)
{
    struct world *w = *state;
    world_load(w, "cards:\n- {q: bank, a: river}\n- {q: bank, a: money}\n");
    world_load(w, "cards:\n- {q: bank, a: money}\n");
    assert_report(w, 0, 0, 1, 0);
    assert_sql(w, ANSWERS, "money2");
}

/* The other way round, words with the same meaning have the same question. */
static void test_load_match__reverse_cards_of_one_question_stay_apart(void **state)
{
    struct world *w = *state;
    world_load(
        w, "cards:\n- {q: gross, a: big, reverse: true}\n- {q: weit, a: big, reverse: true}\n");
    assert_sql(w, "SELECT answer FROM texts WHERE card_id = 2", "gross");
    world_load(w, "cards:\n- {q: breit, a: big, reverse: true}\n"
                  "- {q: gross, a: big, reverse: true}\n- {q: weit, a: big, reverse: true}\n");
    assert_report(w, 2, 0, 0, 0);
    assert_sql(w, "SELECT answer FROM texts WHERE card_id = 2", "gross");
    assert_sql(w, "SELECT answer FROM texts WHERE card_id = 4", "weit");
}

/* A card that was deleted long ago is not mixed up with one that is edited now. */
static void test_load_match__a_retired_card_of_the_same_question_stays_retired(void **state)
{
    struct world *w = *state;
    world_load(w, "cards:\n- {q: bank, a: river}\n- {q: bank, a: money}\n");
    world_load(w, "cards:\n- {q: bank, a: river}\n");
    assert_report(w, 0, 0, 1, 0);
    world_load(w, "cards:\n- {q: bank, a: of a river}\n");
    assert_report(w, 0, 1, 0, 0);
    assert_sql(w, ANSWERS, "of a river1");
}

static void test_load_match__of_two_retired_the_one_with_the_answer_returns(void **state)
{
    struct world *w = *state;
    world_load(w, "cards:\n- {q: bank, a: river}\n- {q: bank, a: money}\n- {q: x}\n");
    world_load(w, "cards:\n- {q: x}\n");
    world_load(w, "cards:\n- {q: x}\n- {q: bank, a: money}\n");
    assert_report(w, 0, 0, 0, 1);
    assert_sql(w, ANSWERS, "money2,3");
}

/* ---- by likeness ---- */

static void test_load_match__by_likeness_when_both_are_edited(void **state)
{
    struct world *w = *state;
    world_load(w,
        "cards:\n- {q: What does a bias do in a neuron?, a: It shifts the activation left or "
        "right}\n- {q: What is dropout?, a: Units are switched off at random}\n");
    give_history(w, "What does a bias do in a neuron?", 1);
    give_history(w, "What is dropout?", 2);
    world_load(w,
        "cards:\n- {q: What is dropout for?, a: Units are swiched off at random.}\n"
        "- {q: What does a bias do in one neuron?, a: It shifts the activation to the left "
        "or right}\n");
    assert_report(w, 0, 2, 0, 0);
    assert_history(w, "What does a bias do in one neuron?", 1);
    assert_history(w, "What is dropout for?", 2);
}

static void test_load_match__what_is_not_alike_is_new(void **state)
{
    struct world *w = *state;
    world_load(w, "cards:\n- {q: What does a bias do in a neuron?, a: It shifts the activation}\n");
    give_history(w, "What does a bias do in a neuron?", 1);
    world_load(w, "cards:\n- {q: Name an optimizer with momentum, a: Adam; RMSProp has none}\n");
    assert_report(w, 1, 0, 1, 0);
    assert_history(w, "Name an optimizer with momentum", 0);
}

/* A question or an answer that many cards share does not match a card that has left the file with
 * one that was added, even if these are the only two that are unmatched. */
static void test_load_match__what_cards_of_the_file_share_says_nothing(void **state)
{
    struct world *w = *state;
    world_load(w, "cards:\n- {q: Is ReLU convex?, a: 'yes'}\n- {q: Is tanh odd?, a: 'yes'}\n"
                  "- {q: Name this part, a: stamen}\n- {q: Name this part, a: pistil}\n");
    give_history(w, "Is ReLU convex?", 1);
    world_load(w, "cards:\n- {q: Do GANs collapse?, a: 'yes'}\n- {q: Is tanh odd?, a: 'yes'}\n"
                  "- {q: Name this part, a: sepal}\n- {q: Name this part, a: pistil}\n");
    assert_report(w, 2, 0, 2, 0);
    assert_history(w, "Do GANs collapse?", 0);
}

/* If two cards with the same question are both edited, each keeps its own history. */
static void test_load_match__cards_of_one_question_are_edited(void **state)
{
    struct world *w = *state;
    world_load(w, "cards:\n- {q: bank, a: the land along a river}\n"
                  "- {q: bank, a: a house that lends money}\n");
    world_load(w, "cards:\n- {q: bank, a: a house which lends money}\n"
                  "- {q: bank, a: the land along the river}\n");
    assert_report(w, 0, 2, 0, 0);
    assert_sql(w, ANSWERS, "the land along the river1,a house which lends money2");
}

/* After an edit of two near duplicates, each keeps its own history or is new; neither gets the
 * other's. first and second are the questions of the edited cards. */
static void assert_no_swap(
    struct world *w, const char *edited, const char *first, const char *second)
{
    static int number;
    char *after = sqlite3_mprintf("deck: d\ncards:\n%s", edited);
    snprintf(w->db, sizeof w->db, "%s/%d.db", w->folder, ++number);
    world_reopen(w);
    world_load(w, "deck: d\ncards:\n"
                  "- {q: 'What does `ls -l` do?', a: Lists in the long format}\n"
                  "- {q: 'What does `ls -L` do?', a: Lists what links point to}\n");
    give_history(w, "What does `ls -l` do?", 1);
    give_history(w, "What does `ls -L` do?", 2);
    world_load(w, after);
    int got_first = reviews_of(w, first), got_second = reviews_of(w, second);
    if ((got_first != 0 && got_first != 1) || (got_second != 0 && got_second != 2))
        fail_msg("histories %d and %d after:\n%s", got_first, got_second, edited);
    sqlite3_free(after);
}

static void test_load_match__near_duplicates_never_swap(void **state)
{
    struct world *w = *state;
    assert_no_swap(w,
        "- {q: 'What does `ls -L` do?', a: Lists what links point to}\n"
        "- {q: 'What does `ls -l` do?', a: Lists in the long format}\n",
        "What does `ls -l` do?", "What does `ls -L` do?");
    assert_no_swap(w,
        "- {q: 'What does `ls -l` show?', a: Lists in the long format}\n"
        "- {q: 'What does `ls -L` show?', a: Lists what links point to}\n",
        "What does `ls -l` show?", "What does `ls -L` show?");
    assert_no_swap(w,
        "- {q: 'What does `ls -L` show?', a: What the links point to}\n"
        "- {q: 'What does `ls -l` show?', a: The long format}\n",
        "What does `ls -l` show?", "What does `ls -L` show?");
    assert_no_swap(w,
        "- {q: 'What does `ls -L` do, and why?', a: Lists what the links point to}\n"
        "- {q: 'What does `ls -l` do, and why?', a: Lists in a long format}\n",
        "What does `ls -l` do, and why?", "What does `ls -L` do, and why?");
    assert_no_swap(w,
        "- {q: 'Say what `ls -l` does', a: lists in the long format}\n"
        "- {q: 'Say what `ls -L` does', a: lists what links point to}\n",
        "Say what `ls -l` does", "Say what `ls -L` does");
    /* the answers were on the wrong cards, and are swapped */
    assert_no_swap(w,
        "- {q: 'What does `ls -l` do?', a: Lists what links point to}\n"
        "- {q: 'What does `ls -L` do?', a: Lists in the long format}\n",
        "What does `ls -l` do?", "What does `ls -L` do?");
}

/* Two old cards and two new ones, all very similar: no pair is clearly the best. */
static void test_load_match__what_is_equally_alike_is_new(void **state)
{
    struct world *w = *state;
    world_load(w,
        "cards:\n- {q: 'Capital of the state number 1 of the union?', a: The city 1 there}\n"
        "- {q: 'Capital of the state number 2 of the union?', a: The city 2 there}\n");
    give_history(w, "Capital of the state number 1 of the union?", 1);
    give_history(w, "Capital of the state number 2 of the union?", 2);
    world_load(w,
        "cards:\n- {q: 'Capital of the state number 3 of the union?', a: The city 3 there}\n"
        "- {q: 'Capital of the state number 4 of the union?', a: The city 4 there}\n");
    assert_report(w, 2, 0, 2, 0);
    assert_history(w, "Capital of the state number 3 of the union?", 0);
    assert_history(w, "Capital of the state number 4 of the union?", 0);
}

/* ---- order, coming and going ---- */

static void test_load_match__order_does_not_matter(void **state)
{
    struct world *w = *state;
    world_load(w, "cards:\n- {q: one, a: first}\n- {q: two, a: second}\n- {q: three, a: third}\n");
    give_history(w, "one", 1);
    give_history(w, "two", 2);
    world_load(w, "cards:\n- {q: three, a: third}\n- {q: two, a: second}\n- {q: one, a: first}\n");
    assert_report(w, 0, 0, 0, 0);
    assert_history(w, "one", 1);
    assert_history(w, "two", 2);
    assert_sql(w,
        "SELECT group_concat(question) FROM (SELECT question FROM cards JOIN texts USING (card_id) "
        "ORDER BY position)",
        "three,two,one");
}

static void test_load_match__a_card_comes_in_at_the_top(void **state)
{
    struct world *w = *state;
    world_load(w, "cards:\n- {q: one, a: first}\n- {q: two, a: second}\n");
    give_history(w, "one", 1);
    give_history(w, "two", 2);
    world_load(w, "cards:\n- {q: zero, a: none}\n- {q: one, a: first}\n- {q: two, a: second}\n");
    assert_report(w, 1, 0, 0, 0);
    assert_history(w, "zero", 0);
    assert_history(w, "one", 1);
    assert_history(w, "two", 2);
}

static void test_load_match__what_is_deleted_is_retired(void **state)
{
    struct world *w = *state;
    world_load(w, "cards:\n- {q: one, a: first}\n- {q: two, a: second}\n");
    give_history(w, "two", 2);
    world_write(w, "deck.yaml", "cards:\n- {q: one, a: first}\n");
    world_load_file(w, "deck.yaml", DAY + 3);
    assert_report(w, 0, 0, 1, 0);
    assert_sql(w, "SELECT count(*) FROM reviews", "2");
    char want[16];
    snprintf(want, sizeof want, "%d", DAY + 3);
    assert_sql(w, "SELECT retired_day FROM cards WHERE reviews = 2", want);
    world_load(w, "cards:\n- {q: one, a: first}\n- {q: three, a: third}\n");
    assert_report(w, 1, 0, 0, 0); /* retired once */
}

static void test_load_match__text_that_comes_back_has_its_schedule(void **state)
{
    struct world *w = *state;
    world_load(w, "cards:\n- {q: one, a: first}\n- {q: two, a: second}\n");
    rate_on(w, "two", 4, DAY);
    rate_on(w, "two", 5, DAY + 1);
    struct schedule before = schedule_of(w, card_id(w, "two"));
    world_load(w, "cards:\n- {q: one, a: first}\n");
    world_load(w, "cards:\n- {q: one, a: first}\n- {q: two, a: second}\n");
    assert_report(w, 0, 0, 0, 1);
    struct schedule after = schedule_of(w, card_id(w, "two"));
    assert_int_equal(after.due, DAY + 7); /* 6 days after the second success */
    assert_int_equal(after.sm2.interval, 6);
    assert_int_equal(after.sm2.ease, 260);
    assert_int_equal(after.last_review, before.last_review);
    assert_int_equal(after.reviews, 2);
    world_load(w, "cards:\n- {q: one, a: first}\n");
    world_load(w, "cards:\n- {q: one, a: first}\n- {q: two, a: edited while it was away}\n");
    assert_report(w, 0, 0, 0, 1);
    assert_history(w, "two", 2);
}

static void test_load_match__one_edit_in_a_large_deck(void **state)
{
    struct world *w = *state;
    for (int round = 0; round < 2; round++) {
        FILE *file = fopen(w->deck, "w");
        assert_non_null(file);
        fputs("cards:\n", file);
        for (int i = 0; i < 3000; i++)
            fprintf(file, "- {q: What is %d%s?, a: It is %d}\n", i,
                i == 1500 && round ? " then" : "", i);
        assert_int_equal(fclose(file), 0);
        world_load_file(w, "deck.yaml", DAY);
    }
    assert_report(w, 0, 1, 0, 0);
    assert_sql(w, "SELECT count(*) FROM cards", "3000");
}

/* é is one letter, as one character (NFC) or as two (NFD). Polish and polish are two words. */
static void test_load_match__one_letter_is_one_letter(void **state)
{
    struct world *w = *state;
    static const char *const forms[] = {"é", "e\u0301"};
    static const char polish[] = "- {q: Polish, a: lengua}\n- {q: polish, a: pulir}\n";
    for (int round = 0; round < 4; round++) {
        struct buf deck = {0};
        const char *e = forms[round % 2];
        buf_format(&deck,
            "deck: %s\ncards:\n- {q: caf%s, a: x}\n- {q: y, a: %s}\n"
            "- {id: %s, q: z, a: z}\n- {q: th%s, a: tea}\n%s",
            e, e, e, e, e, polish);
        world_load(w, buf_string(&deck));
        if (round == 0)
            for (int card = 1; card <= 6; card++)
                rate_card(w, card, REVIEW_NEW, 4, at(DAY, 9, card));
        else
            assert_report(w, 0, 0, 0, 0);
        assert_sql(w, "SELECT count(*) || ' ' || sum(reviews) FROM cards WHERE retired_day IS NULL",
            "6 6");
        assert_sql(w, "SELECT answer FROM texts WHERE question = 'y'", e); /* as now written */
        buf_done(&deck);
    }
    assert_history(w, "Polish", 1);
    assert_sound(w);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, world_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_load_match__by_id_whatever_else_changes),
        TEST(test_load_match__another_id_is_another_card),
        TEST(test_load_match__an_id_given_later_keeps_the_history),
        TEST(test_load_match__an_id_given_with_an_edit_keeps_the_history),
        TEST(test_load_match__an_id_taken_away_keeps_the_history),
        TEST(test_load_match__by_question_when_the_answer_is_edited),
        TEST(test_load_match__by_answer_when_the_question_is_edited),
        TEST(test_load_match__a_shared_answer_says_nothing),
        TEST(test_load_match__an_empty_answer_says_nothing),
        TEST(test_load_match__of_one_question_the_answer_decides),
        TEST(test_load_match__cards_of_one_question_are_reordered),
        TEST(test_load_match__one_of_two_of_one_question_is_deleted),
        TEST(test_load_match__reverse_cards_of_one_question_stay_apart),
        TEST(test_load_match__by_likeness_when_both_are_edited),
        TEST(test_load_match__what_is_not_alike_is_new),
        TEST(test_load_match__what_cards_of_the_file_share_says_nothing),
        TEST(test_load_match__cards_of_one_question_are_edited),
        TEST(test_load_match__near_duplicates_never_swap),
        TEST(test_load_match__what_is_equally_alike_is_new),
        TEST(test_load_match__order_does_not_matter),
        TEST(test_load_match__a_card_comes_in_at_the_top),
        TEST(test_load_match__what_is_deleted_is_retired),
        TEST(test_load_match__text_that_comes_back_has_its_schedule),
        TEST(test_load_match__one_edit_in_a_large_deck),
        TEST(test_load_match__a_retired_card_of_the_same_question_stays_retired),
        TEST(test_load_match__of_two_retired_the_one_with_the_answer_returns),
        TEST(test_load_match__one_letter_is_one_letter),
    };
    return cmocka_run_group_tests_name("load_match", tests, NULL, NULL);
}
