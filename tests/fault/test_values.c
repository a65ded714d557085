/* Bad values in the database: each column gets each extreme value, in one row or in all rows, and
 * the row check is left wrong or made right. Then every command runs. It may refuse, but must not
 * crash or hang. A run tries a sample, which changes each day of the year. "test_values all" tries
 * everything, "test_values SEED" the sample of that seed. */
#include "unit/world.h"

#include "store/changes.h"
#include "store/sql.h"
#include "store/switches.h"

#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#define SAMPLE 90 /* of some 2,000 cases: takes about 20 seconds */
#define HANGS  20 /* seconds: longer than any command should take */

/* The values, as SQL. */
static const char *const extremes[] = {"0", "-1", "1", "2147483647", "-2147483648",
    "9223372036854775807", "-9223372036854775808", "9007199254740992", "NULL", "''",
    "printf('%.*c', 100000, 'x')", "CAST(x'61ff62c0' AS TEXT)", "CAST(x'61006200' AS TEXT)"};

static const struct {
    const char *input;
    const char *words[5]; /* arguments after drill --db FILE */
} commands[] = {{"", {"due"}}, {"", {"stats"}}, {"", {"stats", "--json"}}, {"", {"forecast"}},
    {"", {"export", "reviews"}}, {"", {"export", "cards", "--json"}}, {"", {"export", "days"}},
    {"", {"export", "decks"}}, {"", {"export", "deck", "d"}},
    {"", {"export", "anki", "-o", "out.apkg", "--force"}}, {"", {"retired"}}, {"", {"doctor"}},
    {"", {"export", "archive", "-o", "out.jsonl"}}, {"", {"--dry-run"}},
    {"\n4\n\n1\nu\nu\nq\n", {"--plain", "deck.yaml"}}, {"q\n", {"--plain"}},
    {"", {"import", "other.yaml"}}, {"", {"undo"}}, {"", {"doctor", "--repair"}},
    {"", {"forget", "--yes", "--deck", "d"}}};

static const struct {
    bool all_rows, right_check;
} ways[] = {{false, true}, {false, false}, {true, true}};

/* A database with rows in every table, retired cards, undone ratings and changes by hand. */
static void make_history(struct world *w)
{
    struct undone undone;
    world_open(w);
    world_write(w, "other.yaml", "deck: other\ncards:\n- {q: o, a: p, hint: h, id: x}\n");
    world_load_file(w, "other.yaml", DAY - 9);
    world_load(w, "deck: d\ntags: [t]\ncards:\n- {q: q1, a: a1, tags: [u]}\n- {q: q2, a: a2}\n"
                  "- {q: q3, a: a3}\n- {cloze: 'x {{y}} {{z}}'}\n- {q: gone, a: g}\n");
    for (int day = DAY - 9; day < DAY; day += 3) {
        rate_on(w, "q1", 4, day);
        rate_on(w, "q2", 1 + day % 5, day);
        rate_on(w, "gone", 2, day);
    }
    struct changing changing = {
        card_id(w, "q3"), NULL, {.kind = CHANGE_SET_DUE, .due = DAY}, at(DAY - 1, 9, 0)};
    assert_int_equal(store_change(w->store, &changing, NULL, &w->err), ERR_NONE);
    assert_int_equal(
        world_undo(w->store, &w->deck_id, 1, at(DAY - 1, 10, 0), &undone, &w->err), ERR_NONE);
    changing.change.kind = CHANGE_LEECH;
    assert_int_equal(store_change(w->store, &changing, NULL, &w->err), ERR_NONE);
    const struct scheduler *fsrs = scheduler_numbered(SCHEDULER_FSRS);
    struct regime_wish wishes[] = {{1, SCHEDULER_FSRS, 9000}, {2, SCHEDULER_FSRS, 8500}};
    struct switched switched;
    assert_int_equal(
        store_set_regimes(w->store, wishes, 2, at(DAY - 1, 11, 0), &switched, &w->err), ERR_NONE);
    assert_int_equal(store_set_weights(w->store, (int64_t[]){2}, 1, fsrs, fsrs->defaults, false,
                         at(DAY - 1, 11, 1), &w->err),
        ERR_NONE);
    struct schedule seen = schedule_of(w, card_id(w, "q3")), after;
    struct rated rated = {.card_id = card_id(w, "q3"),
        .last_review = seen.last_review,
        .last_change = seen.last_change,
        .kind = REVIEW_NEW,
        .rating = RATING_WELL,
        .at = at(DAY - 1, 12, 0),
        .spent_ms = 1000,
        .days = 2};
    assert_int_equal(store_regime(w->store, 2, &rated.regime, &w->err), ERR_NONE);
    assert_int_equal(store_rate(w->store, &rated, &after, &w->err), ERR_NONE);
    assert_int_equal(store_raise_numbers(w->store, 10, 100, &w->err), ERR_NONE);
    world_load(w, "deck: d\ntags: [t]\nnew: 5\ncards:\n- {q: q1, a: a1, tags: [u]}\n"
                  "- {q: q2, a: a2}\n- {q: q3, a: a3}\n- {cloze: 'x {{y}} {{z}}'}\n");
    world_close(w);
}

