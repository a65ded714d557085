#include "store/sql.h"

#include "base/buf.h"
#include "base/casefold.h"
#include "model/schedule.h"

#include <assert.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#define CARD_SCHEDULE                                                                              \
    "c.repetitions, c.interval, c.ease, c.due, c.repeat_day, c.lapses, c.reviews, c.last_rating, " \
    "c.last_review_id, c.suspended, c.leech, c.buried_day, c.last_change_id"
#define ACTIVE        "c.retired_day IS NULL AND c.suspended = 0"
#define ASKED_ON(day) ACTIVE " AND c.buried_day IS NOT " day
/* a card's own tags, plus the tag leech if the card is marked as a leech */
#define CARD_TAGS                                                                                  \
    "CASE WHEN c.leech = 0 OR instr(' ' || t.tags || ' ', ' leech ') THEN t.tags "                 \
    "ELSE ltrim(t.tags || ' leech') END"
/* the highest number that a deleted row had; row_sql explains {...} */
#define LAST_GIVEN(number)                                                                         \
    "ifnull((SELECT last + {numbers numbers} FROM numbers WHERE number_id = " number "), 0)"
#define EXPORT_CARDS(cloze)                                                                        \
    "SELECT " CARD_SCHEDULE ", d.id, c.card_id, c.id, c.variant, t.question, d.tags, " CARD_TAGS   \
    ", r.reviewed_ms, r.offset_min, d.name, d.deck_id, c.retired_day, " cloze " "                  \
    "FROM decks d CROSS JOIN cards c USING (deck_id) CROSS JOIN texts t USING (card_id) "          \
    "LEFT JOIN reviews r ON r.review_id = c.last_review_id "
/* a deck has this name but for its case, and none has this id or name as it is written */
#define LIKE_NAME(deck, name)                                                                      \
    "(folded(" deck ".name) = folded(" name ") AND NOT EXISTS "                                    \
    "(SELECT 1 FROM decks o WHERE o.id = " name " OR o.name = " name "))"
/* the identity of a card with an id is a hash of that id */
#define ONE_ID(a, b) "(" a ".id IS NULL OR " b ".id IS NULL OR " a ".identity = " b ".identity)"
#define LOG_NUMBERS                                                                                \
    "review_id, card_id, reviewed_ms, offset_min, study_day, kind, rating, spent_ms, "             \
    "interval_before, interval_after"
/* the log is read in its own order, nearly by study day; the index by day limits the range */
#define LOG_ROWS "review_id BETWEEN ? AND ? AND +study_day BETWEEN ? AND ? AND undone_ms IS NULL "
#define IN_DECK                                                                                    \
    "(?3 IS NULL OR d.id = ?3 OR "                                                                 \
    "(d.name = ?3 AND NOT EXISTS (SELECT 1 FROM decks other WHERE other.id = ?3)) OR " LIKE_NAME(  \
        "d", "?3") ") "

#define TEXT_OF(macro)   TEXT_OF_(macro)
#define TEXT_OF_(number) #number

