#!/bin/sh
# Where the database is, who may read it, and which files are refused as one.
# shellcheck source=tests/cli/lib
. "$(dirname "$0")/lib"
export DRILL_NOW=2026-03-02T09:00
printf 'deck: d\ncards: [{q: one, a: A}, {q: two, a: B}]\n' >deck.yaml

# modes - the permissions and names below here, without what cannot differ
modes() {
    find "$here" ! -name deck.yaml ! -path "$here" ! -path "$here/home" -exec ls -ld {} + |
        awk -v here="$here/" '{ sub(here, "", $NF); print substr($1, 1, 10), $NF }' | sort -k 2
}
# databases - the databases below here, without backups
databases() {
    find "$here" -name '*.db' ! -path '*/backups/*' | sed "s,^$here/,," | sort | paste -s -d ' '
}
fresh() {
    find "$here" -mindepth 1 -maxdepth 1 ! -name deck.yaml -exec rm -rf {} +
    mkdir "$here/home"
}

# ---- where ----

session '\n4\n' deck.yaml
equal 'in XDG_DATA_HOME: folders 0700, the database and its lock 0600' 'drwx------ data
drwx------ data/drill
drwx------ data/drill/backups
-rw------- data/drill/backups/.lock
-rw------- data/drill/backups/0001-2026-03-02T0900-day.db
-rw------- data/drill/drill.db
-rw------- data/drill/drill.db-lock' "$(modes)"

fresh
(umask 0 && printf '\n4\n' | "$DRILL" --plain deck.yaml >/dev/null)
equal 'the same where the umask would allow more' 'drwx------ data
drwx------ data/drill
drwx------ data/drill/backups
-rw------- data/drill/backups/.lock
-rw------- data/drill/backups/0001-2026-03-02T0900-day.db
-rw------- data/drill/drill.db
-rw------- data/drill/drill.db-lock' "$(modes)"

fresh
mkfifo "$io/pipe"
: >"$io/out" # a session before wrote what is waited for below
"$DRILL" --plain deck.yaml <"$io/pipe" >"$io/out" 2>&1 &
running=$!
exec 3>"$io/pipe"
printf '\n4\n' >&3
waited=0
until grep -q '1 new' "$io/out" || [ "$waited" = 3000 ]; do
    sleep 0.02
    waited=$((waited + 1))
done
equal 'while it runs, no file is open to others' '' "$(modes | grep -v -e '^drwx------' -e '^-rw-------')"
check 'and there is a write-ahead log' [ -e "$db-wal" ]
exec 3>&-
wait "$running"
equal 'it is gone afterwards' 'data/drill/drill.db data/drill/drill.db-lock' \
    "$(cd "$here" && find data -type f ! -path '*/backups/*' | sort | paste -s -d ' ')"

fresh
saved=$XDG_DATA_HOME
unset XDG_DATA_HOME
session '\n4\n' deck.yaml
equal 'without XDG_DATA_HOME: in ~/.local/share' 'home/.local/share/drill/drill.db' "$(databases)"
equal 'its folders are 0700, too' 'drwx------' "$(modes | grep '^d' | cut -c 1-10 | sort -u)"
run due
equal 'there it is read' 1 "$(cat "$io/out")"
for relative in '' data ./data; do
    export XDG_DATA_HOME="$relative"
    run due
    equal "XDG_DATA_HOME='$relative' is no absolute path and does not count" 1 "$(cat "$io/out")"
done
unset XDG_DATA_HOME
(unset HOME && "$DRILL" --plain deck.yaml </dev/null >"$io/out" 2>"$io/err")
status=$?
refuses 'neither HOME nor XDG_DATA_HOME' 'HOME.*--db'
export XDG_DATA_HOME="$saved"

# Which comes first: --db, then DRILL_DB, then XDG_DATA_HOME, then HOME.
fresh
export DRILL_DB="$here/by-variable/other.db"
session '\n4\n' deck.yaml
equal 'DRILL_DB before XDG_DATA_HOME' 'by-variable/other.db' "$(databases)"
session '\n4\n\n4\n' --db by-option/third.db deck.yaml
equal '--db before DRILL_DB' 'by-option/third.db by-variable/other.db' "$(databases)"
run due --db "$here/by-option/third.db"
equal '--db for due' 0 "$(cat "$io/out")"
run due
equal 'DRILL_DB for due' 1 "$(cat "$io/out")"
run export reviews --db by-option/third.db
equal '--db for export' 3 "$(wc -l <"$io/out" | tr -d ' ')"
run export reviews
equal 'DRILL_DB for export' 2 "$(wc -l <"$io/out" | tr -d ' ')"
export DRILL_DB=''
session '' deck.yaml
equal 'an empty DRILL_DB is none' 'by-option/third.db by-variable/other.db data/drill/drill.db' "$(databases)"
unset DRILL_DB
run due --db ''
refuses '--db without a name' '--db'
mkdir 'a folder'
session '' --db 'a folder/ä "quoted"?#%20.db' deck.yaml
check 'a name is a name, and no URI' [ -f 'a folder/ä "quoted"?#%20.db' ]
session '' --db file:x.db deck.yaml
check 'not even with a scheme' [ -f file:x.db ]

