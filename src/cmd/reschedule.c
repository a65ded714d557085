/* drill reschedule: move due days to where the scheduler in force puts them. */
#include "study/reschedule.h"
#include "cmd/backups.h"
#include "cmd/opening.h"
#include "store/days.h"
#include "study/scheduling.h"

#include <stdio.h>

/* Append "41 cards a day, about 6 min", or the cards alone if the pace is unknown. */
static void reschedule_add_cost(size_t cards, const struct pace *pace, struct buf *out)
{
    int64_t tenths = ((int64_t)cards * 10 + RESCHEDULE_DAYS / 2) / RESCHEDULE_DAYS;
    backups_add_number(tenths / 10, out);
    if (tenths < 100)
        buf_format(out, ".%d", (int)(tenths % 10));
    buf_format(out, " card%s a day", tenths == 10 ? "" : "s");
    if (pace->finished) {
        int64_t ms = (int64_t)cards * pace->spent_ms / (int64_t)pace->finished / RESCHEDULE_DAYS;
        int64_t minutes = (ms + 30000) / 60000;
        if (minutes)
            buf_format(out, ", about %lld min", (long long)minutes);
        else
            buf_text(out, ", under a minute");
    }
}

static void reschedule_report(const struct reschedule *plan, const struct pace *pace, bool dry_run)
{
    struct buf line = {0};
    if (plan->rated == 0) {
        puts("Nothing to move: no cards are scheduled yet.");
        return;
    }
    if (plan->count == 0) {
        puts("Nothing to move: all due days are those that the scheduler gives.");
        return;
    }
    backups_add_number((int64_t)plan->count, &line);
    buf_text(&line, " of ");
    backups_add_count((int64_t)plan->rated, "card", &line);
    buf_text(&line, dry_run ? " would move" : " moved");
    print_line(stdout, &line);
    buf_format(&line, "Next %d days: ", RESCHEDULE_DAYS);
    reschedule_add_cost(plan->after, pace, &line);
    buf_text(&line, "; before: ");
    reschedule_add_cost(plan->before, pace, &line);
    print_line(stdout, &line);
}

static enum err_code reschedule_run(
    const struct collection *c, const struct options *options, struct err *err)
{
    struct reschedule plan = {0};
    struct pace pace;
    struct switched switched;
    enum err_code code;
    if (!(code = scheduling_follow(
              c->store, c->deck_ids, c->count, &options->session, clock_now(), &switched, err)) &&
        !(code = reschedule_plan(
              c->store, c->deck_ids, c->count, &options->settings.spread, c->today, &plan, err)) &&
        !(code = store_pace(c->store, &pace, err)) && !options->dry_run)
        code = reschedule_apply(c->store, &plan, clock_now(), err);
    if (!code)
        reschedule_report(&plan, &pace, options->dry_run);
    reschedule_done(&plan);
    return code;
}

/* In a dry run, the store commits nothing. */
static int reschedule_opened(struct collection *collection, struct options *options)
{
    struct err err;
    enum err_code code = store_begin(collection->store, &err);
    if (!code)
        code = store_end(collection->store, reschedule_run(collection, options, &err), &err);
    return code ? fail(&err) : printed(EXIT_DONE);
}

int cmd_reschedule(struct options *options)
{
    return open_named(options, options->dry_run ? STORE_READ : STORE_WRITE, reschedule_opened);
}
