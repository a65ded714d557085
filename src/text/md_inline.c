#include "text/md_inline.h"

#include "base/utf8.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* ---- objects ---- */

const struct doc_object *md_inline_object(const struct md_inline *in, size_t at)
{
    return &in->doc->objects[doc_find_object(in->doc, at)];
}

static bool md_inline_is_object(const struct md_inline *in, size_t at)
{
    return in->doc->text.bytes[at] == DOC_OBJECT;
}

static bool md_inline_is_gap(enum doc_object_kind kind)
{
    return kind == DOC_GAP || kind == DOC_HINT || kind == DOC_GAP_END;
}

/* Whether a reader of the text, with its gaps filled in, does not see it. */
static bool md_inline_vanishes(const struct md_inline *in, size_t at)
{
    enum doc_object_kind kind =
        md_inline_is_object(in, at) ? md_inline_object(in, at)->kind : DOC_IMAGE;
    return kind == DOC_GAP || kind == DOC_GAP_END;
}

/* Edges of gaps beside one another that are looked past, which bounds the time for empty gaps. */
#define EDGES_MAX 8

static size_t md_inline_skip_back(const struct md_inline *in, size_t at)
{
    for (int i = 0; i < EDGES_MAX && at > in->block->start && md_inline_vanishes(in, at - 1); i++)
        at--;
    return at;
}

static size_t md_inline_skip(const struct md_inline *in, size_t at)
{
    for (int i = 0; i < EDGES_MAX && at < in->block->end && md_inline_vanishes(in, at); i++)
        at++;
    return at;
}

