/* The environment for tests of the store and everything above it: a folder with a database and deck
 * files, times set by hand, and checks of the database that use none of the code under test.
 * Everything is static, so each test is one file. */
#ifndef UNIT_WORLD_H
#define UNIT_WORLD_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "base/date.h"
#include "store/reviews.h"
#include "store/rows.h"
#include "study/collection.h"
#include "study/session.h"

#include "test.h"
#include "unit/sound.h"

#include <fcntl.h>
#include <ftw.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#define DAY      20484 /* 2026-01-31: cal 2026 says it is a Saturday, and date(1) the number */
#define TOLD_MAX 16

struct world {
    char folder[64], db[128], deck[128]; /* deck is folder/deck.yaml */
    struct store *store;
    int64_t deck_id;           /* of the last deck loaded */
    struct load_report report; /* of the last load */
    struct err told[TOLD_MAX];
    unsigned told_count;
    struct err err;
    int writes; /* of deck files: each is given a modification time of its own */
    struct session session;
};

/* ---- time ---- */

/* Local time in UTC of a civil day counted from 1970. */
static inline struct moment at(int day, int hour, int minute)
{
    return moment_at((int64_t)day * 86400000 + hour * INT64_C(3600000) + minute * 60000, 0);
}

static inline struct moment later(struct moment moment, int64_t ms)
{
    return moment_at(moment.utc_ms + ms, moment.offset_min);
}

/* ---- beginning and end ---- */

static inline int world_remove(
    const char *path, const struct stat *file, int type, struct FTW *where)
{
    (void)file, (void)type, (void)where;
    return remove(path);
}

static inline int world_set_up(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    if (!w)
        return -1;
    strcpy(w->folder, "/tmp/drill-test.XXXXXX");
    if (!mkdtemp(w->folder)) {
        free(w);
        return -1;
    }
    snprintf(w->db, sizeof w->db, "%s/drill.db", w->folder);
    snprintf(w->deck, sizeof w->deck, "%s/deck.yaml", w->folder);
    alarm(300); /* a test that hangs fails; nothing here measures time */
    *state = w;
    return 0;
}

static inline int world_tear_down(void **state)
{
    struct world *w = *state;
    alarm(0);
    session_done(&w->session);
    store_close(w->store);
    int failed = nftw(w->folder, world_remove, 16, FTW_DEPTH | FTW_PHYS);
    free(w);
    return failed;
}

static inline void world_open(struct world *w)
{
    enum err_code code = store_open(&w->store, w->db, STORE_WRITE, &w->err);
    if (code)
        fail_msg("open: error %d: %s", (int)code, w->err.message);
    assert_non_null(w->store);
}

static inline void world_close(struct world *w)
{
    session_done(&w->session);
    store_close(w->store);
    w->store = NULL;
}

static inline void world_reopen(struct world *w)
{
    world_close(w);
    world_open(w);
}

/* A child, in which a failed assertion is the end: it must not go on to the other tests. */
static inline pid_t world_fork(void)
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0)
        setenv("CMOCKA_TEST_ABORT", "1", 1);
    return child;
}

/* ---- files ---- */

static inline const char *world_path(const struct world *w, const char *name, char path[192])
{
    snprintf(path, 192, "%s/%s", w->folder, name);
    return path;
}

