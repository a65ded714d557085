#!/bin/sh
# Statistics as a page: read strictly, by two parsers; the same figures as --json; charts that stand
# for them; nothing in it that a deck's text could do, nothing that needs a network or a script.
# shellcheck source=tests/cli/lib
. "$(dirname "$0")/lib"
export DRILL_NOW=2026-01-31T23:00 DRILL_DB="$io/history.db"

# ---- the file ----

run stats --db nothing.db --html page.html
check 'without a database' exits 0
check 'there is a page all the same' [ -s page.html ]
equal 'and no database' '' "$(find . -name '*.db*')"
equal 'nothing on standard output' '' "$(cat "$io/out")"
echo mine >page.html
run stats --html page.html
refuses 'a file that is there' 'page.html: already exists: use --force'
equal 'and leaves it as it is' mine "$(cat page.html)"
run stats --force --html page.html
check '--force replaces it' exits 0
check 'with a page' [ "$(head -n 1 page.html)" = '<!DOCTYPE html>' ]
equal 'and nothing beside it' page.html "$(find . -name '*page*' | sed 's/^..//')"
run stats --html nosuch/page.html
refuses 'a folder that is not there' 'nosuch/page.html'
run stats --html -
check '- is standard output' quietly cmp "$io/out" page.html
run stats --html other.html --json
refuses 'one form at a time' 'cannot be combined with --json'
run stats --force
refuses '--force without a file' 'name one with --html'
run stats --html other.html nosuch
refuses 'a deck that is not known' 'nosuch'
check 'and then writes nothing' [ ! -e other.html ]

# ---- what is in it ----

cat >"$io/read.py" <<'PY'
"""Read page.html strictly, and compare it with stats.json. Says what is wrong."""
import html.parser, json, re, sys, xml.etree.ElementTree as tree

path, stats = sys.argv[1], json.load(open(sys.argv[2]))
text = open(path, encoding="utf-8", newline="").read()

class Strict(html.parser.HTMLParser):
    """Every element is closed, in its order."""
    void = {"meta"}
    stack, scripts = [], 0
    def handle_starttag(self, tag, attrs):
        if tag not in self.void:
            self.stack.append(tag)
        for name, value in attrs:
            if name.startswith("on") or name in ("src", "style", "srcset", "data", "action"):
                print("attribute", name)
            if name == "href" and not value.startswith("#"):
                print("leads away:", value)
        if tag in ("script", "link", "iframe", "object", "img", "base", "form", "image", "use"):
            print("element", tag)
    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in self.void:
            self.stack.pop()
    def handle_endtag(self, tag):
        if not self.stack or self.stack.pop() != tag:
            print("out of order:", tag)
parser = Strict()
parser.feed(text)
parser.close()
if parser.stack:
    print("not closed:", parser.stack)
if re.search(r"https?:|//|url\(|@import", text):
    print("something from elsewhere")
for c in text:
    if (ord(c) < 32 and c != "\n") or c in "\x7f\u061c\u200b\u200e\u200f\u2028\u2029\ufeff" or \
            0x202a <= ord(c) <= 0x202e or 0x2060 <= ord(c) <= 0x2069:
        print("raw U+%04X" % ord(c))

page = tree.fromstring(text.split("\n", 1)[1])
ids = [e.get("id") for e in page.iter() if e.get("id")]
if len(ids) != len(set(ids)):
    print("an id twice")
for e in page.iter():
    for name in (e.get("aria-labelledby") or "").split():
        if name not in ids:
            print("labelled by nothing:", name)
sections = {s.get("id"): s for s in page.iter("section")}
links = [a.get("href")[1:] for a in page.iter("a")]
# the pages about FSRS are shown only if a deck is under it; otherwise their rows are empty
fsrs = "predictions", "stability", "difficulty", "recall_now", "known"
pages = [name for name in stats if stats[name] or name not in fsrs]
if list(sections) != pages or links != pages:
    print("pages:", list(sections), links)

def chart(name, size="broad"):
    """The chart of a page: the broad one, which has all rows, or the narrow one for phones."""
    found = [e for e in sections[name].iter("svg") if e.get("class") == size]
    if len(found) > 1:
        print(name, "has several charts that are", size)
    return found[0] if found else None

def cell(value):
    return "" if value is None else value
def number(text):
    text = text.rstrip("%")
    return float(text) if re.fullmatch(r"-?[0-9.]+", text) else text
def words(e):
    return "".join(e.itertext())
for name, section in sections.items():
    rows = stats[name]
    if name == "today":
        shown = [words(d) for d in section.iter("dd")]
        want = ["-" if v is None else v for v in rows.values()]
        if [number(s) for s in shown] != want:
            print("today:", shown, want)
        continue
    svg = chart(name)
    if name != "leeches":
        if svg is None or svg.get("role") != "img" or [e.tag for e in svg][:2] != ["title", "desc"]:
            print(name, "has no chart with a title and a description")
        if section.find("details//table") is None:
            print(name, "has no table behind its chart")
    table = section.find(".//table")
    if table is None:
        if rows:
            print(name, "has no table")
        continue
    heads = [words(h) for h in table.findall("thead/tr/th")]
    if rows and heads != [k.replace("_", " ") for k in rows[0]]:
        print(name, "columns:", heads)
    got = [[number(words(c)) for c in tr] for tr in table.findall("tbody/tr")]
    want = [[cell(v) for v in row.values()] for row in rows]
    safe = name == "leeches"  # texts are made safe in one and not in the other
    if len(got) != len(want) or any(g != w for gr, wr in zip(got, want)
                                    for g, w in zip(gr, wr) if not (safe and isinstance(w, str))):
        print(name, "differs")

