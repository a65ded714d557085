/* How an HTML element's attributes make its text look. */
#ifndef TEXT_FROM_HTML_CSS_H
#define TEXT_FROM_HTML_CSS_H

#include <stdbool.h>
#include <stdint.h>

struct html_look {
    uint8_t set, clear; /* enum doc_style: styles that the element adds, and that it ends */
    bool underlined;
    bool hidden;
    bool pre;    /* keeps white space */
    char raised; /* '^' for a superscript, '_' for a subscript, or 0 */
};

/* Adds the effects of a style attribute. */
void html_look_add_css(struct html_look *look, const char *css);
/* Adds the effect of a font: monospaced text is code. */
void html_look_add_font(struct html_look *look, const char *font);

#endif
