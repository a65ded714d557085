/* Loading a deck file: what is read and what is skipped, what a mistake leaves unchanged, and the
 * cards of an entry. How cards are found again is in test_load_match.c, how decks are in
 * test_load_deck.c. */
#include "unit/world.h"

#include <sys/stat.h>

#define DECK "deck: d\ncards:\n- {q: one, a: first}\n- {q: two, a: second}\n"

static int set_up(void **state)
{
    if (world_set_up(state))
        return -1;
    world_open(*state);
    return 0;
}

/* ---- reading, or not ---- */

static void test_load__reports_what_is_new(void **state)
{
    struct world *w = *state;
    world_load(w, DECK);
    assert_report(w, 2, 0, 0, 0);
    assert_sql(w,
        "SELECT group_concat(question || '=' || answer) FROM "
        "(SELECT * FROM cards JOIN texts USING (card_id) ORDER BY position)",
        "one=first,two=second");
    assert_sql(w, "SELECT name FROM decks", "d");
    assert_sql(w, "SELECT path FROM decks", w->deck);
}

/* The file at path now counts as the version that was read last. */
static void pretend_read(const struct world *w, const char *path)
{
    struct file_version v;
    assert_int_equal(deck_file_version(path, &v, NULL), ERR_NONE);
    char *sql = sqlite3_mprintf("UPDATE decks SET device = %lld, inode = %lld, size = %lld, "
                                "modified_ns = %lld, changed_ns = %lld, row_check = NULL "
                                "WHERE path = %Q",
        (long long)v.device, (long long)v.inode, (long long)v.size, (long long)v.modified_ns,
        (long long)v.changed_ns, path);
    raw_run(w->db, sql);
    sqlite3_free(sql);
}

static void test_load__an_unchanged_file_is_not_read(void **state)
{
    struct world *w = *state;
    world_load(w, DECK);
    int64_t deck_id = w->deck_id;
    world_write(w, "deck.yaml", "{[ this is no deck, which whoever reads it will find");
    pretend_read(w, w->deck);
    w->deck_id = 0;
    world_load_file(w, "deck.yaml", DAY + 1);
    assert_int_equal(w->deck_id, deck_id);
    assert_report(w, 0, 0, 0, 0);
    assert_int_not_equal(card_id(w, "one"), 0);
}

static void test_load__a_file_that_was_only_touched_changes_nothing(void **state)
{
    struct world *w = *state;
    world_load(w, DECK);
    give_history(w, "one", 1);
    world_load(w, DECK);
    assert_report(w, 0, 0, 0, 0);
    assert_history(w, "one", 1);
}

/* An edit that keeps the size, and a time of modification that was set back (as cp -p and tar do):
 * the time at which the file's data was changed still tells. */
static void test_load__an_edit_of_the_same_size_and_time_is_read(void **state)
{
    struct world *w = *state;
    struct stat before, now;
    world_load(w, DECK);
    assert_int_equal(stat(w->deck, &before), 0);
    const struct timespec times[2] = {before.st_atim, before.st_mtim};
    do { /* until the clock that the file system reads has moved on, within milliseconds */
        world_write(
            w, "deck.yaml", "deck: d\ncards:\n- {q: one, a: First}\n- {q: two, a: second}\n");
        assert_int_equal(utimensat(AT_FDCWD, w->deck, times, 0), 0);
        assert_int_equal(stat(w->deck, &now), 0);
    } while (now.st_ctim.tv_sec == before.st_ctim.tv_sec &&
             now.st_ctim.tv_nsec == before.st_ctim.tv_nsec);
    assert_int_equal(now.st_size, before.st_size);
    assert_int_equal(now.st_mtim.tv_nsec, before.st_mtim.tv_nsec);
    world_load_file(w, "deck.yaml", DAY);
    assert_report(w, 0, 1, 0, 0);
}