def boxes(name, kind):
    return [r for r in chart(name).iter("rect") if r.get("class") == kind and ": " in words(r)]
def in_proportion(name, column, kind, size):
    values = [row[column] for row in stats[name] if row[column]]
    sizes = [int(r.get(size)) for r in boxes(name, kind)]
    if len(sizes) != len(values):
        print(name, "has", len(sizes), "bars for", len(values))
    elif values and any(abs(s - v * max(sizes) / max(values)) > 2 for s, v in zip(sizes, values)):
        print(name, "bars are not as long as their values")
in_proportion("intervals", "cards", "bar", "height")
in_proportion("ease", "cards", "bar", "height")
in_proportion("forecast_weeks", "due", "bar", "height")
shades = [r for r in chart("calendar").iter("rect") if re.fullmatch("s[0-4]", r.get("class"))]
nothing = sum(r.get("class") == "s0" for r in shades) - 1  # the legend has one of each
if len(shades) != len(stats["calendar"]) + 5 or \
        nothing != sum(d["ratings"] == 0 for d in stats["calendar"]):
    print("calendar: other days")
points = list(chart("recall_months").iter("circle"))
if len(points) != sum(m[f"{s}_recalled_percent"] is not None for m in stats["recall_months"]
                      for s in ("young", "mature")):
    print("recall: other points")

# on a phone: nothing outside the picture, the newest (or of a forecast the next), every number
for name, section in sections.items():
    svg = chart(name, "narrow")
    if (svg is None) != (chart(name) is None):
        print(name, "has a chart of one size only")
    if svg is None:
        continue
    wide = int(svg.get("viewBox").split()[2])
    if wide > 3400:  # tenths of a pixel
        print(name, "is not narrow:", wide)
    for e in svg.iter():
        x, text = int(e.get("x") or 0), words(e) if e.tag == "text" else ""
        around = {"end": (1, 0), "middle": (.5, .5)}.get((e.get("class") or "").split(" ")[0], (0, 1))
        if x - 65 * len(text) * around[0] < -60 or x + 65 * len(text) * around[1] > wide or \
                x + int(e.get("width") or 0) > wide:
            print(name, "does not fit:", e.attrib, text)
def tips(name, kind):
    return [words(e.find("title")).split(":")[0] for e in chart(name, "narrow").iter(kind)
            if ": " in words(e.find("title"))]
for name, kind, last in (("calendar", "rect", True), ("recall_weeks", "circle", True),
                         ("time_weeks", "rect", True), ("forecast_days", "rect", False)):
    seen, rows = tips(name, kind), stats[name]
    column = {"recall_weeks": "mature_recalled_percent", "time_weeks": "ratings",
              "forecast_days": "due"}.get(name)
    there = [r["from"] for r in rows if column is None or r[column]]
    if there and (there[-1] if last else there[0]) not in seen:
        print(name, "does not show", there[-1] if last else there[0], "on a phone:", seen[-3:])
for name in ("ratings", "calibration"):
    texts = [[words(e) for e in chart(name, size).iter("text") if "digit" not in (e.get("class") or "")]
             for size in ("broad", "narrow")]
    if texts[0] != texts[1]:
        print(name, "has other numbers on a phone:", texts)
PY

# same_page WHAT ARGUMENT... - what a strict reader has against the page
same_page() {
    what=$1
    shift
    "$DRILL" stats --json "$@" >"$io/stats.json"
    run stats --force --html page.html "$@"
    check "$what: a page" exits 0
    equal "$what: nothing wrong with it" '' \
        "$(python3 "$io/read.py" page.html "$io/stats.json" 2>&1 | head -n 20)"
}

if command -v python3 >/dev/null; then
    "$(dirname "$DRILL")/tests/bench/history" "$DRILL_DB" 600 500 >/dev/null
    same_page 'a history'
    same_page 'a while ago' --since 2025-01-01 --until 2025-06-30
    same_page 'nothing at all' --db nothing.db
    same_page 'no ratings' --since 2026-03-01 --until 2026-02-01

    cat >evil.yaml <<'YAML'
deck: "<script>alert(1)</script> & \"D\" \u202e"
id: evil
cards:
  - question: "</td></table><script>alert('x')</script>\n<!-- &amp; \u202e\u2066\u0007\e[31m\uFFFE ]]> <img src=x onerror=alert(1)> \U0001F600"
    answer: a
    id: "id\u200e"
YAML
    DRILL_DB=$io/evil.db
    session "$(ratings 4)" evil.yaml
    sqlite3 "$DRILL_DB" "INSERT INTO reviews(review_id, card_id, reviewed_ms, offset_min, study_day,
        kind, rating, spent_ms, interval_before, interval_after, ease_before, ease_after, due)
        SELECT review_id + 1, card_id, reviewed_ms, offset_min, study_day, 4, 4, 60000,
        interval_before, interval_after, ease_before, ease_after, due FROM reviews"
    # it took a minute, and so is listed
    same_page 'a hostile deck' --tag '!<b>"&\u202e' evil
    check 'its text is there, escaped' quietly grep -q '&lt;/td&gt;&lt;/table&gt;&lt;script&gt;' page.html
    check 'what was asked for, too' quietly grep -q 'tag !&lt;b&gt;&quot;&amp;' page.html

    # what this would find
    sed 's/<td>1</<td>2</' page.html >wrong.html
    check 'this test sees another figure' [ -n "$(python3 "$io/read.py" wrong.html "$io/stats.json" 2>&1)" ]
    sed 's/&lt;script/<script/' page.html >wrong.html
    check 'this test sees what is not escaped' [ -n "$(python3 "$io/read.py" wrong.html "$io/stats.json" 2>&1)" ]
else
    ok 'the page # SKIP python3 is not here'
fi
finish
