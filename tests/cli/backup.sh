#!/bin/sh
# Backups: made once a day of study and before large changes, by hand, kept, listed; and that a copy
# that cannot be made costs nothing but words.
# shellcheck source=tests/cli/lib
. "$(dirname "$0")/lib"
export DRILL_NOW=2026-03-02T09:00
backups=$XDG_DATA_HOME/drill/backups
{
    echo 'deck: Latin'
    echo 'id: latin'
    echo 'cards:'
    for i in 1 2 3 4 5 6 7 8 9; do echo "- {q: q$i, a: a$i}"; done
} >latin.yaml

# copies - the names of the copies, without their time
copies() { find "$backups" -name '*.db' -exec basename {} \; 2>/dev/null | sort | sed 's/-2026-..-..T....//' | paste -s -d ' '; }
# names FOLDER - what is in it
names() { find "$1" -mindepth 1 -maxdepth 1 -exec basename {} \; | sort | paste -s -d ' '; }
# count SQL FILE - the one number that a query gives
count() { sqlite3 "$2" "$1"; }
ratings_in() { count 'SELECT count(*) FROM reviews' "$1"; }

# ---- once a day of study ----

run backup --list
equal 'no backups yet' 'No backups yet.' "$(cat "$io/out")"
run backup --list --json
equal 'nor any as JSON' '[]' "$(tr -d '\n ' <"$io/out")"
check 'and none are looked for by making a folder' [ ! -e "$XDG_DATA_HOME" ]
run backup
refuses 'no database, no backup' 'there is no such database'

session '\n4\n' latin.yaml
equal 'a session ends with a copy' '0001-day.db' "$(copies)"
check 'in silence' silent
equal 'with the rating' 1 "$(ratings_in "$backups/0001-2026-03-02T0900-day.db")"
session '\n4\n' latin.yaml
equal 'a second session of that day makes none' '0001-day.db' "$(copies)"
DRILL_NOW=2026-03-03T03:59
session '\n4\n' latin.yaml
equal 'nor does one before four' '0001-day.db' "$(copies)"
DRILL_NOW=2026-03-03T04:00
session 'q\n' latin.yaml
equal 'nor one in which nothing is done' '0001-day.db' "$(copies)"
session '\n4\n' latin.yaml
equal 'the next day makes one' '0001-day.db 0002-day.db' "$(copies)"
equal 'named by local time' "$backups/0002-2026-03-03T0400-day.db" "$(find "$backups" -name '0002*')"
run decks
run due
run undo
equal 'other commands make none' '0001-day.db 0002-day.db' "$(copies)"

# ---- before large changes ----

run import latin.yaml
equal 'before an import' '0001-day.db 0002-day.db 0003-before-import.db' "$(copies)"
run import --dry-run latin.yaml
run import nosuch.yaml
printf 'deck: bad\ncards: [{qestion: a}]\n' >bad.yaml
run import bad.yaml
check 'a refused import says so once' [ "$(grep -c qestion "$io/err")" = 1 ]
equal 'none before one that changes nothing' 3 "$(copies | wc -w)"
for i in 1 2 3 4; do run import latin.yaml; done
equal 'three of each reason are kept' \
    '0001-day.db 0002-day.db 0005-before-import.db 0006-before-import.db 0007-before-import.db' "$(copies)"
sed -i '/q1,/d; /q2,/d' latin.yaml
session 'q\n' latin.yaml
run forget --retired --yes
check 'cards are forgotten' exits 0
check 'after a copy' [ -e "$backups/0008-2026-03-03T0400-before-forget.db" ]
equal 'which still has them' 9 "$(count 'SELECT count(*) FROM cards' "$backups/0008-2026-03-03T0400-before-forget.db")"
sed -i 's/q3, a: a3/completely different, a: and unlike/' latin.yaml
session 'q\n' latin.yaml
run adopt 3 10 --yes
check 'before an adoption' [ -e "$backups/0009-2026-03-03T0400-before-adopt.db" ]

