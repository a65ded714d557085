/* The steps from HTML to a document. */
#ifndef TEXT_FROM_HTML_STEPS_H
#define TEXT_FROM_HTML_STEPS_H

#include "text/md_doc.h"

struct html_media; /* defined in from_html.h */

/* Appends what the HTML shows, with formulas and gaps still as text. */
void from_html_read(struct doc *doc, const char *html, const struct html_media *media);

/* Copies a document to an empty one, with objects for the formulas and gaps in its text: \( \), \[
 * \], [$] [/$], [$$] [/$$], environments such as \begin{align}, the formulas of LaTeX text between
 * [latex] and [/latex], and {{c1::gaps}}. The styles that LaTeX text sets are also added to `from`.
 */
void from_html_find_marks(struct doc *from, struct doc *to);

/* Turns lines that begin with numbers or bullets into lists, and text whose lines are all code into
 * code blocks. */
void from_html_find_lines(struct doc *doc);

#endif
