#!/bin/sh
# drill check: every mistake and warning of deck files, for people, editors and programs.
# shellcheck source=tests/cli/lib
. "$(dirname "$0")/lib"

run check
refuses 'check of nothing' 'Name a deck file'
run check --csv deck.yaml
refuses 'a foreign option' '--csv does not apply to drill check'

mkdir decks decks/.hidden decks/more
cat >decks/bad.yaml <<'END'
deck: Bad
cards:
  - question: What does ls -l do, in a sentence for a beginner?
    answer: It lists files with their details
  - question: What does ls -l do, in a sentence for a beginer?
    answer: It lists files with their details
  - q: draft
  - q: draft
    anwser: x
  - {q: draft, a: x, id: x}
  - {q: again, a: x, id: x}
  - {q: x, tags: 5}
END
cat >decks/more/good.yml <<'END'
deck: Good
cards:
  - {q: amare, a: to love}
  - {q: canis, a: dog, reverse: true}
  - cloze: Gallia est {{omnis}} divisa in {{partes tres}}
END
printf 'version: 3\nservices: {}\n' >decks/compose.yaml
printf '[' >decks/.hidden/x.yaml
printf 'not a deck' >decks/readme.txt
before=$(snapshot "$here")

run check decks/more/good.yml
check 'a good deck: exit status 0' exits 0
equal 'and nothing on standard output' '' "$(cat "$io/out")"
equal 'but a summary' '1 file, 5 cards: no mistakes' "$(cat "$io/err")"

cat >"$io/wanted" <<'END'
decks/bad.yaml:5:5: warning: nearly the same as the card on line 3: give each an id so that edits cannot mix up their histories
decks/bad.yaml:7:5: warning: draft: the card has no answer yet
decks/bad.yaml:9:5: unknown key "anwser": did you mean "answer"?
decks/bad.yaml:10:5: warning: the card on line 7 asks the same question
decks/bad.yaml:11:26: the card on line 10 has the same id
decks/bad.yaml:12:18: "tags" must be a list of words, such as [math, algebra]
END
run check decks
check 'mistakes: exit status 1' exits 1
equal 'each a line, in the order of the file' "$(cat "$io/wanted")" "$(cat "$io/out")"
equal 'what is no deck is skipped, with one note' \
    'drill: decks/compose.yaml: skipped: no "cards:", so not a deck' "$(sed '$d' "$io/err")"
equal 'and counted' '2 files, 10 cards: 3 mistakes, 3 warnings' "$(tail -n 1 "$io/err")"
folder=$(cat "$io/out")
run check decks/
equal 'a folder with a slash behind it' "$folder" "$(cat "$io/out")"
run check decks decks/bad.yaml decks/../decks/bad.yaml
equal 'a file named twice is checked once' "$folder" "$(cat "$io/out")"
run check decks/compose.yaml
check 'what is no deck, named by itself: exit status 1' exits 1
check 'is mistaken' said '^decks/compose.yaml:3:1: the deck has no "cards"$'

# What vim's default errorformat, emacs and others look for.
equal 'every line says where' 0 "$(printf '%s\n' "$folder" | grep -Evc '^[^:]+:[0-9]+:[0-9]+: [^ ]')"

run check --json decks/bad.yaml
check '--json: exit status 1' exits 1
check '--json: nothing else' silent
equal '--json: an object for each' '"file": "decks/bad.yaml", "line": 9, "column": 5, "severity": "error", "message": "unknown key \"anwser\": did you mean \"answer\"?"' \
    "$(sed -n 4p "$io/out" | sed 's/^  {//; s/},$//')"
equal '--json: warnings, too' 3 "$(grep -c '"severity": "warning"' "$io/out")"
if command -v python3 >/dev/null; then
    check '--json is JSON' quietly python3 -c "import json; assert len(json.load(open('$io/out'))) == 6"
fi
run check --json decks/more
equal '--json of a good deck' '[]' "$(cat "$io/out")"

# ---- of several files ----

