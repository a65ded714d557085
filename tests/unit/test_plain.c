/* Plain mode: what a session shows at each stage. */
#include "view/plain.h"

#include "study/collection.h"
#include "test.h"

#include <unistd.h>

#define DAY_MS INT64_C(86400000)

/* ---- a session without a terminal ---- */

static const char usual_deck[] = "deck: A deck\n"
                                 "cards:\n"
                                 "  - q: What is one?\n"
                                 "    a: The first\n"
                                 "    hint: think\n"
                                 "    note: see above\n"
                                 "  - q: A draft\n"
                                 "  - q: What is three?\n"
                                 "    a: A number\n";

/* The decks here are short: a card's siblings need not wait for another day. */
static const struct settings together = {.caps = {CAP_UNSET, CAP_UNSET}, .bury_siblings = false};
static const struct session_options usual = {
    .caps = {CAP_UNSET, CAP_UNSET}, .settings = &together, .seed = 1};

struct stage {
    char folder[32], path[64];
    struct store *store;
    struct collection collection;
    struct session session;
    struct err err;
    struct moment now;
};

static void no_mistake(void *context, const struct err *mistake)
{
    (void)context;
    fail_msg("%s", mistake->message);
}

static void write_deck(struct stage *s, const char *deck)
{
    assert_non_null(mkdtemp(s->folder));
    snprintf(s->path, sizeof s->path, "%s/deck.yaml", s->folder);
    FILE *file = fopen(s->path, "w");
    assert_non_null(file);
    fputs(deck, file);
    fclose(file);
}

static void stage_open(struct stage *s, const char *deck, const struct session_options *options)
{
    char none[80];

    *s = (struct stage){.folder = "/tmp/drill-plain.XXXXXX"};
    s->now = moment_at(INT64_C(1769850000000), 0); /* 2026-01-31T09:00Z */
    write_deck(s, deck);
    snprintf(none, sizeof none, "%s/none.db", s->folder);
    assert_int_equal(store_open(&s->store, none, STORE_READ, &s->err), ERR_NONE);
    s->collection =
        (struct collection){.store = s->store, .today = s->now.day, .on_mistake = no_mistake};
    char *words[] = {s->path};
    assert_int_equal(collection_open(&s->collection, words, 1, &s->err), ERR_NONE);
    assert_int_equal(session_start(&s->session, s->store, s->collection.deck_ids,
                         s->collection.count, options, s->now, &s->err),
        ERR_NONE);
}

static void stage_close(struct stage *s)
{
    session_done(&s->session);
    collection_done(&s->collection);
    store_close(s->store);
    unlink(s->path);
    rmdir(s->folder);
}

static void act(struct stage *s, struct intent intent)
{
    assert_int_equal(session_update(&s->session, intent.action, s->now, &s->err), ERR_NONE);
}

/* Type lines, each 8 seconds after the one before; every character is one, "." an empty one. */
static void type(struct stage *s, const char *lines)
{
    for (; *lines; lines++) {
        char line[] = {*lines == '.' ? '\n' : *lines, '\n', '\0'};
        bool unclear;
        s->now = moment_at(s->now.utc_ms + 8000, 0);
        act(s, plain_line(&s->session, line, &unclear));
        assert_false(unclear);
    }
}

static void assert_shows(const struct stage *s, const char *expected)
{
    struct buf out = {0};

    plain_show(&s->session, NULL, &out);
    assert_false(out.failed);
    assert_string_equal(buf_string(&out), expected);
    buf_done(&out);
}

/* A session of the deck, after the lines, shows what is expected. */
static void assert_played(const char *deck, const char *lines, const char *expected)
{
    struct stage s;

    stage_open(&s, deck, &usual);
    type(&s, lines);
    assert_shows(&s, expected);
    stage_close(&s);
}

#define RATES                                                                                      \
    "How well did you know this?\n"                                                                \
    "  1 Not at all: today, 1 d\n"                                                                 \
    "  2 Barely: today, 1 d\n"                                                                     \
    "  3 Partly: today, 1 d\n"                                                                     \
    "  4 Well: 1 d\n"                                                                              \
    "  5 Perfectly: 1 d\n"
