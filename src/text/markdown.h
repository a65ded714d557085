/* Reads Markdown (CommonMark with tables, task lists, strikethrough and formulas, without HTML) and
 * drives a writer, such as md_styled.c or md_html.c. */
#ifndef TEXT_MARKDOWN_H
#define TEXT_MARKDOWN_H

#include "text/formulas.h"

#include <md4c.h>
#include <stdbool.h>
#include <stddef.h>

/* Blocks and spans have md4c's types and details. Strings are valid only during the call. */
struct markdown_writer {
    bool (*begin_block)(void *context, MD_BLOCKTYPE type, const void *detail); /* false to stop */
    void (*end_block)(void *context, MD_BLOCKTYPE type, const void *detail);
    /* address is where a link or an image points, as written; "" for other spans. */
    void (*begin_span)(void *context, MD_SPANTYPE type, const char *address);
    void (*end_span)(void *context, MD_SPANTYPE type);
    /* Entities are decoded. Line feeds occur in code blocks only. */
    void (*text)(void *context, const char *text, size_t length);
    void (*line_break)(void *context, bool hard);
    /* A formula outside code. A call to text follows, perhaps with length 0. */
    void (*formula)(void *context, const struct formula *formula);
    /* Called before formula, text, and begin_span with an address. `origin` is the offset in the
     * Markdown at which these begin. Not called for text that is not from the Markdown. May be
     * NULL. */
    void (*origin)(void *context, size_t origin);
};
#define NO_ORIGIN ((size_t)-1)

/* If `tables` is false, tables are read as text. Returns false if the writer stopped or memory ran
 * out. */
bool markdown_read(
    const char *markdown, bool tables, const struct markdown_writer *writer, void *context);

#endif
