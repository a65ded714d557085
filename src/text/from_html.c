/* Walks gumbo's tree once. Breaks between blocks wait for the next text, so that none are left at
 * the end. A line's prefix (indents in lists, "> " in quotations) waits for the line's text. */
#include "text/from_html.h"

#include <gumbo.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEPTH_MAX 128

struct from_html {
    struct buf *out;
    size_t begin;     /* the offset in out at which this text begins */
    unsigned breaks;  /* line feeds due before the next text: 2 begin a paragraph */
    bool hard;        /* a single line feed is a hard line break */
    bool space;       /* a space is due before the next text */
    bool pre;         /* within <pre>, which keeps white space */
    bool code;        /* within <code>, where nothing is escaped */
    bool cell;        /* within a table cell, which is one line, with | escaped */
    const char *math; /* closes the current formula; NULL outside formulas */
    bool in_gap;      /* between {{ and }} */
    size_t glued;     /* length of out right after an opening mark, which no space may follow */
    unsigned marked;  /* bits of the open marks */
    const struct html_media *media; /* may be NULL */
    struct buf prefix;              /* what each line begins with */
    char mark[16]; /* a list item's mark: replaces the end of prefix on the item's first line */
};

/* ---- text ---- */

static void from_html_put_breaks(struct from_html *w)
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

/* Writes the breaks or the space due before text, or before a mark such as **. */
static void from_html_put_due(struct from_html *w)
{
    if (w->breaks > 0 || w->mark[0] || w->out->length == w->begin)
        from_html_put_breaks(w);
    else if (w->space)
        buf_char(w->out, ' ');
    w->space = false;
}

static void from_html_break_lines(struct from_html *w, unsigned count)
{
    w->space |= w->cell && count;
    if (!w->cell && w->breaks < count)
        w->breaks = count;
    w->hard &= !count;
}

/* Begins a new line within the paragraph. */
static void from_html_break_hard(struct from_html *w, unsigned count)
{
    bool hard = w->hard || w->breaks == 0;
    from_html_break_lines(w, count);
    w->hard = hard;
}

static bool from_html_begins_line(const struct from_html *w)
{
    size_t length = w->out->length - w->begin;
    const char *end = buf_string(w->out) + w->out->length;
    while (length > 0 && strchr(" >", end[-1]))
        end--, length--;
    return w->breaks > 0 || length == 0 || end[-1] == '\n';
}

/* Whether Markdown would interpret the character at this position. */
static bool from_html_is_risky(const struct from_html *w, const char *c)
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
        return w->space || from_html_begins_line(w) || !c[1] || strchr(" \t\n", c[1]);
    if (strchr("#+->", *c))
        return from_html_begins_line(w) && (*c == '>' || *c == '#' || strchr(" \n", c[1]));
    return false;
}

/* Begins or ends a formula or a gap at c. Returns the bytes read; 0 for other text. */
static size_t from_html_put_span(struct from_html *w, const char *c)
{
    static const struct {
        const char *open, *close, *mark;
    } spans[] = {{"\\(", "\\)", "$"}, {"\\[", "\\]", "$$"}};
    for (size_t i = 0; i < 2 && !w->code; i++) {
        const char *wanted = w->math == spans[i].close ? spans[i].close : spans[i].open;
        if ((w->math && w->math != spans[i].close) || strncmp(c, wanted, 2) != 0)
            continue;
        w->math = w->math ? NULL : spans[i].close;
        from_html_put_due(w);
        buf_text(w->out, spans[i].mark);
        return 2;
    }
    const char *wanted = w->in_gap ? "}}" : "{{";
    if (w->math || strncmp(c, wanted, 2) != 0)
        return 0;
    w->in_gap = !w->in_gap;
    from_html_put_due(w);
    buf_text(w->out, wanted);
    return 2;
}

static void from_html_put_text(struct from_html *w, const char *text)
{
    for (const char *c = text; *c;) {
        bool nbsp = strncmp(c, "\xc2\xa0", 2) == 0;
        size_t span = from_html_put_span(w, c);
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
            bool risky = from_html_is_risky(w, c);
            from_html_put_due(w);
            if (risky)
                buf_char(w->out, '\\');
            buf_char(w->out, *c++);
        }
    }
}

