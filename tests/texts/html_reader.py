"""Reads the HTML of Anki's fields without drill, by Python's html.parser, and brings what a browser
and Anki would show of it into the normal form of normal.py."""
import re
from html.parser import HTMLParser

from normal import (ANY, CODE, EMPHASIS, FORMULA, LINK, PLAIN, SPACE, STRONG, STRUCK, Line,
                    finish, squeeze)

BLOCKS = set("address article aside blockquote body center dd details dialog dir div dl dt fieldset "
             "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li "
             "listing main menu nav ol p pre search section summary table caption thead tbody tfoot "
             "tr ul xmp".split())
CELLS = {"td", "th"}
# Their effect outlives the end of a block around them (HTML, "formatting elements").
FORMATTING = set("a b big code em font i nobr s small strike strong tt u".split())
VOID = set("area base br col embed hr img input link meta param source track wbr".split())
HIDDEN = set("script style template head title noscript button rp select textarea".split())
EFFECTS = {"b": {"strong": True}, "strong": {"strong": True}, "th": {"strong": True,
                                                                     "inline": True},
           "mark": {"strong": True}, "i": {"emphasis": True}, "em": {"emphasis": True},
           "u": {"emphasis": True}, "ins": {"emphasis": True}, "s": {"struck": True},
           "del": {"struck": True}, "strike": {"struck": True}, "code": {"code": True},
           "tt": {"code": True}, "kbd": {"code": True}, "samp": {"code": True},
           "pre": {"code": True}, "td": {"inline": True}, "sup": {"script": "^"},
           "sub": {"script": "_"},
           "asked": {"loose": True},  # brackets in place of code, which are code if more is beside
           **{f"h{i}": {"strong": True, "inline": True} for i in range(1, 7)}}
# What a browser does not show: soft hyphens, and spaces without a width.
INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
# An element whose start ends another one that is open: what it ends, and what it stays within.
ENDS = {"li": ({"li"}, {"ul", "ol"}), "dt": ({"dt", "dd"}, {"dl"}), "dd": ({"dt", "dd"}, {"dl"}),
        "tr": ({"tr", "td", "th"}, {"table"}), "td": (CELLS, {"tr", "table"}),
        "th": (CELLS, {"tr", "table"})}


def css(style):
    """The effects of a style attribute."""
    effects = {}
    for name, value in re.findall(r"([\w-]+)\s*:\s*([^;]+)", style.lower()):
        value = value.replace("!important", "").strip()
        if name == "font-weight":
            number = int(value) if value.isdigit() else None
            effects["strong"] = number >= 600 if number else value in ("bold", "bolder")
        elif name == "font-style":
            effects["emphasis"] = value in ("italic", "oblique")
        elif name in ("text-decoration", "text-decoration-line"):
            if "line-through" in value:
                effects["struck"] = True
            if "underline" in value:
                effects["emphasis"] = True
        elif name == "vertical-align" and value in ("super", "sub"):
            effects["script"] = "^" if value == "super" else "_"
        elif name == "display" and value == "none":
            effects["hidden"] = True
    return effects


class Atom:
    """A character, or a break: kind is "text", "code" (in a block of code), "break", "item",
    "item end", "cell", "row", "rule" or "formula"; or "tag", the edge of an element within a line,
    which Anki does not look across for the marks of a formula."""
    __slots__ = ("kind", "text", "style", "script", "extra", "inline")

    def __init__(self, kind, text="", style=PLAIN, script=None, extra=None, inline=False):
        self.kind, self.text, self.style, self.script = kind, text, style, script
        self.extra, self.inline = extra, inline


class Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.atoms, self.open, self.addresses = [], [], []
        self.rows = 0

    # ---- the open elements: (tag, effects) ----

    def effect(self, name):
        for _, effects in reversed(self.open):
            if name in effects:
                return effects[name]
        return None

    def within(self, tags):
        return any(tag in tags for tag, _ in self.open)

    def style(self):
        for name, style in (("code", CODE), ("link", LINK), ("struck", STRUCK), ("strong", STRONG),
                            ("emphasis", EMPHASIS)):
            if self.effect(name):
                return style
        return PLAIN

    def put(self, text, kind="text", style=None):
        if self.effect("hidden"):
            return
        style = style or (ANY if self.effect("loose") and not self.effect("code")
                          and not self.effect("link") else self.style())
        script, inline = self.effect("script"), self.effect("inline")
        self.atoms += [Atom(kind, c, style, script, None, inline) for c in text]

    def mark(self, kind, extra=None):
        if not self.effect("hidden"):
            self.atoms.append(Atom(kind, extra=extra))

    def end(self, wanted, within):
        """Ends the innermost open element of these."""
        for i in range(len(self.open) - 1, -1, -1):
            tag = self.open[i][0]
            if tag in wanted:
                if "li" in (tag, *(t for t, _ in self.open[i:])):
                    self.mark("item end")
                self.open[i:] = [o for o in self.open[i + 1:] if o[0] in FORMATTING]
                return
            if tag in within:
                return

    # ---- tags ----

    def handle_starttag(self, tag, attributes):
        given = {name: value or "" for name, value in attributes}
        if tag in BLOCKS and tag not in ("tr", "thead", "tbody", "tfoot",
                                         "li") and self.within({"p"}):
            self.end({"p"}, CELLS | {"li"})
        if tag in ENDS:
            self.end(*ENDS[tag])
        if tag == "a":
            self.end({"a"}, set())
        effects = self.effects(tag, given)
        if not effects.get("hidden"):
            self.begin(tag, given)
        if tag not in VOID:
            self.open.append((tag, effects))

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)  # as HTML does: the slash says nothing

    def effects(self, tag, given):
        effects = dict(EFFECTS.get(tag, {}))
        effects.update(css(given.get("style", "")))
        if tag in HIDDEN or "hidden" in given:
            effects["hidden"] = True
        if tag == "a" and given.get("href"):
            effects["link"], effects["begin"] = given["href"], len(self.atoms)
        if tag in ("ul", "ol"):
            start = given.get("start", "")
            effects["list"] = [tag, int(start) if re.fullmatch(r"\d+", start) else 1, False]
        if tag == "tr":
            effects["loose"] = self.rows == 0
        return effects

    def begin(self, tag, given):
        cell = self.within(CELLS)
        if tag == "br":
            self.mark("break")
        elif tag == "img" and given.get("src"):
            self.image(given)
        elif tag in CELLS and self.within({"table"}):
            self.mark("cell")
        elif tag == "table" and not cell:
            self.rows = 0
            self.mark("break")
        elif tag == "tr" and sum(t == "table" for t, _ in self.open) == 1:
            self.rows += 1
            self.mark("row")
        elif tag == "li":
            self.item()
        elif tag in ("ul", "ol"):
            self.mark("item", (ANY, None))  # text outside its items has a bullet, or none
        elif tag == "hr":
            self.mark("rule")
        elif tag in BLOCKS:
            self.mark("break")
        elif tag == "rt":
            self.put("(")
        if tag == "pre":
            self.atoms.append(Atom("pre"))
        if tag not in BLOCKS | VOID:
            self.atoms.append(Atom("tag"))

    def item(self):
        """A list within a list that has no item yet is not deeper."""
        lists = [effects["list"] for _, effects in self.open if "list" in effects]
        if not lists:
            self.mark("break")
            return
        kind, number, _ = lists[-1]
        lists[-1][1:] = number + 1, True
        self.mark("item", (number if kind == "ol" else "•", sum(begun for *_, begun in lists)))

    def image(self, given):
        begin, known = len(self.atoms), len(self.addresses)
        self.put(f"[image: {given.get('alt', '')}]", style=ANY)
        self.address(given["src"], begin)
        for atom in self.atoms[begin:]:
            atom.extra = "image" if len(self.addresses) > known else None

    def address(self, address, begin):
        """The screen shows an address that it cannot open, unless it is the text itself. An image
        within a link has its own address."""
        inside = [a for a in self.atoms[begin:] if a.text.strip(SPACE)]
        if not inside:
            return
        if re.match(r"(https?://|mailto:)", address, re.I):
            if any(a.extra != "image" for a in inside):
                self.addresses.append(address)
        elif address != "".join(a.text for a in self.atoms[begin:]):
            last = next(a.text for a in reversed(self.atoms) if a.text)
            self.put(f" ({address})" + last * (last in SPACE), style=ANY)

    def handle_endtag(self, tag):
        if tag in VOID:
            if tag == "br":
                self.mark("break")
            return
        if tag == "p" and not self.within({"p"}):
            self.mark("break")
            return
        opened = next((e for t, e in reversed(self.open) if t == tag), None)
        if opened is None:
            return
        if tag == "rt":
            self.put(")")
        if tag not in BLOCKS:
            self.atoms.append(Atom("tag"))
        if tag in FORMATTING:
            index = max(i for i, (t, _) in enumerate(self.open) if t == tag)
            del self.open[index]
        else:
            self.end({tag}, set() if tag in BLOCKS | CELLS else BLOCKS | CELLS)
        if opened.get("link"):
            self.address(opened["link"], opened["begin"])
        if tag == "table" and not self.within(CELLS):
            self.mark("row")
        elif tag in BLOCKS and not opened.get("hidden"):
            self.mark("break")

    def handle_data(self, data):
        data = INVISIBLE.sub("", data)
        if self.within({"pre"}) and not self.within(CELLS):
            if self.atoms and self.atoms[-1].kind == "pre":
                data = data.removeprefix("\n")
            self.put(data, "code")
        else:
            self.put(data)


