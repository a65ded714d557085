#!/bin/sh
# Help, and what a wrong command line is answered with.
# shellcheck source=tests/cli/lib
. "$(dirname "$0")/lib"

run -h
check '-h: exit status 0, on standard output' exits 0
check '-h says nothing on standard error' silent
for word in 'drill due' 'drill export' --new --limit --tag --cram --seed --plain --dry-run \
    --db --color --help --version DRILL_DB NO_COLOR; do
    check "-h tells of $word" said "$word"
done
short=$(cat "$io/out")
run --help
equal '--help is -h' "$short" "$(cat "$io/out")"
for words in '-V' '--version'; do
    run "$words"
    check "$words: exit status 0" exits 0
    check "$words: one line with a version" said '^drill [0-9]+\.[0-9]+'
    equal "$words: one line" 1 "$(wc -l <"$io/out" | tr -d ' ')"
done
for command in '' $(run help && sed -n 's/^  drill \([a-z]*\)  .*/\1/p' "$io/out"); do
    run help ${command:+"$command"}
    equal "help $command fits a terminal" '' "$(awk 'length > 79' "$io/out")"
done
run import --help
check 'an option is told as this command takes it' said '--output FOLDER'
run forecast --help
for words in '--new N +N new cards every day' '--limit N +at most N cards a day,' \
    '--plain +print a table' '--csv +print one row for each day' '--seed N +another seed'; do
    check "forecast: $words" said "$words"
done
run stats --help
for words in '--plain +print text,' '--json +print all statistics' '--force +replace the page'; do
    check "stats: $words" said "$words"
done
run due --help
check '--help behind a command' said '--new'
equal 'nothing of that made a file' "$here $here/home" "$(find "$here" | sort | tr '\n' ' ' | sed 's/ $//')"

# wrong REGEX ARGUMENT... - a wrong command line
wrong() {
    why=$1
    shift
    run "$@"
    refuses "drill $*" "$why"
}

wrong 'did you mean --plain' --plian
wrong 'did you mean --limit' --limt 3
wrong '^drill: unknown option --limt: did you mean --limit\?$' --limt=3
wrong 'did you mean --since' export reviews --sinec 2026-01-01
wrong 'did you mean --color' --colour always
wrong 'unknown option --zzzzqqq$' --zzzzqqq
wrong 'unknown option -x' -x
wrong 'unknown option -x' --plain -xz
wrong 'unknown option -x' due -xz
wrong 'needs a value' --new
wrong 'needs a value' export reviews -o
wrong 'takes no value' --plain=yes
wrong '^drill: --scheduler anki: use sm2 or fsrs$' --scheduler anki
wrong '^drill: --retention 90: must be from 0.70 to 0.99, with at most four decimals$' --retention 90
wrong '--retention 0.995: must be from 0.70 to 0.99' --retention 0.995
wrong '--retention 0.69: must be from 0.70 to 0.99' --retention=0.69
wrong '--scheduler does not apply to drill due' due --scheduler fsrs
wrong '^drill: --c is ambiguous: use --cloze, --cram, --columns, --csv or --color$' --c
wrong '^drill: --co is ambiguous: use --columns or --color$' --co=never
wrong '--d is ambiguous: .*--days, .* or --db' stats --d

# A misspelt command is told with the nearest one, with or without a terminal, options or help.
for words in browes 'browes --plain' 'browes --csv' 'browes --help' 'browes some.yaml' '--db x.db browes' \
    'help browes'; do
    # shellcheck disable=SC2086 # words
    wrong '^drill: unknown command browes: did you mean "drill browse"\?$' $words
done
wrong 'did you mean "drill stats"' stat
wrong 'did you mean "drill import"' imprt notes.csv
wrong 'did you mean "drill export cards"' export crads
wrong 'unknown command zzzzqqq$' help zzzzqqq
wrong 'terminal.*--plain' zzzzqqq
printf 'cards: [{q: a, a: b}]\n' >stat
run --plain stat
check 'a file with such a name is a deck' said '^Question: a$'
rm stat
printf 'deck: Duo\ncards: [{q: c, a: d}]\n' >"$io/duo.yaml"
run import "$io/duo.yaml"
for words in Duo DUO; do
    run --plain "$words"
    check "$words: so is a known deck" said '^Question: c$'
done
wrong 'did you mean "Duo"' --plain Due # as near as the command due
for name in Duel Duet; do # two edits and one from Duets
    printf 'cards: [{q: e, a: f}]\n' >"$io/$name.yaml"
    run import "$io/$name.yaml"
done
wrong 'did you mean "Duet"' --plain Duets
wrong 'did you mean "drill due"' dua
rm -r "$here/data"

wrong '--plain does not apply to drill due' due --plain
wrong '--cram does not apply to drill due' due --cram
wrong '--raw does not apply to drill' --raw
wrong '-o|--output.* does not apply to drill' -o file
wrong '--new does not apply to drill export' export reviews --new 3

mkdir decks
wrong 'for the deck, use ./decks' --plain decks
rmdir decks
wrong '--plain does not apply to drill decks$' --plain decks
wrong '--since does not apply to drill' due --since 2026-01-01
wrong 'since' export cards --since 2026-01-01
wrong 'reviews' export
wrong 'reviews' export nothing
wrong 'reviews' export reviews cards

for number_given in '' -1 +1 ' 1' 1x x 1.5 0x10 99999999999999999999; do
    wrong '--new' due "--new=$number_given"
    wrong '--limit' due "--limit=$number_given"
    wrong '--seed' --plain "--seed=$number_given"
done
wrong '--seed' --plain --seed=18446744073709551616
for date in '' 2026-02-29 2026-02-30 2026-00-10 2026-13-01 2026-04-31 2026-1-1 26-01-01 2026-01-01x \
    2026-01-01T00:00 2026/01/01 yesterday; do
    wrong '--since.*2026-01-31' export reviews "--since=$date"
    wrong '--until.*2026-01-31' export reviews "--until=$date"
done
for when in '' blue Always 1; do
    wrong 'auto, always or never' due "--color=$when"
done
for now in today 2026-01-31 2026-02-29T09:00 2026-01-31T24:00 2026-01-31T09:60 2026-01-31T9:00 \
    '2026-01-31 09:00' 2026-01-31T09:00Z; do
    DRILL_NOW=$now
    export DRILL_NOW
    wrong 'DRILL_NOW' due
done
unset DRILL_NOW

wrong 'terminal.*--plain' some.yaml
wrong 'terminal.*--plain'
wrong 'no such file' --plain nosuch.yaml
wrong 'no such file' due nosuch.yaml

run due --color never --new 1000000000 --limit 0
check 'good values: the largest number, 0, never' exits 1
run due --new=007
check 'a number may begin with zeros' exits 1
run --plain --seed 18446744073709551615
check 'the largest seed is not what is refused' complained 'no decks'

# What goes into a message from outside comes out harmless.
esc=$(printf '\033[31m\302\233\342\200\256')
for word in "--${esc}x" "--new=$esc" "$esc"; do
    run --plain "$word"
    refuses 'bytes that a terminal obeys, in an argument' .
    check 'they come out harmless' harmless "$io/err"
done
DRILL_NOW=$esc run due
check 'and those in DRILL_NOW' harmless "$io/err"
equal 'none of that made a file' "$here $here/home" "$(find "$here" | sort | tr '\n' ' ' | sed 's/ $//')"
finish