/* ---- elements ---- */

static void from_html_put_children(struct from_html *w, const GumboNode *node);

static const char *from_html_attribute(const GumboNode *node, const char *name)
{
    const GumboAttribute *found = gumbo_get_attribute(&node->v.element.attributes, name);
    return found ? found->value : "";
}

/* Writes the children between marks such as **, with leading and trailing white space outside. */
static void from_html_put_marked(
    struct from_html *w, const GumboNode *node, const char *mark, unsigned bit)
{
    const GumboVector *children = &node->v.element.children;
    const GumboNode *first = children->length ? children->data[0] : NULL;
    if (w->marked & bit || !first) {
        from_html_put_children(w, node);
        return;
    }
    if (first->type == GUMBO_NODE_TEXT && strchr(" \n", first->v.text.text[0]))
        from_html_put_text(w, " ");
    from_html_put_due(w);
    size_t before = w->out->length;
    buf_text(w->out, mark);
    size_t inside = w->glued = w->out->length;
    w->marked |= bit;
    from_html_put_children(w, node);
    w->marked &= ~bit;
    if (w->out->length == inside)
        buf_cut(w->out, before);
    else
        buf_text(w->out, mark);
}

static void from_html_put_code(struct from_html *w, const GumboNode *node)
{
    bool before = w->code;
    w->code = true;
    if (w->pre || before)
        from_html_put_children(w, node);
    else
        from_html_put_marked(w, node, "`", 4);
    w->code = before;
}

static void from_html_put_quotation(struct from_html *w, const GumboNode *node)
{
    size_t length = w->prefix.length;
    buf_text(&w->prefix, "> ");
    from_html_put_children(w, node);
    buf_cut(&w->prefix, length);
}

/* Writes lines rather than paragraphs, because Anki makes each line a <div>. */
static void from_html_put_lines(struct from_html *w, const GumboNode *node)
{
    from_html_break_hard(w, 1);
    from_html_put_children(w, node);
    from_html_break_hard(w, 1);
}

static void from_html_put_break(struct from_html *w, const GumboNode *node)
{
    (void)node;
    from_html_break_hard(w, w->breaks ? w->breaks + 1 : 1);
}

static void from_html_put_rule(struct from_html *w, const GumboNode *node)
{
    (void)node;
    from_html_put_due(w);
    buf_text(w->out, "---");
}

static void from_html_put_pre(struct from_html *w, const GumboNode *node)
{
    bool code = w->code;
    from_html_put_due(w);
    buf_text(w->out, "```");
    from_html_break_lines(w, 1);
    w->pre = w->code = true;
    from_html_put_children(w, node);
    w->pre = false;
    w->code = code;
    w->breaks = 1;
    from_html_put_due(w);
    buf_text(w->out, "```");
}

static void from_html_put_list(struct from_html *w, const GumboNode *node)
{
    bool ordered = node->v.element.tag == GUMBO_TAG_OL;
    const char *start = from_html_attribute(node, "start");
    unsigned number = *start ? (unsigned)strtoul(start, NULL, 10) % 1000000 : 1;
    const GumboVector *items = &node->v.element.children;
    if (w->cell) {
        from_html_put_children(w, node);
        return;
    }
    from_html_break_lines(w, w->prefix.length ? 1 : 2);
    for (unsigned i = 0; i < items->length; i++) {
        const GumboNode *item = items->data[i];
        size_t length = w->prefix.length;
        if (item->type != GUMBO_NODE_ELEMENT)
            continue;
        from_html_break_lines(w, 1);
        char mark[sizeof w->mark];
        snprintf(mark, sizeof mark, ordered ? "%u. " : "- ", number++);
        buf_fill(&w->prefix, ' ', strlen(mark));
        memcpy(w->mark, mark, sizeof mark);
        from_html_put_children(w, item);
        w->mark[0] = '\0'; /* an empty item has not written its mark */
        buf_cut(&w->prefix, length);
    }
    from_html_break_lines(w, w->prefix.length ? 1 : 2);
}

