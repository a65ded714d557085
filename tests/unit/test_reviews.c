/* The log decides: a card's schedule is computed from its ratings that are not undone. Random
 * sequences of ratings and undos run on the store and on a model, written here from the published
 * rules, which remembers every rating. Both are compared after each step. */
#include "unit/world.h"

#define CARDS_MAX 4
#define STEPS     120
#define ROUNDS    40

static int set_up(void **state)
{
    if (world_set_up(state))
        return -1;
    world_open(*state);
    return 0;
}

/* ---- the model ---- */

struct given {
    int card, rating, day;
    enum review_kind kind;
    bool undone;
};

/* All that was ever rated, in order. */
struct model {
    struct given given[STEPS];
    int count;
};

/* What the rules say of a card; ease and interval by P. A. Wozniak's formulas, the ease in
 * hundredths: EF + 0.1 - (5 - q) (0.08 + (5 - q) 0.02) is +10, 0, -14 for 5, 4 and 3. */
struct state {
    int repetitions, interval, ease, due, repeat_day, lapses, reviews, last_rating;
};

static struct state state_of(const struct model *model, int card)
{
    static const int change[] = {0, 0, 0, -14, 0, 10};
    struct state s = {.ease = 250, .due = NO_DAY, .repeat_day = NO_DAY};
    for (int i = 0; i < model->count; i++) {
        const struct given *g = &model->given[i];
        if (g->card != card || g->undone)
            continue;
        s.reviews++;
        if (g->kind == REVIEW_CRAM)
            continue;
        s.repeat_day = g->rating < 4 ? g->day : NO_DAY;
        if (g->kind == REVIEW_REPEAT)
            continue;
        s.last_rating = g->rating;
        if (g->rating < 3) {
            s.lapses++;
            s.repetitions = s.interval = 1;
        } else {
            s.ease = s.ease + change[g->rating] < 130 ? 130 : s.ease + change[g->rating];
            s.repetitions++;
            if (s.repetitions == 1)
                s.interval = 1;
            else if (s.repetitions == 2)
                s.interval = 6;
            else /* upwards; exact as long as the product is, which it is here */
                s.interval = s.interval * s.ease / 100 + (s.interval * s.ease % 100 != 0);
        }
        s.due = g->day + s.interval;
    }
    return s;
}

static enum review_kind asked_as(const struct state *s, int day)
{
    if (s->due == NO_DAY)
        return REVIEW_NEW;
    if (s->repeat_day == day)
        return REVIEW_REPEAT;
    return s->due <= day ? REVIEW_DUE : REVIEW_CRAM;
}

static void assert_state(struct world *w, int64_t card, const struct state *want, int step)
{
    struct schedule got = schedule_of(w, card);
    if (got.sm2.repetitions != want->repetitions || got.sm2.interval != want->interval ||
        got.sm2.ease != want->ease || got.due != want->due || got.repeat_day != want->repeat_day ||
        got.lapses != want->lapses || got.reviews != want->reviews ||
        got.last_rating != want->last_rating)
        fail_msg(
            "step %d: repetitions %d interval %d ease %d due %d repeat %d lapses %d reviews %d "
            "last %d; wanted %d %d %d %d %d %d %d %d",
            step, got.sm2.repetitions, got.sm2.interval, got.sm2.ease, got.due, got.repeat_day,
            got.lapses, got.reviews, got.last_rating, want->repetitions, want->interval, want->ease,
            want->due, want->repeat_day, want->lapses, want->reviews, want->last_rating);
}

/* ---- chance, the same on every machine ---- */

static uint64_t random_state;

static int random_below(int bound)
{
    random_state = random_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int)((random_state >> 33) % (uint64_t)bound);
}

/* ---- steps ---- */

static void rate_random(struct world *w, struct model *model, const int64_t *cards, int day)
{
    int card = random_below(CARDS_MAX), rating = 1 + random_below(5);
    struct state before = state_of(model, card);
    enum review_kind kind = random_below(8) ? asked_as(&before, day) : REVIEW_CRAM;
    rate_card(w, cards[card], kind, rating, at(day, 5 + random_below(18), random_below(60)));
    model->given[model->count++] = (struct given){card, rating, day, kind, false};
}

