/* report DRILL [full]: the speed of exports, backups and statistics with the history of a heavy
 * user, as ratios to what SQLite needs for the same tables in the same run. Prints a table; being
 * slow is not a failure. "full" (or BENCH_FULL=1) uses ten years of history: 100,000 cards and some
 * 10 million ratings. */
#include "history.h"
#include "measure.h"

#include "report/export.h"
#include "report/pages.h"
#include "report/stats.h"
#include "store/row_check.h"
#include "store/sql.h"
#include "store/switches.h"
#include "view/stats.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define TODAY 20484 /* 2026-01-31 */

extern char **environ;
static char folder[] = "/tmp/drill-bench-XXXXXX";
static char database[64];

static void leave(const char *what, const char *why)
{
    fprintf(stderr, "report: %s: %s\n", what, why);
    exit(2);
}

static void remove_folder(void)
{
    static const char *const ends[] = {"", "-wal", "-shm", "-lock", "-copy", "-raw", "-fsrs",
        "-fsrs-wal", "-fsrs-shm", "-fsrs-lock"};
    char path[80];
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        snprintf(path, sizeof path, "%s%s", database, ends[i]);
        unlink(path);
    }
    rmdir(folder);
}

struct cost {
    double seconds;
    long peak_kib;
};

static struct cost run(const char *const *words)
{
    struct rusage usage = {0};
    posix_spawn_file_actions_t files;
    pid_t child;
    int status;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
    double start = seconds();
    if (posix_spawnp(&child, words[0], &files, NULL, (char *const *)words, environ) != 0)
        leave(words[0], "does not start");
    while (wait4(child, &status, 0, &usage) < 0 && errno == EINTR)
        continue;
    struct cost cost = {seconds() - start, usage.ru_maxrss};
    posix_spawn_file_actions_destroy(&files);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        leave(words[0], "did not end well");
    return cost;
}

/* ---- exports ---- */

#define NUMBERS                                                                                    \
    "kind, rating, spent_ms, interval_before, interval_after, ease_before, ease_after, r.due"

static void bench_export(const char *drill, int rounds)
{
    const char *const ours[] = {drill, "export", "reviews", "--db", database, NULL};
    const char *const days[] = {drill, "export", "days", "--db", database, NULL};
    const char *const joined[] = {"sqlite3", "-csv", database,
        "SELECT review_id, reviewed_ms, study_day, d.id, c.id, question, " NUMBERS
        " FROM reviews r JOIN cards c USING (card_id) JOIN texts USING (card_id) "
        "JOIN decks d USING (deck_id) WHERE undone_ms IS NULL ORDER BY review_id",
        NULL};
    const char *const alone[] = {"sqlite3", "-csv", database,
        "SELECT review_id, reviewed_ms, study_day, card_id, " NUMBERS
        " FROM reviews r WHERE undone_ms IS NULL",
        NULL};
    struct samples drills = {0}, joins = {0}, plain = {0}, daily = {0};
    double peak = 0;
    for (int i = 0; i < rounds; i++) {
        struct cost cost = run(ours);
        peak = (double)cost.peak_kib / 1024;
        add(&drills, cost.seconds);
        add(&joins, run(joined).seconds);
        add(&plain, run(alone).seconds);
        add(&daily, run(days).seconds);
    }
    heading("Exports", "drill", "sqlite3 -csv");
    row("reviews", median(&drills), median(&joins), "s", ratio(&drills, &joins), 1);
    row("reviews, to the log's own columns", median(&drills), median(&plain), "s",
        ratio(&drills, &plain), 0);
    row("days", median(&daily), median(&plain), "s", ratio(&daily, &plain), 0);
    printf("    peak memory of drill export reviews: %.1f MiB\n", peak);
}

/* ---- backups: what the end of a session does once a day ---- */

static void bench_backup(const char *drill, int rounds)
{
    char ours[80], theirs[80], copy[96];
    snprintf(ours, sizeof ours, "%s-copy", database);
    snprintf(theirs, sizeof theirs, "%s-raw", database);
    snprintf(copy, sizeof copy, ".backup %s", theirs);
    const char *const backup[] = {drill, "backup", "--force", ours, "--db", database, NULL};
    const char *const copying[] = {"sqlite3", database, copy, NULL};
    const char *const checking[] = {"sqlite3", theirs, "PRAGMA quick_check(1)", NULL};
    struct samples drills = {0}, raw = {0};
    for (int i = 0; i < rounds; i++) {
        add(&drills, run(backup).seconds);
        add(&raw, run(copying).seconds + run(checking).seconds);
    }
    heading("Backups", "drill", "sqlite3");
    row("copied, checked and synced", median(&drills), median(&raw), "s", ratio(&drills, &raw),
        1.3);
}

/* ---- statistics ---- */

static double raw_scan(sqlite3 *db)
{
    double start = seconds();
    if (!history_do(db, "SELECT count(*), sum(rating) FROM reviews WHERE undone_ms IS NULL"))
        leave(database, sqlite3_errmsg(db));
    return 1e3 * (seconds() - start);
}