static void test_load__a_missing_file_is_an_error(void **state)
{
    struct world *w = *state;
    world_load(w, DECK);
    assert_int_equal(unlink(w->deck), 0);
    assert_int_equal(world_try_load(w, "deck.yaml", DAY), ERR_IO);
    assert_string_equal(w->err.file, w->deck);
    assert_report(w, 0, 0, 0, 0);
    assert_sql(w, "SELECT count(*) FROM cards WHERE retired_day IS NULL", "2");
}

static void test_load__lasts_only_with_the_transaction_around_it(void **state)
{
    struct world *w = *state;
    world_load(w, DECK);
    world_write(w, "deck.yaml", "deck: other\ncards:\n- {q: three, a: third}\n");
    assert_int_equal(store_begin(w->store, &w->err), ERR_NONE);
    world_load_file(w, "deck.yaml", DAY);
    assert_report(w, 1, 0, 2, 0);
    store_rollback(w->store);
    assert_sql(w, "SELECT name FROM decks", "d");
    assert_sql(
        w, "SELECT group_concat(question) FROM (SELECT * FROM texts ORDER BY card_id)", "one,two");
    world_load_file(w, "deck.yaml", DAY); /* and is read again */
    assert_report(w, 1, 0, 2, 0);
}

/* ---- mistakes ---- */

/* All that the database knows, as one text. */
static void content(const struct world *w, char text[2048])
{
    raw_text(w->db,
        "SELECT (SELECT group_concat(id || name || description || tags || path || size || "
        "modified_ns) FROM decks) || '/' || (SELECT group_concat(card_id || ifnull(id, '') || "
        "position || identity || content || ifnull(retired_day, '') || reviews) FROM cards) || '/' "
        "|| (SELECT group_concat(question || answer || hint || note || tags) FROM texts)",
        text, 2048);
}

static void test_load__a_deck_with_mistakes_changes_nothing(void **state)
{
    struct world *w = *state;
    char before[2048], after[2048];
    world_load(w, DECK);
    give_history(w, "two", 2);
    content(w, before);
    world_write(w, "deck.yaml",
        "deck: renamed\ntags: [new]\ncards:\n- {q: three, a: third}\n- {q: one, a: edited}\n"
        "- {a: no question}\n- {q: two, anwser: second}\n");
    assert_int_equal(world_try_load(w, "deck.yaml", DAY), ERR_MISTAKE);
    assert_int_equal(w->told_count, 2);
    assert_int_equal(w->told[0].line, 6);
    assert_int_equal(w->told[1].line, 7);
    assert_string_equal(w->told[1].file, w->deck);
    assert_non_null(strstr(w->told[1].message, "answer")); /* the nearest known key */
    assert_string_equal(w->err.file, w->deck);
    assert_report(w, 0, 0, 0, 0);
    content(w, after);
    assert_string_equal(after, before);
    assert_int_equal(world_try_load(w, "deck.yaml", DAY), ERR_MISTAKE); /* and is told again */
    assert_int_equal(w->told_count, 2);
    world_load(w, DECK);
    assert_history(w, "two", 2);
}

static void test_load__a_new_deck_with_mistakes_is_not_known(void **state)
{
    struct world *w = *state;
    static const char *const decks[] = {"deck: d\ncards:\n- {q: one}\n- {q: two, q: three}\n",
        "deck: d\ncards:\n- {q: one}\n- [", "deck: d\n", "", "- a list\n"};
    for (size_t i = 0; i < COUNT(decks); i++) {
        world_write(w, "deck.yaml", decks[i]);
        assert_int_equal(world_try_load(w, "deck.yaml", DAY), ERR_MISTAKE);
        assert_true(w->told_count > 0);
        assert_sql(w, "SELECT (SELECT count(*) FROM decks) + (SELECT count(*) FROM cards)", "0");
    }
}

/* ---- duplicate ids ---- */

