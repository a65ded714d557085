"""The normal form of a text: lines that have a text, each with its characters, a style for
each character, and the mark of a list's item that begins it. Two texts that say the same have the
same normal form. What the screen shows comes to it here; HTML does in html_reader.py."""
import re
import unicodedata

# The style of a character; where several apply, the screen shows the first.
CODE, LINK, STRUCK, STRONG, EMPHASIS, PLAIN = "clsbip"
FORMULA = "f"  # of HTML; the screen shows a formula in the style around it, or as code
ANY = "?"  # is not compared: a link's address, a table's first row
SPACE = " \t\n\r\f\u00a0"

# Kinds of difference, the gravest first.
KINDS = ["refused", "characters", "formula", "order", "spaces", "lines", "lists", "links", "code",
         "style"]


class Line:
    def __init__(self, text, styles, mark=None, depth=None, verbatim=False):
        self.text, self.styles = text, styles  # of the same length
        self.mark, self.depth = mark, depth  # "•" or a number, where an item of a list begins
        self.verbatim = verbatim  # of a block of code, which keeps its spaces

    def __repr__(self):
        return f"{self.mark or ''}|{self.text}|{self.styles}"


class Text:
    def __init__(self, lines, addresses):
        self.lines, self.addresses = lines, addresses


# ---- scripts: small characters and ^(...) are the same ----

def _small_characters():
    small = {}
    for code in range(0x80, 0x20000):
        kind, _, base = unicodedata.decomposition(chr(code)).partition(" ")
        if kind in ("<super>", "<sub>") and " " not in base:
            base = chr(int(base, 16)).replace("\u2212", "-")
            small[chr(code)] = ("^" if kind == "<super>" else "_", base)
    return small


SMALL = _small_characters()


def _write_scripts(text, styles):
    """x² and x^2 as x^(2)."""
    out, kinds, open_script = [], [], None
    for i, c in enumerate(text):
        script, base = SMALL.get(c, (None, c))
        if open_script and script != open_script:
            out.append(")")
            kinds.append(ANY)
        if script and script != open_script:
            out += [script, "("]
            kinds += [ANY, ANY]
        open_script = script
        out.append(base)
        kinds.append(styles[i])
    if open_script:
        out.append(")")
        kinds.append(ANY)
    text, styles = "".join(out), "".join(kinds)
    for found in reversed(list(re.finditer(r"[\^_]([^\s(])", text))):
        at = found.start(1)
        text = text[:at] + "(" + text[at] + ")" + text[at + 1:]
        styles = styles[:at] + ANY + styles[at] + ANY + styles[at + 1:]
    while found := re.search(r"([\^_])\([^()]*(\) ?\1\()", text):  # two side by side are one
        begin, end = found.span(2)
        space = found[2].count(" ")
        text = text[:begin] + " " * space + text[end:]
        styles = styles[:begin] + ANY * space + styles[end:]
    return text, styles


# ---- white space and marks of lists ----

def squeeze(text, styles):
    """White space as HTML shows it: one space, and none at the ends."""
    kept = [i for i, c in enumerate(text)
            if c not in SPACE or (i and text[i - 1] not in SPACE)]
    text = "".join(" " if text[i] in SPACE else text[i] for i in kept)
    styles = "".join(styles[i] for i in kept)
    left = len(text) - len(text.lstrip())
    text = text.strip()
    return text, styles[left:left + len(text)]


def _delete(line, pattern, styles, *groups):
    """Deletes groups of what matches, if all of it is in one of these styles."""
    for found in reversed(list(re.finditer(pattern, line.text))):
        if set(line.styles[found.start():found.end()]) <= styles:
            for begin, end in map(found.span, reversed(groups)):
                line.text = line.text[:begin] + line.text[end:]
                line.styles = line.styles[:begin] + line.styles[end:]


def _delete_struck_signs(line):
    """The screen shows ~~ around struck text."""
    at = 0
    while (at := line.text.find("~", at)) >= 0:
        if line.text[at:at + 2] == "~~" and set(line.styles[at:at + 2]) <= {STRUCK, LINK}:
            line.text = line.text[:at] + line.text[at + 2:]
            line.styles = line.styles[:at] + line.styles[at + 2:]
        else:
            at += 1


