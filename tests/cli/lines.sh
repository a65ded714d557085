#!/bin/sh
# Lists of cards show each card's text on one line, without Markdown; what programs read keeps it.
# shellcheck source=tests/cli/lib
. "$(dirname "$0")/lib"
export DRILL_NOW=2026-03-02T09:00

cat >marks.yaml <<'END'
deck: Marks
id: marks
cards:
  - q: "What is the **chain rule** for $\\frac{dy}{dx}$ and `code`?"
    a: x
    id: chain
  - q: "![cat](a.png) which animal?"
    a: x
  - cloze: "*ReLU* is $\\max(0, x)$, and it is used in nearly every network of today; its slope for x > 0 is {{1}}"
    id: relu
  - cloze: "An array a[0] counts from zero in nearly every language of today, but in some, such as Lua, from {{one::a number}}"
    id: lua
END
run --dry-run marks.yaml
check 'a dry run: a new card' said 'new +What is the chain rule for dy/dx and code[?]$'
check 'a dry run: near its gap' said '… .*every network of today; its slope for x > 0 is \[[.]{3}\]$'
check 'a dry run: near a hint, not near another bracket' said '… .*such as Lua, from \[a number\]$'
session "$(ratings 1 2 1 5 5 5 5)" marks.yaml
check 'the hardest cards' said '^  1: What is the chain rule for dy/dx and code[?]$'
check 'the hardest cards: near its gap' said '^  1: … .*for x > 0 is \[[.]{3}\]$'
run browse marks.yaml
check 'browse: a formula, code' said '^What is the chain rule .* learning '
check 'browse: an image' said '^\[image: cat\] which animal[?] +learning '
check 'browse: near its gap' said '^… .*for x > 0 is \[[.]{3}\] +learning '
check 'browse: near its hint' said '^… .*such as Lua, from \[a number\] '
input '2\nq\n'
run browse --plain marks.yaml
check 'browse line by line: a card' said '^1[.] What is the chain rule for dy/dx and code[?]: learning'
run browse --search '**chain' marks.yaml
check 'a search finds what is written' said '^What is the chain rule'
: >"$io/in"
run undo
check 'undo' said '^Undone [(]5 Perfectly, today 09:00[)]: relu#1  … .*slope for x > 0 is \[[.]{3}\] [(]Marks, 1 review[)]$'

# ---- what programs read ----

run browse --json marks.yaml
check 'JSON has what was written' said 'What is the \*\*chain rule\*\* for [$]\\\\frac'
run export cards
check 'so has CSV' said 'What is the \*\*chain rule\*\* for [$]\\frac'

# ---- retired ----

printf 'deck: Marks\nid: marks\ncards:\n  - {q: other, a: one}\n' >marks.yaml
run import marks.yaml
run retired
check 'retired: a formula, code' said '^chain +Marks +What is the chain rule'
check 'retired: near its gap' said '^relu#1 +Marks +… .*is \[[.]{3}\] +2026'
check 'retired: near its hint' said '^lua#1 +Marks +… .*Lua, from \[a number\] +'
run forget relu#1 --yes
check 'forget' said '^relu#1  … .*slope for x > 0 is \[[.]{3}\] [(]Marks, 1 review[)]$'
finish
