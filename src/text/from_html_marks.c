/* Finds the formulas, then the gaps. Either may contain the other. Then copies the document, with
 * an object for each. */
#include "text/from_html_marks.h"

#include "text/from_html.h"
#include "text/from_html_steps.h"
#include "text/gap.h"
#include "text/math.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *html_marks_at(const struct html_marks *m, size_t at)
{
    return buf_string(&m->from->text) + at;
}

static bool from_html_marks_is(const struct html_marks *m, size_t at, const char *word)
{
    return strncmp(html_marks_at(m, at), word, strlen(word)) == 0;
}

/* ---- formulas ---- */

/* The delimiters of formulas. If `whole` is set, they are part of the formula. */
static const struct html_delimiter {
    const char *open, *close;
    enum doc_object_kind kind;
    bool whole, latex; /* latex: only within [latex] */
} from_html_marks_delimiters[] = {{"\\[", "\\]", DOC_DISPLAY, false, false},
    {"\\(", "\\)", DOC_FORMULA, false, false}, {"[$]", "[/$]", DOC_FORMULA, false, false},
    {"[$$]", "[/$$]", DOC_DISPLAY, false, false}, {"$$", "$$", DOC_DISPLAY, false, true},
    {"$", "$", DOC_FORMULA, false, true},
    {"\\begin{math}", "\\end{math}", DOC_FORMULA, false, false},
    {"\\begin{displaymath}", "\\end{displaymath}", DOC_DISPLAY, false, false},
    {"\\begin{equation}", "\\end{equation}", DOC_DISPLAY, false, false},
    {"\\begin{equation*}", "\\end{equation*}", DOC_DISPLAY, false, false},
    {"\\begin{align}", "\\end{align}", DOC_DISPLAY, true, false},
    {"\\begin{align*}", "\\end{align*}", DOC_DISPLAY, true, false},
    {"\\begin{aligned}", "\\end{aligned}", DOC_DISPLAY, true, false},
    {"\\begin{eqnarray}", "\\end{eqnarray}", DOC_DISPLAY, true, false},
    {"\\begin{eqnarray*}", "\\end{eqnarray*}", DOC_DISPLAY, true, false},
    {"\\begin{gather}", "\\end{gather}", DOC_DISPLAY, true, false},
    {"\\begin{gather*}", "\\end{gather*}", DOC_DISPLAY, true, false},
    {"\\begin{multline}", "\\end{multline}", DOC_DISPLAY, true, false},
    {"\\begin{cases}", "\\end{cases}", DOC_DISPLAY, true, false},
    {"\\begin{array}", "\\end{array}", DOC_DISPLAY, true, false},
    {"\\begin{matrix}", "\\end{matrix}", DOC_DISPLAY, true, false},
    {"\\begin{pmatrix}", "\\end{pmatrix}", DOC_DISPLAY, true, false},
    {"\\begin{bmatrix}", "\\end{bmatrix}", DOC_DISPLAY, true, false},
    {"\\begin{vmatrix}", "\\end{vmatrix}", DOC_DISPLAY, true, false}};

/* The length of LaTeX that begins at an offset, without the white space at its end, and without a
 * backslash that escaped such a space or the delimiter. */
static size_t from_html_marks_end(const struct buf *source, size_t begin)
{
    size_t length = source->length, slashes = 1;
    while (slashes % 2) {
        while (length > begin && strchr(" \n", source->bytes[length - 1]))
            length--;
        for (slashes = 0; length - slashes > begin && source->bytes[length - slashes - 1] == '\\';)
            slashes++;
        length -= slashes % 2;
    }
    return length;
}

/* Trims white space from both ends of the text that begins at `begin`. */
static void from_html_marks_trim(struct buf *source, size_t begin)
{
    size_t blank = strspn(buf_string(source) + begin, " \n");
    buf_cut(source, from_html_marks_end(source, begin));
    if (source->length <= begin)
        return;
    memmove(
        source->bytes + begin, source->bytes + begin + blank, source->length - begin - blank + 1);
    buf_cut(source, source->length - blank);
}

/* Appends the LaTeX between two offsets. In a displayed formula, line breaks and ends of
 * blocks become line feeds; in any other, they become spaces. */
