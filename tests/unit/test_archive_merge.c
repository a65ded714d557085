/* Merging archives: rows are passed directly from one database to another. */
#include "store/archive_merge.h"
#include "store/rows.h"

#include "base/file.h"
#include "base/random.h"
#include "store/changes.h"
#include "store/import_history.h"
#include "store/numbers.h"
#include "store/regimes.h"
#include "store/switches.h"
#include "unit/world.h"

static const char deck[] =
    "deck: A\ncards:\n"
    "  - {q: q1, a: a1, id: i1, reverse: true}\n  - {q: q2, a: a2}\n  - {q: q3, a: a3, hint: h}\n"
    "  - {q: same, a: x}\n  - {q: same, a: y}\n  - cloze: '{{one}} and {{two::hint}} and {{one}}'\n"
    "  - {cloze: '{{c2::b}} {{c1::a}}', id: gaps}\n  - {q: draft, a: ''}\n";

/* ---- databases ---- */

/* The path of a database in the world's folder. */
static const char *path_of(const struct world *w, const char *name)
{
    static char paths[4][192];
    static int next;
    return world_path(w, name, paths[next++ % 4]);
}

/* Let w work on another database. */
static void turn_to(struct world *w, const char *name)
{
    world_close(w);
    snprintf(w->db, sizeof w->db, "%s/%s", w->folder, name);
    world_open(w);
}

static void copy(struct world *w, const char *from, const char *to)
{
    world_close(w); /* writes the log back */
    assert_int_equal(file_copy(path_of(w, from), path_of(w, to), &w->err), ERR_NONE);
}

static enum err_code take(
    void *context, const struct archive_kind *kind, const void *row, struct err *err)
{
    struct archive_merge *merge = context;
    int64_t deck_id;
    bool known;
    if (kind == &archive_deck)
        return archive_merge_deck(merge, row, &deck_id, &known, err);
    if (kind == &archive_regime)
        return archive_merge_regime(merge, row, err);
    if (kind == &archive_card)
        return archive_merge_card(merge, row, err);
    return archive_merge_event(merge, kind, row, err);
}

/* Merge one database into another. */
static struct archive_report merge(struct world *w, const char *from, const char *into)
{
    struct store *source, *target;
    struct archive_merge *merge;
    struct archive_report report = {0};
    int64_t card, event;
    world_close(w);
    assert_int_equal(store_open(&source, path_of(w, from), STORE_READ, &w->err), ERR_NONE);
    assert_int_equal(store_open(&target, path_of(w, into), STORE_WRITE, &w->err), ERR_NONE);
    enum err_code code = archive_merge_begin(target, DAY + 400, &merge, &w->err);
    if (!code && !(code = store_deleted_numbers(source, &card, &event, &w->err)) &&
        !(code = archive_merge_numbers(merge, card, event, &w->err)) &&
        !(code = archive_read(source, take, merge, &w->err)))
        code = archive_merge_finish(merge, &report, &w->err);
    code = archive_merge_end(merge, code, &w->err);
    if (code)
        fail_msg("merge: error %d: %s", (int)code, w->err.message);
    store_close(source);
    store_close(target);
    return report;
}

/* All that a query gives, a line a row. */
static char *dump(const struct world *w, const char *name, const char *sql)
{
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);
    sqlite3 *db = raw_open(path_of(w, name));
    sqlite3_stmt *row;
    if (sqlite3_prepare_v2(db, sql, -1, &row, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    while (sqlite3_step(row) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(row); i++)
            fprintf(out, "%s|", (const char *)sqlite3_column_text(row, i));
        fputs("\n", out);
    }
    sqlite3_finalize(row);
    sqlite3_close(db);
    fclose(out);
    return text;
}

static void assert_same_rows(
    const struct world *w, const char *one, const char *other, const char *sql)
{
    char *a = dump(w, one, sql), *b = dump(w, other, sql);
    if (strcmp(a, b) != 0)
        fail_msg("%s\n%s:\n%s%s:\n%s", sql, one, a, other, b);
    free(a);
    free(b);
}

