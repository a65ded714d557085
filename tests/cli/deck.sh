#!/bin/sh
# Deck files with mistakes, and files that are no decks: each is told with its place, and nothing
# is created or changed.
# shellcheck source=tests/cli/lib
. "$(dirname "$0")/lib"
export DRILL_NOW=2026-03-02T09:00

# bad WHAT PLACES REGEX - deck.yaml, as standard input gives it, has mistakes at these places (each
# LINE:COL, in the order of the file; "-" for wherever) and no others, and one is told in words that
# match. A session and due say the same, and nothing is created or changed.
bad() {
    cat >deck.yaml
    before=$(snapshot "$here")
    session '\n4\n' deck.yaml
    refuses "$1$state" "deck.yaml:[0-9]+:[0-9]+: .*($3)"
    places=$(sed -n 's/^drill: [^ ]*deck\.yaml:\([0-9]*:[0-9]*\): .*/\1/p' "$io/err" | tr '\n' ' ')
    [ "$2" = - ] || equal "$1$state: each mistake once, with its place" "$2" "${places% }"
    check "$1$state: harmless" harmless "$io/err"
    cp "$io/err" "$io/session"
    run due deck.yaml
    check "$1$state: due refuses it, too" refused "$3"
    equal "$1$state: in the same words" "$(cat "$io/session")" "$(cat "$io/err")"
    same "$1$state: nothing was created or changed" "$before"
}

