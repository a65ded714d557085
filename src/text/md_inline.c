#include "text/md_inline.h"

#include "text/gap.h"

#include <stdlib.h>
#include <string.h>

/* ---- objects ---- */

const struct doc_object *md_inline_object(const struct md_inline *in, size_t at)
{
    return &in->doc->objects[doc_find_object(in->doc, at)];
}

static bool md_inline_is_gap(enum doc_object_kind kind)
{
    return kind == DOC_GAP || kind == DOC_HINT || kind == DOC_GAP_END;
}

bool md_inline_hides(enum md_view view, enum doc_object_kind kind)
{
    return (view == MD_ASKED && kind == DOC_GAP) || (view == MD_FILLED && kind == DOC_HINT);
}

static void md_inline_pair(struct md_inline *in, size_t a, size_t b)
{
    in->pairs[a - in->first] = b;
    in->pairs[b - in->first] = a;
}

/* Pairs beginnings with ends. A link that a gap crosses is neither paired nor written. */
static void md_inline_find_pairs(struct md_inline *in)
{
    const struct doc *doc = in->doc;
    size_t link = SIZE_MAX, gap = SIZE_MAX, hint = SIZE_MAX;
    bool crossed = false;
    for (size_t i = in->first; i < in->first + in->count; i++) {
        in->pairs[i - in->first] = SIZE_MAX;
        switch (doc->objects[i].kind) {
        case DOC_LINK:
            link = i;
            crossed = false;
            break;
        case DOC_LINK_END:
            if (link != SIZE_MAX && !crossed && (gap == SIZE_MAX || gap < link))
                md_inline_pair(in, link, i);
            link = SIZE_MAX;
            break;
        case DOC_GAP:
            in->gaps_within &= gap == SIZE_MAX;
            gap = i;
            hint = SIZE_MAX;
            break;
        case DOC_HINT:
            hint = i;
            crossed |= link != SIZE_MAX;
            break;
        case DOC_GAP_END:
            crossed |= link != SIZE_MAX && (gap == SIZE_MAX || gap < link);
            in->gaps_within &= gap != SIZE_MAX;
            if (gap != SIZE_MAX)
                md_inline_pair(in, gap, i);
            if (hint != SIZE_MAX && gap != SIZE_MAX)
                in->pairs[hint - in->first] = i;
            gap = SIZE_MAX;
            break;
        case DOC_IMAGE:
        case DOC_FORMULA:
        case DOC_DISPLAY:
            break;
        }
    }
    in->gaps_within &= gap == SIZE_MAX;
}

/* At most this many adjacent edges of gaps are skipped, so that many empty gaps take little
 * time. */
#define EDGES_MAX 8

/* Where a gap's text ends, given the index of the object at its end: at its hint, if it has one. */
static size_t md_inline_text_end(const struct md_inline *in, size_t last)
{
    const struct doc_object *objects = in->doc->objects;
    size_t hint = last;
    while (hint > in->first && objects[hint].kind != DOC_HINT && objects[hint].kind != DOC_GAP)
        hint--;
    bool found = objects[hint].kind == DOC_HINT && in->pairs[hint - in->first] == last;
    return objects[found ? hint : last].at;
}

size_t md_inline_skip_back(const struct md_inline *in, size_t at)
{
    for (int i = 0; i < EDGES_MAX && at > in->block->start && md_inline_is_object(in, at - 1);
         i++) {
        size_t object = doc_find_object(in->doc, at - 1);
        enum doc_object_kind kind = in->doc->objects[object].kind;
        if (kind != DOC_GAP && kind != DOC_GAP_END)
            break;
        at = kind == DOC_GAP ? at - 1 : md_inline_text_end(in, object);
    }
    return at;
}

size_t md_inline_skip(const struct md_inline *in, size_t at)
{
    for (int i = 0; i < EDGES_MAX && at < in->block->end && md_inline_is_object(in, at); i++) {
        size_t object = doc_find_object(in->doc, at), pair = in->pairs[object - in->first];
        enum doc_object_kind kind = in->doc->objects[object].kind;
        if (kind != DOC_GAP && kind != DOC_HINT && kind != DOC_GAP_END)
            break;
        at = kind == DOC_HINT && pair != SIZE_MAX ? in->doc->objects[pair].at : at + 1;
    }
    return at;
}

uint8_t md_inline_common(const struct md_inline *in, size_t start, size_t end)
{
    uint8_t common = start < end ? UINT8_MAX : 0;
    for (size_t at = start; common && at < end; at++)
        common &= md_inline_styles(in, at);
    return common;
}

/* Joins a gap that is all code with code on one side of it, be it in another gap: two pieces of
 * code that meet cannot be told from one. Its hint, if it is plain text, becomes code too. */
