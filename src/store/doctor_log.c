/* Checks that the log is in order, and that it adds up to the schedule in every card's row. */
#include "store/doctor_checks.h"

#include "base/buf.h"
#include "base/date.h"
#include "store/fold.h"
#include "store/sql.h"

#include <stdlib.h>

struct doctor_log_watch {
    struct doctor *doctor;
    int64_t last_ms; /* the time of the previous event; 0 before the first */
    int64_t last_id;
};

/* Check an event's study day. Study days begin at a set hour, so the day is the local date or the
 * one before. */
static void doctor_log_check_day(struct doctor *doctor, const struct folded_event *event)
{
    char time[TIME_SIZE], day[DATE_SIZE];
    int64_t local_ms = event->at_ms + event->offset_min * INT64_C(60000);
    if (llabs(local_ms / MS_A_DAY - event->day) <= 1)
        return;
    doctor_report(doctor,
        (struct doctor_finding){.kind = "study-day",
            .table = event->is_change ? "changes" : "reviews",
            .row = event->id,
            .remedy = DOCTOR_REPAIRS},
        "%s %lld was made on %s, but counts for %s.", event->is_change ? "Change" : "Rating",
        (long long)event->id, moment_text(event->at_ms, event->offset_min, time),
        date_text(event->day, day));
}

/* Check an event's number and time. Reviews and changes share one numbering. Imported events keep
 * their own times, which may be out of order. */
static void doctor_log_take(void *context, const struct folded_event *event)
{
    struct doctor_log_watch *watch = context;
    const char *table = event->is_change ? "changes" : "reviews";
    doctor_log_check_day(watch->doctor, event);
    if (event->id == watch->last_id)
        doctor_report(watch->doctor,
            (struct doctor_finding){
                .kind = "number", .table = table, .row = event->id, .remedy = DOCTOR_REPAIRS},
            "Number %lld is used for both a rating and a change.", (long long)event->id);
    bool back = watch->last_ms && event->at_ms < watch->last_ms - MS_A_DAY;
    long long days = back ? (watch->last_ms - event->at_ms) / MS_A_DAY : 0;
    if (!event->imported && back)
        doctor_report(watch->doctor,
            (struct doctor_finding){.advice = true,
                .kind = "order",
                .table = table,
                .row = event->id,
                .remedy = "The clock was wrong for a while. Statistics for those days may be off; "
                          "nothing needs doing."},
            "Event %lld in the log is dated %lld day%s before the previous one.",
            (long long)event->id, days, days == 1 ? "" : "s");
    if (!event->imported)
        watch->last_ms = event->at_ms;
    watch->last_id = event->id;
}

/* ---- schedules ---- */

static const char *doctor_log_day(int day, char text[DATE_SIZE])
{
    return day == NO_DAY ? "none" : date_text(day, text);
}

/* Describe the first important difference between two schedules. */
static void doctor_log_say_difference(
    const struct schedule *row, const struct schedule *log, struct buf *out)
{
    const struct {
        const char *name;
        long long row, log;
    } numbers[] = {
        {"interval", row->interval, log->interval},
        {"interval in SM-2", row->sm2.interval, log->sm2.interval},
        {"ease", row->sm2.ease, log->sm2.ease},
        {"number of lapses", row->lapses, log->lapses},
        {"number of ratings", row->reviews, log->reviews},
        {"last rating", row->last_rating, log->last_rating},
        {"number of repetitions", row->sm2.repetitions, log->sm2.repetitions},
        {"suspended flag", row->suspended, log->suspended},
        {"leech flag", row->leech, log->leech},
        {"last rating's number", row->last_review, log->last_review},
        {"last change's number", row->last_change, log->last_change},
        {"memory's day", row->past.day, log->past.day},
        {"memory's time", row->past.at_ms, log->past.at_ms},
    };
    const struct {
        const char *name;
        float row, log;
    } memories[] = {
        {"stability", row->past.memory.state[MEMORY_STABILITY],
            log->past.memory.state[MEMORY_STABILITY]},
        {"difficulty", row->past.memory.state[MEMORY_DIFFICULTY],
            log->past.memory.state[MEMORY_DIFFICULTY]},
    };
    const struct {
        const char *name;
        int row, log;
    } days[] = {{"due day", row->due, log->due}, {"repeat day", row->repeat_day, log->repeat_day},
        {"buried day", row->buried_day, log->buried_day}};
    char a[DATE_SIZE], b[DATE_SIZE];
    for (size_t i = 0; i < COUNT(days); i++)
        if (days[i].row != days[i].log) {
            buf_format(out, "%s is %s, not %s", days[i].name, doctor_log_day(days[i].row, a),
                doctor_log_day(days[i].log, b));
            return;
        }
    for (size_t i = 0; i < COUNT(numbers); i++)
        if (numbers[i].row != numbers[i].log) {
            buf_format(
                out, "%s is %lld, not %lld", numbers[i].name, numbers[i].row, numbers[i].log);
            return;
        }
    for (size_t i = 0; i < COUNT(memories); i++)
        if (float_bits(memories[i].row) != float_bits(memories[i].log)) {
            buf_format(out, "%s is %.9g, not %.9g", memories[i].name, (double)memories[i].row,
                (double)memories[i].log);
            return;
        }
}

static enum err_code doctor_log_differs(void *context, int64_t card_id, const struct schedule *row,
    const struct schedule *log, struct err *err)
{
    struct buf difference = {0};
    doctor_log_say_difference(row, log, &difference);
    doctor_report(context,
        (struct doctor_finding){
            .kind = "schedule", .table = "cards", .row = card_id, .remedy = DOCTOR_REPAIRS},
        "The schedule of card %lld is not what its ratings add up to: its %s.", (long long)card_id,
        buf_string(&difference));
    bool failed = difference.failed;
    buf_done(&difference);
    return failed ? err_memory(err) : ERR_NONE;
}

enum err_code doctor_log(struct store *store, struct doctor *doctor, struct err *err)
{
    struct doctor_log_watch watch = {.doctor = doctor};
    struct fold fold;
    if (sql_run(store, NULL, SQL_REGIMES_WHOLE, "")) /* reported: the fold depends on them */
        return ERR_NONE;
    enum err_code code = fold_log(store, &fold, doctor_log_take, &watch, err);
    if (!code)
        code = fold_compare(store, &fold, doctor_log_differs, doctor, err);
    fold_done(&fold);
    return code;
}
