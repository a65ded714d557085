/* What must hold for every database, as SQL that uses none of the code under test: the database is
 * intact, and every card's row agrees with its log. */
#ifndef UNIT_SOUND_H
#define UNIT_SOUND_H

static const struct {
    const char *sql, *want;
} sound_checks[] = {
    {"PRAGMA integrity_check", "ok"},
    {"SELECT count(*) FROM cards c WHERE reviews <> "
     "(SELECT count(*) FROM reviews r WHERE r.card_id = c.card_id AND undone_ms IS NULL) OR "
     "ifnull(last_review_id, 0) <> ifnull((SELECT max(review_id) FROM reviews r "
     "WHERE r.card_id = c.card_id AND undone_ms IS NULL), 0) OR "
     "ifnull(last_change_id, 0) <> ifnull((SELECT max(change_id) FROM changes g "
     "WHERE g.card_id = c.card_id AND undone_ms IS NULL AND NOT imported), 0) OR "
     "suspended <> ifnull((SELECT kind = 1 FROM changes g WHERE g.card_id = c.card_id "
     "AND undone_ms IS NULL AND kind IN (1, 2) ORDER BY change_id DESC LIMIT 1), 0)",
        "0"},
    {"SELECT count(*) FROM changes WHERE change_id IN (SELECT review_id FROM reviews)", "0"},
    {"SELECT count(*) FROM cards WHERE card_id NOT IN (SELECT card_id FROM texts)", "0"},
    {"SELECT count(*) FROM texts WHERE card_id NOT IN (SELECT card_id FROM cards)", "0"},
};

#endif
