/* The SQL statements that read cards: for sessions, lists, exports and statistics. */
#include "store/sql.h"

#define CARD_SCHEDULE                                                                              \
    "c.repetitions, c.interval, c.ease, c.due, c.repeat_day, c.lapses, c.reviews, c.last_rating, " \
    "c.last_review_id, c.suspended, c.leech, c.buried_day, c.last_change_id, c.sm2_interval, "     \
    "c.stability, c.difficulty, c.memory_day, c.memory_ms"
#define ACTIVE        "c.retired_day IS NULL AND c.suspended = 0"
#define ASKED_ON(day) ACTIVE " AND c.buried_day IS NOT " day
/* a card's own tags, plus the tag leech if the card is marked as a leech */
#define CARD_TAGS                                                                                  \
    "CASE WHEN c.leech = 0 OR instr(' ' || t.tags || ' ', ' leech ') THEN t.tags "                 \
    "ELSE ltrim(t.tags || ' leech') END"
#define EXPORT_CARDS(cloze)                                                                        \
    "SELECT " CARD_SCHEDULE ", d.id, c.card_id, c.id, c.variant, t.question, d.tags, " CARD_TAGS   \
    ", r.reviewed_ms, r.offset_min, d.name, d.deck_id, c.retired_day, " cloze " "                  \
    "FROM decks d CROSS JOIN cards c USING (deck_id) CROSS JOIN texts t USING (card_id) "          \
    "LEFT JOIN reviews r ON r.review_id = c.last_review_id "

const char *const sql_cards_texts[SQL_COUNT] = {
    [SQL_CARD] =
        "SELECT " CARD_SCHEDULE ", c.deck_id, c.variant, c.id, t.question, t.answer, "
        "t.hint, t.note, " CARD_TAGS ", t.cloze, d.name, d.tags, t.tags, c.position, "
        "c.retired_day NOT NULL, c.typed, {cards c} + {texts t} + {decks d} FROM cards c JOIN "
        "texts t USING (card_id) JOIN decks d USING (deck_id) "
        "WHERE card_id = ?",
    [SQL_SCHEDULE] =
        "SELECT " CARD_SCHEDULE ", c.deck_id, {cards c} FROM cards c WHERE card_id = ?",
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
    [SQL_DUE_COUNTS] =
        "SELECT c.due - ?1, count(*) FROM decks d CROSS JOIN cards c USING (deck_id) "
        "WHERE c.due >= ?1 AND c.due < ?1 + ?2 AND " ACTIVE " GROUP BY c.due",
    [SQL_FIRST_DUE] = "SELECT card_id, due FROM cards c WHERE deck_id = ?1 AND due > ?2 "
                      "AND " ACTIVE " ORDER BY due",
    [SQL_RATED_ON] = "SELECT r.kind, count(*) FROM reviews r JOIN cards c USING (card_id) "
                     "WHERE r.study_day = ? AND r.undone_ms IS NULL AND c.deck_id = ? "
                     "GROUP BY r.kind",

    /* entries with a card that was rated that day and not reset or made due by hand since */
    [SQL_POSITIONS_RATED] = "SELECT c.position FROM reviews r CROSS JOIN cards c USING (card_id) "
                            "WHERE r.study_day = ?2 AND r.undone_ms IS NULL AND r.kind <> 4 "
                            "AND c.deck_id = ?1 AND c.retired_day IS NULL AND c.due > ?2",

    /* for exports and statistics */
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
};
