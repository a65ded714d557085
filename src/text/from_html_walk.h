/* Walks through gumbo's tree and writes a document. Breaks and spaces are written only once text
 * follows, so that no line or block ends with them. */
#ifndef TEXT_FROM_HTML_WALK_H
#define TEXT_FROM_HTML_WALK_H

#include "text/from_html.h"
#include "text/md_doc.h"

#include <gumbo.h>

/* How the elements around a text affect it. */
struct html_inside {
    uint8_t styles;
    bool pre;         /* white space is kept */
    bool block;       /* the text is a block of code */
    bool cell;        /* the text is a table's cell, which is one line */
    unsigned heading; /* its level, or 0 */
    size_t container;
    const char *link; /* its address, or NULL */
};

struct html_walk {
    struct doc *doc;
    const struct html_media *media; /* may be NULL */
    bool open;                      /* text may continue the last block */
    unsigned breaks;                /* line breaks due before the next text; 2 begin a block */
    unsigned spaces;                /* spaces due */
    bool collapses;                 /* the last due space absorbs further white space */
    uint8_t space_styles;
    bool line_start;
    const char *link; /* the open link */
    size_t lists, tables, rows;
    size_t cells; /* of all tables so far */
};

/* ---- text (from_html_text.c) ---- */

void html_walk_put_text(struct html_walk *w, const char *text, const struct html_inside *in);
/* Writes what is due before the next character or object: breaks, spaces, a new block, a link's
 * edges. */
void html_walk_put_due(struct html_walk *w, const struct html_inside *in);
/* Ensures that at least `count` line breaks are due before the next text. */
void html_walk_break(struct html_walk *w, unsigned count);
void html_walk_end_link(struct html_walk *w);
/* Ends the block, so that the next text begins a new one. */
void html_walk_end_block(struct html_walk *w);
struct doc_block *html_walk_begin_block(
    struct html_walk *w, enum doc_block_kind kind, size_t container);

/* ---- elements (from_html_tree.c, from_html_table.c) ---- */

void html_walk_put_node(struct html_walk *w, const GumboNode *node, const struct html_inside *in);
void html_walk_put_children(
    struct html_walk *w, const GumboNode *node, const struct html_inside *in);
/* Writes a table. If it is used for layout, or too large, writes only its content. */
void html_walk_put_table(struct html_walk *w, const GumboNode *node, const struct html_inside *in);
/* An attribute's value, or "". */
const char *html_walk_attribute(const GumboNode *node, const char *name);
bool html_walk_is(const GumboNode *node, GumboTag tag);

#endif
