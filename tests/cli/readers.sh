#!/bin/sh
# Exports as other programs read them: Python, SQLite, pandas, R and LibreOffice, those of them that
# are here. None may warn, and all must find what is in the database.
# shellcheck source=tests/cli/lib
. "$(dirname "$0")/lib"
export DRILL_NOW=2026-01-31T23:00
history=$(dirname "$DRILL")/tests/bench/history
generated=$io/history.db
export DRILL_DB="$generated"
"$history" "$generated" 900 400 >/dev/null
for what in reviews cards days decks; do
    "$DRILL" export "$what" --raw >"$io/$what.csv" 2>"$io/err"
    check "$what: exported without a word" silent
    "$DRILL" export "$what" --raw --format json >"$io/$what.json"
    "$DRILL" export "$what" --raw --format jsonl >"$io/$what.jsonl"
done

# sql QUERY - its value
sql() { sqlite3 "$generated" "$1"; }
count_reviews=$(sql 'SELECT count(*) FROM reviews WHERE undone_ms IS NULL')
count_cards=$(sql 'SELECT count(*) FROM cards WHERE retired_day IS NULL')
count_days=$(sql 'SELECT count(*) FROM (SELECT 1 FROM reviews JOIN cards USING (card_id)
    WHERE undone_ms IS NULL GROUP BY study_day, deck_id)')
count_decks=5
count_of() {
    case $1 in
    reviews) echo "$count_reviews" ;;
    cards) echo "$count_cards" ;;
    days) echo "$count_days" ;;
    decks) echo "$count_decks" ;;
    esac
}
check "the history is one: $count_reviews reviews, $count_days days" [ "$count_reviews" -gt 5000 ]

# NUL itself has no way in.
printf 'cards: [{q: "a\\0b"}]\n' >nul.yaml
run --plain --db "$io/other.db" nul.yaml
refuses 'no text holds a NUL' 'nul.yaml:1:'

# ---- Python, strictly ----

if command -v python3 >/dev/null && python3 -c 'import csv, json, sqlite3' 2>/dev/null; then
    cat >"$io/read.py" <<'PY'
import csv, json, sqlite3, sys, warnings
warnings.simplefilter("error")
folder, database = sys.argv[1:]
def read(what):
    with open(f"{folder}/{what}.csv", encoding="utf-8", newline="") as f:
        rows = list(csv.DictReader(f, strict=True))
    for row in rows:
        assert None not in row and None not in row.values(), row  # as many cells as titles
    whole = json.load(open(f"{folder}/{what}.json", encoding="utf-8"))
    # lines end with a line feed alone: other line breaks may be in texts
    lines = [json.loads(line) for line in
             open(f"{folder}/{what}.jsonl", encoding="utf-8", newline="\n")]
    assert whole == lines, what
    def text(value):
        return "" if value is None else value if isinstance(value, str) else value
    assert len(whole) == len(rows), what
    for row, of_json in zip(rows, whole):
        assert list(row) == list(of_json), what
        for name, value in of_json.items():
            same = row[name] == ("" if value is None else value) if not isinstance(value, (int, float)) \
                else float(row[name]) == value
            assert same, (what, name, row[name], value)
    print(what, len(rows))
    return rows
tables = {what: read(what) for what in ("reviews", "cards", "days", "decks")}
db = sqlite3.connect(database)
want = db.execute("""SELECT review_id, d.id, question, rating, study_day, spent_ms FROM reviews r
    JOIN cards c USING (card_id) JOIN texts USING (card_id) JOIN decks d USING (deck_id)
    WHERE undone_ms IS NULL ORDER BY review_id""").fetchall()
import datetime
for row, (review, deck, question, rating, day, spent) in zip(tables["reviews"], want):
    assert row["review_id"] == str(review) and row["deck"] == deck, row
    assert row["question"] == question, (row["question"], question)
    assert row["rating"] == str(rating), row
    assert datetime.date.fromisoformat(row["study_day"]) == \
        datetime.date(1970, 1, 1) + datetime.timedelta(day), row
    assert abs(float(row["seconds"]) * 1000 - spent) <= 50, row
    datetime.datetime.fromisoformat(row["reviewed_at"])
# days and decks once more, from the rows of the reviews and the cards
days = {}
for r in tables["reviews"]:
    d = days.setdefault((r["study_day"], r["deck"]), [])
    d.append(r)