/* Every row of every table, without what belongs to a machine. */
static const char *const tables[] = {
    ("SELECT deck_id, id, name, description, tags, names_itself, new_cap, limit_cap, scheduler, "
     "retention, size FROM decks ORDER BY 1"),
    "SELECT * FROM regimes ORDER BY regime_id",
    "SELECT * FROM cards ORDER BY card_id",
    "SELECT * FROM texts ORDER BY card_id",
    "SELECT * FROM reviews ORDER BY review_id",
    "SELECT * FROM changes ORDER BY change_id",
    "SELECT * FROM numbers ORDER BY number_id",
};

static void assert_equal(const struct world *w, const char *one, const char *other)
{
    for (size_t i = 0; i < COUNT(tables); i++)
        assert_same_rows(w, one, other, tables[i]);
}

/* Each card's schedule, and each event, without numbers, which may differ. */
static const char schedules[] =
    "SELECT d.id, t.question, t.answer, c.variant, c.suspended, repetitions, interval, ease, due, "
    "repeat_day, lapses, reviews, last_rating, leech, buried_day, sm2_interval, stability, "
    "difficulty, memory_day, memory_ms FROM cards c "
    "JOIN texts t USING (card_id) JOIN decks d USING (deck_id) ORDER BY 1, 2, 3, 4";
static const char events[] =
    "SELECT question, answer, reviewed_ms ms, 'review', kind, rating, spent_ms, interval_before, "
    "due, undone_ms NOT NULL, NULL, scheduler, retention, stability, difficulty FROM reviews JOIN "
    "texts USING (card_id) UNION ALL "
    "SELECT question, answer, changed_ms, 'change', g.kind, g.imported, g.lapses, extra, g.due, "
    "g.undone_ms NOT NULL, r.reviewed_ms, "
    "(SELECT min(o.changed_ms) FROM changes o WHERE o.batch = g.batch), "
    "(SELECT count(*) FROM changes o WHERE o.batch = g.batch), NULL, NULL "
    "FROM changes g JOIN texts USING (card_id) "
    "LEFT JOIN reviews r ON r.review_id = g.review_id ORDER BY 3, 1, 2, 4, 5, 6";
/* What came into force. */
static const char in_force[] =
    "SELECT d.id, changed_ms, g.scheduler, g.retention, weights, imported, undone_ms NOT NULL "
    "FROM regimes g LEFT JOIN decks d USING (deck_id) ORDER BY 2, 1, 3, 4, 5";
/* Cards with an event that has a higher number than a later one. */
static const char disorder[] =
    "WITH e AS (SELECT card_id, review_id id, reviewed_ms ms FROM reviews UNION ALL "
    "SELECT card_id, change_id, changed_ms FROM changes) "
    "SELECT count(*) FROM e a JOIN e b USING (card_id) WHERE a.id < b.id AND a.ms > b.ms";

/* ---- histories ---- */

struct player {
    uint64_t seed, step;
    int64_t now_ms;
};

static unsigned chance(struct player *p, unsigned below)
{
    return (unsigned)(random_mix(p->seed, p->step++) >> 20) % below;
}

static void change(struct world *w, struct player *p, int64_t card, struct moment now)
{
    struct changing changing = {.card_id = card,
        .change = {.kind = (enum change_kind)(1 + chance(p, CHANGE_LAST)),
            .due = now.day + (int)chance(p, 30),
            .sm2 = {3, 10, 240},
            .lapses = 2},
        .at = now};
    assert_int_equal(store_change(w->store, &changing, NULL, &w->err), ERR_NONE);
}

