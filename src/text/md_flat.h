/* What a reader of a text sees, in sequence: characters with their styles, and marks for everything
 * else. Two texts look the same if their sequences are the same. */
#ifndef TEXT_MD_FLAT_H
#define TEXT_MD_FLAT_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes that occur nowhere in UTF-8. */
#define FLAT_SPAN   '\xff' /* begins a link, an image, a formula */
#define FLAT_INSIDE '\xfe' /* between the address and the text of a link or an image */
#define FLAT_END    '\xfd'
#define FLAT_BLOCK  '\xfc' /* a block begins or ends */

/* Empty if zero-initialized; free with flat_done. */
struct flat {
    struct buf text, styles; /* enum doc_style */
    bool between;            /* the next text begins a block */
};

void flat_text(struct flat *flat, const char *text, size_t length, uint8_t styles);
void flat_mark(struct flat *flat, char mark);
/* Appends the beginning of a block, as a letter for its kind and a number, or the end of one
 * ('/'). */
void flat_block(struct flat *flat, char what, unsigned number);
/* Appends what drill shows of Markdown. */
void flat_read(struct flat *flat, const char *markdown);
void flat_clear(struct flat *flat);
void flat_done(struct flat *flat);

enum flat_difference { FLAT_SAME, FLAT_STYLES, FLAT_CHARACTERS };
enum flat_difference flat_compare(const struct flat *a, const struct flat *b);

#endif
