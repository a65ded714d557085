/* What Markdown would interpret in a text, at its place. */
#ifndef TEXT_MD_ESCAPE_H
#define TEXT_MD_ESCAPE_H

#include "base/buf.h"

#include <stdbool.h>

/* The classes of characters that decide whether ** can begin or end emphasis beside them. A symbol
 * such as the euro sign is punctuation to some readers of Markdown, and to others part of a word.
 */
enum md_class { MD_SPACE, MD_PUNCTUATION, MD_SYMBOL, MD_WORD };
/* The class of the character before or behind a place: MD_SPACE at the edges of the text, and
 * MD_PUNCTUATION for an object (md_doc.h). */
enum md_class md_class_before(const char *begin, const char *at);
enum md_class md_class_behind(const char *at, const char *end);

enum md_care {
    MD_CARE_RISKY,   /* escape what is risky at its place */
    MD_CARE_SPECIAL, /* every character that may mean something */
    MD_CARE_ALL,     /* all punctuation */
};

struct md_escape {
    const char *begin, *end; /* the text of a block */
    enum md_care care;
    bool cell, link;              /* the text is in a table's cell; in a link */
    bool marks;                   /* the block has emphasis */
    bool code;                    /* the block has code */
    unsigned stars, lines, ticks; /* runs of *, _ and ` in it */
    const char *run, *run_end;    /* the latest run of one character */
};

/* Looks at a text for the first time. Bytes whose style has one of the bits in code are skipped;
 * styles may be NULL. */
void md_escape_begin(struct md_escape *e, const char *styles, unsigned char code);
/* Whether the character needs a backslash. The line is the beginning of its line's text. */
bool md_escape_is_risky(struct md_escape *e, const char *line, const char *at);

#endif
