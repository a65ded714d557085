/* Cards that move to another deck take their history with them, whichever file is read first, and
 * whether or not the old deck still exists. */
#include "store/changes.h"
#include "unit/world.h"

static int set_up(void **state)
{
    if (world_set_up(state))
        return -1;
    world_open(*state);
    return 0;
}

#define ONE   "- {q: one, a: first}\n"
#define TWO   "- {q: two, a: second, tags: [t]}\n"
#define THREE "- {q: three, a: third, reverse: true}\n"
#define GAPS  "- {cloze: '{{a}} and {{b}}'}\n"

static void write_deck(struct world *w, const char *name, const char *cards)
{
    char text[512];
    snprintf(text, sizeof text, "cards:\n%s", cards);
    world_write(w, name, text);
}

static void load_deck(struct world *w, const char *name, const char *cards)
{
    write_deck(w, name, cards);
    world_load_file(w, name, DAY);
}

static void remove_deck(const struct world *w, const char *name)
{
    char path[192];
    assert_int_equal(unlink(world_path(w, name, path)), 0);
}

static void assert_deck_of(const struct world *w, const char *question, const char *deck)
{
    char text[64], *sql = sqlite3_mprintf("SELECT d.name FROM decks d JOIN cards USING (deck_id) "
                                          "JOIN texts USING (card_id) WHERE question = %Q AND "
                                          "retired_day IS NULL",
                       question);
    assert_string_equal(raw_text(w->db, sql, text, sizeof text), deck);
    sqlite3_free(sql);
}

/* All of them have been rated in deck a, there is a deck b, and now the cards below one move. */
static void begin(struct world *w)
{
    load_deck(w, "a.yaml", ONE TWO THREE GAPS);
    give_history(w, "one", 1);
    give_history(w, "two", 2);
    give_history(w, "three", 3);
    give_history(w, "third", 4);
    give_history(w, "[...] and b", 5);
    give_history(w, "a and [...]", 6);
    load_deck(w, "b.yaml", "- {q: zero, a: none}\n");
    write_deck(w, "a.yaml", ONE);
    write_deck(w, "b.yaml", TWO THREE "- {q: zero, a: none}\n" GAPS);
}

static void assert_moved(const struct world *w)
{
    static const char *const moved[] = {"two", "three", "third", "[...] and b", "a and [...]"};
    for (int i = 0; i < (int)COUNT(moved); i++) {
        assert_history((struct world *)w, moved[i], i + 2);
        assert_deck_of(w, moved[i], "b");
    }
    assert_history((struct world *)w, "one", 1);
    assert_deck_of(w, "one", "a");
    assert_sql(w, "SELECT count(*) FROM cards", "7");
    assert_sound(w);
}

static void test_load_moves__the_old_deck_is_read_first(void **state)
{
    struct world *w = *state;
    begin(w);
    world_load_file(w, "a.yaml", DAY + 1);
    assert_report(w, 0, 0, 5, 0);
    world_load_file(w, "b.yaml", DAY + 2);
    assert_report_moved(w, 0, 0, -5, 0, 5);
    assert_moved(w);
}

static void test_load_moves__the_new_deck_is_read_first(void **state)
{
    struct world *w = *state;
    begin(w);
    world_load_file(w, "b.yaml", DAY + 1);
    assert_report(w, 5, 0, 0, 0);
    world_load_file(w, "a.yaml", DAY + 2);
    assert_report_moved(w, -5, 0, 0, 0, 5);
    assert_moved(w);
}

/* And is studied, before the old one is read: the histories are one. */
static void test_load_moves__a_card_is_rated_in_between(void **state)
{
    struct world *w = *state;
    load_deck(w, "a.yaml", ONE TWO);
    rate_on(w, "two", 4, DAY - 8);
    rate_on(w, "two", 4, DAY - 7);
    write_deck(w, "a.yaml", ONE);
    load_deck(w, "b.yaml", TWO);
    int64_t added = raw_number(w, "SELECT max(card_id) FROM cards WHERE '' <> %Q", "x");
    rate_card(w, added, REVIEW_NEW, 5, at(DAY, 9, 0));
    world_load_file(w, "a.yaml", DAY);
    struct schedule schedule = schedule_of(w, card_id(w, "two"));
    assert_int_equal(schedule.reviews, 3);
    assert_int_equal(schedule.sm2.repetitions, 3);
    assert_int_equal(schedule.sm2.interval, 16); /* 1, 6, then 6 * 2.6, rounded up */
    assert_deck_of(w, "two", "b");
    assert_sound(w);
}