static void from_html_put_link(struct from_html *w, const GumboNode *node)
{
    const char *to = from_html_attribute(node, "href");
    if (!*to || w->in_gap) {
        from_html_put_children(w, node);
        return;
    }
    from_html_put_due(w);
    buf_char(w->out, '[');
    from_html_put_children(w, node);
    buf_format(w->out, strpbrk(to, " ()") ? "](<%s>)" : "](%s)", to);
}

static void from_html_put_image(struct from_html *w, const GumboNode *node)
{
    const char *from = from_html_attribute(node, "src"), *text = from_html_attribute(node, "alt");
    if (!*from)
        return;
    const char *link = w->media ? w->media->link(w->media->context, from) : NULL;
    from = link ? link : from;
    from_html_put_due(w);
    buf_format(w->out, strpbrk(from, " ()") ? "![%s](<%s>)" : "![%s](%s)", text, from);
}

/* ---- tables ---- */

static void from_html_put_row(struct from_html *w, const GumboNode *row, bool *header)
{
    unsigned cells = 0;
    from_html_break_lines(w, 1);
    from_html_put_due(w);
    w->cell = true;
    buf_char(w->out, '|');
    for (unsigned i = 0; i < row->v.element.children.length; i++) {
        const GumboNode *cell = row->v.element.children.data[i];
        if (cell->type != GUMBO_NODE_ELEMENT)
            continue;
        w->space = true;
        from_html_put_children(w, cell);
        w->space = false;
        buf_text(w->out, " |");
        cells++;
    }
    w->cell = false;
    from_html_break_lines(w, 1);
    if (*header) {
        from_html_put_due(w);
        for (unsigned i = 0; i < cells; i++)
            buf_text(w->out, "|---");
        buf_char(w->out, '|');
        from_html_break_lines(w, 1);
    }
    *header = false;
}

static void from_html_put_rows(struct from_html *w, const GumboNode *node, bool *header)
{
    for (unsigned i = 0; i < node->v.element.children.length; i++) {
        const GumboNode *child = node->v.element.children.data[i];
        if (child->type != GUMBO_NODE_ELEMENT)
            continue;
        if (child->v.element.tag == GUMBO_TAG_TR)
            from_html_put_row(w, child, header);
        else if (child->v.element.tag != GUMBO_TAG_CAPTION)
            from_html_put_rows(w, child, header);
    }
}

static void from_html_put_table(struct from_html *w, const GumboNode *node)
{
    bool header = true;
    if (w->cell) {
        from_html_put_children(w, node);
        return;
    }
    from_html_break_lines(w, 2);
    from_html_put_rows(w, node, &header);
    from_html_break_lines(w, 2);
}

/* ---- the tree ---- */

static void from_html_put_heading(struct from_html *w, const GumboNode *node)
{
    if (!w->cell) {
        from_html_put_due(w);
        buf_add(w->out, "######", (size_t)(node->v.element.tag - GUMBO_TAG_H1) + 1);
        w->space = true;
    }
    from_html_put_children(w, node);
}

/* Inline elements: the marks around their text, and a bit for each mark. */
static const struct {
    GumboTag tag;
    const char *mark;
    unsigned bit;
} from_html_spans[] = {{GUMBO_TAG_B, "**", 1}, {GUMBO_TAG_STRONG, "**", 1}, {GUMBO_TAG_I, "*", 2},
    {GUMBO_TAG_EM, "*", 2}, {GUMBO_TAG_S, "~~", 8}, {GUMBO_TAG_DEL, "~~", 8},
    {GUMBO_TAG_STRIKE, "~~", 8}};