old_database 2 old.db
equal 'an old database' 2 "$(count 'PRAGMA user_version' old.db)"
run undo --db old.db
check 'is brought up to date' [ "$(count 'PRAGMA user_version' old.db)" -gt 2 ]
equal 'after a copy as it was' 2 "$(count 'PRAGMA user_version' backups/old-0001-2026-03-03T0400-before-migration.db)"
run backup --list --db old.db
check 'which is listed' said '^ +1 +2026-03-03 04:00 +before-migration '
rm -r backups

# ---- by hand ----

run backup
check 'by hand' said "^$backups/0010-2026-03-03T0400-by-hand.db: 7 cards, [0-9] ratings?$"
run backup copy.db
check 'to a file' said '^copy.db: 7 cards, [0-9] ratings?$'
equal 'which is private' '-rw-------' "$(find copy.db -exec ls -ld {} + | cut -c 1-10)"
equal 'and whole' ok "$(count 'PRAGMA integrity_check' copy.db)"
equal 'and nothing is beside it' 'copy.db' "$(find . -name 'copy.db*' -exec basename {} \;)"
before=$(snapshot "$here")
run backup copy.db
refuses 'a file that exists' 'copy.db: already exists: use --force to replace it'
run backup --force "$db"
refuses 'the database itself' 'is the database'
run backup --force "$db-wal"
refuses 'a file of the database' 'belongs to the database'
mkdir folder
run backup folder
refuses 'a folder' 'folder: is not a file'
rmdir folder
run backup nosuch/copy.db
refuses 'in a folder that is not there' 'nosuch/copy.db'
run backup a b
refuses 'two files' 'one file at most'
run backup --list a
refuses 'a list into a file' 'takes no file'
run backup --json
refuses 'JSON of no list' 'needs --list'
same 'none of that changed anything' "$before"
run backup --force copy.db
check 'a file is replaced if told to' exits 0

# ---- the list ----

DRILL_NOW=2026-03-03T12:34
run backup
printf 'no database' >"$backups/0012-2026-03-03T1300-by-hand.db"
run backup --list
check 'the list: numbers, times, reasons' said '^ +1 +2026-03-02 09:00 +day +[0-9]+ kB +9 +1$'
check 'and what is damaged' said '^ +12 +2026-03-03 13:00 +by-hand .*damaged'
check 'and where' said "^in $backups$"
run backup --list --json
equal 'as JSON' '[1, "2026-03-02T09:00", "day", true, 9, 1, "0001-2026-03-02T0900-day.db"]
[12, "2026-03-03T13:00", "by-hand", true, null, null, "0012-2026-03-03T1300-by-hand.db"]' "$(
    python3 - "$io/out" "$backups" <<'END'
import json, os, sys
rows = json.load(open(sys.argv[1]))
assert [row['number'] for row in rows] == sorted(row['number'] for row in rows)
for row in rows[0], rows[-1]:
    assert list(row) == ['number', 'time', 'reason', 'size', 'cards', 'ratings', 'file']
    folder, name = os.path.split(row['file'])
    assert folder == sys.argv[2]
    print(json.dumps([row['number'], row['time'], row['reason'],
                      row['size'] == os.stat(row['file']).st_size, row['cards'], row['ratings'], name]))
END
)"
rm "$backups/0012-2026-03-03T1300-by-hand.db"

# ---- settings ----

DRILL_NOW=2026-03-04T09:00
setting 'backups: no'
session '\n4\n' latin.yaml
run import latin.yaml
equal 'turned off: none' 11 "$(copies | tr ' ' '\n' | tail -n 1 | sed 's/^0*//; s/-.*//')"
run backup
check 'but by hand' [ -e "$backups/0012-2026-03-04T0900-by-hand.db" ]
mkdir elsewhere
setting 'backups:' "  folder: $here/elsewhere/safe" '  days: 1' '  weeks: 0' '  months: 0'
session '\n4\n' latin.yaml
equal 'elsewhere' '.lock 0001-2026-03-04T0900-day.db' "$(names elsewhere/safe)"
DRILL_NOW=2026-03-05T09:00
session '\n4\n' latin.yaml
equal 'the last day only' '.lock 0002-2026-03-05T0900-day.db' "$(names elsewhere/safe)"
session '\n4\n' --db other.db latin.yaml
equal 'two databases share a folder' '.lock 0002-2026-03-05T0900-day.db other-0001-2026-03-05T0900-day.db' \
    "$(names elsewhere/safe)"