static void from_html_marks_put_source(
    struct html_marks *m, size_t block, size_t start, size_t end, enum doc_object_kind kind)
{
    size_t begin = m->sources.length;
    struct buf *out = &m->sources;
    for (size_t at = start; at < end; at++) {
        const char *c = html_marks_at(m, at);
        if (*c == *HTML_LITERAL && from_html_marks_is(m, at, HTML_LITERAL)) {
            at += strlen(HTML_LITERAL) - 1;
            continue;
        }
        bool nbsp = *c == *DOC_NBSP && strncmp(c, DOC_NBSP, strlen(DOC_NBSP)) == 0,
             feed = *c == '\n';
        bool blank = nbsp || feed || *c == ' ' || *c == '\t';
        for (; at >= m->from->blocks[block].end; block++)
            feed = true;
        bool line = kind == DOC_DISPLAY && feed;
        if (line && out->length > begin && out->bytes[out->length - 1] == ' ')
            buf_cut(out, out->length - 1);
        if ((blank || feed) && out->length > begin && out->bytes[out->length - 1] != '\n')
            buf_char(out, line ? '\n' : ' ');
        if (!blank && *c != DOC_OBJECT)
            buf_char(out, *c);
        at += nbsp;
    }
    from_html_marks_trim(out, begin);
    /* A > at the beginning of a line would begin a quotation. */
    for (size_t at = begin + 1; at < out->length; at++)
        if (out->bytes[at] == '>' && out->bytes[at - 1] == '\n')
            out->bytes[at - 1] = ' ';
}

/* Whether the formula can be written between dollar signs. */
static bool from_html_marks_is_writable(const char *latex, size_t length)
{
    for (const char *c = latex; *c; c++) {
        if (*c == '`' || *c == '$')
            return false;
        c += *c == '\\' && c[1];
    }
    return length > 0 && length <= FORMULA_MAX;
}

/* Whether a formula that begins in `block` may end at the offset `last`. It must not end in code.
 * It may end in a later block only if all blocks up to there are text in the same container. */
static bool from_html_marks_may_cross(const struct html_marks *m, size_t block, size_t last)
{
    const struct doc_block *blocks = m->from->blocks;
    size_t i = block;
    for (; blocks[i].end <= last; i++)
        if (blocks[i + 1].kind != DOC_TEXT || blocks[i + 1].container != blocks[block].container ||
            blocks[block].kind != DOC_TEXT)
            return false;
    return !(m->from->styles.bytes[last] & DOC_CODE);
}

static void from_html_marks_add(struct html_marks *m, const struct html_span *span)
{
    m->failed |= !array_add(&m->spans, &m->span_count, &m->span_capacity, span, sizeof *span);
}

/* Adds the formula that begins with the delimiter at an offset, if it ends by `limit`. Returns the
 * end of the formula, or 0 if there is none. */
static size_t from_html_marks_take(struct html_marks *m, size_t block, size_t at, size_t limit,
    const struct html_delimiter *delimiter)
{
    size_t inner = at + strlen(delimiter->open), rest = m->from->text.length - inner;
    size_t close = strlen(delimiter->close), source = m->sources.length;
    const char *text = html_marks_at(m, inner);
    const char *found =
        memmem(text, rest < 2 * FORMULA_MAX ? rest : 2 * FORMULA_MAX, delimiter->close, close);
    size_t end = found ? inner + (size_t)(found - text) : 0;
    if (!found || end + close > limit || !from_html_marks_may_cross(m, block, end + close - 1))
        return 0;
    if (delimiter->whole)
        from_html_marks_put_source(m, block, at, end + close, delimiter->kind);
    else
        from_html_marks_put_source(m, block, inner, end, delimiter->kind);
    if (!from_html_marks_is_writable(
            buf_string(&m->sources) + source, m->sources.length - source)) {
        buf_cut(&m->sources, source);
        return 0;
    }
    buf_char(&m->sources, '\0');
    from_html_marks_add(m, &(struct html_span){at, end + close, source, false, delimiter->kind});
    return end + close;
}

/* ---- LaTeX text ---- */

#define LATEX     "[latex]"
#define LATEX_END "[/latex]"

/* Adds a span that replaces `length` bytes at an offset with a text, which may be empty. Returns
 * the end of these bytes. */
static size_t from_html_marks_replace(
    struct html_marks *m, size_t at, size_t length, const char *text)
{
    struct html_span span = {.start = at, .end = at + length, .plain = true};
    span.source = m->sources.length;
    buf_add(&m->sources, text, strlen(text) + 1);
    from_html_marks_add(m, &span);
    return span.end;
}

/* If [ or ( follows the HTML_LITERAL at an offset, adds a span that keeps only that character, and
 * returns its end. Returns 0 for any other character. */