static bool md_inline_is_edge(enum doc_object_kind kind)
{
    return kind >= DOC_LINK;
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

/* Pairs beginnings with ends. A link that a gap crosses stays without a pair, and is not written.
 */
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

/* The edges of a gap take on the styles that all its text has, where the text beside the gap has
 * them, too: so these need not end at the gap, and begin again. */
static void md_inline_join_gaps(struct md_inline *in)
{
    const struct doc_object *objects = in->doc->objects;
    size_t begin = in->block->start, end = in->block->end;
    for (size_t i = in->first; i + 1 < in->first + in->count; i++) {
        size_t pair = in->pairs[i - in->first];
        if (objects[i].kind != DOC_GAP || pair == SIZE_MAX)
            continue;
        size_t start = objects[i].at, last = objects[pair].at;
        uint8_t before = start > begin ? md_inline_styles(in, start - 1) : 0;
        uint8_t behind = last + 1 < end ? md_inline_styles(in, last + 1) : 0;
        uint8_t common = last > start + 1 ? before | behind : 0;
        for (size_t at = start + 1; common && at < last; at++)
            common &= md_inline_styles(in, at);
        in->styles.bytes[start - begin] |= (char)common;
        in->styles.bytes[last - begin] |= (char)common;
    }
}

/* ---- code ---- */

size_t md_inline_code_end(const struct md_inline *in, size_t at)
{
    while (at < in->block->end && md_inline_styles(in, at) & DOC_CODE)
        at++;
    return at;
}

static void md_inline_clear(struct md_inline *in, size_t at, uint8_t styles)
{
    in->styles.bytes[at - in->block->start] &= (char)~styles;
}

/* Code holds whole gaps, and no other object. */
static void md_inline_limit_code(struct md_inline *in)
{
    const struct doc *doc = in->doc;
    for (size_t i = in->first; i < in->first + in->count; i++) {
        const struct doc_object *object = &doc->objects[i];
        size_t pair = in->pairs[i - in->first];
        if (!md_inline_is_gap(object->kind) || pair == SIZE_MAX) {
            md_inline_clear(in, object->at, DOC_CODE);
        } else if (object->kind == DOC_GAP) {
            size_t end = doc->objects[pair].at, at = object->at;
            while (at <= end && md_inline_styles(in, at) & DOC_CODE)
                at++;
            if (at <= end)
                for (size_t k = i; k <= pair; k++)
                    md_inline_clear(in, doc->objects[k].at, DOC_CODE);
        }
    }
}

/* Emphasis encloses code, or it does not. A line of code ends at the line's end. */
static void md_inline_join_code(struct md_inline *in)
{
    size_t end = in->block->end;
    for (size_t at = in->block->start; at < end; at++)
        if (in->doc->text.bytes[at] == '\n')
            md_inline_clear(in, at, DOC_CODE);
    for (size_t at = in->block->start; at < end; at++) {
        size_t code = md_inline_code_end(in, at);
        uint8_t common = DOC_MARKS;
        for (size_t i = at; i < code; i++)
            common &= md_inline_styles(in, i);
        for (; at < code; at++)
            md_inline_clear(in, at, (uint8_t)(DOC_MARKS & ~common));
    }
}

/* ---- where emphasis begins and ends ---- */

/* The class of an object or of code at an offset, as md4c sees it: to it, a formula is a word. */
static bool md_inline_classify(const struct md_inline *in, size_t at, enum md_class *class)
{
    bool object = md_inline_is_object(in, at);
    *class = object && md_inline_object(in, at)->kind <= DOC_DISPLAY &&
                     md_inline_object(in, at)->kind >= DOC_FORMULA
                 ? MD_WORD
                 : MD_PUNCTUATION;
    return object || md_inline_styles(in, at) & DOC_CODE;
}

static size_t md_inline_step(const struct md_inline *in, size_t at)
{
    for (at++; at < in->block->end && utf8_continues(in->doc->text.bytes[at]); at++)
        ;
    return at;
}

static size_t md_inline_step_back(const struct md_inline *in, size_t at)
{
    for (at--; at > in->block->start && utf8_continues(in->doc->text.bytes[at]); at--)
        ;
    return at;
}

/* An entity begins and ends with punctuation. */
static bool md_inline_is_entity(const struct md_inline *in, size_t at)
{
    return md_inline_styles(in, at) & DOC_ENTITY;
}

static enum md_class md_inline_before(const struct md_inline *in, size_t at)
{
    const char *text = in->doc->text.bytes;
    enum md_class class;
    at = md_inline_skip_back(in, at);
    if (at > in->block->start && md_inline_is_entity(in, md_inline_step_back(in, at)))
        return MD_PUNCTUATION;
    if (at > in->block->start && md_inline_classify(in, at - 1, &class))
        return class;
    return md_class_before(text + in->block->start, text + at);
}

static enum md_class md_inline_behind(const struct md_inline *in, size_t at)
{
    const char *text = in->doc->text.bytes;
    enum md_class class;
    at = md_inline_skip(in, at);
    if (at < in->block->end && md_inline_is_entity(in, at))
        return MD_PUNCTUATION;
    if (at < in->block->end && md_inline_classify(in, at, &class))
        return class;
    return md_class_behind(text + at, text + in->block->end);
}

/* Whether emphasis can begin (or end) between a character outside and one inside. */
static bool md_inline_turns(enum md_class outside, enum md_class inside)
{
    return inside == MD_WORD || (inside != MD_SPACE && outside < MD_SYMBOL);
}

/* The class of the first (or last) character of emphasis; MD_WORD for an edge, which stays. */
static enum md_class md_inline_inside(const struct md_inline *in, size_t at, size_t end)
{
    const char *text = in->doc->text.bytes;
    enum md_class class;
    if (md_inline_is_object(in, at) && md_inline_is_edge(md_inline_object(in, at)->kind))
        return MD_WORD;
    return md_inline_classify(in, at, &class) ? class : md_class_behind(text + at, text + end);
}

/* Moves white space and punctuation out of emphasis from start to end, where it must. */
static void md_inline_shrink(struct md_inline *in, size_t start, size_t end, uint8_t mark)
{
    bool strict = mark == DOC_STRUCK;
    while (start < end) {
        enum md_class inside = md_inline_inside(in, start, end);
        if (md_inline_turns(strict ? MD_SPACE : md_inline_before(in, start), inside))
            break;
        size_t next = md_inline_step(in, start);
        if (md_inline_styles(in, start) & DOC_CODE)
            next = md_inline_code_end(in, start);
        for (; start < next && start < end; start++)
            md_inline_clear(in, start, mark);
    }
    while (start < end) {
        size_t last = md_inline_step_back(in, end);
        enum md_class inside = md_inline_inside(in, last, end);
        if (md_inline_turns(strict ? MD_SPACE : md_inline_behind(in, end), inside))
            break;
        bool code = md_inline_styles(in, last) & DOC_CODE;
        while (code && last > start && md_inline_styles(in, last - 1) & DOC_CODE)
            last--;
        for (; end > last; end--)
            md_inline_clear(in, end - 1, mark);
    }
}

static void md_inline_shrink_all(struct md_inline *in, uint8_t mark)
{
    for (size_t at = in->block->start, end; at < in->block->end; at = end + 1) {
        for (end = at; end < in->block->end && md_inline_styles(in, end) & mark;)
            end++;
        md_inline_shrink(in, at, end, mark);
    }
}

/* The marks that a pair of edges can be within: those that cover all of it, and can begin before it
 * and end behind it if they have to, whether or not the edges are shown. */
static uint8_t md_inline_marks_around(const struct md_inline *in, size_t first, size_t last)
{
    const struct doc_object *objects = in->doc->objects;
    bool gap = objects[first].kind == DOC_GAP, blank = false;
    size_t start = objects[first].at, end = objects[last].at;
    uint8_t common = DOC_MARKS, before = 0, behind = 0;
    for (size_t at = start; common && at <= end; at++)
        common &= md_inline_styles(in, at);
    if (!common)
        return 0;
    if (start > in->block->start)
        before = md_inline_styles(in, start - 1);
    if (end + 1 < in->block->end)
        behind = md_inline_styles(in, end + 1);
    for (size_t i = first + 1; gap && i <= last; i++)
        if (i == last || objects[i].kind == DOC_HINT)
            blank |= md_inline_before(in, objects[i].at) == MD_SPACE;
    if (gap && md_inline_behind(in, start + 1) == MD_SPACE)
        common &= before;
    if (blank)
        common &= behind;
    if (md_inline_before(in, start) >= MD_SYMBOL)
        common &= before | DOC_STRUCK;
    if (md_inline_behind(in, end + 1) >= MD_SYMBOL)
        common &= behind | DOC_STRUCK;
    return common;
}

/* Emphasis that cannot be around a pair of edges ends before each edge, and begins behind it. */
static void md_inline_limit_marks(struct md_inline *in)
{
    const struct doc_object *objects = in->doc->objects;
    for (size_t i = in->first; i < in->first + in->count; i++) {
        size_t pair = in->pairs[i - in->first];
        bool begins = objects[i].kind == DOC_LINK || objects[i].kind == DOC_GAP;
        uint8_t common = 0;
        if (pair == SIZE_MAX && md_inline_is_edge(objects[i].kind))
            md_inline_clear(in, objects[i].at, DOC_MARKS);
        if (pair == SIZE_MAX || !begins)
            continue;
        if (!in->way->split)
            common = md_inline_marks_around(in, i, pair);
        for (size_t k = i; k <= pair; k++)
            if (k == i || k == pair || objects[k].kind == DOC_HINT)
                md_inline_clear(in, objects[k].at, (uint8_t)(DOC_MARKS & ~common));
    }
}

/* ---- entities ---- */

/* A character beside a place that must have none becomes an entity, which ends with punctuation:
 * before and behind a formula, a letter or a digit, unless emphasis ends between them; beside ~~,
 * any part of a word. */
static void md_inline_part(struct md_inline *in, size_t at, bool before, bool struck)
{
    const char *text = in->doc->text.bytes;
    uint8_t marks = md_inline_styles(in, before ? at : at - 1) & DOC_MARKS;
    at = before ? md_inline_skip_back(in, at) : md_inline_skip(in, at);
    if (before ? at == in->block->start : at == in->block->end)
        return;
    at = before ? md_inline_step_back(in, at) : at;
    unsigned char c = (unsigned char)text[at];
    bool word =
        struck ? !isspace(c) && !ispunct(c) && text[at] != DOC_OBJECT : isalnum(c) || c == '$';
    bool apart = !struck && (md_inline_styles(in, at) & DOC_MARKS) != marks;
    if (word && !apart && !(md_inline_styles(in, at) & DOC_CODE))
        in->styles.bytes[at - in->block->start] |= DOC_ENTITY;
}

static void md_inline_part_formulas(struct md_inline *in)
{
    for (size_t i = in->first; i < in->first + in->count; i++) {
        const struct doc_object *object = &in->doc->objects[i];
        if (object->kind != DOC_FORMULA && object->kind != DOC_DISPLAY)
            continue;
        md_inline_part(in, object->at, true, false);
        md_inline_part(in, object->at + 1, false, false);
    }
}

static void md_inline_part_struck(struct md_inline *in)
{
    for (size_t at = in->block->start; at < in->block->end; at++) {
        bool here = md_inline_styles(in, at) & DOC_STRUCK;
        bool before = at > in->block->start && md_inline_styles(in, at - 1) & DOC_STRUCK;
        if (here != before)
            md_inline_part(in, at, here, true);
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
    if (!any && !in->count)
        return;
    md_inline_find_pairs(in);
    md_inline_join_gaps(in);
    md_inline_limit_code(in);
    md_inline_join_code(in);
    md_inline_limit_marks(in);
    md_inline_shrink_all(in, DOC_STRUCK);
    md_inline_part_struck(in);
    md_inline_shrink_all(in, DOC_BOLD);
    md_inline_shrink_all(in, DOC_ITALIC);
    md_inline_part_formulas(in);
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
    const char *c = doc_string(in->doc, object->source), *hint;
    while (view != MD_STORED && in->doc->has_gaps && *c) {
        const char *open = strstr(c, "{{c"), *end = open ? strstr(open, "}}") : NULL;
        size_t digits = open ? strspn(open + 3, "0123456789") : 0;
        if (!end || !digits || strncmp(open + 3 + digits, "::", 2) != 0)
            break;
        const char *text = open + 3 + digits + 2;
        while (end[2] == '}')
            end++;
        hint = memmem(text, (size_t)(end - text), "::", 2);
        buf_add(out, c, (size_t)(open - c));
        if (view == MD_FILLED)
            buf_add(out, text, (size_t)((hint ? hint : end) - text));
        else
            buf_text(out, "[...]");
        c = end + 2;
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
