#include "text/markup.h"

#include <md4c.h>
#include <string.h>

struct markup {
    struct buf *html;
    markup_link_fn *link;
    void *context;
    int quiet; /* within an image, whose text is an attribute, or a sound, which has none */
    bool sound;
    struct buf alt; /* that attribute */
    unsigned paragraphs;
};

static void markup_add_escaped(struct buf *html, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        switch (text[i]) {
        case '&':
            buf_text(html, "&amp;");
            break;
        case '<':
            buf_text(html, "&lt;");
            break;
        case '>':
            buf_text(html, "&gt;");
            break;
        case '"':
            buf_text(html, "&quot;");
            break;
        default:
            buf_char(html, text[i]);
        }
    }
}

/* ---- blocks ---- */

/* The tag of a block; "" for none. */
static const char *markup_block_tag(MD_BLOCKTYPE type, const void *detail)
{
    static const char *const headings[] = {"h1", "h2", "h3", "h4", "h5", "h6"};
    static const char *const tags[] = {[MD_BLOCK_DOC] = "",
        [MD_BLOCK_QUOTE] = "blockquote",
        [MD_BLOCK_UL] = "ul",
        [MD_BLOCK_OL] = "ol",
        [MD_BLOCK_LI] = "li",
        [MD_BLOCK_HR] = "",
        [MD_BLOCK_H] = "",
        [MD_BLOCK_CODE] = "",
        [MD_BLOCK_HTML] = "",
        [MD_BLOCK_P] = "p",
        [MD_BLOCK_TABLE] = "table",
        [MD_BLOCK_THEAD] = "thead",
        [MD_BLOCK_TBODY] = "tbody",
        [MD_BLOCK_TR] = "tr",
        [MD_BLOCK_TH] = "th",
        [MD_BLOCK_TD] = "td"};
    if (type == MD_BLOCK_H)
        return headings[((const MD_BLOCK_H_DETAIL *)detail)->level - 1];
    return tags[type];
}

static int markup_enter_block(MD_BLOCKTYPE type, void *detail, void *context)
{
    struct markup *m = context;
    const char *tag = markup_block_tag(type, detail);
    m->paragraphs += type != MD_BLOCK_DOC;
    if (type == MD_BLOCK_OL && ((const MD_BLOCK_OL_DETAIL *)detail)->start != 1)
        buf_format(m->html, "<ol start=\"%u\">", ((const MD_BLOCK_OL_DETAIL *)detail)->start);
    else if (type == MD_BLOCK_HR)
        buf_text(m->html, "<hr>");
    else if (type == MD_BLOCK_CODE)
        buf_text(m->html, "<pre><code>");
    else if (*tag)
        buf_format(m->html, "<%s>", tag);
    return m->html->failed;
}

static int markup_leave_block(MD_BLOCKTYPE type, void *detail, void *context)
{
    struct markup *m = context;
    const char *tag = markup_block_tag(type, detail);
    if (type == MD_BLOCK_CODE)
        buf_text(m->html, "</code></pre>");
    else if (*tag)
        buf_format(m->html, "</%s>", tag);
    return m->html->failed;
}

/* ---- spans ---- */

static const char *markup_span_open(MD_SPANTYPE type, bool close)
{
    static const char *const tags[][2] = {[MD_SPAN_EM] = {"<i>", "</i>"},
        [MD_SPAN_STRONG] = {"<b>", "</b>"},
        [MD_SPAN_CODE] = {"<code>", "</code>"},
        [MD_SPAN_LATEXMATH] = {"\\(", "\\)"},
        [MD_SPAN_LATEXMATH_DISPLAY] = {"\\[", "\\]"},
        [MD_SPAN_WIKILINK] = {"", ""}};
    const char *tag = type < sizeof tags / sizeof *tags ? tags[type][close] : NULL;
    return tag ? tag : "";
}

/* Write the attribute that leads there, or the whole of a sound, which is true then. */
static bool markup_add_link(struct markup *m, const char *open, const MD_ATTRIBUTE *to)
{
    struct buf name = {0};
    bool sound = false;
    buf_add(&name, to->text, to->size);
    const char *link = m->link ? m->link(m->context, buf_string(&name), &sound) : NULL;
    link = link ? link : buf_string(&name);
    if (sound) {
        buf_format(m->html, "[sound:%s]", link);
    } else {
        buf_text(m->html, open);
        markup_add_escaped(m->html, link, strlen(link));
        buf_char(m->html, '"');
    }
    m->html->failed |= name.failed;
    buf_done(&name);
    return sound;
}

static int markup_enter_span(MD_SPANTYPE type, void *detail, void *context)
{
    struct markup *m = context;
    if (type == MD_SPAN_IMG && m->quiet++ == 0) {
        markup_add_link(m, "<img src=\"", &((const MD_SPAN_IMG_DETAIL *)detail)->src);
        buf_clear(&m->alt);
    } else if (type == MD_SPAN_A && !m->quiet) {
        m->sound = markup_add_link(m, "<a href=\"", &((const MD_SPAN_A_DETAIL *)detail)->href);
        if (m->sound)
            m->quiet++;
        else
            buf_char(m->html, '>');
    } else if (!m->quiet) {
        buf_text(m->html, markup_span_open(type, false));
    }
    return m->html->failed;
}

static int markup_leave_span(MD_SPANTYPE type, void *detail, void *context)
{
    struct markup *m = context;
    (void)detail;
    if (type == MD_SPAN_IMG && --m->quiet == 0) {
        if (m->alt.length) {
            buf_text(m->html, " alt=\"");
            markup_add_escaped(m->html, buf_string(&m->alt), m->alt.length);
            buf_char(m->html, '"');
        }
        buf_char(m->html, '>');
    } else if (type == MD_SPAN_A && m->sound) {
        m->sound = false;
        m->quiet--;
    } else if (type == MD_SPAN_A && !m->quiet) {
        buf_text(m->html, "</a>");
    } else if (!m->quiet) {
        buf_text(m->html, markup_span_open(type, true));
    }
    return m->html->failed;
}

static int markup_add_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *context)
{
    struct markup *m = context;
    if (m->quiet)
        buf_add(&m->alt, text, size);
    else if (type == MD_TEXT_BR)
        buf_text(m->html, "<br>");
    else if (type == MD_TEXT_SOFTBR)
        buf_char(m->html, '\n');
    else if (type == MD_TEXT_ENTITY)
        buf_add(m->html, text, size);
    else if (type != MD_TEXT_NULLCHAR)
        markup_add_escaped(m->html, text, size);
    return m->html->failed || m->alt.failed;
}

void markup_html(struct buf *html, const char *markdown, markup_link_fn *link, void *context)
{
    static const MD_PARSER parser = {
        .flags = MD_FLAG_NOHTML | MD_FLAG_TABLES | MD_FLAG_LATEXMATHSPANS,
        .enter_block = markup_enter_block,
        .leave_block = markup_leave_block,
        .enter_span = markup_enter_span,
        .leave_span = markup_leave_span,
        .text = markup_add_text,
    };
    struct buf all = {0};
    struct markup m = {.html = &all, .link = link, .context = context};
    if (md_parse(markdown, (MD_SIZE)strlen(markdown), &parser, &m) != 0)
        all.failed = true;
    const char *text = buf_string(&all);
    if (m.paragraphs == 1 && strncmp(text, "<p>", 3) == 0) /* one alone needs no tag */
        buf_add(html, text + 3, all.length - strlen("<p></p>"));
    else
        buf_add(html, text, all.length);
    html->failed |= all.failed || m.alt.failed;
    buf_done(&all);
    buf_done(&m.alt);
}
