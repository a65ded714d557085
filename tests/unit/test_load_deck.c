/* How a file's deck is identified: by its id or, without one, by its name. It is still the same
 * deck if the file is moved or renamed, or if the deck is. In all these cases, the deck keeps its
 * cards' histories, and never takes those of another deck. */
#include "unit/world.h"

#define CARDS "cards:\n- {q: one, a: first}\n- {q: two, a: second}\n"

static int set_up(void **state)
{
    if (world_set_up(state))
        return -1;
    world_open(*state);
    return 0;
}

/* Write and load a file. */
static void load_as(struct world *w, const char *name, const char *text)
{
    world_write(w, name, text);
    world_load_file(w, name, DAY);
}

static void write_on(struct world *w, const char *name, const char *text, int day)
{
    world_write(w, name, text);
    world_load_file(w, name, day);
}

static void move(const struct world *w, const char *from, const char *to)
{
    char a[192], b[192];
    assert_int_equal(rename(world_path(w, from, a), world_path(w, to, b)), 0);
}

static void make_folder(const struct world *w, const char *name)
{
    char path[192];
    assert_int_equal(mkdir(world_path(w, name, path), 0700), 0);
}

static void assert_one_deck(const struct world *w, const char *id, const char *file)
{
    char path[192];
    assert_sql(w, "SELECT group_concat(id) FROM (SELECT * FROM decks ORDER BY deck_id)", id);
    assert_sql(w, "SELECT group_concat(path) FROM (SELECT * FROM decks ORDER BY deck_id)",
        world_path(w, file, path));
    assert_sql(w, "SELECT count(*) FROM cards", "2");
}

/* ---- one deck, through every change ---- */

static void test_load_deck__a_renamed_file_is_the_same_deck(void **state)
{
    struct world *w = *state;
    load_as(w, "spanish.yaml", CARDS);
    give_history(w, "two", 2);
    move(w, "spanish.yaml", "espanol.yaml");
    world_load_file(w, "espanol.yaml", DAY);
    assert_report(w, 0, 0, 0, 0);
    assert_one_deck(w, "espanol", "espanol.yaml");
    assert_sql(w, "SELECT name FROM decks", "espanol");
    assert_history(w, "two", 2);
}

static void test_load_deck__a_renamed_and_edited_file_is_the_same_deck(void **state)
{
    struct world *w = *state;
    load_as(w, "spanish.yaml", CARDS);
    give_history(w, "two", 2);
    move(w, "spanish.yaml", "espanol.yaml");
    load_as(w, "espanol.yaml", CARDS "- {q: three, a: third}\n");
    assert_report(w, 1, 0, 0, 0);
    assert_history(w, "two", 2);
    assert_sql(w, "SELECT count(*) FROM decks", "1");
}

static void test_load_deck__a_moved_file_is_the_same_deck(void **state)
{
    struct world *w = *state;
    static const char *const heads[] = {"", "deck: d\n", "id: d\n"};
    for (size_t i = 0; i < COUNT(heads); i++) {
        char text[128], path[192];
        snprintf(text, sizeof text, "%s" CARDS, heads[i]);
        snprintf(w->db, sizeof w->db, "%s/%zu.db", w->folder, i);
        world_reopen(w);
        load_as(w, "d.yaml", text);
        give_history(w, "two", 2);
        make_folder(w, "decks");
        move(w, "d.yaml", "decks/d.yaml");
        world_load_file(w, "decks/d.yaml", DAY);
        assert_report(w, 0, 0, 0, 0);
        assert_one_deck(w, "d", "decks/d.yaml");
        assert_history(w, "two", 2);
        move(w, "decks/d.yaml", "d.yaml");
        assert_int_equal(rmdir(world_path(w, "decks", path)), 0);
    }
}

