"""decks.py DRILL SHOW [N [SEED]] - whole ways of generated entries: "drill export deck", read again,
gives the same cards; "drill export anki", imported again, gives cards that the screen shows alike.
Prints TAP."""
import json
import os
import random
import re
import sqlite3
import subprocess
import sys
import tempfile

import generate
import normal
from check import show

CARDS = ("select c.id, variant, question, answer, hint, note, t.tags from cards c "
         "join texts t using (card_id) order by 1, 2")


# ---- entries ----

FENCES = re.compile("```|~~~")


def text(r):
    """With a character to show: a question without one is a mistake."""
    made = r.choice((generate.literal_text, lambda r: generate.markdown(r)[1],
                     lambda r: generate.words(r)))(r).strip()
    return made if re.search(r"\w", made) and not FENCES.search(made) else "x"


def plain_text(r):
    """Without anything that a gap may not hold, and no backslash, which would not let it end."""
    made = r.choice((generate.words, generate.punctuated, lambda r: r.choice(generate.CONSTRUCTS),
                     lambda r: f"${generate.formula(r)}$"))(r)
    return "x" if FENCES.search(made) or re.search(r"[{}]|::|\\$", made) else made


def cloze(r):
    pieces = []
    for number in range(r.randint(1, 3)):
        hint = r.choice(("", "", "::" + generate.word(r)))
        gap_number = r.choice(("", "", f"c{number + 1}::"))
        pieces += [plain_text(r), f"{{{{{gap_number}{plain_text(r)}{hint}}}}}"]
    return " ".join(pieces + [plain_text(r)]).strip()


def entry(r, number):
    made = {"id": f"e{number}"}
    if r.random() < 0.3:
        made["cloze"] = cloze(r)
    else:
        made.update(question=text(r), answer=text(r), reverse=r.random() < 0.2)
    if r.random() < 0.3:
        made["hint"] = text(r)
    if r.random() < 0.3:
        made["note"] = text(r)
    return made


def write_deck(path, entries):
    with open(path, "w", encoding="utf-8") as file:
        file.write("deck: Texts\nid: texts\ncards:\n")
        for made in entries:
            file.write("  - " + json.dumps(made, ensure_ascii=False) + "\n")


# ---- ways ----

class Drill:
    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        self.environment = dict(os.environ, HOME=folder, XDG_DATA_HOME=folder + "/data",
                                DRILL_NOW="2026-03-02T09:00")

    def run(self, name, *words):
        """Runs the command on the database of that name."""
        done = subprocess.run([self.program, *words[:1], "--db", f"{self.folder}/{name}.db",
                               *words[1:]], capture_output=True, text=True, cwd=self.folder,
                              env=self.environment)
        if done.returncode:
            sys.exit(f"drill {' '.join(words)}: exit status {done.returncode}\n{done.stderr[:2000]}")
        return done.stdout

    def cards(self, name):
        with sqlite3.connect(f"{self.folder}/{name}.db") as database:
            return database.execute(CARDS).fetchall()


def by_deck(drill):
    deck = drill.run("first", "export", "deck", "Texts")
    os.makedirs(f"{drill.folder}/again")
    with open(f"{drill.folder}/again/texts.yaml", "w", encoding="utf-8") as file:
        file.write(deck)
    drill.run("second", "import", "again/texts.yaml")
    after = {row[:2]: row for row in drill.cards("second")}
    return [(a, after.get(a[:2])) for a in drill.cards("first") if a != after.get(a[:2])]


def texts_of(row):
    """Those that the screen shows by themselves: the answer of a gap is in its sentence."""
    question, answer, hint, note = row[2:6]
    gap = 0 < row[1] < 1000
    return question, "" if gap else answer, hint, note


def by_anki(drill, program):
    drill.run("first", "export", "anki", "-o", "texts.apkg")
    drill.run("third", "import", "-o", "third", "texts.apkg")
    before, after = drill.cards("first"), {row[:2]: row for row in drill.cards("third")}
    pairs = [(a, b) for row in before for a, b in
             zip(texts_of(row), texts_of(after.get(row[:2], row[:2] + ("",) * 4))) if a]
    said = show(program, [("M", a) for a, _ in pairs])
    # an import puts images into a folder of their own
    shown = show(program, [("M", (b or "").replace("(media/", "(")) for _, b in pairs])
    return [(a, b) for (a, b), x, y in zip(pairs, said, shown) if normal.compare(
        normal.read_screen(x["lines"]), normal.read_screen(y["lines"])) not in (None, "style")]


def tell(number, what, differing):
    print(f"{'not ok' if differing else 'ok'} {number} - {what}")
    for before, after in differing[:5]:
        print(f"# {before!r}\n#   became {after!r}")
    if differing:
        print(f"# {len(differing)} differ")
    return bool(differing)


def main():
    program, shower = (os.path.abspath(path) for path in sys.argv[1:3])
    count, seed = (sys.argv[3:] + ["300", "1"][len(sys.argv) - 3:])[:2]
    r = random.Random(f"decks {seed}")
    with tempfile.TemporaryDirectory() as folder:
        drill = Drill(program, folder)
        write_deck(f"{folder}/texts.yaml", [entry(r, i) for i in range(int(count))])
        drill.run("first", "import", "texts.yaml")
        failed = tell(1, "a deck that was exported makes the same cards", by_deck(drill))
        failed |= tell(2, "cards that went to Anki and back are shown alike", by_anki(drill,
                                                                                      shower))
    return failed


if __name__ == "__main__":
    sys.exit(main())
