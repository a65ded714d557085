/* A database as written with schema 6, the last before there were other schedulers, dumped by
 * sqlite3 line by line: four cards with ratings of three days, among them lapses, a repeat and an
 * undone one; the last card is buried. */
#ifndef UNIT_SCHEMA_6_H
#define UNIT_SCHEMA_6_H

static const char *const schema_6[] = {
    "BEGIN TRANSACTION;",
    "CREATE TABLE decks(  deck_id INTEGER PRIMARY KEY,  id TEXT NOT NULL UNIQUE,  name TEXT "
    "NOT NULL,  description TEXT NOT NULL,  tags TEXT NOT NULL,  names_itself INTEGER NOT "
    "NULL,  path TEXT UNIQUE,  device INTEGER NOT NULL, inode INTEGER NOT NULL, size INTEGER "
    "NOT NULL,  modified_ns INTEGER NOT NULL, changed_ns INTEGER NOT NULL, new_cap INTEGER, "
    "limit_cap INTEGER, row_check INTEGER) STRICT;",
    "INSERT INTO decks "
    "VALUES(1,'Old','Old','','',0,'/nowhere/old.yaml',1,1,120,1796119801367842364,17961198013"
    "67842364,NULL,NULL,NULL);",
    "CREATE TABLE cards(  card_id INTEGER PRIMARY KEY,  deck_id INTEGER NOT NULL,  id TEXT,  "
    "variant INTEGER NOT NULL,  position INTEGER NOT NULL,  identity INTEGER NOT NULL,  "
    "content INTEGER NOT NULL,  added_day INTEGER NOT NULL,  retired_day INTEGER,  suspended "
    "INTEGER NOT NULL DEFAULT 0,  repetitions INTEGER NOT NULL DEFAULT 0,  interval INTEGER "
    "NOT NULL DEFAULT 0,  ease INTEGER NOT NULL DEFAULT 250,  due INTEGER,  repeat_day "
    "INTEGER,  lapses INTEGER NOT NULL DEFAULT 0,  reviews INTEGER NOT NULL DEFAULT 0,  "
    "last_rating INTEGER NOT NULL DEFAULT 0,  last_review_id INTEGER, buried_day INTEGER, "
    "leech INTEGER NOT NULL DEFAULT 0, last_change_id INTEGER, row_check INTEGER, typed "
    "INTEGER) STRICT;",
    "INSERT INTO cards "
    "VALUES(1,1,NULL,0,1,-1618841707594737376,-6755452092824561869,20484,NULL,0,3,16,260,2050"
    "7,NULL,0,3,5,11,NULL,0,NULL,-342377821,NULL);",
    "INSERT INTO cards "
    "VALUES(2,1,NULL,0,2,-4111062044167819602,-222036971813965700,20484,NULL,0,3,15,236,20506"
    ",20491,0,3,3,12,NULL,0,NULL,1206207526,1);",
    "INSERT INTO cards "
    "VALUES(3,1,NULL,0,3,7956391371575194814,8744851195923880629,20484,NULL,0,1,1,250,20492,2"
    "0491,2,4,1,10,NULL,0,NULL,1930918173,NULL);",
    "INSERT INTO cards "
    "VALUES(4,1,NULL,0,4,6546035906041998794,1764625042648287553,20484,NULL,0,2,6,250,20491,N"
    "ULL,0,2,4,7,20491,0,14,2143245180,NULL);",
    "CREATE TABLE texts(  card_id INTEGER PRIMARY KEY,  question TEXT NOT NULL, answer TEXT "
    "NOT NULL, hint TEXT NOT NULL, note TEXT NOT NULL,  tags TEXT NOT NULL, row_check "
    "INTEGER, cloze TEXT) STRICT;",
    "INSERT INTO texts VALUES(1,'one','eins','','','',486952196,NULL);",
    "INSERT INTO texts VALUES(2,'two','zwei','','','',1506477194,NULL);",
    "INSERT INTO texts VALUES(3,'three','drei','','','',1941994537,NULL);",
    "INSERT INTO texts VALUES(4,'four','vier','','','',-2023587823,NULL);",
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
    "VALUES(2,2,1769850000000,0,20484,1,4,0,0,1,250,250,20485,NULL,0,-2137766104);",
    "INSERT INTO reviews "
    "VALUES(3,3,1769850000000,0,20484,1,2,0,0,1,250,250,20485,NULL,0,-2041363712);",
    "INSERT INTO reviews "
    "VALUES(4,4,1769850000000,0,20484,1,4,0,0,1,250,250,20485,NULL,0,-997190610);",
    "INSERT INTO reviews "
    "VALUES(5,3,1769850000000,0,20484,3,4,0,1,1,250,250,20485,NULL,0,1092184051);",
    "INSERT INTO reviews "
    "VALUES(6,1,1769936400000,0,20485,2,4,0,1,6,250,250,20491,NULL,0,837871393);",
    "INSERT INTO reviews "
    "VALUES(7,4,1769936400000,0,20485,2,4,0,1,6,250,250,20491,NULL,0,-1973297031);",
    "INSERT INTO reviews "
    "VALUES(8,2,1769936400000,0,20485,2,4,0,1,6,250,250,20491,NULL,0,1521691325);",
    "INSERT INTO reviews "
    "VALUES(9,3,1769936400000,0,20485,2,4,0,1,6,250,250,20491,NULL,0,2091979072);",
    "INSERT INTO reviews "
    "VALUES(10,3,1770454800000,0,20491,2,1,0,6,1,250,250,20492,NULL,0,-200460152);",
    "INSERT INTO reviews "
    "VALUES(11,1,1770454800000,0,20491,2,5,0,6,16,250,260,20507,NULL,0,-424509251);",
    "INSERT INTO reviews "
    "VALUES(12,2,1770454800000,0,20491,2,3,0,6,15,250,236,20506,NULL,0,-1183384911);",
    "INSERT INTO reviews "
    "VALUES(13,4,1770454800000,0,20491,2,4,0,6,15,250,250,20506,1770454800000,0,1267541771);",
    "CREATE TABLE changes(  change_id INTEGER PRIMARY KEY,  card_id INTEGER NOT NULL,  "
    "changed_ms INTEGER NOT NULL,  offset_min INTEGER NOT NULL,  study_day INTEGER NOT NULL, "
    " kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 8),  review_id INTEGER,  imported "
    "INTEGER NOT NULL,  repetitions INTEGER, interval INTEGER, ease INTEGER, due INTEGER, "
    "lapses INTEGER,  extra TEXT,  undone_ms INTEGER, row_check INTEGER) STRICT;",
    "INSERT INTO changes "
    "VALUES(14,4,1770454800000,0,20491,3,NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,1805621281"
    ");",
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
    "PRAGMA user_version = 6",
};

#endif
