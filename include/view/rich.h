/* Markdown as lines of styled text, broken to a width. */
#ifndef VIEW_RICH_H
#define VIEW_RICH_H

#include "base/buf.h"
#include "view/frame.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct rich_line {
    size_t start, length; /* bytes of text, and of styles and links beside it */
};

/* The caller owns the struct; all of it zero is no lines. */
struct rich {
    bool links_work;   /* links are links; otherwise their addresses are shown */
    struct buf text;   /* safe */
    struct buf styles; /* for each byte of text an enum style */
    struct buf links;  /* for each byte of text the number of an address; 0 for none */
    struct rich_line *lines;
    size_t count, room;
    struct buf addresses; /* each with its NUL, counted from 1 */
    uint8_t address_count;
    bool failed; /* memory ran out: some lines are missing */
};

/* Append Markdown, made safe, in lines of at most width >= 1 columns: CommonMark with tables, task
 * lists, strikethrough, bare addresses as links and formulas, and without HTML. */
void rich_markdown(struct rich *rich, const char *markdown, int width);
/* Append one paragraph of plain text, made safe, in one style. */
void rich_plain(struct rich *rich, const char *text, enum style style, int width);
/* Append a line across the width, or an empty line. */
void rich_rule(struct rich *rich, int width);
void rich_blank(struct rich *rich);

/* Draw a line at a place of the frame. */
void rich_draw(const struct rich *rich, size_t line, struct frame *frame, int row, int col);
/* Append all lines as text, with a line feed after each. */
void rich_print(const struct rich *rich, struct buf *out);
/* Forget the lines, keep the memory. */
void rich_clear(struct rich *rich);
void rich_done(struct rich *rich);

/* For the view's own files: append to the line that is begun; append a part of another text whose
 * addresses have the same numbers; end the line, which began at a byte of the text. */
void rich_add(struct rich *rich, const char *text, size_t length, enum style style, uint8_t link);
void rich_copy(struct rich *rich, const struct rich *from, size_t start, size_t length);
void rich_end_line(struct rich *rich, size_t start);
/* The number of one more address; 0 where there are too many. */
uint8_t rich_address(struct rich *rich, const char *address);

#endif
