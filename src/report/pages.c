#include "report/pages.h"

#include "report/pages_memories.h"

#include <assert.h>
#include <limits.h>
#include <stdio.h>

#define BEGIN(dataset, columns) dataset_begin(dataset, columns, COUNT(columns))
#define ADD(dataset, ...)       dataset_add(dataset, (const int64_t[]){__VA_ARGS__})

/* Returns the last day to show. */
static int pages_last_day(const struct figures *f)
{
    return f->until < f->today ? f->until : f->today;
}

/* Returns the start of the first period to show: that of the first rating, or a later one if
 * `since` or `max` exclude it. */
static int pages_first_period(const struct figures *f, enum period period, int max)
{
    static const int longest[] = {1, 7, 31};
    size_t i = 0;
    while (i < f->day_count && !f->days[i].ratings)
        i++;
    int last = pages_last_day(f), first = i < f->day_count ? f->days[i].day : last;
    int earliest = last - (max - 1) * longest[period];
    earliest = earliest > f->since ? earliest : f->since;
    first = first > earliest ? first : earliest;
    return period_of(period, first < last ? first : last);
}

/* Returns sum / count, rounded; NO_VALUE if count is 0. */
static int64_t pages_mean_of(int64_t sum, int64_t count)
{
    return count ? (2 * sum + count) / (2 * count) : NO_VALUE;
}

static int64_t pages_tenths_of_minutes(int64_t ms)
{
    return (ms + 3000) / 6000;
}

/* Returns the mean time per rating in tenths of a second. */
static int64_t pages_pace_of(const struct day_figures *sum)
{
    return pages_mean_of(sum->spent_ms, 100 * (int64_t)sum->ratings);
}

static struct share pages_recall_share(struct recall recall)
{
    return share_of(recall.recalled, recall.due);
}

static struct share pages_both_shares(const struct day_figures *sum)
{
    return share_of(sum->young.recalled + sum->mature.recalled, sum->young.due + sum->mature.due);
}

/* ---- the pages ---- */

static void pages_today(const struct figures *f, struct dataset *d, enum period period, int max)
{
    (void)period, (void)max;
    static const struct dataset_column columns[] = {
        {"day", "day", CELL_DAY},
        {"ratings", "ratings", CELL_INT},
        {"new", "new cards", CELL_INT},
        {"reviews", "reviews", CELL_INT},
        {"repeats", "repeats", CELL_INT},
        {"crams", "crams", CELL_INT},
        {"left_new", "new left", CELL_INT},
        {"left_repeat", "repeats left", CELL_INT},
        {"left_due", "due left", CELL_INT},
        {"minutes", "minutes", CELL_TENTHS},
        {"seconds_per_rating", "seconds per rating", CELL_TENTHS},
        {"recalled_percent", "recall", CELL_PERCENT},
        {"recalled_percent_30_days", "recall, 30 days", CELL_PERCENT},
        {"streak", "streak", CELL_INT},
        {"longest_streak", "longest streak", CELL_INT},
        {"days_studied", "days studied", CELL_INT},
    };
    static_assert(COUNT(columns) == TODAY_DAYS_STUDIED + 1, "one per enum today_column");
    struct day_figures today = figures_sum(f, f->today, f->today);
    struct day_figures month = figures_sum(f, f->today - 29, f->today);
    struct streaks streaks = figures_streaks(f);
    BEGIN(d, columns);
    ADD(d, f->today, today.ratings, today.new, today.due, today.repeats, today.crams,
        (int64_t)f->left_new, (int64_t)f->left_repeat, (int64_t)f->left_due,
        pages_tenths_of_minutes(today.spent_ms), pages_pace_of(&today),
        pages_both_shares(&today).value, pages_both_shares(&month).value,
        f->glance ? NO_VALUE : streaks.now, f->glance ? NO_VALUE : streaks.longest,
        f->glance ? NO_VALUE : streaks.days);
}

static void pages_add_days(
    const struct figures *f, struct dataset *d, int first, int last, enum period period)
{
    for (int day = first; day <= last; day = period_next(period, day)) {
        struct day_figures sum = figures_sum(f, day, period_next(period, day) - 1);
        ADD(d, day, sum.ratings, pages_tenths_of_minutes(sum.spent_ms), pages_pace_of(&sum));
    }
}

