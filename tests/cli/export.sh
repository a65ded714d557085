#!/bin/sh
# Exports: the columns, their quoting, what narrows them, and where they go.
# shellcheck source=tests/cli/lib
. "$(dirname "$0")/lib"
export DRILL_NOW=2026-03-02T09:00

reviews_header='review_id,reviewed_at,study_day,deck,card,question,kind,rating,seconds,interval_before,interval_after,ease_before,ease_after,due,scheduler,stability_after,difficulty_after'
cards_header='deck,card,question,tags,state,repetitions,interval,ease,due,lapses,reviews,last_rating,last_reviewed_at,suspended,scheduler,stability,difficulty,recall'

# ---- nothing yet ----

days_header='study_day,deck,reviews,new,lapses,repeats,seconds,recalled_percent,mean_rating'
decks_header='deck,path,cards,new,learning,young,mature,suspended,due,mastery_percent'
for what in reviews cards days decks; do
    run export "$what"
    check "$what without a database" exits 0
    case $what in
    reviews) header=$reviews_header ;;
    cards) header=$cards_header ;;
    days) header=$days_header ;;
    decks) header=$decks_header ;;
    esac
    equal "$what without a database: the header alone" "$header" "$(cat "$io/out")"
done
equal 'nothing was made' "$here $here/home" "$(find "$here" | sort | paste -s -d ' ')"

# ---- what it says, by hand ----

cat >plain.yaml <<'END'
deck: Plain deck
id: plain
tags: [shared]
cards:
  - {question: One, answer: A, id: one, tags: [own, shared]}
  - {question: Two, answer: B, id: two}
  - {question: Three, answer: C, id: three, reverse: true}
  - {cloze: "{{x}} and {{y}}", id: gaps}
  - {question: Never rated, answer: D, id: never}
END
session "$(ratings 5 2)q" plain.yaml
session "$(ratings 3)q" plain.yaml
DRILL_NOW=2026-03-03T23:30
session "$(ratings 4)q" --new 0 --tag own plain.yaml
session "$(ratings 4)q" --cram --tag own plain.yaml
"$DRILL" export reviews >"$io/reviews"
equal 'reviews' "$reviews_header
1,2026-03-02T09:00:00+00:00,2026-03-02,plain,one,One,new,5,0.0,0,1,2.50,2.60,2026-03-03,sm2,,
2,2026-03-02T09:00:00+00:00,2026-03-02,plain,two,Two,new,2,0.0,0,1,2.50,2.50,2026-03-03,sm2,,
3,2026-03-02T09:00:00+00:00,2026-03-02,plain,two,Two,repeat,3,0.0,1,1,2.50,2.50,2026-03-03,sm2,," \
    "$(head -n 4 "$io/reviews")"
equal 'a review and a cram of the day after' 'review 4 1 6 2026-03-09
cram 4' "$(sed 1,4d "$io/reviews" | awk -F , '
    $7 == "review" { print $7, $8, $10, $11, $14 } $7 == "cram" { print $7, $8 }')"
equal 'cards, their gaps and the other way round' "$cards_header
plain,gaps#1,[...] and y,shared,new,0,0,2.50,,0,0,,,0,sm2,,,
plain,gaps#2,x and [...],shared,new,0,0,2.50,,0,0,,,0,sm2,,,
plain,never,Never rated,shared,new,0,0,2.50,,0,0,,,0,sm2,,,
plain,three#r,C,shared,new,0,0,2.50,,0,0,,,0,sm2,,,
plain,three,Three,shared,new,0,0,2.50,,0,0,,,0,sm2,,,
plain,two,Two,shared,learning,1,1,2.50,2026-03-03,1,2,2,2026-03-02T09:00:00+00:00,0,sm2,,," \
    "$("$DRILL" export cards | sed 1q; "$DRILL" export cards | sed '1d; /,one,/d' | LC_ALL=C sort)"
equal 'a card with tags of its own' 'plain|one|One|shared own' \
    "$("$DRILL" export cards | rows | awk -F "$unit" '$2 == "one" { print $1 "|" $2 "|" $3 "|" $4 }')"

# The first day: One a 5, Two a 2, then a 3 and so again owed, and the next start asks it first: the 3
# of the second session. Of the second day, the review of One, and its cram.
equal 'days' "$days_header
2026-03-02,plain,$(awk -F , 'NR > 1 && $3 == "2026-03-02" { n++; if ($7 == "new") { new++; sum += $8 } if ($7 == "repeat") again++
    if ($7 == "new" && $8 < 3) lapses++ } END { printf "%d,%d,%d,%d,0.0,,%.2f", n, new, lapses, again, sum / new }' "$io/reviews")
