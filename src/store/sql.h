/* The table of SQL statements, which are prepared once and bound by position. Statements that run
 * only once are outside it (store/sql_once.h). */
#ifndef STORE_SQL_H
#define STORE_SQL_H

#include "base/buf.h"
#include "base/err.h"
#include "store/card_set.h"
#include "store/frozen.h"
#include "store/row_check.h"

#include <sqlite3.h>
#include <stdbool.h>

/* clang-format off */
enum sql {
    SQL_READ, SQL_BEGIN, SQL_COMMIT, SQL_ROLLBACK, SQL_SAVEPOINT, SQL_RELEASE, SQL_ROLLBACK_TO,
    SQL_MARK,
    SQL_DECK_BY_PATH, SQL_DECK_BY_ID, SQL_DECK_BY_FILE, SQL_DECK_BY_NAME, SQL_DECK_INSERT,
    SQL_DECK_UPDATE, SQL_DECK_LEAVE_PATH, SQL_DECKS, SQL_DECK_IS_RATED, SQL_DECK_NAME, SQL_DECK_CAPS,
    SQL_DECK_FACTS,
    SQL_DECK_MASTERY, SQL_DECK_STUDIED, SQL_DECK_TAGS, SQL_DECK_CARDS, SQL_DECK_TEXTS,
    SQL_DECK_LAST, SQL_CARD_LAST, SQL_KNOWN_CREATE, SQL_KNOWN_CLEAR, SQL_KNOWN_FILL, SQL_KNOWN_ADD, SQL_CARD_FIND,
    SQL_DUPLICATE_IDS, SQL_CARD_INSERT, SQL_TEXTS_INSERT, SQL_CARD_UPDATE, SQL_CARD_MOVE,
    SQL_CARD_TYPED,
    SQL_TEXTS_UPDATE, SQL_CARD_RETIRE, SQL_CARD_TEXTS, SQL_TEXTS_OF_TWO, SQL_TEXTS_SHOW_EACH_OTHER,
    SQL_CARD_SIBLINGS_RETIRED, SQL_TEXTS_DELETE, SQL_TAKE_OVER_TEXTS, SQL_TAKE_OVER_ROW,
    SQL_CARD_DELETE, SQL_TAKE_OVER_REVIEWS, SQL_TAKE_OVER_CHANGES,
    SQL_MOVED_RETIRED, SQL_WANTED_CREATE, SQL_WANTED_CLEAR, SQL_WANTED_ADDED, SQL_WANTED_NEW,
    SQL_TWICE, SQL_WANTED_RETIRED,
    SQL_MOVED_FROM, SQL_MOVED_TO, SQL_DECK_UNREAD,
    SQL_CARD, SQL_SCHEDULE, SQL_TAGS, SQL_DUE, SQL_NEW, SQL_REPEATS, SQL_PRESENT, SQL_LISTED,
    SQL_SEARCHED, SQL_ASKED, SQL_FIRST_DUE, SQL_RATED_ON, SQL_POSITIONS_RATED,
    SQL_REVIEW_INSERT, SQL_CHANGE_INSERT, SQL_SCHEDULE_UPDATE, SQL_REVIEW_LAST, SQL_CHANGE_LAST,
    SQL_REVIEW_STANDS, SQL_REVIEW_UNDO, SQL_REVIEW_UNDO_MARK, SQL_CHANGE_UNDO, SQL_BATCH, SQL_BATCH_UNDO, SQL_CHANGE_CARD, SQL_HISTORY,
    SQL_PACE, SQL_DAYS, SQL_DAY_RATED, SQL_HARDEST,
    SQL_KNOWN_CARD, SQL_NEXT_EVENT, SQL_NUMBER, SQL_NUMBER_SET, SQL_CARD_TIMES, SQL_CARD_IMPORTED,
    SQL_CARD_EXTRA,
    SQL_LOG_SIZE, SQL_LOG_LAST, SQL_LOG_BOUNDS, SQL_LOG, SQL_LOG_BY_DAY, SQL_LOG_RATING_BEFORE,
    SQL_RESETS, SQL_EXPORT_REVIEWS, SQL_CARD_NAMES, SQL_CARD_NUMBERS, SQL_SELECTION, SQL_SELECTION_TAGS,
    SQL_EXPORT_CARDS, SQL_EXPORT_RETIRED,
    SQL_CARD_CALLED, SQL_CARD_NUMBERED, SQL_DECK_EVERY_CARD, SQL_DECK_RETIRED, SQL_FORGET_REVIEWS,
    SQL_FORGET_CHANGES, SQL_FORGET_DECK,
    SQL_FACTS, SQL_LAST_DAY,
    SQL_DUE_COUNTS, SQL_REGIME, SQL_REGIME_LAST, SQL_REGIME_TRAINED, SQL_RATINGS_BEFORE,
    SQL_REGIME_WEIGHTS, SQL_REGIME_IMPORTED, SQL_REGIME_NUMBER, SQL_REGIME_AHEAD,
    SQL_REGIME_INSERT, SQL_REGIMES_WHOLE, SQL_REGIME_DECKS,
    SQL_REGIME_BATCH, SQL_REGIME_UNDO, SQL_CARD_DECK, SQL_FORGET_REGIMES,
    SQL_ARCHIVE_DECKS, SQL_ARCHIVE_REGIMES, SQL_ARCHIVE_CARDS, SQL_ARCHIVE_REVIEWS,
    SQL_ARCHIVE_CHANGES, SQL_MERGE_REGIME, SQL_MERGE_REGIME_FIND, SQL_MERGE_REGIME_UNDO,
    SQL_MERGE_DECK, SQL_MERGE_FILE, SQL_MERGE_CARD, SQL_MERGE_REVIEW, SQL_MERGE_CHANGE,
    SQL_MERGE_KNOWN, SQL_MERGE_FIND, SQL_MERGE_FIND_LEFT, SQL_ARCHIVED_CREATE, SQL_ARCHIVED_CLEAR, SQL_ARCHIVED_ADD,
    SQL_ARCHIVED_INDEX, SQL_ARCHIVED_EVENTS, SQL_ARCHIVED_PLACE,
    SQL_ARCHIVED_TAKE_REVIEW, SQL_ARCHIVED_TAKE_CHANGE, SQL_ARCHIVED_PLACED, SQL_ARCHIVED_NUMBERED,
    SQL_ARCHIVED_NUMBER, SQL_MERGE_EVENTS, SQL_CARD_SET_ASIDE, SQL_CARD_PUT_BACK, SQL_MERGE_DELETE_REVIEW,
    SQL_MERGE_DELETE_CHANGE,
    SQL_COUNT
};

