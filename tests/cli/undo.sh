#!/bin/sh
# drill undo of what several cards or decks did at once: a rescheduling, and a switch of scheduler.
# shellcheck source=tests/cli/lib
. "$(dirname "$0")/lib"
export DRILL_NOW=2026-03-02T09:00

# Two decks under FSRS since 08:30, a rating at 08:40 (1772440800000), both cards rescheduled at
# 08:50. Stability and difficulty are the bits of floats: 2.307 and 2.118.
cat >two.jsonl <<'END'
{"drill_archive": 1}
{"type": "deck", "deck_id": 1, "id": "a", "name": "A", "size": 0}
{"type": "deck", "deck_id": 2, "id": "b", "name": "B", "size": 0}
{"type": "regime", "regime_id": 1, "deck_id": 1, "changed_ms": 1772440200000, "offset_min": 0, "study_day": 20514, "scheduler": "fsrs", "retention": 9000}
{"type": "regime", "regime_id": 2, "deck_id": 2, "changed_ms": 1772440200000, "offset_min": 0, "study_day": 20514, "scheduler": "fsrs", "retention": 9000}
{"type": "card", "card_id": 1, "deck_id": 1, "variant": 0, "position": 1, "added_day": 20514, "question": "one", "answer": "1", "repetitions": 0, "interval": 0, "ease": 250, "lapses": 0, "reviews": 0, "last_rating": 0}
{"type": "card", "card_id": 2, "deck_id": 2, "variant": 0, "position": 1, "added_day": 20514, "question": "two", "answer": "2", "repetitions": 0, "interval": 0, "ease": 250, "lapses": 0, "reviews": 0, "last_rating": 0}
{"type": "review", "review_id": 1, "card_id": 1, "reviewed_ms": 1772440800000, "offset_min": 0, "study_day": 20514, "kind": "new", "rating": 4, "spent_ms": 1000, "interval_before": 0, "interval_after": 2, "ease_before": 250, "ease_after": 250, "due": 20516, "scheduler": "fsrs", "retention": 9000, "stability": 1075027378, "difficulty": 1074237793}
{"type": "change", "change_id": 2, "card_id": 1, "changed_ms": 1772441400000, "offset_min": 0, "study_day": 20514, "kind": "due day", "due": 20520, "batch": 2}
{"type": "change", "change_id": 3, "card_id": 2, "changed_ms": 1772441400000, "offset_min": 0, "study_day": 20514, "kind": "due day", "due": 20521, "batch": 2}
{"type": "end", "decks": 2, "cards": 2, "reviews": 1, "changes": 2, "files": 0, "regimes": 2}
END
run import two.jsonl
check 'an archive with schedulers comes in' exits 0

all() { # COLUMN
    "$DRILL" export cards | column "$1" | paste -s -d ' '
}
equal 'its due days are those that were set' '2026-03-08 2026-03-09' "$(all due)"
equal 'its scheduler is in force' 'fsrs fsrs' "$(all scheduler)"
equal 'and its memory' '2.307 ' "$(all stability)"
run doctor --json
check 'doctor has nothing to say about it' said_not '"(regime|due-day|schedule)"'

"$DRILL" export archive -o one.jsonl >"$io/log"
(
    export DRILL_DB="$PWD/other.db"
    "$DRILL" import one.jsonl >"$io/log" && "$DRILL" export archive -o other.jsonl >"$io/log"
)
equal 'an archive comes back as it was' "$(cat one.jsonl)" "$(cat other.jsonl)"

run undo
check 'undo takes the rescheduling back' exits 0
check 'says of how many cards' said '^Undone \(rescheduling of 2 cards, today 08:50\)\.$'
equal 'and takes back all of it' '2026-03-04 ' "$(all due)"
run undo
check 'then the rating' said '^Undone \(4 Well, today 08:40\): .*one'
run undo
check 'then the switch' said '^Undone: 2 decks are back on SM-2\.$'
equal 'that put FSRS into force' 'sm2 sm2' "$(all scheduler)"
run undo
check 'and then nothing' said '^Nothing to undo\.'

sed -e 's/"scheduler": "fsrs"/"scheduler": "best"/' two.jsonl >best.jsonl
run import best.jsonl
check 'an unknown scheduler is refused' exits 2
check 'by line' complained 'best.jsonl:4:[0-9]*: .*"scheduler"'
sed -e 's/"scheduler": "fsrs", "retention": 9000}$/"scheduler": "fsrs", "weights": "1 2"}/' two.jsonl >weights.jsonl
run import weights.jsonl
check 'so are weights that are not its own' complained 'weights.jsonl:4:[0-9]*: .*whole numbers'
sed -e 's/"regimes": 2/"regimes": 1/' two.jsonl >less.jsonl
run import less.jsonl
check 'so is an archive that lacks some' complained 'counts do not match'
finish
