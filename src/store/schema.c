/* The schema, in numbered steps. Never change a released step: add a new one. */
#include "store/sql_once.h"

#include "base/buf.h"
#include "store/migrate_texts.h"
#include "store/store.h"

#include <assert.h>
#include <stdio.h>

#define PROGRESS_EVERY 100000 /* instructions of SQLite's machine */

static const char *const steps[] = {
    /* 1: decks, their cards, the review log. A card's row caches the schedule that its reviews add
     * up to (model/schedule.h). Text is in a separate table, so that the data read and written
     * every day stays small. Days are counted from 1970-01-01. */
    "CREATE TABLE decks("
    "  deck_id INTEGER PRIMARY KEY,"
    "  id TEXT NOT NULL UNIQUE," /* identifies the deck: the file's id, or its name */
    "  name TEXT NOT NULL,  description TEXT NOT NULL,  tags TEXT NOT NULL,"
    "  names_itself INTEGER NOT NULL," /* the id is from the file */
    "  path TEXT UNIQUE,"              /* NULL if the file at its path is another deck's */
    "  device INTEGER NOT NULL, inode INTEGER NOT NULL, size INTEGER NOT NULL,"
    "  modified_ns INTEGER NOT NULL, changed_ns INTEGER NOT NULL" /* the version last read */
    ") STRICT;"
    "CREATE TABLE cards("
    "  card_id INTEGER PRIMARY KEY,  deck_id INTEGER NOT NULL,"
    "  id TEXT,"                   /* the entry's id in the deck file */
    "  variant INTEGER NOT NULL,"  /* as in model/card.h */
    "  position INTEGER NOT NULL," /* of the entry in the file, from 1 */
    "  identity INTEGER NOT NULL," /* hash of its id or question, for finding the card */
    "  content INTEGER NOT NULL,"  /* hash of all its text */
    "  added_day INTEGER NOT NULL,"
    "  retired_day INTEGER," /* NULL while the card is in the file */
    "  suspended INTEGER NOT NULL DEFAULT 0,  repetitions INTEGER NOT NULL DEFAULT 0,"
    "  interval INTEGER NOT NULL DEFAULT 0,  ease INTEGER NOT NULL DEFAULT 250,  due INTEGER,"
    "  repeat_day INTEGER,  lapses INTEGER NOT NULL DEFAULT 0,  reviews INTEGER NOT NULL DEFAULT 0,"
    "  last_rating INTEGER NOT NULL DEFAULT 0,"
    "  last_review_id INTEGER"
    ") STRICT;"
    /* every queue of a session is a range of this index; new cards have no due day */
    "CREATE INDEX cards_queue ON cards(deck_id, due, position, variant, interval, repeat_day,"
    "  retired_day, suspended);"
    "CREATE INDEX cards_last_review ON cards(deck_id, last_review_id)"
    "  WHERE last_review_id IS NOT NULL;"
    "CREATE TABLE texts("
    "  card_id INTEGER PRIMARY KEY,"
    "  question TEXT NOT NULL, answer TEXT NOT NULL, hint TEXT NOT NULL, note TEXT NOT NULL,"
    "  tags TEXT NOT NULL"
    ") STRICT;"
    "CREATE TABLE reviews("
    "  review_id INTEGER PRIMARY KEY,  card_id INTEGER NOT NULL,"
    "  reviewed_ms INTEGER NOT NULL," /* UTC */
    "  offset_min INTEGER NOT NULL,"  /* local time minus UTC */
    "  study_day INTEGER NOT NULL,"
    "  kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 4)," /* as in model/schedule.h */
    "  rating INTEGER NOT NULL CHECK (rating BETWEEN 1 AND 5),  spent_ms INTEGER NOT NULL,"
    "  interval_before INTEGER NOT NULL, interval_after INTEGER NOT NULL,"
    "  ease_before INTEGER NOT NULL, ease_after INTEGER NOT NULL,  due INTEGER,"
    "  undone_ms INTEGER"
    ") STRICT;"
    "CREATE INDEX reviews_card ON reviews(card_id);"
    "CREATE INDEX reviews_day ON reviews(study_day);"
    /* Reviews are only ever added; undoing one marks it. */
    "CREATE TRIGGER reviews_are_not_replaced BEFORE INSERT ON reviews"
    "  WHEN EXISTS (SELECT 1 FROM reviews WHERE review_id = NEW.review_id)"
    "  BEGIN SELECT RAISE(ABORT, 'the review log is only ever added to'); END;"
    "CREATE TRIGGER reviews_stay BEFORE DELETE ON reviews"
    "  BEGIN SELECT RAISE(ABORT, 'the review log is only ever added to'); END;"
    "CREATE TRIGGER reviews_are_fixed BEFORE UPDATE OF review_id, card_id, reviewed_ms,"
    "  offset_min, study_day, kind, rating, spent_ms, interval_before, interval_after,"
    "  ease_before, ease_after, due ON reviews"
    "  BEGIN SELECT RAISE(ABORT, 'the review log is only ever added to'); END;",

    /* 2: the caps that a deck's file sets. Retired cards are found by their text when it turns up
     * in another deck. A review cannot be deleted or moved to another card while its card exists:
     * to forget a card, or to give its history to another, the card is deleted first. */
    "ALTER TABLE decks ADD COLUMN new_cap INTEGER;"
    "ALTER TABLE decks ADD COLUMN limit_cap INTEGER;"
    "CREATE INDEX cards_retired ON cards(content) WHERE retired_day IS NOT NULL;"
    "DROP TRIGGER reviews_stay;"
    "DROP TRIGGER reviews_are_fixed;"
    "CREATE TRIGGER reviews_stay BEFORE DELETE ON reviews"
    "  WHEN EXISTS (SELECT 1 FROM cards WHERE card_id = OLD.card_id)"
    "  BEGIN SELECT RAISE(ABORT, 'the review log is only ever added to'); END;"
    "CREATE TRIGGER reviews_stay_with_their_card BEFORE UPDATE OF card_id ON reviews"
    "  WHEN EXISTS (SELECT 1 FROM cards WHERE card_id = OLD.card_id)"
    "  BEGIN SELECT RAISE(ABORT, 'the review log is only ever added to'); END;"
    "CREATE TRIGGER reviews_are_fixed BEFORE UPDATE OF review_id, reviewed_ms, offset_min,"
    "  study_day, kind, rating, spent_ms, interval_before, interval_after, ease_before,"
    "  ease_after, due ON reviews"
    "  BEGIN SELECT RAISE(ABORT, 'the review log is only ever added to'); END;",

    /* 3: changes by hand, logged like reviews. Reviews and changes share one numbering: the order
     * of ids is the order in which they add up to the schedule in a card's row. */
    "CREATE TABLE changes("
    "  change_id INTEGER PRIMARY KEY,  card_id INTEGER NOT NULL,"
    "  changed_ms INTEGER NOT NULL," /* UTC */
    "  offset_min INTEGER NOT NULL," /* local time minus UTC */
    "  study_day INTEGER NOT NULL,"
    "  kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 8)," /* as in model/schedule.h */
    "  review_id INTEGER," /* the rating that made the card a leech; NULL for a change by hand */
    "  imported INTEGER NOT NULL," /* from another program */
    "  repetitions INTEGER, interval INTEGER, ease INTEGER, due INTEGER, lapses INTEGER,"
    "  extra TEXT," /* the rest of another program's schedule, as JSON */
    "  undone_ms INTEGER"
    ") STRICT;"
    "CREATE INDEX changes_card ON changes(card_id);"
    "ALTER TABLE reviews ADD COLUMN imported INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE cards ADD COLUMN buried_day INTEGER;"
    "ALTER TABLE cards ADD COLUMN leech INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE cards ADD COLUMN last_change_id INTEGER;"
    "DROP INDEX cards_queue;"
    "CREATE INDEX cards_queue ON cards(deck_id, due, position, variant, interval, repeat_day,"
    "  retired_day, suspended, buried_day);"
    "CREATE INDEX cards_last_change ON cards(deck_id, last_change_id)"
    "  WHERE last_change_id IS NOT NULL;"
    "CREATE TRIGGER changes_are_not_replaced BEFORE INSERT ON changes"
    "  WHEN EXISTS (SELECT 1 FROM changes WHERE change_id = NEW.change_id)"
    "  BEGIN SELECT RAISE(ABORT, 'changes are only ever added to'); END;"
    "CREATE TRIGGER changes_stay BEFORE DELETE ON changes"
    "  WHEN EXISTS (SELECT 1 FROM cards WHERE card_id = OLD.card_id)"
    "  BEGIN SELECT RAISE(ABORT, 'changes are only ever added to'); END;"
    "CREATE TRIGGER changes_stay_with_their_card BEFORE UPDATE OF card_id ON changes"
    "  WHEN EXISTS (SELECT 1 FROM cards WHERE card_id = OLD.card_id)"
    "  BEGIN SELECT RAISE(ABORT, 'changes are only ever added to'); END;"
    "CREATE TRIGGER changes_are_fixed BEFORE UPDATE OF change_id, changed_ms, offset_min,"
    "  study_day, kind, review_id, imported, repetitions, interval, ease, due, lapses,"
    "  extra ON changes"
    "  BEGIN SELECT RAISE(ABORT, 'changes are only ever added to'); END;",

    /* 4: a check of each row's content and id (store/row_check.h), and the highest numbers ever
     * given to a card (row 1), and to a review or change (row 2). */
    "CREATE TABLE numbers("
    "  number_id INTEGER PRIMARY KEY,  last INTEGER NOT NULL,  row_check INTEGER"
    ") STRICT;"
    "ALTER TABLE decks ADD COLUMN row_check INTEGER;"
    "ALTER TABLE cards ADD COLUMN row_check INTEGER;"
    "ALTER TABLE texts ADD COLUMN row_check INTEGER;"
    "ALTER TABLE reviews ADD COLUMN row_check INTEGER;"
    "ALTER TABLE changes ADD COLUMN row_check INTEGER;",

    /* 5: the text of the entry that a gap belongs to, NULL for other cards. Texts are hashed in
     * normal form (store/migrate_texts.h). */
    "ALTER TABLE texts ADD COLUMN cloze TEXT;",

    /* 6: whether the answer is typed; NULL if it is not. */
    "ALTER TABLE cards ADD COLUMN typed INTEGER;",

    /* 7: schedulers beside SM-2. A row of regimes says what came into force: for a deck, its
     * scheduler and retention (weights NULL); or weights, for one deck, or for all decks without
     * their own (deck_id NULL). Of each, the latest in time that was not undone is in force. Cards
     * of decks under SM-2 have NULL in the new columns; under another scheduler, `interval` is the
     * one in force. Stability and difficulty are the bits of single-precision numbers, so that
     * they can be compared exactly. Changes of one batch are undone together. */
    ("ALTER TABLE decks ADD COLUMN scheduler INTEGER;" /* as the deck's file has it */
     "ALTER TABLE decks ADD COLUMN retention INTEGER;"
     "ALTER TABLE cards ADD COLUMN sm2_interval INTEGER;"
     "ALTER TABLE cards ADD COLUMN stability INTEGER;"
     "ALTER TABLE cards ADD COLUMN difficulty INTEGER;"
     "ALTER TABLE cards ADD COLUMN memory_day INTEGER;" /* of the rating that the memory follows */
     "ALTER TABLE cards ADD COLUMN memory_ms INTEGER;"
     "ALTER TABLE reviews ADD COLUMN scheduler INTEGER;" /* NULL for SM-2 */
     "ALTER TABLE reviews ADD COLUMN retention INTEGER;"
     "ALTER TABLE reviews ADD COLUMN stability INTEGER;" /* after the rating, as it was shown */
     "ALTER TABLE reviews ADD COLUMN difficulty INTEGER;"
     "ALTER TABLE changes ADD COLUMN batch INTEGER;" /* the number of the batch's first change */
     "CREATE TABLE regimes("
     "  regime_id INTEGER PRIMARY KEY,  deck_id INTEGER,"
     "  changed_ms INTEGER NOT NULL,  offset_min INTEGER NOT NULL,  study_day INTEGER NOT NULL,"
     "  scheduler INTEGER NOT NULL," /* as in model/scheduler.h */
     "  retention INTEGER,"          /* in units of 1/10,000 */
     "  weights TEXT,"               /* in units of 1/10,000, separated by blanks */
     "  imported INTEGER NOT NULL,"  /* weights from another program */
     "  undone_ms INTEGER,  row_check INTEGER"
     ") STRICT;"
     "CREATE INDEX regimes_deck ON regimes(deck_id, changed_ms, regime_id);"),
};