mistakes() {
    bad 'an unknown key' '4:5' 'anwser.*did you mean "answer"' <<'END'
deck: x
cards:
  - question: a
    anwser: b
END
    bad 'an unknown key of the deck' '1:1' 'deckk.*did you mean "deck"' <<'END'
deckk: x
cards: []
END
    bad 'an unknown key like no other' '3:12' 'unknown key "zzz"' <<'END'
deck: x
cards:
  - {q: a, zzz: b}
END
    bad 'a duplicate key' '5:5' 'duplicate key "answer"' <<'END'
deck: x
cards:
  - question: a
    answer: b
    answer: c
END
    bad 'a key and its short form' '4:5' 'duplicate key "q"' <<'END'
deck: x
cards:
  - question: a
    q: b
END
    bad 'a duplicate key of the deck' '3:1' 'duplicate key "deck"' <<'END'
deck: x
cards: []
deck: y
END
    bad 'no question' '3:5' 'no question' <<'END'
deck: x
cards:
  - answer: b
END
    bad 'an empty question' '3:5' 'no question' <<'END'
deck: x
cards:
  - question: ''
    answer: b
END
    bad 'values of the wrong type' '1:7 2:7 4:15 5:9 6:21 7:5' 'list' <<'END'
deck: [x]
tags: a word
cards:
  - {q: a, a: {b: c}}
  - {q: [a]}
  - {q: a, reverse: perhaps}
  - a word
END
    bad 'cards that are no list' '2:8' 'list of cards' <<'END'
deck: x
cards: {q: a}
END
    bad 'no cards at all' '2:1' 'no "cards"' <<'END'
deck: x
END
    bad 'tags that are none' '3:19 3:30 3:37 3:43' 'a tag' <<'END'
deck: x
cards:
  - {q: a, tags: [two words, "a,b", "!a", [x]]}
END
    bad 'a duplicate id' '4:17' 'same id' <<'END'
deck: x
cards:
  - {q: a, id: one}
  - {q: b, id:  one}
END
    bad 'an id that is no name' '3:17 4:17' 'one line' <<'END'
deck: x
cards:
  - {q: a, id:  "a#b"}
  - {q: b, id:  "a\tb"}
END
    bad 'a cloze without a gap' '3:5' 'no gap' <<'END'
deck: x
cards:
  - cloze: a text {{ without
END
    bad 'a cloze with a question' '3:5' 'cloze card cannot have' <<'END'
deck: x
cards:
  - {cloze: "{{a}}", q: b}
END
    bad 'an anchor and an alias' '3:10 4:10' 'alias|anchor' <<'END'
deck: x
cards:
  - {q:  &one a}
  - {q:  *one }
END
    bad 'a YAML tag' '3:10' 'YAML tag' <<'END'
deck: x
cards:
  - {q:  !!int 3}
END
    bad 'a second document' '4:1' 'second YAML document' <<'END'
deck: x
cards:
  - {q: a}
---
deck: y
END
    bad 'a directive' '1:1' 'directive' <<'END'
%YAML 1.1
---
deck: x
cards: []
END
    bad 'many mistakes: all are told' '1:1 4:5 6:5 8:5 9:5 12:12' 'no question' <<'END'
dack: x
cards:
  - question: a
    nswer: b
    hint: c
  - answer: b
  - question: c
    question: d
    notes: e
    note: f
  - q: good
    tags:  {a: b}
END
    bad 'a mistake of YAML, behind others' '3:6 4:5 5:1' 'invalid YAML' <<'END'
deck: x
cards:
  - {qq: a}
  - [
END
    bad 'a tab' '3:1' 'invalid YAML.*tab' <<'END'
deck: x
cards:
	- q: a
END
    bad 'a colon in a text' '3:9' 'invalid YAML.*quote' <<'END'
deck: x
cards:
  - q: a: b
END
    bad 'an empty file' '1:1' 'is empty' </dev/null
    printf '# only a remark\n\n' >"$io/deck"
    bad 'nothing but a remark' '3:1' 'is empty' <"$io/deck"
    bad 'a list at the top' '1:1' 'another program.s shape' <<'END'
- question: a
END
    bad 'a text' '1:1' 'is not a deck' <<'END'
This is a letter to a friend
and no deck.
END
    printf 'deck: x\ncards:\n  - {q: ab\377c}\n' >"$io/deck"
    bad 'no UTF-8' '3:11' 'UTF-8' <"$io/deck"
    printf 'deck: x\ncards:\n  - {q: a}\n  - {q: ab\033c}\n' >"$io/deck"
    bad 'a control character' '4:11' 'control characters' <"$io/deck"
    printf 'deck: x\ncards:\n  - {q: "a\\0b"}\n' >"$io/deck"
    bad 'a NUL by escape' '3:9' 'NUL' <"$io/deck"
    printf 'deck: x\000y\ncards:\n  - {q: a}\n' >"$io/deck"
    bad 'a NUL' '1:8' 'control characters' <"$io/deck"
    printf '\377\376d\000e\000c\000k\000:\000 \000x\000\n\000' >"$io/deck"
    bad 'UTF-16LE, marked' '1:1' 'UTF-16' <"$io/deck"
    printf '\376\377\000d\000e\000c\000k\000:\000 \000x\000\n' >"$io/deck"
    bad 'UTF-16BE, marked' '1:1' 'UTF-16' <"$io/deck"
    printf 'd\000e\000c\000k\000:\000 \000x\000\n\000' >"$io/deck"
    bad 'UTF-16LE' '1:1' 'UTF-16' <"$io/deck"
    printf '\000d\000e\000c\000k\000:\000 \000x\000\n' >"$io/deck"
    bad 'UTF-16BE' '1:1' 'UTF-16' <"$io/deck"
    { printf 'deck: x\ncards:\n  - {q: '; head -c 40000 /dev/zero | tr '\0' '['; } >"$io/deep"
    bad '40,000 brackets' '3:9 3:73' 'deeper' <"$io/deep"
    head -c 40000 /dev/zero | tr '\0' '[' >"$io/deep"
    bad 'nothing but brackets' '1:1' 'is not a deck' <"$io/deep"
    { printf 'deck: x\ncards:\n  - q: "'; head -c 1048577 /dev/zero | tr '\0' a; printf '"\n'; } \
        >"$io/long"
    bad 'a text of 1 MiB and a byte' '3:8' '1 MiB' <"$io/long"
    awk 'BEGIN { for (i = 0; i < 60000; i++) print "%TAG !t" i "! tag:t,2026:" i; print "---" }' \
        >"$io/tags"
    bad '60,000 %TAG lines' '1:1' '256 KiB' <"$io/tags"
    head -c 4096 "$DRILL" >"$io/deck"
    bad 'a program' '1:1' 'control characters|UTF-8' <"$io/deck"
    printf 'deck: x\ncards:\n  - {q: a, "\\e[31mred\\u202e\\u009b": b}\n' >"$io/deck"
    bad 'hostile bytes in a key' '3:12' 'unknown key' <"$io/deck"
    printf 'deck: x\ncards:\n  - {q:  &\302\255\342\200\256x a}\n' >"$io/deck"
    bad 'hostile bytes in an anchor' '3:11' 'anchor|invalid YAML' <"$io/deck"
    printf 'deck: x\ncards:\n  - {q: a, id: one}\n  - {q: b, id: "\\e]0;a\\a"}\n' >"$io/deck"
    bad 'hostile bytes in an id' '4:16' 'one line' <"$io/deck"
}

# Once where there is no database, and once where the deck had been good.
state=''
mistakes
check 'no database was made of all that' [ ! -e "$XDG_DATA_HOME" ]
printf 'deck: x\ncards:\n  - {q: before, id: one}\n' >deck.yaml
session '\n4\n' deck.yaml
check 'a deck that was good' exits 0
state=', good before'
mistakes
equal 'the card is what it was' 'before|1|4' \
    "$(sqlite3 "$db" 'SELECT question, reviews, last_rating FROM cards JOIN texts USING (card_id)
        WHERE retired_day IS NULL')"
rm -rf "$XDG_DATA_HOME" deck.yaml

# ---- what is no file of text ----

# no WHAT REGEX FILE - refused, nothing created or changed
no() {
    before=$(snapshot "$here")
    session '\n4\n' "$3"
    refuses "$1" "$2"
    check "$1: harmless" harmless "$io/err"
    run due "$3"
    check "$1: due refuses it, too" refused "$2"
    same "$1: nothing was created or changed" "$before"
}
no 'a missing file' 'no such file' missing.yaml
no 'a file in a missing folder' 'no such file' missing/deck.yaml
mkdir empty
no 'a folder without decks' 'empty: .*no deck files' empty
mkfifo fifo.yaml
no 'a FIFO that nobody writes' 'fifo.yaml: .*not a regular file' fifo.yaml
no 'a device' 'null: .*not a regular file' /dev/null
printf 'deck: x\ncards: []\n' >closed.yaml
no 'a file taken for a folder' 'closed.yaml/x' closed.yaml/x
chmod 0 closed.yaml
if ! [ -r closed.yaml ]; then
    no 'a file that cannot be read' 'closed.yaml: .*[Pp]ermission denied' closed.yaml
fi
rm -f closed.yaml fifo.yaml
name=$(printf 'a\033[31m\302\233\342\200\256\nb.yaml')
printf 'deck: x\ncards: [{}]\n' >"$name"
no 'hostile bytes in the name of the file' 'b.yaml:2:9: .*no question' "$name"
rm -f "$name"

# ---- a good folder with one bad deck ----

mkdir -p folder/deep folder/.hidden
printf 'cards: [{q: one, a: A}]\n' >folder/a.yaml
printf 'deck: bad\ncards:\n  - {q: two, answr: b}\n' >folder/b.yaml
printf 'cards: [{q: three, a: C}]\n' >folder/deep/c.yml
printf 'cards: [{q: hidden}]\n' >folder/.hidden/d.yaml
printf 'cards: [{q: hidden}]\n' >folder/.e.yaml
printf 'no deck\n' >folder/notes.txt
mkfifo folder/f.yaml
session "$(ratings 4 4 4)" folder
check 'a folder with one bad deck goes on' exits 0
check 'the mistake is told' complained 'b.yaml:3:14: .*did you mean "answer"'
equal 'the good decks are asked' 'Question: one Question: three' \
    "$(grep '^Question' "$io/out" | tr '\n' ' ' | sed 's/ $//')"
equal 'and only they are kept' 'a c' \
    "$(sqlite3 "$db" 'SELECT name FROM decks ORDER BY name' | tr '\n' ' ' | sed 's/ $//')"
DRILL_NOW=2026-03-03T09:00
run due folder
equal 'due counts the good ones' 2 "$(cat "$io/out")"
check 'due tells the mistake, too' complained 'b.yaml:3:14: '
session '' folder/a.yaml folder/b.yaml
check 'but a bad deck that was named is the end' exits 2
printf 'cards: [{q: one, a: A, aa: b}]\n' >folder/a.yaml
session "\n$(ratings 4 4)" # all, then each card
check 'a known deck that has become bad: the others go on' exits 0
check 'its mistake is told' complained 'a.yaml:1:24: '
equal 'the others are asked' 'Question: three' "$(grep '^Question' "$io/out")"

# The first run of all, and nothing but bad decks.
rm -rf "$XDG_DATA_HOME" folder
mkdir folder
printf 'cards: [{q: one, aa: b}]\n' >folder/a.yaml
printf 'cards: [{q: two, aa: b}]\n' >folder/b.yaml
before=$(snapshot "$here")
session '' folder
check 'a folder of bad decks is no success' [ "$status" != 0 ]
equal 'its mistakes are told once' 'a.yaml:1:18 b.yaml:1:18' \
    "$(sed -n 's,^drill: .*/\([ab].yaml:[0-9]*:[0-9]*\): .*,\1,p' "$io/err" | paste -s -d ' ')"
same 'a folder of bad decks: nothing was created or changed' "$before"
printf 'cards: [{q: two, a: b}]\n' >folder/b.yaml
session '' folder
check 'with a good one among them it goes on' exits 0
equal 'and the mistake is told once then, too' 1 "$(grep -c 'a.yaml:1:18: ' "$io/err")"

# ---- decks that are good ----

# good WHAT CARDS - deck.yaml, as standard input gives it, has so many cards
good() {
    cat >deck.yaml
    rm -rf "$XDG_DATA_HOME"
    session '' deck.yaml
    check "$1" exits 0
    check "$1: no words" silent
    equal "$1: cards" "$2" "$(sed -n 's/^\([0-9]*\) new cards*$/\1/p' "$io/out")"
}
printf '\357\273\277deck: x\ncards: [{q: a}]\n' >"$io/deck"
good 'a byte order mark' 1 <"$io/deck"
printf 'deck: x\r\ncards:\r\n  - q: a\r\n    a: b\r\n' >"$io/deck"
good 'CR LF at line ends' 1 <"$io/deck"
printf 'cards: [{q: a}]' >"$io/deck"
good 'no line feed at the end, no name' 1 <"$io/deck"
check 'the name is the file'"'"'s' said '^deck: '
printf -- '---\ndeck: x\ncards: [{q: a}]\n...\n' >"$io/deck"
good 'marks of a document' 1 <"$io/deck"
printf 'cards: [{q: a}, {q: b, a: null}]\ntags: [t]\nid: late\ndeck: Late\n' >"$io/deck"
good 'the head below the cards' 2 <"$io/deck"
check 'it is obeyed' said '^Late: '
{ printf 'cards:\n  - q: "'; head -c 1048576 /dev/zero | tr '\0' a; printf '"\n'; } >"$io/deck"
good 'a text of 1 MiB' 1 <"$io/deck"
printf 'cards: [{q: "* it"}, {q: "*a", a: "&b !c"}, {q: 3, a: 2026-01-01}]\n' >"$io/deck"
good 'marks of YAML in quotes, and numbers as texts' 3 <"$io/deck"

# ---- which deck a file is ----

rm -rf "$XDG_DATA_HOME" deck.yaml
printf 'deck: Same\nid: same\ncards: [{q: a}]\n' >first.yaml
printf 'deck: Same\nid: same\ncards: [{q: b}]\n' >second.yaml
session '\n4\n' first.yaml
session '' second.yaml
refuses 'a second file that claims the identity of a deck' 'second.yaml:1:1: .*same.*first.yaml'
equal 'the first is untouched' 'a|1' \
    "$(sqlite3 "$db" 'SELECT question, reviews FROM cards JOIN texts USING (card_id)')"
cp first.yaml copy
mv copy first.yaml # as editors write: a new file in place of the old one
session '' second.yaml
refuses 'nor where the first was written anew since' 'second.yaml:1:1: .*same.*first.yaml'
equal 'the first is untouched still' 'a|1' "$(sqlite3 "$db" 'SELECT question, reviews FROM cards
    JOIN texts USING (card_id) WHERE retired_day IS NULL')"
mv first.yaml moved.yaml
session '' moved.yaml
check 'the first is known when it is moved' said_not 'retired'
equal 'and keeps its history' 1 "$(sqlite3 "$db" 'SELECT reviews FROM cards')"

# A new file often gets the inode of the last that was deleted. That does not make it that deck.
rm -rf "$XDG_DATA_HOME"
tries=0 inode='' other=''
while [ "$tries" -lt 20 ]; do
    rm -f french.yaml latin.yaml
    printf 'cards: [{q: un, a: one}]\n' >french.yaml
    inode=$(ls -i french.yaml)
    rm french.yaml
    printf 'cards: [{q: unus, a: 1st}, {q: duo, a: 2nd}]\n' >latin.yaml
    other=$(ls -i latin.yaml)
    [ "${inode%% *}" = "${other%% *}" ] && break
    tries=$((tries + 1))
done
if [ "${inode%% *}" = "${other%% *}" ]; then
    rm latin.yaml
    printf 'cards: [{q: un, a: one}]\n' >french.yaml
    session '\n4\n' french.yaml
    rm french.yaml
    printf 'cards: [{q: unus, a: 1st}, {q: duo, a: 2nd}]\n' >latin.yaml
    session '' latin.yaml
    equal 'a new deck in the inode of a deleted one is a deck of its own' 'french 1, latin 0' \
        "$(sqlite3 -separator ' ' "$db" "SELECT name, sum(reviews) FROM decks JOIN cards
            USING (deck_id) GROUP BY name ORDER BY name" | paste -s -d , | sed 's/,/, /')"
    mv latin.yaml other.yaml
    printf 'cards: [{q: un, a: one}]\n' >french.yaml
    session '' french.yaml
    check 'and the deleted one has its history when it is back' said 'Nothing is due'
fi
finish
