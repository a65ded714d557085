#!/bin/sh
# A growing collection: folders with other files in them, the first steps, lists of decks for people
# and for programs, counts that agree, settings.
# shellcheck source=tests/cli/lib
. "$(dirname "$0")/lib"
export DRILL_NOW=2026-03-02T09:00

# ---- a new user ----

for words in '--plain' '--plain --tag x' 'decks'; do
    # shellcheck disable=SC2086 # words
    run $words
    cat "$io/err" >>"$io/out"
    check "drill $words: no decks are known" said '^drill: no decks yet: review a file once'
    check "drill $words: how to write one" said '^  cards:$'
    check "drill $words: none is offered where there is none" said_not '^  drill .*/'
done
mkdir decks
printf 'a: b\n' >decks/no.yaml
run --plain
check 'exit status 2' exits 2
check 'nor where no file is a deck' [ "$(grep -c '^  drill .*/' "$io/err")" = 0 ]
printf 'cards: []\n' >decks/yes.yaml
run --plain
equal 'decks here are offered' '  drill decks/' "$(grep '^  drill ' "$io/err" | head -n 1)"
run decks --csv
equal 'a table for programs is empty' 'deck,name,path,file,cards,new,repeat,due,mastery_percent,last_studied_at,next_due' \
    "$(cat "$io/out")"
run decks --json
equal 'and an empty list' '[]' "$(cat "$io/out")"
rm -r decks

# ---- a folder with all kinds of files ----

mkdir -p c/deep
printf 'services:\n  web:\n    image: nginx\n' >c/docker-compose.yml
printf '{{- if .Values }}\na: b\n' >c/deep/chart.yaml
printf -- '- a\n- b\n' >c/list.yaml
: >c/empty.yaml
printf 'a: &x [*x, *x]\nb: *x\n' >c/alias.yaml
printf 'deck: One\ncards: [{q: q1, a: a1}, {q: q2, a: a2, reverse: true}]\n' >c/one.yaml
printf 'deck: Bad\ncards: [{q: q1, aa: a1}, {a: z}]\n' >c/bad.yaml
printf 'cardz: [{q: q1}]\n' >c/slip.yaml
printf 'deck: One\ncards: [{q: q3, a: a3}]\n' >c/twin.yaml
run import c
check 'import: what has mistakes is no success' exits 1
equal 'what is plainly no deck: one note each' \
    'alias.yaml chart.yaml docker-compose.yml empty.yaml list.yaml' \
    "$(sed -n 's,^drill: .*/\([a-z-]*\.ya*ml\): skipped: no "cards:".*,\1,p' "$io/err" | sort | paste -s -d ' ')"
check 'nothing else is said of it' [ "$(grep -c 'compose' "$io/err")" = 1 ]
check 'mistakes of a deck are told' complained 'bad.yaml:2:17: unknown key "aa"'
check 'all of them' complained 'bad.yaml:2:26: .*no question'
check 'a slip is a mistake' complained 'slip.yaml:1:1: .*did you mean "cards"'
check 'two files of one identity: both are named, and what to write' complained \
    "$here/c/twin.yaml:1:1: has the same deck id \"One\" as $here/c/one.yaml: .*\"id:\""
equal 'the others go on' One "$(sqlite3 "$db" 'SELECT group_concat(name) FROM decks')"
session '' c
equal 'what was skipped is said before the first card' '3 files with mistakes skipped' \
    "$(sed -n 1p "$io/out")"
rm c/bad.yaml c/slip.yaml c/twin.yaml
run import c
check 'other files are no failure' exits 0
printf 'oh: no\n' >c/one.yaml
run import c
check 'what was a deck is one with mistakes' complained 'one.yaml:1:1: unknown key "oh"'
rm -r data c
mkdir c
printf 'a: b\n' >c/no.yaml
run import c
refuses 'a folder of nothing but others' 'contains no decks|skipped: no "cards:"'

# ---- counts agree ----

rm -r c
mkdir c
{
    printf 'deck: Caps\nnew: 3\ncards:\n'
    for i in 1 2 3 4 5 6 7 8 9; do printf '  - {q: c%s, a: a, tags: [odd::x%s]}\n' $i $((i % 2)); done
} >c/caps.yaml
printf 'deck: Twins\nid: tw\ncards:\n  - {q: t1, a: u1, reverse: true}\n  - {cloze: "{{x}} {{y}} {{z}}"}\n' >c/twins.yaml
{
    printf 'deck: Many\ntags: [m]\ncards:\n'
    for i in $(seq 30); do printf '  - {q: m%s, a: b%s}\n' "$i" "$i"; done
} >c/many.yaml
run import c

