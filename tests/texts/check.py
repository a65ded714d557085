"""check.py SHOW [-n N] [-s SEED] [-g GENERATOR] [-e EXAMPLES] [FILE...] - whether what the screen
shows of a text is what the text says: the same characters, in the same order, with the same lines,
lists, code, formulas and emphasis; and whether that stays so when the text goes to Anki and comes
back. The texts are generated, or the fields of the files: see fields.py. SHOW is the program of
show.c. Prints how many differ, by kind and generator, with the smallest examples, and exits with 1
if more differ than the goals allow."""
import argparse
import collections
import json
import random
import re
import subprocess
import sys

import fields
import generate
import html_reader
import normal
from shrink import shrink

BATCH = 5000
# Of all texts, how many may differ; what is not named here may not at all. The few that are known
# change no formula, and no text on its way into drill: any more is a fault.
GOALS = {"characters": 3e-5, "spaces": 3e-4, "lines": 3e-4, "lists": 2e-4, "links": 2e-4,
         "code": 2e-5, "style": 2e-4}


def show(program, records):
    """What show.c prints of each (kind, text)."""
    data = bytearray()
    for kind, text in records:
        raw = text.encode("utf-8", "replace").replace(b"\0", b"")
        data += f"{kind} {len(raw)}\n".encode() + raw
    done = subprocess.run([program], input=bytes(data), capture_output=True)
    lines = done.stdout.decode("utf-8", "replace").split("\n")[:-1]
    if done.returncode or len(lines) != len(records):
        sys.exit(f"{program} stopped at text {len(lines)}, {records[len(lines)]!r}: "
                 f"exit status {done.returncode}\n{done.stderr.decode()}")
    return [json.loads(line, strict=False) for line in lines]


# ---- what a text says ----

CODE = re.compile("<(code|kbd|samp|tt)>")
GAP = re.compile(r"\{\{c(\d+)::(.*?)(?:::(.*?))?\}\}", re.S)


def fill(text):
    return GAP.sub(lambda gap: gap[2], text)


def ask_gap(gap):
    if gap[1] != "1":
        return gap[2]
    asked = f"[{gap[3] or '...'}]"
    return f"<asked>{asked}</asked>" if CODE.search(gap[2]) else asked


def ask(text):
    return GAP.sub(ask_gap, text)


READERS = {"H": html_reader.read, "P": html_reader.read_plain, "X": html_reader.read,
           "C": lambda text: html_reader.read(fill(text)),
           "Q": lambda text: html_reader.read(ask(text))}


def said_by_source(program, records):
    """The normal form of each, with formulas as drill's converter shows them."""
    read = [READERS[kind](text) for kind, text in records]
    wanted = sorted(set().union(*(html_reader.formulas(atoms) for atoms, _ in read)))
    results = show(program, [("D" if display else "F", latex) for latex, display in wanted])
    shown = {key: result and result["markdown"] for key, result in zip(wanted, results)}
    return [html_reader.write(atoms, addresses, shown) for atoms, addresses in read]


def judge_import(program, records):
    """What a source says, and what the screen shows of its import."""
    for said, result in zip(said_by_source(program, records), show(program, records)):
        yield said, result and normal.read_screen(result["lines"]), result and result["markdown"]


def judge_export(program, records):
    """What the screen shows of Markdown, and what the HTML says that Anki gets."""
    html = [("X", result["markdown"]) for result in
            show(program, [("X", text) for _, text in records])]
    shown = show(program, [("M", text) for _, text in records])
    for result, says, (_, text) in zip(shown, said_by_source(program, html), html):
        yield normal.read_screen(result["lines"]), says, text


def judge_return(program, records):
    """What the screen shows of Markdown, before it went to Anki and after it came back."""
    shown = show(program, [("M", text) for _, text in records])
    back = show(program, [("A", text) for _, text in records])
    for result, other in zip(shown, back):
        yield (normal.read_screen(result["lines"]), other and normal.read_screen(other["lines"]),
               other and other["markdown"])


