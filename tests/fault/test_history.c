/* Adopting, forgetting and changing by hand while the disk or memory fails at each call in turn:
 * all or nothing happens, the error says why, and the database stays sound. */
#include "fault/scarce.h"
#include "fault/shim.h"
#include "unit/sitting.h"

#include "store/changes.h"
#include "store/retired.h"

#define ALL_KINDS (SHIM_WRITE | SHIM_SYNC | SHIM_TRUNCATE | SHIM_SHM | SHIM_READ)

static int set_up(void **state)
{
    shim_install();
    return world_set_up(state);
}

static int tear_down(void **state)
{
    scarce_disarm();
    shim_disarm();
    int failed = world_tear_down(state);
    shim_remove();
    return failed;
}

/* The database that make_database made first. It makes later ones by writing these bytes. */
static struct {
    char bytes[1 << 20];
    size_t size;
} image;

static void keep_image(const struct world *w)
{
    FILE *file = fopen(w->db, "r");
    assert_non_null(file);
    image.size = fread(image.bytes, 1, sizeof image.bytes, file);
    assert_in_range(image.size, 1, sizeof image.bytes - 1);
    fclose(file);
}

static void write_image(const struct world *w)
{
    FILE *file = fopen(w->db, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(image.bytes, 1, image.size, file), image.size);
    assert_int_equal(fclose(file), 0);
}

/* A retired card (1) and a present one (2), with three ratings each; card 2 is buried. */
static void make_database(struct world *w)
{
    static const char *const ends[] = {"", "-wal", "-shm", "-lock"};
    for (size_t i = 0; i < COUNT(ends); i++) {
        char path[192];
        snprintf(path, sizeof path, "%s%s", w->db, ends[i]);
        unlink(path);
    }
    if (image.size) {
        write_image(w);
        return;
    }
    world_open(w);
    world_load(w, "deck: d\ncards: [{q: old, a: kelp}]\n");
    give_history(w, "old", 3);
    world_load(w, "deck: d\ncards: [{q: other words, a: '12'}]\n");
    give_history(w, "other words", 3);
    struct changing bury = {2, NULL, {.kind = CHANGE_BURY}, NINE};
    assert_int_equal(store_change(w->store, &bury, NULL, &w->err), ERR_NONE);
    world_close(w);
    keep_image(w);
}

typedef enum err_code change_fn(struct store *store, struct err *err);

static enum err_code adopt(struct store *store, struct err *err)
{
    return store_adopt(store, 1, 2, err);
}

static enum err_code forget_card(struct store *store, struct err *err)
{
    return store_forget_cards(store, (int64_t[]){1}, 1, err);
}

static enum err_code forget_deck(struct store *store, struct err *err)
{
    struct known_decks decks = {0};
    enum err_code code = store_decks(store, &decks, err);
    if (!code)
        code = store_forget_decks(store, &decks, err);
    known_decks_done(&decks);
    return code;
}

static enum err_code suspend(struct store *store, struct err *err)
{
    struct changing changing = {2, NULL, {.kind = CHANGE_SUSPEND}, NINE};
    return store_change(store, &changing, NULL, err);
}

static enum err_code take_back_change(struct store *store, struct err *err)
{
    return store_change_undo(store, 7, NINE, err);
}

static enum err_code undo(struct store *store, struct err *err)
{
    struct undone undone;
    enum err_code code = store_last(store, (int64_t[]){1}, 1, &undone, err);
    return code ? code : store_undo(store, &undone, NINE, err);
}

/* A rating, and the leech mark that it causes. */
static enum err_code make_leech(struct store *store, struct err *err)
{
    struct schedule after;
    struct rated rated = {.card_id = 2,
        .last_review = 6,
        .last_change = 7,
        .kind = REVIEW_DUE,
        .rating = RATING_BARELY,
        .at = NINE,
        .leech_lapses = 1};
    return store_rate(store, &rated, &after, err);
}

