/* Changing entries of a deck file: every byte that is not concerned stays. */
#include "unit/world.h"

#include "base/file.h"
#include "deck/append.h"
#include "deck/rewrite.h"

static const char *path_of(struct world *w, const char *name, const char *text)
{
    static char path[192];
    world_write(w, name, text);
    return world_path(w, name, path);
}

/* Makes the change and checks it, as a caller does. */
static enum err_code make(struct world *w, struct rewrite *r, struct deck_addition *taken)
{
    enum err_code code = rewrite_make(r, taken, false, &w->err);
    char path[192];
    if (code)
        return code;
    world_write(w, "new.yaml", buf_string(&r->after));
    return rewrite_check(r, world_path(w, "new.yaml", path), &w->err);
}

static void assert_tagged(struct world *w, const char *before, int64_t position, const char *add,
    const char *remove, const char *after)
{
    struct rewrite r = {.path = path_of(w, "deck.yaml", before),
        .positions = &position,
        .count = 1,
        .add = add,
        .remove = remove};
    enum err_code code = make(w, &r, NULL);
    if (!after) {
        assert_int_equal(code, ERR_MISTAKE);
        assert_non_null(strstr(w->err.message, "edit it by hand"));
    } else {
        assert_int_equal(code, ERR_NONE);
        assert_string_equal(buf_string(&r.after), after);
        assert_int_equal(r.changed, strcmp(before, after) != 0);
    }
    rewrite_done(&r);
}

