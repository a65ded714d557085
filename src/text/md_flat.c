#include "text/md_flat.h"

#include "text/markdown.h"
#include "text/md_doc.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

void flat_text(struct flat *flat, const char *text, size_t length, uint8_t styles)
{
    if (flat->between && length)
        flat_mark(flat, FLAT_BLOCK);
    flat->between &= !length;
    buf_add(&flat->text, text, length);
    buf_fill(&flat->styles, (char)styles, length);
}

void flat_mark(struct flat *flat, char mark)
{
    flat->between &= mark == FLAT_BLOCK;
    buf_char(&flat->text, mark);
    buf_char(&flat->styles, '\0');
}

void flat_block(struct flat *flat, char what, unsigned number)
{
    char text[16];
    flat_mark(flat, FLAT_BLOCK);
    int length = snprintf(text, sizeof text, "%c%u", what, number);
    buf_add(&flat->text, text, (size_t)length);
    buf_fill(&flat->styles, '\0', (size_t)length);
    flat->between = true;
}

void flat_clear(struct flat *flat)
{
    buf_clear(&flat->text);
    buf_clear(&flat->styles);
    flat->between = true;
}

void flat_done(struct flat *flat)
{
    buf_done(&flat->text);
    buf_done(&flat->styles);
}

static bool md_flat_is_edge(const struct flat *flat, size_t at)
{
    return at >= flat->text.length || flat->text.bytes[at] == '\n' ||
           flat->text.bytes[at] == FLAT_BLOCK;
}

/* Skips spaces at the beginning or the end of a line, which are invisible. */
static size_t md_flat_skip(const struct flat *flat, size_t at)
{
    size_t end = at + strspn(buf_string(&flat->text) + at, " ");
    bool begins = at == 0 || flat->text.bytes[at - 1] != ' ';
    bool edge = at == 0 || md_flat_is_edge(flat, at - 1) || md_flat_is_edge(flat, end);
    return begins && edge ? end : at;
}

enum flat_difference flat_compare(const struct flat *a, const struct flat *b)
{
    enum flat_difference difference = FLAT_SAME;
    for (size_t i = 0, k = 0;; i++, k++) {
        i = md_flat_skip(a, i);
        k = md_flat_skip(b, k);
        if (i == a->text.length || k == b->text.length)
            return i == a->text.length && k == b->text.length ? difference : FLAT_CHARACTERS;
        if (a->text.bytes[i] != b->text.bytes[k])
            return FLAT_CHARACTERS;
        if (a->styles.bytes[i] != b->styles.bytes[k] && !isspace((unsigned char)a->text.bytes[i]))
            difference = FLAT_STYLES;
    }
}

/* ---- a reader ---- */

struct md_flat {
    struct flat *flat;
    int open[MD_SPAN_U + 1]; /* open spans, by type */
    bool code;               /* within a block of code */
    char task;               /* the mark of a task whose text has yet to begin, or 0 */
};

static const char md_flat_blocks[] = {[MD_BLOCK_QUOTE] = 'q',
    [MD_BLOCK_LI] = 'i',
    [MD_BLOCK_HR] = 'r',
    [MD_BLOCK_H] = 'h',
    [MD_BLOCK_CODE] = 'c',
    [MD_BLOCK_TABLE] = 't',
    [MD_BLOCK_TR] = 'w',
    [MD_BLOCK_TH] = 'd',
    [MD_BLOCK_TD] = 'd'};

static bool md_flat_begin_block(void *context, MD_BLOCKTYPE type, const void *detail)
{
    struct md_flat *m = context;
    unsigned number = 0;
    const MD_BLOCK_LI_DETAIL *item = type == MD_BLOCK_LI ? detail : NULL;
    m->code = type == MD_BLOCK_CODE;
    if (type == MD_BLOCK_H)
        number = ((const MD_BLOCK_H_DETAIL *)detail)->level;
    if (item && item->is_task)
        m->task = item->task_mark;
    if (type == MD_BLOCK_UL)
        flat_block(m->flat, 'u', 0);
    else if (type == MD_BLOCK_OL)
        flat_block(m->flat, 'o', ((const MD_BLOCK_OL_DETAIL *)detail)->start);
    else if (type < COUNT(md_flat_blocks) && md_flat_blocks[type])
        flat_block(m->flat, md_flat_blocks[type], number);
    m->flat->between = true;
    return !m->flat->text.failed;
}

