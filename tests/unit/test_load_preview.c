/* Changes made to cards by hand, as the store keeps and undoes them. */
#include "unit/sitting.h"

#include "store/changes.h"
#include "store/history.h"
#include "store/retired.h"

/* ---- the store ---- */

static struct schedule change_card(struct world *w, int64_t card, struct change change, int day)
{
    struct schedule after;
    struct changing changing = {card, NULL, change, at(day, 10, 0)};
    enum err_code code = store_change(w->store, &changing, &after, &w->err);
    if (code)
        fail_msg("change %d: error %d: %s", (int)change.kind, (int)code, w->err.message);
    struct schedule kept = schedule_of(w, card);
    assert_same_schedule(&kept, &after);
    return after;
}

static void test_changes__kept_and_taken_back(void **state)
{
    struct world *w = *state;
    load_cards(w, 1);
    make_due(w, "q1", 6, DAY);
    int64_t card = card_id(w, "q1");
    for (enum change_kind kind = CHANGE_SUSPEND; kind <= CHANGE_LAST; kind++) {
        struct schedule before = schedule_of(w, card);
        struct change change = {.kind = kind, .due = DAY + 9, .sm2 = {3, 20, 190}, .lapses = 4};
        struct schedule after = change_card(w, card, change, DAY);
        change.change_id = raw_number(w, "SELECT max(change_id) FROM changes -- %s", "");
        change.day = DAY;
        struct schedule want = schedule_change(before, &change);
        assert_same_schedule(&after, &want);
        world_reopen(w); /* it is on disk */
        after = schedule_of(w, card);
        assert_same_schedule(&after, &want);
        assert_int_equal(
            store_change_undo(w->store, change.change_id, at(DAY, 11, 0), &w->err), ERR_NONE);
        after = schedule_of(w, card);
        assert_same_schedule(&after, &before);
        assert_int_equal(
            store_change_undo(w->store, change.change_id, at(DAY, 11, 0), &w->err), ERR_STALE);
        assert_sound(w);
    }
    assert_sql(w, "SELECT group_concat(kind) FROM changes", "1,2,3,4,5,6,7,8");
    assert_sql(w, "SELECT count(*) FROM changes WHERE undone_ms IS NULL", "0");
}

/* A change that was not the last is taken back: what came after it stands. */
static void test_changes__taken_back_out_of_the_middle(void **state)
{
    struct world *w = *state;
    load_cards(w, 1);
    int64_t card = card_id(w, "q1");
    make_due(w, "q1", 6, DAY);
    int64_t reset = change_card(w, card, (struct change){.kind = CHANGE_RESET}, DAY).last_change;
    change_card(w, card, (struct change){.kind = CHANGE_LEECH}, DAY);
    rate_card(w, card, REVIEW_NEW, 4, at(DAY, 12, 0));
    assert_int_equal(schedule_of(w, card).sm2.interval, 1);
    assert_int_equal(store_change_undo(w->store, reset, at(DAY, 13, 0), &w->err), ERR_NONE);
    struct schedule s = schedule_of(w, card);
    assert_int_equal(s.sm2.interval, 15); /* 1, 6, 15 */
    assert_int_equal(s.due, DAY + 15);
    assert_true(s.leech);
    assert_sound(w);
}

static void test_changes__refused_where_the_card_is_not_as_seen(void **state)
{
    struct world *w = *state;
    load_cards(w, 2);
    int64_t card = card_id(w, "q1");
    struct schedule seen = schedule_of(w, card), after;
    struct changing changing = {card, &seen, {.kind = CHANGE_SUSPEND}, NINE};
    rate_card(w, card, REVIEW_NEW, 4, NINE);
    assert_int_equal(store_change(w->store, &changing, &after, &w->err), ERR_STALE);
    seen = schedule_of(w, card);
    change_card(w, card, (struct change){.kind = CHANGE_LEECH}, DAY);
    assert_int_equal(store_change(w->store, &changing, &after, &w->err), ERR_STALE);
    struct rated rated = {.card_id = card,
        .last_review = seen.last_review,
        .kind = REVIEW_CRAM,
        .rating = RATING_WELL,
        .at = NINE};
    assert_int_equal(store_rate(w->store, &rated, &after, &w->err), ERR_STALE);
    seen = schedule_of(w, card);
    assert_int_equal(store_change(w->store, &changing, &after, &w->err), ERR_NONE);
    changing.card_id = 99;
    changing.seen = NULL;
    assert_int_equal(store_change(w->store, &changing, &after, &w->err), ERR_STALE);
    assert_sql(w, "SELECT group_concat(card_id || ':' || kind) FROM changes", "1:4,1:1");
    assert_sound(w);
}

