#include "store/decks.h"

#include "base/buf.h"
#include "store/sql.h"

#include <stdlib.h>
#include <string.h>

void known_decks_done(struct known_decks *decks)
{
    for (size_t i = 0; i < decks->count; i++)
        free(decks->decks[i].path);
    free(decks->decks);
    *decks = (struct known_decks){0};
}

bool known_decks_add(struct known_decks *decks, int64_t deck_id, const char *path)
{
    struct known_deck deck = {deck_id, path ? strdup(path) : NULL};
    if ((deck.path || !path) &&
        array_add(&decks->decks, &decks->count, &decks->capacity, &deck, sizeof deck))
        return true;
    free(deck.path);
    return false;
}

int64_t *known_decks_ids(const struct known_decks *decks)
{
    int64_t *ids = calloc(decks->count + 1, sizeof *ids);
    for (size_t i = 0; i < decks->count && ids; i++)
        ids[i] = decks->decks[i].deck_id;
    return ids;
}

static enum err_code decks_collect(
    struct store *store, sqlite3_stmt *row, struct known_decks *decks, struct err *err)
{
    enum { ID, PATH };
    bool ok = true;
    while (ok && sqlite3_step(row) == SQLITE_ROW)
        ok = known_decks_add(
            decks, column_number(row, ID, DECKS_DECK_ID), column_text_or_null(row, PATH));
    return sql_end_list(store, row, ok, err);
}

enum err_code store_decks(struct store *store, struct known_decks *decks, struct err *err)
{
    return decks_collect(store, sql_query(store, SQL_DECKS, ""), decks, err);
}

enum err_code store_decks_named(
    struct store *store, const char *name, struct known_decks *decks, struct err *err)
{
    return decks_collect(store, sql_query(store, SQL_DECK_BY_NAME, "t", name), decks, err);
}

static int64_t decks_cap(sqlite3_stmt *row, int at, enum row_field field)
{
    return sqlite3_column_type(row, at) == SQLITE_NULL ? CAP_UNSET : column_number(row, at, field);
}

/* A number that no scheduler of this program has counts as none. */
static struct scheduling decks_scheduling(sqlite3_stmt *row, int scheduler, int retention)
{
    struct scheduling read = {0};
    if (sqlite3_column_type(row, scheduler) != SQLITE_NULL)
        read.scheduler = column_int(row, scheduler, DECKS_SCHEDULER);
    if (sqlite3_column_type(row, retention) != SQLITE_NULL)
        read.retention = column_int(row, retention, DECKS_RETENTION);
    if (!scheduler_numbered(read.scheduler))
        read.scheduler = 0;
    return read;
}

enum err_code store_deck_caps(
    struct store *store, int64_t deck_id, struct stored_caps *stored, struct err *err)
{
    enum { ID, NAME, NEW_CAP, LIMIT_CAP, SCHEDULER, RETENTION };
    *stored = (struct stored_caps){.caps = CAPS_UNSET};
    sqlite3_stmt *row = sql_query(store, SQL_DECK_CAPS, "i", deck_id);
    if (sqlite3_step(row) == SQLITE_ROW) {
        buf_text(&stored->id, column_text(row, ID));
        buf_text(&stored->name, column_text(row, NAME));
        stored->caps = (struct caps){
            decks_cap(row, NEW_CAP, DECKS_NEW_CAP), decks_cap(row, LIMIT_CAP, DECKS_LIMIT_CAP)};
        stored->scheduling = decks_scheduling(row, SCHEDULER, RETENTION);
    }
    return sql_end_list(store, row, !(stored->id.failed || stored->name.failed), err);
}

void deck_facts_done(struct deck_facts *facts)
{
    free(facts->id);
    free(facts->name);
    free(facts->path);
    free(facts->tags);
    free(facts->description);
    *facts = (struct deck_facts){0};
}

