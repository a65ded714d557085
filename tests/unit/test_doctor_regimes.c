/* What doctor finds about schedulers in force, the memory of cards, and due days, and how a repair
 * mends it. */
#include "unit/world.h"

#include "model/spread.h"
#include "store/doctor.h"
#include "store/regimes.h"
#include "store/retired.h"
#include "store/switches.h"

#define NOW at(DAY + 9, 12, 0)

static struct buf said;  /* the lines of a repair */
static char kinds[256];  /* of faults, then of advice after a bar, one after the other */
static bool advice_only; /* which of the two are being collected */

static void take(void *context, const struct doctor_finding *finding)
{
    (void)context;
    if (finding->advice == advice_only && strcmp(finding->kind, "checksum") != 0 &&
        !strstr(kinds, finding->kind))
        snprintf(kinds + strlen(kinds), sizeof kinds - strlen(kinds), "%s%s", kinds[0] ? " " : "",
            finding->kind);
}

static void tell(void *context, const char *line)
{
    (void)context;
    if (strncmp(line, "kept, but doubtful", 18) == 0) /* its check is wrong, too */
        return;
    buf_text(&said, line);
    buf_char(&said, '\n');
}

static int tear_down(void **state)
{
    buf_done(&said);
    said = (struct buf){0};
    return world_tear_down(state);
}

static void assert_finds(struct world *w, bool advice, const char *want)
{
    struct doctor doctor = {.take = take, .now = NOW};
    kinds[0] = '\0';
    advice_only = advice;
    world_reopen(w);
    enum err_code code = store_examine(w->store, &doctor, &w->err);
    if (code)
        fail_msg("examine: error %d: %s", (int)code, w->err.message);
    if (strcmp(kinds, want) != 0)
        fail_msg("found \"%s\", wanted \"%s\"", kinds, want);
}

static void mend(struct world *w, const char *want)
{
    buf_clear(&said);
    enum err_code code = store_mend(w->store, NOW, tell, NULL, &w->err);
    if (code)
        fail_msg("mend: error %d: %s", (int)code, w->err.message);
    if (strcmp(buf_string(&said), want) != 0)
        fail_msg("told:\n%s\nwanted:\n%s", buf_string(&said), want);
}

static void rate(struct world *w, int64_t card, int rating, int days, struct moment now)
{
    struct schedule seen = schedule_of(w, card), after;
    struct rated rated = {.card_id = card,
        .last_review = seen.last_review,
        .last_change = seen.last_change,
        .kind = seen.due == NO_DAY ? REVIEW_NEW : REVIEW_DUE,
        .rating = (enum rating)rating,
        .at = now,
        .spent_ms = 1000,
        .days = days};
    assert_int_equal(store_regime(w->store, 1, &rated.regime, &w->err), ERR_NONE);
    if (store_rate(w->store, &rated, &after, &w->err))
        fail_msg("rate: %s", w->err.message);
}

static void switch_to(struct world *w, int64_t deck_id, int scheduler, struct moment now)
{
    struct switched switched;
    struct regime_wish wish = {deck_id, scheduler, 9000};
    assert_int_equal(store_set_regimes(w->store, &wish, 1, now, &switched, &w->err), ERR_NONE);
}

/* A rating under SM-2 and two under FSRS, with weights of its own. By the published weights, the
 * first memory is of 2.3065 days: an interval of 2. The second is due 2 to 36,500 days later by any
 * weights; its day is in the range of its stability, about 12 days. */
static void make_history(struct world *w)
{
    const struct scheduler *fsrs = scheduler_numbered(SCHEDULER_FSRS);
    world_open(w);
    world_load(w, "deck: d\ncards:\n- {q: one, a: first}\n- {q: two, a: second}\n");
    rate(w, 1, 4, 0, at(DAY - 3, 9, 0));
    switch_to(w, 1, SCHEDULER_FSRS, at(DAY - 2, 9, 0));
    assert_int_equal(store_set_weights(w->store, (int64_t[]){1}, 1, fsrs, fsrs->defaults, false,
                         at(DAY - 2, 9, 1), &w->err),
        ERR_NONE);
    rate(w, 2, 4, 2, at(DAY - 2, 9, 2));
    assert_finds(w, false, "");
    assert_finds(w, true, "");
}

