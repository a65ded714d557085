/* What is counted anywhere is what a session shows: over random collections. */
#include "unit/sitting.h"

#include "study/overview.h"

#define DECKS 4

static uint64_t state_of_chance;

static unsigned chance(unsigned below)
{
    state_of_chance = state_of_chance * UINT64_C(6364136223846793005) + 1442695040888963407u;
    return (unsigned)(state_of_chance >> 33) % below;
}

/* A deck of entries of every kind, with caps now and then. */
static void write_random(struct world *w, int number)
{
    struct buf text = {0};
    char name[32];
    buf_format(&text, "deck: deck %d\n", number);
    if (chance(3) == 0)
        buf_format(&text, "new: %u\n", chance(6));
    if (chance(4) == 0)
        buf_format(&text, "limit: %u\n", chance(9));
    buf_text(&text, chance(2) ? "tags: [all]\ncards:\n" : "cards:\n");
    for (unsigned i = 1 + chance(12); i > 0; i--) {
        static const char *const kinds[] = {
            "- {q: q%d.%u, a: a%d.%u}\n",
            "- {q: q%d.%u, a: a%d.%u, reverse: true}\n",
            "- {q: q%d.%u, a: a%d.%u, tags: [some]}\n",
            "- {cloze: '{{x%d.%u}} and {{y%d.%u}} and {{z}}', tags: [some]}\n",
        };
        buf_format(&text, kinds[chance(COUNT(kinds))], number, i, number, i);
    }
    snprintf(name, sizeof name, "%d.yaml", number);
    world_write(w, name, buf_string(&text));
    buf_done(&text);
}

/* Rate some of what is asked on some days before today, and this morning. */
static void live(struct world *w, const struct session_options *options, const int64_t *decks)
{
    for (int day = DAY - 12; day <= DAY; day += 1 + (int)chance(4)) {
        session_done(&w->session);
        assert_int_equal(
            session_start(&w->session, w->store, decks, DECKS, options, at(day, 8, 0), &w->err),
            ERR_NONE);
        for (unsigned i = chance(15); i > 0 && w->session.stage != SESSION_OVER; i--)
            give(w, 1 + (int)chance(5), at(day, 8, 0));
    }
}

/* What a session begins with is what was counted, and so many cards it shows. */
static void assert_agrees(struct world *w, const struct session_options *options,
    const int64_t *decks, size_t count, const struct session_counts *counted, int next_day)
{
    session_done(&w->session);
    assert_int_equal(
        session_start(&w->session, w->store, decks, count, options, NINE, &w->err), ERR_NONE);
    assert_left(w, counted->new, counted->repeat, counted->due);
    size_t total = counted->new + counted->repeat + counted->due, shown_cards = 0;
    assert_int_equal(next_day == DAY, total > 0);
    for (; w->session.stage != SESSION_OVER; shown_cards++)
        give(w, 4 + (int)chance(2), NINE);
    assert_int_equal(shown_cards, total);
    for (; shown_cards > 0; shown_cards--)
        act(w, ACTION_UNDO, NINE);
    if (total || next_day == NO_DAY)
        return;
    session_done(&w->session); /* on the day that is promised there is something, and not before */
    for (int day = DAY + 1; day <= next_day; day++) {
        assert_int_equal(
            session_start(&w->session, w->store, decks, count, options, at(day, 9, 0), &w->err),
            ERR_NONE);
        assert_int_equal(w->session.stage != SESSION_OVER, day == next_day);
        session_done(&w->session);
    }
}

static void compare(struct world *w, struct collection *c, const struct session_options *options)
{
    struct overview overview;
    assert_int_equal(overview_make(&overview, c, options, &w->err), ERR_NONE);
    assert_int_equal(overview.count, DECKS);
    for (size_t i = 0; i < overview.count; i++)
        assert_agrees(w, options, &overview.decks[i].facts.deck_id, 1, &overview.decks[i].left,
            overview.decks[i].next_day);
    assert_agrees(w, options, c->deck_ids, c->count, &overview.left, overview.next_day);
    overview_done(&overview);
}

