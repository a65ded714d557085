/* Org's markup within a paragraph. */
#ifndef DECK_ORG_INLINE_H
#define DECK_ORG_INLINE_H

#include "deck/mixed_text.h"

#include <stdbool.h>

/* Where the text of a paragraph goes. Set gap, as in org_to_markdown, and cloze; zero the rest. The
 * caller puts and frees mixed. */
struct org_inline {
    struct mixed_text mixed;
    const char *gap;
    int gaps;    /* so far */
    bool cloze;  /* braces that make no gap are escaped */
    bool filled; /* a line feed in the text is no end of a line */
    bool in_gap; /* private, like the rest */
    bool in_link;
    unsigned open; /* bits of the open marks */
    int depth;     /* nested spans */
};

void org_inline_add(struct org_inline *in, const char *text, const char *end);

#endif
