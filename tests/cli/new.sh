#!/bin/sh
# drill new: a deck file without cards, which never replaces another.
# shellcheck source=tests/cli/lib
. "$(dirname "$0")/lib"
export DRILL_NOW=2026-03-02T09:00

run new
refuses 'no name' 'what is the new deck called'
for name in '' ' x' 'x ' 'a
b' "$(printf '\377')" "$(printf '%0256d' 1)"; do
    run new "$name"
    refuses "no name: $name" 'name is one line of at most 255 bytes'
done
run new two words here
refuses 'too many words' 'in quotes'
equal 'nothing was made' "$here $here/home" "$(find "$here" | sort | tr '\n' ' ' | sed 's/ $//')"

run new 'Été: verbs'
check 'a name: exit status 0' exits 0
file=$XDG_DATA_HOME/drill/decks/Été-verbs.yaml
equal 'is told' "Made $file
To add cards: drill add 'Été: verbs'" "$(cat "$io/out")"
equal 'and written' 'deck: "Été: verbs"
cards: []' "$(cat "$file")"
run check "$file"
check 'the file has no mistakes' exits 0
run decks --csv
check 'the deck is known' said '^.*Été: verbs'
run add 'Été: verbs' -q 'to be' -a être
equal 'cards go into it' "Added 1 card to Été: verbs" "$(cat "$io/out")"

before=$(snapshot "$here")
run new 'Été: verbs'
refuses 'the same name' 'already exists: choose another name or FILE'
run new 'Été: verbs' other.yaml
refuses 'a known name' 'a deck "Été: verbs" is known already: choose another name'
run new 'Été verbs'
refuses 'a name that gives the same file' 'already exists'
same 'nothing was changed' "$before"

run new plain here.yaml
equal 'a file of its own' 'Made here.yaml
To add cards: drill add plain' "$(cat "$io/out")"
check 'is written' [ -f here.yaml ]
mkdir folder
run new 'In a folder' folder
check 'a folder' [ -f folder/in-a-folder.yaml ]
mkdir decks
run new Here
check 'decks/ in the current folder' [ -f decks/here.yaml ]
run new "it's" deep/er/its.yaml
equal 'a quote in the name' "To add cards: drill add 'it'\\''s'" "$(tail -n 1 "$io/out")"
check 'missing folders are made' [ -f deep/er/its.yaml ]

finish
