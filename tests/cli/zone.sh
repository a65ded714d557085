#!/bin/sh
# Local time: the offset of reviewed_at, and the study day, which starts at 04:00.
# shellcheck source=tests/cli/lib
. "$(dirname "$0")/lib"
printf 'deck: d\ncards: [{q: one, a: A, id: one}]\n' >deck.yaml

# at ZONE WHEN REVIEWED_AT STUDY_DAY DUE - a first rating of 4 is logged so
at() {
    rm -rf "$XDG_DATA_HOME"
    TZ="$1" DRILL_NOW="$2" "$DRILL" --plain deck.yaml <"$io/in" >"$io/out" 2>&1
    equal "$2 in $1" "$3 $4 $5" \
        "$("$DRILL" export reviews | rows | awk -F "$unit" 'NR == 2 { print $2, $3, $14 }')"
    equal "$2 in $1: the card says the same" "$3 $5" \
        "$("$DRILL" export cards | rows | awk -F "$unit" 'NR == 2 { print $13, $9 }')"
}
input '\n4\n'
at UTC 2026-01-31T09:00 2026-01-31T09:00:00+00:00 2026-01-31 2026-02-01
at UTC 2026-01-31T03:59 2026-01-31T03:59:00+00:00 2026-01-30 2026-01-31
at UTC 2026-01-31T04:00 2026-01-31T04:00:00+00:00 2026-01-31 2026-02-01
at UTC 2026-03-01T00:30 2026-03-01T00:30:00+00:00 2026-02-28 2026-03-01
at UTC 2028-03-01T00:30:30 2028-03-01T00:30:30+00:00 2028-02-29 2028-03-01
at UTC 2026-01-01T03:59:59 2026-01-01T03:59:59+00:00 2025-12-31 2026-01-01
# Zones by rule, so that no list of zones need be installed.
at XST-5:30 2026-01-31T09:00 2026-01-31T09:00:00+05:30 2026-01-31 2026-02-01
at XST-5:45 2026-01-31T03:59 2026-01-31T03:59:00+05:45 2026-01-30 2026-01-31
at XST3:30 2026-01-31T23:30 2026-01-31T23:30:00-03:30 2026-01-31 2026-02-01
at XST0:30 2026-01-31T04:00 2026-01-31T04:00:00-00:30 2026-01-31 2026-02-01
at XST12 2026-01-31T04:00 2026-01-31T04:00:00-12:00 2026-01-31 2026-02-01
at XST-14 2026-01-31T03:59 2026-01-31T03:59:00+14:00 2026-01-30 2026-01-31
# Central Europe, which goes to summer time at 02:00 on 2026-03-29 and back at 03:00 on 2026-10-25.
cet=CET-1CEST,M3.5.0,M10.5.0/3
at $cet 2026-03-28T12:00 2026-03-28T12:00:00+01:00 2026-03-28 2026-03-29
at $cet 2026-03-29T01:59 2026-03-29T01:59:00+01:00 2026-03-28 2026-03-29
at $cet 2026-03-29T03:59 2026-03-29T03:59:00+02:00 2026-03-28 2026-03-29
at $cet 2026-03-29T04:00 2026-03-29T04:00:00+02:00 2026-03-29 2026-03-30
at $cet 2026-10-25T03:59 2026-10-25T03:59:00+01:00 2026-10-24 2026-10-25
at $cet 2026-10-25T04:00 2026-10-25T04:00:00+01:00 2026-10-25 2026-10-26

# A card of one day is due from 04:00 on the next, and not before: also across a change of clocks.
for zone in UTC $cet XST-5:30 XST9:30; do
    rm -rf "$XDG_DATA_HOME"
    export TZ="$zone" DRILL_NOW=2026-03-28T23:00
    "$DRILL" --plain deck.yaml <"$io/in" >"$io/out" 2>&1
    for step in 2026-03-28T23:59:0 2026-03-29T03:59:0 2026-03-29T04:00:1 2026-03-29T12:00:1 \
        2026-03-30T03:59:1; do
        DRILL_NOW=${step%:*}
        equal "$zone: due at $DRILL_NOW" "${step##*:}" "$("$DRILL" due deck.yaml)"
    done
done

# The caps count study days: what was rated at 03:59 is yesterday's.
TZ=$cet
printf 'deck: e\ncards: [{q: one}, {q: two}, {q: three}, {q: four}, {q: five}]\n' >five.yaml
DRILL_NOW=2026-05-02T03:59
session "$(ratings 4 4 4)" --new 2 five.yaml
equal 'two new cards before 04:00' 2 "$(shown)"
session "$(ratings 4 4 4)" --new 2 five.yaml
equal 'and no more of them' 0 "$(shown)"
DRILL_NOW=2026-05-02T04:00
run due --new 2 five.yaml
equal 'a minute later: two new ones, and the two are due' 4 "$(cat "$io/out")"

# A trip across zones rewrites nothing.
rm -rf "$XDG_DATA_HOME"
TZ=XST-9
DRILL_NOW=2026-05-02T10:00
session '\n4\n' deck.yaml
"$DRILL" export reviews >"$io/there"
TZ=XST7
equal 'the same log from another zone' "$(cat "$io/there")" "$("$DRILL" export reviews)"
DRILL_NOW=2026-05-02T09:00
run due deck.yaml
equal 'not due on the day that comes again' 0 "$(cat "$io/out")"
DRILL_NOW=2026-05-03T04:00
session '\n4\n' deck.yaml
equal 'the next review is in the zone where it was given' \
    '2026-05-02T10:00:00+09:00 2026-05-03T04:00:00-07:00' \
    "$("$DRILL" export reviews | column reviewed_at | paste -s -d ' ')"
finish
