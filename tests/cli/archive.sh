#!/bin/sh
# An archive: all that drill knows as a text, which gives an equal database on another machine, adds
# what is missing to one that has some of it, and is refused whole where it is damaged.
# shellcheck source=tests/cli/lib
. "$(dirname "$0")/lib"
export DRILL_NOW=2026-03-02T09:00

# tables FILE - every row of a database, without what belongs to a machine.
tables() {
    sqlite3 "$1" "SELECT deck_id, id, name, description, tags, names_itself, new_cap, limit_cap,
        size FROM decks; SELECT * FROM cards; SELECT * FROM texts; SELECT * FROM reviews;
        SELECT * FROM changes"
}
# valid FILE - every line is an object of JSON, as Python reads it; prints how many of each type.
valid() {
    python3 -c 'import collections, json, sys
lines = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8", newline="\n")]
types = collections.Counter(line.get("type", "head") for line in lines)
print(*(f"{key} {count}" for key, count in sorted(types.items())), sep=", ")' "$1"
}
# change FILE EXPRESSION - the archive with each object put through Python, and without its hash.
change() {
    python3 -c 'import json, sys
for line in open(sys.argv[1], encoding="utf-8", newline="\n"):
    o = json.loads(line)
    o.pop("hash", None)
    exec(sys.argv[2])
    if o is not None:
        print(json.dumps(o))' "$1" "$2"
}

# ---- a history with something of everything ----

machine one
mkdir -p decks/media decks/lang/media
cat >decks/a.yaml <<'END'
deck: Ä "quoted" \ name
id: a
description: |
  two
  lines
