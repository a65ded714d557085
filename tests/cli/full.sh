#!/bin/sh
# A full disk, and a file system that is mounted read-only: what reads still reads, with the ratings
# that a killed session left in the log, and writes nothing; what writes is told in words.
if [ -z "${DRILL_OWN_MOUNTS:-}" ] && [ "$(id -u)" = 0 ] && unshare -m true 2>/dev/null; then
    DRILL_OWN_MOUNTS=1 exec unshare -m sh "$0" # all mounts are gone with this script
fi
# shellcheck source=tests/cli/lib
. "$(dirname "$0")/lib"
if [ -z "${DRILL_OWN_MOUNTS:-}" ]; then
    ok 'a full disk # SKIP only root may mount one'
    finish
    exit
fi
export DRILL_NOW=2026-01-31T09:00
export DRILL_DB="$here/disk/x.db"
mkdir disk
mount -t tmpfs -o size=600k tmpfs disk
printf 'cards:\n- {q: a, a: b}\n- {q: c, a: d}\n- {q: e, a: f}\n' >disk/d.yaml
printf 'cards:\n- {q: g, a: h}\n- {q: i, a: j}\n' >e.yaml

# A session that is killed after its second rating, which it has acknowledged by asking on.
mkfifo keys screen
"$DRILL" --plain disk/d.yaml <keys >screen 2>&1 &
killed=$!
exec 3>keys
printf '\n4\n\n4\n\n' >&3
sed '/Question: e/q' <screen >"$io/out"
kill -9 "$killed"
wait "$killed" 2>/dev/null
exec 3>&-
check 'its ratings are in the log' [ -s disk/x.db-wal ]

# what the disk holds: every name, size, time and byte
disk() {
    (cd disk && stat -c '%n %s %y %a' -- * && cat d.yaml x.db x.db-wal) | cksum
}

# reads WHERE - all commands that read, with two ratings; and none of them writes
reads() {
    before=$(disk)
    run export reviews
    equal "$1: the ratings" '2 4' "$(tail -n +2 "$io/out" | cut -d, -f8 | sort | uniq -c | tr -s ' ' | sed 's/^ //')"
    for what in cards days decks; do
        run export "$what"
        check "$1: export $what" exits 0
    done
    run due disk/d.yaml
    equal "$1: what is due" 1 "$(cat "$io/out")"
    run due e.yaml
    equal "$1: what would be due in a new deck" 2 "$(cat "$io/out")"
    for what in decks stats forecast retired; do
        run "$what"
        check "$1: $what" exits 0
    done
    equal "$1: nothing is written" "$before" "$(disk)"
}

# refuses_to_write WHERE WORDS
refuses_to_write() {
    session '\n4\n' disk/d.yaml
    refuses "$1: a review" "$2"
    run browse --plain
    refuses "$1: the browser" "$2"
}

rm -f disk/x.db-shm
dd if=/dev/zero of=disk/fill bs=4k 2>/dev/null
reads 'a full disk'
refuses_to_write 'a full disk' 'the disk is full'
reads 'a full disk, once more'
rm disk/fill disk/x.db-shm
mount -o remount,ro disk
reads 'a read-only mount'
refuses_to_write 'a read-only mount' 'read-only'
mount -o remount,rw disk
session 'q' disk/d.yaml
check 'all is well again' exits 0
run export reviews
equal 'and the ratings are there' 3 "$(wc -l <"$io/out" | tr -d ' ')"
umount disk
finish
