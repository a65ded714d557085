/* Walks gumbo's tree once. Breaks and spaces wait for the next text, so that none are left at the
 * end of a line or of a block. */
#include "text/from_html_tree.h"

#include "text/from_html_css.h"
#include "text/from_html_raised.h"

#include <gumbo.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* What elements say about the text in them. */
struct html_inside {
    uint8_t styles;
    bool pre;         /* white space stays */
    bool block;       /* the text is a block of code */
    bool cell;        /* the text is a table's cell, which is one line */
    unsigned heading; /* its level, or 0 */
    size_t container;
    const char *link; /* its address, or NULL */
};

struct from_html {
    struct doc *doc;
    const struct html_media *media; /* may be NULL */
    bool open;                      /* text goes into the last block */
    unsigned breaks;                /* line breaks due before the next text; 2 begin a block */
    unsigned spaces;                /* spaces due */
    bool collapses;                 /* the last of them takes in further white space */
    uint8_t space_styles;
    bool line_start;
    const char *link; /* the open link */
    size_t lists, tables, rows;
};

static void from_html_put_node(
    struct from_html *w, const GumboNode *node, const struct html_inside *in);
static void from_html_put_children(
    struct from_html *w, const GumboNode *node, const struct html_inside *in);

/* ---- text ---- */

static void from_html_end_link(struct from_html *w)
{
    if (w->link)
        doc_put_object(w->doc, DOC_LINK_END, 0, "", "");
    w->link = NULL;
}

static void from_html_end_block(struct from_html *w)
{
    from_html_end_link(w);
    w->open = false;
    w->breaks = w->spaces = 0;
    w->collapses = false;
}

static struct doc_block *from_html_begin_block(
    struct from_html *w, enum doc_block_kind kind, size_t container)
{
    from_html_end_block(w);
    w->line_start = true;
    w->open = true;
    return doc_begin_block(w->doc, kind, container);
}

/* Whether the text belongs to the last block. */
static bool from_html_goes_on(const struct from_html *w, const struct html_inside *in)
{
    if (!w->open || w->doc->block_count == 0)
        return false;
    const struct doc_block *block = &w->doc->blocks[w->doc->block_count - 1];
    return in->cell ||
           (block->container == in->container && block->level == in->heading &&
               (block->kind == DOC_CODE_BLOCK) == in->block && (in->block || w->breaks < 2));
}

static void from_html_put_breaks(struct from_html *w, const struct html_inside *in)
{
    uint8_t styles =
        w->doc->styles.length ? (uint8_t)w->doc->styles.bytes[w->doc->styles.length - 1] : 0;
    if (!w->breaks)
        return;
    if (in->cell && !w->line_start) {
        w->spaces = 1;
        w->space_styles = styles & in->styles & DOC_MARKS;
    }
    for (unsigned i = 0; i < w->breaks && !in->cell; i++)
        doc_put(w->doc, "\n", 1, styles & in->styles);
    w->line_start |= !in->cell;
    w->breaks = 0;
}

/* Two or more spaces at the beginning of a line are indentation, which stays. */
static void from_html_put_spaces(struct from_html *w, const struct html_inside *in)
{
    bool verbatim = in->pre || in->styles & DOC_CODE, indents = w->line_start && !in->block;
    unsigned count = w->spaces;
    if (!verbatim)
        count = w->line_start ? (count > 1 && !in->cell ? count : 0) : count > 0;
    for (; count > 0; count--)
        if (indents && !(in->styles & DOC_CODE))
            doc_put(w->doc, DOC_NBSP, strlen(DOC_NBSP), w->space_styles & in->styles);
        else
            doc_put(w->doc, " ", 1, w->space_styles & in->styles);
    w->spaces = 0;
    w->collapses = false;
}

/* Writes what is due before a character or an object. */
static void from_html_put_due(struct from_html *w, const struct html_inside *in)
{
    if (w->link && w->link != in->link)
        from_html_end_link(w);
    if (from_html_goes_on(w, in)) {
        from_html_put_breaks(w, in);
        from_html_put_spaces(w, in);
    } else {
        unsigned spaces = w->spaces;
        enum doc_block_kind kind = in->block     ? DOC_CODE_BLOCK
                                   : in->heading ? DOC_HEADING
                                                 : DOC_TEXT;
        from_html_begin_block(w, kind, in->container)->level = in->heading;
        w->spaces = spaces;
        from_html_put_spaces(w, in);
    }
    if (in->link && !w->link) {
        doc_put_object(w->doc, DOC_LINK, in->styles, in->link, "");
        w->link = in->link;
    }
    w->line_start = false;
}