def _drop_empty_cells(line):
    """Cells that are empty say nothing; a table in Markdown has as many in each row."""
    while True:
        found = re.search(r"^│ ?| ?│$|│ (?=│)", line.text)
        if not found:
            return
        line.text = line.text[:found.start()] + line.text[found.end():]
        line.styles = line.styles[:found.start()] + line.styles[found.end():]


SOURCE = re.compile(r"\$\$.+?\$\$")


def _part_sources(lines):
    """A displayed formula that is shown as its source stands in its line or alone."""
    for line in lines:
        mark, depth, at = line.mark, line.depth, 0
        for found in [] if line.verbatim else SOURCE.finditer(line.text):
            if set(line.styles[found.start():found.end()]) <= {CODE, FORMULA}:
                for end in (found.start(), found.end()):
                    if line.text[at:end].strip():
                        yield Line(line.text[at:end], line.styles[at:end], mark, depth)
                        mark = depth = None
                    at = end
        if at == 0:
            yield line
        else:
            yield Line(line.text[at:], line.styles[at:], mark, depth)


WRITTEN = re.compile(r"([-+*•·–])\s+(?=\S)|(\d{1,9})([.)])\s+(?=\S)")


def _take_written_marks(lines):
    """"1. " is the same where it is text as where it is the mark of an item; so are "- " and
    "1) " at the beginning of at least two lines."""
    found = [WRITTEN.match(line.text)
             if line.mark in (None, ANY) and not line.verbatim and line.styles[0] != CODE else None
             for line in lines]
    kinds = [match and ("•" if match[1] else match[3]) for match in found]
    for i, match in enumerate(found):
        beside = range(max(i - 1, 0), min(i + 2, len(lines)))
        alone = not any(k != i and (kinds[k] == kinds[i] or lines[k].mark == "•") for k in beside)
        if match and (match[3] == "." or not alone):
            line = lines[i]
            line.mark = "•" if match[1] else int(match[2])
            line.text, line.styles = line.text[match.end():], line.styles[match.end():]


def finish(lines, addresses):
    """The normal form of lines as they were read."""
    kept = []
    for line in _part_sources(lines):
        if line.verbatim:
            line.text = line.text.rstrip()
            line.styles = line.styles[:len(line.text)]
        else:
            _delete_struck_signs(line)
            line.text, line.styles = squeeze(line.text, line.styles)
            # a formula shown as its source is the same with spaces beside its dollars
            _delete(line, r"(?<!\$)(?P<sign>\$\$?)( *)[^$]+?( *)(?P=sign)", {CODE, FORMULA}, 2, 3)
            _drop_empty_cells(line)
        line.text, line.styles = _write_scripts(line.text, line.styles)
        line.text = line.text.replace("\u2212", "-")  # the small minus is that of both
        if line.text.strip():
            kept.append(line)
    _take_written_marks(kept)
    return Text(kept, addresses)


# ---- what the screen shows ----

PREFIX = re.compile(r"(?:│ ?|(•|\d+\.|\[[ x]\])(?: |$)| +)*")
PART = re.compile(r"│ ?|(•|(\d+)\.|\[[ x]\])(?: |$)| +")
STYLES = {"": PLAIN, "strong": STRONG, "emphasis": EMPHASIS, "code": CODE, "link": LINK}


def _read_runs(runs, addresses, struck):
    """Faint text between ~~ is struck, and other faint text is an address."""
    text, styles = [], []
    for run, style, address in runs:
        for i, piece in enumerate(run.split("~~") if style == "faint" else [run]):
            struck ^= i > 0
            piece = "~~" * (i > 0) + piece
            text.append(piece)
            styles.append(STYLES.get(style, STRUCK if struck or i else ANY) * len(piece))
        if address:
            addresses.append(address)
    return "".join(text), "".join(styles), struck


