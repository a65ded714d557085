#!/bin/sh
# drill add: cards go to the end of the deck's file, in its own style, all or none.
# shellcheck source=tests/cli/lib
. "$(dirname "$0")/lib"
export DRILL_NOW=2026-03-02T09:00

run add
refuses 'no decks' 'no decks yet: "drill new NAME" makes one'
run add nosuch.yaml -q a
refuses_new() { exits 2 && ! [ -s "$io/out" ] && complained 'no such file' && complained 'To make a new deck: drill new NAME'; }
check 'a missing file' refuses_new

printf 'deck: d\ncards:\n- q: one\n  a: 1\n- q: two\n  a: 2\n# end\n' >deck.yaml
run add deck.yaml -q 'three' -a '3'
check 'a card of options: exit status 0' exits 0
equal 'is told' 'Added 1 card to d' "$(cat "$io/out")"
equal 'and written as the file is' 'deck: d
cards:
- q: one
  a: 1
- q: two
  a: 2
- q: three
  a: 3
# end' "$(cat deck.yaml)"
equal 'it is asked' 3 "$("$DRILL" due deck.yaml)"
run add d -q "line
 two: \"x\" # y" --tags 'b, a  b' --hint h --note n --reverse
equal 'all of its keys' '- q: |
    line
     two: "x" # y
  tags: [b, a]
  hint: h
  note: n
  reverse: true
# end' "$(tail -n 8 deck.yaml)"
run add d --cloze 'the {{dog}}'
equal 'a cloze' '- cloze: the {{dog}}' "$(tail -n 2 deck.yaml | head -n 1)"
run check deck.yaml
check 'the file has no mistakes' exits 0

before=$(snapshot "$here")
for words in '-a 1' '--cloze {{a}} -q b' '--cloze a' '--cloze {{a}} --reverse' '-q a --tags !x' '-q ' \
    'e -q a' '--hint x'; do
    # shellcheck disable=SC2086
    run add d $words
    check "refused: $words" exits 2
done
run add d -q "$(printf 'a\377')"
refuses 'bytes that are not text' 'not UTF-8'
run add d --cram -q a
refuses 'a foreign option' '--cram does not apply to drill add'
same 'nothing of that was written' "$before"

run add d -q one -a 1
check 'the same card: exit status 1' exits 1
equal 'is told' 'Already there: one
Nothing added to d' "$(cat "$io/out")"
run add d -q one -a other
check 'another answer is another card' exits 0

# ---- lines ----

printf 'deck: lines\ncards: []\n' >lines.yaml
input 'a\tb\r\n\n  c d \t\nthe {{cat}}\na\tb\n'
run add lines.yaml --tags 'pipe'
check 'lines: exit status 0' exits 0
equal 'are told' 'Already there: a
Added 3 cards to lines' "$(cat "$io/out")"
equal 'and written' 'deck: lines
cards:

  - question: a
    answer: b
    tags: [pipe]

  - question: "  c d"
    tags: [pipe]

  - cloze: the {{cat}}
    tags: [pipe]' "$(cat lines.yaml)"
before=$(snapshot "$here")

# wrong REGEX LINES
wrong() {
    input "$2"
    run add lines.yaml
    refuses "lines: $1" "$1"
    same "lines: $1: nothing was written" "$before"
}
wrong 'standard input:2:1: neither question, tab and answer' 'x\ty\nno gap\nu\tv\n'
wrong 'standard input:1:1: more than one tab' 'x\ty\tz\n'
wrong 'standard input:3:1: no question before the tab' 'x\ty\n\n\tz\n'
wrong 'standard input:1:1: not UTF-8' 'x\ty\0377\n'
wrong 'is empty' '\n\n'
input 'x\ty\n'
run add
refuses 'without a deck, of several' 'add to which of the 2 decks\? Name one'
same 'and nothing was written' "$before"
input 'x\ty'
mkdir one
printf 'cards: []\n' >one/only.yaml
run add one --db one.db
equal 'the only deck of a folder' 'Added 1 card to only' "$(cat "$io/out")"
input 'u\tv'
run add --db one.db
equal 'the only known deck' 'Added 1 card to only' "$(cat "$io/out")"
: >"$io/in"

# ---- ids ----

printf 'deck: ids\ncards:\n  - id: one\n    q: One?\n    a: 1\n' >ids.yaml
run add ids.yaml -q 'One!' -a 2
equal 'a deck with ids: the card gets one' '
  - id: one-2
    q: One!
    a: 2' "$(tail -n 4 ids.yaml)"
printf 'deck: ids\ncards:\n  - id: one\n    q: One?\n    a: 1\n' >ids.yaml
run add ids.yaml -q 'One.' -a 3
equal 'not that of a retired card' '  - id: one-3' "$(tail -n 3 ids.yaml | head -n 1)"

# ---- the file and its folder ----

printf 'cards:\n- q: a\n  anwser: b\n' >bad.yaml
before=$(cat bad.yaml)
run add bad.yaml -q x
check 'a file with mistakes: exit status 2' exits 2
check 'they are told' complained 'bad.yaml:3:3: unknown key "anwser"'
equal 'and the file stays' "$before" "$(cat bad.yaml)"
mkdir links
printf 'cards:\n- q: a\n' >real.yaml
chmod 640 real.yaml
ln -s ../real.yaml links/deck.yaml
run add links/deck.yaml -q x
check 'a symbolic link stays one' [ -L links/deck.yaml ]
equal 'and leads to the card' '- q: x' "$(tail -n 1 real.yaml)"
equal 'the mode stays' ./real.yaml "$(find . -name real.yaml -type f -perm 640)"
if [ "$(id -u)" != 0 ]; then
    chmod 400 real.yaml
    run add real.yaml -q y
    refuses 'a file that may not be written' 'real.yaml: cannot be written'
fi
rm real.yaml
run add real -q y
check 'a known deck without its file: exit status 2' exits 2
check 'is told' complained "deck's file is gone"
equal 'no temporary file is left' '' "$(find . -name '.*drill-*')"

finish
