/* DRILL_TRACE: what a session on a terminal writes to the trace. */
#include "drill.h"

/* The text of a file in the home folder. */
static const char *read_file(struct world *world, const char *name)
{
    FILE *file = fopen(world_text(world, "%s/%s", world->home, name), "r");
    char *text = NULL;
    size_t size = 0;

    assert_non_null(file);
    assert_true(getdelim(&text, &size, '\0', file) > 0);
    fclose(file);
    return world_keep(world, text);
}

/* Finds the next line of that kind with that text. */
static const char *assert_line(const char *trace, const char *kind, const char *says)
{
    char line[64];

    snprintf(line, sizeof line, " %-6s %s\n", kind, says);
    const char *found = strstr(trace, line);
    if (found == NULL)
        fail_msg("no line \"%s %s\" in:\n%s", kind, says, trace);
    return found + 1;
}

static void test_keys_actions_sql(void **state)
{
    struct world *world = *state;
    const char *deck = deck_write(world, 2);

    world_set(world, world_text(world, "DRILL_TRACE=%s/trace", world->home));
    struct term *term = drill_start(world, 24, 80, ARGS(deck));
    assert_rates(term, 1, 4);
    assert_waits(term, "Question 2?");
    term_send(term, "\033[200~4\033[201~\303\266");
    assert_quits(term);

    const char *trace = read_file(world, "trace");
    assert_line(trace, "answer", "[?1;2c"); /* libvterm's for its kind */
    const char *at = assert_line(trace, "key", "space");
    at = assert_line(at, "action", "reveal");
    at = assert_line(at, "key", "4");
    at = assert_line(at, "action", "rate-4");
    const char *rated = at;
    at = assert_line(at, "pasted", "4");
    at = assert_line(at, "key", "\\xc3\\xb6");
    at = assert_line(at, "key", "q");
    assert_line(at, "action", "quit");
    const char *insert = strstr(rated, "INSERT INTO reviews");
    assert_non_null(insert);
    assert_true(insert < at);
    assert_null(strstr(trace, "Question"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_keys_actions_sql),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
