/* Checks what is in force for decks, and whether due days follow from it. A due day is the one that
 * was recorded with its rating: one that no weights explain is odd, but stands. */
#include "store/doctor_checks.h"

#include "base/buf.h"
#include "base/date.h"
#include "model/schedule.h"
#include "model/spread.h"
#include "store/regimes.h"
#include "store/sql_once.h"

#include <stdlib.h>

/* Weights that were ever in force, and the scheduler's defaults. */
struct doctor_weights {
    struct doctor_weighed {
        const struct scheduler *scheduler;
        struct weights weights;
    } * list;
    size_t count, capacity;
    size_t last; /* those that explained a due day last */
};

static bool doctor_regimes_keep(struct doctor_weights *all, const struct regime *regime)
{
    struct doctor_weighed weighed = {regime->scheduler, regime->weights};
    return array_add(&all->list, &all->count, &all->capacity, &weighed, sizeof weighed);
}

static enum err_code doctor_regimes_read(
    struct store *store, struct doctor *doctor, struct doctor_weights *all, struct err *err)
{
    enum { REGIME_ID, DECK_ID, SCHEDULER, RETENTION, WEIGHTS };
    bool ok = true;
    sqlite3_stmt *row = sql_once(store,
        "SELECT regime_id, deck_id, scheduler, retention, weights FROM regimes NOT INDEXED", err);
    while (row && ok && sqlite3_step(row) == SQLITE_ROW) {
        int64_t id = sqlite3_column_int64(row, REGIME_ID);
        bool for_all = sqlite3_column_type(row, DECK_ID) == SQLITE_NULL;
        int scheduler = sqlite3_column_int(row, SCHEDULER);
        const char *weights = column_text_or_null(row, WEIGHTS);
        struct regime regime;
        if (!regime_is_readable(for_all, scheduler, sqlite3_column_int(row, RETENTION), weights))
            doctor_report(doctor,
                (struct doctor_finding){
                    .kind = "regime", .table = "regimes", .row = id, .remedy = DOCTOR_REPAIRS},
                "Row %lld of regimes cannot be read, so its %s not in force.", (long long)id,
                weights ? "weights are" : "scheduler is");
        else if (regime_of_weights(scheduler, weights, &regime))
            ok = doctor_regimes_keep(all, &regime);
    }
    enum err_code code = sql_once_end(store, row, err);
    return code || ok ? code : err_memory(err);
}

/* ---- due days ---- */

struct doctor_rated {
    int64_t review_id;
    const struct scheduler *scheduler;
    int day, due, retention;
    struct memory memory;
};

static bool doctor_regimes_explain(
    const struct doctor_weighed *weighed, const struct doctor_rated *rated)
{
    int min, max, days = rated->due - rated->day;
    if (weighed->scheduler != rated->scheduler)
        return false;
    spread_range(rated->scheduler->due(
                     &weighed->weights, rated->memory, (float)rated->retention / RETENTION_UNIT),
        &min, &max);
    return days >= min && days <= max;
}

static bool doctor_regimes_follows(struct doctor_weights *all, const struct doctor_rated *rated)
{
    if (all->last < all->count && doctor_regimes_explain(&all->list[all->last], rated))
        return true;
    for (size_t i = 0; i < all->count; i++)
        if (doctor_regimes_explain(&all->list[i], rated)) {
            all->last = i;
            return true;
        }
    return false;
}

static void doctor_regimes_judge(struct doctor *doctor, struct doctor_weights *all,
    const struct doctor_rated *rated, bool complete)
{
    struct doctor_finding finding = {.kind = "due-day",
        .table = "reviews",
        .row = rated->review_id,
        .advice = rated->due != NO_DAY,
        .remedy = rated->due == NO_DAY
                      ? DOCTOR_REPAIRS
                      : "Due days stay as they were recorded; nothing needs doing."};
    char due[DATE_SIZE];
    if (rated->due == NO_DAY)
        doctor_report(doctor, finding, "Rating %lld has a scheduler, but no due day.",
            (long long)rated->review_id);
    else if (!complete)
        doctor_report(doctor, finding,
            "Rating %lld has a scheduler, but not the stability and retention that its due day "
            "follows from.",
            (long long)rated->review_id);
    else if (!doctor_regimes_follows(all, rated))
        doctor_report(doctor, finding,
            "Rating %lld made its card due on %s, which does not follow from its stability.",
            (long long)rated->review_id, date_text(rated->due, due));
}

/* Check the ratings that stand. Values out of range are reported as such, not here. */
static enum err_code doctor_regimes_rated(
    struct store *store, struct doctor *doctor, struct doctor_weights *all, struct err *err)
{
    enum { REVIEW_ID, DAY, DUE, SCHEDULER, RETENTION, STABILITY, DIFFICULTY };
    sqlite3_stmt *row = sql_once(store,
        "SELECT review_id, study_day, due, scheduler, retention, stability, difficulty "
        "FROM reviews NOT INDEXED WHERE scheduler NOT NULL AND undone_ms IS NULL",
        err);
    while (row && sqlite3_step(row) == SQLITE_ROW) {
        bool due = sqlite3_column_type(row, DUE) != SQLITE_NULL;
        int64_t retention = sqlite3_column_int64(row, RETENTION),
                stability = sqlite3_column_int64(row, STABILITY),
                difficulty = sqlite3_column_int64(row, DIFFICULTY);
        struct doctor_rated rated = {.review_id = sqlite3_column_int64(row, REVIEW_ID),
            .scheduler = scheduler_numbered(sqlite3_column_int(row, SCHEDULER)),
            .day = sqlite3_column_int(row, DAY),
            .due = due ? sqlite3_column_int(row, DUE) : NO_DAY,
            .retention = (int)retention,
            .memory.state = {[MEMORY_STABILITY] = bits_float((int32_t)stability),
                [MEMORY_DIFFICULTY] = bits_float((int32_t)difficulty)}};
        bool complete = retention && stability && difficulty;
        if (rated.scheduler &&
            (!complete || (row_number_fits(REVIEWS_RETENTION, retention) &&
                              row_number_fits(REVIEWS_STABILITY, stability) &&
                              row_number_fits(REVIEWS_STUDY_DAY, rated.day) &&
                              (!due || row_number_fits(REVIEWS_DUE, rated.due)))))
            doctor_regimes_judge(doctor, all, &rated, complete);
    }
    return sql_once_end(store, row, err);
}

enum err_code doctor_regimes(struct store *store, struct doctor *doctor, struct err *err)
{
    struct doctor_weights all = {0};
    struct regime regime;
    bool ok = !regime_of_weights(SCHEDULER_FSRS, "", &regime) || doctor_regimes_keep(&all, &regime);
    enum err_code code = ok ? ERR_NONE : err_memory(err);
    if (!code && !(code = doctor_regimes_read(store, doctor, &all, err)))
        code = doctor_regimes_rated(store, doctor, &all, err);
    free(all.list);
    return code;
}
