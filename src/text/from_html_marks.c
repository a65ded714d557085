/* Formulas are found first, then gaps, which may hold formulas or be in one; then the document is
 * copied with an object for each. */
#include "text/from_html_tree.h"

#include "text/from_html_latex.h"
#include "text/math.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A part of the text that something else stands for. */
struct html_span {
    size_t start, end;
    size_t source; /* a formula's LaTeX, or plain text, in sources */
    bool plain;
    enum doc_object_kind kind; /* of a formula */
};

struct html_gap {
    size_t start, text, hint, end; /* where {{c1::, the text, :: and }} are; no hint: hint == end */
};

struct html_marks {
    struct doc *from;
    struct doc *to;
    struct html_span *spans;
    size_t span_count, span_capacity;
    struct html_gap *gaps;
    size_t gap_count, gap_capacity;
    struct buf sources; /* NUL-terminated */
    bool failed;
    size_t latex;     /* where the current LaTeX text ends; 0 outside any */
    size_t braces[8]; /* where the braces of its commands end */
    size_t brace_count;
    struct latex_lists lists;
};

static const char *from_html_marks_at(const struct html_marks *m, size_t at)
{
    return buf_string(&m->from->text) + at;
}

static bool from_html_marks_is(const struct html_marks *m, size_t at, const char *word)
{
    return strncmp(from_html_marks_at(m, at), word, strlen(word)) == 0;
}

/* The length of "{{c1::" at text, or 0. */
static size_t from_html_marks_gap(const char *text)
{
    size_t digits = strncmp(text, "{{c", 3) == 0 ? strspn(text + 3, "0123456789") : 0;
    return digits && strncmp(text + 3 + digits, "::", 2) == 0 ? 3 + digits + 2 : 0;
}

/* ---- formulas ---- */

/* What encloses formulas. Where it is whole, the enclosing words are part of the formula. */
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

/* Drops white space at the edges of what was appended, and a backslash that quoted it. */
static void from_html_marks_trim(struct buf *source, size_t begin)
{
    size_t blank = strspn(buf_string(source) + begin, " \n"), length = source->length, slashes = 0;
    while (length > begin + blank && strchr(" \n", source->bytes[length - 1]))
        length--;
    while (length - slashes > begin + blank && source->bytes[length - slashes - 1] == '\\')
        slashes++;
    length -= slashes % 2;
    buf_cut(source, length);
    if (source->bytes && length > begin)
        memmove(source->bytes + begin, source->bytes + begin + blank, length - begin - blank + 1);
    buf_cut(source, length > begin ? length - blank : begin);
}