static void from_html_break(struct from_html *w, unsigned count)
{
    w->breaks = w->breaks < count ? count : w->breaks;
    if (count) {
        w->spaces = 0;
        w->collapses = false;
    }
}

static void from_html_add_space(struct from_html *w, const struct html_inside *in, bool collapses)
{
    bool begins = !w->open || w->breaks || w->line_start;
    if (collapses && (w->collapses || (begins && !w->spaces)))
        return;
    w->space_styles = w->spaces ? w->space_styles & in->styles : in->styles;
    w->spaces++;
    w->collapses = collapses;
}

/* The length of the first character if it is white space. */
static size_t from_html_space(const char *c)
{
    size_t nbsp = strlen(DOC_NBSP);
    return strncmp(c, DOC_NBSP, nbsp) == 0 ? nbsp : *c && strchr(" \t\n\r\f", *c) ? 1 : 0;
}

static void from_html_put_text(struct from_html *w, const char *text, const struct html_inside *in)
{
    for (const char *c = text, *end; *c; c = end) {
        size_t space = from_html_space(c);
        end = c + space;
        if (in->pre && *c == '\n') {
            w->breaks++;
            w->spaces = 0;
        } else if (in->pre && *c == '\t') {
            for (int i = 0; i < 4; i++)
                from_html_add_space(w, in, false);
        } else if (space) {
            from_html_add_space(w, in, space == 1 && !in->pre);
        } else {
            while (*end && !from_html_space(end))
                end++;
            from_html_put_due(w, in);
            doc_put(w->doc, c, (size_t)(end - c), in->styles);
        }
    }
}

/* ---- elements ---- */

static const char *from_html_attribute(const GumboNode *node, const char *name)
{
    const GumboAttribute *found = gumbo_get_attribute(&node->v.element.attributes, name);
    return found ? found->value : "";
}

static void from_html_put_break(
    struct from_html *w, const GumboNode *node, const struct html_inside *in)
{
    (void)node;
    (void)in;
    from_html_break(w, w->breaks + 1);
}

static void from_html_put_rule(
    struct from_html *w, const GumboNode *node, const struct html_inside *in)
{
    (void)node;
    if (!in->cell) {
        from_html_begin_block(w, DOC_RULE, in->container);
        from_html_end_block(w);
    }
}

static void from_html_put_heading(
    struct from_html *w, const GumboNode *node, const struct html_inside *in)
{
    struct html_inside inner = *in;
    inner.heading = in->cell ? 0 : (unsigned)(node->v.element.tag - GUMBO_TAG_H1) + 1;
    from_html_put_children(w, node, &inner);
}

static void from_html_put_quotation(
    struct from_html *w, const GumboNode *node, const struct html_inside *in)
{
    struct html_inside inner = *in;
    inner.container = doc_add_container(
        w->doc, &(struct doc_container){.kind = DOC_QUOTE, .parent = in->container});
    from_html_put_children(w, node, &inner);
}

static void from_html_put_pre(
    struct from_html *w, const GumboNode *node, const struct html_inside *in)
{
    struct html_inside inner = {.styles = DOC_CODE, .pre = true, .container = in->container};
    inner.cell = in->cell;
    inner.block = !in->cell;
    if (inner.block)
        from_html_end_block(w);
    from_html_put_children(w, node, &inner);
    if (inner.block)
        from_html_end_block(w);
}

static bool from_html_is(const GumboNode *node, GumboTag tag)
{
    return node->type == GUMBO_NODE_ELEMENT && node->v.element.tag == tag;
}

