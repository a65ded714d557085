/* config.yaml: which settings there are, and what is refused. */
#include "unit/world.h"

#include "study/settings.h"

static enum err_code set(struct world *w, struct settings *settings, const char *text)
{
    char path[192];
    w->told_count = 0;
    w->err = (struct err){0};
    world_write(w, "config.yaml", text);
    return settings_read(settings, world_path(w, "config.yaml", path), world_mistake, w, &w->err);
}

static void assert_caps(struct caps caps, int64_t new_cards, int64_t cards)
{
    assert_int_equal(caps.new_cards, new_cards);
    assert_int_equal(caps.cards, cards);
}

static void test_settings__nothing_set(void **state)
{
    struct world *w = *state;
    struct settings settings;
    char path[192];
    assert_int_equal(
        settings_read(&settings, world_path(w, "none.yaml", path), world_mistake, w, &w->err),
        ERR_NONE);
    static const char *const texts[] = {"", "# a comment\n", "{}\n", "decks: {}\n"};
    for (size_t i = 0; i <= COUNT(texts); i++) {
        assert_caps(settings.caps, CAP_UNSET, CAP_UNSET);
        assert_true(settings.bury_siblings);
        assert_int_equal(settings.new_order, NEW_MIXED);
        assert_int_equal(settings.leech_lapses, 8);
        assert_int_equal(settings.deck_count, 0);
        settings_done(&settings);
        if (i < COUNT(texts))
            assert_int_equal(set(w, &settings, texts[i]), ERR_NONE);
    }
}

static void test_settings__everything_set(void **state)
{
    struct world *w = *state;
    struct settings settings;
    assert_int_equal(set(w, &settings,
                         "new: 7\nlimit: 0\nnew-order: last\nbury-siblings: no\nleech-lapses: 5\n"
                         "decks:\n  bio: {new: 3}\n  Deep Learning:\n    limit: 40\n    new: 0\n"),
        ERR_NONE);
    assert_caps(settings.caps, 7, 0);
    assert_int_equal(settings.new_order, NEW_LAST);
    assert_false(settings.bury_siblings);
    assert_int_equal(settings.leech_lapses, 5);
    assert_caps(settings_of_deck(&settings, "bio", "Biology"), 3, CAP_UNSET);
    assert_caps(settings_of_deck(&settings, "dl", "Deep Learning"), 0, 40);
    assert_caps(settings_of_deck(&settings, "other", "Other"), CAP_UNSET, CAP_UNSET);
    settings_done(&settings);
}

static void test_settings__saved_searches(void **state)
{
    struct world *w = *state;
    struct settings settings;
    assert_int_equal(
        set(w, &settings, "searches:\n  hard: is:leech tag:ml\n  at: '\"a @b\" mail@x http://y'\n"),
        ERR_NONE);
    assert_int_equal(settings.search_count, 2);
    assert_string_equal(buf_string(&settings.searches[0].name), "hard");
    assert_string_equal(buf_string(&settings.searches[0].text), "is:leech tag:ml");
    assert_string_equal(buf_string(&settings.searches[1].text), "\"a @b\" mail@x http://y");
    settings_done(&settings);
}

static void test_settings__looks_and_keys(void **state)
{
    struct world *w = *state;
    struct settings settings;
    assert_int_equal(set(w, &settings, ""), ERR_NONE);
    assert_int_equal(settings.theme, THEME_AUTO);
    assert_int_equal(settings.palette, PALETTE_STANDARD);
    assert_true(settings.mouse);
    assert_int_equal(settings.images, IMAGES_AUTO);
    settings_done(&settings);
    assert_int_equal(
        set(w, &settings,
            "theme: light\nmouse: off\npalette: color-blind\nkeys:\n  undo: z\n"
            "  reveal: [space, Right, ctrl-o, F2]\n  quit: []\n  help: \"é\"\nimages: off\n"),
        ERR_NONE);
    assert_int_equal(settings.theme, THEME_LIGHT);
    assert_int_equal(settings.palette, PALETTE_COLOR_BLIND);
    assert_false(settings.mouse);
    assert_int_equal(settings.images, IMAGES_OFF);
    assert_int_equal(settings.key_count, 4);
    static const uint32_t keys[][KEYS_EACH] = {
        {'z'}, {' ', KEY_RIGHT_CODE, 0x0f, KEY_F1_CODE + 1}, {0}, {0xe9}};
    for (size_t i = 0; i < COUNT(keys); i++)
        assert_memory_equal(settings.keys[i].keys, keys[i], sizeof keys[i]);
    assert_string_equal(buf_string(&settings.keys[1].action), "reveal");
    assert_int_equal(settings.keys[1].line, 6);
    assert_int_equal(settings.keys[1].key_columns[1], 19);
    settings_done(&settings);
}

