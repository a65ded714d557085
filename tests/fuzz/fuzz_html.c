/* Any UTF-8 as HTML, and any bytes as plain text: the Markdown must contain the characters of the
 * document, in order. White space is ignored, because Markdown has its own rules for it. */
#include "fuzz.h"

#include "base/utf8.h"
#include "text/from_html.h"
#include "text/from_html_steps.h"
#include "text/markdown.h"
#include "text/md_units.h"
#include "text/md_write.h"

#include <string.h>

/* ---- the characters of a document ---- */

static void put(struct buf *out, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (!strchr(" \t\r\n\f", text[i]))
            buf_char(out, text[i]);
}

static void drop(struct buf *text, const char *what)
{
    struct buf kept = {0};
    for (const char *c = buf_string(text); *c;)
        if (strncmp(c, what, strlen(what)) == 0)
            c += strlen(what);
        else
            buf_char(&kept, *c++);
    buf_done(text);
    *text = kept;
}

static void put_object(struct buf *out, const struct doc *doc, const struct doc_object *object)
{
    const char *source = doc_string(doc, object->source), *more = doc_string(doc, object->more);
    if (object->kind == DOC_IMAGE)
        put(out, more, strlen(more));
    else if (object->kind != DOC_LINK && object->kind != DOC_LINK_END)
        put(out, source, strlen(source));
}

static void put_block(struct buf *out, const struct doc *doc, const struct doc_block *block)
{
    const char *text = buf_string(&doc->text);
    for (size_t i = block->start; i < block->end; i++) {
        if (text[i] == DOC_OBJECT)
            put_object(out, doc, &doc->objects[doc_find_object(doc, i)]);
        else
            put(out, text + i, 1);
    }
}

/* ---- the characters of Markdown ---- */

struct read {
    struct buf text;
    bool in_image; /* whose formulas keep their dollars, which are text in HTML */
};

static bool begin_block(void *context, MD_BLOCKTYPE type, const void *detail)
{
    struct read *read = context;
    const MD_BLOCK_LI_DETAIL *item = type == MD_BLOCK_LI ? detail : NULL;
    if (item && item->is_task)
        put(&read->text, (const char[]){'[', item->task_mark, ']'}, 3);
    return true;
}

static void end_block(void *context, MD_BLOCKTYPE type, const void *detail)
{
    (void)context;
    (void)type;
    (void)detail;
}

static void begin_span(void *context, MD_SPANTYPE type, const char *address)
{
    struct read *read = context;
    read->in_image |= type == MD_SPAN_IMG;
    (void)address;
}

static void end_span(void *context, MD_SPANTYPE type)
{
    struct read *read = context;
    read->in_image &= type != MD_SPAN_IMG;
}

static void text(void *context, const char *text, size_t length)
{
    struct read *read = context;
    put(&read->text, text, length);
}

static void line_break(void *context, bool hard)
{
    (void)context;
    (void)hard;
}

static void formula(void *context, const struct formula *formula)
{
    struct read *read = context;
    struct buf latex = {0};
    size_t dollars = !read->in_image ? 0 : formula->display ? 2 : 1;
    formula_latex(formula, &latex);
    put(&read->text, "$$", dollars);
    put(&read->text, buf_string(&latex), latex.length);
    put(&read->text, "$$", dollars);
    buf_done(&latex);
}

static void claim_same(struct buf *wanted, const char *markdown, bool cloze)
{
    static const struct markdown_writer writer = {
        begin_block, end_block, begin_span, end_span, text, line_break, formula, NULL};
    struct read read = {0};
    struct buf *got = &read.text;
    MUST(markdown_read(markdown, true, &writer, &read));
    drop(got, DOC_NBSP);
    drop(wanted, DOC_NBSP);
    if (cloze) { /* the cloze reader removes the backslash before literal braces, even in code */
        drop(got, "\\");
        drop(wanted, "\\");
    }
    if (strcmp(buf_string(wanted), buf_string(got)) != 0)
        fprintf(stderr, "wanted: %s\n   got: %s\n", buf_string(wanted), buf_string(got));
    MUST(strcmp(buf_string(wanted), buf_string(got)) == 0);
    buf_done(got);
}

static void try_html(const char *html)
{
    struct doc read, marked;
    struct buf out = {0}, wanted = {0};
    MUST(html_to_markdown(&out, html, NULL) || out.length == 0);
    if (out.length) {
        doc_init(&read);
        doc_init(&marked);
        from_html_read(&read, html, NULL);
        from_html_find_marks(&read, &marked);
        from_html_find_lines(&marked);
        for (size_t i = 0; i < marked.block_count; i++)
            put_block(&wanted, &marked, &marked.blocks[i]);
        claim_same(&wanted, buf_string(&out), marked.has_gaps);
        doc_done(&read);
        doc_done(&marked);
    }
    MUST(!out.failed);
    buf_done(&out);
    buf_done(&wanted);
}

static void try_plain(const char *plain)
{
    struct buf out = {0}, wanted = {0}, valid = {0};
    markdown_put_plain(&out, plain);
    utf8_add_valid(&valid, plain);
    for (const char *c = buf_string(&valid); *c; c++) {
        bool mark = strncmp(c, "\ufdd0", 3) == 0; /* reserved for the reader of formulas */
        put(&wanted, mark ? "\ufffd" : c, mark ? 3 : 1);
        c += mark ? 2 : 0;
    }
    claim_same(&wanted, buf_string(&out), false);
    buf_done(&out);
    buf_done(&valid);
    buf_done(&wanted);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct buf input = {0}, valid = {0};
    buf_add(&input, (const char *)bytes, size);
    utf8_add_valid(&valid, buf_string(&input));
    try_html(buf_string(&valid));
    try_plain(buf_string(&input));
    buf_done(&input);
    buf_done(&valid);
    return 0;
}
