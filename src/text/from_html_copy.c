#include "text/from_html_marks.h"
#include "text/gap.h"
#include "text/math.h"

#include <string.h>

/* ---- LaTeX with gaps ---- */

static void from_html_copy_put_latex(struct buf *out, const char *latex, bool in_gap)
{
    const char *c = latex;
    for (struct gap gap; !in_gap && gap_find(c, GAP_LATEX, &gap); c = gap.end + 2) {
        gap_put_apart(out, c, (size_t)(gap.open - c), "{");
        buf_add(out, gap.open, (size_t)(gap.text - gap.open));
        gap_put_apart(out, gap.text, (size_t)(gap.end - gap.text), "{}");
        buf_text(out, gap.end[-1] == '}' ? " }}" : "}}");
    }
    gap_put_apart(out, c, strlen(c), in_gap ? "{}:" : "{");
}

/* ---- the copy ---- */

static bool from_html_copy_ends_with(
    const struct html_marks *m, const struct doc_block *block, enum doc_object_kind kind)
{
    const struct doc *to = m->to;
    const struct doc_object *last = to->object_count ? &to->objects[to->object_count - 1] : NULL;
    return last && last->kind == kind && last->at + 1 == to->text.length &&
           last->at >= block->start;
}

/* Copies a formula. Adjacent formulas are put on separate lines if either is displayed. */
static void from_html_copy_put_formula(
    struct html_marks *m, const struct html_span *span, bool in_gap)
{
    struct doc *to = m->to;
    const struct doc_block *block = &to->blocks[to->block_count - 1];
    bool formula = from_html_copy_ends_with(m, block, DOC_FORMULA);
    bool display = from_html_copy_ends_with(m, block, DOC_DISPLAY);
    uint8_t styles = (uint8_t)m->from->styles.bytes[span->start];
    const char *latex = buf_string(&m->sources) + span->source;
    struct buf source = {0};
    if (display || (formula && span->kind == DOC_DISPLAY))
        doc_put(to, "\n", 1, styles);
    if (to->has_gaps)
        from_html_copy_put_latex(&source, latex, in_gap);
    else
        buf_text(&source, latex);
    doc_put_object(to, span->kind, styles, buf_string(&source), "");
    to->failed |= source.failed;
    buf_done(&source);
}

/* The length of the text without trailing white space in the last block. */
static size_t from_html_copy_trimmed(const struct doc *to)
{
    size_t begin = to->blocks[to->block_count - 1].start, length = to->text.length;
    size_t nbsp = strlen(DOC_NBSP);
    for (;;) {
        const char *end = buf_string(&to->text) + length;
        if (length > begin && strchr(" \n", end[-1]))
            length--;
        else if (length >= begin + nbsp && memcmp(end - nbsp, DOC_NBSP, nbsp) == 0)
            length -= nbsp;
        else
            return length;
    }
}

static void from_html_copy_put_plain(struct html_marks *m, const struct html_span *span)
{
    struct doc *to = m->to;
    const char *text = buf_string(&m->sources) + span->source;
    if (*text == '\n')
        doc_cut(to, from_html_copy_trimmed(to));
    text += *text == '\n' && to->text.length == to->blocks[to->block_count - 1].start;
    doc_put(to, text, strlen(text), (uint8_t)m->from->styles.bytes[span->start]);
}

static void from_html_copy_put_edge(
    struct html_marks *m, enum doc_object_kind kind, size_t start, size_t end)
{
    struct buf source = {0};
    buf_add(&source, html_marks_at(m, start), end - start);
    doc_put_object(m->to, kind, (uint8_t)m->from->styles.bytes[start], buf_string(&source), "");
    m->failed |= source.failed;
    buf_done(&source);
}

/* How far the copy has got: an offset, and the next span and gap. */
struct html_copy {
    size_t at, span, gap;
};

/* The offset of the gap marks at the end of the last block; the end of the text if there are
 * none. */