static const char *const texts[SQL_COUNT] = {
    [SQL_READ] = "BEGIN",
    [SQL_BEGIN] = "BEGIN IMMEDIATE",
    [SQL_COMMIT] = "COMMIT",
    [SQL_ROLLBACK] = "ROLLBACK",
    [SQL_SAVEPOINT] = "SAVEPOINT inner",
    [SQL_RELEASE] = "RELEASE inner",
    [SQL_ROLLBACK_TO] = "ROLLBACK TO inner",
    [SQL_MARK] = "PRAGMA application_id = " TEXT_OF(APPLICATION_ID), /* same value, writes page 1 */

    /* decks */
    [SQL_DECK_BY_PATH] = "SELECT deck_id, device, inode, size, modified_ns, changed_ns, "
                         "names_itself, id, path, {decks decks} FROM decks WHERE path = ?",
    [SQL_DECK_BY_ID] = "SELECT deck_id, device, inode, size, modified_ns, changed_ns, "
                       "names_itself, id, path, {decks decks} FROM decks WHERE id = ?",
    [SQL_DECK_BY_FILE] = "SELECT deck_id, device, inode, size, modified_ns, changed_ns, "
                         "names_itself, id, path, {decks decks} FROM decks "
                         "WHERE device = ? AND inode = ?",
    [SQL_DECK_BY_NAME] =
        "SELECT deck_id, path, {decks d} FROM decks d WHERE id = ?1 OR name = ?1 OR " LIKE_NAME(
            "d", "?1") " ORDER BY id <> ?1, deck_id",
    [SQL_DECK_INSERT] = "INSERT INTO decks {decks+ 14}",
    [SQL_DECK_UPDATE] = "UPDATE decks SET {decks= id = ?1, name = ?2, description = ?3, "
                        "tags = ?4, names_itself = ?5, path = ?6, device = ?7, inode = ?8, "
                        "size = ?9, modified_ns = ?10, changed_ns = ?11, new_cap = ?12, "
                        "limit_cap = ?13} WHERE deck_id = ?14",
    [SQL_DECK_LEAVE_PATH] =
        "UPDATE decks SET {decks= path = NULL} WHERE path = ?1 AND deck_id <> ?2",
    [SQL_DECKS] = "SELECT deck_id, path, {decks decks} FROM decks ORDER BY deck_id",
    [SQL_DECK_NAME] = "SELECT name FROM decks WHERE deck_id = ?",
    [SQL_DECK_CAPS] = "SELECT id, name, new_cap, limit_cap FROM decks WHERE deck_id = ?",
    [SQL_DECK_FACTS] =
        "SELECT id, name, path, tags, description, {decks decks} FROM decks WHERE deck_id = ?",
    [SQL_DECK_MASTERY] = "SELECT count(*), total(min(max(last_rating - 1, 0), 4)) FROM cards "
                         "WHERE deck_id = ? AND retired_day IS NULL",
    [SQL_DECK_STUDIED] = "SELECT r.reviewed_ms, r.offset_min, r.study_day FROM cards c "
                         "JOIN reviews r ON r.review_id = c.last_review_id WHERE c.deck_id = ? "
                         "AND c.last_review_id IS NOT NULL ORDER BY c.last_review_id DESC LIMIT 1",
    [SQL_DECK_TAGS] = "SELECT tags FROM decks WHERE deck_id = ?",
    [SQL_DECK_CARDS] = "SELECT card_id FROM cards c WHERE deck_id = ? AND retired_day IS NULL "
                       "ORDER BY card_id",
    [SQL_DECK_TEXTS] = "SELECT card_id, t.question, t.answer FROM cards c JOIN texts t "
                       "USING (card_id) WHERE c.deck_id = ? AND c.retired_day IS NULL",

    /* loading a deck */
    [SQL_DECK_LAST] = "SELECT max(deck_id) FROM decks",
    [SQL_CARD_LAST] =
        "SELECT max(ifnull((SELECT max(card_id) FROM cards), 0), " LAST_GIVEN("1") ")",
    [SQL_KNOWN_CREATE] = "CREATE TEMP TABLE IF NOT EXISTS known(identity INTEGER, "
                         "card_id INTEGER, PRIMARY KEY (identity, card_id)) WITHOUT ROWID",
    [SQL_KNOWN_CLEAR] = "DELETE FROM temp.known",
    [SQL_KNOWN_FILL] = "INSERT INTO temp.known SELECT identity, card_id FROM cards "
                       "WHERE deck_id = ? ORDER BY identity, card_id",
    [SQL_KNOWN_ADD] = "INSERT INTO temp.known VALUES (?, ?)",
    [SQL_CARD_FIND] =
        "SELECT c.card_id, c.content, c.position, c.retired_day, c.variant, {cards c} "
        "FROM temp.known CROSS JOIN cards c USING (card_id) WHERE known.identity = ? "
        "ORDER BY c.content <> ?2, c.retired_day NOT NULL, c.position",
    [SQL_DUPLICATE_IDS] = "SELECT 1 FROM cards WHERE card_id > ? AND id IS NOT NULL "
                          "GROUP BY identity HAVING min(position) <> max(position) LIMIT 1",
    [SQL_CARD_INSERT] = "INSERT INTO cards {cards+ 13}",
    [SQL_TEXTS_INSERT] = "INSERT INTO texts {texts+ 7}",
    [SQL_CARD_UPDATE] = "UPDATE cards SET {cards= position = ?1, variant = ?2, content = ?3, "
                        "retired_day = NULL} WHERE card_id = ?4",
    [SQL_CARD_MOVE] = "UPDATE cards SET {cards= position = ?1, variant = ?2} WHERE card_id = ?3",
    [SQL_TEXTS_UPDATE] = "UPDATE texts SET {texts= question = ?1, answer = ?2, hint = ?3, "
                         "note = ?4, tags = ?5, cloze = ?6} WHERE card_id = ?7",
    /* the file may change this text but not the card: another gap's hint, say */
    [SQL_CLOZE_UPDATE] =
        "UPDATE texts SET {texts= cloze = ?1} WHERE card_id = ?2 AND cloze IS NOT ?1",
    [SQL_CARD_RETIRE] = "UPDATE cards SET {cards= retired_day = ?1} WHERE card_id = ?2",
    [SQL_CARD_TEXTS] =
        "SELECT c.id, c.variant, c.position, t.question, t.answer, {cards c} + {texts t} "
        "FROM cards c JOIN texts t USING (card_id) WHERE card_id = ?",
    [SQL_TEXTS_OF_TWO] = "SELECT a.question, b.question, a.answer, b.answer, {texts a} + {texts b} "
                         "FROM texts a, texts b WHERE a.card_id = ? AND b.card_id = ?",
    [SQL_TEXTS_SHOW_EACH_OTHER] =
        "SELECT instr(a.question, b.answer) OR instr(b.question, a.answer) FROM texts a, texts b "
        "WHERE a.card_id = ? AND b.card_id = ?",
    [SQL_CARD_SIBLINGS_RETIRED] =
        "SELECT o.card_id FROM cards c JOIN temp.known k USING (identity) "
        "JOIN cards o ON o.card_id = k.card_id WHERE c.card_id = ? AND o.retired_day NOT NULL",
    [SQL_TEXTS_DELETE] = "DELETE FROM texts WHERE card_id = ?",
    [SQL_TAKE_OVER_TEXTS] = "UPDATE texts SET {texts= card_id = ?1} WHERE card_id = ?2",
    [SQL_TAKE_OVER_ROW] = "UPDATE cards SET {cards= deck_id = n.deck_id, id = n.id, "
                          "variant = n.variant, position = n.position, identity = n.identity, "
                          "content = n.content, retired_day = n.retired_day} FROM cards n "
                          "WHERE cards.card_id = ?1 AND n.card_id = ?2 AND {cards n} = 0",
    [SQL_CARD_DELETE] = "DELETE FROM cards WHERE card_id = ?",
    [SQL_TAKE_OVER_REVIEWS] = "UPDATE reviews SET {reviews= card_id = ?1} WHERE card_id = ?2",
    [SQL_TAKE_OVER_CHANGES] = "UPDATE changes SET {changes= card_id = ?1} WHERE card_id = ?2",

    /* cards that move between decks; of several with the same text, the most reviewed one moves */
    [SQL_MOVED_RETIRED] =
        "SELECT o.card_id, f.card_id FROM cards f CROSS JOIN cards o INDEXED BY cards_retired "
        "ON o.content = f.content AND o.retired_day IS NOT NULL "
        "WHERE f.card_id > ?1 AND f.deck_id = ?2 AND " ONE_ID(
            "o", "f") " ORDER BY f.card_id, o.deck_id <> ?2, o.reviews DESC",
    [SQL_WANTED_CREATE] = "CREATE TEMP TABLE IF NOT EXISTS wanted(content INTEGER, "
                          "card_id INTEGER, PRIMARY KEY (content, card_id)) WITHOUT ROWID",
    [SQL_WANTED_CLEAR] = "DELETE FROM temp.wanted",
    [SQL_WANTED_ADDED] = "INSERT INTO temp.wanted SELECT content, card_id FROM cards "
                         "WHERE card_id > ? AND deck_id = ?",
    [SQL_WANTED_RETIRED] = "INSERT INTO temp.wanted SELECT content, card_id FROM cards "
                           "WHERE deck_id = ? AND retired_day = ? AND (reviews > 0 OR "
                           "EXISTS (SELECT 1 FROM changes g WHERE g.card_id = cards.card_id))",
    [SQL_MOVED_FROM] = "SELECT o.card_id, f.card_id FROM cards o CROSS JOIN temp.wanted w "
                       "ON w.content = o.content CROSS JOIN cards f ON f.card_id = w.card_id "
                       "WHERE o.deck_id = ? AND o.retired_day IS NULL AND " ONE_ID(
                           "o", "f") " ORDER BY f.card_id, o.reviews DESC",
    [SQL_MOVED_TO] = "SELECT o.card_id, f.card_id FROM cards f CROSS JOIN temp.wanted w "
                     "ON w.content = f.content CROSS JOIN cards o ON o.card_id = w.card_id "
                     "WHERE f.deck_id <> ?1 AND f.retired_day IS NULL AND " ONE_ID(
                         "o", "f") " AND (f.added_day = ?2 OR (f.reviews = 0 AND o.reviews > 0)) "
                                   "ORDER BY f.card_id, o.reviews DESC",

    /* reviewing */
    [SQL_CARD] = "SELECT " CARD_SCHEDULE ", c.deck_id, c.variant, c.id, t.question, t.answer, "
                 "t.hint, t.note, " CARD_TAGS ", t.cloze, d.name, d.tags, c.position, "
                 "c.retired_day NOT NULL, {cards c} + {texts t} + {decks d} FROM cards c JOIN "
                 "texts t USING (card_id) JOIN decks d USING (deck_id) "
                 "WHERE card_id = ?",
    [SQL_SCHEDULE] = "SELECT " CARD_SCHEDULE ", {cards c} FROM cards c WHERE card_id = ?",
    [SQL_TAGS] = "SELECT " CARD_TAGS " FROM texts t JOIN cards c USING (card_id) WHERE card_id = ?",
    [SQL_DUE] = "SELECT card_id, due, interval, repeat_day, position FROM cards c "
                "WHERE deck_id = ?1 AND due <= ?2 AND " ASKED_ON("?2"),
    [SQL_NEW] = "SELECT card_id, position FROM cards c WHERE deck_id = ?1 AND due IS NULL "
                "AND " ASKED_ON("?2") " ORDER BY position, variant",
    /* a card is owed a repeat for its last rating, if it was given on that day */
    [SQL_REPEATS] =
        "SELECT c.card_id, c.last_review_id FROM reviews r CROSS JOIN cards c "
        "USING (card_id) WHERE r.study_day = ?2 AND c.last_review_id = r.review_id "
        "AND c.deck_id = ?1 AND c.repeat_day = ?2 AND " ASKED_ON("?2") " ORDER BY r.review_id",
    [SQL_PRESENT] =
        "SELECT card_id FROM cards c WHERE deck_id = ?1 AND " ASKED_ON("?2") " ORDER BY card_id",
    [SQL_LISTED] = "SELECT " CARD_SCHEDULE ", c.card_id, c.variant FROM cards c WHERE deck_id = ? "
                   "AND retired_day IS NULL ORDER BY position, variant",
    [SQL_SEARCHED] = "SELECT t.question, t.answer, " CARD_TAGS
                     " FROM texts t JOIN cards c USING (card_id) WHERE card_id = ?",
    [SQL_ASKED] = "SELECT c.variant, t.question, t.cloze FROM texts t JOIN cards c USING (card_id) "
                  "WHERE card_id = ?",
    /* cards that are due but buried come back tomorrow */
    [SQL_UPCOMING] = "SELECT card_id, max(due, ?2 + 1) FROM cards c WHERE deck_id = ?1 "
                     "AND due NOT NULL AND (due > ?2 OR buried_day = ?2) AND " ACTIVE,
    [SQL_RATED_ON] = "SELECT r.kind, count(*) FROM reviews r JOIN cards c USING (card_id) "
                     "WHERE r.study_day = ? AND r.undone_ms IS NULL AND c.deck_id = ? "
                     "GROUP BY r.kind",

    /* entries with a card that was rated that day and not reset or made due by hand since */
    [SQL_POSITIONS_RATED] = "SELECT c.position FROM reviews r CROSS JOIN cards c USING (card_id) "
                            "WHERE r.study_day = ?2 AND r.undone_ms IS NULL AND r.kind <> 4 "
                            "AND c.deck_id = ?1 AND c.retired_day IS NULL AND c.due > ?2",

    /* rating and undoing */
    [SQL_REVIEW_INSERT] = "INSERT INTO reviews {reviews+ 15}",
    [SQL_CHANGE_INSERT] = "INSERT INTO changes {changes+ 14}",
    [SQL_SCHEDULE_UPDATE] = "UPDATE cards SET {cards= repetitions = ?1, interval = ?2, "
                            "ease = ?3, due = ?4, repeat_day = ?5, lapses = ?6, reviews = ?7, "
                            "last_rating = ?8, last_review_id = ?9, suspended = ?10, leech = ?11, "
                            "buried_day = ?12, last_change_id = ?13} WHERE card_id = ?14",
    /* undo skips imported events */
    [SQL_REVIEW_LAST] = "SELECT c.card_id, r.review_id, NULL, r.review_id, r.kind, "
                        "{cards c} + {reviews r} FROM cards c "
                        "JOIN reviews r ON r.review_id = c.last_review_id WHERE c.deck_id = ? "
                        "AND c.last_review_id IS NOT NULL AND r.imported = 0 "
                        "ORDER BY c.last_review_id DESC LIMIT 1",
    /* a leech mark made by a rating is undone with the rating */
    [SQL_CHANGE_LAST] =
        "SELECT c.card_id, c.last_change_id, g.kind, g.review_id, r.kind, "
        "{cards c} + {changes g} FROM cards c JOIN changes g ON g.change_id = c.last_change_id "
        "LEFT JOIN reviews r ON r.review_id = g.review_id WHERE c.deck_id = ? "
        "AND c.last_change_id IS NOT NULL ORDER BY c.last_change_id DESC LIMIT 1",
    [SQL_REVIEW_STANDS] = "SELECT 1 FROM reviews WHERE review_id = ? AND undone_ms IS NULL",
    [SQL_REVIEW_UNDO] = "UPDATE reviews SET {reviews= undone_ms = ?1} WHERE review_id = ?2",
    [SQL_REVIEW_UNDO_MARK] = "UPDATE changes SET {changes= undone_ms = ?1} "
                             "WHERE card_id = ?2 AND review_id = ?3 AND undone_ms IS NULL",
    [SQL_CHANGE_UNDO] = "UPDATE changes SET {changes= undone_ms = ?1} WHERE change_id = ?2",
    [SQL_CHANGE_CARD] = "SELECT card_id FROM changes WHERE change_id = ? AND undone_ms IS NULL",
    [SQL_HISTORY] =
        "SELECT review_id, reviewed_ms, offset_min, study_day, kind, NULL, rating, spent_ms, "
        "NULL, NULL, NULL, NULL, NULL, 0, {reviews reviews} FROM reviews WHERE card_id = ?1 AND "
        "undone_ms IS NULL "
        "UNION ALL "
        "SELECT change_id, changed_ms, offset_min, study_day, NULL, kind, NULL, NULL, "
        "repetitions, interval, ease, due, lapses, imported, {changes changes} FROM changes "
        "WHERE card_id = ?1 AND undone_ms IS NULL ORDER BY 1",

    /* statistics for single days */
    [SQL_PACE] = "SELECT total(spent_ms), count(*) FILTER (WHERE rating >= 4) FROM ("
                 "SELECT spent_ms, rating FROM reviews WHERE undone_ms IS NULL "
                 "ORDER BY review_id DESC LIMIT ?)",
    [SQL_DAYS] = "SELECT c.deck_id, sum(r.kind <> 3), sum(r.kind = 2), "
                 "sum(r.kind = 2 AND r.rating >= 3), sum(r.spent_ms) FROM reviews r "
                 "CROSS JOIN cards c USING (card_id) WHERE r.study_day BETWEEN ? AND ? "
                 "AND r.undone_ms IS NULL GROUP BY c.deck_id",
    [SQL_DAY_RATED] = "SELECT 1 FROM reviews WHERE study_day = ? AND undone_ms IS NULL LIMIT 1",
    /* the + makes SQLite use the index by day, not the one by card */
    [SQL_HARDEST] = "SELECT c.deck_id, h.worst, card_id FROM ("
                    "SELECT card_id, min(rating) worst, sum(rating < 4) times FROM reviews "
                    "WHERE study_day = ? AND undone_ms IS NULL GROUP BY +card_id "
                    "HAVING min(rating) < 4) h CROSS JOIN cards c USING (card_id) "
                    "ORDER BY h.worst, h.times DESC, h.card_id",

    /* importing another program's history */
    [SQL_KNOWN_CARD] = "SELECT c.card_id FROM temp.known CROSS JOIN cards c USING (card_id) "
                       "WHERE known.identity = ? AND c.id NOT NULL AND c.variant = ? "
                       "ORDER BY c.retired_day NOT NULL, c.card_id LIMIT 1",
    /* reviews and changes share one numbering: their ids order them */
    [SQL_NEXT_EVENT] = "SELECT 1 + max(ifnull((SELECT max(review_id) FROM reviews), 0), "
                       "ifnull((SELECT max(change_id) FROM changes), 0), " LAST_GIVEN("2") ")",
    [SQL_NUMBER] = "SELECT " LAST_GIVEN("?"),
    [SQL_NUMBER_SET] = "INSERT OR REPLACE INTO numbers {numbers+ 2}",
    /* when a card was rated, and when its schedule was set by hand */
    [SQL_CARD_TIMES] = "SELECT reviewed_ms, undone_ms FROM reviews WHERE card_id = ?1 "
                       "UNION ALL SELECT changed_ms, undone_ms FROM changes "
                       "WHERE card_id = ?1 AND imported = 0 AND kind IN (6, 7, 8)",
    [SQL_CARD_IMPORTED] =
        "SELECT kind, repetitions, interval, ease, due, lapses, {changes changes} "
        "FROM changes WHERE card_id = ? AND imported = 1 "
        "AND undone_ms IS NULL ORDER BY change_id",

    [SQL_CARD_EXTRA] =
        "SELECT extra, {changes changes} FROM changes WHERE card_id = ? AND change_id > ? "
        "AND kind = 8 AND imported = 1 AND undone_ms IS NULL "
        "ORDER BY change_id DESC LIMIT 1",

    /* the log, for exports and statistics: without joins, which would take most of the time */
    [SQL_LOG_SIZE] = "SELECT max(review_id) FROM reviews",
    [SQL_LOG_LAST] = "SELECT reviewed_ms, offset_min FROM reviews WHERE undone_ms IS NULL "
                     "ORDER BY review_id DESC LIMIT 1",
    [SQL_LOG_BOUNDS] = "SELECT min(review_id), max(review_id) FROM reviews "
                       "WHERE study_day BETWEEN ? AND ?",
    /* without an index, and so in log order */
    [SQL_LOG] = "SELECT take(" LOG_NUMBERS ") FROM reviews NOT INDEXED WHERE " LOG_ROWS,
    /* in index order: with a sorter, take would be called before sorting */
    [SQL_LOG_BY_DAY] = "SELECT take(" LOG_NUMBERS ") FROM reviews INDEXED BY reviews_day "
                       "WHERE study_day BETWEEN ? AND ? AND undone_ms IS NULL ORDER BY study_day",
    [SQL_LOG_RATING_BEFORE] = "SELECT rating FROM reviews WHERE card_id = ? AND review_id < ? "
                              "AND kind <= 2 AND undone_ms IS NULL ORDER BY review_id DESC LIMIT 1",
    /* the last column first: SQLite then finds all columns of the row in one go */
    [SQL_EXPORT_REVIEWS] = "SELECT take(row_check, " LOG_NUMBERS ", ease_before, ease_after, "
                           "due, undone_ms, imported) "
                           "FROM reviews NOT INDEXED WHERE review_id BETWEEN ? AND ?",
    [SQL_CARD_NAMES] = "SELECT d.id, d.name, d.tags, c.id, c.variant, t.question, " CARD_TAGS
                       " FROM cards c CROSS JOIN texts t USING (card_id) "
                       "CROSS JOIN decks d USING (deck_id) WHERE c.card_id = ?",
    [SQL_CARD_NUMBERS] = "SELECT " CARD_SCHEDULE ", card_id, deck_id, added_day, retired_day "
                         "FROM cards c",
    [SQL_SELECTION] = "SELECT card_id FROM cards WHERE deck_id = ?",
    [SQL_SELECTION_TAGS] =
        "SELECT card_id, " CARD_TAGS " FROM cards c CROSS JOIN texts t USING (card_id) "
        "WHERE deck_id = ?",
    [SQL_EXPORT_CARDS] = EXPORT_CARDS("NULL") "WHERE c.retired_day IS NULL "
                                              "ORDER BY d.deck_id, c.position, c.variant",
    [SQL_EXPORT_RETIRED] =
        EXPORT_CARDS("t.cloze") "WHERE c.retired_day NOT NULL "
                                "ORDER BY d.deck_id, c.retired_day DESC, c.position, c.variant",

    /* single cards and decks named by the user; ids come before names */
    [SQL_CARD_CALLED] = "SELECT card_id FROM cards c JOIN decks d USING (deck_id) "
                        "WHERE c.id = ?1 AND c.variant = ?2 AND " IN_DECK "ORDER BY card_id",
    [SQL_CARD_NUMBERED] = "SELECT card_id FROM cards c JOIN decks d USING (deck_id) "
                          "WHERE c.card_id = ?1 AND c.card_id = ?2 AND " IN_DECK,
    [SQL_DECK_EVERY_CARD] = "SELECT card_id FROM cards WHERE deck_id = ? "
                            "ORDER BY retired_day NOT NULL, position, variant",
    [SQL_DECK_RETIRED] = "SELECT card_id FROM cards WHERE deck_id = ? AND retired_day NOT NULL "
                         "ORDER BY card_id",
    [SQL_FORGET_REVIEWS] = "DELETE FROM reviews WHERE card_id = ?",
    [SQL_FORGET_CHANGES] = "DELETE FROM changes WHERE card_id = ?",
    [SQL_FORGET_DECK] = "DELETE FROM decks WHERE deck_id = ?",
    /* SQLite takes the offset from the row with the maximum */
    [SQL_FACTS] = "SELECT (SELECT count(*) FROM cards WHERE retired_day IS NULL), count(*),"
                  "  max(reviewed_ms), offset_min FROM reviews WHERE undone_ms IS NULL",
    [SQL_LAST_DAY] =
        "SELECT max(ifnull((SELECT max(study_day) FROM reviews), 0),"
        "  ifnull((SELECT study_day FROM changes ORDER BY change_id DESC LIMIT 1), 0))",
};

