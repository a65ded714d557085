#!/bin/sh
# Switching between SM-2 and FSRS: by a deck's head, the settings and the command line.
# shellcheck source=tests/cli/lib
. "$(dirname "$0")/lib"
export DRILL_NOW=2026-03-02T09:00
export TMPDIR="$io/tmp" # doctor reports what other programs left in /tmp
mkdir -p "$TMPDIR"

deck() { # HEAD... - the deck, with these lines in its head
    { printf 'deck: D\n' && printf '%s\n' "$@" && printf 'cards: [{q: a, a: x}, {q: b, a: y}]\n'; } >d.yaml
}
cards() { # NAME - that column of the deck's cards
    "$DRILL" export cards --deck D | column "$1" | paste -s -d ' '
}
decimal='[0-9]+(\.[0-9]+)?'

# ---- in a deck's head ----

deck '# nothing'
session "$(ratings 4 5)" d.yaml
check 'nothing is told of SM-2' said_not 'scheduler'
equal 'and nothing is logged' 0 "$(sqlite3 "$db" 'SELECT count(*) FROM regimes')"
due=$(cards due) ease=$(cards ease) days=$(cards interval_days)
equal 'cards are under SM-2' 'sm2 sm2' "$(cards scheduler)"
deck 'scheduler: fsrs'
run due d.yaml
equal 'a command that only reads switches nothing' 0 "$(sqlite3 "$db" 'SELECT count(*) FROM regimes')"
session '' d.yaml
check 'the switch is told' said '^D switches to FSRS: due days stay until cards are rated$'
equal 'cards are under FSRS' 'fsrs fsrs' "$(cards scheduler)"
cards stability >"$io/out"
check 'and have a stability' said "^$decimal $decimal\$"
equal 'due days stay' "$due" "$(cards due)"
session '' d.yaml
check 'it is told once' said_not 'scheduler'
equal 'and logged once' 1 "$(sqlite3 "$db" 'SELECT count(*) FROM regimes')"
deck 'scheduler: sm2'
session '' d.yaml
check 'back to SM-2' said '^D switches to SM-2: due days stay until cards are rated$'
equal 'due days are as before' "$due" "$(cards due)"
equal 'ease, too' "$ease" "$(cards ease)"
equal 'and intervals' "$days" "$(cards interval_days)"
equal 'and there is no stability' '' "$(cards stability | tr -d ' ')"

# ---- in the settings, and on the command line ----

setting 'scheduler: fsrs'
session '' d.yaml
equal "a deck's head overrides the settings" 'sm2 sm2' "$(cards scheduler)"
setting 'decks: {D: {scheduler: fsrs, retention: 0.8}}'
session '' d.yaml
equal 'but not those of the deck itself' 'fsrs fsrs' "$(cards scheduler)"
equal 'retention is logged' 8000 \
    "$(sqlite3 "$db" 'SELECT retention FROM regimes ORDER BY regime_id DESC LIMIT 1')"
session '' --retention 0.95 d.yaml
check 'another retention is no switch' said_not 'scheduler'
equal 'but is in force' 9500 \
    "$(sqlite3 "$db" 'SELECT retention FROM regimes ORDER BY regime_id DESC LIMIT 1')"
session '' --scheduler sm2 d.yaml
check 'the command line overrides all' said '^D switches to SM-2:'
equal 'back to SM-2 by it' 'sm2 sm2' "$(cards scheduler)"
input '\n'
run --plain
check 'from the list of decks, too' said 'D switches to FSRS:'

# ---- a cram leaves them alone ----

rows=$(sqlite3 "$db" 'SELECT count(*) FROM regimes')
memories=$(cards stability)
session "$(ratings 1)" --cram --scheduler sm2 d.yaml
check 'a cram has a rating' said '^1 card, 1 rating '
check 'and tells no switch' said_not 'switch'
equal 'nothing is logged' "$rows" "$(sqlite3 "$db" 'SELECT count(*) FROM regimes')"
equal 'the cards stay under FSRS' 'fsrs fsrs' "$(cards scheduler)"
equal 'with the same memory' "$memories" "$(cards stability)"
equal 'the rating says nothing of a scheduler' '|' \
    "$(sqlite3 "$db" 'SELECT scheduler, stability FROM reviews WHERE kind = 4')"

# ---- several decks, and long names ----

switches() { # WHAT THE-LINE ARGUMENT... - a session with these arguments says this of switches
    what=$1 line=$2
    shift 2
    session '' "$@"
    equal "$what" "$line: due days stay until cards are rated" "$(grep switch "$io/out")"
    check "$what: within 80 columns" [ "$(grep switch "$io/out" | wc -m)" -le 81 ]
}
setting 'scheduler: sm2'
mkdir several
for name in one two three; do
    printf 'deck: %s\ncards: [{q: %s, a: x}]\n' $name $name >several/$name.yaml
done
session '' --scheduler fsrs several
check 'nothing is told of decks without ratings' said_not 'switch'
equal 'but they are under FSRS' 'fsrs fsrs fsrs' \
    "$(sqlite3 "$db" "SELECT 'fsrs' FROM regimes JOIN decks USING (deck_id)
        WHERE name IN ('one', 'two', 'three') AND regimes.scheduler = 6" | tr '\n' ' ' | sed 's/ $//')"