static void test_changes__undo_takes_the_later_of_rating_and_change(void **state)
{
    struct world *w = *state;
    struct undone undone;
    load_cards(w, 3);
    int64_t one = card_id(w, "q1"), two = card_id(w, "q2"), three = card_id(w, "q3");
    int64_t first = rate_card(w, one, REVIEW_NEW, 4, NINE);
    int64_t second = change_card(w, two, (struct change){.kind = CHANGE_BURY}, DAY).last_change;
    int64_t third = rate_card(w, three, REVIEW_NEW, 2, NINE);
    struct change imported = {.kind = CHANGE_SET, .due = DAY, .sm2 = {2, 6, 250}, .imported = true};
    change_card(w, one, imported, DAY); /* passed over */
    int64_t fifth = change_card(w, one, (struct change){.kind = CHANGE_SUSPEND}, DAY).last_change;
    assert_int_equal(second, first + 1);
    assert_int_equal(third, second + 1);
    assert_int_equal(fifth, third + 2);
    const struct undone want[] = {
        {.card_id = one, .change_id = fifth, .change = CHANGE_SUSPEND},
        {.card_id = three, .review_id = third, .kind = REVIEW_NEW},
        {.card_id = two, .change_id = second, .change = CHANGE_BURY},
        {.card_id = one, .review_id = first, .kind = REVIEW_NEW},
        {.card_id = 0},
    };
    for (size_t i = 0; i < COUNT(want); i++) {
        assert_int_equal(
            world_undo(w->store, &w->deck_id, 1, at(DAY, 11, 0), &undone, &w->err), ERR_NONE);
        assert_int_equal(undone.card_id, want[i].card_id);
        assert_int_equal(undone.review_id, want[i].review_id);
        assert_int_equal(undone.kind, want[i].kind);
        assert_int_equal(undone.change_id, want[i].change_id);
        assert_int_equal(undone.change, want[i].change);
        assert_sound(w);
    }
    struct schedule s = schedule_of(w, one), added = schedule_new();
    assert_int_equal(s.sm2.interval, 6); /* as it was imported */
    s = schedule_of(w, two);
    assert_same_schedule(&s, &added);
    s = schedule_of(w, three);
    assert_same_schedule(&s, &added);
}

static int64_t lapse(struct world *w, int64_t card, int day, int64_t limit)
{
    struct schedule s = schedule_of(w, card), after;
    struct rated rated = {.card_id = card,
        .last_review = s.last_review,
        .last_change = s.last_change,
        .kind = REVIEW_DUE,
        .rating = RATING_BARELY,
        .at = at(day, 9, 0),
        .spent_ms = 1000,
        .leech_lapses = limit};
    assert_int_equal(store_rate(w->store, &rated, &after, &w->err), ERR_NONE);
    s = schedule_of(w, card);
    assert_same_schedule(&s, &after);
    return after.last_review;
}

/* The mark that a rating makes comes with it, and goes with it. */
static void test_changes__a_rating_makes_a_leech(void **state)
{
    struct world *w = *state;
    struct undone undone;
    load_cards(w, 1);
    int64_t card = card_id(w, "q1");
    lapse(w, card, DAY, 2);
    assert_false(schedule_of(w, card).leech);
    int64_t second = lapse(w, card, DAY + 1, 2);
    struct schedule s = schedule_of(w, card);
    assert_true(s.leech);
    assert_int_equal(s.last_change, second + 1);
    assert_sql(w, "SELECT review_id FROM changes", "2");
    assert_int_equal(
        world_undo(w->store, &w->deck_id, 1, at(DAY + 1, 10, 0), &undone, &w->err), ERR_NONE);
    assert_int_equal(undone.review_id, second);
    assert_int_equal(undone.kind, REVIEW_DUE);
    assert_int_equal(undone.change_id, 0);
    s = schedule_of(w, card);
    assert_false(s.leech);
    assert_int_equal(s.lapses, 1);
    assert_sql(w, "SELECT count(*) FROM changes WHERE undone_ms IS NULL", "0");
    second = lapse(w, card, DAY + 1, 2);
    change_card(w, card, (struct change){.kind = CHANGE_NOT_LEECH}, DAY + 1);
    for (int i = 3; i <= 5; i++) {
        lapse(w, card, DAY + i, 2);
        assert_false(schedule_of(w, card).leech);
    }
    lapse(w, card, DAY + 6, 2); /* four after */
    assert_true(schedule_of(w, card).leech);
    for (int i = 7; i <= 10; i++)
        lapse(w, card, DAY + i, 2); /* again, and it is marked already */
    assert_sql(w, "SELECT group_concat(kind) FROM changes", "4,4,5,4");
    assert_sound(w);
}