def judge(program, records, way=judge_import):
    """For each text (kind of difference or None, what it becomes, what is said, what is shown)."""
    return [("refused" if shown is None else normal.compare(said, shown), becomes, said, shown)
            for said, shown, becomes in way(program, records)]


def print_examples(program, found, most):
    for (name, way, kind), records in sorted(found.items(), key=lambda item: item[0][::2]):
        differs = lambda tries: [v[0] == kind for v in judge(program, tries, way)]
        small = {shrink(record, differs) for record in records[:4 * most]}
        shapes = {re.sub(r"\w+", "a", record[1]): record for record in sorted(small)}
        print(f"\n{name}, {kind}:")
        for record in sorted(shapes.values(), key=lambda r: len(r[1]))[:most]:
            _, becomes, said, shown = judge(program, [record], way)[0]
            print(f"  {record[0]} {record[1]!r}\n    becomes {becomes!r}")
            print(f"    says  {said.lines} {said.addresses or ''}")
            print(f"    shows {shown and shown.lines} {shown and shown.addresses or ''}")


# ---- all texts ----

def generated(name, count, seed):
    r = random.Random(f"{name} {seed}")
    for _ in range(count):
        yield generate.GENERATORS[name](r)


def run(program, name, records, counts, examples):
    """Judges texts, and what becomes of them in Anki, and what comes back."""
    for begin in range(0, len(records), BATCH):
        part = records[begin:begin + BATCH]
        made = part
        if part[0][0] != "M":
            verdicts = judge(program, part)
            take(name, judge_import, part, verdicts, counts, examples)
            made = [("M", v[1]) for v, (kind, _) in zip(verdicts, part) if v[1] and kind in "HP"]
        for title, way in ((name + ", in Anki", judge_export), (name + ", and back", judge_return)):
            take(title, way, made, judge(program, made, way), counts, examples)


def take(title, way, records, verdicts, counts, examples):
    counts[title]["texts"] += len(records)
    for record, (kind, *_) in zip(records, verdicts):
        if kind:
            counts[title][kind] += 1
            examples[title, way, kind].append(record)


def print_counts(counts):
    counts = {name: count for name, count in counts.items() if count["texts"]}
    width = max(map(len, counts))
    kinds = [k for k in normal.KINDS if any(c[k] for c in counts.values())]
    print(f"{'':{width}}  {'texts':>8}" + "".join(f"{kind:>12}" for kind in kinds))
    for name, count in counts.items():
        print(f"{name:{width}}  {count['texts']:8}" + "".join(f"{count[k]:12}" for k in kinds))


def missed(counts):
    """The kinds in which more texts differ than may."""
    total = sum(count["texts"] for count in counts.values())
    return [kind for kind in normal.KINDS
            if sum(count[kind] for count in counts.values()) > GOALS.get(kind, 0) * total]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split(" - ", 1)[1])
    parser.add_argument("show")
    parser.add_argument("-n", type=int, default=100000, help="how many texts, of all generators")
    parser.add_argument("-s", "--seed", default="1")
    parser.add_argument("-g", "--generator", choices=generate.GENERATORS, action="append")
    parser.add_argument("-e", "--examples", type=int, default=3, help="of each kind")
    parser.add_argument("files", nargs="*", help="Anki packages and CrowdAnki's JSON")
    given = parser.parse_intermixed_args()
    counts = collections.defaultdict(collections.Counter)
    examples = collections.defaultdict(list)
    if given.files:
        for path in given.files:
            run(given.show, "fields", list(fields.read(path)), counts, examples)
    else:
        names = given.generator or list(generate.GENERATORS)
        for name in names:
            records = list(generated(name, given.n // len(names), given.seed))
            run(given.show, name, records, counts, examples)
    print_counts(counts)
    print_examples(given.show, examples, given.examples)
    over = missed(counts)
    print(f"\nmore than the goal: {', '.join(over)}" if over else "\nall goals are met")
    return bool(over)


if __name__ == "__main__":
    sys.exit(main())