static const struct dataset_column day_columns[] = {{"from", "from", CELL_DAY},
    {"ratings", "ratings", CELL_INT}, {"minutes", "minutes", CELL_TENTHS},
    {"seconds_per_rating", "seconds per rating", CELL_TENTHS}};

#define CALENDAR_WEEKS 53

static void pages_calendar(const struct figures *f, struct dataset *d, enum period period, int max)
{
    (void)period, (void)max;
    int last = pages_last_day(f);
    BEGIN(d, day_columns);
    pages_add_days(f, d, period_of(PERIOD_WEEK, last) - (CALENDAR_WEEKS - 1) * 7, last, PERIOD_DAY);
}

static void pages_time(const struct figures *f, struct dataset *d, enum period period, int max)
{
    BEGIN(d, day_columns);
    pages_add_days(f, d, pages_first_period(f, period, max), pages_last_day(f), period);
}

static void pages_forecast(const struct figures *f, struct dataset *d, enum period period, int max)
{
    static const struct dataset_column columns[] = {
        {"from", "from", CELL_DAY}, {"due", "due", CELL_INT}, {"overdue", "overdue", CELL_INT}};
    int start = period_of(period, f->today);
    BEGIN(d, columns);
    for (int i = 0; i < max; i++) {
        int64_t due = 0;
        int next = period_next(period, start);
        for (int day = start < f->today ? f->today : start; day < next; day++)
            due += day - f->today < FORECAST_DAYS ? f->due[day - f->today] : 0;
        ADD(d, start, due, i == 0 ? f->backlog : 0);
        start = next;
    }
}

static void pages_recall(const struct figures *f, struct dataset *d, enum period period, int max)
{
    static const struct dataset_column columns[] = {{"from", "from", CELL_DAY},
        {"young", "young", CELL_INT}, {"young_recalled_percent", "recall", CELL_PERCENT},
        {"young_low", "low", CELL_PERCENT}, {"young_high", "high", CELL_PERCENT},
        {"mature", "mature", CELL_INT}, {"mature_recalled_percent", "recall", CELL_PERCENT},
        {"mature_low", "low", CELL_PERCENT}, {"mature_high", "high", CELL_PERCENT}};
    BEGIN(d, columns);
    for (int start = pages_first_period(f, period, max); start <= pages_last_day(f);
         start = period_next(period, start)) {
        struct day_figures sum = figures_sum(f, start, period_next(period, start) - 1);
        struct share young = pages_recall_share(sum.young), mature = pages_recall_share(sum.mature);
        ADD(d, start, sum.young.due, young.value, young.low, young.high, sum.mature.due,
            mature.value, mature.low, mature.high);
    }
}

static void pages_ratings(const struct figures *f, struct dataset *d, enum period period, int max)
{
    (void)period, (void)max;
    static const struct dataset_column columns[] = {{"state", "state", CELL_TEXT},
        {"rated_1", "1", CELL_INT}, {"rated_2", "2", CELL_INT}, {"rated_3", "3", CELL_INT},
        {"rated_4", "4", CELL_INT}, {"rated_5", "5", CELL_INT}, {"ratings", "ratings", CELL_INT},
        {"mean", "mean", CELL_HUNDREDTHS}};
    static_assert(COUNT(columns) == RATINGS + 3, "a column per rating");
    BEGIN(d, columns);
    for (int state = 0; state <= STATES; state++) {
        const int *given = f->ratings[state];
        int64_t count = 0, sum = 0;
        for (int i = 0; i < RATINGS; i++) {
            count += given[i];
            sum += (int64_t)given[i] * (i + 1);
        }
        ADD(d, dataset_text(d, state < STATES ? card_state_word((enum card_state)state) : "repeat"),
            given[0], given[1], given[2], given[3], given[4], count,
            pages_mean_of(100 * sum, count));
    }
}

static void pages_calibration(
    const struct figures *f, struct dataset *d, enum period period, int max)
{
    (void)period, (void)max;
    static const struct dataset_column columns[] = {{"rating", "rating", CELL_INT},
        {"words", "", CELL_TEXT}, {"reviewed_next", "reviewed next", CELL_INT},
        {"recalled_next", "recalled", CELL_INT}, {"recalled_percent", "recall", CELL_PERCENT},
        {"low", "low", CELL_PERCENT}, {"high", "high", CELL_PERCENT}};
    BEGIN(d, columns);
    for (int i = 0; i < RATINGS; i++) {
        struct share share = pages_recall_share(f->next[i]);
        ADD(d, i + 1, dataset_text(d, rating_words((enum rating)(i + 1))), f->next[i].due,
            f->next[i].recalled, share.value, share.low, share.high);
    }
}