static void rate(struct world *w, struct player *p, int64_t card, struct moment now)
{
    struct schedule seen = schedule_of(w, card), after;
    enum review_kind kind = schedule_asks(&seen, now.day);
    struct rated rated = {.card_id = card,
        .last_review = seen.last_review,
        .last_change = seen.last_change,
        .kind = kind ? kind : REVIEW_CRAM,
        .rating = (enum rating)(1 + chance(p, 5)),
        .at = now,
        .spent_ms = chance(p, 60000),
        .leech_lapses = 2,
        .days = 1 + (int)chance(p, 30)};
    assert_int_equal(store_regime(w->store, 1, &rated.regime, &w->err), ERR_NONE);
    assert_int_equal(store_rate(w->store, &rated, &after, &w->err), ERR_NONE);
}

/* Reschedule some cards in one step. */
static void batch(struct world *w, struct player *p, int64_t cards, struct moment now)
{
    int64_t first;
    assert_int_equal(numbers_next_event(w->store, &first, &w->err), ERR_NONE);
    for (int64_t card = 1 + chance(p, 3); card <= cards; card += 3) {
        struct changing changing = {.card_id = card,
            .change = {.kind = CHANGE_SET_DUE, .due = now.day + (int)card, .batch = first},
            .at = now};
        assert_int_equal(store_change(w->store, &changing, NULL, &w->err), ERR_NONE);
    }
}

/* Put a scheduler or weights into force, or take the last switch back. */
static void put_in_force(struct world *w, struct player *p, struct moment now)
{
    const struct scheduler *fsrs = scheduler_numbered(SCHEDULER_FSRS);
    struct regime_switch last;
    struct switched switched;
    struct regime_wish wish = {
        1, chance(p, 3) ? SCHEDULER_FSRS : SCHEDULER_SM2, RETENTION_MIN + 100 * (int)chance(p, 20)};
    int32_t units[WEIGHTS_MAX];
    memcpy(units, fsrs->defaults, sizeof units);
    units[chance(p, 4)] += 100 * (int32_t)chance(p, 50);
    enum err_code code = store_last_switch(w->store, &last, &w->err);
    if (chance(p, 5) == 0 && last.decks)
        code = store_undo_switch(w->store, &last, now, &w->err);
    else if (chance(p, 3) == 0)
        code = store_set_weights(w->store, (int64_t[]){1}, chance(p, 2), fsrs,
            chance(p, 4) ? units : NULL, false, now, &w->err);
    else
        code = store_set_regimes(w->store, &wish, 1, now, &switched, &w->err);
    assert_int_equal(code, ERR_NONE);
}

/* Some days of somebody who does all there is to do. */
static void play(struct world *w, struct player *p, int steps)
{
    struct undone undone;
    int64_t decks[] = {1};
    int64_t cards = raw_number(w, "SELECT max(card_id) FROM cards", "");
    assert_int_equal(store_begin(w->store, &w->err), ERR_NONE); /* one sync for all */
    for (int i = 0; i < steps; i++) {
        p->now_ms += 2 * (1 + (int64_t)chance(p, 10000000)); /* odd or even for ever */
        struct moment now = moment_at(p->now_ms, 60);
        unsigned what = chance(p, 24);
        if (what == 0)
            assert_int_equal(world_undo(w->store, decks, 1, now, &undone, &w->err), ERR_NONE);
        else if (what == 23)
            put_in_force(w, p, now);
        else if (what == 22 && chance(p, 4) == 0)
            batch(w, p, cards, now);
        else if (what < 5)
            change(w, p, 1 + chance(p, (unsigned)cards), now);
        else
            rate(w, p, 1 + chance(p, (unsigned)cards), now);
    }
    assert_int_equal(store_commit(w->store, &w->err), ERR_NONE);
}

/* Adds what another program knew of a card. */
static void import(struct world *w)
{
    struct import_history *history;
    struct import_history_report report;
    struct import_history_card card = {
        .id = "i1", .sm2 = {4, 20, 230}, .due = DAY + 20, .suspended = true, .extra = "{\"s\":1}"};
    struct import_history_review review = {.at = at(DAY - 100, 9, 0),
        .kind = REVIEW_NEW,
        .rating = RATING_WELL,
        .interval = 1,
        .ease = 230};
    int64_t decks[] = {1};
    enum err_code code = import_history_begin(w->store, decks, 1, at(DAY, 8, 0), &history, &w->err);
    if (!code && !(code = import_history_card(history, &card, &review.number, &w->err)))
        code = import_history_review(history, &review, &w->err);
    assert_int_equal(import_history_end(history, code, &report, &w->err), ERR_NONE);
    assert_int_equal(report.reviews, 1);
}