/* Write a file in place: it stays the same inode, and is a version of its own. */
static inline void world_write(struct world *w, const char *name, const char *text)
{
    char path[192];
    FILE *file = fopen(world_path(w, name, path), "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
    const struct timespec times[2] = {
        {.tv_sec = 1700000000 + w->writes}, {.tv_sec = 1700000000 + w->writes}};
    w->writes++;
    assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
}

static inline void world_mistake(void *context, const struct err *mistake)
{
    struct world *w = context;
    if (w->told_count < TOLD_MAX)
        w->told[w->told_count] = *mistake;
    w->told_count++;
}

static inline enum err_code world_try_load(struct world *w, const char *name, int today)
{
    char path[192];
    w->told_count = 0;
    w->err = (struct err){0};
    return deck_load(w->store, world_path(w, name, path), today, world_mistake, w, &w->deck_id,
        &w->report, &w->err);
}

static inline void world_load_file(struct world *w, const char *name, int today)
{
    enum err_code code = world_try_load(w, name, today);
    if (code || w->told_count)
        fail_msg("loading %s: error %d, %u:%u %s; %u told: %s", name, (int)code, w->err.line,
            w->err.column, w->err.message, w->told_count, w->told_count ? w->told[0].message : "");
}

/* Have deck.yaml say this, and load it. */
static inline void world_load(struct world *w, const char *text)
{
    world_write(w, "deck.yaml", text);
    world_load_file(w, "deck.yaml", DAY);
}

static inline void assert_report_moved(
    const struct world *w, int added, int edited, int retired, int returned, int moved)
{
    const struct load_report *r = &w->report;
    if (r->added != added || r->edited != edited || r->retired != retired ||
        r->returned != returned || r->moved != moved)
        fail_msg("%d new, %d edited, %d retired, %d returned, %d moved; wanted %d, %d, %d, %d, %d",
            r->added, r->edited, r->retired, r->returned, r->moved, added, edited, retired,
            returned, moved);
}

static inline void assert_report(
    const struct world *w, int added, int edited, int retired, int returned)
{
    assert_report_moved(w, added, edited, retired, returned, 0);
}

/* ---- the database, seen from outside ---- */

static inline sqlite3 *raw_open(const char *path)
{
    sqlite3 *db;
    int result = sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, "unix");
    if (result != SQLITE_OK)
        fail_msg("%s: %s", path, sqlite3_errmsg(db));
    sqlite3_busy_timeout(db, 10000);
    return db;
}

/* Run SQL that must succeed. */
static inline void raw_run(const char *path, const char *sql)
{
    sqlite3 *db = raw_open(path);
    char *message = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK)
        fail_msg("%s: %s", sql, message);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

