#!/bin/sh
# The program that decodes pictures, and what drill itself may not be linked with.
# shellcheck source=tests/cli/lib
. "$(dirname "$0")/lib"
helper=$DRILL-picture

# ---- libraries ----

# drill starts without them: it loads chafa for the first picture, and never gdk-pixbuf.
if ldd "$DRILL" >"$io/libraries" 2>/dev/null; then
    check 'ldd knows the libraries of drill' grep -q sqlite3 "$io/libraries"
    equal 'no library of pictures is among them' '' \
        "$(grep -E 'chafa|glib|gobject|pixbuf|rsvg|png|jpeg|webp|seccomp' "$io/libraries")"
    ldd "$helper" >"$io/libraries"
    check 'the helper has gdk-pixbuf' grep -q gdk_pixbuf "$io/libraries"
else
    ok 'no library of pictures is among those of drill # SKIP no ldd'
fi

# ---- the helper by itself ----

# help ARGUMENT... - the helper, with what was last given to input
help() {
    timeout 60 "$helper" "$@" <"$io/in" >"$io/out" 2>"$io/err"
    status=$?
    ran="drill-picture $*"
}
input 'front: no picture\n'
help 10 10
check 'what is no picture' exits 10
equal 'and nothing is written' '' "$(cat "$io/out" "$io/err")"
help
check 'without a size' exits 16
help 0 10
check 'without a width' exits 16
help 10 -1
check 'with a negative height' exits 16

printf 'GIF89a\001\000\001\000\200\000\000\377\000\000\000\000\000,\000\000\000\000\001\000\001\000\000\002\002D\001\000;' >"$io/in"
help 10 10
check 'a GIF of one pixel' exits 0
equal 'its header, and red' '44 52 49 4c 4c 50 49 58 01 00 00 00 01 00 00 00 ff 00 00 ff' \
    "$(od -An -tx1 -v "$io/out" | tr -s ' \n' ' ' | sed 's/^ //; s/ $//')"
finish