static size_t from_html_copy_before_edges(const struct doc *to)
{
    size_t length = to->text.length, begin = to->blocks[to->block_count - 1].start;
    for (size_t i = to->object_count; i > 0 && length > begin; i--, length--)
        if (to->objects[i - 1].at + 1 != length || to->objects[i - 1].kind < DOC_GAP)
            break;
    return length;
}

static bool from_html_copy_begins_line(const struct doc *to)
{
    size_t length = from_html_copy_before_edges(to);
    return length == to->blocks[to->block_count - 1].start || to->text.bytes[length - 1] == '\n';
}

/* If the text ends with white space that contains a line break, cuts it off and returns true. A gap
 * must neither begin nor end with a line break, because its mark would then be alone on a line. */
static bool from_html_copy_cut_break(struct doc *to)
{
    const struct doc_block *block = &to->blocks[to->block_count - 1];
    size_t length = to->text.length;
    bool broken = false;
    while (block->kind == DOC_TEXT && length > block->start &&
           strchr(" \n", to->text.bytes[length - 1]))
        broken |= to->text.bytes[--length] == '\n';
    if (broken)
        doc_cut(to, length);
    return broken;
}

/* Copies a line break. A break at the beginning of a gap goes before the gap. */
static void from_html_copy_put_break(
    struct html_marks *m, const struct html_copy *c, uint8_t styles)
{
    struct doc *to = m->to;
    const struct doc_block *block = &to->blocks[to->block_count - 1];
    bool gap = block->kind == DOC_TEXT && from_html_copy_ends_with(m, block, DOC_GAP);
    if (gap)
        doc_cut(to, to->text.length - 1);
    if (block->kind != DOC_TEXT || !from_html_copy_begins_line(to))
        doc_put(to, "\n", 1, styles);
    if (gap)
        from_html_copy_put_edge(m, DOC_GAP, m->gaps[c->gap].start, m->gaps[c->gap].text);
}

/* Copies the gap mark at c->at. Returns the end of the mark, or 0 if there is none. */
static size_t from_html_copy_gap(struct html_marks *m, struct html_copy *c)
{
    const struct html_gap *gap = c->gap < m->gap_count ? &m->gaps[c->gap] : NULL;
    if (gap && c->at == gap->start) {
        from_html_copy_put_edge(m, DOC_GAP, gap->start, gap->text);
        return gap->text;
    }
    if (gap && c->at == gap->hint && gap->hint < gap->end) {
        from_html_copy_put_edge(m, DOC_HINT, gap->hint, gap->hint + 2);
        return gap->hint + 2;
    }
    if (gap && c->at == gap->end) {
        bool broken = from_html_copy_cut_break(m->to);
        from_html_copy_put_edge(m, DOC_GAP_END, gap->end, gap->end + 2);
        doc_put(m->to, "\n", broken, 0);
        c->gap++;
        return gap->end + 2;
    }
    return 0;
}

/* The end of the run of characters at c->at: the next change of style, white space, object, formula
 * or gap mark, but at most `limit`. */
static size_t from_html_copy_run(
    const struct html_marks *m, const struct html_copy *c, size_t limit)
{
    const char *text = m->from->text.bytes, *styles = m->from->styles.bytes;
    const struct html_gap *gap = c->gap < m->gap_count ? &m->gaps[c->gap] : NULL;
    const size_t stops[] = {c->span < m->span_count ? m->spans[c->span].start : limit,
        gap ? gap->start : limit, gap ? gap->hint : limit, gap ? gap->end : limit};
    size_t at = c->at + 1;
    for (size_t i = 0; i < COUNT(stops); i++)
        limit = stops[i] > c->at && stops[i] < limit ? stops[i] : limit;
    while (at < limit && styles[at] == styles[c->at] && text[at] != DOC_OBJECT &&
           !strchr(" \n", text[at]))
        at++;
    return at;
}

/* Copies what is at c->at: a formula, a gap mark, an object, a line break, or characters before
 * `limit`. Returns the end of what was copied. */
