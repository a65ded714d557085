#!/bin/sh
# Deck texts are untrusted: nothing in them that a terminal obeys, or that hides or reorders text,
# comes out raw.
# shellcheck source=tests/cli/lib
. "$(dirname "$0")/lib"
export DRILL_NOW=2026-03-02T09:00

# The parts of a deck, each with a hostile text between A and Z.
write_deck() {
    printf 'deck: "A%sZ"\nid: d\ncards:\n  - {question: "A%sZ", answer: "A%sZ", hint: "A%sZ", note: "A%sZ"}\n' \
        "$1" "$2" "$2" "$2" "$2" >deck.yaml
    printf '  - {cloze: "x{{A%sZ::A%sZ}}y", hint: "A%sZ"}\n' "$2" "$2" "$2" >>deck.yaml
}

# hostile WHAT ESCAPES [SHOWN] - the text by YAML's escapes does no harm anywhere in a session; what
# is seen of the first question is A, something for each of its characters, and Z.
hostile() {
    rm -rf "$XDG_DATA_HOME"
    case $2 in *'\e'* | *'\a'* | *'\b'* | *'\r'* | *'\x'[019]* | *'\t'* | *'\v'* | *'\f'*) write_deck '' "$2" ;;
    *) write_deck "$2" "$2" ;; esac
    session 'h\n\n2\nh\n\n4\n\n5\nu\n3\n\n4\n\nu\nq\n' deck.yaml
    check "$1: the session ends well" exits 0
    check "$1: it was asked and answered" [ "$(grep -c '^.*Answer: ' "$io/out")" -ge 2 ]
    check "$1: no raw byte of it in the output" harmless "$io/out"
    check "$1: A and Z are there, and something between them" said '^Question: A.+Z$'
    [ $# -lt 3 ] || equal "$1: its marks" "$3" "$(sed -n 's/^Question: A\(.*\)Z$/\1/p' "$io/out" | head -n 1)"
    rm -rf "$XDG_DATA_HOME"
    session "$(ratings 4 4 4)q\n" --tag nosuch deck.yaml
    check "$1: harmless where nothing is due" harmless "$io/out"
}

hostile 'escape sequences' '\e[31mred\e]0;title\a\e[2J'
hostile 'ESC' '\e' '␛'
hostile 'BS and DEL' 'abc\b\b\x7f'
hostile 'CR' 'abc\rdef'
hostile 'SO, SI, ENQ, DC1' '\x0e\x0f\x05\x11'
hostile 'VT and FF' '\v\f'
hostile 'C1' '\x9b31m\x90q\x9c\x85'
hostile 'C1 by \\u' '\u0080\u009b\u009d\u009f'
hostile 'U+061C' '\u061c' '<U+061C>'
hostile 'marks of direction' '\u200e\u200f'
hostile 'bidi overrides' '\u202a\u202b\u202c\u202d\u202e'
hostile 'one of them' '\u202e' '<U+202E>'
hostile 'isolates' '\u2066\u2067\u2068\u2069'
hostile 'U+2060 to U+2064' '\u2060\u2061\u2062\u2063\u2064'
hostile 'zero width space' '\u200b' '<U+200B>'
hostile 'a byte order mark' '\ufeff' '<U+FEFF>'
hostile 'tag characters' '\U000E0041\U000E007F'
hostile 'line and paragraph separators' '\u2028\u2029'
hostile 'ZWJ that joins nothing' ' \u200d '
marks='\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308'
hostile 'combining marks without end' "a$marks$marks$marks$marks$marks"
equal 'at most four on a letter' '' \
    "$(LC_ALL=C grep -c "$(printf '\\(\314[\200-\277]\\)\\{5\\}')" "$io/out" | grep -v '^0$')"

# What belongs to a script stays as it is.
rm -rf "$XDG_DATA_HOME"
printf 'cards: [{q: "e\\u0301 \\u0644\\u0627 \\u0928\\u0940 \\u0645\\u06cc\\u200c\\u062e \\U0001F468\\u200D\\U0001F469 \\u6f22"}]\n' >deck.yaml
session '' deck.yaml
check 'accents, scripts, ZWNJ and ZWJ within words stay' \
    said "$(printf '^Question: e\314\201 \331\204\330\247 \340\244\250\340\245\200 \331\205\333\214\342\200\214\330\256 \360\237\221\250\342\200\215\360\237\221\251 \346\274\242$')"

# The name and the tags of a deck, the name of its file, and the words of the command line.
rm -rf "$XDG_DATA_HOME"
evil=$(printf '\302\233\342\200\256x')
printf 'deck: "A\\u009b\\u202eZ"\ntags: ["\\u202et"]\ncards: [{q: a, tags: ["\\u009bt"]}]\n' >"$evil.yaml"
session '\n4\n\n' "$evil.yaml"
check 'in the name of a deck: harmless' harmless "$io/out"
check 'in the name of a deck: seen' said '^A<U\+009B><U\+202E>Z: '
printf 'deck: x\ncards: [{q: a, "\\e\\u202e": b}, {q: b, id: "a\\u009b"}, {q: c, id: "a\\u009b"}]\n' >"$evil.yaml"
session '' "$evil.yaml"
refuses 'in a key, an id and the name of the file' 'unknown key'
check 'the message is harmless' harmless "$io/err"
for arguments in "$evil" "--db $evil/x $evil.yaml" "--tag $evil $evil" "--$evil" "-$evil" "--new $evil" \
    "--color $evil"; do
    # shellcheck disable=SC2086 # words
    session '' $arguments
    check 'in an argument: harmless' harmless "$io/err"
done

# Every byte there is, as a deck and as what a user types.
awk 'BEGIN { for (i = 1; i < 256; i++) if (i != 10) printf "%c", i }' >"$io/bytes"
rm -rf "$XDG_DATA_HOME"
printf 'cards: [{q: one, a: A}]\n' >deck.yaml
cp "$io/bytes" "$io/in"
run --plain deck.yaml
check 'any bytes typed: exit status 0' exits 0
check 'none of them comes back' harmless "$io/out"
equal 'none of them is a rating' 1 "$("$DRILL" export reviews | wc -l | tr -d ' ')"
head -c 3000000 /dev/zero | tr '\0' 5 >"$io/in"
run --plain deck.yaml
check 'a line of 3 MB: exit status 0' exits 0
check 'it is not understood' said 'not one of the choices'
finish
