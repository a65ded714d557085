/* Random decks that are loaded, rated, edited and loaded again: what is exported and read again has
 * the same cards. RANDOM_DECKS=N runs N of them, RANDOM_SEED=N begins with that one. */
#include "unit/random_play.h"

#include "report/deck_file.h"
#include "report/export.h"

/* ---- deck files ---- */

static char *exported_deck(struct play *p, int i)
{
    char *text = NULL;
    size_t length;
    FILE *stream = open_memstream(&text, &length);
    assert_non_null(stream);
    if (deck_file_write(p->w->store, p->deck_ids[i], stream, &p->w->err))
        fail_msg("%s", p->w->err.message);
    assert_int_equal(fclose(stream), 0);
    return text;
}

static void check_deck_files(struct play *p, unsigned seed)
{
    static const char *const files[] = {"one.yaml", "two.yaml"}, *const again[] = {
                                                                     "3.yaml", "4.yaml"};
    char db[192];
    struct world *w = p->w;
    char *before = rows_of(w->db, CARDS_OF_FILES);
    for (int i = 0; i < 2; i++) {
        char *text = exported_deck(p, i);
        world_write(w, again[i], text);
        free(text);
    }
    load_anew(w, "again.db", again);
    assert_same_rows(
        seed, "the exported decks", rows_of(world_path(w, "again.db", db), CARDS_OF_FILES), before);
    load_anew(w, "file.db", files);
    assert_same_rows(seed, "the exported decks and the files",
        rows_of(world_path(w, "again.db", db), CARDS_OF_FILES),
        rows_of(world_path(w, "file.db", db), CARDS_OF_FILES));
    before = rows_of(w->db, EVERY_CARD);
    for (int i = 0; i < 2; i++) {
        char *text = exported_deck(p, i);
        world_write(w, files[i], text);
        world_load_file(w, files[i], p->now.day + 1);
        assert_report(w, 0, 0, 0, 0);
        char *anew = exported_deck(p, i);
        assert_string_equal(anew, text);
        free(anew);
        free(text);
    }
    assert_same_rows(
        seed, "all cards after the exported decks were loaded", rows_of(w->db, EVERY_CARD), before);
}

static void test_export_random__a_deck_file_has_the_same_cards(void **state)
{
    struct play p;
    unsigned count = number_of("RANDOM_DECKS", 100), first = number_of("RANDOM_SEED", 1);
    for (unsigned seed = first; seed < first + count; seed++) {
        play(&p, *state, seed, seed % 3 == 0);
        check_deck_files(&p, seed);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_set_up, world_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_export_random__a_deck_file_has_the_same_cards),
    };
    return cmocka_run_group_tests_name("export_random", tests, NULL, NULL);
}
