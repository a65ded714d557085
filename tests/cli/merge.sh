#!/bin/sh
# What an import does to what is there: it adds and updates, and takes nothing away. A card is known
# by its source's id wherever it is, else by its text; the user's own bytes stay.
# shellcheck source=tests/cli/lib
. "$(dirname "$0")/lib"
export DRILL_NOW=2026-03-02T09:00
mkdir decks

# questions FILE - the questions in a deck file, in order, on one line.
questions() { sed -n 's/^ *\(- \)*\(question\|q\|cloze\): //p' "$1" | tr '\n' ',' | sed 's/,$//'; }
# histories DECK - each active card's question and how often it was rated, by question.
histories() {
    "$DRILL" export cards --deck "$1" | rows |
        awk -F "$unit" 'NR > 1 { print $3 "=" $11 }' | sort | tr '\n' ' ' | sed 's/ $//'
}
# everything - the same of all decks, with the deck's name.
everything() {
    "$DRILL" export cards | rows |
        awk -F "$unit" 'NR > 1 { print $1 ":" $3 "=" $11 }' | sort | tr '\n' ' ' | sed 's/ $//'
}
# retired DECK - the questions, each one word, of cards that left it.
retired() { "$DRILL" retired "$1" | awk 'NR > 1 { print $3 }' | sort | tr '\n' ' ' | sed 's/ $//'; }
# only_added OLD NEW - whether NEW is OLD with something added in one place.
only_added() {
    python3 -c '
import sys
old, new = (open(path, "rb").read() for path in sys.argv[1:])
begin = 0
while begin < len(old) and begin < len(new) and old[begin] == new[begin]:
    begin += 1
end = 0
while end < len(old) - begin and end < len(new) - begin and old[-1 - end] == new[-1 - end]:
    end += 1
sys.exit(begin + end < len(old))' "$1" "$2"
}
# lacks TEXT FILE - for check.
lacks() { ! grep -q -e "$1" "$2"; }
# pack FILE.apkg DECK.yaml... - an Anki package of these deck files, whose ids are the notes' guids.
pack() {
    to=$1
    shift
    rm -f "$io/pack.db" "$to"
    run import --db "$io/pack.db" "$@"
    check "the decks of $to are read" exits 0
    run export anki --db "$io/pack.db" -o "$to"
    check "$to is written" exits 0
    rm -f "$io/pack.db" "$io/pack.db-wal" "$io/pack.db-shm"
}
unchanged() { ls -li --time-style=full-iso "$@"; cksum "$@"; }

# ---- a source that lacks entries keeps them ----

printf 'Front,Back\nun,one\ndeux,two\ntrois,three\n' >nombres.csv
run import nombres.csv
session "$(ratings 5 5 5)" nombres
printf 'Front,Back\nquatre,four\ntrois,three\nun,one\n' >nombres.csv
before=$(snapshot "$here")
run import --dry-run nombres.csv
check 'a dry run tells what is new' said '^ *new +quatre'
check 'and what stays although the source lacks it' said '^ *kept +deux'
same 'and changes nothing' "$before"
run import nombres.csv
check 'a source that lacks a card: exit status 0' exits 0
check 'told: one is new, one stays' said '1 new.*1 kept'
check 'nothing is retired' said_not retired
equal 'all four are there, with their histories' 'deux=1 quatre=0 trois=1 un=1' "$(histories nombres)"
equal 'the one that it lacks is still between its neighbours or behind one of them' 1 \
    "$(questions decks/nombres.yaml | grep -c 'un,deux\|deux,trois')"
before=$(unchanged decks/nombres.yaml)
run import nombres.csv
check 'once more: nothing new' said '^nothing new$'
equal 'and the file is not touched' "$before" "$(unchanged decks/nombres.yaml)"

# ---- --replace: this source is the whole deck now ----

