#!/bin/sh
# Statistics: each figure once more, by another program, from the exported rows of three years; what
# narrows them; and their forms.
# shellcheck source=tests/cli/lib
. "$(dirname "$0")/lib"
export DRILL_NOW=2026-01-31T23:00 DRILL_DB="$io/history.db"

# ---- nothing yet ----

run stats --db nothing.db
check 'without a database' exits 0
check 'it says how to begin' said '^drill: no decks yet'
check 'instead of pages of zeros' [ "$(wc -l <"$io/out")" -lt 20 ]
run stats --db nothing.db --json
check 'a program gets its figures' said '^"today": '
echo 'deck: One
cards: [{q: one, a: eins}]' >one.yaml
run stats --db nothing.db one.yaml
check 'a deck without ratings has its pages' said '^Today: '
check 'and nothing is divided by nothing' said '^recall +-$'
rm one.yaml
equal 'nothing was made' '' "$(find . -name '*.db*')"

# ---- three years, computed again ----

cat >"$io/again.py" <<'PY'
"""Every figure of "drill stats --json" once more, from exported rows. Arguments: the folder with
stats.json, reviews.jsonl, cards.jsonl, retired.csv; today; since; until (or -)."""
import csv, datetime, json, math, sys

folder, today, since, until = sys.argv[1:5]
D = datetime.date
day = D.fromisoformat
today = day(today)
low_day = day(since) if since != "-" else D.min
high_day = day(until) if until != "-" else D.max
stats = json.load(open(f"{folder}/stats.json"))
every = [json.loads(line) for line in open(f"{folder}/reviews.jsonl", newline="\n")]
cards = [json.loads(line) for line in open(f"{folder}/cards.jsonl", newline="\n")]
retired = list(csv.DictReader(open(f"{folder}/retired.csv", newline="")))
checked = 0

def same(what, want, got, slack=0.0):
    global checked
    checked += 1
    if want is None or got is None or isinstance(want, str):
        good = want == got
    else:
        good = abs(want - got) <= slack + 1e-9
    if not good:
        print(f"{what}: {got}, wanted {want}")

for r in every:
    r["day"] = day(r["study_day"])
    r["key"] = (r["deck"], r["card"])
before = {}
for r in every:  # the rating before, repeats and crams not counted
    r["before"] = before.get(r["key"])
    if r["kind"] in ("new", "review"):
        before[r["key"]] = r["rating"]
reviews = [r for r in every if low_day <= r["day"] <= high_day]

def share(hits, tries):
    """Wilson's interval, as the roots of (p - x)^2 = z^2 x (1 - x) / n."""
    if tries == 0:
        return None, None, None
    z, p = 1.96, hits / tries
    a, b, c = 1 + z * z / tries, -(2 * p + z * z / tries), p * p
    root = math.sqrt(b * b - 4 * a * c)
    return 100 * p, 100 * (-b - root) / (2 * a), 100 * (-b + root) / (2 * a)

def same_share(what, rows, row, names):
    due = [r for r in rows if r["kind"] == "review"]
    want = share(sum(r["rating"] >= 3 for r in due), len(due))
    for name, value in zip(names, want):
        same(f"{what} {name}", value, row[name], 0.06)
    return len(due)

def spent(rows):
    return sum(r["seconds"] for r in rows)

def same_time(what, rows, row):
    same(f"{what} ratings", len(rows), row["ratings"])
    same(f"{what} minutes", spent(rows) / 60, row["minutes"], 0.051 + len(rows) * 0.05 / 60)
    if rows:
        same(f"{what} pace", spent(rows) / len(rows), row["seconds_per_rating"], 0.101)

# today
t = stats["today"]
now = [r for r in reviews if r["day"] == today]
same("today", today.isoformat(), t["day"])
for kind, name in (("new", "new"), ("review", "reviews"), ("repeat", "repeats"), ("cram", "crams")):
    same(f"today {name}", sum(r["kind"] == kind for r in now), t[name])
same_time("today", now, t)
same_share("today", now, t, ["recalled_percent"])
month = [r for r in reviews if today - datetime.timedelta(30) < r["day"] <= today]
same_share("30 days", month, t, ["recalled_percent_30_days"])
days = {r["day"] for r in reviews}
def run_to(d):
    n = 0
    while d - datetime.timedelta(n) in days:
        n += 1
    return n
same("streak", run_to(today) or run_to(today - datetime.timedelta(1)), t["streak"])
same("longest", max((run_to(d) for d in days), default=0), t["longest_streak"])
same("studied", len(days), t["days_studied"])
due_now = [c for c in cards if c["due"] and day(c["due"]) <= today and not c["suspended"]]
if since == "-" and until == "-":
    same("left due", len(due_now), t["left_due"])