# ---- formulas ----

# Anki looks for [latex] and its like in the source, where an entity is no bracket: a bracket that it
# finds becomes this one.
BRACKET = "\ue000"
BRACKETS = re.compile(r"\[(?=/?(?:latex|\$\$?)\]|sound:)", re.I)
SIGNS = [("\\(", "\\)", False), ("\\[", "\\]", True),
         (BRACKET + "$]", BRACKET + "/$]", False), (BRACKET + "$$]", BRACKET + "/$$]", True)]
FORMULAS = re.compile("|".join(re.escape(a) + "([^\0]+?)" + re.escape(b) for a, b, _ in SIGNS) +
                      f"|{BRACKET}latex\\]([^\0]+?){BRACKET}/latex\\]", re.S | re.I)
LATEX = re.compile(r"\$\$(.+?)\$\$|\\\[(.+?)\\\]|\$(.+?)\$|\\\((.+?)\\\)|"
                   r"(\\begin\{((?:align|equation|gather|multline|eqnarray|displaymath)\*?)\}.+?"
                   r"\\end\{\6\})|(\\\\|\n\s*\n|\\newline\b|\\par\b|\\item\b|"
                   r"\\(?:begin|end)\{(?:itemize|enumerate|document|center)\})|\\([%&$_#{}])|"
                   r"\\(?:textbf|textit|emph|underline|text|textrm|texttt)\{([^{}]*)\}", re.S)


def clean(latex):
    latex = " ".join(latex.replace("\1", "").replace("\u00a0", " ").split())
    ends_open = re.search(r"(?<!\\)(?:\\\\)*\\$", latex)
    return latex + " " * bool(ends_open)  # a backslash and a space are one command


def latex_text(source, style):
    """The text of [latex], with formulas of its own."""
    atoms, at = [], 0
    source = source.replace("\1", "")
    for found in LATEX.finditer(source):
        atoms += [Atom("text", c, style) for c in source[at:found.start()]]
        at = found.end()
        if found[7]:
            atoms.append(Atom("item", extra=(ANY, None)))
        elif found[8]:
            atoms.append(Atom("text", found[8], style))
        elif found[9] is not None:
            atoms += latex_text(found[9], ANY)
        else:
            display = found[1] or found[2] or found[5]
            atoms.append(Atom("formula", clean(display or found[3] or found[4]), style,
                              extra=bool(display)))
    return atoms + [Atom("text", c, style) for c in source[at:]]


def find_formulas(atoms):
    flat = "".join((a.text if a.style != CODE else "\0") if a.kind == "text" else
                   "\n" if a.kind == "break" else "\1" if a.kind == "tag" else "\0" for a in atoms)
    out, at = [], 0
    for found in FORMULAS.finditer(flat):
        out += atoms[at:found.start()]
        at = found.end()
        group = found.lastindex
        first = atoms[found.start()]
        style = first.style
        if group <= len(SIGNS):
            out.append(Atom("formula", clean(found[group]), style, None, SIGNS[group - 1][2],
                            first.inline))
        else:
            out += latex_text(found[group], style)
    return out + atoms[at:]


def find_sounds(atoms):
    """[sound:a.mp3] is a link to the file, which the screen shows by its name."""
    flat = "".join(a.text if a.kind == "text" else "\0" for a in atoms)
    out, at = [], 0
    for found in re.finditer(BRACKET + r"sound:([^\]\0]+)\]", flat):
        out += atoms[at:found.start()]
        out += [Atom("text", c, LINK) for c in found[1]]
        at = found.end()
    return out + atoms[at:]