run import --replace --dry-run nombres.csv
check 'a dry run tells what --replace would retire' said '^ *retired +deux'
run import --replace nombres.csv
check '--replace: exit status 0' exits 0
check 'and said' said '1 retired'
equal 'the rest stays' 'quatre=0 trois=1 un=1' "$(histories nombres)"
equal 'what the source lacks is retired' deux "$(retired nombres)"
printf 'deux,two\n' >>nombres.csv
run import nombres.csv
equal 'and comes back with its history when the source has it again' \
    'deux=1 quatre=0 trois=1 un=1' "$(histories nombres)"

# ---- a deck file that the user has edited ----

printf 'Front,Back\none,eins\ntwo,zwei\nthree,drei\n' >numbers.csv
run import numbers.csv
session "$(ratings 5 5 5)" numbers
{
    echo '# my own notes: keep'
    sed 's/answer: zwei/answer: "zwei"   # or zwo/; s/question: three/question: three, as written by me/' decks/numbers.yaml
} >"$io/mine"
cp "$io/mine" decks/numbers.yaml
printf 'Front,Back\none,eins\ntwo,zwo\nthree,drei\nfour,vier\nfive,fünf\n' >numbers.csv
run import --dry-run numbers.csv
check 'a dry run names the new cards' said '^ *new +four'
check 'and the changed one, which is left to the user' said 'two'
equal 'and writes nothing' "$(cat "$io/mine")" "$(cat decks/numbers.yaml)"
run import numbers.csv
check 'an edited file: exit status 0' exits 0
check 'two are added' said '2 new'
check 'what changed in the source is told' said 'changed in the source'
check 'every byte of the user is there' only_added "$io/mine" decks/numbers.yaml
equal 'the new ones are at the end' 'four,five' "$(questions decks/numbers.yaml | sed 's/.*,\(four,five\)$/\1/')"
check 'the file has no mistakes' quietly "$DRILL" check decks/numbers.yaml
equal 'all histories stay' 'five=0 four=0 one=1 three, as written by me=1 two=1' "$(histories numbers)"
before=$(unchanged decks/numbers.yaml)
run import numbers.csv
check 'once more: nothing is added' said '^nothing new$'
equal 'and nothing touched' "$before" "$(unchanged decks/numbers.yaml)"
run import --force numbers.csv
check '--force: exit status 0' exits 0
equal 'takes the texts of the source' 'five=0 four=0 one=1 three=1 two=1' "$(histories numbers)"
check 'also the answers' quietly grep -q 'answer: zwo$' decks/numbers.yaml

# ---- an edited file stays a deck in whatever style it is written ----

