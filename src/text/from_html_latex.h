/* The commands of LaTeX text, which is what Anki keeps between [latex] and [/latex]. */
#ifndef TEXT_FROM_HTML_LATEX_H
#define TEXT_FROM_HTML_LATEX_H

#include <stddef.h>
#include <stdint.h>

struct latex_command {
    size_t length;    /* of the command, with the spaces that it takes in; 0 for none */
    const char *text; /* what stands for it; it begins with a line feed for a new line */
    uint8_t styles;   /* enum doc_style of what follows in braces; length ends behind the { */
    unsigned number;  /* of a numbered item, whose text is "\n" */
};

/* The environments open around a place. Zero-initialize. */
struct latex_lists {
    unsigned numbers[8]; /* of each list's latest item; 0 in a list with bullets */
    char ordered[8];
    size_t depth;
};

/* Reads the command that the text begins with. */
struct latex_command latex_text_command(const char *text, struct latex_lists *lists);

#endif
