#!/bin/sh
# Bringing in JSON, CrowdAnki's folders and YAML of other programs.
# shellcheck source=tests/cli/lib
. "$(dirname "$0")/lib"
export DRILL_NOW=2026-03-02T09:00
decks=$XDG_DATA_HOME/drill/decks

# texts FILE - the questions and answers in a deck file.
texts() { sed -n 's/^  [- ] *\(question\|answer\): //p' "$1"; }

# ---- JSON ----

cat >caps.json <<'END'
{"title": "Capitals", "cards": [
  {"question": "Estonia", "answer": "Tallinn"},
  {"question": "Latvia", "answer": "wrong", "answer": "Riga"},
  {"answer": "nothing asked"}]}
END
run import caps.json
check 'JSON: exit status 0' exits 0
check 'what cannot be used is told' complained 'caps.json: skipped: item 3 of Capitals: no question$'
printf 'Estonia\nTallinn\nLatvia\nRiga\n' >"$io/wanted"
texts "$decks/capitals.yaml" >"$io/got"
check 'the cards are in a deck of their own, and the last of repeated keys counts' \
    cmp -s "$io/wanted" "$io/got"
run import caps.json
check 'importing it again changes nothing' said '^nothing new$'
before=$(cat "$decks/capitals.yaml")
for format in json jsonl csv; do
    run export --format "$format" -o "own.$format" cards
    run import "own.$format"
    refuses "drill's own list of cards, as $format" \
        'has no answers: import what "drill export deck" or "drill export archive" writes$'
done
tr , ';' <own.csv >saved.csv
run import saved.csv
refuses 'also as a spreadsheet has saved it' 'has no answers'
equal 'and no answer is lost' "$before" "$(cat "$decks/capitals.yaml")"
printf '{"cards": [\n  {"q": }]}\n' >broken.json
run import broken.json
check 'invalid JSON: exit status 2' exits 2
check 'with line and column' complained 'broken.json:2:9: invalid JSON'
printf '{"name": "x", "scripts": {"test": "make", "all": "make"}}\n' >package.json
run import package.json
refuses 'JSON without cards' 'is JSON, but has no list of cards'

# ---- CrowdAnki ----

mkdir -p Caps/media
printf 'picture' >Caps/media/flag.png
cat >Caps/Caps.json <<'END'
{"__type__": "Deck", "children": [], "crowdanki_uuid": "u", "name": "Flags",
 "note_models": [{"crowdanki_uuid": "m", "name": "Basic", "type": 0,
   "flds": [{"name": "Front", "ord": 0}, {"name": "Back", "ord": 1}],
   "tmpls": [{"name": "Card 1", "ord": 0, "qfmt": "{{Front}}",
              "afmt": "{{FrontSide}}<hr id=answer>{{Back}}"}]}],
 "notes": [{"fields": ["Estonia <img src=\"flag.png\">", "Tallinn"], "guid": "g1",
            "note_model_uuid": "m", "tags": ["geo"]}]}
END
run import Caps
check "CrowdAnki's folder" said '^1 new card$'
check 'the id is the guid' grep -q '^    id: g1$' "$decks/flags.yaml"
check 'media come along' cmp -s Caps/media/flag.png "$decks/media/flag.png"
check 'and are linked' grep -q 'Estonia !\[\](media/flag.png)' "$decks/flags.yaml"
run import Caps/Caps.json
check 'the file in it is the same' said '^nothing new$'
printf 'deck: Mine\ncards:\n- q: a\n  a: b\n' >Caps/mine.yaml
run import Caps
check 'a folder with decks is a folder of decks' said '^1 new card$'

# ---- YAML of other programs ----

printf -- '- front: a\n  back: |\n    b\n    c\n- front: d\n  back: e\n' >list.yaml
before=$(snapshot "$here")
run check list.yaml
check 'check: exit status 1' exits 1
equal 'one line says what it is' \
    "list.yaml:1:1: this is another program's shape: drill import makes a deck of it" \
    "$(cat "$io/out")"
same 'and nothing changes' "$before"
run --plain list.yaml
check 'reviewing says so, too' complained "list.yaml:1:1: this is another program's shape"
run import list.yaml
check 'import makes a deck of it' said '^2 new cards$'
check 'of all lines' grep -q '^      b\\*$' "$decks/list.yaml"
printf 'deck: x\ncards:\n- question: a\n  front: b\n' >mine.yaml
run import mine.yaml
check 'a deck file with a mistake is one' complained 'mine.yaml:4:3: unknown key "front"'

finish