/* What a query's only row and column holds, as text; "" for NULL and for no row. */
static inline const char *raw_text(const char *path, const char *sql, char *text, size_t size)
{
    sqlite3 *db = raw_open(path);
    sqlite3_stmt *row;
    if (sqlite3_prepare_v2(db, sql, -1, &row, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    text[0] = '\0';
    int result = sqlite3_step(row);
    if (result == SQLITE_ROW && sqlite3_column_text(row, 0))
        snprintf(text, size, "%s", (const char *)sqlite3_column_text(row, 0));
    else if (result != SQLITE_ROW && result != SQLITE_DONE)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    sqlite3_finalize(row);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    return text;
}

static inline void assert_sql(const struct world *w, const char *sql, const char *want)
{
    char text[512];
    raw_text(w->db, sql, text, sizeof text);
    if (strcmp(text, want) != 0)
        fail_msg("%s: \"%s\", wanted \"%s\"", sql, text, want);
}

/* The rows of a query with the question in place of %Q, as a number; -1 where there is none. */
static inline int64_t raw_number(const struct world *w, const char *format, const char *question)
{
    char text[64], *sql = sqlite3_mprintf(format, question);
    assert_non_null(sql);
    raw_text(w->db, sql, text, sizeof text);
    sqlite3_free(sql);
    return text[0] ? strtoll(text, NULL, 10) : -1;
}

/* ---- cards ---- */

/* The card that is in its deck's file and asks this; 0 where none does, and the test fails where
 * several do. */
static inline int64_t card_id(const struct world *w, const char *question)
{
    int64_t count = raw_number(w,
        "SELECT count(*) FROM cards JOIN texts USING (card_id) "
        "WHERE question = %Q AND retired_day IS NULL",
        question);
    assert_in_range(count, 0, 1);
    return count == 0 ? 0
                      : raw_number(w,
                            "SELECT card_id FROM cards JOIN texts USING (card_id) "
                            "WHERE question = %Q AND retired_day IS NULL",
                            question);
}

static inline struct schedule schedule_of(struct world *w, int64_t card)
{
    struct stored_card stored = {0};
    assert_int_equal(store_card(w->store, card, &stored, &w->err), ERR_NONE);
    assert_int_equal(stored.card_id, card);
    struct schedule schedule = stored.schedule;
    stored_card_done(&stored);
    return schedule;
}

/* What is in force for the deck of a card. */
static inline struct regime regime_of(struct world *w, int64_t card)
{
    struct regime regime;
    char sql[64], deck[32];
    snprintf(sql, sizeof sql, "SELECT deck_id FROM cards WHERE card_id = %lld", (long long)card);
    int64_t deck_id = strtoll(raw_text(w->db, sql, deck, sizeof deck), NULL, 10);
    assert_int_equal(store_regime(w->store, deck_id, &regime, &w->err), ERR_NONE);
    return regime;
}

/* Rate a card by its number, with what the store knows of it; a scheduler with a memory gives it 7
 * days. Returns the review's id. */
static inline int64_t rate_card(
    struct world *w, int64_t card, enum review_kind kind, int rating, struct moment now)
{
    struct schedule seen = schedule_of(w, card);
    struct rated rated = {.card_id = card,
        .last_review = seen.last_review,
        .last_change = seen.last_change,
        .kind = kind,
        .rating = (enum rating)rating,
        .at = now,
        .spent_ms = 5000,
        .regime = regime_of(w, card),
        .days = 7};
    struct schedule after;
    enum err_code code = store_rate(w->store, &rated, &after, &w->err);
    if (code)
        fail_msg("rate: error %d: %s", (int)code, w->err.message);
    return after.last_review;
}

/* Undo the last rating or change of some decks. *undone is it; empty if there is none. */
static inline enum err_code world_undo(struct store *store, const int64_t *deck_ids, size_t count,
    struct moment now, struct undone *undone, struct err *err)
{
    enum err_code code = store_last(store, deck_ids, count, undone, err);
    return code || !undone->card_id ? code : store_undo(store, undone, now, err);
}

/* Rate a card by its question on a day, as what it is asked as on that day. */
static inline int64_t rate_on(struct world *w, const char *question, int rating, int day)
{
    int64_t card = card_id(w, question);
    assert_true(card > 0);
    struct schedule schedule = schedule_of(w, card);
    enum review_kind kind = schedule.due == NO_DAY       ? REVIEW_NEW
                            : schedule.repeat_day == day ? REVIEW_REPEAT
                                                         : REVIEW_DUE;
    return rate_card(w, card, kind, rating, at(day, 9, 0));
}

/* How often the card that asks this has been rated: what it knows of its history. */
static inline int reviews_of(struct world *w, const char *question)
{
    int64_t card = card_id(w, question);
    if (card == 0)
        fail_msg("no card asks \"%s\"", question);
    return schedule_of(w, card).reviews;
}

/* Make a card known by its history: rate it count times. */
static inline void give_history(struct world *w, const char *question, int count)
{
    for (int i = 0; i < count; i++)
        rate_card(w, card_id(w, question), i ? REVIEW_CRAM : REVIEW_NEW, 4, at(DAY, 9, i));
}

/* The card that asks this has a history of count ratings. */
static inline void assert_history(struct world *w, const char *question, int count)
{
    int reviews = reviews_of(w, question);
    if (reviews != count)
        fail_msg("\"%s\" has the history of %d ratings, not of %d", question, reviews, count);
}

static inline bool refuse_bad_row(void *context, const struct bad_row *bad)
{
    (void)context;
    if (bad->fault != BAD_ROW_UNCHECKED)
        fail_msg("%s, row %lld: %s %s", bad->table, (long long)bad->row_id,
            bad->column ? bad->column : "its checksum is wrong", bad->value ? bad->value : "");
    return true;
}

/* The database is whole, its rows are as drill wrote them, and every card's row is the fold of its
 * reviews. */
static inline void assert_sound(const struct world *w)
{
    struct err err;
    if (w->store)
        assert_int_equal(store_verify_rows(w->store, refuse_bad_row, NULL, &err), ERR_NONE);
    for (size_t i = 0; i < COUNT(sound_checks); i++)
        assert_sql(w, sound_checks[i].sql, sound_checks[i].want);
}

#endif
