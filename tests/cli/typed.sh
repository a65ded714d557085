#!/bin/sh
# Answers that are typed: the key of decks, the option, the settings, and where they are kept.
# shellcheck source=tests/cli/lib
. "$(dirname "$0")/lib"
export DRILL_NOW=2026-03-02T09:00

cat >deck.yaml <<'END'
deck: Words
cards:
  - {id: a, question: the dog, answer: der Hund, type: true, hint: an animal}
  - {id: b, question: yes or no, answer: "yes"}
  - {id: c, cloze: "{{Berlin}} is in {{Germany}}.", type: true}
END

# typed - which cards the database holds as typed, in order
typed() {
    sqlite3 "$db" "SELECT group_concat(id || variant) FROM (SELECT * FROM cards
        WHERE typed = 1 ORDER BY position, variant)"
}

# ---- in a session ----

session 'der hund\n4\n:q\n' deck.yaml
check 'a session: exit status 0' exits 0
check 'the answer is asked for' said '^Type the answer\. Enter: answer, :h: hint, .*:q: quit > Right   der hund$'
check 'what was typed is judged' said '^Answer: der Hund$'
check 'and a rating is suggested' said '^  4 Well: 1 d \(suggested\)$'
check 'other cards are not typed' said '^Enter: answer, '
equal 'the deck is kept' 'a0,c1,c2' "$(typed)"
equal 'what was suggested and given is logged' '4' "$("$DRILL" export reviews | rows | awk -F "$unit" 'NR > 1 { print $8 }')"

session 'dre Hnud\n:u\n:q\n' --type --cram --seed 1 deck.yaml
check 'with --type, short answers are typed' said 'Type the answer'
session '\n\n\n' --type --tag none deck.yaml
check 'the option goes with others' exits 0

cat >one.yaml <<'END'
deck: One
type: true
cards: [{question: café?, answer: Café crème}]
END
session 'cafe creme\n' one.yaml
check 'accents count' said 'Almost  caf\[e\] cr\[e\]me$'
check 'and are shown in the answer' said '^Answer  Caf\[é\] cr\[è\]me$'
check 'for which 3 is suggested' said '^  3 Partly: .* \(suggested\)$'
setting 'typed: {accents: no}'
session 'cafe creme\n' one.yaml
check 'unless the settings say otherwise' said 'Right   cafe creme$'
setting 'typed: {case: yes}'
session 'café crème\n' one.yaml
check 'case counts if they say so' said 'Almost  \[c\]afé crème$'
setting 'typed: {cases: yes}'
session '\n' one.yaml
refuses 'an unknown setting' 'config.yaml:1:9: unknown key "cases": did you mean "case"'
setting ''

# ---- mistakes ----

before=$("$DRILL" export reviews)
cat >bad.yaml <<'END'
deck: Words
type: maybe
cards:
  - {question: the dog, answer: der Hund}
  - question: the cat
    answer: die Katze
    type: [true]
  - question: the cow
    type: true
    type: false
END
run check bad.yaml
check 'a mistaken type: exit status 1' exits 1
check 'in the head' said '^bad.yaml:2:7: "type" must be true or false$'
check 'in an entry' said '^bad.yaml:7:11: "type" must be true or false$'
check 'twice' said '^bad.yaml:10:5: duplicate key "type"$'
session '\n' bad.yaml
check 'nothing is loaded' exits 2
equal 'and the log stays' "$before" "$("$DRILL" export reviews)"

# ---- what keeps it ----

run export deck --deck Words
check 'an exported deck: exit status 0' exits 0
equal 'has the key where it is true' '2' "$(grep -c '^    type: true$' "$io/out")"
cp "$io/out" exported.yaml
run export archive -o all.drill
check 'an archive: exit status 0' exits 0
mv "$db" old.db
run import all.drill
check 'is imported: exit status 0' exits 0
equal 'with what is typed' 'a0,c1,c2' "$(typed)"

cat >ids.yaml <<'END'
deck: Ids
type: true
cards:
  - question: one
    answer: two
    type: false
END
run ids ids.yaml
check 'ids are added: exit status 0' exits 0
equal 'and the keys stay' 'type: true,    type: false' "$(grep type ids.yaml | paste -sd ,)"

finish
