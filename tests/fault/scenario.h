/* The scenarios to torture: commands, each with the files that it finds, and how to judge the files
 * that it leaves. A command that drill does not know is skipped. */
#ifndef FAULT_SCENARIO_H
#define FAULT_SCENARIO_H

#include "fault/judge.h"
#include "unit/schema_2.h"

enum scenario_flags {
    READS_ONLY = 1,      /* changes nothing: only failing calls and allocations are tried */
    IN_PARTS = 2,        /* several transactions: the log may hold only part of what is added */
    NEW_EACH_TIME = 4,   /* the output differs from run to run: files are not compared */
    EACH_ALLOCATION = 8, /* try to fail each one; other commands get a sample */
    NEXT_FINISHES = 16,  /* the next start finishes what was interrupted */
    BEGINS_DAMAGED = 32, /* the database is damaged before the command, and refused */
};

/* ---- the files before the command ---- */

/* Write a deck of cards q1, q2, ... If `edited`, every 7th card has another answer, and every 11th
 * is missing. */
static inline void base_deck(struct torture *t, const char *name, int cards, bool edited)
{
    char path[PATH_SIZE];
    struct buf text = {0};
    buf_text(&text, "deck: d\nnew: 100000\nlimit: 100000\ncards:\n");
    for (int i = 1; i <= cards; i++)
        if (!edited || i % 11)
            buf_format(&text, "- {q: q%d, a: answer %d%s}\n", i, i, edited && !(i % 7) ? "!" : "");
    torture_write(torture_path(t->run, name, path), buf_string(&text), text.length);
    buf_done(&text);
}

static inline void base_rate(struct torture *t, const char *now, int lines)
{
    struct buf input = {0};
    acknowledged_input(t, lines, true, &input);
    t->now = now;
    torture_must(t, buf_string(&input), "--plain", "--db", "@drill.db", "@deck.yaml");
    t->now = NOW;
    buf_done(&input);
}

static inline void base_none(struct torture *t)
{
    base_deck(t, "deck.yaml", 40, false);
}

static inline void base_old(struct torture *t)
{
    sqlite3 *db;
    char path[PATH_SIZE];
    base_none(t);
    if (sqlite3_open(torture_path(t->run, "drill.db", path), &db) != SQLITE_OK)
        torture_stop(path);
    for (size_t i = 0; i < COUNT(schema_2); i++)
        sqlite3_exec(db, schema_2[i], NULL, NULL, NULL);
    sqlite3_close(db);
}

/* Made once, then copied, since many scenarios begin with it. */
static inline void base_history(struct torture *t)
{
    char kept[PATH_SIZE];
    if (access(torture_path(t->root, "history", kept), F_OK) == 0) {
        torture_copy(kept, t->run);
        return;
    }
    base_none(t);
    base_rate(t, "2026-01-31T09:00", 60);
    base_rate(t, "2026-02-01T09:00", 60);
    base_rate(t, "2026-02-08T09:00", 60);
    torture_copy(t->run, kept);
}

/* The same deck with a head that puts it under FSRS from the next review on. */
static inline void base_fsrs(struct torture *t)
{
    char path[PATH_SIZE];
    struct buf text = {0}, cards = {0};
    base_history(t);
    torture_read(torture_path(t->run, "deck.yaml", path), &cards);
    buf_format(&text, "scheduler: fsrs\n%s", buf_string(&cards));
    torture_write(path, buf_string(&text), text.length);
    buf_done(&text);
    buf_done(&cards);
}

/* What a program leaves that is killed during a review: a write-ahead log to recover. */
static inline void base_killed(struct torture *t)
{
    static const char *const words[] = {"--plain", "--db", "@drill.db", "@deck.yaml", NULL};
    struct buf input = {0};
    base_history(t);
    acknowledged_input(t, 40, true, &input);
    torture_run(t, words, buf_string(&input),
        &(struct snare){.mode = SNARE_KILL_WITHIN, .at = 150 + torture_below(t, 100)});
    buf_done(&input);
}

static inline void base_edited(struct torture *t)
{
    base_history(t);
    base_deck(t, "deck.yaml", 40, true);
}

static inline void base_retired(struct torture *t)
{
    base_edited(t);
    torture_must(t, NULL, "import", "--db", "@drill.db", "@deck.yaml");
}