/* Set when memory for text runs out, for sql_end to report: SQLite forgets the error at the next
 * step. A store belongs to one thread. */
static _Thread_local bool text_lost;

static void sql_bind_text(sqlite3_stmt *statement, int i, const char *text, uint64_t *sum)
{
    size_t length = strlen(text);
    if (sum)
        *sum += row_check_text(i - 1, text, length);
    sqlite3_bind_text64(statement, i, text, length, SQLITE_STATIC, SQLITE_UTF8);
}

static void sql_bind_number(sqlite3_stmt *statement, int i, int64_t number, uint64_t *sum)
{
    if (sum)
        *sum += row_check_number(i - 1, number);
    sqlite3_bind_int64(statement, i, number);
}

/* If sum is not NULL, the parameters are a row's first columns, and sum begins its check. */
static void sql_bind(sqlite3_stmt *statement, const char *types, va_list args, uint64_t *sum)
{
    for (int i = 1; *types; types++, i++) {
        if (*types == 'd') {
            int day = va_arg(args, int);
            if (day != NO_DAY)
                sql_bind_number(statement, i, day, sum);
        } else if (*types == 't' || *types == 'o') {
            const char *text = va_arg(args, const char *);
            if (text)
                sql_bind_text(statement, i, text, sum);
        } else {
            assert(strchr("incv", *types));
            int64_t number = va_arg(args, int64_t);
            bool null = (*types == 'n' && number == 0) || (*types == 'c' && number < 0) ||
                        (*types == 'v' && number == INT64_MIN);
            if (!null)
                sql_bind_number(statement, i, number, sum);
        }
    }
}