def read(html):
    """The atoms of a field, and the addresses of its links."""
    reader = Reader()
    reader.feed(BRACKETS.sub(BRACKET, html))
    reader.close()
    atoms = [a for a in reader.atoms if a.kind != "pre"]
    atoms = find_formulas(find_sounds(atoms))
    for atom in atoms:
        atom.text = atom.text.replace(BRACKET, "[")
    return atoms, reader.addresses


def read_plain(text):
    return [Atom("break") if c == "\n" else Atom("text", c) for c in text], []


def formulas(atoms):
    """What has to be shown by drill's own converter: (LaTeX, display)."""
    return {(a.text, a.extra and not a.inline) for a in atoms if a.kind == "formula"}


# ---- lines ----

class Lines:
    def __init__(self, shown):
        self.shown = shown  # (LaTeX, display) -> what the screen shows, or None
        self.lines, self.cells = [], 0
        self.begin()

    def begin(self, mark=None, depth=None):
        self.text, self.styles, self.verbatim = [], [], False
        self.item_mark, self.depth = mark, depth

    def end(self, mark=None, depth=None):
        text = "".join(self.text)
        if not text.strip(SPACE) and not mark and self.item_mark:
            return  # the item's text is still to come
        if text.strip(SPACE) or self.item_mark not in (None, ANY):
            self.lines.append(Line(text, "".join(self.styles), self.item_mark, self.depth,
                                   self.verbatim))
        self.begin(mark, depth)

    def put(self, text, style):
        self.text.append(text)
        self.styles.append(style * len(text))

    def put_script(self, text, script, style):
        small = text.strip(SPACE)
        if small:
            self.put(text[:len(text) - len(text.lstrip(SPACE))], ANY)
            self.put(script + "(" + small + ")", ANY)
            self.put(text[len(text.rstrip(SPACE)):], ANY)
        else:
            self.put(text, style)

    def put_formula(self, atom):
        shown = self.shown[atom.text, atom.extra and not atom.inline]
        sign = "$$" if atom.extra else "$"
        task = self.item_mark and re.fullmatch(r"\s*\[[ x]\]\s+", "".join(self.text))
        alone = atom.extra and not atom.inline
        if alone and not task:
            self.end()
        for i, line in enumerate([f"{sign}{atom.text}{sign}"] if shown is None
                                 else shown.split("\n")):
            if i:
                self.end()
            self.put(line, FORMULA)
        if alone:
            self.end()

    def put_break(self, atom):
        if atom.kind == "cell":
            if self.cells:
                self.put(" │ ", ANY)
            self.cells += 1
        elif atom.kind in ("break", "item", "item end") and self.cells:
            self.put(" ", ANY)
        elif atom.kind == "item end":
            self.end("•")  # an empty item has its mark
            self.begin()
        else:
            self.cells = 0
            self.end(*(atom.extra or ()))
            if atom.kind == "rule":
                self.put("─", ANY)
                self.end()


def keep_code(lines):
    """Code of several lines becomes a block of code, which keeps its spaces."""
    code = [bool(line.text) and set(line.styles) == {CODE} for line in lines]
    for i, line in enumerate(lines):
        if code[i] and not line.verbatim and any(code[max(i - 1, 0):i] + code[i + 1:i + 2]):
            line.text, line.styles = squeeze(line.text, line.styles)
            line.verbatim = True


def write(atoms, addresses, shown):
    """The normal form."""
    out, i = Lines(shown), 0
    while i < len(atoms):
        atom = atoms[i]
        i += 1
        if atom.kind == "text" and atom.script:
            text = atom.text
            while i < len(atoms) and (atoms[i].kind == "tag" or (
                    atoms[i].kind, atoms[i].script) == ("text", atom.script)):
                text += atoms[i].text
                i += 1
            out.put_script(text, atom.script, atom.style)
        elif atom.kind == "text":
            out.put(atom.text, atom.style)
        elif atom.kind == "code":
            out.verbatim = True
            if atom.text == "\n":
                out.end()
                out.verbatim = True
            else:
                out.put(atom.text, CODE)
        elif atom.kind == "formula":
            out.put_formula(atom)
        elif atom.kind != "tag":
            out.put_break(atom)
    out.end()
    keep_code(out.lines)
    return finish(out.lines, addresses)
