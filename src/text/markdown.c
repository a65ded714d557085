#include "text/markdown.h"

#include "text/entity.h"
#include "text/md_lines.h"

#include <stdint.h>
#include <string.h>

struct markdown_reader {
    const struct markdown_writer *writer;
    void *context; /* passed to the writer */
    struct formulas formulas;
    struct mended mended; /* what md4c reads */
    bool code_span, code_block;
    bool shown;  /* a block has begun */
    bool failed; /* memory ran out */
};

/* Tells the writer the origin of a text from md4c. A pointer outside md4c's input is to a text that
 * md4c itself supplied, which has no origin. */
static void markdown_put_origin(struct markdown_reader *m, const char *text)
{
    size_t read = (size_t)((uintptr_t)text - (uintptr_t)m->mended.text.bytes);
    if (m->writer->origin && read < m->mended.text.length)
        m->writer->origin(
            m->context, formulas_origin(&m->formulas, mended_origin(&m->mended, read)));
}

static void markdown_put(struct markdown_reader *m, struct buf *text)
{
    m->writer->text(m->context, buf_string(text), text->length);
    m->failed |= text->failed;
    buf_done(text);
}

/* In code, a formula is shown as its source. A code block keeps the formula's lines; a code span
 * joins them. */
static void markdown_put_formula(struct markdown_reader *m, const struct formula *formula)
{
    struct buf source = {0};
    if (!m->code_block && !m->code_span && !formula->literal) {
        m->writer->formula(m->context, formula);
        return;
    }
    formula_source(formula, m->code_block ? '\n' : ' ', &source);
    markdown_put(m, &source);
}

static void markdown_put_text(struct markdown_reader *m, const char *text, size_t length)
{
    size_t before, size;
    const struct formula *formula;
    while ((formula = formulas_next(&m->formulas, text, length, &before, &size))) {
        markdown_put_origin(m, text);
        m->writer->text(m->context, text, before);
        markdown_put_origin(m, text + before);
        markdown_put_formula(m, formula);
        text += before + size;
        length -= before + size;
    }
    markdown_put_origin(m, text);
    m->writer->text(m->context, text, length);
}

static int markdown_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *context)
{
    struct markdown_reader *m = context;
    struct buf decoded = {0};
    if (type == MD_TEXT_SOFTBR || type == MD_TEXT_BR) {
        m->writer->line_break(m->context, type == MD_TEXT_BR);
    } else if (type == MD_TEXT_ENTITY) {
        entity_text(text, size, &decoded);
        markdown_put_origin(m, text);
        markdown_put(m, &decoded);
    } else if (type != MD_TEXT_NULLCHAR) { /* a C string contains no NUL */
        markdown_put_text(m, text, size);
    }
    return 0;
}

/* Appends an attribute's value, with entities decoded and formulas as written. */
static void markdown_decode(
    const struct markdown_reader *m, const MD_ATTRIBUTE *attribute, struct buf *out)
{
    for (int i = 0; attribute->text && attribute->substr_offsets[i] < attribute->size; i++) {
        const char *text = attribute->text + attribute->substr_offsets[i];
        size_t length = attribute->substr_offsets[i + 1] - attribute->substr_offsets[i];
        size_t before, size;
        const struct formula *formula;
        if (attribute->substr_types[i] == MD_TEXT_ENTITY) {
            entity_text(text, length, out);
            continue;
        }
        while ((formula = formulas_next(&m->formulas, text, length, &before, &size))) {
            buf_add(out, text, before);
            formula_source(formula, ' ', out);
            text += before + size;
            length -= before + size;
        }
        buf_add(out, text, length);
    }
}

static int markdown_enter_span(MD_SPANTYPE type, void *detail, void *context)
{
    struct markdown_reader *m = context;
    struct buf address = {0};
    const MD_ATTRIBUTE *given = type == MD_SPAN_A     ? &((const MD_SPAN_A_DETAIL *)detail)->href
                                : type == MD_SPAN_IMG ? &((const MD_SPAN_IMG_DETAIL *)detail)->src
                                                      : NULL;
    if (given) {
        markdown_decode(m, given, &address);
        markdown_put_origin(m, given->text);
    }
    m->code_span |= type == MD_SPAN_CODE;
    m->writer->begin_span(m->context, type, buf_string(&address));
    m->failed |= address.failed;
    buf_done(&address);
    return 0;
}

static int markdown_leave_span(MD_SPANTYPE type, void *detail, void *context)
{
    struct markdown_reader *m = context;
    (void)detail;
    m->code_span &= type != MD_SPAN_CODE;
    m->writer->end_span(m->context, type);
    return 0;
}

static int markdown_enter_block(MD_BLOCKTYPE type, void *detail, void *context)
{
    struct markdown_reader *m = context;
    m->code_block = type == MD_BLOCK_CODE;
    m->shown |= type != MD_BLOCK_DOC;
    return m->writer->begin_block(m->context, type, detail) ? 0 : -1; /* md4c stops only below 0 */
}

static int markdown_leave_block(MD_BLOCKTYPE type, void *detail, void *context)
{
    struct markdown_reader *m = context;
    m->code_block = false; /* a code block holds no other block */
    m->writer->end_block(m->context, type, detail);
    return 0;
}

/* Shows a text that consists only of link definitions, such as "[noun]: dog", as it is written. */
static bool markdown_put_written(struct markdown_reader *m, const char *text)
{
    const struct markdown_writer *w = m->writer;
    const char *begin = text, *end = text + strlen(text);
    while (end > text && strchr(" \t\r\n", end[-1]))
        end--;
    text += strspn(text, " \t\r\n");
    if (m->shown || text >= end)
        return true;
    if (!w->begin_block(m->context, MD_BLOCK_P, NULL))
        return false;
    for (size_t length; text < end; text += length) {
        length = strcspn(text, "\n");
        if (w->origin)
            w->origin(m->context, (size_t)(text - begin));
        w->text(m->context, text, length < (size_t)(end - text) ? length : (size_t)(end - text));
        length += text[length] == '\n';
        if (text + length < end)
            w->line_break(m->context, true);
    }
    w->end_block(m->context, MD_BLOCK_P, NULL);
    return true;
}

bool markdown_read(
    const char *markdown, bool tables, const struct markdown_writer *writer, void *context)
{
    const MD_PARSER parser = {
        .flags = MD_FLAG_NOHTML | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS |
                 (tables ? MD_FLAG_TABLES : 0),
        .enter_block = markdown_enter_block,
        .leave_block = markdown_leave_block,
        .enter_span = markdown_enter_span,
        .leave_span = markdown_leave_span,
        .text = markdown_text,
    };
    struct markdown_reader m = {.writer = writer, .context = context};
    formulas_take(&m.formulas, markdown);
    const struct buf *text = &m.mended.text;
    if (tables)
        markdown_mend_tables(&m.mended, buf_string(&m.formulas.text));
    else
        buf_add(&m.mended.text, buf_string(&m.formulas.text), m.formulas.text.length);
    m.failed = m.formulas.failed || m.mended.failed || text->failed ||
               md_parse(buf_string(text), (MD_SIZE)text->length, &parser, &m) != 0 ||
               !markdown_put_written(&m, markdown) || m.failed;
    mended_done(&m.mended);
    formulas_done(&m.formulas);
    return !m.failed;
}