static sqlite3_stmt *sql_prepare(struct store *store, const char *text)
{
    sqlite3_stmt *statement = NULL;
    struct buf sql = {0};
    row_sql(text, &sql);
    if (sql.failed)
        text_lost = true;
    else
        sqlite3_prepare_v3(store->db, sql.bytes, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL);
    buf_done(&sql);
    return statement;
}

static sqlite3_stmt *sql_bound(
    struct store *store, enum sql sql, const char *types, va_list args, uint64_t *sum)
{
    assert(sql < SQL_COUNT);
    const char *text = texts[sql] ? texts[sql] : sql_archive_texts[sql];
    assert(text);
    sqlite3_stmt **statement = &store->statements[sql];
    if (!*statement && !(*statement = sql_prepare(store, text)))
        return NULL;
    assert(strlen(types) <= (size_t)sqlite3_bind_parameter_count(*statement));
    sql_bind(*statement, types, args, sum);
    return *statement;
}

sqlite3_stmt *sql_query(struct store *store, enum sql sql, const char *types, ...)
{
    va_list args;
    va_start(args, types);
    sqlite3_stmt *statement = sql_bound(store, sql, types, args, NULL);
    va_end(args);
    return statement;
}

/* The SQL function folded(text): the text as base/casefold.h compares it. */
static void sql_fold(sqlite3_context *call, int count, sqlite3_value **values)
{
    struct buf folded = {0};
    const char *text = (const char *)sqlite3_value_text(values[0]);
    (void)count;
    if (text)
        casefold_text(&folded, text);
    if (folded.failed)
        sqlite3_result_error_nomem(call);
    else if (text)
        sqlite3_result_text64(
            call, buf_string(&folded), folded.length, SQLITE_TRANSIENT, SQLITE_UTF8);
    buf_done(&folded);
}

