#!/bin/sh
# DRILL_TRACE: what a run writes there, for whom, and what it keeps to itself.
# shellcheck source=tests/cli/lib
. "$(dirname "$0")/lib"
printf 'deck: d\ncards: [{q: secret question, a: secret answer}]\n' >deck.yaml
export DRILL_TRACE=trace

(umask 0 && "$DRILL" --plain deck.yaml </dev/null >"$io/out" 2>"$io/err")
status=$? ran='drill --plain deck.yaml'
check 'a traced run goes as any' exits 0
check 'and says nothing of it' silent
equal 'the trace is for its owner alone' -rw------- "$(find trace -exec ls -l {} + | cut -c 1-10)"
equal 'each line has a time and a kind' '' "$(grep -Ev '^ *[0-9]+ (run|key|action|sql) ' trace)"
equal 'the run is its first line' 'run drill' "$(awk 'NR == 1 { print $2, $3 }' trace)"
check 'SQL has how long it took' grep -Eq ' sql +[0-9]+ ms (INSERT|UPDATE)' trace
equal 'and no text of a card' '' "$(grep secret trace)"
equal 'times never go back' '' "$(awk '$1 < last { print } { last = $1 }' trace)"

lines=$(wc -l <trace)
run due
check 'another run is appended' [ "$(wc -l <trace)" -gt "$lines" ]
equal 'after its own first line' 'run drill due' "$(awk -v n="$lines" 'NR == n + 1 { print $2, $3, $4 }' trace)"

rm -rf trace "$XDG_DATA_HOME"
DRILL_TRACE=missing/trace run --plain deck.yaml
refuses 'a trace that cannot be written' '^drill: DRILL_TRACE=missing/trace: No such file or directory$'
check 'and nothing was done' [ ! -e "$XDG_DATA_HOME" ]
DRILL_TRACE='' run --plain deck.yaml
check 'empty: a run as any' exits 0
finish
