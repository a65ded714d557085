/* Keeps open marks and brackets on a stack, so that they nest. */
#include "text/md_spans.h"

#include "base/utf8.h"

#include <string.h>

#define STACK_MAX 16

struct md_open {
    uint8_t mark; /* 0 for an open pair, such as a link */
    char sign;
};

struct md_spans {
    const struct md_inline *in;
    enum md_view view;
    struct buf *out;
    struct md_escape escape;
    struct md_open stack[STACK_MAX];
    size_t depth;
    size_t met;       /* where emphasis ended last, before the edges of gaps; SIZE_MAX at first */
    char sign;        /* the last sign there */
    bool in_gap;      /* before its hint */
    size_t until[3];  /* for each mark, where its emphasis ends, if that has been looked up */
    const char *line; /* where the text of the current line begins, if a block could begin there */
};

/* ---- marks ---- */

static size_t md_spans_index(uint8_t mark)
{
    return mark == DOC_BOLD ? 0 : mark == DOC_ITALIC ? 1 : 2;
}

static void md_spans_put_mark(struct md_spans *w, struct md_open open)
{
    buf_fill(w->out, open.sign, open.mark == DOC_ITALIC ? 1 : 2);
}

/* The sign for emphasis that begins at an offset. If a mark was put there before, and only the edge
 * of a gap parts the two, they differ: a reader of the text with its gap filled in would take equal
 * signs for one run. */
static char md_spans_sign(struct md_spans *w, size_t at, uint8_t mark)
{
    char usual = mark == DOC_ITALIC ? w->in->way->italic : '*';
    size_t before = md_inline_skip_back(w->in, at);
    bool meets = before == w->met && (before != at || w->in->way->apart);
    if (mark == DOC_STRUCK)
        return '~';
    if (!meets || w->sign != usual)
        return usual;
    return w->sign = usual == '*' ? '_' : '*';
}

/* The end of the emphasis that covers an offset. */
static size_t md_spans_until(struct md_spans *w, size_t at, uint8_t mark)
{
    size_t *until = &w->until[md_spans_index(mark)];
    if (*until <= at)
        for (*until = at; *until < w->in->block->end && md_inline_styles(w->in, *until) & mark;)
            ++*until;
    return *until;
}

/* Closes and opens marks until those in `wanted` are open. Leaves marks outside the open pair as
 * they are. */
static void md_spans_turn(struct md_spans *w, size_t at, uint8_t wanted)
{
    size_t keep = w->depth;
    uint8_t open = 0;
    for (size_t i = w->depth; i > 0 && w->stack[i - 1].mark; i--)
        if (!(w->stack[i - 1].mark & wanted))
            keep = i - 1;
    for (; w->depth > keep; w->depth--) {
        md_spans_put_mark(w, w->stack[w->depth - 1]);
        w->sign = w->stack[w->depth - 1].sign;
        w->met = md_inline_skip_back(w->in, at);
    }
    for (size_t i = 0; i < w->depth; i++)
        open |= w->stack[i].mark;
    bool space = at < w->in->block->end && strchr(" \n", w->in->doc->text.bytes[at]) &&
                 !(md_inline_styles(w->in, at) & DOC_CODE);
    for (uint8_t due = space ? 0 : wanted & (uint8_t)~open; due && w->depth < STACK_MAX;) {
        uint8_t longest = 0;
        for (uint8_t mark = DOC_BOLD; mark & DOC_MARKS; mark = (uint8_t)(mark << 1))
            if (due & mark &&
                (!longest || md_spans_until(w, at, mark) > md_spans_until(w, at, longest)))
                longest = mark;
        w->stack[w->depth] = (struct md_open){longest, md_spans_sign(w, at, longest)};
        md_spans_put_mark(w, w->stack[w->depth++]);
        if (w->line == w->in->doc->text.bytes + at)
            w->line = w->escape.end;
        due &= (uint8_t)~longest;
    }
}

/* The marks that cover an offset and continue beyond `end`. */
static uint8_t md_spans_beyond(struct md_spans *w, size_t at, size_t end)
{
    uint8_t marks = 0;
    for (uint8_t mark = DOC_BOLD; mark & DOC_MARKS; mark = (uint8_t)(mark << 1))
        if (md_inline_styles(w->in, at) & mark && md_spans_until(w, at, mark) > end)
            marks |= mark;
    return marks;
}

/* ---- text ---- */

