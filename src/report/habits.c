#include "report/habits.h"

const int habit_from[HABIT_BANDS] = {0, 1, 2, 7, 21, 61, 181, 366, 731};

enum { KIND_NEW, KIND_DUE, KIND_REPEAT, KINDS };

/* The ratings of an average learner in thousandths: nine out of ten due cards are recalled,
 * which is what SM-2 aims for; new cards less often and repeats more often. */
#define WHOLE 1000
static const int average[KINDS][RATINGS] = {
    [KIND_NEW] = {100, 100, 150, 400, 250},
    [KIND_DUE] = {50, 50, 150, 500, 250},
    [KIND_REPEAT] = {20, 50, 130, 550, 250},
};
#define AVERAGE_MS 8000

static int habits_kind_of(int row)
{
    return row == 0 ? KIND_NEW : row == HABIT_REPEAT ? KIND_REPEAT : KIND_DUE;
}

int habit_band(int interval)
{
    int band = HABIT_BANDS - 1;
    while (band > 0 && interval < habit_from[band])
        band--;
    return band;
}

void habits_add(struct habits *habits, const struct log_row *row)
{
    if (row->kind == REVIEW_CRAM)
        return;
    int at = row->kind == REVIEW_REPEAT ? HABIT_REPEAT
             : row->kind == REVIEW_NEW  ? 0
                                        : habit_band(row->interval_before);
    habits->ratings[at][row->rating - 1]++;
    habits->spent_ms[at] += row->spent_ms;
}

static int64_t habits_count_of(const int64_t ratings[RATINGS])
{
    int64_t count = 0;
    for (int i = 0; i < RATINGS; i++)
        count += ratings[i];
    return count;
}

int64_t habits_count(const struct habits *habits)
{
    int64_t count = 0;
    for (int row = 0; row < HABIT_ROWS; row++)
        count += habits_count_of(habits->ratings[row]);
    return count;
}

/* ---- chances ---- */

/* Sets `out` to the rating frequencies in units of 1/WHOLE, smoothed with those in `others`. */
static void habits_smooth(
    const int64_t ratings[RATINGS], const int others[RATINGS], int out[RATINGS])
{
    int64_t count = habits_count_of(ratings) + HABIT_WEIGHT;
    for (int i = 0; i < RATINGS; i++)
        out[i] = (int)((ratings[i] * WHOLE + HABIT_WEIGHT * (int64_t)others[i]) / count);
}

static void habits_cumulate(
    const int64_t ratings[RATINGS], const int others[RATINGS], uint32_t up_to[RATINGS])
{
    int64_t all = 0, sum = 0;
    for (int i = 0; i < RATINGS; i++)
        all += ratings[i] * WHOLE + HABIT_WEIGHT * (int64_t)others[i];
    for (int i = 0; i < RATINGS; i++) {
        sum += ratings[i] * WHOLE + HABIT_WEIGHT * (int64_t)others[i];
        up_to[i] = (uint32_t)(sum * CHANCE_ONE / all);
    }
}

struct chances habits_chances(const struct habits *habits)
{
    struct chances chances = {0};
    int64_t all[KINDS][RATINGS] = {{0}}, spent = 0, count = habits_count(habits);
    int shares[KINDS][RATINGS];
    for (int row = 0; row < HABIT_ROWS; row++) {
        spent += habits->spent_ms[row];
        for (int i = 0; i < RATINGS; i++)
            all[habits_kind_of(row)][i] += habits->ratings[row][i];
    }
    for (int kind = 0; kind < KINDS; kind++)
        habits_smooth(all[kind], average[kind], shares[kind]);
    int64_t mean = (spent + HABIT_WEIGHT * (int64_t)AVERAGE_MS) / (count + HABIT_WEIGHT);
    for (int row = 0; row < HABIT_ROWS; row++) {
        int kind = habits_kind_of(row);
        habits_cumulate(habits->ratings[row], kind == KIND_DUE ? shares[kind] : average[kind],
            chances.up_to[row]);
        chances.ms[row] = (habits->spent_ms[row] + HABIT_WEIGHT * mean) /
                          (habits_count_of(habits->ratings[row]) + HABIT_WEIGHT);
    }
    return chances;
}
