#include "text/md_emphasis.h"

#include "base/utf8.h"
#include "text/md_inline.h"

#include <ctype.h>

/* ---- where emphasis begins and ends ---- */

/* Sets the class of an object or of code at an offset: punctuation, like its marks. Returns false
 * if there is neither. */
static bool md_emphasis_classify(const struct md_inline *in, size_t at, enum md_class *class)
{
    *class = MD_PUNCTUATION;
    return md_inline_is_object(in, at) || md_inline_styles(in, at) & DOC_CODE;
}

static size_t md_emphasis_step(const struct md_inline *in, size_t at)
{
    for (at++; at < in->block->end && utf8_continues(in->doc->text.bytes[at]); at++)
        ;
    return at;
}

static size_t md_emphasis_step_back(const struct md_inline *in, size_t at)
{
    for (at--; at > in->block->start && utf8_continues(in->doc->text.bytes[at]); at--)
        ;
    return at;
}

/* Whether the character is written as an entity, which begins and ends with punctuation. */
static bool md_emphasis_is_entity(const struct md_inline *in, size_t at)
{
    return md_inline_styles(in, at) & DOC_ENTITY;
}

static enum md_class md_emphasis_before(const struct md_inline *in, size_t at)
{
    const char *text = in->doc->text.bytes;
    enum md_class class;
    at = md_inline_skip_back(in, at);
    if (at > in->block->start && md_emphasis_is_entity(in, md_emphasis_step_back(in, at)))
        return MD_PUNCTUATION;
    if (at > in->block->start && md_emphasis_classify(in, at - 1, &class))
        return class;
    return md_class_before(text + in->block->start, text + at);
}

static enum md_class md_emphasis_behind(const struct md_inline *in, size_t at)
{
    const char *text = in->doc->text.bytes;
    enum md_class class;
    at = md_inline_skip(in, at);
    if (at < in->block->end && md_emphasis_is_entity(in, at))
        return MD_PUNCTUATION;
    if (at < in->block->end && md_emphasis_classify(in, at, &class))
        return class;
    return md_class_behind(text + at, text + in->block->end);
}

/* Whether emphasis can begin (or end) between a character outside and one inside. */
static bool md_emphasis_turns(enum md_class outside, enum md_class inside)
{
    return inside == MD_WORD || (inside != MD_SPACE && outside < MD_SYMBOL);
}

/* The class of the first (or last) character of emphasis. MD_WORD for an edge, because it may stay
 * inside. */
static enum md_class md_emphasis_inside(const struct md_inline *in, size_t at, size_t end)
{
    const char *text = in->doc->text.bytes;
    enum md_class class;
    if (md_inline_is_object(in, at) && md_inline_is_edge(md_inline_object(in, at)->kind))
        return MD_WORD;
    return md_emphasis_classify(in, at, &class) ? class : md_class_behind(text + at, text + end);
}

/* Moves white space and punctuation at both ends of emphasis out of it, where Markdown requires
 * that. */
static void md_emphasis_shrink(struct md_inline *in, size_t start, size_t end, uint8_t mark)
{
    bool strict = mark == DOC_STRUCK;
    while (start < end) {
        enum md_class inside = md_emphasis_inside(in, start, end);
        if (md_emphasis_turns(strict ? MD_SPACE : md_emphasis_before(in, start), inside))
            break;
        size_t next = md_emphasis_step(in, start);
        if (md_inline_styles(in, start) & DOC_CODE)
            next = md_inline_code_end(in, start);
        for (; start < next && start < end; start++)
            md_inline_clear(in, start, mark);
    }
    while (start < end) {
        size_t last = md_emphasis_step_back(in, end);
        enum md_class inside = md_emphasis_inside(in, last, end);
        if (md_emphasis_turns(strict ? MD_SPACE : md_emphasis_behind(in, end), inside))
            break;
        bool code = md_inline_styles(in, last) & DOC_CODE;
        while (code && last > start && md_inline_styles(in, last - 1) & DOC_CODE)
            last--;
        for (; end > last; end--)
            md_inline_clear(in, end - 1, mark);
    }
}

static void md_emphasis_shrink_all(struct md_inline *in, uint8_t mark)
{
    for (size_t at = in->block->start, end; at < in->block->end; at = end + 1) {
        for (end = at; end < in->block->end && md_inline_styles(in, end) & mark;)
            end++;
        md_emphasis_shrink(in, at, end, mark);
    }
}