static void undo_last(struct world *w, struct model *model, const int64_t *cards, int day)
{
    struct undone undone;
    assert_int_equal(
        world_undo(w->store, &w->deck_id, 1, at(day, 12, 0), &undone, &w->err), ERR_NONE);
    int i = model->count - 1;
    while (i >= 0 && model->given[i].undone)
        i--;
    assert_int_equal(undone.card_id, i < 0 ? 0 : cards[model->given[i].card]);
    assert_int_equal(undone.review_id, i < 0 ? 0 : i + 1); /* the log's ids count from 1 */
    assert_int_equal(undone.deck_id, i < 0 ? 0 : w->deck_id);
    if (i >= 0)
        model->given[i].undone = true;
}

/* A deck of its own for each round, in a database of its own. */
static void begin_round(struct world *w, int round, int64_t *cards)
{
    snprintf(w->db, sizeof w->db, "%s/%d.db", w->folder, round);
    world_reopen(w);
    world_load(w, "cards:\n- {q: '0'}\n- {q: '1'}\n- {q: '2'}\n- {q: '3'}\n");
    for (int i = 0; i < CARDS_MAX; i++)
        cards[i] = card_id(w, ((const char *[]){"0", "1", "2", "3"})[i]);
    assert_int_equal(store_begin(w->store, &w->err), ERR_NONE); /* one write a round: faster */
}

static void test_reviews__any_ratings_and_undos_are_their_fold(void **state)
{
    struct world *w = *state;
    int64_t cards[CARDS_MAX];
    for (int round = 0; round < ROUNDS; round++) {
        struct model model = {.count = 0};
        int day = DAY;
        random_state = (uint64_t)round;
        begin_round(w, round, cards);
        for (int step = 0; step < STEPS; step++) {
            if (random_below(100) < 35)
                undo_last(w, &model, cards, day);
            else
                rate_random(w, &model, cards, day);
            for (int i = 0; i < CARDS_MAX; i++) {
                struct state want = state_of(&model, i);
                assert_state(w, cards[i], &want, step);
            }
            if (random_below(3) == 0)
                day += random_below(20);
        }
        assert_int_equal(store_commit(w->store, &w->err), ERR_NONE);
    }
    assert_sound(w);
}

/* Each review says what was before it and after it, as the fold of those that stood then does. */
static void test_reviews__the_log_says_what_each_rating_did(void **state)
{
    struct world *w = *state;
    int64_t cards[CARDS_MAX];
    struct model model = {.count = 0};
    random_state = 4711;
    begin_round(w, 0, cards);
    for (int step = 0, day = DAY; step < STEPS; step++, day += random_below(9)) {
        struct state before[CARDS_MAX];
        for (int i = 0; i < CARDS_MAX; i++)
            before[i] = state_of(&model, i);
        rate_random(w, &model, cards, day);
        int card = model.given[model.count - 1].card;
        struct state after = state_of(&model, card);
        sqlite3_stmt *row;
        struct store *store = w->store;
        assert_int_equal(store_commit(store, &w->err), ERR_NONE);
        sqlite3 *db = raw_open(w->db);
        assert_int_equal(sqlite3_prepare_v2(db,
                             "SELECT interval_before, interval_after, ease_before, ease_after, "
                             "ifnull(due, -1) FROM reviews ORDER BY review_id DESC LIMIT 1",
                             -1, &row, NULL),
            SQLITE_OK);
        assert_int_equal(sqlite3_step(row), SQLITE_ROW);
        assert_int_equal(sqlite3_column_int(row, 0), before[card].interval);
        assert_int_equal(sqlite3_column_int(row, 1), after.interval);
        assert_int_equal(sqlite3_column_int(row, 2), before[card].ease);
        assert_int_equal(sqlite3_column_int(row, 3), after.ease);
        assert_int_equal(sqlite3_column_int(row, 4), after.due == NO_DAY ? -1 : after.due);
        sqlite3_finalize(row);
        sqlite3_close(db);
        assert_int_equal(store_begin(store, &w->err), ERR_NONE);
        if (random_below(4) == 0)
            undo_last(w, &model, cards, day);
    }
}

/* ---- by hand ---- */

