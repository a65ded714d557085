/* What an HTML element's attributes say about how its text looks. */
#ifndef TEXT_FROM_HTML_CSS_H
#define TEXT_FROM_HTML_CSS_H

#include <stdbool.h>
#include <stdint.h>

struct html_look {
    uint8_t set, clear; /* enum doc_style: what the element adds, and what it ends */
    bool underlined;
    bool hidden;
    bool pre;    /* keeps white space */
    char raised; /* '^' for a superscript, '_' for a subscript, or 0 */
};

/* Adds what the text of a style attribute says. */
void html_look_add_css(struct html_look *look, const char *css);
/* Adds what the name of a font says. */
void html_look_add_font(struct html_look *look, const char *font);

#endif