/* The columns of SQL_LOG and SQL_LOG_BY_DAY, and the first of SQL_EXPORT_REVIEWS. */
enum {
    LOG_REVIEW_ID, LOG_CARD_ID, LOG_AT_MS, LOG_OFFSET_MIN, LOG_DAY, LOG_KIND, LOG_RATING,
    LOG_SPENT_MS, LOG_INTERVAL_BEFORE, LOG_INTERVAL_AFTER, LOG_COLUMNS
};

/* The columns of SQL_DECK_BY_PATH, _BY_ID and _BY_FILE. */
enum {
    FOUND_DECK_ID, FOUND_DEVICE, FOUND_INODE, FOUND_SIZE, FOUND_MODIFIED_NS, FOUND_CHANGED_NS,
    FOUND_NAMES_ITSELF, FOUND_ID, FOUND_PATH
};
/* clang-format on */

/* The SQL of the statements. Each table holds one subject and is NULL elsewhere; sql.c holds the
 * transactions. row_sql replaces {...}. */
extern const char *const sql_decks_texts[SQL_COUNT];
extern const char *const sql_cards_texts[SQL_COUNT];
extern const char *const sql_log_texts[SQL_COUNT];
extern const char *const sql_archive_texts[SQL_COUNT];

struct store {
    sqlite3 *db;
    char *path;           /* the path as messages show it */
    char *file;           /* the real path, next to the log and the lock file; or NULL */
    int lock_fd;          /* -1 without a lock file: in memory, or if nothing was ever written */
    bool lacks_locks;     /* the file system has no locks */
    struct frozen frozen; /* the state of the files, if they are read without locks */
    int depth;            /* number of nested transactions */
    bool reads;           /* true between store_read_begin and store_read_end */
    bool dry_run;         /* the outermost transaction is never committed */
    bool unmarked;        /* the next transaction may be the first in a log: see wal.c */
    int changes_before;   /* rows changed before the outermost transaction */
    bool defers_checkpoint;
    /* The cards that loads have reported as retired since the store was opened. Cards added by
     * those loads have ids above last_before, which is -1 before the first load. */
    struct card_set retired;
    int64_t last_before;
    const struct store_migration *migration; /* while the store is being opened; or NULL */
    sqlite3_stmt *statements[SQL_COUNT];
};

/* Prepare a statement to step, and bind its parameters in order. `types` has a letter for each: 'i'
 * an int64_t, 't' a string, 'o' a string or NULL, 'd' a day as int, NO_DAY for NULL, 'c' a count as
 * int64_t, negative for NULL, 'n' an id as int64_t, 0 for NULL, 'v' an int64_t, INT64_MIN for NULL.
 * Strings must last until sql_end. Returns NULL if the statement cannot be prepared; sql_end then
 * returns the error. */
