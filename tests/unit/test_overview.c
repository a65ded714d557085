/* All counts agree with what a session shows, for random collections. */
#include "unit/sitting.h"

#include "study/overview.h"
#include "view/phrases.h"

#define DECKS_MAX 7

static int seed_of_chance;
static uint64_t state_of_chance;

static unsigned chance(unsigned below)
{
    state_of_chance = state_of_chance * UINT64_C(6364136223846793005) + 1442695040888963407u;
    return (unsigned)(state_of_chance >> 33) % below;
}

/* A deck of entries of every kind, with caps now and then. */
static void write_random(struct world *w, int number)
{
    struct buf text = {0};
    char name[32];
    buf_format(&text, "deck: deck %d\n", number);
    if (chance(3) == 0)
        buf_format(&text, "new: %u\n", chance(6));
    if (chance(4) == 0)
        buf_format(&text, "limit: %u\n", chance(9));
    buf_text(&text, chance(2) ? "tags: [all]\ncards:\n" : "cards:\n");
    for (unsigned i = 1 + chance(12); i > 0; i--) {
        static const char *const kinds[] = {
            "- {q: q%d.%u, a: a%d.%u}\n",
            "- {q: q%d.%u, a: a%d.%u, reverse: true}\n",
            "- {q: q%d.%u, a: a%d.%u, tags: [some]}\n",
            "- {cloze: '{{x%d.%u}} and {{y%d.%u}} and {{z}}', tags: [some]}\n",
        };
        buf_format(&text, kinds[chance(COUNT(kinds))], number, i, number, i);
    }
    snprintf(name, sizeof name, "%d.yaml", number);
    world_write(w, name, buf_string(&text));
    buf_done(&text);
}

/* To rate the card shown, now and then to suspend, bury or mark it, or to take something back. */
static enum session_action something(void)
{
    static const enum session_action others[] = {
        ACTION_UNDO, ACTION_UNDO, ACTION_SUSPEND, ACTION_BURY, ACTION_LEECH};
    return chance(4) ? (enum session_action)(ACTION_RATE_1 + chance(5))
                     : others[chance(COUNT(others))];
}

static void begin(struct world *w, const struct session_options *options, const int64_t *decks,
    size_t count, struct moment now)
{
    session_done(&w->session);
    assert_int_equal(
        session_start(&w->session, w->store, decks, count, options, now, &w->err), ERR_NONE);
}

/* Do something with what is asked on some days before today, and this morning; cram at times. */
static void live(struct world *w, const struct session_options *options, const struct collection *c)
{
    for (int day = DAY - 12; day <= DAY; day += 1 + (int)chance(4)) {
        struct session_options of_day = *options;
        of_day.cram = chance(5) == 0;
        begin(w, &of_day, c->deck_ids, c->count, at(day, 8, 0));
        for (unsigned i = chance(20); i > 0 && w->session.stage != SESSION_OVER; i--) {
            if (w->session.stage == SESSION_QUESTION)
                act(w, ACTION_REVEAL, at(day, 8, 0));
            act(w, something(), at(day, 8, 0));
        }
    }
}

/* Set some cards aside, and take some out of their decks. */
static void shrink(struct world *w)
{
    char sql[128];
    snprintf(sql, sizeof sql,
        "UPDATE cards SET suspended = 1, row_check = NULL WHERE card_id %% 11 = %u", chance(11));
    raw_run(w->db, sql);
    snprintf(sql, sizeof sql,
        "UPDATE cards SET retired_day = %d, row_check = NULL WHERE card_id %% 7 = %u", DAY - 1,
        chance(7));
    raw_run(w->db, sql);
}

/* The cards shown as each kind until it is over; no rating asks for a repeat. */
static struct session_counts play_counting(struct world *w, struct moment now)
{
    size_t shown[REVIEW_CRAM + 1] = {0};
    for (; w->session.stage != SESSION_OVER; give(w, 4 + (int)chance(2), now))
        shown[w->session.kind]++;
    return (struct session_counts){
        .new = shown[REVIEW_NEW], .repeat = shown[REVIEW_REPEAT], .due = shown[REVIEW_DUE]};
}

