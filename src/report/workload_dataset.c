#include "report/workload.h"

#include "base/buf.h"

#include <assert.h>
#include <stdlib.h>

/* Returns the value at `tenths` tenths of the sorted runs; 5 tenths is the median. */
static int64_t workload_dataset_rank(const int64_t *sorted, int runs, int tenths)
{
    return sorted[((runs - 1) * tenths + 5) / 10];
}

struct middle workload_mean(
    const struct workload *workload, enum work work, int first, int last, int64_t *scratch)
{
    int64_t days = last - first + 1;
    for (int run = 0; run < workload->runs; run++) {
        const int64_t *of = &workload->work[(size_t)run * (size_t)workload->days * WORKS];
        int64_t sum = 0;
        for (int day = first; day <= last; day++)
            sum += of[(size_t)day * WORKS + work];
        scratch[run] = (20 * sum + days) / (2 * days);
    }
    qsort(scratch, (size_t)workload->runs, sizeof *scratch, array_by_number);
    return (struct middle){workload_dataset_rank(scratch, workload->runs, 1),
        workload_dataset_rank(scratch, workload->runs, 5),
        workload_dataset_rank(scratch, workload->runs, 9)};
}

#define BAND(name, title, kind)                                                                    \
    {name, title, kind}, {name "_low", "low", kind},                                               \
    {                                                                                              \
        name "_high", "high", kind                                                                 \
    }
#define COLUMNS(kind)                                                                              \
    {"from", "from", CELL_DAY}, {"new", "new", kind}, BAND("reviews", "reviews", kind),            \
        BAND("ratings", "ratings", kind), BAND("minutes", "minutes", CELL_TENTHS),                 \
    {                                                                                              \
        "left", "left", kind                                                                       \
    }

static const struct dataset_column of_days[WORKLOAD_COLUMNS] = {COLUMNS(CELL_INT)};
static const struct dataset_column of_periods[WORKLOAD_COLUMNS] = {COLUMNS(CELL_TENTHS)};

static_assert(WORK_MS - WORK_REVIEWS == 2 && WORKLOAD_LEFT == WORKLOAD_COLUMNS - 1,
    "rows are filled in the order of both enums");

/* Sets a band's three values, divided by `by`. */
static void workload_dataset_set(int64_t *values, struct middle middle, int64_t by, bool rounded)
{
    int64_t half = rounded ? by / 2 : 0;
    values[0] = (middle.median + half) / by;
    values[1] = (middle.low + half) / by;
    values[2] = (middle.high + half) / by;
}

#define MS_A_MINUTE 60000 /* and so from tenths of one to tenths of the other */

static void workload_dataset_add_row(const struct workload *workload, struct dataset *dataset,
    int first, int last, int scale, int64_t *scratch)
{
    int64_t values[WORKLOAD_COLUMNS] = {workload->first_day + first};
    size_t at = 1;
    values[at++] = workload_mean(workload, WORK_NEW, first, last, scratch).median / scale;
    for (enum work work = WORK_REVIEWS; work <= WORK_MS; work++, at += 3)
        workload_dataset_set(values + at, workload_mean(workload, work, first, last, scratch),
            work == WORK_MS ? MS_A_MINUTE : scale, work == WORK_MS);
    values[at] = workload_mean(workload, WORK_LEFT, first, last, scratch).median / scale;
    dataset_add(dataset, values);
}

bool workload_dataset(const struct workload *workload, enum period period, struct dataset *dataset)
{
    int end = workload->first_day + workload->days;
    int64_t *scratch = calloc((size_t)workload->runs, sizeof *scratch);
    if (!scratch)
        return false;
    dataset_begin(dataset, period == PERIOD_DAY ? of_days : of_periods, WORKLOAD_COLUMNS);
    for (int day = workload->first_day; day < end;) {
        int next = period_next(period, period_of(period, day));
        next = next < end ? next : end;
        workload_dataset_add_row(workload, dataset, day - workload->first_day,
            next - 1 - workload->first_day, period == PERIOD_DAY ? 10 : 1, scratch);
        day = next;
    }
    free(scratch);
    return !dataset->failed;
}

/* ---- what retentions cost ---- */

void workload_costs_begin(struct dataset *costs)
{
    static const struct dataset_column columns[COST_COLUMNS] = {
        {"retention", "retention", CELL_RETENTION}, BAND("minutes", "minutes", CELL_TENTHS),
        BAND("ratings", "ratings", CELL_TENTHS), {"recalled", "recalled", CELL_INT}};
    dataset_begin(costs, columns, COST_COLUMNS);
}

void workload_costs_add(const struct workload *workload, int retention, struct dataset *costs)
{
    int64_t values[COST_COLUMNS] = {retention ? retention : NO_VALUE};
    int64_t *scratch = calloc((size_t)workload->runs, sizeof *scratch);
    int last = workload->days - 1, first = settled_first(last);
    costs->failed |= !scratch;
    if (!scratch)
        return;
    workload_dataset_set(values + COST_MINUTES,
        workload_mean(workload, WORK_MS, first, last, scratch), MS_A_MINUTE, true);
    workload_dataset_set(values + COST_RATINGS,
        workload_mean(workload, WORK_RATINGS, first, last, scratch), 1, true);
    values[COST_KNOWN] = workload_mean(workload, WORK_KNOWN, last, last, scratch).median / 10;
    dataset_add(costs, values);
    free(scratch);
}
