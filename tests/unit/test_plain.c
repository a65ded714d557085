/* The session line by line: what is shown at each stage, and what a line asks for. */
#include "view/plain.h"

#include "study/collection.h"

/* cmocka.h needs the others before it. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])
#define DAY_MS       INT64_C(86400000)

/* ---- a session without a terminal ---- */

static const char usual_deck[] = "deck: A deck\n"
                                 "cards:\n"
                                 "  - q: What is one?\n"
                                 "    a: The first\n"
                                 "    hint: think\n"
                                 "    note: see above\n"
                                 "  - q: A draft\n"
                                 "  - q: What is *three*?\n"
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

    plain_show(&s->session, &out);
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

#define RATE_NEW                                                                                   \
    "How well did you know this?\n"                                                                \
    "  1 Not at all: again today\n"                                                                \
    "  2 Barely: again today\n"                                                                    \
    "  3 Partly: again today\n"                                                                    \
    "  4 Well: tomorrow\n"                                                                         \
    "  5 Perfectly: tomorrow\n"                                                                    \
    "1-5: rate, u: undo, q: quit > "
#define FIRST_QUESTION "\nA deck: 3 new, 0 repeat, 0 due\nQuestion: What is one?\n"

/* ---- what is shown ---- */

static void test_plain__a_question(void **state)
{
    (void)state;
    assert_played(usual_deck, "", FIRST_QUESTION "Enter: answer, h: hint, u: undo, q: quit > ");
}

static void test_plain__a_hint(void **state)
{
    (void)state;
    assert_played(
        usual_deck, "h", FIRST_QUESTION "Hint: think\nEnter: answer, u: undo, q: quit > ");
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

static void test_plain__markdown_stays_as_it_is_written(void **state)
{
    (void)state;
    assert_played(usual_deck, ".4.4",
        "\nA deck: 1 new, 0 repeat, 0 due\nQuestion: What is *three*?\n"
        "Enter: answer, u: undo, q: quit > ");
}

static void test_plain__a_repeat_is_counted(void **state)
{
    (void)state;
    assert_played(usual_deck, ".1",
        "\nA deck: 2 new, 1 repeat, 0 due\nQuestion: A draft\nEnter: answer, u: undo, q: quit > ");
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
    plain_show(&s.session, &out);
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
        "Taken back: rate it again\nQuestion: What is one?\nAnswer: The first\n"
        "Note: see above\n" RATE_NEW);
}

static void test_plain__nothing_to_take_back(void **state)
{
    (void)state;
    assert_played(usual_deck, "u",
        "There is nothing to take back\n" FIRST_QUESTION
        "Enter: answer, h: hint, u: undo, q: quit > ");
}

static void test_plain__the_end(void **state)
{
    (void)state;
    assert_played(usual_deck, ".5.4.4",
        "\nDone for today: 3 cards, 3 ratings in 48 s: 16 s a card\n"
        "  5 Perfectly: 1\n  4 Well: 2\n  3 Partly: 0\n  2 Barely: 0\n  1 Not at all: 0\n"
        "Next: 3 cards tomorrow\nc: cram, u: undo, q: quit > ");
}

static void test_plain__one_is_singular_at_the_end(void **state)
{
    (void)state;
    assert_played("deck: One\ncards:\n  - q: q\n    a: a\n", ".1.4",
        "\nDone for today: 1 card, 2 ratings in 32 s: 32 s a card\n"
        "  5 Perfectly: 0\n  4 Well: 1\n  3 Partly: 0\n  2 Barely: 0\n  1 Not at all: 1\n"
        "Next: 1 card tomorrow\nc: cram, u: undo, q: quit > ");
}

static void test_plain__nothing_due_but_more_new_cards(void **state)
{
    struct session_options none = usual;
    struct stage s;

    (void)state;
    none.caps.new_cards = 0;
    stage_open(&s, usual_deck, &none);
    assert_shows(&s, "\nNothing is due now.\nn: more new cards, c: cram, u: undo, q: quit > ");
    type(&s, "n");
    assert_shows(&s, FIRST_QUESTION "Enter: answer, h: hint, u: undo, q: quit > ");
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
    assert_shows(&s, "\nNo card here has these tags.\nc: cram, u: undo, q: quit > ");
    stage_close(&s);
}

static void test_plain__a_cram_changes_nothing(void **state)
{
    struct session_options cram = usual;
    struct stage s;

    (void)state;
    cram.cram = true;
    stage_open(&s, "deck: One\ncards:\n  - q: q\n    a: a\n", &cram);
    assert_shows(&s, "\nOne: 1 to cram\nQuestion: q\nEnter: answer, u: undo, q: quit > ");
    type(&s, ".");
    assert_shows(&s, "Answer: a\nHow well did you know this?\n"
                     "  1 Not at all: again today\n  2 Barely: again today\n"
                     "  3 Partly: again today\n  4 Well: no change\n  5 Perfectly: no change\n"
                     "1-5: rate, u: undo, q: quit > ");
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
        "Hint: ␈\nEnter: answer, u: undo, q: quit > ");
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
    plain_show(&s.session, &out);
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
    plain_show(&s.session, &out);
    assert_null(strstr(buf_string(&out), "again today"));
    assert_null(strstr(buf_string(&out), "no change"));
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