static inline void base_table(struct torture *t)
{
    static const char table[] = "Front,Back,Tags\namare,to love,a b\ncanis,dog,\nfelis,cat,c\n";
    char path[PATH_SIZE];
    base_history(t);
    torture_write(torture_path(t->run, "table.csv", path), table, strlen(table));
}

static inline void base_package(struct torture *t)
{
    char path[PATH_SIZE];
    base_history(t);
    torture_must(t, NULL, "export", "anki", "--db", "@drill.db", "-o", "@package.apkg");
    unlink(torture_path(t->run, "drill.db", path));
    unlink(torture_path(t->run, "deck.yaml", path));
}

static inline void base_backup(struct torture *t)
{
    base_history(t);
    torture_must(t, NULL, "backup", "--db", "@drill.db", "@copy.db");
    base_rate(t, "2026-02-12T09:00", 20);
}

static inline void base_damaged(struct torture *t)
{
    char path[PATH_SIZE];
    struct buf bytes = {0};
    base_backup(t);
    torture_read(torture_path(t->run, "drill.db", path), &bytes);
    memset(bytes.bytes, 'x', bytes.length / 2);
    torture_write(path, bytes.bytes, bytes.length);
    buf_done(&bytes);
}

static inline void base_archive(struct torture *t)
{
    char path[PATH_SIZE];
    base_history(t);
    torture_must(t, NULL, "export", "archive", "--db", "@drill.db", "-o", "@archive.jsonl");
    unlink(torture_path(t->run, "drill.db", path));
    unlink(torture_path(t->run, "deck.yaml", path));
}

/* ---- the table ---- */

struct scenario {
    const char *name;
    void (*base)(struct torture *t);
    const char *needs; /* the command, for torture_knows, if drill may lack it; else NULL */
    const char *words[10];
    int lines; /* lines of input for a session; 0 for a command that reads none */
    unsigned flags;
};

#define DB "--db", "@drill.db"

