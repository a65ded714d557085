#!/bin/sh
# A whole session line by line.
# shellcheck source=tests/cli/lib
. "$(dirname "$0")/lib"
export DRILL_NOW=2026-03-02T09:00

cat >deck.yaml <<'END'
deck: Small deck
id: small
cards:
  - id: one
    question: First question
    answer: First answer
    hint: A first hint
    note: A first note
    tags: [odd]
  - question: |
      Second question

      with a second line
    answer: Second answer
  - {question: Third question, answer: Third answer, tags: [odd]}
  - {question: A card to write, answer: ""}
END

# log - kind and rating of every rating that stands, in order: "new 4, new 2"
log() {
    "$DRILL" export reviews >"$io/log.csv"
    rows <"$io/log.csv" | awk -F "$unit" \
        'NR > 1 { printf "%s%s %s", (NR > 2 ? ", " : ""), $7, $8 } END { print "" }'
}

# ---- without a terminal ----

run deck.yaml
refuses 'without a terminal and without --plain' 'terminal.*--plain'
check 'and it makes no database' [ ! -e "$XDG_DATA_HOME" ]

# ---- a session ends with its input, at every stage ----

session '' deck.yaml
check 'input ends at the question: exit status 0' exits 0
check 'nothing on standard error' silent
check 'the load is told' said '4 new cards'
check 'the deck and its counts are shown' said '^Small deck: 4 new, 0 repeat, 0 due$'
check 'the question is shown' said '^Question: First question$'
check 'the answer is not' said_not 'First answer'
check 'neither hint nor note is' said_not 'A first (hint|note)'
equal 'the output ends with a line feed' '' "$(tail -c 1 "$io/out" | tr -d '\n')"
equal 'nothing was rated' '' "$(log)"

session '\n' deck.yaml
check 'input ends at the answer: exit status 0' exits 0
check 'an unchanged deck is not loaded again' said_not 'edited'
check 'Enter shows the answer' said 'Answer: First answer$'
check 'and the note' said 'Note: A first note$'
check 'and asks how well it was known' said 'How well did you know this\?'
for rating in '1 Not at all' '2 Barely' '3 Partly'; do
    check "$rating: again today, then tomorrow" said "$rating: today, 1 d\$"
done
for rating in '4 Well' '5 Perfectly'; do
    check "$rating: tomorrow" said "$rating: 1 d\$"
done
check 'the next question is not shown' said_not 'Second question'
equal 'still nothing was rated' '' "$(log)"

# ---- what is refused ----

session '4\n' deck.yaml
check 'a rating before the answer: exit status 0' exits 0
check 'a rating before the answer is refused kindly' said '[Aa]nswer first'
equal 'and not kept' '' "$(log)"
check 'the answer stays hidden' said_not 'First answer'

session '\n6\n0\n44\n4x\n-1\nyes\n' deck.yaml
check 'what is no choice: exit status 0' exits 0
equal 'each is answered with words' 6 "$(grep -c 'not one of the choices' "$io/out")"
equal 'and nothing is kept' '' "$(log)"

session '\n\n\n\n' deck.yaml
equal 'Enter at the answer rates nothing' '' "$(log)"

session 'h\n' deck.yaml
check 'h shows the hint' said 'Hint: A first hint$'
check 'and not the answer' said_not 'First answer'

session 'u\n' deck.yaml
check 'u with nothing to take back says so' said 'Nothing to undo'
check 'and ends well' exits 0

session 'q\n4\n' deck.yaml
check 'q at the question ends: exit status 0' exits 0
equal 'and nothing behind it is read' 1 "$(shown)"
session '\nq\n4\n' deck.yaml
check 'q at the answer ends: exit status 0' exits 0
equal 'nothing was kept' '' "$(log)"

# ---- ratings ----

session '\n4\n' deck.yaml
check 'input ends at the second question: exit status 0' exits 0
check 'the next card is shown' said '^Question: Second question$'
check 'with all its lines' said '^with a second line$'
check 'the counts go down' said '^Small deck: 3 new, 0 repeat, 0 due$'
check 'a session left early is summed up' said '1 card.*1 rating'
equal 'the rating is kept' 'new 4' "$(log)"

session 'h\n' deck.yaml
check 'the second session starts where the first was left' said '^Question: Second question$'
check 'a card without a hint says so' said 'no hint'

session '\r\n2\r\n' deck.yaml
equal 'CR at line ends is nothing' 'new 4, new 2' "$(log)"
check 'a card rated 2 is counted as a repeat' said '^Small deck: 2 new, 1 repeat, 0 due$'

session '' deck.yaml
check 'a repeat is asked first by the next start' said '^Question: Second question$'
session '\n   5  ' deck.yaml
equal 'a rating in the last line, without a line feed and with spaces' \
    'new 4, new 2, repeat 5' "$(log)"