static double read_stats(struct stats *stats, struct store *store, int since, bool glance)
{
    static const int64_t decks[HISTORY_DECKS] = {1, 2, 3, 4, 5};
    struct stats_range range = {.deck_ids = decks,
        .deck_count = HISTORY_DECKS,
        .since = since,
        .until = INT_MAX,
        .today = TODAY,
        .glance = glance};
    struct err err;
    double start = seconds();
    if (stats_read(stats, store, &range, &err))
        leave(err.file, err.message);
    return 1e3 * (seconds() - start);
}

/* The time that the slowest page takes to compute and draw. Sets *slowest to its name. */
static double draw_pages(const struct stats *stats, const char **slowest)
{
    double most = 0;
    for (enum stats_page page = 0; page < PAGES; page++) {
        struct stats_view view = {.page = page};
        struct frame frame = {0};
        double start = seconds();
        if (!frame_resize(&frame, 60, 200) || !stats_draw(&view, &stats->figures, &frame))
            leave("a page", "out of memory");
        double spent = 1e3 * (seconds() - start);
        if (spent > most) {
            most = spent;
            *slowest = page_kinds[page].name;
        }
        frame_done(&frame);
        stats_view_done(&view);
    }
    return most;
}

static double read_memories(struct stats *stats, struct store *store)
{
    static const int64_t decks[HISTORY_DECKS] = {1, 2, 3, 4, 5};
    const struct stats_range range = {.deck_ids = decks,
        .deck_count = HISTORY_DECKS,
        .since = INT_MIN,
        .until = INT_MAX,
        .today = TODAY};
    struct err err;
    double start = seconds();
    if (stats_read_memories(stats, store, &range, &err))
        leave(err.file, err.message);
    return 1e3 * (seconds() - start);
}

static void bench_stats(int rounds)
{
    struct samples first = {0}, all = {0}, year = {0}, raw = {0}, pages = {0};
    const char *slowest = "";
    sqlite3 *db;
    struct store *store;
    struct err err;
    if (sqlite3_open(database, &db) != SQLITE_OK || store_open(&store, database, STORE_READ, &err))
        leave(database, "cannot be opened");
    for (int i = 0; i < rounds; i++) {
        struct stats stats;
        add(&raw, raw_scan(db));
        add(&first, read_stats(&stats, store, INT_MIN, true));
        stats_done(&stats);
        add(&year, read_stats(&stats, store, TODAY - 365, false));
        stats_done(&stats);
        add(&all, read_stats(&stats, store, INT_MIN, false));
        add(&pages, draw_pages(&stats, &slowest));
        stats_done(&stats);
    }
    heading("Statistics", "drill", "raw scan");
    row("the first screen, at a glance", median(&first), median(&raw), "ms", ratio(&first, &raw),
        1);
    row("all screens, from the whole log", median(&all), median(&raw), "ms", ratio(&all, &raw), 4);
    row("all screens, --since 1y", median(&year), median(&raw), "ms", ratio(&year, &raw), 0);
    row("from one screen to the next, at most", median(&pages), median(&raw), "ms",
        ratio(&pages, &raw), 0);
    printf("    the slowest to draw: %s; a screen of 200 x 60\n", slowest);
    sqlite3_close(db);
    store_close(store);
}

/* ---- the same history under FSRS ---- */

static char fsrs_database[80];

static void run_sql(sqlite3 *db, const char *sql)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        leave(sql, sqlite3_errmsg(db));
}

/* Gives every rating a memory, as if FSRS had scheduled it: a stability from 2 to some 300 days and
 * a difficulty from 4 to 6, as the bits of floats. */
static void give_memories(void)
{
    struct store store = {.path = fsrs_database};
    struct err err;
    if (sqlite3_open(fsrs_database, &store.db) != SQLITE_OK ||
        row_check_register(store.db) != SQLITE_OK)
        leave(fsrs_database, "cannot be opened");
    run_sql(store.db, "DROP TRIGGER reviews_are_fixed; BEGIN");
    run_sql(store.db, "UPDATE reviews SET scheduler = 6, retention = 9000, row_check = NULL,"
                      " stability = 1073741824 + review_id * 7919 % 60000000,"
                      " difficulty = 1082130432 + review_id % 4000000");
    if (row_check_fill(&store, &err))
        leave(err.file, err.message);
    run_sql(store.db, "COMMIT");
    sqlite3_close(store.db);
}

