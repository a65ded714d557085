/* Random histories under SM-2 and FSRS: every row is what the log adds up to, SM-2's state is that
 * of a twin that never left SM-2, and a switch moves no due day. */
#include "store/fold.h"

#include "base/random.h"
#include "model/fsrs.h"
#include "store/archive_merge.h"
#include "store/changes.h"
#include "store/import_history.h"
#include "store/numbers.h"
#include "store/replay.h"
#include "store/retired.h"
#include "store/switches.h"
#include "unit/world.h"

#define CARDS 6
#define STEPS 150
#define SEEDS 4

/* The database and its twin, which gets the same events but stays under SM-2. */
struct game {
    struct world *w;
    struct store *stores[2];
    uint64_t seed, step;
    int64_t now_ms;
    int in_second[CARDS]; /* whether the card is in the second deck's file */
    struct undone undone[2];
    bool can_redo;
};

static unsigned chance(struct game *g, unsigned below)
{
    return (unsigned)(random_mix(g->seed, g->step++) >> 20) % below;
}

#define MUST(call)                                                                                 \
    do {                                                                                           \
        enum err_code code_ = (call);                                                              \
        if (code_)                                                                                 \
            fail_msg("seed %d, step %d: %s: error %d: %s", (int)g->seed, (int)g->step, #call,      \
                (int)code_, g->w->err.message);                                                    \
    } while (0)

/* ---- what must hold ---- */

static enum err_code differs(void *context, int64_t card_id, const struct schedule *row,
    const struct schedule *log, struct err *err)
{
    struct game *g = context;
    (void)err;
    fail_msg(
        "seed %d, step %d: card %d: due %d, not %d; interval %d, not %d; stability %g, not %g; "
        "at %lld, not %lld",
        (int)g->seed, (int)g->step, (int)card_id, row->due, log->due, row->interval, log->interval,
        (double)row->past.memory.state[0], (double)log->past.memory.state[0],
        (long long)row->past.at_ms, (long long)log->past.at_ms);
    return ERR_NONE;
}

static void check_fold(struct game *g, struct store *store)
{
    struct fold fold;
    MUST(fold_log(store, &fold, NULL, NULL, &g->w->err));
    MUST(fold_compare(store, &fold, differs, g, &g->w->err));
    fold_done(&fold);
}

static struct schedule schedule_in(struct game *g, struct store *store, int64_t card)
{
    struct schedule s;
    MUST(read_schedule(store, card, &s, &g->w->err));
    assert_true(s.last_review >= 0);
    return s;
}

/* The number of the card with the question cN in a database. */
static int64_t card_in(struct game *g, struct store *store, int card)
{
    struct card_ids ids = {0};
    char word[16];
    snprintf(word, sizeof word, "c%d", card);
    MUST(store_cards_called(store, word, &ids, &g->w->err));
    int64_t id = 0;
    for (size_t i = 0; i < ids.count; i++) {
        struct stored_card stored = {0};
        MUST(store_card(store, ids.ids[i], &stored, &g->w->err));
        id = stored.retired ? id : ids.ids[i];
        stored_card_done(&stored);
    }
    free(ids.ids);
    assert_true(id > 0);
    return id;
}

static void check_twins(struct game *g)
{
    for (int i = 0; i < CARDS; i++) {
        struct schedule a = schedule_in(g, g->stores[0], card_in(g, g->stores[0], i));
        struct schedule b = schedule_in(g, g->stores[1], card_in(g, g->stores[1], i));
        if (a.sm2.repetitions != b.sm2.repetitions || a.sm2.interval != b.sm2.interval ||
            a.sm2.ease != b.sm2.ease || a.lapses != b.lapses || a.reviews != b.reviews ||
            a.last_rating != b.last_rating || a.suspended != b.suspended || a.leech != b.leech)
            fail_msg(
                "seed %d, step %d: card %d is not as in SM-2 alone", (int)g->seed, (int)g->step, i);
    }
}

static void check(struct game *g)
{
    check_fold(g, g->stores[0]);
    check_fold(g, g->stores[1]);
    check_twins(g);
}

/* ---- moves ---- */

static struct moment game_now(const struct game *g)
{
    return moment_at(g->now_ms, 60);
}