# style WHAT TEXT - an imported deck, saved by the user in this style, gets one more card.
number_of_style=0
style() {
    number_of_style=$((number_of_style + 1))
    name=style$number_of_style
    printf 'Front,Back\nalpha,a\nbeta,b\n' >"$name.csv"
    run import "$name.csv"
    session "$(ratings 5 5)" "$name"
    head=$(sed '/^cards:/,$d' "decks/$name.yaml")
    {
        printf '%s\n' "$head"
        printf '%b' "$2"
    } >"$io/mine"
    [ "$1" = 'with the line ends of Windows' ] && sed -i 's/$/\r/' "$io/mine"
    cp "$io/mine" "decks/$name.yaml"
    run import "decks/$name.yaml"
    printf 'gamma,c\n' >>"$name.csv"
    run import "$name.csv"
    check "a deck $1: the new card is added" exits 0
    check "a deck $1: every byte stays" only_added "$io/mine" "decks/$name.yaml"
    check "a deck $1: is read without a mistake" quietly "$DRILL" check "decks/$name.yaml"
    equal "a deck $1: has three cards, with their histories" 'alpha=1 beta=1 gamma=0' "$(histories "$name")"
}
style 'without indentation' 'cards:\n- q: alpha\n  a: a\n- q: beta\n  a: b\n'
style 'with a wide indentation' 'cards:\n      - q: alpha\n        a: a\n      - q: beta\n        a: b\n'
style 'in braces' 'cards:\n  - {q: alpha, a: a}\n  - {q: beta, a: b}\n'
style 'without a line end at its end' 'cards:\n  - {q: alpha, a: a}\n  - {q: beta, a: b}'
style 'in brackets' 'cards: [{q: alpha, a: a}, {q: beta, a: b}]\n'
style 'in brackets with a comma at the end' 'cards: [\n  {q: alpha, a: a},\n  {q: beta, a: b},\n]\n'
style 'with its own keys after the cards' 'cards:\n  - {q: alpha, a: a}\n  - {q: beta, a: b}\ndescription: at the end\n'
style 'with comments at the end' 'cards:\n  - {q: alpha, a: a}\n  - {q: beta, a: b}\n  # later\n# the end\n\n\n'
style 'that ends in a block of text' 'cards:\n  - {q: alpha, a: a}\n  - q: beta\n    a: |+\n      b\n\n\n'
style 'with an end of the document' 'cards:\n  - {q: alpha, a: a}\n  - {q: beta, a: b}\n...\n'
style 'with the line ends of Windows' 'cards:\n  - q: alpha\n    a: a\n  - q: beta\n    a: b\n'
printf 'Front,Back\nalpha,a\n' >emptied.csv
run import emptied.csv
session "$(ratings 5)" emptied
sed '/^cards:/,$d' decks/emptied.yaml >"$io/mine"
echo 'cards: []' >>"$io/mine"
cp "$io/mine" decks/emptied.yaml
run import emptied.csv
check 'a card that the user has deleted: exit status 0' exits 0
check 'and the file is a deck' quietly "$DRILL" check decks/emptied.yaml

# ---- known by its text, where a source has no ids ----

printf 'Front,Back\nBank,bank (money)\n' >bank.csv
run import bank.csv
session "$(ratings 5)" bank
printf 'Front,Back\nBank,bench\nBank,bank (money)\n' >bank.csv
run import bank.csv
"$DRILL" export cards --deck bank >"$io/cards"
id=$(sed -n '/bank (money)/{n; s/ *id: //p; }' decks/bank.yaml)
equal 'the row with the same question and answer keeps the history' "$id=1" \
    "$(rows <"$io/cards" | awk -F "$unit" 'NR > 1 && $11 > 0 { print $2 "=" $11 }')"
check 'the other one is new' said '^1 new card$'

printf 'question,answer,deck\nitem 3,a2,Shelf\nq9,z9,Shelf\nq8,z8,Bin\n' >things.csv
run import things.csv
session "$(ratings 5 5)" Shelf
printf 'question,answer,deck\nitem 3,edited,Shelf\nq9,z9,Shelf\nq8,z8,Bin\nitem 3,a2,Bin\n' >things.csv
run import things.csv
check 'a row that moved to another deck, and its question where it was: exit status 0' exits 0
equal 'the row with the same question and answer has the history' 'item 3=1 q8=0' "$(histories Bin)"
equal 'and not the one with the question alone' 'item 3=0 q9=1' "$(histories Shelf)"

# ---- tables whose ids are numbers, of the rows or not ----

printf 'id,question,answer\n1,alpha,A1\n2,beta,A2\n3,gamma,A3\n' >greek.csv
run import greek.csv
session "$(ratings 5)" greek
printf 'id,question,answer\n1,zero,A0\n2,alpha,A1\n3,beta,A2\n4,gamma,A3\n' >greek.csv
run import greek.csv
equal 'a row on top, and all numbers change: the histories do not' 'alpha=1 beta=0 gamma=0 zero=0' "$(histories greek)"
check 'one card is new' said '^1 new card$'
run import greek.csv
check 'once more: nothing new' said '^nothing new$'
printf 'id,question,answer\n1,zero,A0\n2,alpha,edited\n3,beta,A2\n4,gamma,A3\n' >greek.csv
run import greek.csv
equal 'an edited row is found without its number' 'alpha=1 beta=0 gamma=0 zero=0' "$(histories greek)"
printf 'id,question,answer\n1,red,rot\n2,blue,blau\n' >colours.csv
run import colours.csv
session "$(ratings 5)" colours
printf 'id,question,answer\n1,"red, of a rose",rosenrot\n2,blue,blau\n' >colours.csv
run import colours.csv
equal 'numbers that stay are ids: a row of which all is edited keeps its history' \
    'blue=0 red, of a rose=1' "$(histories colours)"
