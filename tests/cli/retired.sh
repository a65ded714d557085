#!/bin/sh
# Cards that left their files: listed, tied to present ones by hand, deleted; and what a load would
# change, seen beforehand.
# shellcheck source=tests/cli/lib
. "$(dirname "$0")/lib"
export DRILL_NOW=2026-03-02T09:00

cat >latin.yaml <<'END'
deck: Latin
id: latin
cards:
  - {question: amare, answer: to love, id: love}
  - {question: canis, answer: dog}
  - {question: et, answer: and}
END

# ---- import, and --dry-run ----

before=$(snapshot "$here")
run import
refuses 'import of nothing' 'Name a deck file'
run --dry-run
check 'a dry run without any deck' exits 2
for words in '--dry-run latin.yaml' 'import --dry-run latin.yaml'; do
    # shellcheck disable=SC2086 # words
    run $words
    check "$words: each new card, and how many" said '^  new +canis$'
    equal "$words: the totals" '3 new cards' "$(tail -n 1 "$io/out")"
done
run retired
equal 'none is retired, without a database' 'No retired cards.' "$(cat "$io/out")"
run forget --retired --yes
check 'nothing to forget, without a database: 1' exits 1
run adopt 1 2 --yes
refuses 'no such card, without a database' 'no such card: see'
printf 'cards: [{qestion: a}]\n' >bad.yaml
run import bad.yaml
refuses 'a deck with mistakes' 'bad.yaml:1:'
rm bad.yaml
same 'nothing was created or changed' "$before"
run import latin.yaml
equal 'import tells what changed' '3 new cards' "$(cat "$io/out")"
run import latin.yaml
equal 'and when nothing did' 'nothing new' "$(cat "$io/out")"
run --dry-run
equal 'nothing would change' 'nothing would change' "$(cat "$io/out")"
session "$(ratings 5 4 2 4)" latin.yaml

cat >latin.yaml <<'END'
deck: Latein
id: latin
tags: [x]
cards:
  - {question: amo, answer: I love, id: love}
  - {question: "What runs, barks, and guards?\e[31m", answer: the friend of man, id: dog}
  - {question: et, answer: and, note: also}
