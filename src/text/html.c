/* The tree that gumbo makes of the HTML is walked once. Text goes out as it comes; what separates
 * blocks is not written until more text follows, so that none is left over at the end, and the
 * prefix of the lines (indentation in lists, "> " in quotations) is written with each line's first
 * text. */
#include "text/html.h"

#include <gumbo.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEPTH_MOST 128

struct writer {
    struct buf *out;
    size_t begin;     /* where in out this text begins */
    unsigned breaks;  /* line ends to be written before the next text: 2 make a paragraph */
    bool hard;        /* a single one of these breaks the line of a paragraph */
    bool space;       /* a space is to be written before it */
    bool pre;         /* within <pre>: white space stays */
    bool code;        /* within <code>: nothing is escaped */
    bool cell;        /* within a table's cell: one line, and | escaped */
    const char *math; /* what closes the formula that we are in; NULL outside */
    bool in_gap;      /* between {{ and }} */
    size_t glued;     /* no space is written at this length of out: a mark has just begun */
    unsigned marked;  /* bits of the marks that we are in */
    const struct html_media *media; /* NULL where names stay as they are */
    struct buf prefix;              /* of each line */
    char mark[16]; /* of a list's item, instead of the end of the prefix of its first line */
};

/* ---- text ---- */

static void put_breaks(struct writer *w)
{
    bool first = w->out->length == w->begin;
    const char *prefix = buf_string(&w->prefix);
    size_t length = w->prefix.length, mark = strlen(w->mark);
    if (w->breaks == 1 && w->hard && !first && !mark)
        buf_char(w->out, '\\');
    for (; w->breaks > 0 && !first; w->breaks--) {
        size_t blank = length;
        buf_char(w->out, '\n');
        while (w->breaks > 1 && blank > 0 && prefix[blank - 1] == ' ')
            blank--;
        buf_add(w->out, prefix, w->breaks > 1 ? blank : length);
    }
    if (first)
        buf_add(w->out, prefix, length);
    if (mark && mark <= length) {
        buf_cut(w->out, w->out->length - mark);
        buf_text(w->out, w->mark);
    }
    w->mark[0] = '\0';
    w->breaks = 0;
    w->space = false;
}

/* Write what is due before a text, or a mark such as **. */
static void put_due(struct writer *w)
{
    if (w->breaks > 0 || w->mark[0] || w->out->length == w->begin)
        put_breaks(w);
    else if (w->space)
        buf_char(w->out, ' ');
    w->space = false;
}

static void break_lines(struct writer *w, unsigned count)
{
    if (w->cell)
        w->space = true;
    else if (w->breaks < count)
        w->breaks = count;
    w->hard = false;
}

/* The next text of the same paragraph is to stand on a line of its own. */
static void break_hard(struct writer *w, unsigned count)
{
    bool hard = w->hard || w->breaks == 0;
    break_lines(w, count);
    w->hard = hard;
}

static bool begins_line(const struct writer *w)
{
    size_t length = w->out->length - w->begin;
    const char *end = buf_string(w->out) + w->out->length;
    while (length > 0 && strchr(" >", end[-1]))
        end--, length--;
    return w->breaks > 0 || length == 0 || end[-1] == '\n';
}

/* Whether Markdown would take the character for one of its own where it stands. */
static bool is_risky(const struct writer *w, const char *c)
{
    if (w->code || w->math || w->in_gap)
        return w->cell && *c == '|' && !w->math;
    if (strchr("*`\\", *c))
        return true;
    if (*c == '|')
        return w->cell;
    if (*c == '<')
        return c[1] && strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ/!?", c[1]);
    if (*c == '_')
        return w->space || begins_line(w) || !c[1] || strchr(" \t\n", c[1]);
    if (strchr("#+->", *c))
        return begins_line(w) && (*c == '>' || *c == '#' || strchr(" \n", c[1]));
    return false;
}