printf 'deck: Good\ncards: []\n' >decks/more/other.yaml
run check decks/more
check 'two files of one identity' \
    said '^decks/more/other.yaml:1:1: has the same deck id "Good" as decks/more/good.yml: give one of them a different "id:"'
check 'are a mistake' exits 1
printf 'deck: Good\ncards: []\nid: other\n' >decks/more/other.yaml
run check decks/more
check 'with an id of its own, below its cards, it is not' exits 0
ln decks/more/other.yaml decks/more/same.yaml
run check decks/more
check 'two names of one file are not' exits 0
rm -r decks/more/other.yaml decks/more/same.yaml

run check nosuch.yaml decks
check 'a file that is not there: exit status 2' exits 2
check 'is told' complained '^drill: nosuch.yaml: No such file'
equal 'and the others are checked' "$folder" "$(cat "$io/out")"
run check nosuch.yaml
check 'alone, it gives exit status 2' exits 2
equal 'and counts nothing' 'drill: nosuch.yaml: No such file or directory' "$(cat "$io/err")"
run check nosuch.yaml decks/more/good.yml
equal 'nor beside a good one' '1 file, 5 cards: no mistakes' "$(tail -n 1 "$io/err")"
mkdir empty
run check empty
check 'a folder without decks: exit status 2' exits 2
equal 'and counts nothing' 'drill: empty: contains no deck files (*.yaml)' "$(cat "$io/err")"
cp decks/compose.yaml empty
run check empty
check 'a folder of other files: exit status 2, too' exits 2
check 'is told' complained '^drill: empty: contains no decks$'
rm -r empty
same 'nothing was written' "$before"

# ---- one file ----

# finds WHAT WANTED BYTES - all that is found in a deck of these bytes, its places and words alone.
checks() {
    printf '%b' "$1" >deck.yaml
    run check deck.yaml
}
finds() {
    checks "$3"
    equal "$1" "$2" "$(sed 's/^deck.yaml://' "$io/out")"
}
finds 'a question asked twice on one line' '1:23: warning: the card on line 1 asks the same question' \
    'cards: [{q: a, a: b}, {q: a, a: c}]'
finds 'an id that comes three times' '3:20: the card on line 2 has the same id
4:20: the card on line 2 has the same id' \
    'cards:\n- {q: a, a: b, id: x}\n- {q: b, a: b, id: x}\n- {q: c, a: b, id: x}\n'
finds 'a cloze is no draft' '' 'cards:\n- cloze: "{{a}}"\n'
finds 'the same cloze twice' '3:3: warning: the card on line 2 asks the same question' \
    'cards:\n- cloze: "{{a}} b"\n- cloze: "{{a}} b"\n'
finds 'a gap within a gap, and not its braces once more' \
    '2:25: warning: a gap within a gap: it does not become a card; end the first gap before it' \
    'cards:\n- cloze: "a {{c1::outer {{c2::inner}} tail}} end"\n'
finds 'braces of a gap that are not paired, in a block' \
    '4:1: warning: a }} without its {{: open the gap, or write } } if the braces are text