printf 'id,question,answer,deck\nk1,Q1,A1,Upper\nk2,Q2,A2,Lower\nk3,Q3,A3,Upper\n' >keys.csv
run import keys.csv
session "$(ratings 5 5)" Upper
printf 'id,question,answer,deck\nk1,Q1 edited,A1 edited,Lower\nk2,Q2,A2,Lower\nk3,Q3,A3,Upper\n' >keys.csv
run import keys.csv
check 'an id that is more than a number, in another deck of the table: moved' said '1 moved'
equal 'with its history' 'Q1 edited=1 Q2=0' "$(histories Lower)"
equal 'away from where it was' 'Q3=1' "$(histories Upper)"

# ---- two files of one name ----

mkdir week1 week2 week3
printf 'Front,Back\nlundi,Monday\nmardi,Tuesday\n' >week1/vocab.csv
printf 'Front,Back\nrouge,red\nbleu,blue\n' >week2/vocab.csv
run import week1/vocab.csv
session "$(ratings 5 5)" vocab
run import week2/vocab.csv
check 'a second file of the same name, with other cards: exit status 0' exits 0
check 'gets a file of its own, which is told' said '^decks/vocab-2\.yaml: 2 cards, written'
check 'and nothing is retired' said_not retired
equal 'both are decks' 2 "$(find decks -name 'vocab*.yaml' | wc -l | tr -d ' ')"
equal 'the first has its cards and its histories' 'lundi=1 mardi=1' "$(histories vocab)"
before=$(unchanged decks/vocab*.yaml)
run import week1/vocab.csv
check 'the first again: nothing new' said '^nothing new$'
run import week2/vocab.csv
check 'the second again: nothing new' said '^nothing new$'
equal 'and no file is touched' "$before" "$(unchanged decks/vocab*.yaml)"
printf 'Front,Back\nlundi,Monday\nmardi,Tuesday\nmercredi,Wednesday\n' >week3/vocab.csv
run import week3/vocab.csv
equal 'a newer version of the first, from elsewhere, is the first' 'lundi=1 mardi=1 mercredi=0' "$(histories vocab)"
equal 'and no third deck' 2 "$(find decks -name 'vocab*.yaml' | wc -l | tr -d ' ')"

# ---- several sources in one command: as if they were imported one after the other ----

# one_by_one SOURCE... - whether importing them together gives the cards and decks that importing
# one after the other gives. Leaves the output of the import in $io/together.
one_by_one() {
    mkdir "$io/one" "$io/all"
    for source in "$@"; do
        "$DRILL" import --db "$io/one/db" -o "$io/one/decks" "$source" || return 1
    done
    "$DRILL" import --db "$io/all/db" -o "$io/all/decks" "$@" >"$io/together" 2>&1
    for way in one all; do
        "$DRILL" export cards --db "$io/$way/db" | rows | cut -d "$unit" -f 1-4 | sort >"$io/$way/cards"
    done
    diff "$io/one/cards" "$io/all/cards"
    same=$?
    rm -r "$io/one" "$io/all"
    return $same
}
check 'a file twice' quietly one_by_one week1/vocab.csv week1/vocab.csv
equal 'is told once' 'vocab.yaml: 2 cards, written 2 new cards' \
    "$(sed 's/.*\///' "$io/together" | tr '\n' ' ' | sed 's/ $//')"