run backup --list --db other.db
check 'each has its own list' [ "$(grep -c 2026 "$io/out")" = 1 ]
# shellcheck disable=SC2088 # the tilde is drill's to expand
setting 'backups: {folder: ~/kept}'
DRILL_NOW=2026-03-06T09:00
session '\n4\n' latin.yaml
equal 'a folder at home' '0001-2026-03-06T0900-day.db' "$(names home/kept | sed 's/^\.[^ ]* //')"
for wrong in 'backups: maybe' 'backups: {folder: here}' 'backups: {day: 1}' 'backups: {days: -1}'; do
    setting "$wrong"
    run backup
    check "$wrong: 2" exits 2
    check "$wrong: said with its line" complained 'config.yaml:1:'
done

# ---- where no copy can be made ----

# safe WHAT REGEX - a session goes well, and says why it made no copy.
safe() {
    before=$(ratings_in "$db")
    session '\n4\n' latin.yaml
    check "$1: the session ends well" exits 0
    check "$1: said" complained "^drill: No backup was made: .*$2.*; your ratings are safe$"
    equal "$1: the rating is there" $((before + 1)) "$(ratings_in "$db")"
    run backup
    refuses "$1: by hand it is a failure" "$2"
}
DRILL_NOW=2026-03-07T09:00
setting "backups: {folder: $here/nosuch/folder}"
safe 'a disk that is not mounted' 'cannot create the folder: No such file'
: >file
setting "backups: {folder: $here/file}"
safe 'a file in place of the folder' 'Not a directory'
mkdir tiny
if [ "$(id -u)" = 0 ] && mount -t tmpfs -o size=64k tmpfs tiny 2>/dev/null; then
    setting "backups: {folder: $here/tiny}"
    safe 'a full disk' 'the disk is full'
    equal 'a full disk: nothing is left on it' '.lock' "$(names tiny)"
    run backup tiny/copy.db
    refuses 'a full disk: nor by hand' 'the disk is full'
    equal 'a full disk: nothing of that, either' '.lock' "$(names tiny)"
    umount tiny
else
    echo '# not run: a full disk: only root can make one here'
fi
if [ "$(id -u)" != 0 ]; then
    chmod 500 tiny
    setting "backups: {folder: $here/tiny}"
    safe 'a read-only folder' 'Permission denied'
fi
rm "$HOME/.config/drill/config.yaml"

# ---- two at once, and killed ----

exec 9>>"$backups/.lock"
python3 -c 'import fcntl; fcntl.flock(9, fcntl.LOCK_EX)'
session '\n4\n' latin.yaml
check 'another drill makes one: the session is silent' silent
run backup
refuses 'and by hand it is said' 'another drill is making a backup right now'
exec 9>&-
equal 'no copy of that day yet' 0 "$(find "$backups" -name '*-2026-03-07T*' | wc -l)"
printf 'half a copy' >"$backups/.copying"
printf '\n\n' >"$backups/.missed"
session 'q\n' latin.yaml
equal 'it is made by the next session' 1 "$(find "$backups" -name '*-2026-03-07T0900-day.db' | wc -l)"
equal 'which leaves nothing of a killed run' "$backups/.lock" "$(find "$backups" -name '.*')"

"$(dirname "$DRILL")/tests/bench/history" big.db 8000 700 >/dev/null
for signal in INT TERM HUP; do
    python3 -c 'import os, signal, sys # a shell has its background jobs ignore INT
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.execv(sys.argv[1], sys.argv[1:])' "$DRILL" backup --db big.db big-copy.db >"$io/out" 2>&1 &
    running=$!
    until [ -e big-copy.db-copying ] || [ -e big-copy.db ]; do :; done
    kill -"$signal" "$running"
    wait "$running" 2>/dev/null
    status=$? ran="drill backup, $signal"
    check "$signal: nothing is left half made" [ ! -e big-copy.db-copying ]
    [ -e big-copy.db ] || check "$signal: it ends by the signal" [ "$status" -gt 128 ]
    [ ! -e big-copy.db ] || equal "$signal: or it was complete" ok "$(count 'PRAGMA quick_check' big-copy.db)"
    rm -f big-copy.db
done
finish