static void pages_intervals(const struct figures *f, struct dataset *d, enum period period, int max)
{
    (void)period, (void)max;
    static const struct dataset_column columns[] = {{"from_days", "from, days", CELL_INT},
        {"to_days", "to", CELL_INT}, {"cards", "cards", CELL_INT}};
    BEGIN(d, columns);
    for (int i = 0; i < INTERVAL_BUCKETS; i++)
        ADD(d, interval_from[i], i + 1 < INTERVAL_BUCKETS ? interval_from[i + 1] - 1 : NO_VALUE,
            f->intervals[i]);
}

static void pages_ease(const struct figures *f, struct dataset *d, enum period period, int max)
{
    (void)period, (void)max;
    static const struct dataset_column columns[] = {{"from", "from", CELL_HUNDREDTHS},
        {"to", "to", CELL_HUNDREDTHS}, {"cards", "cards", CELL_INT}};
    BEGIN(d, columns);
    for (int i = 0; i < EASE_BUCKETS; i++)
        ADD(d, EASE_FLOOR + 10 * i, i + 1 < EASE_BUCKETS ? EASE_FLOOR + 10 * i + 9 : NO_VALUE,
            f->eases[i]);
}

/* Counts the cards in each state at the end of each period, working backwards from the present. */
static void pages_states(const struct figures *f, struct dataset *d, enum period period, int max)
{
    static const struct dataset_column columns[] = {{"from", "from", CELL_DAY},
        {"new", "new", CELL_INT}, {"learning", "learning", CELL_INT}, {"young", "young", CELL_INT},
        {"mature", "mature", CELL_INT}};
    BEGIN(d, columns);
    for (int start = pages_first_period(f, period, max); start <= pages_last_day(f);
         start = period_next(period, start)) {
        struct day_figures later = figures_sum(f, period_next(period, start), INT_MAX);
        int64_t values[1 + STATES] = {start};
        for (int state = 0; state < STATES; state++) {
            int count = f->states[state] - later.moved[state];
            values[1 + state] = count > 0 ? count : 0;
        }
        dataset_add(d, values);
    }
}

static void pages_hours(const struct figures *f, struct dataset *d, enum period period, int max)
{
    (void)period, (void)max;
    static const struct dataset_column columns[] = {{"hour", "hour", CELL_INT},
        {"ratings", "ratings", CELL_INT}, {"reviews", "reviews", CELL_INT},
        {"recalled_percent", "recall", CELL_PERCENT}, {"low", "low", CELL_PERCENT},
        {"high", "high", CELL_PERCENT}, {"minutes", "minutes", CELL_TENTHS}};
    BEGIN(d, columns);
    for (int i = 0; i < 24; i++) {
        const struct hour_figures *hour = &f->hours[i];
        struct share share = pages_recall_share(hour->recall);
        ADD(d, i, hour->ratings, hour->recall.due, share.value, share.low, share.high,
            pages_tenths_of_minutes(hour->spent_ms));
    }
}

static void pages_costliest(const struct figures *f, struct dataset *d, enum period period, int max)
{
    (void)period, (void)max;
    static const struct dataset_column columns[] = {{"minutes", "minutes", CELL_TENTHS},
        {"ratings", "ratings", CELL_INT}, {"lapses", "lapses", CELL_INT},
        {"question", "question", CELL_CARD}, {"card", "card", CELL_TEXT},
        {"deck", "deck", CELL_TEXT}};
    BEGIN(d, columns);
    for (size_t i = 0; i < f->costliest_count; i++) {
        const struct costly_card *costly = &f->costliest[i];
        const struct card_figures *card = &f->cards[costly->card_id];
        ADD(d, pages_tenths_of_minutes(card->spent_ms), card->ratings, card->lapses,
            dataset_card(d, costly->question, costly->marked), dataset_text(d, costly->name),
            dataset_text(d, costly->deck));
    }
}

#define WEEKS_MAX  520
#define MONTHS_MAX 240