check 'two versions of a file, and a different one of its name' \
    quietly one_by_one week1/vocab.csv week2/vocab.csv week3/vocab.csv
printf 'Front,Back\nlundi,moonday\n' >week3/vocab.csv
check 'of an edited card, the later one counts' quietly one_by_one week1/vocab.csv week3/vocab.csv
check 'the order decides' quietly one_by_one week3/vocab.csv week1/vocab.csv
cat >it.yaml <<'E'
deck: Italian
id: italian
cards:
  - {q: uno, a: one, id: i1}
  - {q: due, a: two, id: i2}
  - {q: tre, a: three, id: i3}
E
cp it.yaml "$io/it" && pack it.apkg it.yaml
sed '/i3/d' "$io/it" >it.yaml
printf 'deck: Hard\nid: hard\ncards:\n  - {q: tre?, a: 3, id: i3}\n' >it2.yaml
pack 'it moved.apkg' it.yaml it2.yaml
check 'a note that a later package has in another deck' quietly one_by_one it.apkg 'it moved.apkg'
check 'and the other way round' quietly one_by_one 'it moved.apkg' it.apkg
sed 's/^deck: .*/deck: Lingua::Italian/' "$io/it" >it.yaml
pack 'it renamed.apkg' it.yaml
run import --db "$io/renamed.db" -o "$io/renamed" it.apkg 'it renamed.apkg'
check 'a deck that a later package has under another name is one deck' said '^3 new cards$'
check 'with the later name' said 'lingua/italian\.yaml: 3 cards, written$'

# ---- the notes of an Obsidian vault share its decks ----

mkdir -p vault/sub
printf '#flashcards/lang\n\none::eins\n\ntwo::zwei\n' >vault/a.md
printf '#flashcards/lang\n\nthree::drei\n\nfour::vier\n' >vault/sub/b.md
printf '#flashcards\n\nnine::neun\n' >vault/sub/c.md
run import vault
check 'a tag in two notes is one deck' said '^decks/lang\.yaml: 4 cards, written$'
session "$(ratings 5 5 5 5 5)" lang sub::c
mv vault/sub/b.md vault/sub/b2.md
run import vault
check 'a note with another name: nothing new' said '^nothing new$'
equal 'and no other deck' "$(find decks -name 'lang*')" decks/lang.yaml
sed 's/three::drei/three::3/' vault/sub/b2.md >vault/b3.md && rm vault/sub/b2.md
mv vault/sub/c.md vault/sub/c2.md
cd vault || exit
run import -o ../decks .
cd ..
check 'an edited one elsewhere, and one without a deck: nothing new' said_not '[1-9] new'
equal 'all cards keep their histories' 'four=1 one=1 three=1 two=1' "$(histories lang)"
equal 'also where the note is the deck' 'nine=1' "$(histories sub::c2)"
mkdir -p other/vault
printf '#flashcards/lang\n\nun::one\n' >other/vault/a.md
run import other/vault
equal 'another vault has decks of its own' 'four=1 one=1 three=1 two=1' "$(histories lang)"

# ---- a deck file that the user has moved ----

printf 'Front,Back\nhund,dog\nkatze,cat\n' >tiere.csv
run import tiere.csv
mkdir -p decks/german/deep
mv decks/tiere.yaml decks/german/deep/animals.yaml
printf 'maus,mouse\n' >>tiere.csv
run import tiere.csv
check 'a file that was moved below a known folder is found: updated there' \
    said '^decks/german/deep/animals\.yaml: 3 cards, updated'
equal 'and not written anew' '' "$(find decks -name 'tiere*')"
equal 'it says what it is' 1 "$(grep -c '^source: ' decks/german/deep/animals.yaml)"
check 'by a key that check knows' quietly "$DRILL" check decks/german/deep/animals.yaml
session "$(ratings 5 5 5)" decks/german/deep/animals.yaml
sed 's/question: hund/question: Hund/' decks/german/deep/animals.yaml >"$io/mine"
mkdir decks/german/deeper
rm decks/german/deep/animals.yaml
cp "$io/mine" decks/german/deeper/a.yaml
printf 'vogel,bird\n' >>tiere.csv
run import tiere.csv
check 'also one that was edited, and never reviewed where it is now: added to' \
    only_added "$io/mine" decks/german/deeper/a.yaml