/* A database with a history of all kinds, as name. */
static struct player begin(struct world *w, const char *name, uint64_t seed, int steps)
{
    struct player player = {.seed = seed, .now_ms = at(DAY, 9, 0).utc_ms};
    turn_to(w, name);
    world_load(w, deck);
    import(w);
    play(w, &player, steps);
    return player;
}

/* ---- tests ---- */

static void test_archive_merge__an_empty_database_becomes_equal(void **state)
{
    struct world *w = *state;
    begin(w, "a", 1, 5000);
    world_write(w, "other.yaml",
        "deck: B\nid: b\nnew: 3\nlimit: 0\nscheduler: fsrs\nretention: 0.85\ntags: [t]\ncards:\n  "
        "- {q: only, type: true}\n");
    world_load_file(w, "other.yaml", DAY + 1);
    world_write(w, "deck.yaml", "deck: A\ncards:\n  - {q: q2, a: a2}\n  - {q: q3, a: new}\n");
    world_load_file(w, "deck.yaml", DAY + 9); /* most are retired */
    struct archive_report report = merge(w, "a", "b");
    assert_equal(w, "a", "b");
    assert_int_equal(report.added.decks, 2);
    assert_int_equal(report.refolded, 0);
    turn_to(w, "b");
    assert_sound(w);
    assert_sql(w, "SELECT count(*) > 5 FROM changes WHERE review_id NOT NULL", "1");
    assert_sql(w, "SELECT count(*) > 100 FROM reviews WHERE undone_ms NOT NULL", "1");
    assert_sql(w, "SELECT count(*) > 100 FROM reviews WHERE stability NOT NULL", "1");
    assert_sql(w, "SELECT count(DISTINCT batch) > 10 FROM changes", "1");
    assert_sql(w, "SELECT count(*) > 10 FROM regimes WHERE undone_ms NOT NULL", "1");
}

static void test_archive_merge__a_second_time_adds_nothing(void **state)
{
    struct world *w = *state;
    begin(w, "a", 2, 1000);
    merge(w, "a", "b");
    struct archive_report report = merge(w, "a", "b");
    const struct archive_report nothing = {0};
    assert_memory_equal(&report, &nothing, sizeof report);
    assert_equal(w, "a", "b");
}

/* Two machines go on from one history. */
static void fork_and_merge(struct world *w, uint64_t seed, int before, int after)
{
    char count[64];
    struct player a = begin(w, "a", seed, before), b = a;
    copy(w, "a", "b");
    turn_to(w, "a");
    play(w, &a, after);
    b.seed += 1000;
    b.now_ms++; /* no two events at the same time */
    turn_to(w, "b");
    play(w, &b, after);
    copy(w, "a", "ab");
    copy(w, "b", "ba");
    merge(w, "b", "ab");
    merge(w, seed % 2 ? "a" : "ab", "ba");
    assert_same_rows(w, "ab", "ba", schedules);
    assert_same_rows(w, "ab", "ba", events);
    assert_same_rows(w, "ab", "ba", in_force);
    raw_text(path_of(w, "ab"), disorder, count, sizeof count);
    assert_string_equal(count, "0");
    turn_to(w, "ab");
    assert_sound(w);
    copy(w, "ab", "again");
    merge(w, "b", "again");
    merge(w, "a", "again");
    merge(w, "ba", "again");
    assert_equal(w, "ab", "again");
    for (size_t i = 0; i < 7; i++) {
        static const char *const names[] = {"a", "b", "ab", "ba", "again", "deck.yaml", "x"};
        unlink(path_of(w, names[i]));
    }
}