# periods
def step(row_days, unit):
    d = day(row_days)
    return d + datetime.timedelta({"days": 1, "weeks": 7}[unit]) if unit != "months" else \
        (d.replace(day=28) + datetime.timedelta(4)).replace(day=1)
def periods(page, unit):
    rows = stats[page]
    for row, after in zip(rows, rows[1:]):
        same(f"{page}: no gap", step(row["from"], unit).isoformat(), after["from"])
    return [(row, day(row["from"]), step(row["from"], unit)) for row in rows]
def within(rows, start, end):
    return [r for r in rows if start <= r["day"] < end]
last = min(today, high_day)
for page, unit in [("calendar", "days")] + [(f"time_{u}", u) for u in ("days", "weeks", "months")]:
    table = periods(page, unit)
    same(f"{page}: ends", True, table[-1][1] <= last < table[-1][2])
    for row, start, end in table:
        same_time(f"{page} {start}", within(reviews, start, end), row)
table = periods("time_months", "months")
same("time_months has it all", len([r for r in reviews if r["day"] <= today]),
     sum(row["ratings"] for row, _, _ in table))
for page, unit in (("recall_weeks", "weeks"), ("recall_months", "months")):
    for row, start, end in periods(page, unit):
        rows = within(reviews, start, end)
        for name, has in (("young", lambda i: i < 21), ("mature", lambda i: i >= 21)):
            n = same_share(f"{page} {start} {name}", [r for r in rows if has(r["interval_before"])],
                           row, [f"{name}_recalled_percent", f"{name}_low", f"{name}_high"])
            same(f"{page} {start} {name}", n, row[name])

# forecast
for unit in ("days", "weeks", "months"):
    table = periods(f"forecast_{unit}", unit)
    for i, (row, start, end) in enumerate(table):
        due = [day(c["due"]) for c in cards if c["due"] and not c["suspended"]]
        same(f"forecast {unit} {start}", sum(max(start, today) <= d < end for d in due), row["due"])
        same(f"overdue {unit} {start}", sum(d < today for d in due) if i == 0 else 0, row["overdue"])

# ratings
def state(interval):
    return "new" if interval == 0 else "learning" if interval == 1 else \
        "young" if interval <= 20 else "mature"
for row in stats["ratings"]:
    rows = [r for r in reviews if (r["kind"] == "repeat" if row["state"] == "repeat" else
            r["kind"] in ("new", "review") and state(r["interval_before"]) == row["state"])]
    for q in range(1, 6):
        same(f"ratings {row['state']} {q}", sum(r["rating"] == q for r in rows), row[f"rated_{q}"])
    same(f"ratings {row['state']}", len(rows), row["ratings"])
    if rows:
        same("mean", sum(r["rating"] for r in rows) / len(rows), row["mean"], 0.0051)

# calibration
for row in stats["calibration"]:
    rows = [r for r in reviews if r["kind"] == "review" and r["before"] == row["rating"]]
    n = same_share(f"calibration {row['rating']}", rows, row, ["recalled_percent", "low", "high"])
    same("calibration", n, row["reviewed_next"])
    same("calibration", sum(r["rating"] >= 3 for r in rows), row["recalled_next"])

# cards
rated = [c for c in cards if c["state"] != "new"]
for row in stats["intervals"]:
    high = row["to_days"] if row["to_days"] is not None else 10 ** 9
    same(f"interval {row['from_days']}",
         sum(row["from_days"] <= c["interval"] <= high for c in rated), row["cards"])
same("intervals", len(rated), sum(row["cards"] for row in stats["intervals"]))
for row in stats["ease"]:
    high = row["to"] if row["to"] is not None else 10 ** 9
    same(f"ease {row['from']}",
         sum(row["from"] - 0.001 < c["ease"] < high + 0.001 for c in rated), row["cards"])
same("eases", len(rated), sum(row["cards"] for row in stats["ease"]))

# states: what each card was after its last counted rating by then
gone = {(r["deck"], r["card"]): day(r["retired_day"]) for r in retired}
for page, unit in (("states_weeks", "weeks"), ("states_months", "months")):
    table = periods(page, unit)
    for row, start, end in table:
        then = {}
        for r in every:
            if r["kind"] in ("new", "review") and r["day"] < end:
                then[r["key"]] = state(r["interval_after"])
        held = [s for key, s in then.items() if not (key in gone and gone[key] < end)]
        for name in ("learning", "young", "mature"):
            same(f"{page} {start} {name}", held.count(name), row[name])
    if until == "-":
        same(f"{page} new", sum(c["state"] == "new" for c in cards), table[-1][0]["new"])

# hours
for row in stats["hours"]:
    rows = [r for r in reviews if int(r["reviewed_at"][11:13]) == row["hour"]]
    same(f"hour {row['hour']}", len(rows), row["ratings"])
    n = same_share(f"hour {row['hour']}", rows, row, ["recalled_percent", "low", "high"])
    same(f"hour {row['hour']}", n, row["reviews"])
    same(f"hour {row['hour']}", spent(rows) / 60, row["minutes"], 0.051 + len(rows) * 0.05 / 60)