5:1: warning: a {{ without its }}: close the gap, or write \{{ if the braces are text' \
    'cards:\n- cloze: |\n    {{a}}\n    b }}\n    {{c\n'
# shellcheck disable=SC2016 # dollar signs of formulas, and backquotes of code
finds 'a gap that cuts a formula in two' \
    '2:14: warning: a gap cuts this formula in two: put both dollar signs into the gap, or none' \
    'cards:\n- cloze: é {{$x}} + y$\n'
finds 'empty gaps' '2:11: warning: the gap is empty: there is nothing to answer
2:18: warning: the gap is empty: there is nothing to answer' "cards:\n- cloze: '{{}} a {{ ::hint}} {{b}}'\n"
finds 'numbers that are none' \
    '2:12: warning: "c0" is not a gap number: gaps are numbered c1, c2, ... with a lowercase c
2:22: warning: "C1" is not a gap number: gaps are numbered c1, c2, ... with a lowercase c' \
    'cards:\n- cloze: a {{c0::b}} {{C1::d}}\n'
# shellcheck disable=SC2016 # dollar signs of formulas, and backquotes of code
finds 'colons of code and of addresses' \
    '2:12: warning: "map" becomes a hint, which the question shows: write std\::map if the colons are text
2:25: warning: "1" becomes a hint, which the question shows: write \::1 if the colons are text
2:34: warning: "new" becomes a hint, which the question shows: write Foo\::new if the colons are text' \
    'cards:\n- cloze: a {{std::map}} {{::1}} `{{Foo::new}}`\n'
# shellcheck disable=SC2016 # dollar signs of formulas, and backquotes of code
finds 'the braces of a template' \
    '2:12: warning: the braces in this code make a gap: write \{{ if they are text' \
    'cards:\n- cloze: "`{{ user.name }}` prints {{it}}"\n'
# shellcheck disable=SC2016 # dollar signs of formulas, and backquotes of code
finds 'nothing of what is usual' '' \
    'cards:\n- cloze: |\n    {{Paris::city}} costs $5, {{$6}} or {{c3::$7::how much?}}; $x^{y^{2}}$\n
    {"a": {"b": {{1}}}} \\{{x}} {{a\\::b}} $\\frac{ {{a}} }{2}$ `{{f({x})}}` {{x :: y}} {{ a }}\n'
long='What a long question this is, of which only a letter is another'
finds 'nearly the same, and one has an id: no warning' '' \
    "cards:\n- {q: '$long', a: yes, id: x}\n- {q: '${long}s', a: yes}\n"
checks "cards:\n- {q: '$long', a: yes}\n- {q: '${long}s', a: yes}\n- {q: '${long}z', a: yes}\n"
equal 'nearly the same, three times: the first is named' '3:3 2,4:3 2' \
    "$(sed 's/^deck.yaml:\([0-9:]*\): .*line \([0-9]*\):.*/\1 \2/' "$io/out" | paste -s -d , -)"
finds 'one pattern, different answers: no warning' '' \
    'cards:\n- {q: What is the capital of Peru?, a: Lima}\n- {q: What is the capital of Mali?, a: Bamako}\n'
checks "cards:\n- {q: '$long', a: yes}\n- {q: '${long}s', a: yes}\n- q: [\n"
equal 'YAML that is broken: what is before it is nearly the same' '3:3' \
    "$(sed -n 's/^deck.yaml:\([0-9:]*\): warning: nearly.*/\1/p' "$io/out")"
checks 'cards:\n- q: a\n- q: [\n'
check 'YAML that is broken: told' said '^deck.yaml:[0-9]+:[0-9]+: invalid YAML: '
check 'and the drafts before it' said '^deck.yaml:2:3: warning: draft'

printf 'cards:\n- {q: "\\e[31m", "\\e]0;x\\a": a}\n' >deck.yaml
run check deck.yaml
check 'what is printed is harmless' harmless "$io/out"
check 'no database was made' [ ! -e "$XDG_DATA_HOME" ]

printf 'cards:\n- {q: one, a: a, id: \303\251}\n- {q: two, a: a, id: e\314\201}\n' >deck.yaml
run check deck.yaml
check 'ids are compared as they are when the deck is loaded' said '^deck.yaml:3:[0-9]+: .*same id'

# ---- texts that YAML changes ----

cat >eaten.yaml <<'END'
cards:
  - q: "$\frac{a}{b}$ in C:\new"
    a: use #id
END
cat >"$io/wanted" <<'END'
eaten.yaml:2:10: warning: "\frac" in double quotes begins with a form feed: write "\\frac", or use single quotes or '|'
eaten.yaml:2:28: warning: "\new" in double quotes begins with a line break: write "\\new", or use single quotes or '|'
eaten.yaml:3:12: warning: the text ends here, because " #" begins a comment: quote the text if "#id" is part of it
END
run check eaten.yaml
check 'warnings alone: exit status 0' exits 0
equal 'what YAML changed' "$(cat "$io/wanted")" "$(cat "$io/out")"
run import eaten.yaml
check 'the deck still loads' exits 0

finish
