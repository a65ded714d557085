"""Makes texts: literal strings, HTML, formulas, gaps and Markdown. Each generator takes a random.Random
and returns a kind of show.c and a text."""
import html
import re

PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
WORDS = ("alpha beta gamma delta cell nerve of the in and Paris 1789 42 été Größe naïve 漢字 кот x y "
         "don't e.g. well-known").split()

# Markdown as somebody writes it who means the characters.
CONSTRUCTS = ["# heading", "## of planets", "- item", "+ 3", "* star", "1. one", "12) twelve",
              "> quote",
              "*a*", "**a**", "_a_", "__init__", "***x***", "2*3*4", "a_b_c", "`code`", "``", "```",
              "~~gone~~", "~a~", "~~~", "[a](b)", "[a]", "[a]: b", "![a](b.png)", "<b>", "</i>",
              "<!-- x -->", "<br>", "a|b", "| a | b |", "|---|---|", "---", "***", "===", "- - -",
              "<http://a.example>", "http://a.example/x_y_z", "\\*", "\\", "\\\\", "a\\",
              "[ ] task",
              "[x]", "- [x] done", "1.5", "1986. A year", "&copy;", "&amp;", "&#42;", "&lt;b&gt;",
              "\"quoted\"", "*", "**", "_", "__", "$", "$$", "$5 and $6", "$x$", "$$y$$", "a$b$c",
              "{a}", "#tag", "# ", "C#", "a:b", "::", "x^2", "a  b", "@home", "(c)", "...", "--",
              "if (a < b && c > d)", "p->next", "a<b", "a <b", "[[link]]", "f(x) = *p", "**kwargs",
              "*args, **kwargs", "a*b", "a * b", "4 ** 2", "snake_case_name", "_private", "end_",
              "1) a", "+", "-", ">", "=", "|", "```c", "    indented"]
# In plain text alone: in Anki, these are not literal.
PLAIN_ONLY = ["\\(x\\)", "\\[x\\]", "[$]x[/$]", "[latex]x[/latex]", "{{c1::x}}", "{{x}}",
              "[sound:a.mp3]", "\\(", "\\["]


def word(r):
    return r.choice(WORDS)


def words(r, most=3):
    return " ".join(word(r) for _ in range(r.randint(1, most)))


# ---- literal strings ----

def punctuated(r):
    mark = r.choice(PUNCTUATION) * r.choice((1, 1, 2, 3))
    return r.choice((mark, mark + word(r), word(r) + mark, word(r) + mark + word(r),
                     mark + word(r) + mark, word(r) + " " + mark + " " + word(r),
                     mark + " " + word(r)))


def escaped(r):
    text = r.choice(("&", "<b>", "\"", "&copy;", "&#960;", "&nbsp;", "&;", "&notit;", "&amp",
                     "\\&lt;"))
    for _ in range(r.randint(0, 3)):
        text = html.escape(text)
    return text


def literal_line(r, more=()):
    pieces = [r.choice((punctuated, escaped, lambda r: r.choice(CONSTRUCTS + list(more)), word))(r)
              for _ in range(r.randint(1, 4))]
    return r.choice((" ", " ", "")).join(pieces)


def literal_text(r, more=()):
    return "\n".join(literal_line(r, more) for _ in range(r.choice((1, 1, 2, 3))))


def no_formula(text):
    """Opens no formula, sound or gap of Anki, whose text is no literal text."""
    return not any(mark in text for mark in ("\\(", "\\[", "[sound:", "[latex]", "[$", "{{"))


def literal(r):
    if r.random() < 0.4:
        return "P", literal_text(r, PLAIN_ONLY)
    text = literal_text(r)
    while not no_formula(text):
        text = literal_text(r)
    lines = [html.escape(line, quote=r.random() < 0.5) for line in text.split("\n")]
    around = r.choice(("{}", "{}", "<b>{}</b>", "<i>{}</i>", "<ul><li>{}</li></ul>",
                       "x <b>{}</b> y",
                       "<h2>{}</h2>", "<div>{}</div>", "<code>{}</code>", "a<b>{}</b>b",
                       "<table><tr><td>h</td></tr><tr><td>{}</td></tr></table>",
                       "<blockquote>{}</blockquote>", "<a href=\"https://a.example/\">{}</a>"))
    between = r.choice(("<br>", "<br>\n"))
    return "H", around.format(between.join(lines))


# ---- HTML ----

