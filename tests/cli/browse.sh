#!/bin/sh
# Browsing without a screen: what a search finds, as a table, as CSV and JSON; and line by line.
# shellcheck source=tests/cli/lib
. "$(dirname "$0")/lib"
export DRILL_NOW=2026-03-02T09:00

cat >latin.yaml <<'END'
deck: Latin
id: latin
tags: [language]
cards:
  - {question: amare, answer: to love, id: love, tags: [verb]}
  - {question: canis, answer: dog, id: dog}
  - {question: "GRÜN\e[31m ist nicht Latein, sondern eine lange Frage, die keine Spalte fasst, und noch mehr", answer: a, id: green}
END
cat >greek.yaml <<'END'
deck: Greek
cards:
  - {question: "=κύων", answer: dog}
END

# ---- printed ----

before=$(snapshot "$here")
run browse
check 'no deck, no database: 2' exits 2
check 'and what to do first' complained 'drill .*yaml'
run browse latin.yaml
check 'a deck that is not known yet' exits 0
check 'its cards' said '^amare +new +- +0 +2[.]50 +0$'
same 'nothing was created' "$before"

session "$(ratings 4 1 5 4)" latin.yaml greek.yaml
before=$(snapshot "$here/latin.yaml")$(cksum <"$db")
run browse --search dog
cat >"$io/wanted" <<'END'
question  deck   state     due       days  ease  lapses
canis     Latin  learning  tomorrow     1  2.50       1
=κύων     Greek  learning  tomorrow     1  2.50       0
END
equal 'a table of the cards found' "$(cat "$io/wanted")" "$(cat "$io/out")"
check 'status 0' exits 0
check 'nothing on standard error' silent
run browse --search 'grün'
check 'whatever the case' said '^GRÜN␛\[31m ist'
check 'made harmless' harmless "$io/out"
equal 'lines fit' '' "$(awk 'length > 110' "$io/out")"
run browse --search 'lapses>0'
check 'a condition' said '^canis'
check 'for others it is not so' said_not '^amare'
run browse --search 'xyzzy'
check 'none found: 1' exits 1
equal 'and nothing printed' '' "$(cat "$io/out")"
run browse --search 'is:suspnded'
check 'an unknown condition finds nothing' exits 1
equal 'and is told, with the nearest' 'drill: search: column 1: no state "suspnded": did you mean "suspended"?' \
    "$(cat "$io/err")"
setting 'searches:' '  dogs: dog deck:latin'
run browse --search '@dogs'
check 'a saved search' said '^canis'
check 'has all of its terms' said_not 'κύων'
run browse --search '@dgos'
check 'a misspelt one' complained 'column 1: no saved search "dgos": did you mean "dogs"'
setting 'searches:' '  dogs: is:leehc'
run browse
check 'an unknown condition in the settings' complained 'config.yaml:2:9: no state "leehc": did you mean "leech"'
check 'is a mistake' exits 2
rm "$HOME/.config/drill/config.yaml"
run browse --search 'dog' Greek
equal 'of one deck: no column for it' 'question  state     due       days  ease  lapses' \
    "$(head -n 1 "$io/out")"
run browse --tag verb
equal 'narrowed by a tag' 2 "$(wc -l <"$io/out" | tr -d ' ')"

run export cards
cp "$io/out" "$io/cards"
run browse --csv
equal 'all as CSV is what export says' "$(cat "$io/cards")" "$(cat "$io/out")"
run browse --csv --search 'deck:latin rating:4'
equal 'the cards found' 'love' "$(column card <"$io/out")"
run browse --csv --search xyzzy
check 'none, as CSV: 1' exits 1
equal 'the header alone' "$(head -n 1 "$io/cards")" "$(cat "$io/out")"
run browse --json --search amare
check 'as JSON' said '"card": "love", "question": "amare", "tags": "language verb"'
equal 'the database is as it was' "$before" "$(snapshot "$here/latin.yaml")$(cksum <"$db")"

run browse --search
refuses 'a search without a value' 'needs a value'
run browse nowhere
refuses 'an unknown deck' 'no such file or known deck'
run decks --search x
refuses 'a search of decks' 'does not apply to drill decks'
printf 'cards: [{qestion: a}]\n' >bad.yaml
run browse bad.yaml
refuses 'a deck with mistakes' 'bad.yaml:1:'
rm bad.yaml

# ---- line by line ----

lines() { # TEXT ARGUMENT...
    input "$1"
    shift
    run browse --plain "$@"
    : >"$io/in"
}
said_in() { grep -Fq -e "$1" "$io/out"; }
state() { # COLUMN CARD
    "$DRILL" export cards | awk -F , -v c="$1" -v card="$2" '
        NR == 1 { for (i = 1; i <= NF; i++) if ($i == c) n = i } $2 == card { print $n }'
}

