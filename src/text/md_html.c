#include "text/md_html.h"

#include "base/escape.h"
#include "text/address.h"
#include "text/markdown.h"

#include <assert.h>
#include <string.h>

struct md_html {
    struct buf *html;
    markdown_link_fn *link;
    void *context;
    int quiet;         /* open images (their text is an attribute) and sounds (text is dropped) */
    bool sound;        /* the open link is a sound */
    struct buf alt;    /* the text of the image */
    struct buf script; /* the address of the open link if it is a script */
    char task_mark;    /* the latest task's mark */
    size_t task_end;   /* the length of html right after that mark */
    unsigned blocks;   /* blocks begun, except the document */
};

/* Appends text, escaped, between before and after, which are HTML. */
static void md_html_put(
    struct buf *html, const char *before, const char *text, size_t length, const char *after)
{
    buf_text(html, before);
    escape_html(html, text, length);
    buf_text(html, after);
}

/* ---- blocks ---- */

/* Tags in the order of MD_BLOCKTYPE; "" if the block has none. */
static const char *const md_html_blocks[] = {"", "blockquote", "ul", "ol", "li", "hr", "h", "pre",
    "", "p", "table", "thead", "tbody", "tr", "th", "td"};
static_assert(COUNT(md_html_blocks) == MD_BLOCK_TD + 1, "one for each block");

static void md_html_put_tag(struct md_html *h, MD_BLOCKTYPE type, const void *detail, bool end)
{
    const char *tag = md_html_blocks[type];
    if (!*tag || (end && type == MD_BLOCK_HR))
        return;
    buf_format(
        h->html, "%s<%s%s", end && type == MD_BLOCK_CODE ? "</code>" : "", end ? "/" : "", tag);
    if (type == MD_BLOCK_H)
        buf_format(h->html, "%u", ((const MD_BLOCK_H_DETAIL *)detail)->level);
    if (type == MD_BLOCK_OL && !end && ((const MD_BLOCK_OL_DETAIL *)detail)->start != 1)
        buf_format(h->html, " start=\"%u\"", ((const MD_BLOCK_OL_DETAIL *)detail)->start);
    buf_text(h->html, !end && type == MD_BLOCK_CODE ? "><code>" : ">");
}

static void md_html_put_task(struct md_html *h, char mark)
{
    buf_format(h->html, "[%c] ", mark);
    h->task_mark = mark;
    h->task_end = h->html->length;
}

/* A task's mark begins the item's text or, in a loose list, the item's first paragraph. */
static bool md_html_begin_block(void *context, MD_BLOCKTYPE type, const void *detail)
{
    struct md_html *h = context;
    bool task = type == MD_BLOCK_P && h->task_mark && h->task_end == h->html->length;
    h->blocks += type != MD_BLOCK_DOC;
    if (task)
        buf_cut(h->html, h->html->length - strlen("[ ] "));
    md_html_put_tag(h, type, detail, false);
    if (task)
        md_html_put_task(h, h->task_mark);
    if (type == MD_BLOCK_LI && ((const MD_BLOCK_LI_DETAIL *)detail)->is_task)
        md_html_put_task(h, ((const MD_BLOCK_LI_DETAIL *)detail)->task_mark);
    return !h->html->failed;
}

static void md_html_end_block(void *context, MD_BLOCKTYPE type, const void *detail)
{
    struct md_html *h = context;
    if (type == MD_BLOCK_LI && h->task_mark && h->task_end == h->html->length)
        buf_cut(h->html, h->task_end - strlen(" "));
    md_html_put_tag(h, type, detail, true);
}

/* ---- spans ---- */

static const char *const md_html_spans[MD_SPAN_U + 1][2] = {[MD_SPAN_EM] = {"<i>", "</i>"},
    [MD_SPAN_STRONG] = {"<b>", "</b>"},
    [MD_SPAN_A] = {"", "</a>"},
    [MD_SPAN_CODE] = {"<code>", "</code>"},
    [MD_SPAN_DEL] = {"<s>", "</s>"}};