SPANS = [("<b>", "</b>"), ("<i>", "</i>"), ("<u>", "</u>"), ("<s>", "</s>"),
         ("<strong>", "</strong>"),
         ("<em>", "</em>"), ("<mark>", "</mark>"), ("<code>", "</code>"), ("<sup>", "</sup>"),
         ("<sub>", "</sub>"), ("<font color=\"#ff0000\">", "</font>"), ("<span>", "</span>"),
         ("<span style=\"font-weight: bold;\">", "</span>"), ("<del>", "</del>"),
         ("<span style=\"font-style: italic\">", "</span>"), ("<kbd>", "</kbd>"),
         ("<span style=\"text-decoration: underline;\">", "</span>"),
         ("<span style=\"color: rgb(0, 0, 255);\">", "</span>"), ("<small>", "</small>"),
         ("<b><span style=\"color: red\">", "</span></b>"), ("<b><i>", "</i></b>"),
         ("<a href=\"https://a.example/?a=1&amp;b=2\">", "</a>"),
         ("<a href=\"page.html\">", "</a>"),
         ("<span style=\"font-weight: 700\">", "</span>"), ("<strike>", "</strike>")]
MARKS = [",", ".", ":", " (x)", "!", "-", "\"q\"", "%", "/", ";", "’s", "→", "$5", "*", "_",
         "#1", "'"]


def text_piece(r):
    piece = r.choice((word(r), words(r), r.choice(MARKS), word(r) + r.choice(MARKS),
                      r.choice(MARKS) + word(r), "a" + r.choice(MARKS) + "b",
                      str(r.randint(0, 99))))
    return html.escape(piece, quote=False)


def special(r, depth):
    """What has no text in it, or a text of another kind. A sound is a link, and in no other one."""
    return r.choice(("<img src=\"cat.png\">", "<img src=\"a b.png\" alt=\"a cat\">",
                     "<ruby>漢<rt>かん</rt></ruby>", "<ruby>字<rp>(</rp><rt>じ</rt><rp>)</rp></ruby>",
                     "<!-- a comment -->", "<span style=\"display:none\">gone</span>",
                     "<span hidden>gone</span>", "<button>Show</button>",
                     "[sound:a b.mp3]" if depth == 0 else "&nbsp;",
                     "<img src=\"https://a.example/x.png\" alt=\"x\">", "&nbsp;", "&nbsp;&nbsp;",
                     "<b></b>", "<i> </i>", "<b>&nbsp;</b>", "<wbr>"))


def inline(r, depth=0):
    pieces = []
    for _ in range(r.randint(1, 3)):
        chance = r.random()
        if chance < 0.5 or depth > 2:
            pieces.append(text_piece(r))
        elif chance < 0.9:
            begin, end = r.choice(SPANS)
            inner = inline(r, depth + 1)
            if "<a " in begin and "<a " in inner:
                begin = end = ""
            if "code>" in begin or "sup>" in begin or "sub>" in begin or "kbd>" in begin:
                inner = html.escape(r.choice((word(r), "2", "n+1", "10", "th", "a, b", "`x`", "a*b",
                                              "2−", "2+", "max")), quote=False)
            pieces.append(begin + r.choice(("", "", "", " ")) + inner +
                          r.choice(("", "", "", " ")) + end)
        else:
            pieces.append(special(r, depth))
    return r.choice(("", " ", " ")).join(pieces)


def lines_by_break(r):
    marks = r.choice(([""] * 4, [""] * 4, ["1. ", "2. ", "3. ", "4. "], ["- "] * 4, ["• "] * 4,
                      ["1) ", "2) ", "3) ", "4) "], ["&nbsp;&nbsp;&nbsp;&nbsp;"] * 4))
    return r.choice(("<br>", "<br />", "<br>\n", "<br><br>")).join(
        mark + inline(r) for mark in marks[:r.randint(2, 4)])


def items(r, depth):
    tag = r.choice(("ul", "ol", "ol start=\"3\"", "ul"))
    end = r.choice(("</li>", "</li>\n", ""))
    parts = []
    for _ in range(r.randint(1, 3)):
        inner = inline(r)
        if depth < 2 and r.random() < 0.2:
            inner += items(r, depth + 1)
        elif r.random() < 0.2:
            inner = r.choice(("<p>" + inner + "</p>", "<div>" + inner + "</div>",
                              inner + "<br>" + inline(r), inner + "<div>" + inline(r) + "</div>"))
        parts.append("<li>" + inner + end)
    return f"<{tag}>" + "".join(parts) + f"</{tag[:2]}>"


def table(r):
    columns, head = r.randint(1, 3), r.random() < 0.5
    rows = []
    for number in range(r.randint(1, 3)):
        tag = "th" if head and number == 0 else "td"
        cell = lambda: r.choice((inline(r), inline(r), "", inline(r) + "<br>" + word(r), "a|b"))
        rows.append("<tr>" + "".join(f"<{tag}>{cell()}</{tag}>" for _ in range(columns)) + "</tr>")
    inner = "".join(rows)
    return "<table>" + r.choice((inner, f"<tbody>{inner}</tbody>")) + "</table>"


