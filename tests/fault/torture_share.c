/* Two or four programs at once on one database. Each reviews a deck of its own, or all the same
 * deck, with undo. Meanwhile, decks are loaded, backups are made, and sometimes a program is
 * killed. */
#include "fault/scenario.h"

#define PROGRAMS_MAX 4
#define LINES        3000
#define CARDS        2000
#define PAUSE_MS     100
#define ROUNDS       8 /* rounds per database: a longer log only makes each check slower */

static struct tally {
    long ratings, undone, loads, kills, backups;
} tally;

struct round {
    int programs;
    bool together; /* all on the same deck */
    pid_t children[PROGRAMS_MAX];
    int killed; /* the program to kill; -1 for none */
    struct buf inputs[PROGRAMS_MAX];
    struct acknowledged got[PROGRAMS_MAX];
    struct holding before, after;
};

static void write_deck(struct torture *t, int number, bool edited)
{
    char path[PATH_SIZE], name[32];
    struct buf text = {0};
    snprintf(name, sizeof name, "d%d.yaml", number);
    buf_format(&text, "deck: d%d\nnew: 100000\nlimit: 100000\ncards:\n", number);
    for (int i = 1; i <= (number ? CARDS : 100); i++)
        buf_format(&text, "- {q: q%d, a: answer%s %d}\n", i, edited ? "!" : "", i);
    torture_write(torture_path(t->run, name, path), buf_string(&text), text.length);
    buf_done(&text);
}

static void start_programs(struct torture *t, struct round *r)
{
    for (int i = 0; i < r->programs; i++) {
        char deck[32], suffix[16];
        snprintf(deck, sizeof deck, "@d%d.yaml", r->together ? 1 : i + 1);
        snprintf(suffix, sizeof suffix, "%d", i);
        const char *const words[] = {"--plain", DB, deck, NULL};
        acknowledged_input(t, LINES, true, &r->inputs[i]);
        torture_input(t, suffix, buf_string(&r->inputs[i]));
        r->children[i] = torture_start(t, words, false, suffix);
    }
}