/* Both are shown the card as the same kind, which depends on due days and so may not be theirs. */
static void rate(struct game *g)
{
    int card = (int)chance(g, CARDS);
    struct schedule shown = schedule_in(g, g->stores[0], card_in(g, g->stores[0], card));
    enum review_kind kind = schedule_asks(&shown, game_now(g).day);
    enum rating rating = (enum rating)(1 + chance(g, 5));
    int days = 1 + (int)chance(g, 40);
    kind = kind == REVIEW_NONE ? (chance(g, 2) ? REVIEW_CRAM : REVIEW_DUE) : kind;
    for (int i = 0; i < 2; i++) {
        struct rated rated = {.card_id = card_in(g, g->stores[i], card),
            .kind = kind,
            .rating = rating,
            .at = game_now(g),
            .spent_ms = 1000,
            .leech_lapses = 2,
            .days = days};
        struct schedule now = schedule_in(g, g->stores[i], rated.card_id), after;
        rated.last_review = now.last_review;
        rated.last_change = now.last_change;
        MUST(read_regime(g->stores[i], rated.card_id, &rated.regime, &g->w->err));
        MUST(store_rate(g->stores[i], &rated, &after, &g->w->err));
        if (i == 0 && regime_has_memory(&rated.regime) && kind != REVIEW_CRAM)
            assert_int_equal(after.due, game_now(g).day + days);
    }
    g->can_redo = false;
}

static void change(struct game *g)
{
    int card = (int)chance(g, CARDS);
    struct change wanted = {.kind = (enum change_kind)(1 + chance(g, CHANGE_LAST)),
        .due = game_now(g).day + (int)chance(g, 30),
        .sm2 = {3, 10, 240},
        .lapses = 2};
    for (int i = 0; i < 2; i++) {
        struct changing changing = {
            .card_id = card_in(g, g->stores[i], card), .change = wanted, .at = game_now(g)};
        MUST(store_change(g->stores[i], &changing, NULL, &g->w->err));
    }
    g->can_redo = false;
}

/* What reschedules several cards. */
static void batch(struct game *g)
{
    int due = game_now(g).day + 1 + (int)chance(g, 20), count = 2 + (int)chance(g, 3);
    for (int i = 0; i < 2; i++) {
        int64_t first;
        MUST(store_begin(g->stores[i], &g->w->err));
        MUST(numbers_next_event(g->stores[i], &first, &g->w->err));
        for (int card = 0; card < count; card++) {
            struct changing changing = {.card_id = card_in(g, g->stores[i], card),
                .change = {.kind = CHANGE_SET_DUE, .due = due + card, .batch = first},
                .at = game_now(g)};
            MUST(store_change(g->stores[i], &changing, NULL, &g->w->err));
        }
        MUST(store_end(g->stores[i], ERR_NONE, &g->w->err));
    }
    g->can_redo = false;
}

static void undo(struct game *g)
{
    for (int i = 0; i < 2; i++) {
        MUST(store_last(g->stores[i], (int64_t[]){1, 2}, 2, &g->undone[i], &g->w->err));
        if (g->undone[i].card_id)
            MUST(store_undo(g->stores[i], &g->undone[i], game_now(g), &g->w->err));
    }
    assert_int_equal(g->undone[0].card_id != 0, g->undone[1].card_id != 0);
    assert_int_equal(g->undone[0].cards, g->undone[1].cards);
    g->can_redo = g->undone[0].card_id != 0;
}

static void redo(struct game *g)
{
    if (!g->can_redo)
        return;
    for (int i = 0; i < 2; i++)
        MUST(store_redo(g->stores[i], &g->undone[i], &g->w->err));
    assert_int_equal(store_redo(g->stores[0], &g->undone[0], &g->w->err), ERR_STALE);
    g->can_redo = false;
}

/* Ratings from before drill was used. */
static void import(struct game *g)
{
    char id[16];
    snprintf(id, sizeof id, "c%d", (int)chance(g, CARDS));
    int day = DAY - 200 + (int)chance(g, 150), interval = 1 + (int)chance(g, 30);
    for (int i = 0; i < 2; i++) {
        struct import_history *history;
        struct import_history_report report;
        struct import_history_card card = {
            .id = id, .sm2 = {4, interval, 230}, .due = day + interval, .extra = ""};
        struct import_history_review review = {.at = at(day, 9, 0),
            .kind = REVIEW_NEW,
            .rating = RATING_WELL,
            .interval = interval,
            .ease = 230};
        enum err_code code = import_history_begin(
            g->stores[i], (int64_t[]){1, 2}, 2, game_now(g), &history, &g->w->err);
        if (!code && !(code = import_history_card(history, &card, &review.number, &g->w->err)))
            code = import_history_review(history, &review, &g->w->err);
        MUST(import_history_end(history, code, &report, &g->w->err));
    }
    g->can_redo = false;
}

/* ---- what only one of them does ---- */

static void read_dues(struct game *g, int dues[CARDS])
{
    for (int i = 0; i < CARDS; i++)
        dues[i] = schedule_in(g, g->stores[0], card_in(g, g->stores[0], i)).due;
}

