#!/bin/sh
# What drill train says and does with logs that can teach FSRS something, and with those that cannot.
# shellcheck source=tests/cli/lib
. "$(dirname "$0")/lib"
export DRILL_NOW=2026-03-20T09:00

# learner NAME SQL - a deck of 600 cards, first rated Well and again four days later as the SQL says,
# where card is the card's number. Both ratings are put into the log as other programs do.
learner() {
    { printf 'deck: %s\nscheduler: fsrs\ncards:\n' "$1" && seq -f "- {q: $1 %g, a: a}" 600; } >"$1.yaml"
    session '' "$1.yaml"
    sqlite3 "$db" "WITH pairs AS (SELECT card_id, dense_rank() OVER (ORDER BY card_id) AS card,
            again * 4 AS days, again FROM cards JOIN decks USING (deck_id), (SELECT 0 AS again UNION SELECT 1)
            WHERE decks.name = '$1')
        INSERT INTO reviews(review_id, card_id, reviewed_ms, offset_min, study_day, kind, rating, spent_ms,
            interval_before, interval_after, ease_before, ease_after, due)
        SELECT ifnull((SELECT max(review_id) FROM reviews), 0) + row_number() OVER (ORDER BY days, card), card_id,
            (20500 + days) * 86400000 + card * 1000, 0, 20500 + days, again + 1,
            CASE WHEN again THEN $2 ELSE 4 END, 5000, again, 1, 250, 250, 20501 + days FROM pairs"
    run doctor --repair
}
json() { # KEY - of the last run
    python3 -c 'import json, sys; print(json.load(sys.stdin)[sys.argv[1]])' "$1" <"$io/out"
}
trained() { # DECK - how many weights of its own the log has
    sqlite3 "$db" "SELECT count(*) FROM regimes JOIN decks USING (deck_id)
        WHERE weights NOT NULL AND decks.name = '$1'"
}

# ---- a learner who rates what was forgotten Partly ----

learner partly 'iif(card % 5, 4, iif(card % 120, 3, 2))'
run train partly
check 'too few lapses: done' exits 0
check 'the weights in use stay' \
    said '^FSRS trained on 1,200 ratings, 600 of them on a later day: the weights in use stay$'
check 'and it says why and what to do' said \
    '^With only 5 lapses, how you forget cannot be learned: rate a forgotten card 1 or 2, not 3\.$'
equal 'the deck still shares the weights of all' 0 "$(trained partly)"
run train --json partly
equal 'the reason in JSON' few-lapses "$(json reason)"
equal 'the lapses' 5 "$(json lapses)"
equal 'nothing is taken' 'False False' "$(json better) $(json taken)"
equal 'the weights trained are the default ones' "$(json weights)" "$(json trained)"

# ---- at a session's end ----

session "$(ratings 4)" partly.yaml
check "a session's end: too few lapses" said 'the weights in use stay$'
check 'and what to do' said 'rate a forgotten card 1 or 2, not 3\.$'
session "$(ratings 4)" partly.yaml
check 'it is said once a month' said_not 'the weights in use'

# ---- one who rates it Barely ----

learner barely 'iif(card % 5, 4, 2)'
run train --json --dry-run barely
equal 'a learner with lapses: better' 'better True False' "$(json reason) $(json better) $(json taken)"
run train barely
check 'and the new weights are taken' said 'the new weights predict better, and are in use now$'
check 'nobody is told to rate otherwise' said_not 'forgotten'
equal 'as those of the deck' 1 "$(trained barely)"
run train --json barely
equal 'again: no better' 'no-better False' "$(json reason) $(json taken)"
equal 'the log stays as it was' 1 "$(trained barely)"

# ---- few ratings ----

printf 'deck: small\nscheduler: fsrs\ncards: [{q: a, a: b}]\n' >small.yaml
session "$(ratings 4)" small.yaml
run train small
check 'few ratings' said '^FSRS trained on 1 rating, 0 of them on a later day: too few to learn from, so the weights in use stay$'
run train --json small
equal 'the reason in JSON' 'few-ratings 0' "$(json reason) $(json lapses)"
equal 'the deck shares the weights of all' 0 "$(trained small)"

run doctor
check 'the log and the cards agree' exits 0

finish
