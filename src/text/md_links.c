/* A Markdown writer that keeps only addresses. */
#include "text/md_links.h"

#include "text/markdown.h"
#include "text/md_marks.h"
#include "text/text.h"

#include <stdlib.h>
#include <string.h>

static bool md_links_begin_block(void *context, MD_BLOCKTYPE type, const void *detail)
{
    const struct md_links *links = context;
    (void)type;
    (void)detail;
    return !links->failed;
}

static void md_links_end_block(void *context, MD_BLOCKTYPE type, const void *detail)
{
    (void)context;
    (void)type;
    (void)detail;
}

static void md_links_begin_span(void *context, MD_SPANTYPE type, const char *address)
{
    struct md_links *links = context;
    if (!*address) /* other spans have none */
        return;
    struct md_link link = {type == MD_SPAN_IMG, strdup(address)};
    if (link.address &&
        array_add(&links->list, &links->count, &links->capacity, &link, sizeof link))
        return;
    free(link.address);
    links->failed = true;
}

static void md_links_end_span(void *context, MD_SPANTYPE type)
{
    (void)context;
    (void)type;
}

static void md_links_text(void *context, const char *text, size_t length)
{
    (void)context;
    (void)text;
    (void)length;
}

static void md_links_line_break(void *context, bool hard)
{
    (void)context;
    (void)hard;
}

static void md_links_formula(void *context, const struct formula *formula)
{
    (void)context;
    (void)formula;
}

void md_links_read(struct md_links *links, const char *markdown)
{
    static const struct markdown_writer writer = {.begin_block = md_links_begin_block,
        .end_block = md_links_end_block,
        .begin_span = md_links_begin_span,
        .end_span = md_links_end_span,
        .text = md_links_text,
        .line_break = md_links_line_break,
        .formula = md_links_formula};
    struct buf safe = {0};
    struct marks marks = {0};
    if (!strchr(markdown, '[') && !strchr(markdown, '<')) /* it has none */
        return;
    text_safe(&safe, markdown, TEXT_MARKED);
    marks_take(&marks, &safe);
    links->failed |= safe.failed || marks.failed;
    if (!links->failed && !markdown_read(buf_string(&safe), true, &writer, links))
        links->failed = true;
    marks_done(&marks);
    buf_done(&safe);
}

void md_links_done(struct md_links *links)
{
    for (size_t i = 0; i < links->count; i++)
        free(links->list[i].address);
    free(links->list);
    *links = (struct md_links){0};
}