static void assert_same(const struct session_counts *got, const struct session_counts *want)
{
    if (got->new != want->new || got->repeat != want->repeat || got->due != want->due)
        fail_msg("seed %d: %zu new, %zu repeats, %zu due; wanted %zu, %zu, %zu", seed_of_chance,
            got->new, got->repeat, got->due, want->new, want->repeat, want->due);
}

/* What drill due would say. */
static size_t count_due(
    struct world *w, const struct session_options *options, const int64_t *decks, size_t count)
{
    struct plan plan;
    struct plan_scope scope = {w->store, decks, count, options, DAY, 0, NULL, false};
    assert_int_equal(plan_make(&scope, &plan, &w->err), ERR_NONE);
    size_t due = queue_left(&plan.queue);
    plan_done(&plan);
    return due;
}

/* What a session begins with is what was counted, and these cards it shows. */
static void assert_agrees(struct world *w, const struct session_options *options,
    const int64_t *decks, size_t count, const struct session_counts *counted, int next_day)
{
    size_t total = counted->new + counted->repeat + counted->due;
    assert_int_equal(count_due(w, options, decks, count), total);
    assert_int_equal(next_day == DAY, total > 0);
    begin(w, options, decks, count, NINE);
    struct session_counts begun = session_left(&w->session), played = play_counting(w, NINE);
    assert_same(&begun, counted);
    assert_same(&played, counted);
    for (size_t i = 0; i < total; i++)
        act(w, ACTION_UNDO, NINE);
    if (total || next_day == NO_DAY)
        return;
    for (int day = DAY + 1; day <= next_day; day++) { /* on the day promised, and not before */
        begin(w, options, decks, count, at(day, 9, 0));
        assert_int_equal(w->session.stage != SESSION_OVER, day == next_day);
    }
}

/* Without caps, a session begins with as many cards as were counted without them. */
static void assert_uncapped(struct world *w, const struct session_options *options,
    const int64_t *decks, size_t count, const struct session_counts *counted)
{
    struct session_options free = *options;
    free.caps = (struct caps){1000000, 1000000};
    begin(w, &free, decks, count, NINE);
    struct session_counts begun = session_left(&w->session);
    assert_same(&begun, counted);
}

static void compare(struct world *w, struct collection *c, const struct session_options *options)
{
    struct overview overview;
    assert_int_equal(overview_make(&overview, c, options, &w->err), ERR_NONE);
    assert_int_equal(overview.count, c->count);
    for (size_t i = 0; i < overview.count; i++) {
        const struct deck_overview *deck = &overview.decks[i];
        assert_uncapped(w, options, &deck->facts.deck_id, 1, &deck->todo.uncapped);
        assert_agrees(w, options, &deck->facts.deck_id, 1, &deck->todo.left, deck->todo.next_day);
    }
    assert_uncapped(w, options, c->deck_ids, c->count, &overview.todo.uncapped);
    assert_agrees(w, options, c->deck_ids, c->count, &overview.todo.left, overview.todo.next_day);
    overview_done(&overview);
}

static void remove_decks(struct world *w, const struct collection *c)
{
    char name[32], path[192];
    for (size_t i = 1; i <= c->count; i++) {
        snprintf(name, sizeof name, "%zu.yaml", i);
        assert_int_equal(remove(world_path(w, name, path)), 0);
    }
}

/* A round of a property test: decks and their past, both made from a seed. */
struct round {
    struct settings settings;
    struct session_options options;
    struct collection c;
};

static void round_begin(struct round *r, struct world *w, int seed)
{
    static const char *const tags[] = {"some", "!some"};
    char *word = w->folder;
    state_of_chance = (uint64_t)(seed_of_chance = seed);
    *r = (struct round){
        settings_default(), ORDINARY, {.today = DAY, .on_mistake = world_mistake, .context = w}};
    world_open(w);
    for (int i = 1 + (int)chance(DECKS_MAX); i > 0; i--)
        write_random(w, i);
    r->c.store = w->store;
    r->options.settings = &r->settings;
    assert_int_equal(collection_open(&r->c, &word, 1, &w->err), ERR_NONE);
    live(w, &r->options, &r->c);
    shrink(w);
    r->settings.bury_siblings = seed % 3 != 0;
    r->settings.caps.new_cards = seed % 4 == 1 ? (int64_t)chance(8) : CAP_UNSET;
    r->options.caps.cards = seed % 5 == 1 ? (int64_t)chance(12) : CAP_UNSET;
    if (seed % 6 == 1)
        r->options.filter = (struct tag_filter){tags + seed / 6 % 2, 1};
}