equal 'with all histories' 'Hund=1 katze=1 maus=1 vogel=0' "$(histories tiere)"

# ---- notes with ids: moved, edited, renamed ----

cat >one.yaml <<'E'
deck: Lang::One
id: lang-one
cards:
  - {q: stays here, a: a1, id: g1}
  - {q: goes away, a: a2, id: g2}
  - {q: both ways, a: a3, id: g3, reverse: true}
E
cat >two.yaml <<'E'
deck: Lang::Two
id: lang-two
cards:
  - {q: was here, a: a4, id: g4}
E
pack all.apkg one.yaml two.yaml
run import all.apkg
equal 'a package: two decks' 2 "$(find decks -path '*lang/*' -name '*.yaml' | wc -l | tr -d ' ')"
session "$(ratings 5 5 5 5)" Lang::One Lang::Two
one=$(find decks -path '*lang/one.yaml') two=$(find decks -path '*lang/two.yaml')
pack 'other name.apkg' one.yaml two.yaml
before=$(unchanged "$one" "$two")
run import 'other name.apkg'
check 'the same notes in a file of another name: nothing new' said '^nothing new$'
equal 'and no file is touched' "$before" "$(unchanged "$one" "$two")"

pack some.apkg two.yaml
run import some.apkg
check 'a package of one of the decks: nothing new' said '^nothing new$'
check 'and the other deck keeps its cards' quietly grep -q 'stays here' "$one"

# a note moves to the other deck, and is edited on the way
sed '/g2/d' one.yaml >"$io/a" && cp "$io/a" one.yaml
echo '  - {q: "has gone, and says so", a: a2 anew, id: g2}' >>two.yaml
pack all.apkg one.yaml two.yaml
run import --dry-run all.apkg
check 'a dry run tells what moves' said '^ *moved +has gone'
run import all.apkg
check 'a note that moved: exit status 0' exits 0
check 'told' said '1 moved'
check 'nothing is new or retired' said_not '[1-9][0-9]* (new|retired) card'
equal 'it is in the file of its new deck alone' '0 1' \
    "$(grep -c 'id: g2' "$one") $(grep -c 'id: g2' "$two")"
equal 'with its history' '1' "$(histories Lang::Two | grep -o 'has gone, and says so=.' | sed 's/.*=//')"

# a database that cannot be written: moved files could not be loaded, and the history would stay behind
cp one.yaml "$io/one" && cp two.yaml "$io/two"
sed '/g2/d' two.yaml >"$io/a" && cp "$io/a" two.yaml
echo '  - {q: "is back, and says so", a: a2 again, id: g2}' >>one.yaml
pack all.apkg one.yaml two.yaml
mv "$db-lock" "$io/lock" && mkdir "$db-lock"
before=$(unchanged "$one" "$two")
run import all.apkg
refuses 'a database that cannot be written' '.*'
equal 'no deck file is touched' "$before" "$(unchanged "$one" "$two")"
rmdir "$db-lock" && mv "$io/lock" "$db-lock"
run import all.apkg
equal 'the import works once it can: the history follows' 1 \
    "$(histories Lang::One | grep -o 'is back, and says so=.' | sed 's/.*=//')"
cp "$io/one" one.yaml && cp "$io/two" two.yaml
pack all.apkg one.yaml two.yaml
run import all.apkg

