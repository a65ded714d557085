#!/bin/sh
# make install and make uninstall, into a folder of their own.
# shellcheck source=tests/cli/lib
. "$(dirname "$0")/lib"
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES PREFIX DESTDIR
build=$(dirname "$DRILL")

# do_make TARGET VARIABLE=VALUE... - in the root of the project, with what is built already
do_make() {
    (cd "$root" && make --no-print-directory BUILD="$build" "$@") >"$io/out" 2>"$io/err"
    status=$?
    ran="make $*"
}
# installed - the files below here, with their permissions
installed() {
    find "$here" ! -type d ! -path "$here/home/*" -exec ls -ld {} + |
        awk -v here="$here/" '{ sub(here, "", $NF); print substr($1, 1, 10), $NF }' | sort -k 2
}
files() { # below PREFIX
    sed "s,prefix,$1," <<'.'
-rwxr-xr-x prefix/bin/drill
-rwxr-xr-x prefix/libexec/drill/drill-picture
-rw-r--r-- prefix/share/doc/drill/cksum
-rw-r--r-- prefix/share/doc/drill/decks/dl-fundamentals.yaml
-rw-r--r-- prefix/share/man/man1/drill.1
-rw-r--r-- prefix/share/man/man5/drill.5
.
}

for prefix in /usr/local /usr /opt/drill; do
    (umask 077 && do_make install PREFIX="$prefix" DESTDIR="$here/root" && exit "$status")
    status=$? ran="make install PREFIX=$prefix"
    check "make install PREFIX=$prefix" exits 0
    equal "PREFIX=$prefix: its files, readable by all whatever the umask" "$(files "root$prefix")" "$(installed)"
    equal "PREFIX=$prefix: folders that all can enter" '' \
        "$(find "$here/root$prefix" -type d ! -perm -755)"
    check "PREFIX=$prefix: the program runs" quietly "$here/root$prefix/bin/drill" --version
    check "PREFIX=$prefix: it is the one that was built" cmp -s "$DRILL" "$here/root$prefix/bin/drill"
    check "PREFIX=$prefix: the program that decodes pictures, too" cmp -s \
        "$build/drill-picture" "$here/root$prefix/libexec/drill/drill-picture"
    check "PREFIX=$prefix: the deck is the one of the project" cmp -s \
        "$root/decks/dl-fundamentals.yaml" "$here/root$prefix/share/doc/drill/decks/dl-fundamentals.yaml"
    check "PREFIX=$prefix: the manual pages are there" \
        grep -q '^\.\(TH\|Dt\)' "$here/root$prefix/share/man/man1/drill.1" "$here/root$prefix/share/man/man5/drill.5"
    before=$(installed)
    do_make install PREFIX="$prefix" DESTDIR="$here/root"
    check "PREFIX=$prefix: again" exits 0
    equal "PREFIX=$prefix: the same files" "$before" "$(installed)"
    do_make uninstall PREFIX="$prefix" DESTDIR="$here/root"
    check "make uninstall PREFIX=$prefix" exits 0
    equal "PREFIX=$prefix: nothing is left" '' "$(installed)"
    equal "PREFIX=$prefix: no folder of ours, either" '' "$(find "$here/root" -name '*drill*' ! -path "$here/root/opt/drill*")"
    do_make uninstall PREFIX="$prefix" DESTDIR="$here/root"
    check "make uninstall PREFIX=$prefix where nothing is" exits 0
    rm -rf "$here/root"
done

do_make install PREFIX="$here/mine"
check 'make install without DESTDIR' exits 0
equal 'its files' "$(files mine)" "$(installed)"
echo mine >"$here/mine/share/other"
do_make uninstall PREFIX="$here/mine"
equal 'what is not ours stays' '-rw-r--r-- mine/share/other' "$(installed)"

# ---- what must not be lost ----