/* To another disk or machine: not even the inode is the same. */
static void test_load_deck__a_copy_in_its_place_is_the_same_deck(void **state)
{
    struct world *w = *state;
    char path[192];
    load_as(w, "d.yaml", "deck: d\n" CARDS);
    give_history(w, "two", 2);
    world_write(w, "copy.yaml", "deck: d\n" CARDS); /* while the first is there: another inode */
    assert_int_equal(unlink(world_path(w, "d.yaml", path)), 0);
    world_load_file(w, "copy.yaml", DAY);
    assert_report(w, 0, 0, 0, 0);
    assert_one_deck(w, "d", "copy.yaml");
    assert_history(w, "two", 2);
}

static void test_load_deck__a_renamed_deck_in_the_same_file_is_the_same(void **state)
{
    struct world *w = *state;
    load_as(w, "d.yaml", "deck: Old name\n" CARDS);
    give_history(w, "two", 2);
    load_as(w, "d.yaml", "deck: New name\n" CARDS);
    assert_report(w, 0, 0, 0, 0);
    assert_one_deck(w, "New name", "d.yaml");
    assert_history(w, "two", 2);
    load_as(w, "d.yaml", CARDS); /* and without a name of its own, it has the file's */
    assert_one_deck(w, "d", "d.yaml");
    assert_history(w, "two", 2);
}

static void test_load_deck__a_name_may_change_where_there_is_an_id(void **state)
{
    struct world *w = *state;
    load_as(w, "d.yaml", "deck: Old name\nid: d\n" CARDS);
    give_history(w, "two", 2);
    move(w, "d.yaml", "e.yaml");
    load_as(w, "e.yaml", "deck: New name\nid: d\n" CARDS);
    assert_report(w, 0, 0, 0, 0);
    assert_one_deck(w, "d", "e.yaml");
    assert_sql(w, "SELECT name FROM decks", "New name");
    assert_history(w, "two", 2);
}

/* What the error about two decks of one name tells the user to do must not cost the history. */
static void test_load_deck__an_id_given_later_keeps_the_history(void **state)
{
    struct world *w = *state;
    load_as(w, "d.yaml", "deck: d\n" CARDS);
    give_history(w, "two", 2);
    load_as(w, "d.yaml", "deck: d\nid: d-of-mine\n" CARDS);
    assert_report(w, 0, 0, 0, 0);
    assert_history(w, "two", 2);
    assert_one_deck(w, "d-of-mine", "d.yaml");
}

static void test_load_deck__an_id_taken_away_keeps_the_history(void **state)
{
    struct world *w = *state;
    load_as(w, "d.yaml", "deck: Name\nid: d-of-mine\n" CARDS);
    give_history(w, "two", 2);
    load_as(w, "d.yaml", "deck: Name\n" CARDS);
    assert_report(w, 0, 0, 0, 0);
    assert_history(w, "two", 2);
    assert_one_deck(w, "Name", "d.yaml");
}

static void test_load_deck__a_renamed_file_may_have_every_answer_edited(void **state)
{
    struct world *w = *state;
    load_as(w, "spanish.yaml", CARDS);
    give_history(w, "two", 2);
    move(w, "spanish.yaml", "espanol.yaml");
    load_as(w, "espanol.yaml", "cards:\n- {q: one, a: primero}\n- {q: two, a: segundo}\n");
    assert_report(w, 0, 2, 0, 0);
    assert_history(w, "two", 2);
    assert_one_deck(w, "espanol", "espanol.yaml");
}

/* ---- two decks ---- */

static void test_load_deck__equal_cards_of_two_decks_are_apart(void **state)
{
    struct world *w = *state;
    load_as(w, "d.yaml", CARDS);
    give_history(w, "two", 2);
    load_as(w, "e.yaml", CARDS);
    assert_report(w, 2, 0, 0, 0);
    assert_sql(
        w, "SELECT group_concat(reviews) FROM (SELECT * FROM cards ORDER BY card_id)", "0,2,0,0");
    rate_card(w, 4, REVIEW_NEW, 4, at(DAY, 9, 0));
    write_on(w, "d.yaml", "cards:\n- {q: one, a: first}\n", DAY + 1);
    assert_report(w, 0, 0, 1, 0);
    assert_sql(w,
        "SELECT group_concat(reviews || ifnull(retired_day, '')) FROM "
        "(SELECT * FROM cards ORDER BY card_id)",
        "0,220485,0,1");
}