static void round_end(struct round *r, struct world *w)
{
    remove_decks(w, &r->c);
    collection_done(&r->c);
    world_close(w);
    assert_int_equal(remove(w->db), 0);
}

static void test_overview__counts_are_what_a_session_shows(void **state)
{
    for (int seed = 0; seed < 120; seed++) {
        struct round r;
        round_begin(&r, *state, seed);
        compare(*state, &r.c, &r.options);
        round_end(&r, *state);
    }
}

/* ---- a day's end ---- */

/* Act until the session is over. */
static void finish(struct world *w, struct moment now)
{
    for (struct session *s = &w->session; s->stage != SESSION_OVER;) {
        if (s->stage == SESSION_QUESTION)
            act(w, ACTION_REVEAL, now);
        act(w, s->stage == SESSION_LEECH ? ACTION_GO_ON : something(), now);
    }
}

/* Bring a day to its end; at times cram or ask for more new cards afterwards. */
static void end_day(struct world *w, const struct round *r, int day)
{
    static const enum session_action more[] = {
        ACTION_NONE, ACTION_NONE, ACTION_MORE_NEW, ACTION_CRAM};
    begin(w, &r->options, r->c.deck_ids, r->c.count, at(day, 20, 0));
    for (int i = 0; i < 2; i++) {
        finish(w, at(day, 20, 0));
        act(w, more[chance(COUNT(more))], at(day, 20, 0));
    }
    finish(w, at(day, 20, 0));
}

/* The sentence of a day's end, without what is left of today. */
static void assert_says(const struct session *s, const struct session_counts *shown)
{
    struct buf said = {0}, due = {0}, new = {0};
    phrase_upcoming(s, true, &said);
    buf_format(&due, "Tomorrow: %zu due", shown->due);
    buf_format(&new, shown->due ? ", %zu new" : "Tomorrow: %zu new", shown->new);
    const char *text = buf_string(&said);
    if (!strstr(text, "Tomorrow") != !(shown->due + shown->new) ||
        !strstr(text, buf_string(&due)) != !shown->due ||
        !strstr(text, buf_string(&new)) != !shown->new)
        fail_msg(
            "seed %d: \"%s\", but %zu due, %zu new", seed_of_chance, text, shown->due, shown->new);
    buf_done(&said), buf_done(&due), buf_done(&new);
}

/* On the day promised a session shows what was promised, and before that day nothing. */
static void assert_keeps(struct world *w, const struct round *r, const struct session *ended)
{
    const struct ahead *said = &ended->ahead;
    bool ever = said->cards.new || said->cards.due;
    int last = ever ? said->day : ended->today + 30;
    for (int day = ended->today + 1; day <= last; day++) {
        struct moment now = at(day, 9, 0);
        struct session_counts want = {0};
        if (ever && day == last)
            want = (struct session_counts){.new = said->cards.new, .due = said->cards.due};
        begin(w, &r->options, r->c.deck_ids, r->c.count, now);
        struct session_counts begun = session_left(&w->session), shown = play_counting(w, now);
        assert_same(&begun, &want);
        assert_same(&shown, &want);
        if (day == ended->today + 1)
            assert_says(ended, &shown);
    }
}

static void test_overview__what_a_days_end_says_of_tomorrow_is_what_tomorrow_shows(void **state)
{
    struct world *w = *state;
    for (int seed = 1000; seed < 1200; seed++) {
        struct round r;
        round_begin(&r, w, seed);
        struct session ended = {.today = DAY + (int)chance(15)};
        end_day(w, &r, ended.today);
        ended.ahead = w->session.ahead;
        assert_keeps(w, &r, &ended);
        round_end(&r, w);
    }
}