static void test_overview__counts_are_what_a_session_shows(void **state)
{
    struct world *w = *state;
    static const char *const tags[] = {"some", "!some"};
    for (unsigned round = 0; round < 60; round++) {
        state_of_chance = round;
        struct settings settings = settings_default();
        struct session_options options = ORDINARY;
        struct collection c = {.today = DAY, .on_mistake = world_mistake, .context = w};
        char *word = w->folder;
        world_open(w);
        for (int i = 0; i < DECKS; i++)
            write_random(w, i);
        c.store = w->store;
        options.settings = &settings;
        assert_int_equal(collection_open(&c, &word, 1, &w->err), ERR_NONE);
        live(w, &options, c.deck_ids);
        settings.bury_siblings = round % 3 != 0;
        settings.caps.new_cards = round % 4 == 1 ? (int64_t)chance(8) : CAP_UNSET;
        options.caps.cards = round % 5 == 1 ? (int64_t)chance(12) : CAP_UNSET;
        if (round % 6 == 1)
            options.filter = (struct tag_filter){tags + round / 6 % 2, 1};
        compare(w, &c, &options);
        collection_done(&c);
        world_close(w);
        assert_int_equal(remove(w->db), 0);
    }
}

static void test_overview__what_there_is_to_know_of_a_deck(void **state)
{
    struct world *w = *state;
    struct overview overview;
    struct session_options options = ORDINARY;
    struct collection c = {.today = DAY + 1, .on_mistake = world_mistake, .context = w};
    world_open(w);
    load_cards(w, 4);
    rate_on(w, "q1", 5, DAY);
    rate_on(w, "q2", 3, DAY);
    rate_on(w, "q2", 4, DAY); /* a repeat: it says nothing of mastery */
    c.store = w->store;
    assert_int_equal(collection_open(&c, NULL, 0, &w->err), ERR_NONE);
    assert_int_equal(overview_make(&overview, &c, &options, &w->err), ERR_NONE);
    assert_int_equal(overview.count, 1);
    const struct deck_overview *deck = &overview.decks[0];
    assert_string_equal(deck->facts.name, "d");
    assert_string_equal(deck->facts.path, w->deck);
    assert_int_equal(deck->facts.cards, 4);
    assert_int_equal(mastery_percent(&deck->facts), 38); /* (1 + 0.5 + 0 + 0) / 4 = 37.5 % */
    assert_true(deck->facts.studied);
    assert_int_equal(deck->facts.studied_day, DAY);
    assert_int_equal(deck->file, FILE_READ);
    assert_int_equal(deck->next_day, DAY + 1);
    overview_done(&overview);
    collection_done(&c);

    world_write(w, "deck.yaml", "deck: d\ncards: [{q: one, aa: b}]\n"); /* a mistake */
    assert_int_equal(collection_open(&c, NULL, 0, &w->err), ERR_NONE);
    assert_int_equal(overview_make(&overview, &c, &options, &w->err), ERR_NONE);
    assert_int_equal(overview.count, 1);
    assert_int_equal(overview.decks[0].file, FILE_MISTAKEN);
    assert_int_equal(overview.decks[0].facts.cards, 4);
    assert_int_equal(overview.left.new + overview.left.due, 0);
    overview_done(&overview);
    collection_done(&c);

    assert_int_equal(remove(w->deck), 0);
    assert_int_equal(collection_open(&c, NULL, 0, &w->err), ERR_NONE);
    assert_int_equal(overview_make(&overview, &c, &options, &w->err), ERR_NONE);
    assert_int_equal(overview.decks[0].file, FILE_GONE);
    assert_int_equal(overview.decks[0].left.new, 2);
    assert_int_equal(overview.decks[0].left.due, 2);
    overview_done(&overview);
    collection_done(&c);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, world_set_up, world_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_overview__counts_are_what_a_session_shows),
        TEST(test_overview__what_there_is_to_know_of_a_deck),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
