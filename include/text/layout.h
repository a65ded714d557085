/* How Markdown's blocks become lines: what stands at the left of a line, where a paragraph breaks,
 * where there is a blank line. For the view's own files. */
#ifndef TEXT_LAYOUT_H
#define TEXT_LAYOUT_H

#include "text/styled.h"

#include <stdbool.h>

#define LEVELS_MAX 64 /* of lists, items and quotations; what is deeper is shown at this depth */

struct level {
    char first[16], rest[16]; /* what lines begin with: the first one of the block, the others */
    bool begun;               /* the first line has been written */
    bool ordered;
    unsigned number; /* of an ordered list's next item */
};

/* Begun with rich and width set, all else being zero. */
struct layout {
    struct styled *styled;
    int width;
    struct level levels[LEVELS_MAX];
    int depth;               /* may exceed LEVELS_MAX */
    struct styled paragraph; /* its text so far; line feeds are hard breaks */
    bool verbatim; /* it is code: its lines stay as they are, also where they are broken */
    bool apart;    /* a blank line comes before the next paragraph */
};

/* Begin a block whose first line begins with a text and all others with another, and end it. */
void layout_push(struct layout *layout, const char *first, const char *rest);
void layout_pop(struct layout *layout);

/* A list is a level without a text of its own: its items, one level in, have them: a bullet, the
 * next number, or what is given instead of a bullet. */
void layout_begin_list(struct layout *layout, bool ordered, unsigned start);
void layout_begin_item(struct layout *layout, const char *bullet);
void layout_end_item(struct layout *layout);

/* Break the paragraph into lines, and begin another one. */
void layout_flush(struct layout *layout);
/* A line across what the blocks around leave. */
void layout_rule(struct layout *layout);

/* For lines of another kind: the blank line that is wanted before a block; then for each line what
 * it begins with, the columns that are left being returned, and its end. */
void layout_begin_block(struct layout *layout);
int layout_begin_line(struct layout *layout, size_t *start);
void layout_end_line(struct layout *layout, size_t start);
/* The columns that are left to such lines. */
int layout_width(const struct layout *layout);

void layout_done(struct layout *layout);

#endif