static enum err_code decks_read_names(struct store *store, struct deck_facts *f, struct err *err)
{
    enum { ID, NAME, PATH, TAGS, DESCRIPTION };
    bool there = false, pathless = false;
    sqlite3_stmt *row = sql_query(store, SQL_DECK_FACTS, "i", f->deck_id);
    if (sqlite3_step(row) == SQLITE_ROW) {
        there = true;
        const char *path = column_text_or_null(row, PATH);
        pathless = !path;
        f->id = strdup(column_text(row, ID));
        f->name = strdup(column_text(row, NAME));
        f->path = path ? strdup(path) : NULL;
        f->tags = strdup(column_text(row, TAGS));
        f->description = strdup(column_text(row, DESCRIPTION));
    }
    enum err_code code = sql_end(store, row, err);
    bool whole = !there || (f->id && f->name && f->tags && f->description && (f->path || pathless));
    return code || whole ? code : err_memory(err);
}

static enum err_code decks_read_mastery(struct store *store, struct deck_facts *f, struct err *err)
{
    enum { CARDS, RATING_SUM };
    sqlite3_stmt *row = sql_query(store, SQL_DECK_MASTERY, "i", f->deck_id);
    if (sqlite3_step(row) == SQLITE_ROW) {
        f->cards = (size_t)sqlite3_column_int64(row, CARDS);
        f->rating_sum = sqlite3_column_int64(row, RATING_SUM);
    }
    return sql_end(store, row, err);
}

static enum err_code decks_read_studied(struct store *store, struct deck_facts *f, struct err *err)
{
    enum { REVIEWED_MS, OFFSET_MIN, STUDY_DAY };
    sqlite3_stmt *row = sql_query(store, SQL_DECK_STUDIED, "i", f->deck_id);
    if (sqlite3_step(row) == SQLITE_ROW) {
        f->studied = true;
        f->studied_ms = column_number(row, REVIEWED_MS, REVIEWS_REVIEWED_MS);
        f->studied_offset_min = column_int(row, OFFSET_MIN, REVIEWS_OFFSET_MIN);
        f->studied_day = column_int(row, STUDY_DAY, REVIEWS_STUDY_DAY);
    }
    return sql_end(store, row, err);
}

enum err_code store_deck_facts(
    struct store *store, int64_t deck_id, struct deck_facts *f, struct err *err)
{
    *f = (struct deck_facts){.deck_id = deck_id};
    enum err_code code;
    if ((code = decks_read_names(store, f, err)) || (code = decks_read_mastery(store, f, err)) ||
        (code = decks_read_studied(store, f, err)))
        deck_facts_done(f);
    return code;
}

enum err_code store_deck_name(struct store *store, int64_t id, struct buf *name, struct err *err)
{
    return sql_read_text(store, err, name, SQL_DECK_NAME, id);
}

enum err_code store_deck_at(struct store *store, const char *path, int64_t *deck_id,
    struct file_version *version, struct err *err)
{
    *deck_id = 0;
    sqlite3_stmt *query = sql_query(store, SQL_DECK_BY_PATH, "t", path);
    if (sqlite3_step(query) == SQLITE_ROW) {
        *deck_id = sqlite3_column_int64(query, FOUND_DECK_ID);
        *version = (struct file_version){
            .device = sqlite3_column_int64(query, FOUND_DEVICE),
            .inode = sqlite3_column_int64(query, FOUND_INODE),
            .size = sqlite3_column_int64(query, FOUND_SIZE),
            .modified_ns = sqlite3_column_int64(query, FOUND_MODIFIED_NS),
            .changed_ns = sqlite3_column_int64(query, FOUND_CHANGED_NS),
        };
    }
    return sql_end(store, query, err);
}

void load_report_add(struct load_report *sum, const struct load_report *report)
{
    sum->added += report->added;
    sum->edited += report->edited;
    sum->retired += report->retired;
    sum->returned += report->returned;
    sum->moved += report->moved;
    sum->twice += report->twice;
}

enum err_code store_count_twice(struct store *store, int *count, struct err *err)
{
    int64_t twice = 0, before = store->last_before;
    enum err_code code;
    *count = 0;
    if (before <= 0) /* nothing was loaded, or nothing was there before */
        return ERR_NONE;
    if ((code = sql_run(store, err, SQL_WANTED_CREATE, "")) ||
        (code = sql_run(store, err, SQL_WANTED_CLEAR, "")) ||
        (code = sql_run(store, err, SQL_WANTED_NEW, "i", before)))
        return code;
    if (sqlite3_changes(store->db) > 0)
        code = sql_read_number(store, err, &twice, SQL_TWICE, "i", before);
    *count = (int)twice;
    return code;
}
