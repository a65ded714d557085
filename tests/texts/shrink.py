"""Makes a text that differs smaller, while it still differs in the same way and is still as well
formed as a generated one."""
import re

from html_reader import VOID

TOKEN = re.compile(r"<[^<>]*>|&#?\w+;|\{\{c\d::|\}\}|\\[()\[\]]|\[/?(?:\$\$?|latex)\]|\w+|\s+|.",
                   re.S)
TAG = re.compile(r"<(/?)([a-z]\w*)[^<>]*>", re.I)
PARENTS = {"tr": ("table", "tbody"), "td": ("tr",), "th": ("tr",), "li": ("ul", "ol"),
           "rt": ("ruby",),
           "rp": ("ruby",), "summary": ("details",), "dt": ("dl",), "dd": ("dl",),
           "tbody": ("table",)}
PAIRS = [("\\(", "\\)"), ("\\[", "\\]"), ("[$]", "[/$]"), ("[$$]", "[/$$]"), ("[latex]",
                                                                              "[/latex]")]
# What no source has: empty gaps, hints, links, readings and sounds, and braces that are no gap's.
EMPTY = re.compile(r"::(?:::|\}\})|\}\}\}|\{\{(?!c\d+::)|\{\{c((?!\}\}).)*\{\{|<a [^>]*></a>|<rt></rt>|"
                   r"sound:[\] ]| \]")
FORMULA = re.compile("|".join(re.escape(a) + "(.*?)" + re.escape(b) for a, b in PAIRS), re.S)


def pairs(tokens):
    """The indexes of each start tag and its end tag; None if the tags are not paired."""
    found, open_tags = [], []
    for i, token in enumerate(tokens):
        tag = TAG.fullmatch(token)
        name = tag and tag[2].lower()
        if not tag or name in VOID:
            continue
        if not tag[1]:
            while open_tags and open_tags[-1][1] == name == "li":
                open_tags.pop()
            if name in PARENTS and (not open_tags or open_tags[-1][1] not in PARENTS[name]):
                return None
            open_tags.append((i, name))
            continue
        if name in ("ul", "ol") and open_tags and open_tags[-1][1] == "li":
            open_tags.pop()  # its end tag is optional
        if not open_tags or open_tags[-1][1] != name:
            return None
        found.append((open_tags.pop()[0], i))
    return None if open_tags else found


def is_sound(tokens):
    text = "".join(tokens)
    if pairs(tokens) is None or text.count("{{c") != text.count("}}"):
        return False
    if EMPTY.search(text):
        return False
    if any(text.count(begin) != text.count(end) for begin, end in PAIRS):
        return False
    for found in FORMULA.finditer(text):
        latex = re.sub(r"<[^>]*>|&nbsp;", " ", found[found.lastindex]).strip()
        if not latex or latex.endswith("\\") or latex.count("{") != latex.count("}"):
            return False
        if latex.count("\\left") != latex.count("\\right") or re.search(r"[_^]\s*([}&$]|$)", latex):
            return False
        if latex.count("\\begin") != latex.count("\\end"):
            return False
    return True


def without(tokens, size):
    """Each way to delete a run of tokens of this size, or a tag and its end."""
    for at in range(0, len(tokens), size):
        yield tokens[:at] + tokens[at + size:]
    for begin, end in pairs(tokens) or []:
        yield tokens[:begin] + tokens[begin + 1:end] + tokens[end + 1:]
        yield tokens[:begin] + tokens[end + 1:]


def shrink(record, differs):
    """differs tells of a list of records which differ."""
    kind, text = record
    tokens = TOKEN.findall(text)
    size = max(len(tokens) // 2, 1)
    while True:
        tries = [t for t in without(tokens, size) if t and (kind in "MP" or is_sound(t))]
        verdicts = differs([(kind, "".join(t)) for t in tries]) if tries else []
        smaller = min((t for t, verdict in zip(tries, verdicts) if verdict), key=len, default=None)
        if smaller:
            tokens = smaller
        elif size == 1:
            return kind, "".join(tokens)
        size = max(min(size, len(tokens) // 2), 1) if smaller else size // 2