static void check_fault(struct world *w, const char *sql, const char *kind, const char *told)
{
    make_history(w);
    world_close(w);
    raw_run(w->db, sql);
    world_open(w);
    assert_finds(w, false, kind);
    mend(w, told);
    assert_finds(w, false, "");
    assert_sound(w);
}

#define FAULT(NAME, SQL, KIND, TOLD)                                                               \
    static void test_doctor_regimes__##NAME(void **state)                                          \
    {                                                                                              \
        check_fault(*state, SQL, KIND, TOLD);                                                      \
    }

#define DROPPED(ROW)                                                                               \
    "dropped: row " ROW                                                                            \
    " of regimes, which could not be read; the next start follows the settings\n"

FAULT(weights_that_are_not_numbers, "UPDATE regimes SET weights = '1 2 x' WHERE regime_id = 2",
    "regime", DROPPED("2"))
FAULT(an_unknown_scheduler, "UPDATE regimes SET scheduler = 4 WHERE regime_id = 1", "regime",
    DROPPED("1") "recomputed: 2 schedules\n")
FAULT(a_scheduler_out_of_range, "UPDATE regimes SET scheduler = 40 WHERE regime_id = 1",
    "value regime",
    "lost: scheduler in force 1, whose scheduler was 40\n"
    "recomputed: 2 schedules\n")
FAULT(a_scheduler_without_retention, "UPDATE regimes SET retention = NULL WHERE regime_id = 1",
    "regime", DROPPED("1") "recomputed: 2 schedules\n")
FAULT(a_deck_that_does_not_exist, "UPDATE regimes SET deck_id = 9 WHERE regime_id = 2", "orphan",
    "dropped: row 2 of regimes, whose deck does not exist\n")
FAULT(a_stability, "UPDATE cards SET stability = stability + 1 WHERE card_id = 2", "schedule",
    "recomputed: 1 schedule\n")
FAULT(a_stability_out_of_range, "UPDATE cards SET stability = 5 WHERE card_id = 2",
    "value schedule",
    "repaired: card 2, whose stability was 5\n"
    "recomputed: 1 schedule\n")
FAULT(a_memory_that_is_missing, "UPDATE cards SET memory_ms = NULL WHERE card_id = 1", "schedule",
    "recomputed: 1 schedule\n")
FAULT(a_due_day_that_is_missing,
    "DROP TRIGGER reviews_are_fixed; UPDATE reviews SET due = NULL WHERE review_id = 2",
    "schema due-day schedule",
    "recreated: the trigger reviews_are_fixed\n"
    "ratings without a due day, which is now the one that SM-2 gives: 1\n"
    "recomputed: 1 schedule\n")

/* A due day is what was recorded: one that no weights explain is advice. */
static void test_doctor_regimes__a_due_day_that_does_not_follow(void **state)
{
    struct world *w = *state;
    make_history(w);
    rate(w, 2, 4, 300, at(DAY, 9, 0));
    assert_finds(w, false, "");
    assert_finds(w, true, "due-day");
    mend(w, "");
    assert_sql(w, "SELECT due - study_day FROM reviews WHERE review_id = 3", "300");
}

/* Weights that were in force once explain what they gave. */
static void test_doctor_regimes__earlier_weights_explain_a_due_day(void **state)
{
    struct world *w = *state;
    const struct scheduler *fsrs = scheduler_numbered(SCHEDULER_FSRS);
    int32_t units[WEIGHTS_MAX];
    memcpy(units, fsrs->defaults, sizeof units);
    units[20] = 8000; /* recall falls faster at first, so that a lower retention takes longer */
    struct regime_wish wish = {1, SCHEDULER_FSRS, 7000};
    struct switched switched;
    make_history(w);
    assert_int_equal(
        store_set_regimes(w->store, &wish, 1, at(DAY, 9, 0), &switched, &w->err), ERR_NONE);
    assert_int_equal(
        store_set_weights(w->store, NULL, 0, fsrs, units, false, at(DAY, 9, 1), &w->err), ERR_NONE);
    assert_int_equal(
        store_set_weights(w->store, (int64_t[]){1}, 1, fsrs, NULL, false, at(DAY, 9, 1), &w->err),
        ERR_NONE);
    struct regime regime;
    struct schedule seen = schedule_of(w, 2);
    assert_int_equal(store_regime(w->store, 1, &regime, &w->err), ERR_NONE);
    struct past after = past_rate(&regime, seen.past, RATING_WELL, DAY, at(DAY, 9, 2).utc_ms);
    int days = (int)(fsrs->due(&regime.weights, after.memory, 0.7F) + 0.5F);
    struct weights usual = scheduler_weights(fsrs, fsrs->defaults);
    int min, max;
    spread_range(fsrs->due(&usual, after.memory, 0.7F), &min, &max);
    assert_true(days < min || days > max);
    rate(w, 2, 4, days, at(DAY, 9, 2));
    assert_finds(w, true, "");
    assert_int_equal(
        store_set_weights(w->store, NULL, 0, fsrs, fsrs->defaults, false, at(DAY, 9, 3), &w->err),
        ERR_NONE);
    assert_finds(w, true, "");
}