tags: [t, u::v]
new: 9
cards:
  - {q: "one 😀 \u2028 \e[31m \x01\x02\x7f", a: 'é — "x" \ /', reverse: true, id: i#no}
END
sed -i 's/i#no/i1/' decks/a.yaml
cat >>decks/a.yaml <<'END'
  - {q: two, a: zwei, hint: h, note: n, tags: [x]}
  - {q: draft, a: ""}
  - cloze: "the {{cat}} sat on the {{mat::where}}"
  - {cloze: "{{c2::b}} {{c1::a}}", id: gaps}
  - {q: leaves, a: soon}
  - {q: "![x](media/p%20q.png) and [y](media/none.png)", a: "[up](../../secret) [z](/etc/passwd)"}
END
printf 'deck: B\r\ncards:\r\n  - {q: crlf, a: "no end"}' >decks/lang/b.yml
printf '\377\000\001' >'decks/media/p q.png'
printf 'cards:\n  - {q: lost, a: file}\n' >decks/lost.yaml
setting 'new: 50' 'leech-lapses: 1'
session '\n4\n\n2\n\n5\ns\nb\nt\n\n3\nq\n' decks/a.yaml
session '\n1\n\n4\nq\n' decks/lang/b.yml decks/lost.yaml
run undo
DRILL_NOW=2026-03-09T09:00 session '\n1\n\n4\n\n2\nu\n\n5\nq\n' decks
sed -i '/leaves/d' decks/a.yaml
DRILL_NOW=2026-03-10T09:00 session 's\nq\n' decks/a.yaml
run undo
rm decks/lost.yaml
equal 'the history has marks, undone ones, a retired card' '1 1 1 1' "$(sqlite3 "$db" \
    "SELECT (SELECT count(*) > 0 FROM changes WHERE review_id NOT NULL) || ' ' ||
    (SELECT count(*) > 0 FROM changes WHERE undone_ms NOT NULL) || ' ' ||
    (SELECT count(*) > 0 FROM reviews WHERE undone_ms NOT NULL) || ' ' ||
    (SELECT count(*) > 0 FROM cards WHERE retired_day NOT NULL)")"

before=$(snapshot "$here")
run export archive
refuses 'an archive without a file to write' "-o FILE.jsonl"
run export archive -o "$db" --force
refuses 'or over the database' 'is the database'
run export archive -o decks/a.yaml --force
refuses 'or over a deck' 'known deck'
run export archive --deck a -o x.jsonl
refuses 'or of one deck only' 'holds everything'
run export reviews --media
refuses '--media is for an archive' 'only applies to an archive'
same 'nothing is written' "$before"

run export archive -o plain.jsonl
check 'an archive is written' exits 0
check 'what is in it is told' said '^plain.jsonl: 3 decks, 12 cards, [0-9]+ ratings, [0-9]+ changes, 2 deck files$'
check 'a deck without its file, too' complained "/decks/lost.yaml: the deck's file is missing"
run export archive -o plain.jsonl
refuses 'not over another' 'already exists: use --force'
run export archive --media -o all.jsonl
check 'with media' said '2 deck files, 1 media file$'
run export archive --media -o all.jsonl.zst
check 'compressed' quietly zstd -tq all.jsonl.zst
equal 'the same, compressed' "$(cksum <all.jsonl)" "$(zstd -dcq all.jsonl.zst | cksum)"
check 'the first line says what it is' quietly grep -q '^{"drill_archive": 1, ' all.jsonl
equal 'every line is JSON' \
    "card 12, change $(sqlite3 "$db" 'SELECT count(*) FROM changes'), deck 3, end 1, file 3, head 1, review $(sqlite3 "$db" 'SELECT count(*) FROM reviews'), settings 1" \
    "$(valid all.jsonl)"
equal 'what was undone is marked' "$(sqlite3 "$db" 'SELECT count(undone_ms) FROM reviews')" \
    "$(grep '"type": "review"' all.jsonl | grep -c '"undone"')"
check 'no file from elsewhere' quietly sh -c '! grep -q "root:" all.jsonl'

# ---- another machine ----

machine two
before=$(snapshot .)
run import --dry-run ../one/all.jsonl
check 'a dry run tells what would come' said '^3 new decks, 12 new cards, [0-9]+ new ratings, [0-9]+ new changes$'
equal 'and changes nothing' "$before" "$(snapshot .)"
run import -o mine ../one/all.jsonl.zst
check 'an archive is imported' exits 0
check 'what came is told' said '^3 new decks, 12 new cards, '
check 'so are files' said '^mine/lang/b.yml: written$'
check 'and settings' said 'config.yaml: settings taken from the archive$'
equal 'every row is equal' "$(tables "$machines/one/home/.local/share/drill/drill.db")" "$(tables "$db")"
for file in a.yaml lang/b.yml 'media/p q.png'; do
    check "$file is the same, byte for byte" quietly cmp "mine/$file" "../one/decks/$file"
done
check 'the settings, too' quietly cmp "$HOME/.config/drill/config.yaml" ../one/home/.config/drill/config.yaml
run decks
check 'its decks are known' said 'Ä "quoted"'
check 'all of them' said '^lost '
rows=$(tables "$db")
run due
equal 'and are not read again' "$rows" "$(tables "$db")"
for what in reviews cards days; do
    "$DRILL" export $what >"$io/two"
    (machine one && "$DRILL" export $what) >"$io/one"
    check "the exports agree: $what" quietly cmp "$io/one" "$io/two"
done
before=$(snapshot mine)
run import -o mine ../one/all.jsonl
check 'a second time, nothing is new' said '^nothing new: everything in the archive is already here$'
equal 'and nothing doubled' "$rows" "$(tables "$db")"
equal 'no file either' "$before" "$(snapshot mine)"
run export archive --media -o again.jsonl
equal 'archived again, it is the same text' \
    "$(sed '1d; /"lost.yaml"/d' ../one/all.jsonl | cksum)" "$(sed 1d again.jsonl | cksum)"
"$DRILL" import --as archive - <../one/all.jsonl >"$io/out" 2>"$io/err"
check 'from a pipe' said '^nothing new'

# ---- settings that run a program ----

machine player
change ../one/all.jsonl 'if o.get("type") == "settings": o["text"] = "play: evil\n"' >evil.jsonl
check 'an archive whose settings name a program' quietly grep -q 'play: evil' evil.jsonl
run import evil.jsonl
check 'is imported' exits 0
check 'without its settings, told' said "config.yaml: the archive's settings have mistakes, set play, or cannot be written: not taken$"
check 'none are written' [ ! -e "$HOME/.config/drill/config.yaml" ]

# ---- a machine that has some of it ----

machine three
mkdir decks
printf 'deck: mine\nid: b\ncards:\n  - {q: other, a: deck}\n' >decks/a.yaml
session '\n4\nq\n' decks/a.yaml
cp decks/a.yaml kept.yaml
setting 'new: 1'
run import ../one/all.jsonl
check 'into a database with decks' exits 0
check 'a file is never overwritten' quietly cmp decks/a.yaml kept.yaml
check 'the other gets another name, told' said '^decks/a-2.yaml: written under this name, because another file'
check 'settings stay, told' said "config.yaml: your settings stay; the archive's are different$"
check 'and do' quietly grep -qx 'new: 1' "$HOME/.config/drill/config.yaml"
run decks
check 'all decks are known' said '^mine '
check 'the imported ones, too' said '^lost '
equal 'numbers are their own' 0 "$(sqlite3 "$db" 'SELECT count(*) FROM reviews r JOIN changes ON r.review_id = change_id')"

machine one
DRILL_NOW=2026-03-20T09:00 session '\n5\nq\n' decks/a.yaml
run export archive -o later.jsonl
machine two
DRILL_NOW=2026-03-19T09:00 session '\n3\nq\n' mine/lang
printf '  - {q: mine, a: new}\n' >>mine/a.yaml
before=$(cksum <mine/a.yaml)
run import -o mine ../one/later.jsonl
check 'later, only what is new comes' said '^1 new rating; the rest is already here$'
equal 'a deck that was edited here stays' "$before" "$(cksum <mine/a.yaml)"
check 'the archive has it beside it' quietly cmp mine/a.yaml.archived ../one/decks/a.yaml
check 'told' said "^mine/a.yaml.archived: the archive's version of this deck; your file stays"
run export archive -o back.jsonl
machine one
run import -o elsewhere ../two/back.jsonl
schedules='SELECT question, answer, repetitions, interval, ease, due, lapses, reviews, last_rating,
    suspended, leech, buried_day FROM cards JOIN texts USING (card_id) WHERE retired_day IS NULL
    AND question <> '\''mine'\'' ORDER BY 1, 2'
sqlite3 "$db" "$schedules" >"$io/one"
sqlite3 "$machines/two/home/.local/share/drill/drill.db" "$schedules" >"$io/two"
check 'both ways, both have the same schedules' quietly cmp "$io/one" "$io/two"

# ---- large files ----

machine large
mkdir -p decks/media
python3 -c 'import os, random
random.seed(1)
with open("decks/l.yaml", "w", encoding="utf-8") as deck:
    deck.write("cards:\n  - {q: \"[v](media/v)\", a: x}\n")
    for i in range(9000):
        deck.write(f"  - {{q: \"é{i}\", a: \"" + "日本" * (i % 61) + "\"}\n")
with open("decks/media/v", "wb") as media:
    media.write(random.randbytes(2500000))'
DRILL_NOW=2026-03-02T09:00 session 'q\n' decks/l.yaml
run export archive --media -o large.jsonl
equal 'files of more than 1 MiB take several lines' 'file 5' "$(valid large.jsonl | grep -o 'file [0-9]*')"
mkdir back
run import --db back.db -o back large.jsonl
check 'and come back' said '^1 new deck, 9001 new cards$'
check 'a large deck, byte for byte' quietly cmp decks/l.yaml back/l.yaml
check 'and a large medium' quietly cmp decks/media/v back/media/v

# ---- damage ----

# ---- from an older program ----

machine older
check 'cloze texts are in it' quietly grep -q '"cloze": "{{c2::b}} {{c1::a}}"' ../one/all.jsonl
change ../one/all.jsonl 'o.pop("cloze", None)' >older.jsonl
run import -o mine older.jsonl
check 'an archive without cloze texts is imported' said '^3 new decks, 12 new cards, '
session 'q\n' mine/a.yaml
equal 'the files tell them' '{{c2::b}} {{c1::a}}' \
    "$(sqlite3 "$db" "SELECT DISTINCT cloze FROM texts JOIN cards USING (card_id) WHERE id = 'gaps'")"
machine one
run import ../older/older.jsonl
check 'and is merged without a new card' said_not 'new card'

machine four
size=$(wc -c <../one/all.jsonl)
odd=0 at=0
before=$(snapshot .)
while [ $at -lt 200 ]; do
    head -c $((size * at / 200)) ../one/all.jsonl >"$io/cut.jsonl"
    run import --as archive -o mine "$io/cut.jsonl"
    refused '' || odd=$((odd + 1))
    at=$((at + 1))
done
equal 'cut anywhere, it is refused' 0 $odd
equal 'and nothing is changed' "$before" "$(snapshot .)"
python3 - ../one/all.jsonl "$io" <<'END'
import random, sys
random.seed(5)
whole = open(sys.argv[1], "rb").read()
for i in range(100):
    bytes_ = bytearray(whole)
    bytes_[random.randrange(len(bytes_))] ^= 1 << random.randrange(8)
    open(f"{sys.argv[2]}/flip{i}.jsonl", "wb").write(bytes_)
END
odd=0
for file in "$io"/flip*.jsonl; do
    run import --as archive -o mine "$file"
    refused '' || odd=$((odd + 1))
done
equal 'with one bit changed, too' 0 $odd
head -c 900 ../one/all.jsonl.zst >"$io/cut.zst"
run import -o mine "$io/cut.zst"
refuses 'and cut after it was compressed' 'is damaged'

# no WHAT REGEX EXPRESSION - an archive that was changed so is refused.
no() {
    change ../one/all.jsonl "$3" >"$io/changed.jsonl"
    run import -o mine "$io/changed.jsonl"
    refuses "$1" "$2"
}
no 'a newer version' 'newer drill \(archive version 2, .*update drill' 'if "drill_archive" in o: o["drill_archive"] = 2'
no 'a rating of 6, with line and column' 'changed.jsonl:[0-9]+:[0-9]+: "rating" is out of range' 'if "rating" in o: o["rating"] = 6'
no 'a kind of its own' '"kind" has the wrong type or an unknown value' 'if "kind" in o: o["kind"] = "guess"'
no 'a missing card' 'no earlier line has the card with this number' 'if o.get("card_id") == 1 and o["type"] == "card": o = None'
no 'fewer lines than it counts' 'its counts do not match its lines' 'if o.get("review_id") == 2: o = None'
no 'no last line' 'ends too early' 'if o.get("type") == "end": o = None'
no 'a path out of the folder' '"file" is unsafe' 'if "file" in o: o["file"] = "../a.yaml"'
no 'an absolute path' '"path" is unsafe' 'if "path" in o: o["path"] = "/tmp/a.yaml"'
no 'a hidden file' '"path" is unsafe' 'if "path" in o: o["path"] = "x/.profile"'
equal 'still nothing is changed' "$before" "$(snapshot .)"
printf '{"drill_archive": 1}\n{"type": "deck", "deck_id": 1,, "id": "x"}\n' >"$io/broken.jsonl"
run import "$io/broken.jsonl"
refuses 'what is no JSON, with line and column' 'broken.jsonl:2:3[0-9]: is damaged here'
change ../one/all.jsonl 'o["later"] = [1, {"x": None}]' >"$io/known.jsonl"
sed -i '2i {"type": "from the future", "x": 1}' "$io/known.jsonl"
run import -o mine "$io/known.jsonl"
check 'keys and types that are unknown are passed over' exits 0
equal 'all else is there' "$rows" "$(tables "$db")"

machine five
mkdir -p away mine
ln -s ../away mine/lang
before=$(snapshot .)
run import -o mine ../one/all.jsonl
refuses 'a file behind a symbolic link' 'behind a symbolic link'
equal 'nothing is written through it' "$(printf '%s\n' "$before" | grep -v home)" "$(snapshot . | grep -v home)"
equal 'or into the database' 0 "$(sqlite3 "$db" 'SELECT count(*) FROM cards')"
run import ../one/all.jsonl ../one/plain.jsonl
refuses 'several at once' 'is an archive: import it by itself'
run import --deck x ../one/all.jsonl
refuses 'or a part' 'is imported whole'
finish
