#!/bin/sh
# A file that a command is told to write is never the database, a file beside it, or one that is
# being read, by whatever name.
# shellcheck source=tests/cli/lib
. "$(dirname "$0")/lib"
export DRILL_NOW=2026-03-02T09:00

mkdir -p decks/media out
printf PNG >decks/media/p.png
printf 'deck: d\ncards: [{q: one, a: "A ![](media/p.png)"}, {q: two, a: B}] # mine\n' >decks/d.yaml
printf 'deck: e\ncards: [{q: three, a: C}]\n' >decks/e.yaml
printf 'question,answer\nsix,F\n' >words.csv
session "$(ratings 4 4 4)" ./decks

# in_use WHAT MESSAGE FILE COMMAND... - the command, which ends with the option, writes no such file,
# with --force or without.
in_use() {
    told=$1 wanted=$2 target=$3
    shift 3
    before=$(snapshot "$here")
    for force in '' --force; do
        run "$@" "$target" ${force:+"$force"}
        refuses "$told $force" "^drill: (.*/)?$(basename "$target"): $wanted: use another file\$"
        same "$told $force: nothing has changed" "$before"
    done
}

# writes WHAT FILE COMMAND... - the command writes an ordinary file, and over it with --force alone.
writes() {
    told=$1 target=$2
    shift 2
    run "$@" "$target"
    check "$told: a new file" exits 0
    echo old >"$target"
    run "$@" "$target"
    refuses "$told: one that is there" 'already exists: use --force'
    equal "$told: which stays" old "$(cat "$target")"
    run "$@" "$target" --force
    check "$told: --force" exits 0
    check "$told: replaces it" [ "$(head -c 3 "$target")" != old ]
    rm "$target"
}

# ---- the database, by every command, by every name ----

ln -s data/drill/drill.db symbolic
ln "$db" hard
ln -s data/drill folder
ln decks/d.yaml also.yaml
ln -s decks/d.yaml link.yaml
ln decks/media/p.png also.png
belongs='belongs to the database'
for command in 'export reviews -o' 'export deck d -o' 'export anki -o' 'stats --html'; do
    for name in "$db" symbolic hard folder/drill.db data/../data//drill/./drill.db; do
        # shellcheck disable=SC2086 # words
        in_use "$command $name" 'is the database' "$name" $command
    done
    for end in wal shm journal lock; do
        # shellcheck disable=SC2086
        in_use "$command the database's $end" "$belongs" "folder/drill.db-$end" $command
    done
    for name in decks/d.yaml also.yaml link.yaml decks/../decks/e.yaml; do
        # shellcheck disable=SC2086
        in_use "$command $name, a known deck" 'is the file of a known deck' "$name" $command
    done
    # shellcheck disable=SC2086
    writes "$command" out/file $command
done
for what in cards days decks; do
    in_use "export $what" 'is the database' hard export "$what" -o
done
check 'the log was not there' [ ! -e "$db-wal" ]
mkfifo "$io/pipe"
"$DRILL" --plain ./decks <"$io/pipe" >"$io/session" 2>&1 &
running=$!
exec 3>"$io/pipe"
waited=0
until [ -s "$db-wal" ] || [ "$waited" = 3000 ]; do
    sleep 0.02
    waited=$((waited + 1))
done
check "a drill at work has a log" [ -s "$db-wal" ]
ln "$db-wal" wal
in_use 'the log of a drill that is at work' "$belongs" wal export reviews -o
exec 3>&-
wait "$running"
rm wal

in_use 'a database that is not there yet' 'is the database' out/new.db export cards --db out/../out/new.db -o
in_use 'its log' "$belongs" out/new.db-wal stats --db out/new.db --html
in_use 'where the folder is not there, either' 'is the database' no/new.db export cards --db ./no/new.db -o
in_use 'beside a link to the database: its lock' "$belongs" symbolic-lock export days --db symbolic -o
in_use 'beside a link to the database: its log' "$belongs" "$db-wal" export days --db symbolic -o
run export reviews --db symbolic -o symbolic-2
check 'a name that only begins so' exits 0
run export reviews -o out/drill.db-wal
check 'such a name in another folder' exits 0

# ---- what is read ----

for name in decks/media/p.png also.png; do
    before=$(snapshot "$here")
    run export anki -o "$name"
    refuses "a file of the media, $name" "^drill: $name: already exists: use --force"
    run export anki -o "$name" --force
    refuses "with --force" "^drill: $name: is a media file of a known deck: use another file\$"
    same 'nothing has changed' "$before"
done
printf 'cards: [{q: four}]\n' >new.yaml
in_use 'a deck that is not known' 'is one of the input files' new.yaml stats ./new.yaml --html
mkdir more && mv new.yaml more && ln -s more others
in_use 'in a folder' 'is one of the input files' more/new.yaml stats others --html
run stats others --html out/page.html
check 'a page beside them' exits 0

mv decks/e.yaml out/
run export deck e -o decks/e.yaml
check 'the file of a deck that has lost it' exits 0
check 'is there again' grep -q three decks/e.yaml

# ---- imports: what the folder is to get ----

# import_in_use WHAT MESSAGE PATH ARGUMENT... - the import writes no such file.
import_in_use() {
    told=$1 wanted=$2 target=$3
    shift 3
    before=$(snapshot "$here")
    for force in '' --force --dry-run; do
        run import "$@" ${force:+"$force"}
        refuses "$told $force" "^drill: $target: $wanted: use another file\$"
        same "$told $force: nothing has changed" "$before"
    done
}
mkdir in
cp "$db" in/words.yaml
ln in/words.yaml in/other.yaml
import_in_use 'a database' 'is the database' in/words.yaml --db in/words.yaml -o in words.csv
import_in_use 'by a hard link' 'is the database' in/other.yaml --db in/words.yaml --deck other -o in words.csv
import_in_use 'that is not there yet' 'is the database' no/words.yaml --db ./no/words.yaml -o no words.csv
cp words.csv in/list.yaml
import_in_use 'its own source' 'is one of the input files' in/list.yaml --as csv -o in in/list.yaml
ln in/list.yaml list
import_in_use 'by a hard link' 'is one of the input files' in/list.yaml --as csv -o in list
printf 'deck: words\ncards: [{q: mine}]\n' >words.yaml
import_in_use 'a deck of the user that is read, too' 'is one of the input files' ./words.yaml \
    -o . words.yaml words.csv

mkdir to
printf 'deck: x\ncards: [{q: five}]\n' >to/d.yaml
for force in '' --force; do
    before=$(snapshot "$here")
    run import ${force:+"$force"} -o to more/new.yaml decks/d.yaml to/d.yaml
    refuses "a copy over another source $force" '^drill: to/d.yaml: is one of the input files'
    same "a copy over another source $force: nothing has changed" "$before"
done
run import -o to to/d.yaml
check 'a deck where it is' exits 0

rm words.yaml
run import --db new/drill.db -o to words.csv
check 'an import into a folder' exits 0
echo seven,G >>words.csv
run import --db new/drill.db -o to to/words.yaml words.csv
check 'and again, the deck being named' exits 0
check 'brings the deck up to date' grep -q seven to/words.yaml
echo 'cards: []' >to/words.yaml
run import --db new/drill.db --force -o to words.csv
check '--force replaces a deck' said 'to/words.yaml: 2 cards, replaced: 2 new$'
finish