static void test_overview__what_there_is_to_know_of_a_deck(void **state)
{
    struct world *w = *state;
    struct overview overview;
    struct session_options options = ORDINARY;
    struct collection c = {.today = DAY + 1, .on_mistake = world_mistake, .context = w};
    world_open(w);
    load_cards(w, 4);
    rate_on(w, "q1", 5, DAY);
    rate_on(w, "q2", 3, DAY);
    rate_on(w, "q2", 4, DAY); /* a repeat: it says nothing of mastery */
    c.store = w->store;
    assert_int_equal(collection_open(&c, NULL, 0, &w->err), ERR_NONE);
    assert_int_equal(overview_make(&overview, &c, &options, &w->err), ERR_NONE);
    assert_int_equal(overview.count, 1);
    const struct deck_overview *deck = &overview.decks[0];
    assert_string_equal(deck->facts.name, "d");
    assert_string_equal(deck->facts.path, w->deck);
    assert_int_equal(deck->facts.cards, 4);
    assert_int_equal(mastery_percent(&deck->facts), 38); /* (1 + 0.5 + 0 + 0) / 4 = 37.5 % */
    assert_true(deck->facts.studied);
    assert_int_equal(deck->facts.studied_day, DAY);
    assert_int_equal(deck->file, FILE_READ);
    assert_int_equal(deck->todo.next_day, DAY + 1);
    overview_done(&overview);
    collection_done(&c);

    world_write(w, "deck.yaml", "deck: d\ncards: [{q: one, aa: b}]\n"); /* a mistake */
    assert_int_equal(collection_open(&c, NULL, 0, &w->err), ERR_NONE);
    assert_int_equal(overview_make(&overview, &c, &options, &w->err), ERR_NONE);
    assert_int_equal(overview.count, 1);
    assert_int_equal(overview.decks[0].file, FILE_MISTAKEN);
    assert_int_equal(overview.decks[0].facts.cards, 4);
    assert_int_equal(overview.todo.left.new + overview.todo.left.due, 0);
    overview_done(&overview);
    collection_done(&c);

    assert_int_equal(remove(w->deck), 0);
    assert_int_equal(collection_open(&c, NULL, 0, &w->err), ERR_NONE);
    assert_int_equal(overview_make(&overview, &c, &options, &w->err), ERR_NONE);
    assert_int_equal(overview.decks[0].file, FILE_GONE);
    assert_int_equal(overview.decks[0].todo.left.new, 2);
    assert_int_equal(overview.decks[0].todo.left.due, 2);
    overview_done(&overview);
    collection_done(&c);
}

/* ---- folders ---- */

/* Write a deck of new cards into a folder of the world's, which is made if it is missing. */
static void write_deck(struct world *w, const char *folder, const char *name, int cards)
{
    char path[192], file[64];
    struct buf text = {0};
    mkdir(world_path(w, folder, path), 0700);
    buf_format(&text, "deck: %s\ncards:\n", name);
    for (int i = 1; i <= cards; i++)
        buf_format(&text, "- {q: %s %d, a: a}\n", name, i);
    snprintf(file, sizeof file, "%s/%s.yaml", folder, name);
    world_write(w, file, buf_string(&text));
    buf_done(&text);
}

static void survey_folders(struct world *w, struct collection *c, struct overview *overview,
    const struct session_options *options)
{
    c->store = w->store;
    assert_int_equal(collection_open(c, NULL, 0, &w->err), ERR_NONE);
    assert_int_equal(overview_make(overview, c, options, &w->err), ERR_NONE);
    assert_int_equal(overview_group(overview, c, options, &w->err), ERR_NONE);
}

/* The folders and decks as they stand: "a: One Two, b: Three". */
static void assert_listed(
    struct world *w, struct overview *overview, enum overview_order order, const char *want)
{
    struct buf got = {0};
    assert_int_equal(overview_sort(overview, order, &w->err), ERR_NONE);
    for (size_t i = 0; i < overview->folder_count; i++) {
        const struct folder_overview *folder = &overview->folders[i];
        buf_format(&got, "%s%s:", i ? ", " : "", folder->name);
        for (size_t d = folder->first; d < folder->first + folder->count; d++)
            buf_format(&got, " %s", overview->decks[d].facts.name);
    }
    assert_string_equal(buf_string(&got), want);
    buf_done(&got);
}