/* Appends an image's text, escaped. */
static void md_spans_put_escaped(struct md_spans *w, const char *text)
{
    struct md_escape e = {.begin = text, .end = text + strlen(text), .link = true, .marks = true};
    e.care = w->in->way->care;
    md_escape_begin(&e, NULL, 0);
    for (const char *c = text; *c; c++) {
        bool plain = *c == '$' && e.care == MD_CARE_RISKY; /* $x$ in an image's text is a formula */
        if (!plain && md_escape_is_risky(&e, text, c))
            buf_char(w->out, '\\');
        buf_char(w->out, *c);
    }
}

/* Whether an address is empty, or has a character that would end it outside angle brackets. */
static bool md_spans_needs_brackets(const char *address)
{
    const char *c = address;
    while ((unsigned char)*c > ' ' && !strchr("()<>\x7f", *c))
        c++;
    return c == address || *c;
}

/* Appends an address, in angle brackets if it needs them, after the ] that ends the text. */
static void md_spans_put_address(struct md_spans *w, const char *address)
{
    bool bracketed = md_spans_needs_brackets(address);
    struct md_escape e = {.begin = address, .end = address + strlen(address)};
    buf_text(w->out, bracketed ? "](<" : "](");
    e.care = w->in->way->care == MD_CARE_RISKY ? MD_CARE_RISKY : MD_CARE_SPECIAL;
    for (const char *c = address; *c; c++) {
        bool looks = e.care == MD_CARE_SPECIAL || *c == '\\' || *c == '&';
        bool risky = strchr("<>", *c) || (looks && md_escape_is_risky(&e, address, c)) ||
                     (*c == '|' && w->escape.cell);
        if (risky)
            buf_char(w->out, '\\');
        buf_char(w->out, *c);
    }
    buf_text(w->out, bracketed ? ">)" : ")");
}

static void md_spans_put_code(struct md_spans *w, size_t start, size_t end)
{
    struct buf code = {0};
    md_inline_put_code(w->in, start, end, w->view, &code);
    size_t longest = 0, blank = strspn(buf_string(&code), " ");
    for (const char *c = buf_string(&code); *c;) {
        size_t run = strspn(c, "`");
        longest = run > longest ? run : longest;
        c += run + !run;
    }
    const char *text = buf_string(&code), *last = text + code.length - (code.length > 0);
    bool apart = *text == '`' || *last == '`' || (*text == ' ' && *last == ' ');
    apart = apart && blank < code.length;
    buf_fill(w->out, '`', longest + 1);
    buf_text(w->out, apart ? " " : "");
    buf_text(w->out, text); /* md4c does not split cells at a | in code */
    buf_text(w->out, apart ? " " : "");
    buf_fill(w->out, '`', longest + 1);
    w->out->failed |= code.failed;
    buf_done(&code);
}

static bool md_spans_is_hint(const struct md_spans *w, size_t at)
{
    return md_inline_is_object(w->in, at) && md_inline_object(w->in, at)->kind == DOC_HINT;
}

static size_t md_spans_put_character(struct md_spans *w, size_t at)
{
    const char *text = w->in->doc->text.bytes, *c = text + at;
    bool colon = w->in_gap && *c == ':' && md_spans_is_hint(w, at + 1); /* a:::b would hint :b */
    if (colon || md_inline_styles(w->in, at) & DOC_ENTITY) {
        uint32_t character;
        size_t length = utf8_decode(c, w->in->block->end - at, &character);
        buf_format(w->out, "&#%u;", (unsigned)character);
        return at + length;
    }
    bool braces = w->in->doc->has_gaps && strncmp(c, "{{", 2) == 0;
    bool colons = w->in_gap && strncmp(c, "::", 2) == 0; /* which would begin a hint */
    if (braces || colons || md_escape_is_risky(&w->escape, w->line, c))
        buf_char(w->out, '\\');
    buf_char(w->out, *c);
    return at + 1;
}

/* ---- objects ---- */

static void md_spans_put_formula(struct md_spans *w, const struct doc_object *object)
{
    const char *sign = object->kind == DOC_DISPLAY ? "$$" : "$";
    buf_text(w->out, sign);
    md_inline_put_latex(w->in, object, w->view, w->out);
    buf_text(w->out, sign);
}

