#!/usr/bin/env python3
"""files.py CHECK - what can be judged of all files of src, include and tests together. Run it at the
root of the tree; it prints what is wrong, and exits with 1.

  names     a static function's name stands in one file: at most 2 % may stand in two
  circles   no file includes, over others, a file that includes it; NAME.c and NAME.h are one
  headers   a header that one folder uses stands beside its sources, one that others use in include
  pointers  a file that a comment names is there
"""
import collections
import glob
import re
import sys

SOURCES = sorted(glob.glob("src/*/*.[ch]") + glob.glob("include/*/*.h"))
TESTS = sorted(glob.glob("tests/**/*.[ch]", recursive=True))
TEXT = {file: open(file, encoding="utf-8").read() for file in SOURCES + TESTS}
INCLUDES = {file: re.findall(r'^#include "(.*)"', TEXT[file], re.M) for file in SOURCES}


def below(file):
    """src/store/load.c, include/store/load.h: as an include names it, store/load.h"""
    return file.split("/", 1)[1]


def closure(links):
    """Every file that can be reached from each, over one link or more."""
    reached = {}
    for start in links:
        found, ahead = set(), list(links[start])
        while ahead:
            file = ahead.pop()
            if file not in found:
                found.add(file)
                ahead += links.get(file, ())
        reached[start] = found
    return reached


def names():
    files = collections.defaultdict(set)
    for file in SOURCES:
        if file.endswith(".c"):
            for name in re.findall(r"^(?:__attribute__.*\)\) )?static [^;=]*?(\w+)\(", TEXT[file], re.M):
                files[name].add(file)
    twice = [name for name in files if len(files[name]) > 1]
    share = 100 * len(twice) / max(1, len(files))
    print(f"{share:.1f} % of {len(files)} names of static functions stand in two files")
    if share > 2:
        for name in sorted(twice):
            yield f"{name}: {' '.join(sorted(files[name]))}"


def circles():
    links = collections.defaultdict(set)
    for file, included in INCLUDES.items():
        links[below(file)[:-2]] |= {name[:-2] for name in included} - {below(file)[:-2]}
    reached = closure(links)
    for circle in sorted({tuple(sorted(b for b in reached[a] if a in reached.get(b, ())))
                          for a in links if a in reached[a]}):
        yield f"these include each other in a circle: {' '.join(circle)}"


def headers():
    room = lambda name: name.split("/")[0]
    links = {below(file): included for file, included in INCLUDES.items()}
    used = {name for file in links for name in links[file] if room(name) != room(file)}
    reached = closure(links)
    public = used.union(*(reached[name] for name in used if name in reached))
    for file in SOURCES:
        right = ("include/" if below(file) in public else "src/") + below(file)
        if file.endswith(".h") and file != right:
            who = "other folders use" if below(file) in public else f"only {room(below(file))} uses"
            yield f"{file}: {who} it, move it to {right}"


def pointers():
    there = {file[at:] for file in TEXT for at in [m.end() for m in re.finditer("^|/", file)]}
    there |= set(glob.glob("*.md") + glob.glob("*/*.md"))
    for file, text in TEXT.items():
        for comment in re.finditer(r"/\*.*?\*/", text, re.S):
            for name in re.findall(r"(?<![\w/<.])[\w/]+\.[ch]\b|\b[A-Z]+\.md\b", comment[0]):
                if name not in there:
                    line = text.count("\n", 0, comment.start() + comment[0].index(name)) + 1
                    yield f"{file}:{line}: there is no {name}"


wrong = list({"names": names, "circles": circles, "headers": headers, "pointers": pointers}[sys.argv[1]]())
print(*wrong, sep="\n", end="\n" if wrong else "")
sys.exit(bool(wrong))