static void test_settings__playing(void **state)
{
    static const struct {
        const char *text, *program;
        bool automatic;
    } cases[] = {{"", "", false}, {"play: auto\n", "", true}, {"play:\n", "", false},
        {"play: mpv --volume=50\n", "mpv --volume=50", false},
        {"play: ' auto   paplay  -v '\n", "paplay  -v", true},
        {"play: autoplay\n", "autoplay", false}};
    struct world *w = *state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct settings settings;
        assert_int_equal(set(w, &settings, cases[i].text), ERR_NONE);
        assert_string_equal(buf_string(&settings.play.program), cases[i].program);
        assert_int_equal(settings.play.automatic, cases[i].automatic);
        settings_done(&settings);
    }
}

static void test_settings__backups(void **state)
{
    struct world *w = *state;
    struct settings settings;
    assert_int_equal(set(w, &settings, ""), ERR_NONE);
    assert_true(settings.backups.on);
    assert_int_equal(settings.backups.days, 7);
    assert_int_equal(settings.backups.weeks, 4);
    assert_int_equal(settings.backups.months, 12);
    assert_string_equal(buf_string(&settings.backups.folder), "");
    settings_done(&settings);
    assert_int_equal(set(w, &settings, "backups: no\n"), ERR_NONE);
    assert_false(settings.backups.on);
    settings_done(&settings);
    assert_int_equal(
        set(w, &settings, "backups: {days: 1, weeks: 0, months: 3, folder: ~/a b}\nmouse: no\n"),
        ERR_NONE);
    assert_true(settings.backups.on);
    assert_int_equal(settings.backups.days, 1);
    assert_int_equal(settings.backups.weeks, 0);
    assert_int_equal(settings.backups.months, 3);
    assert_string_equal(buf_string(&settings.backups.folder), "~/a b");
    assert_false(settings.mouse);
    settings_done(&settings);
}

static void test_settings__scheduling(void **state)
{
    struct world *w = *state;
    struct settings settings;
    assert_int_equal(set(w, &settings, ""), ERR_NONE);
    assert_int_equal(settings.scheduling.scheduler, 0);
    assert_int_equal(settings.scheduling.retention, 0);
    assert_true(settings.spread.fuzz);
    assert_int_equal(settings.train, TRAIN_MONTHLY);
    for (size_t i = 0; i < 7; i++)
        assert_int_equal(settings.spread.easy[i], EASY_NORMAL);
    settings_done(&settings);
    assert_int_equal(
        set(w, &settings,
            "scheduler: fsrs\nretention: 0.925\nfuzz: no\ntrain: never\n"
            "easy-days: {sat: reduced, sun: minimum, mon: minimum, wed: normal}\nmouse: no\n"),
        ERR_NONE);
    assert_int_equal(settings.scheduling.scheduler, SCHEDULER_FSRS);
    assert_int_equal(settings.scheduling.retention, 9250);
    assert_false(settings.spread.fuzz);
    assert_int_equal(settings.train, TRAIN_NEVER);
    static const enum easy_day days[7] = {[0] = EASY_MINIMUM, [5] = EASY_REDUCED, EASY_MINIMUM};
    for (size_t i = 0; i < 7; i++)
        assert_int_equal(settings.spread.easy[i], days[i]);
    assert_false(settings.mouse);
    settings_done(&settings);
}