static const struct {
    change_fn *run;
    const char *after; /* the expected result of COUNTS */
} changes[] = {
    {adopt, "1 1 6 1 0 6 1 0 1"},
    {forget_card, "1 1 3 1 0 3 1 0 1"},
    {forget_deck, "0 0 0 0 0 0 0 0 0"},
    {suspend, "1 2 6 2 1 6 2 1 1"},
    {take_back_change, "1 2 6 2 1 6 0 0 0"},
    {undo, "1 2 6 2 1 6 0 0 0"},
    {make_leech, "1 2 7 2 1 7 2 1 1"},
};
/* Selects the numbers of decks, cards, reviews, texts, retired cards, the cards' total of reviews,
 * changes not undone, cards suspended or marked as leeches, buried cards */
#define COUNTS                                                                                     \
    "SELECT (SELECT count(*) FROM decks) || ' ' || (SELECT count(*) FROM cards) || ' ' || "        \
    "(SELECT count(*) FROM reviews) || ' ' || (SELECT count(*) FROM texts) || ' ' || "             \
    "(SELECT count(retired_day) FROM cards) || ' ' || (SELECT ifnull(sum(reviews), 0) FROM cards)" \
    " || ' ' || (SELECT count(*) - count(undone_ms) FROM changes) || ' ' || "                      \
    "(SELECT ifnull(sum(suspended + leech), 0) FROM cards) || ' ' || "                             \
    "(SELECT count(buried_day) FROM cards)"
#define BEFORE "1 2 6 2 1 6 1 0 1"

static void check(struct world *w, size_t i, enum err_code code, const char *what, long n)
{
    char got[64];
    world_close(w);
    shim_disarm();
    shim_remove();
    raw_text(w->db, COUNTS, got, sizeof got);
    bool before = strcmp(got, BEFORE) == 0, after = strcmp(got, changes[i].after) == 0;
    if (!before && !after)
        fail_msg("change %zu, %s %ld: half of it: %s", i, what, n, got);
    if (!code && !after)
        fail_msg("change %zu, %s %ld: acknowledged, and not kept: %s", i, what, n, got);
    assert_sound(w);
    shim_install();
}

static void fail_disk(struct world *w, bool for_good)
{
    for (size_t i = 0; i < COUNT(changes); i++) {
        bool failed = true;
        for (long n = 1; failed; n += FAILURE_STEP) {
            make_database(w);
            world_open(w);
            shim_arm(ALL_KINDS, n, for_good);
            enum err_code code = changes[i].run(w->store, &w->err);
            if (code)
                assert_true(strstr(w->err.message, "disk") || strstr(w->err.message, "opened"));
            failed = shim.failures > 0;
            assert_true(failed || !code);
            check(w, i, code, "call", n);
            assert_true(n > 3 || failed);
        }
    }
}

static void test_history__the_disk_fails_once(void **state)
{
    fail_disk(*state, false);
}

static void test_history__the_disk_fails_for_good(void **state)
{
    fail_disk(*state, true);
}

/* How many allocations it takes to open the database. */
static long count_opening(struct world *w)
{
    make_database(w);
    scarce_arm(0);
    assert_int_equal(store_open(&w->store, w->db, STORE_WRITE, &w->err), ERR_NONE);
    scarce_disarm();
    world_close(w);
    return scarce.count;
}

/* Opening is the same for all changes: its allocations fail with the first change only. */
static void test_history__memory_runs_out(void **state)
{
    struct world *w = *state;
    long opening = count_opening(w);
    for (size_t i = 0; i < COUNT(changes); i++) {
        bool failed = true;
        for (long n = i ? opening : 1; failed; n += FAILURE_STEP) {
            make_database(w);
            scarce_arm(n);
            enum err_code code = store_open(&w->store, w->db, STORE_WRITE, &w->err);
            if (!code)
                code = changes[i].run(w->store, &w->err);
            world_close(w);
            scarce_disarm();
            failed = scarce.failures > 0;
            assert_true(!code || code == ERR_MEMORY);
            assert_int_equal(scarce_leaks(), 0);
            check(w, i, code, "allocation", n);
        }
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_history__the_disk_fails_once),
        TEST(test_history__the_disk_fails_for_good),
        TEST(test_history__memory_runs_out),
    };
    return cmocka_run_group_tests_name("history", tests, NULL, NULL);
}
