#include "deck/org_inline.h"

#include "deck/import_fields.h"
#include "deck/org_hole.h"

#include <ctype.h>
#include <limits.h>
#include <string.h>

#define DEPTH_MAX 16
#define SPAN_MAX  4096 /* bytes within which a bracket or a formula must close */

enum org_inline_close {
    CLOSE_LINK,
    CLOSE_ADDRESS,
    CLOSE_LINE,
    CLOSE_DISPLAY,
    CLOSE_ENVIRONMENT,
    CLOSE_DOLLAR,
    CLOSE_DOLLARS,
    CLOSE_COUNT
};

/* The text being read. The characters before `begin` do not count, even if the text is inside a
 * span. */
struct org_inline_range {
    const char *begin, *end;
    const char *next[CLOSE_COUNT]; /* the next closing mark of each kind, as of the last search */
    const char *barren[UCHAR_MAX + 1]; /* by mark: emphasis that begins before this never closes */
};

/* The next closing mark of this kind, or NULL if it is too far away. */
static const char *org_inline_next(
    struct org_inline_range *range, enum org_inline_close kind, const char *from)
{
    static const char *const marks[CLOSE_COUNT] = {
        [CLOSE_LINK] = "]]",
        [CLOSE_ADDRESS] = ">",
        [CLOSE_LINE] = "\\)",
        [CLOSE_DISPLAY] = "\\]",
        [CLOSE_ENVIRONMENT] = "\\end{",
        [CLOSE_DOLLAR] = "$",
        [CLOSE_DOLLARS] = "$$",
    };
    const char **next = &range->next[kind];
    if (!*next || *next < from)
        *next = memmem(from, (size_t)(range->end - from), marks[kind], strlen(marks[kind]));
    if (!*next)
        *next = range->end;
    return *next < range->end && *next - from < SPAN_MAX ? *next : NULL;
}

/* ---- verbatim text ---- */

/* Appends code or LaTeX. */
static void org_inline_put_verbatim(
    const struct org_inline *in, struct buf *out, const char *text, size_t length, bool latex)
{
    if (!in->cloze)
        buf_add(out, text, length);
    else if (latex)
        field_add_latex(out, text, length, in->in_gap);
    else
        field_add_cloze(out, text, length, in->in_gap);
}

static void org_inline_keep(struct org_inline *in, struct buf *piece)
{
    mixed_text_mark(&in->mixed, buf_string(piece));
    in->mixed.text.failed |= piece->failed;
    buf_done(piece);
}