class Items:
    """The open items of lists: where the mark of each begins, and where its text does."""

    def __init__(self):
        self.open = []

    def begin(self, column, end):
        while self.open and self.open[-1][0] >= column:
            self.open.pop()
        self.open.append((column, end))
        return len(self.open)

    def column(self):
        return self.open[-1][1] if self.open else 0


def _read_prefix(run, items):
    """The marks of items, with their depths; a task's box; and what follows the prefix."""
    marks, task, end = [], "", PREFIX.match(run).end()
    for part in PART.finditer(run[:end]):
        if part[1]:
            mark = int(part[2]) if part[2] else "•"
            marks.append((mark, items.begin(part.start(), part.end())))
            task = part[1] + " " if part[1][0] == "[" else ""
    return marks, task, run[end:]


def read_screen(shown):
    """The lines that show.c printed."""
    lines, addresses, items, struck = [], [], Items(), False
    for runs in shown:
        marks, verbatim, task = [(None, None)], False, ""
        if runs and runs[0][1] == "faint":
            prefix = runs[0][0]
            found, task, rest = _read_prefix(prefix, items)
            marks = found or marks
            indent = len(prefix) - 2 * prefix.count("│") - items.column()
            verbatim = indent == 2 and len(runs) == 2 and runs[1][1] == "code" and not rest
            if re.fullmatch("[─┼]+", rest):
                rest = "─" if len(rest) > 1000 else ""
            runs = [[rest, "faint", runs[0][2]]] + runs[1:]
        elif runs:
            items = Items()
        text, styles, struck = _read_runs(runs, addresses, struck)
        lines += [Line("", "", *mark) for mark in marks[:-1]]
        lines.append(Line(task + text, ANY * len(task) + styles, *marks[-1], verbatim))
    return finish(lines, addresses)


# ---- comparing ----

def _bare(text):
    return "".join(text.split())


def _characters(said, shown):
    a = "".join(_bare(line.text) for line in said.lines)
    b = "".join(_bare(line.text) for line in shown.lines)
    if a == b:
        return None
    inside = "".join("".join(s for c, s in zip(line.text, line.styles) if not c.isspace())
                     for line in said.lines)
    at = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
    if FORMULA in inside[max(at - 1, 0):at + 1]:
        return "formula"
    return "order" if sorted(a) == sorted(b) else "characters"


def _spaces(said, shown):
    a = [line.text if line.verbatim else " ".join(line.text.split()) for line in said.lines]
    b = [line.text if line.verbatim else " ".join(line.text.split()) for line in shown.lines]
    for i, (x, y) in enumerate(zip(said.lines, shown.lines)):
        if x.verbatim != y.verbatim:
            a[i], b[i] = " ".join(a[i].split()), " ".join(b[i].split())
    if a == b:
        return None
    return "spaces" if len(a) == len(b) or " ".join(a) != " ".join(b) else "lines"


def _lists(said, shown):
    for a, b in zip(said.lines, shown.lines):
        if a.mark == ANY:
            continue
        if a.mark != b.mark or (a.depth and b.depth and a.depth != b.depth):
            return "lists"
    return None


def _links(said, shown):
    return "links" if set(said.addresses) != set(shown.addresses) else None


def _styles(said, shown):
    """Emphasis of punctuation and of space is not compared: CommonMark cannot always say it."""
    kind = None
    for a, b in zip(said.lines, shown.lines):
        if a.verbatim and b.verbatim:
            continue
        pairs = [(c, x) for c, x in zip(a.text, a.styles) if not c.isspace()]
        others = [x for c, x in zip(b.text, b.styles) if not c.isspace()]
        for (c, x), y in zip(pairs, others):
            if x == y or ANY in (x, y) or FORMULA in (x, y):
                continue
            if CODE in (x, y):
                return "code"
            if c.isalnum():
                kind = "style"
    return kind


def compare(said, shown):
    """The gravest kind of difference, or None."""
    for judge in (_characters, _spaces, _lists, _links, _styles):
        kind = judge(said, shown)
        if kind:
            return kind
    return None
