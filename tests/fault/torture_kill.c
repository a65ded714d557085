/* kill -9 before, within and after each system call that writes, for each command; and at random
 * moments of long sessions, each of which continues where the last was killed. */
#include "fault/scenario.h"

#define LONG_LINES 2500
#define LONG_CARDS 600
#define MODES      3 /* SNARE_KILL_BEFORE and the next two */

static struct tally {
    long kills, acknowledged, undone;
} tally;

/* ---- at a system call ---- */

/* When to kill: in which scenario, in which mode, at which call. */
struct moment_of {
    unsigned scenario, mode, call;
};

static void kill_at(struct torture *t, const struct rehearsal *r, const struct moment_of *m)
{
    struct acknowledged a = {0};
    struct judging j = {.t = t, .r = r, .leftovers = true};
    torture_copy(r->before, t->run);
    torture_run(t, r->scenario->words, buf_string(&r->input),
        &(struct snare){.mode = (enum snare_mode)(SNARE_KILL_BEFORE + m->mode), .at = m->call});
    bool killed = WIFSIGNALED(t->status) && WTERMSIG(t->status) == SIGKILL;
    const char *wrong = judge(&j, torture_exited(t, 0), &a);
    tally.kills += killed;
    tally.acknowledged += a.ratings;
    tally.undone += a.undone;
    if (wrong || (!killed && t->snare->hits))
        torture_lost(t, "%s, killed %s call %u: %s", r->scenario->name,
            ((const char *[]){"before", "within", "after"})[m->mode], m->call,
            wrong ? wrong : "it lives on");
    acknowledged_done(&a);
}

/* Every kill of every scenario, in random order. */
static struct moment_of *all_moments(struct torture *t, const struct rehearsal *r, size_t *count)
{
    struct moment_of *all = NULL;
    *count = 0;
    for (unsigned s = 0; s < COUNT(scenarios); s++) {
        size_t more =
            r[s].skipped || r[s].scenario->flags & READS_ONLY ? 0 : MODES * (size_t)r[s].writes;
        all = realloc(all, (*count + more + 1) * sizeof *all);
        if (!all)
            torture_stop("memory");
        for (size_t i = 0; i < more; i++)
            all[(*count)++] =
                (struct moment_of){s, (unsigned)(i % MODES), (unsigned)(i / MODES) + 1};
    }
    for (size_t i = *count; i > 1; i--) {
        size_t other = torture_below(t, (unsigned)i);
        struct moment_of kept = all[i - 1];
        all[i - 1] = all[other];
        all[other] = kept;
    }
    return all;
}

static void kill_everywhere(struct torture *t, double until)
{
    struct rehearsal rehearsals[COUNT(scenarios)];
    size_t count, done = 0;
    for (size_t i = 0; i < COUNT(scenarios); i++)
        rehearse(t, &scenarios[i], &rehearsals[i]);
    struct moment_of *moments = all_moments(t, rehearsals, &count);
    for (; done < count && torture_goes_on(t) && torture_clock() < until; done++)
        kill_at(t, &rehearsals[moments[done].scenario], &moments[done]);
    printf("# %zu of the %zu moments at system calls\n", done, count);
    for (size_t i = 0; i < COUNT(scenarios); i++)
        rehearsal_done(&rehearsals[i]);
    free(moments);
}

/* ---- at any moment ---- */

/* Run a session, kill it at a random moment, and compare the log with what it acknowledged. */
static void kill_anywhere(struct torture *t, struct holding *before, int day)
{
    static const char *const words[] = {"--plain", DB, "@deck.yaml", NULL};
    struct buf input = {0};
    struct acknowledged a = {0};
    struct holding after = {0};
    char now[32], db[PATH_SIZE], why[400];
    const char *wrong;
    struct err err;
    bool read;
    snprintf(
        now, sizeof now, "%d-%02d-%02dT09:00", 2027 + day / 336, day / 28 % 12 + 1, day % 28 + 1);
    t->now = now;
    acknowledged_input(t, LONG_LINES, true, &input);
    torture_input(t, "", buf_string(&input));
    *t->snare = (struct snare){.mode = SNARE_COUNT};
    pid_t child = torture_start(t, words, false, "");
    const struct timespec moment = {.tv_nsec = (long)torture_below(t, 25000) * 1000};
    nanosleep(&moment, NULL);
    kill(child, SIGKILL);
    torture_ended(t, child, "");
    tally.kills += WIFSIGNALED(t->status);
    acknowledged_read(&a, buf_string(&before->log), buf_string(&t->out), buf_string(&input));
    torture_path(t->run, "drill.db", db);
    read =
        holding_export(&after, db, STORE_READ, &err) == ERR_NONE; /* nothing has recovered it yet */
    if (read && !acknowledged_holds(&a, &after.log))
        torture_lost(t, "killed on day %d: a reader sees something else", day);
    wrong = holding_read(&after, db, why);
    if (!wrong && !acknowledged_holds(&a, &after.log))
        wrong = acknowledged_explain(&a, &after.log, why);
    if (wrong)
        torture_lost(t, "killed on day %d, after %ld ratings: %s", day, a.ratings, wrong);
    tally.acknowledged += a.ratings;
    tally.undone += a.undone;
    t->now = NOW;
    buf_done(&input);
    acknowledged_done(&a);
    holding_done(before);
    *before = after;
}

int main(int argc, char **argv)
{
    struct torture t;
    struct holding held = {0};
    char said[200];
    torture_begin(&t, "kill", argc, argv);
    rehearsal_say_skipped(&t);
    double half = torture_clock() + (t.end - torture_clock()) / 2;
    kill_everywhere(&t, half);
    torture_empty(t.run);
    for (int day = 0; torture_goes_on(&t); day++) {
        if (day % 20 == 0) { /* start over: a long log only makes each check slower */
            torture_empty(t.run);
            base_deck(&t, "deck.yaml", LONG_CARDS, false);
            holding_done(&held);
            held = (struct holding){0};
        }
        kill_anywhere(&t, &held, day);
    }
    holding_done(&held);
    snprintf(said, sizeof said, "%ld kills, %ld ratings acknowledged, %ld undone", tally.kills,
        tally.acknowledged, tally.undone);
    return torture_end(&t, said);
}
