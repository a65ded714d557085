/* Opening an older program's database for writing updates it and keeps everything in it. If that
 * fails, or if the database is only read, nothing changes. */
#include "unit/schema_2.h"
#include "unit/schema_4.h"
#include "unit/schema_6.h"
#include "unit/sitting.h"

#include "base/buf.h"
#include "base/hash.h"
#include "store/changes.h"
#include "store/replay.h"
#include "store/row_check.h"
#include "store/switches.h"

static void make(const struct world *w, const char *const *lines, size_t count)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open(w->db, &db), SQLITE_OK);
    for (size_t i = 0; i < count; i++)
        if (sqlite3_exec(db, lines[i], NULL, NULL, NULL) != SQLITE_OK)
            fail_msg("%s: %s", lines[i], sqlite3_errmsg(db));
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void make_old(const struct world *w)
{
    make(w, schema_2, COUNT(schema_2));
    assert_sql(w, "PRAGMA user_version", "2");
}

static void make_4(const struct world *w)
{
    make(w, schema_4, COUNT(schema_4));
    assert_sql(w, "PRAGMA user_version", "4");
}

#define LOG                                                                                        \
    "SELECT group_concat(review_id || ':' || card_id || ':' || rating || ':' || study_day || "     \
    "iif(undone_ms, 'u', ''), ' ') FROM (SELECT * FROM reviews ORDER BY review_id)"
#define CARDS                                                                                      \
    "SELECT group_concat(card_id || ':' || ifnull(due, '') || ':' || interval || ':' || ease || "  \
    "':' || lapses || iif(retired_day, 'r', ''), ' ') FROM (SELECT * FROM cards ORDER BY card_id)"

static void test_migrate__from_2_with_all_it_holds(void **state)
{
    struct world *w = *state;
    char log[512], cards[512];
    make_old(w);
    raw_text(w->db, LOG, log, sizeof log);
    raw_text(w->db, CARDS, cards, sizeof cards);
    assert_string_equal(
        log, "1:1:4:20484 2:2:1:20484 3:3:5:20484 4:4:3:20484 5:1:5:20485 6:2:4:20485u");
    world_open(w);
    assert_sql(w, "PRAGMA user_version", "7");
    assert_sql(w, LOG, log);
    assert_sql(w, CARDS, cards);
    assert_sql(w, "SELECT group_concat(question) FROM texts", "one,two,three,gone");
    assert_sound(w);
    /* and it works: the day goes on, and the last rating is the one to take back */
    w->deck_id = 1;
    sit(w, ORDINARY, at(DAY + 1, 10, 0));
    assert_left(w, 0, 0, 2);
    struct undone undone;
    assert_int_equal(world_undo(w->store, &w->deck_id, 1, NINE, &undone, &w->err), ERR_NONE);
    assert_int_equal(undone.review_id, 5);
    struct changing changing = {2, NULL, {.kind = CHANGE_SUSPEND}, NINE};
    assert_int_equal(store_change(w->store, &changing, NULL, &w->err), ERR_NONE);
    assert_sql(w, "SELECT change_id FROM changes", "7");
    sit(w, ORDINARY, at(DAY + 1, 10, 0));
    assert_left(w, 0, 0, 2); /* one is due again, and two waits */
    assert_sound(w);
}

/* The rows of cards are what the fold makes of the log: refolding changes nothing. */
static void test_migrate__rows_are_the_fold(void **state)
{
    struct world *w = *state;
    char cards[512];
    make_old(w);
    raw_text(w->db, CARDS, cards, sizeof cards);
    world_open(w);
    for (int64_t card = 1; card <= 4; card++) {
        struct schedule after;
        struct changing changing = {card, NULL, {.kind = CHANGE_RESET}, NINE};
        assert_int_equal(store_change(w->store, &changing, &after, &w->err), ERR_NONE);
        assert_int_equal(store_change_undo(w->store, after.last_change, NINE, &w->err), ERR_NONE);
    }
    assert_sql(w, CARDS, cards);
    assert_sound(w);
}