/* Makes the database, and returns how long switching took, in milliseconds. */
static double make_fsrs_database(void)
{
    struct regime_wish wishes[HISTORY_DECKS];
    const struct moment now = {(TODAY + INT64_C(1)) * 86400000, 0, TODAY};
    char copy[96];
    struct switched switched;
    struct store *store;
    struct err err;
    snprintf(fsrs_database, sizeof fsrs_database, "%s-fsrs", database);
    snprintf(copy, sizeof copy, ".backup %s", fsrs_database);
    const char *const copying[] = {"sqlite3", database, copy, NULL};
    run(copying);
    for (int i = 0; i < HISTORY_DECKS; i++)
        wishes[i] = (struct regime_wish){i + 1, SCHEDULER_FSRS, RETENTION_DEFAULT};
    if (store_open(&store, fsrs_database, STORE_WRITE, &err))
        leave(err.file, err.message);
    double start = seconds();
    if (store_set_regimes(store, wishes, HISTORY_DECKS, now, &switched, &err))
        leave(err.file, err.message);
    double switching = 1e3 * (seconds() - start);
    store_close(store);
    give_memories();
    return switching;
}

static void bench_fsrs_exports(const char *drill, int rounds)
{
    static const char *const whats[] = {"reviews", "cards", "days"};
    heading("Exports under FSRS", "FSRS", "SM-2");
    for (size_t i = 0; i < sizeof whats / sizeof *whats; i++) {
        const char *const ours[] = {drill, "export", whats[i], "--db", fsrs_database, NULL};
        const char *const theirs[] = {drill, "export", whats[i], "--db", database, NULL};
        struct samples fsrs = {0}, sm2 = {0};
        for (int round = 0; round < rounds; round++) {
            add(&fsrs, run(ours).seconds);
            add(&sm2, run(theirs).seconds);
        }
        row(whats[i], median(&fsrs), median(&sm2), "s", ratio(&fsrs, &sm2), 1.05);
    }
}

static void bench_fsrs_stats(int rounds)
{
    struct samples first = {0}, first_sm2 = {0}, all = {0}, raw = {0}, histories = {0}, pages = {0};
    const char *slowest = "";
    sqlite3 *db;
    struct store *store, *sm2;
    struct err err;
    if (sqlite3_open(database, &db) != SQLITE_OK ||
        store_open(&store, fsrs_database, STORE_READ, &err) ||
        store_open(&sm2, database, STORE_READ, &err))
        leave(database, "cannot be opened");
    for (int i = 0; i < rounds; i++) {
        struct stats stats;
        add(&raw, raw_scan(db));
        add(&first, read_stats(&stats, store, INT_MIN, true));
        stats_done(&stats);
        add(&first_sm2, read_stats(&stats, sm2, INT_MIN, true));
        stats_done(&stats);
        add(&all, read_stats(&stats, store, INT_MIN, false));
        add(&histories, read_memories(&stats, store));
        add(&pages, draw_pages(&stats, &slowest));
        stats_done(&stats);
    }
    heading("Statistics under FSRS", "FSRS", "SM-2");
    row("the first screen, at a glance", median(&first), median(&first_sm2), "ms",
        ratio(&first, &first_sm2), 1.05);
    heading("", "drill", "raw scan");
    row("most screens, from the whole log", median(&all), median(&raw), "ms", ratio(&all, &raw), 4);
    row("predictions and what is known", median(&histories), median(&raw), "ms",
        ratio(&histories, &raw), 0);
    row("from one screen to the next, at most", median(&pages), median(&raw), "ms",
        ratio(&pages, &raw), 0);
    store_close(store);
    store_close(sm2);
    sqlite3_close(db);
}

static void bench_under_fsrs(const char *drill, int rounds)
{
    double switching = make_fsrs_database();
    bench_fsrs_exports(drill, rounds);
    bench_fsrs_stats(rounds);
    printf("    switching to FSRS: %.0f ms\n", switching);
}

/* Runs in a child, because the peak memory of later children starts from that of this process. */
static void make_history(struct history *history)
{
    int status = 1;
    pid_t child = fork();
    if (child == 0)
        _exit(history_write(history, database) ? 0 : 1);
    if (child < 0 || waitpid(child, &status, 0) < 0 || status != 0)
        leave(database, "cannot be written");
}

int main(int argc, char **argv)
{
    const char *wish = getenv("BENCH_FULL");
    bool full = (argc > 2 && strcmp(argv[2], "full") == 0) || (wish && strcmp(wish, "1") == 0);
    char *drill = argc > 1 ? realpath(argv[1], NULL) : NULL;
    if (!drill) {
        fputs("usage: report DRILL [full]\n", stderr);
        return 2;
    }
    if (!mkdtemp(folder))
        leave(folder, strerror(errno));
    snprintf(database, sizeof database, "%s/drill.db", folder);
    atexit(remove_folder);
    struct history history = {.cards = full ? 100000 : 20000,
        .days = full ? 3650 : 1500,
        .last_day = TODAY,
        .recall = full ? 60 : 62,
        .seed = 20260131};
    make_history(&history);
    printf("drill bench: %d cards, ratings of %d days\n", history.cards, history.days);
    bench_export(drill, full ? 3 : 5);
    bench_backup(drill, full ? 3 : 5);
    bench_stats(full ? 3 : 7);
    bench_under_fsrs(drill, full ? 3 : 7);
    free(drill);
    return 0;
}