# Below ~/.local, drill shares its folders with the user's data; a space is in every path.
export XDG_DATA_HOME="$here/my own/share" DRILL_NOW=2026-03-02T09:00
prefix="$here/my own" data=$XDG_DATA_HOME/drill doc=$XDG_DATA_HOME/doc/drill
db=$data/drill.db deck=$doc/decks/dl-fundamentals.yaml copy=$data/decks/dl-fundamentals.yaml
DRILL="$prefix/bin/drill"
do_make install PREFIX="$prefix"
run --plain
check 'a new user is offered the installed deck by its name' complained '^  drill dl-fundamentals$'
run due dl-fundamentals
run due "$deck"
run --plain --dry-run "$deck"
check 'what only reads copies nothing' [ ! -e "$data" ]
session '\n4\nq\n' dl-fundamentals
check 'an installed deck is reviewed by its name' exits 0
check 'it is copied, and that is told' complained "^drill: copied $deck to $copy\$"
check 'the copy is whole' cmp -s "$root/decks/dl-fundamentals.yaml" "$copy"
reviews() { "$DRILL" export reviews | sed 1d | wc -l; }
equal 'the rating is kept' 1 "$(reviews)"
run decks --csv
check 'the deck known is the copy' said "^dl-fundamentals,[^,]*,$copy,"
sed 's/What is deep learning/My own words/' "$copy" >"$io/mine"
cp "$io/mine" "$copy"
for word in dl-fundamentals "$deck" "$doc/decks" "$copy"; do
    run browse --plain --search 'My own words' "$word"
    check "$word: the copy is opened" said 'My own words'
    check "$word: it is not copied again" silent
    check "$word: and not overwritten" cmp -s "$io/mine" "$copy"
done
rm "$db"
run browse --plain "$deck"
check 'a copy of which nothing is known is used as well' said 'My own words'
check 'and not overwritten' cmp -s "$io/mine" "$copy"
mkdir elsewhere
mv "$copy" elsewhere/mine.yaml
run import elsewhere/mine.yaml
run --plain "$deck"
check 'of a deck that is known from elsewhere no copy is made' [ ! -e "$copy" ]
check 'it is opened there' said '^Question: '
mkdir dl-fundamentals
run browse --plain --search 'My own words' "$deck"
check 'and not in a folder here that has its name' said 'My own words'
rmdir dl-fundamentals

session '\n4\nq\n' dl-fundamentals
before=$(snapshot "$data")
do_make uninstall PREFIX="$prefix"
check 'make uninstall beside data' exits 0
equal 'the data are as they were' "$before" "$(snapshot "$data")"
check 'what was installed is gone' [ ! -e "$doc" ]

mkdir -p "$doc"
echo notes >"$doc/notes"
do_make install PREFIX="$prefix"
do_make uninstall PREFIX="$prefix"
equal 'a folder that still holds something stays' notes "$(cat "$doc"/*)"

# An original that was edited all the same, in an earlier version, here told by its checksum.
do_make install PREFIX="$prefix"
echo '# old' >"$deck"
cksum <"$deck" >"$doc/cksum"
do_make install PREFIX="$prefix"
check 'an original that nobody edited is replaced' cmp -s "$root/decks/dl-fundamentals.yaml" "$deck"
cp "$io/mine" "$deck"
for time in once twice; do
    do_make install PREFIX="$prefix"
    check "an edited original, $time: told" said 'was edited'
    check "an edited original, $time: stays" cmp -s "$io/mine" "$deck"
    check "an edited original, $time: the new one is beside it" cmp -s "$root/decks/dl-fundamentals.yaml" "$deck.new"
done
do_make uninstall PREFIX="$prefix"
check 'uninstall tells of an edited original' said 'was edited'
equal 'and leaves it alone' "dl-fundamentals.yaml" "$(ls "$doc/decks")"
check 'as it was' cmp -s "$io/mine" "$deck"
do_make install PREFIX="$prefix"
check 'an edited original of which no checksum is left stays' cmp -s "$io/mine" "$deck"
mv "$deck.new" "$deck"
do_make uninstall PREFIX="$prefix"
check 'once the new one has taken its place, it goes' [ ! -e "$deck" ]

# A DESTDIR with a space, told and not done: half of it may be a folder that is there.
words=$(
    # shellcheck disable=SC2317 # what make says calls it
    rm() { printf '%s\n' "$@"; }
    eval "$(cd "$root" && make -n --no-print-directory uninstall PREFIX=/usr DESTDIR='/x y')"
)
equal 'make uninstall with a space in DESTDIR deletes nothing else' '' "$(echo "$words" | grep '^/x$')"

do_make help
check 'make help: exit status 0' exits 0
for target in run test install uninstall clean lint test-asan fuzz bench; do
    check "make help tells of $target" said "$target"
done
finish