const struct page_kind page_kinds[PAGES] = {
    [PAGE_TODAY] = {"today", "Today", "done, left to do, streak", pages_today, PERIOD_DAY, 0},
    [PAGE_CALENDAR] = {"calendar", "Calendar", "ratings on each day of a year", pages_calendar,
        PERIOD_DAY, 0},
    [PAGE_FORECAST_DAYS] = {"forecast_days", "Forecast by day",
        "cards due each day; overdue cards on top of today's", pages_forecast, PERIOD_DAY, 60},
    [PAGE_FORECAST_WEEKS] = {"forecast_weeks", "Forecast by week",
        "cards due each week; overdue cards on top of this week's", pages_forecast, PERIOD_WEEK,
        52},
    [PAGE_FORECAST_MONTHS] = {"forecast_months", "Forecast by month",
        "cards due each month; overdue cards on top of this month's", pages_forecast, PERIOD_MONTH,
        24},
    [PAGE_RECALL_WEEKS] = {"recall_weeks", "Recall by week",
        "share of reviews rated 3 or more, with its 95% interval", pages_recall, PERIOD_WEEK,
        WEEKS_MAX},
    [PAGE_RECALL_MONTHS] = {"recall_months", "Recall by month",
        "share of reviews rated 3 or more, with its 95% interval", pages_recall, PERIOD_MONTH,
        MONTHS_MAX},
    [PAGE_RATINGS] = {"ratings", "Ratings", "by the state of the card", pages_ratings, PERIOD_DAY,
        0},
    [PAGE_CALIBRATION] = {"calibration", "Calibration",
        "how often a card was recalled, by its previous rating", pages_calibration, PERIOD_DAY, 0},
    [PAGE_INTERVALS] = {"intervals", "Intervals", "cards by their interval in days",
        pages_intervals, PERIOD_DAY, 0},
    [PAGE_EASE] = {"ease", "Ease", "cards by their ease", pages_ease, PERIOD_DAY, 0},
    [PAGE_STATES_WEEKS] = {"states_weeks", "Cards by week",
        "cards in each state at the end of the week", pages_states, PERIOD_WEEK, WEEKS_MAX},
    [PAGE_STATES_MONTHS] = {"states_months", "Cards by month",
        "cards in each state at the end of the month", pages_states, PERIOD_MONTH, MONTHS_MAX},
    [PAGE_HOURS] = {"hours", "Hours", "ratings and recall by hour of the day", pages_hours,
        PERIOD_DAY, 0},
    [PAGE_TIME_DAYS] = {"time_days", "Time by day", "in total, and per rating", pages_time,
        PERIOD_DAY, GLANCE_DAYS},
    [PAGE_TIME_WEEKS] = {"time_weeks", "Time by week", "in total, and per rating", pages_time,
        PERIOD_WEEK, WEEKS_MAX},
    [PAGE_TIME_MONTHS] = {"time_months", "Time by month", "in total, and per rating", pages_time,
        PERIOD_MONTH, MONTHS_MAX},
    [PAGE_COSTLIEST] = {"leeches", "Costliest cards", "the cards that took most of your time",
        pages_costliest, PERIOD_DAY, 0},
    [PAGE_PREDICTIONS] = {"predictions", "Predictions",
        "how often cards were recalled, by predicted recall", pages_predictions, PERIOD_DAY,
        PREDICTION_BINS},
    [PAGE_STABILITY] = {"stability", "Stability",
        "cards under FSRS by days until recall falls to 90%", pages_stability, PERIOD_DAY, 0},
    [PAGE_DIFFICULTY] = {"difficulty", "Difficulty",
        "cards under FSRS by their difficulty, from 1 to 10", pages_difficulty, PERIOD_DAY, 0},
    [PAGE_RECALL_NOW] = {"recall_now", "Recall now",
        "cards under FSRS by their chance of recall today", pages_recall_now, PERIOD_DAY, 0},
    [PAGE_KNOWN] = {"known", "What you know",
        "how many cards you knew each day, by FSRS's estimate", pages_known, PERIOD_DAY, 0},
};

void page_dataset(enum stats_page page, const struct figures *figures, struct dataset *dataset)
{
    const struct page_kind *kind = &page_kinds[page];
    kind->make(figures, dataset, kind->period, kind->max);
}