static void assert_duplicate(struct world *w, const char *text, unsigned line, unsigned column)
{
    world_write(w, "deck.yaml", text);
    enum err_code code = world_try_load(w, "deck.yaml", DAY);
    if (code != ERR_MISTAKE || w->told_count != 1)
        fail_msg("error %d, %u told: %s", (int)code, w->told_count, text);
    assert_int_equal(w->told[0].line, line);
    assert_int_equal(w->told[0].column, column);
    assert_non_null(strstr(w->told[0].message, "same id"));
    assert_string_equal(w->told[0].file, w->deck);
}

static void test_load__a_duplicate_id_is_told_with_its_place(void **state)
{
    struct world *w = *state;
    assert_duplicate(
        w, "cards:\n- {q: one, id: a}\n- {q: two, id: b}\n- q: three\n  id: a\n", 5, 7);
    world_load(w, "cards:\n- {q: one, id: a}\n- {q: two, id: b}\n");
    give_history(w, "one", 1);
    assert_duplicate(w, "cards:\n- {q: one, id: a}\n- {q: two, id: a}\n", 3, 16);
    assert_history(w, "one", 1);
    assert_sql(w,
        "SELECT group_concat(id) FROM (SELECT * FROM cards ORDER BY card_id) "
        "WHERE retired_day IS NULL",
        "a,b");
}

static void test_load__every_duplicate_id_is_told(void **state)
{
    struct world *w = *state;
    world_write(w, "deck.yaml",
        "cards:\n- {q: one, id: a}\n- {q: two, id: a}\n- {q: three, id: a, reverse: true, a: x}\n"
        "- {cloze: '{{1}} {{2}}', id: b}\n- {cloze: '{{3}} {{4}}', id: b}\n");
    assert_int_equal(world_try_load(w, "deck.yaml", DAY), ERR_MISTAKE);
    assert_int_equal(w->told_count, 3); /* an entry once, however many cards it gives */
    assert_int_equal(w->told[0].line, 3);
    assert_int_equal(w->told[1].line, 4);
    assert_int_equal(w->told[2].line, 6);
}

/* An id is an entry's, whatever kind of cards it gives. */
static void test_load__an_id_twice_is_a_mistake_whatever_the_entry(void **state)
{
    struct world *w = *state;
    assert_duplicate(
        w, "cards:\n- {q: one, a: first, id: x}\n- {cloze: 'a {{gap}}', id: x}\n", 3, 28);
    assert_duplicate(
        w, "cards:\n- {cloze: 'a {{gap}}', id: x}\n- {q: one, a: first, id: x}\n", 3, 26);
    assert_duplicate(
        w, "cards:\n- {cloze: '{{c1::a}} b', id: x}\n- {cloze: 'a {{c2::b}}', id: x}\n", 3, 30);
}

static void test_load__ids_of_two_decks_may_be_equal(void **state)
{
    struct world *w = *state;
    world_load(w, "deck: d\ncards:\n- {q: one, id: a}\n");
    give_history(w, "one", 1);
    world_write(w, "other.yaml", "deck: e\ncards:\n- {q: uno, id: a}\n");
    world_load_file(w, "other.yaml", DAY);
    assert_report(w, 1, 0, 0, 0);
    assert_history(w, "one", 1);
    assert_history(w, "uno", 0);
}

/* ---- entries of several cards ---- */

static void test_load__both_directions_have_schedules_of_their_own(void **state)
{
    struct world *w = *state;
    world_load(w, "deck: d\ncards:\n- {q: hund, a: dog, reverse: true}\n");
    assert_report(w, 2, 0, 0, 0);
    give_history(w, "hund", 1);
    give_history(w, "dog", 2);
    world_load(w, "deck: d\ncards:\n- {q: katze, a: cat, reverse: true}\n"
                  "- {q: hund, a: dog, hint: barks, reverse: true}\n");
    assert_report(w, 2, 2, 0, 0);
    assert_history(w, "hund", 1);
    assert_history(w, "dog", 2);
    world_load(w, "deck: d\ncards:\n- {q: hund, a: dog}\n");
    assert_report(w, 0, 1, 3, 0);
    assert_history(w, "hund", 1);
    assert_int_equal(card_id(w, "dog"), 0);
    world_load(w, "deck: d\ncards:\n- {q: hund, a: dog, reverse: true}\n");
    assert_report(w, 0, 0, 0, 1);
    assert_history(w, "dog", 2);
}

