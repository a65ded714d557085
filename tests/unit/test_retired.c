/* Commands on retired cards: their history is given to a present card or deleted, completely or not
 * at all. */
#include "unit/sitting.h"

#include "report/load_preview.h"
#include "store/retired.h"

#define TWO "deck: d\nid: d\ncards:\n- {q: old, a: kelp}\n- {q: stays, a: b, id: s}\n"
#define NEW                                                                                        \
    "deck: d\nid: d\ncards:\n- {q: quite another thing, a: 12, id: n}\n- {q: stays, a: b, id: "    \
    "s}\n"

/* A retired card with ratings 4 5 2, and a present one with 3 ratings that come in between. */
static void make_both(struct world *w, int64_t *old, int64_t *new)
{
    world_load(w, TWO);
    *old = card_id(w, "old");
    rate_on(w, "old", 4, DAY);
    rate_on(w, "old", 5, DAY + 1);
    world_load(w, NEW);
    assert_report(w, 1, 0, 1, 0);
    *new = card_id(w, "quite another thing");
    rate_on(w, "quite another thing", 5, DAY + 2);
    rate_on(w, "stays", 3, DAY + 2);
    rate_card(w, *old, REVIEW_DUE, 2, at(DAY + 7, 9, 0));
    rate_card(w, *new, REVIEW_DUE, 4, at(DAY + 8, 9, 0));
}

static void test_retired__adopting_joins_both_histories(void **state)
{
    struct world *w = *state;
    int64_t old, new;
    make_both(w, &old, &new);
    struct undone undone;
    rate_card(w, new, REVIEW_CRAM, 1, at(DAY + 9, 9, 0));
    assert_int_equal(
        world_undo(w->store, &w->deck_id, 1, at(DAY + 9, 9, 1), &undone, &w->err), ERR_NONE);
    assert_int_equal(store_adopt(w->store, old, new, &w->err), ERR_NONE);
    assert_int_equal(card_id(w, "quite another thing"), old);
    struct schedule s = schedule_of(w, old);
    /* 4 5 5 2 4 by hand: intervals 1 6 17 1 6, ease 250 260 270 270 270 */
    assert_int_equal(s.sm2.interval, 6);
    assert_int_equal(s.sm2.ease, 270);
    assert_int_equal(s.sm2.repetitions, 2);
    assert_int_equal(s.due, DAY + 8 + 6);
    assert_int_equal(s.reviews, 5);
    assert_int_equal(s.lapses, 1);
    assert_int_equal(s.last_rating, 4);
    assert_sql(
        w, "SELECT count(*) FROM reviews WHERE card_id NOT IN (SELECT card_id FROM cards)", "0");
    assert_sql(w, "SELECT count(*) FROM reviews", "7"); /* what was undone, too */
    assert_sound(w);
    world_write(w, "deck.yaml", NEW "# touched\n");
    world_load_file(w, "deck.yaml", DAY);
    assert_report(w, 0, 0, 0, 0);
    assert_history(w, "quite another thing", 5);
}

static void test_retired__adopting_another_decks_card(void **state)
{
    struct world *w = *state;
    int64_t old, new;
    make_both(w, &old, &new);
    world_write(w, "other.yaml", "deck: o\ncards: [{cloze: 'a {{gap}}', id: g}]\n");
    world_load_file(w, "other.yaml", DAY);
    int64_t other = w->deck_id, gap = card_id(w, "a {{gap}}");
    if (!gap)
        gap = card_id(w, "a [...]");
    assert_true(gap > 0);
    assert_int_equal(store_adopt(w->store, old, gap, &w->err), ERR_NONE);
    struct stored_card card = {0};
    assert_int_equal(store_card(w->store, old, &card, &w->err), ERR_NONE);
    assert_int_equal(card.deck_id, other);
    assert_int_equal(card.card.variant, 1);
    assert_string_equal(card.card.id, "g");
    assert_false(card.retired);
    stored_card_done(&card);
    assert_sound(w);
}

