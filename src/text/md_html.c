#include "text/md_html.h"

#include "base/escape.h"
#include "text/address.h"
#include "text/markdown.h"

#include <assert.h>
#include <string.h>
#include <strings.h>

struct md_html {
    struct buf *html;
    struct buf text; /* not yet written, because a text may come in pieces */
    bool code;       /* within code */
    markdown_link_fn *link;
    void *context;
    int quiet;         /* open images (their text is an attribute) and sounds (text is dropped) */
    bool sound;        /* the open link is a sound */
    struct buf alt;    /* the text of the image */
    struct buf script; /* the address of the open link if following it would run a script */
    char task_mark;    /* the latest task's mark */
    size_t task_end;   /* the length of html right after that mark */
    unsigned blocks;   /* blocks begun, except the document */
};

/* ---- text ---- */

/* What Anki takes for markup in plain text, and what to write instead of its first character. Anki
 * looks for brackets in the HTML source, where an entity hides them. It looks for formulas in the
 * text of an element other than code; an empty element interrupts that text. */
static const struct {
    const char *mark, *instead;
    bool in_code;
} md_html_marks[] = {{"[sound:", "&#91;", true}, {"[anki:", "&#91;", true},
    {"[latex]", "&#91;", true}, {"[$]", "&#91;", true}, {"[$$]", "&#91;", true},
    {"\\(", "\\<span></span>", false}, {"\\[", "\\<span></span>", false}};

static const char *md_html_instead(const char *text, bool code)
{
    for (size_t i = 0; i < COUNT(md_html_marks); i++)
        if ((md_html_marks[i].in_code || !code) &&
            strncasecmp(text, md_html_marks[i].mark, strlen(md_html_marks[i].mark)) == 0)
            return md_html_marks[i].instead;
    return NULL;
}

/* Appends text, escaped, between `before` and `after`, which are HTML. `code` is also true for an
 * attribute's value, which cannot contain elements either. */
static void md_html_put(
    struct buf *html, const char *before, const char *text, bool code, const char *after)
{
    const char *done = text;
    buf_text(html, before);
    for (; (text = strpbrk(text, "[\\")); text++) {
        const char *instead = md_html_instead(text, code);
        if (!instead)
            continue;
        escape_html(html, done, (size_t)(text - done));
        buf_text(html, instead);
        done = text + 1;
    }
    escape_html(html, done, strlen(done));
    buf_text(html, after);
}

static void md_html_flush(struct md_html *h)
{
    md_html_put(h->html, "", buf_string(&h->text), h->code, "");
    h->html->failed |= h->text.failed;
    buf_clear(&h->text);
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
    md_html_flush(h);
    bool task = type == MD_BLOCK_P && h->task_mark && h->task_end == h->html->length;
    h->code |= type == MD_BLOCK_CODE;
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
    md_html_flush(h);
    h->code &= type != MD_BLOCK_CODE;
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

/* Appends `open` and the address or, for a sound, [sound:...]. Returns whether the link is to a
 * sound. */
static bool md_html_put_link(struct md_html *h, const char *open, const char *address)
{
    bool sound = false;
    const char *link = h->link ? h->link(h->context, address, &sound) : NULL;
    link = link ? link : address;
    md_html_put(h->html, sound ? "[sound:" : open, link, true, sound ? "]" : "\"");
    return sound;
}

static void md_html_begin_span(void *context, MD_SPANTYPE type, const char *address)
{
    struct md_html *h = context;
    md_html_flush(h);
    h->code |= type == MD_SPAN_CODE;
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
    md_html_flush(h);
    h->code &= type != MD_SPAN_CODE;
    if (type == MD_SPAN_IMG && --h->quiet == 0) {
        if (h->alt.length)
            md_html_put(h->html, " alt=\"", buf_string(&h->alt), true, "\"");
        buf_char(h->html, '>');
    } else if (type == MD_SPAN_A && h->sound) {
        h->sound = false;
        h->quiet--;
    } else if (type == MD_SPAN_A && h->script.length) {
        md_html_put(h->html, " (", buf_string(&h->script), false, ")");
        buf_clear(&h->script);
    } else if (!h->quiet) {
        buf_text(h->html, md_html_spans[type][1]);
    }
}

/* ---- text and formulas ---- */

static void md_html_text(void *context, const char *text, size_t length)
{
    struct md_html *h = context;
    buf_add(h->quiet ? &h->alt : &h->text, text, length);
}

static void md_html_line_break(void *context, bool hard)
{
    struct md_html *h = context;
    md_html_flush(h);
    buf_text(h->quiet ? &h->alt : h->html, hard && !h->quiet ? "<br>" : "\n");
}

/* Appends LaTeX for a formula whose end mark is a backslash and `bracket`. If the bracket follows a
 * line break (two backslashes), puts a space between them. Returns false if the LaTeX is blank or
 * contains the end mark. */
static bool md_html_add_latex(struct buf *out, const char *latex, char bracket)
{
    bool blank = latex[strspn(latex, " \n")] == '\0';
    for (; *latex; latex++) {
        buf_char(out, *latex);
        if (*latex != '\\' || !latex[1])
            continue;
        if (latex[1] == bracket)
            return false;
        buf_char(out, *++latex);
        if (*latex == '\\' && latex[1] == bracket)
            buf_char(out, ' ');
    }
    return !blank;
}

/* A formula that Anki could not read is written as source, in the form that the screen shows for
 * source. */
static void md_html_formula(void *context, const struct formula *formula)
{
    static const char *const marks[][2] = {{"\\(", "\\)"}, {"\\[", "\\]"}};
    const char *const *mark = marks[formula->display];
    struct md_html *h = context;
    struct buf latex = {0}, written = {0};
    md_html_flush(h);
    formula_latex(formula, &latex);
    if (h->quiet) {
        formula_source(formula, ' ', &h->alt);
    } else if (md_html_add_latex(&written, buf_string(&latex), mark[1][1])) {
        md_html_put(h->html, mark[0], buf_string(&written), true, mark[1]);
    } else {
        buf_clear(&written);
        formula_source(formula, ' ', &written);
        md_html_put(h->html, "<code>", buf_string(&written), true, "</code>");
    }
    h->html->failed |= latex.failed || written.failed;
    buf_done(&latex);
    buf_done(&written);
}

void markdown_to_html(struct buf *html, const char *text, markdown_link_fn *link, void *context)
{
    static const struct markdown_writer writer = {md_html_begin_block, md_html_end_block,
        md_html_begin_span, md_html_end_span, md_html_text, md_html_line_break, md_html_formula,
        NULL};
    struct buf all = {0};
    struct md_html h = {.html = &all, .link = link, .context = context};
    all.failed |= !markdown_read(text, true, &writer, &h);
    md_html_flush(&h);
    const char *made = buf_string(&all);
    if (h.blocks == 1 && strncmp(made, "<p>", 3) == 0) /* a single paragraph needs no tag */
        buf_add(html, made + 3, all.length - strlen("<p></p>"));
    else
        buf_add(html, made, all.length);
    html->failed |= all.failed || h.alt.failed || h.script.failed;
    buf_done(&all);
    buf_done(&h.text);
    buf_done(&h.alt);
    buf_done(&h.script);
}