# leeches
cost = {}
for r in reviews:
    cost[r["key"]] = cost.get(r["key"], 0) + r["seconds"]
names = {(c["deck"], c["card"]): c for c in cards}
most = sorted((s for key, s in cost.items() if key in names), reverse=True)
same("leeches", min(20, len(most)), len(stats["leeches"]))
decks = {"Deck %d, \"%s\"" % (i, "odd" if i % 2 else "even"): f"deck-{i}" for i in range(1, 6)}
for row, seconds in zip(stats["leeches"], most):
    key = (decks[row["deck"]], row["card"])
    slack = 0.051 + row["ratings"] * 0.05 / 60
    same(f"leech {key}", cost[key] / 60, row["minutes"], slack)
    same(f"leech {key}: its place", seconds / 60, row["minutes"], slack)
    same(f"leech {key}", sum(r["key"] == key for r in reviews), row["ratings"])
    same(f"leech {key}", names[key]["lapses"], row["lapses"])
    same(f"leech {key}", names[key]["question"], row["question"])
print(checked, "figures", file=sys.stderr)
PY

# again WHAT SINCE UNTIL ARGUMENT... - what differs between two ways to the same figures
again() {
    what=$1 since=$2 until=$3
    shift 3
    narrow=''
    [ "$since" = - ] || narrow="--since $since"
    [ "$until" = - ] || narrow="$narrow --until $until"
    # shellcheck disable=SC2086 # words
    run stats --json "$@" $narrow
    check "$what: exit status 0" exits 0
    mv "$io/out" "$io/stats.json"
    "$DRILL" export reviews --raw --format jsonl "$@" >"$io/reviews.jsonl"
    "$DRILL" export cards --raw --format jsonl "$@" >"$io/cards.jsonl"
    "$DRILL" retired --csv >"$io/retired.csv"
    python3 "$io/again.py" "$io" 2026-01-31 "$since" "$until" >"$io/differs" 2>"$io/counted"
    equal "$what: every figure" '' "$(head -n 30 "$io/differs")"
    check "$what: $(tail -n 1 "$io/counted")" [ "$(sed -n '$s/ figures//p' "$io/counted")" -gt 500 ]
}

if command -v python3 >/dev/null; then
    "$(dirname "$DRILL")/tests/bench/history" "$DRILL_DB" 1500 1095 >/dev/null
    again 'three years' - -
    again 'a deck' - - --deck deck-2
    again 'a tag' - - --tag '!topic-3' --tag odd
    again 'the last 100 days' 2025-10-23 -
    again 'a while ago' 2024-03-01 2025-02-15
    again 'up to a day' - 2025-06-30
    # what this would find
    sed 's/"lapses": \([0-9]\)/"lapses": 1\1/' "$io/stats.json" >"$io/wrong.json"
    mv "$io/wrong.json" "$io/stats.json"
    check 'this test sees a mistake' [ -n "$(python3 "$io/again.py" "$io" 2026-01-31 - 2025-06-30 2>/dev/null)" ]
else
    ok 'every figure # SKIP python3 is not here'
fi

# ---- as text ----

run stats
check 'text: exit status 0' exits 0
equal 'text: every page, but for those about FSRS' "$("$DRILL" stats --json | grep -c '^"[a-z_]*": \|^{$')" \
    "$(($(grep -Ec '^[A-Z][a-z ]*: ' "$io/out") + 1 + 5))"
for page in predictions stability difficulty recall_now known; do
    equal "JSON has $page, empty under SM-2" 1 "$("$DRILL" stats --json | tr -d ' \n' | grep -c "\"$page\":\[\]")"
done
check 'text: no line is wider than 100 columns' [ "$(wc -L <"$io/out")" -le 100 ]
check 'text: nothing that a terminal would obey' harmless "$io/out"
cp "$io/out" "$io/text"
run stats --plain
check '--plain is the same' cmp -s "$io/out" "$io/text"
run stats deck-1 --deck deck-3
check 'decks by name, in both ways' exits 0
run stats deck-1 --tag odd --since 2025-06-30
equal 'text: what it is narrowed to comes first' 'Only deck-1, tag odd, since 2025-06-30' "$(head -n 1 "$io/out")"
run stats nosuch
refuses 'a deck that is not known' 'nosuch'
run stats --since 2026-03-01 --until 2026-02-01
check '--since behind --until: nothing to say' exits 0
run stats --csv
refuses 'no --csv' 'does not apply to drill stats'

before=$(snapshot "$here")
run stats
run stats --json --deck deck-1
same 'statistics change nothing' "$before"
finish