static void test_changes__the_leech_tag(void **state)
{
    struct world *w = *state;
    world_load(w,
        "deck: d\ntags: [all]\ncards:\n- {q: bare, a: b}\n- {q: tagged, a: b, tags: [x]}\n"
        "- {q: own, a: b, tags: [x, leech, y]}\n- {q: like, a: b, tags: [leeches]}\n");
    static const char *const questions[] = {"bare", "tagged", "own", "like"};
    static const char *const before[] = {"", "x", "x leech y", "leeches"};
    static const char *const after[] = {"leech", "x leech", "x leech y", "leeches leech"};
    struct stored_card stored = {0};
    struct card_ids ids = {0};
    struct tag_filter filter = {(const char *const[]){"leech"}, 1};
    for (size_t i = 0; i < COUNT(questions); i++) {
        int64_t card = card_id(w, questions[i]);
        assert_int_equal(store_card(w->store, card, &stored, &w->err), ERR_NONE);
        assert_string_equal(stored.card.tags, before[i]);
        change_card(w, card, (struct change){.kind = CHANGE_LEECH}, DAY);
        assert_int_equal(store_card(w->store, card, &stored, &w->err), ERR_NONE);
        assert_string_equal(stored.card.tags, after[i]);
    }
    change_card(w, card_id(w, "own"), (struct change){.kind = CHANGE_NOT_LEECH}, DAY);
    change_card(w, card_id(w, "bare"), (struct change){.kind = CHANGE_NOT_LEECH}, DAY);
    assert_int_equal(store_present(w->store, w->deck_id, &filter, DAY, &ids, &w->err), ERR_NONE);
    assert_int_equal(ids.count, 3); /* but bare; what own's file says stays */
    free(ids.ids);
    stored_card_done(&stored);
}

/* ---- kept for good ---- */

static void assert_refused(const struct world *w, const char *sql)
{
    sqlite3 *db = raw_open(w->db);
    int result = sqlite3_exec(db, sql, NULL, NULL, NULL);
    sqlite3_close(db);
    if (result != SQLITE_CONSTRAINT)
        fail_msg("%s: %d", sql, result);
}

static void test_changes__are_only_ever_added(void **state)
{
    struct world *w = *state;
    load_cards(w, 1);
    change_card(w, card_id(w, "q1"), (struct change){.kind = CHANGE_BURY}, DAY);
    assert_refused(w, "DELETE FROM changes");
    assert_refused(w, "UPDATE changes SET kind = 1");
    assert_refused(w, "UPDATE changes SET study_day = 1");
    assert_refused(w, "UPDATE changes SET card_id = 2");
    assert_refused(w,
        "REPLACE INTO changes(change_id, card_id, changed_ms, offset_min, study_day, kind, "
        "imported) VALUES (1, 1, 1, 1, 1, 1, 0)");
    assert_refused(w, "UPDATE changes SET imported = 1");
    assert_refused(w,
        "INSERT INTO changes(card_id, changed_ms, offset_min, study_day, kind, imported) "
        "VALUES (1, 1, 1, 1, 9, 0)");
}

static void test_changes__go_with_a_forgotten_card(void **state)
{
    struct world *w = *state;
    load_cards(w, 2);
    int64_t one = card_id(w, "q1"), two = card_id(w, "q2");
    change_card(w, one, (struct change){.kind = CHANGE_LEECH}, DAY);
    rate_card(w, two, REVIEW_NEW, 4, NINE);
    change_card(w, two, (struct change){.kind = CHANGE_SUSPEND}, DAY);
    load_cards(w, 1);
    assert_int_equal(store_forget_cards(w->store, &two, 1, &w->err), ERR_NONE);
    assert_sql(w, "SELECT group_concat(card_id) FROM changes", "1");
    /* the ids of what is forgotten come again; of a card they rise all the same */
    int64_t review = rate_card(w, one, REVIEW_NEW, 4, NINE);
    assert_true(review > schedule_of(w, one).last_change);
    assert_sound(w);
}

/* Two histories become one, in the order in which they were made. */
static void test_changes__go_with_an_adopted_history(void **state)
{
    struct world *w = *state;
    load_cards(w, 1);
    int64_t old = card_id(w, "q1");
    rate_card(w, old, REVIEW_NEW, 4, at(DAY, 9, 0));
    world_load(w, "deck: d\ncards: [{q: quite another, a: 'thing'}]\n");
    int64_t new = card_id(w, "quite another");
    assert_true(new != old);
    change_card(w, new, (struct change){.kind = CHANGE_RESET}, DAY); /* between both ratings */
    rate_card(w, old, REVIEW_DUE, 4, at(DAY + 1, 9, 0));
    change_card(w, new, (struct change){.kind = CHANGE_SUSPEND}, DAY + 1);
    assert_int_equal(store_adopt(w->store, old, new, &w->err), ERR_NONE);
    struct schedule s = schedule_of(w, old);
    assert_true(s.suspended);
    assert_int_equal(s.sm2.interval, 1);
    assert_int_equal(s.due, DAY + 2);
    assert_sql(w, "SELECT count(*) FROM changes WHERE card_id <> 1", "0");
    assert_sound(w);
}

