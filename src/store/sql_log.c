/* The SQL statements for the log: ratings, undo, statistics, imports and exports. */
#include "store/sql.h"

/* the highest number that a deleted row had */
#define LAST_GIVEN(number)                                                                         \
    "ifnull((SELECT last + {numbers numbers} FROM numbers WHERE number_id = " number "), 0)"
#define LOG_NUMBERS                                                                                \
    "review_id, card_id, reviewed_ms, offset_min, study_day, kind, rating, spent_ms, "             \
    "interval_before, interval_after"
/* log_bounds finds the range of ids by the index by day; ids are only nearly in order of day */
#define LOG_ROWS "review_id BETWEEN ? AND ? AND +study_day BETWEEN ? AND ? AND undone_ms IS NULL "

const char *const sql_log_texts[SQL_COUNT] = {
    /* rating and undoing */
    [SQL_REVIEW_INSERT] = "INSERT INTO reviews {reviews+ 19}",
    [SQL_CHANGE_INSERT] = "INSERT INTO changes {changes+ 16}",
    [SQL_SCHEDULE_UPDATE] = "UPDATE cards SET {cards= repetitions = ?1, interval = ?2, "
                            "ease = ?3, due = ?4, repeat_day = ?5, lapses = ?6, reviews = ?7, "
                            "last_rating = ?8, last_review_id = ?9, suspended = ?10, leech = ?11, "
                            "buried_day = ?12, last_change_id = ?13, sm2_interval = ?14, "
                            "stability = ?15, difficulty = ?16, memory_day = ?17, memory_ms = ?18} "
                            "WHERE card_id = ?19",
    /* undo skips imported events */
    [SQL_REVIEW_LAST] = "SELECT c.card_id, r.review_id, r.reviewed_ms, r.offset_min, "
                        "r.study_day, NULL, r.review_id, r.kind, r.rating, NULL, {cards c} + "
                        "{reviews r} FROM cards c "
                        "JOIN reviews r ON r.review_id = c.last_review_id WHERE c.deck_id = ? "
                        "AND c.last_review_id IS NOT NULL AND r.imported = 0 "
                        "ORDER BY c.last_review_id DESC LIMIT 1",
    /* a leech mark made by a rating is undone with the rating */
    [SQL_CHANGE_LAST] =
        "SELECT c.card_id, c.last_change_id, g.changed_ms, g.offset_min, g.study_day, g.kind, "
        "g.review_id, r.kind, r.rating, g.batch, {cards c} + {changes g} FROM cards c JOIN changes "
        "g ON "
        "g.change_id = c.last_change_id "
        "LEFT JOIN reviews r ON r.review_id = g.review_id WHERE c.deck_id = ? "
        "AND c.last_change_id IS NOT NULL ORDER BY c.last_change_id DESC LIMIT 1",
    [SQL_REVIEW_STANDS] = "SELECT 1 FROM reviews WHERE review_id = ? AND undone_ms IS NULL",
    /* redo sets undone_ms back to NULL */
    [SQL_REVIEW_UNDO] = "UPDATE reviews SET {reviews= undone_ms = ?1} "
                        "WHERE review_id = ?2 AND undone_ms IS ?3",
    [SQL_REVIEW_UNDO_MARK] = "UPDATE changes SET {changes= undone_ms = ?1} "
                             "WHERE card_id = ?2 AND review_id = ?3 AND undone_ms IS ?4",
    [SQL_CHANGE_UNDO] = "UPDATE changes SET {changes= undone_ms = ?1} "
                        "WHERE change_id = ?2 AND undone_ms IS ?3",
    /* a card's last change of a batch */
    [SQL_BATCH] = "SELECT card_id, max(change_id) FROM changes WHERE batch = ?1 "
                  "AND undone_ms IS ?2 GROUP BY card_id",
    [SQL_BATCH_UNDO] = "UPDATE changes SET {changes= undone_ms = ?1} "
                       "WHERE batch = ?2 AND undone_ms IS ?3",
    [SQL_CHANGE_CARD] = "SELECT card_id FROM changes WHERE change_id = ? AND undone_ms IS NULL",
    [SQL_HISTORY] =
        "SELECT review_id, reviewed_ms, offset_min, study_day, kind, NULL, rating, spent_ms, "
        "NULL, NULL, NULL, due, NULL, 0, scheduler, {reviews reviews} FROM reviews "
        "WHERE card_id = ?1 AND "
        "undone_ms IS NULL "
        "UNION ALL "
        "SELECT change_id, changed_ms, offset_min, study_day, NULL, kind, NULL, NULL, "
        "repetitions, interval, ease, due, lapses, imported, NULL, {changes changes} FROM changes "
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

    /* the highest numbers ever given */
    [SQL_CARD_LAST] =
        "SELECT max(ifnull((SELECT max(card_id) FROM cards), 0), " LAST_GIVEN("1") ")",
    /* reviews and changes share one numbering, which gives their order */
    [SQL_NEXT_EVENT] = "SELECT 1 + max(ifnull((SELECT max(review_id) FROM reviews), 0), "
                       "ifnull((SELECT max(change_id) FROM changes), 0), " LAST_GIVEN("2") ")",
    [SQL_NUMBER] = "SELECT " LAST_GIVEN("?"),
    [SQL_NUMBER_SET] = "INSERT OR REPLACE INTO numbers {numbers+ 2}",

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
    /* when a card was last made new */
    [SQL_RESETS] = "SELECT card_id, max(changed_ms) FROM changes WHERE (kind = 6 OR (kind = 8 AND "
                   "due IS NULL)) AND undone_ms IS NULL GROUP BY card_id",
    [SQL_LOG_RATING_BEFORE] = "SELECT rating FROM reviews WHERE card_id = ? AND review_id < ? "
                              "AND kind <= 2 AND undone_ms IS NULL ORDER BY review_id DESC LIMIT 1",
    /* row_check, the last column, comes first: SQLite then finds all columns in one go */
    [SQL_EXPORT_REVIEWS] = "SELECT take(row_check, " LOG_NUMBERS ", ease_before, ease_after, "
                           "due, undone_ms, imported, scheduler, retention, stability, difficulty) "
                           "FROM reviews NOT INDEXED WHERE review_id BETWEEN ? AND ?",

    /* what is in force for a deck. A scheduler and its retention are in rows without weights;
     * weights are a deck's own, or all decks'. Empty weights give up a deck's own */
    [SQL_REGIME] = "SELECT scheduler, retention, {regimes regimes} FROM regimes "
                   "WHERE deck_id = ? AND weights IS NULL AND undone_ms IS NULL "
                   "ORDER BY changed_ms DESC, regime_id DESC LIMIT 1",
    [SQL_REGIME_LAST] = "SELECT scheduler, retention, {regimes regimes} FROM regimes "
                        "WHERE deck_id = ? AND weights IS NULL "
                        "ORDER BY changed_ms DESC, regime_id DESC LIMIT 1",
    [SQL_REGIME_WEIGHTS] = "SELECT weights, {regimes regimes} FROM regimes WHERE deck_id IS ?1 "
                           "AND weights IS NOT NULL AND scheduler = ?2 AND undone_ms IS NULL "
                           "ORDER BY changed_ms DESC, regime_id DESC LIMIT 1",
    [SQL_REGIME_IMPORTED] = "SELECT weights, {regimes regimes} FROM regimes WHERE deck_id = ? "
                            "AND weights IS NOT NULL AND scheduler = ? AND imported = 1 "
                            "ORDER BY changed_ms DESC, regime_id DESC LIMIT 1",
    /* a time that has not come yet is not when it was: see switches_find_time */
    [SQL_REGIME_TRAINED] = "SELECT max(CASE WHEN changed_ms <= ?2 THEN changed_ms "
                           "  WHEN study_day <= ?3 THEN study_day * 86400000 END) FROM regimes "
                           "WHERE deck_id IS NULL AND weights NOT NULL AND scheduler = ?1 "
                           "AND imported = 0",
    [SQL_RATINGS_BEFORE] = "SELECT count(*) FILTER (WHERE reviewed_ms < ?), count(*) FROM reviews "
                           "WHERE undone_ms IS NULL AND kind <> 4",
    [SQL_REGIME_NUMBER] = "SELECT max(regime_id) FROM regimes",
    [SQL_REGIME_AHEAD] = "SELECT max(changed_ms) FROM regimes WHERE changed_ms > ?1 "
                         "AND (weights IS NULL) = ?2",
    [SQL_REGIME_INSERT] = "INSERT INTO regimes {regimes+ 9}",
    [SQL_REGIMES_WHOLE] = "SELECT max({regimes regimes}) FROM regimes",
    [SQL_REGIME_DECKS] =
        "SELECT DISTINCT deck_id FROM regimes WHERE deck_id NOT NULL AND weights IS NULL "
        "ORDER BY deck_id",
    /* the last switch: the rows that came into force at the same time */
    [SQL_REGIME_BATCH] =
        "SELECT deck_id, changed_ms, offset_min, study_day, scheduler, {regimes regimes} "
        "FROM regimes WHERE weights IS NULL AND undone_ms IS NULL AND changed_ms = "
        "(SELECT max(changed_ms) FROM regimes WHERE weights IS NULL AND undone_ms IS NULL)",
    [SQL_REGIME_UNDO] = "UPDATE regimes SET {regimes= undone_ms = ?1} "
                        "WHERE changed_ms = ?2 AND weights IS NULL AND undone_ms IS NULL",
    [SQL_CARD_DECK] = "SELECT deck_id FROM cards WHERE card_id = ?",
    [SQL_FORGET_REGIMES] = "DELETE FROM regimes WHERE deck_id = ?",

    /* SQLite takes the offset from the row with the maximum */
    [SQL_FACTS] = "SELECT (SELECT count(*) FROM cards WHERE retired_day IS NULL), count(*),"
                  "  max(reviewed_ms), offset_min FROM reviews WHERE undone_ms IS NULL",
    [SQL_LAST_DAY] =
        "SELECT max(ifnull((SELECT max(study_day) FROM reviews), 0),"
        "  ifnull((SELECT study_day FROM changes ORDER BY change_id DESC LIMIT 1), 0))",
};