static void test_rewrite__tags(void **state)
{
    struct world *w = *state;
    static const struct {
        int64_t position;
        const char *add, *remove, *before, *after;
    } cases[] = {
        /* no tags yet: a line below the entry's last one, with the entry's indent */
        {1, "x", "", "cards:\n  - q: a\n    a: b # why\n\n  - q: c\n    a: d\n",
            "cards:\n  - q: a\n    a: b # why\n    tags: [x]\n\n  - q: c\n    a: d\n"},
        {2, "x y", "", "cards:\n- q: é\n  a: b\n- q: c\n  a: d",
            "cards:\n- q: é\n  a: b\n- q: c\n  a: d\n  tags: [x, y]\n"},
        {1, "x", "", "cards:\r\n- q: |\r\n    a\r\n\r\n    b\r\n\r\n# next\r\n- q: c\r\n",
            "cards:\r\n- q: |\r\n    a\r\n\r\n    b\r\n  tags: [x]\r\n\r\n# next\r\n- q: c\r\n"},
        {1, "x", "", "cards: [{q: a, a: b}, {q: c, a: d}]\n",
            "cards: [{q: a, a: b, tags: [x]}, {q: c, a: d}]\n"},
        {2, "x", "", "{\"cards\": [{\"q\": \"a\"}, {\"q\": \"c\", \"a\": \"d\"}]}\n",
            "{\"cards\": [{\"q\": \"a\"}, {\"q\": \"c\", \"a\": \"d\", \"tags\": [\"x\"]}]}\n"},
        /* tags in brackets */
        {1, "x", "", "cards:\n- q: a\n  tags: [p,   \"q\"] # two\n  a: b\n",
            "cards:\n- q: a\n  tags: [p, q, x] # two\n  a: b\n"},
        {1, "", "p", "cards:\n- {tags: [p, q], q: a, a: b}\n",
            "cards:\n- {tags: [q], q: a, a: b}\n"},
        {1, "", "p q", "cards:\n- {tags: [p, q], q: a, a: b}\n",
            "cards:\n- {tags: [], q: a, a: b}\n"},
        {1, "null", "", "cards:\n- q: a\n  tags:\n  a: b\n",
            "cards:\n- q: a\n  tags: [null]\n  a: b\n"},
        {1, "p", "x", "cards:\n- q: a\n  tags: [p]\n", "cards:\n- q: a\n  tags: [p]\n"},
        /* tags on lines of their own */
        {1, "x", "", "cards:\n- q: a\n  tags:\n    - p\n    - q # why\n  # end\n- q: c\n",
            "cards:\n- q: a\n  tags:\n    - p\n    - q\n    - x # why\n  # end\n- q: c\n"},
        {1, "", "p", "cards:\n- q: a\n  tags:\n  - p\n  - q\n  a: b\n",
            "cards:\n- q: a\n  tags:\n  - q\n  a: b\n"},
        {1, "", "p", "cards:\n- q: a\n  tags:\n  - p\n\n# end\n- q: c\n",
            "cards:\n- q: a\n  tags: []\n\n# end\n- q: c\n"},
        {1, "", "p", "cards:\n- q: a\n  tags:\n  - p # mine\n  - q\n", NULL},
        {1, "x", "", "cards: [q: a, q: c]\n", NULL},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_tagged(
            w, cases[i].before, cases[i].position, cases[i].add, cases[i].remove, cases[i].after);
}

static void test_rewrite__entries_taken_out(void **state)
{
    struct world *w = *state;
    static const struct {
        int64_t positions[2];
        size_t count;
        const char *before, *after, *lines;
    } cases[] = {
        {{2}, 1,
            "cards:\n  - q: a\n\n  # of c\n  - q: c\n    a: |\n      d\n\n        e\n\n  - q: f\n",
            "cards:\n  - q: a\n\n  # of c\n\n  - q: f\n",
            "\n  - q: c\n    a: |\n      d\n\n        e\n"},
        {{1}, 1, "cards:\n- # why\n  q: c\n- q: f\n", NULL, NULL},
        {{1}, 1, "cards:\n-\n  q: c\n- q: f\n", "cards:\n- q: f\n", "\n  -\n    q: c\n"},
        {{1, 2}, 2, "cards:\n    - q: a\n      a: b # x\n\n    - q: c\n", "cards: []\n",
            "\n  - q: a\n    a: b # x\n\n  - q: c\n"},
        {{1}, 1, "cards: # all\n# none\n- q: a\ntags: [x]\n",
            "cards: [] # all\n# none\ntags: [x]\n", "\n  - q: a\n"},
        {{2}, 1, "cards:\n- q: x\n- q: \"a\n   b\"\n  a: c\n", "cards:\n- q: x\n",
            "\n  - q: \"a\n     b\"\n    a: c\n"},
        {{2}, 1, "cards:\n - {q: a}\n - {q: b,\n    a: c} # why\n - {q: d}\n",
            "cards:\n - {q: a}\n - {q: d}\n", "\n  - {q: b,\n     a: c} # why\n"},
        /* a comment before the dash */
        {{1}, 1, "cards:\n    - q: a\n# why\n      a: b\n    - q: c\n", "cards:\n    - q: c\n",
            "\n  - q: a\n  # why\n    a: b\n"},
        {{2}, 1, "cards: [{q: a}, {q: b}, {q: c}]\n", "cards: [{q: a}, {q: c}]\n",
            "\n  - question: b\n"},
        {{3}, 1, "cards: [\n  {q: a},\n  {q: b},\n  {q: c}\n]\n",
            "cards: [\n  {q: a},\n  {q: b}\n]\n", "\n  - question: c\n"},
        {{2, 3}, 2, "cards: [{q: a}, {q: b}, {q: c}]\n", "cards: [{q: a}]\n",
            "\n  - question: b\n\n  - question: c\n"},
        {{1}, 1, "cards: [{q: a}]\n", "cards: []\n", "\n  - question: a\n"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct deck_addition taken = {0};
        struct rewrite r = {.path = path_of(w, "deck.yaml", cases[i].before),
            .positions = cases[i].positions,
            .count = cases[i].count};
        enum err_code code = make(w, &r, &taken);
        assert_int_equal(code, cases[i].after ? ERR_NONE : ERR_MISTAKE);
        if (!code) {
            assert_string_equal(buf_string(&r.after), cases[i].after);
            assert_string_equal(buf_string(&taken.lines), cases[i].lines);
            assert_int_equal(r.changed, cases[i].count);
            assert_int_equal(taken.count, cases[i].count);
        }
        deck_addition_done(&taken);
        rewrite_done(&r);
    }
}

/* What was taken out of one file is appended to another, and compared. */
static void test_rewrite__entries_arrive(void **state)
{
    struct world *w = *state;
    char to[192];
    const int64_t second = 2;
    struct deck_addition taken = {0};
    struct rewrite r = {.path = path_of(w, "deck.yaml",
                            "cards:\n- q: a\n- q: c\n  tags:\n  - x # why\n  a: >\n    d\n    e\n"),
        .positions = &second,
        .count = 1};
    bool same;
    assert_int_equal(make(w, &r, &taken), ERR_NONE);
    char other[192];
    world_write(w, "other.yaml", "cards:\n    - q: o\n# end\n");
    assert_int_equal(deck_append(world_path(w, "other.yaml", other), &taken,
                         world_path(w, "to.yaml", to), &w->err),
        ERR_NONE);
    struct buf text = {0};
    assert_int_equal(file_read(to, &text, &w->err), ERR_NONE);
    assert_string_equal(buf_string(&text),
        "cards:\n    - q: o\n\n    - q: c\n      tags:\n      - x # why\n      a: >\n        d\n"
        "        e\n# end\n");
    buf_done(&text);
    assert_int_equal(rewrite_was_taken(&r, to, 1, &same, &w->err), ERR_NONE);
    assert_true(same);
    assert_int_equal(rewrite_was_taken(&r, to, 0, &same, &w->err), ERR_NONE);
    assert_false(same);
    deck_addition_done(&taken);
    rewrite_done(&r);
}

/* A card arrives with its comments, or not at all. */
static void test_rewrite__comments_arrive(void **state)
{
    struct world *w = *state;
    static const char block[] = "cards:\n- q: a\n  # why\n  a: b\n", flow[] = "cards: [{q: a}]\n",
                      flow_why[] = "cards: [{q: a, # why\n  a: b}]\n";
    static const struct {
        const char *from, *to;
        bool tidy, arrives;
    } cases[] = {
        {block, block, false, true}, {block, "cards: []\n", false, true},
        {block, flow, false, false}, {block, block, true, false}, {flow_why, block, false, false},
        {flow_why, flow, false, false},
        {"cards:\n- q: a#b\n  a: |\n    # c\n", flow, false, true}, /* no comments */
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char to[192], other[192];
        const int64_t first = 1;
        struct deck_addition taken = {0};
        struct buf text = {0};
        struct rewrite r = {
            .path = path_of(w, "deck.yaml", cases[i].from), .positions = &first, .count = 1};
        assert_int_equal(rewrite_make(&r, &taken, cases[i].tidy, &w->err), ERR_NONE);
        world_write(w, "other.yaml", cases[i].to);
        enum err_code code = deck_append(
            world_path(w, "other.yaml", other), &taken, world_path(w, "to.yaml", to), &w->err);
        assert_int_equal(code, cases[i].arrives ? ERR_NONE : ERR_MISTAKE);
        if (code)
            assert_non_null(strstr(w->err.message, "comments in a card would be lost"));
        else if (i < COUNT(cases) - 1)
            assert_int_equal(file_read(to, &text, &w->err), ERR_NONE);
        assert_true(code || i == COUNT(cases) - 1 || strstr(buf_string(&text), "\n  # why\n") ||
                    strstr(buf_string(&text), "\n    # why\n"));
        buf_done(&text);
        deck_addition_done(&taken);
        rewrite_done(&r);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_set_up, world_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_rewrite__tags),
        TEST(test_rewrite__entries_taken_out),
        TEST(test_rewrite__entries_arrive),
        TEST(test_rewrite__comments_arrive),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