/* ---- history ---- */

struct story {
    struct buf text;
    int most;
};

static bool tell(void *context, const struct event *event)
{
    struct story *story = context;
    if (event->is_change)
        buf_format(&story->text, "%s@%d", change_word(event->change.kind), event->change.day - DAY);
    else
        buf_format(&story->text, "%d@%d", (int)event->review.rating, event->review.day - DAY);
    buf_format(&story->text, ">%d ", event->after.sm2.interval);
    return --story->most > 0;
}

static void test_changes__a_history_in_order(void **state)
{
    struct world *w = *state;
    struct story story = {.most = 99};
    load_cards(w, 2);
    int64_t card = card_id(w, "q1");
    rate_card(w, card, REVIEW_NEW, 4, at(DAY, 9, 0));
    change_card(w, card_id(w, "q2"), (struct change){.kind = CHANGE_BURY}, DAY);
    int64_t leech = change_card(w, card, (struct change){.kind = CHANGE_LEECH}, DAY).last_change;
    change_card(w, card, (struct change){.kind = CHANGE_SET_DUE, .due = DAY + 3}, DAY + 1);
    rate_card(w, card, REVIEW_DUE, 5, at(DAY + 3, 9, 0));
    change_card(w, card, (struct change){.kind = CHANGE_RESET}, DAY + 4);
    assert_int_equal(store_change_undo(w->store, leech, NINE, &w->err), ERR_NONE);
    assert_int_equal(store_history(w->store, card, tell, &story, &w->err), ERR_NONE);
    assert_string_equal(buf_string(&story.text), "4@0>1 due day@1>1 5@3>6 reset@4>0 ");
    buf_clear(&story.text);
    story.most = 2;
    assert_int_equal(store_history(w->store, card, tell, &story, &w->err), ERR_NONE);
    assert_string_equal(buf_string(&story.text), "4@0>1 due day@1>1 ");
    buf_done(&story.text);
}

/* ---- random lives ---- */

static uint64_t random_state;

static int random_below(int bound)
{
    random_state = random_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int)((random_state >> 33) % (uint64_t)bound);
}

#define STEPS 60

/* Whatever was done, taking all of it back leads through the same schedules to a new card. */
static void test_changes__undo_leads_back_step_by_step(void **state)
{
    struct world *w = *state;
    load_cards(w, 1);
    int64_t card = card_id(w, "q1");
    for (int round = 0; round < 10; round++) {
        struct schedule states[STEPS + 1] = {schedule_of(w, card)};
        random_state = (uint64_t)round;
        for (int i = 0; i < STEPS; i++) {
            int day = DAY + i / 3;
            struct schedule s = states[i];
            if (random_below(2)) {
                struct rated rated = {.card_id = card,
                    .last_review = s.last_review,
                    .last_change = s.last_change,
                    .kind = REVIEW_DUE,
                    .rating = (enum rating)(1 + random_below(5)),
                    .at = at(day, 9, 0),
                    .leech_lapses = 2};
                assert_int_equal(store_rate(w->store, &rated, &s, &w->err), ERR_NONE);
            } else {
                struct change change = {
                    .kind = (enum change_kind)(1 + random_below(7)), .due = day + random_below(9)};
                s = change_card(w, card, change, day);
            }
            states[i + 1] = s;
        }
        for (int i = STEPS; i > 0; i--) {
            struct undone undone;
            struct schedule s = schedule_of(w, card);
            assert_same_schedule(&s, &states[i]);
            assert_int_equal(
                world_undo(w->store, &w->deck_id, 1, NINE, &undone, &w->err), ERR_NONE);
            assert_int_equal(undone.card_id, card);
        }
        struct schedule s = schedule_of(w, card);
        assert_same_schedule(&s, &states[0]);
        assert_sound(w);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, sitting_set_up, world_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_changes__kept_and_taken_back),
        TEST(test_changes__taken_back_out_of_the_middle),
        TEST(test_changes__refused_where_the_card_is_not_as_seen),
        TEST(test_changes__undo_takes_the_later_of_rating_and_change),
        TEST(test_changes__a_rating_makes_a_leech),
        TEST(test_changes__the_leech_tag),
        TEST(test_changes__are_only_ever_added),
        TEST(test_changes__go_with_a_forgotten_card),
        TEST(test_changes__go_with_an_adopted_history),
        TEST(test_changes__a_history_in_order),
        TEST(test_changes__undo_leads_back_step_by_step),
    };
    return cmocka_run_group_tests_name("changes", tests, NULL, NULL);
}