static void from_html_put_list(
    struct from_html *w, const GumboNode *node, const struct html_inside *in)
{
    const GumboVector *items = &node->v.element.children;
    const char *start = from_html_attribute(node, "start");
    struct doc_container item = {.kind = DOC_ITEM, .parent = in->container, .list = ++w->lists};
    struct html_inside inner = *in;
    item.ordered = node->v.element.tag == GUMBO_TAG_OL;
    item.number = *start ? (unsigned)strtoul(start, NULL, 10) % 1000000 : 1;
    for (unsigned i = 0; i < items->length; i++) {
        const GumboNode *child = items->data[i];
        bool list = from_html_is(child, GUMBO_TAG_UL) || from_html_is(child, GUMBO_TAG_OL);
        if (child->type != GUMBO_NODE_ELEMENT) {
            from_html_put_node(w, child, in);
            continue;
        }
        const char *value = from_html_attribute(child, "value");
        if (*value && item.ordered)
            item.number = (unsigned)strtoul(value, NULL, 10) % 1000000;
        if (!in->cell && !(list && inner.container != in->container)) {
            inner.container = doc_add_container(w->doc, &item);
            item.number++;
        }
        from_html_put_node(w, child, &inner);
    }
}

static void from_html_put_link(
    struct from_html *w, const GumboNode *node, const struct html_inside *in)
{
    struct html_inside inner = *in;
    const char *to = from_html_attribute(node, "href");
    inner.link = *to && !in->block ? to : in->link;
    from_html_put_children(w, node, &inner);
}

static const char *from_html_media_link(const struct from_html *w, const char *name)
{
    const char *link = w->media ? w->media->link(w->media->context, name) : NULL;
    return link ? link : name;
}

static void from_html_put_image(
    struct from_html *w, const GumboNode *node, const struct html_inside *in)
{
    const char *from = from_html_attribute(node, "src");
    struct buf text = {0};
    if (!*from)
        return;
    for (const char *c = from_html_attribute(node, "alt"); *c; c++)
        buf_char(&text, strchr("\r\n\t", *c) ? ' ' : *c);
    from_html_put_due(w, in);
    if (in->block) /* code shows no image */
        doc_put(w->doc, buf_string(&text), text.length, in->styles);
    else
        doc_put_object(
            w->doc, DOC_IMAGE, in->styles, from_html_media_link(w, from), buf_string(&text));
    w->doc->failed |= text.failed;
    buf_done(&text);
}

/* A sound or a film is a link that has its file's name. */
static void from_html_put_media(
    struct from_html *w, const GumboNode *node, const struct html_inside *in)
{
    const char *from = from_html_attribute(node, "src");
    struct html_inside inner = *in;
    if (*from) {
        inner.link = from_html_media_link(w, from);
        from_html_put_text(w, from, &inner);
        from_html_end_link(w);
    }
    from_html_put_children(w, node, in);
}

static void from_html_put_reading(
    struct from_html *w, const GumboNode *node, const struct html_inside *in)
{
    if (node->v.element.children.length == 0)
        return;
    from_html_put_text(w, "(", in);
    from_html_put_children(w, node, in);
    w->spaces = 0;
    from_html_put_text(w, ")", in);
}

static void from_html_put_mathjax(
    struct from_html *w, const GumboNode *node, const struct html_inside *in)
{
    bool display = strcasecmp(from_html_attribute(node, "block"), "true") == 0;
    from_html_put_text(w, display ? "\\[" : "\\(", in);
    from_html_put_children(w, node, in);
    from_html_put_text(w, display ? "\\]" : "\\)", in);
}

/* ---- tables ---- */

static bool from_html_holds(const GumboNode *node, const GumboTag *tags, size_t count)
{
    if (node->type != GUMBO_NODE_ELEMENT)
        return false;
    for (unsigned i = 0; i < node->v.element.children.length; i++) {
        const GumboNode *child = node->v.element.children.data[i];
        for (size_t k = 0; k < count; k++)
            if (from_html_is(child, tags[k]))
                return true;
        if (from_html_holds(child, tags, count))
            return true;
    }
    return false;
}

static unsigned from_html_span(const GumboNode *cell)
{
    unsigned long span = strtoul(from_html_attribute(cell, "colspan"), NULL, 10);
    return span > 1 && span < 100 ? (unsigned)span : 1;
}

static unsigned from_html_cells(const GumboNode *row)
{
    unsigned cells = 0;
    for (unsigned i = 0; i < row->v.element.children.length; i++) {
        const GumboNode *cell = row->v.element.children.data[i];
        cells += cell->type == GUMBO_NODE_ELEMENT ? from_html_span(cell) : 0;
    }
    return cells;
}