static void test_migrate__a_reader_leaves_it_as_it_is(void **state)
{
    struct world *w = *state;
    make_old(w);
    assert_int_equal(store_open(&w->store, w->db, STORE_READ, &w->err), ERR_STORE);
    assert_non_null(strstr(w->err.message, "an older drill"));
    assert_sql(w, "PRAGMA user_version", "2");
    assert_sql(w, "SELECT count(*) FROM sqlite_schema WHERE name = 'changes'", "0");
}

/* What stands in the way of a step leaves the step undone, all of it. */
static void test_migrate__whole_or_not_at_all(void **state)
{
    struct world *w = *state;
    make_old(w);
    raw_run(w->db, "CREATE TABLE cards_last_change(x)"); /* the index wants that name */
    assert_int_equal(store_open(&w->store, w->db, STORE_WRITE, &w->err), ERR_STORE);
    assert_sql(w, "PRAGMA user_version", "2");
    assert_sql(w, "SELECT count(*) FROM sqlite_schema WHERE name = 'changes'", "0");
    assert_sql(w, "SELECT count(*) FROM pragma_table_info('cards') WHERE name = 'leech'", "0");
    raw_run(w->db, "DROP TABLE cards_last_change");
    world_open(w);
    assert_sql(w, "PRAGMA user_version", "7");
    assert_sound(w);
}

/* ---- from 6: schedulers ---- */

static void switch_old(struct world *w, int scheduler, struct moment now)
{
    struct switched switched;
    const struct regime_wish wish = {1, scheduler, RETENTION_DEFAULT};
    assert_int_equal(store_set_regimes(w->store, &wish, 1, now, &switched, &w->err), ERR_NONE);
    assert_int_equal(switched.count, 1);
}

static void assert_old_memory(
    struct world *w, int64_t card, const struct memory_step *steps, size_t count)
{
    const struct scheduler *fsrs = scheduler_numbered(SCHEDULER_FSRS);
    struct weights weights = scheduler_weights(fsrs, fsrs->defaults);
    struct memory wanted = scheduler_replay(fsrs, &weights, steps, count);
    struct schedule row = schedule_of(w, card), replayed;
    assert_memory_equal(&row.past.memory, &wanted, sizeof wanted);
    assert_int_equal(replay_fold(w->store, card, &replayed, &w->err), ERR_NONE);
    assert_true(schedule_is_same(&row, &replayed));
}

static void test_migrate__old_ratings_count_under_another_scheduler(void **state)
{
    /* by card: days since the rating before, and the rating */
    static const struct memory_step one[] = {{0, 4}, {1, 4}, {6, 5}};
    static const struct memory_step two[] = {{0, 4}, {1, 4}, {6, 3}};
    static const struct memory_step three[] = {{0, 2}, {0, 4}, {1, 4}, {6, 1}};
    static const struct memory_step four[] = {{0, 4}, {1, 4}, {7, 4}}; /* the last is from here */
    struct world *w = *state;
    char log[512], cards[512];
    make(w, schema_6, COUNT(schema_6));
    raw_text(w->db, LOG, log, sizeof log);
    raw_text(w->db, CARDS, cards, sizeof cards);
    assert_string_equal(cards, "1:20507:16:260:0 2:20506:15:236:0 3:20492:1:250:2 4:20491:6:250:0");
    world_open(w);
    assert_sql(w, LOG, log);
    assert_sound(w);
    switch_old(w, SCHEDULER_FSRS, at(DAY + 8, 9, 0));
    assert_sql(w, CARDS, cards);
    rate_card(w, 4, REVIEW_DUE, 4, at(DAY + 8, 9, 1));
    assert_old_memory(w, 1, one, COUNT(one));
    assert_old_memory(w, 2, two, COUNT(two));
    assert_old_memory(w, 3, three, COUNT(three));
    assert_old_memory(w, 4, four, COUNT(four));
    assert_sound(w);
    struct undone undone;
    w->deck_id = 1;
    assert_int_equal(
        world_undo(w->store, &w->deck_id, 1, at(DAY + 8, 9, 2), &undone, &w->err), ERR_NONE);
    assert_old_memory(w, 4, four, COUNT(four) - 1);
    switch_old(w, SCHEDULER_SM2, at(DAY + 8, 9, 3));
    assert_sql(w, CARDS, cards);
    assert_sound(w);
}

