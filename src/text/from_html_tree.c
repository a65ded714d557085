/* Turns HTML elements into parts of a document. */
#include "text/from_html_css.h"
#include "text/from_html_raised.h"
#include "text/from_html_steps.h"
#include "text/from_html_walk.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

const char *html_walk_attribute(const GumboNode *node, const char *name)
{
    const GumboAttribute *found = gumbo_get_attribute(&node->v.element.attributes, name);
    return found ? found->value : "";
}

bool html_walk_is(const GumboNode *node, GumboTag tag)
{
    return node->type == GUMBO_NODE_ELEMENT && node->v.element.tag == tag;
}

/* ---- elements ---- */

static void from_html_tree_put_break(
    struct html_walk *w, const GumboNode *node, const struct html_inside *in)
{
    (void)node;
    if (in->heading) /* a heading in Markdown is one line: the rest becomes another heading */
        html_walk_end_block(w);
    else
        html_walk_break(w, w->breaks + 1);
}

static void from_html_tree_put_rule(
    struct html_walk *w, const GumboNode *node, const struct html_inside *in)
{
    (void)node;
    if (!in->cell) {
        html_walk_begin_block(w, DOC_RULE, in->container);
        html_walk_end_block(w);
    }
}

static void from_html_tree_put_heading(
    struct html_walk *w, const GumboNode *node, const struct html_inside *in)
{
    struct html_inside inner = *in;
    inner.heading = in->cell ? 0 : (unsigned)(node->v.element.tag - GUMBO_TAG_H1) + 1;
    html_walk_put_children(w, node, &inner);
}

static void from_html_tree_put_quotation(
    struct html_walk *w, const GumboNode *node, const struct html_inside *in)
{
    struct html_inside inner = *in;
    inner.container = doc_add_container(
        w->doc, &(struct doc_container){.kind = DOC_QUOTE, .parent = in->container});
    html_walk_put_children(w, node, &inner);
}

static void from_html_tree_put_pre(
    struct html_walk *w, const GumboNode *node, const struct html_inside *in)
{
    struct html_inside inner = {.styles = DOC_CODE, .pre = true, .container = in->container};
    inner.cell = in->cell;
    inner.block = !in->cell;
    if (inner.block)
        html_walk_end_block(w);
    html_walk_put_children(w, node, &inner);
    if (inner.block)
        html_walk_end_block(w);
}

static void from_html_tree_put_list(
    struct html_walk *w, const GumboNode *node, const struct html_inside *in)
{
    const GumboVector *items = &node->v.element.children;
    const char *start = html_walk_attribute(node, "start");
    struct doc_container item = {.kind = DOC_ITEM, .parent = in->container, .list = ++w->lists};
    struct html_inside inner = *in;
    item.ordered = node->v.element.tag == GUMBO_TAG_OL;
    item.number = *start ? (unsigned)strtoul(start, NULL, 10) % 1000000 : 1;
    for (unsigned i = 0; i < items->length; i++) {
        const GumboNode *child = items->data[i];
        bool list = html_walk_is(child, GUMBO_TAG_UL) || html_walk_is(child, GUMBO_TAG_OL);
        if (child->type != GUMBO_NODE_ELEMENT) {
            html_walk_put_node(w, child, in);
            continue;
        }
        const char *value = html_walk_attribute(child, "value");
        if (*value && item.ordered)
            item.number = (unsigned)strtoul(value, NULL, 10) % 1000000;
        if (!in->cell && !(list && inner.container != in->container)) {
            inner.container = doc_add_container(w->doc, &item);
            item.number++;
        }
        html_walk_put_node(w, child, &inner);
    }
}

static void from_html_tree_put_link(
    struct html_walk *w, const GumboNode *node, const struct html_inside *in)
{
    struct html_inside inner = *in;
    const char *to = html_walk_attribute(node, "href");
    inner.link = *to && !in->block ? to : in->link;
    html_walk_put_children(w, node, &inner);
}

static const char *from_html_tree_media_link(const struct html_walk *w, const char *name)
{
    const char *link = w->media ? w->media->link(w->media->context, name) : NULL;
    return link ? link : name;
}

static void from_html_tree_put_image(
    struct html_walk *w, const GumboNode *node, const struct html_inside *in)
{
    const char *from = html_walk_attribute(node, "src");
    struct buf text = {0};
    if (!*from)
        return;
    for (const char *c = html_walk_attribute(node, "alt"); *c; c++)
        buf_char(&text, strchr("\r\n\t", *c) ? ' ' : *c);
    html_walk_put_due(w, in);
    if (in->block) /* code cannot contain images */
        doc_put(w->doc, buf_string(&text), text.length, in->styles);
    else
        doc_put_object(
            w->doc, DOC_IMAGE, in->styles, from_html_tree_media_link(w, from), buf_string(&text));
    w->doc->failed |= text.failed;
    buf_done(&text);
}

/* A sound or a video becomes a link whose text is the file's name. */
static void from_html_tree_put_media(
    struct html_walk *w, const GumboNode *node, const struct html_inside *in)
{
    const char *from = html_walk_attribute(node, "src");
    struct html_inside inner = *in;
    if (*from) {
        inner.link = from_html_tree_media_link(w, from);
        html_walk_put_text(w, from, &inner);
        html_walk_end_link(w);
    }
    html_walk_put_children(w, node, in);
}

static void from_html_tree_put_reading(
    struct html_walk *w, const GumboNode *node, const struct html_inside *in)
{
    if (node->v.element.children.length == 0)
        return;
    html_walk_put_text(w, "(", in);
    html_walk_put_children(w, node, in);
    w->spaces = 0;
    html_walk_put_text(w, ")", in);
}