static size_t from_html_marks_replace_literal(struct html_marks *m, size_t at)
{
    char character[2] = {html_marks_at(m, at)[strlen(HTML_LITERAL)]};
    if (!character[0] || !strchr("[(", character[0]))
        return 0;
    return from_html_marks_replace(m, at, strlen(HTML_LITERAL) + 1, character);
}

/* The offset of the brace that closes the group whose content begins at an offset; 0 if there is
 * none within 2000 bytes, or none before [/latex]. */
static size_t from_html_marks_brace(const struct html_marks *m, size_t at)
{
    size_t end = m->latex < at + 2000 ? m->latex : at + 2000;
    for (int depth = 0; at < end; at++) {
        char c = m->from->text.bytes[at];
        depth += (c == '{') - (c == '}');
        if (depth < 0)
            return at;
    }
    return 0;
}

/* Whether there is a single line break at an offset. LaTeX reads it as a space; two breaks end a
 * paragraph. */
static bool from_html_marks_is_space(const struct html_marks *m, size_t at)
{
    const char *c = html_marks_at(m, at);
    return *c == '\n' && c[1] != '\n' && at > 0 && c[-1] != '\n';
}

/* Reads a command, the end of a command's braces, a line break or [/latex] at an offset of LaTeX
 * text. Returns the end of what was read, or 0 for plain text. */
static size_t from_html_marks_read_latex(struct html_marks *m, size_t at)
{
    char number[16] = "";
    if (at == m->latex) {
        m->latex = m->brace_count = m->lists.depth = 0;
        return from_html_marks_replace(m, at, strlen(LATEX_END), "");
    }
    if (m->brace_count && at == m->braces[m->brace_count - 1]) {
        m->brace_count--;
        return from_html_marks_replace(m, at, 1, "");
    }
    if (from_html_marks_is_space(m, at))
        return from_html_marks_replace(m, at, 1, " ");
    struct latex_command command = latex_text_command(html_marks_at(m, at), &m->lists);
    size_t inner = at + command.length, end = command.styles ? from_html_marks_brace(m, inner) : 0;
    if (!command.length || inner > m->latex ||
        (command.styles && (!end || m->brace_count == COUNT(m->braces))))
        return 0;
    for (size_t i = inner; i < end; i++)
        m->from->styles.bytes[i] |= (char)command.styles;
    if (end)
        m->braces[m->brace_count++] = end;
    if (command.number)
        snprintf(number, sizeof number, "\n%u. ", command.number);
    return from_html_marks_replace(m, at, command.length, *number ? number : command.text);
}

/* Whether LaTeX text has superscripts or subscripts but no delimited formula, so that all of it
 * must be a formula. False for text longer than any formula. */
static bool from_html_marks_is_bare(const char *text, const char *end)
{
    bool scripts = false;
    if ((size_t)(end - text) - strlen(LATEX) > 2 * FORMULA_MAX)
        return false;
    for (const char *c = text + strlen(LATEX); c < end; c++) {
        if (*c == '$' || strncmp(c, "\\(", 2) == 0 || strncmp(c, "\\[", 2) == 0 ||
            strncmp(c, "\\begin", 6) == 0)
            return false;
        scripts |= (*c == '^' || *c == '_') && c[-1] != '\\';
    }
    return scripts;
}

/* Begins the LaTeX text at an offset. Returns where to continue, or 0 if no such text begins there.
 * `last` is the offset of the last [/latex]. */
static size_t from_html_marks_begin_latex(
    struct html_marks *m, size_t block, size_t at, size_t last)
{
    static const struct html_delimiter bare = {LATEX, LATEX_END, DOC_FORMULA, false, false};
    if (at >= last || !from_html_marks_is(m, at, LATEX))
        return 0;
    const char *close = strstr(html_marks_at(m, at), LATEX_END);
    if (from_html_marks_is_bare(html_marks_at(m, at), close))
        return from_html_marks_take(m, block, at, m->from->text.length, &bare);
    m->latex = (size_t)(close - buf_string(&m->from->text));
    return from_html_marks_replace(m, at, strlen(LATEX), "");
}

/* Finds the formulas of a block from an offset on. Returns where to continue, which may be in a
 * later block. */
