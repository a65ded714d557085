#!/bin/sh
# drill due counts what a session would show, and keeps nothing.
# shellcheck source=tests/cli/lib
. "$(dirname "$0")/lib"
mkdir decks/
setting 'bury-siblings: false'
cat >decks/latin.yaml <<'END'
deck: Latin
id: latin
tags: [language]
cards:
  - {question: amare, answer: to love, id: l1, tags: [verb]}
  - {question: canis, answer: dog, id: l2, tags: [noun]}
  - {question: currere, answer: to run, id: l3, tags: [verb, hard]}
  - {question: puella, answer: girl, id: l4, tags: [noun], reverse: true}
  - {question: ferre, answer: to carry, id: l5, tags: [verb, hard]}
  - {question: et, answer: and}
END
cat >decks/maths.yaml <<'END'
deck: Maths
cards:
  - {question: 2 + 2, answer: 4, tags: [easy]}
  - {cloze: "{{a}} plus {{b}} is {{b + a}}", tags: ["law::commutative", hard]}
  - {question: A draft, tags: [easy]}
  - {question: 7 times 8, answer: 56, tags: [hard]}
END

# due COUNT WHAT ARGUMENT... - the count by hand, and that it is told by number and exit status
due() {
    wanted=$1
    what=$2
    shift 2
    run due "$@"
    equal "$what: $wanted" "$wanted" "$(cat "$io/out")"
    check "$what: exit status" exits "$([ "$wanted" = 0 ] && echo 1 || echo 0)"
    check "$what: no words" silent
}

# shows TEXT STATUS ARGUMENT... - what due prints when the counts are formatted, counted by hand
shows() {
    wanted=$1 ends=$2
    shift 2
    run due "$@"
    equal "due $*" "$wanted" "$(cat "$io/out")"
    check "due $*: exit status" exits "$ends"
    check "due $*: no words" silent
}

# ---- before there is anything ----

export DRILL_NOW=2026-03-01T09:00
before=$(snapshot "$here")
due 0 'no database, no deck named'
due 7 'a deck file never loaded' decks/latin.yaml
due 13 'a folder' decks/
due 13 'files, one of them twice' decks/latin.yaml decks/maths.yaml decks/latin.yaml
due 2 '--new 2' --new 2 decks/
due 3 '--limit 3' --limit 3 decks/
due 0 '--new 0' --new 0 decks/
due 0 '--limit 0' --limit 0 decks/
due 4 'a tag' --tag hard --new 9 decks/maths.yaml
due 7 'the tag of the whole deck' --tag language decks/
due 3 'two tags, either' --tag noun --tag puella decks/
due 2 'two tags, both' --tag verb,hard decks/
due 7 'without a tag' --tag '!hard' decks/
due 1 'one tag and not another' --tag 'verb,!hard' decks/
due 3 'a tag above others' --tag law decks/
due 0 'no such tag' --tag nosuch decks/
due 0 'half of a tag is none' --tag nou decks/
shows '0 due, 13 new' 0 --format '{due} due, {new} new' decks/
shows '{"new": 13, "repeat": 0, "due": 0, "total": 13}' 0 --json decks/
shows '0 due, 0 new' 1 --format '{due} due, {new} new'
shows '{"new": 0, "repeat": 0, "due": 0, "total": 0}' 1 --json
for misspelt in '{dew}' 'x {totl}' '{new}{repeated}' '{due}{news'; do
    run due --format "$misspelt" decks/
    case $misspelt in
    *s) check "$misspelt is text" said '^0\{news$' ;;
    *) refuses "$misspelt" '^drill: --format: unknown \{[a-z]*\}: did you mean \{[a-z]*\}\?$' ;;
    esac
done
run due --format '{due}' --json
refuses '--format with --json' 'cannot be combined'
run due --format csv decks/
check 'a text without counts is text' said '^csv$'
same 'nothing was created or changed' "$before"

# ---- some days later: reviews due, repeats owed, new cards left ----

session "$(ratings 4 4 4 4 4 5 4)" --new 7 decks/ # all of latin
export DRILL_NOW=2026-03-02T09:00
session "$(ratings 4 4 4 2)q" decks/latin.yaml
# three reviews and a lapse, and left
due 1 'a repeat is owed whatever the caps' --new 0 --limit 0 decks/latin.yaml
# Of latin's seven cards, three were reviewed and one lapsed; all six of maths are new.
shows '6 new, 1 repeat, 3 due: 10' 0 --format '{new} new, {repeat} repeat, {due} due: {total}' decks/
shows '{"new": 6, "repeat": 1, "due": 3, "total": 10}' 0 --json decks/
shows '3%F{red}{}{6}#{x}3{due' 0 --format '{due}%F{red}{}{{new}}#{x}{due}{due' decks/
before=$(snapshot "$here")

states=$(sqlite3 "$db" 'SELECT count(*) FILTER (WHERE due <= 20514), count(*) FILTER (WHERE
    repeat_day = 20514), count(*) FILTER (WHERE due IS NULL) FROM cards')
check "the table has something of each kind ($states)" \
    quietly expr "$states" : '[1-9][0-9]*|[1-9][0-9]*|[1-9][0-9]*$'