#define SCHEMA_VERSION ((int)COUNT(steps))

/* What a step does beyond its SQL. */
static const struct {
    int version;
    enum err_code (*run)(struct store *store, struct err *err);
} step_code[] = {
    {4, row_check_fill},
    {5, migrate_texts},
};

static enum err_code schema_read(struct store *store, const char *sql, int *number, struct err *err)
{
    enum { NUMBER };
    sqlite3_stmt *row = sql_once(store, sql, err);
    if (row && sqlite3_step(row) == SQLITE_ROW)
        *number = sqlite3_column_int(row, NUMBER);
    return sql_once_end(store, row, err);
}

static enum err_code schema_read_header(
    struct store *store, int *application, int *version, bool *empty, struct err *err)
{
    int tables = 0;
    enum err_code code;
    if (!(code = schema_read(store, "SELECT count(*) FROM sqlite_schema", &tables, err)) &&
        !(code = schema_read(store, "PRAGMA application_id", application, err)))
        code = schema_read(store, "PRAGMA user_version", version, err);
    *empty = tables == 0 && *application == 0 && *version == 0;
    return code;
}

enum err_code schema_check(struct store *store, bool *current, struct err *err)
{
    int application = 0, version = 0;
    bool empty = false, alone = sqlite3_get_autocommit(store->db);
    if (alone) /* another program may be creating it: read it in one snapshot */
        sql_run(store, NULL, SQL_READ, "");
    enum err_code code = schema_read_header(store, &application, &version, &empty, err);
    if (alone)
        sql_run(store, NULL, SQL_ROLLBACK, "");
    if (code)
        return code;
    if (!empty && application != APPLICATION_ID)
        return err_at(err, ERR_STORE, store->path, 0, 0,
            "is another program's database: choose another file with --db");
    if (version < 0)
        return sql_error(store, SQLITE_CORRUPT, err);
    if (version > SCHEMA_VERSION)
        return err_at(err, ERR_STORE, store->path, 0, 0,
            "was written by a newer drill (schema %d, this one knows %d): update drill", version,
            SCHEMA_VERSION);
    *current = version == SCHEMA_VERSION;
    return ERR_NONE;
}

