/* Finds the characters of a text that Markdown would interpret. */
#ifndef TEXT_MD_ESCAPE_H
#define TEXT_MD_ESCAPE_H

#include "base/buf.h"

#include <stdbool.h>

/* The classes of characters that decide whether ** can begin or end emphasis beside them. A symbol
 * such as the euro sign is punctuation to some Markdown parsers, and to others part of a word.
 */
enum md_class { MD_SPACE, MD_PUNCTUATION, MD_SYMBOL, MD_WORD };
/* The class of the character before or after a place: MD_SPACE at the edges of the text, and
 * MD_PUNCTUATION for an object (md_doc.h). */
enum md_class md_class_before(const char *begin, const char *at);
enum md_class md_class_behind(const char *at, const char *end);

enum md_care {
    MD_CARE_RISKY,   /* escape only what Markdown might interpret where it is */
    MD_CARE_SPECIAL, /* escape every character that may have a meaning */
    MD_CARE_ALL,     /* escape all punctuation */
};

struct md_escape {
    const char *begin, *end; /* the text of a block */
    enum md_care care;
    bool cell, link;              /* the text is in a table's cell; in a link */
    bool marks;                   /* the block has emphasis */
    bool code;                    /* the block has code */
    unsigned stars, lines, ticks; /* runs of *, _ and ` in the text */
    const char *run, *run_end;    /* the latest run of one character */
};

/* Counts the runs in the text. Bytes whose style has one of the bits in `code` are skipped;
 * `styles` may be NULL. */
void md_escape_begin(struct md_escape *e, const char *styles, unsigned char code);
/* Whether the character at `at` needs a backslash. `line` is where the text of its line begins, or
 * the end of the text if no block could begin in this line. */
bool md_escape_is_risky(struct md_escape *e, const char *line, const char *at);

#endif
