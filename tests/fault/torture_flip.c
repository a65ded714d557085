/* Bit flips and truncations of a database with history. Each must be harmless, refused with an
 * error, or found by drill doctor. A silent change is an export that differs without any error. A
 * child flips and reads within this program, because that is fast; if it crashes, the next child
 * continues. */
#include "fault/scenario.h"

#include "base/hash.h"
#include "base/map.h"
#include "report/stats.h"
#include "store/decks.h"
#include "study/session.h"
#include "view/stats.h"

/* What is damaged. SQLite takes a frame of the write-ahead log with a wrong checksum for a torn
 * write, and so for the end of the log. A flip there may therefore shorten the log, but nothing
 * else. */
enum damage { FLIP_DATABASE, CUT_DATABASE, FLIP_LOG, CUT_LOG, DAMAGES };

/* Memory shared with the child. */
struct progress {
    long tried[DAMAGES], harmless[DAMAGES], refused[DAMAGES], found[DAMAGES], shortened[DAMAGES],
        silent[DAMAGES];
    uint64_t seed;
    size_t at; /* the offset being tried, reported if the child crashes */
    enum damage damage;
};

#define LOG_HEADER 32   /* bytes before the first frame */
#define LOG_FRAME  4120 /* bytes of a frame: a page and its header */

struct original {
    struct buf database, log; /* the files' contents */
    struct holding with_log, without_log;
    struct map states; /* hashes of the exports if the log ends after each of its frames */
    bool has_doctor;
};

/* ---- the database ---- */

static uint64_t exports_hash(const struct holding *h)
{
    return hash_add(0, h->exports.bytes, h->exports.length);
}

/* Keeps the deck's file, because the doctor would report it missing. */
static void remove_database(const struct torture *t)
{
    static const char *const files[] = {
        "drill.db", "drill.db-wal", "drill.db-shm", "drill.db-journal", "drill.db-lock"};
    char path[PATH_SIZE];
    for (size_t i = 0; i < COUNT(files); i++)
        unlink(torture_path(t->run, files[i], path));
}

static void write_database(
    const struct torture *t, const struct buf *database, const struct buf *log)
{
    char path[PATH_SIZE];
    remove_database(t);
    torture_write(torture_path(t->run, "drill.db", path), database->bytes, database->length);
    if (log)
        torture_write(torture_path(t->run, "drill.db-wal", path), log->bytes, log->length);
}

/* Record the states that a damaged log may leave. SQLite takes a damaged frame for one that was
 * being written when the power failed, and ignores it and all later frames. */
static void make_states(struct torture *t, struct original *o)
{
    char path[PATH_SIZE], why[400];
    torture_path(t->run, "drill.db", path);
    for (size_t length = 0; length <= o->log.length; length += length ? LOG_FRAME : LOG_HEADER) {
        struct buf log = {.bytes = o->log.bytes, .length = length};
        struct holding state = {0};
        write_database(t, &o->database, &log);
        const char *wrong = holding_read(&state, path, why);
        if (wrong || !map_add(&o->states, exports_hash(&state), 1))
            torture_stop(wrong ? wrong : "out of memory");
        holding_done(&state);
    }
}

/* Make a database with history and, as after a kill, a write-ahead log. */
static void make_original(struct torture *t, struct original *o)
{
    static const char *const words[] = {"--plain", DB, "@deck.yaml", NULL};
    struct buf input = {0};
    char path[PATH_SIZE], why[400];
    base_history(t);
    acknowledged_input(t, 40, true, &input);
    torture_run(t, words, buf_string(&input), &(struct snare){.mode = SNARE_COUNT});
    int64_t writes = t->snare->writes;
    torture_empty(t->run);
    base_history(t);
    torture_path(t->run, "drill.db", path);
    torture_read(path, &o->database);
    const char *wrong = holding_read(&o->without_log, path, why);
    torture_run(t, words, buf_string(&input),
        &(struct snare){.mode = SNARE_KILL_BEFORE, .at = writes * 4 / 5});
    torture_path(t->run, "drill.db-wal", path);
    if (wrong || !torture_read(path, &o->log) || o->log.length == 0)
        torture_stop(wrong ? wrong : "no write-ahead log");
    torture_read(torture_path(t->run, "drill.db", path), &o->database);
    wrong = holding_read(&o->with_log, path, why);
    if (wrong)
        torture_stop(wrong);
    buf_done(&input);
    make_states(t, o);
}

/* ---- reading damaged files ---- */

/* Read everything, rate and undo. The results do not matter: this looks for crashes. */
static void use(const char *db)
{
    struct store *store;
    struct err err;
    struct known_decks decks = {0};
    struct stats stats;
    struct buf text = {0};
    struct session session;
    const struct settings settings = {.caps = {CAP_UNSET, CAP_UNSET}};
    const struct session_options options = {.caps = CAPS_UNSET, .seed = 1, .settings = &settings};
    const struct moment now = moment_at(TODAY * INT64_C(86400000) + 32400000, 0);
    if (store_open(&store, db, STORE_WRITE, &err))
        return;
    if (!store_decks(store, &decks, &err) && decks.count) {
        const struct stats_range range = {.deck_ids = &decks.decks[0].deck_id,
            .deck_count = 1,
            .since = INT_MIN,
            .until = INT_MAX,
            .today = TODAY};
        if (!stats_read(&stats, store, &range, &err))
            stats_plain(&stats.figures, "", 80, &text);
        stats_done(&stats);
        enum err_code code =
            session_start(&session, store, &decks.decks[0].deck_id, 1, &options, now, &err);
        static const enum session_action actions[] = {
            ACTION_REVEAL, ACTION_RATE_1 + 3, ACTION_UNDO, ACTION_RATE_1, ACTION_UNDO};
        for (size_t i = 0; i < COUNT(actions) && !code; i++)
            code = session_update(&session, actions[i], now, &err);
        session_done(&session);
    }
    known_decks_done(&decks);
    buf_done(&text);
    store_close(store);
}

