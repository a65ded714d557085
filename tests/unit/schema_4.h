/* A database as written with schema 4, dumped by sqlite3 line by line: the first two cards contain
 * combining marks, cards 4 to 7 are the gaps of two entries, cards 8 and 9 are retired gaps. */
#ifndef UNIT_SCHEMA_4_H
#define UNIT_SCHEMA_4_H

static const char *const schema_4[] = {
    "BEGIN TRANSACTION;",
    "CREATE TABLE decks(  deck_id INTEGER PRIMARY KEY,  id TEXT NOT NULL UNIQUE,  name TEXT "
    "NOT NULL,  description TEXT NOT NULL,  tags TEXT NOT NULL,  names_itself INTEGER NOT "
    "NULL,  path TEXT UNIQUE,  device INTEGER NOT NULL, inode INTEGER NOT NULL, size INTEGER "
    "NOT NULL,  modified_ns INTEGER NOT NULL, changed_ns INTEGER NOT NULL, new_cap INTEGER, "
    "limit_cap INTEGER, row_check INTEGER) STRICT;",
    "INSERT INTO decks "
    "VALUES(1,'Old','Old','','',0,'/nowhere/deck.yaml',1,1,251,1795992132766682909,1795992132"
    "930013352,NULL,NULL,NULL);",
    "CREATE TABLE cards(  card_id INTEGER PRIMARY KEY,  deck_id INTEGER NOT NULL,  id TEXT,  "
    "variant INTEGER NOT NULL,  position INTEGER NOT NULL,  identity INTEGER NOT NULL,  "
    "content INTEGER NOT NULL,  added_day INTEGER NOT NULL,  retired_day INTEGER,  suspended "
    "INTEGER NOT NULL DEFAULT 0,  repetitions INTEGER NOT NULL DEFAULT 0,  interval INTEGER "
    "NOT NULL DEFAULT 0,  ease INTEGER NOT NULL DEFAULT 250,  due INTEGER,  repeat_day "
    "INTEGER,  lapses INTEGER NOT NULL DEFAULT 0,  reviews INTEGER NOT NULL DEFAULT 0,  "
    "last_rating INTEGER NOT NULL DEFAULT 0,  last_review_id INTEGER, buried_day INTEGER, "
    "leech INTEGER NOT NULL DEFAULT 0, last_change_id INTEGER, row_check INTEGER) STRICT;",
    "INSERT INTO cards "
    "VALUES(1,1,'e\u0301',0,1,-8547680876987927018,-5254472765940002899,20484,NULL,0,2,6,250,20491"
    ",NULL,0,2,4,9,NULL,0,NULL,487622685);",
    "INSERT INTO cards "
    "VALUES(2,1,NULL,0,2,-1220122022403390939,500313118151387480,20484,NULL,0,1,1,236,20485,N"
    "ULL,0,2,3,7,NULL,0,NULL,-1896161605);",
    "INSERT INTO cards "
    "VALUES(3,1,NULL,0,3,-6823472431440699920,-6667557434675194897,20484,NULL,0,1,1,260,20485"
    ",NULL,0,1,5,3,NULL,0,NULL,-229056727);",
    "INSERT INTO cards "
    "VALUES(4,1,NULL,1,4,-3249813807218942169,9116844908031479683,20484,NULL,0,1,1,250,20485,"
    "NULL,0,1,4,4,NULL,0,NULL,1530494915);",
    "INSERT INTO cards "
    "VALUES(5,1,NULL,2,4,6273450131291358940,-7443194854266625909,20484,NULL,0,0,0,250,NULL,N"
    "ULL,0,0,0,NULL,NULL,0,NULL,1308957998);",
    "INSERT INTO cards "
    "VALUES(6,1,'gaps',1,5,-9054536942965985683,-5860658081444574140,20484,NULL,0,1,1,250,204"
    "85,NULL,1,2,2,8,NULL,0,NULL,-1052957167);",
    "INSERT INTO cards "
    "VALUES(7,1,'gaps',2,5,-9054536942965985683,-2745254131531539483,20484,NULL,0,0,0,250,NUL"
    "L,NULL,0,0,0,NULL,NULL,0,NULL,-856670404);",
    "INSERT INTO cards "
    "VALUES(8,1,NULL,1,6,-9089879233372018469,-3761193041347942530,20484,20485,0,1,1,250,2048"
    "5,NULL,0,1,4,6,NULL,0,NULL,-1829059991);",
    "INSERT INTO cards "
    "VALUES(9,1,NULL,2,6,-6879248914791960880,6957187000832265588,20484,20485,0,0,0,250,NULL,"
    "NULL,0,0,0,NULL,NULL,0,NULL,-549204905);",
    "CREATE TABLE texts(  card_id INTEGER PRIMARY KEY,  question TEXT NOT NULL, answer TEXT "
    "NOT NULL, hint TEXT NOT NULL, note TEXT NOT NULL,  tags TEXT NOT NULL, row_check "
    "INTEGER) STRICT;",
    "INSERT INTO texts VALUES(1,'one','first','','','t',-2139694842);",
    "INSERT INTO texts VALUES(2,'re\u0301sume\u0301','CV','','','',-1337281753);",
    "INSERT INTO texts VALUES(3,'naïve','naïf','','','',119556199);",
    "INSERT INTO texts VALUES(4,'The [...] is in France.','Loire','','','',1714043588);",
    "INSERT INTO texts VALUES(5,'The Loire is in [which "
    "country].','France','','','',-991528314);",
    "INSERT INTO texts VALUES(6,'A [...] and [...], [sic] z','b … b','','','',-1559362485);",
    "INSERT INTO texts VALUES(7,'A b and b, [sic] [...]','z','','','',-2044596698);",
    "INSERT INTO texts VALUES(8,'Gone [...] a\u0300 d','c','','','',1393216933);",
    "INSERT INTO texts VALUES(9,'Gone c a\u0300 [...]','d','','','',700438205);",
    "CREATE TABLE reviews(  review_id INTEGER PRIMARY KEY,  card_id INTEGER NOT NULL,  "
    "reviewed_ms INTEGER NOT NULL,  offset_min INTEGER NOT NULL,  study_day INTEGER NOT "
    "NULL,  kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 4),  rating INTEGER NOT NULL "
    "CHECK (rating BETWEEN 1 AND 5),  spent_ms INTEGER NOT NULL,  interval_before INTEGER "
    "NOT NULL, interval_after INTEGER NOT NULL,  ease_before INTEGER NOT NULL, ease_after "
    "INTEGER NOT NULL,  due INTEGER,  undone_ms INTEGER, imported INTEGER NOT NULL DEFAULT "
    "0, row_check INTEGER) STRICT;",
    "INSERT INTO reviews "
    "VALUES(1,1,1769850000000,0,20484,1,4,0,0,1,250,250,20485,NULL,0,1586913445);",
    "INSERT INTO reviews "
    "VALUES(2,2,1769850000000,0,20484,1,3,0,0,1,250,236,20485,NULL,0,-1270661675);",
    "INSERT INTO reviews "
    "VALUES(3,3,1769850000000,0,20484,1,5,0,0,1,250,260,20485,NULL,0,-892007242);",
    "INSERT INTO reviews "
    "VALUES(4,4,1769850000000,0,20484,1,4,0,0,1,250,250,20485,NULL,0,-997190610);",
    "INSERT INTO reviews "
    "VALUES(5,6,1769850000000,0,20484,1,2,0,0,1,250,250,20485,NULL,0,-444032656);",
    "INSERT INTO reviews "
    "VALUES(6,8,1769850000000,0,20484,1,4,0,0,1,250,250,20485,NULL,0,1056896008);",
    "INSERT INTO reviews "
    "VALUES(7,2,1769850000000,0,20484,3,4,0,1,1,236,236,20485,NULL,0,-81542558);",
    "INSERT INTO reviews "
    "VALUES(8,6,1769850000000,0,20484,3,4,0,1,1,250,250,20485,NULL,0,-1491920004);",
    "INSERT INTO reviews "
    "VALUES(9,1,1769936400000,0,20485,2,4,0,1,6,250,250,20491,NULL,0,1178467947);",
    "CREATE TABLE changes(  change_id INTEGER PRIMARY KEY,  card_id INTEGER NOT NULL,  "
    "changed_ms INTEGER NOT NULL,  offset_min INTEGER NOT NULL,  study_day INTEGER NOT NULL, "
    " kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 8),  review_id INTEGER,  imported "
    "INTEGER NOT NULL,  repetitions INTEGER, interval INTEGER, ease INTEGER, due INTEGER, "
    "lapses INTEGER,  extra TEXT,  undone_ms INTEGER, row_check INTEGER) STRICT;",
    "CREATE TABLE numbers(  number_id INTEGER PRIMARY KEY,  last INTEGER NOT NULL,  "
    "row_check INTEGER) STRICT;",
    "CREATE INDEX cards_last_review ON cards(deck_id, last_review_id)  WHERE last_review_id "
    "IS NOT NULL;",
    "CREATE INDEX reviews_card ON reviews(card_id);",
    "CREATE INDEX reviews_day ON reviews(study_day);",
    "CREATE TRIGGER reviews_are_not_replaced BEFORE INSERT ON reviews  WHEN EXISTS (SELECT 1 "
    "FROM reviews WHERE review_id = NEW.review_id)  BEGIN SELECT RAISE(ABORT, 'the review "
    "log is only ever added to'); END;",
    "CREATE INDEX cards_retired ON cards(content) WHERE retired_day IS NOT NULL;",
    "CREATE TRIGGER reviews_stay BEFORE DELETE ON reviews  WHEN EXISTS (SELECT 1 FROM cards "
    "WHERE card_id = OLD.card_id)  BEGIN SELECT RAISE(ABORT, 'the review log is only ever "
    "added to'); END;",
    "CREATE TRIGGER reviews_stay_with_their_card BEFORE UPDATE OF card_id ON reviews  WHEN "
    "EXISTS (SELECT 1 FROM cards WHERE card_id = OLD.card_id)  BEGIN SELECT RAISE(ABORT, "
    "'the review log is only ever added to'); END;",
    "CREATE TRIGGER reviews_are_fixed BEFORE UPDATE OF review_id, reviewed_ms, offset_min,  "
    "study_day, kind, rating, spent_ms, interval_before, interval_after, ease_before,  "
    "ease_after, due ON reviews  BEGIN SELECT RAISE(ABORT, 'the review log is only ever "
    "added to'); END;",
    "CREATE INDEX changes_card ON changes(card_id);",
    "CREATE INDEX cards_queue ON cards(deck_id, due, position, variant, interval, "
    "repeat_day,  retired_day, suspended, buried_day);",
    "CREATE INDEX cards_last_change ON cards(deck_id, last_change_id)  WHERE last_change_id "
    "IS NOT NULL;",
    "CREATE TRIGGER changes_are_not_replaced BEFORE INSERT ON changes  WHEN EXISTS (SELECT 1 "
    "FROM changes WHERE change_id = NEW.change_id)  BEGIN SELECT RAISE(ABORT, 'changes are "
    "only ever added to'); END;",
    "CREATE TRIGGER changes_stay BEFORE DELETE ON changes  WHEN EXISTS (SELECT 1 FROM cards "
    "WHERE card_id = OLD.card_id)  BEGIN SELECT RAISE(ABORT, 'changes are only ever added "
    "to'); END;",
    "CREATE TRIGGER changes_stay_with_their_card BEFORE UPDATE OF card_id ON changes  WHEN "
    "EXISTS (SELECT 1 FROM cards WHERE card_id = OLD.card_id)  BEGIN SELECT RAISE(ABORT, "
    "'changes are only ever added to'); END;",
    "CREATE TRIGGER changes_are_fixed BEFORE UPDATE OF change_id, changed_ms, offset_min,  "
    "study_day, kind, review_id, imported, repetitions, interval, ease, due, lapses,  extra "
    "ON changes  BEGIN SELECT RAISE(ABORT, 'changes are only ever added to'); END;",
    "COMMIT;",
    "PRAGMA application_id = 1685219692",
    "PRAGMA user_version = 4",
};

#endif
