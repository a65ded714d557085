#!/bin/sh
# A week of daily reviews, and then some later days, played line by line. What the exports then say
# is computed again here, from the ratings and their kinds alone, by the rules of the published SM-2.
# shellcheck source=tests/cli/lib
. "$(dirname "$0")/lib"

# ---- the golden sequence ----

# follow RATING:INTERVAL... - one card, rated on each due day; a rating below 4 is followed by a 4 the
# same day. The log goes to $io/log, and the days on which it was due too early to $early.
follow() {
    rm -rf "$XDG_DATA_HOME"
    day=0 early=''
    for step in "$@"; do
        if [ "$day" -gt 1 ]; then
            DRILL_NOW=$(date -d "2026-01-01 $((day - 1)) days" +%FT12:00)
            export DRILL_NOW
            [ "$("$DRILL" due golden.yaml)" = 0 ] || early="$early $day"
        fi
        DRILL_NOW=$(date -d "2026-01-01 $day days" +%FT12:00)
        export DRILL_NOW
        session "$(ratings "${step%:*}" 4)" golden.yaml
        day=$((day + ${step#*:}))
    done
    "$DRILL" export reviews | rows >"$io/log"
}

# scheduled FIELD - of the ratings that count, in a line
scheduled() {
    awk -F "$unit" -v f="$1" '$7 == "new" || $7 == "review" { print $f }' "$io/log" |
        paste -s -d ' '
}

printf 'deck: Golden\ncards: [{q: one, a: A, id: one}]\n' >golden.yaml
follow 4:1 5:6 3:15 4:37 2:1 4:6 4:15 4:37 5:95
equal 'golden: never due the day before' '' "$early"
equal 'golden: the ratings' '4 5 3 4 2 4 4 4 5' "$(scheduled 8)"
equal 'golden: the intervals' '1 6 15 37 1 6 15 37 95' "$(scheduled 11)"
equal 'golden: the eases' '2.50 2.60 2.46 2.46 2.46 2.46 2.46 2.46 2.56' "$(scheduled 13)"
equal 'golden: the ease in the end' 2.56 "$("$DRILL" export cards | column ease)"
equal 'golden: the due date, 118 + 95 days after 2026-01-01' 2026-08-02 "$("$DRILL" export cards | column due)"
equal 'golden: what is rated below 4 is asked again the same day' '3 4 2 4' \
    "$(awk -F "$unit" '$7 == "repeat" { print last, $8 } { last = $8 }' "$io/log" | paste -s -d ' ')"
equal 'golden: repeats change nothing' '15 15 2.46 2.46;1 1 2.46 2.46' \
    "$(awk -F "$unit" '$7 == "repeat" { print $10, $11, $12, $13 }' "$io/log" | paste -s -d ';')"
equal 'golden: one lapse, 11 ratings, the last a 5' '1 11 5' \
    "$("$DRILL" export cards | rows | awk -F "$unit" 'NR > 1 { print $10, $11, $12 }')"
follow 3:1 3:6 3:13 3:26 3:47 3:79 3:121 3:167 3:218 3:284
equal 'nothing but 3: never due the day before' '' "$early"
equal 'nothing but 3: the intervals' '1 6 13 26 47 79 121 167 218 284' "$(scheduled 11)"
equal 'nothing but 3: the ease falls to 1.30' '2.36 2.22 2.08 1.94 1.80 1.66 1.52 1.38 1.30 1.30' \
    "$(scheduled 13)"
rm -rf "$XDG_DATA_HOME"

# ---- the week ----

cat >small.yaml <<'END'
deck: Small
cards:
  - {question: alpha, answer: 1, reverse: true}
  - {question: beta, answer: 2, id: beta}
  - {cloze: "{{gamma}} comes before {{delta}}"}
  - {question: epsilon}
END

# play WHEN SEED COUNT [ARGUMENT...] - a session with so many ratings, by a fixed sequence in which
# most are 4 and 5
play() {
    export DRILL_NOW="$1"
    answers=$(awk -v seed="$2" -v count="$3" 'BEGIN {
        for (i = 0; i < count; i++) {
            seed = (seed * 1103 + 12345) % 65521
            printf "\\n%s\\n", substr("112233344444444555555", seed % 21 + 1, 1)
        } }')
    shift 3
    session "${answers}q\n" "$@" "$root/decks/dl-fundamentals.yaml" small.yaml
    [ "$status" = 0 ] || trouble="${trouble-} $DRILL_NOW"
}
play 2026-03-02T08:15 1 40
play 2026-03-02T21:40 2 9            # what was left, and repeats
play 2026-03-03T09:00 3 70
play 2026-03-04T03:59 4 10           # still the study day before
play 2026-03-04T04:00 5 15           # the next
play 2026-03-04T18:30 6 90
play 2026-03-05T12:00 7 100
play 2026-03-06T07:00 8 30 --limit 15
play 2026-03-06T23:59 9 100
play 2026-03-07T10:00 10 100 --new 35
play 2026-03-08T10:00 11 100 --tag basics
session '\nu\n5\nu\nu\n' "$root/decks/dl-fundamentals.yaml" small.yaml
play 2026-03-08T23:00 12 140
play 2026-03-08T23:30 13 8 --cram --seed 3
"$DRILL" export cards >"$io/cards-of-the-week"
"$DRILL" export reviews >"$io/reviews-of-the-week"
seed=20
for later in 2026-03-09T09:00 2026-03-15T09:00 2026-03-21T09:00 2026-04-30T09:00 2026-07-01T09:00 \
    2026-12-31T09:00 2027-02-28T09:00 2028-02-29T09:00 2028-03-01T09:00; do
    seed=$((seed + 1))
    play "$later" "$seed" 150 --new 40
done
equal 'every session ended well' '' "${trouble-}"

# SM-2 once more. The first file is the reviews, the second the cards, both as rows.
cat >"$io/sm2.awk" <<'AWK'
function days(date,    p, a, y, m) { # of the Julian calendar's day numbers
    split(date, p, "-")
    a = int((14 - p[2]) / 12); y = p[1] + 4800 - a; m = p[2] + 12 * a - 3
    return p[3] + int((153 * m + 2) / 5) + 365 * y + int(y / 4) - int(y / 100) + int(y / 400) - 32045
}
function decimal(hundredths) { return sprintf("%d.%02d", int(hundredths / 100), hundredths % 100) }
function differs(what, wanted, got) {
    if (wanted "" == got "") return
    print FILENAME ": " $0 ": " what " should be " wanted
}
FNR == 1 { file++; next }
file == 1 {
    card = $4 "/" $5
    if (!(card in reviews)) { repetitions[card] = 0; interval[card] = 0; ease[card] = 250 }
    day = days($3)
    owed = card in again && again[card] == day
    wanted = !(card in due) ? "new" : owed ? "repeat" : due[card] <= day ? "review" : "nothing"
    if ($7 != "cram") differs("kind", wanted, $7)
    differs("the date", days(substr($2, 1, 10)) - (substr($2, 12, 2) + 0 < 4), day)
    differs("interval_before", interval[card], $10)
    differs("ease_before", decimal(ease[card]), $12)
    q = $8
    if ($7 == "new" || $7 == "review") {
        if (q >= 3) {
            ease[card] += 10 - (5 - q) * (8 + (5 - q) * 2)
            if (ease[card] < 130) ease[card] = 130
            repetitions[card]++
            if (repetitions[card] == 1) interval[card] = 1
            else if (repetitions[card] == 2) interval[card] = 6
            else interval[card] = int((interval[card] * ease[card] + 99) / 100)
        } else {
            lapses[card]++
            repetitions[card] = 1
            interval[card] = 1
        }
        due[card] = day + interval[card]
        last[card] = q
    }
    if ($7 != "cram") {
        if (q < 4) again[card] = day
        else delete again[card]
    }
    differs("interval_after", interval[card], $11)
    differs("ease_after", decimal(ease[card]), $13)
    differs("due", card in due ? due[card] : "none", $14 == "" ? "none" : days($14))
    reviews[card]++; at[card] = $2; checked++
    kinds[$7]++; given[q]++
    next
}
{
    card = $1 "/" $2
    if (!(card in reviews)) {
        differs("a card never rated", "new 0 0 2.50  0 0   0",
            $5 " " $6 " " $7 " " $8 " " $9 " " $10 " " $11 " " $12 " " $13 " " $14)
        unrated++
        next
    }
    rated = card in due
    differs("state", !rated ? "new" : interval[card] == 1 ? "learning" : interval[card] <= 20 ? "young" : "mature", $5)
    differs("repetitions", repetitions[card], $6)
    differs("interval", interval[card], $7)
    differs("ease", decimal(ease[card]), $8)
    differs("due", rated ? due[card] : "none", $9 == "" ? "none" : days($9))
    differs("lapses", lapses[card] + 0, $10)
    differs("reviews", reviews[card], $11)
    differs("last_rating", rated ? last[card] : "", $12)
    differs("last_reviewed_at", at[card], $13)
    differs("suspended", 0, $14)
    states[$5]++; cards++
}
END {
    print checked + 0, cards + 0, unrated + 0 > counts
    for (k in kinds) print k, kinds[k] > counts
    for (q in given) print "rated", q, given[q] > counts
    for (s in states) print s, states[s] > counts
}
AWK

# recompute REVIEWS CARDS - what differs; the counts of what was compared go to $io/counts.
recompute() {
    rows <"$1" >"$io/reviews.rows"
    rows <"$2" >"$io/cards.rows"
    awk -F "$unit" -v counts="$io/counts" -f "$io/sm2.awk" "$io/reviews.rows" \
        "$io/cards.rows" >"$io/differences"
    head -n 20 "$io/differences"
}
equal 'the week: every interval, ease and due date is SM-2'"'"'s' '' \
    "$(recompute "$io/reviews-of-the-week" "$io/cards-of-the-week")"
check "the week had all kinds of ratings: $(tr '\n' ' ' <"$io/counts" | sed 's/^\([0-9]*\) /\1 ratings, cards: /')" \
    [ "$(grep -Ec '^(new|review|repeat|cram) [1-9]|^rated [1-5] [1-9]' "$io/counts")" -ge 9 ]
equal 'the week: no card twice' '' "$(column card <"$io/cards-of-the-week" | grep -v '^#' | sort | uniq -d)"

"$DRILL" export cards >"$io/cards.csv"
"$DRILL" export reviews >"$io/reviews.csv"
equal 'two years later: the same' '' "$(recompute "$io/reviews.csv" "$io/cards.csv")"
check "by then: $(tr '\n' ' ' <"$io/counts")" [ "$(grep -c '^mature [1-9]' "$io/counts")" = 1 ]
equal 'the log of the week is a beginning of the later one' "$(cat "$io/reviews-of-the-week")" \
    "$(head -n "$(wc -l <"$io/reviews-of-the-week")" "$io/reviews.csv")"
equal 'review ids rise' '' "$(column review_id <"$io/reviews.csv" |
    awk 'NR > 1 && $1 <= before { print before, $1 } { before = $1 }')"

# What this test would find: one interval, one ease and one date, each wrong by one.
for wrong in '11:1' '13:0.01' '14:1'; do
    awk -F , -v c="${wrong%:*}" -v more="${wrong#*:}" 'BEGIN { OFS = "," }
        !done && $7 == "review" && NF == 17 && $8 == 4 { done = 1
            if (c == 14) { sub(/.$/, ($14 ~ /9$/ ? "8" : "9"), $14) } else $c += more } { print }' \
        "$io/reviews.csv" >"$io/wrong.csv"
    check "this test sees a mistake in column ${wrong%:*}" \
        [ -n "$(recompute "$io/wrong.csv" "$io/cards.csv")" ]
done
finish
