#!/bin/sh
# A known deck as a deck file again, when its file is gone.
# shellcheck source=tests/cli/lib
. "$(dirname "$0")/lib"
export DRILL_NOW=2026-03-02T09:00

cat >d.yaml <<'END'
deck: D
id: dd
description: about it
tags: [x]
new: 3
retention: 0.85
scheduler: fsrs
cards:
  - {q: fwd, a: back, id: f1, hint: h, note: n, tags: [t], reverse: true}
  - {q: "plain: one", a: "two\n\nlines"}
  - {q: gone, a: soon}
  - {cloze: "{{a}} [x] {{b::hint}} and {{c}}.", id: c1}
  - {cloze: "{{c2::two}} {{c1::one}} {{c2::more}}"}
  - {cloze: "{{c1::one}} is [...]"}
  - {q: draft}
  - {q: both, a: ways, reverse: true}
END
run import d.yaml
sed '/gone/d' d.yaml >"$io/less" && cp "$io/less" d.yaml
run import d.yaml
rm d.yaml
run export cards
cut -d , -f 1,3- "$io/out" >"$io/before"
before=$(snapshot "$here")
run export deck D
check 'exit status 0' exits 0
cat >"$io/wanted" <<'END'
deck: D
id: dd
description: about it
tags: [x]
new: 3
scheduler: fsrs
retention: 0.85
cards:

  - question: fwd
    answer: back
    id: f1
    tags: [t]
    hint: h
    note: n
    reverse: true

  - question: "plain: one"
    answer: |
      two

      lines

  - cloze: "{{a}} [x] {{b::hint}} and {{c}}."
    id: c1

  - cloze: "{{c2::two}} {{c1::one}} {{c2::more}}"

  - cloze: "{{c1::one}} is [...]"

  - question: draft

  - question: both
    answer: ways
    reverse: true

# retired
#   - question: gone
#     answer: soon
END
equal 'the deck, and what has left it as a comment' "$(cat "$io/wanted")" "$(cat "$io/out")"
same 'nothing is changed' "$before"

run export deck --deck dd -o again.yaml
check 'to a file' quietly cmp "$io/wanted" again.yaml
echo mine >again.yaml
run export deck --deck dd -o again.yaml
refuses 'a file that is there' 'again.yaml: already exists: use --force'
equal 'and leaves it as it is' mine "$(cat again.yaml)"
run export deck --deck dd --force -o again.yaml
check '--force replaces it' quietly cmp "$io/wanted" again.yaml
run export deck dd -o -
check '-o - is standard output' quietly cmp "$io/wanted" "$io/out"
run --db other.db import again.yaml
check 'which is a deck without mistakes' said '^12 new'
run --db other.db export cards
cut -d , -f 1,3- "$io/out" >"$io/after"
check 'with the same cards' quietly cmp "$io/before" "$io/after"

sqlite3 "$db" "UPDATE cards SET suspended = 1, row_check = NULL WHERE id = 'f1' OR (id = 'c1' AND variant = 2)"
run export deck D
check 'an entry that is set aside' quietly grep -A 1 '^# suspended$' "$io/out"
check 'one of its cards' said '^# suspended c1#2$'

cat >gaps.yaml <<'END'
deck: gaps
cards:

  - question: before
    answer: a plain card

  - cloze: "{{a}} is one"

  - cloze: "{{c2::b}} is another"

  - question: behind
    answer: a plain card
END
run --db gaps.db --plain gaps.yaml
run --db gaps.db export deck gaps
equal 'clozes beside other entries stay clozes' "$(cat gaps.yaml)" "$(cat "$io/out")"
sqlite3 gaps.db "UPDATE texts SET cloze = NULL, row_check = NULL; UPDATE cards SET suspended = 0"
run --db gaps.db export deck gaps
equal 'also those of an older drill, which did not keep their text' \
    "$(cat gaps.yaml)" "$(cat "$io/out")"

printf 'deck: letters\ncards:\n\n  - cloze: "{{a}} and b"\n    id: \303\251\n' >letters.yaml
run --db letters.db import letters.yaml
printf 'deck: letters\ncards:\n\n  - cloze: "{{a}} and {{b}}"\n    id: e\314\201\n' >letters.yaml
run --db letters.db import letters.yaml
run --db letters.db export deck letters
equal 'an id whose letters are stored in two forms is one' 1 "$(grep -c 'id: ' "$io/out")"

cat >kinds.yaml <<'END'
deck: kinds
cards:

  - question: Paris is in [...]
    answer: France

  - cloze: Paris is in {{France}}

  - question: France
    answer: Paris is in [...]
    reverse: true

  - cloze: "{{c7::seven}} and {{c2::two}}"

  - cloze: "{{c7::seven}} and {{c2::two}}"

  - question: behind
    answer: a card
END
session "$(ratings 4 4 4 4 4 4 4 4 4)" --db kinds.db kinds.yaml
run --db kinds.db export deck kinds
equal 'entries whose cards have the same text' "$(cat kinds.yaml)" "$(cat "$io/out")"
run --db kinds.db export anki -o kinds.apkg
check 'are as many notes; one card of each was asked' \
    said '^kinds.apkg: 6 notes, 9 cards, 6 reviews'

sed '/^  - question: Paris/,/^$/d' kinds.yaml >"$io/less" && cp "$io/less" kinds.yaml
run --db kinds.db import kinds.yaml
sqlite3 kinds.db "UPDATE cards SET leech = 1, row_check = NULL"
run --db kinds.db export deck kinds
equal 'what left, and the mark of a leech, are in no entry' "$(cat kinds.yaml)" \
    "$(sed '/^# retired$/,$d' "$io/out" | sed '$d')"

run export deck
refuses 'which?' 'which deck'
run export deck D dd
refuses 'one at a time' 'which deck'
run export deck nosuch
refuses 'a deck that nobody knows' 'nosuch: no deck'
run export deck D --since 2026-01-01
refuses 'no dates' 'do not apply to a deck'
finish
