/* Markdown read into a layout. For the view's own files. */
#ifndef VIEW_MARKDOWN_H
#define VIEW_MARKDOWN_H

#include "view/layout.h"

/* Make Markdown safe and lay it out as lines of layout->rich. */
void markdown_lay(const char *markdown, struct layout *layout);

#endif