static void copy_file(const char *from, const char *to)
{
    sqlite3 *source = raw_open(from), *target;
    unlink(to);
    assert_int_equal(sqlite3_open(to, &target), SQLITE_OK);
    sqlite3_backup *backup = sqlite3_backup_init(target, "main", source, "main");
    assert_int_equal(sqlite3_backup_step(backup, -1), SQLITE_DONE);
    assert_int_equal(sqlite3_backup_finish(backup), SQLITE_OK);
    assert_int_equal(sqlite3_close(source), SQLITE_OK);
    assert_int_equal(sqlite3_close(target), SQLITE_OK);
}

/* False if the table cannot hold the value. */
static bool spoil(const char *path, enum row_table table, enum row_field field, const char *value,
    bool all_rows, bool right_check)
{
    struct store store = {.db = raw_open(path), .path = (char *)path};
    const struct row_table_facts *facts = &row_tables[table];
    const char *id = row_fields[facts->id].name;
    struct buf sql = {0};
    assert_int_equal(row_check_register(store.db), SQLITE_OK);
    sqlite3_exec(store.db,
        "PRAGMA ignore_check_constraints = ON; DROP TRIGGER reviews_are_fixed;"
        "DROP TRIGGER reviews_stay_with_their_card; DROP TRIGGER changes_are_fixed;"
        "DROP TRIGGER changes_stay_with_their_card",
        NULL, NULL, NULL);
    buf_format(&sql, "UPDATE %s SET %s = %s", facts->name, row_fields[field].name, value);
    if (!all_rows)
        buf_format(&sql, " WHERE %s = (SELECT max(%s) FROM %s)", id, id, facts->name);
    bool done = sqlite3_exec(store.db, sql.bytes, NULL, NULL, NULL) == SQLITE_OK;
    if (done && right_check)
        assert_int_equal(row_check_fill(&store, NULL), ERR_NONE);
    buf_done(&sql);
    assert_int_equal(sqlite3_close(store.db), SQLITE_OK);
    return done;
}

static int run_command(const struct world *w, const char *db, size_t command)
{
    char input[192];
    world_path(w, "input", input);
    FILE *file = fopen(input, "w");
    fputs(commands[command].input, file);
    fclose(file);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        const char *words[10] = {getenv("DRILL"), "--db", db};
        memcpy(words + 3, commands[command].words, sizeof commands[command].words);
        if (chdir(w->folder) != 0 || !freopen(input, "r", stdin) || !freopen("said", "w", stdout) ||
            !freopen("errors", "w", stderr))
            _exit(125);
        alarm(HANGS);
        execv(words[0], (char *const *)words);
        _exit(125);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

static void run_commands(const struct world *w, enum row_table table, enum row_field field,
    const char *value, size_t way)
{
    char spoilt[192], copy[192];
    world_path(w, "spoilt.db", spoilt);
    world_path(w, "copy.db", copy);
    copy_file(w->db, spoilt);
    if (!spoil(spoilt, table, field, value, ways[way].all_rows, ways[way].right_check))
        return;
    for (size_t i = 0; i < COUNT(commands); i++) {
        bool writes = i >= 14;
        if (writes || i == 0)
            copy_file(spoilt, copy);
        int status = run_command(w, copy, i);
        if (status > 2)
            fail_msg("%s.%s = %s, %s, with a check that is %s: drill %s %s: %s %d",
                row_tables[table].name, row_fields[field].name, value,
                ways[way].all_rows ? "all rows" : "one row",
                ways[way].right_check ? "right" : "wrong", commands[i].words[0],
                commands[i].words[1] ? commands[i].words[1] : "",
                status > 1000 ? "signal" : "exit status", status % 1000);
    }
}

static long seed = -1; /* -1: try everything */

/* The step (1009) and the number of cases have no common divisor, so no case is tried twice. */
static void test_values__are_refused_in_words(void **state)
{
    struct world *w = *state;
    if (seed < 0)
        alarm(0); /* takes minutes */
    make_history(w);
    size_t extreme_count = COUNT(extremes), total = ROW_FIELDS * extreme_count * COUNT(ways);
    size_t count = seed < 0 ? total : SAMPLE;
    for (size_t i = 0; i < count; i++) {
        size_t at = seed < 0 ? i : (i * 1009 + (size_t)seed * 7919) % total;
        enum row_field field = (enum row_field)(at / COUNT(ways) / extreme_count);
        enum row_table table = 0;
        while (field >= row_tables[table].id + (enum row_field)row_tables[table].count)
            table++;
        run_commands(w, table, field, extremes[at / COUNT(ways) % extreme_count], at % COUNT(ways));
    }
}

int main(int argc, char **argv)
{
    time_t now = time(NULL);
    seed = argc < 2 ? localtime(&now)->tm_yday : strcmp(argv[1], "all") == 0 ? -1 : atol(argv[1]);
    setenv("DRILL_NOW", "2026-01-31T09:00", 1);
    setenv("ASAN_OPTIONS", "exitcode=99:allocator_may_return_null=1", 1);
    setenv("UBSAN_OPTIONS", "exitcode=99:halt_on_error=1", 1);
    const struct CMUnitTest tests[] = {cmocka_unit_test_setup_teardown(
        test_values__are_refused_in_words, world_set_up, world_tear_down)};
    return cmocka_run_group_tests_name("values", tests, NULL, NULL);
}