enum err_code sql_prepare_transactions(struct store *store, struct err *err)
{
    static_assert(SQL_READ == 0 && SQL_ROLLBACK_TO == 6, "statements of transactions come first");
    int result = row_check_register(store->db);
    if (result == SQLITE_OK)
        result = sqlite3_create_function(store->db, "folded", 1,
            SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, NULL, sql_fold, NULL, NULL);
    enum err_code code = result == SQLITE_OK ? ERR_NONE : sql_error(store, result, err);
    for (enum sql sql = SQL_READ; sql <= SQL_ROLLBACK_TO && !code; sql++)
        code = sql_end(store, sql_query(store, sql, ""), err);
    return code;
}

bool sql_take_lost_text(void)
{
    bool lost = text_lost;
    text_lost = false;
    return lost;
}

enum err_code sql_end(struct store *store, sqlite3_stmt *statement, struct err *err)
{
    int result = statement   ? sqlite3_reset(statement)
                 : text_lost ? SQLITE_NOMEM
                             : sqlite3_errcode(store->db);
    if (result == SQLITE_OK && frozen_changed(&store->frozen))
        result = SQLITE_BUSY;
    enum err_code code = result == SQLITE_OK ? ERR_NONE : sql_error(store, result, err);
    if (sql_take_lost_text() && !code)
        code = err_memory(err);
    if (row_has_fault())
        code = row_take_fault(store->db, store->path, err);
    if (statement)
        sqlite3_clear_bindings(statement); /* parameters not bound next time must be NULL */
    return code;
}