/* Whether all have ended; does not wait, and leaves their status for waitpid. */
static bool have_ended(const struct round *r)
{
    for (int i = 0; i < r->programs; i++) {
        siginfo_t info = {0};
        if (waitid(P_PID, (id_t)r->children[i], &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
            !info.si_pid)
            return false;
    }
    return true;
}

/* Make a backup, which may be refused while another program makes one. */
static void back_up(struct torture *t)
{
    static const char *const words[] = {"backup", DB, NULL};
    torture_run(t, words, NULL, NULL);
    bool done = torture_exited(t, 0);
    if (!done && !strstr(buf_string(&t->err), "another drill"))
        torture_lost(t, "a backup beside reviews: %s", buf_string(&t->err));
    tally.backups += done;
}

/* While the others review, load a deck that none of them uses, and make backups if `backs_up`. Each
 * load makes them wait for a few milliseconds. */
static void disturb(struct torture *t, struct round *r, bool backs_up)
{
    static const char *const load[] = {"import", DB, "@d0.yaml", NULL};
    const struct timespec pause = {.tv_nsec = PAUSE_MS * 1000000L};
    for (int i = 0; !have_ended(r); i++) {
        nanosleep(&pause, NULL);
        write_deck(t, 0, i % 2);
        torture_run(t, load, NULL, NULL);
        if (!torture_exited(t, 0))
            torture_lost(t, "a load beside reviews: %s", buf_string(&t->err));
        tally.loads++;
        if (backs_up)
            back_up(t);
        if (i == 3 && r->killed >= 0)
            tally.kills += kill(r->children[r->killed], SIGKILL) == 0;
    }
}

/* Compare what a program printed with the log of its deck. */
static void judge_program(struct torture *t, struct round *r, int i)
{
    char deck[32], suffix[16];
    struct buf before = {0}, after = {0};
    snprintf(deck, sizeof deck, "d%d", r->together ? 1 : i + 1);
    snprintf(suffix, sizeof suffix, "%d", i);
    torture_ended(t, r->children[i], suffix);
    bool killed = i == r->killed && WIFSIGNALED(t->status) && WTERMSIG(t->status) == SIGKILL;
    if (!killed && !torture_exited(t, 0))
        torture_lost(t, "program %d: status %x: %s", i, (unsigned)t->status, buf_string(&t->err));
    holding_add_log(&r->before, deck, &before);
    holding_add_log(&r->after, deck, &after);
    acknowledged_read(
        &r->got[i], buf_string(&before), buf_string(&t->out), buf_string(&r->inputs[i]));
    if (!r->together && !acknowledged_holds(&r->got[i], &after))
        torture_lost(t, "deck %d: %ld ratings and %ld undone are not what its log has", i,
            r->got[i].ratings, r->got[i].undone);
    tally.ratings += r->got[i].ratings;
    tally.undone += r->got[i].undone;
    buf_done(&before);
    buf_done(&after);
}

static long lines_of(const struct buf *text)
{
    long count = 0;
    for (const char *at = buf_string(text); (at = strchr(at, '\n')); at++)
        count++;
    return count;
}

/* When all share a deck, one may undo another's rating, so only the totals can be compared. */
static void judge_counts(struct torture *t, const struct round *r)
{
    long want = lines_of(&r->before.log), got = lines_of(&r->after.log), unsure = r->killed >= 0;
    for (int i = 0; i < r->programs; i++)
        want += r->got[i].ratings - r->got[i].undone;
    if (got < want - unsure || got > want + unsure)
        torture_lost(
            t, "%d programs on one deck: %ld ratings in the log, not %ld", r->programs, got, want);
}

static void play_round(struct torture *t, struct round *r, bool backs_up)
{
    char db[PATH_SIZE], why[400];
    start_programs(t, r);
    disturb(t, r, backs_up);
    const char *wrong = holding_read(&r->after, torture_path(t->run, "drill.db", db), why);
    if (wrong)
        torture_lost(t, "%d programs: %s", r->programs, wrong);
    for (int i = 0; i < r->programs; i++)
        judge_program(t, r, i);
    if (r->together)
        judge_counts(t, r);
    holding_done(&r->before);
    r->before = r->after;
    r->after = (struct holding){0};
}

static void begin_database(struct torture *t, struct round *r)
{
    torture_empty(t->run);
    holding_done(&r->before);
    r->before = (struct holding){0};
    for (int i = 0; i <= PROGRAMS_MAX; i++)
        write_deck(t, i, false);
}

int main(int argc, char **argv)
{
    struct torture t;
    struct round r = {0};
    char said[300], now[32];
    torture_begin(&t, "share", argc, argv);
    bool backs_up = torture_knows(&t, "backup");
    if (!backs_up)
        printf("# skipped: backups beside reviews: drill has no \"backup\" yet\n");
    for (int i = 0; torture_goes_on(&t); i++) {
        if (i % ROUNDS == 0)
            begin_database(&t, &r);
        r.programs = i % 2 ? 4 : 2;
        r.together = i / 2 % 2;
        r.killed = i / 4 % 2 ? (int)torture_below(&t, (unsigned)r.programs) : -1;
        snprintf(now, sizeof now, "2026-03-%02dT09:00", 2 + 3 * (i % ROUNDS));
        t.now = now;
        play_round(&t, &r, backs_up);
    }
    for (int i = 0; i < PROGRAMS_MAX; i++) {
        buf_done(&r.inputs[i]);
        acknowledged_done(&r.got[i]);
    }
    holding_done(&r.before);
    snprintf(said, sizeof said,
        "%ld ratings of 2 and 4 programs at once, %ld undone, beside %ld loads, %ld backups, %ld "
        "kills",
        tally.ratings, tally.undone, tally.loads, tally.backups, tally.kills);
    return torture_end(&t, said);
}