CODE_LINES = ["int main(void) {", "    return *p;", "}", "a < b && c", "# comment", "x = `y`",
              "", "- a",
              "print(\"hi\")", "  if x:", "$HOME", "\\n", "```", "**kwargs", "&amp;", "<b>"]


def code_block(r):
    lines = [html.escape(r.choice(CODE_LINES), quote=False) for _ in range(r.randint(1, 4))]
    if r.random() < 0.3:
        lines[0] = "<b>" + lines[0] + "</b>"
    begin, end = r.choice((("<pre>", "</pre>"), ("<pre><code>", "</code></pre>"),
                           ("<pre class=\"c\">", "</pre>")))
    return begin + r.choice(("\n", "<br>", "\n")).join(lines) + end


def block(r, depth=0):
    more = lambda: block(r, depth + 1) if depth < 2 and r.random() < 0.4 else inline(r)
    return r.choice((
        lambda: f"<div>{more()}</div>", lambda: f"<div>{more()}</div>",
        lambda: f"<p>{inline(r)}</p>",
        lambda: lines_by_break(r), lambda: lines_by_break(r), lambda: items(r, depth),
        lambda: items(r, depth), lambda: table(r), lambda: code_block(r),
        lambda: f"<blockquote>{more()}</blockquote>", lambda: f"<h2>{inline(r)}</h2>",
        lambda: "<hr>", lambda: inline(r) + "<br>",
        lambda: f"<b><div>{inline(r)}</div><div>{inline(r)}</div></b>",
        lambda: f"<b>{inline(r)}<br>{inline(r)}</b>",
        lambda: f"<details><summary>{inline(r)}</summary>{inline(r)}</details>",
        lambda: f"<div style=\"display: none\">{inline(r)}</div>", lambda: "<div><br></div>",
        lambda: f"<center>{inline(r)}</center>",
        lambda: f"<div style=\"font-weight: bold\">{inline(r)}</div>",
        lambda: "<style>.a { b: c }</style>", lambda: "<script>a < b;</script>",
        lambda: f"<dl><dt>{inline(r)}</dt><dd>{inline(r)}</dd></dl>"))()


def markup(r):
    return "H", r.choice(("", "\n", "")).join(
        r.choice((block, block, inline))(r) for _ in range(r.randint(1, 3)))


# ---- formulas ----

LETTERS = ["x", "y", "n", "a_1", "x^2", "\\alpha", "\\beta", "10", "x_{ij}", "e^{i\\pi}", "f(x)",
           "\\hat{x}",
           "\\sin x", "\\infty", "A^T", "\\mathbb{R}", "\\text{max}", "\\unknown{x}", "\\vec{v}",
           "n!"]
SYMBOLS = [" + ", " - ", " = ", " \\le ", " \\to ", " \\cdot ", "", " < ", " > ", " & ", ", ",
           " \\in ", "*"]


def formula(r, depth=0):
    one = r.choice(LETTERS)
    if depth < 2 and r.random() < 0.3:
        inner = formula(r, depth + 1)
        one = r.choice((f"\\frac{{{inner}}}{{{one}}}", f"\\sqrt{{{inner}}}",
                        f"\\left({inner}\\right)",
                        f"\\sum_{{i=1}}^n {inner}", f"\\{{{inner}\\}}", f"|{inner}|",
                        f"\\mathbf{{{one}}}", f"\\int_0^1 {inner}\\,dx"))
    return one + r.choice(SYMBOLS) + formula(r, depth) if r.random() < 0.4 else one


def formula_block(r):
    rows = " \\\\ ".join(f"{formula(r)} &= {formula(r)}" for _ in range(2))
    return r.choice((f"\\begin{{aligned}} {rows} \\end{{aligned}}",
                     f"\\begin{{pmatrix}} a & b \\\\ c & {r.choice(LETTERS)} \\end{{pmatrix}}",
                     f"\\begin{{cases}} {r.choice(LETTERS)} & x > 0 \\\\ 0 & x = 0 \\end{{cases}}"))


def formula_html(r):
    """A formula in one of Anki's notations, as its editor writes it."""
    latex = formula_block(r) if r.random() < 0.2 else formula(r)
    begin, end = r.choice((("\\(", "\\)"), ("\\(", "\\)"), ("\\[", "\\]"), ("[$]", "[/$]"),
                           ("[$$]", "[/$$]")))
    latex = html.escape(latex, quote=False)
    space = r.choice(("", "", "", " ", "\n"))
    if r.random() < 0.25:
        at = latex.rfind(" ")
        if at > 0:
            broken = r.choice(("<br>", "<br>\n", "&nbsp;", "&nbsp; "))
            latex = latex[:at] + broken + latex[at + 1:]
        if r.random() < 0.3:
            space = "<br>"
    elif r.random() < 0.1:
        return f"{begin}<div>{latex}</div>{end}"
    return begin + space + latex + space + end


