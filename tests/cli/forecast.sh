#!/bin/sh
# The work to come: its rows, its words, what it takes and what it refuses.
# shellcheck source=tests/cli/lib
. "$(dirname "$0")/lib"
export DRILL_NOW=2026-01-31T09:00 DRILL_DB="$io/history.db"

# ---- nothing yet ----

run forecast --db nothing.db
check 'without a database' exits 0
check 'it says how to begin' said '^drill: no decks yet'
check 'instead of a forecast of nothing' [ "$(grep -c 'minutes a day' "$io/out")" = 0 ]
run forecast --db nothing.db --csv --days 2
equal 'a program gets its rows' 3 "$(wc -l <"$io/out")"
equal 'nothing was made' '' "$(find . -name '*.db*')"
echo 'deck: One
cards: [{q: one, a: eins}]' >one.yaml
run forecast --db nothing.db one.yaml
check 'what it is from is said' said '^Learned from 0 ratings, too few to go by: mostly typical figures'
equal 'the sentences stand below the table, where they are read last' 'from Lear With You ' \
    "$(grep -Eo '^(from|With|Lear|You )' "$io/out" | tr '\n' ' ' | sed 's/ $//')"
rm one.yaml

# ---- what is there ----

"$(dirname "$DRILL")/tests/bench/history" "$DRILL_DB" 400 300 >/dev/null
export DRILL_NOW=2026-02-01T09:00
before=$(snapshot "$here")
run forecast --csv --days 60 --new 5
check 'as CSV' exits 0
equal 'its columns' \
    'from,new,reviews,reviews_low,reviews_high,ratings,ratings_low,ratings_high,minutes,minutes_low,minutes_high,left' \
    "$(head -n 1 "$io/out")"
equal 'a row for each day, from today' '60 2026-02-01 2026-04-01' \
    "$(sed 1d "$io/out" | wc -l) $(sed -n '2s/,.*//p' "$io/out") $(sed -n '$s/,.*//p' "$io/out")"
equal 'five new cards on each' 5 "$(sed 1d "$io/out" | cut -d , -f 2 | sort -u)"
equal 'today has what is due: that is certain' "$(sqlite3 "$DRILL_DB" 'SELECT count(*) FROM cards
    WHERE retired_day IS NULL AND suspended = 0 AND due <= 20485')" "$(sed -n 2p "$io/out" | cut -d , -f 3)"
equal 'low, middle and high are in order' '' "$(sed 1d "$io/out" |
    awk -F , '!($4 <= $3 && $3 <= $5 && $7 <= $6 && $6 <= $8 && $10 <= $9 && $9 <= $11)')"
cp "$io/out" "$io/first"
run forecast --csv --days 60 --new 5
check 'the same again' quietly cmp "$io/out" "$io/first"
run forecast --csv --days 60 --new 5 --seed 7
check 'another seed, another chance' [ "$(cmp "$io/out" "$io/first" 2>&1)" ]
cp "$io/out" "$io/seeded"
run forecast --csv --days 60 --new 5 --seed 7
check 'which is the same again, too' quietly cmp "$io/out" "$io/seeded"
if command -v python3 >/dev/null; then
    run forecast --json --days 60 --new 5
    equal '--json has the same' '' "$(python3 -c '
import csv, json, sys
rows = json.load(open(sys.argv[1]))
for row, want in zip(rows, csv.DictReader(open(sys.argv[2])), strict=True):
    if {k: str(v) for k, v in row.items()} != want:
        print(row, want)' "$io/out" "$io/first")"
fi

run forecast --csv --limit 3 --new 2 --days 40
equal 'no day has more than the limit' '' "$(sed 1d "$io/out" | awk -F , '$2 > 2 || $2 + $5 > 3 + 1')"
run forecast --limit 3 --days 40
check 'what waits is told' said '^The limit of 3 cards a day leaves [0-9]+ waiting at the end'
check 'and that new cards come to an end' said '^You have [0-9]+ new cards, enough for 1 day; --new 20'
run forecast --csv --new 0
equal 'no new cards' 0 "$(sed 1d "$io/out" | cut -d , -f 2 | sort -u)"
run forecast --csv --days 1095
there=$(sqlite3 "$DRILL_DB" 'SELECT count(*) FROM cards WHERE retired_day IS NULL AND suspended = 0 AND due IS NULL')
equal 'without --new: those there are, and no more' "$there" \
    "$(sed 1d "$io/out" | awk -F , '{sum += $2} END {print sum}')"
run forecast --csv --days 1095 --tag nosuch
equal 'a tag that no card has: nothing' 0 "$(sed 1d "$io/out" | awk -F , '{sum += $6} END {print sum}')"
run forecast deck-1 --csv --days 1
equal 'one deck' "$(sqlite3 "$DRILL_DB" "SELECT count(*) FROM cards JOIN decks USING (deck_id)
    WHERE decks.id = 'deck-1' AND retired_day IS NULL AND suspended = 0 AND due <= 20485")" \
    "$(sed -n 2p "$io/out" | cut -d , -f 3)"

