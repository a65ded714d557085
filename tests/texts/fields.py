"""The fields of real notes, from Anki packages (.apkg, .colpkg) and CrowdAnki's JSON, as records of
show.c: with gaps "C", without them "H"."""
import json
import re
import sqlite3
import subprocess
import tempfile
import zipfile

OPENING = re.compile(r"\{\{c\d+::")
# Gaps in gaps, and formulas whose braces end a gap in Anki, are left out.
NESTED = re.compile(r"\{\{c\d+::(?:(?!\}\}).)*\{\{", re.S)


def records(values):
    for value in values:
        openings = len(OPENING.findall(value))
        if not openings:
            yield "H", value
        elif not NESTED.search(value) and value.count("}}") == openings:
            yield "C", value


def read_json(path):
    def walk(deck):
        for note in deck.get("notes", []):
            yield from note["fields"]
        for child in deck.get("children", []):
            yield from walk(child)
    with open(path, encoding="utf-8") as file:
        return walk(json.load(file))


def read_package(path):
    with zipfile.ZipFile(path) as package, tempfile.NamedTemporaryFile() as file:
        names = package.namelist()
        name = next(n for n in ("collection.anki21b", "collection.anki21", "collection.anki2")
                    if n in names)
        data = package.read(name)
        if name.endswith("b"):
            data = subprocess.run(["zstd", "-dc"], input=data, capture_output=True).stdout
        file.write(data)
        file.flush()
        with sqlite3.connect(file.name) as database:
            for (values,) in database.execute("select flds from notes"):
                yield from values.split("\x1f")


def read(path):
    return records(read_json(path) if path.endswith(".json") else read_package(path))