/* Other elements: how to write each (NULL drops it), and the line feeds before and after it. */
static const struct {
    GumboTag tag;
    void (*put)(struct from_html *w, const GumboNode *node);
    unsigned breaks;
} from_html_elements[] = {{GUMBO_TAG_BR, from_html_put_break, 0},
    {GUMBO_TAG_DIV, from_html_put_lines, 0}, {GUMBO_TAG_IMG, from_html_put_image, 0},
    {GUMBO_TAG_P, from_html_put_children, 2}, {GUMBO_TAG_UL, from_html_put_list, 0},
    {GUMBO_TAG_OL, from_html_put_list, 0}, {GUMBO_TAG_CODE, from_html_put_code, 0},
    {GUMBO_TAG_TT, from_html_put_code, 0}, {GUMBO_TAG_KBD, from_html_put_code, 0},
    {GUMBO_TAG_PRE, from_html_put_pre, 2}, {GUMBO_TAG_A, from_html_put_link, 0},
    {GUMBO_TAG_TABLE, from_html_put_table, 0}, {GUMBO_TAG_BLOCKQUOTE, from_html_put_quotation, 2},
    {GUMBO_TAG_HR, from_html_put_rule, 2}, {GUMBO_TAG_SECTION, from_html_put_lines, 0},
    {GUMBO_TAG_CENTER, from_html_put_lines, 0}, {GUMBO_TAG_DT, from_html_put_lines, 0},
    {GUMBO_TAG_DD, from_html_put_lines, 0}, {GUMBO_TAG_LI, from_html_put_lines, 0},
    {GUMBO_TAG_H1, from_html_put_heading, 2}, {GUMBO_TAG_H2, from_html_put_heading, 2},
    {GUMBO_TAG_H3, from_html_put_heading, 2}, {GUMBO_TAG_H4, from_html_put_heading, 2},
    {GUMBO_TAG_H5, from_html_put_heading, 2}, {GUMBO_TAG_H6, from_html_put_heading, 2},
    {GUMBO_TAG_SCRIPT, NULL, 0}, {GUMBO_TAG_STYLE, NULL, 0}, {GUMBO_TAG_HEAD, NULL, 0}};

static void from_html_put_element(struct from_html *w, const GumboNode *node)
{
    GumboTag tag = node->v.element.tag;
    for (size_t i = 0; i < COUNT(from_html_spans); i++)
        if (from_html_spans[i].tag == tag) {
            from_html_put_marked(w, node, from_html_spans[i].mark, from_html_spans[i].bit);
            return;
        }
    for (size_t i = 0; i < COUNT(from_html_elements); i++)
        if (from_html_elements[i].tag == tag) {
            from_html_break_lines(w, from_html_elements[i].breaks);
            if (from_html_elements[i].put)
                from_html_elements[i].put(w, node);
            from_html_break_lines(w, from_html_elements[i].breaks);
            return;
        }
    from_html_put_children(w, node);
}

static void from_html_put_children(struct from_html *w, const GumboNode *node)
{
    for (unsigned i = 0; i < node->v.element.children.length; i++) {
        const GumboNode *child = node->v.element.children.data[i];
        if (child->type == GUMBO_NODE_ELEMENT)
            from_html_put_element(w, child);
        else if (child->type == GUMBO_NODE_TEXT || child->type == GUMBO_NODE_WHITESPACE ||
                 child->type == GUMBO_NODE_CDATA)
            from_html_put_text(w, child->v.text.text);
    }
}

/* The deepest nesting, not counting elements that need no end tag. Unclosed elements count, because
 * the parser reopens them in every paragraph. */
static size_t from_html_depth(const char *html)
{
    static const char *const alone[] = {"br", "img", "hr", "p>", "p ", "li", "!"};
    size_t depth = 0, most = 0;
    while ((html = strchr(html, '<'))) {
        html++;
        bool counts = *html != '/';
        for (size_t i = 0; i < COUNT(alone); i++)
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
    struct from_html w = {.out = out, .begin = out->length, .media = media, .glued = SIZE_MAX};
    if (from_html_depth(html) > DEPTH_MAX)
        return false;
    if (!strpbrk(html, "<&\\{*`_#+->\n")) { /* plain text stays as it is */
        buf_text(out, html);
        return true;
    }
    GumboOutput *output = gumbo_parse(html);
    from_html_put_children(&w, output->root);
    gumbo_destroy_output(&kGumboDefaultOptions, output);
    out->failed |= w.prefix.failed;
    buf_done(&w.prefix);
    return true;
}