static void md_inline_join_code_gap(struct md_inline *in, size_t gap, size_t pair)
{
    const struct doc_object *objects = in->doc->objects;
    size_t start = objects[gap].at, last = objects[pair].at, end = md_inline_text_end(in, pair);
    uint8_t beside = md_inline_styles_before(in, md_inline_skip_back(in, start)) |
                     md_inline_styles_behind(in, md_inline_skip(in, last + 1));
    bool plain = end == last || objects[pair - 1].at == end; /* no objects in the hint */
    if (!plain || !(md_inline_common(in, start + 1, end) & beside & DOC_CODE))
        return;
    in->styles.bytes[start - in->block->start] |= DOC_CODE;
    for (size_t at = end; at <= last; at++)
        in->styles.bytes[at - in->block->start] |= DOC_CODE;
}

/* Gives the edges of a gap each style that all of its text and the text on at least one side of it
 * have. Otherwise the style would end at the edge and begin again inside. */
static void md_inline_join_gaps(struct md_inline *in)
{
    const struct doc_object *objects = in->doc->objects;
    size_t begin = in->block->start;
    for (size_t i = in->first; i + 1 < in->first + in->count; i++) {
        size_t pair = in->pairs[i - in->first];
        if (objects[i].kind != DOC_GAP || pair == SIZE_MAX)
            continue;
        size_t start = objects[i].at, last = objects[pair].at;
        uint8_t beside = md_inline_styles_before(in, start) | md_inline_styles_behind(in, last + 1);
        uint8_t common = beside & md_inline_common(in, start + 1, last);
        in->styles.bytes[start - begin] |= (char)common;
        in->styles.bytes[last - begin] |= (char)common;
        md_inline_join_code_gap(in, i, pair);
    }
}

/* ---- code ---- */

size_t md_inline_code_end(const struct md_inline *in, size_t at)
{
    while (at < in->block->end && md_inline_styles(in, at) & DOC_CODE)
        at++;
    return at;
}

/* Ends code at any object that is not part of a gap wholly within the code. */
static void md_inline_limit_code(struct md_inline *in)
{
    const struct doc *doc = in->doc;
    for (size_t i = in->first; i < in->first + in->count; i++) {
        const struct doc_object *object = &doc->objects[i];
        size_t pair = in->pairs[i - in->first];
        if (!md_inline_is_gap(object->kind) || pair == SIZE_MAX) {
            md_inline_clear(in, object->at, DOC_CODE);
        } else if (object->kind == DOC_GAP &&
                   !(md_inline_common(in, object->at, doc->objects[pair].at + 1) & DOC_CODE)) {
            for (size_t k = i; k <= pair; k++)
                md_inline_clear(in, doc->objects[k].at, DOC_CODE);
        }
    }
}

/* Makes emphasis enclose all of a piece of code or none of it. Ends code at the end of a line. */
static void md_inline_join_code(struct md_inline *in)
{
    size_t end = in->block->end;
    for (size_t at = in->block->start; at < end; at++)
        if (in->doc->text.bytes[at] == '\n')
            md_inline_clear(in, at, DOC_CODE);
    for (size_t at = in->block->start; at < end; at++) {
        size_t code = md_inline_code_end(in, at);
        uint8_t common = md_inline_common(in, at, code);
        for (; at < code; at++)
            md_inline_clear(in, at, (uint8_t)(DOC_MARKS & ~common));
    }
}

/* ---- the whole ---- */

void md_inline_begin(struct md_inline *in, const struct doc *doc, const struct doc_block *block,
    const struct md_way *way)
{
    size_t length = block->end - block->start;
    *in = (struct md_inline){.doc = doc, .block = block, .way = way, .gaps_within = true};
    in->one_line = block->kind == DOC_HEADING || block->kind == DOC_CELL;
    in->first = doc_find_object(doc, block->start);
    in->count = doc_find_object(doc, block->end) - in->first;
    in->pairs = calloc(in->count + 1, sizeof *in->pairs);
    buf_add(&in->styles, buf_string(&doc->styles) + block->start, length);
    in->failed = !in->pairs || in->styles.failed;
    if (in->failed || !length)
        return;
    char any = 0;
    for (size_t i = 0; i < length; i++)
        any |= in->styles.bytes[i] &= (char)way->styles;
    in->bare = !any && !in->count;
    if (in->bare)
        return;
    md_inline_find_pairs(in);
    md_inline_join_gaps(in);
    md_inline_limit_code(in);
    md_inline_join_code(in);
}

void md_inline_done(struct md_inline *in)
{
    buf_done(&in->styles);
    free(in->pairs);
}

