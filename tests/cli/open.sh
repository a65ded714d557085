#!/bin/sh
# Opening what cards lead to, line by line. The program is a script that writes its arguments into a
# pipe.
# shellcheck source=tests/cli/lib
. "$(dirname "$0")/lib"
export DRILL_NOW=2026-03-02T09:00

printf '\211PNG\r\n\032\n' >a.png
printf 'fLaC' >a.flac
printf 'fLaC' >'b c.flac'
cat >deck.yaml <<'END'
deck: Links
cards:
  - q: "Q [web](https://example.org/a;b'c) ![pic](a.png)"
    a: "A [one](a.flac) [two](b%20c.flac) [three](javascript:alert(1)) [four](deck.yaml)"
END
cat >opener <<'END'
#!/bin/sh
{ printf '%s' "${0##*/}"; for a; do printf ' <%s>' "$a"; done; echo; } >>runs.fifo
END
chmod +x opener
mkfifo runs.fifo
export DRILL_OPEN="$PWD/opener --new  window"

# opened TEXT COUNT - a session that is given this text and runs programs so often; sets $runs
opened() {
    rm -rf "$XDG_DATA_HOME"
    head -n "$2" <>runs.fifo >runs.txt &
    session "$1" deck.yaml
    wait $!
    runs=$(cat runs.txt)
}

opened 'o\n2\nq\n' 1
equal 'a file opens by its path' "opener <--new> <window> <$PWD/a.png>" "$runs"
check 'the choice is listed' said '^  1 https://example.org/a;b'
check 'with the numbers there are' said '^1-2: open, n: no'
check 'what was opened is printed' said 'Opened: a.png$'
opened 'o 1\ny\nq\n' 1
equal 'an address as it is written' "opener <--new> <window> <https://example.org/a;b'c>" "$runs"
check 'it is shown first' said '^Open this address\?$'
opened 'o1\n1\n2o\nq\n' 1
equal 'which a number declines' "opener <--new> <window> <$PWD/a.png>" "$runs"
opened '\no\n4\nq\n' 1
equal 'a name is decoded' "opener <--new> <window> <$PWD/b c.flac>" "$runs"
rm -rf "$XDG_DATA_HOME"
session 'v\n\no 5\no 6\no 7\n4 2\nq\n' deck.yaml
check "a question without sounds" said "This side has no sounds$"
check 'what a deck must not open' said 'Not opened: javascript:alert\(1\): only http and https'
check 'nor this' said 'Not opened: deck.yaml: is not a picture, sound, video or PDF$'
check 'a number beyond' said 'nothing with that number$'
equal 'nothing is rated' 0 "$(sqlite3 "$db" 'SELECT count(*) FROM reviews')"
finish