static void test_retired__wrong_kinds_change_nothing(void **state)
{
    struct world *w = *state;
    int64_t old, new;
    make_both(w, &old, &new);
    int64_t stays = card_id(w, "stays");
    assert_int_equal(store_adopt(w->store, new, stays, &w->err), ERR_STALE);
    assert_int_equal(store_adopt(w->store, old, old, &w->err), ERR_STALE);
    assert_int_equal(store_adopt(w->store, old, 999, &w->err), ERR_STALE);
    int64_t both[] = {old, new};
    assert_int_equal(store_forget_cards(w->store, both, 2, &w->err), ERR_STALE);
    assert_sql(w, "SELECT count(*) FROM cards", "3");
    assert_sql(w, "SELECT count(*) FROM reviews", "6");
    assert_sound(w);
}

static void test_retired__forgetting_deletes_the_reviews(void **state)
{
    struct world *w = *state;
    int64_t old, new;
    make_both(w, &old, &new);
    assert_int_equal(store_forget_cards(w->store, &old, 1, &w->err), ERR_NONE);
    assert_sql(w, "SELECT count(*) FROM reviews", "3");
    assert_sql(w, "SELECT count(*) FROM texts", "2");
    assert_sound(w);
    struct known_decks decks = {0};
    assert_int_equal(store_decks(w->store, &decks, &w->err), ERR_NONE);
    assert_int_equal(store_forget_decks(w->store, &decks, &w->err), ERR_NONE);
    known_decks_done(&decks);
    assert_sql(w,
        "SELECT (SELECT count(*) FROM decks) + (SELECT count(*) FROM cards) + "
        "(SELECT count(*) FROM texts) + (SELECT count(*) FROM reviews)",
        "0");
}

/* A session in another window that shows a card which goes. */
static void test_retired__a_session_passes_over_what_is_forgotten(void **state)
{
    struct world *w = *state;
    world_load(w, TWO);
    sit(w, ORDINARY, NINE);
    act(w, ACTION_REVEAL, NINE);
    struct known_decks decks = {0};
    assert_int_equal(store_decks(w->store, &decks, &w->err), ERR_NONE);
    assert_int_equal(store_forget_decks(w->store, &decks, &w->err), ERR_NONE);
    known_decks_done(&decks);
    act(w, ACTION_RATE_1 + 3, NINE);
    assert_int_equal(w->session.notice, NOTICE_RATED_ELSEWHERE);
    assert_over(w);
    assert_sql(w, "SELECT (SELECT count(*) FROM cards) + (SELECT count(*) FROM reviews)", "0");
}

static void assert_called(struct world *w, const char *word, size_t count, int64_t first)
{
    struct card_ids cards = {0};
    assert_int_equal(store_cards_called(w->store, word, &cards, &w->err), ERR_NONE);
    if (cards.count != count || (count && cards.ids[0] != first))
        fail_msg("%s: %zu cards, wanted %zu", word, cards.count, count);
    free(cards.ids);
}

static void test_retired__cards_are_called_as_exports_call_them(void **state)
{
    struct world *w = *state;
    world_write(w, "a.yaml",
        "deck: A\nid: x/y\ncards: [{q: 1, a: 2, id: b, reverse: true}, "
        "{cloze: '{{g}} {{h}}', id: cd}, {q: 5, id: 3}]\n");
    world_write(w, "b.yaml", "deck: B\nid: A\ncards: [{q: 1, a: 2, id: b}, {q: 6, id: e/f}]\n");
    world_load_file(w, "a.yaml", DAY);
    world_load_file(w, "b.yaml", DAY);
    assert_called(w, "2", 1, 2);
    assert_called(w, "#2", 1, 2);
    assert_called(w, "b#r", 1, 2);
    assert_called(w, "b", 2, 1);
    assert_called(w, "x/y/b", 1, 1);
    assert_called(w, "A/b", 1, 6); /* an id before a name */
    assert_called(w, "B/b", 1, 6);
    assert_called(w, "cd#2", 1, 4);
    assert_called(w, "cd", 0, 0); /* has gaps alone */
    assert_called(w, "3", 2, 3);  /* a number, and an id */
    assert_called(w, "#3", 1, 3);
    assert_called(w, "e/f", 1, 7);
    assert_called(w, "A/e/f", 1, 7);
    assert_called(w, "x/y/#7", 0, 0);
    assert_called(w, "A/#7", 1, 7);
    static const char *const none[] = {"", "#", "/", "0", "99999999999999999999", "b#", "b#0", "n"};
    for (size_t i = 0; i < COUNT(none); i++)
        assert_called(w, none[i], 0, 0);
}

