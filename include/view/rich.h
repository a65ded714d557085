/* Markdown as lines of styled text, broken to a width. */
#ifndef VIEW_RICH_H
#define VIEW_RICH_H

#include "base/buf.h"
#include "view/frame.h"

#include <stdbool.h>
#include <stddef.h>

struct rich_line {
    size_t start, length; /* bytes of text, and of styles beside it */
};

/* The caller owns the struct; all of it zero is no lines. */
struct rich {
    struct buf text;   /* safe */
    struct buf styles; /* for each byte of text an enum style */
    struct rich_line *lines;
    size_t count, room;
    bool failed; /* memory ran out: some lines are missing */
};

/* Append Markdown (CommonMark, without HTML), made safe, in lines of at most width >= 1 columns. */
void rich_markdown(struct rich *rich, const char *markdown, int width);
/* Append one paragraph of plain text, made safe, in one style. */
void rich_plain(struct rich *rich, const char *text, enum style style, int width);
/* Append a line across the width, or an empty line. */
void rich_rule(struct rich *rich, int width);
void rich_blank(struct rich *rich);

/* Draw a line at a place of the frame. */
void rich_draw(const struct rich *rich, size_t line, struct frame *frame, int row, int col);
void rich_done(struct rich *rich);

#endif
