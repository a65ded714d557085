#!/bin/sh
# Restoring: what is said and asked, what is kept of what was there, and that neither a damaged
# database, nor an old write-ahead log, nor a kill leaves anything but the old or the new one, whole.
# shellcheck source=tests/cli/lib
. "$(dirname "$0")/lib"
export DRILL_NOW=2026-01-30T21:14
backups=$XDG_DATA_HOME/drill/backups
{
    echo 'deck: Latin'
    echo 'id: latin'
    echo 'new: 1000'
    echo 'cards:'
    i=0
    while [ $i -lt 400 ]; do
        echo "- {q: q$i, a: answer $i}"
        i=$((i + 1))
    done
} >latin.yaml

# ratings_of FILE - how many ratings an export of the database has.
ratings_of() { "$DRILL" export reviews --db "$1" | tail -n +2 | wc -l; }
# sound FILE - whether SQLite finds nothing wrong with it
sound() { [ "$(sqlite3 "$1" 'PRAGMA integrity_check')" = ok ]; }
# names FOLDER, mode FILE - what is in a folder, and who may use a file
names() { find "$1" -mindepth 1 -maxdepth 1 -exec basename {} \; | sort | paste -s -d ' '; }
mode() { find "$1" -prune -exec ls -ld {} + | cut -c 1-10; }

# ---- what there is ----

run restore latest
refuses 'nothing to restore' "$backups: there are no backups here: name a file"
session "$(ratings 4 4)" latin.yaml
DRILL_NOW=2026-01-31T09:00
session "$(ratings 4 4 4)" latin.yaml
session "$(ratings 4)" latin.yaml
before=$(snapshot "$here")
for words in '' 'a b' ; do
    # shellcheck disable=SC2086 # words
    run restore $words
    refuses "restore $words" 'restore what\?'
done
run restore 7 --yes
refuses 'no such number' 'there is no backup 7: see drill backup --list'
run restore nosuch.db --yes
refuses 'no such file' 'nosuch.db: there is no such database'
run restore "$db" --yes
refuses 'the database itself' 'is the database itself'
printf 'words\n' >text.db
run restore text.db --yes
refuses 'a text' 'text.db: is not a drill database'
: >empty.db
run restore empty.db --yes
refuses 'an empty file' 'empty.db: is not a backup of a drill database'
sqlite3 foreign.db 'CREATE TABLE t(x); PRAGMA application_id = 1'
run restore foreign.db --yes
refuses "another program's database" "foreign.db: is another program's database"
run restore 1 --yes --db foreign.db
refuses "and into one" 'foreign.db: there|no backup'
cp "$backups/0001-2026-01-30T2114-day.db" newer.db
sqlite3 newer.db 'PRAGMA user_version = 999'
run restore newer.db --yes
refuses 'a newer schema' 'newer.db: was written by a newer drill'
run restore "$backups/0001-2026-01-30T2114-day.db" --yes --db foreign.db
refuses "a copy into another program's database" "foreign.db: is another program's database"
run restore 1
refuses 'without a terminal to ask on' 'cannot ask without a terminal: use --yes'
rm -f text.db empty.db foreign.db newer.db
same 'none of that changed anything' "$before"

# ---- there and back ----

run restore 1 --yes
equal 'what is said' "Backup 1 of 2026-01-30 21:14 (day): 2 ratings, 4 fewer than now, last 2026-01-30 21:14
Now: 6 ratings, last 2026-01-31 09:00; kept as a backup
Restored. To go back: drill restore 3" "$(cat "$io/out")"
check 'and done' exits 0
check 'in silence otherwise' silent
equal 'two ratings' 2 "$(ratings_of "$db")"
check 'whole' sound "$db"
equal 'with nothing left beside it' 'backups drill.db drill.db-lock' "$(names "$XDG_DATA_HOME/drill")"
equal 'and private' '-rw-------' "$(mode "$db")"
run restore latest --yes
check 'the latest is what was there' said '^Backup 3 of 2026-01-31 09:00 \(before-restore\): 6 ratings, 4 more than now, last 2026-01-31 09:00$'
equal 'and back again' 6 "$(ratings_of "$db")"
run restore 1 --yes
run restore 3 --yes
check 'the oldest of its reason outlives being restored' exits 0
equal 'and is back' 6 "$(ratings_of "$db")"
session "$(ratings 4)" latin.yaml
equal 'life goes on' 7 "$(ratings_of "$db")"

head -c 40960 /dev/zero | dd of="$(find "$backups" -name '0006-*')" bs=4096 seek=6 conv=notrunc 2>/dev/null
run restore latest --yes
check 'a damaged latest is passed over' complained '^drill: Backup 6 of .* cannot be restored: trying the one before it$'
check 'for the one before it' said '^Backup 5 of '
check 'which is restored' exits 0

run backup mine.db
DRILL_NOW=2026-02-01T09:00
session "$(ratings 4 4)" latin.yaml
run restore mine.db --yes
check 'a file' said '^mine.db: 6 ratings, 2 fewer than now, last 2026-01-31 09:00$'
sqlite3 mine.db 'PRAGMA journal_mode = WAL' >/dev/null
run restore mine.db --yes
check 'a copy with a write-ahead log; as many as now' said ': 6 ratings, as many as now, last 2026-01-31 09:00$'
run restore mine.db --yes --db new/folder/drill.db
equal 'where there was none' 'mine.db: 6 ratings, last 2026-01-31 09:00
Restored.' "$(cat "$io/out")"
equal 'it is there' 6 "$(ratings_of new/folder/drill.db)"
equal 'and private, too' 'drwx------ -rw-------' "$(mode new/folder) $(mode new/folder/drill.db)"
setting 'backups: no'
run restore mine.db --yes
check 'without backups, it is said that nothing is kept' said 'not kept: your settings turn backups off$'
rm "$HOME/.config/drill/config.yaml"