enum err_code schema_is_bare(struct store *store, bool *bare, struct err *err)
{
    int tables = 0, decks = 0;
    enum err_code code =
        schema_read(store, "SELECT count(*) FROM sqlite_schema WHERE name = 'decks'", &tables, err);
    if (!code && tables)
        code = schema_read(store, "SELECT count(*) FROM decks", &decks, err);
    *bare = decks == 0;
    return code;
}

static enum err_code schema_run_step(struct store *store, int version, struct err *err)
{
    assert(version > 0 && version <= SCHEMA_VERSION);
    char pragmas[96];
    snprintf(pragmas, sizeof pragmas, "PRAGMA application_id = %d; PRAGMA user_version = %d",
        APPLICATION_ID, version);
    int result = sqlite3_exec(store->db, steps[version - 1], NULL, NULL, NULL);
    if (result == SQLITE_OK)
        result = sqlite3_exec(store->db, pragmas, NULL, NULL, NULL);
    enum err_code code = result == SQLITE_OK ? ERR_NONE : sql_error(store, result, err);
    for (size_t i = 0; i < COUNT(step_code) && !code; i++)
        if (step_code[i].version == version)
            code = step_code[i].run(store, err);
    return code;
}

static enum err_code schema_run_steps(struct store *store, struct err *err)
{
    for (;;) {
        int version = 0;
        bool current = false;
        enum err_code code = store_begin(store, err);
        if (code)
            return code;
        if ((code = schema_check(store, &current, err)) || current ||
            (code = schema_read(store, "PRAGMA user_version", &version, err)) ||
            (code = schema_run_step(store, version + 1, err))) {
            store_rollback(store);
            return code;
        }
        if ((code = store_commit(store, err)))
            return code;
    }
}

/* Report a slow migration, for example when a step rewrites every row. */
static int schema_tell_progress(void *context)
{
    const struct store_migration *migration = context;
    migration->progress(migration->context, 0, 0);
    return 0;
}

enum err_code schema_migrate(struct store *store, struct err *err)
{
    const struct store_migration *migration = store->migration;
    int version = 0;
    enum err_code code = schema_read(store, "PRAGMA user_version", &version, err);
    if (code)
        return code;
    if (migration && migration->before && version > 0)
        migration->before(migration->context, store);
    if (migration && migration->progress && version > 0)
        sqlite3_progress_handler(
            store->db, PROGRESS_EVERY, schema_tell_progress, (void *)migration);
    code = schema_run_steps(store, err);
    sqlite3_progress_handler(store->db, 0, NULL, NULL);
    return code;
}