static const struct scenario scenarios[] = {
    {"a review", base_history, NULL, {"--plain", DB, "@deck.yaml"}, 24, EACH_ALLOCATION},
    {"a review after a kill", base_killed, NULL, {"--plain", DB, "@deck.yaml"}, 12, 0},
    {"a review under FSRS", base_fsrs, NULL, {"--plain", DB, "@deck.yaml"}, 24, EACH_ALLOCATION},
    {"a first load", base_none, NULL, {"--plain", DB, "@deck.yaml"}, 8, 0},
    {"a migration", base_old, NULL, {"--plain", DB, "@deck.yaml"}, 8, 0},
    {"a load of an edited deck", base_edited, NULL, {"import", DB, "@deck.yaml"}, 0,
        EACH_ALLOCATION},
    {"an import of a table", base_table, NULL, {"import", DB, "-o", "@new", "@table.csv"}, 0,
        EACH_ALLOCATION},
    {"an import of a package", base_package, NULL, {"import", DB, "-o", "@new", "@package.apkg"}, 0,
        IN_PARTS},
    {"undo", base_history, NULL, {"undo", DB}, 0, 0},
    {"a rescheduling", base_fsrs, NULL, {"reschedule", DB, "@deck.yaml"}, 0, IN_PARTS},
    {"training", base_fsrs, NULL, {"train", DB, "@deck.yaml"}, 0, IN_PARTS},
    {"forget", base_retired, NULL, {"forget", "-y", "--retired", DB}, 0, 0},
    {"adopt", base_retired, NULL, {"adopt", "-y", DB, "#11", "#40"}, 0, 0},
    {"ids", base_history, NULL, {"ids", DB, "@deck.yaml"}, 0, 0},
    {"a new card", base_history, "add", {"add", DB, "@deck.yaml", "-q", "new", "-a", "answer"}, 0,
        0},
    {"a new deck", base_history, "new", {"new", DB, "New", "@new.yaml"}, 0, 0},
    {"an export", base_retired, NULL, {"export", "reviews", DB, "-o", "@out.csv"}, 0, 0},
    {"an export to Anki", base_retired, NULL, {"export", "anki", DB, "-o", "@out.apkg"}, 0,
        NEW_EACH_TIME},
    {"an export of a deck", base_retired, NULL, {"export", "deck", "d", DB, "-o", "@out.yaml"}, 0,
        0},
    {"statistics on a page", base_retired, NULL, {"stats", DB, "--html", "@out.html"}, 0, 0},
    {"a backup", base_history, "backup", {"backup", DB, "@copy.db"}, 0, NEW_EACH_TIME},
    {"a restore", base_backup, "restore", {"restore", "--yes", DB, "@copy.db"}, 0,
        NEW_EACH_TIME | NEXT_FINISHES},
    {"a restore of a damaged one", base_damaged, "restore", {"restore", "--yes", DB, "@copy.db"}, 0,
        NEW_EACH_TIME | NEXT_FINISHES | BEGINS_DAMAGED},
    {"a repair", base_retired, "doctor", {"doctor", "--repair", DB}, 0,
        NEW_EACH_TIME | NEXT_FINISHES},
    {"an archive", base_retired, "export archive", {"export", "archive", DB, "-o", "@out.jsonl"}, 0,
        0},
    {"an import of an archive", base_archive, "export archive",
        {"import", DB, "-o", "@new", "@archive.jsonl"}, 0, IN_PARTS},
    {"export reviews", base_retired, NULL, {"export", "reviews", DB}, 0, READS_ONLY},
    {"export cards", base_retired, NULL, {"export", "cards", DB, "--format", "json"}, 0,
        READS_ONLY},
    {"export days", base_retired, NULL, {"export", "days", DB}, 0, READS_ONLY},
    {"export decks", base_retired, NULL, {"export", "decks", DB}, 0, READS_ONLY},
    {"stats", base_retired, NULL, {"stats", DB}, 0, READS_ONLY},
    {"forecast", base_retired, NULL, {"forecast", DB, "--days", "5"}, 0, READS_ONLY},
    {"a forecast of retentions", base_retired, NULL,
        {"forecast", DB, "--days", "5", "--retention", "0.8,0.9"}, 0, READS_ONLY},
    {"decks", base_retired, NULL, {"decks", DB}, 0, READS_ONLY},
    {"due", base_retired, NULL, {"due", DB}, 0, READS_ONLY},
    {"browse", base_retired, NULL, {"browse", DB, "--csv"}, 0, READS_ONLY},
    {"retired", base_retired, NULL, {"retired", DB}, 0, READS_ONLY},
    {"check", base_retired, NULL, {"check", "@deck.yaml"}, 0, READS_ONLY},
    {"doctor", base_retired, "doctor", {"doctor", DB}, 0, READS_ONLY},
};

/* A scenario, and how it runs when nothing goes wrong. */
struct rehearsal {
    const struct scenario *scenario;
    bool skipped;
    char before[PATH_SIZE], after[PATH_SIZE]; /* folders */
    struct holding held_before, held_after;
    struct buf input, out;
    int status;
    int64_t writes, calls, allocations;
};

/* What is wrong with the database in a folder, as from holding_read. If the folder has none, one is
 * created, as the next program would do. */
static inline const char *rehearsal_read(
    struct torture *t, const char *folder, struct holding *h, char why[400])
{
    char look[PATH_SIZE], db[PATH_SIZE];
    if (folder == t->run)
        return holding_read(h, torture_path(folder, "drill.db", db), why);
    torture_copy(folder, torture_path(t->root, "look", look));
    return holding_read(h, torture_path(look, "drill.db", db), why);
}

/* Run a scenario undisturbed. False if drill does not know the command, or if the run fails. */
static inline bool rehearse(struct torture *t, const struct scenario *scenario, struct rehearsal *r)
{
    char why[400], name[64];
    *r = (struct rehearsal){.scenario = scenario};
    r->skipped = scenario->needs && !torture_knows(t, scenario->needs);
    if (r->skipped)
        return false;
    torture_empty(t->run);
    scenario->base(t);
    snprintf(name, sizeof name, "before%zu", (size_t)(scenario - scenarios));
    torture_copy(t->run, torture_path(t->root, name, r->before));
    acknowledged_input(t, scenario->lines, true, &r->input);
    torture_run(t, scenario->words, buf_string(&r->input), &(struct snare){.mode = SNARE_COUNT});
    snprintf(name, sizeof name, "after%zu", (size_t)(scenario - scenarios));
    torture_copy(t->run, torture_path(t->root, name, r->after));
    buf_text(&r->out, buf_string(&t->out));
    r->status = t->status;
    r->writes = t->snare->writes;
    r->calls = t->snare->calls;
    r->allocations = t->snare->allocations;
    const char *before = rehearsal_read(t, r->before, &r->held_before, why);
    if (scenario->flags & BEGINS_DAMAGED)
        before = NULL;
    const char *wrong = before ? before : rehearsal_read(t, r->after, &r->held_after, why);
    bool ended = WIFEXITED(r->status) && WEXITSTATUS(r->status) < 2;
    if (wrong || !ended)
        torture_lost(t, "%s: undisturbed: status %x, %s: %s", scenario->name, (unsigned)r->status,
            buf_string(&t->err), wrong ? wrong : "sound");
    return !wrong && ended;
}