static void assert_claims(struct world *w, const char *name, const char *first, const char *second)
{
    char a[192], b[192], before[512], after[512];
    static const char all[] = "SELECT group_concat(id || name || path || modified_ns) FROM decks";
    raw_text(w->db, all, before, sizeof before);
    assert_int_equal(world_try_load(w, name, DAY), ERR_MISTAKE);
    world_path(w, first, a);
    world_path(w, second, b);
    if (!strstr(w->err.file, a) && !strstr(w->err.message, a))
        fail_msg("%s is not named: %s: %s", a, w->err.file, w->err.message);
    if (!strstr(w->err.file, b) && !strstr(w->err.message, b))
        fail_msg("%s is not named: %s: %s", b, w->err.file, w->err.message);
    assert_string_equal(raw_text(w->db, all, after, sizeof after), before);
}

static void test_load_deck__two_files_of_one_identity_are_refused(void **state)
{
    struct world *w = *state;
    static const char *const heads[] = {"deck: d\n", "deck: D\nid: d\n", "id: d\n"};
    for (size_t i = 0; i < COUNT(heads); i++) {
        char text[128];
        snprintf(text, sizeof text, "%s" CARDS, heads[i]);
        snprintf(w->db, sizeof w->db, "%s/%zu.db", w->folder, i);
        world_reopen(w);
        load_as(w, "a.yaml", text);
        give_history(w, "two", 2);
        world_write(w, "b.yaml", text);
        assert_claims(w, "b.yaml", "a.yaml", "b.yaml");
        assert_history(w, "two", 2);
        assert_sql(w, "SELECT count(*) FROM cards", "2");
    }
}

static void test_load_deck__two_files_of_one_stem_are_refused(void **state)
{
    struct world *w = *state;
    make_folder(w, "a");
    make_folder(w, "b");
    load_as(w, "a/d.yaml", CARDS);
    world_write(w, "b/d.yaml", CARDS);
    assert_claims(w, "b/d.yaml", "a/d.yaml", "b/d.yaml");
}

/* Having been told, the user gives one an id; whichever it is, both have their own history then. */
static void test_load_deck__an_id_tells_two_files_apart(void **state)
{
    struct world *w = *state;
    load_as(w, "a.yaml", "deck: d\n" CARDS);
    give_history(w, "two", 2);
    world_write(w, "b.yaml", "deck: d\n" CARDS);
    assert_claims(w, "b.yaml", "a.yaml", "b.yaml");
    load_as(w, "b.yaml", "deck: d\nid: b\n" CARDS);
    assert_report(w, 2, 0, 0, 0);
    world_load_file(w, "a.yaml", DAY);
    assert_report(w, 0, 0, 0, 0);
    assert_sql(
        w, "SELECT group_concat(reviews) FROM (SELECT * FROM cards ORDER BY card_id)", "0,2,0,0");
}

static void test_load_deck__the_same_file_by_another_path_is_no_second(void **state)
{
    struct world *w = *state;
    char a[192], b[192], c[192];
    load_as(w, "a.yaml", "deck: d\n" CARDS);
    give_history(w, "two", 2);
    assert_int_equal(link(world_path(w, "a.yaml", a), world_path(w, "b.yaml", b)), 0);
    assert_int_equal(symlink(a, world_path(w, "c.yaml", c)), 0);
    world_load_file(w, "b.yaml", DAY);
    world_load_file(w, "c.yaml", DAY);
    world_load_file(w, "a.yaml", DAY);
    assert_sql(w, "SELECT count(*) FROM decks", "1");
    assert_history(w, "two", 2);
}

static void test_load_deck__another_deck_takes_the_file_s_place(void **state)
{
    struct world *w = *state;
    load_as(w, "d.yaml", "id: first\n" CARDS);
    give_history(w, "two", 2);
    load_as(w, "d.yaml", "id: second\ncards:\n- {q: three, a: third}\n");
    assert_report(w, 1, 0, 0, 0);
    assert_sql(
        w, "SELECT group_concat(id) FROM (SELECT * FROM decks ORDER BY deck_id)", "first,second");
    assert_history(w, "two", 2); /* kept, and in no file's way */
    load_as(w, "e.yaml", "id: first\n" CARDS);
    assert_report(w, 0, 0, 0, 0);
    assert_history(w, "two", 2);
}

