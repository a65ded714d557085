/* Lines of styled text. */
#ifndef TEXT_STYLED_H
#define TEXT_STYLED_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The role of a piece of text. The theme decides how it looks. */
enum style {
    STYLE_PLAIN,
    STYLE_STRONG,
    STYLE_EMPHASIS,
    STYLE_CODE,
    STYLE_FAINT,
    STYLE_LINK,
    STYLE_GAP,     /* a gap that is asked for: its brackets, then its text */
    STYLE_KEYWORD, /* these four are parts of code; the rest of it is then STYLE_PLAIN */
    STYLE_STRING,
    STYLE_COMMENT,
    STYLE_NUMBER,
    STYLE_TITLE,
    STYLE_KEY,
    STYLE_NOTICE,
    STYLE_WARNING,
    STYLE_BAR,
    STYLE_BAR_REST,
    STYLE_NEW,
    STYLE_REPEAT,
    STYLE_DUE,
    STYLE_RATING_1, /* the first of five, up to STYLE_RATING_1 + 4 */
    STYLE_COUNT = STYLE_RATING_1 + 5
};

struct styled_line {
    size_t start, length; /* in bytes; the same in text, styles and links */
    int block;            /* columns of its code or table, if wider than the text; else 0 */
};

/* Owned by the caller. Empty if zero-initialized; free with styled_done. */
struct styled {
    bool links_work; /* the terminal opens links; otherwise show their addresses */
    /* Where links work: appends what the terminal opens for an address of a file, or returns false.
     * May be NULL. Decks choose addresses, so only files may be given that are safe to open. */
    bool (*file_address)(const void *context, const char *address, struct buf *out);
    const void *file_context;
    int wide;          /* columns for code and tables, if more than for text */
    struct buf text;   /* safe text */
    struct buf styles; /* an enum style for each byte of text */
    struct buf links;  /* an address number for each byte of text; 0 outside links */
    struct styled_line *lines;
    size_t count, capacity;
    struct buf addresses; /* NUL-terminated, numbered from 1 */
    uint8_t address_count;
    bool failed; /* memory ran out: some lines are missing */
};

/* Append a rule of `width` columns, or an empty line. */
void styled_rule(struct styled *styled, int width);
void styled_blank(struct styled *styled);

/* Returns the address that has this number. */
const char *styled_link(const struct styled *styled, uint8_t number);
/* Appends all lines as text, each followed by a line feed. */
void styled_print(const struct styled *styled, struct buf *out);
/* Removes the lines but keeps the memory. */
void styled_clear(struct styled *styled);
void styled_done(struct styled *styled);

/* Append to the line in progress. styled_copy copies a part of *from, which must use the same
 * address numbers. styled_end_line ends the line that began at offset `start` of the text. */
void styled_add(struct styled *s, const char *text, size_t length, enum style style, uint8_t link);
void styled_copy(struct styled *styled, const struct styled *from, size_t start, size_t length);
void styled_end_line(struct styled *styled, size_t start);
/* Truncates the text to length bytes; lines that have ended must remain whole. */
void styled_cut(struct styled *styled, size_t length);
bool styled_has_failed(const struct styled *styled);
/* Adds an address and returns its number, or 0 if there are too many. */
uint8_t styled_address(struct styled *styled, const char *address);

#endif