/* ---- from 4: cloze texts, and hashes of texts in normal form ---- */

#define CLOZES                                                                                     \
    "SELECT group_concat(card_id || ' ' || ifnull(cloze, '-'), '; ') FROM "                        \
    "(SELECT * FROM texts WHERE card_id > 2 ORDER BY card_id)"

static void test_migrate__fills_cloze_texts(void **state)
{
    struct world *w = *state;
    make_4(w);
    world_open(w);
    assert_sql(w, CLOZES,
        "3 -; 4 The {{Loire}} is in {{France::which country}}.; "
        "5 The {{Loire}} is in {{France::which country}}.; "
        "6 A {{c1::b}} and {{c1::b}}, [sic] {{c2::z}}; "
        "7 A {{c1::b}} and {{c1::b}}, [sic] {{c2::z}}; 8 -; 9 -");
    assert_sql(w, "SELECT max(modified_ns) + max(changed_ns) FROM decks", "0");
    assert_sql(w, "SELECT count(*) FROM reviews", "9");
    assert_sound(w);
}

/* The file is saved in the other normal form, and two entries are back. */
static void test_migrate__one_letter_is_one_letter(void **state)
{
    struct world *w = *state;
    make_4(w);
    world_open(w);
    world_load(w, "deck: Old\ncards:\n"
                  "- {q: one, a: first, id: \"é\", tags: [t]}\n"
                  "- {q: \"résumé\", a: CV}\n"
                  "- {q: \"nai\u0308ve\", a: \"nai\u0308f\"}\n"
                  "- {cloze: \"The {{Loire}} is in {{France::which country}}.\"}\n"
                  "- {cloze: \"A {{c1::b}} and {{c1::b}}, [sic] {{c2::z}}\", id: gaps}\n"
                  "- {cloze: \"Gone {{c}} à {{d}}\"}\n");
    assert_report(w, 0, 0, 0, 2);
    assert_sql(w, CLOZES,
        "3 -; 4 The {{Loire}} is in {{France::which country}}.; "
        "5 The {{Loire}} is in {{France::which country}}.; "
        "6 A {{c1::b}} and {{c1::b}}, [sic] {{c2::z}}; "
        "7 A {{c1::b}} and {{c1::b}}, [sic] {{c2::z}}; "
        "8 Gone {{c}} à {{d}}; 9 Gone {{c}} à {{d}}");
    assert_sql(w, "SELECT group_concat(reviews, '') FROM (SELECT * FROM cards ORDER BY card_id)",
        "221102010");
    assert_sound(w);
}

static bool find_bad_row(void *context, const struct bad_row *bad)
{
    if (bad->fault == BAD_ROW_CHECK)
        *(int64_t *)context = *(int64_t *)context * 100 + bad->row_id;
    return true;
}

/* The migration writes these rows, but gives no damage a right check. */
static void test_migrate__damage_stays_in_sight(void **state)
{
    struct world *w = *state;
    int64_t rows = 0;
    make_4(w);
    raw_run(w->db, "UPDATE texts SET note = 'x' WHERE card_id = 5");
    raw_run(w->db, "UPDATE cards SET lapses = 7 WHERE card_id = 2");
    world_open(w);
    assert_int_equal(store_verify_rows(w->store, find_bad_row, &rows, &w->err), ERR_NONE);
    assert_int_equal(rows, 205);
}

/* ---- ten thousand cards, whose texts are then converted anew ---- */

#define MANY 10000