# ---- a damaged database, and the log of a killed run beside it ----

# ruin - a log is left by a killed run, and the database is damaged.
ruin() {
    mkfifo "$io/pipe"
    : >"$io/out"
    "$DRILL" --plain latin.yaml <"$io/pipe" >"$io/out" 2>&1 &
    running=$!
    exec 3>"$io/pipe"
    printf '\n4\n\n4\n\n4\n' >&3
    until [ "$(grep -c '^Question: ' "$io/out")" -ge 4 ]; do sleep 0.02; done
    kill -KILL "$running"
    wait "$running" 2>/dev/null
    exec 3>&-
    rm "$io/pipe"
    head -c 40960 /dev/zero | tr '\0' 'x' | dd of="$db" bs=4096 seek=6 conv=notrunc 2>/dev/null
}
rm -rf "$XDG_DATA_HOME"
session "$(ratings 4 4)" latin.yaml
DRILL_NOW=2026-02-02T09:00
ruin
check 'a killed run left a log' [ -s "$db-wal" ]
run export cards
refuses 'the database is damaged, and what to do is said' 'is damaged: try drill restore latest'
run restore latest --yes
check 'it is restored' exits 0
check 'and said what was there' said '^The database is damaged; its files will be kept beside the restored one$'
check 'and where it is now' said "^Restored\. The old database is now $db-replaced-1$"
equal 'with the ratings of the backup' 2 "$(ratings_of "$db")"
check 'whole' sound "$db"
check 'no log is beside it' [ ! -e "$db-wal" ]
check 'the old one is kept with its database' [ -s "$db-replaced-1-wal" ]
run restore latest --yes
check 'once more, now that it is whole' said '^Restored\. To go back: drill restore 2$'

# ---- by a link ----

ln -s "$db" link.db
cp "$backups/0001"* one.db
run restore one.db --yes --db link.db
check 'through a link' exits 0
check 'which stays one' [ -L link.db ]
head -c 40960 /dev/zero | dd of="$db" bs=4096 seek=6 conv=notrunc 2>/dev/null
run restore one.db --yes --db link.db
check 'and when the database is damaged' [ -L link.db ]
check 'that is moved aside beside the real one' [ -e "$db-replaced-2" ]
equal 'and the ratings are there' 2 "$(ratings_of "$db")"
rm link.db

# ---- killed at any moment ----

cp "$backups/0001"* two.db
session "$(ratings 4 4 4 4 4)" latin.yaml
run backup seven.db
whole=0
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    case $((i % 2)) in 0) copy=two.db ;; *) copy=seven.db ;; esac
    [ $((i % 4)) != 0 ] || head -c 40960 /dev/zero | dd of="$db" bs=4096 seek=6 conv=notrunc 2>/dev/null
    timeout -s KILL "0.0$(printf %02d $((i * 2)))" "$DRILL" restore $copy --yes >/dev/null 2>&1
    ratings_of "$db" >"$io/found" 2>/dev/null # and finishes what was begun
    if [ $((i % 4)) = 0 ] && ! sound "$db" 2>/dev/null; then # the damaged one is still there
        "$DRILL" restore two.db --yes >/dev/null && ratings_of "$db" >"$io/found"
    fi
    case $(cat "$io/found") in 2 | 7) sound "$db" && whole=$((whole + 1)) ;; esac
done
equal 'old or new, whole, after each of 20 kills' 20 "$whole"

# ---- no room ----

mkdir tiny
if [ "$(id -u)" = 0 ] && mount -t tmpfs -o size=300k tmpfs tiny 2>/dev/null; then
    cp two.db tiny/drill.db
    before=$(snapshot tiny)
    run restore seven.db --yes --db tiny/drill.db
    check 'a full disk: 2' exits 2
    check 'a full disk: said' complained 'the disk is full'
    equal 'a full disk: the database stays' 2 "$(ratings_of tiny/drill.db)"
    check 'a full disk: whole' sound tiny/drill.db
    umount tiny
else
    echo '# not run: a full disk: only root can make one here'
fi
# ---- a backup from before FSRS ----

old_database 6 six.db
printf 'deck: Old\ncards: [{q: one, a: eins}, {q: two, a: zwei, type: true}, {q: three, a: drei}, {q: four, a: vier}]\n' >old.yaml
DRILL_NOW=2026-02-08T09:00
run restore six.db --yes
check 'an older backup is restored' exits 0
session "$(ratings 4)" --scheduler fsrs old.yaml
check 'a review switches' said '^Old switches to FSRS:'
check 'and takes a rating' said '^1 card, 1 rating '
equal 'which joins the 12 that stand' 13 "$(ratings_of "$db")"
equal 'every card is under FSRS' 'fsrs fsrs fsrs fsrs' \
    "$("$DRILL" export cards | column scheduler | paste -s -d ' ')"
equal 'and has a stability from its old ratings' 4 \
    "$("$DRILL" export cards | column stability | grep -Ec '^[0-9.]+$')"
run doctor
check 'the log and the cards agree' exits 0
check 'the backup is as it was' [ "$(sqlite3 six.db 'PRAGMA user_version')" = 6 ]

finish
