#include "report/figures.h"

#include "base/buf.h"
#include "base/date.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const int interval_from[INTERVAL_BUCKETS] = {1, 2, 4, 7, 14, 21, 31, 61, 91, 181, 366, 731};

bool figures_begin(struct figures *f, int64_t card_count)
{
    f->cards = calloc((size_t)card_count + 1, sizeof *f->cards);
    f->card_count = f->cards ? card_count : 0;
    return f->cards != NULL;
}

void figures_done(struct figures *f)
{
    free(f->days);
    free(f->cards);
    *f = (struct figures){0};
}

/* ---- days ---- */

/* Returns the index of the first entry for `day` or later. */
static size_t figures_find_day(const struct figures *f, int day)
{
    size_t low = 0, high = f->day_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (f->days[middle].day < day)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Returns the entry of a day, adding it if needed. Days mostly come in order, with many ratings
 * each, but an imported history may have them in any order. */
static struct day_figures *figures_day_of(struct figures *f, int day)
{
    if (f->last_used < f->day_count && f->days[f->last_used].day == day)
        return &f->days[f->last_used];
    size_t at = figures_find_day(f, day);
    f->last_used = at;
    if (at < f->day_count && f->days[at].day == day)
        return &f->days[at];
    if (!array_grow(&f->days, f->day_count, &f->day_capacity, sizeof *f->days)) {
        f->failed = true;
        return NULL;
    }
    memmove(&f->days[at + 1], &f->days[at], (f->day_count++ - at) * sizeof *f->days);
    f->days[at] = (struct day_figures){.day = day};
    return &f->days[at];
}

static void figures_add_recall(struct recall *sum, struct recall more)
{
    sum->due += more.due;
    sum->recalled += more.recalled;
}

struct day_figures figures_sum(const struct figures *f, int first, int last)
{
    struct day_figures sum = {.day = first};
    for (size_t i = figures_find_day(f, first); i < f->day_count && f->days[i].day <= last; i++) {
        const struct day_figures *day = &f->days[i];
        sum.ratings += day->ratings;
        sum.new += day->new;
        sum.due += day->due;
        sum.repeats += day->repeats;
        sum.crams += day->crams;
        sum.lapses += day->lapses;
        sum.spent_ms += day->spent_ms;
        figures_add_recall(&sum.young, day->young);
        figures_add_recall(&sum.mature, day->mature);
        for (int state = 0; state < STATES; state++)
            sum.moved[state] += day->moved[state];
    }
    return sum;
}

struct streaks figures_streaks(const struct figures *f)
{
    struct streaks streaks = {0};
    int run = 0, last = 0;
    for (size_t i = 0; i < f->day_count && f->days[i].day <= f->today; i++) {
        const struct day_figures *day = &f->days[i];
        if (!day->ratings)
            continue;
        run = run && day->day == last + 1 ? run + 1 : 1;
        last = day->day;
        streaks.days++;
        streaks.longest = run > streaks.longest ? run : streaks.longest;
    }
    streaks.now = run && last >= f->today - 1 ? run : 0;
    return streaks;
}

/* ---- cards ---- */

static enum card_state figures_state_of(int interval)
{
    const struct schedule schedule = {.interval = interval, .due = interval ? 0 : NO_DAY};
    return schedule_state(&schedule);
}

static int figures_interval_bucket(int interval)
{
    int bucket = INTERVAL_BUCKETS - 1;
    while (bucket > 0 && interval < interval_from[bucket])
        bucket--;
    return bucket;
}

static int figures_ease_bucket(int ease)
{
    int bucket = (ease - EASE_FLOOR) / 10;
    return bucket < EASE_BUCKETS ? bucket : EASE_BUCKETS - 1;
}

static void figures_add_due(struct figures *f, int due)
{
    int days = due - f->today;
    if (days < 0)
        f->backlog++;
    else if (days < FORECAST_DAYS)
        f->due[days]++;
}

static void figures_move_card(struct figures *f, int day, enum card_state state, int count)
{
    struct day_figures *on = figures_day_of(f, day);
    if (on)
        on->moved[state] += count;
}

void figures_add_card(
    struct figures *f, const struct card_numbers *card, const struct regime *regime)
{
    const struct schedule *schedule = &card->schedule;
    enum card_state state = schedule_state(schedule);
    bool present = card->retired_day == NO_DAY;
    figures_move_card(f, card->added_day, STATE_NEW, 1);
    if (card->card_id >= 0 && card->card_id < f->card_count) {
        f->cards[card->card_id].present = present;
        f->cards[card->card_id].lapses = schedule->lapses;
    }
    if (!present) {
        figures_move_card(f, card->retired_day, state, -1);
        return;
    }
    f->states[state]++;
    memories_add_card(&f->memories, regime, &schedule->past, f->today);
    if (state == STATE_NEW)
        return;
    f->intervals[figures_interval_bucket(schedule->interval)]++;
    if (!regime_has_memory(regime)) /* otherwise, the ease is without effect */
        f->eases[figures_ease_bucket(schedule->sm2.ease)]++;
    if (!schedule->suspended)
        figures_add_due(f, schedule->due);
}

size_t figures_costly(const struct figures *f, int64_t *card_ids, size_t max)
{
    size_t count = 0;
    for (int64_t id = 0; id < f->card_count; id++) {
        const struct card_figures *card = &f->cards[id];
        size_t at = count;
        if (!card->present || card->spent_ms == 0)
            continue;
        while (at > 0 && f->cards[card_ids[at - 1]].spent_ms < card->spent_ms)
            at--;
        if (at == max)
            continue;
        count += count < max;
        memmove(&card_ids[at + 1], &card_ids[at], (count - 1 - at) * sizeof *card_ids);
        card_ids[at] = id;
    }
    return count;
}

/* ---- ratings ---- */

static struct recall figures_recall_of(const struct log_row *row)
{
    bool due = row->kind == REVIEW_DUE;
    return (struct recall){due, due && !rating_is_lapse(row->rating)};
}

static void figures_add_to_day(struct day_figures *day, const struct log_row *row)
{
    bool counts = row->kind == REVIEW_NEW || row->kind == REVIEW_DUE;
    day->ratings++;
    day->new += row->kind == REVIEW_NEW;
    day->due += row->kind == REVIEW_DUE;
    day->repeats += row->kind == REVIEW_REPEAT;
    day->crams += row->kind == REVIEW_CRAM;
    day->lapses += counts && rating_is_lapse(row->rating);
    day->spent_ms += row->spent_ms;
    figures_add_recall(
        figures_state_of(row->interval_before) == STATE_MATURE ? &day->mature : &day->young,
        figures_recall_of(row));
}

static int figures_hour_of(const struct log_row *row)
{
    int64_t hours = (row->reviewed_ms / 60000 + row->offset_min) / 60;
    return (int)(((hours % 24) + 24) % 24);
}

static void figures_add_to_period(struct figures *f, struct day_figures *day,
    const struct log_row *row, enum card_state before, int rating_before)
{
    int rating = (int)row->rating - 1;
    figures_add_to_day(day, row);
    struct hour_figures *hour = &f->hours[figures_hour_of(row)];
    hour->ratings++;
    hour->spent_ms += row->spent_ms;
    figures_add_recall(&hour->recall, figures_recall_of(row));
    if (row->kind == REVIEW_REPEAT)
        f->ratings[STATES][rating]++;
    else if (row->kind != REVIEW_CRAM)
        f->ratings[before][rating]++;
    if (rating_before)
        figures_add_recall(&f->next[rating_before - 1], figures_recall_of(row));
    if (row->card_id >= 0 && row->card_id < f->card_count) {
        f->cards[row->card_id].spent_ms += row->spent_ms;
        f->cards[row->card_id].ratings++;
    }
}

void figures_add_rating(struct figures *f, const struct log_row *row, int rating_before)
{
    struct day_figures *day = figures_day_of(f, row->study_day);
    if (!day)
        return;
    enum card_state before = figures_state_of(row->interval_before);
    if (row->study_day <= f->until)
        figures_add_to_period(f, day, row, before, rating_before);
    if (row->kind == REVIEW_NEW || row->kind == REVIEW_DUE) {
        day->moved[before]--;
        day->moved[figures_state_of(row->interval_after)]++;
    }
}

/* ---- periods and shares ---- */

int period_of(enum period period, int day)
{
    int year, month, day_of_month;
    if (period == PERIOD_DAY)
        return day;
    if (period == PERIOD_WEEK)
        return day - ((day + 3) % 7 + 7) % 7; /* 1970-01-01 was a Thursday */
    day_to_civil(day, &year, &month, &day_of_month);
    return day - day_of_month + 1;
}

int period_next(enum period period, int start)
{
    static const int days[] = {1, 7, 31};
    return period_of(period, start + days[period]);
}

struct share share_of(int hits, int tries)
{
    if (tries == 0)
        return (struct share){NO_SHARE, NO_SHARE, NO_SHARE};
    const double z = 1.959963984540054; /* the 97.5% quantile of the normal distribution */
    double n = tries, p = hits / n, scale = 1 + z * z / n;
    double middle = (p + z * z / (2 * n)) / scale;
    double reach = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / scale;
    return (struct share){
        (2000 * (int64_t)hits + tries) / (2 * (int64_t)tries),
        (int64_t)((middle - reach) * 1000 + 0.5),
        (int64_t)((middle + reach) * 1000 + 0.5),
    };
}