/* The same text as an old and a new conversion write it; %d is the number of the card. */
static const struct {
    const char *question, *answer, *new_question, *new_answer;
    int variant; /* the entries at even places have an id */
} conversions[] = {
    {"Wie viel ist 104 + %d?", "10%d", "Wie viel ist 10⁴ + %d?", "10^%d^", 0},
    {"What does \\*%d\\* do?", "\\_it\\_ does %d", "What does *%d* do?", "_it_ does %d", 0},
    {"line %d\\\nand more", "one\\\ntwo %d", "line %d\nand more", "one\n\ntwo %d", 0},
    {"SO42- number %d", "$ x_%d $ and y", "SO₄²- number %d", "$x_{%d}$ and y", 0},
    {"Cafe\u0301 **%d**.", "a\u0300 co\u0302te\u0301", "Café **%d.**", "à côté", 0},
    {"ΟΔΟΣ %d", "`a` b", "ΟΔΟΣ %d", "``a`` b", 0},
    {"%d [...] : b", "\\*", "%d [...]: b", "*", 1},
    {"%d \\* : [...]", "b", "%d *: [...]", "b", 2},
};

static void put_card(sqlite3_stmt *insert[3], int64_t card)
{
    int kind = (int)(card % (int64_t)COUNT(conversions));
    int64_t entry = (card - (conversions[kind].variant == 2) + 8) / 8;
    char id[32], question[128], answer[128];
    snprintf(id, sizeof id, "id-%d", (int)(card - (conversions[kind].variant == 2)));
    snprintf(question, sizeof question, conversions[kind].question, (int)entry);
    snprintf(answer, sizeof answer, conversions[kind].answer, (int)entry);
    bool named = entry % 2 == 0;
    uint64_t content = hash_text(hash_text(3, question), answer);
    content = hash_text(hash_text(hash_text(content, ""), ""), "");
    sqlite3_bind_int64(insert[0], 1, card);
    sqlite3_bind_text(insert[0], 2, named ? id : NULL, -1, SQLITE_STATIC);
    sqlite3_bind_int(insert[0], 3, conversions[kind].variant);
    sqlite3_bind_int64(insert[0], 4, card - (conversions[kind].variant == 2));
    sqlite3_bind_int64(insert[0], 5, (int64_t)(named ? hash_text(1, id) : hash_text(2, question)));
    sqlite3_bind_int64(insert[0], 6, (int64_t)content);
    sqlite3_bind_int64(insert[1], 1, card);
    sqlite3_bind_text(insert[1], 2, question, -1, SQLITE_STATIC);
    sqlite3_bind_text(insert[1], 3, answer, -1, SQLITE_STATIC);
    sqlite3_bind_int64(insert[2], 1, card);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(sqlite3_step(insert[i]), SQLITE_DONE);
        sqlite3_reset(insert[i]);
    }
}

