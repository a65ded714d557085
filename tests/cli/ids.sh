#!/bin/sh
# drill ids: every card gets an id, and nothing else happens to the file, nor to the history.
# shellcheck source=tests/cli/lib
. "$(dirname "$0")/lib"
export DRILL_NOW=2026-03-02T09:00

run ids
refuses 'ids for nothing' 'Name a deck file'
run ids nosuch.yaml
refuses 'no such file' 'nosuch.yaml: No such file'
run ids home
refuses 'a folder' 'home: is a folder'
run ids --json deck.yaml
refuses 'a foreign option' '--json does not apply to drill ids'

# gives WHAT BEFORE AFTER - a deck of these bytes (for printf), and of those when it has ids.
gives() {
    printf '%b' "$2" >deck.yaml
    printf '%b' "$3" >"$io/wanted"
    run ids deck.yaml
    check "$1: exit status 0" exits 0
    check "$1" cmp "$io/wanted" deck.yaml
    before=$(snapshot "$here")
    run ids deck.yaml
    equal "$1: done once" 'deck.yaml: every card has an id' "$(cat "$io/out")"
    same "$1: a second run changes nothing" "$before"
}

gives 'a block' 'cards:\n  - question: What does a **bias** do?\n    answer: |\n      x\n\n  # c\n' \
    'cards:\n  - id: what-does-a-bias-do\n    question: What does a **bias** do?\n    answer: |\n      x\n\n  # c\n'
gives 'lists at the left edge, CR LF, and no line end' 'cards:\r\n- q: a\r\n  a: b\r\n-   q: c' \
    'cards:\r\n- id: a\r\n  q: a\r\n  a: b\r\n-   id: c\r\n    q: c'
gives 'a byte order mark' '\0357\0273\0277cards:\n- q: \0303\0234ber\n' \
    '\0357\0273\0277cards:\n- id: \0303\0234ber\n  q: \0303\0234ber\n'
gives 'a dash alone, with a comment' 'cards:\n  - # one\n    q: a # x\n  -\n\n    "a": b\n    q: c\n' \
    'cards:\n  - # one\n    id: a\n    q: a # x\n  -\n\n    id: c\n    "a": b\n    q: c\n'
gives 'braces' 'cards:\n- {q: a, a: b} # c\n- {\n    q: b,\n    a: c\n  }\n' \
    'cards:\n- {id: a, q: a, a: b} # c\n- {\n    id: b, q: b,\n    a: c\n  }\n'
gives 'brackets' 'cards: [{q: a}, q: b , ? q\n : c\n]\ntags: [x]\n' \
    'cards: [{id: a, q: a}, {id: b, q: b} , {id: c, ? q\n : c}\n]\ntags: [x]\n'
gives 'JSON stays JSON' '{"cards": [{"q": "a", "a": "b"}, {"q": "b", "id": ""}]}' \
    '{"cards": [{"id": "a", "q": "a", "a": "b"}, {"q": "b", "id": "b"}]}'
gives 'odd keys' 'cards:\n- ? q\n  : a\n- "q": b\n- ! q: c\n' \
    'cards:\n- id: a\n  ? q\n  : a\n- id: b\n  "q": b\n- id: c\n  ! q: c\n'
gives 'ids without a value' 'cards:\n- q: a\n  id: # todo\n- id: ~\n  q: b\n- {q: c, id}\n- q: d\n  id: |\n\n  a: x\n' \
    'cards:\n- q: a\n  id: a # todo\n- id: b\n  q: b\n- {q: c, id: c}\n- q: d\n  id: d\n\n  a: x\n'
gives 'words that YAML reads otherwise' 'cards:\n- q: Yes!\n- q: "12"\n- q: Null\n- q: 2026-01-31\n- q: 1e3\n- q: nope\n' \
    'cards:\n- id: "yes"\n  q: Yes!\n- id: "12"\n  q: "12"\n- id: "null"\n  q: Null\n- id: "2026-01-31"\n  q: 2026-01-31\n- id: "1e3"\n  q: 1e3\n- id: nope\n  q: nope\n'
gives 'ids that are taken' 'cards:\n- q: a?\n- q: a!\n- {id: a, q: x}\n- {id: a-3, q: y}\n- q: "?"\n- q: "!"\n- q: a 2\n' \
    'cards:\n- id: a-2\n  q: a?\n- id: a-4\n  q: a!\n- {id: a, q: x}\n- {id: a-3, q: y}\n- id: card\n  q: "?"\n- id: card-2\n  q: "!"\n- id: a-2-2\n  q: a 2\n'
gives 'a cloze, and a long text' 'cards:\n- cloze: ReLU is {{max(0, x)}}\n- q: A question of so many words that not all of them fit\n- q: abcdefghijabcdefghijabcdefghijabcdefghijabcdefghij\n' \
    'cards:\n- id: relu-is-max-0-x\n  cloze: ReLU is {{max(0, x)}}\n- id: a-question-of-so-many-words-that-not-all\n  q: A question of so many words that not all of them fit\n- id: abcdefghijabcdefghijabcdefghijabcdefghij\n  q: abcdefghijabcdefghijabcdefghijabcdefghijabcdefghij\n'

# ---- refused, and untouched ----