static void from_html_tree_put_mathjax(
    struct html_walk *w, const GumboNode *node, const struct html_inside *in)
{
    bool display = strcasecmp(html_walk_attribute(node, "block"), "true") == 0;
    html_walk_put_text(w, display ? "\\[" : "\\(", in);
    html_walk_put_children(w, node, in);
    html_walk_put_text(w, display ? "\\]" : "\\)", in);
}

/* ---- the tree ---- */

typedef void from_html_tree_put_fn(
    struct html_walk *w, const GumboNode *node, const struct html_inside *in);

/* An element: the function that writes it, the line breaks around it, and its effect on text. */
static const struct html_element {
    GumboTag tag;
    from_html_tree_put_fn *put; /* if NULL, its children are written */
    unsigned breaks;
    struct html_look look;
} from_html_tree_elements[] = {
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
    {GUMBO_TAG_RT, from_html_tree_put_reading, 0, {0}},
    {GUMBO_TAG_A, from_html_tree_put_link, 0, {0}},
    {GUMBO_TAG_IMG, from_html_tree_put_image, 0, {0}},
    {GUMBO_TAG_AUDIO, from_html_tree_put_media, 0, {0}},
    {GUMBO_TAG_VIDEO, from_html_tree_put_media, 0, {0}},
    {GUMBO_TAG_BR, from_html_tree_put_break, 0, {0}},
    {GUMBO_TAG_HR, from_html_tree_put_rule, 2, {0}},
    {GUMBO_TAG_P, NULL, 2, {0}},
    {GUMBO_TAG_PRE, from_html_tree_put_pre, 2, {0}},
    {GUMBO_TAG_LISTING, from_html_tree_put_pre, 2, {0}},
    {GUMBO_TAG_BLOCKQUOTE, from_html_tree_put_quotation, 2, {0}},
    {GUMBO_TAG_UL, from_html_tree_put_list, 2, {0}},
    {GUMBO_TAG_OL, from_html_tree_put_list, 2, {0}},
    {GUMBO_TAG_TABLE, html_walk_put_table, 2, {0}},
    {GUMBO_TAG_H1, from_html_tree_put_heading, 2, {0}},
    {GUMBO_TAG_H2, from_html_tree_put_heading, 2, {0}},
    {GUMBO_TAG_H3, from_html_tree_put_heading, 2, {0}},
    {GUMBO_TAG_H4, from_html_tree_put_heading, 2, {0}},
    {GUMBO_TAG_H5, from_html_tree_put_heading, 2, {0}},
    {GUMBO_TAG_H6, from_html_tree_put_heading, 2, {0}},
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

static struct html_element from_html_tree_find_element(const GumboNode *node)
{
    const GumboStringPiece *name = &node->v.element.original_tag;
    struct html_element element = {.tag = node->v.element.tag};
    for (size_t i = 0; i < COUNT(from_html_tree_elements); i++)
        if (from_html_tree_elements[i].tag == element.tag)
            element = from_html_tree_elements[i];
    if (element.tag == GUMBO_TAG_UNKNOWN && name->length > strlen("<anki-mathjax") &&
        strncasecmp(name->data, "<anki-mathjax", strlen("<anki-mathjax")) == 0)
        element.put = from_html_tree_put_mathjax;
    html_look_add_css(&element.look, html_walk_attribute(node, "style"));
    if (element.tag == GUMBO_TAG_FONT)
        html_look_add_font(&element.look, html_walk_attribute(node, "face"));
    element.look.hidden |= gumbo_get_attribute(&node->v.element.attributes, "hidden") != NULL;
    return element;
}

/* The styles of text within an element. Underlined text becomes italic, except in links, which are
 * underlined anyway. A block of code has no other styles. */
static uint8_t from_html_tree_styles(const struct html_look *look, const struct html_inside *in)
{
    uint8_t underline = look->underlined && !in->link ? DOC_ITALIC : 0;
    uint8_t styles = (uint8_t)((in->styles & ~look->clear) | look->set | underline);
    return in->block ? DOC_CODE : styles;
}

static void from_html_tree_put_element(
    struct html_walk *w, const GumboNode *node, const struct html_inside *in)
{
    const struct html_element element = from_html_tree_find_element(node);
    struct html_inside inner = *in;
    size_t before = w->doc->text.length;
    if (element.look.hidden)
        return;
    inner.styles = from_html_tree_styles(&element.look, in);
    inner.pre |= element.look.pre;
    html_walk_break(w, element.breaks);
    (element.put ? element.put : html_walk_put_children)(w, node, &inner);
    html_walk_break(w, element.breaks);
    if (element.look.raised)
        from_html_raise(w->doc, before, element.look.raised);
}

void html_walk_put_node(struct html_walk *w, const GumboNode *node, const struct html_inside *in)
{
    if (node->type == GUMBO_NODE_ELEMENT)
        from_html_tree_put_element(w, node, in);
    else if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE ||
             node->type == GUMBO_NODE_CDATA)
        html_walk_put_text(w, node->v.text.text, in);
}

void html_walk_put_children(
    struct html_walk *w, const GumboNode *node, const struct html_inside *in)
{
    for (unsigned i = 0; i < node->v.element.children.length; i++)
        html_walk_put_node(w, node->v.element.children.data[i], in);
}

void from_html_read(struct doc *doc, const char *html, const struct html_media *media)
{
    struct html_walk w = {.doc = doc, .media = media};
    const struct html_inside in = {0};
    GumboOptions options = kGumboDefaultOptions;
    options.max_errors = 0; /* each error would keep a copy of the open elements */
    GumboOutput *output = gumbo_parse_with_options(&options, html, strlen(html));
    html_walk_put_node(&w, output->root, &in);
    html_walk_end_link(&w);
    gumbo_destroy_output(&options, output);
}
