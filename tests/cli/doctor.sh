#!/bin/sh
# Faults made by hand, in the database and around it: doctor finds each, changes nothing, repairs what
# it can when told to, and then finds nothing more.
# shellcheck source=tests/cli/lib
. "$(dirname "$0")/lib"
export DRILL_NOW=2026-03-02T09:00
mkdir "$io/tmp"
export TMPDIR="$io/tmp"

# begin - a database with ratings of two cards on two days, a suspended card, and backups
begin() {
    rm -rf "$XDG_DATA_HOME" "$io/tmp"/.[!.]* "$io/tmp"/*
    printf 'deck: d\nid: d\ncards: [{q: one, a: A}, {q: two, a: B, id: zwei}, {q: three, a: C}]\n' \
        >deck.yaml
    DRILL_NOW=2026-03-01T09:00 "$DRILL" --plain deck.yaml >"$io/out" <<TYPED

4

2

5
TYPED
    session "$(ratings 4 5)" deck.yaml
}

sql() { sqlite3 "$db" "$1"; }
# kinds - of the findings, and how grave each is
kinds() {
    "$DRILL" doctor --json >"$io/json"
    python3 - "$io/json" <<'PY'
import json, sys
found = json.load(open(sys.argv[1]))
assert found["version"] == 1, found
for f in found["findings"]:
    assert list(f) == ["severity", "kind", "message", "advice", "table", "row", "path"], f
    assert f["message"].endswith("."), f
    print(f["severity"] + ":" + f["kind"])
PY
}

# ---- none ----

run doctor
refuses 'no database' 'there is no database yet'
begin
before=$(snapshot "$here")
run doctor
check 'a healthy database has no faults' exits 0
equal 'and that is said, with what was looked at' '5 ratings of 3 cards: no faults' "$(cat "$io/out")"
same 'nothing changed' "$before"
equal 'nothing for programs, either' '' "$(kinds)"
run doctor --repair
check 'nothing to repair' said '^Nothing to repair\.$'
check 'and that is fine' exits 0
same 'and nothing is changed' "$before"
run doctor "$db"
refuses 'no arguments' 'takes no arguments'
run doctor --json --repair
refuses 'a program cannot be asked' 'add --yes'
run doctor --db deck.yaml
refuses 'what is no database' 'not a drill database'

# what a killed program left in the log counts, and stays there
cp -R "$XDG_DATA_HOME/drill" "$io/killed"
python3 - "$db" "$io/killed/drill.db" <<'PY'
import shutil, sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute("PRAGMA journal_mode = WAL")
db.execute("UPDATE cards SET due = due + 3 WHERE card_id = 1")
db.commit()
for end in ("", "-wal"):
    shutil.copy(sys.argv[1] + end, sys.argv[2] + end)
PY
before=$(cat "$io/killed/drill.db" "$io/killed/drill.db-wal" | cksum)
run doctor --db "$io/killed/drill.db"
check 'a log is read' said 'The schedule of card 1'
equal 'and neither it nor the database changes' "$before" \
    "$(cat "$io/killed/drill.db" "$io/killed/drill.db-wal" | cksum)"

# ---- each fault ----

# fault WHAT KIND COMMAND... - the command makes a fault of that kind, which a look finds without
# changing anything, and a repair mends
fault() {
    what=$1 kind=$2
    shift 2
    begin
    "$@"
    before=$(snapshot "$here")
    # a row that was changed by hand has a wrong checksum, too
    equal "$what: found" "fault:$kind" "$(kinds | grep -v checksum | sort -u | paste -s -d ' ')"
    run doctor
    check "$what: exit status 1" exits 1
    same "$what: looking changes nothing" "$before"
    run doctor --repair --yes
    check "$what: repaired" exits 0
    check "$what: a copy is kept" said '^copy from before the repair: '
    equal "$what: no more" '' "$(kinds)"
    equal "$what: no rating is lost" 5 "$(sql 'SELECT count(*) FROM reviews')"
}

fault 'a wrong schedule' schedule sql 'UPDATE cards SET due = due + 3 WHERE card_id = 1'
fault 'a missing index' schema sql 'DROP INDEX reviews_card'
fault 'a missing trigger' schema sql 'DROP TRIGGER changes_stay'
fault 'a card without texts' orphan sql 'DELETE FROM texts WHERE card_id = 3'
fault 'permissions of the database' permissions chmod 644 "$db"
fault 'permissions of its folder' permissions chmod 755 "$XDG_DATA_HOME/drill"
fault 'permissions of the lock' permissions chmod 660 "$db-lock"

ended=$(sh -c 'echo $$') # a process that is over
leave() {
    for left in "$XDG_DATA_HOME/drill/.drill.db.drill-$ended-abcdef" \
        "$XDG_DATA_HOME/drill/.drill.db.drill-$ended-abcdef-wal" \
        "$here/.deck.yaml.drill-$ended-AbCd12" "$io/tmp/.collection.drill-$ended-zzzzzz"; do
        echo left >"$left"
    done
    mkdir "$io/tmp/drill-import.abc123"
    touch -d 2026-02-01 "$io/tmp/drill-import.abc123"
}
fault 'files of a killed run' leftover leave
equal 'they are gone' '' "$(find "$here" "$io/tmp" -name '*drill-*')"

begin
leave
live="$here/.deck.yaml.drill-$$-AbCd12"
mkdir "$io/tmp/.x.drill-notes"
echo mine >"$live"
echo mine >"$here/deck.yaml.backup"
echo mine >"$here/.deck.yaml.drill-notes"
ln -s "$here/deck.yaml" "$io/tmp/.link.drill-$ended-abcdef"
run doctor --repair --yes
check 'what a live process has stays' [ -f "$live" ]
check 'what only looks similar stays' \
    [ -f "$here/deck.yaml.backup" -a -f "$here/.deck.yaml.drill-notes" -a -d "$io/tmp/.x.drill-notes" ]
check 'a link stays' [ -h "$io/tmp/.link.drill-$ended-abcdef" ]
rm "$live" "$here/deck.yaml.backup" "$here/.deck.yaml.drill-notes"

begin
sql 'UPDATE cards SET due = due + 3 WHERE card_id = 1'
input 'n\n'
run doctor --repair
check 'without a terminal, it does not ask' exits 2
check 'and says what to do' complained 'use --yes'
check 'and does nothing' [ "$(find "$XDG_DATA_HOME/drill/backups" -name '*.db' | wc -l)" = 2 ]

# ---- what a repair cannot mend ----

begin
ln "$db" "$here/second.db"
equal 'two names' 'fault:two-names' "$(kinds)"
rm "$here/second.db"
ln -s "$db" "$here/second.db"
equal 'a symbolic link is fine' '' "$(DRILL_DB=$here/second.db kinds)"
rm "$here/second.db"

rm deck.yaml
equal 'a deck file that is gone' 'fault:deck-gone' "$(kinds)"
printf 'deck: d\nid: d\ncards: [{q: one, a: A}, {q: two, b: C}]\n' >deck.yaml
equal 'a deck file with a mistake' 'fault:deck-mistakes' "$(kinds)"
begin
cp deck.yaml other.yaml
equal 'two files of one deck' 'fault:deck-twice' "$(kinds)"
rm other.yaml

equal 'the last rating is ahead of the clock' 'fault:clock' \
    "$(DRILL_NOW=2026-02-28T09:00 kinds)"
rm -r "$XDG_DATA_HOME/drill/backups"
equal 'no backup' 'advice:backup' "$(kinds)"
run doctor
check 'which is only advice' exits 0
begin
rm "$XDG_DATA_HOME/drill/backups/"0002*
mv "$XDG_DATA_HOME/drill/backups/"0001* "$XDG_DATA_HOME/drill/backups/0001-2026-01-30T0900-day.db"
equal 'an old backup' 'advice:backup' "$(kinds)"
begin
sql 'CREATE VIEW mine AS SELECT 1'
equal 'a view of the user' 'advice:not-drills' "$(kinds)"

# ---- what is not damage ----

begin
sql 'PRAGMA user_version = 999'
before=$(snapshot "$here")
run doctor --repair --yes
refuses 'a newer database is not looked at' 'written by a newer drill'
same 'and not repaired' "$before"
begin
sql 'PRAGMA application_id = 1'
before=$(snapshot "$here")
run doctor --repair --yes
refuses 'nor is that of another program' "another program's database"
same 'which stays as it is' "$before"

# ---- damage ----

# page NAME - the page on which a table begins
page() { sql "SELECT rootpage FROM sqlite_schema WHERE name = '$1'"; }
wipe() { dd if=/dev/zero of="$db" bs=4096 seek=$(($1 - 1)) count=1 conv=notrunc 2>"$io/dd"; }

begin
wipe "$(page reviews)"
before=$(snapshot "$here")
run doctor
check 'damage is a fault' exits 1
check 'that names the ways out' said 'drill restore latest.*drill doctor --repair'
same 'looking changes nothing' "$before"
run doctor --repair --yes
check 'rescued' exits 0
check 'what is lost is said to the row' said \
    '^lost: 5 ratings \(rows 1 to 5 of reviews\) of cards 1 to 3$'
equal 'what is left is whole' ok "$(sql 'PRAGMA integrity_check')"
equal 'with all cards' 3 "$(sql 'SELECT count(*) FROM cards')"
kept=$(sed -n 's/^copy from before the repair: //p' "$io/out")
check 'the damaged one is kept, for its owner alone' \
    [ "$(stat -c %a "$kept" 2>/dev/null || stat -f %Lp "$kept")" = 600 ]
session "$(ratings 4)" deck.yaml
check 'and a review goes on' exits 0

begin
cards=$("$DRILL" export cards)
wipe "$(page cards)"
run doctor --repair --yes
check 'cards are recreated from their events' said '^recreated from their events: cards 1 to 3;'
session '' deck.yaml
equal 'and are what they were, once their deck is read' "$cards" "$("$DRILL" export cards)"

begin
reviews=$("$DRILL" export reviews)
wipe 1
run due
refuses 'without its first page, it is no database' 'drill: '
run doctor
check 'yet its rows are found' exits 1
run doctor --json --repair --yes
check 'and rescued' exits 0
check 'which JSON says, too' quietly python3 -c '
import json, sys
said = json.load(open(sys.argv[1]))
assert list(said) == ["version", "findings", "repairs", "remaining"], said
assert said["repairs"][-1].startswith("copy from before the repair: ") and said["remaining"] == [], said' "$io/out"
equal 'the ratings are what they were' "$reviews" "$("$DRILL" export reviews)"

# ---- a history ----

history=$(dirname "$DRILL")/tests/bench/history
"$history" "$io/history.db" 300 200 >"$io/out"
run doctor --db "$io/history.db"
check 'no false alarm over a long history' exits 0
check 'all of it was read' said '^[0-9],[0-9]{3} ratings of 300 cards: no faults$'
finish
