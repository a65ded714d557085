#!/bin/sh
# Anki packages: out of one database, into another, and out again.
# shellcheck source=tests/cli/lib
. "$(dirname "$0")/lib"
export DRILL_NOW=2026-03-02T09:00

mkdir -p decks/media
printf PNG >decks/media/'heart one.png'
printf MP3 >decks/media/a.mp3
cat >decks/d.yaml <<'END'
deck: Lang::French
cards:
  - {q: plain **bold**, a: "- one\n- two", id: p1, tags: [t], hint: h, note: "n $x^2$"}
  - {q: chat, a: "cat ![](<media/heart one.png>)", id: r1, reverse: true}
  - {cloze: "Sky is {{c1::blue::colour}}, sea {{c2::deep}}", id: c1, hint: h, note: "below"}
  - {q: "listen", a: "[a.mp3](media/a.mp3)", id: "s%23 1"}
  - {q: "no id", a: "\\<b> & {{x}} [out](../../etc/passwd)"}
  - {q: draft}
END
session "$(ratings 4 1 4 5 1 4 3 4)" decks/d.yaml
session '\ns\n' decks/d.yaml

run export anki -o out.apkg
check 'exit status 0' exits 0
check 'says what was written' [ "$(cat "$io/out")" = 'out.apkg: 6 notes, 8 cards, 8 reviews, 2 media files' ]
check 'nothing else is left' [ "$(find . -name '*out*' | wc -l)" = 1 ]

run import --db other/drill.db -o other/decks out.apkg
check 'exit status 0' exits 0
check 'the media are there' [ "$(cat other/decks/lang/media/*)" = "MP3PNG" ]
cat >"$io/wanted" <<'END'
deck: Lang::French
id: Lang::French
cards:

  - question: plain **bold**
    answer: |
      - one
      - two
    id: p1
    tags: [t]
    hint: h
    note: n $x^2$

  - question: chat
    answer: cat ![](<media/heart one.png>)
    id: r1
    reverse: true

  - cloze: Sky is {{c1::blue::colour}}, sea {{c2::deep}}
    id: c1
    hint: h
    note: below

  - question: listen
    answer: "[a.mp3](media/a.mp3)"
    id: s%23 1
END
check 'which says what it was made from' quietly grep -q '^source: anki:[0-9]*$' other/decks/lang/french.yaml
sed '/^source:/d; /^  - question: no id/,$d' other/decks/lang/french.yaml | sed '$d' >"$io/got"
check 'the deck is what it was' diff "$io/wanted" "$io/got"

columns=3,6-13
"$DRILL" export cards | cut -d , -f $columns >"$io/cards"
"$DRILL" export cards --db other/drill.db | cut -d , -f $columns >"$io/cards.other"
check 'schedules are what they were' diff "$io/cards" "$io/cards.other"
run export anki --db other/drill.db -o again.apkg
run import --db third/drill.db -o third/decks again.apkg
check 'exit status 0' exits 0
check 'the deck stays the same from then on' diff -r other/decks third/decks
"$DRILL" export reviews --db other/drill.db | cut -d , -f 2- >"$io/reviews"
"$DRILL" export reviews --db third/drill.db | cut -d , -f 2- >"$io/reviews.third"
check 'and so does the log' diff "$io/reviews" "$io/reviews.third"
"$DRILL" export cards --db third/drill.db | cut -d , -f $columns >"$io/cards.third"
check 'and the schedules' diff "$io/cards.other" "$io/cards.third"

before=$(find other/decks third/decks -type f | sort | xargs -d '\n' cat)
run import --db other/drill.db -o other/decks out.apkg
check 'the same again is nothing new' exits 0
check 'no review comes twice' grep -q '^history: nothing new$' "$io/out"
check 'no file changes' [ "$before" = "$(find other/decks third/decks -type f | sort | xargs -d '\n' cat)" ]

mkdir dry && cd dry || exit 2
run import --dry-run --db drill.db ../out.apkg
check 'a dry run: exit status 0' exits 0
check 'and nothing is made' [ -z "$(ls -A .)" ]
cd ..

# ratings of which only the day is known: a log in Anki has one rating in a millisecond
mkdir same && printf 'deck: same\ncards: [{q: a, a: b, id: x}]\n' >same/same.yaml
session "$(ratings 5)" --db same/drill.db same/same.yaml
sqlite3 same/drill.db "WITH RECURSIVE n(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM n WHERE n < 30001)
    INSERT INTO reviews(review_id, card_id, reviewed_ms, offset_min, study_day, kind, rating, spent_ms,
    interval_before, interval_after, ease_before, ease_after, due, undone_ms, imported)
    SELECT n, card_id, reviewed_ms, offset_min, study_day, 4, rating, spent_ms,
    0, 0, 250, 250, NULL, NULL, 0 FROM reviews, n"
run export anki --db same/drill.db -o same.apkg
check 'many ratings of one moment are all written' said ' 30001 reviews,'
run import --db same/other.db -o same/decks same.apkg
check 'and read' said '^history: 30001 reviews'

mkdir "$here/tmp"
head -c 300 out.apkg >cut.apkg
TMPDIR=$here/tmp run import --db bad/drill.db -o bad/decks cut.apkg
check 'a damaged package: exit status 2' exits 2
check 'it says so' grep -q 'cut.apkg: is not a package, or is damaged' "$io/err"
check 'and leaves nothing' [ -z "$(ls -A "$here/tmp")$(ls -A bad 2>/dev/null)" ]

mkdir -p 'User 1/collection.media'
python3 - out.apkg 'User 1' <<'END'
import json, sys, zipfile
package = zipfile.ZipFile(sys.argv[1])
open(sys.argv[2] + "/collection.anki2", "wb").write(package.read("collection.anki21"))
for member, name in json.loads(package.read("media")).items():
    open(sys.argv[2] + "/collection.media/" + name, "wb").write(package.read(member))
END
run import --db profile/drill.db -o profile/decks 'User 1'
check 'a folder of a profile: exit status 0' exits 0
check 'it gives what the package gives' diff -r other/decks profile/decks
check 'history, too' grep -q '^history: 8 reviews' "$io/out"
run import --db profile/drill.db -o profile/decks 'User 1/collection.anki2'
check 'so does its collection' exits 0
check 'which is the same' grep -q '^history: nothing new$' "$io/out"
check 'nothing is written to the profile' [ "$(ls -A 'User 1')" = 'collection.anki2
collection.media' ]
sqlite3 some.db 'CREATE TABLE t(x)'
run import --db bad/drill.db -o bad/decks some.db
check 'another database: exit status 2' exits 2
check 'it says so' grep -q "some.db: is not Anki's: its database lacks" "$io/err"

run export anki -o out.apkg
refuses 'a file that is there' 'out.apkg: already exists: use --force'
run export anki --force -o out.apkg
check '--force replaces it' exits 0
run export anki
check 'without a file: exit status 2' exits 2
run export anki -o none.apkg --deck nobody
check 'an unknown deck: exit status 2' exits 2
check 'and no file' [ ! -e none.apkg ]
run export anki -o nowhere/none.apkg
check 'no such folder: exit status 2' exits 2
finish