# and back, into a file that the user has edited
echo '# mine' >>"$one"
cp "$one" "$io/mine"
sed '/g2/d' two.yaml >"$io/a" && cp "$io/a" two.yaml
echo '  - {q: "has come back", a: a2, id: g2}' >>one.yaml
pack all.apkg one.yaml two.yaml
run import all.apkg
check 'a move into a file that the user has edited: exit status 0' exits 0
check 'every byte of the user stays' only_added "$io/mine" "$one"
equal 'and the note is in one file, not in two or none' 1 "$(cat "$one" "$two" | grep -c 'id: g2')"
equal 'with its history' 1 "$(everything | grep -o '\(has come back\|has gone, and says so\)=[0-9]' | sed 's/.*=//')"

# out of a file that the user has edited
echo '# mine, too' >>"$two"
cp "$two" "$io/mine"
sed '/g4/d' two.yaml >"$io/a" && printf 'deck: Lang::Two\nid: lang-two\ncards:\n  - {q: new there, a: a5, id: g5}\n' >two.yaml
echo '  - {q: "was elsewhere", a: a4, id: g4}' >>one.yaml
pack all.apkg one.yaml two.yaml
run import all.apkg
check 'a move out of a file that the user has edited: exit status 0' exits 0
check 'every byte of the user stays' only_added "$io/mine" "$two"
equal 'the note is in one file' 1 "$(cat "$one" "$two" | grep -c 'id: g4')"
check 'and the move is told' said 'left as you edited'
equal 'with its history' 1 "$(everything | grep -o '\(was here\|was elsewhere\)=[0-9]' | sed 's/.*=//')"
cp one.yaml "$io/one"
sed '/g4/d' one.yaml >"$io/a" && cp "$io/a" one.yaml
printf 'deck: Lang::Three\nid: lang-three\ncards:\n  - {q: "was elsewhere", a: a4, id: g4}\n' >three.yaml
pack three.apkg one.yaml two.yaml three.yaml
run import --dry-run three.apkg
check 'a move to a deck without a file is told, too, by a dry run' \
    said "^$two: .* kept with your edits: 1 changed in the source, left as you edited"
run import three.apkg
check 'and by the import' \
    said "^$two: .* kept with your edits: 1 changed in the source, left as you edited"
equal 'which writes no file for it' '' "$(find decks -name 'three*')"
cp "$io/one" one.yaml
run import --force all.apkg
check '--force moves it' quietly grep -q 'id: g4' "$one"
equal 'and nowhere else is it' 1 "$(cat "$one" "$two" | grep -c 'id: g4')"
equal 'its history moves along' 1 "$(everything | grep -o 'was elsewhere=[0-9]' | sed 's/.*=//')"

# a deck is renamed
# notes - the ids of all notes in the deck files.
notes() { grep -rhox '^ *id: g[1-9]' decks | sort | tr -d ' \n'; }
ids_before=$(notes)
total=$(everything | tr ' ' '\n' | grep -c '=')
sed 's/Lang::One/Sprachen::Eins/' one.yaml >"$io/a" && cp "$io/a" one.yaml
pack renamed.apkg one.yaml two.yaml
run import renamed.apkg
check 'a deck that was renamed: exit status 0' exits 0
check 'nothing is new or retired' said_not '[1-9][0-9]* (new|retired) card|[1-9][0-9]* retired'
equal 'there is no card more' "$total" "$(everything | tr ' ' '\n' | grep -c '=')"
equal 'no note is in two files' "$ids_before" "$(notes)"
"$DRILL" decks >"$io/decks" 2>&1
check 'the deck has its new name' quietly grep -q 'Sprachen::Eins' "$io/decks"
check 'and not its old one' lacks 'Lang::One' "$io/decks"
before=$(snapshot decks)
run import renamed.apkg
check 'once more: nothing new' said '^nothing new$'
equal 'and no file is touched' "$before" "$(snapshot decks)"

