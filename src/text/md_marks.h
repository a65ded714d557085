/* The parts of a text that marks enclose, to be shown in STYLE_GAP. A mark would change what
 * Markdown makes of the characters beside it, so marks are taken out before the text is read. */
#ifndef TEXT_MD_MARKS_H
#define TEXT_MD_MARKS_H

#include "base/buf.h"
#include "text/formulas.h"

#include <stdbool.h>
#include <stddef.h>

/* Empty if zero-initialized; free with marks_done. */
struct marks {
    struct mark {
        size_t begin, end; /* offsets in the text without marks */
    } * list;              /* in order, without overlaps */
    size_t count, capacity;
    size_t next; /* the first mark that ends after the last offset looked up */
    bool failed; /* memory ran out */
};

/* Removes the marks from text and keeps where they were. */
void marks_take(struct marks *marks, struct buf *text);
void marks_done(struct marks *marks);

/* Returns the length of the run that starts at an offset and is either entirely inside one mark or
 * entirely outside all marks, and sets *marked to which. Returns SIZE_MAX after the last mark. */
size_t marks_run(struct marks *marks, size_t offset, bool *marked);

/* Appends the formula that begins at an offset, in Unicode or else as its source. Appends to
 * `flags`, for each byte, whether it is marked. Finds what a marked part becomes by comparing with
 * the same formula in which letters replace the part. Returns false if any part is unknown; if
 * `display` is set, nothing is appended then. */
bool marks_formula(struct marks *marks, const struct formula *formula, size_t offset, bool display,
    struct buf *out, struct buf *flags);

#endif