/* ---- decks ---- */

static void test_doctor_regimes__forgetting_a_deck_forgets_its_scheduler(void **state)
{
    struct world *w = *state;
    struct known_decks decks = {0};
    make_history(w);
    assert_int_equal(store_decks(w->store, &decks, &w->err), ERR_NONE);
    assert_int_equal(store_forget_decks(w->store, &decks, &w->err), ERR_NONE);
    known_decks_done(&decks);
    assert_sql(w, "SELECT count(*) FROM regimes", "0");
    assert_finds(w, false, "");
}

/* A card that moves to a deck under SM-2 is replayed there, and again on its return. */
static void test_doctor_regimes__a_card_follows_its_deck(void **state)
{
    struct world *w = *state;
    char before[64], after[64];
    static const char memory[] =
        "SELECT stability || ' ' || difficulty || ' ' || interval FROM cards WHERE card_id = 2";
    make_history(w);
    raw_text(w->db, memory, before, sizeof before);
    world_load(w, "deck: d\ncards:\n- {q: one, a: first}\n");
    world_write(w, "other.yaml", "deck: other\ncards:\n- {q: two, a: second}\n");
    world_load_file(w, "other.yaml", DAY);
    assert_int_equal(w->report.moved, 1);
    assert_sql(w, "SELECT deck_id || ' ' || interval FROM cards WHERE card_id = 2", "2 1");
    assert_sql(w, "SELECT memory_ms IS NULL FROM cards WHERE card_id = 2", "1");
    assert_finds(w, false, "");
    world_write(w, "other.yaml", "deck: other\ncards:\n- {q: entirely, a: unlike}\n");
    world_load_file(w, "other.yaml", DAY);
    world_load(w, "deck: d\ncards:\n- {q: one, a: first}\n- {q: two, a: second}\n");
    assert_string_equal(raw_text(w->db, memory, after, sizeof after), before);
    assert_finds(w, false, "");
}

static void test_doctor_regimes__an_adopted_card_follows_its_deck(void **state)
{
    struct world *w = *state;
    make_history(w);
    world_load(w, "deck: d\ncards:\n- {q: one, a: first}\n");
    world_write(w, "other.yaml", "deck: other\ncards:\n- {q: new, a: text}\n");
    world_load_file(w, "other.yaml", DAY);
    assert_int_equal(store_adopt(w->store, 2, card_id(w, "new"), &w->err), ERR_NONE);
    assert_sql(w, "SELECT deck_id || ' ' || interval FROM cards WHERE card_id = 2", "2 1");
    assert_sql(w, "SELECT memory_ms IS NULL FROM cards WHERE card_id = 2", "1");
    assert_finds(w, false, "");
}

int main(void)
{
#define TEST(name)                                                                                 \
    cmocka_unit_test_setup_teardown(test_doctor_regimes__##name, world_set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(weights_that_are_not_numbers),
        TEST(an_unknown_scheduler),
        TEST(a_scheduler_out_of_range),
        TEST(a_scheduler_without_retention),
        TEST(a_deck_that_does_not_exist),
        TEST(a_stability),
        TEST(a_stability_out_of_range),
        TEST(a_memory_that_is_missing),
        TEST(a_due_day_that_is_missing),
        TEST(a_due_day_that_does_not_follow),
        TEST(earlier_weights_explain_a_due_day),
        TEST(forgetting_a_deck_forgets_its_scheduler),
        TEST(a_card_follows_its_deck),
        TEST(an_adopted_card_follows_its_deck),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
