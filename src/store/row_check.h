/* Defines valid rows: the tables and columns that are checked, the range of each column, and a
 * check over a whole row, which is stored in its column row_check. These definitions serve the SQL
 * functions row_check and row_whole, the statements that write and verify rows, and the readers of
 * single columns. A value outside its range, or a row whose check is wrong, is recorded as this
 * thread's fault, which sql_end returns as an error. Until then, readers go on with a safe value,
 * so nothing overflows. */
#ifndef STORE_ROW_CHECK_H
#define STORE_ROW_CHECK_H

#include "base/buf.h"
#include "base/date.h"
#include "base/err.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

struct store;

/* clang-format off */
enum row_table {
    ROW_DECKS, ROW_CARDS, ROW_TEXTS, ROW_REVIEWS, ROW_CHANGES, ROW_NUMBERS, ROW_REGIMES, ROW_TABLES
};

/* The columns, in the order of the check. A table's first column is its id. A new column goes last,
 * as schema steps append it; where it is NULL, the check is the same as without it. */
enum row_field {
    DECKS_DECK_ID, DECKS_ID, DECKS_NAME, DECKS_DESCRIPTION, DECKS_TAGS, DECKS_NAMES_ITSELF,
    DECKS_PATH, DECKS_DEVICE, DECKS_INODE, DECKS_SIZE, DECKS_MODIFIED_NS, DECKS_CHANGED_NS,
    DECKS_NEW_CAP, DECKS_LIMIT_CAP, DECKS_SCHEDULER, DECKS_RETENTION,
    CARDS_CARD_ID, CARDS_DECK_ID, CARDS_ID, CARDS_VARIANT, CARDS_POSITION, CARDS_IDENTITY,
    CARDS_CONTENT, CARDS_ADDED_DAY, CARDS_RETIRED_DAY, CARDS_SUSPENDED, CARDS_REPETITIONS,
    CARDS_INTERVAL, CARDS_EASE, CARDS_DUE, CARDS_REPEAT_DAY, CARDS_LAPSES, CARDS_REVIEWS,
    CARDS_LAST_RATING, CARDS_LAST_REVIEW_ID, CARDS_BURIED_DAY, CARDS_LEECH, CARDS_LAST_CHANGE_ID,
    CARDS_TYPED, CARDS_SM2_INTERVAL, CARDS_STABILITY, CARDS_DIFFICULTY, CARDS_MEMORY_DAY,
    CARDS_MEMORY_MS,
    TEXT_CARD_ID, TEXT_QUESTION, TEXT_ANSWER, TEXT_HINT, TEXT_NOTE, TEXT_TAGS, TEXT_CLOZE,
    REVIEWS_REVIEW_ID, REVIEWS_CARD_ID, REVIEWS_REVIEWED_MS, REVIEWS_OFFSET_MIN, REVIEWS_STUDY_DAY,
    REVIEWS_KIND, REVIEWS_RATING, REVIEWS_SPENT_MS, REVIEWS_INTERVAL_BEFORE, REVIEWS_INTERVAL_AFTER,
    REVIEWS_EASE_BEFORE, REVIEWS_EASE_AFTER, REVIEWS_DUE, REVIEWS_UNDONE_MS, REVIEWS_IMPORTED,
    REVIEWS_SCHEDULER, REVIEWS_RETENTION, REVIEWS_STABILITY, REVIEWS_DIFFICULTY,
    CHANGES_CHANGE_ID, CHANGES_CARD_ID, CHANGES_CHANGED_MS, CHANGES_OFFSET_MIN, CHANGES_STUDY_DAY,
    CHANGES_KIND, CHANGES_REVIEW_ID, CHANGES_IMPORTED, CHANGES_REPETITIONS, CHANGES_INTERVAL,
    CHANGES_EASE, CHANGES_DUE, CHANGES_LAPSES, CHANGES_EXTRA, CHANGES_UNDONE_MS, CHANGES_BATCH,
    NUMBERS_NUMBER_ID, NUMBERS_LAST,
    REGIMES_REGIME_ID, REGIMES_DECK_ID, REGIMES_CHANGED_MS, REGIMES_OFFSET_MIN, REGIMES_STUDY_DAY,
    REGIMES_SCHEDULER, REGIMES_RETENTION, REGIMES_WEIGHTS, REGIMES_IMPORTED, REGIMES_UNDONE_MS,
    ROW_FIELDS
};
/* clang-format on */