lines 'q\n' latin
check 'a list' said_in '1. amare: learning, due tomorrow'
check 'with a count' said_in '3 cards, sorted by deck order'
check 'status 0' exits 0
lines '' latin
check 'the end of input ends it' exits 0
lines 's\n' latin
check 'no card is chosen yet' said_in 'Choose a card first'
equal 'and none is changed' 0 "$(state suspended love)"
lines '/dog\n1\ns\nd 3\nd never\nt\nb\n' latin
check 'a search' said_in '1 of 3 cards'
check 'the card' said_in 'Answer:'
check 'suspended' said_in 'Suspended until you resume it'
check 'a day' said_in 'Due in 3 d, 2026-03-05'
check 'no day' said_in 'Add the day: 3, '
check 'a leech' said_in 'Marked as a leech'
check 'buried' said_in 'Buried until tomorrow'
equal 'it is kept' '1 2026-03-05' "$(state suspended dog) $(state due dog)"
lines '/dog\n1\nr\nu\ns\nu\nu\ni\n?\nx\n' latin
check 'reset' said_in 'Reset to new'
check 'taken back' said_in 'Undone: back to before the reset'
check 'resumed, and taken back' said_in 'Undone: suspended again'
check 'no more' said_in 'Nothing to undo here'
check 'the history' said_in '1 Not at all, interval 1 d'
check 'every key' said_in '  d DAY: set its due day'
check 'nonsense' said_in 'That is not one of the choices.'
equal 'as before' '1 2026-03-05' "$(state suspended dog) $(state due dog)"
lines '2\no\ns\n' latin
check 'sorted' said_in 'sorted by state'
check 'a number counts for its list alone' said_in 'Choose a card first'
lines '/grün\n1\n' latin
check 'harmless in lines' harmless "$io/out"

{
    echo 'deck: Many'
    echo 'cards:'
    for i in 1 2 3 4 5 6 7 8 9 10 11 12; do echo "  - {q: number $i, a: x}"; done
} >many.yaml
lines '\n\n12\n' many.yaml
check 'the next page' said_in '11. number 11: new'
check 'and the end' said_in 'No more cards'
check 'a number of any page' said_in '12. new'

cat >ed.sh <<'END'
sed -i 's/to love/to like/' "$1"
END
export EDITOR='sh ./ed.sh' # which gets the file alone
lines '/love\n1\ne\n1\n' latin
check 'edited' said_in '1 edited card'
check 'and read anew' said_in '3 cards'
lines '/like\n1\n' latin
check 'as it is now' said_in 'to like'

# ---- tags and decks, for marked cards ----

printf 'deck: One\ncards:\n- {q: first, a: x}\n- {q: second, a: y}\n' >one.yaml
printf 'deck: Two\ncards:\n- {q: third, a: z}\n' >two.yaml
input '1\ntab\n2\ntab\n# new -old\nm Two\nq\n'
run browse --plain one.yaml two.yaml
check 'tagged' said_in 'Changed the tags of 2 cards'
check 'and moved' said_in 'Moved 2 cards to Two'
equal 'in the file' 'deck: Two
cards:
- {q: third, a: z}

- {q: first, a: x, tags: [new]}

- {q: second, a: y, tags: [new]}' "$(cat two.yaml)"
equal 'none is left' 'deck: One
cards: []' "$(cat one.yaml)"
printf 'deck: One\ncards:\n- {q: first, a: x}\n- {q: second, a: y}\n' >one.yaml
printf 'deck: Two\ncards:\n- {q: third, a: z}\n' >two.yaml
cat >ed.sh <<'END'
echo "${1##*/}" >>edited
sed -i 's/a: /a: new /' "$1"
END
input '2\ntab\n1\ntab\n3\ntab\ne\nq\n'
run --plain browse one.yaml two.yaml
equal 'each file of the marked cards is edited once' 'one.yaml two.yaml' "$(tr '\n' ' ' <edited | sed 's/ $//')"
check 'and told as one' said_in '3 edited cards'
: >"$io/in"

# ---- from the home screen, and from a session ----

input '/2\n/et\nq\nq\n'
run --plain
check 'the home screen browses a deck' said_in ' of 3 cards'
check 'and comes back' exits 0
: >"$io/in"

session '/\n/canis\n1\ns\ns\nq\nq\n' --cram latin
check 'a session browses' said_in 'Resumed'
check 'and goes on' said '^Question: '

finish
