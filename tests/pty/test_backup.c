/* Backups on a terminal: one that is due is made while a session waits for keys, and a restore asks
 * for confirmation. */
#include "drill.h"

#include <dirent.h>

/* The number of copies in the folder. */
static int copies(struct world *world)
{
    int count = 0;
    DIR *folder = opendir(world_text(world, "%s/data/drill/backups", world->home));

    for (struct dirent *entry; folder != NULL && (entry = readdir(folder)) != NULL;)
        count += entry->d_name[0] != '.';
    if (folder != NULL)
        closedir(folder);
    return count;
}

static void setting(struct world *world, const char *text)
{
    mkdir(world_text(world, "%s/config", world->home), 0700);
    mkdir(world_text(world, "%s/config/drill", world->home), 0700);
    world_write(world, "config/drill/config.yaml", text);
}

static void rate_one(struct world *world, const char *deck, int card)
{
    struct term *term = drill_start(world, 24, 80, ARGS(deck));

    assert_rates(term, card, 4);
    assert_quits(term);
    drill_done(world, term);
}

/* A day ended without its copy. The next session makes it without a key press, and continues
 * meanwhile. */
static void test_backup__made_while_waiting(void **state)
{
    struct world *world = *state;
    const char *deck = deck_write(world, 5);

    setting(world, "backups: no\n");
    rate_one(world, deck, 1);
    assert_int_equal(copies(world), 0);
    setting(world, "");
    world_now(world, "2026-03-03T09:00");
    struct term *term = drill_start(world, 24, 80, ARGS(deck));
    assert_waits(term, "Question 1?");
    for (int waited = 0; copies(world) == 0 && waited < TERM_GUARD_MS; waited += 10)
        poll(NULL, 0, 10);
    assert_int_equal(copies(world), 1);
    assert_rates(term, 1, 4);
    assert_quits(term);
    assert_int_equal(copies(world), 1);
}

static void test_backup__a_session_ends_with_one(void **state)
{
    struct world *world = *state;
    const char *deck = deck_write(world, 3);

    rate_one(world, deck, 1);
    assert_int_equal(copies(world), 1);
    rate_one(world, deck, 2);
    assert_int_equal(copies(world), 1);
}

static void test_restore__asks_first(void **state)
{
    struct world *world = *state;
    const char *deck = deck_write(world, 3);

    rate_one(world, deck, 1);
    rate_one(world, deck, 2);
    struct term *term = drill_start(world, 24, 100, ARGS("restore", "latest"));
    assert_waits(term, "1 rating, 1 fewer than now, last 2026-03-02 09:00");
    assert_waits(term, "Restore it? [y/N]");
    assert_types(term, "n\r", "Nothing was changed.");
    assert_int_equal(term_exit(term), 1);
    assert_ratings(world, "c1:4 c2:4");
    assert_int_equal(copies(world), 1);
    term = drill_start(world, 24, 100, ARGS("restore", "1"));
    assert_waits(term, "Restore it? [y/N]");
    assert_types(term, "y\r", "Restored. To go back: drill restore 2");
    assert_int_equal(term_exit(term), 0);
    assert_ratings(world, "c1:4");
    assert_int_equal(copies(world), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_backup__made_while_waiting),
        TEST(test_backup__a_session_ends_with_one),
        TEST(test_restore__asks_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
