/* The commands of LaTeX text: the text that Anki keeps between [latex] and [/latex]. */
#ifndef TEXT_FROM_HTML_LATEX_H
#define TEXT_FROM_HTML_LATEX_H

#include <stddef.h>
#include <stdint.h>

struct latex_command {
    size_t length;    /* of the command and any spaces that it absorbs; 0 if there is no command */
    const char *text; /* the replacement; begins with a line feed if it needs a new line */
    uint8_t styles;   /* enum doc_style of the braces that follow; `length` then includes the { */
    unsigned number;  /* of a numbered item, which has the text "\n"; otherwise 0 */
};

/* The list environments that are open. Zero-initialize. */
struct latex_lists {
    unsigned numbers[8]; /* of each list's latest item; always 0 in a bulleted list */
    char ordered[8];
    size_t depth;
};

/* Reads the command at the beginning of the text, and keeps track of the lists. */
struct latex_command latex_text_command(const char *text, struct latex_lists *lists);

#endif