#define RATE_NEW       RATES "1-5: rate, u: undo, ?: keys, q: quit > "
#define FIRST_QUESTION "\nA deck: 3 new, 0 repeat, 0 due\nQuestion: What is one?\n"

/* ---- what is shown ---- */

static void test_plain__a_question(void **state)
{
    (void)state;
    assert_played(
        usual_deck, "", FIRST_QUESTION "Enter: answer, h: hint, u: undo, ?: keys, q: quit > ");
}

static void test_plain__a_hint(void **state)
{
    (void)state;
    assert_played(
        usual_deck, "h", FIRST_QUESTION "Hint: think\nEnter: answer, u: undo, ?: keys, q: quit > ");
}

static void test_plain__an_answer(void **state)
{
    (void)state;
    assert_played(usual_deck, ".", "Answer: The first\nNote: see above\n" RATE_NEW);
}

static void test_plain__a_draft(void **state)
{
    (void)state;
    assert_played(usual_deck, ".4.", "A draft: this card has no answer yet.\n" RATE_NEW);
}

static void test_plain__markdown_is_text_without_its_signs(void **state)
{
    (void)state;
    assert_played(usual_deck, ".4.4",
        "\nA deck: 1 new, 0 repeat, 0 due\nQuestion: What is three?\n"
        "Enter: answer, u: undo, ?: keys, q: quit > ");
}

/* A label stands beside the first line, but not where it would shift what is aligned below. */
static void test_plain__all_markdown_is_lines(void **state)
{
    static const char deck[] = "deck: D\ncards:\n"
                               "  - q: 'See [it](http://a.b): $x^2$'\n"
                               "    a: |\n      |a|b|\n      |---|---|\n      |c|d|\n"
                               "    hint: |\n      - one\n      - two\n"
                               "    note: |\n      ```\n      x\n      ```\n";

    (void)state;
    assert_played(deck, "h",
        "\nD: 1 new, 0 repeat, 0 due\nQuestion: See it (http://a.b): x²\n"
        "Hint: • one\n• two\nEnter: answer, u: undo, ?: keys, q: quit > ");
    assert_played(deck, ".", "Answer:\na │ b\n──┼──\nc │ d\nNote:\n  x\n" RATE_NEW);
}

static void test_plain__a_repeat_is_counted(void **state)
{
    (void)state;
    assert_played(usual_deck, ".1",
        "You will see it again in a moment\n\nA deck: 2 new, 1 repeat, 0 due\nQuestion: A "
        "draft\nEnter: "
        "answer, u: undo, ?: keys, q: quit > ");
}

static void test_plain__a_repeat_comes_back_tomorrow(void **state)
{
    (void)state;
    assert_played("deck: One\ncards:\n  - q: q\n    a: a\n", ".1.", "Answer: a\n" RATE_NEW);
}

static void test_plain__a_rating_too_early(void **state)
{
    struct stage s;
    struct buf out = {0};

    (void)state;
    stage_open(&s, usual_deck, &usual);
    type(&s, "4");
    plain_show(&s.session, NULL, &out);
    const char *question = strstr(buf_string(&out), FIRST_QUESTION);
    assert_non_null(question);
    assert_true(question > buf_string(&out)); /* the notice comes first */
    assert_int_equal(question[-1], '\n');
    buf_done(&out);
    stage_close(&s);
}

static void test_plain__a_rating_taken_back(void **state)
{
    (void)state;
    assert_played(usual_deck, ".5u",
        "Undone: 5 Perfectly, today 09:00\nQuestion: What is one?\nAnswer: The first\n"
        "Note: see above\n" RATES "1-5: rate, u: undo, ?: keys, q: quit, ctrl-r: redo > ");
}

