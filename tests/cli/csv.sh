#!/bin/sh
# Tables read by drill and by Python's csv module: the cells of 10,000 made by a seed, half of them
# as Python writes tables, half of any characters, have to be the same, and the lines of rows.
#
# They differ, and are not compared, in this: Python knows no blanks but spaces, and keeps those at
# the end of a cell; a line of spaces is a row of one empty cell to it; it may refuse NUL. RFC 4180
# says nothing of a quote behind the beginning of a cell, of text behind a closing quote, of a quote
# that is never closed, nor of CR and LF alone: there drill does as Python does.
# shellcheck source=tests/cli/lib
. "$(dirname "$0")/lib"

if ! command -v python3 >/dev/null; then
    echo '1..0 # SKIP python3 is not here'
    exit 0
fi

cat >"$io/compare.py" <<'END_OF_PYTHON'
import csv, io, random, subprocess, sys

ALIKE = sys.argv[2] == "alike"


def written(chance, delimiter):
    out = io.StringIO()
    writer = csv.writer(
        out,
        delimiter=delimiter,
        lineterminator=chance.choice(["\n", "\r\n", "\r"]),
        quoting=chance.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    )
    pieces = [delimiter, '"', "\n", "\r\n", "\r", " ", "a", "bc", "é", "語", ",", ";", "|", "'", "#"]
    for _ in range(chance.randrange(6)):
        cells = chance.randrange(1, 6)
        writer.writerow(["".join(chance.choices(pieces, k=chance.randrange(8))) for _ in range(cells)])
    return out.getvalue()


def any_text(chance, delimiter):
    pieces = [delimiter] * 4 + ['"'] * 4 + ['""', "\n", "\n", "\r\n", "\r", " ", "a", "bc", "é", ",", ";", "|"]
    return "".join(chance.choices(pieces, k=chance.randrange(40)))


def same(row):
    cells = [cell.rstrip(" ") for cell in row]
    return [] if cells == [""] else cells


def python_rows(delimiter, quotes, text):
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=delimiter,
        doublequote=True,
        skipinitialspace=True,
        strict=False,
        quoting=csv.QUOTE_MINIMAL if quotes else csv.QUOTE_NONE,
    )
    rows, line = [], 1
    for row in reader:
        rows.append((line, same(row)))
        line = reader.line_num + 1
    return rows


def drill_rows(table):
    rows = [row.split("\037")[:-1] for row in table.split("\036")[:-1]]
    return [(int(row[0]), same(row[1:])) for row in rows]


chance = random.Random(4180)
tables = []
for number in range(10000):
    delimiter = chance.choice(",;\t|")
    text = chance.choice([written, any_text])(chance, delimiter).rstrip(" ")
    tables.append((delimiter, chance.random() < 0.8, chance.randrange(1, 10), text))
given = "".join(f"{d}{'q' if q or not ALIKE else '-'}{c}{t}\035" for d, q, c, t in tables)
out = subprocess.run([sys.argv[1]], input=given.encode(), stdout=subprocess.PIPE, check=True).stdout
read = out.decode().split("\035")[:-1]
if len(read) != len(tables):
    print(f"{len(read)} of {len(tables)} tables were read")
for (delimiter, quotes, chunk, text), table in zip(tables, read):
    wanted, got = python_rows(delimiter, quotes, text), drill_rows(table)
    if wanted != got:
        print(f"{delimiter!r} quotes={quotes} chunks of {chunk}: {text!r}\n  {wanted}\n  {got}")
END_OF_PYTHON

compare() { python3 "$io/compare.py" "$(dirname "$DRILL")/tests/cli/csv_cells" "$1" 2>&1 | head -n 12; }
equal '10,000 tables have the cells and lines that Python sees' '' "$(compare alike)"
check 'this test sees quotes read where there are none' [ -n "$(compare other)" ]
finish