/* Counts the rows, and the cells of the longest one. */
static void from_html_measure(const GumboNode *node, unsigned *rows, unsigned *columns)
{
    for (unsigned i = 0; i < node->v.element.children.length; i++) {
        const GumboNode *child = node->v.element.children.data[i];
        if (from_html_is(child, GUMBO_TAG_TR)) {
            unsigned cells = from_html_cells(child);
            ++*rows;
            *columns = cells > *columns ? cells : *columns;
        } else if (child->type == GUMBO_NODE_ELEMENT) {
            from_html_measure(child, rows, columns);
        }
    }
}

static void from_html_begin_cell(struct from_html *w, const struct html_inside *in)
{
    struct doc_block *block = from_html_begin_block(w, DOC_CELL, in->container);
    block->table = w->tables;
    block->row = w->rows;
}

static void from_html_put_row(
    struct from_html *w, const GumboNode *row, const struct html_inside *in, unsigned columns)
{
    struct html_inside inner = *in;
    unsigned cells = 0;
    inner.cell = true;
    inner.heading = 0;
    w->rows++;
    for (unsigned i = 0; i < row->v.element.children.length; i++) {
        const GumboNode *cell = row->v.element.children.data[i];
        if (cell->type != GUMBO_NODE_ELEMENT)
            continue;
        from_html_begin_cell(w, in);
        from_html_put_children(w, cell, &inner);
        for (unsigned span = from_html_span(cell); span > 1; span--, cells++)
            from_html_begin_cell(w, in);
        cells++;
    }
    for (; cells < columns; cells++)
        from_html_begin_cell(w, in);
    from_html_end_block(w);
}

static void from_html_put_rows(
    struct from_html *w, const GumboNode *node, const struct html_inside *in, unsigned columns)
{
    for (unsigned i = 0; i < node->v.element.children.length; i++) {
        const GumboNode *child = node->v.element.children.data[i];
        if (from_html_is(child, GUMBO_TAG_TR))
            from_html_put_row(w, child, in, columns);
        else if (from_html_is(child, GUMBO_TAG_CAPTION))
            from_html_put_node(w, child, in), from_html_end_block(w);
        else if (child->type == GUMBO_NODE_ELEMENT)
            from_html_put_rows(w, child, in, columns);
    }
}

/* A table that arranges blocks rather than data is taken for these blocks. */
static void from_html_put_table(
    struct from_html *w, const GumboNode *node, const struct html_inside *in)
{
    static const GumboTag blocks[] = {GUMBO_TAG_TABLE, GUMBO_TAG_PRE, GUMBO_TAG_UL, GUMBO_TAG_OL,
        GUMBO_TAG_BLOCKQUOTE, GUMBO_TAG_HR};
    unsigned rows = 0, columns = 0;
    from_html_measure(node, &rows, &columns);
    bool single = rows < 2 || columns < 2;
    if (in->cell || columns == 0 || from_html_holds(node, blocks, single ? COUNT(blocks) : 1)) {
        from_html_put_children(w, node, in);
        return;
    }
    w->tables++;
    from_html_end_block(w);
    from_html_put_rows(w, node, in, columns);
}

/* ---- the tree ---- */

typedef void from_html_put_fn(
    struct from_html *w, const GumboNode *node, const struct html_inside *in);

