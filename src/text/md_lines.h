/* Examines lines of Markdown before md4c reads them: which are fenced code, and where a table needs
 * a blank line. */
#ifndef TEXT_MD_LINES_H
#define TEXT_MD_LINES_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

/* Empty if zero-initialized. */
struct fence {
    char mark;     /* what the open fence is made of; '\0' outside code */
    size_t length; /* of the open fence */
    int quotes;    /* quotations around it */
};
/* Takes the next line, which ends with a line feed or a NUL. Returns whether it is fenced code, or
 * a fence. */
bool fence_takes(struct fence *fence, const char *line);

/* Markdown in which characters were inserted. Empty if zero-initialized; free with mended_done. */
struct mended {
    struct buf text;
    size_t *inserts; /* the offset of each inserted byte in text, in order */
    size_t count, capacity;
    bool failed; /* memory ran out */
};
void mended_done(struct mended *mended);
/* Maps an offset in mended->text to one in the original Markdown. */
size_t mended_origin(const struct mended *mended, size_t offset);

/* Appends Markdown with tables as md4c needs them. Adds a blank line before a table that follows
 * text directly, and after a table that another block follows directly, where GFM would end the
 * paragraph or the table. Writes three dashes where GFM needs only one. */
void markdown_mend_tables(struct mended *out, const char *text);

#endif