enum err_code sql_end_list(struct store *store, sqlite3_stmt *statement, bool ok, struct err *err)
{
    enum err_code code = sql_end(store, statement, err);
    return code || ok ? code : err_memory(err);
}

enum err_code sql_run(struct store *store, struct err *err, enum sql sql, const char *types, ...)
{
    va_list args;
    va_start(args, types);
    sqlite3_stmt *statement = sql_bound(store, sql, types, args, NULL);
    va_end(args);
    if (statement)
        sqlite3_step(statement);
    return sql_end(store, statement, err);
}

enum err_code sql_insert(struct store *store, struct err *err, enum sql sql, enum row_table table,
    const char *types, ...)
{
    va_list args;
    uint64_t sum = 0;
    int count = (int)strlen(types);
    va_start(args, types);
    sqlite3_stmt *statement = sql_bound(store, sql, types, args, &sum);
    va_end(args);
    if (statement) {
        sqlite3_bind_int(statement, count + 1, row_check_end(table, count, sum));
        sqlite3_step(statement);
    }
    return sql_end(store, statement, err);
}

enum err_code sql_read_number(
    struct store *store, struct err *err, int64_t *number, enum sql sql, const char *types, ...)
{
    va_list args;
    va_start(args, types);
    sqlite3_stmt *row = sql_bound(store, sql, types, args, NULL);
    va_end(args);
    assert(!row || sqlite3_column_count(row) == 1);
    enum { NUMBER };
    if (sqlite3_step(row) == SQLITE_ROW)
        *number = sqlite3_column_int64(row, NUMBER);
    return sql_end(store, row, err);
}