# Whatever is asked for, due says what a session says at its start, and what it then shows when
# every card is rated 4.
all=$(ratings 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4)
compared=0 differ=''
compare() {
    mkdir -p "$io/copy"
    rm -f "$io/copy"/*
    cp "$db" "$io/copy/drill.db"
    count=$("$DRILL" due --db "$io/copy/drill.db" "$@")
    choice=''
    case " $* " in
    *' decks/'* | *latin* | *Maths*) ;;
    *) choice='\n' ;; # at the list of decks: all
    esac
    session "$choice$all" --db "$io/copy/drill.db" "$@"
    compared=$((compared + 1))
    [ "$count" = "$(shown)" ] && { [ "$count" = 0 ] || [ "$count" = "$(left)" ]; } && return
    differ="$differ
$*: due says $count, the session starts with $(left) and shows $(shown)"
}
for new in '' '--new 0' '--new 2' '--new 9'; do
    for limit in '' '--limit 0' '--limit 1' '--limit 7'; do
        for tag in '' '--tag hard' '--tag !verb' '--tag noun --tag easy,!law'; do
            for deck in '' decks/latin.yaml Maths 'decks/ latin'; do
                # shellcheck disable=SC2086 # words
                compare $new $limit $tag $deck
            done
        done
    done
done
equal "$compared ways to ask: due and session agree" '' "$differ"
same 'and the database is as it was' "$before"

for when in 2026-03-02T23:59 2026-03-03T03:59 2026-03-03T04:00 2026-03-09T12:00 2027-01-01T12:00; do
    DRILL_NOW=$when
    differ=''
    compare
    compare --limit 3 decks/
    compare --new 1 latin
    equal "at $when they agree" '' "$differ"
done
DRILL_NOW=2026-03-02T09:00

# ---- a deck that was edited since it was loaded ----

session "$all" --new 99 decks/ # everything done for today
before=$(snapshot "$here/data")
due 0 'all done'
due 0 'all done, by file' decks/maths.yaml
cat >>decks/maths.yaml <<'END'
  - {question: 9 times 9, answer: 81}
  - {cloze: "3 squared is {{9}}, 4 squared is {{16}}"}
END
due 0 'the new cards of an edited deck come under the cap' --new 6 decks/
due 3 'a deck that was edited: counted as a session would' --new 99 decks/maths.yaml
due 3 'by its name' --new 99 Maths
due 3 'among all known decks/' --new 99
due 2 'and narrowed' --new 8
sed '/amare/d' decks/latin.yaml >"$io/new" && cat "$io/new" >decks/latin.yaml
DRILL_NOW=2026-03-20T09:00
differ=''
compare decks/
compare Maths
compare latin
equal 'an edited deck: due and session agree' '' "$differ"
DRILL_NOW=2026-03-02T09:00
mv decks/latin.yaml decks/moved.yaml
due 3 'a deck that was moved' --new 99 decks/
mv decks/moved.yaml "$io/gone.yaml"
due 3 'a deck whose file is gone is as it was last read' --new 99
equal 'no byte of the database was changed' "$before" "$(snapshot "$here/data")"

# ---- what goes wrong ----

printf 'deck: Maths\ncards:\n  - {qestion: a, answer: b}\n' >decks/maths.yaml
run due decks/maths.yaml
refuses 'a deck with mistakes' 'maths.yaml:3:6: .*question'
run due nosuch
refuses 'a deck that is nowhere' 'nosuch'
equal 'no byte of the database was changed' "$before" "$(snapshot "$here/data")"

# A session that was killed leaves its ratings in the write-ahead log: they count, and stay there.
rm -rf data decks/
printf 'cards: [{q: a, a: b}, {q: c, a: d}, {q: e, a: f}]\n' >killed.yaml
mkfifo "$io/pipe"
"$DRILL" --plain killed.yaml <"$io/pipe" >"$io/killed" 2>&1 &
killed=$!
exec 3>"$io/pipe"
printf '\n4\n' >&3
waited=0
until grep -q '2 new' "$io/killed" || [ "$waited" = 3000 ]; do
    sleep 0.02
    waited=$((waited + 1))
done
kill -9 "$killed"
exec 3>&-
wait "$killed" 2>/dev/null
check 'a killed session leaves a write-ahead log' [ -s "$db-wal" ]
before=$(snapshot "$here" | grep -v -e -shm)
due 2 'after a session was killed' killed.yaml
equal 'the write-ahead log stays' "$before" "$(snapshot "$here" | grep -v -e -shm)"
printf 'cards: [{q: a, a: b}, {q: c, a: d}, {q: g, a: h}, {q: i, a: j}]\n' >killed.yaml
before=$(snapshot "$here" | grep -v -e -shm)
due 3 'with an edited deck' killed.yaml
equal 'it stays then, too' "$before" "$(snapshot "$here" | grep -v -e -shm)"

if [ -w /dev/full ]; then
    "$DRILL" due killed.yaml >/dev/full 2>"$io/err"
    equal 'an answer that could not be written is a failure' 2 $?
fi
finish