/* Appends the LaTeX between two offsets. Lines end where the text's lines and blocks do. */
static void from_html_marks_put_source(
    struct html_marks *m, size_t block, size_t start, size_t end, enum doc_object_kind kind)
{
    size_t begin = m->sources.length;
    struct buf *out = &m->sources;
    for (size_t at = start; at < end; at++) {
        const char *c = from_html_marks_at(m, at);
        bool feed = *c == '\n';
        for (; at >= m->from->blocks[block].end; block++)
            feed = true;
        bool space = strchr(" \t", *c) || feed;
        bool line = kind == DOC_DISPLAY && feed;
        char last = out->length > begin ? out->bytes[out->length - 1] : '\n';
        if (strncmp(c, DOC_NBSP, 2) == 0)
            space = true, at++;
        if (feed && line && last == ' ')
            buf_cut(out, out->length - 1);
        if (space && last != '\n')
            buf_char(out, line ? '\n' : ' ');
        if (!strchr(" \t\n", *c) && *c != DOC_OBJECT && strncmp(c, DOC_NBSP, 2) != 0)
            buf_char(out, *c);
    }
    from_html_marks_trim(out, begin);
    for (size_t at = begin + 1; at < out->length; at++) /* which would look like a quotation */
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

/* Whether the text between two offsets is in blocks that a formula may cross, and ends outside
 * code. The first offset is in that block. */
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

/* Adds the formula that the delimiter begins at an offset, and which ends before the limit. Returns
 * where it ends; 0 for no formula. */
static size_t from_html_marks_take(struct html_marks *m, size_t block, size_t at, size_t limit,
    const struct html_delimiter *delimiter)
{
    size_t inner = at + strlen(delimiter->open), rest = m->from->text.length - inner;
    size_t close = strlen(delimiter->close), source = m->sources.length;
    const char *text = from_html_marks_at(m, inner);
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

/* Lets a text, which may be empty, stand for another. Returns where that ends. */
static size_t from_html_marks_replace(
    struct html_marks *m, size_t at, size_t length, const char *text)
{
    struct html_span span = {.start = at, .end = at + length, .plain = true};
    span.source = m->sources.length;
    buf_add(&m->sources, text, strlen(text) + 1);
    from_html_marks_add(m, &span);
    return span.end;
}

/* Where the braces end whose text begins at an offset; 0 if they do not within a little text. */
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

/* Reads what stands at an offset of LaTeX text. Returns where it ends; 0 for plain text. */
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
    struct latex_command command = latex_text_command(from_html_marks_at(m, at), &m->lists);
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

/* Whether LaTeX text has scripts but no formula, and so must be one. */
static bool from_html_marks_is_bare(const char *text, const char *end)
{
    bool scripts = false;
    for (const char *c = text + strlen(LATEX); c < end; c++) {
        if (*c == '$' || strncmp(c, "\\(", 2) == 0 || strncmp(c, "\\[", 2) == 0 ||
            strncmp(c, "\\begin", 6) == 0)
            return false;
        scripts |= (*c == '^' || *c == '_') && c[-1] != '\\';
    }
    return scripts;
}

static size_t from_html_marks_begin_latex(struct html_marks *m, size_t block, size_t at)
{
    static const struct html_delimiter bare = {LATEX, LATEX_END, DOC_FORMULA, false, false};
    const char *close = strstr(from_html_marks_at(m, at), LATEX_END);
    if (!from_html_marks_is(m, at, LATEX) || !close)
        return 0;
    if (from_html_marks_is_bare(from_html_marks_at(m, at), close))
        return from_html_marks_take(m, block, at, m->from->text.length, &bare);
    m->latex = (size_t)(close - buf_string(&m->from->text));
    return from_html_marks_replace(m, at, strlen(LATEX), "");
}

/* Finds the formulas of a block from an offset on. Returns where to look on, which may be in a
 * later block. */
static size_t from_html_marks_find_in(struct html_marks *m, size_t block, size_t at)
{
    const struct doc *from = m->from;
    while (at < from->blocks[block].end) {
        bool code = from->styles.bytes[at] & DOC_CODE, latex = m->latex != 0;
        bool starts = !code && strchr("\\[$", from->text.bytes[at]);
        size_t end = starts && !latex ? from_html_marks_begin_latex(m, block, at) : 0;
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

static void from_html_marks_find_formulas(struct html_marks *m)
{
    size_t at = 0;
    for (size_t i = 0; i < m->from->block_count; i++) {
        const struct doc_block *block = &m->from->blocks[i];
        at = at < block->start ? block->start : at;
        if (block->kind == DOC_CODE_BLOCK)
            at = block->end;
        at = from_html_marks_find_in(m, i, at);
    }
}

/* ---- gaps ---- */

/* Finds where the gap ends that begins at an offset; false if it does not. *span is the first span
 * that ends behind the offset. */
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
        } else if (from_html_marks_is(m, at, "::") && gap->hint == SIZE_MAX) {
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
        size_t open = from_html_marks_gap(from_html_marks_at(m, at));
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

/* ---- LaTeX with gaps ---- */

/* Where the gap ends whose text begins here: at }} outside the braces of LaTeX. */
static const char *from_html_marks_latex_end(const char *text)
{
    int depth = 0;
    for (const char *c = text; *c; c++) {
        if (*c == '\\' && c[1])
            c++;
        else if (strncmp(c, "}}", 2) == 0 && depth == 0)
            return c;
        else
            depth += (*c == '{') - (*c == '}');
    }
    return strstr(text, "}}");
}

/* Appends LaTeX with a space within each pair that a cloze would take for its own. */
static void from_html_marks_part(
    struct buf *out, const char *text, size_t length, const char *const *pairs)
{
    for (size_t i = 0; i < length; i++) {
        bool pair = false;
        for (const char *const *p = pairs; *p; p++)
            pair |= i + 1 < length && strncmp(text + i, *p, 2) == 0;
        buf_char(out, text[i]);
        if (pair)
            buf_char(out, ' ');
    }
}

static void from_html_marks_put_latex(struct buf *out, const char *latex, bool in_gap)
{
    static const char *const inside[] = {"{{", "}}", "::", NULL},
                             *const within[] = {"{{", "}}", NULL}, *const outside[] = {"{{", NULL};
    const char *c = latex;
    for (const char *at = latex; !in_gap && (at = strstr(at, "{{c"));) {
        size_t open = from_html_marks_gap(at);
        const char *end = open ? from_html_marks_latex_end(at + open) : NULL;
        if (!end) {
            at += 2;
            continue;
        }
        from_html_marks_part(out, c, (size_t)(at - c), outside);
        buf_add(out, at, open);
        from_html_marks_part(out, at + open, (size_t)(end - at) - open, within);
        buf_text(out, end[-1] == '}' ? " }}" : "}}");
        at = c = end + 2;
    }
    from_html_marks_part(out, c, strlen(c), in_gap ? inside : outside);
}

/* ---- the copy ---- */

static bool from_html_marks_ends_with(
    const struct html_marks *m, const struct doc_block *block, enum doc_object_kind kind)
{
    const struct doc *to = m->to;
    const struct doc_object *last = to->object_count ? &to->objects[to->object_count - 1] : NULL;
    return last && last->kind == kind && last->at + 1 == to->text.length &&
           last->at >= block->start;
}

/* Formulas beside one another become one, because Markdown has nothing to divide them; displayed
 * ones begin a line. */
static void from_html_marks_put_formula(
    struct html_marks *m, const struct html_span *span, bool in_gap)
{
    struct doc *to = m->to;
    const struct doc_block *block = &to->blocks[to->block_count - 1];
    bool formula = from_html_marks_ends_with(m, block, DOC_FORMULA);
    bool display = from_html_marks_ends_with(m, block, DOC_DISPLAY);
    uint8_t styles = (uint8_t)m->from->styles.bytes[span->start];
    const char *latex = buf_string(&m->sources) + span->source;
    struct buf source = {0};
    const char *before = formula ? doc_string(to, to->objects[to->object_count - 1].source) : "";
    if (formula && span->kind == DOC_FORMULA && strlen(before) + strlen(latex) < FORMULA_MAX - 2) {
        buf_format(&source, "%s{}", before);
        doc_cut(to, to->text.length - 1);
    } else if (formula || display) {
        doc_put(to, "\n", 1, styles);
    }
    if (to->has_gaps)
        from_html_marks_put_latex(&source, latex, in_gap);
    else
        buf_text(&source, latex);
    doc_put_object(to, span->kind, styles, buf_string(&source), "");
    to->failed |= source.failed;
    buf_done(&source);
}

static void from_html_marks_put_plain(struct html_marks *m, const struct html_span *span)
{
    struct doc *to = m->to;
    const char *text = buf_string(&m->sources) + span->source;
    size_t begin = to->blocks[to->block_count - 1].start, length = to->text.length;
    while (*text == '\n' && length > begin && strchr(" \n", to->text.bytes[length - 1]))
        length--;
    if (*text == '\n')
        doc_cut(to, length);
    text += *text == '\n' && length == begin;
    doc_put(to, text, strlen(text), (uint8_t)m->from->styles.bytes[span->start]);
}

static void from_html_marks_put_edge(
    struct html_marks *m, enum doc_object_kind kind, size_t start, size_t end)
{
    struct buf source = {0};
    buf_add(&source, from_html_marks_at(m, start), end - start);
    doc_put_object(m->to, kind, (uint8_t)m->from->styles.bytes[start], buf_string(&source), "");
    m->failed |= source.failed;
    buf_done(&source);
}

/* How far the copy has come. */
struct html_copy {
    size_t at, span, gap, object;
};

/* Copies the gap's mark at c->at; returns where it ends, or 0 if none is there. */
static size_t from_html_marks_copy_gap(struct html_marks *m, struct html_copy *c)
{
    const struct html_gap *gap = c->gap < m->gap_count ? &m->gaps[c->gap] : NULL;
    if (gap && c->at == gap->start) {
        from_html_marks_put_edge(m, DOC_GAP, gap->start, gap->text);
        return gap->text;
    }
    if (gap && c->at == gap->hint && gap->hint < gap->end) {
        from_html_marks_put_edge(m, DOC_HINT, gap->hint, gap->hint + 2);
        return gap->hint + 2;
    }
    if (gap && c->at == gap->end) {
        from_html_marks_put_edge(m, DOC_GAP_END, gap->end, gap->end + 2);
        c->gap++;
        return gap->end + 2;
    }
    return 0;
}

static bool from_html_marks_begins_line(const struct doc *to)
{
    size_t length = to->text.length;
    return length == to->blocks[to->block_count - 1].start || to->text.bytes[length - 1] == '\n';
}

/* Copies what is at c->at: a formula, a gap's mark, an object, or a byte; returns where it ends. */
static size_t from_html_marks_copy_one(struct html_marks *m, struct html_copy *c)
{
    const struct doc *from = m->from;
    uint8_t styles = (uint8_t)from->styles.bytes[c->at];
    const struct html_span *span = c->span < m->span_count ? &m->spans[c->span] : NULL;
    size_t gap = from_html_marks_copy_gap(m, c);
    if (gap)
        return gap;
    if (span && span->start == c->at) {
        bool in_gap = c->gap < m->gap_count && c->at > m->gaps[c->gap].start;
        if (span->plain)
            from_html_marks_put_plain(m, span);
        else
            from_html_marks_put_formula(m, span, in_gap);
        c->span++;
        return span->end;
    }
    if (from->text.bytes[c->at] == DOC_OBJECT) {
        const struct doc_object *object = &from->objects[doc_find_object(from, c->at)];
        doc_put_object(m->to, object->kind, styles, doc_string(from, object->source),
            doc_string(from, object->more));
    } else if (from->text.bytes[c->at] != ' ' || styles & DOC_CODE ||
               !from_html_marks_begins_line(m->to)) {
        doc_put(m->to, from->text.bytes + c->at, 1, styles);
    }
    return c->at + 1;
}

/* Drops the white space at the end of the last block, which LaTeX text may have left. */
static void from_html_marks_end_block(struct doc *to)
{
    size_t begin = to->blocks[to->block_count - 1].start, length = to->text.length;
    while (length > begin && strchr(" \n", to->text.bytes[length - 1]))
        length--;
    doc_cut(to, length);
}

static void from_html_marks_copy(struct html_marks *m)
{
    struct html_copy c = {0};
    for (size_t i = 0; i < m->from->block_count && !doc_has_failed(m->to); i++) {
        const struct doc_block *block = &m->from->blocks[i];
        struct doc_block *copy = doc_begin_block(m->to, block->kind, block->container);
        copy->level = block->level;
        copy->table = block->table;
        copy->row = block->row;
        c.at = c.at < block->start ? block->start : c.at;
        while (c.at < block->end)
            c.at = from_html_marks_copy_one(m, &c);
        if (block->kind == DOC_TEXT)
            from_html_marks_end_block(m->to);
    }
}

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
        from_html_marks_copy(&m);
    free(m.spans);
    free(m.gaps);
    buf_done(&m.sources);
}