static void test_load__both_directions_survive_an_edit(void **state)
{
    struct world *w = *state;
    world_load(w, "deck: d\ncards:\n- {q: hund, a: dog, reverse: true}\n");
    give_history(w, "hund", 1);
    give_history(w, "dog", 2);
    world_load(w, "deck: d\ncards:\n- {q: hund, a: a dog, reverse: true}\n");
    assert_report(w, 0, 2, 0, 0);
    assert_history(w, "hund", 1);
    assert_history(w, "a dog", 2);
    world_load(w, "deck: d\ncards:\n- {q: der hund, a: a dog, reverse: true}\n");
    assert_report(w, 0, 2, 0, 0);
    assert_history(w, "der hund", 1);
    assert_history(w, "a dog", 2);
}

static void test_load__each_gap_has_a_schedule_of_its_own(void **state)
{
    struct world *w = *state;
    world_load(
        w, "deck: d\ncards:\n- {cloze: 'ReLU is {{max(0, x)}}, its slope {{1}}', id: relu}\n");
    assert_report(w, 2, 0, 0, 0);
    give_history(w, "ReLU is [...], its slope 1", 1);
    give_history(w, "ReLU is max(0, x), its slope [...]", 2);
    world_load(w, "deck: d\ncards:\n"
                  "- {cloze: 'ReLU: {{max(0, x)}}; slope {{1}}, or {{0}}', id: relu}\n");
    assert_report(w, 1, 2, 0, 0);
    assert_history(w, "ReLU: [...]; slope 1, or 0", 1);
    assert_history(w, "ReLU: max(0, x); slope [...], or 0", 2);
    assert_history(w, "ReLU: max(0, x); slope 1, or [...]", 0);
}

/* Gaps may be numbered up to 500. */
static void test_load__gaps_of_any_number_are_cards_of_their_own(void **state)
{
    struct world *w = *state;
    world_load(w,
        "deck: d\ncards:\n"
        "- {cloze: '{{c1::a}} {{c127::b}} {{c128::c}} {{c129::d}} {{c500::e}}', id: x}\n");
    assert_report(w, 5, 0, 0, 0);
    give_history(w, "[...] b c d e", 1);
    give_history(w, "a b c [...] e", 2);
    world_load(w,
        "deck: d\ncards:\n"
        "- {cloze: '{{c1::A}} {{c127::B}} {{c128::C}} {{c129::D}} {{c500::E}}', id: x}\n");
    assert_report(w, 0, 5, 0, 0);
    assert_history(w, "[...] B C D E", 1);
    assert_history(w, "A B C [...] E", 2);
}

/* ---- the deck's own keys below its cards ---- */

#define TYPED                                                                                      \
    "SELECT group_concat(question || '=' || ifnull(typed, 0)) FROM "                               \
    "(SELECT * FROM cards JOIN texts USING (card_id) ORDER BY position, variant)"

/* Whether the answer is typed changes nothing about a card's history. */
static void test_load__a_card_may_be_typed_later(void **state)
{
    struct world *w = *state;
    world_load(w, "deck: d\ncards:\n- {q: one, a: first, type: true}\n- {q: two, a: second}\n");
    assert_report(w, 2, 0, 0, 0);
    assert_sql(w, TYPED, "one=1,two=0");
    give_history(w, "one", 2);
    give_history(w, "two", 3);
    world_load(w, "deck: d\ncards:\n- {q: one, a: first}\n- {q: two, a: second, type: yes}\n");
    assert_report(w, 0, 2, 0, 0);
    assert_sql(w, TYPED, "one=0,two=1");
    world_load(w, "deck: d\ncards:\n- {q: one, a: first}\n- {q: two!, a: second, type: yes}\n");
    assert_report(w, 0, 1, 0, 0);
    assert_sql(w, TYPED, "one=0,two!=1");
    assert_history(w, "one", 2);
    assert_history(w, "two!", 3);
    assert_sound(w);
}

