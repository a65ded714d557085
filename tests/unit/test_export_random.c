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

/* The deck with its retired entries: the comments at its end, as entries again. Their ids are left
 * out, since another card may have them by now. */
static char *with_retired(const char *text)
{
    struct buf out = {0};
    bool empty = strstr(text, "\ncards: []\n");
    for (const char *line = text; *line;) {
        size_t length = strcspn(line, "\n"), mark = strncmp(line, "#   ", 4) == 0 ? 2 : 0;
        if (empty && length == strlen("cards: []") && strncmp(line, "cards: []", length) == 0)
            buf_text(&out, "cards:\n");
        else if (length == 1 && *line == '#')
            buf_char(&out, '\n');
        else if ((mark || *line != '#') && strncmp(line, "#     id: ", 10) != 0)
            buf_format(&out, "%.*s\n", (int)(length - mark), line + mark);
        line += length + (line[length] == '\n');
    }
    assert_false(out.failed);
    return out.bytes;
}

/* Questions and answers, for cards that are known only by their texts. */
#define TEXTS                                                                                      \
    "SELECT d.id, question, answer, hint, note, t.tags FROM cards c JOIN texts t USING (card_id) " \
    "JOIN decks d USING (deck_id) ORDER BY 1, 2, 3, 4, 5, 6"

/* The cards that have left a file are below the others, as comments that can be put back. */
static void check_retired(struct play *p, unsigned seed)
{
    static const char *const again[] = {"3.yaml", "4.yaml"};
    char db[192];
    struct world *w = p->w;
    for (int i = 0; i < 2; i++) {
        char *text = exported_deck(p, i), *whole = with_retired(text);
        world_write(w, again[i], whole);
        free(whole);
        free(text);
    }
    load_anew(w, "again.db", again);
    assert_same_rows(seed, "the exported decks with what left them",
        rows_of(world_path(w, "again.db", db), TEXTS), rows_of(w->db, TEXTS));
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

/* ---- rows ---- */

typedef enum err_code export_fn(struct store *store, const struct export_range *range,
    struct row_writer *rows, struct err *err);

/* The columns of exported rows, as SQLite reads the JSON. */
static char *exported_rows(struct play *p, export_fn *export, const char *columns)
{
    static const struct export_range all = {.since = INT_MIN, .until = INT_MAX};
    char *json = NULL;
    size_t length;
    struct row_writer rows = {.stream = open_memstream(&json, &length), .format = ROW_JSON};
    assert_non_null(rows.stream);
    assert_int_equal(export(p->w->store, &all, &rows, &p->w->err), ERR_NONE);
    assert_int_equal(fclose(rows.stream), 0);
    char *sql = sqlite3_mprintf("SELECT %s FROM json_each(%Q)", columns, json);
    assert_non_null(sql);
    char *got = rows_of(p->w->db, sql);
    sqlite3_free(sql);
    free(json);
    return got;
}

#define CELL(name) "json_extract(value, '$." name "')"
#define CARD_NAME                                                                                  \
    "CASE WHEN c.id IS NULL THEN '#' || card_id WHEN variant = 0 THEN c.id "                       \
    "WHEN variant = 1000 THEN c.id || '#r' ELSE c.id || '#' || variant END"
#define WITH_NAMES "FROM cards c JOIN texts t USING (card_id) JOIN decks d USING (deck_id) "

static void check_rows(struct play *p, unsigned seed)
{
    const char *db = p->w->db;
    assert_same_rows(seed, "export cards",
        exported_rows(p, export_card_rows,
            CELL("deck") ", " CELL("card") ", " CELL("question") ", " CELL("reviews") ", " CELL(
                "suspended")),
        rows_of(db, "SELECT d.id, " CARD_NAME ", question, reviews, suspended " WITH_NAMES
                    "WHERE retired_day IS NULL " IN_ORDER));
    assert_same_rows(seed, "export reviews",
        exported_rows(p, export_review_rows,
            CELL("review_id") ", " CELL("deck") ", " CELL("card") ", " CELL("question") ", " CELL(
                "rating")),
        rows_of(db, "SELECT review_id, d.id, " CARD_NAME ", question, rating " WITH_NAMES
                    "JOIN reviews r USING (card_id) WHERE undone_ms IS NULL ORDER BY review_id"));
}

static void test_export_random__rows_name_each_card(void **state)
{
    struct play p;
    for (unsigned seed = 1; seed <= 20; seed++) {
        play(&p, *state, seed, false);
        check_rows(&p, seed);
    }
}

static void test_export_random__a_deck_file_has_the_same_cards(void **state)
{
    struct play p;
    unsigned count = number_of("RANDOM_DECKS", 100), first = number_of("RANDOM_SEED", 1);
    for (unsigned seed = first; seed < first + count; seed++) {
        play(&p, *state, seed, seed % 3 == 0);
        check_retired(&p, seed);
        check_deck_files(&p, seed);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_set_up, world_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_export_random__rows_name_each_card),
        TEST(test_export_random__a_deck_file_has_the_same_cards),
    };
    return cmocka_run_group_tests_name("export_random", tests, NULL, NULL);
}
