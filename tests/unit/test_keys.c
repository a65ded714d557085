/* The key tables: what settings change, which mistakes are reported, and which keys the footer
 * shows. */
#include "unit/world.h"

#include "view/keys.h"
#include "view/screen.h"

#define QUESTION SCREEN_STAGE(SESSION_QUESTION)
#define ANSWER   SCREEN_STAGE(SESSION_ANSWER)
#define OVER     SCREEN_STAGE(SESSION_OVER)

static const struct key_table *const tables[] = {&card_keys, &answer_keys, &overlay_keys,
    &home_keys, &filter_keys, &path_keys, &browser_keys, &search_keys, &look_keys, &stats_keys,
    &reader_keys, &form_keys};

static void set(struct world *w, struct settings *settings, const char *text)
{
    char path[192];
    w->told_count = 0;
    world_write(w, "config.yaml", text);
    assert_int_equal(
        settings_read(settings, world_path(w, "config.yaml", path), world_mistake, w, &w->err),
        ERR_NONE);
}

/* ---- the tables themselves ---- */

/* No key means two things at one stage, but for space, which reveals before it scrolls. */
static void test_keys__are_told_apart(void **state)
{
    (void)state;
    for (size_t t = 0; t < COUNT(tables); t++) {
        for (size_t i = 0; i < tables[t]->count; i++) {
            const struct key_row *row = &tables[t]->rows[i];
            for (size_t k = 0; k < KEYS_EACH && row->keys[k] && row->stages; k++) {
                if (row->keys[k] == ' ' || row->keys[k] == '?' || !row->name)
                    continue;
                for (size_t j = 0; j < i; j++)
                    for (size_t l = 0; l < KEYS_EACH && tables[t]->rows[j].keys[l]; l++)
                        assert_false(tables[t]->rows[j].keys[l] == row->keys[k] &&
                                     tables[t]->rows[j].stages & row->stages);
            }
        }
    }
}

static void test_keys__every_row_does_something_and_says_so(void **state)
{
    (void)state;
    for (size_t t = 0; t < COUNT(tables); t++) {
        for (size_t i = 0; i < tables[t]->count; i++) {
            const struct key_row *row = &tables[t]->rows[i];
            const struct intent *in = &row->intent;
            bool does = in->action || in->command || in->lines || in->overlay || in->close ||
                        in->decks || in->edit || in->add || in->form || in->side || in->quit ||
                        in->line;
            assert_true(does || !row->name);
            assert_true(row->help || row->foot);
            assert_true(row->keys[0] && row->stages);
        }
    }
}

/* Every screen leads to all side screens but itself, at every stage but in an input line. */
static void test_keys__side_screens_are_reached_from_everywhere(void **state)
{
    static const struct {
        const struct key_table *table;
        unsigned stages;
        enum side_screen own;
    } screens[] = {{&card_keys, 4, SIDE_NONE}, {&home_keys, 3, SIDE_NONE},
        {&browser_keys, 3, SIDE_BROWSE}, {&stats_keys, 1, SIDE_STATS},
        {&reader_keys, 1, SIDE_FORECAST}};
    (void)state;
    for (size_t i = 0; i < COUNT(screens); i++)
        for (unsigned stage = 0; stage < screens[i].stages; stage++)
            for (size_t k = 0; k < 4; k++) {
                enum side_screen side = (enum side_screen)(SIDE_BROWSE + k);
                struct intent found =
                    keys_find(screens[i].table, NULL, 1U << stage, (unsigned char)"BSFR"[k]);
                assert_int_equal(found.side, side == screens[i].own ? SIDE_NONE : side);
            }
    assert_int_equal(keys_find(&reader_keys, NULL, 2, 'F').side, SIDE_FORECAST);
    assert_int_equal(keys_find(&reader_keys, NULL, 2, 'R').side, SIDE_NONE);
    for (size_t k = 0; k < 4; k++)
        assert_int_equal(keys_find(&home_keys, NULL, 1, (unsigned char)"bsfr"[k]).side, k + 1);
}

/* ---- settings ---- */

static enum session_action action_of(const struct settings *settings, unsigned stage, uint32_t key)
{
    return keys_find(&card_keys, settings, stage, key).action;
}

static void test_keys__settings_stand_over_the_table(void **state)
{
    struct world *w = *state;
    struct settings s;
    set(w, &s, "keys: {undo: x, hint: [z, f2], history: u}\n");
    assert_int_equal(keys_check(&s, "c", world_mistake, w), 0);
    assert_int_equal(action_of(&s, ANSWER, 'x'), ACTION_UNDO);
    assert_int_equal(action_of(&s, ANSWER, KEY_BACKSPACE_CODE), ACTION_NONE);
    assert_int_equal(action_of(&s, QUESTION, 'z'), ACTION_HINT);
    assert_int_equal(action_of(&s, QUESTION, KEY_F1_CODE + 1), ACTION_HINT);
    assert_int_equal(action_of(&s, QUESTION, 'h'), ACTION_NONE);
    assert_int_equal(action_of(&s, ANSWER, ' '), ACTION_NONE);
    assert_int_equal(keys_find(&card_keys, &s, ANSWER, 'u').overlay, OVERLAY_HISTORY);
    settings_done(&s);
}