2026-03-03,plain,2,0,0,0,0.0,100.0,4.00" "$("$DRILL" export days)"
equal 'decks' "$decks_header
plain,$here/plain.yaml,7,5,1,1,0,0,1,$("$DRILL" decks --csv | column mastery_percent)" "$("$DRILL" export decks)"
equal 'decks, the cards of a tag alone' "plain,$here/plain.yaml,1,0,0,1,0,0,0,75" "$("$DRILL" export decks --tag own | sed 1d)"
equal 'days, the cards of a tag alone' '2026-03-02,plain,1,1,0,0,0.0,,5.00' "$("$DRILL" export days --tag own | sed -n 2p)"

# ---- texts that need care ----

tab=$(printf '\t')
cat >care.yaml <<'END'
deck: '=Care, "quoted"'
cards:
  - {question: 'a "quoted" word', tags: ['=1', '"q"']}
  - {question: 'one, two', id: '@id'}
  - question: |
      first line
      second, line

      "third"
  - {question: '=1+2'}
  - {question: '+1'}
  - {question: '-1, 2'}
  - {question: '@SUM(A1)'}
  - {question: "\t=tab"}
  - {question: "\r=cr"}
  - {question: "a\rb"}
  - {question: "'quote"}
  - {question: ' =space'}
  - {question: 'ends with "'}
  - {question: '"'}
  - {question: 'ä 漢字 🙂'}
  - {question: '='}
END
session "$(ratings 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4)" care.yaml
wanted="a \"quoted\" word
one, two
first line|second, line||\"third\"
'=1+2
'+1
'-1, 2
'@SUM(A1)
'$tab=tab
'$(printf '\r')=cr
a$(printf '\r')b
'quote
 =space
ends with \"
\"
ä 漢字 🙂
'="
for what in reviews cards; do
    "$DRILL" export "$what" --deck '=Care, "quoted"' >"$io/csv"
    equal "$what: --deck with a name that needs care" 17 "$(rows <"$io/csv" | wc -l | tr -d ' ')"
    check "$what: well-formed by RFC 4180" [ "$(rows <"$io/csv" | grep -c MISTAKE)" = 0 ]
    equal "$what: texts, and the formula guard" "$wanted" "$(column question <"$io/csv")"
    equal "$what: the guard stands before a deck, too" "'=Care, \"quoted\"" \
        "$(column deck <"$io/csv" | sort -u)"
    equal "$what: and before a card" "'@id" "$(column card <"$io/csv" | sed -n 2p)"
    equal "$what: --raw: texts as they are" "$(echo "$wanted" | LC_ALL=C sed "s/^'\([=+@-]\|$tab\|$(printf '\r')\)/\1/")" \
        "$("$DRILL" export "$what" --raw --deck '=Care, "quoted"' | column question)"
    check "$what: no CR at line ends" [ "$(LC_ALL=C grep -c "$(printf '\r')\$" "$io/csv")" = 0 ]
    equal "$what: ends with a line feed" '' "$(tail -c 1 "$io/csv" | tr -d '\n')"
done
equal 'the guard stands before tags, too' "'=1 \"q\"" \
    "$("$DRILL" export cards --deck '=Care, "quoted"' | column tags | sed -n 1p)"
equal 'quoted as RFC 4180 has it' '"a ""quoted"" word"' \
    "$("$DRILL" export cards | sed -n 's/.*,\("a ""quoted"" word"\),.*/\1/p')"
equal 'only what needs quotes has them' ",'=1+2," "$("$DRILL" export cards | grep -o ",'=1+2,")"

# ---- into SQLite, and the same as the tables there ----

for what in reviews cards; do
    "$DRILL" export --raw "$what" >"$io/raw.csv"
    rm -f "$io/import.db"
    sqlite3 "$io/import.db" ".import --csv $io/raw.csv t" 2>"$io/err"
    check "$what: SQLite imports it without a word" silent
    rows=$(sqlite3 "$db" "SELECT count(*) FROM $what" | tr -d ' ')
    equal "$what: as many rows as the table" "$rows" "$(sqlite3 "$io/import.db" 'SELECT count(*) FROM t')"