static size_t from_html_marks_find_in(struct html_marks *m, size_t block, size_t at, size_t last)
{
    const struct doc *from = m->from;
    while (at < from->blocks[block].end) {
        bool code = from->styles.bytes[at] & DOC_CODE, latex = m->latex != 0;
        bool starts = !code && strchr("\\[$", from->text.bytes[at]);
        size_t end = starts && !latex ? from_html_marks_begin_latex(m, block, at, last) : 0;
        if (!end && from_html_marks_is(m, at, HTML_LITERAL))
            end = from_html_marks_replace_literal(m, at);
        for (size_t i = 0; i < COUNT(from_html_marks_delimiters) && starts && !end; i++) {
            const struct html_delimiter *delimiter = &from_html_marks_delimiters[i];
            size_t limit = latex ? m->latex : from->text.length;
            if ((latex || !delimiter->latex) && from_html_marks_is(m, at, delimiter->open))
                end = from_html_marks_take(m, block, at, limit, delimiter);
        }
        if (!end && latex)
            end = from_html_marks_read_latex(m, at);
        at = end ? end : at + 1;
    }
    return at;
}

/* The offset of the last [/latex] in the text; 0 if there is none. */
static size_t from_html_marks_last_end(const struct html_marks *m)
{
    size_t last = 0;
    for (const char *text = html_marks_at(m, 0), *c = text; (c = strstr(c, LATEX_END)); c++)
        last = (size_t)(c - text);
    return last;
}

static void from_html_marks_find_formulas(struct html_marks *m)
{
    size_t at = 0, last = from_html_marks_last_end(m);
    for (size_t i = 0; i < m->from->block_count; i++) {
        const struct doc_block *block = &m->from->blocks[i];
        at = at < block->start ? block->start : at;
        if (block->kind == DOC_CODE_BLOCK)
            at = block->end;
        at = from_html_marks_find_in(m, i, at, last);
    }
}

/* ---- gaps ---- */

/* Finds the hint and the end of the gap whose text begins at gap->text: as in Anki, the first }},
 * but not within a formula, because that is written with spaces between its braces. Returns false
 * if the gap does not end. `span` is the first span that ends after gap->start. */
static bool from_html_marks_find_end(const struct html_marks *m, size_t span, struct html_gap *gap)
{
    size_t length = m->from->text.length;
    gap->hint = SIZE_MAX;
    for (size_t at = gap->text; at + 1 < length; at++) {
        while (span < m->span_count && m->spans[span].end <= at)
            span++;
        if (span < m->span_count && m->spans[span].start <= at) {
            at = m->spans[span].end - 1;
        } else if (from_html_marks_is(m, at, "}}")) {
            gap->end = at;
            gap->hint = gap->hint == SIZE_MAX ? at : gap->hint;
            return true;
        } else if (from_html_marks_is(m, at, "::") && gap->hint == SIZE_MAX &&
                   !(m->from->styles.bytes[at + 1] & DOC_APART)) {
            gap->hint = at++;
        }
    }
    return false;
}

static void from_html_marks_find_gaps(struct html_marks *m)
{
    size_t length = m->from->text.length, span = 0;
    for (size_t at = 0; at < length; at++) {
        while (span < m->span_count && m->spans[span].end <= at)
            span++;
        if (span < m->span_count && m->spans[span].start <= at) {
            m->to->has_gaps |= !m->spans[span].plain &&
                               strstr(buf_string(&m->sources) + m->spans[span].source, "{{c");
            at = m->spans[span].end - 1;
            continue;
        }
        size_t open = gap_opening(html_marks_at(m, at), NULL);
        struct html_gap gap = {.start = at, .text = at + open};
        if (!open)
            continue;
        if (!from_html_marks_find_end(m, span, &gap))
            return;
        m->failed |= !array_add(&m->gaps, &m->gap_count, &m->gap_capacity, &gap, sizeof gap);
        m->to->has_gaps = true;
        at = gap.end + 1;
    }
}

/* ---- the whole ---- */

void from_html_find_marks(struct doc *from, struct doc *to)
{
    struct html_marks m = {.from = from, .to = to};
    for (size_t i = 1; i < from->container_count; i++)
        doc_add_container(to, &from->containers[i]);
    if (!doc_has_failed(from)) {
        from_html_marks_find_formulas(&m);
        from_html_marks_find_gaps(&m);
    }
    to->failed |= doc_has_failed(from) || m.failed || m.sources.failed;
    if (!to->failed)
        html_marks_copy(&m);
    to->failed |= m.failed;
    free(m.spans);
    free(m.gaps);
    buf_done(&m.sources);
}