static void test_archive_merge__both_ways_give_the_same_schedules(void **state)
{
    struct world *w = *state;
    for (uint64_t seed = 10; seed < 22; seed++)
        fork_and_merge(w, seed, seed % 3 ? 60 : 0, 5 + 20 * (int)(seed % 4));
}

/* The clock was set back, so time does not tell: what both sides have ties their orders together.
 */
static void test_archive_merge__keeps_the_order_in_which_things_were_done(void **state)
{
    struct world *w = *state;
    const int minutes[] = {50, 30, 10};
    turn_to(w, "a");
    world_load(w, "deck: A\ncards:\n  - {q: q1, a: a1}\n");
    for (int i = 0; i < 3; i++)
        rate_card(w, 1, i ? REVIEW_DUE : REVIEW_NEW, 3 + i, at(DAY, 9, minutes[i]));
    copy(w, "a", "b");
    raw_run(path_of(w, "b"), "DROP TRIGGER reviews_stay; DELETE FROM reviews WHERE rating = 4");
    assert_int_equal(merge(w, "a", "b").added.reviews, 1);
    turn_to(w, "b");
    assert_sql(w,
        "SELECT group_concat(rating) FROM (SELECT rating FROM reviews ORDER BY review_id)",
        "3,4,5");
    assert_int_equal(schedule_of(w, 1).last_rating, 5);
    assert_sound(w);
}

static void test_archive_merge__what_one_side_undid_is_undone(void **state)
{
    struct world *w = *state;
    struct undone undone;
    turn_to(w, "a");
    world_load(w, "deck: A\ncards:\n  - {q: q1, a: a1}\n");
    rate_on(w, "q1", 5, DAY);
    copy(w, "a", "b");
    turn_to(w, "b");
    assert_int_equal(world_undo(w->store, (int64_t[]){1}, 1, at(DAY, 10, 0), &undone, &w->err), 0);
    assert_int_equal(merge(w, "b", "a").undone, 1);
    turn_to(w, "a");
    assert_sql(w, "SELECT undone_ms = (SELECT undone_ms FROM reviews) FROM reviews", "1");
    assert_int_equal(schedule_of(w, 1).reviews, 0);
    assert_sound(w);
}

/* The file here lacks the card: it is retired, and comes back with its text and history. */
static void test_archive_merge__a_card_that_the_file_lacks_is_retired(void **state)
{
    struct world *w = *state;
    turn_to(w, "a");
    world_load(w, "deck: A\ncards:\n  - {q: q1, a: a1}\n");
    rate_on(w, "q1", 4, DAY);
    copy(w, "a", "b");
    turn_to(w, "b");
    world_load(w, "deck: A\ncards:\n  - {q: q0, a: a0}\n  - {q: q1, a: a1}\n");
    rate_on(w, "q0", 5, DAY + 1);
    struct archive_report report = merge(w, "b", "a");
    assert_int_equal(report.added.cards, 1);
    assert_int_equal(report.added.reviews, 1);
    turn_to(w, "a");
    assert_sql(w, "SELECT retired_day - 20484 FROM cards WHERE card_id = 2", "400");
    world_load_file(w, "deck.yaml", DAY + 401);
    assert_report(w, 0, 0, 0, 1);
    assert_history(w, "q0", 1);
}

