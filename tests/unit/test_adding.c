/* Entries that are added to a deck file, or written in place of another; the histories that follow;
 * and the questions that decks have already. */
#include "unit/world.h"

#include "study/adding.h"
#include "study/following.h"
#include "study/twins.h"

static const char *file_text(const char *path)
{
    static char text[4096];
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    return text;
}

static struct deck_entry entry_of(const char *question, const char *answer)
{
    struct deck_entry entry = {.reverse = false};
    buf_text(&entry.question, question);
    buf_text(&entry.answer, answer);
    return entry;
}

static bool is_known(
    struct world *w, struct adding *adding, const char *question, const char *answer)
{
    struct deck_entry entry = entry_of(question, answer);
    bool known = false;
    assert_int_equal(adding_add(adding, &entry, &known, &w->err), ERR_NONE);
    deck_entry_done(&entry);
    return known;
}

static void test_adding__writes_what_is_new(void **state)
{
    struct world *w = *state;
    struct adding adding;
    world_open(w);
    world_load(w, "cards:\n- {id: a, q: one, a: 1}\n- q: two\n");
    assert_int_equal(adding_open(&adding, w->store, w->deck, world_mistake, w, &w->err), ERR_NONE);
    assert_true(is_known(w, &adding, "one", "1"));
    assert_true(is_known(w, &adding, "two\n", " "));
    assert_false(is_known(w, &adding, "one", "2"));
    assert_true(is_known(w, &adding, "one", "2"));
    assert_int_equal(adding.addition.count, 1);
    assert_int_equal(adding_write(&adding, &w->err), ERR_NONE);
    assert_string_equal(file_text(w->deck),
        "cards:\n- {id: a, q: one, a: 1}\n- q: two\n- q: one\n  a: 2\n  id: one\n");
    adding_done(&adding);
}

static void test_adding__refuses_a_file_that_has_changed(void **state)
{
    struct world *w = *state;
    struct adding adding;
    world_open(w);
    world_load(w, "cards:\n- q: one\n");
    assert_int_equal(adding_open(&adding, w->store, w->deck, world_mistake, w, &w->err), ERR_NONE);
    is_known(w, &adding, "two", "");
    world_write(w, "deck.yaml", "cards:\n- q: other\n");
    assert_int_equal(adding_write(&adding, &w->err), ERR_IO);
    assert_string_equal(file_text(w->deck), "cards:\n- q: other\n");
    adding_done(&adding);
}

static void test_adding__tells_all_mistakes_of_the_file(void **state)
{
    struct world *w = *state;
    struct adding adding;
    world_open(w);
    world_write(w, "deck.yaml", "cards:\n- qq: one\n- {q: two, b: x}\n");
    assert_int_equal(
        adding_open(&adding, w->store, w->deck, world_mistake, w, &w->err), ERR_MISTAKE);
    assert_true(w->told_count >= 2);
    assert_int_equal(w->told[0].line, 2);
    adding_done(&adding);
}

static void assert_tags(const char *text, const char *want, const char *wrong)
{
    struct buf tags = {0};
    const char *at;
    size_t length = 0;
    assert_int_equal(adding_tags(text, &tags, &at, &length), !*wrong);
    assert_string_equal(buf_string(&tags), want);
    if (*wrong)
        assert_memory_equal(at, wrong, strlen(wrong) > length ? strlen(wrong) : length);
    else
        assert_null(at);
    buf_done(&tags);
}

static void test_adding__tags_are_words(void **state)
{
    (void)state;
    assert_tags("", "", "");
    assert_tags(" , a,b  c\n", "a b c", "");
    assert_tags("a b a", "a b", "");
    assert_tags("a !b c", "a", "!b");
}

static const char *mistake_of(const char *question, const char *cloze)
{
    struct deck_entry entry = entry_of(question, "");
    bool ok = true;
    buf_text(&entry.cloze, cloze);
    const char *mistake = adding_mistake(&entry, &ok);
    assert_true(ok);
    deck_entry_done(&entry);
    return mistake;
}

static void test_adding__mistakes(void **state)
{
    (void)state;
    assert_null(mistake_of("q", ""));
    assert_null(mistake_of("", "the {{dog}}"));
    assert_non_null(strstr(mistake_of(" \n", ""), "question"));
    assert_non_null(strstr(mistake_of("", "the \\{{dog}}"), "gap"));
    assert_non_null(strstr(mistake_of("", "{{c501::dog}}"), "500"));
}

/* ---- in place of another ---- */

/* Replaces the entry with this question and answer. */
static enum err_code replace(struct world *w, const char *question, const char *answer,
    unsigned line, const struct deck_entry *by, size_t *number)
{
    struct deck_entry was = entry_of(question, answer);
    was.position.line = line;
    enum err_code code = adding_replace(w->deck, &was, by, number, &w->err);
    deck_entry_done(&was);
    return code;
}