/* ---- changes ---- */

struct told {
    unsigned counts[CARD_MOVED + 1];
    unsigned decks, new_decks;
    unsigned limit, cards;
};

static bool tell_deck(void *context, const struct deck_facts *old, const struct deck_facts *new)
{
    struct told *told = context;
    assert_non_null(new->id);
    told->decks++;
    told->new_decks += !old->id;
    return true;
}

static bool tell_card(void *context, enum card_change change, const struct stored_card *old,
    const struct stored_card *new)
{
    struct told *told = context;
    assert_int_equal(!old->card_id, change == CARD_NEW);
    assert_true(new->card_id > 0);
    told->counts[change]++;
    return ++told->cards != told->limit;
}

/* What a load of the file as it is now would change. */
static struct told tell(struct world *w, unsigned limit)
{
    struct told told = {.limit = limit};
    struct store *before, *after;
    struct load_preview_sink sink = {tell_deck, tell_card, &told};
    int64_t deck_id;
    assert_int_equal(store_open(&after, w->db, STORE_READ, &w->err), ERR_NONE);
    assert_int_equal(
        deck_load(after, w->deck, DAY, world_mistake, w, &deck_id, &w->report, &w->err), ERR_NONE);
    assert_int_equal(store_open(&before, w->db, STORE_READ, &w->err), ERR_NONE);
    assert_int_equal(load_preview_report(before, after, &sink, &w->err), ERR_NONE);
    store_close(before);
    store_close(after);
    return told;
}

static void test_retired__changes_are_those_of_the_load(void **state)
{
    struct world *w = *state;
    world_load(w, "cards: [{q: a, a: 1}, {q: b, a: 2}, {q: c, id: c}, {q: gone soon, a: x}, "
                  "{q: back later, a: y}]\n");
    world_load(w, "cards: [{q: a, a: 1}, {q: b, a: 2}, {q: c, id: c}, {q: gone soon, a: x}]\n");
    world_write(w, "deck.yaml",
        "cards: [{q: new words for it, a: kelp}, {q: a, a: 1, id: named}, {q: b, a: 2, tags: [t]}, "
        "{q: c2, a: z, id: c}, {q: back later, a: y}]\n");
    struct told told = tell(w, 0);
    assert_report(w, 1, 3, 1, 1);
    assert_int_equal(told.counts[CARD_NEW], w->report.added);
    assert_int_equal(told.counts[CARD_EDITED], w->report.edited);
    assert_int_equal(told.counts[CARD_RETIRED], w->report.retired);
    assert_int_equal(told.counts[CARD_BACK], w->report.returned);
    assert_int_equal(told.decks, 1);
    assert_int_equal(told.new_decks, 0);
    assert_int_equal(tell(w, 2).cards, 2); /* false stops */
    assert_sql(w, "SELECT count(*) FROM texts WHERE answer = 'kelp'", "0");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, sitting_set_up, world_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_retired__adopting_joins_both_histories),
        TEST(test_retired__adopting_another_decks_card),
        TEST(test_retired__wrong_kinds_change_nothing),
        TEST(test_retired__forgetting_deletes_the_reviews),
        TEST(test_retired__a_session_passes_over_what_is_forgotten),
        TEST(test_retired__cards_are_called_as_exports_call_them),
        TEST(test_retired__changes_are_those_of_the_load),
    };
    return cmocka_run_group_tests_name("retired", tests, NULL, NULL);
}