static void org_inline_add_code(struct org_inline *in, const char *text, size_t length)
{
    struct buf piece = {0};
    size_t longest = 0;
    for (size_t i = 0, run = 0; i < length; i++) {
        run = text[i] == '`' ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    buf_fill(&piece, '`', longest + 1);
    buf_text(&piece, longest ? " " : "");
    org_inline_put_verbatim(in, &piece, text, length, false);
    buf_text(&piece, longest ? " " : "");
    buf_fill(&piece, '`', longest + 1);
    org_inline_keep(in, &piece);
}

static void org_inline_add_formula(
    struct org_inline *in, const char *latex, const char *close, bool display)
{
    struct buf piece = {0};
    while (latex < close && isspace((unsigned char)*latex))
        latex++;
    while (latex < close && isspace((unsigned char)close[-1]))
        close--;
    buf_text(&piece, display ? "$$" : "$");
    org_inline_put_verbatim(in, &piece, latex, (size_t)(close - latex), true);
    buf_text(&piece, display ? "$$" : "$");
    org_inline_keep(in, &piece);
}

/* ---- spans ----
 *
 * Each function takes a span that begins at `c` and returns its length, or 0 if there is none. */

static size_t org_inline_take_emphasis(
    struct org_inline *in, struct org_inline_range *range, const char *c)
{
    static const char before[] = " \t\n-('\"{", after[] = " \t\n-.,:!?;'\")}[\\";
    static const struct {
        char org;
        const char *mark; /* NULL for code */
        unsigned bit;
    } marks[] = {{'*', "**", 1}, {'/', "*", 2}, {'_', "*", 2}, {'+', "~~", 4}, {'=', NULL, 0},
        {'~', NULL, 0}};
    const char *close = c + 2, *end = range->end, **barren = &range->barren[(unsigned char)*c];
    bool begins = c == range->begin || strchr(before, c[-1]);
    if (!begins || end - c < 3 || isspace((unsigned char)c[1]) || c[1] == *c || c < *barren)
        return 0;
    while (close < end && !(*close == *c && !isspace((unsigned char)close[-1]) &&
                              (close + 1 == end || strchr(after, close[1]))))
        close++;
    if (close >= end) {
        *barren = end;
        return 0;
    }
    size_t i = 0;
    while (marks[i].org != *c)
        i++;
    bool open = !marks[i].mark || in->open & marks[i].bit;
    if (!open)
        mixed_text_mark(&in->mixed, marks[i].mark);
    in->open |= marks[i].bit;
    if (marks[i].mark)
        org_inline_add(in, c + 1, close);
    else
        org_inline_add_code(in, c + 1, (size_t)(close - c) - 1);
    if (!open) {
        mixed_text_mark(&in->mixed, marks[i].mark);
        in->open &= ~marks[i].bit;
    }
    return (size_t)(close - c) + 1;
}

/* \( \), \[ \], and environments. */
static size_t org_inline_take_latex(
    struct org_inline *in, struct org_inline_range *range, const char *c)
{
    const char *end = range->end, *close = NULL, *latex = c + 2, *after = NULL;
    bool inside = end - c > 4 && strchr("([", c[1]);
    if (inside &&
        (close = org_inline_next(range, c[1] == '(' ? CLOSE_LINE : CLOSE_DISPLAY, latex))) {
        after = close + 2;
    } else if (end - c > 7 && strncmp(c, "\\begin{", 7) == 0) {
        close = org_inline_next(range, CLOSE_ENVIRONMENT, c);
        close = close ? memchr(close, '}', (size_t)(end - close)) : NULL;
        after = close = close ? close + 1 : NULL;
        latex = c;
    }
    if (!close)
        return 0;
    org_inline_add_formula(in, latex, close, c[1] != '(');
    return (size_t)(after - c);
}

static size_t org_inline_take_dollars(
    struct org_inline *in, struct org_inline_range *range, const char *c)
{
    const char *end = range->end, *latex = c + 1;
    bool display = end - c > 2 && c[1] == '$';
    latex += display;
    const char *close = end - latex > 1
                            ? org_inline_next(range, display ? CLOSE_DOLLARS : CLOSE_DOLLAR, latex)
                            : NULL;
    if (!close || close == latex)
        return 0;
    const char *after = close + (display ? 2 : 1);
    bool price = isspace((unsigned char)*latex) || isspace((unsigned char)close[-1]) ||
                 (after < end && isalnum((unsigned char)*after));
    if (!display && price)
        return 0;
    org_inline_add_formula(in, latex, close, display);
    return (size_t)(after - c);
}

/* [[to][text]] or [[to]]. */
static size_t org_inline_take_link(
    struct org_inline *in, struct org_inline_range *range, const char *c)
{
    const char *to = c + 2, *end = org_inline_next(range, CLOSE_LINK, to);
    const char *middle = end ? memmem(to, (size_t)(end - to), "][", 2) : NULL;
    if (!end || end == to)
        return 0;
    const char *to_end = middle ? middle : end, *text = middle ? middle + 2 : to;
    struct buf address = {0}, piece = {0};
    buf_add(&address, to, (size_t)(to_end - to));
    const char *path = buf_string(&address);
    path += strncmp(path, "file:", 5) == 0 && path[5] ? 5 : 0;
    buf_format(&piece, strpbrk(path, " ()") ? "](<%s>)" : "](%s)", path);
    mixed_text_mark(&in->mixed, "[");
    in->in_link = true;
    if (middle)
        org_inline_add(in, text, end);
    else
        mixed_text_add(&in->mixed, text, (size_t)(end - text));
    in->in_link = false;
    in->mixed.text.failed |= address.failed;
    org_inline_keep(in, &piece);
    buf_done(&address);
    return (size_t)(end - c) + 2;
}

/* Whether the bracket has a meaning in Org: a date, a checkbox, a count of checked boxes, a
 * footnote. */
static bool org_inline_is_orgs_own(const char *text, const char *end)
{
    size_t length = (size_t)(end - text), count = strspn(text, "0123456789/%");
    return (length == 1 && strchr(" X-", *text)) || strncmp(text, "fn:", 3) == 0 ||
           (count == 4 && text[4] == '-') ||
           (count == length && (memchr(text, '/', length) || memchr(text, '%', length)));
}

/* Adds a gap; the hint may be NULL. */
static void org_inline_add_gap(struct org_inline *in, const char *text, const char *text_end,
    const char *hint, const char *hint_end)
{
    in->in_gap = true;
    in->gaps++;
    mixed_text_keep(&in->mixed, in->gap, strlen(in->gap));
    org_inline_add(in, text, text_end);
    if (hint && hint < hint_end) {
        mixed_text_keep(&in->mixed, "::", 2);
        org_inline_add(in, hint, hint_end);
    }
    mixed_text_keep(&in->mixed, "}}", 2);
    in->in_gap = false;
}

static void org_inline_add_bracket_gap(struct org_inline *in, const char *text, const char *close)
{
    const char *hint = memmem(text, (size_t)(close - text), "||", 2);
    org_inline_add_gap(in, text, hint ? hint : close, hint ? hint + 2 : NULL, close);
}

static size_t org_inline_take_bracket(
    struct org_inline *in, struct org_inline_range *range, const char *c)
{
    if (in->in_link) {
        mixed_text_keep(&in->mixed, *c == '[' ? "\\[" : "\\]", 2);
        return 1;
    }
    if (*c == ']')
        return 0;
    size_t link = range->end - c > 4 && c[1] == '[' ? org_inline_take_link(in, range, c) : 0;
    const char *close = link ? NULL : field_closing_bracket(c, range->end);
    if (!close || close == c + 1)
        return link;
    if (org_inline_is_orgs_own(c + 1, close))
        mixed_text_add(&in->mixed, c, (size_t)(close - c) + 1);
    else if (in->gap && !in->holes && !in->in_gap)
        org_inline_add_bracket_gap(in, c + 1, close);
    else
        return 0;
    return (size_t)(close - c) + 1;
}

/* <https://...>, which is the same in Markdown. */
static size_t org_inline_take_address(
    struct org_inline *in, struct org_inline_range *range, const char *c)
{
    const char *close = org_inline_next(range, CLOSE_ADDRESS, c);
    size_t length = close ? (size_t)(close - c) + 1 : 0;
    size_t scheme = strspn(c + 1, "abcdefghijklmnopqrstuvwxyz");
    if (!length || scheme < 2 || strncmp(c + 1 + scheme, "://", 3) != 0 ||
        strcspn(c, " \n\t") < length)
        return 0;
    mixed_text_keep(&in->mixed, c, length);
    return length;
}

/* Whether Markdown could take a line for the beginning of a block rather than for part of the
 * paragraph. */
static bool org_inline_could_begin_block(const char *line)
{
    bool marks = strchr("*_=~", *line) && isalnum((unsigned char)line[1]);
    return strchr("-+#>|`0123456789*_=~", *line) && !marks;
}

/* The end of a line. In a filled paragraph it stays a line end, unless the next line could begin a
 * block. After \\ it is a hard line break in any paragraph. */
static size_t org_inline_take_line_end(
    struct org_inline *in, struct org_inline_range *range, const char *c)
{
    const char *at = c + (*c == '\\' ? 2 : 0);
    while (at < range->end && strchr(" \t", *at))
        at++;
    if (at < range->end && *at != '\n')
        return 0;
    if (at == range->end)
        return (size_t)(at - c);
    if (in->filled && *c == '\n' && !org_inline_could_begin_block(at + 1))
        mixed_text_keep(&in->mixed, "\n", 1);
    else
        mixed_text_add(&in->mixed, in->filled && *c == '\n' ? " " : "\n", 1);
    return (size_t)(at - c) + 1;
}

/* A hole; or two braces or colons that are not part of a gap. */
static size_t org_inline_take_pair(
    struct org_inline *in, struct org_inline_range *range, const char *c)
{
    struct org_hole hole;
    if (in->holes && !in->in_gap && org_hole_read(c, range->end, &hole)) {
        org_inline_add_gap(in, hole.text, hole.text_end, hole.hint, hole.hint_end);
        return (size_t)(hole.end - c);
    }
    if (!in->cloze || range->end - c < 2 || c[0] != c[1] || (*c != '{' && !in->in_gap))
        return 0;
    const char escaped[] = {'\\', c[0], c[1]};
    mixed_text_keep(&in->mixed, escaped, sizeof escaped);
    return 2;
}

static size_t org_inline_take_span(
    struct org_inline *in, struct org_inline_range *range, const char *c)
{
    switch (*c) {
    case '[':
    case ']':
        return org_inline_take_bracket(in, range, c);
    case '$':
        return org_inline_take_dollars(in, range, c);
    case '<':
        return org_inline_take_address(in, range, c);
    case '\n':
        return org_inline_take_line_end(in, range, c);
    case '\\':
        return range->end - c > 1 && c[1] == '\\' ? org_inline_take_line_end(in, range, c)
                                                  : org_inline_take_latex(in, range, c);
    case '{':
    case '}':
    case ':':
        return org_inline_take_pair(in, range, c);
    case '|':
        return 0;
    default:
        return org_inline_take_emphasis(in, range, c);
    }
}

void org_inline_add(struct org_inline *in, const char *text, const char *end)
{
    static const char special[] = "[]|$<\n\\{}:*/_+=~";
    struct org_inline_range range = {.begin = text, .end = end};
    if (in->depth == DEPTH_MAX) {
        mixed_text_add(&in->mixed, text, (size_t)(end - text));
        return;
    }
    in->depth++;
    while (text < end) {
        size_t plain = strcspn(text, special), left = (size_t)(end - text);
        size_t length = plain < left ? plain : left;
        if (length == 0) {
            length = org_inline_take_span(in, &range, text);
            if (length == 0)
                mixed_text_add(&in->mixed, text, length = 1);
        } else {
            mixed_text_add(&in->mixed, text, length);
        }
        text += length;
    }
    in->depth--;
}
