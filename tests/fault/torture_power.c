/* Power loss. Records what a command writes, then replays the records up to any point, under each
 * model of disk.h. Whatever a session had printed by that point is acknowledged. */
#include "fault/disk.h"
#include "fault/scenario.h"

#define STRIDE 16 /* each round judges one record in this many, each round different ones */

static struct tally {
    long states, acknowledged;
} tally;
static struct disk disk;

static void judge_loss(
    struct torture *t, const struct rehearsal *r, size_t at, enum loss loss, bool done)
{
    struct acknowledged a = {0};
    struct judging j = {.t = t, .r = r, .leftovers = true};
    disk_leave(t, &disk, loss);
    const char *wrong = judge(&j, done, &a);
    if (wrong)
        torture_lost(t, "%s, power lost at record %zu, %s: %s", r->scenario->name, at,
            ((const char *[]){"ordered", "synced", "random"})[loss], wrong);
    tally.states++;
    tally.acknowledged += a.ratings;
    acknowledged_done(&a);
}

/* Judge the state in which the last write is torn at a sector; then restore it. */
static void judge_torn(struct torture *t, const struct rehearsal *r, size_t at)
{
    if (disk.last_file < 0 || disk.last.size <= SECTOR)
        return;
    struct buf *now = &disk.files[disk.last_file].now, whole = {0};
    size_t kept = (1 + torture_below(t, (unsigned)((disk.last.size - 1) / SECTOR))) * SECTOR;
    buf_add(&whole, now->bytes, now->length);
    memset(now->bytes + disk.last.offset + kept, 0, disk.last.size - kept);
    judge_loss(t, r, at, LOSS_ORDERED, false);
    buf_done(now);
    *now = whole;
}

/* Replay the records in order, and judge those whose turn it is in this round. */
static void replay(
    struct torture *t, const struct rehearsal *r, const struct buf *log, unsigned round)
{
    struct snare_record record;
    bool done = torture_exited(t, 0);
    size_t number = 0;
    buf_clear(&t->out);
    for (size_t at = 0; at + sizeof record <= log->length && torture_goes_on(t); number++) {
        memcpy(&record, log->bytes + at, sizeof record);
        const char *bytes = log->bytes + at + sizeof record;
        at += sizeof record + record.size;
        disk_replay(&disk, &record, bytes);
        if (record.what == SNARE_SAID)
            buf_add(&t->out, bytes, record.size);
        bool last = at >= log->length;
        if ((number + round) % STRIDE != 0 && !last)
            continue;
        judge_torn(t, r, number);
        for (int loss = 0; loss < LOSS_KINDS; loss++)
            judge_loss(t, r, number, (enum loss)loss, done && last);
        judge_loss(t, r, number, LOSS_RANDOM, done && last);
    }
}

static void lose_power(struct torture *t, const struct rehearsal *r, unsigned round)
{
    struct snare snare = {.mode = SNARE_RECORD};
    struct buf log = {0};
    torture_path(t->root, "log", snare.log);
    unlink(snare.log);
    torture_copy(r->before, t->run);
    disk = (struct disk){.last_file = -1};
    torture_each(t->run, disk_take, &disk);
    torture_run(t, r->scenario->words, buf_string(&r->input), &snare);
    if (!torture_read(snare.log, &log))
        torture_stop(snare.log);
    replay(t, r, &log, round);
    disk_done(&disk);
    buf_done(&log);
}

/* In addition to the common scenarios: a session long enough for checkpoints. */
static const struct scenario long_session = {
    "a long review", base_history, NULL, {"--plain", DB, "@deck.yaml"}, 900, 0};

int main(int argc, char **argv)
{
    struct torture t;
    struct rehearsal r;
    char said[200];
    torture_begin(&t, "power", argc, argv);
    rehearsal_say_skipped(&t);
    for (unsigned round = 0; torture_goes_on(&t); round++) {
        for (size_t i = 0; i <= COUNT(scenarios) && torture_goes_on(&t); i++) {
            const struct scenario *scenario = i ? &scenarios[i - 1] : &long_session;
            if (!(scenario->flags & READS_ONLY) && rehearse(&t, scenario, &r))
                lose_power(&t, &r, round);
            rehearsal_done(&r);
        }
    }
    snprintf(said, sizeof said, "%ld states after a power loss, %ld ratings acknowledged",
        tally.states, tally.acknowledged);
    return torture_end(&t, said);
}
