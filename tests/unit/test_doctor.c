/* Examining and repairing a database. Each fault is made by hand, found and repaired, and then
 * gone. Exactly the missing rows are reported as lost, and nothing else changes. */
#include "unit/schema_2.h"
#include "unit/world.h"

#include "base/file.h"

#include "store/changes.h"
#include "store/doctor.h"

#include <signal.h>
#include <sys/wait.h>

#define DECK                                                                                       \
    "deck: d\nid: d\ncards:\n- {q: one, a: first}\n- {q: two, a: second}\n"                        \
    "- {q: three, a: third, id: drei}\n"
#define NOW at(DAY + 9, 12, 0)

/* What an examination or a repair has said, as lines. */
static struct buf said;
static char kinds[256]; /* of faults, one after the other */
static bool skips_sums; /* a row that was changed by hand has a wrong checksum, too */

static void take(void *context, const struct doctor_finding *finding)
{
    (void)context;
    assert_non_null(finding->kind);
    assert_non_null(finding->message);
    if (strcmp(finding->kind, "checksum") == 0 && skips_sums)
        return;
    if (!finding->advice && !strstr(kinds, finding->kind))
        snprintf(kinds + strlen(kinds), sizeof kinds - strlen(kinds), "%s%s", kinds[0] ? " " : "",
            finding->kind);
}