static void test_load_deck__files_may_exchange_their_names(void **state)
{
    struct world *w = *state;
    load_as(w, "a.yaml", "id: a\n" CARDS);
    load_as(w, "b.yaml", "id: b\ncards:\n- {q: three, a: third}\n");
    give_history(w, "two", 2);
    give_history(w, "three", 3);
    move(w, "a.yaml", "c.yaml");
    move(w, "b.yaml", "a.yaml");
    move(w, "c.yaml", "b.yaml");
    world_load_file(w, "a.yaml", DAY);
    assert_report(w, 0, 0, 0, 0);
    world_load_file(w, "b.yaml", DAY);
    assert_report(w, 0, 0, 0, 0);
    assert_history(w, "two", 2);
    assert_history(w, "three", 3);
}

/* A file system gives the number of a file that is gone to the next one, if it pleases: here it is
 * made to. */
static void test_load_deck__a_new_file_is_not_the_deck_of_one_that_is_gone(void **state)
{
    struct world *w = *state;
    load_as(w, "spanish.yaml", "cards:\n- {q: el perro, a: the dog}\n- {q: el gato, a: the cat}\n");
    give_history(w, "el gato", 2);
    move(w, "spanish.yaml", "physics.yaml");
    load_as(w, "physics.yaml", "cards:\n- {q: What is inertia?, a: What mass has}\n");
    assert_report(w, 1, 0, 0, 0);
    assert_sql(w, "SELECT group_concat(id) FROM (SELECT * FROM decks ORDER BY deck_id)",
        "spanish,physics");
    assert_history(w, "el gato", 2);
}

/* Until the head is known, the file's stem stands in for it, and must lead to no false error. */
static void test_load_deck__a_late_head_has_the_last_word(void **state)
{
    struct world *w = *state;
    make_folder(w, "a");
    make_folder(w, "b");
    load_as(w, "a/notes.yaml", CARDS);
    give_history(w, "two", 2);
    load_as(w, "b/notes.yaml", "cards:\n- {q: three, a: third}\ndeck: Other\nid: other\n");
    assert_report(w, 1, 0, 0, 0);
    assert_sql(
        w, "SELECT group_concat(id) FROM (SELECT * FROM decks ORDER BY deck_id)", "notes,other");
    assert_history(w, "two", 2);
    world_load_file(w, "a/notes.yaml", DAY);
    assert_report(w, 0, 0, 0, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, world_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_load_deck__a_renamed_file_is_the_same_deck),
        TEST(test_load_deck__a_renamed_and_edited_file_is_the_same_deck),
        TEST(test_load_deck__a_moved_file_is_the_same_deck),
        TEST(test_load_deck__a_copy_in_its_place_is_the_same_deck),
        TEST(test_load_deck__a_renamed_deck_in_the_same_file_is_the_same),
        TEST(test_load_deck__a_name_may_change_where_there_is_an_id),
        TEST(test_load_deck__an_id_given_later_keeps_the_history),
        TEST(test_load_deck__equal_cards_of_two_decks_are_apart),
        TEST(test_load_deck__two_files_of_one_identity_are_refused),
        TEST(test_load_deck__two_files_of_one_stem_are_refused),
        TEST(test_load_deck__an_id_tells_two_files_apart),
        TEST(test_load_deck__the_same_file_by_another_path_is_no_second),
        TEST(test_load_deck__another_deck_takes_the_file_s_place),
        TEST(test_load_deck__files_may_exchange_their_names),
        TEST(test_load_deck__a_new_file_is_not_the_deck_of_one_that_is_gone),
        TEST(test_load_deck__a_late_head_has_the_last_word),
        TEST(test_load_deck__an_id_taken_away_keeps_the_history),
        TEST(test_load_deck__a_renamed_file_may_have_every_answer_edited),
    };
    return cmocka_run_group_tests_name("load_deck", tests, NULL, NULL);
}
