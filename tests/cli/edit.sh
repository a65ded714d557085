#!/bin/sh
# A card keeps its history when its text is edited, its deck reordered, its file moved or renamed.
# shellcheck source=tests/cli/lib
. "$(dirname "$0")/lib"
export DRILL_NOW=2026-03-02T09:00

# history QUESTION - rating and interval of the one card that asks this now
history() {
    sqlite3 -separator ' ' "$db" "SELECT last_rating, reviews FROM cards JOIN texts USING (card_id)
        WHERE retired_day IS NULL AND question = '$1'" | paste -s -d ,
}
# loads REPORT WHAT [DECK] - a session tells this of its load
loads() {
    session '' "${3-deck.yaml}"
    equal "$2" "$1" "$(sed -nE '1s/^([0-9]+ (new|edited|retired|moved|restored) cards?(, .*)?)$/\1/p' "$io/out")"
}

cat >deck.yaml <<'END'
deck: Deck
cards:
  - {question: What is the capital of France?, answer: Paris, id: fr}
  - {question: What is the capital of Spain?, answer: Madrid}
  - {question: How many legs has a spider?, answer: eight of them}
  - {question: Who wrote the Principia Mathematica Philosophiae Naturalis?, answer: Isaac Newton}
  - {question: Same answer one, answer: yes}
  - {question: Same answer two, answer: yes}
END
session "$(ratings 5 4 4 5 4 5)" deck.yaml
loads '' 'an unchanged deck is not loaded'
touch deck.yaml
loads '' 'a deck that was only touched tells nothing'

sed -i 's/capital of France/chief town of France/; s/Paris/Lutetia/' deck.yaml
loads '1 edited card' 'with an id, question and answer may both change'
equal 'its history stays' '5 1' "$(history 'What is the chief town of France?')"
sed -i 's/answer: Madrid/answer: The city of Madrid, note: since 1561/' deck.yaml
loads '1 edited card' 'the same question, another answer and a note'
equal 'its history stays, too' '4 1' "$(history 'What is the capital of Spain?')"
sed -i 's/How many legs has a spider?/Legs on a spider/' deck.yaml
loads '1 edited card' 'the same answer, another question'
equal 'its history stays as well' '4 1' "$(history 'Legs on a spider')"
sed -i 's/Who wrote the Principia/Who really wrote the Principia/; s/Isaac Newton/Isac Newton./' deck.yaml
loads '1 edited card' 'question and answer changed a little'
equal 'and its history' '5 1' "$(history 'Who really wrote the Principia Mathematica Philosophiae Naturalis?')"

{ sed -n '1,2p' deck.yaml; sed '1,2d' deck.yaml | sed -n '1!G;h;$p'; } >turned.yaml
cat turned.yaml >deck.yaml
rm turned.yaml
loads '' 'another order is no change to any card'
equal 'the cards come in the new order' 'Same answer two,Same answer one' \
    "$("$DRILL" export cards | column question | head -n 2 | paste -s -d ,)"
sed -i 's/Same answer one/Something else entirely about kelp/; s/Same answer two/And a thing like no other here/' deck.yaml
loads '2 new cards, 2 retired' 'an answer that several cards share ties nothing'

sed -i '/Spain/d' deck.yaml
loads '1 retired card' 'a card that is taken out'
equal 'is in no export of cards' '' "$("$DRILL" export cards | column question | grep Spain)"
check 'but its ratings are kept' [ "$("$DRILL" export reviews | column question | grep -c Spain)" = 1 ]
DRILL_NOW=2026-03-09T09:00
session "$(ratings 4 4 4 4 4 4 4)q" --new 0 deck.yaml
check 'and is not asked' said_not 'Spain'
echo '  - {question: What is the capital of Spain?, answer: Madrid}' >>deck.yaml
session '' deck.yaml
check 'it is back when its text is back' said '^1 restored card$'
equal 'with its history' '4 1' "$(history 'What is the capital of Spain?')"

# ---- the file ----

rated=$(sqlite3 "$db" 'SELECT sum(reviews) FROM cards WHERE retired_day IS NULL')
mkdir elsewhere
mv deck.yaml elsewhere/deck.yaml
loads '' 'a file that was moved' elsewhere/deck.yaml
mv elsewhere/deck.yaml elsewhere/other.yaml
loads '' 'a file that was renamed' elsewhere/other.yaml
cp elsewhere/other.yaml copy.yaml
rm elsewhere/other.yaml
loads '' 'a copy in place of the first' copy.yaml
sed -i 's/^deck: Deck/deck: Another name/' copy.yaml
loads '' 'another name' copy.yaml
equal 'all of its history is there' "$rated" \
    "$(sqlite3 "$db" 'SELECT sum(reviews) FROM cards WHERE retired_day IS NULL')"
equal 'and it is one deck' 'Another name' "$(sqlite3 "$db" 'SELECT name FROM decks')"
ln -s copy.yaml link.yaml
ln copy.yaml hard.yaml
for name in link.yaml hard.yaml ./copy.yaml "$here/copy.yaml" 'Another name'; do
    loads '' "the same deck as $name" "$name"
done
equal 'it is one deck still' 'Another name' "$(sqlite3 "$db" 'SELECT name FROM decks')"
printf 'cards: [{q: unnamed one}, {q: unnamed two}]\n' >stem.yaml
session '\n5\n' stem.yaml
mv stem.yaml renamed.yaml
loads '' 'a deck named by its file, and renamed' renamed.yaml
equal 'keeps its history' '5 1' "$(history 'unnamed one')"
equal 'under the new name' 1 "$(sqlite3 "$db" "SELECT count(*) FROM decks WHERE name = 'renamed'")"

# ---- new cards come in the order of the deck ----

setting 'bury-siblings: false'
cat >order.yaml <<'END'
deck: order
cards:
  - {question: 1st, answer: first answer, reverse: true}
  - {cloze: "2nd {{x}} and {{y}}"}
  - {question: 3rd}
END
session "$(ratings 4 4 4 4 4)" order.yaml
equal 'new cards in deck order, the other way round behind its card' \
    '1st,first answer,2nd [...] and y,2nd x and [...],3rd' \
    "$(sed -n 's/^Question: //p' "$io/out" | paste -s -d ,)"
finish