static void tell(void *context, const char *line)
{
    (void)context;
    if (skips_sums && strncmp(line, "kept, but doubtful", 18) == 0)
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

/* Look at the database as it is on disk. */
static struct doctor look(struct world *w)
{
    struct doctor doctor = {.take = take, .now = NOW};
    kinds[0] = '\0';
    world_close(w);
    assert_int_equal(store_open(&w->store, w->db, STORE_READ, &w->err), ERR_NONE);
    enum err_code code = store_examine(w->store, &doctor, &w->err);
    if (code)
        fail_msg("examine: error %d: %s", (int)code, w->err.message);
    world_close(w);
    return doctor;
}

static void assert_finds(struct world *w, const char *want)
{
    look(w);
    if (strcmp(kinds, want) != 0)
        fail_msg("found \"%s\", wanted \"%s\"", kinds, want);
}

static void mend(struct world *w)
{
    world_open(w);
    buf_clear(&said);
    enum err_code code = store_mend(w->store, NOW, tell, NULL, &w->err);
    if (code)
        fail_msg("mend: error %d: %s", (int)code, w->err.message);
    world_close(w);
}

static void assert_told(const char *want)
{
    if (strcmp(buf_string(&said), want) != 0)
        fail_msg("told:\n%s\nwanted:\n%s", buf_string(&said), want);
}

/* Two cards with ratings, one suspended, one rating taken back. */
static void make_history(struct world *w)
{
    world_open(w);
    world_load(w, DECK);
    rate_on(w, "one", 4, DAY);
    rate_on(w, "two", 2, DAY);
    rate_on(w, "one", 5, DAY + 1);
    struct changing changing = {
        card_id(w, "two"), NULL, {.kind = CHANGE_SUSPEND}, at(DAY + 1, 9, 5)};
    assert_int_equal(store_change(w->store, &changing, NULL, &w->err), ERR_NONE);
    rate_on(w, "one", 1, DAY + 7);
    struct undone undone;
    assert_int_equal(
        world_undo(w->store, &w->deck_id, 1, at(DAY + 7, 9, 1), &undone, &w->err), ERR_NONE);
    world_close(w);
}

/* ---- looking ---- */

static void test_doctor__finds_nothing_in_a_healthy_database(void **state)
{
    struct world *w = *state;
    make_history(w);
    struct doctor doctor = look(w);
    assert_string_equal(kinds, "");
    assert_int_equal(doctor.faults + doctor.advice, 0);
    assert_int_equal(doctor.cards, 3);
    assert_int_equal(doctor.ratings, 3);
    assert_false(doctor.damaged);
}

static void test_doctor__finds_nothing_in_an_empty_database(void **state)
{
    struct world *w = *state;
    world_open(w);
    struct doctor doctor = look(w);
    assert_int_equal(doctor.faults + doctor.advice, 0);
    assert_int_equal(doctor.cards, 0);
}

/* Of many findings of a kind, the last only says how many more there are: no fault, if they are
 * not. */
static void test_doctor__more_advice_of_a_kind_is_advice(void **state)
{
    struct world *w = *state;
    struct buf deck = {0};
    buf_text(&deck, "deck: d\ncards:\n");
    for (int i = 0; i < DOCTOR_SHOWN + 5; i++)
        buf_format(&deck, "- {q: q%d, a: a}\n", i);
    world_open(w);
    world_load(w, buf_string(&deck));
    buf_done(&deck);
    world_close(w);
    raw_run(w->db, "UPDATE texts SET row_check = NULL");
    struct doctor doctor = look(w);
    assert_int_equal(doctor.faults, 0);
    assert_int_equal(doctor.advice, DOCTOR_SHOWN + 1);
}

/* A fault that a statement makes, and what a repair says about it. */
static void check_fault(struct world *w, const char *sql, const char *kind, const char *told)
{
    char log[256], after[256];
    static const char *const events = "SELECT group_concat(review_id || ':' || rating, ' ') "
                                      "FROM (SELECT * FROM reviews ORDER BY review_id)";
    make_history(w);
    raw_text(w->db, events, log, sizeof log);
    raw_run(w->db, sql);
    skips_sums = true;
    assert_finds(w, kind);
    mend(w);
    assert_told(told);
    skips_sums = false;
    assert_finds(w, "");
    assert_sound(w);
    assert_string_equal(raw_text(w->db, events, after, sizeof after), log);
}

#define FAULT(NAME, SQL, KIND, TOLD)                                                               \
    static void test_doctor__repairs_##NAME(void **state)                                          \
    {                                                                                              \
        check_fault(*state, SQL, KIND, TOLD);                                                      \
    }

FAULT(a_schedule, "UPDATE cards SET due = due + 1, ease = 300 WHERE card_id = 1", "schedule",
    "recomputed: 1 schedule\n")
FAULT(a_last_rating_that_is_undone, "UPDATE cards SET last_review_id = 5 WHERE card_id = 1",
    "schedule", "recomputed: 1 schedule\n")
FAULT(a_missing_index, "DROP INDEX reviews_day", "schema", "recreated: the index reviews_day\n")
FAULT(an_altered_trigger,
    "DROP TRIGGER reviews_stay; CREATE TRIGGER reviews_stay BEFORE DELETE ON reviews "
    "BEGIN SELECT 1; END",
    "schema", "recreated: the trigger reviews_stay\n")
FAULT(missing_texts, "DELETE FROM texts WHERE card_id = 2", "orphan",
    "lost: the texts of card 2; the next review will reread their deck\n")
FAULT(a_missing_deck, "DELETE FROM decks", "orphan",
    "lost: deck 1, now named \"Rescued deck NUMBER\"; review the deck files to get the cards "
    "back\n")
FAULT(a_card_that_only_the_log_knows, "DELETE FROM cards WHERE card_id = 1", "orphan",
    "recreated from their events: card 1; the next review will reread their deck\n"
    "recomputed: 1 schedule\n")
FAULT(a_card_without_ratings, "DELETE FROM cards WHERE card_id = 3", "orphan",
    "lost: card 3, which had no ratings; the next review will reread their deck\n")
FAULT(a_study_day,
    "DROP TRIGGER reviews_are_fixed; UPDATE reviews SET study_day = study_day + 4096 "
    "WHERE review_id = 3",
    "schema study-day schedule",
    "recreated: the trigger reviews_are_fixed\n"
    "ratings moved to the study day of their timestamp: 1\n")
FAULT(a_time,
    "DROP TRIGGER reviews_are_fixed; UPDATE reviews SET reviewed_ms = reviewed_ms + (1 << 40) "
    "WHERE review_id = 2",
    "schema study-day",
    "recreated: the trigger reviews_are_fixed\n"
    "ratings whose time was set to noon on their study day: 1\n")

FAULT(a_time_spent,
    "DROP TRIGGER reviews_are_fixed; UPDATE reviews SET spent_ms = -5 WHERE review_id = 2",
    "schema value",
    "recreated: the trigger reviews_are_fixed\n"
    "repaired: rating 2, whose spent_ms was -5\n")
FAULT(an_ease, "UPDATE cards SET ease = 10 WHERE card_id = 1", "value schedule",
    "repaired: card 1, whose ease was 10\n"
    "recomputed: 1 schedule\n")
FAULT(a_flag, "UPDATE decks SET names_itself = 7", "value",
    "repaired: deck 1, whose names_itself was 7\n")
FAULT(a_scheduler, "UPDATE decks SET scheduler = 9", "value",
    "repaired: deck 1, whose scheduler was 9\n")
FAULT(a_retention, "UPDATE decks SET retention = 9901", "value",
    "repaired: deck 1, whose retention was 9901\n")
FAULT(a_name, "UPDATE decks SET name = CAST(x'64ff' AS TEXT)", "value",
    "repaired: deck 1, whose name was not valid text\n")

/* A card that was recreated is the same card once its deck's file is read. */
static void test_doctor__a_card_made_again_comes_back(void **state)
{
    struct world *w = *state;
    make_history(w);
    raw_run(w->db, "DELETE FROM cards WHERE card_id = 1; DELETE FROM texts WHERE card_id = 2");
    mend(w);
    world_open(w);
    world_load_file(w, "deck.yaml", DAY + 9);
    assert_history(w, "one", 2);
    assert_history(w, "two", 1);
    assert_int_equal(card_id(w, "one"), 1);
    assert_sql(w, "SELECT answer FROM texts WHERE card_id = 2", "second");
    assert_sql(w, "SELECT count(*) FROM cards", "3");
}

/* The cards of a lost deck come back with their histories, too. */
static void test_doctor__a_lost_deck_comes_back(void **state)
{
    struct world *w = *state;
    make_history(w);
    raw_run(w->db, "DELETE FROM decks");
    mend(w);
    world_open(w);
    world_load_file(w, "deck.yaml", DAY + 9);
    assert_history(w, "one", 2);
    assert_history(w, "two", 1);
    assert_sql(w, "SELECT count(*) FROM cards WHERE retired_day IS NULL", "3");
}

static void test_doctor__says_that_the_clock_is_behind(void **state)
{
    struct world *w = *state;
    world_open(w);
    world_load(w, DECK);
    rate_on(w, "one", 4, DAY + 20);
    assert_finds(w, "clock");
}

static void test_doctor__leaves_the_users_own_view_alone(void **state)
{
    struct world *w = *state;
    make_history(w);
    raw_run(w->db, "CREATE VIEW mine AS SELECT 1");
    struct doctor doctor = look(w);
    assert_int_equal(doctor.faults, 0);
    assert_int_equal(doctor.advice, 1);
    mend(w);
    assert_told("");
    assert_sql(w, "SELECT count(*) FROM sqlite_schema WHERE name = 'mine'", "1");
}

/* A database that older programs began has the schema of a new one. */
static void test_doctor__finds_nothing_in_an_old_database(void **state)
{
    struct world *w = *state;
    sqlite3 *db;
    assert_int_equal(sqlite3_open(w->db, &db), SQLITE_OK);
    for (size_t i = 0; i < COUNT(schema_2); i++)
        assert_int_equal(sqlite3_exec(db, schema_2[i], NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    world_open(w);
    struct doctor doctor = look(w);
    assert_string_equal(kinds, "");
    assert_int_equal(doctor.ratings, 5);
}

/* A rating is rather doubted than lost. */
static void test_doctor__keeps_a_rating_that_was_changed(void **state)
{
    struct world *w = *state;
    make_history(w);
    if (raw_number(w, "SELECT count(*) FROM pragma_table_info(%Q) WHERE name = 'row_check'",
            "reviews") == 0)
        skip();
    raw_run(w->db, "DROP TRIGGER reviews_are_fixed; UPDATE reviews SET rating = 5 "
                   "WHERE review_id = 1");
    assert_finds(w, "schema checksum schedule");
    mend(w);
    assert_told("recreated: the trigger reviews_are_fixed\n"
                "kept, but doubtful (wrong checksum): row 1 of reviews\n"
                "recomputed: 1 schedule\n");
    assert_finds(w, "");
    assert_sql(w, "SELECT rating FROM reviews WHERE review_id = 1", "5");
}

/* ---- rescues ---- */

#define PAGE 4096

static void rescue(struct world *w, const char *kept)
{
    char path[192];
    buf_clear(&said);
    enum err_code code = store_rescue(w->db, world_path(w, kept, path), NOW, tell, NULL, &w->err);
    if (code)
        fail_msg("rescue: error %d: %s", (int)code, w->err.message);
}

/* The page on which a table's or index's tree begins. */
static long root_of(const struct world *w, const char *name)
{
    return (long)raw_number(w, "SELECT rootpage FROM sqlite_schema WHERE name = %Q", name);
}

static void overwrite(const struct world *w, long page, int byte)
{
    char bytes[PAGE];
    FILE *file = fopen(w->db, "r+");
    assert_non_null(file);
    memset(bytes, byte, sizeof bytes);
    assert_int_equal(fseek(file, (page - 1) * PAGE, SEEK_SET), 0);
    assert_int_equal(fwrite(bytes, 1, sizeof bytes, file), sizeof bytes);
    assert_int_equal(fclose(file), 0);
}

static const char *const all_tables[] = {"decks", "cards", "texts", "reviews", "changes"};

/* The rows of a table, but what a new reading of decks sets. */
static void table_text(const struct world *w, const char *table, char *text, size_t size)
{
    char sql[256];
    snprintf(sql, sizeof sql,
        "SELECT group_concat(quote(a) || quote(b) || quote(c)) FROM "
        "(SELECT rowid a, %s FROM %s ORDER BY rowid)",
        strcmp(table, "decks") == 0     ? "id b, path c"
        : strcmp(table, "texts") == 0   ? "question b, answer c"
        : strcmp(table, "cards") == 0   ? "due b, last_review_id c"
        : strcmp(table, "reviews") == 0 ? "rating b, reviewed_ms c"
                                        : "kind b, changed_ms c",
        table);
    raw_text(w->db, sql, text, size);
}

/* A page that is not of the log costs no rating; the schedules are folded again. */
static void check_rescue(struct world *w, const char *name, int byte, const char *told)
{
    static char before[5][2048], after[2048];
    make_history(w);
    for (size_t t = 0; t < COUNT(all_tables); t++)
        table_text(w, all_tables[t], before[t], sizeof before[t]);
    overwrite(w, root_of(w, name), byte);
    rescue(w, "kept.db");
    assert_told(told);
    assert_finds(w, "");
    assert_sound(w);
    for (size_t t = 0; t < COUNT(all_tables); t++) {
        table_text(w, all_tables[t], after, sizeof after);
        if (t < 3 && (strcmp(name, "cards") == 0 || strcmp(name, all_tables[t]) == 0))
            continue; /* told, and compared where it comes back */
        assert_string_equal(after, before[t]);
    }
    assert_sql(w, "SELECT count(*) FROM sqlite_schema WHERE name LIKE 'reviews%'", "7");
}

static void test_doctor__rescues_from_a_lost_index(void **state)
{
    check_rescue(*state, "reviews_card", 0, "");
}

static void test_doctor__rescues_from_lost_texts(void **state)
{
    check_rescue(*state, "texts", 0xff,
        "lost: the texts of cards 1 to 3; the next review will reread their deck\n");
}

static void test_doctor__rescues_from_lost_cards(void **state)
{
    check_rescue(*state, "cards", 0,
        "recreated from their events: cards 1, 2; the next review will reread their deck\n"
        "lost: card 3, which had no ratings; the next review will reread their deck\n"
        "recomputed: 2 schedules\n");
}

/* The indexes still name the ratings that are lost. */
static void test_doctor__says_which_ratings_are_lost(void **state)
{
    struct world *w = *state;
    make_history(w);
    overwrite(w, root_of(w, "reviews"), 0);
    rescue(w, "kept.db");
    assert_told("lost: 4 ratings (rows 1 to 3, 5 of reviews) of cards 1, 2\n"
                "recomputed: 2 schedules\n");
    assert_finds(w, "");
    assert_sql(w, "SELECT count(*) FROM changes", "1");
    assert_sql(w, "SELECT due IS NULL FROM cards WHERE card_id = 1", "1");
}

/* Even without the page that says where everything is. */
static void test_doctor__rescues_without_the_first_page(void **state)
{
    struct world *w = *state;
    make_history(w);
    overwrite(w, 1, 0);
    assert_int_equal(store_open(&w->store, w->db, STORE_WRITE, &w->err), ERR_STORE);
    assert_true(salvage_is_needed(w->db));
    rescue(w, "kept.db");
    assert_finds(w, "");
    assert_sql(w, "SELECT group_concat(review_id) FROM reviews", "1,2,3,5");
    assert_sql(w, "SELECT count(*) FROM texts", "3");
}

/* What is only in the log of a killed program counts; the log is never applied again. */
static void test_doctor__rescues_what_is_in_the_log(void **state)
{
    struct world *w = *state;
    char kept[192];
    make_history(w);
    pid_t child = world_fork();
    if (child == 0) {
        world_open(w);
        rate_on(w, "three", 5, DAY + 8);
        raise(SIGKILL);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    overwrite(w, 1, 0xff);
    rescue(w, "kept.db");
    assert_sql(w, "SELECT group_concat(review_id) FROM reviews", "1,2,3,5,6");
    assert_finds(w, "");
    assert_int_equal(access(world_path(w, "kept.db", kept), F_OK), 0);
    assert_int_equal(access(world_path(w, "kept.db-wal", kept), F_OK), 0);
}

static void test_doctor__rescues_no_other_files(void **state)
{
    struct world *w = *state;
    char path[192];
    world_write(w, "deck.yaml", DECK);
    assert_false(salvage_is_needed(w->deck));
    sqlite3 *db;
    assert_int_equal(sqlite3_open(world_path(w, "other.db", path), &db), SQLITE_OK);
    assert_int_equal(
        sqlite3_exec(db, "CREATE TABLE t(a, b); INSERT INTO t VALUES (1, 'x')", NULL, NULL, NULL),
        SQLITE_OK);
    sqlite3_close(db);
    assert_false(salvage_is_needed(path));
    make_history(w);
    assert_false(salvage_is_needed(w->db)); /* it is whole */
    raw_run(w->db, "PRAGMA user_version = 999");
    assert_false(salvage_is_needed(w->db));
}

/* A rating without a meaning is lost, and that is told; the file is rebuilt without it. */
static void test_doctor__drops_a_rating_without_a_meaning(void **state)
{
    struct world *w = *state;
    make_history(w);
    raw_run(w->db, "PRAGMA ignore_check_constraints = ON; DROP TRIGGER reviews_are_fixed; "
                   "UPDATE reviews SET rating = 77 WHERE review_id = 2");
    struct doctor doctor = look(w);
    assert_true(doctor.damaged);
    assert_non_null(strstr(kinds, "value"));
    rescue(w, "kept.db");
    assert_non_null(strstr(buf_string(&said), "lost: row 2 of reviews: "));
    assert_finds(w, "");
    assert_sql(w, "SELECT group_concat(review_id) FROM reviews", "1,3,5");
}

/* ---- any damage ---- */

static uint64_t seed;

static unsigned chance(unsigned below)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(seed >> 33) % below;
}

/* Overwrite a few bytes, or a page, or cut the file. */
static void damage(const struct world *w, long size)
{
    FILE *file = fopen(w->db, "r+");
    assert_non_null(file);
    unsigned what = chance(8);
    long at = (long)chance((unsigned)size);
    if (what == 0)
        assert_int_equal(truncate(w->db, at), 0);
    unsigned length = what < 3 ? PAGE : 1 + chance(8);
    fseek(file, what < 3 ? at / PAGE * PAGE : at, SEEK_SET);
    for (unsigned i = 0; i < length && what > 0; i++)
        fputc((int)chance(256), file);
    fclose(file);
}

/* Whatever is done to the file, a rescue ends, and leaves a database without faults; if there is
 * nothing left to rescue, an error says so, and the file stays. */
static void test_doctor__survives_any_damage(void **state)
{
    struct world *w = *state;
    char original[192], kept[192];
    struct stat file;
    make_history(w);
    assert_int_equal(rename(w->db, world_path(w, "original", original)), 0);
    assert_int_equal(stat(original, &file), 0);
    for (seed = 1; seed < 120; seed++) {
        uint64_t before = seed;
        assert_int_equal(file_copy(original, w->db, &w->err), ERR_NONE);
        damage(w, (long)file.st_size);
        unlink(world_path(w, "kept.db", kept));
        buf_clear(&said);
        if (!store_rescue(w->db, kept, NOW, tell, NULL, &w->err)) {
            look(w);
            if (kinds[0])
                fail_msg("seed %llu: still %s", (unsigned long long)before, kinds);
        }
        seed = before;
    }
}

int main(void)
{
#define DOCTOR(name) cmocka_unit_test_setup_teardown(test_doctor__##name, world_set_up, tear_down)
    const struct CMUnitTest tests[] = {
        DOCTOR(finds_nothing_in_a_healthy_database),
        DOCTOR(finds_nothing_in_an_empty_database),
        DOCTOR(more_advice_of_a_kind_is_advice),
        DOCTOR(repairs_a_schedule),
        DOCTOR(repairs_a_last_rating_that_is_undone),
        DOCTOR(repairs_a_missing_index),
        DOCTOR(repairs_an_altered_trigger),
        DOCTOR(repairs_missing_texts),
        DOCTOR(repairs_a_missing_deck),
        DOCTOR(repairs_a_card_that_only_the_log_knows),
        DOCTOR(repairs_a_card_without_ratings),
        DOCTOR(repairs_a_study_day),
        DOCTOR(repairs_a_time),
        DOCTOR(repairs_a_time_spent),
        DOCTOR(repairs_an_ease),
        DOCTOR(repairs_a_flag),
        DOCTOR(repairs_a_scheduler),
        DOCTOR(repairs_a_retention),
        DOCTOR(repairs_a_name),
        DOCTOR(a_card_made_again_comes_back),
        DOCTOR(a_lost_deck_comes_back),
        DOCTOR(says_that_the_clock_is_behind),
        DOCTOR(leaves_the_users_own_view_alone),
        DOCTOR(finds_nothing_in_an_old_database),
        DOCTOR(keeps_a_rating_that_was_changed),
        DOCTOR(rescues_from_a_lost_index),
        DOCTOR(rescues_from_lost_texts),
        DOCTOR(rescues_from_lost_cards),
        DOCTOR(says_which_ratings_are_lost),
        DOCTOR(rescues_without_the_first_page),
        DOCTOR(rescues_what_is_in_the_log),
        DOCTOR(rescues_no_other_files),
        DOCTOR(drops_a_rating_without_a_meaning),
        DOCTOR(survives_any_damage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
