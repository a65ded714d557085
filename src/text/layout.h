/* Lays out blocks of text as lines, with prefixes on the left and blank lines between blocks. */
#ifndef TEXT_LAYOUT_H
#define TEXT_LAYOUT_H

#include "text/styled.h"

#include <stdbool.h>

#define LEVELS_MAX 64 /* nested lists, items, quotations; deeper ones are shown at this depth */

struct level {
    char first[16], rest[16]; /* prefixes of the first line and of later lines */
    bool begun;               /* the first line has been written */
    bool ordered;
    unsigned number; /* the next item's number in an ordered list */
};

/* Set styled and width, and zero the rest. */
struct layout {
    struct styled *styled;
    int width;
    int text_width;    /* `width` outside the wide block */
    size_t wide_first; /* the first line of the wide block */
    struct level levels[LEVELS_MAX];
    int depth;               /* may exceed LEVELS_MAX */
    struct styled paragraph; /* the text so far; line feeds are hard breaks */
    bool verbatim;           /* the paragraph is code, which keeps its spaces */
    bool apart;              /* a blank line comes before the next block */
};

/* Begin and end a block whose lines have prefixes. */
void layout_push(struct layout *layout, const char *first, const char *rest);
void layout_pop(struct layout *layout);

/* A list is a level without prefixes. Each item is a level inside the list, with a number or a
 * bullet as its prefix. A mark, such as "[x] ", follows the number or replaces the bullet. */
void layout_begin_list(struct layout *layout, bool ordered, unsigned start);
void layout_begin_item(struct layout *layout, const char *mark);
void layout_end_item(struct layout *layout);

/* Breaks the paragraph into lines and begins another. */
void layout_flush(struct layout *layout);
/* Appends the lines of a picture, scaled down if it is too wide for a line. */
void layout_picture(struct layout *layout, const struct styled_picture *picture);
/* Appends a rule as wide as the blocks around it allow. */
void layout_rule(struct layout *layout);

/* For lines outside paragraphs: appends a blank line before a block, if one is due. */
void layout_begin_block(struct layout *layout);
/* Appends the prefixes of a line and sets *start, for layout_end_line. Returns the columns left. */
int layout_begin_line(struct layout *layout, size_t *start);
void layout_end_line(struct layout *layout, size_t start);
/* Between these, lines may be as wide as styled->wide. */
void layout_begin_wide(struct layout *layout);
void layout_end_wide(struct layout *layout);
/* The columns left for a line. */
int layout_width(const struct layout *layout);

void layout_done(struct layout *layout);

#endif