/* A task's mark begins its text. */
static void md_flat_put_task(struct md_flat *m)
{
    const char mark[] = {'[', m->task, ']', ' '};
    if (m->task)
        flat_text(m->flat, mark, sizeof mark, 0);
    m->task = '\0';
}

static void md_flat_end_block(void *context, MD_BLOCKTYPE type, const void *detail)
{
    struct md_flat *m = context;
    (void)detail;
    if (m->code && m->flat->text.length && m->flat->text.bytes[m->flat->text.length - 1] == '\n') {
        buf_cut(&m->flat->text, m->flat->text.length - 1); /* the line feed that ends the code */
        buf_cut(&m->flat->styles, m->flat->styles.length - 1);
    }
    m->code = false;
    md_flat_put_task(m);
    m->flat->between = true;
    if (type == MD_BLOCK_QUOTE || type == MD_BLOCK_UL || type == MD_BLOCK_OL ||
        type == MD_BLOCK_LI || type == MD_BLOCK_TABLE)
        flat_block(m->flat, '/', 0);
}

static void md_flat_text(void *context, const char *text, size_t length)
{
    static const struct {
        MD_SPANTYPE span;
        enum doc_style style;
    } spans[] = {{MD_SPAN_STRONG, DOC_BOLD}, {MD_SPAN_EM, DOC_ITALIC}, {MD_SPAN_DEL, DOC_STRUCK},
        {MD_SPAN_CODE, DOC_CODE}};
    struct md_flat *m = context;
    uint8_t styles = 0;
    md_flat_put_task(m);
    for (size_t i = 0; i < COUNT(spans); i++)
        styles |= m->open[spans[i].span] ? (uint8_t)spans[i].style : 0;
    flat_text(m->flat, text, length, styles);
}

static void md_flat_begin_span(void *context, MD_SPANTYPE type, const char *address)
{
    struct md_flat *m = context;
    m->open[type]++;
    if (type != MD_SPAN_A && type != MD_SPAN_IMG)
        return;
    md_flat_put_task(m);
    flat_text(m->flat, (const char[]){FLAT_SPAN, type == MD_SPAN_A ? 'a' : 'i'}, 2, 0);
    flat_text(m->flat, address, strlen(address), 0);
    flat_mark(m->flat, FLAT_INSIDE);
}

static void md_flat_end_span(void *context, MD_SPANTYPE type)
{
    struct md_flat *m = context;
    m->open[type]--;
    if (type == MD_SPAN_A || type == MD_SPAN_IMG)
        flat_mark(m->flat, FLAT_END);
}

static void md_flat_line_break(void *context, bool hard)
{
    struct md_flat *m = context;
    flat_text(m->flat, hard ? "\n" : " ", 1, 0);
}

static void md_flat_formula(void *context, const struct formula *formula)
{
    struct md_flat *m = context;
    struct buf latex = {0};
    if (m->open[MD_SPAN_IMG]) { /* the text of an image is plain */
        formula_source(formula, ' ', &latex);
        md_flat_text(m, buf_string(&latex), latex.length);
        m->flat->text.failed |= latex.failed;
        buf_done(&latex);
        return;
    }
    md_flat_put_task(m);
    formula_latex(formula, &latex);
    flat_text(m->flat, (const char[]){FLAT_SPAN, formula->display ? 'D' : 'f'}, 2, 0);
    flat_text(m->flat, buf_string(&latex), latex.length, 0);
    flat_mark(m->flat, FLAT_END);
    m->flat->text.failed |= latex.failed;
    buf_done(&latex);
}

void flat_read(struct flat *flat, const char *markdown)
{
    static const struct markdown_writer writer = {md_flat_begin_block, md_flat_end_block,
        md_flat_begin_span, md_flat_end_span, md_flat_text, md_flat_line_break, md_flat_formula,
        NULL};
    struct md_flat m = {.flat = flat};
    flat->text.failed |= !markdown_read(markdown, true, &writer, &m);
}