static void put_in_force(struct game *g)
{
    struct switched switched;
    struct regime_switch last;
    struct regime_wish wishes[] = {{1, chance(g, 3) ? SCHEDULER_FSRS : SCHEDULER_SM2, 9000},
        {2, chance(g, 2) ? SCHEDULER_FSRS : SCHEDULER_SM2, 8500}};
    int32_t units[WEIGHTS_MAX];
    const struct scheduler *fsrs = scheduler_numbered(SCHEDULER_FSRS);
    memcpy(units, fsrs->defaults, sizeof units);
    units[chance(g, 4)] += 100 * (int)chance(g, 50);
    switch (chance(g, 5)) {
    case 0:
        MUST(store_set_weights(g->stores[0], NULL, 0, fsrs, units, false, game_now(g), &g->w->err));
        break;
    case 1:
        MUST(store_set_weights(g->stores[0], (int64_t[]){2}, 1, fsrs, chance(g, 2) ? units : NULL,
            true, game_now(g), &g->w->err));
        break;
    case 2:
        MUST(store_last_switch(g->stores[0], &last, &g->w->err));
        if (last.decks)
            MUST(store_undo_switch(g->stores[0], &last, game_now(g), &g->w->err));
        break;
    default:
        MUST(store_set_regimes(g->stores[0], wishes, 2, game_now(g), &switched, &g->w->err));
    }
}

static void switch_some(struct game *g)
{
    int before[CARDS], after[CARDS];
    read_dues(g, before);
    put_in_force(g);
    read_dues(g, after);
    assert_memory_equal(before, after, sizeof before);
}

/* ---- files ---- */

static void load(struct game *g, int store)
{
    struct store *kept = g->w->store;
    g->w->store = g->stores[store];
    for (int deck = 0; deck < 2; deck++) {
        struct buf text = {0};
        char name[32];
        buf_format(&text, "deck: D%d\ncards:\n  - {q: filler %d, a: x}\n", deck, deck);
        for (int card = 0; card < CARDS; card++)
            if (g->in_second[card] == deck)
                buf_format(&text, "  - {q: q%d, a: a%d, id: c%d}\n", card, card, card);
        snprintf(name, sizeof name, "deck%d.%d.yaml", deck, store);
        world_write(g->w, name, buf_string(&text));
        buf_done(&text);
    }
    for (int deck = 0; deck < 2; deck++) {
        char name[32];
        snprintf(name, sizeof name, "deck%d.%d.yaml", deck, store);
        world_load_file(g->w, name, game_now(g).day);
    }
    g->w->store = kept;
}

static void move(struct game *g)
{
    int before[CARDS], after[CARDS];
    int card = (int)chance(g, CARDS);
    read_dues(g, before);
    g->in_second[card] = !g->in_second[card];
    load(g, 0);
    load(g, 1);
    read_dues(g, after);
    assert_memory_equal(before, after, sizeof before);
    g->can_redo = false;
}

/* ---- the games ---- */

static void step(struct game *g)
{
    static void (*const moves[])(struct game *) = {rate, rate, rate, rate, rate, rate, change,
        change, batch, undo, undo, redo, import, switch_some, switch_some, move};
    g->now_ms += 2 * (1 + (int64_t)chance(g, 100000000));
    if (chance(g, 12) == 0) /* a clock that was set back */
        g->now_ms -= 2 * (int64_t)chance(g, 200000000);
    moves[chance(g, COUNT(moves))](g);
}

static void open_both(struct game *g)
{
    static const char *const names[] = {"one.db", "twin.db"};
    char path[192];
    for (int i = 0; i < 2; i++) {
        unlink(world_path(g->w, names[i], path));
        MUST(store_open(&g->stores[i], path, STORE_WRITE, &g->w->err));
        load(g, i);
    }
}

static void close_both(struct game *g)
{
    for (int i = 0; i < 2; i++)
        store_close(g->stores[i]);
}

static void test_memory_random__rows_are_what_the_log_adds_up_to(void **state)
{
    struct world *w = *state;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct game game = {.w = w, .seed = seed, .now_ms = at(DAY, 9, 0).utc_ms}, *g = &game;
        open_both(g);
        for (int i = 0; i < 2; i++) /* faster in one transaction */
            MUST(store_begin(g->stores[i], &w->err));
        for (int i = 0; i < STEPS; i++) {
            step(g);
            check(g);
        }
        for (int i = 0; i < 2; i++)
            MUST(store_commit(g->stores[i], &w->err));
        close_both(g);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            test_memory_random__rows_are_what_the_log_adds_up_to, world_set_up, world_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
