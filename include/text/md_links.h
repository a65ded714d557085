/* The links, pictures and sounds of a Markdown text. In Markdown, a sound is written as a link or
 * as an image; only the content of its file tells (study/media.h). */
#ifndef TEXT_MD_LINKS_H
#define TEXT_MD_LINKS_H

#include <stdbool.h>
#include <stddef.h>

struct md_link {
    bool image;    /* written as an image */
    char *address; /* never empty; entities are decoded, %20 and the like are not */
};

/* Empty if zero-initialized; free with md_links_done. */
struct md_links {
    struct md_link *list; /* in the order of the text; a link comes before an image within it */
    size_t count, capacity;
    bool failed; /* memory ran out: some are missing */
};

/* Appends those of a text as the screen shows it: text is made safe first, TEXT_MARK and
 * TEXT_MARK_END may enclose parts of it, and code and formulas have no links. */
void md_links_read(struct md_links *links, const char *markdown);
void md_links_done(struct md_links *links);

#endif
