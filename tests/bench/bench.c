/* bench DRILL [full]: drill's speed and memory, as ratios to what the raw libraries need for the
 * same cards in the same run. Prints a table; being slow is not a failure. "full" (or BENCH_FULL=1)
 * also loads a deck of a million cards. */
#include "gen.h"
#include "measure.h"

#include "base/date.h"
#include "store/regimes.h"
#include "store/reviews.h"
#include "store/store.h"
#include "store/switches.h"
#include "study/collection.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <spawn.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <yaml.h>

#define SMALL     22
#define LARGE     100000
#define TODAY     20514 /* 2026-03-02 */
#define RATINGS   50    /* ratings per round; a round is timed as a whole */
#define YESTERDAY "DRILL_NOW=2026-03-01T09:00"
#define MORNING   "DRILL_NOW=2026-03-02T09:00"

static const char *drill; /* the program's path */
static char folder[] = "/tmp/drill-bench-XXXXXX";
static bool on_terminal;

static void progress(const char *what)
{
    if (on_terminal)
        fprintf(stderr, "\r\033[K%s", what);
}

/* ---- files and programs ---- */

static void leave(const char *what, const char *why)
{
    fprintf(stderr, "\nbench: %s: %s\n", what, why);
    exit(2);
}

static const char *in_folder(const char *name)
{
    static char paths[8][64];
    static unsigned next;
    char *path = paths[next++ % 8];
    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

static void write_deck(const char *name, uint64_t count, int edition)
{
    progress(name);
    if (!gen_deck(in_folder(name), count, edition))
        leave(name, strerror(errno));
}

static void remove_database(const char *name)
{
    static const char *const ends[] = {"", "-wal", "-shm", "-lock"};
    char path[80];
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        snprintf(path, sizeof path, "%s%s", in_folder(name), ends[i]);
        unlink(path);
    }
}

static int remove_entry(const char *path, const struct stat *stat, int type, struct FTW *walk)
{
    (void)stat, (void)type, (void)walk;
    return remove(path);
}