/* The scheduler and the retention come each from the first source that sets it. */
static void test_settings__scheduling_in_rising_order(void **state)
{
    enum { SM2 = SCHEDULER_SM2, FSRS = SCHEDULER_FSRS };
    static const struct {
        const char *text;
        struct scheduling asked, head, wanted;
    } cases[] = {
        {"", {0}, {0}, {SM2, 9000}},
        {"scheduler: fsrs\n", {0}, {0}, {FSRS, 9000}},
        {"retention: 0.8\n", {0}, {0}, {SM2, 8000}},
        {"scheduler: fsrs\nretention: 0.8\n", {0}, {SM2, 8500}, {SM2, 8500}},
        {"scheduler: fsrs\nretention: 0.8\n", {0}, {0, 8500}, {FSRS, 8500}},
        {"scheduler: sm2\nretention: 0.8\n", {0}, {FSRS, 0}, {FSRS, 8000}},
        {"decks: {id: {scheduler: sm2}}\n", {0}, {FSRS, 8500}, {SM2, 8500}},
        {"decks: {Name: {retention: 0.95}}\n", {0}, {FSRS, 8500}, {FSRS, 9500}},
        {"decks: {Name: {retention: 0.95}, id: {retention: 0.75}}\n", {0}, {0}, {SM2, 7500}},
        {"decks: {other: {scheduler: fsrs, retention: 0.75}}\n", {0}, {0}, {SM2, 9000}},
        {"decks: {id: {scheduler: sm2, retention: 0.75}}\n", {FSRS, 0}, {SM2, 8500}, {FSRS, 7500}},
        {"decks: {id: {scheduler: fsrs, retention: 0.75}}\n", {0, 9900}, {0}, {FSRS, 9900}},
        {"scheduler: fsrs\n", {SM2, 7000}, {FSRS, 8500}, {SM2, 7000}},
    };
    struct world *w = *state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct settings settings;
        assert_int_equal(set(w, &settings, cases[i].text), ERR_NONE);
        struct scheduling is =
            settings_scheduling(&settings, cases[i].asked, "id", "Name", cases[i].head);
        if (is.scheduler != cases[i].wanted.scheduler || is.retention != cases[i].wanted.retention)
            fail_msg("%zu: %s: %d %d", i, cases[i].text, is.scheduler, is.retention);
        settings_done(&settings);
    }
}

static void test_settings__retentions_read_and_written(void **state)
{
    static const struct {
        const char *text;
        int retention; /* 0: refused */
        const char *written;
    } cases[] = {{"0.9", 9000, "0.9"}, {"0.90", 9000, "0.9"}, {".9", 9000, "0.9"},
        {"0.7", 7000, "0.7"}, {"0.7000", 7000, "0.7"}, {"0.6999", 0, NULL}, {"0.99", 9900, "0.99"},
        {"0.9900", 9900, "0.99"}, {"0.9901", 0, NULL}, {"0.8125", 8125, "0.8125"},
        {"0.7001", 7001, "0.7001"}, {"0.90001", 0, NULL}, {"", 0, NULL}, {"0", 0, NULL},
        {"0.", 0, NULL}, {".", 0, NULL}, {"1", 0, NULL}, {"1.0", 0, NULL}, {"90", 0, NULL},
        {"-0.9", 0, NULL}, {"0,9", 0, NULL}, {"0.9 ", 0, NULL}, {" 0.9", 0, NULL},
        {"00.9", 0, NULL}, {"0.9e0", 0, NULL}};
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        int retention = 0;
        char text[RETENTION_SIZE];
        assert_int_equal(retention_read(cases[i].text, &retention), cases[i].retention > 0);
        assert_int_equal(retention, cases[i].retention);
        if (!retention)
            continue;
        retention_write(retention, text);
        assert_string_equal(text, cases[i].written);
    }
}

static void test_settings__what_counts_in_a_typed_answer(void **state)
{
    struct world *w = *state;
    struct settings settings;
    assert_int_equal(set(w, &settings, ""), ERR_NONE);
    assert_false(settings.typed.letter_case);
    assert_true(settings.typed.accents);
    assert_false(settings.typed.punctuation);
    settings_done(&settings);
    assert_int_equal(
        set(w, &settings, "typed: {case: yes, accents: no, punctuation: yes}\nmouse: no\n"),
        ERR_NONE);
    assert_true(settings.typed.letter_case);
    assert_false(settings.typed.accents);
    assert_true(settings.typed.punctuation);
    assert_false(settings.mouse);
    settings_done(&settings);
}

/* A deck's id says more than a name that another deck may have, too. */
static void test_settings__an_id_before_a_name(void **state)
{
    struct world *w = *state;
    struct settings settings;
    assert_int_equal(set(w, &settings, "decks: {same: {new: 1}, id: {new: 2}}\n"), ERR_NONE);
    assert_caps(settings_of_deck(&settings, "id", "same"), 2, CAP_UNSET);
    assert_caps(settings_of_deck(&settings, "x", "same"), 1, CAP_UNSET);
    settings_done(&settings);
}