def latex_text(r):
    """LaTeX's own text, with formulas of its own."""
    parts = []
    for _ in range(r.randint(1, 3)):
        latex = html.escape(formula(r), quote=False)
        parts.append(words(r) + " " + r.choice((f"${latex}$", f"$${latex}$$", f"\\[{latex}\\]",
                                                f"\\begin{{align*}}{latex}\\end{{align*}}")))
    return "[latex]" + r.choice((" ", "<br>", "\n")).join(parts) + "[/latex]"


def formulas(r):
    pieces = []
    for _ in range(r.randint(1, 4)):
        pieces.append(r.choice((formula_html, formula_html, text_piece, inline, latex_text))(r))
    around = r.choice(("{}", "{}", "<div>{}</div>", "<b>{}</b>", "<ul><li>{}</li></ul>", "a{}b",
                       "$5 {}",
                       "({})", "<table><tr><td>h</td></tr><tr><td>{}</td></tr></table>"))
    text = r.choice(("", " ", "<br>")).join(pieces)
    if "<td>" in around and "align" in text:
        around = "{}"
    if "<td>" in around:  # has no lines for displayed formulas
        for sign, other in ("\\[", "\\("), ("\\]", "\\)"), ("$$", "$"):
            text = text.replace(sign, other)
    return "H", around.replace("{}", text)


# ---- gaps ----

def gap(r, number):
    inner = r.choice((words(r), words(r), "<b>" + word(r) + "</b>", formula_html(r), "a_b",
                      "2*3*4", "__x__",
                      "<code>*p</code>", word(r) + "<br>" + word(r), "std: x", "`x`",
                      "<i>a</i>, b", "a&lt;b",
                      "[1]", "# x", "<img src=\"a.png\">", "{x} y", "-", "&lt;b&gt;", "\\frac",
                      "(x)", "*",
                      inline(r, 2)))
    inner = re.sub("}(?=})", "} ", inner)  # as Anki wants it
    inner = inner if re.sub("<[^>]*>|&nbsp;|\\s", "", inner) else word(r)
    hint = r.choice(("", "", "", "::" + word(r), "::a hint", "::*"))
    return f"{{{{c{number}::{inner}{hint}}}}}"


def gaps(r):
    pieces, number = [], 1
    for _ in range(r.randint(1, 4)):
        if r.random() < 0.6:
            pieces.append(gap(r, number))
            number += r.random() < 0.7
        else:
            pieces.append(r.choice((text_piece, inline))(r))
    if number == 1:
        pieces.append(gap(r, 1))
    around = r.choice(("{}", "{}", "{}", "<ul><li>{}</li></ul>", "<b>{}</b>", "<div>{}</div>",
                       "({})",
                       "<code>{}</code>", "\\(x {} y\\)"))
    if "code" in around or "\\(" in around:
        simple = r.choice(("x", "y + 1", "a_b", "n^2", "f(x)", "\\frac{a}{b} "))
        return "CQ"[r.random() < 0.5], around.replace("{}", f"{{{{c1::{simple}}}}}")
    return "CQ"[r.random() < 0.5], around.replace("{}", r.choice(("", " ", " ")).join(pieces))


# ---- Markdown, for the way to Anki and back ----

def markdown_line(r):
    pieces = []
    for _ in range(r.randint(1, 4)):
        text = r.choice((words(r), words(r), punctuated(r), r.choice(CONSTRUCTS), escaped(r),
                         r.choice(PLAIN_ONLY), f"${formula(r)}$", f"**{words(r)}**",
                         f"*{words(r)}*",
                         f"~~{words(r)}~~", f"`{r.choice(CONSTRUCTS)}`",
                         "[a b](https://a.example/?a&amp;b)",
                         "![a](b.png)", f"$${formula(r)}$$", "\\$5", "$ 5 or 6 $", "x$y$z"))
        pieces.append(text)
    return r.choice((" ", " ", "")).join(pieces)


def markdown(r):
    begin = r.choice(("", "", "", "- ", "1. ", "# ", "> ", "- [x] ", "- [ ] ",
                      "| a | b |\n|---|---|\n| "))
    lines = [markdown_line(r) for _ in range(r.randint(1, 3))]
    between = r.choice(("\n", "\\\n", "\n\n", "\n- ", "  \n"))
    return "M", begin + between.join(lines)


GENERATORS = {"literal": literal, "html": markup, "formulas": formulas, "gaps": gaps,
              "markdown": markdown}