/* Cards keep to their histories however their texts differ. */
static void test_archive_merge__pairs_cards_by_id_or_texts(void **state)
{
    struct world *w = *state;
    turn_to(w, "a");
    world_load(w, "deck: A\ncards:\n  - {q: edited, a: here}\n  - {q: same, a: x}\n"
                  "  - {q: same, a: y}\n  - {q: with id, a: z}\n  - {q: was, a: b, id: i}\n");
    copy(w, "a", "b");
    turn_to(w, "b");
    world_load(w,
        "deck: A\ncards:\n  - {q: edited, a: there}\n  - {q: same, a: y}\n"
        "  - {q: same, a: x}\n  - {q: with id, a: z, id: new}\n  - {q: is, a: c, id: i}\n");
    const char *questions[] = {"edited", "with id", "is"};
    for (size_t i = 0; i < COUNT(questions); i++)
        rate_on(w, questions[i], 4, DAY + (int)i);
    rate_card(w, 3, REVIEW_NEW, 2, at(DAY, 12, 0)); /* same, y */
    struct archive_report report = merge(w, "b", "a");
    assert_int_equal(report.added.cards, 0);
    assert_int_equal(report.added.reviews, 4);
    turn_to(w, "a");
    assert_history(w, "edited", 1);
    assert_history(w, "with id", 1);
    assert_history(w, "was", 1);
    assert_sql(w,
        "SELECT answer FROM texts JOIN cards USING (card_id) WHERE question = 'same' "
        "AND reviews = 1",
        "y");
    assert_sql(w, "SELECT answer FROM texts WHERE question = 'edited'", "here");
}

/* A deck that is new gets a number of its own where its number is in use. */
static void test_archive_merge__numbers_in_use_are_given_anew(void **state)
{
    struct world *w = *state;
    turn_to(w, "a");
    world_load(w, "deck: A\ncards:\n  - {q: q1, a: a1}\n  - {q: q2, a: a2}\n");
    rate_on(w, "q2", 4, DAY);
    turn_to(w, "b");
    world_load(w, "deck: B\ncards:\n  - {q: q3, a: a3}\n");
    rate_on(w, "q3", 2, DAY);
    rate_on(w, "q3", 4, DAY);
    struct archive_report report = merge(w, "b", "a");
    assert_int_equal(report.added.decks, 1);
    turn_to(w, "a");
    assert_sql(w,
        "SELECT group_concat(deck_id || d.id || card_id) FROM decks d JOIN cards c "
        "USING (deck_id)",
        "1A1,1A2,2B3");
    assert_sql(w, "SELECT group_concat(review_id || '>' || card_id) FROM reviews", "1>2,2>3,3>3");
    assert_sql(w, "SELECT last_review_id FROM cards WHERE card_id = 3", "3");
    assert_sound(w);
}

/* A schedule that does not follow from the events is not believed. */
static void test_archive_merge__the_log_wins(void **state)
{
    struct world *w = *state;
    turn_to(w, "a");
    world_load(w, "deck: A\ncards:\n  - {q: q1, a: a1}\n  - {q: q2, a: a2}\n");
    rate_on(w, "q1", 4, DAY);
    world_close(w);
    raw_run(path_of(w, "a"), "UPDATE cards SET due = 30000, lapses = 7, row_check = NULL");
    assert_int_equal(merge(w, "a", "b").refolded, 2);
    turn_to(w, "b");
    assert_sql(
        w, "SELECT group_concat(ifnull(due, 'new') || ' ' || lapses) FROM cards", "20485 0,new 0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            test_archive_merge__an_empty_database_becomes_equal, world_set_up, world_tear_down),
        cmocka_unit_test_setup_teardown(
            test_archive_merge__a_second_time_adds_nothing, world_set_up, world_tear_down),
        cmocka_unit_test_setup_teardown(
            test_archive_merge__both_ways_give_the_same_schedules, world_set_up, world_tear_down),
        cmocka_unit_test_setup_teardown(
            test_archive_merge__keeps_the_order_in_which_things_were_done, world_set_up,
            world_tear_down),
        cmocka_unit_test_setup_teardown(
            test_archive_merge__what_one_side_undid_is_undone, world_set_up, world_tear_down),
        cmocka_unit_test_setup_teardown(test_archive_merge__a_card_that_the_file_lacks_is_retired,
            world_set_up, world_tear_down),
        cmocka_unit_test_setup_teardown(
            test_archive_merge__pairs_cards_by_id_or_texts, world_set_up, world_tear_down),
        cmocka_unit_test_setup_teardown(
            test_archive_merge__numbers_in_use_are_given_anew, world_set_up, world_tear_down),
        cmocka_unit_test_setup_teardown(
            test_archive_merge__the_log_wins, world_set_up, world_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
