#!/bin/sh
# A deck that comes under FSRS by an import stays under it, unless somebody here asks for SM-2.
# shellcheck source=tests/cli/lib
. "$(dirname "$0")/lib"
export DRILL_NOW=2026-03-02T09:00

schedulers() { # those of the cards
    "$DRILL" export cards | column scheduler | sort -u | paste -s -d ' '
}
logged() { # how often a scheduler came into force
    sqlite3 "$db" 'SELECT count(*) FROM regimes WHERE weights IS NULL'
}
# stays WHAT - the next start of a review switches nothing.
stays() {
    before=$(logged)
    session '' ./decks
    check "$1: no switch is told" said_not 'switch'
    equal "$1: none is logged" "$before" "$(logged)"
    equal "$1: the cards are under FSRS" fsrs "$(schedulers)"
}

# ---- one machine, with FSRS in its settings ----

machine one 'scheduler: fsrs' 'retention: 0.85'
mkdir decks
printf 'deck: D\ncards: [{q: a, a: x, id: a}, {q: b, a: y, id: b}]\n' >decks/d.yaml
session "$(ratings 4 5)" ./decks
run export anki -o out.apkg
run export archive -o all.jsonl

# ---- as a package of Anki ----

for settings in '# none' 'scheduler: sm2' 'retention: 0.95'; do
    machine "anki $settings" "$settings"
    run import -o decks "$machines/one/out.apkg"
    equal "a package, $settings: the file has the scheduler" 'scheduler: fsrs retention: 0.85' \
        "$(grep -E '^(scheduler|retention):' decks/d.yaml | paste -s -d ' ')"
    stays "a package, $settings"
    equal "a package, $settings: the preset's retention" 8500 \
        "$(sqlite3 "$db" 'SELECT retention FROM regimes ORDER BY regime_id DESC LIMIT 1')"
done
run import -o decks "$machines/one/out.apkg"
stays 'the same package again'
sed -i '/^scheduler:/s/fsrs/sm2/' decks/d.yaml
session '' ./decks
check "the user's own word in the file counts" said '^D switches to SM-2:'
run import -o decks "$machines/one/out.apkg"
session '' ./decks
equal 'also after importing the package again' 'sm2 0' "$(schedulers) $(grep -c switch "$io/out")"

# ---- as an archive ----

machine 'archive'
run import -o decks "$machines/one/all.jsonl"
check 'an archive brings its settings along' said 'settings taken from the archive$'
check 'and says no more of schedulers' said_not 'FSRS'
stays 'an archive'

machine 'archive, other settings' 'new: 5'
run import --dry-run -o decks "$machines/one/all.jsonl"
check 'a dry run says nothing of a switch' said_not 'FSRS'
run import -o decks "$machines/one/all.jsonl"
check 'where the settings stay, a switch is announced' \
    said '^1 deck is under FSRS only until the next review, which switches to SM-2: to keep FSRS, put "scheduler: fsrs" into your settings or the deck.s file$'
setting 'new: 5' 'scheduler: fsrs' 'retention: 0.85'
stays 'an archive, and the setting that it asks for'
run import -o decks "$machines/one/all.jsonl"
check 'then none is announced' said_not 'FSRS'

machine two
mkdir decks
printf 'deck: D\nscheduler: fsrs\nretention: 0.8\ncards: [{q: a, a: x}]\n' >decks/d.yaml
session "$(ratings 4)" ./decks
run export archive -o all.jsonl
machine 'archive, file' 'new: 5'
run import -o decks "$machines/two/all.jsonl"
check "where the deck's file asks for FSRS, none is announced" said_not 'FSRS'
stays "an archive, and the deck's file"

run doctor
check 'the log and the cards agree' exits 0

finish