enum err_code sql_read_text(
    struct store *store, struct err *err, struct buf *text, enum sql sql, int64_t id)
{
    enum { TEXT };
    sqlite3_stmt *row = sql_query(store, sql, "i", id);
    if (sqlite3_step(row) == SQLITE_ROW)
        buf_text(text, column_text(row, TEXT));
    return sql_end_list(store, row, !text->failed, err);
}

struct sql_scan {
    sql_take_fn *take;
    void *context;
    bool stopped; /* take returned false */
};

static void sql_take_row(sqlite3_context *call, int count, sqlite3_value **values)
{
    (void)count;
    struct sql_scan *scan = sqlite3_user_data(call);
    scan->stopped = scan->stopped || !scan->take(scan->context, values);
    if (scan->stopped || row_has_fault())
        sqlite3_result_error(call, "enough", -1); /* ends the statement */
}

static void sql_take_no_more(sqlite3_context *call)
{
    sqlite3_result_null(call);
}

enum err_code sql_scan(struct store *store, struct err *err, enum sql sql, int arguments,
    sql_take_fn *take, void *context, const char *types, ...)
{
    va_list args;
    struct sql_scan scan = {take, context, false};
    int result = sqlite3_create_function(store->db, "take", arguments,
        SQLITE_UTF8 | SQLITE_DIRECTONLY, &scan, NULL, sql_take_row, sql_take_no_more);
    if (result != SQLITE_OK)
        return sql_error(store, result, err);
    va_start(args, types);
    sqlite3_stmt *statement = sql_bound(store, sql, types, args, NULL);
    va_end(args);
    if (statement)
        sqlite3_step(statement);
    enum err_code code = sql_end(store, statement, scan.stopped ? NULL : err);
    return scan.stopped ? ERR_NONE : code;
}

const char *column_text_or_null(sqlite3_stmt *statement, int column)
{
    const char *text = (const char *)sqlite3_column_text(statement, column);
    text_lost |= !text && sqlite3_column_type(statement, column) != SQLITE_NULL;
    return text;
}

const char *column_text(sqlite3_stmt *statement, int column)
{
    const char *text = column_text_or_null(statement, column);
    return text ? text : "";
}

int column_day(sqlite3_stmt *row, int column, enum row_field field)
{
    return sqlite3_column_type(row, column) == SQLITE_NULL ? NO_DAY
                                                           : column_int(row, column, field);
}

int value_day(sqlite3_value *value, enum row_field field)
{
    return sqlite3_value_type(value) == SQLITE_NULL ? NO_DAY : value_int(value, field);
}