static void test_reviews__the_golden_sequence(void **state)
{
    struct world *w = *state;
    static const int ratings[] = {4, 5, 3, 4, 2, 4, 4, 4, 5},
                     intervals[] = {1, 6, 15, 37, 1, 6, 15, 37, 95};
    world_load(w, "cards:\n- {q: one}\n");
    int day = DAY;
    for (size_t i = 0; i < COUNT(ratings); i++) {
        rate_on(w, "one", ratings[i], day);
        if (rating_asks_again((enum rating)ratings[i]))
            rate_on(w, "one", 4, day); /* its repeat, which changes nothing */
        struct schedule s = schedule_of(w, card_id(w, "one"));
        assert_int_equal(s.sm2.interval, intervals[i]);
        assert_int_equal(s.due, day + intervals[i]);
        day = s.due;
    }
    struct schedule s = schedule_of(w, card_id(w, "one"));
    assert_int_equal(s.sm2.ease, 256);
    assert_int_equal(s.lapses, 1);
    assert_int_equal(s.reviews, 11);
}

static void test_reviews__undoing_everything_gives_a_new_card(void **state)
{
    struct world *w = *state;
    struct undone undone;
    world_load(w, "cards:\n- {q: one}\n");
    for (int i = 0; i < 9; i++)
        rate_on(w, "one", 1 + i % 5, DAY + 3 * i);
    for (int i = 9; i > 0; i--) {
        assert_int_equal(
            world_undo(w->store, &w->deck_id, 1, at(DAY, 1, 0), &undone, &w->err), ERR_NONE);
        assert_int_equal(undone.review_id, i);
    }
    struct state added = {.ease = 250, .due = NO_DAY, .repeat_day = NO_DAY};
    assert_state(w, card_id(w, "one"), &added, 0);
    assert_int_equal(schedule_of(w, card_id(w, "one")).last_review, 0);
    assert_int_equal(
        world_undo(w->store, &w->deck_id, 1, at(DAY, 1, 0), &undone, &w->err), ERR_NONE);
    assert_int_equal(undone.card_id, 0);
    assert_sql(w, "SELECT count(*) FROM reviews WHERE undone_ms IS NOT NULL", "9");
    rate_on(w, "one", 5, DAY + 50); /* and the log goes on */
    assert_sql(w, "SELECT max(review_id) FROM reviews", "10");
    assert_sound(w);
}

static void test_reviews__undo_is_of_the_last_of_all_decks_named(void **state)
{
    struct world *w = *state;
    struct undone undone;
    int64_t decks[3];
    world_load(w, "cards:\n- {q: one}\n");
    decks[0] = w->deck_id;
    world_write(w, "e.yaml", "deck: e\ncards:\n- {q: two}\n");
    world_load_file(w, "e.yaml", DAY);
    decks[1] = w->deck_id;
    world_write(w, "f.yaml", "deck: f\ncards:\n- {q: three}\n");
    world_load_file(w, "f.yaml", DAY);
    decks[2] = w->deck_id;
    rate_on(w, "one", 4, DAY);     /* 1 */
    rate_on(w, "two", 4, DAY);     /* 2 */
    rate_on(w, "one", 4, DAY + 1); /* 3 */
    rate_on(w, "three", 4, DAY);   /* 4 */
    static const int64_t want[] = {3, 2, 1, 0};
    for (size_t i = 0; i < COUNT(want); i++) {
        assert_int_equal(world_undo(w->store, decks, 2, at(DAY, 1, 0), &undone, &w->err), ERR_NONE);
        assert_int_equal(undone.review_id, want[i]);
        assert_int_equal(undone.deck_id, i == 3 ? 0 : decks[i == 1]);
    }
    assert_int_equal(world_undo(w->store, decks, 0, at(DAY, 1, 0), &undone, &w->err), ERR_NONE);
    assert_int_equal(undone.card_id, 0);
    assert_int_equal(schedule_of(w, card_id(w, "three")).reviews, 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, world_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_reviews__any_ratings_and_undos_are_their_fold),
        TEST(test_reviews__the_log_says_what_each_rating_did),
        TEST(test_reviews__the_golden_sequence),
        TEST(test_reviews__undoing_everything_gives_a_new_card),
        TEST(test_reviews__undo_is_of_the_last_of_all_decks_named),
    };
    return cmocka_run_group_tests_name("reviews", tests, NULL, NULL);
}
