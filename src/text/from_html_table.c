#include "text/from_html_walk.h"

#include <stdlib.h>

#define COLUMNS_MAX 64
#define CELLS_MAX   20000 /* in all tables together, including those that fill up short rows */

static bool from_html_table_holds(const GumboNode *node, const GumboTag *tags, size_t count)
{
    if (node->type != GUMBO_NODE_ELEMENT)
        return false;
    for (unsigned i = 0; i < node->v.element.children.length; i++) {
        const GumboNode *child = node->v.element.children.data[i];
        for (size_t k = 0; k < count; k++)
            if (html_walk_is(child, tags[k]))
                return true;
        if (from_html_table_holds(child, tags, count))
            return true;
    }
    return false;
}

static unsigned from_html_table_span(const GumboNode *cell)
{
    unsigned long span = strtoul(html_walk_attribute(cell, "colspan"), NULL, 10);
    return span > 1 && span < 100 ? (unsigned)span : 1;
}

static unsigned from_html_table_cells(const GumboNode *row)
{
    unsigned cells = 0;
    for (unsigned i = 0; i < row->v.element.children.length; i++) {
        const GumboNode *cell = row->v.element.children.data[i];
        cells += cell->type == GUMBO_NODE_ELEMENT ? from_html_table_span(cell) : 0;
    }
    return cells;
}

/* Counts the rows, and the cells of the longest one. */
static void from_html_table_measure(const GumboNode *node, unsigned *rows, unsigned *columns)
{
    for (unsigned i = 0; i < node->v.element.children.length; i++) {
        const GumboNode *child = node->v.element.children.data[i];
        if (html_walk_is(child, GUMBO_TAG_TR)) {
            unsigned cells = from_html_table_cells(child);
            ++*rows;
            *columns = cells > *columns ? cells : *columns;
        } else if (child->type == GUMBO_NODE_ELEMENT) {
            from_html_table_measure(child, rows, columns);
        }
    }
}

struct from_html_table {
    unsigned columns;
    size_t first; /* the number of its first row, which Markdown shows in bold */
};

static void from_html_table_begin_cell(struct html_walk *w, const struct html_inside *in)
{
    struct doc_block *block = html_walk_begin_block(w, DOC_CELL, in->container);
    block->table = w->tables;
    block->row = w->rows;
}

static void from_html_table_put_row(struct html_walk *w, const GumboNode *row,
    const struct html_inside *in, const struct from_html_table *table)
{
    struct html_inside inner = *in;
    unsigned cells = 0;
    inner.cell = true;
    inner.heading = 0;
    w->rows++;
    for (unsigned i = 0; i < row->v.element.children.length; i++) {
        const GumboNode *cell = row->v.element.children.data[i];
        if (cell->type != GUMBO_NODE_ELEMENT)
            continue;
        bool heads = html_walk_is(cell, GUMBO_TAG_TH) && w->rows != table->first;
        inner.styles = (uint8_t)(in->styles | (heads ? DOC_BOLD : 0));
        from_html_table_begin_cell(w, in);
        html_walk_put_children(w, cell, &inner);
        for (unsigned span = from_html_table_span(cell); span > 1; span--, cells++)
            from_html_table_begin_cell(w, in);
        cells++;
    }
    for (; cells < table->columns; cells++)
        from_html_table_begin_cell(w, in);
    html_walk_end_block(w);
}

static void from_html_table_put_rows(struct html_walk *w, const GumboNode *node,
    const struct html_inside *in, const struct from_html_table *table)
{
    for (unsigned i = 0; i < node->v.element.children.length; i++) {
        const GumboNode *child = node->v.element.children.data[i];
        if (html_walk_is(child, GUMBO_TAG_TR))
            from_html_table_put_row(w, child, in, table);
        else if (html_walk_is(child, GUMBO_TAG_CAPTION))
            html_walk_put_node(w, child, in), html_walk_end_block(w);
        else if (child->type == GUMBO_NODE_ELEMENT)
            from_html_table_put_rows(w, child, in, table);
    }
}

void html_walk_put_table(struct html_walk *w, const GumboNode *node, const struct html_inside *in)
{
    static const GumboTag blocks[] = {GUMBO_TAG_TABLE, GUMBO_TAG_PRE, GUMBO_TAG_UL, GUMBO_TAG_OL,
        GUMBO_TAG_BLOCKQUOTE, GUMBO_TAG_HR};
    unsigned rows = 0, columns = 0;
    from_html_table_measure(node, &rows, &columns);
    size_t cells = (size_t)rows * columns;
    bool single = rows < 2 || columns < 2;
    bool large = columns > COLUMNS_MAX || cells > CELLS_MAX - w->cells;
    if (in->cell || columns == 0 || large ||
        from_html_table_holds(node, blocks, single ? COUNT(blocks) : 1)) {
        html_walk_put_children(w, node, in);
        return;
    }
    w->tables++;
    w->cells += cells;
    html_walk_end_block(w);
    from_html_table_put_rows(
        w, node, in, &(struct from_html_table){.columns = columns, .first = w->rows + 1});
}
