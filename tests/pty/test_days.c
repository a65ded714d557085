/* Weeks of daily reviews. Each start of drill has its own time; all results are compared with a
 * second, simple implementation of the rules (rules.h). */
#include "rules.h"

enum { CARDS = 6, NEW_A_DAY = 4, ROWS_MAX = 200 };

struct play {
    struct world *world;
    struct card cards[CARDS + 1];
    struct row rows[ROWS_MAX];
    size_t row_count;
    int day;         /* the study day, in days since 1970 */
    const char *now; /* in the format of DRILL_NOW */
    const char *offset;
    int news; /* new cards rated today */
    int repeats_given, quiet_days;
};

static const char *kind_of(const struct play *play, int card)
{
    return card_kind(&play->cards[card], play->day);
}

static struct card rated(const struct play *play, int card, int q)
{
    return card_rated(&play->cards[card], play->day, play->now, q);
}

static void log_rating(struct play *play, int card, int q)
{
    assert_true(play->row_count < ROWS_MAX);
    struct row *row = &play->rows[play->row_count++];

    *row = (struct row){.card = card,
        .rating = q,
        .day = play->day,
        .kind = kind_of(play, card),
        .at = play->now,
        .before = play->cards[card],
        .after = rated(play, card, q)};
    play->news += strcmp(row->kind, "new") == 0;
    play->cards[card] = row->after;
}

static int count_of(const struct play *play, const char *kind)
{
    int count = 0, most = kind[0] == 'n' ? NEW_A_DAY - play->news : CARDS;

    for (int card = 1; card <= CARDS; card++)
        count += strcmp(kind_of(play, card), kind) == 0;
    return count < most ? count : most;
}

static int left(const struct play *play)
{
    return count_of(play, "new") + count_of(play, "repeat") + count_of(play, "review");
}

/* --- days and words --- */

static void play_now(struct play *play, int day, int calendar_day, const char *time)
{
    play->news = day == play->day ? play->news : 0;
    play->day = day;
    play->now = world_text(play->world, "%s%c%s", date_of(play->world, calendar_day), 'T', time);
    world_now(play->world, play->now);
}

static const char *words_of(struct world *world, int days)
{
    if (days < 30)
        return world_text(world, "%d d", days);
    int tenths = (int)((double)days * 10 / 30.44 + 0.5);
    if (tenths >= 100)
        return world_text(world, "%d mo", (int)((double)days / 30.44 + 0.5));
    return tenths % 10 ? world_text(world, "%d.%d mo", tenths / 10, tenths % 10)
                       : world_text(world, "%d mo", tenths / 10);
}

/* --- playing --- */

/* Checks the ratings' third row: when each rating would make the card due. */
static void assert_due_words(struct play *play, struct term *term, int card)
{
    char *expected = world_text(play->world, "%s", "");

    for (int q = 1; q <= 5; q++) {
        const char *words = words_of(play->world, rated(play, card, q).due - play->day);
        expected = world_text(play->world, "%s[%s%s]", expected, q < 4 ? "today, " : "", words);
    }
    int row = row_of(term, "1 Not at all");
    assert_true(row > 0);
    assert_string_equal(groups_of(play->world, term_row(term, row + 1)), expected);
}

static void assert_left(struct play *play, struct term *term)
{
    assert_counts(play->world, term, count_of(play, "new"), count_of(play, "repeat"),
        count_of(play, "review"));
}

/* Repeats come first, then the cards most overdue relative to their intervals. */
static void assert_first(const struct play *play, int card)
{
    const struct card *c = &play->cards[card];
    const char *first = count_of(play, "repeat") ? "repeat" : "review";

    if (count_of(play, first) == 0)
        return;
    assert_string_equal(kind_of(play, card), first);
    for (int i = 1; i <= CARDS && strcmp(first, "review") == 0; i++) {
        const struct card *other = &play->cards[i];
        if (strcmp(kind_of(play, i), "review") == 0)
            assert_true(
                (play->day - c->due) * other->interval >= (play->day - other->due) * c->interval);
    }
}

static int rating_of(struct play *play, int card)
{
    static const char *const plan[CARDS] = {"5", "4", "34", "4424", "152", "3"};
    static const char repeats[] = "42354135";
    const char *mine = plan[card - 1];
    int given = 0;

    if (strcmp(kind_of(play, card), "repeat") == 0)
        return repeats[play->repeats_given++ % (int)strlen(repeats)] - '0';
    for (size_t i = 0; i < play->row_count; i++)
        given += play->rows[i].card == card && strcmp(play->rows[i].kind, "repeat") != 0;
    return mine[given % (int)strlen(mine)] - '0';
}

/* Rates the card shown; sometimes gives a wrong rating first, and undoes it. */
static void play_card(struct play *play, struct term *term, int card)
{
    char words[32];
    int q = rating_of(play, card);

    assert_string_not_equal(kind_of(play, card), "");
    assert_left(play, term);
    assert_types(term, " ", card_answer(card, words));
    assert_due_words(play, term, card);
    if (play->row_count % 7 == 3) {
        term_send(term, q < 4 ? "5" : "1");
        assert_gone(term, words);
        assert_types(term, "u", words);
        assert_left(play, term);
        assert_due_words(play, term, card);
    }
    log_rating(play, card, q);
    term_send(term, (const char[]){(char)('0' + q), '\0'});
    assert_gone(term, words);
}