static void test_settings__mistakes_have_a_place(void **state)
{
    struct world *w = *state;
    static const struct {
        const char *text;
        unsigned line, column;
        const char *says;
    } cases[] = {
        {"new: many\n", 1, 6, "whole number"},
        {"new: -1\n", 1, 6, "whole number"},
        {"new: 1000000001\n", 1, 6, "whole number"},
        {"new: 99999999999999999999\n", 1, 6, "whole number"},
        {"new: \"\"\n", 1, 6, "whole number"},
        {"limit: [1]\n", 1, 8, "whole number"},
        {"backups: never\n", 1, 10, "true or false"},
        {"typed: yes\n", 1, 8, "a mapping"},
        {"typed: {case: maybe}\n", 1, 15, "true or false"},
        {"typed: {accent: no}\n", 1, 9, "did you mean \"accents\""},
        {"backups: [1]\n", 1, 10, "a mapping"},
        {"backups: {weks: 1}\n", 1, 11, "did you mean \"weeks\""},
        {"backups: {folder: here}\n", 1, 23, "begin with / or ~/"},
        {"decks: 3\n", 1, 8, "a mapping"},
        {"nwe: 3\n", 1, 1, "did you mean \"new\""},
        {"new: 3\nnew: 4\n", 2, 1, "duplicate key"},
        {"new-order: random\n", 1, 12, "mixed, first or last"},
        {"bury-siblings: maybe\n", 1, 16, "true or false"},
        {"decks: 3\n", 1, 8, "keys and values"},
        {"decks:\n  bio: 3\n", 2, 8, "new, limit, scheduler or retention"},
        {"decks:\n  bio: {new: x}\n", 2, 14, "whole number"},
        {"decks:\n  bio: {cards: 1}\n", 2, 9, "unknown key"},
        {"searches:\n  hard: is:leech tga:ml\n", 2, 18, "did you mean \"tag\"?"},
        {"searches:\n  hard: \"is:leehc\"\n", 2, 10, "did you mean \"leech\"?"},
        {"searches:\n  hard: x @other\n", 2, 9, "cannot contain another"},
        {"searches:\n  hard: ''\n", 2, 9, "write a search here"},
        {"searches:\n  hard: [x]\n", 2, 9, "write a search here"},
        {"searches:\n  so hard: x\n", 2, 3, "a search needs a name of letters"},
        {"searches:\n  hard: x\n  Hard: y\n", 3, 3, "is there twice"},
        {"scheduler: anki\n", 1, 12, "\"scheduler\" must be sm2 or fsrs"},
        {"scheduler: FSRS\n", 1, 12, "must be sm2 or fsrs"},
        {"scheduler: \"fsrs\\0x\"\n", 1, 12, "must be sm2 or fsrs"},
        {"scheduler: [fsrs]\n", 1, 12, "must be sm2 or fsrs"},
        {"retention: 0.699\n", 1, 12, "\"retention\" must be from 0.70 to 0.99, with at most four"},
        {"retention: 0.9901\n", 1, 12, "from 0.70 to 0.99"},
        {"retention: 90%\n", 1, 12, "from 0.70 to 0.99"},
        {"retention: 0.90000\n", 1, 12, "at most four decimals"},
        {"retention: {}\n", 1, 12, "a number from 0.70 to 0.99"},
        {"decks:\n  bio: {scheduler: sm3}\n", 2, 20, "must be sm2 or fsrs"},
        {"decks:\n  bio: {retention: 1}\n", 2, 20, "from 0.70 to 0.99"},
        {"fuzz: 3\n", 1, 7, "true or false"},
        {"easy-days: sun\n", 1, 12, "a mapping"},
        {"easy-days: {sunday: minimum}\n", 1, 13, "unknown key \"sunday\""},
        {"easy-days: {sun: none}\n", 1, 18, "normal, reduced or minimum"},
        {"easy-days: {sun: normal, sun: minimum}\n", 1, 26, "duplicate key"},
        {"train: weekly\n", 1, 8, "monthly or never"},
        {"searches: hard\n", 1, 11, "must be a mapping"},
        {"decks:\n  [a]: {new: 1}\n", 2, 3, "name a deck"},
        {"theme: blue\n", 1, 8, "auto, dark, light or mono"},
        {"palette: blue\n", 1, 10, "standard or color-blind"},
        {"images: none\n", 1, 9, "auto, kitty, sixel, iterm, symbols or off"},
        {"play: no\n", 1, 7, "auto, or a program"},
        {"play: auto on\n", 1, 7, "auto, or a program"},
        {"play: -x\n", 1, 7, "auto, or a program"},
        {"play: [mpv]\n", 1, 7, "must be text"},
        {"play: \"mpv\\nrm\"\n", 1, 7, "auto, or a program"},
        {"keys: x\n", 1, 7, "keys and values"},
        {"keys:\n  undo: spcae\n", 2, 9, "is not a key"},
        {"keys:\n  undo: \"\"\n", 2, 9, "is not a key"},
        {"keys:\n  undo: [u, {a: b}]\n", 2, 13, "write a key"},
        {"keys:\n  undo: [a, b, c, d, e]\n", 2, 22, "4 keys"},
        {"keys:\n  undo: ctrl-c\n", 2, 9, "cannot be changed"},
        {"keys:\n  [undo]: x\n", 2, 3, "name an action"},
        {"- new: 3\n", 1, 1, "settings are"},
        {"new: 3\n---\nnew: 4\n", 2, 1, "single YAML document"},
        {"\tnew: 3\n", 1, 1, "invalid YAML"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct settings settings;
        assert_int_equal(set(w, &settings, cases[i].text), ERR_MISTAKE);
        settings_done(&settings);
        if (w->told_count != 1 || w->told[0].line != cases[i].line ||
            w->told[0].column != cases[i].column || !strstr(w->told[0].message, cases[i].says))
            fail_msg("%s: %u told, %u:%u %s", cases[i].text, w->told_count, w->told[0].line,
                w->told[0].column, w->told[0].message);
    }
}

static void test_settings__a_deck_file_caps_itself(void **state)
{
    struct world *w = *state;
    world_open(w);
    world_load(w, "deck: d\nnew: 3\nlimit: 9\ncards: [{q: a}]\n");
    assert_sql(w, "SELECT new_cap || ' ' || limit_cap FROM decks", "3 9");
    world_load(w, "deck: d\ncards: [{q: a}]\nnew: 4\n"); /* below its cards, and no limit */
    assert_sql(w, "SELECT new_cap || ' ' || (limit_cap IS NULL) FROM decks", "4 1");
    world_write(w, "deck.yaml", "deck: d\nnew: few\ncards: [{q: a}]\n");
    assert_int_equal(world_try_load(w, "deck.yaml", DAY), ERR_MISTAKE);
    assert_int_equal(w->told_count, 1);
    assert_int_equal(w->told[0].line, 2);
}

#define SCHEDULING "SELECT ifnull(scheduler, '-') || ' ' || ifnull(retention, '-') FROM decks"

static void test_settings__a_deck_file_schedules_itself(void **state)
{
    struct world *w = *state;
    struct stored_caps stored;
    world_open(w);
    world_load(w, "deck: d\nscheduler: fsrs\nretention: 0.85\ncards: [{q: a}]\n");
    assert_sql(w, SCHEDULING, "6 8500");
    assert_int_equal(store_deck_caps(w->store, w->deck_id, &stored, &w->err), ERR_NONE);
    assert_int_equal(stored.scheduling.scheduler, SCHEDULER_FSRS);
    assert_int_equal(stored.scheduling.retention, 8500);
    buf_done(&stored.id);
    buf_done(&stored.name);
    world_load(w, "deck: d\nscheduler: fsrs\nretention: 0.85\ncards: [{q: a}]\n");
    assert_sql(w, SCHEDULING, "6 8500");                         /* nothing has changed */
    world_load(w, "deck: d\ncards: [{q: a}]\nscheduler: sm2\n"); /* below its cards */
    assert_sql(w, SCHEDULING, "2 -");
    world_load(w, "deck: d\ncards: [{q: a}]\n");
    assert_sql(w, SCHEDULING, "- -");
    assert_int_equal(store_deck_caps(w->store, w->deck_id, &stored, &w->err), ERR_NONE);
    assert_int_equal(stored.scheduling.scheduler, 0);
    assert_int_equal(stored.scheduling.retention, 0);
    buf_done(&stored.id);
    buf_done(&stored.name);
    assert_sound(w);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, world_set_up, world_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_settings__nothing_set),
        TEST(test_settings__everything_set),
        TEST(test_settings__looks_and_keys),
        TEST(test_settings__playing),
        TEST(test_settings__scheduling),
        TEST(test_settings__scheduling_in_rising_order),
        TEST(test_settings__retentions_read_and_written),
        TEST(test_settings__a_deck_file_schedules_itself),
        TEST(test_settings__backups),
        TEST(test_settings__what_counts_in_a_typed_answer),
        TEST(test_settings__an_id_before_a_name),
        TEST(test_settings__saved_searches),
        TEST(test_settings__mistakes_have_a_place),
        TEST(test_settings__a_deck_file_caps_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