/* Report the skipped scenarios once. */
static inline void rehearsal_say_skipped(struct torture *t)
{
    for (size_t i = 0; i < COUNT(scenarios); i++)
        if (scenarios[i].needs && !torture_knows(t, scenarios[i].needs))
            printf(
                "# skipped: %s: drill has no \"%s\" yet\n", scenarios[i].name, scenarios[i].needs);
}

static inline void rehearsal_done(struct rehearsal *r)
{
    holding_done(&r->held_before);
    holding_done(&r->held_after);
    buf_done(&r->input);
    buf_done(&r->out);
}

/* ---- judging what a disturbed run left ---- */

struct judging {
    struct torture *t;
    const struct rehearsal *r;
    bool leftovers; /* temporary files may remain */
    bool warned;    /* it did its work, and reported what the output lacks */
    char why[400];
    bool wrong;
};

static inline bool judge_same(const char *folder, const char *name, const struct buf *bytes)
{
    char path[PATH_SIZE];
    struct buf there = {0};
    bool same = torture_read(torture_path(folder, name, path), &there) &&
                there.length == bytes->length &&
                memcmp(buf_string(&there), buf_string(bytes), bytes->length) == 0;
    buf_done(&there);
    return same;
}

static inline bool judge_has(const char *folder, const char *name)
{
    char path[PATH_SIZE];
    return access(torture_path(folder, name, path), F_OK) == 0;
}

/* Whether a backup is whole, even if its schema is older. A copy in progress has a hidden name. */
static inline bool judge_backup(struct judging *j, const char *name, const struct buf *bytes)
{
    char copy[PATH_SIZE], why[400];
    size_t length = strlen(name);
    if (name[8] == '.' || strcmp(name + length - 3, ".db") != 0 ||
        judge_same(j->r->before, name, bytes))
        return true;
    torture_write(torture_path(j->t->root, "copy.db", copy), buf_string(bytes), bytes->length);
    return holding_unsound(copy, 1, why) == NULL;
}

/* Whether a file beside the database is completely the old one or completely the new one. */
static inline void judge_file(void *context, const char *path, const char *name)
{
    struct judging *j = context;
    struct buf bytes = {0};
    bool before = judge_has(j->r->before, name), after = judge_has(j->r->after, name);
    if (j->wrong || strncmp(name, "drill.db", 8) == 0)
        return;
    torture_read(path, &bytes);
    if (strncmp(name, "backups/", 8) == 0)
        j->wrong = !judge_backup(j, name, &bytes);
    else if (!before && !after) /* an empty lock file may remain, since another drill may hold it */
        j->wrong = !j->leftovers && (bytes.length || !strstr(name, "-lock"));
    else
        j->wrong = !judge_same(j->r->before, name, &bytes) &&
                   !judge_same(j->r->after, name, &bytes) &&
                   !(after && (j->warned || j->r->scenario->flags & NEW_EACH_TIME));
    if (j->wrong && strncmp(name, "backups/", 8) == 0)
        snprintf(j->why, sizeof j->why, "the copy %s is not sound", name);
    else if (j->wrong)
        snprintf(j->why, sizeof j->why, "%s is %s", name,
            before || after ? "neither the old nor the new one" : "left behind");
    buf_done(&bytes);
}

/* Whether a file that exists before and after the command exists now, too. */
static inline void judge_kept(void *context, const char *path, const char *name)
{
    struct judging *j = context;
    (void)path;
    if (j->wrong || strncmp(name, "drill.db", 8) == 0 || strncmp(name, "backups/", 8) == 0 ||
        judge_has(j->t->run, name) || !judge_has(j->r->after, name))
        return;
    j->wrong = true;
    snprintf(j->why, sizeof j->why, "%s is gone", name);
}