static void test_load_moves__a_new_deck_takes_its_cards(void **state)
{
    struct world *w = *state;
    for (int first = 0; first < 2; first++) { /* which of them is read first */
        snprintf(w->db, sizeof w->db, "%s/%d.db", w->folder, first);
        world_reopen(w);
        load_deck(w, "a.yaml", ONE TWO);
        give_history(w, "one", 1);
        give_history(w, "two", 2);
        write_deck(w, "a.yaml", ONE);
        write_deck(w, "b.yaml", TWO "- {q: zero}\n");
        world_load_file(w, first ? "b.yaml" : "a.yaml", DAY);
        world_load_file(w, first ? "a.yaml" : "b.yaml", DAY);
        assert_history(w, "one", 1);
        assert_history(w, "two", 2);
        assert_deck_of(w, "two", "b");
        assert_sql(w, "SELECT count(*) FROM cards", "3");
    }
}

/* Its file is gone: the parts have all of its cards. */
static void test_load_moves__a_deck_is_split_into_two_new_files(void **state)
{
    struct world *w = *state;
    load_deck(w, "a.yaml", ONE TWO THREE);
    give_history(w, "one", 1);
    give_history(w, "two", 2);
    give_history(w, "third", 3);
    write_deck(w, "b.yaml", ONE THREE); /* while the first is there: another inode */
    write_deck(w, "c.yaml", TWO "- {q: zero}\n");
    remove_deck(w, "a.yaml");
    world_load_file(w, "c.yaml", DAY);
    assert_report_moved(w, 1, 0, 0, 0, 1);
    world_load_file(w, "b.yaml", DAY);
    assert_report_moved(w, 0, 0, 0, 0, 3);
    assert_history(w, "one", 1);
    assert_history(w, "two", 2);
    assert_history(w, "third", 3);
    assert_deck_of(w, "third", "b");
    assert_deck_of(w, "two", "c");
    assert_sound(w);
}

/* And the other way round: a deck that was two. */
static void test_load_moves__two_decks_are_put_together(void **state)
{
    struct world *w = *state;
    load_deck(w, "a.yaml", ONE);
    load_deck(w, "b.yaml", TWO);
    give_history(w, "one", 1);
    give_history(w, "two", 2);
    remove_deck(w, "b.yaml");
    load_deck(w, "a.yaml", TWO ONE);
    assert_report_moved(w, 0, 0, 0, 0, 1);
    assert_history(w, "one", 1);
    assert_history(w, "two", 2);
}

static void change_card(struct world *w, const char *question, enum change_kind kind)
{
    int64_t card = card_id(w, question);
    struct schedule before = schedule_of(w, card), after;
    struct changing changing = {card, &before, {.kind = kind}, at(DAY, 10, 0)};
    assert_int_equal(store_change(w->store, &changing, &after, &w->err), ERR_NONE);
}

/* What was done to a card by hand goes along, also where it was never rated; and can be taken back
 * where it is then. */
static void test_load_moves__changes_by_hand_go_along(void **state)
{
    struct world *w = *state;
    for (int first = 0; first < 2; first++) { /* which of them is read first */
        snprintf(w->db, sizeof w->db, "%s/%d.db", w->folder, first);
        world_reopen(w);
        load_deck(w, "a.yaml", ONE TWO THREE);
        give_history(w, "three", 2);
        change_card(w, "two", CHANGE_SUSPEND);
        change_card(w, "three", CHANGE_LEECH);
        load_deck(w, "b.yaml", "- {q: zero}\n");
        write_deck(w, "a.yaml", ONE);
        write_deck(w, "b.yaml", TWO THREE "- {q: zero}\n");
        world_load_file(w, first ? "b.yaml" : "a.yaml", DAY);
        world_load_file(w, first ? "a.yaml" : "b.yaml", DAY);
        assert_deck_of(w, "two", "b");
        assert_true(schedule_of(w, card_id(w, "two")).suspended);
        assert_false(schedule_of(w, card_id(w, "two")).leech);
        assert_deck_of(w, "three", "b");
        assert_true(schedule_of(w, card_id(w, "three")).leech);
        assert_history(w, "three", 2);
        assert_sound(w);

        int64_t b = raw_number(w,
            "SELECT deck_id FROM cards JOIN texts USING (card_id) "
            "WHERE question = %Q AND retired_day IS NULL",
            "zero");
        struct undone undone;
        assert_int_equal(world_undo(w->store, &b, 1, at(DAY, 11, 0), &undone, &w->err), ERR_NONE);
        assert_int_equal(undone.change, CHANGE_LEECH);
        assert_int_equal(world_undo(w->store, &b, 1, at(DAY, 11, 0), &undone, &w->err), ERR_NONE);
        assert_int_equal(undone.change, CHANGE_SUSPEND);
        assert_false(schedule_of(w, card_id(w, "two")).suspended);
        assert_false(schedule_of(w, card_id(w, "three")).leech);
        assert_sound(w);
    }
}

/* A card without ratings that was suspended, and leaves, says nothing of a copy that is not new. */
static void test_load_moves__an_old_copy_is_not_changed(void **state)
{
    struct world *w = *state;
    load_deck(w, "a.yaml", ONE TWO);
    change_card(w, "two", CHANGE_SUSPEND);
    load_deck(w, "b.yaml", TWO);
    write_deck(w, "a.yaml", ONE);
    world_load_file(w, "a.yaml", DAY + 1);
    assert_report(w, 0, 0, 1, 0);
    assert_sql(w, "SELECT group_concat(suspended) FROM cards WHERE retired_day IS NULL", "0,0");
    assert_sound(w);
}