/* A key that settings give to one action leaves another that has it by itself, and has more. */
static void test_keys__a_key_is_taken_over(void **state)
{
    struct world *w = *state;
    struct settings s;
    uint32_t keys[KEYS_EACH];
    set(w, &s, "keys: {undo: space}\n");
    assert_int_equal(keys_check(&s, "c", world_mistake, w), 0);
    assert_int_equal(action_of(&s, QUESTION, ' '), ACTION_UNDO);
    assert_int_equal(action_of(&s, QUESTION, '\n'), ACTION_REVEAL);
    keys_of(&card_keys, &s, &card_keys.rows[0], keys);
    assert_int_equal(keys[0], '\n');
    assert_int_equal(keys[1], 0);
    settings_done(&s);
}

/* Those of the last table, too: none is left out. */
static void test_keys__every_table_is_known(void **state)
{
    struct world *w = *state;
    struct settings s;
    set(w, &s, "keys: {quit: f9, screen-10: x, last-screen: z}\n");
    assert_int_equal(keys_check(&s, "c", world_mistake, w), 0);
    assert_int_equal(keys_find(&stats_keys, &s, 1, 'z').command,
        keys_find(&stats_keys, NULL, 1, KEY_END_CODE).command);
    assert_false(keys_find(&stats_keys, &s, 1, 'q').quit);
    settings_done(&s);
}

/* In an input line characters are typed, whatever settings say. */
static void test_keys__typing_is_typing(void **state)
{
    struct world *w = *state;
    struct settings s;
    set(w, &s, "keys: {up: w, take: f3}\n");
    assert_int_equal(keys_check(&s, "c", world_mistake, w), 0);
    assert_int_equal(keys_find(&filter_keys, &s, 1, 'w').lines, 0);
    assert_int_equal(keys_find(&filter_keys, &s, 1, KEY_UP_CODE).lines, -1);
    assert_int_equal(keys_find(&filter_keys, &s, 1, '\n').command, 0);
    assert_int_not_equal(keys_find(&filter_keys, &s, 1, KEY_F1_CODE + 2).command, 0);
    assert_int_equal(keys_find(&home_keys, &s, 1, 'w').lines, -1);
    assert_int_equal(keys_find(&card_keys, &s, ANSWER, 'w').lines, -1);
    settings_done(&s);
}

static void test_keys__mistakes(void **state)
{
    struct world *w = *state;
    static const struct {
        const char *text;
        unsigned line, column;
        const char *says;
    } cases[] = {
        {"keys:\n  undoo: x\n", 2, 3, "did you mean \"undo\""},
        {"keys:\n  fly: x\n", 2, 3, "unknown action \"fly\""},
        {"keys:\n  undo: x\n  undo: y\n", 3, 3, "duplicate key"},
        {"keys:\n  undo: x\n  hint: x\n", 2, 9, "\"x\" is also the key of \"hint\""},
        {"keys:\n  undo: h\n", 2, 9, "\"h\" is also the key of \"hint\""},
        {"keys:\n  undo: [z, 3]\n", 2, 13, "\"3\" is also the key of \"rate-3\""},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct settings s;
        set(w, &s, cases[i].text);
        size_t count = keys_check(&s, "config.yaml", world_mistake, w);
        if (count != 1 || w->told_count != 1 || w->told[0].line != cases[i].line ||
            w->told[0].column != cases[i].column || !strstr(w->told[0].message, cases[i].says))
            fail_msg("%s: %zu told, %u:%u %s", cases[i].text, count, w->told[0].line,
                w->told[0].column, w->told[0].message);
        settings_done(&s);
    }
}

/* ---- the foot ---- */

static void assert_foot(
    const struct settings *settings, unsigned stage, unsigned when, const char *want)
{
    struct key_hint hint;
    struct buf got = {0};
    for (size_t at = 0; keys_hint(&card_keys, settings, stage, when, &at, &hint);)
        buf_format(&got, "%s%s %s%s", got.length ? ", " : "", hint.keys, hint.label,
            hint.helps ? "!" : "");
    assert_string_equal(buf_string(&got), want);
    buf_done(&got);
}

static void test_keys__the_foot(void **state)
{
    struct world *w = *state;
    struct settings s;
    assert_foot(NULL, QUESTION, 0, "space answer, ? keys!, q quit");
    assert_foot(NULL, QUESTION, WHEN_HINT | WHEN_SCROLLS | WHEN_DONE,
        "space answer, h hint, u undo, ↑↓ scroll, ? keys!, q quit");
    assert_foot(NULL, ANSWER, WHEN_ANSWERED, "1-5 rate, ? keys!, q quit");
    assert_foot(NULL, OVER, WHEN_MORE, "n more, c cram, d decks, ? keys!, q quit");
    assert_foot(
        NULL, ANSWER, WHEN_ANSWERED | WHEN_LEECH, "1-5 rate, e edit, s suspend, ? keys!, q quit");
    assert_foot(NULL, ANSWER, WHEN_ANSWERED | WHEN_SPACE,
        "1-5 rate, e edit, s suspend, b bury, t leech, i history, a add, / search, ? keys!, q "
        "quit");
    assert_foot(NULL, OVER, WHEN_SPACE, "c cram, a add, / search, d decks, ? keys!, q quit");
    set(w, &s, "keys: {reveal: f5, quit: [], rate-1: a, rate-5: b, down: ctrl-n}\n");
    assert_foot(&s, QUESTION, WHEN_SCROLLS, "f5 answer, ↑ctrl-n scroll, ? keys!");
    assert_foot(&s, ANSWER, WHEN_ANSWERED, "a-b rate, ? keys!");
    settings_done(&s);
}

