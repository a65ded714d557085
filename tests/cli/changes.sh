#!/bin/sh
# Suspend, bury, mark and edit line by line; drill undo; leeches in exports and by --tag.
# shellcheck source=tests/cli/lib
. "$(dirname "$0")/lib"
export DRILL_NOW=2026-03-02T09:00
unset VISUAL EDITOR

write_deck() {
    cat >deck.yaml <<'END'
deck: Deck
cards:
  - {q: one, a: first}
  - q: two
    a: second
    tags: [t]
  - {q: three, a: third}
END
}
write_deck

run undo
check 'undo without a database' exits 1
check 'says so' said '^Nothing to undo\.'
equal 'and makes none' '' "$(ls "$XDG_DATA_HOME" 2>/dev/null)"

# ---- by letters ----

session 's\nb\nq\n' deck.yaml
check 's suspends, in words' said 'Suspended until you resume it \(drill browse\)'
check 'b buries, in words' said 'Buried until tomorrow'
equal 'and each goes on to the next card' 'one two three' \
    "$(sed -n 's/^.*Question: //p' "$io/out" | paste -s -d ' ')"
run due
equal 'neither is due' 1 "$(cat "$io/out")"
DRILL_NOW=2026-03-03T09:00 run due
equal 'what was buried is back tomorrow' 2 "$(cat "$io/out")"
equal 'exports tell what is suspended' '1 0 0' "$("$DRILL" export cards | column suspended | paste -s -d ' ')"

session 't\nt\nq\n' deck.yaml
check 't marks' said '> Marked as a leech'
check 't again does not' said 'No longer marked as a leech'
session 't\nq\n' deck.yaml
equal 'the mark is a tag in exports' ',t,leech' "$("$DRILL" export cards | column tags | paste -s -d ,)"
run due --tag leech
equal 'that --tag finds' 1 "$(cat "$io/out")"
run due --tag '!leech'
equal 'or leaves out' 0 "$(cat "$io/out")"

# ---- undo ----

undone() { # WHAT CARD
    run undo
    check "undo takes back the $1" exits 0
    check "and names the card" said "^Undone \\($1, today 09:00\\): .*  $2 \\(Deck, "
}
session '\n4\nq\n' deck.yaml
undone '4 Well' three
undone 'marking as a leech' three
undone 'unmarking as a leech' three
undone 'marking as a leech' three
undone burying two
undone suspending one
run undo
check 'until there is nothing' exits 1
run due
equal 'and all is as it was' 3 "$(cat "$io/out")"
run undo deck.yaml
refuses 'it takes no deck' 'takes no arguments'
session 's\nu\nb\nu\nt\nu\nq\n' deck.yaml
check 'u takes back suspending' said 'Undone: suspending, today 09:00$'
check 'and burying' said 'Undone: burying, today 09:00$'
check 'and marking' said 'Undone: marking as a leech, today 09:00$'
session 'b\nu\nctrl-r\nq\n' deck.yaml
check 'ctrl-r takes it back' said 'Redone: burying, today 09:00$'
equal 'in the log, too' 1 "$(sqlite3 "$db" 'SELECT count(*) FROM changes WHERE undone_ms IS NULL')"
session 'u\nq\n' deck.yaml

# ---- a leech ----

setting 'leech-lapses: 2'
for day in 1 2; do
    DRILL_NOW=2026-03-1${day}T09:00
    session '\n1\nq\n' --new 1 --tag '!t' deck.yaml
done
check 'a card becomes a leech' said 'A leech: 2 lapses\. Edit or suspend\?'
check 'with what can be done about it' said 'Enter: go on, e: edit, s: suspend'
DRILL_NOW=2026-03-13T09:00 session '\n1\n4\nq\n' --new 1 --tag leech deck.yaml
check 'once' said_not 'A leech'
setting 'leech-lapses: many'
run due
refuses 'no count of lapses' 'config.yaml:1:15: .*leech-lapses'
setting

# ---- e ----

mkdir bin
cat >bin/vi <<'END'
#!/bin/sh
printf '%s|' "$@" >"$HOME/args"
sed -f "$HOME/edit" deck.yaml >"$HOME/new"
cat "$HOME/new" >deck.yaml
END
chmod +x bin/vi
for other in fake-editor hx code emacs; do cp bin/vi "bin/$other"; done
PATH=$here/bin:$PATH
export PATH EDITOR
edits() { # SED-SCRIPT EDITOR
    printf '%s\n' "$1" >"$HOME/edit"
    EDITOR=$2
    session 'e\nq\n' --new 9 "$here/deck.yaml"
}

rm -f "$db"*
write_deck
edits 's/first/first and last/' vi
check 'e edits the card' said '1 edited card'
equal 'at its line' "+3|$here/deck.yaml|" "$(cat "$HOME/args")"
session '\nq\n' deck.yaml
check 'which has its new text' said 'Answer: first and last'
edits '' "$here/bin/vi -x  'a b'"
equal 'with arguments of its own' "-x|a b|+3|$here/deck.yaml|" "$(cat "$HOME/args")"
check 'nothing may be changed' said 'Nothing changed'
edits '' hx
equal 'a line for helix' "$here/deck.yaml:3|" "$(cat "$HOME/args")"
edits '' code
equal 'a line for code' "-g|$here/deck.yaml:3|" "$(cat "$HOME/args")"
edits '' 'emacs -nw'
equal 'a line for emacs' "-nw|+3|$here/deck.yaml|" "$(cat "$HOME/args")"
edits '' fake-editor
equal 'no line for one that is not known' "$here/deck.yaml|" "$(cat "$HOME/args")"
VISUAL=hx
export VISUAL
edits '' vi
equal 'VISUAL before EDITOR' "$here/deck.yaml:3|" "$(cat "$HOME/args")"
unset VISUAL
edits '' ''
case $(cat "$HOME/args") in
"+3|"*) ok 'and vi where neither is set' ;;
*) check 'and vi, or the editor of this machine, where neither is set' [ -x /usr/bin/editor ] ;;
esac
edits '' no-such-editor
check 'an editor that is not there is told' said 'Not edited: no editor "no-such-editor": set [$]VISUAL or [$]EDITOR'

edits 's/a: first/anser: first/' vi
check 'a mistake is told with its line' said 'Line 3: unknown key "anser"'
run export cards
equal 'and nothing has changed' 'one two three' "$(column question <"$io/out" | paste -s -d ' ')"
sed -i 's/anser: first/a: first/' deck.yaml
printf 's/a: second/anser: second/\n' >"$HOME/edit"
EDITOR='vi'
session 'e\ne\nq\n' deck.yaml
equal 'e again goes to the mistake' "+5|$here/deck.yaml|" "$(cat "$HOME/args")"
write_deck
cat >bin/vi <<'END'
#!/bin/sh
rm -f deck.yaml
END
session 'e\ne\nq\n' deck.yaml
check 'a file that is gone is told' said "Not edited: the deck's file is gone: $here/deck.yaml"
check 'and the session goes on' exits 0

# A name is no command, whatever it holds.
cp bin/hx bin/vi
name="\$(touch bad) ; touch bad; '+\" deck.yaml"
write_deck
mv deck.yaml "$name"
: >"$HOME/edit"
session 'e\nq\n' "$name"
equal 'a name with what a shell would run' "+3|$here/$name|" "$(cat "$HOME/args")"
check 'is run by none' [ ! -e bad ]

finish
