/* Markdown read into a layout. For the view's own files. */
#ifndef TEXT_MARKDOWN_H
#define TEXT_MARKDOWN_H

#include "text/layout.h"

/* Make Markdown safe and lay it out as lines of layout->rich. */
void markdown_lay(const char *markdown, struct layout *layout);

#endif