static void test_adding__replaces_the_entry_that_says_the_same(void **state)
{
    struct world *w = *state;
    struct deck_entry by = entry_of("new", "2");
    size_t number;
    world_write(w, "deck.yaml", "cards:\n- q: one\n- q: two\n- q: one\n");
    assert_int_equal(replace(w, "one", "", 4, &by, &number), ERR_NONE);
    assert_int_equal(number, 2);
    assert_string_equal(file_text(w->deck), "cards:\n- q: one\n- q: two\n- q: new\n  a: 2\n");
    assert_int_equal(replace(w, "two", "", 9, &by, &number), ERR_NONE); /* it has moved */
    assert_int_equal(number, 1);
    assert_int_equal(replace(w, "two", "", 3, &by, &number), ERR_IO); /* it is gone */
    assert_int_equal(replace(w, "one", "", 2, NULL, &number), ERR_NONE);
    assert_string_equal(
        file_text(w->deck), "cards:\n- q: one\n- q: new\n  a: 2\n- q: new\n  a: 2\n");
    deck_entry_done(&by);
}

/* ---- histories ---- */

/* An edit that leaves nothing of the card. The history of each of its cards follows, not that of a
 * card that was retired before, nor to another entry's new card. */
static void test_adding__histories_follow(void **state)
{
    struct world *w = *state;
    struct card_ids retired = {0};
    world_open(w);
    world_load(w, "cards:\n- q: old\n  a: gone\n- q: keep\n");
    give_history(w, "old", 3);
    world_load(w, "cards:\n- q: keep\n- {q: der Hund, a: the dog, reverse: true}\n");
    give_history(w, "der Hund", 2);
    give_history(w, "the dog", 1);
    assert_int_equal(following_begin(w->store, w->deck_id, &retired, &w->err), ERR_NONE);
    assert_int_equal(retired.count, 1);
    world_load(w, "cards:\n- q: keep\n- {q: xyz uvw, a: 1 2 3 4, reverse: true}\n- q: other\n");
    assert_report(w, 3, 0, 2, 0);
    assert_int_equal(
        following_end(w->store, w->deck_id, 2, DAY, &retired, &w->report, &w->err), ERR_NONE);
    assert_report(w, 1, 2, 0, 0);
    assert_history(w, "xyz uvw", 2);
    assert_history(w, "1 2 3 4", 1);
    assert_history(w, "other", 0);
    assert_sql(w, "SELECT count(*) FROM cards WHERE retired_day IS NOT NULL", "1");
    assert_sound(w);
    free(retired.ids);
}

/* ---- twins ---- */

static void assert_twin(
    struct world *w, const struct twins *twins, const char *question, const char *deck, bool exact)
{
    bool is_exact = false, ok = true;
    const char *name = twins_find(twins, w->deck_id, question, &is_exact, &ok);
    assert_true(ok);
    if (!deck)
        assert_null(name);
    else if (!name)
        fail_msg("no twin of %s", question);
    else
        assert_string_equal(name, deck);
    assert_true(!deck || is_exact == exact);
}

static void test_adding__twins_are_found_in_all_decks(void **state)
{
    struct world *w = *state;
    struct twins twins = {0};
    world_open(w);
    world_write(w, "other.yaml", "deck: Other\ncards:\n- q: What is it?\n- q: +\n- q: both\n");
    world_load_file(w, "other.yaml", DAY);
    world_load(w, "deck: Mine\ncards:\n- q: gone\n");
    world_load(w, "deck: Mine\ncards:\n- q: Caf\u00e9\n- cloze: a {{gap}}\n- q: both\n");
    assert_int_equal(twins_read(&twins, w->store, &w->err), ERR_NONE);
    assert_twin(w, &twins, "What is it?", "Other", true);
    assert_twin(w, &twins, "What is it? \n", "Other", true);
    assert_twin(w, &twins, "what  is **it**", "Other", false);
    assert_twin(w, &twins, "Cafe\u0301", "Mine", true);
    assert_twin(w, &twins, "CAFE", "Mine", false);
    assert_twin(w, &twins, "a [...]", "Mine", true);
    assert_twin(w, &twins, "both", "Mine", true); /* the deck at hand comes first */
    assert_twin(w, &twins, "What is", NULL, false);
    assert_twin(w, &twins, "gone", NULL, false); /* a retired card */
    assert_twin(w, &twins, "-", NULL, false);    /* signs are not left out if there is no more */
    assert_twin(w, &twins, "+", "Other", true);
    assert_twin(w, &twins, "", NULL, false);
    assert_int_equal(twins_add(&twins, w->deck_id, "Mine", "fresh", &w->err), ERR_NONE);
    assert_twin(w, &twins, "fresh", "Mine", true);
    twins_done(&twins);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, world_set_up, world_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_adding__writes_what_is_new),
        TEST(test_adding__refuses_a_file_that_has_changed),
        TEST(test_adding__tells_all_mistakes_of_the_file),
        TEST(test_adding__tags_are_words),
        TEST(test_adding__mistakes),
        TEST(test_adding__replaces_the_entry_that_says_the_same),
        TEST(test_adding__histories_follow),
        TEST(test_adding__twins_are_found_in_all_decks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
