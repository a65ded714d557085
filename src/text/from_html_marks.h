/* The formulas and gaps in a document's text. They are found first, then copied as objects. */
#ifndef TEXT_FROM_HTML_MARKS_H
#define TEXT_FROM_HTML_MARKS_H

#include "text/from_html_latex.h"
#include "text/md_doc.h"

/* A part of the text that is copied as something else. */
struct html_span {
    size_t start, end;
    size_t source; /* the offset in sources of a formula's LaTeX or of plain text */
    bool plain;
    enum doc_object_kind kind; /* of a formula */
};

struct html_gap {
    size_t start, text, hint, end; /* of {{c1::, the text, :: and }}; hint == end if no hint */
};

struct html_marks {
    struct doc *from;
    struct doc *to;
    struct html_span *spans;
    size_t span_count, span_capacity;
    struct html_gap *gaps;
    size_t gap_count, gap_capacity;
    struct buf sources; /* NUL-terminated */
    bool failed;
    size_t latex;     /* the end of the current LaTeX text; 0 outside such text */
    size_t braces[8]; /* the ends of its commands' open braces */
    size_t brace_count;
    struct latex_lists lists;
};

const char *html_marks_at(const struct html_marks *m, size_t at);

/* Copies the document, with objects for the formulas and gaps that were found. */
void html_marks_copy(struct html_marks *m);

#endif