/* Formulas and gaps that begin or end at c; the length of what was written for it, else 0. */
static size_t put_span(struct writer *w, const char *c)
{
    static const struct {
        const char *open, *close, *mark;
    } spans[] = {{"\\(", "\\)", "$"}, {"\\[", "\\]", "$$"}};
    for (size_t i = 0; i < 2 && !w->code; i++) {
        const char *wanted = w->math == spans[i].close ? spans[i].close : spans[i].open;
        if ((w->math && w->math != spans[i].close) || strncmp(c, wanted, 2) != 0)
            continue;
        w->math = w->math ? NULL : spans[i].close;
        put_due(w);
        buf_text(w->out, spans[i].mark);
        return 2;
    }
    const char *wanted = w->in_gap ? "}}" : "{{";
    if (w->math || strncmp(c, wanted, 2) != 0)
        return 0;
    w->in_gap = !w->in_gap;
    put_due(w);
    buf_text(w->out, wanted);
    return 2;
}

static void put_text(struct writer *w, const char *text)
{
    for (const char *c = text; *c;) {
        bool nbsp = strncmp(c, "\xc2\xa0", 2) == 0;
        size_t span = put_span(w, c);
        if (span) {
            c += span;
        } else if (w->pre && *c == '\n') {
            w->breaks++;
            c++;
        } else if (!w->pre && (nbsp || strchr(" \t\r\n", *c))) {
            w->space = w->space || (w->out->length > w->begin && w->out->length != w->glued &&
                                       !w->breaks && !w->mark[0]);
            c += nbsp ? 2 : 1;
        } else {
            bool risky = is_risky(w, c);
            put_due(w);
            if (risky)
                buf_char(w->out, '\\');
            buf_char(w->out, *c++);
        }
    }
}

/* ---- elements ---- */

static void put_children(struct writer *w, const GumboNode *node);

static const char *attribute(const GumboNode *node, const char *name)
{
    const GumboAttribute *found = gumbo_get_attribute(&node->v.element.attributes, name);
    return found ? found->value : "";
}

/* The children between two marks such as **, with the white space outside. */
static void put_marked(struct writer *w, const GumboNode *node, const char *mark, unsigned bit)
{
    const GumboVector *children = &node->v.element.children;
    const GumboNode *first = children->length ? children->data[0] : NULL;
    if (w->marked & bit || !first) {
        put_children(w, node);
        return;
    }
    if (first->type == GUMBO_NODE_TEXT && strchr(" \n", first->v.text.text[0]))
        put_text(w, " ");
    put_due(w);
    size_t before = w->out->length;
    buf_text(w->out, mark);
    size_t inside = w->glued = w->out->length;
    w->marked |= bit;
    put_children(w, node);
    w->marked &= ~bit;
    if (w->out->length == inside)
        buf_cut(w->out, before);
    else
        buf_text(w->out, mark);
}

static void put_strong(struct writer *w, const GumboNode *node)
{
    put_marked(w, node, "**", 1);
}

static void put_emphasis(struct writer *w, const GumboNode *node)
{
    put_marked(w, node, "*", 2);
}

static void put_code(struct writer *w, const GumboNode *node)
{
    bool before = w->code;
    w->code = true;
    if (w->pre || before)
        put_children(w, node);
    else
        put_marked(w, node, "`", 4);
    w->code = before;
}

static void put_paragraph(struct writer *w, const GumboNode *node)
{
    break_lines(w, 2);
    put_children(w, node);
    break_lines(w, 2);
}

static void put_quotation(struct writer *w, const GumboNode *node)
{
    size_t length = w->prefix.length;
    break_lines(w, 2);
    buf_text(&w->prefix, "> ");
    put_children(w, node);
    buf_cut(&w->prefix, length);
    break_lines(w, 2);
}

/* Lines of their own that are no paragraph: Anki makes each line a <div>. */
static void put_lines(struct writer *w, const GumboNode *node)
{
    break_hard(w, 1);
    put_children(w, node);
    break_hard(w, 1);
}

static void put_break(struct writer *w, const GumboNode *node)
{
    (void)node;
    break_hard(w, w->breaks ? w->breaks + 1 : 1);
}

static void put_rule(struct writer *w, const GumboNode *node)
{
    (void)node;
    break_lines(w, 2);
    put_due(w);
    buf_text(w->out, "---");
    break_lines(w, 2);
}