static void md_spans_put_edge(struct md_spans *w, const struct doc_object *object)
{
    const char *source = doc_string(w->in->doc, object->source);
    if (object->kind == DOC_LINK)
        buf_char(w->out, '[');
    else if (w->view == MD_STORED)
        buf_text(w->out, source);
    else if (w->view == MD_ASKED && object->kind == DOC_GAP)
        buf_text(w->out, "\\[...\\]");
    w->escape.link = object->kind == DOC_LINK;
    w->in_gap = object->kind == DOC_LINK ? w->in_gap : object->kind == DOC_GAP;
}

/* Writes an object. Before a pair begins, closes the marks that do not continue beyond the pair. */
static void md_spans_put_object(struct md_spans *w, const struct doc_object *object)
{
    const struct doc *doc = w->in->doc;
    size_t number = (size_t)(object - doc->objects), pair = w->in->pairs[number - w->in->first];
    const char *source = doc_string(doc, object->source);
    bool paired = pair != SIZE_MAX, begins = object->kind == DOC_LINK || object->kind == DOC_GAP;
    if (object->kind < DOC_LINK) {
        md_spans_turn(w, object->at, md_inline_styles(w->in, object->at) & DOC_MARKS);
        if (object->kind == DOC_IMAGE) {
            buf_text(w->out, "![");
            md_spans_put_escaped(w, doc_string(doc, object->more));
            md_spans_put_address(w, source);
        } else {
            md_spans_put_formula(w, object);
        }
    } else if (begins && paired) {
        md_spans_turn(w, object->at, md_spans_beyond(w, object->at, doc->objects[pair].at));
        md_spans_put_edge(w, object);
        if (w->depth < STACK_MAX)
            w->stack[w->depth++] = (struct md_open){0};
    } else if (object->kind == DOC_LINK_END && paired) {
        md_spans_turn(w, object->at, 0);
        w->depth -= w->depth > 0;
        md_spans_put_address(w, doc_string(doc, doc->objects[pair].source));
        w->escape.link = false;
    } else if (object->kind == DOC_GAP_END && paired) {
        md_spans_turn(w, object->at, 0);
        w->depth -= w->depth > 0;
        md_spans_put_edge(w, object);
    } else if (object->kind >= DOC_GAP) {
        md_spans_turn(w, object->at, 0);
        md_spans_put_edge(w, object);
    }
}

/* ---- the whole ---- */

static void md_spans_put_break(struct md_spans *w)
{
    buf_text(w->out, w->in->one_line ? " " : "\\\n");
}

static size_t md_spans_put(struct md_spans *w, size_t at)
{
    const char *text = w->in->doc->text.bytes;
    uint8_t styles = md_inline_styles(w->in, at);
    md_spans_turn(w, at, styles & DOC_MARKS);
    if (styles & DOC_CODE) {
        size_t end = md_inline_code_end(w->in, at);
        md_spans_put_code(w, at, end);
        return end;
    }
    if (text[at] != '\n')
        return md_spans_put_character(w, at);
    md_spans_put_break(w);
    if (!w->in->one_line)
        w->line = text + at + 1;
    return at + 1;
}

void md_spans_write(const struct md_inline *in, enum md_view view, struct buf *out)
{
    const char *text = buf_string(&in->doc->text);
    struct buf unseen = {0};
    struct md_spans w = {.in = in, .view = view, .out = out, .met = SIZE_MAX};
    w.line = text + in->block->start;
    w.escape = (struct md_escape){.begin = w.line,
        .end = text + in->block->end,
        .care = in->way->care,
        .cell = in->block->kind == DOC_CELL};
    if (in->one_line) /* no block can begin in a heading or a cell */
        w.line = w.escape.end;
    for (size_t i = 0; i < in->styles.length; i++) {
        w.escape.marks |= (in->styles.bytes[i] & DOC_MARKS) != 0;
        w.escape.code |= (in->styles.bytes[i] & DOC_CODE) != 0;
    }
    md_escape_begin(&w.escape, in->styles.bytes, DOC_CODE);
    for (size_t at = in->block->start; at < in->block->end;) {
        bool object = text[at] == DOC_OBJECT && !(md_inline_styles(in, at) & DOC_CODE);
        const struct doc_object *found = object ? md_inline_object(in, at) : NULL;
        if (!found) {
            at = md_spans_put(&w, at);
            continue;
        }
        md_spans_put_object(&w, found);
        w.line += w.line == text + at && found->kind >= DOC_GAP;
        at++;
        if (md_inline_hides(view, found->kind))
            w.out = &unseen;
        else if (found->kind == DOC_GAP_END)
            w.out = out;
    }
    w.out = out;
    md_spans_turn(&w, in->block->end, 0);
    buf_done(&unseen);
}