/* The marks that may enclose a pair of edges. They must cover the whole pair. If a mark has to
 * begin right before the pair or end right after it, it must be able to, whether or not the edges
 * are shown. */
static uint8_t md_emphasis_marks_around(const struct md_inline *in, size_t first, size_t last)
{
    const struct doc_object *objects = in->doc->objects;
    bool gap = objects[first].kind == DOC_GAP, blank = false;
    size_t start = objects[first].at, end = objects[last].at;
    uint8_t common = DOC_MARKS & md_inline_common(in, start, end + 1);
    uint8_t before = md_inline_styles_before(in, start);
    uint8_t behind = md_inline_styles_behind(in, end + 1);
    if (!common)
        return 0;
    for (size_t i = first + 1; gap && i <= last; i++)
        if (i == last || objects[i].kind == DOC_HINT)
            blank |= md_emphasis_before(in, objects[i].at) == MD_SPACE;
    if (gap && md_emphasis_behind(in, start + 1) == MD_SPACE)
        common &= before;
    if (blank)
        common &= behind;
    if (md_emphasis_before(in, start) >= MD_SYMBOL)
        common &= before | DOC_STRUCK;
    if (md_emphasis_behind(in, end + 1) >= MD_SYMBOL)
        common &= behind | DOC_STRUCK;
    return common;
}

/* If emphasis cannot enclose a pair of edges, ends it before each edge and begins it again after
 * that edge. */
static void md_emphasis_limit_marks(struct md_inline *in)
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
            common = md_emphasis_marks_around(in, i, pair);
        for (size_t k = i; k <= pair; k++)
            if (k == i || k == pair || objects[k].kind == DOC_HINT)
                md_inline_clear(in, objects[k].at, (uint8_t)(DOC_MARKS & ~common));
    }
}

/* ---- entities ---- */

/* Marks the character before or after a place to be written as an entity, which begins and ends
 * with punctuation. Does so only for what must not stand there: a digit after a formula, any part
 * of a word beside ~~. Marks of emphasis between the two part them as well. */
static void md_emphasis_part(struct md_inline *in, size_t at, bool before, bool struck)
{
    const char *text = in->doc->text.bytes;
    uint8_t others = struck ? DOC_MARKS & ~DOC_STRUCK : DOC_MARKS;
    uint8_t marks = md_inline_styles(in, before ? at : at - 1) & others;
    at = before ? md_inline_skip_back(in, at) : md_inline_skip(in, at);
    if (before ? at == in->block->start : at == in->block->end)
        return;
    at = before ? md_emphasis_step_back(in, at) : at;
    unsigned char c = (unsigned char)text[at];
    bool word = struck ? !isspace(c) && !ispunct(c) && text[at] != DOC_OBJECT : isdigit(c);
    bool apart = (!struck || in->way->apart) && (md_inline_styles(in, at) & others) != marks;
    if (word && !apart && !(md_inline_styles(in, at) & DOC_CODE))
        in->styles.bytes[at - in->block->start] |= DOC_ENTITY;
}

static void md_emphasis_part_formulas(struct md_inline *in)
{
    for (size_t i = in->first; i < in->first + in->count; i++) {
        const struct doc_object *object = &in->doc->objects[i];
        if (object->kind != DOC_FORMULA && object->kind != DOC_DISPLAY)
            continue;
        md_emphasis_part(in, object->at + 1, false, false);
    }
}

static void md_emphasis_part_struck(struct md_inline *in)
{
    for (size_t at = in->block->start; at < in->block->end; at++) {
        bool here = md_inline_styles(in, at) & DOC_STRUCK;
        bool before = md_inline_styles_before(in, at) & DOC_STRUCK;
        if (here != before)
            md_emphasis_part(in, at, here, true);
    }
}

void md_emphasis_fit(struct md_inline *in)
{
    if (in->bare || in->failed)
        return;
    md_emphasis_limit_marks(in);
    md_emphasis_shrink_all(in, DOC_STRUCK);
    md_emphasis_part_struck(in);
    md_emphasis_shrink_all(in, DOC_BOLD);
    md_emphasis_shrink_all(in, DOC_ITALIC);
    md_emphasis_part_formulas(in);
}
