#include "report/figures.h"

#include "base/buf.h"
#include "base/date.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const int interval_from[INTERVAL_BUCKETS] = {1, 2, 4, 7, 14, 21, 31, 61, 91, 181, 366, 731};

bool figures_begin(struct figures *figures, int64_t card_count)
{
    figures->cards = calloc((size_t)card_count + 1, sizeof *figures->cards);
    figures->card_count = figures->cards ? card_count : 0;
    return figures->cards != NULL;
}

void figures_done(struct figures *figures)
{
    free(figures->days);
    free(figures->cards);
    *figures = (struct figures){0};
}

/* ---- days ---- */

/* The first day that is not before this one. */
static size_t figures_find_day(const struct figures *figures, int day)
{
    size_t low = 0, high = figures->day_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (figures->days[middle].day < day)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Days mostly come in order, many ratings of one after the other; an imported history may have them
 * in any. */
static struct day_figures *figures_day_of(struct figures *figures, int day)
{
    if (figures->last_used < figures->day_count && figures->days[figures->last_used].day == day)
        return &figures->days[figures->last_used];
    size_t at = figures_find_day(figures, day);
    figures->last_used = at;
    if (at < figures->day_count && figures->days[at].day == day)
        return &figures->days[at];
    if (!array_grow(
            &figures->days, figures->day_count, &figures->day_room, sizeof *figures->days)) {
        figures->failed = true;
        return NULL;
    }
    memmove(&figures->days[at + 1], &figures->days[at],
        (figures->day_count++ - at) * sizeof *figures->days);
    figures->days[at] = (struct day_figures){.day = day};
    return &figures->days[at];
}

static void figures_add_recall(struct recall *sum, struct recall more)
{
    sum->due += more.due;
    sum->recalled += more.recalled;
}

struct day_figures figures_sum(const struct figures *figures, int first, int last)
{
    struct day_figures sum = {.day = first};
    for (size_t i = figures_find_day(figures, first);
         i < figures->day_count && figures->days[i].day <= last; i++) {
        const struct day_figures *day = &figures->days[i];
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

struct streaks figures_streaks(const struct figures *figures)
{
    struct streaks streaks = {0};
    int run = 0, last = 0;
    for (size_t i = 0; i < figures->day_count && figures->days[i].day <= figures->today; i++) {
        const struct day_figures *day = &figures->days[i];
        if (!day->ratings)
            continue;
        run = run && day->day == last + 1 ? run + 1 : 1;
        last = day->day;
        streaks.days++;
        streaks.longest = run > streaks.longest ? run : streaks.longest;
    }
    streaks.now = run && last >= figures->today - 1 ? run : 0;
    return streaks;
}

/* ---- cards ---- */

static enum card_state figures_state_of(int interval)
{
    const struct schedule schedule = {.sm2 = {.interval = interval}, .due = interval ? 0 : NO_DAY};
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

static void figures_add_due(struct figures *figures, int due)
{
    int days = due - figures->today;
    if (days < 0)
        figures->backlog++;
    else if (days < FORECAST_DAYS)
        figures->due[days]++;
}

static void figures_move_card(struct figures *figures, int day, enum card_state state, int count)
{
    struct day_figures *on = figures_day_of(figures, day);
    if (on)
        on->moved[state] += count;
}

void figures_add_card(struct figures *figures, const struct card_numbers *card)
{
    const struct schedule *schedule = &card->schedule;
    enum card_state state = schedule_state(schedule);
    bool present = card->retired_day == NO_DAY;
    figures_move_card(figures, card->added_day, STATE_NEW, 1);
    if (card->card_id >= 0 && card->card_id < figures->card_count) {
        figures->cards[card->card_id].present = present;
        figures->cards[card->card_id].lapses = schedule->lapses;
    }
    if (!present) {
        figures_move_card(figures, card->retired_day, state, -1);
        return;
    }
    figures->states[state]++;
    if (state == STATE_NEW)
        return;
    figures->intervals[figures_interval_bucket(schedule->sm2.interval)]++;
    figures->eases[figures_ease_bucket(schedule->sm2.ease)]++;
    if (!schedule->suspended)
        figures_add_due(figures, schedule->due);
}

size_t figures_costly(const struct figures *figures, int64_t *card_ids, size_t most)
{
    size_t count = 0;
    for (int64_t id = 0; id < figures->card_count; id++) {
        const struct card_figures *card = &figures->cards[id];
        size_t at = count;
        if (!card->present || card->spent_ms == 0)
            continue;
        while (at > 0 && figures->cards[card_ids[at - 1]].spent_ms < card->spent_ms)
            at--;
        if (at == most)
            continue;
        count += count < most;
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

static void figures_add_to_hour(struct hour_figures *hour, const struct log_row *row)
{
    hour->ratings++;
    hour->spent_ms += row->spent_ms;
    figures_add_recall(&hour->recall, figures_recall_of(row));
}

static int figures_hour_of(const struct log_row *row)
{
    int64_t hours = (row->reviewed_ms / 60000 + row->offset_min) / 60;
    return (int)(((hours % 24) + 24) % 24);
}

static void figures_add_to_period(struct figures *figures, struct day_figures *day,
    const struct log_row *row, enum card_state before, int rating_before)
{
    int rating = (int)row->rating - 1;
    figures_add_to_day(day, row);
    figures_add_to_hour(&figures->hours[figures_hour_of(row)], row);
    if (row->kind == REVIEW_REPEAT)
        figures->ratings[STATES][rating]++;
    else if (row->kind != REVIEW_CRAM)
        figures->ratings[before][rating]++;
    if (rating_before)
        figures_add_recall(&figures->next[rating_before - 1], figures_recall_of(row));
    if (row->card_id >= 0 && row->card_id < figures->card_count) {
        figures->cards[row->card_id].spent_ms += row->spent_ms;
        figures->cards[row->card_id].ratings++;
    }
}

void figures_add_rating(struct figures *figures, const struct log_row *row, int rating_before)
{
    struct day_figures *day = figures_day_of(figures, row->study_day);
    if (!day)
        return;
    enum card_state before = figures_state_of(row->interval_before);
    if (row->study_day <= figures->until)
        figures_add_to_period(figures, day, row, before, rating_before);
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
    const double z = 1.959963984540054; /* of the normal distribution, 97.5% lie below */
    double n = tries, p = hits / n, scale = 1 + z * z / n;
    double middle = (p + z * z / (2 * n)) / scale;
    double reach = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / scale;
    return (struct share){
        (2000 * (int64_t)hits + tries) / (2 * (int64_t)tries),
        (int64_t)((middle - reach) * 1000 + 0.5),
        (int64_t)((middle + reach) * 1000 + 0.5),
    };
}