static void load(struct world *w, const char *name)
{
    world_load_file(w, name, DAY);
}

static void test_overview__folders(void **state)
{
    struct world *w = *state;
    struct overview overview;
    struct session_options options = ORDINARY;
    struct collection c = {.today = DAY, .on_mistake = world_mistake, .context = w};
    options.caps.new_cards = 20;
    write_deck(w, "b", "Zoo", 3);
    write_deck(w, "a", "épée", 15);
    write_deck(w, "a", "Eau", 7);
    write_deck(w, "a/in", "Deep", 4);
    world_open(w);
    load(w, "b/Zoo.yaml");
    load(w, "a/épée.yaml");
    load(w, "a/Eau.yaml");
    load(w, "a/in/Deep.yaml");
    survey_folders(w, &c, &overview, &options);
    assert_listed(w, &overview, OVERVIEW_BY_NAME, "a: Eau épée, a/in: Deep, b: Zoo");
    assert_int_equal(overview.folders[0].todo.left.new, 20); /* as a session would show: capped */
    assert_int_equal(overview.folders[0].todo.uncapped.new, 22);
    assert_int_equal(overview.folders[2].todo.left.new, 3);
    assert_int_equal(overview.folders[2].todo.next_day, DAY);
    assert_listed(w, &overview, OVERVIEW_BY_DUE, "a: épée Eau, a/in: Deep, b: Zoo");
    overview_done(&overview);
    collection_done(&c);
    world_write(w, "a/Eau.yaml", "deck: Eau\ncards: [{q: one, aa: b}]\n"); /* a mistake */
    c.today = DAY + 1;
    rate_on(w, "Zoo 1", 4, DAY);
    survey_folders(w, &c, &overview, &options);
    assert_listed(w, &overview, OVERVIEW_BY_DUE, "b: Zoo, a: épée Eau, a/in: Deep");
    assert_int_equal(overview.folders[0].todo.left.due, 1);
    assert_int_equal(
        overview.folders[1].todo.left.new, 15); /* without the deck that has a mistake */
    overview_done(&overview);
    collection_done(&c);
}

/* A folder that contains the others keeps its name; decks without a file have none. */
static void test_overview__names_of_folders(void **state)
{
    struct world *w = *state;
    struct overview overview;
    struct session_options options = ORDINARY;
    struct collection c = {.today = DAY, .on_mistake = world_mistake, .context = w};
    char want[192];
    write_deck(w, "top", "One", 1);
    world_open(w);
    load(w, "top/One.yaml");
    survey_folders(w, &c, &overview, &options);
    assert_int_equal(overview.folder_count, 0); /* all decks are in one folder */
    assert_listed(w, &overview, OVERVIEW_BY_DUE, "");
    overview_done(&overview);
    collection_done(&c);
    write_deck(w, "top/in", "Two", 1);
    load(w, "top/in/Two.yaml");
    survey_folders(w, &c, &overview, &options);
    assert_listed(w, &overview, OVERVIEW_BY_NAME, "top: One, top/in: Two");
    assert_string_equal(overview.folders[1].path, world_path(w, "top/in", want));
    overview_done(&overview);
    collection_done(&c);
    raw_run(w->db, "UPDATE decks SET path = NULL, row_check = NULL WHERE name = 'One'");
    survey_folders(w, &c, &overview, &options);
    assert_listed(w, &overview, OVERVIEW_BY_NAME, "in: Two, : One");
    overview_done(&overview);
    collection_done(&c);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, world_set_up, world_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_overview__counts_are_what_a_session_shows),
        TEST(test_overview__what_a_days_end_says_of_tomorrow_is_what_tomorrow_shows),
        TEST(test_overview__what_there_is_to_know_of_a_deck),
        TEST(test_overview__folders),
        TEST(test_overview__names_of_folders),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