static void remove_folder(void)
{
    nftw(folder, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
    progress("");
}

/* The time and memory that a run of the program took. */
struct cost {
    double seconds;
    long peak_kib;
};

/* Run drill with these arguments and an input file, and discard its output. */
static struct cost run_drill(const char *now, const char *input, const char *const *arguments)
{
    const char *words[12] = {drill};
    char *const environment[] = {(char *)now, "TZ=UTC", "LC_ALL=C.UTF-8", NULL};
    struct rusage usage = {0};
    posix_spawn_file_actions_t files;
    pid_t child;
    int status;
    for (size_t i = 0; arguments[i]; i++)
        words[i + 1] = arguments[i];
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 0, input, O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
    double start = seconds();
    if (posix_spawn(&child, drill, &files, NULL, (char *const *)words, environment) != 0)
        leave(drill, "does not start");
    while (wait4(child, &status, 0, &usage) < 0 && errno == EINTR)
        continue;
    struct cost cost = {seconds() - start, usage.ru_maxrss};
    posix_spawn_file_actions_destroy(&files);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        leave(drill, "did not end well");
    return cost;
}

static struct cost run_scheduled(
    const char *now, const char *scheduler, const char *deck, const char *database)
{
    const char *arguments[] = {
        "--plain", "--scheduler", scheduler, "--db", in_folder(database), in_folder(deck), NULL};
    return run_drill(now, "/dev/null", arguments);
}

static struct cost run_session(const char *now, const char *deck, const char *database)
{
    return run_scheduled(now, "sm2", deck, database);
}

/* ---- the raw side ---- */

static void raw_check(sqlite3 *db, int result)
{
    if (result != SQLITE_OK && result != SQLITE_DONE)
        leave("raw SQLite", sqlite3_errmsg(db));
}

static void raw_do(sqlite3 *db, const char *sql)
{
    raw_check(db, sqlite3_exec(db, sql, NULL, NULL, NULL));
}

static sqlite3 *raw_open(const char *name)
{
    sqlite3 *db;
    if (sqlite3_open(in_folder(name), &db) != SQLITE_OK)
        leave(name, "cannot be opened");
    raw_do(db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
    return db;
}

static sqlite3_stmt *raw_prepare(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *statement;
    raw_check(db, sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL));
    return statement;
}

static void raw_step(sqlite3 *db, sqlite3_stmt *statement)
{
    sqlite3_step(statement);
    raw_check(db, sqlite3_reset(statement));
}

/* The time that libyaml takes to parse a file into events. */
static double raw_scan(const char *deck)
{
    FILE *file = fopen(in_folder(deck), "r");
    yaml_parser_t parser;
    yaml_event_t event = {0};
    if (!file || !yaml_parser_initialize(&parser))
        leave(deck, "cannot be read");
    double start = seconds();
    yaml_parser_set_input_file(&parser, file);
    for (bool more = true; more;) {
        if (!yaml_parser_parse(&parser, &event))
            leave(deck, "is not YAML");
        more = event.type != YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
    }
    double spent = seconds() - start;
    yaml_parser_delete(&parser);
    fclose(file);
    return spent;
}

static void raw_insert_card(sqlite3 *db, sqlite3_stmt *insert, const struct gen_card *card)
{
    const char *texts[] = {card->question, card->answer, card->hint, card->note, card->tags};
    if (card->id[0])
        sqlite3_bind_text(insert, 1, card->id, -1, SQLITE_STATIC);
    else
        sqlite3_bind_null(insert, 1);
    for (int i = 0; i < 5; i++)
        sqlite3_bind_text(insert, i + 2, texts[i], -1, SQLITE_STATIC);
    raw_step(db, insert);
}

/* The time that SQLite takes to insert the same cards into one table, in one transaction. A million
 * cards would not fit into memory, so they are made a thousand at a time, outside the measured
 * time. */
static double raw_insert(uint64_t count)
{
    static struct gen_card cards[1000];
    remove_database("raw.db");
    sqlite3 *db = raw_open("raw.db");
    raw_do(db, "CREATE TABLE cards(card_id INTEGER PRIMARY KEY, id TEXT, question TEXT NOT NULL,"
               "answer TEXT NOT NULL, hint TEXT NOT NULL, note TEXT NOT NULL, tags TEXT NOT NULL)"
               "STRICT");
    sqlite3_stmt *insert = raw_prepare(
        db, "INSERT INTO cards(id, question, answer, hint, note, tags) VALUES (?, ?, ?, ?, ?, ?)");
    double start = seconds(), idle = 0;
    raw_do(db, "BEGIN IMMEDIATE");
    for (uint64_t i = 0; i < count; i++) {
        if (i % 1000 == 0) {
            double since = seconds();
            for (uint64_t j = 0; j < 1000 && i + j < count; j++)
                gen_card(i + j + 1, 0, &cards[j]);
            idle += seconds() - since;
        }
        raw_insert_card(db, insert, &cards[i % 1000]);
    }
    raw_do(db, "COMMIT");
    double spent = seconds() - start - idle;
    sqlite3_finalize(insert);
    sqlite3_close(db);
    return spent;
}

/* ---- loading ---- */

static void on_mistake(void *context, const struct err *mistake)
{
    (void)context;
    leave(mistake->file, mistake->message);
}

static struct store *open_store(const char *database)
{
    struct store *store;
    struct err err;
    if (store_open(&store, in_folder(database), STORE_WRITE, &err))
        leave(err.file, err.message);
    return store;
}

/* The time that drill takes to load a deck file. Sets *report to what changed. */
static double load(struct store *store, const char *deck, struct load_report *report)
{
    int64_t deck_id;
    struct err err;
    double start = seconds();
    if (deck_load(store, in_folder(deck), TODAY, on_mistake, NULL, &deck_id, report, &err))
        leave(deck, err.message);
    return seconds() - start;
}

static struct store *new_store(const char *database)
{
    remove_database(database);
    store_close(open_store(database)); /* creates the schema before the load is timed */
    return open_store(database);
}

/* The time that drill's reader takes to read the deck, without storing the cards. */
static double read_deck(const char *deck)
{
    struct deck_reader *reader;
    const struct deck_entry *entry;
    struct err err;
    double start = seconds();
    if (deck_open(&reader, in_folder(deck), on_mistake, NULL, &err))
        leave(deck, err.message);
    do {
        if (deck_next(reader, &entry, &err))
            leave(deck, err.message);
    } while (entry);
    deck_close(reader);
    return seconds() - start;
}

static void bench_load(const char *deck, uint64_t count, int rounds)
{
    struct samples ours = {0}, raw = {0}, reader = {0}, scan = {0}, insert = {0};
    for (int i = 0; i < rounds; i++) {
        struct load_report report;
        struct store *store = new_store("load.db");
        progress("loading");
        add(&ours, 1e3 * load(store, deck, &report));
        store_close(store);
        if ((uint64_t)report.added != count)
            leave(deck, "was not loaded whole");
        add(&reader, 1e3 * read_deck(deck));
        add(&scan, 1e3 * raw_scan(deck));
        add(&insert, 1e3 * raw_insert(count));
        add(&raw, scan.values[i] + insert.values[i]);
    }
    char what[80];
    progress("");
    snprintf(what, sizeof what, "%llu cards", (unsigned long long)count);
    row(what, median(&ours), median(&raw), "ms", ratio(&ours, &raw), 1.5);
    printf("    raw: libyaml's events %.1f ms, SQLite's inserts %.1f ms\n", median(&scan),
        median(&insert));
    printf("    drill: its reader alone %.1f ms (%.2f of libyaml); %.1f us a card\n",
        median(&reader), ratio(&reader, &scan), 1e3 * median(&ours) / (double)count);
}

static void point_to(const char *deck)
{
    unlink(in_folder("deck.yaml"));
    if (symlink(in_folder(deck), in_folder("deck.yaml")) != 0)
        leave("deck.yaml", strerror(errno));
}

static void bench_reload(int rounds)
{
    enum { FIRST, SAME, TOUCHED, EDITED, KINDS };
    static const char *const names[] = {"first load", "unchanged", "touched", "1% edited"};
    static const char *const decks[] = {"large.yaml", "large.yaml", "copy.yaml", "edited.yaml"};
    struct samples times[KINDS] = {0};
    write_deck("copy.yaml", LARGE, 0);
    write_deck("edited.yaml", LARGE, 1);
    for (int i = 0; i < rounds; i++) {
        struct store *store = new_store("reload.db");
        progress("reloading");
        for (int kind = 0; kind < KINDS; kind++) {
            struct load_report report;
            point_to(decks[kind]);
            add(&times[kind], 1e3 * load(store, "deck.yaml", &report));
            if (report.added != (kind == FIRST ? LARGE : 0) || report.retired != 0 ||
                report.edited != (kind == EDITED ? LARGE / 100 : 0))
                leave(names[kind], "another number of cards changed");
        }
        store_close(store);
    }
    progress("");
    heading("Loading 100,000 cards again", "load", "first load");
    for (int kind = SAME; kind < KINDS; kind++)
        row(names[kind], median(&times[kind]), median(&times[FIRST]), "ms",
            ratio(&times[kind], &times[FIRST]), 0);
}

/* ---- the first question ---- */

/* Load a deck yesterday, and rate up to 200 of its cards. */
static void review_yesterday(const char *deck, const char *database, const char *scheduler)
{
    const char *arguments[] = {"--plain", "--new", "200", "--scheduler", scheduler, "--db",
        in_folder(database), in_folder(deck), NULL};
    FILE *answers = fopen(in_folder("answers"), "w");
    for (int i = 0; answers && i < 200; i++)
        fputs(i % 20 ? "\n4\n" : "\n2\n", answers);
    if (!answers || fclose(answers) != 0)
        leave("answers", strerror(errno));
    remove_database(database);
    progress("reviewing");
    run_drill(YESTERDAY, in_folder("answers"), arguments);
}

static void bench_start(int rounds)
{
    static const char *const version[] = {"--version", NULL};
    struct samples nothing = {0}, small = {0}, large = {0}, fsrs = {0};
    review_yesterday("small.yaml", "small.db", "sm2");
    review_yesterday("large.yaml", "large.db", "sm2");
    review_yesterday("large.yaml", "fsrs.db", "fsrs");
    progress("starting");
    for (int i = 0; i < rounds; i++) {
        add(&nothing, 1e3 * run_drill(MORNING, "/dev/null", version).seconds);
        add(&small, 1e3 * run_session(MORNING, "small.yaml", "small.db").seconds);
        add(&large, 1e3 * run_session(MORNING, "large.yaml", "large.db").seconds);
        add(&fsrs, 1e3 * run_scheduled(MORNING, "fsrs", "large.yaml", "fsrs.db").seconds);
    }
    progress("");
    heading("From start to the first question and out", "100,000", "22 cards");
    row("a deck unchanged since yesterday", median(&large), median(&small), "ms",
        ratio(&large, &small), 2);
    printf("    drill --version: %.2f ms; the ratio without that: %.2f\n", median(&nothing),
        (median(&large) - median(&nothing)) / (median(&small) - median(&nothing)));
    heading("The same under FSRS", "FSRS", "SM-2");
    row("100,000 cards", median(&fsrs), median(&large), "ms", ratio(&fsrs, &large), 1.05);
}

/* ---- a rating ---- */

/* Under FSRS, *under is in force, and fuzz chose the days. */
static double rate_cards(struct store *store, int64_t first, const struct regime *under)
{
    struct schedule after;
    struct err err;
    double start = seconds();
    for (int64_t card = first; card < first + RATINGS; card++) {
        struct rated rated = {.card_id = card,
            .kind = REVIEW_NEW,
            .rating = RATING_WELL,
            .at = moment_at(TODAY * INT64_C(86400000) + 36000000, 0),
            .spent_ms = 4000};
        if (under) {
            rated.regime = *under;
            rated.days = 2;
        }
        if (store_rate(store, &rated, &after, &err))
            leave("a rating", err.message);
    }
    return seconds() - start;
}

static double raw_rate_cards(sqlite3 *db, sqlite3_stmt *const statements[4], int64_t first)
{
    double start = seconds();
    for (int64_t card = first; card < first + RATINGS; card++) {
        raw_step(db, statements[0]);
        sqlite3_bind_int64(statements[1], 1, TODAY + 1);
        sqlite3_bind_int64(statements[1], 2, card);
        raw_step(db, statements[1]);
        sqlite3_bind_int64(statements[2], 1, card);
        sqlite3_bind_int64(statements[2], 2, TODAY * INT64_C(86400000) + 36000000);
        sqlite3_bind_int64(statements[2], 3, TODAY);
        raw_step(db, statements[2]);
        raw_step(db, statements[3]);
    }
    return seconds() - start;
}

/* The large deck under FSRS. */
static struct store *new_fsrs_store(const char *database, struct regime *regime)
{
    const struct regime_wish wish = {1, SCHEDULER_FSRS, RETENTION_DEFAULT};
    const struct moment at = {TODAY * INT64_C(86400000), 0, TODAY};
    struct load_report report;
    struct store *store = new_store(database);
    struct switched switched;
    struct err err;
    load(store, "large.yaml", &report);
    if (store_set_regimes(store, &wish, 1, at, &switched, &err) ||
        store_regime(store, 1, regime, &err))
        leave(database, err.message);
    return store;
}

static void bench_rating(int rounds)
{
    struct load_report report;
    struct samples ours = {0}, fsrs = {0}, raw = {0};
    struct regime regime;
    struct store *store = new_store("rate.db");
    load(store, "large.yaml", &report);
    store_close(store);
    struct store *under_fsrs = new_fsrs_store("rate-fsrs.db", &regime);
    store = new_store("raw-rate.db");
    load(store, "large.yaml", &report);
    store_close(store);
    store = open_store("rate.db");
    sqlite3 *db = raw_open("raw-rate.db");
    sqlite3_stmt *const statements[] = {raw_prepare(db, "BEGIN IMMEDIATE"),
        raw_prepare(db, "UPDATE cards SET repetitions = 1, interval = 1, ease = 250, due = ?1,"
                        "repeat_day = NULL, lapses = 0, reviews = 1, last_rating = 4,"
                        "last_review_id = ?2 WHERE card_id = ?2"),
        raw_prepare(db, "INSERT INTO reviews(card_id, reviewed_ms, offset_min, study_day, kind,"
                        "rating, spent_ms, interval_before, interval_after, ease_before,"
                        "ease_after, due) VALUES (?1, ?2, 0, ?3, 1, 4, 4000, 0, 1, 250, 250,"
                        "?3 + 1)"),
        raw_prepare(db, "COMMIT")};
    for (int i = 0; i < rounds; i++) {
        progress("rating");
        add(&ours, 1e6 / RATINGS * rate_cards(store, 1 + i * RATINGS, NULL));
        add(&fsrs, 1e6 / RATINGS * rate_cards(under_fsrs, 1 + i * RATINGS, &regime));
        add(&raw, 1e6 / RATINGS * raw_rate_cards(db, statements, 1 + i * RATINGS));
    }
    for (int i = 0; i < 4; i++)
        sqlite3_finalize(statements[i]);
    sqlite3_close(db);
    store_close(store);
    store_close(under_fsrs);
    progress("");
    heading("A rating, on the disk", "drill", "raw");
    row("one card of 100,000", median(&ours), median(&raw), "us", ratio(&ours, &raw), 1.3);
    heading("", "FSRS", "SM-2");
    row("the same under FSRS", median(&fsrs), median(&ours), "us", ratio(&fsrs, &ours), 1.05);
}

/* ---- memory ---- */

/* Runs before everything else, because a child's peak memory starts from that of its parent. */
static void bench_memory(bool full)
{
    static const struct {
        const char *name, *deck;
        uint64_t count;
    } sizes[] = {{"1,000 cards", "medium.yaml", 1000}, {"100,000 cards", "large.yaml", LARGE},
        {"1,000,000 cards", "million.yaml", 1000000}};
    static const char *const version[] = {"--version", NULL};
    double nothing = (double)run_drill(MORNING, "/dev/null", version).peak_kib / 1024, first = 0;
    heading("Peak memory of a first load by the program", "peak", "1,000 cards");
    for (int i = 0; i < (full ? 3 : 2); i++) {
        write_deck(sizes[i].deck, sizes[i].count, 0);
        remove_database("memory.db");
        progress("loading");
        struct cost cost = run_session(MORNING, sizes[i].deck, "memory.db");
        double peak = (double)cost.peak_kib / 1024;
        first = i == 0 ? peak : first;
        progress("");
        row(sizes[i].name, peak, first, "MiB", peak / first, i == 0 ? 0 : 1.5);
        printf("    in %.2f s\n", cost.seconds);
    }
    printf("    drill --version: %.1f MiB\n", nothing);
}

int main(int argc, char **argv)
{
    const char *wish = getenv("BENCH_FULL");
    bool full = (argc > 2 && strcmp(argv[2], "full") == 0) || (wish && strcmp(wish, "1") == 0);
    if (argc < 2 || !(drill = realpath(argv[1], NULL))) {
        fputs("usage: bench DRILL [full]\n", stderr);
        return 2;
    }
    if (!mkdtemp(folder))
        leave(folder, strerror(errno));
    atexit(remove_folder);
    on_terminal = isatty(STDERR_FILENO);
    printf("drill bench: SQLite %s, libyaml %s, files in %s\n", sqlite3_libversion(),
        yaml_get_version_string(), folder);
    bench_memory(full);
    write_deck("small.yaml", SMALL, 0);
    heading("Loading a deck into an empty database", "drill", "raw");
    bench_load("medium.yaml", 1000, 21);
    bench_load("large.yaml", LARGE, 5);
    bench_reload(3);
    bench_start(60);
    bench_rating(40);
    return 0;
}