static void test_load__a_deck_may_be_typed(void **state)
{
    struct world *w = *state;
    world_load(w, "deck: d\ntype: true\ncards:\n- {q: one, a: first, reverse: true}\n"
                  "- {q: two, a: second, type: false}\n");
    assert_sql(w, TYPED, "one=1,first=1,two=0");
    world_load(w, "deck: d\ncards:\n- {q: one, a: first, reverse: true}\n"
                  "- {q: two, a: second, type: false}\ntype: true\n");
    assert_sql(w, TYPED, "one=1,first=1,two=0");
    assert_report(w, 0, 0, 0, 0);
    world_load(w, "deck: d\ncards:\n- {q: one, a: first, reverse: true}\n- {q: two, a: second}\n");
    assert_sql(w, TYPED, "one=0,first=0,two=0");
    assert_sound(w);
}

static void test_load__a_late_head_counts(void **state)
{
    struct world *w = *state;
    world_load(w, "cards:\n- {q: one, a: first}\n- {q: two, a: second}\ndeck: late\nid: l\n"
                  "tags: [t]\n");
    assert_report(w, 2, 0, 0, 0);
    assert_sql(w, "SELECT group_concat(id || '/' || name || '/' || tags) FROM decks", "l/late/t");
    assert_sql(w, "SELECT count(*) FROM texts", "2");
    give_history(w, "two", 2);
    world_load(w, "id: l\ndeck: early\ncards:\n- {q: two, a: second}\n- {q: one, a: first}\n");
    assert_report(w, 0, 0, 0, 0);
    assert_history(w, "two", 2);
    assert_sql(w, "SELECT group_concat(id || '/' || name) FROM decks", "l/early");
}

static void test_load__mistakes_below_a_late_head_are_told_once(void **state)
{
    struct world *w = *state;
    world_write(
        w, "deck.yaml", "cards:\n- {q: one, id: a}\n- {q: two, id: a}\ndeck: late\nidd: l\n");
    assert_int_equal(world_try_load(w, "deck.yaml", DAY), ERR_MISTAKE);
    assert_int_equal(w->told_count, 2);
    assert_int_equal(w->told[0].line, 5);
    assert_int_equal(w->told[1].line, 3); /* found on a second reading */
    assert_sql(w, "SELECT count(*) FROM decks", "0");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, world_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_load__reports_what_is_new),
        TEST(test_load__an_unchanged_file_is_not_read),
        TEST(test_load__a_file_that_was_only_touched_changes_nothing),
        TEST(test_load__an_edit_of_the_same_size_and_time_is_read),
        TEST(test_load__a_missing_file_is_an_error),
        TEST(test_load__lasts_only_with_the_transaction_around_it),
        TEST(test_load__a_deck_with_mistakes_changes_nothing),
        TEST(test_load__a_new_deck_with_mistakes_is_not_known),
        TEST(test_load__a_duplicate_id_is_told_with_its_place),
        TEST(test_load__every_duplicate_id_is_told),
        TEST(test_load__an_id_twice_is_a_mistake_whatever_the_entry),
        TEST(test_load__ids_of_two_decks_may_be_equal),
        TEST(test_load__both_directions_have_schedules_of_their_own),
        TEST(test_load__both_directions_survive_an_edit),
        TEST(test_load__each_gap_has_a_schedule_of_its_own),
        TEST(test_load__gaps_of_any_number_are_cards_of_their_own),
        TEST(test_load__a_card_may_be_typed_later),
        TEST(test_load__a_deck_may_be_typed),
        TEST(test_load__a_late_head_counts),
        TEST(test_load__mistakes_below_a_late_head_are_told_once),
    };
    return cmocka_run_group_tests_name("load", tests, NULL, NULL);
}