static inline bool judge_equal(const struct buf *a, const struct buf *b)
{
    return strcmp(buf_string(a), buf_string(b)) == 0;
}

/* Whether the log holds what was acknowledged, and at most the one step that was under way. */
static inline bool judge_session(
    struct judging *j, const struct holding *h, const char *transcript, struct acknowledged *a)
{
    acknowledged_read(a, buf_string(&j->r->held_before.log), transcript, buf_string(&j->r->input));
    if (acknowledged_holds(a, &h->log))
        return true;
    acknowledged_explain(a, &h->log, j->why);
    return false;
}

static inline bool judge_command(struct judging *j, const struct holding *h, bool done)
{
    const struct holding *before = &j->r->held_before, *after = &j->r->held_after;
    if (judge_equal(&h->exports, &after->exports))
        return true;
    if (!done && judge_equal(&h->exports, &before->exports))
        return true;
    bool part = strncmp(buf_string(&before->log), buf_string(&h->log), before->log.length) == 0 &&
                h->log.length <= after->log.length;
    if (!done && part && j->r->scenario->flags & IN_PARTS)
        return true;
    snprintf(j->why, sizeof j->why, "the database is %s",
        judge_equal(&h->exports, &before->exports) ? "the old one, though exit status 0 said done"
                                                   : "neither the old nor the new one");
    return false;
}

/* Whether the database is still, byte for byte, the damaged one that the scenario began with. */
static inline bool judge_still_damaged(const struct judging *j, bool done)
{
    char db[PATH_SIZE];
    struct buf bytes = {0};
    torture_read(torture_path(j->t->run, "drill.db", db), &bytes);
    bool same = judge_same(j->r->before, "drill.db", &bytes);
    buf_done(&bytes);
    return j->r->scenario->flags & BEGINS_DAMAGED && !done && same;
}

/* Whether a file in the folder run is as before: the same bytes, or still missing. */
static inline bool judge_untouched(const struct judging *j, const char *name)
{
    char path[PATH_SIZE];
    struct buf bytes = {0};
    bool there = torture_read(torture_path(j->t->run, name, path), &bytes);
    bool same = there ? judge_same(j->r->before, name, &bytes) : !judge_has(j->r->before, name);
    buf_done(&bytes);
    return same;
}

/* Read the database, but reuse the earlier result if it is byte for byte as before. */
static inline const char *judge_read(struct judging *j, struct holding *h)
{
    const struct holding *before = &j->r->held_before;
    if (!judge_has(j->t->run, "drill.db") || !judge_untouched(j, "drill.db") ||
        !judge_untouched(j, "drill.db-wal") || !judge_untouched(j, "drill.db-journal") ||
        j->r->scenario->flags & BEGINS_DAMAGED)
        return rehearsal_read(j->t, j->t->run, h, j->why);
    buf_add(&h->exports, buf_string(&before->exports), before->exports.length);
    buf_add(&h->log, buf_string(&before->log), before->log.length);
    return NULL;
}

/* Judge the folder run after a disturbed run. Returns NULL, or what is wrong. done: the command
 * exited with 0. For a session, sets *a to what it acknowledged. */
static inline const char *judge(struct judging *j, bool done, struct acknowledged *a)
{
    static const char *const start[] = {"--plain", DB, NULL};
    struct holding h = {0};
    if (j->r->scenario->flags & NEXT_FINISHES)
        torture_run(j->t, start, "q\n", NULL);
    const char *wrong = judge_read(j, &h);
    if (wrong && judge_still_damaged(j, done))
        wrong = NULL;
    else if (!wrong && j->r->scenario->lines)
        j->wrong = !judge_session(j, &h, buf_string(&j->t->out), a);
    else if (!wrong)
        j->wrong = !judge_command(j, &h, done);
    if (!wrong && !j->wrong)
        torture_each(j->t->run, judge_file, j);
    if (!wrong && !j->wrong)
        torture_each(j->r->before, judge_kept, j);
    holding_done(&h);
    return wrong ? wrong : j->wrong ? j->why : NULL;
}

#endif