# counts DECK ARGUMENT... - what is said of a deck, or of all where it is "", by decks, by the home
# screen, by due, and by how many questions a session of it shows.
counts() {
    deck=$1
    shift
    if [ -n "$deck" ]; then
        "$DRILL" decks --csv "$@" | awk -F , -v d="$deck" '$1 == d { print $6 + $7 + $8 }'
        input 'q\n'
        "$DRILL" --plain "$@" <"$io/in" | sed -n "s/^[0-9]*\\. $name: \\([0-9]*\\) new, \\([0-9]*\\) repeat, \\([0-9]*\\) due.*/\\1 \\2 \\3/p" |
            awk '{ print $1 + $2 + $3 }'
    else
        input 'q\n'
        "$DRILL" --plain "$@" <"$io/in" | sed -n 's/^All decks: \([0-9]*\) new, \([0-9]*\) repeat, \([0-9]*\) due.*/\1 \2 \3/p' |
            awk '{ print $1 + $2 + $3; print $1 + $2 + $3 }'
    fi
    "$DRILL" due "$@" ${deck:+"$deck"}
    cp "$db" "$io/copy.db"
    {
        [ -n "$deck" ] || echo
        yes '
4' | head -n 80
    } >"$io/in"
    "$DRILL" --plain --db "$io/copy.db" "$@" ${deck:+"$deck"} <"$io/in" | grep -c '^Question: '
    : >"$io/in"
}
agree() { # WHAT WANTED DECK NAME ARGUMENT...
    what=$1 wanted=$2 deck=$3 name=$4
    shift 4
    equal "$what: decks, home, due and session agree" "$wanted $wanted $wanted $wanted" \
        "$(counts "$deck" "$@" | paste -s -d ' ')"
}
agree 'a cap in the deck file' 3 Caps Caps
agree 'a card of an entry a day' 2 tw Twins
agree 'twenty new cards a day' 20 Many Many
agree 'all, twenty together' 20 '' ''
agree 'all, by the command line' 7 '' '' --limit 7
agree 'the command line over the deck file' 5 Caps Caps --new 5
agree 'a tag' 2 Caps Caps --tag odd::x0 --new 2
agree 'a nested tag, by what is above it' 3 Caps Caps --tag odd
agree 'any' 35 '' '' --tag odd::x1 --tag m --new 50
agree 'none of' 6 '' '' --tag '!m' --tag '!odd::x1' --new 50
agree 'both' 0 '' '' --tag 'm,odd'
setting 'new: 4' 'decks:' '  tw: {new: 1}' '  Many: {new: 6, limit: 5}'
agree 'settings over the deck file' 4 Caps Caps
agree 'a deck by its id' 1 tw Twins
agree 'a deck by its name, beyond the general cap' 5 Many Many
agree 'all: what the largest has' 6 '' ''
agree 'the command line over settings' 9 Caps Caps --new 9
setting 'bury-siblings: false'
agree 'siblings on one day' 5 tw Twins
session "$(ratings 4 2 1 5)q" tw Many
agree 'in the middle of a day' 3 tw Twins
agree 'all, in the middle of a day' 18 '' ''
run due many
check 'a deck by its name in another case' said '^20$'
run due Manx
refuses 'a deck whose name is nearly that' 'did you mean "Many"'
run due tq
refuses 'or whose id is not so near' '"drill decks" lists'
rm c/many.yaml
run decks Caps tw
check 'decks that are named alone' said_not Many
run decks
check 'a file that is gone' said '^Many .*file gone$'
run decks --json
equal 'for programs' '{"deck": "tw", "name": "Twins", "path": "'"$here"'/c/twins.yaml", "file": "read", "cards": 5, "new": 1, "repeat": 2, "due": 0, "mastery_percent": 40, "last_studied_at": "2026-03-02T09:00:00+00:00", "next_due": "2026-03-02"}' \
    "$(grep Twins "$io/out" | sed 's/^  //; s/,$//')"

# ---- settings ----

setting 'nwe: 3' 'limit: -2' 'new-order: frist' 'bury-siblings: maybe' 'decks:' '  a: 5' '  b: {new: x}' 'limit: 3' \
    'scheduler: anki' 'retention: 0.5'
for words in due decks '--plain tw'; do
    # shellcheck disable=SC2086 # words
    run $words
    refuses "settings with mistakes, drill $words" 'config.yaml:1:1: .*"new"'
    equal "each of them, drill $words" '1:1 2:8 3:12 4:16 6:6 7:12 8:1 9:12 10:12' \
        "$(sed -n 's/^drill: .*yaml:\([0-9]*:[0-9]*\):.*/\1/p' "$io/err" | paste -s -d ' ')"
done
run export cards
check 'an export does not need them' exits 0
setting 'keys:' "$(seq 1 3000 | sed 's/.*/  undo: [aaa, bbb, x]/')"
run due
check 'settings with thousands of mistakes: the first 20 are listed' [ "$(grep -c 'yaml:[0-9]*:[0-9]*: ' "$io/err")" = 20 ]
check 'then they are counted' complained 'config.yaml: and 8979 more mistakes$' # 2 in a line, and 2999 names
equal 'and that is all' 22 "$(wc -l <"$io/err" | tr -d ' ')"
setting ''
run due
check 'empty settings' exits 0
finish