# ---- in words ----

run forecast deck-1 --tag tag-1 --tag '!tag-2'
check 'what it is narrowed to is said first' [ "$(head -n 1 "$io/out")" = 'Only deck-1, tag tag-1, tag !tag-2' ]
run forecast --new 20
check 'in words' said '^With 20 new cards a day, after 365 days: [0-9.]+ minutes a day \([0-9.]+ to [0-9.]+\), [0-9]+ ratings'
check 'and with half as many' said '^With 10 instead: [0-9.]+ minutes a day'
more=$(sed -n 's/^With 20 .*: \([0-9]*\)\..*/\1/p' "$io/out") less=$(sed -n 's/^With 10 .*: \([0-9]*\)\..*/\1/p' "$io/out")
check 'which is less work' [ "$less" -lt "$more" ]
check 'as if there were more' said '^This assumes you never run out of new cards'
check 'and a table' said '^from +new +reviews'
check 'no line is wider than 100 columns' [ "$(wc -L <"$io/out")" -le 100 ]
cp "$io/out" "$io/text"
run forecast --new 20 --plain
check '--plain is the same' quietly cmp "$io/out" "$io/text"
run forecast --new 1
check 'one new card is not halved' said '^With 1 new card a day'
check 'nothing to compare it with' [ "$(grep -c instead "$io/out")" = 0 ]

# ---- what retentions cost ----

run forecast --csv --retention 0.8,0.9,0.95 --new 5
check 'retentions are compared' exits 0
equal 'the columns' 'retention,minutes,minutes_low,minutes_high,ratings,ratings_low,ratings_high,recalled' \
    "$(head -n 1 "$io/out")"
equal 'what is in force, and each of them' ' 0.8000 0.9000 0.9500' \
    "$(sed 1d "$io/out" | cut -d , -f 1 | tr '\n' ' ' | sed 's/ $//')"
equal 'the more one wants to know, the more it costs' '' "$(sed 1,2d "$io/out" |
    awk -F , '$2 <= minutes || $5 <= ratings || $8 <= recalled {print} {minutes = $2; ratings = $5; recalled = $8}')"
equal 'low, middle and high are in order' '' "$(sed 1d "$io/out" |
    awk -F , '!($3 <= $2 && $2 <= $4 && $6 <= $5 && $5 <= $7)')"
run forecast --retention 0.85 --new 5
check 'in words' said '^retention +minutes +low +high +ratings +low +high +recalled$'
check 'what low and high are' said '; low to high: the range of 80% of 100 simulated runs\.$'
check 'SM-2, as now' said '^as now  '
check 'and the one asked for' said '^0.85  '
check 'it says of which days' said '^Minutes and ratings are those of an average day of the last 30, after 365 days'
run forecast --json --days 3 --retention 0.9
check 'as JSON' said '"retention": null, "minutes": [0-9.]+, .*"recalled": [0-9]+}'
check 'a number for a number' said '"retention": 0.9000, "minutes"'
cp "$DRILL_DB" "$io/fsrs.db"
session 'q\n' --db "$io/fsrs.db" --scheduler fsrs --retention 0.85 deck-1 deck-2
run forecast --db "$io/fsrs.db" --csv --retention 0.85 --new 5 deck-1 deck-2
equal 'a retention that is in force already changes nothing' "$(sed -n '2s/^,//p' "$io/out")" \
    "$(sed -n '3s/^0.8500,//p' "$io/out")"
run forecast --db "$io/fsrs.db" --csv --days 60 --new 5 deck-1 deck-2
cp "$io/out" "$io/first"
run forecast --csv --days 60 --new 5 deck-1 deck-2
equal 'a forecast goes by the scheduler in force' different "$(cmp -s "$io/out" "$io/first" || echo different)"

# ---- what it refuses ----

run forecast --retention 0.9,
refuses 'a list that ends in nothing' 'must be from 0.70 to 0.99'
run forecast --retention 0.9,1
refuses 'a certainty' 'must be from 0.70 to 0.99'
run forecast --retention 0.9,0.9,0.9,0.9,0.9,0.9,0.9,0.9,0.9,0.9,0.9
refuses 'more than anyone compares' 'at most 10 numbers'
run --plain --retention 0.8,0.9 deck-1
refuses 'a review with several' 'a review aims at one retention'
run forecast --days 0
refuses 'no days' 'must be at least 1'
run forecast --days 1096
refuses 'too many days' 'from 0 to 1095'
run forecast --new 1001
refuses 'too many new cards' 'at most 1000'
run forecast nosuch
refuses 'a deck that is not known' 'nosuch'
run stats --days 3
refuses '--days is for nothing else' 'does not apply to drill stats'
same 'a forecast changes nothing' "$before"
finish
