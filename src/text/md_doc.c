#include "text/md_doc.h"

#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

void doc_init(struct doc *doc)
{
    *doc = (struct doc){0};
    doc_add_container(doc, &(struct doc_container){.kind = DOC_ROOT});
}

void doc_done(struct doc *doc)
{
    buf_done(&doc->text);
    buf_done(&doc->styles);
    buf_done(&doc->strings);
    free(doc->objects);
    free(doc->blocks);
    free(doc->containers);
    *doc = (struct doc){0};
}

bool doc_has_failed(const struct doc *doc)
{
    return doc->failed || doc->text.failed || doc->styles.failed || doc->strings.failed;
}

struct doc_block *doc_begin_block(struct doc *doc, enum doc_block_kind kind, size_t container)
{
    static struct doc_block none;
    struct doc_block block = {
        .kind = kind, .container = container, .start = doc->text.length, .end = doc->text.length};
    if (!array_add(
            &doc->blocks, &doc->block_count, &doc->block_capacity, &block, sizeof *doc->blocks)) {
        doc->failed = true;
        return &none;
    }
    return &doc->blocks[doc->block_count - 1];
}

size_t doc_add_container(struct doc *doc, const struct doc_container *container)
{
    if (array_add(&doc->containers, &doc->container_count, &doc->container_capacity, container,
            sizeof *container))
        return doc->container_count - 1;
    doc->failed = true;
    return 0;
}

static void md_doc_end_block(struct doc *doc)
{
    if (doc->block_count)
        doc->blocks[doc->block_count - 1].end = doc->text.length;
}

/* Replaces U+FDD0, as formulas_take does. */
static void md_doc_clean(char *text, size_t length)
{
    for (char *at; (at = memmem(text, length, "\ufdd0", 3)); text = at + 3) {
        length -= (size_t)(at + 3 - text);
        memcpy(at, UTF8_REPLACEMENT, 3);
    }
}

void doc_put(struct doc *doc, const char *text, size_t length, uint8_t styles)
{
    buf_add(&doc->text, text, length);
    if (!doc->text.failed && length)
        md_doc_clean(doc->text.bytes + doc->text.length - length, length);
    buf_fill(&doc->styles, (char)styles, length);
    md_doc_end_block(doc);
}

/* Appends a string and its NUL, and returns its offset. An address loses its line feeds and tabs,
 * as in a browser. */
static size_t md_doc_keep(struct doc *doc, const char *string, bool address)
{
    size_t offset = doc->strings.length;
    for (; *string; string++)
        if (!address || !strchr("\n\r\t", *string))
            buf_char(&doc->strings, *string);
    buf_char(&doc->strings, '\0');
    return offset;
}

void doc_put_object(struct doc *doc, enum doc_object_kind kind, uint8_t styles, const char *source,
    const char *more)
{
    struct doc_object object = {.kind = kind, .at = doc->text.length};
    object.source = md_doc_keep(doc, source, kind == DOC_IMAGE || kind == DOC_LINK);
    object.more = md_doc_keep(doc, more, false);
    if (array_add(&doc->objects, &doc->object_count, &doc->object_capacity, &object, sizeof object))
        doc_put(doc, (const char[]){DOC_OBJECT}, 1, styles);
    else
        doc->failed = true;
}

void doc_cut(struct doc *doc, size_t length)
{
    buf_cut(&doc->text, length);
    buf_cut(&doc->styles, length);
    while (doc->object_count && doc->objects[doc->object_count - 1].at >= length)
        doc->object_count--;
    md_doc_end_block(doc);
}

size_t doc_find_object(const struct doc *doc, size_t at)
{
    return array_first(doc->objects, doc->object_count, sizeof *doc->objects, at);
}