/* Appends open and the address or, for a sound, [sound:...]. Returns whether it is a sound. */
static bool md_html_put_link(struct md_html *h, const char *open, const char *address)
{
    bool sound = false;
    const char *link = h->link ? h->link(h->context, address, &sound) : NULL;
    link = link ? link : address;
    if (sound)
        buf_format(h->html, "[sound:%s]", link);
    else
        md_html_put(h->html, open, link, strlen(link), "\"");
    return sound;
}

static void md_html_begin_span(void *context, MD_SPANTYPE type, const char *address)
{
    struct md_html *h = context;
    if (type == MD_SPAN_IMG && h->quiet++ == 0) {
        md_html_put_link(h, "<img src=\"", address);
        buf_clear(&h->alt);
    } else if (type == MD_SPAN_A && !h->quiet && address_is_script(address)) {
        buf_text(&h->script, address);
    } else if (type == MD_SPAN_A && !h->quiet) {
        h->sound = md_html_put_link(h, "<a href=\"", address);
        h->quiet += h->sound;
        buf_text(h->html, h->sound ? "" : ">");
    } else if (!h->quiet) {
        buf_text(h->html, md_html_spans[type][0]);
    }
}

static void md_html_end_span(void *context, MD_SPANTYPE type)
{
    struct md_html *h = context;
    if (type == MD_SPAN_IMG && --h->quiet == 0) {
        if (h->alt.length)
            md_html_put(h->html, " alt=\"", buf_string(&h->alt), h->alt.length, "\"");
        buf_char(h->html, '>');
    } else if (type == MD_SPAN_A && h->sound) {
        h->sound = false;
        h->quiet--;
    } else if (type == MD_SPAN_A && h->script.length) {
        md_html_put(h->html, " (", buf_string(&h->script), h->script.length, ")");
        buf_clear(&h->script);
    } else if (!h->quiet) {
        buf_text(h->html, md_html_spans[type][1]);
    }
}

/* ---- text ---- */

static void md_html_text(void *context, const char *text, size_t length)
{
    struct md_html *h = context;
    if (h->quiet)
        buf_add(&h->alt, text, length);
    else
        md_html_put(h->html, "", text, length, "");
}

static void md_html_line_break(void *context, bool hard)
{
    struct md_html *h = context;
    buf_text(h->quiet ? &h->alt : h->html, hard && !h->quiet ? "<br>" : "\n");
}

static void md_html_formula(void *context, const struct formula *formula)
{
    struct md_html *h = context;
    struct buf latex = {0};
    if (h->quiet) {
        formula_source(formula, ' ', &h->alt);
        return;
    }
    formula_latex(formula, &latex);
    md_html_put(h->html, formula->display ? "\\[" : "\\(", buf_string(&latex), latex.length,
        formula->display ? "\\]" : "\\)");
    h->html->failed |= latex.failed;
    buf_done(&latex);
}

void markdown_to_html(struct buf *html, const char *text, markdown_link_fn *link, void *context)
{
    static const struct markdown_writer writer = {md_html_begin_block, md_html_end_block,
        md_html_begin_span, md_html_end_span, md_html_text, md_html_line_break, md_html_formula,
        NULL};
    struct buf all = {0};
    struct md_html h = {.html = &all, .link = link, .context = context};
    all.failed |= !markdown_read(text, true, &writer, &h);
    const char *made = buf_string(&all);
    if (h.blocks == 1 && strncmp(made, "<p>", 3) == 0) /* a single paragraph needs no tag */
        buf_add(html, made + 3, all.length - strlen("<p></p>"));
    else
        buf_add(html, made, all.length);
    html->failed |= all.failed || h.alt.failed || h.script.failed;
    buf_done(&all);
    buf_done(&h.alt);
    buf_done(&h.script);
}