static void test_load_moves__there_and_back(void **state)
{
    struct world *w = *state;
    load_deck(w, "a.yaml", ONE TWO);
    load_deck(w, "b.yaml", THREE);
    give_history(w, "two", 2);
    for (int round = 0; round < 4; round++) {
        write_deck(w, "a.yaml", round % 2 ? ONE TWO : ONE);
        write_deck(w, "b.yaml", round % 2 ? THREE : THREE TWO);
        world_load_file(w, round / 2 ? "b.yaml" : "a.yaml", DAY + round);
        world_load_file(w, round / 2 ? "a.yaml" : "b.yaml", DAY + round);
        assert_history(w, "two", 2);
        assert_deck_of(w, "two", round % 2 ? "a" : "b");
    }
    assert_sql(w, "SELECT count(*) FROM cards", "4");
}

/* A card that both decks have is two cards, each with its history, whichever loses it. */
static void test_load_moves__a_card_of_both_decks_stays_in_the_other(void **state)
{
    struct world *w = *state;
    load_deck(w, "a.yaml", ONE TWO);
    load_deck(w, "b.yaml", TWO THREE);
    rate_card(w, 2, REVIEW_NEW, 4, at(DAY, 9, 0));
    rate_card(w, 3, REVIEW_NEW, 4, at(DAY, 9, 0));
    rate_card(w, 3, REVIEW_CRAM, 4, at(DAY, 9, 1));
    write_deck(w, "a.yaml", ONE);
    world_load_file(w, "a.yaml", DAY + 1);
    assert_report(w, 0, 0, 1, 0);
    assert_history(w, "two", 2);
    write_deck(w, "a.yaml", ONE TWO);
    world_load_file(w, "a.yaml", DAY + 2);
    assert_report(w, 0, 0, 0, 1);
    assert_sql(
        w, "SELECT group_concat(reviews) FROM (SELECT * FROM cards ORDER BY card_id)", "0,1,2,0,0");
}

/* An id is a deck's own: a card with another one is another card, though it says the same. */
static void test_load_moves__another_id_is_another_card(void **state)
{
    struct world *w = *state;
    load_deck(w, "a.yaml", ONE "- {q: two, a: second, id: x}\n");
    give_history(w, "two", 2);
    load_deck(w, "a.yaml", ONE);
    load_deck(w, "b.yaml", "- {q: two, a: second, id: y}\n");
    assert_report(w, 1, 0, 0, 0);
    assert_history(w, "two", 0);
    load_deck(w, "c.yaml", "- {q: two, a: second, id: x}\n");
    assert_report_moved(w, 0, 0, -1, 0, 1);
    assert_sql(w, "SELECT d.name FROM cards JOIN decks d USING (deck_id) WHERE reviews = 2", "c");
}

/* Equal cards of a deck are several: each takes one history, and none is lost. */
static void test_load_moves__of_equal_cards_each_takes_one(void **state)
{
    struct world *w = *state;
    load_deck(w, "a.yaml", ONE TWO TWO);
    rate_card(w, 2, REVIEW_NEW, 4, at(DAY, 9, 0));
    rate_card(w, 3, REVIEW_NEW, 4, at(DAY, 9, 0));
    rate_card(w, 3, REVIEW_CRAM, 4, at(DAY, 9, 1));
    load_deck(w, "a.yaml", ONE);
    load_deck(w, "b.yaml", TWO);
    assert_history(w, "two", 2);
    load_deck(w, "b.yaml", TWO TWO TWO);
    assert_report_moved(w, 1, 0, -1, 0, 1);
    assert_sql(w,
        "SELECT group_concat(reviews) FROM (SELECT * FROM cards WHERE retired_day IS NULL "
        "ORDER BY card_id)",
        "0,1,2,0");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, world_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_load_moves__the_old_deck_is_read_first),
        TEST(test_load_moves__the_new_deck_is_read_first),
        TEST(test_load_moves__a_card_is_rated_in_between),
        TEST(test_load_moves__a_new_deck_takes_its_cards),
        TEST(test_load_moves__a_deck_is_split_into_two_new_files),
        TEST(test_load_moves__two_decks_are_put_together),
        TEST(test_load_moves__changes_by_hand_go_along),
        TEST(test_load_moves__an_old_copy_is_not_changed),
        TEST(test_load_moves__there_and_back),
        TEST(test_load_moves__a_card_of_both_decks_stays_in_the_other),
        TEST(test_load_moves__another_id_is_another_card),
        TEST(test_load_moves__of_equal_cards_each_takes_one),
    };
    return cmocka_run_group_tests_name("load_moves", tests, NULL, NULL);
}
