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
# Of all texts, how many may differ; what is not named here may not at all.
GOALS = {"style": 1e-4}


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

GAP = re.compile(r"\{\{c(\d+)::(.*?)(?:::(.*?))?\}\}", re.S)


def fill(text):
    return GAP.sub(lambda gap: gap[2], text)


def ask(text):
    return GAP.sub(lambda gap: gap[2] if gap[1] != "1" else f"[{gap[3] or '...'}]", text)


READERS = {"H": html_reader.read, "P": html_reader.read_plain,
           "C": lambda text: html_reader.read(fill(text)),
           "Q": lambda text: html_reader.read(ask(text))}


def said_by_source(program, records):
    """The normal form of each, with formulas as drill's converter shows them."""
    read = [READERS[kind](text) for kind, text in records]
    wanted = sorted(set().union(*(html_reader.formulas(atoms) for atoms, _ in read)))
    results = show(program, [("D" if display else "F", latex) for latex, display in wanted])
    shown = {key: result and result["markdown"] for key, result in zip(wanted, results)}
    return [html_reader.write(atoms, addresses, shown) for atoms, addresses in read]


def judge(program, records):
    """For each text (kind of difference or None, Markdown, what is said, what is shown)."""
    out = [None] * len(records)
    way_out = [i for i, (kind, _) in enumerate(records) if kind == "M"]
    rest = [i for i, (kind, _) in enumerate(records) if kind != "M"]
    results = show(program, records)
    said = dict(zip(rest, said_by_source(program, [records[i] for i in rest])))
    returned = show(program, [("A", records[i][1]) for i in way_out])
    for i, back in zip(way_out, returned):
        said[i] = normal.read_screen(results[i]["lines"])
        results[i] = back
    for i, result in enumerate(results):
        if result is None:
            out[i] = ("refused", None, said[i], None)
            continue
        shown = normal.read_screen(result["lines"])
        out[i] = (normal.compare(said[i], shown), result["markdown"], said[i], shown)
    return out


def print_examples(program, found, most):
    for (name, kind), records in sorted(found.items()):
        differs = lambda tries: [v[0] == kind for v in judge(program, tries)]
        small = {shrink(record, differs) for record in records[:4 * most]}
        shapes = {re.sub(r"\w+", "a", record[1]): record for record in sorted(small)}
        print(f"\n{name}, {kind}:")
        for record in sorted(shapes.values(), key=lambda r: len(r[1]))[:most]:
            _, markdown, said, shown = judge(program, [record])[0]
            print(f"  {record[0]} {record[1]!r}\n    becomes {markdown!r}")
            print(f"    says  {said.lines} {said.addresses or ''}")
            print(f"    shows {shown and shown.lines} {shown and shown.addresses or ''}")


# ---- all texts ----

def generated(name, count, seed):
    r = random.Random(f"{name} {seed}")
    for _ in range(count):
        yield generate.GENERATORS[name](r)


def run(program, name, records, counts, examples):
    """Judges texts, and also what they become as they go to Anki and back."""
    for begin in range(0, len(records), BATCH):
        part = records[begin:begin + BATCH]
        verdicts = judge(program, part)
        made = [("M", v[1]) for v, (kind, _) in zip(verdicts, part) if v[1] and kind in "HP"]
        for title, texts, judged in ((name, part, verdicts),
                                     (name + ", to Anki", made, judge(program, made))):
            if not texts:
                continue
            counts[title]["texts"] += len(texts)
            for record, verdict in zip(texts, judged):
                if verdict[0]:
                    counts[title][verdict[0]] += 1
                    examples[title, verdict[0]].append(record)


def print_counts(counts):
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
