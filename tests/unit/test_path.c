/* Paths as users type them: the home folder, and completion. */
#include "base/path.h"
#include "unit/world.h"

#include <sys/stat.h>

static void assert_expands(const char *typed, const char *want)
{
    struct buf path = {0};
    path_expand(typed, &path);
    assert_string_equal(buf_string(&path), want);
    buf_done(&path);
}

static void test_path__expands_the_home_folder(void **state)
{
    char *home = strdup(getenv("HOME") ? getenv("HOME") : "/");
    (void)state;
    setenv("HOME", "/home/me", 1);
    assert_expands("~", "/home/me");
    assert_expands(" ~/decks \n", "/home/me/decks");
    assert_expands("~you/decks", "~you/decks");
    assert_expands("a/~", "a/~");
    assert_expands("  two words.csv\t", "two words.csv");
    assert_expands(" \n", "");
    unsetenv("HOME");
    assert_expands("~/decks", "~/decks");
    setenv("HOME", home, 1);
    free(home);
}

/* Completes a path in the world's folder; `want` is what follows that folder. */
static void assert_completes(
    struct world *w, const char *typed, const char *want, const char *want_names, size_t want_count)
{
    struct buf path = {0}, names = {0};
    size_t count;
    char full[192];
    buf_text(&path, world_path(w, typed, full));
    assert_int_equal(path_complete(&path, &names, &count, &w->err), ERR_NONE);
    assert_string_equal(buf_string(&path), world_path(w, want, full));
    assert_string_equal(buf_string(&names), want_names);
    assert_int_equal(count, want_count);
    buf_done(&path);
    buf_done(&names);
}

static void test_path__completes_names(void **state)
{
    static const char *const files[] = {"in/anki one.apkg", "in/anki two.apkg", "in/.hidden",
        "in/größe", "in/grönland", "in/words.csv"};
    struct world *w = *state;
    char path[192];
    assert_int_equal(mkdir(world_path(w, "in", path), 0700), 0);
    assert_int_equal(mkdir(world_path(w, "in/xerox", path), 0700), 0);
    for (size_t i = 0; i < COUNT(files); i++)
        world_write(w, files[i], "");
    assert_completes(w, "in/w", "in/words.csv", "", 1);
    assert_completes(w, "in/a", "in/anki ", "anki one.apkg  anki two.apkg", 2);
    assert_completes(w, "in/anki ", "in/anki ", "anki one.apkg  anki two.apkg", 2);
    assert_completes(w, "in/anki t", "in/anki two.apkg", "", 1);
    assert_completes(w, "in/g", "in/grö", "grönland  größe", 2);
    assert_completes(w, "in/x", "in/xerox/", "", 1); /* a folder */
    assert_completes(w, "in/xerox/", "in/xerox/", "", 0);
    assert_completes(w, "in/.", "in/.hidden", "", 1); /* only with its dot */
    assert_completes(w, "in/zz", "in/zz", "", 0);
    assert_completes(w, "nowhere/a", "nowhere/a", "", 0);
    setenv("HOME", w->folder, 1);
    struct buf typed = {0}, names = {0};
    size_t count;
    buf_text(&typed, "~/in/w");
    assert_int_equal(path_complete(&typed, &names, &count, &w->err), ERR_NONE);
    assert_string_equal(buf_string(&typed), "~/in/words.csv");
    buf_done(&typed);
    buf_done(&names);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_path__expands_the_home_folder),
        cmocka_unit_test_setup_teardown(test_path__completes_names, world_set_up, world_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