/* How to write an element, the breaks before and after it, and how its text looks. */
static const struct html_element {
    GumboTag tag;
    from_html_put_fn *put; /* its children, if NULL */
    unsigned breaks;
    struct html_look look;
} from_html_elements[] = {
    {GUMBO_TAG_B, NULL, 0, {.set = DOC_BOLD}},
    {GUMBO_TAG_STRONG, NULL, 0, {.set = DOC_BOLD}},
    {GUMBO_TAG_MARK, NULL, 0, {.set = DOC_BOLD}},
    {GUMBO_TAG_I, NULL, 0, {.set = DOC_ITALIC}},
    {GUMBO_TAG_EM, NULL, 0, {.set = DOC_ITALIC}},
    {GUMBO_TAG_U, NULL, 0, {.underlined = true}},
    {GUMBO_TAG_INS, NULL, 0, {.underlined = true}},
    {GUMBO_TAG_CITE, NULL, 0, {.set = DOC_ITALIC}},
    {GUMBO_TAG_DFN, NULL, 0, {.set = DOC_ITALIC}},
    {GUMBO_TAG_VAR, NULL, 0, {.set = DOC_ITALIC}},
    {GUMBO_TAG_S, NULL, 0, {.set = DOC_STRUCK}},
    {GUMBO_TAG_DEL, NULL, 0, {.set = DOC_STRUCK}},
    {GUMBO_TAG_STRIKE, NULL, 0, {.set = DOC_STRUCK}},
    {GUMBO_TAG_CODE, NULL, 0, {.set = DOC_CODE}},
    {GUMBO_TAG_TT, NULL, 0, {.set = DOC_CODE}},
    {GUMBO_TAG_KBD, NULL, 0, {.set = DOC_CODE}},
    {GUMBO_TAG_SAMP, NULL, 0, {.set = DOC_CODE}},
    {GUMBO_TAG_SUP, NULL, 0, {.raised = '^'}},
    {GUMBO_TAG_SUB, NULL, 0, {.raised = '_'}},
    {GUMBO_TAG_RT, from_html_put_reading, 0, {0}},
    {GUMBO_TAG_A, from_html_put_link, 0, {0}},
    {GUMBO_TAG_IMG, from_html_put_image, 0, {0}},
    {GUMBO_TAG_AUDIO, from_html_put_media, 0, {0}},
    {GUMBO_TAG_VIDEO, from_html_put_media, 0, {0}},
    {GUMBO_TAG_BR, from_html_put_break, 0, {0}},
    {GUMBO_TAG_HR, from_html_put_rule, 2, {0}},
    {GUMBO_TAG_P, NULL, 2, {0}},
    {GUMBO_TAG_PRE, from_html_put_pre, 2, {0}},
    {GUMBO_TAG_LISTING, from_html_put_pre, 2, {0}},
    {GUMBO_TAG_BLOCKQUOTE, from_html_put_quotation, 2, {0}},
    {GUMBO_TAG_UL, from_html_put_list, 2, {0}},
    {GUMBO_TAG_OL, from_html_put_list, 2, {0}},
    {GUMBO_TAG_TABLE, from_html_put_table, 2, {0}},
    {GUMBO_TAG_H1, from_html_put_heading, 2, {0}},
    {GUMBO_TAG_H2, from_html_put_heading, 2, {0}},
    {GUMBO_TAG_H3, from_html_put_heading, 2, {0}},
    {GUMBO_TAG_H4, from_html_put_heading, 2, {0}},
    {GUMBO_TAG_H5, from_html_put_heading, 2, {0}},
    {GUMBO_TAG_H6, from_html_put_heading, 2, {0}},
    {GUMBO_TAG_DIV, NULL, 1, {0}},
    {GUMBO_TAG_LI, NULL, 1, {0}},
    {GUMBO_TAG_DL, NULL, 2, {0}},
    {GUMBO_TAG_DT, NULL, 1, {0}},
    {GUMBO_TAG_DD, NULL, 1, {0}},
    {GUMBO_TAG_CENTER, NULL, 1, {0}},
    {GUMBO_TAG_SECTION, NULL, 1, {0}},
    {GUMBO_TAG_ARTICLE, NULL, 1, {0}},
    {GUMBO_TAG_ASIDE, NULL, 1, {0}},
    {GUMBO_TAG_HEADER, NULL, 1, {0}},
    {GUMBO_TAG_FOOTER, NULL, 1, {0}},
    {GUMBO_TAG_MAIN, NULL, 1, {0}},
    {GUMBO_TAG_NAV, NULL, 1, {0}},
    {GUMBO_TAG_ADDRESS, NULL, 1, {.set = DOC_ITALIC}},
    {GUMBO_TAG_FIGURE, NULL, 2, {0}},
    {GUMBO_TAG_FIGCAPTION, NULL, 1, {0}},
    {GUMBO_TAG_FORM, NULL, 1, {0}},
    {GUMBO_TAG_FIELDSET, NULL, 1, {0}},
    {GUMBO_TAG_LEGEND, NULL, 1, {0}},
    {GUMBO_TAG_DETAILS, NULL, 1, {0}},
    {GUMBO_TAG_SUMMARY, NULL, 1, {0}},
    {GUMBO_TAG_CAPTION, NULL, 2, {0}},
    {GUMBO_TAG_TR, NULL, 1, {0}},
    {GUMBO_TAG_TD, NULL, 1, {0}},
    {GUMBO_TAG_TH, NULL, 1, {0}},
    {GUMBO_TAG_HEAD, NULL, 0, {.hidden = true}},
    {GUMBO_TAG_TITLE, NULL, 0, {.hidden = true}},
    {GUMBO_TAG_SCRIPT, NULL, 0, {.hidden = true}},
    {GUMBO_TAG_STYLE, NULL, 0, {.hidden = true}},
    {GUMBO_TAG_NOSCRIPT, NULL, 0, {.hidden = true}},
    {GUMBO_TAG_TEMPLATE, NULL, 0, {.hidden = true}},
    {GUMBO_TAG_BUTTON, NULL, 0, {.hidden = true}},
    {GUMBO_TAG_SELECT, NULL, 0, {.hidden = true}},
    {GUMBO_TAG_RP, NULL, 0, {.hidden = true}},
};

