/* Makes each system call and each allocation of each command fail, once and permanently. Exit
 * status 0 must mean that everything was done as usual. Any other must come with an error that says
 * why, and all or nothing must be done. */
#include "fault/scenario.h"

struct failure {
    unsigned scenario, number;
    enum snare_mode mode;
    bool for_good;
};

struct failures {
    struct failure *all;
    size_t count, capacity, done;
};

static struct wanted {
    const char *scenario; /* NULL for all scenarios */
    unsigned number;      /* 0 for all calls and allocations of the scenario */
} wanted;

static struct tally {
    long calls, allocations;
} tally;

/* ---- the failures to try ---- */

static void failures_add(struct failures *f, struct failure failure)
{
    if (wanted.scenario && (strcmp(scenarios[failure.scenario].name, wanted.scenario) != 0 ||
                               (wanted.number && failure.number != wanted.number)))
        return;
    if (f->count == f->capacity) {
        f->capacity = f->capacity ? 2 * f->capacity : 4096;
        f->all = realloc(f->all, f->capacity * sizeof *f->all);
        if (!f->all)
            torture_stop("memory");
    }
    f->all[f->count++] = failure;
}

static void failures_shuffle(struct torture *t, struct failures *f)
{
    for (size_t i = f->count; i > 1; i--) {
        size_t other = torture_below(t, (unsigned)i);
        struct failure kept = f->all[i - 1];
        f->all[i - 1] = f->all[other];
        f->all[other] = kept;
    }
}

/* Add failures of each of the first `count` calls or allocations, once and permanently. */
static void failures_add_each(
    struct failures *f, unsigned scenario, enum snare_mode mode, int64_t count)
{
    for (unsigned n = 1; n <= count; n++)
        for (int i = 0; i < 2; i++)
            failures_add(f, (struct failure){scenario, n, mode, i});
}

/* ---- a failure ---- */

/* What is wrong with the exit status or the messages, or NULL. */
static const char *judge_end(const struct torture *t, const struct rehearsal *r)
{
    const char *words = buf_string(&t->err), *colon = strstr(words, "drill: ");
    bool same = t->status == r->status;
    bool found = WEXITSTATUS(t->status) == 1 &&
                 strncmp(buf_string(&t->out), "fault ", 6) == 0; /* doctor found something */
    if (WIFSIGNALED(t->status))
        return WTERMSIG(t->status) == SIGALRM ? "it hangs" : strsignal(WTERMSIG(t->status));
    if (WEXITSTATUS(t->status) > 2)
        return "it ends with a status of its own";
    if (!same && !found && (!colon || colon[7] == '\n'))
        return "it does not say what failed";
    bool compares = !r->scenario->lines && !(r->scenario->flags & NEW_EACH_TIME);
    if (same && !*words && compares && !judge_equal(&t->out, &r->out))
        return "it prints something else, and says that all went well";
    return NULL;
}

static void fail_at(struct torture *t, const struct rehearsal *r, const struct failure *f)
{
    struct acknowledged a = {0};
    struct judging j = {.t = t, .r = r, .leftovers = f->for_good};
    torture_copy(r->before, t->run);
    torture_run(t, r->scenario->words, buf_string(&r->input),
        &(struct snare){.mode = f->mode, .at = f->number, .for_good = f->for_good});
    j.leftovers |= t->snare->stays;
    j.warned = t->status == r->status && t->err.length;
    const char *wrong = judge_end(t, r);
    if (!wrong)
        wrong = judge(&j, t->status == r->status, &a);
    *(f->mode == SNARE_FAIL_MEMORY ? &tally.allocations : &tally.calls) += 1;
    if (wrong)
        torture_lost(t, "%s, %s %u fails %s: %s; it said: %.100s", r->scenario->name,
            f->mode == SNARE_FAIL_MEMORY ? "allocation"
            : f->mode == SNARE_FULL_DISK ? "for want of room, write"
                                         : "call",
            f->number, f->for_good ? "for good" : "once", wrong, buf_string(&t->err));
    acknowledged_done(&a);
}

static void fail_next(struct torture *t, const struct rehearsal *r, struct failures *f)
{
    if (f->done < f->count && torture_goes_on(t)) {
        const struct failure *next = &f->all[f->done++];
        fail_at(t, &r[next->scenario], next);
    }
}

int main(int argc, char **argv)
{
    struct torture t;
    struct rehearsal rehearsals[COUNT(scenarios)];
    struct failures first = {0}, then = {0}; /* then: too many to try all, so tried less often */
    char said[200];
    torture_begin(&t, "fail", argc, argv);
    if (argc == 5)
        wanted = (struct wanted){argv[3], (unsigned)atoi(argv[4])};
    rehearsal_say_skipped(&t);
    for (unsigned i = 0; i < COUNT(scenarios); i++) {
        struct rehearsal *r = &rehearsals[i];
        if (!rehearse(&t, &scenarios[i], r))
            continue;
        failures_add_each(&first, i, SNARE_FAIL_CALL, r->calls);
        failures_add_each(&first, i, SNARE_FULL_DISK, r->writes);
        failures_add_each(scenarios[i].flags & EACH_ALLOCATION ? &first : &then, i,
            SNARE_FAIL_MEMORY, r->allocations);
    }
    failures_shuffle(&t, &first);
    failures_shuffle(&t, &then);
    while (torture_goes_on(&t) && first.done + then.done < first.count + then.count) {
        for (int i = 0; i < 3; i++)
            fail_next(&t, rehearsals, &first);
        fail_next(&t, rehearsals, &then);
    }
    printf("# %zu of %zu calls, and allocations of a review, a load and an import; %zu of %zu "
           "other allocations\n",
        first.done, first.count, then.done, then.count);
    for (size_t i = 0; i < COUNT(scenarios); i++)
        rehearsal_done(&rehearsals[i]);
    free(first.all);
    free(then.all);
    snprintf(
        said, sizeof said, "%ld calls and %ld allocations failed", tally.calls, tally.allocations);
    return torture_end(&t, said);
}