session '\n3\n\n5\n' deck.yaml
check 'the draft is shown as one' said '[Dd]raft'
equal 'and rated all the same' 'new 4, new 2, repeat 5, new 3, new 5' "$(log)"
session '\n1\n\n4\n' deck.yaml
equal 'a repeat rated 1 comes back until it gets 4 or 5' \
    'new 4, new 2, repeat 5, new 3, new 5, repeat 1, repeat 4' "$(log)"

# ---- the end ----

check 'the end is a summary' said 'Done for today'
check 'with the ratings given' said '4 Well: 1$'
check 'and says when the next cards are due' said 'Tomorrow: 4 due'
check 'input ends at the end: exit status 0' exits 0
session '' deck.yaml
check 'with nothing due: exit status 0' exits 0
check 'it says so' said 'Nothing is due'
check 'and when the next is' said 'Tomorrow: 4 due'
equal 'and shows no question' 0 "$(shown)"
session '\n' deck.yaml
check 'Enter at the end ends' exits 0
session 'q\n' deck.yaml
check 'q at the end ends' exits 0
session '4\nx\nh\n' deck.yaml
check 'what is no choice at the end: exit status 0' exits 0
equal 'nothing is kept of it' 7 "$(log | awk -F , '{ print NF }')"
session 'n\n' deck.yaml
check 'no more new cards: says so' said 'No new cards left'

# ---- undo ----

session 'u\nu\nu\n' deck.yaml
equal 'u takes back the last three of an earlier run' 'new 4, new 2, repeat 5, new 3' "$(log)"
check 'it shows the card whose rating it was' said '^Question: A card to write$'
session 'u\n4\n' deck.yaml
equal 'and lets it be rated again at once' 'new 4, new 2, repeat 5, new 4' "$(log)"
session '\n4\nu\n5\n' deck.yaml
equal 'the last card of the session, too' 'new 4, new 2, repeat 5, new 4, new 5' "$(log)"
check 'it is over again' said 'Done for today'
session 'u\nu\nu\nu\nu\nu\n' deck.yaml
equal 'down to the first' '' "$(log)"
check 'and then says that there is none' said 'Nothing to undo'
session '' deck.yaml
check 'what was taken back is new again' said '4 new, 0 repeat, 0 due'
equal 'undone ratings stay in the log, marked' '10 10' \
    "$(sqlite3 -separator ' ' "$db" 'SELECT count(*), count(undone_ms) FROM reviews')"
session '\n4\nu\n' deck.yaml
check 'u at the next question comes back to the answer' said 'Undone: 4 Well, today 09:00$'
session '\n2\n\n4\nu\nq\n' deck.yaml
equal 'q after u keeps what stands' 'new 2' "$(log)"

# ---- what there is to see, and other decks ----

rm -rf "$XDG_DATA_HOME"
session '?\ni\n\n?\n2\nq\n' deck.yaml
check '? lists the keys at a question' said '^  h: show the hint$'
check 'and at an answer' said '^  1, 2, 3, 4, 5: rate it'
check 'i tells that there is no history' said '^No ratings yet'
check 'a failed card is told kindly' said 'You will see it again in a moment'
equal 'and only what was rated is kept' 'new 2' "$(log)"
session '\n4\n\n4\n\n4\n\n4\nd\n1\nd\nq\n' deck.yaml
check 'the end tells of the day' said '^Streak: 1 day$'
check 'and of the cards that were hardest' said '^  2: First question$'
check 'd leads to all decks' said '^1. Small deck: 0 new, 0 repeat, 0 due'
check 'and there is a way through them' exits 0
session 'i\nq\n' --cram deck.yaml
check 'i tells the history of a card' said '^  2026-03-02: [1-5] .*, interval 1 d, ease 2.50, due 2026-03-03, new$'

# ---- side screens ----

session 'S\nF\nR\n?\nq\n' deck.yaml
check 'S prints statistics in a session' said '^Today: done'
check 'F a forecast' said '^With at most 20 new cards a day'
check 'R the retired cards' said '^No retired cards'
check '? lists these keys' said '^  S: statistics of these decks$'
check 'the session goes on' exits 0
session 's\nf 1\nr1\nr2\nq\n'
check 's prints them from the home screen' said '^Today: done'
check 'f with a number' said 'With at most 20 new cards a day'
check 'r with a number' said 'No retired cards'
check 'and refuses a number that no deck has' said 'not one of the choices'
session 'S\nq\nq\n' --plain
check 'a capital letter is no line of the home screen' said 'not one of the choices'
: >"$io/in"

# ---- a clock that is behind ----

rm -rf "$XDG_DATA_HOME"
session "$(ratings 4)" deck.yaml
ahead='^The last rating is ahead of the clock \(2026-03-02 09:00\): check the date$'
check 'a clock that was right before: nothing to say' said_not 'ahead of the clock'
DRILL_NOW=2026-02-27T09:00
for words in deck.yaml ''; do
    # shellcheck disable=SC2086 # words
    session '\n' $words
    check "a clock that was set back, drill $words: said" said "$ahead"
    check 'once' [ "$(grep -Ec "$ahead" "$io/out")" = 1 ]
