/* A database as written with schema 2, dumped by sqlite3 line by line: four cards, one of them
 * retired, and six ratings, one of them undone. */
#ifndef UNIT_SCHEMA_2_H
#define UNIT_SCHEMA_2_H

static const char *const schema_2[] = {
    "BEGIN TRANSACTION;",
    "CREATE TABLE decks(  deck_id INTEGER PRIMARY KEY,  id TEXT NOT NULL UNIQUE,  name TEXT "
    "NOT NULL,  description TEXT NOT NULL,  tags TEXT NOT NULL,  names_itself INTEGER NOT "
    "NULL,  path TEXT UNIQUE,  device INTEGER NOT NULL, inode INTEGER NOT NULL, size INTEGER "
    "NOT NULL,  modified_ns INTEGER NOT NULL, changed_ns INTEGER NOT NULL, new_cap INTEGER, "
    "limit_cap INTEGER) STRICT;",
    "INSERT INTO decks "
    "VALUES(1,'Old','Old','','',0,'/nowhere/deck.yaml',1,1,103,1,1,NULL,NULL);",
    "CREATE TABLE cards(  card_id INTEGER PRIMARY KEY,  deck_id INTEGER NOT NULL,  id TEXT,  "
    "variant INTEGER NOT NULL,  position INTEGER NOT NULL,  identity INTEGER NOT NULL,  "
    "content INTEGER NOT NULL,  added_day INTEGER NOT NULL,  retired_day INTEGER,  suspended "
    "INTEGER NOT NULL DEFAULT 0,  repetitions INTEGER NOT NULL DEFAULT 0,  interval INTEGER "
    "NOT NULL DEFAULT 0,  ease INTEGER NOT NULL DEFAULT 250,  due INTEGER,  repeat_day "
    "INTEGER,  lapses INTEGER NOT NULL DEFAULT 0,  reviews INTEGER NOT NULL DEFAULT 0,  "
    "last_rating INTEGER NOT NULL DEFAULT 0,  last_review_id INTEGER) STRICT;",
    "INSERT INTO cards "
    "VALUES(1,1,'one',0,1,-3423477648991038417,5737063387034980654,20484,NULL,0,2,6,260,20491,"
    "NULL,0,2,5,5);",
    "INSERT INTO cards "
    "VALUES(2,1,NULL,0,2,-4111062044167819602,5382571871152267794,20484,NULL,0,1,1,250,20485,2"
    "0484,1,1,1,2);",
    "INSERT INTO cards "
    "VALUES(3,1,NULL,0,3,7956391371575194814,-7508400408085438694,20484,NULL,0,1,1,260,20485,N"
    "ULL,0,1,5,3);",
    "INSERT INTO cards "
    "VALUES(4,1,NULL,0,4,-4949502949789873748,3321158126357901174,20484,20485,0,1,1,236,20485,"
    "20484,0,1,3,4);",
    "CREATE TABLE texts(  card_id INTEGER PRIMARY KEY,  question TEXT NOT NULL, answer TEXT "
    "NOT NULL, hint TEXT NOT NULL, note TEXT NOT NULL,  tags TEXT NOT NULL) STRICT;",
    "INSERT INTO texts VALUES(1,'one','first','','','');",
    "INSERT INTO texts VALUES(2,'two','second','','','t');",
    "INSERT INTO texts VALUES(3,'three','third','','','');",
    "INSERT INTO texts VALUES(4,'gone','away','','','');",
    "CREATE TABLE reviews(  review_id INTEGER PRIMARY KEY,  card_id INTEGER NOT NULL,  "
    "reviewed_ms INTEGER NOT NULL,  offset_min INTEGER NOT NULL,  study_day INTEGER NOT "
    "NULL,  kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 4),  rating INTEGER NOT NULL "
    "CHECK (rating BETWEEN 1 AND 5),  spent_ms INTEGER NOT NULL,  interval_before INTEGER "
    "NOT NULL, interval_after INTEGER NOT NULL,  ease_before INTEGER NOT NULL, ease_after "
    "INTEGER NOT NULL,  due INTEGER,  undone_ms INTEGER) STRICT;",
    "INSERT INTO reviews VALUES(1,1,1769850000000,0,20484,1,4,0,0,1,250,250,20485,NULL);",
    "INSERT INTO reviews VALUES(2,2,1769850000000,0,20484,1,1,0,0,1,250,250,20485,NULL);",
    "INSERT INTO reviews VALUES(3,3,1769850000000,0,20484,1,5,0,0,1,250,260,20485,NULL);",
    "INSERT INTO reviews VALUES(4,4,1769850000000,0,20484,1,3,0,0,1,250,236,20485,NULL);",
    "INSERT INTO reviews VALUES(5,1,1769936400000,0,20485,2,5,0,1,6,250,260,20491,NULL);",
    "INSERT INTO reviews "
    "VALUES(6,2,1769936400000,0,20485,2,4,0,1,6,250,250,20491,1769936400000);",
    "CREATE INDEX cards_queue ON cards(deck_id, due, position, variant, interval, "
    "repeat_day,  retired_day, suspended);",
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
    "COMMIT;",
    "PRAGMA application_id = 1685219692",
    "PRAGMA user_version = 2",
};

#endif
