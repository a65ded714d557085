/* Markdown as lines of styled text, broken to a width. */
#ifndef TEXT_STYLED_H
#define TEXT_STYLED_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a piece of text is. A theme says how a style looks. */
enum style {
    STYLE_PLAIN,
    STYLE_STRONG,
    STYLE_EMPHASIS,
    STYLE_CODE,
    STYLE_FAINT,
    STYLE_LINK,
    STYLE_TITLE,
    STYLE_KEY,
    STYLE_NOTICE,
    STYLE_WARNING,
    STYLE_BAR,
    STYLE_BAR_REST,
    STYLE_NEW,
    STYLE_REPEAT,
    STYLE_DUE,
    STYLE_RATING_1, /* to STYLE_RATING_1 + 4 */
    STYLE_COUNT = STYLE_RATING_1 + 5
};

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
    size_t count, capacity;
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

/* The address of a link, by the number that stands in links. */
const char *rich_link(const struct rich *rich, uint8_t number);
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