static size_t from_html_copy_one(struct html_marks *m, struct html_copy *c, size_t limit)
{
    const struct doc *from = m->from;
    uint8_t styles = (uint8_t)from->styles.bytes[c->at];
    const struct html_span *span = c->span < m->span_count ? &m->spans[c->span] : NULL;
    size_t gap = from_html_copy_gap(m, c);
    if (gap)
        return gap;
    if (span && span->start == c->at) {
        bool in_gap = c->gap < m->gap_count && c->at > m->gaps[c->gap].start;
        if (span->plain)
            from_html_copy_put_plain(m, span);
        else
            from_html_copy_put_formula(m, span, in_gap);
        c->span++;
        return span->end;
    }
    if (from->text.bytes[c->at] == DOC_OBJECT) {
        const struct doc_object *object = &from->objects[doc_find_object(from, c->at)];
        doc_put_object(m->to, object->kind, styles, doc_string(from, object->source),
            doc_string(from, object->more));
    } else if (from->text.bytes[c->at] == '\n') {
        from_html_copy_put_break(m, c, styles);
    } else if (from->text.bytes[c->at] != ' ' || styles & DOC_CODE ||
               !from_html_copy_begins_line(m->to)) {
        size_t end = from_html_copy_run(m, c, limit);
        doc_put(m->to, from->text.bytes + c->at, end - c->at, styles);
        return end;
    }
    return c->at + 1;
}

/* Drops trailing white space from the last block, where LaTeX text may have left some. If the last
 * line contains only gap marks, joins it to the line before. */
static void from_html_copy_end_block(struct doc *to)
{
    doc_cut(to, from_html_copy_trimmed(to));
    size_t begin = to->blocks[to->block_count - 1].start, length = from_html_copy_before_edges(to);
    if (length > begin && to->text.bytes[length - 1] == '\n')
        to->text.bytes[length - 1] = ' ';
}

/* Whether the last block contains only gap marks. If so, the text of the next block is added to it.
 * Otherwise, with the gap filled in, a list item would begin with a blank line. */
static bool from_html_copy_goes_on(const struct doc *to, const struct doc_block *next)
{
    const struct doc_block *last = to->block_count ? &to->blocks[to->block_count - 1] : NULL;
    return last && last->kind == DOC_TEXT && next->kind == DOC_TEXT &&
           last->container == next->container && last->end > last->start &&
           from_html_copy_before_edges(to) == last->start;
}

/* Whether the block begins with the end mark of a gap, and that mark can be moved to the end of the
 * last block. */
static bool from_html_copy_ends_gap(
    const struct html_marks *m, const struct html_copy *c, const struct doc_block *block)
{
    const struct doc *to = m->to;
    const struct doc_block *last = to->block_count ? &to->blocks[to->block_count - 1] : NULL;
    return last && c->gap < m->gap_count && c->at == m->gaps[c->gap].end && c->at < block->end &&
           last->kind == DOC_TEXT && block->kind == DOC_TEXT &&
           last->container == block->container && last->end > last->start;
}

void html_marks_copy(struct html_marks *m)
{
    struct html_copy c = {0};
    for (size_t i = 0; i < m->from->block_count; i++) {
        const struct doc_block *block = &m->from->blocks[i];
        c.at = c.at < block->start ? block->start : c.at;
        if (from_html_copy_ends_gap(m, &c, block))
            c.at = from_html_copy_gap(m, &c);
        if (!from_html_copy_goes_on(m->to, block)) {
            struct doc_block *copy = doc_begin_block(m->to, block->kind, block->container);
            copy->level = block->level;
            copy->table = block->table;
            copy->row = block->row;
        }
        if (doc_has_failed(m->to))
            return;
        while (c.at < block->end)
            c.at = from_html_copy_one(m, &c, block->end);
        if (block->kind == DOC_TEXT)
            from_html_copy_end_block(m->to);
    }
}