assert [(d["study_day"], d["deck"]) for d in tables["days"]] == sorted(days), "the order of days"
for d in tables["days"]:
    of_day = days[d["study_day"], d["deck"]]
    counted = [int(r["rating"]) for r in of_day if r["kind"] in ("new", "review")]
    due = [int(r["rating"]) for r in of_day if r["kind"] == "review"]
    assert int(d["reviews"]) == len(of_day), d
    assert int(d["new"]) == sum(r["kind"] == "new" for r in of_day), d
    assert int(d["repeats"]) == sum(r["kind"] == "repeat" for r in of_day), d
    assert int(d["lapses"]) == sum(q < 3 for q in counted), d
    assert abs(float(d["seconds"]) - sum(float(r["seconds"]) for r in of_day)) <= 0.06 * len(of_day), d
    assert (d["recalled_percent"] == "") == (not due), d
    if due:
        assert abs(float(d["recalled_percent"]) - 100 * sum(q >= 3 for q in due) / len(due)) <= 0.0501, d
    assert (d["mean_rating"] == "") == (not counted), d
    if counted:
        assert abs(float(d["mean_rating"]) - sum(counted) / len(counted)) <= 0.00501, d
for d in tables["decks"]:
    cards = [c for c in tables["cards"] if c["deck"] == d["deck"]]
    assert int(d["cards"]) == len(cards), d
    for state in ("new", "learning", "young", "mature"):
        assert int(d[state]) == sum(c["state"] == state for c in cards), (d, state)
    assert int(d["suspended"]) == sum(c["suspended"] == "1" for c in cards), d
    assert int(d["due"]) == sum(c["suspended"] == "0" and "" != c["due"] <= "2026-01-31" for c in cards), d
    mastery = sum((int(c["last_rating"] or 1) - 1) / 4 for c in cards) / len(cards) * 100
    assert abs(float(d["mastery_percent"]) - mastery) <= 0.5001, (d, mastery)
PY
    python3 -W error "$io/read.py" "$io" "$generated" >"$io/out" 2>"$io/err"
    status=$? ran='python3 read.py'
    check 'Python reads the four, strictly, and finds what is in the database' exits 0
    equal 'Python finds every row' "reviews $count_reviews
cards $count_cards
days $count_days
decks $count_decks" "$(cat "$io/out")"
else
    ok 'Python reads them # SKIP python3 is not here'
fi

# ---- SQLite ----

for what in reviews cards days decks; do
    rm -f "$io/import.db"
    sqlite3 "$io/import.db" ".import --csv $io/$what.csv t" >"$io/out" 2>&1
    equal "SQLite imports $what without a word" '' "$(cat "$io/out")"
    wanted=$(count_of "$what")
    equal "SQLite finds every row of $what" "$wanted" "$(sqlite3 "$io/import.db" 'SELECT count(*) FROM t')"
done

# ---- pandas ----

if command -v python3 >/dev/null && python3 -c 'import pandas' 2>/dev/null; then
    for what in reviews cards days decks; do
        wanted=$(count_of "$what")
        equal "pandas reads $what" "$wanted" "$(python3 -W error -c '
import pandas, sys
print(len(pandas.read_csv(sys.argv[1], keep_default_na=False)))' "$io/$what.csv" 2>&1)"
    done
else
    ok 'pandas reads them # SKIP pandas is not here'
fi

# ---- R ----

if command -v Rscript >/dev/null; then
    for what in reviews cards days decks; do
        wanted=$(count_of "$what")
        equal "R reads $what" "$wanted" "$(Rscript --vanilla -e 'options(warn = 2)
cat(nrow(read.csv(commandArgs(TRUE)[1])), "\n", sep = "")' "$io/$what.csv" 2>&1)"
    done
else
    ok 'R reads them # SKIP R is not here'
fi

# ---- LibreOffice ----

office=$(command -v soffice || command -v libreoffice)
if [ -n "$office" ] && command -v python3 >/dev/null; then
    for what in reviews cards days decks; do
        "$office" --headless --infilter='CSV:44,34,76,1' --convert-to 'csv:Text - txt - csv (StarCalc):44,34,76,1' \
            --outdir "$io/office" "$io/$what.csv" >"$io/out" 2>"$io/err"
        wanted=$(count_of "$what")
        equal "LibreOffice reads $what" "$wanted" "$(python3 -c '
import csv, sys
print(len(list(csv.reader(open(sys.argv[1], newline=""), strict=True))) - 1)' "$io/office/$what.csv" 2>&1)"
    done
else
    ok 'LibreOffice reads them # SKIP it is not here'
fi

# ---- a reader that has seen enough ----

for what in reviews cards; do
    { "$DRILL" export "$what" 2>"$io/err"; echo $? >"$io/status"; } | head -n 1 >"$io/out"
    status=$(cat "$io/status") ran="drill export $what | head -n 1"
    check "$what: a closed pipe is no error" exits 0
    check "$what: nor is anything said" silent
done
check 'what was exported is more than a pipe holds' [ "$(wc -c <"$io/reviews.csv")" -gt 200000 ]
finish