# a package that lacks notes
printf 'deck: Sprachen::Eins\nid: lang-one\ncards:\n  - {q: stays here, a: a1, id: g1}\n' >one.yaml
pack few.apkg one.yaml
run import few.apkg
check 'a package that lacks notes: exit status 0' exits 0
equal 'there is no card less' "$total" "$(everything | tr ' ' '\n' | grep -c '=')"
run import --replace few.apkg
check '--replace retires them, and said' said '[1-9][0-9]* retired'
equal 'in its own decks only' 1 "$(notes | grep -o g5 | wc -l | tr -d ' ')"

# ---- through Anki and back, without ids ----

printf 'deck: Gaps\ncards:\n  - cloze: "{{x}} y {{z}}"\n  - {q: a, a: b}\n' >gaps.yaml
run import gaps.yaml
run export anki --deck Gaps -o gaps.apkg
run import gaps.apkg
check 'gaps that Anki numbers are no new cards' said '^nothing new$'
rm gaps.yaml gaps.apkg

# ---- rows that cannot be taken ----

printf 'Front,Back\nx,1\n,nothing asked\ny,2\n' >rows.csv
run import rows.csv
check 'a row that is skipped: exit status 0' exits 0
check 'and told, with its line' complained '^drill: rows.csv:3: skipped: '
printf 'Front,Back\n,nothing asked\n' >none.csv
before=$(snapshot "$here")
run import none.csv
check 'nothing that can be read: exit status 2' exits 2
same 'and nothing is written' "$before"
printf 'deck: bad\ncards:\n  - {q: a, x: b}\n' >bad.yaml
printf 'Front,Back\nz,3\n' >rows.csv
before=$(snapshot "$here")
run import rows.csv bad.yaml
check 'a deck file with mistakes among them: exit status 2' exits 2
check 'and its mistake is told' complained '^drill: .*bad.yaml:3:.*unknown key "x"'
same 'and nothing is written, of the others either' "$before"

# ---- interrupted ----

awk 'BEGIN { print "Front,Back"; for (i = 0; i < 100000; i++) print "q " i ",a " i }' >big.csv
printf 'Front,Back\nq 1,a 1\nq 2,a 2\nmine,alone\n' >start.csv
run import --deck big start.csv
session "$(ratings 5 5 5)" big
before=$(snapshot decks)
cards=$(everything | cksum)
for signal in TERM INT; do
    # a shell ignores INT for what it runs in the background: Python does not
    python3 -c '
import os, signal, subprocess, sys, time
signal.signal(signal.SIGINT, signal.SIG_DFL)
run = subprocess.Popen(sys.argv[2:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
while run.poll() is None and not any(
        ".drill-" in name for _, _, names in os.walk("decks") for name in names):
    time.sleep(0.001)
run.send_signal(getattr(signal, "SIG" + sys.argv[1]))
sys.exit(run.wait() == 0)' $signal "$DRILL" import --deck big big.csv
    status=$? ran="drill import, with SIG$signal"
    check "SIG$signal ends an import" exits 0
    equal "SIG$signal: every file is as before, and none is left over" "$before" "$(snapshot decks)"
    equal "SIG$signal: and so are the cards" "$cards" "$(everything | cksum)"
done
head -n 30001 big.csv >less.csv
python3 -c '
import os, signal, subprocess, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
run = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
while run.poll() is None and not os.path.exists("decks/less.yaml"):
    pass
run.send_signal(signal.SIGINT)
sys.exit(run.wait() == 0)' "$DRILL" import less.csv
equal 'a file that is in place when a signal comes is loaded before drill ends' 30000 \
    "$("$DRILL" export cards --deck less | rows | tail -n +2 | wc -l | tr -d ' ')"
run import --deck big big.csv
check 'and the next import does it all' said '100000 cards'
equal 'the histories are those of before' 'mine=1 q 1=1 q 2=1' "$(histories big | tr ' ' '\n' |
    awk '/=/ { print prev (prev ? " " : "") $0 } { prev = /=/ ? "" : $0 }' | grep '=1$' | sort | tr '\n' ' ' | sed 's/ $//')"
finish