void md_inline_put_code(
    const struct md_inline *in, size_t start, size_t end, enum md_view view, struct buf *out)
{
    const char *text = in->doc->text.bytes;
    bool hidden = false;
    for (size_t at = start; at < end; at++) {
        if (!md_inline_is_object(in, at)) {
            if (in->doc->has_gaps && strncmp(text + at, "{{", 2) == 0 && !hidden)
                buf_char(out, '\\');
            if (!hidden)
                buf_char(out, text[at]);
            continue;
        }
        const struct doc_object *object = md_inline_object(in, at);
        if (view == MD_STORED)
            buf_text(out, doc_string(in->doc, object->source));
        else if (view == MD_ASKED && object->kind == DOC_GAP)
            buf_text(out, "[...]");
        hidden = object->kind != DOC_GAP_END && (hidden || md_inline_hides(view, object->kind));
    }
}

void md_inline_put_latex(
    const struct md_inline *in, const struct doc_object *object, enum md_view view, struct buf *out)
{
    const char *c = doc_string(in->doc, object->source);
    bool gaps = view != MD_STORED && in->doc->has_gaps;
    for (struct gap gap; gaps && gap_find(c, GAP_LATEX, &gap); c = gap.end + 2) {
        buf_add(out, c, (size_t)(gap.open - c));
        if (view == MD_FILLED)
            buf_add(out, gap.text, (size_t)(gap_text_end(&gap) - gap.text));
        else
            buf_text(out, "[...]");
    }
    for (; *c; c++)
        buf_char(out, in->one_line && *c == '\n' ? ' ' : *c);
}

static void md_inline_flatten_object(const struct md_inline *in, const struct doc_object *object,
    enum md_view view, struct flat *flat)
{
    const char *source = doc_string(in->doc, object->source),
               *more = doc_string(in->doc, object->more);
    uint8_t styles = md_inline_styles(in, object->at) & (DOC_MARKS | DOC_CODE);
    size_t pair = in->pairs[(size_t)(object - in->doc->objects) - in->first];
    struct buf latex = {0};
    switch (object->kind) {
    case DOC_IMAGE:
        flat_text(flat, (const char[]){FLAT_SPAN, 'i'}, 2, 0);
        flat_text(flat, source, strlen(source), 0);
        flat_mark(flat, FLAT_INSIDE);
        flat_text(flat, more, strlen(more), styles);
        flat_mark(flat, FLAT_END);
        break;
    case DOC_FORMULA:
    case DOC_DISPLAY:
        md_inline_put_latex(in, object, view, &latex);
        flat_text(flat, (const char[]){FLAT_SPAN, object->kind == DOC_DISPLAY ? 'D' : 'f'}, 2, 0);
        flat_text(flat, buf_string(&latex), latex.length, 0);
        flat_mark(flat, FLAT_END);
        break;
    case DOC_LINK:
        if (pair == SIZE_MAX)
            break;
        flat_text(flat, (const char[]){FLAT_SPAN, 'a'}, 2, 0);
        flat_text(flat, source, strlen(source), 0);
        flat_mark(flat, FLAT_INSIDE);
        break;
    case DOC_LINK_END:
        if (pair != SIZE_MAX)
            flat_mark(flat, FLAT_END);
        break;
    case DOC_GAP:
    case DOC_HINT:
    case DOC_GAP_END:
        if (view == MD_STORED)
            flat_text(flat, source, strlen(source), styles);
        else if (view == MD_ASKED && object->kind == DOC_GAP)
            flat_text(flat, "[...]", 5, styles);
        break;
    }
    flat->text.failed |= latex.failed;
    buf_done(&latex);
}

void md_inline_flatten(const struct md_inline *in, enum md_view view, struct flat *flat)
{
    const char *text = in->doc->text.bytes;
    bool hidden = false;
    for (size_t at = in->block->start; at < in->block->end; at++) {
        uint8_t styles = md_inline_styles(in, at) & (DOC_MARKS | DOC_CODE);
        if (md_inline_is_object(in, at)) {
            const struct doc_object *object = md_inline_object(in, at);
            if (!hidden)
                md_inline_flatten_object(in, object, view, flat);
            hidden = object->kind != DOC_GAP_END && (hidden || md_inline_hides(view, object->kind));
        } else if (!hidden && text[at] == '\n') {
            flat_text(flat, in->one_line ? " " : "\n", 1, 0);
        } else if (!hidden) {
            bool literal =
                styles & DOC_CODE && in->doc->has_gaps && strncmp(text + at, "{{", 2) == 0;
            flat_text(flat, "\\", literal, styles);
            flat_text(flat, text + at, 1, styles);
        }
    }
}