# ---- what is no database of ours ----

# refused_db WHAT REGEX FILE - refused in words by every command, and untouched
refused_db() {
    before=$(snapshot "$here")
    session '\n4\n' --db "$3" deck.yaml
    refuses "$1" "$2"
    check "$1: the message names it" complained "$(basename "$3" | sed 's/[.]/[.]/g')"
    run due --db "$3"
    check "$1: due" refused "$2"
    run export reviews --db "$3"
    check "$1: export" exits 2
    check "$1: export says why" complained "^drill: .*($2)"
    same "$1: it stays as it is" "$before"
}
fresh
session '\n4\n' deck.yaml
for file in newer damaged cut tail; do
    cp "$db" "$file.db"
done
sqlite3 newer.db 'PRAGMA user_version = 999'
refused_db 'a newer database' 'newer' newer.db
sqlite3 foreign.db 'CREATE TABLE cards(a); PRAGMA user_version = 1'
refused_db 'a database of another program' 'another program' foreign.db
sqlite3 claimed.db 'PRAGMA application_id = 252006673; CREATE TABLE t(a)'
refused_db 'one with another application_id' 'another program' claimed.db
printf 'This is a letter, and not a database, however long it may be.\n' >letter.txt
refused_db 'a text file' 'not a drill database' letter.txt
head -c 3 letter.txt >short.txt
refused_db 'a short text file' 'not a drill database|another program' short.txt
cp deck.yaml copy.yaml
refused_db 'a deck' 'not a drill database' copy.yaml
mkdir folder.db
refused_db 'a folder' 'folder|directory|cannot be opened' folder.db
mkfifo fifo.db
refused_db 'a FIFO' . fifo.db
ln -s nowhere/at/all dangling.db
before=$(snapshot "$here")
run due --db dangling.db deck.yaml
check 'a dangling link: due makes nothing' [ ! -e nowhere ]
same 'a dangling link: it stays' "$before"
rm -f dangling.db fifo.db

# Damage is told, and is no crash: whatever page is hit, or missing.
size=$(wc -c <"$db")
pages=$((size / 4096))
page=0 crashed='' silent_damage=''
while [ "$page" -lt "$pages" ]; do
    cp "$db" damaged.db
    awk 'BEGIN { for (i = 0; i < 4096; i++) printf "x" }' |
        dd of=damaged.db bs=4096 seek="$page" conv=notrunc 2>"$io/dd"
    for command in 'due deck.yaml' 'export reviews' 'export cards' '--plain deck.yaml'; do
        # shellcheck disable=SC2086 # words
        run $command --db damaged.db
        [ "$status" -gt 2 ] && crashed="$crashed; page $page: $command: $status"
        [ "$status" = 2 ] && ! grep -q '^drill: .*damaged.db' "$io/err" &&
            silent_damage="$silent_damage; page $page: $command"
    done
    page=$((page + 1))
done
equal "damage to any of $pages pages: no crash" '' "$crashed"
equal 'and words that name the file' '' "$silent_damage"
head -c $((size / 2)) "$db" >cut.db
run export cards --db cut.db
check 'a database cut in half is refused' exits 2
check 'in words' complained '^drill: .*cut.db'
: >empty.db
run due --db empty.db deck.yaml
equal 'an empty file is a database that is not there yet' 2 "$(cat "$io/out")"
check 'due leaves it empty' [ ! -s empty.db ]
session '\n4\n' --db empty.db deck.yaml
check 'a session makes it one' exits 0

if [ "$(id -u)" != 0 ]; then
    chmod 400 "$db"
    session '\n4\n' deck.yaml
    refuses 'a database that is not to be written' 'read-only'
    chmod 600 "$db"
    mkdir closed
    chmod 500 closed
    session '\n4\n' --db closed/drill.db deck.yaml
    refuses 'a folder that is not to be written' 'closed.*[Pp]ermission'
fi
finish