/* The highest values. Days, times and offsets may also be negative, down to minus these. */
#define ROW_CARD_ID_LAST  INT32_MAX /* arrays are indexed by card_id */
#define ROW_EVENT_ID_LAST (INT64_C(1) << 62)
#define ROW_ID_LAST       (INT64_C(1) << 53)
#define ROW_DAY_LAST      10000000 /* study days: some 27,000 years before and after 1970 */
#define ROW_MS_LAST       (ROW_DAY_LAST * MS_A_DAY)
#define ROW_OFFSET_LAST   5999 /* minutes */
#define ROW_SPENT_LAST    (INT64_C(1) << 40)
#define ROW_EASE_LAST     200000000
#define ROW_TIMES_LAST    1000000000 /* repetitions, lapses, reviews */
/* The bits of FSRS's bounds as single-precision numbers, positive ones of which are in order. */
#define ROW_STABILITY_FIRST  0x3a83126f /* 0.001 */
#define ROW_STABILITY_LAST   0x470e9400 /* 36,500 */
#define ROW_DIFFICULTY_FIRST 0x3f800000 /* 1 */
#define ROW_DIFFICULTY_LAST  0x41200000 /* 10 */

struct row_field_facts {
    const char *name;
    int64_t min, max; /* for an integer */
    enum row_kind { ROW_NUMBER, ROW_TEXT, ROW_PATH /* in any encoding */ } kind;
    bool null; /* NULL is allowed */
};
extern const struct row_field_facts row_fields[ROW_FIELDS];

struct row_table_facts {
    const char *name;
    enum row_field id; /* the first column */
    int count;         /* number of columns, without row_check */
};
extern const struct row_table_facts row_tables[ROW_TABLES];
/* The table with that name, which is `length` bytes long. The table must exist. */
enum row_table row_table_named(const char *name, size_t length);

/* Add the SQL functions to a connection. Return an SQLite result.
 *   row_check(id, columns...) returns the check of a row with these values, as a signed 32-bit
 * integer; row_whole(table, row_check, id, columns...) returns 0 if the row is whole, and otherwise
 * ends the statement. A row_check of NULL passes: another program wrote the row. */
int row_check_register(sqlite3 *db);

/* Write the check of every row that lacks one: one statement for each table, in order of id. For
 * the schema step that adds the column, and for code that inserts rows without a check. */
enum err_code row_check_fill(struct store *store, struct err *err);

/* Append SQL, with its braces replaced:
 *   {cards c}        row_whole of a row; c is the table's name in the statement
 *   {cards= a = ?1}  after SET: these assignments and one to row_check; the old row must be
 *                    whole, or the update would give a damaged row a valid check
 *   {cards+ 13}      after INSERT INTO cards: the first 13 columns, for sql_insert */
void row_sql(const char *statement, struct buf *sql);

/* The check of a new row: add the terms of its first columns; row_check_end then completes the sum
 * for the other columns, which are NULL if that is allowed, else 0. */
uint64_t row_check_number(int column, int64_t number);
uint64_t row_check_text(int column, const char *text, size_t length);
int32_t row_check_end(enum row_table table, int columns, uint64_t sum);

/* Compute the check of a row; values holds one value for each of the table's columns. */
int32_t row_check_of(enum row_table table, sqlite3_value **values);

/* Whether all values of a row without text are in range and match this check. Calls no function,
 * for long scans. Bit i of nulls is set if column i is NULL and may be. */
bool row_numbers_are_whole(
    enum row_table table, const int64_t *numbers, uint32_t nulls, int64_t check);

/* The kinds of faults in a row. */
enum row_wrong { ROW_WHOLE, ROW_CHECK_WRONG, ROW_VALUE_WRONG };
struct row_fault {
    enum row_wrong wrong;
    enum row_table table;
    int64_t row_id;
    enum row_field field; /* only for ROW_VALUE_WRONG, like the members below */
    int type;             /* SQLITE_INTEGER, ... */
    int64_t number;
};
/* Whether a column allows a value. */
bool row_value_is_legal(enum row_field field, sqlite3_value *value);
/* Find a row's first fault: a wrong check (NULL passes), or a value that its column forbids. */
struct row_fault row_find_fault(enum row_table table, sqlite3_value *check, sqlite3_value **values);

/* Record a fault for sql_end; only the thread's first is kept. */
void row_keep_fault(struct row_fault fault);
bool row_has_fault(void);
/* If a fault is recorded, clear it, and describe it as an ERR_STORE. Searches the database at path
 * for the row. */
enum err_code row_take_fault(sqlite3 *db, const char *path, struct err *err);
/* The number to use in place of one that is out of range; an allowed NULL is 0. */
int64_t row_odd_number(enum row_field field, int type, int64_t number);

static inline bool row_number_fits(enum row_field field, int64_t number)
{
    return number >= row_fields[field].min && number <= row_fields[field].max;
}

#endif