/* Starts drill once, and rates at most `most` cards. */
static void play_start(struct play *play, const char *deck, int most)
{
    struct term *term = drill_start(play->world, 24, 80, ARGS(deck, "--new", "4"));
    bool nothing = left(play) == 0;

    assert_left(play, term);
    if (nothing) {
        assert_shows(term, SAYS_NOTHING);
        assert_shows(term, "Next: ");
    } else {
        assert_first(play, card_shown(term, CARDS));
    }
    for (int i = 0; i < most && left(play) > 0; i++)
        play_card(play, term, card_shown(term, CARDS));
    assert_left(play, term);
    if (left(play) == 0 && !nothing)
        assert_waits(term, SAYS_DONE);
    assert_quits(term);
    drill_done(play->world, term);
}

static void play_day(struct play *play, const char *deck, bool interrupted)
{
    const char *due = world_text(play->world, "%d\n", left(play));

    play->quiet_days += left(play) == 0;
    assert_string_equal(
        drill_output(play->world, left(play) == 0, ARGS("due", "--new", "4", deck)), due);
    if (interrupted)
        play_start(play, deck, 3);
    play_start(play, deck, 1000);
}

/* --- comparing --- */

static void assert_reviews(struct play *play)
{
    const struct csv_table *log = drill_export(play->world, "reviews");
    struct world *world = play->world;

    assert_int_equal(log->rows, play->row_count);
    for (size_t i = 0; i < log->rows; i++) {
        const struct row *row = &play->rows[i];
        assert_cell(log, i, "card", world_text(world, "c%d", row->card));
        assert_cell(log, i, "question", world_text(world, "Question %d?", row->card));
        assert_cell(log, i, "deck", "Numbers");
        assert_logged(world, log, i, row);
    }
}

static void assert_cards(struct play *play)
{
    const struct csv_table *cards = drill_export(play->world, "cards");
    struct world *world = play->world;

    assert_int_equal(cards->rows, CARDS);
    for (size_t i = 0; i < CARDS; i++) {
        assert_cell(cards, i, "card", world_text(world, "c%zu", i + 1));
        assert_schedule(world, cards, i, &play->cards[i + 1]);
    }
}

/* --- tests --- */

static void play_begin(struct play *play, struct world *world)
{
    *play = (struct play){.world = world, .day = -1};
    for (int card = 1; card <= CARDS; card++)
        play->cards[card] = (struct card){.ease = 250, .owed = -1};
}

/* More than two weeks, including New Year and the end of February, with missed days, a night that
 * belongs to the day before, days with nothing to do, and a day with two starts. */
static void test_weeks(void **state)
{
    static const struct {
        int day, calendar_day;
        const char *time;
    } days[] = {{0, 0, "09:00"}, {1, 1, "04:00"}, {2, 3, "03:59"}, {3, 3, "04:00"}, {4, 4, "23:59"},
        {5, 6, "00:00"}, {8, 8, "12:30"}, {9, 9, "12:30"}, {14, 14, "08:00"}, {22, 22, "08:00"},
        {23, 24, "01:15"}, {30, 30, "20:00"}, {64, 64, "07:07"}, {65, 65, "07:07"},
        {130, 130, "18:00"}};
    struct world *world = *state;
    const char *deck = deck_write(world, CARDS);
    struct play play;

    play_begin(&play, world);
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        int first = day_of(2027, 12, 27);
        play_now(&play, first + days[i].day, first + days[i].calendar_day, days[i].time);
        play_day(&play, deck, i % 2 == 1);
        assert_cards(&play);
    }
    assert_reviews(&play);
    assert_true(play.quiet_days > 0);
    assert_true(play.row_count > 60);
}

/* Rates the only card on the day it is due, and returns that day. */
static int play_when_due(struct world *world, const char *deck, int day, int rating)
{
    world_now(world, world_text(world, "%sT09:00", date_of(world, day)));
    struct term *term = drill_start(world, 24, 80, ARGS(deck));

    assert_rates(term, 1, rating);
    if (rating < 4)
        assert_rates(term, 1, 5);
    assert_waits(term, SAYS_DONE);
    assert_quits(term);
    drill_done(world, term);
    return day;
}

/* Worked out by hand from the published SM-2. */
static void test_golden_sequence(void **state)
{
    static const int ratings[] = {4, 5, 3, 4, 2, 4, 4, 4, 5};
    static const int intervals[] = {1, 6, 15, 37, 1, 6, 15, 37, 95};
    struct world *world = *state;
    const char *deck = deck_write(world, 1);
    int day = day_of(2026, 2, 27);

    for (size_t i = 0; i < sizeof ratings / sizeof *ratings; i++) {
        day = play_when_due(world, deck, day, ratings[i]) + intervals[i];
        const struct csv_table *cards = drill_export(world, "cards");
        assert_number(cards, 0, "interval", intervals[i]);
        assert_cell(cards, 0, "due", date_of(world, day));
    }
    assert_cell(drill_export(world, "cards"), 0, "ease", "2.56");
    assert_int_equal(drill_export(world, "reviews")->rows, 11);
}

/* The ease drops to 1.30 and stays there, for years. */
static void test_ease_floor(void **state)
{
    struct world *world = *state;
    const char *deck = deck_write(world, 1);
    struct card card = {.ease = 250, .due = day_of(2026, 2, 27)};

    for (int i = 0; i < 11; i++) {
        sm2_expect(&card, 3);
        card.due = play_when_due(world, deck, card.due, 3) + card.interval;
        const struct csv_table *cards = drill_export(world, "cards");
        assert_number(cards, 0, "interval", card.interval);
        assert_ease(cards, 0, "ease", card.ease);
        assert_cell(cards, 0, "due", date_of(world, card.due));
    }
    assert_int_equal(card.ease, 130);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_weeks),
        TEST(test_golden_sequence),
        TEST(test_ease_floor),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
