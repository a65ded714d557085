/* The SQL statements for decks: listing, loading and deleting them, and finding their cards. */
#include "store/sql.h"

/* a deck's name matches regardless of case, and no deck has exactly this id or name */
#define LIKE_NAME(deck, name)                                                                      \
    "(folded(" deck ".name) = folded(" name ") AND NOT EXISTS "                                    \
    "(SELECT 1 FROM decks o WHERE o.id = " name " OR o.name = " name "))"
#define IN_DECK                                                                                    \
    "(?3 IS NULL OR d.id = ?3 OR "                                                                 \
    "(d.name = ?3 AND NOT EXISTS (SELECT 1 FROM decks other WHERE other.id = ?3)) OR " LIKE_NAME(  \
        "d", "?3") ") "
/* at most one of two cards has an id, or both have the same, whose hash is identity */
#define ONE_ID(a, b) "(" a ".id IS NULL OR " b ".id IS NULL OR " a ".identity = " b ".identity)"

const char *const sql_decks_texts[SQL_COUNT] = {
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
    [SQL_DECK_INSERT] = "INSERT INTO decks {decks+ 16}",
    [SQL_DECK_UPDATE] = "UPDATE decks SET {decks= id = ?1, name = ?2, description = ?3, "
                        "tags = ?4, names_itself = ?5, path = ?6, device = ?7, inode = ?8, "
                        "size = ?9, modified_ns = ?10, changed_ns = ?11, new_cap = ?12, "
                        "limit_cap = ?13, scheduler = ?14, retention = ?15} WHERE deck_id = ?16",
    [SQL_DECK_LEAVE_PATH] =
        "UPDATE decks SET {decks= path = NULL} WHERE path = ?1 AND deck_id <> ?2",
    [SQL_DECKS] = "SELECT deck_id, path, {decks decks} FROM decks ORDER BY deck_id",
    [SQL_DECK_IS_RATED] = "SELECT EXISTS(SELECT 1 FROM cards WHERE deck_id = ? AND due NOT NULL)",
    [SQL_DECK_NAME] = "SELECT name FROM decks WHERE deck_id = ?",
    [SQL_DECK_CAPS] = "SELECT id, name, new_cap, limit_cap, scheduler, retention FROM decks "
                      "WHERE deck_id = ?",
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
    [SQL_KNOWN_CREATE] = "CREATE TEMP TABLE IF NOT EXISTS known(identity INTEGER, "
                         "card_id INTEGER, PRIMARY KEY (identity, card_id)) WITHOUT ROWID",
    [SQL_KNOWN_CLEAR] = "DELETE FROM temp.known",
    [SQL_KNOWN_FILL] = "INSERT INTO temp.known SELECT identity, card_id FROM cards "
                       "WHERE deck_id = ? ORDER BY identity, card_id",
    [SQL_KNOWN_ADD] = "INSERT INTO temp.known VALUES (?, ?)",
    [SQL_CARD_FIND] =
        "SELECT c.card_id, c.content, c.position, c.retired_day, c.variant, c.typed, {cards c} "
        "FROM temp.known CROSS JOIN cards c USING (card_id) WHERE known.identity = ? "
        "ORDER BY c.content <> ?2, c.retired_day NOT NULL, c.position",
    [SQL_DUPLICATE_IDS] = "SELECT 1 FROM cards WHERE card_id > ? AND id IS NOT NULL "
                          "GROUP BY identity HAVING min(position) <> max(position) LIMIT 1",
    [SQL_CARD_INSERT] = "INSERT INTO cards {cards+ 13}",
    [SQL_TEXTS_INSERT] = "INSERT INTO texts {texts+ 7}",
    [SQL_CARD_UPDATE] = "UPDATE cards SET {cards= position = ?1, variant = ?2, content = ?3, "
                        "retired_day = NULL} WHERE card_id = ?4",
    [SQL_CARD_TYPED] =
        "UPDATE cards SET {cards= typed = CASE WHEN ?1 THEN 1 END} WHERE card_id = ?2",
    [SQL_CARD_MOVE] = "UPDATE cards SET {cards= position = ?1, variant = ?2} WHERE card_id = ?3",
    [SQL_TEXTS_UPDATE] =
        "UPDATE texts SET {texts= question = ?1, answer = ?2, hint = ?3, note = ?4, tags = ?5, "
        "cloze = ?6} WHERE card_id = ?7 AND (question <> ?1 OR answer <> ?2 OR hint <> ?3 OR "
        "note <> ?4 OR tags <> ?5 OR cloze IS NOT ?6)",
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
    [SQL_TAKE_OVER_ROW] =
        "UPDATE cards SET {cards= deck_id = n.deck_id, id = n.id, "
        "variant = n.variant, position = n.position, identity = n.identity, "
        "content = n.content, retired_day = n.retired_day, typed = n.typed} FROM cards n "
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
    [SQL_WANTED_NEW] = "INSERT INTO temp.wanted SELECT content, card_id FROM cards "
                       "WHERE card_id > ?1 AND retired_day IS NULL",
    [SQL_TWICE] = "SELECT count(DISTINCT n.card_id) FROM cards f CROSS JOIN temp.wanted w "
                  "ON w.content = f.content CROSS JOIN cards n ON n.card_id = w.card_id "
                  "WHERE f.card_id <= ?1 AND f.retired_day IS NULL AND f.deck_id <> n.deck_id",
    [SQL_DECK_UNREAD] = "UPDATE decks SET {decks= modified_ns = 0} WHERE deck_id = ?",

    /* single cards and decks named by the user; ids come before names */
    [SQL_CARD_CALLED] = "SELECT card_id FROM cards c JOIN decks d USING (deck_id) "
                        "WHERE c.id = ?1 AND c.variant = ?2 AND " IN_DECK "ORDER BY card_id",
    [SQL_CARD_NUMBERED] = "SELECT card_id FROM cards c JOIN decks d USING (deck_id) "
                          "WHERE c.card_id = ?1 AND c.card_id = ?2 AND " IN_DECK,
    [SQL_DECK_EVERY_CARD] = "SELECT card_id FROM cards WHERE deck_id = ? "
                            "ORDER BY retired_day NOT NULL, position, retired_day, variant",
    [SQL_DECK_RETIRED] = "SELECT card_id FROM cards WHERE deck_id = ? AND retired_day NOT NULL "
                         "ORDER BY card_id",
    [SQL_FORGET_REVIEWS] = "DELETE FROM reviews WHERE card_id = ?",
    [SQL_FORGET_CHANGES] = "DELETE FROM changes WHERE card_id = ?",
    [SQL_FORGET_DECK] = "DELETE FROM decks WHERE deck_id = ?",
};