sqlite3_stmt *sql_query(struct store *store, enum sql sql, const char *types, ...);
/* Add the SQL functions of row_check.h to the connection, and prepare the statements for
 * transactions, since ending one must not fail for lack of memory. */
enum err_code sql_prepare_transactions(struct store *store, struct err *err);

/* Whether, since the last call or sql_end, column_text has returned "" because memory ran out. */
bool sql_take_lost_text(void);

/* End a statement, whether or not it was read to its end. Return the statement's error, if any,
 * including a damaged row. */
enum err_code sql_end(struct store *store, sqlite3_stmt *statement, struct err *err);
/* Like sql_end, for a list read into memory: ERR_MEMORY if there is no error but `ok` is false. */
enum err_code sql_end_list(struct store *store, sqlite3_stmt *statement, bool ok, struct err *err);
/* Run a statement that returns no rows. */
enum err_code sql_run(struct store *store, struct err *err, enum sql sql, const char *types, ...);

/* Run an INSERT of {table+ n} (see row_sql), with the values of the first n columns; the others are
 * NULL where that is legal, else 0. */
enum err_code sql_insert(struct store *store, struct err *err, enum sql sql, enum row_table table,
    const char *types, ...);

/* Run a statement with one column. Set *number from the first row (0 for NULL), if any. */
enum err_code sql_read_number(
    struct store *store, struct err *err, int64_t *number, enum sql sql, const char *types, ...);

/* Run a statement with an id as its parameter and one column. Append its row's text, if any. */
enum err_code sql_read_text(
    struct store *store, struct err *err, struct buf *text, enum sql sql, int64_t id);

/* Run a statement that passes each row to the SQL function take(...) with `arguments` arguments.
 * For long scans, this is twice as fast as stepping and reading columns. The function `take`
 * returns false to stop, which is not an error. */
typedef bool sql_take_fn(void *context, sqlite3_value **values);
enum err_code sql_scan(struct store *store, struct err *err, enum sql sql, int arguments,
    sql_take_fn *take, void *context, const char *types, ...);

/* Do not checkpoint after this transaction, which will be large; a later commit or store_close
 * does. */
void store_defer_checkpoint(struct store *store);
/* Checkpoint at commits, and track when the log may start over. */
void store_watch_log(struct store *store);
/* From now on, give SQLite the cache needed for many keys in random order. */
void store_widen_cache(struct store *store);

/* Set the error for an SQLite result. */
enum err_code sql_error(struct store *store, int result, struct err *err);

/* Read text from the current row. For NULL, these return NULL and "". If memory runs out, sql_end
 * returns that error. */
const char *column_text_or_null(sqlite3_stmt *statement, int column);
const char *column_text(sqlite3_stmt *statement, int column);

/* Read a number from a field, in the current row or in sql_scan. If it is out of range, sql_end
 * returns an error, and the result is in range. NULL is read as 0, or for a day as NO_DAY. */
static inline int64_t column_number(sqlite3_stmt *row, int column, enum row_field field)
{
    int64_t number = sqlite3_column_int64(row, column);
    return row_number_fits(field, number)
               ? number
               : row_odd_number(field, sqlite3_column_type(row, column), number);
}
static inline int column_int(sqlite3_stmt *row, int column, enum row_field field)
{
    return (int)column_number(row, column, field);
}
int column_day(sqlite3_stmt *row, int column, enum row_field field);
static inline int64_t value_number(sqlite3_value *value, enum row_field field)
{
    int64_t number = sqlite3_value_int64(value);
    return row_number_fits(field, number)
               ? number
               : row_odd_number(field, sqlite3_value_type(value), number);
}
static inline int value_int(sqlite3_value *value, enum row_field field)
{
    return (int)value_number(value, field);
}
int value_day(sqlite3_value *value, enum row_field field);

#define APPLICATION_ID 0x6472696c /* "dril" */

/* A store that is not connected yet; NULL if memory runs out. Close it with store_close. */
struct store *store_allocate(const char *path);
/* Connect to the database, and prepare the connection. `name` is the file's name, or "" for a
 * temporary database. */
enum err_code store_connect(struct store *store, const char *name, struct err *err);
/* Run SQL that is not in the statement table. */
enum err_code store_run(struct store *store, const char *sql, struct err *err);

/* Update the database to this program's schema, or refuse it. Take the write lock. */
enum err_code schema_migrate(struct store *store, struct err *err);
/* Refuse a foreign or newer database; *current says whether its schema is up to date. */
enum err_code schema_check(struct store *store, bool *current, struct err *err);
/* Whether a database that is not current is empty, because its first load was interrupted. */
enum err_code schema_is_bare(struct store *store, bool *bare, struct err *err);

#endif