/* Enter does not undo it: like any other line but y, it leaves the rating. */
static void test_plain__an_earlier_day_is_asked_about(void **state)
{
    struct stage s;

    (void)state;
    stage_open(&s, "deck: One\ncards:\n  - q: q\n    a: a\n  - q: r\n", &usual);
    type(&s, ".5");
    s.now = moment_at(s.now.utc_ms + DAY_MS, 0);
    type(&s, "u");
    assert_shows(&s, "Undo 5 Perfectly, yesterday 09:00?\ny: undo it, n: keep it > ");
    type(&s, ".");
    assert_shows(&s, "\nOne: 1 new, 0 repeat, 0 due\nQuestion: r\n"
                     "Enter: answer, u: undo, ?: keys, q: quit > ");
    type(&s, "uy");
    assert_shows(&s, "Undone: 5 Perfectly, yesterday 09:00\nQuestion: q\nAnswer: a\n" RATES
                     "1-5: rate, u: undo, ?: keys, q: quit, ctrl-r: redo > ");
    stage_close(&s);
}

static void test_plain__nothing_to_take_back(void **state)
{
    (void)state;
    assert_played(usual_deck, "u",
        "Nothing to undo\n" FIRST_QUESTION "Enter: answer, h: hint, u: undo, ?: keys, q: quit > ");
}

static void test_plain__the_end(void **state)
{
    (void)state;
    assert_played(usual_deck, ".5.4.4",
        "\nDone for today: 3 cards, 3 ratings in 48 s: 16 s a card\n"
        "  5 Perfectly: 1\n  4 Well: 2\n"
        "Tomorrow: 3 due\nPace: 16 s a card\nStreak: 1 day\nNew: 3 of 20 today\n"
        "c: cram, u: undo, d: decks, ?: keys, q: quit > ");
}

static void test_plain__one_is_singular_at_the_end(void **state)
{
    (void)state;
    assert_played("deck: One\ncards:\n  - q: q\n    a: a\n", ".1.4",
        "\nDone for today: 1 card, 2 ratings in 32 s: 32 s a card\n"
        "  4 Well: 1\n  1 Not at all: 1\n"
        "Tomorrow: 1 due\nPace: 32 s a card\nStreak: 1 day\nNew: 1 of 20 today\n"
        "Hardest today:\n  1: q\n"
        "c: cram, u: undo, d: decks, ?: keys, q: quit > ");
}

static void test_plain__nothing_due_but_more_new_cards(void **state)
{
    struct session_options none = usual;
    struct stage s;

    (void)state;
    none.caps.new_cards = 0;
    stage_open(&s, usual_deck, &none);
    assert_shows(
        &s, "\nNothing is due now.\nn: more, c: cram, u: undo, d: decks, ?: keys, q: quit > ");
    type(&s, "n");
    assert_shows(&s, FIRST_QUESTION "Enter: answer, h: hint, u: undo, ?: keys, q: quit > ");
    stage_close(&s);
}

static void test_plain__no_card_with_these_tags(void **state)
{
    static const char *const tags[] = {"nosuch"};
    struct session_options tagged = usual;
    struct stage s;

    (void)state;
    tagged.filter = (struct tag_filter){tags, 1};
    stage_open(&s, usual_deck, &tagged);
    assert_shows(
        &s, "\nNo cards with these tags.\nc: cram, u: undo, d: decks, ?: keys, q: quit > ");
    stage_close(&s);
}

static void test_plain__a_cram_changes_nothing(void **state)
{
    struct session_options cram = usual;
    struct stage s;

    (void)state;
    cram.cram = true;
    stage_open(&s, "deck: One\ncards:\n  - q: q\n    a: a\n", &cram);
    assert_shows(&s, "\nOne: 1 to cram\nQuestion: q\nEnter: answer, u: undo, ?: keys, q: quit > ");
    type(&s, ".");
    assert_shows(&s, "Answer: a\nHow well did you know this?\n"
                     "  1 Not at all: today\n  2 Barely: today\n"
                     "  3 Partly: today\n  4 Well: no change\n  5 Perfectly: no change\n"
                     "1-5: rate, u: undo, ?: keys, q: quit > ");
    stage_close(&s);
}