/* ---- what a line asks for ---- */

static struct intent line_at(enum session_stage stage, const char *line, bool *unclear)
{
    struct session session = {.stage = stage};

    return plain_line(&session, line, unclear);
}

static void assert_line(enum session_stage stage, const char *line, enum session_action action)
{
    bool unclear = true;
    struct intent intent = line_at(stage, line, &unclear);

    assert_false(unclear);
    assert_int_equal(intent.action, action);
    assert_false(intent.quit);
}

static void assert_quits(enum session_stage stage, const char *line)
{
    bool unclear = true;

    assert_true(line_at(stage, line, &unclear).quit);
    assert_false(unclear);
}

static void assert_unclear(enum session_stage stage, const char *line)
{
    bool unclear = false;
    struct intent intent = line_at(stage, line, &unclear);

    assert_true(unclear);
    assert_int_equal(intent.action, ACTION_NONE);
    assert_int_equal(intent.lines, 0);
    assert_false(intent.quit);
}

static void test_plain__letters_and_numbers(void **state)
{
    (void)state;
    assert_line(SESSION_QUESTION, "h\n", ACTION_HINT);
    assert_line(SESSION_QUESTION, "u\n", ACTION_UNDO);
    assert_line(SESSION_ANSWER, "u\n", ACTION_UNDO);
    assert_line(SESSION_OVER, "u\n", ACTION_UNDO);
    assert_line(SESSION_OVER, "n\n", ACTION_MORE_NEW);
    assert_line(SESSION_OVER, "c\n", ACTION_CRAM);
    for (unsigned rating = 1; rating <= 5; rating++) {
        char line[] = {(char)('0' + rating), '\n', '\0'};
        assert_line(SESSION_ANSWER, line, ACTION_RATE_1 + rating - 1);
    }
}

static void test_plain__an_empty_line_shows_the_answer(void **state)
{
    (void)state;
    assert_line(SESSION_QUESTION, "\n", ACTION_REVEAL);
    assert_line(SESSION_QUESTION, "\r\n", ACTION_REVEAL);
    assert_line(SESSION_QUESTION, "  \t\n", ACTION_REVEAL);
    assert_line(SESSION_ANSWER, "\n", ACTION_NONE); /* and is no mistake */
}

static void test_plain__q_quits(void **state)
{
    (void)state;
    assert_quits(SESSION_QUESTION, "q\n");
    assert_quits(SESSION_ANSWER, "q\n");
    assert_quits(SESSION_OVER, "q\n");
}

static void test_plain__spaces_and_line_ends_do_not_matter(void **state)
{
    (void)state;
    assert_line(SESSION_ANSWER, "4", ACTION_RATE_1 + 3);
    assert_line(SESSION_ANSWER, "4\r\n", ACTION_RATE_1 + 3);
    assert_line(SESSION_ANSWER, " \t4 \n", ACTION_RATE_1 + 3);
}

static void test_plain__what_is_no_choice_is_unclear(void **state)
{
    static const char *const lines[] = {"x\n", "45\n", "0\n", "6\n", "-1\n", "hh\n", "quit\n",
        "é\n", "\xff\n", "\x1b[A\n", "j\n", "G\n", "4x\n", "?\n"};

    (void)state;
    for (size_t i = 0; i < COUNT(lines); i++) {
        assert_unclear(SESSION_QUESTION, lines[i]);
        assert_unclear(SESSION_ANSWER, lines[i]);
        assert_unclear(SESSION_OVER, lines[i]);
    }
    assert_unclear(SESSION_ANSWER, "h\n");
    assert_unclear(SESSION_QUESTION, "n\n");
    assert_unclear(SESSION_OVER, "4\n");
}

/* A rating goes into the log: nothing is guessed from a longer line. */
static void test_plain__more_words_are_unclear(void **state)
{
    (void)state;
    assert_unclear(SESSION_ANSWER, "4 5\n");
    assert_unclear(SESSION_ANSWER, "1 or 2\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain__a_question),
        cmocka_unit_test(test_plain__a_hint),
        cmocka_unit_test(test_plain__an_answer),
        cmocka_unit_test(test_plain__a_draft),
        cmocka_unit_test(test_plain__markdown_stays_as_it_is_written),
        cmocka_unit_test(test_plain__a_repeat_is_counted),
        cmocka_unit_test(test_plain__a_repeat_comes_back_tomorrow),
        cmocka_unit_test(test_plain__a_rating_too_early),
        cmocka_unit_test(test_plain__a_rating_taken_back),
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
        cmocka_unit_test(test_plain__letters_and_numbers),
        cmocka_unit_test(test_plain__an_empty_line_shows_the_answer),
        cmocka_unit_test(test_plain__q_quits),
        cmocka_unit_test(test_plain__spaces_and_line_ends_do_not_matter),
        cmocka_unit_test(test_plain__what_is_no_choice_is_unclear),
        cmocka_unit_test(test_plain__more_words_are_unclear),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