END
before=$(snapshot "$here")
run --dry-run
cat >"$io/wanted" <<'END'
Latein
  name      Latin -> Latein
  tags      none -> x
  edited    amare -> amo | to love -> I love
  new       What runs, barks, and guards?␛[31m
  edited    et (note)
  retired   canis (1 review)

1 new card, 2 edited, 1 retired
END
equal 'card by card, safe' "$(cat "$io/wanted")" "$(cat "$io/out")"
run retired --csv
equal 'retired tells what files edited since say' 'latin,#2,canis,2026-03-02,1,0,1,4' \
    "$(sed -n 2p "$io/out" | cut -d , -f 1-8)"
run retired --json Latin
check 'as JSON' said '"card": "#2", "question": "canis"'
run retired
equal 'as a table' '#2    Latein  canis     2026-03-02        1       0     1  4 2026-03-02' \
    "$(sed -n 2p "$io/out")"
same 'nothing of that changed anything' "$before"

# ---- adopt ----

run adopt '#2' dog
refuses 'adopt asks, and without a terminal refuses' 'use --yes'
session "$(ratings 2 5)q" --cram latin.yaml # the new card gets a history of its own, too
before=$("$DRILL" export reviews | wc -l)
for words in 'dog #2' 'dog dog' '#2 #2' '#2 nosuch' 'love dog'; do
    # shellcheck disable=SC2086 # words
    run adopt --yes $words
    refuses "adopt $words" 'retired|same card|no card'
done
run adopt '#2' dog --yes
check 'adopt: exit status 0' exits 0
check 'it says what the card knows now' said '^now +dog  What runs'
equal 'every rating is there' "$before" "$("$DRILL" export reviews | wc -l)"
equal 'the history is the new card'\''s' '#2' "#$(sqlite3 "$db" "SELECT card_id FROM cards WHERE id = 'dog'")"
run retired
equal 'none is retired now' 'No retired cards.' "$(cat "$io/out")"
run --dry-run
equal 'and the file is as it was loaded' 'nothing would change' "$(cat "$io/out")"

long='What can be said of a question that is so long that no line of a table has room for all of it'
printf 'deck: Long\ncards: [{q: "%s: this?", a: b}]\n' "$long" >long.yaml
run import long.yaml
printf 'deck: Long\ncards: [{q: "%s: that?", a: b}]\n' "$long" >long.yaml
run --dry-run long.yaml
check 'an edit at the end of a long text is seen' said '^  edited +…this\? -> …that\?$'
run forget --deck Long --yes

# ---- forget ----

for words in '' 'dog --retired' 'dog --deck latin'; do
    # shellcheck disable=SC2086 # words
    run forget $words
    refuses "forget $words" 'forget'
done
run forget --yes dog
refuses 'a present card is not forgotten' 'delete it there first'
sed -i '/amo/d' latin.yaml
run forget love
refuses 'forget asks, too' 'use --yes'
run forget --yes --retired --deck nosuch
refuses 'no such deck' 'nosuch'
run forget --yes --retired --deck latin
check 'which card goes' said '^love  amo \(Latein, [0-9]+ reviews?\)$'
check 'what goes' said '^1 retired card and its [0-9]+ ratings?$'
check 'nothing of it is left' [ "$(sqlite3 "$db" 'SELECT count(*) FROM cards WHERE card_id = 1')" = 0 ]
run forget --yes --retired
check 'nothing to forget: 1' exits 1
run forget --yes --deck Latein
check 'a deck' said '^deck "Latein": 2 cards and [0-9]+ ratings; its file stays$'
equal 'nothing is left of it' '0 0 0 0' "$(sqlite3 -separator ' ' "$db" 'SELECT (SELECT count(*) FROM decks),
    (SELECT count(*) FROM cards), (SELECT count(*) FROM texts), (SELECT count(*) FROM reviews)')"
check 'but its file' [ -s latin.yaml ]

# ---- a database of schema 1 ----

rm -rf data
mkdir -p data/drill
awk '/^    \/\* 1: decks/ { on = 1 } /^    \/\* 2:/ { exit } on' "$root/src/store/schema.c" |
    sed 's|/\*.*\*/||' | grep -o '"[^"]*"' | tr -d '"' | sqlite3 "$db"
sqlite3 "$db" "PRAGMA application_id = 1685219692; PRAGMA user_version = 1;
    INSERT INTO decks VALUES (1, 'old', 'Old', '', '', 1, NULL, 0, 0, 0, 0, 0);
    INSERT INTO cards(card_id, deck_id, id, variant, position, identity, content, added_day, retired_day, reviews,
        repetitions, interval, due, last_rating, last_review_id)
        VALUES (1, 1, 'a', 0, 1, 1, 1, 20000, 20001, 1, 1, 1, 20001, 4, 1), (2, 1, 'b', 0, 2, 2, 2, 20000, NULL,
        0, 0, 0, NULL, 0, NULL);
    INSERT INTO texts VALUES (1, 'qa', '', '', '', ''), (2, 'qb', '', '', '', '');
    INSERT INTO reviews VALUES (1, 1, 0, 0, 20000, 1, 4, 0, 0, 1, 250, 250, 20001, NULL);"
run adopt a b --yes
check 'schema 1: adopt' exits 0
equal 'schema 1: everything is kept' '1|b|1|qb' \
    "$(sqlite3 "$db" 'SELECT card_id, id, reviews, question FROM cards JOIN texts USING (card_id)')"
run forget --deck old --yes
equal 'schema 1: forget' 0 "$(sqlite3 "$db" 'SELECT count(*) FROM reviews')"
finish