static void test_plain__hostile_text_is_marked(void **state)
{
    static const char deck[] = "deck: \"D\\u202Ek\"\n"
                               "cards:\n"
                               "  - q: \"a\\e[31m\\a\\u202E\\x9b\"\n"
                               "    a: \"\\u200B\\x7f\"\n"
                               "    hint: \"\\b\"\n"
                               "    note: \"\\u2066\"\n";

    (void)state;
    assert_played(deck, "h",
        "\nD<U+202E>k: 1 new, 0 repeat, 0 due\nQuestion: a␛[31m␇<U+202E><U+009B>\n"
        "Hint: ␈\nEnter: answer, u: undo, ?: keys, q: quit > ");
    assert_played(deck, ".", "Answer: <U+200B>␡\nNote: <U+2066>\n" RATE_NEW);
}

/* ---- left open overnight ---- */

/* The repeat was shown on one day and is answered on a later one: the card is due by then, and its
 * second success brings it back in 6 days (SM-2). */
static void check_left_open(int days)
{
    struct stage s;
    struct buf out = {0};

    stage_open(&s, "deck: One\ncards:\n  - q: q\n    a: a\n", &usual);
    type(&s, ".1");
    s.now = moment_at(s.now.utc_ms + days * DAY_MS, 0);
    type(&s, ".");
    plain_show(&s.session, NULL, &out);
    assert_non_null(strstr(buf_string(&out), "  4 Well: 6 d\n"));
    buf_done(&out);
    stage_close(&s);
}

static void test_plain__a_repeat_left_open_overnight(void **state)
{
    (void)state;
    check_left_open(1);
    check_left_open(2);
}

static void test_plain__a_repeat_left_open_for_days(void **state)
{
    (void)state;
    for (int days = 3; days <= 10; days++)
        check_left_open(days);
}

/* The days that the summary speaks of have come, or are past. */
static void check_end_left_open(int days)
{
    struct stage s;
    struct buf out = {0};

    stage_open(&s, usual_deck, &usual);
    type(&s, ".5.4.4");
    s.now = moment_at(s.now.utc_ms + days * DAY_MS, 0);
    act(&s, (struct intent){0});
    plain_show(&s.session, NULL, &out);
    assert_null(strstr(buf_string(&out), "Next:"));
    buf_done(&out);
    stage_close(&s);
}

static void test_plain__the_end_left_open_overnight(void **state)
{
    (void)state;
    check_end_left_open(1);
    check_end_left_open(2);
}

static void test_plain__the_end_left_open_for_days(void **state)
{
    (void)state;
    for (int days = 3; days <= 10; days++)
        check_end_left_open(days);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain__a_question),
        cmocka_unit_test(test_plain__a_hint),
        cmocka_unit_test(test_plain__an_answer),
        cmocka_unit_test(test_plain__a_draft),
        cmocka_unit_test(test_plain__markdown_is_text_without_its_signs),
        cmocka_unit_test(test_plain__all_markdown_is_lines),
        cmocka_unit_test(test_plain__a_repeat_is_counted),
        cmocka_unit_test(test_plain__a_repeat_comes_back_tomorrow),
        cmocka_unit_test(test_plain__a_rating_too_early),
        cmocka_unit_test(test_plain__a_rating_taken_back),
        cmocka_unit_test(test_plain__an_earlier_day_is_asked_about),
        cmocka_unit_test(test_plain__nothing_to_take_back),
        cmocka_unit_test(test_plain__the_end),
        cmocka_unit_test(test_plain__one_is_singular_at_the_end),
        cmocka_unit_test(test_plain__nothing_due_but_more_new_cards),
        cmocka_unit_test(test_plain__no_card_with_these_tags),
        cmocka_unit_test(test_plain__a_cram_changes_nothing),
        cmocka_unit_test(test_plain__hostile_text_is_marked),
        cmocka_unit_test(test_plain__a_repeat_left_open_overnight),
        cmocka_unit_test(test_plain__a_repeat_left_open_for_days),
        cmocka_unit_test(test_plain__the_end_left_open_overnight),
        cmocka_unit_test(test_plain__the_end_left_open_for_days),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