session "$(ratings 4 4 4)" several
switches 'several decks one way' '3 decks switch to FSRS' --scheduler fsrs several
switches 'and back' '3 decks switch to SM-2' several
switches 'one of several' 'two switches to FSRS' --scheduler fsrs several/two.yaml
setting 'decks: {one: {scheduler: fsrs}}'
switches 'two decks go different ways' '1 deck switches to FSRS, 1 to SM-2' several
setting 'decks: {two: {scheduler: fsrs}, three: {scheduler: fsrs}}'
switches 'three decks, too' '2 decks switch to FSRS, 1 to SM-2' several
setting
printf 'deck: "A name\\u202e of more than 25 columns"\ncards: [{q: l, a: x}]\n' >long.yaml
session "$(ratings 4)" long.yaml
switches 'a long name is cut, and safe' 'A name<U+202E> of more t… switches to FSRS' \
    --scheduler fsrs long.yaml

# ---- a clock that was ahead ----

run doctor
check 'the log and the cards agree' exits 0
export DRILL_NOW=2026-03-05T09:00
deck '# nothing'
setting 'scheduler: sm2'
session '' d.yaml
setting 'scheduler: fsrs'
DRILL_NOW=2027-03-05T09:00 session '' d.yaml
check 'a switch a year ahead' said 'D switches to FSRS'
setting 'scheduler: sm2'
session '' d.yaml
check 'the next wish is told' said 'D switches to SM-2'
equal 'and in force' 'sm2 sm2' "$(cards scheduler)"
session '' d.yaml
check 'once' said_not 'switches'
DRILL_NOW=2026-03-09T09:00 session "$(ratings 1)u\n" d.yaml
check 'a rating on a later day can be undone' said '> Undone: 1 Not at all, today'
run doctor
check 'the log and the cards agree' exits 0
run undo
equal 'the switch is a step for undo' 'Undone: 1 deck is back on FSRS.' "$(cat "$io/out")"
equal 'and undone' 'fsrs fsrs' "$(cards scheduler)"
run doctor
check 'the log and the cards agree' exits 0

# ---- in a list ----

rm -f "$db"*
export DRILL_NOW=2026-03-02T09:00
deck '# nothing'
session "$(ratings 4 5)" d.yaml
# By the formulas: D0(Good) = 6.4133 - exp(.8334 * 2) + 1 = 2.1, and D0(Easy) = -4.8, at least 1.
printf 'deck: E\ncards: [{q: c, a: z}]\n' >e.yaml
session '' --scheduler fsrs d.yaml
run browse d.yaml
cat >"$io/wanted" <<'END'
question  state     due       days  recall  difficulty  lapses
a         learning  tomorrow     1    100%         2.1       0
b         learning  tomorrow     1    100%         1.0       0
END
equal 'cards under FSRS have no ease' "$(cat "$io/wanted")" "$(cat "$io/out")"
session "$(ratings 4)" --scheduler sm2 e.yaml
run browse d.yaml e.yaml
check 'beside cards that have one' said '^a +D +learning +tomorrow +1 +- +100% +2.1 +0$'
check 'and no recall' said '^c +E +learning +tomorrow +1 +2.50 +- +- +0$'

# ---- moved to where FSRS puts them ----

# Rated 4 and 5 on 2 March: stabilities of 2.3065 and 8.2956 days, without fuzz 2 and 8 days. SM-2
# had both due after 1.
rm -f "$db"*
setting 'fuzz: false'
session "$(ratings 4 5)" d.yaml
run reschedule --scheduler fsrs d.yaml
check 'the scheduler is that of settings and decks' exits 2
run reschedule d.yaml
equal 'under SM-2 all is where it was' 'Nothing to move: all due days are those that the scheduler gives.' \
    "$(cat "$io/out")"
deck 'scheduler: fsrs'
run reschedule --dry-run d.yaml
cat >"$io/wanted" <<'END'
2 of 2 cards would move
Next 30 days: 0.1 cards a day, under a minute; before: 0.1 cards a day, under a minute
END
equal 'a dry run tells what it costs' "$(cat "$io/wanted")" "$(cat "$io/out")"
equal 'and moves nothing' '2026-03-03 2026-03-03' "$(cards due)"
run reschedule d.yaml
check 'then they move' said '^2 of 2 cards moved$'
equal 'to those days' '2026-03-04 2026-03-10' "$(cards due)"
run reschedule d.yaml
check 'once' said '^Nothing to move: all due days'
printf 'deck: N\nscheduler: fsrs\ncards: [{q: n, a: z}]\n' >n.yaml
run reschedule n.yaml
equal 'new cards stay' 'Nothing to move: no cards are scheduled yet.' "$(cat "$io/out")"
run train --dry-run
equal 'two ratings teach little' \
    'FSRS trained on 2 ratings, 0 of them on a later day: too few to learn from, so the weights in use stay' "$(cat "$io/out")"
rm "$db"
run train
equal 'none nothing' 'No ratings to learn from yet.' "$(cat "$io/out")"

finish