/* Whether the damage is found: by the doctor or, if drill has none, by SQLite and the folds. */
static bool is_found(struct torture *t, const struct original *o, const char *db)
{
    static const char *const words[] = {"doctor", DB, NULL};
    char why[400];
    if (!o->has_doctor)
        return holding_unsound(db, COUNT(sound_checks), why) != NULL;
    torture_run(t, words, NULL, NULL);
    return !torture_exited(t, 0);
}

/* ---- damaging ---- */

/* The doctor must find nothing in a sound database; otherwise, finding damage proves nothing. */
static void check_doctor(struct torture *t, const struct original *o)
{
    char path[PATH_SIZE];
    torture_path(t->run, "drill.db", path);
    write_database(t, &o->database, NULL);
    if (o->has_doctor && is_found(t, o, path))
        torture_lost(t, "the doctor finds this in a sound database: %s", buf_string(&t->out));
}

static void write_damaged(struct torture *t, const struct original *o, struct progress *p)
{
    struct buf damaged = {0};
    bool log = p->damage == FLIP_LOG || p->damage == CUT_LOG;
    const struct buf *whole = log ? &o->log : &o->database;
    buf_add(&damaged, whole->bytes, whole->length);
    if (p->damage == CUT_DATABASE || p->damage == CUT_LOG) {
        p->at = torture_below(t, (unsigned)whole->length);
        damaged.length = p->at;
    } else {
        p->at = torture_below(t, (unsigned)whole->length * 8);
        damaged.bytes[p->at / 8] = (char)(damaged.bytes[p->at / 8] ^ 1 << p->at % 8);
    }
    write_database(t, log ? &o->database : &damaged, log ? &damaged : NULL);
    buf_done(&damaged);
}

static void try_one(struct torture *t, const struct original *o, struct progress *p)
{
    char db[PATH_SIZE];
    struct holding got = {0};
    struct err err;
    unsigned chance = torture_below(t, 10);
    p->damage = chance < 7 ? FLIP_DATABASE : (enum damage)(chance - 6);
    write_damaged(t, o, p);
    p->seed = t->seed;
    torture_path(t->run, "drill.db", db);
    alarm(HANGS_AFTER_S);
    bool log = p->damage == FLIP_LOG || p->damage == CUT_LOG;
    const struct holding *whole = log ? &o->with_log : &o->without_log;
    if (holding_export(&got, db, STORE_READ, &err))
        p->refused[p->damage]++;
    else if (judge_equal(&got.exports, &whole->exports))
        p->harmless[p->damage]++;
    else if (log && map_get(&o->states, exports_hash(&got)) != MAP_NONE)
        p->shortened[p->damage]++;
    else if (is_found(t, o, db))
        p->found[p->damage]++;
    else
        p->silent[p->damage]++;
    use(db);
    p->tried[p->damage]++;
    holding_done(&got);
}

static void try_until_it_crashes(struct torture *t, const struct original *o, struct progress *p)
{
    fflush(stdout);
    pid_t child = fork();
    int status;
    if (child == 0) {
        t->seed = p->seed;
        while (torture_goes_on(t))
            try_one(t, o, p);
        _exit(0);
    }
    if (child < 0 || waitpid(child, &status, 0) != child)
        torture_stop("fork");
    if (status == 0)
        return;
    torture_lost(t, "%s %zu: it %s",
        ((const char *[]){"bit", "cut at", "log: bit", "log: cut at"})[p->damage], p->at,
        WIFSIGNALED(status) ? strsignal(WTERMSIG(status)) : "was stopped by a sanitizer");
    p->tried[p->damage]++;
}

static long sum(const long counts[DAMAGES])
{
    return counts[FLIP_DATABASE] + counts[CUT_DATABASE] + counts[FLIP_LOG] + counts[CUT_LOG];
}

int main(int argc, char **argv)
{
    struct torture t;
    struct original o = {0};
    char said[400];
    torture_begin(&t, "flip", argc, argv);
    struct progress *p =
        mmap(NULL, sizeof *p, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (p == MAP_FAILED)
        torture_stop("mmap");
    o.has_doctor = torture_knows(&t, "doctor");
    make_original(&t, &o);
    check_doctor(&t, &o);
    p->seed = t.seed;
    while (torture_goes_on(&t))
        try_until_it_crashes(&t, &o, p);
    if (!o.has_doctor)
        printf("# %ld silent changes do not count: drill has no \"doctor\" yet\n", sum(p->silent));
    else if (sum(p->silent))
        torture_lost(&t, "%ld silent changes", sum(p->silent));
    snprintf(said, sizeof said,
        "%ld flips and %ld cuts (%ld without effect, %ld refused, %ld found, %ld took the end of a "
        "write-ahead log), %ld silent changes",
        p->tried[FLIP_DATABASE] + p->tried[FLIP_LOG], p->tried[CUT_DATABASE] + p->tried[CUT_LOG],
        sum(p->harmless), sum(p->refused), sum(p->found), sum(p->shortened), sum(p->silent));
    buf_done(&o.database);
    buf_done(&o.log);
    holding_done(&o.with_log);
    holding_done(&o.without_log);
    return torture_end(&t, said);
}