/* Put MANY cards with a rating each into the database of schema 4, and checks into all rows. */
static void make_many(const struct world *w)
{
    static const char *const texts[] = {
        "INSERT INTO cards(card_id, deck_id, id, variant, position, identity, content, added_day, "
        "repetitions, interval, ease, due, reviews, last_rating, last_review_id) "
        "VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6, 20484, 1, 1, 250, 20485, 1, 4, ?1)",
        "INSERT INTO texts(card_id, question, answer, hint, note, tags) VALUES (?, ?, ?, '', '', "
        "'')",
        "INSERT INTO reviews(review_id, card_id, reviewed_ms, offset_min, study_day, kind, rating, "
        "spent_ms, interval_before, interval_after, ease_before, ease_after, due) "
        "VALUES (?1, ?1, 1769850000000, 0, 20484, 1, 4, 0, 0, 1, 250, 250, 20485)"};
    sqlite3_stmt *insert[3];
    make_4(w);
    sqlite3 *db = raw_open(w->db);
    assert_int_equal(row_check_register(db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db,
                         "BEGIN; DELETE FROM cards; DELETE FROM texts; "
                         "DELETE FROM reviews",
                         NULL, NULL, NULL),
        SQLITE_OK);
    for (int i = 0; i < 3; i++)
        assert_int_equal(sqlite3_prepare_v2(db, texts[i], -1, &insert[i], NULL), SQLITE_OK);
    for (int64_t card = 1; card <= MANY; card++)
        put_card(insert, card);
    for (int i = 0; i < 3; i++)
        sqlite3_finalize(insert[i]);
    assert_int_equal(sqlite3_exec(db,
                         "UPDATE texts SET row_check = row_check(card_id, question, "
                         "answer, hint, note, tags); COMMIT",
                         NULL, NULL, NULL),
        SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

/* A text as a YAML string in double quotes. */
static void put_text(struct buf *deck, const char *key, const char *format, int number)
{
    char text[128];
    snprintf(text, sizeof text, format, number);
    buf_format(deck, "%s: \"", key);
    for (const char *at = text; *at; at++)
        if (*at == '\n')
            buf_text(deck, "\\n");
        else if (*at == '\\')
            buf_text(deck, "\\\\");
        else
            buf_char(deck, *at);
    buf_char(deck, '"');
}

/* The deck's file as the old or the new conversion writes it. */
static void put_deck(struct buf *deck, bool new)
{
    buf_text(deck, "deck: Old\ncards:\n");
    for (int card = 1; card <= MANY; card++) {
        int kind = card % (int)COUNT(conversions);
        int entry = (card - (conversions[kind].variant == 2) + 8) / 8;
        if (conversions[kind].variant == 2) /* with the gap before it */
            continue;
        buf_text(deck, "- {");
        if (entry % 2 == 0)
            buf_format(deck, "id: id-%d, ", card);
        if (conversions[kind].variant) {
            put_text(deck, "cloze", new ? "%d {{*}}: {{b}}" : "%d {{\\*}} : {{b}}", entry);
        } else {
            put_text(deck, "q", new ? conversions[kind].new_question : conversions[kind].question,
                entry);
            put_text(
                deck, ", a", new ? conversions[kind].new_answer : conversions[kind].answer, entry);
        }
        buf_text(deck, "}\n");
    }
    assert_false(deck->failed);
}

static void assert_many_keep_their_histories(const struct world *w)
{
    assert_sql(w,
        "SELECT count(*) || ' ' || min(reviews) || ' ' || max(card_id) FROM cards "
        "WHERE retired_day IS NULL",
        "10000 1 10000");
    assert_sql(w, "SELECT count(*) FROM cards", "10000");
}

static void test_migrate__many_cards_converted_anew(void **state)
{
    struct world *w = *state;
    struct buf deck = {0};
    make_many(w);
    world_open(w);
    assert_sql(w, "SELECT count(*) FROM texts WHERE cloze NOT NULL", "2500");
    put_deck(&deck, false);
    world_load(w, buf_string(&deck));
    assert_report(w, 0, 0, 0, 0);
    assert_many_keep_their_histories(w);
    buf_clear(&deck);
    put_deck(&deck, true);
    world_load(w, buf_string(&deck));
    assert_int_equal(w->report.added + w->report.retired + w->report.returned, 0);
    assert_many_keep_their_histories(w);
    assert_sql(
        w, "SELECT question || answer FROM texts WHERE card_id = 16", "Wie viel ist 10⁴ + 3?10^3^");
    assert_sound(w);
    buf_done(&deck);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_set_up, world_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_migrate__from_2_with_all_it_holds),
        TEST(test_migrate__rows_are_the_fold),
        TEST(test_migrate__a_reader_leaves_it_as_it_is),
        TEST(test_migrate__whole_or_not_at_all),
        TEST(test_migrate__old_ratings_count_under_another_scheduler),
        TEST(test_migrate__fills_cloze_texts),
        TEST(test_migrate__one_letter_is_one_letter),
        TEST(test_migrate__damage_stays_in_sight),
        TEST(test_migrate__many_cards_converted_anew),
    };
    return cmocka_run_group_tests_name("migrate", tests, NULL, NULL);
}