done
"$DRILL" undo >"$io/out"
session '' deck.yaml
check 'not of a rating that was undone' said_not 'ahead of the clock'
DRILL_NOW=2026-03-02T09:00

# ---- output that cannot be written ----

# unheard BLANKS INPUT - a session whose reader leaves after this many prompts; then comes INPUT.
unheard() {
    rm -rf "$XDG_DATA_HOME"
    python3 - "$DRILL" "$1" "$2" >"$io/out" 2>"$io/err" <<'END'
import os, signal, subprocess, sys
signal.signal(signal.SIGPIPE, signal.SIG_IGN)  # else it ends drill before an error does
drill = subprocess.Popen([sys.argv[1], "--plain", "deck.yaml"], stdin=subprocess.PIPE,
                         stdout=subprocess.PIPE, restore_signals=False)
for prompt in range(int(sys.argv[2])):
    if prompt:
        os.write(drill.stdin.fileno(), b"\n")
    text = b""
    while not text.endswith(b" > "):
        text += os.read(drill.stdout.fileno(), 1)
drill.stdout.close()
os.write(drill.stdin.fileno(), sys.argv[3].encode())
drill.stdin.close()
sys.exit(drill.wait())
END
    status=$? ran="drill --plain deck.yaml, whose reader leaves after $1 prompts"
}

unheard 2 '4
'
check 'no reader after the answer: exit status 2' exits 2
check 'it says why, and what is kept' complained '^drill: standard output: Broken pipe: what you entered so far is kept$'
equal 'the rating of an answer that was shown is kept' 'new 4' "$(log)"
unheard 2 "$(printf '4\n\n4\n\n4\n')"
equal 'but no card is rated that could not be shown' 'new 4' "$(log)"
unheard 2 'x
'
check 'nothing but an error to tell: exit status 2' exits 2
if [ -w /dev/full ]; then
    rm -rf "$XDG_DATA_HOME"
    input "$(ratings 4 4 4 4)"
    for words in deck.yaml '' 'browse deck.yaml'; do
        # shellcheck disable=SC2086 # words
        "$DRILL" $words --plain <"$io/in" >/dev/full 2>"$io/err"
        status=$? ran="drill $words --plain >/dev/full"
        check "a full device, drill $words: exit status 2" exits 2
        check 'said once' [ "$(grep -c '^drill: standard output: ' "$io/err")" = 1 ]
    done
    equal 'and nothing is rated' '' "$(log)"
    input ''
fi

# ---- a cram ----

rm -rf "$XDG_DATA_HOME"
session "$(ratings 4 4 4 4)" deck.yaml
before=$("$DRILL" export cards | rows | cut -d "$unit" -f 1-10,12,14)
session "$(ratings 1 5 4 3 4 4 4 4 4)" --cram --seed 7 deck.yaml
check 'a cram asks cards that are not due' said '4 to cram'
check 'a rating in it changes nothing' said '5 Perfectly: no change'
equal 'every card is asked, and those below 4 again' 6 "$(shown)"
equal 'its ratings are logged as cram' 6 "$(log | tr , '\n' | grep -c cram)"
equal 'the schedules stay as they were' "$before" \
    "$("$DRILL" export cards | rows | cut -d "$unit" -f 1-10,12,14)"
check 'the end says that cramming is over' said 'Cramming is over'
# order SEED - the order in which a cram asks
order() {
    session "$(ratings 4 4 4 4)" --cram --seed "$1" deck.yaml
    grep '^Question' "$io/out"
}
first=$(order 1)
equal 'the same seed, the same order' "$first" "$(order 1)"
seed=2
while [ "$seed" -lt 12 ] && [ "$(order "$seed")" = "$first" ]; do
    seed=$((seed + 1))
done
check 'another seed, another order' [ "$seed" -lt 12 ]
session '' --cram --limit 2 deck.yaml
check '--limit holds in a cram' said '2 to cram'
session '' --cram --tag odd deck.yaml
check '--tag holds in a cram' said '2 to cram'
session 'c\n' deck.yaml
check 'c at the end goes on with a cram' said '4 to cram'

# ---- caps and tags ----

rm -rf "$XDG_DATA_HOME"
session "$(ratings 4 4 4)" --new 2 deck.yaml
equal '--new 2: two new cards' 2 "$(shown)"
session "$(ratings 4 4 4)" --new 2 deck.yaml
equal 'no second helping on the same day' 0 "$(shown)"
check 'but more are offered' said 'n: '
session 'n\n' --new 2 deck.yaml
check 'n gives more' said '^Question: Third question$'
session "$(ratings 4 4)" --tag odd deck.yaml
equal '--tag: only cards with the tag' 'Question: Third question' "$(grep '^Question' "$io/out")"
DRILL_NOW=2026-03-03T09:00
session "$(ratings 4 4 4 4 4)" --limit 3 deck.yaml
equal '--limit 3: new ones included' 3 "$(shown)"
check 'a tag that no card has: exit status 0' exits 0
session '' --tag nosuch deck.yaml
check 'it is said in words' said 'tags'
finish
