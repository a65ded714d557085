/* browse: how soon drill answers a key that filters a list of 100,000 cards, and how long the whole
 * search takes, as ratios to raw SQLite, which finds the same cards by LIKE in the same database.
 * Prints a table; being slow is not a failure. */
#include "gen.h"
#include "measure.h"

#include "base/date.h"
#include "study/collection.h"
#include "view/browser.h"

#include <sqlite3.h>
#include <unistd.h>

#define CARDS  100000
#define ROUNDS 15
#define STEP   256 /* as in src/cmd/browse_visit.h */
#define TODAY  20514
#define FRAME  16.0 /* ms */

static char folder[] = "/tmp/drill-bench-XXXXXX";
static char deck[64], database[64];

static void leave(const char *what, const char *why)
{
    fprintf(stderr, "bench: %s: %s\n", what, why);
    exit(2);
}

static void on_mistake(void *context, const struct err *mistake)
{
    (void)context;
    leave(mistake->file, mistake->message);
}

static void check(enum err_code code, const struct err *err)
{
    if (code)
        leave("drill", err->message);
}

static struct store *load(int64_t *deck_id)
{
    struct store *store;
    struct load_report report;
    struct err err;
    if (!mkdtemp(folder))
        leave(folder, "cannot be made");
    snprintf(deck, sizeof deck, "%s/deck.yaml", folder);
    snprintf(database, sizeof database, "%s/drill.db", folder);
    if (!gen_deck(deck, CARDS, 0))
        leave(deck, "cannot be written");
    check(store_open(&store, database, STORE_WRITE, &err), &err);
    check(deck_load(store, deck, TODAY, on_mistake, NULL, deck_id, &report, &err), &err);
    return store;
}

static void clear(void)
{
    static const char *const ends[] = {"", "-wal", "-shm", "-lock"};
    char path[80];
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        snprintf(path, sizeof path, "%s%s", database, ends[i]);
        unlink(path);
    }
    unlink(deck);
    rmdir(folder);
}

/* ---- the raw side ---- */

static double raw_find(sqlite3 *db, const char *word, int limit)
{
    sqlite3_stmt *query;
    char pattern[64];
    snprintf(pattern, sizeof pattern, "%%%s%%", word);
    if (sqlite3_prepare_v2(db,
            "SELECT card_id FROM texts WHERE question LIKE ?1 OR answer LIKE ?1 LIMIT ?2", -1,
            &query, NULL) != SQLITE_OK)
        leave("raw SQLite", sqlite3_errmsg(db));
    double start = seconds();
    sqlite3_bind_text(query, 1, pattern, -1, SQLITE_STATIC);
    sqlite3_bind_int(query, 2, limit);
    while (sqlite3_step(query) == SQLITE_ROW)
        continue;
    double spent = seconds() - start;
    sqlite3_finalize(query);
    return spent;
}

/* ---- drill's side ---- */

struct bench {
    struct browse browse;
    struct browser browser;
    struct frame frame;
    sqlite3 *db;
    struct samples slowest; /* ms, from a key to its effect */
};

static double step(struct bench *b)
{
    struct err err;
    double start = seconds();
    check(browse_step(&b->browse, STEP, &err), &err);
    browser_follow(&b->browser, &b->browse);
    return seconds() - start;
}

static double draw(struct bench *b)
{
    struct err err;
    double start = seconds();
    if (!frame_resize(&b->frame, 60, 200))
        leave("drill", "no memory");
    check(browser_draw(&b->browser, &b->browse, &b->frame, &err), &err);
    return seconds() - start;
}

/* The time from the key to the first drawing with results. */
static double press(struct bench *b, const char *typed)
{
    struct err err;
    double start = seconds();
    browser_restart(&b->browser, &b->browse);
    check(browse_search(&b->browse, typed, &err), &err);
    step(b);
    draw(b);
    return seconds() - start;
}