done
sqlite3 "$io/import.db" "ATTACH '$db' AS d" "
    SELECT 'differs: ' || t.card FROM
        (SELECT row_number() OVER (ORDER BY rowid) AS n, * FROM t) t
        JOIN (SELECT row_number() OVER (ORDER BY deck_id, position, variant) AS n, c.*, x.question AS q,
              k.id AS kid, r.reviewed_ms AS ms
              FROM d.cards c JOIN d.texts x USING (card_id) JOIN d.decks k USING (deck_id)
              LEFT JOIN d.reviews r ON r.review_id = c.last_review_id) c USING (n)
    WHERE t.deck <> kid OR t.question <> q OR t.repetitions <> c.repetitions
        OR t.interval <> c.interval OR round(t.ease * 100) <> c.ease OR length(t.ease) <> 4
        OR t.due <> ifnull(date(c.due * 86400, 'unixepoch'), '') OR t.lapses <> c.lapses
        OR t.reviews <> c.reviews OR t.suspended <> c.suspended
        OR t.last_rating <> CASE c.last_rating WHEN 0 THEN '' ELSE c.last_rating END
        OR t.last_reviewed_at <> ifnull(strftime('%Y-%m-%dT%H:%M:%S+00:00', ms / 1000, 'unixepoch'), '')
        OR t.state <> CASE WHEN c.due IS NULL THEN 'new' WHEN c.interval = 1 THEN 'learning'
            WHEN c.interval <= 20 THEN 'young' ELSE 'mature' END" >"$io/out" 2>&1
equal 'cards: every cell is the table'"'"'s' '' "$(cat "$io/out")"
"$DRILL" export --raw reviews >"$io/raw.csv"
rm -f "$io/import.db"
sqlite3 "$io/import.db" ".import --csv $io/raw.csv t" "ATTACH '$db' AS d" "
    SELECT 'differs: ' || t.review_id FROM t LEFT JOIN d.reviews r ON r.review_id = t.review_id
        LEFT JOIN d.cards c USING (card_id) LEFT JOIN d.texts x USING (card_id)
        LEFT JOIN d.decks k USING (deck_id)
    WHERE r.review_id IS NULL OR t.deck <> k.id OR t.question <> x.question OR t.rating <> r.rating
        OR t.reviewed_at <> strftime('%Y-%m-%dT%H:%M:%S+00:00', r.reviewed_ms / 1000, 'unixepoch')
        OR t.study_day <> date(r.study_day * 86400, 'unixepoch')
        OR t.due <> date(r.due * 86400, 'unixepoch')
        OR t.interval_before <> r.interval_before OR t.interval_after <> r.interval_after
        OR round(t.ease_before * 100) <> r.ease_before OR round(t.ease_after * 100) <> r.ease_after
        OR abs(t.seconds * 1000 - r.spent_ms) > 50
        OR t.kind <> CASE r.kind WHEN 1 THEN 'new' WHEN 2 THEN 'review' WHEN 3 THEN 'repeat'
            ELSE 'cram' END" >"$io/out" 2>&1
equal 'reviews: every cell is the table'"'"'s' '' "$(cat "$io/out")"

# ---- what narrows it ----

# narrowed WHAT WANTED ARGUMENT... - the review ids of an export
narrowed() {
    what=$1
    wanted=$2
    shift 2
    equal "$what" "$wanted" "$("$DRILL" export reviews "$@" | column review_id | paste -s -d ' ')"
}
narrowed '--deck by id' '1 2 3 4 5' --deck plain
narrowed '--deck by name' '1 2 3 4 5' --deck 'Plain deck'
narrowed '--deck twice: both' "$(seq -s ' ' 1 21)" --deck plain --deck '=Care, "quoted"'
narrowed '--since' '4 5' --deck plain --since 2026-03-03
narrowed '--until' '1 2 3' --deck plain --until 2026-03-02
narrowed '--since and --until, both included' '1 2 3 4 5' --deck plain --since 2026-03-02 \
    --until 2026-03-03
DRILL_NOW=2026-03-04T10:00
narrowed '--since 1d: from yesterday on' '4 5' --deck plain --since 1d
narrowed '--until 2d: up to the day before yesterday' '1 2 3' --deck plain --until 2d
narrowed '--since 1w' '1 2 3 4 5' --deck plain --since 1w
narrowed '--since 1m, --until today' '1 2 3 4 5' --deck plain --since 1m --until today
narrowed '--until 1y' '' --until 1y
DRILL_NOW=2026-03-03T23:30
for date in 2026-02-30 2026-3-1 30 d 5x 30days 99999d -1d yesterday ''; do
    run export reviews --since "$date"
    refuses "--since '$date' is refused" 'not a date: try 2026-01-31, today, or how long ago: 30d, 12w, 6m, 1y'