static void put_pre(struct writer *w, const GumboNode *node)
{
    bool code = w->code;
    break_lines(w, 2);
    put_due(w);
    buf_text(w->out, "```");
    break_lines(w, 1);
    w->pre = w->code = true;
    put_children(w, node);
    w->pre = false;
    w->code = code;
    w->breaks = 1;
    put_due(w);
    buf_text(w->out, "```");
    break_lines(w, 2);
}

static void put_list(struct writer *w, const GumboNode *node)
{
    bool ordered = node->v.element.tag == GUMBO_TAG_OL;
    const char *start = attribute(node, "start");
    unsigned number = *start ? (unsigned)strtoul(start, NULL, 10) % 1000000 : 1;
    const GumboVector *items = &node->v.element.children;
    if (w->cell) {
        put_children(w, node);
        return;
    }
    break_lines(w, w->prefix.length ? 1 : 2);
    for (unsigned i = 0; i < items->length; i++) {
        const GumboNode *item = items->data[i];
        size_t length = w->prefix.length;
        if (item->type != GUMBO_NODE_ELEMENT)
            continue;
        break_lines(w, 1);
        char mark[sizeof w->mark];
        snprintf(mark, sizeof mark, ordered ? "%u. " : "- ", number++);
        buf_fill(&w->prefix, ' ', strlen(mark));
        memcpy(w->mark, mark, sizeof mark);
        put_children(w, item);
        w->mark[0] = '\0'; /* of an empty item */
        buf_cut(&w->prefix, length);
    }
    break_lines(w, w->prefix.length ? 1 : 2);
}

static void put_link(struct writer *w, const GumboNode *node)
{
    const char *to = attribute(node, "href");
    if (!*to || w->in_gap) {
        put_children(w, node);
        return;
    }
    put_due(w);
    buf_char(w->out, '[');
    put_children(w, node);
    buf_format(w->out, strpbrk(to, " ()") ? "](<%s>)" : "](%s)", to);
}

static void put_image(struct writer *w, const GumboNode *node)
{
    const char *from = attribute(node, "src"), *text = attribute(node, "alt");
    if (!*from)
        return;
    const char *link = w->media ? w->media->link(w->media->context, from) : NULL;
    from = link ? link : from;
    put_due(w);
    buf_format(w->out, strpbrk(from, " ()") ? "![%s](<%s>)" : "![%s](%s)", text, from);
}

/* ---- tables ---- */

static void put_row(struct writer *w, const GumboNode *row, bool *header)
{
    unsigned cells = 0;
    break_lines(w, 1);
    put_due(w);
    w->cell = true;
    buf_char(w->out, '|');
    for (unsigned i = 0; i < row->v.element.children.length; i++) {
        const GumboNode *cell = row->v.element.children.data[i];
        if (cell->type != GUMBO_NODE_ELEMENT)
            continue;
        w->space = true;
        put_children(w, cell);
        w->space = false;
        buf_text(w->out, " |");
        cells++;
    }
    w->cell = false;
    break_lines(w, 1);
    if (*header) {
        put_due(w);
        for (unsigned i = 0; i < cells; i++)
            buf_text(w->out, "|---");
        buf_char(w->out, '|');
        break_lines(w, 1);
    }
    *header = false;
}

static void put_rows(struct writer *w, const GumboNode *node, bool *header)
{
    for (unsigned i = 0; i < node->v.element.children.length; i++) {
        const GumboNode *child = node->v.element.children.data[i];
        if (child->type != GUMBO_NODE_ELEMENT)
            continue;
        if (child->v.element.tag == GUMBO_TAG_TR)
            put_row(w, child, header);
        else if (child->v.element.tag != GUMBO_TAG_CAPTION)
            put_rows(w, child, header);
    }
}

static void put_table(struct writer *w, const GumboNode *node)
{
    bool header = true;
    if (w->cell) {
        put_children(w, node);
        return;
    }
    break_lines(w, 2);
    put_rows(w, node, &header);
    break_lines(w, 2);
}

/* ---- the tree ---- */

static void put_heading(struct writer *w, const GumboNode *node)
{
    break_lines(w, 2);
    if (!w->cell) {
        put_due(w);
        buf_add(w->out, "######", (size_t)(node->v.element.tag - GUMBO_TAG_H1) + 1);
        w->space = true;
    }
    put_children(w, node);
    break_lines(w, 2);
}

