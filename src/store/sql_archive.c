/* The SQL statements for archives: reading rows, and merging them. */
#include "store/sql.h"

#define ARCHIVED_TO_EASE                                                                           \
    "id, card_id, at_ms, offset_min, study_day, kind, due, imported, undone_ms, rating, "          \
    "spent_ms, interval_before, interval_after, ease_before, ease_after"
#define ARCHIVED_FROM_REPETITIONS "repetitions, interval, ease, lapses, extra"
#define ARCHIVED                  ARCHIVED_TO_EASE ", review_id, " ARCHIVED_FROM_REPETITIONS

const char *const sql_archive_texts[SQL_COUNT] = {
    /* columns are in the order of store/archive_fields.c */
    [SQL_ARCHIVE_DECKS] = "SELECT deck_id, id, name, description, tags, names_itself, new_cap, "
                          "limit_cap, scheduler, retention, size, path, device, inode, "
                          "modified_ns, changed_ns, {decks decks} "
                          "FROM decks ORDER BY deck_id",
    [SQL_ARCHIVE_CARDS] =
        "SELECT card_id, deck_id, c.id, variant, position, added_day, retired_day, question, "
        "answer, hint, note, t.tags, cloze, suspended, repetitions, interval, ease, due, "
        "repeat_day, lapses, reviews, last_rating, last_review_id, leech, buried_day, "
        "last_change_id, typed NOT NULL, "
        "CASE WHEN t.card_id IS NULL THEN {cards c} ELSE {cards c} + {texts t} END "
        "FROM cards c LEFT JOIN texts t USING (card_id) ORDER BY card_id",
    [SQL_ARCHIVE_REVIEWS] =
        "SELECT review_id, card_id, reviewed_ms, offset_min, study_day, kind, rating, spent_ms, "
        "interval_before, interval_after, ease_before, ease_after, due, imported, undone_ms, "
        "{reviews reviews} FROM reviews ORDER BY review_id",
    [SQL_ARCHIVE_CHANGES] =
        "SELECT change_id, card_id, changed_ms, offset_min, study_day, kind, review_id, imported, "
        "repetitions, interval, ease, due, lapses, extra, undone_ms, {changes changes} "
        "FROM changes ORDER BY change_id",

    /* merging an archive; the rows get their checks at the end */
    [SQL_MERGE_DECK] = "INSERT INTO decks(deck_id, id, name, description, tags, names_itself, "
                       "new_cap, limit_cap, scheduler, retention, device, inode, size, "
                       "modified_ns, changed_ns) "
                       "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?, 0, 0)",
    [SQL_MERGE_FILE] = "UPDATE decks SET {decks= path = ?1, device = ?2, inode = ?3, size = ?4, "
                       "modified_ns = ?5, changed_ns = ?6} WHERE deck_id = ?7",
    [SQL_MERGE_CARD] =
        "INSERT INTO cards(card_id, deck_id, id, variant, position, identity, content, added_day, "
        "retired_day, suspended, repetitions, interval, ease, due, repeat_day, lapses, reviews, "
        "last_rating, last_review_id, leech, buried_day, last_change_id, typed) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
        "nullif(?, 0))",
    [SQL_MERGE_REVIEW] = "INSERT INTO reviews(review_id, card_id, reviewed_ms, offset_min, "
                         "study_day, kind, rating, spent_ms, interval_before, interval_after, "
                         "ease_before, ease_after, due, imported, undone_ms) "
                         "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    [SQL_MERGE_CHANGE] = "INSERT INTO changes(change_id, card_id, changed_ms, offset_min, "
                         "study_day, kind, review_id, imported, repetitions, interval, ease, due, "
                         "lapses, extra, undone_ms) "
                         "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    /* a known deck's cards under both hashes, identity and content, which have different seeds;
     * then those that may be a card of the archive, the likeliest first */
    [SQL_MERGE_KNOWN] = "INSERT INTO temp.known SELECT identity, card_id FROM cards "
                        "WHERE deck_id = ?1 UNION SELECT content, card_id FROM cards "
                        "WHERE deck_id = ?1",
    [SQL_MERGE_FIND] = "SELECT c.card_id, c.content, c.variant, c.id, c.identity FROM temp.known "
                       "CROSS JOIN cards c USING (card_id) "
                       "WHERE known.identity IN (?1, ?2) AND c.deck_id = ?3 "
                       "ORDER BY c.content <> ?2, c.variant <> ?4, c.retired_day NOT NULL, "
                       "c.position",
    [SQL_MERGE_FIND_LEFT] = "SELECT c.card_id FROM cards f JOIN temp.known k "
                            "ON k.identity = f.identity JOIN cards c ON c.card_id = k.card_id "
                            "AND c.deck_id = f.deck_id AND c.variant = f.variant "
                            "WHERE f.card_id = ?",
    /* the archive's events, and local ones that get a new number. Those with a place are numbered
     * by moment and place; `given` is the number, `rated` the rating that a change belongs to */
    [SQL_ARCHIVED_CREATE] =
        "CREATE TEMP TABLE IF NOT EXISTS archived(number INTEGER PRIMARY KEY, is_change, " ARCHIVED
        ", moment, place, rated, given)",
    [SQL_ARCHIVED_CLEAR] = "DELETE FROM temp.archived",
    [SQL_ARCHIVED_ADD] = "INSERT INTO temp.archived(is_change, " ARCHIVED ") VALUES "
                         "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    [SQL_ARCHIVED_INDEX] =
        "CREATE INDEX IF NOT EXISTS temp.archived_card ON archived(card_id, number, id, is_change, "
        "at_ms, kind, rating, undone_ms, review_id)",
    [SQL_ARCHIVED_EVENTS] = "SELECT number, id, is_change, at_ms, kind, rating, undone_ms, "
                            "review_id FROM temp.archived WHERE card_id = ? ORDER BY number",
    [SQL_ARCHIVED_PLACE] =
        "UPDATE temp.archived SET moment = ?, place = ?, rated = ? WHERE number = ?",
    [SQL_ARCHIVED_TAKE_REVIEW] =
        "INSERT INTO temp.archived(is_change, " ARCHIVED ") "
        "SELECT 0, review_id, card_id, reviewed_ms, offset_min, study_day, kind, due, imported, "
        "undone_ms, rating, spent_ms, interval_before, interval_after, ease_before, ease_after, "
        "NULL, NULL, NULL, NULL, NULL, NULL FROM reviews "
        "WHERE review_id = ? AND {reviews reviews} = 0",
    [SQL_ARCHIVED_TAKE_CHANGE] =
        "INSERT INTO temp.archived(is_change, " ARCHIVED ") "
        "SELECT 1, change_id, card_id, changed_ms, offset_min, study_day, kind, due, imported, "
        "undone_ms, NULL, NULL, NULL, NULL, NULL, NULL, review_id, repetitions, interval, ease, "
        "lapses, extra FROM changes WHERE change_id = ? AND {changes changes} = 0",
    [SQL_ARCHIVED_PLACED] = "SELECT number, is_change, " ARCHIVED_TO_EASE
                            ", rated, " ARCHIVED_FROM_REPETITIONS " FROM temp.archived "
                            "WHERE place NOT NULL ORDER BY moment, card_id, place",
    [SQL_ARCHIVED_NUMBERED] = "UPDATE temp.archived SET given = ? WHERE number = ?",
    [SQL_ARCHIVED_NUMBER] = "SELECT given FROM temp.archived WHERE number = ?",
    [SQL_MERGE_EVENTS] =
        "SELECT review_id, review_id, 0, reviewed_ms, kind, rating, undone_ms, NULL FROM reviews "
        "WHERE card_id = ?1 UNION ALL "
        "SELECT change_id, change_id, 1, changed_ms, kind, NULL, undone_ms, review_id FROM changes "
        "WHERE card_id = ?1 ORDER BY 1",
    /* a negative id is out of range for a row with a check; row_check_fill restores the check */
    [SQL_CARD_SET_ASIDE] = "UPDATE cards SET card_id = -card_id, row_check = NULL WHERE card_id = "
                           "? AND {cards cards} = 0",
    [SQL_CARD_PUT_BACK] = "UPDATE cards SET card_id = -card_id WHERE card_id = ?",
    [SQL_MERGE_DELETE_REVIEW] = "DELETE FROM reviews WHERE review_id = ?",
    [SQL_MERGE_DELETE_CHANGE] = "DELETE FROM changes WHERE change_id = ?",
};