# leaves WHAT REGEX BYTES - a deck of these bytes is refused, and stays.
leaves() {
    printf '%b' "$3" >deck.yaml
    before=$(snapshot "$here")
    run ids deck.yaml
    refuses "$1" "$2"
    same "$1: nothing was changed" "$before"
}
leaves 'a mistake' 'deck.yaml:3:3: unknown key "anwser"' 'cards:\n- q: a\n  anwser: x\n'
check 'and says that nothing was changed' complained 'has mistakes: nothing was changed'
leaves 'an id twice' 'deck.yaml:3:14: the card on line 2 has the same id' 'cards:\n- {q: a, id: x}\n- {q: b, id: x}\n- q: c\n'
leaves 'no deck' 'is not a deck' '- a\n'
printf 'cards:\n- q: a\n' >deck.yaml
printf 'cards: [{qestion: a}]\n' >bad.yaml
run ids bad.yaml deck.yaml
check 'one is refused, the other not: exit status 2' exits 2
equal 'and told' '1 id written to deck.yaml' "$(cat "$io/out")"

# ---- the file and its folder ----

printf 'cards:\n- q: a\n' >deck.yaml
before=$(snapshot "$here")
run ids --dry-run deck.yaml
equal '--dry-run shows' 'deck.yaml:2:3: id: a
1 id would be written to deck.yaml' "$(cat "$io/out")"
same 'and changes nothing' "$before"

chmod 640 deck.yaml
mkdir links
ln -s ../deck.yaml links/deck.yaml
run ids links/deck.yaml
check 'a symbolic link stays one' [ -L links/deck.yaml ]
equal 'and leads to the ids' '- id: a' "$(sed -n 2p deck.yaml)"
equal 'the mode stays' ./deck.yaml "$(find . -name deck.yaml -type f -perm 640)"
equal 'nothing else is in the folder' '' "$(find . -name '*deck.yaml*' ! -name deck.yaml)"

if [ "$(id -u)" != 0 ]; then
    printf 'cards:\n- q: a\n' >locked.yaml
    chmod 444 locked.yaml
    before=$(snapshot "$here")
    run ids locked.yaml
    refuses 'a file that is read-only' 'cannot be written'
    same 'stays' "$before"
else
    ok 'a file that is read-only # SKIP root may write it'
    ok 'stays # SKIP root may write it'
fi
check 'no database was made' [ ! -e "$XDG_DATA_HOME" ]

printf 'cards:\n- q: "\\e[31mred \\u202e"\n' >deck.yaml
run ids --dry-run deck.yaml
check 'what is printed is harmless' harmless "$io/out"

# ---- the history ----

cat >latin.yaml <<'END'
deck: Latin
cards:
  - question: canis
    answer: dog
  - {q: felis, a: cat, reverse: true}
  - cloze: Gallia est {{omnis}} divisa in {{partes tres}}
  - question: canis
    answer: dog
  - question: equus
    answer: horse
END
setting 'bury-siblings: false'
session "$(ratings 5 4 5 4 5 4 5)" latin.yaml
"$DRILL" export reviews | column question >"$io/questions"
"$DRILL" export reviews | rows | cut -d "$unit" -f 7- >"$io/reviews"
"$DRILL" export cards | rows | cut -d "$unit" -f 3,5- >"$io/cards"
equal 'there is history' 7 "$(tail -n +2 "$io/reviews" | wc -l | tr -d ' ')"
run ids latin.yaml
equal 'five entries' '5 ids written to latin.yaml' "$(cat "$io/out")"
run --dry-run latin.yaml
equal 'each card is still that card' '7 edited cards' "$(tail -n 1 "$io/out")"
run import latin.yaml
"$DRILL" export reviews | column question | cmp -s - "$io/questions"
equal 'the ratings are of the same questions' 0 $?
"$DRILL" export reviews | rows | cut -d "$unit" -f 7- | cmp -s - "$io/reviews"
equal 'every rating is there' 0 $?
"$DRILL" export cards | rows | cut -d "$unit" -f 3,5- | cmp -s - "$io/cards"
equal 'every schedule is where it was' 0 $?
equal 'under the new names' 'canis felis felis#r gallia-est-omnis-divisa-in-partes-tres#1 gallia-est-omnis-divisa-in-partes-tres#2 canis-2 equus' \
    "$("$DRILL" export cards | column card | tr '\n' ' ' | sed 's/ $//')"

# Edited past recognition: the id holds.
sed -i 's/question: equus/question: What carries a knight into battle?/; s/answer: horse/answer: his steed/' latin.yaml
run import latin.yaml
equal 'an edit of everything but the id' '1 edited card' "$(cat "$io/out")"

# A retired card's id is not given to another, which would then have its history.
sed -i '/id: canis-2/,/answer: dog/d' latin.yaml
run import latin.yaml
equal 'one is retired' '1 retired card' "$(cat "$io/out")"
printf '  - {q: "Canis (2)", a: the constellation}\n' >>latin.yaml
run ids latin.yaml
check 'the retired card keeps its id' quietly grep -q '{id: canis-2-2, q:' latin.yaml
run import latin.yaml
equal 'and the new card is new' '1 new card' "$(cat "$io/out")"

# Ids that are taken out and given again are the same ones.
cp latin.yaml with.yaml
sed -i 's/{id: felis, q/{q/' latin.yaml
run ids latin.yaml
check 'ids once more: the same' cmp -s latin.yaml with.yaml
rm with.yaml

finish