static void put_nothing(struct writer *w, const GumboNode *node)
{
    (void)w;
    (void)node;
}

static void put_element(struct writer *w, const GumboNode *node)
{
    static const struct {
        GumboTag tag;
        void (*put)(struct writer *w, const GumboNode *node);
    } elements[] = {{GUMBO_TAG_BR, put_break}, {GUMBO_TAG_DIV, put_lines},
        {GUMBO_TAG_B, put_strong}, {GUMBO_TAG_STRONG, put_strong}, {GUMBO_TAG_I, put_emphasis},
        {GUMBO_TAG_EM, put_emphasis}, {GUMBO_TAG_IMG, put_image}, {GUMBO_TAG_P, put_paragraph},
        {GUMBO_TAG_UL, put_list}, {GUMBO_TAG_OL, put_list}, {GUMBO_TAG_CODE, put_code},
        {GUMBO_TAG_TT, put_code}, {GUMBO_TAG_KBD, put_code}, {GUMBO_TAG_PRE, put_pre},
        {GUMBO_TAG_A, put_link}, {GUMBO_TAG_TABLE, put_table},
        {GUMBO_TAG_BLOCKQUOTE, put_quotation}, {GUMBO_TAG_HR, put_rule},
        {GUMBO_TAG_SECTION, put_lines}, {GUMBO_TAG_CENTER, put_lines}, {GUMBO_TAG_DT, put_lines},
        {GUMBO_TAG_DD, put_lines}, {GUMBO_TAG_LI, put_lines}, {GUMBO_TAG_H1, put_heading},
        {GUMBO_TAG_H2, put_heading}, {GUMBO_TAG_H3, put_heading}, {GUMBO_TAG_H4, put_heading},
        {GUMBO_TAG_H5, put_heading}, {GUMBO_TAG_H6, put_heading}, {GUMBO_TAG_SCRIPT, put_nothing},
        {GUMBO_TAG_STYLE, put_nothing}, {GUMBO_TAG_HEAD, put_nothing}};
    for (size_t i = 0; i < sizeof elements / sizeof *elements; i++) {
        if (elements[i].tag == node->v.element.tag) {
            elements[i].put(w, node);
            return;
        }
    }
    put_children(w, node);
}

static void put_children(struct writer *w, const GumboNode *node)
{
    for (unsigned i = 0; i < node->v.element.children.length; i++) {
        const GumboNode *child = node->v.element.children.data[i];
        if (child->type == GUMBO_NODE_ELEMENT)
            put_element(w, child);
        else if (child->type == GUMBO_NODE_TEXT || child->type == GUMBO_NODE_WHITESPACE ||
                 child->type == GUMBO_NODE_CDATA)
            put_text(w, child->v.text.text);
    }
}

/* The most elements open at once, were each closed that can be. What is not closed counts, since it
 * is opened anew in every paragraph. */
static size_t depth_of(const char *html)
{
    static const char *const alone[] = {"br", "img", "hr", "p>", "p ", "li", "!"};
    size_t depth = 0, most = 0;
    while ((html = strchr(html, '<'))) {
        html++;
        bool counts = *html != '/';
        for (size_t i = 0; i < sizeof alone / sizeof *alone; i++)
            counts = counts && strncmp(html, alone[i], strlen(alone[i])) != 0;
        if (counts)
            depth++;
        else if (*html == '/' && depth > 0)
            depth--;
        most = depth > most ? depth : most;
    }
    return most;
}

bool html_to_markdown(struct buf *out, const char *html, const struct html_media *media)
{
    struct writer w = {.out = out, .begin = out->length, .media = media, .glued = SIZE_MAX};
    if (depth_of(html) > DEPTH_MOST)
        return false;
    if (!strpbrk(html, "<&\\{*`_#+->\n")) { /* nothing that would come out otherwise */
        buf_text(out, html);
        return true;
    }
    GumboOutput *output = gumbo_parse(html);
    put_children(&w, output->root);
    gumbo_destroy_output(&kGumboDefaultOptions, output);
    out->failed |= w.prefix.failed;
    buf_done(&w.prefix);
    return true;
}