static void bench_search(struct bench *b, const char *word)
{
    struct samples key = {0}, raw_key = {0}, whole = {0}, raw_whole = {0};
    char what[80];
    for (int i = 0; i < ROUNDS; i++) {
        double answer = press(b, word), all = answer, slowest = 0;
        while (browse_is_searching(&b->browse)) {
            double one = step(b);
            all += one;
            slowest = one > slowest ? one : slowest;
        }
        add(&key, 1e3 * answer);
        add(&whole, 1e3 * all);
        add(&raw_key, 1e3 * raw_find(b->db, word, (int)b->browser.page));
        add(&raw_whole, 1e3 * raw_find(b->db, word, -1));
        /* a key pressed during a step also waits for that step */
        add(&b->slowest, 1e3 * (slowest + answer));
    }
    snprintf(what, sizeof what, "\"%s\": a key, and its first drawing", word);
    row(what, median(&key), median(&raw_key), "ms", ratio(&key, &raw_key), 0);
    snprintf(what, sizeof what, "\"%s\": all %zu found", word, b->browse.found_count);
    row(what, median(&whole), median(&raw_whole), "ms", ratio(&whole, &raw_whole), 0);
}

/* Gives the cards schedules as after years of use, in memory only. */
static void mix(struct browse *browse)
{
    uint64_t state = 1;
    for (size_t i = 0; i < browse->cards.count; i++) {
        struct schedule *schedule = &browse->cards.cards[i].schedule;
        schedule->due = TODAY + (int)(gen_random(&state) % 1000) - 100;
        schedule->sm2.interval = 1 + (int)(gen_random(&state) % 900);
        schedule->sm2.ease = 130 + (int)(gen_random(&state) % 200);
        schedule->lapses = (int)(gen_random(&state) % 10);
    }
}

/* Keys that do not search: those with the most work and those with the least. */
static void bench_other(struct bench *b)
{
    struct samples sort = {0}, moving = {0}, frame = {0};
    struct err err;
    check(browse_search(&b->browse, "", &err), &err);
    mix(&b->browse);
    for (int i = 0; i < ROUNDS; i++) {
        double start = seconds();
        browse_sort(&b->browse, BROWSE_DUE, i % 2);
        browser_rewind(&b->browser);
        step(b);
        draw(b);
        add(&sort, 1e3 * (seconds() - start));
        while (browse_is_searching(&b->browse))
            step(b);
        start = seconds();
        browser_key(&b->browser, &b->browse, KEY_PAGE_DOWN_CODE);
        draw(b);
        add(&moving, 1e3 * (seconds() - start));
        add(&frame, FRAME);
    }
    heading("The same, in a frame of 16 ms", "drill", "a frame");
    row("a key that moves", median(&moving), FRAME, "ms", ratio(&moving, &frame), 1);
    row("a key that sorts", median(&sort), FRAME, "ms", ratio(&sort, &frame), 1);
    row("a key of a search, during its slowest step", median(&b->slowest), FRAME, "ms",
        median(&b->slowest) / FRAME, 1);
}

int main(void)
{
    struct bench b = {0};
    struct tag_filter all = {0};
    struct err err;
    int64_t deck_id;
    struct store *store = load(&deck_id);
    double start = seconds();
    check(browse_open(&b.browse, store, &deck_id, 1, &all, TODAY, &err), &err);
    double opened = seconds() - start;
    if (sqlite3_open(database, &b.db) != SQLITE_OK)
        leave(database, "cannot be opened");
    heading("Browsing 100,000 cards", "drill", "SQL LIKE");
    bench_search(&b, "momentum");
    bench_search(&b, "case 9999");
    bench_search(&b, "not there");
    bench_other(&b);
    printf("    reading the list of cards: %.1f ms\n", 1e3 * opened);
    sqlite3_close(b.db);
    browser_done(&b.browser);
    browse_done(&b.browse);
    frame_done(&b.frame);
    store_close(store);
    clear();
    return 0;
}
