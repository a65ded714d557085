/* Which YAML files are clearly not decks. */
#include "unit/deck_file.h"

#include "deck/foreign.h"

static void assert_foreign(struct fixture *f, const char *text, bool foreign)
{
    write_bytes(f, text, strlen(text));
    if (deck_is_foreign(f->path) != foreign)
        fail_msg("%sa deck: %s", foreign ? "taken for " : "not taken for ", text);
}

static void test_foreign__a_deck_with_any_mistake_is_one(void **state)
{
    struct fixture *f = *state;
    assert_foreign(f, "deck: x\ncards: []\n", false);
    assert_foreign(f, "cards: []\n", false);
    assert_foreign(f, "deck: x\n", false);
    assert_foreign(f, "{unknown: [1, {a: b}], tags: &x [], cards: 3}\n", false);
    assert_foreign(f, "id: x\ncardz:\n- q: a\n", false);
    assert_foreign(f, "deck: x\n  cards: [\n", false);
    assert_foreign(f, "dekc: x\n\xff\n", false);
    assert_foreign(f, "&anchor\n? [a, b]\n: c\n? cards\n", false);
}

static void test_foreign__other_files(void **state)
{
    struct fixture *f = *state;
    assert_foreign(f, "", true);
    assert_foreign(f, "# cards:\n", true);
    assert_foreign(f, "cards\n", true);
    assert_foreign(f, "[cards, deck]\n", true);
    assert_foreign(f, "version: '3'\nservices:\n  deck:\n    cards: []\n", true);
    assert_foreign(f, "name: deck\nvalue: cards\n", true);
    assert_foreign(f, "a: &x [*x]\nb: *x\n", true);
    assert_foreign(f, "{{- if .Values }}\ncards: []\n", true);
    assert_foreign(f, "a: b\n---\ncards: []\n", true);
    char nested[4096] = "a: ";
    memset(nested + 3, '[', sizeof nested - 4);
    assert_foreign(f, nested, true);
}

/* What is wrong with such a file is for its reader to tell. */
static void test_foreign__what_cannot_be_read_is_not_judged(void **state)
{
    struct fixture *f = *state;
    assert_false(deck_is_foreign(f->path));
    assert_false(deck_is_foreign(f->folder));
    assert_foreign(f, "\xff\xfe", false);     /* UTF-16 */
    assert_foreign(f, "a: caf\xe9\n", false); /* Latin-1 */
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_foreign__a_deck_with_any_mistake_is_one),
        TEST(test_foreign__other_files),
        TEST(test_foreign__what_cannot_be_read_is_not_judged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