static struct html_element from_html_find_element(const GumboNode *node)
{
    const GumboStringPiece *name = &node->v.element.original_tag;
    struct html_element element = {.tag = node->v.element.tag};
    for (size_t i = 0; i < COUNT(from_html_elements); i++)
        if (from_html_elements[i].tag == element.tag)
            element = from_html_elements[i];
    if (element.tag == GUMBO_TAG_UNKNOWN && name->length > strlen("<anki-mathjax") &&
        strncasecmp(name->data, "<anki-mathjax", strlen("<anki-mathjax")) == 0)
        element.put = from_html_put_mathjax;
    html_look_add_css(&element.look, from_html_attribute(node, "style"));
    if (element.tag == GUMBO_TAG_FONT)
        html_look_add_font(&element.look, from_html_attribute(node, "face"));
    element.look.hidden |= gumbo_get_attribute(&node->v.element.attributes, "hidden") != NULL;
    return element;
}

/* The styles of text within an element. A link is underlined anyway. Code is not styled. */
static uint8_t from_html_styles(const struct html_look *look, const struct html_inside *in)
{
    uint8_t underline = look->underlined && !in->link ? DOC_ITALIC : 0;
    uint8_t styles = (uint8_t)((in->styles & ~look->clear) | look->set | underline);
    return in->block ? DOC_CODE : styles;
}

static void from_html_put_element(
    struct from_html *w, const GumboNode *node, const struct html_inside *in)
{
    const struct html_element element = from_html_find_element(node);
    struct html_inside inner = *in;
    size_t before = w->doc->text.length;
    if (element.look.hidden)
        return;
    inner.styles = from_html_styles(&element.look, in);
    inner.pre |= element.look.pre;
    from_html_break(w, element.breaks);
    (element.put ? element.put : from_html_put_children)(w, node, &inner);
    from_html_break(w, element.breaks);
    if (element.look.raised)
        from_html_raise(w->doc, before, element.look.raised);
}

static void from_html_put_node(
    struct from_html *w, const GumboNode *node, const struct html_inside *in)
{
    if (node->type == GUMBO_NODE_ELEMENT)
        from_html_put_element(w, node, in);
    else if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE ||
             node->type == GUMBO_NODE_CDATA)
        from_html_put_text(w, node->v.text.text, in);
}

static void from_html_put_children(
    struct from_html *w, const GumboNode *node, const struct html_inside *in)
{
    for (unsigned i = 0; i < node->v.element.children.length; i++)
        from_html_put_node(w, node->v.element.children.data[i], in);
}

void from_html_read(struct doc *doc, const char *html, const struct html_media *media)
{
    struct from_html w = {.doc = doc, .media = media};
    const struct html_inside in = {0};
    GumboOutput *output = gumbo_parse(html);
    from_html_put_node(&w, output->root, &in);
    from_html_end_link(&w);
    gumbo_destroy_output(&kGumboDefaultOptions, output);
}