/* ---- the manual lists the keys that there are ---- */

#define MANUAL "src/man/drill.1"

static void add_names(
    const struct key_table *table, unsigned stages, const char *help, struct buf *out)
{
    const char *separator = ".Pq Cm ";
    for (size_t i = 0; i < table->count; i++) {
        const struct key_row *row = &table->rows[i];
        if (!row->name || !row->help || !(row->stages & stages) || strcmp(row->help, help) != 0)
            continue;
        buf_format(out, "%s%s", separator, row->name);
        separator = " , ";
    }
    if (separator[0] == ' ')
        buf_char(out, '\n');
}

/* What stands between the marks of a table. */
static void list(const struct key_table *table, unsigned stages, struct buf *out)
{
    struct buf keys = {0};
    const char *help;
    for (size_t at = 0; (help = keys_help(table, NULL, stages, &at, &keys));) {
        buf_text(out, ".It ");
        for (const char *c = buf_string(&keys); *c; c++)
            buf_format(out, *c == ',' ? " ," : *c == '?' ? "\\&?" : "%c", *c);
        buf_format(out, "\n%c%s\n", help[0] - 'a' + 'A', help + 1);
        add_names(table, stages, help, out);
    }
    buf_done(&keys);
}

static void read_manual(struct buf *out)
{
    char bytes[4096];
    size_t got;
    FILE *file = fopen(MANUAL, "r");
    assert_non_null(file);
    while ((got = fread(bytes, 1, sizeof bytes, file)) > 0)
        buf_add(out, bytes, got);
    fclose(file);
}

/* Have the manual's list behind a mark be what the table says: compare, or with UPDATE_MANUAL=1
 * write it. */
static void check_list(const char *mark, const struct key_table *table, unsigned stages)
{
    struct buf manual = {0}, want = {0}, got = {0};
    read_manual(&manual);
    const char *begin = strstr(buf_string(&manual), mark);
    assert_non_null(begin);
    begin = strchr(begin, '\n') + 1;
    const char *end = strstr(begin, ".El\n");
    assert_non_null(end);
    list(table, stages, &want);
    buf_add(&got, begin, (size_t)(end - begin));
    bool same = strcmp(buf_string(&got), buf_string(&want)) == 0;
    if (!same && getenv("UPDATE_MANUAL")) {
        FILE *file = fopen(MANUAL, "w");
        assert_non_null(file);
        fprintf(file, "%.*s%s%s", (int)(begin - buf_string(&manual)), buf_string(&manual),
            buf_string(&want), end);
        fclose(file);
    } else if (!same) {
        fail_msg("%s lists other keys at %s; UPDATE_MANUAL=1 writes these:\n%s", MANUAL, mark,
            buf_string(&want));
    }
    buf_done(&manual);
    buf_done(&want);
    buf_done(&got);
}

static void test_keys__the_manual_lists_them(void **state)
{
    (void)state;
    check_list(".\\\" keys of a card", &card_keys, QUESTION | ANSWER);
    check_list(".\\\" keys of a typed answer", &answer_keys, QUESTION);
    check_list(".\\\" keys at the end", &card_keys, OVER);
    check_list(".\\\" keys of an overlay", &overlay_keys, UINT32_MAX);
    check_list(".\\\" keys of the home screen", &home_keys, UINT32_MAX);
    check_list(".\\\" keys of the filter", &filter_keys, UINT32_MAX);
    check_list(".\\\" keys of a path", &path_keys, UINT32_MAX);
    check_list(".\\\" keys of browsing", &browser_keys, UINT32_MAX);
    check_list(".\\\" keys of a line", &search_keys, UINT32_MAX);
    check_list(".\\\" keys of a card alone", &look_keys, UINT32_MAX);
    check_list(".\\\" keys of statistics", &stats_keys, UINT32_MAX);
    check_list(".\\\" keys of a side screen", &reader_keys, UINT32_MAX);
    check_list(".\\\" keys of the form", &form_keys, UINT32_MAX);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, world_set_up, world_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_keys__are_told_apart),
        TEST(test_keys__every_row_does_something_and_says_so),
        TEST(test_keys__side_screens_are_reached_from_everywhere),
        TEST(test_keys__settings_stand_over_the_table),
        TEST(test_keys__a_key_is_taken_over),
        TEST(test_keys__every_table_is_known),
        TEST(test_keys__typing_is_typing),
        TEST(test_keys__mistakes),
        TEST(test_keys__the_foot),
        TEST(test_keys__the_manual_lists_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
