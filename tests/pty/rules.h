/* A second, simple implementation of the rules of reviewing, to compare with drill's exports. Days
 * are counted from 1970; an ease is in hundredths. */
#ifndef TESTS_PTY_RULES_H
#define TESTS_PTY_RULES_H

#include "drill.h"

#include <time.h>

struct card {
    bool rated;
    int repetitions, interval, ease, due, lapses, reviews, last;
    int owed; /* the day on which a repeat is owed */
    const char *at;
};

/* A row of the review log. */
struct row {
    int card, rating, day;
    const char *kind, *at;
    struct card before, after;
};

static inline void sm2_expect(struct card *card, int q)
{
    if (q < 3) {
        card->repetitions = 1;
        card->interval = 1;
        card->lapses++;
        return;
    }
    card->ease += 10 - (5 - q) * (8 + (5 - q) * 2);
    if (card->ease < 130)
        card->ease = 130;
    card->repetitions++;
    if (card->repetitions == 1)
        card->interval = 1;
    else if (card->repetitions == 2)
        card->interval = 6;
    else
        card->interval = (card->interval * card->ease + 99) / 100;
}

/* The kind of review that the card needs on a day; "" if none. */
static inline const char *card_kind(const struct card *card, int day)
{
    if (!card->rated)
        return "new";
    return card->owed == day ? "repeat" : card->due <= day ? "review" : "";
}

static inline struct card card_rated(const struct card *card, int day, const char *at, int q)
{
    struct card after = *card;
    bool repeat = strcmp(card_kind(card, day), "repeat") == 0;

    after.rated = true;
    after.reviews++;
    after.owed = q < 4 ? day : -1;
    after.at = at;
    if (repeat)
        return after;
    sm2_expect(&after, q);
    after.due = day + after.interval;
    after.last = q;
    return after;
}

static inline const char *date_of(struct world *world, int day)
{
    time_t seconds = (time_t)day * 86400;
    char text[16];

    strftime(text, sizeof text, "%Y-%m-%d", gmtime(&seconds));
    return world_text(world, "%s", text);
}

static inline int day_of(int year, int month, int day)
{
    struct tm tm = {.tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = day};

    return (int)(timegm(&tm) / 86400);
}

static inline void assert_number(
    const struct csv_table *table, size_t row, const char *name, int expected)
{
    char text[16];

    snprintf(text, sizeof text, "%d", expected);
    assert_cell(table, row, name, text);
}

static inline void assert_ease(
    const struct csv_table *table, size_t row, const char *name, int expected)
{
    char text[16];

    snprintf(text, sizeof text, "%d.%02d", expected / 100, expected % 100);
    assert_cell(table, row, name, text);
}

/* Compares a row of the review log, except for whose card it is. */
static inline void assert_logged(
    struct world *world, const struct csv_table *log, size_t i, const struct row *row)
{
    assert_cell(log, i, "kind", row->kind);
    assert_cell(log, i, "study_day", date_of(world, row->day));
    assert_cell(log, i, "reviewed_at", world_text(world, "%s:00+00:00", row->at));
    assert_cell(log, i, "seconds", "0.0");
    assert_cell(log, i, "due", date_of(world, row->after.due));
    assert_number(log, i, "rating", row->rating);
    assert_number(log, i, "interval_before", row->before.interval);
    assert_number(log, i, "interval_after", row->after.interval);
    assert_ease(log, i, "ease_before", row->before.ease);
    assert_ease(log, i, "ease_after", row->after.ease);
}

static inline const char *state_of(const struct card *card)
{
    if (!card->rated)
        return "new";
    return card->interval == 1 ? "learning" : card->interval < 21 ? "young" : "mature";
}

/* Compares a row of the cards' export, except for which card it is. */
static inline void assert_schedule(
    struct world *world, const struct csv_table *cards, size_t i, const struct card *card)
{
    assert_cell(cards, i, "state", state_of(card));
    assert_number(cards, i, "repetitions", card->repetitions);
    assert_number(cards, i, "interval", card->interval);
    assert_ease(cards, i, "ease", card->ease);
    assert_cell(cards, i, "due", card->rated ? date_of(world, card->due) : "");
    assert_number(cards, i, "lapses", card->lapses);
    assert_number(cards, i, "reviews", card->reviews);
    assert_number(cards, i, "suspended", 0);
    assert_cell(cards, i, "last_rating", card->rated ? world_text(world, "%d", card->last) : "");
    assert_cell(cards, i, "last_reviewed_at",
        card->rated ? world_text(world, "%s:00+00:00", card->at) : "");
}

#endif
