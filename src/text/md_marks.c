#include "text/md_marks.h"

#include "base/utf8.h"
#include "text/text.h"

#include <stdlib.h>
#include <string.h>

/* A private-use character, which math.c takes for a letter. */
#define STAND_IN "\U0010FFFD"

#define FORMULA_MARKS_MAX 16 /* a formula with more is marked as a whole */

/* ---- marks ---- */

void marks_take(struct marks *m, struct buf *text)
{
    size_t length = 0;
    bool open = false;
    for (const char *at = buf_string(text), *end = at + text->length; at < end;) {
        bool begins = strncmp(at, TEXT_MARK, strlen(TEXT_MARK)) == 0;
        bool ends = strncmp(at, TEXT_MARK_END, strlen(TEXT_MARK_END)) == 0;
        if (begins && !open) {
            m->failed |= !array_grow(&m->list, m->count, &m->capacity, sizeof *m->list);
            open = !m->failed;
            if (open)
                m->list[m->count++] = (struct mark){length, text->length};
        } else if (ends && open) {
            m->list[m->count - 1].end = length;
            open = false;
        }
        if (begins || ends)
            at += strlen(TEXT_MARK);
        else
            text->bytes[length++] = *at++;
    }
    buf_cut(text, length);
}

void marks_done(struct marks *m)
{
    free(m->list);
    *m = (struct marks){0};
}

size_t marks_run(struct marks *m, size_t offset, bool *marked)
{
    if (m->next > 0 && m->list[m->next - 1].end > offset)
        m->next = 0;
    while (m->next < m->count && m->list[m->next].end <= offset)
        m->next++;
    *marked = m->next < m->count && m->list[m->next].begin <= offset;
    if (m->next == m->count)
        return SIZE_MAX;
    return (*marked ? m->list[m->next].end : m->list[m->next].begin) - offset;
}

/* ---- formulas ---- */

/* Appends the formula with its marked part replaced by one letter for each of its columns, so that
 * text laid out in lines stays aligned. Returns false if any part is unknown. */
static bool marks_stand_in(
    const struct formula *formula, const struct mark *part, bool display, struct buf *out)
{
    struct buf source = {0}, alone = {0};
    struct formula inner = {
        .source = formula->source + part->begin, .length = part->end - part->begin};
    buf_text(&source, "$");
    buf_add(&source, inner.source, inner.length);
    buf_text(&source, "$");
    inner = (struct formula){.source = buf_string(&source), .length = source.length};
    int width =
        formula_text(&inner, false, &alone) ? text_width(buf_string(&alone), alone.length) : 1;
    buf_clear(&source);
    buf_add(&source, formula->source, part->begin);
    for (; width > 0; width--)
        buf_text(&source, STAND_IN);
    buf_add(&source, formula->source + part->end, formula->length - part->end);
    struct formula changed = {
        .source = buf_string(&source), .length = source.length, .display = formula->display};
    bool known = !source.failed && formula_text(&changed, display, out);
    out->failed |= source.failed || alone.failed;
    buf_done(&source);
    buf_done(&alone);
    return known;
}

/* Flags where `text` differs from `other`: everything between their common beginning and their
 * common end. */
static void marks_flag_difference(
    const char *text, size_t length, const struct buf *other, char *flags)
{
    const char *b = buf_string(other);
    size_t most = length < other->length ? length : other->length, begin = 0, same = 0;
    while (begin < most && text[begin] == b[begin])
        begin++;
    while (begin > 0 && begin < length && ((unsigned char)text[begin] & 0xc0) == 0x80)
        begin--; /* a character is flagged as a whole */
    while (same < most - begin && text[length - 1 - same] == b[other->length - 1 - same])
        same++;
    while (same > 0 && ((unsigned char)text[length - same] & 0xc0) == 0x80)
        same--;
    size_t end = length - same;
    while (begin < end && strchr(" \n", text[begin]))
        begin++;
    while (begin < end && strchr(" \n", text[end - 1]))
        end--;
    memset(flags + begin, true, end - begin);
}

/* The part of a mark that is within the formula's dollar signs, as offsets in formula->source. */
static struct mark marks_clip(const struct mark *mark, const struct formula *formula, size_t offset)
{
    size_t signs = formula->display ? 2 : 1, first = offset + signs;
    size_t last = offset + formula->length - signs;
    struct mark part = {
        mark->begin < first ? first : mark->begin, mark->end < last ? mark->end : last};
    return (struct mark){
        part.begin - offset, part.end < part.begin ? part.begin - offset : part.end - offset};
}

static void marks_flag_source(struct marks *m, size_t offset, size_t length, struct buf *flags)
{
    for (size_t run; length > 0; offset += run, length -= run) {
        bool marked;
        run = marks_run(m, offset, &marked);
        run = run < length ? run : length;
        buf_fill(flags, marked, run);
    }
}

/* Flags what the marked parts of a formula became in `text`, which is the formula in Unicode. */
static void marks_flag_parts(struct marks *m, const struct formula *formula, size_t offset,
    bool display, const char *text, struct buf *flags, size_t from)
{
    struct buf other = {0};
    size_t length = flags->length - from, count = 0;
    for (size_t i = m->next; i < m->count && m->list[i].begin < offset + formula->length; i++)
        count++;
    for (size_t i = m->next; i < m->next + count; i++) {
        struct mark part = marks_clip(&m->list[i], formula, offset);
        buf_clear(&other);
        if (count > FORMULA_MARKS_MAX || !marks_stand_in(formula, &part, display, &other))
            buf_clear(&other);
        if (part.begin < part.end)
            marks_flag_difference(text, length, &other, flags->bytes + from);
    }
    flags->failed |= other.failed;
    buf_done(&other);
}

bool marks_formula(struct marks *m, const struct formula *formula, size_t offset, bool display,
    struct buf *out, struct buf *flags)
{
    bool marked;
    size_t before = out->length, from = flags->length;
    bool within = marks_run(m, offset, &marked) >= formula->length;
    bool known = formula_text(formula, display, out);
    if (!known && display)
        return false;
    if (!known) {
        formula_source(formula, ' ', out);
        marks_flag_source(m, offset, formula->length, flags);
        return false;
    }
    buf_fill(flags, within && marked, out->length - before);
    if (!within && !flags->failed && !out->failed)
        marks_flag_parts(m, formula, offset, display, buf_string(out) + before, flags, from);
    return true;
}
