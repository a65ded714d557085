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
    printf -- '-rwxr-xr-x %s/bin/drill
-rw-r--r-- %s/share/drill/decks/dl-fundamentals.yaml
-rw-r--r-- %s/share/man/man1/drill.1
-rw-r--r-- %s/share/man/man5/drill.5\n' "$1" "$1" "$1" "$1"
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
    check "PREFIX=$prefix: the deck is the one of the project" cmp -s \
        "$root/decks/dl-fundamentals.yaml" "$here/root$prefix/share/drill/decks/dl-fundamentals.yaml"
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