done
run export cards --since 1d
refuses 'cards have no --since' 'only apply to reviews and days'
equal 'days: --since' 2026-03-03 "$("$DRILL" export days --deck plain --since 2026-03-03 | column study_day)"
narrowed '--since later than everything' '' --since 2026-03-04
narrowed '--until before everything' '' --until 2026-03-01
narrowed '--since behind --until' '' --since 2026-03-03 --until 2026-03-02
equal '--deck narrows cards' 7 "$("$DRILL" export cards --deck plain | column card | wc -l | tr -d ' ')"
equal '--deck twice: both' 23 "$("$DRILL" export cards --deck plain --deck '=Care, "quoted"' |
    column card | wc -l | tr -d ' ')"
run export cards --deck nosuch
check 'a deck that is not known is no silent success' [ "$status" != 0 ]

# An undone rating is in no export; a card that left its deck has its ratings there still.
session 'u\n' care.yaml
equal 'an undone rating is not exported' 15 \
    "$("$DRILL" export reviews --deck '=Care, "quoted"' | column rating | wc -l | tr -d ' ')"
sed -i '/question: One/d' plain.yaml
session '' plain.yaml
equal 'a card that has left its deck is not exported' 0 \
    "$("$DRILL" export cards | column card | grep -c '^one$')"
check 'but its reviews are' [ "$("$DRILL" export reviews | column card | grep -c '^one$')" -gt 0 ]

# ---- where it goes ----

"$DRILL" export reviews >"$io/whole"
run export reviews -o out.csv
check '-o: exit status 0' exits 0
check '-o: nothing on standard output' [ ! -s "$io/out" ]
check '-o: the same bytes' cmp -s out.csv "$io/whole"
equal '-o: nothing else beside it' './out.csv' "$(find . -name '*out*')"
rm out.csv
(umask 027 && "$DRILL" export reviews --output=out.csv)
equal '-o: a new file is as open as the umask says' '-rw-r-----' "$(snapshot . | sed -n 's, ./out.csv$,,p' | head -n 1)"
echo old >out.csv
run export -o out.csv reviews
refuses '-o refuses to replace what is there' 'out.csv: already exists: use --force to replace it'
equal '-o: and leaves it' old "$(cat out.csv)"
run export -o out.csv --force reviews
check '-o --force replaces it' cmp -s out.csv "$io/whole"
run export -o - reviews
check '-o - is standard output' cmp -s "$io/out" "$io/whole"

{ printf 'cards: [{q: "'; head -c 100000 /dev/zero | tr '\0' x; printf '"}]\n'; } >big.yaml
session '\n4\n' big.yaml
echo old >out.csv
before=$(snapshot "$here")
(
    trap '' XFSZ
    ulimit -f 128
    exec "$DRILL" export reviews --force -o out.csv
) 2>"$io/err"
status=$?
ran='drill export, with files of at most 64 KiB'
check 'a file that cannot be finished: exit status 2' exits 2
check 'it says so' complained '^drill: .*out.csv'
same 'the old file stays, and nothing else' "$before"
for place in missing/out.csv .; do
    run export reviews -o "$place"
    check "-o $place: refused" exits 2
    check "-o $place: in words" complained '^drill: '
done
same 'nothing has changed' "$before"
if [ -w /dev/full ]; then
    "$DRILL" export reviews >/dev/full 2>"$io/err"
    status=$? ran='drill export reviews >/dev/full'
    check 'a full disk behind standard output: exit status 2' exits 2
    check 'it says so' complained '^drill: '
fi
"$DRILL" export reviews >&- 2>"$io/err"
status=$? ran='drill export reviews >&-'
check 'no standard output: exit status 2' exits 2

# What is no regular file must not be replaced by one: think of -o /dev/null, as root.
mkfifo pipe
timeout 10 cat pipe >"$io/piped" &
reader=$!
timeout 10 "$DRILL" export reviews -o pipe 2>"$io/err" >"$io/out"
kill "$reader" 2>/dev/null
wait "$reader" 2>/dev/null
check '-o leaves a FIFO a FIFO' [ -p pipe ]
rm -f pipe
mkdir real
echo old >real/out.csv
ln -s real/out.csv link.csv
"$DRILL" export reviews >"$io/whole"
run export reviews --force -o link.csv
check '-o to a symbolic link writes where it leads' cmp -s real/out.csv "$io/whole"

# ---- it changes nothing ----

before=$(snapshot "$here")
for what in reviews cards days decks; do
    run export "$what"
    run export "$what" --raw --deck plain
done
same 'an export changes nothing' "$before"
finish
