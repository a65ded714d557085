/* Org's markup within a paragraph. */
#ifndef DECK_ORG_INLINE_H
#define DECK_ORG_INLINE_H

#include "deck/mixed_text.h"

#include <stdbool.h>

/* Collects the text of a paragraph. Set `gap`, as for org_to_markdown, `cloze` and `holes`; zero
 * the rest. The caller writes `mixed` out with mixed_text_put, and frees it. */
struct org_inline {
    struct mixed_text mixed;
    const char *gap;
    int gaps;    /* number of gaps so far */
    bool cloze;  /* escape braces that are not part of a gap */
    bool holes;  /* gaps are org-fc's holes rather than brackets */
    bool filled; /* the paragraph was filled: a line feed is only a space */
    bool in_gap; /* private, like all members below */
    bool in_link;
    unsigned open; /* bits of the open marks */
    int depth;     /* nested spans */
};

void org_inline_add(struct org_inline *in, const char *text, const char *end);

#endif
