/* A text as blocks of styled characters, from which Markdown is written (md_units.h). All blocks
 * share one buffer of text; a second buffer holds the styles of each byte. Anything that is not a
 * character, such as an image or a formula, is an object. It takes one byte of the text,
 * DOC_OBJECT. */
#ifndef TEXT_MD_DOC_H
#define TEXT_MD_DOC_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DOC_OBJECT '\xff' /* occurs nowhere in UTF-8 */
#define DOC_NBSP   "\u00a0"

/* Bits for each byte of text. The first three are marks around text. DOC_ENTITY, which only the
 * writer sets, is for a character that must be written as an entity; DOC_APART, which only the
 * reader of HTML sets, for a colon with a tag between it and the colon before it. */
enum doc_style {
    DOC_BOLD = 1,
    DOC_ITALIC = 2,
    DOC_STRUCK = 4,
    DOC_MARKS = DOC_BOLD | DOC_ITALIC | DOC_STRUCK,
    DOC_CODE = 8,
    DOC_ENTITY = 16,
    DOC_APART = 32,
};

enum doc_object_kind {
    DOC_IMAGE,   /* source: address; more: text */
    DOC_FORMULA, /* source: LaTeX, without delimiters; within a line */
    DOC_DISPLAY, /* source: LaTeX; on lines of its own */
    DOC_LINK,    /* source: address; what it encloses ends at DOC_LINK_END, in the same block */
    DOC_LINK_END,
    DOC_GAP, /* source: "{{c1::"; the gap ends at DOC_GAP_END, perhaps in another block */
    DOC_HINT,
    DOC_GAP_END,
};

struct doc_object {
    size_t at; /* the offset of its byte in the text */
    enum doc_object_kind kind;
    size_t source, more; /* offsets in strings, which are NUL-terminated */
};

enum doc_block_kind {
    DOC_TEXT,    /* a line feed is a line break */
    DOC_HEADING, /* a line feed is a space here, and in a cell */
    DOC_CODE_BLOCK,
    DOC_RULE,
    DOC_CELL,
};

struct doc_block {
    enum doc_block_kind kind;
    size_t start, end; /* in the text */
    size_t container;  /* its index in doc.containers */
    unsigned level;    /* of a heading */
    size_t table, row; /* of a cell: unique numbers of its table and row */
};

/* A quotation or a list item, which contains blocks; or the root. */
struct doc_container {
    size_t parent;
    enum { DOC_ROOT, DOC_QUOTE, DOC_ITEM } kind;
    size_t list; /* of an item: its list's unique number */
    bool ordered;
    unsigned number;
};

/* Owned by the caller: begin with doc_init, end with doc_done. */
struct doc {
    struct buf text, styles, strings;
    struct doc_object *objects; /* sorted by offset */
    size_t object_count, object_capacity;
    struct doc_block *blocks; /* sorted by offset */
    size_t block_count, block_capacity;
    struct doc_container *containers; /* the first is the root */
    size_t container_count, container_capacity;
    bool has_gaps;
    bool failed; /* memory ran out */
};

void doc_init(struct doc *doc);
void doc_done(struct doc *doc);
bool doc_has_failed(const struct doc *doc);

/* Begins a block at the end of the text, right after the previous block. */
struct doc_block *doc_begin_block(struct doc *doc, enum doc_block_kind kind, size_t container);
/* Returns the new container's number. */
size_t doc_add_container(struct doc *doc, const struct doc_container *container);
/* Append to the last block. */
void doc_put(struct doc *doc, const char *text, size_t length, uint8_t styles);
void doc_put_object(struct doc *doc, enum doc_object_kind kind, uint8_t styles, const char *source,
    const char *more);
/* Drops the text from the offset `length` on, which must be in the last block. */
void doc_cut(struct doc *doc, size_t length);

/* The first object at or after an offset; object_count if there is none. */
size_t doc_find_object(const struct doc *doc, size_t at);
static inline const char *doc_string(const struct doc *doc, size_t offset)
{
    return buf_string(&doc->strings) + offset;
}

#endif
